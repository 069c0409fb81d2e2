"""Mutants: small changes to the solutions, which the tests must refuse."""

import ast

import nbformat
import pytest

from tools.exercises import answers, mutants, mutating, trying


def changed(source):
    """What the mutants of a source look like, without what surrounds its functions."""
    return {ast.unparse(ast.parse(m.source)) for m in mutating.mutants(source)}


@pytest.mark.quick
@pytest.mark.parametrize(
    ("line", "others"),
    [
        ("x < 1", ["x <= 1", "x > 1", "x < 2", "x < 0"]),
        ("x == y", ["x != y", "np.isclose(x, y)"]),
        ("x is None", ["x is not None", "not x"]),
        ("x + y", ["x - y", "x", "y"]),
        ("x * y", ["x / y"]),
        ("x @ W.T", ["x @ W", "W.T @ x", "x @ W.T.T"]),
        ("x ** 2", ["x ** 3", "x ** 1", "x"]),
        ("-x", ["x"]),
        ("x < 1e-09", ["x < 1e-05", "x < 0.0"]),
        ("x.sum(axis=0)", ["x.sum(axis=1)", "x.sum(axis=None)", "x.sum()", "x"]),
        ("x.astype(d)", ["x", "x.astype('float32')", "x.astype('float64')"]),
        ("np.zeros_like(x)", ["np.zeros(np.shape(x))", "np.ones_like(x)"]),
        ("int(x)", ["x"]),
        ("np.std(x, ddof=1)", ["np.std(x)", "np.var(x, ddof=1)"]),
        ("x and y", ["x or y", "x", "y"]),
        ("(x, y)", ["(y, x)"]),
        ("f(x, y)", ["f(y, x)"]),
        ("np.maximum(x, 0)", ["np.minimum(x, 0)", "x"]),
        ("np.nanargmin(x)", ["np.argmin(x)"]),
        ("rng.normal(0, s)", ["np.random.normal(0, s)", "rng.uniform(0, s)"]),
        ("f('val_loss')", ["f('loss')"]),
        ("f('he_normal')", ["f('glorot_uniform')"]),
        ("x[1:]", ["x[:]", "x[2:]", "x[0:]"]),
        ("{'a': x, **y}", ["{**y}", "{'a': x}", "{'a_': x, **y}"]),
        ("x if x else y", ["x if not x else y"]),
    ],
)
def test_an_expression_becomes_its_neighbours(line, others):
    found = changed(f"return_ = 0\nkept = {line}")
    missing = [o for o in others if f"return_ = 0\nkept = {o}" not in found]
    returned = changed(f"def f():\n    return {line}")
    assert [o for o in missing if f"def f():\n    return {o}" not in returned] == []


@pytest.mark.quick
def test_statements_go_missing():
    found = changed("def f(x):\n    y = 1\n    if x:\n        raise E(x)\n    return y")
    assert "def f(x):\n    if x:\n        raise E(x)\n    return y" in found
    assert "def f(x):\n    y = 1\n    if x:\n        pass\n    return y" in found


def run(source, call):
    """What `call` gives after each mutant, by kind; errors by their names."""
    found = {}
    for mutant in mutating.mutants(source):
        space = {}
        exec("import numpy as np", space)
        exec(mutant.source, space)
        try:
            value = eval(call, space)
        except Exception as error:
            value = type(error).__name__
        found.setdefault(mutant.kind, []).append(value)
    return found


