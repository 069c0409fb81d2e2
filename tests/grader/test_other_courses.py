"""Assignments in the styles of other courses keep their marks, judged apart or beside.

They stand in other_courses.txt: cells of the source, then answers with their marks.
"""

from __future__ import annotations

import importlib.util
import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
import pytest
from grading_support import answer, handed_in, load, make_course, marked
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from autograder import judged
from autograder.engine.sandboxed import SandboxedEngine
from autograder.grade import grade_notebook
from autograder.records import Assignment, Limits, Result
from tools.grader.scenarios.reading import sections

LIMITS = Limits(timeout=60.0)
TABLE = Path(__file__).with_name("other_courses.txt")


@dataclass
class Course:
    """A small course: its source's cells, and answers with the marks they deserve."""

    name: str
    needs: str = ""  # a library
    cells: list[tuple[str, str]] = field(default_factory=list)
    points: list[float] = field(default_factory=list)
    students: list[tuple[list[float], list[str]]] = field(default_factory=list)
    stub: list[float] = field(default_factory=list)

    def solutions(self) -> list[str]:
        """The right answers of the source."""
        return [text for kind, text in self.cells if kind == "answer"]

    def notebook(self) -> NotebookNode:
        """The source notebook."""
        cells = []
        for number, (kind, text) in enumerate(self.cells):
            name = f"{kind}{number}"
            if (
                kind == "answer"
                and re.match(r"def|class", text)
                and "\ndef" not in text
            ):
                cells.append(answer(name, text))
            elif kind == "answer":
                text = f"### BEGIN SOLUTION\n{text}\n### END SOLUTION"
                cells.append(marked(new_code_cell(text), name, solution=True))
            else:
                more = {"grade": True} if kind == "test" else {}
                cells.append(marked(new_code_cell(text), name, locked=True, **more))
        tests = (
            c.metadata["nbgrader"] for c in cells if c.metadata["nbgrader"]["grade"]
        )
        for meta, points in zip(tests, self.points, strict=True):
            meta["points"] = points
        kernel = {"name": "python3", "display_name": "", "language": "python"}
        return new_notebook(cells=cells, metadata={"kernelspec": kernel})

    def handed_in(self, assignment: Assignment, texts: list[str]) -> NotebookNode:
        """A notebook with these answers; the released one without any."""
        places = [i for i, (kind, _) in enumerate(self.cells) if kind == "answer"]
        pairs = zip(places, texts, strict=True) if texts else ()
        return handed_in(assignment, **{f"answer{i}": text for i, text in pairs})

    def everybody(self) -> list[tuple[list[float], list[str]]]:
        """The marks and answers of the source, the released stub, and all students."""
        stub = self.stub or [0.0 for _ in self.points]
        return [(self.points, self.solutions()), (stub, []), *self.students]


def read(text: str) -> list[Course]:
    """The courses that a text describes."""
    found: list[Course] = []
    for part in sections(text):
        kind, words, body = part.kind, part.words, part.body
        if kind == "==":
            found.append(Course(words[0]))
            continue
        course = found[-1]
        if kind == "needs":
            course.needs = words[0]
        elif kind in ("given", "answer", "test"):
            course.cells.append((kind, body))
            course.points += map(float, words)
        elif kind == "stub":
            course.stub = [float(word) for word in words]
        elif kind == "and":
            course.students[-1][1].append(body)
        else:
            of = {"right": course.points, "wrong": [0.0 for _ in course.points]}
            deserved = of.get(kind) or [float(word) for word in words]
            course.students.append((deserved, [body]))
    return found


COURSES = read(TABLE.read_text())


def graded(
    course: Course, assignment: Assignment, engine: SandboxedEngine, texts: list[str]
) -> Result:
    """What a notebook with these answers gets."""
    (master,) = assignment.masters
    data = nbformat.writes(course.handed_in(assignment, texts)).encode()
    result, _ = grade_notebook("ada", data, master, assignment.files, engine, LIMITS)
    return result


def check(course: Course, assignment: Assignment, engine: SandboxedEngine) -> None:
    """Compare the marks of all answers with those that they deserve."""
    everybody = course.everybody()
    with ThreadPoolExecutor(2) as pool:
        texts = [texts for _, texts in everybody]
        results = pool.map(lambda t: graded(course, assignment, engine, t), texts)
        for number, result in enumerate(results):
            given = [question.score for question in result.questions]
            how = [question.judged for question in result.questions]
            said = [question.message for question in result.questions]
            assert given == everybody[number][0], (number, how, said)
            if number < 2:  # the solutions and the released stub are no cheats
                assert result.flags == (), (number, how)


@pytest.mark.parametrize("course", COURSES, ids=lambda course: course.name)
def test_do_answers_get_the_marks_that_they_deserve(
    course: Course,
    tmp_path: Path,
    engine: SandboxedEngine,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if course.needs and importlib.util.find_spec(course.needs) is None:
        pytest.skip(f"there is no {course.needs} here")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    beside = load(make_course(tmp_path / "course", "demo", course.notebook()))
    with ExitStack() as stack:
        if course.needs == "tensorflow":
            modules = ["tensorflow", "keras.layers", "numpy.testing"]
            engine = stack.enter_context(SandboxedEngine(modules, jobs=2))
        apart = judged.settle(beside, engine, LIMITS)
        if apart.masters[0].apart:
            check(course, apart, engine)
        check(course, beside, engine)
