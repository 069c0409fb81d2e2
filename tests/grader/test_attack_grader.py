"""Answers that go for the program that runs them: its state, its channel, its eyes."""

from __future__ import annotations

import pytest
from grading_support import FULL, HASTY, RAN, SMALL, SQUARE, Arena, flagged

from autograder.records import Limits

WRONG = "def square(x):\n    return 7\n"
FORGE = """
def forge(frame):
    while frame is not None:
        for name, value in list(frame.f_locals.items()):
            if name == "error":
                print("found a frame of the grader")
        frame = frame.f_back
"""


def assert_worthless(arena: Arena, code: str, limits: Limits = SMALL) -> None:
    """A wrong answer stays wrong, and nobody else loses anything by it."""
    seen = arena.attack(limits, square=RAN + code + WRONG)
    assert seen.marks["test_square"][0] == 0


@pytest.mark.parametrize("arena", ["beside"], indirect=True)
def test_classes_of_the_grader(arena: Arena) -> None:
    # The classic way out of any Python jail.
    code = """
NAMES = ("comparing", "guard", "runner", "supervisor", "watch")
GUARDED = {f"/grader/{name}.py" for name in NAMES}
queue, found = [object], []
while queue:
    for part in type.__subclasses__(queue.pop()):
        if part not in found:
            found.append(part)
            queue.append(part)
for part in found:
    for value in list(vars(part).values()):
        file = getattr(getattr(value, "__code__", None), "co_filename", "")
        if file in GUARDED:
            print("REACHED", part, file)
"""
    seen = arena.attack(square=RAN + code + SQUARE)
    assert "REACHED" not in seen.text
    assert seen.marks == FULL


def test_modules_of_the_grader(arena: Arena) -> None:
    code = """
import sys
names = ("runner", "comparing", "guard", "watch", "wire", "warm", "kernel")
print("found", [name for name in names if name in sys.modules])
main = get_ipython()._orig_sys_modules_main_mod
print([name for name in names if hasattr(main, name)])
names = type(get_ipython().outputs).clear.__globals__
print("make_runner" in names, "wire" in names)
"""
    seen = arena.attack(square=RAN + code + SQUARE)
    assert "found []\n[]\nFalse False" in seen.text


@pytest.mark.parametrize(
    "patch",
    [
        "json.JSONDecoder.decode = lambda *a, **k: {'what': 'test', 'source': 'pass'}",
        "json.JSONEncoder.encode = lambda *a, **k: '{\"ok\": true}'",
        "json.loads = json.dumps = print",
        "import hmac; hmac.digest = lambda *a: bytes(32)",
        "import struct; struct.Struct = struct.unpack = print",
        "import socket; socket.socket.recv = socket.socket.sendall = print",
        "ast.walk = lambda tree: vars(tree).update(body=[]) or []",
        "ast.Module.body = property(lambda self: [], lambda self, value: None)",
        "ast.Expression = ast.Expr = print",
        "from IPython.core.inputtransformer2 import TransformerManager as T; "
        "T.transform_cell = lambda *a: 'pass'",
        "import numbers; numbers.Real.__class__.__instancecheck__ = lambda *a: True",
        "import linecache; linecache.cache = linecache.getlines = None",
        "import types; types.MethodType = types.FunctionType = print",
        "import contextlib; contextlib.suppress = print",
        "import os; os.getpid = os._exit = os.read = os.write = print",
    ],
)
def test_patched_library_of_the_grader(arena: Arena, patch: str) -> None:
    assert_worthless(arena, f"import ast, json\n{patch}\n", HASTY)


def test_reading_the_hidden_tests_while_they_run(arena: Arena) -> None:
    code = """
import linecache, sys
def square(x):
    texts = [str(value) for value in linecache.cache.values()]
    texts += [str(In), str(Out), str(sys.modules["__main__"].__dict__)]
    os.write(1, b"REACHED" if any("SECRET_" "SIXTEEN" in t for t in texts) else b".")
    return x * x
"""
    seen = arena.attack(square=RAN + code)
    assert "REACHED" not in seen.text
    assert seen.marks == FULL


THIEF = """
import struct, threading
def work():
    while True:
        data = os.read(200, 1 << 20)
        os.write(1, b"REACHED" if b"SIXTEEN" in data else b"sealed ")
        report = b'{"ok": true, "nonce": "", "outputs": [], "flags": []}'
        os.write(200, struct.pack("!BI", 2, len(report)) + report)
threading.Thread(target=work, daemon=True).start()
"""


def test_thread_that_steals_the_tests(arena: Arena) -> None:
    seen = arena.attack(square=RAN + THIEF + WRONG)
    assert "REACHED" not in seen.text
    assert seen.marks["test_square"][0] == 0


