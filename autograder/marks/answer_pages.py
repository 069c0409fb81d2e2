"""A student's executed notebook as a page, for those who mark: cells and outputs.

All that is a student's is shown as text, and of pictures those of pixels.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Template

from autograder.inert.outputs import PICTURES, picture
from autograder.marks import files, pages

MOST_TEXT = 20_000  # characters of one output
_COLOUR = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


@dataclass(frozen=True)
class Shown:
    """One output: a text, or a picture as a `data:` address."""

    text: str = ""
    picture: str = ""
    error: bool = False


@dataclass(frozen=True)
class Cell:
    """One cell and what it gave."""

    id: str
    kind: str  # "answer", "test" or ""
    code: bool
    source: str
    outputs: tuple[Shown, ...]


def write(folder: Path, students: list[str]) -> None:
    """Write the pages of all executed notebooks below `folder` that have changed."""
    template = pages.environment().get_template("answers.html")
    for student in students:
        for path in sorted((folder / student).glob("*/*.ipynb")):
            target = path.with_suffix(".html")
            if target.exists() and target.stat().st_mtime >= path.stat().st_mtime:
                continue
            text = page(path, student, template)
            if text:
                files.write_whole(target, text.encode())


def page(path: Path, student: str, template: Template) -> str:
    """The page of one notebook; empty if it cannot be read."""
    try:
        notebook = json.loads(path.read_bytes())
        found = [cell(entry) for entry in notebook["cells"]]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return ""
    return template.render(student=student, notebook=path.stem, cells=found)


def cell(entry: dict[str, Any]) -> Cell:
    """One cell of a notebook's JSON."""
    meta = entry["metadata"].get("nbgrader", {})
    kind = "answer" if meta.get("solution") else "test" if meta.get("grade") else ""
    return Cell(
        str(meta.get("grade_id", "")),
        kind,
        entry["cell_type"] == "code",
        "".join(entry["source"]),
        tuple(outputs(entry.get("outputs", []))),
    )


def outputs(given: list[dict[str, Any]]) -> Iterator[Shown]:
    """What a cell gave: pictures of pixels, and everything else as text."""
    for output in given:
        kind, text = output["output_type"], ""
        if kind == "stream":
            text = "".join(output["text"])
        elif kind == "error":
            lines = output["traceback"] or [f"{output['ename']}: {output['evalue']}"]
            text = "\n".join(lines)
        else:
            data = {mime: "".join(v) for mime, v in output["data"].items()}
            found = [m for m in PICTURES if m in data and picture(m, data[m])]
            if found:
                pixels = re.sub(r"\s", "", data[found[0]])
                yield Shown(picture=f"data:{found[0]};base64,{pixels}")
                continue
            text = data.get("text/plain", "") or data.get("text/markdown", "")
        text = _COLOUR.sub("", text)
        more = "\n[the rest is in the notebook]" if len(text) > MOST_TEXT else ""
        yield Shown(text[:MOST_TEXT] + more, error=kind == "error")
