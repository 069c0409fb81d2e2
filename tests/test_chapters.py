"""The chapters, their twins and the ledger say the same."""

import ast
import json
import re

import nbformat
import pytest

from tools.book import ledger
from tools.book.chapters import (
    NAMES,
    PAGES,
    code_cells,
    find_chapters,
    labels_of,
    same_cells,
    stdout_of,
)

pytestmark = pytest.mark.quick

CLAIMS = [
    f"{letter}{number}"
    for letter, last in {"A": 15, "B": 36, "C": 15, "D": 11}.items()
    for number in range(1, last + 1)
]
EXPERIMENTS = [
    f"{letter}E{number}"
    for letter, last in {"A": 5, "B": 5, "C": 4, "D": 6}.items()
    for number in range(1, last + 1)
]
FIGURES = [
    f"{letter}F{number}"
    for letter, last in {"A": 6, "B": 1, "C": 6, "D": 3}.items()
    for number in range(1, last + 1)
]


@pytest.fixture(scope="module")
def twins():
    """The executed chapters, by name."""
    return {chapter.name: chapter.read_twin() for chapter in find_chapters()}


def figure_cells(notebook):
    return [c for c in code_cells(notebook) if "figure" in c.metadata.get("mystnb", {})]


@pytest.mark.parametrize("chapter", find_chapters(), ids=lambda c: c.name)
def test_twin_has_the_cells_of_its_text(chapter):
    twin = chapter.read_twin()
    assert twin is not None, f"run: make execute NAMES={chapter.name}"
    assert same_cells(chapter.read_text(), twin), (
        f"{chapter.twin.name} is not what {chapter.text.name} says; run: make execute"
    )


@pytest.mark.parametrize("name", NAMES)
def test_twin_ran_to_its_end_without_error_or_stderr(twins, name):
    for cell in code_cells(twins[name]):
        assert cell.execution_count, f"a cell was not executed: {cell.source[:60]}"
        for output in cell.outputs:
            assert output.output_type != "error"
            assert output.get("name") != "stderr", output.text


@pytest.mark.parametrize("name", NAMES)
def test_twin_names_no_folder_of_the_machine_it_ran_on(twins, name):
    assert not re.search(r"/(home|root|work|tmp)/", json.dumps(twins[name]))


@pytest.mark.parametrize("name", NAMES)
def test_chapter_has_the_parts_a_reader_expects(twins, name):
    prose = "\n".join(c.source for c in twins[name].cells if c.cell_type == "markdown")
    assert "After this chapter you can" in prose
    assert "Predict before you run" in prose
    assert f"(ch-{name.replace('_', '-')})=" in prose
    for heading in ("Common mistakes", "Summary", "Your turn", "Further reading"):
        assert re.search(rf"^## {heading}$", prose, re.MULTILINE), heading


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_is_one_svg_with_alternative_text_and_caption(twins, name):
    cells = figure_cells(twins[name])
    assert cells, "a chapter without a picture"
    for cell in cells:
        mystnb = cell.metadata["mystnb"]
        assert len(mystnb["image"]["alt"]) > 30, mystnb
        assert mystnb["figure"]["caption"], mystnb
        pictures = [o for o in cell.outputs if "image/svg+xml" in o.get("data", {})]
        assert len(pictures) == 1, mystnb["figure"]["name"]


@pytest.mark.parametrize("name", NAMES)
def test_chapter_runs_alone(twins, name):
    """A reader on Colab has neither our tools nor our helper modules."""
    for cell in code_cells(twins[name]):
        assert not re.search(
            r"\b(tools|autograder|checks)\b(?=\.| import)", cell.source
        ), cell.source


def test_every_claim_and_experiment_has_an_entry_and_a_result():
    entries = {e.id for e in ledger.read_entries() if not e.id.startswith("extra-")}
    assert entries == set(CLAIMS + EXPERIMENTS)
    assert set(ledger.read_results()) == entries


def test_claims_get_verdicts_and_experiments_get_outcomes():
    for identifier, result in ledger.read_results().items():
        kinds = ledger.OUTCOMES if "E" in identifier else ledger.VERDICTS
        assert result.verdict in kinds, identifier


def rulings(notebook):
    """Yield each ruling of a chapter: its place among the cells and its id."""
    for place, cell in enumerate(notebook.cells):
        if cell.cell_type == "code":
            for match in ledger.LINE.finditer(stdout_of(cell)):
                yield place, match["id"]


@pytest.mark.parametrize("name", NAMES)
def test_a_verdict_follows_from_values_and_is_asserted(twins, name):
    """The cell computes the verdict and what was measured; another one stops it."""
    for place, identifier in rulings(twins[name]):
        source = twins[name].cells[place].source
        computed = rf"{identifier} \| \{{\w+\}} \| [^|]*\{{"
        assert re.search(computed, source, re.DOTALL), f"{identifier} is typed"
        stops = re.search(r"^assert \w+ == ", source, re.MULTILINE)
        assert stops, f"{identifier} cannot fail"


@pytest.mark.parametrize("name", NAMES)
def test_a_verdict_is_ruled_in_a_folded_cell_that_does_nothing_else(twins, name):
    for place, identifier in rulings(twins[name]):
        cell = twins[name].cells[place]
        tags = set(cell.metadata.get("tags", []))
        assert {"hide-input", "ruling"} <= tags, identifier
        lines = stdout_of(cell).strip().splitlines()
        assert all(ledger.LINE.fullmatch(line) for line in lines), lines


@pytest.mark.parametrize("name", NAMES)
def test_the_rule_of_a_verdict_stands_on_the_page_before_it(twins, name):
    labels = {e.id: e.label for e in ledger.read_entries()}
    cells = twins[name].cells
    for place, identifier in rulings(twins[name]):
        told = "\n".join(c.source for c in cells[:place] if c.cell_type == "markdown")
        since = told.rpartition(f"({labels[identifier]})=")[2]
        assert "**Rule.**" in since, f"{identifier} has no rule"


