"""Open what a student handed in, with the call that failed, in a sandboxed kernel."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.course import cells
from autograder.course.sanitise import visible
from autograder.course.submissions import submitted_files
from autograder.engine import sandbox, trying
from autograder.explain import Known
from autograder.explain import cells as kept_cells
from autograder.marks.asked import Asked
from autograder.records import Limits, Refusal, Submission

KEPT = ("markdown", "code")


def failing_call(source: str, line: int | None) -> str:
    """The statement of a test that failed, with those before it that it needs.

    Nothing else of the hidden tests is in it. Where the line is not known, it is what
    students have.
    """
    tree = cells.parse(source)
    at = [
        number
        for number, node in enumerate(tree.body if tree else [])
        if line is not None and node.lineno <= line <= (node.end_lineno or node.lineno)
    ]
    if tree is None or not at:
        return visible(source)
    wanted = [tree.body[at[0]]]
    for node in reversed(tree.body[: at[0]]):
        module = type(tree)([*wanted], [])
        read = {*cells.names_read(module), *cells.names_read(module, inner=True)}
        if read.intersection(cells.bound(type(tree)([node], []))):
            wanted.insert(0, node)
    lines = source.split("\n")
    return "\n".join("\n".join(lines[n.lineno - 1 : n.end_lineno]) for n in wanted)


def notebook(known: Known, asked: Asked) -> NotebookNode:
    """The student's notebook without hidden tests, and the failing call at its end."""
    found = new_notebook()
    for cell in kept_cells(known.folder / f"{asked.notebook}.ipynb"):
        source = visible("".join(cell["source"]))
        kind = cell["cell_type"]
        make = new_code_cell if kind == "code" else new_markdown_cell
        if kind in KEPT:
            found.cells.append(make(source))
    if not found.cells:
        raise Refusal(
            f"nothing of {known.result.student} has run: there is no notebook"
        )
    part = known.question(asked)
    source = next(
        cell.source
        for master in known.assignment.masters
        for cell in master.notebook.cells
        if master.name == asked.notebook
        and cell.metadata.get("nbgrader", {}).get("grade_id") == asked.id
    )
    found.cells.append(new_markdown_cell(f"## {asked.id}: the call that failed"))
    found.cells.append(new_code_cell(failing_call(source, part.line)))
    found.metadata["kernelspec"] = {
        "name": trying.NAME,
        "display_name": "Python in a sandbox",
        "language": "python",
    }
    return found


@dataclass(frozen=True)
class Place:
    """A folder for one sitting: what the kernel sees, and what Jupyter needs."""

    base: Path

    @property
    def work(self) -> Path:
        """The notebook and its files; the kernel may write here."""
        return self.base / "work"

    @property
    def runtime(self) -> Path:
        """Jupyter's connection files; the kernel does not see them."""
        return self.base / "run"

    @property
    def share(self) -> Path:
        """Where the kernel is described."""
        return self.base / "share"


@contextmanager
def laid_out(
    known: Known, asked: Asked, submitted: Path, limits: Limits, unsafe: bool
) -> Iterator[Place]:
    """A folder with the notebook, its files and the kernel; it is gone afterwards."""
    trying.refuse_without_isolation(unsafe)
    made = notebook(known, asked)
    place = Place(Path(tempfile.mkdtemp(prefix="autograder-")))
    try:
        for folder in (
            place.work,
            place.runtime,
            place.share / "kernels" / trying.NAME,
        ):
            folder.mkdir(parents=True)
        submission = Submission(known.result.student, submitted)
        own, _ = submitted_files(submission, known.assignment, Limits.scratch)
        for name, data in {**own, **known.assignment.files}.items():
            path = place.work / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        target = place.work / f"{asked.notebook}.ipynb"
        target.write_text(nbformat.v4.writes(made), encoding="utf-8")
        spec = place.share / "kernels" / trying.NAME / "kernel.json"
        spec.write_text(json.dumps(trying.kernelspec(place.work, limits, unsafe)))
        yield place
    finally:
        sandbox.remove_folder(str(place.base))


def in_lab(place: Place, name: str) -> int:
    """Show a notebook in JupyterLab until that is closed; its exit code."""
    words = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={place.work}"]
    words += [f"--LabApp.default_url=/lab/tree/{name}.ipynb"]
    words += ["--KernelManager.transport=ipc", "--ServerApp.terminals_enabled=False"]
    words += [f"--KernelSpecManager.allowed_kernelspecs={trying.NAME}"]
    words += ["--KernelSpecManager.ensure_native_kernel=False"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        words.append("--allow-root")
    more = {"JUPYTER_PATH": str(place.share), "JUPYTER_RUNTIME_DIR": str(place.runtime)}
    lab = subprocess.Popen(words, env={**os.environ, **more})
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for JupyterLab
    try:
        return lab.wait()
    finally:
        signal.signal(signal.SIGINT, before)
