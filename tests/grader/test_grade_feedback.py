"""What students and those who mark read of a mark, and what students must not."""

from __future__ import annotations

import json
import os
import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from grading_support import (
    ANSWERS,
    handed_in,
    load,
    make_course,
    marked,
    source,
    submit,
    write_notebook,
)
from nbformat.v4 import new_markdown_cell, new_notebook
from nbgrader.api import Gradebook
from nbgrader.exchange.default import ExchangeFetchFeedback, ExchangeReleaseFeedback
from traitlets.config import Config

from autograder import cli, explain
from autograder.course.assignment import load_assignment, load_course
from autograder.marks import asked, feedback, files, ledger, score, wording
from autograder.records import Assignment, Question, Result
from tools.exercises import release

LINK = "https://example.org/book/powers.html"
WORDS = "Say why: there is no largest number."
NASTY = "<img src=x onerror=alert(1)>\u202e"


def with_words():
    """The assignment with a chapter, a question in words, and a message in rows."""
    notebook = source()
    notebook.cells[0].source = f"# Powers\n\nRead [the chapter on powers]({LINK})."
    notebook.cells.insert(2, new_markdown_cell("## 1. Square it\n\n`square(3)` is 9."))
    words = marked(
        new_markdown_cell("Your answer"), "why", grade=True, solution=True, points=2
    )
    notebook.cells += [new_markdown_cell("## Why?"), words]
    return notebook


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graded class: ada is right, ben is not, cyd's is broken, dan's is missing."""
    root = make_course(tmp_path_factory.mktemp("feedback"), notebook=with_words())
    with (root / "nbgrader_config.py").open("a") as file:
        file.write('c.CourseDirectory.course_id = "powers"\n')
    (root / "answers" / "demo").mkdir(parents=True)
    (root / "answers" / "demo" / "sections.toml").write_text('cube = "Cubes, and more"')
    assignment = load(root)
    wrong = {
        "square": "def square(x):\n    return 9",
        "cube": "def cube(x):\n    return 7",
        "mean": f"def mean(values):\n    raise ValueError({NASTY!r})",
        "why": WORDS,
    }
    submit(root, "ada", handed_in(assignment, **ANSWERS, why=WORDS))
    place = submit(root, "ben", handed_in(assignment, **wrong)).parent
    (place / "timestamp.txt").write_text("2026-01-02 03:04:05.000000 UTC")
    (place / "submission_secret.txt").write_text("bens own secret")
    (root / "submitted" / "cyd" / "demo").mkdir(parents=True)
    (root / "submitted" / "cyd" / "demo" / "demo.ipynb").write_bytes(
        b"\xff no notebook"
    )
    (root / "submitted" / "dan" / "demo").mkdir(parents=True)
    run(root, "grade")
    with Gradebook(f"sqlite:///{root}/gradebook.db", "powers") as book:
        book.update_or_create_student("eve", first_name="Eve", last_name="Late")
        book.update_or_create_student("ben", first_name="Ben", last_name="<b>Bold")
    return root


def run(root: Path, *words: str, code: int = 0) -> str:
    """One command on the course; what it said."""
    done = CliRunner().invoke(
        cli.main, [words[0], "demo", "--course", str(root), *words[1:]]
    )
    assert done.exit_code == code, done.output
    return done.output


def page(root: Path, student: str, name: str = "demo") -> str:
    """A student's page."""
    return (root / "feedback" / student / "demo" / f"{name}.html").read_text()


def text(html: str) -> str:
    """What one reads on a page."""
    body = html.partition("<body>")[2]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def sections(html: str) -> dict[str, str]:
    """What one reads about each question."""
    parts = re.findall(r"<section.*?</section>", html, re.DOTALL)
    return {
        re.search(r"<code>(\w+)</code>\s*</div>", p)[1]: text(f"<body>{p}")
        for p in parts
    }


