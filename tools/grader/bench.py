"""Measure the grader against plain nbgrader: `python -m tools.grader.bench COMMAND`.

Each command makes its own class in a temporary folder, from the assignments'
sources and the collected answers: right ones, wrong ones and blank notebooks.
"""

from __future__ import annotations

import itertools
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import nbformat
import psutil
from nbgrader.api import Grade, Gradebook

from autograder.course.assignment import load_assignment, load_course
from autograder.course.sanitise import visible
from autograder.records import Spent
from tools import ROOT
from tools.exercises import answers, copies

CORES = len(os.sched_getaffinity(0))
LOOK = 2.0  # seconds between looks at the memory: each costs ours a tenth of a second


@dataclass
class Cost:
    """What a command used."""

    seconds: float
    cpu: float  # seconds, waited-for children included
    peak: int  # bytes, all processes together


def notebooks(name: str, seed: int = 0) -> Iterator[tuple[str, nbformat.NotebookNode]]:
    """Notebooks of a class: full marks, blank, one answer wrong, several mixed."""
    source = nbformat.read(ROOT / "solutions" / name / f"{name}.ipynb", 4)
    course = load_course(ROOT)
    blank = load_assignment(course, name).masters[0].notebook
    found = answers.load(name)
    wrong = [answer for answer in found if answer.kind == "wrong"]
    right = [answer for answer in found if answer.kind == "right"]
    dice = random.Random(seed)
    dice.shuffle(wrong)
    dice.shuffle(right)

    def made(base: Any, chosen: list[Any]) -> Any:
        notebook = nbformat.from_dict(json.loads(json.dumps(base)))
        texts = {answer.question: answer.source for answer in chosen}
        for cell in notebook.cells:
            grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
            cell.source = texts.get(grade_id, visible(cell.source))
        return notebook

    bad, good = itertools.cycle(wrong), itertools.cycle(right)
    for number in itertools.count():
        kind = number % 10
        if kind == 0:
            yield "blank", made(blank, [])
        elif kind in (1, 2):
            yield "reference", made(source, [])
        elif kind in (3, 4, 5):
            yield "right", made(source, [next(good)])
        elif kind in (6, 7):
            yield "wrong", made(source, [next(bad)])
        elif kind == 8:
            yield "half", made(blank, [next(good), next(bad), next(good)])
        else:
            yield "mixed", made(source, [next(bad), next(bad), next(good)])


def make_course(root: Path, name: str, size: int, seed: int = 0) -> Path:
    """A course below `root` in which `size` students handed in `name`."""
    root.mkdir(parents=True)
    shutil.copy(ROOT / "nbgrader_config.py", root)
    copies.make(ROOT)
    shutil.copytree(ROOT / "solutions", root / "solutions")
    for number, (kind, notebook) in zip(
        range(size), notebooks(name, seed), strict=False
    ):
        place = root / "submitted" / f"s{number:04d}_{kind}" / name
        place.mkdir(parents=True)
        (place / f"{name}.ipynb").write_text(nbformat.v4.writes(notebook))
    return root


@contextmanager
def temporary() -> Iterator[Path]:
    """A folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        yield Path(folder)


def measure(words: list[str], folder: Path) -> Cost:
    """Run a command and measure it; `ClickException` if it fails."""
    peak, over = 0, threading.Event()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.monotonic()
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    # nbgrader takes all points from a test during which TensorFlow logs a line.
    environment.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    place = Path(sys.executable).parent
    environment["PATH"] = f"{place}{os.pathsep}{environment['PATH']}"
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            words, cwd=folder, env=environment, stdout=log, stderr=log
        )

        def look() -> None:
            nonlocal peak
            while not over.wait(LOOK):
                peak = max(peak, memory(process.pid))

        watcher = threading.Thread(target=look, daemon=True)
        watcher.start()
        code = process.wait()
        seconds = time.monotonic() - began
        over.set()
        watcher.join()
        log.seek(0)
        text = log.read().decode("utf-8", "replace")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if code != 0:
        raise click.ClickException(
            f"{' '.join(words)} ended with {code}:\n{text[-2000:]}"
        )
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(seconds, cpu, peak)


def memory(pid: int) -> int:
    """Bytes of a process and all below it, shared pages divided."""
    total = 0
    try:
        top = psutil.Process(pid)
        for process in [top, *top.children(recursive=True)]:
            try:
                total += process.memory_full_info().pss
            except psutil.Error:
                continue
    except psutil.Error:
        pass
    return total


def ours(name: str, *more: str) -> list[str]:
    """The command line of our grader."""
    return [sys.executable, "-m", "autograder", "grade", name, *more]


def theirs(name: str) -> list[str]:
    """The command line of plain nbgrader."""
    return [sys.executable, "-m", "nbgrader", "autograde", name]


def register(folder: Path, name: str) -> None:
    """Tell nbgrader's gradebook about an assignment, as it wants it."""
    measure([sys.executable, "-m", "nbgrader", "generate_assignment", name], folder)


