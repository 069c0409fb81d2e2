"""Delete all that a course keeps of a student, for good.

First a plan, which the person at the terminal sees; then the deed; then a search of the
whole course for what still names the student, which a person must judge.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from nbgrader import utils
from nbgrader.api import MissingEntry
from nbgrader.coursedir import CourseDirectory

from autograder.course.submissions import student_of
from autograder.marks import files, ledger
from autograder.records import Refusal
from autograder.term import places, rows

SECRET = "submission_secret.txt"  # nbgrader names a student's feedback by it
_AFTER = "mend that and run again: what is deleted already stays deleted"
_MOST_SEARCHED = 20_000_000  # bytes of one file


@dataclass(frozen=True)
class Plan:
    """What is to go."""

    student: str
    folders: tuple[Path, ...]
    exchanged: tuple[Path, ...]  # copies in nbgrader's exchange
    listings: tuple[Path, ...]  # files of results that name the student among others
    derived: tuple[Path, ...]  # pages and logs that are made anew when wanted
    marks: int  # rows of the gradebook that hold submissions
    known: bool  # to the gradebook


def plan(course: CourseDirectory, student: str) -> Plan:
    """What a course keeps of a student; `Refusal` where that is nothing."""
    at = places.folders(course)
    own = [
        path
        for what in ("submitted", "autograded", "feedback")
        for path in _named(at[what], student)
    ]
    own += [
        path
        for folder in at["graded"].glob("*/**/")
        if not _a_students(folder, at["graded"])
        for path in _named(folder, student)
    ]
    # What older versions of a student's files a second collecting put aside.
    for folder in at["submitted"].glob(".earlier/*/"):
        own += _named(folder, student)
    exchanged = set(_exchanged(course, student, own))
    # Copies for an undo are kept by number: they go as a whole, others' with them.
    own += [
        folder
        for folder in at["graded"].glob("*/regrade/")
        if any(_names(path, student) for path in _texts(folder))
    ]
    # A folder inside another one of the same student goes with it.
    own = [path for path in own if not any(p in own for p in path.parents)]
    named = [path for path in _texts(at["graded"]) if _names(path, student)]
    named = [path for path in named if not any(p in own for p in path.parents)]
    listings = [
        path
        for path in named
        if path.suffix in (".json", ".csv")
        and without(path, student) != path.read_bytes()
    ]
    known, marks = _rows(course, student)
    found = Plan(
        student,
        tuple(sorted(own)),
        tuple(sorted(exchanged)),
        tuple(listings),
        tuple(path for path in named if path.suffix in (".html", ".log")),
        marks,
        known,
    )
    if not (known or own or listings or exchanged):
        raise Refusal(
            f"nothing here is of a student {student!r}; students are called as their "
            f"folders in {at['submitted']} and as in the gradebook"
        )
    return found


def carry_out(course: CourseDirectory, plan: Plan) -> None:
    """Delete what a plan names; `Refusal` while a run is grading."""
    with places.at_rest(course), ExitStack() as stack:
        stack.enter_context(files.explained(Path(course.root), _AFTER))
        for path in (*plan.exchanged, *plan.folders):
            _remove(path)
        for path in plan.listings:
            files.write_whole(path, without(path, plan.student))
        for path in plan.derived:
            path.unlink(missing_ok=True)
        if plan.known:
            with rows.opened(course.db_url, course.course_id) as gradebook:
                gradebook.remove_student(plan.student)


def still_named(course: CourseDirectory, student: str) -> list[Path]:
    """The files below the course, and its archives, that still name a student.

    A word of a text can be a student's id by chance: a person decides. A short number
    would be in every file, and is not looked for.
    """
    found: list[Path] = []
    if re.fullmatch(r"\d{1,4}", student):
        return found
    for here, below, names in os.walk(course.root):
        below[:] = [
            name
            for name in sorted(below)
            if name not in (".git", "node_modules", "__pycache__")
            and not Path(here, name, "pyvenv.cfg").exists()
        ]
        for name in sorted(names):
            path = Path(here, name)
            if not path.is_symlink() and path.is_file() and _names(path, student):
                found.append(path)
    return found


def _named(folder: Path, student: str) -> Iterator[Path]:
    """A student's own folder, however odd its name."""
    if folder.is_dir():
        for path in folder.iterdir():
            is_folder = path.is_dir() or path.is_symlink()
            if is_folder and student_of(path.name) == student:
                yield path


def _a_students(folder: Path, graded: Path) -> bool:
    """Whether a folder is GRADED/ASSIGNMENT/STUDENT, which holds ASSIGNMENT again."""
    parts = folder.relative_to(graded).parts
    return len(parts) == 2 and (folder / parts[0]).is_dir()


def _texts(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        wanted = path.suffix in (".json", ".csv", ".html", ".log")
        if wanted and path.is_file() and not path.is_symlink():
            yield path


def _names(path: Path, student: str) -> bool:
    """Whether a file, or its name, has a student's id as a word of its own."""
    word = re.compile(rb"(?<!\w)" + re.escape(student.encode()) + rb"(?!\w)")
    if word.search(os.fsencode(path.name)):
        return True
    with path.open("rb") as file:
        return word.search(file.read(_MOST_SEARCHED)) is not None


def _rows(course: CourseDirectory, student: str) -> tuple[bool, int]:
    if not ledger.exists(course.db_url):
        return False, 0
    with rows.opened(course.db_url, course.course_id) as gradebook:
        try:
            found = gradebook.find_student(student)
        except MissingEntry:
            return False, 0
        return True, len(found.submissions)


def _exchanged(
    course: CourseDirectory, student: str, own: list[Path]
) -> Iterator[Path]:
    """A student's submissions and feedback in the exchange."""
    place = places.exchange(course)
    if place is None:
        return
    for path in (place / "inbound").glob("*+*"):
        if student_of(path.name.partition("+")[0]) == student:
            yield path
    for secret in [s for folder in own for s in folder.rglob(SECRET)]:
        for notebook in secret.parent.glob("*.ipynb"):
            code = utils.notebook_hash(
                secret=secret.read_text(), notebook_id=notebook.stem
            )
            page = place / "feedback" / f"{code}.html"
            if page.exists():
                yield page


def without(path: Path, student: str) -> bytes:
    """A file of results as it is without a student's lines."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".json":
        value = json.loads(text)
        pruned = _pruned(value, student)
        return text.encode() if pruned == value else files.to_bytes(pruned)
    kept = io.StringIO()
    writer = csv.writer(kept, lineterminator="\n")
    column = 0
    for count, row in enumerate(csv.reader(io.StringIO(text))):
        if count == 0 and "student" in row:
            column = row.index("student")
        # `to_cell` may have put an apostrophe before a name.
        if not row or row[column].removeprefix("'") != student:
            writer.writerow(row)
    return kept.getvalue().encode()


def _pruned(value: object, student: str) -> object:
    """JSON without the records of a student, and without what is kept by that name."""
    if isinstance(value, dict):
        return {k: _pruned(v, student) for k, v in value.items() if k != student}
    if isinstance(value, list):
        return [
            _pruned(part, student)
            for part in value
            if part != student
            and not (isinstance(part, dict) and part.get("student") == student)
        ]
    return value


def _remove(path: Path) -> None:
    if path.is_symlink() or path.is_file():
        path.unlink(missing_ok=True)
    else:
        for folder in (path, *(p for p in path.rglob("*") if p.is_dir())):
            if not folder.is_symlink():
                folder.chmod(0o700)  # nbgrader makes some read-only
        shutil.rmtree(path)
