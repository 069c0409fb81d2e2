"""`autograder new` and `autograder answers`, in a course elsewhere."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from nbgrader.apps import NbGrader, NbGraderAPI
from nbgrader.validator import Validator

from autograder import cli

CONFIG = """c = get_config()
c.CourseDirectory.course_id = "elsewhere"
c.CourseDirectory.source_directory = "src/hw"
c.CourseDirectory.release_directory = "out"
c.CourseDirectory.submitted_directory = "inbox"
c.CourseDirectory.db_url = "sqlite:///{place}/marks.db"
"""


def run(root: Path, *words: str, code: int = 0) -> Result:
    """Run a command on a course."""
    done = CliRunner().invoke(cli.main, [*words, "--course", str(root)])
    assert done.exit_code == code, done.output
    assert "Traceback" not in done.output
    return done


def snapshot(root: Path) -> dict[Path, bytes]:
    """All files below a folder."""
    return {p: p.read_bytes() for p in root.rglob("*") if p.is_file()}


def release(root: Path, name: str, patch: pytest.MonkeyPatch) -> None:
    """Run `nbgrader generate_assignment` in a course."""
    programs = str(Path(sys.executable).parent)  # it calls alembic by its bare name
    patch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    app = NbGrader()
    app.log_level = "ERROR"
    app.initialize([], root=str(root))
    done = NbGraderAPI(app.coursedir, config=app.config).generate_assignment(name)
    assert done["success"], done


def test_a_course_with_other_folders_goes_the_whole_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, place = tmp_path / "course", tmp_path / "elsewhere"
    root.mkdir()
    place.mkdir()
    (root / "nbgrader_config.py").write_text(CONFIG.format(place=place))
    monkeypatch.chdir(root)
    said = run(root, "new", "lab-1").output
    assert "made src/hw/lab-1/lab-1.ipynb, answers/lab-1/average.py\n" in said
    assert "generate_assignment lab-1, which writes out/lab-1 for students" in said
    source = root / "src" / "hw" / "lab-1" / "lab-1.ipynb"
    release(root, "lab-1", monkeypatch)
    assert "BEGIN" not in (root / "out" / "lab-1" / "lab-1.ipynb").read_text()
    assert "solutions: 1 of 1" in run(root, "check", "lab-1").output
    said = run(root, "answers", "lab-1").output
    assert "lab-1 1 / 0" in said
    assert "1 of 1 wrong answers refused" in said
    assert "1 of 1 right ones accepted" in said
    for student, given in (("ada", source), ("bob", root / "out/lab-1/lab-1.ipynb")):
        (root / "inbox" / student / "lab-1").mkdir(parents=True)
        shutil.copy(given, root / "inbox" / student / "lab-1")
    run(root, "grade", "lab-1")
    results = json.loads((root / "graded" / "lab-1" / "results.json").read_text())
    marks = {part["student"]: part["score"] for part in results["submissions"]}
    assert marks == {"ada": 1, "bob": 0}
    assert (place / "marks.db").exists()
    run(root, "report", "lab-1")
    assert (root / "graded" / "lab-1" / "report.html").exists()


def test_a_right_answer_that_loses_points_is_told(tmp_path: Path) -> None:
    run(tmp_path, "new", "lab")
    answers = tmp_path / "answers" / "lab" / "average.py"
    text = answers.read_text().replace("sum(numbers) // len(numbers)", "1 / 0")
    answers.write_text(text.replace("statistics.fmean(numbers)", "[0]"))
    said = run(tmp_path, "answers", "lab", code=1).output
    assert "lab, average, right: by_the_library: test_average gives 0 of 1" in said
    answers.rename(answers.with_name("mean.py"))
    said = run(tmp_path, "answers", "lab", code=2).output
    assert "mean.py has answers to mean, which is not one question of lab" in said
    assert "its questions: average" in said
    answers.with_name("mean.py").write_text("# %% maybe: one\n")
    assert "is no title" in run(tmp_path, "answers", "lab", code=2).output


def test_nbgrader_validates_the_solution(tmp_path: Path) -> None:
    run(tmp_path, "new", "lab")
    found = Validator().validate(str(tmp_path / "source" / "lab" / "lab.ipynb"))
    assert found == {}


@pytest.mark.quick
def test_an_empty_folder_becomes_a_course(tmp_path: Path) -> None:
    root = tmp_path / "Intro to 1 Ünit!"
    root.mkdir()
    run(root, "new", "lab")
    config = (root / "nbgrader_config.py").read_text()
    assert 'course_id = "Intro_to_1_Ünit"' in config
    before = snapshot(root)
    run(root, "new", "second")
    after = snapshot(root)
    assert {path: after[path] for path in before} == before
    assert len(after) == len(before) + 2


@pytest.mark.quick
@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("lab", "is there already; choose another name"),
        ("LAB", "is there already; choose another name"),
        ("made", "is there already; choose another name"),
        ("linked", "is there already; choose another name"),
        ("more.ipynb", "say the name without its ending: more"),
        ("a b", "cannot be called 'a b'"),
        ("", "cannot be called ''"),
        ("../out", "cannot be called '../out'"),
        ("a/b", "cannot be called 'a/b'"),
        ("a+b", "cannot be called 'a+b'"),
        (".lab", "cannot be called '.lab'"),
        ("lab.", "cannot be called 'lab.'"),
        ("a\nb", r"cannot be called 'a\nb'"),
        ("x" * 101, "take up to 100 letters"),
    ],
)
def test_a_name_that_cannot_be_is_refused(
    tmp_path: Path, name: str, sentence: str
) -> None:
    run(tmp_path, "new", "lab")
    (tmp_path / "release" / "made").mkdir(parents=True)
    (tmp_path / "source" / "linked").symlink_to(tmp_path / "nowhere")
    before = snapshot(tmp_path)
    said = run(tmp_path, "new", name, code=2).output
    assert sentence in said
    assert len(said.strip().splitlines()) == 1
    assert snapshot(tmp_path) == before


@pytest.mark.quick
def test_where_no_course_can_be_nothing_is_written(tmp_path: Path) -> None:
    assert "there is no folder" in run(tmp_path / "no", "new", "lab", code=2).output
    run(tmp_path, "new", "lab")
    inner = tmp_path / "source"
    said = run(inner, "new", "other", code=2).output
    assert f"lies inside the course {tmp_path}: say --course {tmp_path}" in said
    assert not (inner / "source").exists()
    (tmp_path / "file").write_text("")
    (tmp_path / "nbgrader_config.py").write_text(
        'c = get_config()\nc.CourseDirectory.source_directory = "file"\n'
    )
    assert "cannot be written" in run(tmp_path, "new", "x", code=2).output
