"""Try every collected answer in its notebook, by the course's own grader.

A trial is the source notebook with other answers in its cells: in the quick proof an
answer to every question, about half of them wrong; in the thorough one a single
answer. All go through `autograder`, so what is proven is what students will meet.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from autograder import grade
from autograder.course.assignment import load_assignment, load_course
from autograder.engine.sandboxed import SandboxedEngine
from autograder.records import Assignment, Limits, Question, Result
from tools import ROOT
from tools.exercises import answers, promises
from tools.exercises.answers import Answer

LIBRARIES = ("numpy", "numpy.testing", "tensorflow", "keras", "keras.layers")
LIMITS = Limits(timeout=60)
JOBS = 2
HIDDEN = "### BEGIN HIDDEN TESTS"
FINGERPRINT = "fingerprint: "


@dataclass(frozen=True)
class Trial:
    """A notebook to grade: the reference, the release, or `answers` in place."""

    assignment: str
    name: str
    data: bytes
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """What the grader said about one answer of a trial, or about a whole trial."""

    trial: Trial
    result: Result
    fault: str  # empty when the marks are what they should be
    answer: Answer | None = None

    @property
    def name(self) -> str:
        """What was tried."""
        return self.answer.name if self.answer else self.trial.name


@contextmanager
def engine(jobs: int = JOBS) -> Iterator[SandboxedEngine]:
    """A warm engine. Isolation is not asked for: all that runs here is ours."""
    with SandboxedEngine(preload=LIBRARIES, jobs=jobs, unsafe=True) as found:
        yield found


def load(name: str, root: Path = ROOT) -> Assignment:
    """An assignment's source as the grader reads it."""
    return load_assignment(load_course(root), name)


def whole(name: str, root: Path = ROOT) -> list[Trial]:
    """The reference and the released notebook of an assignment."""
    source = root / "solutions" / name / f"{name}.ipynb"
    released = root / "exercises" / name / f"{name}.ipynb"
    if not released.exists():
        raise ValueError(f"{name} is not released; run: make release NAMES={name}")
    return [
        Trial(name, "reference", source.read_bytes()),
        Trial(name, "release", released.read_bytes()),
    ]


def trials(
    name: str,
    root: Path = ROOT,
    thorough: bool = False,
    kinds: Iterable[str] = answers.KINDS,
) -> list[Trial]:
    """The notebooks in which all collected answers of these kinds are tried.

    `thorough` gives each answer a notebook of its own. Otherwise the answers of a
    question take turns: each wrong one stands once in a notebook where about half of
    the other answers are right. Which half changes (by the bits of the question's
    number), so that any two questions meet with one wrong and the other right.
    """
    path = root / "solutions" / name / f"{name}.ipynb"
    found = [answer for answer in answers.load(name) if answer.kind in kinds]
    if thorough:
        return [Trial(name, a.name, with_answers(path, [a]), (a,)) for a in found]
    wrong: dict[str, list[Answer]] = {}
    right: dict[str, list[Answer]] = {}
    for answer in found:
        side = right if answer.kind == "right" else wrong
        side.setdefault(answer.question, []).append(answer)
    made = []
    most = max(len(side) for side in right.values())
    turns = max(most, *(len(side) for side in wrong.values()))
    for turn in range(turns):
        for half in (0, 1):
            chosen = []
            for place, question in enumerate(right):
                refused, accepted = wrong.get(question, []), right[question]
                mine = turn < len(refused) and half == place >> turn % 3 & 1
                chosen.append(refused[turn] if mine else accepted[turn % len(accepted)])
            if turn >= most and all(answer.kind == "right" for answer in chosen):
                continue  # nothing new
            data = with_answers(path, chosen)
            made.append(
                Trial(name, f"mixed {turn + 1}{'ab'[half]}", data, tuple(chosen))
            )
    return made


def with_answers(path: Path, chosen: Iterable[Answer]) -> bytes:
    """The source notebook with other answers in their cells."""
    notebook = nbformat.read(path, as_version=4)
    for answer in chosen:
        cells = [
            cell
            for cell in notebook.cells
            if cell.metadata.get("nbgrader", {}).get("grade_id") == answer.question
        ]
        if len(cells) != 1:
            raise ValueError(f"{answer.assignment} has no question {answer.question}")
        cells[0].source = answer.source
    return nbformat.writes(notebook).encode()


def graded(
    trial: Trial,
    assignment: Assignment,
    engine: SandboxedEngine,
    files: dict[str, bytes] | None = None,
    limits: Limits = LIMITS,
) -> tuple[Result, dict[str, NotebookNode]]:
    """Grade one trial; `files` lie in its folder beside the assignment's own.

    Returns the marks, and the test cells with their outputs by grade id.
    """
    master = assignment.masters[0]
    beside = {**assignment.files, **(files or {})}
    result, notebook = grade.grade_notebook(
        trial.name, trial.data, master, beside, engine, limits
    )
    tests = {
        cell.metadata["nbgrader"]["grade_id"]: cell
        for cell in (notebook.cells if notebook else [])
        if cell.metadata.get("nbgrader", {}).get("grade")
        and not cell.metadata["nbgrader"].get("solution")  # which a person marks
    }
    return result, tests


