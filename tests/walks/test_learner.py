"""A learner's walk: fetch, answer wrongly, read, correct, validate, submit."""

import io
import json
import re
import shutil

import nbformat
import pytest
from playwright.sync_api import expect
from rich.console import Console

from tests.walks.conftest import WRONG, answer_notebook, jupyterlab
from tools.exercises import lab, progress
from tools.walks import walking
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
        others[walking.QUESTION] = "Only at 0."  # Validate asks for a text, too
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


@pytest.mark.quick
def test_lab_copies_the_exercises_and_never_overwrites_work(tmp_path):
    work = tmp_path / "work"
    first = lab.prepare(work)
    path = work / NAME / f"{NAME}.ipynb"
    assert path in first
    path.write_text("my work")
    assert lab.prepare(work) == []
    assert path.read_text() == "my work"


def test_lab_leads_from_an_exercise_to_its_chapter(tmp_path, chromium):
    """As root, too; and without a sidebar that would change the marks of cells."""
    work = tmp_path / "work"
    lab.prepare(work)
    with jupyterlab(work, tmp_path / "config") as address:
        page = chromium.new_page(viewport={"width": 1280, "height": 860})
        page.goto(f"{address}/lab/tree/{NAME}/{NAME}.ipynb")
        page.get_by_role("link", name="the chapter on ReLU").click()
        tabs = page.locator("#jp-main-dock-panel .lm-TabBar-tab")
        expect(tabs).to_have_count(2)
        chapter = nbformat.read(work / lab.CHAPTERS / f"{NAME}.ipynb", as_version=4)
        text = "\n".join(cell.source for cell in chapter.cells)
        title = re.search(r"^# (.+)$", text, re.MULTILINE)[1]
        expect(page.get_by_role("heading", name=title).first).to_be_visible()
        bars = page.locator(".jp-SideBar .lm-TabBar-tab")
        expect(bars.and_(page.get_by_title("File Browser"))).to_have_count(1)
        expect(bars.and_(page.get_by_title("Create Assignment"))).to_have_count(0)
        page.close()


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
    assert row.written == ((walking.QUESTION, False),)
    answer_notebook(path, {walking.QUESTION: "Only at 0."})
    row = progress.look(NAME, work, root / "exercises")
    assert row.written == ((walking.QUESTION, True),)


def printed(rows, width=80):
    """The lines that `make progress` prints on a terminal of some width."""
    console = Console(record=True, width=width, file=io.StringIO())
    progress.show(rows, console)
    return [line.rstrip() for line in console.export_text().splitlines()]


@pytest.mark.quick
def test_progress_says_what_is_written_for_a_person():
    """Nothing tests it, so it neither passes nor fails."""
    written = (("explain_kink", True), ("explain_more", False))
    lines = printed([progress.Progress(NAME, ("relu",), (True,), written=written)])
    assert any("✎ explain_kink: written" in line for line in lines)
    assert any("explain_more: not yet written" in line for line in lines)
    assert any("1 of 1" in line for line in lines)
    assert not any("✗" in line for line in lines)


@pytest.mark.quick
@pytest.mark.parametrize("width", [20, 80, 200])
def test_progress_has_a_line_for_each_question_and_says_what_it_leaves_out(width):
    names = ("activation_gradient_bound", "tanh_grad", "sigmoid")
    rows = [
        progress.Progress("sigmoid_tanh", names, (True, False, True)),
        progress.Progress("why_nonlinearity", ()),
    ]
    lines = printed(rows, width)
    for name, mark in zip(names, "✓✗✓", strict=True):
        (line,) = (line for line in lines if name in line.split())
        assert f"{mark} {name} " in line
    assert any("2 of 3" in line for line in lines)
    assert lines[-1] == "When your work is graded, hidden tests run as well."
    assert max(map(len, lines)) <= 80


@pytest.mark.quick
@pytest.mark.parametrize(
    "text",
    ["{", "[]", "\x00", "\udcff", '{"cells": 5}', '{"cells": null, "nbformat": 4}'],
)
def test_a_file_that_is_no_notebook_is_one_red_line(tmp_path, text):
    place = tmp_path / NAME
    place.mkdir()
    (place / f"{NAME}.ipynb").write_bytes(text.encode("utf-8", "surrogateescape"))
    rows = [progress.row(name, tmp_path) for name in (NAME, "variants")]
    assert [row.problem for row in rows] == ["this file is no notebook", ""]
    console = Console(record=True, force_terminal=True, file=io.StringIO())
    progress.show(rows, console)
    red = [
        line for line in console.export_text(styles=True).split("\n") if "[31m" in line
    ]
    assert len(red) == 1
    assert NAME in red[0]


@pytest.mark.quick
def test_whatever_happens_to_one_notebook_is_one_line(tmp_path, monkeypatch):
    def fail(*args):
        raise RuntimeError("[/red]\n" + "a long story " * 20)

    monkeypatch.setattr(progress, "look", fail)
    lines = printed([progress.row(NAME, tmp_path)])
    (line,) = (line for line in lines if NAME in line)
    assert "RuntimeError: [/red]" in line
    assert max(map(len, lines)) <= 80


def test_progress_runs_odd_notebooks_and_is_quiet(root, tmp_path, first_answers, capfd):
    """Cells without an id, of an odd kind; TensorFlow; a kernel that dies."""
    for name in (NAME, "sigmoid_tanh"):
        shutil.copytree(root / "exercises" / name, tmp_path / name)
    path = tmp_path / NAME / f"{NAME}.ipynb"
    answer_notebook(path, first_answers)
    raw = json.loads(path.read_text())
    for cell in raw["cells"]:
        del cell["id"]
    path.write_text(json.dumps({**raw, "cells": [{}, {"cell_type": 5}, *raw["cells"]]}))
    died = tmp_path / "sigmoid_tanh" / "sigmoid_tanh.ipynb"
    text = "import tensorflow, os\nos.write(2, b'noise')\nos._exit(1)"
    answer_notebook(died, {"sigmoid": text})
    rows = [progress.row(name, tmp_path) for name in (NAME, "sigmoid_tanh")]
    assert rows[0].passed == (True,) * len(rows[0].questions)
    assert rows[1].problem == "the kernel died: restart, run all"
    assert capfd.readouterr() == ("", "")
