"""The assignments: made of their sources, and with the right marks."""

import ast
import filecmp
import json
import os
import re
import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path

import nbformat
import numpy as np
import pytest

from tools.address import read_address
from tools.book import chapters
from tools.exercises import answers, copies, page, promises, proof, release

NAMES = answers.OF_THE_BOOK
CALLS = ("check_call", "check_value", "check_that", "check_raises")
BIN = Path(sys.executable).parent


def read(root, folder, name):
    return nbformat.read(root / folder / name / f"{name}.ipynb", as_version=4)


def cells(notebook, key):
    """The cells that nbgrader marks with `key`, by grade id."""
    marked = {}
    for cell in notebook.cells:
        meta = cell.metadata.get("nbgrader", {})
        if meta.get(key):
            marked[meta["grade_id"]] = cell
    return marked


def by_hand(cell):
    """Whether a person marks what is written in this cell."""
    return cell.metadata.nbgrader.grade and cell.metadata.nbgrader.solution


def marked_by_tests(notebook):
    """The test cells, by grade id."""
    graded = cells(notebook, "grade").items()
    return {key: cell for key, cell in graded if not by_hand(cell)}


def run(*words, cwd):
    environment = {**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}"}
    for name in ("TF_CPP_MIN_LOG_LEVEL", "PYTHONWARNINGS"):
        environment.pop(name, None)  # as in an instructor's own terminal
    return subprocess.run(
        words, cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.quick
def test_each_chapter_has_its_assignment_and_answers(root):
    """Those of somebody's own may stand beside them, without a chapter or answers."""
    assert len(chapters.NAMES) == 7
    assert chapters.NAMES == NAMES
    for name in NAMES:
        for place in ("solutions/{0}/{0}", "exercises/{0}/{0}"):
            assert (root / f"{place.format(name)}.ipynb").exists()
        assert f"exercises/{name}/{name}" in answers.pages_with_exercises()
        assert answers.named(name)
        assert {a.question for a in answers.load(name)} == set(answers.questions(name))


def test_release_is_what_the_sources_give(root, tmp_path):
    released = [n for n in answers.ASSIGNMENTS if (root / "exercises" / n).exists()]
    assert set(NAMES) <= set(released)
    release.generate(released, tmp_path)
    for name in released:
        made = {p.name for p in (tmp_path / name).iterdir()}
        assert made == {p.name for p in (root / "exercises" / name).iterdir()}, name
        _, different, odd = filecmp.cmpfiles(
            tmp_path / name, root / "exercises" / name, made, shallow=False
        )
        assert (different, odd) == ([], []), f"{name}: run make release"


@pytest.mark.quick
@pytest.mark.parametrize("name", NAMES)
def test_known_mistakes_are_up_to_date(root, name):
    known = json.loads((root / "exercises" / name / copies.KNOWN).read_text())
    assert known["source"] == release.digest(name), f"run: make release NAMES={name}"


@pytest.mark.quick
@pytest.mark.parametrize("name", NAMES)
def test_source_has_ten_points_for_four_to_seven_questions(root, name):
    notebook = read(root, "solutions", name)
    tests = cells(notebook, "grade")
    assert 4 <= len(answers.questions(name)) <= 7
    assert sum(c.metadata.nbgrader.points for c in tests.values()) == 10
    for cell in notebook.cells:
        assert not cell.get("outputs"), "sources keep no outputs"
        meta = cell.metadata.get("nbgrader", {"schema_version": 3})
        assert meta["schema_version"] == 3
    for test in marked_by_tests(notebook).values():
        assert "### BEGIN HIDDEN TESTS" in test.source
        visible = test.source.split("### BEGIN HIDDEN TESTS")[0]
        assert "check" in visible, "a question without a visible check"


@pytest.mark.quick
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("folder", ["solutions", "exercises"])
def test_plumbing_is_kept_off_the_page_and_in_the_notebook(root, folder, name):
    notebook = read(root, folder, name)
    kinds = {"remove-cell": [], "hide-input": []}
    for cell in notebook.cells:
        for key, value in page.wanted(cell).items():
            assert cell.metadata.get(key) == value, f"{cell.id}: run make release"
        for tag in cell.metadata.get("tags", []):
            kinds[tag].append(cell.metadata.nbgrader.grade_id)
    assert kinds["remove-cell"] == ["setup"]
    tests = list(marked_by_tests(notebook))
    assert [key for key in kinds["hide-input"] if key in tests] == tests


@pytest.mark.quick
@pytest.mark.parametrize("name", NAMES)
def test_statements_say_what_is_not_required(root, name):
    notebook = read(root, "exercises", name)
    for question in answers.questions(name):
        (about,) = (
            cell
            for cell in notebook.cells
            if cell.metadata.get("nbgrader", {}).get("grade_id") == f"about_{question}"
        )
        assert "Not required" in about.source, question


@pytest.mark.quick
@pytest.mark.parametrize("name", NAMES)
def test_introduction_links_the_chapter_and_names_every_file(root, name):
    notebook = read(root, "exercises", name)
    text = notebook.cells[0].source
    assert f"](../../book/executed/{name}.ipynb)" in text
    assert (root / f"book/executed/{name}.ipynb").exists()
    assert "Questions do not depend on each other." in text
    for path in (root / "exercises" / name).iterdir():
        if path.suffix != ".ipynb":
            assert f"`{path.name}`" in text, path.name


@pytest.mark.parametrize("name", NAMES)
def test_first_cell_fetches_what_colab_lacks(root, name, tmp_path, monkeypatch):
    def fetch(url, target):
        address = read_address(root)
        raw = f"https://raw.githubusercontent.com/{address.repository}/"
        path = url.removeprefix(f"{raw}{address.branch}/")
        assert path.startswith(f"exercises/{name}/"), url
        shutil.copy(root / path, tmp_path / target)

    monkeypatch.setattr(urllib.request, "urlretrieve", fetch)
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    modules = [file.removesuffix(".py") for file in copies.CHECKS]
    for module in modules:
        monkeypatch.delitem(sys.modules, module, raising=False)
    setup = cells(read(root, "exercises", name), "locked")["setup"].source
    exec(setup, {})
    for module in modules:
        monkeypatch.delitem(sys.modules, module)
    needed = {p.name for p in (root / "exercises" / name).iterdir()}
    needed -= {f"{name}.ipynb", "README.md"}
    assert needed <= {p.name for p in tmp_path.iterdir()}


@pytest.mark.quick
@pytest.mark.parametrize("name", NAMES)
def test_exercise_needs_no_package_but_the_courses(root, name):
    """Neither nbgrader nor the grader: a learner may have neither."""
    notebook = read(root, "solutions", name)
    texts = [c.source for c in notebook.cells if c.cell_type == "code"]
    texts += [(root / "exercises" / name / file).read_text() for file in copies.CHECKS]
    used = set()
    for node in (node for text in texts for node in ast.walk(ast.parse(text))):
        if isinstance(node, ast.Import):
            used |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            used.add(node.module.split(".")[0])
    allowed = {"numpy", "tensorflow", "keras"}
    allowed |= {file.removesuffix(".py") for file in copies.CHECKS}
    assert used <= allowed | sys.stdlib_module_names


@pytest.mark.quick
@pytest.mark.parametrize("name", NAMES)
def test_release_shows_neither_solutions_nor_hidden_tests(root, name):
    text = (root / "exercises" / name / f"{name}.ipynb").read_text()
    assert "BEGIN SOLUTION" not in text
    assert "HIDDEN TESTS" not in text
    for cell in cells(read(root, "exercises", name), "solution").values():
        code = cell.cell_type == "code"
        stub = "raise NotImplemented" if code else "Write your answer here."
        assert stub in cell.source


@pytest.mark.quick
@pytest.mark.parametrize("name", NAMES)
def test_a_test_cell_uses_no_other_questions_answer(root, name):
    """Questions are independent: a failed one never breaks another."""
    notebook = read(root, "solutions", name)
    defined = {
        question: {
            node.name
            for node in ast.parse(cell.source).body
            if isinstance(node, (ast.FunctionDef, ast.ClassDef))
        }
        for question, cell in cells(notebook, "solution").items()
        if not by_hand(cell)
    }
    for test, cell in marked_by_tests(notebook).items():
        used = {n.id for n in ast.walk(ast.parse(cell.source)) if type(n) is ast.Name}
        made = {
            node.name
            for node in ast.walk(ast.parse(cell.source))
            if isinstance(node, (ast.FunctionDef, ast.ClassDef))
        }
        mine = answers.question_of(test, defined)
        for question, names in defined.items():
            if question != mine:
                assert not (used - made) & names, f"{test} uses {names}"


@pytest.mark.parametrize("name", NAMES)
def test_there_are_enough_wrong_and_right_answers(root, name):
    found = answers.load(name)
    for question, cell in cells(read(root, "exercises", name), "solution").items():
        if by_hand(cell):
            continue
        mine = [a for a in found if a.question == question]
        assert sum(a.kind == "wrong" for a in mine) >= 6, question
        assert sum(a.kind == "right" for a in mine) >= 3, question
        assert sum(a.kind == "near" for a in mine) >= 1, question
        assert len({a.source for a in mine}) == len(mine), question


def test_exercises_are_small_enough_to_carry(root):
    files = [p for p in (root / "exercises").rglob("*") if p.is_file()]
    assert sum(p.stat().st_size for p in files) < 3e6
    assert max(p.stat().st_size for p in files) <= 1.5e6


def test_images_are_balanced_and_credited(root):
    folder = root / "exercises/in_practice"
    with np.load(folder / "fashion_mnist_small.npz") as data:
        for part, size in (("train", 200), ("test", 50)):
            assert data[f"X_{part}"].shape == (10 * size, 28, 28)
            assert np.bincount(data[f"y_{part}"]).tolist() == [size] * 10
    text = (folder / "README.md").read_text()
    assert "MIT License" in text
    assert "Zalando" in text


def test_a_message_fits_where_validate_shows_it():
    """It cuts lines at 90 columns and sets them in by four."""
    checks = release.load_checks()
    given = [np.arange(12.0) / 7, np.ones((3, 4)), np.full(5, 1e-9)]
    hint = "Look at the second of these three arrays, then " + "at the next, " * 9
    with pytest.raises(AssertionError) as found:
        checks.check_call(lambda a, b, c: a, *given, expected=given[0] + 1, hint=hint)
    lines = f"AssertionError: {found.value}".split("\n")
    assert max(map(len, lines)) <= 90 - 4 - len("...")
    assert " ".join(hint.split()) in " ".join(" ".join(lines).split())
    heads = [line[:12].strip() for line in lines if line[2:3].strip()][1:]
    named = ["Known misc", "Hint:", "Hint:"]
    assert heads == ["given:", "expected:", "came:", *named]


@pytest.mark.quick
@pytest.mark.parametrize("name", NAMES)
def test_every_promise_of_a_question_has_its_proof(name):
    assert promises.problems(name) == []


@pytest.mark.quick
def test_the_ledger_of_promises_is_up_to_date():
    assert promises.LEDGER.read_text() == promises.ledger(), "run make promises"


@pytest.mark.quick
@pytest.mark.parametrize("name", NAMES)
def test_statements_are_short(name):
    for question in answers.questions(name):
        words = promises.squeezed(promises.statement(name, question)).split()
        assert len(words) <= 120, f"{question}: {len(words)} words"


@pytest.mark.quick
@pytest.mark.parametrize("name", NAMES)
def test_hidden_checks_quote_the_promise_they_test(root, name):
    """Learners cannot see a hidden check: it must say which sentence was broken."""
    known = {promise.id for promise in promises.load(name)[0]}
    for test, cell in marked_by_tests(read(root, "solutions", name)).items():
        used = set(re.findall(r'promise="([^"]*)"', cell.source))
        assert used <= known, test
        for node in ast.walk(ast.parse(cell.source)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in CALLS:
                keywords = {keyword.arg for keyword in node.keywords}
                assert keywords & {"promise", None}, f"{test}, line {node.lineno}"


@pytest.mark.quick
@pytest.mark.parametrize("name", NAMES)
def test_a_passed_test_speaks(root, name):
    for test, cell in marked_by_tests(read(root, "solutions", name)).items():
        visible = cell.source.split("### BEGIN HIDDEN TESTS")[0]
        assert "\npassed(" in visible, test


def test_answers_get_the_marks_they_deserve():
    """Wrong ones lose their question's, right ones none; each mistake is named.

    One notebook in nine; `make answers` tries all.
    """
    faults = [
        f"{v.trial.assignment}, {v.trial.name}, {v.name}: {v.fault}"
        for v in proof.prove(answers.ASSIGNMENTS, every=9)
        if v.fault
    ]
    assert faults == []


def test_a_source_that_takes_a_wrong_answer_is_found_out(clone):
    """The proof can fail: a test cell without checks lets wrong answers pass."""
    name = "relu"
    notebook = read(clone, "solutions", name)
    cells(notebook, "grade")["test_sparsity"].source = "pass"
    nbformat.write(notebook, clone / "solutions" / name / f"{name}.ipynb")
    faults = [v for v in proof.prove([name], root=clone) if v.fault and v.answer]
    assert {v.answer.question for v in faults} == {"sparsity"}
    assert "right" not in {v.answer.kind for v in faults}


def test_a_warning_during_a_test_is_found_out(root):
    """Plain nbgrader gives no points for a test that writes to stderr."""
    name = "relu"
    notebook = read(root, "solutions", name)
    test = cells(notebook, "grade")["test_sparsity"]
    test.source = "import warnings\nwarnings.warn('as you like it')\n" + test.source
    with proof.engine(1) as engine:
        assignment = proof.load(name)
        master = assignment.masters[0]
        cells(master.notebook, "grade")["test_sparsity"].source = test.source
        data = {name: nbformat.writes(notebook).encode()}
        trial = proof.Trial(name, "reference", data)
        (verdict,) = proof.judge(trial, *proof.run(trial, assignment, engine))
    assert "stderr" in verdict.fault


def test_validate_tells_a_learner_which_mistake_it_is(root, tmp_path):
    name = "relu"
    shutil.copytree(root / "exercises" / name, tmp_path / name)
    path = tmp_path / name / f"{name}.ipynb"
    wrong = next(a for a in answers.load(name) if a.question == "relu_grad")
    notebook = read(tmp_path, "", name)
    cells(notebook, "solution")["relu_grad"].source = wrong.source
    nbformat.write(notebook, path)
    shown = run("nbgrader", "validate", str(path), cwd=tmp_path / name).stdout
    assert f"Known misconception: {wrong.name}" in shown
    assert wrong.hint in " ".join(shown.split())
    assert "in check_value" not in shown, "frames of the checks tell a learner nothing"


def test_plain_nbgrader_gives_reference_all_and_release_no_points(root, clone):
    """TensorFlow remarks on its start: in a test that would cost the marks."""
    name = "sigmoid_tanh"
    for student, folder in (("reference", "solutions"), ("release", "exercises")):
        target = clone / "submitted" / student / name
        target.mkdir(parents=True)
        shutil.copy(root / folder / name / f"{name}.ipynb", target)
    for words in (["generate_assignment", "--force"], ["autograde"]):
        done = run("nbgrader", *words, name, cwd=clone)
        assert done.returncode == 0, done.stderr
    made, committed = (f / "exercises" / name for f in (clone, root))
    assert len(list(made.iterdir())) == len(list(committed.iterdir()))
    for path in made.iterdir():
        same = filecmp.cmp(path, committed / path.name, shallow=False)
        assert same, f"{path.name}: make release differs from nbgrader itself"
    done = run("nbgrader", "export", "--to", "grades.csv", cwd=clone)
    assert done.returncode == 0, done.stderr
    rows = [line.split(",") for line in (clone / "grades.csv").read_text().split()]
    scores = {row[rows[0].index("student_id")]: row for row in rows[1:]}
    column = rows[0].index("score")
    assert float(scores["reference"][column]) == 10
    assert float(scores["release"][column]) == 0


@pytest.mark.quick
@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("# %% wrong: no_hint\ndef f():\n    pass\n", "has no line '# hint: …'"),
        ("# %% maybe: odd\npass\n", "is no title"),
    ],
)
def test_a_badly_written_answer_is_named(tmp_path, text, sentence):
    place = tmp_path / "relu"
    place.mkdir()
    (place / "relu.py").write_text(text)
    with pytest.raises(ValueError, match=sentence):
        answers.load("relu", tmp_path)
