"""What students handed in: who, and which bytes."""

from __future__ import annotations

import glob
import os
import re
import stat
from pathlib import Path

from nbgrader import utils
from nbgrader.coursedir import CourseDirectory

from autograder.records import Assignment, Refusal, Submission

MOST_BYTES = 50_000_000  # of one submitted notebook


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
        match = re.fullmatch(expression, folder)
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
        text = path.read_text()[:100].strip()
        utils.parse_utc(text)
    except (OSError, ValueError, OverflowError):
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


def submitted_files(
    submission: Submission, assignment: Assignment, megabytes: int
) -> tuple[dict[str, bytes], list[str]]:
    """The student's own files for the notebook's folder, and flags.

    They are taken while they fit beside the course's in half of the scratch
    folder. The course's own files come first.
    """
    files: dict[str, bytes] = {}
    flags: list[str] = []
    taken = {
        str(part) for file in assignment.files for part in (file, *Path(file).parents)
    }
    room = (megabytes << 20) // 2 - sum(map(len, assignment.files.values()))
    for place, folders, names in os.walk(submission.folder):
        folders[:] = sorted(n for n in folders if n != ".ipynb_checkpoints")
        for name in sorted(names):
            path = Path(place, name)
            relative = path.relative_to(submission.folder)
            info = os.lstat(path)
            if name.endswith(".ipynb") or str(relative) in taken:
                continue
            if not stat.S_ISREG(info.st_mode):
                why = "not an ordinary file"
            elif info.st_size > room or len(files) >= 1000:
                why = "no room in the scratch folder"
            elif any(str(part) in assignment.files for part in relative.parents):
                why = "the course has a file with the name of its folder"
            else:
                try:
                    files[str(relative)] = path.read_bytes()
                    room -= info.st_size
                    continue
                except PermissionError:
                    why = "it cannot be read"
            flags.append(f"left out {shown(str(relative))}: {why}")
    return files, flags
