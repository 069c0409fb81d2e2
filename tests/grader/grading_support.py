"""A small course for the grader's tests: one NumPy assignment, three questions."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder import grade, judged
from autograder.course.assignment import load_assignment, load_course
from autograder.engine import sandbox
from autograder.engine.sandboxed import SandboxedEngine
from autograder.records import Assignment, Graded, Limits, Result, Submission

SQUARE = "def square(x):\n    return x * x"
CUBE = "def cube(x):\n    return x**3"
MEAN = "def mean(values):\n    return np.mean(values)"
ANSWERS = {"square": SQUARE, "cube": CUBE, "mean": MEAN}

CONFIG = """c = get_config()
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "exercises"
"""
CHECKS = '''"""Helpers of the course."""


def close(a, b):
    """Fail unless `a` and `b` are nearly equal."""
    assert abs(a - b) < 1e-6, f"{a} is not {b}"
'''


def marked(cell: NotebookNode, name: str, **more: Any) -> NotebookNode:
    """Give a cell nbgrader's metadata."""
    cell.metadata["nbgrader"] = {
        "grade_id": name,
        "schema_version": 3,
        "grade": False,
        "solution": False,
        "locked": False,
        "task": False,
        **more,
    }
    return cell


def answer(name: str, source: str) -> NotebookNode:
    """An answer cell of the source; its body becomes the solution."""
    head, _, body = source.partition("\n")
    text = f"{head}\n    ### BEGIN SOLUTION\n{body}\n    ### END SOLUTION"
    return marked(new_code_cell(text), name, solution=True)


def check(name: str, points: float, visible: str, hidden: str = "") -> NotebookNode:
    """A test cell of the source."""
    if hidden:
        visible += f"\n### BEGIN HIDDEN TESTS\n{hidden}\n### END HIDDEN TESTS"
    return marked(new_code_cell(visible), name, grade=True, locked=True, points=points)


def source() -> NotebookNode:
    """The source notebook of the assignment `demo`."""
    cells = [
        new_markdown_cell("# Powers"),
        marked(
            new_code_cell("import numpy as np\nimport checks"), "setup", locked=True
        ),
        answer("square", SQUARE),
        check(
            "test_square",
            2,
            "assert square(3) == 9, 'square(3) is 9'",
            "assert square(-4) == 16, 'square(-4) is SECRET_SIXTEEN'",
        ),
        answer("cube", CUBE),
        check("test_cube", 3, "assert cube(2) == 8", "checks.close(cube(-1), -1)"),
        answer("mean", MEAN),
        check(
            "test_mean",
            5,
            "np.testing.assert_allclose(mean([1.0, 3.0]), 2.0)",
            "np.testing.assert_allclose(mean(np.arange(5)), 2.0)",
        ),
    ]
    return python_notebook(cells)


def python_notebook(cells: list[NotebookNode]) -> NotebookNode:
    """A notebook with these cells that Jupyter runs with Python."""
    notebook = new_notebook(cells=cells)
    notebook.metadata["kernelspec"] = {
        "name": "python3",
        "display_name": "Python 3",
        "language": "python",
    }
    return notebook


def write_notebook(path: Path, notebook: NotebookNode) -> None:
    """Write a notebook, with its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(nbformat.v4.writes(notebook))


def make_course(root: Path, name: str = "demo", notebook: NotebookNode | None = None):
    """Write a course with one assignment below `root`; its folder."""
    root.mkdir(parents=True, exist_ok=True)
    (root / "nbgrader_config.py").write_text(CONFIG)
    write_notebook(root / "solutions" / name / f"{name}.ipynb", notebook or source())
    (root / "solutions" / name / "checks.py").write_text(CHECKS)
    return root


def load(root: Path, name: str = "demo") -> Assignment:
    """The assignment of a course made by `make_course`."""
    return load_assignment(load_course(root), name)


def handed_in(assignment: Assignment, **answers: str) -> NotebookNode:
    """The released notebook with answers in it: `square=…`, `cube=…`, `mean=…`."""
    master = assignment.masters[0].notebook
    notebook = nbformat.from_dict(json.loads(json.dumps(master)))
    from autograder.course.sanitise import visible

    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        cell.source = answers.get(name, visible(cell.source))
    return notebook


def honest(assignment: Assignment) -> NotebookNode:
    """A notebook with all answers right."""
    return handed_in(assignment, **ANSWERS)


def submit(
    root: Path, student: str, notebook: NotebookNode, name: str = "demo"
) -> Path:
    """Put a notebook where nbgrader expects submissions; its path."""
    path = root / "submitted" / student / name / f"{name}.ipynb"
    write_notebook(path, notebook)
    return path


def grade_one(
    engine: SandboxedEngine, root: Path, student: str, limits: Limits | None = None
) -> Graded:
    """Grade what a student has handed in."""
    assignment = load(root)
    submission = Submission(student, root / "submitted" / student / "demo")
    return grade.grade_submission(submission, assignment, engine, limits or Limits())


def marks(result: Result) -> dict[str, tuple[float, str]]:
    """Score and status of every question."""
    return {part.id: (part.score, part.status) for part in result.questions}


def printed(notebook: NotebookNode) -> str:
    """All text that a notebook's cells wrote."""
    return "".join(
        output.get("text", "")
        for cell in notebook.cells
        for output in cell.get("outputs", [])
    )


