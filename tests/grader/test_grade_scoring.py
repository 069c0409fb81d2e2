"""The scoring rules: what earns marks, what costs them, and what students read."""

from __future__ import annotations

import gc
import sys
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from grading_support import (
    CUBE,
    FULL,
    HASTY,
    MEAN,
    RAN,
    SQUARE,
    Arena,
    answer,
    check,
    grade_one,
    handed_in,
    honest,
    load,
    lost,
    make_course,
    marks,
    submit,
)
from nbformat.v4 import new_code_cell, new_notebook

from autograder.course import cells
from autograder.engine.sandboxed import SandboxedEngine
from autograder.marks.score import question
from autograder.records import CellOutcome, Limits


def graded_with(
    root: Path, engine: SandboxedEngine, test: str, points: float = 4.0, given: str = ""
):
    """The only question's mark in an assignment with one test."""
    cells = [answer("f", "def f():\n    return 1"), check("test_f", points, test)]
    make_course(root, "demo", new_notebook(cells=cells))
    assignment = load(root)
    notebook = handed_in(assignment, f=given or "def f():\n    return 1")
    submit(root, "ada", notebook)
    return grade_one(engine, root, "ada", Limits(timeout=5)).result.questions[0]


# 1. Fail closed.


@pytest.mark.quick
def test_does_a_test_that_never_ran_score_nothing() -> None:
    mark = question("t", 2.0, None, None, "")
    assert (mark.score, mark.status) == (0.0, "died")


@pytest.mark.quick
@pytest.mark.parametrize("state", ["timeout", "out_of_memory", "died"])
def test_does_a_stopped_test_say_why(state) -> None:
    mark = question("t", 2.0, CellOutcome(state, evalue="a reason"), None, "")
    assert (mark.score, mark.status) == (0.0, state)
    assert mark.message == "The test was stopped: a reason."


def test_does_an_unwritten_answer_score_nothing(arena: Arena) -> None:
    notebook = handed_in(arena.assignment)
    submit(arena.root, "eve", notebook)
    seen = arena.grade()
    assert seen.result.score == 0
    assert {status for _, status in seen.marks.values()} == {"error"}
    assert seen.result.questions[0].message == "NotImplementedError"
    assert ("demo", "square") in seen.result.unchanged


# 2. Warnings and stderr cost nothing; floats are partial credit.


def test_do_warnings_and_stderr_cost_nothing(arena: Arena) -> None:
    code = """
import sys, warnings
def square(x):
    warnings.warn("careful")
    print("to stderr", file=sys.stderr)
    os.write(2, b"past Python\\n")
    return x * x
"""
    seen = arena.attack(square=RAN + code)
    assert seen.marks == FULL
    assert "careful" in seen.text
    assert "past Python" in seen.text


@pytest.mark.parametrize(
    ("test", "score", "status"),
    [
        ("f()", 1.0, "partial"),
        ("0.5 * 3", 1.5, "partial"),
        ("import numpy as np\nnp.float64(2.5)", 2.5, "partial"),
        ("import numpy as np\nnp.float32(0.5)", 0.5, "partial"),
        ("4", 4.0, "passed"),
        ("0", 0.0, "partial"),
        ("'a text'", 4.0, "passed"),
        ("True", 4.0, "passed"),
        ("None", 4.0, "passed"),
        ("x = 1.0", 4.0, "passed"),
        ("1.5;", 4.0, "passed"),
        ("float('nan')", 0.0, "error"),
        ("-1.0", 0.0, "error"),
        ("4.5", 0.0, "error"),
        ("float('inf')", 0.0, "error"),
        ("print(3.0)", 4.0, "passed"),
    ],
)
def test_is_a_number_partial_credit(
    tmp_path: Path, engine: SandboxedEngine, test: str, score: float, status: str
) -> None:
    mark = graded_with(tmp_path, engine, test)
    assert (mark.score, mark.status) == (score, status)
    if status == "error":
        assert mark.message.startswith("The test itself is wrong")


# 3. One stopped answer costs one question. (More in test_attack_resources.)


