"""Sphinx extension: drop scripts that would reach for another host.

Jupyter Book loads thebe on every page, twice, though its button is not configured;
pressed by mistake it would fetch code from a content network.
"""

from sphinx.application import Sphinx


def drop_thebe(_app: Sphinx, _page: str, _template: str, context: dict, _tree) -> None:
    """Remove thebe's scripts from a page."""
    context["script_files"] = [
        script
        for script in context["script_files"]
        if "thebe" not in f"{script.filename} {script.attributes.get('body')}".lower()
    ]


def setup(app: Sphinx) -> dict[str, object]:
    """Filter the scripts after all other extensions have added theirs."""
    app.connect("html-page-context", drop_thebe, priority=999)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
