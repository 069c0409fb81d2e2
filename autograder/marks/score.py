"""From what happened in a notebook's cells to marks and what students read."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace

from nbformat import NotebookNode
from nbgrader import utils

from autograder.course.cells import BUILTINS, bound, parse, what
from autograder.course.sanitise import NOTE, visible
from autograder.records import (
    Assignment,
    CellOutcome,
    Execution,
    Master,
    Question,
    QuestionStatus,
    Result,
    Spent,
)

MISCONCEPTION = re.compile(r"^\s*Known misconception: *(.+?)\s*$", re.MULTILINE)
_COLOUR = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_MISSING = re.compile(r"name '(\w+)' is not defined")
_DEFINED = re.compile(r"^(?:def|class) +(\w+)|^(\w+) *=", re.MULTILINE)
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_PLACE = "\x00here"  # no line of a test
MOST_TEXT = 2000  # characters of a message


def points(cell: NotebookNode) -> float:
    """The most a cell can give."""
    return float(cell.metadata["nbgrader"].get("points", 0))


def graded_cells(notebook: NotebookNode) -> Iterator[tuple[int, NotebookNode]]:
    """All cells with points and their places, written tasks included."""
    for index, cell in enumerate(notebook.cells):
        if utils.is_grade(cell) or utils.is_task(cell):
            yield index, cell


def max_score(assignment: Assignment) -> float:
    """The most an assignment can give."""
    return sum(
        points(cell)
        for master in assignment.masters
        for _, cell in graded_cells(master.notebook)
    )


def message(outcome: CellOutcome, source: str, shown: str | None = None) -> str:
    """What the student reads about an error, without its traceback.

    Of the `source` of the test only lines are `shown` that the student has.
    """
    text = _COLOUR.sub("", outcome.evalue).strip()
    if outcome.ename == "AssertionError":
        if text:
            return text[:MOST_TEXT]
        lines = source.split("\n")
        at = (outcome.line or 0) - 1
        seen = (visible(source) if shown is None else shown).split("\n")
        if 0 <= at < len(lines) and lines[at] in seen:
            return f"This check failed: {lines[at].strip()}"
        return "A check failed."
    return f"{outcome.ename}: {text}"[:MOST_TEXT].rstrip(": ")


def question(
    name: str,
    most: float,
    outcome: CellOutcome | None,
    stopped: CellOutcome | None,
    source: str,
    shown: str | None = None,
) -> Question:
    """The mark of one test cell.

    Args:
        name: the cell's grade id.
        most: its points.
        outcome: how it ended; None when it never ran.
        stopped: how the answer before it was stopped, if it was.
        source: its text, with the hidden tests.
        shown: its text as students get it.
    """
    if outcome is None:
        return Question(name, 0.0, most, "died", "The test did not run.")
    if outcome.state == "done":
        return passed(name, most, outcome)
    status: QuestionStatus
    if outcome.state != "error":
        status = outcome.state
        return Question(
            name, 0.0, most, status, f"The test was stopped: {outcome.evalue}."
        )
    if stopped is not None:
        status = stopped.state  # type: ignore[assignment]
        text = f"Your answer was stopped: {stopped.evalue}."
        return Question(name, 0.0, most, status, text)
    text = message(outcome, source, shown)
    status = "failed" if outcome.ename == "AssertionError" else "error"
    found = MISCONCEPTION.search(_COLOUR.sub("", outcome.evalue))
    named = found[1] if found else None
    line, seen = outcome.line, seen_by_students(source, outcome.line)
    return Question(name, 0.0, most, status, text, named, shown=seen, line=line)


def seen_by_students(source: str, line: int | None) -> bool:
    """Whether a test stopped in a line that students have.

    In a function of the test a hidden line may have called it: that does not count.
    """
    kept = visible(source)
    if kept == source:
        return True
    tree = parse(source)
    if line is None or tree is None:
        return False
    for node in tree.body:
        if node.lineno <= line <= (node.end_lineno or node.lineno):
            lines = source.split("\n")[node.lineno - 1 : node.end_lineno]
            whole = "\n".join(lines) in kept and not hidden_at(source, node.lineno)
            return whole and not any(map(callable_later, ast.walk(node)))
    return False


def callable_later(node: ast.AST) -> bool:
    """Whether code in it may run when another line of the test runs."""
    named = isinstance(node, (ast.Assign, ast.AnnAssign, ast.NamedExpr))
    return isinstance(node, _DEFINITIONS) or (
        named and any(isinstance(part, ast.Lambda) for part in ast.walk(node))
    )


def hidden_at(source: str, line: int) -> bool:
    """Whether a line stands in a hidden block."""
    head = visible("\n".join([*source.split("\n")[: line - 1], _PLACE]))
    return _PLACE not in head


def passed(name: str, most: float, outcome: CellOutcome) -> Question:
    """The mark of a test that ran to its end: all, or the part it computed."""
    value = outcome.value
    if value is None:
        return Question(name, most, most, "passed")
    if not 0 <= value <= most:  # also when it is not a number
        text = f"The test itself is wrong: it gave {value:g} of {most:g} points."
        return Question(name, 0.0, most, "error", text)
    if value == most:
        return Question(name, most, most, "passed")
    text = f"Partly right: {value:g} of {most:g} points."
    return Question(name, value, most, "partial", text)


def score_notebook(execution: Execution, master: Master) -> list[Question]:
    """The marks of all questions of an executed notebook."""
    cells = execution.notebook.cells
    found, stopped = [], None
    trouble = Trouble()
    for index, cell in enumerate(cells):
        outcome = execution.outcomes.get(index)
        is_test = utils.is_grade(cell) and not utils.is_solution(cell)
        if utils.is_solution(cell):
            stopped = None
        if (
            not is_test
            and outcome is not None
            and outcome.state not in ("done", "error")
        ):
            stopped = outcome
        if what(cell) == "answer":
            trouble.note(cell, outcome)
        if not (utils.is_grade(cell) or utils.is_task(cell)):
            continue
        name, most = cell.metadata["nbgrader"]["grade_id"], points(cell)
        if not is_test:
            found.append(by_hand(cell, name, most, master))
        else:
            shown = visible(cell.source, master.hidden)
            marked = question(name, most, outcome, stopped, cell.source, shown)
            marked = trouble.explained(marked, outcome)
            apart = name in master.apart
            found.append(replace(marked, judged="apart" if apart else "beside"))
    return found


def defined_in(source: str) -> Iterator[str]:
    """The names that a cell which is no valid Python seems to define."""
    for function, variable in _DEFINED.findall(source):
        yield function or variable


class Trouble:
    """What went wrong in the answers so far, and may explain why a test fails."""

    def __init__(self) -> None:
        self.failed: dict[str, str] = {}  # names of answers that stopped, and why
        self.hidden: list[str] = []  # built-in names with another meaning

    def note(self, cell: NotebookNode, outcome: CellOutcome | None) -> None:
        """Look at a cell of the student's."""
        if cell.cell_type != "code" or outcome is None:
            return
        tree = parse(cell.source)
        names = set(bound(tree)) if tree else set(defined_in(cell.source))
        self.hidden += sorted(names & BUILTINS - set(self.hidden))
        for name in names:
            self.failed.pop(name, None)
            if outcome.state == "error":
                place = f" in line {outcome.line}" if outcome.line else ""
                why = f"{outcome.ename}{place}: {outcome.evalue}"
                self.failed[name] = _COLOUR.sub("", why)[:MOST_TEXT]

    def explained(self, marked: Question, outcome: CellOutcome | None) -> Question:
        """The question with a message that names the first cause, if it is known."""
        if outcome is None or outcome.state != "error":
            return marked
        missing = _MISSING.search(outcome.evalue)
        if outcome.ename == "NameError" and missing and missing[1] in self.failed:
            why = self.failed[missing[1]]
            text = f"The cell of your answer failed: {why}"
            return replace(marked, message=text, own=True)
        if "object is not callable" in outcome.evalue and self.hidden:
            names = ", ".join(self.hidden)
            text = f"Your notebook gives another meaning to the built-in {names}."
            return replace(marked, message=f"{marked.message}\n{text}")
        return marked


