"""The self-test: what a notebook tries before any student's notebook may run."""

from __future__ import annotations

import json
import os
import secrets
import socket
import tempfile
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

_CODE = """
import ctypes, json, os, resource, socket
places = json.loads({places!r})
libc = ctypes.CDLL(None, use_errno=True)
file, pid, leaks = places["file"], places["pid"], []

def attempt(what, action):
    try:
        if action() is not False:
            leaks.append(what)
    except Exception:
        pass

def secret(path):
    with open(path) as opened:
        return places["secret"] in opened.read()

def beside():
    open(file + ".leak", "w").close()

def shown():
    if not places["shown"]:
        return False
    for path in places["shown"]:
        path = os.path.expanduser(path)
        if os.path.isdir(path):
            os.mkdir(path + "/autograder.leak")
            os.rmdir(path + "/autograder.leak")
        else:
            open(path, "r+b").close()

def system():
    open("/usr/autograder.leak", "w").close()

def changed(action, *arguments):
    before = os.stat(file)
    action(file, *arguments)
    after = os.stat(file)  # a call may say that it is done and do nothing
    return (before.st_mode, before.st_mtime) != (after.st_mode, after.st_mtime)

attempt({reads!r}, lambda: secret(file))
attempt("it reads the grader's environment", lambda: secret("/proc/%d/environ" % pid))
attempt({writes!r}, beside)
attempt("it writes to the system", system)
attempt({shown!r}, shown)
attempt({users!r}, lambda: "root:" in open("/etc/passwd").read())
attempt("it changes the rights of the grader's files",
        lambda: changed(os.chmod, 0o666))
attempt("it changes the times of the grader's files",
        lambda: changed(os.utime, (1, 1)))
attempt("it changes the owner of the grader's files", lambda: os.chown(file, -1, -1))
attempt("it changes the attributes of the grader's files",
        lambda: os.setxattr(file, "user.leak", b"leak"))

def another(action):
    return pid != os.getpid() and action()

def aim(limit=resource.RLIMIT_CORE):
    return resource.prlimit(pid, limit, resource.prlimit(pid, limit))

attempt("it can signal the grader", lambda: another(lambda: os.kill(pid, 0)))
attempt("it sets limits of the grader", lambda: another(aim))
attempt("it sets the priority of the grader", lambda: another(
    lambda: os.setpriority(0, pid, os.getpriority(0, pid))))
attempt("it sets the processors of the grader", lambda: another(
    lambda: os.sched_setaffinity(pid, os.sched_getaffinity(pid))))

def tcp():
    with socket.create_connection(("127.0.0.1", places["tcp"]), 1):
        return True

def udp():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.sendto(b"leak", ("127.0.0.1", places["udp"]))

def unix(name):
    with socket.socket(socket.AF_UNIX) as sock:
        sock.connect(name)

def unix_pair():
    for sock in socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM):
        with sock:
            sock.sendto(b"leak", places["datagrams"])

attempt({tcp!r}, tcp)
attempt({udp!r}, udp)
attempt("it reaches an abstract socket", lambda: unix("\\0" + places["abstract"]))
attempt("it reaches a named socket", lambda: unix(places["named"]))
attempt("it sends to a named socket", unix_pair)

def lower():
    with open("/proc/self/oom_score_adj", "w") as opened:
        opened.write("0")

def mapped(flags, number=-1):
    call = libc.mmap
    call.restype, number = ctypes.c_void_p, ctypes.c_int(number)
    place = call(None, ctypes.c_size_t(4096), 3, flags, number, ctypes.c_long(0))
    return place != ctypes.c_void_p(-1).value

attempt("it has memory that no process shows", lambda: mapped(0x21))
attempt({zeros!r}, lambda: mapped(0x01, os.open("/dev/zero", os.O_RDWR)))
attempt("it hides its memory", lambda: libc.prctl(4, 0, 0, 0, 0) == 0)
attempt("it has semaphores of the machine",
        lambda: libc.semget(0, 1, 0o1600) >= 0)
attempt("it watches files", lambda: libc.inotify_init1(0) >= 0)
attempt("it may open files without end",
        lambda: resource.getrlimit(resource.RLIMIT_NOFILE)[1] > {files})
attempt({last!r}, lower)
print(json.dumps({{"leaks": leaks}}))
"""

