"""Canvas and Moodle: their bulk downloads in, their grade files out.

Plugins for `nbgrader zip_collect --collector=...` and `nbgrader export --exporter=...`.
A *roster* is the file that the LMS itself exports: Canvas' gradebook, or Moodle's
grading worksheet or participants list, both CSV. It says who a number is; without one
the LMS' number serves as student id.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import ClassVar

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.plugins import ExportPlugin
from nbgrader.plugins.zipcollect import FileNameCollectorPlugin
from traitlets import Unicode

from autograder.inert.text import cell, plain

# doejane_LATE_1234_56789_relu-2.ipynb; the last number counts resubmissions
CANVAS_NAME = re.compile(
    r"(?P<name>[^_]+)_(?:LATE_)?(?P<user>\d+)_(?P<number>\d+)_"
    r"(?P<file_id>.+?)(?:-(?P<copy>\d+))?\.ipynb"
)
# Jane Doe_123456_assignsubmission_file/relu.ipynb, or with _ for the folder
MOODLE_NAME = re.compile(
    r"(?P<name>[^/_]+)_(?P<user>\d+)_assignsubmission_file_?/?"
    r"(?P<file_id>[^/]+?)\.ipynb"
)
CANVAS_COLUMNS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")


@dataclass(frozen=True)
class Person:
    """One line of a roster: the student id of the course, and the LMS' own columns."""

    student_id: str
    columns: dict[str, str]


