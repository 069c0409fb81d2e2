"""A corrected test: preview, apply, undo, from the command line."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner, Result
from grading_support import (
    class_of,
    handed_in,
    honest,
    load,
    make_course,
    submit,
)
from nbgrader.api import Gradebook

from autograder import cli

HALF = "def square(x):\n    return x * abs(x)"  # fails the hidden check of test_square
COUNTS = "calls = []\n\n\ndef square(x):\n    calls.append(x)\n    return x * x"
COUNTED = (
    "def cube(x):\n    calls.append(x)\n    return x**3 if len(calls) > 2 else None"
)

WRITES = "\n\n\nopen('note.txt', 'w').close()"


def run(course: Path, *words: str, code: int = 0) -> Result:
    """Run `autograder` for the assignment `demo` of a course."""
    given = [words[0], "demo", *words[1:], "--course", str(course)]
    done = CliRunner().invoke(cli.main, given)
    assert done.exit_code == code, done.output
    return done


def correct(course: Path, test: str, text: str | None = None, points: float = 0):
    """Change a test's text or its points."""
    path = course / "solutions" / "demo" / "demo.ipynb"
    notebook = nbformat.read(path, 4)
    for cell in notebook.cells:
        meta = cell.metadata.get("nbgrader", {})
        if meta.get("grade_id") == test:
            cell.source = text if text is not None else cell.source
            meta["points"] = points or meta["points"]
    path.write_text(nbformat.v4.writes(notebook))


def files(course: Path) -> dict[str, str]:
    """Digests of all files that hold marks, outputs or feedback."""
    return {
        str(path.relative_to(course)): hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in ("graded", "autograded", "feedback")
        for path in (course / folder).rglob("*")
        if path.is_file()
        and not {"regrade", ".versions", ".lock"} & {*path.relative_to(course).parts}
    }


def gradebook(course: Path) -> dict[str, list[str]]:
    """All rows of the gradebook."""
    with sqlite3.connect(course / "gradebook.db") as db:
        names = db.execute("select name from sqlite_master where type = 'table'")
        return {
            name: sorted(map(str, db.execute(f"select * from {name}")))
            for (name,) in names.fetchall()
        }


def points(course: Path) -> dict[str, float]:
    """The points of test_square in the gradebook, a person's first."""
    with Gradebook(f"sqlite:///{course}/gradebook.db") as book:
        return {
            part.student.id: grade.score
            for part in book.assignment_submissions("demo")
            for notebook in part.notebooks
            for grade in notebook.grades
            if grade.cell.name == "test_square"
        }


def kept(folder: Path) -> dict[str, object]:
    """The results in a folder, but for what differs in every run."""
    found = {}
    for path in folder.glob("*/demo/result.json"):
        result = json.loads(path.read_text())["result"]
        for name in ("seconds", "spent", "peak"):
            result.pop(name)
        found[result["student"]] = result
    return found


LENIENT = "assert square(3) == 9, 'square(3) is 9'"


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course that was graded, with feedback; bob lost points for a hidden check."""
    course = make_course(Path(tmp_path_factory.mktemp("regrade")) / "course")
    answers = {
        "ada": honest,
        "bob": lambda a: handed_in(a, **{**RIGHT, "square": HALF}),
        "eve": lambda a: handed_in(
            a, square=COUNTS, cube=COUNTED, mean=RIGHT["mean"] + WRITES
        ),
        "joe": lambda a: handed_in(a, **{**RIGHT, "square": "def square(x)\n  x"}),
    }
    class_of(course, answers)
    run(course, "grade")
    for student in answers:
        place = course / "feedback" / student / "demo"
        place.mkdir(parents=True)
        (place / "demo.html").write_text(f"<p>{student}")
    return course


RIGHT = {
    "square": "def square(x):\n    return x * x",
    "cube": "def cube(x):\n    return x**3",
    "mean": "def mean(values):\n    return np.mean(values)",
}


@pytest.fixture(scope="module")
def previewed(graded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same course after a correction, and a preview of it."""
    course = copied(graded, Path(tmp_path_factory.mktemp("previewed")))
    correct(course, "test_square", LENIENT)
    before = files(course), gradebook(course)
    done = run(course, "regrade")
    assert (files(course), gradebook(course)) == before, "a preview touches nothing"
    (course / "said.txt").write_text(done.output)
    return course


def copied(course: Path, place: Path) -> Path:
    """A copy of a course for one test."""
    return Path(shutil.copytree(course, place / "course"))


