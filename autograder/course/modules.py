"""A course's own modules that its configuration needs, such as a late plugin."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

_DOTTED = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+")


def needed(root: Path, text: str) -> dict[str, Path]:
    """The modules beside a configuration of this `text`: their files, by their names.

    A module counts when the configuration imports it or names it, as in
    "late.TenthADay", and when such a module imports it.
    """
    found: dict[str, Path] = {}
    waiting = list(named(text))
    while waiting:
        for path in of_module(root, waiting.pop()):
            name = path.relative_to(root).as_posix()
            if name not in found:
                found[name] = path
                waiting += named(path.read_text("utf-8", "replace"))
    return dict(sorted(found.items()))


def named(text: str) -> Iterator[str]:
    """The modules that Python code imports, or may name in a text."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Constant) and _DOTTED.fullmatch(str(node.value)):
            yield str(node.value)


def of_module(root: Path, name: str) -> Iterator[Path]:
    """The files of a module and of the packages that it lies in, if they are there."""
    parts = name.split(".")
    for count in range(1, len(parts) + 1):
        place = root.joinpath(*parts[:count])
        for path in (place.with_name(f"{place.name}.py"), place / "__init__.py"):
            if path.is_file() and not path.is_symlink():
                yield path
