"""Penalties for late submissions, by the plugin that nbgrader_config.py names.

They follow what they depend on at the next run, though no submission has changed: the
deadline, an extension, the plugin and its settings, the score that they are taken from.
"""

from __future__ import annotations

import hashlib
import inspect
import json
import math
from datetime import datetime, timedelta
from pathlib import Path

import nbformat
from nbgrader import api
from nbgrader.api import Gradebook, InvalidEntry, SubmittedAssignment
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import AssignLatePenalties
from sqlalchemy.exc import SQLAlchemyError
from traitlets.config import LoggingConfigurable

from autograder.course.within import within
from autograder.records import NotGraded

MOST_AT_ONCE = 500  # values in one query
_CHANGED = "in time, and fined"


class Penalties(AssignLatePenalties):  # type: ignore[misc]
    """nbgrader's step, which takes no penalty that is not a number."""

    def _check_late_penalty(self, notebook: object, penalty: object) -> float:
        number = isinstance(penalty, int | float) and math.isfinite(penalty)
        if not number:
            raise ValueError(f"a penalty of {penalty!r} is not a number")
        checked: float = super()._check_late_penalty(notebook, penalty)
        return checked


class Late:
    """The late plugin of a course."""

    def __init__(
        self, owner: LoggingConfigurable, course: CourseDirectory, wanted: bool
    ) -> None:
        """Look at the plugin, if it is `wanted`; the settings say that it is there."""
        self.owner, self.course, self.wanted = owner, course, wanted
        self.name = self.settings = ""
        if wanted:
            with within(course.root):  # where nbgrader would call it
                self._look()

    def _look(self) -> None:
        owner = self.owner
        kind = Penalties(parent=owner).plugin_class
        self.name = f"{kind.__module__}.{kind.__qualname__}"
        found = hashlib.sha256(self.name.encode())
        for section in sorted({part.__name__ for part in kind.__mro__}):
            found.update(repr(owner.config.get(section, "")).encode())
        try:
            found.update(Path(inspect.getfile(kind)).read_bytes())
        except (OSError, TypeError):  # it was made in the configuration itself
            found.update(b"no file")
        self.settings = found.hexdigest()[:16]

    def states(self, gradebook: Gradebook, assignment: str) -> dict[str, str]:
        """What each student's penalty depends on; "" for those that have none."""
        if not self.wanted:
            return dict.fromkeys((part.id for part in gradebook.students), "")
        rows = (
            gradebook.db.query(
                SubmittedAssignment.id,
                SubmittedAssignment.student_id,
                SubmittedAssignment.timestamp,
                SubmittedAssignment.extension,
                api.Assignment.duedate,
            )
            .join(
                api.Assignment, SubmittedAssignment.assignment_id == api.Assignment.id
            )
            .filter(api.Assignment.name == assignment)
            .all()
        )
        late = {id_: seconds_late(when, due, more) for id_, _, when, more, due in rows}
        fined = {
            id_
            for (id_,) in gradebook.db.query(api.SubmittedNotebook.assignment_id)
            .filter(api.SubmittedNotebook.late_submission_penalty > 0)
            .all()
        }
        of_late = self._scores(gradebook, [id_ for id_ in late if late[id_]])
        found = {}
        for id_, student, *_ in rows:
            found[student] = _CHANGED if id_ in fined else ""
            if late[id_]:
                found[student] = self.state(late[id_], of_late[id_])
        return found

    def state(self, seconds: float, scores: dict[str, float]) -> str:
        """What the penalty of a late submission depends on."""
        return json.dumps([seconds, scores, self.settings], sort_keys=True)

    def _scores(
        self, gradebook: Gradebook, ids: list[str]
    ) -> dict[str, dict[str, float]]:
        """The score of each notebook of some submissions, as the database has it."""
        found: dict[str, dict[str, float]] = {id_: {} for id_ in ids}
        part, book = api.SubmittedNotebook, api.Notebook
        asked = gradebook.db.query(part.assignment_id, book.name, part.score)
        for first in range(0, len(ids), MOST_AT_ONCE):
            some = ids[first : first + MOST_AT_ONCE]
            rows = asked.join(book, part.notebook_id == book.id).filter(
                part.assignment_id.in_(some)
            )
            for id_, name, score in rows:
                found[id_][name] = score
        return found

    def settle(self, gradebook: Gradebook, submission: SubmittedAssignment) -> str:
        """Set the penalty of one submission; what it depends on.

        Raises `NotGraded` when the plugin fails on it.
        """
        if not self.wanted:
            return ""
        student, assignment = submission.student_id, submission.assignment.name
        due, extension = submission.assignment.duedate, submission.extension
        seconds = seconds_late(submission.timestamp, due, extension)
        fined = [part for part in submission.notebooks if part.late_submission_penalty]
        if due is None:  # nbgrader's own sum fails where only an extension is known
            for part in fined:
                part.late_submission_penalty = None
        names = [part.name for part in submission.notebooks]
        gradebook.db.commit()
        if not seconds and not fined:
            return ""
        scores = self._scores(gradebook, [submission.id])[submission.id]
        for name in names if due is not None else ():
            self._ask(name, assignment, student)
        return self.state(seconds, scores) if seconds else ""

    def _ask(self, notebook: str, assignment: str, student: str) -> None:
        words = {
            "notebook": notebook,
            "assignment": assignment,
            "student": student,
            "db_url": self.course.db_url,
        }
        try:
            with within(self.course.root):
                worker = Penalties(parent=self.owner)
                worker(nbformat.v4.new_notebook(), {"nbgrader": words})
        except (SQLAlchemyError, InvalidEntry):
            raise
        except Exception as error:  # somebody's plugin may raise anything
            text = f"{type(error).__name__}: {error}".splitlines()[0]
            raise NotGraded(
                f"the late plugin {self.name} failed on this submission ({text}): "
                "its marks wait until the plugin is mended and you run again"
            ) from error


def seconds_late(
    handed_in: datetime | None, due: datetime | None, extension: timedelta | None
) -> float:
    """By how much a submission is late, with its extension."""
    if handed_in is None or due is None:
        return 0.0
    try:
        end = due + (extension or timedelta())
    except OverflowError:
        return 0.0
    return max(0.0, (handed_in - end).total_seconds())