def as_released(cell: NotebookNode, master: Master) -> bool:
    """Whether an answer is still what students got."""
    meta = cell.metadata["nbgrader"]
    kept: bool = meta.get("checksum") == utils.compute_checksum(cell)
    return kept or master.released.get(meta["grade_id"]) == cell.source


def by_hand(cell: NotebookNode, name: str, most: float, master: Master) -> Question:
    """A question that a person marks; one left as it was released gets 0."""
    if NOTE in cell.source:  # whatever happened to it, a person should know
        text = "The answer was missing from the notebook: a person decides."
        return Question(name, 0.0, most, "manual", text)
    if as_released(cell, master) and not utils.is_task(cell):
        return Question(name, 0.0, most, "missing", "No response.")
    return Question(name, 0.0, most, "manual", "A person marks this answer.")


def no_answers(master: Master, text: str) -> list[Question]:
    """The marks when there is no notebook to look at."""
    return [
        Question(
            cell.metadata["nbgrader"]["grade_id"], 0.0, points(cell), "missing", text
        )
        for _, cell in graded_cells(master.notebook)
    ]


def unchanged_answers(notebook: NotebookNode, master: Master) -> list[str]:
    """Ids of the answer cells that are still as they were released."""
    return [
        cell.metadata["nbgrader"]["grade_id"]
        for cell in notebook.cells
        if utils.is_solution(cell) and as_released(cell, master)
    ]


def combine(student: str, parts: list[Result], most: float) -> Result:
    """One result from those of an assignment's notebooks."""
    states = [part.status for part in parts]
    questions = tuple(question for part in parts for question in part.questions)
    if "not_graded" in states:
        status, total = "not_graded", None
    else:
        total = sum(question.score for question in questions)
        kinds = set(states)
        status = states[0] if len(kinds) == 1 else "partial"
        if kinds == {"graded", "partial"}:
            status = "partial"
    return Result(
        student,
        status,  # type: ignore[arg-type]
        total,
        most,
        sum(part.seconds for part in parts),
        tuple(dict.fromkeys(flag for part in parts for flag in part.flags)),
        questions,
        tuple(place for part in parts for place in part.unchanged),
        sum((part.spent for part in parts), Spent()),
        max((part.peak for part in parts), default=0),
    )
