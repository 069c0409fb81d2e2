"""Put into `solutions/NAME` the files that are kept once, elsewhere.

Notebooks look for them in their own folder, and so do nbgrader and the grader:

    solutions/*.py                        the checks, the same for all assignments
    exercises/NAME/misconceptions.json    made by `make release`, for learners to have

`nbgrader_config.py` calls `make`, and with it every command of nbgrader, every one of
the grader, and JupyterLab when it starts in the repository. That file is loaded by its
path, with or without the packages of the course: standard library only.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

CHECKS = ("checks.py", "diagnosis.py", "known.py", "messages.py")
KNOWN = "misconceptions.json"


class CopyError(Exception):
    """A copy is missing or outdated and cannot be written; the text says what to do."""


def make(root: Path) -> list[Path]:
    """Write the copies below `root` that are missing or outdated; returns these.

    Raises `CopyError` where one of them cannot be written.
    """
    made = []
    for path, data in wanted(root):
        try:
            if holds(path, data):
                continue
            write_whole(path, data)
        except OSError as error:
            raise CopyError(
                f"{path} is missing or outdated and cannot be written "
                f"({error.strerror}); run `make install` as one who may write there"
            ) from error
        made.append(path)
    return made


def wanted(root: Path) -> Iterator[tuple[Path, bytes]]:
    """The copies of the assignments that use the checks, and what they must hold.

    An assignment of somebody's own has no `answers/NAME/promises.toml`, gets nothing
    and keeps its files.
    """
    sources = root / "solutions"
    for listed in sorted((root / "answers").glob("*/promises.toml")):
        folder = listed.parent
        place = sources / folder.name
        if not any(place.glob("*.ipynb")):
            continue
        for file in CHECKS:
            yield place / file, (sources / file).read_bytes()
        known = original(root, folder.name)
        if known is not None:
            yield place / KNOWN, known


def original(root: Path, name: str) -> bytes | None:
    """The known mistakes of an assignment; None where they are not there, or not yet.

    nbgrader writes released folders anew, file by file: half a file is none.
    """
    try:
        data = (root / "exercises" / name / KNOWN).read_bytes()
        json.loads(data)
    except (FileNotFoundError, ValueError):
        return None
    return data


def holds(path: Path, data: bytes) -> bool:
    """Whether a file has these bytes; one that goes meanwhile does not."""
    try:
        return path.read_bytes() == data
    except FileNotFoundError:
        return False


def write_whole(path: Path, data: bytes) -> None:
    """Write a file in one step, so that nobody meets half of it.

    Until then it lies outside its folder, whose every file belongs to an assignment.
    """
    place = path.parent.parent
    unique = f"{os.getpid()}-{threading.get_ident()}"
    part = place / f".{path.parent.name}-{path.name}.{unique}.part"
    try:
        part.write_bytes(data)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


if __name__ == "__main__":
    try:
        make(Path(__file__).resolve().parents[2])
    except CopyError as error:
        sys.exit(str(error))
