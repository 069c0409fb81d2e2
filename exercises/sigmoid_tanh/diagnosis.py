"""What a wrong result has in common with the right one: `checks.py` asks this file.

Every diagnosis is an observation, so it is true however the answer was written. It
never guesses at the code. Where nothing can be said, nothing is said.
"""

from typing import NamedTuple

import numpy as np

FEW = 3  # different numbers that it takes to speak of a factor, a shift or an order


class Diagnosis(NamedTuple):
    """What was seen: a name in snake_case and a sentence for the learner."""

    name: str
    hint: str


DTYPES = {
    ("float32", "float64"): Diagnosis(
        "float64_for_float32",
        "float32 was expected and float64 came: a NumPy function or a number with a "
        "dtype of its own made it so. Convert back with .astype(x.dtype).",
    ),
    ("float64", "float32"): Diagnosis(
        "float32_for_float64",
        "float64 was expected and float32 came: half of the digits are lost. "
        "TensorFlow computes in float32 unless you say otherwise.",
    ),
}
ERRORS = (
    ("truth value of an array", "truth_of_an_array", "`if`, `and`, `or`, `not` and "
     "Python's max and min need one truth value; comparing arrays gives many."),
    ("could not be broadcast", "shapes_do_not_fit", "Two shapes do not fit each other: "
     "print the shapes of what you combine in this line."),
    ("mismatch in its core dimension", "shapes_do_not_fit", "The inner sizes of a "
     "matrix product must be equal: print both shapes. Is a transpose missing?"),
    ("not aligned", "shapes_do_not_fit", "The inner sizes of a matrix product must be "
     "equal: print both shapes. Is a transpose missing?"),
    ("Matrix size-incompatible", "shapes_do_not_fit", "The inner sizes of a matrix "
     "product must be equal: print both shapes. Is a transpose missing?"),
    ("Incompatible shapes", "shapes_do_not_fit", "Two shapes do not fit each other: "
     "print the shapes of what you combine in this line."),
    ("only length-1 arrays", "one_number_function", "This function takes one number, "
     "and an array came. Functions of the module math know no arrays."),
    ("only 0-dimensional arrays", "one_number_function", "This function takes one "
     "number, and an array came. Functions of the module math know no arrays."),
    ("math range error", "overflows", "A number on the way is too large for a float: "
     "math.exp takes none above 709."),
    ("too many indices", "too_many_indices", "An array has fewer axes than are asked "
     "for: print its shape."),
    ("is not defined", "name_not_defined", "A name is used that nothing has defined: "
     "is it spelt right, and does the cell that makes it come first?"),
    ("positional argument", "wrong_arguments", "The function is called with other "
     "arguments than it takes: compare its head with the text of the question."),
    ("unexpected keyword argument", "wrong_arguments", "The function is called with "
     "other arguments than it takes: compare its head with the text."),
)  # fmt: skip


def of_dtype(got, expected):
    """Say what is wrong with the dtype `got`; both are names of dtypes."""
    if found := DTYPES.get((expected, got)):
        return found
    if got == "bool":
        text = f"Truth values came; convert them to {expected} with .astype."
        return Diagnosis("truth_values_for_numbers", text)
    if expected.startswith("int") and got.startswith("float"):
        text = f"Integers must stay integers: {expected} was expected, {got} came."
        return Diagnosis("floats_for_integers", text)
    text = f"The numbers have the dtype {got}; {expected} was expected."
    return Diagnosis("wrong_dtype", text)


def of_error(error, given=()):
    """Say what an exception means, where its text or the input leaves no doubt."""
    if any(array.size == 0 for array in given):
        text = "The input is empty here: it holds no numbers, and none come out."
        return Diagnosis("fails_on_an_empty_input", text)
    if isinstance(error, ZeroDivisionError):
        return Diagnosis("divides_by_zero", "Something is divided by the number 0.")
    if isinstance(error, RecursionError):
        return Diagnosis("calls_itself_for_ever", "The function calls itself for ever.")
    if isinstance(error, UnboundLocalError):
        text = "A variable is used before the function has given it a value."
        return Diagnosis("used_before_it_is_set", text)
    for part, name, hint in ERRORS:
        if part in str(error):
            return Diagnosis(name, hint)
    if given and all(array.ndim == 0 for array in given):
        text = "The input has the shape () here: one number, and no axis to run along."
        return Diagnosis("fails_on_the_shape_of_one_number", text)
    return None


def of_warnings(texts):
    """Say what NumPy's warnings mean."""
    said = " ".join(texts)
    for word, name, hint in (
        ("overflow", "overflows", "A number on the way is too large for a float."),
        ("divide by zero", "divides_by_zero", "Something is divided by 0 on the way."),
        ("invalid value", "not_a_number_on_the_way", "On the way something has no "
         "value, such as 0/0, ∞ − ∞ or the root of a negative number."),
    ):  # fmt: skip
        if word in said:
            return Diagnosis(name, hint + " np.where computes both of its sides.")
    return None


