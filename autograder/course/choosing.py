"""Which file of a submission stands for which notebook of an assignment.

One pure function answers, for every way in which submissions come. What counts is
whose cells a file holds, by their grade ids; names settle what the cells leave open.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

from autograder.course.ordinary import SKIPPED
from autograder.inert.text import shown

ENDINGS = (".ipynb", ".ipynb.json", ".ipynb.txt")  # as browsers save a notebook
MOST_NAMED = 6  # files that one flag names
LONGEST_SHOWN = 120  # characters of a path in a flag
NOBODYS = (False, "")  # the home of a notebook with no cell of the course
_COPY = re.compile(
    r"""(?: [\s_-]* (?:copy|kopie|copie|copia|cópia)? [\s_-]* \((\d{1,9})\)
          | [\s_-]+ (?:copy|kopie|copie|copia|cópia) [\s_-]* (\d{0,9})
          | [\s_-]+ v (\d{1,9})
          | [\s_-]+ (\d{1,9})
        )""",
    re.VERBOSE,
)
_COPY_OF = re.compile(r"(?:copy of|kopie von|copie de|copia de|cópia de)\s+(.*)")


@dataclass(frozen=True)
class Candidate:
    """A file of a submission that may be a notebook of the assignment."""

    path: str  # below the submission's folder
    ids: frozenset[str] | None  # grade ids found in its cells; None: unreadable


@dataclass(frozen=True)
class Choice:
    """The file that stands for a notebook; None where none does."""

    path: str | None
    flags: tuple[str, ...] = ()
    reason: str = ""  # why nothing was chosen, for the student


def is_candidate(path: str) -> bool:
    """Whether a file may be a notebook by its name; what tools leave never is."""
    parts = parts_of(path)
    if any(part.startswith(".") or part in SKIPPED for part in parts):
        return False
    return notebook_by_name(path)


def notebook_by_name(path: str) -> bool:
    """Whether a file calls itself a notebook, ghosts included."""
    return path.lower().endswith(ENDINGS)


def parts_of(path: str) -> list[str]:
    """The folders of a path and its name; some archives part them by backslashes."""
    return [part for part in re.split(r"[/\\]", path) if part not in ("", ".")] or [""]


def stem_of(path: str) -> str:
    """A file's name without what says that it is a notebook."""
    name = unicodedata.normalize("NFC", parts_of(path)[-1])
    for ending in sorted(ENDINGS, key=len, reverse=True):
        if name.lower().endswith(ending):
            return name[: -len(ending)]
    return name


def copy_number(stem: str, name: str) -> tuple[int, ...] | None:
    """The numbers of a copy: (2,) for `relu (2)` of `relu`; None if it is no copy."""
    stem, name = stem.casefold(), unicodedata.normalize("NFC", name).casefold()
    numbers: list[int] = []
    if found := _COPY_OF.fullmatch(stem):
        stem = found[1]
        numbers.append(1)
    if not stem.startswith(name):
        return None
    at = len(name)
    while at < len(stem):
        match = _COPY.match(stem, at)
        if match is None or match.end() == at:
            return None
        numbers.append(int(next((n for n in match.groups() if n), "1")))
        at = match.end()
    return tuple(numbers)


def choose(
    candidates: Sequence[Candidate],
    wanted: Mapping[str, frozenset[str]],
    others: Mapping[str, frozenset[str]] | None = None,
) -> dict[str, Choice]:
    """Choose a file for each notebook of an assignment.

    Args:
        candidates: the files for which `is_candidate` holds.
        wanted: for each notebook the grade ids of its source.
        others: the same for other assignments, by name.
    """
    others = {} if others is None else others
    homes = {one.path: home(one, wanted, others) for one in candidates}
    found: dict[str, Choice] = {}
    used: set[str | None] = {f"{name}.ipynb" for name in wanted}
    # The longest name first: `a-1 (1)` is a copy of `a-1` rather than of `a`.
    for name in sorted(wanted, key=lambda name: (-len(name), name)):
        found[name] = choose_one(name, candidates, homes, used)
        used.add(found[name].path)
    return {name: found[name] for name in wanted}


def home(
    candidate: Candidate,
    wanted: Mapping[str, frozenset[str]],
    others: Mapping[str, frozenset[str]],
) -> tuple[bool, str] | None:
    """Whose cells a file holds: whether ours, and the notebook's or assignment's name.

    The source with which it shares most cells counts, the smaller one of two. Where
    sources do not differ, the file's name decides, and after that the folder in which
    it was handed in. None stands for an unreadable file.
    """
    if candidate.ids is None:
        return None
    shares = {
        (ours, name): (len(ids & candidate.ids), -len(ids))
        for ours, sources in ((True, wanted), (False, others))
        for name, ids in sources.items()
        if ids & candidate.ids
    }
    if not shares:
        return NOBODYS
    most = max(shares.values())
    best = [place for place, share in shares.items() if share == most]
    stem = stem_of(candidate.path)
    named = [place for place in best if place[1].rpartition("/")[2] == stem]
    ours = [place for place in best if place[0]]
    if named:
        return named[0]
    if len(ours) == 1:
        return ours[0]
    return NOBODYS if ours else best[0]


