"""IPython's shell inside the sandbox, with its outputs collected.

A student's code can reach everything in this module through `get_ipython()`.
So nothing here decides about a mark: that is `runner`, which it cannot reach.
"""

from __future__ import annotations

import base64
import inspect
import io
import json
import os
from typing import Any

CUT = "\n[output beyond the limit was left out]\n"


class Outputs:
    """The outputs of the current cell as nbformat's dictionaries, up to a limit."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.clear()

    def clear(self) -> None:
        self.items: list[dict[str, Any]] = []
        self.parts: list[str] = []
        self.size = 0
        self.clear_next = False

    def room_for(self, size: int) -> bool:
        """Whether `size` more characters fit; says once when they do not."""
        if self.clear_next:
            self.clear()
        if self.size > self.limit:
            return False
        self.size += size
        if self.size > self.limit:
            self.items.append({"output_type": "stream", "name": "stderr", "text": CUT})
            return False
        return True

    def write(self, name: str, text: str) -> None:
        """Add text to the stream `name`."""
        room = max(0, self.limit - self.size)
        size = len(json.dumps(text))  # some letters take six bytes, or twelve
        if not self.room_for(size):
            text = text[: len(text) * room // size]
            while len(json.dumps(text)) > room + 2:
                text = text[: len(text) // 2]
            if not text:
                return
            marker = self.items.pop()
            self.items.append({"output_type": "stream", "name": name, "text": [text]})
            self.items.append(marker)
            return
        last = self.items[-1] if self.items else {}
        if last.get("name") == name and isinstance(last["text"], list):
            last["text"].append(text)
        else:
            self.items.append({"output_type": "stream", "name": name, "text": [text]})

    def rich(self, kind: str, data: dict, metadata: dict, **more: Any) -> None:
        """Add a display or a result; bytes become base64, as in Jupyter."""
        clean = {
            mime: base64.b64encode(value).decode() if type(value) is bytes else value
            for mime, value in data.items()
        }
        try:
            size = len(json.dumps([clean, metadata], allow_nan=False))
        except (TypeError, ValueError, RecursionError):
            clean = {"text/plain": str(data.get("text/plain", ""))}
            metadata, size = {}, len(clean["text/plain"])
        if self.room_for(size):
            self.items.append(
                {"output_type": kind, "data": clean, "metadata": metadata, **more}
            )

    def taken(self) -> list[dict[str, Any]]:
        """The outputs so far, streams joined."""
        for item in self.items:
            if isinstance(item.get("text"), list):
                item["text"] = "".join(item["text"])
        return self.items


class Stream(io.TextIOBase):
    """`sys.stdout` or `sys.stderr` of a cell."""

    def __init__(self, name: str, outputs: Outputs, number: int) -> None:
        self.name = name
        self._outputs, self._number, self._owner = outputs, number, os.getpid()

    encoding = "utf-8"

    def fileno(self) -> int:
        return self._number

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        if os.getpid() == self._owner:
            self._outputs.write(self.name, text)
        else:  # a child process has no way to our list
            os.write(self._number, text.encode("utf-8", "replace"))
        return len(text)


def place(file: str, module: str = "__main__") -> None:
    """Spare `inspect` its search through all modules for that of a file or cell.

    In a fork it would touch, and so copy, a page for each of them.
    """
    for key in (file, os.path.normcase(os.path.abspath(file))):
        inspect.modulesbyfile[key] = module  # type: ignore[attr-defined]


def shown(frame: Any) -> bool:
    """Whether a frame belongs into a traceback: no code of ours, and none that hides.

    IPython, too, leaves out functions with a `__tracebackhide__`, but the last one, and
    reads their files for it, which takes a fork 20 ms.
    """
    here = os.path.dirname(os.path.abspath(__file__))
    hides = frame.f_locals.get("__tracebackhide__")
    return not frame.f_code.co_filename.startswith(here) and hides is not True


def without_ours(part: Any) -> Any:
    """A traceback with the frames that are shown."""
    kept = []
    while part is not None:
        if shown(part.tb_frame):
            kept.append(part)
        part = part.tb_next
    for one, following in zip(kept, [*kept[1:], None], strict=True):
        one.tb_next = following
    return kept[0] if kept else None


def make_shell() -> Any:
    """IPython's shell with outputs that are collected instead of printed."""
    from IPython.core.compilerop import CachingCompiler
    from IPython.core.displayhook import DisplayHook
    from IPython.core.displaypub import DisplayPublisher
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    class Hook(DisplayHook):
        shell: Any

        def write_output_prompt(self) -> None:
            pass

        def write_format_data(self, format_dict: dict, md_dict: dict | None = None):
            self.shell.outputs.rich(
                "execute_result",
                format_dict,
                md_dict or {},
                execution_count=self.prompt_count,
            )

        def finish_displayhook(self) -> None:
            pass

    class Publisher(DisplayPublisher):
        shell: Any

        def publish(  # type: ignore[override]
            self, data, metadata=None, *, transient=None, update=False, **_
        ) -> None:
            key = (transient or {}).get("display_id")
            outputs = self.shell.outputs
            if update:
                for item in outputs.items:
                    if key is not None and item.get("display_id") == key:
                        item["data"], item["metadata"] = dict(data), metadata or {}
                return
            more = {"display_id": key} if key is not None else {}
            outputs.rich("display_data", data, metadata or {}, **more)

        def clear_output(self, wait: bool = False) -> None:
            if wait:
                self.shell.outputs.clear_next = True
            else:
                self.shell.outputs.clear()

    class Compiler(CachingCompiler):
        def get_code_name(self, *arguments: Any) -> str:
            name = super().get_code_name(*arguments)
            place(name)
            return name

    class Shell(InteractiveShell):
        outputs: Outputs
        plain = ""  # the cell that runs now, if IPython need not translate it
        compiler_class = Compiler
        displayhook_class = Hook
        display_pub_class = Publisher

        def _get_exc_info(self, exc_tuple=None):
            etype, value, part = super()._get_exc_info(exc_tuple)
            return etype, value, without_ours(part)

        def _showtraceback(self, etype, evalue, stb) -> None:
            self.outputs.items.append(error_output(etype, evalue, stb))

        def transform_cell(self, raw_cell: str) -> str:
            if raw_cell == self.plain:
                return raw_cell if raw_cell[-1:] == "\n" else raw_cell + "\n"
            return super().transform_cell(raw_cell)

        def ask_exit(self) -> None:
            pass

        def enable_gui(self, gui=None) -> None:
            pass

    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "nocolor"
    shell = Shell.instance(config=config)
    shell.outputs = Outputs(1 << 20)
    # The first traceback imports half a megabyte of helpers: have it now.
    shell.run_cell("1 / 0", store_history=False)
    shell.outputs.clear()
    return shell