def of_shape(got, expected, given=()):
    """Say what a wrong shape has to do with the right one; all are arrays."""
    if got.shape == expected.shape[::-1] and same(got.T, expected):
        return Diagnosis("transposed", "Rows and columns are interchanged.")
    if got.size == expected.size and same(got.ravel(), expected.ravel()):
        text = "The numbers are right; their shape is not. Give them the shape back."
        return Diagnosis("right_numbers_wrong_shape", text)
    if len(given) == 1 and given[0].ndim == 2 and got.ndim == expected.ndim == 1:
        names = ("row", "column")
        lengths = dict(zip(given[0].shape, names, strict=True))
        mine, theirs = lengths.get(got.size), lengths.get(expected.size)
        if mine and theirs:
            text = f"One number for each {mine} came; one for each {theirs} is right."
            return Diagnosis(f"one_number_for_each_{mine}", text)
    if got.ndim == 0:
        text = "One number came, where an array was expected."
        return Diagnosis("one_number_for_all", text)
    if expected.ndim == 0:
        text = "An array came, where one number was expected."
        return Diagnosis("array_for_one_number", text)
    if got.ndim < expected.ndim:
        text = "An axis is missing: a sum or a mean, or an index, took it away."
        return Diagnosis("axis_missing", text)
    if got.ndim > expected.ndim:
        return Diagnosis("axis_too_many", "There is an axis too many.")
    return None


def of_numbers(got, expected, right, given=()):
    """Say what wrong numbers have to do with the right ones.

    `got` and `expected` are float arrays of one shape, `right` says where they agree,
    `given` are the arrays that were given. Returns None where nothing can be said.
    """
    if (np.isnan(got) & ~np.isnan(expected)).any():
        text = "nan comes of 0/0, ∞ − ∞ or 0·∞; here the result is a number."
        return Diagnosis("contains_nan", text)
    if (np.isinf(got) & ~np.isinf(expected)).any():
        text = "inf came, where the result is a number of ordinary size."
        return Diagnosis("contains_inf", text)
    if not np.isfinite(expected).all():
        return None
    if same(got, expected):  # else rounding would look like a factor of 1
        return _of_size(got, expected, ())
    return (
        _of_precision(got, expected)
        or _of_one_kind(got, expected)
        or _of_order(got, expected)
        or _of_place(right, expected, given)
        or _of_size(got, expected, given)
        or _of_direction(got, expected, right)
    )


def _of_precision(got, expected):
    """Numbers that are nearly right."""
    off = float(np.abs(got - expected).max())
    if 0 < off <= 0.002 * float(np.abs(expected).min()):
        text = (
            f"The numbers are nearly right: at most {off:.2g} off, which is too much."
        )
        return Diagnosis("not_precise_enough", text)
    return None


def _of_one_kind(got, expected):
    """A relation that holds for every single number."""
    few = len(np.unique(expected)) < FEW
    if same(got, -expected):
        return Diagnosis("sign_flipped", "The sizes are right; every sign is wrong.")
    if (expected < 0).any() and same(got, np.abs(expected)):
        return Diagnosis("sign_lost", "Where a negative number is right, |·| came.")
    some = expected != 0
    if some.any() and same(got[~some], expected[~some]):
        factors = got[some] / expected[some]
        factor = float(factors.ravel()[0])
        usual = min(abs(factor - k) for k in (2, 3, 4, 10, 0.5, 0.25, 0.1)) < 1e-6
        constant = factor and same(factors, np.full_like(factors, factor))
        if constant and (not few or (usual and np.abs(expected).max() != 1)):
            text = f"Every number is {factor:.5g} times what it should be."
            return Diagnosis("wrong_by_a_factor", text)
    shift = float((got - expected).ravel()[0])
    if not few and shift and same(got - expected, np.full_like(got, shift)):
        text = (
            f"Every number is {abs(shift):.5g} too {'large' if shift > 0 else 'small'}."
        )
        return Diagnosis("wrong_by_a_constant", text)
    if few and abs(shift) == 1 and got.size == 1 and expected == np.round(expected):
        text = f"The result is 1 too {'large' if shift > 0 else 'small'}."
        return Diagnosis("off_by_one", text)
    if len(np.unique(np.abs(expected))) < 2 or np.isin(expected, (0, 1, 2)).all():
        return None
    with np.errstate(all="ignore"):
        for name, made, text in (
            ("squared", expected**2, "Every number is the square of the right one."),
            ("root_taken", np.sqrt(expected), "Every number is the root of the right."),
            ("inverted", 1 / expected, "Every number is 1 divided by the right one."),
            ("complement", 1 - expected, "Every number is 1 minus the right one."),
            ("rounded", np.round(expected), "Every number is rounded."),
        ):  # fmt: skip
            if same(got, made):
                return Diagnosis(name, text)
    low, high = got.min(), got.max()
    for name, made, text in (
        ("cut_from_above", np.minimum(expected, high), f"above {high:.5g}"),
        ("cut_from_below", np.maximum(expected, low), f"below {low:.5g}"),
    ):
        cut = not same(made, expected)
        if low < high and not few and cut and same(got, made):
            return Diagnosis(
                name, f"Nothing {text} comes, where such numbers are right."
            )
    return None


