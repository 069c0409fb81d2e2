"""Whatever comes in: no exception, a result for everybody, and an unchanged neighbour.

`make fuzz` tries thousands of each kind, `make test` some dozens.
"""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
import pytest
from grading_support import honest, load, make_course
from hypothesis import example, given
from hypothesis import strategies as st
from nbgrader.utils import parse_utc

from autograder import grade, run
from autograder.course import sanitise
from autograder.course.submissions import find_submissions
from autograder.course.times import time_of
from autograder.engine import replies
from autograder.inert.text import plain
from autograder.marks import files, report, score
from autograder.marks.gradebook import Book
from autograder.records import CellOutcome, Execution, Limits, Master, Result, Task

# --- What may stand anywhere in JSON, as Python reads it -------------------------

odd_text = st.text(st.characters(), max_size=20)  # lone surrogates, too
odd_number = st.one_of(
    st.integers(),
    st.integers(2**62, 2**400),
    st.floats(),
    st.booleans(),
)
odd = st.recursive(
    st.one_of(st.none(), odd_text, odd_number),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(odd_text, inner, max_size=4)
    ),
    max_leaves=12,
)


def one_of(*values: Any) -> st.SearchStrategy:
    """Mostly a value that makes sense, sometimes anything."""
    return st.one_of(
        *[v if isinstance(v, st.SearchStrategy) else st.just(v) for v in values], odd
    )


def sometimes(fields: dict[str, st.SearchStrategy]) -> st.SearchStrategy:
    """An object with some of the fields, and others."""
    known = st.fixed_dictionaries({}, optional=fields)
    return st.builds(
        lambda one, more: {**more, **one},
        known,
        st.dictionaries(odd_text, odd, max_size=2),
    )


def deep(depth: int) -> Any:
    """A list in a list in a list …"""
    found: Any = []
    for _ in range(depth):
        found = [found]
    return found


# --- Replies ---------------------------------------------------------------------

mime = st.sampled_from(
    ["text/plain", "text/html", "image/png", "application/json", "application/x+json"]
)
bundle = st.one_of(st.dictionaries(st.one_of(mime, odd_text), odd, max_size=3), odd)
output = st.one_of(
    sometimes(
        {
            "output_type": one_of("stream", "error", "display_data", "execute_result"),
            "name": one_of("stdout", "stderr"),
            "text": odd_text,
            "ename": one_of(odd_text),
            "evalue": one_of(odd_text),
            "traceback": one_of(st.lists(odd_text, max_size=3)),
            "data": bundle,
            "metadata": one_of(bundle),
            "execution_count": one_of(1),
        }
    ),
    st.just(deep(100)),
    odd,
)
reply = sometimes(
    {
        "nonce": one_of("right", "right", "right"),
        "ok": one_of(True, False),
        "outputs": one_of(st.lists(output, max_size=4)),
        "ename": one_of("ValueError"),
        "evalue": one_of(odd_text),
        "line": one_of(3),
        "value": one_of("1.5", "nan", "1e999"),
        "count": one_of(1),
        "flags": one_of(st.lists(odd_text, max_size=3)),
    }
)


def answering(**fields: Any) -> dict[str, Any]:
    """A reply that is right but for some fields."""
    right = {"nonce": "right", "ok": False, "outputs": [], "ename": "E", "evalue": "e"}
    return {**right, **fields}


@given(reply)
@example(answering(evalue="\ud800"))
@example(answering(outputs=[{"output_type": "display_data", "data": []}]))
@example(answering(line=10**30, count=10**30))
def test_is_a_reply_read_or_refused(said: dict[str, Any]) -> None:
    try:
        outcome = replies.read_reply(said, "right", [], 0.1)
        flags = replies.outcome_flags(said)
    except ValueError:
        return
    cell = nbformat.v4.new_code_cell("x", metadata={"nbgrader": {}})
    notebook = nbformat.v4.new_notebook(cells=[cell])
    done = replies.executed(
        notebook, {0: outcome}, {0: replies.small(said.get("count"))}
    )
    nbformat.validate(done)
    written = nbformat.v4.writes(done).encode()
    assert nbformat.reads(written.decode(), 4).cells[0].outputs == done.cells[0].outputs
    question = score.question("test", 2.0, outcome, None, "x")
    result = Result(
        "ada", "graded", question.score, 2.0, flags=tuple(flags), questions=(question,)
    )
    summary = files.to_json("demo", [result], "warm", "none", 0.1)
    assert json.loads(files.to_bytes(summary)) == json.loads(json.dumps(summary))
    for line in csv.reader(io.StringIO(files.to_csv([result]).decode())):
        assert not any(value[:1] in tuple("=+@\t\r＝") for value in line if value)
    report.page(summary, summary["submissions"], Path("/nowhere"))


