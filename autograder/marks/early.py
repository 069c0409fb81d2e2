"""What a feedback page may say before the deadline: no marks, and no more than allowed.

A question that fails nothing but what its author has hidden looks as one that passes.
"""

from __future__ import annotations

from typing import Literal

from autograder.marks import pages, wording
from autograder.marks.asked import Asked
from autograder.marks.feedback import NOTHING, STATES, Entry, Page
from autograder.marks.ledger import Ledger
from autograder.marks.wording import Told
from autograder.records import Question, Result

Show = Literal["visible", "promises", "all"]
SHOW: tuple[Show, ...] = ("visible", "promises", "all")
STOPPED = "Your answer was stopped: "  # not the test: `score.question`
QUIET = "the checks that you have found nothing wrong"
BROKEN = "breaks a promise"
_HEAD = (
    "The marks come after the deadline. Until then this page says what the checks "
    "found that you have. Others count, too"
)
HEADS = {
    "visible": f"{_HEAD}.",
    "promises": f"{_HEAD}: of them it names the sentence of a question that is broken.",
}


def pages_of(
    name: str, asked: list[Asked], result: Result, ledger: Ledger, show: Show
) -> dict[str, Page]:
    """One page for each notebook of the assignment, without marks, by its name."""
    marked = {(part.notebook, part.id): part for part in result.questions}
    listed: dict[str, list[Entry]] = {}
    for question in asked:
        part = marked.get((question.notebook, question.id))
        if part is None:
            part = Question(question.id, 0.0, question.most, "missing", NOTHING)
        listed.setdefault(question.notebook, []).append(entry(question, part, show))
    standing = ledger.standings.get(result.student)
    return {
        book: Page(
            assignment=name,
            notebook=book,
            student=result.student,
            name=ledger.person(result.student).name,
            status=result.status,
            score=0.0,
            most=0.0,
            tests=0.0,
            penalty=0.0,
            submitted=pages.moment(standing.submitted) if standing else "",
            waits=sum(e.kind == "wait" for es in listed.values() for e in es),
            entries=tuple(entries),
            others=(),
            early=HEADS[show],
        )
        for book, entries in listed.items()
    }


def entry(asked: Asked, part: Question, show: Show) -> Entry:
    """What is said of one question."""
    if part.status == "manual":
        return Entry(asked, 0.0, STATES["manual"], "wait", Told())
    said = wording.told(part, asked.public)
    if allowed(asked, part):
        good = part.status == "passed"
        kind = "good" if good else "part" if part.status == "partial" else "bad"
        return Entry(asked, 0.0, STATES[part.status], kind, said)
    if show == "promises" and said.promise in asked.public.promises:
        return Entry(asked, 0.0, BROKEN, "bad", Told(promise=said.promise))
    return Entry(asked, 0.0, QUIET, "quiet", Told())


def allowed(asked: Asked, part: Question) -> bool:
    """Whether what became of a question is nothing that only a hidden test says."""
    if not asked.hidden or part.status == "missing" or part.shown or part.own:
        return True
    # Not of a test that failed: an answer can write what it likes into its errors.
    stopped = part.status in ("timeout", "out_of_memory", "died")
    return stopped and part.message.startswith(STOPPED)