def _of_order(got, expected):
    """The right numbers, but elsewhere."""
    if len(np.unique(expected)) < FEW:
        return None
    if got.ndim == 2 and got.shape[0] == got.shape[1] and same(got.T, expected):
        return Diagnosis("transposed", "Rows and columns are interchanged.")
    if got.ndim == 1 and same(got[::-1], expected):
        text = "The numbers are right but stand in reverse order."
        return Diagnosis("order_reversed", text)
    if got.ndim == 1 and got.size > FEW:
        for ahead, behind in ((got, expected), (expected, got)):
            if same(ahead[1:], behind[:-1]):
                text = "The numbers are right, but each stands one place too far."
                return Diagnosis("shifted_by_one", text)
    if same(np.sort(got, axis=None), np.sort(expected, axis=None)):
        text = "The right numbers are there, but in other places."
        return Diagnosis("other_order", text)
    return None


def _of_place(right, expected, given):
    """The numbers are wrong in some places only."""
    wrong = ~right
    if not right.any() or right.size < FEW:
        return None
    alone = given[0] if len(given) == 1 else None  # else places need not correspond
    if alone is not None and alone.shape == right.shape and alone.dtype.kind in "iuf":
        x = alone.astype(float)
        away = np.abs(x)
        for name, here, text in (
            ("wrong_only_at_zero", x == 0, "is 0"),
            ("wrong_only_for_negative_inputs", x < 0, "is negative"),
            ("wrong_only_for_positive_inputs", x > 0, "is positive"),
        ):
            if np.array_equal(wrong, here):
                return Diagnosis(name, f"Here it is wrong only where the input {text}.")
        if away[wrong].min() > away[right].max() > 0:
            size = f"{away[wrong].min():.5g}"
            text = f"Here it is wrong only for large inputs, here from {size} on."
            return Diagnosis("wrong_only_for_large_inputs", text)
        if away[wrong].max() < away[right].min():
            size = f"{away[wrong].max():.5g}"
            text = f"Here it is wrong only for small inputs, here up to {size}."
            return Diagnosis("wrong_only_for_small_inputs", text)
    for kind, axis in (("row" if right.ndim > 1 else "number", 0), ("column", -1)):
        rows = np.moveaxis(right, axis, 0).reshape(right.shape[axis], -1).all(axis=1)
        if len(rows) < FEW:
            continue
        if rows[0] and not rows[1:].any():
            text = f"Only the first {kind} is right."
            return Diagnosis(f"only_the_first_{kind}_right", text)
        if not rows[0] and rows[1:].all():
            text = f"Only the first {kind} is wrong."
            return Diagnosis(f"only_the_first_{kind}_wrong", text)
        if not rows[-1] and rows[:-1].all():
            text = f"Only the last {kind} is wrong."
            return Diagnosis(f"only_the_last_{kind}_wrong", text)
    if not wrong[expected != 0].any():
        text = "Here it is wrong only where the result should be 0."
        return Diagnosis("wrong_only_where_zero_is_right", text)
    return None


def _of_size(got, expected, given):
    """The input itself, or one number for all."""
    for x in given:
        if x.shape == got.shape and x.dtype.kind in "iuf" and x.size and same(got, x):
            return Diagnosis("returns_its_input", "What came is what was given.")
    if got.size >= FEW and len(np.unique(got)) == 1 and len(np.unique(expected)) > 1:
        text = f"All numbers are {got.ravel()[0]:.5g}; they should differ."
        return Diagnosis("one_number_for_all", text)
    off = float(np.abs(got - expected).max())
    if 0 < off <= 0.002 * float(np.abs(expected).max()):
        text = (
            f"The numbers are nearly right: at most {off:.2g} off, which is too much."
        )
        return Diagnosis("not_precise_enough", text)
    return None


def _of_direction(got, expected, right):
    """All wrong numbers are off in the same direction."""
    off = (got - expected)[~right]
    kind = "The number" if got.size == 1 else "Every wrong number"
    if (np.sign(got[~right]) == -np.sign(expected[~right])).all():
        return Diagnosis("wrong_sign", f"{kind} has the wrong sign.")
    if (off > 0).all():
        return Diagnosis("too_large", f"{kind} is too large.")
    if (off < 0).all():
        return Diagnosis("too_small", f"{kind} is too small.")
    return None


def same(one, two):
    """Whether two arrays hold the same numbers, up to rounding in float32."""
    if np.shape(one) != np.shape(two):
        return False
    if not np.isfinite(two).all():
        return bool(np.all(one == two))
    with np.errstate(all="ignore"):
        near = np.abs(one - two) <= 3e-6 * np.abs(two)
        lost = np.abs(one - two) <= 1e-12 * np.max(np.abs(two), initial=0.0)
    return bool(np.all(near | lost | (one == two)))
