"""Honest but odd answers keep their marks where the tests are judged apart.

The yardstick is the same notebook run in one ordinary process.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import odd_notebooks as odd
import pytest
from odd_notebooks import apart, key, solved, together
from one_process import OneProcess

from autograder import judged
from autograder.course.assignment import load_assignment, load_course
from autograder.engine.sandboxed import SandboxedEngine
from autograder.records import Assignment, Result
from tools.exercises import answers
from tools.exercises.answers import OF_THE_BOOK

QUICK = ("relu", "sigmoid_tanh")  # to grade: these meet everything, others a part
NO_TRAINING = {"train": "def train(*given):\n    raise ValueError('not today')"}

Settle = Callable[[str], Assignment]


@pytest.fixture(scope="module")
def place() -> Iterator[SandboxedEngine]:
    """An engine with the course's libraries."""
    with SandboxedEngine(odd.MODULES, jobs=2) as engine:
        yield engine


@pytest.fixture(scope="module")
def one() -> Iterator[OneProcess]:
    """Ordinary processes with the course's libraries."""
    process = OneProcess(odd.MODULES)
    yield process
    process.close()


@pytest.fixture(scope="module")
def settled(
    place: SandboxedEngine, root: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Settle]:
    """The course's assignments, all their tests judged apart."""
    course = load_course(root)
    known: dict[str, Assignment] = {}

    def settle(name: str) -> Assignment:
        if name not in known:
            found = load_assignment(course, name)
            known[name] = judged.settle(found, place, odd.LIMITS)
        return known[name]

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield settle


def lost(result: Result) -> list[tuple[str, str]]:
    """What a notebook with right answers has lost, and its flags."""
    tests = [q for q in result.questions if q.id.startswith("test_")]
    missed = [(q.id, q.message) for q in tests if q.score < q.max_score]
    return missed + [("flag", flag) for flag in result.flags]


# --- Other cells -----------------------------------------------------------------

LEFT_ON = [  # each in a scratch cell
    "from math import *",
    "import keras\nkeras.mixed_precision.set_global_policy('mixed_float16')",
    "keras.backend.set_floatx('float64')",
    "np.seterr(all='raise')\nnp.set_printoptions(precision=1, threshold=3)",
    "import warnings\nwarnings.simplefilter('error')",
    "import sys\nsys.setrecursionlimit(300)",
    "import os\nos.makedirs('mine', exist_ok=True)\nos.chdir('mine')",
    "%matplotlib inline\nimport matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()",
    "%%time\nunused = 3",
    "breakpoint()",
    "input('your name?')",
    "1 / 0",
    "def f(:",
    "print('x' * 3_000_000)",
    "import asyncio\nasync def later(): return 1\nawait later()",
    "exit()",
]


@pytest.mark.parametrize("name", OF_THE_BOOK)
def test_names_of_the_tests_are_free(name, place, settled):
    """A learner may call helpers and numbers as tests and chapters call theirs."""
    assignment = settled(name)
    names = odd.names_of_the_course(assignment)
    assert len(names) > 20
    helpers = "\n".join(f"def {name}(*given, **named):\n    return 7" for name in names)
    numbers = "\n".join(f"{name} = 7" for name in names)
    beside = dict.fromkeys(odd.solutions(assignment), numbers)
    data = solved(assignment, before=[helpers], beside=beside, after=[helpers])
    assert lost(apart(place, assignment, data)) == []


@pytest.mark.parametrize("name", OF_THE_BOOK)
def test_what_scratch_cells_leave_switched_on(name, place, settled):
    assignment = settled(name)
    scratch = [*LEFT_ON, odd.hidden_builtins(assignment)]
    if "sum" not in odd.needed(assignment):  # NumPy's sum takes no generator
        scratch.append("from numpy import *")
    data = solved(assignment, before=scratch, after=scratch)
    assert lost(apart(place, assignment, data)) == []


