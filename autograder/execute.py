"""Run notebooks in isolation: the one step that meets students' code.

`SandboxedEngine` keeps one warm process inside a sandbox and asks it for a fork
for every notebook. What comes back is JSON of limited size, taken apart here
field by field. Another place to run notebooks is another `Engine`.
"""

from __future__ import annotations

import array
import base64
import json
import math
import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from typing import Any

import nbformat
from nbformat import NotebookNode

from autograder import cells, probe, sandbox, wire
from autograder.records import (
    CellOutcome,
    CellState,
    Execution,
    Limits,
    NotGraded,
    Refusal,
    Task,
)

HOME = "/submission"
FALSE = "its process sent a false report"
_STREAMS = {"stdout", "stderr"}
_START = 120.0  # seconds that importing the libraries may take


@dataclass(frozen=True)
class Stop:
    """Why a run of a notebook ended before its last cell."""

    index: int
    outcome: CellOutcome


@dataclass
class Run:
    """One pass over a notebook's cells in one process."""

    outcomes: dict[int, CellOutcome] = field(default_factory=dict)
    flags: list[str] = field(default_factory=list)
    counts: dict[int, int] = field(default_factory=dict)
    stop: Stop | None = None
    cpu: float = 0.0
    overhead: float = 0.0
    peak: int = 0


def end(process: subprocess.Popen[bytes]) -> None:
    """Kill a program and its process group; it keeps nothing.

    Of bubblewrap alone only the first process would be killed: before it has set up
    its sandbox, the second then waits for it for ever.
    """
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


