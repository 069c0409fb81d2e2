"""Tests that change what an answer meets, so that they must run beside it.

A test that is judged apart has Python, the libraries and the history of its own
process. What it changes there for the time of a call (`np.mean` is forbidden,
`time.sleep` does nothing) the answer never notices: so a wrong answer could pass. Such
tests are told by their source: the assignment's own solutions may pass them anywhere.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping

from autograder.course import cells
from autograder.records import Master

# What the border carries over: whatever an answer writes or asks, its test hears.
_CARRIED = {"sys.stdout", "sys.stderr", "builtins.input"}
_PATCHES = {"patch", "patch.object", "patch.dict", "patch.multiple"}
# Calls, by the last part of their name, that set something for a whole process.
_SETTERS = {
    *("setrecursionlimit", "chdir", "putenv", "unsetenv", "setlocale", "setstate"),
    *("getcontext", "setcontext", "localcontext", "set_printoptions", "printoptions"),
    *("set_option", "option_context", "set_state", "set_floatx", "rc_context"),
    "set_image_data_format",
}
_OF_ENVIRON = {"update", "pop", "setdefault", "clear"}
_THERE = {"exists", "isfile", "isdir", "is_file", "is_dir"}
_HISTORY = re.compile(r"In|Out|_ih|_oh|_i{1,3}|_{1,3}|_i?\d+")
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_BUILTINS = {"builtins": ("builtins", ""), "__builtins__": ("builtins", "")}


def reaching(master: Master, files: Mapping[str, bytes]) -> dict[str, str]:
    """Why tests of a notebook must run beside the answers, by their ids."""
    given: list[tuple[ast.Module, cells.Aliases]] = []
    tests: dict[str, ast.Module] = {}
    for cell in master.notebook.cells:
        kind = cells.what(cell) if cell.cell_type == "code" else "answer"
        tree = cells.parsed(cell.source) if kind != "answer" else None
        if tree is not None and kind == "test":
            tests[cell.metadata["nbgrader"]["grade_id"]] = tree
        if tree is not None:
            given.append((tree, master.imports))
    for name in master.helpers:
        tree = cells.parse(files.get(f"{name}.py", b"").decode("utf-8", "replace"))
        if tree is not None:
            given.append((tree, {}))
    functions = changing_functions(given, master)
    found = {}
    for name, tree in tests.items():
        why = change(tree, master.imports, master) or history(tree) or shadow(tree)
        used = sorted(functions.keys() & names_in(tree))
        if why:
            found[name] = f"it {why}"
        elif used:
            found[name] = f"{used[0]} {functions[used[0]]}"
    return found


def changing_functions(
    given: list[tuple[ast.Module, cells.Aliases]], master: Master
) -> dict[str, str]:
    """The course's functions and classes that change such things, and which."""
    parts = [
        (node, imports)
        for tree, imports in given
        for node in ast.walk(tree)
        if isinstance(node, (*_FUNCTIONS, ast.ClassDef))
    ]
    found: dict[str, str] = {}
    while True:
        before = len(found)
        for node, imports in parts:
            if node.name in found:
                continue
            why = change(node, imports, master)
            called = sorted(found.keys() & names_in(node))
            if why or called:
                found[node.name] = why or found[called[0]]
        if len(found) == before:
            return found


def names_in(tree: ast.AST) -> set[str]:
    """All names and attributes that code reads."""
    return {
        node.id if isinstance(node, ast.Name) else node.attr
        for node in ast.walk(tree)
        if isinstance(node, (ast.Name, ast.Attribute))
    }


def change(tree: ast.AST, imports: cells.Aliases, master: Master) -> str:
    """What code changes of the process that it runs in; "" for nothing."""
    known = {**imports, **_BUILTINS}
    for node in ast.walk(tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            known.update(cells.aliases(ast.Module([node], [])))
    for name in changes(tree, known, master):
        if name not in _CARRIED:
            return f"changes {name}"
    return ""


def changes(
    tree: ast.AST, known: Mapping[str, tuple[str, str]], master: Master
) -> Iterator[str]:
    """The parts of libraries, and settings, that code changes."""

    def place(node: ast.AST) -> str:
        """The full name of a part of a module, "" for anything else."""
        parts: list[str] = []
        while isinstance(node, (ast.Attribute, ast.Subscript)):
            if isinstance(node, ast.Attribute):
                parts.insert(0, node.attr)
            node = node.value
        if not isinstance(node, ast.Name) or node.id not in known:
            return ""
        module, attribute = known[node.id]
        if module.partition(".")[0] in master.helpers:  # a test's own affair
            return ""
        return ".".join(part for part in (module, attribute, *parts) if part)

    for node in ast.walk(tree):
        if isinstance(node, (ast.Attribute, ast.Subscript)):
            if not isinstance(node.ctx, ast.Load) and place(node):
                yield place(node)
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            # That a file is not there: not in the folder of the judge.
            asked = getattr(node.operand, "func", None)
            if isinstance(asked, ast.Attribute) and asked.attr in _THERE:
                yield "nothing, but looks for a file"
        elif isinstance(node, ast.Call):
            yield from called(node, place(node.func), place)


def called(node: ast.Call, full: str, place: Callable[[ast.AST], str]) -> Iterator[str]:
    """What one call changes."""
    words = ast.unparse(node.func).split(".")
    texts = [p.value if isinstance(p, ast.Constant) else None for p in node.args[:2]]
    text = next((part for part in texts if isinstance(part, str)), "")
    if words[-1] == "patch" or ".".join(words[-2:]) in _PATCHES:
        if words[-1] == "patch":
            yield text or "what it patches"
        elif node.args:
            yield f"{place(node.args[0]) or ast.unparse(node.args[0])}.{text}"[:100]
    elif words[-1] in ("setattr", "delattr", "setitem", "delitem", "setenv", "delenv"):
        plain = len(words) == 1
        owner = place(node.args[0]) if node.args else ""
        if owner or words[0] == "monkeypatch":
            yield f"{owner}.{text}" if plain or owner else text
    elif full and (
        words[-1] in _SETTERS or (words[-1] in _OF_ENVIRON and "environ" in words)
    ):
        yield full


def history(tree: ast.Module) -> str:
    """Which part of the notebook's history a test reads; "" for none."""
    read: set[str] = set()
    own: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            (read if isinstance(node.ctx, ast.Load) else own).add(node.id)
    names = sorted(name for name in read - own if _HISTORY.fullmatch(name))
    return f"reads {names[0]}" if names else ""


def shadow(tree: ast.Module) -> str:
    """Which built-in function a test replaces for all that follows; "" for none."""
    for node in tree.body:
        for part in ast.walk(node) if not isinstance(node, _FUNCTIONS) else [node]:
            name = ""
            if isinstance(part, _FUNCTIONS) and part is node:
                name = part.name
            elif isinstance(part, ast.Assign) and is_function(part.value):
                first = part.targets[0]
                name = first.id if isinstance(first, ast.Name) else ""
            if name in cells.BUILTINS:
                return f"replaces {name}"
    return ""


def is_function(node: ast.expr) -> bool:
    """Whether an expression makes a function, or a mock of one."""
    name = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
    return isinstance(node, ast.Lambda) or name.endswith("Mock")
