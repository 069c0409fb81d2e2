"""Read the catalogue: what a scenario's text says.

The format is that of tests/grader/other_courses.txt, with more sections:

    == NAME                a scenario
    -- why                 what suggests it
    -- config              lines for nbgrader_config.py
    -- environment A=B     variables, for both graders
    -- notebook NAME       the cells that follow belong to this notebook [hw]
    -- metadata            JSON: the metadata of that notebook
    -- given, text         locked cells
    -- free, raw           a cell without nbgrader's metadata
    -- answer              a solution
    -- test POINTS         a test; more words: id=NAME schema=1
    -- manual, written, task POINTS     cells that a person marks
    -- file PATH           beside the source notebook
    -- outside PATH        beside the course
    -- before              Python, before the release
    -- unreleased          nobody runs generate_assignment
    -- student NAME        the first answer ("=": as in the source, "~": as released);
    -- and                 the next one. Without any text: all as released
    -- handin STUDENT PATH a file that a student hands in
    -- then                Python, after the submissions have come
    -- run                 grade now, before what follows
    -- ours, theirs WORDS  options of the runs that follow
    -- elsewhere           ours is started in another folder, with --course
    -- files               the files beside the graded notebooks count, too
    -- refused             ours must refuse it
    -- differs             why, on the first lines; then the differences, indented

Texts may use {course}, {world} (the folder around the course) and {python}.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

CATALOGUE = Path(__file__).with_name("catalogue")
CELLS = {
    *("given", "text", "raw", "free", "answer", "test"),
    *("manual", "written", "task"),
}
ANSWERS = {"answer", "manual", "written"}
# What does not concern a grader: results stay when these change.
_SAID = {"why", "differs", "refused"}
_OURS = {"ours", "elsewhere"}  # does not concern nbgrader
_KNOWN = {
    *("why", "config", "environment", "notebook", "metadata", "file", "outside"),
    *("before", "unreleased", "student", "and", "handin", "then", "run", "ours"),
    *("theirs", "files", "elsewhere", "differs", "refused"),
}


@dataclass(frozen=True)
class Section:
    """A part of a scenario: `-- KIND WORDS` and the lines below."""

    kind: str
    words: tuple[str, ...]
    body: str


@dataclass(frozen=True)
class Cell:
    """A cell of a source notebook."""

    kind: str
    name: str
    text: str
    points: float | None = None
    schema: int = 3


@dataclass
class Scenario:
    """A small course, who hands in what, and what is done."""

    kind: str
    name: str
    sections: list[Section] = field(default_factory=list)

    def bodies(self, kind: str) -> list[str]:
        """The texts of all sections of a kind."""
        return [part.body for part in self.sections if part.kind == kind]

    def has(self, kind: str) -> bool:
        """Whether there is such a section."""
        return any(part.kind == kind for part in self.sections)

    @property
    def why(self) -> str:
        """What suggests the scenario."""
        return " ".join(" ".join(self.bodies("why")).split())

    @property
    def reason(self) -> str:
        """Why ours differs on purpose; "" when it must not."""
        lines = "\n".join(self.bodies("differs")).splitlines()
        return " ".join(line.strip() for line in lines if not line.startswith(" "))

    @property
    def expected(self) -> list[str]:
        """The differences that are on purpose."""
        lines = "\n".join(self.bodies("differs")).splitlines()
        return [line.strip() for line in lines if line.startswith(" ")]

    def notebooks(self) -> dict[str, tuple[dict[str, Any], list[Cell]]]:
        """Metadata and cells of the source notebooks, by name."""
        found: dict[str, tuple[dict[str, Any], list[Cell]]] = {}
        name = "hw"
        for part in self.sections:
            if part.kind == "notebook":
                (name,) = part.words
                found.setdefault(name, ({}, []))
            elif part.kind == "metadata":
                found.setdefault(name, ({}, []))[0].update(json.loads(part.body))
            elif part.kind in CELLS:
                cells = found.setdefault(name, ({}, []))[1]
                cells.append(cell_of(part, len(cells)))
        return found

    def students(self) -> dict[str, list[str]]:
        """What the students answer; [] where nothing was answered."""
        found: dict[str, list[str]] = {"solved": ["="]}
        student = ""
        for part in self.sections:
            if part.kind == "student":
                (student,) = part.words
                found[student] = [part.body] if part.body else []
            elif part.kind == "and":
                found[student].append(part.body)
        return found if len(found) > 1 else {**found, "blank": []}

    def digest(self, ours: bool = False) -> str:
        """Changes with whatever a grader's marks depend on."""
        without = _SAID if ours else _SAID | _OURS
        parts = [
            (part.kind, part.words, part.body)
            for part in self.sections
            if part.kind not in without
        ]
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:24]


def cell_of(part: Section, number: int) -> Cell:
    """The cell that a section describes."""
    name, points, schema = f"{part.kind}{number}", None, 3
    for word in part.words:
        if word.startswith("id="):
            name = word[3:]
        elif word.startswith("schema="):
            schema = int(word[7:])
        else:
            points = float(word)
    return Cell(part.kind, name, part.body, points, schema)


def sections(text: str) -> Iterator[Section]:
    """The parts of a text: `==` begins a course, `--` a section of it."""
    for part in re.split(r"^(?=== |-- )", text, flags=re.MULTILINE)[1:]:
        head, _, body = part.partition("\n")
        body = body.strip("\n")
        if head.startswith("=="):
            yield Section("==", (head[3:].strip(),), body)
        else:
            kind, *words = head[3:].split()
            yield Section(kind, tuple(words), body)


def read(text: str, kind: str) -> list[Scenario]:
    """The scenarios that a file of the catalogue describes."""
    found: list[Scenario] = []
    for part in sections(text):
        if part.kind == "==":
            found.append(Scenario(kind, part.words[0]))
        elif part.kind in CELLS | _KNOWN:
            found[-1].sections.append(part)
        else:
            raise ValueError(f"{found[-1].name}: what is a section {part.kind!r}?")
    return found


def catalogue() -> list[Scenario]:
    """All scenarios, by kind; a file's first line is the kind's title."""
    found = []
    for path in sorted(CATALOGUE.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        found += read(text, text.partition("\n")[0].lstrip("# "))
    names = [scenario.name for scenario in found]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"two scenarios have the name {', '.join(twice)}")
    return found


def digest_of_all() -> str:
    """Changes with any line of the catalogue."""
    found = hashlib.sha256()
    for path in sorted(CATALOGUE.glob("*.txt")):
        found.update(path.name.encode() + path.read_bytes())
    return found.hexdigest()[:16]
