"""The marks that people gave in formgrader, and the answers that wait for one."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbgrader.api import Grade, Gradebook
from sqlalchemy import or_
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SAWarning, SQLAlchemyError

from autograder.records import Refusal

CHANGED = "It has changed since a person marked it."
Marks = Mapping[tuple[str, str], "Mark"]  # by student and question


@dataclass(frozen=True)
class Mark:
    """A person's mark of one answer; None where there is none yet."""

    score: float | None
    waits: bool  # nobody has looked, or it has changed since somebody did


def read(url: str, course_id: str, assignment: str) -> Marks:
    """What the gradebook at `url` knows of people's marks; nothing without one.

    Raises `Refusal` when the gradebook cannot be read.
    """
    place = make_url(url)
    if (
        place.drivername.startswith("sqlite")
        and not Path(place.database or "").exists()
    ):
        return {}  # opening it would make one
    warnings.simplefilter("ignore", SAWarning)  # nbgrader's
    try:
        with Gradebook(url, course_id or "default_course") as gradebook:
            wanted = gradebook.db.query(Grade).filter(
                or_(Grade.manual_score.isnot(None), Grade.needs_manual_grade)
            )
            return {
                (grade.student.id, grade.cell.name): Mark(
                    None if grade.manual_score is None else float(grade.score),
                    bool(grade.needs_manual_grade),
                )
                for grade in wanted
                if grade.assignment.name == assignment
            }
    except (SQLAlchemyError, ImportError) as error:
        text = str(getattr(error, "orig", error)).strip().splitlines()[0]
        raise Refusal(f"cannot read the gradebook: {text}") from error


def with_marks(submission: dict[str, Any], marks: Marks) -> dict[str, Any]:
    """A submission of results.json with the marks that people gave."""
    questions = []
    for question in submission["questions"]:
        mark = marks.get((submission["student"], question["id"]))
        if mark is not None and mark.score is not None:
            question = {**question, "score": mark.score, "status": "marked"}
            if mark.waits:
                question |= {"status": "manual", "message": CHANGED}
        questions.append(question)
    if questions == submission["questions"]:
        return submission
    total = sum(question["score"] for question in questions)
    return {**submission, "questions": questions, "score": total}
