"""Answers that go for their judge: by what they say over the border, and how."""

from __future__ import annotations

import json
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from grading_support import FULL, HASTY, RAN, SMALL, Arena, honest, submit

from autograder import inside
from autograder.engine.sandboxed import SandboxedEngine

sys.path.append(str(Path(inside.__file__).parent))  # as in a sandbox

import asking
import models
from border import HEAD
from faults import NoAnswer

# --- A judge that meets a forger, without sandboxes -------------------------------

Said = dict[str, Any]


class Forger:
    """Plays an answer's process: says what it is told to, whatever is asked."""

    def __init__(self, *replies: Said, data: bytes = b"") -> None:
        ours, theirs = socket.socketpair()
        self.judged = asking.Judged(ours, lambda items: None)
        self.questions: list[Said] = []
        self.replies, self.data, self.sock = list(replies), data, theirs
        self.thread = threading.Thread(target=self.work, daemon=True)
        self.thread.start()

    def work(self) -> None:
        """Answer until the judge is gone."""
        while head := self.sock.recv(HEAD.size, socket.MSG_WAITALL):
            size, rest = HEAD.unpack(head)
            question = json.loads(self.sock.recv(size, socket.MSG_WAITALL))
            if rest:
                self.sock.recv(rest, socket.MSG_WAITALL)
            self.questions.append(question)
            reply, data = {"back": [], "value": None}, b""
            if question["op"] == "there":
                reply["value"] = ["list", "x", "other"]
            elif self.replies:
                reply |= self.replies.pop(0)
                data = self.data
            empty = reply.pop("data", None) == b""
            sizes = [len(data)] if data or empty else []
            reply |= {"answer": question["ask"], "sizes": sizes}
            body = json.dumps(reply).encode()
            self.sock.sendall(HEAD.pack(len(body), len(data)) + body + data)

    def end(self) -> None:
        """Hang up, and see that something was asked."""
        self.judged.border.sock.close()
        self.thread.join()
        self.sock.close()
        assert self.questions, "the forgery never ran"


@pytest.fixture
def forge() -> Iterator[Callable[..., Forger]]:
    """Makes forgers that end with the test."""
    made: list[Forger] = []

    def make(*replies: Said, data: bytes = b"") -> Forger:
        made.append(Forger(*replies, data=data))
        return made[-1]

    yield make
    for forger in made:
        forger.end()


def named(node: Any) -> Said:
    """The reply that gives the name x this value."""
    return {"value": ["dict", "dict", "x", node]}


def nested(times: int, inner: Any, wrap: Callable[[Any], Any] = lambda n: [n]) -> Any:
    """A node within nodes."""
    for _ in range(times):
        inner = wrap(inner)
    return inner


def thing(number: int = 0, **told: Any) -> list[Any]:
    """A reference to an object that can do whatever a judge may ask."""
    can = ["index", "float", "getitem", "iter", "len", "array", "str", "next", "call"]
    full = {"kind": "object", "class": 99, "classes": ["m:C"], "can": can, **told}
    return ["ref", number, full]


