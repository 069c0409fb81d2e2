"""Notices code that looks behind the scenes. Runs inside the sandbox.

A test and the answer it tests live in one process, so what an answer may reach
cannot be limited to what it should. But the ways to the code that runs it lead over
frames, traces, the garbage collector and raw memory, and those are watched.
"""

from __future__ import annotations

import asyncio.base_tasks
import bdb
import builtins
import contextlib
import ctypes
import inspect
import logging
import profile
import signal
import sys
import trace
import traceback
import types
from collections.abc import Callable
from typing import Any

from comparing import of_a_library as _of_a_library

globals().update(
    {name: value for name, value in vars(builtins).items() if name[0] != "_"}
)

_EVENTS = {
    *("sys._current_frames", "sys._current_exceptions", "sys._getframe"),
    *("sys.settrace", "sys.setprofile", "sys.monitoring.register_callback"),
    *("gc.get_objects", "gc.get_referrers", "gc.get_referents"),
    *("ctypes.dlopen", "ctypes.dlsym", "ctypes.string_at", "ctypes.wstring_at"),
    *("ctypes.cdata", "ctypes.cdata/buffer", "ctypes.call_function"),
}
_PARTS = {"tb_frame", "gi_frame", "cr_frame", "ag_frame"}  # of object.__getattr__
_NAMING = {"compile": 1, "code.__new__": 1}  # where the file name stands
# Library code that hands out what it gets: its caller is meant.
_BETWEEN = {
    part.__file__
    for part in (inspect, ctypes, bdb, profile, trace, signal, asyncio.base_tasks)
}
_BETWEEN_CODE = {
    function.__code__
    for function in (traceback.walk_stack, traceback.walk_tb, logging.currentframe)
}


def install(report: Callable[[str], None]) -> None:
    """Call `report`, once for each kind, when code of a cell does such a thing.

    An audit hook cannot be removed.
    """
    with contextlib.suppress(ImportError):
        import IPython.utils.frame as frames

        _BETWEEN.add(frames.__file__)
    seen: set[str] = set()
    events, parts, naming = frozenset(_EVENTS), frozenset(_PARTS), dict(_NAMING)
    between, between_code = frozenset(_BETWEEN), frozenset(_BETWEEN_CODE)
    frame, of_a_library = sys._getframe, _of_a_library
    busy = [False]

    def by_a_cell() -> bool:
        caller: types.FrameType | None = frame(2)
        while caller is not None:
            code = caller.f_code
            if code.co_filename not in between and code not in between_code:
                return not of_a_library(code.co_filename)
            caller = caller.f_back
        return False

    def hook(event: str, arguments: tuple) -> None:
        if busy[0] or event in seen:
            return
        if event in naming:
            name = arguments[naming[event]]
            if type(name) is not str or not of_a_library(name):
                return
        elif event == "object.__getattr__":
            if arguments[1] not in parts:
                return
        elif event not in events:
            return
        busy[0] = True
        try:
            if by_a_cell():
                seen.add(event)
                report(f"looked behind the scenes: {event}")
        finally:
            busy[0] = False

    sys.addaudithook(hook)
    watch_signals(report, by_a_cell)


def watch_signals(report: Callable[[str], None], by_a_cell: Callable[[], bool]) -> None:
    """Report signal handlers made by cells: they are given frames."""
    import _signal

    genuine = _signal.signal
    said: list[int] = []

    def watched(signalnum: int, handler: Any) -> Any:
        if callable(handler) and not said and by_a_cell():
            said.append(signalnum)
            report("looked behind the scenes: signal handler")
        return genuine(signalnum, handler)

    _signal.signal = watched  # type: ignore[assignment]  # `signal` asks it
