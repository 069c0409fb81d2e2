"""What people open when all is graded: notebooks, feedback and report run nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import partial
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner
from grading_support import ANSWERS, handed_in, honest, load, make_course, submit
from nbconvert import HTMLExporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell

from autograder import cli
from autograder.inert.markup import clean_html, markdown
from autograder.inert.outputs import Room, bundle, sizes
from autograder.inert.svg import clean_svg

HIT = "document.title='HIT'"
RUNS = [  # what would run in a page that trusts it
    f"<script>{HIT}</script>",
    f'<img src=x onerror="{HIT}">',
    f'<svg onload="{HIT}"></svg>',
    f'<iframe srcdoc="<script>parent.{HIT}</script>"></iframe>',
    f'<details open ontoggle="{HIT}"><summary>x</summary></details>',
    f'<math><mtext><table><mglyph><style><img src=x onerror="{HIT}">',
    f"<scr<script></script>ipt>{HIT}</script>",
    f'<!--><img src=x onerror="{HIT}">-->',
    f'<style><img src="</style><img src=x onerror={HIT}>',
    f'<noscript><p title="</noscript><img src=x onerror={HIT}>">',
    f"</code></pre></div><script>{HIT}</script>",
    f'<a href="javascript:{HIT}" class=trap>x</a>',
    f'<form action="javascript:{HIT}"><button class=trap>x</button></form>',
    f"<b\n><script>{HIT}</script>",
]
LINKS = [  # what would run when somebody clicks on it
    f"[trap](javascript:{HIT})",
    f"[trap](&#106;avascript:{HIT})",
    f"[trap](<java&Tab;script:{HIT}>)",
    f"[trap](\njavascript:{HIT})",
    f"[trap]\n\n[trap]: javascript:{HIT}",
    f"> [trap]\n>\n> [trap]:\n> javascript:{HIT}",
    f"<javascript:{HIT}>",
    f"[trap](data:text/html,<script>{HIT}</script>)",
    "[trap](evil.html)",
]
SVG = f'<svg xmlns="http://www.w3.org/2000/svg" onload="{HIT}"><script>{HIT}</script>'
SVG += '<rect width="9" height="9" style="fill: url(http://evil.example/x)"/></svg>'
TABLE = (
    '<table border="1" class="dataframe"><tbody><tr><td>42</td></tr></tbody></table>'
)
PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAA"
    "AABJRU5ErkJggg=="
)


def attacking(assignment) -> nbformat.NotebookNode:  # type: ignore[no-untyped-def]
    """A notebook that tries everything, beside honest work."""
    shown = [
        *({"text/html": html} for html in RUNS),
        *({"text/markdown": text} for text in RUNS + LINKS),
        {"application/javascript": HIT},
        {"image/svg+xml": SVG},
        {"application/vnd.jupyter.widget-view+json": {"model_id": HIT}},
        {"application/vnd.x" + RUNS[0]: "x"},
        {"text/html": TABLE},
    ]
    code = f"for data in {shown!r}:\n    display(data, raw=True)\n"
    code += f"display({{'text/html': {RUNS[0]!r}}}, raw=True, "
    code += "metadata={'text/html': {'isolated': True}})\n"
    size = {"image/png": {"width": f"1 onload={HIT}", "height": 30}}
    code += f"display({{'image/png': {PIXEL!r}}}, raw=True, metadata={size!r})\n"
    code += f"print({RUNS[0]!r})\nraise ValueError({RUNS[1]!r})"
    square = f"{ANSWERS['square']}\n# {RUNS[0]}"
    notebook = handed_in(assignment, **{**ANSWERS, "square": square})
    notebook.cells += [new_code_cell(code)]
    notebook.cells += [new_markdown_cell(text) for text in RUNS + LINKS]
    notebook.cells += [new_raw_cell(text) for text in RUNS]
    picture = new_markdown_cell("![mine](<attachment:my sketch.png>) **see** $a<b$")
    picture.attachments = {
        "my sketch.png": {"image/png": PIXEL, 'image/x"onerror=': "QQ=="},
        "a.svg": {"image/svg+xml": SVG},
    }
    lost = new_markdown_cell(
        "![lost](attachment:nowhere.png) ![drawn](attachment:a.svg)"
    )
    notebook.cells += [picture, lost]
    return notebook


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graded class with feedback and a report."""
    root = make_course(tmp_path_factory.mktemp("viewers") / "course")
    assignment = load(root)
    submit(root, "ada", honest(assignment))
    submit(root, f"<img src=x onerror={HIT}>", attacking(assignment))
    words = ["grade", "demo", "--course", str(root)]
    done = CliRunner().invoke(cli.main, words)
    assert done.exit_code == 0, done.output
    done = CliRunner().invoke(cli.main, ["report", "demo", "--course", str(root)])
    assert done.exit_code == 0, done.output
    place = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    made = subprocess.run(
        [sys.executable, "-m", "nbgrader", "generate_feedback", "demo"],
        cwd=root,
        env={**os.environ, "PATH": place},
        capture_output=True,
        text=True,
    )
    assert made.returncode == 0, made.stderr
    return root