def test_do_several_stopped_answers_cost_their_questions(arena: Arena) -> None:
    seen = arena.attack(
        HASTY, square=RAN + "while True: pass", cube=RAN + "os._exit(4)", mean=MEAN
    )
    assert seen.marks == {
        **FULL,
        "test_square": (0.0, "timeout"),
        "test_cube": (0.0, "died"),
    }
    assert seen.result.status == "partial"
    assert "exit code 4" in seen.result.questions[1].message


def test_does_the_time_of_a_notebook_end(arena: Arena) -> None:
    limits = Limits(timeout=0.6, total=1.0)
    loop = RAN + "while True: pass"
    seen = arena.attack(limits, square=loop, cube=loop, mean=loop)
    assert seen.result.score == 0
    assert {status for _, status in seen.marks.values()} == {"timeout"}


# What the student reads.


def test_is_the_message_the_assertion_without_its_traceback(arena: Arena) -> None:
    seen = arena.attack(square=RAN + "def square(x):\n    return 0")
    assert seen.result.questions[0].message == "square(3) is 9"


def test_does_a_bare_assertion_show_its_line_if_it_is_visible(arena: Arena) -> None:
    seen = arena.attack(cube=RAN + "def cube(x):\n    return 0")
    assert seen.result.questions[1].message == "This check failed: assert cube(2) == 8"


def test_does_a_hidden_line_stay_hidden(
    tmp_path: Path, engine: SandboxedEngine
) -> None:
    test = "### BEGIN HIDDEN TESTS\nassert f() == 2\n### END HIDDEN TESTS"
    assert graded_with(tmp_path, engine, test).message == "A check failed."


def test_is_a_misconception_named(tmp_path: Path, engine: SandboxedEngine) -> None:
    text = "wrong\\n  Known misconception: off_by_one\\n  Hint: count again"
    mark = graded_with(tmp_path, engine, f"assert f() == 2, '{text}'")
    assert mark.misconception == "off_by_one"
    assert mark.message.endswith("Hint: count again")


# What courses use of Jupyter.


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("import asyncio\nawait asyncio.sleep(0)\nprint('awaited')", "awaited"),
        ("%%time\nprint('timed')", "Wall time"),
        (
            "get_ipython().run_line_magic('pwd', '')\nprint(get_ipython() is not None)",
            "T",
        ),
        ("!echo from the shell", "from the shell"),
        ("x = !echo caught\nprint(x)", "['caught']"),
        ("import subprocess\nsubprocess.run(['echo', 'sub'])", "sub"),
        ("import subprocess\nsubprocess.run(['/bin/echo', 'whole path'])", "whole"),
        (
            "import os\nos.dup2(0, 300)\nos.closerange(290, 310)\n"
            "print('closed', not os.path.exists('/proc/self/fd/300'))",
            "closed True",
        ),
        ("In[0], Out\nprint(len(In) > 0)", "True"),
        ("%timeit -n 1 -r 1 pass", "loop"),
        ("print(__name__)", "__main__"),
    ],
)
def test_does_a_cell_run_as_in_jupyter(arena: Arena, code: str, shown: str) -> None:
    extra = new_code_cell(code)
    notebook = honest(arena.assignment)
    notebook.cells.insert(1, extra)
    submit(arena.root, "eve", notebook)
    seen = arena.grade()
    assert shown in seen.text
    assert seen.marks == FULL


def outputs_of(arena: Arena, code: str) -> list:
    """The outputs of a cell of one's own."""
    notebook = honest(arena.assignment)
    notebook.cells.insert(1, new_code_cell(code))
    submit(arena.root, "eve", notebook)
    seen = arena.grade()
    cells = seen.graded.notebooks["demo"].cells
    return next(cell for cell in cells if cell.source == code).outputs


def test_are_figures_kept(arena: Arena) -> None:
    code = "%matplotlib inline\nimport matplotlib.pyplot as plt\nplt.plot([1, 2]);"
    (shown,) = outputs_of(arena, code)
    assert shown.output_type == "display_data"
    assert len(shown.data["image/png"]) > 1000


def test_are_figures_kept_without_the_magic(arena: Arena) -> None:
    code = "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()"
    assert any("image/png" in out.get("data", {}) for out in outputs_of(arena, code))


