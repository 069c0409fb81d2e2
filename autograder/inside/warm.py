"""The program inside the sandbox: a warm process and its supervised forks.

    python -I warm.py CONTROL_FD OPTIONS_JSON

The warm process imports what notebooks import and then only forks: it never
runs an operation or a line of a student's. Each message on the control socket
brings a session: one end of a socket to the grader. Its fork becomes the
*supervisor*, which moves into namespaces of its own, starts the *submission's
process* (module `runner`), hands it one cell at a time, and reports what
happened: it, not the student's code, knows about time, memory and death.
Standard library alone.
"""

from __future__ import annotations

import array
import base64
import contextlib
import gc
import importlib
import json
import os
import select
import shutil
import signal
import socket
import sys
import tempfile
import time
from typing import Any

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import kernel
import seccomp
import wire
from usage import Child, descendants, grown, used_memory

HOME = "/submission"
# What TensorFlow reads about its process and the machine.
ABOUT = (
    *("self/cmdline", "self/maps", "self/stat", "self/statm", "self/status"),
    *("cpuinfo", "meminfo", "stat"),
)
MOST_FLAGS = 50
STARTING = 100.0  # seconds that a fresh process may take to import libraries


def start_child(start: dict[str, Any], options: dict[str, Any]) -> Child:
    """Fork the submission's process into isolation."""
    ours, theirs = socket.socketpair()
    out_read, out_write = os.pipe()
    err_read, err_write = os.pipe()
    if options["isolation"] == "namespaces":
        kernel.unshare_all()
    parent = os.getpid()
    pid = os.fork()
    if pid == 0:
        status = 70
        try:
            import runner

            keep_only(theirs.fileno(), out_write, err_write, runner.SOCKET)
            isolate(start, options, parent, runner.SOCKET)
            runner.serve(start, lambda: put_files(start["home"], start["own"]))
            status = 0
        except BaseException as error:  # the process ends here, whatever it is
            with contextlib.suppress(OSError):
                os.write(2, f"could not start: {error!r}".encode())
        finally:
            os._exit(status)
    theirs.close()
    os.close(out_write)
    os.close(err_write)
    pipes = {out_read: "stdout", err_read: "stderr"}
    for end in (*pipes, ours.fileno()):
        os.set_blocking(end, False)
    pidfd = os.pidfd_open(pid) if hasattr(os, "pidfd_open") else -1
    return Child(pid, ours, pipes, pidfd)


def keep_only(sock: int, out: int, err: int, number: int) -> None:
    """Leave open the standard streams, and the socket as descriptor `number`."""
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(out, 1)
    os.dup2(err, 2)
    os.dup2(sock, number, inheritable=False)
    os.closerange(3, number)
    os.closerange(number + 1, 4096)


