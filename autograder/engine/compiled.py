"""The course's Python files as bytecode: each notebook imports them twice."""

from __future__ import annotations

import importlib.util
import marshal
import warnings
from collections.abc import Iterator, Mapping
from functools import lru_cache

_CHECKED = (0b11).to_bytes(4, "little")  # PEP 552: by the source's hash, which is read


@lru_cache(maxsize=256)
def bytecode(name: str, source: bytes) -> bytes:
    """The content of the `.pyc` file of a module; empty if it is no Python.

    Another Python than this one looks for a file of another name.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            code = compile(source, name, "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return b""  # whoever imports it will meet the error
    head = importlib.util.MAGIC_NUMBER + _CHECKED + importlib.util.source_hash(source)
    return head + marshal.dumps(code)


def compiled(files: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """The files to put beside those of a course until they are imported."""
    for name, source in files.items():
        if name.endswith(".py") and (found := bytecode(name, source)):
            yield importlib.util.cache_from_source(name), found
