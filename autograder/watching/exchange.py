"""Take submissions out of nbgrader's exchange, and give pages back through it.

As `nbgrader collect --update` and `nbgrader release_feedback` do, for one submission.
"""

from __future__ import annotations

import errno
import os
import pwd
import shutil
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from nbgrader import utils

from autograder.course.ordinary import Odd, entries, opened
from autograder.course.submissions import ignored
from autograder.course.times import time_in, time_of
from autograder.marks import feedback, files
from autograder.marks.gradebook import share
from autograder.platforms import placing
from autograder.watching.seeing import SECRET, Places, Sent, fingerprint

EARLIER = ".earlier"  # where `autograder collect` moves what is replaced, too
WAITING = b'name="autograder" content="waiting"'
_KILOBYTE = 1000  # as nbgrader counts


class TooLarge(Exception):
    """A submission that the course does not take."""


def theirs(places: Places, sent: Sent) -> bool:
    """Whether a submission is its student's, as far as its owner shows.

    Anybody on the machine can write into the exchange. Where all files are one user's,
    `ExchangeCollect.check_owner` says that owners show nothing.
    """
    if not places.collect.check_owner or places.inbound is None:
        return True
    return owner_of(places.inbound / sent.name) == sent.place.student


def newer(sent: Sent, folder: Path) -> bool:
    """Whether a submission of the exchange is newer than what the course has."""
    if not folder.is_dir():
        return True
    text, _ = time_of(folder)
    known: datetime | None = time_in(text)[0] if text else None
    return known is None or sent.when > known


def collect(places: Places, sent: Sent) -> None:
    """Let a submission of the exchange appear in the course, whole.

    What it replaces moves to `.earlier`.

    Raises:
        TooLarge: nbgrader would not collect it, either.
        OSError: it cannot be written; nothing is lost.
    """
    assert places.inbound is not None
    source, course = places.inbound / sent.name, places.course
    seen = fingerprint(source)
    found, complete = entries(source)
    wanted = [(name, info) for name, info in found if not ignored(name, course.ignore)]
    most = _KILOBYTE * course.max_dir_size
    if not complete or sum(info.st_size for _, info in wanted) > most:
        raise TooLarge
    folder = places.submitted(sent.place)
    part = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    for name, info in wanted:
        if info.st_size <= _KILOBYTE * course.max_file_size:
            copy(source, name, part / name, most)
    if seen is None or fingerprint(source) != seen:
        raise FileNotFoundError(errno.ENOENT, "it changed meanwhile", str(source))
    step, place = course.submitted_directory, sent.place
    earlier = Path(course.format_path(step, EARLIER, place.assignment), place.student)
    placing.put(part, folder, earlier)
    shutil.rmtree(part, ignore_errors=True)  # the same was there already
    if course.groupshared:
        share(folder, places.top)


def copy(folder: Path, name: str, target: Path, most: int) -> None:
    """Copy one ordinary file of a stranger's folder, to stay after a reboot."""
    try:
        source = opened(folder, name, most)
    except (Odd, FileNotFoundError):
        return  # a link, say: it would not be read later, either
    target.parent.mkdir(parents=True, exist_ok=True)
    with source, target.open("wb") as file:
        shutil.copyfileobj(source, file)
        file.flush()
        os.fsync(file.fileno())


def owner_of(path: Path) -> str:
    """The user whom a folder belongs to."""
    with suppress(KeyError, OSError):
        return pwd.getpwuid(path.lstat().st_uid).pw_name
    return ""


def secret_of(folder: Path) -> str:
    """The word by which a student finds the page; "" without one."""
    with suppress(OSError, Odd), opened(folder, SECRET, 1000) as file:
        return feedback.one_line(file.read(1000)).decode()
    return ""


def page_of(exchange: Path, secret: str, notebook: str) -> Path:
    """Where nbgrader looks for the feedback on a notebook."""
    name = utils.notebook_hash(secret=secret, notebook_id=notebook)
    return exchange / "feedback" / f"{name}.html"


def give(exchange: Path, secret: str, notebook: str, page: bytes, shared: bool) -> bool:
    """Let a student find a page; whether it is another than before."""
    path = page_of(exchange, secret, notebook)
    with suppress(FileNotFoundError):
        if path.read_bytes() == page:
            return False
    if not path.parent.is_dir():
        path.parent.mkdir(parents=True)
        path.parent.chmod(0o2771 if shared else 0o711)  # as release_feedback does
    files.write_whole(path, page, synced=True)
    path.chmod(0o664 if shared else 0o644)
    return True


def waits(exchange: Path, secret: str, notebook: str) -> bool:
    """Whether there is no page yet, or one that only says so."""
    try:
        return WAITING in page_of(exchange, secret, notebook).read_bytes()
    except FileNotFoundError:
        return True
