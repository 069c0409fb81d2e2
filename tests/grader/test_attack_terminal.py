"""What reaches a terminal or a spreadsheet is text, whatever students call things."""

from __future__ import annotations

import ast
import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from grading_support import CUBE, class_of, handed_in, honest, load, make_course, submit

import autograder
from autograder import cli, terminal
from autograder.inert import text
from autograder.marks import files
from autograder.records import Result

CLEAR = "\x1b[2J\x1b]0;owned\x07\x9b2J"  # clears the screen, renames the window
TURN = "\u202egpj.exe\u2066"
NASTY = f"{CLEAR}{TURN}\r\u2028"


def unseen(shown: str) -> list[str]:
    """Characters that a terminal acts on."""
    return [c for c in shown if c not in "\n\t" and text.plain(c) != c]


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A class with nasty names, files and messages."""
    root = make_course(tmp_path)
    code = f"def cube(x):\n    raise ValueError({NASTY!r})"
    class_of(root, {f"eve{NASTY}": lambda a: handed_in(a, square="1", cube=code)})
    folder = submit(root, "mallory\nada: graded, 10 of 10", honest(load(root))).parent
    (folder / f"x{NASTY}").symlink_to("/etc/passwd")
    (folder / f"demo.ipynb{NASTY}").write_text("x")
    return root


def test_does_nothing_of_a_student_command_the_terminal(course: Path) -> None:
    words = ["grade", "demo", "--course", str(course)]
    done = CliRunner().invoke(cli.main, words)
    assert done.exit_code == 0, done.output
    assert unseen(done.output) == []
    assert "eve\\x1b[2J" in done.output
    assert not [line for line in done.output.splitlines() if line.startswith("ada")]
    for name in ("results.json", "results.csv", "report.html"):
        if name == "report.html":
            again = ["report", "demo", "--course", str(course)]
            assert CliRunner().invoke(cli.main, again).exit_code == 0
        assert unseen((course / "graded" / "demo" / name).read_text()) == [], name


def test_does_the_result_of_one_notebook_hold_what_it_held(course: Path) -> None:
    code = f"{CUBE}\nraise ValueError({NASTY!r})"
    path = submit(course, "eve", handed_in(load(course), cube=code))
    data = json.loads(path.read_text())
    for cell in data["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "test_cube":
            cell["source"] = "pass"
    path.write_text(json.dumps(data))
    words = ["grade", "demo", str(path), "--course", str(course)]
    done = CliRunner().invoke(cli.main, words)
    assert unseen(done.output) == []
    (result,) = json.loads(done.stdout)["submissions"]
    assert result["student"] == "demo"


@pytest.mark.quick
def test_is_a_refusal_plain() -> None:
    words = ["report", f"no{NASTY}", "--course", f"/nowhere{NASTY}"]
    done = CliRunner().invoke(cli.main, words)
    assert done.exit_code == 2
    assert unseen(done.output) == []
    assert len(done.output.splitlines()) == 1


@pytest.mark.quick
def test_is_there_one_way_to_the_terminal() -> None:
    home = Path(autograder.__file__).parent
    for path in home.rglob("*.py"):
        if path.parent.name == "inside" or path.name == "terminal.py":
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            called = node.func if isinstance(node, ast.Call) else None
            name = getattr(called, "attr", getattr(called, "id", ""))
            assert name not in ("echo", "secho", "print"), path


@pytest.mark.quick
def test_is_a_log_plain() -> None:
    import logging

    record = logging.LogRecord("x", 40, "x", 1, f"a\n{NASTY}", None, None)
    assert unseen(terminal.Plain("%(message)s").format(record)) == []


@pytest.mark.quick
@pytest.mark.parametrize(
    "value",
    [
        *(
            "=1+1",
            "+1+1",
            "-1+1",
            "@SUM(1)",
            "\t=1",
            "\r=1",
            "\n=1",
            "  =1",
            "\u00a0=1",
        ),
        *("＝1+1", "＋1", "－1+1", "＠x", "'=1", '"=1', ' "=1', "\u200b=1", "\ufeff=1"),
        *("=cmd|' /C calc'!A0", '=HYPERLINK("http://x")', "-", "﹣1+1", "\x00=1"),
    ],
)
def test_is_no_cell_a_formula(value: str) -> None:
    found = text.cell(value)
    assert isinstance(found, str)
    assert found[0] == "'" or found.startswith("\\")


@pytest.mark.quick
@pytest.mark.parametrize("value", ["a;=1+1", "a| =1", 'a;"=1', "a;b;@x"])
def test_is_no_cell_a_formula_where_another_sign_separates(value: str) -> None:
    found = str(text.cell(value))
    sign = "|" if "|" in value else ";"
    last = found.split(sign)[-1]
    assert last.startswith("'")


@pytest.mark.quick
@pytest.mark.parametrize(
    "value",
    [
        *(
            3,
            -2.5,
            0,
            None,
            True,
            "-5",
            "+4.5",
            "7,5",
            "",
            "Müller, Jörg",
            "O'Neil, Ada",
        ),
        *(
            "    Points Possible",
            "伟 Zhao",
            "jm12@school.edu",
            "a-b",
            "x=1",
            "'t Hooft",
        ),
        *("relu (4711)", "Maths; group 1", "d'Arc", "אבג\u200f"),
    ],
)
def test_are_honest_cells_kept(value: object) -> None:
    assert text.cell(value) == value


@pytest.mark.quick
def test_are_results_no_formulas() -> None:
    result = Result("=1+1", "graded", -1.5, 10.0, flags=("@x", "-y"))
    (_, row) = csv.reader(io.StringIO(files.to_csv([result]).decode()))
    assert row == ["'=1+1", "graded", "-1.5", "10.0", "'@x;' -y"]
