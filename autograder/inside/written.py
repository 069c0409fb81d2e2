"""What a notebook wrote beside itself: shared with students' code, and trusted by none.

Standard library alone.
"""

from __future__ import annotations

import base64
import contextlib
import os
import stat

MOST_FILES = 200
_LOOKED_AT = 5_000  # entries of the folder


def look(folder: str) -> dict[str, tuple[int, int]]:
    """The ordinary files below a folder, with size and time.

    Hidden ones, what other mounts hold, and links are left out.
    """
    found: dict[str, tuple[int, int]] = {}
    left, queue = _LOOKED_AT, [""]
    device = os.stat(folder).st_dev
    while queue:
        place = queue.pop()
        with contextlib.suppress(OSError), os.scandir(f"{folder}/{place}") as listing:
            for entry in listing:
                left -= 1
                if left < 0:
                    return found
                if entry.name.startswith((".", "__pycache__")):
                    continue
                info = os.lstat(entry.path)
                name = f"{place}/{entry.name}" if place else entry.name
                if info.st_dev != device:
                    continue
                if stat.S_ISDIR(info.st_mode):
                    queue.append(name)
                elif stat.S_ISREG(info.st_mode):
                    found[name] = (info.st_size, info.st_mtime_ns)
    return found


def new(folder: str, before: dict[str, tuple[int, int]], most: int) -> dict[str, str]:
    """The files that are new or changed, `most` bytes together, as JSON can hold them.

    Small ones come first.
    """
    found: dict[str, str] = {}
    with contextlib.suppress(OSError):
        now = look(folder)
        for name in sorted(now, key=lambda name: (now[name][0], name)):
            if before.get(name) == now[name] or name.endswith(".ipynb"):
                continue
            most -= now[name][0]
            if most < 0 or len(found) >= MOST_FILES:
                break
            with contextlib.suppress(OSError), open(f"{folder}/{name}", "rb") as file:
                found[name] = base64.b64encode(file.read(now[name][0])).decode()
    return found
