"""Grading on submit: what comes is graded once, given back, and never lost."""

from __future__ import annotations

import errno
import itertools
import json
import os
import queue
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from grading_support import (
    ANSWERS,
    handed_in,
    honest,
    load,
    make_course,
    source,
    submit,
    write_notebook,
)
from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.api import Gradebook
from test_grade_reruns import Reader

from autograder import cli, run
from autograder.marks import early, feedback, files, gradebook
from autograder.marks.asked import Asked
from autograder.marks.files import Output
from autograder.marks.ledger import Ledger
from autograder.marks.wording import Public
from autograder.records import Limits, Question, Result
from autograder.watching import exchange, jobs, rules, seeing, watched
from autograder.watching.seeing import Looks, Place
from autograder.watching.service import Service, Wishes

ROOT = Path(__file__).parents[2]
MODULES = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
PATIENCE = 120.0  # seconds, for what takes a moment on an idle machine
WRONG = {**ANSWERS, "cube": "cube = 'wrong'"}


class Hour:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.more = 0.0

    def __call__(self) -> float:
        return time.monotonic() + self.more


class School:
    """A course, its exchange, and a service in this process."""

    def __init__(self, place: Path) -> None:
        self.root, self.hour = make_course(place / "course"), Hour()
        self.exchange = place / "exchange" / "c101"
        (self.exchange / "inbound").mkdir(parents=True)
        self.count = 0
        self.configure("CourseDirectory.course_id = 'c101'")
        self.configure(f"Exchange.root = {str(place / 'exchange')!r}")
        self.configure("ExchangeCollect.check_owner = False")
        self.service: Service | None = None

    def configure(self, line: str) -> None:
        with (self.root / "nbgrader_config.py").open("a") as file:
            file.write(f"c.{line}\n")

    def send(
        self,
        student: str,
        notebook: NotebookNode | bytes | None = None,
        name: str = "demo",
        whole: bool = True,
    ) -> Path:
        """Hand in as `nbgrader submit` does; where the page will be."""
        self.count += 1
        when = f"2026-01-01 10:00:{self.count:02}.000000 UTC"
        folder = self.exchange / "inbound" / f"{student}+{name}+{when}+r{self.count}"
        folder.mkdir(mode=0o755)
        if not isinstance(notebook, bytes):
            notebook = notebook or honest(load(self.root, name))
            write_notebook(folder / f"{name}.ipynb", notebook)
        else:
            (folder / f"{name}.ipynb").write_bytes(notebook)
        (folder / "timestamp.txt").write_text(when)
        if whole:
            self.finish(folder)
        secret = f"secret of {folder.name}"
        return exchange.page_of(self.exchange, secret, name)

    def finish(self, folder: Path) -> None:
        """The last steps of handing in."""
        (folder / "submission_secret.txt").write_text(f"secret of {folder.name}")
        folder.chmod(0o777)

    def open(self, *names: str, **more: Any) -> Service:
        """Start a service; it is told of nothing and looks when it is asked to."""
        options = run.Options(course=self.root, limits=Limits(), jobs=2)
        service = Service(Wishes(names or ("demo",), options, **more), self.hour)
        service.watcher.watch = lambda roots: None  # type: ignore[method-assign]
        service.open()
        self.service = service
        return service

    def until(self, state: Callable[[], object], pace: float = 0.0) -> None:
        """Let the service work until something is so; time runs at a pace."""
        assert self.service is not None
        end = time.monotonic() + PATIENCE
        while not state():
            assert time.monotonic() < end, "it never came"
            self.service.step(0.02)
            self.hour.more += pace

    def settle(self) -> None:
        """Let the service do all that there is to do now."""
        assert self.service is not None
        service = self.service
        service.scan()

        def idle() -> bool:
            due = [t for t in service.ready.values() if t <= self.hour()]
            dirty = any(one.changed for one in service.watched.values())
            return not (due or service.active or service.looks.waiting or dirty)

        service.step(0.0)
        self.until(idle, pace=0.5)

    def die(self) -> None:
        """End without another word, as when killed."""
        assert self.service is not None
        for one in self.service.watched.values():
            if one.output is not None:
                one.output.close()  # the system does that
            if one.book is not None:
                one.book.close()
        self.service.pool.shutdown()

    def scores(self) -> dict[str, float]:
        with Gradebook(f"sqlite:///{self.root}/gradebook.db", "c101") as book:
            found = book.assignment_submissions("demo")
            return {part.student.id: part.score for part in found}

    def deadline(self, when: datetime) -> None:
        with Gradebook(f"sqlite:///{self.root}/gradebook.db", "c101") as book:
            book.update_or_create_assignment("demo", duedate=when)