def scores(folder: Path, name: str) -> dict[tuple[str, str], float | None]:
    """Automatic scores in a gradebook, by student and question."""
    with Gradebook(f"sqlite:///{folder}/gradebook.db", "rectified") as gradebook:
        return {
            (grade.student.id, grade.cell.name): grade.auto_score
            for grade in gradebook.db.query(Grade).all()
            if grade.assignment.name == name
        }


@dataclass
class Shares:
    """What grading a class took between its first and last submission."""

    spent: Spent  # in the sandbox
    parts: dict[str, float]  # elsewhere, as `timed` counts them
    size: int

    @property
    def cells(self) -> float:
        """CPU seconds of the notebooks' cells: no grader can do with less."""
        return self.spent.course + self.spent.answers + self.spent.tests

    def rows(self) -> Iterator[tuple[str, float]]:
        """Each share's name and CPU seconds."""
        forks = self.spent.start + self.spent.supervisor + self.parts["warm"]
        yield "fork", forks
        yield "course cells", self.spent.course
        yield "answers", self.spent.answers
        yield "judge", self.spent.tests
        yield "trusted side", self.parts["grader"] - self.parts["gradebook"]
        yield "gradebook", self.parts["gradebook"]

    def show(self) -> None:
        """Say the shares, and how near the run came to the limit."""
        shares = ", ".join(
            f"{name} {1000 * seconds / self.size:.0f}" for name, seconds in self.rows()
        )
        wall, waited = self.parts["grader, wall"], self.parts["gradebook, wall"]
        limit = self.cells / CORES
        click.echo(f"CPU ms a submission: {shares}")
        click.echo(
            f"the gradebook's writer took {1000 * waited / self.size:.0f} ms a "
            "submission by the wall, beside the others"
        )
        wider = limit + self.spent.start / CORES
        click.echo(
            f"limit: {limit:.1f} s (cells' CPU {self.cells:.1f} s on {CORES} cores); "
            f"from first to last {wall:.1f} s, {wall / limit:.2f} times the limit "
            f"({wall / wider:.2f} where it holds the notebooks' whole processes)"
        )


def measure_ours(name: str, folder: Path) -> tuple[Cost, Shares]:
    """Grade a class with ours; its cost, and what that went into."""
    path = folder / "timed.json"
    words = ["-m", "tools.grader.timed", str(path), "grade", name]
    cost = measure([sys.executable, *words], folder)
    spent, size = Spent(), 0
    for kept in (folder / "graded" / name).glob(f"*/{name}/result.json"):
        spent += Spent(**json.loads(kept.read_text())["result"]["spent"])
        size += 1
    shares = Shares(spent, json.loads(path.read_text()), size)
    # What runs inside the sandbox is nobody's waited-for child.
    cost.cpu += sum(vars(spent).values()) + shares.parts["warm"]
    return cost, shares


def differences(one: dict[Any, Any], other: dict[Any, Any]) -> list[str]:
    """Lines for all questions with different scores."""
    return [
        f"{' '.join(place)}: {one.get(place)} and {other.get(place)}"
        for place in sorted(one.keys() | other.keys())
        if one.get(place) != other.get(place)
    ]


@click.group()
def main() -> None:
    """Measure the grader."""


def assignment_option(**more: Any) -> Any:
    """The option that names an assignment."""
    known = click.Choice(answers.OF_THE_BOOK)
    return click.option("--assignment", "name", type=known, **more)


# Where notebooks train networks, both graders mostly wait for the training.
_usual = assignment_option(default="sigmoid_tanh", show_default=True)


@main.command()
@_usual
@click.option("--size", default=40, show_default=True, help="Submissions.")
def grade(name: str, size: int) -> None:
    """Grade one class with nbgrader and with ours, and compare.

    Ours takes seconds, in which a machine's other work weighs more than in nbgrader's
    minutes. So it grades three copies of the class, and the run in the middle counts.
    """
    with temporary() as folder:
        plain = make_course(folder / "nbgrader", name, size)
        register(plain, name)
        click.echo(f"{name}: {size} submissions, {CORES} cores")
        runs = []
        for number in range(3):
            fast = make_course(folder / f"ours{number}", name, size)
            runs.append(measure_ours(name, fast))
        mine, shares = sorted(runs, key=lambda run: run[0].seconds)[1]
        click.echo(f"{'':<12}{'seconds':>9}{'each':>8}{'CPU s':>9}{'peak MB':>9}")
        show("autograder", mine, size)
        other = measure(theirs(name), plain)
        show("nbgrader", other, size)
        seconds = ", ".join(f"{cost.seconds:.1f}" for cost, _ in runs)
        click.echo(f"ours: the middle of three runs of {seconds} s")
        click.echo(f"ratio: {other.seconds / mine.seconds:.1f} times nbgrader's pace")
        shares.show()
        unequal = differences(scores(fast, name), scores(plain, name))
        report_differences(unequal, len(scores(plain, name)))


