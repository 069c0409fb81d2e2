"""Who changes, by how much, in which question and why: terminal, CSV, JSON, a page."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import mean
from typing import Any

from autograder import terminal
from autograder.inert.text import many, plain
from autograder.marks.by_hand import Marks
from autograder.marks.files import Output, explained, to_bytes, to_cell, write_whole
from autograder.records import Question, Result
from autograder.regrade.preview import Plan

MOST_LINES = 40  # on a terminal
LONGEST = 60  # characters of a message there
NAMES = ("preview.csv", "preview.json", "preview.html")


@dataclass(frozen=True)
class Row:
    """One question of one student that changes."""

    student: str
    total_before: float
    total_after: float
    question: str
    before: float
    before_of: float
    after: float
    after_of: float
    said_before: str
    said_after: str
    stays: float | None  # the mark that a person has given

    @property
    def moves(self) -> bool:
        """Whether points change, not a message alone."""
        return (self.before, self.before_of) != (self.after, self.after_of)


def said(question: Question) -> str:
    """The first line of what is said of a question."""
    if question.status == "passed":
        return "passed"
    lines = question.message.splitlines()
    return lines[0] if lines else question.status


def total(result: Result, marks: Marks) -> float:
    """A student's points, with those that a person gave."""
    found = 0.0
    for question in result.questions:
        mark = marks.get((result.student, question.id))
        by_hand = mark is not None and mark.score is not None
        found += mark.score if by_hand else question.score  # type: ignore[union-attr,operator]
    return found


def rows(before: Result, after: Result, marks: Marks) -> Iterator[Row]:
    """The questions of one student that change."""
    old = {(q.notebook, q.id): q for q in before.questions}
    totals = total(before, marks), total(after, marks)
    for now in after.questions:
        was = old.get((now.notebook, now.id))
        if was is None:
            was = Question(now.id, 0.0, 0.0, "missing", "It was not there.")
        same = (was.score, was.max_score, was.status, was.message) == (
            *(now.score, now.max_score),
            *(now.status, now.message),
        )
        if same:
            continue
        mark = marks.get((after.student, now.id))
        yield Row(
            *(after.student, *totals, now.id),
            *(was.score, was.max_score, now.score, now.max_score),
            *(said(was), said(now)),
            None if mark is None else mark.score,
        )


@dataclass(frozen=True)
class Summary:
    """The numbers that come first."""

    assignment: str
    changes: list[str]
    students: int  # whose submissions were graded again
    moved: int  # whose points change
    messages: int  # for whom a message changes, but no points
    mean_before: float
    mean_after: float
    parts: int
    whole: int
    runs: int
    reasons: dict[str, int]  # why submissions ran as a whole
    left: dict[str, list[str]]
    lost: list[str]


def summary(
    name: str,
    plan: Plan,
    pairs: list[tuple[Result, Result]],
    listed: list[Row],
    marks: Marks,
    lost: list[str],
) -> Summary:
    """Work out the numbers."""
    moved = {row.student for row in listed if row.moves}
    said_only = {row.student for row in listed} - moved
    counts = plan.counts()
    reasons: dict[str, int] = {}
    for entry in plan.entries:
        if entry.how == "whole":
            why = entry.why or "--force"
            reasons[why] = reasons.get(why, 0) + 1
    before = [total(old, marks) for old, _ in pairs]
    after = [total(new, marks) for _, new in pairs]
    return Summary(
        *(name, plan.changes, len(pairs), len(moved), len(said_only)),
        *(mean(before or [0.0]), mean(after or [0.0])),
        *(counts["part"], counts["whole"], plan.runs),
        dict(sorted(reasons.items(), key=lambda item: -item[1])),
        *(plan.left, lost),
    )


def points(value: float) -> str:
    """A number of points."""
    return f"{value:.4g}"


def ran(told: Summary) -> str:
    """How much ran, in one sentence."""
    parts = []
    if told.parts:
        parts.append(f"{told.parts} in part ({many(told.runs, 'run')})")
    if told.whole:
        parts.append(f"{told.whole} as a whole")
    return f"graded again: {', '.join(parts) or 'none'}"


