"""How the messages of `checks.py` show values: briefly, and so that they differ."""

import sys
import textwrap

import numpy as np

WIDTH = 83  # of a message; `nbgrader validate` cuts longer lines
HANGING = " " * 13  # before the further lines of a row
MOST = 12  # numbers of an array that are shown all
MOST_TEXT = 60  # characters of a text
DIGITS = (6, 9, 17)  # that are tried until two numbers look different


def plain(value):
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


def describe(value, digits=6):
    """A short text for a value: an array's first numbers, dtype and shape."""
    if isinstance(value, Exception):
        lines = str(value).strip().split("\n")
        return f"{type(value).__name__}: {lines[0]}"[:200]
    if type(value) is str:
        return repr(value if len(value) <= MOST_TEXT else value[:MOST_TEXT] + "…")
    if type(value) in (bool, int, float):
        return repr(value)[:MOST_TEXT]
    if isinstance(value, (tuple, list)):
        kind = tuple if isinstance(value, tuple) else list
        parts = list(kind.__iter__(value))
        inner = [describe(part, digits) for part in parts[:6]]
        inner += ["…"] * (len(parts) > 6)
        if any("shape" in text for text in inner):
            return ";\n".join(inner)
        left, right = "()" if kind is tuple else "[]"
        return left + ", ".join(inner) + right
    if isinstance(value, dict):
        parts = [f"{key!r}: {describe(v)}" for key, v in list(dict.items(value))[:4]]
        return "{" + (",\n" + " ").join(parts) + "}"
    array = plain(value)
    if array is None:
        return str(getattr(value, "__name__", "") or type(value).__name__)
    if array.size > 1000:
        finite = array[np.isfinite(array)]
        span = f", from {finite.min():.4g} to {finite.max():.4g}" if finite.size else ""
        return f"{array.size:,} numbers ({array.dtype}, shape {array.shape}){span}"
    text = np.array2string(
        array,
        precision=digits,
        floatmode="maxprec",
        separator=", ",
        threshold=MOST,
        edgeitems=2,
        max_line_width=66,
    )
    return f"{text} ({array.dtype}, shape {array.shape})" if array.ndim else text


def pair(expected, got, wanted="", wrong=None):
    """The rows *expected* and *came*; they never look the same.

    `wanted` is a text in place of the expected numbers, `wrong` says where they differ.
    """
    if wanted:
        return [("expected", wanted), ("came", describe(got))]
    if type(expected) is str and type(got) is str:
        at = next(
            (i for i, (a, b) in enumerate(zip(expected, got, strict=False)) if a != b),
            min(len(expected), len(got)),
        )
        start = max(0, at - MOST_TEXT // 2) if max(len(expected), len(got)) > 60 else 0
        cut = [
            ("…" * (start > 0)) + t[start : start + MOST_TEXT] for t in (expected, got)
        ]
        return [("expected", repr(cut[0])), ("came", repr(cut[1]))]
    one, two = plain(expected), plain(got)
    if one is None or two is None:
        return [("expected", describe(expected)), ("came", describe(got))]
    for digits in DIGITS:
        texts = [describe(expected, digits), describe(got, digits)]
        if texts[0] != texts[1] and not (one.shape == two.shape and one.size > MOST):
            break
    if one.shape == two.shape and one.size > MOST:
        texts = _around(one, two, wrong)
    elif texts[0] == texts[1] and one.dtype != two.dtype:
        texts = [
            f"{text} ({a.dtype})" for text, a in zip(texts, (one, two), strict=True)
        ]
    return [("expected", texts[0]), ("came", texts[1])]


def _around(expected, got, wrong):
    """Two large arrays where they differ first, or by their dtypes."""
    sizes = [f"{a.dtype}, shape {a.shape}" for a in (expected, got)]
    if wrong is None:
        wrong = (expected != got) & ~((expected != expected) & (got != got))
    if not wrong.any():
        return sizes
    place = first(wrong)
    for digits in DIGITS:
        texts = [f"{a[place]:.{digits}g}" for a in (expected, got)]
        if texts[0] != texts[1]:
            break
    here = "".join(f"{place}".split())
    return [f"{t} at index {here} ({s})" for t, s in zip(texts, sizes, strict=True)]


def first(wrong):
    """The first place where an array is true, as one reads it."""
    place = tuple(int(i) for i in np.argwhere(wrong)[0])
    return place[0] if len(place) == 1 else place


def given(values, named):
    """What a function was given, as one text."""
    parts = [describe(value) for value in values]
    parts += [f"{key}={describe(value)}" for key, value in named.items()]
    text = ", ".join(parts)
    return text if len(HANGING + text) <= WIDTH else ",\n".join(parts)


def head(text):
    """The first line of a message, folded as it is shown after the error's name."""
    return folded(text, "AssertionError: ", "  ").removeprefix("AssertionError: ")


def row(label, text):
    """A labelled part of the message, folded."""
    start = f"  {label + ':':<10} "
    return "\n".join(
        folded(line, HANGING if number else start, HANGING)
        for number, line in enumerate(text.split("\n"))
    )


def folded(line, first_indent, further):
    """A line on several lines if need be, numbers and words kept whole."""
    return textwrap.fill(
        line,
        WIDTH,
        initial_indent=first_indent,
        subsequent_indent=further,
        break_long_words=False,
        break_on_hyphens=False,
    )