def show(title: str, cost: Cost, size: int) -> None:
    """One line of the table."""
    click.echo(
        f"{title:<12}{cost.seconds:>9.1f}{cost.seconds / size:>8.2f}"
        f"{cost.cpu:>9.1f}{cost.peak / 1e6:>9.0f}"
    )


def report_differences(unequal: list[str], total: int) -> None:
    """Say whether scores agree; exit 1 when they do not."""
    if not unequal:
        click.echo(f"scores: all {total} agree")
        return
    click.echo(f"scores: {len(unequal)} of {total} differ (ours and nbgrader's)")
    for line in unequal:
        click.echo(f"  {line}")
    sys.exit(1)


@main.command()
@_usual
@click.option("--sizes", default="10,100,1000", show_default=True)
def scale(name: str, sizes: str) -> None:
    """Grade classes of growing size; cost and memory should stay flat."""
    counts = [int(size) for size in sizes.split(",")]
    click.echo(f"{name}: {CORES} cores; each submission beyond start-up")
    click.echo(f"{'size':>6}{'seconds':>9}{'each':>8}{'CPU each':>10}{'peak MB':>9}")
    with temporary() as folder:
        empty = None
        for size in counts:
            course = make_course(folder / str(size), name, size)
            cost, shares = measure_ours(name, course)
            if empty is None:
                # Nothing left to grade: what a run costs before the first one.
                empty = measure(ours(name), course)
                click.echo(f"start-up: {empty.seconds:.2f} s")
            each = (cost.seconds - empty.seconds) / size
            cpu = (cost.cpu - empty.cpu) / size
            click.echo(
                f"{size:>6}{cost.seconds:>9.1f}{each:>8.3f}{cpu:>10.3f}"
                f"{cost.peak / 1e6:>9.0f}"
            )
            shares.show()
            shutil.rmtree(course)


@main.command()
@assignment_option(default=answers.OF_THE_BOOK[0], show_default=True)
@click.option("--size", default=60, show_default=True)
@click.option("--kills", default=20, show_default=True)
@click.option("--seed", default=1, show_default=True)
def kill(name: str, size: int, kills: int, seed: int) -> None:
    """Kill the grader at random moments, finish, and compare with a quiet run."""
    dice = random.Random(seed)
    with temporary() as folder:
        quiet = make_course(folder / "quiet", name, size)
        measure(ours(name), quiet)
        killed = make_course(folder / "killed", name, size)

        def count() -> int:
            return len(list((killed / "graded").glob("**/result.json")))

        graded_at = []
        for number in range(kills):
            done = count()
            # On average the last kill meets the last submissions.
            more = dice.randint(0, 2 * (size - done) // (kills - number))
            process = subprocess.Popen(
                ours(name),
                cwd=killed,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            while process.poll() is None and count() < min(size, done + more):
                time.sleep(0.005)
            time.sleep(dice.uniform(0.0, 0.2))
            process.send_signal(signal.SIGKILL)
            process.wait()
            graded_at.append(count())
        measure(ours(name), killed)
        click.echo(f"{kills} kills, with {graded_at} of {size} graded")
        one, other = outcome(killed, name), outcome(quiet, name)
        unequal = differences(scores(killed, name), scores(quiet, name))
        if one != other:
            unequal.append("results.json differs")
        report_differences(unequal, len(scores(quiet, name)))


def outcome(folder: Path, name: str) -> list[dict[str, Any]]:
    """The submissions of results.json without their seconds."""
    text = (folder / "graded" / name / "results.json").read_text()
    return [
        {key: value for key, value in part.items() if key != "seconds"}
        for part in json.loads(text)["submissions"]
    ]


@main.command()
@click.option("--size", default=0, help="Submissions [at least 100 in all].")
@assignment_option(help="Instead of all.")
def parity(size: int, name: str | None) -> None:
    """Compare scores with plain nbgrader's, question by question."""
    wanted = [name] if name else answers.OF_THE_BOOK
    each = size or -(-105 // len(wanted))
    unequal, total, count = [], 0, 0
    for name in wanted:
        with temporary() as folder:
            plain = make_course(folder / "nbgrader", name, each, seed=7)
            fast = make_course(folder / "ours", name, each, seed=7)
            register(plain, name)
            measure(ours(name), fast)
            measure(theirs(name), plain)
            one, other = scores(fast, name), scores(plain, name)
            found = differences(one, other)
            unequal += [f"{name}: {line}" for line in found]
            total, count = total + len(other), count + each
            click.echo(f"{name}: {each} submissions, {len(other) - len(found)} equal")
    click.echo(f"{count} submissions")
    report_differences(unequal, total)


if __name__ == "__main__":
    main()
