"""Give a student more time for an assignment, as nbgrader's gradebook knows it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from difflib import get_close_matches

from nbgrader.api import MissingEntry
from nbgrader.coursedir import CourseDirectory

from autograder.marks import ledger
from autograder.records import Refusal
from autograder.term import rows


def extend(
    course: CourseDirectory, student: str, assignment: str, more: timedelta
) -> datetime:
    """Let a student hand in that much later than the class; until when, in UTC.

    It counts from the deadline of all, replaces an earlier extension, and with no time
    takes it back. A submission that is there already is judged by it at the next run.

    Raises:
        Refusal: there is no such student or assignment, or it has no deadline.
        Stopped: the gradebook cannot be written.
    """
    if not ledger.exists(course.db_url):
        raise Refusal(f"there is no gradebook at {course.db_url}")
    with rows.opened(course.db_url, course.course_id) as gradebook:
        try:
            gradebook.find_student(student)
        except MissingEntry as error:
            known = [part.id for part in gradebook.students]
            raise _unknown("student", student, known) from error
        try:
            due = gradebook.find_assignment(assignment).duedate
        except MissingEntry as error:
            known = [part.name for part in gradebook.assignments]
            raise _unknown("assignment", assignment, known) from error
        if due is None:
            raise Refusal(
                f"{assignment} has no deadline to extend; give it one with: nbgrader "
                f'db assignment add {assignment} --duedate "2026-10-16 23:59 UTC"'
            )
        # The extension is kept with the submission; before there is one, with an
        # empty one, which has no time and no mark.
        submission = gradebook.update_or_create_submission(assignment, student)
        submission.extension = more or None
        gradebook.db.commit()
        until: datetime = due + more
        return until


def _unknown(what: str, name: str, known: Iterable[str]) -> Refusal:
    near = get_close_matches(name, list(known), n=3)
    hint = f"; near it: {', '.join(near)}" if near else ""
    return Refusal(f"the gradebook has no {what} {name!r}{hint}")
