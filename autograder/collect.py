"""Find an assignment's source and what students handed in for it."""

from __future__ import annotations

import ast
import glob
import hashlib
import json
import os
import re
import stat
from collections.abc import Iterator
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

from autograder import cells
from autograder.records import Assignment, Master, Refusal, Submission

VERSION = 1  # raise it when the same submission would now get another mark
MOST_BYTES = 50_000_000  # of one submitted notebook
_AUTOTEST = re.compile(r"###\s*(HASHED )?AUTOTEST")


def load_course(root: Path) -> CourseDirectory:
    """The course that nbgrader_config.py in `root` describes."""
    app = NbGrader()
    app.log_level = "CRITICAL"
    app.raise_config_file_errors = True
    try:
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
        digest.update(json.dumps(master.notebook, sort_keys=True).encode())
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
    )


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


def find_submissions(
    course: CourseDirectory, name: str, submitted: Path | None = None
) -> list[Submission]:
    """All submissions of an assignment, by student; `Refusal` if there are none."""
    step = str(submitted.resolve()) if submitted else course.submitted_directory
    # A placeholder that no path holds stands for the student.
    pattern = course.format_path(step, "\x00", name)
    expression = re.escape(pattern).replace(re.escape("\x00"), "(?P<student>[^/]+)")
    excluded = set(course.student_id_exclude.split(","))
    found = []
    for folder in sorted(glob.glob(glob.escape(pattern).replace("\x00", "*"))):
        match = re.fullmatch(expression, folder)
        if match is None or not os.path.isdir(folder) or match["student"] in excluded:
            continue
        student = shown(match["student"])
        found.append(Submission(student, Path(folder), timestamp(folder)))
    if not found:
        place = pattern.replace("\x00", "<student>")
        raise Refusal(f"no submissions of {name!r}: nothing matches {place}")
    return found


def shown(name: str) -> str:
    """A file name as text: one in another encoding than UTF-8 is escaped."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def timestamp(folder: str) -> str | None:
    """The text of nbgrader's timestamp.txt, if it holds a time."""
    path = Path(folder, "timestamp.txt")
    try:
        if not stat.S_ISREG(os.lstat(path).st_mode):
            return None
        text = path.read_text()[:100].strip()
        utils.parse_utc(text)
    except (OSError, ValueError, OverflowError):
        return None
    return text or None


def read_submitted(folder: Path, name: str) -> bytes | None:
    """The bytes of one submitted notebook, or None when it was not handed in.

    Raises `ValueError` for what is not an ordinary file of sensible size: a
    link could lead to another student's work.
    """
    path = folder / f"{name}.ipynb"
    try:
        info = os.lstat(path)
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(info.st_mode) or folder.is_symlink():
        raise ValueError("it is not an ordinary file")
    if info.st_size > MOST_BYTES:
        raise ValueError(f"it is larger than {MOST_BYTES // 1_000_000} MB")
    return path.read_bytes()


def submitted_files(
    submission: Submission, assignment: Assignment, megabytes: int
) -> tuple[dict[str, bytes], list[str]]:
    """The student's own files for the notebook's folder, and flags.

    They are taken while they fit beside the course's in half of the scratch
    folder. The course's own files come first.
    """
    files: dict[str, bytes] = {}
    flags: list[str] = []
    taken = {
        str(part) for file in assignment.files for part in (file, *Path(file).parents)
    }
    room = (megabytes << 20) // 2 - sum(map(len, assignment.files.values()))
    for place, folders, names in os.walk(submission.folder):
        folders[:] = sorted(n for n in folders if n != ".ipynb_checkpoints")
        for name in sorted(names):
            path = Path(place, name)
            relative = path.relative_to(submission.folder)
            info = os.lstat(path)
            if name.endswith(".ipynb") or str(relative) in taken:
                continue
            if not stat.S_ISREG(info.st_mode):
                why = "not an ordinary file"
            elif info.st_size > room or len(files) >= 1000:
                why = "no room in the scratch folder"
            elif any(str(part) in assignment.files for part in relative.parents):
                why = "the course has a file with the name of its folder"
            else:
                try:
                    files[str(relative)] = path.read_bytes()
                    room -= info.st_size
                    continue
                except PermissionError:
                    why = "it cannot be read"
            flags.append(f"left out {shown(str(relative))}: {why}")
    return files, flags
