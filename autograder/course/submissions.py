"""What students handed in: who, and which bytes.

A submission's folder is a stranger's. Nothing here follows a link, opens what is not an
ordinary file, or reads more than it may.
"""

from __future__ import annotations

import glob
import hashlib
import json
import os
import re
import stat
from contextlib import suppress
from pathlib import Path

from nbgrader import utils
from nbgrader.coursedir import CourseDirectory

from autograder.course import scan
from autograder.course.ordinary import MOST_ENTRIES, Odd, entries, opened
from autograder.inert.text import plain
from autograder.records import Assignment, Refusal, Submission

MOST_BYTES = 500_000_000  # of one submitted notebook
MOST_DIGESTED = 1_000_000_000  # bytes of a submission that are looked at for changes
MOST_FILES = 1_000  # that go beside the notebook
MOST_FLAGS = 20
LONGEST_NAME = 200  # of a student, as a folder's name
_TIMESTAMP = 100  # bytes of timestamp.txt that are read
# What the output folder has of its own.
_OURS = {"results.json", "results.csv", "report.html", "errors.log"}
_OURS |= {f"collected-{place}.csv" for place in ("canvas", "moodle", "github")}
# What is no part of a name and would do something on a page.
_ACTIVE = re.compile(r'[<>"&]|\\(?=[nrtux])')


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
        found.append(Submission(student, Path(folder), timestamp(folder)))
    if not found:
        place = pattern.replace("\x00", "<student>")
        raise Refusal(f"no submissions of {name!r}: nothing matches {place}")
    return found


def shown(name: str) -> str:
    """A file name as text that does nothing where it is shown.

    Bytes that are not UTF-8, control characters and signs of HTML are spelt out, and
    the backslash where it would look like that: different names stay different.
    """
    text = os.fsencode(name).decode("utf-8", "surrogateescape")
    text = _ACTIVE.sub(lambda found: f"\\x{ord(found[0]):02x}", text)
    text = re.sub(
        "[\udc80-\udcff]", lambda found: f"\\x{ord(found[0]) - 0xDC00:02x}", text
    )
    return plain(text)


def student_of(name: str) -> str:
    """The student whose folder has a name; a name for a folder, too."""
    student = shown(name)
    if len(student.encode()) > LONGEST_NAME:
        rest = hashlib.sha256(os.fsencode(name)).hexdigest()[:16]
        head = student.encode()[: LONGEST_NAME - 20].decode("utf-8", "ignore")
        return f"{head}~{rest}"
    return student.replace(".", r"\x2e") if student in _OURS else student


def timestamp(folder: str) -> str | None:
    """The text of nbgrader's timestamp.txt, if it holds a time."""
    try:
        with opened(Path(folder), "timestamp.txt", MOST_BYTES) as file:
            text = file.read(_TIMESTAMP).decode().strip()
        utils.parse_utc(text)
    except (OSError, ValueError, OverflowError, ArithmeticError, LookupError):
        return None
    return text or None


def read_submitted(folder: Path, name: str) -> bytes | None:
    """What counts of one submitted notebook; None when it was not handed in.

    Raises `ValueError` for what is not an ordinary file of sensible size, or no
    notebook: a link could lead to another student's work.
    """
    return read_notebook(folder, f"{name}.ipynb")


def read_notebook(folder: Path, name: str, alone: bool = False) -> bytes | None:
    """The same for any file below a folder; see `opened` for `alone`."""
    try:
        with opened(folder, name, MOST_BYTES, alone) as file:
            return json.dumps(scan.read(file)).encode()
    except FileNotFoundError:
        return None


def digest(folder: Path) -> str:
    """A digest of what a submission's folder holds."""
    found = hashlib.sha256()
    room = MOST_DIGESTED
    files, _ = entries(folder)
    # Notebooks first: they are always looked at.
    for name, info in sorted(files, key=lambda file: not file[0].endswith(".ipynb")):
        found.update(os.fsencode(f"\0{name}\0"))
        found.update(f"{stat.S_IFMT(info.st_mode)} {info.st_size}".encode())
        room -= info.st_size
        if room < 0:
            found.update(f" {info.st_mtime_ns}".encode())
            continue
        with suppress(OSError, Odd), opened(folder, name, MOST_BYTES) as file:
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
    found, complete = entries(submission.folder)
    for name, info in found:
        if name.endswith(".ipynb") or name in taken:
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
