"""The program inside the sandbox: a warm process and its supervised forks.

    python -I warm.py CONTROL_FD OPTIONS_JSON

The warm process imports what notebooks import and then only forks: it never
runs an operation or a line of a student's. Each message on the control socket
brings a session: one end of a socket to the grader. Its fork becomes the
`supervisor` of that submission. Standard library alone.
"""

from __future__ import annotations

import array
import contextlib
import gc
import importlib
import itertools
import json
import os
import select
import shutil
import signal
import socket
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import kernel
import supervisor
import wire

JOINED = 8  # pages of 2 MB that are joined after a fork, unless the next one waits


def threads() -> int:
    """Threads of this process."""
    try:
        return len(os.listdir("/proc/self/task"))
    except FileNotFoundError:
        import threading

        return threading.active_count()


def main() -> None:
    """Be the warm process until the grader closes the control socket."""
    control = socket.socket(fileno=int(sys.argv[1]))
    options = json.loads(sys.argv[2])
    if options["isolation"] == "namespaces":
        kernel.become_nobody()
    gc.disable()  # what is imported stays: looking through it for garbage costs a third
    import starting

    with contextlib.suppress(OSError):  # then Matplotlib makes a list of its own
        for path in options["fonts"]:
            os.makedirs(os.environ["MPLCONFIGDIR"], exist_ok=True)
            shutil.copy(path, os.environ["MPLCONFIGDIR"])
    failed = []
    for name in options["preload"]:
        try:
            importlib.import_module(name)
        except ImportError:
            failed.append(name)
    if options["preload"]:
        starting.prepare()
    gc.freeze()
    gc.enable()
    linux = options["preload"] and sys.platform == "linux"
    joining = kernel.join_pages() if linux else iter(())
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    wire.send(
        control, wire.VERDICT, {"state": "warm", "threads": threads(), "failed": failed}
    )
    while True:
        data, parts, _, _ = control.recvmsg(1, socket.CMSG_SPACE(4))
        if not data:
            return
        numbers = array.array("i")
        for level, kind, part in parts:
            if (level, kind) == (socket.SOL_SOCKET, socket.SCM_RIGHTS):
                numbers.frombytes(part[:4])
        session = socket.socket(fileno=numbers[0])
        if os.fork() == 0:
            try:
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                control.close()
                supervisor.supervise(session, options)
            except (wire.WireError, OSError, ValueError) as error:
                with contextlib.suppress(wire.WireError):
                    message = {"state": "broken", "reason": str(error)}
                    wire.send(session, wire.VERDICT, message)
            finally:
                os._exit(0)
        session.close()
        # At its start it would take half a second, which few forks make up for.
        for _ in itertools.islice(joining, JOINED):
            if select.select([control], [], [], 0)[0]:
                break


if __name__ == "__main__":
    main()
