"""Sphinx extension: what a page tells search engines and those who share its address.

The description is the page's first paragraph, unless the page has one of its own
(`html_meta` in its front matter). The picture is drawn by `python -m tools.book.card`.
"""

import re
from html import escape
from urllib.parse import urljoin

from docutils import nodes
from sphinx.application import Sphinx

CARD = "_static/card.png"
COURSE = "Rectified: why deep networks use ReLU, how it fails, and what to do about it."
LONGEST = 200  # characters of a description, of which search engines show about 160
SHORTEST = 40  # characters of a paragraph that says something
BOXES = (nodes.Admonition, nodes.list_item, nodes.table, nodes.figure)


def describe(tree: nodes.document) -> str:
    """Return the beginning of a page's first paragraph of prose, in whole words."""
    boxes = tree.findall(lambda node: isinstance(node, BOXES))
    boxed = {id(part) for box in boxes for part in box.findall(nodes.paragraph)}
    for paragraph in tree.findall(nodes.paragraph):
        text = " ".join(paragraph.astext().split())
        if id(paragraph) in boxed or len(text) < SHORTEST:
            continue
        if len(text) <= LONGEST:
            return text
        return text[: LONGEST - 1].rsplit(" ", 1)[0].rstrip(",;:") + "…"
    return ""


def own_description(tree: nodes.document) -> str:
    """Return the description in a page's front matter; "" without one."""
    metas = tree.findall(nodes.meta)
    found = (m["content"] for m in metas if m.get("name") == "description")
    return next(found, "")


def add_meta(
    app: Sphinx, page: str, _template: str, context: dict, tree: nodes.document | None
) -> None:
    """Add the description and the card's tags to a page's head."""
    if tree is None:
        return
    tags = context.get("metatags", "")
    known = own_description(tree)
    description = known or describe(tree) or COURSE
    base = app.config.html_baseurl
    title = re.sub(r"<[^>]+>", "", context.get("title", "")).replace('"', "&quot;")
    named = {
        "og:type": "article",
        "og:site_name": app.config.html_title,
        "og:description": escape(description),
        "og:url": urljoin(base, f"{page}.html"),
        "og:image": urljoin(base, CARD),
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": "The graph of a ReLU and the name of the course",
    }
    lines = (
        [] if known else [f'<meta name="description" content="{escape(description)}">']
    )
    lines += [f'<meta property="og:title" content="{title}">']
    lines += [f'<meta property="{k}" content="{v}">' for k, v in named.items()]
    lines += ['<meta name="twitter:card" content="summary_large_image">']
    context["metatags"] = "\n    ".join([tags, *lines])


def setup(app: Sphinx) -> dict[str, object]:
    """Add them to every page."""
    app.connect("html-page-context", add_meta)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