@pytest.mark.quick
@pytest.mark.filterwarnings("ignore:divide by zero")
def test_functions_cheat_in_the_ways_that_they_are_said_to():
    source = 'def f(x, h=2):\n    """Text."""\n    return x * h'
    called = "[f(np.array([1, 2]), 3).tolist(), f(np.array([3, 5]), 0).tolist()]"
    found = run(source, called)
    assert [[2, 4], [6, 10]] in found["default"]  # its default, whatever is given
    assert [[3, 6], [6, 10]] in found["truth"]  # its default in place of 0
    assert [[3, 6], [3, 6]] in found["cache"]  # its first result again
    assert [[3, 3], [0, 0]] in found["rows"]  # the first row for all
    input_kept = "[(x := np.array([1, 2])), f(x).tolist(), x.tolist()][1:]"
    found = run(source, input_kept)
    assert [[2, 4], [0, 0]] in found["input"]
    assert [[2, 4], [2, 4]] in found["input"]
    rounded = run(source, "f(np.array([0.1]), 1).item()")
    assert rounded["dtype"] == [float.fromhex("0x1.99999a0000000p-4")]


@pytest.mark.quick
def test_no_mutant_is_made_twice_or_like_the_original():
    source = 'def f(x):\n    """Text."""\n    return [x + 1, x + 1]  # why\n'
    found = mutating.mutants(source)
    assert len({m.source for m in found}) == len(found)
    assert ast.unparse(ast.parse(source)) + "\n" not in {m.source for m in found}
    for mutant in found:
        compile(mutant.source, "mutant", "exec")
        assert '"""Text."""' in mutant.source
        assert "\n" not in mutant.change
        assert " → " in mutant.change
    assert {m.line for m in found} == {1, 3}


@pytest.mark.quick
def test_what_nobody_tests_is_left_alone():
    assert mutating.mutants("class A:\n    x: int") == []
    found = mutating.mutants("def f():\n    raise ValueError(f'{1 + 1}')")
    assert [m.change for m in found] == [
        "raise ValueError(f'{1 + 1}') → nothing",
        "raise ValueError(f'{1 + 1}') → raise TypeError(f'{1 + 1}')",
    ]


def test_every_mutant_of_a_sample_is_refused_by_its_own_question():
    outcomes = mutants.run(list(answers.OF_THE_BOOK), jobs=2, sample=2)
    assert mutants.show(outcomes) == []
    for name, outcome in outcomes.items():
        assert len(outcome.refused) >= 4, name


def test_a_question_without_tests_lets_its_mutants_through(clone):
    path = clone / "solutions" / "relu" / "relu.ipynb"
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == "test_sparsity":
            cell.source = "pass"
    nbformat.write(notebook, path)
    outcome = mutants.run(["relu"], jobs=2, sample=2, root=clone)["relu"]
    assert {change.question for change in outcome.survived} == {"sparsity"}
    assert outcome.faults == []


def test_marks_lost_by_another_question_are_told(clone):
    path = clone / "solutions" / "relu" / "relu.ipynb"
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == "test_sparsity":
            cell.source += "\nassert relu(np.array([-1.0, 2.0])).tolist() == [0, 2]"
    nbformat.write(notebook, path)
    outcome = mutants.run(["relu"], jobs=2, sample=4, root=clone)["relu"]
    assert any(fault.startswith("test_sparsity lost marks") for fault in outcome.faults)


@pytest.mark.quick
def test_a_listed_change_that_no_mutant_makes_is_told(tmp_path):
    place = tmp_path / "answers" / "relu"
    place.mkdir(parents=True)
    entry = (
        '[[equivalent]]\nquestion = "relu"\nline = "return np.maximum(x, 0)"\n'
        'changes = ["return np.maximum(x, 0) → return x", "0 → 7"]\nreason = "None."\n'
    )
    (place / "equivalent.toml").write_text(entry)
    known = trying.equivalents("relu", tmp_path)
    text = "def relu(x):\n    return np.maximum(x, 0)"
    found = [
        trying.Change("relu", trying.REFERENCE, text.split("\n")[m.line - 1].strip(), m)
        for m in mutating.mutants(text)
    ]
    (told,) = trying.unmatched(known, {"relu": found})
    assert told.endswith("0 → 7")
    (place / "equivalent.toml").write_text(entry.replace("reason", "because"))
    with pytest.raises(ValueError, match="because, reason"):
        trying.equivalents("relu", tmp_path)
