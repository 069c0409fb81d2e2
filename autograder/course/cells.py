"""What the process inside has to know about a cell, worked out where it is safe.

Student code can change the modules that take Python source apart. So that is done
here, outside, and the process inside only compiles text.
"""

from __future__ import annotations

import ast
import builtins
import re
import secrets
import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

from IPython.core.inputtransformer2 import TransformerManager
from nbformat import NotebookNode

from autograder.course import reads
from autograder.records import Master

_TREE = ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
# Python 3.11 may fail when two threads make syntax trees at once (gh-106905).
_one_at_a_time = threading.Lock()
BUILTINS = frozenset(dir(builtins))
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
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


class Orders:
    """What is sent for the cells of a notebook, one after the other.

    Keeps in mind which names are whose: the last cell that bound one owns it.
    """

    def __init__(self, notebook: NotebookNode, master: Master) -> None:
        self.notebook, self.master = notebook, master
        self.aliases: dict[str, tuple[str, str]] = {}  # what the course imports so far
        self.theirs: set[str] = set()  # asked for, and bound last by the student
        self.later: set[str] = set()  # names that the course's functions read
        self.own: set[str] = set()  # bound last by the course
        self.news: set[str] = set()  # asked for, and bound since the judge heard of it
        self.imports: list[str] = []  # of the solutions, likewise
        self.passed = {"answer": 0, "judge": 0}  # cells that they do not get to see

    def name(self, index: int) -> str:
        """A cell's grade id, or its place."""
        meta = self.notebook.cells[index].metadata.get("nbgrader", {})
        return str(meta.get("grade_id", index))

    def kind(self, index: int) -> str:
        """A "test" judged apart, one that runs "beside", "course" or "answer"."""
        kind = what(self.notebook.cells[index])
        if kind == "test" and self.name(index) not in self.master.apart:
            return "beside"
        return kind

    def bound(self, index: int, names: Iterable[str]) -> None:
        """Note what names a student's cell has bound."""
        asked = self.master.asked.intersection(names)
        self.news |= asked
        self.theirs |= asked
        self.own.difference_update(names)
        self.pass_by(index)
        for name in asked:
            self.aliases.pop(name, None)

    def pass_by(self, index: int) -> None:
        """Note an answer: what its solution imports the judge imports, too."""
        if what(self.notebook.cells[index]) == "answer":
            lines = self.master.solution_imports.get(self.name(index))
            self.imports += [lines] if lines else []

    def leave_out(self, index: int) -> None:
        """Note a cell that does not run: those after it keep their numbers."""
        kind = self.kind(index)
        if not self.notebook.cells[index].source.strip():
            return  # the shell does not count it
        self.passed["answer"] += kind != "test"
        self.passed["judge"] += kind in ("test", "course") and bool(self.master.apart)
        self.pass_by(index)

    def take(self, role: str) -> int:
        """How many cells a process has not seen since its last one."""
        passed, self.passed[role] = self.passed[role], 0
        return passed

    def judge(self, index: int) -> dict[str, Any]:
        """What the judge gets for a cell of the course."""
        told = {
            "id": self.name(index),
            "source": self.notebook.cells[index].source,
            "bound": sorted(self.news),
            "never": sorted(self.master.course_names),
            "imports": "\n".join(self.imports),
            "passed": self.take("judge"),
            **asdict(reads_of(self.notebook.cells[index].source)),
        }
        self.news.clear()
        self.imports.clear()
        return told

    def answer(self, index: int) -> dict[str, Any]:
        """What the answer's process gets for a cell."""
        cell = self.notebook.cells[index]
        kind = what(cell)
        found = {
            "what": kind,
            "id": self.name(index),
            "source": cell.source,
            "passed": self.take("answer"),
            "plain": kind == "course" and reads_of(cell.source).plain,
        }
        if kind == "answer" or self.master.all_apart:
            return found
        tree = parsed(cell.source)
        told = found | beside(cell.source, tree, self.aliases)
        if tree is not None:
            self.later |= names_read(tree, inner=True)
            used = self.later | names_read(tree)
            if "get_ipython" not in used:  # a magic may use any name
                told["uses"] = sorted(used)
            told["theirs"] = sorted(self.theirs)
            told["builtins"] = sorted(set(told["builtins"]) - self.own)
            self.own.update(told["binds"])
            self.theirs.difference_update(told["binds"])
            if kind == "course":
                for name in told["binds"]:
                    self.aliases.pop(name, None)
                self.aliases.update(aliases(tree))
        return told


