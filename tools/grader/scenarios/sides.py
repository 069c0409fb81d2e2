"""Run a scenario with nbgrader and with ours, each in processes of their own."""

from __future__ import annotations

import atexit
import functools
import json
import multiprocessing
import os
import shutil
import signal
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from nbgrader import __version__ as nbgrader_version

import autograder
from tools.grader.scenarios import building
from tools.grader.scenarios.building import NAME, Place
from tools.grader.scenarios.reading import Scenario, Section

VERSION = 1  # raise it when the same scenario is now made or read in another way
LONGEST = 240  # seconds of one command
HUNG = 99  # its exit code then
_SECRET = "SECRET"  # in hidden tests: no message may show it
_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload(
    ["nbgrader.apps", "nbclient", "nbconvert.exporters", "autograder.marks.gradebook"]
)


@dataclass
class Outcome:
    """What a grader made of a scenario."""

    code: int = 0  # of the last run
    marks: dict[str, str] = field(default_factory=dict)  # by "student notebook/cell"
    files: list[str] = field(default_factory=list)  # beside the graded notebooks
    said: str = ""  # the end of what it wrote
    traceback: bool = False
    leaked: bool = False  # a message shows a hidden test


def start(tool: str, words: list[str], folder: str, log: str, environment: Any) -> None:
    """A command, in a session of its own: what is written goes to a file."""
    os.setsid()
    os.chdir(folder)
    os.environ.update(environment)
    file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(file, 1)
    os.dup2(file, 2)
    code: Any = 0
    try:
        if tool == "nbgrader":
            from nbgrader.apps.nbgraderapp import NbGraderApp

            NbGraderApp.launch_instance(words)
        else:
            from autograder.cli import main

            main(words, prog_name="autograder")
    except SystemExit as error:
        code = error.code
    except BaseException:
        traceback.print_exc()
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    number = code if isinstance(code, int) else 1 if code else 0
    # The fork server can lose an exit code.
    Path(log).with_name("code").write_text(str(number))
    os._exit(number)


def command(
    tool: str, words: list[str], folder: Path, environment: dict[str, str]
) -> tuple[int, str]:
    """Run a command; its exit code and what it wrote."""
    with tempfile.TemporaryDirectory(prefix="log-") as place:
        log = Path(place, "log")
        work = _processes.Process(
            target=start, args=(tool, words, str(folder), str(log), environment)
        )
        work.start()
        work.join(LONGEST)
        if work.exitcode is None:
            os.killpg(work.pid or 0, signal.SIGKILL)  # with its kernels
            work.join()
            return HUNG, f"no end after {LONGEST} seconds"
        text = log.read_text("utf-8", "replace") if log.exists() else ""
        code = Path(place, "code")
        return int(code.read_text()) if code.exists() else work.exitcode or 1, text


class Side:
    """One grader's way through a scenario."""

    def __init__(self, scenario: Scenario, world: Path, ours: bool) -> None:
        self.ours, self.world = ours, world
        self.place = Place(world, self.grade, self.nbgrader)
        self.options: list[str] = []
        self.elsewhere = ours and scenario.has("elsewhere")
        self.ended = (0, "")
        self.everything = ""  # of all runs
        # Links resolved, or a path could look like another one.
        home = world / "home"
        home.mkdir()
        pairs = [
            word
            for p in scenario.sections
            if p.kind == "environment"
            for word in p.words
        ]
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        self.environment = {
            "PATH": path,
            "HOME": str(home),
            "XDG_CACHE_HOME": shared_cache(),
            "JUPYTER_CONFIG_DIR": str(home / "jupyter"),
            **dict(self.place.filled(pair).split("=", 1) for pair in pairs),
        }

    def nbgrader(self, *words: str) -> None:
        """A command of nbgrader's that is no part of the comparison."""
        code, text = command(
            "nbgrader", list(words), self.place.course, self.environment
        )
        if code:
            raise RuntimeError(f"nbgrader {' '.join(words)}: {text[-1500:]}")

    def grade(self, part: Section | None = None) -> None:
        """Grade now; or note options of later runs."""
        kind = part.kind if part else "run"
        if part is not None and kind != "run":
            if (kind == "ours") == self.ours:
                self.options = [self.place.filled(word) for word in part.words]
            return
        more = list(part.words) if part else []
        tool, verb = ("autograder", "grade") if self.ours else ("nbgrader", "autograde")
        words = [verb, NAME, *self.options, *more]
        folder = self.place.course
        if self.elsewhere:
            folder = self.world / "home"
            words += ["--course", str(self.place.course)]
        self.ended = command(tool, words, folder, self.environment)
        self.everything += self.ended[1]

    def outcome(self, scenario: Scenario) -> Outcome:
        """Make the scenario's folders, run it, and look."""
        building.build(scenario, self.place)
        code, text = self.ended
        return Outcome(
            code,
            marks(self.place.course),
            sorted(kept_files(self.place.course)),
            self.tidy(text),
            "Traceback (most recent call last)" in self.everything,
            self.ours and _SECRET in messages(self.place.course),
        )

    def tidy(self, text: str) -> str:
        """The last lines of a text, the same wherever it ran."""
        text = text.replace(str(self.world.resolve()), "…")
        lines = [x for x in text.strip().splitlines() if " | INFO]" not in x]
        return "\n".join(line for line in lines[-12:] if "IPKernelApp" not in line)