def text(page: Path) -> str:
    """What one reads on a page."""
    body = page.read_text().partition("<body>")[2]
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Reader:
    found = Reader()
    monkeypatch.setattr(run, "make_engine", lambda *_: found)
    monkeypatch.setattr("autograder.course.kernels.interpreter", lambda *_: None)
    monkeypatch.setattr("autograder.judged.settle", lambda assignment, *_: assignment)
    return found


@pytest.fixture
def school(tmp_path: Path, engine: Reader) -> Iterator[School]:
    found = School(tmp_path)
    yield found
    if found.service is not None:
        found.service.close()


quick = pytest.mark.quick

# --- What comes in ----------------------------------------------------------------


@quick
def test_each_submission_has_its_result_and_its_page(
    school: School, engine: Reader
) -> None:
    school.open()
    pages = [school.send("ada"), school.send("ben", handed_in(load(school.root)))]
    submit(school.root, "cyd", honest(load(school.root)))  # without the exchange
    school.settle()
    assert school.scores() == {"ada": 10, "ben": 10, "cyd": 10}
    assert [page.exists() for page in pages] == [True, True]
    assert (school.root / "feedback" / "cyd" / "demo" / "demo.html").exists()
    assert len(engine.seen) == 3
    listed = json.loads((school.root / "graded/demo/results.json").read_text())
    assert [part["student"] for part in listed["submissions"]] == ["ada", "ben", "cyd"]
    school.settle()
    said = (
        CliRunner()
        .invoke(cli.main, ["grade", "demo", "--course", str(school.root)])
        .output
    )
    assert "3 submissions: 3 graded; 3 unchanged" in said, "it may write meanwhile"
    assert len(engine.seen) == 3


@quick
def test_what_was_graded_before_is_left_alone(school: School, engine: Reader) -> None:
    page = school.send("ada")
    shutil.copytree(next((school.exchange / "inbound").iterdir()), school.root / "x")
    (school.root / "submitted" / "ada").mkdir(parents=True)
    (school.root / "x").rename(school.root / "submitted" / "ada" / "demo")
    CliRunner().invoke(cli.main, ["grade", "demo", "--course", str(school.root)])
    school.open()
    school.settle()
    assert len(engine.seen) == 1
    assert not page.exists(), "whoever graded it gives it back"


@quick
def test_a_newer_one_counts_and_the_older_says_so(
    school: School, engine: Reader
) -> None:
    older, newer = school.send("ada", handed_in(load(school.root), **WRONG)), None
    newer = school.send("ada")
    school.open()
    school.settle()
    assert school.scores() == {"ada": 10}
    assert "the newer one counts" in text(older)
    assert "Feedback for ada" in text(newer)
    third = school.send("ada", handed_in(load(school.root), **WRONG))
    school.settle()
    assert school.scores() == {"ada": 0}
    assert "Feedback for ada" in text(newer), "it had its page"
    assert "Feedback for ada" in text(third)
    kept = list((school.root / "submitted/.earlier/demo/ada").iterdir())
    assert len(kept) == 1, "what was replaced is kept"


@quick
def test_an_older_one_replaces_nothing(school: School) -> None:
    school.send("ada", handed_in(load(school.root), **WRONG))
    place = submit(school.root, "ada", honest(load(school.root))).parent
    (place / "timestamp.txt").write_text("2026-02-01 10:00:00 UTC")
    school.open()
    school.settle()
    assert school.scores() == {"ada": 10}


