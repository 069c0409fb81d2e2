"""Submissions on the workers of a Dask cluster: real processes, killed or lying."""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
import pytest
from distributed import protocol
from distributed.protocol import Serialize, Serialized, ToPickle
from grading_support import (
    ANSWERS,
    FULL,
    Build,
    class_of,
    handed_in,
    honest,
    load,
    lost,
    make_course,
    marks,
)
from lying_worker import Bomb, raises, returns, warns
from nbformat import NotebookNode

from autograder import grade
from autograder.cluster import engine as engines
from autograder.cluster import sealed, starting, wire
from autograder.cluster.engine import ClusterEngine
from autograder.cluster.starting import Cluster
from autograder.engine.sandboxed import SandboxedEngine
from autograder.records import (
    Assignment,
    CellOutcome,
    Execution,
    Graded,
    Limits,
    NotGraded,
    Outside,
    Refusal,
    Stopped,
    Submission,
    Task,
)

quick = pytest.mark.quick
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
    return Execution(notebook, outcomes, ("odd",), 2.0, 1.0, 0.5, 1 << 20, files)


def what(cell: NotebookNode) -> tuple[Any, ...]:
    """What an engine asks of a cell."""
    return cell.cell_type, cell.source, cell.metadata.get("nbgrader")


@quick
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
    "not a number": lambda told: told.replace(b'"cpu":1.0', b'"cpu":NaN'),
    "a cell too few": lambda told: told.replace(b'"cells":{"1":', b'"cells":{"0":'),
    "less than no time": lambda told: told.replace(b'"cpu":1.0', b'"cpu":-1.0'),
    "no state": lambda told: told.replace(b'"done"', b'"passed"'),
    "no output": lambda told: told.replace(b'"stream"', b'"script"'),
    "no result": lambda told: told[: told.index(b'"execution"')] + b'"execution":null}',
}


@quick
@pytest.mark.parametrize("lie", LIES)
def test_is_a_reply_that_is_none_refused(lie: str, tmp_path: Path):
    task = task_of(tmp_path)
    told = wire.pack_reply(wire.Reply(execution=executed(task)))
    wire.read_reply(told, task, LIMITS)
    changed = LIES[lie](told)
    assert changed != told
    with pytest.raises(wire.WireError):
        wire.read_reply(changed, task, LIMITS)


@quick
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


