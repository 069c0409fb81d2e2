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
@click.option(
    "--visibility",
    type=click.Choice(["visible", "after_due_date", "after_published", "hidden"]),
    default="visible",
    show_default=True,
    help="When Gradescope shows the outcome of questions with hidden tests.",
)
@click.option(
    "--minutes",
    type=click.FloatRange(2, 60),
    default=10.0,
    show_default=True,
    help="What the platform gives to one submission.",
)
def package(
    assignment: str,
    where: str,
    course: Path,
    output: Path | None,
    visibility: str,
    minutes: float,
) -> None:
    """Pack the grader of ASSIGNMENT for another place to run it."""
    from autograder.platforms.package import write_package

    path = output or Path(f"{assignment}-{where}.zip")
    with options.one_sentence():
        notes = write_package(
            course.resolve(), assignment, where, path, visibility, minutes
        )
        for note in notes:
            say(f"autograder: {note}")
        say(path, err=False)
