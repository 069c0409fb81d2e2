"""Moodle: the names in *Download all submissions*, and the grading worksheet.

Moodle writes `NAME_NUMBER_assignsubmission_file/` with a student's files below, or all
in one folder as `NAME_NUMBER_assignsubmission_file_FILE`. The number is the one of
*Identifier* in the worksheet of the same assignment; another assignment has others.
Where a class hands in as groups, newer versions write the group's name and number, and
older ones the group's name before the student's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, tzinfo

from autograder.inert.text import many
from autograder.platforms.archives import Member, ghost
from autograder.platforms.roster import Form, Person, folded
from autograder.platforms.sorting import Context, Piece, Sorted


def number(text: str) -> str:
    """The number in a cell like `Participant 123`, in whatever language."""
    found = re.search(r"(\d+)\s*$", text)
    return str(int(found[1])) if found else ""


FORM = Form(
    "Identifier",
    number,
    (
        *("Full name", "First name", "Last name", "Surname", "Email address"),
        *("Group", "Grade", "Maximum grade", "Scale", "Grade can be changed"),
        *("Last modified (submission)", "Last modified (grade)"),
    ),
    "the grading worksheet of this very assignment",
)
# The first number counts: what stands behind it is the student's choice.
_NAME = re.compile(
    r"(?P<who>.*?)(?:_(?P<number>\d+))?_assignsubmission_(?P<kind>[a-z0-9]+)"
    r"(?:_(?P<file>.*))?",
    re.DOTALL,
)
_TIMES = (
    "%A, %d %B %Y, %I:%M %p",
    "%A, %B %d, %Y, %I:%M %p",
    "%A, %d %B %Y, %H:%M",
    "%d %B %Y, %I:%M %p",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%d %H:%M:%S",
)
TYPED = "an online text: it cannot be graded"


def is_name(part: str) -> bool:
    """Whether a folder's or file's name is one that Moodle made."""
    return _NAME.fullmatch(part) is not None


def sort(members: Sequence[Member], context: Context) -> Sorted:
    """Say whose each file of a download is, and what it was called."""
    found = Sorted()
    people = context.roster.people if context.roster else {}
    for member in members:
        if ghost(member.path):
            continue
        parts = member.path.split("/")
        at = next((i for i, part in enumerate(parts) if is_name(part)), None)
        name = _NAME.fullmatch(parts[at]) if at is not None else None
        if at is None or name is None:
            found.left.append((member.path, "Moodle did not name it"))
            continue
        file = "/".join([part for part in [name["file"], *parts[at + 1 :]] if part])
        if name["kind"] not in ("file", "onlinetext") or not file:
            found.left.append((member.path, "it is no file that a student handed in"))
            continue
        note = TYPED if name["kind"] == "onlinetext" else ""
        owners = owners_of(name["who"], number(name["number"] or ""), context)
        person = people.get(owners[0]) if len(owners) == 1 else None
        if person and is_other(name["who"], person):
            found.doubt(person.id, name["who"], person.name)
        if owners:
            found.pieces.append(Piece(owners, file, member, note=note))
        else:
            found.stranger(name["number"] or name["who"], member.path)
    return found


def owners_of(who: str, key: str, context: Context) -> tuple[str, ...]:
    """The ids of those whose a folder is; none if the roster does not say.

    A group's number may be somebody's as well, so the names decide between them.
    """
    if context.roster is None:
        return (key,) if key else (f"group {who}",) if who else ()
    people: Mapping[str, Person] = context.roster.people
    grouped = any(person.group for person in people.values())
    person = people.get(key)
    if person and (not grouped or named(who, person)):
        return (key,)
    if grouped and who:
        return tuple(p.id for p in people.values() if folded(p.group) == folded(who))
    return ()


def named(who: str, person: Person) -> bool:
    """Whether a folder's name has all words of a person's, in whatever order."""
    written = {folded(word) for word in re.split(r"[\s_-]+", who)}
    return {folded(word) for word in re.split(r"[\s_-]+", person.name)} <= written


def is_other(who: str, person: Person) -> bool:
    """Whether a folder's name has no word of a person's; one with a number is blind."""
    written = {folded(word) for word in re.split(r"[\s_-]+", who)} - {""}
    own = {folded(word) for word in re.split(r"[\s_-]+", person.name)} - {""}
    blind = number(who) == person.id
    return bool(own and written) and not (blind or own & written)


def time_of(text: str, zone: tzinfo | None) -> str | None:
    """A time of the worksheet as nbgrader writes one; None if it cannot be read.

    Moodle writes it in the language and the time zone of the person who downloads; the
    zone is not told. Only English can be read.
    """
    for form in _TIMES:
        try:
            local = datetime.strptime(text.strip(), form)
        except ValueError:
            continue
        aware = local.replace(tzinfo=zone) if zone else local.astimezone()
        return aware.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    return None


def times(context: Context, zone: tzinfo | None, found: Sorted) -> None:
    """Note when each student handed in, as far as the worksheet says it."""
    if context.roster is None:
        return
    owners = {owner for piece in found.pieces for owner in piece.owners}
    unread = []
    for owner in sorted(owners):
        text = context.roster.people[owner].time
        if not text or text == "-":
            continue
        time = time_of(text, zone)
        if time:
            found.times[owner] = time
        else:
            unread.append(owner)
    if found.times:
        name = zone or datetime.now().astimezone().tzname()
        found.remarks.append(
            f"Moodle's times are taken as those of {name}: if Moodle shows you "
            "another zone's, name it with --timezone and collect again"
        )
    if unread:
        found.remarks.append(
            f"the times of {many(len(unread), 'submission')} cannot be read, so they "
            "count as on time: set Moodle to English and download the worksheet again"
        )
