"""Sphinx extension: what a printed book does otherwise than a page on a screen.

Answers that open with a click are moved to a chapter of their own, choices become
lettered lists, and figures that answer are left out, since static ones stand beside.
"""

from __future__ import annotations

import re
from string import ascii_uppercase

from docutils import nodes
from live_figures import live_figure
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx_design.shared import is_component
from words import _

ANSWERS = _("Answers")
LOWERED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789−+")
RAISED = re.compile("([⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺]+)")
RIGHT = _("{} is right.")
FIXED = (nodes.literal, nodes.literal_block, nodes.math, nodes.math_block, nodes.raw)
INVITATION = _("The answers stand at the end of the book.")


def is_choice(node: nodes.Node) -> bool:
    """Say whether a node is one of the answers to choose from."""
    return is_component(node, "dropdown") and "choice" in node["container_classes"]


def choices_from(first: nodes.Element) -> list[nodes.Element]:
    """Return the choices that follow each other, from the first on."""
    siblings = first.parent.children
    found = []
    for node in siblings[siblings.index(first) :]:
        if not is_choice(node):
            break
        found.append(node)
    return found


def lettered(items: list[list[nodes.Node]]) -> nodes.enumerated_list:
    """Return a list whose items are A, B, C."""
    parts = [nodes.list_item("", *item) for item in items]
    return nodes.enumerated_list(
        "", *parts, enumtype="upperalpha", prefix="", suffix="."
    )


def lead_of(node: nodes.Element) -> str:
    """Return the bold words with which the question before a node begins."""
    siblings = node.parent.children
    for before in reversed(siblings[: siblings.index(node)]):
        strong = before.next_node(nodes.strong) if before.children else None
        if isinstance(before, nodes.paragraph) and strong is not None:
            return strong.astext()
    title = node.parent.next_node(nodes.title)
    return f"{title.astext()}." if title is not None else ""


def take_choices(section: nodes.Element) -> list[nodes.Node]:
    """Turn a section's choices into lists; return their answers."""
    answers: list[nodes.Node] = []
    while first := next(iter(section.findall(is_choice)), None):
        lead, run = lead_of(first), choices_from(first)
        right = [
            letter
            for letter, choice in zip(ascii_uppercase, run, strict=False)
            if "right" in choice["container_classes"]
        ]
        bodies = [choice.children[1:] for choice in run]
        titles = [nodes.paragraph("", "", *choice[0].children) for choice in run]
        first.parent.insert(
            first.parent.index(first), lettered([[title] for title in titles])
        )
        for choice in run:
            choice.parent.remove(choice)
        head = nodes.paragraph("", "", nodes.strong("", lead))
        head += nodes.Text(" " + RIGHT.format(", ".join(right)))
        answers += [head, lettered(bodies)]
    return answers


def take_answers(section: nodes.Element) -> list[nodes.Node]:
    """Remove the answers that a section folds; return them under their questions."""
    answers: list[nodes.Node] = []
    for node in list(section.findall(lambda n: is_component(n, "dropdown"))):
        answers.append(nodes.paragraph("", "", nodes.strong("", lead_of(node))))
        answers += node.children[1:]
        node.parent.remove(node)
    return answers


def invite(section: nodes.Element) -> None:
    """Say under *Check yourself* where the answers are, instead of how to click."""
    for part in section.findall(nodes.section):
        if "check-yourself" in part["names"] or "check-yourself" in part["ids"]:
            before = part.next_node(nodes.paragraph)
            before.replace_self(nodes.paragraph("", str(INVITATION)))


def gather_bibliography(files: list[nodes.Element]) -> None:
    """Leave out the page of the bibliography: LaTeX prints its entries at the end."""
    for place, file in enumerate(files):
        if file["docname"] == "book/bibliography":
            entries = list(file.findall(nodes.citation))
            files[place - 1].next_node(nodes.section).extend(entries)
            file.parent.remove(file)


def raise_digits(tree: nodes.document) -> None:
    """Set raised digits, most of which the text's font lacks, as superscripts."""
    for text in list(tree.findall(nodes.Text)):
        if isinstance(text.parent, FIXED) or not RAISED.search(text):
            continue
        parts = [
            nodes.superscript("", part.translate(LOWERED)) if place % 2 else part
            for place, part in enumerate(RAISED.split(text))
        ]
        made = [nodes.Text(p) if isinstance(p, str) else p for p in parts if p]
        text.parent.replace(text, made)


class PrintEdition(SphinxPostTransform):
    """Moves all answers behind the last chapter, in LaTeX alone."""

    default_priority = 260  # after references are resolved, before parts are made
    formats = ("latex",)

    def run(self, **_: object) -> None:
        """Change the whole book's tree."""
        for figure in list(self.document.findall(live_figure)):
            figure.parent.remove(figure)
        files = list(self.document.findall(addnodes.start_of_file))
        chapters = [f for f in files if f["docname"].startswith("book/executed/")]
        gather_bibliography(files)
        raise_digits(self.document)
        book = nodes.section("", nodes.title("", str(ANSWERS)), ids=["answers"])
        for chapter in chapters:
            section = chapter.next_node(nodes.section)
            invite(section)
            answers = take_choices(section) + take_answers(section)
            if answers:
                title = nodes.title("", section.next_node(nodes.title).astext())
                name = chapter["docname"].rpartition("/")[2]
                book += nodes.section("", title, *answers, ids=[f"answers-{name}"])
        if chapters and len(book.children) > 1:
            last = chapters[-1]
            file = addnodes.start_of_file("", book, docname="answers")
            last.parent.insert(last.parent.index(last) + 1, file)


def setup(app: Sphinx) -> dict[str, object]:
    """Register the transform."""
    app.add_post_transform(PrintEdition)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
