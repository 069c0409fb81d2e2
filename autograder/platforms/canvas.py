"""Canvas: the names in *Download Submissions*.

Canvas writes `NAME_LATE_USER_ATTACHMENT_FILE`: the sortable name in lower case without
anything but letters, digits and `_`; LATE where that is so; the numbers of the person
and of the upload; the name that the file had. Where grading is anonymous the name is
missing and `anon_ID` stands for the person. A text or a link has no upload:
`NAME_USER_text.html`. An upload to a quiz has `question_NUMBER` behind the person's
number. Of a file handed in again Canvas appends `-1`, `-2` to the name.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from autograder.inert.text import many
from autograder.platforms.archives import Member, ghost, unwrapped
from autograder.platforms.roster import Form, Person, folded
from autograder.platforms.sorting import Context, Piece, Sorted
from autograder.records import Refusal

TESTER = "Student, Test"


def is_tester(get: Callable[[str], str]) -> bool:
    """Whether a row is of the test student that *Student View* makes.

    Nobody enrolled it, so it has no id of the school and no address to log in by.
    """
    known = get("SIS User ID") or "@" in get("SIS Login ID")
    return get("Student") == TESTER and not known


FORM = Form(
    "ID",
    str.strip,
    (
        *("Student", "LastName", "FirstName", "Section"),
        *("SIS Login ID", "SIS User ID", "Integration ID", "Root Account"),
    ),
    "the gradebook that Canvas exports",
    is_tester,
)
_UPLOAD = re.compile(
    r"(?=(?:^|_)(?P<late>LATE_)?(?P<user>\d+)_(?:question_\d+_)?"
    r"(?P<up>\d+)_(?P<file>.+))"
)
_TYPED = re.compile(
    r"(?:^|_)(?P<late>LATE_)?(?P<user>\d+)_(?P<file>(?:text|link)\.html)"
)
_ANONYMOUS = re.compile(
    r"(?P<late>LATE_)?anon(?:ymous)?_(?P<user>[A-Za-z0-9]+)_"
    r"(?:(?P<up>\d+)_(?P<file>.+)|(?P<typed>(?:text|link)\.html))"
)
_AGAIN = re.compile(r"(?P<stem>.+)-(?P<copy>[1-9]\d{0,3})")
TYPED = "a text or a link, not a file: it cannot be graded"


@dataclass(frozen=True)
class Reading:
    """One way to read a file's name."""

    who: str  # the name before the number, as Canvas writes it
    user: str
    upload: int
    file: str
    late: bool
    anonymous: bool = False


def readings(name: str) -> Iterator[Reading]:
    """The ways to read a file's name; usually there is one."""
    found = _ANONYMOUS.fullmatch(name)
    if found:
        file = found["file"] or found["typed"]
        upload, late = int(found["up"] or 0), bool(found["late"])
        yield Reading("", f"anon_{found['user']}", upload, file, late, True)
    for found in _UPLOAD.finditer(name):
        who = name[: found.start()]
        if who == "LATE" or who.endswith("_LATE"):
            continue  # it has been read together with its mark
        late = bool(found["late"])
        yield Reading(who, found["user"], int(found["up"]), found["file"], late)
    typed = _TYPED.search(name)
    if typed and typed.end() == len(name):
        who = name[: typed.start()]
        if not (who == "LATE" or who.endswith("_LATE")):
            yield Reading(who, typed["user"], 0, typed["file"], bool(typed["late"]))


def is_name(part: str) -> bool:
    """Whether a file's name is one that Canvas made."""
    return next(readings(part), None) is not None


def reading(name: str, context: Context) -> tuple[Reading | None, str]:
    """The one way to read a name, or none and why.

    A student chooses the end of a file's name and perhaps their own name, and either
    may look like somebody's number. So the first number counts, unless the roster's
    names say that another is meant.
    """
    found = list(readings(name))
    if not found:
        return None, "Canvas did not name it"
    people = context.roster.people if context.roster else {}
    fits = [one for one in found if one.user in people and named(one, people[one.user])]
    if len(fits) > 1:
        users = " or ".join(one.user for one in fits)
        return None, f"it could be of {users}: put it into the right folder yourself"
    if fits:
        return fits[0], ""
    first = found[0]
    if first.anonymous and len(found) > 1 and found[1].user in people:
        return found[1], ""
    return first, ""


