"""Read of a notebook's file what counts, however large the rest of it is.

A notebook may hold hundreds of megabytes of outputs and of metadata that nobody needs.
They are passed over as they stream by, so neither memory nor time grows with them as
it would if they became objects.
"""

from __future__ import annotations

import json
import re
from typing import Any, BinaryIO

CHUNK = 1 << 18
MOST_CELLS = 2000
MOST_BRACKETS = 12_000_000  # of all that is passed over: seconds
MOST_TEXT = 16_000_000  # bytes of what counts, pictures apart
MOST_PICTURES = 40_000_000  # bytes of the pictures in text cells
MOST_STRINGS = 1_000_000  # in what counts
MOST_ITEMS = 20_000  # of the attachments of a cell
LONGEST_NAME = 1000
_NAME, _TEXT, _PICTURES = "name", "text", "pictures"
_CELL = {
    "cell_type": _NAME,
    "source": _TEXT,
    "input": _TEXT,  # as format 3 calls it
    "level": _NAME,
    "metadata": {"nbgrader": {"grade_id": _NAME}},
    "attachments": _PICTURES,
}
_NOTEBOOK = {"cells": [_CELL], "worksheets": [{"cells": [_CELL]}]}

# Without possessive quantifiers: those of Python 3.11.2, which is Debian's, are wrong.
_BLANK = re.compile(rb"[ \t\r\n]*")
_STRING = re.compile(rb'[^"\\]*(?:\\.[^"\\]*)*', re.DOTALL)  # as far as it goes
_NO_BRACKET = re.compile(
    rb'[^\[\]{}"]*(?:"[^"\\]*(?:\\.[^"\\]*)*"[^\[\]{}"]*)*', re.DOTALL
)
_SCALAR = re.compile(rb"[-+.\w]*")  # numbers and words


class Unreadable(ValueError):
    """The submitted file is not a notebook; its text says why."""


NOT_JSON = "the file is not JSON, so not a notebook"
NOT_UTF8 = "the file is not UTF-8 text"
TOO_MUCH = "its cells hold too much"


def read(file: BinaryIO) -> dict[str, Any]:
    """A notebook's cells with what counts of them; `Unreadable` for anything else."""
    found = Scanner(file).document()
    if not isinstance(found, dict):
        raise Unreadable("the file is JSON but not a notebook")
    return found


