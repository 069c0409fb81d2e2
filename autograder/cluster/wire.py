"""What goes to a worker and comes back: JSON as bytes, taken apart field by field.

To a worker go a course, once: what its notebooks meet and what grading must know of
one notebook; and tasks: a notebook and the student's files, with the course's digest.
A master's solutions stay here. Back comes what happened in the cells; the executed
notebook is made of that here.
"""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, get_args

import nbformat
from nbformat import NotebookNode

from autograder.cluster import same
from autograder.engine import replies, written
from autograder.inert.text import plain
from autograder.records import (
    CellOutcome,
    CellState,
    Execution,
    Interpreter,
    Limits,
    Master,
    Outside,
    Shown,
    Spent,
    Task,
)

MOST_REPLY = 1 << 28  # bytes
LONGEST = 500  # characters of what a worker says of itself
_SPENT = tuple(part.name for part in fields(Spent))
_STATES = frozenset(get_args(CellState))


class WireError(ValueError):
    """The bytes are not what they should be."""


@dataclass(frozen=True)
class Place:
    """What an engine on a worker is made of."""

    version: str  # of this package: see `same.version`
    preload: tuple[str, ...] = ()
    outside: Outside = field(default_factory=Outside)
    warm: bool = True
    unsafe: bool = False


def placed(
    preload: tuple[str, ...], outside: Outside, warm: bool, unsafe: bool
) -> Place:
    """A place for engines of this very version."""
    return Place(same.version(), preload, outside, warm, unsafe)


@dataclass(frozen=True)
class Course:
    """What a worker keeps of an assignment: all but the notebooks handed in."""

    place: Place
    master: Master
    files: Mapping[str, bytes]
    needs: tuple[str, ...]  # modules that must be importable


@dataclass(frozen=True)
class Said:
    """What a worker says of itself with every result."""

    worker: str
    engine: str
    sandbox: str
    note: str
    packages: Mapping[str, str]  # that the assignment needs, and their versions


@dataclass(frozen=True)
class Reply:
    """What came back for one task: an execution, or why there is none."""

    said: Said | None = None
    refused: str = ""  # the worker must be changed
    failed: str = ""  # this notebook could not be run
    judge: bool = False  # because the judge ended
    execution: Execution | None = None


def packed(value: object) -> bytes:
    """A value as JSON."""
    return json.dumps(value, allow_nan=False, separators=(",", ":")).encode()


