"""Archives of strangers' files: what is in them, and how it comes out safely.

Nothing is unpacked here, and no name leads out of the folder that it will be put in.
A member that is not to be taken says why.
"""

from __future__ import annotations

import io
import lzma
import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import IO

from autograder.course.ordinary import (
    MOST_ENTRIES,
    NOT_ORDINARY,
    SKIPPED,
    Odd,
    entries,
    listed,
    opened,
)
from autograder.inert.text import plain
from autograder.records import Refusal

MOST_BYTES = 500_000_000  # of one file
MOST_OF_ONE = 1_000_000_000  # bytes of one student, unpacked
MOST_FILES = MOST_ENTRIES  # of one student
LONGEST_PART = 200  # bytes of a file's name
# What a damaged or hostile archive makes the library raise.
FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    NotImplementedError,
    OverflowError,
    RuntimeError,
    ValueError,
    OSError,
)
# What tools leave beside files: never anybody's work.
_GHOSTS = {".ds_store", "thumbs.db", "desktop.ini", *(s.casefold() for s in SKIPPED)}
_TIMES = 0x5455  # the field of a zip archive that holds a time in seconds


@dataclass(frozen=True)
class Member:
    """A file of an archive or of a folder."""

    path: str  # below the archive, parts joined by "/"
    read: Callable[[], IO[bytes]]
    why: str = ""  # it is not to be taken
    moment: int = 0  # its time in seconds since 1970, where one is told


def ghost(path: str) -> bool:
    """Whether a file is one that a tool left behind, and no one's work."""
    parts = [part.casefold() for part in path.split("/")]
    return any(part in _GHOSTS or part.startswith("._") for part in parts)


def nothing() -> IO[bytes]:
    """What a member reads as that is not to be taken."""
    return io.BytesIO()


@contextmanager
def members_of(
    path: Path, owned: Callable[[str], bool] = lambda name: False
) -> Iterator[list[Member]]:
    """The files of an archive, or of a folder that it was unpacked into.

    A folder around everything is looked through, unless its name says whose it is,
    which `owned` tells.
    """
    if path.is_dir():
        yield list(below(path, owned))
        return
    try:
        archive = zipfile.ZipFile(path)
    except FileNotFoundError:
        raise Refusal(f"there is no file or folder {path}") from None
    except FAULTS as error:
        raise Refusal(
            f"{path} is not a zip archive that can be read: download it again, or "
            "unpack it and name the folder"
        ) from error
    with archive:
        yield list(packed(archive))


def below(root: Path, owned: Callable[[str], bool], depth: int = 3) -> Iterator[Member]:
    """The files below a folder, as `members_of` gives them."""
    names = sorted(
        (entry.name, entry.is_dir(follow_symlinks=False)) for entry in listed(root)
    )
    names = [(name, folder) for name, folder in names if not ghost(name)]
    if depth and len(names) == 1 and names[0][1] and not owned(names[0][0]):
        yield from below(root / names[0][0], owned, depth - 1)
        return
    for name, folder in names:
        if not folder:
            yield ordinary(root, name)
            continue
        found, complete = entries(root / name)
        for inner, info in found:
            member = ordinary(root, f"{name}/{inner}")
            why = "" if stat.S_ISREG(info.st_mode) else NOT_ORDINARY
            yield replace(member, why=why)
        if not complete:
            yield Member(f"{name}/…", nothing, f"more than {MOST_FILES} files")


def ordinary(root: Path, path: str) -> Member:
    """A file of a folder; one that is no ordinary file says so when it is read."""
    name = "/".join(
        safe_part(unicodedata.normalize("NFC", part)) for part in path.split("/")
    )
    return Member(name, partial(opened, root, path, MOST_BYTES))


def packed(archive: zipfile.ZipFile) -> Iterator[Member]:
    """The files of an open zip archive.

    Their times count only where git packed it, which gives all files the commit's time.
    """
    by_git = re.fullmatch(rb"[0-9a-f]{40,64}", archive.comment) is not None
    for info in archive.infolist():
        name = name_of(info)
        kind = stat.S_IFMT(info.external_attr >> 16)
        if name.endswith(("/", "\\")) or kind == stat.S_IFDIR:
            continue
        path, why = safe_path(name)
        if kind not in (0, stat.S_IFREG):
            why = why or NOT_ORDINARY
        elif info.flag_bits & 0x1:
            why = why or "it is encrypted"
        elif info.file_size > MOST_BYTES:
            why = why or f"it is larger than {MOST_BYTES // 1_000_000} MB"
        time = moment(info) if by_git else 0
        yield Member(path, partial(archive.open, info), why, time)


def name_of(info: zipfile.ZipInfo) -> str:
    """A member's name; many tools write UTF-8 and do not say so."""
    name = info.filename
    if not info.flag_bits & 0x800:
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    return unicodedata.normalize("NFC", name)


def moment(info: zipfile.ZipInfo) -> int:
    """The time of a member in seconds since 1970, if its archive has that."""
    extra = info.extra
    while len(extra) >= 4:
        kind, size = struct.unpack("<HH", extra[:4])
        if kind == _TIMES and size >= 5 and len(extra) >= 9 and extra[4] & 1:
            return int(struct.unpack("<i", extra[5:9])[0])
        extra = extra[4 + size :]
    return 0


def safe_path(name: str) -> tuple[str, str]:
    """A path that stays below its folder and does nothing in a terminal; why not."""
    slashed = name.replace("\\", "/")
    outside = slashed.startswith("/") or slashed[1:3] == ":/"
    parts = [part for part in slashed.split("/") if part not in ("", ".")]
    shown = "/".join(safe_part(part) for part in parts)
    if outside or ".." in parts:
        return shown, "its name leads out of the folder"
    return shown, "" if shown else "it has no name"


def safe_part(part: str) -> str:
    """A name of a file or folder without control characters, not too long."""
    part = "".join(
        "_" if unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp") else letter
        for letter in part
    )
    if len(part.encode()) <= LONGEST_PART:
        return part
    stem, dot, ending = part.rpartition(".")
    if not dot or len(ending.encode()) > 20:
        stem, dot, ending = part, "", ""
    mark = sha256(part.encode()).hexdigest()[:8]
    head = stem.encode()[: LONGEST_PART - 40].decode("utf-8", "ignore")
    return f"{head}~{mark}{dot}{ending}"


def unwrapped(members: list[Member]) -> list[Member]:
    """Members without the one folder around them all, and without ghosts."""
    members = [member for member in members if not ghost(member.path)]
    tops = {member.path.partition("/")[0] for member in members}
    if len(tops) == 1 and all("/" in member.path for member in members):
        return [replace(m, path=m.path.partition("/")[2]) for m in members]
    return members


def reason(error: Exception) -> str:
    """Why a file of an archive could not be read, for a list."""
    if isinstance(error, Odd):
        return str(error)
    if isinstance(error, OSError) and error.errno:
        return error.strerror or "it cannot be read"
    if isinstance(error, NotImplementedError):
        return "it is packed in a way that is not known here"
    if isinstance(error, RuntimeError):
        return "it is encrypted"
    return f"it is damaged ({plain(error)[:80]})" if str(error) else "it is damaged"