FOLDED = {"hide-input", "hide-cell", "remove-input", "remove-cell"}


def visible_code(notebook):
    return [
        cell.source
        for cell in code_cells(notebook)
        if not FOLDED & set(cell.metadata.get("tags", []))
    ]


@pytest.mark.parametrize("name", PAGES)
def test_visible_code_teaches_and_is_short(twins, name):
    """Asserts stand in folded cells; a cell fits a screen, a line fits the column."""
    for source in visible_code(twins[name]):
        lines = source.splitlines()
        assert len(lines) <= 25, f"{len(lines)} lines: {lines[0]}"
        assert max(map(len, lines)) <= 79, max(lines, key=len)
        assert not re.search(r"^\s*assert\b|\| (holds|wrong|\{)", source, re.MULTILINE)


def test_the_book_shows_half_the_code_that_it_once_did(twins):
    shown = {
        n: sum(len(s.splitlines()) for s in visible_code(t)) for n, t in twins.items()
    }
    assert sum(shown.values()) <= 1100, shown


WORDS = {"label", "title", "xlabel", "ylabel", "xticklabels", "yticklabels", "labels"}
CALLS = {"set_title", "set_xlabel", "set_ylabel", "text", "annotate", "suptitle"}
NAMES_OF_FUNCTIONS = {"sigmoid", "tanh", "leaky"}  # the same in every language


def words_in_figures(source):
    """Yield the words that a cell writes into a figure without looking them up."""
    for node in ast.walk(ast.parse(re.sub(r"^[%!].*$", "", source, flags=re.M))):
        if not isinstance(node, ast.Call):
            continue
        parts = [k.value for k in node.keywords if k.arg in WORDS]
        if isinstance(node.func, ast.Attribute) and node.func.attr in CALLS:
            parts += node.args
        for part in parts:
            texts = [p for p in [part, *ast.walk(part)] if isinstance(p, ast.Constant)]
            keys = {id(n.slice) for n in ast.walk(part) if isinstance(n, ast.Subscript)}
            for text in texts:
                if isinstance(text.value, str) and id(text) not in keys:
                    plain = re.sub(r"\$.*?\$", "", text.value)
                    yield from set(re.findall(r"[a-z]{4,}", plain)) - NAMES_OF_FUNCTIONS


@pytest.mark.parametrize("name", PAGES)
def test_words_in_figures_stand_in_one_place(twins, name):
    """A translator finds them in `LABEL`, in the first code cell."""
    first, *others = code_cells(twins[name])
    for cell in others:
        if "figure" in cell.metadata.get("mystnb", {}):
            assert not list(words_in_figures(cell.source)), cell.source
    assert "LABEL = {" in first.source


PHONE = 344  # CSS pixels that a figure takes on a screen 360 wide
SMALLEST = 11  # CSS pixels


@pytest.mark.parametrize("name", PAGES)
def test_words_in_figures_can_be_read_on_a_phone(twins, name):
    for cell in figure_cells(twins[name]):
        [svg] = [o for o in cell.outputs if "image/svg+xml" in o.get("data", {})]
        text = "".join(svg.data["image/svg+xml"])
        width = float(re.search(r'width="([\d.]+)pt"', text)[1]) * 4 / 3
        sizes = re.findall(r'transform="translate\([^"]*scale\((0\.\d+) -0', text)
        smallest = 100 * min(map(float, sizes)) * 4 / 3 * min(1, PHONE / width)
        assert smallest >= SMALLEST, cell.metadata["mystnb"]["figure"]["name"]


def test_every_entry_has_a_place_to_link_to(twins):
    for entry in ledger.read_entries():
        assert entry.label in labels_of(twins[entry.chapter]), entry.id


def test_every_figure_of_the_sources_is_redrawn(twins):
    captions = " ".join(
        cell.metadata["mystnb"]["figure"]["caption"]
        for twin in twins.values()
        for cell in figure_cells(twin)
    )
    shown = set(re.findall(r"\b[A-D]F\d\b", captions))
    assert shown == set(FIGURES)


def test_every_correction_of_a_wrong_or_limited_claim_is_told():
    wrong = {i for i, r in ledger.read_results().items() if r.verdict == "wrong"}
    corrected = {e.id for e in ledger.read_entries() if e.correction}
    assert wrong <= corrected
    half_right = {"A4", "A7", "A11", "A12", "B2", "B12", "B13", "B17", "B19"}
    half_right |= {"C2", "C5", "C9", "CE4", "D2", "D4", "D6"}
    assert half_right <= corrected
    extra = [e for e in ledger.read_entries() if e.id.startswith("extra-")]
    assert len(extra) >= 2, "zero-centred outputs and single-run tables"


def test_ledger_pages_are_what_the_chapters_say():
    for path, text in ledger.pages().items():
        assert path.read_text() == text, f"{path.name} is stale; run: make execute"


def test_a_second_verdict_on_a_claim_is_refused(tmp_path):
    book = tmp_path / "book"
    for name in PAGES:
        (book / "executed").mkdir(parents=True, exist_ok=True)
        (book / f"{name}.md").write_text("")
        cell = nbformat.v4.new_code_cell("print()")
        cell.outputs = [
            nbformat.v4.new_output("stream", text="A1 | holds | measured 1\n")
        ]
        nbformat.write(
            nbformat.v4.new_notebook(cells=[cell]), book / "executed" / f"{name}.ipynb"
        )
    with pytest.raises(ValueError, match="a second verdict on A1"):
        ledger.read_results(book)
