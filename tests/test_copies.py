"""Copies that are not kept in git: whoever needs them finds them, whole and right."""

import errno
import shutil
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import pytest

from autograder.course.assignment import load_assignment, load_course
from autograder.platforms import package
from autograder.records import Refusal
from tools.exercises import answers, copies
from tools.exercises.copies import CHECKS, KNOWN

pytestmark = pytest.mark.quick

NAME = "relu"


def pairs(root):
    """Each copy with its original."""
    for name in filter(answers.named, answers.ASSIGNMENTS):
        folder = root / "solutions" / name
        for file in CHECKS:
            yield folder / file, root / "solutions" / file
        yield folder / KNOWN, root / "exercises" / name / KNOWN


def assert_right(root):
    """Every copy is there and whole, and nothing else was left behind."""
    for copy, original in pairs(root):
        assert copy.read_bytes() == original.read_bytes(), copy
    assert not list(root.rglob("*.part"))


def read_only(monkeypatch):
    """Nothing can be written, as on a read-only medium, which root heeds too."""

    def refuse(path, data):
        raise OSError(errno.EROFS, "Read-only file system", str(path))

    monkeypatch.setattr(Path, "write_bytes", refuse)


def test_a_clone_has_no_copies_and_git_takes_none(clone, root):
    made = [str(copy.relative_to(clone)) for copy, _ in pairs(clone)]
    assert not [name for name in made if (clone / name).exists()]
    words = ["git", "check-ignore", "--no-index", "--", *made]
    ignored = subprocess.run(words, cwd=root, capture_output=True, text=True)
    assert ignored.stdout.split() == made


def test_missing_and_outdated_copies_are_made_and_right_ones_left_alone(clone):
    assert len(copies.make(clone)) == len(list(pairs(clone)))
    assert_right(clone)
    before = {copy: copy.stat() for copy, _ in pairs(clone)}
    assert copies.make(clone) == []
    assert {copy: copy.stat() for copy, _ in pairs(clone)} == before
    outdated = clone / "solutions" / NAME / CHECKS[0]
    outdated.write_text("# of another release\n")
    (clone / "exercises" / NAME / KNOWN).write_text('{"misconceptions": []}')
    assert copies.make(clone) == [outdated, outdated.with_name(KNOWN)]
    assert_right(clone)


def test_an_assignment_of_ones_own_keeps_its_files(clone):
    own = clone / "solutions" / "own"
    own.mkdir()
    shutil.copy(clone / "solutions" / NAME / f"{NAME}.ipynb", own / "own.ipynb")
    (own / CHECKS[0]).write_text("# mine\n")
    copies.make(clone)
    assert {path.name for path in own.iterdir()} == {"own.ipynb", CHECKS[0]}
    assert (own / CHECKS[0]).read_text() == "# mine\n"


def test_a_course_without_the_assignments_needs_no_copies(clone):
    shutil.rmtree(clone / "answers")
    (clone / "solutions" / CHECKS[0]).unlink()
    assert copies.make(clone) == []


def test_a_file_that_is_being_written_is_not_copied(clone):
    """nbgrader writes released folders in place, perhaps at the same moment."""
    copies.make(clone)
    right = (clone / "solutions" / NAME / KNOWN).read_bytes()
    original = clone / "exercises" / NAME / KNOWN
    for text in (right[: len(right) // 2], b""):
        original.write_bytes(text)
        assert copies.make(clone) == []
    original.unlink()
    assert copies.make(clone) == []
    assert (clone / "solutions" / NAME / KNOWN).read_bytes() == right


def test_nobody_meets_half_a_copy_or_a_strange_file(clone, monkeypatch):
    """Whatever lies beside a source goes to students and into the digest."""
    replace, seen = Path.replace, []

    def look(part, path):
        names = {file.name for file in path.parent.iterdir()}
        assert names <= {f"{path.parent.name}.ipynb", "README.md", *CHECKS, KNOWN} | {
            "fashion_mnist_small.npz"
        }
        assert not path.exists()
        whole = dict(pairs(clone))[path].read_bytes()
        assert part.read_bytes() == whole
        seen.append(path)
        return replace(part, path)

    monkeypatch.setattr(Path, "replace", look)
    made = copies.make(clone)
    assert seen == made != []


def test_many_at_once_do_not_hinder_each_other(clone):
    start, faults = threading.Barrier(8), []

    def work():
        start.wait()
        try:
            for _ in range(40):
                copies.make(clone)
                (clone / "solutions" / NAME / CHECKS[0]).unlink(missing_ok=True)
        except Exception as error:
            faults.append(error)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    copies.make(clone)
    assert_right(clone)


def test_a_read_only_clone_works_once_the_copies_are_there(clone, monkeypatch):
    monkeypatch.chdir(clone)  # nbgrader loads the configuration of this folder, too
    copies.make(clone)
    read_only(monkeypatch)
    assert copies.make(clone) == []
    assert load_assignment(load_course(clone), NAME).files.keys() == {*CHECKS, KNOWN}


def test_a_copy_that_cannot_be_made_stops_the_grader(clone, monkeypatch):
    """It would give everyone zero points: no check can be imported."""
    monkeypatch.chdir(clone)
    read_only(monkeypatch)
    with pytest.raises(Refusal) as found:
        load_course(clone)
    (line,) = str(found.value).splitlines()
    assert "cannot be written (Read-only file system)" in line
    assert "make install" in line


def test_the_grader_finds_the_copies_from_its_first_run_on(clone):
    first = load_assignment(load_course(clone), NAME)
    assert_right(clone)
    again = load_assignment(load_course(clone), NAME)
    assert first.files.keys() == {*CHECKS, KNOWN}
    assert first.digest == again.digest


def test_plain_nbgrader_makes_the_copies(clone):
    program = Path(sys.executable).with_name("nbgrader")
    words = [program, "list", "--inbound"]
    subprocess.run(words, cwd=clone, capture_output=True, check=False)
    assert_right(clone)


@pytest.mark.parametrize("where", ["gradescope", "github"])
def test_a_package_has_the_copies(clone, where):
    package.write_package(clone, NAME, where, clone / "made.zip")
    with zipfile.ZipFile(clone / "made.zip") as archive:
        names = {n.removeprefix("grader/"): n for n in archive.namelist()}
        for copy, original in pairs(clone):
            if copy.parent.name == NAME:
                data = archive.read(names[copy.relative_to(clone).as_posix()])
                assert data == original.read_bytes()
