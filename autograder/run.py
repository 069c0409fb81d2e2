"""Grade one notebook or a class: from the options of a command to its exit code."""

from __future__ import annotations

import gc
import logging
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from autograder import machine, terminal
from autograder.course import outside, preload
from autograder.engine.sandboxed import SandboxedEngine
from autograder.records import (
    Assignment,
    Graded,
    Limits,
    NotGraded,
    Outside,
    Refusal,
    Result,
    Startable,
    Stopped,
    Submission,
)

if TYPE_CHECKING:  # they import nbgrader, which takes seconds: see `grade_class`
    from nbgrader.coursedir import CourseDirectory

    from autograder.cluster.starting import Cluster
    from autograder.course.settings import Settings
    from autograder.marks.files import Output
    from autograder.marks.gradebook import Book


@dataclass(frozen=True)
class Options:
    """What a command asks for."""

    course: Path
    limits: Limits
    submitted: Path | None = None
    output: Path | None = None
    jobs: int | None = None
    db: str | None = None
    no_gradebook: bool = False
    warm: bool = True
    unsafe: bool = False
    timeout: float | None = None  # seconds a cell; None: as the course says
    total: float | None = None  # seconds a notebook; None: as many as cells need
    students: tuple[str, ...] = ()  # names or patterns; none: as the course says
    notebooks: tuple[str, ...] = ()  # likewise
    force: bool = False  # grade again what has not changed
    asked: outside.Asked = field(default_factory=outside.Asked)
    cluster: Cluster | None = None  # None for forks on this machine


def load(name: str, options: Options) -> tuple[CourseDirectory, Assignment]:
    """The course and the assignment that the options name."""
    from autograder.course import assignment, kernels

    root = options.course.resolve()
    if not root.is_dir():
        raise Refusal(f"there is no folder {root}")
    course = assignment.load_course(root)
    if options.db:
        course.db_url = options.db
    folder = Path(course.format_path(course.source_directory, ".", name))
    found = assignment.load_assignment(course, name)
    asked = options.asked.over(outside.configured(course), root)
    world = outside.find(asked, root, folder)
    world = replace(world, kernel=kernels.interpreter(found, course))
    outside.refuse_secrets(world, course, options.output)
    return course, outside.applied(found, world, folder, options.limits.scratch)


def configured(course: CourseDirectory, options: Options) -> tuple[Settings, Options]:
    """What the course's configuration says, and the options with it filled in."""
    from autograder.course import settings

    found = settings.read(course)
    for sentence in found.notices:
        terminal.say(f"autograder: {sentence}")
    return found, replace(
        options,
        limits=found.limits(options.limits, options.timeout, options.total),
        students=options.students or (found.students,),
        notebooks=options.notebooks or (found.notebooks,),
        force=options.force or found.force,
    )


def make_engine(
    source: Path, world: Outside, options: Options, jobs: int | None
) -> Startable:
    """The engine for a course's folder of sources, not yet started."""
    # What the Python of another environment has is its own matter: start it cold.
    modules = preload.wanted_modules(source) if world.kernel is None else ()
    warm, unsafe = options.warm and world.kernel is None, options.unsafe
    if options.cluster is not None:
        from autograder.cluster.engine import ClusterEngine
        from autograder.cluster.wire import placed

        place = placed(modules, world, warm, unsafe)
        return ClusterEngine(options.cluster, place, jobs)
    jobs = jobs or machine.processors()
    return SandboxedEngine(modules, jobs, unsafe, warm=warm, outside=world)


