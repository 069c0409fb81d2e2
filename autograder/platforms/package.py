"""Pack the grader of one assignment: `autograder package ASSIGNMENT --for WHERE`.

Gradescope gets one archive. GitHub gets two folders in one: `grader/`, for a private
repository, and `student/`, which holds the workflow and nothing of the solution.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from shlex import quote

from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.coursedir import CourseDirectory

from autograder.course import modules
from autograder.course.assignment import load_assignment, load_course
from autograder.course.sanitise import visible
from autograder.course.settings import read
from autograder.marks import files
from autograder.platforms import closure, requirements, settings
from autograder.platforms.settings import Settings
from autograder.records import Refusal

HERE = Path(__file__).resolve().parent
TEMPLATES = HERE / "templates"
GRADER = HERE.parent
CONFIG = "nbgrader_config.py"
LICENSES = ("LICENSE", "LICENSE-TEXT")


@dataclass(frozen=True)
class Entry:
    """One file of an archive."""

    name: str
    data: bytes
    executable: bool = False


def grader_files(course: CourseDirectory, packed: Packed) -> Iterator[Entry]:
    """Yield what grades: the grader's code, the assignment's source, its packages."""
    for path in closure.modules():
        yield Entry(path.relative_to(GRADER.parent).as_posix(), path.read_bytes())
    for name in LICENSES:
        if (GRADER.parent / name).is_file():
            yield Entry(name, (GRADER.parent / name).read_bytes())
    yield from source_files(course, packed)
    yield Entry("requirements.txt", packed.lock.encode())
    yield Entry(settings.NAME, packed.settings.to_json())


def source_files(course: CourseDirectory, packed: Packed) -> Iterator[Entry]:
    """Yield the source of one assignment, where the packed configuration looks."""
    root, source, sources = Path(course.root), packed.source, packed.sources
    name = sources.relative_to(root).as_posix() if packed.inside else "source"
    for path in sorted(source.rglob("*")):
        below = path.relative_to(source)
        hidden = any(part.startswith(".") for part in below.parts)
        if path.is_file() and not hidden and "__pycache__" not in below.parts:
            yield Entry(f"{name}/{source.name}/{below.as_posix()}", path.read_bytes())
    path = root / CONFIG
    text = path.read_text("utf-8") if path.is_file() else ""
    for own, file in modules.needed(root, text).items():
        yield Entry(own, file.read_bytes())
    more = ""
    owner = course.parent or course
    parts = owner.config.get("IncludeHeaderFooter", {})
    for part in ("header", "footer"):
        given = parts.get(part)
        if given and (path := root / str(given)).is_file():
            inside = path.is_relative_to(root) and not Path(str(given)).is_absolute()
            to = str(given) if inside else f"{part}.ipynb"
            yield Entry(to, path.read_bytes())
            if not inside:
                more += f"get_config().IncludeHeaderFooter.{part} = {to!r}\n"
    if not packed.inside or Path(course.source_directory).is_absolute():
        more += f"get_config().CourseDirectory.source_directory = {name!r}\n"
    if more:
        text += f"\n# Where things lie in this package.\n{more}"
    yield Entry(CONFIG, text.encode())


@dataclass(frozen=True)
class Packed:
    """What goes into a package of one assignment."""

    sources: Path  # the course's folder of sources
    source: Path  # the assignment's
    inside: bool  # whether it lies in the course's folder
    lock: str
    settings: Settings
    notes: tuple[str, ...]


def collect(
    course: CourseDirectory, name: str, visibility: str, minutes: float
) -> Packed:
    """Find what a package of an assignment needs; `Refusal` where it is not there."""
    assignment = load_assignment(course, name)
    root = Path(course.root)
    source = Path(course.format_path(course.source_directory, ".", name))
    sources = source.parent
    texts = [
        cell.source
        for master in assignment.masters
        for cell in (master.reference or master.notebook).cells
        if cell.cell_type == "code"
    ]
    helpers = [path for path in assignment.files if path.endswith(".py")]
    texts += [assignment.files[path].decode("utf-8", "replace") for path in helpers]
    beside = {Path(path).parts[0].removesuffix(".py") for path in helpers}
    packages, unknown_ones = requirements.of_assignment(texts, beside)
    locks = [
        path.read_text("utf-8", "replace")
        for folder in (root, GRADER.parent)
        if (path := folder / "requirements.txt").is_file()
    ]
    chosen = [*requirements.of_grader(), *packages]
    told = Settings(
        tuple(master.name for master in assignment.masters),
        {k: v for m in assignment.masters for k, v in settings.titles(m.notebook)},
        tuple(sorted(q for m in assignment.masters for q in hiding(m.notebook))),
        visibility,
        minutes,
        read(course).timeout or minutes * 60,
    )
    notes = tuple(too_long(told)) + tuple(
        f"{module} is imported by {name} but not installed here: add what it comes "
        "from to requirements.txt in the archive"
        for module in unknown_ones
    )
    lock = requirements.pinned(locks, chosen)
    inside = sources.is_relative_to(root)
    return Packed(sources, source, inside, lock, told, notes)


def too_long(told: Settings) -> Iterator[str]:
    """What to say where a cell may take longer than the platform's time allows."""
    most = told.longest_cell()
    if told.timeout and told.timeout > most:
        yield (
            f"a cell gets {most:g} s there, not the {told.timeout:g} s of the course: "
            f"the platform ends a submission after {told.minutes:g} minutes; if it has "
            "more, say --minutes"
        )