def test_each_question_says_what_went_wrong_and_nothing_hidden(graded: Path) -> None:
    said = run(graded, "feedback")
    assert "feedback: 5 written, 0 unchanged" in said
    html = page(graded, "ben")
    read = sections(html)
    assert "0 of 2" in read["test_square"]
    assert "A hidden test failed (AssertionError)." in read["test_square"]
    assert "1. Square it" in read["test_square"]
    assert "This check failed: assert cube(2) == 8" in read["test_cube"], (
        "it is visible"
    )
    assert "ValueError" in read["test_mean"]
    assert "\\u202e" in read["test_mean"], "the answer's own words, made harmless"
    assert "waits for a person" in read["why"]
    assert "0 of 12 points" in text(html)
    assert "1 answer waits for a person" in text(html)
    assert "Ben <b>Bold (ben)" in text(html)
    assert "handed in 2026-01-02 03:04 UTC" in text(html)
    assert f'<a href="{LINK}" rel="noreferrer">the chapter on powers</a>' in html
    section = (
        f'<a href="{LINK}#cubes-and-more" rel="noreferrer">“Cubes, and more” in the'
    )
    assert html.count(section) == 1, "of the one question that sections.toml names"
    for hidden in ("SECRET", "square(-4)", "checks.close", "<img", "<b>Bold"):
        assert hidden not in html
    assert not re.search("16|-4", read["test_square"])
    assert "10 of 12 points" in text(page(graded, "ada"))


@pytest.mark.quick
def test_a_task_with_a_heading_leaves_the_question_above_its_own() -> None:
    words = marked(
        new_markdown_cell("..."), "words", grade=True, solution=True, points=2
    )
    task = marked(new_markdown_cell("## Part E"), "essay", locked=True, points=4)
    task.metadata["nbgrader"]["task"] = True
    cells = [new_markdown_cell("## Part D"), words, task]
    titles = [group.title for group, _ in asked.groups(new_notebook(cells=cells))]
    assert titles == ["Part D", "Part D", "Part E"]


@pytest.mark.quick
def test_each_question_of_the_course_has_its_section() -> None:
    root = Path(__file__).parents[2]
    course = load_course(root)
    for place in sorted((root / "answers").glob("*/sections.toml")):
        name = place.parent.name
        chapter = (root / "book" / f"{name}.md").read_text()
        found = asked.sections(root, name)
        for heading in found.values():
            assert f"\n## {heading}\n" in chapter or f"\n### {heading}\n" in chapter
        ends = {f".ipynb#{heading.replace(' ', '-')}" for heading in found.values()}
        for question in asked.questions(load_assignment(course, name), found):
            [link] = question.links
            assert link.address.endswith(tuple(ends)), question.id


def test_those_without_a_notebook_get_a_page_that_says_so(graded: Path) -> None:
    run(graded, "feedback")
    assert "could not be read" in text(page(graded, "cyd"))
    for student in ("dan", "eve"):
        assert "No notebook was found" in text(page(graded, student))
        assert "0 of 12 points" in text(page(graded, student))
    assert "Eve Late (eve)" in text(page(graded, "eve"))


def explained(root: Path, *words: str, code: int = 0) -> str:
    """What `autograder explain` says."""
    done = CliRunner().invoke(cli.main, ["explain", *words, "--course", str(root)])
    assert done.exit_code == code, done.output
    return done.output


def test_those_who_mark_see_how_each_mark_came_about(graded: Path) -> None:
    said = explained(graded, "ben", "demo")
    assert "demo, ben (Ben <b>Bold): graded, " in said
    assert "engine warm, sandbox bubblewrap" in said
    assert re.search("test_square +0 of 2  failed: square.-4. is SECRET_SIXTEEN", said)
    assert re.search("why +0 of 2  manual: A person marks this answer.", said)
    assert "= 0 of 12; 1 wait for a person" in said
    said = explained(graded, "ben", "demo", "test_square")
    assert "| def square(x):\n    |     return 9" in said
    assert "in a process of its own: failed; it stopped at hidden" in said
    assert "line 3" in said
    assert "read “A hidden test failed (AssertionError).”" in said
    said = explained(graded, "ben", "demo", "mean")
    assert "test_mean: " in said
    assert "\\u202e" in said
    assert "\u202e" not in said
    assert "read all of this" in said
    said = explained(graded, "cyd", "demo", "test_cube")
    assert "The notebook cannot be read" in said
    assert "flag:" in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["bem", "demo"], "there is no student 'bem': did you mean ben?"),
        (["ben", "dmeo"], "there is no assignment 'dmeo'"),
        (["ben", "demo", "test_cub"], "'test_cub': did you mean test_cube"),
        (["eve", "demo"], "eve has handed in nothing for demo"),
    ],
)
def test_what_cannot_be_explained_is_one_sentence(
    graded: Path, words: list[str], said: str
) -> None:
    told = explained(graded, *words, code=2)
    assert said in told
    assert len(told.splitlines()) == 1


