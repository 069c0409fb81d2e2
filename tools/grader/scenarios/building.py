"""Make the folders of a scenario: the course, its release, the submissions."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.grader.scenarios.reading import ANSWERS, Cell, Scenario, Section

NAME = "hw"  # of the assignment
CONFIG = 'c = get_config()\nc.CourseDirectory.course_id = "demo"\n'
PYTHON = {"name": "python3", "display_name": "Python 3", "language": "python"}
_MARKER = re.compile(r"^\s*(#|//|%|--|<!--).*\b(BEGIN|END|begin|end)\b")


@dataclass(frozen=True)
class Place:
    """Where one grader meets a scenario."""

    world: Path
    run: Callable[..., object]  # grades now
    nbgrader: Callable[..., object]  # runs a command of nbgrader's

    @property
    def course(self) -> Path:
        """The course's folder."""
        return self.world / "course"

    def filled(self, text: str) -> str:
        """A text with this place's paths."""
        for name, value in (
            ("course", str(self.course)),
            ("world", str(self.world)),
            ("python", sys.executable),
        ):
            text = text.replace(f"{{{name}}}", value)
        return text


def written(path: Path, text: str) -> None:
    """Write a file, with its folder; a body of `hex:` stands for bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if text.startswith("hex:"):
        path.write_bytes(bytes.fromhex(text[4:]))
    else:
        path.write_text(text + "\n", encoding="utf-8")


def cell_json(cell: Cell) -> dict[str, Any]:
    """A cell as a notebook's file has it."""
    markdown = cell.kind in ("text", "written", "task")
    kind = "markdown" if markdown else "raw" if cell.kind == "raw" else "code"
    found: dict[str, Any] = {
        "cell_type": kind,
        "id": re.sub(r"\W", "-", f"{cell.kind}-{cell.name}")[:60],
        "metadata": {},
        "source": wrapped(cell),
    }
    if kind == "code":
        found |= {"execution_count": None, "outputs": []}
    if cell.kind in ("free", "raw"):
        return found
    meta: dict[str, Any] = {
        "grade_id": cell.name,
        "schema_version": cell.schema,
        "grade": cell.kind in ("test", "manual", "written"),
        "solution": cell.kind in ANSWERS,
        "locked": cell.kind in ("given", "text", "test", "task"),
    }
    if cell.schema > 2:
        meta["task"] = cell.kind == "task"
    if cell.points is not None:
        meta["points"] = cell.points
    found["metadata"]["nbgrader"] = meta
    return found


def wrapped(cell: Cell) -> str:
    """A cell's source; a solution without markers gets them."""
    if cell.kind not in ANSWERS or "SOLUTION" in cell.text or "solution" in cell.text:
        return cell.text
    if re.match(r"def|class", cell.text) and "\ndef" not in cell.text:
        head, _, body = cell.text.partition("\n")
        return f"{head}\n    ### BEGIN SOLUTION\n{body}\n    ### END SOLUTION"
    return f"### BEGIN SOLUTION\n{cell.text}\n### END SOLUTION"


def solution(cell: Cell) -> str:
    """What a student writes who answers as the source does."""
    lines = [line for line in cell.text.splitlines() if not _MARKER.match(line)]
    return "\n".join(lines)


def notebook_json(cells: list[Cell], metadata: dict[str, Any]) -> dict[str, Any]:
    """A notebook as its file has it."""
    return {
        "cells": [cell_json(cell) for cell in cells],
        "metadata": {"kernelspec": PYTHON, **metadata},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def save(path: Path, notebook: dict[str, Any]) -> None:
    """Write a notebook without looking at it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        path.chmod(0o644)
    path.write_text(json.dumps(notebook, indent=1), encoding="utf-8")


def build(scenario: Scenario, place: Place) -> None:
    """Make the course, release it, hand in, and do what the scenario does."""
    course = place.course
    config = "\n".join(scenario.bodies("config"))
    written(course / "nbgrader_config.py", place.filled(CONFIG + config))
    for name, (metadata, cells) in scenario.notebooks().items():
        text = place.filled(json.dumps(notebook_json(cells, metadata)))
        save(course / "source" / NAME / f"{name}.ipynb", json.loads(text))
    for part in scenario.sections:
        if part.kind in ("file", "outside"):
            root = course / "source" / NAME if part.kind == "file" else place.world
            written(root / part.words[0], place.filled(part.body))
    for body in scenario.bodies("before"):
        execute(body, place)
    if not scenario.has("unreleased"):
        place.nbgrader("generate_assignment", NAME)
    for student, answers in scenario.students().items():
        hand_in(scenario, place, student, answers)
    for part in scenario.sections:
        later(part, place)
    place.run()


def later(part: Section, place: Place) -> None:
    """What a section does after the submissions have come."""
    if part.kind == "handin":
        student, path = part.words
        root = place.course / "submitted" / student / NAME
        written(root / path, place.filled(part.body))
    elif part.kind == "then":
        execute(part.body, place)
    elif part.kind in ("run", "ours", "theirs"):
        place.run(part)


def hand_in(scenario: Scenario, place: Place, student: str, answers: list[str]) -> None:
    """Hand in the released notebooks with a student's answers."""
    released = place.course / "release" / NAME
    texts: dict[tuple[str, str], str] = {}
    cells = [
        (name, cell)
        for name, (_, cells) in scenario.notebooks().items()
        for cell in cells
        if cell.kind in ANSWERS
    ]
    if answers:
        answers = (answers + ["="] * len(cells))[: len(cells)]
        for (name, cell), text in zip(cells, answers, strict=True):
            if text != "~":
                texts[name, cell.name] = solution(cell) if text == "=" else text
    folder = place.course / "submitted" / student / NAME
    for name in scenario.notebooks():
        path = released / f"{name}.ipynb"
        if not path.exists():
            path = place.course / "source" / NAME / f"{name}.ipynb"
        if not path.exists():
            continue
        notebook = json.loads(path.read_text(encoding="utf-8"))
        for cell in notebook.get("cells", []):
            meta = cell["metadata"].get("nbgrader", {})
            given = texts.get((name, meta.get("grade_id", "")))
            if given is not None:
                cell["source"] = place.filled(given)
        save(folder / f"{name}.ipynb", notebook)


def execute(body: str, place: Place) -> None:
    """Run a step of a scenario: Python with a few helpers."""

    @contextmanager
    def edit(path: str | Path) -> Iterator[dict[str, Any]]:
        full = place.course / path
        notebook = json.loads(full.read_text(encoding="utf-8"))
        for one in notebook["cells"]:
            one["source"] = "".join(one["source"])
        yield notebook
        save(full, notebook)

    def cell(notebook: dict[str, Any], name: str) -> dict[str, Any]:
        for one in notebook["cells"]:
            if one["metadata"].get("nbgrader", {}).get("grade_id") == name:
                found: dict[str, Any] = one
                return found
        raise KeyError(name)

    names = {
        "course": place.course,
        "world": place.world,
        "source": place.course / "source" / NAME,
        "submitted": place.course / "submitted",
        "edit": edit,
        "cell": cell,
        "write": written,
        "nbgrader": place.nbgrader,
        "json": json,
        "os": os,
        "shutil": shutil,
        "SOURCE": f"source/{NAME}/{NAME}.ipynb",
        "of": lambda student, name=NAME: f"submitted/{student}/{NAME}/{name}.ipynb",
    }
    exec(compile(body, "<scenario>", "exec"), names)
