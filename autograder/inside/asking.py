"""The judge's side of the border: asks for what is in the answer's process.

What is no data there is met here as a stand-in (module `standin`).
"""

from __future__ import annotations

import builtins
import importlib
import inspect
import re
import socket
import sys
import types
import warnings
from collections.abc import Callable
from typing import Any

import calls
from border import Border
from faults import CannotCross, Malformed, NoAnswer
from reading import Decoder, error_class
from standin import StandIn, StandInClass, methods_for
from values import MODULES, Encoder

MOST_WARNINGS = 100  # that are repeated for one call
MOST_LINES, MOST_LINE = 20, 500  # of the answer's that are shown with an error
# Asked between tests, where a warning that a course takes for an error has no place.
_BETWEEN = ("there", "names", "finish")
_PUBLIC = re.compile(r"[a-z]\w*(\.(?!conftest|tests?\b|f2py)[a-z]\w*)?", re.ASCII)


class Judged:
    """What the judge knows of the answer's process."""

    def __init__(self, sock: socket.socket, show: Callable[[list], None]) -> None:
        self.show = show
        self.standins: dict[int, Any] = {}
        self.classes: dict[tuple, StandInClass] = {}
        self.given: list[Any] = []
        self.given_numbers: dict[int, int] = {}
        self.asked = 0
        self.over = False  # no test runs: nothing may be asked
        self.lines: dict[int, tuple[BaseException, list[str]]] = {}
        self.border = Border(sock, "j", self.refer, self.resolve, self.handle)

    # --- Questions ---------------------------------------------------------------

    def ask(self, what: str, parts: Any) -> Any:
        """Ask for one thing; raises what was raised there."""
        found, raised = self.asked_for(what, parts)
        if not raised:
            return found
        if isinstance(found, StopIteration) and parts[:1] != ("next",):
            # A loop of the test's would take it for its own end.
            raise RuntimeError("the answer raised StopIteration") from found
        raise found

    def asked_for(self, what: str, parts: Any) -> tuple[Any, bool]:
        """What came of a question, and whether that was raised there."""
        if self.over:
            raise NoAnswer("its test is over")
        self.asked += 1
        try:
            reply, found = calls.ask(self.border, {"op": what, **settings()}, parts)
        except Malformed as error:
            self.border.broken = str(error)
            raise NoAnswer(str(error)) from None
        shown, noticed = reply.get("outputs"), reply.get("warnings")
        if isinstance(shown, list):
            self.show(shown)
        if isinstance(noticed, list) and what not in _BETWEEN:
            warn(noticed)
        if isinstance(found, BaseException) and "error" in reply:
            said = reply.get("lines")
            if isinstance(said, list) and all(type(line) is str for line in said):
                short = [line[:MOST_LINE] for line in said[:MOST_LINES]]
                self.lines[id(found)] = (found, short)
            return found, True
        return found, False

    def call(self, function: Any, arguments: tuple, named: dict[str, Any]) -> Any:
        """Call something of the answer's."""
        return self.ask("call", (function, arguments, named))

    def names(self, names: list[str]) -> dict[str, Any]:
        """The values of those of `names` that the answers have.

        Which names a test uses is not told: only those are asked for that are there.
        """
        there, raised = self.asked_for("there", None) if names else ([], False)
        if raised or type(there) is not list:  # a notebook so broken has no names
            return {}
        wanted = tuple(sorted(set(names) & {n for n in there if type(n) is str}))
        found, raised = self.asked_for("names", wanted) if wanted else ({}, False)
        if raised:
            return {}
        if type(found) is not dict or not set(found) <= set(wanted):
            self.border.broken = "it gives names that nobody asked for"
            raise NoAnswer(self.border.broken)
        return found

    def beside(self, source: str) -> Callable[[Callable], Callable]:
        """A decorator: the function's source runs in the answer's process."""

        def decorate(function: Callable) -> Callable:
            name = function.__name__

            def beside(*arguments: Any, **named: Any) -> Any:
                return self.ask("beside", (source, name, arguments, named))

            beside.__name__ = beside.__qualname__ = name
            beside.__doc__ = function.__doc__
            return beside

        return decorate

    def lines_behind(self, error: BaseException | None) -> list[str]:
        """The answer's own lines that led to an error, or to one behind it."""
        seen = 0
        while error is not None and seen < 20:
            if id(error) in self.lines:
                return self.lines[id(error)][1]
            error, seen = error.__cause__ or error.__context__, seen + 1
        return []

    # --- References --------------------------------------------------------------

    def refer(self, value: Any, mine: bool = True) -> Any:
        """What the answer gets of a thing that is no data: a function to call."""
        kind = type(value)
        if isinstance(value, StandInClass):
            if value._number_ is not None:
                return ["yours", value._number_]
        elif isinstance(kind, StandInClass):
            return ["yours", object.__getattribute__(value, "__dict__")["_number_"]]
        if not mine:
            return None
        if isinstance(value, types.ModuleType):
            return ["module", value.__name__]
        path = library_path(value)
        if path:
            return ["global", path]
        iterator = hasattr(kind, "__next__")
        if not callable(value) and not iterator:
            raise CannotCross(f"a {kind.__name__} cannot be given to an answer")
        if id(value) not in self.given_numbers:
            self.given_numbers[id(value)] = len(self.given)
            self.given.append(value)
        name = str(getattr(value, "__name__", kind.__name__))
        told = {"name": name, "iterator": iterator}
        return ["ref", self.given_numbers[id(value)], told]

    def resolve(self, node: list) -> Any:
        """The stand-in for a reference, or what it means here."""
        tag = node[0]
        if tag == "module" and not (len(node) == 2 and type(node[1]) is str):
            raise Malformed("an unknown module")
        if tag == "yours" and type(node[1]) is int and 0 <= node[1] < len(self.given):
            return self.given[node[1]]
        if tag == "module" and node[1].partition(".")[0] in MODULES:
            return module_of(node[1])
        if tag != "ref" or len(node) != 3 or type(node[1]) is not int:
            raise Malformed("an unknown reference")
        number, told = node[1], node[2]
        if number not in self.standins:
            if not isinstance(told, dict):
                raise Malformed("a reference without a description")
            self.standins[number] = self.made(number, told)
        return self.standins[number]

    def made(self, number: int, told: dict[str, Any]) -> Any:
        """A new stand-in."""
        names, can = told.get("classes"), told.get("can")
        if not isinstance(names, list) or not isinstance(can, list) or not names:
            raise Malformed("a reference without classes")
        if not all(type(part) is str for part in (*names, *can)):
            raise Malformed("a reference without classes")
        if told.get("kind") == "class":
            made: Any = self.class_of(number, tuple(names), tuple(can))
        else:
            part = told.get("class")
            if type(part) is not int:
                raise Malformed("a reference without a class")
            new: Callable[[Any], Any] = object.__new__
            made = new(self.class_of(part, tuple(names), tuple(can)))
            members = object.__getattribute__(made, "__dict__")
            members["_number_"] = number
            if type(told.get("name")) is str:
                members["__name__"] = members["__qualname__"] = told["name"]
                members["__doc__"] = told.get("doc")
                found = signature(told.get("signature"))
                if found is not None:
                    members["__signature__"] = found
        return made

    def class_of(self, number: int, names: tuple, can: tuple) -> StandInClass:
        """The class of stand-ins for the objects of a class."""
        key = (number, names)
        if key not in self.classes:
            module, _, path = names[0].partition(":")
            members = {
                "__module__": module,
                "__qualname__": path,
                "_classes_": names,
                "_number_": number,
                "_border_": self,
                "_can_": (),
            }
            made = StandInClass(
                path.rpartition(".")[2] or "object", (StandIn,), members
            )
            self.classes[key] = made
        made = self.classes[key]
        if can and not made._can_:  # a class is known by itself or by an object first
            for name, method in methods_for(can).items():
                setattr(made, name, method)
        return made

    def handle(
        self, question: dict[str, Any], decoder: Decoder
    ) -> tuple[dict, Encoder]:
        """Do what the answer may ask: call a function that it was given."""
        op, which = question.get("op"), question.get("which")
        if op == "input":
            work: Callable[[Any], Any] = lambda prompt: builtins.input(prompt)  # noqa: E731
        elif op in ("call", "next") and type(which) is int:
            if not 0 <= which < len(self.given):
                raise Malformed("it calls what it was not given")
            function = self.given[which]

            def work(parts: Any) -> Any:
                arguments, named = parts
                return function(*arguments, **named) if op == "call" else next(function)

        else:
            raise Malformed("it asks what it may not")
        message, encoder, failed = calls.answer(
            self.border, decoder, question.get("body"), work
        )
        if isinstance(failed, (NoAnswer, Malformed)):
            raise failed
        return message, encoder


