"""Make a submitted notebook fit to be graded, whatever was done to it.

Little of a submission counts: the sources of its cells, the pictures in written
answers, and the ids that say which cells are answers. Everything else comes from
the assignment's source.
"""

from __future__ import annotations

import io
from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader import utils

from autograder.course import scan
from autograder.course.scan import Unreadable
from autograder.inert.markup import markdown, with_safe_names
from autograder.inert.outputs import picture
from autograder.records import HIDDEN, Master

Delimiters = tuple[tuple[str, str], ...]

_TYPES = ("code", "markdown", "raw")
MOST_SOURCE = 2_000_000  # characters of all cells
NOTE = "This cell was missing from the submission."
LOST = "its cells had lost their names and were found by their place"
STRANGE = "none of its cells belongs to this assignment"


@dataclass(frozen=True)
class Given:
    """What counts of a submitted cell."""

    kind: str
    source: str
    name: str  # its grade id, "" without one
    attachments: Mapping[str, Any]  # pictures in a written answer


def read(data: bytes) -> list[Given]:
    """The cells of a submitted notebook.

    Every notebook format since version 2 is read; whatever else a cell holds is
    left behind. Raises `Unreadable`.
    """
    return given_cells(scan.read(io.BytesIO(data)))


def given_cells(raw: Mapping[str, Any]) -> list[Given]:
    """The cells of a document that `scan` has read; raises `Unreadable`."""
    cells = raw["cells"] if "cells" in raw else cells_of_old(raw.get("worksheets"))
    if not isinstance(cells, list):
        raise Unreadable("the file is JSON but not a notebook: it has no cells")
    found = [read_cell(cell) for cell in cells if isinstance(cell, dict)]
    if sum(len(cell.source) for cell in found) > MOST_SOURCE:
        raise Unreadable(f"its cells hold more than {MOST_SOURCE} characters")
    return found


def cells_of_old(worksheets: object) -> list[Any] | None:
    """The cells of a notebook of format 2 or 3, as format 4 has them; None without.

    nbformat's own conversion takes minutes and gigabytes for what somebody made so.
    """
    if not isinstance(worksheets, list):
        return None
    sheets = [s.get("cells") if isinstance(s, dict) else None for s in worksheets]
    if not all(isinstance(cells, list) for cells in sheets):
        return None
    return [
        {**cell, "cell_type": kind_of_old(cell), "source": source_of_old(cell)}
        for cells in sheets
        for cell in cells or []
        if isinstance(cell, dict)
    ]


def kind_of_old(cell: Mapping[str, Any]) -> object:
    """A cell's type in format 4."""
    kind = cell.get("cell_type")
    return "markdown" if kind in ("heading", "html", "text") else kind


def source_of_old(cell: Mapping[str, Any]) -> object:
    """A cell's source: code was called "input", and headings had a level."""
    source = cell.get("input" if cell.get("cell_type") == "code" else "source", "")
    if cell.get("cell_type") != "heading":
        return source
    level = cell.get("level", 1)
    marks = "#" * level if type(level) is int and 1 <= level <= 6 else "#"
    return [f"{marks} ", *(source if isinstance(source, list) else [source])]


def read_cell(cell: Mapping[str, Any]) -> Given:
    """One cell, taken with care."""
    kind = cell.get("cell_type")
    source = cell.get("source", "")
    if isinstance(source, list):
        source = "".join(part for part in source if isinstance(part, str))
    if not isinstance(source, str):
        source = ""
    meta = cell.get("metadata")
    meta = meta.get("nbgrader") if isinstance(meta, dict) else None
    name = meta.get("grade_id") if isinstance(meta, dict) else None
    return Given(
        kind if isinstance(kind, str) and kind in _TYPES else "raw",
        source.replace("\r\n", "\n").encode("utf-8", "replace").decode(),
        name if isinstance(name, str) else "",
        read_attachments(cell.get("attachments")),
    )


def read_attachments(given: object) -> dict[str, Any]:
    """The pictures of a cell, of pixels alone: others can hold programs."""
    bundles = given.items() if isinstance(given, dict) else ()
    found = {}
    for name, bundle in bundles:
        if isinstance(bundle, dict):
            kept = {mime: data for mime, data in bundle.items() if picture(mime, data)}
            if kept:
                found[name] = kept
    return found


def inert(given: Given, known: Container[str]) -> Given:
    """A cell whose text does nothing in any viewer; what the course wrote may."""
    if given.kind == "code" or given.source.strip() in known:
        return given
    text, pictures = with_safe_names(given.source, given.attachments)
    return replace(given, source=markdown(text, pictures), attachments=pictures)


def new_cell(kind: str, source: str, attachments: Mapping[str, Any]) -> NotebookNode:
    """A cell without id, metadata or outputs.

    nbformat's own functions check each against its schema, which takes most of the
    time; what stands here is right. They give random ids, too: a second run would
    write another file.
    """
    cell = NotebookNode(cell_type=kind, metadata=NotebookNode(), source=source)
    if kind == "code":
        cell.execution_count, cell.outputs = None, []
    elif attachments:
        cell.attachments = nbformat.from_dict(attachments)
    return cell


