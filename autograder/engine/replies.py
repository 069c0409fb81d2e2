"""Take apart what comes out of a sandbox, field by field, before anything sees it."""

from __future__ import annotations

import base64
import math
import secrets
from collections.abc import Mapping
from typing import Any

import nbformat
from nbformat import NotebookNode

from autograder.records import (
    CellOutcome,
)

FALSE = "its process sent a false report"

_STREAMS = {"stdout", "stderr"}


def raw_outputs(raw: Mapping[str, str]) -> list[NotebookNode]:
    """What was written past Python, straight to the standard streams."""
    found = []
    for name in sorted(_STREAMS & set(raw)):
        text = base64.b64decode(raw[name]).decode("utf-8", "replace")
        if text:
            found.append(nbformat.v4.new_output("stream", name=name, text=text))
    return found


def outcome_flags(reply: Mapping[str, Any]) -> list[str]:
    """The flags in a reply, as short texts."""
    flags = reply.get("flags")
    if not isinstance(flags, list):
        return []
    return [flag[:200] for flag in flags[:20] if isinstance(flag, str)]


def read_reply(
    reply: Mapping[str, Any], nonce: str, raw: list[NotebookNode], seconds: float
) -> CellOutcome:
    """Turn what a student's process says into a record; `ValueError` if it cannot."""
    if not secrets.compare_digest(str(reply.get("nonce")).encode(), nonce.encode()):
        raise ValueError("a wrong number")
    ok = reply.get("ok")
    if type(ok) is not bool:
        raise ValueError("no verdict")
    outputs = reply.get("outputs")
    if not isinstance(outputs, list):
        raise ValueError("no outputs")
    value, line = reply.get("value"), reply.get("line")
    if value is not None and not isinstance(value, str):
        raise ValueError("a strange value")
    return CellOutcome(
        "done" if ok else "error",
        raw + [read_output(output) for output in outputs],
        "" if ok else str(reply.get("ename"))[:200],
        "" if ok else str(reply.get("evalue"))[:20000],
        line if type(line) is int else None,
        float(value) if value is not None else None,
        seconds,
    )


def text_of(value: object) -> str:
    """`value` if it is a text that UTF-8 can hold; `ValueError` otherwise."""
    if not isinstance(value, str):
        raise ValueError("not a text")
    return value.encode("utf-8", "replace").decode()


def plain(value: object, depth: int = 20) -> Any:
    """A copy of JSON data without endless numbers, depth or odd texts."""
    if depth == 0:
        raise ValueError("too deep")
    if isinstance(value, dict):
        return {text_of(k): plain(v, depth - 1) for k, v in value.items()}
    if isinstance(value, list):
        return [plain(item, depth - 1) for item in value]
    if isinstance(value, str):
        return text_of(value)
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value


def read_output(output: object) -> NotebookNode:
    """One output as nbformat wants it; `ValueError` for anything else."""
    if not isinstance(output, dict):
        raise ValueError("an output that is not an object")
    kind = output.get("output_type")
    if kind == "stream":
        name = output.get("name")
        if name not in _STREAMS:
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
            traceback=[text_of(line) for line in lines],
        )
    if kind not in ("display_data", "execute_result"):
        raise ValueError("an unknown output")
    data = {}
    for mime, value in plain(output.get("data") or {}).items():
        if mime.endswith("json") or isinstance(value, str):
            data[mime] = value
    metadata = plain(output.get("metadata") or {})
    more = {}
    if kind == "execute_result":
        count = output.get("execution_count")
        more["execution_count"] = count if type(count) is int else None
    return nbformat.v4.new_output(
        kind, data=data, metadata=metadata if isinstance(metadata, dict) else {}, **more
    )


def executed(
    notebook: NotebookNode,
    outcomes: Mapping[int, CellOutcome],
    counts: Mapping[int, int],
) -> NotebookNode:
    """A copy of `notebook` with the outputs of `outcomes` in its cells."""
    cells = []
    for index, cell in enumerate(notebook.cells):
        copy = NotebookNode(cell)
        outcome = outcomes.get(index)
        if outcome is not None:
            copy.outputs = list(outcome.outputs)
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
