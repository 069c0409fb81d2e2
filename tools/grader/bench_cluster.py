"""Measure grading on a cluster: `python -m tools.grader.bench_cluster COMMAND`.

The clusters are of this machine, in processes of their own, with TLS.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import click
import psutil

from autograder import grade, judged
from autograder.cluster import same, wire
from autograder.cluster.engine import MOST_JOBS, ClusterEngine
from autograder.cluster.starting import Cluster
from autograder.course.assignment import load_assignment, load_course
from autograder.course.sanitise import sanitise
from autograder.course.submissions import find_submissions
from autograder.engine.sandboxed import SandboxedEngine
from autograder.marks.files import Output
from autograder.records import Limits, Outside, Task
from tools.grader.bench import (
    CORES,
    assignment_option,
    differences,
    make_course,
    outcome,
    scores,
    temporary,
)
from tools.grader.clusters import (
    NAME,
    OwnCluster,
    grading,
    make_class,
    own_cluster,
)
from tools.grader.sleeping import hello, sleep

FLAT = 0.15  # how far the cost of a submission may be from the middle


@dataclass
class Pace:
    """How fast a run was, and what its processes used."""

    first: float  # seconds until the first result
    rest: float  # seconds a submission, from the first result to the last
    total: float  # seconds
    grader: float  # CPU seconds a submission, likewise
    scheduler: float


def cpu(pid: int) -> float:
    """CPU seconds of one process, without its children; 0 when it is gone."""
    with suppress(psutil.Error):
        times = psutil.Process(pid).cpu_times()
        return float(times.user + times.system)
    return 0.0


def memory(pid: int) -> int:
    """Bytes of one process alone; 0 when it is gone."""
    with suppress(psutil.Error):
        return int(psutil.Process(pid).memory_info().rss)
    return 0


def lines_in(log: Path) -> int:
    """How many results a grader has told of: cheaper than to look for them."""
    with suppress(OSError), open(log, "rb") as file:
        file.seek(max(0, log.stat().st_size - 4096))
        found = re.findall(rb"^\[(\d+)/", file.read(), re.MULTILINE)
        return int(found[-1]) if found else 0
    return 0


def wait_for_line(log: Path, count: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until the grader has told of so many, or has ended."""
    while process.poll() is None and lines_in(log) < count:
        time.sleep(0.02)


def timed(course: Path, name: str, size: int, cluster: OwnCluster | None) -> Pace:
    """Grade a class, and see how fast results come."""
    more = cluster.options() if cluster else []
    began = time.monotonic()
    pid = cluster.scheduler.pid if cluster and cluster.scheduler else 0
    log = course / "said.txt"
    process = grading(course, name, *more, log=log)
    wait_for_line(log, 1, process)
    first, before = time.monotonic() - began, (cpu(process.pid), cpu(pid))
    used = before
    while process.poll() is None and lines_in(log) < size:
        used = (max(used[0], cpu(process.pid)), cpu(pid))
        time.sleep(0.02)
    rest = time.monotonic() - began - first
    if process.wait() != 0:
        raise click.ClickException(log.read_text()[-2000:])
    total, others = time.monotonic() - began, max(1, size - 1)
    mine, theirs = ((b - a) / others for a, b in zip(before, used, strict=True))
    return Pace(first, rest / others, total, mine, theirs)


@click.group()
def main() -> None:
    """Measure grading on a cluster."""


