"""Grade one submission again by running only what a change can alter.

What the cells did that are left out is known from the run before: it wrote an executed
notebook and a result. Submissions that would run the same code share one run.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from concurrent.futures import Executor, Future
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from nbformat import NotebookNode, from_dict

from autograder.course import sanitise, versions
from autograder.course.handed_in import handed_in
from autograder.course.submissions import submitted_files
from autograder.marks import score
from autograder.records import (
    Assignment,
    CellOutcome,
    Engine,
    Execution,
    Graded,
    Limits,
    Master,
    NotGraded,
    Question,
    Result,
    Submission,
    Task,
)
from autograder.regrade.executed import (
    counted,
    fits,
    grade_id,
    is_test,
    joined,
    outputs,
    rescored,
    text,
    text_of,
)
from autograder.regrade.slicing import Slice, Slicer, Whole

BEYOND = "are beyond the limit"  # what stands in a notebook without room for outputs
DISTURBED = "something that disturbed its partial run"
WARNED = "a test that warns"
ANSWER = "In the answer:"  # above a student's own lines in a traceback


@dataclass(frozen=True)
class Ran:
    """What came of the cells of a slice, by their places in the notebook."""

    outcomes: Mapping[int, CellOutcome]
    outputs: Mapping[int, list[NotebookNode]]
    seconds: float
    trouble: str  # why it does not tell what a whole run would; empty if it does
    done: bool  # without any error
    nameless: bool  # it shows nothing of whose text it was

    def serves(self, own: Slice, other: Slice) -> bool:
        """Whether a run of the `other` slice, of the same code, says all of `own`."""
        if own.text == other.text and own.places == other.places:
            return True
        return self.nameless and (self.done or own.places == other.places)

    def placed(self, own: Slice, other: Slice) -> Ran:
        """What came of the `other` slice, by the places of `own`."""
        there = dict(zip(other.kept, own.kept, strict=True))
        return replace(
            self,
            outcomes={there[index]: each for index, each in self.outcomes.items()},
            outputs={there[index]: each for index, each in self.outputs.items()},
        )


@dataclass
class Part:
    """One notebook of a submission, on its way."""

    master: Master
    old: dict[str, Any]  # the executed notebook that is kept
    new: NotebookNode  # the same, in line with the source as it is now
    names: frozenset[str]  # tests that run
    slice: Slice | None = None
    run: Future[Ran] | None = None
    ran: Slice | None = None  # the one that it runs

    def came(self) -> Ran | None:
        """What came of its slice; None where nothing had to run."""
        if self.run is None or self.slice is None or self.ran is None:
            return None
        return self.run.result().placed(self.slice, self.ran)


@dataclass
class Pending:
    """A submission on its way."""

    submission: Submission
    key: str
    before: Result
    parts: list[Part]
    files: Mapping[str, bytes]
    flags: tuple[str, ...]


class Partial:
    """Grades submissions again, only as far as needed."""

    def __init__(
        self,
        assignment: Assignment,
        engine: Engine,
        limits: Limits,
        pool: Executor,
    ) -> None:
        self.assignment, self.engine = assignment, engine
        self.limits, self.pool = limits, pool
        self.slicers = {
            master.name: Slicer(master, assignment.files)
            for master in assignment.masters
        }
        self.runs: dict[tuple[str, frozenset[str], str], tuple[Slice, Future[Ran]]] = {}
        self.count = 0

    def begin(
        self,
        submission: Submission,
        key: str,
        before: Result,
        place: Path,
        changes: versions.Comparison,
        asked: frozenset[str],
    ) -> Pending | Whole:
        """Start what must run for one submission; `Whole` where all of it must.

        `place` holds its executed notebooks; `asked` are tests to run in any case.
        """
        if before.status != "graded":
            return Whole(f"its result was {before.status.replace('_', ' ')}")
        if len(self.assignment.masters) > 1:
            return Whole("its notebooks may need one another")
        own, flags = submitted_files(submission, self.assignment, self.limits.scratch)
        if submission.untimed:
            flags.append(submission.untimed)
        if any(name.endswith(".py") for name in own):
            return Whole("it has Python files of its own")
        parts: list[Part] = []
        edited: set[str] = set()
        for master in self.assignment.masters:
            change = changes.notebooks[master.name]
            if change.whole:
                return Whole(change.whole)
            found = self.part(submission, before, place, master, change, asked)
            if isinstance(found, Whole):
                return found
            part, more = found
            parts.append(part)
            flags += more
            edited |= {f"cell {name} was edited" for name in change.tests}
        if not set(before.flags) <= {*flags, *edited}:
            return Whole("it was flagged")
        for part in parts:
            self.start(part)
        listed = tuple(dict.fromkeys(flags))
        files = own | dict(self.assignment.files)
        return Pending(submission, key, before, parts, files, listed)

    def part(
        self,
        submission: Submission,
        before: Result,
        place: Path,
        master: Master,
        change: versions.Changes,
        asked: frozenset[str],
    ) -> tuple[Part, list[str]] | Whole:
        """One notebook and its flags, with the slice that must run."""
        given = handed_in(submission.folder, self.assignment)[master.name]
        if given.data is None:
            return Whole("it has no notebook")
        try:
            old = json.loads((place / f"{master.name}.ipynb").read_bytes())
        except (ValueError, OSError):
            return Whole("its executed notebook is gone")
        try:
            new, found_flags = sanitise.sanitise(given.data, master)
            flags = [*given.flags, *found_flags]
        except sanitise.Unreadable as error:
            return Whole(str(error))
        if not fits(old["cells"], new.cells, change.tests):
            return Whole("its executed notebook is of another version")
        if any(BEYOND in text_of(o) for cell in old["cells"] for o in outputs(cell)):
            return Whole("its notebook had no room for all outputs")
        known = {q.id: q for q in before.questions if q.notebook == master.name}
        graded = [(i, c) for i, c in score.graded_cells(new)]
        if {grade_id(cell) for _, cell in graded} != known.keys():
            return Whole("its result has other questions")
        tests = {grade_id(c): i for i, c in graded if is_test(c)}
        names = {
            name
            for name, index in tests.items()
            if name in change.tests
            or name in asked
            or rescored(
                known[name], score.points(new.cells[index]), old["cells"][index]
            )
            is None
        }
        names &= tests.keys()
        if not names:
            return Part(master, old, new, frozenset()), flags
        slicer = self.slicers[master.name]
        was = as_it_was(old["cells"], new, change.tests)
        names |= slicer.dependents([was, new], names)
        if any(warned(outputs(old["cells"][tests[name]])) for name in names):
            return Whole(WARNED)
        broken = frozenset(
            index
            for index, cell in enumerate(old["cells"])
            if cell["cell_type"] == "code"
            and (
                cell.get("execution_count") is None
                or any(o["output_type"] == "error" for o in outputs(cell))
            )
        )
        # What the test did before it was changed, others may have seen.
        for notebook in (was, new):
            found = slicer.cut(notebook, names, broken)
            if isinstance(found, Whole):
                return found
        assert isinstance(found, Slice)
        return Part(master, old, new, frozenset(names), found), flags

    def start(self, part: Part, alone: bool = False) -> None:
        """Let its slice run, if no other submission has the same."""
        if part.slice is None:
            return
        key = (part.master.name, part.names, part.slice.alike)
        if alone or key not in self.runs:
            self.count += 1
            run = self.pool.submit(self.run, part)
            self.runs.setdefault(key, (part.slice, run))
            part.ran, part.run = part.slice, run
        else:
            part.ran, part.run = self.runs[key]

    def run(self, part: Part) -> Ran:
        """Run the cells of a slice."""
        assert part.slice is not None
        kept = part.slice.kept
        others = frozenset(
            index
            for index, cell in enumerate(part.new.cells)
            if cell.cell_type == "code" and index not in kept
        )
        task = Task(part.new, part.master, self.assignment.files, left_out=others)
        try:
            done = self.engine.run(task, self.limits)
        except NotGraded:
            return Ran({}, {}, 0.0, DISTURBED, False, False)
        outcomes = done.outcomes
        whole = all(o.state in ("done", "error") for o in outcomes.values())
        blamed = [
            outcome.state == "error" and not is_test(part.new.cells[index])
            for index, outcome in outcomes.items()
        ]
        shown = {index: done.notebook.cells[index].outputs for index in kept}
        said = [output for found in shown.values() for output in found]
        return Ran(
            outcomes,
            shown,
            done.seconds,
            DISTURBED if done.flags or not whole else WARNED if warned(said) else "",
            all(outcome.state == "done" for outcome in outcomes.values()),
            not any(blamed) and not any(ANSWER in text_of(o) for o in said),
        )

    def finish(self, pending: Pending) -> Graded | Whole | None:
        """What came of a submission; None when it has to run alone first."""
        again = False
        for part in pending.parts:
            if part.run is None or part.slice is None or part.ran is None:
                continue
            ran = part.run.result()
            if ran.trouble:
                return Whole(ran.trouble)
            if not ran.serves(part.slice, part.ran):
                self.start(part, alone=True)
                again = True
        if again:
            return None
        return self.graded(pending)

    def graded(self, pending: Pending) -> Graded:
        """The result and the executed notebooks, old and new put together."""
        questions = [q for part in pending.parts for q in self.marks(pending, part)]
        result = replace(
            pending.before,
            score=sum(question.score for question in questions),
            max_score=score.max_score(self.assignment),
            flags=pending.flags,
            questions=tuple(questions),
            unchanged=tuple(
                (part.master.name, name)
                for part in pending.parts
                for name in score.unchanged_answers(part.new, part.master)
            ),
        )
        notebooks = {part.master.name: shown(part) for part in pending.parts}
        return Graded(pending.submission, pending.key, result, notebooks, pending.files)

    def marks(self, pending: Pending, part: Part) -> list[Question]:
        """The marks of one notebook's questions."""
        known = {
            q.id: q for q in pending.before.questions if q.notebook == part.master.name
        }
        fresh: dict[str, Question] = {}
        if (came := part.came()) is not None:
            outcomes = {
                index: CellOutcome("done")
                for index, cell in enumerate(part.new.cells)
                if cell.cell_type == "code" and not is_test(cell)
            }
            outcomes |= came.outcomes
            scored = score.score_notebook(Execution(part.new, outcomes), part.master)
            fresh = {q.id: q for q in scored if q.id in part.names}
        found = []
        for index, cell in score.graded_cells(part.new):
            name, most = grade_id(cell), score.points(cell)
            if not is_test(cell):
                mark = score.by_hand(cell, name, most, part.master)
            elif name in fresh:
                mark = fresh[name]
            else:
                again = rescored(known[name], most, part.old["cells"][index])
                assert again is not None
                mark = again
            found.append(replace(mark, notebook=part.master.name))
        return found


