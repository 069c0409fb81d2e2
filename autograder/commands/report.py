"""`autograder report`: how a class did, on one page."""

from __future__ import annotations

from pathlib import Path

import click

from autograder.commands import options
from autograder.terminal import say


@click.command()
@click.argument("assignment")
@options.course
@click.option(
    "--output", type=options.folder, help="Folder of results [graded/ASSIGNMENT]."
)
@click.option(
    "--earlier",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The results.json of another class, to compare with.",
)
@options.db
def report(
    assignment: str,
    course: Path,
    output: Path | None,
    earlier: Path | None,
    db: str | None,
) -> None:
    """Write OUTPUT/report.html: how a class did in ASSIGNMENT, on one page.

    Marks that people gave in formgrader since the grading are in it, and names, times,
    penalties and those who handed in nothing, as far as the gradebook knows them.
    """
    from autograder.marks.report import write_report

    with options.one_sentence():
        folder = output or course / "graded" / assignment
        known = None
        if (folder / "results.json").exists():
            from autograder.course.assignment import load_course
            from autograder.marks import ledger

            found = load_course(course.resolve())
            known = ledger.read(db or found.db_url, found.course_id, assignment)
        say(write_report(folder, assignment, known, earlier), err=False)
