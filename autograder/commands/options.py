"""Options of more than one command, and how a command is refused."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from autograder.records import Limits, Refusal
from autograder.terminal import say


@contextmanager
def one_sentence() -> Iterator[None]:
    """End a refused command with its reason alone."""
    try:
        yield
    except Refusal as refusal:
        say(f"autograder: {refusal}")
        sys.exit(refusal.code)


folder = click.Path(file_okay=False, path_type=Path)
positive = click.IntRange(min=1)


class Seconds(click.FloatRange):
    """A number of seconds, up to a day."""

    def __init__(self, least: float) -> None:
        super().__init__(min=least, max=86_400)

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:
        seconds = super().convert(value, param, ctx)
        if seconds != seconds:
            self.fail("nan is not a number of seconds.", param, ctx)
        return seconds


# Options of more than one command.
course = click.option(
    "--course", type=folder, default=Path(), help="Folder of the course."
)
timeout = click.option(
    "--timeout",
    type=Seconds(0.1),
    default=Limits.timeout,
    show_default=True,
    help="Seconds a cell.",
)
unsafe = click.option(
    "--unsafe-no-sandbox",
    is_flag=True,
    help="Run notebooks with your own rights where nothing isolates them.",
)
db = click.option("--db", help="URL of the gradebook [as nbgrader_config.py says].")
roster = click.option(
    "--roster",
    type=click.Path(dir_okay=False, path_type=Path),
    help="CSV file of the platform that says who is who.",
)
columns = click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="WANTED=NAME",
    help="A column that the roster calls otherwise; may be repeated.",
)


def pairs(words: Sequence[str]) -> dict[str, str]:
    """The options of the form WANTED=NAME."""
    for word in words:
        if not all(part.strip() for part in word.partition("=")):
            raise Refusal(f"--column {word} is not of the form WANTED=NAME")
    found = (word.partition("=") for word in words)
    return {wanted.strip(): name.strip() for wanted, _, name in found}


def zone(name: str) -> ZoneInfo:
    """The time zone of a name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Refusal(
            f"there is no time zone {name!r}: name one like Europe/Berlin"
        ) from error
