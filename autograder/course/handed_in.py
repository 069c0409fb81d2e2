"""Read the notebooks of a submission: the files that `choosing` names.

In the ordinary case, where each notebook lies there under its own name with all its
cells, nothing else is opened, not even the folder.
"""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.coursedir import CourseDirectory

from autograder.course import sanitise, scan
from autograder.course.choosing import (
    NOBODYS,
    Candidate,
    choose,
    home,
    is_candidate,
    listed,
    notebook_by_name,
)
from autograder.course.ordinary import Odd, entries, opened
from autograder.course.times import NAME as TIMESTAMP
from autograder.records import Assignment, Master, Refusal

MOST_BYTES = 500_000_000  # of one submitted notebook
MOST_CANDIDATES = 20  # that are read where the name alone does not tell
MOST_LOOKED_AT = 100_000_000  # bytes of one of these


@dataclass(frozen=True)
class Handed:
    """What a submission has for one notebook of the assignment."""

    data: bytes | None = None  # what counts of it; None where there is none
    fault: str = ""  # why it cannot be read
    flags: tuple[str, ...] = ()
    reason: str = ""  # why no file was taken for it, for the student
    path: str | None = None


class Others(Mapping[str, frozenset[str]]):
    """The grade ids of a course's other assignments, read when somebody asks."""

    def __init__(self, course: CourseDirectory, name: str) -> None:
        self.course, self.name = course, name

    @cached_property
    def found(self) -> dict[str, frozenset[str]]:
        """Each notebook's ids, by its assignment's name."""
        return dict(self.read())

    def read(self) -> Iterator[tuple[str, frozenset[str]]]:
        """Look into the folder of sources."""
        course = self.course
        ours = Path(course.format_path(course.source_directory, ".", self.name))
        for folder in sorted(ours.parent.glob("*/")):
            paths = sorted(folder.glob("*.ipynb"))
            if folder == ours or folder.name.startswith("."):
                continue
            for path in paths:
                alone = len(paths) == 1 or path.stem == folder.name
                name = folder.name if alone else f"{folder.name}/{path.stem}"
                try:
                    cells = json.loads(path.read_bytes())["cells"]
                    ids = frozenset(id_of(cell["metadata"]) for cell in cells)
                except (OSError, ValueError, KeyError, TypeError, AttributeError):
                    continue  # it is graded some other day, and refused then
                yield name, ids - {""}

    def __getitem__(self, name: str) -> frozenset[str]:
        return self.found[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.found)

    def __len__(self) -> int:
        return len(self.found)


def id_of(metadata: Mapping[str, Any]) -> str:
    """The id of a cell that a mark or an answer belongs to, or ""."""
    ours = metadata.get("nbgrader", {})
    marked = any(ours.get(word) for word in ("grade", "solution", "task"))
    return str(ours.get("grade_id", "")) if marked else ""


def ids_of(notebook: NotebookNode) -> frozenset[str]:
    """The ids of a source's tests and answers."""
    return frozenset(id_of(cell.metadata) for cell in notebook.cells) - {""}


Document = dict[str, Any]


def handed_in(
    folder: Path, assignment: Assignment, alone: bool = False
) -> dict[str, Handed]:
    """What a submission's folder has for each notebook of an assignment.

    See `opened` for `alone`.
    """
    masters = assignment.masters
    exact = {f"{m.name}.ipynb": look(folder, f"{m.name}.ipynb", alone) for m in masters}
    files = {path: found for path, found in exact.items() if found is not None}
    if all(complete(m, files.get(f"{m.name}.ipynb")) for m in masters):
        return {m.name: handed(files[f"{m.name}.ipynb"], m.name) for m in masters}
    wanted = {master.name: ids_of(master.notebook) for master in masters}
    candidates = {
        path: Candidate(path, ids(found, masters)) for path, found in files.items()
    }
    flags: tuple[str, ...] = ()
    if not all(
        path in candidates
        and home(candidates[path], wanted, assignment.others) == (True, name)
        for name, path in zip(wanted, exact, strict=True)
    ):
        names, flags = around(folder, exact)
        for name in names:
            found = look(folder, name, alone, MOST_LOOKED_AT)
            if found is not None:
                candidates[name] = Candidate(name, ids(found, masters))
    choices = choose(list(candidates.values()), wanted, assignment.others)
    result = {}
    instead = ""
    if any(choice.path is None and not choice.reason for choice in choices.values()):
        instead = others_in(folder, assignment)
    for name, choice in choices.items():
        found = None
        if choice.path is not None:
            found = files.get(choice.path) or look(folder, choice.path, alone)
        more = tuple(dict.fromkeys((*choice.flags, *flags)))
        reason = choice.reason or (instead if choice.path is None else "")
        more += (reason,) if reason and reason not in more else ()
        result[name] = handed(found or Looked(), choice.path, more, reason)
    return result


