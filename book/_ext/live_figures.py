"""Sphinx extension: figures that answer.

`:::{live-figure} NAME` puts a figure with controls into a page. Its content is what
the reader sees in print and without JavaScript. The figures themselves are drawn by
`book/_static/live.js` with Plotly, which is copied from its Python package, so that no
request leaves the machine, and which is loaded when a figure comes into view.
"""

from pathlib import Path

import plotly
from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.fileutil import copy_asset

PLOTLY = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
FIGURES = ("activation", "chain", "scale", "dying", "born_dead", "variants")


class live_figure(nodes.General, nodes.Element):
    """A figure with controls; its children are the static fallback."""


class LiveFigure(SphinxDirective):
    """`:::{live-figure} NAME` with a `:title:` that names it for a screen reader."""

    required_arguments = 1
    option_spec = {"title": directives.unchanged_required}  # noqa: RUF012
    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return the node.

        Raises:
            docutils.utils.SystemMessage: no figure has that name.
        """
        name = self.arguments[0]
        if name not in FIGURES:
            raise self.error(f"no live figure is called {name!r}: {', '.join(FIGURES)}")
        node = live_figure(figure=name, title=self.options.get("title", name))
        self.state.nested_parse(self.content, self.content_offset, node)
        return [node]


def visit_html(translator, node: live_figure) -> None:
    """Open the container that `live.js` fills."""
    translator.body.append(
        translator.starttag(
            node,
            "div",
            CLASS="live-figure",
            **{
                "data-live": node["figure"],
                "role": "group",
                "aria-label": node["title"],
            },
        )
    )


def depart_html(translator, _node: live_figure) -> None:
    """Close the container."""
    translator.body.append("</div>\n")


def pass_through(_translator, _node: live_figure) -> None:
    """Leave the fallback as it is in other formats."""


def copy_plotly(app: Sphinx, error: Exception | None) -> None:
    """Put Plotly beside the other scripts of the site."""
    if error is None and app.builder.format == "html":
        copy_asset(str(PLOTLY), str(Path(app.outdir) / "_static"))


def setup(app: Sphinx) -> dict[str, object]:
    """Register the directive and its script."""
    silent = (pass_through, pass_through)
    app.add_node(
        live_figure,
        html=(visit_html, depart_html),
        latex=silent,
        text=silent,
        man=silent,
        texinfo=silent,
    )
    app.add_directive("live-figure", LiveFigure)
    app.add_js_file("live.js", loading_method="defer")
    app.connect("build-finished", copy_plotly)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
