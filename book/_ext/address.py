"""Sphinx extension: the repository's address in pages, from `_config.yml` alone.

A page writes `{{ repository }}` for the address to clone, also within code. The site's
own address, which search engines are told, is that of the repository's GitHub Pages
unless `html.baseurl` names another.
"""

import re

from sphinx.application import Sphinx
from sphinx.config import Config


def name_the_site(_app: Sphinx, config: Config) -> None:
    """Derive the site's address from the repository's."""
    url = config.html_theme_options["repository_url"]
    if found := re.fullmatch(r"https://github\.com/([\w.-]+)/([\w.-]+?)/?", url):
        owner, name = found.groups()
        config.html_baseurl = (
            config.html_baseurl or f"https://{owner.lower()}.github.io/{name}/"
        )


def fill_in(app: Sphinx, _page: str, source: list[str]) -> None:
    """Put the repository's address into a page's text."""
    url = app.config.html_theme_options["repository_url"]
    source[0] = source[0].replace("{{ repository }}", url)


def setup(app: Sphinx) -> dict[str, object]:
    """Register both."""
    app.connect("config-inited", name_the_site)
    app.connect("source-read", fill_in)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
