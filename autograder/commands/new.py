"""`autograder new`: an assignment to begin with."""

from __future__ import annotations

import os
from pathlib import Path

import click

from autograder.commands import options
from autograder.terminal import say


@click.command()
@click.argument("name")
@options.course
def new(name: str, course: Path) -> None:
    """Make the assignment NAME: one question, its checks and some answers.

    An empty folder becomes a course. Nothing is overwritten.
    """
    with options.one_sentence():
        from autograder.course import making

        made = making.make(course.resolve(), name)
        files = [path for path in (made.source, made.answers, made.config) if path]
        say(f"made {', '.join(map(shown, files))}", err=False)
        here = course.resolve() == Path.cwd()
        where = "" if here else f" --course {shown(course.resolve())}"
        say(f"1. edit {shown(made.source)}: it works as it is", err=False)
        say(
            f"2. autograder check {made.name}{where}; "
            f"autograder answers {made.name}{where}",
            err=False,
        )
        say(
            f"3. nbgrader generate_assignment {made.name}, which writes "
            f"{shown(made.release)} for students"
            + ("" if here else f" (run it in {shown(course.resolve())})"),
            err=False,
        )


def shown(path: Path) -> str:
    """A path as it is shortest to type."""
    near = os.path.relpath(path)
    return str(path) if near.startswith(os.pardir) else near
