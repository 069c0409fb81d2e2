"""Grade mutants of an assignment's answers by the course's own grader.

A notebook holds a mutant for about half of the questions, and the reference answer for
the others. So it is seen that a mutant loses marks of its own question, and no others.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from autograder.engine.sandboxed import SandboxedEngine
from autograder.proving import layout, trials
from autograder.proving.layout import Layout
from autograder.proving.trials import Trial
from autograder.records import Limits, Result
from tools import ROOT
from tools.exercises import answers, mutating, proof
from tools.exercises.answers import Answer
from tools.exercises.mutating import Mutant

REFERENCE = "reference"
LIMITS = Limits(timeout=20)  # a mutant that hangs is refused, too
MARKERS = ("### BEGIN SOLUTION", "### END SOLUTION")


@dataclass(frozen=True)
class Change:
    """A mutant of one answer to a question; `text` is the line it changes."""

    question: str
    answer: str
    text: str
    mutant: Mutant

    def __str__(self) -> str:
        where = "" if self.answer == REFERENCE else f" ({self.answer})"
        return f"{self.question}{where}, line {self.mutant.line}: {self.mutant.change}"


@dataclass(frozen=True)
class Equivalent:
    """Changes that leave an answer right, and why they do."""

    question: str
    answer: str
    text: str
    changes: tuple[str, ...]
    reason: str

    def covers(self, change: Change) -> bool:
        """Whether `change` is among them."""
        return (
            self.question == change.question
            and self.answer == change.answer
            and self.text == change.text
            and change.mutant.change in self.changes
        )


@dataclass(frozen=True)
class Tried:
    """What came of one notebook."""

    refused: tuple[Change, ...]
    survived: tuple[Change, ...]
    faults: tuple[str, ...] = ()  # marks that others lost, or a notebook not graded
    seconds: float = 0.0
    late: int = 0  # mutants that were refused because they took too long


@dataclass
class Outcome:
    """What came of an assignment's mutants, given which are known to be equivalent."""

    known: list[Equivalent]
    refused: list[Change] = field(default_factory=list)
    equivalent: list[Change] = field(default_factory=list)
    survived: list[Change] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    seconds: float = 0.0
    late: int = 0

    def add(self, tried: Tried) -> None:
        """Take in what came of one notebook."""
        self.seconds += tried.seconds
        self.late += tried.late
        self.faults += tried.faults
        for change in tried.survived:
            alike = any(entry.covers(change) for entry in self.known)
            (self.equivalent if alike else self.survived).append(change)
        for change in tried.refused:
            self.refused.append(change)
            if any(entry.covers(change) for entry in self.known):
                self.faults.append(f"listed as equivalent, but refused: {change}")


def references(name: str, root: Path = ROOT) -> dict[str, str]:
    """The reference answers of an assignment by question, without nbgrader's marks."""
    found = {}
    for notebook in answers.sources(name, root).values():
        asked = layout.questions_of(notebook)
        for cell in notebook.cells:
            question = cell.metadata.get("nbgrader", {}).get("grade_id")
            if question in asked and cell.cell_type == "code":
                lines = cell.source.split("\n")
                kept = [line for line in lines if line.strip() not in MARKERS]
                found[question] = "\n".join(kept)
    return found


def changes(
    name: str, root: Path = ROOT, every_answer: bool = False
) -> dict[str, list[Change]]:
    """The mutants of an assignment's reference answers, by question.

    With `every_answer` also those of the collected right answers.
    """
    sources = [(key, REFERENCE, text) for key, text in references(name, root).items()]
    if every_answer:
        sources += [
            (answer.question, answer.name, answer.source)
            for answer in answers.load(name, root / "answers")
            if answer.kind == "right"
        ]
    found: dict[str, list[Change]] = {}
    seen: set[tuple[str, str]] = set()
    for question, answer, source in sources:
        lines = source.split("\n")
        for mutant in mutating.mutants(source):
            if (question, mutant.source) not in seen:
                seen.add((question, mutant.source))
                text = lines[mutant.line - 1].split("  #")[0].strip()
                made = Change(question, answer, text, mutant)
                found.setdefault(question, []).append(made)
    return found


