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


# %% wrong: hard_limits_at_one
# hint: These numbers are x itself, limited to [0, 1]. The sigmoid has no corner: σ(0) is
# 0.5, and σ(1) only 0.73.
def sigmoid(x):
    return np.clip(x, 0, 1)


# %% wrong: formula_at_one
# hint: All results are σ(1), whatever x is: is x missing in the exponent?
def sigmoid(x):
    return np.full_like(x, 1 / (1 + np.exp(-1.0)))


# %% wrong: tanh_steeper_than_asked
# hint: This is (1 + tanh x)/2, which is σ(2x): twice too steep.
def sigmoid(x):
    return (1 + np.tanh(x)) / 2


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


# %% wrong: one_minus_the_other_side
# hint: σ(−20) is right to a few digits only: 1 − σ(20) subtracts two numbers that agree
# in almost all of them.
# breaks: precise
def sigmoid(x):
    small = np.exp(-np.abs(x))
    return np.where(np.asarray(x) >= 0, 1 / (1 + small), 1 - 1 / (1 + small))


# %% wrong: float32_on_the_way
# hint: The result has the dtype float64, but only the digits of float32: something is
# computed in float32 on the way.
def sigmoid(x):
    dtype = np.asarray(x).dtype if isinstance(x, np.ndarray) else "float64"
    return tf.sigmoid(tf.cast(x, tf.float32)).numpy().astype(dtype)


# %% wrong: only_moderate_inputs
# hint: x is cut off at ±30, so σ(−40) comes out as σ(−30), which is far larger.
# breaks: precise
def sigmoid(x):
    return 1 / (1 + np.exp(-np.clip(x, -30, 30)))


# %% wrong: changes_its_argument
# hint: You write into the array you were given. Make a new one.
# breaks: input
def sigmoid(x):
    if not isinstance(x, np.ndarray):
        return float(1 / (1 + np.exp(-x))) if x > -600 else 0.0
    np.clip(x, -80, 80, out=x)
    return 1 / (1 + np.exp(-x))


# %% wrong: softplus
# hint: These are the numbers of ln(1 + eˣ), whose derivative is the sigmoid.
def sigmoid(x):
    return np.logaddexp(0, x)


# %% wrong: float32_for_one_number
# hint: A Python number counts as float64, but only the digits of float32 are right.
# breaks: number
def sigmoid(x):
    if not isinstance(x, np.ndarray):
        return float(tf.sigmoid(float(x)))
    return tf.sigmoid(x).numpy()



# %% right: clipped_at_eighty
# uses: far, not_required
def sigmoid(x):
    return 1 / (1 + np.exp(-np.clip(x, -80, 80)))


# %% right: zero_far_down
# uses: far
def sigmoid(x):
    near = np.maximum(x, -61)
    return np.where(np.asarray(x) < -60.5, 0 * near, 1 / (1 + np.exp(-near)))


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


# %% right: logaddexp
def sigmoid(x):
    return np.exp(-np.logaddexp(0, -x))


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


# %% right: loop
def sigmoid(x):
    import math

    def one(v):
        v = float(v)
        if v >= 0:
            return 1 / (1 + math.exp(-v))
        return math.exp(v) / (1 + math.exp(v))

    if isinstance(x, (int, float)):
        return one(x)
    out = np.empty_like(x)
    for index in np.ndindex(x.shape):
        out[index] = one(x[index])
    return out


# %% near: infinity_over_infinity_by_another_way
# not: overflows_on_the_way overflow_in_what_is_not_used
def sigmoid(x):
    large = np.exp(np.abs(x))
    return np.where(np.asarray(x) >= 0, large / (1 + large), 1 / (1 + large))


# %% near: limits_at_other_places
# not: hard_limits_at_one one_forgotten
def sigmoid(x):
    return np.clip(0.5 + np.asarray(x) / 4, 0, 1)


# %% near: two_short_for_one_number
# not: no_single_numbers whole_numbers_stay_whole array_for_one_number
def sigmoid(x):
    x = np.asarray(x) + (2 if isinstance(x, int) else 0)
    small = np.exp(-np.abs(x))
    return np.where(x >= 0, 1 / (1 + small), small / (1 + small))


# %% near: cut_off_elsewhere
# not: only_moderate_inputs lost_in_a_sum_with_one one_minus_the_other_side
def sigmoid(x):
    return 1 / (1 + np.exp(-np.clip(x, -36, 36)))
