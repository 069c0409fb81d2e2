"""Open ordinary files of a stranger's folder, and nothing else.

No link is followed, in no part of a path below the folder; nothing is opened that is
not an ordinary file; nothing waits. Each folder is opened in the one before it, so a
folder that becomes a link meanwhile leads nowhere.
"""

from __future__ import annotations

import os
import stat
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from io import BufferedReader
from itertools import islice
from pathlib import Path

MOST_ENTRIES = 5_000  # files and folders that are looked at
MOST_LISTED = 200_000  # of one folder, in search of notebooks
# Folders that tools leave behind. One with a `pyvenv.cfg` is skipped, too.
SKIPPED = {".ipynb_checkpoints", "__pycache__", "__MACOSX", ".git", "node_modules"}
_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOCTTY", 0)
)
_FOLDER = _FLAGS | getattr(os, "O_DIRECTORY", 0)
NOT_ORDINARY = "it is not an ordinary file"


class Odd(ValueError):
    """What stands there is not to be read; its text says why."""


def opened(folder: Path, name: str, most: int, alone: bool = False) -> BufferedReader:
    """A file below `folder`, open for reading.

    Args:
        folder: where the stranger's files begin.
        name: the file's path below it.
        most: bytes that it may have.
        alone: whether to refuse a file that has a second name somewhere.

    Raises:
        FileNotFoundError: there is no such file.
        Odd: it is no ordinary file, too large, or cannot be read.
    """
    *folders, last = Path(name).parts
    at = None
    try:
        at = os.open(folder, _FOLDER)
        for part in folders:
            below = os.open(part, _FOLDER, dir_fd=at)
            os.close(at)
            at = below
        file = os.open(last, _FLAGS, dir_fd=at)
    except FileNotFoundError:
        raise
    except PermissionError as error:
        raise Odd(error.strerror) from error
    except OSError as error:  # a link, or something that cannot be opened at all
        raise Odd(NOT_ORDINARY) from error
    finally:
        if at is not None:
            os.close(at)
    info = os.fstat(file)
    why = ""
    if not stat.S_ISREG(info.st_mode) or (alone and info.st_nlink != 1):
        why = NOT_ORDINARY
    elif info.st_size > most:
        why = f"it is larger than {most // 1_000_000} MB"
    if why:
        os.close(file)
        raise Odd(why)
    return os.fdopen(file, "rb")


def entries(folder: Path) -> tuple[list[tuple[str, os.stat_result]], bool]:
    """What lies below a folder, without what tools leave behind; whether it is all.

    Links are named, not followed. Of very many entries the first ones that the system
    names are looked at, and the notebooks beside them.
    """
    found: list[tuple[str, os.stat_result]] = []
    count = 0
    waiting = deque([""])
    while waiting and count < MOST_ENTRIES:
        place = waiting.popleft()
        here, below = [], []
        with suppress(OSError):
            for entry in listed(folder / place):
                count += 1
                notebook = not place and entry.name.endswith(".ipynb")
                if count > MOST_ENTRIES and not notebook:
                    continue
                path = f"{place}/{entry.name}" if place else entry.name
                with suppress(OSError):  # it went away meanwhile
                    info = entry.stat(follow_symlinks=False)
                    if not stat.S_ISDIR(info.st_mode):
                        here.append((path, info))
                    elif entry.name not in SKIPPED:
                        below.append(path)
        if not place or not any(path == f"{place}/pyvenv.cfg" for path, _ in here):
            found += sorted(here)
            waiting += sorted(below)
    return found, count <= MOST_ENTRIES and not waiting


def listed(folder: Path) -> Iterator[os.DirEntry[str]]:
    """The entries of a folder that is no link, up to very many."""
    where = os.open(folder, _FOLDER)
    try:
        with os.scandir(where) as listing:
            yield from islice(listing, MOST_LISTED)
    finally:
        os.close(where)
