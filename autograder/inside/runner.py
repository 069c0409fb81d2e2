"""The answer's process where some tests cannot be judged apart: they run in it.

So this module shares a process with students' code and with what tests it. It keeps
its own references to all it needs, runs *test* cells by its own hands instead of
through a shell that an answer may have changed, puts back what tests rely on, and
seals what it says.
Its state lives in functions, not in classes: nothing that student code is given
leads here. Reaching it takes frames, the garbage collector or raw memory, and
`watch` reports those.
"""

from __future__ import annotations
import __future__

import builtins
import contextlib
import inspect
import linecache
import os
import select
import sys
import traceback
import types
from collections.abc import Callable
from typing import Any

import answer
import guard as guards
import loop as loops
import shell as shells
import watch
import wire
import written

# A student may replace `builtins.isinstance`; this module then still has its own.
globals().update(
    {name: value for name, value in vars(builtins).items() if name[0] != "_"}
)

SOCKET = answer.SOCKET
_AWAIT = 0x2000  # ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
_FUTURES = sum(
    getattr(__future__, name).compiler_flag for name in __future__.all_feature_names
)
_COROUTINE = inspect.CO_COROUTINE


def make_runner(
    shell: Any,
    guard: types.SimpleNamespace,
    start: dict[str, Any],
    loop: types.SimpleNamespace,
) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """The function that runs one cell and says how it went."""
    outputs = shell.outputs
    imports: dict[str, list[str]] = {}  # of the cells so far, as far as they are used
    mocks = uses_mocks(start)
    # Our own references: what students change does not reach these.
    run_cell = types.MethodType(type(shell).run_cell, shell)
    show_traceback = types.MethodType(type(shell).showtraceback, shell)
    show_result, loop_running, run_async = shell.displayhook, loop.running, loop.run
    settle = loop.settle
    store_inputs, compiler = shell.history_manager.store_inputs, shell.compile
    namespace = shell.user_ns
    numpy = sys.modules.get("numpy")
    kinds = (int, float) if numpy is None else (int, float, numpy.number)
    modules = sys.modules
    error_output, number_of, told = shells.error_output, shells.number_of, answer.told
    is_module, bound_since = guards.is_module, answer.bound
    at_first = dict(namespace)  # IPython has an `open` of its own there
    put_back_shell = guards.keep_shell(shell, guard.add_name)
    tools: dict[str, tuple[type, ...]] = {"test": (types.FunctionType, type)}
    tools["course"] = (*tools["test"], *guards.TOOLS)

    def run(order: dict[str, Any]) -> dict[str, Any]:
        outputs.clear()
        settle()
        reply = (run_answer if order["what"] == "answer" else run_locked)(order)
        reply["outputs"] = outputs.taken()
        reply["nonce"] = order["nonce"]
        return reply

    def run_answer(order: dict[str, Any]) -> dict[str, Any]:
        """An answer, or a cell that the student added: as Jupyter would run it."""
        count_passed(order)
        before = dict(namespace)
        with loop_running():
            result = run_cell(order["source"], store_history=True)
        error = result.error_before_exec or result.error_in_exec
        reply = report(error, None, guards.CELL, [], result.execution_count)
        return reply | {"bound": bound_since(before, namespace)}

    def count_passed(order: dict[str, Any]) -> None:
        """Give the next cell the number that it has in the whole notebook."""
        if order["passed"] and type(shell.execution_count) is int:
            shell.execution_count += order["passed"]

    def run_locked(order: dict[str, Any]) -> dict[str, Any]:
        """A cell of the course: run by our own hands, with the tools put back."""
        count_passed(order)
        is_test = order["what"] == "test"
        used, theirs = order["uses"], frozenset(order["theirs"])
        imports.clear()
        imports.update(
            (alias, place)
            for alias, place in order["aliases"].items()
            if used is None or alias in used
        )

        def ours(name: str) -> bool:
            return name not in theirs and (used is None or name in used)

        swapped: dict[str, Any] = {}  # what a student had in place of our names
        flags = [f"changed {name}" for name in guard.restore(namespace, ours, swapped)]
        flags += put_back_shell()
        flags += guard.remove_liars(mocks)
        flags += check_imports(swapped) + check_builtins(order)
        lent = {name: namespace[name] for name in swapped}
        before = dict(namespace)
        count = shell.execution_count
        # Not the text of a test, which may be hidden; but its place in `In`.
        with contextlib.suppress(Exception):
            store_inputs(count, "" if is_test else order["source"])
        name = f"<{order['what']} {order['id']}>"
        error: BaseException | None = RuntimeError("the cell did not run to its end")
        value = None
        try:
            code = compile(order["code"], name, "exec", _AWAIT | futures(), True)
            futures(code.co_flags)
            with loop_running():
                work = eval(code, namespace)
                if code.co_flags & _COROUTINE:
                    run_coroutine(work)
            value = namespace.pop(order["result"], None)
            error = None
        except BaseException as caught:  # SystemExit and the rest: not passed
            error = caught
        guard.take_patches(namespace, order["patches"])
        late = changed_meanwhile(order, ours) if is_test else []
        own = order["binds"] if is_test else bound_since(before, namespace)
        guard.note_namespace(namespace, own, tools[order["what"]])
        for key, mine in lent.items():
            if namespace.get(key) is mine and key not in order["binds"]:
                namespace[key] = swapped[key]
        if late and error is None:
            error = AssertionError(f"this answer interferes with its test: {late[0]}")
        if error is not None:
            show(error, name, order["source"])
        elif value is not None:
            with contextlib.suppress(Exception):  # showing is a courtesy
                show_result(value)
        shell.execution_count = count + 1 if type(count) is int else 1
        with contextlib.suppress(Exception):
            shell.events.trigger("post_execute")
        reply = report(error, value, name, flags + late, count)
        shown = [item for item in outputs.items if item["output_type"] == "error"]
        if is_test and error is None and shown:
            said = {key: shown[-1][key] for key in ("ename", "evalue")}
            reply |= {"ok": False, "value": None, "line": None, **said}
        return reply

    def futures(more: int = 0) -> int:
        """What the cells so far have imported from `__future__`, with some `more`."""
        known = compiler.flags if type(compiler.flags) is int else 0
        compiler.flags = known | (more & _FUTURES)
        return known & _FUTURES

    def changed_meanwhile(
        order: dict[str, Any], ours: Callable[[str], bool]
    ) -> list[str]:
        """What an answer did to the tools while its test was running."""
        sets, binds = frozenset(order["sets"]), frozenset(order["binds"])

        def kept(name: str) -> bool:
            return ours(name) and name not in binds

        return guard.remove_liars(mocks) + [
            f"changed {name} during a test"
            for name in guard.restore(namespace, kept, {})
            if name.rpartition(".")[2] not in sets
        ]

    def run_coroutine(work: Any) -> None:
        """Run a cell with `await` in it; an error unless it came to its end."""
        ended = []

        async def drive() -> None:
            await work
            ended.append(True)

        run_async(drive())
        if not ended:
            raise RuntimeError("the cell did not run to its end")

    def show(error: BaseException, name: str, source: str) -> None:
        """Show a traceback, by IPython if it still works, or else plainly."""
        before = len(outputs.items)
        lines = source.splitlines(keepends=True)
        try:
            shells.place(name)
            # Not sooner: an answer could read the test that it is in.
            linecache.cache[name] = (len(source), None, lines, name)
            part = error.__traceback__
            part = part.tb_next if part and part.tb_next else part  # our own frame
            show_traceback((type(error), error, part))
        except BaseException:
            del outputs.items[before:]
        if not any(item["output_type"] == "error" for item in outputs.items):
            text = traceback.format_exception_only(type(error), error)
            outputs.items.append(error_output(type(error), error, text))

    def check_imports(swapped: dict[str, Any]) -> list[str]:
        """Put back the modules and functions that the course itself imports."""
        flags = []
        for alias, (module, attribute) in imports.items():
            current = namespace.get(alias, imports)
            genuine = guard.modules.get(module, modules.get(module))
            if attribute and genuine is not None:
                genuine = getattr(genuine, attribute, None)
            if current is imports or genuine is None or current is genuine:
                continue
            if is_module(genuine) and is_library(current):
                continue  # another module, as with `tf.keras` and `keras`
            swapped[alias] = current
            namespace[alias] = genuine
            flags.append(f"changed {alias}")
        return flags

    def is_library(value: Any) -> bool:
        """Whether `value` is an imported module, or TensorFlow's promise of one."""
        if not is_module(value):
            return False
        if type(value).__module__.startswith("tensorflow."):
            return True
        return any(value is module for module in list(modules.values()))

    def check_builtins(order: dict[str, Any]) -> list[str]:
        """Built-in functions that the test uses and an answer has redefined."""
        watched = [
            name
            for name in order["builtins"]
            if name in namespace
            and name not in guards.NOT_WATCHED
            and namespace[name] is not at_first.get(name, order)
        ]
        return [f"redefined the built-in {name}" for name in watched]

    def report(
        error: BaseException | None,
        value: Any,
        name: str,
        flags: list[str],
        count: int | None,
    ) -> dict[str, Any]:
        """The record of a cell's run, in plain JSON types."""
        result = number_of(value, kinds)
        return told(error, name) | {
            "value": None if result is None else repr(result),
            "count": count if type(count) is int else None,
            "flags": flags[:20],
            "bound": [],
        }

    return run


