"""An executed notebook that was kept, and what its cells can still tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from nbformat import NotebookNode
from nbgrader import utils

from autograder.marks import score
from autograder.records import CellOutcome, Question


def is_test(cell: NotebookNode) -> bool:
    """Whether a program marks a cell."""
    return bool(utils.is_grade(cell) and not utils.is_solution(cell))


def grade_id(cell: Mapping[str, Any]) -> str:
    """A cell's name."""
    return str(cell["metadata"].get("nbgrader", {}).get("grade_id", ""))


def text(source: object) -> str:
    """A text that a notebook's file may keep by lines."""
    return "".join(map(str, source)) if isinstance(source, list) else str(source)


def outputs(cell: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What a cell shows."""
    return list(cell.get("outputs", []))


def text_of(output: Mapping[str, Any]) -> str:
    """What a cell wrote, or its traceback."""
    return text(output.get("text", "")) + "\n".join(output.get("traceback", []))


def fits(
    old: list[dict[str, Any]], new: list[NotebookNode], edited: frozenset[str]
) -> bool:
    """Whether an executed notebook is the one that would be executed now, but for
    the tests that were edited and for text."""
    return len(old) == len(new) and all(
        before["cell_type"] == now.cell_type
        and grade_id(before) == grade_id(now)
        and (
            now.cell_type != "code"
            or grade_id(now) in edited
            or text(before["source"]) == now.source
        )
        for before, now in zip(old, new, strict=True)
    )


def rescored(before: Question, most: float, cell: Mapping[str, Any]) -> Question | None:
    """The same outcome of a test with other points; None if that is not known.

    `cell` is the test as it was run.
    """
    if before.max_score == most:
        return before
    if before.status == "partial":
        return replace(
            score.passed(before.id, most, CellOutcome("done", value=before.score)),
            judged=before.judged,
        )
    if before.status == "passed":
        # A test that gave a number showed it: it may have given these very points.
        if any(o["output_type"] == "execute_result" for o in outputs(cell)):
            return None
        return replace(before, score=most, max_score=most)
    if before.message.startswith("The test itself is wrong"):
        return None
    return replace(before, max_score=most)


def counted(output: NotebookNode, count: int | None) -> NotebookNode:
    """An output with the number of the cell where it stands."""
    if output.output_type != "execute_result":
        return output
    return NotebookNode(output, execution_count=count)


def joined(output: Mapping[str, Any]) -> dict[str, Any]:
    """An output as a program has it, not by lines as in a file."""
    found = dict(output)
    if "text" in found:
        found["text"] = text(found["text"])
    if "data" in found:
        found["data"] = {
            kind: text(data) if isinstance(data, list) and "json" not in kind else data
            for kind, data in found["data"].items()
        }
    return found
