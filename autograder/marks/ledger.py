"""What nbgrader's gradebook knows of one assignment, read in a few queries."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from nbgrader.api import (
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    MissingEntry,
    Notebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SAWarning, SQLAlchemyError

from autograder.marks.by_hand import Mark, Marks
from autograder.records import Refusal

Place = tuple[str, str]  # a notebook and the grade id of a cell


@dataclass(frozen=True)
class Person:
    """A student, as the gradebook names one."""

    id: str
    first: str = ""
    last: str = ""

    @property
    def name(self) -> str:
        """First and last name, as far as they are known."""
        return f"{self.first} {self.last}".strip()


@dataclass(frozen=True)
class Points:
    """The points of one question: what counts, and what a person gave."""

    score: float
    manual: float | None
    extra: float
    waits: bool


@dataclass
class Standing:
    """What the gradebook holds of one student's submission."""

    submitted: datetime | None = None  # in UTC
    late: float = 0.0  # seconds
    penalty: float = 0.0
    points: dict[Place, Points] = field(default_factory=dict)
    comments: dict[Place, str] = field(default_factory=dict)

    @property
    def raw(self) -> float:
        """All points, manual and extra ones included."""
        return sum(part.score for part in self.points.values())

    @property
    def final(self) -> float:
        """The score that nbgrader exports."""
        return max(0.0, self.raw - self.penalty)


@dataclass(frozen=True)
class Ledger:
    """All of it: who is enrolled, and who stands where."""

    people: Mapping[str, Person] = field(default_factory=dict)
    standings: Mapping[str, Standing] = field(default_factory=dict)

    def person(self, student: str) -> Person:
        """A student, without a name where none is known."""
        return self.people.get(student, Person(student))

    def marks(self) -> Marks:
        """The marks that people gave, and the answers that wait for one."""
        return {
            (student, name): Mark(
                None if found.manual is None else found.score, found.waits
            )
            for student, standing in self.standings.items()
            for (_, name), found in standing.points.items()
            if found.manual is not None or found.waits
        }


def exists(url: str) -> bool:
    """Whether there is a gradebook; opening a missing SQLite file would make one."""
    place = make_url(url)
    sqlite = place.drivername.startswith("sqlite")
    return not sqlite or Path(place.database or "").exists()


def read(url: str, course_id: str, assignment: str) -> Ledger:
    """What the gradebook at `url` knows of an assignment; nothing without one.

    Raises `Refusal` when the gradebook cannot be read.
    """
    if not exists(url):
        return Ledger()
    warnings.simplefilter("ignore", SAWarning)  # nbgrader's
    try:
        with Gradebook(url, course_id or "default_course") as book:
            return Ledger(dict(people(book)), standings(book, assignment))
    except (SQLAlchemyError, ImportError) as error:
        text = str(getattr(error, "orig", error)).strip().splitlines()[0]
        raise Refusal(f"cannot read the gradebook: {text}") from error


def of_student(book: Gradebook, assignment: str, student: str) -> Ledger:
    """The same of one student alone, from a gradebook that is open."""
    known = dict(people(book, Student.id == student))
    return Ledger(known, standings(book, assignment, student))


def last_deadline(book: Gradebook, assignment: str) -> datetime | None:
    """Until when anybody may hand in, in UTC; None without a deadline."""
    try:
        known = book.find_assignment(assignment)
    except MissingEntry:
        return None
    due: datetime | None = known.duedate
    if due is None:
        return None
    rows = book.db.query(SubmittedAssignment.extension).filter(
        SubmittedAssignment.assignment_id == known.id,
        SubmittedAssignment.extension.isnot(None),
    )
    return due + max((more for (more,) in rows), default=timedelta())


def people(book: Gradebook, *which: Any) -> Iterator[tuple[str, Person]]:
    """Everybody in the gradebook, or those whom conditions choose."""
    columns = (Student.id, Student.first_name, Student.last_name)
    for id, first, last in book.db.query(*columns).filter(*which).order_by(Student.id):
        yield id, Person(id, first or "", last or "")


def standings(
    book: Gradebook, name: str, student: str | None = None
) -> dict[str, Standing]:
    """Where each student stands who has a submission in the gradebook; or one."""
    try:
        known = book.find_assignment(name)
    except MissingEntry:
        return {}
    mine = SubmittedAssignment.assignment_id == known.id
    if student is not None:
        mine &= SubmittedAssignment.student_id == student
    due = known.duedate
    found = {}
    columns = (
        *(SubmittedAssignment.student_id, SubmittedAssignment.timestamp),
        SubmittedAssignment.extension,
    )
    for student, time, extension in book.db.query(*columns).filter(mine):
        late = 0.0
        if time is not None and due is not None:
            last = due if extension is None else due + extension
            late = max(0.0, (time - last).total_seconds())
        found[student] = Standing(time, late)
    for student, penalty in (
        book.db.query(
            SubmittedAssignment.student_id, SubmittedNotebook.late_submission_penalty
        )
        .join(
            SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id
        )
        .filter(mine)
    ):
        found[student].penalty += penalty or 0.0
    for student, place, *rest in of_cells(book, Grade, mine):
        score, manual, extra, waits = rest
        found[student].points[place] = Points(
            float(score or 0.0), manual, float(extra or 0.0), bool(waits)
        )
    for student, place, text in of_cells(book, Comment, mine):
        if text:
            found[student].comments[place] = text
    return found


def of_cells(book: Gradebook, kind: Any, mine: Any) -> Iterator[tuple[Any, ...]]:
    """The grades or the comments of all submissions: whose, where, and what."""
    of_grade = ("score", "manual_score", "extra_credit", "needs_manual_grade")
    names = of_grade if kind is Grade else ("comment",)
    student, submitted = SubmittedAssignment.student_id, SubmittedAssignment.id
    rows = (
        book.db.query(
            *(student, Notebook.name, BaseCell.name),
            *(getattr(kind, name) for name in names),
        )
        .select_from(kind)
        .join(BaseCell, kind.cell_id == BaseCell.id)
        .join(SubmittedNotebook, kind.notebook_id == SubmittedNotebook.id)
        .join(Notebook, SubmittedNotebook.notebook_id == Notebook.id)
        .join(SubmittedAssignment, SubmittedNotebook.assignment_id == submitted)
        .filter(mine)
    )
    for who, notebook, cell, *rest in rows:
        yield who, (notebook, cell), *rest
