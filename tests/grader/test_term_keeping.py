"""A course over a term: saved, brought back, and a student deleted for good."""

from __future__ import annotations

import io
import json
import shutil
import tarfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from grading_support import class_of, make_course
from nbgrader.api import Gradebook, MissingEntry

from autograder import cli
from autograder.marks.files import Output
from autograder.term import backup

pytestmark = pytest.mark.quick


def run(course: Path, *words: str) -> Result:
    """Run a command for a course; it never shows a traceback."""
    done = CliRunner().invoke(cli.main, [*words, "--course", str(course)])
    assert done.exception is None or isinstance(done.exception, SystemExit)
    return done


def url(course: Path) -> str:
    return f"sqlite:///{course / 'gradebook.db'}"


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course with two students' work and marks everywhere; nothing is run."""
    root = make_course(tmp_path / "course")
    class_of(root, ["ada", "adam"])
    for student in ("ada", "adam"):
        write(root / "autograded" / student / "demo" / "demo.ipynb", student)
        (root / "autograded" / student / "demo" / "demo.ipynb").chmod(0o444)
        write(root / "feedback" / student / "demo" / "demo.html", student)
        write(root / "graded" / "demo" / student / "demo" / "result.json", "{}")
    # As the grader links a course's files, which are the same for all.
    place = root / "autograded"
    write(place / "ada/demo/checks.py", "one file")
    (place / "adam/demo/checks.py").hardlink_to(place / "ada/demo/checks.py")
    parts = [{"student": name, "score": 1} for name in ("ada", "adam")]
    write(root / "graded/demo/results.json", json.dumps({"submissions": parts}))
    write(root / "graded/demo/results.csv", "student,score\nada,1\nadam,1\n")
    write(root / "submitted/.earlier/demo/ada/2026/demo.ipynb", "older")
    write(root / "graded/demo/regrade/undo-1/manifest.json", '["ada", "adam"]')
    write(root / "graded/demo/regrade/undo-1/files/0/1", "of ada")
    write(root / "graded/demo/report.html", "<p>ada and adam</p>")
    write(root / "graded/demo/errors.log", "ada: broken")
    with Gradebook(url(root)) as gradebook:
        gradebook.add_assignment("demo")
        for student in ("ada", "adam"):
            gradebook.add_student(student, first_name=student.title())
            gradebook.add_submission("demo", student)
    return root


def contents(course: Path) -> dict[str, bytes]:
    """All ordinary files of a course but its gradebook."""
    return {
        name: path.read_bytes()
        for name, path in backup.ordinary(course)
        if path.is_file() and name != "gradebook.db" and not name.endswith(".gz")
    }


def students(course: Path) -> dict[str, int]:
    with Gradebook(url(course)) as gradebook:
        return {part.id: len(part.submissions) for part in gradebook.students}


def test_a_forgotten_student_is_nowhere_and_others_are_as_they_were(
    course: Path,
) -> None:
    before = contents(course)
    done = run(course, "forget", "ada", "--yes")
    assert done.exit_code == 0, done.output
    assert students(course) == {"adam": 1}
    with Gradebook(url(course)) as gradebook, pytest.raises(MissingEntry):
        gradebook.find_submission("demo", "ada")
    after = contents(course)
    assert not [name for name in after if "ada" in Path(name).parts]
    listing = json.loads(after["graded/demo/results.json"])
    assert [part["student"] for part in listing["submissions"]] == ["adam"]
    assert after["graded/demo/results.csv"] == b"student,score\nadam,1\n"
    gone = {"graded/demo/report.html", "graded/demo/errors.log"}
    changed = {"graded/demo/results.json", "graded/demo/results.csv"}
    gone |= {name for name in before if "/regrade/" in name}
    for name, data in before.items():
        if "ada" not in Path(name).parts and name not in gone | changed:
            assert after[name] == data
    assert not gone & after.keys()
    assert "still has the word" not in done.output


def test_what_still_names_a_forgotten_student_is_listed(course: Path) -> None:
    write(course / "notes.txt", "call ada on Monday")
    write(course / "other.txt", "adamant")
    with tarfile.open(course / "old-ada.tar", "w"):
        pass
    output = run(course, "forget", "ada", "--yes").output
    listed = {Path(line.rpartition(": ")[2]).name for line in output.splitlines()}
    assert {"notes.txt", "old-ada.tar"} <= listed
    assert "other.txt" not in listed