@quick
def test_two_assignments_side_by_side(school: School, engine: Reader) -> None:
    write_notebook(school.root / "solutions" / "more" / "more.ipynb", source())
    shutil.copy(
        school.root / "solutions/demo/checks.py", school.root / "solutions/more"
    )
    school.open("demo", "more")
    pages = [school.send("ada", name=name) for name in ("demo", "more")]
    school.settle()
    assert sorted(engine.seen) == ["demo", "more"]
    assert [page.exists() for page in pages] == [True, True]


@quick
def test_a_broken_notebook_has_a_page_that_says_so(school: School) -> None:
    school.open()
    page = school.send("ada", b"\xff no notebook")
    school.settle()
    assert "could not be read as a notebook" in text(page)
    assert school.scores() == {"ada": 0}


@quick
def test_one_that_is_still_being_written_is_waited_for(
    school: School, engine: Reader
) -> None:
    service = school.open()
    page = school.send("ada", whole=False)
    [folder] = (school.exchange / "inbound").iterdir()
    (folder / "demo.ipynb").rename(school.root / "later.ipynb")
    service.scan()
    for _ in range(5):
        service.step(0.0)
    assert service.looks.waiting
    shutil.move(school.root / "later.ipynb", folder / "demo.ipynb")
    school.finish(folder)
    school.settle()
    assert len(engine.seen) == 1
    assert school.scores() == {"ada": 10}
    assert page.exists()


@quick
def test_a_folder_without_a_word_is_whole_when_it_is_quiet(tmp_path: Path) -> None:
    now = 0.0
    looks, place = Looks(lambda: now), Place("demo", "ada")
    (tmp_path / "a.ipynb").write_text("1")
    looks.add(tmp_path, place)
    assert looks.whole() == set()
    now = 1.5
    (tmp_path / "a.ipynb").write_text("12")
    assert looks.whole() == set()
    now = 3.0
    assert looks.whole() == set(), "it changed since"
    now = 4.0
    assert looks.whole() == {place}
    assert looks.whole() == set(), "once"


@quick
@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("ada+demo+2026-01-01 10:00:00.000000 UTC+Ab-_9", ("demo", "ada")),
        ("ada+demo+2026-01-01 10:00:00.000000 UTC", ("demo", "ada")),
        ("a+b+demo+2026-01-01 10:00:00.000000 UTC+Ab", ("demo", "a+b")),
        ("a+b+demo+2026-01-01 10:00:00.000000 UTC", ("demo", "a+b")),
        ("..+demo+2026-01-01 10:00:00.000000 UTC+Ab", None),
        ("ada+.x+2026-01-01 10:00:00.000000 UTC+Ab", None),
        ("ada+demo+soon+Ab", None),
        ("lost+found", None),
    ],
)
def test_a_folders_name_says_whose_it_is(
    name: str, found: tuple[str, str] | None
) -> None:
    sent = seeing.sent(name)
    assert (sent and (sent.place.assignment, sent.place.student)) == found


@quick
def test_nobody_hands_in_for_another(
    school: School, engine: Reader, capsys: pytest.CaptureFixture[str]
) -> None:
    school.configure("ExchangeCollect.check_owner = True")
    (school.exchange / "inbound" / "lost+found").mkdir()
    school.open()
    page = school.send("ada")
    school.settle()
    assert engine.seen == []
    assert not page.exists()
    said = capsys.readouterr().err
    assert "is not ada's file and is left alone" in said
    assert said.count("lost+found has no submission's name") == 1


# --- Nothing is lost, nothing is graded twice ---------------------------------------


class Killed(BaseException):
    """The end of the process."""


MOMENTS: list[tuple[Any, str]] = [  # just after these it is killed
    (exchange, "collect"),
    (jobs, "write"),
    (Output, "save"),
    (gradebook.Book, "keep"),
    (gradebook.Book, "write"),
    (Output, "recorded"),
    (feedback, "write_pages"),
    (exchange, "give"),
]


