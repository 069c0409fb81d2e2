"""Which version of an assignment graded what, and what another version changes.

A run keeps the digests of the version that it grades with. So a later one can tell
what has changed since: one test, its points, or something that all marks depend on.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from autograder.course import cells, outside
from autograder.course.assignment import VERSION
from autograder.records import Assignment, Limits, Master

PLACE = ".versions"  # in an assignment's output folder


@dataclass(frozen=True)
class Cell:
    """What is kept of a cell with an id: no text of it, which may be secret."""

    id: str
    kind: str  # as `cells.what` says
    type: str
    source: str  # its digest
    points: float


@dataclass(frozen=True)
class Part:
    """One notebook of a version."""

    name: str
    about: str  # a digest of what else its marks depend on
    names: tuple[str, ...]  # that the course's cells bind
    apart: tuple[str, ...]
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Version:
    """One version of an assignment, with the limits of the run."""

    digest: str
    grader: int
    limits: Limits
    files: Mapping[str, str]
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Changes:
    """What another version means for one notebook's marks."""

    tests: frozenset[str] = frozenset()  # whose text has changed
    points: frozenset[str] = frozenset()  # whose points have
    whole: str = ""  # why all of it must run again; empty if not


def hashed(*texts: object) -> str:
    """A digest of some texts."""
    data = json.dumps(texts, sort_keys=True, default=str).encode()
    return hashlib.sha256(data).hexdigest()


def version_of(assignment: Assignment, limits: Limits) -> Version:
    """The version of an assignment whose tests are settled (`judged.settle`)."""
    given = {**assignment.files, **assignment.free}
    files = {n: hashlib.sha256(d).hexdigest() for n, d in given.items()}
    files["(given from outside)"] = outside.digest(assignment.outside)
    parts = tuple(part_of(master) for master in assignment.masters)
    return Version(assignment.digest, VERSION, limits, files, parts)


def part_of(master: Master) -> Part:
    """What is kept of one notebook."""
    about: list[Any] = [sorted(master.asked), dict(master.solution_imports)]
    if not master.all_apart:  # what the answers' process is told to protect
        about += [sorted(master.paths), master.helpers, dict(master.imports)]
    return Part(
        master.name,
        hashed(*about),
        tuple(sorted(master.course_names)),
        tuple(sorted(master.apart)),
        tuple(named_cells(master)),
    )


def named_cells(master: Master) -> Iterator[Cell]:
    """The cells with an id, which submissions are brought in line with."""
    for cell in master.notebook.cells:
        meta = cell.metadata.get("nbgrader", {})
        if meta.get("grade_id"):
            flags = [bool(meta.get(k)) for k in ("grade", "solution", "locked", "task")]
            kind = f"{cells.what(cell)} {flags}"
            points = float(meta.get("points") or 0)
            text = hashed(cell.source)
            yield Cell(meta["grade_id"], kind, cell.cell_type, text, points)


def keep(folder: Path, version: Version) -> None:
    """Keep a version beside the results, once; they do without where it fails."""
    text = json.dumps(asdict(version), sort_keys=True)
    path = folder / PLACE / f"{hashed(text)}.json"
    part = path.with_suffix(f".{os.getpid()}")
    with suppress(OSError):
        path.parent.mkdir(exist_ok=True)
        part.write_text(text, "utf-8")
        part.replace(path)


def kept(folder: Path) -> list[Version]:
    """The versions that runs have kept, the newest first."""
    paths = sorted(
        (folder / PLACE).glob("*.json"),
        key=lambda p: p.stat().st_mtime_ns,
        reverse=True,
    )
    found = []
    for path in paths:
        with suppress(OSError, ValueError, KeyError, TypeError):
            found.append(read(json.loads(path.read_text("utf-8"))))
    return found


def read(told: Mapping[str, Any]) -> Version:
    """A version as it was written."""
    parts = tuple(
        Part(
            part["name"],
            part["about"],
            tuple(part["names"]),
            tuple(part["apart"]),
            tuple(Cell(**cell) for cell in part["cells"]),
        )
        for part in told["parts"]
    )
    limits = Limits(**told["limits"])
    return Version(told["digest"], told["grader"], limits, told["files"], parts)


@dataclass(frozen=True)
class Comparison:
    """What lies between two versions, by notebook."""

    notebooks: Mapping[str, Changes] = field(default_factory=dict)

    def said(self) -> str:
        """The changes as a person reads them, in a few words."""
        words = []
        for changes in self.notebooks.values():
            if changes.whole:
                words.append(changes.whole)
            words += [f"the text of {name}" for name in sorted(changes.tests)]
            words += [f"the points of {name}" for name in sorted(changes.points)]
        return ", ".join(dict.fromkeys(words)) or "nothing"


def compare(old: Version, new: Version, assignment: Assignment) -> Comparison:
    """What has changed; `assignment` is the one that `new` describes."""
    why = ""
    if old.grader != new.grader:
        why = "the grader itself"
    elif old.limits != new.limits:
        why = "the limits"
    elif old.files != new.files:
        names = {*old.files.items()} ^ {*new.files.items()}
        why = "the file " + ", ".join(sorted({name for name, _ in names}))
    elif [p.name for p in old.parts] != [p.name for p in new.parts]:
        why = "the notebooks"
    if why:
        whole = Changes(whole=why)
        return Comparison(dict.fromkeys((p.name for p in new.parts), whole))
    pairs = zip(old.parts, new.parts, assignment.masters, strict=True)
    return Comparison({b.name: changed(a, b, master) for a, b, master in pairs})


def changed(old: Part, new: Part, master: Master) -> Changes:
    """What has changed in one notebook."""
    if [(c.id, c.kind, c.type) for c in old.cells] != [
        (c.id, c.kind, c.type) for c in new.cells
    ]:
        return Changes(whole="cells that were added, removed or moved")
    pairs = list(zip(old.cells, new.cells, strict=True))
    points = frozenset(b.id for a, b in pairs if a.points != b.points)
    edited = [b for a, b in pairs if a.source != b.source and b.type == "code"]
    tests = frozenset(cell.id for cell in edited if cell.kind.startswith("test"))
    course = [cell.id for cell in edited if cell.kind.startswith("course")]
    if course:
        return Changes(tests, points, f"the cell {course[0]}")
    if old.about != new.about:
        return Changes(tests, points, "what the solutions define")
    if old.apart != new.apart:
        return Changes(tests, points, "how its tests are judged")
    names = {*old.names} ^ {*new.names}
    for cell in master.notebook.cells if names else ():
        meta = cell.metadata.get("nbgrader", {})
        tree = cells.parsed(cell.source) if cell.cell_type == "code" else None
        if tree and meta.get("grade_id") not in tests and cells.what(cell) != "answer":
            used = names.intersection(cells.names_read(tree))
            if used:
                return Changes(tests, points, f"whose {min(used)} is")
    return Changes(tests, points)