def test_nothing_is_deleted_without_a_yes(course: Path) -> None:
    before = contents(course)
    done = run(course, "forget", "ada")
    assert done.exit_code == 2
    assert "--yes" in done.output
    assert contents(course) == before
    assert students(course) == {"ada": 1, "adam": 1}


def test_an_unknown_student_is_told_so(course: Path) -> None:
    done = run(course, "forget", "eve", "--yes")
    assert done.exit_code == 2
    assert "'eve'" in done.output


@pytest.mark.parametrize("student", ["1", "12", "demo"])
def test_a_student_called_like_a_mark_takes_nobody_along(
    course: Path, student: str
) -> None:
    with Gradebook(url(course)) as gradebook:
        gradebook.add_student(student)
    before = contents(course)
    assert run(course, "forget", student, "--yes").exit_code == 0
    for name in ("graded/demo/results.json", "graded/demo/results.csv"):
        assert contents(course)[name] == before[name]
    assert students(course) == {"ada": 1, "adam": 1}
    assert (course / "graded/demo/ada/demo/result.json").exists()


def test_a_students_copies_in_the_exchange_go_too(course: Path, tmp_path: Path) -> None:
    from nbgrader.utils import notebook_hash

    place = tmp_path / "exchange" / "c101"
    write(course / "autograded/ada/demo/submission_secret.txt", "s3cret")
    with (course / "nbgrader_config.py").open("a") as file:
        file.write("c.CourseDirectory.course_id = 'c101'\n")
        file.write(f"c.Exchange.root = {str(place.parent)!r}\n")
    write(course / "submitted/ada/demo/submission_secret.txt", "s3cret")
    name = notebook_hash(secret="s3cret", notebook_id="demo")
    # Copies for an undo have everybody's.
    undo = course / "graded/demo/regrade/undo-1/files/1"
    write(undo / "submission_secret.txt", "adam's")
    write(undo / "demo.ipynb", "{}")
    theirs = notebook_hash(secret="adam's", notebook_id="demo")
    page, other = place / f"feedback/{name}.html", place / f"feedback/{theirs}.html"
    for path in (page, other):
        write(path, "page")
    for who in ("ada", "adam"):
        write(place / f"inbound/{who}+demo+2026/demo.ipynb", "{}")
    assert run(course, "forget", "ada", "--yes").exit_code == 0
    assert not page.exists()
    assert other.exists()
    assert [path.name for path in (place / "inbound").iterdir()] == ["adam+demo+2026"]


def test_a_backup_brings_everything_back_elsewhere(
    course: Path, tmp_path: Path
) -> None:
    (course / "submitted/ada/demo/empty").mkdir()
    write(course / "late.py", "a rule")
    with (course / "nbgrader_config.py").open("a") as file:
        file.write('c.AssignLatePenalties.plugin_class = "late.TenthADay"\n')
    saved = tmp_path / "saved.tar.gz"
    assert run(course, "backup", "--to", str(saved)).exit_code == 0
    other = tmp_path / "other"
    other.mkdir()
    shutil.copy(course / "nbgrader_config.py", other)
    assert run(other, "restore", str(saved)).exit_code == 0
    assert contents(other) == contents(course)
    assert students(other) == students(course)
    assert (other / "submitted/ada/demo/empty").is_dir()
    mode = (other / "autograded/ada/demo/demo.ipynb").stat().st_mode
    assert mode & 0o777 == 0o444
    with Gradebook(url(other)) as gradebook:
        assert gradebook.find_student("ada").first_name == "Ada"


def test_a_restore_leaves_work_alone_unless_told_and_then_saves_it(
    course: Path, tmp_path: Path
) -> None:
    saved = tmp_path / "saved.tar.gz"
    assert run(course, "backup", "--to", str(saved)).exit_code == 0
    before = contents(course)
    assert run(course, "forget", "ada", "--yes").exit_code == 0
    later = contents(course)
    done = run(course, "restore", str(saved))
    assert done.exit_code == 2
    assert "--replace" in done.output
    assert contents(course) == later
    assert students(course) == {"adam": 1}
    assert run(course, "restore", str(saved), "--replace").exit_code == 0
    assert contents(course) == before
    assert students(course) == {"ada": 1, "adam": 1}
    [aside] = course.glob("before-restore-*.tar.gz")
    assert run(course, "restore", str(aside), "--replace").exit_code == 0
    assert contents(course) == later
    assert students(course) == {"adam": 1}