def sampled(found: dict[str, list[Change]], count: int) -> dict[str, list[Change]]:
    """Up to `count` mutants a question, at even distances."""
    chosen = {}
    for question, mine in found.items():
        step = math.ceil(len(mine) / count)
        chosen[question] = mine[step // 2 :: step]
    return chosen


def notebooks(found: dict[str, list[Change]]) -> Iterator[list[Change]]:
    """The mutants of each notebook: one for each of the questions with most left."""
    left = {question: mine[::-1] for question, mine in found.items()}
    while any(left.values()):
        longest = sorted(left, key=lambda question: -len(left[question]))
        half = longest[: max(len(left) // 2, 1)]
        yield [left[question].pop() for question in half if left[question]]


def judge(chosen: list[Change], result: Result, asked: Layout) -> Tried:
    """Who lost marks in a notebook, and whether anyone did who should not."""
    named = "; ".join(map(str, chosen))
    if result.status not in ("graded", "partial"):
        return Tried((), (), (f"{result.status}: {named}",), result.seconds)
    mutated = {change.question for change in chosen}
    own, late, faults = set(), set(), []
    for test in result.questions:
        if test.judged is None or not trials.lost(test):  # or a person marks it
            continue
        owner = asked.owner(test)
        if owner in mutated:
            own.add(owner)
            if test.status == "timeout":
                late.add(owner)
        else:
            said = test.message.split("\n")[0]
            faults.append(f"{test.id} lost marks ({said}) beside {named}")
    refused = tuple(change for change in chosen if change.question in own)
    survived = tuple(change for change in chosen if change.question not in own)
    return Tried(refused, survived, tuple(faults), result.seconds, len(late))


def equivalents(name: str, root: Path = ROOT) -> list[Equivalent]:
    """The changes that are known to leave the answers of an assignment right."""
    path = root / "answers" / name / "equivalent.toml"
    if not path.exists():
        return []
    entries = tomllib.loads(path.read_text(encoding="utf-8")).get("equivalent", [])
    found = []
    for entry in entries:
        rest = {"question", "answer", "line", "changes", "reason"} ^ entry.keys()
        if rest - {"answer"}:
            raise ValueError(f"{path}: an entry has or lacks {', '.join(sorted(rest))}")
        answer = entry.get("answer", REFERENCE)
        changes = tuple(entry["changes"])
        found.append(
            Equivalent(
                entry["question"], answer, entry["line"], changes, entry["reason"]
            )
        )
    return found


def attempts(
    name: str,
    found: dict[str, list[Change]],
    engine: SandboxedEngine,
    jobs: int = proof.JOBS,
    root: Path = ROOT,
) -> Iterator[Tried]:
    """Grade the mutants in `found`, `jobs` notebooks at a time."""
    assignment = proof.load(name, root)
    asked = layout.layout_of(assignment)

    def work(chosen: list[Change]) -> Tried:
        placed = [
            Answer(name, c.question, "wrong", c.answer, "", c.mutant.source)
            for c in chosen
        ]
        data = trials.with_answers(assignment, placed)
        trial = Trial(name, "mutants", data, tuple(placed))
        result, _ = proof.run(trial, assignment, engine, limits=LIMITS)
        return judge(chosen, result, asked)

    with ThreadPoolExecutor(jobs) as pool:
        yield from pool.map(work, notebooks(found))


def unmatched(known: list[Equivalent], found: dict[str, list[Change]]) -> list[str]:
    """The listed changes that no mutant makes (any more)."""
    made = {
        (change.question, change.answer, change.text, change.mutant.change)
        for mine in found.values()
        for change in mine
    }
    return [
        f"equivalent.toml lists what no mutant is: {entry.question}, {change}"
        for entry in known
        for change in entry.changes
        if (entry.question, entry.answer, entry.text, change) not in made
    ]