@quick
def test_does_it_say_what_to_install(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(Refusal, match=r"pip install 'rectified\[cluster\]'"):
        starting.connect(Cluster("local:1"), False)


# --- Nothing is unpickled ---------------------------------------------------------


@quick
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


# --- Real workers -----------------------------------------------------------------

BUILDERS: dict[str, Build] = {
    "ada": honest,
    "ben": lambda a: handed_in(a, **{**ANSWERS, "cube": "def cube(x): return 1"}),
    "cy": lambda a: handed_in(a, **{**ANSWERS, "mean": "import os\nos._exit(3)"}),
    "dee": lambda a: handed_in(a, square="print('\x1b[31m', 1)\n1/0"),
    "eve": honest,
    "fay": honest,
    "gus": honest,
    "hal": lambda a: handed_in(a, **{**ANSWERS, "square": "open('x', 'w').write('y')"}),
}


@pytest.fixture(scope="module")
def cluster() -> Iterator[ClusterEngine]:
    """Two workers of one thread."""
    here = [str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")]
    with pytest.MonkeyPatch.context() as patch:  # for `lying_worker`
        patch.setenv("PYTHONPATH", os.pathsep.join(filter(None, here)))
        with ClusterEngine(Cluster("local:2"), PLACE, jobs=6) as found:
            assert (found.name, found.sandbox) == ("warm", "bubblewrap")
            yield found


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Assignment]:
    """A class of eight."""
    root = make_course(tmp_path_factory.mktemp("cluster"))
    return root, class_of(root, BUILDERS)


def workers(engine: ClusterEngine) -> list[psutil.Process]:
    """The processes that keep a sandbox."""
    assert engine._connection is not None
    assert engine._connection.process is not None
    below = psutil.Process(engine._connection.process.pid).children(recursive=True)
    found = []
    for process in below:
        with suppress(psutil.NoSuchProcess):  # a submission's, which has ended
            inside = [child.name() for child in process.children()]
            if "bwrap" in inside and process.name() != "bwrap":
                found.append(process)
    return found


def graded(
    course: tuple[Path, Assignment], engine: Any, jobs: int
) -> Iterator[tuple[str, Graded]]:
    """The class, as each is done."""
    root, assignment = course
    all_of_it = [
        Submission(s, root / "submitted" / s / "demo", timestamp=None) for s in BUILDERS
    ]
    for one in grade.grade_all(
        all_of_it, assignment, engine, LIMITS, jobs, lambda *_: False
    ):
        yield one.submission.student, one


def outcome(one: Graded) -> tuple[Any, ...]:
    """What of a graded submission must be the same wherever it ran."""
    return (
        *(one.result.status, one.result.flags, marks(one.result), one.result.score),
        *([part.message for part in one.result.questions], one.notebooks, one.files),
    )


pytest_group = pytest.mark.xdist_group("cluster")


@pytest_group
def test_does_a_class_get_the_same_from_workers_of_which_one_is_killed(
    cluster: ClusterEngine, course: tuple[Path, Assignment], engine: SandboxedEngine
):
    found: dict[str, list[Graded]] = {}
    for student, one in graded(course, cluster, 6):
        if not found:
            workers(cluster)[0].kill()
        found.setdefault(student, []).append(one)
    assert {student: len(all_) for student, all_ in found.items()} == dict.fromkeys(
        BUILDERS, 1
    )
    local = dict(graded(course, engine, 2))
    for student, [one] in found.items():
        assert outcome(one) == outcome(local[student]), student
    assert marks(found["ada"][0].result) == FULL
    assert marks(found["cy"][0].result) == lost("test_mean", "died")


@pytest_group
@pytest.mark.parametrize("lie", [returns, raises, warns])
def test_does_a_worker_that_lies_have_nothing_unpickled(
    lie: Any, cluster: ClusterEngine, tmp_path: Path
):
    trap = tmp_path / "trap"
    assert cluster._connection is not None
    client = cluster._connection.client
    future = client.submit(lie, str(trap), os.getpid(), pure=False)
    try:
        came = cluster._wait(future, 30.0)
    except NotGraded as error:
        came = str(error)
    expected = {returns: sealed.UNREAD, raises: engines.FAILED, warns: b"done"}
    assert came == expected[lie]
    assert client.submit(bytes, b"x").result() == b"x"
    assert not trap.exists()


@pytest_group
def test_does_a_worker_that_will_not_do_refuse_in_a_sentence(
    cluster: ClusterEngine, tmp_path: Path
):
    task = task_of(tmp_path)
    imports = {**task.master.imports, "x": ("no_such_library", "")}
    with pytest.raises(Refusal, match=r"lacks .*: no_such_library$"):
        cluster.run(replace(task, master=replace(task.master, imports=imports)), LIMITS)
    assert cluster._connection is not None
    client = cluster._connection.client
    from autograder.cluster import tasks

    for place, why in (
        (replace(PLACE, version="0.0.9"), r"and the grader 0\.0\.9$"),
        (replace(PLACE, outside=Outside(modules=("/no/such",))), "has no /no/such"),
    ):
        future = client.submit(tasks.hello, wire.pack_place(place), pure=False)
        with pytest.raises(Refusal, match=why):
            cluster._answer(future, None, LIMITS, 30.0)
    odd = wire.Said("tls://w", "warm", "bubblewrap", "", {"numpy": "1.0"})
    with pytest.raises(Refusal, match=r"tls://w has numpy 1\.0, where"):
        cluster._hear(odd)


@pytest_group
def test_does_the_run_end_in_a_sentence_when_the_scheduler_is_lost(
    cluster: ClusterEngine, course: tuple[Path, Assignment]
):
    assert cluster._connection is not None
    process = cluster._connection.process
    assert process is not None
    inside = [child for w in workers(cluster) for child in w.children()]
    done = []

    def grade_until_it_is_lost() -> None:
        for student, _ in graded(course, cluster, 6):
            done.append(student)
            process.kill()

    with pytest.raises(Stopped, match="was lost; what was graded is kept"):
        grade_until_it_is_lost()
    assert len(done) < len(BUILDERS)
    _, left = psutil.wait_procs(inside, timeout=30)
    assert not left, "a sandbox outlived its cluster"
