"""A reader's walk: figures and questions that answer, on pages everyone can use."""

import re
from collections import Counter

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.conftest import typeset
from tools.book import ledger
from tools.book.chapters import NAMES
from tools.book.ledger import OUTCOMES, VERDICTS
from tools.book.site import pages_of_toc
from tools.walks.walking import take

pytestmark = pytest.mark.xdist_group("site")  # one process builds it

PAGES = pages_of_toc()
CHAPTERS = [f"book/executed/{name}" for name in NAMES]
LIVE = {
    "book/intro": ["scale"],
    "book/executed/why_nonlinearity": ["fold"],
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
RANGES = """(figure) => {
  const { xaxis, yaxis } = figure.querySelector(".live-plot")._fullLayout;
  return [xaxis.range, yaxis.range];
}"""
HEAVIEST_PAGE = 1_500_000  # bytes, besides the plotting library


@pytest.mark.parametrize("name", LIVE)
def test_every_live_figure_answers_to_the_keyboard(browser_page, name):
    server, page = browser_page
    page.goto(f"{server}/{name}.html")
    figures = page.locator("[data-live]")
    assert [f.get_attribute("data-live") for f in figures.all()] == LIVE[name]
    for figure in figures.all():
        figure.scroll_into_view_if_needed()
        says = figure.locator(".live-says")
        before = says.inner_text()
        slider = figure.locator("input[type=range]").first
        for _ in range(3):
            slider.press("ArrowRight")
        expect(says).not_to_have_text(before)  # moving a slider changes the answer
        figure.locator(".main-svg").first.wait_for()
        ranges = figure.evaluate(RANGES)
        for _ in range(2):
            slider.press("ArrowLeft")
        assert figure.evaluate(RANGES) == ranges, "axes stay, so that the eye compares"
        title = figure.locator(".live-title")
        assert title.get_attribute("id") == figure.get_attribute("aria-labelledby")
        assert len(title.inner_text()) > 10
        assert title.is_visible()
        assert "JavaScript" not in figure.inner_text()
        assert "^" not in figure.inner_text()
        take(page, f"reader_live_{figure.get_attribute('data-live')}")


def figure_of(browser_page, page_name, figure_name):
    """A live figure in view, and the sentence it answers with."""
    server, page = browser_page
    page.goto(f"{server}/{page_name}.html")
    figure = page.locator(f"[data-live={figure_name}]")
    figure.scroll_into_view_if_needed()
    return figure, figure.locator(".live-says")


def put(figure, label, value):
    """Move a slider to a value, as far as its steps allow."""
    figure.get_by_label(label).evaluate(
        """(input, value) => {
            input.value = value;
            input.dispatchEvent(new Event("input", { bubbles: true }));
        }""",
        str(value),
    )


@pytest.mark.parametrize(
    ("name", "kind"),
    [("sigmoid_tanh", "sigmoid"), ("relu", "relu")],
)
def test_a_figure_opens_on_the_subject_of_its_page(browser_page, name, kind):
    figure, _ = figure_of(browser_page, f"book/executed/{name}", "activation")
    assert figure.get_by_label("Activation").input_value() == kind


def test_the_signal_of_fifty_layers_is_kept_at_the_root_of_two(browser_page):
    figure, says = figure_of(browser_page, "book/intro", "scale")
    expect(says).to_contain_text("ReLU the activations are 3.0 × 10⁻⁸ times")
    figure.get_by_role("button", name="He √2").press("Enter")
    expect(says).to_contain_text("ReLU the activations are 1 times")
    expect(figure.locator("output")).to_have_text("1.414")
    figure.get_by_role("button", name="Glorot 1").press("Enter")
    expect(says).to_contain_text("3.0 × 10⁻⁸ times")


def test_a_figure_kills_a_unit_by_one_step_and_shows_the_loss(browser_page):
    figure, says = figure_of(browser_page, "book/executed/dying_relu", "dying")

    def losses():
        return [float(x) for x in re.findall(r"loss ([\d.]+\d)", says.inner_text())]

    before, after = losses()
    assert after < before / 5, "a low rate learns"
    expect(says).to_contain_text("can go on learning")
    put(figure, "Learning rate", 1.2)
    expect(says).to_contain_text("The step went too far")
    expect(says).to_contain_text("active for 0 %")
    assert losses()[0] == before < losses()[1], (
        "a high one kills, and the loss is worse"
    )
    put(figure, "Bias b", -1.5)
    expect(says).to_contain_text("no step of any size moves it")


def test_a_figure_shows_both_factors_of_a_layer(browser_page):
    figure, says = figure_of(browser_page, "book/executed/sigmoid_tanh", "chain")
    expect(says).to_contain_text("sigmoid: 1 × 0.235 = 0.235 a layer, 2.6 × 10⁻¹³ in")
    put(figure, "Weight w", 6)
    expect(says).to_contain_text("sigmoid: 6 × 0.235 = 1.41 a layer, 965 in all")


def test_folds_double_the_pieces(browser_page):
    figure, says = figure_of(browser_page, "book/executed/why_nonlinearity", "fold")
    for layers in (1, 2, 7):
        put(figure, "Layers L", layers)
        expect(says).to_contain_text(f"L = {layers}: {2**layers} linear pieces")
        expect(says).to_contain_text(f"with {2 * layers} ReLUs")
        expect(says).to_contain_text(f"at least {2**layers - 1}:")


@pytest.mark.parametrize("height", [900, 3000])
def test_the_front_page_loads_no_plotting_library_unasked(server, chromium, height):
    """It comes when the reader scrolls to the figure, or presses its button."""
    context = chromium.new_context(viewport={"width": 1280, "height": height})
    page = context.new_page()
    loaded = []
    page.on("request", lambda r: "plotly" in r.url and loaded.append(r.url))
    page.goto(f"{server}/book/intro.html", wait_until="networkidle")
    button = page.get_by_role("button", name="Move it yourself")
    assert button.is_visible()
    assert loaded == []
    if height > 2000:
        button.click()
    else:
        page.locator("[data-live] .live-plot").scroll_into_view_if_needed()
    page.locator("[data-live] .main-svg").first.wait_for()
    assert len(loaded) == 1
    context.close()


def test_a_live_figure_has_a_fallback_without_scripts(server, chromium):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server}/book/executed/relu.html")
    figure = page.locator("[data-live]").inner_text()
    assert "This figure answers with JavaScript." in figure
    assert "shows ReLU" in figure
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
    assert 3 <= questions <= 7
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


