"""What a run shows: results as they come, and the last lines."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import click

from autograder.course.cells import what
from autograder.engine.sandboxed import SandboxedEngine
from autograder.records import Assignment, Result


@contextmanager
def progress(total: int) -> Iterator[Callable[[Result], None]]:
    """Show results as they come: a bar on a terminal, plain lines elsewhere."""
    if not sys.stderr.isatty():
        count = iter(range(1, total + 1))

        def line(result: Result) -> None:
            score = "-" if result.score is None else f"{result.score:g}"
            click.echo(
                f"[{next(count)}/{total}] {result.student}: {result.status}, "
                f"{score} of {result.max_score:g}, {result.seconds:.1f} s",
                err=True,
            )

        yield line
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("grading", total=total)
        yield lambda result: bar.update(task, advance=1, description=result.student)


def beside(assignment: Assignment) -> None:
    """Say which tests could not be judged apart."""
    names = [
        cell.metadata["nbgrader"]["grade_id"]
        for master in assignment.masters
        for cell in master.notebook.cells
        if what(cell) == "test"
        and cell.metadata["nbgrader"]["grade_id"] not in master.apart
    ]
    if names:
        click.echo(
            f"autograder: {len(names)} tests ran beside the answers, with less "
            f"protection ({', '.join(names[:8])}{', …' if len(names) > 8 else ''}); "
            f"`autograder check {assignment.name}` says why",
            err=True,
        )


def summary(
    results: Mapping[str, Result],
    unchanged: int,
    engine: SandboxedEngine,
    folder: Path,
    seconds: float,
) -> None:
    """The last lines: what happened, and where it is written."""
    counts = Counter(result.status for result in results.values())
    parts = [f"{count} {status}" for status, count in sorted(counts.items())]
    click.echo(
        f"{len(results)} submissions: {', '.join(parts)}; {unchanged} unchanged; "
        f"{seconds:.1f} s, engine {engine.name}, sandbox {engine.sandbox}",
        err=True,
    )
    if engine.note:
        click.echo(f"autograder: the engine is {engine.note}", err=True)
    for result in sorted(results.values(), key=lambda result: result.student):
        if result.status == "not_graded":
            reason = "; ".join(result.flags)
            click.echo(f"autograder: {result.student} not graded: {reason}", err=True)
    click.echo(f"results: {folder / 'results.json'}", err=True)
