"""Explain a mark to the person who has to answer for it: what ran, and what counts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.marks import files, near, pages
from autograder.marks.asked import Asked
from autograder.marks.ledger import Ledger, Points, Standing
from autograder.marks.wording import LABELS, parsed, told
from autograder.records import Assignment, Question, Refusal, Result

MOST_LINES = 12  # of an answer that are shown
WIDTH = 9  # of the words before the colon


@dataclass(frozen=True)
class Known:
    """All that was kept of one submission's grading."""

    assignment: Assignment
    asked: list[Asked]
    result: Result
    when: float
    engine: str
    sandbox: str
    ledger: Ledger
    folder: Path  # of the student's executed notebooks

    @property
    def standing(self) -> Standing | None:
        """What the gradebook holds of it."""
        return self.ledger.standings.get(self.result.student)

    def points(self, asked: Asked) -> Points | None:
        """The gradebook's points of a question."""
        if self.standing is None:
            return None
        return self.standing.points.get((asked.notebook, asked.id))

    def question(self, asked: Asked) -> Question:
        """What the grading said of a question."""
        for part in self.result.questions:
            if (part.notebook, part.id) == (asked.notebook, asked.id):
                return part
        return Question(asked.id, 0.0, asked.most, "missing", "It was not graded.")


def gather(
    assignment: Assignment,
    asked: list[Asked],
    student: str,
    folder: Path,
    ledger: Ledger,
) -> Known:
    """What was kept of a student's submission; `Refusal` when there is nothing."""
    results = files.read_results(folder, assignment.name)
    states = {part["student"]: part for part in results["submissions"]}
    student = near.one("student", student, sorted({*states, *ledger.people}))
    place = folder / student / assignment.name
    kept = files.kept_result(place)
    if kept is None and student not in states:
        raise Refusal(f"{student} has handed in nothing for {assignment.name}")
    if kept is None:
        why = "; ".join(states[student].get("flags", [])) or states[student]["status"]
        raise Refusal(f"{student} was not graded: {why}")
    return Known(
        *(assignment, asked, *kept, results["engine"], results["sandbox"]),
        *(ledger, place),
    )


def chosen(asked: list[Asked], name: str) -> list[Asked]:
    """The questions that a name means: a test's id, or that of an answer."""
    found = [q for q in asked if name == q.id or name in q.answers]
    if not found:
        ids = [q.id for q in asked]
        near.one("question", name, [*ids, *(a for q in asked for a in q.answers)])
    return found


def all_briefly(known: Known) -> Iterator[str]:
    """One line for each question, and how the total comes about."""
    yield from head(known)
    width = max((len(q.id) for q in known.asked), default=0)
    for asked in known.asked:
        part, points = known.question(asked), known.points(asked)
        mark = part.score if points is None else points.score
        first = parsed(part.message)[0].split("\n")[0]
        named = f" [{part.misconception}]" if part.misconception else ""
        by_hand = " (by a person)" if points and points.manual is not None else ""
        yield (
            f"  {asked.id:<{width}}  {mark:g} of {asked.most:g}  "
            f"{part.status.replace('_', ' ')}{by_hand}{': ' if first else ''}{first}"
            f"{named}"
        )
    yield from total(known)


def in_full(known: Known, asked: Asked) -> Iterator[str]:
    """All that is known of one question's mark."""
    part, points = known.question(asked), known.points(asked)
    yield from head(known)
    yield f"{asked.id}: {asked.title}"
    mark = part.score if points is None else points.score
    yield row("mark", f"{mark:g} of {asked.most:g}")
    yield row("ran", ran(known, part))
    for name, source in answers(known, asked):
        yield row("answer", name)
        yield from source
    message, rows = parsed(part.message)
    for text in message.split("\n") if message else ():
        yield row("said", text)
    for label, text in rows:
        if label in LABELS:
            for number, line in enumerate(text.split("\n")):
                yield row("" if number else label, line)
    yield from meaning(known, part, rows)
    if part.message and part.judged:
        yield row("students", reads(part, asked))
    yield from of_persons(known, asked, points)
    yield from total(known)


def ran(known: Known, part: Question) -> str:
    """How a question was judged, and where."""
    if part.judged is None:
        return "nothing: a person marks it"
    where = "in a process of its own" if part.judged == "apart" else "beside the answer"
    check = "a check that students have" if part.shown else "hidden, or not known"
    line = f", line {part.line}" if part.line else ""
    stop = (
        f"; it stopped at {check}{line}" if part.status in ("failed", "error") else ""
    )
    status = part.status.replace("_", " ")
    return f"test {part.id}, {where}: {status}{stop}"


