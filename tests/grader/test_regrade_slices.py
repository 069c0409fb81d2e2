"""What must run again for one edited test, and what is too risky to leave out."""

from __future__ import annotations

import ast
import json
from dataclasses import asdict, replace
from pathlib import Path

import nbformat
import pytest
from grading_support import (
    answer,
    check,
    honest,
    load,
    make_course,
    marked,
    source,
    write_notebook,
)
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from autograder import judged
from autograder.course import sanitise, versions
from autograder.records import Assignment, CellOutcome, Limits
from autograder.regrade import show, state
from autograder.regrade.partial import Ran
from autograder.regrade.slicing import Slice, Slicer, Whole

pytestmark = pytest.mark.quick


def apart(course: Path) -> Assignment:
    """A course's assignment, with all of its tests judged apart."""
    found = load(course)
    masters = [
        replace(master, apart=judged.tests_of(master), all_apart=True)
        for master in found.masters
    ]
    return replace(found, masters=tuple(masters))


def cut(
    folder: Path, cells: list[NotebookNode], test: str, **texts: str
) -> list[str] | str:
    """The ids of the cells that run for a test, or why all must; `texts` by id."""
    for cell in cells:
        cell.metadata.nbgrader.setdefault("points", 0)
    notebook = new_notebook(cells=cells)
    (master,) = apart(make_course(folder, "demo", notebook)).masters
    slicer = Slicer(master, {})
    handed_in = NotebookNode(master.reference)
    for cell in handed_in.cells:
        cell.source = texts.get(cell.metadata.nbgrader.grade_id, cell.source)
    found = slicer.cut(handed_in, [test], frozenset())
    if isinstance(found, Whole):
        return found.why
    return [handed_in.cells[i].metadata.nbgrader.grade_id for i in found.kept]


def given(name: str, text: str) -> NotebookNode:
    """A cell of the course's."""
    return marked(new_code_cell(text), name, locked=True)


def cells() -> list[NotebookNode]:
    """Two questions, the second of which has two tests."""
    return [
        given("setup", "import numpy as np\nlimit = 3\ntable = [1, 2]"),
        answer("f", "def f(x):\n    return x + limit"),
        check("test_f", 1, "assert f(1) == 4"),
        answer("g", "def g(x):\n    return np.sum(x)"),
        check("test_g", 1, "values = np.arange(3)\nassert g(values) == 3"),
        check("test_more", 1, "x = 1\nassert g([x]) == 1"),
    ]


def test_does_a_test_need_only_what_it_reaches(tmp_path: Path) -> None:
    found = cut(tmp_path, cells(), "test_more")
    assert found == ["setup", "g", "test_more"]


def test_does_a_test_need_what_an_earlier_one_binds(tmp_path: Path) -> None:
    more = cells()
    more[-1].source = "assert g(values[1:]) == 3"
    assert cut(tmp_path / "a", more, "test_more") == [
        *("setup", "g", "test_g", "test_more")
    ]
    # What it binds itself before is its own.
    more[-1].source = "values = [4]\nassert g(values) == 4"
    assert cut(tmp_path / "b", more, "test_more") == ["setup", "g", "test_more"]


def test_does_a_test_need_those_that_may_change_its_data(tmp_path: Path) -> None:
    more = cells()
    more[2].source = "table.append(f(1))\nassert table[-1] == 4"
    more[-1].source = "assert g(table) == 7"
    found = cut(tmp_path, more, "test_more")
    assert found == ["setup", "f", "test_f", "g", "test_more"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("seen = []\n\n\ndef g(x):\n    return np.sum(x)", "g uses seen = []"),
        ("def g(x, seen=[]):\n    return np.sum(x)", "g uses a default value"),
        ("def g(x):\n    global n\n    n = 1", "g uses global n"),
        ("def g(x):\n    g.calls = 1\n    return np.sum(x)", "g uses g.calls"),
        ("def g(x):\n    return np.random.normal()", "g uses numpy.random.normal"),
        ("rng = np.random.default_rng(1)\ng = rng.normal", "g uses rng ="),
        ("import random\n\n\ndef g(x):\n    return random.random()", "g uses random"),
        ("import time\n\n\ndef g(x):\n    return time.time()", "g uses time"),
        ("def g(x):\n    return open('f').read()", "g uses open"),
        ("def g(x):\n    return eval('1')", "g uses eval"),
        ("def g(x):\n    return g.__globals__", "g uses __globals__"),
        ("def g(x):\n    return sum(table)", "answers use the course's table"),
        ("import os\n\n\ndef g(x):\n    return os.getpid()", "g uses os"),
        ("import torch\n\n\ndef g(x):\n    return 1", "g uses torch"),
        ("g = lambda x: In[0]", "g uses In"),
        ("from functools import cache\n\n\n@cache\ndef g(x):\n    return 1", "g uses"),
        ("class g:\n    made = []\n\n    def __init__(self, x): ...", "g uses made ="),
    ],
)
def test_is_a_state_that_tests_may_share_no_risk(
    tmp_path: Path, text: str, why: str
) -> None:
    found = cut(tmp_path, cells(), "test_more", g=text)
    assert isinstance(found, str), found
    assert found.startswith(why)


