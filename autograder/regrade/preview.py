"""What a regrade would come to, kept beside the results without touching them."""

from __future__ import annotations

import json
import shutil
from collections import Counter, deque
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from nbformat import NotebookNode

from autograder import grade
from autograder.course import versions
from autograder.marks.files import Output, explained, to_bytes, write_whole
from autograder.marks.score import max_score
from autograder.records import (
    Assignment,
    Engine,
    Graded,
    Limits,
    Refusal,
    Result,
    Submission,
)
from autograder.regrade import written
from autograder.regrade.partial import Partial, Pending, grade_id
from autograder.regrade.slicing import Whole

PLACE = "regrade"  # in an assignment's output folder
AHEAD = 64  # submissions that may wait for their runs
Kind = Literal["new", "other", "same", "changed", "unknown"]


@dataclass(frozen=True)
class Asked:
    """Which submissions and questions are meant, and whether all runs again."""

    students: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    force: bool = False


@dataclass(frozen=True)
class Look:
    """What is known of a submission before anything runs."""

    submission: Submission
    kind: Kind
    fresh: str  # the key that a grading run would give now
    key: str = ""  # of the result that is there
    before: Result | None = None
    changes: versions.Comparison = field(default_factory=versions.Comparison)


@dataclass(frozen=True)
class Entry:
    """A submission that was graded again."""

    student: str
    fresh: str
    key: str
    how: str  # "part" or "whole"
    why: str  # for the whole


@dataclass(frozen=True)
class Plan:
    """A preview: what was graded again and what was left alone."""

    digest: str
    limits: dict[str, Any]
    asked: dict[str, Any]
    changes: list[str]
    entries: list[Entry]
    left: dict[str, list[str]]  # by why they are left alone
    runs: int

    def counts(self) -> Counter[str]:
        """How many went which way."""
        return Counter(entry.how for entry in self.entries)


def looks(
    submissions: list[Submission],
    output: Output,
    assignment: Assignment,
    limits: Limits,
    known: list[versions.Version],
    new: versions.Version | None = None,
) -> Iterator[Look]:
    """What is known of each submission."""
    for submission in submissions:
        fresh = grade.key(submission, assignment, limits)
        earlier = output.load(submission.student)
        if earlier is None:
            yield Look(submission, "new", fresh)
            continue
        key, before = earlier
        if key == fresh:
            yield Look(submission, "same", fresh, key, before, same(assignment))
            continue
        version = graded_by(submission, key, assignment, known)
        if version is None:
            kind: Kind = "other" if known else "unknown"
            whole = versions.Changes(whole="no version was kept")
            names = (master.name for master in assignment.masters)
            every = versions.Comparison(dict.fromkeys(names, whole))
            yield Look(submission, kind, fresh, key, before, every)
            continue
        found = (
            versions.compare(version, new, assignment)
            if new is not None
            else versions.Comparison()
        )
        yield Look(submission, "changed", fresh, key, before, found)


def same(assignment: Assignment) -> versions.Comparison:
    """No change in any notebook."""
    names = (master.name for master in assignment.masters)
    return versions.Comparison(dict.fromkeys(names, versions.Changes()))


def graded_by(
    submission: Submission,
    key: str,
    assignment: Assignment,
    known: list[versions.Version],
) -> versions.Version | None:
    """The version that a result comes from, if the submission has not changed."""
    for version in known:
        older = replace(assignment, digest=version.digest)
        if grade.key(submission, older, version.limits) == key:
            return version
    return None


def limits_before(
    submissions: list[Submission],
    output: Output,
    assignment: Assignment,
    known: list[versions.Version],
) -> Limits:
    """The limits with which the class was graded."""
    for submission in submissions:
        earlier = output.load(submission.student)
        version = earlier and graded_by(submission, earlier[0], assignment, known)
        if version:
            return version.limits
    return Limits()


