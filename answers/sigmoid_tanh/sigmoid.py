# %% wrong: overflows_on_the_way
# hint: The numbers here are right, but on the way an exponential overflows, as exp(1000) does.
# Choose the form whose exponent is never positive.
# breaks: finite
def sigmoid(x):
    return 1 / (1 + np.exp(-x))


# %% wrong: sign_of_the_exponent
# hint: This is σ(−x): the curve falls where the sigmoid rises. Look at the sign in the
# exponent.
def sigmoid(x):
    return 1 / (1 + np.exp(x))


# %% wrong: infinity_over_infinity
# hint: For x = 1000 the result is nan: that is inf / inf, of an exponential that grows
# with x. Keep every exponent at or below 0.
def sigmoid(x):
    return np.exp(x) / (1 + np.exp(x))


# %% wrong: overflow_in_what_is_not_used
# hint: The numbers here are right, yet an overflow and inf / inf came up on the way. np.where,
# for one, computes both of its sides in full. Make the exponent itself harmless.
# breaks: finite
def sigmoid(x):
    x = np.asarray(x)
    return np.where(x >= 0, 1 / (1 + np.exp(-x)), np.exp(x) / (1 + np.exp(x)))


# %% wrong: one_forgotten
# hint: Your numbers are those of eˣ. The denominator has a 1 in it.
def sigmoid(x):
    return 1 / np.exp(-x)


# %% wrong: tanh_instead
# hint: These are the numbers of tanh, which runs from −1 to 1. The sigmoid runs from 0
# to 1.
# breaks: formula
def sigmoid(x):
    return np.tanh(x)


# %% wrong: overflows_in_float32
# hint: The numbers here are right, but in float32 an exponential overflows, as it does above
# exp(88) already.
# breaks: finite
def sigmoid(x):
    return 1 / (1 + np.exp(-np.clip(x, -89.0, 500)))


# %% wrong: result_is_always_float64
# hint: float32 goes in and float64 comes out. Give what you fill the dtype of x.
# breaks: shape
def sigmoid(x):
    x = np.asarray(x)
    small = np.exp(-np.abs(x))
    out = np.zeros(x.shape)
    out[x >= 0] = (1 / (1 + small))[x >= 0]
    out[x < 0] = (small / (1 + small))[x < 0]
    return out


# %% wrong: function_of_one_number
# hint: A function for one number was given an array, as math.exp does not allow. For
# arrays use np.exp.
def sigmoid(x):
    import math

    return 1 / (1 + math.exp(-x))


# %% wrong: no_single_numbers
# hint: It fails for a Python number, which has neither masks nor a dtype. Turn x into an
# array first.
# breaks: number
def sigmoid(x):
    out = np.empty(x.shape, x.dtype)
    positive = x >= 0
    out[positive] = 1 / (1 + np.exp(-x[positive]))
    out[~positive] = np.exp(x[~positive]) / (1 + np.exp(x[~positive]))
    return out


# %% wrong: whole_numbers_stay_whole
# hint: For the integer −3 the result is 0, as when the result gets the dtype of an
# integer: then it has no digits after the point.
# breaks: number
def sigmoid(x):
    small = np.exp(-np.abs(x))
    out = np.empty_like(np.asarray(x))
    out[...] = np.where(np.asarray(x) >= 0, 1 / (1 + small), small / (1 + small))
    return out


# %% wrong: array_for_one_number
# hint: One Python number came in, so one number must come out, not an array of one.
# breaks: shape
def sigmoid(x):
    x = np.array([float(x)]) if isinstance(x, (int, float)) else x
    small = np.exp(-np.abs(x))
    return np.where(x >= 0, 1 / (1 + small), small / (1 + small))


# %% wrong: lost_in_a_sum_with_one
# hint: σ(−40) comes out as 0: next to a 1, a number below 1e-16 is lost. Both
# (1 + tanh)/2 and 1 − σ(−x) do that.
# breaks: precise
def sigmoid(x):
    return 0.5 * (np.tanh(0.5 * x) + 1)


# %% wrong: float32_on_the_way
# hint: The result has the dtype float64, but only the digits of float32: something is
# computed in float32 on the way.
def sigmoid(x):
    dtype = np.asarray(x).dtype if isinstance(x, np.ndarray) else "float64"
    return tf.sigmoid(tf.cast(x, tf.float32)).numpy().astype(dtype)


# %% wrong: changes_its_argument
# hint: You write into the array you were given. Make a new one.
# breaks: input
def sigmoid(x):
    if not isinstance(x, np.ndarray):
        return float(1 / (1 + np.exp(-x))) if x > -600 else 0.0
    np.clip(x, -80, 80, out=x)
    return 1 / (1 + np.exp(-x))


# %% wrong: float32_for_one_number
# hint: A Python number counts as float64, but only the digits of float32 are right.
# breaks: number
def sigmoid(x):
    if not isinstance(x, np.ndarray):
        return float(tf.sigmoid(float(x)))
    return tf.sigmoid(x).numpy()


# %% wrong: math_exp_for_numbers
# hint: For the Python number -1000.0 exp(1000) is asked for, which is too large: functions of
# math raise OverflowError where NumPy warns. Use the form whose exponent is never positive.
import math


def sigmoid(x):
    if isinstance(x, (int, float)):
        return 1 / (1 + math.exp(-x))
    small = np.exp(-np.abs(x))
    return np.where(x < 0, small / (1 + small), 1 / (1 + small)).astype(x.dtype)