class SandboxedEngine:
    """Forks of a warm process, each in a sandbox of its own.

    Args:
        preload: modules the warm process imports. With none, every notebook
            starts in a process that has imported nothing: the engine is "cold".
        jobs: notebooks at a time; the processors are divided among them.
        unsafe: accept a machine without isolation.
        warm: False for a cold engine from the start.
    """

    def __init__(
        self,
        preload: Iterable[str] = (),
        jobs: int = 1,
        unsafe: bool = False,
        warm: bool = True,
    ) -> None:
        self.kind = sandbox.choose(unsafe)
        self.sandbox = self.kind.name
        self.preload = tuple(preload)
        self.name = "warm" if warm else "cold"
        self.note = ""
        self.threads = max(1, (os.cpu_count() or 1) // max(1, jobs))
        self._lock = threading.Lock()
        # A sandbox dies with the *thread* that started it: so one that stays.
        self._starter = ThreadPoolExecutor(1, "starter")
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._home = ""
        self._given_up = False

    def __enter__(self) -> SandboxedEngine:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self) -> None:
        """Start the warm process and prove isolation and forking.

        Raises `Refusal` when the isolation does not hold. A process that cannot
        be forked after its imports is replaced by a cold one.
        """
        warm = self.preload if self.name == "warm" else ()
        reason = self._start_warm(warm) or self._prove()
        if self._given_up:
            self.close()
            raise Refusal("the engine was closed while it started")
        if reason and self.name == "warm":
            self.name, self.note = "cold", f"cold, because {reason}"
            self.close()
            reason = self._start_warm(()) or self._prove()
        if reason:
            self.close()
            raise Refusal(f"no notebook can be run here: {reason}")

    def close(self) -> None:
        """End the warm process, and with it all that runs in its sandbox."""
        if self._control is not None:
            self._control.close()
        if self._process is not None:
            end(self._process)
        self._control = self._process = None
        if self._home:
            shutil.rmtree(self._home, ignore_errors=True)
            self._home = ""

    def give_up(self) -> None:
        """Close for good, also while another thread is in `start`."""
        self._given_up = True
        self.close()

    def _start_warm(self, preload: tuple[str, ...]) -> str:
        """Start the program inside; empty, or why it did not start."""
        ours, theirs = socket.socketpair()
        if preload:
            sandbox.make_font_list()
        options = json.dumps(
            {
                "isolation": self.kind.isolation,
                "preload": preload,
                "fonts": self.kind.font_lists(),
                "readable": self.kind.readable(),
                "devices": sandbox.DEVICES,
            }
        )
        if self.kind.isolation != "namespaces" and not self._home:
            self._home = sandbox.scratch_folder()
        environment = self.kind.environment(self.threads, self._home or "/tmp")
        words = self.kind.command(theirs.fileno(), options)
        if self.kind.isolation == "namespaces":
            words = sandbox.bwrap_environment(words, environment)
        with tempfile.TemporaryFile() as log:
            process = self._process = self._starter.submit(
                subprocess.Popen,
                words,
                env=environment,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=log,
                start_new_session=True,
            ).result()
            theirs.close()
            if self._given_up:  # meanwhile, when there was no process to end
                end(process)
            ours.settimeout(_START)
            try:
                wire.receive(ours, 1 << 16)
            except (wire.WireError, TimeoutError):
                end(process)
                log.seek(0)
                lines = log.read().decode("utf-8", "replace").strip().splitlines()
                return lines[-1] if lines else "the warm process ended at once"
        self._control = ours
        return ""

    def _prove(self) -> str:
        """Empty when isolation holds and forks work, else the reason."""
        with probe.Targets() as targets:
            cells = [
                {"what": "answer", "source": probe.code(targets.places())},
                {"what": "answer", "source": probe.libraries(self.preload)},
            ]
            session: Session | None = None
            try:
                session = Session(self, None, Limits(timeout=60))
                told, used = (session.run_cell(order) for order in cells)
            except NotGraded as error:
                return str(error)
            finally:
                if session is not None:
                    session.close()
        if told.state != "done":
            return f"the self-test ended with {told.state} {told.evalue}".strip()
        text = "".join(output.get("text", "") for output in told.outputs)
        try:
            leaks = json.loads(text.strip().splitlines()[-1])["leaks"]
        except (ValueError, IndexError, KeyError, TypeError):
            return "the self-test gave no answer"
        if leaks and self.kind not in (sandbox.USER, sandbox.NONE):
            raise Refusal(
                f"the {self.sandbox} sandbox does not hold here: {'; '.join(leaks)}"
            )
        if used.state != "done":
            return f"a fork cannot use {', '.join(self.preload)}: {used.evalue}"
        return ""

    def open_session(self) -> socket.socket:
        """A socket to a new fork; starts the warm process again if it died."""
        ours, theirs = socket.socketpair()
        with self._lock, theirs:
            if self._process is None or self._process.poll() is not None:
                self.close()
                reason = self._start_warm(self.preload if self.name == "warm" else ())
                if reason:
                    raise NotGraded(f"the warm process does not start: {reason}")
            assert self._control is not None
            rights = array.array("i", [theirs.fileno()])
            try:
                self._control.sendmsg(
                    [b"."], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, rights)]
                )
            except OSError as error:
                raise NotGraded(f"the warm process does not listen: {error}") from error
        return ours

    def run(self, task: Task, limits: Limits) -> Execution:
        """Execute a notebook; rerun it without the cells that end its process.

        Every pass that is cut short names one cell; the next pass leaves it out.
        So passes are at most as many as cells, and within `limits.total`.
        """
        began = time.monotonic()
        notebook = task.notebook
        code = [i for i, cell in enumerate(notebook.cells) if cell.cell_type == "code"]
        skipped: dict[int, CellOutcome] = {}
        cpu, overhead, peak, flags = 0.0, 0.0, 0, []
        while True:
            left = limits.total - (time.monotonic() - began)
            done = self._pass(task, code, skipped, limits, left)
            cpu, overhead = cpu + done.cpu, overhead + done.overhead
            peak = max(peak, done.peak)
            flags += done.flags
            if done.stop is None:
                break
            skipped[done.stop.index] = done.stop.outcome
            if all(index in done.outcomes or index in skipped for index in code):
                break
            if time.monotonic() - began > limits.total:
                late = CellOutcome("timeout", evalue="the notebook's time was over")
                for index in code:
                    if index not in done.outcomes:
                        skipped.setdefault(index, late)
                break
        outcomes = {**done.outcomes, **skipped}
        return Execution(
            executed(notebook, outcomes, done.counts),
            outcomes,
            tuple(dict.fromkeys(flags)),
            time.monotonic() - began,
            cpu,
            overhead,
            peak,
        )

    def _pass(
        self,
        task: Task,
        code: list[int],
        skipped: Mapping[int, CellOutcome],
        limits: Limits,
        left: float,
    ) -> Run:
        """Run the cells once, in order, in one process."""
        run = Run()
        master = task.master
        deadline = time.monotonic() + left
        session = Session(self, task, limits)
        try:
            for index in code:
                if index in skipped:
                    continue
                cell = task.notebook.cells[index]
                meta = cell.metadata.get("nbgrader", {})
                name = str(meta.get("grade_id", index))
                outcome = session.run_cell(cells.order(cell, name, master.imports))
                if session.over:
                    run.stop = Stop(index, outcome)
                    break
                run.outcomes[index] = outcome
                run.counts[index] = session.count
                if time.monotonic() > deadline:
                    late = CellOutcome("timeout", evalue="the notebook's time was over")
                    following = code[code.index(index) + 1 :]
                    rest = [i for i in following if i not in skipped]
                    if rest:
                        run.stop = Stop(rest[0], late)
                        break
        finally:
            session.close()
            run.flags, run.peak = session.flags, session.peak
            run.cpu, run.overhead = session.cpu, session.overhead
        return run


