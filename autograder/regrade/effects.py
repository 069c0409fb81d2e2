"""What running a piece of code may leave behind besides the names that it binds.

Judged by its text alone, and on the safe side: what is not known to be harmless counts
as if it might change anything.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from autograder.course import cells
from autograder.regrade import reading

# Nothing; a state that only such code sees; perhaps anything.
QUIET, OWN, LOUD = 0, 1, 2


def words(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


PURE = words(
    "__future__ abc bisect cmath collections contextlib copy dataclasses decimal enum "
    "fractions functools hashlib heapq io itertools json math numbers numpy operator "
    "pprint pytest re scipy statistics string tensorflow textwrap types typing unittest"
)
# These keep a state of their own: generators, figures, clocks, files.
PRIVATE = words(
    "csv datetime keras matplotlib pathlib pandas random secrets sklearn tempfile time "
    "uuid zipfile"
)
_RANDOM = ("default_rng", "RandomState", "Generator", "SeedSequence", "Random")
_OWN_WORDS = words(
    "cache cached_property data estimator fromfile function genfromtxt io keras load "
    "loadtxt memmap open random rvs save savetxt savez stats summary train"
)
_LOUD_WORDS = words(
    "backend compat config core ctypeslib experimental f2py getcontext lib "
    "localcontext mixed_precision mock modules patch"
)
_LOUD_HEADS = ("set", "enable", "disable", "register", "add_newdoc", "_")
_HARMLESS = words(
    "setdiff1d setxor1d set set_random_seed set_seed setUp setUpClass to_categorical"
)
_LOUD_NAMES = words(
    "__import__ breakpoint compile delattr eval exec exit getattr get_ipython globals "
    "help locals quit setattr vars"
)
_HISTORY = re.compile(r"_{1,3}|In|Out|_[ioh]+|_i?\d+|_exit_code")  # of IPython
_OWN_NAMES = words("dir input open hash id")
_SPECIAL = words(
    "__init__ __name__ __call__ __len__ __class_getitem__ __version__ __doc__ __add__ "
    "__radd__ __sub__ __rsub__ __mul__ __rmul__ __truediv__ __rtruediv__ __matmul__ "
    "__rmatmul__ __pow__ __neg__ __eq__ __ne__ __lt__ __le__ __gt__ __ge__ __iter__ "
    "__next__ __getitem__ __contains__ __str__ __repr__ __hash__ __bool__ __enter__ "
    "__exit__ __post_init__"
)
_DECORATORS = words(
    "abstractmethod classmethod dataclass property staticmethod wraps setter"
)


class Effect(NamedTuple):
    """The worst that code may do, and the words that say so."""

    level: int = QUIET
    why: str = ""


class Imports(NamedTuple):
    """What names stand for modules or parts of them, and which modules are ours."""

    aliases: Mapping[str, tuple[str, str]]
    helpers: frozenset[str]


def imported(tree: ast.AST) -> Iterator[tuple[str, tuple[str, str]]]:
    """All names that code imports, inside functions too."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            yield from cells.aliases(ast.Module([node], []))


def of_path(path: list[str], helpers: frozenset[str]) -> Effect:
    """What using something of a module may do, as ["numpy", "random", "normal"]."""
    top, rest, text = path[0], path[1:], ".".join(path)
    if top in helpers:
        return Effect()
    if top == "sys" and rest[:1] in (["float_info"], ["maxsize"], ["stdout"]):
        return Effect()
    if top not in PURE and top not in PRIVATE:
        return Effect(LOUD, text)
    for word in rest:
        if word in _HARMLESS or word in _SPECIAL:
            continue
        if word in _LOUD_WORDS or word.startswith(_LOUD_HEADS):
            return Effect(LOUD, text)
    if "activations" in rest or "ops" in rest:
        return Effect()
    if top in PRIVATE or _OWN_WORDS.intersection(rest) or "set_seed" in rest:
        return Effect(OWN, text)
    return Effect()


def constant(value: ast.AST | None) -> bool:
    """Whether a value can be nothing that changes: a number, a text, a function."""
    if isinstance(value, (ast.UnaryOp, ast.BinOp, ast.Tuple, ast.Attribute)):
        kinds = (ast.expr_context, ast.operator, ast.unaryop)
        parts = [n for n in ast.iter_child_nodes(value) if not isinstance(n, kinds)]
        return all(map(constant, parts))
    return value is None or isinstance(value, (ast.Constant, ast.Lambda, ast.Name))


def root(node: ast.AST) -> str:
    """The name at the root of `a.b[c].d`; "" where there is another thing."""
    while isinstance(node, (ast.Attribute, ast.Subscript, ast.Starred)):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def effect(tree: ast.Module, imports: Imports, keeps: bool) -> Effect:
    """The worst that a cell may do; with `keeps`, what it keeps in names counts."""
    looker = Looker(imports, keeps)
    looker.bodies = [set(cells.bound(tree))]
    looker.visit(tree)
    return looker.worst


