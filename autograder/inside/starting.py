"""Prepares a process to run notebooks, and lets it be an answer's or a judge's."""

from __future__ import annotations

import builtins
import contextlib
import importlib
import itertools
import os
import shutil
import sys
from collections.abc import Callable
from typing import Any

import answer
import guard as guards
import judge
import runner
import shell as shells

_prepared: list[Any] = []
# Known before the libraries are there: to look through these costs a fork its time.
_OURS = answer.our_modules()


def prepare() -> tuple[Any, Any]:
    """Make the shell, and note what the libraries look like now."""
    if not _prepared:
        if "numpy" in sys.modules:  # which loads it when it is first asked for
            importlib.import_module("numpy.random")
        _prepared[:] = shells.make_shell(), guards.make()
        _prepared[0].find_line_magic("run")  # their code is imported when first used
        _prepared[0].find_cell_magic("capture")
    return _prepared[0], _prepared[1]


def import_helpers(start: dict[str, Any]) -> None:
    """Import what the course imports before any student's code or file is there."""
    sys.path.insert(0, os.getcwd())
    before = len(sys.modules)
    for name in [*start["helpers"], *dict.fromkeys(m for m, _ in start["paths"])]:
        try:
            __import__(name)
        except Exception:
            continue  # the notebook will meet the same error and show it
    for place in {os.path.dirname(name) for name in start["compiled"]}:
        shutil.rmtree(place, ignore_errors=True)  # a notebook should not meet them
    for name in list(
        itertools.islice(reversed(sys.modules), len(sys.modules) - before)
    ):
        if file := getattr(sys.modules[name], "__file__", None):
            shells.place(file, name)


def serve(
    role: str,
    start: dict[str, Any],
    put_files: Callable[[str, dict[str, str]], None],
) -> None:
    """Run cells as they come until the supervisor ends this process."""
    for name in start["preload"]:
        with contextlib.suppress(ImportError):
            __import__(name)
    shell, guard = prepare()
    os.environ["HOME"] = os.getcwd()
    builtins.input = shells.refuse_input
    with contextlib.suppress(ImportError):
        import getpass

        getpass.getpass = shells.refuse_input
    answer.hide(_OURS)
    import_helpers(start)

    def put_own() -> None:
        put_files(os.getcwd(), start["own"])

    if role == "judge":
        judge.serve(start, shell)
    elif start["key"]:
        runner.serve(start, shell, guard, put_own)
    else:
        answer.serve(start, shell, put_own)