class Session:
    """One process for one notebook, seen from the trusted side."""

    def __init__(
        self,
        engine: SandboxedEngine,
        task: Task | None,
        limits: Limits,
    ) -> None:
        self.limits = limits
        self.over = False
        self.flags: list[str] = []
        self.cpu, self.overhead, self.peak, self.count = 0.0, 0.0, 0, 0
        self._reply = 2 * limits.output + 200_000
        key = secrets.token_bytes(32)
        self._seal, self._unseal = wire.sealer(key)
        self._folder = ""
        home = HOME
        if engine.kind.isolation != "namespaces":
            home = self._folder = sandbox.scratch_folder()
        self._sock = engine.open_session()
        self._sock.settimeout(_START)
        master = task.master if task else None
        start = {
            "limits": asdict(limits) | {"reply": self._reply},
            "home": home,
            "files": encoded(task.files) if task else {},
            "own": encoded(task.own) if task else {},
            "helpers": master.helpers if master else (),
            "imports": dict(master.imports) if master else {},
            "paths": master.paths if master else (),
            "preload": engine.preload,
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

    def run_cell(self, order: dict[str, Any]) -> CellOutcome:
        """Send one cell and judge what came back; sets `over` at its end."""
        nonce = secrets.token_hex(16)
        self._sock.settimeout(self.limits.timeout + 60)
        sealed = base64.b64encode(self._seal(order | {"nonce": nonce})).decode()
        try:
            wire.send(self._sock, wire.ORDER, {"what": "cell", "sealed": sealed})
        except (wire.WireError, TimeoutError) as error:
            raise NotGraded(f"the sandbox ended: {error}") from error
        verdict = self._verdict()
        self._note(verdict)
        raw = raw_outputs(verdict["raw"])
        seconds = float(verdict["seconds"])
        state: CellState
        if verdict["state"] == "replied":
            try:
                reply = self._unsealed(verdict["reply"])
                outcome = read_reply(reply, nonce, raw, seconds)
            except (wire.WireError, ValueError) as error:
                self.over = True
                self.flags.append(FALSE)
                text = f"the cell's process sent no valid report ({error})"
                return CellOutcome("died", raw, "DeadProcess", text, seconds=seconds)
            self.flags += outcome_flags(reply)
            self.count = reply["count"] if type(reply.get("count")) is int else 0
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

    def _note(self, verdict: dict[str, Any]) -> None:
        self.cpu += verdict["cpu"]
        self.overhead += verdict["overhead"]
        self.peak = max(self.peak, verdict["peak"])
        for text in verdict["flags"]:
            try:
                flag = self._unsealed(text).get("flag")
            except wire.WireError:
                flag = FALSE
            self.flags.append(str(flag)[:200])

    def _unsealed(self, text: str) -> dict[str, Any]:
        """The message in a sealed reply; `WireError` for anything else."""
        try:
            message = self._unseal(base64.b64decode(text))
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
            if self._folder:
                shutil.rmtree(self._folder, ignore_errors=True)


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


def raw_outputs(raw: Mapping[str, str]) -> list[NotebookNode]:
    """What was written past Python, straight to the standard streams."""
    found = []
    for name in sorted(_STREAMS & set(raw)):
        text = base64.b64decode(raw[name]).decode("utf-8", "replace")
        if text:
            found.append(nbformat.v4.new_output("stream", name=name, text=text))
    return found


def outcome_flags(reply: Mapping[str, Any]) -> list[str]:
    """The flags in a reply, as short texts."""
    flags = reply.get("flags")
    if not isinstance(flags, list):
        return []
    return [flag[:200] for flag in flags[:20] if isinstance(flag, str)]


def read_reply(
    reply: Mapping[str, Any], nonce: str, raw: list[NotebookNode], seconds: float
) -> CellOutcome:
    """Turn what a student's process says into a record; `ValueError` if it cannot."""
    if not secrets.compare_digest(str(reply.get("nonce")).encode(), nonce.encode()):
        raise ValueError("a wrong number")
    ok = reply.get("ok")
    if type(ok) is not bool:
        raise ValueError("no verdict")
    outputs = reply.get("outputs")
    if not isinstance(outputs, list):
        raise ValueError("no outputs")
    value, line = reply.get("value"), reply.get("line")
    if value is not None and not isinstance(value, str):
        raise ValueError("a strange value")
    return CellOutcome(
        "done" if ok else "error",
        raw + [read_output(output) for output in outputs],
        "" if ok else str(reply.get("ename"))[:200],
        "" if ok else str(reply.get("evalue"))[:20000],
        line if type(line) is int else None,
        float(value) if value is not None else None,
        seconds,
    )


def text_of(value: object) -> str:
    """`value` if it is a text that UTF-8 can hold; `ValueError` otherwise."""
    if not isinstance(value, str):
        raise ValueError("not a text")
    return value.encode("utf-8", "replace").decode()


def plain(value: object, depth: int = 20) -> Any:
    """A copy of JSON data without endless numbers, depth or odd texts."""
    if depth == 0:
        raise ValueError("too deep")
    if isinstance(value, dict):
        return {text_of(k): plain(v, depth - 1) for k, v in value.items()}
    if isinstance(value, list):
        return [plain(item, depth - 1) for item in value]
    if isinstance(value, str):
        return text_of(value)
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value


def read_output(output: object) -> NotebookNode:
    """One output as nbformat wants it; `ValueError` for anything else."""
    if not isinstance(output, dict):
        raise ValueError("an output that is not an object")
    kind = output.get("output_type")
    if kind == "stream":
        name = output.get("name")
        if name not in _STREAMS:
            raise ValueError("an unknown stream")
        return nbformat.v4.new_output(kind, name=name, text=text_of(output.get("text")))
    if kind == "error":
        lines = output.get("traceback")
        if not isinstance(lines, list):
            raise ValueError("no traceback")
        return nbformat.v4.new_output(
            kind,
            ename=text_of(output.get("ename")),
            evalue=text_of(output.get("evalue")),
            traceback=[text_of(line) for line in lines],
        )
    if kind not in ("display_data", "execute_result"):
        raise ValueError("an unknown output")
    data = {}
    for mime, value in plain(output.get("data") or {}).items():
        if mime.endswith("json") or isinstance(value, str):
            data[mime] = value
    metadata = plain(output.get("metadata") or {})
    more = {}
    if kind == "execute_result":
        count = output.get("execution_count")
        more["execution_count"] = count if type(count) is int else None
    return nbformat.v4.new_output(
        kind, data=data, metadata=metadata if isinstance(metadata, dict) else {}, **more
    )


def executed(
    notebook: NotebookNode,
    outcomes: Mapping[int, CellOutcome],
    counts: Mapping[int, int],
) -> NotebookNode:
    """A copy of `notebook` with the outputs of `outcomes` in its cells."""
    cells = []
    for index, cell in enumerate(notebook.cells):
        copy = NotebookNode(cell)
        outcome = outcomes.get(index)
        if outcome is not None:
            copy.outputs = list(outcome.outputs)
            copy.execution_count = counts.get(index)
            if outcome.state not in ("done", "error"):
                copy.outputs.append(
                    nbformat.v4.new_output(
                        "error",
                        ename=outcome.state,
                        evalue=outcome.evalue,
                        traceback=[f"This cell was stopped: {outcome.evalue}."],
                    )
                )
        cells.append(copy)
    result = NotebookNode(notebook)
    result.cells = cells
    return result
