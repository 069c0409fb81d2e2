"""Runs the cells of one submission, inside the sandbox.

This module shares a process with students' code. So it keeps its own references
to all it needs, runs *test* cells by its own hands instead of through a shell
that an answer may have changed, puts back the library functions that tests rely
on, and reports what it found changed. Nothing that student code is given leads
here: reaching it takes frames, the garbage collector or raw memory, which the
watch reports.
"""

from __future__ import annotations

import ast
import asyncio
import builtins
import contextlib
import ctypes
import inspect
import linecache
import numbers
import os
import socket
import sys
import traceback
import types
from typing import Any

import shell as shells
import wire

# A student may replace `builtins.isinstance`; this module then still has its own.
globals().update(
    {name: value for name, value in vars(builtins).items() if name[0] != "_"}
)

_AWAIT = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
_ONLY_TREE = ast.PyCF_ONLY_AST | _AWAIT
_COROUTINE = inspect.CO_COROUTINE
CELL = "<ipython-input-"  # how IPython begins the file name of a cell
_prepared: tuple[Any, Guard] | None = None


def prepare() -> tuple[Any, Guard]:
    """Make the shell, and note what the libraries look like now."""
    global _prepared
    if _prepared is None:
        _prepared = shells.make_shell(), Guard()
    return _prepared


# --- What tests rely on --------------------------------------------------------

_MODULES = (
    *("builtins", "math", "statistics", "random", "unittest", "unittest.case"),
    *("inspect", "json", "re", "pandas", "pandas.testing", "pytest"),
    *("numpy", "numpy.testing", "numpy.testing._private.utils", "numpy.linalg"),
    *("numpy.random", "numpy._core.numeric", "numpy._core.fromnumeric"),
    *("tensorflow", "keras", "keras.ops", "keras.utils", "keras.activations"),
    *("keras.initializers", "keras.losses"),
)
_CLASSES = (
    *("unittest:TestCase", "keras:Model", "keras:Sequential", "keras:Layer"),
    *("keras:Variable", "tensorflow:Tensor", "tensorflow:Variable"),
    *("tensorflow:GradientTape", "IPython.core.interactiveshell:InteractiveShell"),
)
_NOT_WATCHED = {"_", "exit", "quit", "get_ipython", "display", "help", "input"}
_FUNCTION = types.FunctionType
_MODULE = types.ModuleType


def _body(value: Any) -> tuple[Any, ...] | None:
    """What a function does, apart from being itself."""
    if type(value) is _FUNCTION:
        return (value.__code__, value.__defaults__, value.__kwdefaults__)
    return None


class Guard:
    """Remembers functions that tests rely on, and puts changed ones back."""

    def __init__(self) -> None:
        self.places: list[tuple[str, Any, dict[str, Any]]] = []
        self.bodies: dict[int, tuple[Any, tuple[Any, ...]]] = {}
        self.modules: dict[str, Any] = {}
        self.namespace: dict[str, Any] = {}
        for name in _MODULES:
            if name in sys.modules:
                self.modules[name] = sys.modules[name]
        for name in list(self.modules):
            self.add_module(name)
        for entry in _CLASSES:
            name, _, attribute = entry.partition(":")
            owner = getattr(sys.modules.get(name), attribute, None)
            for part in inspect.getmro(owner) if inspect.isclass(owner) else ():
                if part is not object and not isinstance(part, _Builtin):
                    self.add_place(f"{name}.{part.__name__}", part)

    def add_module(self, name: str) -> None:
        module = sys.modules[name]
        self.modules[name] = module
        self.add_place(name, module)

    def add_place(self, name: str, owner: Any) -> None:
        kept = {}
        for key, value in list(vars(owner).items()):
            if key in _NOT_WATCHED:
                continue
            part = isinstance(value, _MODULE) and self.modules.get(value.__name__)
            if isinstance(value, _MODULE) and part is not value:
                continue
            if part or callable(value) or isinstance(value, (property, staticmethod)):
                kept[key] = value
                self.add_body(value)
        self.places.append((name, owner, kept))

    def add_body(self, value: Any) -> None:
        body = _body(value)
        if body is not None:
            self.bodies[id(value)] = (value, body)

    def note_namespace(self, namespace: dict[str, Any], names: list[str]) -> None:
        """Remember the functions and classes that a cell of the course made."""
        for name in names:
            value = namespace.get(name)
            if type(value) is _FUNCTION or inspect.isclass(value):
                self.namespace[name] = value
                self.add_body(value)

    def restore(self, namespace: dict[str, Any]) -> list[str]:
        """Put everything back; the names of what had been changed."""
        changed = []
        for name, module in self.modules.items():
            if sys.modules.get(name) is not module:
                sys.modules[name] = module
                changed.append(name)
        for name, owner, kept in self.places:
            current = vars(owner)
            for key, value in kept.items():
                if current.get(key, self) is not value:
                    try:
                        setattr(owner, key, value)
                    except (AttributeError, TypeError):
                        continue
                    changed.append(f"{name}.{key}")
        for value, body in self.bodies.values():
            if _body(value) != body:
                value.__code__, value.__defaults__, value.__kwdefaults__ = body
                changed.append(f"{value.__module__}.{value.__qualname__}")
        for name, value in self.namespace.items():
            if namespace.get(name, self) is not value:
                namespace[name] = value
                changed.append(name)
        return changed


