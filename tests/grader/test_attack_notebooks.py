"""Files that are not, or hardly, notebooks; the class is graded nevertheless."""

from __future__ import annotations

import copy
import json
import os
from pathlib import Path

import nbformat
import pytest
from grading_support import (
    ANSWERS,
    CUBE,
    FULL,
    RAN,
    Arena,
    answer,
    check,
    grade_one,
    handed_in,
    honest,
    load,
    lost,
    make_course,
    marked,
    marks,
    submit,
)
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.course.assignment import load_course
from autograder.course.submissions import find_submissions
from autograder.engine.sandboxed import SandboxedEngine


def as_json(arena: Arena, **answers: str) -> dict:
    """An honest notebook as plain data."""
    notebook = handed_in(arena.assignment, **{**ANSWERS, **answers})
    return json.loads(nbformat.v4.writes(notebook))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "not JSON"),
        (b"not a notebook", "not JSON"),
        (b"\xff\xfe\x00", "not UTF-8"),
        ('{"cells": []}'.encode("utf-16"), "not UTF-8"),
        ('{"cells": "ü"}'.encode("latin-1"), "not UTF-8"),
        (b"\x7fELF" + bytes(range(256)) * 50, "not"),
        (b"PK\x03\x04" + bytes(100), "not JSON"),
        (b"<html>Please log in</html>", "not JSON"),
        (b'{"cells": [' + b'{"source": "x"},' * 5, "not JSON"),
        (b"[1, 2]", "not a notebook"),
        (b"null", "not a notebook"),
        (b"{}", "no cells"),
        (b'{"cells": 3}', "no cells"),
        (b"[" * 200_000, "not JSON"),
        (b'{"cells": ' + b"[" * 200_000, "not JSON"),
        (b'{"cells": [' + b"{}," * 3000 + b"{}]}", "more than"),
        (b'{"worksheets": [5]}', "it has no cells"),
    ],
)
def test_unreadable(arena: Arena, data: bytes, reason: str) -> None:
    result = arena.attack_with(data).result
    assert (result.status, result.score, result.max_score) == ("unreadable", 0.0, 10.0)
    assert reason in result.questions[0].message


def test_huge_notebook(arena: Arena) -> None:
    result = arena.attack_with(b" " * 50_000_001).result
    assert (result.status, result.score) == ("unreadable", 0.0)


def test_huge_cell(arena: Arena) -> None:
    data = as_json(arena, cube="#" * 3_000_000 + "\n" + CUBE)
    assert arena.attack_with(json.dumps(data).encode()).result.status == "unreadable"


def test_pipe_instead_of_a_file(arena: Arena) -> None:
    path = arena.root / "submitted" / "eve" / "demo" / "demo.ipynb"
    path.unlink(missing_ok=True)
    os.mkfifo(path)
    result = arena.grade().result
    path.unlink()
    assert result.status == "unreadable"


def test_byte_order_mark(arena: Arena) -> None:
    data = json.dumps(as_json(arena)).encode()
    assert arena.attack_with(b"\xef\xbb\xbf" + data).marks == FULL


def test_old_format(arena: Arena) -> None:
    old = nbformat.convert(honest(arena.assignment), 3)
    assert arena.attack_with(nbformat.writes(old, 3).encode()).marks == FULL


@pytest.mark.parametrize(
    "metadata",
    [None, 5, [], {"nbgrader": 5}, {"nbgrader": {"grade_id": 5}}, {"nbgrader": None}],
)
def test_absurd_metadata(arena: Arena, metadata: object) -> None:
    data = as_json(arena)
    extra = {"cell_type": "code", "source": "1", "metadata": metadata, "outputs": 7}
    data["cells"].insert(0, extra)
    data["metadata"] = metadata
    data["nbformat"] = "four"
    assert arena.attack_with(json.dumps(data).encode()).marks == FULL


