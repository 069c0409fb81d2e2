"""What a submission's processes use, as their supervisor measures it.

Standard library alone.
"""

from __future__ import annotations

import contextlib
import functools
import os
import socket
import stat
import time
from dataclasses import dataclass, field
from typing import Any

_EXITING = 4  # the kernel's PF_EXITING, among the flags of /proc/PID/stat


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

    def ending(self) -> bool:
        """Whether it has begun to end.

        Of two processes, the one at the other's sockets ends when that one's have
        closed, and may be gone sooner: this is set before any of them closes.
        """
        with contextlib.suppress(OSError), open(f"/proc/{self.pid}/stat") as file:
            return bool(int(file.read().rpartition(")")[2].split()[6]) & _EXITING)
        return False


def cpu_of(pid: int) -> float:
    """CPU seconds of a process alone; 0 where the system does not tell."""
    with contextlib.suppress(OSError):
        return time.clock_gettime(~pid << 3 | 2)  # Linux: CPUCLOCK_SCHED of a process
    return 0.0


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


# Fields of /proc/PID/status in kB: pages, swapped pages, and page tables, which a
# mapping that is only read fills without pages of its own.
_PAGES, _BESIDE = "VmRSS", ("VmSwap", "VmPTE")
# A descriptor may be a pipe: two pages once the user's share of whole pipes is used.
_PIPE = 2 * os.sysconf("SC_PAGE_SIZE")
FILES_A_MEGABYTE = 200


def memory_of(pid: int) -> tuple[int, int]:
    """Bytes of a process's resident pages, and what it holds besides."""
    pages = beside = 0
    with contextlib.suppress(OSError), open(f"/proc/{pid}/status") as file:
        for line in file:
            name, _, value = line.partition(":")
            if name == _PAGES:
                pages = int(value.split()[0]) << 10
            elif name in _BESIDE:
                beside += int(value.split()[0]) << 10
            elif name == "FDSize":
                beside += int(value) * _PIPE
    return pages, beside


def proportional(pid: int, pages: int) -> int:
    """Of resident bytes, those left when shared pages are divided among their owners.

    All of them where the process lets no one look, as a program does that its user
    may run but not read.
    """
    with contextlib.suppress(OSError), open(f"/proc/{pid}/smaps_rollup") as file:
        for line in file:
            if line.startswith("Pss:"):
                return int(line.split()[1]) << 10
    return pages


@functools.cache
def room_of_a_socket() -> int:
    """Bytes that a new socket can hold on their way."""
    one, other = socket.socketpair()
    with one, other:
        slack = 1 << 16  # the last message may go beyond
        return one.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF) + slack


def sockets_of_namespace() -> int:
    """Unix sockets in this network namespace, also those that no process holds."""
    try:
        with open("/proc/self/net/unix") as file:
            return max(0, sum(1 for _ in file) - 1)
    except OSError:
        return 0


def used_memory(child: Child, pids: list[int], sockets: int, limit: int) -> int:
    """Bytes in use by `pids`, which belong to `child`, and by their sockets.

    The dear, exact count only near the limit.
    """
    each = {pid: memory_of(pid) for pid in pids}
    beside = sum(more for _, more in each.values()) + sockets * room_of_a_socket()
    count = sum(pages for pages, _ in each.values()) + beside
    if beside <= limit < count:
        count -= sum(
            pages - min(pages, proportional(pid, pages))
            for pid, (pages, _) in each.items()
        )
    child.peak = max(child.peak, count)
    return count


def beyond(
    children: list[Child], start: dict[str, Any]
) -> tuple[str, Child | None, float]:
    """Whether a process uses more than it may: the state, which, and the largest share.

    What is below the supervisor and not below the judge belongs to the answer:
    orphans become the supervisor's own children.
    """
    most, share = start["limits"]["memory"] << 20, 0.0
    others = set(descendants(os.getpid())[1:])
    for child in children:  # the judge's comes first
        if child.role == "judge":
            pids, sockets = descendants(child.pid), 0
            others -= set(pids)
        else:
            pids = sorted(others)
            shared = start["measured"] or start["network"]
            sockets = open_files(pids)[1] if shared else sockets_of_namespace()
            if start["measured"] and grown(start, pids):
                return "died", child, share
        used = used_memory(child, pids, sockets, most)
        if used > most:
            return "out_of_memory", child, share
        share = max(share, used / most)
    return "", None, share


def folder_use(folder: str, most: int) -> tuple[int, int]:
    """Bytes on disk below `folder`, and names; looks no further than `most` names.

    `OSError` where one cannot look.
    """
    size = names = 0
    queue = [folder]
    while queue and names <= most:
        with os.scandir(queue.pop()) as entries:
            for entry in entries:
                names += 1
                if names > most:
                    break
                with contextlib.suppress(FileNotFoundError):  # meanwhile removed
                    size += entry.stat(follow_symlinks=False).st_blocks * 512
                    if entry.is_dir(follow_symlinks=False):
                        queue.append(entry.path)
    return size, names


def open_files(pids: list[int]) -> tuple[int, int]:
    """Bytes on disk of open files that are in no folder, and open sockets."""
    sizes: dict[tuple[int, int], int] = {}
    sockets: set[int] = set()
    for pid in pids:
        for entry in listed(f"/proc/{pid}/fd"):
            with contextlib.suppress(OSError):
                found = os.stat(entry)
                if stat.S_ISSOCK(found.st_mode):
                    sockets.add(found.st_ino)
                elif stat.S_ISREG(found.st_mode) and not found.st_nlink:
                    sizes[found.st_dev, found.st_ino] = found.st_blocks * 512
    return sum(sizes.values()), len(sockets)


def listed(folder: str) -> list[str]:
    """The paths in a folder; none where it is gone or closed."""
    with contextlib.suppress(OSError):
        return [os.path.join(folder, name) for name in os.listdir(folder)]
    return []


def mapped_files(pids: list[int], home: str) -> int:
    """Files of `home` that are mapped but in no folder, each mapping once."""
    count = 0
    for pid in pids:
        with contextlib.suppress(OSError), open(f"/proc/{pid}/maps", "rb") as file:
            lines = file.read().splitlines()
            end, start = b" (deleted)", os.fsencode(home)
            count += sum(1 for line in lines if line.endswith(end) and start in line)
    return count


def hidden(pid: int) -> bool:
    """Whether a process lets no one look, so that what it holds stays unknown."""
    try:
        os.listdir(f"/proc/{pid}/fd")
    except PermissionError:
        with contextlib.suppress(OSError):
            return os.stat(f"/proc/{pid}").st_uid == 0  # as such processes are shown
    except OSError:
        pass  # it has ended
    return False


def grown(start: dict[str, Any], pids: list[int]) -> bool:
    """Whether files or processes are too many where no namespace counts them."""
    limits, home = start["limits"], start["homes"]["answer"]
    most = limits["scratch"] << 20  # one file cannot be longer; several could
    most_names = FILES_A_MEGABYTE * limits["scratch"]
    try:
        size, names = folder_use(home, most_names)
    except FileNotFoundError:
        size = names = 0  # a folder was removed meanwhile
    except OSError:
        return True  # a folder that its owner has closed, or put too deep
    size += open_files(pids)[0] + most * mapped_files(pids, home)
    if size > 2 * most or names > most_names:
        return True
    count = sum(len(listed(f"/proc/{pid}/task")) for pid in pids)
    return count > limits["processes"] or any(map(hidden, pids))