def of_attacker(course: Path, folder: str, ending: str) -> Path:
    """The attacker's file in one of nbgrader's folders."""
    (found,) = (
        p for p in (course / folder).glob(f"*/demo/*.{ending}") if "img" in str(p)
    )
    return found


def formgrader(notebook: nbformat.NotebookNode) -> str:
    """The page that formgrader makes of a notebook, by its own template."""
    import nbgrader.server_extensions.formgrader as place

    exporter = HTMLExporter(
        template_name="formgrade",
        extra_template_basedirs=[str(Path(place.__file__).parent / "templates")],
    )
    words = {
        "base_url": "",
        "index": 0,
        "total": 1,
        "student": "x",
        "submission_id": "x",
    }
    resources = {**words, "assignment_id": "demo", "notebook_id": "demo"}
    return exporter.from_notebook_node(notebook, resources=resources)[0]


def pages(course: Path) -> dict[str, str]:
    """Every page that somebody may open."""
    notebook = nbformat.read(of_attacker(course, "autograded", "ipynb"), 4)
    return {
        "feedback": of_attacker(course, "feedback", "html").read_text(),
        "report": (course / "graded" / "demo" / "report.html").read_text(),
        "answers": of_attacker(course, "graded/demo", "html").read_text(),
        "formgrader": formgrader(notebook),
        **{
            name: HTMLExporter(template_name=name).from_notebook_node(notebook)[0]
            for name in ("lab", "classic", "basic")
        },
    }


def test_does_nothing_run_in_any_page(course: Path, chromium) -> None:  # type: ignore[no-untyped-def]
    for name, html in pages(course).items():
        page = chromium.new_page()
        asked: list[str] = []
        page.route("**/*", partial(refuse, asked))
        page.on("dialog", lambda dialog: dialog.dismiss())
        page.set_content(html, wait_until="domcontentloaded")
        targets = page.evaluate("[...document.links].map(a => a.getAttribute('href'))")
        for where in targets:
            safe = where.split(":")[0] in ("http", "https", "mailto")
            assert safe or ":" not in where, name
            assert "evil.html" not in where, name
        assert page.title() != "HIT", name
        assert not page.frames[1:], name
        assert not [url for url in asked if "evil" in url], name
        handlers = page.evaluate(
            "[...document.querySelectorAll('#notebook *')].filter(e =>"
            " [...e.attributes].some(a => a.name.startsWith('on'))).length"
        )
        assert handlers == 0, name
        page.close()


def refuse(asked: list[str], route) -> None:  # type: ignore[no-untyped-def]
    """Note what a page asks for, and do not let it have it."""
    asked.append(route.request.url)
    route.abort()


def test_is_honest_work_visible_in_the_feedback(course: Path, chromium) -> None:  # type: ignore[no-untyped-def]
    page = chromium.new_page()
    page.route("**/*", lambda route: route.abort())
    page.set_content(
        of_attacker(course, "feedback", "html").read_text(),
        wait_until="domcontentloaded",
    )
    assert page.locator("table.dataframe td").inner_text() == "42"
    assert page.locator("img[alt=mine]").get_attribute("src").endswith(PIXEL)
    assert page.locator("strong", has_text="see").count() == 1
    assert "return x * x" in page.inner_text("body")
    page.close()
    notebook = nbformat.read(of_attacker(course, "autograded", "ipynb"), 4)
    names = [
        output.get("ename")
        for cell in notebook.cells
        for output in cell.get("outputs", [])
    ]
    assert names[-1] == "ValueError", "the attack never ran"


def test_is_a_course_s_own_text_kept_as_it_is(tmp_path: Path) -> None:
    from grading_support import source

    from autograder.course.sanitise import sanitise

    notebook = source()
    text = '<div class="alert">Read <a href="figures/a.html">this</a> first</div>'
    notebook.cells[0].source = text
    assignment = load(make_course(tmp_path, notebook=notebook))
    given = nbformat.v4.writes(honest(assignment)).encode()
    cleaned, flags = sanitise(given, assignment.masters[0])
    assert cleaned.cells[0].source == text
    assert flags == []


