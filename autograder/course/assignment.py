"""Find an assignment's source and what students handed in for it."""

from __future__ import annotations

import ast
import hashlib
import json
import math
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.apps.autogradeapp import AutogradeApp
from nbgrader.coursedir import CourseDirectory
from nbgrader.nbgraderformat import SchemaTooOldError, ValidationError
from nbgrader.preprocessors import ClearSolutions

from autograder.course import cells, kernels, settings
from autograder.course.handed_in import Others
from autograder.course.sanitise import visible
from autograder.course.settings import Settings
from autograder.course.within import within
from autograder.records import Assignment, Master, Refusal

SKIPPED = "skip-execution"
VERSION = 4  # raise it when the same submission would now get another mark


def load_course(root: Path) -> CourseDirectory:
    """The course that nbgrader_config.py in `root` describes.

    As with nbgrader's own commands, the file is run from the course's folder.
    """
    app = AutogradeApp()
    app.log_level = "CRITICAL"
    app.log.disabled = True  # what it says of a wrong value is said once, below
    app.raise_config_file_errors = True
    try:
        with within(root):
            app.initialize([], root=str(root))
    except (Exception, SystemExit) as error:  # it is Python: it may raise anything
        cause = error.__context__ if isinstance(error, SystemExit) else error
        name, text = type(cause or error).__name__, str(cause or error)
        text = f"{name}: {text}".splitlines()[0]
        raise Refusal(f"{root / 'nbgrader_config.py'} is wrong: {text}") from error
    app.coursedir.db_url = anchored(app.coursedir.db_url, root)
    return app.coursedir


