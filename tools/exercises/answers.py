"""The assignments of this repository, and the answers collected for them.

Every folder of `solutions/` that holds a notebook is an assignment. Those of the book
have the name of a chapter, and tests hold them to more than the others. What stands in
`answers/ASSIGNMENT/QUESTION.py`, `autograder.proving.collected` says.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from autograder.proving import collected, layout
from autograder.proving.collected import KINDS, Answer, question_of, read
from tools import ROOT
from tools.book.chapters import NAMES, pages_of_toc

__all__ = ["KINDS", "Answer", "question_of", "read"]

ANSWERS = ROOT / "answers"


def assignments(root: Path = ROOT) -> tuple[str, ...]:
    """The assignments: in the order of the table of contents, then by name."""
    found = {path.parent.name for path in (root / "solutions").glob("*/*.ipynb")}
    listed = [Path(page).parent.name for page in pages_with_exercises(root)]
    ordered = [name for name in dict.fromkeys(listed) if name in found]
    return (*ordered, *sorted(found - set(ordered)))


def pages_with_exercises(root: Path = ROOT) -> list[str]:
    """The pages of the site that are exercises."""
    return [page for page in pages_of_toc(root) if page.startswith("exercises/")]


ASSIGNMENTS = assignments()
OF_THE_BOOK = tuple(name for name in ASSIGNMENTS if name in NAMES)


def notebooks(name: str, root: Path = ROOT, folder: str = "solutions") -> list[Path]:
    """The notebooks of an assignment, by name; the released ones in `exercises`."""
    return sorted((root / folder / name).glob("*.ipynb"))


def sources(name: str, root: Path = ROOT) -> dict[str, NotebookNode]:
    """An assignment's source notebooks by name."""
    paths = notebooks(name, root)
    return {path.stem: nbformat.read(path, as_version=4) for path in paths}


def load(assignment: str, root: Path = ANSWERS) -> list[Answer]:
    """All answers to one assignment, by question; `ValueError` for a bad file."""
    return collected.load(root / assignment, assignment)


def named(name: str, root: Path = ROOT) -> bool:
    """Whether an assignment uses the course's checks, which name mistakes.

    It has a list of its promises then, if only an empty one.
    """
    return (root / "answers" / name / "promises.toml").exists()


@cache
def questions(assignment: str, root: Path = ROOT) -> tuple[str, ...]:
    """The questions of an assignment: the answer cells that tests mark, in order."""
    return tuple(
        question
        for notebook in sources(assignment, root).values()
        for question in layout.questions_of(notebook)
    )
