"""Points as platforms write them, and their maxima beside ours."""

from __future__ import annotations

import re

from autograder.records import Refusal


def number(text: str) -> float | None:
    """A number of a platform, whose decimal mark may be a comma.

    Of two kinds of marks the last one is the decimal mark; a single mark before three
    digits parts thousands, unless only a zero stands before it.
    """
    text = re.sub(r"[\s'’]", "", text)
    if not re.fullmatch(r"\d+([.,]\d+)*", text):
        return None
    whole, mark, digits = text.rpartition("," if decimal_comma(text) else ".")
    if not mark:
        whole, digits = digits, "0"
    return float(f"{re.sub('[.,]', '', whole)}.{digits}")


def decimal_comma(text: str) -> bool:
    """Whether a number has a comma as its decimal mark."""
    text = re.sub(r"[\s'’]", "", text)
    before, mark, digits = text.rpartition(",")
    thousands = len(digits) == 3 and before != "0" and "." not in before
    return bool(mark) and "." not in digits and not thousands


def shown(value: float, comma: bool = False) -> str:
    """A score as platforms show it: up to five decimals, none that is zero."""
    text = f"{value:.5f}".rstrip("0").rstrip(".")
    return text.replace(".", ",") if comma else text


def factor(ours: float, theirs: float | None, name: str, scale: bool) -> float:
    """By what to multiply a score; `Refusal` where the maxima differ."""
    if theirs is None or abs(theirs - ours) < 1e-9:
        return 1.0
    if not scale:
        raise Refusal(
            f"{name} has {shown(ours)} points here and {shown(theirs)} there: set the "
            "same maximum at the platform, or convert with --scale"
        )
    return theirs / ours if ours else 0.0


def unchecked(name: str, ours: float, then: str) -> str:
    """What to say where the platform's maximum is not known."""
    return (
        f"the roster does not say how many points {name} has there; here it has "
        f"{shown(ours)}: {then}"
    )
