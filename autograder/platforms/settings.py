"""What a packed grader is told: names of questions, who sees them, its time."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from nbformat import NotebookNode
from nbgrader import utils

NAME = "package.json"
VISIBILITIES = ("visible", "after_due_date", "after_published", "hidden")
LONGEST_TITLE = 120
AROUND = 60  # seconds for the start and the end, with a whole processor
_HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*\s*$", re.MULTILINE)
_POINTS = re.compile(
    r"\s*\((?:\d+(?:[.,]\d+)?|one|a|half a)\s+(?:points?|marks?)\)", re.I
)
_NUMBER = re.compile(
    r"(?:(?:question|exercise|problem|task|part)\s+)?(\d+)[.:)]\s*", re.I
)
_MARKS = re.compile(r"[*_`$]|\[([^\]]*)\]\([^)]*\)")


@dataclass(frozen=True)
class Settings:
    """What the packed grader of one assignment is told."""

    notebooks: tuple[str, ...] = ()
    titles: Mapping[str, str] = field(default_factory=dict)  # by grade id
    hiding: tuple[str, ...] = ()  # grade ids of tests with hidden parts
    visibility: str = "visible"  # of these
    minutes: float = 10.0  # that the platform gives to a submission
    timeout: float | None = None  # seconds a cell, as the course says

    def to_json(self) -> bytes:
        """The file in the package."""
        return (json.dumps(asdict(self), indent=1, sort_keys=True) + "\n").encode()

    def name(self, question: str) -> str:
        """What a question is called: its heading, and its id."""
        title = self.titles.get(question)
        return f"{title} ({question})" if title else question

    def longest_cell(self, around: float = AROUND) -> float:
        """The seconds that one cell may have, so that others have some, too."""
        books = max(1, len(self.notebooks))
        room = (self.minutes * 60 - around) / (books + 1)
        return max(room, self.minutes * 10 / books)

    def visible(self, question: str) -> str:
        """When a student sees the outcome of a question."""
        return self.visibility if question in self.hiding else "visible"


def load(folder: Path) -> Settings:
    """The settings of the package in a folder; the usual ones without."""
    try:
        given = json.loads((folder / NAME).read_bytes())
    except FileNotFoundError:
        return Settings()
    return replace(
        Settings(**given),
        notebooks=tuple(given["notebooks"]),
        hiding=tuple(given["hiding"]),
    )


def titles(notebook: NotebookNode) -> Iterator[tuple[str, str]]:
    """The heading above each cell with points, by the cell's id."""
    heading = ""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            found = _HEADING.findall(cell.source)
            if found:
                numbered = [text for text in found if _NUMBER.match(text)]
                heading = title((numbered or found)[0])
        if (utils.is_grade(cell) or utils.is_task(cell)) and heading:
            yield cell.metadata["nbgrader"]["grade_id"], heading


def title(heading: str) -> str:
    """A heading as the name of a question: without its marks and its points."""
    text = _POINTS.sub("", _MARKS.sub(lambda found: found[1] or "", heading)).strip()
    if numbered := _NUMBER.match(text):
        rest = text[numbered.end() :].strip()
        text = f"Question {numbered[1]}: {rest}" if rest else f"Question {numbered[1]}"
    return text[:LONGEST_TITLE]
