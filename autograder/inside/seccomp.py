"""The filter of system calls that a submission's process runs behind.

Standard library alone; `OSError` when the kernel says no.
"""

from __future__ import annotations

import ctypes
import platform
import struct

import kernel

# The numbers of calls by machine: x86_64 and aarch64, which lacks the older ones.
_MACHINES = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}
Numbers = tuple[int, int | None]

# Calls that a notebook has no use for.
_DENIED: dict[str, Numbers] = {
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "process_madvise": (440, 440),
    "process_mrelease": (448, 448),
    "kcmp": (312, 272),
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
    # Memory that no process shows, or that outlives it:
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "vmsplice": (278, 75),
    "shmget": (29, 194),
    "shmat": (30, 196),
    "shmctl": (31, 195),
    "msgget": (68, 186),
    "msgsnd": (69, 189),
    "msgrcv": (70, 188),
    "msgctl": (71, 187),
    "semget": (64, 190),
    "semop": (65, 193),
    "semctl": (66, 191),
    "semtimedop": (220, 192),
    # Of these the machine has few, or shares them among all of a user's processes:
    "io_setup": (206, 0),
    "inotify_init": (253, None),
    "inotify_init1": (294, 26),
    "fanotify_init": (300, 262),
}

# What Landlock and another user's rights leave open, where files and processes are
# the machine's. Of these two families honest code asks (`shutil.copy`, `tarfile`)
# and stops if refused: it is told that they are done, and nothing changes.
_IDLE: dict[str, Numbers] = {
    "chmod": (90, None),
    "fchmod": (91, 52),
    "fchmodat": (268, 53),
    "fchmodat2": (452, 452),
    "utime": (132, None),
    "utimes": (235, None),
    "futimesat": (261, None),
    "utimensat": (280, 88),
}
_SHARED: dict[str, Numbers] = {
    "chown": (92, None),
    "lchown": (94, None),
    "fchown": (93, 55),
    "fchownat": (260, 54),
    "connect": (42, 203),
    # An open file on its way between sockets belongs to no process: it hides disk.
    "sendmsg": (46, 211),
    "sendmmsg": (307, 269),
    "ioprio_set": (251, 30),
    "migrate_pages": (256, 238),
    "move_pages": (279, 239),
}
# `cp -p` takes this for a file system without them, and goes on.
_ATTRIBUTES: dict[str, Numbers] = {
    "setxattr": (188, 5),
    "lsetxattr": (189, 6),
    "fsetxattr": (190, 7),
    "setxattrat": (463, 463),
    "removexattr": (197, 14),
    "lremovexattr": (198, 15),
    "fremovexattr": (199, 16),
    "removexattrat": (466, 466),
    "file_setattr": (469, 469),
}
# Calls that name a process by their first argument: 0 is the caller itself.
_OF_A_PROCESS: dict[str, Numbers] = {
    "prlimit64": (302, 261),
    "sched_setaffinity": (203, 122),
    "sched_setparam": (142, 118),
    "sched_setscheduler": (144, 119),
    "sched_setattr": (314, 274),
}
# FS_IOC_SETFLAGS of both sizes, FS_IOC_FSSETXATTR, FIOSETOWN, SIOCSPGRP.
_IOCTLS = (0x40086602, 0x40046602, 0x401C5820, 0x8901, 0x8902)
_OWNERS, _LEASES = (8, 15), (1024, 1026)  # fcntl: F_SETOWN, F_SETLEASE and the like

