"""What goes into a package, what its grader is told, and what the machine has."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import nbformat
import pytest
from grading_support import check, honest, load, make_course, write_notebook
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder import machine
from autograder.platforms import closure, gradescope, package, requirements, settings
from autograder.platforms.gradescope import Lateness, lateness, limits, to_gradescope
from autograder.platforms.settings import Settings, title
from autograder.records import Refusal

pytestmark = pytest.mark.quick


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("2. Its derivative (1 point)", "Question 2: Its derivative"),
        ("Question 2: the derivative", "Question 2: the derivative"),
        ("Exercise 3) *Fast* `relu` (1.5 points)", "Question 3: Fast relu"),
        ("6. How much is left? (3 points)", "Question 6: How much is left?"),
        ("Find the [error](#here)", "Find the error"),
        ("4.", "Question 4"),
        ("x" * 500, "x" * 120),
    ],
)
def test_is_a_heading_the_name_of_a_question(heading: str, name: str) -> None:
    assert title(heading) == name


def test_does_a_test_take_the_heading_above_it() -> None:
    cells = [
        check("early", 1, "pass"),
        new_markdown_cell("# The exercise"),
        new_markdown_cell("## 1. One (1 point)\nText\n### Hint\nMore"),
        new_code_cell("# no heading"),
        check("one", 1, "pass"),
        check("again", 1, "pass"),
        new_markdown_cell("Words."),
        new_markdown_cell("## 2. Two"),
        check("two", 1, "pass"),
    ]
    assert dict(settings.titles(new_notebook(cells=cells))) == {
        "one": "Question 1: One",
        "again": "Question 1: One",
        "two": "Question 2: Two",
    }


def result(**more: Any) -> dict[str, Any]:
    """A result of one submission with two questions."""
    questions = [
        {"id": name, "score": 1.0, "max_score": 2.0, "status": "partial", "message": ""}
        for name in ("open", "closed")
    ]
    submission = {
        **{"score": 2.0, "max_score": 4.0, "seconds": 1.0, "status": "graded"},
        **{"flags": [], "questions": questions, **more},
    }
    return {"submissions": [submission]}


@pytest.mark.parametrize("when", ["after_due_date", "after_published", "hidden"])
def test_are_questions_with_hidden_tests_shown_when_the_instructor_says(
    when: str,
) -> None:
    told = Settings(titles={"open": "Question 1"}, hiding=("closed",), visibility=when)
    record = to_gradescope(result(), "demo", told)
    shown = {test["name"]: test["visibility"] for test in record["tests"]}
    assert shown == {"Question 1 (open)": "visible", "closed": when}
    assert record["score"] == 2.0
    assert "2 of 4" not in record["output"]  # else it would give the rest away
    record = to_gradescope(result(), "demo", Settings(hiding=("closed",)))
    assert {test["visibility"] for test in record["tests"]} == {"visible"}
    assert record["output"] == "2 of 4 points (graded)."


def test_are_all_notebooks_asked_for_where_none_was_found() -> None:
    lost = [{**q, "score": 0.0, "status": "missing"} for q in [question()]]
    given = result(status="missing", score=0.0, questions=lost)
    told = Settings(notebooks=("p1", "p2"))
    record = to_gradescope(given, "hw", told)
    assert record["output"] == "Nothing was found. Submit p1.ipynb and p2.ipynb."


def question() -> dict[str, Any]:
    """A question of a notebook that is not there."""
    return {"id": "t", "max_score": 1.0, "message": "Nothing was found."}


DUE = "2026-03-01T23:00:00-08:00"


@pytest.mark.parametrize(
    ("users", "due", "created", "seconds"),
    [
        ([], DUE, "2026-03-02T01:05:00-08:00", 7500),
        ([], DUE, "2026-03-02T07:00:01+00:00", 1),
        ([], DUE, "2026-03-01T22:59:59.5-08:00", None),
        ([], None, "2026-03-02T01:05:00-08:00", None),
        ([None], DUE, "2026-03-02T01:05:00-08:00", 7500),
        (["2026-03-02T01:00:00-08:00"], DUE, "2026-03-02T01:05:00-08:00", 300),
        (["2026-03-09T01:00:00-08:00"], DUE, "2026-03-02T01:05:00-08:00", None),
        ([DUE, "2026-03-09T01:00:00-08:00"], DUE, "2026-03-02T01:05:00-08:00", None),
        ([], DUE, "yesterday", None),
        ([], "soon", "2026-03-02T01:05:00-08:00", None),
    ],
)
def test_is_lateness_read_of_the_platforms_metadata(
    tmp_path: Path,
    users: list[str | None],
    due: str | None,
    created: str,
    seconds: int | None,
) -> None:
    told = {
        "created_at": created,
        "assignment": {"due_date": due, "late_due_date": None},
        "users": [{"id": 1, "assignment": {"due_date": own}} for own in users],
    }
    path = tmp_path / "submission_metadata.json"
    path.write_text(json.dumps(told))
    late = lateness(path)
    assert (late.seconds if late else None) == seconds


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "{}", '{"users": 3}'])
def test_do_odd_metadata_say_nothing_of_lateness(tmp_path: Path, text: str) -> None:
    (tmp_path / "m.json").write_text(text)
    assert lateness(tmp_path / "m.json") is None
    assert lateness(tmp_path / "none.json") is None


def test_is_lateness_for_staff_and_for_programs(tmp_path: Path) -> None:
    told = {"created_at": "2026-03-03T01:05:00-08:00", "assignment": {"due_date": DUE}}
    (tmp_path / "m.json").write_text(json.dumps(told))
    late = lateness(tmp_path / "m.json")
    assert isinstance(late, Lateness)
    record = to_gradescope(result(flags=["odd"]), "demo", None, late)
    hidden = record["tests"][-1]
    assert hidden["visibility"] == "hidden"
    assert hidden["output"] == f"odd\nhanded in 1 d 2 h 5 min after {DUE}"
    assert record["extra_data"]["seconds_late"] == 93_900
    assert "extra_data" not in to_gradescope(result(), "demo")


# --- The machine ----------------------------------------------------------------------


def groups(root: Path, files: dict[str, str], own: str = "0::/\n") -> tuple[Path, Path]:
    """Control groups as a container sees them."""
    for name, text in files.items():
        (root / "cgroup" / name).parent.mkdir(parents=True, exist_ok=True)
        (root / "cgroup" / name).write_text(text)
    (root / "own").write_text(own)
    return root / "cgroup", root / "own"


V1 = "4:memory:/docker/x\n1:cpu,cpuacct:/docker/x\n"


@pytest.mark.parametrize(
    ("files", "own", "memory", "share"),
    [
        (
            {"memory.max": "805306368\n", "cpu.max": "50000 100000\n"},
            "0::/\n",
            768,
            0.5,
        ),
        ({"memory.max": "max\n", "cpu.max": "max 100000\n"}, "0::/\n", None, None),
        (
            {"a/b/memory.max": "1073741824", "a/memory.max": "max"},
            "0::/a/b",
            1024,
            None,
        ),
        ({"a/memory.max": "536870912", "a/b/memory.max": "max"}, "0::/a/b", 512, None),
        (
            {
                "memory/memory.limit_in_bytes": "805306368\n",
                "cpu/cpu.cfs_quota_us": "50000\n",
                "cpu/cpu.cfs_period_us": "100000\n",
            },
            V1,
            768,
            0.5,
        ),
        (
            {
                "memory/memory.limit_in_bytes": "9223372036854771712\n",
                "cpu/cpu.cfs_quota_us": "-1\n",
                "cpu/cpu.cfs_period_us": "100000\n",
            },
            V1,
            None,
            None,
        ),
        ({"memory/docker/x/memory.limit_in_bytes": "2147483648"}, V1, 2048, None),
        ({}, "", None, None),
    ],
)
def test_are_the_limits_of_a_container_read(
    tmp_path: Path,
    files: dict[str, str],
    own: str,
    memory: int | None,
    share: float | None,
) -> None:
    places = groups(tmp_path, files, own)
    assert machine.memory_limit(*places) == memory
    assert machine.processor_share(*places) == share


@pytest.mark.parametrize(
    ("limit", "jobs", "memory"),
    [(None, 4, 2048), (768, 1, 418), (300, 1, 256), (4096, 2, 1873), (64_000, 2, 2048)],
)
def test_does_a_submission_get_what_is_left_of_the_memory(
    monkeypatch: pytest.MonkeyPatch, limit: int | None, jobs: int, memory: int
) -> None:
    monkeypatch.setattr(machine, "memory_limit", lambda: limit)
    assert machine.memory_for(2048, jobs) == memory


@pytest.mark.parametrize(
    ("share", "told", "timeout", "total"),
    [
        (None, Settings(), 30, 510),
        (0.5, Settings(), 60, 420),
        (0.5, Settings(minutes=20.0, notebooks=("a", "b")), 60, 510),
        (1.0, Settings(timeout=100.0), 100, 440),
        (0.5, Settings(minutes=2.0), 20, 20),
        (0.5, Settings(timeout=100.0), 200, 280),
        # Beyond the platform's time a cell's own limit would lose all marks.
        (1.0, Settings(timeout=1800.0), 270, 270),
        (1.0, Settings(timeout=1800.0, notebooks=tuple("abcde")), 90, 90),
    ],
)
def test_is_there_room_before_the_platform_ends_a_run(
    monkeypatch: pytest.MonkeyPatch,
    share: float | None,
    told: Settings,
    timeout: float,
    total: float,
) -> None:
    monkeypatch.setattr(machine, "processor_share", lambda: share)
    words = ["--timeout", f"{timeout:g}", "--total", f"{total:g}"]
    assert limits(told) == words


# --- What is packed -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("import numpy as np\nfrom scipy.stats import norm", {"numpy", "scipy"}),
        ("%matplotlib inline\n!pip install x\nimport pandas", {"pandas"}),
        ("def f():\n    import torch.nn", {"torch"}),
        ("try:\n    import google.colab\nexcept ImportError:\n    pass", set()),
        ("from . import checks\nfrom .a import b", set()),
        ("this is no Python", set()),
    ],
)
def test_are_imports_found(text: str, names: set[str]) -> None:
    assert set(requirements.imported(text)) == names


def test_are_only_installed_strangers_packed() -> None:
    texts = ["import os, checks, numpy, nowhere_at_all\nfrom PIL import Image"]
    found = requirements.of_assignment(texts, ["checks"])
    assert found == (["numpy", "pillow"], ["nowhere_at_all"])


LOCK = """numpy==1.0
    # via keras
