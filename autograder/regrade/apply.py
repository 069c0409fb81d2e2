"""Write what a preview computed, as a grading run would."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from autograder.marks.files import Output
from autograder.records import Question, Result, Submission
from autograder.regrade import bundle as bundles
from autograder.regrade import written
from autograder.regrade.bundle import Bundle, Places
from autograder.regrade.preview import Entry

if TYPE_CHECKING:
    from autograder.run import ClassRun


def prepared(places: Places, entries: list[Entry], kept: Output, db_url: str) -> Bundle:
    """A bundle of what is about to change; the one of an interrupted apply, if any."""
    last = bundles.newest(places.folder)
    if last is not None and last.under_way() == bundles.APPLYING:
        return last
    after = {
        entry.student: bundles.digest(kept.place(entry.student) / "result.json")
        for entry in entries
    }
    return bundles.make(places, after, db_url)


def write(
    run: ClassRun,
    places: Places,
    bundle: Bundle,
    entries: list[Entry],
    kept: Output,
    handed_in: dict[str, Submission],
) -> list[str]:
    """Write the results; the students for whom that failed.

    What was graded since an apply was interrupted is newer, and stays.
    """
    known = bundle.manifest["students"]
    notebooks = {f"{master.name}.ipynb" for master in run.assignment.masters}
    lost = []
    for entry in entries:
        student = entry.student
        now = bundles.digest(run.output.place(student) / "result.json")
        found = kept.load(student)
        if found is None or student not in handed_in:
            lost.append(student)
            continue
        if now not in (None, *known.get(student, {}).values()):
            continue
        key, result = found
        submission = handed_in[student]
        files = written.given(submission, run.assignment, run.scratch)
        if entry.how == "whole":
            files |= written.files(written.place(kept.place(student)), run.scratch)
        else:  # what ran in part wrote nothing: the files of before stay
            folder = places.of(student)["autograded"]
            there = written.files(folder, run.scratch)
            files |= {n: data for n, data in there.items() if n not in notebooks}
        graded = kept.restore(submission, key, result, files)
        if run.keep(graded).status == "not_graded":
            lost.append(student)
    return lost


def summarise(run: ClassRun, students: set[str]) -> None:
    """Write results.json and results.csv with the new results in the old's places."""
    path = run.output.folder / "results.json"
    try:
        told: dict[str, Any] = json.loads(path.read_bytes())
        listed = {part["student"]: result_of(part) for part in told["submissions"]}
    except (OSError, ValueError, KeyError, TypeError):
        told, listed = {}, {}
    for student in {*listed, *students}:
        found = run.output.load(student)
        if found is not None:
            listed[student] = found[1]
    run.output.summarise(
        listed.values(),
        told.get("engine", "warm"),
        told.get("sandbox", ""),
        told.get("seconds", 0.0),
    )


def result_of(told: dict[str, Any]) -> Result:
    """A result as results.json has it."""
    names = {field.name for field in fields(Result)}
    known = {key: value for key, value in told.items() if key in names}
    questions = tuple(Question(**part) for part in told["questions"])
    result = Result(**{**known, "questions": questions})
    return replace(result, flags=tuple(result.flags))
