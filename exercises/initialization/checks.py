"""The checks of the exercises: what was given, what was expected, what came.

Test cells call these functions:

    check_call(function, *given, expected=…)    call your function and compare
    call(function, *given)                      call it and use the result further
    check_value("what it is", got, expected=…)  compare something already computed
    check_raises(ValueError, function, *given)  it should refuse what is given
    check_that("what should hold", True)        anything else
    with doing("what is being done"):           use what your function returned
    passed("what is tried later", "why …")      say that all is well

A check that fails raises an `AssertionError` that explains itself: it shows what is
wrong first, quotes the promise of the question's text that is broken (`promise` is its
id in `misconceptions.json`), and names the mistake where it is sure of it.
"""

import copy
import json
import warnings
from contextlib import contextmanager

import diagnosis
import known
import messages
import numpy as np
from messages import describe

_passed = []  # the checks that passed since the last one failed, or `passed` was called


class _Recorded(Exception):
    """A check failed whose result is needed further, while failures are recorded."""


def check_call(function, *given, expected, hint="", promise="", **options):
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
    try:
        got = call(function, *given, hint=hint, promise=promise, quiet=quiet, **named)
    except _Recorded:
        return
    options["more"] = lambda: [_probe(function, probe) for probe in probes]
    options["given"] = lambda: messages.given(given, named)
    options["inputs"] = [*given, *named.values()]
    check_value(_name(function), got, expected, hint=hint, promise=promise, **options)


def call(function, *given, hint="", promise="", quiet=False, **named):
    """Call `function` with copies of `given`; a clear sentence if that fails."""
    __tracebackhide__ = True
    what = _name(function)
    got, error, mine, noise = _attempt(function, given, named)

    def fail(kind, text, *rows, numbers=(), off=(), seen=None):
        __tracebackhide__ = True
        shown = messages.given(given, named)
        rows, key = [("given", shown), *rows], known.key(what, shown)
        _fail(key, kind, text, rows, hint, promise, numbers, off, seen)
        raise _Recorded

    if error is not None:
        text = f"{what} stopped with an error when the check called it."
        came = ("came", describe(error))
        arrays = [a for a in map(messages.plain, given) if a is not None]
        fail(_error_kind(error), text, came, seen=diagnosis.of_error(error, arrays))
    for before, after in zip(given, mine, strict=True):
        if not _unchanged(before, after):
            text = f"{what} changed an argument; it must leave its input alone."
            seen = diagnosis.Diagnosis("changes_its_argument", "Make a new array.")
            became = ("became", messages.pair(before, after)[1][1])
            numbers = known.numbers(after)
            moved = known.moved(before, after)
            fail("changed input", text, became, numbers=numbers, off=moved, seen=seen)
    if got is None:
        seen = diagnosis.Diagnosis("returns_nothing", "Does it end with a return?")
        fail("none", f"{what} returned None.", seen=seen)
    if quiet and noise:
        text = f"{what} makes NumPy warn; it should compute without."
        came = ("came", f"RuntimeWarning: {noise[0]}")
        kind, seen = f"warning {' and '.join(noise)}", diagnosis.of_warnings(noise)
        fail(kind, text, came, numbers=known.numbers(got), seen=seen)
    return got


def beside_the_answer(function):
    """Mark a function that must run where your objects are, not where they are judged.

    A grader that judges in a process of its own reads the mark; here it does nothing.
    """
    return function