def module_of(name: str) -> Any:
    """A library's module; one that is not loaded only if it is no program or test."""
    if name not in sys.modules and not _PUBLIC.fullmatch(name):
        raise Malformed("an unknown module")
    try:
        return sys.modules.get(name) or importlib.import_module(name)
    except ImportError as error:
        raise Malformed("an unknown module") from error


def settings() -> dict[str, Any]:
    """How the libraries are set here, for the answer's process to be set likewise."""
    np, keras = sys.modules.get("numpy"), sys.modules.get("keras")
    return {
        "numpy": np.geterr() if np is not None else None,
        "policy": keras.config.dtype_policy().name if keras is not None else None,
    }


def warn(noticed: list[Any]) -> None:
    """Repeat the warnings of a call, for the test to see or for the reader."""
    for entry in noticed[:MOST_WARNINGS]:
        if isinstance(entry, list) and [type(part) for part in entry] == [str, str]:
            found = error_class(entry[0])
            if found is None or not issubclass(found, Warning):
                found = UserWarning
            warnings.warn(entry[1][:2000], found, stacklevel=5)


def library_path(value: Any) -> str:
    """Where a library has a function or class, as "module:name"; "" for others."""
    module = getattr(value, "__module__", None)
    name = getattr(value, "__qualname__", None) or getattr(value, "__name__", None)
    np = sys.modules.get("numpy")
    if np is not None and isinstance(value, np.ufunc):
        module, name = "numpy", value.__name__
    if not isinstance(module, str) or not isinstance(name, str):
        return ""
    if module == "__main__" or module not in sys.modules:
        return ""
    found: Any = sys.modules[module]
    for part in name.split("."):
        found = getattr(found, part, None)
    return f"{module}:{name}" if found is value else ""


def signature(parts: Any) -> inspect.Signature | None:
    """A function's signature, as its process tells it."""
    if not isinstance(parts, list):
        return None
    try:
        return inspect.Signature(
            [
                inspect.Parameter(
                    name,
                    inspect._ParameterKind(kind),
                    default=default if has else inspect.Parameter.empty,
                )
                for name, kind, has, default in parts
            ]
        )
    except (TypeError, ValueError):
        return None
