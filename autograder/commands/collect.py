"""`autograder collect`: a platform's bulk download becomes submissions."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from autograder.commands import options
from autograder.terminal import say


@click.command()
@click.argument("assignment")
@click.argument("archive", type=click.Path(path_type=Path))
@click.option(
    "--from",
    "platform",
    type=click.Choice(["canvas", "moodle", "github"]),
    required=True,
    help="Where it was downloaded.",
)
@options.roster
@click.option(
    "--student-id",
    metavar="COLUMN",
    help="Column of the roster with the students' ids [the platform's own].",
)
@options.columns
@click.option("--prefix", help="What repositories' names begin with [ASSIGNMENT-].")
@click.option(
    "--timezone",
    metavar="ZONE",
    help="Of Moodle's times, as in Europe/Berlin [this computer's].",
)
@options.course
@options.db
def collect(
    assignment: str,
    archive: Path,
    platform: str,
    roster: Path | None,
    student_id: str | None,
    columns: tuple[str, ...],
    prefix: str | None,
    timezone: str | None,
    course: Path,
    db: str | None,
) -> None:
    """Collect the submissions of ASSIGNMENT from ARCHIVE, a zip or a folder.

    Whose a file is, the platform's id says. Collecting again takes what is newer and
    moves what it replaces to `.earlier`. Exit code 1 when somebody must look.
    """
    with options.one_sentence():
        from autograder.platforms.collect import Download
        from autograder.platforms.collect import collect as collect_into

        zone = options.zone(timezone) if timezone else None
        wanted = Download(
            *(assignment, archive, platform, roster, student_id),
            *(options.pairs(columns), prefix, zone),
        )
        report = collect_into(course.resolve(), wanted, db)
        for line in report.shown():
            say(line, err=False)
        sys.exit(report.code)
