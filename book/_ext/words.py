"""Sphinx extension: the words that extensions put on pages, in the page's language.

`_("…")` marks a word. `make gettext` collects them all in the catalogue `interface`.
"""

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.locale import get_translation

DOMAIN = "interface"
_ = get_translation(DOMAIN)


def load(app: Sphinx, *_: object) -> None:
    """Load the catalogue, once Sphinx has compiled a translator's file."""
    for folder in app.config.locale_dirs:
        app.add_message_catalog(DOMAIN, str(Path(app.srcdir, folder)))


def setup(app: Sphinx) -> dict[str, object]:
    """Load the words before pages are read."""
    app.connect("env-before-read-docs", load)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