@pytest.mark.parametrize("cell", [None, 5, {}, {"cell_type": 7, "source": {"a": 1}}])
def test_absurd_cells(arena: Arena, cell: object) -> None:
    data = as_json(arena)
    data["cells"].insert(2, cell)
    assert arena.attack_with(json.dumps(data).encode()).marks == FULL


def test_lone_surrogates(arena: Arena) -> None:
    data = as_json(arena, cube='text = "\\ud800"\nprint(text)\n' + CUBE)
    text = json.dumps(data).replace("print(text)", "print(text, '\\ud800')")
    assert arena.attack_with(text.encode()).marks["test_mean"] == FULL["test_mean"]


def place(data: dict, name: str) -> int:
    """Where the cell with a grade id is."""
    ids = [
        cell["metadata"].get("nbgrader", {}).get("grade_id") for cell in data["cells"]
    ]
    return ids.index(name)


def test_more_points_claimed(arena: Arena) -> None:
    data = as_json(arena, cube="def cube(x):\n    return 0")
    for cell in data["cells"]:
        meta = cell["metadata"].get("nbgrader", {})
        if meta.get("grade"):
            meta["points"] = 1000
    seen = arena.attack_with(json.dumps(data).encode())
    assert seen.marks == lost("test_cube", "failed")
    assert seen.result.max_score == 10


def test_edited_test_cell(arena: Arena) -> None:
    data = as_json(arena, cube="def cube(x):\n    return 0")
    data["cells"][place(data, "test_cube")]["source"] = "print('fine')"
    seen = arena.attack_with(json.dumps(data).encode())
    assert seen.marks == lost("test_cube", "failed")
    assert "cell test_cube was edited" in seen.result.flags


def test_deleted_test_cell(arena: Arena) -> None:
    data = as_json(arena)
    del data["cells"][place(data, "test_cube")]
    seen = arena.attack_with(json.dumps(data).encode())
    assert seen.marks == FULL
    assert "cell test_cube was missing" in seen.result.flags


@pytest.mark.parametrize("name", ["test_cube", "cube", "setup"])
def test_duplicated_cell(arena: Arena, name: str) -> None:
    data = as_json(arena)
    index = place(data, name)
    data["cells"].insert(index, copy.deepcopy(data["cells"][index]))
    seen = arena.attack_with(json.dumps(data).encode())
    assert seen.marks == FULL
    assert f"cell {name} was there more than once" in seen.result.flags


@pytest.mark.parametrize("name", ["test_cube", "cube", "setup"])
def test_retyped_cell(arena: Arena, name: str) -> None:
    data = as_json(arena)
    data["cells"][place(data, name)]["cell_type"] = "markdown"
    seen = arena.attack_with(json.dumps(data).encode())
    assert seen.marks == FULL
    assert f"the type of cell {name} was changed" in seen.result.flags


def test_reordered_cells(arena: Arena) -> None:
    data = as_json(arena)
    data["cells"].reverse()
    seen = arena.attack_with(json.dumps(data).encode())
    assert seen.marks == FULL
    assert "cells were in another order" in seen.result.flags


def test_test_cell_marked_as_an_answer(arena: Arena) -> None:
    data = as_json(arena, cube="def cube(x):\n    return 0")
    cell = data["cells"][place(data, "test_cube")]
    cell["metadata"]["nbgrader"] |= {"grade": False, "solution": True, "locked": False}
    cell["source"] = "pass"
    assert arena.attack_with(json.dumps(data).encode()).marks == lost(
        "test_cube", "failed"
    )


def test_two_cells_with_the_same_cell_id(arena: Arena) -> None:
    data = as_json(arena)
    for cell in data["cells"]:
        cell["id"] = "same"
    seen = arena.attack_with(json.dumps(data).encode())
    assert seen.marks == FULL
    nbformat.validate(seen.graded.notebooks["demo"])


