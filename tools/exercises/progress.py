"""Show which questions pass: `make progress`.

Each notebook that you have begun is run once, in a kernel of its own, without
changing the file. A question passes when its visible checks do; the hidden tests of
the grading ask more. A question that a person marks is written, or not yet.
"""

from __future__ import annotations

import os
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import click
import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import DeadKernelError
from nbformat import NotebookNode
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from autograder.course import sanitise
from tools import ROOT
from tools.book.execute import kernel_environment
from tools.exercises import answers
from tools.exercises.lab import WORK

PASSED, FAILED = "[green]✓[/]", "[red]✗[/]"
WRITTEN, UNWRITTEN = "[green]✎[/]", "[dim]·[/]"
WIDTH = 46  # of what is said of a notebook that cannot be run: one line
REST = "When your work is graded, hidden tests run as well."


@dataclass(frozen=True)
class Progress:
    """One assignment: its questions in order, and whether each passes.

    `passed` is empty when the notebook was not begun; `problem` says why it could
    not be run. `written` are the questions that a person marks, and whether something
    is written there.
    """

    assignment: str
    questions: tuple[str, ...]
    passed: tuple[bool, ...] = ()
    problem: str = ""
    written: tuple[tuple[str, bool], ...] = ()


def marked(notebook: NotebookNode, *wanted: str) -> dict[str, NotebookNode]:
    """Return the cells with exactly these of nbgrader's marks, by grade id."""
    return {
        cell.metadata.nbgrader.grade_id: cell
        for cell in notebook.cells
        if (meta := cell.metadata.get("nbgrader"))
        and {key for key in ("grade", "solution") if meta.get(key)} == set(wanted)
    }


def has_error(cell: NotebookNode) -> bool:
    """Say whether a cell did not run to its end."""
    failed = any(output.output_type == "error" for output in cell.get("outputs", []))
    return failed or cell.get("execution_count") is None


def look(name: str, work: Path, released: Path, timeout: float = 120) -> Progress:
    """Run a notebook of `work` and return which questions pass.

    `name` is an assignment, or `ASSIGNMENT/NOTEBOOK` where it has others than its own.
    """
    folder, _, part = name.partition("/")
    place = Path(folder, f"{part or folder}.ipynb")
    fresh = nbformat.read(released / place, as_version=4)
    tests = marked(fresh, "grade")
    questions = tuple(test.removeprefix("test_") for test in tests)
    path = work / place
    if not path.exists():
        return Progress(name, questions)
    try:
        given = sanitise.read(path.read_bytes())
    except sanitise.Unreadable:
        return Progress(name, questions, problem="this file is no notebook")
    mine = {cell.name: cell.source for cell in given if cell.name}
    texts = marked(fresh, "grade", "solution")
    asked = marked(fresh, "solution") | texts
    if all(mine.get(key) == cell.source for key, cell in asked.items()):
        return Progress(name, questions)
    cells = [sanitise.new_cell(cell.kind, cell.source, {}) for cell in given]
    run(nbformat.v4.new_notebook(cells=cells), path.parent, timeout)
    passed = {
        part.name
        for part, cell in zip(given, cells, strict=True)
        if cell.cell_type == "code" and not has_error(cell)
    }
    return Progress(
        name,
        questions,
        tuple(test in passed for test in tests),
        written=tuple(
            (key, mine.get(key, "").strip() not in ("", cell.source.strip()))
            for key, cell in texts.items()
        ),
    )


def run(notebook: NotebookNode, folder: Path, timeout: float) -> None:
    """Run all cells in a kernel of its own, which keeps its remarks to itself."""
    client = NotebookClient(
        notebook,
        timeout=timeout,
        allow_errors=True,
        kernel_name="python3",
        interrupt_on_timeout=True,
        resources={"metadata": {"path": str(folder)}},
    )
    client.execute(
        env=kernel_environment(os.cpu_count() or 1),
        # TensorFlow writes to the terminal itself, past the kernel.
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def notebooks(name: str) -> list[str]:
    """The released notebooks of an assignment, as `look` calls them."""
    parts = [path.stem for path in answers.notebooks(name, folder="exercises")]
    return [name if part == name else f"{name}/{part}" for part in parts]


def row(name: str, work: Path) -> Progress:
    """Look at one notebook; whatever is wrong with it costs the others nothing."""
    try:
        return look(name, work, ROOT / "exercises")
    except DeadKernelError:
        return Progress(name, (), problem="the kernel died: restart, run all")
    except Exception as error:  # shown, so that it can be told to the authors
        text = " ".join(f"{type(error).__name__}: {error}".split())
        return Progress(name, (), problem=f"it cannot be run: {text}"[:WIDTH])


def table(rows: list[Progress]) -> Table:
    """Return the table that a learner sees: a line a question."""
    shown = Table(title="Visible checks", title_justify="left", caption=REST)
    shown.caption_justify = "left"
    shown.add_column("Assignment", no_wrap=True)
    shown.add_column("Question", no_wrap=True)
    shown.add_column("Pass", justify="right", no_wrap=True)
    for row in rows:
        if row.problem:
            shown.add_row(row.assignment, f"[red]{escape(row.problem)}[/]", "")
        elif not row.passed:
            shown.add_row(row.assignment, "[dim]not begun[/]", "")
        else:
            count = f"{sum(row.passed)} of {len(row.questions)}"
            marks = zip(row.questions, row.passed, strict=True)
            for number, (question, ok) in enumerate(marks):
                head = ("", "") if number else (row.assignment, count)
                mark = PASSED if ok else FAILED
                shown.add_row(head[0], f"{mark} {question}", head[1])
            for question, done in row.written:
                mark, state = (WRITTEN, "") if done else (UNWRITTEN, "not yet ")
                shown.add_row("", f"{mark} {question}: {state}written", "")
        shown.add_section()
    return shown


def show(rows: list[Progress], console: Console) -> None:
    """Print the table; a narrow terminal wraps its lines, and no name loses its end."""
    shown = table(rows)
    needed = console.measure(shown, options=console.options.update(width=1000)).maximum
    console.width = max(console.width, needed)
    console.print(shown)


@click.command()
@click.argument("names", nargs=-1, type=click.Choice(answers.ASSIGNMENTS))
@click.option("--work", type=click.Path(path_type=Path), default=WORK)
def main(names: tuple[str, ...], work: Path) -> None:
    """Show which questions of the assignments NAMES, or of all, pass."""
    if not work.is_dir():
        raise click.ClickException(
            f"there is no folder {work.name}; make it with: make lab"
        )
    for name in names:
        if not notebooks(name):
            raise click.ClickException(
                f"{name} is not released; run: make release NAMES={name}"
            )
    console = Console()
    chosen = [part for name in names or answers.ASSIGNMENTS for part in notebooks(name)]
    with (
        console.status("Running your notebooks …"),
        ThreadPoolExecutor(os.cpu_count() or 1) as pool,
    ):
        rows = list(pool.map(lambda name: row(name, work), chosen))
    show(rows, console)


if __name__ == "__main__":
    main()
