"""The marks that people gave in formgrader, and the answers that wait for one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

CHANGED = "It has changed since a person marked it."
Marks = Mapping[tuple[str, str], "Mark"]  # by student and question


@dataclass(frozen=True)
class Mark:
    """A person's mark of one answer; None where there is none yet."""

    score: float | None
    waits: bool  # nobody has looked, or it has changed since somebody did


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
