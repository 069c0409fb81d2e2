"""Which file of a submission stands for which notebook, whatever it is called."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from grading_support import (
    answer,
    check,
    handed_in,
    honest,
    load,
    make_course,
    source,
    write_notebook,
)
from nbformat.v4 import new_code_cell, new_notebook

from autograder.course import handed_in as reader
from autograder.course.choosing import (
    Candidate,
    Choice,
    choose,
    copy_number,
    is_candidate,
)
from autograder.course.submissions import digest, submitted_files
from autograder.records import Submission

pytestmark = pytest.mark.quick

RELU = frozenset({"relu", "test_relu", "grad", "test_grad"})
DYING = frozenset({"dead", "test_dead", "revive", "test_revive", "relu"})
IDS = {
    "ours": RELU | {"setup"},
    "half": frozenset({"relu", "test_relu"}),
    "other": DYING | {"setup"},
    "none": frozenset(),
    "unknown": frozenset({"cell-7"}),
    "broken": None,
}
OTHERS = {"dying_relu": DYING}


def chosen(files: dict[str, str]) -> Choice:
    """What is chosen for `relu` of files that hold one thing or another."""
    found = [Candidate(path, IDS[kind]) for path, kind in files.items()]
    return choose(found, {"relu": RELU}, OTHERS)["relu"]


ORDINARY = "relu.ipynb"
NOT_THERE = "relu.ipynb is not there"


@pytest.mark.parametrize(
    "files",
    [
        {ORDINARY: "ours"},
        {ORDINARY: "half"},
        {ORDINARY: "ours", "backup/relu.ipynb": "ours"},
        {ORDINARY: "half", "backup/relu.ipynb": "ours", "old/relu.ipynb": "ours"},
        {ORDINARY: "ours", "relu (1).ipynb": "ours", "relu-Copy9.ipynb": "ours"},
        {ORDINARY: "ours", "RELU.ipynb": "ours", "a.ipynb": "broken"},
        {ORDINARY: "ours", "dying_relu.ipynb": "other"},
        {ORDINARY: "broken"},
        {ORDINARY: "broken", "essay.ipynb": "none", "dying_relu.ipynb": "other"},
        {ORDINARY: "none"},
        {ORDINARY: "unknown"},
        {ORDINARY: "none", "dying_relu.ipynb": "other"},
    ],
)
def test_is_the_notebook_of_the_right_name_taken(files: dict[str, str]) -> None:
    assert chosen(files) == Choice(ORDINARY)


@pytest.mark.parametrize(
    "path",
    [
        *("relu (1).ipynb", "relu(2).ipynb", "relu-Copy1.ipynb", "relu_v2.ipynb"),
        *("relu copy.ipynb", "relu - Copy (2).ipynb", "Copy of relu.ipynb"),
        *("relu-1.ipynb", "RELU.ipynb", "relu.IPYNB", "relu.ipynb.json"),
        *("relu.ipynb.txt", "homework.ipynb", "relu_ada_lovelace.ipynb"),
        *("relu/relu.ipynb", "a/b/c/relu.ipynb", "work\\relu.ipynb"),
        *("relu/homework (3).IPYNB", "dying_relu.ipynb", "relu .ipynb", "réluß.ipynb"),
    ],
)
def test_is_the_only_notebook_with_its_cells_graded_and_flagged(path: str) -> None:
    assert is_candidate(path)
    text = path.replace("work\\", r"work\x5c")  # what it is called where it is shown
    files = {path: "ours", "essay.ipynb": "none", "sub/dying_relu.ipynb": "other"}
    assert chosen(files) == Choice(path, (f"graded {text}: {NOT_THERE}",))
    instead = chosen({**files, ORDINARY: "other"})
    why = "relu.ipynb is the notebook of dying_relu"
    assert instead == Choice(path, (f"graded {text}: {why}",))


@pytest.mark.parametrize(
    ("files", "best", "rule"),
    [
        ("a/b/relu.ipynb a/x.ipynb", "a/x.ipynb", "in the fewest folders"),
        ("sub/relu.ipynb relu-Copy1.ipynb", "relu-Copy1.ipynb", "fewest folders"),
        ("x/relu.ipynb x/RELU.ipynb", "x/relu.ipynb", "with its name)"),
        ("relu.ipynb.json RELU.ipynb", "relu.ipynb.json", "with its name)"),
        ("RELU.ipynb relu_v3.ipynb", "RELU.ipynb", "but for capitals"),
        ("relu-1.ipynb relu-2.ipynb", "relu-2.ipynb", "the highest number"),
        ("relu-Copy2.ipynb relu-Copy10.ipynb", "relu-Copy10.ipynb", "highest number"),
        ("relu_v2.ipynb relu(11).ipynb", "relu(11).ipynb", "the highest number"),
        ("relu(1).ipynb relu(1)(1).ipynb", "relu(1)(1).ipynb", "the highest number"),
        ("relu-copy.ipynb homework.ipynb", "relu-copy.ipynb", "named as a copy"),
        ("relu.ipynb.txt relu.ipynb.json", "relu.ipynb.json", "ends in .ipynb"),
        ("b.ipynb a.ipynb", "a.ipynb", "the first by name"),
    ],
)
def test_do_all_that_belong_stand_in_the_flag(files: str, best: str, rule: str) -> None:
    for names in (files.split(), files.split()[::-1]):
        found = chosen(dict.fromkeys(names, "ours"))
        assert found.path == best
        (flag,) = found.flags
        assert flag.startswith(f"graded {best} of ")
        assert all(name in flag for name in names)
        assert f"{rule.rstrip(')')})" in flag
        assert flag.endswith(f": {NOT_THERE}")


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({}, ""),
        ({ORDINARY: "other"}, "relu.ipynb is the notebook of dying_relu"),
        ({"x.ipynb": "other"}, "x.ipynb is the notebook of dying_relu"),
        ({"x.ipynb": "none"}, "x.ipynb holds none of its cells"),
        ({"RELU.ipynb": "none"}, "RELU.ipynb holds none of its cells"),
        ({"x.ipynb": "broken"}, "x.ipynb cannot be read"),
        (
            {"b.ipynb": "other", "a.ipynb": "none"},
            "a.ipynb holds none of its cells; b.ipynb is the notebook of dying_relu",
        ),
        (
            {f"{n}.ipynb": "broken" for n in range(9)},
            "; ".join(f"{n}.ipynb cannot be read" for n in range(6)) + "; and 3 more",
        ),
    ],
)
def test_is_what_was_handed_in_instead_called_what_it_is(
    files: dict[str, str], reason: str
) -> None:
    flags = (reason,) if reason else ()
    assert chosen(files) == Choice(None, flags, reason)


@pytest.mark.parametrize(
    ("files", "path", "flag"),
    [
        (
            {ORDINARY: "broken", "relu (1).ipynb": "ours"},
            "relu (1).ipynb",
            "graded relu (1).ipynb: relu.ipynb cannot be read",
        ),
        (
            {ORDINARY: "broken", "a.ipynb": "ours", "b.ipynb": "ours"},
            ORDINARY,
            "graded relu.ipynb though it cannot be read: several others hold its "
            "cells, a.ipynb, b.ipynb",
        ),
        (
            {ORDINARY: "none", "relu (1).ipynb": "ours"},
            "relu (1).ipynb",
            "graded relu (1).ipynb: relu.ipynb holds no cell of it",
        ),
        (
            {ORDINARY: "none", "backup/relu.ipynb": "ours"},
            ORDINARY,
            "left aside backup/relu.ipynb: relu.ipynb is there",
        ),
        (
            {"relu (1).ipynb": "broken", "relu (2).ipynb": "broken"},
            "relu (2).ipynb",
            "graded relu (2).ipynb of relu (2).ipynb, relu (1).ipynb (the copy with "
            "the highest number): relu.ipynb is not there",
        ),
    ],
)
def test_does_a_doubtful_file_give_way_to_one_that_belongs(
    files: dict[str, str], path: str, flag: str
) -> None:
    assert chosen(files) == Choice(path, (flag,))


PARTS = {"p1": frozenset({"a", "b"}), "p2": frozenset({"c", "d"})}


@pytest.mark.parametrize(
    ("files", "paths"),
    [
        ({"p1.ipynb": "ab", "p2.ipynb": "cd"}, ("p1.ipynb", "p2.ipynb")),
        ({"p1.ipynb": "cd", "p2.ipynb": "ab"}, ("p2.ipynb", "p1.ipynb")),
        ({"p1.ipynb": "ab", "p2.ipynb": "ab"}, ("p1.ipynb", None)),
        ({"p1.ipynb": "abc"}, ("p1.ipynb", None)),
        ({"all.ipynb": "abcd"}, (None, None)),
        ({"x.ipynb": "ab", "y.ipynb": "cd"}, ("x.ipynb", "y.ipynb")),
        ({"p1.ipynb": "cd", "q.ipynb": "ab"}, ("q.ipynb", "p1.ipynb")),
        ({"p1.ipynb": "", "p2.ipynb": ""}, ("p1.ipynb", "p2.ipynb")),
    ],
)
def test_does_no_file_stand_for_two_notebooks(
    files: dict[str, str], paths: tuple[str | None, str | None]
) -> None:
    found = choose([Candidate(p, frozenset(ids)) for p, ids in files.items()], PARTS)
    assert (found["p1"].path, found["p2"].path) == paths
    for name, choice in found.items():
        if choice.path is not None:
            assert bool(choice.flags) == (choice.path != f"{name}.ipynb")


def test_do_broken_copies_stand_for_one_notebook_alone() -> None:
    both = {"hw": frozenset("a"), "hw-1": frozenset("b")}
    found = choose([Candidate("hw-1 (1).ipynb", None)], both)
    assert (found["hw"].path, found["hw-1"].path) == (None, "hw-1 (1).ipynb")


@pytest.mark.parametrize(
    ("path", "ids", "others", "ours"),
    [  # courses that call the questions of every assignment q1, q2, …
        ("relu.ipynb", "q1 q2", {"b": "q1 q2"}, True),
        ("homework.ipynb", "q1 q2", {"b": "q1 q2"}, True),
        ("b.ipynb", "q1 q2", {"b": "q1 q2"}, False),
        ("relu.ipynb", "q1 q2", {"b": "q1 q2 q3"}, True),
        ("relu.ipynb", "q1 q2 q3", {"b": "q1 q2 q3"}, False),
        ("relu.ipynb", "q1 q2", {"b": "q1"}, True),
        ("x.ipynb", "q1", {"b": "q1"}, False),  # the smaller source is whole
    ],
)
def test_are_assignments_with_the_same_ids_told_apart(
    path: str, ids: str, others: dict[str, str], ours: bool
) -> None:
    given = {name: frozenset(text.split()) for name, text in others.items()}
    found = choose(
        [Candidate(path, frozenset(ids.split()))],
        {"relu": frozenset(("q1", "q2"))},
        given,
    )["relu"]
    assert (found.path == path) is ours


@pytest.mark.parametrize(
    "path",
    [
        *("._relu.ipynb", "__MACOSX/relu.ipynb", "__MACOSX/._relu.ipynb"),
        *(".ipynb_checkpoints/relu-checkpoint.ipynb", "a/.ipynb_checkpoints/b.ipynb"),
        *(".DS_Store", ".relu.ipynb", ".~relu.ipynb", ".git/relu.ipynb", "relu.py"),
        *("__MACOSX\\._relu.ipynb", "relu.ipynb.zip", "relu", "relu.json", "ipynb", ""),
        *("node_modules/a/relu.ipynb", ".trash/relu.ipynb", "relu.ipynb.bak"),
    ],
)
def test_do_ghosts_never_count(path: str) -> None:
    assert not is_candidate(path)


@pytest.mark.parametrize(
    ("stem", "numbers"),
    [
        *(("relu", ()), ("RELU", ()), ("relu (3)", (3,)), ("relu-Copy12", (12,))),
        *(("relu copy", (1,)), ("relu copy 2", (2,)), ("relu - Kopie (4)", (4,))),
        *(("relu_v2", (2,)), ("relu-7", (7,)), ("relu(1)(2)", (1, 2))),
        *(("relu2", None), ("relu_final", None), ("my relu", None), ("rel", None)),
    ],
)
def test_is_the_number_of_a_copy_read(
    stem: str, numbers: tuple[int, ...] | None
) -> None:
    assert copy_number(stem, "relu") == numbers


# --- What is read of a folder ---------------------------------------------------------


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course with two assignments; what is handed in goes to `in`."""
    root = make_course(tmp_path / "course")
    (root / "in").mkdir()
    cells = [
        answer("square", "def square(x):\n    return x"),
        check("test_half", 2, "assert square(4) == 2"),
        check("test_third", 2, "assert square(9) == 3"),
    ]
    return make_course(root, "halves", new_notebook(cells=cells))


