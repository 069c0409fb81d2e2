"""Collect a platform's bulk download into the course, by the platform's own ids.

The order is: read everything, refuse what is wrong, then write. A student's folder is
either the old one or the new one.
"""

from __future__ import annotations

import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import tzinfo
from pathlib import Path
from types import ModuleType

from nbgrader.coursedir import CourseDirectory

from autograder.course.assignment import load_course, unknown
from autograder.marks import students
from autograder.marks.files import explained, write_whole
from autograder.platforms import archives, canvas, collected, github, moodle, placing
from autograder.platforms.collected import IN_PLACE, LOOK, Line
from autograder.platforms.commits import written
from autograder.platforms.roster import Person, Roster, fit, read_roster
from autograder.platforms.sorting import Context, Piece, Sorted
from autograder.records import Refusal

PLATFORMS: Mapping[str, ModuleType] = {
    "canvas": canvas,
    "moodle": moodle,
    "github": github,
}
EARLIER = ".earlier"  # beside the students' folders; nothing looks there
MOST_SAID = 20  # of one student's files
_KEPT = "what was collected before is kept: see that there is room, and run again"


@dataclass(frozen=True)
class Download:
    """What a command asks for."""

    assignment: str
    archive: Path
    platform: str
    roster: Path | None = None
    student_id: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    prefix: str | None = None
    zone: tzinfo | None = None


@dataclass
class Report:
    """What collecting came to."""

    lines: list[Line]
    remarks: list[str]
    path: Path
    earlier: Path

    @property
    def code(self) -> int:
        """1 where somebody must look."""
        return int(any(line.status in LOOK or line.faults for line in self.lines))

    def shown(self) -> Iterator[str]:
        """The last lines."""
        yield from collected.summary(self.lines, self.path, str(self.earlier))
        yield from self.remarks


def collect(root: Path, wanted: Download, db: str | None = None) -> Report:
    """Collect a download into the course in `root`; raises `Refusal`."""
    course = load_course(root)
    if db:
        course.db_url = db
    source = Path(course.format_path(course.source_directory, ".", wanted.assignment))
    notebooks = frozenset(path.stem for path in source.glob("*.ipynb"))
    if not notebooks:
        raise unknown(wanted.assignment, Path(course.root, course.source_directory))
    roster = roster_of(wanted)
    path = collected.place(course.root, wanted.assignment, wanted.platform)
    before = collected.read(path)
    context = Context(wanted.assignment, notebooks, roster, wanted.prefix)
    given = frozenset(
        str(path.relative_to(source))
        for path in source.rglob("*")
        if path.is_file() and path.suffix != ".ipynb"
    )
    with sorted_members(wanted, context) as found:
        unfit = settle(found, context, before, path)
        if not found.pieces and not found.unknown and not unfit:
            raise Refusal(
                f"{wanted.archive} has no file that {wanted.platform.capitalize()} "
                "named: is it the download of all submissions?"
            )
        with explained(path, _KEPT):
            lines = place_all(course, wanted, context, found, before, given)
    lines += list(rest(context, found, before, lines, course, wanted.assignment))
    with explained(path, _KEPT):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, collected.written(lines))
    students.add_people(course, people(context, lines, wanted.platform))
    earlier = Path(course.format_path(course.submitted_directory, EARLIER, ""))
    return Report(lines, found.remarks, path, earlier)


def roster_of(wanted: Download) -> Roster | None:
    """The roster that a command names, read as its platform writes it."""
    form = PLATFORMS[wanted.platform].FORM
    odd = [name for name in wanted.columns if name not in (form.key, *form.known)]
    if odd:
        raise Refusal(
            f"--column {odd[0]}=… names no column that is used here: those are "
            f"{', '.join((form.key, *form.known))}"
        )
    if wanted.roster is None:
        if wanted.student_id or wanted.columns:
            raise Refusal("--student-id and --column need the file of --roster")
        return None
    return read_roster(wanted.roster, form, wanted.columns, wanted.student_id)


@contextmanager
def sorted_members(wanted: Download, context: Context) -> Iterator[Sorted]:
    """The files of the download, sorted by its platform; open while they are used."""
    archive = wanted.archive
    if wanted.platform == "github" and archive.is_dir():
        archive = github.home(archive)
    owned = {"canvas": canvas.is_name, "moodle": moodle.is_name}
    with archives.members_of(
        archive, owned.get(wanted.platform, lambda name: True)
    ) as members:
        if wanted.platform == "github":
            folder = archive if archive.is_dir() else None
            yield github.sort(members, context, folder)
            return
        found: Sorted = PLATFORMS[wanted.platform].sort(members, context)
        if wanted.platform == "moodle":
            moodle.times(context, wanted.zone, found)
        yield found


