"""A translator finds every text, and what is translated stands on the page."""

import subprocess
import sys

import pytest
from babel.messages.pofile import read_po, write_po

from tools.book import translate

pytestmark = pytest.mark.xdist_group("translation")

CHAPTER = "book/executed/why_nonlinearity"
CLAIM = "Claim B1 — easy to train, but unable to learn complex mappings"
CHINESE = "论断 B1：容易训练，却学不会复杂的映射"
TOGGLE = "显示此图的代码"
PARAGRAPH = "The right side is one affine layer."
TRANSLATED = "右边是一个仿射层 $\\mathbf{x}\\mathbf{W}$，参见 {ref}`relu <ch-relu>`。"


def run(*words):
    command = [sys.executable, "-m", "tools.book.translate", *map(str, words)]
    return subprocess.run(command, text=True, capture_output=True)


@pytest.fixture(scope="module")
def templates():
    done = run("extract")
    assert done.returncode == 0, done.stderr
    return translate.TEMPLATES


def read(path):
    with path.open("rb") as file:
        return read_po(file)


def test_catalogues_hold_prose_captions_descriptions_and_words_in_figures(templates):
    page = {str(m.id) for m in read(templates / f"{CHAPTER}.pot")}
    assert CLAIM in page
    assert any(text.startswith(PARAGRAPH) for text in page)
    assert any(t.startswith("Two classes that no straight line") for t in page)
    assert any(text.startswith("Scatter plot of two classes") for text in page)
    assert any(text.startswith("**Yes.**") for text in page), "a folded answer"
    assert not any("import keras" in text for text in page), "code is not translated"
    assert len(read(templates / "figures.pot")) > 10
    words = {m.id for m in read(templates / "interface.pot")}
    assert {"holds with limits", "Show how this is ruled"} <= words
    assert any("folded on itself" in text for text in page), "a live figure's title"
    assert (templates / "book" / "claims.pot").exists()
    assert (templates / "exercises" / "relu" / "relu.pot").exists()


def test_a_translated_paragraph_stands_on_the_built_page(templates, tmp_path):
    locale = tmp_path / "locale"
    assert run("update", "zh_CN", "--locale", locale).returncode == 0
    path = locale / "zh_CN" / "LC_MESSAGES" / f"{CHAPTER}.po"
    catalog = read(path)
    for message in catalog:
        if message.id == CLAIM:
            message.string = CHINESE
        elif str(message.id).startswith(PARAGRAPH):
            message.string = TRANSLATED
    with path.open("wb") as file:
        write_po(file, catalog)
    words = locale / "zh_CN" / "LC_MESSAGES" / "interface.po"
    catalog = read(words)
    catalog["Show the code of this figure"].string = TOGGLE
    with words.open("wb") as file:
        write_po(file, catalog)
    done = run("build", "zh_CN", "--locale", locale, "--out", tmp_path / "site")
    assert done.returncode == 0, done.stderr
    html = tmp_path / "site" / "zh_CN" / "_build" / "html" / f"{CHAPTER}.html"
    text = html.read_text()
    assert CHINESE in text
    assert CLAIM not in text
    assert TOGGLE in text
    assert "Show the code of this figure" not in text
    assert "右边是一个仿射层" in text
    assert '<html lang="zh-CN"' in text
    assert "Depth adds parameters" in text, "what is not translated stays"


def test_a_language_without_a_translation_is_one_sentence(tmp_path):
    done = run("build", "xx", "--locale", tmp_path)
    assert done.returncode == 1
    assert "there is no translation into 'xx'" in done.stderr
    assert "Traceback" not in done.stderr