def hiding(notebook: NotebookNode) -> Iterator[str]:
    """The ids of tests that hide something from students."""
    for cell in notebook.cells:
        if utils.is_grade(cell) and visible(cell.source) != cell.source:
            yield cell.metadata["nbgrader"]["grade_id"]


def template(name: str, assignment: str, to: str, executable: bool = False) -> Entry:
    """Return a template filled in for one assignment."""
    word = assignment if name.endswith(".md") else quote(assignment)
    text = (TEMPLATES / name).read_text().replace("@ASSIGNMENT@", word)
    return Entry(to, text.encode(), executable)


def for_gradescope(
    course: CourseDirectory, assignment: str, packed: Packed
) -> Iterator[Entry]:
    """Yield the files of an archive for Gradescope's *Configure autograder*."""
    yield template("gradescope_setup.sh", assignment, "setup.sh", True)
    yield template("gradescope_run.sh", assignment, "run_autograder", True)
    yield from grader_files(course, packed)


def for_github(
    course: CourseDirectory, assignment: str, packed: Packed
) -> Iterator[Entry]:
    """Yield the files of the private repository and of the students' ones."""
    release = Path(course.format_path(course.release_directory, ".", assignment))
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
    for entry in grader_files(course, packed):
        yield Entry(f"grader/{entry.name}", entry.data, entry.executable)


PACKERS = {"gradescope": for_gradescope, "github": for_github}


def write_package(
    root: Path,
    assignment: str,
    where: str,
    output: Path,
    visibility: str = "visible",
    minutes: float = Settings.minutes,
) -> tuple[str, ...]:
    """Write the archive in one step; equal inputs give equal bytes.

    What it returns is what its reader has to see to. Raises `Refusal` when something
    of the course is missing, `Stopped` when the archive cannot be written.
    """
    if where == "github" and visibility != "visible":
        raise Refusal(
            "GitHub shows all of a run to the student at once: --visibility is for "
            "Gradescope"
        )
    course = load_course(root)
    packed = collect(course, assignment, visibility, minutes)
    entries = list(PACKERS[where](course, assignment, packed))
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry in entries:
            info = zipfile.ZipInfo(entry.name)  # dated 1980, whatever the clock says
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = (0o755 if entry.executable else 0o644) << 16
            archive.writestr(info, entry.data)
    with files.explained(output, "name another --output"):
        files.write_whole(output, content.getvalue())
    return packed.notes
