"""Show which questions pass: `make progress`.

Each notebook that you have begun is run once, in a kernel of its own, without
changing the file. A question passes when its visible checks do; the hidden tests of
the grading ask more.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import click
import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import DeadKernelError
from nbformat import NotebookNode
from rich.console import Console
from rich.table import Table

from tools import ROOT
from tools.book.execute import kernel_environment
from tools.exercises.answers import ASSIGNMENTS
from tools.exercises.lab import WORK

PASSED, FAILED = "[green]✓[/]", "[red]✗[/]"


@dataclass(frozen=True)
class Progress:
    """One assignment: its questions in order, and whether each passes.

    `passed` is empty when the notebook was not begun; `problem` says why it could
    not be run.
    """

    assignment: str
    questions: tuple[str, ...]
    passed: tuple[bool, ...] = ()
    problem: str = ""


def tests(notebook: NotebookNode) -> dict[str, NotebookNode]:
    """Return the test cells of a notebook by the name of their question."""
    found = {}
    for cell in notebook.cells:
        meta = cell.metadata.get("nbgrader", {})
        if meta.get("grade") and not meta.get("solution"):
            found[meta["grade_id"].removeprefix("test_")] = cell
    return found


def same_answers(one: NotebookNode, other: NotebookNode) -> bool:
    """Say whether two notebooks have the same answer cells."""

    def answers(notebook: NotebookNode) -> list[str]:
        return [
            cell.source
            for cell in notebook.cells
            if cell.metadata.get("nbgrader", {}).get("solution")
        ]

    return answers(one) == answers(other)


def has_error(cell: NotebookNode) -> bool:
    """Say whether a cell did not run to its end."""
    failed = any(output.output_type == "error" for output in cell.get("outputs", []))
    return failed or cell.get("execution_count") is None


def look(name: str, work: Path, released: Path, timeout: float = 120) -> Progress:
    """Run the notebook `name` of `work` and return which questions pass."""
    fresh = nbformat.read(released / name / f"{name}.ipynb", as_version=4)
    questions = tuple(tests(fresh))
    path = work / name / f"{name}.ipynb"
    if not path.exists():
        return Progress(name, questions)
    try:
        notebook = nbformat.read(path, as_version=4)
    except (nbformat.reader.NotJSONError, UnicodeDecodeError, AttributeError):
        return Progress(name, questions, problem="this file is no notebook")
    if same_answers(notebook, fresh):
        return Progress(name, questions)
    client = NotebookClient(
        notebook,
        timeout=timeout,
        allow_errors=True,
        kernel_name="python3",
        interrupt_on_timeout=True,
        extra_arguments=["--log-level=ERROR"],
        resources={"metadata": {"path": str(path.parent)}},
    )
    try:
        client.execute(env=kernel_environment(os.cpu_count() or 1))
    except DeadKernelError:
        return Progress(name, questions, problem="the kernel died: restart, run all")
    cells = tests(notebook)
    passed = tuple(q in cells and not has_error(cells[q]) for q in questions)
    return Progress(name, questions, passed)


def table(rows: list[Progress]) -> Table:
    """Return the table that a learner sees."""
    shown = Table(title="Visible checks", title_justify="left")
    shown.add_column("Assignment")
    shown.add_column("Questions")
    shown.add_column("Pass", justify="right")
    for row in rows:
        if row.problem:
            shown.add_row(row.assignment, f"[red]{row.problem}[/]", "")
        elif not row.passed:
            shown.add_row(row.assignment, "[dim]not begun[/]", "")
        else:
            marks = zip(row.questions, row.passed, strict=True)
            text = "  ".join(f"{PASSED if ok else FAILED} {q}" for q, ok in marks)
            count = f"{sum(row.passed)} of {len(row.questions)}"
            shown.add_row(row.assignment, text, count)
    return shown


@click.command()
@click.argument("names", nargs=-1, type=click.Choice(ASSIGNMENTS))
@click.option("--work", type=click.Path(path_type=Path), default=WORK)
def main(names: tuple[str, ...], work: Path) -> None:
    """Show which questions of the assignments NAMES, or of all, pass."""
    if not work.is_dir():
        raise click.ClickException(
            f"there is no folder {work.name}; make it with: make lab"
        )
    console = Console()
    chosen = names or ASSIGNMENTS
    with (
        console.status("Running your notebooks …"),
        ThreadPoolExecutor(os.cpu_count() or 1) as pool,
    ):
        rows = list(pool.map(lambda n: look(n, work, ROOT / "exercises"), chosen))
    console.print(table(rows))


if __name__ == "__main__":
    main()
