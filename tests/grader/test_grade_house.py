"""The grader's house: who may import whom, and how large a module may be."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import autograder

HOME = Path(autograder.__file__).parent
MODULES = sorted(path for path in HOME.rglob("*.py"))
MAY_IMPORT = {  # a folder or a module on the ground floor, and what it may know
    "records": set(),
    "inert": set(),
    "course": {"records", "inert"},
    "inside": set(),
    "machine": set(),
    "engine": {"records", "course", "inside", "inert", "machine"},
    "cluster": {"records", "engine", "inert", "machine"},
    "marks": {"records", "course", "inert"},
    "grade": {"records", "course", "marks"},
    "judged": {"records", "course", "marks"},
    "check": {"records", "course", "marks", "judged", "inert"},
    "selection": {"records", "marks"},
    "explain": {"records", "course", "marks"},
    "opening": {"records", "course", "engine", "marks", "explain"},
    "terminal": {"records", "inert"},
    "proving": {
        *("records", "course", "marks", "inert"),
        *("grade", "judged", "run", "terminal", "machine"),
    },
    "run": {
        *("records", "course", "engine", "cluster", "marks"),
        *("grade", "judged", "check", "selection", "terminal", "machine"),
    },
    "one": {
        *("records", "course", "marks"),
        *("grade", "judged", "run", "terminal"),
    },
    "regrade": {
        *("records", "course", "marks", "inert"),
        *("grade", "judged", "run", "terminal"),
    },
    "platforms": {"records", "course", "marks", "inert", "machine"},
    "term": {"records", "course", "marks"},
    "watching": {
        *("records", "course", "engine", "marks", "platforms", "machine"),
        *("grade", "judged", "run", "selection", "terminal"),
    },
    "commands": {
        *("records", "run", "one", "course", "marks", "machine"),
        *("platforms", "regrade", "term", "terminal", "cluster", "watching"),
        *("explain", "opening", "proving", "inert"),
    },
    "cli": {"commands"},
    "__main__": {"cli"},
    "__init__": set(),
}
LONGEST_MODULE, LONGEST_FUNCTION = 400, 80  # lines

pytestmark = pytest.mark.quick


def imported(tree: ast.Module) -> Iterator[str]:
    """Every module that a module imports, inside functions too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def room(path: Path) -> str:
    """The folder of a module, or its name if it is on the ground floor."""
    return path.relative_to(HOME).with_suffix("").parts[0]


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(HOME)))
def test_does_a_module_import_only_what_its_folder_may(path: Path) -> None:
    ours = {
        name.split(".")[1]
        for name in imported(ast.parse(path.read_text()))
        if name.startswith("autograder.")
    }
    assert ours - {room(path)} <= MAY_IMPORT[room(path)]


def test_does_what_runs_inside_import_nothing_else_of_ours() -> None:
    """By bare names each other; else Python itself and what a notebook has."""
    siblings = {path.stem for path in (HOME / "inside").glob("*.py")}
    known = siblings | sys.stdlib_module_names | {"IPython", "traitlets"}
    known |= {"numpy", "tensorflow", "keras"}  # where a notebook brings them
    for path in (HOME / "inside").glob("*.py"):
        tops = {name.split(".")[0] for name in imported(ast.parse(path.read_text()))}
        assert tops <= known, path.name


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(HOME)))
def test_is_a_module_short(path: Path) -> None:
    text = path.read_text()
    assert len(text.splitlines()) <= LONGEST_MODULE
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef) and node.end_lineno:
            inner = any(
                isinstance(n, ast.FunctionDef) for n in ast.walk(node) if n is not node
            )
            lines = node.end_lineno - node.lineno + 1
            assert inner or lines <= LONGEST_FUNCTION, node.name
