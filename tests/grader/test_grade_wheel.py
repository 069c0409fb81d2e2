"""The grader without this course: its wheel in an empty environment."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from grading_support import class_of, make_course

import autograder

REPOSITORY = Path(autograder.__file__).parent.parent
UV = Path(sys.executable).with_name("uv")


def run(*words: str | Path, cwd: Path, code: int = 0) -> str:
    """Run a program apart from this environment; what it said."""
    hidden = ("VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME")
    environment = {k: v for k, v in os.environ.items() if k not in hidden}
    done = subprocess.run(
        [str(word) for word in words],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an environment that has the wheel and what it asks for."""
    place = tmp_path_factory.mktemp("wheel")
    source = place / "source"  # a copy: what is built leaves traces
    unwanted = shutil.ignore_patterns("__pycache__")
    for folder in ("autograder", "requirements"):
        shutil.copytree(REPOSITORY / folder, source / folder, ignore=unwanted)
    for name in ("pyproject.toml", "README.md", "LICENSE", "LICENSE-TEXT"):
        shutil.copy(REPOSITORY / name, source)
    build = ["build", "--wheel", "--no-build-isolation", "--out-dir", place]
    run(UV, *build, "--python", sys.executable, source, cwd=place)
    (wheel,) = place.glob("rectified-*.whl")
    run(UV, "venv", "--quiet", "--python", sys.executable, place / "env", cwd=place)
    python = place / "env" / "bin" / "python"
    lock = ["--constraint", REPOSITORY / "requirements.txt"]
    run(UV, "pip", "install", "--quiet", "--python", python, *lock, wheel, cwd=place)
    return python.parent


def test_does_its_wheel_grade_a_course_elsewhere(installed: Path, tmp_path: Path):
    course = make_course(tmp_path / "course")
    # The only library that this course wants, and the grader does not.
    lock = ["--constraint", REPOSITORY / "requirements.txt"]
    words = [UV, "pip", "install", "--quiet", "--python", installed / "python", *lock]
    run(*words, "numpy", cwd=tmp_path)
    class_of(course, ["ada", "bob"])
    said = run(installed / "autograder", "grade", "demo", cwd=course)
    assert "2 submissions: 2 graded" in said
    results = json.loads((course / "graded" / "demo" / "results.json").read_text())
    assert [part["score"] for part in results["submissions"]] == [10.0, 10.0]
    run(installed / "autograder", "report", "demo", cwd=course)
    assert (course / "graded" / "demo" / "report.html").exists()


def test_does_its_wheel_hold_all_of_the_grader_and_nothing_of_the_course(
    installed: Path,
) -> None:
    (wheel,) = installed.parent.parent.glob("rectified-*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    ours = {
        path.relative_to(REPOSITORY).as_posix()
        for path in (REPOSITORY / "autograder").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    inside = {name for name in names if ".dist-info/" not in name}
    assert inside == ours


def test_does_its_wheel_make_a_course_of_an_empty_folder(
    installed: Path, tmp_path: Path
):
    said = run(installed / "autograder", "new", "lab", cwd=tmp_path)
    assert "made source/lab/lab.ipynb, answers/lab/average.py, nbgrader_conf" in said
