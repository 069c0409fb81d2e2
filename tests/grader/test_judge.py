"""Tests and answers in two processes: what crosses, what does not, who owns a name."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from grading_support import (
    FULL,
    RAN,
    SMALL,
    Arena,
    answer,
    check,
    handed_in,
    load,
    make_course,
    marked,
    python_notebook,
)
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from autograder import grade, judged
from autograder.engine.sandboxed import SandboxedEngine
from autograder.records import Assignment, Result

APART = pytest.mark.parametrize("arena", ["apart"], indirect=True)

SEARCH = r"""
import ctypes, re
def search():
    # Written so that the pattern is not what it looks for.
    pattern, found = re.compile(rb"SECRET_[S]IXTEEN"), 0
    for line in open("/proc/self/maps"):
        place, rights = line.split()[:2]
        low, high = (int(part, 16) for part in place.split("-"))
        if "r" in rights and "[v" not in line and high - low < 1 << 28:
            found += len(pattern.findall(ctypes.string_at(low, high - low)))
    return found
def square(x):
    os.write(1, b"FOUND %d IN MEMORY\n" % search())
    return x * x
"""


@APART
def test_no_hidden_test_is_in_the_memory_of_an_answer(arena: Arena) -> None:
    seen = arena.attack(square=RAN + SEARCH)
    assert "FOUND 0 IN MEMORY" in seen.text
    assert "FOUND 1" not in seen.text
    assert seen.marks == FULL


@pytest.mark.parametrize("arena", ["beside"], indirect=True)
def test_search_of_the_memory_finds_what_is_there(arena: Arena) -> None:
    seen = arena.attack(square=RAN + SEARCH)
    assert "IN MEMORY" in seen.text
    assert "FOUND 0 IN MEMORY" not in seen.text


def graded(
    root: Path, engine: SandboxedEngine, cells: list, **answers: str
) -> tuple[Assignment, Result, NotebookNode | None]:
    """Grade answers to an assignment made of these cells."""
    head = marked(new_code_cell("import numpy as np"), "setup", locked=True)
    course = make_course(root, notebook=python_notebook([head, *cells]))
    assignment = judged.settle(load(course), engine, SMALL)
    data = nbformat.writes(handed_in(assignment, **answers)).encode()
    result, executed = grade.grade_notebook(
        *("ada", data, assignment.masters[0], assignment.files, engine, SMALL)
    )
    return assignment, result, executed


# What a test may rely on: an answer, its test, and answers that must fail it.
PROMISES = {
    "an argument that was changed is seen to be": (
        "def f(x):\n    x.append(len(x))\n    return x",
        "a = [5]\nb = f(a)\nassert a == [5, 1]\nassert b is a",
        ["def f(x):\n    return [*x, len(x)]"],
    ),
    "an argument that is left alone is": (
        "def f(x):\n    return np.sort(x)",
        "a = np.array([2, 1])\nassert list(f(a)) == [1, 2]\nassert list(a) == [2, 1]",
        ["def f(x):\n    x.sort()\n    return x"],
    ),
    "aliases stay aliases": (
        "def f(x, y):\n    return x is y and x is y",
        "a = np.zeros(3)\nassert f(a, a) is True\nassert f(a, a.copy()) is False",
        ["def f(x, y):\n    return True"],
    ),
    "a function that is given is called": (
        "def f(g, n):\n    return [g(i) for i in range(n)]",
        "seen = []\n\ndef g(i):\n    seen.append(i)\n    return i * i\n\n"
        "assert f(g, 3) == [0, 1, 4]\nassert seen == [0, 1, 2]",
        ["def f(g, n):\n    return [i * i for i in range(n)]"],
    ),
    "an iterator that is given is gone through": (
        "def f(it):\n    return next(it) + next(it)",
        "it = iter([1, 2, 3])\nassert f(it) == 3\nassert next(it) == 3",
        ["def f(it):\n    return sum(list(it)[:2])"],
    ),
    "a generator is gone through as far as it is asked": (
        "def f():\n    n = 0\n    while True:\n        yield n\n        n += 1",
        "from itertools import islice\nassert list(islice(f(), 3)) == [0, 1, 2]",
        ["def f():\n    yield from (0, 1)"],
    ),
    "an error keeps its class and its text": (
        "def f(x):\n    raise ValueError(f'no {x}')",
        "try:\n    f(3)\nexcept ValueError as e:\n    assert str(e) == 'no 3'\n"
        "else:\n    assert False",
        ["def f(x):\n    raise KeyError('no 3')", "def f(x):\n    return x"],
    ),
    "what is printed is captured": (
        "def f():\n    print('hello')",
        "import io, contextlib\nout = io.StringIO()\n"
        "with contextlib.redirect_stdout(out):\n    f()\n"
        "assert out.getvalue() == 'hello\\n'",
        ["def f():\n    print('Hello')"],
    ),
    "a warning is noticed": (
        "def f(x):\n    return np.exp(-x)",
        "import warnings\nwith warnings.catch_warnings():\n"
        "    warnings.simplefilter('error')\n    assert f(1000.0) == 0",
        ["np.seterr(all='ignore')\ndef f(x):\n    return 1 / np.exp(np.float64(x))"],
    ),
    "a seed is set": (
        "def f():\n    return np.random.rand()",
        "np.random.seed(3)\nexpected = np.random.rand()\nnp.random.seed(3)\n"
        "assert f() == expected",
        ["def f():\n    return np.random.default_rng(3).random()"],
    ),
    "a generator of random numbers is used up": (
        "def f(rng):\n    return rng.normal()",
        "rng, twin = np.random.default_rng(1), np.random.default_rng(1)\n"
        "assert f(rng) == twin.normal()\nassert rng.normal() == twin.normal()",
        ["def f(rng):\n    return np.random.default_rng(1).normal()"],
    ),
    "input is what the test says": (
        "def f():\n    return int(input('n? ')) + 1",
        "from unittest.mock import patch\nasked = []\ndef four(text):\n"
        "    asked.append(text)\n    return 4\n"
        "with patch('builtins.input', four):\n    assert f() == 5\n"
        "assert asked == ['n? ']",
        ["def f():\n    return 4"],
    ),
    "objects have attributes and methods": (
        "class Point:\n    def __init__(self, x):\n        self.x = x\n"
        "    def moved(self, d):\n        return Point(self.x + d)\n"
        "    def __repr__(self):\n        return f'Point({self.x})'",
        "p = Point(1).moved(2)\nassert p.x == 3\nassert repr(p) == 'Point(3)'\n"
        "assert type(p).__name__ == 'Point'\nassert isinstance(p, Point)",
        ["class Point:\n    def __init__(self, x):\n        self.x = x\n"
         "    def moved(self, d):\n        return self"],
    ),
    "numbers keep their kind": (
        "def f(x):\n    return x",
        "for x in (1, 1.5, np.float32(1), True, 2**70, -0.0, 'a', (1, [2]), {1: {2}},\n"
        "          np.zeros((0, 3)), np.array(2), np.ones((2, 3), order='F')):\n"
        "    y = f(x)\n    assert type(y) is type(x)\n    assert repr(y) == repr(x)\n"
        "    assert getattr(y, 'dtype', 0) == getattr(x, 'dtype', 0)",
        ["def f(x):\n    return float(x) if type(x) is int else x"],
    ),
    "a variable is an answer": (
        "f = np.arange(4) ** 2",
        "assert f.tolist() == [0, 1, 4, 9]",
        ["f = np.arange(4)", "f = 7", "class F:\n    tolist = list\nf = F()"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PROMISES)
def test_what_a_test_relies_on(
    tmp_path: Path, engine: SandboxedEngine, name: str
) -> None:
    right, test, wrong = PROMISES[name]
    source = [marked(new_code_cell(f"### BEGIN SOLUTION\n{right}\n### END SOLUTION"),
                     "f", solution=True), check("test_f", 1, test)]  # fmt: skip
    assignment, result, _ = graded(tmp_path, engine, source, f=right)
    assert assignment.masters[0].apart == {"test_f"}
    assert [q.status for q in result.questions] == ["passed"], result
    for text in wrong:
        _, result, _ = graded(tmp_path, engine, source, f=text)
        assert [q.score for q in result.questions] == [0.0], text


def test_value_that_outdoes_what_it_is_compared_with(
    tmp_path: Path, engine: SandboxedEngine
) -> None:
    """It crosses as what it is, or its comparisons are not asked."""
    right = "def f(x):\n    return x + 1.0"
    test = "assert abs(f(1) - 2) < 1e-6\nassert f(2) == 3\nassert f(3) >= 4"
    source = [answer("f", right), check("test_f", 1, test)]
    for base in ("object", "float", "int", "str", "np.ndarray", "tuple"):
        text = (
            f"class All({base}):\n"
            "    __eq__ = __ge__ = __le__ = __lt__ = __gt__ = lambda s, o: True\n"
            "    __sub__ = __rsub__ = lambda s, o: 0\n"
            "    __abs__ = __float__ = lambda s: 0.0\n    __hash__ = None\n"
            "def f(x):\n    return All((1,)) if All.__base__ is np.ndarray else All(2)"
        )
        assignment, result, _ = graded(tmp_path, engine, source, f=text)
        assert assignment.masters[0].all_apart
        assert result.score == 0, base


def test_which_of_two_owns_a_name(tmp_path: Path, engine: SandboxedEngine) -> None:
    """The last cell that bound it; a tool of the course stays the course's."""
    given = "from statistics import mean\ndef half(x):\n    return x // 2"
    source = [
        marked(new_code_cell(given), "given", locked=True),
        answer("half", "def half(x):\n    return x / 2"),
        check("test_half", 1, "np.testing.assert_allclose(half(3), 1.5)"),
        answer("middle", "def middle(x):\n    return mean(x)"),
        check("test_middle", 1, "x = [1, 2, 6]\nassert middle(x) == 3 == mean(x)"),
    ]
    wrong = "def half(x):\n    return x // 2"
    fake = "class np:\n    class testing:\n        assert_allclose = print\n"
    mine = "def mean(v):\n    return 3\nx = 7\ndef middle(v):\n    return 0 * v[0] + 3"
    half = "def half(x):\n    return x / 2"
    _, result, _ = graded(tmp_path, engine, source, half=half, middle=mine)
    assert [q.score for q in result.questions] == [1, 1]
    _, result, _ = graded(tmp_path, engine, source, half=wrong, middle=mine)
    assert [q.score for q in result.questions] == [0, 1]
    _, result, _ = graded(tmp_path, engine, source, half=fake + wrong, middle=mine)
    assert [q.score for q in result.questions] == [0, 1]


