"""What a learner reads when a check fails, or passes: true, and enough to go on."""

import nbformat
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from nbclient import NotebookClient

from tools.exercises import answers, release

pytestmark = pytest.mark.quick

checks = release.load_checks()
diagnosis = release.load_checks("diagnosis")
messages = release.load_checks("messages")

X = np.array([[0.5, -1.25, 2.0], [3.0, 0.75, -4.0]])


def message(function, *values, **options):
    with pytest.raises(AssertionError) as found:
        function(*values, **options)
    return str(found.value)


@pytest.mark.parametrize(
    ("got", "name"),
    [
        (-X, "sign_flipped"),
        (np.abs(X), "sign_lost"),
        (2.5 * X, "wrong_by_a_factor"),
        (X + 0.125, "wrong_by_a_constant"),
        (X**2, "squared"),
        (1 / X, "inverted"),
        (1 - X, "complement"),
        (np.minimum(X, 1.5), "cut_from_above"),
        (np.maximum(X, -1.5), "cut_from_below"),
        (X[:, ::-1], "other_order"),
        (np.full_like(X, 7.0), "one_number_for_all"),
        (X * (1 + 1e-4 * np.cos(X)), "not_precise_enough"),
        (np.where(X == 2, np.nan, X), "contains_nan"),
        (np.where(X == 2, np.inf, X), "contains_inf"),
        (X + np.array([0.0, 0.3, 9.1]), "only_the_first_column_right"),
        (X + np.array([0.0, 0.0, 9.1]), "only_the_last_column_wrong"),
    ],
)
def test_numbers_that_have_something_to_do_with_the_right_ones(got, name):
    text = message(checks.check_value, "it", got, X)
    assert f"Known misconception: {name}\n" in text


@pytest.mark.parametrize(
    ("function", "name"),
    [
        (lambda x: np.where(x < 0, -0.1 * x, x), "wrong_only_for_negative_inputs"),
        (lambda x: np.where(x == 0, 1.0, np.maximum(x, 0)), "wrong_only_at_zero"),
        (lambda x: np.clip(x, 0, 100.5), "cut_from_above"),
        (lambda x: np.where(x > 9, x * x, np.maximum(x, 0)), "wrong_only_for_large"),
        (lambda x: 0.0, "one_number_for_all"),
        (lambda x: None, "returns_nothing"),
        (lambda x: np.maximum(x, 0)[:, None], "right_numbers_wrong_shape"),
        (lambda x: x.astype("float32"), "float32_for_float64"),
        (lambda x: x if x > 0 else 0, "truth_of_an_array"),
        (lambda x: x + np.ones(2), "shapes_do_not_fit"),
        (lambda x: y, "name_not_defined"),  # noqa: F821
        (lambda x: list(x), "list_for_an_array"),
    ],
)
def test_what_is_named_was_seen(function, name):
    x = np.array([-2.0, -0.5, 0.0, 0.5, 3.0, 1000.0])
    text = message(
        checks.check_call, function, x, expected=np.maximum(x, 0), dtype="float64"
    )
    assert f"Known misconception: {name}" in text


def test_a_hint_of_the_test_stays_away_from_errors_dtypes_and_shapes():
    """It speaks of the numbers, which nobody has seen then."""
    for function in (lambda x: x > 0, lambda x: x[0], lambda x: 1 / 0):
        text = message(
            checks.check_call,
            function,
            X,
            expected=X,
            dtype="float64",
            hint="Multiply.",
        )
        assert "Multiply." not in text


def test_places_are_compared_only_with_the_one_argument_that_has_them():
    """Of two arguments, neither needs to correspond to the result."""
    a, b = np.array([1.0, 2.0, -3.0]), np.array([1.0, -1.0, 4.0])
    right = a * b
    text = message(
        checks.check_call, lambda a, b: right * (a > 0), a, b, expected=right
    )
    assert "inputs" not in text


@settings(deadline=None, max_examples=300)
@given(st.data())
def test_expected_and_came_never_look_the_same(data):
    shapes = arrays.array_shapes(min_dims=0, max_dims=3, max_side=5)
    shape = data.draw(shapes)
    numbers = st.floats(-1e300, 1e300) | st.sampled_from([np.nan, np.inf, -np.inf])
    one = data.draw(arrays.arrays("float64", shape, elements=numbers))
    place = data.draw(st.integers(0, one.size - 1))
    two = one.copy()
    two.flat[place] = data.draw(numbers | st.just(one.flat[place] * (1 + 1e-6)))
    right = checks._right(two, one, 1e-9, 1e-12)
    assume(not right.all())
    rows = dict(messages.pair(one, two, wrong=~right))
    assert rows["expected"] != rows["came"]


