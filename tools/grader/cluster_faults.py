"""Break a cluster while it grades: `python -m tools.grader.cluster_faults`.

Each fault is met by a class of its own, with real processes and TLS. Afterwards every
submission must have one result, and all must equal those of an undisturbed run.
"""

from __future__ import annotations

import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import click
import psutil

from tools.grader.bench import differences, outcome, scores, temporary
from tools.grader.clusters import (
    NAME,
    OwnCluster,
    done_in,
    free_port,
    grading,
    make_class,
    own_cluster,
    wait_for,
)

Fault = Callable[[OwnCluster, Path, int, random.Random], str]


def start(cluster: OwnCluster, course: Path, *more: str) -> subprocess.Popen[bytes]:
    """Start the grader on the cluster."""
    words = more or cluster.options()
    return grading(course, NAME, *words, log=course / "said.txt")


def ended(process: subprocess.Popen[bytes], course: Path, code: int = 0) -> None:
    """Wait for the grader; `ClickException` if it did not end as it should."""
    found = process.wait()
    if found != code:
        said = (course / "said.txt").read_text().splitlines()
        lines = [line for line in said if not line.startswith("[")][-5:]
        raise click.ClickException(
            f"the grader ended with {found} instead of {code}: {' / '.join(lines)}"
        )


def last_words(course: Path) -> str:
    """The last line that the grader wrote."""
    return (course / "said.txt").read_text().strip().splitlines()[-1]


def kill_workers(
    cluster: OwnCluster, course: Path, size: int, dice: random.Random, kills: int = 20
) -> str:
    """Kill workers at random moments of one run."""
    process = start(cluster, course)
    at: list[int] = []
    for number in range(kills):
        wait_for(course, NAME, 1 + number * (size - 2) // kills, process)
        time.sleep(dice.uniform(0.0, 0.1))
        while process.poll() is None and len(at) <= number:
            with suppress(IndexError, psutil.NoSuchProcess):  # none, or just killed
                dice.choice(cluster.busy()).kill()
                at.append(done_in(course, NAME))
            time.sleep(0.02)
    ended(process, course)
    return f"{len(at)} kills, with {at} of {size} graded"


def lose_scheduler(
    cluster: OwnCluster, course: Path, size: int, dice: random.Random
) -> str:
    """Kill the scheduler, start it and its workers again, and grade again."""
    process = start(cluster, course)
    wait_for(course, NAME, size // 3, process)
    cluster.stop()
    ended(process, course, 1)
    said, done = last_words(course), done_in(course, NAME)
    cluster.start_scheduler()
    cluster.start_workers()
    ended(start(cluster, course), course)
    return f"lost with {done} of {size} graded; it said: {said}"


def hang(cluster: OwnCluster, course: Path, size: int, dice: random.Random) -> str:
    """Stop a worker without killing it; the scheduler gives it up."""
    process = start(cluster, course)
    wait_for(course, NAME, size // 3, process)
    dice.choice(cluster.busy()).send_signal(signal.SIGSTOP)
    done, began = done_in(course, NAME), time.monotonic()
    ended(process, course)
    seconds = time.monotonic() - began
    return f"hung with {done} of {size} graded; done after {seconds:.1f} s"


def kill_grader(
    cluster: OwnCluster, course: Path, size: int, dice: random.Random
) -> str:
    """Kill the grader five times, and start it again."""
    at: list[int] = []
    for number in range(5):
        process = start(cluster, course)
        wait_for(course, NAME, (number + 1) * size // 6, process)
        process.kill()
        process.wait()
        at.append(done_in(course, NAME))
    ended(start(cluster, course), course)
    return f"5 kills, with {at} of {size} graded"


class Line:
    """A connection to the scheduler that can be cut."""

    def __init__(self, port: int) -> None:
        self.port, self.target = free_port(), port
        self.pairs: list[tuple[socket.socket, socket.socket]] = []
        self.listener = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                ours, _ = self.listener.accept()
                theirs = socket.create_connection(("127.0.0.1", self.target))
                self.pairs.append((ours, theirs))
                for pair in ((ours, theirs), (theirs, ours)):
                    threading.Thread(target=self._pass, args=pair, daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(1 << 16):
                target.sendall(data)

    def cut(self) -> None:
        """Cut it for good."""
        for sock in (self.listener, *(s for pair in self.pairs for s in pair)):
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
            sock.close()


def cut(cluster: OwnCluster, course: Path, size: int, dice: random.Random) -> str:
    """Cut the grader's connection, then grade by another."""
    line = Line(cluster.port)
    words = cluster.options()
    words[1] = f"tls://127.0.0.1:{line.port}"
    process = start(cluster, course, *words)
    wait_for(course, NAME, size // 3, process)
    line.cut()
    began = time.monotonic()
    ended(process, course, 1)
    seconds, said = time.monotonic() - began, last_words(course)
    done = done_in(course, NAME)
    ended(start(cluster, course), course)
    return f"cut with {done} of {size} graded; after {seconds:.1f} s it said: {said}"


FAULTS: dict[str, Fault] = {
    "workers": kill_workers,
    "scheduler": lose_scheduler,
    "hang": hang,
    "cut": cut,
    "grader": kill_grader,
}


@click.command()
@click.option("--size", default=200, show_default=True, help="Submissions.")
@click.option("--seed", default=1, show_default=True)
@click.option("--only", type=click.Choice(list(FAULTS)), multiple=True)
def main(size: int, seed: int, only: tuple[str, ...]) -> None:
    """Meet a class with each fault, and compare with an undisturbed run."""
    dice = random.Random(seed)
    wrong = 0
    with temporary() as folder:
        quiet = make_class(folder / "quiet", size)
        ended(grading(quiet, NAME, log=quiet / "said.txt"), quiet)
        for name in only or FAULTS:
            course = make_class(folder / name, size)
            with own_cluster(folder / f"{name}-cluster") as cluster:
                said = FAULTS[name](cluster, course, size, dice)
            unequal = differences(scores(course, NAME), scores(quiet, NAME))
            if outcome(course, NAME) != outcome(quiet, NAME):
                unequal.append("results.json differs")
            if done_in(course, NAME) != size:
                unequal.append(f"{done_in(course, NAME)} results, not {size}")
            click.echo(f"{name}: {said}")
            click.echo(f"{name}: {'; '.join(unequal[:5]) or 'equal to a quiet run'}")
            wrong += bool(unequal)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
