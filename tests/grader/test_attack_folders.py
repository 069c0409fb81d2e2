"""Folders and files that are not what they seem, or hold more than can be read."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path

import nbformat
import pytest
from grading_support import FULL, Arena, honest, load, make_course

from autograder.course import ordinary, scan
from autograder.course.assignment import load_course
from autograder.course.handed_in import Looked, look
from autograder.course.submissions import (
    digest,
    find_submissions,
    submitted_files,
)
from autograder.course.times import NO_TIME, time_of
from autograder.records import Submission


def with_outputs(arena: Arena, outputs: str) -> bytes:
    """An honest notebook; the first code cell has these outputs."""
    data = json.loads(nbformat.v4.writes(honest(arena.assignment)))
    cell = next(cell for cell in data["cells"] if cell["cell_type"] == "code")
    cell["outputs"] = "HERE"
    return json.dumps(data).replace('"HERE"', outputs).encode()


LARGE = {
    "picture": lambda: '[{"data": {"image/png": "' + "A" * 60_000_000 + '"}}]',
    "escapes": lambda: '["' + "\\n" * 20_000_000 + '"]',
    "lines": lambda: "[" + ",".join(['"a line\\n"'] * 3_000_000) + "]",
    "numbers": lambda: "[" + ",".join(["[1.5, 2.5]"] * 2_000_000) + "]",
    "deep": lambda: "[" * 100_000 + "]" * 100_000,
}


@pytest.mark.parametrize("kind", LARGE)
def test_outputs_that_are_large_do_not_count(arena: Arena, kind: str) -> None:
    seen = arena.attack_with(with_outputs(arena, LARGE[kind]()))
    assert (seen.marks, seen.result.flags) == (FULL, ())


def test_outputs_beyond_what_can_be_looked_through_are_not_read(
    arena: Arena, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scan, "MOST_BRACKETS", 100_000)
    many = "[" + ",".join(["[]"] * scan.MOST_BRACKETS) + "]"
    assert arena.attack_with(with_outputs(arena, many)).result.status == "unreadable"


def test_is_a_picture_of_three_megabytes_kept() -> None:
    picture = {"a.png": {"image/png": "A" * 3_000_000}}
    cell = {"cell_type": "markdown", "source": "x", "attachments": picture}
    found = scan.read(io.BytesIO(json.dumps({"cells": [cell]}).encode()))
    assert found["cells"] == [cell]


@pytest.mark.quick
@pytest.mark.parametrize("size", [1, 2, 3, 7, 64])
def test_is_a_notebook_the_same_in_pieces_of_any_size(
    size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scan, "CHUNK", size)
    cell = {
        "cell_type": "code",
        "source": ['a = "\\"\n', "ü\u2028 \\"],
        "metadata": {"nbgrader": {"grade_id": "x", "points": 3}, "tags": ["]"]},
        "outputs": [{"text": ['"}]', "\\"], "n": -1.5e3}],
        "execution_count": None,
    }
    data = {"nbformat": 4, "cells": [cell], "metadata": {"a": [1, {"b": "}"}]}}
    wanted = {key: cell[key] for key in ("cell_type", "source")}
    wanted["metadata"] = {"nbgrader": {"grade_id": "x"}}
    for ascii_only in (True, False):
        text = json.dumps(data, ensure_ascii=ascii_only).encode()
        assert scan.read(io.BytesIO(text)) == {"cells": [wanted]}
        with pytest.raises(scan.Unreadable):
            scan.read(io.BytesIO(text[:-1]))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a submission with a notebook."""
    found = tmp_path / "submitted" / "ada" / "demo"
    found.mkdir(parents=True)
    (found / "demo.ipynb").write_text('{"cells": []}')
    return found


@pytest.mark.quick
@pytest.mark.parametrize("kind", ["link", "dangling", "fifo", "folder", "device"])
def test_what_is_no_ordinary_file_is_not_read(folder: Path, kind: str) -> None:
    path = folder / "demo.ipynb"
    path.rename(folder / "other.ipynb")
    if kind == "link":
        path.symlink_to("other.ipynb")
    elif kind == "dangling":
        path.symlink_to("nowhere")
    elif kind == "fifo":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    else:
        path.symlink_to("/dev/zero")
    assert look(folder, "demo.ipynb") == Looked(fault=ordinary.NOT_ORDINARY)