# --- Notebooks -------------------------------------------------------------------

IDS = ["setup", "square", "test_square", "cube", "test_cube", "mean", "test_mean"]
TESTS = {name for name in IDS if name.startswith("test_")}
given_cell = st.one_of(
    sometimes(
        {
            "cell_type": one_of("code", "markdown", "raw", "heading"),
            "source": one_of(odd_text, st.lists(odd_text, max_size=3)),
            "input": one_of(odd_text),
            "level": one_of(2),
            "metadata": one_of(
                sometimes(
                    {
                        "nbgrader": one_of(
                            sometimes({"grade_id": one_of(st.sampled_from(IDS))})
                        )
                    }
                )
            ),
            "attachments": one_of(st.dictionaries(odd_text, bundle, max_size=2)),
            "outputs": one_of(st.lists(output, max_size=2)),
        }
    ),
    odd,
)
given_notebook = st.one_of(
    sometimes(
        {
            "cells": one_of(st.lists(given_cell, max_size=8)),
            "metadata": odd,
            "nbformat": one_of(4, 3),
        }
    ),
    sometimes(
        {
            "worksheets": one_of(
                st.lists(
                    sometimes({"cells": one_of(st.lists(given_cell, max_size=8))}),
                    max_size=2,
                )
            )
        }
    ),
    odd,
)
given_bytes = st.one_of(
    given_notebook.map(lambda value: json.dumps(value).encode()), st.binary(max_size=60)
)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course with one assignment."""
    return make_course(tmp_path_factory.mktemp("fuzz") / "course")


def with_attachments(given: Any) -> bytes:
    """A notebook with a text cell that has attachments."""
    one = {
        "cell_type": "markdown",
        "source": "![x](attachment:a)",
        "attachments": given,
    }
    return json.dumps({"cells": [one]}).encode()


PIXEL = {"image/png": "aGk="}


@cache
def master_of(course: Path) -> tuple[Master, ...]:
    """The source, read once."""
    return load(course).masters


@given(given_bytes)
@example(with_attachments({"\ud800": PIXEL}))
@example(with_attachments({"a": {"\ud800": "aGk=", "image/png": "\ud800"}}))
@example(with_attachments({"a": PIXEL, "b c": {"image/png": ["aGk="]}, "d": 5}))
def test_is_a_notebook_put_in_order_or_unreadable(course: Path, data: bytes) -> None:
    (master,) = master_of(course)
    try:
        notebook, flags = sanitise.sanitise(data, master)
    except sanitise.Unreadable:
        return
    nbformat.validate(notebook)
    nbformat.v4.writes(notebook).encode()
    names = [sanitise.grade_id(cell) for cell in notebook.cells]
    assert [name for name in names if name] == IDS
    for cell, ours in zip(
        (c for c in notebook.cells if sanitise.grade_id(c) in TESTS),
        (c for c in master.notebook.cells if sanitise.grade_id(c) in TESTS),
        strict=True,
    ):
        assert cell.source == ours.source, "a test is never changed"
    "".join(flags).encode()


# --- Folders ---------------------------------------------------------------------


class Passing:
    """A place where every cell ends well: what is tried here is what lies around it."""

    name, sandbox, note = "fake", "none", ""

    def run(self, task: Task, limits: Limits) -> Execution:
        """Say that all cells ran."""
        code = [i for i, c in enumerate(task.notebook.cells) if c.cell_type == "code"]
        return Execution(task.notebook, {index: CellOutcome("done") for index in code})


file_name = st.one_of(
    st.sampled_from(
        ["demo.ipynb", "timestamp.txt", "checks.py", "notes.txt", "pyvenv.cfg"]
    ),
    st.binary(min_size=1, max_size=12)
    .filter(lambda name: not set(name) & {0, ord("/")} and name not in (b".", b".."))
    .map(os.fsdecode),
)
entry = st.tuples(
    st.sampled_from(
        ["file", "file", "file", "folder", "link", "dangling", "fifo", "locked"]
    ),
    st.lists(file_name, min_size=1, max_size=3),
    st.one_of(
        given_bytes, odd_text.map(lambda text: text.encode("utf-8", "surrogatepass"))
    ),
)
student_name = (
    st.binary(min_size=1, max_size=20)
    .filter(
        lambda name: (
            not set(name) & {0, ord("/"), ord(",")}
            and not name.startswith(b".")
            and name not in (b"ada", b"zoe")
        )
    )
    .map(os.fsdecode)
)


def put(folder: Path, kind: str, parts: list[str], data: bytes) -> None:
    """Put something odd into a folder, where nothing stands in the way."""
    path = folder.joinpath(*parts)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if os.path.lexists(path):
            return  # to write to a pipe would wait for ever
        if kind == "file":
            path.write_bytes(data)
        elif kind == "folder":
            path.mkdir(exist_ok=True)
        elif kind == "link":
            path.symlink_to("/etc/passwd")
        elif kind == "dangling":
            path.symlink_to("nowhere")
        elif kind == "fifo":
            os.mkfifo(path)
        else:
            path.write_bytes(data)
            path.chmod(0)
    except (FileExistsError, NotADirectoryError, IsADirectoryError, PermissionError):
        return  # what was put there before is in the way


# Thousands of folders and commits: in memory, where the machine has such a place.
FAST = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


class School:
    """A course with its gradebook, made once, in which classes come and go."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.course, self.assignment = run.load("demo", run.Options(root, Limits()))
        self.book = Book(self.course, self.assignment)
        self.honest = nbformat.v4.writes(honest(self.assignment))

    def hand_in(self, place: Path, student: str) -> Path:
        """A folder of a student with an honest notebook."""
        folder = place / "submitted" / student / "demo"
        folder.mkdir(parents=True)
        (folder / "demo.ipynb").write_text(self.honest)
        return folder

    def grade(self, place: Path) -> dict[str, Result]:
        """Grade a class as the command does, but for the engine; read what it wrote."""
        submissions = find_submissions(self.course, "demo", place / "submitted")
        output = files.Output(place / "graded" / "demo", "demo")
        work = run.ClassRun(self.assignment, output, self.book, 50)
        try:
            for one in grade.grade_all(
                submissions, self.assignment, Passing(), Limits(), 2, work.known
            ):
                work.keep(one)
            output.summarise(work.results.values(), "fake", "none", 0.1)
        finally:
            output.close()
            shutil.rmtree(self.root / "autograded", ignore_errors=True)
        summary = json.loads((place / "graded" / "demo" / "results.json").read_bytes())
        assert len(summary["submissions"]) == len(submissions)
        return work.results


