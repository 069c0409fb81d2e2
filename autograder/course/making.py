"""Make a new assignment: one question, its checks and some answers, to be replaced."""

from __future__ import annotations

import json
import os
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from nbgrader.coursedir import CourseDirectory

from autograder.course.assignment import load_course
from autograder.records import Refusal

CONFIG = "nbgrader_config.py"
ANSWERS = "answers"  # of a course, beside its folder of sources
QUESTION = "average"  # of the template
TEMPLATES = Path(__file__).with_name("templates")
MOST = 100  # bytes of a name: others are made from it
_NAME = re.compile(r"\w[\w.-]*")


@dataclass(frozen=True)
class Made:
    """A new assignment: where its parts lie, and where its release will."""

    name: str
    source: Path
    answers: Path
    config: Path | None  # if there was none
    release: Path


def make(root: Path, name: str) -> Made:
    """Write the assignment `name` into the course in `root`.

    A folder that is no course becomes one. Raises `Refusal` where anything of that
    name is there already: nothing is ever overwritten.
    """
    if not root.is_dir():
        raise Refusal(f"there is no folder {root}; make it first")
    name = checked(name)
    config = root / CONFIG
    if not config.exists():
        outer = next((p for p in root.parents if (p / CONFIG).exists()), None)
        if outer is not None:
            raise Refusal(
                f"{root} lies inside the course {outer}: say --course {outer}, or put "
                f"an {CONFIG} into {root} if it is to be a course of its own"
            )
    course = load_course(root)
    folders = [
        Path(course.format_path(step, ".", name))
        for step in (course.source_directory, course.release_directory)
    ]
    made = Made(
        name,
        folders[0] / f"{name}.ipynb",
        root / ANSWERS / name / f"{QUESTION}.py",
        None if config.exists() or course.course_id else config,
        folders[1],
    )
    for folder in (folders[0], made.answers.parent, made.release):
        there = taken(folder)
        if there is not None:
            raise Refusal(f"{there} is there already; choose another name than {name}")
    write(made, course)
    return made


def checked(name: str) -> str:
    """A name that folders, notebooks and commands can have, or `Refusal`."""
    name = unicodedata.normalize("NFC", name)
    if name.endswith(".ipynb"):
        raise Refusal(f"say the name without its ending: {name[: -len('.ipynb')]}")
    if not _NAME.fullmatch(name) or name.endswith(".") or len(name.encode()) > MOST:
        raise Refusal(
            f"an assignment cannot be called {name!r}: take up to {MOST} letters, "
            "digits, _, - and ., with a letter or a digit first"
        )
    return name


def taken(folder: Path) -> Path | None:
    """What has a folder's name already; some systems do not tell `Lab` from `lab`."""
    if os.path.lexists(folder):
        return folder
    if not folder.parent.is_dir():
        return None
    alike = (p for p in folder.parent.iterdir() if same(p.name, folder.name))
    return next(alike, None)


def same(one: str, other: str) -> bool:
    """Whether some systems take two names for one."""
    first, second = (
        unicodedata.normalize("NFC", name).casefold() for name in (one, other)
    )
    return first == second


def write(made: Made, course: CourseDirectory) -> None:
    """Write the parts of an assignment from their templates."""
    notebook = json.loads(template("assignment.ipynb"))
    for cell in notebook["cells"]:
        cell["source"] = [line.replace("NAME", made.name) for line in cell["source"]]
    texts = {
        made.source: json.dumps(notebook, indent=1, ensure_ascii=False) + "\n",
        made.answers: template("answers.txt"),
    }
    if made.config is not None:
        called = re.sub(r"[^\w-]+", "_", Path(course.root).name).strip("_")
        text = template("nbgrader_config.txt")
        texts[made.config] = text.replace("COURSE", called or "course")
    for path, text in texts.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8") as file:
                file.write(text)
        except OSError as error:
            raise Refusal(f"{path} cannot be written ({error.strerror})") from error


def template(name: str) -> str:
    """The text of a template."""
    return (TEMPLATES / name).read_text(encoding="utf-8")
