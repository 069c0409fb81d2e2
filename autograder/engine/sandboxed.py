"""Run notebooks in isolation: the one step that meets students' code.

`SandboxedEngine` keeps one warm process inside a sandbox and asks it for a fork
for every notebook: a `Session`. Another place to run notebooks is another `Engine`.
"""

from __future__ import annotations

import array
import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field

from autograder import machine
from autograder.course import cells
from autograder.engine import probe, sandbox
from autograder.engine.replies import executed
from autograder.engine.session import START, Session
from autograder.inside import wire
from autograder.records import (
    CellOutcome,
    Execution,
    Limits,
    NotGraded,
    Outside,
    Refusal,
    Spent,
    Task,
)


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
    used: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    spent: Spent = field(default_factory=Spent)
    peak: int = 0
    files: dict[str, bytes] = field(default_factory=dict)

    def shared(self, cpu: float, supervisor: float) -> Spent:
        """The CPU seconds of all processes, by what they went into."""
        tests = self.used["test"] + self.used["beside"]
        course, answers = self.used["course"], self.used["answer"]
        start = max(0.0, cpu - course - answers - tests)
        return Spent(start, course, answers, tests, supervisor)


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
        outside: what notebooks meet beside their folder.
    """

    def __init__(
        self,
        preload: Iterable[str] = (),
        jobs: int = 1,
        unsafe: bool = False,
        warm: bool = True,
        outside: Outside = Outside(),  # noqa: B008  # frozen
    ) -> None:
        self.kind = sandbox.showing(sandbox.choose(unsafe), outside)
        self.sandbox = self.kind.title
        self.preload = tuple(preload)
        self.name = "warm" if warm else "cold"
        self.note, self.jobs = "", jobs
        self.threads = max(1, machine.processors() // max(1, jobs))
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
                "place": self.kind.placed_later(),
                "network": self.kind.outside.network,
            }
        )
        if self.kind.isolation != "namespaces" and not self._home:
            self._home = sandbox.scratch_folder()
            self.kind.furnish(self._home)
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
            ours.settimeout(START)
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
            places = targets.places() | {"shown": self.kind.tried()}
            sources = probe.code(places), probe.libraries(self.preload)
            session: Session | None = None
            try:
                session = self._session(None, Limits(timeout=60))
                told, used = (
                    session.run_cell({"what": "answer", "source": source, "passed": 0})
                    for source in sources
                )
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
        network = self.kind.outside.network
        if leaks := probe.broken(self.kind.isolation, leaks, network):
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

    def _session(self, task: Task | None, limits: Limits) -> Session:
        """A new process for one notebook; for the self-test without one."""
        return Session(self.open_session(), task, limits, self.preload, self.kind)

    def run(self, task: Task, limits: Limits) -> Execution:
        """Execute a notebook; rerun it without the cells that end its process.

        Every pass that is cut short names one cell; the next pass leaves it out.
        So passes are at most as many as cells, and within `limits.total`.
        """
        began = time.monotonic()
        notebook = task.notebook
        code = [i for i, cell in enumerate(notebook.cells) if cell.cell_type == "code"]
        skipped: dict[int, CellOutcome] = {}
        spent, peak, flags = Spent(), 0, []
        while True:
            left = limits.total - (time.monotonic() - began)
            done = self._pass(task, code, skipped, limits, left)
            spent, peak = spent + done.spent, max(peak, done.peak)
            flags += done.flags
            if done.stop is None:
                break
            skipped[done.stop.index] = done.stop.outcome
            known = done.outcomes.keys() | skipped.keys() | task.left_out
            if known.issuperset(code):
                break
            if time.monotonic() - began > limits.total:
                late = CellOutcome("timeout", evalue="the notebook's time was over")
                for index in code:
                    if index not in done.outcomes and index not in task.left_out:
                        skipped.setdefault(index, late)
                break
        outcomes = {**done.outcomes, **skipped}
        return Execution(
            executed(notebook, outcomes, done.counts),
            outcomes,
            tuple(dict.fromkeys(flags)),
            time.monotonic() - began,
            spent,
            peak,
            done.files,
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
        deadline = time.monotonic() + left
        session = self._session(task, limits)
        orders = cells.Orders(task.notebook, task.master)
        try:
            for index in code:
                if index in skipped:
                    orders.pass_by(index)
                    continue
                if index in task.left_out:
                    orders.leave_out(index)
                    continue
                outcome, count = self._cell(session, orders, index, run.used)
                if session.over:
                    run.stop = Stop(index, outcome)
                    break
                run.outcomes[index] = outcome
                run.counts[index] = count
                if time.monotonic() > deadline:
                    late = CellOutcome("timeout", evalue="the notebook's time was over")
                    following = code[code.index(index) + 1 :]
                    spared = skipped.keys() | task.left_out
                    rest = [i for i in following if i not in spared]
                    if rest:
                        run.stop = Stop(rest[0], late)
                        break
            if run.stop is None:
                run.files = session.files()
        finally:
            session.close()
            run.flags, run.peak = session.flags, session.peak
            run.spent = run.shared(session.cpu, session.overhead)
        return run

    def _cell(
        self,
        session: Session,
        orders: cells.Orders,
        index: int,
        used: dict[str, float],
    ) -> tuple[CellOutcome, int]:
        """Run one cell where it belongs: its outcome and its execution count.

        The course's own cells run in both processes; the answer's is the one shown.
        """
        kind = orders.kind(index)
        if kind == "test":
            outcome = session.run_cell(orders.judge(index), "judge")
            used[kind] += session.used
            return outcome, session.count
        outcome, count = session.run_cell(orders.answer(index)), session.count
        used[kind] += session.used
        if session.over:
            return outcome, count
        if kind == "answer":
            orders.bound(index, session.bound)
        elif kind == "course" and orders.master.apart:
            theirs = session.run_cell(orders.judge(index), "judge")
            used[kind] += session.used
            if session.over:
                return theirs, count
        return outcome, count
