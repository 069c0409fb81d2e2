"""Sphinx extension: a ruling cell's line becomes a box that shows the verdict.

The folded cell that rules a claim prints `B7 | holds | what was measured`. On a page
this is drawn as a box with the verdict in words, mark and colour. And the toggles of
folded cells say what they fold; and the ledger of all claims gets its filter.
"""

import sys
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from words import _

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # jupyter-book build .

from tools.book.ledger import LINE, style_of

PROMPTS = {  # by the cell's tag; else the cell draws a figure or is set-up
    "tag_ruling": (_("Show how this is ruled"), _("Hide how this is ruled")),
    "tag_check": (
        _("Show the check of these numbers"),
        _("Hide the check of these numbers"),
    ),
}
FIGURE = (_("Show the code of this figure"), _("Hide the code of this figure"))
SETUP = (_("Show this code"), _("Hide this code"))
KINDS = {"claim": _("Claim"), "experiment": _("Experiment")}
VERDICTS = {
    "holds": _("holds"),
    "holds with limits": _("holds with limits"),
    "wrong": _("wrong"),
    "reproduced": _("reproduced"),
    "differs": _("differs"),
    "measured": _("measured"),
}


def verdict_box(identifier: str, verdict: str, measured: str) -> nodes.admonition:
    """Return the box of one claim or experiment."""
    kind = KINDS["experiment" if "E" in identifier else "claim"]
    told = nodes.strong("", str(VERDICTS[verdict]))
    title = nodes.title("", f"{kind} {identifier}: ", told)
    classes = ["verdict", style_of(verdict)]
    first = measured[0].upper() if measured[0].isascii() else measured[0]  # σ stays
    text = first + measured[1:] + ("" if measured[-1] in ".!?" else ".")
    return nodes.admonition("", title, nodes.paragraph("", text), classes=classes)


def draw_verdicts(_app: Sphinx, tree: nodes.document) -> None:
    """Replace what ruling cells printed by boxes."""
    for block in list(tree.findall(nodes.literal_block)):
        found = list(LINE.finditer(block.astext()))
        if found and "stream" in block["classes"]:
            boxes = [verdict_box(m["id"], m["verdict"], m["measured"]) for m in found]
            block.parent.replace(block, boxes)  # without the classes of an output


def name_toggles(_app: Sphinx, tree: nodes.document) -> None:
    """Say on each folded cell's toggle what it folds."""
    for cell in tree.findall(nodes.container):
        if cell.get("nb_element") != "cell_code":
            continue
        known = [PROMPTS[c] for c in cell["classes"] if c in PROMPTS]
        drawn = any(True for _ in cell.findall(nodes.image))
        shown, hidden = known[0] if known else FIGURE if drawn else SETUP
        if cell.get("prompt_show", "").startswith("Show code cell"):
            cell["prompt_show"], cell["prompt_hide"] = str(shown), str(hidden)


def add_filter(app: Sphinx, _page: str, _t: str, context: dict, _tree) -> None:
    """Give the page that lists all claims its filter."""
    if "verdict-word" in context.get("body", ""):
        app.add_js_file("ledger.js", loading_method="defer")


def setup(app: Sphinx) -> dict[str, object]:
    """Register all; the first two before the page's nodes are written."""
    app.connect("doctree-read", draw_verdicts)
    app.connect("doctree-read", name_toggles)
    app.connect("html-page-context", add_filter)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
