"""The grader's command, with what its parts cost: `… timed FILE grade NAME`.

Writes to FILE, in JSON, the seconds that went into a run from its first submission to
its last. Nothing is imported or started sooner than without it.
"""

from __future__ import annotations

import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil

from autograder import cli, run
from autograder.engine.sandboxed import SandboxedEngine


def own_cpu(engine: SandboxedEngine) -> float:
    """CPU seconds that the processes of its sandbox have used, those that live."""
    total = 0.0
    try:
        assert engine._process is not None
        top = psutil.Process(engine._process.pid)
        for process in [top, *top.children(recursive=True)]:
            times = process.cpu_times()
            total += times.user + times.system
    except (psutil.Error, AssertionError):
        pass
    return total


class Clock:
    """Adds up what parts of a run cost."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = defaultdict(float)

    def wrap(self, owner: Any, name: str, part: str) -> None:
        """Count the time of a method for a part: CPU of its thread, and by the wall."""
        genuine: Callable[..., Any] = getattr(owner, name)

        def timed(*arguments: Any, **named: Any) -> Any:
            cpu, wall = time.thread_time(), time.monotonic()
            try:
                return genuine(*arguments, **named)
            finally:
                self.spent[part] += time.thread_time() - cpu
                self.spent[f"{part}, wall"] += time.monotonic() - wall

        setattr(owner, name, timed)

    def note(self, part: str, sign: int) -> None:
        """Note how much CPU the process has used, and the time."""
        self.spent[part] += sign * time.process_time()
        self.spent[f"{part}, wall"] += sign * time.monotonic()

    def grading(self) -> None:
        """Count what the grader uses once the engine is ready, to the last result."""
        ready, make_up = run.EarlyEngine.ready, run.ClassRun.make_up

        def begin(early: run.EarlyEngine) -> Any:
            found = ready(early)
            self.note("grader", -1)
            return found

        def end(of_class: run.ClassRun) -> None:
            self.note("grader", 1)
            make_up(of_class)

        run.EarlyEngine.ready = begin  # type: ignore[assignment, method-assign]
        run.ClassRun.make_up = end  # type: ignore[assignment, method-assign]

    def engines(self) -> None:
        """Count what the warm process uses after its start: it forks."""
        start, close = SandboxedEngine.start, SandboxedEngine.close

        def started(engine: SandboxedEngine) -> None:
            start(engine)
            self.spent["warm"] -= own_cpu(engine)

        def closed(engine: SandboxedEngine) -> None:
            self.spent["warm"] += own_cpu(engine)
            close(engine)

        SandboxedEngine.start = started  # type: ignore[assignment, method-assign]
        SandboxedEngine.close = closed  # type: ignore[assignment, method-assign]


def main() -> None:
    """Run the command that the arguments name."""
    path = Path(sys.argv.pop(1))
    clock = Clock()
    clock.grading()
    clock.wrap(run.ClassRun, "keep", "writer")
    clock.wrap(run.ClassRun, "record", "gradebook")
    clock.engines()
    try:
        cli.main()
    finally:
        path.write_text(json.dumps(clock.spent))


if __name__ == "__main__":
    main()