def test_a_numpy_course_without_tensorflow(engine, settled):
    """What a learner imports besides, or cannot import, changes nothing."""
    assignment = settled("relu")
    imports = ["import tensorflow as tf", "import pandas as pd", "import torch"]
    data = solved(assignment, before=imports)
    assert lost(apart(engine, assignment, data)) == []


# --- Forms of answers ------------------------------------------------------------

TOOLS = """
import asyncio, doctest, functools, threading
import matplotlib.pyplot as plt
from concurrent.futures import ThreadPoolExecutor
import own

counted, cache = 0, {}

class Callable:
    def __init__(self, work): self.work = work
    def __call__(self, *given, **named): return self.work(*given, **named)
    def method(self, *given, **named): return self.work(*given, **named)
    @property
    def __name__(self): return self.work.__name__

def wrapped(work):
    @functools.wraps(work)
    def inner(*given: object, **named: object) -> object:
        \"\"\"Count the calls.

        >>> 1 + 1
        2
        \"\"\"
        global counted
        counted += 1
        return work(*given, **named)
    return inner

def remembering(work):
    def inner(*given, **named):
        name = str((given, named))
        if name not in cache:
            cache[name] = work(*given, **named)
        return cache[name]
    return inner

def in_thread(work):
    def inner(*given, **named):
        with ThreadPoolExecutor(2) as pool:
            return pool.submit(work, *given, **named).result()
    return inner

def awaited(work):
    async def later(*given, **named):
        return work(*given, **named)
    def inner(*given, **named):
        steps = later(*given, **named)
        try:
            steps.send(None)
        except StopIteration as done:
            return done.value
    return inner

def drawing(work):
    def inner(*given, **named):
        plt.plot([1, 2, 3])
        print("drawn")
        return work(*given, **named)
    return inner

def typed(work):
    inner = functools.lru_cache(lambda: work)
    return lambda *given, **named: inner()(*given, **named)
"""
OWN = b"def passed_on(work):\n    return lambda *a, **k: work(*a, **k)\n"
FORMS = [
    *("Callable({f})", "Callable({f}).method", "wrapped({f})", "remembering({f})"),
    *("in_thread({f})", "awaited({f})", "drawing({f})", "typed({f})"),
    *("functools.partial({f})", "own.passed_on({f})", "staticmethod({f})"),
    "(lambda work: lambda *a, **k: work(*a, **k))({f})",
]


@pytest.mark.parametrize("name", OF_THE_BOOK)
def test_forms_of_answers(name, place, settled):
    """Objects, methods, decorators, threads: all that can be called is an answer."""
    assignment = settled(name)
    solutions = odd.solutions(assignment)
    turns = range(0, len(FORMS), len(solutions))
    for turn in turns if name in QUICK else [OF_THE_BOOK.index(name)]:
        beside = {
            question: "\n".join(
                f"{f} = {FORMS[(turn + place) % len(FORMS)].format(f=f)}"
                for f in odd.functions(tree)
            )
            for place, (question, tree) in enumerate(solutions.items())
        }
        after = ["assert counted >= 0\ndoctest.testmod()"]
        data = solved(assignment, [TOOLS], beside, after)
        assert lost(apart(place, assignment, data, {"own.py": OWN})) == []


# --- Values ----------------------------------------------------------------------

