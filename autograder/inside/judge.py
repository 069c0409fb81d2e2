"""The judge: runs the course's cells and tests where no student's line has ever run.

What a test uses and the course does not define is asked for over the border. Which
of two owns a name, the notebook's order decides: the last cell that bound it, the
course's or the student's.
"""

from __future__ import annotations

import ast
import builtins
import contextlib
import json
import os
import socket
import sys
from typing import Any

import shell as shells
import wire
from asking import Judged
from faults import NoAnswer

SOCKET, BORDER = 200, 201  # descriptors: to the supervisor, to the answer's process
MARK = "beside_the_answer"  # decorates what runs in the answer's process
_HIDDEN = "__beside_the_answer__"
_CELL = "<ipython-input-"
_OPAQUE = ("exec", "eval", "get_ipython", "globals", "%")  # code may be in a text
_SEEDS = {
    "random": ("random", "seed"),
    "numpy": ("numpy.random", "seed"),
    "tensorflow": ("tensorflow.random", "set_seed"),
    "keras": ("keras.utils", "set_random_seed"),
}


class Beside(ast.NodeTransformer):
    """Lets functions that are marked so run in the answer's process."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        marks = [part for part in node.decorator_list if is_mark(part)]
        if marks:
            node.decorator_list = []
            source = ast.Constant(ast.unparse(node))
            call = ast.Call(ast.Name(_HIDDEN, ast.Load()), [source], [])
            node.decorator_list = [ast.copy_location(call, marks[0])]
            ast.fix_missing_locations(node)
        return node


def is_mark(node: ast.expr) -> bool:
    """Whether a decorator says that a function runs beside the answer."""
    name = node.id if isinstance(node, ast.Name) else getattr(node, "attr", "")
    return name == MARK


def line_of(error: BaseException) -> int | None:
    """The last line of the cell that runs which an error went through."""
    own = line = None
    part = error.__traceback__
    while part is not None:
        name = part.tb_frame.f_code.co_filename
        if name == own or (own is None and name.startswith(_CELL)):
            own, line = name, part.tb_lineno
        part = part.tb_next
    return line


class Judge:
    """Runs the course's cells, one after the other."""

    def __init__(self, shell: Any, start: dict[str, Any]) -> None:
        self.shell = shell
        self.outputs = shell.outputs = shells.Outputs(start["limits"]["output"])
        self.longest = start["limits"]["reply"]
        self.space: dict[str, Any] = shell.user_ns
        self.owned: set[str] = set()  # names that a student's cell bound last
        self.later: set[str] = set()  # names that the course's functions read
        self.seeded: set[str] = set()
        self.quiet = False
        self.answer = Judged(socket.socket(fileno=BORDER), self.show)
        self.space[_HIDDEN] = self.answer.beside

    def run(self, order: dict[str, Any]) -> dict[str, Any]:
        """Run one cell; the record of how it went, in plain JSON types."""
        self.outputs.clear()
        self.wrap_seeds()
        self.owned.update(order["bound"])
        if order["imports"]:
            with contextlib.suppress(Exception):  # the cell will show what is missing
                exec(order["imports"], self.space)
        self.answer.lines.clear()
        fetched: dict[str, Any] = {}
        with contextlib.suppress(NoAnswer):
            fetched = self.answer.names(self.wanted(order))
        kept = {name: self.space[name] for name in fetched if name in self.space}
        self.space.update(fetched)
        before = dict(self.space)
        self.answer.asked = 0
        # With a transformer, IPython goes through every cell's tree twice.
        marked = MARK in order["source"]
        self.shell.execution_count += order["passed"]
        self.shell.ast_transformers[:] = [Beside()] if marked else []
        result = shells.run_cell(self.shell, order)
        error = result.error_before_exec or result.error_in_exec
        self.give_back(before, fetched, kept)
        if self.answer.asked:
            with contextlib.suppress(NoAnswer):
                self.answer.asked_for("finish", None)
        self.answer.over = True  # its errors and values are looked at, not asked
        try:
            return self.fitting(self.report(error, result))
        finally:
            self.answer.over = False

    def wanted(self, order: dict[str, Any]) -> list[str]:
        """The names to ask the student's notebook for before a cell runs.

        Those in `never` are the course's, even where it failed to bind them.
        """
        self.later.update(order["later"])
        used = self.later.union(order["reads"])
        if any(word in order["source"] for word in _OPAQUE):
            used |= self.owned
        return sorted(
            name
            for name in used
            if name in self.owned
            or not (
                name in self.space or name in order["never"] or hasattr(builtins, name)
            )
        )

    def give_back(
        self, before: dict[str, Any], fetched: dict[str, Any], kept: dict[str, Any]
    ) -> None:
        """Forget what was fetched; what the cell itself bound is the course's."""
        for name, value in list(self.space.items()):
            if name not in before or before[name] is not value:
                self.owned.discard(name)
            elif name in kept:
                self.space[name] = kept[name]
            elif name in fetched:
                del self.space[name]

    def report(self, error: BaseException | None, result: Any) -> dict[str, Any]:
        """How a cell went. An error that is shown is one, whoever catches it."""
        shown = [o for o in self.outputs.items if o["output_type"] == "error"]
        ename = text = line = None
        if error is not None:
            told = shells.error_output(type(error), error, [])
            ename, text = told["ename"], told["evalue"]
            line = line_of(error)
            lines = self.answer.lines_behind(error)
            if shown and lines:
                shown[-1]["traceback"] += ["", "In the answer:", *lines]
        elif shown:
            ename, text = shown[-1]["ename"], shown[-1]["evalue"]
        numpy = sys.modules.get("numpy")
        kinds = (int, float) if numpy is None else (int, float, numpy.number)
        value = shells.number_of(result.result, kinds)
        return {
            "ok": error is None and not shown and not self.answer.border.broken,
            "ename": ename or "Error",
            "evalue": text or "",
            "line": line,
            "value": None if value is None else repr(value),
            "count": result.execution_count,
            "flags": [],
            "broken": self.answer.border.broken,
            "outputs": self.outputs.taken(),
        }

    def fitting(self, reply: dict[str, Any]) -> dict[str, Any]:
        """A reply that is not too long to be read, whatever an answer wrote."""
        if len(json.dumps(reply)) + 1000 < self.longest:
            return reply
        cut = {"output_type": "stream", "name": "stderr", "text": shells.CUT}
        return reply | {"outputs": [cut], "evalue": reply["evalue"][:2000]}

    def show(self, items: list[Any]) -> None:
        """Show what an answer wrote or drew while it was called."""
        for item in items[:1000]:
            kind = item.get("output_type") if isinstance(item, dict) else None
            if kind == "stream" and isinstance(item.get("text"), str):
                stream = sys.stderr if item.get("name") == "stderr" else sys.stdout
                stream.write(item["text"])
            elif kind in ("display_data", "execute_result"):
                data, metadata = item.get("data"), item.get("metadata")
                if isinstance(data, dict) and isinstance(metadata, dict):
                    self.outputs.rich("display_data", data, metadata)
            elif kind == "error" and isinstance(item.get("traceback"), list):
                sys.stderr.write("\n".join(map(str, item["traceback"])) + "\n")

    def wrap_seeds(self) -> None:
        """Let what seeds a generator here seed that of the answer, too."""
        for name, (module, attribute) in _SEEDS.items():
            owner = sys.modules.get(module)
            if owner is None and name in sys.modules:
                owner = getattr(sys.modules[name], module.partition(".")[2], None)
            if owner is not None and name not in self.seeded:
                self.seeded.add(name)
                self.wrap_seed(name, owner, attribute)

    def wrap_seed(self, name: str, owner: Any, attribute: str) -> None:
        """Wrap one function that seeds."""
        genuine = getattr(owner, attribute)

        def seed(*arguments: Any, **named: Any) -> None:
            outermost, self.quiet = not self.quiet, True
            try:
                genuine(*arguments, **named)
            finally:
                if outermost:
                    self.quiet = False
            if outermost:
                self.answer.asked_for("seed", (name, arguments, named))

        seed.__name__, seed.__doc__ = attribute, genuine.__doc__
        setattr(owner, attribute, seed)


def serve(start: dict[str, Any], shell: Any) -> None:
    """Run cells as they come until the supervisor ends this process."""
    control = socket.socket(fileno=SOCKET)
    sys.stdout = shells.Stream("stdout", shell.outputs, 1)
    sys.stderr = shells.Stream("stderr", shell.outputs, 2)
    judge = Judge(shell, start)
    for stream in (sys.stdout, sys.stderr):
        stream._outputs = judge.outputs
    wire.send(control, wire.DONE, {})  # ready
    while True:
        try:
            kind, order = wire.receive(control, 1 << 28)
        except wire.WireError:
            os._exit(0)
        if kind != wire.ORDER:
            os._exit(71)
        reply = judge.run(order) | {"nonce": order["nonce"]}
        wire.send(control, wire.DONE, reply)
