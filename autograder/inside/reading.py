"""How values arrive: from nodes and buffers, `values`, read with care.

Everything is checked before it is made; `Malformed` is raised for what is no value.
"""

from __future__ import annotations

import collections
import math
import sys
import types
from collections.abc import Callable, Iterable
from typing import Any

import tensors
from faults import Malformed
from models import Models
from values import DEPTH, KINDS, MADE, MAPPINGS, NAMED, TYPES

MOST_DIGITS = 1_000_000
MOST_AXES = 64
# Libraries whose errors keep their class on the other side.
_ERRORS = {
    *("builtins", "decimal", "json", "numpy", "tensorflow", "keras", "zipfile"),
    *("pandas", "scipy", "sklearn", "IPython", "zlib", "struct", "statistics"),
}
_WRONG = (IndexError, KeyError, TypeError, ValueError, OverflowError)
_PLAIN = (type(None), bool, int, float, str, bytes)
Keep = Callable[..., Any]  # numbers a thing, or leaves it without a number


def dtype_of(node: Any, depth: int = DEPTH) -> Any:
    """The dtype that `dtype_node` described; `Malformed` for anything else."""
    import numpy as np

    if isinstance(node, list):
        if depth == 0 or not all(isinstance(p, list) and len(p) == 2 for p in node):
            raise Malformed("no dtype")
        return np.dtype([(text(name), dtype_of(p, depth - 1)) for name, p in node])
    if text(node) in NAMED or text(node).lstrip("<>|=")[:1] in tuple(KINDS):
        try:
            return np.dtype(node)
        except (TypeError, ValueError) as error:
            raise Malformed("no dtype") from error
    raise Malformed("no dtype")


def text(node: Any) -> str:
    """`node`, if it is a text."""
    if type(node) is not str:
        raise Malformed("no text")
    return node


def check_letters(dtype: Any, data: memoryview) -> None:
    """`Malformed` for texts of letters that Unicode does not have."""
    if dtype.kind == "U" and data:
        import numpy as np

        letters = np.frombuffer(data, np.dtype("u4").newbyteorder(dtype.byteorder))
        if letters.max() > sys.maxunicode:
            raise Malformed("no text")


def sizes(node: Any) -> tuple[int, ...]:
    """`node`, if it is the shape of an array."""
    if not isinstance(node, list) or len(node) > MOST_AXES:
        raise Malformed("no shape")
    if not all(type(n) is int and 0 <= n < 1 << 48 for n in node):
        raise Malformed("no shape")
    return tuple(node)