RAISES: Said = {"error": ["error", ["builtins:GeneratorExit"], "now"]}
KEY = ["array", "<u4", [624], "C", True]
STATE = ["dict", "dict", "key", KEY, "pos", 9999]
BESIDE = ["dict", "dict", "bit_generator", "MT19937", "state", STATE, "has_gauss", 0]
BESIDE += ["gauss", 0.5]
NO_VALUES: dict[str, tuple[Any, bytes]] = {
    "an empty tag": ([""], b""),
    "an unknown tag": (["pickle", "x"], b""),
    "an object": ({"a": 1}, b""),
    "too deep": (nested(200, ["list"], lambda n: ["list", n]), b""),
    "half a complex": (["complex", 1.0], b""),
    "a complex of nothing": (["complex"], b""),
    "an odd dict": (["dict", "dict", 1], b""),
    "a dict as a key": (["set", ["dict", "dict"]], b""),
    "a list that holds itself": (["list", ["same", 1]], b""),
    "a number nobody has": (["same", 99], b""),
    "a negative number": (["same", -1], b""),
    "the judge's, never given": (["yours", 0], b""),
    "a library's function": (["global", "os:system"], b""),
    "a UUID of a number": (["made", "UUID", 5], b""),
    "a date beyond time": (["made", "date", 1 << 40, 1, 1], b""),
    "a fraction by zero": (["made", "Fraction", 1, 0], b""),
    "a signalling NaN as a key": (["set", ["made", "Decimal", "sNaN"]], b""),
    "a deque beyond memory": (["deque", 1 << 70], b""),
    "no hexadecimal": (["int", "zz"], b""),
    "a range that must be asked": (["range", thing()], b""),
    "a matrix that must be asked": (["matrix", thing()], b""),
    "a masked array": (["masked", ["scalar", "<f8"], True], bytes(8)),
    "a field twice": (["scalar", [["a", "<f8"], ["a", "<f8"]]], bytes(16)),
    "fields without end": (["dtype", nested(450, "<f8", lambda n: [["a", n]])], b""),
    "a dtype in brackets": (["dtype", "i4,(((((("], b""),
    "pointers as bytes": (["array", "i4,O", [1], "C", True], bytes(12)),
    "a pointer as bytes": (["scalar", "i4,O"], bytes(12)),
    "an empty array as large as the world": (
        ["array", "<f8", [0, 1 << 47, 1 << 47], "C", True],
        b"",
    ),
    "a terabyte of nothing": (["array", "S0", [1 << 40], "C", True], b""),
    "objects as many as the world": (["objects", [0, 1 << 47, 1 << 47]], b""),
    "too many axes": (["array", "u1", [0] * 70, "C", True], b""),
    "bytes too few": (["array", "<f8", [2], "C", True], bytes(8)),
    "letters beyond Unicode": (["array", "<U1", [1], "C", True], b"\xff" * 4),
    "a letter beyond Unicode": (["scalar", "<U1"], b"\xff" * 4),
    "an error with a name of zeros": (["error", ["builtins:\0"], "x"], b""),
    "an error with half a letter": (["error", ["m:\ud800"], "x"], b""),
    "an error without a class": (["error", 5, "x"], b""),
    "a group without errors": (["error", ["builtins:ExceptionGroup"], "x"], b""),
    "a program": (["module", "numpy.f2py.__main__"], b""),
    "the tests of a library": (["module", "numpy.conftest"], b""),
    "a module of half a letter": (["module", "numpy.\ud800"], b""),
    "a module of another kind": (["module", "subprocess"], b""),
    "a class with a name of zeros": (thing(classes=["m:\0"]), b""),
    "a class with half a letter": (thing(classes=["m:\ud800"]), b""),
    "a parameter without a name": (
        thing(name="f", signature=[["", 1, False, None]]),
        b"",
    ),
    "a reference without a class": (["ref", 1, {"classes": ["m:C"], "can": []}], b""),
    "a generator of nothing": (["generator", "Generator", 5], b""),
    "a generator to be asked": (["generator", "Generator", thing()], b""),
    "a generator beside its numbers": (
        ["generator", "RandomState", BESIDE],
        bytes(2496),
    ),
}


@pytest.mark.parametrize("name", NO_VALUES)
def test_what_is_no_value_ends_a_conversation_and_no_judge(
    forge: Callable[..., Forger], name: str
) -> None:
    # Any other exception would leave the judge's loop, and end its process.
    import numpy.random  # noqa: F401  # as where notebooks use it

    node, data = NO_VALUES[name]
    forger = forge(named(node) | ({} if data else {"data": b""}), RAISES, data=data)
    with pytest.raises(NoAnswer):
        forger.judged.names(["x"])
    with pytest.raises(NoAnswer):  # nor is anything asked again
        forger.judged.names(["x"])
    assert [q["op"] for q in forger.questions] == ["there", "names"]


def test_names_that_a_changed_list_asks_for(forge: Callable[..., Forger]) -> None:
    # Once, the list of names could be changed like any argument.
    forged = ["dict", "dict", "x", 1, "check_call", thing()]
    change = [[0, ["~list", "x", "check_call"]]]
    for back in ([], change):
        with pytest.raises(NoAnswer):
            forge({"back": back, "value": forged}).judged.names(["x"])


def test_names_in_a_test_are_not_told(forge: Callable[..., Forger]) -> None:
    forger = forge(named(3))
    assert forger.judged.names(["Functional", "SECRET", "x"]) == {"x": 3}
    assert not any("SECRET" in json.dumps(said) for said in forger.questions)


