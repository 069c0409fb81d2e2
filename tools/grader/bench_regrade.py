"""Measure a regrade against a full grading: `python -m tools.grader.bench_regrade`.

A class answers each question at random, right or wrong. One test loses its hidden
checks. The preview must say what a full grading says; an apply and an undo must leave
what was there before.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import nbformat
from nbgrader.api import Gradebook

from autograder.course.assignment import load_assignment, load_course
from autograder.course.sanitise import visible
from tools import ROOT
from tools.exercises import answers, copies
from tools.grader.bench import (
    Cost,
    assignment_option,
    differences,
    measure,
    ours,
    temporary,
)

HIDDEN = re.compile(r"### BEGIN HIDDEN TESTS\n.*?### END HIDDEN TESTS", re.DOTALL)


def mixed(name: str, size: int, distinct: str) -> Iterator[nbformat.NotebookNode]:
    """Notebooks with an answer to each question, drawn from all that were collected."""
    blank = load_assignment(load_course(ROOT), name).masters[0].notebook
    source = nbformat.read(ROOT / "solutions" / name / f"{name}.ipynb", 4)
    choice: dict[str, list[str]] = {
        cell.metadata.nbgrader.grade_id: [cell.source]
        for cell in source.cells
        if cell.metadata.get("nbgrader", {}).get("solution")
    }
    for answer in answers.load(name):
        choice.setdefault(answer.question, []).append(answer.source)
    dice = random.Random(1)
    for number in range(size):
        notebook = nbformat.from_dict(json.loads(json.dumps(blank)))
        for cell in notebook.cells:
            grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
            if grade_id not in choice:
                cell.source = visible(cell.source)
                continue
            cell.source = dice.choice(choice[grade_id])
            if cell.cell_type == "code" and distinct == "comment":
                cell.source += f"\n# student {number}"
            elif cell.cell_type == "code" and distinct == "constant":
                cell.source = re.sub(
                    r"^(def .*:)$",
                    rf"\1\n    my_number = {number}",
                    cell.source,
                    flags=re.MULTILINE,
                )
        yield notebook


def make_course(root: Path, name: str, size: int, distinct: str) -> Path:
    """A course with a class of such notebooks."""
    root.mkdir(parents=True)
    shutil.copy(ROOT / "nbgrader_config.py", root)
    copies.make(ROOT)
    shutil.copytree(ROOT / "solutions", root / "solutions")
    for number, notebook in enumerate(mixed(name, size, distinct)):
        place = root / "submitted" / f"s{number:04d}" / name
        place.mkdir(parents=True)
        (place / f"{name}.ipynb").write_text(nbformat.v4.writes(notebook))
    return root


def edit(root: Path, name: str, question: str) -> str:
    """Take the hidden checks out of one test; its id."""
    path = root / "solutions" / name / f"{name}.ipynb"
    notebook = nbformat.read(path, 4)
    for cell in notebook.cells:
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
        if HIDDEN.search(cell.source) and question in ("", grade_id):
            cell.source = HIDDEN.sub("", cell.source)
            path.write_text(nbformat.v4.writes(notebook))
            return str(grade_id)
    raise click.ClickException("there is no such test with hidden checks")


def regrade(name: str, *more: str) -> list[str]:
    """The command line of a regrade."""
    return [sys.executable, "-m", "autograder", "regrade", name, *more]


def kept(folder: Path, name: str) -> dict[str, dict[str, Any]]:
    """The results in a folder, but for what differs in every run."""
    found = {}
    for path in folder.glob(f"*/{name}/result.json"):
        result = json.loads(path.read_text())["result"]
        for key in ("seconds", "spent", "peak"):
            result.pop(key)
        found[result["student"]] = result
    return found


def state(root: Path) -> dict[str, str]:
    """Digests of all files that a regrade may change, and of the gradebook's rows."""
    found = {
        str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in ("graded", "autograded", "feedback")
        for path in (root / folder).rglob("*")
        if path.is_file()
        and not {"regrade", ".versions", ".lock"} & {*path.relative_to(root).parts}
    }
    with Gradebook(f"sqlite:///{root}/gradebook.db", "rectified") as gradebook:
        for table in gradebook.db.get_bind().dialect.get_table_names(
            gradebook.db.connection()
        ):
            lines = gradebook.db.connection().exec_driver_sql(f"select * from {table}")
            found[table] = str(sorted(map(str, lines)))
    return found


@click.command()
@assignment_option(default="relu", show_default=True)
@click.option("--size", default=300, show_default=True, help="Submissions.")
@click.option("--question", default="", help="The test to edit [the first].")
@click.option(
    "--distinct",
    type=click.Choice(["none", "comment", "constant"]),
    default="none",
    show_default=True,
    help="What makes every student's answers differ.",
)
def main(name: str, size: int, question: str, distinct: str) -> None:
    """Compare the preview of one edited test with a full grading."""
    with temporary() as folder:
        course = make_course(folder / "course", name, size, distinct)
        measure(ours(name), course)
        before = state(course)
        fresh = folder / "fresh"
        shutil.copytree(course, fresh, ignore=shutil.ignore_patterns("*graded", "*.db"))
        edited = edit(course, name, question)
        edit(fresh, name, edited)
        preview = measure(regrade(name), course)
        full = measure(ours(name), fresh)
        click.echo(f"{name}: {size} submissions, {edited} edited, distinct: {distinct}")
        for title, cost in (("preview", preview), ("full grading", full)):
            click.echo(f"{title:<13}{cost.seconds:7.1f} s")
        click.echo(f"ratio: {preview.seconds / full.seconds:.2f} (at most 0.33)")
        place = course / "graded" / name / "regrade"
        told = json.loads((place / "preview.json").read_text())
        click.echo(
            f"in part {told['parts']} ({told['runs']} runs), whole {told['whole']}: "
            f"{told['reasons']}; {told['moved']} get other points"
        )
        one = kept(place / "next", name)
        other = kept(fresh / "graded" / name, name)
        unequal = [f"{line[:300]}" for line in differences(one, other)]
        marks = sum(len(result["questions"]) for result in other.values())
        click.echo(f"results: {len(other)} with {marks} marks; {len(unequal)} differ")
        applied = timed(regrade(name, "--apply"), course)
        unequal += differences(kept(course / "graded" / name, name), other)
        undone = timed(regrade(name, "--undo"), course)
        left = differences(state(course), before)
        click.echo(
            f"apply {applied.seconds:.1f} s, undo {undone.seconds:.1f} s; "
            f"{len(before)} files and tables, {len(left)} differ after the undo"
        )
        for line in (unequal + left)[:10]:
            click.echo(f"  {line}")
        sys.exit(1 if unequal or left else 0)


def timed(words: list[str], folder: Path) -> Cost:
    """Run a command."""
    began = time.monotonic()
    cost = measure(words, folder)
    cost.seconds = time.monotonic() - began
    return cost


if __name__ == "__main__":
    main()
