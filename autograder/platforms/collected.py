"""What was collected: the list that stays, and the lines that are shown."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from autograder.inert.text import cell, many
from autograder.platforms.roster import read_table
from autograder.records import Refusal

MOST_SHOWN = 20  # of one list
# What happened to a line's person, and how the summary calls the list.
STATES = {
    "new": "collected for the first time",
    "replaced": "collected again; what was there moved to {earlier}",
    "unchanged": "unchanged",
    "kept": "kept as they are: this download is older than what was collected before",
    "there": "not in this download, but collected before",
    "none": "in the roster, but without a submission",
    "unlinked": "in the roster, but without an account",
    "unknown": "not in the roster, so not collected",
    "left out": "left out",
}
LOOK = {"kept", "unknown", "left out"}  # somebody must look at these
IN_PLACE = {"new", "replaced", "unchanged", "kept", "there"}


def place(root: str, assignment: str, platform: str) -> Path:
    """Where the list is: one for each platform, as each has its own numbers."""
    return Path(root, "graded", assignment, f"collected-{platform}.csv")


@dataclass(frozen=True)
class Line:
    """One person, or one file that is nobody's."""

    id: str
    student: str
    name: str
    status: str
    files: int = 0
    version: str = ""  # of what was taken; the higher, the newer
    late: str = ""
    faults: str = ""
    notes: str = ""


def written(lines: Iterable[Line]) -> bytes:
    """The list as bytes of a CSV file."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([part.name for part in fields(Line)])
    for line in lines:
        writer.writerow([cell(value) for value in vars(line).values()])
    return text.getvalue().encode()


def read(path: Path) -> dict[str, Line]:
    """The people of an earlier list by the platform's ids; empty without one."""
    if not path.exists():
        return {}
    table = read_table(path)
    if table.header != tuple(part.name for part in fields(Line)):
        raise Refusal(f"{path} is not as `autograder collect` wrote it: remove it")
    found = {}
    for row in table.rows:
        if len(row) == len(table.header) and row[1]:
            key, student, name, status, files, *rest = row
            count = int(files) if files.isdecimal() else 0
            found[key] = Line(key, student, name, status, count, *rest)
    return found


def older(version: str, than: str) -> bool:
    """Whether a version is older than another one of its kind."""
    if version.isdecimal() and than.isdecimal():
        return int(version) < int(than)
    if version.isdecimal() or than.isdecimal() or not (version and than):
        return False
    return version < than


def summary(lines: Sequence[Line], path: Path, earlier: str) -> Iterator[str]:
    """What to show in the end: every list with its length, cut where it is long."""
    counts = Counter(line.status for line in lines)
    taken = [line for line in lines if line.status in ("new", "replaced", "unchanged")]
    files = sum(line.files for line in taken)
    yield f"{many(len(taken), 'student')} collected, {many(files, 'file')}"
    for status, words in STATES.items():
        if status in ("new", "unchanged") and counts[status]:
            yield f"{counts[status]} {words}"
        elif counts[status]:
            listed = [about(line) for line in lines if line.status == status]
            yield from a_list(words.format(earlier=earlier), listed)
    for words, attribute in (
        ("with something that could not be taken", "faults"),
        ("late, as Canvas says, which tells no time: no penalty follows", "late"),
        ("to know of", "notes"),
    ):
        listed = [
            f"{line.student}: {getattr(line, attribute)}"
            for line in lines
            if line.student and getattr(line, attribute)
        ]
        if attribute == "late":
            listed = [text.partition(":")[0] for text in listed]
        yield from a_list(words, listed)
    yield f"all of it: {path}"


def about(line: Line) -> str:
    """A line of a list."""
    who = line.student or line.id
    what = line.name if line.status in ("none", "there", "replaced", "kept") else ""
    more = what or ("" if line.student else line.notes)
    return f"{who} ({more})" if more and who else who or more


def a_list(words: str, listed: Sequence[str]) -> Iterator[str]:
    """A heading with the number of its lines, and the lines; it says when it is cut."""
    if listed:
        yield f"{len(listed)} {words}:"
        yield from (f"  {text}" for text in listed[:MOST_SHOWN])
        if len(listed) > MOST_SHOWN:
            yield f"  … and {len(listed) - MOST_SHOWN} more"