class Scanner:
    """Reads one JSON document from a file, by pieces."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.data, self.at = b"", 0
        self.kept: list[bytes] | None = None  # while what passes by is wanted
        self.start, self.size = 0, 0  # where that begins, and how much it was
        self.brackets, self.cells = MOST_BRACKETS, MOST_CELLS
        self.strings = MOST_STRINGS
        self.room = {_TEXT: MOST_TEXT, _PICTURES: MOST_PICTURES}

    def document(self) -> Any:
        """The only value of the file."""
        self.more()
        if self.data.startswith(b"\xef\xbb\xbf"):
            self.at = 3
        value = self.value(_NOTEBOOK)
        if self.peek():
            raise self.wrong()
        return value

    # --- The file, piece by piece -------------------------------------------------

    def more(self) -> bool:
        """Read on; False at the end. What was passed is kept if it is wanted."""
        if self.kept is not None:
            self.keep(MOST_PICTURES)
        piece = self.file.read(CHUNK)
        self.data, self.at = self.data[self.at :] + piece, 0
        return bool(piece)

    def keep(self, most: int) -> None:
        """Keep what was passed, up to more than anything may have."""
        assert self.kept is not None
        self.size += self.at - self.start
        if self.size <= most:
            self.kept.append(self.data[self.start : self.at])
        self.start = 0

    def peek(self) -> bytes:
        """The next byte that is no blank, b"" at the end."""
        while True:
            self.at = _BLANK.match(self.data, self.at).end()  # type: ignore[union-attr]
            if self.at < len(self.data):
                return self.data[self.at : self.at + 1]
            if not self.more():
                return b""

    def take(self, wanted: bytes) -> None:
        """Pass over one byte that must be there."""
        if self.peek() != wanted:
            raise self.wrong()
        self.at += 1

    def wrong(self) -> Unreadable:
        """Why the file cannot be read on from here."""
        strange = self.data[self.at : self.at + 1] >= b"\x80"
        return Unreadable(NOT_UTF8 if strange else NOT_JSON)

    # --- Values -------------------------------------------------------------------

    def value(self, wanted: Any) -> Any:
        """The next value, as far as it is `wanted`; None where it is not."""
        first = self.peek()
        if not first:
            raise self.wrong()
        if isinstance(wanted, str):
            return self.wanted_value(wanted)
        if first == b"{" and isinstance(wanted, dict):
            return self.members(wanted)
        if first == b"[" and isinstance(wanted, list):
            return self.items(wanted[0])
        return self.captured(LONGEST_NAME)

    def members(self, wanted: dict[str, Any]) -> dict[str, Any]:
        """An object's members that are wanted."""
        found: dict[str, Any] = {}
        self.take(b"{")
        if self.peek() == b"}":
            self.at += 1
            return found
        while True:
            if self.peek() != b'"':
                raise self.wrong()
            key = self.captured(LONGEST_NAME)
            self.take(b":")
            if key in wanted:
                found[key] = self.value(wanted[key])
            else:
                self.peek()
                self.skip()
            self.count()
            if self.peek() != b",":
                self.take(b"}")
                return found
            self.at += 1

    def items(self, wanted: Any) -> list[Any]:
        """The items of a list of cells or of sheets."""
        found: list[Any] = []
        self.take(b"[")
        if self.peek() == b"]":
            self.at += 1
            return found
        while True:
            self.cells -= 1
            if self.cells < 0:
                raise Unreadable(f"the notebook has more than {MOST_CELLS} cells")
            found.append(self.value(wanted))
            if self.peek() != b",":
                self.take(b"]")
                return found
            self.at += 1

    def wanted_value(self, kind: str) -> Any:
        """A value that counts; None if it is too odd to count."""
        if kind == _NAME:
            return self.captured(LONGEST_NAME)
        items = MOST_ITEMS if kind == _PICTURES else MOST_STRINGS
        value = self.captured(self.room[kind], items)
        self.room[kind] -= self.size
        if self.room[kind] < 0 and kind == _TEXT:
            raise Unreadable(TOO_MUCH)
        return value

    def captured(self, limit: int, items: int = MOST_STRINGS) -> Any:
        """The next value as Python has it; None if it is larger or too odd."""
        self.kept, self.start, self.size = [], self.at, 0
        self.skip()
        self.keep(limit)
        raw, self.kept = b"".join(self.kept), None
        # Small things need a multiple of their bytes when they are objects.
        if self.size > limit or sum(map(raw.count, (b",", b"[", b"{"))) > items:
            return None
        self.strings -= raw.count(b'"') // 2
        if self.strings < 0:
            raise Unreadable(TOO_MUCH)
        try:
            return json.loads(raw.decode())
        except UnicodeDecodeError as error:
            raise Unreadable(NOT_UTF8) from error
        except RecursionError:
            return None
        except ValueError as error:
            raise Unreadable(NOT_JSON) from error

    # --- What is passed over ------------------------------------------------------

    def count(self) -> None:
        """Count what takes time to pass over."""
        self.brackets -= 1
        if self.brackets < 0:
            raise Unreadable("it holds more than can be looked through")

    def skip(self) -> None:
        """Pass over a value that begins here."""
        first = self.data[self.at : self.at + 1]
        if first == b'"':
            self.skip_string()
        elif first in (b"{", b"["):
            self.skip_nested()
        else:
            passed = 0
            while True:
                begin = self.at
                self.at = _SCALAR.match(self.data, begin).end()  # type: ignore[union-attr]
                passed += self.at - begin
                if self.at < len(self.data) or not self.more():
                    break
            if not passed:
                raise self.wrong()

    def skip_string(self) -> None:
        """Pass over a string."""
        self.at += 1
        while True:
            self.at = _STRING.match(self.data, self.at).end()  # type: ignore[union-attr]
            if self.data[self.at : self.at + 1] == b'"':
                self.at += 1
                return
            if not self.more():
                raise self.wrong()

    def skip_nested(self) -> None:
        """Pass over a list or an object with all that is in it."""
        depth = 0
        while True:
            self.at = _NO_BRACKET.match(self.data, self.at).end()  # type: ignore[union-attr]
            sign = self.data[self.at : self.at + 1]
            if sign == b'"':
                self.skip_string()
            elif not sign:
                if not self.more():
                    raise self.wrong()
            else:
                self.at += 1
                self.count()
                depth += 1 if sign in b"[{" else -1
                if not depth:
                    return