LOOK = """(part) => {
  const box = getComputedStyle(part);
  const text = part.querySelector(".sd-summary-text");
  const mark = getComputedStyle(text, "::before");
  return { style: box.borderTopStyle, width: box.borderTopWidth,
    color: box.borderTopColor, ground: getComputedStyle(document.body).backgroundColor,
    mark: mark.content, ink: mark.color };
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_opened_choice_looks_right_or_wrong(server, chromium, scheme):
    """By a mark, by its edge and by colour; closed ones look alike."""
    context = chromium.new_context(color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{server}/book/executed/dying_relu.html")
    kinds = [page.locator(f"details.choice.{k}").first for k in ("right", "wrong")]
    closed = [choice.evaluate(LOOK) for choice in kinds]
    assert closed[0] == closed[1]
    assert closed[0]["mark"] == "none"
    for choice in kinds:
        choice.locator("summary").click()
    right, wrong = (choice.evaluate(LOOK) for choice in kinds)
    assert (right["mark"], wrong["mark"]) == ('"✓"', '"✗"')
    assert (right["style"], wrong["style"]) == ("solid", "dashed")
    assert right["width"] == wrong["width"] == "2px"
    for look in (right, wrong):
        assert contrast(look["color"], look["ground"]) >= 4.5
        assert look["ink"] == look["color"]
    assert right["color"] != wrong["color"]
    context.close()


def contrast(one: str, other: str) -> float:
    """The contrast of two colours that a browser computed, as WCAG defines it."""

    def luminance(color: str) -> float:
        parts = [int(x) / 255 for x in re.findall(r"\d+", color)[:3]]
        red, green, blue = (
            x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_verdict_shows_by_mark_and_colour_and_words(server, chromium, scheme):
    context = chromium.new_context(color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{server}/book/executed/why_nonlinearity.html")
    looks = {}
    for verdict in VERDICTS + OUTCOMES:  # the boxes of one page, as any of them
        looks[verdict] = page.evaluate(
            """(verdict) => {
                const first = document.querySelector(".admonition.verdict");
                const box = first.cloneNode(true);
                box.className = `verdict verdict-${verdict} admonition`;
                document.querySelector("article").append(box);
                const title = box.querySelector(".admonition-title");
                const mark = getComputedStyle(title, "::after");
                const word = getComputedStyle(title.querySelector("strong"));
                return { mark: mark.content, font: mark.fontFamily, color: mark.color,
                    word: word.color, edge: getComputedStyle(box).borderLeftColor,
                    ground: getComputedStyle(document.body).backgroundColor };
            }""",
            verdict.replace(" ", "-"),
        )
    for verdict, look in looks.items():
        assert "Font Awesome" in look["font"], verdict
        assert look["mark"].startswith('"'), verdict
        assert look["color"] == look["word"] == look["edge"], verdict
        assert contrast(look["color"], look["ground"]) >= 4.5, verdict
    for kinds in (VERDICTS, OUTCOMES):
        for part in ("mark", "color"):
            assert len({looks[kind][part] for kind in kinds}) == len(kinds)
    context.close()


def test_what_folds_is_a_small_line_below_what_it_shows(browser_page):
    server, page = browser_page
    page.goto(f"{server}/book/executed/why_nonlinearity.html")
    typeset(page)
    for cell, shown in ((".tag_ruling", ".verdict"), (".cell:has(figure)", "figure")):
        first = page.locator(f".tag_hide-input{cell}").first
        line = first.locator("details.hide > summary > p.collapsed")
        above, below = first.locator(shown).last.bounding_box(), line.bounding_box()
        distance = below["y"] - above["y"] - above["height"]
        assert 0 <= distance <= 24, cell
        assert below["height"] <= 26
        assert line.evaluate("(p) => getComputedStyle(p).fontWeight") == "400"
        line.click()
        expect(first.locator("div.cell_input")).to_be_visible()


def test_the_ledger_shows_the_claims_of_one_verdict(browser_page):
    server, page = browser_page
    page.goto(f"{server}/book/claims.html")
    count = Counter(
        r.verdict for i, r in ledger.read_results().items() if i[1:].isdigit()
    )
    group = page.get_by_role("group", name="Show the claims")
    assert [b.inner_text() for b in group.get_by_role("button").all()] == [
        f"All ({count.total()})",
        *(f"{v.capitalize()} ({count[v]})" for v in VERDICTS),
    ]
    rows = page.locator("table.ledger tbody tr:has(td:nth-child(3) .verdict-word)")
    assert rows.count() == count.total()
    for verdict in VERDICTS:
        button = group.get_by_role("button", name=f"{verdict.capitalize()} (")
        button.press("Enter")
        assert button.get_attribute("aria-pressed") == "true"
        assert group.locator("[aria-pressed=true]").count() == 1
        visible = [row for row in rows.all() if row.is_visible()]
        assert len(visible) == count[verdict]
        assert all(f"\n{verdict}\n" in f"\n{words(row)}\n" for row in visible)
        expect(group.locator("output")).to_contain_text(f"{count[verdict]} of")
        take(page, f"reader_ledger_{verdict.replace(' ', '_')}")
    group.get_by_role("button", name="All (").press("Space")
    assert all(row.is_visible() for row in rows.all())


def words(row) -> str:
    """The cells of a table's row, each on a line."""
    return "\n".join(cell.inner_text().strip() for cell in row.locator("td").all())


def test_the_ledger_shows_all_claims_without_scripts(server, chromium):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server}/book/claims.html")
    rows = page.locator("table.ledger tbody tr")
    assert rows.count() >= 60
    assert all(row.is_visible() for row in rows.all())
    assert page.locator(".ledger-filter").count() == 0
    context.close()


def test_axe_finds_no_serious_fault_on_any_page(server, chromium):
    context = chromium.new_context()
    page = context.new_page()
    faults = []
    for name in PAGES:
        page.emulate_media(color_scheme="light")
        page.goto(f"{server}/{name}.html", wait_until="load")
        page.add_style_tag(content="* { transition: none !important }")
        for scheme, options in AXE.items():
            page.emulate_media(color_scheme=scheme)
            page.wait_for_selector(f"html[data-theme={scheme}]")
            for violation in Axe().run(page, options=options).response["violations"]:
                if violation["impact"] in ("serious", "critical"):
                    where = violation["nodes"][0]["target"]
                    faults.append(f"{name}, {scheme}: {violation['id']} at {where}")
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