def check_raises(wanted, function, *given, hint="", promise=""):
    """Fail unless `function(*given)` raises the error `wanted`."""
    __tracebackhide__ = True
    _passed.append(1)
    got, error, _, _ = _attempt(function, given, {})
    if isinstance(error, wanted):
        return
    what, text = _name(function), messages.given(given, {})
    rows = [("given", text), ("expected", wanted.__name__)]
    rows.append(("came", describe(error if error else got)))
    kind = f"another {_error_kind(error)}" if error else "no error"
    name = "raises_another_error" if error else "accepts_what_it_should_refuse"
    seen = diagnosis.Diagnosis(name, f"Raise {wanted.__name__} for it.")
    text = f"{what} should refuse this with {wanted.__name__}."
    key = known.key(what, rows[0][1])
    _fail(key, kind, text, rows, hint, promise, known.numbers(got), seen=seen)


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
    promise="",
    inputs=(),
    name="",
):
    """Compare `got` with `expected`: type, shape, dtype, then the numbers.

    Both are a number, an array or a tensor, a str, or a tuple or list of such parts.
    A number may be off by atol + rtol·|expected|. `given` says, or is a function that
    says, what `got` was computed from, `inputs` are the values themselves; `wanted`
    replaces the expected numbers in the message; `more()` gives further numbers that
    tell one mistake from another; `name` is what it is called whenever this fails.
    """
    __tracebackhide__ = True
    _passed.append(1)

    def fail(kind, text, seen=None, off=(), pair=None, wrong=None):
        __tracebackhide__ = True
        shown = given() if callable(given) else given
        rows = [("given", shown)] if shown else []
        rows += messages.pair(*(pair or (expected, got)), wanted, wrong)
        if name:
            seen = diagnosis.Diagnosis(name, hint)
        numbers = more() + known.numbers(got)
        _fail(
            known.key(what, shown), kind, text, rows, hint, promise, numbers, off, seen
        )

    if isinstance(expected, str):
        if type(got) is not str or got != expected:
            fail(f"text {got if type(got) is str else _type(got)}", f"{what} differs.")
        return
    if isinstance(expected, (tuple, list)):
        mine = known.parts(got)
        if mine is None:
            text = f"{what} should be a tuple or list of {len(expected)} parts"
            return fail(f"type {_type(got)}", f"{text}, not {_type(got)}.")
        if len(mine) != len(expected):
            text = f"{what} should have {len(expected)} parts, not {len(mine)}."
            seen = diagnosis.Diagnosis("wrong_number_of_parts", text)
            return fail(f"length {len(mine)}", text, seen)
        pairs = list(zip(mine, expected, strict=True))
    else:
        pairs = [(got, expected)]
    swapped = _swapped(pairs, rtol, atol)
    arrays = [a for a in map(messages.plain, inputs) if a is not None]
    for number, (mine, theirs) in enumerate(pairs, 1):
        part = f"{what}, part {number} of {len(pairs)}," if len(pairs) > 1 else what
        theirs = np.asarray(theirs)
        array = messages.plain(mine)
        both = (theirs if dtype is None else theirs.astype(dtype), mine)
        if array is None:
            text = f"{part} should hold real numbers, in a NumPy array or a tensor"
            seen = diagnosis.Diagnosis(f"{_type(mine)}_for_an_array", f"{text}.")
            text = f"{text}, not {_type(mine)}."
            return fail(f"type {_type(mine)}", text, seen, pair=both)
        if array.shape != theirs.shape:
            text = f"{part} has the shape {array.shape} instead of {theirs.shape}."
            seen = swapped or diagnosis.of_shape(array, theirs, arrays)
            return fail(f"shape {array.shape}", text, seen, pair=both)
        if dtype is not None and array.dtype != np.dtype(dtype):
            text = f"{part} has the dtype {array.dtype} instead of {dtype}."
            seen = diagnosis.of_dtype(str(array.dtype), str(np.dtype(dtype)))
            return fail(f"dtype {array.dtype}", text, seen, pair=both)
        array, theirs = array.astype(float), theirs.astype(float)
        right = _right(array, theirs, rtol, atol)
        if not right.all():
            text = f"{part} has wrong numbers."
            if (np.isnan(array) & ~np.isnan(theirs)).any():
                text = f"{part} contains nan, which is not a number."
            elif right.ndim and right.size > 1:
                text = f"{part} is wrong, first at index {messages.first(~right)}."
            seen = swapped or diagnosis.of_numbers(array, theirs, right, arrays)
            with np.errstate(all="ignore"):
                off = known.numbers(array - theirs)
            return fail("values", text, seen, off, pair=both, wrong=~right)


def check_that(what, holds, came="", hint="", numbers=(), promise="", name=""):
    """Fail unless `holds`; `what` is the sentence that should be true.

    `came` says or is what was found instead; `numbers` are a few numbers that tell
    one mistake from another; `name` is what it is called whenever this fails.
    """
    __tracebackhide__ = True
    _passed.append(1)
    if holds is True or (type(holds) is np.bool_ and bool(holds)):
        return
    rows = [("came", came if isinstance(came, str) else describe(came))]
    text = f"This should be true, and is not: {what}"
    rows = rows if rows[0][1] else []
    seen = diagnosis.Diagnosis(name, hint) if name else None
    _fail(known.key(what, ""), "false", text, rows, hint, promise, numbers, seen=seen)


