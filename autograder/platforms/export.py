"""Final scores in the form that Canvas and Moodle import.

What Moodle's importer of the grading worksheet (`assignfeedback_offline`) does, and
why the form is as it is:

- It finds the columns by their headings in the language of the moment, needs
  *Identifier*, *Grade* and *Last modified (grade)*, and takes a person by the number in
  *Identifier*, not by the name.
- It skips an empty grade, one that is the same already, one that is locked, and one
  above the assignment's maximum.
- It skips a grade that was given at Moodle later than *Last modified (grade)* says, a
  minute aside: so that column stays as it came, and a second round needs a fresh
  worksheet.
- It takes feedback from the columns behind, so these are not touched, either.

What Canvas' importer does: it takes a person by *ID*, an assignment by the number in
brackets behind its title; it needs *Section* as the last column before assignments, and
passes over the lines of points and of posting.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from nbgrader.coursedir import CourseDirectory

from autograder.inert.text import cell
from autograder.marks.files import explained, write_whole
from autograder.marks.students import Score, Scores, read_scores
from autograder.platforms import canvas, collected, moodle
from autograder.platforms.collected import a_list
from autograder.platforms.points import (
    decimal_comma,
    factor,
    number,
    shown,
    unchecked,
)
from autograder.platforms.roster import Form, Roster, names, read_roster
from autograder.records import Refusal

_IDENTITY = (
    *("Student", "LastName", "FirstName", "ID", "SIS User ID", "SIS Login ID"),
    *("Integration ID", "Root Account", "Section"),
)
_EXCUSED = "EX"
# How Moodle says that a grade is locked, in its languages that are used most.
_NO = {
    *("no", "nein", "non", "não", "nee", "nej", "nei", "ei", "ne", "nie", "nem"),
    *("nu", "hayır", "нет", "ні", "όχι", "否", "いいえ", "아니요", "لا", "לא"),
}


@dataclass(frozen=True)
class Wanted:
    """What a command asks for."""

    assignments: tuple[str, ...]
    platform: str
    roster: Path
    to: Path
    student_id: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    scale: bool = False


@dataclass
class Exported:
    """The lines of the file, and what to say of them."""

    rows: list[list[object]] = field(default_factory=list)
    given: int = 0
    without: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)  # cells that keep what they had
    guarded: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def export(course: CourseDirectory, wanted: Wanted) -> Iterator[str]:
    """Write the file; gives the lines to show."""
    form, columns, titles = columns_of(wanted)
    if wanted.to.resolve() == wanted.roster.resolve():
        raise Refusal(
            f"--to would replace the roster {wanted.roster}: name another file"
        )
    roster = read_roster(wanted.roster, form, columns, wanted.student_id)
    scores, linked = read_scores(course, wanted.assignments)
    students = {
        name: students_of(
            roster,
            collected.read(collected.place(course.root, name, wanted.platform)),
            wanted.student_id,
            linked,
        )
        for name in wanted.assignments
    }
    done = Exported()
    if wanted.platform == "moodle":
        (name,) = wanted.assignments
        fill_worksheet(done, roster, scores[name], students[name], name, wanted.scale)
    else:
        fill_gradebook(done, roster, scores, students, titles, wanted.scale)
    data = roster.table.written(done.rows)
    with explained(wanted.to, "name another file with --to"):
        write_whole(wanted.to, data)
    strangers = sorted(
        student
        for name in wanted.assignments
        for student in scores[name].by_student.keys() - {*students[name].values()}
    )
    yield f"{done.given} scores written to {wanted.to}"
    yield from a_list("in the gradebook, but not in the roster", strangers)
    yield from a_list("in the roster, but without a score", done.without)
    yield from a_list("waiting for a person to mark: the score may rise", done.waiting)
    yield from a_list("left as the platform has it", done.left)
    yield from a_list("written as a text, as it begins like a formula", done.guarded)
    yield from done.remarks


def columns_of(wanted: Wanted) -> tuple[Form, dict[str, str], dict[str, str]]:
    """The platform's form, the roster's columns, and the assignments' headings."""
    form: Form = {"canvas": canvas.FORM, "moodle": moodle.FORM}[wanted.platform]
    if wanted.platform == "moodle" and len(wanted.assignments) != 1:
        raise Refusal(
            "a worksheet of Moodle is for one assignment: export each with its own"
        )
    known = (form.key, *form.known)
    titles = {
        key: name
        for key, name in wanted.columns.items()
        if wanted.platform == "canvas" and key in wanted.assignments
    }
    columns = {k: name for k, name in wanted.columns.items() if k not in titles}
    odd = [key for key in columns if key not in known]
    if odd:
        raise Refusal(
            f"--column {odd[0]}=… names no column that is used here: those are "
            f"{', '.join(known)}"
        )
    return form, columns, titles


