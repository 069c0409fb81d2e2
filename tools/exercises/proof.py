"""Try every collected answer in its notebook, by the course's own grader.

`autograder.proving` makes the notebooks and judges their marks.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from autograder.course.assignment import load_assignment, load_course
from autograder.course.preload import wanted_modules
from autograder.engine.sandboxed import SandboxedEngine
from autograder.proving import trials as tried
from autograder.proving.layout import Layout, layout_of
from autograder.proving.trials import Trial, Verdict
from autograder.records import Assignment, Limits, Result
from tools import ROOT
from tools.exercises import answers, promises
from tools.exercises.answers import Answer

LIBRARIES = ("numpy", "numpy.testing", "tensorflow", "keras", "keras.layers")
LIMITS = Limits(timeout=60)
JOBS = 2
HIDDEN = "### BEGIN HIDDEN TESTS"
FINGERPRINT = "fingerprint: "


@contextmanager
def engine(
    jobs: int = JOBS, names: Collection[str] = answers.OF_THE_BOOK, root: Path = ROOT
) -> Iterator[SandboxedEngine]:
    """A warm engine. Isolation is not asked for: all that runs here is ours.

    It has the libraries of the assignments `names`.
    """
    modules = dict.fromkeys(LIBRARIES if set(names) & set(answers.OF_THE_BOOK) else ())
    for name in set(names) - set(answers.OF_THE_BOOK):
        modules.update(dict.fromkeys(wanted_modules(root / "solutions" / name)))
    with SandboxedEngine(preload=list(modules), jobs=jobs, unsafe=True) as found:
        yield found


def load(name: str, root: Path = ROOT) -> Assignment:
    """An assignment's source as the grader reads it."""
    return load_assignment(load_course(root), name)


def whole(name: str, root: Path = ROOT) -> list[Trial]:
    """The solutions of an assignment, and the notebooks that are released."""
    reference, release = tried.whole(load(name, root))
    paths = answers.notebooks(name, root, "exercises")
    released = {path.stem: path.read_bytes() for path in paths}
    return [
        reference,
        Trial(name, release.name, {**release.data, **released}),
    ]


def judge(
    trial: Trial, result: Result, loud: set[str], layout: Layout | None = None
) -> list[Verdict]:
    """What the marks of a trial say about each of its answers."""
    known = layout or layout_of(load(trial.assignment))
    return tried.judge(trial, result, loud, known)


def run(
    trial: Trial,
    assignment: Assignment,
    engine: SandboxedEngine,
    limits: Limits = LIMITS,
) -> tuple[Result, set[str]]:
    """Grade one trial; the marks, and the ids of tests that wrote to stderr."""
    return tried.run(trial, assignment, engine, limits)


def prove(
    names: Iterable[str],
    jobs: int = JOBS,
    root: Path = ROOT,
    thorough: bool = False,
    every: int = 1,
) -> Iterator[Verdict]:
    """Try the named assignments, `jobs` notebooks at a time; `every` 5: a fifth."""
    names = list(names)
    with engine(jobs, names, root) as place, ThreadPoolExecutor(jobs) as pool:
        for name in names:
            assignment = load(name, root)
            layout = layout_of(assignment)

            def work(
                trial: Trial,
                assignment: Assignment = assignment,
                layout: Layout = layout,
            ) -> list[Verdict]:
                return judge(trial, *run(trial, assignment, place), layout)

            made = tried.trials(assignment, answers.load(name), thorough)
            for verdicts in pool.map(work, [*whole(name, root), *made[::every]]):
                yield from verdicts


def fingerprints(
    name: str, jobs: int = JOBS, root: Path = ROOT
) -> dict[Answer, list[dict[str, Any]]]:
    """How each wrong answer with a name fails its checks, as these tell it.

    Each failure has the keys `check`, `kind`, `numbers`, `off`, `promise`, and
    `visible`. Raises `ValueError` when an answer does not fail, or not in a check.
    """
    assignment = load(name, root)
    owners = {test: q for (_, test), q in layout_of(assignment).owners.items()}
    hidden = {
        cell.metadata["nbgrader"]["grade_id"]: cell.source.split("\n").index(HIDDEN) + 1
        for master in assignment.masters
        for cell in master.notebook.cells
        if HIDDEN in cell.source.split("\n")
    }
    named = ("wrong", "right")
    recording = {"record": True, "promises": promises.texts(name)}
    files = {"misconceptions.json": json.dumps(recording).encode()}
    found: dict[Answer, list[dict[str, Any]]] = {}
    problems = []
    with engine(jobs, [name], root) as place, ThreadPoolExecutor(jobs) as pool:

        def work(trial: Trial) -> tuple[Trial, Result, dict[str, NotebookNode]]:
            return trial, *tried.graded(trial, assignment, place, LIMITS, files)

        made = tried.trials(assignment, answers.load(name), kinds=named)
        for trial, result, tests in pool.map(work, made):
            for answer in trial.answers:
                if answer.kind == "right":
                    continue
                marks = [
                    {**mark, "visible": line < hidden.get(test, line + 1)}
                    for test, cell in tests.items()
                    if owners.get(test) == answer.question
                    for line, mark in printed(cell)
                ]
                if marks:
                    found[answer] = marks
                    continue
                shown = "; ".join(
                    q.message.split("\n")[0] for q in result.questions if q.message
                )
                text = f"fails no check ({shown or 'all passed'})"
                problems.append(f"{name}, {answer.question}, {answer.name}: {text}")
    if problems:
        raise ValueError("\n".join(problems))
    return found


def printed(cell: NotebookNode) -> Iterator[tuple[int, dict[str, Any]]]:
    """The fingerprints that a test printed while failures are recorded, by line."""
    for output in cell.get("outputs", []):
        if output.get("name") == "stdout":
            for line in "".join(output["text"]).split("\n"):
                if line.startswith(FINGERPRINT):
                    mark = json.loads(line.removeprefix(FINGERPRINT))
                    yield mark.pop("line"), mark


def reference_seconds(name: str, root: Path = ROOT) -> float:
    """Seconds that the reference notebook takes in a warm process."""
    with engine(1) as place:
        assignment = load(name, root)
        reference, _ = whole(name, root)
        return run(reference, assignment, place)[0].seconds
