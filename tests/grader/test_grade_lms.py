"""Canvas and Moodle: archives as they come, grade files as they go back."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner
from grading_support import (
    ANSWERS,
    handed_in,
    honest,
    load,
    make_course,
    write_notebook,
)
from nbgrader.api import Gradebook

from autograder import cli

REPOSITORY = Path(cli.__file__).parent.parent
CANVAS_ROSTER = """Student,ID,SIS User ID,SIS Login ID,Section,demo (4711),Final Score
    Points Possible,,,,,10,(read only)
"Müller, Jörg",101,u1,jm12,"Maths, group 1",,
"O'Neil, Ada",102,u2,ada@school.edu,"Maths, group 1",,
"Zhao, 伟",103,u3,wz,"Maths, group 1",,
"""
MOODLE_ROSTER = """Identifier,Full name,Email address,Username,Grade
Participant 201,"Müller, Jörg",jm@school.edu,jm12,
Participant 202,Ada O'Neil,ada@school.edu,ada,
Participant 203,伟 Zhao,wz@school.edu,wz,
"""


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A released course whose path looks like a file name of Canvas."""
    root = make_course(tmp_path / "course_2026_1_demo")
    write_notebook(root / "exercises" / "demo" / "demo.ipynb", handed_in(load(root)))
    (root / "canvas.csv").write_text("\ufeff" + CANVAS_ROSTER)
    (root / "moodle.csv").write_text(MOODLE_ROSTER)
    return root


def nbgrader(course: Path, *words: str, code: int = 0) -> str:
    """Run plain nbgrader in a course with our plugins; what it said."""
    place = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", *words],
        cwd=course,
        env={**os.environ, "PATH": place, "PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == code, done.stderr
    return done.stderr


def download(course: Path, names: list[str]) -> None:
    """The archive that an LMS would give for `demo`, with these files."""
    folder = course / "downloaded" / "demo" / "archive"
    folder.mkdir(parents=True)
    assignment = load(course)
    with zipfile.ZipFile(folder / "submissions.zip", "w") as archive:
        for name in names:
            notebook = honest(assignment)
            if "old" in name or "-1." in name:
                notebook = handed_in(assignment, **{**ANSWERS, "square": "1 / 0"})
            data = nbformat.v4.writes(notebook) if name.endswith("ipynb") else "text"
            archive.writestr(name, data)


def collect(course: Path, lms: str, roster: str = "", code: int = 0) -> str:
    """Run `nbgrader zip_collect` for an LMS."""
    plugin = f"{lms}Collector"
    words = [f"--ZipCollectApp.collector_plugin=autograder.platforms.lms.{plugin}"]
    if roster:
        words.append(f"--{plugin}.roster={roster}")
    return nbgrader(course, "zip_collect", "demo", *words, code=code)


def submitted(course: Path) -> list[str]:
    """What lies in the submitted folder."""
    root = course / "submitted"
    found = [str(path.relative_to(root)) for path in root.rglob("*.ipynb")]
    return sorted(found)


CANVAS_FILES = [
    "müllerjörg_101_9001_demo.ipynb",
    "oneilada_LATE_102_9002_demo-1.ipynb",
    "oneilada_LATE_102_9003_demo-2.ipynb",
    "zhaowei_103_9004_My solution_final (2).ipynb",
    "zhaowei_103_9005_notes.txt",
]
MOODLE_FILES = [
    "Müller, Jörg_201_assignsubmission_file_/demo.ipynb",
    "Ada O'Neil_202_assignsubmission_file/demo.ipynb",
    "伟 Zhao_203_assignsubmission_file_Untitled1.ipynb",
    "伟 Zhao_203_assignsubmission_onlinetext/onlinetext.html",
    "stranger.ipynb",
]


@pytest.mark.parametrize(
    ("lms", "files", "roster", "students"),
    [
        ("Canvas", CANVAS_FILES, "canvas.csv", ["ada", "jm12", "wz"]),
        ("Canvas", CANVAS_FILES, "", ["101", "102", "103"]),
        ("Moodle", MOODLE_FILES, "moodle.csv", ["ada", "jm12", "wz"]),
        ("Moodle", MOODLE_FILES, "", ["201", "202", "203"]),
    ],
)
def test_is_a_bulk_download_collected(
    course: Path, lms: str, files: list[str], roster: str, students: list[str]
) -> None:
    download(course, files)
    text = collect(course, lms, roster)
    assert submitted(course) == [f"{name}/demo/demo.ipynb" for name in students]
    if lms == "Moodle":
        assert "stranger.ipynb" in text
    words = ["grade", "demo", "--course", str(course)]
    done = CliRunner().invoke(cli.main, words)
    assert done.exit_code == 0, done.output
    # Of two versions the last one counts.
    assert done.output.count("10 of 10") == 3


def test_is_somebody_beyond_the_roster_left_out(course: Path) -> None:
    download(course, ["doejane_999_9001_demo.ipynb", CANVAS_FILES[0]])
    assert "999 is not in the roster" in collect(course, "Canvas", "canvas.csv")
    assert submitted(course) == ["jm12/demo/demo.ipynb"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a,b\n1,2\n", "is not the roster expected: it needs a column 'ID'"),
        ("", "it has none"),
        ("ID,SIS Login ID\n101,../../etc\n", "cannot be the name of a folder"),
        (None, "No such file"),
    ],
)
def test_is_a_wrong_roster_one_sentence(
    course: Path, text: str | None, words: str
) -> None:
    download(course, CANVAS_FILES)
    if text is None:
        (course / "canvas.csv").unlink()
    else:
        (course / "canvas.csv").write_text(text)
    said = collect(course, "Canvas", "canvas.csv", code=1)
    assert words in said
    assert "Traceback" not in said
    assert not (course / "submitted").exists()