class _BuiltinMeta(type):
    def __instancecheck__(cls, value: Any) -> bool:
        return not value.__flags__ & (1 << 9)  # not a heap type: cannot be patched


class _Builtin(metaclass=_BuiltinMeta):
    """Classes written in C, whose methods nobody can replace."""


_COMPARISONS = ("__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__")
_BASES = ("ndarray", "generic", "floating", "float64", "float32", "integer")


def of_a_cell(function: Any) -> bool:
    """Whether a function was written in a cell, or made of a text by one."""
    if type(function) is not _FUNCTION:
        return False
    return function.__code__.co_filename.startswith((CELL, "<string>"))


def own_classes() -> list[type]:
    """Classes from cells, also those that call themselves something else."""
    numpy = sys.modules.get("numpy")
    queue: list[Any] = [object, int, float, complex, str, list, tuple, dict]
    queue += [getattr(numpy, name) for name in _BASES if numpy is not None]
    found: dict[type, None] = {}
    while queue:
        for part in type.__subclasses__(queue.pop()):
            names = part.__dict__
            main = names.get("__module__") == "__main__"
            if (main or of_a_cell(names.get("__eq__"))) and part not in found:
                found[part] = None
                queue.append(part)
    return list(found)


def instance(part: Any) -> Any:
    """Some object of a student's class, made without its constructor."""
    for make in (
        lambda: object.__new__(part),
        lambda: part.__new__(part),
        lambda: part.__new__(part, 1),
    ):
        with contextlib.suppress(Exception):
            return make()
    raise TypeError("no object of this class can be made")


def equals_anything(part: type) -> bool:
    """Whether objects of a class claim to equal (or exceed) what they never saw."""
    for name in ("__eq__", "__lt__", "__le__", "__gt__", "__ge__"):
        method = part.__dict__.get(name)
        if not of_a_cell(method):
            continue
        with contextlib.suppress(Exception):
            answer = method(instance(part), object())  # type: ignore[misc]
            if answer is not NotImplemented and bool(answer):
                return True
    return False


def remove_liars() -> list[str]:
    """Take faked comparisons away from classes that cells have defined."""
    liars = [part for part in own_classes() if equals_anything(part)]
    for part in liars:
        for name in _COMPARISONS:
            if name in part.__dict__:
                type.__delattr__(part, name)
    return [f"faked comparison in class {part.__name__}" for part in liars]


# --- Watching for code that looks into ours -------------------------------------

_WATCHED = {
    "sys._current_frames",
    "sys._getframe",
    "sys.settrace",
    "sys.setprofile",
    "gc.get_objects",
    "gc.get_referrers",
    "object.__getattr__",
    "ctypes.dlopen",
    "ctypes.string_at",
    "ctypes.memset",
}
_FRAME_PARTS = {"tb_frame", "gi_frame", "cr_frame"}


def install_watch(sock: socket.socket) -> None:
    """Report cells that reach for frames, traces or raw memory, at once.

    An audit hook cannot be removed, and what is sent cannot be taken back.
    """
    sent: set[str] = set()
    send, pack, flag = sock.sendall, wire.pack, wire.FLAG
    events, parts = frozenset(_WATCHED), frozenset(_FRAME_PARTS)
    frame, between = sys._getframe, (inspect.__file__, ctypes.__file__)
    busy = [False]

    def hook(event: str, arguments: tuple) -> None:
        if event not in events or event in sent or busy[0]:
            return
        if event == "object.__getattr__" and arguments[1] not in parts:
            return
        busy[0] = True
        try:
            caller: types.FrameType | None = frame(1)
            while caller is not None and caller.f_code.co_filename in between:
                caller = caller.f_back
            if caller is None:
                return
            name = caller.f_code.co_filename
            if name.startswith(CELL) or name == "<string>":
                sent.add(event)
                send(pack(flag, {"flag": f"looked behind the scenes: {event}"}))
        finally:
            busy[0] = False

    sys.addaudithook(hook)


