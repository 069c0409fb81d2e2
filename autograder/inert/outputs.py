"""What a notebook put out, reduced to what can be shown and does nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from autograder.inert.markup import clean_html, markdown
from autograder.inert.svg import clean_svg
from autograder.inert.text import plain

TEXTS = ("text/plain", "text/latex")  # every viewer shows them as they are
PICTURES = ("image/png", "image/jpeg", "image/gif")
CLEANED = ("text/html", "text/markdown", "image/svg+xml")
MOST_MARKUP = 200_000  # characters of HTML or SVG of one output
_BASE64 = re.compile(r"[A-Za-z0-9+/=\s]*", re.ASCII)
_SIZES = ("width", "height")


class Room:
    """How much HTML and SVG of one notebook is read: reading it takes time."""

    def __init__(self, characters: int = 1_000_000) -> None:
        self.characters = characters

    def take(self, text: str) -> bool:
        """Whether there is room for it."""
        if len(text) > min(MOST_MARKUP, self.characters):
            return False
        self.characters -= len(text)
        return True


def picture(mime: object, data: object) -> bool:
    """Whether this is a picture of pixels."""
    return mime in PICTURES and isinstance(data, str) and bool(_BASE64.fullmatch(data))


def bundle(given: Mapping[str, Any], room: Room) -> dict[str, str]:
    """The texts and pictures of an output; a word where nothing of it is left."""
    found = {}
    for mime, data in given.items():
        shown: str | None = None
        if not isinstance(data, str):
            continue
        if mime in TEXTS or picture(mime, data):
            shown = data
        elif mime == "text/markdown":
            shown = markdown(data)
        elif mime == "text/html" and room.take(data):
            shown = clean_html(data)
        elif mime == "image/svg+xml" and room.take(data):
            shown = clean_svg(data)
        if shown is not None:
            found[mime] = shown
    if given and not found:
        kinds = ", ".join(plain(mime)[:80] for mime in list(given)[:3])
        found["text/plain"] = f"[left out, as it is not shown here: {kinds}]"
    return found


def sizes(given: object, data: Mapping[str, str]) -> dict[str, Any]:
    """Of an output's metadata, how large its pictures are to be shown."""
    if not isinstance(given, dict):
        return {}
    found = {}
    for mime in data:
        meta = given.get(mime)
        if mime in PICTURES and isinstance(meta, dict):
            size = {
                key: meta[key]
                for key in _SIZES
                if type(meta.get(key)) is int and 0 < meta[key] < 10_000
            }
            if size:
                found[mime] = size
    return found