@pytest.mark.quick
def test_promises_and_penalties_are_explained(tmp_path: Path) -> None:
    message = ROWS.format(head="f is wrong.", hint="Mind the sign.")
    part = Question("q", 1.0, 4, "failed", message, notebook="demo", judged="apart")
    promises = {"promises": {"f.sign": {"text": "Negative numbers become 0."}}}
    released = {"misconceptions.json": json.dumps(promises).encode()}
    known = explain.Known(
        Assignment("demo", (), released, ""),
        [asked.Asked("demo", "q", "1. Signs", 4, PUBLIC, (), ("f",))],
        Result("ada", "graded", 1.0, 4.0, 0.5, ("odd",), (part,)),
        *(0.0, "warm", "bubblewrap"),
        ledger.Ledger(standings={"ada": ledger.Standing(None, 7200, 0.5)}),
        tmp_path,
    )
    points = ledger.Points(3.25, 3.0, 0.25, False)
    known.standing.points["demo", "q"] = points
    known.standing.comments["demo", "f"] = "Nearly."
    said = "\n".join(explain.in_full(known, known.asked[0]))
    for line in (
        "promise:   f.sign: Negative numbers become 0.",
        "expected:  [3.25, 0.] (float64, shape (2,))",
        "mistake:   forgets_the_sign",
        "hint:      Mind the sign.",
        "by hand:   3 by a person",
        "comment:   Nearly.",
        "flag:      odd",
        "total:     1 by the tests + 2.25 by people − 0.5 for 2.0 h late = 2.75 of 4",
    ):
        assert line in said


def stamps(root: Path) -> dict[str, tuple[bytes, int]]:
    """All files of the feedback, with their times."""
    return {
        str(path.relative_to(root)): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in sorted((root / "feedback").rglob("*"))
        if path.is_file()
    }


def test_a_page_is_written_again_only_for_a_new_mark_or_comment(graded: Path) -> None:
    run(graded, "feedback")
    before = stamps(graded)
    result = graded / "graded" / "demo" / "ben" / "demo" / "result.json"
    os.utime(result, (1e9, 1e9))  # graded again, with the same marks
    assert "0 written, 5 unchanged" in run(graded, "feedback")
    assert stamps(graded) == before
    with Gradebook(f"sqlite:///{graded}/gradebook.db", "powers") as book:
        grade = book.find_grade("why", "demo", "demo", "ben")
        grade.manual_score, grade.extra_credit, grade.needs_manual_grade = (
            1.5,
            0.25,
            False,
        )
        book.find_comment("why", "demo", "demo", "ben").manual_comment = f"Good {NASTY}"
        book.find_comment(
            "cube", "demo", "demo", "ben"
        ).manual_comment = "x³, not x + 5"
        submitted = book.find_submission_notebook("demo", "demo", "ben")
        submitted.late_submission_penalty = 0.5
        book.db.commit()
    assert "1 written, 4 unchanged" in run(graded, "feedback")
    html = page(graded, "ben")
    read = sections(html)
    assert "1.75 of 2 marked by a person" in read["why"]
    assert "Good <img" in read["why"]
    assert "x³, not x + 5" in read["test_cube"]
    assert "<img" not in html
    assert "1.25 of 12 points 1.75 for the answers, 0.5 taken off" in text(html)
    assert "waits" not in text(html)
    assert "0 written, 1 unchanged" in run(graded, "feedback", "--student", "ben")


