"""Notebooks of honest but odd learners, made from the course's own solutions."""

from __future__ import annotations

import ast
import builtins
import json
import symtable
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell
from one_process import OneProcess

from autograder import grade
from autograder.course.sanitise import sanitise, visible
from autograder.engine.sandboxed import SandboxedEngine
from autograder.marks import score
from autograder.records import (
    Assignment,
    CellOutcome,
    Execution,
    Limits,
    Question,
    Result,
)

LIMITS = Limits(timeout=60)
MODULES = [
    *("tensorflow", "keras", "keras.layers", "numpy", "numpy.testing"),
    *("matplotlib.pyplot", "matplotlib_inline.backend_inline"),
]


def solved(
    assignment: Assignment,
    before: Iterable[str] = (),
    beside: Mapping[str, str] = {},
    after: Iterable[str] = (),
    answers: Mapping[str, str] = {},
) -> bytes:
    """The released notebook with the solutions, or other `answers`, in it.

    `before` are scratch cells before the first answer, `after` such at the end;
    `beside` is added to the answers' own cells.
    """
    master = assignment.masters[0]
    assert master.reference is not None
    notebook = nbformat.from_dict(json.loads(json.dumps(master.notebook)))
    cells = []
    for cell, full in zip(notebook.cells, master.reference.cells, strict=True):
        meta = cell.metadata.get("nbgrader", {})
        cell.source = visible(cell.source)
        if cell.cell_type == "code" and meta.get("solution"):
            name = meta["grade_id"]
            cell.source = answers.get(name, full.source)
            if name in beside:
                cell.source += f"\n\n{beside[name]}"
            cells += [*map(new_code_cell, before), cell]
            before = ()
        else:
            cells.append(cell)
    picture = "![a](data:image/png;base64," + "A" * 300_000 + ")"
    notebook.cells = [*cells, *map(new_code_cell, after), new_markdown_cell(picture)]
    return nbformat.writes(notebook).encode()


def solutions(assignment: Assignment) -> dict[str, ast.Module]:
    """The solutions of an assignment, by question."""
    reference = assignment.masters[0].reference
    assert reference is not None
    return {
        cell.metadata["nbgrader"]["grade_id"]: ast.parse(cell.source)
        for cell in reference.cells
        if cell.cell_type == "code" and cell.metadata["nbgrader"].get("solution")
    }


def functions(tree: ast.Module) -> list[str]:
    """The functions that an answer defines."""
    return [part.name for part in tree.body if isinstance(part, ast.FunctionDef)]


def needed(assignment: Assignment) -> set[str]:
    """The global names that the solutions read or define."""
    found: set[str] = set()
    for tree in solutions(assignment).values():
        tables = [symtable.symtable(ast.unparse(tree), "<answer>", "exec")]
        found.update(tables[0].get_identifiers())
        while tables:
            table = tables.pop()
            tables += table.get_children()
            found |= {s.get_name() for s in table.get_symbols() if s.is_global()}
    return found


def names_of_the_course(assignment: Assignment) -> list[str]:
    """The names in tests and chapters that a learner may use for something else."""

    def names() -> Iterator[str]:
        for cell in assignment.masters[0].notebook.cells:
            meta = cell.metadata.get("nbgrader", {})
            if cell.cell_type != "code" or meta.get("solution"):
                continue
            for node in ast.walk(ast.parse(cell.source)):
                if isinstance(node, ast.Name):
                    yield node.id
                elif isinstance(node, ast.arg):
                    yield node.arg
                elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                    yield node.name

    return sorted(set(names()) - needed(assignment))


def hidden_builtins(assignment: Assignment) -> str:
    """A cell that gives other meanings to the built-ins which no solution reads."""
    free = {"sum", "range", "float", "dict", "list", "abs", "print", "isinstance"}
    free |= {name for name in dir(builtins) if name.islower() and name[0] != "_"}
    return "\n".join(f"{name} = 0" for name in sorted(free - needed(assignment)))


def key(question: Question) -> tuple[Any, ...]:
    """What a learner learns about a question."""
    return (
        question.score,
        question.status,
        question.message,
        question.misconception,
    )


def apart(
    engine: SandboxedEngine,
    assignment: Assignment,
    data: bytes,
    own: Mapping[str, bytes] | None = None,
) -> Result:
    """The marks with the tests judged apart."""
    master = assignment.masters[0]
    assert master.all_apart
    return grade.grade_notebook(
        "ada", data, master, assignment.files, engine, LIMITS, own
    )[0]


def together(
    one: OneProcess, assignment: Assignment, data: bytes
) -> dict[str, Question]:
    """The marks with the answers and the tests in one ordinary process."""
    master = assignment.masters[0]
    notebook, _ = sanitise(data, master)
    outcomes = {
        place: CellOutcome(
            "error" if name else "done", ename=name or "", evalue=said or "", line=line
        )
        for place, (name, said, line) in one.run(notebook, assignment.files).items()
    }
    found = score.score_notebook(Execution(notebook, outcomes), master)
    return {part.id: replace(part, judged=None) for part in found}
