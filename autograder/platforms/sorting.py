"""What a platform's names say: whose a file is, and what the student called it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from autograder.platforms.archives import Member
from autograder.platforms.roster import Roster


@dataclass(frozen=True)
class Piece:
    """A file of one student, or of all members of a group."""

    owners: tuple[str, ...]  # the platform's ids
    name: str  # in the student's folder
    member: Member
    order: tuple[int, ...] = ()  # the highest is the newest
    late: bool = False
    note: str = ""  # what is to be said of it
    also: str = ""  # a second name, where the platform may have changed the first


@dataclass
class Sorted:
    """All files of a download, by what is to be done with them."""

    pieces: list[Piece] = field(default_factory=list)
    left: list[tuple[str, str]] = field(default_factory=list)  # path, and why
    unknown: dict[str, list[str]] = field(default_factory=dict)  # paths by id
    several: dict[str, list[str]] = field(default_factory=dict)  # older ones, by id
    doubts: dict[str, list[str]] = field(default_factory=dict)  # whose it is, by id
    times: dict[str, str] = field(default_factory=dict)  # of submission, by id
    remarks: list[str] = field(default_factory=list)

    def doubt(self, owner: str, written: str, name: str) -> None:
        """Note that a name in the download is not the one of the roster."""
        text = f"the download calls them {written}, and the roster {name}"
        noted = self.doubts.setdefault(owner, [])
        if text not in noted:
            noted.append(text)

    def stranger(self, owner: str, path: str) -> None:
        """Note a file of somebody whom the roster does not have."""
        self.unknown.setdefault(owner, []).append(path)


@dataclass(frozen=True)
class Context:
    """What is known of the class and of the assignment."""

    assignment: str
    notebooks: frozenset[str]  # names, without `.ipynb`
    roster: Roster | None = None
    prefix: str | None = None  # of repositories

    @property
    def people(self) -> Mapping[str, object]:
        """Whom the roster has, by the platform's ids."""
        return self.roster.people if self.roster else {}
