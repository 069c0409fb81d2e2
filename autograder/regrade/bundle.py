"""What a regrade is about to change, kept so that it can be brought back.

A bundle appears whole or not at all. A file in it says that an apply, or an undo, is
under way: whatever is interrupted can be done again from the start.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbgrader.coursedir import CourseDirectory

from autograder.marks.files import Output, explained, to_bytes, write_whole
from autograder.regrade import rows

APPLYING, UNDOING = "applying", "undoing"
SUMMARIES = ("results.json", "results.csv")
REMOVED = "removed_marks.csv"  # marks of people whose questions are no more


@dataclass(frozen=True)
class Places:
    """Where an assignment's files are."""

    course: CourseDirectory
    assignment: str
    output: Output

    @property
    def folder(self) -> Path:
        """Where a regrade keeps what it needs."""
        return self.output.folder / "regrade"

    def of(self, student: str) -> dict[str, Path]:
        """A student's folders, by a name for each."""
        course, name = self.course, self.assignment
        return {
            "graded": self.output.place(student),
            "autograded": Path(
                course.format_path(course.autograded_directory, student, name)
            ),
            "feedback": Path(
                course.format_path(course.feedback_directory, student, name)
            ),
        }


@dataclass(frozen=True)
class Bundle:
    """One bundle on disk."""

    path: Path

    @property
    def manifest(self) -> dict[str, Any]:
        """What it holds."""
        return dict(json.loads((self.path / "manifest.json").read_bytes()))

    def under_way(self) -> str:
        """What was interrupted, if anything was."""
        for name in (UNDOING, APPLYING):
            if (self.path / name).exists():
                return name
        return ""

    def mark(self, name: str, there: bool) -> None:
        """Note that something is under way, or that it has ended."""
        with explained(self.path):
            if there:
                write_whole(self.path / name, b"")
            else:
                (self.path / name).unlink(missing_ok=True)

    def kept(self, student: str) -> Path:
        """Where a student's folders are in it."""
        # A student's name could be too long for what else is in a path.
        return self.path / "files" / hashlib.sha256(student.encode()).hexdigest()[:32]

    def remove(self) -> None:
        """Forget it."""
        with explained(self.path):
            gone = self.path.with_name(f".{self.path.name}.gone")
            shutil.rmtree(gone, ignore_errors=True)
            self.path.rename(gone)
            shutil.rmtree(gone, ignore_errors=True)


def newest(folder: Path) -> Bundle | None:
    """The bundle of the last apply that was not undone."""
    numbers = [
        int(path.name[5:])
        for path in folder.glob("undo-*")
        if path.name[5:].isdigit() and (path / "manifest.json").exists()
    ]
    return Bundle(folder / f"undo-{max(numbers)}") if numbers else None


def digest(path: Path) -> str | None:
    """A digest of a file; None without one."""
    with suppress(OSError):
        return hashlib.sha256(path.read_bytes()).hexdigest()
    return None


def summary(output: Output) -> str:
    """A digest of the results in results.json, but for what differs in every run."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        told = json.loads((output.folder / SUMMARIES[0]).read_bytes())
        listed = [{**part, "seconds": 0} for part in told["submissions"]]
        return hashlib.sha256(to_bytes(listed)).hexdigest()
    return ""


def make(places: Places, students: dict[str, str | None], db_url: str) -> Bundle:
    """Keep all that is about to change; `students` with their new results."""
    before = newest(places.folder)
    number = int(before.path.name[5:]) + 1 if before else 1
    path = places.folder / f"undo-{number}"
    part = path.with_name(f".{path.name}.part")
    course_id = places.course.course_id
    with explained(path):
        shutil.rmtree(part, ignore_errors=True)
        (part / "files").mkdir(parents=True)
        for student in students:
            for name, folder in places.of(student).items():
                if folder.is_dir():
                    kept = Bundle(part).kept(student) / name
                    shutil.copytree(folder, kept, symlinks=True)
        for name in (*SUMMARIES, REMOVED):
            with suppress(FileNotFoundError):
                shutil.copy2(places.output.folder / name, part / name)
        found = rows.taken(db_url, course_id, places.assignment)
        (part / "rows.json").write_bytes(to_bytes(found))
        manifest = {
            "assignment": places.assignment,
            "gradebook": bool(db_url),
            "summary": None,
            "students": {
                student: {
                    "before": digest(places.output.place(student) / "result.json"),
                    "after": after,
                }
                for student, after in students.items()
            },
        }
        (part / APPLYING).write_bytes(b"")
        (part / "manifest.json").write_bytes(to_bytes(manifest))
        flush(part)
        part.rename(path)
    return Bundle(path)


def flush(folder: Path) -> None:
    """Let the machine write what it has in mind."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def done(bundle: Bundle, places: Places) -> None:
    """Note that what was to be changed is changed."""
    now = {
        "summary": summary(places.output),
        "removed": digest(places.output.folder / REMOVED),
    }
    manifest = {**bundle.manifest, **now}
    with explained(bundle.path):
        write_whole(bundle.path / "manifest.json", to_bytes(manifest))
    bundle.mark(APPLYING, False)
