"""The chapters: where their text and their executed twins lie, and how to compare."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import jupytext
import nbformat
from nbformat import NotebookNode

from tools import ROOT

BOOK = ROOT / "book"
PRIMER = "what_you_need"  # the page before the first chapter
NAMES = (
    "why_nonlinearity",
    "sigmoid_tanh",
    "relu",
    "initialization",
    "dying_relu",
    "variants",
    "in_practice",
)
PAGES = (PRIMER, *NAMES)  # all that is executed


@dataclass(frozen=True)
class Chapter:
    """One chapter: `text` is edited, `twin` is derived and has the outputs."""

    name: str
    text: Path
    twin: Path

    def read_text(self) -> NotebookNode:
        """Return the chapter's text as a notebook without outputs.

        Cell ids depend on the content alone, so that equal text gives equal files.
        """
        notebook = jupytext.read(self.text)
        notebook.metadata = NotebookNode(
            kernelspec=notebook.metadata["kernelspec"],
            language_info=NotebookNode(name="python"),
        )
        notebook.nbformat, notebook.nbformat_minor = 4, 5
        seen: Counter[str] = Counter()
        for cell in notebook.cells:
            digest = hashlib.sha256(cell.source.encode()).hexdigest()[:10]
            seen[digest] += 1
            cell.id = f"{digest}-{seen[digest]}"
        return notebook

    def read_twin(self) -> NotebookNode | None:
        """Return the executed twin, or None when the chapter was never executed."""
        return nbformat.read(self.twin, as_version=4) if self.twin.exists() else None

    def write_twin(self, notebook: NotebookNode) -> None:
        """Replace the twin in one step, so that a reader never sees half of it."""
        self.twin.parent.mkdir(parents=True, exist_ok=True)
        partial = self.twin.with_suffix(".partial")
        nbformat.write(notebook, partial)
        partial.replace(self.twin)


def find_chapters(names: tuple[str, ...] = PAGES, book: Path = BOOK) -> list[Chapter]:
    """Return the chapters called `names`.

    Raises:
        LookupError: a name is not a chapter's.
    """
    unknown = [name for name in names if not (book / f"{name}.md").exists()]
    if unknown:
        known = ", ".join(PAGES)
        raise LookupError(f"no chapter is called {unknown[0]!r}; there are: {known}")
    return [
        Chapter(name, book / f"{name}.md", book / "executed" / f"{name}.ipynb")
        for name in names
    ]


def code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    """Return the notebook's code cells, in order."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def same_code(text: NotebookNode, twin: NotebookNode) -> bool:
    """Say whether both run the same code, so that the twin's outputs still hold."""
    return [cell.source for cell in code_cells(text)] == [
        cell.source for cell in code_cells(twin)
    ]


def same_cells(text: NotebookNode, twin: NotebookNode) -> bool:
    """Say whether both have the same cells: type, source, metadata and id."""

    def key(cell: NotebookNode) -> tuple[str, str, str, dict]:
        return cell.cell_type, cell.id, cell.source, dict(cell.metadata)

    return [key(cell) for cell in text.cells] == [key(cell) for cell in twin.cells]


def with_outputs_of(text: NotebookNode, twin: NotebookNode) -> NotebookNode:
    """Return `text` with the outputs of `twin`, whose code must be the same."""
    for cell, executed in zip(code_cells(text), code_cells(twin), strict=True):
        cell.outputs = executed.outputs
        cell.execution_count = executed.execution_count
    if "rectified" in twin.metadata:
        text.metadata["rectified"] = twin.metadata["rectified"]
    return text


def stdout_of(cell: NotebookNode) -> str:
    """Return what a code cell printed."""
    return "".join(
        output.text
        for output in cell.get("outputs", [])
        if output.output_type == "stream" and output.name == "stdout"
    )


def labels_of(notebook: NotebookNode) -> set[str]:
    """Return the names that other pages can link to: `(label)=` and figure names."""
    labels: set[str] = set()
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            labels.update(re.findall(r"^\(([\w-]+)\)=\s*$", cell.source, re.MULTILINE))
        figure = cell.metadata.get("mystnb", {}).get("figure", {})
        if "name" in figure:
            labels.add(figure["name"])
    return labels
