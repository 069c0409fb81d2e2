"""Which Python runs a course's notebooks: the one that their kernel names."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from nbformat import NotebookNode

from autograder.records import Assignment, Interpreter, Refusal

if TYPE_CHECKING:
    from jupyter_client.kernelspec import KernelSpec
    from nbgrader.coursedir import CourseDirectory

_PYTHON = {"python", "ipython", "python3"}
# Kernels whose names alone tell the language.
_LANGUAGES = {
    **{"ir": "R", "xr": "R", "julia": "Julia", "bash": "Bash", "octave": "Octave"},
    **{"matlab": "Matlab", "javascript": "JavaScript", "xcpp": "C++", "rust": "Rust"},
    **{"evcxr": "Rust", "scala": "Scala", "sagemath": "Sage", "ruby": "Ruby"},
    **{"deno": "TypeScript", "sas": "SAS", "stata": "Stata", "gophernotes": "Go"},
    **{"haskell": "Haskell", "ijava": "Java", "java": "Java", "perl": "Perl"},
}
_OLDEST = (3, 10)
_OLDEST_IPYTHON = 8
_WAIT = 60.0  # seconds for another Python to say what it is
_ASK = """
import json, sys
from importlib.metadata import distributions
try:
    from IPython import version_info
except ImportError:
    version_info = [0]
names = {part.metadata["Name"]: part.version for part in distributions()}
print(json.dumps({
    "prefixes": [sys.prefix, sys.base_prefix], "path": sys.path,
    "version": sys.version_info[:3], "ipython": version_info[0],
    "packages": sorted((str(k), str(v)) for k, v in names.items())}))
"""


def language(notebook: NotebookNode) -> str:
    """The language of a notebook that is not in Python; "" for one that is."""
    kernel = notebook.metadata.get("kernelspec", {})
    info = notebook.metadata.get("language_info", {})
    told = str(kernel.get("language") or info.get("name") or "")
    if not told:
        name = str(kernel.get("name") or "").lower().rstrip("0123456789.-_")
        told = _LANGUAGES.get(name, "")
    return "" if told.lower() in {*_PYTHON, ""} else told


def interpreter(assignment: Assignment, course: CourseDirectory) -> Interpreter | None:
    """The Python that an assignment's notebooks name; None for the grader's own.

    Raises `Refusal` where it is not here, or cannot run in the sandbox.
    """
    names = {
        str(master.notebook.metadata.get("kernelspec", {}).get("name") or "python3")
        for master in assignment.masters
    }
    config: Mapping[str, Any] = (course.parent or course).config
    for section in ("NotebookClient", "ExecutePreprocessor", "Execute"):
        chosen = config.get(section, {}).get("kernel_name")
        names = {str(chosen)} if chosen else names
    if len(names) > 1:
        raise Refusal(
            f"the notebooks of {assignment.name} name different kernels "
            f"({', '.join(sorted(names))}): give them one"
        )
    (name,) = names
    return of_kernel(name, assignment.name)


def of_kernel(name: str, assignment: str) -> Interpreter | None:
    """The Python of an installed kernel; None for the grader's own."""
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

    manager = KernelSpecManager()
    try:
        spec: KernelSpec = manager.get_kernel_spec(name)
    except (NoSuchKernel, OSError, ValueError) as error:
        if name in ("python", "python3"):
            return None
        here = ", ".join(sorted(manager.find_kernel_specs()))
        raise Refusal(
            f"{assignment} names the kernel {name!r}, which is not installed here "
            f"(installed: {here}): install it, or set "
            "c.ExecutePreprocessor.kernel_name in nbgrader_config.py"
        ) from error
    argv = [str(part) for part in spec.argv]
    if str(spec.language).lower() not in _PYTHON:
        raise Refusal(
            f"{assignment} names the kernel {name!r}, which is for {spec.language}: "
            "only Python is graded here"
        )
    if not any(part in ("ipykernel_launcher", "ipykernel") for part in argv):
        raise Refusal(
            f"{assignment} names the kernel {name!r}, which is not IPython's "
            f"({' '.join(argv[:3])}): it cannot run in the sandbox"
        )
    first, major = argv[0], sys.version_info
    if first in ("python", f"python{major[0]}", f"python{major[0]}.{major[1]}"):
        first = sys.executable  # as Jupyter does
    return of_python(shutil.which(first) or first, dict(spec.env or {}), name)


def of_python(
    python: str, environment: dict[str, str], name: str
) -> Interpreter | None:
    """An interpreter as the sandbox needs it; None for the grader's own."""
    try:
        done = subprocess.run(
            [python, "-I", "-c", _ASK],
            capture_output=True,
            timeout=_WAIT,
            stdin=subprocess.DEVNULL,
        )
        told = json.loads(done.stdout)
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        raise Refusal(
            f"the Python of the kernel {name!r}, {python}, does not start"
        ) from error
    if tuple(told["version"]) < _OLDEST or told["ipython"] < _OLDEST_IPYTHON:
        least = ".".join(map(str, _OLDEST))
        raise Refusal(
            f"the kernel {name!r} cannot run in the sandbox: {python} needs Python "
            f"{least} and IPython {_OLDEST_IPYTHON} or newer"
        )
    mine = told["prefixes"][0] == sys.prefix
    if mine and not environment:
        return None
    prefixes = [*told["prefixes"], *(path for path in told["path"] if path)]
    kept: list[str] = []
    for path in map(os.path.abspath, prefixes):
        if os.path.exists(path) and not f"{path}/".startswith(
            tuple(f"{other}/" for other in kept)
        ):
            kept.append(path)
    packages = tuple((str(k), str(v)) for k, v in told["packages"])
    return Interpreter(os.path.abspath(python), tuple(kept), environment, packages)
