"""A class from the command line: results, gradebook, resuming, failures."""

from __future__ import annotations

import csv
import errno
import io
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import nbformat
import pytest
from click.testing import CliRunner, Result
from grading_support import (
    ANSWERS,
    FULL,
    answer,
    check,
    class_of,
    handed_in,
    honest,
    load,
    make_course,
    submit,
    write_notebook,
)
from nbformat.v4 import new_markdown_cell, new_notebook
from nbgrader.api import Gradebook

from autograder import cli
from autograder import grade as grade_module
from autograder.marks import files, gradebook
from autograder.records import Limits

REPOSITORY = Path(cli.__file__).parent.parent


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course with an assignment and no submissions."""
    return make_course(tmp_path / "course")


def run(course: Path, *words: str) -> Result:
    """Run `autograder` for a course."""
    return CliRunner().invoke(cli.main, [words[0], *words[1:], "--course", str(course)])


def grade(course: Path, *words: str, code: int = 0) -> dict:
    """Grade `demo`; the content of results.json."""
    done = run(course, "grade", "demo", "--timeout", "5", *words)
    assert done.exit_code == code, done.output
    return results_of(course)


def results_of(course: Path) -> dict:
    """The content of results.json."""
    return json.loads((course / "graded" / "demo" / "results.json").read_text())


def book(course: Path) -> dict[tuple[str, str], tuple]:
    """What the gradebook holds: automatic and manual score, whether to look at it."""
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        return {
            (part.student.id, grade.cell.name): (
                grade.auto_score,
                grade.manual_score,
                grade.needs_manual_grade,
            )
            for part in gradebook.assignment_submissions("demo")
            for notebook in part.notebooks
            for grade in notebook.grades
        }


def nbgrader(course: Path, *words: str) -> str:
    """Run plain nbgrader in a course; what it said."""
    place = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", *words],
        cwd=course,
        env={**os.environ, "PATH": place},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stderr


def mixed_class(course: Path) -> None:
    """Somebody of every kind."""
    assignment = class_of(course, ["ada", "bob"])
    wrong = {**ANSWERS, "cube": "def cube(x):\n    return x"}
    submit(course, "cyd", handed_in(assignment, **wrong))
    submit(course, "dan", handed_in(assignment))
    submit(course, "eve", handed_in(assignment, **{**ANSWERS, "mean": "exit = 1 / 0"}))
    broken = course / "submitted" / "fay" / "demo"
    broken.mkdir(parents=True)
    (broken / "demo.ipynb").write_bytes(b"\xff")
    (course / "submitted" / "gus" / "demo").mkdir(parents=True)
    crash = {**ANSWERS, "mean": "import os\nos._exit(1)"}
    submit(course, "hal", handed_in(assignment, **crash))


def test_is_every_submission_graded_and_written(course: Path) -> None:
    mixed_class(course)
    results = grade(course)
    assert set(results) == {
        "schema",
        "assignment",
        "engine",
        "sandbox",
        "seconds",
        "submissions",
    }
    assert (results["schema"], results["engine"], results["sandbox"]) == (
        1,
        "warm",
        "bubblewrap",
    )
    found = {
        part["student"]: (part["status"], part["score"])
        for part in results["submissions"]
    }
    assert found == {
        "ada": ("graded", 10.0),
        "bob": ("graded", 10.0),
        "cyd": ("graded", 7.0),
        "dan": ("graded", 0.0),
        "eve": ("graded", 5.0),
        "fay": ("unreadable", 0.0),
        "gus": ("missing", 0.0),
        "hal": ("partial", 5.0),
    }
    first = results["submissions"][0]
    assert set(first) == {
        "student",
        "status",
        "score",
        "max_score",
        "seconds",
        "flags",
        "questions",
    }
    assert set(first["questions"][0]) == {
        "id",
        "score",
        "max_score",
        "status",
        "message",
        "misconception",
        "judged",
    }
    output = course / "graded" / "demo"
    rows = list(csv.DictReader((output / "results.csv").open()))
    assert [row["score"] for row in rows][:3] == ["10.0", "10.0", "7.0"]
    assert rows[2]["test_cube"] == "0.0"
    executed = nbformat.read(output / "ada" / "demo" / "demo.ipynb", 4)
    nbformat.validate(executed)
    assert all(cell.execution_count for cell in executed.cells[1:])
    assert "BEGIN HIDDEN TESTS" in executed.cells[3].source


def test_do_scores_reach_formgrader_feedback_and_export(course: Path) -> None:
    mixed_class(course)
    grade(course)
    grades = book(course)
    assert len(grades) == 8 * 3
    assert grades["cyd", "test_cube"] == (0.0, None, False)
    assert grades["ada", "test_mean"] == (5.0, None, False)
    assert grades["fay", "test_mean"] == (0.0, None, False)
    nbgrader(course, "generate_feedback", "demo")
    page = (course / "feedback" / "cyd" / "demo" / "demo.html").read_text()
    assert "7.0" in page
    assert "AssertionError" in page
    nbgrader(course, "export")
    rows = list(csv.DictReader((course / "grades.csv").open()))
    assert {row["student_id"]: float(row["score"]) for row in rows}["hal"] == 5.0
    kept = course / "autograded" / "ada" / "demo"
    assert sorted(path.name for path in kept.iterdir()) == ["checks.py", "demo.ipynb"]


def test_do_scores_equal_nbgraders(tmp_path: Path, course: Path) -> None:
    assignment = load(course)
    for number in range(6):
        chosen = dict(list(ANSWERS.items())[number % 4 :])
        submit(course, f"s{number}", handed_in(assignment, **chosen))
    other = tmp_path / "plain"
    shutil.copytree(course, other)
    grade(course)
    nbgrader(other, "generate_assignment", "demo")
    nbgrader(other, "autograde", "demo")
    assert book(course) == book(other)


def test_is_the_gradebook_left_alone_when_asked(course: Path) -> None:
    class_of(course, ["ada"])
    grade(course, "--no-gradebook")
    assert not (course / "gradebook.db").exists()
    assert not (course / "autograded").exists()


def test_has_a_new_gradebook_nbgraders_version() -> None:
    ask = "from nbgrader.api import get_alembic_version as ask; print(ask())"
    place = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    words = [sys.executable, "-c", ask]
    version = subprocess.check_output(words, env={**os.environ, "PATH": place})
    assert gradebook.schema_version() == version.decode().strip()


def test_does_nbgraders_own_release_agree_with_ours(course: Path) -> None:
    # generate_assignment first, as an instructor does; then nothing is changed.
    nbgrader(course, "generate_assignment", "demo")
    released = nbformat.read(course / "exercises" / "demo" / "demo.ipynb", 4)
    for cell in released.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        cell.source = ANSWERS.get(name, cell.source)
    submit(course, "ada", released)
    (result,) = grade(course)["submissions"]
    assert (result["score"], result["flags"]) == (10.0, [])


def test_are_unchanged_submissions_left_and_changed_ones_graded(course: Path) -> None:
    assignment = class_of(course, ["ada", "bob"])
    grade(course)
    paths = [
        course / "graded" / "demo" / s / "demo" / "result.json" for s in ("ada", "bob")
    ]
    before = [path.stat().st_mtime_ns for path in paths]
    submit(course, "bob", handed_in(assignment, square=ANSWERS["square"]))
    done = run(course, "grade", "demo", "--timeout", "5")
    assert "1 unchanged" in done.output
    after = [path.stat().st_mtime_ns for path in paths]
    assert after[0] == before[0]
    assert after[1] != before[1]
    assert book(course)["bob", "test_cube"][0] == 0.0
    # A changed source changes every mark.
    helper = course / "solutions" / "demo" / "checks.py"
    helper.write_text(helper.read_text() + "\n# changed\n")
    assert "0 unchanged" in run(course, "grade", "demo", "--timeout", "5").output


def test_is_what_a_killed_run_left_out_made_up_for(course: Path) -> None:
    # As if killed after a result was written, before the gradebook knew of it.
    class_of(course, ["ada"])
    grade(course, "--no-gradebook")
    done = run(course, "grade", "demo", "--timeout", "5")
    assert "1 unchanged" in done.output
    assert book(course)["ada", "test_mean"][0] == 5.0
    kept = course / "autograded" / "ada" / "demo"
    assert sorted(path.name for path in kept.iterdir()) == ["checks.py", "demo.ipynb"]


def test_is_a_manual_grade_kept(course: Path) -> None:
    assignment = class_of(course, ["ada"])
    grade(course)
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        mark = gradebook.find_grade("test_cube", "demo", "demo", "ada")
        mark.manual_score, mark.extra_credit = 1.25, 0.5
        gradebook.db.commit()
    submit(course, "ada", handed_in(assignment, square=ANSWERS["square"]))
    grade(course)
    assert book(course)["ada", "test_cube"] == (0.0, 1.25, True)
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        assert gradebook.find_submission("demo", "ada").score == 2.0 + 1.25 + 0.5


def test_is_a_written_answer_left_for_a_person(tmp_path: Path) -> None:
    from grading_support import marked

    essay = marked(
        new_markdown_cell("Why?"), "essay", grade=True, solution=True, points=4
    )
    cells = [answer("f", "def f():\n    return 1"), check("test_f", 1, "f()"), essay]
    course = make_course(tmp_path / "c", "demo", new_notebook(cells=cells))
    assignment = load(course)
    submit(
        course, "ada", handed_in(assignment, f="def f():\n    return 1", essay="So.")
    )
    submit(course, "bob", handed_in(assignment))
    results = grade(course)
    written = [part["questions"][1]["status"] for part in results["submissions"]]
    assert written == ["manual", "missing"]
    grades = book(course)
    assert grades["ada", "essay"] == (None, None, True)
    assert grades["bob", "essay"] == (0.0, None, False)


def test_is_a_late_submission_fined_by_nbgraders_plugin(course: Path) -> None:
    class_of(course, ["ada"])
    (course / "latest.py").write_text(
        "from nbgrader.plugins import BasePlugin\n"
        "class Fine(BasePlugin):\n"
        "    def late_submission_penalty(self, student_id, score, seconds):\n"
        "        return 3.0\n"
    )
    with (course / "nbgrader_config.py").open("a") as file:
        file.write("c.AssignLatePenalties.plugin_class = 'latest.Fine'\n")
    stamp = course / "submitted" / "ada" / "demo" / "timestamp.txt"
    stamp.write_text("2026-01-02 00:00:00 UTC")
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        gradebook.update_or_create_assignment("demo", duedate="2026-01-01 00:00:00 UTC")
    sys.path.insert(0, str(course))
    try:
        grade(course)
    finally:
        sys.path.remove(str(course))
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        submission = gradebook.find_submission("demo", "ada")
        assert submission.total_seconds_late == 24 * 3600
        assert submission.notebooks[0].late_submission_penalty == 3.0


def test_are_all_notebooks_of_an_assignment_graded(course: Path) -> None:
    cells = [
        answer("g", "def g():\n    return 2"),
        check("test_g", 4, "assert g() == 2"),
    ]
    path = course / "solutions" / "demo" / "second.ipynb"
    write_notebook(path, new_notebook(cells=cells))
    assignment = load(course)
    submit(course, "ada", honest(assignment))
    second = handed_in(
        type(assignment)("demo", assignment.masters[1:], {}, ""),
        g="def g():\n    return 2",
    )
    write_notebook(course / "submitted" / "ada" / "demo" / "second.ipynb", second)
    submit(course, "bob", honest(assignment))
    found = grade(course)["submissions"]
    assert [(part["score"], part["max_score"]) for part in found] == [
        (14, 14),
        (10, 14),
    ]
    assert [part["status"] for part in found] == ["graded", "partial"]


# One notebook.


def test_is_one_notebook_graded_to_standard_output(course: Path) -> None:
    path = submit(course, "ada", honest(load(course)))
    done = subprocess.run(
        [sys.executable, "-m", "autograder", "grade", "demo", str(path)],
        cwd=course,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    results = json.loads(done.stdout)
    assert results["submissions"][0]["score"] == 10.0
    assert not (course / "graded").exists()
    assert not (course / "gradebook.db").exists()


# Wrong usage and failing machines: one clear line, nothing half-written.


def one_line(done: Result, code: int, *words: str) -> None:
    """The command ended with one sentence that holds `words`."""
    assert done.exit_code == code, done.output
    lines = [
        line for line in done.output.splitlines() if line.startswith("autograder:")
    ]
    assert len(lines) == 1, done.output
    assert "Traceback" not in done.output
    for word in words:
        assert word in lines[0]


def test_unknown_assignment(course: Path) -> None:
    one_line(run(course, "grade", "nothing"), 2, "'nothing'", "demo")


def test_no_submissions(course: Path) -> None:
    one_line(run(course, "grade", "demo"), 2, "no submissions", "submitted")


def test_source_that_is_not_valid(course: Path) -> None:
    (course / "solutions" / "demo" / "demo.ipynb").write_text("{}")
    one_line(run(course, "grade", "demo"), 2, "demo.ipynb", "not")


def test_notebook_that_is_not_there(course: Path) -> None:
    one_line(run(course, "grade", "demo", "nowhere.ipynb"), 2, "nowhere.ipynb")


def test_folder_instead_of_a_notebook(course: Path) -> None:
    done = run(course, "grade", "demo", str(course))
    assert done.exit_code == 2
    assert "is a directory" in done.output


def test_configuration_that_is_wrong(course: Path) -> None:
    (course / "nbgrader_config.py").write_text("c = nonsense(")
    one_line(run(course, "grade", "demo"), 2, "nbgrader_config.py is wrong")


def test_folder_that_is_no_course(tmp_path: Path) -> None:
    one_line(run(tmp_path, "grade", "demo"), 2, "none (see --course)")


def test_source_in_another_language(course: Path) -> None:
    path = course / "solutions" / "demo" / "demo.ipynb"
    notebook = nbformat.read(path, 4)
    notebook.metadata["kernelspec"] = {"name": "ir", "language": "R"}
    write_notebook(path, notebook)
    one_line(run(course, "grade", "demo"), 2, "only Python")


@pytest.mark.parametrize(
    ("url", "code", "words"),
    [
        ("nonsense", 1, "cannot open the gradebook"),
        ("sqlite:////nowhere/x.db", 1, "cannot open the gradebook"),
        ("oracle://x/y", 2, "is not installed"),
    ],
)
def test_gradebook_that_cannot_be_opened(
    course: Path, url: str, code: int, words: str
) -> None:
    class_of(course, ["ada"])
    one_line(run(course, "grade", "demo", "--db", url), code, words)


@pytest.mark.parametrize(
    "words",
    [
        ("--timeout", "nan"),
        ("--timeout", "inf"),
        ("--timeout", "0"),
        ("--total", "nan"),
        ("--memory", "0"),
        ("--memory", "much"),
        ("--processes", "1"),
        ("--jobs", "0"),
        ("--scratch", "-1"),
        ("--output-limit", "0"),
    ],
)
def test_limits_that_make_no_sense(course: Path, words: tuple[str, str]) -> None:
    class_of(course, ["ada"])
    done = run(course, "grade", "demo", *words)
    assert done.exit_code == 2
    assert f"Invalid value for '{words[0]}'" in done.output
    assert not (course / "graded").exists()


@pytest.mark.parametrize("language", ["C", "tr_TR.ISO-8859-9", "nonsense"])
def test_odd_language_of_the_machine(course: Path, language: str) -> None:
    # Also the machine where bubblewrap is not to be found.
    wrong = {**ANSWERS, "square": "def square(x):\n    raise ValueError('größer ✓')"}
    path = submit(course, "ada", handed_in(load(course), **wrong))
    done = subprocess.run(
        [sys.executable, "-m", "autograder", "grade", "demo", str(path)],
        cwd=course,
        env={"PYTHONPATH": str(REPOSITORY), "LC_ALL": language, "LANG": language},
        capture_output=True,
    )
    assert done.returncode == 0, done.stderr
    (result,) = json.loads(done.stdout)["submissions"]
    assert result["questions"][0]["message"] == "ValueError: größer ✓"


def test_report_without_results(course: Path) -> None:
    one_line(run(course, "report", "demo"), 2, "autograder grade demo")


def test_unwritable_output(course: Path) -> None:
    class_of(course, ["ada"])
    (course / "graded").write_text("a file in the way")
    one_line(run(course, "grade", "demo"), 1, "cannot write", "--output")


def test_second_run_at_the_same_time(course: Path) -> None:
    class_of(course, ["ada"])
    output = files.Output(course / "graded" / "demo", "demo")
    one_line(run(course, "grade", "demo"), 2, "another run")
    output.close()


def test_full_disk(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class_of(course, ["ada", "bob", "cyd"])
    genuine, count = Path.open, iter(range(100))

    class Full(io.FileIO):
        def write(self, data: bytes) -> int:  # type: ignore[override]
            super().write(data[: len(data) // 2])
            raise OSError(28, "No space left on device", self.name)

    def opened(path: Path, mode: str = "r", *more: Any, **named: Any) -> Any:
        full = mode == "wb" and path.suffix == ".part" and next(count) >= 3
        return Full(path, mode) if full else genuine(path, mode, *more, **named)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", opened)
        done = run(course, "grade", "demo", "--no-gradebook")
    one_line(done, 1, "the disk is full", "kept")
    output = course / "graded" / "demo"
    assert not list(output.glob("**/*.part"))
    assert not (output / "results.json").exists()
    whole = list(output.glob("*/demo/result.json"))
    assert all(json.loads(path.read_text())["result"] for path in whole)
    results = grade(course, "--no-gradebook")
    assert [part["score"] for part in results["submissions"]] == [10.0] * 3


def test_locked_gradebook(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class_of(course, ["ada"])
    grade(course)
    submit(course, "bob", honest(load(course)))
    monkeypatch.setattr(gradebook, "PATIENCE", 0.1)
    with sqlite3.connect(course / "gradebook.db", isolation_level=None) as other:
        other.execute("BEGIN EXCLUSIVE")
        done = run(course, "grade", "demo", "--db", f"{url(course)}?timeout=0.2")
        other.execute("ROLLBACK")
    one_line(done, 1, "locked", "run again")
    grade(course)
    assert book(course)["bob", "test_mean"][0] == 5.0


def url(course: Path) -> str:
    """The URL of a course's gradebook."""
    return f"sqlite:///{course}/gradebook.db"