def without_marks(course: Path) -> object:
    """A notebook whose metadata is gone."""
    notebook = honest(load(course))
    for cell in notebook.cells:
        cell.metadata.clear()
    return notebook


def test_are_the_cells_of_a_notebook_read_where_its_name_does_not_tell(
    course: Path,
) -> None:
    assignment, folder = load(course), course / "in"
    write_notebook(folder / "sub" / "mine.ipynb", honest(assignment))
    other = new_notebook(cells=source().cells[:1])
    write_notebook(folder / "notes.ipynb", other)
    write_notebook(folder / "__MACOSX" / "demo.ipynb", honest(assignment))
    found = reader.handed_in(folder, assignment)["demo"]
    assert found.path == "sub/mine.ipynb"
    assert found.flags == ("graded sub/mine.ipynb: demo.ipynb is not there",)
    assert found.data is not None
    assert len(json.loads(found.data)["cells"]) == len(source().cells)


def test_is_the_notebook_of_another_assignment_recognised(course: Path) -> None:
    assignment, folder = load(course), course / "in"
    write_notebook(folder / "demo.ipynb", handed_in(load(course, "halves")))
    found = reader.handed_in(folder, assignment)["demo"]
    assert (found.data, found.reason) == (None, "demo.ipynb is the notebook of halves")