@pytest.mark.parametrize("what", ["call", "get", "special"])
def test_an_error_that_ends_loops(forge: Callable[..., Forger], what: str) -> None:
    # `for got, wanted in zip(map(f, xs), wants)` would have nothing left to compare.
    stop: Said = {"error": ["error", ["builtins:StopIteration"], ""]}
    judged = forge(stop).judged
    with pytest.raises(RuntimeError):
        list(map(lambda _: judged.ask(what, ("len", 1)), [1]))


def test_an_array_that_comes_back_larger(forge: Callable[..., Forger]) -> None:
    # Resized in its place, it would leave a test's views on freed memory.
    import numpy as np

    lent = np.zeros(4)
    view = lent[1:]
    change = [[0, ["~array", "<f8", [1000], "C", True]]]
    with pytest.raises(TypeError):
        forge({"back": change}, data=bytes(8000)).judged.ask("call", (lent,))
    assert (lent.size, view.tolist()) == (4, [0, 0, 0])


def test_an_error_that_asks_when_it_is_shown(forge: Callable[..., Forger]) -> None:
    said: Said = {"error": ["error", ["builtins:ValueError"], "text", thing()]}
    forger = forge(said, RAISES)
    with pytest.raises(ValueError, match=r"^text$"):
        forger.judged.ask("call", (1,))
    assert len(forger.questions) == 1


def test_lines_that_fill_a_report(forge: Callable[..., Forger]) -> None:
    error = {"error": ["error", ["builtins:ValueError"], "x"]}
    judged = forge(error | {"lines": ["y" * 1_000_000] * 30}).judged
    found, _ = judged.asked_for("call", (1,))
    assert sum(map(len, judged.lines_behind(found))) <= 10_000


def test_a_layer_that_ends_tensorflow() -> None:
    # Its size overflows in C++, where TensorFlow gives up its whole process.
    config = {"filters": 1, "kernel_size": 3, "strides": [2**31 - 1], "seed": None}
    layer = {"module": "keras.layers", "class_name": "Conv1DTranspose"}
    assert not models.genuine(layer | {"config": config})
    assert models.genuine(
        layer | {"config": config | {"strides": [2], "seed": 1 << 60}}
    )


# --- Whole notebooks -------------------------------------------------------------

