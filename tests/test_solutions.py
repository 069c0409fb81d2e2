"""The model answers for after the deadline: whole, explained, and they run."""

import subprocess
import sys

import nbformat
import pytest

from tools.exercises import answers, progress, solutions

NAMES = answers.OF_THE_BOOK


def texts(notebook):
    return "\n".join(cell.source for cell in notebook.cells)


def hidden_lines(root, name):
    """The lines that stand in hidden tests and nowhere else in the source."""
    source = nbformat.read(root / "solutions" / name / f"{name}.ipynb", as_version=4)
    sides = {True: set(), False: set()}
    for cell in source.cells:
        hidden = False
        for line in cell.source.split("\n"):
            hidden = hidden or "BEGIN HIDDEN" in line
            sides[hidden].add(line.strip())
            hidden = hidden and "END HIDDEN" not in line
    return {line for line in sides[True] - sides[False] if len(line) > 3}


@pytest.mark.quick
@pytest.mark.parametrize("name", NAMES)
def test_model_answers_explain_each_question_and_keep_the_tests_hidden(root, name):
    (made,) = solutions.model_answers(name).values()
    shown = {line.strip() for line in texts(made).split("\n")}
    hidden = hidden_lines(root, name)
    assert len(hidden) > 10
    assert not hidden & shown
    for word in ("### BEGIN", "### END", "NotImplementedError", "../../book"):
        assert word not in texts(made), word
    assert "the model answers" in made.cells[0].source.split("\n")[0]
    assert not any(cell.metadata for cell in made.cells), "nothing nbgrader would read"
    source = nbformat.read(root / "solutions" / name / f"{name}.ipynb", as_version=4)
    reasons = [c for c in made.cells if c.source.startswith("**Why.**")]
    assert len(reasons) == len(solutions.question_cells(source)) >= 4
    assert sum("<details>" in c.source for c in reasons) >= 4
    assert sum("check" in c.source for c in made.cells if c.cell_type == "code") > 4


@pytest.mark.quick
@pytest.mark.parametrize("name", NAMES)
def test_whoever_marks_by_hand_finds_a_guide(root, name):
    source = nbformat.read(root / "solutions" / name / f"{name}.ipynb", as_version=4)
    why = solutions.reasons(name, solutions.question_cells(source))
    for cell in source.cells:
        meta = cell.metadata.get("nbgrader", {})
        if meta.get("grade") and meta.get("solution"):
            _, _, guide = why[meta["grade_id"]].partition("**Marking guide.**")
            assert guide.strip(), meta["grade_id"]


@pytest.mark.parametrize("name", ["relu", "in_practice"])
def test_model_answers_run_from_a_fresh_folder(tmp_path, name):
    (path,) = solutions.write(name, tmp_path)
    assert path.name != f"{name}.ipynb", "it would replace a learner's own notebook"
    notebook = nbformat.read(path, as_version=4)
    progress.run(notebook, path.parent, timeout=120)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [c.id for c in code if progress.has_error(c)] == []
    assert "fetching" not in str(code[0].outputs)


@pytest.mark.quick
@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("## relu\n\nBecause.\n", "does not say why the answer to sparsity is one"),
        ("## relu\n\n## sparsity\n\nBecause.\n", "why the answer to relu is one"),
        (
            "## relu\n\nSo.\n\n## sparsity\n\nSo.\n\n## other\n\nSo.\n",
            "explains other, which is no question",
        ),
    ],
)
def test_a_missing_reason_is_one_clear_sentence(tmp_path, text, sentence):
    place = tmp_path / "answers" / "relu"
    place.mkdir(parents=True)
    (place / solutions.WHY).write_text(text)
    with pytest.raises(ValueError, match=sentence) as found:
        solutions.reasons("relu", ["relu", "sparsity"], tmp_path)
    assert "\n" not in str(found.value)


@pytest.mark.quick
def test_an_unknown_assignment_is_one_sentence(root):
    done = subprocess.run(
        [sys.executable, "-m", "tools.exercises.solutions", "rellu"],
        cwd=root,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert "no assignment is called rellu; there are: " in done.stderr
