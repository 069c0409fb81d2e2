"""Find an assignment's source and what students handed in for it."""

from __future__ import annotations

import ast
import hashlib
import json
import os
import re
import stat
from collections.abc import Iterator
from contextlib import chdir
from copy import deepcopy
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.apps import NbGrader
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import (
    CheckCellMetadata,
    ClearOutput,
    ClearSolutions,
    ComputeChecksums,
    IncludeHeaderFooter,
    InstantiateTests,
    LockCells,
)

from autograder.course import cells
from autograder.records import Assignment, Master, Refusal

VERSION = 3  # raise it when the same submission would now get another mark
_AUTOTEST = re.compile(r"###\s*(HASHED )?AUTOTEST")


def load_course(root: Path) -> CourseDirectory:
    """The course that nbgrader_config.py in `root` describes."""
    app = NbGrader()
    app.log_level = "CRITICAL"
    app.raise_config_file_errors = True
    try:
        with chdir(root):  # or it would read the settings of the course that we are in
            app.initialize([], root=str(root))
    except Exception as error:  # the file is Python: it may raise anything
        text = f"{type(error).__name__}: {error}".splitlines()[0]
        raise Refusal(f"{root / 'nbgrader_config.py'} is wrong: {text}") from error
    return app.coursedir


def source_folder(course: CourseDirectory) -> Path:
    """A course's folder of sources."""
    return Path(course.root, course.source_directory)


def unknown(name: str, source: Path) -> Refusal:
    """What to say of an assignment that the folder of sources does not have."""
    known = sorted({path.parent.name for path in source.glob("*/*.ipynb")})
    return Refusal(
        f"there is no assignment {name!r} below {source}; "
        f"assignments there: {', '.join(known) or 'none (see --course)'}"
    )


def load_assignment(course: CourseDirectory, name: str) -> Assignment:
    """Read an assignment's source: its notebooks with their hidden tests.

    Raises `Refusal` when there is no such assignment or its source is not a
    valid nbgrader notebook.
    """
    folder = Path(course.format_path(course.source_directory, ".", name))
    paths = sorted(folder.glob("*.ipynb"))
    if not paths:
        raise unknown(name, source_folder(course))
    files = dict(course_files(course, folder))
    masters = tuple(load_master(course, name, path, files) for path in paths)
    digest = hashlib.sha256(str(VERSION).encode())
    for master in masters:
        for notebook in (master.notebook, master.reference):
            digest.update(json.dumps(notebook, sort_keys=True).encode())
    for file, data in sorted(files.items()):
        digest.update(file.encode() + hashlib.sha256(data).digest())
    return Assignment(name, masters, files, digest.hexdigest())


def course_files(course: CourseDirectory, folder: Path) -> Iterator[tuple[str, bytes]]:
    """The files beside a notebook that nbgrader copies along with it."""
    ignored = [*course.ignore, "*.ipynb"]
    for path in sorted(utils.find_all_files(str(folder), ignored)):
        if stat.S_ISREG(os.lstat(path).st_mode):
            yield os.path.relpath(path, folder), Path(path).read_bytes()


def load_master(
    course: CourseDirectory, assignment: str, path: Path, files: dict[str, bytes]
) -> Master:
    """One source notebook as nbgrader would store it: solutions out, tests in."""
    try:
        source = nbformat.read(path, as_version=4)
    except (ValueError, OSError, nbformat.ValidationError) as error:
        raise Refusal(f"the source {path} is not a notebook: {error}") from error
    kernel = source.metadata.get("kernelspec", {})
    language = str(kernel.get("language") or "python").lower()
    if language != "python":
        raise Refusal(f"the source {path} is in {language}: only Python is graded here")
    notebook = nbformat.from_dict(source)
    resources = {
        "unique_key": path.stem,
        "metadata": {"path": str(path.parent)},
        "nbgrader": {
            "assignment": assignment,
            "student": ".",
            "notebook": path.stem,
            "db_url": course.db_url,
        },
    }
    reference = deepcopy(notebook)
    autotests = any(_AUTOTEST.search(cell.source) for cell in source.cells)
    steps = [
        IncludeHeaderFooter,
        *([InstantiateTests] if autotests else []),
        LockCells,
        ClearSolutions,
        ClearOutput,
        CheckCellMetadata,
        ComputeChecksums,
    ]
    try:
        for step in steps:
            worker = step(parent=course.parent or course)
            worker.enabled = True
            notebook, resources = worker(notebook, resources)
    except (RuntimeError, ValueError, KeyError) as error:
        raise Refusal(f"the source {path} is not valid: {error}") from error
    except Exception as error:
        if type(error).__module__.startswith(("jsonschema", "nbgrader", "traitlets")):
            text = str(error).splitlines()[0]
            raise Refusal(f"the source {path} is not valid: {text}") from error
        raise
    asked, imported = solutions_of(reference)
    given = [
        tree
        for cell in notebook.cells
        if not utils.is_solution(cell) and (tree := parsed(cell)) is not None
    ]
    own = {
        Path(file).stem: tree
        for file, data in files.items()
        if re.fullmatch(r"\w+\.py", file)
        and (tree := cells.parse(data.decode("utf-8", "replace"))) is not None
    }
    helpers = {name.partition(".")[0] for tree in given for name in _modules(tree)}
    imports = {alias: place for tree in given for alias, place in cells.aliases(tree)}
    paths = {path for tree in given for path in cells.paths(tree, imports)}
    for tree in own.values():
        paths.update(cells.paths(tree, dict(cells.aliases(tree))))
    return Master(
        path.stem,
        notebook,
        imports,
        tuple(sorted(own.keys() & helpers)),
        tuple(sorted(paths)),
        reference_of(notebook, reference),
        asked,
        frozenset(name for tree in given for name in cells.bound(tree)) - asked,
        imported,
    )


def solutions_of(
    reference: NotebookNode,
) -> tuple[frozenset[str], dict[str, str]]:
    """The names that the solutions bind, and what each of their cells imports."""
    asked: set[str] = set()
    imported: dict[str, str] = {}
    for cell in reference.cells:
        tree = parsed(cell) if utils.is_solution(cell) else None
        if tree is not None:
            names = set(dict(cells.aliases(tree)))
            asked |= set(cells.bound(tree)) - names
            lines = cells.imports_of(tree)
            if lines:
                imported[cell.metadata["nbgrader"]["grade_id"]] = lines
    return frozenset(asked), imported


def reference_of(notebook: NotebookNode, solved: NotebookNode) -> NotebookNode:
    """The notebook as graded, with the solutions in its answers."""
    texts = {
        cell.metadata["nbgrader"]["grade_id"]: cell.source
        for cell in solved.cells
        if utils.is_solution(cell)
    }
    found = deepcopy(notebook)
    for cell in found.cells:
        if utils.is_solution(cell):
            name = cell.metadata["nbgrader"]["grade_id"]
            cell.source = texts.get(name, cell.source)
    return found


def parsed(cell: NotebookNode) -> ast.Module | None:
    """The syntax tree of a code cell, its magics left out; None without one."""
    if cell.cell_type != "code":
        return None
    lines = cell.source.splitlines()
    plain = [line if line.lstrip()[:1] not in ("%", "!") else "" for line in lines]
    return cells.parse("\n".join(plain))


def _modules(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