def unpacked(data: object) -> dict[str, Any]:
    """The object in JSON of limited size; `WireError` for anything else."""
    if type(data) is not bytes or len(data) > MOST_REPLY:
        raise WireError("no bytes, or too many")
    try:
        found = json.loads(data, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise WireError("not JSON") from error
    if not isinstance(found, dict):
        raise WireError("not a JSON object")
    return found


def _refuse(name: str) -> Any:
    raise WireError(f"{name} is not JSON")


def files_out(files: Mapping[str, bytes]) -> dict[str, str]:
    """Files as JSON can hold them."""
    return {name: base64.b64encode(data).decode() for name, data in files.items()}


def files_in(files: Mapping[str, str]) -> dict[str, bytes]:
    """The files again."""
    return {name: base64.b64decode(text) for name, text in files.items()}


# --- To a worker, which believes the grader --------------------------------------


def pack_place(place: Place) -> bytes:
    """A place as bytes; equal places have equal bytes."""
    return packed(asdict(place))


def read_place(data: bytes) -> Place:
    """The place again."""
    found = unpacked(data)
    world = found.pop("outside")
    kernel = world.pop("kernel")
    if kernel is not None:
        pairs = tuple((name, number) for name, number in kernel.pop("packages"))
        prefixes = tuple(kernel.pop("prefixes"))
        kernel = Interpreter(**kernel, prefixes=prefixes, packages=pairs)
    shown = tuple(Shown(**part) for part in world.pop("shown"))
    modules = tuple(world.pop("modules"))
    outside = Outside(shown, modules, world["network"], kernel)
    return Place(**found | {"preload": tuple(found["preload"]), "outside": outside})


def pack_course(course: Course) -> bytes:
    """A course as bytes, without what an engine never asks for: the solutions."""
    master = course.master
    told = {
        "name": master.name,
        "imports": dict(master.imports),
        "helpers": master.helpers,
        "paths": master.paths,
        "asked": sorted(master.asked),
        "course_names": sorted(master.course_names),
        "solution_imports": dict(master.solution_imports),
        "apart": sorted(master.apart),
        "all_apart": master.all_apart,
    }
    return packed(
        {
            "place": pack_place(course.place).decode(),
            "master": told,
            "files": files_out(course.files),
            "needs": course.needs,
        }
    )


def read_course(data: bytes) -> Course:
    """The course again; its master has no notebook."""
    found = unpacked(data)
    told = found["master"]
    master = Master(
        name=told["name"],
        notebook=NotebookNode(cells=[]),
        imports={alias: (a, b) for alias, (a, b) in told["imports"].items()},
        helpers=tuple(told["helpers"]),
        paths=tuple((module, path) for module, path in told["paths"]),
        asked=frozenset(told["asked"]),
        course_names=frozenset(told["course_names"]),
        solution_imports=told["solution_imports"],
        apart=frozenset(told["apart"]),
        all_apart=told["all_apart"],
    )
    place = read_place(found["place"].encode())
    return Course(place, master, files_in(found["files"]), tuple(found["needs"]))


def pack_task(task: Task, limits: Limits) -> bytes:
    """A notebook to run: what an engine asks of it, without what the course has."""
    return packed(
        {
            "cells": [_cell_out(cell) for cell in task.notebook.cells],
            "own": files_out(task.own),
            "left_out": sorted(task.left_out),
            "limits": asdict(limits),
        }
    )


def _cell_out(cell: NotebookNode) -> dict[str, Any]:
    about = {k: v for k, v in cell.metadata.items() if k == "nbgrader"}
    return {"cell_type": cell.cell_type, "source": cell.source, "metadata": about}


def read_task(data: bytes, course: Course) -> tuple[Task, Limits]:
    """The task again."""
    found = unpacked(data)
    notebook = nbformat.from_dict({"cells": found["cells"]})
    own, left_out = files_in(found["own"]), frozenset(found["left_out"])
    task = Task(notebook, course.master, course.files, own, left_out)
    return task, Limits(**found["limits"])


# --- From a worker, which is not believed -----------------------------------------


def pack_reply(reply: Reply) -> bytes:
    """What a worker has to say, as bytes."""
    done = reply.execution
    return packed(
        {
            "said": reply.said and asdict(reply.said),
            "refused": reply.refused,
            "failed": reply.failed,
            "judge": reply.judge,
            "execution": None if done is None else _execution_out(done),
        }
    )


def _execution_out(done: Execution) -> dict[str, Any]:
    return {
        "cells": {
            str(index): {
                "state": outcome.state,
                "outputs": outcome.outputs,
                "ename": outcome.ename,
                "evalue": outcome.evalue,
                "line": outcome.line,
                "value": None if outcome.value is None else repr(outcome.value),
                "seconds": outcome.seconds,
                "count": done.notebook.cells[index].get("execution_count"),
            }
            for index, outcome in done.outcomes.items()
        },
        "flags": done.flags,
        "seconds": done.seconds,
        "spent": asdict(done.spent),
        "peak": done.peak,
        "files": files_out(done.files),
    }


def read_reply(data: object, task: Task | None, limits: Limits) -> Reply:
    """What a worker said, for a task or none; `WireError` for anything else."""
    found = unpacked(data)
    try:
        said = found.get("said")
        refused, failed = (line(found.get(name)) for name in ("refused", "failed"))
        execution = found.get("execution")
        if not refused and not failed and task is not None and execution is None:
            raise ValueError("no execution")
        return Reply(
            None if said is None else _said_in(said),
            refused,
            failed,
            found.get("judge") is True,
            _execution_in(execution, task, limits) if execution and task else None,
        )
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
        raise WireError(f"a strange reply ({error})") from error


def line(value: object) -> str:
    """A short text that does nothing where it is shown; `ValueError` if it is none."""
    return plain(replies.text_of(value)[:LONGEST])


def _said_in(told: Mapping[str, Any]) -> Said:
    packages = told["packages"]
    if not isinstance(packages, dict) or len(packages) > 1000:
        raise ValueError("no packages")
    return Said(
        line(told["worker"]),
        line(told["engine"]),
        line(told["sandbox"]),
        line(told["note"]),
        {line(name): line(number) for name, number in packages.items()},
    )


def amount(value: object) -> float:
    """A number of seconds; `ValueError` for anything else."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ValueError("not a number")
    if not math.isfinite(value) or value < 0:
        raise ValueError("not an amount")
    return float(value)


def _execution_in(told: Mapping[str, Any], task: Task, limits: Limits) -> Execution:
    cells = task.notebook.cells
    outcomes: dict[int, CellOutcome] = {}
    counts: dict[int, int] = {}
    by_index = {f"{i}": i for i, cell in enumerate(cells) if cell.cell_type == "code"}
    for name, part in told["cells"].items():
        index = by_index[name]
        outcomes[index] = _outcome_in(part, limits)
        if (count := replies.small(part["count"])) is not None:
            counts[index] = count
    missing = set(by_index.values()) - outcomes.keys() - task.left_out
    if missing:
        raise ValueError("cells are missing")
    if task.left_out & outcomes.keys():
        raise ValueError("cells that were left out")
    peak = told["peak"]
    if type(peak) is not int or not 0 <= peak < 1 << 62:
        raise ValueError("not a size")
    return Execution(
        replies.executed(task.notebook, outcomes, counts),
        outcomes,
        tuple(flags_in(told["flags"])),
        amount(told["seconds"]),
        Spent(**{name: amount(told["spent"][name]) for name in _SPENT}),
        peak,
        written.read(told["files"], limits.scratch << 19),
    )


def _outcome_in(part: Mapping[str, Any], limits: Limits) -> CellOutcome:
    outputs, value, state = part["outputs"], part["value"], part["state"]
    if state not in _STATES or not isinstance(outputs, list):
        raise ValueError("no outcome")
    if value is not None and not isinstance(value, str):
        raise ValueError("a strange value")
    most = replies.MOST_OUTPUTS + 2  # and what was written past Python
    return CellOutcome(
        state,
        [replies.read_output(output) for output in outputs[:most]],
        replies.text_of(part["ename"])[:200],
        replies.text_of(part["evalue"])[:20_000],
        replies.small(part["line"]),
        None if value is None else float(value),
        amount(part["seconds"]),
    )


def flags_in(told: Iterable[object]) -> list[str]:
    """The flags of a notebook, as short texts."""
    if not isinstance(told, list):
        raise ValueError("no flags")
    return [plain(replies.text_of(flag)[:200]) for flag in told[:1000]]