@quick
def test_is_each_graded_once_though_killed(
    school: School, engine: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages, dead = {}, []
    school.open(show="all")
    for number, (place, name) in enumerate(MOMENTS):
        real, student = getattr(place, name), f"{number}, killed after {name}"

        def deadly(*given: Any, real: Any = real, **more: Any) -> Any:
            done = real(*given, **more)
            if isinstance(done, bool) and not done:
                return done  # nothing was written
            dead.append(real)
            raise Killed

        with monkeypatch.context() as patch, suppress(Killed):
            patch.setattr(place, name, deadly)
            pages[student] = school.send(student)
            school.service.scan()
            school.until(lambda real=real: real in dead)
        school.die()
        ran = len(engine.seen)
        path = school.root / "graded" / "demo" / student / "demo"
        again = files.read_result(path / "result.json") is None
        school.open(show="all")
        school.settle()
        assert len(engine.seen) == ran + again, f"{student}: what is saved is not run"
        assert len(jobs.read(path).attempts) == 1, student
    assert len(dead) == len(MOMENTS)
    assert school.scores() == dict.fromkeys(pages, 10)
    assert [s for s, page in pages.items() if "10 of 10 points" not in text(page)] == []
    listed = json.loads((school.root / "graded/demo/results.json").read_text())
    assert {part["student"] for part in listed["submissions"]} == pages.keys()
    for student in pages:
        assert (school.root / "autograded" / student / "demo" / "demo.ipynb").exists()


@quick
def test_a_full_disk_loses_nothing(
    school: School,
    engine: Reader,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    service = school.open()
    places = [(exchange, "collect"), (jobs, "write"), (Output, "save")]
    for place, name in [*places, (feedback, "write_pages"), (exchange, "give")]:
        tried, student = [], f"no room to {name}"

        def write(*_: Any, tried: list[int] = tried, **more: Any) -> Any:
            tried.append(1)
            with files.explained(school.root):
                raise OSError(errno.ENOSPC, "No space left on device", "x")

        with monkeypatch.context() as patch:
            patch.setattr(place, name, write)
            page = school.send(student)
            service.scan()
            school.until(lambda tried=tried: len(tried) > 3, pace=50)
        school.until(page.exists, pace=50)
        assert len(engine.seen) == len(school.scores()), "kept in memory until then"
        assert school.scores()[student] == 10
        assert capsys.readouterr().err.count("the disk is full") == 1, "said once"


@quick
def test_one_students_trouble_stops_no_other(
    school: School, engine: Reader, capsys: pytest.CaptureFixture[str]
) -> None:
    school.open()
    barrier = school.root / "feedback" / "ada" / "demo" / "demo.html"
    barrier.mkdir(parents=True)
    pages = [school.send("ada"), school.send("ben")]
    gone = school.send("cyd")
    shutil.rmtree(next((school.exchange / "inbound").glob("cyd*")))
    school.service.scan()
    service = school.service
    school.until(lambda: pages[1].exists() and Place("demo", "ada") in service.failures)
    assert "ada waits" in capsys.readouterr().err
    barrier.rmdir()
    school.until(pages[0].exists, pace=5)
    assert len(engine.seen) == 2, "a page alone was missing"
    assert not gone.exists()
    assert school.scores() == {"ada": 10, "ben": 10}


@quick
def test_what_goes_away_while_it_is_copied_replaces_nothing(
    school: School, engine: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    school.open()
    school.send("ada")
    school.settle()
    real, gone = exchange.copy, []

    def taken_away(folder: Path, *more: Any) -> None:
        real(folder, *more)
        shutil.rmtree(folder, ignore_errors=True)
        gone.append(folder)

    monkeypatch.setattr(exchange, "copy", taken_away)
    school.send("ada")
    school.service.scan()
    school.until(lambda: gone)
    school.until(lambda: not school.service.ready and not school.service.active, pace=5)
    assert (school.root / "submitted/ada/demo/demo.ipynb").exists()
    assert school.scores() == {"ada": 10}
    assert len(engine.seen) == 1


@quick
def test_it_waits_while_another_run_writes(
    school: School, engine: Reader, capsys: pytest.CaptureFixture[str]
) -> None:
    service = school.open()
    school.settle()
    other = Output(school.root / "graded" / "demo", "demo")
    page = school.send("ada")
    service.scan()
    place = Place("demo", "ada")
    school.until(lambda: service.ready.get(place, 0.0) > school.hour())
    assert engine.seen == []
    assert capsys.readouterr().err == "", "it is nothing to worry about"
    other.close()
    school.until(page.exists, pace=0.5)
    assert len(engine.seen) == 1


@quick
def test_a_changed_source_counts_for_what_comes_then(
    school: School, engine: Reader
) -> None:
    school.open()
    school.send("ada")
    school.settle()
    path = school.root / "solutions" / "demo" / "demo.ipynb"
    path.write_text(path.read_text().replace('"points": 3', '"points": 4'))
    page = school.send("ben")
    school.settle()
    assert school.scores()["ben"] == 11
    assert page.exists()
    school.service.close()
    school.open()
    school.settle()
    assert engine.seen == ["demo"] * 2, "the others are `autograder grade`'s matter"


# --- Rules ----------------------------------------------------------------------------


@quick
def test_attempts_an_hour(
    school: School, engine: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1.8e9
    monkeypatch.setattr(watched.time, "time", lambda: now)
    school.configure("Autograder.attempts = 2")
    school.open()
    for _ in range(2):
        school.send("ada")
        school.settle()
        now += 60
    third, bens = school.send("ada"), school.send("ben")
    school.settle()
    assert engine.seen == ["demo"] * 3, "of each student"
    assert "You have handed in 2 times within an hour" in text(third)
    assert "graded at 09:00 UTC" in text(third), "an hour after the first"
    assert "Feedback" in text(bens)
    school.service.close()
    school.open()
    fourth = school.send("ada")
    school.settle()
    assert len(engine.seen) == 3, "a restart gives nobody another attempt"
    assert "the newer one counts" in text(third)
    now += 3600
    school.hour.more += 3600
    school.settle()
    assert len(engine.seen) == 4
    assert "Feedback" in text(fourth)


@quick
def test_a_pause(school: School, engine: Reader) -> None:
    service = school.open()
    words = ["watch", "--course", str(school.root)]
    assert CliRunner().invoke(cli.main, [*words, "--pause"]).exit_code == 0
    service.see([])
    page = school.send("ada")
    school.settle()
    assert engine.seen == []
    assert "The grader is paused" in text(page)
    assert (school.root / "submitted/ada/demo/demo.ipynb").exists(), "it is received"
    assert CliRunner().invoke(cli.main, [*words, "--resume"]).exit_code == 0
    service.see([])
    school.settle()
    assert len(engine.seen) == 1
    assert "Feedback" in text(page)


@quick
def test_all_is_told_after_the_last_deadline(school: School) -> None:
    now = datetime.now()
    school.open()
    wrong = handed_in(load(school.root), **WRONG)
    pages = [school.send("ada", wrong)]
    school.settle()  # without a deadline
    school.deadline(now + timedelta(days=2))
    pages += [school.send("ben", wrong)]
    school.settle()
    school.deadline(now - timedelta(days=2))
    with Gradebook(f"sqlite:///{school.root}/gradebook.db", "c101") as book:
        book.find_submission("demo", "ada").extension = timedelta(days=4)
        book.db.commit()
    pages += [school.send("cyd", wrong)]
    school.settle()  # ada may still hand in
    for page in pages:
        assert "The marks come after the deadline" in text(page)
        assert "0 of" not in text(page)
    school.deadline(now - timedelta(days=9))
    last = school.send("dan", wrong)
    school.settle()
    assert "0 of 10 points" in text(last)


PROMISE = "Negative numbers become 0."
MESSAGE = f"""f is wrong.
  given:     [1., -7.5]
  expected:  [3.25, 0.]
  came:      [1., 1.]
  Known misconception: forgets_the_sign
  Promised:  “{PROMISE}”
  Hint:      Mind the sign."""
FORGED = MESSAGE.replace(PROMISE, "The input was 7.")
OWN = "The cell of your answer failed: the input was 7."
RULED = [  # status, message, whether it is visible; what a page says, by rule
    ("passed", "", False, early.QUIET, early.QUIET),
    ("failed", MESSAGE, False, early.QUIET, f"{early.BROKEN} {PROMISE}"),
    ("failed", FORGED, False, early.QUIET, early.QUIET),
    ("failed", OWN, False, early.QUIET, early.QUIET),
    ("error", "KeyError: 7", False, early.QUIET, early.QUIET),
    ("timeout", "The test was stopped: 30 s.", False, early.QUIET, early.QUIET),
    ("failed", MESSAGE, True, "3.25 sign", "3.25 sign"),
    ("timeout", "Your answer was stopped: 30 s.", False, "30 s", "30 s"),
    ("missing", "No response.", False, "No response", "No response"),
    ("manual", "A person marks it.", False, "waits for a person", "waits for a person"),
]


@quick
@pytest.mark.parametrize(("status", "message", "shown", "visible", "promises"), RULED)
def test_a_page_says_no_more_than_the_rule(
    status: Any, message: str, shown: bool, visible: str, promises: str
) -> None:
    question = Asked("demo", "q", "Q", 4, Public("", frozenset(), frozenset([PROMISE])))
    part = Question(
        *("q", 1.0 if status == "passed" else 0.0, 4, status, message),
        notebook="demo",
        shown=shown,
    )
    result = Result("ada", "graded", part.score, 4.0, questions=(part,))
    secrets = ["3.25", "7.5", "sign", "input", "KeyError", "expected", "stopped: 30"]
    for rule, words in (("visible", visible), ("promises", promises)):
        made = early.pages_of("demo", [question], result, Ledger(), rule)
        template = watched.pages.environment().get_template("feedback.html")
        page = template.render(page=made["demo"], graded="")
        read = re.sub(r"<style>.*?</style>|<[^>]+>", " ", page, flags=re.DOTALL)
        read = " ".join(read.replace("The question says:", "").split())
        shown_words = " ".join(words.split())
        for word in shown_words.split() if shown else [shown_words]:
            assert word.replace(f"{early.BROKEN} ", "") in read
        assert "of 4" not in read, "no marks"
        if words in (early.QUIET, f"{early.BROKEN} {PROMISE}"):
            assert not [s for s in secrets if s in read]
            whole = early.pages_of(
                "demo", [question], Result("ada", "graded", 4, 4), Ledger(), rule
            )
            assert made["demo"].score == whole["demo"].score == 0


@quick
def test_a_test_that_students_have_whole_is_told_whole() -> None:
    public = Asked("demo", "q", "Q", 4, Public(), hidden=False)
    part = Question("q", 0.0, 4, "error", "KeyError: 7", shown=True)
    assert early.entry(public, part, "visible").told.text == "KeyError: 7"
    assert early.entry(public, Question("q", 4, 4, "passed"), "visible").kind == "good"


@quick
@pytest.mark.parametrize(
    ("line", "words", "said"),
    [
        ("Autograder.show = 'nothing'", [], "Autograder.show in nbgrader_config.py"),
        ("Autograder.attempts = 0", [], "Autograder.attempts in nbgrader_config.py"),
        ("Autograder.attempts = 2", ["dmeo"], "there is no assignment 'dmeo'"),
    ],
)
def test_what_is_wrong_is_one_sentence(
    school: School,
    monkeypatch: pytest.MonkeyPatch,
    line: str,
    words: list[str],
    said: str,
) -> None:
    monkeypatch.setattr(seeing, "refuse_missing", lambda: None)
    school.configure(line)
    done = CliRunner().invoke(cli.main, ["watch", *words, "--course", str(school.root)])
    assert done.exit_code == 2
    assert said in done.output
    assert len(done.output.splitlines()) == 1


@quick
def test_a_second_service_is_refused(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    first = Output(rules.state(school.root), "watch")
    said = CliRunner().invoke(cli.main, ["watch", "--course", str(school.root)])
    first.close()
    assert said.exit_code == 2
    assert f"another service watches {school.root}" in said.output
    assert len(said.output.splitlines()) == 1


@quick
def test_changes_are_seen_where_the_system_tells_of_none(tmp_path: Path) -> None:
    """As on NFS, where another machine writes."""
    told: queue.SimpleQueue[set[str] | Exception] = queue.SimpleQueue()
    watcher = seeing.Watcher(told.put, poll=0.1)
    watcher.watch([tmp_path])
    try:
        for number in itertools.count():
            (tmp_path / str(number)).write_text("")
            with suppress(queue.Empty):
                found = told.get(timeout=1)
                assert isinstance(found, set)
                assert all(Path(path).is_relative_to(tmp_path) for path in found)
                break
            assert number < PATIENCE
    finally:
        watcher.close()


@quick
def test_attempts_are_counted_within_an_hour_and_never_lock_out() -> None:
    two = rules.Rules(attempts=2)
    assert two.wait([], 10_000) == 0
    assert two.wait([9_000], 10_000) == 0
    assert two.wait([9_000, 9_500], 10_000) == 2_600
    assert two.wait([9_000, 9_500, 9_900], 10_000) == 3_100
    assert two.wait([1_000, 9_500], 10_000) == 0
    assert two.wait([10_500, 10_600], 10_000) == 0, "the clock was set back"
    assert rules.Rules().wait([9_999] * 99, 10_000) == 0


# --- The whole, as a process ----------------------------------------------------------


def start(root: Path) -> subprocess.Popen[str]:
    """The service, when it watches."""
    process = subprocess.Popen(
        [sys.executable, "-m", "autograder", "watch", "demo", "--course", str(root)],
        env={**os.environ, "PYTHONPATH": MODULES},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert "watching" in process.stdout.readline()
    return process


def wait_for(state: Callable[[], object]) -> None:
    """Wait until something is so."""
    end = time.monotonic() + PATIENCE
    while not state():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.01)


def test_submissions_survive_kill_9(tmp_path: Path) -> None:
    """Told by the system, run in the sandbox, killed amid, started again."""
    school = School(tmp_path)
    assignment = load(school.root)
    wrong = {**ANSWERS, "square": "def square(x):\n    return x + 1"}
    hidden = {**ANSWERS, "cube": "def cube(x):\n    return 8"}
    process = start(school.root)
    pages = [school.send("ada"), school.send("ben", handed_in(assignment, **hidden))]
    results = school.root / "graded" / "demo"
    wait_for(lambda: list(results.glob("*/demo/result.json")))
    process.send_signal(signal.SIGKILL)
    process.wait()
    pages.append(school.send("cyd", handed_in(assignment, **wrong)))
    process = start(school.root)
    pages.append(school.send("dan", b"no notebook"))
    wait_for(lambda: all(page.exists() for page in pages))
    process.terminate()
    assert process.wait() == 0
    assert school.scores() == {"ada": 10, "ben": 7, "cyd": 8, "dan": 0}
    listed = json.loads((results / "results.json").read_text())["submissions"]
    assert [part["student"] for part in listed] == ["ada", "ben", "cyd", "dan"]
    for student in ("ada", "ben", "cyd", "dan"):
        assert len(jobs.read(results / student / "demo").attempts) == 1
    assert text(pages[0]).count(early.QUIET) == text(pages[1]).count(early.QUIET) == 3
    assert "square(3) is 9" in text(pages[2])
    assert "could not be read" in text(pages[3])
    secret = "secret of " + next((school.exchange / "inbound").glob("ada*")).name
    name = utils.notebook_hash(secret=secret, notebook_id="demo")
    assert pages[0].name == f"{name}.html", "where nbgrader's list looks"
    assert pages[0].stat().st_mode & 0o777 == 0o644
