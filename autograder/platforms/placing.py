"""Put one student's files into the course: all of them, whole, and nothing lost.

A submission is built beside its place and appears by a rename. What stood there before
moves to `.earlier`, where nothing looks for submissions.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import zipfile
from collections.abc import Container, Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from autograder.course.choosing import notebook_by_name
from autograder.course.ordinary import Odd, entries, opened
from autograder.platforms import archives
from autograder.platforms.archives import FAULTS, Member, ghost, packed, reason
from autograder.platforms.closed import closed
from autograder.platforms.sorting import Piece

TIMESTAMP = "timestamp.txt"
_CHUNK = 1_000_000


@dataclass
class Built:
    """What became of one student's files."""

    files: int = 0
    notes: list[str] = field(default_factory=list)  # worth knowing
    faults: list[str] = field(default_factory=list)  # somebody must look
    several: list[str] = field(default_factory=list)  # older versions, left out
    moment: int = 0  # of what git packed
    _bytes: int = 0
    _beyond: int = 0  # files that are too many

    def take(self, member: Member, path: Path, name: str) -> bool:
        """Write a file of an archive to a path that is free; whether that was done."""
        if self.files >= archives.MOST_FILES:
            self._beyond += 1
            return False
        room = min(archives.MOST_BYTES, archives.MOST_OF_ONE - self._bytes)
        why = member.why
        if not why:
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                with path.open("xb") as target:
                    why = self._copy(member, target.fileno(), room)
            except FileExistsError:
                why = "another file has the name of its folder, or its own"
            except FAULTS as error:
                if isinstance(error, OSError) and error.filename == str(path):
                    raise  # it cannot be written, whatever the archive is like
                why = reason(error)
            if why:
                with suppress(OSError):
                    path.unlink()
        if why:
            self.faults.append(f"{name}: {why}")
            return False
        self.files += 1
        self.moment = max(self.moment, member.moment)
        return True

    def end(self) -> None:
        """Say in one line how many files were too many."""
        if self._beyond:
            most = archives.MOST_FILES
            self.faults.append(
                f"{self._beyond} left out, as there are more than {most} files"
            )

    def _copy(self, member: Member, target: int, room: int) -> str:
        """Copy a file; why that was not to be."""
        done = 0
        with member.read() as source:
            while data := source.read(_CHUNK):
                done += len(data)
                if done > room:
                    return f"it is larger than {room // 1_000_000} MB unpacked"
                while data:
                    data = data[os.write(target, data) :]
        self._bytes += done
        return ""


def build(
    folder: Path,
    pieces: Sequence[Piece],
    time: str | None,
    given: Container[str] = frozenset(),
) -> Built:
    """Write a student's newest files into a folder, with those of zip archives.

    Notebooks come first. What is packed and not looked into is a fault, unless the
    course gave it out.
    """
    built = Built()
    scratch = folder.with_name(f"{folder.name}.zips")
    with ExitStack() as stack:
        loose: list[Piece] = []
        broken: set[str] = set()  # archives of which it is said already
        for number, piece in enumerate(pieces):
            if piece.note:
                built.notes.append(f"{piece.name}: {piece.note}")
            path = scratch / f"{number}.zip"
            inside = unpacked(piece, path, stack, built)
            if inside is None:
                loose.append(replace(piece, order=(*piece.order, 1)))
                broken |= {piece.name} if path.exists() else set()
            loose += inside or []
        folder.mkdir(parents=True)
        kept = sorted(
            newest(loose, built), key=lambda piece: not notebook_by_name(piece.name)
        )
        for piece in kept:
            if built.take(piece.member, folder / piece.name, piece.name):
                why = "" if piece.name in given else closed(folder, piece.name)
                if why and piece.name not in broken:
                    built.faults.append(f"{piece.name}: {why}")
                other = folder / piece.also if piece.also else None
                if other is not None and not other.exists():
                    shutil.copyfile(folder / piece.name, other)
                    built.notes.append(f"{piece.name} is there as {piece.also}, too")
        built.end()
    shutil.rmtree(scratch, ignore_errors=True)
    if time:
        (folder / TIMESTAMP).write_text(f"{time}\n")
    return built


def unpacked(
    piece: Piece, path: Path, stack: ExitStack, built: Built
) -> list[Piece] | None:
    """The files of a student's zip archive; None for one that stays as it is."""
    if not piece.name.casefold().endswith(".zip") or piece.member.why:
        return None
    path.parent.mkdir(parents=True, exist_ok=True)
    copy = Built()
    if not copy.take(piece.member, path, piece.name):
        built.faults += copy.faults
        return []
    built.moment = max(built.moment, copy.moment)
    try:
        archive = stack.enter_context(zipfile.ZipFile(path))
        members = list(packed(archive))
    except FAULTS as error:
        built.faults.append(f"{piece.name}: {reason(error)}; it is kept as it is")
        return None
    inside = archives.unwrapped(members)
    if not inside:
        what = "only what tools leave behind" if members else "no file"
        built.faults.append(f"{piece.name}: it holds {what}; it is kept as it is")
        return None
    order = (*piece.order, 0)
    return [Piece(piece.owners, member.path, member, order) for member in inside]


def newest(pieces: Sequence[Piece], built: Built) -> Iterator[Piece]:
    """Of files with one name the newest; older ones are noted."""
    best: dict[str, Piece] = {}
    for piece in pieces:
        if piece.name.casefold() == TIMESTAMP:
            built.notes.append(
                f"{piece.name}: left out, as it would count as the time of submission"
            )
            continue
        if ghost(piece.name):
            continue
        earlier = best.get(piece.name)
        if earlier is not None:
            older = piece if piece.order < earlier.order else earlier
            built.several.append(f"{piece.name}: not the older {older.member.path}")
        if earlier is None or piece.order >= earlier.order:
            best[piece.name] = piece
    yield from best.values()


def contents(folder: Path) -> dict[str, str]:
    """What the files of a stranger's folder hold, in short."""
    found = {}
    for name, info in entries(folder)[0]:
        found[name] = f"{info.st_mode} {info.st_size}"
        with suppress(OSError, Odd), opened(folder, name, archives.MOST_BYTES) as file:
            found[name] = hashlib.file_digest(file, "sha256").hexdigest()
    return found


def put(new: Path, place: Path, earlier: Path) -> str:
    """Let a submission appear in its place: `new`, `replaced` or `unchanged`.

    The same files again leave what is there alone. What is replaced moves below
    `earlier`.
    """
    if not os.path.lexists(place):
        place.parent.mkdir(parents=True, exist_ok=True)
        new.rename(place)
        return "new"
    if place.is_dir():
        there, here = contents(place), contents(new)
        if TIMESTAMP not in here:
            there.pop(TIMESTAMP, None)
        if there == here:
            return "unchanged"
    earlier.mkdir(parents=True, exist_ok=True)
    stamp = datetime.now().strftime("%Y-%m-%d-%H%M%S")
    aside = earlier / stamp
    for count in range(2, 1000):
        if not os.path.lexists(aside):
            break
        aside = earlier / f"{stamp}-{count}"
    place.rename(aside)
    new.rename(place)
    return "replaced"