def put_files(home: str, files: dict[str, str]) -> None:
    """Write files below `home`, for reading only."""
    for name, content in files.items():
        path = os.path.join(home, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(base64.b64decode(content))
        os.chmod(path, 0o444)


def isolate(
    start: dict[str, Any], options: dict[str, Any], parent: int, number: int
) -> None:
    """Move into isolation, write the course's files, give up all rights."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setsid()  # a session of its own: also a fair share of the processors
    limits = start["limits"]
    home = start["home"]
    with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w") as file:
        file.write("1000")  # should memory end, the machine's choice is this one
    if options["isolation"] == "namespaces":
        kernel.private_mounts(home, limits["scratch"])
    else:  # libraries that are imported from here on may write nowhere else
        for name in ("HOME", "TMPDIR", "IPYTHONDIR", "MPLCONFIGDIR"):
            os.environ[name] = home if name in ("HOME", "TMPDIR") else f"{home}/.cache"
        tempfile.tempdir = None  # a library may have asked for it before
    os.chdir(home)
    put_files(home, start["files"])
    if options["isolation"] == "none":
        return
    kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() not in (0, parent):
        os._exit(1)
    processes = limits["processes"]
    if start["measured"]:
        user = kernel.NOBODY if options["isolation"] == "user" else os.getuid()
        processes += kernel.tasks_of(user)
    kernel.limit_resources(processes, limits["scratch"])
    if options["isolation"] == "user":
        os.chown(home, kernel.NOBODY, kernel.NOBODY)
        kernel.become_nobody()
    kernel.drop_capabilities()
    kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
    shared = options["isolation"] != "namespaces"
    if shared and kernel.landlock_abi():
        readable = [*options["readable"], *(f"/proc/{name}" for name in ABOUT)]
        kernel.landlock(readable, [home, *options["devices"]])
    seccomp.filter_calls(number, shared)


def watch(
    child: Child, grader: socket.socket, start: dict[str, Any], deadline: float
) -> tuple[str, bytes, int]:
    """Wait for the reply to the current cell, or for the reason of its absence.

    Returns the state, the reply's bytes and the wait status of a dead process.
    """
    limits = start["limits"]
    most_memory = limits["memory"] << 20
    most_reply = limits["reply"]
    poll = select.poll()
    for end in (child.sock.fileno(), child.pidfd, *child.pipes):
        if end >= 0:
            poll.register(end, select.POLLIN)
    poll.register(grader.fileno(), getattr(select, "POLLRDHUP", select.POLLHUP))
    next_look, pause = 0.0, 0.02
    while True:
        now = time.monotonic()
        if now >= deadline:
            return "timeout", b"", 0
        if now >= next_look:
            used = used_memory(child, most_memory, start["measured"])
            if used > most_memory:
                return "out_of_memory", b"", 0
            if start["measured"] and grown(start):
                return "died", b"", 0
            cost = time.monotonic() - now
            next_look = now + max(pause, min(10 * cost, 1.0))
            pause = 0.02 if used > most_memory // 4 else 0.05
        wait = max(0.0, min(next_look, deadline) - time.monotonic())
        ready = dict(poll.poll(wait * 1000))
        if grader.fileno() in ready:
            os._exit(0)  # the grader is gone, and this pid namespace with it
        drain(child, limits["output"])
        if child.sock.fileno() in ready:
            with contextlib.suppress(BlockingIOError):
                part = child.sock.recv(1 << 20)
                child.received += part
                if not part and child.pidfd < 0:
                    return "died", b"", 0
                if not part:
                    poll.unregister(child.sock.fileno())
            if len(child.received) > most_reply + wire.HEAD.size:
                return "flood", b"", 0
            while len(child.received) >= wire.HEAD.size:
                kind, size = wire.HEAD.unpack_from(child.received)
                if size > most_reply:
                    return "flood", b"", 0
                end = wire.HEAD.size + size
                if len(child.received) < end:
                    break
                body = bytes(child.received[wire.HEAD.size : end])
                del child.received[:end]
                if kind == wire.DONE:
                    drain(child, limits["output"])
                    used_memory(child, most_memory, start["measured"])
                    return "replied", body, 0
                if len(child.flags) < MOST_FLAGS:  # or what claims to be one
                    child.flags.append(base64.b64encode(body[:2000]).decode())
        elif child.pidfd in ready:
            drain(child, limits["output"])
            return "died", b"", 0


def drain(child: Child, most: int) -> None:
    """Take what waits in the pipes; keep `most` bytes of each."""
    for end, name in child.pipes.items():
        kept = child.raw.setdefault(name, bytearray())
        for _ in range(64):
            try:
                part = os.read(end, 1 << 16)
            except BlockingIOError:
                break
            if not part:
                break
            kept += part[: max(0, most - len(kept))]


def end_child(child: Child) -> tuple[int, float]:
    """Kill what is left of the submission; its wait status and CPU seconds."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(child.pid, signal.SIGKILL)
    _, status, used = os.wait4(child.pid, 0)
    # Without a pid namespace to fall with it, its orphans are ours to end.
    for _ in range(100):
        orphans = descendants(os.getpid())[1:]
        if not orphans:
            break
        for pid in orphans:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
    return status, used.ru_utime + used.ru_stime


def supervise(grader: socket.socket, options: dict[str, Any]) -> None:
    """Run one session: a start message, then one cell after the other."""
    _, start = wire.receive(grader, 1 << 30)
    if start["home"] == HOME and options["isolation"] != "namespaces":
        raise ValueError("a session without namespaces names its own folder")
    start["measured"] = options["isolation"] != "namespaces"
    if start["measured"] and sys.platform == "linux":
        kernel.prctl(kernel.PR_SET_CHILD_SUBREAPER, 1)
    child = start_child(start, options)
    state, _, _ = watch(child, grader, start, time.monotonic() + STARTING)
    if state != "replied":
        end_child(child)
        said = bytes(child.raw.get("stderr", b"")).decode("utf-8", "replace")
        raise ValueError(f"a submission's process did not start ({state}) {said}")
    wire.send(grader, wire.VERDICT, {"state": "started"})
    while True:
        _, order = wire.receive(grader, 1 << 28)
        verdict: dict[str, Any] = {"cpu": 0.0, "overhead": 0.0}
        if order["what"] == "end":
            state, body, status = "ended", b"", 0
        else:
            began = time.monotonic()
            child.raw.clear()
            try:
                sealed = base64.b64decode(order["sealed"])
                head = wire.HEAD.pack(wire.ORDER, len(sealed))
                send_order(child, head + sealed)
                state, body, status = watch(
                    child, grader, start, began + start["limits"]["timeout"]
                )
            except OSError:
                state, body = "died", b""
            verdict["seconds"] = time.monotonic() - began
            verdict["raw"] = {
                name: base64.b64encode(kept).decode()
                for name, kept in child.raw.items()
            }
        if state != "replied":
            status, verdict["cpu"] = end_child(child)
            verdict["overhead"] = time.process_time()
        verdict |= {
            "state": state,
            "status": status,
            "flags": child.flags,
            "peak": child.peak,
            "reply": base64.b64encode(body).decode(),
        }
        wire.send(grader, wire.VERDICT, verdict)
        if state != "replied":
            return


def send_order(child: Child, data: bytes) -> None:
    """Write to the submission's process; `OSError` when it does not read."""
    child.sock.settimeout(10)
    try:
        child.sock.sendall(data)
    finally:
        child.sock.setblocking(False)


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
    import runner

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
        runner.prepare()
    gc.freeze()
    gc.enable()
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
                supervise(session, options)
            except (wire.WireError, OSError, ValueError) as error:
                with contextlib.suppress(wire.WireError):
                    message = {"state": "broken", "reason": str(error)}
                    wire.send(session, wire.VERDICT, message)
            finally:
                os._exit(0)
        session.close()


if __name__ == "__main__":
    main()