class EarlyEngine:
    """An engine that starts at once, for the course as it probably is.

    Importing the libraries takes seconds in which there is other work.
    """

    def __init__(self, name: str, options: Options) -> None:
        self.options = options
        self.background = ThreadPoolExecutor(1)
        root = options.course.resolve()
        source, world = preload.likely_source(root), Outside()
        with suppress(Refusal):  # `load` says it
            asked = options.asked.over(outside.likely(root), root)
            world = outside.find(asked, root, source / name)
        self.begin(source, world)

    def __enter__(self) -> EarlyEngine:
        return self

    def __exit__(self, *_: object) -> None:
        self.engine.give_up()
        self.background.shutdown()

    def begin(self, source: Path, world: Outside) -> None:
        """Start in the background."""
        self.meant = source, world
        self.engine = make_engine(source, world, self.options, self.options.jobs)
        self.starting = self.background.submit(self.engine.start)

    def correct(self, source: Path, world: Outside) -> None:
        """Start again if the course is another than it seemed to be."""
        if (source, world) != self.meant:
            self.engine.give_up()
            self.begin(source, world)

    def ready(self) -> Startable:
        """The engine when it has started; `Refusal` if it cannot."""
        self.starting.result()
        return self.engine


@dataclass
class ClassRun:
    """What one run over a class has found, and where it is kept."""

    assignment: Assignment
    output: Output
    book: Book | None
    scratch: int  # MB of files that a submission may have
    part: Assignment | None = None  # the notebooks that are graded now, if not all
    force: bool = False  # grade what has not changed, too
    results: dict[str, Result] = field(default_factory=dict)
    unchanged: dict[str, tuple[str, Submission]] = field(default_factory=dict)

    def known(self, submission: Submission, key: str) -> bool:
        """Whether an earlier run graded this very submission; note its result."""
        earlier = self.output.load(submission.student)
        if self.force or earlier is None or earlier[0] != key:
            return False
        self.unchanged[submission.student] = (key, submission)
        self.results[submission.student] = earlier[1]
        return True

    def keep(self, graded: Graded) -> Result:
        """Write a result to files, then to the gradebook; what came of it.

        What cannot be written for one submission costs that submission alone.
        """
        from autograder import selection

        result = graded.result
        if result.status != "not_graded":
            with self.alone(graded.submission):
                if self.part is not None:
                    graded = selection.completed(
                        graded, self.output, self.part, self.assignment
                    )
                    result = graded.result
                self.output.save(graded)
                self.record(graded)
                self.results[result.student] = result
        else:
            self.results[result.student] = result
        return self.results[result.student]

    @contextmanager
    def alone(self, submission: Submission) -> Iterator[None]:
        """Let a fault cost one submission, not the class."""
        from autograder.grade import fault

        try:
            yield
        except Refusal:
            raise  # it concerns the whole class
        except Exception as error:  # its traceback goes to the log
            lost = fault(submission, self.assignment, error)
            self.results[submission.student] = lost.result

    def record(self, graded: Graded) -> None:
        """Write a result that the files have to the gradebook, if there is one."""
        if self.book is not None:
            self.book.keep(graded)
            state = self.book.write(graded.result, graded.submission)
            self.mark(graded.result.student, graded.key, state)

    def mark(self, student: str, key: str, state: str) -> None:
        """Note what stands in the gradebook, and what its late penalty depends on."""
        self.output.recorded(student, f"{key} {state}", mark=True)

    def restore(self, submission: Submission, key: str, result: Result) -> None:
        """Record a result that a killed run left in the files alone."""
        from autograder.course.submissions import submitted_files

        own, _ = submitted_files(submission, self.assignment, self.scratch)
        files = own | dict(self.assignment.files)
        self.record(self.output.restore(submission, key, result, files))

    def make_up(self) -> None:
        """Record what a killed run left, and penalties that have changed since."""
        if self.book is None:
            return
        lateness = self.book.lateness() if self.unchanged else {}
        for student, (key, submission) in sorted(self.unchanged.items()):
            result = self.results[student]
            known, _, state = self.output.record_of(student).partition(" ")
            there = (
                known == key
                and student in lateness
                and self.book.holds(result, self.output.notebooks(student))
            )
            if there and state == lateness[student]:
                continue
            with self.alone(submission):
                if there:  # the deadline or the like has changed, not the work
                    self.mark(student, key, self.book.settle(student))
                    continue
                self.restore(submission, key, result)