def test_restoring_what_is_there_already_changes_nothing(
    course: Path, tmp_path: Path
) -> None:
    saved = tmp_path / "saved.tar.gz"
    assert run(course, "backup", "--to", str(saved)).exit_code == 0
    shutil.rmtree(course / "submitted")
    (course / "gradebook.db").unlink()
    done = run(course, "restore", str(saved))
    assert done.exit_code == 0, done.output
    assert "restored submitted;" in done.output
    assert students(course) == {"ada": 1, "adam": 1}


def damaged(path: Path, kind: str) -> None:
    """Make a file that is no backup, or half of one."""
    if kind == "half":
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    elif kind == "text":
        path.write_text("not an archive")
    else:
        with tarfile.open(path, "w:gz") as archive:
            if kind in ("link", "outside"):
                text = json.dumps({"schema": 1, "folders": {"submitted": 1}}).encode()
                info = tarfile.TarInfo(backup.MANIFEST)
                info.size = len(text)
                archive.addfile(info, io.BytesIO(text))
                info = tarfile.TarInfo("../outside" if kind == "outside" else "a")
                if kind == "link":
                    info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
                archive.addfile(info)


@pytest.mark.parametrize("kind", ["half", "text", "empty", "link", "outside"])
def test_what_is_no_backup_is_refused_and_nothing_changes(
    course: Path, tmp_path: Path, kind: str
) -> None:
    saved = tmp_path / "saved.tar.gz"
    assert run(course, "backup", "--to", str(saved)).exit_code == 0
    damaged(saved, kind)
    before = contents(course)
    done = run(course, "restore", str(saved), "--replace")
    assert done.exit_code == 2
    assert str(saved) in done.output
    assert contents(course) == before
    assert students(course) == {"ada": 1, "adam": 1}
    assert not (tmp_path / "outside").exists()


def test_nothing_is_saved_or_deleted_while_a_run_is_grading(
    course: Path, tmp_path: Path
) -> None:
    output = Output(course / "graded" / "demo", "demo")
    before = contents(course)
    for words in (("backup", "--to", str(tmp_path / "b")), ("forget", "ada", "--yes")):
        done = run(course, *words)
        assert done.exit_code == 2
        assert "another run" in done.output
    assert contents(course) == before
    assert students(course) == {"ada": 1, "adam": 1}
    output.close()


def test_a_backup_replaces_no_file(course: Path, tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.write_text("mine")
    done = run(course, "backup", "--to", str(there))
    assert done.exit_code == 2
    assert there.read_text() == "mine"


def late(course: Path, student: str) -> float:
    with Gradebook(url(course)) as gradebook:
        return gradebook.find_submission("demo", student).total_seconds_late


def test_an_extension_moves_one_students_deadline(course: Path) -> None:
    with Gradebook(url(course)) as gradebook:
        gradebook.update_or_create_assignment("demo", duedate="2026-10-16 20:00 UTC")
        for student in ("ada", "adam"):
            when = "2026-10-18 20:00:00 UTC"
            gradebook.update_or_create_submission("demo", student, timestamp=when)
        gradebook.add_student("eve")
    done = run(course, "extend", "ada", "demo", "--days", "1", "--hours", "12")
    assert "2026-10-18 08:00 UTC" in done.output
    assert (late(course, "ada"), late(course, "adam")) == (12 * 3600, 48 * 3600)
    assert run(course, "extend", "ada", "demo").exit_code == 0  # taken back
    assert late(course, "ada") == 48 * 3600
    # Before anything was handed in, too.
    assert run(course, "extend", "eve", "demo", "--days", "3").exit_code == 0
    with Gradebook(url(course)) as gradebook:
        when = "2026-10-18 20:00:00 UTC"
        gradebook.update_or_create_submission("demo", "eve", timestamp=when)
    assert late(course, "eve") == 0


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["adda", "demo"], "no student 'adda'; near it: ada, adam"),
        (["ada", "dmo"], "no assignment 'dmo'; near it: demo"),
        (["ada", "demo"], "demo has no deadline"),
    ],
)
def test_an_extension_of_nothing_is_refused(
    course: Path, words: list[str], reason: str
) -> None:
    done = run(course, "extend", *words, "--days", "1")
    assert done.exit_code == 2
    assert reason in done.output