HOOK = (
    RAN
    + """
import struct
judged = input.__self__
border = judged.border
genuine = border.reply

def hook(make):
    def reply(question, buffers):
        found = make(question)
        if found is None:
            return genuine(question, buffers)
        raw = found.pop("raw", [])
        border.send({"back": [], "answer": question["ask"], **found}, raw)
    border.reply = reply

class Yes:
    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        return Yes()
    def __call__(self, *arguments, **named): return Yes()
    def __eq__(self, other): return True
    __lt__ = __le__ = __gt__ = __ge__ = __contains__ = __eq__
    def __sub__(self, other): return 0.0
    __rsub__ = __add__ = __mul__ = __sub__
    def __abs__(self): return 0.0
    def __float__(self): return 2.0
    def __bool__(self): return True
    def __hash__(self): return 0
"""
)
WRONG = "\ndef square(x):\n    return 7\n"
CALL = "\nhook(lambda q: ({}) if q['op'] == 'call' else None)\n"
NAMES = "\nhook(lambda q: ({}) if q['op'] == 'names' else None)\n"
PLACED = "['dict', 'dict', 'square', judged.refer(Yes()), {!r}, judged.refer(Yes())]"
REPLIES = {
    "a yes-man": CALL.format("{'value': judged.refer(Yes())}"),
    "a yes-man that is a float": CALL.format(
        "{'value': ['ref', 0, dict(judged.refer(Yes())[2], "
        "classes=['builtins:float', 'numpy:float64'])]}"
    ),
    "an argument": CALL.format("{'value': ['same', 0]}"),
    "the judge's first function": CALL.format("{'value': ['yours', 0]}"),
    "no answer to this question": CALL.format("{'answer': 1}"),
    "two answers": CALL.format("border.send({'back': [], 'answer': q['ask']}, [])"),
    "no JSON": CALL.format(
        "border.sock.sendall(struct.pack('!IQ', 3, 0) + b'\\xff{}')"
    ),
    "sizes that are none": CALL.format("{'raw': [], 'sizes': [1 << 60]}"),
    "a frame of all memory": CALL.format(
        "border.sock.sendall(struct.pack('!IQ', 1 << 31, 1 << 62))"
    ),
    "brackets without end": CALL.format(
        "border.sock.sendall(struct.pack('!IQ', 200000, 0) + b'[' * 200000)"
    ),
    "a question nobody may ask": CALL.format(
        "border.send({'ask': 1, 'op': 'get', 'body': None}, [])"
    ),
    "a call of what was never given": CALL.format(
        "border.send({'ask': 1, 'op': 'call', 'which': 5, 'body': None}, [])"
    ),
    "an assertion without words": CALL.format(
        "{'error': ['error', ['builtins:AssertionError'], '']}"
    ),
    "a forged mark": CALL.format(
        "{'value': 7, 'ok': True, 'nonce': '', 'outputs': [{'output_type': "
        "'execute_result', 'data': {'text/plain': '2.0'}, 'metadata': {}}]}"
    ),
    "another `np`": NAMES.format("{'value': " + PLACED.format("np") + "}"),
    "half a value as a name": NAMES.format(
        "{'value': ['dict', 'dict', 'square', ['complex']]}"
    ),
    "lines beyond all reports": CALL.format(
        "{'error': ['error', ['builtins:ValueError'], 'x'], 'lines': ['y' * 9_000_000]}"
    ),
    "an error that interrupts its report": CALL.format(
        "{'error': ['error', ['builtins:ValueError'], 'x', judged.refer(Yes())]}"
    ),
    "outputs that are none": CALL.format(
        "{'value': 7, 'outputs': [5, {'output_type': 'error', 'traceback': [[]]}, "
        "{'output_type': 'stream', 'text': '\\ud800'}], 'warnings': [[1], ['a', 'b']]}"
    ),
    "warnings that are none": CALL.format(
        "{'value': 7, 'warnings': [['builtins:SystemExit', 'x'], "
        "['builtins:Warning', 'y' * 9_000_000]]}"
    ),
}


@pytest.fixture(scope="module")
def apart(tmp_path_factory: pytest.TempPathFactory, engine: SandboxedEngine) -> Arena:
    """A place where all tests are judged apart."""
    return Arena(Path(tmp_path_factory.mktemp("apart")), engine, apart=True)


def assert_worthless(arena: Arena, code: str, limits: Any = SMALL) -> None:
    """A wrong answer stays wrong, is graded, and nobody else notices."""
    seen = arena.attack(limits, square=code)
    assert seen.result.status in ("graded", "partial")
    assert seen.marks["test_square"][0] == 0


@pytest.mark.parametrize("name", REPLIES)
def test_forged_reply(apart: Arena, name: str) -> None:
    assert_worthless(apart, HOOK + REPLIES[name] + WRONG)


@pytest.mark.parametrize("back", ["[]", "[[0, ['~list', 'mean', 'np']]]"])
def test_tools_of_a_test_taken_over(apart: Arena, back: str) -> None:
    placed = PLACED.replace("square", "mean").format("np")
    code = NAMES.format(f"{{'back': {back}, 'value': {placed}}}")
    seen = apart.attack(mean=HOOK + code + "def mean(values):\n    return 7\n")
    assert seen.marks["test_mean"][0] == 0


RAISED = [
    *("SystemExit(0)", "KeyboardInterrupt", "GeneratorExit", "StopIteration"),
    *("StopAsyncIteration", "BaseException", "MemoryError", "RecursionError"),
    *("unittest.SkipTest('x')", "SyntaxError('x', ('checks.py', 1, 1, 'y'))"),
    *("ExceptionGroup('x', [ValueError()])", "ValueError('\\U0001f600' * 20_000)"),
    *("type('AssertionError', (Exception,), {'__str__': lambda s: 1 / 0})()",),
]


@pytest.mark.parametrize("error", RAISED)
def test_raised(apart: Arena, error: str) -> None:
    code = f"import unittest\ndef square(x):\n    raise {error}\n"
    assert_worthless(apart, RAN + code)


