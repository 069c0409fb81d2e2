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
from collections.abc import Iterable
from contextlib import suppress
from fnmatch import fnmatchcase
from pathlib import Path

from nbgrader.coursedir import CourseDirectory

from autograder.course.choosing import is_candidate, notebook_by_name
from autograder.course.ordinary import MOST_ENTRIES, Odd, entries, opened
from autograder.course.times import time_of
from autograder.inert.text import shown
from autograder.records import Assignment, Refusal, Submission

MOST_BYTES = 500_000_000  # of one submitted notebook
MOST_DIGESTED = 1_000_000_000  # bytes of a submission that are looked at for changes
MOST_FILES = 1_000  # that go beside the notebook
MOST_FLAGS = 20
LONGEST_NAME = 200  # of a student, as a folder's name
# What the output folder has of its own.
_OURS = {"results.json", "results.csv", "report.html", "errors.log", "regrade"}
_OURS |= {f"collected-{place}.csv" for place in ("canvas", "moodle", "github")}


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
        student = student_of(match["student"])
        found.append(Submission(student, Path(folder), *time_of(Path(folder))))
    if not found:
        place = pattern.replace("\x00", "<student>")
        raise Refusal(f"no submissions of {name!r}: nothing matches {place}")
    return found


def student_of(name: str) -> str:
    """The student whose folder has a name; a name for a folder, too."""
    student = shown(name)
    if len(student.encode()) > LONGEST_NAME:
        rest = hashlib.sha256(os.fsencode(name)).hexdigest()[:16]
        head = student.encode()[: LONGEST_NAME - 20].decode("utf-8", "ignore")
        return f"{head}~{rest}"
    return student.replace(".", r"\x2e") if student in _OURS else student


def digest(folder: Path) -> str:
    """A digest of what a submission's folder holds."""
    found = hashlib.sha256()
    room = MOST_DIGESTED
    files, _ = entries(folder)
    # Notebooks first: they are always looked at.
    for name, info in sorted(files, key=lambda file: not is_candidate(file[0])):
        found.update(os.fsencode(f"\0{name}\0"))
        found.update(f"{stat.S_IFMT(info.st_mode)} {info.st_size}".encode())
        room -= info.st_size
        if room < 0:
            found.update(f" {info.st_mtime_ns}".encode())
            continue
        with suppress(OSError, Odd), opened(folder, name, MOST_BYTES) as file:
            found.update(hashlib.file_digest(file, "sha256").digest())
    return found.hexdigest()


def ignored(name: str, patterns: Iterable[str]) -> bool:
    """Whether nbgrader would not copy a file, for its name or that of a folder."""
    return any(
        fnmatchcase(part, pattern) and not (part[0] == "." != pattern[0])
        for part in Path(name).parts
        for pattern in patterns
        if pattern
    )


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
    found, complete = entries(submission.folder)
    for name, info in found:
        left = notebook_by_name(name) or ignored(name, assignment.ignore)
        if left or name in taken:
            continue
        if not stat.S_ISREG(info.st_mode):
            why = "not an ordinary file"
        elif info.st_size > room or len(files) >= MOST_FILES:
            why = "no room in the scratch folder"
        elif any(str(part) in assignment.files for part in Path(name).parents):
            why = "the course has a file with the name of its folder"
        else:
            try:
                with opened(submission.folder, name, room) as file:
                    files[name] = file.read(room)
                room -= len(files[name])
                continue
            except (OSError, Odd):
                why = "it cannot be read"
        left_out.append(f"left out {shown(name)}: {why}")
    more = len(left_out) - MOST_FLAGS
    if more > 0:
        left_out[MOST_FLAGS:] = [f"left out {more} more files"]
    if not complete:
        left_out.append(f"of its files and folders {MOST_ENTRIES} were looked at")
    return files, left_out


def free_files(folder: Path, assignment: Assignment) -> dict[str, bytes]:
    """Files beside a notebook that the course lets a student change."""
    found = {}
    for name in assignment.free:
        with suppress(OSError, Odd), opened(folder, name, MOST_BYTES) as file:
            found[name] = file.read()
    return found