def settle(
    found: Sorted, context: Context, before: Mapping[str, Line], path: Path
) -> bool:
    """Refuse ids that changed since an earlier time; leave out those that are unfit."""
    if context.roster is None:
        unfit = {o for p in found.pieces for o in p.owners if not fit(o)}
        for owner in unfit:
            found.left.append((owner, "it cannot be the name of a folder"))
        found.pieces = [p for p in found.pieces if not unfit & {*p.owners}]
    ids = {owner for piece in found.pieces for owner in piece.owners}
    for owner in sorted(ids):
        line, now = before.get(owner), student_of(owner, context)
        if line and line.student != now and line.status in IN_PLACE:
            raise Refusal(
                f"{owner} was collected as {line.student} before and would be {now} "
                "now: use the --roster and --student-id of that time, or remove "
                f"{path} and the folders of that time"
            )
    return bool(found.left)


def student_of(owner: str, context: Context) -> str:
    """The course's id of somebody."""
    return context.roster.people[owner].student if context.roster else owner


def name_of(owner: str, context: Context) -> str:
    """What the roster calls somebody."""
    return context.roster.people[owner].name if context.roster else ""


def place_all(
    course: CourseDirectory,
    wanted: Download,
    context: Context,
    found: Sorted,
    before: Mapping[str, Line],
    given: frozenset[str],
) -> list[Line]:
    """Write every student's folder; a line for each."""
    by_owner: dict[str, list[Piece]] = defaultdict(list)
    for piece in found.pieces:
        for owner in piece.owners:
            by_owner[owner].append(piece)
    step = course.submitted_directory
    root = Path(course.format_path(step, EARLIER, "")).parent
    root.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=".collecting-", dir=root))
    lines = []
    try:
        for owner, pieces in sorted(by_owner.items()):
            student = student_of(owner, context)
            place = Path(course.format_path(step, student, wanted.assignment))
            earlier = Path(course.format_path(step, EARLIER, wanted.assignment))
            line = place_one(
                *(owner, student, pieces, found, before.get(owner)),
                *(scratch / student, place, earlier / student, given),
            )
            name = name_of(owner, context)
            lines.append(Line(owner, student, name, *line))
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return lines


def place_one(
    owner: str,
    student: str,
    pieces: list[Piece],
    found: Sorted,
    before: Line | None,
    new: Path,
    place: Path,
    earlier: Path,
    given: frozenset[str],
) -> tuple[str, int, str, str, str, str]:
    """Write one student's folder; what a line says of it, from its status on."""
    time = found.times.get(owner)
    built = placing.build(new, pieces, time, given)
    if not time and built.moment:
        time = written(built.moment)
        (new / placing.TIMESTAMP).write_text(f"{time}\n")
    uploads = [piece.order[0] for piece in pieces if piece.order]
    version = str(max(uploads)) if any(uploads) else time or ""
    was = before.version if before and place.exists() else ""
    if collected.older(version, was):
        status, version = "kept", was
    else:
        status = placing.put(new, place, earlier)
    shutil.rmtree(new, ignore_errors=True)
    several = [*found.several.get(owner, ()), *built.several]
    notes = some([*found.doubts.get(owner, ()), *built.notes, *several])
    late = "late" if any(piece.late for piece in pieces) else ""
    return status, built.files, version, late, some(built.faults), notes


def some(texts: Sequence[str]) -> str:
    """Several texts as one, cut where they are many."""
    more = len(texts) - MOST_SAID
    shown = texts[:MOST_SAID]
    return "; ".join([*shown, f"and {more} more"] if more > 0 else shown)


def rest(
    context: Context,
    found: Sorted,
    before: Mapping[str, Line],
    lines: list[Line],
    course: CourseDirectory,
    assignment: str,
) -> Iterator[Line]:
    """Lines for those who have no file in this download, and for nobody's files."""
    done = {line.id for line in lines}
    known: dict[str, tuple[str, str]] = {}
    if context.roster:
        known = {k: (p.student, p.name) for k, p in context.roster.people.items()}
    for line in before.values():
        known.setdefault(line.id, (line.student, line.name))
    for key, (student, name) in known.items():
        if key in done:
            continue
        place = Path(
            course.format_path(course.submitted_directory, student, assignment)
        )
        earlier = before.get(key)
        version = earlier.version if earlier else ""
        status = "there" if place.exists() else "none"
        if status == "there" or (context.roster and key in context.roster.people):
            yield Line(key, student, name, status, version=version)
    for who in context.roster.unlinked if context.roster else ():
        yield Line("", "", who, "unlinked", notes=who)
    for key, paths in sorted(found.unknown.items()):
        yield Line(key, "", "", "unknown", len(paths), notes=", ".join(paths[:5]))
    for path, why in found.left:
        yield Line("", "", "", "left out", notes=f"{path}: {why}")


def people(
    context: Context, lines: list[Line], platform: str
) -> dict[str, students.Fields]:
    """What the gradebook is to know of people; an account at GitHub is no LMS' id."""
    linked = platform != "github"
    if context.roster is None:
        return {
            line.student: {"lms_user_id": line.id if linked else ""}
            for line in lines
            if line.student
        }

    def fields(person: Person) -> students.Fields:
        return {
            "first_name": person.first,
            "last_name": person.last,
            "email": person.email,
            "lms_user_id": person.id if linked else "",
        }

    return {p.student: fields(p) for p in context.roster.people.values()}
