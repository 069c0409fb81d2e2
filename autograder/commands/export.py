"""`autograder export`: final scores, for the platform to import."""

from __future__ import annotations

from pathlib import Path

import click

from autograder.commands import options
from autograder.records import Refusal
from autograder.terminal import say


@click.command()
@click.argument("assignments", nargs=-1, required=True)
@click.option(
    "--for",
    "platform",
    type=click.Choice(["canvas", "moodle"]),
    required=True,
    help="Who will import the file.",
)
@options.roster
@click.option(
    "--to",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write [PLATFORM-grades.csv].",
)
@click.option(
    "--student-id",
    metavar="COLUMN",
    help="Column of the roster with the students' ids [as they were collected].",
)
@options.columns
@click.option("--scale", is_flag=True, help="Convert points to the platform's maximum.")
@options.course
@options.db
def export(
    assignments: tuple[str, ...],
    platform: str,
    roster: Path | None,
    to: Path | None,
    student_id: str | None,
    columns: tuple[str, ...],
    scale: bool,
    course: Path,
    db: str | None,
) -> None:
    """Write the final scores of ASSIGNMENTS into a copy of the platform's own file.

    Marks that people gave and penalties are in them. Moodle's worksheet holds one
    assignment, Canvas' gradebook any number.
    """
    with options.one_sentence():
        from autograder.course.assignment import load_course
        from autograder.platforms.export import Wanted
        from autograder.platforms.export import export as export_to

        if roster is None:
            raise Refusal(
                "--roster is needed: the gradebook that Canvas exports, or Moodle's "
                "grading worksheet of the assignment"
            )
        found = load_course(course.resolve())
        if db:
            found.db_url = db
        wanted = Wanted(
            *(tuple(dict.fromkeys(assignments)), platform, roster),
            *(to or Path(f"{platform}-grades.csv"), student_id),
            *(options.pairs(columns), scale),
        )
        for line in export_to(found, wanted):
            say(line, err=False)