@dataclass
class Work:
    """Grades again all that a preview is about."""

    assignment: Assignment
    engine: Engine
    limits: Limits
    output: Output
    kept: Output  # where the preview's results go
    asked: Asked
    pool: Executor
    show: Callable[[Result], None]
    runs: int = 0

    def __post_init__(self) -> None:
        self.partial = Partial(self.assignment, self.engine, self.limits, self.pool)
        self.questions = frozenset(self.asked.questions)
        self.waiting: deque[tuple[Look, str, Pending | Future[Graded]]] = deque()
        self.entries: list[Entry] = []
        self.lost: list[str] = []

    def go(self, found: list[Look]) -> None:
        """Grade them again, some at a time, and keep what comes of each."""
        for look in found:
            self.begin(look)
            while len(self.waiting) > AHEAD:
                self.end()
        while self.waiting:
            self.end()
        self.entries.sort(key=lambda entry: entry.student)
        self.runs = self.partial.count

    def begin(self, look: Look) -> None:
        """Start with one submission."""
        assert look.before is not None
        if self.asked.force and not self.questions:
            return self.whole(look, "")
        place = self.output.place(look.submission.student)
        found = self.partial.begin(
            *(look.submission, look.fresh, look.before, place),
            *(look.changes, self.questions),
        )
        if isinstance(found, Whole):
            return self.whole(look, found.why)
        self.waiting.append((look, "", found))

    def whole(self, look: Look, why: str) -> None:
        """Let all of a submission run."""
        run = self.pool.submit(self.graded, look)
        self.waiting.append((look, why, run))

    def graded(self, look: Look) -> Graded:
        """Grade a submission as a run over the class would."""
        try:
            return grade.grade_submission(
                *(look.submission, self.assignment, self.engine),
                *(self.limits, look.fresh),
            )
        except Refusal:
            raise
        except Exception as error:  # it costs this submission alone
            return grade.fault(look.submission, self.assignment, error)

    def end(self) -> None:
        """Take what came of the submission that waits longest."""
        look, why, run = self.waiting.popleft()
        found = run.result() if isinstance(run, Future) else self.partial.finish(run)
        if found is None:
            self.waiting.append((look, why, run))
        elif isinstance(found, Whole):
            self.whole(look, found.why)
        elif found.result.status == "not_graded":
            self.lost.append(look.submission.student)
            self.show(found.result)
        else:
            found = self.limited(look, found)
            self.kept.save(found)
            how = "whole" if isinstance(run, Future) else "part"
            if how == "whole":
                self.keep_files(found)
            student = look.submission.student
            self.entries.append(Entry(student, look.fresh, look.key, how, why))
            self.show(found.result)

    def keep_files(self, graded: Graded) -> None:
        """Keep what a notebook wrote beside itself."""
        submission = graded.submission
        before = written.given(submission, self.assignment, self.limits.scratch)
        place = written.place(self.kept.place(submission.student))
        written.keep(place, graded, before)

    def limited(self, look: Look, found: Graded) -> Graded:
        """The same with new marks for the questions asked for, and no others."""
        if not self.questions:
            return found
        before = look.before
        assert before is not None
        old = {(q.notebook, q.id): q for q in before.questions}
        questions = tuple(
            q if q.id in self.questions else old.get((q.notebook, q.id), q)
            for q in found.result.questions
        )
        complete = questions == found.result.questions and not any(
            change.whole or (change.tests | change.points) - self.questions
            for change in look.changes.notebooks.values()
        )
        result = replace(
            found.result,
            questions=questions,
            score=sum(question.score for question in questions),
            max_score=sum(question.max_score for question in questions),
        )
        if complete:
            return replace(found, result=result)
        place = self.output.place(look.submission.student)
        notebooks = {
            name: self.mixed(place / f"{name}.ipynb", new)
            for name, new in found.notebooks.items()
        }
        # Another run would still find a change: so the key stays that of before.
        return replace(found, key=look.key, result=result, notebooks=notebooks)

    def mixed(self, path: Path, new: NotebookNode) -> NotebookNode:
        """An executed notebook with the questions asked for as they are in `new`."""
        import nbformat

        try:
            old = nbformat.read(path, 4)
        except (OSError, ValueError):
            return new
        ids = [grade_id(cell) for cell in old.cells]
        if ids != [grade_id(cell) for cell in new.cells]:
            return new
        old.cells = [
            theirs if grade_id(theirs) in self.questions else ours
            for ours, theirs in zip(old.cells, new.cells, strict=True)
        ]
        return old


def chosen(found: list[Look], asked: Asked) -> tuple[list[Look], dict[str, list[str]]]:
    """Those to grade again, and those that are left alone by why they are."""
    named = frozenset(asked.students)
    unknown = named - {look.submission.student for look in found}
    if unknown:
        raise Refusal(f"there is no submission of {', '.join(sorted(unknown))}")
    again, left = [], {"not graded yet": [], "handed in again": []}  # type: ignore[var-annotated]
    for look in found:
        student = look.submission.student
        if named and student not in named:
            continue
        if look.kind == "new":
            left["not graded yet"].append(student)
        elif look.kind == "other" and not (asked.force or student in named):
            left["handed in again"].append(student)
        elif look.kind != "same" or asked.force or asked.questions:
            again.append(look)
    return again, left


def known_questions(assignment: Assignment, asked: Asked) -> None:
    """Refuse questions that the assignment does not have."""
    from autograder.judged import tests_of

    known = {name for master in assignment.masters for name in tests_of(master)}
    unknown = set(asked.questions) - known
    if unknown:
        raise Refusal(
            f"{assignment.name} has no test {', '.join(sorted(unknown))}; "
            f"its tests: {', '.join(sorted(known))}"
        )


# --- On disk ----------------------------------------------------------------------


def clear(folder: Path) -> None:
    """Forget a preview; what is half gone has no plan."""
    with explained(folder):
        (folder / "next" / "plan.json").unlink(missing_ok=True)
        shutil.rmtree(folder / "next", ignore_errors=True)


def write_plan(folder: Path, plan: Plan) -> None:
    """Keep the plan, after all that it speaks of."""
    with explained(folder):
        write_whole(folder / "next" / "plan.json", to_bytes(asdict(plan)))


def read_plan(folder: Path) -> Plan | None:
    """The plan of the last preview, if that came to its end."""
    try:
        told = json.loads((folder / "next" / "plan.json").read_bytes())
        told["entries"] = [Entry(**entry) for entry in told["entries"]]
        return Plan(**told)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def holds(
    plan: Plan | None,
    assignment: Assignment,
    limits: Limits,
    asked: Asked,
    again: list[Look],
) -> bool:
    """Whether a preview is still what it would be now."""
    now = sorted((look.submission.student, look.fresh, look.key) for look in again)
    return (
        plan is not None
        and plan.digest == assignment.digest
        and plan.limits == asdict(limits)
        and plan.asked == json.loads(json.dumps(asdict(asked)))
        and [(e.student, e.fresh, e.key) for e in plan.entries] == now
    )


def most(assignment: Assignment) -> float:
    """The most that the assignment gives now."""
    return max_score(assignment)