FULL = {
    "test_square": (2.0, "passed"),
    "test_cube": (3.0, "passed"),
    "test_mean": (5.0, "passed"),
}
SECRET = "a word that only the grader knows"


def lost(name: str, status: str) -> dict[str, tuple[float, str]]:
    """Full marks but for one question."""
    return {**FULL, name: (0.0, status)}


Build = Callable[[Assignment], NotebookNode]


def class_of(root: Path, builders: dict[str, Build] | Iterable[str]) -> Assignment:
    """Hand in notebooks for several students; honest ones where only named."""
    assignment = load(root)
    pairs = builders if isinstance(builders, dict) else dict.fromkeys(builders, honest)
    for student, build in pairs.items():
        submit(root, student, build(assignment))
    return assignment


# --- Attacks ---------------------------------------------------------------------

RAN = "import os\nos.write(1, b'ATTACK RAN\\n')\n"
SMALL = Limits(
    timeout=30.0, memory=400, processes=40, scratch=8, output=50_000, total=120.0
)
HASTY = replace(SMALL, timeout=4.0)  # for answers that never end


@dataclass(frozen=True)
class Seen:
    """What an attack came to."""

    graded: Graded
    text: str  # what its notebook printed
    apart: bool  # whether its tests ran in a process of their own

    @property
    def result(self) -> Result:
        """The attacker's result."""
        return self.graded.result

    @property
    def marks(self) -> dict[str, tuple[float, str]]:
        """The attacker's marks."""
        return marks(self.graded.result)


def flagged(seen: Seen, word: str) -> bool:
    """Whether some flag of the result holds a word.

    Apart from its judge an answer may do to itself what it likes: nothing is flagged.
    """
    return seen.apart or any(word in flag for flag in seen.result.flags)


class Arena:
    """Grades an attacker between two honest neighbours."""

    def __init__(self, root: Path, engine: SandboxedEngine, apart: bool) -> None:
        self.root, self.engine, self.apart = make_course(root), engine, apart
        self.assignment = load(root)
        if apart:
            self.assignment = judged.settle(self.assignment, engine, SMALL)
            assert all(master.all_apart for master in self.assignment.masters)
        for student in ("ada", "zoe"):
            submit(root, student, honest(self.assignment))

    def attack(self, limits: Limits = SMALL, **answers: str) -> Seen:
        """Hand in answers, each beginning with the attack that it makes."""
        full = {**ANSWERS, **answers}
        submit(self.root, "eve", handed_in(self.assignment, **full))
        seen = self.grade(limits)
        assert "ATTACK RAN" in seen.text, "the attack never ran"
        return seen

    def attack_with(self, data: bytes) -> Seen:
        """Hand in the bytes of a file."""
        path = self.root / "submitted" / "eve" / "demo" / "demo.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        path.write_bytes(data)
        return self.grade()

    def grade(self, limits: Limits = SMALL) -> Seen:
        """Grade all three, side by side; the neighbours must not notice."""
        folder = self.root / "submitted"
        three = [Submission(s, folder / s / "demo") for s in ("ada", "eve", "zoe")]
        found = {
            graded.result.student: graded
            for graded in grade.grade_all(
                three, self.assignment, self.engine, limits, 3, lambda *_: False
            )
        }
        for student in ("ada", "zoe"):
            result = found[student].result
            assert (marks(result), result.flags) == (FULL, ()), "a neighbour noticed"
        eve = found["eve"]
        text = "".join(printed(nb) for nb in eve.notebooks.values())
        return Seen(eve, text, self.apart)


def changed_inside(folder: Path, name: str, more: str) -> Path:
    """A copy of what runs inside, with lines at the end of one module."""
    copy = Path(shutil.copytree(sandbox.INSIDE, folder / "inside"))
    with open(copy / f"{name}.py", "a") as file:
        file.write(more)
    for path in (*copy.rglob("*"), copy, folder):
        path.chmod(0o755)
    return copy