def students_of(
    roster: Roster,
    lines: Mapping[str, collected.Line],
    student_id: str | None,
    linked: Mapping[str, str],
) -> dict[str, str]:
    """Students by the platform's ids.

    As `--student-id` says; else as they were collected; else as the gradebook says.
    """
    found = {}
    for key, person in roster.people.items():
        if student_id:
            found[key] = person.student
        elif key in lines:
            found[key] = lines[key].student
        else:
            found[key] = linked.get(key, person.student)
    taken: dict[str, str] = {}
    for key, student in found.items():
        if student in taken:
            raise Refusal(
                f"{taken[student]} and {key} of the roster would both get the score of "
                f"{student}: name the column of the ids with --student-id"
            )
        taken[student] = key
    return found


def fill_worksheet(
    done: Exported,
    roster: Roster,
    scores: Scores,
    students: Mapping[str, str],
    name: str,
    scale: bool,
) -> None:
    """Moodle's worksheet as it came, with grades in it."""
    table, at = roster.table, roster.columns
    for column in ("Grade", "Last modified (grade)"):
        if column not in at:
            raise Refusal(
                f"{table.path} has no column {column!r}, only "
                f"{names(table.header, 12)}: take {moodle.FORM.where}, or name it with "
                f"--column {column!r}=NAME"
            )
    if "Scale" in at:
        raise Refusal(
            f"{table.path} is of an assignment that is graded by a scale of words: "
            "grade it by points at Moodle, and download the worksheet again"
        )
    maxima = {roster.cell(row, "Maximum grade") for row in table.rows} - {""}
    comma = any(map(decimal_comma, maxima))
    known = {number(text) for text in maxima} - {None}
    theirs = max((value for value in known if value is not None), default=None)
    by = factor(scores.most, theirs, name, scale)
    if theirs is None:
        done.remarks.append(
            unchecked(
                name, scores.most, "name the column with --column 'Maximum grade'="
            )
        )
    feedback = at["Last modified (grade)"]
    kept = {at["Identifier"], at["Grade"], feedback}
    done.rows.append(list(table.header))
    for row in table.rows:
        new: list[object] = list(row)
        key = moodle.FORM.normal(roster.cell(row, "Identifier"))
        if key in students:
            student = students[key]
            score = scores.by_student.get(student)
            text = told(done, student, score, by, comma=comma)
            if text:
                new[at["Grade"]] = text
                if roster.cell(row, "Grade can be changed").casefold() in _NO:
                    done.left.append(f"{student}: the grade is locked at Moodle")
        for place, value in enumerate(row):
            if place not in kept and place < feedback:
                new[place] = guarded(done, value)
        done.rows.append(new)


