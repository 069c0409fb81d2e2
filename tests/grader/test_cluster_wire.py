"""What crosses the network to a cluster and back, and what is refused there."""

from __future__ import annotations

import os
import pickle
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from distributed import protocol
from distributed.protocol import Serialize, Serialized, ToPickle
from grading_support import (
    ANSWERS,
    handed_in,
    load,
    make_course,
)
from lying_worker import Bomb
from nbformat import NotebookNode

from autograder.cluster import sealed, starting, wire
from autograder.cluster.starting import Cluster
from autograder.records import (
    CellOutcome,
    Execution,
    Limits,
    Outside,
    Refusal,
    Spent,
    Task,
)

pytestmark = pytest.mark.quick
LIMITS = Limits(timeout=30.0, memory=400, processes=64, scratch=8)
PLACE = wire.placed(("numpy",), Outside(), warm=True, unsafe=False)


# --- What crosses the network -----------------------------------------------------


def task_of(root: Path, **answers: str) -> Task:
    """A task with the course of these tests."""
    assignment = load(make_course(root))
    notebook = handed_in(assignment, **{**ANSWERS, **answers})
    return Task(notebook, assignment.masters[0], assignment.files)


def executed(task: Task) -> Execution:
    """What might have become of a task."""
    from autograder.engine import replies

    cells = task.notebook.cells
    code = [i for i, cell in enumerate(cells) if cell.cell_type == "code"]
    shown = replies.read_output({"output_type": "stream", "name": "stdout", "text": ""})
    outcomes = {i: CellOutcome("done", [shown], value=0.5, seconds=0.1) for i in code}
    late = CellOutcome("timeout", evalue="\u00e9", line=3, seconds=1.0)
    outcomes[code[-1]] = late
    counts = {index: number for number, index in enumerate(code[:-1], 1)}
    notebook = replies.executed(task.notebook, outcomes, counts)
    files = {"a/b.txt": b"\x00\xff"}
    return Execution(
        notebook, outcomes, ("odd",), 2.0, Spent(tests=1.0), 1 << 20, files
    )


def what(cell: NotebookNode) -> tuple[Any, ...]:
    """What an engine asks of a cell."""
    return cell.cell_type, cell.source, cell.metadata.get("nbgrader")


def test_does_what_crosses_the_network_arrive_whole_and_the_solutions_stay(
    tmp_path: Path,
):
    task = task_of(tmp_path)
    task.notebook.cells[0].metadata["odd"] = float("nan")  # no JSON, and nobody's
    master = replace(task.master, apart=frozenset(["test_cube"]), paths=(("a", "b"),))
    course = wire.Course(PLACE, master, task.files, ("numpy",))
    data = wire.pack_course(course)
    assert b"BEGIN SOLUTION" not in data
    assert b"SECRET_SIXTEEN" not in data
    there = wire.read_course(data)
    for name in ("imports", "helpers", "paths", "asked", "apart", "solution_imports"):
        assert getattr(there.master, name) == getattr(master, name), name
    assert (there.files, there.place) == (task.files, PLACE)
    own = replace(task, own={"x": b"\xff"}, left_out=frozenset([1]))
    arrived, limits = wire.read_task(wire.pack_task(own, LIMITS), there)
    assert limits == LIMITS
    assert [what(cell) for cell in arrived.notebook.cells] == [
        what(cell) for cell in own.notebook.cells
    ]
    assert arrived.own == own.own
    assert arrived.left_out == own.left_out
    done = executed(task)
    said = wire.Said("w", "warm", "bubblewrap", "", {"numpy": "2"})
    reply = wire.Reply(said, execution=done)
    assert wire.read_reply(wire.pack_reply(reply), task, LIMITS) == reply


LIES = {
    "no bytes": lambda told: "text",
    "no JSON": lambda told: b"\x80\x04}.",
    "not a number": lambda told: told.replace(b'"tests":1.0', b'"tests":NaN'),
    "a cell too few": lambda told: told.replace(b'"cells":{"1":', b'"cells":{"0":'),
    "less than no time": lambda told: told.replace(b'"tests":1.0', b'"tests":-1.0'),
    "no state": lambda told: told.replace(b'"done"', b'"passed"'),
    "no output": lambda told: told.replace(b'"stream"', b'"script"'),
    "no result": lambda told: told[: told.index(b'"execution"')] + b'"execution":null}',
}


@pytest.mark.parametrize("lie", LIES)
def test_is_a_reply_that_is_none_refused(lie: str, tmp_path: Path):
    task = task_of(tmp_path)
    told = wire.pack_reply(wire.Reply(execution=executed(task)))
    wire.read_reply(told, task, LIMITS)
    changed = LIES[lie](told)
    assert changed != told
    with pytest.raises(wire.WireError):
        wire.read_reply(changed, task, LIMITS)


@pytest.mark.parametrize(
    ("address", "network", "said"),
    [
        ("tcp://192.0.2.7:8786", False, "unencrypted"),
        ("scheduler.example:8786", False, "unencrypted"),
        ("tcp://127.0.0.1:8786", True, "--network"),
        ("tls://192.0.2.7:8786", False, "needs certificates"),
        ("inproc://here/1", False, "is no address"),
        ("local:0", False, "is no address"),
        ("tcp://127.0.0.1:1", False, "no cluster answers"),
    ],
)
def test_is_an_address_refused_that_would_show_what_is_sent(
    address: str, network: bool, said: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(starting, "PATIENCE", 0.2)
    with pytest.raises(Refusal, match=said) as refused:
        starting.connect(Cluster(address), network)
    assert "\n" not in str(refused.value)


def test_does_it_say_what_to_install(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(Refusal, match=r"pip install 'rectified\[cluster\]'"):
        starting.connect(Cluster("local:1"), False)


# --- Nothing is unpickled ---------------------------------------------------------


def test_does_no_kind_of_message_unpickle_anything(tmp_path: Path):
    sealed.seal()
    trap = tmp_path / "trap"
    bomb = Bomb(str(trap), os.getpid())
    data = pickle.dumps(bomb)
    header = {"serializer": "dask", "type-serialized": data, "sub-header": {}}
    for message in (ToPickle(bomb), Serialize(bomb), Serialized(header, [b"x"])):
        with suppress(TypeError):  # what reads one message reads no other, then
            protocol.loads(protocol.dumps({"x": message}))
    from distributed.core import clean_exception

    clean_exception(data, data)
    assert not trap.exists()
    pickle.loads(data)
    assert trap.exists(), "the trap itself does nothing"
    assert protocol.loads(protocol.dumps({"x": Serialize(b"\xff")})) == {"x": b"\xff"}
