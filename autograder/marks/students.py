"""The gradebook's people and their final scores; marks are read, never written."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from nbgrader.api import Gradebook, MissingEntry, Student, SubmittedAssignment
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.exc import ArgumentError, SAWarning, SQLAlchemyError

from autograder.marks import gradebook as book
from autograder.marks.ledger import exists
from autograder.records import Refusal, Stopped

LONGEST = 128  # characters of a name that the gradebook keeps
Fields = Mapping[str, str]  # first_name, last_name, email, lms_user_id


@dataclass(frozen=True)
class Score:
    """What the gradebook gives a submission in the end."""

    points: float  # marks of people and penalties in it
    waits: bool  # for a person to mark


@dataclass(frozen=True)
class Scores:
    """The scores of one assignment, by student."""

    most: float
    by_student: Mapping[str, Score]


@contextmanager
def opened(course: CourseDirectory) -> Iterator[Gradebook]:
    """The course's gradebook; what goes wrong with it is one sentence."""
    warnings.simplefilter("ignore", SAWarning)  # nbgrader's
    try:
        name = course.course_id or "default_course"
        with Gradebook(course.db_url, name) as gradebook:
            yield gradebook
    except (SQLAlchemyError, ImportError) as error:
        if book.locked(error):
            raise book.Locked from error
        text = str(getattr(error, "orig", error)).strip().splitlines()[0]
        raise Stopped(f"cannot use the gradebook: {text}") from error


def add_people(course: CourseDirectory, people: Mapping[str, Fields]) -> int:
    """Put people into the gradebook, by student id; how many are new.

    What is known already stays where nothing better is given.
    """
    with opened(course) as gradebook:
        known = {student.id: student for student in gradebook.db.query(Student)}
        for name, given in people.items():
            student = known.get(name)
            if student is None:
                student = Student(id=name)
                gradebook.db.add(student)
            for field, value in given.items():
                if value and getattr(student, field) != value[:LONGEST]:
                    setattr(student, field, value[:LONGEST])
        gradebook.db.commit()
        return len(people.keys() - known.keys())


def read_scores(
    course: CourseDirectory, assignments: Sequence[str]
) -> tuple[dict[str, Scores], dict[str, str]]:
    """The final scores of assignments, and students by the platform's ids.

    A score is what `nbgrader export` gives: marks of people count, and penalties are
    taken off.
    """
    missing = Refusal(f"there is no gradebook {course.db_url}: grade first")
    try:
        there = exists(course.db_url)
    except ArgumentError:
        raise missing from None
    if not there:
        raise missing
    found = {}
    with opened(course) as gradebook:
        for name in assignments:
            try:
                assignment = gradebook.find_assignment(name)
            except MissingEntry:
                known = ", ".join(a.name for a in gradebook.assignments) or "none"
                raise Refusal(
                    f"the gradebook has no assignment {name!r}, so grade it first; "
                    f"it has {known}"
                ) from None
            rows = gradebook.db.query(  # one question for all, not three for each
                SubmittedAssignment.student_id,
                SubmittedAssignment.score,
                SubmittedAssignment.late_submission_penalty,
                SubmittedAssignment.needs_manual_grade,
            ).filter(SubmittedAssignment.assignment_id == assignment.id)
            found[name] = Scores(
                float(assignment.max_score or 0),
                {
                    student: Score(max(0.0, (score or 0) - (late or 0)), bool(waits))
                    for student, score, late, waits in rows
                },
            )
        linked = {
            student.lms_user_id: student.id
            for student in gradebook.db.query(Student)
            if student.lms_user_id
        }
    return found, linked
