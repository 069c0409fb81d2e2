"""`autograder feedback`: a page for each student."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from autograder.commands import options
from autograder.terminal import say


@click.command()
@click.argument("assignment")
@options.course
@click.option("--student", help="One student's id [everybody].")
@click.option(
    "--output", type=options.folder, help="Folder of results [graded/ASSIGNMENT]."
)
@options.db
def feedback(
    assignment: str,
    course: Path,
    student: str | None,
    output: Path | None,
    db: str | None,
) -> None:
    """Write each student's feedback on ASSIGNMENT, where nbgrader releases it from.

    A page has the mark, the message, the hint and people's comments of each question,
    and nothing that only a hidden test says. What has not changed stays as it is.
    """
    with options.one_sentence():
        from autograder.course.assignment import load_assignment, load_course
        from autograder.marks import asked, ledger
        from autograder.marks import feedback as writing

        found = load_course(course.resolve())
        loaded = load_assignment(found, assignment)
        sections = asked.sections(Path(found.root), assignment)
        questions = asked.questions(loaded, sections)
        known = ledger.read(db or found.db_url, found.course_id, assignment)
        folder = output or Path(found.root, "graded", assignment)
        done = writing.write(found, assignment, questions, known, folder, student)
        for name, why in sorted(done.left.items()):
            say(f"autograder: no page for {name}: {why}")
        counts = f"{len(done.new)} written, {len(done.same)} unchanged"
        place = Path(found.root, found.feedback_directory)
        say(f"feedback: {counts}, in {place}", err=False)
        sys.exit(1 if done.left else 0)
