"""The changes that mutants make to single expressions and statements."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator
from typing import Any

# A kind, what stands in a node's place, and a text where before and after say little.
Change = tuple[str, ast.AST | list[ast.stmt], str]

COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.GtE),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.LtE),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
ARITHMETIC: dict[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div, ast.Add),
    ast.Div: (ast.Mult, ast.FloorDiv),
    ast.FloorDiv: (ast.Div,),
    ast.Pow: (ast.Mult,),
    ast.MatMult: (ast.Mult,),
}
NAMES = {  # of functions and attributes
    "maximum": ["minimum"],
    "minimum": ["maximum"],
    "max": ["min"],
    "min": ["max"],
    "reduce_max": ["reduce_min", "reduce_sum"],
    "argmin": ["argmax"],
    "argmax": ["argmin"],
    "nanargmin": ["argmin", "nanargmax"],
    "nanargmax": ["argmax", "nanargmin"],
    "all": ["any"],
    "any": ["all"],
    "sum": ["mean", "prod"],
    "prod": ["sum"],
    "mean": ["sum", "median"],
    "std": ["var"],
    "var": ["std"],
    "sqrt": ["square"],
    "exp": ["expm1"],
    "expm1": ["exp"],
    "zeros": ["ones"],
    "zeros_like": ["ones_like"],
    "ones_like": ["zeros_like"],
    "normal": ["uniform"],
    "float32": ["float64"],
    "float64": ["float32"],
    "comb": ["perm"],
    "ValueError": ["TypeError"],
    "TypeError": ["ValueError"],
    "KeyError": ["ValueError"],
}
TEXTS = {
    "he_normal": ["glorot_uniform", "he_uniform"],
    "he_uniform": ["glorot_uniform", "he_normal"],
    "glorot_uniform": ["he_normal", "zeros"],
    "zeros": ["ones"],
    "ones": ["zeros"],
    "relu": ["tanh", "linear"],
    "tanh": ["relu"],
    "sigmoid": ["tanh"],
    "softmax": ["sigmoid", "linear"],
    "val_loss": ["loss"],
    "loss": ["val_loss"],
    "val_accuracy": ["accuracy"],
    "accuracy": ["val_accuracy", "mse"],
    "same": ["valid"],
    "valid": ["same"],
    "sparse_categorical_crossentropy": ["categorical_crossentropy", "mse"],
    "float32": ["float64"],
    "float64": ["float32"],
}
AXES: tuple[int | None, ...] = (0, 1, -1, None)
SYMMETRIC = ("maximum", "minimum", "isclose")  # functions of two arguments
SMALL = 1e-3  # numbers below are tolerances and steps: they change by powers of ten


def number(value: float) -> ast.expr:
    """A number as it is written; a negative one keeps its place before a power."""
    if value < 0:
        return ast.UnaryOp(ast.USub(), ast.Constant(-value))
    return ast.Constant(value)


def called(text: str, *inner: ast.expr) -> ast.expr:
    """The expression `text`, with `inner` for the names _0, _1, …"""

    class Fill(ast.NodeTransformer):
        def visit_Name(self, node: ast.Name) -> ast.expr:
            return inner[int(node.id[1:])] if node.id[:1] == "_" else node

    filled: ast.expr = Fill().visit(ast.parse(text, mode="eval").body)
    return filled


def changes(node: ast.AST) -> Iterator[Change]:
    """All changes to one node."""
    for kind, make in MAKERS.get(type(node), ()):
        for new in make(node):
            text, head = "", ast.unparse(node).splitlines()[0]
            if new == []:
                text = f"{head} → nothing"
            elif kind == "loop" and head == ast.unparse(new).splitlines()[0]:
                text = f"{head} → stops after one round"
            yield kind, new, text


def with_(node: Any, **fields: Any) -> Any:
    """A copy of a node with other fields."""
    changed = copy.copy(node)
    for name, value in fields.items():
        setattr(changed, name, value)
    return changed


def name_of(node: ast.AST) -> str:
    """The name of a called function, without its module."""
    func = getattr(node, "func", None)
    return str(getattr(func, "attr", getattr(func, "id", "")))


def without(items: list[Any], place: int) -> list[Any]:
    """A list without one of its items."""
    return items[:place] + items[place + 1 :]


def comparison(node: ast.Compare) -> Iterator[ast.AST]:
    """The neighbours of a comparison, and one with a tolerance."""
    if len(node.ops) != 1:
        return
    op, left, right = node.ops[0], node.left, node.comparators[0]
    for other in COMPARISONS[type(op)]:
        yield with_(node, ops=[other()])
    if isinstance(op, ast.Eq):
        yield called("np.isclose(_0, _1)", left, right)
    elif isinstance(op, ast.NotEq):
        yield called("~np.isclose(_0, _1)", left, right)
    elif isinstance(op, ast.Is) and ast.unparse(right) == "None":
        yield called("not _0", left)
    elif isinstance(op, ast.IsNot) and ast.unparse(right) == "None":
        yield left


def constant(node: ast.Constant) -> Iterator[ast.AST]:
    """Other numbers for a number, other texts for a text, False for True."""
    value = node.value
    if isinstance(value, bool):
        yield ast.Constant(not value)
    elif isinstance(value, int):
        for other in (value + 1, value - 1, 2 * value, -value, 0):
            yield number(other)
    elif isinstance(value, float):
        near = [2 * value, value / 2]
        if abs(value) < SMALL:
            near = [value * 1e4, value / 1e4]
        elif value == int(value):
            near += [value + 1, value - 1]
        elif float(f"{value:.3g}") != value:
            near.append(float(f"{value:.3g}"))
        for changed in (*near, -value, 0.0):
            yield number(changed or 0.0)  # no −0.0
    elif isinstance(value, str):
        for text in TEXTS.get(value, ()):
            yield ast.Constant(text)


def arithmetic(node: ast.BinOp) -> Iterator[ast.AST]:
    """Other operators, operands exchanged, or one operand alone."""
    for other in ARITHMETIC.get(type(node.op), ()):
        yield with_(node, op=other())
    if isinstance(node.op, (ast.Sub, ast.Div, ast.Pow, ast.MatMult)):
        yield with_(node, left=node.right, right=node.left)
    if isinstance(node.op, ast.MatMult):
        yield with_(node, right=ast.Attribute(node.right, "T", ast.Load()))
    else:
        yield node.left
        if isinstance(node.op, (ast.Add, ast.Mult)):
            yield node.right


def augmented(node: ast.AugAssign) -> Iterator[ast.AST]:
    """`a += b` as `a -= b`, as `a = b`, and so on."""
    for other in ARITHMETIC.get(type(node.op), ()):
        yield with_(node, op=other())
    yield ast.Assign([node.target], node.value)


def unary(node: ast.UnaryOp) -> Iterator[ast.AST]:
    """The operand without its sign, `not` or `~`."""
    yield node.operand


def negated_value(node: ast.Return | ast.Assign) -> Iterator[ast.AST]:
    """The opposite number returned or kept."""
    if isinstance(node.value, (ast.BinOp, ast.Call, ast.Name, ast.Subscript)):
        if name_of(node.value) in ("zeros", "zeros_like"):
            return
        yield with_(node, value=ast.UnaryOp(ast.USub(), node.value))


def negated_test(node: ast.If | ast.While | ast.IfExp) -> Iterator[ast.AST]:
    """The opposite condition."""
    yield with_(node, test=ast.UnaryOp(ast.Not(), node.test))


def boolean(node: ast.BoolOp) -> Iterator[ast.AST]:
    """`and` for `or`, and a condition less."""
    yield with_(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())
    for place in range(len(node.values)):
        rest = without(node.values, place)
        yield with_(node, values=rest) if len(rest) > 1 else rest[0]


def dropped_call(node: ast.Call) -> Iterator[ast.AST]:
    """`x` for `f(x)`, `x.sum()` and `np.maximum(x, 0)`."""
    func = ast.unparse(node.func)
    if len(node.args) == 1 or func in ("np.maximum", "np.minimum", "np.clip"):
        if not isinstance(node.args[0], ast.Starred):
            yield node.args[0]
    elif not node.args and isinstance(node.func, ast.Attribute):
        yield node.func.value


def arguments(node: ast.Call) -> Iterator[ast.AST]:
    """A call with a keyword less, or with its two arguments exchanged."""
    for place, keyword in enumerate(node.keywords):
        if keyword.arg is not None:
            yield with_(node, keywords=without(node.keywords, place))
    if len(node.args) == 2 and name_of(node) not in SYMMETRIC:
        yield with_(node, args=node.args[::-1])


def axis(node: ast.Call) -> Iterator[ast.AST]:
    """Another axis."""
    for place, keyword in enumerate(node.keywords):
        if keyword.arg in ("axis", "axes"):
            for other in AXES:
                value = ast.Constant(None) if other is None else number(other)
                keywords = [*node.keywords]
                keywords[place] = ast.keyword(keyword.arg, value)
                yield with_(node, keywords=keywords)


def dtype(node: ast.Call) -> Iterator[ast.AST]:
    """Another dtype, or none."""
    if isinstance(node.func, ast.Attribute):
        if node.func.attr == "astype":
            yield node.func.value
            for name in ("float32", "float64"):
                yield with_(node, args=[ast.Constant(name)])
        elif node.func.attr in ("zeros_like", "ones_like", "empty_like"):
            like = node.func.attr.removesuffix("_like")
            yield called(f"np.{like}(np.shape(_0))", node.args[0])


def generator(node: ast.Call) -> Iterator[ast.AST]:
    """NumPy's global generator in place of the given one."""
    func = node.func
    if isinstance(func, ast.Attribute) and ast.unparse(func.value).endswith("rng"):
        name = "randint" if func.attr == "integers" else func.attr
        everywhere = called(f"np.random.{name}")
        yield with_(node, func=everywhere)


