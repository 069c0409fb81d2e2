"""Strangers' words for a terminal, a log, a page or a spreadsheet."""

from __future__ import annotations

import os
import re
import unicodedata

# Control characters, the marks that turn the direction of a text, ends of lines that
# are none, and what no encoding can hold.
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
# What is no part of a name and would do something on a page.
_ACTIVE = re.compile(r'[<>"&]|\\(?=[nrtux])')
_NAMES = {"\n": r"\n", "\r": r"\r", "\t": r"\t"}
_NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?")
_BEGINS_FORMULA = frozenset("=+-@")
# Where another dialect than ours would see the next cell.
_OTHER_DIALECT = re.compile("[;|]")


def escape(found: re.Match[str]) -> str:
    """A character as Python writes it: `\\x1b`, `\\u202e`."""
    code = ord(found[0])
    return _NAMES.get(found[0]) or (
        f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"
    )


def plain(text: object, kept: str = "") -> str:
    """A text without control characters and marks of direction; they are spelt out.

    Only those that are `kept` stay, such as the ends of lines in a message.
    """
    return _UNSEEN.sub(lambda m: m[0] if m[0] in kept else escape(m), str(text))


def shown(name: str) -> str:
    """A file name as text that does nothing where it is shown.

    Bytes that are not UTF-8, control characters and signs of HTML are spelt out, and
    the backslash where it would look like that: different names stay different.
    """
    text = os.fsencode(name).decode("utf-8", "surrogateescape")
    text = _ACTIVE.sub(lambda found: f"\\x{ord(found[0]):02x}", text)
    text = re.sub(
        "[\udc80-\udcff]", lambda found: f"\\x{ord(found[0]) - 0xDC00:02x}", text
    )
    return plain(text)


def json_safe(text: str) -> str:
    """JSON with the same in its strings, spelt so that a terminal may show it."""
    return _UNSEEN.sub(lambda m: "\n" if m[0] == "\n" else f"\\u{ord(m[0]):04x}", text)


def many(count: float, noun: str) -> str:
    """A number of things: "1 point", "2 points"."""
    return f"{count:g} {noun}{'' if count == 1 else 's'}"


def cell(value: object) -> object:
    """A value for a CSV file that no spreadsheet takes for a formula.

    Numbers stay numbers. A text that begins like a formula, behind blanks and quotes or
    in wide letters too, gets the apostrophe that marks a text.
    """
    if value is None or isinstance(value, (int, float)):
        return value
    text = _CONTROL.sub(escape, str(value))
    if _NUMBER.fullmatch(text):
        return text
    starts = [0, *(found.end() for found in _OTHER_DIALECT.finditer(text))]
    for start in reversed(starts):
        if begins_formula(text, start):
            text = f"{text[:start]}'{text[start:]}"
    return text


def begins_formula(text: str, start: int) -> bool:
    """Whether the first letter that counts would begin a formula."""
    for character in text[start:]:
        ignored = unicodedata.category(character) in ("Zs", "Zl", "Zp", "Cc", "Cf")
        if ignored or character in "'\"":
            continue
        return unicodedata.normalize("NFKC", character)[0] in _BEGINS_FORMULA
    return False
