"""An instructor's walks: a class on the exchange, and classes from Canvas and Moodle.

Both have a question that a person grades, in formgrader.
"""

import csv
import shutil
import zipfile

import nbformat
import pytest
from playwright.sync_api import expect

from autograder import answers
from tests.walks.conftest import NAME, answer_notebook, jupyterlab, take

QUESTION = "explain_sparsity"
POINTS = 4
WRONG = next(
    a for a in answers.load(NAME) if a.kind == "wrong" and a.question == "relu_grad"
)
ESSAY = "Half of the inputs are negative, so half of the outputs are exactly zero."
CANVAS = """Student,ID,SIS User ID,SIS Login ID,Section,relu (4711)
    Points Possible,,,,,14
"Müller, Jörg",101,u1,jm12,Maths,
"Lovelace, Ada",102,u2,ada,Maths,
"""
MOODLE = """Identifier,Full name,Email address,Username,Grade
Participant 201,Jörg Müller,jm@school.edu,jm12,
Participant 202,Ada Lovelace,ada@school.edu,ada,
"""


def add_manual_question(path):
    """Add a question that a person grades to a source notebook."""
    notebook = nbformat.read(path, as_version=4)
    cell = nbformat.v4.new_markdown_cell(
        "### BEGIN SOLUTION\nA model answer.\n### END SOLUTION",
        metadata={
            "nbgrader": {
                "schema_version": 3,
                "cell_type": "markdown",
                "grade_id": QUESTION,
                "grade": True,
                "solution": True,
                "locked": False,
                "task": False,
                "points": POINTS,
            }
        },
    )
    question = "**Explain in a sentence** why a ReLU layer's output is sparse."
    notebook.cells += [nbformat.v4.new_markdown_cell(question), cell]
    nbformat.write(notebook, path)


@pytest.fixture
def course(course):
    """A course with a question for a person, released by the instructor."""
    add_manual_question(course.folder / "solutions" / NAME / f"{NAME}.ipynb")
    course.run("nbgrader", "generate_assignment", NAME, "--force")
    released = (course.folder / "exercises" / NAME / f"{NAME}.ipynb").read_text()
    assert QUESTION in released
    assert "A model answer" not in released
    return course


def open_formgrader(page, address):
    """Open formgrader's table of the submissions through JupyterLab's menu."""
    page.goto(f"{address}/lab")
    page.get_by_role("menuitem", name="Nbgrader").click(timeout=120_000)
    page.get_by_role("menuitem", name="Formgrader", exact=True).click()
    frame = page.frame_locator("iframe").last
    frame.get_by_role("link", name="Manual Grading").click(timeout=60_000)
    for here in ("Manual Grading", NAME):
        frame.locator(".breadcrumb .active", has_text=here).wait_for(timeout=60_000)
        frame.locator("#main-table").get_by_role("link", name=NAME).click()
    return frame


def saved(what):
    """Tell formgrader's answer to having saved a "grade" or a "comment"."""
    return lambda answer: (
        answer.request.method == "PUT" and f"/api/{what}/" in answer.url and answer.ok
    )


def grade_by_hand(page, frame, student, points, comment, picture=""):
    """Give points and a comment for the question that a person grades."""
    frame.get_by_role("link", name="Submission #").first.wait_for(timeout=60_000)
    frame.get_by_role("button", name="Show All Names").click()
    if picture:
        take(page, f"{picture}_table")
    frame.get_by_role("link", name=student).click()
    # Formgrader listens to a field only when it has given it a placeholder.
    for field in (f"{QUESTION}_extra_credit", f"{QUESTION}-comment"):
        frame.locator(f"#{field}[placeholder]").wait_for()
    score = frame.locator(f"#{QUESTION}")
    score.fill(str(points))
    with page.expect_response(saved("grade")):
        score.press("Tab")
    note = frame.locator(f"#{QUESTION}-comment")
    note.fill(comment)
    with page.expect_response(saved("comment")):
        note.press("Tab")
    if picture:
        take(page, f"{picture}_grade")
    frame.locator(".nav, .breadcrumb").get_by_role("link", name=NAME).last.click()


