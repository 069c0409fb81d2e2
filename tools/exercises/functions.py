"""The changes that mutants make to whole functions."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator

from tools.exercises.expressions import Change

CACHED = """
def {name}(*given, _wrapped={name}, _seen=[], **named):
    if not _seen:
        _seen.append(_wrapped(*given, **named))
    return _seen[0]
"""
SINGLE = "{x} = np.asarray({x}).astype('float32').astype(np.asarray({x}).dtype)"
FIRST = "{x} = np.repeat(np.asarray({x})[:1], len({x}), axis=0)"


def changes(node: ast.AST) -> Iterator[Change]:
    """All changes to a function as a whole; none to anything else."""
    if not isinstance(node, ast.FunctionDef):
        return
    names = [each.arg for each in node.args.args]
    method = names[:1] == ["self"]
    names = names[method:]
    count = len(node.args.defaults)
    defaults = dict(zip(names[len(names) - count :], node.args.defaults, strict=True))
    for name, default in defaults.items():
        value = ast.unparse(default)
        yield begun(node, "default", f"{name} = {value}")
        if value == "None" or getattr(default, "value", True):  # else nothing changes
            yield begun(node, "truth", f"{name} = {name} or {value}")
    required = [name for name in names if name not in defaults]
    if method or not required:
        return
    yield begun(node, "dtype", SINGLE.format(x=required[0]))
    for name in required:
        yield begun(node, "rows", FIRST.format(x=name))
        yield ended(node, f"{name}[...] = 0", "")
    yield ended(node, f"{required[0]}[...] = result", required[0])
    wrapper = ast.parse(CACHED.format(name=node.name)).body
    yield "cache", [node, *wrapper], f"{node.name} → its first result each time"


def begun(node: ast.FunctionDef, kind: str, line: str) -> Change:
    """The function with one more statement at its start."""
    changed = copy.deepcopy(node)
    place = 1 if ast.get_docstring(node) is not None else 0
    changed.body[place:place] = ast.parse(line).body
    return kind, changed, f"{node.name} → {line}, first"


def ended(node: ast.FunctionDef, line: str, returned: str) -> Change:
    """The function with one more statement before each return."""

    class Change(ast.NodeTransformer):
        def visit_Return(self, found: ast.Return) -> list[ast.stmt]:
            kept = ast.parse("result = 0").body[0]
            assert isinstance(kept, ast.Assign)
            kept.value = found.value or ast.Constant(None)
            last = ast.parse(f"{line}\nreturned = {returned or 'result'}").body
            return [kept, last[0], ast.Return(ast.Name(returned or "result"))]

    changed = Change().visit(copy.deepcopy(node))
    return "input", changed, f"{node.name} → {line}, before it returns"
