"""Notebooks of one submission, and the files that they write."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner
from grading_support import answer, check, make_course, marked, write_notebook
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from autograder.cli import main
from autograder.course.assignment import load_assignment, load_course
from autograder.course.sanitise import visible
from autograder.engine import written

SAVE = (
    "def save(text):\n    with open('out.txt', 'w') as file:\n        file.write(text)"
)
CHANGE = (
    "def change():\n    with open('data.csv', 'a') as file:\n        file.write('2')"
)
TWICE = "def twice():\n    return 2 * int(open('out.txt').read())"
CALLS = "save('21')\nchange()\nimport os\nos.makedirs('deep', exist_ok=True)\n"
CALLS += "open('deep/x.bin', 'wb').write(bytes([0, 255]))"


def notebook(*cells: NotebookNode) -> NotebookNode:
    """A notebook of Python."""
    kernel = {"name": "python3", "display_name": "", "language": "python"}
    return new_notebook(cells=list(cells), metadata={"kernelspec": kernel})


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course whose second notebook runs the first and reads what it wrote."""
    first = notebook(
        answer("save", SAVE),
        answer("change", CHANGE),
        marked(new_code_cell(CALLS), "calls", locked=True),
        check("test_change", 1, "change()\nassert open('data.csv').read() == '122'"),
    )
    second = notebook(
        marked(new_code_cell("text = open('out.txt').read()"), "read", locked=True),
        answer("twice", TWICE),
        check("test_twice", 1, "assert twice() == 42"),
        check("test_text", 1, "assert text == '21'\nassert open('deep/x.bin', 'rb')"),
        marked(new_code_cell("%run first.ipynb"), "run", locked=True),
        check("test_run", 1, "save('7')\nassert twice() == 14"),
    )
    root = make_course(tmp_path / "course", "first", first)
    folder = root / "solutions" / "pair"
    (root / "solutions" / "first").rename(folder)
    write_notebook(folder / "second.ipynb", second)
    (folder / "data.csv").write_text("1")
    return root


def hand_in(course: Path, student: str, **answers: str) -> None:
    """Hand in both notebooks with these answers."""
    assignment = load_assignment(load_course(course), "pair")
    for master in assignment.masters:
        copy = nbformat.from_dict(json.loads(json.dumps(master.notebook)))
        for cell in copy.cells:
            name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
            cell.source = answers.get(name, visible(cell.source))
        path = course / "submitted" / student / "pair" / f"{master.name}.ipynb"
        write_notebook(path, copy)


def test_does_a_notebook_find_what_those_before_it_wrote(course: Path) -> None:
    right = {"save": SAVE, "change": CHANGE, "twice": TWICE}
    hand_in(course, "ada", **right)
    hand_in(
        course,
        "bob",
        **right | {"save": SAVE.replace("write(text)", "write(text * 2)")},
    )
    line = ["grade", "pair", "--course", str(course)]
    done = CliRunner().invoke(main, line, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    found = json.loads((course / "graded/pair/results.json").read_bytes())
    marks = {
        part["student"]: [question["score"] for question in part["questions"]]
        for part in found["submissions"]
    }
    assert marks == {
        "ada": [1.0, 1.0, 1.0, 1.0],
        "bob": [1.0, 0.0, 0.0, 0.0],
    }
    # As nbgrader leaves it, `%run` included; the course's own file is as it was.
    ada = course / "autograded" / "ada" / "pair"
    assert (ada / "deep" / "x.bin").read_bytes() == bytes([0, 255])
    assert (ada / "data.csv").read_text() == "12222"
    assert (course / "solutions/pair/data.csv").read_text() == "1"


@pytest.mark.quick
@pytest.mark.parametrize(
    "name",
    [
        *("../x", "/etc/x", "a/../../x", ".hidden", "a//b", "a/.b", "x\n", "x\x1b[1m"),
        *(
            "x.ipynb",
            "x.IPYNB",
            "a\\b",
            "",
            "~/x",
            "x" * 300,
            "<b>",
            "/".join("abcdefgh"),
        ),
    ],
)
def test_is_a_file_with_an_odd_name_left_out(name: str) -> None:
    assert written.read({name: "YQ==", "fine.txt": "YQ=="}, 9) == {"fine.txt": b"a"}


@pytest.mark.quick
def test_are_files_left_out_that_are_too_large_or_no_files() -> None:
    told = {"big": "YWFhYQ==", "a": "YQ==", "a/b": "YQ==", "c": 3, "d": "%%%"}
    assert written.read(told, 3) == {"a": b"a"}
    assert written.read({"a/b": "YQ==", "a": "YQ=="}, 3) == {"a/b": b"a"}
    assert written.read(["x"], 3) == {}
    assert len(written.read({f"f{n}": "YQ==" for n in range(900)}, 9_000)) == 200
