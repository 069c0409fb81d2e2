"""Keep results in files that appear whole or not at all.

A submission's folder in the output gets its executed notebooks first and its
result last, each by a rename. So whatever a killed run leaves behind is either
a complete result or none, and the next run goes on from there.
"""

from __future__ import annotations

import csv
import errno
import io
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import fields
from pathlib import Path
from typing import Any

import nbformat

from autograder.inert import text as inert
from autograder.records import (
    Graded,
    Question,
    Refusal,
    Result,
    Spent,
    Stopped,
    Submission,
)

KEPT = (
    "what was graded before is kept: make room or name another --output, and run again"
)

_REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EROFS: "the file system is read-only",
    errno.EACCES: "writing is not allowed",
    errno.EPERM: "writing is not allowed",
    errno.EISDIR: "it is a folder",
    errno.ENOENT: "its folder does not exist",
}


# Of the machine: they concern all submissions alike.
_MACHINE = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO}


def of_machine(error: Exception) -> bool:
    """Whether what failed concerns all submissions alike: the disk, the gradebook."""
    if isinstance(error, OSError):
        return error.errno in _MACHINE
    return isinstance(error, Stopped)


@contextmanager
def explained(place: Path, after: str = KEPT, one: bool = False) -> Iterator[None]:
    """Turn a failed write into one sentence; `after` says what to do then.

    Where only `one` submission's files are written, the class goes on without it
    unless the machine itself is in trouble: then the error is passed on as it is.
    """
    try:
        yield
    except OSError as error:
        if one and error.errno not in _MACHINE:
            raise
        reason = _REASONS.get(error.errno or 0, error.strerror or str(error))
        raise Stopped(
            f"cannot write {error.filename or place}: {reason}; {after}"
        ) from error


def write_whole(path: Path, data: bytes, synced: bool = False) -> None:
    """Write a file that appears whole or not at all; `synced`, also after a reboot."""
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as file:
            file.write(data)
            if synced:
                file.flush()
                os.fsync(file.fileno())
        os.replace(part, path)
    except OSError:
        with suppress(OSError):
            part.unlink()
        raise


def to_bytes(value: Any) -> bytes:
    """Readable JSON, the same bytes for the same value, harmless in a terminal."""
    text = json.dumps(value, indent=1, ensure_ascii=False)
    return (inert.json_safe(text) + "\n").encode()