@pytest.mark.parametrize("name", ["demo.ipynb", "other.ipynb", "demo (1).ipynb"])
def test_is_a_notebook_without_metadata_known_by_its_tests(
    course: Path, name: str
) -> None:
    assignment, folder = load(course), course / "in"
    write_notebook(folder / name, without_marks(course))  # type: ignore[arg-type]
    found = reader.handed_in(folder, assignment)["demo"]
    assert found.path == name
    assert found.data is not None


def test_is_an_essay_no_notebook_of_the_assignment(course: Path) -> None:
    assignment, folder = load(course), course / "in"
    essay = new_notebook(cells=[new_code_cell("import numpy as np\nimport checks")])
    write_notebook(folder / "essay.ipynb", essay)
    found = reader.handed_in(folder, assignment)["demo"]
    assert (found.data, found.reason) == (None, "essay.ipynb holds none of its cells")
    (folder / "essay.ipynb").rename(folder / "demo.ipynb")
    assert reader.handed_in(folder, assignment)["demo"].data is not None


@pytest.mark.parametrize(
    ("names", "reason"),
    [
        (["demo.html"], "instead there is demo.html"),
        (["demo.json"], "instead there is demo.json"),
        (["demo (1)", "w/demo.zip"], "instead there is demo (1), w/demo.zip"),
        ([f"{i}.csv" for i in range(8)], "5.csv and 2 more"),
        (["checks.py", "timestamp.txt", ".DS_Store"], ""),
        ([], ""),
    ],
)
def test_is_told_what_is_there_instead_of_a_notebook(
    course: Path, names: list[str], reason: str
) -> None:
    for name in names:
        (course / "in" / name).parent.mkdir(exist_ok=True)
        (course / "in" / name).write_text("x")
    found = reader.handed_in(course / "in", load(course))["demo"]
    assert (found.data, found.path) == (None, None)
    assert found.reason.endswith(reason)
    assert found.flags == ((found.reason,) if reason else ())


