"""Whether what a course brings along remembers, from one test to the next."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping

from autograder.course import cells
from autograder.regrade import reading
from autograder.regrade.effects import constant, root, words

_CHANGING = words(
    "add append appendleft clear discard extend insert pop popitem popleft remove "
    "reverse setdefault sort update write writelines send shuffle"
)
_SEEDED = frozenset(
    {"default_rng", "RandomState", "Generator", "SeedSequence", "Random"}
)
_CHANCE = re.compile(r"\b(keras|random|time)\b")


def remembering(name: str, tree: ast.Module) -> Iterator[str]:
    """What the functions of a module or cell of the course remember between tests.

    A list that is only ever counted to be printed decides about no mark.
    """
    names = frozenset(cells.bound(tree))
    makers = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name) and not constant(node.value)
    }
    for function in ast.walk(tree):
        if not isinstance(function, reading.FUNCTIONS):
            continue
        free = frozenset(reading.uses(function)) & names
        for node in ast.walk(function):
            found = changed(node, free, makers)
            if found and not only_shown(found, tree):
                yield f"{name}.{found}"
            if isinstance(node, ast.Attribute) and (shared := chance(node)):
                yield f"{name} ({shared})"


def changed(node: ast.AST, free: frozenset[str], makers: Mapping[str, ast.expr]) -> str:
    """The outer name that a part of a function changes; "" if it changes none."""
    if isinstance(node, ast.Global):
        return node.names[0]
    stored = isinstance(node, (ast.Attribute, ast.Subscript)) and not isinstance(
        node.ctx, ast.Load
    )
    if stored and root(node) in free:
        return root(node)
    if not isinstance(node, ast.Call):
        return ""
    if isinstance(node.func, ast.Attribute):
        name = root(node.func)
        made = ast.unparse(makers[name]) if name in makers else ""
        random = _CHANCE.search(made) or any(word in made for word in _SEEDED)
        if name in free and made and (random or node.func.attr in _CHANGING):
            return name
    elif isinstance(node.func, ast.Name) and node.func.id == "next" and node.args:
        return root(node.args[0]) if root(node.args[0]) in makers else ""
    return ""


def chance(node: ast.Attribute) -> str:
    """A use of a generator that all share, or of a clock."""
    path = ast.unparse(node)
    parts = path.split(".")
    if not all(part.isidentifier() for part in parts) or _SEEDED & set(parts):
        return ""
    if parts[0] == "random" or (parts[1:2] == ["random"] and len(parts) > 2):
        return path
    return path if parts[0] == "time" else ""


def only_shown(name: str, tree: ast.Module) -> bool:
    """Whether a list is only changed, or counted in what prints and no more."""
    for function in ast.walk(tree):
        if not isinstance(function, reading.FUNCTIONS):
            continue
        if name not in set(reading.uses(function)):
            continue
        if isinstance(function, ast.Lambda):
            return False
        calls = {
            id(node.value.func.value)  # type: ignore[attr-defined]
            for node in ast.walk(function)
            if isinstance(node, ast.Expr) and alters(node.value, name)
        }
        reads = [
            node
            for node in ast.walk(function)
            if isinstance(node, ast.Name) and node.id == name and id(node) not in calls
        ]
        if reads and not all(prints(node, name) for node in function.body):
            return False
    return True


def alters(node: ast.AST, name: str) -> bool:
    """Whether a call is `name.append(…)` or the like."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return False
    value = node.func.value
    return (
        isinstance(value, ast.Name) and value.id == name and node.func.attr in _CHANGING
    )


def prints(node: ast.stmt, name: str) -> bool:
    """Whether a line of a function prints, or sets a name of its own, and no more."""
    if isinstance(node, ast.Assign):
        return all(isinstance(target, ast.Name) for target in node.targets)
    if not isinstance(node, ast.Expr):
        return False
    call = node.value
    shown = isinstance(call, ast.Call) and isinstance(call.func, ast.Name)
    return (
        isinstance(call, ast.Constant)
        or alters(call, name)
        or (shown and call.func.id == "print")  # type: ignore[attr-defined]
    )
