"""Submissions on the workers of a Dask cluster: real processes, killed or lying."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
import pytest
from grading_support import (
    ANSWERS,
    FULL,
    Build,
    class_of,
    handed_in,
    honest,
    lost,
    make_course,
    marks,
)
from lying_worker import raises, returns, warns
from test_cluster_wire import LIMITS, PLACE, task_of

from autograder import grade
from autograder.cluster import engine as engines
from autograder.cluster import sealed, wire
from autograder.cluster.engine import ClusterEngine
from autograder.cluster.starting import Cluster
from autograder.engine.sandboxed import SandboxedEngine
from autograder.records import (
    Assignment,
    Graded,
    NotGraded,
    Outside,
    Refusal,
    Stopped,
    Submission,
)

pytestmark = pytest.mark.xdist_group("cluster")


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
