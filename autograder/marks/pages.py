"""Templates of pages that escape all that they are given."""

from __future__ import annotations

from datetime import UTC, datetime

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from autograder.inert.text import plain


def environment() -> Environment:
    """Where templates come from, and how they show values."""
    found = Environment(
        loader=PackageLoader("autograder.marks"),
        autoescape=True,
        finalize=shown,
        undefined=StrictUndefined,
    )
    found.filters["number"] = number
    found.filters["coded"] = coded
    return found


def shown(value: object) -> object:
    """What a page shows of a value: no control characters, no marks of direction."""
    written = isinstance(value, str) and not isinstance(value, Markup)
    return plain(value, kept="\n\t") if written else value


def coded(text: str) -> Markup:
    """A sentence with what stands between `backquotes` as code."""
    parts = [escape(shown(part)) for part in text.split("`")]
    if len(parts) % 2 == 0:  # one of them is a backquote
        return Markup("`").join(parts)
    return Markup("").join(
        Markup(f"<code>{part}</code>") if place % 2 else part
        for place, part in enumerate(parts)
    )


def number(value: float | None) -> str:
    """Points, with no more than two places."""
    return "–" if value is None else f"{round(value, 2):g}"


def moment(value: datetime | float | None) -> str:
    """A time as one reads it, in UTC; nbgrader's times are UTC without saying so."""
    if value is None:
        return ""
    if not isinstance(value, datetime):
        value = datetime.fromtimestamp(value, UTC)
    return f"{value:%Y-%m-%d %H:%M} UTC"
