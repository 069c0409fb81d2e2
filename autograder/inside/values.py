"""How values cross between an answer and its judge: into nodes and buffers.

Structure is JSON, arrays are raw bytes beside it. A node is None, a bool, a small
int, a finite float, a str, or a list that begins with a tag. What is not data
crosses as a reference, which the side that reads it (module `reading`) looks up or
refuses. Lists, dicts, arrays and other things that can change are numbered in the
order in which they are met, so that aliases stay aliases and a change can be told by
number; the tag of one without a number begins with "~".
"""

from __future__ import annotations

import collections
import datetime
import decimal
import fractions
import math
import pathlib
import sys
import uuid
from collections.abc import Callable, Iterable
from typing import Any

import tensors
from faults import CannotCross
from models import Models

DEPTH = 100
_SMALL = 1 << 53
KINDS = "biufcSUMm"  # of NumPy's types that are plain bytes
NAMED = ("bfloat16", "float8_e4m3fn", "float8_e5m2")
MODULES = {  # that are the same on both sides; others stay where they are
    *("numpy", "math", "random", "keras", "tensorflow", "scipy", "pandas"),
    *("matplotlib", "sklearn", "itertools", "functools", "collections", "time"),
    *("json", "statistics"),
}
MAPPINGS = {
    "dict": dict,
    "OrderedDict": collections.OrderedDict,
    "Counter": collections.Counter,
    "defaultdict": collections.defaultdict,
}
TYPES = {
    part.__name__: part
    for part in (bool, int, float, complex, str, bytes, list, tuple, dict, set, object)
}
MADE: dict[str, tuple[type, Callable[[Any], tuple]]] = {
    "Decimal": (decimal.Decimal, lambda v: (str(v),)),
    "Fraction": (fractions.Fraction, lambda v: (v.numerator, v.denominator)),
    "date": (datetime.date, lambda v: (v.year, v.month, v.day)),
    "datetime": (
        datetime.datetime,
        lambda v: (v.year, v.month, v.day, v.hour, v.minute, v.second, v.microsecond),
    ),
    "timedelta": (datetime.timedelta, lambda v: (v.days, v.seconds, v.microseconds)),
    "UUID": (uuid.UUID, lambda v: (str(v),)),
    "Path": (pathlib.PosixPath, lambda v: (str(v),)),
}
_MAKERS = {kind: name for name, (kind, _) in MADE.items()}


def dtype_node(dtype: Any) -> Any:
    """A NumPy dtype as JSON; `CannotCross` for what is not plain bytes."""
    if dtype.fields is not None:
        return [[name, dtype_node(dtype[name])] for name in dtype.names]
    if dtype.kind in KINDS:
        return dtype.str
    if dtype.name in NAMED:
        return dtype.name
    raise CannotCross(f"an array of {dtype} cannot be judged apart")


def crosses(dtype: Any) -> bool:
    """Whether an array of this dtype has a way over the border."""
    try:
        return dtype.kind == "O" or bool(dtype_node(dtype))
    except CannotCross:
        return False


