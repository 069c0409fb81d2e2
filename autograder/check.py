"""What the author of an assignment wants to know before a class meets it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from autograder import judged
from autograder.course import cells
from autograder.course.assignment import parsed
from autograder.inert.text import many
from autograder.marks import score
from autograder.records import Assignment, Engine, Limits, Master, Question, Task


@dataclass(frozen=True)
class Finding:
    """How one notebook of an assignment fares."""

    master: Master
    beside: dict[str, str]  # tests that cannot be judged apart, and why
    solved: list[Question]  # the marks of the solutions
    released: list[Question]  # the marks of the notebook as students get it
    shared: dict[str, list[str]]  # by test: names that it and the solutions bind


def examine(assignment: Assignment, engine: Engine, limits: Limits) -> list[Finding]:
    """Run the solutions and the notebook as released; what came of it."""
    found, known = [], {}
    for plain in assignment.masters:
        reasons = known[plain.name] = judged.reasons(plain, assignment, engine, limits)
        master = judged.with_apart(plain, reasons)
        assert master.reference is not None
        own = judged.beside_solutions(plain, assignment, engine, limits)
        solved, released = (
            score.score_notebook(
                engine.run(
                    Task(
                        notebook,
                        master,
                        assignment.files,
                        {**assignment.free, **own},
                    ),
                    limits,
                ),
                master,
            )
            for notebook in (master.reference, master.notebook)
        )
        beside = {name: why for name, why in reasons.items() if why}
        shared = dict(shared_names(master))
        found.append(Finding(master, beside, solved, released, shared))
    judged.write_cache(judged.cache_file(assignment), known)
    return found


def shared_names(master: Master) -> Iterator[tuple[str, list[str]]]:
    """Names that a test binds and a solution, too.

    Judged apart they do not meet. Under plain nbgrader the test overwrites a
    learner's.
    """
    for cell in master.notebook.cells:
        tree = parsed(cell) if cells.what(cell) == "test" else None
        names = sorted(set(cells.bound(tree)) & master.asked) if tree else []
        if names:
            yield cell.metadata["nbgrader"]["grade_id"], names


def lines(finding: Finding) -> Iterator[str]:
    """A notebook's findings as lines to read."""
    by_machine = [part for part in finding.solved if part.judged]
    width = max([len(part.id) for part in by_machine], default=0)
    yield f"{finding.master.name}: {many(len(by_machine), 'test')}"
    for part in by_machine:
        why = finding.beside.get(part.id)
        how = "judged apart"
        if why is not None:
            how = f"beside the answer: {' '.join(why.split())[:200]}"
        yield f"  {part.id:<{width}}  {many(part.max_score, 'point')}  {how}"
    for part in finding.solved:
        if not part.judged:
            points = many(part.max_score, "point")
            yield f"  {part.id:<{width}}  {points}  marked by a person"
    for what, marks in (
        ("solutions", finding.solved),
        ("as released", finding.released),
    ):
        most = sum(part.max_score for part in marks if part.judged)
        got = sum(part.score for part in marks if part.judged)
        yield f"  {what}: {got:g} of {most:g}"
    for name, names in finding.shared.items():
        yield f"  {name} binds names that the solutions bind, too: {', '.join(names)}"


def faults(finding: Finding) -> Iterator[str]:
    """What an author must mend."""
    for part in finding.solved:
        if part.judged and part.score < part.max_score:
            why = " ".join(part.message.split())[:300]
            yield f"the solution does not pass {part.id}: {why}"
    for part in finding.released:
        if part.judged and part.score > 0:
            points = many(part.score, "point")
            yield f"{part.id} gives {points} to a notebook as released"
