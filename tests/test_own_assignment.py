"""An assignment of one's own in a clone: a folder, and no list to edit."""

import json
import shutil
import subprocess
import sys

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from tools.exercises import answers

NAME = "my_lab"
PACKAGES = (f"{NAME}-github.zip", f"{NAME}-gradescope.zip")
SQUARE = (
    "def square(x):\n    ### BEGIN SOLUTION\n    return x * x\n    ### END SOLUTION"
)


# Runs commands in one process, so that nbgrader is imported once.
RUN = """
import json, runpy, sys
codes = []
for module, *words in json.loads(sys.argv[1]):
    sys.argv = [module, *words]
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
        codes.append(0)
    except SystemExit as end:
        codes.append(end.code or 0)
print(json.dumps(codes))
"""


def run(clone, *commands, code=0):
    """Run modules of the clone, all but the last without a fault; what they said."""
    done = subprocess.run(
        [sys.executable, "-c", RUN, json.dumps([line.split() for line in commands])],
        cwd=clone,
        capture_output=True,
        text=True,
    )
    said = done.stdout + done.stderr
    assert "Traceback" not in said, said
    codes = json.loads(done.stdout.splitlines()[-1])
    assert codes == [0] * (len(commands) - 1) + [code], said
    return said


def cell(made, name, **more):
    """A cell with nbgrader's marks."""
    flags = dict.fromkeys(("grade", "solution", "locked", "task"), False)
    made.metadata["nbgrader"] = {
        "grade_id": name,
        "schema_version": 3,
        **flags,
        **more,
    }
    return made


def put(clone, name, **notebooks):
    """Write an assignment of several notebooks, each a list of cells."""
    folder = clone / "solutions" / name
    folder.mkdir()
    for part, cells in notebooks.items():
        notebook = new_notebook(cells=cells)
        notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python"}
        nbformat.write(notebook, folder / f"{part}.ipynb")


def test_a_new_assignment_goes_the_whole_way(clone):
    lab = clone / "solutions" / NAME / f"{NAME}.ipynb"
    said = run(
        clone,
        f"autograder new {NAME}",
        f"tools.exercises.release {NAME}",
        f"tools.exercises.table {NAME}",
        f"tools.exercises.solutions {NAME} --out out",
        f"autograder package {NAME} --for github",
        f"autograder package {NAME} --for gradescope",
    )
    assert f"made solutions/{NAME}/{NAME}.ipynb, answers/{NAME}/average.py\n" in said
    assert f"{NAME} 1 / 0\n1 question: 1 of 1 wrong answers" in said
    assert "1 of 1 right ones accepted" in said
    template = clone / "autograder" / "course" / "templates" / "assignment.ipynb"
    assert lab.read_text() == template.read_text().replace("# NAME", f"# {NAME}")
    for folder in ("exercises", "solutions"):
        assert [p.name for p in (clone / folder / NAME).iterdir()] == [f"{NAME}.ipynb"]
    for made in (f"out/{NAME}/{NAME}_answers.ipynb", *PACKAGES):
        assert (clone / made).exists(), made
    (clone / "submitted" / "ada").mkdir(parents=True)
    for student, folder in (("ada", "solutions"), ("bob", "exercises")):
        shutil.copytree(clone / folder / NAME, clone / "submitted" / student / NAME)
    wrong = clone / "answers" / NAME / "average.py"
    wrong.write_text(wrong.read_text().replace("//", "/"))
    said = run(
        clone,
        f"autograder grade {NAME}",
        f"autograder report {NAME}",
        f"tools.exercises.table {NAME}",
        code=1,
    )
    results = json.loads((clone / "graded" / NAME / "results.json").read_text())
    marks = {part["student"]: part["score"] for part in results["submissions"]}
    assert marks == {"ada": 1, "bob": 0}
    assert "average, wrong: whole_numbers_only: it gets all marks" in said


def test_odd_assignments_are_assignments_too(clone):
    """No answers, no checks, any points, several notebooks, one without a question."""
    test = "assert square(3) == 9\n### BEGIN HIDDEN TESTS\nassert square(-1) == 1"
    test = new_code_cell(f"{test}\n### END HIDDEN TESTS")
    free = new_code_cell("assert square")
    essay = new_markdown_cell("### BEGIN SOLUTION\nSo.\n### END SOLUTION")
    put(
        clone,
        "odd",
        first=[
            cell(new_code_cell(SQUARE), "cell-1a", solution=True),
            cell(test, "cell-2b", grade=True, locked=True, points=0.25),
            cell(free, "free", grade=True, locked=True, points=0),
        ],
        second=[
            cell(essay, "essay", grade=True, solution=True, points=3),
            cell(new_markdown_cell("Sketch it."), "task", task=True, points=2.5),
        ],
    )
    put(clone, "reading", text=[cell(new_markdown_cell("Read."), "a", locked=True)])
    said = run(
        clone,
        "tools.exercises.release odd reading",
        "tools.exercises.table odd reading",
        "tools.exercises.solutions odd --out out",
        "autograder answers odd",
    )
    released = {p.name for p in (clone / "exercises" / "odd").iterdir()}
    assert released == {"first.ipynb", "second.ipynb"}
    assert "odd 0.25 (+ 5.5 by a person) / 0, reading 0 / 0" in said
    made = nbformat.read(clone / "out" / "odd" / "second_answers.ipynb", 4)
    assert made.cells[0].source.startswith("# second: the model answers")
    assert "So." in made.cells[1].source
    assert "no answers are collected" in said


@pytest.mark.quick
def test_the_lists_follow_the_folders(clone):
    put(clone, "zeta", zeta=[])
    put(clone, "alpha", other=[])
    toc = (clone / "_toc.yml").read_text()
    page = "        sections:\n          - file: exercises/relu/relu\n"
    added = page + "          - file: exercises/zeta/zeta\n"
    (clone / "_toc.yml").write_text(toc.replace(page, added))
    assert list(answers.assignments(clone)) == [
        *("why_nonlinearity", "sigmoid_tanh", "relu", "zeta", "initialization"),
        *("dying_relu", "variants", "in_practice", "alpha"),
    ]
    assert not {"zeta", "alpha"} & set(answers.OF_THE_BOOK)
