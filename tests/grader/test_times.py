"""When a submission came, and what it costs to come late."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from grading_support import class_of, make_course
from nbgrader.api import Gradebook

from autograder.course.assignment import load_assignment, load_course
from autograder.course.times import NO_TIME, time_of
from autograder.marks.files import Output
from autograder.marks.gradebook import Book
from autograder.records import Graded, Question, Refusal, Result, Submission
from autograder.run import ClassRun

pytestmark = pytest.mark.quick
NOW = datetime(2026, 6, 1)
GOOD = "2026-01-02 03:04:05 UTC"
NO_ZONE = "timestamp.txt names no known time zone: it was read as UTC"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (GOOD.encode(), GOOD),
        (f"{GOOD}\r\n".encode(), GOOD),
        (b"\xef\xbb\xbf" + GOOD.encode(), GOOD),
        (GOOD.encode("utf-16"), GOOD),
        (f"{GOOD}\r\n".encode("utf-16"), GOOD),
        (b"\xfe\xff" + GOOD.encode("utf-16-be"), GOOD),
        (GOOD.encode("utf-16-le"), GOOD),
        (GOOD.encode("utf-16-be"), GOOD),
        (b"2026-01-02 03:04:05.678901 UTC", "2026-01-02 03:04:05.678901 UTC"),
        (b"2026-01-02T03:04:05Z", "2026-01-02T03:04:05Z"),
        (b"2026-01-02T05:04:05+02:00", "2026-01-02T05:04:05+02:00"),
        (b"2026-01-02 04:04:05 CET", "2026-01-02 04:04:05 CET"),
        (b"2026-01-02", "2026-01-02"),
        # nbgrader reads +0100 as a hundred seconds, and PM as a time zone.
        (b"2026-01-02 04:04:05 +0100", GOOD),
        (b"2026-01-02 3:04 PM", "2026-01-02 15:04:00 UTC"),
        # Where dots part them, the day comes first, whatever nbgrader reads.
        (b"02.01.2026 03:04:05", GOOD),
        (b"02.01.2026 04:04:05 Europe/Berlin", GOOD),
        (b"31.12.2025", "31.12.2025"),
        (b"13/02/2026", "13/02/2026"),
        (b"2026-01-02 04:04:05 Europe/Berlin", "2026-01-02 04:04:05 Europe/Berlin"),
    ],
)
def test_is_a_sensible_time_read(tmp_path: Path, data: bytes, text: str) -> None:
    (tmp_path / "timestamp.txt").write_bytes(data)
    assert time_of(tmp_path, NOW) == (text, "")


@pytest.mark.parametrize(
    ("data", "wrong"),
    [
        *((data, NO_TIME) for data in (b"", b" \n", b"\xef\xbb\xbf", b"\xff\xfe")),
        *((text.encode(), NO_TIME) for text in ("yesterday", "Monday", "10", "12:30")),
        *((text.encode(), NO_TIME) for text in ("May 2026", "2026", "nan", "0")),
        *((text.encode(), NO_TIME) for text in ("2026-02-30 10:00 UTC", "1767322800")),
        *((text.encode(), NO_TIME) for text in ("2026-01-02 25:00 UTC", "\0" * 50)),
        (f"{GOOD} (Zoë)".encode("latin-1"), NO_TIME),
        (b"\x00\xff" * 40, NO_TIME),
        *(
            (
                f"{day} 00:00:00 UTC".encode(),
                f"timestamp.txt says {day}, which cannot be: the submission counts as "
                "on time until you mend it",
            )
            for day in ("1970-01-01", "1999-12-31", "9999-12-31", "2026-06-03")
        ),
    ],
)
def test_is_a_time_without_sense_flagged(
    tmp_path: Path, data: bytes, wrong: str
) -> None:
    (tmp_path / "timestamp.txt").write_bytes(data)
    assert time_of(tmp_path, NOW) == (None, wrong)


def test_is_a_date_told_that_may_be_another(tmp_path: Path) -> None:
    (tmp_path / "timestamp.txt").write_text("03/01/2026 10:00")
    why = "timestamp.txt says 03/01/2026, which was read as 2026-03-01"
    assert time_of(tmp_path, NOW) == ("03/01/2026 10:00", why)


@pytest.mark.parametrize("zone", ["PST", "Mars/Base", "QQ"])
def test_is_a_zone_that_nobody_knows_flagged(tmp_path: Path, zone: str) -> None:
    (tmp_path / "timestamp.txt").write_text(f"2026-01-02 03:04:05 {zone}")
    assert time_of(tmp_path, NOW) == (GOOD, NO_ZONE)


def test_is_no_time_stamp_nothing_wrong(tmp_path: Path) -> None:
    assert time_of(tmp_path) == (None, "")
    assert time_of(tmp_path / "nobody") == (None, "")
    (tmp_path / "timestamp.txt").mkdir()
    assert time_of(tmp_path) == (None, NO_TIME)


# --- Penalties ------------------------------------------------------------------------

PLUGIN = """from nbgrader.plugins import BasePlugin
from traitlets import Float

