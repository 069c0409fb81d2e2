"""The packed graders: Gradescope's archive, and GitHub's two repositories."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest
import yaml
from click.testing import CliRunner, Result
from grading_support import (
    ANSWERS,
    class_of,
    handed_in,
    honest,
    load,
    make_course,
    write_notebook,
)

from autograder import cli
from autograder.course.sanitise import visible
from autograder.engine import sandbox
from autograder.platforms import gradescope, package

SOLUTION = ("BEGIN SOLUTION", "BEGIN HIDDEN TESTS", "SECRET_SIXTEEN", "return x * x")


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course with one released assignment, and nothing else of this repository."""
    root = make_course(tmp_path / "course")
    released = load(root).masters[0].notebook
    for cell in released.cells:
        cell.source = visible(cell.source)
    write_notebook(root / "exercises" / "demo" / "demo.ipynb", released)
    shutil.copy(root / "solutions" / "demo" / "checks.py", root / "exercises" / "demo")
    return root


def run(course: Path, *words: str) -> Result:
    """Run `autograder package` for a course."""
    words = ("package", *words, "--course", str(course))
    return CliRunner().invoke(cli.main, list(words))


def packed(course: Path, where: str, folder: Path) -> Path:
    """An unpacked archive, with the rights that its entries ask for."""
    path = course / "made.zip"
    done = run(course, "demo", "--for", where, "--output", str(path))
    assert done.exit_code == 0, done.output
    with zipfile.ZipFile(path) as archive:
        archive.extractall(folder)
        for info in archive.infolist():
            (folder / info.filename).chmod(info.external_attr >> 16)
    return folder


def gradescope_tree(course: Path, root: Path) -> Path:
    """The folders that Gradescope makes of an archive."""
    source = packed(course, "gradescope", root / "source")
    shutil.copy(source / "run_autograder", root)
    (root / "submission").mkdir()
    return root


def grade(root: Path, code: int = 0) -> dict:
    """Run the archive's own script; what it tells Gradescope."""
    environment = {
        "PATH": os.environ["PATH"],
        "AUTOGRADER_ROOT": str(root),
        "AUTOGRADER_PYTHON": sys.executable,
    }
    done = subprocess.run(
        [str(root / "run_autograder")], env=environment, capture_output=True, text=True
    )
    assert done.returncode == code, done.stderr
    return json.loads((root / "results" / "results.json").read_text())


def assert_schema(record: dict) -> None:
    """What Gradescope's documentation says about results.json."""
    known = {
        *("score", "execution_time", "output", "visibility", "stdout_visibility"),
        *("tests", "leaderboard", "extra_data", "output_format"),
    }
    assert set(record) <= known
    assert "score" in record or "tests" in record or "output" in record
    for test in record.get("tests", []):
        if test["visibility"] == "hidden":
            assert set(test) == {"name", "output", "visibility"}
            continue
        assert isinstance(test["score"], (int, float))
        assert isinstance(test["max_score"], (int, float))
        assert test["status"] in ("passed", "failed")
        assert test["visibility"] == "visible"
        assert isinstance(test["output"], str)
        assert test["output"]


def test_does_gradescopes_script_grade_a_submission(
    course: Path, tmp_path: Path
) -> None:
    root = gradescope_tree(course, tmp_path / "autograder")
    wrong = {**ANSWERS, "square": "def square(x):\n    return 3 * x"}
    notebook = handed_in(load(course), **wrong)
    write_notebook(root / "submission" / "My homework (1).ipynb", notebook)
    record = grade(root)
    assert_schema(record)
    assert record["score"] == 8.0
    *tests, hidden = record["tests"]
    assert hidden["output"] == "graded My homework (1).ipynb: demo.ipynb is not there"
    scores = {test["name"]: (test["score"], test["status"]) for test in tests}
    assert scores == {
        "Powers (test_square)": (0.0, "failed"),
        "Powers (test_cube)": (3.0, "passed"),
        "Powers (test_mean)": (5.0, "passed"),
    }
    assert record["stdout_visibility"] == "hidden"
    assert "assert square(-4)" not in json.dumps(record)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("demo.ipynb", b"not a notebook", "cannot be read: the file is not JSON"),
        ("essay.pdf", b"%PDF", "Submit one file, demo.ipynb"),
        ("", b"", "Submit one file, demo.ipynb"),
    ],
)
def test_does_an_awkward_submission_get_a_zero_with_a_reason(
    course: Path, tmp_path: Path, name: str, data: bytes, words: str
) -> None:
    root = gradescope_tree(course, tmp_path / "autograder")
    if name:
        (root / "submission" / name).write_bytes(data)
    record = grade(root)
    assert_schema(record)
    assert record["score"] == 0
    assert words in record["output"]


