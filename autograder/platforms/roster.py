"""Who is who: the file that a platform exports, read as it is and written back so.

A *roster* is Canvas' gradebook, Moodle's grading worksheet or the roster of GitHub
Classroom, all CSV.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from autograder.course.submissions import student_of
from autograder.inert.text import cell
from autograder.records import Refusal

LONGEST_ID = 128  # characters that the gradebook keeps
_SAVE = 'save it as "CSV UTF-8" in your spreadsheet program, or download it again'
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # as spreadsheet programs save


@dataclass(frozen=True)
class Table:
    """A CSV file, and how it was written."""

    path: Path
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    mark: bytes = b""
    encoding: str = "utf-8"
    delimiter: str = ","
    newline: str = "\n"

    def index(self, name: str) -> int | None:
        """Where a column is; upper and lower case are the same."""
        names = [column.strip().casefold() for column in self.header]
        wanted = name.strip().casefold()
        return names.index(wanted) if wanted in names else None

    def written(self, rows: Sequence[Sequence[object]]) -> bytes:
        """Other lines below the same heading, in the form of this file."""
        text = io.StringIO(newline="")
        writer = csv.writer(text, delimiter=self.delimiter, lineterminator=self.newline)
        writer.writerows(rows)
        encoding = self.encoding.removesuffix("-sig")
        return self.mark + text.getvalue().encode(encoding)


@dataclass(frozen=True)
class Form:
    """What a platform's roster looks like."""

    key: str  # the column with the platform's id
    normal: Callable[[str], str]  # the id in a cell of it; empty where there is none
    known: tuple[str, ...]  # other columns that are used, if they are there
    where: str  # one gets it
    # Whether a row, of which it is told the cells, is of nobody in the class.
    spare: Callable[[Callable[[str], str]], bool] = lambda get: False


@dataclass(frozen=True)
class Person:
    """One line of a roster."""

    id: str  # the platform's
    student: str  # the course's
    name: str = ""
    first: str = ""
    last: str = ""
    email: str = ""
    group: str = ""
    time: str = ""  # of the submission


@dataclass(frozen=True)
class Roster:
    """The people of a table by the platform's ids, and its columns."""

    table: Table
    people: Mapping[str, Person]
    columns: Mapping[str, int] = field(default_factory=dict)
    unlinked: tuple[str, ...] = ()  # people without an id at the platform
    spare: frozenset[str] = frozenset()  # ids of rows that are nobody in the class

    def cell(self, row: Sequence[str], column: str) -> str:
        """A row's cell; empty where the table has none."""
        at = self.columns.get(column)
        return row[at].strip() if at is not None and at < len(row) else ""