def renamed(node: ast.Name | ast.Attribute) -> Iterator[ast.AST]:
    """A function's neighbour."""
    field = "id" if isinstance(node, ast.Name) else "attr"
    for other in NAMES.get(getattr(node, field), ()):
        yield with_(node, **{field: other})


def transposed(node: ast.Attribute) -> Iterator[ast.AST]:
    """`W` for `W.T`."""
    if node.attr == "T":
        yield node.value


def bounds(node: ast.Slice) -> Iterator[ast.AST]:
    """A slice with a bound less."""
    for field in ("lower", "upper", "step"):
        if getattr(node, field) is not None:
            yield with_(node, **{field: None})


def element(node: ast.List) -> Iterator[ast.AST]:
    """A list with an element less."""
    for place in range(len(node.elts)):
        yield with_(node, elts=without(node.elts, place))


def item(node: ast.Dict) -> Iterator[ast.AST]:
    """A dictionary with an item less, or with another key."""
    for place, key in enumerate(node.keys):
        rest = {f: without(getattr(node, f), place) for f in ("keys", "values")}
        yield with_(node, **rest)
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            keys = [*node.keys]
            keys[place] = ast.Constant(f"{key.value}_")
            yield with_(node, keys=keys)


def exchanged(node: ast.Return) -> Iterator[ast.AST]:
    """Two returned values in the other order."""
    if isinstance(node.value, ast.Tuple) and len(node.value.elts) > 1:
        one, two, *rest = node.value.elts
        yield with_(node, value=with_(node.value, elts=[two, one, *rest]))


