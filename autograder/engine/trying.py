"""A notebook's kernel in a sandbox, for a person who tries what a student wrote.

Jupyter starts this module as the kernel. The kernel itself runs behind bubblewrap: no
network, a read-only system, one folder that it may write to, and a /tmp of its own. It
answers over Unix sockets in a folder that is bound into the sandbox.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from autograder.engine import limiting, sandbox
from autograder.records import Limits, Refusal

PORTS = ("shell_port", "iopub_port", "stdin_port", "control_port", "hb_port")
NAME = "autograder-sandbox"
_KERNEL = ("-s", "-m", "ipykernel_launcher", "-f")
_QUIET = "--HistoryManager.enabled=False"


def refuse_without_isolation(unsafe: bool) -> None:
    """`Refusal` where no kernel can be isolated, unless told to do without."""
    reason = "" if unsafe else sandbox.bubblewrap_works()
    if reason:
        raise Refusal(
            f"no isolated kernel is to be had here ({reason}); install bubblewrap, or "
            "accept that the student's code runs as you: --unsafe-no-sandbox"
        )


def kernelspec(work: Path, limits: Limits, unsafe: bool) -> dict[str, Any]:
    """What Jupyter has to know to start the kernel, which may write to `work`."""
    words = [sys.executable, "-m", "autograder.engine.trying", "{connection_file}"]
    bounds = [f"{limits.timeout:g}", str(limits.memory)]
    home = Path(sandbox.INSIDE).parents[1]  # where this package lies
    return {
        "argv": [*words, str(work), *bounds, *(["unsafe"] if unsafe else [])],
        "display_name": "Python, no sandbox" if unsafe else "Python in a sandbox",
        "language": "python",
        "interrupt_mode": "message",  # signals end at the sandbox
        "env": {"PYTHONPATH": str(home)},
    }


def command(work: Path, sockets: Path) -> list[str]:
    """The command line of the kernel in its sandbox."""
    kind = sandbox.NAMESPACES
    python = kind.placed(os.path.abspath(sys.executable))
    words = ["bwrap", "--die-with-parent", "--new-session", "--clearenv"]
    words += ["--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts"]
    words += ["--unshare-user", "--uid", "65534", "--gid", "65534"]
    words += ["--hostname", "grader", *kind.view()]
    words += ["--perms", "1777", "--tmpfs", "/tmp"]
    words += ["--bind", str(work), "/submission", "--bind", str(sockets), "/sockets"]
    words += ["--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/submission"]
    words = sandbox.bwrap_environment(words, kind.environment(2, "/tmp"))
    return [*words, python, *_KERNEL, "/sockets/connection.json", _QUIET]


def linked(connection: Path, sockets: Path) -> None:
    """Let the sockets of a connection file lead into the folder of the sandbox."""
    known = json.loads(connection.read_bytes())
    if known["transport"] != "ipc":
        raise Refusal("this kernel has no network: start it with the transport ipc")
    for port in PORTS:
        outside = Path(f"{known['ip']}-{known[port]}")
        outside.unlink(missing_ok=True)
        outside.symlink_to(sockets / f"k-{known[port]}")
    inside = {**known, "ip": "/sockets/k"}
    (sockets / "connection.json").write_text(json.dumps(inside))


def main(connection: str, work: str, timeout: str, memory: str, *more: str) -> int:
    """Run the kernel to its end; its exit code."""
    if "unsafe" in more:
        os.execv(sys.executable, [sys.executable, *_KERNEL, connection, _QUIET])
    with tempfile.TemporaryDirectory(prefix="k", dir=Path(work).parent) as folder:
        linked(Path(connection), Path(folder))
        limits = Limits(timeout=float(timeout), memory=int(memory))
        with subprocess.Popen(command(Path(work), Path(folder))) as process:
            return limiting.hold(process, Path(connection), limits)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
