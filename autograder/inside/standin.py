"""The judge's side of the border: stand-ins for what stays in the answer's process.

A stand-in can be called and asked for public attributes, items, its length and what
it gives when it is gone through. It never compares itself with a value of the
judge's: an answer that could see what it is compared with could always agree.
"""

from __future__ import annotations

import operator
import sys
import types
from collections.abc import Callable, Iterator
from typing import Any

_TWO = {
    **{name: f"__{name}__" for name in ("lt", "le", "gt", "ge", "add", "sub", "mul")},
    **{name: f"__{name}__" for name in ("truediv", "floordiv", "mod", "pow", "matmul")},
    **{"and_": "__and__", "or_": "__or__", "xor": "__xor__"},
}
_ONE = ("neg", "pos", "abs", "invert", "float", "int", "complex", "index")
_LIBRARIES = ("keras", "tensorflow", "numpy", "builtins", "collections", "typing")


class StandInClass(type):
    """The class of stand-ins; it also stands for the class that they are of."""

    _number_: int | None = None
    _border_: Any  # an `asking.Judged`

    def __call__(cls, *arguments: Any, **named: Any) -> Any:
        return cls._border_.call(cls, arguments, named)

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return cls._border_.ask("get", (cls, name))


class StandIn(metaclass=StandInClass):
    """Stands for an object in the answer's process."""

    __slots__ = ("__dict__", "__weakref__")
    _classes_: tuple[str, ...] = ()

    @property  # type: ignore[misc]
    def __class__(self) -> type:
        for name in type(self)._classes_:
            found = library_class(name)
            if found is not None and found is not object:
                return found
        return type(self)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(f"{type(self).__name__} has no attribute {name}")
        return type(self)._border_.ask("get", (self, name))

    def __setattr__(self, name: str, value: Any) -> None:
        if name.startswith("_"):
            raise AttributeError(name)
        type(self)._border_.ask("set", (self, name, value))

    def __repr__(self) -> str:
        return str(type(self)._border_.ask("special", ("repr", self)))

    def __str__(self) -> str:
        return str(type(self)._border_.ask("special", ("str", self)))

    def __eq__(self, other: object) -> Any:
        if not isinstance(type(other), StandInClass):
            return NotImplemented
        if self is other:
            return True
        return bool(type(self)._border_.ask("special", ("eq", self, other)) is True)

    def __hash__(self) -> int:
        return id(self)

    def __deepcopy__(self, memo: dict) -> Any:
        raise TypeError(f"a {type(self).__name__} of the answer's cannot be copied")


def special(name: str) -> Callable[..., Any]:
    """A method that asks one of the questions."""

    def method(self: Any, *arguments: Any) -> Any:
        return type(self)._border_.ask("special", (name, self, *arguments))

    return method


def binary(name: str) -> Callable[..., Any]:
    """An operator between two stand-ins.

    A value of the judge's is never handed over for it. Where the object is one of
    numbers, these numbers are asked for, and the operator is the judge's own.
    """
    own = getattr(operator, name)

    def method(self: Any, other: Any) -> Any:
        if isinstance(type(other), StandInClass):
            return type(self)._border_.ask("special", (name, self, other))
        if "array" in type(self)._can_:
            return own(type(self).__array__(self), other)
        return NotImplemented

    return method


def iterate(self: Any) -> Iterator[Any]:
    """What an object gives when it is gone through."""
    border = type(self)._border_
    inner = border.ask("special", ("iter", self))
    if not isinstance(type(inner), StandInClass):
        yield from inner
        return
    while True:
        try:
            value = border.ask("special", ("next", inner))
        except StopIteration:
            return
        yield value


def call(self: Any, *arguments: Any, **named: Any) -> Any:
    """Call an object."""
    return type(self)._border_.call(self, arguments, named)


def array(self: Any, dtype: Any = None, copy: bool | None = None) -> Any:
    """The numbers of an object."""
    import numpy as np

    found = type(self)._border_.ask("special", ("array", self))
    if type(found) is not np.ndarray:
        raise TypeError("it holds no numbers")
    return found if dtype is None else found.astype(dtype)


def methods_for(can: tuple[str, ...]) -> dict[str, Any]:
    """The special methods of a class whose objects can do this."""
    found: dict[str, Any] = {"_can_": can}
    for name in can:
        if name in _TWO:
            found[_TWO[name]] = binary(name)
        elif name == "call":
            found["__call__"] = call
        elif name == "iter":
            found["__iter__"] = iterate
        elif name == "array":
            found["__array__"] = array
        elif name in (*_ONE, "len", "next", "contains", "getitem", "setitem", "bool"):
            found[f"__{name}__"] = special(name)
        elif name == "delitem":
            found["__delitem__"] = special(name)
    if "getitem" in can and "iter" not in can and "len" in can:
        found["__iter__"] = lambda self: (self[i] for i in range(len(self)))
    return found


def library_class(name: str) -> type | None:
    """A class of Python's or of a library's; never one of the answer's."""
    module, _, path = name.partition(":")
    if module.partition(".")[0] not in _LIBRARIES:
        return types.FunctionType if name == "builtins:function" else None
    if name == "builtins:function":
        return types.FunctionType
    found: Any = sys.modules.get(module)
    for part in path.split("."):
        found = getattr(found, part, None)
    return found if isinstance(found, type) else None
