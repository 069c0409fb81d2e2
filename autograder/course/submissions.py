"""What students handed in: who, and which bytes.

A submission's folder is a stranger's. Nothing here follows a link, opens what is not an
ordinary file, or reads more than it may.
"""

from __future__ import annotations

import glob
import hashlib
import os
import re
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from nbgrader import utils
from nbgrader.coursedir import CourseDirectory

from autograder.records import Assignment, Refusal, Submission

MOST_BYTES = 50_000_000  # of one submitted notebook
MOST_ENTRIES = 5_000  # files of a submission's folder that are looked at
MOST_FILES = 1_000  # of them that go beside the notebook
MOST_FLAGS = 20
_TIMESTAMP = 100  # bytes of timestamp.txt that are read
# Folders that tools leave behind. One with a `pyvenv.cfg` is skipped, too.
_SKIPPED = {".ipynb_checkpoints", "__pycache__", "__MACOSX", ".git", "node_modules"}


def find_submissions(
    course: CourseDirectory, name: str, submitted: Path | None = None
) -> list[Submission]:
    """All submissions of an assignment, by student; `Refusal` if there are none."""
    step = str(submitted.resolve()) if submitted else course.submitted_directory
    # A placeholder that no path holds stands for the student.
    pattern = course.format_path(step, "\x00", name)
    expression = re.escape(pattern).replace(re.escape("\x00"), "(?P<student>[^/]+)")
    excluded = set(course.student_id_exclude.split(","))
    found = []
    for folder in sorted(glob.glob(glob.escape(pattern).replace("\x00", "*"))):
        match = re.fullmatch(expression, folder, re.DOTALL)
        if match is None or not os.path.isdir(folder) or match["student"] in excluded:
            continue
        student = shown(match["student"])
        found.append(Submission(student, Path(folder), timestamp(folder)))
    if not found:
        place = pattern.replace("\x00", "<student>")
        raise Refusal(f"no submissions of {name!r}: nothing matches {place}")
    return found


def shown(name: str) -> str:
    """A file name as text: one in another encoding than UTF-8 is escaped."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def timestamp(folder: str) -> str | None:
    """The text of nbgrader's timestamp.txt, if it holds a time."""
    path = Path(folder, "timestamp.txt")
    try:
        if not stat.S_ISREG(os.lstat(path).st_mode):
            return None
        with path.open("rb") as file:
            text = file.read(_TIMESTAMP).decode().strip()
        utils.parse_utc(text)
    except (OSError, ValueError, OverflowError, ArithmeticError, LookupError):
        return None
    return text or None


def read_submitted(folder: Path, name: str) -> bytes | None:
    """The bytes of one submitted notebook, or None when it was not handed in.

    Raises `ValueError` for what is not an ordinary file of sensible size: a
    link could lead to another student's work.
    """
    path = folder / f"{name}.ipynb"
    try:
        info = os.lstat(path)
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(info.st_mode) or folder.is_symlink():
        raise ValueError("it is not an ordinary file")
    if info.st_size > MOST_BYTES:
        raise ValueError(f"it is larger than {MOST_BYTES // 1_000_000} MB")
    return path.read_bytes()


def entries(folder: Path) -> Iterator[tuple[Path, os.stat_result]]:
    """What lies below a submission's folder, in order, without what tools leave."""
    count = 0
    for place, folders, names in os.walk(folder):
        if "pyvenv.cfg" in names and place != str(folder):
            folders.clear()
            continue
        folders[:] = sorted(set(folders) - _SKIPPED)
        for name in sorted(names):
            count += 1
            if count > MOST_ENTRIES:
                return
            path = Path(place, name)
            with suppress(FileNotFoundError):  # it went away meanwhile
                yield path, os.lstat(path)


def digest(folder: Path) -> str:
    """A digest of what a submission's folder holds."""
    found = hashlib.sha256()
    for path, info in entries(folder):
        found.update(os.fsencode(f"\0{path.relative_to(folder)}\0"))
        found.update(f"{stat.S_IFMT(info.st_mode)} {info.st_size}".encode())
        if stat.S_ISREG(info.st_mode) and info.st_size <= MOST_BYTES:
            with suppress(PermissionError, FileNotFoundError), path.open("rb") as file:
                found.update(hashlib.file_digest(file, "sha256").digest())
    return found.hexdigest()


def submitted_files(
    submission: Submission, assignment: Assignment, megabytes: int
) -> tuple[dict[str, bytes], list[str]]:
    """The student's own files for the notebook's folder, and flags.

    They are taken while they fit beside the course's in half of the scratch
    folder. The course's own files come first.
    """
    files: dict[str, bytes] = {}
    left_out: list[str] = []
    taken = {
        str(part) for file in assignment.files for part in (file, *Path(file).parents)
    }
    room = (megabytes << 20) // 2 - sum(map(len, assignment.files.values()))
    for path, info in entries(submission.folder):
        relative = path.relative_to(submission.folder)
        if path.name.endswith(".ipynb") or str(relative) in taken:
            continue
        if not stat.S_ISREG(info.st_mode):
            why = "not an ordinary file"
        elif info.st_size > room or len(files) >= MOST_FILES:
            why = "no room in the scratch folder"
        elif any(str(part) in assignment.files for part in relative.parents):
            why = "the course has a file with the name of its folder"
        else:
            try:
                files[str(relative)] = path.read_bytes()
                room -= info.st_size
                continue
            except OSError:
                why = "it cannot be read"
        left_out.append(f"left out {shown(str(relative))}: {why}")
    more = len(left_out) - MOST_FLAGS
    if more > 0:
        left_out[MOST_FLAGS:] = [f"left out {more} more files"]
    return files, left_out
