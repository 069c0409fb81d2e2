"""The Linux calls that isolate one submission: namespaces, limits, Landlock.

Standard library alone; every function raises `OSError` when the kernel says no.
"""

from __future__ import annotations

import ctypes
import os
import resource
import struct
from collections.abc import Iterable, Iterator

_libc = ctypes.CDLL(None, use_errno=True)

CLONE_NEWNS, CLONE_NEWUTS, CLONE_NEWIPC = 0x00020000, 0x04000000, 0x08000000
CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET = 0x10000000, 0x20000000, 0x40000000
NAMESPACES = 0x7E020000  # every CLONE_NEW* flag that clone takes

MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REMOUNT = 1, 2, 4, 8, 32
MS_BIND, MS_MOVE, MS_REC, MS_PRIVATE = 4096, 8192, 16384, 1 << 18

PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_SECCOMP = 1, 4, 22
PR_CAPBSET_DROP, PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS = 24, 36, 38

NOBODY = 65534
_HUGE, _COLLAPSE = 2 << 20, 25  # bytes of a huge page; MADV_COLLAPSE
TERMINALS = 16  # pseudo-terminals of one submission
OPEN_FILES = 512  # of one process
SIGNALS = 256  # queued ones, and timers


def _call(name: str, *arguments: object) -> int:
    result = getattr(_libc, name)(*arguments)
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")
    return result


def prctl(option: int, *values: int) -> None:
    """Call prctl(2) with unsigned long arguments."""
    filled = (*values, 0, 0, 0, 0)[:4]
    _call("prctl", option, *(ctypes.c_ulong(value) for value in filled))


def mount(source: str, target: str, kind: str, flags: int, data: str = "") -> None:
    """Call mount(2)."""
    _call(
        "mount",
        source.encode(),
        target.encode(),
        kind.encode() or None,
        ctypes.c_ulong(flags),
        data.encode() or None,
    )


def become_nobody() -> None:
    """Give up root for good; does nothing for an ordinary user."""
    if os.getuid() == 0:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    prctl(PR_SET_DUMPABLE, 1)  # changing the user cleared it; uid_map needs it


def unshare_all(processes: bool = True, network: bool = False) -> None:
    """Move into a user, net, ipc and uts namespace of one's own.

    The process must have one thread. With `processes`, its next child is process 1
    of a new pid namespace. With `network`, it keeps the machine's.
    """
    uid, gid = os.getuid(), os.getgid()
    flags = CLONE_NEWUSER | CLONE_NEWIPC | CLONE_NEWUTS
    flags |= 0 if network else CLONE_NEWNET
    _call("unshare", flags | CLONE_NEWPID if processes else flags)
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{uid} {uid} 1"),
        ("gid_map", f"{gid} {gid} 1"),
    ):
        with open(f"/proc/self/{name}", "w") as file:
            file.write(text)


def private_mounts(scratch: str, megabytes: int) -> None:
    """Give this process a scratch folder of its own and hide the others.

    One tmpfs, limited in bytes and files, serves as `scratch`, /tmp and
    /dev/shm. /proc shows this process and four harmless files.
    """
    _call("unshare", CLONE_NEWNS)
    mount("none", "/", "", MS_REC | MS_PRIVATE)
    me = os.readlink("/proc/self")
    # Assemble the new /proc on /tmp, then move it over the old one.
    mount("proc", "/tmp", "tmpfs", MS_NOSUID | MS_NODEV, "size=64k,mode=0755")
    for name in ("cpuinfo", "meminfo", "stat", "uptime"):
        if os.path.exists(f"/proc/{name}"):
            os.close(os.open(f"/tmp/{name}", os.O_CREAT | os.O_WRONLY))
            mount(f"/proc/{name}", f"/tmp/{name}", "", MS_BIND)
    os.mkdir("/tmp/self")
    mount(f"/proc/{me}", "/tmp/self", "", MS_BIND)
    # A way to one's own memory past Python; tasks have a second one.
    mount("/dev/null", "/tmp/self/mem", "", MS_BIND)
    flags = MS_NOSUID | MS_NODEV
    mount("none", "/tmp/self/task", "tmpfs", flags | MS_RDONLY, "size=4k,nr_inodes=2")
    mount("/tmp", "/proc", "", MS_MOVE)
    again = MS_REMOUNT | MS_BIND | MS_RDONLY | flags
    mount("none", "/proc", "", again)
    # Or it could take back that the machine, out of memory, ends it first.
    mount("none", "/proc/self", "", again | MS_NOEXEC)
    # Terminals are few on a machine, and shared by all.
    if os.path.exists("/dev/pts"):
        few = f"newinstance,ptmxmode=0666,mode=0620,max={TERMINALS}"
        mount("devpts", "/dev/pts", "devpts", MS_NOSUID | MS_NOEXEC, few)
    size = f"size={megabytes}m,nr_inodes={200 * megabytes},mode=0700"
    mount("scratch", "/tmp", "tmpfs", flags, size)
    for name, target in (("home", scratch), ("shm", "/dev/shm")):
        os.mkdir(f"/tmp/{name}", 0o700)
        mount(f"/tmp/{name}", target, "", MS_BIND)
    os.mkdir("/tmp/tmp", 0o700)
    mount("/tmp/tmp", "/tmp", "", MS_BIND)


