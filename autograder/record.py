"""Keep results: files that appear whole or not at all, and nbgrader's gradebook.

A submission's folder in the output gets its executed notebooks first and its
result last, each by a rename. So whatever a killed run leaves behind is either
a complete result or none, and the next run goes on from there.
"""

from __future__ import annotations

import csv
import errno
import io
import json
import logging
import os
import shutil
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import nbformat
import nbgrader.api
from alembic.script import ScriptDirectory
from nbgrader.api import Gradebook, InvalidEntry, MissingEntry
from nbgrader.coursedir import CourseDirectory
from nbgrader.dbutil import ALEMBIC_DIR
from nbgrader.preprocessors import AssignLatePenalties, SaveCells
from sqlalchemy.exc import SAWarning, SQLAlchemyError

from autograder.records import (
    Assignment,
    Graded,
    Question,
    Refusal,
    Result,
    Stopped,
    Submission,
)

PATIENCE = 30.0  # seconds to wait for a locked gradebook
KEPT = (
    "what was graded before is kept: make room or name another --output, and run again"
)
_REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EROFS: "the file system is read-only",
    errno.EACCES: "writing is not allowed",
    errno.EPERM: "writing is not allowed",
    errno.EISDIR: "it is a folder",
    errno.ENOENT: "its folder does not exist",
}


@contextmanager
def explained(place: Path, after: str = KEPT) -> Iterator[None]:
    """Turn a failed write into one sentence; `after` says what to do then."""
    try:
        yield
    except OSError as error:
        reason = _REASONS.get(error.errno or 0, error.strerror or str(error))
        raise Stopped(
            f"cannot write {error.filename or place}: {reason}; {after}"
        ) from error


def write_whole(path: Path, data: bytes) -> None:
    """Write a file that appears complete or not at all."""
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(data)
        os.replace(part, path)
    except OSError:
        with suppress(OSError):
            part.unlink()
        raise


def to_bytes(value: Any) -> bytes:
    """Readable JSON, the same bytes for the same value."""
    return (json.dumps(value, indent=1, ensure_ascii=False) + "\n").encode()


class Output:
    """The output folder of one assignment."""

    def __init__(self, folder: Path, assignment: str) -> None:
        self.folder, self.assignment = folder, assignment
        with explained(folder):
            folder.mkdir(parents=True, exist_ok=True)
            self._lock = open(folder / ".lock", "w")  # noqa: SIM115
        try:
            import fcntl

            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except ImportError:
            pass
        except OSError as error:
            raise Refusal(f"another run is writing to {folder}") from error

    def close(self) -> None:
        """Let another run write here."""
        self._lock.close()

    def place(self, student: str) -> Path:
        """Where a student's results are."""
        return self.folder / student / self.assignment

    def load(self, student: str) -> tuple[str, Result] | None:
        """The key and result of an earlier run, if they are there and whole."""
        path = self.place(student) / "result.json"
        try:
            kept = json.loads(path.read_bytes())
            result = dict(kept["result"])
            questions = tuple(Question(**part) for part in result.pop("questions"))
            unchanged = tuple((a, b) for a, b in result.pop("unchanged"))
            flags = tuple(result.pop("flags"))
            return kept["key"], Result(
                **result, flags=flags, questions=questions, unchanged=unchanged
            )
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def restore(
        self, submission: Submission, key: str, result: Result, files: dict[str, bytes]
    ) -> Graded:
        """What `save` once wrote, with its executed notebooks."""
        paths = sorted(self.place(submission.student).glob("*.ipynb"))
        with explained(self.folder):
            notebooks = {path.stem: nbformat.read(path, 4) for path in paths}
        return Graded(submission, key, result, notebooks, files)

    def save(self, graded: Graded) -> None:
        """Write one submission's executed notebooks, then its result."""
        place = self.place(graded.result.student)
        with explained(place):
            place.mkdir(parents=True, exist_ok=True)
            with suppress(FileNotFoundError):
                (place / "result.json").unlink()
            for path in place.glob("*.ipynb"):
                if path.stem not in graded.notebooks:
                    path.unlink()  # of an earlier, readable version
            for name, notebook in graded.notebooks.items():
                text = nbformat.v4.writes(notebook)
                write_whole(place / f"{name}.ipynb", text.encode())
            kept = dict(vars(graded.result))
            kept["questions"] = [vars(part) for part in graded.result.questions]
            write_whole(
                place / "result.json", to_bytes({"key": graded.key, "result": kept})
            )

    def recorded(self, student: str, key: str, mark: bool = False) -> bool:
        """Whether a result is in the gradebook; with `mark`, note that it is."""
        path = self.place(student) / "recorded"
        if mark:
            with explained(path):
                write_whole(path, key.encode())
        try:
            return path.read_text() == key
        except OSError:
            return False

    def summarise(
        self, results: Iterable[Result], engine: str, sandbox: str, seconds: float
    ) -> None:
        """Write results.json and results.csv."""
        listed = sorted(results, key=lambda result: result.student)
        with explained(self.folder):
            summary = to_json(self.assignment, listed, engine, sandbox, seconds)
            write_whole(self.folder / "results.json", to_bytes(summary))
            write_whole(self.folder / "results.csv", to_csv(listed))


