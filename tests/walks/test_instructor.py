"""An instructor's walks: a class on the exchange, and classes from Canvas and Moodle.

Both have a question that a person grades, in formgrader.
"""

import shutil
import zipfile
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from tests.walks.conftest import WRONG, answer_notebook, jupyterlab
from tools.walks.walking import (
    NAME,
    QUESTION,
    grade_by_hand,
    open_formgrader,
    show_names,
    take,
)

ESSAY = "Only at 0 is there no derivative, and any slope from 0 to 1 will do there."
CANVAS = """Student,ID,SIS User ID,SIS Login ID,Section,relu (4711)
    Points Possible,,,,,10
"Müller, Jörg",101,u1,jm12,Maths,
"Lovelace, Ada",102,u2,ada,Maths,
"""
MOODLE = """Identifier,Full name,Username,Grade,Maximum Grade,Last modified (grade)
Participant 201,Jörg Müller,jm12,,10.00,-
Participant 202,Ada Lovelace,ada,,10.00,-
"""


@pytest.fixture
def formgrader(course, tmp_path, chromium):
    """Open JupyterLab with formgrader's table: a page, and the frame in it."""

    @contextmanager
    def opened():
        config = tmp_path / "config"
        config.mkdir()
        with jupyterlab(course.folder, config) as address:
            page = chromium.new_page(viewport={"width": 1280, "height": 860})
            page.goto(f"{address}/lab")
            yield page, open_formgrader(page)
            page.close()

    return opened


def back_to_the_table(frame):
    """Leave a submission for the table of all."""
    frame.locator(".nav, .breadcrumb").get_by_role("link", name=NAME).last.click()


def test_instructor_gives_a_class_on_the_exchange_its_feedback(
    course, tmp_path, chromium, formgrader, first_answers
):
    course.run("nbgrader", "generate_assignment", NAME, "--force")
    course.run("nbgrader", "release_assignment", NAME)
    essay = {**first_answers, QUESTION: ESSAY}
    class_ = {"ada": essay, "ben": {**essay, "relu_grad": WRONG.source}}
    for student, chosen in class_.items():
        home = tmp_path / student
        home.mkdir()
        who = (
            *("--course", "rectified", "--student", student),
            f"--Exchange.root={course.exchange}",
            f"--Exchange.cache={home}/cache",
        )
        course.run("nbgrader", "fetch_assignment", NAME, *who, cwd=home)
        answer_notebook(home / NAME / f"{NAME}.ipynb", chosen)
        course.run("nbgrader", "submit", NAME, *who, cwd=home)
    course.run("nbgrader", "collect", NAME)
    said = course.run("autograder", "grade", NAME)
    assert "ada: graded, 9 of 10, 1 for a person to mark" in said
    assert "ben: graded, 8 of 10" in said
    with formgrader() as (page, frame):
        show_names(frame)
        take(page, "instructor_1_table")
        grade_by_hand(page, frame, "ada", 1, "Clear and short.")
        take(page, "instructor_1_grade")
        back_to_the_table(frame)
        show_names(frame)
        grade_by_hand(page, frame, "ben", 0.5, "And what is done at 0?")
    course.run("nbgrader", "generate_feedback", NAME)
    course.run("nbgrader", "release_feedback", NAME)
    course.run("nbgrader", "fetch_feedback", NAME, *who, cwd=home)
    (feedback,) = home.glob(f"{NAME}/feedback/*/{NAME}.html")
    page = chromium.new_page(viewport={"width": 1280, "height": 860})
    page.goto(feedback.as_uri(), wait_until="commit")
    expect(page.locator("body")).to_contain_text("(Score: 8.5 / 10.0)")
    expect(page.locator("body")).to_contain_text("And what is done at 0?")
    expect(page.locator("body")).to_contain_text(f"Known misconception: {WRONG.name}")
    page.get_by_text("Known misconception").first.scroll_into_view_if_needed()
    take(page, "instructor_2_feedback")
    page.close()


def download(course, lms, first_answers, folder):
    """Make a platform's archive of two students' work; its path."""
    wrong = {"relu_grad": WRONG.source}
    class_ = {  # the first one of Jörg Müller's two versions does not count
        "Canvas": {
            "mllerjrg_LATE_101_9001_relu.ipynb": {**first_answers, **wrong},
            "mllerjrg_LATE_101_9003_relu-1.ipynb": first_answers,
            "lovelaceada_102_9002_relu.ipynb": {**first_answers, **wrong},
        },
        "Moodle": {
            "Jörg Müller_201_assignsubmission_file/relu.ipynb": first_answers,
            "Ada Lovelace_202_assignsubmission_file/relu.ipynb": {
                **first_answers,
                **wrong,
            },
        },
    }[lms]
    archive = folder / "submissions.zip"
    with zipfile.ZipFile(archive, "w") as file:
        for name, chosen in class_.items():
            path = folder / "answered.ipynb"
            shutil.copy(course.folder / "exercises" / NAME / f"{NAME}.ipynb", path)
            answer_notebook(path, {**chosen, QUESTION: ESSAY})
            file.write(path, name)
    return archive


@pytest.mark.parametrize("lms", ["Canvas", "Moodle"])
def test_instructor_gives_a_class_from_a_platform_its_grades(
    course, tmp_path, formgrader, first_answers, lms
):
    archive = download(course, lms, first_answers, tmp_path)
    (course.folder / "roster.csv").write_text({"Canvas": CANVAS, "Moodle": MOODLE}[lms])
    roster = ("--roster", "roster.csv")
    column = {"Canvas": "SIS Login ID", "Moodle": "Username"}[lms]
    course.run(
        *("autograder", "collect", NAME, archive, "--from", lms.lower()),
        *(*roster, "--student-id", column),
    )
    said = course.run("autograder", "grade", NAME)
    assert "jm12: graded, 9 of 10" in said
    assert "ada: graded, 8 of 10" in said
    with formgrader() as (page, frame):
        show_names(frame)
        grade_by_hand(page, frame, "ada", 0.5, "Clear and short.")
    where = ("--for", lms.lower(), *roster, "--to", "grades.csv")
    course.run("autograder", "export", NAME, *where)
    expected = {
        "Canvas": CANVAS.replace("jm12,Maths,", "jm12,Maths,9").replace(
            "ada,Maths,", "ada,Maths,8.5"
        ),
        "Moodle": MOODLE.replace("jm12,,", "jm12,9,").replace("ada,,", "ada,8.5,"),
    }[lms]
    assert (course.folder / "grades.csv").read_text() == expected
