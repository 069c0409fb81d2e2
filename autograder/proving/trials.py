"""Put collected answers into their notebooks, grade these, and judge the marks.

A trial is the source with other answers in its cells: in the quick proof an answer to
every question, about half of them wrong; in the thorough one a single answer. All go
through the grader, so what is proven is what students will meet.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import nbformat
from nbformat import NotebookNode

from autograder import grade
from autograder.marks import score
from autograder.proving.collected import KINDS, Answer
from autograder.proving.layout import Layout
from autograder.records import Assignment, Engine, Limits, Question, Result


@dataclass(frozen=True)
class Trial:
    """Notebooks to grade: the reference, the release, or `answers` in place."""

    assignment: str
    name: str
    data: Mapping[str, bytes]  # by the notebooks' names
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


def whole(assignment: Assignment) -> list[Trial]:
    """The solutions of an assignment, and its notebooks as students get them."""
    reference, release = {}, {}
    for master in assignment.masters:
        assert master.reference is not None
        reference[master.name] = nbformat.writes(master.reference).encode()
        release[master.name] = nbformat.writes(master.notebook).encode()
    return [
        Trial(assignment.name, "reference", reference),
        Trial(assignment.name, "release", release),
    ]


def trials(
    assignment: Assignment,
    collected: Iterable[Answer],
    thorough: bool = False,
    kinds: Iterable[str] = KINDS,
) -> list[Trial]:
    """The notebooks in which the collected answers of these kinds are tried.

    `thorough` gives each answer a notebook of its own. Otherwise the answers of a
    question take turns: each wrong one stands once in a notebook where about half of
    the other answers are right. Which half changes (by the bits of the question's
    number), so that any two questions meet with one wrong and the other right.
    """
    name = assignment.name
    found = [answer for answer in collected if answer.kind in kinds]
    if thorough:
        return [Trial(name, a.name, with_answers(assignment, [a]), (a,)) for a in found]
    wrong: dict[str, list[Answer]] = {}
    right: dict[str, list[Answer]] = {}
    for answer in found:
        side = right if answer.kind == "right" else wrong
        side.setdefault(answer.question, []).append(answer)
    questions = dict.fromkeys(answer.question for answer in found)
    made = []
    most = max(map(len, right.values()), default=0)
    turns = max(most, *map(len, wrong.values()), 0)
    for turn in range(turns):
        for half in (0, 1):
            chosen = []
            for place, question in enumerate(questions):
                refused, accepted = wrong.get(question, []), right.get(question, [])
                if turn < len(refused) and half == place >> turn % 3 & 1:
                    chosen.append(refused[turn])
                elif accepted:  # else the solution stays where it is
                    chosen.append(accepted[turn % len(accepted)])
            if turn >= most and all(answer.kind == "right" for answer in chosen):
                continue  # nothing new
            data = with_answers(assignment, chosen)
            made.append(
                Trial(name, f"mixed {turn + 1}{'ab'[half]}", data, tuple(chosen))
            )
    return made


def with_answers(assignment: Assignment, chosen: Iterable[Answer]) -> dict[str, bytes]:
    """The solved notebooks with other answers in their cells."""
    notebooks = {m.name: copy.deepcopy(m.reference) for m in assignment.masters}
    cells: dict[str, list[NotebookNode]] = {}
    for notebook in notebooks.values():
        assert notebook is not None
        for cell in notebook.cells:
            meta = cell.metadata.get("nbgrader", {})
            if meta.get("solution"):
                cells.setdefault(meta["grade_id"], []).append(cell)
    for answer in chosen:
        mine = cells.get(answer.question, [])
        if len(mine) != 1:
            count = f"{len(mine)} questions" if mine else "no question"
            raise ValueError(f"{answer.assignment} has {count} {answer.question}")
        mine[0].source = answer.source
    return {name: nbformat.writes(made).encode() for name, made in notebooks.items()}


def graded(
    trial: Trial,
    assignment: Assignment,
    engine: Engine,
    limits: Limits,
    files: Mapping[str, bytes] | None = None,
) -> tuple[Result, dict[str, NotebookNode]]:
    """Grade one trial; `files` lie in its folder beside the assignment's own.

    Returns the marks, and the test cells with their outputs by grade id.
    """
    beside = {**assignment.files, **(files or {})}
    parts, tests = [], {}
    for master in assignment.masters:
        part, notebook = grade.grade_notebook(
            *(trial.name, trial.data.get(master.name), master, beside),
            *(engine, limits),
        )
        parts.append(part)
        for cell in notebook.cells if notebook else []:
            meta = cell.metadata.get("nbgrader", {})
            if meta.get("grade") and not meta.get("solution"):  # no person marks it
                tests[meta["grade_id"]] = cell
    return score.combine(trial.name, parts, score.max_score(assignment)), tests


def run(
    trial: Trial, assignment: Assignment, engine: Engine, limits: Limits
) -> tuple[Result, set[str]]:
    """Grade one trial; the marks, and the ids of tests that wrote to stderr.

    Plain nbgrader gives no marks for these, though nothing failed.
    """
    result, tests = graded(trial, assignment, engine, limits)
    loud = {
        test
        for test, cell in tests.items()
        if any(output.get("name") == "stderr" for output in cell.get("outputs", []))
    }
    return result, loud


def lost(test: Question) -> bool:
    """Whether a test was not passed whole: one without points shows it, too."""
    return test.score < test.max_score or (
        not test.max_score and test.status != "passed"
    )


def judge(
    trial: Trial, result: Result, loud: set[str], layout: Layout
) -> list[Verdict]:
    """What the marks of a trial say about each of its answers."""
    by_machine = [test for test in result.questions if test.judged is not None]
    broken = ""
    if result.status != "graded":
        broken = f"{result.status}: {', '.join(result.flags)}"
    refused = {a.question for a in trial.answers if a.kind != "right"}
    if trial.name == "release":
        refused = {layout.owner(t) for t in by_machine if t.max_score} - {""}
    faults = by_hand(trial, result, layout)
    missed: dict[str, list[Question]] = {}
    for test in by_machine:
        question = layout.owner(test) or test.id
        if lost(test):
            missed.setdefault(question, []).append(test)
            text = f"{test.id} gives {test.score:g} of {test.max_score:g} points: "
            if question not in refused and trial.name != "release":
                faults.setdefault(question, text + test.message.split("\n")[0])
        elif test.id in loud:
            faults[question] = (
                f"{test.id} writes to stderr, so plain nbgrader gives 0 points"
            )
        elif trial.name == "release" and test.max_score:
            faults[question] = f"{test.id} gives marks for nothing"
    for question in refused - set(missed):
        faults[question] = "it gets all marks"
    found = []
    for answer in trial.answers:
        fault = broken or faults.pop(answer.question, "")
        if not fault and answer.kind != "right" and layout.names:
            fault = misnamed(answer, missed[answer.question])
        found.append(Verdict(trial, result, fault, answer))
    rest = "; ".join(f"{name}: {fault}" for name, fault in faults.items())
    if rest or not trial.answers:
        found.append(Verdict(trial, result, broken or rest))
    return found


def by_hand(trial: Trial, result: Result, layout: Layout) -> dict[str, str]:
    """What is wrong with the answers that a person marks: they wait, or are empty."""
    waits = "missing" if trial.name == "release" else "manual"
    return {
        part.id: f"it is {part.status} instead of {waits}"
        for part in result.questions
        if part.judged is None
        and (part.notebook, part.id) not in layout.unwritten
        and part.status != waits
    }


def misnamed(answer: Answer, missed: list[Question]) -> str:
    """What is wrong with the name that a refused answer gets; empty if nothing is."""
    named = {name for t in missed for name in (t.misconception or "").split(" or ")}
    if answer.kind != "wrong":
        false = sorted(named & set(answer.avoids))
        return f"falsely named {', '.join(false)}" if false else ""
    if answer.name not in named:
        return f"named {', '.join(sorted(named - {''})) or 'nothing'}"
    shown = " ".join(" ".join(t.message.split()) for t in missed)
    if " ".join(answer.hint.split()) not in shown:
        return "its message does not show its hint"
    return ""
