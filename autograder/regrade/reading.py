"""Which names a piece of code reads, scope by scope, in the order of its lines."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from autograder.course import cells

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def arguments(node: ast.AST) -> set[str]:
    """The names of a function's arguments."""
    found = node.args  # type: ignore[attr-defined]
    names = [*found.posonlyargs, *found.args, *found.kwonlyargs]
    names += [part for part in (found.vararg, found.kwarg) if part]
    return {part.arg for part in names}


def uses(node: ast.AST, local: frozenset[str] = frozenset()) -> Iterator[str]:
    """The names that code reads and does not bind in a scope of its own."""
    if isinstance(node, ast.Name):
        if isinstance(node.ctx, ast.Load) and node.id not in local:
            yield node.id
        return
    if isinstance(node, ast.AugAssign):
        target = node.target
        if isinstance(target, ast.Name) and target.id not in local:
            yield target.id
    if isinstance(node, ast.Global):
        yield from node.names
    if isinstance(node, FUNCTIONS):
        outside: list[ast.AST] = [*node.args.defaults]
        outside += [part for part in node.args.kw_defaults if part is not None]
        outside += getattr(node, "decorator_list", [])
        for part in outside:
            yield from uses(part, local)
        body = [node.body] if isinstance(node, ast.Lambda) else node.body
        inner = arguments(node) | set(cells.bound(ast.Module(body, [])))  # type: ignore[arg-type]
        free = {
            n
            for p in body
            for g in ast.walk(p)
            if isinstance(g, ast.Global)
            for n in g.names
        }
        for each in (*body, node.args):
            yield from uses(each, local | (inner - free))
        return
    if isinstance(node, _COMPREHENSIONS):
        inner = {
            part.id
            for each in node.generators
            for part in ast.walk(each.target)
            if isinstance(part, ast.Name)
        }
        local = local | inner
    if isinstance(node, ast.ClassDef):
        for each in (*node.bases, *node.keywords, *node.decorator_list):
            yield from uses(each, local)
        for each in node.body:  # a method sees nothing of the class's own names
            own = frozenset() if isinstance(each, FUNCTIONS) else cells.bound(node)
            yield from uses(each, local | frozenset(own))
        return
    for child in ast.iter_child_nodes(node):
        yield from uses(child, local)


def needed(body: list[ast.stmt], have: frozenset[str] = frozenset()) -> set[str]:
    """The names that statements read before they have certainly bound them."""
    found: set[str] = set()
    mine = set(have)
    for node in body:
        if isinstance(node, (ast.For, ast.While, ast.If)):
            heads = [node.iter] if isinstance(node, ast.For) else [node.test]
            found |= {n for head in heads for n in uses(head)} - mine
            inner = set(mine)
            if isinstance(node, ast.For):
                inner |= {
                    p.id for p in ast.walk(node.target) if isinstance(p, ast.Name)
                }
            found |= needed(node.body, frozenset(inner))
            found |= needed(node.orelse, frozenset(mine))
            continue
        if isinstance(node, ast.With):
            for item in node.items:
                found |= set(uses(item.context_expr)) - mine
                if item.optional_vars is not None:
                    mine |= set(
                        cells.bound(ast.Module([ast.Expr(item.optional_vars)], []))
                    )  # type: ignore[arg-type]
            found |= needed(node.body, frozenset(mine))
            continue
        if isinstance(node, ast.FunctionDef):  # it may call itself
            found |= set(uses(node)) - mine - {node.name}
        else:
            found |= set(uses(node)) - mine
        kinds = (ast.Assign, ast.AnnAssign, ast.Import, ast.ImportFrom)
        if isinstance(node, (*kinds, ast.FunctionDef, ast.ClassDef)):
            mine |= set(cells.bound(ast.Module([node], [])))
    return found
