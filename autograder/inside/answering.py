"""The answer's side of the border: does what the judge asks of a learner's things.

Everything here shares its process with students' code, and holds nothing that a
student may not know.
"""

from __future__ import annotations

import builtins
import contextlib
import inspect
import linecache
import operator
import random
import re
import socket
import sys
import traceback
import types
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import calls
from border import Border
from faults import Malformed
from reading import Decoder
from values import MODULES, Encoder

_CELL = re.compile(r"<ipython-input-(\d+)-")
_TWO = (
    *("eq", "ne", "lt", "le", "gt", "ge", "add", "sub", "mul", "truediv", "floordiv"),
    *("mod", "pow", "matmul", "and_", "or_", "xor"),
)
_ONE = ("neg", "pos", "abs", "invert", "index")
# What the judge may ask of an object besides its public attributes.
ASKED: dict[str, Callable[..., Any]] = {
    "len": len,
    "iter": iter,
    "next": next,
    "getitem": operator.getitem,
    "setitem": operator.setitem,
    "delitem": operator.delitem,
    "contains": operator.contains,
    "str": str,
    "repr": repr,
    "float": float,
    "int": int,
    "complex": complex,
    "bool": bool,
    "hash": hash,
    **{name: getattr(operator, name) for name in (*_TWO, *_ONE)},
}
# Which of a class's methods say that an object can be asked so.
CAN = {
    **{f"__{name}__": name for name in ("len", "iter", "next", "contains", "call")},
    **{f"__{name}__": name for name in ("getitem", "setitem", "delitem")},
    **{f"__{name}__": name for name in ("float", "int", "complex", "index", "bool")},
    **{f"__{name.rstrip('_')}__": name for name in (*_TWO, *_ONE)},
    "__array__": "array",
}
MOST_WARNINGS = 100  # that are told of one call
_SIMPLE = (type(None), bool, int, float, str)


def as_array(value: Any, *arguments: Any) -> Any:
    """The numbers of an object as a plain array."""
    import numpy as np

    return np.asarray(value, *arguments)