def test_name_that_is_html_is_spelt_out(course: Path) -> None:
    results = json.loads((course / "graded" / "demo" / "results.json").read_text())
    names = [part["student"] for part in results["submissions"]]
    assert names == [f"\\x3cimg src=x onerror={HIT}\\x3e", "ada"]


@pytest.mark.quick
@pytest.mark.parametrize(
    "text", ["a < b", "$a<b$".replace("<", " < "), "x <- 3", "1<2"]
)
def test_are_signs_kept(text: str) -> None:
    assert markdown(text) == text


@pytest.mark.quick
@pytest.mark.parametrize(
    "text",
    [
        "[site](https://example.org/a?b=1#c) <https://example.org>",
        "H<sub>2</sub>O<br>and <b>bold</b>",
        "![plot](figures/plot-1.png) [up](#top) <kbd>x</kbd>",
        "- [ ] a list\n- [x] done\n\n| a | b |\n|---|---|\n| `d[k]` | 2 |",
    ],
)
def test_is_honest_markdown_kept(text: str) -> None:
    assert markdown(text) == text


@pytest.mark.quick
def test_are_tables_kept() -> None:
    pandas = (
        "<div>\n<style scoped>\n .dataframe tbody tr th { color: red; }\n</style>\n"
        '<table border="1" class="dataframe">\n<thead>\n<tr style="text-align: right;">'
        "<th></th><th>a</th></tr></thead><tbody><tr><th>0</th><td>1 &lt; 2</td></tr>"
        "</tbody></table>\n<p>1 rows × 1 columns</p></div>"
    )
    cleaned = clean_html(pandas)
    assert cleaned is not None
    assert "color: red" not in cleaned
    for part in (
        'class="dataframe"',
        "text-align: right",
        "<td>1 &lt; 2</td>",
        "1 rows",
    ):
        assert part in cleaned


@pytest.mark.quick
def test_are_drawings_kept() -> None:
    drawn = (
        '<svg xmlns="http://www.w3.org/2000/svg"'
        ' xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9"><defs>'
        '<style type="text/css">*{stroke-linejoin: round}</style>'
        '<path id="m" d="M 0 0"/></defs><g clip-path="url(#p)">'
        '<use xlink:href="#m" x="1" style="fill: #fff"/>'
        "<text>α</text></g></svg>"
    )
    cleaned = clean_svg(drawn)
    assert cleaned is not None
    for part in ("url(#p)", 'href="#m"', "stroke-linejoin", "α", 'd="M 0 0"', "#fff"):
        assert part in cleaned
    assert HIT not in (clean_svg(SVG) or "")
    assert "evil" not in (clean_svg(SVG) or "")


@pytest.mark.quick
@pytest.mark.parametrize(
    "text",
    [
        "<!DOCTYPE svg [<!ENTITY a 'x'>]><svg xmlns='http://www.w3.org/2000/svg'>&a;</svg>",
        "<svg xmlns='http://www.w3.org/2000/svg'>" + "<g>" * 9 + "</svg>",
        "<html/>",
        "\ud800",
        "",
    ],
)
def test_what_is_no_drawing(text: str) -> None:
    assert clean_svg(text) is None


@pytest.mark.quick
def test_is_what_cannot_be_shown_named() -> None:
    found = bundle({"application/vnd.x+json": "{}"}, Room())
    text = "[left out, as it is not shown here: application/vnd.x+json]"
    assert found == {"text/plain": text}
    assert bundle({"image/png": 'x" onload="'}, Room())["text/plain"].startswith(
        "[left"
    )
    assert sizes(
        {"image/png": {"width": "1 onload=x", "height": 3}}, {"image/png": ""}
    ) == {"image/png": {"height": 3}}


@pytest.mark.quick
def test_is_markup_beyond_the_limit_left_out() -> None:
    room = Room(250_000)
    text = "<b>x</b>" * 20_000
    assert "text/html" in bundle({"text/html": text, "text/plain": "x"}, room)
    assert bundle({"text/html": text, "text/plain": "x"}, room) == {"text/plain": "x"}


@pytest.mark.quick
@pytest.mark.parametrize(
    "text",
    [
        "<b>" * 1000,
        "<div>" * 13 + "</div>" * 13,
        "<b><div></div></b>",
        "</p>",
        "&" * 9000,
    ],
)
def test_html_that_would_take_long_is_left_out(text: str) -> None:
    assert clean_html(text) is None
