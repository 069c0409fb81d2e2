"""Which questions an assignment asks, and which tests mark them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from nbformat import NotebookNode
from nbgrader import utils

from autograder.proving.collected import question_of
from autograder.records import Assignment, Question

MISTAKES = "misconceptions.json"  # what a course's checks name mistakes by


@dataclass(frozen=True)
class Layout:
    """The questions of an assignment.

    Attributes:
        questions: the answer cells that tests mark, by grade id, in order.
        owners: the question of each test, by notebook and grade id.
        unwritten: written answers, by notebook and grade id, of which nobody can say
            whether they are filled in: tasks, and those without a model answer.
        names: whether its checks name mistakes.
    """

    questions: tuple[str, ...]
    owners: Mapping[tuple[str, str], str] = field(default_factory=dict)
    unwritten: frozenset[tuple[str, str]] = frozenset()
    names: bool = False

    def owner(self, test: Question) -> str:
        """The question that a test marks; empty where there is none."""
        found = self.owners.get((test.notebook, test.id))
        if found is not None:
            return found
        try:
            return question_of(test.id, self.questions)
        except ValueError:
            return ""


def questions_of(notebook: NotebookNode) -> list[str]:
    """The answer cells that tests mark, not a person, by grade id, in order."""
    return [
        cell.metadata["nbgrader"]["grade_id"]
        for cell in notebook.cells
        if utils.is_solution(cell) and not utils.is_grade(cell)
    ]


def owners_of(notebook: NotebookNode, others: Iterable[str] = ()) -> dict[str, str]:
    """The question of each test cell: the one it names, else the one above it.

    `others` are the questions of the assignment's other notebooks. A test above all
    questions, and named after none, belongs to none: "".
    """
    questions = [*questions_of(notebook), *others]
    found, above = {}, ""
    for cell in notebook.cells:
        if utils.is_solution(cell) and not utils.is_grade(cell):
            above = cell.metadata["nbgrader"]["grade_id"]
        elif utils.is_grade(cell) and not utils.is_solution(cell):
            test = cell.metadata["nbgrader"]["grade_id"]
            try:
                found[test] = question_of(test, questions)
            except ValueError:
                found[test] = above
    return found


def layout_of(assignment: Assignment, names: bool | None = None) -> Layout:
    """The questions of an assignment that was read from its source."""
    asked = {m.name: questions_of(m.notebook) for m in assignment.masters}
    owners: dict[tuple[str, str], str] = {}
    unwritten = set()
    for master in assignment.masters:
        others = [q for name in asked if name != master.name for q in asked[name]]
        for test, question in owners_of(master.notebook, others).items():
            owners[master.name, test] = question
        assert master.reference is not None
        pairs = zip(master.notebook.cells, master.reference.cells, strict=True)
        for blank, solved in pairs:
            written = utils.is_solution(blank) and utils.is_grade(blank)
            if utils.is_task(blank) or (written and blank.source == solved.source):
                name = blank.metadata["nbgrader"]["grade_id"]
                unwritten.add((master.name, name))
    everything = tuple(question for mine in asked.values() for question in mine)
    known = MISTAKES in assignment.files if names is None else names
    return Layout(everything, owners, frozenset(unwritten), known)