@pytest.fixture(scope="module")
def school() -> Iterator[School]:
    """A school for all examples."""
    with tempfile.TemporaryDirectory(dir=FAST) as place:
        found = School(make_course(Path(place) / "course"))
        yield found
        found.book.close()


@given(student_name, st.lists(entry, max_size=6))
@example("results.json", [])
@example("<img src=x>", [("file", ["\x1b[2J.txt"], b"")])
@example(os.fsdecode(b"\xff" * 250), [])
def test_is_a_folder_graded_beside_unchanged_neighbours(
    school: School, student: str, entries: list[tuple[str, list[str], bytes]]
) -> None:
    with tempfile.TemporaryDirectory(dir=FAST) as name:
        place = Path(name)
        for neighbour in ("ada", "zoe"):
            school.hand_in(place, neighbour)
        folder = place / "submitted" / student / "demo"
        folder.mkdir(parents=True)
        for one in entries:
            put(folder, *one)
        found = school.grade(place)
    assert len(found) == 3
    for neighbour in ("ada", "zoe"):
        result = found[neighbour]
        assert (result.status, result.score, result.flags) == ("graded", 10.0, ())
    (other,) = (result for who, result in found.items() if who not in ("ada", "zoe"))
    assert other.status in ("graded", "partial", "missing", "unreadable"), other.flags
    assert plain(other.student) == other.student
    assert not set('<>"&') & set(other.student)
    assert [plain(flag) for flag in other.flags] == list(other.flags)


@given(
    st.one_of(
        odd_text,
        st.datetimes().map(str),
        st.from_regex(
            r"[0-9]{1,6}-[0-9]{1,4}-[0-9]{1,4} [0-9:. +A-Z]{0,20}", fullmatch=True
        ),
    )
)
def test_is_a_time_stamp_a_time_or_none(text: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        Path(name, "timestamp.txt").write_bytes(text.encode("utf-8", "surrogatepass"))
        found, wrong = time_of(Path(name))
    assert found or wrong
    if found is not None:
        assert parse_utc(found).year >= 2000