def test_cell_split_in_two(arena: Arena) -> None:
    # JupyterLab gives both halves the same name; both are run.
    data = as_json(arena)
    index = place(data, "cube")
    half = copy.deepcopy(data["cells"][index])
    half["source"], data["cells"][index]["source"] = (
        "def cube(x):\n    return power(x, 3)",
        "def power(x, n):\n    return x**n",
    )
    data["cells"].insert(index + 1, half)
    assert arena.attack_with(json.dumps(data).encode()).marks == FULL


@pytest.mark.parametrize("kept", [[], ["name"], ["tags"]])
def test_metadata_removed(arena: Arena, kept: list[str]) -> None:
    data = as_json(arena, cube="import math\ndef cube(x):\n    return math.pow(x, 3)")
    for cell in data["cells"]:
        cell["metadata"] = dict.fromkeys(kept, "x")
        cell.pop("id", None)
    data["metadata"] = {}
    data["cells"].insert(4, {"cell_type": "code", "source": "1 + 1", "metadata": {}})
    seen = arena.attack_with(json.dumps(data).encode())
    assert seen.marks == FULL
    assert any("found by their place" in flag for flag in seen.result.flags)


def test_metadata_removed_and_a_test_edited(arena: Arena) -> None:
    data = as_json(arena, cube="def cube(x):\n    return 0")
    data["cells"][place(data, "test_cube")]["source"] = "assert True"
    for cell in data["cells"]:
        cell["metadata"] = {}
    seen = arena.attack_with(json.dumps(data).encode())
    assert seen.marks == lost("test_cube", "failed")


def test_notebook_of_another_assignment(arena: Arena) -> None:
    other = new_notebook(
        cells=[
            new_markdown_cell("# Else"),
            answer("f", "def f():\n    return 1"),
            check("test_f", 3, "assert f() == 1"),
        ]
    )
    seen = arena.attack_with(nbformat.v4.writes(other).encode())
    assert (seen.result.status, seen.result.score) == ("graded", 0.0)
    assert seen.result.flags == ("none of its cells belongs to this assignment",)


def test_empty_notebook(arena: Arena) -> None:
    seen = arena.attack_with(nbformat.v4.writes(new_notebook()).encode())
    assert (seen.result.status, seen.result.score) == ("graded", 0.0)


@pytest.mark.parametrize("minor", [0, 2, 5, 99])
def test_other_minor_formats(arena: Arena, minor: int) -> None:
    data = as_json(arena)
    data["nbformat_minor"] = minor
    data["metadata"].pop("kernelspec")
    for cell in data["cells"]:
        if minor < 5:
            cell.pop("id", None)
    seen = arena.attack_with(json.dumps(data).encode())
    assert (seen.marks, seen.result.flags) == (FULL, ())


@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_sources_as_lines_with_any_ends(arena: Arena, end: str) -> None:
    data = as_json(arena)
    for cell in data["cells"]:
        lines = cell["source"] if isinstance(cell["source"], list) else [cell["source"]]
        text = "".join(lines).replace("\n", end)
        cell["source"] = text.splitlines(keepends=True)
    seen = arena.attack_with(json.dumps(data).encode())
    assert (seen.marks, seen.result.flags) == (FULL, ())


@pytest.mark.parametrize("text", ["\0", "x = '\0'", "\f\n1", "\u2028", "if"])
def test_cell_that_python_cannot_read(arena: Arena, text: str) -> None:
    data = as_json(arena)
    data["cells"].insert(2, {"cell_type": "code", "source": text, "metadata": {}})
    assert arena.attack_with(json.dumps(data).encode()).marks == FULL


def test_numbers_that_json_does_not_know(arena: Arena) -> None:
    data = as_json(arena)
    data["metadata"]["odd"] = float("nan")
    data["cells"][2]["metadata"]["odd"] = float("inf")
    assert arena.attack_with(json.dumps(data).encode()).marks == FULL