@pytest.mark.parametrize(
    "test",
    [
        "try:\n    assert f(1) == 2\nexcept AssertionError:\n"
        "    get_ipython().showtraceback()",
        "get_ipython().run_cell('assert f(1) == 2');",
        "%%capture\nassert f(1) == 2",
        "open('c.py', 'w').write('assert f(1) == 2')\n%run -i c.py",
    ],
)
def test_error_that_is_shown_is_an_error(
    tmp_path: Path, engine: SandboxedEngine, test: str
) -> None:
    right = "def f(x):\n    return x + 1"
    source = [answer("f", right), check("test_f", 1, test)]
    assert graded(tmp_path, engine, source, f=right)[1].score == 1
    result = graded(tmp_path, engine, source, f="def f(x):\n    return x")[1]
    assert result.score == 0


def test_function_that_is_marked_runs_beside_the_answer(
    tmp_path: Path, engine: SandboxedEngine
) -> None:
    tool = (
        "def beside_the_answer(function):\n    return function\n\n"
        "@beside_the_answer\ndef parts(thing):\n    return sorted(vars(thing))"
    )
    right = "class f:\n    def __init__(self):\n        self._a, self.b = 1, 2"
    source = [
        marked(new_code_cell(tool), "tool", locked=True),
        marked(new_code_cell(f"### BEGIN SOLUTION\n{right}\n### END SOLUTION"), "f",
               solution=True),
        check("test_f", 1, "assert parts(f()) == ['_a', 'b']"),
    ]  # fmt: skip
    assignment, result, _ = graded(tmp_path, engine, source, f=right)
    assert (assignment.masters[0].all_apart, result.score) == (True, 1)
    assert graded(tmp_path, engine, source, f="class f: pass")[1].score == 0


