"""Make a submitted notebook fit to be graded, whatever was done to it.

Only two things of a submission count: the sources of its cells, and the ids that
say which of them are answers. Everything else comes from the assignment's source.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader import utils

from autograder.records import Master

_TYPES = ("code", "markdown", "raw")
MOST_CELLS = 2000
MOST_SOURCE = 2_000_000  # characters of all cells
NOTE = "This cell was missing from the submission."


class Unreadable(Exception):
    """The submitted file is not a notebook; its text says why."""


def read(data: bytes) -> list[tuple[str, str, str]]:
    """The cells of a submitted notebook: type, source and grade id ("" without).

    Every notebook format since version 2 is read; whatever a cell holds beside
    these three is left behind. Raises `Unreadable`.
    """
    try:
        raw = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Unreadable("the file is not UTF-8 text") from error
    except (ValueError, RecursionError) as error:
        raise Unreadable("the file is not JSON, so not a notebook") from error
    if not isinstance(raw, dict):
        raise Unreadable("the file is JSON but not a notebook")
    if isinstance(raw.get("worksheets"), list) and "cells" not in raw:
        raw = upgraded(raw)
    cells = raw.get("cells")
    if not isinstance(cells, list):
        raise Unreadable("the file is JSON but not a notebook: it has no cells")
    if len(cells) > MOST_CELLS:
        raise Unreadable(f"the notebook has more than {MOST_CELLS} cells")
    found = [read_cell(cell) for cell in cells if isinstance(cell, dict)]
    if sum(len(source) for _, source, _ in found) > MOST_SOURCE:
        raise Unreadable(f"its cells hold more than {MOST_SOURCE} characters")
    return found


def upgraded(raw: dict[str, Any]) -> dict[str, Any]:
    """A notebook of format 2 or 3 in format 4; `Unreadable` if it cannot be."""
    try:
        text = json.dumps({"metadata": {}, "nbformat": 3, "nbformat_minor": 0, **raw})
        return nbformat.convert(nbformat.reader.reads(text), 4)
    except Exception as error:  # nbformat's converters check nothing
        raise Unreadable("its old notebook format cannot be read") from error


def read_cell(cell: Mapping[str, Any]) -> tuple[str, str, str]:
    """Type, source and grade id of one cell, taken with care."""
    kind = cell.get("cell_type")
    source = cell.get("source", "")
    if isinstance(source, list):
        source = "".join(part for part in source if isinstance(part, str))
    if not isinstance(source, str):
        source = ""
    meta = cell.get("metadata")
    meta = meta.get("nbgrader") if isinstance(meta, dict) else None
    name = meta.get("grade_id") if isinstance(meta, dict) else None
    return (
        kind if kind in _TYPES else "raw",
        source.encode("utf-8", "replace").decode(),
        name if isinstance(name, str) else "",
    )


def new_cell(kind: str, source: str) -> NotebookNode:
    """A cell without id, metadata or outputs."""
    make = {
        "code": nbformat.v4.new_code_cell,
        "markdown": nbformat.v4.new_markdown_cell,
        "raw": nbformat.v4.new_raw_cell,
    }[kind]
    return make(source)


def from_master(cell: NotebookNode, source: str | None = None) -> NotebookNode:
    """A fresh copy of a cell of the source, with the student's text in it."""
    text = cell.source if source is None else source
    copy = new_cell(cell.cell_type, text)
    copy.metadata = nbformat.from_dict(cell.metadata)
    if "id" in cell:
        copy.id = cell.id
    return copy


def grade_id(cell: NotebookNode) -> str:
    """The nbgrader id of a cell of the source, or ""."""
    meta = cell.metadata.get("nbgrader", {})
    marked = (utils.is_grade, utils.is_solution, utils.is_locked, utils.is_task)
    return meta.get("grade_id", "") if any(test(cell) for test in marked) else ""


def sanitise(data: bytes, master: Master) -> tuple[NotebookNode, list[str]]:
    """The notebook to execute, and flags for what had to be put right.

    The source's marked cells stand in the source's order, the locked ones with
    the source's text. Cells that the student added stay behind the marked cell
    that they followed.
    """
    submitted = read(data)
    ours = {grade_id(cell): cell for cell in master.notebook.cells if grade_id(cell)}
    last = {name: i for i, (_, _, name) in enumerate(submitted) if name in ours}
    flags: list[str] = []
    answers: dict[str, str] = {}
    followers: dict[str, list[NotebookNode]] = {"": []}
    order: list[str] = []
    anchor = ""
    for index, (kind, source, name) in enumerate(submitted):
        if name not in ours:
            followers[anchor].append(new_cell(kind, source))
            continue
        cell = ours[name]
        kept = not utils.is_locked(cell)
        if last[name] != index:
            flags.append(f"cell {name} was there more than once")
            if kept:  # an earlier version of an answer: run, then superseded
                followers[anchor].append(new_cell(kind, source))
            continue
        if kind != cell.cell_type:
            flags.append(f"the type of cell {name} was changed")
        if kept:
            answers[name] = source
        elif source.strip() != visible(cell.source).strip():
            flags.append(f"cell {name} was edited")
        anchor = name
        order.append(name)
        followers[anchor] = []
    if order != [name for name in ours if name in last]:
        flags.append("cells were in another order")
    cells = followers[""]
    for name, cell in ours.items():
        if name not in last:
            flags.append(f"cell {name} was missing")
        if utils.is_locked(cell):
            cells.append(from_master(cell))
        elif name in answers:
            cells.append(from_master(cell, answers[name]))
        else:
            note = f"# {NOTE}" if cell.cell_type == "code" else NOTE
            cells.append(from_master(cell, note))
        cells += followers.get(name, [])
    notebook = nbformat.v4.new_notebook(cells=cells)
    notebook.metadata = nbformat.from_dict(master.notebook.metadata)
    ids: set[str] = set()
    for number, cell in enumerate(cells):
        # Ids of cells must be there and differ; the source's come first.
        if cell.get("id", "") in ids or "id" not in cell:
            cell.id = f"added-{number}"
        ids.add(cell.id)
    return notebook, list(dict.fromkeys(flags))


def visible(source: str) -> str:
    """A test's source as students get it: without the hidden tests."""
    lines, hidden = [], False
    for line in source.split("\n"):
        if "### BEGIN HIDDEN TESTS" in line:
            hidden = True
        elif "### END HIDDEN TESTS" in line:
            hidden = False
        elif not hidden:
            lines.append(line)
    return "\n".join(lines)