def test_gradebook_locked_for_a_moment(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assignment = class_of(course, ["ada", "bob"])
    grade(course)
    submit(course, "bob", handed_in(assignment))
    other = sqlite3.connect(
        course / "gradebook.db", isolation_level=None, check_same_thread=False
    )
    other.execute("BEGIN IMMEDIATE")

    def unlock(_: float) -> None:  # once the grader has found it locked
        if other.in_transaction:
            other.execute("ROLLBACK")

    clock = SimpleNamespace(monotonic=time.monotonic, sleep=unlock)
    monkeypatch.setattr(gradebook, "time", clock)
    grade(course, "--db", f"{url(course)}?timeout=0.2")
    assert not other.in_transaction, "the grader never waited"
    other.close()
    assert book(course)["bob", "test_mean"][0] == 0.0


def test_gradebook_that_is_none(course: Path) -> None:
    class_of(course, ["ada"])
    (course / "gradebook.db").write_text("not a database, but long enough " * 40)
    one_line(run(course, "grade", "demo"), 1, "gradebook")


def test_submission_that_cannot_be_graded_is_no_zero(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from autograder.engine.sandboxed import SandboxedEngine
    from autograder.records import NotGraded

    class_of(course, ["ada", "bob"])
    work, count = SandboxedEngine.run, iter(range(10))

    def fail_once(self, task, limits: Limits):
        if next(count) == 1:  # the first is the run of the solutions
            raise NotGraded("the machine had a bad day")
        return work(self, task, limits)

    monkeypatch.setattr(SandboxedEngine, "run", fail_once)
    results = grade(course, code=1)
    states = sorted((p["status"], p["score"] is None) for p in results["submissions"])
    assert states == [("graded", False), ("not_graded", True)]
    assert len(book(course)) == 3
    results = grade(course)
    assert [part["score"] for part in results["submissions"]] == [10.0, 10.0]


def test_fault_of_the_grader_costs_one_submission(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It gets no mark, the others theirs, and the traceback goes to a file."""
    class_of(course, ["ada", "bob", "cyd"])
    work = grade_module.grade_submission

    def fail_for_bob(submission, *rest):
        if submission.student == "bob":
            raise RuntimeError("something nobody thought of")
        return work(submission, *rest)

    with monkeypatch.context() as patch:
        patch.setattr(grade_module, "grade_submission", fail_for_bob)
        done = run(course, "grade", "demo")
    assert done.exit_code == 1
    assert "Traceback" not in done.output
    assert "bob not graded: the grader failed (RuntimeError: something" in done.output
    log = (course / "graded" / "demo" / "errors.log").read_text()
    assert "fail_for_bob" in log
    states = {
        part["student"]: (part["status"], part["score"])
        for part in results_of(course)["submissions"]
    }
    full = ("graded", 10.0)
    assert states == {"ada": full, "bob": ("not_graded", None), "cyd": full}
    done = run(course, "grade", "demo")
    assert done.exit_code == 0
    assert "2 unchanged" in done.output
    assert not (course / "graded" / "demo" / "errors.log").exists()


@pytest.mark.parametrize("place", ["files", "gradebook"])
def test_result_that_cannot_be_written_costs_one_submission(
    course: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    class_of(course, ["ada", "bob", "cyd"])
    kind = files.Output if place == "files" else gradebook.Book
    name = "save" if place == "files" else "_write_now"
    work = getattr(kind, name)

    def fail_for_bob(self, result, *rest):
        if getattr(result, "result", result).student == "bob":
            raise OSError(errno.ENAMETOOLONG, "File name too long")
        return work(self, result, *rest)

    with monkeypatch.context() as patch:
        patch.setattr(kind, name, fail_for_bob)
        done = run(course, "grade", "demo")
    assert done.exit_code == 1
    assert "bob not graded" in done.output
    assert "Traceback" not in done.output
    assert {student for student, _ in book(course)} >= {"ada", "cyd"}
    assert run(course, "grade", "demo").exit_code == 0
    assert book(course)["bob", "test_mean"][0] == 5.0


# Killed.


def test_killed_and_started_again(tmp_path: Path, course: Path) -> None:
    assignment = load(course)
    for number in range(12):
        chosen = dict(list(ANSWERS.items())[number % 4 :])
        submit(course, f"s{number:02}", handed_in(assignment, **chosen))
    quiet = tmp_path / "quiet"
    shutil.copytree(course, quiet)
    expected = grade(quiet)["submissions"]
    dice = random.Random(4)
    for _ in range(4):
        process = subprocess.Popen(
            [sys.executable, "-m", "autograder", "grade", "demo", "--timeout", "5"],
            cwd=course,
            env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        lines = dice.randrange(0, 5)
        assert process.stderr is not None
        for _ in range(lines):
            process.stderr.readline()
        time.sleep(dice.random() * 0.02)
        process.send_signal(signal.SIGKILL)
        process.wait()
    found = grade(course)["submissions"]
    for part in (*found, *expected):
        part.pop("seconds")
    assert found == expected
    assert book(course) == book(quiet)


# The report.


def test_report_is_one_page_that_needs_nothing_else(course: Path) -> None:
    mixed_class(course)
    grade(course)
    done = run(course, "report", "demo")
    assert done.exit_code == 0, done.output
    page = (course / "graded" / "demo" / "report.html").read_text()
    assert "http" not in page.replace("http-equiv", "")
    assert "<script" not in page
    assert "prefers-color-scheme: dark" in page
    for word in ("ada", "test_cube", "This check failed", "unreadable", "not UTF-8"):
        assert word in page
    assert 'href="cyd/demo/demo.html"' in page
    assert (course / "graded" / "demo" / "cyd" / "demo" / "demo.html").exists()


def test_report_shows_texts_of_students_as_texts(course: Path) -> None:
    bad = "def cube(x):\n    raise ValueError('<script>alert(1)</script>')"
    submit(course, "<b>eve", handed_in(load(course), **{**ANSWERS, "cube": bad}))
    grade(course)
    run(course, "report", "demo")
    page = (course / "graded" / "demo" / "report.html").read_text()
    assert "<script" not in page
    assert "<b>eve" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert FULL