keras==3.0 ; python_version > '3'
    # via
    #   -r course.in
    #   tensorflow
ruff==9
    # via -r dev.in
"""


def test_does_a_lock_say_which_versions() -> None:
    wanted = "keras==3.0 ; python_version > '3'\nnumpy==1.0\n"
    assert requirements.pinned([LOCK], ["keras"]) == wanted
    assert requirements.pinned(["numpy==2.0\n", LOCK], ["numpy"]) == "numpy==2.0\n"


def test_do_installed_packages_say_it_without_a_lock() -> None:
    lines = requirements.pinned([], ["bleach[css]"]).splitlines()
    names = {line.partition("==")[0] for line in lines}
    assert {"bleach", "webencodings", "tinycss2"} == names
    assert all("==" in line for line in lines)


def test_does_the_grader_that_is_packed_import_all_that_it_needs() -> None:
    paths = {path.relative_to(closure.GRADER).as_posix() for path in closure.modules()}
    wanted = {"run.py", "inside/warm.py", "platforms/gradescope.py", "cli.py"}
    assert wanted <= paths
    assert not {"platforms/lms.py", "platforms/package.py", "marks/report.py"} & paths


def archive(root: Path, name: str = "demo", **more: Any) -> zipfile.ZipFile:
    """The archive for Gradescope of a course's assignment."""
    path = root / "made.zip"
    package.write_package(root, name, "gradescope", path, **more)
    return zipfile.ZipFile(path)


