"""`autograder package`: the grader of one assignment, for another place."""

from __future__ import annotations

from pathlib import Path

import click

from autograder.commands import options
from autograder.terminal import say


@click.command()
@click.argument("assignment")
@click.option(
    "--for",
    "where",
    type=click.Choice(["gradescope", "github"]),
    required=True,
    help="Where it will grade.",
)
@options.course
@click.option(
    "--output", type=click.Path(path_type=Path), help="Archive [ASSIGNMENT-WHERE.zip]."
)
def package(assignment: str, where: str, course: Path, output: Path | None) -> None:
    """Pack the grader of ASSIGNMENT for another place to run it."""
    from autograder.platforms.package import write_package

    path = output or Path(f"{assignment}-{where}.zip")
    with options.one_sentence():
        write_package(course.resolve(), assignment, where, path)
        say(path, err=False)
