"""The border's format: values arrive as they left, and junk is refused as such."""

from __future__ import annotations

import json
import math
import socket
import sys
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given
from hypothesis.extra import numpy as hnp

from autograder import inside

sys.path.append(str(Path(inside.__file__).parent))  # they know each other by bare names

import border
import calls
from asking import Judged
from faults import CannotCross, Malformed, NoAnswer
from reading import Decoder
from values import Encoder


def refuse(value: Any, mine: bool = True) -> None:
    """No reference to anything."""
    if mine:
        raise CannotCross(repr(value))


def unknown(node: list) -> None:
    """No reference means anything."""
    raise Malformed("a reference")


def crossed(value: Any) -> Any:
    """A value as it arrives."""
    encoder = Encoder(refuse)
    node = json.loads(json.dumps(encoder.node(value)))
    decoder = Decoder([memoryview(data) for data in encoder.buffers], unknown)
    found = decoder.value(node)
    assert len(decoder.kept) == len(encoder.kept), "both number the same things"
    return found


ARRAYS = hnp.arrays(
    st.one_of(
        hnp.boolean_dtypes(),
        hnp.integer_dtypes(),
        hnp.unsigned_integer_dtypes(),
        hnp.floating_dtypes(),
        hnp.complex_number_dtypes(),
        hnp.unicode_string_dtypes(),
        hnp.byte_string_dtypes(),
        hnp.datetime64_dtypes(),
    ),
    hnp.array_shapes(min_dims=0, min_side=0, max_side=4),
)
ATOMS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.complex_numbers(),
    st.text(),
    st.binary(max_size=20),
    st.decimals(),
    st.fractions(),
    st.dates(),
    st.datetimes().map(lambda value: value.replace(fold=0)),
    st.timedeltas(),
)
KEYS = st.one_of(st.text(), st.integers(), st.tuples(st.integers(), st.text()))
VALUES = st.recursive(
    st.one_of(ATOMS, ARRAYS),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.tuples(inner, inner),
        st.dictionaries(KEYS, inner, max_size=3),
        st.sets(KEYS, max_size=3),
    ),
    max_leaves=12,
)


def same(one: Any, two: Any) -> bool:
    """Whether two values are alike in kind and content."""
    if type(one) is not type(two):
        return False
    if isinstance(one, (np.ndarray, np.generic)):
        return (
            one.dtype == two.dtype
            and one.shape == two.shape
            and one.tobytes() == two.tobytes()
        )
    if isinstance(one, (list, tuple)):
        return len(one) == len(two) and all(map(same, one, two))
    if isinstance(one, dict):
        pairs = zip(one.items(), two.items(), strict=True)
        return len(one) == len(two) and all(same(a, b) for a, b in pairs)
    if isinstance(one, (set, int, bool)):
        return one == two
    return repr(one) == repr(two)


@given(VALUES)
def test_values_arrive_as_they_left(value: Any) -> None:
    assert same(crossed(value), value)


@given(ARRAYS)
def test_order_of_an_array_is_kept(array: np.ndarray) -> None:
    for one in (np.asfortranarray(array), array[..., ::2] if array.ndim else array):
        found = crossed(one)
        assert same(found, one)
        assert found.flags.fnc == one.flags.fnc


def test_aliases_arrive_and_loops_do_not() -> None:
    array = np.ones(3)
    one, two = crossed([array, array])
    assert one is two
    loop: list[Any] = [1]
    loop.append(loop)
    with pytest.raises(Malformed):  # a judge would go round and round
        crossed(loop)


TAGS = (
    *("same", "int", "float", "complex", "bytes", "bytearray", "tuple", "frozenset"),
    *("list", "set", "dict", "deque", "range", "slice", "ellipsis", "type", "made"),
    *("array", "objects", "scalar", "dtype", "masked", "matrix", "error", "tensor"),
    *("generator", "keras", "ref", "yours", "module", "global", "scalar type"),
    *("tf dtype", "~list", "~array", "~dict", "~generator"),
)
JUNK = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-3, 1 << 70),
        st.floats(allow_nan=False, allow_infinity=False),
        st.sampled_from([*TAGS, "<f8", "|O", "builtins:ValueError", "numpy", "C"]),
        st.text(max_size=5),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=5),
        st.builds(lambda tag, rest: [tag, *rest], st.sampled_from(TAGS),
                  st.lists(inner, max_size=5)),
        st.dictionaries(st.text(max_size=5), inner, max_size=3),
    ),
    max_leaves=20,
)  # fmt: skip


