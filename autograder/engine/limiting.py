"""Holds a kernel that a person tries things in to limits of memory and time.

It looks from outside: at the processes in the kernel's sandbox, and at what the kernel
says of itself on its channels. A cell that takes too long is interrupted, as the person
could do it; what does not stop then, or takes too much memory, is ended, and Jupyter
starts the kernel anew.
"""

from __future__ import annotations

import json
import logging
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import zmq
from jupyter_client.blocking import BlockingKernelClient

from autograder.inside import usage
from autograder.records import Limits

log = logging.getLogger("autograder")  # its lines appear among JupyterLab's own
LOOKS = 100  # milliseconds from one to the next
GRACE = 5.0  # seconds to stop in after an interrupt
MOST_SAID = 100_000_000  # bytes of a message
_LONGEST = 10_000  # bytes of a header; those of a kernel are shorter
_BEFORE = b"<IDS|MSG>"


class Cell:
    """The cell that runs, by what the kernel says."""

    def __init__(self) -> None:
        self.began: float | None = None
        self.interrupted: float | None = None

    def hear(self, frames: list[bytes], now: float) -> None:
        """Take one message of the kernel: a cell begins or ends."""
        with suppress(ValueError, TypeError, KeyError, IndexError):
            at = frames.index(_BEFORE)
            header, parent, _, content = frames[at + 2 : at + 6]
            if max(map(len, (header, parent))) > _LONGEST:
                return
            if json.loads(header)["msg_type"] != "status":
                return
            if json.loads(parent)["msg_type"] == "execute_request":
                busy = json.loads(content)["execution_state"] == "busy"
                self.began, self.interrupted = now if busy else None, None

    def due(self, now: float, seconds: float) -> str:
        """What its time asks for: "interrupt", "end", or nothing."""
        if self.interrupted is not None:
            return "end" if now - self.interrupted > GRACE else ""
        if self.began is not None and now - self.began > seconds:
            self.interrupted = now
            return "interrupt"
        return ""


def hold(process: subprocess.Popen[Any], connection: Path, limits: Limits) -> int:
    """Watch a kernel in its sandbox to its end; its exit code."""
    client = BlockingKernelClient(connection_file=str(connection))
    client.context.setsockopt(zmq.MAXMSGSIZE, MOST_SAID)  # of each channel
    client.load_connection_file()
    heard = client.connect_iopub()
    control = client.connect_control()
    cell = Cell()
    try:
        while process.poll() is None:
            if heard.poll(LOOKS):
                cell.hear(heard.recv_multipart(), time.monotonic())
            step = cell.due(time.monotonic(), limits.timeout)
            if step == "interrupt":
                log.warning(f"a cell ran longer than {limits.timeout:g} s: interrupted")
                client.session.send(control, "interrupt_request", {})
            if step == "end":
                log.warning("the cell did not stop: the kernel was ended")
                process.kill()
            elif used(process.pid, limits.memory << 20) > limits.memory << 20:
                log.warning(f"more than {limits.memory} MB: the kernel was ended")
                process.kill()
        return process.wait()
    finally:
        for channel in (heard, control):
            channel.close(linger=0)


def used(pid: int, most: int) -> int:
    """Bytes of memory of a process and all below it; exact only near the limit."""
    each = [(part, *usage.memory_of(part)) for part in usage.descendants(pid)]
    count = sum(pages + beside for _, pages, beside in each)
    if count > most:
        count = sum(min(n, usage.proportional(p, n)) + beside for p, n, beside in each)
    return count