def test_it_travels_by_the_exchange(graded: Path, tmp_path: Path) -> None:
    """Released and fetched by nbgrader; whom nobody can reach stops nothing."""
    run(graded, "feedback")
    course = load_course(graded)
    course.assignment_id = "demo"
    config = Config({"Exchange": {"root": str(tmp_path), "cache": str(tmp_path / "c")}})
    release = ExchangeReleaseFeedback(coursedir=course, config=config)
    release.start()
    assert len(list((tmp_path / "powers" / "feedback").glob("*.html"))) == 5
    mine = tmp_path / "c" / "powers" / "ben+demo+2026-01-02 03:04:05.000000 UTC"
    write_notebook(mine / "demo.ipynb", with_words())
    (mine / "submission_secret.txt").write_text("bens own secret")
    fetch = ExchangeFetchFeedback(coursedir=course, config=config)
    fetch.assignment_dir = str(tmp_path / "home")
    fetch.start()
    (got,) = (tmp_path / "home").rglob("demo.html")
    assert got.read_text() == page(graded, "ben")


def test_one_students_trouble_stops_no_other(graded: Path) -> None:
    run(graded, "feedback")
    place = graded / "feedback" / "ada" / "demo" / "demo.html"
    place.unlink()
    place.mkdir()
    (graded / "feedback" / "ben" / "demo" / "demo.html").unlink()
    said = run(graded, "feedback", code=1)
    assert "no page for ada" in said
    assert "1 written, 3 unchanged" in said
    place.rmdir()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--student", "bem"], "there is no student 'bem': did you mean ben"),
        (["--output", "/nowhere"], "autograder grade demo"),
    ],
)
def test_what_is_wrong_is_one_sentence(
    graded: Path, words: list[str], said: str
) -> None:
    told = run(graded, "feedback", *words, code=2)
    assert said in told
    assert len(told.splitlines()) == 1


ROWS = """{head}
  given:     [1., -7.5]
  expected:  [3.25, 0.] (float64, shape (2,))
  came:      [1., 1.] (float32, shape (3,))
  Known misconception: forgets_the_sign
  Promised:  “Negative numbers become 0.”
  Hint:      {hint}"""
PUBLIC = wording.Public("Return `float64`; 0 below 1.", frozenset({"Add 3.25 to it."}))


@pytest.mark.quick
@pytest.mark.parametrize(
    ("head", "hint", "text", "hints"),
    [
        (
            "f is wrong, first at index 3.",
            "Look at 1.",
            "f is wrong, first at index 3.",
            1,
        ),
        (
            "f has the shape (3,) instead of (2,).",
            "Two, not 2.",
            "f has the shape (3,).",
            0,
        ),
        (
            "f has the dtype float16 instead of int64.",
            "It is 3.25.",
            "f has the dtype float16.",
            0,
        ),
        ("f should have 4 parts, not 2.", "Add 3.25 to it.", wording.HIDDEN, 1),
        ("This should be true, and is not: f(2) is 8.", "8", wording.HIDDEN, 0),
        ("f should refuse this with KeyError.", "Raise KeyError.", wording.HIDDEN, 0),
    ],
)
def test_of_a_hidden_check_no_expected_value_is_told(
    head: str, hint: str, text: str, hints: int
) -> None:
    message = ROWS.format(head=head, hint=hint)
    question = Question("q", 0, 1, "failed", message, "forgets_the_sign")
    told = wording.told(question, PUBLIC)
    assert told.text == text
    assert [label for label, _ in told.rows] == ["given", "came"]
    assert len(told.hints) == hints
    assert told.promise == "Negative numbers become 0."
    assert told.misconception == "forgets_the_sign"
    if hint not in PUBLIC.hints:
        assert "3.25" not in repr(told)
    whole = wording.told(replace(question, shown=True), PUBLIC)
    assert whole.text == head
    assert whole.rows[1] == ("expected", "[3.25, 0.] (float64, shape (2,))")
    assert whole.hints == (hint,)


def answers_to(right: np.ndarray) -> dict[str, object]:
    """Results that go wrong in ways that the checks tell apart."""
    return {
        "a factor": 1.5 * right,
        "a constant": right + 0.1,
        "signs": -right,
        "one number": np.full_like(right, 0.7),
        "nearly": right * (1 + 1e-4 * np.cos(right)),
        "transposed": right.T,
        "flat": right.ravel(),
        "float32": right.astype("float32"),
        "truth values": right > 0,
        "nan": np.where(right > 0, np.nan, right),
        "a list": right.tolist(),
        "nothing": None,
        "two parts": (right, right),
    }