HELPERS = """
import collections, decimal, fractions, warnings
import numpy as np, tensorflow as tf, keras

Pair = collections.namedtuple("Pair", "a b")
class MyFloat(float): pass
class MyArray(np.ndarray): pass
class Own(Exception):
    def __init__(self, one, two): self.one = one
def fail(error): raise error
def read_only(v):
    v = np.array(v)
    v.flags.writeable = False
    return v
def done(how, v):
    return tuple(map(how, v)) if type(v) is tuple else how(v)
"""
VALUES = [  # what is returned in place of `v`, or of each part of a tuple
    *("np.asarray(v)", "np.asarray(v)[()]", "np.asfortranarray(v)", "read_only(v)"),
    "np.repeat(np.asarray(v)[..., None], 2, -1)[..., 0]",
    "np.asarray(v)[::-1][::-1] if np.ndim(v) else v",
    "np.asarray(v).astype(np.asarray(v).dtype.newbyteorder('>'))",
    *(
        "tf.constant(v)",
        "tf.Variable(v)",
        "keras.Variable(v)",
        "tf.cast(v, 'bfloat16')",
    ),
    *("np.asarray(v).tolist()", "tuple(np.ravel(v).tolist())", "[v]", "{'a': v}"),
    *("collections.OrderedDict(a=v)", "collections.deque([v])", "range(3)", "{1.0}"),
    *("iter([v])", "(p for p in [v])", "lambda: v", "float", "np", "print"),
    *("np.ma.array(v)", "np.ma.array(v, mask=np.asarray(v) == 0)", "np.matrix(v)"),
    *("np.asarray(v).astype('float16')", "np.asarray(v).astype(complex)"),
    *("np.asarray(v).astype(object)", "np.asarray(v).astype('longdouble')"),
    *("int(np.ravel(v)[0]) + 10**30", "bool(np.ravel(v)[0])", "None", "str(v)", "1j"),
    *("decimal.Decimal(1)", "fractions.Fraction(1, 2)", "np.full(np.shape(v), np.nan)"),
    *("np.float32(1)", "np.bool_(True)", "...", "b'abc'", "np.array(['a', 'b'])"),
    *("tf.constant('a')", "tf.ragged.constant([[1.0], [1.0, 2.0]])", "Own(1, 2)"),
    *("fail(Own(1, 2))", "fail(AssertionError('mine'))", "fail(KeyError('k'))"),
    *("fail(NotImplementedError('on purpose'))", "fail(NotImplementedError())"),
    *("1 / 0", "open('/nothing')", "np.linalg.inv(np.zeros((2, 2)))", "breakpoint()"),
    *("input('?')", "(warnings.warn('careful', RuntimeWarning), v)[1]"),
    "(np.log(np.zeros(1)), v)[1]",
]
# Their class stays behind, and what they hold crosses: tests may accept that.
PLAIN_APART = ["Pair(v, v)", "MyFloat(1.0)", "np.asarray(v).view(MyArray)"]


def returning(f: str, value: str) -> str:
    """Code that lets a function return another value."""
    return (
        f"def {f}(*given, _work={f}, **named):\n"
        f"    return done(lambda v: {value}, _work(*given, **named))"
    )


@pytest.mark.parametrize("name", OF_THE_BOOK)
def test_values_of_any_kind(name, place, one, settled):
    """A value has the same mark and message as in one process."""
    assignment = settled(name)
    solutions = {
        question: tree
        for question, tree in odd.solutions(assignment).items()
        if odd.functions(tree) and question != "train"
    }
    turns = range(0, len(VALUES), len(solutions))
    for turn in turns if name in QUICK else [OF_THE_BOOK.index(name) * 9]:
        beside = {
            question: "\n".join(
                returning(f, VALUES[(turn + place) % len(VALUES)])
                for f in odd.functions(tree)
            )
            for place, (question, tree) in enumerate(solutions.items())
        }
        data = solved(assignment, [HELPERS], beside, answers=NO_TRAINING)
        result, expected = (
            apart(place, assignment, data),
            together(one, assignment, data),
        )
        assert result.flags == ()
        for question in result.questions:
            code = beside.get(question.id.removeprefix("test_"))
            assert key(question) == key(expected[question.id]), code


@pytest.mark.parametrize("value", PLAIN_APART)
def test_a_learners_class_of_numbers(value, place, one, settled):
    """It loses no mark that it has in one process."""
    assignment = settled("relu")
    beside = {
        question: "\n".join(returning(f, value) for f in odd.functions(tree))
        for question, tree in odd.solutions(assignment).items()
    }
    data = solved(assignment, [HELPERS], beside)
    result, expected = apart(place, assignment, data), together(one, assignment, data)
    assert result.flags == ()
    for question in result.questions:
        assert question.score >= expected[question.id].score


