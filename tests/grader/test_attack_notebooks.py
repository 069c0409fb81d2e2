"""Files that are not, or hardly, notebooks; the class is graded nevertheless."""

from __future__ import annotations

import copy
import json

import nbformat
import pytest
from grading_support import ANSWERS, CUBE, FULL, Arena, handed_in, honest, lost


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
        (b"[1, 2]", "not a notebook"),
        (b"null", "not a notebook"),
        (b"{}", "no cells"),
        (b'{"cells": 3}', "no cells"),
        (b"[" * 200_000, "not JSON"),
        (b'{"cells": ' + b"[" * 200_000, "not JSON"),
        (b'{"cells": [' + b"{}," * 3000 + b"{}]}", "more than"),
        (b'{"worksheets": [5]}', "old notebook format"),
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
    import os

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
