"""Answers that go for the marks: fakes, patched tools, forged reports."""

from __future__ import annotations

import pytest
from grading_support import CUBE, FULL, MEAN, RAN, SQUARE, Arena, lost

WRONG_SQUARE = "def square(x):\n    return 7\n"
WRONG_CUBE = "def cube(x):\n    return 7\n"
WRONG_MEAN = "def mean(values):\n    return 7.0\n"


def flagged(seen, word: str) -> bool:
    """Whether some flag of the result holds a word."""
    return any(word in flag for flag in seen.result.flags)


@pytest.mark.parametrize("base", ["object", "float", "np.ndarray"])
def test_faked_comparison(arena: Arena, base: str) -> None:
    code = f"""
class Anything({base}):
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    __hash__ = None
def square(x):
    return Anything() if {base!r} != "np.ndarray" else Anything((1,))
"""
    seen = arena.attack(square=RAN + code)
    assert seen.marks["test_square"][0] == 0
    assert flagged(seen, "faked comparison in class Anything")
    assert seen.marks["test_cube"] == FULL["test_cube"]


def test_faked_comparison_in_a_hidden_class(arena: Arena) -> None:
    code = """
def square(x):
    class Anything:
        __module__ = "numpy"
        def __eq__(self, other): return True
    return Anything()
"""
    seen = arena.attack(square=RAN + code)
    assert seen.marks["test_square"][0] == 0
    assert flagged(seen, "faked comparison")


def test_honest_comparison_is_left_alone(arena: Arena) -> None:
    code = """
class Point:
    def __init__(self, x): self.x = x
    def __eq__(self, other): return isinstance(other, Point) and self.x == other.x
assert Point(1) == Point(1)
def square(x):
    return x * x if Point(x) == Point(x) else None
"""
    seen = arena.attack(square=RAN + code)
    assert (seen.marks, seen.result.flags) == (FULL, ())


@pytest.mark.parametrize(
    "patch",
    [
        "np.testing.assert_allclose = lambda *a, **k: None",
        "np.testing.assert_allclose.__code__ = (lambda *a, **k: None).__code__",
        "np.testing.assert_allclose.__wrapped__ = np.testing.assert_allclose = print",
        "import sys; sys.modules['numpy.testing'] = None; np.testing = type('T', (), "
        "{'assert_allclose': staticmethod(lambda *a, **k: None)})",
        "class np:\n    class testing:\n        assert_allclose = staticmethod(print)",
    ],
)
def test_patched_numpy(arena: Arena, patch: str) -> None:
    code = RAN + patch + "\n" + WRONG_MEAN
    seen = arena.attack(mean=code)
    assert seen.marks["test_mean"][0] == 0
    assert flagged(seen, "changed")


@pytest.mark.parametrize(
    "patch",
    [
        "checks.close = lambda a, b: None",
        "import checks as c; c.close.__code__ = (lambda a, b: None).__code__",
        "checks = type('C', (), {'close': staticmethod(print)})",
        "import sys; sys.modules['checks'] = type(sys)('checks'); "
        "sys.modules['checks'].close = print; import checks",
    ],
)
def test_patched_helper_of_the_course(arena: Arena, patch: str) -> None:
    # Right in the visible test, wrong in the hidden one, which uses the helper.
    code = f"{RAN}{patch}\ndef cube(x):\n    return 8\n"
    seen = arena.attack(cube=code)
    assert seen.marks["test_cube"] == (0, "failed")
    assert flagged(seen, "changed")


@pytest.mark.parametrize(
    "patch",
    [
        "import builtins; builtins.isinstance = builtins.abs = lambda *a: True",
        "import builtins; builtins.compile = builtins.eval = builtins.exec = "
        "lambda *a, **k: None",
        "import builtins; builtins.vars = builtins.type = builtins.bool = print",
        "import ast; ast.parse = lambda *a, **k: ast.Module([], [])",
    ],
)
def test_patched_builtins(arena: Arena, patch: str) -> None:
    seen = arena.attack(square=RAN + WRONG_SQUARE + patch)
    assert seen.marks["test_square"][0] == 0


def test_redefined_builtin_in_the_notebook(arena: Arena) -> None:
    # No one may forbid a variable called abs. But a person should look.
    seen = arena.attack(cube=f"{RAN}def abs(x): return 0\ndef cube(x):\n    return 8")
    assert seen.marks["test_square"] == FULL["test_square"]
    helper = "checks.close(cube(-1), -1)"
    assert helper in arena.assignment.masters[0].notebook.cells[5].source
    assert seen.marks["test_cube"] == (0, "failed"), "the helper has its own abs"