def run_cell(shell: Any, order: dict[str, Any]) -> Any:
    """Run a cell; the result that IPython has for it."""
    shell.plain = order["source"] if order.get("plain") else ""
    return shell.run_cell(order["source"], store_history=True)


def error_output(etype: Any, evalue: Any, lines: list[str]) -> dict[str, Any]:
    """An `error` output; nothing the student's exception does can break it."""
    try:
        text = str(evalue)
    except Exception as error:  # a student's __str__ may raise anything
        text = f"(an error whose text raises {type(error).__name__})"
    name = getattr(etype, "__name__", "Error")
    return {
        "output_type": "error",
        "ename": str(name)[:200],
        "evalue": text[:20000],
        "traceback": [str(line)[:20000] for line in lines][:200],
    }


def number_of(value: Any, kinds: tuple[Any, ...]) -> float | None:
    """A real number as a float; None for anything else."""
    try:
        if isinstance(value, kinds) and not isinstance(value, (bool, complex)):
            return float(value)
    except Exception:  # whatever a student's number does
        return None
    return None


def refuse_input(*_: Any, **__: Any) -> str:
    """Stands in for `input`: nobody is there to answer."""
    from IPython.core.error import StdinNotImplementedError

    raise StdinNotImplementedError(
        "input was called, but a notebook that is graded cannot ask anybody"
    )
