"""Tests that change what an answer meets are known by their source."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from grading_support import (
    answer,
    check,
    handed_in,
    load,
    make_course,
    marked,
    write_notebook,
)
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from autograder import judged
from autograder.course import reaching
from autograder.engine.sandboxed import SandboxedEngine
from autograder.grade import grade_notebook
from autograder.records import Limits

GIVEN = """import os, sys, builtins, decimal
import numpy as np
import matplotlib.pyplot as plt
from unittest import mock
from unittest.mock import patch
import checks
def without(name):
    return patch.object(builtins, name, side_effect=AssertionError)
def sheltered(call):
    with without("sum"):
        return call()
def plain(call):
    return call()
"""
REACHING = {
    "np.mean = None": "numpy.mean",
    "del np.sort": "numpy.sort",
    "sys.argv = ['x']": "sys.argv",
    "os.environ['A'] = 'b'": "os.environ",
    "os.environ.update(A='b')": "os.environ.update",
    "plt.rcParams['lines.color'] = 'r'": "matplotlib.pyplot.rcParams",
    "import time\ntime.sleep = print": "time.sleep",
    "with patch('builtins.print') as said: f()": "builtins.print",
    "with mock.patch('time.sleep'): f()": "time.sleep",
    "with patch.object(np.random, 'rand'): f()": "numpy.random.rand",
    "with mock.patch.dict(os.environ, {'A': 'b'}): f()": "os.environ",
    "@patch('random.random')\ndef test(_): f()\ntest()": "random.random",
    "setattr(builtins, 'sum', None)": "builtins.sum",
    "delattr(np, 'sum')": "numpy.sum",
    "sys.setrecursionlimit(100)": "sys.setrecursionlimit",
    "decimal.getcontext().prec = 5": "decimal.getcontext",
    "os.chdir('x')": "os.chdir",
    "with np.printoptions(precision=2): f()": "numpy.printoptions",
    "def sum(*_): raise AssertionError": "replaces sum",
    "input = lambda _: '3'\nf()": "replaces input",
    "print = mock.Mock()\nf()": "replaces print",
    "assert 'for' not in In[-2]": "reads In",
    "assert '*' not in _i": "reads _i",
    "assert _ == 3": "reads _",
    "assert Out[2] == 3": "reads Out",
    "sheltered(f)": "sheltered changes builtins.",
    "assert not os.path.exists('x')": "looks for a file",
    "checks.silent(f)": "silent changes builtins.print",
}
STAYING = [
    "assert f(3) == 3",
    "for _ in range(3): f(_)",
    "_, two = f(1), f(2)\nassert _ == 1",
    "with patch('sys.stdout') as out: f()",
    "with patch('builtins.input', return_value='3'): f()",
    "sys.stdout = None",
    "builtins.input = lambda _: '3'",
    "values = [1]\nvalues[0] = 2\nf(values)",
    "x = np.zeros(3)\nx[0] = 1\nx.shape = (3, 1)\nf(x)",
    "f.count = 3",
    "sum = f(1) + f(2)\nassert sum == 3",
    "max = max(f(1), 2)",
    "np.random.seed(0)\nf(np.random.rand(3))",
    "checks.close(f(1), 1)\nchecks.state = 3",
    "plain(f)",
    "values = {}\nvalues.update(a=1)\nvalues.pop('a')",
    "assert os.path.exists('data.csv')",
]
SILENT = """
from unittest.mock import patch
def silent(call):
    with patch("builtins.print", side_effect=AssertionError):
        call()
"""


def course(root: Path, test: str) -> Path:
    """A course with one question and that test."""
    cells = [
        marked(new_code_cell(GIVEN), "given", locked=True),
        answer("f", "def f(*_):\n    return 1"),
        check("test_f", 1, test),
    ]
    return make_course(root, "demo", notebook(cells))


def notebook(cells: list[NotebookNode]) -> NotebookNode:
    """A notebook of Python."""
    kernel = {"name": "python3", "display_name": "", "language": "python"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel})


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Why tests must run beside the answers, by their text."""
    root = course(tmp_path_factory.mktemp("reaching"), "pass")
    helpers = root / "solutions" / "demo" / "checks.py"
    helpers.write_text(helpers.read_text() + SILENT)
    texts = [*REACHING, *STAYING]
    cells = [marked(new_code_cell(GIVEN), "given", locked=True)]
    cells += [check(f"test{number}", 1, text) for number, text in enumerate(texts)]
    write_notebook(root / "solutions/demo/demo.ipynb", notebook(cells))
    assignment = load(root)
    why = reaching.reaching(assignment.masters[0], assignment.files)
    return {text: why.get(f"test{number}", "") for number, text in enumerate(texts)}


@pytest.mark.parametrize(("text", "what"), REACHING.items(), ids=str)
def test_is_a_test_known_that_changes_what_answers_meet(
    found: dict[str, str], text: str, what: str
) -> None:
    assert what in found[text]


@pytest.mark.parametrize("text", STAYING, ids=str)
def test_do_other_tests_stay_apart(found: dict[str, str], text: str) -> None:
    assert found[text] == ""


@pytest.mark.parametrize("name", ["models", "values", "shell", "judge"])
def test_may_a_courses_module_have_the_name_of_one_of_ours(
    tmp_path: Path, engine: SandboxedEngine, name: str
) -> None:
    twice = f"def f(x):\n    import {name}\n    return {name}.two() * x"
    cells = [
        marked(new_code_cell(f"import {name}"), "given", locked=True),
        answer("f", twice),
        check("test_f", 1, f"assert f(3) == 6\nassert {name}.two() == 2"),
    ]
    root = make_course(tmp_path, "demo", notebook(cells))
    (root / "solutions/demo" / f"{name}.py").write_text("def two():\n    return 2\n")
    beside = load(root)
    apart = judged.settle(beside, engine, Limits())
    assert apart.masters[0].all_apart
    data = nbformat.writes(handed_in(beside, f=twice)).encode()
    for each in (beside, apart):
        (master,) = each.masters
        result, _ = grade_notebook("ada", data, master, each.files, engine, Limits())
        assert (result.score, result.flags) == (1.0, ())
