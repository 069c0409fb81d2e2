"""When a submission was handed in, as its timestamp.txt says.

A file that tells no time is never taken for a submission in time without a word.
"""

from __future__ import annotations

import codecs
import re
import warnings
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

from dateutil import parser, tz
from nbgrader import utils

from autograder.course.ordinary import Odd, opened

NAME = "timestamp.txt"
MOST_BYTES = 500_000_000
MOST_READ = 200  # bytes, which a time has in any encoding
EARLIEST = datetime(2000, 1, 1)
AHEAD = timedelta(days=1)  # zones, and clocks that are wrong
ON_TIME = "the submission counts as on time until you mend it"
NO_TIME = f"{NAME} has no time that can be read: {ON_TIME}"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ZONE = re.compile(r"\w+(/[\w+-]+){0,2}", re.ASCII)
_NUMBERS = re.compile(r"\s*(\d{1,2})([./])(\d{1,2})\2\d{4}\b")
# What is missing in a text comes from these: a whole date is the same with both.
_DEFAULTS = (datetime(2000, 1, 1), datetime(2001, 2, 2))


def time_of(folder: Path, now: datetime | None = None) -> tuple[str | None, str]:
    """The time in a submission's timestamp.txt, and what is wrong with it.

    Both are empty where there is no such file: then nobody said when.
    """
    try:
        with opened(folder, NAME, MOST_BYTES) as file:
            text = decoded(file.read(MOST_READ)).strip()
    except (FileNotFoundError, NotADirectoryError):
        return None, ""
    except (OSError, Odd, UnicodeDecodeError):
        return None, NO_TIME
    found, strange = time_in(text)
    if found is None:
        return None, NO_TIME
    latest = (now or datetime.now(UTC).replace(tzinfo=None)) + AHEAD
    if not EARLIEST <= found <= latest:
        return None, f"{NAME} says {found:%Y-%m-%d}, which cannot be: {ON_TIME}"
    why = f"{NAME} names no known time zone: it was read as UTC" if strange else ""
    numbers = _NUMBERS.match(text)
    if numbers and numbers[2] == "/" and numbers[1] != numbers[3]:
        first, second = int(numbers[1]), int(numbers[3])
        if first <= 12 and second <= 12:
            why = (
                f"{NAME} says {numbers[0].strip()}, which was read as {found:%Y-%m-%d}"
            )
    return text if not strange and nbgrader_reads(
        text
    ) == found else f"{found} UTC", why


def decoded(data: bytes) -> str:
    """The text of a small file, by its mark or by how its zeros lie."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[: len(data) // 2 * 2 if "16" in encoding else None].decode(
                encoding
            )
    pairs = data[: len(data) // 2 * 2]
    for first, encoding in ((0, "utf-16-be"), (1, "utf-16-le")):
        if pairs and not any(pairs[first::2]) and all(pairs[1 - first :: 2]):
            return pairs.decode(encoding)
    return data.decode()


def time_in(text: str) -> tuple[datetime | None, bool]:
    """The time in a text, in UTC, and whether its zone is strange.

    None stands for a text without a whole date.
    """
    strange: list[str] = []

    def zone(name: str | None, offset: int | None) -> tzinfo | None:
        if offset is not None:
            return tz.tzoffset(None, offset)
        return known(name) if name else None

    def known(name: str) -> tzinfo | None:
        found = tz.gettz(name) if _ZONE.fullmatch(name) else None
        if found is None:
            strange.append(name)
        return found

    numbers = _NUMBERS.match(text)
    dotted = numbers is not None and numbers[2] == "."  # then the day comes first
    date, _, last = text.rpartition(" ")
    named = text.count(" ") == 2 and re.fullmatch(r"(?!(AM|PM)$)[A-Z].+", last, re.I)
    try:
        both = {
            parser.parse(
                date if named else text, default=day, tzinfos=zone, dayfirst=dotted
            )
            for day in _DEFAULTS
        }
        found = both.pop()
        if both:
            return None, False
        if named:
            found = found.replace(tzinfo=known(last))
        if found.tzinfo is not None:
            found = found.astimezone(UTC).replace(tzinfo=None)
    except (ValueError, OverflowError, ArithmeticError, LookupError, TypeError):
        return None, False
    return found, bool(strange)


def nbgrader_reads(text: str) -> datetime | None:
    """The time that nbgrader reads in a text."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about zones
            found: datetime = utils.parse_utc(text)
    except (ValueError, OverflowError, ArithmeticError, LookupError, TypeError):
        return None
    return found