def warned(said: list[NotebookNode] | list[dict[str, Any]]) -> bool:
    """Whether something warned: Python says most warnings once, in whichever cell."""
    return any(output.get("name") == "stderr" for output in said)


def as_it_was(
    old: list[dict[str, Any]], new: NotebookNode, edited: frozenset[str]
) -> NotebookNode:
    """The notebook with the tests as they were before they were edited."""
    notebook = NotebookNode(new)
    notebook.cells = [
        NotebookNode(now, source=text(before["source"]))
        if grade_id(now) in edited
        else now
        for before, now in zip(old, new.cells, strict=True)
    ]
    return notebook


def shown(part: Part) -> NotebookNode:
    """The executed notebook: new outputs where a test ran again, else the old."""
    came = part.came()
    ran = came.outputs if came is not None else {}
    made = []
    for index, (before, now) in enumerate(
        zip(part.old["cells"], part.new.cells, strict=True)
    ):
        cell = NotebookNode(now)
        if now.cell_type == "code":
            cell.execution_count = before.get("execution_count")
            if grade_id(now) in part.names:
                cell.outputs = [counted(o, cell.execution_count) for o in ran[index]]
            else:
                cell.outputs = [from_dict(joined(o)) for o in outputs(before)]
        made.append(cell)
    notebook = NotebookNode(part.new)
    notebook.cells = made
    return notebook
