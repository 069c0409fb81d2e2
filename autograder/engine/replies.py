"""Take apart what comes out of a sandbox, field by field, before anything sees it."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Mapping
from typing import Any

import nbformat
from nbformat import NotebookNode

from autograder.inert import outputs
from autograder.inert.text import plain
from autograder.records import CellOutcome

FALSE = "its process sent a false report"

MOST_OUTPUTS = 1_000  # of a cell
MOST_OF_NOTEBOOK = 10_000  # outputs
MOST_TYPES = 20  # of an output
LONGEST_TYPE = 100  # characters of its name
MOST_TRACEBACK = 100_000  # characters
_STREAMS = {"stdout", "stderr"}


def raw_outputs(raw: Mapping[str, str]) -> list[NotebookNode]:
    """What was written past Python, straight to the standard streams."""
    found = []
    for name in sorted(_STREAMS & set(raw)):
        text = base64.b64decode(raw[name]).decode("utf-8", "replace")
        if text:
            found.append(nbformat.v4.new_output("stream", name=name, text=text))
    return found


def beyond() -> NotebookNode:
    """What stands in place of outputs for which a notebook has no room."""
    text = "[this notebook's outputs are beyond the limit: these were left out]\n"
    return nbformat.v4.new_output("stream", name="stderr", text=text)


def outcome_flags(reply: Mapping[str, Any]) -> list[str]:
    """The flags in a reply, as short texts."""
    flags = reply.get("flags")
    if not isinstance(flags, list):
        return []
    return [plain(flag[:200]) for flag in flags[:20] if isinstance(flag, str)]


def names_of(value: object) -> list[str]:
    """The names in a list of whatever."""
    if not isinstance(value, list):
        return []
    return [n for n in value[:2000] if isinstance(n, str) and n.isidentifier()]


def read_reply(
    reply: Mapping[str, Any], nonce: str, raw: list[NotebookNode], seconds: float
) -> CellOutcome:
    """Turn what a student's process says into a record; `ValueError` if it cannot."""
    said = reply.get("nonce")
    if not isinstance(said, str) or not said.isascii():
        raise ValueError("no number")
    if not secrets.compare_digest(said, nonce):
        raise ValueError("a wrong number")
    ok = reply.get("ok")
    if type(ok) is not bool:
        raise ValueError("no verdict")
    given = reply.get("outputs")
    if not isinstance(given, list):
        raise ValueError("no outputs")
    value = reply.get("value")
    if value is not None and not isinstance(value, str):
        raise ValueError("a strange value")
    return CellOutcome(
        "done" if ok else "error",
        raw + [read_output(output) for output in given[:MOST_OUTPUTS]],
        "" if ok else text_of(reply.get("ename"))[:200],
        "" if ok else text_of(reply.get("evalue"))[:20000],
        small(reply.get("line")),
        float(value) if value is not None else None,
        seconds,
    )


def text_of(value: object) -> str:
    """`value` if it is a text, as UTF-8 can hold it; `ValueError` otherwise."""
    if not isinstance(value, str):
        raise ValueError("not a text")
    return value.encode("utf-8", "replace").decode()


def small(value: object) -> int | None:
    """A whole number that fits everywhere; None for anything else."""
    return value if type(value) is int and 0 <= value < 1 << 31 else None


def mime_bundle(value: object) -> dict[str, str]:
    """The texts of a MIME bundle by type; `ValueError` if it is none."""
    if not isinstance(value, dict):
        raise ValueError("not an object")
    return {
        text_of(mime)[:LONGEST_TYPE]: text_of(data) if isinstance(data, str) else ""
        for mime, data in list(value.items())[:MOST_TYPES]
    }


def read_output(output: object) -> NotebookNode:
    """One output as nbformat wants it; `ValueError` for anything else."""
    if not isinstance(output, dict):
        raise ValueError("an output that is not an object")
    kind = output.get("output_type")
    if kind == "stream":
        name = output.get("name")
        if not isinstance(name, str) or name not in _STREAMS:
            raise ValueError("an unknown stream")
        return nbformat.v4.new_output(kind, name=name, text=text_of(output.get("text")))
    if kind == "error":
        lines = output.get("traceback")
        if not isinstance(lines, list):
            raise ValueError("no traceback")
        return nbformat.v4.new_output(
            kind,
            ename=text_of(output.get("ename")),
            evalue=text_of(output.get("evalue")),
            traceback=shortened([text_of(line) for line in lines]),
        )
    if kind not in ("display_data", "execute_result"):
        raise ValueError("an unknown output")
    more = {}
    if kind == "execute_result":
        more["execution_count"] = small(output.get("execution_count"))
    data = mime_bundle(output.get("data"))
    metadata = outputs.sizes(output.get("metadata"), data)
    return nbformat.v4.new_output(kind, data=data, metadata=metadata, **more)


def shortened(lines: list[str]) -> list[str]:
    """The lines of a traceback, up to a limit."""
    found: list[str] = []
    room = MOST_TRACEBACK
    for line in lines:
        if len(line) > room:
            return [*found, line[:room], "[the rest was left out]"]
        found.append(line)
        room -= len(line)
    return found


def inert(output: NotebookNode, room: outputs.Room) -> NotebookNode:
    """An output that does nothing in any viewer."""
    if "data" not in output:
        return output
    return NotebookNode(output, data=NotebookNode(outputs.bundle(output.data, room)))


def executed(
    notebook: NotebookNode,
    outcomes: Mapping[int, CellOutcome],
    counts: Mapping[int, int],
) -> NotebookNode:
    """A copy of `notebook` with the outputs of `outcomes` in its cells.

    What is shown does nothing in any viewer.
    """
    cells = []
    room, left = outputs.Room(), MOST_OF_NOTEBOOK
    for index, cell in enumerate(notebook.cells):
        copy = NotebookNode(cell)
        outcome = outcomes.get(index)
        if outcome is not None:
            copy.outputs = [inert(output, room) for output in outcome.outputs[:left]]
            left -= len(outcome.outputs)
            if left < 0 and outcome.outputs:
                copy.outputs.append(beyond())
                left = 0
            copy.execution_count = counts.get(index)
            if outcome.state not in ("done", "error"):
                copy.outputs.append(
                    nbformat.v4.new_output(
                        "error",
                        ename=outcome.state,
                        evalue=outcome.evalue,
                        traceback=[f"This cell was stopped: {outcome.evalue}."],
                    )
                )
        cells.append(copy)
    result = NotebookNode(notebook)
    result.cells = cells
    return result