# --- Models ----------------------------------------------------------------------

OWN_ACTIVATION = """
def build_model(activation, given=build_model):
    def relu(x):  # called like one of Keras', and not one of them
        return 0 * x
    return given(relu if activation == "relu" else activation)
"""
OWN_LAYERS = """
class MyDense(keras.layers.Dense):
    pass

def build_model(activation):
    model = keras.Sequential([
        keras.Input((2,)), MyDense(16, activation=activation),
        keras.layers.Dense(16, activation=activation), keras.layers.Dense(1),
    ])
    loss = lambda y, z: keras.losses.binary_crossentropy(y, z, from_logits=True)
    model.compile(keras.optimizers.Adam(0.02), loss)
    return model
"""


@pytest.mark.parametrize(
    ("source", "points"), [(OWN_ACTIVATION, 0.75), (OWN_LAYERS, 2.5)]
)
def test_models_with_parts_of_the_learners(source, points, place, one, settled):
    """A part of a learner's own is never taken for one of Keras' with its name."""
    assignment = settled("why_nonlinearity")
    data = solved(assignment, beside={"build_model": source})
    result, expected = apart(place, assignment, data), together(one, assignment, data)
    assert [key(q) for q in result.questions] == [key(q) for q in expected.values()]
    tests = [q for q in result.questions if q.id.startswith("test_build_model")]
    assert sum(q.score for q in tests) == points


@pytest.mark.parametrize(
    ("name", "question", "answer"),
    [
        ("initialization", "create_model", "list_of_layers"),  # a function as its loss
        ("in_practice", "two_forms", "shared_weights"),  # in one of a learner's layers
    ],
)
def test_layers_of_models_stay_theirs(name, question, answer, place, one, settled):
    """What changes a model is seen in its layers, and in models that share them."""
    assignment = settled(name)
    found = [
        a for a in answers.load(name) if (a.question, a.name) == (question, answer)
    ]
    data = solved(assignment, answers={question: found[0].source} | NO_TRAINING)
    result, expected = apart(place, assignment, data), together(one, assignment, data)
    assert [key(q) for q in result.questions] == [key(q) for q in expected.values()]


# --- Messages --------------------------------------------------------------------

TURNS = 3


@pytest.mark.parametrize("name", OF_THE_BOOK)
def test_wrong_answers_have_the_same_messages(name, place, one, settled):
    """Mark, message and misconception are those of one process."""
    assignment = settled(name)
    wrong: dict[str, list[str]] = {}
    for answer in answers.load(name):
        chance = "np.random" in answer.source  # what came differs from run to run
        if answer.kind == "wrong" and answer.question != "train" and not chance:
            wrong.setdefault(answer.question, []).append(answer.source)
    for turn in range(TURNS):
        chosen = {q: found[-1 - turn % len(found)] for q, found in wrong.items()}
        data = solved(assignment, answers=chosen | NO_TRAINING)
        result, expected = (
            apart(place, assignment, data),
            together(one, assignment, data),
        )
        assert result.flags == ()
        lost = set()
        for test in (q for q in result.questions if q.judged):
            assert key(test) == key(expected[test.id])
            if test.score < test.max_score:
                lost.add(answers.question_of(test.id, answers.questions(name)))
        assert lost >= set(chosen)


@pytest.mark.parametrize("said", ["", "'not for matrices'"])
def test_not_written_yet_is_said_of_the_stub_alone(said, place, settled):
    assignment = settled("relu")
    source = f"def relu(x):\n    raise NotImplementedError({said})"
    data = solved(assignment, answers={"relu": source})
    message = apart(place, assignment, data).questions[0].message
    assert ("not written yet" in message) is (not said)
    assert said.strip("'") in message