@main.command()
@assignment_option(default="sigmoid_tanh", show_default=True)
@click.option("--size", default=40, show_default=True, help="Submissions.")
@click.option("--small", is_flag=True, help="A small course without TensorFlow.")
def engines(name: str, size: int, small: bool) -> None:
    """Grade one class with all engines; compare marks, pace and what the rest costs.

    Two workers with a core each stand against the engine of this machine on as many.
    """
    name = NAME if small else name
    make: Callable[[Path], Path] = (
        partial(make_class, size=size)
        if small
        else partial(make_course, name=name, size=size)
    )
    cores = sorted(os.sched_getaffinity(0))[:2]
    click.echo(f"{name}: {size} submissions, {CORES} cores")
    click.echo(f"{'':<20}{'seconds':>9}{'first':>8}{'each':>8}")
    with temporary() as folder:
        local, far, started, cold = (make(folder / n) for n in "lfsc")
        here = show("this machine", timed(local, name, size, None))
        with own_cluster(folder / "cluster", cores) as cluster:
            cluster.wait_for_workers()
            there = show("two workers", timed(far, name, size, cluster))
        for title, course, words in (
            ("local:2", started, ["--cluster", "local:2"]),
            ("cold", cold, ["--engine", "cold"]),
        ):
            began = time.monotonic()
            if grading(course, name, *words).wait() != 0:
                raise click.ClickException(f"{title} did not grade the class")
            click.echo(f"{title:<20}{time.monotonic() - began:>9.1f}")
        click.echo(
            f"throughput: {here.rest / there.rest:.2f} of this machine's from the "
            f"first result to the last, {here.total / there.total:.2f} with the start"
        )
        ours, theirs, alone = (
            1000 * part for part in (there.grader, there.scheduler, here.grader)
        )
        click.echo(
            f"CPU a submission: scheduler {theirs:.1f} ms, grader and writer "
            f"{ours:.1f} ms (on this machine alone {alone:.1f})"
        )
        feeds = 1000 * there.rest * len(cores) / max(ours, theirs)
        click.echo(f"the busier of the two, on a core, feeds {feeds:.0f} cores")
        unequal = []
        for course in (far, started, cold):
            unequal += differences(scores(course, name), scores(local, name))
            if course is not cold and outcome(course, name) != outcome(local, name):
                unequal.append(f"results.json of {course.name} differs")
        click.echo(f"marks: {'; '.join(unequal[:5]) or 'all engines agree'}")
    sys.exit(1 if unequal else 0)


def show(title: str, pace: Pace) -> Pace:
    """One line of the table."""
    click.echo(f"{title:<20}{pace.total:>9.1f}{pace.first:>8.1f}{pace.rest:>8.3f}")
    return pace


