"""Pack the grader of one assignment: `autograder package ASSIGNMENT --for WHERE`.

Gradescope gets one archive. GitHub gets two folders in one: `grader/`, for a private
repository, and `student/`, which holds the workflow and nothing of the solution.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nbgrader.coursedir import CourseDirectory

from autograder.course.assignment import load_course, source_folder, unknown
from autograder.marks import files
from autograder.records import Refusal

HERE = Path(__file__).resolve().parent
TEMPLATES = HERE / "templates"
ROOT_FILES = (
    *("nbgrader_config.py", "pyproject.toml"),
    *("README.md", "LICENSE", "LICENSE-TEXT"),
)
GRADER = HERE.parent
LEFT_OUT = ("templates", "__pycache__")


@dataclass(frozen=True)
class Entry:
    """One file of an archive."""

    name: str
    data: bytes
    executable: bool = False


def pinned(lock: str, chosen: str) -> str:
    """Return the lines of a lock that the `chosen` requirements need, and no others.

    The lock must say after each package what wants it, as pip-compile and uv do.
    """
    wants: dict[str, set[str]] = {}
    lines: dict[str, list[str]] = {}
    name = ""
    for line in lock.splitlines():
        if match := re.match(r"([A-Za-z0-9._-]+)(?:\[.*?\])?==", line):
            name = match[1]
            lines.setdefault(name, []).append(line)
            wants.setdefault(name, set())
        elif match := re.match(r"\s+#\s+(?:via\s+)?([A-Za-z0-9._-]+)$", line):
            wants[name].add(match[1])
    wanted = {
        match[0].lower()
        for line in chosen.splitlines()
        if (match := re.match(r"[A-Za-z0-9._-]+", line))
    }
    size = -1
    while size != len(wanted):
        size = len(wanted)
        wanted |= {package for package, users in wants.items() if users & wanted}
    return "".join(f"{line}\n" for n in sorted(wanted) for line in lines.get(n, []))


def grader_files(course: CourseDirectory, assignment: str) -> Iterator[Entry]:
    """Yield what the grader needs: its code, the assignment's source, its packages."""
    root, sources = Path(course.root), source_folder(course)
    source = sources / assignment
    if not list(source.glob("*.ipynb")):
        raise unknown(assignment, sources)
    if not source.is_relative_to(root):
        raise Refusal(f"{sources} lies outside {root}: a package holds one folder")
    for folder in (GRADER, source):
        for path in sorted(folder.rglob("*")):
            inside = path.relative_to(folder)
            hidden = any(part.startswith(".") for part in inside.parts)
            if path.is_file() and not hidden and not set(inside.parts) & set(LEFT_OUT):
                base = root if folder == source else GRADER.parent
                name = path.relative_to(base).as_posix()
                yield Entry(name, path.read_bytes())
    for name in ROOT_FILES:
        yield Entry(name, (root / name).read_bytes())
    lists = [root / "requirements" / f"{n}.in" for n in ("autograder", "course")]
    chosen = "".join(path.read_text() for path in lists)
    for path in lists:
        yield Entry(f"requirements/{path.name}", path.read_bytes())
    lock = pinned((root / "requirements.txt").read_text(), chosen)
    yield Entry("requirements.txt", lock.encode())


def template(name: str, assignment: str, to: str, executable: bool = False) -> Entry:
    """Return a template filled in for one assignment."""
    text = (TEMPLATES / name).read_text().replace("@ASSIGNMENT@", assignment)
    return Entry(to, text.encode(), executable)


def for_gradescope(course: CourseDirectory, assignment: str) -> Iterator[Entry]:
    """Yield the files of an archive for Gradescope's *Configure autograder*."""
    yield template("gradescope_setup.sh", assignment, "setup.sh", True)
    yield template("gradescope_run.sh", assignment, "run_autograder", True)
    yield from grader_files(course, assignment)


def for_github(course: CourseDirectory, assignment: str) -> Iterator[Entry]:
    """Yield the files of the private repository and of the students' ones."""
    grader = list(grader_files(course, assignment))
    release = Path(course.root, course.release_directory, assignment)
    if not list(release.glob("*.ipynb")):
        raise Refusal(
            f"{release} holds no released notebook; "
            f"run: nbgrader generate_assignment {assignment}"
        )
    yield template("github_readme.md", assignment, "README.md")
    workflow = "student/.github/workflows/grade.yml"
    yield template("github_workflow.yml", assignment, workflow)
    for path in sorted(release.rglob("*")):
        if path.is_file() and ".ipynb_checkpoints" not in path.parts:
            yield Entry(f"student/{path.relative_to(release)}", path.read_bytes())
    for entry in grader:
        yield Entry(f"grader/{entry.name}", entry.data, entry.executable)


PACKERS = {"gradescope": for_gradescope, "github": for_github}


def write_package(root: Path, assignment: str, where: str, output: Path) -> None:
    """Write the archive in one step; equal inputs give equal bytes.

    Raises `Refusal` when a file of the course is missing, `Stopped` when the
    archive cannot be written.
    """
    try:
        entries = list(PACKERS[where](load_course(root), assignment))
    except FileNotFoundError as error:
        raise Refusal(
            f"{error.filename} is missing: run this in the folder of the course"
        ) from error
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry in entries:
            info = zipfile.ZipInfo(entry.name)  # dated 1980, whatever the clock says
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = (0o755 if entry.executable else 0o644) << 16
            archive.writestr(info, entry.data)
    with files.explained(output, "name another --output"):
        files.write_whole(output, content.getvalue())
