"""Whether two machines grade alike: the version of this package, and the libraries."""

from __future__ import annotations

import ast
import hashlib
import sys
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import metadata, util
from pathlib import Path

import autograder
from autograder.records import Master


@cache
def version() -> str:
    """This package's version, and a digest of its code: either may differ."""
    home = Path(autograder.__file__).parent
    found = hashlib.sha256()
    for path in sorted(home.rglob("*.py")):
        found.update(str(path.relative_to(home)).encode() + b"\0" + path.read_bytes())
    try:
        number = metadata.version("rectified")
    except metadata.PackageNotFoundError:  # run from its repository
        number = "unreleased"
    return f"{number} ({found.hexdigest()[:12]})"


def needs(
    master: Master, files: Mapping[str, bytes], preload: Iterable[str]
) -> tuple[str, ...]:
    """The modules of others that the course needs for one of its notebooks."""
    names = [module for module, _ in master.imports.values()]
    for lines in master.solution_imports.values():
        for node in ast.walk(ast.parse(lines)):
            if isinstance(node, ast.Import):
                names += [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module:
                names.append(node.module)
    tops = {name.partition(".")[0] for name in (*names, *preload)}
    own = {name.partition("/")[0].removesuffix(".py") for name in files}
    own |= {name.partition(".")[0] for name in master.helpers}
    return tuple(sorted(tops - own - sys.stdlib_module_names))


@cache
def _owners() -> Mapping[str, list[str]]:
    return metadata.packages_distributions()


def packages(modules: Iterable[str]) -> tuple[dict[str, str], list[str]]:
    """The versions of what has these modules, Python's too, and what is missing."""
    found = {"Python": f"{sys.version_info[0]}.{sys.version_info[1]}"}
    missing = []
    for name in modules:
        if util.find_spec(name) is None:
            missing.append(name)
        for owner in _owners().get(name, ()):
            found[owner] = metadata.version(owner)
    return found, missing
