"""Whatever passes a test whose expected values are wrong is a forgery.

For every assignment the right answers are graded with checks that expect something
else: nothing may pass. Then hostile code stands beside them in each answer cell, and
still nothing may pass.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from functools import cache
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbgrader import utils

from autograder import grade, judged
from autograder.course.assignment import load_assignment, load_course
from autograder.course.preload import wanted_modules
from autograder.course.sanitise import visible
from autograder.engine.sandboxed import SandboxedEngine
from autograder.records import Assignment, Limits, Result
from tools import ROOT
from tools.exercises import answers

NAMES = sorted(answers.OF_THE_BOOK)
LIMITS = Limits(timeout=60.0)
MARK = "HOSTILE CODE RAN"

# Put behind the genuine checks: every one of them now wants something else.
FALSE = '''


class _Never(Exception):
    """An error that nobody raises."""


def _other(expected):
    """Something else than was expected."""
    if isinstance(expected, (tuple, list)):
        return type(expected)(map(_other, expected))
    if isinstance(expected, str):
        return expected + " or not"
    return np.asarray(expected, dtype=float) * 1.5 + 7


def _false(function):
    def changed(what, got, expected, *rest, **options):
        if options.get("atol") == 1e9:  # it looks at the shape alone
            return None
        return function(what, got, _other(expected), *rest, **options)

    return changed


check_value = _false(check_value)
_that, _raises = check_that, check_raises


def check_that(what, holds, *rest, **options):
    """The opposite."""
    return _that(what, not holds, *rest, **options)


def check_raises(wanted, *rest, **options):
    """Another error."""
    return _raises(_Never, *rest, **options)
'''

HOSTILE = {
    "nothing": "",
    "patched tools": """
import builtins, checks, sys
for name, value in list(vars(checks).items()):
    if callable(value) and not isinstance(value, type):
        setattr(checks, name, lambda *a, **k: None)
np.abs = np.isclose = np.allclose = lambda *a, **k: np.array(True)
np.testing.assert_allclose = np.array_equal = lambda *a, **k: True
builtins.AssertionError = Warning
get_ipython().showtraceback = lambda *a, **k: None
""",
    "names in the globals of others": """
import checks
for name in ("all", "abs", "len", "isinstance", "zip", "type", "AssertionError"):
    setattr(checks, name, lambda *a, **k: True)
check_call = check_value = check_that = check_raises = call = lambda *a, **k: 0
def _fail(*a, **k): pass
""",
    "objects that equal everything": """
class All:
    def __getattr__(self, name): return self
    def __call__(self, *a, **k): return self
    def __iter__(self): return iter(())
    def __float__(self): return 0.0
    def __array__(self, *a, **k): return np.zeros(())
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = lambda s, o: True
    __sub__ = __rsub__ = __abs__ = __hash__ = lambda s, *o: 0
for name, value in list(globals().items()):
    if callable(value) and getattr(value, "__module__", "") == "__main__":
        if name[0] != "_" and name != "All":
            globals()[name] = All()
""",
    "the border's own classes": """
queue, seen = [object], set()
while queue:
    for part in type.__subclasses__(queue.pop()):
        if part not in seen:
            seen.add(part)
            queue.append(part)
for part in seen:
    if part.__name__ == "Answers":
        def handle(self, question, decoder, old=part.handle):
            message, encoder = old(self, question, decoder)
            message.pop("error", None)
            message.update(value=None, back=[], ok=True, score=1e9, passed=True)
            return message, encoder
        part.handle = handle
    if part.__name__ == "Encoder":
        part.node = lambda self, value, *a, **k: ["type", "object"]
""",
    "errors that end a test": """
import unittest
def end(*a, **k):
    raise SystemExit(0)
for name, value in list(globals().items()):
    if callable(value) and getattr(value, "__module__", "") == "__main__":
        if name[0] != "_" and name != "end":
            globals()[name] = end
""",
}


@pytest.fixture(scope="module")
def course_engine() -> Iterator[SandboxedEngine]:
    """A warm engine with what the course imports."""
    with SandboxedEngine(wanted_modules(ROOT / "solutions"), jobs=2) as engine:
        yield engine


@cache
def assignment(name: str, engine: SandboxedEngine) -> Assignment:
    """An assignment of the course, with what is judged apart."""
    found = load_assignment(load_course(Path(ROOT)), name)
    return judged.settle(found, engine, LIMITS)


def graded(found: Assignment, engine: SandboxedEngine, code: str) -> Result:
    """Grade the right answers, each with `code` behind it."""
    master = found.masters[0]
    notebook: NotebookNode = deepcopy(master.reference)
    for cell in notebook.cells:
        if utils.is_solution(cell):
            cell.source += f"\nimport numpy as np\n{code}\nprint({MARK!r})"
        else:
            cell.source = visible(cell.source)
    data = nbformat.writes(notebook).encode()
    result, executed = grade.grade_notebook(
        "eve", data, master, found.files, engine, LIMITS
    )
    assert executed is not None
    assert MARK in str(executed)
    return result


@pytest.mark.parametrize("name", NAMES)
def test_every_test_of_the_course_is_judged_apart(
    name: str, course_engine: SandboxedEngine
) -> None:
    found = assignment(name, course_engine)
    assert all(master.all_apart for master in found.masters)
    result = graded(found, course_engine, "")
    most = sum(q.max_score for q in result.questions if q.judged)
    assert (result.score, result.flags) == (most, ())


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize("name", NAMES)
def test_nothing_passes_a_false_test(
    name: str, kind: str, course_engine: SandboxedEngine
) -> None:
    found = assignment(name, course_engine)
    files = dict(found.files)
    files["checks.py"] += FALSE.encode()
    result = graded(replace(found, files=files), course_engine, HOSTILE[kind])
    assert {q.id for q in result.questions if q.score} == set()
    by_hand = {q.id for q in result.questions if q.judged is None}
    written = {
        cell.metadata["nbgrader"]["grade_id"]
        for master in found.masters
        for cell in master.notebook.cells
        if utils.is_grade(cell) and utils.is_solution(cell)
    }
    assert by_hand == written
    assert all(q.judged == "apart" for q in result.questions if q.id not in by_hand)
