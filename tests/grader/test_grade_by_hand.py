"""A question that a person marks, from the release to the final score."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner
from nbgrader.api import Gradebook

from autograder import cli
from autograder.platforms import gradescope
from autograder.records import Question, Result
from tools.exercises import copies, proof
from tools.grader.demo import with_answers
from tools.walks.walking import NAME, QUESTION, first_answers

TEXT = "Only at 0 is there no derivative, and any slope from 0 to 1 will do there."


def hand_in(course: Path, root: Path, student: str, chosen: dict[str, str]) -> None:
    """Submit the released notebook with these answers."""
    path = root / "exercises" / NAME / f"{NAME}.ipynb"
    place = course / "submitted" / student / NAME
    place.mkdir(parents=True, exist_ok=True)
    text = with_answers(nbformat.read(path, as_version=4), chosen)
    (place / path.name).write_text(text, encoding="utf-8")


@pytest.fixture
def course(root: Path, tmp_path: Path) -> Path:
    """The course with two submissions: ada has written an explanation, ben has not."""
    copies.make(root)
    shutil.copytree(root / "solutions" / NAME, tmp_path / "solutions" / NAME)
    shutil.copy(root / "nbgrader_config.py", tmp_path)
    hand_in(tmp_path, root, "ada", {**first_answers(), QUESTION: TEXT})
    hand_in(tmp_path, root, "ben", first_answers())
    return tmp_path


def autograder(course: Path, command: str) -> str:
    """Run the grader on the course; what it said."""
    done = CliRunner().invoke(cli.main, [command, NAME, "--course", str(course)])
    assert done.exit_code == 0, done.output
    return done.output


def nbgrader(course: Path, *words: str) -> None:
    """Run plain nbgrader in the course."""
    place = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", *words],
        cwd=course,
        env={**os.environ, "PATH": place},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


def mark(course: Path, student: str, points: float) -> None:
    """Give points as formgrader does."""
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        grade = gradebook.find_grade(QUESTION, NAME, NAME, student)
        assert grade.needs_manual_grade
        grade.manual_score, grade.needs_manual_grade = points, False
        gradebook.db.commit()


def final(course: Path) -> dict[str, float]:
    """The scores that nbgrader exports."""
    nbgrader(course, "export", "--to", "grades.csv")
    with (course / "grades.csv").open(newline="", encoding="utf-8") as file:
        return {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}


def report(course: Path) -> str:
    """The report's page, written anew."""
    autograder(course, "report")
    return (course / "graded" / NAME / "report.html").read_text()


def test_a_written_answer_waits_is_marked_and_counts(course: Path, root: Path) -> None:
    said = autograder(course, "grade")
    assert "ada: graded, 9 of 10, 1 for a person to mark" in said
    assert "ben: graded, 9 of 10, " in said
    results = json.loads((course / "graded" / NAME / "results.json").read_text())
    states = {
        part["student"]: {
            q["id"]: (q["status"], q["judged"]) for q in part["questions"]
        }
        for part in results["submissions"]
    }
    assert states["ada"][QUESTION] == ("manual", None)
    assert states["ben"][QUESTION] == ("missing", None)
    page = report(course)
    assert "<b>1</b><span>wait for a person</span>" in page
    assert "<h2>Waiting for a person</h2>" in page
    assert "marked by a person" in page
    assert "A person marks this answer" not in page, "no message of a test"

    mark(course, "ada", 0.5)
    assert final(course) == {"ada": 9.5, "ben": 9.0}
    page = report(course)
    assert "wait for a person" not in page
    assert "Waiting for a person" not in page
    assert '<td class="n">9.5</td>' in page

    autograder(course, "grade")
    assert '<td class="n">9.5</td>' in report(course), "unchanged: nothing waits again"
    hand_in(course, root, "ada", {**first_answers(), QUESTION: f"{TEXT} Or 0."})
    autograder(course, "grade")
    page = report(course)
    assert "It has changed since a person marked it." in page
    assert final(course)["ada"] == 9.5, "a person's mark is never overwritten"


def test_plain_nbgrader_treats_it_the_same(course: Path) -> None:
    nbgrader(course, "generate_assignment", NAME, "--force")
    nbgrader(course, "autograde", NAME, "--create")
    assert final(course) == {"ada": 9.0, "ben": 9.0}
    mark(course, "ada", 1)
    assert final(course) == {"ada": 10.0, "ben": 9.0}


def test_a_report_makes_no_gradebook(course: Path) -> None:
    words = ["grade", NAME, "--no-gradebook", "--course", str(course)]
    assert CliRunner().invoke(cli.main, words).exit_code == 0
    assert "Waiting for a person" in report(course)
    assert not (course / "gradebook.db").exists()


def test_an_author_sees_which_question_a_person_marks(course: Path) -> None:
    said = autograder(course, "check")
    assert any(
        QUESTION in line and "1 point  marked by a person" in line
        for line in said.splitlines()
    )
    assert "solutions: 9 of 9" in said
    assert "as released: 0 of 9" in said


@pytest.mark.quick
def test_gradescope_calls_it_neither_passed_nor_failed() -> None:
    waits = Question(QUESTION, 0.0, 1.0, "manual", "A person marks this answer.")
    result = Result("ada", "graded", 0.0, 1.0, questions=(waits,))
    record = gradescope.to_gradescope({"submissions": [result.to_json()]}, "demo")
    (shown,) = record["tests"]
    assert shown["name"] == QUESTION
    assert not {"status", "score"} & shown.keys()
    assert f"**{QUESTION}:** A person marks this" in gradescope.to_markdown(record)


@pytest.mark.quick
@pytest.mark.parametrize(
    ("notebook", "status", "fault"),
    [
        ("reference", "manual", ""),
        ("release", "missing", ""),
        ("reference", "missing", "it is missing instead of manual"),
        ("release", "manual", "it is manual instead of missing"),
    ],
)
def test_the_proof_knows_who_marks(notebook: str, status: str, fault: str) -> None:
    """The reference gets all points of the tests, and its written answer waits."""
    passed = notebook == "reference"
    questions = (
        Question("test_relu", float(passed), 1.0, "passed", judged="apart"),
        Question(QUESTION, 0.0, 1.0, status),  # type: ignore[arg-type]
    )
    result = Result(notebook, "graded", float(passed), 2.0, questions=questions)
    trial = proof.Trial(NAME, notebook, {})
    (verdict,) = proof.judge(trial, result, set())
    assert verdict.fault == (f"{QUESTION}: {fault}" if fault else "")