def judged() -> Judged:
    """A judge's side, nobody at the other."""
    ours, theirs = socket.socketpair()
    theirs.close()
    return Judged(ours, lambda items: None)


@given(JUNK, st.lists(st.binary(max_size=40), max_size=4))
def test_junk_is_refused_as_junk(node: Any, buffers: list[bytes]) -> None:
    """Whatever an answer's process sends: a value, or `Malformed`, nothing else."""
    side = judged()
    decoder = Decoder(
        [memoryview(data) for data in buffers], side.resolve, (), side.border.models
    )
    try:
        decoder.value(node)
    except Malformed:
        pass
    finally:
        side.border.sock.close()


REPLIES = st.one_of(
    st.binary(max_size=60),
    st.builds(
        lambda message, tail: framed(message, tail),
        st.one_of(
            st.fixed_dictionaries(
                {"answer": st.just(1)},
                optional={
                    "value": JUNK,
                    "error": JUNK,
                    "back": st.one_of(JUNK, st.just([])),
                    "outputs": JUNK,
                    "warnings": JUNK,
                    "lines": JUNK,
                    "sizes": st.one_of(JUNK, st.just([])),
                },
            ),
            st.fixed_dictionaries({"ask": st.just(1), "op": JUNK, "which": JUNK}),
            JUNK,
        ),
        st.binary(max_size=20),
    ),
)


def framed(message: Any, tail: bytes) -> bytes:
    """A frame as the border has it, more or less."""
    body = json.dumps(message).encode()
    return border.HEAD.pack(len(body), len(tail)) + body + tail


@given(st.lists(REPLIES, min_size=1, max_size=3))
def test_reply_that_is_none_ends_the_conversation(replies: list[bytes]) -> None:
    """A judge that hears junk gets `NoAnswer`, or what was raised over there."""
    ours, theirs = socket.socketpair()
    shown: list[Any] = []
    side = Judged(ours, shown.extend)
    with ours, theirs:
        theirs.sendall(b"".join(replies))
        theirs.shutdown(socket.SHUT_WR)
        try:
            side.asked_for("call", ("f", (), {}))
        except NoAnswer:
            assert side.border.broken


@pytest.mark.parametrize("size", [border.MOST_TEXT + 1, (1 << 32) - 1])
def test_endless_reply_is_not_read(size: int) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        side = Judged(ours, lambda items: None)
        theirs.sendall(border.HEAD.pack(size, 1 << 60) + bytes(1000))
        with pytest.raises(NoAnswer, match="too long"):
            side.ask("call", ("f", (), {}))
        with pytest.raises(NoAnswer, match="too long"):
            side.ask("call", ("f", (), {}))


def test_array_without_its_bytes_is_not_made() -> None:
    for shape in ([1 << 40], [1 << 20, 1 << 20], [-1], [3.0], [2]):
        node = ["array", "<f8", shape, "C", True]
        with pytest.raises(Malformed):
            Decoder([memoryview(bytes(8))], unknown).value(node)


def test_deep_and_huge_values_are_refused() -> None:
    node: Any = 1
    for _ in range(200):
        node = ["list", node]
    with pytest.raises(Malformed):
        Decoder([], unknown).value(node)
    with pytest.raises(Malformed):
        Decoder([], unknown).value(["int", "0x" + "f" * 2_000_000])
    assert math.isfinite(crossed(2**1000))


def test_change_to_another_thing_is_refused() -> None:
    with pytest.raises(Malformed):
        calls.change([1], {})
    mine = [1]
    calls.change(mine, [2, 3])
    assert mine == [2, 3]