class Fine(BasePlugin):
    a_day = Float(1.0).tag(config=True)

    def late_submission_penalty(self, student_id, score, seconds):
        return self.a_day * seconds / 86400
"""
FULL = tuple(
    Question(name, points, points, "passed", judged="apart", notebook="demo")
    for name, points in (("test_square", 2.0), ("test_cube", 3.0), ("test_mean", 5.0))
)


class Term:
    """A course whose submissions are marked without being run."""

    def __init__(self, root: Path) -> None:
        self.root = make_course(root)
        class_of(root, ["ada", "bob"])
        self.config = (root / "nbgrader_config.py").read_text()
        self.url = f"sqlite:///{root}/gradebook.db"
        self.plugin(PLUGIN)
        self.when = {"ada": "2026-01-03 00:00:00 UTC", "bob": "2026-01-01 00:00:00 UTC"}
        with self.gradebook() as book:
            book.update_or_create_assignment("demo", duedate="2026-01-01 00:00:00 UTC")

    def plugin(self, text: str, settings: str = "", name: str = "plugin_of_term.Fine"):
        """Write the late plugin and the configuration that names it."""
        (self.root / "plugin_of_term.py").write_text(text)
        line = f"c.AssignLatePenalties.plugin_class = {name!r}\n"
        (self.root / "nbgrader_config.py").write_text(self.config + line + settings)
        sys.modules.pop("plugin_of_term", None)

    def gradebook(self) -> Gradebook:
        """The course's gradebook."""
        return Gradebook(self.url)

    def run(self, first: bool = False) -> tuple[dict[str, float], dict[str, Result]]:
        """Record the class as `grade_class` does: penalties, and results."""
        course = load_course(self.root)
        assignment = load_assignment(course, "demo")
        output, book = Output(self.root / "graded", "demo"), Book(course, assignment)
        run = ClassRun(assignment, output, book, 50)
        try:
            for student, when in self.when.items():
                folder = self.root / "submitted" / student / "demo"
                handed_in = Submission(student, folder, when)
                result = Result(student, "graded", 10.0, 10.0, questions=FULL)
                if first or not run.known(handed_in, "key"):
                    run.keep(Graded(handed_in, "key", result))
            run.make_up()
        finally:
            book.close()
            output.close()
        with self.gradebook() as gradebook:
            found = gradebook.assignment_submissions("demo")
            fines = {s.student.id: s.late_submission_penalty for s in found}
        return fines, run.results


@pytest.fixture
def term(tmp_path: Path) -> Iterator[Term]:
    """A course with a late plugin, a deadline and two submissions, one late."""
    root = tmp_path / "course"
    sys.path.insert(0, str(root))
    try:
        yield Term(root)
    finally:
        sys.path.remove(str(root))
        sys.modules.pop("plugin_of_term", None)


