"""The Linux calls that isolate one submission: namespaces, seccomp, Landlock.

Standard library alone; every function raises `OSError` when the kernel says no.
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import struct
from collections.abc import Iterable

_libc = ctypes.CDLL(None, use_errno=True)

CLONE_NEWNS, CLONE_NEWUTS, CLONE_NEWIPC = 0x00020000, 0x04000000, 0x08000000
CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET = 0x10000000, 0x20000000, 0x40000000
NAMESPACES = 0x7E020000  # every CLONE_NEW* flag that clone takes

MS_RDONLY, MS_NOSUID, MS_NODEV, MS_REMOUNT = 1, 2, 4, 32
MS_BIND, MS_MOVE, MS_REC, MS_PRIVATE = 4096, 8192, 16384, 1 << 18

PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_SECCOMP = 1, 4, 22
PR_CAPBSET_DROP, PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS = 24, 36, 38

NOBODY = 65534


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


def unshare_all(processes: bool = True) -> None:
    """Move into a user, net, ipc and uts namespace of one's own.

    The process must have one thread. With `processes`, its next child is process 1
    of a new pid namespace.
    """
    uid, gid = os.getuid(), os.getgid()
    flags = CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS
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
    mount("none", "/tmp/self/task", "tmpfs", MS_NOSUID | MS_NODEV, "size=4k,mode=0555")
    mount("/tmp", "/proc", "", MS_MOVE)
    mount("none", "/proc", "", MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | MS_NODEV)
    flags = MS_NOSUID | MS_NODEV
    size = f"size={megabytes}m,nr_inodes={200 * megabytes},mode=0700"
    mount("scratch", "/tmp", "tmpfs", flags, size)
    for name, target in (("home", scratch), ("shm", "/dev/shm")):
        os.mkdir(f"/tmp/{name}", 0o700)
        mount(f"/tmp/{name}", target, "", MS_BIND)
    os.mkdir("/tmp/tmp", 0o700)
    mount("/tmp/tmp", "/tmp", "", MS_BIND)


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
    """Limit processes and threads, the size of a file, and core dumps.

    Linux counts processes by user: outside a user namespace of one's own,
    `processes` includes all that the user has already.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (file_megabytes << 20,) * 2)
    resource.setrlimit(resource.RLIMIT_MEMLOCK, (1 << 20, 1 << 20))
    resource.setrlimit(resource.RLIMIT_MSGQUEUE, (0, 0))
    hard = resource.getrlimit(resource.RLIMIT_NPROC)[1]
    if hard != resource.RLIM_INFINITY:
        processes = min(processes, hard)
    resource.setrlimit(resource.RLIMIT_NPROC, (processes, processes))


# Calls that a notebook has no use for, by machine: x86_64 and aarch64.
_MACHINES = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}
_DENIED = {
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "pidfd_getfd": (438, 438),
    "unshare": (272, 97),
    "setns": (308, 268),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "mount_setattr": (442, 442),
    "keyctl": (250, 219),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    # Memory that resident sizes do not show:
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "shmget": (29, 194),
    "msgget": (68, 186),
}
_CLONE, _CLONE3, _SOCKET = (56, 220), (435, 435), (41, 198)
# Calls that could close a descriptor or put another in its place, and the
# arguments that name it; aarch64 has no dup2.
_CLOSING = (((3, 57), (0,)), ((33, 24), (0, 1)), ((292, 24), (0, 1)), ((32, 23), (0,)))
_CLOSE_RANGE = (436, 436)
_EPERM, _ENOSYS, _EAFNOSUPPORT = 1, 38, 97
_AF_UNIX, _AF_INET, _AF_INET6 = 1, 2, 10


