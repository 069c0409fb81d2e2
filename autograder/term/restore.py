"""Bring back what a backup has: folders, gradebook, configuration.

Everything is unpacked and compared before anything of the course is touched. What
stands in the way is refused, or backed up first.
"""

from __future__ import annotations

import filecmp
import shutil
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from nbgrader.coursedir import CourseDirectory

from autograder.marks import ledger
from autograder.marks.files import explained
from autograder.records import Refusal
from autograder.term import backup, places, rows

# Python 3.11.2, which is Debian's, has none: so what it would refuse is looked at here.
_FILTER: dict[str, Any] = {"filter": "tar"} if hasattr(tarfile, "tar_filter") else {}
_AFTER = "the course is as it was; make room, and run again"


@dataclass(frozen=True)
class Restored:
    """What came of it."""

    folders: tuple[str, ...]  # that were written; the others are the same already
    rows: int  # of the gradebook
    differing: tuple[str, ...]  # configuration and its modules: the course's own count
    before: Path | None  # the backup of what was replaced


def restore(
    course: CourseDirectory, path: Path, replace: bool, show: Callable[[int, int], None]
) -> Restored:
    """Bring a backup back; with `replace`, in place of what is there.

    Raises:
        Refusal: it is no backup, work is in the way, or a run is grading.
        Stopped: it cannot be unpacked, or the gradebook not be written.
    """
    root = Path(course.root)
    with explained(root, _AFTER):
        try:
            archive = tarfile.open(path, "r:gz")  # noqa: SIM115
        except (tarfile.TarError, EOFError) as error:
            raise Refusal(f"{path} is no backup of a course: {error}") from error
        with archive, tempfile.TemporaryDirectory(dir=root, prefix=".restore-") as name:
            manifest = backup.read_manifest(archive, path)
            unpacked = Path(name)
            _unpack(archive, unpacked, path)
            return _put(course, unpacked, manifest, replace, show)


def _unpack(archive: tarfile.TarFile, folder: Path, path: Path) -> None:
    try:
        for member in archive:
            name = PurePosixPath(member.name)
            inside = not name.is_absolute() and ".." not in name.parts
            if not (inside and (member.isreg() or member.isdir())):
                raise Refusal(f"{path} is no backup of a course: it has {member.name}")
            member.mode &= 0o755
            archive.extract(member, folder, **_FILTER)
    except (tarfile.TarError, EOFError, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        raise Refusal(f"{path} is damaged: {error}; nothing was changed") from error


def _put(
    course: CourseDirectory,
    unpacked: Path,
    manifest: dict,
    replace: bool,
    show: Callable[[int, int], None],
) -> Restored:
    wanted = {
        what: folder
        for what, folder in places.folders(course).items()
        if what in manifest["folders"] and not same(unpacked / what, folder)
    }
    occupied = [what for what, folder in wanted.items() if holds_something(folder)]
    saved = unpacked / backup.GRADEBOOK
    if (
        saved.exists()
        and ledger.exists(course.db_url)
        and not rows.empty(course.db_url, course.course_id)
    ):
        occupied.append("gradebook")
    before = None
    if occupied and not replace:
        raise Refusal(
            f"there is other work in the way ({', '.join(occupied)}); with --replace "
            "it is backed up first, then replaced"
        )
    if occupied:
        before = backup.free_path(Path(course.root), "before-restore")
        backup.write_backup(course, before, show)
    with places.at_rest(course):
        for count, (what, folder) in enumerate(wanted.items(), start=1):
            swap(unpacked / what, folder)
            show(count, len(wanted))
    count = 0
    if saved.exists():
        count = rows.copy(f"sqlite:///{saved}", course.db_url, course.course_id)
    differing = tuple(configured(unpacked, Path(course.root)))
    return Restored(tuple(wanted), count, differing, before)


def configured(unpacked: Path, root: Path) -> Iterator[str]:
    """Bring back the configuration and its modules; those that are there and differ."""
    own = unpacked / backup.MODULES
    saved = {places.CONFIG: unpacked / places.CONFIG, **dict(_files(own))}
    for name, theirs in saved.items():
        mine = root / name
        if theirs.exists() and not mine.exists():
            mine.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(theirs, mine)
        if theirs.exists() and not filecmp.cmp(theirs, mine, shallow=False):
            yield name


def swap(new: Path, old: Path) -> None:
    """Put one folder in the place of another; between two renames there is none."""
    new.mkdir(exist_ok=True)  # an empty one has no entry of its own
    old.parent.mkdir(parents=True, exist_ok=True)
    aside = new.with_name(f"{new.name}.old")
    if old.exists():
        shutil.move(old, aside)
    shutil.move(new, old)


def holds_something(folder: Path) -> bool:
    """Whether a folder has an ordinary file anywhere below it."""
    return any(path.is_file() for _, path in backup.ordinary(folder))


def same(one: Path, other: Path) -> bool:
    """Whether two folders hold the same ordinary files."""
    left, right = dict(_files(one)), dict(_files(other))
    return left.keys() == right.keys() and all(
        filecmp.cmp(path, right[name], shallow=False) for name, path in left.items()
    )


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    return ((name, path) for name, path in backup.ordinary(folder) if not path.is_dir())
