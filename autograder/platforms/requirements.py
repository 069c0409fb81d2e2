"""What a packed grader has to install: the grader's libraries and the assignment's."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from importlib import metadata
from pathlib import Path

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

GRADER = Path(__file__).resolve().parents[2]  # the repository, where there is one
ITSELF = "rectified"
_PIN = re.compile(r"([A-Za-z0-9._-]+)(?:\[.*?\])?==")


def of_grader() -> list[str]:
    """The names of what the grader itself needs."""
    path = GRADER / "requirements" / "autograder.in"
    if path.is_file():
        lines = path.read_text().splitlines()
    else:
        lines = metadata.requires(ITSELF) or []
    found = []
    for line in lines:
        text = line.partition("#")[0].strip()
        if text:
            found.append(str(Requirement(text)))
    return found


def of_assignment(
    sources: Iterable[str], beside: Iterable[str]
) -> tuple[list[str], list[str]]:
    """The packages that some sources import, and the modules nobody has installed.

    `beside` are the names of modules that lie beside the notebook.
    """
    ours = {*sys.stdlib_module_names, *beside, "autograder"}
    known = metadata.packages_distributions()
    wanted = {name for text in sources for name in imported(text)} - ours
    packages = {package for name in wanted for package in known.get(name, ())}
    return sorted(packages), sorted(name for name in wanted if name not in known)


def imported(text: str) -> Iterator[str]:
    """The top-level modules that Python code imports, magics apart.

    What it may do without, inside `try`, does not count.
    """
    lines = text.splitlines()
    plain = [line if line.lstrip()[:1] not in ("%", "!") else "" for line in lines]
    try:
        waiting: list[ast.AST] = [ast.parse("\n".join(plain))]
    except (SyntaxError, ValueError):
        return
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Try):
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]
        waiting += ast.iter_child_nodes(node)


def pinned(locks: Iterable[str], chosen: Iterable[str]) -> str:
    """The lines that install the `chosen` requirements and all that these need.

    A lock knows their versions, the first that names a package; what none names gets
    the version that is installed here.
    """
    lines: dict[str, list[str]] = {}
    wants: dict[str, set[str]] = {}
    for lock in locks:
        for name, (some, users) in of_lock(lock).items():
            if name not in lines:
                lines[name] = some
                for user in users:
                    wants.setdefault(user, set()).add(name)
    found: dict[str, list[str]] = {}
    waiting = list(chosen)
    while waiting:
        text = waiting.pop()
        requirement = Requirement(text)
        name = canonicalize_name(requirement.name)
        if requirement.marker and not requirement.marker.evaluate({"extra": ""}):
            continue
        if name in lines:
            if name not in found:
                found[name] = lines[name]
                waiting += wants.get(name, ())
            extras = requirement.extras
        else:
            extras = requirement.extras
            if name not in found:
                version = metadata.version(name) if installed(name) else ""
                found[name] = [f"{name}=={version}" if version else text]
                waiting += needed(name, set())
        if extras:
            waiting += needed(name, extras)
    return "".join(f"{line}\n" for name in sorted(found) for line in found[name])


def of_lock(lock: str) -> dict[str, tuple[list[str], set[str]]]:
    """Each package of a lock: its lines, and what wants it.

    The lock must say after each package what wants it, as pip-compile and uv do.
    """
    found: dict[str, tuple[list[str], set[str]]] = {}
    name = ""
    for line in lock.splitlines():
        if match := _PIN.match(line):
            name = canonicalize_name(match[1])
            found.setdefault(name, ([], set()))[0].append(line)
        elif name and (
            match := re.match(r"\s+#\s+(?:via\s+)?([A-Za-z0-9._-]+)$", line)
        ):
            found[name][1].add(canonicalize_name(match[1]))
    return found


def installed(name: str) -> bool:
    """Whether a package is installed here."""
    try:
        metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def needed(name: str, extras: Iterable[str]) -> list[str]:
    """What an installed package needs by itself, or for its `extras` alone."""
    found = []
    for text in (metadata.requires(name) if installed(name) else None) or ():
        try:
            requirement = Requirement(text)
        except InvalidRequirement:
            continue
        marker = requirement.marker
        plain = marker is None or marker.evaluate({"extra": ""})
        if extras:
            wanted = marker is not None and not plain
            if wanted and any(marker.evaluate({"extra": e}) for e in extras):  # type: ignore[union-attr]
                requirement.marker = None
                found.append(str(requirement))
        elif plain:
            requirement.marker = None
            found.append(str(requirement))
    return found