def test_test_that_needs_the_answers_process_runs_beside_and_says_so(
    tmp_path: Path, engine: SandboxedEngine
) -> None:
    right = "def f(x):\n    return x + 1"
    source = [
        answer("f", right),
        check("test_apart", 1, "assert f(1) == 2"),
        check("test_beside", 1, "assert f.__code__.co_argcount == 1"),
    ]
    assignment, result, _ = graded(tmp_path, engine, source, f=right)
    assert assignment.masters[0].apart == {"test_apart"}
    assert {q.id: (q.score, q.judged) for q in result.questions} == {
        "test_apart": (1.0, "apart"),
        "test_beside": (1.0, "beside"),
    }
    _, result, _ = graded(
        tmp_path, engine, source, f="def f(x, y=1):\n    return x + y"
    )
    assert [q.score for q in result.questions] == [1.0, 0.0]


def test_error_shows_where_in_the_answer_it_arose(
    tmp_path: Path, engine: SandboxedEngine
) -> None:
    right = "def f(x):\n    return x"
    source = [answer("f", right), check("test_f", 1, "assert f(2) == 2")]
    wrong = "def f(x):\n    y = 0\n    return x / y"
    _, result, executed = graded(tmp_path, engine, source, f=wrong)
    assert executed is not None
    [error] = [o for o in executed.cells[-1].outputs if o.output_type == "error"]
    lines = "\n".join(error.traceback)
    assert "line 3, in f\n    return x / y" in lines
    for name in ("standin.py", "asking.py", "border.py", "calls.py"):
        assert name not in lines, lines
    assert result.questions[0].message == "ZeroDivisionError: division by zero"


