"""The answer's process: runs cells as Jupyter would, and answers its judge.

Nothing of this decides about a mark, so nothing here defends itself.
"""

from __future__ import annotations

import builtins
import os
import select
import socket
import sys
from collections.abc import Callable
from typing import Any

import loop as loops
import shell as shells
import wire
import written
from answering import Answers
from faults import Malformed, NoAnswer

SOCKET, BORDER = 200, 201  # descriptors: to the supervisor, to the judge
CELL = "<ipython-input-"  # how IPython begins the file name of a cell


def our_modules() -> list[str]:
    """The names of our modules that are imported."""
    here = os.path.dirname(os.path.abspath(__file__))
    return [
        name
        for name, module in list(sys.modules.items())
        if name != "__main__"
        and os.path.dirname(getattr(module, "__file__", None) or "") == here
    ]


def hide(names: list[str]) -> None:
    """Leave the names of our modules to the files of the course and the student."""
    here = os.path.dirname(os.path.abspath(__file__))
    for name in names:
        del sys.modules[name]
    sys.path[:] = [path for path in sys.path if os.path.abspath(path or ".") != here]


def run_cell(shell: Any, order: dict[str, Any], loop: Any) -> dict[str, Any]:
    """Run a cell; the record of how it went, in plain JSON types."""
    shell.execution_count += order["passed"]
    before = dict(shell.user_ns)
    loop.settle()
    with loop.running():
        result = shells.run_cell(shell, order)
    error = result.error_before_exec or result.error_in_exec
    reply = told(error, CELL) | {"count": result.execution_count, "value": None}
    return reply | {"bound": bound(before, shell.user_ns), "flags": []}


def bound(before: dict[str, Any], space: dict[str, Any]) -> list[str]:
    """The names that a cell bound, or bound anew."""
    return [
        name
        for name, value in list(space.items())
        if type(name) is str
        and name[:1] != "_"
        and (name not in before or before[name] is not value)
    ]


def told(error: BaseException | None, name: str) -> dict[str, Any]:
    """What is said of a cell's error; `name` begins the file names of its code."""
    if error is None:
        return {"ok": True, "ename": None, "evalue": None, "line": None}
    shown = shells.error_output(type(error), error, [])
    line, part = None, error.__traceback__
    while part is not None:
        if part.tb_frame.f_code.co_filename.startswith(name):
            line = part.tb_lineno
        part = part.tb_next
    return {
        "ok": False,
        "ename": shown["ename"],
        "evalue": shown["evalue"],
        "line": line,
    }


def meet_judge(shell: Any, course: dict[str, Any], poll: select.poll) -> Callable:
    """Be ready for a judge's questions; the function that answers the next one."""
    answers = Answers(socket.socket(fileno=BORDER), shell, course)
    builtins.input = answers.read_input
    poll.register(BORDER, select.POLLIN)
    return answers.border.serve_one


def note_course(order: dict[str, Any], shell: Any, before: dict, course: dict) -> None:
    """Remember what a cell of the course bound, for functions that run beside."""
    if order["what"] == "course":
        space = shell.user_ns
        course.update({name: space[name] for name in bound(before, space)})


def serve(start: dict[str, Any], shell: Any, put_own_files: Callable[[], None]) -> None:
    """Run cells and answer the judge until the supervisor ends this process."""
    put_own_files()
    shell.outputs = shells.Outputs(start["limits"]["output"])
    sys.stdout = shells.Stream("stdout", shell.outputs, 1)
    sys.stderr = shells.Stream("stderr", shell.outputs, 2)
    control = socket.socket(fileno=SOCKET)
    course: dict[str, Any] = {}
    loop = loops.make_loop()
    shell.loop_runner = loop.run
    poll = select.poll()
    poll.register(SOCKET, select.POLLIN)
    answer_judge = meet_judge(shell, course, poll) if start["judged"] else None
    owner = os.getpid()
    before_all = written.look(os.getcwd())
    shell._orig_sys_modules_main_mod = shell.user_module  # it kept ours
    wire.send(control, wire.DONE, {})  # ready
    while True:
        try:
            if SOCKET not in dict(poll.poll()) and answer_judge is not None:
                answer_judge()
                continue
            _, order = wire.receive(control, 1 << 28)
            if order["what"] == "files":
                new = written.new(order["home"], before_all, order["room"])
                reply = {"files": new, "nonce": order["nonce"]}
                wire.send(control, wire.DONE, reply)
                continue
            shell.outputs.clear()
            before = dict(shell.user_ns)
            reply = run_cell(shell, order, loop)
            note_course(order, shell, before, course)
            reply |= {"outputs": shell.outputs.taken(), "nonce": order["nonce"]}
            if os.getpid() != owner:
                os._exit(0)  # a fork that a cell left behind has nothing to say
            wire.send(control, wire.DONE, reply)
        except (wire.WireError, NoAnswer, Malformed):
            os._exit(0)