def test_does_a_preview_say_who_changes_and_why(previewed: Path) -> None:
    folder = previewed / "graded" / "demo" / "regrade"
    with open(folder / "preview.csv", newline="") as file:
        rows = {row["student"]: row for row in csv.DictReader(file)}
    moved = {name: row for name, row in rows.items() if row["before"] != row["after"]}
    # Eve's cube counts how often the test of square called: so it changes as well.
    assert moved.keys() == {"bob", "eve"}
    assert (moved["eve"]["question"], moved["eve"]["after"]) == ("test_cube", "0.0")
    bob = moved["bob"]
    assert (bob["question"], bob["before"], bob["after"]) == (
        "test_square",
        "0.0",
        "2.0",
    )
    assert (bob["total_before"], bob["total_after"]) == ("8.0", "10.0")
    assert "SECRET_SIXTEEN" in bob["said_before"]
    assert bob["said_after"] == "passed"
    told = json.loads((folder / "preview.json").read_text())
    assert (told["students"], told["moved"]) == (4, 2)
    # Ada, bob and joe run in part; eve's answers remember what the tests called.
    assert (told["parts"], told["whole"]) == (3, 1)
    said = (previewed / "said.txt").read_text()
    assert "2 of 4 change; mean 9.00 → 8.75" in said
    assert "changed since: the text of test_square" in said
    assert "8 → 10" in said
    page = (folder / "preview.html").read_text()
    assert "bob" in page
    assert "http" not in page.replace("http-equiv", ""), "it loads nothing"


def test_is_a_preview_what_a_full_grading_says(previewed: Path, tmp_path: Path) -> None:
    course = copied(previewed, tmp_path)
    aside = kept(course / "graded" / "demo" / "regrade" / "next")
    run(course, "grade")
    full = kept(course / "graded" / "demo")
    assert aside == full
    assert set(full) == {"ada", "bob", "eve", "joe"}


def test_are_apply_and_undo_exact(previewed: Path, tmp_path: Path) -> None:
    course = copied(previewed, tmp_path)
    before = files(course), gradebook(course)
    run(course, "regrade", "--apply")
    assert points(course) == {"ada": 2.0, "bob": 2.0, "eve": 2.0, "joe": 0.0}
    results = json.loads((course / "graded/demo/results.json").read_text())
    scores = {part["student"]: part["score"] for part in results["submissions"]}
    assert scores["bob"] == 10.0
    assert (course / "autograded/eve/demo/note.txt").exists(), "eve's cell wrote it"
    notebook = nbformat.read(course / "autograded/bob/demo/demo.ipynb", 4)
    (cell,) = [c for c in notebook.cells if c.get("id") and c.source == LENIENT]
    assert cell.outputs == []
    assert cell.execution_count
    # A grading run finds nothing left to do.
    assert "4 unchanged" in run(course, "grade").output
    done = run(course, "regrade", "--undo")
    assert "the marks of 4 students are as before" in done.output
    assert (files(course), gradebook(course)) == before
    done = run(course, "regrade", "--undo", code=2)
    assert done.output.strip() == "autograder: there is no regrade of demo to undo"


def test_do_marks_of_people_stay(previewed: Path, tmp_path: Path) -> None:
    course = copied(previewed, tmp_path)
    mark(course, "bob", 1.5)
    run(course, "regrade", "--apply")
    assert points(course)["bob"] == 1.5
    mark(course, "joe", 0.5)
    run(course, "regrade", "--undo")
    assert points(course) == {"ada": 2.0, "bob": 1.5, "eve": 2.0, "joe": 0.5}
    with Gradebook(f"sqlite:///{course}/gradebook.db") as book:
        grade = book.find_grade("test_square", "demo", "demo", "joe")
        assert (grade.auto_score, grade.needs_manual_grade) == (0.0, False)


def test_does_a_question_come_back_with_its_marks(graded: Path, tmp_path: Path) -> None:
    course = copied(graded, tmp_path)
    mark(course, "bob", 1.5)
    before = files(course), gradebook(course)
    path = course / "solutions" / "demo" / "demo.ipynb"
    notebook = nbformat.read(path, 4)
    for cell in list(notebook.cells):
        meta = cell.metadata.get("nbgrader", {})
        if meta.get("grade_id") == "test_square":
            notebook.cells.remove(cell)
        elif meta.get("grade_id") == "test_mean":
            meta["grade_id"] = "test_average"
    path.write_text(nbformat.v4.writes(notebook))
    done = run(course, "regrade", "--apply")
    assert "test_square is gone since the release" in done.output
    lost = (course / "graded" / "demo" / "removed_marks.csv").read_text()
    assert "bob,demo,test_square,1.5" in lost
    run(course, "regrade", "--undo")
    assert (files(course), gradebook(course)) == before


def mark(course: Path, student: str, score: float) -> None:
    """Mark test_square by hand, as formgrader does."""
    with Gradebook(f"sqlite:///{course}/gradebook.db") as book:
        grade = book.find_grade("test_square", "demo", "demo", student)
        grade.manual_score, grade.needs_manual_grade = score, False
        book.db.commit()


def test_does_undo_refuse_to_lose_newer_marks(previewed: Path, tmp_path: Path) -> None:
    course = copied(previewed, tmp_path)
    run(course, "regrade", "--apply")
    path = course / "graded" / "demo" / "bob" / "demo" / "result.json"
    path.write_text(path.read_text().replace('"key": "', '"key": "other'))
    done = run(course, "regrade", "--undo", code=2)
    assert done.output.startswith("autograder: marks have changed since")
    assert "(bob)" in done.output
    assert points(course)["bob"] == 2.0
    run(course, "regrade", "--undo", "--force")
    assert points(course)["bob"] == 0.0


