"""The questions of an assignment as students see them: titles, texts and links."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

from nbformat import NotebookNode
from nbgrader import utils

from autograder.course.sanitise import visible
from autograder.marks import score
from autograder.marks.wording import Public
from autograder.records import Assignment, Master, Refusal

_HEADING = re.compile(r"^#{1,6}[ \t]+(.+?)[ \t#]*$", re.MULTILINE)
_LINK = re.compile(r"\[([^\]\[]+)\]\(\s*<?(\S+?)>?\s*\)")
_ABOUT = re.compile(r"\b(chapter|section)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Link:
    """Where something is explained."""

    text: str
    address: str

    def at(self, heading: str) -> Link:
        """The section of this heading, as a page or a shown notebook calls it."""
        if self.address.endswith(".ipynb"):  # GitHub and nbviewer
            anchor = re.sub(r"\s", "-", heading)
        else:
            anchor = re.sub(r"\W+", "-", heading.lower()).strip("-")
        return Link(
            f"“{heading}” in {self.text}", f"{self.address}#{quote(anchor, safe=':,')}"
        )


@dataclass(frozen=True)
class Asked:
    """One question: a cell with points, and what students read about it."""

    notebook: str
    id: str
    title: str
    most: float
    public: Public
    links: tuple[Link, ...] = ()
    answers: tuple[str, ...] = ()  # ids of the answer cells before it
    hidden: bool = True  # whether its test has lines that students do not get


@dataclass
class Group:
    """The cells under one heading."""

    text: str = ""
    title: str = ""
    graded: bool = False
    links: tuple[Link, ...] = ()


def questions(
    assignment: Assignment, sections: Mapping[str, str] | None = None
) -> list[Asked]:
    """All questions of an assignment, in order.

    `sections` says, by ids of questions or answers, under which heading of the chapter
    they are explained.
    """
    files = assignment.files
    known = Public(
        "", *map(frozenset, (released_hints(files), released_promises(files)))
    )
    return [
        found
        for master in assignment.masters
        for found in of_master(master, known, sections or {})
    ]


def sections(root: Path, assignment: str) -> dict[str, str]:
    """The headings in `answers/ASSIGNMENT/sections.toml`, by the ids of questions."""
    path = root / "answers" / assignment / "sections.toml"
    try:
        found = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise Refusal(f"{path} cannot be read: {error}") from error
    if not all(isinstance(heading, str) for heading in found.values()):
        raise Refusal(f'{path} may have nothing but lines like relu_grad = "A heading"')
    return found


def of_master(
    master: Master, known: Public, sections: Mapping[str, str]
) -> Iterator[Asked]:
    """The questions of one notebook, in order; `known` is public of all of them."""
    grouped = list(groups(master.notebook))
    chapter = next((link for g, _ in grouped for link in g.links), None)
    waiting: list[str] = []
    above: list[str] = []  # the answers under the same heading
    last = Group()
    for group, cell in grouped:
        meta = cell.metadata.get("nbgrader", {})
        if group is not last:
            last, above = group, []
        if utils.is_solution(cell):
            waiting.append(str(meta["grade_id"]))
            above.append(str(meta["grade_id"]))
        if not (utils.is_grade(cell) or utils.is_task(cell)):
            continue
        name = str(meta["grade_id"])
        near = [name, *(waiting or reversed(above))]
        heads = (sections[n] for n in near if n in sections)
        links = group.links
        if chapter and not links:
            links = (chapter.at(head) if (head := next(heads, "")) else chapter,)
        yield Asked(
            *(master.name, name, group.title or name, score.points(cell)),
            replace(known, text=group.text),
            links,
            tuple(waiting),
            visible(cell.source, master.hidden) != cell.source,
        )
        waiting.clear()


def groups(notebook: NotebookNode) -> Iterator[tuple[Group, NotebookNode]]:
    """Each cell with the group that it belongs to, whose text is complete."""
    group, found = Group(), []
    for cell in notebook.cells:
        graded = utils.is_grade(cell) or utils.is_task(cell)
        text = cell.source if cell.cell_type == "markdown" else visible(cell.source)
        written = cell.cell_type == "markdown" and not utils.is_solution(cell)
        heading = _HEADING.search(text) if written else None
        if written and (heading or (group.graded and not utils.is_task(cell))):
            group = Group()
        if heading:
            group.title = plain_title(heading[1])
        group.text += f"{text}\n"
        group.graded = group.graded or graded
        if written:
            group.links += tuple(links(text))
        found.append((group, cell))
    return iter(found)


def plain_title(text: str) -> str:
    """A heading without the marks of Markdown."""
    return re.sub(r"[*$]|\\(?=\w)", "", _LINK.sub(r"\1", text)).strip()


def links(text: str) -> Iterator[Link]:
    """The links of a text to a chapter or a section, with whole addresses.

    A relative link gives its text to the whole address that ends like it.
    """
    found = _LINK.findall(" ".join(text.split()))
    near = {
        address.lstrip("./"): words
        for words, address in found
        if "://" not in address and address.startswith(".")
    }
    for words, address in found:
        if address.startswith(("https://", "http://")) and _ABOUT.search(words):
            for place, better in near.items():
                if place and address.endswith(place):
                    words = better
            yield Link(words, address)


def released_hints(files: Mapping[str, bytes]) -> Iterator[str]:
    """The hints of `misconceptions.json`, which students have."""
    known = released(files)
    entries = known.get("misconceptions", [])
    for entry in entries if isinstance(entries, list) else []:
        if isinstance(entry, dict) and isinstance(entry.get("hint"), str):
            yield " ".join(entry["hint"].split())


def released_promises(files: Mapping[str, bytes]) -> Iterator[str]:
    """The sentences of its promises."""
    entries = released(files).get("promises", {})
    for entry in entries.values() if isinstance(entries, dict) else []:
        if isinstance(entry, dict) and isinstance(entry.get("text"), str):
            yield " ".join(entry["text"].split())


def released(files: Mapping[str, bytes]) -> dict[str, Any]:
    """What `misconceptions.json` holds."""
    try:
        known: Any = json.loads(files.get("misconceptions.json", b"{}"))
    except ValueError:
        return {}
    return known if isinstance(known, dict) else {}
