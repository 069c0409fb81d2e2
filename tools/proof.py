"""Try every collected answer in its notebook, by the course's own grader.

A trial is the source notebook with the cell of one question replaced. All go
through `autograder`, so what is proven here is what students will meet.
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

from autograder import answers, collect, grade
from autograder.answers import Answer
from autograder.execute import SandboxedEngine
from autograder.records import Assignment, Limits, Result

ROOT = Path(__file__).resolve().parent.parent
LIBRARIES = ("numpy", "numpy.testing", "tensorflow", "keras", "keras.layers")
LIMITS = Limits(timeout=60)
JOBS = 2


@dataclass(frozen=True)
class Trial:
    """A notebook to grade: the reference, the release, or one answer in place."""

    assignment: str
    name: str
    data: bytes
    answer: Answer | None = None


@dataclass(frozen=True)
class Verdict:
    """What the grader said about a trial."""

    trial: Trial
    result: Result
    fault: str  # empty when the marks are what they should be


@contextmanager
def engine(jobs: int = JOBS) -> Iterator[SandboxedEngine]:
    """A warm engine. Isolation is not asked for: all that runs here is ours."""
    with SandboxedEngine(preload=LIBRARIES, jobs=jobs, unsafe=True) as found:
        yield found


def load(name: str, root: Path = ROOT) -> Assignment:
    """An assignment's source as the grader reads it."""
    return collect.load_assignment(collect.load_course(root), name)


def trials(name: str, root: Path = ROOT, kinds: Iterable[str] = ()) -> list[Trial]:
    """The notebooks to try: reference, release, then each answer."""
    wanted = tuple(kinds) or ("reference", "release", "wrong", "right")
    path = root / "solutions" / name / f"{name}.ipynb"
    found = []
    if "reference" in wanted:
        found.append(Trial(name, "reference", path.read_bytes()))
    if "release" in wanted:
        released = root / "exercises" / name / f"{name}.ipynb"
        if not released.exists():
            raise ValueError(f"{name} is not released; run: make release NAMES={name}")
        found.append(Trial(name, "release", released.read_bytes()))
    for answer in answers.load(name):
        if answer.kind in wanted:
            found.append(Trial(name, answer.name, with_answer(path, answer), answer))
    return found


def with_answer(path: Path, answer: Answer) -> bytes:
    """The source notebook with one answer cell replaced."""
    notebook = nbformat.read(path, as_version=4)
    cells = [
        cell
        for cell in notebook.cells
        if cell.metadata.get("nbgrader", {}).get("grade_id") == answer.question
    ]
    if len(cells) != 1:
        raise ValueError(f"{answer.assignment} has no question {answer.question}")
    cells[0].source = answer.source
    return nbformat.writes(notebook).encode()


def run(
    trial: Trial,
    assignment: Assignment,
    engine: SandboxedEngine,
    files: dict[str, bytes] | None = None,
) -> Result:
    """Grade one trial; `files` lie in its folder beside the assignment's own."""
    master = assignment.masters[0]
    beside = {**assignment.files, **(files or {})}
    result, _ = grade.grade_notebook(
        trial.name, trial.data, master, beside, engine, LIMITS
    )
    return result


def judge(trial: Trial, result: Result) -> str:
    """What is wrong with the marks of a trial; empty when nothing is."""
    if result.status != "graded":
        return f"{result.status}: {', '.join(result.flags)}"
    lost = {q.id for q in result.questions if q.score < q.max_score}
    some = {q.id for q in result.questions if 0 < q.score < q.max_score}
    if some:
        return f"partial marks for {', '.join(sorted(some))}"
    every = {q.id for q in result.questions}
    expected: set[str] = set()
    if trial.name == "release":
        expected = every
    elif trial.answer is not None and trial.answer.kind == "wrong":
        expected = {f"test_{trial.answer.question}"}
    if lost != expected:
        texts = [q.message.split("\n")[0] for q in result.questions if q.id in lost]
        return f"lost {sorted(lost)} instead of {sorted(expected)}: {texts}"
    if trial.answer is not None and trial.answer.kind == "wrong":
        named = [q.misconception for q in result.questions if q.id in lost]
        if named != [trial.answer.name]:
            return f"named {named[0]}"
    return ""


def prove(
    names: Iterable[str], jobs: int = JOBS, root: Path = ROOT
) -> Iterator[Verdict]:
    """Try everything of the named assignments, `jobs` notebooks at a time."""
    with engine(jobs) as place, ThreadPoolExecutor(jobs) as pool:
        for name in names:
            assignment = load(name, root)

            def work(trial: Trial, assignment: Assignment = assignment) -> Verdict:
                result = run(trial, assignment, place)
                return Verdict(trial, result, judge(trial, result))

            yield from pool.map(work, trials(name, root))


def fingerprints(
    name: str, jobs: int = JOBS, root: Path = ROOT
) -> dict[Answer, dict[str, Any]]:
    """How each wrong answer fails its check, as the check itself tells it.

    Raises `ValueError` when an answer does not fail, or not in a check.
    """
    assignment = load(name, root)
    files = {"misconceptions.json": b'{"record": true}'}
    found, problems = {}, []
    with engine(jobs) as place, ThreadPoolExecutor(jobs) as pool:
        wrong = trials(name, root, ["wrong"])

        def work(trial: Trial) -> tuple[Trial, Result]:
            return trial, run(trial, assignment, place, files)

        for trial, result in pool.map(work, wrong):
            assert trial.answer is not None
            question = trial.answer.question
            texts = {q.id: q.message for q in result.questions}
            text = texts.get(f"test_{question}", "")
            head = text.split("\n")[0]
            if not head.startswith("fingerprint: "):
                shown = head or "it passes its test"
                problems.append(f"{name}, {question}, {trial.name}: {shown}")
            else:
                found[trial.answer] = json.loads(head.removeprefix("fingerprint: "))
    if problems:
        raise ValueError("\n".join(problems))
    return found


def reference_seconds(name: str, root: Path = ROOT) -> float:
    """Seconds that the reference notebook takes in a warm process."""
    with engine(1) as place:
        assignment = load(name, root)
        (trial,) = trials(name, root, ["reference"])
        return run(trial, assignment, place).seconds
