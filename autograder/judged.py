"""Which tests of an assignment are judged apart: those that its own solutions pass so.

Before a class is graded, the source with its solutions is run once, with every test
in a process of its own. A test that gives full marks so is judged apart from then
on; any other runs beside the answer that it tests, and its result says so.
"""

from __future__ import annotations

import ast
import hashlib
import json
import os
import re
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from autograder.course import cells, siblings
from autograder.course.reaching import reaching
from autograder.marks import score
from autograder.records import (
    Assignment,
    Engine,
    JudgeFailed,
    Limits,
    Master,
    NotGraded,
    Stopped,
    Task,
)

# What a test that is judged apart may depend on.
_PACKAGES = ("ipython", "keras", "numpy", "pandas", "rectified", "scipy", "tensorflow")
EMPTY = ast.Module([], [])
# Sources of notebooks that may write what a later one reads.
_WRITES = re.compile(r"open\(|write|save|dump|\bto_\w+\(|mkdir|touch|copy|urlretrieve")
TRIES = 2  # a solution that trains may fail once


def tests_of(master: Master) -> frozenset[str]:
    """The ids of a notebook's test cells."""
    return frozenset(
        cell.metadata["nbgrader"]["grade_id"]
        for cell in master.notebook.cells
        if cell.cell_type == "code" and cells.what(cell) == "test"
    )


def tried(
    master: Master,
    names: frozenset[str],
    assignment: Assignment,
    engine: Engine,
    limits: Limits,
    own: Mapping[str, bytes],
) -> dict[str, str]:
    """Why the solutions do not pass with these tests apart, by all ids; "" if so."""
    assert master.reference is not None
    new = replace(master, apart=names, all_apart=names == tests_of(master))
    files = {**assignment.free, **own}
    task = Task(master.reference, new, assignment.files, files)
    questions = score.score_notebook(engine.run(task, limits), new)
    return {
        part.id: "" if part.score == part.max_score else part.message
        for part in questions
        if part.id in tests_of(master)
    }


def beside_solutions(
    master: Master, assignment: Assignment, engine: Engine, limits: Limits
) -> dict[str, bytes]:
    """What lies beside a notebook's solutions: the others, and what those wrote."""
    notebooks = siblings.of_solutions(assignment)
    written: dict[str, bytes] = {}
    for earlier in assignment.masters:
        if earlier.name == master.name:
            break
        assert earlier.reference is not None
        if any(_WRITES.search(cell.source) for cell in earlier.reference.cells):
            own = siblings.beside(earlier, notebooks, written)
            task = Task(earlier.reference, earlier, assignment.files, own)
            written |= siblings.changed(assignment, engine.run(task, limits).files)
    return siblings.beside(master, notebooks, written)


def reasons(
    master: Master, assignment: Assignment, engine: Engine, limits: Limits
) -> dict[str, str]:
    """Why tests of a notebook cannot be judged apart, by their ids; "" if they can."""
    own = beside_solutions(master, assignment, engine, limits)
    names = tests_of(master)
    found: dict[str, str] = {}
    always = reaching(master, assignment.files)

    def look_at(some: frozenset[str]) -> None:
        marks = tried(master, some, assignment, engine, limits, own)
        found.update({name: marks[name] for name in some})

    for _ in range(TRIES):
        left = frozenset(name for name in names - always.keys() if found.get(name, "?"))
        if not left:
            break
        try:
            look_at(left)
        except JudgeFailed as error:  # a test that ends its own process
            found |= dict.fromkeys(left, str(error))
            for name in sorted(left) if len(left) > 1 else ():
                with suppress(JudgeFailed):
                    look_at(frozenset([name]))
            break
        if not any(found.values()) and left == names:
            return found  # all of them at once
    return together(master, found | always, assignment, engine, limits, own)


