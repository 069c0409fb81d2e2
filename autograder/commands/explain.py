"""`autograder explain`: how a mark came about."""

from __future__ import annotations

from pathlib import Path

import click

from autograder.commands import options
from autograder.terminal import say


@click.command()
@click.argument("student")
@click.argument("assignment")
@click.argument("question", required=False)
@options.course
@click.option(
    "--output", type=options.folder, help="Folder of results [graded/ASSIGNMENT]."
)
@options.db
def explain(
    student: str,
    assignment: str,
    question: str | None,
    course: Path,
    output: Path | None,
    db: str | None,
) -> None:
    """Say how the marks of STUDENT in ASSIGNMENT came about, or that of one QUESTION.

    It is for you and not for the student: what was expected by a hidden test is in it.
    """
    with options.one_sentence():
        from autograder import explain as explaining
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