def graded(course: Path) -> None:
    """A gradebook with marks, names with commas and umlauts, and an absentee."""
    download(course, CANVAS_FILES[:2])
    collect(course, "Canvas", "canvas.csv")
    words = ["grade", "demo", "--course", str(course)]
    assert CliRunner().invoke(cli.main, words).exit_code == 0
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        for name, first, last in (
            ("jm12", "Jörg", "Müller"),
            ("ada", "Ada", "O'Neil, jr."),
            ("wz", "伟", "Zhao"),
        ):
            gradebook.update_or_create_student(
                name, first_name=first, last_name=last, email=f"{name}@school.edu"
            )


def export(course: Path, lms: str, *words: str) -> list[list[str]]:
    """The lines of an exported file."""
    plugin = f"--exporter=autograder.platforms.lms.{lms}Exporter"
    nbgrader(course, "export", plugin, "--to", "out.csv", *words)
    with (course / "out.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


def test_does_canvas_get_its_grades_back(course: Path) -> None:
    graded(course)
    lines = export(course, "Canvas", "--CanvasExporter.roster=canvas.csv")
    assert lines == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "demo (4711)"],
        ["    Points Possible", "", "", "", "", "10.0"],
        ["Müller, Jörg", "101", "u1", "jm12", "Maths, group 1", "10.0"],
        ["O'Neil, Ada", "102", "u2", "ada@school.edu", "Maths, group 1", "8.0"],
        ["Zhao, 伟", "103", "u3", "wz", "Maths, group 1", ""],
    ]


def test_does_canvas_get_its_grades_without_a_roster(course: Path) -> None:
    graded(course)
    lines = export(course, "Canvas")
    assert lines[0][-1] == "demo"
    assert lines[3] == ["O'Neil, jr., Ada", "", "", "ada", "", "8.0"]


def test_does_moodle_get_its_grades_back(course: Path) -> None:
    graded(course)
    assert export(course, "Moodle") == [
        ["username", "firstname", "lastname", "email", "demo"],
        ["jm12", "Jörg", "Müller", "jm12@school.edu", "10.0"],
        ["ada", "Ada", "O'Neil, jr.", "ada@school.edu", "8.0"],
        ["wz", "伟", "Zhao", "wz@school.edu", ""],
    ]


@pytest.mark.parametrize("lms", ["Canvas", "Moodle"])
def test_is_no_exported_name_a_formula(course: Path, lms: str) -> None:
    graded(course)
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        gradebook.update_or_create_student("wz", first_name="x", last_name="=1+1")
        gradebook.update_or_create_student("ada", first_name="@x", last_name="a;-2+3")
    lines = export(course, lms)
    cells = [cell for line in lines for cell in line]
    assert not [cell for cell in cells if cell[:1] in ("=", "@", "+", "-")]
    assert any("'=1+1" in cell for cell in cells)
    assert any("a;'-2+3" in cell for cell in cells)
    assert sum(cell == "10.0" for cell in cells) >= 1