KILLED = """
import os, signal, sys
from autograder.regrade import main, undo
from autograder.marks import files, gradebook
from autograder import cli
left = int(sys.argv[2])
where = {"save": (files, "Output"), "write": (gradebook, "Book"), "put_back": (undo,)}
owner = where[sys.argv[1]]
owner = getattr(*owner) if len(owner) > 1 else owner[0]
genuine = getattr(owner, sys.argv[1])
def dying(*words):
    global left
    left -= 1
    if left < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return genuine(*words)
setattr(owner, sys.argv[1], dying)
cli.main(sys.argv[3:])
"""


def killed(course: Path, where: str, after: int, step: str) -> None:
    """Run a step that is killed the moment it has done something `after` times."""
    words = [sys.executable, "-c", KILLED, where, str(after)]
    words += ["regrade", "demo", step, "--course", str(course)]
    done = subprocess.run(words, capture_output=True, cwd=Path(cli.__file__).parents[1])
    assert done.returncode == -signal.SIGKILL, done.stderr


@pytest.mark.parametrize("where", ["save", "write"])
def test_does_a_killed_apply_go_on(previewed: Path, tmp_path: Path, where: str) -> None:
    course = copied(previewed, tmp_path)
    before = files(course), gradebook(course)
    killed(course, where, 2, "--apply")
    done = run(course, "regrade", code=2)
    assert done.output.strip() == (
        "autograder: a regrade of demo was interrupted: run it again with --apply to "
        "finish it, or --undo to go back"
    )
    other = copied(course, tmp_path / "other")
    run(other, "regrade", "--undo")
    assert (files(other), gradebook(other)) == before
    run(course, "regrade", "--apply")
    assert points(course) == {"ada": 2.0, "bob": 2.0, "eve": 2.0, "joe": 0.0}
    run(course, "regrade", "--undo")
    assert (files(course), gradebook(course)) == before


def test_does_a_killed_undo_go_on(previewed: Path, tmp_path: Path) -> None:
    course = copied(previewed, tmp_path)
    before = files(course), gradebook(course)
    run(course, "regrade", "--apply")
    killed(course, "put_back", 2, "--undo")
    done = run(course, "regrade", "--apply", code=2)
    assert "was interrupted: run it again with --undo" in done.output
    run(course, "regrade", "--undo")
    assert (files(course), gradebook(course)) == before


def test_do_points_alone_need_no_run(graded: Path, tmp_path: Path) -> None:
    course = copied(graded, tmp_path)
    correct(course, "test_square", points=4)
    submit(course, "new", honest(load(course)))
    path = course / "submitted" / "joe" / "demo" / "demo.ipynb"
    path.write_text(path.read_text().replace("return x**3", "return x * x * x"))
    done = run(course, "regrade")
    told = json.loads((course / "graded/demo/regrade/preview.json").read_text())
    assert (told["parts"], told["whole"], told["runs"]) == (3, 0, 0)
    assert told["left"] == {"not graded yet": ["new"], "handed in again": ["joe"]}
    assert "left alone, handed in again: 1 (joe)" in done.output
    moved = {row["student"]: row["after"] for row in told["rows"] if row["moves"]}
    assert moved == {"ada": 4.0, "bob": 0.0, "eve": 4.0}
    run(course, "regrade", "--apply")
    assert points(course)["ada"] == 4.0
    run(course, "regrade", "--undo")
    assert points(course)["ada"] == 2.0


def test_can_students_and_questions_be_chosen(graded: Path, tmp_path: Path) -> None:
    course = copied(graded, tmp_path)
    correct(course, "test_square", LENIENT)
    correct(course, "test_cube", "assert cube(2) == 9")
    done = run(course, "regrade", "--student", "max", code=2)
    assert done.output.strip() == "autograder: there is no submission of max"
    done = run(course, "regrade", "--question", "square", code=2)
    assert "demo has no test square; its tests: test_cube" in done.output
    run(
        *(course, "regrade", "--apply"),
        *("--student", "bob", "--question", "test_square"),
    )
    results = json.loads((course / "graded/demo/results.json").read_text())
    by_student = {part["student"]: part for part in results["submissions"]}
    marks = {q["id"]: q["score"] for q in by_student["bob"]["questions"]}
    assert marks == {"test_square": 2.0, "test_cube": 3.0, "test_mean": 5.0}
    assert by_student["ada"]["score"] == 10.0
    # The other change is still to come, for bob too.
    run(course, "regrade", "--student", "bob")
    told = json.loads((course / "graded/demo/regrade/preview.json").read_text())
    (row,) = told["rows"]
    assert (row["student"], row["question"], row["after"]) == ("bob", "test_cube", 0.0)


def test_is_a_course_without_marks_refused(tmp_path: Path) -> None:
    course = make_course(tmp_path / "course")
    done = run(course, "regrade", code=2)
    assert done.output.strip() == (
        "autograder: demo has not been graded: run `autograder grade demo` first"
    )
    assert not (course / "graded").exists()
