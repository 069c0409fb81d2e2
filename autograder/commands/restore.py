"""`autograder restore`: bring a saved course back."""

from __future__ import annotations

from pathlib import Path

import click

from autograder import terminal
from autograder.commands import options


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@options.course
@click.option(
    "--replace", is_flag=True, help="Replace what is there; it is backed up first."
)
def restore(file: Path, course: Path, replace: bool) -> None:
    """Bring back what `autograder backup` saved in FILE.

    Nothing is touched before the whole FILE is unpacked and compared.
    """
    with options.one_sentence():
        from autograder.course.assignment import load_course
        from autograder.term import restore as bringing

        found = load_course(options.existing(course))
        with terminal.counting("restoring") as show:
            done = bringing.restore(found, file.absolute(), replace, show)
        if done.before:
            terminal.say(f"what was replaced is in {done.before}")
        for name in done.differing:
            terminal.say(f"{name} differs from the saved one: the one here counts")
        folders = ", ".join(done.folders) or "no folder, all are the same"
        terminal.say(f"restored {folders}; {done.rows} rows of the gradebook")
