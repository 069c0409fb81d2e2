"""The collected answers: wrong ones that must lose marks, right ones that must not.

`answers/ASSIGNMENT/QUESTION.py` is a jupytext percent script. Each of its
cells is one answer to put into the cell of that question:

    # %% wrong: no_sign_check
    # hint: Negative numbers become 0: look at the sign.
    def relu(x):
        return x

    # %% right: with_where
    # uses: any_shape
    ...

    # %% near: leaky_by_half
    # not: leaky
    ...

    # %% other: right_for_three_numbers
    ...

Comment lines at the head of a cell say more: `hint` is what a tutor would say of a
mistake; `breaks` names the promise of `promises.toml` that a wrong answer breaks, and
no other; `uses` names permissions that a right answer makes use of; `not` names the
mistakes that a near miss, which is wrong in another way, must not be taken for. Wrong
answers of no common kind are `other` ones: they must be refused, under whatever name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

FOLDER = "answers"  # of a course, beside its folder of sources
_CELL = re.compile(r"^# %%(.*)$", re.MULTILINE)
_TITLE = re.compile(r"\s*(wrong|right|near|other): ([a-z][a-z0-9_]*)\s*")

KINDS = ("wrong", "right", "near", "other")
NOTES = ("hint", "breaks", "uses", "not")
NEEDS = {"wrong": "hint", "near": "not"}
_NOTE = re.compile(f"# ({'|'.join(NOTES)}): *(.*)")


@dataclass(frozen=True)
class Answer:
    """One way to answer a question.

    Attributes:
        assignment, question: where it belongs; `question` is a grade id.
        kind: whether it must lose or earn the question's marks; a near miss loses
            them without being taken for the mistakes it resembles, another wrong
            answer under whatever name.
        name: what the misconception or the style is called, in snake_case.
        hint: what a tutor would say; empty for right answers.
        source: the code for the answer cell.
        breaks, uses: ids of promises, without their question.
        avoids: names of mistakes that a near miss must not be taken for.
    """

    assignment: str
    question: str
    kind: Literal["wrong", "right", "near", "other"]
    name: str
    hint: str
    source: str
    breaks: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    avoids: tuple[str, ...] = ()


def load(folder: Path, assignment: str) -> list[Answer]:
    """All answers in an assignment's folder, by question; `ValueError`: a bad file."""
    paths = sorted(folder.glob("*.py"))
    return [answer for path in paths for answer in read(path, assignment)]


def read(path: Path, assignment: str) -> Iterator[Answer]:
    """The answers in one file; `ValueError` says what is wrong with it."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise ValueError(f"{path} is not UTF-8; save it as UTF-8") from error
    parts = _CELL.split(text)[1:]
    seen: set[str] = set()
    for title, body in zip(parts[::2], parts[1::2], strict=True):
        found = _TITLE.fullmatch(title)
        if found is None:
            raise ValueError(
                f"{path}: '# %%{title}' is no title; write '# %% KIND: name' with "
                "one of the kinds wrong, right, near and other"
            )
        kind, name = found.groups()
        notes, source = split_notes(body.strip("\n"))
        if name in seen:
            raise ValueError(f"{path}: two answers are called {name}")
        for needed, note in NEEDS.items():
            if kind == needed and not notes[note]:
                raise ValueError(f"{path}: {name} has no line '# {note}: …'")
        seen.add(name)
        lists = {note: tuple(notes[note].replace(",", " ").split()) for note in notes}
        yield Answer(
            assignment,
            path.stem,
            kind,  # type: ignore[arg-type]
            name,
            notes["hint"],
            source + "\n",
            lists["breaks"],
            lists["uses"],
            lists["not"],
        )


def split_notes(body: str) -> tuple[dict[str, str], str]:
    """The notes at the head of a cell, their comment lines joined, and the code."""
    lines = body.split("\n")
    notes, note, count = dict.fromkeys(NOTES, ""), "", 0
    for line in lines:
        found = _NOTE.match(line)
        if found:
            note, text = found.groups()
        elif note and line.startswith("# "):
            text = line.removeprefix("# ")
        else:
            break
        notes[note] = f"{notes[note]} {text.strip()}".strip()
        count += 1
    return notes, "\n".join(lines[count:])


def question_of(test: str, questions: Iterable[str]) -> str:
    """The question that a test cell names: `test_NAME`, or `test_NAME_PART`.

    A question in parts has a test cell with points for each. Raises `ValueError` for a
    test that names none of `questions`.
    """
    fits = [
        question
        for question in questions
        if test == f"test_{question}" or test.startswith(f"test_{question}_")
    ]
    if not fits:
        raise ValueError(f"the test {test} belongs to no question")
    return max(fits, key=len)