# --- Running cells ---------------------------------------------------------------


def _number(value: Any) -> float | None:
    """A real number as a float; None for anything else."""
    try:
        if isinstance(value, numbers.Real) and not isinstance(value, bool):
            return float(value)
    except Exception:
        return None
    return None


def is_library(value: Any) -> bool:
    """Whether `value` is an imported module, or TensorFlow's promise of one."""
    if not isinstance(value, _MODULE):
        return False
    if type(value).__module__.startswith("tensorflow."):
        return True
    return any(value is module for module in list(sys.modules.values()))


class Runner:
    """Runs the cells of one submission."""

    def __init__(self, shell: Any, guard: Guard, start: dict[str, Any]) -> None:
        self.shell, self.guard = shell, guard
        self.outputs = shells.Outputs(start["limits"]["output"])
        shell.outputs = self.outputs
        self.imports: dict[str, list[str]] = start["imports"]
        # Our own references: what students change does not reach these.
        from IPython.core.inputtransformer2 import TransformerManager

        self._run_cell = types.MethodType(type(shell).run_cell, shell)
        self._traceback = types.MethodType(type(shell).showtraceback, shell)
        self._transform = TransformerManager().transform_cell
        self._shown = shell.displayhook
        self._run_async = asyncio.run
        self.namespace = shell.user_ns

    def run(self, order: dict[str, Any]) -> dict[str, Any]:
        """Run one cell and say how it went."""
        self.outputs.clear()
        reply = (self.run_test if order["what"] == "test" else self.run_other)(order)
        reply["outputs"] = self.outputs.taken()
        reply["nonce"] = order["nonce"]
        return reply

    def run_other(self, order: dict[str, Any]) -> dict[str, Any]:
        """An answer or a cell of the course: as Jupyter would run it."""
        result = self._run_cell(order["source"], store_history=True)
        if order["what"] == "course":
            self.guard.note_namespace(self.namespace, order["binds"])
        error = result.error_before_exec or result.error_in_exec
        return self.reply(error, None, CELL, [], result.execution_count)

    def run_test(self, order: dict[str, Any]) -> dict[str, Any]:
        """A test cell: run by our own hands, after putting the tools back."""
        flags = [f"changed {name}" for name in self.guard.restore(self.namespace)]
        flags += remove_liars()
        flags += self.check_imports()
        count = self.shell.execution_count
        self.shell.execution_count = count + 1 if type(count) is int else 1
        name = f"<test {order['id']}>"
        shells.place_in_main(name)
        error: BaseException | None = RuntimeError("the test did not run to its end")
        value = None
        try:
            tree = self.parse(order["source"], name)
            flags += self.check_builtins(tree, order["binds"])
            value = self.run_tree(tree, name)
            error = None
        except BaseException as caught:  # SystemExit and the rest: not passed
            error = caught
            self.show(caught)
        late = remove_liars()
        if late and error is None:
            error = AssertionError("an answer gives an object that fakes comparisons")
            self.show(error)
        if order["source"].rstrip().endswith(";"):
            value = None  # Jupyter shows no result then, so it is not a mark
        with contextlib.suppress(Exception):  # showing is a courtesy
            if value is not None:
                self._shown(value)
            self.shell.events.trigger("post_execute")
        return self.reply(error, value, name, flags + late, count)

    def parse(self, source: str, name: str) -> ast.Module:
        """The syntax tree of a test cell; magics only where Python has none."""
        try:
            tree = compile(source, name, "exec", _ONLY_TREE)
        except SyntaxError:
            source = self._transform(source)
            tree = compile(source, name, "exec", _ONLY_TREE)
        lines = source.splitlines(keepends=True)
        linecache.cache[name] = (len(source), None, lines, name)
        return tree

    def run_tree(self, tree: ast.Module, name: str) -> Any:
        """Execute a parsed cell; the value of its last line if it has one."""
        last = None
        if tree.body and isinstance(tree.body[-1], ast.Expr):
            last = ast.Expression(tree.body[-1].value)
            del tree.body[-1]
        value = None
        for part, mode in ((tree, "exec"), (last, "eval")):
            if part is None:
                return None
            code = compile(part, name, mode, _AWAIT)
            value = eval(code, self.namespace)
            if code.co_flags & _COROUTINE:
                value = self.run_coroutine(value)
        return value

    def run_coroutine(self, work: Any) -> Any:
        """Run a cell with `await` in it; an error unless it came to its end."""
        ended = []

        async def drive() -> None:
            ended.append(await work)

        self._run_async(drive())
        return ended[0]

    def show(self, error: BaseException) -> None:
        """Show a traceback, by IPython if it still works, or else plainly."""
        before = len(self.outputs.items)
        try:
            part = error.__traceback__
            for _ in range(2):  # our own frames
                part = part.tb_next if part and part.tb_next else part
            self._traceback((type(error), error, part))
        except BaseException:
            del self.outputs.items[before:]
        if not any(item["output_type"] == "error" for item in self.outputs.items):
            lines = traceback.format_exception_only(type(error), error)
            self.outputs.items.append(shells.error_output(type(error), error, lines))

    def check_imports(self) -> list[str]:
        """Put back the modules and functions that the course itself imports."""
        flags = []
        for alias, (module, attribute) in self.imports.items():
            current = self.namespace.get(alias, self)
            genuine = self.guard.modules.get(module, sys.modules.get(module))
            if attribute and genuine is not None:
                genuine = getattr(genuine, attribute, None)
            if current is self or genuine is None or current is genuine:
                continue
            if isinstance(genuine, _MODULE) and is_library(current):
                continue  # another module, as with `tf.keras` and `keras`
            self.namespace[alias] = genuine
            flags.append(f"changed {alias}")
        return flags

    def check_builtins(self, tree: ast.Module, bound: list[str]) -> list[str]:
        """Built-in functions that the test uses and an answer has redefined."""
        used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        hidden = used & set(dir(builtins)) & set(self.namespace) - set(bound)
        hidden -= _NOT_WATCHED | {"__name__", "__doc__", "__builtins__"}
        return [f"redefined the built-in {name}" for name in sorted(hidden)]

    def reply(
        self,
        error: BaseException | None,
        value: Any,
        name: str,
        flags: list[str],
        count: int | None,
    ) -> dict[str, Any]:
        """The record of a cell's run, in plain JSON types."""
        line, ename, text = None, None, None
        if error is not None:
            shown = shells.error_output(type(error), error, [])
            ename, text = shown["ename"], shown["evalue"]
            part = error.__traceback__
            while part is not None:
                if part.tb_frame.f_code.co_filename.startswith(name):
                    line = part.tb_lineno
                part = part.tb_next
        result = _number(value)
        return {
            "ok": error is None,
            "ename": ename,
            "evalue": text,
            "line": line,
            "value": None if result is None else repr(result),
            "count": count if type(count) is int else None,
            "flags": flags[:20],
        }


