"""What a second run notices, what of a class it grades, and a source that changed."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner
from grading_support import (
    ANSWERS,
    CUBE,
    SQUARE,
    answer,
    check,
    class_of,
    handed_in,
    load,
    make_course,
    marked,
    submit,
    write_notebook,
)
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_notebook
from nbgrader.api import Gradebook

from autograder import cli, run
from autograder import grade as grade_module
from autograder.records import CellOutcome, Execution, Limits, Task

pytestmark = pytest.mark.quick


class Reader:
    """A place where a test passes unless an answer says that it is "wrong".

    Nothing runs: what is tried here is what lies around it.
    """

    name, sandbox, note, jobs = "fake", "none", "", 2

    def __init__(self) -> None:
        self.seen: list[str] = []  # the notebooks that it was given

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def start(self) -> None:
        pass

    def give_up(self) -> None:
        pass

    def run(self, task: Task, limits: Limits) -> Execution:
        """Say how the cells went."""
        self.seen.append(task.master.name)
        cells = task.notebook.cells
        wrong = any("wrong" in cell.source for cell in cells)
        state = CellOutcome("error", ename="AssertionError") if wrong else None
        code = [index for index, cell in enumerate(cells) if cell.cell_type == "code"]
        done = CellOutcome("done")
        return Execution(
            task.notebook,
            {
                index: state or done
                if cells[index].metadata.get("nbgrader", {}).get("grade")
                else done
                for index in code
            },
        )


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Reader:
    """The place where notebooks are looked at."""
    found = Reader()
    monkeypatch.setattr(run, "make_engine", lambda *_: found)
    monkeypatch.setattr("autograder.judged.settle", lambda assignment, *_: assignment)
    return found


@pytest.fixture
def course(tmp_path: Path, engine: Reader) -> Path:
    """A course with a class of two."""
    root = make_course(tmp_path / "course")
    class_of(root, ["ada", "bob"])
    return root


def grade(course: Path, *words: str, code: int = 0) -> str:
    """Grade `demo`; what was said."""
    words = ("grade", "demo", "--course", str(course), *words)
    done = CliRunner().invoke(cli.main, words)
    assert done.exit_code == code, (done.output, done.exception)
    return done.output


def results(course: Path) -> dict[str, dict]:
    """The submissions of results.json, by student."""
    found = json.loads((course / "graded" / "demo" / "results.json").read_text())
    return {part["student"]: part for part in found["submissions"]}


def scores(course: Path) -> dict[str, float]:
    """Their scores."""
    return {student: part["score"] for student, part in results(course).items()}


def totals(course: Path, db: str = "gradebook.db") -> dict[str, tuple[float, float]]:
    """Scores and maxima of the gradebook, by student."""
    with Gradebook(f"sqlite:///{course}/{db}") as gradebook:
        return {
            part.student.id: (part.score, part.max_score)
            for part in gradebook.assignment_submissions("demo")
        }


def edit(course: Path, change: Callable[[NotebookNode], None]) -> None:
    """Change the source."""
    path = course / "solutions" / "demo" / "demo.ipynb"
    notebook = nbformat.read(path, 4)
    change(notebook)
    write_notebook(path, notebook)


def cell(notebook: NotebookNode, name: str) -> NotebookNode:
    """A cell of the source."""
    return next(
        one
        for one in notebook.cells
        if one.metadata.get("nbgrader", {}).get("grade_id") == name
    )


# --- Reruns ------------------------------------------------------------------------


def test_is_all_graded_again_after_a_library_came(
    course: Path, engine: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    grade(course)
    assert "2 unchanged" in grade(course)
    assert engine.seen == ["demo"] * 2
    monkeypatch.setattr(grade_module, "libraries", lambda: "seaborn-0.13.2")
    assert "0 unchanged" in grade(course)
    assert engine.seen == ["demo"] * 4


@pytest.mark.parametrize("how", ["deleted", "other", "a row", "autograded"])
def test_does_a_gradebook_get_what_it_lacks_without_a_run(
    course: Path, engine: Reader, how: str
) -> None:
    grade(course)
    words: list[str] = []
    if how == "deleted":
        (course / "gradebook.db").unlink()
    elif how == "other":
        words = ["--db", f"sqlite:///{course}/other.db"]
    elif how == "a row":
        with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
            gradebook.remove_submission("demo", "ada")
    else:
        shutil.rmtree(course / "autograded" / "ada")
    grade(course, *words)
    assert engine.seen == ["demo"] * 2, "nothing ran again"
    full = {"ada": (10.0, 10.0), "bob": (10.0, 10.0)}
    assert totals(course, "other.db" if how == "other" else "gradebook.db") == full
    assert (course / "autograded" / "ada" / "demo" / "demo.ipynb").exists()


def test_are_results_of_another_version_known(course: Path, engine: Reader) -> None:
    """What it kept of how long they took may have other names."""
    grade(course)
    before = len(engine.seen)
    found = list(course.glob("graded/*/*/*/result.json"))
    assert found
    for path in found:
        kept = json.loads(path.read_text())
        del kept["result"]["spent"]
        kept["result"]["cpu"] = 1.0
        path.write_text(json.dumps(kept))
    assert "unchanged" in grade(course)
    assert len(engine.seen) == before


def test_does_a_removed_student_leave_the_results_alone(course: Path) -> None:
    grade(course)
    shutil.rmtree(course / "submitted" / "ada")
    grade(course)
    assert scores(course) == {"bob": 10.0}
    assert totals(course).keys() == {"ada", "bob"}, "the gradebook keeps a mark"


def test_are_only_the_students_graded_that_are_asked_for(
    course: Path, engine: Reader
) -> None:
    grade(course)
    assignment = load(course)
    for student in ("ada", "bob"):
        wrong = {**ANSWERS, "cube": "cube = 'wrong'"}
        submit(course, student, handed_in(assignment, **wrong))
    grade(course, "--student", "ada")
    assert scores(course) == {"ada": 0.0, "bob": 10.0}
    assert len(engine.seen) == 3
    grade(course, "--student", "b*,ada")
    assert scores(course) == {"ada": 0.0, "bob": 0.0}
    assert len(engine.seen) == 4
    assert "0 unchanged" in grade(course, "--force")
    assert len(engine.seen) == 6
    said = grade(course, "--student", "nobody", code=2)
    assert "no submission of 'demo' is by 'nobody'" in said


def test_are_only_the_notebooks_graded_that_are_asked_for(
    course: Path, engine: Reader
) -> None:
    tests = [answer("g", "def g():\n    return 2"), check("test_g", 4, "g()")]
    path = course / "solutions" / "demo" / "second.ipynb"
    write_notebook(path, new_notebook(cells=tests))
    assignment = load(course)
    for name in ("demo", "second"):
        place = course / "submitted" / "ada" / "demo" / f"{name}.ipynb"
        (master,) = (m for m in assignment.masters if m.name == name)
        write_notebook(place, master.notebook)
    shutil.rmtree(course / "submitted" / "bob")

    grade(course, "--notebook", "second")
    assert engine.seen == ["second"]
    (first,) = results(course).values()
    assert (first["score"], first["max_score"]) == (4.0, 14.0)
    assert "not graded yet: demo" in first["flags"]
    grade(course, "--notebook", "demo")
    assert engine.seen == ["second", "demo"]
    (both,) = results(course).values()
    assert [part["id"] for part in both["questions"]][-1] == "test_g"
    assert both["score"] == 14.0
    assert not any("not graded yet" in flag for flag in both["flags"])
    assert totals(course) == {"ada": (14.0, 14.0)}
    assert (course / "autograded" / "ada" / "demo" / "second.ipynb").exists()
    # A part that was graded apart may be old: a full run looks at it.
    grade(course)
    assert engine.seen == ["second", "demo", "demo", "second"]
    assert "1 unchanged" in grade(course)
    said = grade(course, "--notebook", "third", code=2)
    assert "has no notebook 'third', only: demo, second" in said


def test_are_strangers_not_graded_where_the_course_says_so(course: Path) -> None:
    with (course / "nbgrader_config.py").open("a") as file:
        file.write("c.Autograde.create_student = False\n")
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        gradebook.add_student("bob")
    said = grade(course, code=1)
    assert "ada not graded: the gradebook has no such student" in said
    assert scores(course) == {"ada": None, "bob": 10.0}
    assert totals(course).keys() == {"bob"}


def test_is_what_the_group_may_write_the_groups(course: Path) -> None:
    with (course / "nbgrader_config.py").open("a") as file:
        file.write("c.CourseDirectory.groupshared = True\n")
    grade(course)
    place = course / "autograded" / "ada" / "demo"
    assert place.stat().st_mode & 0o7777 == 0o2775
    assert {path.stat().st_mode & 0o777 for path in place.iterdir()} == {0o664}


# --- Changes after the release -----------------------------------------------------


def test_does_a_text_in_the_source_refuse_nobody(course: Path, engine: Reader) -> None:
    grade(course)
    edit(
        course,
        lambda source: source.cells.insert(
            1, marked(new_markdown_cell("Read this."), "text", locked=True)
        ),
    )
    grade(course)
    assert len(engine.seen) == 4
    assert totals(course) == {"ada": (10.0, 10.0), "bob": (10.0, 10.0)}


def test_do_changed_points_count_and_are_said_once(course: Path) -> None:
    grade(course)

    def change(source: NotebookNode) -> None:
        cell(source, "test_cube").metadata["nbgrader"]["points"] = 4

    edit(course, change)
    said = grade(course)
    sentence = "points of test_cube changed from 3 to 4 since the release"
    assert said.count(sentence) == 1
    assert totals(course) == {"ada": (11.0, 11.0), "bob": (11.0, 11.0)}
    assert scores(course) == {"ada": 11.0, "bob": 11.0}
    assert sentence not in grade(course)


def test_do_questions_come_and_go(course: Path) -> None:
    grade(course)

    def change(source: NotebookNode) -> None:
        source.cells = [one for one in source.cells if "cube" not in one.source]
        source.cells.append(check("test_more", 2, "assert square(0) == 0"))

    edit(course, change)
    said = grade(course)
    assert "test_cube is gone since the release" in said
    assert "test_more is new since the release" in said
    assert totals(course) == {"ada": (9.0, 9.0), "bob": (9.0, 9.0)}
    assert not (course / "graded" / "demo" / "removed_marks.csv").exists()


def give(course: Path, question: str, score: float) -> None:
    """Mark ada's question by hand, with a comment."""
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        mark = gradebook.find_grade(question, "demo", "demo", "ada")
        mark.manual_score, mark.needs_manual_grade = score, False
        gradebook.db.commit()