GIVEN = [
    *("float('nan')", "float('inf')", "complex('nan')", "None", "True", "...", "print"),
    *("np.timedelta64('NaT')", "np.zeros((), [])", "np.zeros(0, 'V4')", "[x] * 3"),
    *("np.ma.array([7.0], mask=True)", "np.ma.masked", "np.array(Yes(), object)"),
    *("np.full((), 7).view(Sub)", "Float(7)", "Int(7)", "type(x)", "unittest.mock.ANY"),
    *("iter([9])", "{x: Yes()}", "np.bool_(False)", "np.zeros((0, 3))", "10 ** 5_000"),
    *("print('\\U0001f600' * 49_000)", "os._exit(0)", "os.close(201)", "Yes()"),
]
LIARS = """
import unittest.mock
import numpy as np
class Sub(np.ndarray):
    def __array_ufunc__(self, *arguments, **named): return np.True_
    def __array_function__(self, *arguments, **named): return True
class Float(Yes, float):
    pass
class Int(Yes, int):
    __class__ = property(lambda self: bool)
"""


@pytest.mark.parametrize("value", GIVEN)
def test_given_back(apart: Arena, value: str) -> None:
    assert_worthless(apart, HOOK + LIARS + f"def square(x):\n    return {value}\n")


LATE = {
    "a thread that answers on": "import threading\n"
    "def on():\n    while True:\n        border.send({'back': [], 'answer': 9}, [])\n"
    "def square(x):\n    threading.Thread(target=on, daemon=True).start()\n"
    "    return 7\n",
    "a fork that answers on": "def square(x):\n    if os.fork() == 0:\n"
    "        while True:\n            border.serve_one()\n    return 7\n",
    "never an end of questions": CALL.format(
        "[border.send({'ask': i, 'op': 'input', 'body': ''}, []) for i in range(10**6)]"
    )
    + WRONG,
    "an object without an end": "class Endless:\n    def __iter__(self): return self\n"
    "    def __next__(self): return 9\n"
    "    def __array__(self, *arguments): 1 / 0\n"
    "def square(x):\n    return Endless()\n",
    "a finish that never ends": "get_ipython().events.register("
    "'post_execute', lambda: __import__('time').sleep(99))" + WRONG,
}


@pytest.mark.parametrize("name", LATE)
def test_after_its_turn(apart: Arena, name: str) -> None:
    assert_worthless(apart, HOOK + LATE[name], HASTY)


SEARCH = """
import gc, re
found, wanted = [], re.compile("SECRET_SIXTEE[N]|cube.-1., -[1]")
raw = re.compile(b"SECRET_SIXTEE[N]")

def search(*roots):
    seen, queue = set(), [*roots, *gc.get_objects()]
    while queue:
        value = queue.pop()
        if id(value) not in seen:
            seen.add(id(value))
            if type(value) is str and wanted.search(value):
                found.append(value)
            elif type(value) in (bytes, bytearray) and raw.search(value):
                found.append(value)
            queue += gc.get_referents(value)
    os.write(1, b"SEARCHED %d %d\\n" % (len(seen) > 10_000, len(found)))

def square(x):
    search(judged, border)
    return x * x
"""


def test_secrets_of_the_judge_in_the_answers_process(apart: Arena) -> None:
    # Also while the test runs: all objects that any other leads to.
    seen = apart.attack(replace(SMALL, memory=900), square=HOOK + SEARCH)
    assert "SEARCHED 1 0" in seen.text
    assert "SEARCHED 1 1" not in seen.text
    assert seen.marks == FULL


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory, engine: SandboxedEngine) -> Arena:
    """A place where one test is judged apart, and the others beside the answer."""
    arena = Arena(Path(tmp_path_factory.mktemp("mixed")), engine, apart=True)
    master = arena.assignment.masters[0]
    master = replace(master, apart=frozenset({"test_square"}), all_apart=False)
    arena.assignment = replace(arena.assignment, masters=(master,))
    return arena


@pytest.mark.parametrize(
    "name", ["a yes-man", "another `np`", "half a value as a name"]
)
def test_forged_reply_where_other_tests_run_beside(mixed: Arena, name: str) -> None:
    assert_worthless(mixed, HOOK + REPLIES[name] + WRONG)


def test_honest_where_tests_are_mixed(mixed: Arena) -> None:
    submit(mixed.root, "eve", honest(mixed.assignment))
    assert mixed.grade().marks == FULL