class Decoder:
    """Turns nodes and buffers into values again; `Malformed` for what is none.

    `resolve` gives what a reference means on this side.
    """

    def __init__(
        self,
        buffers: list[memoryview],
        resolve: Callable[[list], Any],
        known: Iterable[Any] = (),
        models: Models | None = None,
    ) -> None:
        self.buffers = iter(buffers)
        self.resolve, self.models = resolve, models
        self.kept = list(known)
        self.open: set[int] = set()  # collections that are being filled
        self.raw: dict[int, memoryview] = {}  # the bytes of numbered arrays

    def value(self, node: Any, depth: int = DEPTH) -> Any:
        """The value of a node."""
        if node is None or type(node) in (bool, int, float, str):
            return node
        if not isinstance(node, list) or not node or depth == 0:
            raise Malformed("no value")
        tag = text(node[0])
        keep = self.loose if tag[:1] == "~" else self.keep
        read = _READERS.get(tag.removeprefix("~"))
        try:
            if read is not None:
                return read(self, node, depth - 1, keep)
            found = tensors.value(self, node, depth - 1, keep)
            return self.resolve(node) if found is tensors.UNKNOWN else found
        except Malformed:
            raise
        except _WRONG as error:  # parts that are missing, or of another kind
            raise Malformed("no value") from error

    def values(self, nodes: list, depth: int) -> list[Any]:
        """The values of several nodes."""
        return [self.value(node, depth) for node in nodes]

    def bytes(self) -> memoryview:
        """The next buffer."""
        try:
            return next(self.buffers)
        except StopIteration:
            raise Malformed("no bytes") from None

    def keep(self, value: Any, data: memoryview | None = None) -> Any:
        """Number a thing that can change; `data` are the bytes it came from."""
        if data is not None:
            self.raw[len(self.kept)] = data
        self.kept.append(value)
        return value

    def loose(self, value: Any, data: memoryview | None = None) -> Any:
        """Leave a thing without a number."""
        return value

    def number(self, node: list, depth: int, keep: Keep) -> Any:
        """A thing that has been numbered."""
        index = node[1]
        if type(index) is not int or not 0 <= index < len(self.kept):
            raise Malformed("no such number")
        found = self.kept[index]
        if type(found) is list and id(found) in self.open:
            # TensorFlow ends the process that makes a tensor of such a list.
            raise Malformed("a list that holds itself")
        return found

    def integer(self, node: list, depth: int, keep: Keep) -> int:
        """A large whole number."""
        if len(text(node[1])) > MOST_DIGITS:
            raise Malformed("a number beyond all measure")
        try:
            return int(node[1], 16)
        except ValueError as error:
            raise Malformed("no number") from error

    def special(self, node: list, depth: int, keep: Keep) -> float:
        """A float that JSON does not know."""
        if node[1] not in ("nan", "inf", "-inf"):
            raise Malformed("no number")
        return float(node[1])

    def complex(self, node: list, depth: int, keep: Keep) -> complex:
        """A complex number."""
        real, imag = self.values(node[1:3], depth)
        if type(real) is not float or type(imag) is not float:
            raise Malformed("no number")
        return complex(real, imag)

    def filled(self, made: Any, nodes: list, depth: int, add: Callable) -> Any:
        """A collection, filled after it was numbered."""
        self.open.add(id(made))
        try:
            for node in nodes:
                add(made, self.value(node, depth))
        except TypeError as error:
            raise Malformed("what cannot be in a set") from error
        finally:
            self.open.discard(id(made))
        return made

    def mapping(self, node: list, depth: int, keep: Keep) -> Any:
        """A dictionary of some kind."""
        kind = MAPPINGS.get(text(node[1]))
        if kind is None or len(node) % 2:
            raise Malformed("no mapping")
        made = keep(kind())
        try:
            for i in range(2, len(node), 2):
                made[self.value(node[i], depth)] = self.value(node[i + 1], depth)
        except TypeError as error:
            raise Malformed("what cannot be a key") from error
        return made

    def queue(self, node: list, depth: int, keep: Keep) -> Any:
        """A deque."""
        if node[1] is not None and (type(node[1]) is not int or node[1] < 0):
            raise Malformed("no length")
        made: collections.deque = keep(collections.deque(maxlen=node[1]))
        return self.filled(made, node[2:], depth, collections.deque.append)

    def made(self, node: list, depth: int, keep: Keep) -> Any:
        """A value of the standard library that its constructor makes."""
        if text(node[1]) not in MADE:
            raise Malformed("an unknown class")
        parts = self.values(node[2:], depth)
        if not all(type(part) in (int, str) for part in parts):
            raise Malformed("no parts")
        try:
            return MADE[node[1]][0](*parts)
        except (TypeError, ValueError, ArithmeticError) as error:
            raise Malformed(f"no {node[1]}") from error

    def span(self, node: list, depth: int, keep: Keep) -> Any:
        """A range or a slice."""
        parts = self.values(node[1:4], depth)
        try:
            return range(*parts) if node[0] == "range" else slice(*parts)
        except (TypeError, ValueError) as error:
            raise Malformed("no range") from error

    def type(self, node: list, depth: int, keep: Keep) -> type:
        """A built-in type."""
        if text(node[1]) not in TYPES:
            raise Malformed("an unknown type")
        return TYPES[node[1]]

    def array(self, node: list, depth: int, keep: Keep) -> Any:
        """An array; its size is checked before anything is allocated."""
        import numpy as np

        dtype, shape = dtype_of(node[1]), sizes(node[2])
        data = self.bytes()
        if math.prod(shape) * dtype.itemsize != len(data) or node[3] not in ("C", "F"):
            raise Malformed("not the bytes of this array")
        check_letters(dtype, data)
        made = np.frombuffer(data, "uint8").copy().view(dtype) if data else None
        if made is None:
            made = np.empty(shape, dtype, node[3])
        made = made.reshape(shape, order=node[3])
        made.flags.writeable = node[4] is not False
        return keep(made, data)

    def objects(self, node: list, depth: int, keep: Keep) -> Any:
        """An array of Python objects."""
        import numpy as np

        shape = sizes(node[1])
        if math.prod(shape) != len(node) - 2:
            raise Malformed("not the parts of this array")
        made = keep(np.empty(shape, dtype=object))
        flat = made.reshape(-1)  # the same memory
        for i, part in enumerate(node[2:]):
            flat[i] = self.value(part, depth)
        return made

    def scalar(self, node: list, depth: int, keep: Keep) -> Any:
        """A NumPy scalar."""
        import numpy as np

        dtype, data = dtype_of(node[1]), self.bytes()
        if dtype.itemsize != len(data):
            raise Malformed("not the bytes of this number")
        check_letters(dtype, data)
        if not len(data):
            return np.zeros((), dtype)[()]
        return np.frombuffer(bytes(data), dtype)[0]

    def numpy_part(self, node: list, depth: int, keep: Keep) -> Any:
        """A dtype, a scalar type or a matrix."""
        import numpy as np

        if node[0] == "dtype":
            return dtype_of(node[1])
        if node[0] == "scalar type":
            found = np.sctypeDict.get(text(node[1]))
            if found is None:
                raise Malformed("an unknown type")
            return found
        parts = self.values(node[1:], depth)
        try:
            return np.matrix(*parts)
        except (TypeError, ValueError) as error:
            raise Malformed("no array") from error

    def error(self, node: list, depth: int, keep: Keep) -> BaseException:
        """An exception of the nearest class that exists here."""
        if not isinstance(node[1], list) or not node[1]:
            raise Malformed("no error")
        names, said = [text(name) for name in node[1]], text(node[2])
        parts = self.values(node[3:], depth)
        found = next((f for f in map(error_class, names) if f is not None), Exception)
        name = names[0].rpartition(":")[2].rpartition(".")[2]
        if found.__name__ == name and all(type(part) in _PLAIN for part in parts):
            try:
                made = found(*parts)
                if str(made) == said:
                    return made
            except Exception:  # this class wants other arguments
                pass
        # The text is kept even where the class would make another of it.
        members = {"__str__": lambda self: said, "__module__": found.__module__}
        derived = type(name[:200] or "Error", (found,), members)
        made = derived.__new__(derived, *parts)
        made.args = tuple(parts)
        return made


