"""Which of the grader's modules run where a package grades, and no others."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

GRADER = Path(__file__).resolve().parents[1]
# Where a packed grader starts; modules of `inside` find each other by bare names.
ENTRIES = (
    *("__init__", "__main__", "cli", "commands.grade", "commands.check"),
    "platforms.gradescope",
)
WHOLE = ("inside",)


def modules() -> list[Path]:
    """The files of all modules that the entries import, at whatever moment."""
    waiting = [name for name in ENTRIES if path_of(name)]
    for folder in WHOLE:
        files = sorted((GRADER / folder).glob("*.py"))
        waiting += [f"{folder}.{path.stem}" for path in files]
    found: dict[str, Path] = {}
    while waiting:
        name = waiting.pop()
        path = path_of(name)
        if path is None or name in found:
            continue
        found[name] = path
        # A module's folder is a package, which is imported first.
        waiting += [name.rpartition(".")[0]] if "." in name else []
        waiting += imported(ast.parse(path.read_text()))
    return sorted(set(found.values()))


def path_of(name: str) -> Path | None:
    """The file of a module below `autograder`, by its name there; None without one."""
    base = GRADER.joinpath(*name.split("."))
    for path in (base.with_suffix(".py"), base / "__init__.py"):
        if path.is_file():
            return path
    return None


def imported(tree: ast.AST) -> Iterator[str]:
    """What a module imports of ours, inside functions too."""
    for node in ast.walk(tree):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{a.name}" for a in node.names)]
        for name in names:
            if name.startswith("autograder."):
                yield name.removeprefix("autograder.")
