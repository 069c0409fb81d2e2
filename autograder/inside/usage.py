"""What a submission's processes use, as their supervisor measures it.

Standard library alone.
"""

from __future__ import annotations

import contextlib
import os
import socket
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Child:
    """A process of a submission as its supervisor sees it."""

    role: str  # "answer" or "judge"
    pid: int
    sock: socket.socket
    pipes: dict[int, str]  # file descriptor to "stdout" or "stderr"
    pidfd: int
    received: bytearray = field(default_factory=bytearray)
    raw: dict[str, bytearray] = field(default_factory=dict)
    flags: list[str] = field(default_factory=list)
    peak: int = 0  # bytes
    status: int = 0  # its wait status, once it has ended


def descendants(pid: int) -> list[int]:
    """`pid` and all processes below it."""
    found, queue = [], [pid]
    while queue:
        current = queue.pop()
        found.append(current)
        try:
            tasks = os.listdir(f"/proc/{current}/task")
            for task in tasks:
                with open(f"/proc/{current}/task/{task}/children") as file:
                    queue += [int(child) for child in file.read().split()]
        except OSError:
            continue  # it has ended
    return found


def resident(pids: list[int]) -> int:
    """Resident bytes of `pids`, shared pages counted once for each process."""
    pages = 0
    for pid in pids:
        with contextlib.suppress(OSError), open(f"/proc/{pid}/statm") as file:
            pages += int(file.read().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def proportional(pids: list[int]) -> int:
    """Resident bytes of `pids`, each shared page divided among its owners."""
    kilobytes = 0
    for pid in pids:
        with contextlib.suppress(OSError), open(f"/proc/{pid}/smaps_rollup") as file:
            for line in file:
                if line.startswith("Pss:"):
                    kilobytes += int(line.split()[1])
    return kilobytes << 10


def used_memory(child: Child, limit: int) -> int:
    """Bytes in use below `child`; the dear, exact count only near the limit."""
    pids = descendants(child.pid)
    count = resident(pids)
    if count > limit:
        count = min(count, proportional(pids))
    child.peak = max(child.peak, count)
    return count


def folder_size(folder: str) -> int:
    """Bytes of all files below `folder`."""
    return sum(
        os.lstat(os.path.join(place, name)).st_size
        for place, _, names in os.walk(folder)
        for name in names
    )


def grown(child: Child, start: dict[str, Any]) -> bool:
    """Whether files or processes are too many where no namespace counts them."""
    if folder_size(start["homes"][child.role]) > 2 * start["limits"]["scratch"] << 20:
        return True  # one file cannot be longer than the limit; several could
    count = 0
    for pid in descendants(child.pid):
        with contextlib.suppress(OSError):
            count += len(os.listdir(f"/proc/{pid}/task"))
    return count > start["limits"]["processes"]
