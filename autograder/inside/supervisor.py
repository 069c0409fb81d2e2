"""Supervises one submission: its answer's process and its judge's.

The supervisor is ours: it, not the student's code, knows about time, memory and
death. It hands the processes one cell at a time and reports what happened. Standard
library alone.
"""

from __future__ import annotations

import base64
import contextlib
import os
import select
import signal
import socket
import sys
import tempfile
import time
from typing import Any

import kernel
import seccomp
import wire
from usage import Child, beyond, cpu_of, descendants

HOME = "/submission"
# What TensorFlow reads about its process and the machine.
ABOUT = (
    *("self/cmdline", "self/maps", "self/stat", "self/statm", "self/status"),
    *("cpuinfo", "meminfo", "stat"),
)
MOST_FLAGS = 50
STARTING = 100.0  # seconds that a fresh process may take to import libraries
CONTROL, BORDER = 200, 201  # descriptors of the processes below


def start_child(
    role: str,
    start: dict[str, Any],
    options: dict[str, Any],
    border: socket.socket | None,
) -> Child:
    """Fork the process of a "judge" or of an "answer" into isolation."""
    ours, theirs = socket.socketpair()
    out_read, out_write = os.pipe()
    err_read, err_write = os.pipe()
    if options["isolation"] == "namespaces" and role == "answer":
        kernel.unshare_all(network=options["network"])
    parent = os.getpid()
    pid = os.fork()
    if pid == 0:
        status = 70
        try:
            import starting

            keep_only(theirs.fileno(), border, out_write, err_write)
            isolate(role, start, options, parent)
            starting.serve(role, start, put_files)
            status = 0
        except BaseException as error:  # the process ends here, whatever it is
            with contextlib.suppress(OSError):
                os.write(2, f"the {role}: {error!r}".encode())
        finally:
            os._exit(status)
    theirs.close()
    os.close(out_write)
    os.close(err_write)
    pipes = {out_read: "stdout", err_read: "stderr"}
    for end in (*pipes, ours.fileno()):
        os.set_blocking(end, False)
    pidfd = os.pidfd_open(pid) if hasattr(os, "pidfd_open") else -1
    return Child(role, pid, ours, pipes, pidfd)


def keep_only(control: int, border: socket.socket | None, out: int, err: int) -> None:
    """Leave open the standard streams and the one or two sockets."""
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(out, 1)
    os.dup2(err, 2)
    os.dup2(control, CONTROL, inheritable=False)
    last = CONTROL
    if border is not None:
        os.dup2(border.fileno(), BORDER, inheritable=False)
        last = BORDER
    os.closerange(3, CONTROL)
    os.closerange(last + 1, 4096)