@pytest.mark.quick
def test_is_no_link_followed_on_the_way(folder: Path) -> None:
    (folder.parent / "linked").symlink_to("demo")
    found = look(folder.parent / "linked", "demo.ipynb")
    assert found == Looked(fault=ordinary.NOT_ORDINARY)
    with pytest.raises(ordinary.Odd):
        ordinary.opened(folder.parent, "linked/demo.ipynb", 100)
    assert ordinary.entries(folder.parent / "linked") == ([], True)
    names = [name for name, _ in ordinary.entries(folder.parent)[0]]
    assert names == ["linked", "demo/demo.ipynb"]


@pytest.mark.quick
def test_is_a_changed_notebook_seen_beside_thousands_of_files(folder: Path) -> None:
    for number in range(ordinary.MOST_ENTRIES + 50):
        (folder / f"{number}.txt").touch()
    before = digest(folder)
    assert digest(folder) == before
    (folder / "demo.ipynb").write_text('{"cells":   []}')
    assert digest(folder) != before


@pytest.mark.quick
def test_are_thousands_of_folders_no_burden(folder: Path) -> None:
    assignment = load(make_course(folder / ".." / ".." / ".." / "course"))
    deep = folder / "deep"
    for number in range(ordinary.MOST_ENTRIES + 50):
        (deep / str(number)).mkdir(parents=True)
    (folder / "data.csv").write_text("1,2")
    files, flags = submitted_files(Submission("ada", folder), assignment, 50)
    assert files == {"data.csv": b"1,2"}
    assert flags == ["of its files and folders 5000 were looked at"]


@pytest.mark.quick
def test_is_a_virtual_environment_passed_over(folder: Path) -> None:
    assignment = load(make_course(folder / ".." / ".." / ".." / "course"))
    place = folder / "env" / "lib" / "site-packages"
    place.mkdir(parents=True)
    (folder / "env" / "pyvenv.cfg").touch()
    for number in range(300):
        (place / f"{number}.py").write_text("x")
    (folder / "mine.py").write_text("y")
    found = submitted_files(Submission("ada", folder), assignment, 50)
    assert found == ({"mine.py": b"y"}, [])


@pytest.mark.quick
def test_are_times_read_of_ordinary_files_alone(folder: Path) -> None:
    path = folder / "timestamp.txt"
    path.write_text("2026-01-02 03:04:05 UTC" + "\n" * 80)
    assert time_of(folder) == ("2026-01-02 03:04:05 UTC", "")
    other = path.rename(folder / "other")
    path.symlink_to(other)
    assert time_of(folder) == (None, NO_TIME)
    path.unlink()
    with path.open("wb") as file:
        file.truncate(1 << 40)
    assert time_of(folder) == (None, NO_TIME)


@pytest.mark.quick
def test_are_names_of_students_harmless_and_different(tmp_path: Path) -> None:
    root = make_course(tmp_path)
    names = [
        *(b"O'Neil", "Zoë".encode(), b"M\xfcller", b"M\\xfcller", b"a\nb", b"a\\nb"),
        *(b"<b>", b"\\x3cb\\x3e", b"results.json", "x\u202ey".encode(), b"\x1b[2J"),
        *(b"\xff" * 200, b"\xff" * 201, "名".encode() * 80),
    ]
    for name in names:
        (root / "submitted" / os.fsdecode(name) / "demo").mkdir(parents=True)
    students = [s.student for s in find_submissions(load_course(root), "demo")]
    assert len(set(students)) == len(names)
    assert {"O'Neil", "Zoë", r"M\xfcller", r"a\nb", r"\x3cb\x3e"} <= set(students)
    assert "results.json" not in students
    for student in students:
        assert len(student.encode()) <= 255
        assert student.isprintable()
        assert not set('<>"&') & set(student)
