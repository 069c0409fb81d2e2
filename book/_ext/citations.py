"""Sphinx extension: the bibliography's keys are those of the text, *Author, year*.

Two works of the same authors and year carry a letter in `references.bib` itself.
"""

from collections.abc import Iterable

from pybtex.database import Entry
from pybtex.plugin import register_plugin
from pybtex.style.formatting.plain import Style
from pybtex.style.labels import BaseLabelStyle
from sphinx.application import Sphinx


def short_names(entry: Entry) -> str:
    """Return the authors as the text names them."""
    authors = entry.persons["author"]
    names = [
        " ".join(map(str, p.rich_last_names or p.rich_first_names)) for p in authors
    ]
    if len(names) > 2 or names[-1] == "others":
        return f"{names[0]} et al."
    return " and ".join(names)


class AuthorYearLabels(BaseLabelStyle):
    """Labels such as *He et al., 2015*."""

    def format_labels(self, entries: Iterable[Entry]) -> Iterable[str]:
        """Yield the label of each entry."""
        for entry in entries:
            yield f"{short_names(entry)}, {entry.fields['year']}"


class AuthorYearStyle(Style):
    """The plain style with those labels."""

    default_label_style = AuthorYearLabels


def setup(_app: Sphinx) -> dict[str, object]:
    """Give pybtex the style, before the bibliography is read."""
    register_plugin("pybtex.style.formatting", "author_year", AuthorYearStyle)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
