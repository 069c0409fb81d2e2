"""The files that a notebook wrote, as the process of a stranger tells of them."""

from __future__ import annotations

import base64
import re
from pathlib import PurePosixPath

MOST_FILES = 200
_NAME = re.compile(r"\w[\w .()+,=@-]{0,100}(/\w[\w .()+,=@-]{0,100}){0,5}", re.ASCII)


def read(told: object, most: int) -> dict[str, bytes]:
    """Files by safe names, `most` bytes together; what is odd is left out."""
    found: dict[str, bytes] = {}
    folders: set[str] = set()
    for name, text in list(told.items()) if isinstance(told, dict) else ():
        if len(found) >= MOST_FILES:
            break
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            continue
        if not isinstance(text, str) or name.lower().endswith(".ipynb"):
            continue
        above = {str(part) for part in PurePosixPath(name).parents} - {"."}
        if name in folders or above & found.keys():
            continue
        try:
            data = base64.b64decode(text, validate=True)
        except ValueError:
            continue
        if len(data) > most:
            continue
        most -= len(data)
        found[name] = data
        folders |= above
    return found
