"""The guide *A term, week by week*: every command on the page runs, in its order.

The course is small and needs NumPy alone; commands, files and their order are the
page's own. What people do in between is done here, where the page says `% here:`.
"""

from __future__ import annotations

import csv
import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import pytest
from grading_support import (
    CONFIG,
    answer,
    check,
    handed_in,
    load,
    make_course,
    marked,
    python_notebook,
    write_notebook,
)
from nbformat.v4 import new_code_cell, new_markdown_cell
from nbgrader.api import Gradebook, MissingEntry, SubmittedAssignment

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "book" / "term.md"
BIN = Path(sys.executable).parent

RELU = "def relu(x):\n    return np.maximum(x, 0)"
ABS = "def relu(x):\n    return np.abs(x)"
GRAD = "def relu_grad(x):\n    return np.where(x {} 0, 1.0, 0.0)"
ONE, ZERO = GRAD.format(">="), GRAD.format(">")  # at 0; the test takes one of them
TOO_STRICT = "assert relu_grad(0.0) == 1.0"
CORRECTED = "assert relu_grad(0.0) in (0.0, 1.0)"
ESSAY = "Only at 0 has it no derivative."
ROSTER = """Student,ID,SIS User ID,SIS Login ID,Section,relu (4711)
    Points Possible,,,,,10
"Lovelace, Ada",101,u1,ada,A,
"Lovelace, Ada",102,u2,ada2,A,
"Noether, Emmy",103,u3,emmy,A,
"Müller, Jörg",104,u4,joerg,A,
"Kovalevskaya, Sofya",105,u5,sonya,A,
"""


def source() -> nbformat.NotebookNode:
    """A notebook with two questions for tests and one for a person."""
    cells = [
        new_markdown_cell("# ReLU"),
        marked(new_code_cell("import numpy as np"), "setup", locked=True),
        answer("relu", RELU),
        check("test_relu", 4, "assert relu(2) == 2", "assert relu(-3) == 0"),
        answer("relu_grad", ONE),
        check("test_relu_grad", 4, "assert relu_grad(2.0) == 1", TOO_STRICT),
        marked(
            new_markdown_cell(f"### BEGIN SOLUTION\n{ESSAY}\n### END SOLUTION"),
            "essay",
            solution=True,
            grade=True,
            points=2,
        ),
    ]
    return python_notebook(cells)


def steps() -> Iterator[tuple[str, str]]:
    """What the page has one do: `run` a block, write a `file`, or something `here`."""
    pattern = re.compile(
        r"^```sh\n(?P<run>.*?)^```$"
        r"|^```\{code-block\} \w+\n:caption: (?P<file>.*?)^```$"
        r"|^% here: (?P<here>[^\n]*)$",
        re.DOTALL | re.MULTILINE,
    )
    for found in pattern.finditer(PAGE.read_text()):
        kind = found.lastgroup or ""
        yield kind, found[kind]


class Term:
    """A course folder, its exchange, and what happens in it."""

    def __init__(self, place: Path) -> None:
        self.folder, self.exchange = place / "course", place / "exchange"
        make_course(self.folder, "relu", source())
        self.exchange.mkdir()
        self.config = self.folder / "nbgrader_config.py"
        with self.config.open("a") as file:
            file.write("c.CourseDirectory.course_id = 'c101'\n")
            file.write(f"c.Exchange.root = {str(self.exchange)!r}\n")
            # All submissions of this class are files of one user.
            file.write("c.ExchangeCollect.check_owner = False\n")
        (self.folder / "roster.csv").write_text(ROSTER)
        other = place / "another-folder"
        other.mkdir()
        (other / "nbgrader_config.py").write_text(CONFIG)
        self.url = f"sqlite:///{self.folder / 'gradebook.db'}"
        self.said: list[tuple[str, str]] = []  # commands and their output
        self.report = ""

    def run(self, block: str) -> None:
        """Run the commands of one block, each of which must succeed."""
        place = {**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}"}
        for command in block.replace("\\\n", " ").splitlines():
            mine, theirs = pty.openpty()
            os.write(mine, b"y\n")  # to the one that asks
            done = subprocess.run(
                ["bash", "-c", command],
                cwd=self.folder,
                env=place,
                stdin=theirs,
                capture_output=True,
                text=True,
            )
            os.close(mine)
            os.close(theirs)
            assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
            self.said.append((command, done.stdout + done.stderr))

    def file(self, text: str) -> None:
        """Write a file of the page; the configuration grows by it."""
        name, _, content = text.partition("\n")
        with (self.folder / name).open("a") as file:
            file.write(content)

    def hand_in(self, student: str, when: str, relu: str, grad: str) -> None:
        """A submission in the exchange, as `nbgrader submit` leaves it."""
        place = self.exchange / "c101" / "inbound" / f"{student}+relu+{when}"
        notebook = handed_in(load(self.folder, "relu"), relu=relu, relu_grad=grad)
        notebook.cells[-1].source = f"It has none at 0, says {student}."
        write_notebook(place / "relu.ipynb", notebook)
        (place / "timestamp.txt").write_text(when)
        (place / "submission_secret.txt").write_text(f"secret of {student}")

    def scores(self) -> dict[str, float]:
        """The gradebook's final marks."""
        with Gradebook(self.url) as gradebook:
            found = gradebook.assignment_submissions("relu")
            return {part.student.id: final(part) for part in found}


