"""A learner's walk: fetch, answer wrongly, read, correct, validate, submit."""

import re
import shutil

import nbformat
from playwright.sync_api import expect

from tests.walks.conftest import WRONG, answer_notebook, jupyterlab
from tools.exercises import lab, progress
from tools.walks.walking import NAME, nbgrader_menu, take

QUESTION = WRONG.question


def write_answer(page, text):
    """Replace what stands in the answer cell, as by hand; Validate will save it."""
    cell = page.locator(".jp-CodeCell").filter(has_text=f"def {QUESTION}(").first
    cell.scroll_into_view_if_needed()
    cell.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)


def validate(page):
    """Press Validate and return what the dialog says."""
    page.get_by_role("button", name="Validate").click()
    dialog = page.locator(".jp-Dialog").last
    expect(dialog).to_contain_text(re.compile("failed|Success"))
    return dialog


def test_learner_fetches_validates_corrects_and_submits(
    course, tmp_path, chromium, first_answers
):
    course.run("nbgrader", "release_assignment", NAME)
    home, config = tmp_path / "home", tmp_path / "config"
    home.mkdir()
    config.mkdir()
    (config / "nbgrader_config.py").write_text(
        f"c = get_config()\nc.Exchange.root = {str(course.exchange)!r}\n"
        f"c.Exchange.cache = {str(tmp_path / 'learner-cache')!r}\n"
        "c.CourseDirectory.course_id = 'rectified'\n"
    )
    path = home / NAME / f"{NAME}.ipynb"
    with jupyterlab(home, config) as address:
        page = chromium.new_page(viewport={"width": 1280, "height": 860})
        page.goto(f"{address}/lab")
        nbgrader_menu(page, "Assignment List")
        page.get_by_role("button", name="Fetch", exact=True).click()
        expect(page.get_by_role("button", name="Submit")).to_be_visible()
        take(page, "learner_1_fetched")
        others = {q: s for q, s in first_answers.items() if q != QUESTION}
        answer_notebook(path, others)  # done on the days before

        page.goto(f"{address}/lab/tree/{NAME}/{NAME}.ipynb")
        expect(page.get_by_role("button", name="| Idle")).to_be_visible()
        write_answer(page, WRONG.source)
        dialog = validate(page)
        expect(dialog).to_contain_text(f"Known misconception: {WRONG.name}")
        expect(dialog).to_contain_text(" ".join(WRONG.hint.split()[:6]))
        dialog.get_by_text("Known misconception").first.scroll_into_view_if_needed()
        take(page, "learner_2_wrong")
        dialog.get_by_role("button", name="Ok").click()

        write_answer(page, first_answers[QUESTION])
        dialog = validate(page)
        expect(dialog).to_contain_text("passes all the tests")
        take(page, "learner_3_right")
        dialog.get_by_role("button", name="Ok").click()

        page.goto(f"{address}/lab")
        nbgrader_menu(page, "Assignment List")
        page.get_by_role("button", name="Submit").click()
        listed = page.locator("#submitted_assignments_list").get_by_text(NAME)
        expect(listed.first).to_be_visible()
        page.close()
    inbound = course.exchange / "rectified" / "inbound"
    (submitted,) = inbound.glob(f"*+{NAME}+*/{NAME}.ipynb")
    cells = nbformat.read(submitted, as_version=4).cells
    assert any(cell.source == first_answers[QUESTION] for cell in cells)


def test_lab_copies_the_exercises_and_never_overwrites_work(root, tmp_path):
    work = tmp_path / "work"
    first = lab.copy_missing(root / "exercises", work)
    path = work / NAME / f"{NAME}.ipynb"
    assert path in first
    path.write_text("my work")
    assert lab.copy_missing(root / "exercises", work) == []
    assert path.read_text() == "my work"


def test_progress_says_which_questions_pass(root, tmp_path, first_answers):
    work = tmp_path / "work"
    shutil.copytree(root / "exercises" / NAME, work / NAME)
    path = work / NAME / f"{NAME}.ipynb"
    before = progress.look(NAME, work, root / "exercises")
    assert before.passed == ()
    assert before.problem == ""
    answer_notebook(path, {**first_answers, QUESTION: WRONG.source, "sparsity": "1 +"})
    written = path.read_bytes()
    row = progress.look(NAME, work, root / "exercises")
    passed = dict(zip(row.questions, row.passed, strict=True))
    assert passed["relu"]
    assert passed["numerical_gradient"]
    assert not passed[QUESTION]
    assert not passed["sparsity"]
    assert path.read_bytes() == written, "the learner's file is left alone"


def test_progress_names_a_file_that_is_no_notebook(root, tmp_path):
    place = tmp_path / "work" / NAME
    place.mkdir(parents=True)
    (place / f"{NAME}.ipynb").write_text("{")
    row = progress.look(NAME, tmp_path / "work", root / "exercises")
    assert row.problem == "this file is no notebook"