def run(
    trial: Trial,
    assignment: Assignment,
    engine: SandboxedEngine,
    limits: Limits = LIMITS,
) -> tuple[Result, set[str]]:
    """Grade one trial; the marks, and the ids of tests that wrote to stderr.

    Plain nbgrader gives no marks for these, though nothing failed.
    """
    result, tests = graded(trial, assignment, engine, limits=limits)
    loud = {
        test
        for test, cell in tests.items()
        if any(output.get("name") == "stderr" for output in cell.get("outputs", []))
    }
    return result, loud


def judge(trial: Trial, result: Result, loud: set[str]) -> list[Verdict]:
    """What the marks of a trial say about each of its answers."""
    questions = answers.questions(trial.assignment)
    owner = {
        test.id: answers.question_of(test.id, questions)
        for test in result.questions
        if test.judged is not None
    }
    broken = ""
    if result.status != "graded":
        broken = f"{result.status}: {', '.join(result.flags)}"
    refused = {a.question for a in trial.answers if a.kind != "right"}
    if trial.name == "release":
        refused = set(owner.values())
    faults: dict[str, str] = {}
    lost: dict[str, list[Question]] = {}
    for test in result.questions:
        if test.judged is None:  # a person marks it: it waits, or is empty
            waits = "missing" if trial.name == "release" else "manual"
            if test.status != waits:
                faults[test.id] = f"it is {test.status} instead of {waits}"
            continue
        question = owner[test.id]
        if test.score < test.max_score:
            lost.setdefault(question, []).append(test)
            text = f"{test.id} gives {test.score:g} of {test.max_score:g} points: "
            if question not in refused:
                faults.setdefault(question, text + test.message.split("\n")[0])
        elif test.id in loud:
            faults[question] = (
                f"{test.id} writes to stderr, so plain nbgrader gives 0 points"
            )
        elif trial.name == "release":
            faults[question] = f"{test.id} gives marks for nothing"
    for question in refused - set(lost):
        faults[question] = "it gets all marks"
    found = []
    for answer in trial.answers:
        fault = broken or faults.pop(answer.question, "")
        if not fault and answer.kind != "right":
            fault = misnamed(answer, lost[answer.question])
        found.append(Verdict(trial, result, fault, answer))
    rest = "; ".join(f"{name}: {fault}" for name, fault in faults.items())
    if rest or not trial.answers:
        found.append(Verdict(trial, result, broken or rest))
    return found


def misnamed(answer: Answer, lost: list[Question]) -> str:
    """What is wrong with the name that a refused answer gets; empty if nothing is."""
    named = {name for t in lost for name in (t.misconception or "").split(" or ")}
    if answer.kind != "wrong":
        false = sorted(named & set(answer.avoids))
        return f"falsely named {', '.join(false)}" if false else ""
    if answer.name not in named:
        return f"named {', '.join(sorted(named - {''})) or 'nothing'}"
    shown = " ".join(" ".join(t.message.split()) for t in lost)
    if " ".join(answer.hint.split()) not in shown:
        return "its message does not show its hint"
    return ""


def prove(
    names: Iterable[str],
    jobs: int = JOBS,
    root: Path = ROOT,
    thorough: bool = False,
    every: int = 1,
) -> Iterator[Verdict]:
    """Try the named assignments, `jobs` notebooks at a time; `every` 5: a fifth."""
    with engine(jobs) as place, ThreadPoolExecutor(jobs) as pool:
        for name in names:
            assignment = load(name, root)

            def work(
                trial: Trial, assignment: Assignment = assignment
            ) -> list[Verdict]:
                return judge(trial, *run(trial, assignment, place))

            wanted = [*whole(name, root), *trials(name, root, thorough)[::every]]
            for verdicts in pool.map(work, wanted):
                yield from verdicts


def fingerprints(
    name: str, jobs: int = JOBS, root: Path = ROOT
) -> dict[Answer, list[dict[str, Any]]]:
    """How each wrong answer with a name fails its checks, as these tell it.

    Each failure has the keys `check`, `kind`, `numbers`, `off`, `promise`, and
    `visible`. Raises `ValueError` when an answer does not fail, or not in a check.
    """
    assignment = load(name, root)
    hidden = {
        cell.metadata["nbgrader"]["grade_id"]: cell.source.split("\n").index(HIDDEN) + 1
        for cell in assignment.masters[0].notebook.cells
        if HIDDEN in cell.source.split("\n")
    }
    named, questions = ("wrong", "right"), answers.questions(name)
    recording = {"record": True, "promises": promises.texts(name)}
    files = {"misconceptions.json": json.dumps(recording).encode()}
    found: dict[Answer, list[dict[str, Any]]] = {}
    problems = []
    with engine(jobs) as place, ThreadPoolExecutor(jobs) as pool:

        def work(trial: Trial) -> tuple[Trial, Result, dict[str, NotebookNode]]:
            return trial, *graded(trial, assignment, place, files)

        for trial, result, tests in pool.map(work, trials(name, root, kinds=named)):
            for answer in trial.answers:
                if answer.kind == "right":
                    continue
                marks = [
                    {**mark, "visible": line < hidden.get(test, line + 1)}
                    for test, cell in tests.items()
                    if answers.question_of(test, questions) == answer.question
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