_READS = "it reads the grader's files"
_WRITES = "it writes beside the grader's files"
_SHOWN = "it writes to the data that it is shown"
_TCP, _UDP = "it reaches a TCP port of the machine", "it can send UDP"
_USERS = "it reads the users of the machine"
_ZEROS = "it maps /dev/zero"
_LAST = "it makes itself the last to be ended when memory is short"
# Where the notebook only becomes another user, and the kernel has no Landlock, these
# depend on the rights that the machine's files have: they are not promised.
_OPEN_TO_A_USER = {_WRITES, _SHOWN, _USERS, _ZEROS, _LAST}
_MOST_FILES = 1024

_LIBRARIES = """
import sys
if "tensorflow" in {modules!r}:
    import tensorflow as tf
    x = tf.ones((2, 3))
    assert float(tf.reduce_sum(tf.matmul(x, tf.ones((3, 2))))) == 12.0
if "numpy" in {modules!r}:
    import numpy as np
    assert (np.ones((2, 3)) @ np.ones((3, 2))).sum() == 12.0
"""


class Targets:
    """Things on the machine that a notebook must not reach."""

    def __enter__(self) -> Targets:
        with ExitStack() as stack:
            self.secret = secrets.token_hex(16)
            # /tmp: the name of a socket is limited to some hundred letters.
            folder = stack.enter_context(tempfile.TemporaryDirectory(dir="/tmp"))
            os.chmod(folder, 0o777)
            self.file = Path(folder, "secret")
            self.file.write_text(self.secret)
            self.file.chmod(0o600)
            self.tcp = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
            self.udp = stack.enter_context(
                socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            )
            self.udp.bind(("127.0.0.1", 0))
            self.name = f"autograder-{secrets.token_hex(4)}"
            self.abstract = stack.enter_context(socket.socket(socket.AF_UNIX))
            if os.name == "posix" and os.uname().sysname == "Linux":
                self.abstract.bind("\0" + self.name)
                self.abstract.listen()
            self.named = stack.enter_context(socket.socket(socket.AF_UNIX))
            self.datagrams = stack.enter_context(
                socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            )
            for sock, name in ((self.named, "named"), (self.datagrams, "datagrams")):
                sock.bind(str(Path(folder, name)))
                os.chmod(Path(folder, name), 0o777)
            self.named.listen()
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def places(self) -> dict[str, Any]:
        """Where the targets are, for the code inside."""
        return {
            "secret": self.secret,
            "file": str(self.file),
            "pid": os.getpid(),
            "tcp": self.tcp.getsockname()[1],
            "udp": self.udp.getsockname()[1],
            "abstract": self.name,
            "named": self.named.getsockname(),
            "datagrams": self.datagrams.getsockname(),
        }


def code(places: dict[str, Any]) -> str:
    """The source of the cell that tries to reach the targets."""
    return _CODE.format(
        places=json.dumps(places),
        reads=_READS,
        writes=_WRITES,
        shown=_SHOWN,
        tcp=_TCP,
        udp=_UDP,
        users=_USERS,
        zeros=_ZEROS,
        last=_LAST,
        files=_MOST_FILES,
    )


def broken(isolation: str, leaks: Iterable[str], network: bool = False) -> list[str]:
    """The leaks that this isolation, with or without network, promises not to have."""
    if isolation == "none":
        return []
    allowed = _OPEN_TO_A_USER if isolation == "user" else set()
    allowed = allowed | ({_TCP, _UDP} if network else set())
    return [leak for leak in leaks if leak not in allowed]


def libraries(modules: Iterable[str]) -> str:
    """The source of a cell that uses the preloaded libraries."""
    return _LIBRARIES.format(modules=tuple(modules))
