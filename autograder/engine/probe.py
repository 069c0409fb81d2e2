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
import json, os, socket
places = json.loads({places!r})
leaks = []

def attempt(what, action):
    try:
        if action() is not False:
            leaks.append(what)
    except Exception:
        pass

def secret(path):
    with open(path) as file:
        return places["secret"] in file.read()

attempt("it reads the grader's files", lambda: secret(places["file"]))
attempt("it reads the grader's environment",
        lambda: secret("/proc/%d/environ" % places["pid"]))
attempt("it writes beside the grader's files",
        lambda: open(places["file"] + ".leak", "w").close())
attempt("it writes to the system", lambda: open("/usr/autograder.leak", "w").close())
attempt("it reads the users of the machine",
        lambda: "root:" in open("/etc/passwd").read())
attempt("it can signal the grader",
        lambda: places["pid"] != os.getpid() and os.kill(places["pid"], 0))

def tcp():
    with socket.create_connection(("127.0.0.1", places["tcp"]), 1):
        return True

def udp():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.sendto(b"leak", ("127.0.0.1", places["udp"]))

def abstract():
    with socket.socket(socket.AF_UNIX) as sock:
        sock.connect("\\0" + places["abstract"])

attempt("it reaches a TCP port of the machine", tcp)
attempt("it can send UDP", udp)
attempt("it reaches an abstract socket", abstract)
print(json.dumps({{"leaks": leaks}}))
"""

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
            folder = stack.enter_context(tempfile.TemporaryDirectory())
            os.chmod(folder, 0o777)
            self.file = Path(folder, "secret")
            self.file.write_text(self.secret)
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
        }


def code(places: dict[str, Any]) -> str:
    """The source of the cell that tries to reach the targets."""
    return _CODE.format(places=json.dumps(places))


def libraries(modules: Iterable[str]) -> str:
    """The source of a cell that uses the preloaded libraries."""
    return _LIBRARIES.format(modules=tuple(modules))
