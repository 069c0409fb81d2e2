"""The site: whole, self-contained, and without the solutions."""

import re
import struct
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import nbformat
import pytest

from tests.conftest import typeset
from tools.address import read_address
from tools.book.chapters import NAMES, code_cells, find_chapters
from tools.book.site import missing_pages, pages_of_toc
from tools.exercises.answers import OF_THE_BOOK
from tools.exercises.page import CHECK, folded, wanted

pytestmark = pytest.mark.xdist_group("site")  # one process builds it

LAUNCHERS = ("colab.research.google.com", "mybinder.org", "github.com")


class Page(HTMLParser):
    """The ids, links and loaded resources of one page."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path, self.text = path, path.read_text()
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.resources: list[str] = []
        self.images: list[dict] = []
        self.metas: dict[str, str] = {}
        self.feed(self.text)

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        self.ids.update(v for k, v in attributes if k in ("id", "name") and v)
        if tag == "a" and values.get("href"):
            self.links.append(values["href"])
        if tag == "link" and values.get("rel") in ("stylesheet", "preload", "icon"):
            self.resources.append(values["href"])
        if tag in ("script", "img", "iframe", "source") and values.get("src"):
            self.resources.append(values["src"])
        if tag == "img":
            self.images.append(values)
        if tag == "meta" and "content" in values:
            name = values.get("name") or values.get("property") or ""
            self.metas[name] = values["content"]


@pytest.fixture(scope="session")
def pages(site):
    return {page: Page(site / f"{page}.html") for page in pages_of_toc()}


def test_every_page_of_the_table_of_contents_is_written(site):
    assert missing_pages(site) == []


def test_no_page_shows_a_traceback(pages):
    for name, page in pages.items():
        assert "Traceback (most recent call last)" not in page.text, name
        assert "CellExecutionError" not in page.text, name


@pytest.mark.parametrize("chapter", find_chapters(), ids=lambda c: c.name)
def test_a_chapter_shows_all_its_figures_with_alternative_text(pages, chapter):
    expected = sum(
        "image/svg+xml" in output.get("data", {})
        for cell in code_cells(chapter.read_twin())
        for output in cell.outputs
    )
    page = pages[f"book/executed/{chapter.name}"]
    figures = [i for i in page.images if "_images/" in i["src"]]
    assert len(figures) == expected > 0
    for image in figures:
        assert (page.path.parent / image["src"]).exists(), image["src"]
        assert image.get("alt"), image
        assert ".svg" not in image["alt"], image


@pytest.mark.parametrize("name", OF_THE_BOOK)
def test_an_exercise_page_begins_with_the_exercise(pages, root, name):
    """No plumbing first; the visible checks are folded, and there."""
    text = pages[f"exercises/{name}/{name}"].text
    article = text[text.index("<article") : text.index("</article>")]
    assert "urlretrieve" not in article, "the cell that fetches files"
    details = re.findall(r"<details.*?</details>", article, re.DOTALL)
    notebook = nbformat.read(root / f"exercises/{name}/{name}.ipynb", as_version=4)
    checks = [c for c in notebook.cells if wanted(c) == folded(*CHECK)]
    assert sum("Show the check<" in part for part in details) == len(checks) >= 4
    plain = re.sub(r"<details.*?</details>", "", article, flags=re.DOTALL)
    assert 'class="n">check_' not in plain
    assert 'class="n">check_' in "".join(details)
    first = plain.index('class="highlight')
    assert plain.index("<h1") < plain.index("Questions do not depend") < first
    assert 'class="kn">import' not in plain


def test_links_inside_the_site_lead_somewhere(pages, site):
    known = {page.path.resolve(): page for page in pages.values()}
    for name, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            path = unquote(parts.path)
            target = (
                (page.path.parent / path).resolve() if path else page.path.resolve()
            )
            assert target.exists(), f"{name}: {link}"
            if parts.fragment and target in known:
                assert unquote(parts.fragment) in known[target].ids, f"{name}: {link}"


def test_pages_load_nothing_from_another_host(pages):
    for name, page in pages.items():
        for resource in page.resources:
            assert not urlsplit(resource).netloc, f"{name}: {resource}"


def test_nothing_of_the_solutions_is_published(site):
    published = [p.relative_to(site).as_posix() for p in site.rglob("*") if p.is_file()]
    assert not [p for p in published if "solutions" in p]
    marks = ("BEGIN SOLUTION", "BEGIN HIDDEN TESTS")
    texts = [
        site / p for p in published if p.endswith((".html", ".js", ".md", ".ipynb"))
    ]
    for path in texts:
        if "mathjax" in path.parts:
            continue
        text = path.read_text(errors="replace")
        if path.name.startswith(("instructors", "maintainers")):
            continue  # the guides name the marks in order to explain them
        assert not any(mark in text for mark in marks), path


def test_search_index_knows_the_chapters_and_no_solution(site):
    index = (site / "searchindex.js").read_text()
    for name in NAMES:
        assert f"book/executed/{name}" in index
    assert "solutions/" not in index


def test_only_the_table_of_contents_is_published(site):
    sources = {
        p.relative_to(site / "_sources").with_suffix("").as_posix()
        for p in (site / "_sources").rglob("*")
        if p.is_file()
    }
    assert sources <= set(pages_of_toc())


CUT = """() => {
  document.querySelectorAll("details").forEach((fold) => { fold.open = true; });
  return [...document.querySelectorAll("div.cell_input pre")]
    .filter((code) => code.scrollWidth > code.clientWidth && (!code.closest("details")
      || Math.max(...code.innerText.split("\\n").map((line) => line.length)) <= 88))
    .map((code) => code.innerText.slice(0, 60));
}"""
WIDE = ".bd-article :is(table, pre, mjx-container)"
LOST = """(wide) => [...document.querySelectorAll(wide)]
  .filter((part) => {
    let box = part, right = part.getBoundingClientRect().right;
    while (box && !["auto", "scroll"].includes(getComputedStyle(box).overflowX)) {
      box = box.parentElement;
    }
    return part.offsetParent && !box && right > innerWidth + 1;
  }).map((part) => part.innerText.slice(0, 60))"""


@pytest.mark.parametrize("width", [360, 1280])
def test_site_opens_in_a_browser_without_leaving_the_machine(site, browser_page, width):
    """Real requests of a real browser, on a phone and on a desk, where code fits."""
    server, page = browser_page
    requests, cut = [], {}
    page.on("request", lambda request: requests.append(request.url))
    page.set_viewport_size({"width": width, "height": 800})
    for name in pages_of_toc():
        page.goto(f"{server}/{name}.html")
        typeset(page)
        overflow = page.evaluate("document.documentElement.scrollWidth")
        assert overflow <= width, f"{name} scrolls sideways: {overflow} px"
        lost = page.evaluate(LOST, WIDE)
        assert not lost, f"{name}: what is wide scrolls in its own box: {lost}"
        if found := page.evaluate(CUT):
            cut[name] = found
    assert width < 1280 or cut == {}, "code is cut"
    foreign = [u for u in requests if not u.startswith((server, "data:", "blob:"))]
    assert foreign == []


def test_formulas_are_typeset_without_the_network(site, browser_page):
    server, page = browser_page
    page.goto(f"{server}/book/executed/relu.html")
    typeset(page)
    assert page.locator("mjx-container").count() > 0


def test_launch_buttons_give_the_executed_notebook(pages):
    for name in NAMES:
        links = pages[f"book/executed/{name}"].links
        assert any(f"{name}.ipynb" in link for link in links), name
        for launcher in LAUNCHERS[:2]:
            assert any(launcher in link and name in link for link in links), name


def test_pages_carry_the_configured_address(root, pages):
    """Guides, buttons and the address for search engines come from one line."""
    address = read_address(root)
    owner, name = address.repository.split("/")
    for guide in ("learners", "instructors"):
        text = re.sub(r"<[^>]+>", "", pages[f"book/{guide}"].text)
        assert f"git clone {address.url} rectified" in text
    for page, found in pages.items():
        canonical = f"https://{owner.lower()}.github.io/{name}/{page}.html"
        assert f'<link rel="canonical" href="{canonical}"' in found.text, page
    sources = [link for link in pages["book/executed/relu"].links if "github" in link]
    assert any(link.startswith(address.url) for link in sources)


def test_prose_has_no_unrendered_markup(pages):
    for name, page in pages.items():
        text = re.sub(r"<(pre|script|style|code)\b.*?</\1>", "", page.text, flags=re.S)
        assert not re.search(r"\{(ref|cite|eq|numref|term|doc)\}`", text), name
        assert ":::" not in text, name
        assert "{{" not in text, name


def test_every_page_tells_what_it_is_where_it_is_shared(root, site, pages):
    address = read_address(root)
    owner, name = address.repository.split("/")
    base = f"https://{owner.lower()}.github.io/{name}/"
    for page, found in pages.items():
        metas = found.metas
        assert 40 <= len(metas["description"]) <= 320, page
        assert metas["og:description"] == metas["description"], page
        assert metas["og:title"], page
        assert "<" not in metas["og:title"], page
        assert metas["og:site_name"] == "Rectified", page
        assert metas["og:url"] == f"{base}{page}.html", page
        assert metas["twitter:card"] == "summary_large_image", page
        card = site / metas["og:image"].removeprefix(base)
        head = card.read_bytes()[:24]
        assert head[:8] == b"\x89PNG\r\n\x1a\n", page
        assert struct.unpack(">II", head[16:24]) == (1200, 630), page
        assert card.stat().st_size < 200_000
    assert len({p.metas["description"] for p in pages.values()}) == len(pages)


def test_the_name_of_the_site_stands_beside_its_logo(pages):
    for name, page in pages.items():
        shown = re.search(r'logo__title">\s*(\w+)', page.text)
        assert shown, name
        assert shown[1] == "Rectified", name


def test_lists_of_tasks_are_drawn_with_boxes(pages):
    text = pages["book/executed/in_practice"].text
    assert text.count('class="task-list-item-checkbox"') >= 5
    for name, page in pages.items():
        assert not re.search(r"<li>\s*(<p>)?\s*\[[ xX]\]", page.text), name


SIGNS = "×±σλ√²³½→−≤≥∂′₀₁₂₃α·…–—⁻⁰¹⁴⁵⁶⁷⁸⁹✓✗"
DRAWN = "AaZz019 {}[]_=#" + "×±σλ√²³→−≤≥"


def test_the_site_ships_two_small_fonts_with_their_licence(site, browser_page):
    """A browser draws all signs of the pages with them, and code of one width."""
    fonts = site / "_static" / "fonts"
    assert sum(f.stat().st_size for f in fonts.glob("*.woff2")) <= 350 * 1024
    licence = (fonts / "LICENSE.txt").read_text()
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert all(path.name in licence for path in fonts.glob("*.woff2"))
    server, page = browser_page
    page.goto(f"{server}/book/executed/relu.html")
    typeset(page)
    page.evaluate(
        """([text, code]) => {
            for (const [tag, content] of [["p", text], ["code", code]]) {
                const made = document.createElement(tag);
                made.textContent = content;
                made.id = `drawn-${tag}`;
                document.querySelector("article").append(made);
            }
        }""",
        ["Aa " + SIGNS, DRAWN],
    )
    typeset(page)
    session = page.context.new_cdp_session(page)
    for method in ("DOM.enable", "CSS.enable"):
        session.send(method)
    top = session.send("DOM.getDocument")["root"]["nodeId"]
    for tag, font in (("p", "Inter"), ("code", "JetBrains Mono")):
        query = {"nodeId": top, "selector": f"#drawn-{tag}"}
        node = session.send("DOM.querySelector", query)["nodeId"]
        used = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
        assert {f["familyName"].split(" Variable")[0] for f in used} == {font}
        assert all(f["isCustomFont"] for f in used)
    widths = page.evaluate(
        """(text) => {
            const pen = document.createElement("canvas").getContext("2d");
            pen.font = '10px "JetBrains Mono"';
            return [...text].map((sign) => pen.measureText(sign).width);
        }""",
        DRAWN,
    )
    assert widths == pytest.approx([6.0] * len(DRAWN))


def test_a_page_keeps_sayings_about_scripts_for_those_without(pages):
    """The extension says it, within noscript; no page's text says it too."""
    for name, page in pages.items():
        article = page.text[page.text.index("<article") :]
        figures = article.count("data-live=")
        assert article.count("<noscript><p>This figure answers") == figures, name
        plain = re.sub(r"<noscript>.*?</noscript>", "", article, flags=re.S)
        assert "needs JavaScript" not in " ".join(plain.split()), name
