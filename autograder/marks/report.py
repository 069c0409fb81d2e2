"""One page on how a class did: self-contained HTML, light and dark.

The numbers are worked out here; `templates/report.html` shows them. It escapes all that
it is given.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from autograder.inert.text import plain
from autograder.marks import files
from autograder.marks.by_hand import CHANGED, Marks, with_marks
from autograder.records import Refusal

BINS = 10
MOST_ROWS = 12
SLOWEST = 5

Submission = dict[str, Any]  # one of those in results.json


def write_report(folder: Path, assignment: str, marks: Marks | None = None) -> Path:
    """Write report.html beside the results in `folder`; its path.

    `marks` are those that people gave since the results were written. Raises `Refusal`
    when there are no results to report on.
    """
    path = folder / "results.json"
    try:
        results = json.loads(path.read_bytes())
        submissions = [with_marks(p, marks or {}) for p in results["submissions"]]
    except FileNotFoundError as error:
        raise Refusal(
            f"there are no results in {folder}; run: autograder grade {assignment}"
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        raise Refusal(f"{path} is not a file of results: {error}") from error
    target = folder / "report.html"
    with files.explained(target):
        files.write_whole(target, page(results, submissions, folder).encode())
    return target


def page(results: dict[str, Any], submissions: list[Submission], folder: Path) -> str:
    """The whole page."""
    environment = Environment(
        loader=PackageLoader("autograder.marks"),
        autoescape=True,
        finalize=shown,
        undefined=StrictUndefined,
    )
    scored = [part for part in submissions if part["score"] is not None]
    return environment.get_template("report.html").render(
        {key: results[key] for key in ("assignment", "engine", "sandbox", "seconds")},
        submissions=submissions,
        notebooks={part["student"]: places(part, folder) for part in submissions},
        tiles=list(tiles(submissions, scored)),
        bars=bars(scored),
        questions=questions(submissions),
        waiting=grouped(submissions, by_hand),
        misconceptions=grouped(submissions, lambda q: q["misconception"]),
        messages=grouped(submissions, by_machine),
        flagged=flagged(submissions),
        slowest=sorted(submissions, key=lambda part: -part["seconds"])[:SLOWEST],
    )


def shown(value: object) -> object:
    """What the page shows of a value: no control characters, no marks of direction."""
    written = isinstance(value, str) and not isinstance(value, Markup)
    return plain(value, kept="\n\t") if written else value


def places(part: Submission, folder: Path) -> list[str]:
    """Links to a student's executed notebooks."""
    found = sorted((folder / part["student"]).glob("*/*.ipynb"))
    return [quote(path.relative_to(folder).as_posix()) for path in found]


def tiles(
    submissions: list[Submission], scored: list[Submission]
) -> Iterator[tuple[str, str]]:
    """The few numbers that come first, and what they are."""
    most = max((part["max_score"] for part in submissions), default=0)
    scores = [part["score"] for part in scored] or [0.0]
    yield f"{mean(scores):.1f}", f"mean of {most:g}"
    yield f"{median(scores):.1f}", "median"
    yield str(sum(part["score"] == most for part in scored)), "full marks"
    yield str(sum(bool(part["flags"]) for part in submissions)), "flagged"
    waiting = sum(bool(by_hand(q)) for part in submissions for q in part["questions"])
    if waiting:
        yield str(waiting), "wait for a person"
    counts = Counter(part["status"] for part in submissions)
    for status in ("partial", "unreadable", "missing", "not_graded"):
        if counts[status]:
            yield str(counts[status]), status.replace("_", " ")


@dataclass(frozen=True)
class Bar:
    """How many scores lie in one step; `share` is of the highest bar."""

    label: str
    count: int
    share: float


def bars(scored: list[Submission]) -> list[Bar]:
    """Scores in ten steps."""
    counts = [0] * BINS
    most = max((part["max_score"] for part in scored), default=0.0) or 1.0
    for part in scored:
        counts[min(BINS - 1, int(BINS * part["score"] / most))] += 1
    top = max(counts) or 1
    return [
        Bar(
            f"{most * index / BINS:g}–{most * (index + 1) / BINS:g}", count, count / top
        )
        for index, count in enumerate(counts)
    ]


@dataclass(frozen=True)
class Row:
    """How a class did in one question."""

    name: str
    share: float | None  # of the class that passed; None where a person marks
    mean: float | None  # None while answers wait
    most: float
    others: str


def questions(submissions: list[Submission]) -> list[Row]:
    """Which share of the class passed each question, and what became of the rest."""
    found: dict[str, list[dict[str, Any]]] = {}
    for part in submissions:
        for question in part["questions"]:
            found.setdefault(question["id"], []).append(question)
    rows = []
    for name, marks in found.items():
        counts = Counter(mark["status"] for mark in marks)
        others = ", ".join(
            f"{count} {'waiting' if status == 'manual' else status.replace('_', ' ')}"
            for status, count in counts.most_common()
            if status != "passed"
        )
        by_person = counts["manual"] + counts["marked"] > 0
        share = None if by_person else counts["passed"] / len(marks)
        average = None if counts["manual"] else mean(m["score"] for m in marks)
        rows.append(Row(name, share, average, marks[0]["max_score"], others))
    return rows


@dataclass(frozen=True)
class Counted:
    """A text that came to several students, with one of its longer forms."""

    question: str
    text: str
    more: str
    students: list[str]


def by_hand(question: dict[str, Any]) -> str | None:
    """What an answer is that waits for a person."""
    if question["status"] != "manual":
        return None
    return CHANGED if question["message"] == CHANGED else "It is not marked yet."


def by_machine(question: dict[str, Any]) -> str | None:
    """What a test said of an answer."""
    person = question["status"] in ("manual", "marked")
    return None if person else question["message"]


def grouped(
    submissions: list[Submission], text_of: Callable[[dict[str, Any]], str | None]
) -> list[Counted]:
    """Questions with the same first line, most frequent first."""
    found: dict[tuple[str, str], Counted] = {}
    for part in submissions:
        for question in part["questions"]:
            text = text_of(question)
            if not text or question["status"] == "missing":
                continue
            first, _, more = text.partition("\n")
            key = question["id"], first
            found.setdefault(key, Counted(*key, more, []))
            found[key].students.append(part["student"])
    ordered = sorted(found.items(), key=lambda x: (-len(x[1].students), x[0]))
    return [counted for _, counted in ordered[:MOST_ROWS]]


@dataclass(frozen=True)
class Flagged:
    """A submission that a person should look at, and why."""

    student: str
    status: str
    reasons: list[str]


def flagged(submissions: list[Submission]) -> list[Flagged]:
    """Submissions that are flagged, were stopped or have no full result."""
    return [
        Flagged(part["student"], part["status"], [*part["flags"], *stopped(part)])
        for part in submissions
        if part["flags"] or part["status"] not in ("graded", "missing")
    ]


def stopped(part: Submission) -> list[str]:
    """The questions of a submission that were stopped, and how."""
    return [
        f"{question['id']}: {question['status'].replace('_', ' ')}"
        for question in part["questions"]
        if question["status"] in ("timeout", "out_of_memory", "died")
    ]