# Calls that could close a descriptor or put another in its place, and the
# arguments that name it; aarch64 has no dup2.
_CLOSE: tuple[tuple[Numbers, tuple[int, ...]], ...] = (
    ((3, 57), (0,)),
    ((33, None), (0, 1)),
    ((292, 24), (0, 1)),
    ((32, 23), (0,)),
)
_CLOSE_RANGE, _CLONE, _CLONE3 = (436, 436), (56, 220), (435, 435)
_SOCKET, _SOCKETPAIR, _SETSOCKOPT = (41, 198), (53, 199), (54, 208)
_MMAP, _PRCTL, _FCNTL, _IOCTL = (9, 222), (157, 167), (72, 25), (16, 29)
_SETPRIORITY = (141, 140)
_EPERM, _ENOSYS, _EOPNOTSUPP, _EAFNOSUPPORT = 1, 38, 95, 97
_AF_UNIX, _STREAM, _SEQPACKET = 1, 1, 5
_INTERNET = (2, 10)  # of version 4 and 6
_MAP_SHARED_ANONYMOUS, _MAP_HUGETLB = 0x21, 0x40000
_SET_LOCKS = (6, 7, 37, 38)  # fcntl: F_SETLK, F_SETLKW, and of an open file
_SO_SNDBUF, _SO_ATTACH_FILTER = 7, 26
_ALL = 0xFFFFFFFF

_LOAD, _EQUAL, _MASKED, _END, _AND = 0x20, 0x15, 0x45, 0x06, 0x54
_GREATER, _AT_LEAST = 0x25, 0x35
_ALLOW, _KILL = 0x7FFF0000, 0x80000000


class Program:
    """A filter as it grows; the number of the call is loaded between its rules."""

    def __init__(self, audit: int, column: int) -> None:
        self.lines: list[bytes] = []
        self.column = column
        self.add(_LOAD, 4)  # the machine
        self.add(_EQUAL, audit, 1, 0)
        self.add(_END, _KILL)
        self.add(_LOAD, 0)
        if column == 0:
            self.add(_MASKED, 0x40000000, 0, 1)  # the x32 calls, a second way to each
            self.add(_END, self._told(_EPERM))

    @staticmethod
    def _told(number: int) -> int:
        return 0x00050000 | number

    def add(self, code: int, value: int, yes: int = 0, no: int = 0) -> None:
        """One instruction of classic BPF."""
        self.lines.append(struct.pack("HBBI", code, yes, no, value))

    def _argument(self, number: int, mask: int) -> None:
        self.add(_LOAD, 16 + 8 * number)
        self.add(_AND, mask)

    def refuse(self, call: Numbers, number: int = _EPERM) -> None:
        """Answer a call with an error; 0 says that it is done."""
        known = call[self.column]
        if known is not None:
            self.add(_EQUAL, known, 0, 1)
            self.add(_END, self._told(number))

    def refuse_where(
        self, call: Numbers, *tests: tuple[int, int, int], number: int = _EPERM
    ) -> None:
        """Answer so where each (argument, mask, value) of the call fits."""
        known = call[self.column]
        if known is None:
            return
        self.add(_EQUAL, known, 0, 3 * len(tests) + 2)
        for index, (argument, mask, value) in enumerate(tests):
            self._argument(argument, mask)
            self.add(_EQUAL, value, 0, 3 * (len(tests) - index) - 2)
        self.add(_END, self._told(number))
        self.add(_LOAD, 0)

    def allow_only(
        self,
        call: Numbers,
        argument: int,
        *values: int,
        mask: int = _ALL,
        number: int = _EPERM,
    ) -> None:
        """Refuse a call unless that argument has one of the values."""
        known = call[self.column]
        if known is None:
            return
        self.add(_EQUAL, known, 0, len(values) + 4)
        self._argument(argument, mask)
        for index, value in enumerate(values):
            self.add(_EQUAL, value, len(values) - index, 0)
        self.add(_END, self._told(number))
        self.add(_LOAD, 0)

    def keep_open(self, kept: int) -> None:
        """Let no call close or replace this descriptor."""
        for call, arguments in _CLOSE:
            for argument in arguments:
                self.refuse_where(call, (argument, _ALL, kept))
        # A range that holds `kept` is left as it is, and called closed: descriptors
        # end with the next program anyway. Told that the call is missing, libc would
        # close by /proc/self/fd, which shows another process here, and never end.
        self.add(_EQUAL, _CLOSE_RANGE[self.column], 0, 6)
        self.add(_LOAD, 16)
        self.add(_GREATER, kept, 2, 0)
        self.add(_LOAD, 24)
        self.add(_AT_LEAST, kept, 1, 0)
        self.add(_END, _ALLOW)
        self.add(_END, self._told(0))

    def no_namespaces(self) -> None:
        """Let clone make processes and threads alone."""
        # clone3 hides its flags in memory; without it libc uses clone.
        self.refuse(_CLONE3, _ENOSYS)
        self.add(_EQUAL, _CLONE[self.column], 0, 4)
        self.add(_LOAD, 16)
        self.add(_MASKED, kernel.NAMESPACES, 0, 1)
        self.add(_END, self._told(_EPERM))
        self.add(_LOAD, 0)

    def install(self) -> None:
        """Put this process and all it starts behind the filter, for good."""
        self.add(_END, _ALLOW)
        code = ctypes.create_string_buffer(b"".join(self.lines))
        entry = struct.pack("HxxxxxxP", len(self.lines), ctypes.addressof(code))
        filled = ctypes.create_string_buffer(entry)
        kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
        kernel.prctl(kernel.PR_SET_SECCOMP, 2, ctypes.addressof(filled))