def test_does_a_renamed_question_keep_what_a_person_gave(course: Path) -> None:
    grade(course)
    give(course, "test_cube", 1.5)

    def change(source: NotebookNode) -> None:
        cell(source, "test_cube").metadata["nbgrader"]["grade_id"] = "cubes"

    edit(course, change)
    assert "test_cube is called cubes since the release" in grade(course)
    assert totals(course)["ada"] == (8.5, 10.0)


def test_is_what_a_person_gave_to_a_removed_question_written_down(course: Path) -> None:
    grade(course)
    give(course, "test_cube", 1.5)
    edit(course, lambda source: source.cells.remove(cell(source, "test_cube")))
    said = grade(course)
    assert "1 marks or comments that a person gave have no question" in said
    with (course / "graded" / "demo" / "removed_marks.csv").open() as file:
        (row,) = csv.DictReader(file)
    assert row["student"] == "ada"
    assert (row["question"], row["score"]) == ("test_cube", "1.5")
    assert totals(course) == {"ada": (7.0, 7.0), "bob": (7.0, 7.0)}


def test_do_notebooks_come_and_go(course: Path) -> None:
    grade(course)
    second = course / "solutions" / "demo" / "second.ipynb"
    cells = [answer("cube2", CUBE), check("test_cube2", 2, "cube(1)")]
    write_notebook(second, new_notebook(cells=cells))
    grade(course)
    assert totals(course)["ada"] == (10.0, 12.0), "nobody has handed it in"
    second.unlink()
    assert "second.ipynb is gone since the release" in grade(course)
    assert totals(course)["ada"] == (10.0, 10.0)