def odd(kind: str, place: Path, solution: Path) -> None:
    """Let what a student hands in be the solution, in one of many ways."""
    if kind == "link":
        (place / "demo.ipynb").symlink_to(solution)
    elif kind == "hard link":
        os.link(solution, place / "demo.ipynb")
    elif kind == "link to the folder":
        (place / "work").symlink_to(solution.parent)
    elif kind == "link in between":
        (place / "work").mkdir()
        (place / "work" / "demo").symlink_to(solution.parent)
    elif kind == "link under another name":
        (place / "mine.ipynb").symlink_to(solution)
    elif kind == "fifo":
        os.mkfifo(place / "demo.ipynb")
    else:
        (place / "demo.ipynb").symlink_to("/dev/zero")


ODD = [
    *("link", "hard link", "link to the folder", "link in between"),
    *("link under another name", "fifo", "device"),
]


def solved(course: Path, path: Path) -> Path:
    """A notebook with all the answers, where only the instructor's files are."""
    write_notebook(path, honest(load(course)))
    return path


@pytest.mark.parametrize("kind", ODD)
def test_does_gradescope_read_nothing_but_the_students_own_file(
    course: Path, tmp_path: Path, kind: str
) -> None:
    root = gradescope_tree(course, tmp_path / "autograder")
    odd(kind, root / "submission", solved(course, tmp_path / "source" / "demo.ipynb"))
    record = grade(root)
    assert_schema(record)
    assert record["score"] == 0
    assert "Submit one file, demo.ipynb" in record["output"]


@pytest.mark.parametrize("kind", ODD)
def test_does_github_read_nothing_but_the_students_own_file(
    course: Path, tmp_path: Path, kind: str
) -> None:
    folder = packed(course, "github", tmp_path / "unpacked")
    (folder / "submission").mkdir()
    odd(kind, folder / "submission", solved(course, tmp_path / "source" / "demo.ipynb"))
    record, summary = push(folder)
    assert record["score"] == 0
    assert "Submit one file, demo.ipynb" in summary


@pytest.mark.parametrize("kind", ["link", "fifo"])
def test_does_the_command_for_one_notebook_follow_no_link(
    course: Path, tmp_path: Path, kind: str
) -> None:
    odd(kind, tmp_path, solved(course, tmp_path / "source" / "demo.ipynb"))
    words = ["grade", "demo", str(tmp_path / "demo.ipynb"), "--course", str(course)]
    done = CliRunner().invoke(cli.main, words)
    assert done.exit_code == 2
    assert "it is not an ordinary file" in done.output


def flagged(course: Path) -> nbformat.NotebookNode:
    """A notebook with an edited test."""
    notebook = honest(load(course))
    notebook.cells[3].source = "assert True"
    return notebook


FLAG = "cell test_square was edited"


def test_are_flags_shown_to_instructors_on_gradescope(
    course: Path, tmp_path: Path
) -> None:
    root = gradescope_tree(course, tmp_path / "autograder")
    write_notebook(root / "submission" / "demo.ipynb", flagged(course))
    record = grade(root)
    assert_schema(record)
    (hidden,) = [t for t in record["tests"] if t["visibility"] == "hidden"]
    assert hidden["output"] == FLAG
    assert record["score"] == 10.0
    assert FLAG not in record["output"]


def test_are_flags_shown_in_githubs_summary(course: Path, tmp_path: Path) -> None:
    folder = packed(course, "github", tmp_path / "unpacked")
    write_notebook(folder / "submission" / "demo.ipynb", flagged(course))
    record, summary = push(folder)
    assert record["score"] == 10.0
    assert f"**{gradescope.FLAGS}:** {FLAG}" in summary


def test_is_a_fault_of_the_machine_no_zero(course: Path, tmp_path: Path) -> None:
    root = gradescope_tree(course, tmp_path / "autograder")
    write_notebook(root / "submission" / "demo.ipynb", honest(load(course)))
    shutil.rmtree(root / "source" / "solutions")
    record = grade(root, code=2)
    assert "score" not in record
    assert "there is no assignment" in record["output"]