class Encoder:
    """Turns values into nodes and buffers.

    `refer` gives the node of a value that is no data, or raises `CannotCross`; with
    `mine` False it speaks only of what came from the other side. `known` are things
    that both sides have numbered already. Without `models`, Keras' objects are
    referred to, like others.
    """

    def __init__(
        self,
        refer: Callable[..., Any],
        known: Iterable[Any] = (),
        models: Models | None = None,
    ) -> None:
        self.refer, self.models = refer, models
        self.owners: dict[int, int] = {}  # a weight to the object that crosses with it
        self.kept = list(known)
        self.numbers = {id(value): i for i, value in enumerate(self.kept)}
        self.buffers: list[bytes] = []

    def keep(self, value: Any) -> None:
        """Number a thing that can change."""
        self.numbers[id(value)] = len(self.kept)
        self.kept.append(value)

    def bytes(self, data: bytes) -> None:
        """Add a buffer."""
        self.buffers.append(data)

    def node(self, value: Any, depth: int = DEPTH, register: bool = True) -> Any:
        """The node of a value; with `register` False, of its content, unnumbered."""
        kind = type(value)
        if value is None or kind is bool or kind is str:
            return value
        if kind is int:
            return value if -_SMALL < value < _SMALL else ["int", hex(value)]
        if kind is float:
            return value if math.isfinite(value) else ["float", repr(value)]
        if depth == 0:
            return self.refer(value)
        if register and id(value) in self.numbers:
            return ["same", self.numbers[id(value)]]
        found = self.refer(value, mine=False)
        if found is None:
            found = self._plain(value, kind, depth - 1, register)
        if found is None:
            found = self._array(value, kind, depth - 1, register)
        if found is None:
            found = tensors.node(self, value, depth - 1, register)
        if found is None:
            found = self._base(value, depth - 1, register)
        return self.refer(value) if found is None else found

    def _plain(self, value: Any, kind: Any, depth: int, register: bool) -> Any:
        parts: tuple[Any, ...]
        if kind is tuple:
            return ["tuple", *[self.node(part, depth) for part in value]]
        if kind is complex:
            return ["complex", self.node(value.real), self.node(value.imag)]
        if kind is bytes:
            self.bytes(value)
            return ["bytes"]
        if kind is frozenset:
            return ["frozenset", *[self.node(part, depth) for part in value]]
        if kind in (range, slice):
            parts = (value.start, value.stop, value.step)
            return [kind.__name__, *[self.node(part, depth) for part in parts]]
        if value is Ellipsis:
            return ["ellipsis"]
        if any(value is part for part in TYPES.values()):
            return ["type", value.__name__]
        if kind in _MAKERS:
            if getattr(value, "tzinfo", None) or getattr(value, "fold", 0):
                return None
            name = _MAKERS[kind]
            return ["made", name, *[self.node(part) for part in MADE[name][1](value)]]
        if kind in (list, dict, set, bytearray, collections.deque) or (
            kind in MAPPINGS.values()
        ):
            return self._changeable(value, kind, depth, register)
        return None

    def tag(self, name: str, value: Any, register: bool) -> str:
        """The tag of a thing that can change, which is numbered if it is a new one."""
        if register:
            self.keep(value)
        return name if register else f"~{name}"

    def _changeable(self, value: Any, kind: type, depth: int, register: bool) -> Any:
        name = "dict" if kind in MAPPINGS.values() else kind.__name__
        tag = self.tag(name, value, register)
        if kind is bytearray:
            self.bytes(bytes(value))
            return [tag]
        if kind is collections.deque:
            return [tag, value.maxlen, *[self.node(part, depth) for part in value]]
        if kind in (list, set):
            return [tag, *[self.node(part, depth) for part in value]]
        pairs = [self.node(part, depth) for pair in value.items() for part in pair]
        return [tag, kind.__name__, *pairs]

    def _array(self, value: Any, kind: type, depth: int, register: bool) -> Any:
        np = sys.modules.get("numpy")
        if np is None or not isinstance(value, (np.ndarray, np.generic, np.dtype)):
            if np is not None and isinstance(value, type):
                found = np.sctypeDict.get(value.__name__)
                return ["scalar type", value.__name__] if found is value else None
            return None
        if isinstance(value, np.dtype):
            return ["dtype", dtype_node(value)]
        if not crosses(value.dtype):
            return None
        if isinstance(value, np.generic):
            node = dtype_node(value.dtype)
            self.bytes(value.tobytes())
            return ["scalar", node]
        if isinstance(value, np.ma.MaskedArray):
            return None  # what NumPy compares of it, the answer would choose
        if isinstance(value, np.matrix):
            return ["matrix", self.node(np.asarray(value), depth)]
        if kind is not np.ndarray:  # a class of somebody's own: its numbers cross
            value = np.asarray(value)
            register = False
        if value.dtype.kind == "O":
            tag = self.tag("objects", value, register)
            parts = [self.node(part, depth) for part in value.ravel().tolist()]
            return [tag, list(value.shape), *parts]
        node = dtype_node(value.dtype)
        tag = self.tag("array", value, register)
        order = "F" if value.flags.fnc else "C"
        self.bytes(value.tobytes(order))
        return [tag, node, list(value.shape), order, bool(value.flags.writeable)]

    def _base(self, value: Any, depth: int, register: bool) -> Any:
        """What crosses of a value whose class somebody derived from a plain one."""
        if isinstance(value, BaseException):
            return error_node(self, value, depth)
        bases: tuple[tuple[type, Callable[[Any], Any]], ...] = (
            (int, int.__int__),
            (float, float.__float__),
            (str, str.__str__),
            (tuple, lambda v: tuple(tuple.__iter__(v))),
            (list, lambda v: list(list.__iter__(v))),
            (dict, lambda v: dict(dict.items(v))),
            (set, lambda v: set(set.__iter__(v))),
        )
        for base, plain in bases:
            if isinstance(value, base) and base in type(value).__mro__:
                return self.node(plain(value), depth, register=False)
        return None


def error_node(encoder: Encoder, error: BaseException, depth: int) -> Any:
    """The node of an exception: its classes, its text, its arguments."""
    order = type(error).__mro__
    names = [f"{part.__module__}:{part.__qualname__}" for part in order[:-1]]
    try:
        said = str(error)
    except Exception as problem:  # somebody's __str__ may raise anything
        said = f"(an error whose text raises {type(problem).__name__})"
    size = len(encoder.buffers), len(encoder.kept)
    try:
        parts = [encoder.node(part, depth) for part in error.args]
    except Exception:  # then the text must do
        del encoder.buffers[size[0] :]
        for value in encoder.kept[size[1] :]:
            del encoder.numbers[id(value)]
        del encoder.kept[size[1] :]
        parts = []
    return ["error", [str(name)[:200] for name in names[:50]], said[:20_000], *parts]