def test_does_a_deleted_written_answer_go_to_a_person(
    tmp_path: Path, engine: Reader
) -> None:
    essay = marked(
        new_markdown_cell("Why?"), "essay", grade=True, solution=True, points=4
    )
    cells = [answer("square", SQUARE), check("test_square", 1, "square(1)"), essay]
    course = make_course(tmp_path / "c", "demo", new_notebook(cells=cells))
    notebook = handed_in(load(course), square=SQUARE)
    del notebook.cells[2]
    submit(course, "ada", notebook)
    grade(course)
    (ada,) = results(course).values()
    assert ada["questions"][1]["status"] == "manual"
    assert "was missing from the notebook" in ada["questions"][1]["message"]
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        assert gradebook.find_grade("essay", "demo", "demo", "ada").needs_manual_grade


def test_is_an_answer_empty_that_is_as_it_was_released(
    tmp_path: Path, engine: Reader
) -> None:
    """Whatever the source's stub has become since."""
    essay = marked(
        new_markdown_cell("Why?"), "essay", grade=True, solution=True, points=4
    )
    notebook = new_notebook(cells=[answer("square", SQUARE), essay])
    course = make_course(tmp_path / "c", "demo", notebook)
    released = handed_in(load(course))
    write_notebook(course / "exercises" / "demo" / "demo.ipynb", released)
    submit(course, "ada", released)
    with (course / "nbgrader_config.py").open("a") as file:
        file.write("c.ClearSolutions.text_stub = 'Write here.'\n")
    grade(course)
    (ada,) = results(course).values()
    assert ada["questions"][0]["status"] == "missing"