@pytest.mark.parametrize(
    "text",
    [
        "def g(x):\n    found = []\n    found.append(np.sum(x))\n    return found[0]",
        "def g(x):\n    x = np.array(x)\n    x[0] += 0\n    return x.sum()",
        "import math\n\nHALF = 1 / 2\n\n\ndef g(x):\n    return math.fsum(x)",
        "g = lambda x: np.random.default_rng(0).normal() * 0 + sum(x)",
        "class G:\n    def __init__(self, x):\n        self.x = x\n\n\ndef g(x):\n"
        "    return sum(G(x).x)",
    ],
)
def test_are_plain_answers_run_in_part(tmp_path: Path, text: str) -> None:
    found = cut(tmp_path, cells(), "test_more", g=text)
    assert found[-2:] == ["g", "test_more"]


def test_may_another_answer_keep_what_it_likes(tmp_path: Path) -> None:
    """As long as nobody else can see it."""
    kept = "import random\nseen = []\n\n\ndef f(x):\n    seen.append(x)\n    return 4"
    assert cut(tmp_path / "a", cells(), "test_more", f=kept) == [
        *("setup", "g", "test_more")
    ]
    loud = "def f(x):\n    np.seterr(all='raise')\n    return 4"
    found = cut(tmp_path / "b", cells(), "test_more", f=loud)
    assert found == "f uses numpy.seterr"


def test_do_later_tests_run_that_see_what_was_edited(tmp_path: Path) -> None:
    def notebook(folder: str, edited: str, later: str) -> NotebookNode:
        more = cells()
        more[4].source, more[5].source = edited, later
        for cell in more:
            cell.metadata.nbgrader.setdefault("points", 0)
        made = make_course(tmp_path / folder, "demo", new_notebook(cells=more))
        return apart(made).masters[0]

    def seen(before: str, after: str, later: str) -> list[str]:
        old, new = notebook("old", before, later), notebook("new", after, later)
        both = [old.notebook, new.notebook]
        return sorted(Slicer(new, {}).dependents(both, {"test_g"}))

    kept = "values = np.arange(3)\nassert g(values) == 3"
    moved = "values = np.arange(4)\nassert g(values) == 6"
    gone = "assert g([1, 2]) == 3"
    uses = "assert g(values) == 3"
    assert seen(kept, moved, uses) == ["test_g", "test_more"]
    assert seen(kept, gone, uses) == ["test_g", "test_more"]
    assert seen(gone, kept, uses) == ["test_g", "test_more"]
    assert seen(kept, moved, "assert g([1]) == 1") == ["test_g"]
    table = "table.append(g([1]))\nassert table"
    assert seen(gone, table, "assert g(table) == 4") == ["test_g", "test_more"]


def test_is_the_same_code_the_same_run(tmp_path: Path) -> None:
    assignment = apart(make_course(tmp_path))
    (master,) = assignment.masters
    slicer = Slicer(master, assignment.files)
    found = []
    for text in (
        "def cube(x):\n    return x**3",
        "def cube(x):\n    return x**3  # mine",
        "def cube(x):\n    return x * x * x",
    ):
        notebook = NotebookNode(master.reference)
        notebook.cells = [NotebookNode(cell) for cell in notebook.cells]
        for cell in notebook.cells:
            if cell.metadata.get("nbgrader", {}).get("grade_id") == "cube":
                cell.source = text
        found.append(slicer.cut(notebook, ["test_cube"], frozenset()))
    one, same, other = found
    assert isinstance(one, Slice)
    assert isinstance(same, Slice)
    assert isinstance(other, Slice)
    assert (one.alike == same.alike, one.text == same.text) == (True, False)
    assert one.alike != other.alike
    notebook.cells.insert(0, NotebookNode(notebook.cells[1], metadata={}))
    notebook.cells[0].source = "'mine'"
    shifted = slicer.cut(notebook, ["test_cube"], frozenset())
    assert isinstance(shifted, Slice)
    ran = Ran(dict.fromkeys(other.kept, CellOutcome("done")), {}, 0.0, "", True, True)
    assert ran.serves(shifted, other)
    assert ran.placed(shifted, other).outcomes.keys() == set(shifted.kept)
    assert not replace(ran, nameless=False).serves(shifted, other), "lines differ"


