"""Calls over a border, by copy and restore.

Arguments are copied over. What the call changed in one of them is told with the
result, and the caller's own argument is changed likewise.
"""

from __future__ import annotations

import collections
import sys
from collections.abc import Callable
from typing import Any

import tensors
from border import Border
from faults import CannotCross, Malformed
from reading import Decoder
from values import Encoder

_COLLECTIONS = (list, dict, set, bytearray, collections.deque)


def ask(border: Border, message: dict[str, Any], parts: Any) -> tuple[dict, Any]:
    """Ask for something to be done with `parts`; the message, and what came of it.

    What is asked for is known only when all of it has been read: until then nothing
    more is asked.
    """
    reply, decoder = border.ask(message, lambda encoder: encoder.node(parts))
    border.reading = True
    try:
        return reply, what_came(reply, decoder)
    except (Malformed, CannotCross):
        raise
    except Exception as error:  # whatever a false value leads to
        raise Malformed(f"no value ({type(error).__name__})") from error
    finally:
        border.reading = False


def what_came(reply: dict[str, Any], decoder: Decoder) -> Any:
    """The value or error in a reply, after the changes that it tells of."""
    back = reply.get("back")
    if not isinstance(back, list):
        raise Malformed("it does not say what has changed")
    for entry in back:
        if not isinstance(entry, list) or len(entry) != 2:
            raise Malformed("it does not say what has changed")
        mine = decoder.number(["same", entry[0]], 1, decoder.loose)
        change(mine, decoder.value(entry[1]))
    if "error" in reply:
        error = decoder.value(reply["error"])
        if not isinstance(error, BaseException):
            raise Malformed("an error that is none")
        return error
    return decoder.value(reply.get("value"))


def answer(
    border: Border, decoder: Decoder, body: Any, work: Callable[[Any], Any]
) -> tuple[dict[str, Any], Encoder, BaseException | None]:
    """Do what is asked: the message, its encoder, and the error if there was one."""
    failed: BaseException | None = None
    before: list[Any] = []
    result = None
    try:
        parts = decoder.value(body)
        before = [state(value) for value in decoder.kept]
        result = work(parts)
    except BaseException as error:  # it is the other side's to know
        failed = error

    def make(encoder: Encoder) -> dict[str, Any]:
        back = [
            [i, encoder.node(value, register=False)]
            for i, (value, old) in enumerate(zip(decoder.kept, before, strict=False))
            if changed(value, old, decoder.raw.get(i))
        ]
        if failed is not None:
            return {"back": back, "error": encoder.node(failed)}
        return {"back": back, "value": encoder.node(result)}

    try:
        message, encoder = border.encoded(make, decoder.kept)
    except CannotCross as error:
        failed = error
        encoder = Encoder(border.refer, decoder.kept)
        message = {"back": [], "error": encoder.node(error)}
    return message, encoder, failed


def state(value: Any) -> Any:
    """What to compare a thing with later, to see whether it has changed."""
    kind = type(value)
    if issubclass(kind, dict):
        return [part for pair in value.items() for part in pair]
    if kind in _COLLECTIONS:
        return list(value)
    np = sys.modules.get("numpy")
    if np is not None and kind is np.ndarray:
        if value.dtype.kind == "O":
            return value.ravel().tolist()
        return (value.dtype, value.shape)
    return tensors.state_of(value)


def changed(value: Any, before: Any, raw: memoryview | None) -> bool:
    """Whether a thing is no longer as it came."""
    now = state(value)
    if isinstance(before, list) and isinstance(now, list):
        return len(now) != len(before) or any(
            one is not two and not (type(one) is type(two) is int and one == two)
            for one, two in zip(now, before, strict=True)
        )
    if raw is not None and now == before:
        order = "F" if value.flags.fnc else "C"
        return value.tobytes(order) != raw
    return now != before


def change(mine: Any, new: Any) -> None:
    """Bring a thing of this side into the state of its copy."""
    kind = type(mine)
    if issubclass(kind, dict) and isinstance(new, dict):
        mine.clear()
        mine.update(new)
    elif kind in (list, bytearray) and type(new) is kind:
        mine[:] = new
    elif kind in (set, collections.deque) and type(new) is kind:
        mine.clear()
        mine.update(new) if kind is set else mine.extend(new)
    elif type(new) is not kind:
        raise Malformed("a change to something else")
    elif kind is getattr(sys.modules.get("numpy"), "ndarray", None):
        if mine.size != new.size:  # others may look into the memory of this one
            raise CannotCross("an array that was lent came back in another size")
        if mine.shape != new.shape:
            mine.resize(new.shape, refcheck=False)
        if mine.flags.writeable:
            mine[...] = new
    else:
        tensors.restore(mine, new)
