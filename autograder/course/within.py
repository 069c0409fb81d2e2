"""Work in another folder for a while."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import chdir, contextmanager
from pathlib import Path

_ONE = threading.RLock()  # a process has one folder, for all its threads


@contextmanager
def within(folder: Path | str) -> Iterator[None]:
    """Be in a folder, where nbgrader and a course's configuration look for files."""
    with _ONE, chdir(folder):
        yield
