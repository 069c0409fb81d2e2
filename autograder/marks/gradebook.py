"""nbgrader's gradebook, written by one thread, and what formgrader reads beside it."""

from __future__ import annotations

import logging
import math
import os
import shutil
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

import nbgrader.api
from alembic.script import ScriptDirectory
from nbgrader.api import (
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    InvalidEntry,
    MissingEntry,
    Notebook,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.coursedir import CourseDirectory
from nbgrader.dbutil import ALEMBIC_DIR
from nbgrader.preprocessors import SaveCells
from sqlalchemy.exc import DataError, IntegrityError, SAWarning, SQLAlchemyError

from autograder.course.settings import Settings
from autograder.marks import release
from autograder.marks.files import append_csv, explained
from autograder.marks.late import Late
from autograder.records import (
    Assignment,
    Graded,
    Refusal,
    Result,
    Stopped,
    Submission,
)

Done = TypeVar("Done")
PATIENCE = 30.0  # seconds to wait for a locked gradebook
# What a database says of values that it does not take: they concern one submission.
_OF_ONE = (DataError, IntegrityError, InvalidEntry)


def schema_version() -> str:
    """The version that nbgrader writes into a new gradebook.

    nbgrader runs the program `alembic` to learn it, which takes seconds and needs
    the right PATH. Its library knows as well.
    """
    return str(ScriptDirectory(ALEMBIC_DIR).get_current_head())


nbgrader.api.get_alembic_version = schema_version


class Book:
    """nbgrader's gradebook, with one writer: the thread that made this."""

    def __init__(
        self,
        course: CourseDirectory,
        assignment: Assignment,
        settings: Settings | None = None,
        kept: Path | None = None,
    ) -> None:
        """Open a course's gradebook and tell it about an assignment.

        Marks of persons that it can no longer hold go to the file `kept`.
        """
        self.course, self.assignment = course, assignment
        self.settings = settings or Settings()
        self.kept_file = kept or Path(course.root, "removed_marks.csv")
        self.changes: list[str] = []  # since the release, a sentence each
        self.owner = course.parent or course  # who holds nbgrader's configuration
        logging.getLogger("tornado.application").disabled = True
        warnings.simplefilter("ignore", SAWarning)  # nbgrader's, on every student
        self._links: dict[str, Path] = {}
        self._cells: dict[str, tuple[str, str]] = {}  # by their ids
        self._held: dict[str, dict[tuple[str, str], float | None]] | None = None
        self.late = Late(self.owner, course, self.settings.late)
        self._retry(self._open)
        self._retry(self._ensure_assignment)

    def _open(self) -> None:
        url, course = self.course.db_url, self.course.course_id or "default_course"
        try:
            with self._patiently("open"):
                self.gradebook = Gradebook(url, course)
            # What was committed is still true while one submission is written.
            self.gradebook.db().expire_on_commit = False
        except ImportError as error:
            kind = url.partition(":")[0]
            raise Refusal(
                f"the driver {error.name!r} for {kind} gradebooks is not installed; "
                "install it, or name another in the URL, as in postgresql+psycopg2"
            ) from error

    def _retry(self, action: Callable[[], Done]) -> Done:
        """Do something with the gradebook; wait while it is locked, not forever."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                return action()
            except Locked:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.2)

    def close(self) -> None:
        """Close the connection."""
        self.gradebook.close()

    @contextmanager
    def _patiently(self, verb: str) -> Iterator[None]:
        """Turn a database that does not answer into one sentence."""
        try:
            yield
        except (SQLAlchemyError, InvalidEntry) as error:
            if hasattr(self, "gradebook"):
                self.gradebook.db.rollback()
            if locked(error):
                raise Locked from error
            if isinstance(error, _OF_ONE):
                raise
            text = str(getattr(error, "orig", error)).strip().splitlines()[0]
            raise Stopped(f"cannot {verb} the gradebook: {text}") from error

    def _ensure_assignment(self) -> None:
        """Tell the gradebook about the assignment, as generate_assignment does."""
        name = self.assignment.name
        with self._patiently("write"):
            try:
                known = self.gradebook.find_assignment(name)
            except MissingEntry:
                known = self.gradebook.update_or_create_assignment(name)
            stored = {
                (book.name, cell.name): cell.checksum
                for book in known.notebooks
                for cell in book.source_cells
            }
            submitted = bool(known.submissions)
            names = {master.name for master in self.assignment.masters}
            for old in sorted({book.name for book in known.notebooks} - names):
                self.changes += [release.drop(self.gradebook, name, old, self._lose)]
        for master in self.assignment.masters:
            ours = {
                (master.name, meta["grade_id"]): meta.get("checksum")
                for cell in master.notebook.cells
                if (meta := cell.metadata.get("nbgrader")) and "checksum" in meta
            }
            theirs = {k: v for k, v in stored.items() if k[0] == master.name}
            if ours == theirs:
                continue
            if submitted and theirs:
                with self._patiently("write"):
                    self.changes += release.update(
                        self.gradebook, name, master, self._lose
                    )
                continue
            resources = {
                "nbgrader": {
                    "notebook": master.name,
                    "assignment": name,
                    "db_url": self.course.db_url,
                }
            }
            try:
                with self._patiently("write"):
                    SaveCells(parent=self.owner)(master.notebook, resources)
            except RuntimeError as error:
                raise Refusal(str(error)) from error
            self.gradebook.db.expire_all()
            if submitted:
                release.add(self.gradebook, name, master.name)
        self.gradebook.db.expire_all()

    def _lose(self, marks: list[release.Lost]) -> None:
        """Write down what persons gave to questions that are no more."""
        if not marks:
            return
        with explained(self.kept_file):
            append_csv(self.kept_file, [vars(mark) for mark in marks])
        self.changes.append(
            f"{len(marks)} marks or comments that a person gave have no question any "
            f"more: they are in {self.kept_file}"
        )

    def known(
        self, submissions: list[Submission]
    ) -> tuple[list[Submission], list[Submission]]:
        """The submissions of students that the gradebook knows, and the others."""
        with self._patiently("read"):
            names = {student.id for student in self.gradebook.students}
        ours = [one for one in submissions if one.student in names]
        return ours, [one for one in submissions if one.student not in names]

    def holds(self, result: Result, notebooks: Iterable[str]) -> bool:
        """Whether the gradebook has the marks of a result, and formgrader its files."""
        place = self._place(result.student)
        if not place.is_dir() or not all((place / name).exists() for name in notebooks):
            return False
        if self._held is None:
            with self._patiently("read"):
                self._held = held(self.gradebook, self.assignment.name)
        marks = self._held.get(result.student, {})
        return all(
            marks.get((part.notebook, part.id), math.nan)
            == (None if part.status == "manual" else part.score)
            for part in result.questions
        )

    def write(self, graded: Result, submission: Submission) -> str:
        """Write one result; what its late penalty depends on.

        Waits for a locked gradebook, then gives up.
        """
        return self._retry(lambda: self._safely(self._write_now, graded, submission))

    def lateness(self) -> dict[str, str]:
        """What the late penalty of each student in the gradebook depends on."""
        name = self.assignment.name
        with self._patiently("read"):
            return self.late.states(self.gradebook, name)

    def settle(self, student: str) -> str:
        """Set a student's late penalty anew; what it depends on."""
        return self._retry(lambda: self._safely(self._settle_now, student))

    def _safely(self, write: Callable[..., str], *given: object) -> str:
        try:
            with self._patiently("write"):
                return write(*given)
        except Exception:
            self.gradebook.db.rollback()  # for the next submission
            raise

    def _settle_now(self, student: str) -> str:
        submission = self.gradebook.find_submission(self.assignment.name, student)
        state = self.late.settle(self.gradebook, submission)
        self.gradebook.db.expunge_all()
        return state

    def _write_now(self, result: Result, handed_in: Submission) -> str:
        gradebook, name = self.gradebook, self.assignment.name
        # Without a timestamp.txt what the gradebook knows stands.
        timed = handed_in.timestamp or handed_in.untimed
        given = {"timestamp": handed_in.timestamp} if timed else {}
        with self._at_once():
            try:
                gradebook.find_student(result.student)
            except MissingEntry:
                gradebook.add_student(result.student)
            submission = gradebook.update_or_create_submission(
                name, result.student, **given
            )
            self._fill(submission, result)
        state = self.late.settle(gradebook, submission)
        gradebook.db.expunge_all()
        return state

    @contextmanager
    def _at_once(self) -> Iterator[None]:
        """Commit once what nbgrader commits step by step, waiting for the disk."""
        session = self.gradebook.db
        session.commit = session.flush
        try:
            yield
        finally:
            del session.commit
        session.commit()

    def _fill(self, submission: SubmittedAssignment, result: Result) -> None:
        """Set the marks of a submission."""
        questions = {(part.notebook, part.id): part for part in result.questions}
        unchanged = set(result.unchanged)
        for book in submission.notebooks:
            for grade in book.grades:
                part = questions.get(self._named(grade))
                if part is None:
                    continue
                grade.auto_score = None if part.status == "manual" else part.score
                by_hand = grade.manual_score is not None or grade.auto_score is None
                grade.needs_manual_grade = by_hand
            for comment in book.comments:
                blank = self._named(comment) in unchanged
                comment.auto_comment = "No response." if blank else None

    def _named(self, part: Grade | Comment) -> tuple[str, str]:
        """The notebook and the name of a cell, which are read once for all students."""
        if part.cell_id not in self._cells:
            rows = self.gradebook.db.query(BaseCell.id, Notebook.name, BaseCell.name)
            joined = rows.join(Notebook, BaseCell.notebook_id == Notebook.id)
            self._cells = {id_: (book, cell) for id_, book, cell in joined}
        return self._cells[part.cell_id]

    def _place(self, student: str) -> Path:
        """Where formgrader and feedback look for a student's notebooks."""
        step = self.course.autograded_directory
        return Path(self.course.format_path(step, student, self.assignment.name))

    def keep(self, graded: Graded) -> None:
        """Write the executed notebooks where formgrader and feedback look."""
        place = self._place(graded.result.student)
        part = place.with_name(f".{place.name}.part")
        with explained(place, one=True):
            shutil.rmtree(part, ignore_errors=True)
            part.mkdir(parents=True)
            for name, data in graded.files.items():
                self._file(part / name, place / name, name, data)
            for name, data in graded.written.items():
                path = part / f"{name}.ipynb"
                path.write_bytes(data)
                path.chmod(self.settings.permissions)
            shutil.rmtree(place, ignore_errors=True)
            part.rename(place)
        if self.settings.shared:
            share(place, self._place(".").parent)

    def _file(self, path: Path, final: Path, name: str, data: bytes) -> None:
        """Write one file; the course's own, being the same for all, as a link."""
        path.parent.mkdir(parents=True, exist_ok=True)
        shared = self.assignment.files.get(name) == data
        if shared and name in self._links:
            with suppress(OSError):
                os.link(self._links[name], path)
                return
        path.write_bytes(data)
        path.chmod(self.settings.permissions)
        if shared:
            self._links[name] = final


def share(place: Path, top: Path) -> None:
    """Let the group write to folders, as CourseDirectory.groupshared asks."""
    inside = [path for path in place.rglob("*") if path.is_dir()]
    for folder in (place, place.parent, *inside, *([top] if top.is_dir() else [])):
        with suppress(PermissionError):  # it is a colleague's, and may be so already
            folder.chmod(folder.stat().st_mode & 0o777 | 0o2770)


def held(
    gradebook: Gradebook, assignment: str
) -> dict[str, dict[tuple[str, str], float | None]]:
    """The marks that tests gave, by student, then by notebook and question."""
    known = gradebook.find_assignment(assignment)
    rows = (
        gradebook.db.query(
            SubmittedAssignment.student_id,
            Notebook.name,
            BaseCell.name,
            Grade.auto_score,
        )
        .select_from(Grade)
        .join(SubmittedNotebook, Grade.notebook_id == SubmittedNotebook.id)
        .join(
            SubmittedAssignment,
            SubmittedNotebook.assignment_id == SubmittedAssignment.id,
        )
        .join(Notebook, SubmittedNotebook.notebook_id == Notebook.id)
        .join(BaseCell, Grade.cell_id == BaseCell.id)
        .filter(SubmittedAssignment.assignment_id == known.id)
    )
    found: dict[str, dict[tuple[str, str], float | None]] = {}
    for student, notebook, cell, score in rows:
        found.setdefault(student, {})[notebook, cell] = score
    return found


class Locked(Stopped):
    """Another program holds the gradebook."""

    def __init__(self) -> None:
        super().__init__(
            "the gradebook is locked by another program; all results so far are "
            "kept: close it (formgrader, perhaps) and run again"
        )


def locked(error: BaseException | None) -> bool:
    """Whether an error says that a database is busy."""
    while error is not None:
        if "database is locked" in str(error):
            return True
        error = error.__cause__ or error.__context__
    return False
