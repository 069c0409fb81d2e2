"""The files that a notebook wrote beside itself, from a preview to the apply."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from autograder.course.ordinary import Odd, entries, opened
from autograder.course.submissions import submitted_files
from autograder.marks.files import explained
from autograder.records import Assignment, Graded, Submission


def place(graded: Path) -> Path:
    """Where they are kept beside a student's results in a preview."""
    return graded.with_name(f".{graded.name}.written")


def given(
    submission: Submission, assignment: Assignment, scratch: int
) -> dict[str, bytes]:
    """The files that lie beside a notebook before it runs."""
    own, _ = submitted_files(submission, assignment, scratch)
    return own | dict(assignment.files)


def keep(folder: Path, graded: Graded, before: Mapping[str, bytes]) -> None:
    """Keep what a notebook wrote or changed."""
    shutil.rmtree(folder, ignore_errors=True)
    with explained(folder):
        for name, data in graded.files.items():
            if before.get(name) != data:
                path = folder / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)


def files(folder: Path, scratch: int) -> dict[str, bytes]:
    """The files of a folder, by their names in it; none where there is no folder."""
    found: dict[str, bytes] = {}
    if not folder.is_dir():
        return found
    for name, _ in entries(folder)[0]:
        with suppress(OSError, Odd), opened(folder, name, scratch << 20) as file:
            found[name] = file.read()
    return found