def test_judge_that_ends_is_no_zero(tmp_path: Path, engine: SandboxedEngine) -> None:
    right = "def f(x):\n    return 4"
    source = [
        answer("f", right),
        check("test_f", 1, "import os\nassert f(2) == 4 or os._exit(3)"),
    ]
    assert graded(tmp_path, engine, source, f=right)[1].score == 1
    wrong = "def f(x):\n    return 5"
    _, result, executed = graded(tmp_path, engine, source, f=wrong)
    assert (result.status, result.score, executed) == ("not_graded", None, None)
    assert "the judge failed" in result.flags[0]


HALF_ENDED = """
import ctypes, platform, threading, time
threading.Thread(target=time.sleep, args=(600,)).start()
number = {"x86_64": 60, "aarch64": 93}[platform.machine()]
print(flush=True)
ctypes.CDLL(None).syscall(number, 0)  # this thread alone: the process is not over
"""


def test_process_at_its_end_is_known_before_it_has_ended(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Or an answer, which ends with its judge, could be found dead first."""
    monkeypatch.syspath_prepend(str(Path(judged.__file__).parent / "inside"))
    usage = importlib.import_module("usage")
    command = [sys.executable, "-c", HALF_ENDED]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        try:
            child = usage.Child("judge", process.pid, None, {}, -1)
            assert process.stdout
            process.stdout.readline()
            while not child.ending():
                assert process.poll() is None
            assert process.poll() is None
        finally:
            process.kill()
    own = usage.Child("answer", os.getpid(), None, {}, -1)
    assert not own.ending()


def test_message_names_the_cell_that_failed(
    tmp_path: Path, engine: SandboxedEngine
) -> None:
    """Not the `NameError` that it led to."""
    right = "def f(x):\n    return x"
    source = [answer("f", right), check("test_f", 1, "assert f(2) == 2")]
    for wrong, said in (
        ("import nowhere\ndef f(x):\n    return x", "No module named 'nowhere'"),
        ("def f(x)\n    return x", "SyntaxError"),
        ("1 / 0\ndef f(x):\n    return x", "ZeroDivisionError in line 1"),
    ):
        _, result, _ = graded(tmp_path, engine, source, f=wrong)
        [question] = result.questions
        assert question.score == 0
        assert question.message.startswith("The cell of your answer failed: ")
        assert said in question.message, question.message


def test_message_names_a_built_in_with_another_meaning(
    tmp_path: Path, engine: SandboxedEngine
) -> None:
    right = "def f(x):\n    return sum(x)"
    source = [answer("f", right), check("test_f", 1, "assert f([1, 2]) == 3")]
    _, result, _ = graded(tmp_path, engine, source, f=f"sum = 0\n{right}")
    assert result.score == 0
    assert "another meaning to the built-in sum" in result.questions[0].message
    other = "sum = 0\ndef f(x):\n    return x[0] + x[1]"
    assert graded(tmp_path, engine, source, f=other)[1].score == 1


@pytest.mark.parametrize("letter", ["█", "😀", "\x1b", "\n", "a"])
def test_output_of_any_letters_costs_no_marks(
    tmp_path: Path, engine: SandboxedEngine, letter: str
) -> None:
    right = "def f(x):\n    return x"
    source = [answer("f", right), check("test_f", 1, "assert f(2) == 2")]
    loud = f"print({letter!r} * 200_000)\ndef f(x):\n    print({letter!r} * 200_000)\n"
    _, result, executed = graded(tmp_path, engine, source, f=f"{loud}    return x")
    assert (result.score, result.flags) == (1, ())
    assert "beyond the limit" in str(executed)


def test_what_took_the_time_is_known(tmp_path: Path, engine: SandboxedEngine) -> None:
    """An instructor who asks why a class takes long learns whose cells do."""
    busy = "import time\nend = time.process_time() + 0.3\n"
    loop = "while time.process_time() < end:\n    pass\n"
    right = f"{busy}{loop}def f(x):\n    return x"
    source = [answer("f", right), check("test_f", 1, "assert f(2) == 2")]
    _, result, _ = graded(tmp_path / "answer", engine, source, f=right)
    assert result.spent.answers >= 0.3 > result.spent.tests > 0
    test = f"assert f(2) == 2\n{busy}{loop}"
    right = "def f(x):\n    return x"
    source = [answer("f", right), check("test_f", 1, test)]
    _, result, _ = graded(tmp_path / "test", engine, source, f=right)
    assert result.spent.tests >= 0.3 > result.spent.answers > 0
    assert result.spent.start > 0
    assert result.spent.supervisor > 0