class Looker(ast.NodeVisitor):
    """Goes through code and remembers the worst."""

    def __init__(self, imports: Imports, keeps: bool) -> None:
        self.imports, self.keeps = imports, keeps
        self.worst = Effect()
        self.bodies: list[set[str]] = []  # names that are local, from outside to inside
        self.depth = 0  # of functions

    def note(self, level: int, why: str) -> None:
        """Remember what was met, if it is worse than all before."""
        if level > self.worst.level:
            self.worst = Effect(level, why)

    def visit_Name(self, node: ast.Name) -> None:
        name, read = node.id, isinstance(node.ctx, ast.Load)
        if read and _HISTORY.fullmatch(name):
            self.note(LOUD, name)
        if name in _LOUD_NAMES or (name[:2] == "__" and name not in _SPECIAL):
            self.note(LOUD, name)
        elif name in _OWN_NAMES:
            self.note(OWN, name)
        elif read and name in self.imports.aliases:
            module, attribute = self.imports.aliases[name]
            if not attribute and module.partition(".")[0] not in self.imports.helpers:
                self.note(LOUD, name)  # a module under another name
            else:
                self.path([*module.split("."), attribute])

    def path(self, path: list[str]) -> None:
        """Note the use of something of a module."""
        self.note(*of_path([part for part in path if part], self.imports.helpers))

    def visit_Attribute(self, node: ast.Attribute) -> None:
        parts, value = [node.attr], node.value
        while isinstance(value, ast.Attribute):
            parts.insert(0, value.attr)
            value = value.value
        if not isinstance(node.ctx, ast.Load) and root(node) != "self":
            self.note(LOUD, ast.unparse(node))
        for part in parts:
            if part[:2] == "__" and part not in _SPECIAL:
                self.note(LOUD, part)
            elif part in ("tofile", "dump", "save", "fit", "rvs"):
                self.note(OWN, part)
        if isinstance(value, ast.Name) and value.id in self.imports.aliases:
            module, attribute = self.imports.aliases[value.id]
            self.path([*module.split("."), attribute, *parts])
        else:
            self.visit(value)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        if not isinstance(node.ctx, ast.Load):
            name = root(node)
            if name and name != "self" and name not in self.bodies[-1]:
                self.note(LOUD, f"{name}[…] = …")
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        seeded = root(node.func) and (node.args or node.keywords)
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        if not (seeded and name in _RANDOM):
            self.visit(node.func)
        for part in (*node.args, *node.keywords):
            self.visit(part)

    def visit_Global(self, node: ast.Global) -> None:
        self.note(LOUD, f"global {node.names[0]}")

    def visit_Delete(self, node: ast.Delete) -> None:
        if not self.depth:
            self.note(LOUD, "del")
        self.generic_visit(node)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        if not self.depth and self.keeps:
            self.note(LOUD, ast.unparse(node.target))
        self.generic_visit(node)

    def visit_Await(self, node: ast.AST) -> None:
        self.note(LOUD, "await")

    visit_AsyncFor = visit_AsyncWith = visit_AsyncFunctionDef = visit_Await

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            self.path(alias.name.split("."))

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        if node.level or node.names[0].name == "*" or not node.module:
            self.note(LOUD, f"from {node.module} import *")
            return
        for alias in node.names:
            self.path([*node.module.split("."), alias.name])

    # --- What is kept -------------------------------------------------------------

    def kept(self, node: ast.AST, value: ast.AST | None) -> None:
        """Note a thing that stays under a name and may change."""
        if self.keeps and not self.depth and not constant(value):
            self.note(OWN, f"{ast.unparse(node)[:40].splitlines()[0]}, kept for later")

    def visit_Assign(self, node: ast.Assign) -> None:
        self.kept(node, node.value)
        self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        self.kept(node, node.value)
        self.generic_visit(node)

    def visit_For(self, node: ast.For) -> None:
        self.kept(node.target, node.iter)
        self.generic_visit(node)

    def visit_With(self, node: ast.With) -> None:
        for item in node.items:
            if item.optional_vars is not None:
                self.kept(item.optional_vars, item.context_expr)
        self.generic_visit(node)

    def visit_NamedExpr(self, node: ast.NamedExpr) -> None:
        self.kept(node, node.value)
        self.generic_visit(node)

    # --- Definitions --------------------------------------------------------------

    def decorated(self, node: ast.FunctionDef | ast.ClassDef) -> None:
        """Note decorators that may keep something."""
        for mark in node.decorator_list:
            call = mark.func if isinstance(mark, ast.Call) else mark
            name = getattr(call, "attr", getattr(call, "id", ""))
            if name not in _DECORATORS:
                self.note(OWN, f"@{name}")
            self.visit(mark)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self.decorated(node)
        self.function(node, node.body)

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self.function(node, [node.body])

    def function(
        self, node: ast.FunctionDef | ast.Lambda, body: list[ast.stmt] | list[ast.expr]
    ) -> None:
        """Look into a function."""
        for default in (*node.args.defaults, *node.args.kw_defaults):
            if default is not None and not constant(default):
                self.note(OWN, "a default value that is kept")
        self.visit(node.args)
        if isinstance(node, ast.FunctionDef) and node.returns:
            self.visit(node.returns)
        local = reading.arguments(node) | set(cells.bound(ast.Module(body, [])))  # type: ignore[arg-type]
        outer = self.bodies[-1] if self.depth or not self.keeps else set()
        self.bodies.append(local | outer)
        self.depth += 1
        for part in body:
            self.visit(part)
        self.depth -= 1
        self.bodies.pop()

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self.decorated(node)
        if node.keywords:
            self.note(LOUD, f"class {node.name}({node.keywords[0].arg}=…)")
        for part in (*node.bases, *node.body):
            self.visit(part)