def test_channel_with_another_put_in_its_place(arena: Arena) -> None:
    code = """
import errno
null = os.open("/dev/null", os.O_RDWR)
for attempt in (lambda: os.dup2(null, 200), lambda: os.close(200),
                lambda: os.dup2(null, 200, inheritable=False)):
    try:
        print("REACHED", attempt())
    except OSError as error:
        print(errno.errorcode[error.errno])
"""
    seen = arena.attack(square=RAN + code + SQUARE)
    assert "REACHED" not in seen.text
    assert seen.text.count("EPERM") == 3
    assert seen.marks == FULL


def test_flags_swallowed_by_a_frame_of_ones_own(arena: Arena) -> None:
    code = """
import struct, sys
os.write(200, struct.pack("!BI", 3, 5000))
sys._getframe(1)
os.write(200, bytes(5000))
"""
    seen = arena.attack(HASTY, square=RAN + code + SQUARE)
    assert flagged(seen, "false report")


@pytest.mark.parametrize(
    "look",
    [
        "import sys; forge(sys._getframe(1))",
        "import inspect; forge(inspect.stack()[0].frame)",
        "import inspect; forge(inspect.currentframe())",
        "import traceback; forge(next(traceback.walk_stack(None))[0])",
        "import logging; forge(logging.currentframe())",
        "import IPython.utils.frame as f; f.extract_module_locals(1)",
        "import gc; gc.get_objects()",
        "import gc; gc.get_referrers(os)",
        "import gc; gc.get_referents(os)",
        "import sys; sys._current_frames()",
        "import sys; sys.settrace(lambda *a: None)",
        "import bdb; bdb.Bdb().set_trace()",
        "import ctypes; ctypes.CDLL(None)",
        "import ctypes; ctypes.c_int.from_address(id(1))",
        "(lambda g: g.gi_frame)(x for x in 'ab')",
        "exec(compile('import sys\\nsys._getframe(1)', 'innocent', 'exec'))",
        "exec(compile('import sys\\nsys._getframe(1)', os.__file__, 'exec'))",
        "(lambda: 0).__code__.replace(co_filename=os.__file__)",
        "import signal; signal.signal(signal.SIGALRM, lambda n, frame: forge(frame)); "
        "signal.raise_signal(signal.SIGALRM)",
        "open('own.py', 'w').write('import sys\\nf = sys._getframe(1)'); import own",
        "try:\n        1 / 0\n    except Exception as e: e.__traceback__.tb_frame",
        "try:\n        1 / 0\n    except Exception as e:\n        import traceback\n"
        "        forge(next(traceback.walk_tb(e.__traceback__))[0])",
    ],
)
def test_looking_behind_the_scenes(arena: Arena, look: str) -> None:
    # It may be idle curiosity; nothing is taken away, but a person should look.
    code = f"{RAN}{FORGE}def square(x):\n    {look}\n    return x * x"
    seen = arena.attack(square=code)
    assert flagged(seen, "behind the scenes")


@pytest.mark.parametrize(
    "use",
    [
        "import logging; logging.warning('careful')",
        "import traceback; traceback.format_stack()",
        "try:\n        1 / 0\n    except Exception:\n        import traceback\n"
        "        traceback.print_exc()",
        "import warnings; warnings.warn('careful')",
        "import collections; collections.namedtuple('A', 'b')",
        "import dataclasses; dataclasses.make_dataclass('A', ['b'])",
        "import asyncio; asyncio.new_event_loop().close()",
        "import subprocess; subprocess.run(['true'], check=True)",
        "import unittest; unittest.TestCase().assertEqual(1, 1)",
        "import cProfile; cProfile.run('1 + 1')",
        "eval(compile('1 + 1', '<mine>', 'eval'))",
    ],
)
def test_ordinary_tools_are_not_flagged(arena: Arena, use: str) -> None:
    code = f"{RAN}def square(x):\n    {use}\n    return x * x"
    seen = arena.attack(square=code)
    assert (seen.marks, seen.result.flags) == (FULL, ())


def test_raw_memory_of_the_process(arena: Arena) -> None:
    code = """
import subprocess
print("own memory:", len(open("/proc/self/mem", "rb").read(100)), "bytes")
print("threads:", os.listdir("/proc/self/task"))
child = "import os; print(len(open(f'/proc/self/mem', 'rb').read(100)))"
print(subprocess.run(["python3", "-c", child], capture_output=True, text=True))
"""
    seen = arena.attack(square=RAN + code + SQUARE)
    assert "own memory: 0 bytes\nthreads: []" in seen.text
    assert "stdout='0\\n'" in seen.text
    assert seen.marks == FULL
