"""Save a course in one file: its folders, its configuration, its gradebook.

The file is a tar archive: `manifest.json`, `gradebook.sqlite` whatever database the
course uses, `nbgrader_config.py`, in `modules` the course's own modules that it needs,
and a folder for each kind of folder of the course.
Of strangers' folders only ordinary files go in.
"""

from __future__ import annotations

import io
import json
import os
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from nbgrader.coursedir import CourseDirectory

from autograder.course import modules
from autograder.marks import files, ledger
from autograder.records import Refusal
from autograder.term import places, rows

SCHEMA = 1
MANIFEST, GRADEBOOK, MODULES = "manifest.json", "gradebook.sqlite", "modules"
_LEFT_OUT = {"__pycache__", ".ipynb_checkpoints", ".lock"}
AFTER = "make room, or name another --to"


def free_path(folder: Path, what: str = "backup") -> Path:
    """A path that says when, and that no file has."""
    name = f"{what}-{datetime.now():%Y-%m-%d-%H%M%S}"
    paths = (folder / f"{name}{more}.tar.gz" for more in ("", *range(2, 1000)))
    return next(path for path in paths if not path.exists())


def ordinary(folder: Path) -> Iterator[tuple[str, Path]]:
    """The ordinary files and the folders below a folder; links are not followed."""
    for here, below, names in os.walk(folder):
        below[:] = sorted(set(below) - _LEFT_OUT)
        for name in sorted([*below, *(set(names) - _LEFT_OUT)]):
            path = Path(here, name)
            if not path.is_symlink() and (path.is_file() or path.is_dir()):
                yield path.relative_to(folder).as_posix(), path


def write_backup(
    course: CourseDirectory, target: Path, show: Callable[[int, int], None]
) -> dict[str, Any]:
    """Write the archive in one step; its manifest.

    Args:
        course: the course to save.
        target: the file to make; it must not exist.
        show: is told how many of how many files are done.

    Raises:
        Refusal: the file exists already, or a run is grading.
        Stopped: the archive cannot be written, or the gradebook not be read.
    """
    if target.exists():
        raise Refusal(f"{target} is there already; name another file with --to")
    part = target.with_name(f".{target.name}.part")
    with (
        places.at_rest(course),
        files.explained(target, AFTER),
        tempfile.TemporaryDirectory() as scratch,
    ):
        listed = {
            what: list(ordinary(folder))
            for what, folder in places.folders(course).items()
            if folder.is_dir()
        }
        manifest = {
            "schema": SCHEMA,
            "course_id": course.course_id,
            "made": datetime.now(UTC).isoformat(timespec="seconds"),
            "folders": {what: len(found) for what, found in listed.items()},
            "gradebook": ledger.exists(course.db_url),
        }
        try:
            # Files that the course shares by hard links go in as what they are.
            with tarfile.open(
                part, "w:gz", compresslevel=6, dereference=True
            ) as archive:
                text = files.to_bytes(manifest)
                info = tarfile.TarInfo(MANIFEST)
                info.size = len(text)
                archive.addfile(info, io.BytesIO(text))
                if manifest["gradebook"]:
                    saved = Path(scratch, GRADEBOOK)
                    rows.copy(course.db_url, f"sqlite:///{saved}", course.course_id)
                    archive.add(saved, GRADEBOOK)
                config = Path(course.root, places.CONFIG)
                if config.exists():
                    archive.add(config, places.CONFIG)
                    text_of = config.read_text("utf-8", "replace")
                    for name, path in modules.needed(config.parent, text_of).items():
                        archive.add(path, f"{MODULES}/{name}")
                _add(archive, listed, show)
            os.replace(part, target)
        finally:
            part.unlink(missing_ok=True)
    return manifest


def _add(
    archive: tarfile.TarFile,
    listed: dict[str, list[tuple[str, Path]]],
    show: Callable[[int, int], None],
) -> None:
    total, done = sum(map(len, listed.values())), 0
    for what, found in listed.items():
        for name, path in found:
            archive.add(path, f"{what}/{name}", recursive=False)
            done += 1
            show(done, total)


def read_manifest(archive: tarfile.TarFile, path: Path) -> dict[str, Any]:
    """What an archive says of itself; `Refusal` if it is none of ours."""
    try:
        member = archive.next()
        file = archive.extractfile(member) if member is not None else None
        if member is None or member.name != MANIFEST or file is None:
            raise ValueError("it has no manifest")
        manifest: dict[str, Any] = json.loads(file.read())
        if manifest["schema"] != SCHEMA:
            raise ValueError(f"its schema is {manifest['schema']}, not {SCHEMA}")
    except (tarfile.TarError, EOFError, OSError, ValueError, KeyError) as error:
        raise Refusal(f"{path} is no backup of a course: {error}") from error
    return manifest
