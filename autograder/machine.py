"""What this machine, or the container that it is, has to give.

A container sees the processors and the memory of its host; what it may use of them
stands in its control groups, of version 1 or 2.
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

GROUPS = Path("/sys/fs/cgroup")
OWN = Path("/proc/self/cgroup")
NO_LIMIT = 1 << 50  # bytes: what version 1 says where there is none is larger
# The grader, the warm process and the judge of tests, measured with TensorFlow: MB.
RESERVED = 350
LEAST = 256  # MB that a submission gets in any case


def processors() -> int:
    """How many processors this process may keep busy."""
    share = processor_share()
    count = os.cpu_count() or 1
    if hasattr(os, "sched_getaffinity"):
        count = len(os.sched_getaffinity(0))
    return count if share is None else max(1, min(count, math.ceil(share)))


def memory_for(most: int, jobs: int) -> int:
    """MB that each of some submissions at a time may use: `most`, or what there is."""
    limit = memory_limit()
    if limit is None:
        return most
    return min(most, max(LEAST, (limit - RESERVED) // jobs))


def memory_limit(groups: Path = GROUPS, own: Path = OWN) -> int | None:
    """MB that this container may use; None without a limit."""
    found = [
        int(text)
        for folder in folders("memory", groups, own)
        for name in ("memory.max", "memory.limit_in_bytes")
        if (text := read(folder / name)).isdecimal() and int(text) < NO_LIMIT
    ]
    return min(found) >> 20 if found else None


def processor_share(groups: Path = GROUPS, own: Path = OWN) -> float | None:
    """Of how many processors this container has the time; None without a limit."""
    found = []
    for folder in folders("cpu", groups, own):
        quota, _, period = read(folder / "cpu.max").partition(" ")
        if not quota:
            quota = read(folder / "cpu.cfs_quota_us")
            period = read(folder / "cpu.cfs_period_us")
        if quota.isdecimal() and period.isdecimal() and int(period):
            found.append(int(quota) / int(period))
    return min(found, default=None)


def folders(kind: str, groups: Path, own: Path) -> Iterator[Path]:
    """The groups that limit this process: its own, and all that hold it."""
    places = {"/"}
    for line in read(own).splitlines():
        _, kinds, place = line.split(":", 2)
        if not kinds or kind in kinds.split(","):
            places.add(place)
    for place in places:
        inside = Path(place.lstrip("/"))
        for part in (inside, *inside.parents):
            yield from (groups / part, groups / kind / part)


def read(path: Path) -> str:
    """A file's text, "" where there is none."""
    with suppress(OSError, UnicodeDecodeError):
        return path.read_text().strip()
    return ""