def anchored(url: str, root: Path) -> str:
    """A gradebook's URL with a path below the course's folder made absolute."""
    start, _, path = url.partition("sqlite:///")
    if start or not path or path.startswith((":", "file:")):
        return url  # another database, or one in memory
    return f"sqlite:///{Path(root.resolve(), path)}"


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

    Raises `Refusal` when there is no such assignment, its source is not a valid
    nbgrader notebook, or the course is configured for what is not supported.
    """
    asked = settings.read(course)
    folder = Path(course.format_path(course.source_directory, ".", name))
    paths = sorted(folder.glob("*.ipynb"))
    if not paths:
        raise unknown(name, source_folder(course))
    files = dict(course_files(course, folder))
    free = {file: files[file] for file in asked.free.get(name, ()) if file in files}
    kept = {file: data for file, data in files.items() if file not in free}
    with within(course.root):  # where nbgrader looks for headers and templates
        masters = tuple(load_master(course, asked, name, p, kept) for p in paths)
    digest = hashlib.sha256(f"{VERSION} {sorted(free)} {asked.ignore}".encode())
    for master in masters:
        digest.update(json.dumps(master.released, sort_keys=True).encode())
        for notebook in (master.notebook, master.reference):
            digest.update(json.dumps(notebook, sort_keys=True).encode())
    for file, data in sorted(files.items()):
        digest.update(file.encode() + hashlib.sha256(data).digest())
    return Assignment(
        name,
        masters,
        kept,
        digest.hexdigest(),
        Others(course, name),
        free,
        asked.ignore,
    )


def course_files(course: CourseDirectory, folder: Path) -> Iterator[tuple[str, bytes]]:
    """The files beside a notebook that nbgrader copies along with it.

    Links to files are followed: the source is the instructor's own, but a link that
    leads out of the course is more likely a slip than meant.
    """
    ignored = [*course.ignore, "*.ipynb"]
    root = Path(course.root).resolve()
    for path in sorted(utils.find_all_files(str(folder), ignored)):
        real = Path(path).resolve()
        if not real.is_file():  # a link to nowhere, a pipe
            continue
        if os.path.islink(path) and not real.is_relative_to(root):
            raise Refusal(
                f"{path} is a link that leads out of the course: put a copy there, or "
                f"remove it and name {real} with --data"
            )
        yield os.path.relpath(path, folder), real.read_bytes()


def stored(
    course: CourseDirectory, steps: Iterable[type], assignment: str, path: Path
) -> tuple[NotebookNode, NotebookNode]:
    """A source as nbgrader would store it, and with the solutions still in it."""
    try:
        source = nbformat.read(path, as_version=4)
    except Exception as error:  # nbformat fails in many ways at what is no notebook
        text = (str(error) or type(error).__name__).splitlines()[0]
        raise Refusal(f"the source {path} is not a notebook: {text}") from error
    if not isinstance(source.metadata.get("kernelspec", {}), dict):
        raise Refusal(f"the source {path} names no kernel: save it in Jupyter again")
    if language := kernels.language(source):
        raise Refusal(f"the source {path} is in {language}: only Python is graded here")
    for cell in source.cells:
        tags = cell.metadata.get("tags")
        if isinstance(tags, list) and SKIPPED in tags:
            raise Refusal(
                f"the source {path} has a cell with the tag {SKIPPED!r}, which "
                "nbgrader would not run and give full marks for: remove the tag"
            )
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
    solved = deepcopy(notebook)
    for step in steps:
        try:
            worker = settings.made(step, course.parent or course)
            solved = deepcopy(notebook) if step is ClearSolutions else solved
            notebook, resources = worker(notebook, resources)
        except Refusal:
            raise
        except Exception as error:  # the course's text is wrong, or its own step
            raise Refusal(
                f"the source {path} is not valid ({step.__name__}): {reason(error)}"
            ) from error
    for cell in notebook.cells:
        points = cell.metadata.get("nbgrader", {}).get("points", 0)
        if not isinstance(points, (int, float)) or not math.isfinite(points):
            name = cell.metadata["nbgrader"].get("grade_id")
            raise Refusal(f"the source {path} gives {points} points for {name}")
    return notebook, solved


def reason(error: Exception) -> str:
    """What one of nbgrader's steps says is wrong, in one line."""
    if isinstance(error.__context__, ValidationError):
        error = error.__context__  # it says more than what nbgrader makes of it
    text = (str(error) or type(error).__name__).strip().splitlines()[0]
    if isinstance(error, (OSError, KeyError)):
        text = f"{type(error).__name__}: {text}"
    if isinstance(error, SchemaTooOldError):
        text += "; run `nbgrader update` on it"
    return text


def load_master(
    course: CourseDirectory,
    asked_for: Settings,
    assignment: str,
    path: Path,
    files: dict[str, bytes],
) -> Master:
    """One source notebook as grading needs it: solutions out, tests in."""
    notebook, reference = stored(course, asked_for.steps, assignment, path)
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
    texts = {
        cell.metadata["nbgrader"]["grade_id"]: visible(cell.source, asked_for.hidden)
        for cell in notebook.cells
        if utils.is_locked(cell)
    }
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
        hidden=asked_for.hidden,
        released=released(course, assignment, path.name, texts),
    )


def released(
    course: CourseDirectory, assignment: str, name: str, texts: Mapping[str, str]
) -> dict[str, str]:
    """The empty answers of a notebook as it was released, by their ids.

    So are locked cells that say another thing since: `texts` have what students would
    get of the source now. Nothing where it was not released from here, or not by
    nbgrader.
    """
    folder = course.format_path(course.release_directory, ".", assignment)
    try:
        notebook = nbformat.read(Path(folder, name), as_version=4)
    except (OSError, ValueError, nbformat.ValidationError):
        return {}
    found = {
        cell.metadata["nbgrader"]["grade_id"]: cell
        for cell in notebook.cells
        if cell.metadata.get("nbgrader", {}).get("grade_id")
    }
    return {
        grade_id: cell.source
        for grade_id, cell in found.items()
        if utils.is_solution(cell)
        or (utils.is_locked(cell) and cell.source != texts.get(grade_id, cell.source))
    }


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
