"""Execute chapters: `python -m tools.book.execute [--all] [NAME ...]`.

Only chapters whose code changed are run, side by side, longest first. Where
nothing but prose changed, the twin takes the new prose and keeps its outputs.
"""

from __future__ import annotations

import os
import re
import sys
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass

import click
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError
from nbformat import NotebookNode
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
)

from tools.book import ledger
from tools.book.chapters import (
    PAGES,
    Chapter,
    code_cells,
    find_chapters,
    same_cells,
    same_code,
    with_outputs_of,
)


@dataclass(frozen=True)
class Outcome:
    """What came of one chapter: its run time in seconds, or its traceback."""

    chapter: Chapter
    seconds: float
    traceback: str | None = None


def kernel_environment(jobs: int) -> dict[str, str]:
    """Return the environment of a kernel that shares the cores with `jobs - 1` others.

    An ambient matplotlib backend or warning filter must not change the outputs.
    """
    threads = str(max(1, (os.cpu_count() or 1) // jobs))
    pinned = {
        "TF_NUM_INTRAOP_THREADS": threads,
        "TF_NUM_INTEROP_THREADS": threads,
        "OMP_NUM_THREADS": threads,
        "OPENBLAS_NUM_THREADS": threads,
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "CUDA_VISIBLE_DEVICES": "-1",
        "PYTHONHASHSEED": "0",
    }
    return {**os.environ, **pinned}


# What TensorFlow's C++ side logs of the machine at import; no setting silences it.
STARTUP_LOG = re.compile(
    r"(WARNING: All log messages before absl|[IWE]\d{4} \d\d:\d\d:\d+).*\n?|\s*\n"
)


def is_startup_log(output: NotebookNode) -> bool:
    """Say whether an output is nothing but TensorFlow's start-up log."""
    return output.get("name") == "stderr" and all(
        STARTUP_LOG.fullmatch(line) for line in output.text.splitlines(keepends=True)
    )


def strip_volatile(notebook: NotebookNode, seconds: float) -> NotebookNode:
    """Return the executed notebook without time stamps; its run time is kept."""
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        if cell.cell_type == "code":
            cell.outputs = [out for out in cell.outputs if not is_startup_log(out)]
    notebook.metadata["language_info"] = NotebookNode(name="python")
    notebook.metadata["rectified"] = NotebookNode(seconds=round(seconds))
    return notebook


def execute_chapter(chapter: Chapter, progress: Progress, jobs: int) -> Outcome:
    """Run one chapter in a fresh kernel and replace its twin if all cells passed."""
    notebook = chapter.read_text()
    task = progress.add_task(chapter.name, total=len(code_cells(notebook)))

    def advance(cell: NotebookNode, **_: object) -> None:
        if cell.cell_type == "code":
            progress.advance(task)

    client = NotebookClient(
        notebook,
        timeout=None,
        kernel_name="python3",
        # The kernel warns of plain TCP on the loopback device; chapters are ours.
        extra_arguments=["--log-level=ERROR"],
        resources={"metadata": {"path": str(chapter.text.parent)}},
        on_cell_executed=advance,
    )
    start = time.perf_counter()
    try:
        client.execute(env=kernel_environment(jobs))
    except (CellExecutionError, DeadKernelError) as error:
        return Outcome(chapter, time.perf_counter() - start, str(error))
    finally:
        progress.stop_task(task)
    seconds = time.perf_counter() - start
    chapter.write_twin(strip_volatile(notebook, seconds))
    return Outcome(chapter, seconds)


def last_seconds(chapter: Chapter) -> float:
    """Return how long the chapter took last time; unknown counts as longest."""
    twin = chapter.read_twin()
    if twin is None or "rectified" not in twin.metadata:
        return float("inf")
    return float(twin.metadata["rectified"]["seconds"])


def refresh(chapters: list[Chapter]) -> list[Chapter]:
    """Carry changed prose into the twins; return the chapters whose code changed."""
    stale = []
    for chapter in chapters:
        text, twin = chapter.read_text(), chapter.read_twin()
        if twin is None or not same_code(text, twin):
            stale.append(chapter)
        elif not same_cells(text, twin):
            chapter.write_twin(with_outputs_of(text, twin))
    return stale


def execute_all(chapters: list[Chapter], jobs: int, console: Console) -> list[Outcome]:
    """Run the chapters, `jobs` at a time, the one that took longest first."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("cells"),
        TimeElapsedColumn(),
    )
    outcomes = []
    queue = sorted(chapters, key=last_seconds, reverse=True)
    with (
        Progress(*columns, console=console) as progress,
        ThreadPoolExecutor(max_workers=jobs) as pool,
    ):
        futures = [pool.submit(execute_chapter, c, progress, jobs) for c in queue]
        for future in as_completed(futures):
            outcome = future.result()
            state = "stopped" if outcome.traceback else "done"
            progress.print(f"{outcome.chapter.name}: {state} {outcome.seconds:.0f} s")
            outcomes.append(outcome)
    return outcomes


@click.command()
@click.argument("names", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Run unchanged chapters too.")
@click.option("--refresh-only", is_flag=True, help="Carry prose over; run nothing.")
@click.option("--jobs", type=click.IntRange(1), default=os.cpu_count() or 1)
def main(
    names: tuple[str, ...], everything: bool, refresh_only: bool, jobs: int
) -> None:
    """Execute the chapters NAMES, or all, where their code changed."""
    console = Console()
    try:
        chapters = find_chapters(names or PAGES)
    except LookupError as error:
        raise click.ClickException(str(error)) from error
    stale = refresh(chapters)
    if refresh_only:
        for chapter in stale:
            console.print(
                f"{chapter.name}: its code changed since it was executed; "
                "the site shows the old outputs until you run: make execute"
            )
        ledger.write_pages()
        return
    queue = chapters if everything else stale
    if not queue:
        console.print("Nothing to execute: no chapter's code changed.")
    outcomes = execute_all(queue, min(jobs, len(queue) or 1), console)
    failed = [outcome for outcome in outcomes if outcome.traceback]
    for outcome in failed:
        console.rule(f"{outcome.chapter.name} stopped; its old outputs stay")
        print(outcome.traceback, file=sys.stderr)
    ledger.write_pages()
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