def choose_one(
    name: str,
    candidates: Sequence[Candidate],
    homes: Mapping[str, tuple[bool, str] | None],
    used: Container[str | None],
) -> Choice:
    """Choose the file for one notebook; those `used` may stand for another one."""
    exact = f"{name}.ipynb"
    there = exact in homes
    if there and homes[exact] == (True, name):
        return Choice(exact)
    ours = [
        one.path
        for one in candidates
        # What wins under its own name for another notebook never comes here.
        if homes[one.path] == (True, name) and one.path != exact
    ]
    ours.sort(key=lambda path: rank(path, name))
    if there and homes[exact] is None:
        return instead(exact, ours, "it cannot be read", f"{exact} cannot be read")
    if there and homes[exact] == NOBODYS:
        # It may be the student's work without its marks: a backup never replaces it.
        beside = [path for path in ours if len(parts_of(path)) == 1]
        why = f"{exact} holds no cell of it"
        choice = instead(exact, beside, "none of its cells is known", why)
        aside = [path for path in ours if path not in beside]
        if aside and choice.path == exact:
            more = f"left aside {listed(aside)}: {exact} is there"
            return Choice(exact, (*choice.flags, more))
        return choice
    why = f"{exact} is not there"
    if there:
        why = f"{exact} is the notebook of {label(homes[exact])}"
    if not ours:
        variants = [
            one.path
            for one in candidates
            if one.ids is None
            and one.path not in used
            and copy_number(stem_of(one.path), name) is not None
        ]
        ours = sorted(variants, key=lambda path: rank(path, name))
    if ours:
        return Choice(ours[0], (f"graded {first_of(ours, name)}: {why}",))
    reason = why if there else stranger(candidates, homes, used)
    return Choice(None, (reason,) if reason else (), reason)


def instead(exact: str, ours: Sequence[str], fault: str, why: str) -> Choice:
    """Choose between a doubtful file of the right name and those that belong."""
    if len(ours) == 1:
        return Choice(ours[0], (f"graded {label_path(ours[0])}: {why}",))
    if ours:
        flag = f"graded {exact} though {fault}: several others hold its cells, "
        return Choice(exact, (flag + listed(ours),))
    return Choice(exact)


def rank(path: str, name: str) -> tuple[object, ...]:
    """The order of the files that belong, best first."""
    stem, plain = stem_of(path), unicodedata.normalize("NFC", name)
    numbers = copy_number(stem, name)
    return (
        len(parts_of(path)),
        stem != plain,
        stem.casefold() != plain.casefold(),
        numbers is None,
        (*(-number for number in numbers or ()), 1),  # `a (1) (1)` is after `a (1)`
        ENDINGS.index(next(e for e in ENDINGS if path.lower().endswith(e))),
        path,
    )


RULES = (
    *("the one in the fewest folders", "the one with its name"),
    *("the one with its name but for capitals", "the one named as a copy"),
    *("the copy with the highest number", "the one that ends in .ipynb"),
    "the first by name",
)


def first_of(ours: Sequence[str], name: str) -> str:
    """Name the chosen file, and where there were several, all of them and the rule."""
    if len(ours) == 1:
        return label_path(ours[0])
    pairs = zip(rank(ours[0], name), rank(ours[1], name), strict=True)
    rule = next(i for i, (first, second) in enumerate(pairs) if first != second)
    return f"{label_path(ours[0])} of {listed(ours)} ({RULES[rule]})"


def stranger(
    candidates: Sequence[Candidate],
    homes: Mapping[str, tuple[bool, str] | None],
    used: Container[str | None],
) -> str:
    """What the files are that stand for no notebook here."""
    found = []
    for one in sorted(candidates, key=lambda one: one.path):
        place = homes[one.path]
        if one.path in used or (place is not None and place[0]):
            continue
        path = label_path(one.path)
        if place is None:
            found.append(f"{path} cannot be read")
        elif place == NOBODYS:
            found.append(f"{path} holds none of its cells")
        else:
            found.append(f"{path} is the notebook of {label(place)}")
    more = len(found) - MOST_NAMED
    return "; ".join(found[:MOST_NAMED]) + (f"; and {more} more" if more > 0 else "")


def label(place: tuple[bool, str] | None) -> str:
    """A notebook's or an assignment's name, as text."""
    return shown(place[1]) if place else ""


def label_path(path: str) -> str:
    """A path as text that does nothing, and not too much of it."""
    text = shown(path)
    return text if len(text) <= LONGEST_SHOWN else f"…{text[-LONGEST_SHOWN:]}"


def listed(paths: Sequence[str]) -> str:
    """Some paths, and how many more there are."""
    more = len(paths) - MOST_NAMED
    text = ", ".join(label_path(path) for path in paths[:MOST_NAMED])
    return f"{text} and {more} more" if more > 0 else text