def messages(course: Path) -> str:
    """All that students are told."""
    path = course / "graded" / NAME / "results.json"
    if not path.exists():
        return ""
    found = json.loads(path.read_text())["submissions"]
    return " ".join(q["message"] for one in found for q in one["questions"])


def kept_files(course: Path) -> Iterator[str]:
    """The files beside the graded notebooks."""
    root = course / "autograded"
    for path in root.rglob("*"):
        if path.is_file() and path.suffix != ".ipynb":
            yield str(path.relative_to(root))


def marks(course: Path) -> dict[str, str]:
    """Everything of a gradebook that a student's mark depends on."""
    from nbgrader.api import Gradebook, SubmittedAssignment

    databases = sorted(course.glob("*.db"))
    found: dict[str, str] = {}
    for path in databases:
        with Gradebook(f"sqlite:///{path}", "demo") as gradebook:
            for work in gradebook.db.query(SubmittedAssignment).all():
                if work.assignment.name == NAME:
                    found |= submission_marks(work)
    return found


def submission_marks(work: Any) -> dict[str, str]:
    """The marks of one submission: automatic score of the maximum, and more."""
    student = work.student.id
    found = {student: f"total {work.score:g}/{work.max_score:g}"}
    if work.timestamp:
        found[student] += f", handed in {work.timestamp:%Y-%m-%d %H:%M:%S}"
    for book in work.notebooks:
        if book.late_submission_penalty:
            found[student] += f", penalty {book.late_submission_penalty:g}"
        for grade in book.grades:
            score = "none" if grade.auto_score is None else f"{grade.auto_score:g}"
            text = f"{score}/{grade.max_score:g}"
            if grade.manual_score is not None:
                text += f", by hand {grade.manual_score:g}"
            if grade.extra_credit:
                text += f", extra {grade.extra_credit:g}"
            if grade.needs_manual_grade:
                text += ", for a person"
            found[f"{student} {book.name}/{grade.cell.name}"] = text
        for comment in book.comments:
            text = comment.manual_comment or comment.auto_comment
            if text:
                found[f"{student} {book.name}/{comment.cell.name} says"] = text
    return found


@contextmanager
def world() -> Iterator[Path]:
    """A folder for one grader, gone afterwards."""
    place = Path(tempfile.mkdtemp(prefix="scenario-")).resolve()
    try:
        yield place
    finally:
        for folder, _, _ in os.walk(place):
            os.chmod(folder, 0o755)
        shutil.rmtree(place, ignore_errors=True)


@functools.cache
def shared_cache() -> str:
    """What both graders cache while the catalogue is run, such as a list of fonts."""
    place = tempfile.mkdtemp(prefix="scenarios-cache-")
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    return place


def cache_folder() -> Path:
    """Where nbgrader's results are kept: outside of the repository."""
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home, "rectified", "scenarios")


@functools.cache
def our_code() -> str:
    """Changes with any line of ours."""
    found = sha256()
    for path in sorted(Path(autograder.__file__).parent.rglob("*.py")):
        found.update(path.read_bytes())
    return found.hexdigest()


def outcome(scenario: Scenario, ours: bool) -> Outcome:
    """What nbgrader, or ours, makes of a scenario: remembered until that changes."""
    what = our_code() if ours else nbgrader_version
    parts = f"{VERSION} {what} {scenario.digest(ours)}"
    key = sha256(parts.encode()).hexdigest()[:32]
    path = cache_folder() / f"{key}.json"
    if path.exists():
        return Outcome(**json.loads(path.read_text()))
    with world() as place:
        found = Side(scenario, place, ours).outcome(scenario)
    if found.code == HUNG:
        return found  # another time it may end
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}")
    part.write_text(json.dumps(asdict(found), indent=1))
    part.rename(path)
    return found