# %% right: clipped_at_eighty
# uses: far, not_required
def sigmoid(x):
    return 1 / (1 + np.exp(-np.clip(x, -80, 80)))


# %% right: masks
def sigmoid(x):
    x = np.asarray(x)
    x = x.astype(float) if x.dtype.kind != "f" else x
    out = np.empty_like(x)
    positive = x >= 0
    out[positive] = 1 / (1 + np.exp(-x[positive]))
    grown = np.exp(x[~positive])
    out[~positive] = grown / (1 + grown)
    return out


# %% right: overflow_to_infinity_on_purpose
# uses: far
def sigmoid(x):
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-x))


# %% right: tensorflow
def sigmoid(x):
    x = np.asarray(x)
    x = x if x.dtype.kind == "f" else x.astype(float)
    return tf.sigmoid(x).numpy()


# %% right: tensor_returned
def sigmoid(x):
    dtype = x.dtype if isinstance(x, np.ndarray) else "float64"
    return tf.sigmoid(tf.constant(x, dtype))


# %% right: overflow_is_harmless
import warnings


def sigmoid(x):
    x = np.asarray(x, dtype=getattr(x, "dtype", float))
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        return np.reciprocal(1 + np.exp(-x))


# %% right: logaddexp_with_care
def sigmoid(x):
    number = isinstance(x, (int, float))
    wide = np.array(x, dtype=np.float64)
    result = np.exp(-np.logaddexp(0.0, -wide))
    return float(result) if number else np.asarray(result, dtype=x.dtype)


# %% right: one_after_the_other
import math


def sigmoid(x):
    if not isinstance(x, np.ndarray):
        e = math.exp(-abs(x))
        return (1.0 if x >= 0 else e) / (1.0 + e)
    result = np.empty(x.shape, dtype=x.dtype)
    for place, value in np.ndenumerate(x):
        result[place] = sigmoid(float(value))
    return result


# %% near: infinity_over_infinity_by_another_way
# not: overflows_on_the_way overflow_in_what_is_not_used
def sigmoid(x):
    large = np.exp(np.abs(x))
    return np.where(np.asarray(x) >= 0, large / (1 + large), 1 / (1 + large))


# %% near: limits_at_other_places
# not: one_forgotten
def sigmoid(x):
    return np.clip(0.5 + np.asarray(x) / 4, 0, 1)


# %% near: two_short_for_one_number
# not: no_single_numbers whole_numbers_stay_whole array_for_one_number
def sigmoid(x):
    x = np.asarray(x) + (2 if isinstance(x, int) else 0)
    small = np.exp(-np.abs(x))
    return np.where(x >= 0, 1 / (1 + small), small / (1 + small))


# %% near: cut_off_elsewhere
# not: lost_in_a_sum_with_one
def sigmoid(x):
    return 1 / (1 + np.exp(-np.clip(x, -36, 36)))


# %% other: single_values_become_float64
# shows: an array of shape () in float32 is treated as a Python number and comes back as float64
def sigmoid(x):
    if np.ndim(x) == 0:
        x = float(x)
        dtype = np.float64
    else:
        dtype = x.dtype
    e = np.exp(-np.abs(x))
    return np.where(np.greater_equal(x, 0), 1 / (1 + e), e / (1 + e)).astype(dtype)


# %% other: zero_below_fifty
# shows: below -50 it returns 0, but down to -60 the relative error counts
def sigmoid(x):
    x = np.asarray(x)
    if x.dtype.kind != "f":
        x = x.astype(float)
    z = np.clip(x, -50, 50)
    return np.where(x < -50, 0, 1 / (1 + np.exp(-z))).astype(x.dtype)


# %% other: looks_for_the_largest
# shows: x.max() and x.min() fail with a ValueError for an empty array
def sigmoid(x):
    x = np.asarray(x, dtype=getattr(x, "dtype", np.float64))
    if max(x.max(), -x.min()) < 60:
        return 1 / (1 + np.exp(-x))
    e = np.exp(-np.abs(x))
    return (np.where(x > 0, 1, e) / (1 + e)).astype(x.dtype)


# %% other: half_of_one_plus_tanh
# shows: 1 + tanh(x/2) loses tiny results: the relative error is large from about -20 down
def sigmoid(x):
    y = np.tanh(np.asarray(x) / 2)
    return (1 + y) / 2


# %% other: clips_the_callers_array
# shows: clipping with out=x changes the caller's array where x is beyond ±700 (float64) or ±88 (float32)
def sigmoid(x):
    if not isinstance(x, np.ndarray):
        x = np.array(float(x))
    limit = 88 if x.dtype == np.float32 else 700
    if np.abs(x).max(initial=0) > limit:
        np.clip(x, -limit, limit, out=x)
    return 1 / (1 + np.exp(-x))


# %% other: loop_over_rows
# shows: knows one or two dimensions only; an array of shape (2, 2, 2) fails
def _one(v):
    v = float(v)
    return 1 / (1 + np.exp(-v)) if v >= 0 else np.exp(v) / (1 + np.exp(v))


def sigmoid(x):
    if np.ndim(x) == 0:
        return np.array(_one(x), dtype=getattr(x, "dtype", "float64"))
    if x.ndim == 1:
        return np.array([_one(v) for v in x], dtype=x.dtype)
    out = np.empty_like(x)
    for i in range(x.shape[0]):
        for j in range(x.shape[1]):
            out[i, j] = _one(x[i, j])
    return out
