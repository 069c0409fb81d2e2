"""`autograder explain`: how a mark came about."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from autograder import machine
from autograder.commands import options
from autograder.records import Limits, Refusal
from autograder.terminal import say

if TYPE_CHECKING:
    from nbgrader.coursedir import CourseDirectory

    from autograder.explain import Known
    from autograder.marks.asked import Asked


@click.command()
@click.argument("student")
@click.argument("assignment")
@click.argument("question", required=False)
@options.course
@click.option(
    "--output", type=options.folder, help="Folder of results [graded/ASSIGNMENT]."
)
@options.db
@click.option(
    "--open",
    "shown",
    is_flag=True,
    help="Open the notebook in JupyterLab, with the call that failed.",
)
@options.timeout
@options.memory
@options.unsafe
def explain(
    student: str,
    assignment: str,
    question: str | None,
    course: Path,
    output: Path | None,
    db: str | None,
    shown: bool,
    timeout: float | None,
    memory: int | None,
    unsafe_no_sandbox: bool,
) -> None:
    """Say how the marks of STUDENT in ASSIGNMENT came about, or that of one QUESTION.

    It is for you and not for the student: what was expected by a hidden test is in it.
    With --open you can try the call that failed, in a kernel without network that sees
    neither the gradebook nor your files and has a submission's time and memory.
    """
    with options.one_sentence():
        from autograder import explain as explaining
        from autograder.course import settings
        from autograder.course.assignment import load_assignment, load_course
        from autograder.marks import asked, ledger

        found = load_course(course.resolve())
        loaded = load_assignment(found, assignment)
        questions = asked.questions(loaded)
        wanted = explaining.chosen(questions, question) if question else []
        book = ledger.read(db or found.db_url, found.course_id, assignment)
        folder = output or Path(found.root, "graded", assignment)
        known = explaining.gather(loaded, questions, student, folder, book)
        lines = [line for q in wanted for line in explaining.in_full(known, q)]
        for line in lines or explaining.all_briefly(known):
            say(line, err=False)
        if shown:
            most = Limits(memory=memory or machine.memory_for(Limits.memory, 1))
            limits = settings.read(found).limits(most, timeout, None)
            sys.exit(open_one(known, wanted, found, limits, unsafe_no_sandbox))


def open_one(
    known: Known,
    wanted: list[Asked],
    course: CourseDirectory,
    limits: Limits,
    unsafe: bool,
) -> int:
    """Open what was handed in for one question; the exit code of JupyterLab."""
    from autograder import opening

    if len(wanted) != 1:
        raise Refusal("--open needs one question: name a test's id behind ASSIGNMENT")
    student, name = known.result.student, known.assignment.name
    folder = Path(course.format_path(course.submitted_directory, student, name))
    with opening.laid_out(known, wanted[0], folder, limits, unsafe) as place:
        return opening.in_lab(place, wanted[0].notebook)
