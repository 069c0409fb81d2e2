"""Which names a cell of the course reads, for the judge to ask for."""

from __future__ import annotations

import ast
from collections.abc import Iterator

_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
_LOOKING = {"globals", "locals", "vars", "dir", "get_ipython"}


def names_used(tree: ast.AST, inner: bool = False) -> Iterator[str]:
    """The names that code reads; with `inner`, those read in functions alone."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and not inner:
            yield node.id
        yield from names_used(node, inner and not isinstance(node, _SCOPES))


def names_told(tree: ast.AST) -> Iterator[str]:
    """The texts in code that looks into its namespace: `"relu" in globals()`.

    In other code a text may be what a hidden test expects.
    """
    if _LOOKING.isdisjoint(names_used(tree)):
        return
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) else None
        if isinstance(text, str) and text.isidentifier():
            yield text