def fill_gradebook(
    done: Exported,
    roster: Roster,
    scores: Mapping[str, Scores],
    students: Mapping[str, Mapping[str, str]],
    titles: Mapping[str, str],
    scale: bool,
) -> None:
    """Canvas' gradebook: who is who as it came, and the assignments' columns."""
    table = roster.table
    called = {at for column, at in roster.columns.items() if column in _IDENTITY}
    own = [
        i
        for i, column in enumerate(table.header)
        if i in called or column.strip() in _IDENTITY
    ]
    section = "Section" in roster.columns
    if "Student" not in roster.columns:
        done.remarks.append(
            "the roster has no column 'Student', by which Canvas knows such a file: if "
            "it is called otherwise, name it with --column Student=NAME"
        )
    at = {name: heading(table.header, name, titles.get(name)) for name in scores}
    points = points_row(roster, [place for place in at.values() if place is not None])
    by = {}
    commas = set()  # assignments whose scores are written with one
    for name, place in at.items():
        there = number(points[place]) if place is not None and points else None
        if place is not None and points and "read only" in points[place]:
            raise Refusal(
                f"Canvas reckons {table.header[place]!r} itself and takes no scores "
                f"for it: name the column of {name} with --column {name}=TITLE"
            )
        by[name] = factor(scores[name].most, there, name, scale)
        if place is not None and there is None:
            done.remarks.append(
                unchecked(name, scores[name].most, "see that it is so at Canvas")
            )
        if place is not None and any(
            number(row[place]) is not None and decimal_comma(row[place])
            for row in table.rows
            if place < len(row)
        ):
            commas.add(name)
        if place is None:
            done.remarks.append(
                f"the roster has no column of {name}, so Canvas will offer to make a "
                f"new assignment; if it has one, name it with --column {name}=TITLE"
            )
    heads = [table.header[p] if p is not None else n for n, p in at.items()]
    blank = [] if section else ["Section"]
    done.rows.append([*(table.header[i] for i in own), *blank, *heads])
    for row in table.rows:
        if not any(text.strip() for text in row):
            continue
        key = roster.cell(row, "ID")
        cells: list[object] = []
        for name, place in at.items():
            was = row[place] if place is not None and place < len(row) else ""
            if key in students[name]:
                cells.append(
                    canvas_cell(
                        *(done, name, students, scores, key, was, by),
                        comma=name in commas,
                    )
                )
            elif row is points and place is None:
                cells.append(shown(scores[name].most))
            else:
                cells.append(was)
        who = [guarded(done, row[i]) if i < len(row) else "" for i in own]
        done.rows.append([*who, *([] if section else [""]), *cells])


def points_row(roster: Roster, places: Sequence[int]) -> Sequence[str] | None:
    """The row with the points that can be had, which is of no person."""
    rows = [row for row in roster.table.rows if row and not roster.cell(row, "ID")]
    return next(
        (row for row in rows if "Points Possible" in row[0]),
        next(
            (
                row
                for row in rows
                if any(p < len(row) and number(row[p]) is not None for p in places)
            ),
            None,
        ),
    )


def canvas_cell(
    done: Exported,
    name: str,
    students: Mapping[str, Mapping[str, str]],
    scores: Mapping[str, Scores],
    key: str,
    was: str,
    by: Mapping[str, float],
    comma: bool = False,
) -> str:
    """One person's score of one assignment, or what the roster has."""
    student = students[name][key]
    score = scores[name].by_student.get(student)
    if score is not None and was.strip().upper() == _EXCUSED:
        done.left.append(f"{student}: excused from {name}")
        return was
    who = student if len(scores) == 1 else f"{student}, {name}"
    return told(done, who, score, by[name], comma) or was


def told(
    done: Exported, student: str, score: Score | None, by: float, comma: bool = False
) -> str:
    """A score as a text; empty where there is none."""
    if score is None:
        done.without.append(student)
        return ""
    if score.waits:
        done.waiting.append(student)
    done.given += 1
    return shown(score.points * by, comma)


def heading(header: Sequence[str], name: str, title: str | None) -> int | None:
    """Where the column of an assignment is: Canvas appends its number to the title."""
    wanted = title or name
    titles = [
        (i, c.strip()) for i, c in enumerate(header) if c.strip() not in _IDENTITY
    ]
    exact = [i for i, column in titles if column == wanted]
    pattern = re.compile(rf"{re.escape(wanted)} \(\d+\)")
    found = exact or [i for i, column in titles if pattern.fullmatch(column)]
    if len({header[i].strip() for i in found}) < len(found):
        raise Refusal(
            f"the roster has several columns {header[found[0]]!r}: remove those that "
            f"are not of {name}"
        )
    if len(found) > 1:
        several = names([header[i] for i in found])
        raise Refusal(
            f"the roster has {several}: choose with --column {name}='TITLE (NUMBER)'"
        )
    if title and not found:
        raise Refusal(
            f"the roster has no column {title!r} for {name}, only "
            f"{names([column for _, column in titles], 20)}"
        )
    return found[0] if found else None


def guarded(done: Exported, value: str) -> object:
    """A cell that no spreadsheet takes for a formula; a dash alone is none."""
    found = value if value.strip() == "-" else cell(value)
    if found != value:
        done.guarded.append(str(found))
    return found
