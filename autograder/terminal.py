"""What a run shows: results as they come, and the last lines.

All that goes to the terminal goes through `say`, which lets no control character of a
student's name, of a message or of a file's name through.
"""

from __future__ import annotations

import logging
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from autograder.inert.text import many, plain
from autograder.records import Result, Startable

if TYPE_CHECKING:
    from rich.progress import Progress
    from rich.table import Table


def say(text: object, err: bool = True, kept: str = "") -> None:
    """Show one line, or several where the ends of lines are `kept`."""
    click.echo(plain(text, kept), err=err)


def say_table(table: Table) -> None:
    """Show a table, whose cells are `plain` already."""
    from rich.console import Console

    Console().print(table)


class Plain(logging.Formatter):
    """Lines of a log that do nothing in the terminal that shows them."""

    def format(self, record: logging.LogRecord) -> str:
        return plain(super().format(record), kept="\n\t")


@contextmanager
def progress(total: int) -> Iterator[Callable[[Result], None]]:
    """Show results as they come: a bar on a terminal, plain lines elsewhere."""
    if not sys.stderr.isatty():
        count = iter(range(1, total + 1))

        def line(result: Result) -> None:
            score = "-" if result.score is None else f"{result.score:g}"
            waiting = sum(part.status == "manual" for part in result.questions)
            more = f", {waiting} for a person to mark" if waiting else ""
            say(
                f"[{next(count)}/{total}] {result.student}: {result.status}, "
                f"{score} of {result.max_score:g}{more}, {result.seconds:.1f} s"
            )

        yield line
        return
    from rich.markup import escape

    with bar_of() as bar:
        task = bar.add_task("grading", total=total)
        yield lambda result: bar.update(
            task, advance=1, description=escape(plain(result.student))
        )


def bar_of() -> Progress:
    """A bar with its numbers, on a terminal."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
    )


@contextmanager
def counting(what: str) -> Iterator[Callable[[int, int], None]]:
    """Show how many of how many are done: a bar, or a line for each tenth."""
    if sys.stderr.isatty():
        with bar_of() as bar:
            task = bar.add_task(what)
            yield lambda done, total: bar.update(task, completed=done, total=total)
        return

    def line(done: int, total: int) -> None:
        if total >= 100 and done * 10 // total > (done - 1) * 10 // total:
            say(f"{what}: {done} of {total}")

    yield line


def beside(names: list[str], assignment: str) -> None:
    """Say which tests could not be judged apart."""
    if names:
        more = ", …" if len(names) > 8 else ""
        say(
            f"autograder: {many(len(names), 'test')} ran beside the answers, with less "
            f"protection ({', '.join(names[:8])}{more}); "
            f"`autograder check {assignment}` says why"
        )


def summary(
    results: Mapping[str, Result],
    unchanged: int,
    engine: Startable,
    folder: Path,
    seconds: float,
) -> None:
    """The last lines: what happened, and where it is written."""
    counts = Counter(result.status for result in results.values())
    parts = [f"{count} {status}" for status, count in sorted(counts.items())]
    say(
        f"{many(len(results), 'submission')}: {', '.join(parts)}; "
        f"{unchanged} unchanged; {seconds:.1f} s, "
        f"engine {engine.name}, sandbox {engine.sandbox}"
    )
    if engine.note:
        say(f"autograder: the engine is {engine.note}")
    for result in sorted(results.values(), key=lambda result: result.student):
        if result.status == "not_graded":
            reason = "; ".join(result.flags)
            say(f"autograder: {result.student} not graded: {reason}")
    say(f"results: {folder / 'results.json'}")
