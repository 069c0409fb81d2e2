"""The checks of the exercises: what was given, what was expected, what came.

Test cells call five functions of this file:

    check_call(function, *given, expected=…)    call your function and compare
    call(function, *given)                      call it and use the result further
    check_value("what it is", got, expected=…)  compare something already computed
    check_raises(ValueError, function, *given)  it should refuse what is given
    check_that("what should hold", True)        anything else

Each stays silent when all is well and raises an `AssertionError` that explains
itself otherwise. Where a mistake is a well-known one, the message names it.
"""

import copy
import json
import math
import sys
import textwrap
import warnings
import zlib
from pathlib import Path

import numpy as np

KNOWN = Path(__file__).with_name("misconceptions.json")
MOST_NUMBERS = 16  # of a result that are compared with known mistakes
MOST_NAMES = 3  # of mistakes that look alike; more would be no help
WIDTH = 83  # of a message; `nbgrader validate` cuts longer lines
HANGING = " " * 13  # before the further lines of a row


def check_call(function, *given, expected, hint="", **options):
    """Call `function(*given)` and compare what it returns with `expected`.

    The function gets copies of its arguments and must leave them as they are. The
    options are those of `check_value`, and `quiet=True`, which refuses NumPy's
    warnings, `named={…}` with keyword arguments, and `probes`: further arguments, by
    whose results a mistake is recognised. Returns nothing: nbgrader takes a number at
    the end of a test for its mark.
    """
    __tracebackhide__ = True
    quiet, named = options.pop("quiet", False), options.pop("named", {})
    probes = options.pop("probes", ())
    got = call(function, *given, hint=hint, quiet=quiet, **named)
    options["more"] = lambda: [_probe(function, probe) for probe in probes]
    options["given"] = lambda: _given_text(given, named)
    check_value(_name(function), got, expected, hint=hint, **options)


def call(function, *given, hint="", quiet=False, **named):
    """Call `function` with copies of `given`; a clear sentence if that fails."""
    __tracebackhide__ = True
    what = _name(function)
    got, error, mine, noise = _attempt(function, given, named)

    def fail(kind, text, *rows, numbers=()):
        __tracebackhide__ = True
        shown = _given_text(given, named)
        rows = [("given", shown), *rows]
        _fail(_key(what, shown), kind, text, rows, hint, numbers)

    if error is not None:
        came = ("came", describe(error))
        fail(f"error {_type(error)}", f"{what} stopped with an error.", came)
    for before, after in zip(given, mine, strict=True):
        if not _unchanged(before, after):
            text = f"{what} changed an argument; it must leave its input alone."
            became = ("became", describe(after))
            fail("changed input", text, became, numbers=_numbers(after))
    if got is None:
        fail("none", f"{what} returned None. Does it end with a return?")
    if quiet and noise:
        text = f"{what} makes NumPy warn; it should compute without."
        came = ("came", f"RuntimeWarning: {noise[0]}")
        kind = f"warning {' and '.join(noise)}"
        fail(kind, text, came, numbers=_numbers(got))
    return got


def beside_the_answer(function):
    """Mark a function that must run where your objects are, not where they are judged.

    A grader that judges in a process of its own reads the mark; here it does nothing.
    """
    return function


def check_raises(wanted, function, *given, hint=""):
    """Fail unless `function(*given)` raises the error `wanted`."""
    __tracebackhide__ = True
    got, error, _, _ = _attempt(function, given, {})
    if isinstance(error, wanted):
        return
    what, text = _name(function), _given_text(given, {})
    key, rows = _key(what, text), [("given", text), ("expected", wanted.__name__)]
    rows.append(("came", describe(error if error else got)))
    kind = f"error {_type(error)}" if error else "no error"
    text = f"{what} should refuse this with {wanted.__name__}."
    _fail(key, kind, text, rows, hint, _numbers(got))