def test_instructor_gives_a_class_on_the_exchange_its_feedback(
    course, tmp_path, chromium, first_answers
):
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
    assert "ada: graded, 10 of 14" in said
    assert "ben: graded, 8.5 of 14" in said
    config = tmp_path / "config"
    config.mkdir()
    with jupyterlab(course.folder, config) as address:
        page = chromium.new_page(viewport={"width": 1280, "height": 860})
        frame = open_formgrader(page, address)
        grade_by_hand(page, frame, "ada", 4, "Clear and short.", "instructor_1")
        grade_by_hand(page, frame, "ben", 2.5, "And the weights?")
        page.close()
    course.run("nbgrader", "generate_feedback", NAME)
    course.run("nbgrader", "release_feedback", NAME)
    course.run("nbgrader", "fetch_feedback", NAME, *who, cwd=home)
    (feedback,) = home.glob(f"{NAME}/feedback/*/{NAME}.html")
    page = chromium.new_page(viewport={"width": 1280, "height": 860})
    page.goto(feedback.as_uri(), wait_until="commit")
    expect(page.locator("body")).to_contain_text("(Score: 11.0 / 14.0)")
    expect(page.locator("body")).to_contain_text("And the weights?")
    expect(page.locator("body")).to_contain_text(f"Known misconception: {WRONG.name}")
    page.get_by_text("Known misconception").first.scroll_into_view_if_needed()
    page.mouse.wheel(0, 300)
    page.wait_for_timeout(500)
    take(page, "instructor_2_feedback")
    page.close()


def download(course, lms, first_answers, folder):
    """Put a platform's archive where nbgrader looks for it: two students' work."""
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
    archive = course.folder / "downloaded" / NAME / "archive" / "submissions.zip"
    archive.parent.mkdir(parents=True)
    with zipfile.ZipFile(archive, "w") as file:
        for name, chosen in class_.items():
            path = folder / "answered.ipynb"
            shutil.copy(course.folder / "exercises" / NAME / f"{NAME}.ipynb", path)
            answer_notebook(path, {**chosen, QUESTION: ESSAY})
            file.write(path, name)


@pytest.mark.parametrize("lms", ["Canvas", "Moodle"])
def test_instructor_gives_a_class_from_a_platform_its_grades(
    course, tmp_path, chromium, first_answers, lms
):
    download(course, lms, first_answers, tmp_path)
    (course.folder / "roster.csv").write_text({"Canvas": CANVAS, "Moodle": MOODLE}[lms])
    course.run(
        *("nbgrader", "zip_collect", NAME),
        f"--collector=autograder.lms.{lms}Collector",
        f"--{lms}Collector.roster=roster.csv",
    )
    said = course.run("autograder", "grade", NAME)
    assert "jm12: graded, 10 of 14" in said
    assert "ada: graded, 8.5 of 14" in said
    config = tmp_path / "config"
    config.mkdir()
    with jupyterlab(course.folder, config) as address:
        page = chromium.new_page(viewport={"width": 1280, "height": 860})
        frame = open_formgrader(page, address)
        grade_by_hand(page, frame, "ada", 3, "Clear and short.")
        page.close()
    words = ["--CanvasExporter.roster=roster.csv"] if lms == "Canvas" else []
    course.run(
        *("nbgrader", "export", f"--exporter=autograder.lms.{lms}Exporter"),
        *("--to", "grades.csv", *words),
    )
    expected = {
        "Canvas": [
            ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "relu (4711)"],
            ["    Points Possible", "", "", "", "", "14.0"],
            ["Lovelace, Ada", "102", "u2", "ada", "Maths", "11.5"],
            ["Müller, Jörg", "101", "u1", "jm12", "Maths", "10.0"],
        ],
        "Moodle": [
            ["username", "firstname", "lastname", "email", NAME],
            ["ada", "", "", "", "11.5"],
            ["jm12", "", "", "", "10.0"],
        ],
    }[lms]
    with (course.folder / "grades.csv").open(newline="", encoding="utf-8") as file:
        assert list(csv.reader(file)) == expected
