# %% wrong: square_forgotten
# hint: 1 − tanh(x) is not symmetric, but the slope of tanh is. A square is missing.
def tanh_grad(x):
    return 1 - np.tanh(x)


# %% wrong: takes_x_for_the_output
# hint: 1 − y² holds for the output y = tanh(x). You put in x itself.
def tanh_grad(x):
    return 1 - x**2


# %% wrong: sigmoid_rule
# hint: y·(1 − y) is the rule for the sigmoid. Tanh has another one.
def tanh_grad(x):
    t = np.tanh(x)
    return t * (1 - t)


# %% wrong: plus_for_minus
# hint: Your slope is smallest at 0, but tanh is steepest there. Check the sign.
def tanh_grad(x):
    return 1 + np.tanh(x) ** 2


# %% wrong: returns_tanh
# hint: This is tanh itself. Its slope is never negative.
def tanh_grad(x):
    return np.tanh(x)


# %% wrong: factor_four_missing
# hint: tanh(x) = 2σ(2x) − 1: by the chain rule both twos become factors of the slope.
def tanh_grad(x):
    s = 0.5 * (np.tanh(x) + 1)
    return s * (1 - s)


# %% wrong: square_of_one_minus
# hint: (1 − tanh x)² is not 1 − tanh² x.
def tanh_grad(x):
    return (1 - np.tanh(x)) ** 2


# %% wrong: cosh_overflows
# hint: 1/cosh² is right on paper, but cosh(1000) overflows. Use a form of np.tanh.
def tanh_grad(x):
    return 1 / np.cosh(x) ** 2


# %% wrong: float32_lost
# hint: You compute in float64 and do not convert back. Return x's dtype.
def tanh_grad(x):
    return 1 - np.tanh(np.array(x, dtype=float)) ** 2


# %% right: from_the_value
def tanh_grad(x):
    return 1 - np.square(np.tanh(x))


# %% right: two_factors
def tanh_grad(x):
    t = np.tanh(x)
    return (1 - t) * (1 + t)


# %% right: tensorflow_tape
def tanh_grad(x):
    x = tf.Variable(x)
    with tf.GradientTape() as tape:
        y = tf.tanh(x)
    return tape.gradient(y, x).numpy()


# %% right: loop
def tanh_grad(x):
    import math

    out = np.empty_like(x)
    for index in np.ndindex(x.shape):
        out[index] = 1 - math.tanh(x[index]) ** 2
    return out


# %% right: small_exponentials
def tanh_grad(x):
    small = np.exp(-2 * np.abs(x))
    return 4 * small / (1 + small) ** 2