def check_value(
    what,
    got,
    expected,
    hint="",
    given="",
    dtype=None,
    rtol=1e-5,
    atol=1e-7,
    wanted="",
    more=list,
):
    """Compare `got` with `expected`: type, shape, dtype, then the numbers.

    Both are a number, an array or a tensor, a str, or a tuple or list of such parts.
    A number may be off by atol + rtol·|expected|. `given` says, or is a function that
    says, what `got` was computed from; `wanted` replaces the expected numbers in the
    message; `more()` gives further numbers that tell one mistake from another.
    """
    __tracebackhide__ = True

    def fail(kind, text):
        __tracebackhide__ = True
        shown = given() if callable(given) else given
        rows = [("given", shown)] if shown else []
        rows += [("expected", wanted or describe(expected)), ("came", describe(got))]
        _fail(_key(what, shown), kind, text, rows, hint, more() + _numbers(got))

    if isinstance(expected, str):
        if type(got) is not str or got != expected:
            fail(f"text {got if type(got) is str else _type(got)}", f"{what} differs.")
        return
    if isinstance(expected, (tuple, list)):
        if type(got) not in (tuple, list):
            text = f"{what} should be a tuple or list of {len(expected)} parts"
            fail(f"type {_type(got)}", f"{text}, not {_type(got)}.")
        if len(got) != len(expected):
            text = f"{what} should have {len(expected)} parts, not {len(got)}."
            fail(f"length {len(got)}", text)
        pairs = list(zip(got, expected, strict=True))
    else:
        pairs = [(got, expected)]
    for number, (mine, theirs) in enumerate(pairs, 1):
        part = f"{what}, part {number} of {len(pairs)}," if len(pairs) > 1 else what
        theirs = np.asarray(theirs)
        array = _plain(mine)
        if array is None:
            text = f"{part} should hold real numbers, in a NumPy array or a tensor"
            fail(f"type {_type(mine)}", f"{text}, not {_type(mine)}.")
        if array.shape != theirs.shape:
            text = f"{part} has the shape {array.shape} instead of {theirs.shape}."
            fail(f"shape {array.shape}", text)
        if dtype is not None and array.dtype != np.dtype(dtype):
            text = f"{part} has the dtype {array.dtype} instead of {dtype}."
            fail(f"dtype {array.dtype}", text)
        mine, theirs = array.astype(float), theirs.astype(float)
        with np.errstate(all="ignore"):
            near = np.abs(mine - theirs) <= atol + rtol * np.abs(theirs)
            right = near | (mine == theirs) | (np.isnan(mine) & np.isnan(theirs))
        if not right.all():
            text = f"{part} has wrong numbers."
            if (np.isnan(mine) & ~np.isnan(theirs)).any():
                text = f"{part} contains nan, which is not a number."
            elif right.ndim and right.size > 1:
                place = tuple(int(i) for i in np.argwhere(~right)[0])
                place = place[0] if len(place) == 1 else place
                text = f"{part} is wrong, first at index {place}."
            fail("values", text)


def check_that(what, holds, came="", hint="", numbers=()):
    """Fail unless `holds`; `what` is the sentence that should be true.

    `came` says or is what was found instead; `numbers` are a few numbers that tell
    one mistake from another.
    """
    __tracebackhide__ = True
    if holds is True or (type(holds) is np.bool_ and bool(holds)):
        return
    rows = [("came", came if isinstance(came, str) else describe(came))]
    text = f"This should be true, and is not: {what}"
    _fail(_key(what, ""), "false", text, rows if rows[0][1] else [], hint, numbers)


def describe(value):
    """A short text for a value: an array's first numbers, dtype and shape."""
    if isinstance(value, Exception):
        return f"{_type(value)}: {value}".replace("\n", " ")[:200]
    if type(value) in (str, bool, int, float):
        return repr(value)[:60]
    if type(value) in (tuple, list):
        inner = [describe(part) for part in value[:6]] + ["…"] * (len(value) > 6)
        if any("shape" in text for text in inner):
            return "; ".join(inner)
        left, right = "()" if type(value) is tuple else "[]"
        return left + ", ".join(inner) + right
    if type(value) is dict:
        parts = [f"{key!r}: {describe(part)}" for key, part in list(value.items())[:4]]
        return "{" + (",\n" + " " * 14).join(parts) + "}"
    array = _plain(value)
    if array is None:
        return _name(value)
    text = np.array2string(
        array, precision=6, separator=", ", threshold=12, edgeitems=2, max_line_width=66
    )
    return f"{text} ({array.dtype}, shape {array.shape})" if array.ndim else text


def _plain(value):
    """`value` as an array of real numbers, or None; only exact types are trusted."""
    kind, tf = type(value), sys.modules.get("tensorflow")
    if kind in (bool, int, float) or kind in np.sctypeDict.values():
        array = np.array(value)
    elif kind is np.ndarray:
        array = value.copy()
    elif tf is not None and kind is tf.__internal__.EagerTensor:
        array = np.array(value.numpy())
    else:
        return None
    return array if array.dtype.kind in "biuf" else None