def loop(node: ast.For | ast.While) -> Iterator[ast.AST]:
    """A loop that stops after its first round, or leaves that one out."""
    yield with_(node, body=[*node.body, ast.Break()])
    if isinstance(node, ast.For):
        yield with_(node, iter=called("list(_0)[1:]", node.iter))


def dropped(node: ast.stmt) -> Iterator[list[ast.stmt]]:
    """Nothing in place of a statement."""
    yield []


Maker = Callable[[Any], Iterator[Any]]
MAKERS: dict[type[ast.AST], tuple[tuple[str, Maker], ...]] = {
    ast.Compare: (("comparison", comparison),),
    ast.Constant: (("constant", constant),),
    ast.BinOp: (("arithmetic", arithmetic),),
    ast.AugAssign: (("arithmetic", augmented), ("statement", dropped)),
    ast.UnaryOp: (("sign", unary),),
    ast.Return: (("sign", negated_value), ("order", exchanged)),
    ast.Assign: (("sign", negated_value), ("statement", dropped)),
    ast.Expr: (("statement", dropped),),
    ast.Raise: (("statement", dropped),),
    ast.If: (("condition", negated_test),),
    ast.While: (("condition", negated_test), ("loop", loop)),
    ast.For: (("loop", loop),),
    ast.IfExp: (("condition", negated_test),),
    ast.BoolOp: (("condition", boolean),),
    ast.Call: (
        ("axis", axis),
        ("dtype", dtype),
        ("generator", generator),
        ("call", dropped_call),
        ("argument", arguments),
    ),
    ast.Name: (("function", renamed),),
    ast.Attribute: (("function", renamed), ("transpose", transposed)),
    ast.Slice: (("slice", bounds),),
    ast.List: (("element", element),),
    ast.Dict: (("element", item),),
}
