"""Small changes to a piece of Python, each of which should make it wrong."""

from __future__ import annotations

import ast
import copy
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

from tools.exercises import expressions, functions

AROUND = 30  # characters of a statement shown on both sides of a change
Path = tuple[tuple[str, int | None], ...]  # fields and positions that lead to a node


@dataclass(frozen=True)
class Mutant:
    """Source code with one change.

    Attributes:
        source: all of it, without its comments.
        line: the number of the changed line in the original.
        kind: what sort of change it is.
        change: "before → after", on one line.
    """

    source: str
    line: int
    kind: str
    change: str


def mutants(source: str) -> list[Mutant]:
    """All mutants of `source` that differ from it and from one another."""
    tree = ast.parse(source)
    seen = {ast.unparse(tree)}
    found = []
    for path, node in places(tree):
        makers = expressions.changes, functions.changes
        for kind, new, text in (change for make in makers for change in make(node)):
            changed = replaced(tree, path, new)
            made = ast.unparse(changed)
            key = made.replace("--", "")  # −(−1) is 1
            if key in seen or not compiles(made):
                continue
            seen.add(key)
            shown = text or difference(tree, changed, path)
            found.append(Mutant(made + "\n", line_of(tree, path), kind, shown))
    return found


def places(node: ast.AST, path: Path = ()) -> Iterator[tuple[Path, ast.AST]]:
    """Every node that may be changed, with the way to it.

    What nobody tests is left out: docstrings, annotations and the texts of errors.
    """
    yield path, node
    if isinstance(node, ast.JoinedStr):
        return
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns", "decorator_list", "ctx", "op", "ops"):
            continue
        if isinstance(value, list):
            for place, child in enumerate(value):
                if isinstance(child, ast.AST) and not is_text(child):
                    yield from places(child, (*path, (field, place)))
        elif isinstance(node, ast.Raise):
            if isinstance(value, ast.Call):
                yield (*path, (field, None), ("func", None)), value.func
        elif isinstance(value, ast.AST):
            yield from places(value, (*path, (field, None)))


def is_text(node: ast.AST) -> bool:
    """Whether a statement is only a text: a docstring."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def follow(tree: ast.AST, path: Path) -> ast.AST:
    """The node at the end of a way."""
    for field, place in path:
        value = getattr(tree, field)
        tree = value if place is None else value[place]
    return tree


def replaced(tree: ast.AST, path: Path, new: ast.AST | list[ast.stmt]) -> ast.AST:
    """A copy of `tree` with another node, or other statements, at the end of `path`."""
    changed = copy.deepcopy(tree)
    *way, (field, place) = path
    parent = follow(changed, tuple(way))
    new = copy.deepcopy(new)
    if isinstance(new, list):
        body = getattr(parent, field)
        assert place is not None
        body[place : place + 1] = new if new or len(body) > 1 else [ast.Pass()]
    elif place is None:
        setattr(parent, field, new)
    else:
        getattr(parent, field)[place] = new
    return ast.fix_missing_locations(changed)


def compiles(source: str) -> bool:
    """Whether `source` is Python."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what cannot be called, for example
        try:
            compile(source, "mutant", "exec", dont_inherit=True)
        except SyntaxError:
            return False
    return True


def statement(path: Path, tree: ast.AST) -> Path:
    """The way to the innermost statement around a node."""
    ways = [path[:end] for end in range(len(path) + 1)]
    return [way for way in ways if isinstance(follow(tree, way), ast.stmt)][-1]


def line_of(tree: ast.AST, path: Path) -> int:
    """The line of a node, or of the nearest one around it that has a line."""
    ways = [path[:end] for end in range(len(path) + 1)]
    lines = [getattr(follow(tree, way), "lineno", None) for way in ways]
    return [line for line in lines if line is not None][-1]


def difference(tree: ast.AST, changed: ast.AST, path: Path) -> str:
    """What differs between two statements, with a little of what stands around it."""
    way = statement(path, tree)
    texts = [ast.unparse(follow(root, way)).split("\n") for root in (tree, changed)]
    before, after = texts[0][0], texts[1][0]
    head = 0
    while head < min(len(before), len(after)) and before[head] == after[head]:
        head += 1
    tail = 0
    most = min(len(before), len(after)) - head
    while tail < most and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    start, end = max(head - AROUND, 0), max(tail - AROUND, 0)
    shown = [
        f"{'…' * bool(start)}{text[start : len(text) - end]}{'…' * bool(end)}"
        for text in (before, after)
    ]
    return " → ".join(shown)