def final(submission: SubmittedAssignment) -> float:
    """A score with its penalty off, as nbgrader exports it."""
    return round(float(submission.score - submission.late_submission_penalty), 2)


def the_class_hands_in(term: Term) -> None:
    term.hand_in("ada", "2026-10-16 20:00:00 UTC", RELU, ZERO)
    term.hand_in("ada2", "2026-10-16 21:00:00 UTC", ABS, ONE)


def more_of_them_hand_in(term: Term) -> None:
    assert term.scores() == {"ada": 4, "ada2": 4, "emmy": 0}
    term.hand_in("ada2", "2026-10-16 23:00:00 UTC", RELU, ONE)
    term.hand_in("emmy", "2026-10-19 12:00:00 UTC", RELU, ONE)
    term.hand_in("joerg", "2026-10-18 12:00:00 UTC", RELU, ZERO)


def a_person_marks(term: Term) -> None:
    # Jörg is a day and a half late: two tenths of 4 points are off. Emmy may be.
    assert term.scores() == {"ada": 4, "ada2": 8, "emmy": 8, "joerg": 3.2}
    term.report = (term.folder / "graded/relu/report.html").read_text()
    with Gradebook(term.url) as gradebook:
        for student, mark in {"ada": 2, "ada2": 1, "emmy": 1, "joerg": 1}.items():
            grade = gradebook.find_grade("essay", "relu", "relu", student)
            grade.manual_score, grade.needs_manual_grade = mark, False
            comment = gradebook.find_comment("essay", "relu", "relu", student)
            comment.manual_comment = f"Well said, {student}."
        gradebook.db.commit()


def the_test_is_corrected(term: Term) -> None:
    path = term.folder / "solutions/relu/relu.ipynb"
    text = path.read_text()
    assert TOO_STRICT in text
    path.write_text(text.replace(TOO_STRICT, CORRECTED))


PEOPLE: dict[str, Callable[[Term], None]] = {
    "the class hands in": the_class_hands_in,
    "more of them hand in": more_of_them_hand_in,
    "a person marks": a_person_marks,
    "the test is corrected": the_test_is_corrected,
}


@pytest.fixture(scope="module")
def term(tmp_path_factory: pytest.TempPathFactory) -> Term:
    """The course at the end of the page."""
    made = Term(tmp_path_factory.mktemp("term"))
    done = []
    for kind, text in steps():
        if kind == "here":
            PEOPLE[text](made)
            done.append(text)
        else:
            getattr(made, kind)(text)
    assert done == list(PEOPLE)
    return made


pytestmark = pytest.mark.xdist_group("term")


def said(term: Term, start: str) -> list[str]:
    """What the commands said that begin so."""
    return [output for command, output in term.said if command.startswith(start)]


def test_marks_at_the_end_are_the_right_ones(term: Term) -> None:
    # The corrected test gives Ada and Jörg its 4 points; Jörg's penalty follows, and
    # is deleted with him.
    assert term.scores() == {"ada": 10, "ada2": 9, "emmy": 9}
    with (term.folder / "grades.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["SIS Login ID"]: row["relu (4711)"] for row in csv.DictReader(file)}
    assert {name: float(mark) for name, mark in rows.items() if name and mark} == {
        "ada": 10.0,
        "ada2": 9.0,
        "emmy": 9.0,
        "joerg": 7.2,
    }
    assert "sonya" in rows


def test_who_is_missing_is_said(term: Term) -> None:
    assert "sonya" in term.report
    assert any("sonya" in output for output in said(term, "autograder export"))


def test_a_regrade_says_who_gains_and_why(term: Term) -> None:
    lines = said(term, "autograder regrade relu")[0].splitlines()
    preview = "\n".join(line for line in lines if not line.startswith("["))
    for name in ("ada", "joerg", "test_relu_grad"):
        assert name in preview
    assert "emmy" not in preview


def test_feedback_in_the_exchange_has_the_comment_and_no_hidden_test(
    term: Term,
) -> None:
    pages = [
        path.read_text() for path in (term.exchange / "c101/feedback").glob("*.html")
    ]
    [page] = [page for page in pages if "Well said, ada." in page]
    assert CORRECTED not in page
    # Sonya, who handed in nothing, has one; Jörg's was deleted with him.
    assert len(pages) == 4
    assert not [page for page in pages if "joerg" in page]


def test_a_student_is_forgotten_and_the_saved_course_is_whole(term: Term) -> None:
    with Gradebook(term.url) as gradebook, pytest.raises(MissingEntry):
        gradebook.find_student("joerg")
    assert not list(term.folder.glob("*/**/joerg"))
    other = term.folder.parent / "another-folder"
    assert (other / "submitted/joerg/relu/relu.ipynb").exists()
    with Gradebook(f"sqlite:///{other / 'gradebook.db'}") as gradebook:
        assert final(gradebook.find_submission("relu", "joerg")) == 7.2
