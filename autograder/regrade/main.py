"""A regrade from the options of its command to its exit code."""

from __future__ import annotations

import gc
import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder import run, terminal
from autograder.inert.text import many
from autograder.records import Assignment, Limits, Refusal, Submission

if TYPE_CHECKING:  # they import nbgrader, which takes seconds
    from nbgrader.coursedir import CourseDirectory

    from autograder.marks.files import Output
    from autograder.regrade.bundle import Places
    from autograder.regrade.preview import Asked, Look, Plan


@dataclass(frozen=True)
class Wanted:
    """What a command asks for, besides a run's options."""

    options: run.Options
    limits: dict[str, float | None]  # None for those of the last grading
    students: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    force: bool = False


@dataclass
class Regrade:
    """All that a preview, an apply and an undo have to do with."""

    name: str
    wanted: Wanted
    course: CourseDirectory
    assignment: Assignment
    output: Output
    submissions: list[Submission]
    limits: Limits
    known: list[Any]  # versions

    @property
    def places(self) -> Places:
        """Where its files are."""
        from autograder.regrade.bundle import Places

        return Places(self.course, self.name, self.output)

    @property
    def asked(self) -> Asked:
        """Whom it is about."""
        from autograder.regrade.preview import Asked

        wanted = self.wanted
        students = tuple(sorted(set(wanted.students)))
        questions = tuple(sorted(set(wanted.questions)))
        return Asked(students, questions, wanted.force)

    @property
    def next(self) -> Path:
        """Where a preview's results are kept."""
        return self.places.folder / "next"


@contextmanager
def begun(name: str, wanted: Wanted) -> Iterator[Regrade]:
    """Find everything; nothing of it is written."""
    from autograder.course import versions
    from autograder.course.submissions import find_submissions
    from autograder.marks.files import Output
    from autograder.regrade import preview

    options = wanted.options
    course, assignment = run.load(name, options)
    folder = options.output or Path(course.root, "graded", name)
    if not folder.is_dir():
        raise Refusal(
            f"{name} has not been graded: run `autograder grade {name}` first"
        )
    submissions = find_submissions(course, name, options.submitted)
    output = Output(folder, name)
    try:
        known = versions.kept(folder)
        limits = preview.limits_before(submissions, output, assignment, known)
        given = {k: v for k, v in wanted.limits.items() if v is not None}
        limits = replace(limits, **given)  # type: ignore[arg-type]
        yield Regrade(
            name, wanted, course, assignment, output, submissions, limits, known
        )
    finally:
        output.close()


def refuse_interrupted(regrade: Regrade) -> None:
    """Refuse to go on where an apply or an undo was interrupted."""
    from autograder.regrade import bundle

    last = bundle.newest(regrade.places.folder)
    if last is not None and (way := last.under_way()):
        again = "--undo" if way == bundle.UNDOING else "--apply"
        other = "" if way == bundle.UNDOING else ", or --undo to go back"
        raise Refusal(
            f"a regrade of {regrade.name} was interrupted: run it again with "
            f"{again} to finish it{other}"
        )


def found(regrade: Regrade) -> tuple[list[Look], dict[str, list[str]]]:
    """The submissions to grade again, and those that are left alone."""
    from autograder.regrade import preview

    preview.known_questions(regrade.assignment, regrade.asked)
    looked = preview.looks(
        *(regrade.submissions, regrade.output, regrade.assignment),
        *(regrade.limits, regrade.known),
    )
    return preview.chosen(list(looked), regrade.asked)


def compute(
    regrade: Regrade, early: run.EarlyEngine, began: float
) -> tuple[Plan, list[str]]:
    """Grade again what must be, aside; the plan, and whom that failed for."""
    from autograder import judged
    from autograder.course import versions
    from autograder.marks.files import Output
    from autograder.regrade import preview

    again, left = found(regrade)
    preview.clear(regrade.places.folder)
    kept = Output(regrade.next, regrade.name)
    lost: list[str] = []
    try:
        work_runs, entries, changes = 0, [], []  # type: ignore[var-annotated]
        if again:
            engine = early.ready()
            assignment = judged.settle(regrade.assignment, engine, regrade.limits)
            new = versions.version_of(assignment, regrade.limits)
            students = {look.submission.student for look in again}
            chosen = [s for s in regrade.submissions if s.student in students]
            looked = list(
                preview.looks(
                    *(chosen, regrade.output, assignment, regrade.limits),
                    *(regrade.known, new),
                )
            )
            changes = sorted({look.changes.said() for look in looked} - {"nothing"})
            with (
                ThreadPoolExecutor(engine.jobs) as pool,
                terminal.progress(len(looked)) as show,
            ):
                work = preview.Work(
                    *(assignment, engine, regrade.limits, regrade.output, kept),
                    *(regrade.asked, pool, show),
                )
                work.go(looked)
            entries, work_runs, lost = work.entries, work.runs, work.lost
        plan = preview.Plan(
            digest=regrade.assignment.digest,
            limits=asdict(regrade.limits),
            asked=json.loads(json.dumps(asdict(regrade.asked))),
            changes=changes,
            entries=entries,
            left=left,
            runs=work_runs,
        )
        if not lost:
            preview.write_plan(regrade.places.folder, plan)
    finally:
        kept.close()
    return plan, lost


def present(regrade: Regrade, plan: Plan, lost: list[str], marks: Any) -> None:
    """Show a preview, and write its files."""
    from autograder.marks.files import Output
    from autograder.regrade import show

    kept = Output(regrade.next, regrade.name)
    try:
        pairs = show.of_plan(plan, regrade.output, kept)
    finally:
        kept.close()
    rows = [row for old, new in pairs for row in show.rows(old, new, marks)]
    told = show.summary(regrade.name, plan, pairs, rows, marks, lost)
    show.write(regrade.places.folder, told, rows)
    show.on_terminal(told, rows, regrade.places.folder)