@pytest.mark.parametrize("kind", ["usual", "other name", "absolute", "outside"])
def test_is_a_course_packed_whatever_it_calls_its_folders(
    tmp_path: Path, kind: str
) -> None:
    root = make_course(tmp_path / "course")
    to = {
        "usual": "solutions",
        "other name": "src/private",
        "absolute": str(root / "src"),
        "outside": str(tmp_path / "elsewhere"),
    }[kind]
    config = root / "nbgrader_config.py"
    text = config.read_text().replace('"solutions"', repr(to))
    config.write_text(f"import a_helper_of_it\n{text}")
    (root / "a_helper_of_it.py").write_text("")
    if kind != "usual":
        (root / to).parent.mkdir(parents=True, exist_ok=True)
        (root / "solutions").rename(root / to)
    monkey = pytest.MonkeyPatch()
    with monkey.context() as patch:
        patch.syspath_prepend(str(root))
        with archive(root) as made:
            made.extractall(tmp_path / "there")
        for folder in (root, tmp_path / "elsewhere"):
            if folder.exists():
                folder.rename(folder.with_name(folder.name + " gone"))
        assignment = load(tmp_path / "there")
    assert [master.name for master in assignment.masters] == ["demo"]
    assert set(assignment.files) == {"checks.py"}


