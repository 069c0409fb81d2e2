# %% wrong: naive_formula
# hint: For x = −1000 the exponential of −x is far too large for a float. For negative x
# use the form whose exponential is small.
def sigmoid(x):
    return 1 / (1 + np.exp(-x))


# %% wrong: sign_of_the_exponent
# hint: Your curve falls where the sigmoid rises. Look at the sign in the exponent.
def sigmoid(x):
    return 1 / (1 + np.exp(x))


# %% wrong: exponential_over_one_plus_itself
# hint: This form is the right one for negative x. For x = 1000 it computes inf / inf.
def sigmoid(x):
    return np.exp(x) / (1 + np.exp(x))


# %% wrong: where_computes_both
# hint: np.where chooses between two arrays, but both are computed in full before: the
# overflow still happens. Make the exponent itself harmless.
def sigmoid(x):
    x = np.asarray(x)
    return np.where(x >= 0, 1 / (1 + np.exp(-x)), np.exp(x) / (1 + np.exp(x)))


# %% wrong: one_forgotten
# hint: Without the 1 in the denominator this is the exponential of x.
def sigmoid(x):
    return 1 / np.exp(-x)


# %% wrong: tanh_instead
# hint: This curve runs from −1 to 1. The sigmoid runs from 0 to 1.
def sigmoid(x):
    return np.tanh(x)


# %% wrong: hard_limits_at_one
# hint: Values above 1 do not become 1: σ(1) is only 0.73. The curve approaches 1 slowly
# and never bends at a corner.
def sigmoid(x):
    return np.clip(x, 0, 1)


# %% wrong: formula_at_one
# hint: You compute exp(−1): the x is missing in the exponent, so all results are equal.
def sigmoid(x):
    return np.full_like(x, 1 / (1 + np.exp(-1.0)))


# %% wrong: clipped_for_float64_only
# hint: exp(500) fits into a float64, but a float32 overflows above exp(88).
def sigmoid(x):
    return 1 / (1 + np.exp(-np.clip(x, -500, 500)))


# %% wrong: result_is_always_float64
# hint: The array that you fill is float64, whatever x is. Give it x's dtype.
def sigmoid(x):
    x = np.asarray(x)
    small = np.exp(-np.abs(x))
    out = np.zeros(x.shape)
    out[x >= 0] = (1 / (1 + small))[x >= 0]
    out[x < 0] = (small / (1 + small))[x < 0]
    return out


# %% wrong: math_exp_on_an_array
# hint: math.exp takes one number. For arrays use np.exp.
def sigmoid(x):
    import math

    return 1 / (1 + math.exp(-x))


# %% wrong: no_single_numbers
# hint: A Python number cannot be indexed with a mask. Turn x into an array first.
def sigmoid(x):
    out = np.empty_like(x)
    positive = x >= 0
    out[positive] = 1 / (1 + np.exp(-x[positive]))
    out[~positive] = np.exp(x[~positive]) / (1 + np.exp(x[~positive]))
    return out


# %% right: half_of_a_tanh
def sigmoid(x):
    return 0.5 * (np.tanh(0.5 * x) + 1)


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


# %% right: clipped_at_eighty
def sigmoid(x):
    return 1 / (1 + np.exp(-np.clip(x, -80, 80)))


# %% right: logaddexp
def sigmoid(x):
    return np.exp(-np.logaddexp(0, -x))


# %% right: overflow_to_infinity_on_purpose
def sigmoid(x):
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-x))


# %% right: tensorflow
def sigmoid(x):
    x = np.asarray(x)
    x = x if x.dtype.kind == "f" else x.astype(float)
    return tf.sigmoid(x).numpy()


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