def uses_mocks(start: dict[str, Any]) -> bool:
    """Whether the course itself uses `unittest.mock`."""
    paths = (f"{module}.{dotted}" for module, dotted in start["paths"])
    return any(path.startswith("unittest.mock.") for path in paths)


def note_course(start: dict[str, Any], guard: types.SimpleNamespace) -> None:
    """Note what the course imports, before any student's code or file is there."""
    for name in start["helpers"]:
        if name in sys.modules:
            guard.add_module(name)
    for module, dotted in start["paths"]:
        guard.add_path(module, dotted)
    if uses_mocks(start):
        __import__("unittest.mock")  # to be known as it is now
    guard.note_classes()


def serve(
    start: dict[str, Any],
    shell: Any,
    guard: types.SimpleNamespace,
    put_own_files: Callable[[], None],
) -> None:
    """Run cells as they come until the supervisor ends this process.

    The student's own files come after the course's modules: so none of them can
    take the place of one.
    """
    shell.outputs = shells.Outputs(start["limits"]["output"])
    # Sooner than the guard looks: tests that catch what is printed name these.
    sys.stdout = shells.Stream("stdout", shell.outputs, 1)
    sys.stderr = shells.Stream("stderr", shell.outputs, 2)
    note_course(start, guard)
    put_own_files()
    loop = loops.make_loop()
    shell.loop_runner = loop.run
    run = make_runner(shell, guard, start, loop)
    course: dict[str, Any] = {}
    poll = select.poll()
    poll.register(SOCKET, select.POLLIN)
    if start["judged"]:
        serve_judge = answer.meet_judge(shell, course, poll)
    remember, files_since = answer.note_course, written.new
    files_before = written.look(os.getcwd())
    guard.adopt("builtins", "input", builtins.input)
    seal, unseal = wire.sealer(bytes.fromhex(start["key"]))
    read, write, head = os.read, os.write, wire.HEAD
    pack_head, unpack_head, size_of_head = head.pack, head.unpack, head.size
    order_kind, done, flag = wire.ORDER, wire.DONE, wire.FLAG
    me, leave = os.getpid, os._exit
    owner = me()
    wait = poll.poll

    def send(kind: int, data: bytes) -> None:
        data = pack_head(kind, len(data)) + data
        while data:
            data = data[write(SOCKET, data) :]

    def receive(size: int) -> bytes:
        parts = b""
        while len(parts) < size:
            part = read(SOCKET, size - len(parts))
            if not part:
                leave(0)
            parts += part
        return parts

    shell._orig_sys_modules_main_mod = shell.user_module  # it kept ours
    watch.install(lambda text: send(flag, seal({"flag": text})))
    send(done, seal({}))  # ready
    while True:
        if not any(number == SOCKET for number, _ in wait()):
            serve_judge()
            continue
        kind, size = unpack_head(receive(size_of_head))
        if kind != order_kind:
            leave(71)
        order, before = unseal(receive(size)), dict(shell.user_ns)
        if order["what"] == "files":
            new = files_since(order["home"], files_before, order["room"])
            send(done, seal({"files": new, "nonce": order["nonce"]}))
            continue
        reply = seal(run(order))
        remember(order, shell, before, course)
        if me() != owner:
            leave(0)  # a fork that a cell left behind has nothing to say
        send(done, reply)
