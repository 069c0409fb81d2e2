"""Sphinx extension: small corrections to the pages that others make.

Jupyter Book loads thebe on every page, twice, though its button is not configured;
pressed by mistake it would fetch code from a content network. And docutils marks a
bibliography as a list whose entries are none, which confuses screen readers, as do
boxes of a list of tasks and arrows of the table of contents that have no name. And the
theme loads all icons twice, as a font and as a script three times as heavy as a page.
"""

import re
from pathlib import Path

from sphinx.application import Sphinx

ICONS = re.compile(r"\s*<script[^>]*/fontawesome\.js[^>]*></script>")
ARROW = '<summary><span class="toctree-toggle"'
NAMED_ARROW = ARROW.replace("<summary>", '<summary aria-label="Pages below this one">')
BOX = '<input class="task-list-item-checkbox"'
MENDED = {
    "doc-biblioentry": "listitem",  # the entries are the items of a list
    BOX: f'{BOX} aria-label="to do"',  # nobody can tick it here
}


def drop_thebe(_app: Sphinx, _page: str, _template: str, context: dict, _tree) -> None:
    """Remove thebe's scripts from a page."""
    context["script_files"] = [
        script
        for script in context["script_files"]
        if "thebe" not in f"{script.filename} {script.attributes.get('body')}".lower()
    ]


def mend_body(_app: Sphinx, _page: str, _t: str, context: dict, _tree) -> None:
    """Put right what docutils and MyST write for screen readers."""
    for written, right in MENDED.items():
        if written in context.get("body", ""):
            context["body"] = context["body"].replace(written, right)


def mend_templates(app: Sphinx, exception: Exception | None) -> None:
    """Remove the script with the icons, and name the arrows, which the theme writes."""
    if exception or app.builder.format != "html":
        return
    for path in Path(app.outdir).rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        mended = ICONS.sub("", text).replace(ARROW, NAMED_ARROW)
        if mended != text:
            path.write_text(mended, encoding="utf-8")
    (Path(app.outdir) / "_static/scripts/fontawesome.js").unlink(missing_ok=True)


def setup(app: Sphinx) -> dict[str, object]:
    """Correct pages after all other extensions have added theirs."""
    app.connect("html-page-context", drop_thebe, priority=999)
    app.connect("html-page-context", mend_body, priority=999)
    app.connect("build-finished", mend_templates, priority=999)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
