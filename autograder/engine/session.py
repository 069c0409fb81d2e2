"""One process for one notebook, seen from the trusted side."""

from __future__ import annotations

import base64
import json
import os
import secrets
import socket
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from autograder.engine import sandbox, written
from autograder.engine.compiled import compiled
from autograder.engine.replies import (
    FALSE,
    beyond,
    names_of,
    outcome_flags,
    raw_outputs,
    read_reply,
    small,
    text_of,
)
from autograder.inside import wire
from autograder.records import (
    CellOutcome,
    CellState,
    JudgeFailed,
    Limits,
    NotGraded,
    Task,
)

# Where nothing of ours shares a process with an answer, there is nothing to seal.
PLAIN = (lambda message: json.dumps(message).encode(), wire.unpack)

START = 120.0  # seconds that importing the libraries may take


# Of so many cells, each at its limit, a notebook's outputs are kept.
CELLS_OF_OUTPUT = 20


class Session:
    """One process for one notebook, seen from the trusted side."""

    def __init__(
        self,
        sock: socket.socket,
        task: Task | None,
        limits: Limits,
        preload: tuple[str, ...],
        kind: sandbox.Sandbox,
    ) -> None:
        """Start the process that a fork at the end of `sock` supervises.

        It imports what of `preload` the warm process has not. In namespaces it has
        files of its own, so that a fixed name will do for its folder.
        """
        separate = kind.isolation == "namespaces"
        self.limits = limits
        self.over = False
        self.flags: list[str] = []
        self.cpu, self.overhead, self.peak, self.count = 0.0, 0.0, 0, 0
        self.used = 0.0  # CPU seconds of the cell before, in both processes
        self.bound: list[str] = []  # names that the cell before bound
        self._home = ""
        self._reply = 2 * limits.output + 200_000
        self._room = CELLS_OF_OUTPUT * limits.output
        master = task.master if task else None
        judged = bool(master and master.apart)
        beside = bool(master and not master.all_apart)
        key = secrets.token_bytes(32) if beside else b""
        self._codecs = {"judge": PLAIN, "answer": wire.sealer(key) if key else PLAIN}
        self._folders = [] if separate else [sandbox.scratch_folder() for _ in "aj"]
        scratch = self._folders or [sandbox.HOME, sandbox.HOME]
        places = [os.path.join(folder, kind.below).rstrip("/") for folder in scratch]
        homes = {"answer": places[0], "judge": places[1]}
        self._home = places[0]
        files = task.files if task else {}
        own = task.own if task else {}
        own = {k: data for k, data in own.items() if not kind.outside.covers(k)}
        self._sock = sock
        self._sock.settimeout(START)
        start = {
            "limits": asdict(limits) | {"reply": self._reply},
            "homes": homes,
            "judged": judged,
            "files": encoded(files),
            "compiled": encoded(dict(compiled(files))),
            "own": encoded(own),
            "helpers": master.helpers if master else (),
            # The answer's process keeps what stands here: nothing of a test, then,
            # unless it has to be protected from the answer there.
            "paths": master.paths if master and beside else (),
            "preload": preload,
            "key": key.hex(),
        }
        try:
            wire.send(self._sock, wire.ORDER, start)
            self._verdict()
        except NotGraded:
            self.close()
            raise
        except wire.WireError as error:
            self.close()
            raise NotGraded(f"the sandbox ended: {error}") from error

    def _verdict(self) -> dict[str, Any]:
        """The next word of the supervisor, which is ours and can be trusted."""
        try:
            _, verdict = wire.receive(self._sock, 1 << 28)
        except (wire.WireError, TimeoutError) as error:
            raise NotGraded(f"the sandbox ended: {error}") from error
        if verdict["state"] == "broken":
            raise NotGraded(f"the sandbox failed: {verdict['reason']}")
        return verdict

    def run_cell(self, order: dict[str, Any], to: str = "answer") -> CellOutcome:
        """Send one cell to the "answer" or the "judge"; sets `over` at its end."""
        nonce = secrets.token_hex(16)
        self._sock.settimeout(self.limits.timeout + 60)
        sealed = base64.b64encode(self._codecs[to][0](order | {"nonce": nonce}))
        message = {"what": "cell", "to": to, "sealed": sealed.decode(), "most": 0}
        try:
            wire.send(self._sock, wire.ORDER, message)
        except (wire.WireError, TimeoutError) as error:
            raise NotGraded(f"the sandbox ended: {error}") from error
        verdict = self._verdict()
        self._note(verdict)
        raw = raw_outputs(verdict["raw"])
        size = len(verdict["reply"]) + sum(map(len, verdict["raw"].values()))
        seconds = float(verdict["seconds"])
        state: CellState
        if verdict["role"] == "judge" and verdict["state"] in ("died", "flood"):
            self.over = True
            said = "".join(part.get("text", "") for part in raw).strip()[-500:]
            raise JudgeFailed(f"the judge failed: {death(verdict)} {said}".strip())
        if verdict["state"] == "replied":
            try:
                reply = self._unsealed(verdict["reply"], to)
                outcome = read_reply(reply, nonce, raw, seconds)
            except (wire.WireError, ValueError) as error:
                self.over = True
                self.flags.append(FALSE)
                text = f"the cell's process sent no valid report ({error})"
                return CellOutcome("died", raw, "DeadProcess", text, seconds=seconds)
            self.flags += outcome_flags(reply)
            self.bound = names_of(reply.get("bound"))
            if reply.get("broken"):
                self.over = True
                self.flags.append(FALSE)
                text = f"its process gave no valid answer ({reply['broken']})"[:200]
                return replace(outcome, state="died", ename="", evalue=text)
            self._room -= size
            if self._room < 0:
                outcome = replace(outcome, outputs=[beyond()])
            self.count = small(reply.get("count")) or 0
            return outcome
        self.over = True
        if verdict["state"] == "timeout":
            state = "timeout"
            text = f"it did not end within {self.limits.timeout:g} seconds"
        elif verdict["state"] == "out_of_memory":
            state = "out_of_memory"
            text = f"it used more than {self.limits.memory} MB of memory"
        else:
            state, text = "died", death(verdict)
        return CellOutcome(state, raw, "", text, seconds=seconds)

    def files(self) -> dict[str, bytes]:
        """What the notebook wrote into its folder: a courtesy, so never a fault."""
        room, nonce = self.limits.scratch << 19, secrets.token_hex(16)
        order = {"what": "files", "home": self._home, "room": room, "nonce": nonce}
        sealed = base64.b64encode(self._codecs["answer"][0](order)).decode()
        message = {"what": "cell", "to": "answer", "sealed": sealed, "most": 3 * room}
        self._sock.settimeout(self.limits.timeout + 60)
        try:
            wire.send(self._sock, wire.ORDER, message)
            _, verdict = wire.receive(self._sock, 5 * room + (1 << 20))
            self.over = verdict["state"] != "replied"
            if not self.over:
                reply = self._unsealed(verdict["reply"], "answer")
                if reply.get("nonce") == nonce:
                    return written.read(reply.get("files"), room)
        except (wire.WireError, TimeoutError):
            self.over = True
        return {}

    def _note(self, verdict: dict[str, Any]) -> None:
        self.cpu += verdict["cpu"]
        self.used = verdict["used"]
        self.overhead += verdict["overhead"]
        self.peak = max(self.peak, verdict["peak"])
        for text in verdict["flags"]:
            try:
                flag = text_of(self._unsealed(text, "answer").get("flag"))
            except (wire.WireError, ValueError):
                flag = FALSE
            self.flags.append(flag[:200])

    def _unsealed(self, text: str, role: str) -> dict[str, Any]:
        """The message in a reply; `WireError` for anything else."""
        try:
            message = self._codecs[role][1](base64.b64decode(text))
        except (ValueError, RecursionError, StopIteration) as error:
            raise wire.WireError("not JSON") from error
        if not isinstance(message, dict):
            raise wire.WireError("not a JSON object")
        return message

    def close(self) -> None:
        """End the process and all its children."""
        try:
            if not self.over:
                wire.send(self._sock, wire.ORDER, {"what": "end"})
                self._note(self._verdict())
        except (wire.WireError, NotGraded):
            pass
        finally:
            self._sock.close()
            for folder in self._folders:
                sandbox.remove_folder(folder)


def encoded(files: Mapping[str, bytes]) -> dict[str, str]:
    """Files as JSON can hold them."""
    return {name: base64.b64encode(data).decode() for name, data in files.items()}


def death(verdict: dict[str, Any]) -> str:
    """One sentence on how a process ended."""
    if verdict["state"] == "flood":
        return "it sent more than can be read"
    status = verdict["status"]
    if os.WIFSIGNALED(status):
        return f"its process was ended by signal {os.WTERMSIG(status)}"
    return f"it ended its process (exit code {os.WEXITSTATUS(status)})"
