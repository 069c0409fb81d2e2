"""What the process inside has to know about a cell, worked out where it is safe.

Student code can change the modules that take Python source apart. So that is done
here, outside, and the process inside only compiles text.
"""

from __future__ import annotations

import ast
import builtins
import secrets
import threading
from collections.abc import Iterator, Mapping
from typing import Any

from IPython.core.inputtransformer2 import TransformerManager
from nbformat import NotebookNode

_TREE = ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
# Python 3.11 may fail when two threads make syntax trees at once (gh-106905).
_one_at_a_time = threading.Lock()
_BUILTINS = frozenset(dir(builtins))
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)

Aliases = Mapping[str, tuple[str, str]]  # a name to (module, attribute or "")


def what(cell: NotebookNode) -> str:
    """Whether a cell is a "test", of the "course", or anybody's: an "answer"."""
    from nbgrader import utils  # takes a second: the engine starts meanwhile

    if utils.is_grade(cell) and not utils.is_solution(cell):
        return "test"
    return "course" if utils.is_locked(cell) else "answer"


def parse(source: str) -> ast.Module | None:
    """The syntax tree of a cell that holds plain Python; None for others."""
    try:
        with _one_at_a_time:
            tree = compile(source, "<cell>", "exec", _TREE)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    return tree if isinstance(tree, ast.Module) else None


def order(cell: NotebookNode, name: str, imports: Aliases) -> dict[str, Any]:
    """What is sent for one cell.

    For a locked cell that is also its Python `code`, with the value of its last
    line put into the variable `result`; the names it `sets`; the `builtins` it
    uses; and the functions and classes it `binds`.
    """
    kind, source = what(cell), cell.source
    found = {"what": kind, "id": name, "source": source}
    if kind == "answer":
        return found
    tree = parse(source)
    if tree is None:  # magics, or wrong
        source = TransformerManager().transform_cell(source)
        tree = parse(source)
    nodes = list(ast.walk(tree)) if tree else []
    used = {node.id for node in nodes if isinstance(node, ast.Name)}
    result = f"_result_{secrets.token_hex(8)}"
    quiet = cell.source.rstrip().endswith(";")  # Jupyter shows no result then
    return found | {
        "code": source if tree is None or quiet else keep_result(source, tree, result),
        "result": result,
        "sets": sorted(set(names_set(nodes))),
        "builtins": sorted((used & _BUILTINS) - set(imports)),
        "binds": [n.name for n in tree.body if isinstance(n, _DEFINITIONS)]
        if tree
        else [],
    }


def keep_result(source: str, tree: ast.Module, name: str) -> str:
    """The source with its last line, if that has a value, assigned to `name`."""
    last = tree.body[-1] if tree.body else None
    if not isinstance(last, ast.Expr) or last.end_col_offset is None:
        return source
    lines = source.replace("\r\n", "\n").replace("\r", "\n").encode().split(b"\n")
    first, end = last.lineno - 1, (last.end_lineno or 1) - 1
    tail = lines[end]
    lines[end] = tail[: last.end_col_offset] + b")" + tail[last.end_col_offset :]
    head = lines[first]
    begin = head[: last.col_offset] + name.encode() + b" = ("
    lines[first] = begin + head[last.col_offset :]
    return b"\n".join(lines).decode()


def names_set(nodes: list[ast.AST]) -> Iterator[str]:
    """Names and attributes that a cell changes, by assignment or by their text."""
    for node in nodes:
        if isinstance(node, (ast.Name, ast.Attribute)):
            if not isinstance(node.ctx, ast.Load):
                yield node.id if isinstance(node, ast.Name) else node.attr
        elif isinstance(node, _DEFINITIONS):
            yield node.name
        elif isinstance(node, ast.alias):
            yield (node.asname or node.name).partition(".")[0]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value[:200].rpartition(".")[2]  # as in mock.patch("a.b")


def aliases(tree: ast.Module) -> Iterator[tuple[str, tuple[str, str]]]:
    """The names that a cell or module imports, and what they stand for."""
    for node in tree.body:
        if isinstance(node, ast.Import):
            for alias in node.names:
                top = alias.name.partition(".")[0]
                yield alias.asname or top, (alias.name if alias.asname else top, "")
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                if alias.name != "*":
                    yield alias.asname or alias.name, (node.module, alias.name)


def paths(tree: ast.Module, imports: Aliases) -> Iterator[tuple[str, str]]:
    """What code uses of imported modules, as ("numpy", "testing.assert_allclose")."""
    for node in ast.walk(tree):
        parts: list[str] = []
        while isinstance(node, ast.Attribute):
            parts.insert(0, node.attr)
            node = node.value
        if isinstance(node, ast.Name) and node.id in imports:
            module, attribute = imports[node.id]
            dotted = ".".join([attribute, *parts] if attribute else parts)
            yield module, dotted