def read_table(path: Path) -> Table:
    """Read a CSV file in UTF-8 or UTF-16, with commas, semicolons or tabs.

    Raises `Refusal` with what to do about it.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Refusal(f"cannot read {path}: {error.strerror}") from error
    if data.startswith(_SHEETS):
        raise Refusal(f"{path} is a spreadsheet and no CSV file: {_SAVE}")
    mark, encoding = next((m for m in _MARKS if data.startswith(m[0])), (b"", ""))
    if not encoding:
        head = data[:400]
        if head.count(0) * 3 > len(head):
            encoding = "utf-16-le" if head[1::2].count(0) else "utf-16-be"
        else:
            encoding = "utf-8"
    try:
        text = data[len(mark) :].decode(encoding.removesuffix("-sig"))
    except UnicodeDecodeError as error:
        raise Refusal(f"{path} is not in UTF-8: {_SAVE}") from error
    if "\0" in text:
        raise Refusal(f"{path} is not in UTF-8: {_SAVE}")
    csv.field_size_limit(100_000_000)  # texts of students can be long
    found: tuple[list[list[str]], str] = ([], ",")
    try:
        for delimiter in ",;\t":
            rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
            if rows and len(rows[0]) > len(found[0][0] if found[0] else ()):
                found = rows, delimiter
    except csv.Error as error:
        raise Refusal(f"{path} is not a CSV file ({error}): {_SAVE}") from error
    rows, delimiter = found
    if not rows:
        raise Refusal(f"{path} is empty: {_SAVE}")
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = tuple(tuple(row) for row in rows[1:])
    return Table(path, tuple(rows[0]), lines, mark, encoding, delimiter, newline)


def read_roster(
    path: Path,
    form: Form,
    columns: Mapping[str, str] | None = None,
    student_id: str | None = None,
) -> Roster:
    """Read a roster: its people by the platform's ids.

    Args:
        path: the file that the platform exported.
        form: what it looks like.
        columns: names of columns that are called otherwise, by their usual names.
        student_id: the column with the students' ids in the course; without one,
            the platform's ids serve.

    Raises:
        Refusal: it cannot be that file, or an id is not fit to be a folder's name.
    """
    table = read_table(path)
    at = places(table, form, columns or {})
    if form.key not in at:
        raise Refusal(
            f"{path} has no column {form.key!r}, only {names(table.header)}: take "
            f"{form.where}, or name the column with --column {form.key}=NAME"
        )
    roster = Roster(table, {}, at)
    chosen = table.index(student_id) if student_id else at[form.key]
    if chosen is None:
        raise Refusal(
            f"{path} has no column {student_id!r} for --student-id, only "
            f"{names(table.header)}"
        )
    for column in {table.header[at[form.key]], table.header[chosen]}:
        if [c.strip().casefold() for c in table.header].count(
            column.strip().casefold()
        ) > 1:
            raise Refusal(
                f"{path} has several columns {column!r}, so it does not say who is "
                "who: remove those that do not belong there"
            )
    found: list[Person] = []
    unlinked = []
    spare = set()
    for row in table.rows:
        key = form.normal(roster.cell(row, form.key))
        if key and form.spare(partial(roster.cell, row)):
            spare.add(key)
        elif key:
            own = row[chosen].strip() if student_id and chosen < len(row) else ""
            found.append(person(roster, row, key, own if student_id else key))
        elif form.key == "github_username" and any(row):
            unlinked.append(roster.cell(row, "identifier") or row[0])
    check(found, path, form.key, student_id)
    people = {one.id: one for one in found}
    return Roster(table, people, at, tuple(unlinked), frozenset(spare - {*people}))


def places(table: Table, form: Form, columns: Mapping[str, str]) -> dict[str, int]:
    """Where the columns that are used stand."""
    at = {}
    for name in (form.key, *form.known):
        called = columns.get(name, name)
        place = table.index(called)
        if place is None and name in columns:
            raise Refusal(
                f"{table.path} has no column {called!r}, only {names(table.header)}"
            )
        if place is not None:
            at[name] = place
    return at


def person(roster: Roster, row: Sequence[str], key: str, student: str) -> Person:
    """The person of a row."""

    def get(*columns: str) -> str:
        return next((text for c in columns if (text := roster.cell(row, c))), "")

    last, comma, first = get("Student").partition(", ")
    name = get("Student", "Full name", "name")
    if not comma:
        first, _, last = name.rpartition(" ")
    first = get("First name", "FirstName") or first
    last = get("Last name", "Surname", "LastName") or last
    login = get("SIS Login ID")
    return Person(
        key,
        student,
        name or f"{first} {last}".strip(),
        first,
        last,
        get("Email address") or (login if "@" in login else ""),
        get("Group"),
        get("Last modified (submission)"),
    )


def check(
    people: Sequence[Person], path: Path, key: str, student_id: str | None
) -> None:
    """Refuse a roster in which an id is missing, twice there, or not fit for a folder.

    Two people with one id would get each other's marks.
    """
    if not people:
        raise Refusal(f"{path} has nobody in its column {key!r}")
    twice = repeated([one.id for one in people])
    if twice:
        raise Refusal(
            f"{path} has {names(twice)} more than once in {key!r}: remove the lines "
            "that do not belong there"
        )
    column = student_id or key
    hint = "choose another column with --student-id, or correct the file"
    empty = [one.id for one in people if not one.student]
    if empty:
        raise Refusal(f"{path} has no {column!r} for {names(empty)}: {hint}")
    twice = repeated([one.student for one in people])
    if twice:
        raise Refusal(
            f"{path} has {names(twice)} more than once in {column!r}, so that marks "
            f"would go astray: {hint}"
        )
    unfit = [one.student for one in people if not fit(one.student)]
    if unfit:
        raise Refusal(
            f"{path}: {names(unfit)} in {column!r} cannot be the name of a folder: "
            f"{hint}"
        )


def repeated(texts: Sequence[str]) -> list[str]:
    """Those that stand there more than once; case does not tell folders apart."""
    folded = [unicodedata.normalize("NFKC", text).casefold() for text in texts]
    counts = Counter(folded)
    return sorted({t for t, f in zip(texts, folded, strict=True) if counts[f] > 1})


def fit(student: str) -> bool:
    """Whether an id can be a folder's name and stays the same wherever it is shown."""
    return (
        bool(re.fullmatch(r"[^./\\\s~,{}*?\[][^/\\,{}*?\[]*(?<!\s)", student))
        and len(student) <= LONGEST_ID
        and student_of(student) == student
        and cell(student) == student
    )


def names(texts: Sequence[str], most: int = 5) -> str:
    """Some of many, for a sentence."""
    more = f" and {len(texts) - most} more" if len(texts) > most else ""
    return ", ".join(repr(text) for text in texts[:most]) + more


def folded(name: str) -> str:
    """A person's name as platforms write it into file names: its letters alone."""
    text = unicodedata.normalize("NFKD", name).casefold()
    return "".join(letter for letter in text if letter.isalnum())
