"""The printed book: its LaTeX, which needs no LaTeX to be written."""

import re

import pytest

from tools.book import pdf

pytestmark = pytest.mark.xdist_group("translation")  # another build beside the site's


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """The book's LaTeX, as `make pdf` has it written."""
    folder = tmp_path_factory.mktemp("print")
    pdf.write_latex(folder)
    return (folder / "_build" / "latex" / "rectified.tex").read_text()


def test_answers_stand_behind_the_chapters_and_not_under_questions(printed):
    chapters, _, rest = printed.partition("\\chapter{Answers}")
    answers = rest.partition("\\chapter{The claims ledger}")[0]
    for word in ("Yes.", "No."):
        told = f"\\sphinxstylestrong{{{word}}}"
        assert told not in chapters
        assert told in answers
    assert "is right." in answers
    invited = chapters.count("The answers stand at the end of the book.")
    assert invited == 7, "each chapter says where the answers are"


def test_no_figure_that_answers_and_no_word_on_scripts(printed):
    assert "JavaScript" not in printed


def test_guides_of_those_who_teach_are_left_out(printed):
    assert "For instructors" not in printed
    assert "For maintainers" not in printed
    assert "For learners" in printed


def test_there_is_one_bibliography_with_the_keys_of_the_text(printed):
    assert len(re.findall(r"\\begin{sphinxthebibliography}", printed)) == 1
    assert "\\chapter{Bibliography}" not in printed
    keys = re.findall(r"\\bibitem\[(.*?)\]\{", printed)
    assert len(keys) > 20
    assert len(set(keys)) == len(keys), "two works with one key"
    assert all(re.search(r"\S, \d{4}[a-z]?$", key) for key in keys), keys
    cited = {c.strip() for c in re.findall(r"\\hyperlink{cite[^}]*}{([^}]*)}", printed)}
    assert {c for c in cited if re.search(r", \d{4}", c)} <= set(keys)


def test_lines_that_stick_out_of_the_page_are_found():
    log = "Overfull \\hbox (6.7pt too wide) in x\nOverfull \\hbox (1.2pt too wide)"
    assert pdf.lines_off_the_page(log) == [6.7]
