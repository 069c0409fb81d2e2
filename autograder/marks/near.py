"""Find the one that is meant, or say which it could have been."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from autograder.records import Refusal

MOST_NAMED = 8


def one(kind: str, name: str, known: Iterable[str]) -> str:
    """The name, if it is known; `Refusal` with the nearest ones if it is not."""
    names = list(known)
    if name in names:
        return name
    lower = {other.casefold(): other for other in names}
    near = [lower[found] for found in get_close_matches(name.casefold(), lower, 3, 0.5)]
    if near:
        raise Refusal(f"there is no {kind} {name!r}: did you mean {' or '.join(near)}?")
    some = ", ".join(names[:MOST_NAMED]) + (", …" if len(names) > MOST_NAMED else "")
    raise Refusal(f"there is no {kind} {name!r}; known: {some or 'none'}")