def test_pictures_in_a_written_answer_are_kept(
    tmp_path: Path, engine: SandboxedEngine
) -> None:
    essay = marked(
        new_markdown_cell("Why?"), "essay", grade=True, solution=True, points=4
    )
    root = make_course(tmp_path, "demo", new_notebook(cells=[essay]))
    notebook = handed_in(load(root), essay="![my sketch](attachment:a.png)")
    picture = {"a.png": {"image/png": "iVBORw0KGgo="}}
    notebook.cells[0].attachments = {**picture, "b": 5, "c": {"d": 6}}
    path = submit(root, "ada", new_notebook())
    path.write_text(json.dumps(notebook))
    graded = grade_one(engine, root, "ada")
    cell = graded.notebooks["demo"].cells[0]
    assert (cell.source, cell.attachments) == (
        "![my sketch](attachment:a.png)",
        picture,
    )
    assert marks(graded.result) == {"essay": (0.0, "manual")}
    nbformat.validate(graded.notebooks["demo"])


# Files that come with a notebook.


def own_file(arena: Arena, name: str, data: bytes) -> Path:
    """Put a file beside the attacker's notebook."""
    path = arena.root / "submitted" / "eve" / "demo" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    "name",
    [
        "checks/__init__.py",
        "checks.cpython-311-x86_64-linux-gnu.so",
        "__pycache__/checks.cpython-311.pyc",
        "numpy.py",
        "json.py",
        "sitecustomize.py",
    ],
)
def test_module_in_the_place_of_the_courses(arena: Arena, name: str) -> None:
    path = own_file(arena, name, b"def close(a, b):\n    print('REACHED')\n")
    try:
        seen = arena.attack(cube=RAN + "def cube(x):\n    return 8")
    finally:
        path.unlink()
    assert "REACHED" not in seen.text
    assert seen.marks == lost("test_cube", "failed")


def test_file_with_the_name_of_a_folder_of_the_course(
    tmp_path: Path, engine: SandboxedEngine
) -> None:
    root = make_course(tmp_path)
    (root / "solutions" / "demo" / "data").mkdir()
    (root / "solutions" / "demo" / "data" / "a.txt").write_text("x")
    submit(root, "ada", honest(load(root)))
    (root / "submitted" / "ada" / "demo" / "data").write_text("a file")
    (root / "submitted" / "ada" / "demo" / "checks.py").mkdir()
    (root / "submitted" / "ada" / "demo" / "checks.py" / "b.py").write_text("1")
    graded = grade_one(engine, root, "ada")
    assert marks(graded.result) == FULL
    assert any("left out checks.py/b.py" in flag for flag in graded.result.flags)


def test_names_in_another_encoding(tmp_path: Path, engine: SandboxedEngine) -> None:
    root = make_course(tmp_path)
    folder = root / "submitted" / os.fsdecode(b"M\xfcller") / "demo"
    folder.mkdir(parents=True)
    (folder / "demo.ipynb").write_text(nbformat.v4.writes(honest(load(root))))
    (folder / os.fsdecode(b"\xe4.txt")).write_text("x")
    os.symlink("/etc/passwd", folder / os.fsdecode(b"\xf6.txt"))
    from autograder import grade
    from autograder.records import Limits

    (submission,) = find_submissions(load_course(root), "demo")
    assert submission.student == "M\\xfcller"
    assignment = load(root)
    assert grade.key(submission, assignment, Limits())
    graded = grade.grade_submission(submission, assignment, engine, Limits())
    assert marks(graded.result) == FULL
    assert json.dumps(graded.result.to_json(), ensure_ascii=False).encode()


def test_code_cell_in_another_language_is_an_error_of_its_own(arena: Arena) -> None:
    notebook = honest(arena.assignment)
    notebook.cells.insert(1, new_code_cell("library(ggplot2)"))
    notebook.metadata["kernelspec"] = {"name": "ir", "language": "R"}
    submit(arena.root, "eve", notebook)
    assert arena.grade().marks == FULL