def named(one: Reading, person: Person) -> bool:
    """Whether the name before the number is the person's."""
    return bool(one.who) and folded(one.who) == folded(person.name)


def same_name(who: str, name: str) -> bool:
    """Whether a name in a file's name is a person's, whichever part comes first."""
    return not name or sorted(folded(who)) == sorted(folded(name))


def sort(members: Sequence[Member], context: Context) -> Sorted:
    """Say whose each file of a download is, and what it was called."""
    found = Sorted()
    people = context.roster.people if context.roster else {}
    strangers = []
    testers: list[str] = []
    inside = unwrapped(list(members))
    if any(is_name(member.path.partition("/")[0]) for member in inside):
        members = inside  # the folder around all may look like a name itself
    for member in members:
        if ghost(member.path):
            continue
        folders = member.path.split("/")
        at = next((i for i, part in enumerate(folders) if is_name(part)), None)
        if at is None:
            found.left.append((member.path, "Canvas did not name it"))
            continue
        one, why = reading(folders[at], context)
        if one is None:
            found.left.append((member.path, why))
        elif context.roster and one.user in context.roster.spare:
            testers.append(member.path)
        elif context.roster and one.user not in context.people:
            found.stranger(one.user, member.path)
            strangers.append(one.anonymous)
        else:
            person = people.get(one.user)
            if person and one.who and not same_name(one.who, person.name):
                found.doubt(one.user, one.who, person.name)
            name = "/".join([one.file, *folders[at + 1 :]])
            note = TYPED if one.file in ("text.html", "link.html") else ""
            found.pieces.append(
                Piece((one.user,), name, member, (one.upload,), one.late, note)
            )
    if strangers and all(strangers) and not found.pieces:
        raise Refusal(
            "this download is anonymous, so no roster can say whose it is: collect it "
            "without --roster, or switch anonymous grading off and download it again"
        )
    if testers:
        found.remarks.append(
            f"left out {many(len(testers), 'file')} of Canvas' test student ({TESTER})"
        )
    by_user = defaultdict(list)
    for piece in found.pieces:
        by_user[piece.owners].append(piece)
    found.pieces = [
        plain
        for pieces in by_user.values()
        for plain in undecorated(pieces, context.notebooks)
    ]
    return found


def undecorated(pieces: list[Piece], notebooks: frozenset[str]) -> Iterator[Piece]:
    """One student's files under the names that they had, before Canvas counted them.

    `lab-1.ipynb` may be the first notebook's second version or a notebook of its own:
    the assignment's own names decide. Other files keep what Canvas calls them, and get
    the name without the number, too, if the notebook was counted and none has it.
    """
    known = {name.casefold() for name in notebooks}
    taken = {piece.name.casefold() for piece in pieces}
    counted = []
    renamed = []
    for piece in pieces:
        stem, dot, ending = piece.name.rpartition(".")
        again = _AGAIN.fullmatch(stem)
        if (
            ending.casefold() == "ipynb"
            and stem.casefold() not in known
            and again
            and again["stem"].casefold() in known
        ):
            counted.append(piece)
            order = (*piece.order, int(again["copy"]))
            renamed.append(
                replace(piece, name=f"{again['stem']}.{ending}", order=order)
            )
        else:
            renamed.append(replace(piece, order=(*piece.order, 0)))
    for piece in renamed:
        stem, dot, ending = piece.name.rpartition(".")
        again = _AGAIN.fullmatch(stem) if dot else None
        if counted and again and ending.casefold() not in ("ipynb", "zip"):
            name = f"{again['stem']}.{ending}"
            if name.casefold() not in taken:
                piece = replace(piece, also=name)
        yield piece