def show(path: str, place: str) -> None:
    """Let a file or folder, which is for reading only, be seen in a second place."""
    if os.path.isdir(path):
        os.makedirs(place, exist_ok=True)
    else:
        os.makedirs(os.path.dirname(place), exist_ok=True)
        os.close(os.open(place, os.O_CREAT | os.O_WRONLY))
    mount(path, place, "", MS_BIND | MS_REC)


def join_pages() -> Iterator[None]:
    """Join small pages of this process's memory to huge ones, one after the other.

    Forks are then cheaper by a fifth: a page of 2 MB is copied as one entry. Each takes
    milliseconds. A kernel that cannot (before 6.1) leaves them as they are.
    """
    with open("/proc/self/maps") as file:
        lines = [line.split() for line in file]
    for span, rights, *_, name in ([*line, ""][:6] for line in lines):
        if rights[:2] == "rw" and name in ("", "[heap]"):
            first, last = (int(end, 16) // _HUGE for end in span.split("-"))
            for number in range(first + 1, last):
                place = ctypes.c_void_p(number * _HUGE)
                _libc.madvise(place, ctypes.c_size_t(_HUGE), _COLLAPSE)
                yield


def drop_capabilities() -> None:
    """Give up every capability, for this process and all it starts."""
    for capability in range(64):
        try:
            prctl(PR_CAPBSET_DROP, capability)
        except OSError:
            break  # beyond the last one this kernel knows
    header = struct.pack("Ii", 0x20080522, 0)
    _call("capset", header, struct.pack("6I", *[0] * 6))
    prctl(PR_SET_NO_NEW_PRIVS, 1)


def tasks_of(user: int) -> int:
    """Processes and threads that a user has on the whole machine."""
    count = 0
    for name in os.listdir("/proc"):
        try:
            if name.isdigit() and os.stat(f"/proc/{name}").st_uid == user:
                count += len(os.listdir(f"/proc/{name}/task"))
        except OSError:
            continue  # it has ended
    return count


def limit_resources(processes: int, file_megabytes: int) -> None:
    """Limit processes and threads, open files and their size, and core dumps.

    Linux counts processes by user: outside a user namespace of one's own,
    `processes` includes all that the user has already.
    """
    for kind, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, file_megabytes << 20),
        (resource.RLIMIT_MEMLOCK, 1 << 20),
        (resource.RLIMIT_MSGQUEUE, 0),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_SIGPENDING, SIGNALS),
        (resource.RLIMIT_NPROC, processes),
    ):
        hard = resource.getrlimit(kind)[1]
        if hard != resource.RLIM_INFINITY:
            most = min(most, hard)
        resource.setrlimit(kind, (most, most))


# Landlock: for hosts that forbid namespaces. The call numbers are the same on
# every machine. A rule set refuses what it handles and does not allow.
_CREATE, _ADD_RULE, _RESTRICT = 444, 445, 446
_READ = 0b1101  # execute, read a file, read a folder
_WRITE = (1 << 15) - 1  # all rights up to truncating
_SINCE = {2: 13, 3: 14}  # the version that brought a right: renaming, truncating
_ON_A_FILE = 0b111 | 1 << 14  # those that make sense for a file
_TCP, _SCOPED = 0b11, 0b11  # bind and connect; abstract sockets and signals
LANDLOCK_ABI = 6  # the first that keeps signals inside


def landlock_abi() -> int:
    """The Landlock version of this kernel; 0 without Landlock."""
    try:
        return _call(
            "syscall",
            ctypes.c_long(_CREATE),
            None,
            ctypes.c_size_t(0),
            ctypes.c_uint32(1),
        )
    except OSError:
        return 0


def landlock(
    readable: Iterable[str], writable: Iterable[str], network: bool = False
) -> None:
    """Leave this process those paths, no one else to signal, and no TCP.

    An old kernel does of this what its version knows.
    """
    abi = landlock_abi()
    known = _WRITE
    for since, right in _SINCE.items():
        known &= ~(1 << right if abi < since else 0)
    tcp = _TCP if abi >= 4 and not network else 0
    rules = struct.pack("QQQ", known, tcp, _SCOPED if abi >= LANDLOCK_ABI else 0)
    size = ctypes.c_size_t(len(rules))
    number = _call("syscall", ctypes.c_long(_CREATE), rules, size, ctypes.c_uint32(0))
    try:
        for paths, rights in ((readable, _READ), (writable, _WRITE)):
            for path in paths:
                if not os.path.exists(path):
                    continue
                own = known & rights
                if not os.path.isdir(path):
                    own &= _ON_A_FILE
                opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
                rule = ctypes.create_string_buffer(struct.pack("=Qi", own, opened))
                try:
                    _call(
                        "syscall",
                        ctypes.c_long(_ADD_RULE),
                        ctypes.c_int(number),
                        ctypes.c_int(1),
                        rule,
                        ctypes.c_uint32(0),
                    )
                finally:
                    os.close(opened)
        prctl(PR_SET_NO_NEW_PRIVS, 1)
        _call(
            "syscall",
            ctypes.c_long(_RESTRICT),
            ctypes.c_int(number),
            ctypes.c_uint32(0),
        )
    finally:
        os.close(number)
