"""Which files of a student may hold work that nobody sees before it is unpacked."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from autograder.course.choosing import notebook_by_name
from autograder.course.ordinary import Odd, opened
from autograder.platforms.archives import MOST_BYTES

NESTED = "an archive in an archive stays packed"
OTHER = "an archive that is not a zip stays packed"
DISGUISED = "it is an archive without the ending of one, and stays packed"
POINTER = (
    "a pointer of Git LFS stands there for it: run `git lfs pull` and collect again"
)
# Archives of many files. A single file that is packed is data, or a notebook.
_MANY = (
    *(".rar", ".7z", ".tar", ".zipx", ".cab", ".arj", ".lzh", ".ace", ".dmg", ".iso"),
    *(".tgz", ".tbz", ".tbz2", ".txz", ".tlz", ".tzst"),
)
_ONE = (".gz", ".bz2", ".xz", ".zst", ".lz", ".lz4", ".lzma", ".z", ".br")
_BEGINNINGS = (
    *(b"PK\x03\x04", b"PK\x05\x06", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c"),
    *(b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd"),
)
_POINTER = b"version https://git-lfs.github.com/spec/"


def closed(folder: Path, path: str) -> str:
    """Why a file in a student's folder stays closed to the grader; empty if not."""
    name = path.casefold()
    last = name.rpartition("/")[2]
    if name.endswith(".zip"):
        return NESTED
    stem = next((last.removesuffix(e) for e in _ONE if last.endswith(e)), "")
    if name.endswith(_MANY) or (stem and archived(stem)):
        return OTHER
    head = b""
    with suppress(OSError, Odd), opened(folder, path, MOST_BYTES) as file:
        head = file.read(len(_POINTER))
    if head == _POINTER:
        return POINTER
    plain = notebook_by_name(name) or "." not in last
    return DISGUISED if plain and head.startswith(_BEGINNINGS) else ""


def archived(stem: str) -> bool:
    """Whether a packed file, by its name without that ending, may be work."""
    return stem.endswith(_MANY) or notebook_by_name(stem) or "." not in stem
