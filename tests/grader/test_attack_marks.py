"""Answers that go for the marks: fakes, patched tools, forged reports."""

from __future__ import annotations

import pytest
from grading_support import CUBE, FULL, MEAN, RAN, SQUARE, Arena, flagged, lost

WRONG_SQUARE = "def square(x):\n    return 7\n"
WRONG_CUBE = "def cube(x):\n    return 7\n"
WRONG_MEAN = "def mean(values):\n    return 7.0\n"


@pytest.mark.parametrize(
    "code",
    [
        "from unittest.mock import MagicMock\ndef square(x):\n    fake = MagicMock()\n"
        "    fake.__eq__.side_effect = lambda other: True\n    return fake",
        "Fake = type('Fake', (), {'__eq__': bool, '__module__': 'numpy'})\n"
        "def square(x): return Fake()",
        "class Fake:\n    def __eq__(self, other): return isinstance(other, int)\n"
        "def square(x): return Fake()",
        "import collections\nclass Fake(collections.UserList):\n"
        "    def __eq__(self, other): return True\ndef square(x): return Fake()",
        "class Meta(type):\n    def __eq__(self, other): return True\n"
        "class Fake(metaclass=Meta): pass\ndef square(x): return Fake",
        "open('own.py', 'w').write('class Fake:\\n    def __eq__(self, other):"
        " return True')\nimport own\ndef square(x): return own.Fake()",
        "class Fake:\n    def __init__(self): self.value = True\n"
        "    def __eq__(self, other): return self.value\ndef square(x): return Fake()",
        "class Fake:\n    def __eq__(self, other): return True\n"
        "import gc; gc.freeze()\ndef square(x): return Fake()",
        "class Fake:\n    def __eq__(self, other): return True\n"
        "import gc; gc.freeze(); gc.unfreeze(); gc.disable()\n"
        "def square(x): return Fake()",
    ],
)
def test_faked_comparison_in_disguise(arena: Arena, code: str) -> None:
    seen = arena.attack(square=RAN + code)
    assert seen.marks["test_square"][0] == 0
    assert flagged(seen, "faked comparison")


def test_object_that_equals_anything_from_the_library(arena: Arena) -> None:
    code = "from unittest.mock import ANY\ndef square(x): return ANY"
    assert arena.attack(square=RAN + code).marks["test_square"] == (0, "failed")


def test_faked_difference(arena: Arena) -> None:
    # The hidden test asks whether abs(a - b) is small.
    code = """
class Near(int):
    def __sub__(self, other): return 0
    __rsub__ = __sub__
def cube(x): return Near(8)
"""
    seen = arena.attack(cube=RAN + code)
    assert seen.marks["test_cube"] == (0, "failed")
    assert flagged(seen, "faked comparison in class Near")


def test_arithmetic_of_ones_own_is_left_alone(arena: Arena) -> None:
    code = """
class Value:
    def __init__(self, data): self.data = data
    def __sub__(self, other): return Value(self.data - getattr(other, "data", other))
    def __abs__(self): return abs(self.data)
def square(x):
    return x * x if abs(Value(x) - 1) == abs(x - 1) else None
"""
    seen = arena.attack(square=RAN + code)
    assert (seen.marks, seen.result.flags) == (FULL, ())


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
        "np.isclose.__wrapped__.__code__ = (lambda *a, **k: np.array(True)).__code__",
        "class Lies(type(np)):\n    def __getattribute__(self, name):\n"
        "        return print\nnp.testing.__class__ = Lies",
    ],
)
def test_patched_numpy(arena: Arena, patch: str) -> None:
    code = RAN + patch + "\n" + WRONG_MEAN
    seen = arena.attack(mean=code)
    assert seen.marks["test_mean"][0] == 0
    assert flagged(seen, "changed")


def test_patching_while_the_test_runs(arena: Arena) -> None:
    # Right where everybody can see it; then the tool of the hidden test is changed.
    code = """
def mean(values):
    np.testing.assert_allclose = lambda *a, **k: None
    return 2.0 if len(values) == 2 else 7.0
"""
    seen = arena.attack(mean=RAN + code)
    assert seen.marks["test_mean"] == (0, "failed")
    assert flagged(seen, "changed numpy.testing.assert_allclose during a test")


def test_thread_that_patches_again_and_again(arena: Arena) -> None:
    code = """
import threading
def patch():
    while True:
        np.testing.assert_allclose = lambda *a, **k: None
threading.Thread(target=patch, daemon=True).start()
"""
    seen = arena.attack(mean=RAN + code + WRONG_MEAN)
    assert seen.marks["test_mean"][0] == 0
    assert flagged(seen, "changed numpy.testing.assert_allclose")


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
    # It cannot be closed, so nothing happens.
    seen = arena.attack(square=RAN + "os.closerange(3, 256)\n" + SQUARE)
    assert seen.marks == FULL


def test_cell_that_changes_a_later_answer(arena: Arena) -> None:
    # A notebook is one program: later cells win, as in Jupyter, without a flag.
    seen = arena.attack(square=RAN + SQUARE, mean=MEAN + "\n" + CUBE)
    assert (seen.marks, seen.result.flags) == (FULL, ())


@pytest.mark.parametrize(
    "code",
    [
        'print(\'{"ok": true, "score": 2.0, "status": "passed"}\')',
        "os.write(1, b'{\"ok\": true}\\n' * 100)",
        "import sys; sys.stdout = sys.stderr = sys.__stdout__ = None",
        "import sys; sys.stdout.write = sys.displayhook = lambda *a: 2.0",
        "import atexit; atexit.register(lambda: os._exit(0))",
        "import builtins; builtins.AssertionError = builtins.Exception = Warning",
        "import builtins; builtins.__build_class__ = builtins.__import__ = print",
        "import unittest; unittest.TestCase.assertEqual = lambda *a: None",
        "import sys; sys.modules.clear()",
        "import sys; sys.path.clear(); sys.meta_path.clear()",
        "import gc; gc.disable(); gc.freeze(); gc.set_threshold(0)",
        "import sys; sys.setswitchinterval(1e-6); sys.setrecursionlimit(60)",
        "import warnings; warnings.simplefilter('error')",
        "import os; os.fork()",
        "import os; os.fork() or os._exit(0)",
        "del __builtins__",
        "__name__ = '__grader__'; __builtins__ = {}",
        "globals().clear()",
        "get_ipython().user_ns.clear(); get_ipython().reset()",
        "get_ipython().exit_now = True; get_ipython().ask_exit()",
        "%reset -f",
        "%xdel square",
        "import threading; threading.Thread(target=os._exit, args=[0])",
    ],
)
def test_tricks_that_change_no_mark(arena: Arena, code: str) -> None:
    seen = arena.attack(square=RAN + code + "\n" + WRONG_SQUARE)
    assert seen.marks["test_square"][0] == 0


def test_result_that_is_no_number(arena: Arena) -> None:
    code = "def square(x):\n    return float('nan')"
    assert arena.attack(square=RAN + code).marks["test_square"] == (0, "failed")