def read_result(path: Path) -> tuple[str, Result] | None:
    """The key and result in a file that `Output.save` wrote, if it is whole."""
    try:
        kept = json.loads(path.read_bytes())
        known = {part.name for part in fields(Result)}  # another version has others
        result = {k: value for k, value in kept["result"].items() if k in known}
        questions = tuple(Question(**part) for part in result.pop("questions"))
        unchanged = tuple((a, b) for a, b in result.pop("unchanged"))
        flags = tuple(result.pop("flags"))
        spent = Spent(**result.pop("spent", {}))
        return kept["key"], Result(
            **result,
            flags=flags,
            questions=questions,
            unchanged=unchanged,
            spent=spent,
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def kept_result(place: Path) -> tuple[Result, float] | None:
    """The result that lies in a student's folder of the output, and when it came."""
    path = place / "result.json"
    found = read_result(path)
    return None if found is None else (found[1], path.stat().st_mtime)


def read_results(folder: Path, assignment: str) -> dict[str, Any]:
    """The content of results.json; `Refusal` when there is none."""
    path = folder / "results.json"
    try:
        results = json.loads(path.read_bytes())
        for part in results["submissions"]:
            part["student"], part["status"], part["questions"]
        return dict(results)
    except FileNotFoundError as error:
        raise Refusal(
            f"there are no results in {folder}; run: autograder grade {assignment}"
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        raise Refusal(f"{path} is not a file of results: {error}") from error


class Output:
    """The output folder of one assignment."""

    def __init__(self, folder: Path, assignment: str) -> None:
        self.folder, self.assignment = folder, assignment
        with explained(folder):
            folder.mkdir(parents=True, exist_ok=True)
            self._lock = open(folder / ".lock", "w")  # noqa: SIM115
        try:
            import fcntl

            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except ImportError:
            pass
        except OSError as error:
            raise Refusal(f"another run is writing to {folder}") from error

    def close(self) -> None:
        """Let another run write here."""
        self._lock.close()

    def place(self, student: str) -> Path:
        """Where a student's results are."""
        return self.folder / student / self.assignment

    def load(self, student: str) -> tuple[str, Result] | None:
        """The key and result of an earlier run, if they are there and whole."""
        return read_result(self.place(student) / "result.json")

    def notebooks(self, student: str) -> list[str]:
        """The names of the executed notebooks that are kept."""
        return sorted(path.name for path in self.place(student).glob("*.ipynb"))

    def restore(
        self, submission: Submission, key: str, result: Result, files: dict[str, bytes]
    ) -> Graded:
        """What `save` once wrote, with its executed notebooks."""
        place = self.place(submission.student)
        paths = [place / name for name in self.notebooks(submission.student)]
        with explained(self.folder, one=True):
            notebooks = {path.stem: nbformat.read(path, 4) for path in paths}
        return Graded(submission, key, result, notebooks, files)

    def save(self, graded: Graded) -> None:
        """Write one submission's executed notebooks, then its result."""
        place = self.place(graded.result.student)
        with explained(place, one=True):
            place.mkdir(parents=True, exist_ok=True)
            with suppress(FileNotFoundError):
                (place / "result.json").unlink()
            for path in place.glob("*.ipynb"):
                if path.stem not in graded.notebooks:
                    path.unlink()  # of an earlier, readable version
            for name, data in graded.written.items():
                write_whole(place / f"{name}.ipynb", data)
            kept = dict(vars(graded.result))
            kept["spent"] = vars(graded.result.spent)
            kept["questions"] = [vars(part) for part in graded.result.questions]
            write_whole(
                place / "result.json", to_bytes({"key": graded.key, "result": kept})
            )

    def recorded(self, student: str, key: str, mark: bool = False) -> bool:
        """Whether a result is in the gradebook; with `mark`, note that it is."""
        path = self.place(student) / "recorded"
        if mark:
            with explained(path, one=True):
                write_whole(path, key.encode())
        return self.record_of(student) == key

    def record_of(self, student: str) -> str:
        """What `recorded` noted last; "" if nothing."""
        try:
            return (self.place(student) / "recorded").read_text()
        except (OSError, ValueError):
            return ""

    def summarise(
        self, results: Iterable[Result], engine: str, sandbox: str, seconds: float
    ) -> None:
        """Write results.json and results.csv."""
        listed = sorted(results, key=lambda result: result.student)
        with explained(self.folder):
            summary = to_json(self.assignment, listed, engine, sandbox, seconds)
            write_whole(self.folder / "results.json", to_bytes(summary))
            write_whole(self.folder / "results.csv", to_csv(listed))


def to_json(
    assignment: str, results: list[Result], engine: str, sandbox: str, seconds: float
) -> dict[str, Any]:
    """The content of results.json."""
    return {
        "schema": 1,
        "assignment": assignment,
        "engine": engine,
        "sandbox": sandbox,
        "seconds": round(seconds, 3),
        "submissions": [result.to_json() for result in results],
    }


def to_cell(value: object) -> object:
    """A value for a spreadsheet, and for a terminal that shows the file."""
    return inert.cell(inert.plain(value) if isinstance(value, str) else value)


def to_csv(results: list[Result]) -> bytes:
    """The content of results.csv: one line a student, one column a question."""
    ids = list(
        dict.fromkeys(part.id for result in results for part in result.questions)
    )
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    head = ["student", "status", "score", "max_score", "flags", *ids]
    writer.writerow([to_cell(name) for name in head])
    for result in results:
        marks = {part.id: part.score for part in result.questions}
        row = [result.student, result.status, result.score, result.max_score]
        row += ["; ".join(result.flags), *(marks.get(name, "") for name in ids)]
        writer.writerow([to_cell(value) for value in row])
    return text.getvalue().encode()


def append_csv(path: Path, rows: list[dict[str, Any]]) -> None:
    """Add lines to a table, with a head where there is none yet."""
    new = not path.exists()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        for row in [[*rows[0]], *(row.values() for row in rows)][0 if new else 1 :]:
            writer.writerow([to_cell(value) for value in row])