@dataclass(frozen=True)
class Looked:
    """What came of reading one file: the cells that count, or why there are none."""

    document: Document | None = None
    fault: str = ""


def handed(
    found: Looked, path: str | None, flags: tuple[str, ...] = (), reason: str = ""
) -> Handed:
    """The record of a notebook that was read."""
    data = None if found.document is None else json.dumps(found.document).encode()
    return Handed(data, found.fault, flags, reason, path)


def look(
    folder: Path, path: str, alone: bool = False, most: int = MOST_BYTES
) -> Looked | None:
    """Read one file below a stranger's folder; None where there is no such file."""
    try:
        with opened(folder, path, most, alone) as file:
            return Looked(scan.read(file))
    except FileNotFoundError:
        return None
    except (ValueError, PermissionError) as error:
        return Looked(fault=getattr(error, "strerror", None) or str(error))


def around(folder: Path, exact: Container[str]) -> tuple[list[str], tuple[str, ...]]:
    """The other files of a folder that may be notebooks; a flag where they are many."""
    found = [name for name, _ in entries(folder)[0] if is_candidate(name)]
    names = sorted(
        (name for name in found if name not in exact),
        key=lambda name: (name.count("/"), name),
    )
    more = len(names) - MOST_CANDIDATES
    flags = (f"{more} more of its notebooks were not looked at",) if more > 0 else ()
    return names[:MOST_CANDIDATES], flags


def others_in(folder: Path, assignment: Assignment) -> str:
    """What somebody handed in who handed in no notebook, apart from the course's own.

    It may be the work under another ending, or packed.
    """
    usual = {*assignment.files, TIMESTAMP}
    names = [name for name, _ in entries(folder)[0] if name not in usual]
    names = [n for n in names if not notebook_by_name(n) and not n.startswith(".")]
    return f"instead there is {listed(names)}" if names else ""


def cells(document: Document) -> list[sanitise.Given] | None:
    """The cells of a submitted notebook; None where it is none."""
    with suppress(sanitise.Unreadable):
        return sanitise.given_cells(document)
    return None


def complete(master: Master, found: Looked | None) -> bool:
    """Whether a notebook has all the cells of its source and none of another's."""
    given = cells(found.document) if found and found.document is not None else None
    if given is None:
        return False
    theirs = {cell.name for cell in given} - {""}
    all_ours = {sanitise.grade_id(cell) for cell in master.notebook.cells}
    return ids_of(master.notebook) <= theirs <= all_ours


def ids(found: Looked, masters: Iterable[Master]) -> frozenset[str] | None:
    """The grade ids in a file's cells; None where it cannot be read.

    Where a tool has dropped them, they are found by the text of locked cells.
    """
    given = cells(found.document) if found.document is not None else None
    if given is None:
        return None
    theirs = frozenset(cell.name for cell in given) - {""}
    if theirs:
        return theirs
    texts = {cell.source.strip() for cell in given}
    placed = (
        sanitise.named_by_place(given, master)
        for master in masters
        if texts & tests_of(master)
    )
    return frozenset(cell.name for part in placed for cell in part) - {""}


def tests_of(master: Master) -> set[str]:
    """The texts of a notebook's tests, as students have them."""
    return {
        sanitise.visible(cell.source).strip()
        for cell in master.notebook.cells
        if utils.is_grade(cell) and utils.is_locked(cell)
    } - {""}


def one_file(path: Path, assignment: Assignment) -> tuple[Master, Handed]:
    """The notebook for which a file stands that a person names, and what it holds.

    It is the only one of an assignment's notebooks, or the one with its name, unless
    its cells say otherwise. Raises `Refusal` where that leaves it open.
    """
    try:
        with opened(path.parent, path.name, MOST_BYTES) as file:
            found = Looked(scan.read(file))
    except FileNotFoundError as error:
        raise Refusal(f"cannot read {path}: there is no such file") from error
    except Odd as error:
        raise Refusal(f"cannot read {path}: {error}") from error
    except scan.Unreadable as error:
        found = Looked(fault=str(error))
    masters = assignment.masters
    wanted = {master.name: ids_of(master.notebook) for master in masters}
    one = Candidate(path.name, ids(found, masters))
    choices = choose([one], wanted, assignment.others)
    named = {master.name: master for master in masters}
    for name, choice in choices.items():
        if choice.path is not None:
            return named[name], handed(found, path.name, choice.flags)
    master = named.get(path.stem, masters[0])
    if one.ids is not None and home(one, wanted, assignment.others) != NOBODYS:
        choice = choices[master.name]
        return master, Handed(flags=choice.flags, reason=choice.reason, path=None)
    if len(masters) > 1 and path.stem not in named:
        names = ", ".join(part.name for part in masters)
        raise Refusal(f"{path.name} is none of the notebooks of it: {names}")
    return master, handed(found, path.name)
