"""One page on how a class did: self-contained HTML, light and dark.

What it shows is put together here, the numbers come from `statistics`;
`templates/report.html` shows them and escapes all that it is given.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import mean, median
from typing import Any
from urllib.parse import quote

from autograder.marks import answer_pages, files, pages
from autograder.marks.by_hand import CHANGED, with_marks
from autograder.marks.ledger import Ledger
from autograder.marks.statistics import (
    FEWEST,
    Earlier,
    Submission,
    bars,
    questions,
    read_earlier,
    share_of_points,
)
from autograder.marks.wording import parsed

MOST_ROWS = 12
MOST_STUDENTS = 50  # in a list of those to look at
SLOWEST = 5


def write_report(
    folder: Path,
    assignment: str,
    ledger: Ledger | None = None,
    earlier: Path | None = None,
) -> Path:
    """Write report.html beside the results in `folder`; its path.

    `ledger` is what the gradebook knows, `earlier` another class' results.json. Raises
    `Refusal` when there are no results to report on.
    """
    results = files.read_results(folder, assignment)
    ids = {q["id"] for part in results["submissions"] for q in part["questions"]}
    before = None if earlier is None else read_earlier(earlier, ids)
    target = folder / "report.html"
    with files.explained(target):
        answer_pages.write(folder, [part["student"] for part in results["submissions"]])
        text = page(results, results["submissions"], folder, ledger, before)
        files.write_whole(target, text.encode())
    return target


def page(
    results: dict[str, Any],
    submissions: list[Submission],
    folder: Path,
    ledger: Ledger | None = None,
    before: Earlier | None = None,
) -> str:
    """The whole page."""
    ledger = ledger or Ledger()
    marks = ledger.marks()
    counted = [with_marks(part, marks) for part in submissions]
    rows = [
        student_row(part, tests, ledger, folder)
        for part, tests in zip(counted, submissions, strict=True)
    ]
    shared = Counter(row.name for row in rows if row.name)
    rows = [
        replace(row, name=f"{row.name} ({row.id})") if shared[row.name] > 1 else row
        for row in rows
    ]
    known = {row.id: row for row in rows}
    absent = [row for row in rows if row.status == "missing"]
    absent += [
        Student(person.id, person.name, [], "nothing handed in")
        for person in ledger.people.values()
        if person.id not in known
    ]
    totals = [row.total for row in rows if row.total is not None]
    most = max((part["max_score"] for part in submissions), default=0.0)
    return (
        pages.environment()
        .get_template("report.html")
        .render(
            {k: results[k] for k in ("assignment", "engine", "sandbox", "seconds")},
            students=rows,
            known=known,
            absent=cut(absent, MOST_STUDENTS),
            late=cut(
                sorted((r for r in rows if r.late), key=lambda r: -r.late),
                MOST_STUDENTS,
            ),
            tiles=list(tiles(counted, rows, absent, totals, most)),
            bars=bars(totals, most),
            questions=questions(counted, before.questions if before else None),
            mean_share=share_of_points(counted),
            before=before,
            fewest=FEWEST,
            waiting=grouped(counted, by_hand, None),
            misconceptions=grouped(counted, misconception),
            messages=grouped(counted, by_machine),
            flagged=cut(flagged(counted), MOST_STUDENTS),
            slowest=cut(
                sorted(submissions, key=lambda part: -part["seconds"]), SLOWEST
            ),
            has_penalty=any(row.penalty for row in rows),
        )
    )


@dataclass(frozen=True)
class Cut:
    """The first of a list, and how many there are."""

    shown: list[Any]
    total: int

    def __bool__(self) -> bool:
        return bool(self.shown)


def cut(found: list[Any], most: int = MOST_ROWS) -> Cut:
    """The first rows of a list."""
    return Cut(found[:most], len(found))


@dataclass(frozen=True)
class Student:
    """One student's line: who, when, and the points."""

    id: str
    name: str
    links: list[str]
    status: str
    tests: float | None = None  # what the tests gave
    total: float | None = None  # with people's marks and penalties
    submitted: str = ""
    late: float = 0.0  # seconds
    penalty: float = 0.0
    waits: int = 0

    @property
    def lateness(self) -> str:
        """How late it came, as one says it."""
        minutes = int(self.late // 60)
        days, hours, rest = minutes // 1440, minutes % 1440 // 60, minutes % 60
        if days:
            return f"{days} d {hours} h late"
        return f"{hours} h {rest} min late" if hours else f"{max(rest, 1)} min late"


def student_row(
    part: Submission, tests: Submission, ledger: Ledger, folder: Path
) -> Student:
    """What is known of one student."""
    student = part["student"]
    standing = ledger.standings.get(student)
    total = part["score"]
    if standing is not None and standing.points and total is not None:
        total = standing.final
    return Student(
        student,
        ledger.person(student).name,
        places(student, folder),
        part["status"].replace("_", " "),
        tests["score"],
        total,
        pages.moment(standing.submitted) if standing else "",
        standing.late if standing else 0.0,
        standing.penalty if standing else 0.0,
        sum(bool(by_hand(question)) for question in part["questions"]),
    )


def places(student: str, folder: Path) -> list[str]:
    """Links to a student's executed notebooks, as pages where there are some."""
    found = sorted((folder / student).glob("*/*.ipynb"))
    shown = [h if (h := p.with_suffix(".html")).exists() else p for p in found]
    return [quote(path.relative_to(folder).as_posix()) for path in shown]


def tiles(
    submissions: list[Submission],
    rows: list[Student],
    absent: list[Student],
    totals: list[float],
    most: float,
) -> Iterator[tuple[str, str]]:
    """The few numbers that come first, and what they are."""
    scores = totals or [0.0]
    yield f"{mean(scores):.1f}", f"mean of {most:g}"
    yield f"{median(scores):.1f}", "median"
    yield str(sum(score >= most for score in totals)), "full marks"
    yield str(sum(bool(part["flags"]) for part in submissions)), "flagged"
    waiting = sum(row.waits for row in rows)
    if waiting:
        yield str(waiting), "wait for a person"
    late = sum(bool(row.late) for row in rows)
    if late:
        yield str(late), "late"
    counts = Counter(part["status"] for part in submissions)
    for status in ("partial", "unreadable", "not_graded"):
        if counts[status]:
            yield str(counts[status]), status.replace("_", " ")
    if absent:
        yield str(len(absent)), "missing"


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


def misconception(question: dict[str, Any]) -> str | None:
    """The name of a mistake, and below it what its message advises."""
    if not question["misconception"]:
        return None
    hints = [text for label, text in parsed(question["message"])[1] if label == "Hint"]
    return "\n".join([question["misconception"], *(" ".join(h.split()) for h in hints)])


def grouped(
    submissions: list[Submission],
    text_of: Callable[[dict[str, Any]], str | None],
    most: int | None = MOST_ROWS,
) -> Cut:
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
    return cut([counted for _, counted in ordered], most or len(ordered))


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
    """The questions of a submission that were stopped, and how; what is missing."""
    lost: dict[str, list[str]] = {}
    for question in part["questions"]:
        if question["status"] == "missing" and part["status"] == "partial":
            lost.setdefault(question["message"], []).append(question["id"])
    return [
        f"{question['id']}: {question['status'].replace('_', ' ')}"
        for question in part["questions"]
        if question["status"] in ("timeout", "out_of_memory", "died")
    ] + [f"{', '.join(ids)}: {why}" for why, ids in lost.items()]