@pytest.mark.parametrize(
    ("text", "remembers"),
    [
        (
            "seen = []\ndef close(a):\n    seen.append(a)\n    return len(seen)",
            ["seen"],
        ),
        ("n = 0\ndef close(a):\n    global n\n    n += 1", ["n"]),
        ("seen = {}\ndef close(a):\n    seen[a] = 1\n    return a in seen", ["seen"]),
        ("def close(a):\n    close.n = 1", ["close"]),
        ("seen = []\ndef show():\n    print(len(seen))\n    seen.clear()", []),
        ("def close(a):\n    seen = []\n    seen.append(a)\n    return seen", []),
        ("NAMES = {'a': 1}\ndef close(a):\n    return NAMES[a]", []),
    ],
)
def test_is_it_known_what_helpers_remember(text: str, remembers: list[str]) -> None:
    found = set(state.remembering("checks", ast.parse(text)))
    assert found == {f"checks.{name}" for name in remembers}


def changed(course: Path, test: str, **new: object) -> NotebookNode:
    """The source with a cell changed."""
    notebook = source()
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == test:
            cell.source = new.get("text", cell.source)
            if "points" in new:
                cell.metadata.nbgrader.points = new["points"]
    return notebook


def test_is_it_known_what_a_change_concerns(tmp_path: Path) -> None:
    def compared(notebook: NotebookNode, limits: Limits = Limits(), helper: str = ""):  # noqa: B008
        old = apart(make_course(tmp_path / "old"))
        root = make_course(tmp_path / "new", "demo", notebook)
        if helper:
            (root / "solutions" / "demo" / "checks.py").write_text(helper)
        new = apart(root)
        before = versions.version_of(old, Limits())
        kept = versions.read(json.loads(json.dumps(asdict(before))))
        assert kept == before
        found = versions.compare(before, versions.version_of(new, limits), new)
        return found.notebooks["demo"]

    nothing = versions.Changes()
    assert compared(source()) == nothing
    edited = compared(changed(tmp_path, "test_cube", text="assert cube(2) == 8"))
    assert edited == versions.Changes(tests=frozenset({"test_cube"}))
    more = compared(changed(tmp_path, "test_cube", points=4))
    assert more == versions.Changes(points=frozenset({"test_cube"}))
    setup = "import numpy as np\nimport checks\nnp.seterr(all='raise')"
    assert compared(changed(tmp_path, "setup", text=setup)).whole == "the cell setup"
    assert compared(source(), Limits(timeout=5)).whole == "the limits"
    helper = "def close(a, b):\n    assert a == b\n"
    assert compared(source(), helper=helper).whole == "the file checks.py"
    # A name that the edited test now binds, and another test reads.
    text = "abs = None\nassert cube(2) == 8"
    edited = compared(changed(tmp_path, "test_cube", text=text))
    assert edited == versions.Changes(tests=frozenset({"test_cube"}))


def test_does_the_page_show_hostile_text_as_text() -> None:
    row = show.Row(
        *("<script>alert(1)</script>\x1b[31m", 0.0, 1.0, "test", 0.0, 1.0, 1.0, 1.0),
        *("<img src=x onerror=alert(1)>\u202e", "passed", None),
    )
    told = show.Summary(
        *("demo", ["the text of test"], 1, 1, 0, 0.0, 1.0, 1, 0, 1, {}),
        *({"handed in again": ["<b>"]}, []),
    )
    page = show.page(told, [row])
    assert "<script>" not in page
    assert "<img" not in page
    assert "<b>&lt;" not in page
    assert "\x1b" not in page
    assert "\u202e" not in page
    assert (
        show.to_csv([replace(row, student="=1+1")]).decode().splitlines()[1][0] == "'"
    )


def test_is_a_test_as_it_was_released_not_edited(tmp_path: Path) -> None:
    course = make_course(tmp_path)
    given = honest(load(course))
    write_notebook(course / "exercises" / "demo" / "demo.ipynb", given)
    corrected = changed(course, "test_cube", text="assert cube(3) == 27")
    write_notebook(course / "solutions" / "demo" / "demo.ipynb", corrected)

    def flags() -> list[str]:
        (master,) = load(course).masters
        data = nbformat.v4.writes(given).encode()
        return sanitise.sanitise(data, master)[1]

    assert flags() == []
    index = [c.metadata.get("nbgrader", {}).get("grade_id") for c in given.cells].index(
        "test_cube"
    )
    given.cells[index].source = "assert True"
    assert flags() == ["cell test_cube was edited"]