@contextmanager
def doing(what, hint="", promise=""):
    """Say what was being done when something that you returned raises an error."""
    __tracebackhide__ = True
    try:
        yield
    except (AssertionError, _Recorded):
        raise
    except Exception as error:
        text = f"An error came while the check was {what}."
        rows, seen = [("came", describe(error))], diagnosis.of_error(error)
        key = known.key(what, "")
        _fail(key, _error_kind(error), text, rows, hint, promise, seen=seen)
        raise _Recorded from None


def passed(tried, shows):
    """Print that the checks of this cell passed, what is tried later, what it shows."""
    count = len(_passed)
    _passed.clear()
    head = f"✓ {count} check{'s' * (count != 1)}; when you hand in, "
    print(messages.folded(f"{head}{tried} are tried too.", "", "  "))
    print(messages.folded(shows, "  ", "  "))


def _right(got, expected, rtol, atol):
    with np.errstate(all="ignore"):
        near = np.abs(got - expected) <= atol + rtol * np.abs(expected)
        return near | (got == expected) | (np.isnan(got) & np.isnan(expected))


def _swapped(pairs, rtol, atol):
    """A diagnosis if the parts are right but stand in another order."""
    got, wanted = [messages.plain(mine) for mine, _ in pairs], [w for _, w in pairs]
    if len(pairs) < 2 or any(array is None for array in got):
        return None

    def fits(i, j):
        theirs = np.asarray(wanted[j], dtype=float)
        same = got[i].shape == theirs.shape
        return same and _right(got[i].astype(float), theirs, rtol, atol).all()

    here = range(len(pairs))
    if all(fits(i, i) for i in here):
        return None
    if all(any(fits(i, j) for j in here) for i in here) and all(
        any(fits(i, j) for i in here) for j in here
    ):
        text = "The parts are right but stand in another order."
        return diagnosis.Diagnosis("parts_in_another_order", text)
    return None


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
        _fail("", "unwritten", f"{_name(function)} is not written yet.", [], "", "")
        raise _Recorded
    noise = {str(w.message) for w in caught if issubclass(w.category, RuntimeWarning)}
    return got, failed, mine, sorted(noise)


def _probe(function, given):
    """One number for what `function(*given)` does."""
    got, error, _, _ = _attempt(function, given, {})
    numbers = [-99.0] if error is not None else known.numbers(got)
    return numbers[0] if numbers else -98.0


def _name(value):
    return str(getattr(value, "__name__", "") or _type(value))


def _type(value):
    return "None" if value is None else type(value).__name__


def _error_kind(error):
    """An error's type and the head of its text, by which it is recognised."""
    return f"error {_type(error)}: {str(error).strip().split(chr(10))[0][:90]}"


def _copied(value):
    return copy.deepcopy(value) if isinstance(value, (np.ndarray, list)) else value


def _unchanged(before, after):
    if isinstance(before, list):
        return len(before) == len(after) and all(map(_unchanged, before, after))
    if type(before) in (bool, int, float, str):
        return before == after or before != before
    if not isinstance(before, np.ndarray):
        return True
    return np.array_equal(before, after, equal_nan=before.dtype.kind == "f")


def _fail(check, kind, text, rows, hint, promise, numbers=(), off=(), seen=None):
    """Raise the AssertionError; name the misconception if one, or a few, fit.

    `seen` is what can be said of the failure without knowing the mistake. The hint of a
    check belongs to its numbers and sentences, not to a dtype or an error.
    """
    __tracebackhide__ = True
    _passed.clear()
    all_known, found = known.load(), known.mark(check, kind, numbers, off)
    broken, quoted = known.promised(all_known, promise, kind)
    if all_known.get("record"):
        found |= {"promise": broken, "line": known.line()}
        print(f"fingerprint: {json.dumps(found)}")
        return
    lines = [messages.head(text)]
    lines += [messages.row(label, shown) for label, shown in rows]
    fits = known.fitting(all_known, found)
    hints = [hint] if hint and kind.split()[0] in ("values", "false", "text") else []
    if fits:
        names = " or ".join(entry["name"] for entry in fits)
        lines.append(f"  Known misconception: {names}")
        hints = [entry["hint"] for entry in fits]
    elif seen:
        lines.append(f"  Known misconception: {seen.name}")
        hints = list(dict.fromkeys([seen.hint, *hints]))
    if quoted:
        lines.append(messages.row("Promised", f"“{quoted}”"))
    lines += [messages.row("Hint", text) for text in hints if text]
    raise AssertionError("\n".join(lines)) from None