def test_do_penalties_follow_at_the_next_run(term: Term) -> None:
    assert term.run(first=True)[0] == {"ada": 2.0, "bob": 0.0}
    assert term.run()[0] == {"ada": 2.0, "bob": 0.0}
    with term.gradebook() as book:  # an extension of a day for one
        book.grant_extension("demo", "ada", days=1)
    assert term.run()[0] == {"ada": 1.0, "bob": 0.0}
    with term.gradebook() as book:
        book.grant_extension("demo", "ada", days=5)
    assert term.run()[0] == {"ada": 0.0, "bob": 0.0}
    with term.gradebook() as book:  # an earlier deadline for all
        book.grant_extension("demo", "ada")
        book.update_or_create_assignment("demo", duedate="2025-12-31 00:00:00 UTC")
    assert term.run()[0] == {"ada": 3.0, "bob": 1.0}
    term.plugin(PLUGIN, "c.Fine.a_day = 2.0\n")  # dearer days
    assert term.run()[0] == {"ada": 6.0, "bob": 2.0}
    term.plugin(PLUGIN.replace("return ", "return 1 + "), "c.Fine.a_day = 2.0\n")
    assert term.run()[0] == {"ada": 7.0, "bob": 3.0}
    with term.gradebook() as book:  # and no deadline at all
        book.update_or_create_assignment("demo", duedate=None)
        book.grant_extension("demo", "ada", days=1)
    assert term.run()[0] == {"ada": 0.0, "bob": 0.0}


def test_does_a_mark_by_hand_change_what_a_penalty_is_taken_from(term: Term) -> None:
    term.plugin(PLUGIN.replace("self.a_day * seconds / 86400", "score / 2"))
    assert term.run(first=True)[0] == {"ada": 5.0, "bob": 0.0}
    with term.gradebook() as book:
        grade = book.find_grade("test_mean", "demo", "demo", "ada")
        grade.manual_score = 1.0
        book.db.commit()
    assert term.run()[0] == {"ada": 3.0, "bob": 0.0}


def test_is_nothing_written_where_nothing_has_changed(
    term: Term, monkeypatch: pytest.MonkeyPatch
) -> None:
    term.run(first=True)
    for name in ("write", "settle", "keep"):
        monkeypatch.setattr(Book, name, lambda *_: pytest.fail("it was written"))
    assert term.run()[0] == {"ada": 2.0, "bob": 0.0}


def test_is_a_time_that_was_wrong_taken_back(term: Term) -> None:
    term.run(first=True)
    course = load_course(term.root)
    book = Book(course, load_assignment(course, "demo"))
    result = Result("ada", "graded", 10.0, 10.0, questions=FULL)
    book.write(result, Submission("ada", term.root, None, NO_TIME))
    book.close()
    with term.gradebook() as gradebook:
        found = gradebook.find_submission("demo", "ada")
        assert (found.timestamp, found.late_submission_penalty) == (None, 0.0)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("raise KeyError('no rule')", "KeyError: 'no rule'"),
        ("return 'ten'", "a penalty of 'ten' is not a number"),
        ("return float('nan')", "a penalty of nan is not a number"),
        ("return float('inf')", "a penalty of inf is not a number"),
    ],
)
def test_does_a_plugin_that_fails_cost_the_late_submission_alone(
    term: Term, line: str, words: str
) -> None:
    term.plugin(PLUGIN.replace("return self.a_day * seconds / 86400", line))
    _, results = term.run(first=True)
    assert results["bob"].status == "graded"
    assert results["ada"].status == "not_graded"
    (flag,) = results["ada"].flags
    assert "the late plugin plugin_of_term.Fine failed on this submission" in flag
    assert words in flag
    term.plugin(PLUGIN)
    assert term.run()[0] == {"ada": 2.0, "bob": 0.0}


@pytest.mark.parametrize("name", ["nowhere.Fine", "plugin_of_term.Fee", "json.loads"])
def test_is_a_plugin_that_cannot_be_had_refused(term: Term, name: str) -> None:
    term.plugin(PLUGIN, name=name)
    with pytest.raises(Refusal, match=r"nbgrader_config\.py.*plugin_class"):
        term.run(first=True)