def test_is_the_grader_told_what_the_instructor_chose(tmp_path: Path) -> None:
    root = make_course(tmp_path / "course")
    write_notebook(root / "solutions" / "other" / "other.ipynb", honest(load(root)))
    with archive(root, visibility="after_due_date", minutes=20.0) as made:
        told = json.loads(made.read("package.json"))
        names = set(made.namelist())
        lock = made.read("requirements.txt").decode()
        made.extract("package.json", tmp_path)
    assert told == {
        "notebooks": ["demo"],
        "titles": dict.fromkeys(("test_square", "test_cube", "test_mean"), "Powers"),
        "hiding": ["test_cube", "test_mean", "test_square"],
        "visibility": "after_due_date",
        "minutes": 20.0,
        "timeout": 30.0,
    }
    assert settings.load(tmp_path).visible("test_cube") == "after_due_date"
    assert settings.load(tmp_path / "nowhere") == Settings()
    assert not any("other" in name for name in names)
    assert not any(name.startswith("autograder/platforms/lms") for name in names)
    assert "LICENSE" in names
    assert "\nnumpy==" in lock
    assert "tensorflow" not in lock


def test_does_github_hide_nothing(tmp_path: Path) -> None:
    root = make_course(tmp_path / "course")
    with pytest.raises(Refusal, match="--visibility is for Gradescope"):
        package.write_package(root, "demo", "github", tmp_path / "x.zip", "hidden")


def test_is_a_module_that_nobody_has_named(tmp_path: Path) -> None:
    notebook = new_notebook(
        cells=[new_code_cell("import nowhere_at_all"), check("t", 1, "pass")]
    )
    root = make_course(tmp_path / "course", notebook=notebook)
    (note,) = package.write_package(root, "demo", "gradescope", tmp_path / "x.zip")
    assert "nowhere_at_all is imported by demo but not installed here" in note


def test_is_a_longer_time_than_the_platforms_said_at_once(tmp_path: Path) -> None:
    root = make_course(tmp_path / "course")
    with (root / "nbgrader_config.py").open("a") as file:
        file.write("c.Execute.timeout = 1800\n")
    path = tmp_path / "x.zip"
    (note,) = package.write_package(root, "demo", "gradescope", path)
    assert note.startswith("a cell gets 270 s there, not the 1800 s of the course")
    assert package.write_package(root, "demo", "gradescope", path, minutes=60) == (
        "a cell gets 1770 s there, not the 1800 s of the course: the platform ends a "
        "submission after 60 minutes; if it has more, say --minutes",
    )


def test_is_a_late_plugin_packed_with_what_it_imports(tmp_path: Path) -> None:
    root = make_course(tmp_path / "course")
    with (root / "nbgrader_config.py").open("a") as file:
        file.write('c.AssignLatePenalties.plugin_class = "rules.late.TenthADay"\n')
    for name, text in {
        "rules/late.py": "from nbgrader.plugins import BasePlugin\nimport days\n"
        "class TenthADay(BasePlugin): pass",
        "days.py": "",
        "notes.py": "",
    }.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(text)
    names = set(archive(root).namelist())
    assert {"rules/late.py", "days.py"} <= names
    assert "notes.py" not in names


def test_are_names_with_blanks_words_for_a_shell(tmp_path: Path) -> None:
    root = make_course(tmp_path / "course", "week 1; echo")
    with archive(root, "week 1; echo") as made:
        script = made.read("run_autograder").decode()
    assert "'week 1; echo'" in script


def test_does_a_package_take_only_the_students_own_files(tmp_path: Path) -> None:
    there, here = tmp_path / "there", tmp_path / "here"
    (there / "sub").mkdir(parents=True)
    here.mkdir()
    nbformat.write(new_notebook(), there / "sub" / "a.ipynb")
    (there / "data.csv").write_text("1")
    (there / "link").symlink_to("/etc/passwd")
    (there / "second.txt").hardlink_to(there / "data.csv")
    gradescope.take(there, here)
    found = {path.relative_to(here).as_posix() for path in here.rglob("*.*")}
    assert found == {"sub/a.ipynb"}
    gradescope.take(there / "sub" / "a.ipynb", here)
    assert (here / "a.ipynb").is_file()
