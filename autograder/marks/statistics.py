"""The numbers of a report: scores, shares, and how well a question tells apart."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from statistics import StatisticsError, correlation, mean
from typing import Any

from autograder.records import Refusal

BINS = 10
FEWEST = 10  # students for whom a correlation says something
LOOKED_AT = ("graded", "partial")  # statuses of submissions whose answers were seen

Submission = dict[str, Any]  # one of those in results.json


@dataclass(frozen=True)
class Bar:
    """How many scores lie in one step; `share` is of the highest bar."""

    low: str
    high: str
    count: int
    share: float


def bars(scores: list[float], most: float) -> list[Bar]:
    """Scores in ten steps."""
    counts = [0] * BINS
    most = most or 1.0
    for score in scores:
        counts[max(0, min(BINS - 1, int(BINS * score / most)))] += 1
    top = max(counts) or 1
    return [
        Bar(
            f"{most * index / BINS:g}",
            f"{most * (index + 1) / BINS:g}",
            count,
            count / top,
        )
        for index, count in enumerate(counts)
    ]


@dataclass(frozen=True)
class Earlier:
    """How another class did: a file of results."""

    count: int
    mean: float | None  # share of all points
    questions: Mapping[str, Row]


@dataclass(frozen=True)
class Row:
    """How a class did in one question."""

    name: str
    share: float | None  # of the class that passed; None where a person marks
    mean: float | None  # None while answers wait
    most: float
    others: str
    discrimination: float | None = None
    before: Row | None = None

    @property
    def part(self) -> float | None:
        """The share of the points that the class got: high where it is easy."""
        return self.mean / self.most if self.mean is not None and self.most else None


def questions(
    submissions: list[Submission], before: Mapping[str, Row] | None = None
) -> list[Row]:
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
        rows.append(
            Row(
                *(name, share, average, marks[0]["max_score"], others),
                discrimination(submissions, name),
                (before or {}).get(name),
            )
        )
    return rows


def discrimination(submissions: list[Submission], name: str) -> float | None:
    """The corrected item–total correlation of a question.

    That is the correlation of its points with the points of all other questions; for a
    question that is right or wrong, the point-biserial one. None for fewer than ten
    students, or where all have the same points.
    """
    own, rest = [], []
    for part in submissions:
        if part["status"] not in LOOKED_AT:
            continue  # nobody looked at these answers: they tell nothing of a question
        marks = {q["id"]: q for q in part["questions"]}
        mine = marks.pop(name, None)
        if mine is not None and mine["status"] != "manual":
            own.append(float(mine["score"]))
            rest.append(float(sum(q["score"] for q in marks.values())))
    if len(own) < FEWEST:
        return None
    try:
        return correlation(own, rest)
    except StatisticsError:  # all the same
        return None


def share_of_points(submissions: list[Submission]) -> float | None:
    """The mean share of all points; None for nobody."""
    shares = [
        part["score"] / part["max_score"]
        for part in submissions
        if part["score"] is not None and part["max_score"]
    ]
    return mean(shares) if shares else None


def read_earlier(path: Path, ids: set[str]) -> Earlier:
    """What another class' results.json says of the same questions.

    Raises `Refusal` when it is none, or has none of these questions.
    """
    try:
        submissions = json.loads(path.read_bytes())["submissions"]
        rows = {row.name: row for row in questions(submissions)}
        average = share_of_points(submissions)
        numbers = [n for row in rows.values() for n in (row.share, row.part)]
        if not all(isfinite(n) for n in numbers if n is not None):
            raise ValueError("a mark that is no number")
    except OSError as error:
        raise Refusal(f"cannot read {path}: {error.strerror or error}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Refusal(f"{path} is not a results.json of an earlier class") from error
    if not ids & rows.keys():
        raise Refusal(f"{path} has none of the questions of this assignment")
    return Earlier(len(submissions), average, rows)