def to_json(
    assignment: str, results: list[Result], engine: str, sandbox: str, seconds: float
) -> dict[str, Any]:
    """The content of results.json."""
    return {
        "schema": 1,
        "assignment": assignment,
        "engine": engine,
        "sandbox": sandbox,
        "seconds": round(seconds, 3),
        "submissions": [result.to_json() for result in results],
    }


def to_csv(results: list[Result]) -> bytes:
    """The content of results.csv: one line a student, one column a question."""
    ids = list(
        dict.fromkeys(part.id for result in results for part in result.questions)
    )
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["student", "status", "score", "max_score", "flags", *ids])
    for result in results:
        marks = {part.id: part.score for part in result.questions}
        row = [result.student, result.status, result.score, result.max_score]
        row += ["; ".join(result.flags), *(marks.get(name, "") for name in ids)]
        # A spreadsheet would run a cell that begins like a formula.
        safe = [f"'{x}" if str(x)[:1] in tuple("=+-@") else x for x in row]
        writer.writerow(safe)
    return text.getvalue().encode()


def schema_version() -> str:
    """The version that nbgrader writes into a new gradebook.

    nbgrader runs the program `alembic` to learn it, which takes seconds and needs
    the right PATH. Its library knows as well.
    """
    return str(ScriptDirectory(ALEMBIC_DIR).get_current_head())


nbgrader.api.get_alembic_version = schema_version


class Book:
    """nbgrader's gradebook, with one writer: the thread that made this."""

    def __init__(self, course: CourseDirectory, assignment: Assignment) -> None:
        self.course, self.assignment = course, assignment
        self.owner = course.parent or course  # who holds nbgrader's configuration
        logging.getLogger("tornado.application").disabled = True
        warnings.simplefilter("ignore", SAWarning)  # nbgrader's, on every student
        self._links: dict[str, Path] = {}
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

    def _retry(self, action: Callable[[], None]) -> None:
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
        for master in self.assignment.masters:
            ours = {
                (master.name, meta["grade_id"]): meta.get("checksum")
                for cell in master.notebook.cells
                if (meta := cell.metadata.get("nbgrader")) and "checksum" in meta
            }
            theirs = {k: v for k, v in stored.items() if k[0] == master.name}
            if ours == theirs:
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

    def write(self, graded: Result, submission: Submission) -> None:
        """Write one result; waits for a locked gradebook, then gives up."""
        self._retry(lambda: self._write(graded, submission.timestamp))

    def _write(self, result: Result, timestamp: str | None) -> None:
        with self._patiently("write"):
            self._write_now(result, timestamp)

    def _write_now(self, result: Result, timestamp: str | None) -> None:
        gradebook, name = self.gradebook, self.assignment.name
        try:
            gradebook.find_student(result.student)
        except MissingEntry:
            gradebook.add_student(result.student)
        given = {"timestamp": timestamp} if timestamp else {}
        submission = gradebook.update_or_create_submission(
            name, result.student, **given
        )
        questions = {(part.notebook, part.id): part for part in result.questions}
        unchanged = set(result.unchanged)
        for book in submission.notebooks:
            for grade in book.grades:
                part = questions.get((book.name, grade.cell.name))
                if part is None:
                    continue
                grade.auto_score = None if part.status == "manual" else part.score
                by_hand = grade.manual_score is not None or grade.auto_score is None
                grade.needs_manual_grade = by_hand
            for comment in book.comments:
                blank = (book.name, comment.cell.name) in unchanged
                comment.auto_comment = "No response." if blank else None
        late = submission.total_seconds_late > 0
        fined = any(book.late_submission_penalty for book in submission.notebooks)
        names = [book.name for book in submission.notebooks]
        gradebook.db.commit()
        if late or fined:
            self._late(result.student, names)
        gradebook.db.expunge_all()

    def _late(self, student: str, names: list[str]) -> None:
        """Let nbgrader's own plugin set the penalty for a late submission."""
        for name in names:
            words = {
                "notebook": name,
                "assignment": self.assignment.name,
                "student": student,
                "db_url": self.course.db_url,
            }
            worker = AssignLatePenalties(parent=self.owner)
            worker(nbformat.v4.new_notebook(), {"nbgrader": words})

    def keep(self, graded: Graded) -> None:
        """Write the executed notebooks where formgrader and feedback look."""
        place = Path(
            self.course.format_path(
                self.course.autograded_directory,
                graded.result.student,
                self.assignment.name,
            )
        )
        part = place.with_name(f".{place.name}.part")
        with explained(place):
            shutil.rmtree(part, ignore_errors=True)
            part.mkdir(parents=True)
            for name, data in graded.files.items():
                self._file(part / name, place / name, name, data)
            for name, notebook in graded.notebooks.items():
                path = part / f"{name}.ipynb"
                path.write_text(nbformat.v4.writes(notebook), encoding="utf-8")
                path.chmod(0o444)
            shutil.rmtree(place, ignore_errors=True)
            part.rename(place)

    def _file(self, path: Path, final: Path, name: str, data: bytes) -> None:
        """Write one file; the course's own, being the same for all, as a link."""
        path.parent.mkdir(parents=True, exist_ok=True)
        shared = self.assignment.files.get(name) == data
        if shared and name in self._links:
            with suppress(OSError):
                os.link(self._links[name], path)
                return
        path.write_bytes(data)
        path.chmod(0o444)
        if shared:
            self._links[name] = final


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