@pytest.mark.quick
def test_the_course_s_own_checks_give_no_expected_number_away() -> None:
    """Whatever came: numbers that only the hidden check knows are on no page."""
    checks, dice = release.load_checks(), np.random.default_rng(0)
    tried = 0
    for _ in range(15):
        right = dice.normal(size=(3, 2)) * 10.0 ** dice.integers(-2, 4)
        for name, wrong in answers_to(right).items():
            given = np.array([0.5, 2.0])
            with pytest.raises(AssertionError) as found:
                checks.check_call(
                    lambda x, wrong=wrong: wrong,
                    given,
                    expected=right,
                    dtype="float64",
                    hint=f"The first number is {right[0, 0]}.",
                )
            question = Question("q", 0, 1, "failed", str(found.value))
            told = wording.told(question, wording.Public("Return float64."))
            assert "expected" not in dict(told.rows), name
            said = " ".join((told.text, *told.hints))
            for number in right.ravel():
                assert f"{abs(number):.4g}" not in said, (name, said)
            assert told.text, name
            tried += ("expected:" in str(found.value)) + (told.text != wording.HIDDEN)
    assert tried > 250, "the messages were those meant"


@pytest.mark.quick
@pytest.mark.parametrize(
    ("message", "status", "said"),
    [
        ("9 != 16 : square", "failed", "A hidden test failed (AssertionError)."),
        (
            "KeyError: 'sixteen'",
            "error",
            "A hidden test stopped with an error (KeyError).",
        ),
        (
            "The cell of your answer failed: 16",  # by an answer that raises this
            "failed",
            "A hidden test failed (AssertionError).",
        ),
        ("Your answer was stopped: it took 30 s.", "timeout", None),
        ("Partly right: 1 of 2 points.", "partial", None),
    ],
)
def test_of_a_hidden_test_that_speaks_in_its_own_way_only_the_kind_is_told(
    message: str, status: str, said: str | None
) -> None:
    question = Question("q", 0, 2, status, message)  # type: ignore[arg-type]
    assert wording.told(question, wording.Public()).text == (said or message)
    own = replace(question, own=True)
    assert wording.told(own, wording.Public()).text == message


TEST = """def tried(f):
    assert f(2) == 4
later = lambda f: f(1)
tried(f)
### BEGIN HIDDEN TESTS
tried(f)
later(f)
### END HIDDEN TESTS
assert f(3) == 9"""


@pytest.mark.quick
@pytest.mark.parametrize(
    ("line", "seen"),
    [
        (4, True),
        (9, True),
        (6, False),
        (7, False),
        (2, False),
        (3, False),
        (None, False),
    ],
)
def test_which_line_do_students_have(line: int | None, seen: bool) -> None:
    """A function of the test may have been called by a hidden line."""
    assert score.seen_by_students(TEST, line) is seen
    assert score.seen_by_students("assert f(3) == 9", line) is True


def test_hundreds_of_pages(tmp_path: Path) -> None:
    """Nothing is worked out anew for each: the same course, many students."""
    root = make_course(tmp_path, notebook=with_words())
    known = load(root)
    found = asked.questions(known)
    students = [f"s{number:03}" for number in range(300)]
    results = [
        Result(
            s,
            "graded",
            0.0,
            12.0,
            questions=tuple(
                Question(q.id, 0.0, q.most, "failed", "no", notebook="demo")
                for q in found
            ),
        )
        for s in students
    ]
    output = files.Output(root / "graded" / "demo", "demo")
    for result in results:
        place = output.place(result.student)
        place.mkdir(parents=True)
        kept = vars(result) | {"spent": vars(result.spent)}
        kept["questions"] = [vars(q) for q in result.questions]
        (place / "result.json").write_text(json.dumps({"key": "k", "result": kept}))
    output.summarise(results, "warm", "bubblewrap", 1.0)
    output.close()
    course = load_course(root)
    done = feedback.write(
        course, "demo", found, ledger.Ledger(), root / "graded" / "demo"
    )
    assert (done.new, done.left) == (students, {})