def import_helpers(names: list[str], guard: Guard) -> None:
    """Import the course's own modules before any student's code can."""
    sys.path.insert(0, os.getcwd())
    for name in names:
        try:
            __import__(name)
        except Exception:
            continue  # the notebook will meet the same error and show it
        guard.add_module(name)


def serve(sock: socket.socket, start: dict[str, Any]) -> None:
    """Run cells as they come until the supervisor ends this process."""
    for name in start["preload"]:
        with contextlib.suppress(ImportError):
            __import__(name)
    shell, guard = prepare()
    os.environ["HOME"] = os.getcwd()
    builtins.input = shells.refuse_input
    with contextlib.suppress(ImportError):
        import getpass

        getpass.getpass = shells.refuse_input
    runner = Runner(shell, guard, start)
    # Only the standard streams and our socket stay open.
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    number = os.dup2(sock.fileno(), 200, inheritable=False)
    sock.detach()
    os.closerange(3, number)
    os.closerange(number + 1, 4096)
    sock = socket.socket(fileno=number)
    import_helpers(start["helpers"], guard)
    sys.stdout = shells.Stream("stdout", runner.outputs, 1)
    sys.stderr = shells.Stream("stderr", runner.outputs, 2)
    for name in ("runner", "wire", "warm", "kernel"):
        sys.modules.pop(name, None)
    install_watch(sock)
    receive, send, run, done = wire.receive, wire.send, runner.run, wire.DONE
    owner, me, leave = os.getpid(), os.getpid, os._exit
    send(sock, done, {})  # ready
    while True:
        reply = run(receive(sock, 1 << 28)[1])
        if me() != owner:
            leave(0)  # a fork that a cell left behind has nothing to say
        send(sock, done, reply)