def test_are_rich_outputs_kept(arena: Arena) -> None:
    code = (
        "from IPython.display import HTML, Markdown, clear_output\n"
        "print('gone')\nclear_output()\ndisplay(HTML('<b>x</b>'), Markdown('*y*'))\n"
        "{'a': 1}"
    )
    first, second, third = outputs_of(arena, code)
    assert first.data["text/html"] == "<b>x</b>"
    assert second.data["text/markdown"] == "*y*"
    assert (third.output_type, third.data["text/plain"]) == (
        "execute_result",
        "{'a': 1}",
    )


def test_is_a_display_updated(arena: Arena) -> None:
    code = "handle = display('before', display_id=True)\nhandle.update('after')"
    (shown,) = outputs_of(arena, code)
    assert shown.data["text/plain"] == "'after'"


def test_is_input_refused(arena: Arena) -> None:
    (shown,) = outputs_of(arena, "input('name? ')")
    assert shown.ename == "StdinNotImplementedError"


def test_is_the_last_line_a_result_with_its_number(arena: Arena) -> None:
    (shown,) = outputs_of(arena, "40 + 2")
    assert (shown.output_type, shown.data["text/plain"]) == ("execute_result", "42")
    assert shown.execution_count == 1


def test_do_files_of_the_course_lie_beside_the_notebook(arena: Arena) -> None:
    code = "import os\nprint(sorted(os.listdir()), open('checks.py').readline())"
    (shown,) = outputs_of(arena, code)
    assert "['checks.py']" in shown.text
    assert "Helpers of the course" in shown.text


def test_do_files_of_the_student_lie_beside_the_notebook(arena: Arena) -> None:
    submit(arena.root, "eve", honest(arena.assignment))
    helper = arena.root / "submitted" / "eve" / "demo" / "tools.py"
    helper.write_text("def square(x):\n    return x * x\n")
    course_file = arena.root / "submitted" / "eve" / "demo" / "checks.py"
    course_file.write_text("def close(a, b):\n    pass\n")
    try:
        seen = arena.attack(
            square=RAN + "from tools import square", cube="def cube(x):\n    return 8"
        )
    finally:
        helper.unlink()
        course_file.unlink()
    assert seen.marks == lost("test_cube", "failed")


def test_does_an_extra_cell_of_the_student_stay(arena: Arena) -> None:
    notebook = honest(arena.assignment)
    notebook.cells.insert(2, new_code_cell("def helper(x):\n    return x * x"))
    for cell in notebook.cells:
        if cell.source == SQUARE:
            cell.source = "def square(x):\n    return helper(x)"
    submit(arena.root, "eve", notebook)
    assert arena.grade().marks == FULL


def test_can_a_class_be_graded_a_thousand_times_without_a_trace(arena: Arena) -> None:
    # Two forks get the same random numbers; none leaves a thread or a file.
    code = "import random, threading\nprint(random.random(), threading.active_count())"
    first, second = (outputs_of(arena, code)[0].text for _ in range(2))
    assert first.endswith(" 1\n")
    assert second.endswith(" 1\n")


def test_are_marks_of_a_run_repeated(arena: Arena) -> None:
    with warnings.catch_warnings():
        submit(arena.root, "eve", honest(arena.assignment))
        assert marks(arena.grade().result) == marks(arena.grade().result) == FULL
    assert CUBE


def test_do_threads_that_read_cells_at_once_disturb_one_another() -> None:
    # Python switches threads within one only where a collected object runs code.
    class Cycle:
        def __init__(self) -> None:
            self.myself = self

        def __del__(self) -> None:
            for _ in range(50):
                pass

    def read(_: int) -> bool:
        Cycle()
        return cells.parse(source) is not None

    source = "f(" * 20 + "x" + ")" * 20 + "\nprint([i for i in range(3)])\n" * 50
    usual, often = sys.getswitchinterval(), gc.get_threshold()
    sys.setswitchinterval(1e-6)
    gc.set_threshold(10)
    try:
        with ThreadPoolExecutor(4) as pool:
            assert all(pool.map(read, range(200)))
    finally:
        sys.setswitchinterval(usual)
        gc.set_threshold(*often)