def read_roster(path: str, number: str, identity: tuple[str, ...]) -> dict[str, Person]:
    """Return the people of a roster by their LMS number.

    Args:
        path: the CSV file that the LMS exported.
        number: the column with the LMS' number, as it stands in file names.
        identity: columns that may hold the student id, best first.

    Raises:
        ValueError: the file has not the columns of such an export.
    """
    with open(path, newline="", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    columns = list(rows[0]) if rows else []
    found = [column for column in identity if column in columns]
    if number not in columns or not found:
        raise ValueError(
            f"{path} is not the roster expected: it needs a column {number!r} and one "
            f"of {', '.join(identity)}; it has {', '.join(columns) or 'none'}"
        )
    people = {}
    for row in rows:
        key = re.sub(r"\D", "", row[number] or "")
        student = next((row[column] for column in found if row[column]), key)
        if not re.fullmatch(r"[^/\\]*", student) or student in (".", ".."):
            raise ValueError(f"{path}: {student!r} cannot be the name of a folder")
        if key:  # Canvas' second line holds the points possible, and no number
            people[key] = Person(student.split("@")[0], row)
    return people


class RosterCollector(FileNameCollectorPlugin):
    """A collector that knows who a number in a file name is."""

    pattern: ClassVar[re.Pattern]
    parts: ClassVar[int]  # of a path that the pattern looks at, at most
    number: ClassVar[str]
    identity: ClassVar[tuple[str, ...]]
    roster = Unicode("", help="the CSV file that the LMS exported").tag(config=True)

    def _match(self, filename: str) -> dict[str, str] | None:
        path = Path(filename)
        root = next((p for p in path.parents if p.name == "extracted"), path.parent)
        if not hasattr(self, "_found"):
            self._found = self.survey(root)
        if path not in self._found:
            self.log.warning(
                "Left out, as the LMS did not name it or it is an older version: %s",
                plain(filename),
            )
            return None
        user, file_id = self._found[path]
        student = user
        if self.roster:
            if user not in self.people:
                self.log.warning(
                    "%s is not in the roster; left out: %s", user, plain(filename)
                )
                return None
            student = self.people[user].student_id
        return {"student_id": student, "file_id": file_id}

    @cached_property
    def people(self) -> dict[str, Person]:
        """The people of the roster; a bad one ends the program with a sentence."""
        try:
            return read_roster(self.roster, self.number, self.identity)
        except (OSError, ValueError) as error:
            self.parent.fail(str(error))
            raise

    def matched(self, path: Path) -> re.Match | None:
        """What the LMS says in a file's name, or in that of its folder."""
        for count in range(self.parts, 0, -1):
            found = self.pattern.fullmatch("/".join(path.parts[-count:]))
            if found is not None:
                return found
        return None

    def survey(self, root: Path) -> dict[Path, tuple[str, str]]:
        """Each notebook to take: whose it is, and the name it should have.

        Of several versions the last one counts. Where the assignment has one
        notebook, a student's only notebook is that one, whatever its name.
        """
        latest: dict[tuple[str, str], tuple[tuple[int, int], Path]] = {}
        for path in sorted(root.rglob("*.ipynb")):
            found = self.matched(path)
            if found is None:
                continue
            parts = found.groupdict()
            order = int(parts.get("number") or 0), int(parts.get("copy") or 0)
            key = parts["user"], parts["file_id"]
            if key not in latest or order >= latest[key][0]:
                latest[key] = order, path
        released = self.released()
        counts = Counter(user for user, _ in latest)
        return {
            path: (user, released[0])
            if len(released) == 1 and counts[user] == 1
            else (user, file_id)
            for (user, file_id), (_, path) in latest.items()
        }

    def released(self) -> list[str]:
        """The names of the assignment's notebooks."""
        course = self.parent.coursedir
        folder = course.format_path(course.release_directory, ".", course.assignment_id)
        return [path.stem for path in Path(folder).glob("*.ipynb")]


class CanvasCollector(RosterCollector):
    """Reads the names in Canvas' *Download submissions* archive."""

    pattern = CANVAS_NAME
    parts = 1
    number = "ID"
    identity = ("SIS Login ID", "SIS User ID", "ID")


class MoodleCollector(RosterCollector):
    """Reads the names in Moodle's *Download all submissions* archive."""

    pattern = MOODLE_NAME
    parts = 2
    number = "Identifier"
    identity = ("Username", "ID number", "Email address")


class LmsExporter(ExportPlugin):
    """Scores of the gradebook, one line a student, one column an assignment."""

    roster = Unicode("", help="the CSV file that the LMS exported").tag(config=True)
    default_name: ClassVar[str]

    def export(self, gradebook: Gradebook) -> None:
        """Write the file named by `--to`, in the form that the LMS imports."""
        wanted = [
            assignment
            for assignment in gradebook.assignments
            if not self.assignment or assignment.name in self.assignment
        ]
        # The gradebook gives students without a name in no particular order.
        students = sorted(
            (
                student
                for student in gradebook.students
                if not self.student or student.id in self.student
            ),
            key=lambda s: (s.last_name or "", s.first_name or "", s.id),
        )
        destination = Path(self.to or self.default_name)
        lines = self.lines(gradebook, wanted, students)
        partial = destination.with_name(destination.name + ".partial")
        with partial.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(self.safe(line) for line in lines)
        partial.replace(destination)
        self.log.info("Exported %d students to %s", len(students), destination)

    def safe(self, line: list[object]) -> list[object]:
        """A line that no spreadsheet takes for formulas; tells of what was changed."""
        found = [cell(value) for value in line]
        for before, after in zip(line, found, strict=True):
            if before != after:
                self.log.warning(
                    "Written as a text, as it begins like a formula: %s", plain(after)
                )
        return found

    def lines(self, gradebook: Gradebook, assignments, students) -> list[list[object]]:
        """Return the header and the students' lines."""
        raise NotImplementedError


def score_of(gradebook: Gradebook, assignment: str, student: str) -> float | str:
    """Return a student's score, or an empty string where nothing was submitted."""
    try:
        return gradebook.find_submission(assignment, student).score
    except MissingEntry:
        return ""


def canvas_name(assignment: str, columns: list[str]) -> str:
    """The heading of an assignment: Canvas adds its number, as in `relu (4711)`."""
    pattern = re.compile(rf"{re.escape(assignment)} \(\d+\)")
    return next((name for name in columns if pattern.fullmatch(name)), assignment)


class CanvasExporter(LmsExporter):
    """A file for Canvas' *Import grades*."""

    default_name = "canvas_grades.csv"

    def lines(self, gradebook: Gradebook, assignments, students) -> list[list[object]]:
        """Return Canvas' header, its line of points, and the students' lines."""
        people = {}
        if self.roster:
            roster = read_roster(self.roster, "ID", CanvasCollector.identity)
            people = {person.student_id: person.columns for person in roster.values()}
        known = [column for columns in people.values() for column in columns]
        names = [canvas_name(a.name, known) for a in assignments]
        header = [*CANVAS_COLUMNS, *names]
        points = ["    Points Possible", "", "", "", ""]
        lines = [header, [*points, *(a.max_score for a in assignments)]]
        for student in students:
            own = {
                "Student": f"{student.last_name or ''}, {student.first_name or ''}",
                "ID": student.lms_user_id or "",
                "SIS Login ID": student.id,
                **people.get(student.id, {}),
            }
            scores = (score_of(gradebook, a.name, student.id) for a in assignments)
            lines.append([*(own.get(c, "") for c in CANVAS_COLUMNS), *scores])
        return lines


class MoodleExporter(LmsExporter):
    """A file for Moodle's gradebook, *Import, CSV file*; maps on the user name."""

    default_name = "moodle_grades.csv"

    def lines(self, gradebook: Gradebook, assignments, students) -> list[list[object]]:
        """Return a header and the students' lines."""
        header = ["username", "firstname", "lastname", "email"]
        lines: list[list[object]] = [[*header, *(a.name for a in assignments)]]
        for student in students:
            own = [student.id, student.first_name, student.last_name, student.email]
            scores = (score_of(gradebook, a.name, student.id) for a in assignments)
            lines.append([*(value or "" for value in own), *scores])
        return lines
