"""A reader's walk: figures and questions that answer, on pages everyone can use."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.conftest import typeset
from tools.book.chapters import NAMES
from tools.book.site import pages_of_toc
from tools.walks.walking import take

pytestmark = pytest.mark.xdist_group("site")  # one process builds it

PAGES = pages_of_toc()
CHAPTERS = [f"book/executed/{name}" for name in NAMES]
LIVE = {
    "book/intro": ["scale"],
    "book/executed/sigmoid_tanh": ["activation", "chain"],
    "book/executed/relu": ["activation"],
    "book/executed/initialization": ["scale"],
    "book/executed/dying_relu": ["dying", "born_dead"],
    "book/executed/variants": ["variants"],
}
AXE = {  # in the dark nothing differs but colours
    "light": {"resultTypes": ["violations"]},
    "dark": {"resultTypes": ["violations"], "runOnly": ["color-contrast"]},
}
HEAVIEST_PAGE = 1_500_000  # bytes, besides the plotting library


@pytest.mark.parametrize("name", LIVE)
def test_every_live_figure_answers_to_the_keyboard(browser_page, name):
    server, page = browser_page
    page.goto(f"{server}/{name}.html")
    figures = page.locator("[data-live]")
    assert [f.get_attribute("data-live") for f in figures.all()] == LIVE[name]
    for figure in figures.all():
        figure.scroll_into_view_if_needed()
        figure.locator(".main-svg").first.wait_for()
        says = figure.locator(".live-says")
        before = says.inner_text()
        figure.locator("input[type=range]").first.focus()
        for _ in range(3):
            page.keyboard.press("ArrowRight")
        expect(says).not_to_have_text(before)  # moving a slider changes the answer
        take(page, f"reader_live_{figure.get_attribute('data-live')}")


def test_a_live_figure_has_a_fallback_without_scripts(server, chromium):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server}/book/executed/relu.html")
    assert "This figure needs JavaScript" in page.locator("[data-live]").inner_text()
    assert "A sigmoid and a tanh are sensitive" in page.locator("article").inner_text()
    context.close()


@pytest.mark.parametrize("name", CHAPTERS)
def test_questions_of_a_chapter_answer_each_choice(browser_page, name):
    server, page = browser_page
    page.goto(f"{server}/{name}.html")
    section = page.locator("section#check-yourself")
    questions = section.locator("p", has_text="Question ").count()
    choices = section.locator("details.choice")
    right = section.locator("details.choice.right")
    assert 3 <= questions <= 5
    assert right.count() == questions
    assert choices.count() >= 3 * questions - 1
    for choice in choices.all():
        answer = choice.locator("p").first
        assert not answer.is_visible(), "answers are folded"
        choice.locator("summary").focus()
        page.keyboard.press("Enter")
        expect(answer).to_be_visible()
        is_right = "right" in choice.get_attribute("class").split()
        assert answer.inner_text().startswith("Yes." if is_right else "No.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_fault_on_any_page(server, chromium, scheme):
    context = chromium.new_context(color_scheme=scheme)
    page = context.new_page()
    faults = []
    for name in PAGES:
        page.goto(f"{server}/{name}.html", wait_until="load")
        for violation in Axe().run(page, options=AXE[scheme]).response["violations"]:
            if violation["impact"] in ("serious", "critical"):
                where = violation["nodes"][0]["target"]
                faults.append(f"{name}: {violation['id']} at {where}")
    context.close()
    assert faults == []


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_chapter_is_light_to_load(server, chromium, name):
    context = chromium.new_context()  # with an empty cache
    page = context.new_page()
    page.goto(f"{server}/{name}.html")
    typeset(page)
    sizes = page.evaluate(
        """() => performance.getEntries()
            .filter((e) => e.transferSize !== undefined && !e.name.includes("plotly"))
            .map((e) => [e.transferSize, e.name])"""
    )
    context.close()
    assert len(sizes) > 3
    assert sum(size for size, _ in sizes) <= HEAVIEST_PAGE, sorted(sizes)[-5:]
