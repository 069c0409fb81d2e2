"""The event loop of a process, which its cells meet running, as in Jupyter.

A task, a queue or a lock that one cell makes is awaited by another: so all cells share
one loop. It really runs while a cell awaits, and for a moment before each cell.
"""

from __future__ import annotations

import asyncio
import contextlib
import types
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

PAUSE = 0.01  # seconds for the tasks of earlier cells, about as long as Jupyter's


def make_loop() -> types.SimpleNamespace:
    """What runs cells in one loop, by our own references: `running`, `run`, `settle`.

    The loop is made when it is first wanted: a fork must not share one.
    """
    state: dict[str, Any] = {}
    new, install, wait = asyncio.new_event_loop, asyncio.set_event_loop, asyncio.wait
    set_running: Callable[[Any], None] = asyncio._set_running_loop
    all_tasks = asyncio.all_tasks

    def loop() -> Any:
        if "loop" not in state or state["loop"].is_closed():
            state["loop"] = new()
            install(state["loop"])
        return state["loop"]

    @contextlib.contextmanager
    def running() -> Iterator[None]:
        """Code in here meets a running loop."""
        set_running(loop())
        try:
            yield
        finally:
            set_running(None)

    def run(work: Coroutine[Any, Any, Any]) -> Any:
        """Run a coroutine to its end, from code that meets a running loop."""
        found = loop()
        set_running(None)
        try:
            task = found.create_task(work)
            try:
                return found.run_until_complete(task)
            finally:
                task.cancel()  # it must not go on in a later cell
        finally:
            set_running(found)

    def settle() -> None:
        """Let tasks that earlier cells began go on for a moment."""
        if "loop" not in state or state["loop"].is_closed():
            return
        if tasks := all_tasks(state["loop"]):
            with contextlib.suppress(Exception, SystemExit, KeyboardInterrupt):
                state["loop"].run_until_complete(wait(tasks, timeout=PAUSE))

    return types.SimpleNamespace(running=running, run=run, settle=settle)