@dataclass(frozen=True)
class Reads:
    """What the judge is told of a cell of the course."""

    reads: tuple[str, ...]  # names, when it runs
    later: tuple[str, ...]  # names, when a function of its own is called
    plain: bool  # there is nothing for IPython to translate


@lru_cache(4000)  # a class shares its cells: no fork has to look at them
def reads_of(source: str) -> Reads:
    """What is told of a cell; of a wrong one, that it reads nothing."""
    translated = TransformerManager().transform_cell(source)
    tree = parsed(source) or ast.Module([], [])
    return Reads(
        tuple(sorted({*reads.names_used(tree), *reads.names_told(tree)})),
        tuple(sorted(set(reads.names_used(tree, inner=True)))),
        translated.removesuffix("\n") == source.removesuffix("\n"),
    )


def parsed(source: str) -> ast.Module | None:
    """The syntax tree of a cell, its magics translated; None if it is wrong."""
    return parse(source) or parse(TransformerManager().transform_cell(source))


def beside(source: str, tree: ast.Module | None, imports: Aliases) -> dict[str, Any]:
    """What is sent for a cell of the course that runs beside the answers.

    That is its Python `code`, with the value of its last line put into the variable
    `result`; the names it `sets`; what it `patches`; the `builtins` it uses; the names
    that it `binds`, and that it and the course's functions use, or None for any; the
    names that are the student's, `theirs`; and what `aliases` were imported from.
    """
    quiet = source.rstrip().endswith(";")  # Jupyter shows no result then
    if parse(source) is None:  # magics, or wrong
        source = TransformerManager().transform_cell(source)
    nodes = list(ast.walk(tree)) if tree else []
    used = {node.id for node in nodes if isinstance(node, ast.Name)}
    result = f"_result_{secrets.token_hex(8)}"
    return {
        "code": source if tree is None or quiet else keep_result(source, tree, result),
        "result": result,
        "sets": sorted(set(names_set(nodes))),
        "builtins": sorted((used & BUILTINS) - set(imports)),
        "patches": sorted(set(patches(nodes))),
        "binds": sorted(set(bound(tree))) if tree else [],
        "uses": None,
        "theirs": [],
        "aliases": dict(imports),
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


def bound(tree: ast.AST) -> Iterator[str]:
    """The names that a cell or module binds outside of functions and classes."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, _DEFINITIONS):
            yield node.name
            continue
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.alias) and node.name != "*":
            yield node.asname or node.name.partition(".")[0]
        elif isinstance(node, ast.ExceptHandler) and node.name:
            yield node.name
        if not isinstance(node, (ast.Lambda, *_COMPREHENSIONS)):
            yield from bound(node)


def names_read(tree: ast.AST, inner: bool = False) -> set[str]:
    """The names that code reads, those in its texts too; `inner`: in functions."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if inner:
            if isinstance(node, (*_DEFINITIONS, ast.Lambda)):
                found |= names_read(node)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            found.add(node.id)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.update(re.findall(r"[^\W\d]\w*", node.value))
    return found


def patches(nodes: list[ast.AST]) -> Iterator[str]:
    """Attributes that a cell itself sets, as "np.random.seed", or may, by a text."""
    for node in nodes:
        if isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load):
            yield ast.unparse(node)
        elif isinstance(node, ast.Call):
            name = ast.unparse(node.func).rpartition(".")[2]
            texts = [getattr(part, "value", None) for part in node.args[:2]]
            if name == "patch" and texts and isinstance(texts[0], str):
                yield texts[0][:200]  # patch("time.sleep")
            elif name in ("setattr", "object") and isinstance(texts[-1], str):
                yield f"{ast.unparse(node.args[0])}.{texts[-1]}"[:200]


def imports_of(tree: ast.Module) -> str:
    """The lines of a cell that import something, as source."""
    kinds = (ast.Import, ast.ImportFrom)
    return "\n".join(ast.unparse(n) for n in tree.body if isinstance(n, kinds))


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