def check(name: str, options: Options) -> int:
    """Print what an author wants to know of an assignment; the exit code."""
    from autograder import check
    from autograder.course.assignment import source_folder

    course, assignment = load(name, options)
    _, options = configured(course, options)
    wrong = []
    with make_engine(source_folder(course), assignment.outside, options, 1) as engine:
        try:
            found = check.examine(assignment, engine, options.limits)
        except NotGraded as error:
            raise Stopped(f"the notebook could not be run: {error}") from error
    for finding in found:
        for line in check.lines(finding):
            terminal.say(line, err=False)
        wrong += list(check.faults(finding))
    for fault in wrong:
        terminal.say(f"autograder: {fault}")
    return 1 if wrong else 0


def grade_class(name: str, options: Options) -> int:
    """Grade all submissions and record them; the exit code."""
    began = time.monotonic()
    with ExitStack() as stack:
        gc.disable()  # what is imported stays: looking for garbage in it costs a third
        stack.callback(gc.enable)
        early = stack.enter_context(EarlyEngine(name, options))

        # nbgrader is imported while the engine starts.
        from autograder import grade, judged, selection
        from autograder.course import versions
        from autograder.course.assignment import source_folder
        from autograder.course.submissions import find_submissions
        from autograder.marks.files import Output
        from autograder.marks.gradebook import Book

        course, assignment = load(name, options)
        asked, options = configured(course, options)
        early.correct(source_folder(course), assignment.outside)
        submissions = find_submissions(course, name, options.submitted)
        submissions, others = selection.select(submissions, options.students, name)
        part = selection.part_of(assignment, options.notebooks)
        folder = options.output or Path(course.root, "graded", name)
        output = Output(folder, name)
        stack.callback(output.close)
        faults = stack.enter_context(logged(folder / "errors.log"))
        book = None
        if not options.no_gradebook:
            book = Book(course, assignment, asked, folder / "removed_marks.csv")
            stack.callback(book.close)
            for sentence in book.changes:
                terminal.say(f"autograder: {sentence}")
        run = ClassRun(
            *(assignment, output, book, options.limits.scratch, part, options.force)
        )
        run.results |= selection.known(output, others)
        if book is not None and not asked.strangers:
            submissions, strangers = book.known(submissions)
            run.results |= selection.turned_away(strangers, assignment)
        show = stack.enter_context(terminal.progress(len(submissions)))
        gc.freeze()
        gc.enable()
        engine = early.ready()
        part = judged.settle(part, engine, options.limits)
        versions.keep(folder, versions.version_of(part, options.limits))
        jobs = max(1, min(engine.jobs, len(submissions)))
        for graded in grade.grade_all(
            submissions, part, engine, options.limits, jobs, run.known
        ):
            show(run.keep(graded))
        run.make_up()
        seconds = time.monotonic() - began
        terminal.beside(judged.left_beside(part), name)
        output.summarise(run.results.values(), engine.name, engine.sandbox, seconds)
    terminal.summary(run.results, len(run.unchanged), engine, folder, seconds)
    if faults.exists():
        terminal.say(f"autograder: details are in {faults}")
    lost = [r.student for r in run.results.values() if r.status == "not_graded"]
    return 1 if lost else 0


@contextmanager
def logged(path: Path) -> Iterator[Path]:
    """Let tracebacks go to a file, made anew by each run that has any."""
    path.unlink(missing_ok=True)
    handler = logging.FileHandler(path, encoding="utf-8", errors="replace", delay=True)
    handler.setFormatter(terminal.Plain("%(asctime)s %(message)s"))
    log = logging.getLogger("autograder")
    log.addHandler(handler)
    log.propagate = False
    try:
        yield path
    except Refusal:
        raise
    except Exception as error:
        log.error("the run ended early", exc_info=error)
        raise Stopped(
            f"the grader failed ({type(error).__name__}: {error}); {path} has the "
            "details; what was graded is kept, and the next run goes on from there"
        ) from error
    finally:
        log.removeHandler(handler)
        handler.close()