class Answers:
    """What a learner's notebook defines, as the judge may use it."""

    def __init__(self, sock: socket.socket, shell: Any, course: dict[str, Any]) -> None:
        self.shell, self.course = shell, course
        self.things: list[Any] = []
        self.numbers: dict[int, int] = {}
        self.given: dict[int, Any] = {}  # functions of the judge, by number
        self.given_numbers: dict[int, int] = {}
        self.border = Border(sock, "a", self.refer, self.resolve, self.handle)
        self.refuse = builtins.input

    # --- References --------------------------------------------------------------

    def refer(self, value: Any, mine: bool = True) -> Any:
        """A reference to something that stays in this process."""
        if id(value) in self.given_numbers:
            return ["yours", self.given_numbers[id(value)]]
        if not mine:
            return None
        if (
            isinstance(value, types.ModuleType)
            and value.__name__.partition(".")[0] in MODULES
        ):
            return ["module", value.__name__]
        if id(value) not in self.numbers:
            self.numbers[id(value)] = len(self.things)
            self.things.append(value)
            self.border.models.stay(value)
        return ["ref", self.numbers[id(value)], self.described(value)]

    def described(self, value: Any) -> dict[str, Any]:
        """What the judge is told of a thing: its name, class and abilities."""
        part = value if isinstance(value, type) else type(value)
        told: dict[str, Any] = {
            "kind": "class" if part is value else "object",
            "classes": [
                f"{base.__module__}:{base.__qualname__}"[:200]
                for base in type.mro(part)[:50]
            ],
            "can": sorted(
                {ask for name, ask in CAN.items() if hasattr(part, name)}
                - ({"iter", "contains", "len"} if part is value else set())
            ),
        }
        name = getattr(value, "__name__", None)
        if isinstance(name, str):
            told["name"] = name[:200]
            doc = getattr(value, "__doc__", None)
            told["doc"] = doc[:20_000] if isinstance(doc, str) else None
            told["signature"] = (
                _KNOWN[value]
                if type(value) is type and value in _KNOWN
                else signature(value)
            )
        if part is not value:
            told["class"] = self.refer(part)[1]
        return told

    def resolve(self, node: list) -> Any:
        """What a reference means in this process."""
        tag = node[0]
        if tag == "yours":
            return self.things[node[1]]
        if tag == "global":
            module, _, path = node[1].partition(":")
            __import__(module)
            return operator.attrgetter(path)(sys.modules[module])
        if tag == "module":
            __import__(node[1])
            return sys.modules[node[1]]
        if tag != "ref":
            raise Malformed("an unknown reference")
        number, told = node[1], node[2]
        if number not in self.given:
            made = self.iterator(number) if told["iterator"] else self.function(number)
            if not told["iterator"]:
                made.__name__ = made.__qualname__ = told["name"]
            self.given[number] = made
            self.given_numbers[id(made)] = number
        return self.given[number]

    def function(self, number: int) -> Any:
        """A function that calls one of the judge's."""

        def function(*arguments: Any, **named: Any) -> Any:
            return self.call_back("call", number, arguments, named)

        return function

    def iterator(self, number: int) -> Any:
        """An iterator over what one of the judge's gives."""

        def iterate() -> Any:
            while True:
                try:
                    value = self.call_back("next", number, (), {})
                except StopIteration:
                    return
                yield value

        return iterate()

    def call_back(self, what: str, number: int, arguments: Any, named: Any) -> Any:
        """Have the judge call a function of its own."""
        if self.border.depth == 0:
            raise RuntimeError("this function can be called only during its test")
        message = {"op": what, "which": number}
        _, result = calls.ask(self.border, message, (arguments, named))
        if isinstance(result, BaseException):
            raise result
        return result

    def read_input(self, prompt: object = "") -> Any:
        """`input`, answered by what a test has put in its place, if it has."""
        if self.border.depth == 0:
            return self.refuse(prompt)
        _, result = calls.ask(self.border, {"op": "input"}, str(prompt))
        if isinstance(result, BaseException):
            raise result
        return result

    # --- Questions ---------------------------------------------------------------

    def handle(
        self, question: dict[str, Any], decoder: Decoder
    ) -> tuple[dict, Encoder]:
        """Answer one question of the judge."""
        outputs = self.shell.outputs
        outermost = self.border.depth == 1
        if outermost:
            outputs.clear()
        work = getattr(self, f"do_{question['op']}")
        body = question.get("body")
        with as_the_judge(question) as noticed:
            message, encoder, failed = calls.answer(self.border, decoder, body, work)
        message["warnings"] = [
            [
                f"{part.category.__module__}:{part.category.__qualname__}",
                str(part.message),
            ]
            for part in noticed[:MOST_WARNINGS]
        ]
        if failed is not None:
            message["lines"] = lines_of(failed)
        if outermost:
            message["outputs"] = outputs.taken()
        return message, encoder

    def do_there(self, nothing: Any) -> list[str]:
        """The names that the notebook has."""
        return [name for name in list(self.shell.user_ns) if type(name) is str]

    def do_names(self, names: tuple[str, ...]) -> dict[str, Any]:
        """Those of these names that the notebook has."""
        space = self.shell.user_ns
        return {name: space[name] for name in names if name in space}

    def do_call(self, parts: tuple) -> Any:
        """Call something."""
        function, arguments, named = parts
        return function(*arguments, **named)

    def do_get(self, parts: tuple) -> Any:
        """Read a public attribute."""
        return getattr(*parts)

    def do_set(self, parts: tuple) -> None:
        """Set a public attribute."""
        setattr(*parts)

    def do_special(self, parts: tuple) -> Any:
        """One of the questions in `ASKED`."""
        name, *rest = parts
        return as_array(*rest) if name == "array" else ASKED[name](*rest)

    def do_beside(self, parts: tuple) -> Any:
        """Run a function of the course's here, beside what it is about."""
        source, name, arguments, named = parts
        space = dict(self.course)
        exec(compile(source, "<beside the answer>", "exec", 0, True), space)
        return space[name](*arguments, **named)

    def do_seed(self, parts: tuple) -> None:
        """Seed a generator of random numbers, as the judge has done."""
        name, arguments, named = parts
        if name == "random":
            random.seed(*arguments, **named)
        elif name == "numpy":
            sys.modules["numpy"].random.seed(*arguments, **named)
        elif name == "tensorflow":
            sys.modules["tensorflow"].random.set_seed(*arguments, **named)
        else:
            sys.modules["keras"].utils.set_random_seed(*arguments, **named)

    def do_finish(self, nothing: Any) -> None:
        """Show the figures that were drawn during a test."""
        with contextlib.suppress(Exception):  # showing is a courtesy
            self.shell.events.trigger("post_execute")


@contextlib.contextmanager
def as_the_judge(question: dict[str, Any]) -> Iterator[list[Any]]:
    """The settings of the libraries as the judge has them; the warnings meanwhile.

    What a learner left switched on in some other cell has no part in a test.
    """
    np, keras = sys.modules.get("numpy"), sys.modules.get("keras")
    if keras is not None and question.get("policy"):
        with contextlib.suppress(Exception):  # a student may have changed all of it
            if keras.config.dtype_policy().name != question["policy"]:
                keras.config.set_dtype_policy(question["policy"])
    with contextlib.ExitStack() as stack:
        noticed = stack.enter_context(warnings.catch_warnings(record=True))
        warnings.simplefilter("always")
        if np is not None and question.get("numpy"):
            stack.enter_context(np.errstate(**question["numpy"]))
        yield noticed


def signature(value: Any) -> list[list[Any]] | None:
    """The parameters of a function, or None where they are not to be had."""
    try:
        found = inspect.signature(value)
    except Exception:  # somebody's own __signature__ may be anything
        return None
    empty = inspect.Parameter.empty
    return [
        [
            part.name,
            int(part.kind),
            part.default is not empty,
            part.default if type(part.default) in _SIMPLE else None,
        ]
        for part in list(found.parameters.values())[:100]
    ]


def lines_of(error: BaseException) -> list[str]:
    """The lines of a traceback that are the student's."""
    found = []
    for frame, number in traceback.walk_tb(error.__traceback__):
        code = frame.f_code
        cell = _CELL.match(code.co_filename)
        if cell:
            line = linecache.getline(code.co_filename, number).strip()
            place = "" if code.co_name == "<module>" else f", in {code.co_name}"
            found.append(f"Cell In[{cell[1]}], line {number}{place}\n    {line}"[:500])
    return found[-20:]


# Python finds those of its own classes by way of all modules: too dear for a fork.
_KNOWN = {
    kind: signature(kind)
    for kind in (types.FunctionType, types.MethodType, types.BuiltinFunctionType)
}