def answers(known: Known, asked: Asked) -> Iterator[tuple[str, list[str]]]:
    """The answer cells of a question as they were handed in, shortened."""
    for cell in cells(known.folder / f"{asked.notebook}.ipynb"):
        meta = cell["metadata"].get("nbgrader", {})
        name = meta.get("grade_id")
        if name in asked.answers and meta.get("solution"):
            lines = "".join(cell["source"]).split("\n")
            shown = [f"    | {line}" for line in lines[:MOST_LINES]]
            if len(lines) > MOST_LINES:
                shown.append(f"    … {len(lines) - MOST_LINES} more lines")
            yield str(name), shown


def cells(path: Path) -> list[dict[str, Any]]:
    """The cells of an executed notebook; none if it is not there."""
    try:
        return list(json.loads(path.read_bytes())["cells"])
    except (OSError, ValueError, KeyError, TypeError):
        return []


def meaning(known: Known, part: Question, rows: list[tuple[str, str]]) -> Iterator[str]:
    """The promise that is broken, the mistake, and its hint."""
    for label, text in rows:
        joined = " ".join(text.split())
        if label == "Promised":
            joined = joined.strip("“”")
            yield row("promise", f"{promise_id(known.assignment, joined)}{joined}")
        elif label == "Hint":
            yield row("hint", joined)
        elif label == "Known misconception":
            yield row("mistake", joined)
    if part.misconception and not any(k == "Known misconception" for k, _ in rows):
        yield row("mistake", part.misconception)


def promise_id(assignment: Assignment, text: str) -> str:
    """The id of a promise in `misconceptions.json`, before its text."""
    try:
        known = json.loads(assignment.files.get("misconceptions.json", b"{}"))
        for name, entry in known.get("promises", {}).items():
            if " ".join(entry["text"].split()) == text:
                return f"{name}: "
    except (ValueError, AttributeError, KeyError, TypeError):
        pass
    return ""


def reads(part: Question, asked: Asked) -> str:
    """What the student's feedback says of it."""
    found = told(part, asked.public)
    if not found.hidden:
        return "read all of this but the flags"
    shown = " and ".join(label for label, _ in found.rows)
    return f"read “{found.text}”" + (f", and what was {shown}" if shown else "")


def of_persons(known: Known, asked: Asked, points: Points | None) -> Iterator[str]:
    """What people gave, and wrote."""
    if points is not None and points.manual is not None:
        waits = "; the answer has changed since, and waits" if points.waits else ""
        yield row("by hand", f"{points.manual:g} by a person{waits}")
    elif points is not None and points.waits:
        yield row("by hand", "it waits for a person")
    if points is not None and points.extra:
        yield row("extra", f"{points.extra:g}, in the mark")
    if known.standing is not None:
        for name in dict.fromkeys((*asked.answers, asked.id)):
            text = known.standing.comments.get((asked.notebook, name), "")
            for line in text.split("\n") if text else ():
                yield row("comment", line)


def head(known: Known) -> Iterator[str]:
    """Who, what, and where it ran."""
    result = known.result
    name = known.ledger.person(result.student).name
    yield (
        f"{known.assignment.name}, {result.student}{f' ({name})' if name else ''}: "
        f"{result.status.replace('_', ' ')}, {pages.moment(known.when)}, "
        f"{result.seconds:.1f} s, engine {known.engine}, sandbox {known.sandbox}"
    )


def total(known: Known) -> Iterator[str]:
    """How the total comes about, and what was flagged."""
    result, standing = known.result, known.standing
    for flag in result.flags:
        yield row("flag", flag)
    tests = sum(part.score for part in result.questions)
    if standing is None or not standing.points:
        yield row(
            "total",
            f"{tests:g} of {result.max_score:g} by the tests; the gradebook has none",
        )
        return
    by_hand = standing.raw - tests
    parts = [f"{tests:g} by the tests"]
    if by_hand:
        parts.append(f"{'−' if by_hand < 0 else '+'} {abs(by_hand):g} by people")
    if standing.penalty:
        hours = standing.late / 3600
        parts.append(f"− {standing.penalty:g} for {hours:.1f} h late")
    waiting = sum(points.waits for points in standing.points.values())
    later = f"; {waiting} wait for a person" if waiting else ""
    score = f"{standing.final:g} of {result.max_score:g}{later}"
    yield row("total", f"{' '.join(parts)} = {score}")


def row(label: str, text: str) -> str:
    """A labelled line."""
    return f"  {label + ':' if label else '':<{WIDTH + 1}} {text}"
