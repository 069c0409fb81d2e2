"""The way of one submission, and of a class: sanitise, execute, score."""

from __future__ import annotations

import hashlib
import json
import logging
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path

from nbformat import NotebookNode

from autograder.course import sanitise, siblings
from autograder.course.handed_in import handed_in
from autograder.course.submissions import (
    digest,
    submitted_files,
)
from autograder.marks import score
from autograder.records import (
    Assignment,
    Engine,
    Graded,
    Limits,
    Master,
    NotGraded,
    Refusal,
    Result,
    Submission,
    Task,
)

log = logging.getLogger("autograder")
MOST_REASON = 300  # characters of why a submission was not graded


def key(submission: Submission, assignment: Assignment, limits: Limits) -> str:
    """A digest of everything that the marks of a submission depend on."""
    found = hashlib.sha256(assignment.digest.encode())
    found.update(json.dumps(asdict(limits), sort_keys=True).encode())
    found.update(libraries().encode())
    found.update(digest(submission.folder).encode())
    return found.hexdigest()


@cache
def libraries() -> str:
    """The libraries that are installed, and their versions, as one text.

    A notebook may import any of them, by way of others, too.
    """
    found = {
        path.name.removesuffix(".dist-info")
        for place in sys.path
        for path in Path(place or ".").glob("*.dist-info")
    }
    return " ".join([sys.version, *sorted(found)])


def grade_notebook(
    student: str,
    data: bytes | None,
    master: Master,
    files: Mapping[str, bytes],
    engine: Engine,
    limits: Limits,
    own: Mapping[str, bytes] | None = None,
    reason: str = "",
    instead: str = "",
    written: dict[str, bytes] | None = None,
) -> tuple[Result, NotebookNode | None]:
    """Grade the bytes of one notebook.

    None stands for one that was never handed in, `instead` of which other things
    were, or, with a `reason`, for one that cannot be read. `files` of the course and
    the student's `own` lie beside it. What the notebook writes there is added to
    `written`.
    """
    most = sum(score.points(cell) for _, cell in score.graded_cells(master.notebook))

    def result(status, marks, questions=(), **more):  # type: ignore[no-untyped-def]
        named = tuple(replace(part, notebook=master.name) for part in questions)
        return Result(student, status, marks, most, questions=named, **more)

    def unreadable(why: str) -> tuple[Result, None]:
        blank = score.no_answers(master, f"The notebook cannot be read: {why}.")
        return result("unreadable", 0.0, blank, flags=(why,)), None

    if reason:
        return unreadable(reason)
    if data is None:
        text = "No notebook was handed in."
        if instead:
            text = f"No notebook of this assignment was found: {instead}."
        blank = score.no_answers(master, text)
        return result("missing", 0.0, blank), None
    try:
        notebook, flags = sanitise.sanitise(data, master)
    except sanitise.Unreadable as error:
        return unreadable(str(error))
    try:
        execution = engine.run(Task(notebook, master, files, own or {}), limits)
    except NotGraded as error:
        return result("not_graded", None, flags=(str(error),)), None
    if written is not None:
        written.update(execution.files)
    questions = score.score_notebook(execution, master)
    whole = all(o.state in ("done", "error") for o in execution.outcomes.values())
    graded = result(
        "graded" if whole else "partial",
        sum(part.score for part in questions),
        questions,
        seconds=execution.seconds,
        flags=(*flags, *execution.flags),
        unchanged=tuple(
            (master.name, name) for name in score.unchanged_answers(notebook, master)
        ),
        spent=execution.spent,
        peak=execution.peak,
    )
    return graded, execution.notebook


def grade_submission(
    submission: Submission,
    assignment: Assignment,
    engine: Engine,
    limits: Limits,
    name: str = "",
) -> Graded:
    """Grade all notebooks of one submission; `name` is its `key`, if known."""
    own, flags = submitted_files(submission, assignment, limits.scratch)
    if submission.untimed:
        flags.append(submission.untimed)
    found = handed_in(submission.folder, assignment)
    notebooks_given = siblings.of_submission(found)
    written: dict[str, bytes] = {}
    parts: list[Result] = []
    notebooks: dict[str, NotebookNode] = {}
    for master in assignment.masters:
        given = found[master.name]
        flags += given.flags
        part, notebook = grade_notebook(
            submission.student,
            given.data,
            master,
            assignment.files,
            engine,
            limits,
            siblings.beside(
                master, notebooks_given, own | siblings.changed(assignment, written)
            ),
            given.fault,
            given.reason,
            written,
        )
        parts.append(part)
        if notebook is not None:
            notebooks[master.name] = notebook
    most = score.max_score(assignment)
    result = score.combine(submission.student, parts, most)
    result = replace(result, flags=tuple(dict.fromkeys((*flags, *result.flags))))
    files = own | dict(assignment.files) | written
    return Graded(submission, name, result, notebooks, files)


def fault(submission: Submission, assignment: Assignment, error: Exception) -> Graded:
    """The result where the grader itself failed; its log has the traceback."""
    log.error("%s was not graded", submission.student, exc_info=error)
    why = f"the grader failed ({type(error).__name__}: {error})"
    if isinstance(error, NotGraded):  # it says itself what failed
        why = str(error)
    result = Result(
        submission.student,
        "not_graded",
        None,
        score.max_score(assignment),
        flags=(why.encode("utf-8", "replace").decode()[:MOST_REASON],),
    )
    return Graded(submission, "", result)


def grade_new(
    submission: Submission,
    assignment: Assignment,
    engine: Engine,
    limits: Limits,
    known: Callable[[Submission, str], bool],
) -> Graded | None:
    """Grade a submission, unless `known` recognises it by its key."""
    try:
        name = key(submission, assignment, limits)
        if known(submission, name):
            return None
        return grade_submission(submission, assignment, engine, limits, name)
    except Refusal:
        raise  # it concerns the whole class
    except Exception as error:  # whatever it is, it costs this submission alone
        return fault(submission, assignment, error)


def grade_all(
    submissions: list[Submission],
    assignment: Assignment,
    engine: Engine,
    limits: Limits,
    jobs: int,
    known: Callable[[Submission, str], bool],
) -> Iterator[Graded]:
    """Grade a class, `jobs` submissions at a time, as each is done.

    Few submissions are under way at any moment, so memory does not grow with
    the class. Those that `known` recognises by their key are left out.
    """

    def work(submission: Submission) -> Graded | None:
        return grade_new(submission, assignment, engine, limits, known)

    waiting = iter(submissions)
    with ThreadPoolExecutor(jobs) as pool:
        running: set[Future[Graded | None]] = set()
        try:
            while True:
                for submission in waiting:
                    running.add(pool.submit(work, submission))
                    if len(running) > jobs:
                        break
                if not running:
                    return
                done, running = wait(running, return_when=FIRST_COMPLETED)
                for future in done:
                    graded = future.result()
                    if graded is not None:
                        yield graded
        finally:
            for future in running:
                future.cancel()
