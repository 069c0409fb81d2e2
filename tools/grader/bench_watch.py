"""Measure grading on submit: `python -m tools.grader.bench_watch`.

A service watches an exchange of its own. Submissions appear there as `nbgrader submit`
leaves them; what counts is the time until a submission's page lies where its student
fetches it, by the clocks of the file system.
"""

from __future__ import annotations

import itertools
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click
import nbformat
import psutil
from nbgrader.utils import notebook_hash

from tools import ROOT
from tools.exercises import copies
from tools.grader.bench import CORES, assignment_option, notebooks, temporary

MODULES = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
COURSE = "rectified"
KINDS = 40  # notebooks that are handed in again and again
PATIENCE = 600.0  # seconds without any page, after which the service is taken for lost
BAR, BAR_AT_RATE = 1.0, 5.0  # seconds: the 95th percentile
IDLE = 0.01  # of a core


@dataclass(frozen=True)
class Handed:
    """A submission: when it was in place, and where its page will be."""

    at: float
    page: Path

    def seconds(self) -> float | None:
        """How long it took; None while there is no page."""
        try:
            return self.page.stat().st_mtime - self.at
        except FileNotFoundError:
            return None


class Class:
    """Students who hand in."""

    def __init__(self, name: str, exchange: Path) -> None:
        self.name, self.exchange = name, exchange
        made = itertools.islice(notebooks(name), KINDS)
        self.texts = itertools.cycle(
            [nbformat.v4.writes(notebook) for _, notebook in made]
        )
        self.count = 0

    def hand_in(self) -> Handed:
        """One more student hands in."""
        self.count += 1
        student, secret = f"s{self.count:05d}", f"{self.count:0128x}"
        when = f"2026-01-01 10:00:00.{self.count:06d} UTC"
        folder = self.exchange / "inbound" / f"{student}+{self.name}+{when}+random"
        folder.mkdir()
        (folder / f"{self.name}.ipynb").write_text(next(self.texts))
        (folder / "timestamp.txt").write_text(when)
        (folder / "submission_secret.txt").write_text(secret)
        folder.chmod(0o777)
        page = notebook_hash(secret=secret, notebook_id=self.name)
        return Handed(time.time(), self.exchange / "feedback" / f"{page}.html")


@contextmanager
def served(name: str, folder: Path, jobs: int | None) -> Iterator[psutil.Process]:
    """A service that watches a new course below a folder."""
    course = folder / "course"
    copies.make(ROOT)
    shutil.copytree(ROOT / "solutions", course / "solutions")
    text = (ROOT / "nbgrader_config.py").read_text()
    text += f"c.Exchange.root = {str(folder / 'exchange')!r}\n"
    text += "c.ExchangeCollect.check_owner = False\n"
    (course / "nbgrader_config.py").write_text(text)
    (folder / "exchange" / COURSE / "inbound").mkdir(parents=True)
    words = ["watch", name, "--show", "all", *(["--jobs", str(jobs)] if jobs else [])]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "autograder", *words, "--course", str(course)],
            env={**os.environ, "PYTHONPATH": MODULES},
            stdout=log,
            stderr=log,
        )
    try:
        while "watching" not in (folder / "log").read_text():
            if process.poll() is not None:
                raise click.ClickException((folder / "log").read_text())
            time.sleep(0.1)
        yield psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait()


def cpu(process: psutil.Process) -> float:
    """CPU seconds of the service, of its warm process and of what they waited for."""
    total = 0.0
    for one in (process, *process.children(recursive=True)):
        times = one.cpu_times()
        total += times.user + times.system
        total += times.children_user + times.children_system
    return total


def finished(handed: list[Handed]) -> list[float]:
    """Wait for all pages; how long each took."""
    before, since = -1, time.monotonic()
    while True:
        found = [one.seconds() for one in handed]
        done = [seconds for seconds in found if seconds is not None]
        if len(done) == len(handed):
            return done
        if len(done) != before:
            before, since = len(done), time.monotonic()
        if time.monotonic() - since > PATIENCE:
            raise click.ClickException(f"{len(handed) - len(done)} have no page")
        time.sleep(0.01 if len(handed) == 1 else 0.2)


def shown(seconds: list[float]) -> str:
    """The middle, the 95th percentile and the longest."""
    cuts = statistics.quantiles(seconds, n=20, method="inclusive")
    return f"p50 {cuts[9]:.2f} s, p95 {cuts[18]:.2f} s, longest {max(seconds):.2f} s"


def p95(seconds: list[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(seconds, n=20, method="inclusive")[18]


@click.command()
@assignment_option(default="sigmoid_tanh", show_default=True)
@click.option("--alone", default=40, show_default=True, help="One after the other.")
@click.option("--rates", default="1,2,3,4,5", show_default=True, help="A second.")
@click.option("--seconds", default=600, show_default=True, help="For each rate.")
@click.option("--idle", default=60, show_default=True, help="Seconds of idling.")
@click.option("--jobs", type=int, help="Submissions at a time [all processors].")
def main(
    name: str, alone: int, rates: str, seconds: int, idle: int, jobs: int | None
) -> None:
    """Time submissions from their place in the exchange to their page.

    Rates are tried in their order until one does not hold.
    """
    with temporary() as folder:
        began = time.monotonic()
        with served(name, folder, jobs) as service:
            click.echo(f"{name}: {CORES} cores; start {time.monotonic() - began:.1f} s")
            students = Class(name, folder / "exchange" / COURSE)
            first = finished([students.hand_in()])
            click.echo(f"the first submission: {first[0]:.2f} s")
            time.sleep(5)  # until the summary is written
            spent, since = cpu(service), time.monotonic()
            time.sleep(idle)
            share = (cpu(service) - spent) / (time.monotonic() - since)
            click.echo(f"idle: {share:.2%} of a core (bar {IDLE:.0%})")
            took = [finished([students.hand_in()])[0] for _ in range(alone)]
            click.echo(f"{alone} alone: {shown(took)} (bar p95 {BAR} s)")
            for rate in [float(part) for part in rates.split(",") if part]:
                if not at_rate(students, rate, seconds, service):
                    break
            click.echo(f"memory: {service.memory_full_info().pss / 1e6:.0f} MB")


def at_rate(
    students: Class, rate: float, seconds: int, service: psutil.Process
) -> bool:
    """Hand in at a rate; whether it holds."""
    handed, spent, since = [], cpu(service), time.monotonic()
    for number in range(int(rate * seconds)):
        time.sleep(max(0.0, since + number / rate - time.monotonic()))
        handed.append(students.hand_in())
    late = sum(one.seconds() is None for one in handed)
    took = finished(handed)
    each = (cpu(service) - spent) / len(handed)
    holds = p95(took) <= BAR_AT_RATE
    click.echo(
        f"{rate:g} a second for {seconds} s, {len(handed)} in all: {shown(took)}; "
        f"{late} waited at the end; CPU of the service {each:.2f} s each: "
        f"{'holds' if holds else 'does not hold'} (bar p95 {BAR_AT_RATE:g} s)"
    )
    return holds


if __name__ == "__main__":
    main()