def together(
    master: Master,
    found: dict[str, str],
    assignment: Assignment,
    engine: Engine,
    limits: Limits,
    own: Mapping[str, bytes],
) -> dict[str, str]:
    """The same, where tests on both sides may need what one of the others does.

    A test beside the answer sees nothing of what those that are judged apart do. Where
    the solutions fail one for that, those before it run beside the answer as well.
    """
    tests = {
        cell.metadata["nbgrader"]["grade_id"]: cells.parsed(cell.source)
        for cell in master.notebook.cells
        if cell.cell_type == "code" and cells.what(cell) == "test"
    }
    names, new = list(tests), dict(found)
    if all(found.values()):
        return found
    beside = tried(master, frozenset(), assignment, engine, limits, own)
    hopeless = {name for name in names if beside[name]}  # wherever they run
    while not all(new.values()):
        apart = frozenset(name for name in names if not new[name])
        failed = set(names) - hopeless
        for _ in range(TRIES):
            try:
                marks = tried(master, apart, assignment, engine, limits, own)
            except JudgeFailed:
                return found
            failed &= {name for name in names if marks[name]}
            if not failed:
                return new
        last = max(failed, key=names.index)
        before = apart.intersection(names[: names.index(last)])
        tree = tests[last]
        used = cells.names_read(tree or EMPTY)
        needed = {
            n for n in before if used.intersection(cells.bound(tests[n] or EMPTY))
        }
        moved = (apart & failed) or needed or before
        if not moved:
            break
        why = f"{last} runs beside the answer and needs it"
        new |= {name: marks[name] or why for name in moved}
    return new


def with_apart(master: Master, reasons: Mapping[str, str]) -> Master:
    """The notebook with the tests marked that are judged apart."""
    apart = frozenset(name for name, reason in reasons.items() if not reason)
    return replace(master, apart=apart, all_apart=apart == tests_of(master))


def settle(assignment: Assignment, engine: Engine, limits: Limits) -> Assignment:
    """The assignment with the tests marked that are judged apart.

    What was found once is kept in the user's cache, by the digest of the assignment.
    Raises `Stopped` when the machine does not let the solutions run.
    """
    path = cache_file(assignment)
    kept = read_cache(path)
    masters = []
    for master in assignment.masters:
        found = kept.get(master.name)
        if found is None or set(found) != tests_of(master):
            try:
                found = reasons(master, assignment, engine, limits)
            except NotGraded as error:
                raise Stopped(f"the solutions cannot be run: {error}") from error
            kept[master.name] = found
            write_cache(path, kept)
        masters.append(with_apart(master, found))
    return replace(assignment, masters=tuple(masters))


def known(assignment: Assignment) -> Assignment | None:
    """The assignment settled by what was found before; None if nothing was."""
    found = read_cache(cache_file(assignment))
    if any(set(found.get(m.name, ())) != tests_of(m) for m in assignment.masters):
        return None
    masters = tuple(with_apart(m, found[m.name]) for m in assignment.masters)
    return replace(assignment, masters=masters)


def left_beside(assignment: Assignment) -> list[str]:
    """The tests that are not judged apart."""
    return sorted(name for m in assignment.masters for name in tests_of(m) - m.apart)


def cache_file(assignment: Assignment) -> Path:
    """Where it is kept which tests of an assignment are judged apart."""
    found = hashlib.sha256(f"{assignment.digest} {sys.version}".encode())
    for name in _PACKAGES:
        with suppress(PackageNotFoundError):
            found.update(f"{name} {version(name)} ".encode())
    folder = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(folder, "autograder", f"{found.hexdigest()}.json")


def read_cache(path: Path) -> dict[str, dict[str, str]]:
    """What is kept there; nothing when there is none, or none that can be read."""
    with suppress(OSError, ValueError, UnicodeDecodeError):
        found = json.loads(path.read_text("utf-8"))
        if isinstance(found, dict):
            return {k: v for k, v in found.items() if isinstance(v, dict)}
    return {}


def write_cache(path: Path, known: Mapping[str, Mapping[str, str]]) -> None:
    """Keep it, if the machine lets us."""
    new = path.with_suffix(f".{os.getpid()}")
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        new.write_text(json.dumps(known), "utf-8")
        new.replace(path)
