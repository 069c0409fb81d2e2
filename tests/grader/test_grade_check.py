"""`autograder check`: what an author learns before a class does."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner, Result
from grading_support import (
    SQUARE,
    answer,
    check,
    handed_in,
    load,
    make_course,
    marked,
    submit,
)
from nbformat.v4 import new_code_cell, new_notebook

from autograder import cli


def run(root: Path, *words: str) -> Result:
    """Run a command on the course."""
    return CliRunner().invoke(cli.main, [*words, "--course", str(root)])


def course(root: Path, *cells) -> Path:
    """A course whose assignment has these cells."""
    head = marked(new_code_cell("import numpy as np"), "setup", locked=True)
    return make_course(root, notebook=new_notebook(cells=[head, *cells]))


def test_sound_assignment(tmp_path: Path) -> None:
    root = make_course(tmp_path)
    done = run(root, "check", "demo")
    assert done.exit_code == 0, done.output
    assert done.output.count("judged apart") == 3
    assert "solutions: 10 of 10" in done.output
    assert "as released: 0 of 10" in done.output


def test_what_an_author_must_know(tmp_path: Path) -> None:
    """A test beside, and why; a wrong solution; marks for nothing; a shared name."""
    root = course(
        tmp_path,
        answer("square", SQUARE),
        check("inside", 1, "assert square.__code__.co_argcount == 1"),
        check("wrong", 2, "assert square(3) == 8, 'square(3) is 8'"),
        check("free", 4, "square = 3\nassert square == 3"),
    )
    done = run(root, "check", "demo")
    assert done.exit_code == 1
    lines = done.output.splitlines()
    assert any("inside" in line and "beside the answer:" in line for line in lines)
    assert "the solution does not pass wrong: square(3) is 8" in done.output
    assert "free gives 4 points to a notebook as released" in done.output
    assert "free binds names that the solutions bind, too: square" in done.output
    assert "Traceback" not in done.output


def test_unknown_assignment(tmp_path: Path) -> None:
    done = run(make_course(tmp_path), "check", "other")
    assert done.exit_code == 2
    assert "there is no assignment 'other'" in done.output


def test_a_run_says_which_tests_ran_beside(tmp_path: Path) -> None:
    root = course(
        tmp_path,
        answer("square", SQUARE),
        check("apart", 1, "assert square(3) == 9"),
        check("inside", 1, "assert square.__code__.co_argcount == 1"),
    )
    submit(root, "ada", handed_in(load(root), square=SQUARE))
    done = run(root, "grade", "demo", "--no-gradebook")
    assert done.exit_code == 0
    assert "1 test ran beside the answers" in done.output
    results = json.loads((root / "graded" / "demo" / "results.json").read_text())
    questions = results["submissions"][0]["questions"]
    assert {q["id"]: q["judged"] for q in questions} == {
        "apart": "apart",
        "inside": "beside",
    }