def from_master(cell: NotebookNode, given: Given | None = None) -> NotebookNode:
    """A fresh copy of a cell of the source, with the student's text in it."""
    if given is None:
        copy = new_cell(cell.cell_type, cell.source, cell.get("attachments", {}))
    else:
        copy = new_cell(cell.cell_type, given.source, given.attachments)
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
    flags: list[str] = []
    if not any(given.name in ours for given in submitted):
        submitted = named_by_place(submitted, master)
        found = any(given.name in ours for given in submitted)
        flags.append(LOST if found else STRANGE)
    known = {
        visible(cell.source, master.hidden).strip() for cell in master.notebook.cells
    }
    submitted = [inert(given, known) for given in submitted]
    last = {given.name: i for i, given in enumerate(submitted) if given.name in ours}
    answers: dict[str, Given] = {}
    followers: dict[str, list[NotebookNode]] = {"": []}
    order: list[str] = []
    anchor = ""
    for index, given in enumerate(submitted):
        name = given.name
        added = new_cell(given.kind, given.source, given.attachments)
        if name not in ours:
            followers[anchor].append(added)
            continue
        cell = ours[name]
        kept = not utils.is_locked(cell)
        if last[name] != index:
            flags.append(f"cell {name} was there more than once")
            if kept:  # an earlier version of an answer: run, then superseded
                followers[anchor].append(added)
            continue
        if given.kind != cell.cell_type:
            flags.append(f"the type of cell {name} was changed")
        if kept:
            answers[name] = given
        elif given.source.strip() not in as_given(name, cell, master):
            flags.append(f"cell {name} was edited")
        anchor = name
        order.append(name)
        followers[anchor] = []
    if order != [name for name in ours if name in last]:
        flags.append("cells were in another order")
    cells = followers[""]
    for name, cell in ours.items():
        if name not in last and STRANGE not in flags:
            flags.append(f"cell {name} was missing")
        if utils.is_locked(cell):
            cells.append(from_master(cell))
        elif name in answers:
            cells.append(from_master(cell, answers[name]))
        else:
            note = f"# {NOTE}" if cell.cell_type == "code" else NOTE
            cells.append(from_master(cell, Given(cell.cell_type, note, name, {})))
        cells += followers.get(name, [])
    ids: set[str] = set()
    for number, cell in enumerate(cells):
        # Ids of cells must be there and differ; the source's come first.
        if cell.get("id", "") in ids or "id" not in cell:
            cell.id = f"added-{number}"
        ids.add(cell.id)
    notebook = nbformat.v4.new_notebook(cells=cells)
    notebook.metadata = nbformat.from_dict(master.notebook.metadata)
    return notebook, list(dict.fromkeys(flags))


def as_given(name: str, cell: NotebookNode, master: Master) -> set[str]:
    """What a locked cell says to students: now, and when it was released."""
    now = visible(cell.source, master.hidden)
    return {now.strip(), master.released.get(name, now).strip()}


def named_by_place(submitted: list[Given], master: Master) -> list[Given]:
    """The cells with the names that they have lost, as far as they can be found.

    Some tools drop all metadata. Cells that nobody edits are recognised by their
    text; the cells between two of them are answers, in the order of the source.
    """
    source = master.notebook
    ours = [
        (cell.cell_type, visible(cell.source, master.hidden).strip())
        for cell in source.cells
    ]
    theirs = [(given.kind, given.source.strip()) for given in submitted]
    names = [grade_id(cell) for cell in source.cells]
    locked = {
        text
        for text, cell in zip(ours, source.cells, strict=True)
        if text[1] and utils.is_locked(cell)
    }
    if not locked & set(theirs):
        return submitted
    found = list(submitted)
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    for _, low, high, first, end in matcher.get_opcodes():
        free = list(range(first, end))
        for index in range(low, high):
            same = [place for place in free if theirs[place][0] == ours[index][0]]
            if same and names[index]:
                found[same[0]] = replace(submitted[same[0]], name=names[index])
            if same:
                free = [place for place in free if place > same[0]]
    return found


def visible(source: str, hidden: Delimiters = HIDDEN) -> str:
    """A cell's source as students get it: without the hidden lines."""
    look = without_hidden if len(source) < 10_000 else without_hidden.__wrapped__
    return look(source, hidden)


@lru_cache(1000)  # a class shares its tests
def without_hidden(source: str, hidden: Delimiters) -> str:
    """What `visible` says, which remembers short cells."""
    lines, end = [], ""
    for line in source.split("\n"):
        begins = next((pair[1] for pair in hidden if pair[0] in line), "")
        if begins:
            end = begins
        elif any(pair[1] in line for pair in hidden):
            end = ""
        elif not end:
            lines.append(line)
    return "\n".join(lines)
