"""`autograder backup`: a course in one file."""

from __future__ import annotations

from pathlib import Path

import click

from autograder import terminal
from autograder.commands import options


@click.command()
@options.course
@click.option(
    "--to",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to make [backup-DATE-TIME.tar.gz].",
)
def backup(course: Path, to: Path | None) -> None:
    """Save a course in one file: folders, configuration, gradebook.

    `autograder restore` brings it back, into another kind of database, too.
    """
    with options.one_sentence():
        from autograder.course.assignment import load_course
        from autograder.term import backup as saving

        found = load_course(options.existing(course))
        target = (to or saving.free_path(Path(found.root))).absolute()
        with terminal.counting("saving") as show:
            manifest = saving.write_backup(found, target, show)
        counts = ", ".join(f"{n} in {w}" for w, n in manifest["folders"].items())
        book = "with" if manifest["gradebook"] else "there is no"
        terminal.say(f"saved {counts}, {book} gradebook")
        terminal.say(target, err=False)