def filter_calls(kept: int, shared: bool, network: bool) -> None:
    """Refuse dangerous system calls; the descriptor `kept` stays open.

    `shared` says that files, sockets and processes are the machine's, not a
    namespace's own; `network`, that the network is.

    Other machines than x86_64 and aarch64 go without the filter: the self-test
    finds what is open there.
    """
    known = _MACHINES.get(platform.machine())
    if known is None:
        return
    program = Program(*known)
    for call in _DENIED.values():
        program.refuse(call)
    program.keep_open(kept)
    program.no_namespaces()
    # Shared memory without a file keeps pages that no process shows any more.
    program.refuse_where(_MMAP, (3, _MAP_SHARED_ANONYMOUS, _MAP_SHARED_ANONYMOUS))
    program.refuse_where(_MMAP, (3, _MAP_HUGETLB, _MAP_HUGETLB))
    # Locks on parts of files have no limit, and the kernel's memory pays for them. A
    # folder has one notebook alone, SQLite asks: it is told that it has its lock.
    for command in _SET_LOCKS:
        program.refuse_where(_FCNTL, (1, _ALL, command), number=0)
    # A process that is not dumpable hides what it uses from its supervisor.
    for option in (kernel.PR_SET_DUMPABLE, kernel.PR_SET_PDEATHSIG):
        program.refuse_where(_PRCTL, (0, _ALL, option))
    # What a socket can hold is counted by its size at birth, so that stays.
    program.refuse_where(_SETSOCKOPT, (1, _ALL, 1), (2, _ALL, _SO_SNDBUF), number=0)
    program.refuse_where(_SETSOCKOPT, (1, _ALL, 1), (2, _ALL, _SO_ATTACH_FILTER))
    # On the machine's network, Unix sockets would reach its abstract ones.
    families = _INTERNET if network else () if shared else (_AF_UNIX,)
    program.allow_only(_SOCKET, 0, *families, number=_EAFNOSUPPORT)
    program.allow_only(_SOCKETPAIR, 0, _AF_UNIX, number=_EAFNOSUPPORT)
    if shared or network:  # a pair of datagram sockets could still send to a name
        program.allow_only(_SOCKETPAIR, 1, _STREAM, _SEQPACKET, mask=0xF)
    if shared:
        _keep_to_itself(program, network)
    program.install()


def _keep_to_itself(program: Program, network: bool) -> None:
    """Refuse what would change the machine's files and other processes.

    With `network`, sockets may be connected: those of a pair are so already.
    """
    for call in _IDLE.values():
        program.refuse(call, 0)
    for name, call in _SHARED.items():
        if name != "connect" or not network:
            program.refuse(call)
    for call in _ATTRIBUTES.values():
        program.refuse(call, _EOPNOTSUPP)
    for call in _OF_A_PROCESS.values():
        program.allow_only(call, 0, 0)
    for argument in (0, 1):
        program.allow_only(_SETPRIORITY, argument, 0)
    for command in (*_OWNERS, *_LEASES):
        program.refuse_where(_FCNTL, (1, _ALL, command))
    for request in _IOCTLS:
        program.refuse_where(_IOCTL, (1, _ALL, request))
