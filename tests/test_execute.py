"""`make execute`: what runs, what stays, what a failing cell does."""

import subprocess
import sys
from textwrap import dedent

import pytest

from tools.book.chapters import Chapter, code_cells, same_cells, stdout_of
from tools.book.execute import refresh

HEADER = dedent("""\
    ---
    jupytext:
      text_representation:
        extension: .md
        format_name: myst
    kernelspec:
      display_name: Python 3
      language: python
      name: python3
    ---
    """)


def chapter_text(prose="Prose.", code="print(6 * 7)"):
    return f"{HEADER}\n# Title\n\n{prose}\n\n```{{code-cell}} ipython3\n{code}\n```\n"


@pytest.fixture
def chapter(tmp_path):
    chapter = Chapter("relu", tmp_path / "relu.md", tmp_path / "executed/relu.ipynb")
    chapter.text.write_text(chapter_text())
    return chapter


def run(chapter):
    """Execute the chapter as the command does, in a process of its own."""
    program = dedent(f"""
        import sys
        from pathlib import Path
        from rich.console import Console
        from tools.book.chapters import Chapter
        from tools.book.execute import execute_all
        chapter = Chapter("relu", Path({str(chapter.text)!r}),
                          Path({str(chapter.twin)!r}))
        [outcome] = execute_all([chapter], 1, Console())
        print(outcome.traceback)
        sys.exit(1 if outcome.traceback else 0)
    """)
    return subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=1800
    )


def test_an_executed_chapter_has_its_outputs(chapter):
    result = run(chapter)
    assert result.returncode == 0, result.stdout + result.stderr
    [cell] = code_cells(chapter.read_twin())
    assert stdout_of(cell) == "42\n"
    assert same_cells(chapter.read_text(), chapter.read_twin())


def test_executing_twice_gives_the_same_file(chapter):
    def without_time():
        """The twin but for the seconds that it took."""
        twin = chapter.read_twin()
        twin.metadata.pop("rectified")
        return twin

    run(chapter)
    first = without_time()
    run(chapter)
    assert without_time() == first


def test_a_failing_cell_shows_its_traceback_and_leaves_the_old_outputs(chapter):
    run(chapter)
    before = chapter.twin.read_text()
    chapter.text.write_text(chapter_text(code="1 / 0"))
    result = run(chapter)
    assert result.returncode == 1
    assert "ZeroDivisionError" in result.stdout
    assert chapter.twin.read_text() == before


def test_changed_prose_keeps_the_outputs_and_runs_nothing(chapter):
    run(chapter)
    chapter.text.write_text(chapter_text(prose="Other prose."))
    assert refresh([chapter]) == []
    twin = chapter.read_twin()
    assert "Other prose." in twin.cells[0].source
    assert stdout_of(code_cells(twin)[0]) == "42\n"


def test_changed_code_is_stale_and_keeps_its_twin(chapter):
    run(chapter)
    before = chapter.twin.read_text()
    chapter.text.write_text(chapter_text(code="print(6 * 9)"))
    assert refresh([chapter]) == [chapter]
    assert chapter.twin.read_text() == before


def test_an_unknown_chapter_is_refused_in_one_sentence():
    result = subprocess.run(
        [sys.executable, "-m", "tools.book.execute", "softmax"],
        capture_output=True,
        text=True,
    )
    assert result.returncode == 1
    assert "no chapter is called 'softmax'" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_real_chapter_runs_from_its_text(root, tmp_path):
    """The shortest one, which needs no data: as shipped, its assertions included."""
    text = tmp_path / "what_you_need.md"
    text.write_text((root / "book/what_you_need.md").read_text())
    chapter = Chapter("what_you_need", text, tmp_path / "executed/x.ipynb")
    result = run(chapter)
    assert result.returncode == 0, result.stdout + result.stderr