def _attempt(function, given, named):
    """The result, the error, the arguments afterwards, and NumPy's warnings."""
    __tracebackhide__ = True
    got, failed, mine = None, None, [_copied(value) for value in given]
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            got = function(*mine, **named)
        except Exception as error:
            failed = error
    if type(failed) is NotImplementedError and not failed.args:  # the released stub
        _fail("", "unwritten", f"{_name(function)} is not written yet.", [], "")
    noise = {str(w.message) for w in caught if issubclass(w.category, RuntimeWarning)}
    return got, failed, mine, sorted(noise)


def _probe(function, given):
    """One number for what `function(*given)` does."""
    got, error, _, _ = _attempt(function, given, {})
    numbers = [-99.0] if error is not None else _numbers(got)
    return numbers[0] if numbers else -98.0


def _name(value):
    return str(getattr(value, "__name__", "") or _type(value))


def _type(value):
    return "None" if value is None else type(value).__name__


def _given_text(given, named):
    parts = [describe(value) for value in given]
    parts += [f"{k}={describe(v)}" for k, v in named.items()]
    text = ", ".join(parts)
    return text if len(HANGING + text) <= WIDTH else ",\n".join(parts)


def _copied(value):
    return copy.deepcopy(value) if isinstance(value, (np.ndarray, list)) else value


def _unchanged(before, after):
    if isinstance(before, list):
        return len(before) == len(after) and all(map(_unchanged, before, after))
    if not isinstance(before, np.ndarray):
        return True
    return np.array_equal(before, after, equal_nan=before.dtype.kind == "f")


def _numbers(value):
    """A few numbers of a result, at even distances."""
    parts = value if isinstance(value, (tuple, list)) else [value]
    arrays = [array for part in parts if (array := _plain(part)) is not None]
    joined = np.concatenate([np.empty(0)] + [a.astype(float).ravel() for a in arrays])
    if joined.size > MOST_NUMBERS:
        joined = joined[np.linspace(0, joined.size - 1, MOST_NUMBERS).astype(int)]
    return joined.tolist()


def _key(what, given):
    """A number for a check, to recognise it again."""
    return f"{zlib.crc32(f'{what}|{given}'.encode()):08x}"


def _close(one, two):
    """Whether two short lists of numbers are the same, up to rounding."""
    return len(one) == len(two) and all(
        a == b or math.isclose(float(a), float(b), rel_tol=2e-3, abs_tol=1e-12)
        for a, b in zip(one, two, strict=True)
    )


def _fail(key, kind, text, rows, hint, numbers=()):
    """Raise the AssertionError; name the misconception if one, or a few, fit."""
    __tracebackhide__ = True
    numbers = [float(f"{float(n):.4g}") for n in list(numbers)[:MOST_NUMBERS]]
    numbers = [n if math.isfinite(n) else str(n) for n in numbers]
    mark = {"check": key, "kind": kind, "numbers": numbers}
    try:
        known = json.loads(KNOWN.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        known = {}
    lines = [f"fingerprint: {json.dumps(mark)}"] if known.get("record") else []
    head = "AssertionError: "  # stands before the first line
    lines.append(_folded(text, head, "  ").removeprefix(head))
    lines += [_row(label, shown) for label, shown in rows]
    fits = [
        entry
        for entry in known.get("misconceptions", [])
        if (entry["check"], entry["kind"]) == (key, kind)
        and _close(entry["numbers"], numbers)
    ]
    hints = [hint] if hint else []
    if 1 <= len(fits) <= MOST_NAMES:
        names = " or ".join(entry["name"] for entry in fits)
        lines.append(f"  Known misconception: {names}")
        hints = [entry["hint"] for entry in fits]
    lines += [_row("Hint", text) for text in hints]
    raise AssertionError("\n".join(lines)) from None


def _row(label, text):
    """A labelled part of the message, folded."""
    first = f"  {label + ':':<10} "
    return "\n".join(
        _folded(line, HANGING if number else first, HANGING)
        for number, line in enumerate(text.split("\n"))
    )


def _folded(line, first, further):
    """A line on several lines if need be, numbers and words kept whole."""
    return textwrap.fill(
        line,
        WIDTH,
        initial_indent=first,
        subsequent_indent=further,
        break_long_words=False,
        break_on_hyphens=False,
    )
