"""A page for each student: what each question got, and what would help.

It lies where nbgrader's own feedback would lie, so that `nbgrader release_feedback`
brings it to the students. `wording` decides what of a message may be on it.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Template
from nbgrader.coursedir import CourseDirectory

from autograder.course.ordinary import Odd, opened
from autograder.marks import files, near, pages
from autograder.marks.asked import Asked
from autograder.marks.ledger import Ledger, Standing
from autograder.marks.wording import Told, told
from autograder.records import Question, Result

STATES = {
    "passed": "right",
    "partial": "partly right",
    "failed": "not right yet",
    "error": "stopped with an error",
    "timeout": "took too long",
    "out_of_memory": "used too much memory",
    "died": "ended the process",
    "missing": "no answer",
    "manual": "waits for a person",
    "marked": "marked by a person",
}
NOTHING = "Nothing was handed in."
LATER = "It has changed since a person marked it, and waits to be marked again."
# What nbgrader's exchange reads beside a page: when, and under which name it is found.
BESIDE = {"timestamp.txt": 100, "submission_secret.txt": 1000}  # bytes
_DATE = re.compile(rb"<time>[^<]*</time>")


@dataclass(frozen=True)
class Entry:
    """What the page says about one question."""

    asked: Asked
    mark: float
    state: str
    kind: str  # "good", "part", "bad" or "wait"
    told: Told
    comments: tuple[str, ...] = ()


@dataclass(frozen=True)
class Page:
    """What one page shows."""

    assignment: str
    notebook: str
    student: str
    name: str
    status: str
    score: float
    most: float
    tests: float  # points before a penalty
    penalty: float
    submitted: str
    waits: int
    entries: tuple[Entry, ...]
    others: tuple[tuple[str, float, float], ...]  # further notebooks: points of most
    early: str = ""  # what it says instead of marks, before the deadline


@dataclass(frozen=True)
class Written:
    """What came of writing pages."""

    new: list[str]
    same: list[str]
    left: dict[str, str]  # students without a page, and why


def write(
    course: CourseDirectory,
    name: str,
    asked: list[Asked],
    ledger: Ledger,
    folder: Path,
    only: str | None = None,
) -> Written:
    """Write the pages of a class, or of `only` one student.

    `folder` holds the results. What cannot be written for one student costs that
    student's page alone, unless the machine is in trouble.
    """
    graded = {
        part["student"]: part["status"]
        for part in files.read_results(folder, name)["submissions"]
    }
    students = sorted({*graded, *ledger.people})
    if only is not None:
        students = [near.one("student", only, students)]
    template = pages.environment().get_template("feedback.html")
    done = Written([], [], {})
    for student in students:
        place = Path(course.format_path(course.feedback_directory, student, name))
        if not named_plainly(student):
            done.left[student] = "it is no name for a folder"
            continue
        kept = files.kept_result(folder / student / name) if student in graded else None
        if kept is None and student in graded:
            done.left[student] = graded[student].replace("_", " ")
            continue
        result, when = kept or (nothing(student, asked), None)
        try:
            with files.explained(place, after="make room and run again", one=True):
                changed = write_pages(
                    place, template, pages_of(name, asked, result, ledger), when
                )
                changed |= carry(course, student, name, place)
        except OSError as error:
            done.left[student] = f"{error.strerror or error}: {error.filename}"
            continue
        (done.new if changed else done.same).append(student)
    return done


def named_plainly(student: str) -> bool:
    """Whether a folder of this name lies where it should."""
    return student not in ("", ".", "..") and not set("/\\\0") & set(student)


def nothing(student: str, asked: list[Asked]) -> Result:
    """The result of somebody who never handed in."""
    questions = tuple(
        Question(q.id, 0.0, q.most, "missing", NOTHING, notebook=q.notebook)
        for q in asked
    )
    return Result(
        student, "missing", 0.0, sum(q.most for q in asked), 0.0, (), questions
    )


def pages_of(
    name: str, asked: list[Asked], result: Result, ledger: Ledger
) -> dict[str, Page]:
    """One page for each notebook of the assignment, by its name."""
    standing = ledger.standings.get(result.student)
    marked = {(part.notebook, part.id): part for part in result.questions}
    listed: dict[str, list[Entry]] = {}
    for question in asked:
        part = marked.get((question.notebook, question.id))
        if part is None:
            part = Question(question.id, 0.0, question.most, "missing", NOTHING)
        listed.setdefault(question.notebook, []).append(entry(question, part, standing))
    sums = {
        book: (sum(e.mark for e in entries), sum(e.asked.most for e in entries))
        for book, entries in listed.items()
    }
    raw = sum(points for points, _ in sums.values())
    penalty = standing.penalty if standing else 0.0
    return {
        book: Page(
            assignment=name,
            notebook=book,
            student=result.student,
            name=ledger.person(result.student).name,
            status=result.status,
            score=max(0.0, raw - penalty),
            most=sum(most for _, most in sums.values()),
            tests=raw,
            penalty=min(penalty, raw),
            submitted=pages.moment(standing.submitted) if standing else "",
            waits=sum(e.kind == "wait" for es in listed.values() for e in es),
            entries=tuple(entries),
            others=tuple((b, *sums[b]) for b in sums if b != book),
        )
        for book, entries in listed.items()
    }


def entry(asked: Asked, part: Question, standing: Standing | None) -> Entry:
    """What is said of one question: the gradebook's points, and the test's words."""
    said, mark, state = told(part, asked.public), part.score, str(part.status)
    points = standing.points.get((asked.notebook, asked.id)) if standing else None
    if points is not None:
        mark = points.score
        if points.manual is not None:
            state = "manual" if points.waits else "marked"
            if part.status in ("manual", "missing"):
                said = Told(LATER if points.waits else "")
    kind = "wait"
    if state != "manual":
        kind = "good" if mark >= asked.most else "part" if mark > 0 else "bad"
    comments = () if standing is None else comments_on(asked, standing)
    return Entry(asked, mark, STATES.get(state, state), kind, said, comments)


def comments_on(asked: Asked, standing: Standing) -> tuple[str, ...]:
    """What people wrote about a question, or about the answers to it."""
    places = dict.fromkeys((*asked.answers, asked.id))
    found = (standing.comments.get((asked.notebook, name)) for name in places)
    return tuple(text for text in found if text and text != "No response.")


def write_pages(
    place: Path, template: Template, made: Mapping[str, Page], when: float | None
) -> bool:
    """Write what has changed of a student's pages; whether anything has.

    The date alone is no change: a page keeps that of the grading that it shows.
    """
    place.mkdir(parents=True, exist_ok=True)
    changed = False
    for notebook, page in made.items():
        text = template.render(page=page, graded=pages.moment(when)).encode()
        path = place / f"{notebook}.html"
        before = b""
        with suppress(FileNotFoundError):
            before = path.read_bytes()
        if _DATE.sub(b"", before) != _DATE.sub(b"", text):
            files.write_whole(path, text)
            changed = True
    return changed


def carry(course: CourseDirectory, student: str, name: str, place: Path) -> bool:
    """Put beside the pages what the exchange needs; whether that has changed.

    Without it `nbgrader release_feedback` would stop in the middle of the class. Where
    the submission has none, nobody waits for the page in the exchange.
    """
    steps = (course.autograded_directory, course.submitted_directory)
    folders = [Path(course.format_path(step, student, name)) for step in steps]
    changed = False
    for file, most in BESIDE.items():
        path, data = place / file, b""
        for folder in folders:
            with suppress(OSError, Odd), opened(folder, file, most) as found:
                data = data or one_line(found.read(most))
        if not data and not path.exists():
            data = invented(file)
        if data and not (path.exists() and path.read_bytes() == data):
            files.write_whole(path, data)
            changed = True
    return changed


def one_line(data: bytes) -> bytes:
    """What a student's file holds, if it is one plain line; nothing otherwise."""
    with suppress(UnicodeDecodeError):
        return data if data.decode("ascii").strip().isprintable() else b""
    return b""


def invented(file: str) -> bytes:
    """What stands in for a file that was not handed in: it is nobody's."""
    if file == "timestamp.txt":
        return b"1970-01-01 00:00:00.000000 UTC"
    return secrets.token_hex(32).encode()
