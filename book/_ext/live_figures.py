"""Sphinx extension: figures that answer.

`:::{live-figure} NAME` puts a figure with controls into a page: its title, its content
as introduction, which is also what print and a page without JavaScript show, and what
`book/_static/live.js` adds. That draws with Plotly, which is copied from its Python
package, so that no request leaves the machine, and which is loaded when the reader
comes to a figure.
"""

from pathlib import Path

import plotly
from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.fileutil import copy_asset
from words import _

PLOTLY = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
FIGURES = ("activation", "born_dead", "chain", "dying", "fold", "scale", "variants")
WITHOUT = _("This figure answers with JavaScript.")


class live_figure(nodes.General, nodes.Element):
    """A figure with controls; its children are the static fallback."""


class LiveFigure(SphinxDirective):
    """`:::{live-figure} NAME` with a `:title:` and, if need be, a `:start:`.

    The start is the activation or the gain at which the figure opens.
    """

    required_arguments = 1
    option_spec = {  # noqa: RUF012
        "title": directives.unchanged_required,
        "start": directives.unchanged_required,
    }
    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return the node.

        Raises:
            docutils.utils.SystemMessage: no figure has that name.
        """
        name = self.arguments[0]
        if name not in FIGURES:
            raise self.error(f"no live figure is called {name!r}: {', '.join(FIGURES)}")
        node = live_figure(figure=name, start=self.options.get("start", ""))
        words = self.options.get("title", name)
        title = nodes.paragraph(words, words, classes=["live-title"])
        self.set_source_info(title)  # or it would not be translated
        title["ids"].append(f"live-title-{self.env.new_serialno('live-figure')}")
        node += title
        self.state.nested_parse(self.content, self.content_offset, node)
        return [node]


def visit_html(translator, node: live_figure) -> None:
    """Open the container that `live.js` fills."""
    start = {"data-start": node["start"]} if node["start"] else {}
    translator.body.append(
        translator.starttag(
            node,
            "div",
            CLASS="live-figure",
            **{
                "data-live": node["figure"],
                **start,
                "role": "group",
                "aria-labelledby": node[0]["ids"][0],
            },
        )
    )


def depart_html(translator, _node: live_figure) -> None:
    """Close the container."""
    translator.body.append(f"<noscript><p>{WITHOUT}</p></noscript>\n</div>\n")


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