def error_class(name: str) -> type[BaseException] | None:
    """The exception class of that name, if Python or a library here has it."""
    module, _, path = name.partition(":")
    if module.partition(".")[0] not in _ERRORS:
        return None
    found: Any = sys.modules.get(module)
    for part in path.split("."):
        found = vars(found).get(part) if isinstance(found, types.ModuleType) else None
    if isinstance(found, type) and issubclass(found, BaseException):
        return found
    return None


_READERS: dict[str, Callable[[Decoder, list, int, Keep], Any]] = {
    "same": Decoder.number,
    "int": Decoder.integer,
    "float": Decoder.special,
    "complex": Decoder.complex,
    "bytes": lambda d, node, depth, keep: bytes(d.bytes()),
    "bytearray": lambda d, node, depth, keep: keep(bytearray(d.bytes())),
    "tuple": lambda d, node, depth, keep: tuple(d.values(node[1:], depth)),
    "frozenset": lambda d, node, depth, keep: frozenset(
        d.filled(set(), node[1:], depth, set.add)
    ),
    "list": lambda d, node, depth, keep: d.filled(
        keep([]), node[1:], depth, list.append
    ),
    "set": lambda d, node, depth, keep: d.filled(keep(set()), node[1:], depth, set.add),
    "dict": Decoder.mapping,
    "deque": Decoder.queue,
    "range": Decoder.span,
    "slice": Decoder.span,
    "ellipsis": lambda d, node, depth, keep: ...,
    "type": Decoder.type,
    "made": Decoder.made,
    "array": Decoder.array,
    "objects": Decoder.objects,
    "scalar": Decoder.scalar,
    "dtype": Decoder.numpy_part,
    "scalar type": Decoder.numpy_part,
    "matrix": Decoder.numpy_part,
    "error": Decoder.error,
}