@pytest.mark.parametrize(
    "patch",
    [
        "get_ipython().showtraceback = lambda *a, **k: None",
        "get_ipython()._showtraceback = lambda *a, **k: None",
        "type(get_ipython()).showtraceback = lambda *a, **k: None",
        "get_ipython().set_custom_exc((Exception,), lambda *a, **k: None)",
        "import sys; sys.excepthook = sys.unraisablehook = print",
        "import traceback; traceback.format_exception_only = lambda *a: []",
    ],
)
def test_silenced_traceback(arena: Arena, patch: str) -> None:
    seen = arena.attack(square=RAN + WRONG_SQUARE + patch)
    assert seen.marks["test_square"] == (0, "failed")
    assert seen.result.questions[0].message == "square(3) is 9"
    cells = seen.graded.notebooks["demo"].cells
    test = next(
        c
        for c in cells
        if c.metadata.get("nbgrader", {}).get("grade_id") == "test_square"
    )
    kinds = {output["output_type"] for output in test.outputs}
    assert "error" in kinds, "feedback and formgrader show it"


@pytest.mark.parametrize(
    "patch",
    [
        "get_ipython().run_cell = lambda *a, **k: None",
        "get_ipython().run_code = lambda *a, **k: False",
        "type(get_ipython()).run_cell = lambda *a, **k: None",
        "import IPython; IPython.InteractiveShell.run_ast_nodes = lambda *a: False",
        "get_ipython().ast_transformers.append(type('T', (), {'visit': lambda s, n: "
        "__import__('ast').parse('')})())",
        "get_ipython().input_transformers_post.append(lambda lines: [])",
        "get_ipython().input_transformer_manager.transform_cell = lambda *a: ''",
        "get_ipython().compile.cache = lambda *a, **k: 'x'",
        "get_ipython().displayhook = print",
        "get_ipython().builtin_trap = get_ipython().display_trap = type('T', (), "
        "{'__enter__': lambda s: s, '__exit__': lambda *a: True})()",
        "get_ipython().events.register('pre_run_cell', lambda *a: globals().update("
        "square=lambda x: x * x))",
        "get_ipython().outputs.taken = lambda: []",
        "get_ipython().execution_count = 'x'",
    ],
)
def test_patched_ipython(arena: Arena, patch: str) -> None:
    seen = arena.attack(square=RAN + WRONG_SQUARE + patch)
    assert seen.marks["test_square"][0] == 0


def test_mark_by_displaying_a_number(arena: Arena) -> None:
    code = (
        "import sys\ndef square(x):\n    sys.displayhook(2.0)\n"
        "    get_ipython().displayhook(2.0)\n    return 7"
    )
    assert arena.attack(square=RAN + code).marks["test_square"] == (0, "failed")


def test_forged_report(arena: Arena) -> None:
    code = """
import json, struct
def square(x):
    report = json.dumps({"ok": True, "nonce": "", "outputs": [], "flags": [],
                         "value": None, "ename": None, "evalue": None}).encode()
    for number in range(3, 256):
        try:
            os.write(number, struct.pack("!BI", 2, len(report)) + report)
        except OSError:
            pass
    os._exit(0)
"""
    seen = arena.attack(square=RAN + code)
    assert seen.marks == lost("test_square", "died")
    assert flagged(seen, "false report")


@pytest.mark.parametrize(
    "junk", ["b'\\xff' * 64", "b'\\x02\\xff\\xff\\xff\\xff'", "b'['"]
)
def test_junk_instead_of_a_report(arena: Arena, junk: str) -> None:
    code = f"""
def square(x):
    for number in range(3, 256):
        try:
            os.write(number, {junk})
        except OSError:
            pass
    return x * x
"""
    seen = arena.attack(square=RAN + code)
    assert seen.marks["test_square"][0] == 0
    assert seen.marks["test_mean"] == FULL["test_mean"]


def test_closed_report_channel(arena: Arena) -> None:
    seen = arena.attack(square=RAN + "os.closerange(3, 256)\n" + SQUARE)
    assert seen.marks["test_square"][0] == 0
    assert seen.marks["test_mean"] == FULL["test_mean"]


@pytest.mark.parametrize(
    "look",
    [
        "import sys; frame = sys._getframe(1)",
        "import inspect; inspect.stack()",
        "import gc; gc.get_objects()",
        "import sys; sys._current_frames()",
        "import sys; sys.settrace(lambda *a: None)",
        "import ctypes; ctypes.CDLL(None)",
        "try:\n        1 / 0\n    except Exception as e: e.__traceback__.tb_frame",
    ],
)
def test_looking_behind_the_scenes(arena: Arena, look: str) -> None:
    # It may be idle curiosity; nothing is taken away, but a person should look.
    code = f"{RAN}def square(x):\n    {look}\n    return x * x"
    seen = arena.attack(square=code)
    assert flagged(seen, "behind the scenes")


def test_patching_the_grader_itself(arena: Arena) -> None:
    code = """
import sys
found = [name for name in ("runner", "wire", "warm", "kernel") if name in sys.modules]
names = type(get_ipython().outputs).clear.__globals__
print("found", found, "Runner" in names, "wire" in names)
"""
    seen = arena.attack(square=RAN + code + SQUARE)
    assert "found [] False False" in seen.text


def test_cell_that_changes_a_later_answer(arena: Arena) -> None:
    # A notebook is one program: later cells win, as in Jupyter, without a flag.
    seen = arena.attack(square=RAN + SQUARE, mean=MEAN + "\n" + CUBE)
    assert (seen.marks, seen.result.flags) == (FULL, ())