def put_files(home: str, files: dict[str, str]) -> None:
    """Write files below `home`: copies, which a notebook may change."""
    for name, content in files.items():
        path = os.path.join(home, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(base64.b64decode(content))
        os.chmod(path, 0o644)


def make_home(home: str, others: bool) -> None:
    """Make a notebook's folder below its scratch, for `others` to pass through."""
    os.makedirs(home, exist_ok=True)
    while others and home.endswith("/above"):
        home = os.path.dirname(home)
        os.chmod(home, 0o711)


def show_outside(home: str, options: dict[str, Any]) -> None:
    """Put what the course shows of the machine where the notebook looks for it."""
    for path, place in options["place"]:
        below = place.removeprefix("~/")
        places = [os.path.normpath(os.path.join(home, below))]
        if options["isolation"] != "namespaces":
            os.makedirs(os.path.dirname(places[0]), exist_ok=True)
            os.symlink(path, places[0])
            continue
        if below != place:  # libraries that were imported sooner have this for a home
            places.append(f"/tmp/{below}")
        for one in places:
            kernel.show(path, one)


def isolate(
    role: str, start: dict[str, Any], options: dict[str, Any], parent: int
) -> None:
    """Move into isolation, write the course's files, give up all rights."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setsid()  # a session of its own: also a fair share of the processors
    limits = start["limits"]
    home = start["homes"][role]
    with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w") as file:
        file.write("1000")  # should memory end, the machine's choice is this one
    if options["isolation"] == "namespaces":
        if role == "judge":  # which does without process numbers of its own
            kernel.unshare_all(False, options["network"])
        kernel.private_mounts(home, limits["scratch"])
    else:  # libraries that are imported from here on may write nowhere else
        for name in ("HOME", "TMPDIR", "IPYTHONDIR", "MPLCONFIGDIR"):
            os.environ[name] = home if name in ("HOME", "TMPDIR") else f"{home}/.cache"
        tempfile.tempdir = None  # a library may have asked for it before
        make_home(home, options["isolation"] == "user")
    os.chdir(home)
    show_outside(home, options)
    put_files(home, start["files"])
    put_files(home, start["compiled"])
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
        for folder, below, files in os.walk(home):
            for name in ("", *below, *files):
                os.lchown(os.path.join(folder, name), kernel.NOBODY, kernel.NOBODY)
        kernel.become_nobody()
    kernel.drop_capabilities()
    kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
    shared = options["isolation"] != "namespaces"
    if shared and kernel.landlock_abi():
        readable = [*options["readable"], *(f"/proc/{name}" for name in ABOUT)]
        kernel.landlock(readable, [home, *options["devices"]], options["network"])
    seccomp.filter_calls(CONTROL, shared, options["network"])


def watch(
    children: list[Child],
    role: str,
    grader: socket.socket,
    start: dict[str, Any],
    deadline: float,
) -> tuple[str, bytes, Child]:
    """Wait for the reply of the child with that role, or for why there is none.

    Without a role, any child may reply.

    Returns the state, the reply's bytes, and the child that the state is about.
    """
    limits = start["limits"]
    most_reply = limits["reply"]
    poll = select.poll()
    for child in children:
        for end in (child.sock.fileno(), child.pidfd, *child.pipes):
            if end >= 0:
                poll.register(end, select.POLLIN)
    poll.register(grader.fileno(), getattr(select, "POLLRDHUP", select.POLLHUP))
    asked = [child for child in children if role in ("", child.role)]
    pause = 0.02
    while True:
        now = time.monotonic()
        if now >= deadline:
            return "timeout", b"", asked[0]
        if now >= start["next_look"]:
            state, child, share = beyond(children, start)
            if child is not None:
                drain(child, limits["output"])
                return state, b"", child
            cost = time.monotonic() - now
            start["next_look"] = now + max(pause, min(10 * cost, 1.0))
            pause = 0.02 if share > 0.25 else 0.05
        until = min(start["next_look"], deadline)
        wait = max(0.0, until - time.monotonic())
        ready = dict(poll.poll(wait * 1000))
        if grader.fileno() in ready:
            os._exit(0)  # the grader is gone, and all below with it
        for child in children:
            drain(child, limits["output"])
            if child.sock.fileno() in ready:
                state, body = hear(child, poll, most_reply)
                if state == "replied" and child in asked:
                    for part in children:
                        drain(part, limits["output"])
                elif state == "replied":
                    state = "flood"  # it speaks out of turn
                if state:
                    return state, body, child
            elif child.pidfd in ready:
                child = next((part for part in children if part.ending()), child)
                drain(child, limits["output"])
                return "died", b"", child


def hear(child: Child, poll: Any, most: int) -> tuple[str, bytes]:
    """Take what a child says; "replied" with its reply when there is a whole one."""
    with contextlib.suppress(BlockingIOError):
        part = child.sock.recv(1 << 20)
        child.received += part
        if not part and child.pidfd < 0:
            return "died", b""
        if not part:
            poll.unregister(child.sock.fileno())
    if len(child.received) > most + wire.HEAD.size:
        return "flood", b""
    while len(child.received) >= wire.HEAD.size:
        kind, size = wire.HEAD.unpack_from(child.received)
        if size > most:
            return "flood", b""
        end = wire.HEAD.size + size
        if len(child.received) < end:
            break
        body = bytes(child.received[wire.HEAD.size : end])
        del child.received[:end]
        if kind == wire.DONE:
            return "replied", body
        if len(child.flags) < MOST_FLAGS:  # or what claims to be one
            child.flags.append(base64.b64encode(body[:2000]).decode())
    return "", b""


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


def end_child(child: Child) -> float:
    """Kill what is left of a process; its CPU seconds. Notes its wait status."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(child.pid, signal.SIGKILL)
    _, child.status, used = os.wait4(child.pid, 0)
    return used.ru_utime + used.ru_stime


def end_all(children: list[Child]) -> float:
    """End the processes and their orphans; the CPU seconds of all."""
    seconds = sum(end_child(child) for child in children)
    # Where no pid namespace falls with its first process, orphans are ours to end.
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
    return seconds


def start_children(start: dict[str, Any], options: dict[str, Any]) -> list[Child]:
    """The answer's process, and the judge's if anything is judged apart.

    The judge's comes first: it stays outside the namespace of the other's processes.
    """
    if not start["judged"]:
        return [start_child("answer", start, options, None)]
    theirs, ours = socket.socketpair()
    with theirs, ours:
        judge = start_child("judge", start, options, ours)
        return [judge, start_child("answer", start, options, theirs)]


def supervise(grader: socket.socket, options: dict[str, Any]) -> None:
    """Run one session: a start message, then one cell after the other."""
    _, start = wire.receive(grader, 1 << 30)
    namespaces = options["isolation"] == "namespaces"
    if start["homes"]["answer"].startswith(HOME) and not namespaces:
        raise ValueError("a session without namespaces names its own folders")
    start["measured"], start["next_look"] = not namespaces, 0.0
    start["network"] = options["network"]
    if sys.platform == "linux":
        kernel.prctl(kernel.PR_SET_CHILD_SUBREAPER, 1)
    children = start_children(start, options)
    reply = start["limits"]["reply"]
    deadline = time.monotonic() + STARTING
    for _ in children:
        state, _, child = watch(children, "", grader, start, deadline)
        if state != "replied":
            end_all(children)
            said = bytes(child.raw.get("stderr", b"")).decode("utf-8", "replace")
            raise ValueError(
                f"the {child.role}'s process did not start ({state}) {said}"
            )
    wire.send(grader, wire.VERDICT, {"state": "started"})
    while True:
        _, order = wire.receive(grader, 1 << 28)
        verdict: dict[str, Any] = {"cpu": 0.0, "overhead": 0.0, "role": "answer"}
        before = sum(cpu_of(child.pid) for child in children)
        if order["what"] == "end":
            state, body, child = "ended", b"", children[-1]
        else:
            began = time.monotonic()
            for child in children:
                child.raw.clear()
            child = next(child for child in children if child.role == order["to"])
            try:
                sealed = base64.b64decode(order["sealed"])
                head = wire.HEAD.pack(wire.ORDER, len(sealed))
                send_order(child, head + sealed)
                start["limits"]["reply"] = max(reply, order["most"])
                deadline = began + start["limits"]["timeout"]
                state, body, child = watch(
                    children, order["to"], grader, start, deadline
                )
            except OSError:
                state, body = "died", b""
            verdict["seconds"] = time.monotonic() - began
            verdict["raw"] = {
                name: base64.b64encode(
                    b"".join(bytes(part.raw.get(name, b"")) for part in children)
                ).decode()
                for name in ("stdout", "stderr")
            }
        if state == "replied":
            using = sum(cpu_of(child.pid) for child in children)
        else:
            using = verdict["cpu"] = end_all(children)
            verdict["overhead"] = time.process_time()
        verdict |= {
            "state": state,
            "used": using - before,
            "role": child.role,
            "status": child.status,
            "flags": children[-1].flags,
            "peak": sum(part.peak for part in children),
            "reply": base64.b64encode(body).decode(),
        }
        wire.send(grader, wire.VERDICT, verdict)
        if state != "replied":
            return


def send_order(child: Child, data: bytes) -> None:
    """Write to a process; `OSError` when it does not read."""
    child.sock.settimeout(10)
    try:
        child.sock.sendall(data)
    finally:
        child.sock.setblocking(False)