@main.command()
@click.option("--size", default=10_000, show_default=True, help="Submissions.")
def many(size: int) -> None:
    """Grade many small submissions end to end: are cost and memory flat?"""
    with temporary() as folder:
        course = make_class(folder / "course", size)
        with own_cluster(folder / "cluster") as cluster:
            log = folder / "said.txt"
            process = grading(course, NAME, *cluster.options(), log=log)
            assert cluster.scheduler is not None
            pids = (process.pid, cluster.scheduler.pid)
            heads = ("ms each", "grader", "sched.", "workers")
            click.echo(
                f"{'graded':>8}{''.join(f'{head:>9}' for head in heads)} MB"
                f"{'grader':>9}{'sched.':>9} CPU ms each"
            )
            rows: list[list[float]] = []
            wait_for_line(log, 1, process)
            last, used = time.monotonic(), [cpu(pid) for pid in pids]
            for tenth in range(1, 11):
                wait_for_line(log, tenth * size // 10, process)
                now, using = time.monotonic(), [cpu(pid) for pid in pids]
                part = size // 10
                held = [memory(pid) / 1e6 for pid in pids]
                held.append(sum(memory(p.pid) / 1e6 for p in cluster.busy()))
                spent = [
                    1000 * (b - a) / part for a, b in zip(used, using, strict=True)
                ]
                rows.append([1000 * (now - last) / part, *held, *spent])
                last, used = now, using
                a, b, c, d, e, f = rows[-1]
                click.echo(
                    f"{tenth * size // 10:>8}{a:>9.1f}{b:>9.0f}{c:>9.0f}{d:>9.0f}   "
                    f"{e:>9.1f}{f:>9.1f}"
                )
            if process.wait() != 0:
                raise click.ClickException(log.read_text()[-2000:])
        # The last tenth may end while it is looked at.
        for title, column, kept in (("cost", 0, rows), ("memory", 1, rows[:-1])):
            values = sorted(row[column] for row in kept)
            middle = values[len(values) // 2]
            most = max(abs(value / middle - 1) for value in values)
            verdict = "flat" if most <= FLAT else "not flat"
            click.echo(f"{title}: up to {most:.0%} from the middle: {verdict}")


class SleepingEngine(ClusterEngine):
    """The cluster's engine, with workers that sleep."""

    seconds, reply = 0.0, ""

    def orders(self) -> tuple[Callable[..., bytes], Callable[..., bytes]]:
        return hello, partial(sleep, self.seconds, self.reply)


def real_reply(course: Path, path: Path) -> float:
    """Keep what a worker would reply to a submission; the seconds that it takes."""
    assignment = load_assignment(load_course(course), NAME)
    with SandboxedEngine(["numpy"]) as engine:
        [master] = judged.settle(assignment, engine, Limits()).masters
        [first, *_] = sorted((course / "submitted").glob(f"*/{NAME}/{NAME}.ipynb"))
        notebook, _ = sanitise(first.read_bytes(), master)
        done = engine.run(Task(notebook, master, assignment.files), Limits())
    versions = same.packages(("numpy",))[0]
    said = wire.Said("tls://127.0.0.1:1", "warm", "none", "", versions)
    path.write_bytes(wire.pack_reply(wire.Reply(said, execution=done)))
    return done.seconds


@contextmanager
def sleepers(
    cluster: OwnCluster, count: int, processes: int
) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Workers that sleep, in a few processes."""
    started = []
    for number in range(processes):
        share = count // processes + (number < count % processes)
        if share:
            place = [cluster.address, str(cluster.folder / "tls"), str(share)]
            words = [sys.executable, "-m", "tools.grader.sleeping", *place]
            started.append(cluster.begin(words, f"sleepers{number}"))
    try:
        yield started
    finally:
        for process in started:
            process.kill()
            process.wait()


@main.command()
@click.option("--seconds", default=0.34, show_default=True, help="Of each submission.")
@click.option("--workers", default="10,50,100,250,500,1000", show_default=True)
@click.option("--waves", default=5, show_default=True, help="Submissions a worker.")
@click.option("--processes", default=4, show_default=True, help="That host workers.")
def simulate(seconds: float, workers: str, waves: int, processes: int) -> None:
    """Let growing numbers of workers sleep for what a submission takes.

    Everything else is real: notebooks are put in order, sent, marked and written.
    """
    counts = [int(count) for count in workers.split(",")]
    most = max(counts) * waves
    with temporary() as folder:
        course = make_class(folder / "course", most)
        kept = folder / "reply.json"
        real = real_reply(course, kept)
        click.echo(f"workers sleep {seconds} s (the real submission: {real:.2f} s)")
        click.echo(
            f"{'workers':>8}{'graded':>8}{'each second':>13}{'of ideal':>10}"
            f"{'grader':>9}{'sched.':>9} CPU ms each{'sched. busy':>13}"
        )
        for count in counts:
            with own_cluster(folder / f"c{count}", (), "300s") as cluster:
                simulated(cluster, course, kept, seconds, count, waves, processes)


def simulated(
    cluster: OwnCluster,
    course: Path,
    kept: Path,
    seconds: float,
    count: int,
    waves: int,
    processes: int,
) -> None:
    """One line: how fast so many workers are kept busy."""
    loaded = load_course(course)
    assignment = load_assignment(loaded, NAME)
    submissions = find_submissions(loaded, NAME, None)[: count * waves]
    files = (
        cluster.folder / "tls" / name for name in ("ca.pem", "cert.pem", "key.pem")
    )
    place = wire.placed(("numpy",), Outside(), warm=True, unsafe=True)
    engine = SleepingEngine(Cluster(cluster.address, *files), place)
    engine.seconds, engine.reply = seconds, str(kept)
    folder = course / f"graded-{count}"
    with sleepers(cluster, count, processes), engine:
        assert engine._connection is not None
        assert cluster.scheduler is not None
        engine._connection.client.wait_for_workers(count, timeout=600)
        jobs = min(MOST_JOBS, 2 * count)
        output = Output(folder, NAME)
        pids = (os.getpid(), cluster.scheduler.pid)
        began, used = time.monotonic(), [cpu(pid) for pid in pids]
        done = 0
        for graded in grade.grade_all(
            submissions, assignment, engine, Limits(), jobs, lambda *_: False
        ):
            output.save(graded)
            done += graded.result.status == "graded"
        took = time.monotonic() - began
        spent = [b - cpu_ for b, cpu_ in zip(map(cpu, pids), used, strict=True)]
        output.close()
    shutil.rmtree(folder)
    if done != len(submissions):
        raise click.ClickException(f"only {done} of {len(submissions)} were graded")
    rate = done / took
    each = [1000 * part / done for part in spent]
    click.echo(
        f"{count:>8}{done:>8}{rate:>13.1f}{rate * seconds / count:>10.0%}"
        f"{each[0]:>9.1f}{each[1]:>9.1f}            {spent[1] / took:>13.0%}"
    )


if __name__ == "__main__":
    main()
