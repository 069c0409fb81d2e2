# %% wrong: takes_x_for_the_output
# hint: s·(1 − s) holds for the output s = σ(x). You put in x itself.
def sigmoid_grad(x):
    return x * (1 - x)


# %% wrong: returns_the_sigmoid
# hint: This is σ(x) itself. Its derivative is largest at 0 and small on both sides.
def sigmoid_grad(x):
    return 0.5 * (np.tanh(0.5 * x) + 1)


# %% wrong: tanh_rule
# hint: 1 − y² is the rule for y = tanh(x). The sigmoid has another one.
def sigmoid_grad(x):
    s = 0.5 * (np.tanh(0.5 * x) + 1)
    return 1 - s**2


# %% wrong: sign_lost
# hint: The sigmoid rises everywhere, so its slope cannot be negative.
def sigmoid_grad(x):
    s = 0.5 * (np.tanh(0.5 * x) + 1)
    return s * (s - 1)


# %% wrong: plus_for_minus
# hint: s·(1 + s) grows with s, but the slope of the sigmoid falls again for large x.
def sigmoid_grad(x):
    s = 0.5 * (np.tanh(0.5 * x) + 1)
    return s * (1 + s)


# %% wrong: overflows
# hint: For x = −1000 both exp(−x) and its square overflow, and inf / inf is nan. The
# slope is the same at x and −x: use the side where the exponential is small.
def sigmoid_grad(x):
    e = np.exp(-x)
    return e / (1 + e) ** 2


# %% wrong: naive_sigmoid_inside
# hint: The slope comes out right, but the sigmoid that you use overflows on the way.
def sigmoid_grad(x):
    s = 1 / (1 + np.exp(-x))
    return s * (1 - s)


# %% wrong: inner_derivative_forgotten
# hint: d/dx of 1/(1 + e⁻ˣ) by the chain rule has the derivative of e⁻ˣ as a factor. You
# stopped after −1/(…)².
def sigmoid_grad(x):
    s = 0.5 * (np.tanh(0.5 * x) + 1)
    return -(s**2)


# %% wrong: largest_slope_one
# hint: The sigmoid's largest slope is 0.25, not 1. You have scaled it up.
def sigmoid_grad(x):
    return 1 - np.tanh(0.5 * x) ** 2


# %% wrong: float32_lost
# hint: You compute in float64 and do not convert back. Return x's dtype.
def sigmoid_grad(x):
    s = 0.5 * (np.tanh(0.5 * x.astype("float64")) + 1)
    return s * (1 - s)


# %% wrong: one_sided_difference
# hint: A difference with a step of 0.1 is not exact enough. Use the formula.
def sigmoid_grad(x):
    s = lambda z: 0.5 * (np.tanh(0.5 * z) + 1)
    return (s(x + 0.1) - s(x)) / 0.1


# %% right: from_the_value
def sigmoid_grad(x):
    s = 0.5 * (np.tanh(0.5 * x) + 1)
    return s * (1 - s)


# %% right: two_sigmoids
def sigmoid_grad(x):
    small = np.exp(-np.abs(x))
    return (1 / (1 + small)) * (small / (1 + small))


# %% right: tensorflow_tape
def sigmoid_grad(x):
    x = tf.constant(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = tf.sigmoid(x)
    return tape.gradient(y, x)


# %% right: quarter_of_a_tanh_slope
def sigmoid_grad(x):
    return 0.25 * (1 - np.tanh(x / 2) ** 2)


# %% right: loop
def sigmoid_grad(x):
    import math

    out = np.zeros_like(x)
    for index, value in np.ndenumerate(x):
        small = math.exp(-abs(float(value)))
        out[index] = small / (1 + small) ** 2
    return out