def test_does_the_setup_script_install_what_the_archive_lists(
    course: Path, tmp_path: Path
) -> None:
    root = gradescope_tree(course, tmp_path / "autograder")
    tools = tmp_path / "tools"
    tools.mkdir()
    stub = '#!/bin/sh\necho "$(basename "$0") $*" >> "$AUTOGRADER_ROOT/log"\n'
    make = '[ "$1" = -m ] && mkdir -p "$3/bin" && cp "$0" "$3/bin/pip" || true\n'
    # As on Ubuntu 22.04, which has no Python 3.12.
    missing = 'case "$*" in *python3.12*) exit 100;; esac\n'
    for name, more in (("apt-get", missing), ("python3.11", make)):
        (tools / name).write_text(stub + more)
        (tools / name).chmod(0o755)
    done = subprocess.run(
        ["bash", str(root / "source" / "setup.sh")],
        env={"PATH": f"{tools}:/usr/bin:/bin", "AUTOGRADER_ROOT": str(root)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    lines = (root / "log").read_text().splitlines()
    assert "pip install --quiet --requirement requirements.txt" in lines
    assert "apt-get install -y -qq python3.11 python3.11-venv" in lines
    assert stat.S_IMODE((root / "source").stat().st_mode) == 0o700
    wanted = (root / "source" / "requirements.txt").read_text()
    for name in ("nbgrader", "numpy", "sqlalchemy", "click", "tinycss2", "pyzmq"):
        assert f"\n{name}==" in f"\n{wanted}"
    for name in ("playwright", "jupyter-book", "ruff", "tensorflow", "keras"):
        assert f"\n{name}==" not in f"\n{wanted}"


def test_do_notebooks_run_as_another_user_where_no_sandbox_is_to_be_had(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As in a container: the source is root's alone then.
    if os.geteuid() != 0:
        pytest.skip("only root can become another user")
    monkeypatch.setattr(sandbox, "bubblewrap_works", lambda: "not allowed")
    monkeypatch.setattr("autograder.inside.kernel.landlock_abi", lambda: 0)
    monkeypatch.setattr(sandbox, "others_read_python", lambda: True)
    source = course / "solutions"
    source.chmod(0o700)
    code = f"""
import os
print("user", os.getuid(), os.listdir("."))
for attempt in (lambda: os.listdir({str(source)!r}), lambda: os.setuid(0),
                lambda: os.kill(os.getppid(), 9),
                lambda: __import__("socket").socket()):
    try:
        print("REACHED", attempt())
    except OSError as error:
        print("refused", type(error).__name__)
def square(x):
    return x * x
"""
    class_of(course, {"ada": lambda a: handed_in(a, **{**ANSWERS, "square": code})})
    words = ["grade", "demo", "--course", str(course), "--no-gradebook"]
    done = CliRunner().invoke(cli.main, words)
    assert done.exit_code == 2
    assert "--unsafe-no-sandbox" in done.output
    done = CliRunner().invoke(cli.main, [*words, "--unsafe-no-sandbox"])
    assert done.exit_code == 0, done.output
    assert "sandbox user" in done.output
    assert "10 of 10" in done.output
    path = course / "graded" / "demo" / "ada" / "demo" / "demo.ipynb"
    text = path.read_text()
    assert "user 65534 ['checks.py']" in text
    assert text.count("refused") >= 4
    assert "REACHED None" not in text
    assert not nbformat.read(path, 4).cells[2].outputs[-1].get("ename")


def test_does_githubs_package_hold_no_solution_for_students(
    course: Path, tmp_path: Path
) -> None:
    folder = packed(course, "github", tmp_path / "unpacked")
    names = {path.name for path in folder.iterdir()}
    assert names == {"README.md", "student", "grader"}
    for path in (folder / "student").rglob("*"):
        if path.is_file():
            text = path.read_text()
            assert not any(word in text for word in SOLUTION), path
    assert "BEGIN HIDDEN TESTS" in (
        folder / "grader" / "solutions" / "demo" / "demo.ipynb"
    ).read_text().replace("\\n", "\n")
    assert not list(folder.rglob("answers"))


def test_does_githubs_workflow_name_what_is_there(course: Path, tmp_path: Path) -> None:
    folder = packed(course, "github", tmp_path / "unpacked")
    path = folder / "student" / ".github" / "workflows" / "grade.yml"
    workflow = yaml.safe_load(path.read_text())
    assert "push" in workflow[True]  # YAML reads `on` as a truth
    assert workflow["permissions"] == {"contents": "read"}
    steps = workflow["jobs"]["grade"]["steps"]
    folders = {s["with"]["path"]: s["with"] for s in steps if "checkout" in str(s)}
    assert set(folders) == {"submission", "grader"}
    assert folders["grader"]["persist-credentials"] is False
    text = path.read_text()
    assert "@ASSIGNMENT@" not in text
    assert (folder / "grader" / "requirements.txt").exists()
    assert (folder / "grader" / "autograder" / "platforms" / "gradescope.py").exists()
    assert (folder / "student" / "demo.ipynb").exists()
    readme = (folder / "README.md").read_text()
    assert "GRADER_TOKEN" in readme
    assert "GRADER_TOKEN" in text


def push(folder: Path) -> tuple[dict, str]:
    """Run the workflow's own command; the record and the summary of the run."""
    path = folder / "student" / ".github" / "workflows" / "grade.yml"
    steps = yaml.safe_load(path.read_text())["jobs"]["grade"]["steps"]
    (command,) = [s["run"] for s in steps if s.get("name") == "Grade"]
    done = subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", command],
        cwd=folder / "grader",
        env={
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "GITHUB_WORKSPACE": str(folder),
            "GITHUB_STEP_SUMMARY": str(folder / "summary.md"),
        },
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    record = json.loads((folder / "grader" / "results.json").read_text())
    return record, (folder / "summary.md").read_text()


def test_does_the_workflows_command_grade_a_push(course: Path, tmp_path: Path) -> None:
    folder = packed(course, "github", tmp_path / "unpacked")
    shutil.copytree(folder / "student", folder / "submission")
    write_notebook(folder / "submission" / "demo.ipynb", honest(load(course)))
    record, summary = push(folder)
    assert record["score"] == 10.0
    assert "| Powers (test_square) | 2 / 2 |" in summary


def test_is_an_archive_the_same_each_time(course: Path) -> None:
    paths = [course / "a.zip", course / "b.zip"]
    for path in paths:
        package.write_package(course, "demo", "gradescope", path)
    assert paths[0].read_bytes() == paths[1].read_bytes()


@pytest.mark.quick
def test_are_messages_safe_in_a_markdown_table() -> None:
    record = gradescope.to_gradescope(
        {
            "submissions": [
                {
                    "score": 1.0,
                    "max_score": 2.0,
                    "seconds": 0.4,
                    "status": "graded",
                    "flags": [],
                    "questions": [
                        {
                            "id": "t",
                            "score": 1.0,
                            "max_score": 2.0,
                            "status": "partial",
                            "message": "a | b\n<script>c",
                        }
                    ],
                }
            ]
        },
        "demo",
    )
    text = gradescope.to_markdown(record)
    assert "a \\| b<br>&lt;script&gt;c" in text


def one_line(done: Result, code: int, *words: str) -> None:
    """The command ended with one sentence that holds `words`."""
    assert done.exit_code == code, done.output
    (line,) = done.output.strip().splitlines()
    for word in words:
        assert word in line


def test_unknown_assignment(course: Path) -> None:
    done = run(course, "nothing", "--for", "github")
    one_line(done, 2, "no assignment 'nothing'", "demo")


def test_assignment_without_a_release(course: Path) -> None:
    shutil.rmtree(course / "exercises")
    done = run(course, "demo", "--for", "github")
    one_line(done, 2, "no released notebook", "nbgrader generate_assignment demo")


def test_folder_that_is_no_course(tmp_path: Path) -> None:
    one_line(run(tmp_path, "demo", "--for", "gradescope"), 2, "assignments there: none")


def test_archive_that_cannot_be_written(course: Path) -> None:
    (course / "folder").mkdir()
    words = ("demo", "--for", "github", "--output")
    one_line(run(course, *words, str(course / "folder")), 1, "cannot write", "--output")
    one_line(run(course, *words, str(course / "no" / "a.zip")), 1, "does not exist")
    assert not list(course.glob(".*.part"))


def test_unknown_place(course: Path) -> None:
    done = run(course, "demo", "--for", "moodle")
    assert done.exit_code == 2
    assert "'moodle' is not one of 'gradescope', 'github'" in done.output
