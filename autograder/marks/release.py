"""Bring a gradebook that has submissions up to an assignment's present source.

nbgrader refuses to. Here the source as it is now counts: its questions, their points
and their tests. What a person has marked is never lost without a word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.api import (
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    GradeCell,
    Notebook,
    SolutionCell,
    SourceCell,
    SubmittedNotebook,
    TaskCell,
)

from autograder.records import Master

KINDS = {"grade": GradeCell, "solution": SolutionCell, "task": TaskCell}


@dataclass(frozen=True)
class Lost:
    """What a person gave to a question that is no more."""

    student: str
    notebook: str
    question: str
    score: float | None
    extra: float | None
    comment: str | None


Keep = Callable[[list[Lost]], None]  # writes them where they are not lost


def wanted(notebook: NotebookNode) -> dict[tuple[str, str], dict[str, Any]]:
    """The cells that the gradebook should have, by kind and name."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for cell in notebook.cells:
        meta = cell.metadata.get("nbgrader", {})
        name = meta.get("grade_id", "")
        tests = (utils.is_grade, utils.is_solution, utils.is_task)
        kinds = [k for k, test in zip(KINDS, tests, strict=True) if test(cell)]
        for kind in kinds:
            marked = {"max_score": float(meta.get("points", 0))}
            marked |= {"cell_type": cell.cell_type}
            found[kind, name] = {} if kind == "solution" else marked
        if kinds or utils.is_locked(cell):
            found["source", name] = {
                "cell_type": cell.cell_type,
                "locked": utils.is_locked(cell),
                "source": cell.source,
                "checksum": meta.get("checksum"),
            }
    return found


def stored(book: Notebook) -> dict[tuple[str, str], BaseCell | SourceCell]:
    """The cells that it has, likewise."""
    groups = (book.grade_cells, book.solution_cells, book.task_cells, book.source_cells)
    return {
        (kind, cell.name): cell
        for kind, group in zip((*KINDS, "source"), groups, strict=True)
        for cell in group
    }


def renames(
    old: Mapping[tuple[str, str], Any], new: Mapping[tuple[str, str], dict[str, Any]]
) -> Iterator[tuple[str, str]]:
    """Cells that have another name now, and the same text and kind as before."""

    def kinds(cells: Mapping[tuple[str, str], Any], name: str) -> set[str]:
        return {kind for kind, other in cells if other == name}

    gone = {name: cell for (kind, name), cell in old.items() if kind == "source"}
    come = {name: cell for (kind, name), cell in new.items() if kind == "source"}
    for name in gone.keys() - come.keys():
        text = gone[name].source
        same = [
            other
            for other in come.keys() - gone.keys()
            if come[other]["source"] == text and kinds(new, other) == kinds(old, name)
        ]
        twins = [n for n in gone.keys() - come.keys() if gone[n].source == text]
        if len(same) == len(twins) == 1:
            yield name, same[0]


def lost(cell: BaseCell) -> Iterator[Lost]:
    """What persons gave in a cell."""
    comments = {
        comment.notebook_id: comment.manual_comment for comment in cell.comments
    }
    for grade in cell.grades:
        text = comments.pop(grade.notebook_id, None)
        if (grade.manual_score, grade.extra_credit, text) != (None, None, None):
            score, extra = grade.manual_score, grade.extra_credit
            place = (grade.notebook.student.id, cell.notebook.name, cell.name)
            yield Lost(*place, score, extra, text)
    for comment in cell.comments:
        if comments.get(comment.notebook_id):
            place = (comment.notebook.student.id, cell.notebook.name, cell.name)
            yield Lost(*place, None, None, comment.manual_comment)


def remove(gradebook: Gradebook, cell: BaseCell | SourceCell) -> list[Lost]:
    """Take a cell out of the gradebook, with its marks."""
    found = [] if isinstance(cell, SourceCell) else list(lost(cell))
    if not isinstance(cell, SourceCell):
        for row in (*cell.grades, *cell.comments):
            gradebook.db.delete(row)
    gradebook.db.delete(cell)
    return found


def complete(
    gradebook: Gradebook, book: Notebook, submitted: SubmittedNotebook
) -> None:
    """Give a submitted notebook a place for each mark and comment that it lacks."""
    grades = {grade.cell_id for grade in submitted.grades}
    comments = {comment.cell_id for comment in submitted.comments}
    for cell in (*book.grade_cells, *book.task_cells):
        if cell.id not in grades:
            new = Grade(cell_id=cell.id, notebook_id=submitted.id)
            new.needs_manual_grade = False
            gradebook.db.add(new)
    for cell in (*book.solution_cells, *book.task_cells):
        if cell.id not in comments:
            gradebook.db.add(Comment(cell_id=cell.id, notebook_id=submitted.id))


def update(
    gradebook: Gradebook, assignment: str, master: Master, keep: Keep
) -> list[str]:
    """Bring a notebook that has submissions up to date; a sentence for each change."""
    book = gradebook.find_notebook(master.name, assignment)
    new, old = wanted(master.notebook), stored(book)
    said: list[str] = []
    gone: list[Lost] = []
    marked = {name for kind, name in new if kind in ("grade", "task")}
    for name, other in sorted(renames(old, new)):
        for key in [key for key in old if key[1] == name]:
            old[key].name = other
            old[key[0], other] = old.pop(key)
        said.append(f"{name} is called {other} since the release: its marks go with it")
    for key in sorted(old.keys() - new.keys()):
        given = remove(gradebook, old.pop(key))
        gone += given
        if key[0] in ("grade", "task") and key[1] not in marked:
            said.append(f"{key[1]} is gone since the release: it no longer counts")
    keep(gone)
    gradebook.db.flush()
    gradebook.db.expire_all()
    for key, values in new.items():
        cell = old.get(key)
        if cell is None:
            make = KINDS.get(key[0], SourceCell)
            gradebook.db.add(make(name=key[1], notebook=book, **values))
            if key[0] in ("grade", "task"):
                said.append(f"{key[1]} is new since the release: it counts")
            continue
        points = values.get("max_score")
        if points is not None and points != cell.max_score:
            said.append(
                f"points of {key[1]} changed from {cell.max_score:g} to {points:g} "
                "since the release: the new ones count"
            )
        for field, value in values.items():
            setattr(cell, field, value)
    gradebook.db.flush()
    gradebook.db.expire_all()
    for submitted in book.submissions:
        complete(gradebook, book, submitted)
    gradebook.db.commit()
    return said


def drop(gradebook: Gradebook, assignment: str, name: str, keep: Keep) -> str:
    """Take out a notebook that the source no longer has; a sentence about it."""
    book = gradebook.find_notebook(name, assignment)
    cells = (*book.grade_cells, *book.task_cells, *book.solution_cells)
    keep([one for cell in cells for one in lost(cell)])
    gradebook.remove_notebook(name, assignment)
    return f"{name}.ipynb is gone since the release: it no longer counts"


def add(gradebook: Gradebook, assignment: str, name: str) -> None:
    """Give all submissions of an assignment their part of a new notebook."""
    book = gradebook.find_notebook(name, assignment)
    for submission in gradebook.find_assignment(assignment).submissions:
        if all(part.notebook_id != book.id for part in submission.notebooks):
            part = SubmittedNotebook(notebook_id=book.id, assignment_id=submission.id)
            gradebook.db.add(part)
            gradebook.db.flush()
            complete(gradebook, book, part)
    gradebook.db.commit()
