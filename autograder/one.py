"""Grade one notebook or submission: from the options of a command to its exit code."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from autograder import terminal
from autograder.records import Assignment, Engine, Limits, Result, Submission
from autograder.run import Options, configured, load, logged, make_engine


def grade_one(name: str, path: Path, options: Options) -> int:
    """Grade a notebook or a submission's folder; print its result; the exit code."""
    from autograder import grade, judged
    from autograder.course.assignment import source_folder
    from autograder.marks import files

    began = time.monotonic()
    course, assignment = load(name, options)
    _, options = configured(course, options)
    judge = one_grader(path, assignment)
    with make_engine(source_folder(course), assignment.outside, options, 1) as engine:
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
) -> Callable[[Assignment, Engine, Limits], Result]:
    """What grades a notebook, or the folder of a submission; `Refusal` for neither."""
    from autograder import grade
    from autograder.course.handed_in import one_file
    from autograder.course.submissions import free_files

    if path.is_dir():  # `--submission`
        submission = Submission(path.resolve().name, path)
        return lambda *known: grade.grade_submission(submission, *known).result
    master, given = one_file(path, assignment)
    own = free_files(path.parent, assignment)

    def judge(settled: Assignment, engine: Engine, limits: Limits) -> Result:
        [ours] = [part for part in settled.masters if part.name == master.name]
        result, _ = grade.grade_notebook(
            *(path.stem, given.data, ours, settled.files, engine, limits, own),
            reason=given.fault,
            instead=given.reason,
        )
        flags = dict.fromkeys((*given.flags, *result.flags))
        return replace(result, flags=tuple(flags))

    return judge