def filter_calls(
    kept: int, families: Iterable[int] = (_AF_UNIX, _AF_INET, _AF_INET6)
) -> None:
    """Refuse dangerous system calls and all socket families but `families`.

    The descriptor `kept` can be neither closed nor replaced.

    Other machines than x86_64 and aarch64 go without the filter: namespaces
    and capabilities hold there too, and the self-test decides.
    """
    known = _MACHINES.get(platform.machine())
    if known is None:
        return
    audit, column = known
    program: list[bytes] = []

    def add(code: int, value: int, yes: int = 0, no: int = 0) -> None:
        program.append(struct.pack("HBBI", code, yes, no, value))

    load, equal, masked, end = 0x20, 0x15, 0x45, 0x06
    greater, at_least = 0x25, 0x35
    allow, kill = 0x7FFF0000, 0x80000000

    def refuse(number: int) -> int:
        return 0x00050000 | number

    add(load, 4)  # the machine
    add(equal, audit, 1, 0)
    add(end, kill)
    add(load, 0)  # the call
    if column == 0:
        add(masked, 0x40000000, 0, 1)  # the x32 calls, a second way to each
        add(end, refuse(_EPERM))
    for numbers in _DENIED.values():
        add(equal, numbers[column], 0, 1)
        add(end, refuse(_EPERM))
    for numbers, arguments in _CLOSING:
        add(equal, numbers[column], 0, 3 * len(arguments) + 1)
        for argument in arguments:
            add(load, 16 + 8 * argument)
            add(equal, kept, 0, 1)
            add(end, refuse(_EPERM))
        add(load, 0)
    # A range that holds `kept` is left as it is, and called closed: descriptors end
    # with the next program anyway. Told that the call is missing, libc would close by
    # /proc/self/fd, which shows another process here, and would never come to an end.
    add(equal, _CLOSE_RANGE[column], 0, 6)
    add(load, 16)
    add(greater, kept, 2, 0)
    add(load, 24)
    add(at_least, kept, 1, 0)
    add(end, allow)
    add(end, refuse(0))
    # clone3 hides its flags in memory; without it libc uses clone.
    add(equal, _CLONE3[column], 0, 1)
    add(end, refuse(_ENOSYS))
    add(equal, _CLONE[column], 0, 4)
    add(load, 16)
    add(masked, NAMESPACES, 0, 1)
    add(end, refuse(_EPERM))
    add(end, allow)
    families = tuple(families)
    add(equal, _SOCKET[column], 0, 2 + len(families))
    add(load, 16)
    for index, family in enumerate(families):
        add(equal, family, len(families) - index, 0)
    add(end, refuse(_EAFNOSUPPORT))
    add(end, allow)

    code = ctypes.create_string_buffer(b"".join(program))
    entry = struct.pack("HxxxxxxP", len(program), ctypes.addressof(code))
    filled = ctypes.create_string_buffer(entry)
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    _call(
        "prctl",
        PR_SET_SECCOMP,
        ctypes.c_ulong(2),
        ctypes.c_void_p(ctypes.addressof(filled)),
        ctypes.c_ulong(0),
        ctypes.c_ulong(0),
    )


# Landlock: for hosts that forbid namespaces. The call numbers are the same on
# every machine. A rule set refuses what it handles and does not allow.
_CREATE, _ADD_RULE, _RESTRICT = 444, 445, 446
_READ = 0b1101  # execute, read a file, read a folder
_WRITE = (1 << 15) - 1  # all rights up to truncating
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


def landlock(readable: Iterable[str], writable: Iterable[str]) -> None:
    """Leave this process those paths, no TCP, and no one else to signal."""
    rules = struct.pack("QQQ", _WRITE, _TCP, _SCOPED)
    size = ctypes.c_size_t(len(rules))
    number = _call("syscall", ctypes.c_long(_CREATE), rules, size, ctypes.c_uint32(0))
    try:
        for paths, rights in ((readable, _READ), (writable, _WRITE)):
            for path in paths:
                if not os.path.exists(path):
                    continue
                own = rights if os.path.isdir(path) else rights & _ON_A_FILE
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