def on_terminal(told: Summary, listed: list[Row], folder: Path) -> None:
    """Say it, shortly."""
    for change in told.changes:
        terminal.say(f"{told.assignment}: changed since: {change}", err=False)
    moved = [row for row in listed if row.moves]
    if moved:
        wide = max(len(plain(row.student)) for row in moved[:MOST_LINES])
        asked = max(len(plain(row.question)) for row in moved[:MOST_LINES])
        for row in moved[:MOST_LINES]:
            terminal.say(line(row, wide, asked), err=False)
        if len(moved) > MOST_LINES:
            terminal.say(f"… and {len(moved) - MOST_LINES} more lines", err=False)
    terminal.say(
        f"{told.moved} of {told.students} change; mean {told.mean_before:.2f} → "
        f"{told.mean_after:.2f}; {told.messages} more get another message",
        err=False,
    )
    terminal.say(ran(told), err=False)
    for why, count in list(told.reasons.items())[:5]:
        terminal.say(
            f"  as a whole: {count}, because: {why}"
            if not why.startswith("--")
            else f"  as a whole: {count} ({why})",
            err=False,
        )
    for why, students in told.left.items():
        if students:
            more = ", …" if len(students) > 5 else ""
            names = ", ".join(students[:5])
            terminal.say(
                f"left alone, {why}: {len(students)} ({names}{more}); "
                f"`autograder grade {told.assignment}` grades them",
                err=False,
            )
    for student in told.lost:
        terminal.say(f"autograder: {student} could not be graded again")
    terminal.say(f"preview: {folder / NAMES[2]}", err=False)


def line(row: Row, wide: int, asked: int) -> str:
    """One line of the table."""
    moved = f"{points(row.total_before)} → {points(row.total_after)}"
    change = f"{points(row.before)} → {points(row.after)}"
    if row.before_of != row.after_of:
        change += f" (of {points(row.before_of)} → {points(row.after_of)})"
    said = f"{row.said_before[:LONGEST]} → {row.said_after[:LONGEST]}"
    if row.stays is not None:
        said = f"a person's mark stays: {points(row.stays)}"
    return (
        f"{plain(row.student):<{wide}}  {moved:>12}  "
        f"{plain(row.question):<{asked}}  {change:>8}  {plain(said)}"
    )


def write(folder: Path, told: Summary, listed: list[Row]) -> None:
    """Write the three files."""
    table, document = (
        to_csv(listed),
        {
            **asdict(told),
            "rows": [{**asdict(row), "moves": row.moves} for row in listed],
        },
    )
    with explained(folder):
        folder.mkdir(exist_ok=True)
        write_whole(folder / NAMES[0], table)
        write_whole(folder / NAMES[1], to_bytes(document))
        write_whole(folder / NAMES[2], page(told, listed).encode())


def to_csv(listed: list[Row]) -> bytes:
    """One line for each question that changes."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    names = list(Row.__dataclass_fields__)
    writer.writerow(names)
    for row in listed:
        writer.writerow([to_cell(value) for value in asdict(row).values()])
    return text.getvalue().encode()


def page(told: Summary, listed: list[Row]) -> str:
    """The page; its template escapes all that it is given."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("autograder.regrade"),
        autoescape=True,
        finalize=shown,
        undefined=StrictUndefined,
    )
    return environment.get_template("preview.html").render(
        told=told,
        ran=ran(told),
        points=points,
        moved=[row for row in listed if row.moves],
        messages=[row for row in listed if not row.moves],
    )


def shown(value: object) -> Any:
    """What the page shows of a value."""
    return plain(value, kept="\n\t") if type(value) is str else value


def of_plan(plan: Plan, output: Output, kept: Output) -> list[tuple[Result, Result]]:
    """The results of before and after, as they are kept."""
    found = []
    for entry in plan.entries:
        before, after = output.load(entry.student), kept.load(entry.student)
        if before is not None and after is not None:
            found.append((before[1], after[1]))
    return found