@given(st.text(max_size=300), st.text(max_size=300))
def test_texts_are_cut_around_their_first_difference(one, two):
    assume(one != two)
    rows = dict(messages.pair(one, two))
    assert rows["expected"] != rows["came"]
    assert max(map(len, rows.values())) < 700  # every sign may be escaped


def test_another_dtype_shows_both():
    text = message(
        checks.check_value, "it", np.float32(0.5), np.float64(0.5), dtype="float64"
    )
    assert "0.5 (float64)" in text
    assert "0.5 (float32)" in text


def test_images_are_not_printed():
    images = np.random.default_rng(0).integers(0, 255, size=(500, 28, 28))
    text = message(checks.check_call, lambda x: x + 1, images, expected=images)
    assert len(text.split("\n")) < 12
    assert "392,000 numbers" in text


def test_an_error_in_what_was_returned_is_explained():
    doing = checks.doing("setting the weights of your layer")
    with pytest.raises(AssertionError) as found, doing:
        raise TypeError("layer\nhas no such thing\nat all")
    assert "An error came while the check was setting the weights" in str(found.value)
    assert "at all" not in str(found.value)


def test_a_promise_is_quoted_by_what_is_broken(monkeypatch):
    """A wrong dtype breaks the promise of dtypes, whichever check meets it."""
    promises = {
        "relu.formula": {"text": "Write relu.", "kinds": []},
        "relu.dtype": {"text": "Keep the dtype.", "kinds": ["dtype"]},
        "other.dtype": {"text": "Never this.", "kinds": ["dtype", "values"]},
    }
    monkeypatch.setattr(checks.known, "load", lambda: {"promises": promises})
    options = {"expected": X, "dtype": "float64", "promise": "relu.formula"}
    text = message(checks.check_call, lambda x: x + 1, X, **options)
    assert "“Write relu.”" in text
    text = message(checks.check_call, lambda x: x.astype("float32"), X, **options)
    assert "“Keep the dtype.”" in text


def test_a_mistake_is_named_only_if_all_that_was_seen_fits(monkeypatch):
    """Nearly right numbers look equal in four digits; how far they are off does not."""
    monkeypatch.setattr(checks.known, "load", lambda: {"record": True})
    recorded = []
    monkeypatch.setattr("builtins.print", recorded.append)
    checks.check_call(lambda x: x + 3e-5 * x, X, expected=X, promise="q.p")
    entry = checks.json.loads(recorded[0].removeprefix("fingerprint: "))
    mistake = {**entry, "name": "one_sided", "hint": "Step to both sides."}
    known = {"misconceptions": [mistake]}
    monkeypatch.setattr(checks.known, "load", lambda: known)
    text = message(checks.check_call, lambda x: x + 3e-5 * x, X, expected=X)
    assert "one_sided" in text
    text = message(checks.check_call, lambda x: x + 9e-5, X, expected=X)
    assert "one_sided" not in text


def test_a_kernel_counts_the_checks_of_a_cell_that_passed(root, tmp_path):
    """As a learner sees it, twice in a row and after a failure."""
    name = "relu"
    notebook = nbformat.read(root / f"exercises/{name}/{name}.ipynb", as_version=4)
    right = {a.question: a.source for a in answers.load(name) if a.kind == "right"}
    wrong = {a.question: a.source for a in answers.load(name) if a.kind == "wrong"}
    cells = {
        cell.metadata.nbgrader.grade_id: cell
        for cell in notebook.cells
        if "nbgrader" in cell.metadata
    }
    code = nbformat.v4.new_code_cell
    test = cells["test_relu"].source
    sources = [cells["setup"].source, wrong["relu"], test, right["relu"], test, test]
    run = nbformat.v4.new_notebook(cells=[code(source) for source in sources])
    client = NotebookClient(
        run,
        kernel_name="python3",
        allow_errors=True,
        resources={"metadata": {"path": str(root / "exercises" / name)}},
    )
    client.execute()
    assert run.cells[2].outputs[0].ename == "AssertionError"
    count = test.count("check_call(")
    for cell in run.cells[4:]:
        assert cell.outputs[0].text.startswith(f"✓ {count} checks; when you hand in, ")
        assert len(cell.outputs) == 1, "no number that nbgrader takes for a mark"