def people(regrade: Regrade) -> Any:
    """The marks that people gave."""
    from autograder.marks import ledger

    if regrade.wanted.options.no_gradebook:
        return {}
    course = regrade.course
    return ledger.read(course.db_url, course.course_id, regrade.name).marks()


@contextmanager
def engine_ready(name: str, wanted: Wanted) -> Iterator[run.EarlyEngine]:
    """An engine that starts while the rest is imported."""
    gc.disable()
    try:
        with run.EarlyEngine(name, wanted.options) as early:
            yield early
    finally:
        gc.enable()


def preview(name: str, wanted: Wanted) -> int:
    """Show what a regrade would change; the exit code."""
    began = time.monotonic()
    with engine_ready(name, wanted) as early:
        from autograder.course.assignment import source_folder

        with begun(name, wanted) as regrade:
            early.correct(source_folder(regrade.course), regrade.assignment.outside)
            refuse_interrupted(regrade)
            with run.logged(regrade.output.folder / "errors.log"):
                plan, lost = compute(regrade, early, began)
            present(regrade, plan, lost, people(regrade))
    seconds = time.monotonic() - began
    terminal.say(
        f"{seconds:.1f} s; no mark was touched: "
        f"`autograder regrade {name} --apply` does that",
        err=False,
    )
    return 1 if lost else 0


def apply(name: str, wanted: Wanted) -> int:
    """Write what a preview computed, or compute it first; the exit code."""
    from autograder.marks.files import Output
    from autograder.marks.gradebook import Book
    from autograder.regrade import apply, bundle, preview

    began = time.monotonic()
    with begun(name, wanted) as regrade, ExitStack() as stack:
        plan = ready(regrade, began)
        if not plan.entries:
            terminal.say(f"{name}: nothing to apply", err=False)
            return 0
        options = wanted.options
        stack.enter_context(run.logged(regrade.output.folder / "errors.log"))
        kept = Output(regrade.next, name)
        stack.callback(kept.close)
        url = "" if options.no_gradebook else regrade.course.db_url
        kept_before = apply.prepared(regrade.places, plan.entries, kept, url)
        book = None
        if url:
            asked, _ = run.configured(regrade.course, options)
            removed = regrade.output.folder / "removed_marks.csv"
            book = Book(regrade.course, regrade.assignment, asked, removed)
            stack.callback(book.close)
            for sentence in book.changes:
                terminal.say(f"autograder: {sentence}")
        scratch = regrade.limits.scratch
        written = run.ClassRun(regrade.assignment, regrade.output, book, scratch)
        handed_in = {s.student: s for s in regrade.submissions}
        lost = apply.write(
            *(written, regrade.places, kept_before),
            *(plan.entries, kept, handed_in),
        )
        apply.summarise(written, {entry.student for entry in plan.entries})
        remember(regrade)
        bundle.done(kept_before, regrade.places)
        kept.close()
        preview.clear(regrade.places.folder)
    for student in lost:
        terminal.say(f"autograder: {student} was not written")
    terminal.say(
        f"{name}: {len(plan.entries) - len(lost)} results written; "
        f"`autograder regrade {name} --undo` brings back those of before",
        err=False,
    )
    return 1 if lost else 0


def remember(regrade: Regrade) -> None:
    """Keep the version that results now come from."""
    from autograder import judged
    from autograder.course import versions

    apart = judged.known(regrade.assignment)
    if apart is not None:
        version = versions.version_of(apart, regrade.limits)
        versions.keep(regrade.output.folder, version)


def ready(regrade: Regrade, began: float) -> Plan:
    """The plan to apply: the last preview's if it still holds, else a new one."""
    from autograder.regrade import bundle, preview

    plan = preview.read_plan(regrade.places.folder)
    last = bundle.newest(regrade.places.folder)
    way = last.under_way() if last is not None else ""
    if way == bundle.UNDOING:
        refuse_interrupted(regrade)
    if way == bundle.APPLYING:
        if plan is None or plan.digest != regrade.assignment.digest:
            raise Refusal(
                f"a regrade of {regrade.name} was interrupted, and the assignment has "
                "changed since: run it with --undo first"
            )
        return plan
    again, _ = found(regrade)
    if plan is not None and preview.holds(
        plan, regrade.assignment, regrade.limits, regrade.asked, again
    ):
        return plan
    with engine_ready(regrade.name, regrade.wanted) as early:
        from autograder.course.assignment import source_folder

        early.correct(source_folder(regrade.course), regrade.assignment.outside)
        with run.logged(regrade.output.folder / "errors.log"):
            plan, lost = compute(regrade, early, began)
        present(regrade, plan, lost, people(regrade))
    if lost:
        raise Refusal("some could not be graded again: nothing was written")
    return plan


def undo(name: str, wanted: Wanted) -> int:
    """Bring back what was there before the last apply; the exit code."""
    from autograder.marks.files import Output
    from autograder.regrade import bundle
    from autograder.regrade.undo import undo as bring_back

    options = wanted.options
    course, _ = run.load(name, options)
    folder = options.output or Path(course.root, "graded", name)
    if not folder.is_dir():
        raise Refusal(f"there is no regrade of {name} to undo")
    output = Output(folder, name)
    try:
        places = bundle.Places(course, name, output)
        count, left = bring_back(places, wanted.force)
    finally:
        output.close()
    more = f"; {left} earlier to undo" if left else ""
    terminal.say(
        f"{name}: the marks of {many(count, 'student')} are as before the "
        f"regrade{more}; the assignment's source is as you changed it, so the next "
        f"`autograder grade {name}` would grade all of them again",
        err=False,
    )
    return 0
