"""Grade one notebook or a class: from the options of a command to its exit code."""

from __future__ import annotations

import gc
import logging
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from autograder import machine, terminal
from autograder.course import preload
from autograder.engine.sandboxed import SandboxedEngine
from autograder.records import (
    Assignment,
    Graded,
    Limits,
    NotGraded,
    Refusal,
    Result,
    Stopped,
    Submission,
)

if TYPE_CHECKING:  # they import nbgrader, which takes seconds: see `grade_class`
    from nbgrader.coursedir import CourseDirectory

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


def load(name: str, options: Options) -> tuple[CourseDirectory, Assignment]:
    """The course and the assignment that the options name."""
    from autograder.course import assignment

    root = options.course.resolve()
    if not root.is_dir():
        raise Refusal(f"there is no folder {root}")
    course = assignment.load_course(root)
    if options.db:
        course.db_url = options.db
    return course, assignment.load_assignment(course, name)


def make_engine(source: Path, options: Options, jobs: int) -> SandboxedEngine:
    """The engine for a course's folder of sources, not yet started."""
    modules = preload.wanted_modules(source)
    return SandboxedEngine(modules, jobs, options.unsafe, warm=options.warm)


def grade_one(name: str, path: Path, options: Options) -> int:
    """Grade a notebook or a submission's folder; print its result; the exit code."""
    from autograder import grade, judged
    from autograder.course.assignment import source_folder
    from autograder.marks import files

    began = time.monotonic()
    course, assignment = load(name, options)
    judge = one_grader(path, assignment)
    with make_engine(source_folder(course), options, 1) as engine:
        assignment = judged.settle(assignment, engine, options.limits)
        # A folder of its own: a known name in a shared one could be anybody's.
        place = Path(tempfile.mkdtemp(prefix="autograder-"))
        with logged(place / "errors.log") as faults:
            try:
                result = judge(assignment, engine, options.limits)
            except Exception as error:  # a fault of ours: never a 0
                handed_in = Submission(path.stem, path.parent)
                result = grade.fault(handed_in, assignment, error).result
        if faults.exists():
            terminal.say(f"autograder: details are in {faults}")
        else:
            place.rmdir()
        seconds = time.monotonic() - began
        summary = files.to_json(name, [result], engine.name, engine.sandbox, seconds)
    terminal.say(files.to_bytes(summary).decode().rstrip("\n"), err=False, kept="\n")
    return 1 if result.status == "not_graded" else 0


def one_grader(
    path: Path, assignment: Assignment
) -> Callable[[Assignment, SandboxedEngine, Limits], Result]:
    """What grades a notebook, or the folder of a submission; `Refusal` for neither."""
    from autograder import grade
    from autograder.course.handed_in import one_file

    if path.is_dir():  # `--submission`
        submission = Submission(path.resolve().name, path)
        return lambda *known: grade.grade_submission(submission, *known).result
    master, given = one_file(path, assignment)

    def judge(settled: Assignment, engine: SandboxedEngine, limits: Limits) -> Result:
        [ours] = [part for part in settled.masters if part.name == master.name]
        result, _ = grade.grade_notebook(
            *(path.stem, given.data, ours, settled.files, engine, limits),
            reason=given.fault,
            instead=given.reason,
        )
        flags = dict.fromkeys((*given.flags, *result.flags))
        return replace(result, flags=tuple(flags))

    return judge


class EarlyEngine:
    """An engine that starts at once, for the course as it probably is.

    Importing the libraries takes seconds in which there is other work.
    """

    def __init__(self, options: Options) -> None:
        self.options, self.jobs = options, options.jobs or machine.processors()
        self.background = ThreadPoolExecutor(1)
        self.begin(preload.likely_source(options.course.resolve()))

    def __enter__(self) -> EarlyEngine:
        return self

    def __exit__(self, *_: object) -> None:
        self.engine.give_up()
        self.background.shutdown()

    def begin(self, source: Path) -> None:
        """Start in the background."""
        self.source = source
        self.engine = make_engine(source, self.options, self.jobs)
        self.starting = self.background.submit(self.engine.start)

    def correct(self, source: Path) -> None:
        """Start again if the course's sources are in another folder."""
        if source != self.source:
            self.engine.give_up()
            self.begin(source)

    def ready(self) -> SandboxedEngine:
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
    results: dict[str, Result] = field(default_factory=dict)
    unchanged: dict[str, tuple[str, Submission]] = field(default_factory=dict)

    def known(self, submission: Submission, key: str) -> bool:
        """Whether an earlier run graded this very submission; note its result."""
        earlier = self.output.load(submission.student)
        if earlier is None or earlier[0] != key:
            return False
        self.unchanged[submission.student] = (key, submission)
        self.results[submission.student] = earlier[1]
        return True

    def keep(self, graded: Graded) -> Result:
        """Write a result to files, then to the gradebook; what came of it.

        What cannot be written for one submission costs that submission alone.
        """
        result = graded.result
        if result.status != "not_graded":
            with self.alone(graded.submission):
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

    def make_up(self) -> None:
        """Record what a killed run left, and penalties that have changed since."""
        from autograder.course.submissions import submitted_files

        if self.book is None:
            return
        lateness = self.book.lateness() if self.unchanged else {}
        for student, (key, submission) in sorted(self.unchanged.items()):
            known, _, state = self.output.record_of(student).partition(" ")
            there = known == key and student in lateness
            if there and state == lateness[student]:
                continue
            with self.alone(submission):
                if there:  # the deadline or the like has changed, not the work
                    self.mark(student, key, self.book.settle(student))
                    continue
                own, _ = submitted_files(submission, self.assignment, self.scratch)
                files = own | dict(self.assignment.files)
                result = self.results[student]
                self.record(self.output.restore(submission, key, result, files))


def check(name: str, options: Options) -> int:
    """Print what an author wants to know of an assignment; the exit code."""
    from autograder import check
    from autograder.course.assignment import source_folder

    course, assignment = load(name, options)
    wrong = []
    with make_engine(source_folder(course), options, 1) as engine:
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
        early = stack.enter_context(EarlyEngine(options))

        # nbgrader is imported while the engine starts.
        from autograder import grade, judged
        from autograder.course.assignment import source_folder
        from autograder.course.submissions import find_submissions
        from autograder.marks.files import Output
        from autograder.marks.gradebook import Book

        course, assignment = load(name, options)
        early.correct(source_folder(course))
        submissions = find_submissions(course, name, options.submitted)
        folder = options.output or Path(course.root, "graded", name)
        output = Output(folder, name)
        stack.callback(output.close)
        faults = stack.enter_context(logged(folder / "errors.log"))
        book = None if options.no_gradebook else Book(course, assignment)
        if book is not None:
            stack.callback(book.close)
        run = ClassRun(assignment, output, book, options.limits.scratch)
        show = stack.enter_context(terminal.progress(len(submissions)))
        gc.freeze()
        gc.enable()
        engine = early.ready()
        assignment = judged.settle(assignment, engine, options.limits)
        jobs = min(early.jobs, len(submissions))
        for graded in grade.grade_all(
            submissions, assignment, engine, options.limits, jobs, run.known
        ):
            show(run.keep(graded))
        run.make_up()
        seconds = time.monotonic() - began
        terminal.beside(judged.left_beside(assignment), name)
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
