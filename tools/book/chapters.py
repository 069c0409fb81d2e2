"""The chapters: where their text and their executed twins lie, and how to compare."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import jupytext
import nbformat
import yaml
from nbformat import NotebookNode

from tools import ROOT

BOOK = ROOT / "book"
EXECUTED = "book/executed/"  # where the table of contents finds what is executed


def entries_of(part: dict) -> list[str]:
    """The pages of one part of the table of contents, in reading order."""
    found = []
    for entry in part.get("chapters", part.get("sections", [])):
        if "file" in entry:
            found.append(entry["file"])
        found += entries_of({"sections": entry.get("sections", [])})
    return found


def parts_of_toc(root: Path = ROOT) -> list[dict]:
    """The parts of `_toc.yml`."""
    toc = yaml.safe_load((root / "_toc.yml").read_text(encoding="utf-8"))
    return list(toc["parts"])


def pages_of_toc(root: Path = ROOT) -> list[str]:
    """The pages that `_toc.yml` lists, without suffix, in reading order."""
    toc = yaml.safe_load((root / "_toc.yml").read_text(encoding="utf-8"))
    return [toc["root"], *(page for part in toc["parts"] for page in entries_of(part))]


def executed_of(parts: list[dict]) -> tuple[str, ...]:
    """The names of the executed pages in some parts of the table of contents."""
    pages = [page for part in parts for page in entries_of(part)]
    return tuple(
        page.removeprefix(EXECUTED) for page in pages if page.startswith(EXECUTED)
    )


# Chapters are what has numbers; all that is executed has twins.
NAMES = executed_of([part for part in parts_of_toc() if part.get("numbered")])
PAGES = executed_of(parts_of_toc())


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