def test_does_the_ordinary_case_open_one_file_alone(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assignment, folder = load(course), course / "in"
    write_notebook(folder / "demo.ipynb", honest(assignment))
    write_notebook(folder / "demo (1).ipynb", honest(assignment))
    seen: list[str] = []
    look = reader.look
    monkeypatch.setattr(reader, "look", lambda *a: (seen.append(a[1]), look(*a))[1])
    monkeypatch.setattr(reader, "entries", lambda *_: pytest.fail("it looked around"))
    monkeypatch.setattr(reader.Others, "read", lambda *_: pytest.fail("others read"))
    assert reader.handed_in(folder, assignment)["demo"].flags == ()
    assert seen == ["demo.ipynb"]


def test_are_many_notebooks_looked_at_up_to_a_point(course: Path) -> None:
    assignment, folder = load(course), course / "in"
    for number in range(reader.MOST_CANDIDATES + 5):
        (folder / f"{number:02}.ipynb").write_text("{}")
    found = reader.handed_in(folder, assignment)["demo"]
    assert "5 more of its notebooks were not looked at" in found.flags


@pytest.mark.parametrize(
    "name", ["x.IPYNB", "x.ipynb.json", "sub/x.ipynb", "._x.ipynb"]
)
def test_do_notebooks_change_the_digest_and_lie_beside_no_other(
    course: Path, name: str
) -> None:
    folder = course / "in"
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("{}")
    before = digest(folder)
    path.write_text("[]")
    assert digest(folder) != before
    submission = Submission("ada", folder)
    assert submitted_files(submission, load(course), 50) == ({}, [])
