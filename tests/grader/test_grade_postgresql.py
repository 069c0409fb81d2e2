"""The gradebook in a real PostgreSQL server."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from grading_support import CONFIG, class_of, handed_in, load, make_course, submit
from nbgrader.api import Gradebook

from autograder import cli
from tools.setup.system import postgresql_programs


def programs() -> Path:
    """The folder of PostgreSQL's programs."""
    found = postgresql_programs()
    assert found, "PostgreSQL is missing; run: make system"
    return Path(found)


def as_postgres(words: list[str]) -> list[str]:
    """PostgreSQL refuses to run as root: then its own user runs it."""
    if os.geteuid() != 0:
        return words
    return [shutil.which("setpriv") or "setpriv", *_USER, *words]


_USER = ["--reuid", "postgres", "--regid", "postgres", "--clear-groups"]


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The URL of a database in a server of its own, on a socket in its folder."""
    with tempfile.TemporaryDirectory() as name:
        folder, data = Path(name), str(Path(name, "data"))
        if os.geteuid() == 0:
            user = pwd.getpwnam("postgres")
            os.chown(folder, user.pw_uid, user.pw_gid)
        bin = programs()
        made = [str(bin / "initdb"), "-D", data, "-U", "grader", "--auth=trust"]
        made += ["--no-sync", "--encoding=UTF8", "--locale=C.UTF-8"]
        subprocess.run(as_postgres(made), check=True, capture_output=True, cwd=folder)
        control = [str(bin / "pg_ctl"), "-D", data, "-w", "-s"]
        options = f"-c listen_addresses='' -k {folder} -F"
        log = ["-l", str(folder / "log"), "-o", options, "start"]
        subprocess.run(as_postgres(control + log), check=True, cwd=folder)
        try:
            yield f"postgresql+psycopg2:///postgres?host={folder}&user=grader"
        finally:
            stop = [*control, "-m", "immediate", "stop"]
            subprocess.run(as_postgres(stop), check=True, cwd=folder)


def scores(url: str) -> dict[tuple[str, str], float]:
    """Scores in the gradebook, manual ones first."""
    with Gradebook(url) as gradebook:
        return {
            (part.student.id, grade.cell.name): grade.score
            for part in gradebook.assignment_submissions("demo")
            for notebook in part.notebooks
            for grade in notebook.grades
        }


def test_does_a_class_land_in_postgresql(server: str, tmp_path: Path) -> None:
    course = make_course(tmp_path / "course")
    with (course / "nbgrader_config.py").open("a") as file:
        file.write(f"c.CourseDirectory.db_url = {server!r}\n")
    assignment = class_of(course, ["ada", "bob"])
    words = ["grade", "demo", "--course", str(course)]
    assert CliRunner().invoke(cli.main, words).exit_code == 0
    found = scores(server)
    assert len(found) == 6
    assert found["ada", "test_mean"] == 5.0
    with Gradebook(server) as gradebook:
        gradebook.find_grade("test_cube", "demo", "demo", "bob").manual_score = 0.5
        gradebook.db.commit()
    submit(course, "bob", handed_in(load(course)))
    assert CliRunner().invoke(cli.main, words).exit_code == 0
    found = scores(server)
    assert found["bob", "test_mean"] == 0.0
    assert found["bob", "test_cube"] == 0.5
    assert not (course / "gradebook.db").exists()
    assert assignment.name == "demo"
    other = tmp_path / "other"
    other.mkdir()
    (other / "nbgrader_config.py").write_text(CONFIG)  # with SQLite
    saved = str(tmp_path / "saved.tar.gz")
    for words in (
        ["backup", "--to", saved, "--course", str(course)],
        ["restore", saved, "--course", str(other)],
        ["forget", "bob", "--yes", "--course", str(course)],
    ):
        assert CliRunner().invoke(cli.main, words).exit_code == 0
    assert scores(f"sqlite:///{other / 'gradebook.db'}") == found
    assert {student for student, _ in scores(server)} == {"ada"}
    words = ["restore", saved, "--replace", "--course", str(course)]
    assert CliRunner().invoke(cli.main, words).exit_code == 0
    assert scores(server) == found


def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    course = make_course(tmp_path / "course")
    class_of(course, ["ada"])
    url = f"postgresql+psycopg2:///x?host={tmp_path}"
    words = ["grade", "demo", "--course", str(course), "--db", url]
    done = CliRunner().invoke(cli.main, words)
    assert done.exit_code == 1
    lines = [x for x in done.output.splitlines() if x.startswith("autograder:")]
    assert len(lines) == 1
    assert "cannot open the gradebook" in lines[0]


def test_a_driver_that_is_not_installed(tmp_path: Path) -> None:
    course = make_course(tmp_path / "course")
    class_of(course, ["ada"])
    words = ["grade", "demo", "--course", str(course), "--db", "postgresql+pg8000:///x"]
    done = CliRunner().invoke(cli.main, words)
    assert done.exit_code == 2
    assert "the driver 'pg8000'" in done.output


def test_is_a_regrade_undone_in_postgresql(server: str, tmp_path: Path) -> None:
    course = make_course(tmp_path / "course", "again")
    url = f"{server}&application_name=again"
    with (course / "nbgrader_config.py").open("a") as file:
        file.write(f"c.CourseDirectory.db_url = {url!r}\n")
    path = course / "solutions" / "again" / "again.ipynb"
    assignment = load(course, "again")
    wrong = handed_in(assignment, square="def square(x):\n    return x * abs(x)")
    submit(course, "ada", wrong, "again")

    def run(*words: str) -> None:
        words = (words[0], "again", *words[1:], "--course", str(course))
        done = CliRunner().invoke(cli.main, words)
        assert done.exit_code == 0, done.output

    def rows() -> list[str]:
        with Gradebook(url) as gradebook:
            found = gradebook.find_submission("again", "ada").notebooks[0].grades
            cells = gradebook.find_notebook("again", "again").source_cells
            return sorted(
                [str((g.cell.name, g.auto_score, g.needs_manual_grade)) for g in found]
                + [str((c.name, c.source, c.checksum)) for c in cells]
            )

    run("grade")
    before = rows()
    assert any("('test_square', 0.0" in row for row in before)
    path.write_text(path.read_text().replace("square(-4) == 16", "square(4) == 16"))
    run("regrade", "--apply")
    assert any("('test_square', 2.0" in row for row in rows())
    run("regrade", "--undo")
    assert rows() == before
