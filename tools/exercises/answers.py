"""The collected answers: wrong ones that must lose marks, right ones that must not.

`answers/ASSIGNMENT/QUESTION.py` is a jupytext percent script. Each of its
cells is one answer to put into the cell of that question:

    # %% wrong: no_sign_check
    # hint: Negative numbers become 0: look at the sign.
    def relu(x):
        return x

    # %% right: with_where
    ...
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tools import ROOT

ANSWERS = ROOT / "answers"
ASSIGNMENTS = (
    "why_nonlinearity",
    "sigmoid_tanh",
    "relu",
    "initialization",
    "dying_relu",
    "variants",
    "in_practice",
)
_CELL = re.compile(r"^# %%(.*)$", re.MULTILINE)
_TITLE = re.compile(r"\s*(wrong|right): ([a-z][a-z0-9_]*)\s*")


@dataclass(frozen=True)
class Answer:
    """One way to answer a question.

    Attributes:
        assignment, question: where it belongs; `question` is a grade id.
        kind: whether it must lose or earn the question's marks.
        name: what the misconception or the style is called, in snake_case.
        hint: what a tutor would say; empty for right answers.
        source: the code for the answer cell.
    """

    assignment: str
    question: str
    kind: Literal["wrong", "right"]
    name: str
    hint: str
    source: str


def load(assignment: str, root: Path = ANSWERS) -> list[Answer]:
    """All answers to one assignment, by question; `ValueError` for a bad file."""
    paths = sorted((root / assignment).glob("*.py"))
    return [answer for path in paths for answer in read(path, assignment)]


def read(path: Path, assignment: str) -> Iterator[Answer]:
    """The answers in one file; `ValueError` says what is wrong with it."""
    text = path.read_text(encoding="utf-8")
    parts = _CELL.split(text)[1:]
    seen: set[str] = set()
    for title, body in zip(parts[::2], parts[1::2], strict=True):
        found = _TITLE.fullmatch(title)
        if found is None:
            raise ValueError(
                f"{path}: '# %%{title}' is no title; "
                "write '# %% wrong: name' or '# %% right: name'"
            )
        kind, name = found.groups()
        hint, source = split_hint(body.strip("\n"))
        if name in seen:
            raise ValueError(f"{path}: two answers are called {name}")
        if kind == "wrong" and not hint:
            raise ValueError(f"{path}: {name} has no line '# hint: …'")
        seen.add(name)
        side: Literal["wrong", "right"] = "wrong" if kind == "wrong" else "right"
        yield Answer(assignment, path.stem, side, name, hint, source + "\n")


def question_of(test: str, questions: Iterable[str]) -> str:
    """The question a test cell belongs to: `test_NAME`, or `test_NAME_PART`.

    A question in parts has a test cell with points for each. Raises `ValueError` for a
    test that belongs to none of `questions`.
    """
    fits = [
        question
        for question in questions
        if test == f"test_{question}" or test.startswith(f"test_{question}_")
    ]
    if not fits:
        raise ValueError(f"the test {test} belongs to no question")
    return max(fits, key=len)


def split_hint(body: str) -> tuple[str, str]:
    """The hint at the head of a cell, its comment lines joined, and the code."""
    lines = body.split("\n")
    if not lines[0].startswith("# hint:"):
        return "", body
    count = 1
    while count < len(lines) and lines[count].startswith("# "):
        count += 1
    words = [line.removeprefix("# hint:").removeprefix("#") for line in lines[:count]]
    return " ".join(word.strip() for word in words), "\n".join(lines[count:])
