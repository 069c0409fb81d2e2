"""Grade a part of a class or of an assignment, and keep what is known of the rest."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from fnmatch import fnmatchcase

from nbformat import NotebookNode

from autograder.marks import score
from autograder.marks.files import Output
from autograder.records import Assignment, Graded, Refusal, Result, Submission

PARTLY = "partly "  # before the key of a result whose notebooks were graded apart
NOT_YET = "not graded yet: "


def chosen(submission: Submission, patterns: Iterable[str]) -> bool:
    """Whether a student is one of those that are asked for."""
    name = submission.student
    return any(name == given or fnmatchcase(name, given) for given in patterns)


def select(
    submissions: list[Submission], patterns: Collection[str], assignment: str
) -> tuple[list[Submission], list[Submission]]:
    """The submissions that are asked for, and the others.

    Raises `Refusal` for a name that nobody has.
    """
    for pattern in patterns:
        if not any(chosen(submission, [pattern]) for submission in submissions):
            raise Refusal(
                f"no submission of {assignment!r} is by {pattern!r}: students are "
                "named as their folders are"
            )
    wanted = [one for one in submissions if chosen(one, patterns)]
    return wanted, [one for one in submissions if one not in wanted]


def part_of(assignment: Assignment, patterns: Collection[str]) -> Assignment:
    """The assignment with those of its notebooks that are asked for."""
    masters = tuple(
        master
        for master in assignment.masters
        if any(fnmatchcase(master.name, pattern) for pattern in patterns)
    )
    if not masters:
        names = ", ".join(master.name for master in assignment.masters)
        asked = ", ".join(patterns)
        raise Refusal(f"{assignment.name!r} has no notebook {asked!r}, only: {names}")
    return replace(assignment, masters=masters)


def known(output: Output, submissions: Iterable[Submission]) -> dict[str, Result]:
    """The results that earlier runs gave these students, if any."""
    kept = {one.student: output.load(one.student) for one in submissions}
    return {student: found[1] for student, found in kept.items() if found}


def turned_away(
    strangers: Iterable[Submission], assignment: Assignment
) -> dict[str, Result]:
    """The results of students that the gradebook lacks and should not get."""
    why = "the gradebook has no such student, and Autograde.create_student is False"
    most = score.max_score(assignment)
    return {
        one.student: Result(one.student, "not_graded", None, most, flags=(why,))
        for one in strangers
    }


def completed(
    graded: Graded, output: Output, part: Assignment, whole: Assignment
) -> Graded:
    """What was graded of a part, with what earlier runs know of the rest."""
    if len(part.masters) == len(whole.masters):
        return graded
    earlier = output.load(graded.submission.student)
    old = output.restore(graded.submission, *earlier, {}) if earlier else graded
    return merged(graded, earlier, old.notebooks, part, whole)


def merged(
    new: Graded,
    earlier: tuple[str, Result] | None,
    notebooks: Mapping[str, NotebookNode],
    part: Assignment,
    whole: Assignment,
) -> Graded:
    """What was graded of a `part`, with what an `earlier` run knows of the rest.

    Args:
        new: the part's marks.
        earlier: the key and the result of the whole, if there is one.
        notebooks: the executed ones of then.
        part: the notebooks that were graded now.
        whole: all of the assignment.
    """
    names = [master.name for master in whole.masters]
    now = {master.name for master in part.masters}
    if new.result.score is None:
        return new
    old = earlier[1] if earlier else None
    kept = [] if old is None else [q for q in old.questions if q.notebook not in now]
    questions = sorted(
        (q for q in (*new.result.questions, *kept) if q.notebook in names),
        key=lambda question: names.index(question.notebook),
    )
    missing = [n for n in names if n not in now and all(q.notebook != n for q in kept)]
    flags = [*new.result.flags, *(old.flags if old else ())]
    flags = [flag for flag in flags if not flag.startswith(NOT_YET)]
    flags += [NOT_YET + name for name in missing]
    same = old is None or old.status == new.result.status
    unchanged = [pair for pair in (old.unchanged if old else ()) if pair[0] not in now]
    result = replace(
        new.result,
        status=new.result.status if same else "partial",
        score=sum(question.score for question in questions),
        max_score=score.max_score(whole),
        flags=tuple(dict.fromkeys(flags)),
        questions=tuple(questions),
        unchanged=(*new.result.unchanged, *unchanged),
    )
    rest = {k: v for k, v in notebooks.items() if k not in now and k in names}
    current = earlier is not None and earlier[0] == new.key
    key = new.key if current else PARTLY + new.key
    return replace(new, key=key, result=result, notebooks={**new.notebooks, **rest})
