# %% wrong: takes_x_for_the_output
# hint: These are the numbers of x·(1 − x). The rule s·(1 − s) holds for the output
# s = σ(x).
def sigmoid_grad(x):
    return x * (1 - x)


# %% wrong: returns_the_sigmoid
# hint: This is σ(x) itself. Its derivative is largest at 0 and small on both sides.
# breaks: slope
def sigmoid_grad(x):
    return 0.5 * (np.tanh(0.5 * x) + 1)


# %% wrong: tanh_rule
# hint: This is 1 − σ². With y = tanh(x), 1 − y² is the slope; the sigmoid has another
# rule.
def sigmoid_grad(x):
    s = 0.5 * (np.tanh(0.5 * x) + 1)
    return 1 - s**2


# %% wrong: slope_of_tanh
# hint: This is the slope of tanh, which is 1 at 0.
def sigmoid_grad(x):
    return 1 - np.tanh(x) ** 2


# %% wrong: negative_slope
# hint: All signs are wrong: the sigmoid rises everywhere, so its slope is positive.
def sigmoid_grad(x):
    s = 0.5 * (np.tanh(0.5 * x) + 1)
    return s * (s - 1)


# %% wrong: plus_for_minus
# hint: These are the numbers of s·(1 + s), which grows with s; but the slope of the sigmoid falls again for large x.
def sigmoid_grad(x):
    s = 0.5 * (np.tanh(0.5 * x) + 1)
    return s * (1 + s)


# %% wrong: infinity_over_infinity
# hint: For x = −1000 the result is nan: a large exponential over its own square, inf / inf.
# The slope is the same at x and −x: use the side where the exponential is small.
def sigmoid_grad(x):
    e = np.exp(-x)
    return e / (1 + e) ** 2


# %% wrong: overflows_on_the_way
# hint: The numbers here are right, but an exponential overflows on the way.
# breaks: finite
def sigmoid_grad(x):
    s = 1 / (1 + np.exp(-x))
    return s * (1 - s)


# %% wrong: overflows_in_float32
# hint: The numbers here are right, but in float32 an exponential overflows on the way:
# there exp(89) is too large already.
# breaks: finite
def sigmoid_grad(x):
    s = 1 / (1 + np.exp(-np.clip(x, -100, 100)))
    return s * (1 - s)


# %% wrong: inner_derivative_forgotten
# hint: This is −σ², the first half of the chain rule for 1/(1 + e⁻ˣ). Multiply by the
# derivative of the denominator.
def sigmoid_grad(x):
    s = 0.5 * (np.tanh(0.5 * x) + 1)
    return -(s**2)


# %% wrong: largest_slope_one
# hint: Every number is four times too large: the sigmoid's largest slope is 0.25, not 1.
def sigmoid_grad(x):
    return 1 - np.tanh(0.5 * x) ** 2


# %% wrong: float32_lost
# hint: float32 goes in and float64 comes out. Return x's dtype.
# breaks: shape
def sigmoid_grad(x):
    s = 0.5 * (np.tanh(0.5 * x.astype("float64")) + 1)
    return s * (1 - s)


# %% wrong: float32_on_the_way
# hint: The result has the dtype float64, but only the digits of float32: something is
# computed in float32 on the way.
def sigmoid_grad(x):
    s = tf.sigmoid(tf.cast(x, tf.float32)).numpy()
    return (s * (1 - s)).astype(x.dtype)


# %% wrong: one_sided_difference
# hint: This is (σ(x + h) − σ(x))/h with h = 0.1: near, but not exact enough. Use the
# formula.
def sigmoid_grad(x):
    s = lambda z: 0.5 * (np.tanh(0.5 * z) + 1)
    return (s(x + 0.1) - s(x)) / 0.1


# %% wrong: flattened
# hint: The numbers are right but stand in one long row. Give them the shape of x again.
# breaks: shape
def sigmoid_grad(x):
    import math

    out = np.zeros(x.size, x.dtype)
    for i, value in enumerate(x.ravel()):
        small = math.exp(-abs(float(value)))
        out[i] = small / (1 + small) ** 2
    return out


# %% wrong: input_overwritten
# hint: You write into the array you were given. Make a new one.
# breaks: input
def sigmoid_grad(x):
    np.abs(x, out=x)
    small = np.exp(-x)
    return small / (1 + small) ** 2


# %% right: from_the_value
# uses: not_required
def sigmoid_grad(x):
    s = 0.5 * (np.tanh(0.5 * x) + 1)
    return s * (1 - s)


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


# %% right: central_difference
# uses: precise
def sigmoid_grad(x):
    s = lambda z: 0.5 * np.tanh(0.5 * z)
    z = x.astype("float64")
    return ((s(z + 1e-5) - s(z - 1e-5)) / 2e-5).astype(x.dtype)


# %% right: loop
def sigmoid_grad(x):
    import math

    out = np.zeros_like(x)
    for index, value in np.ndenumerate(x):
        small = math.exp(-abs(float(value)))
        out[index] = small / (1 + small) ** 2
    return out


# %% right: hyperbolic_secant
def sigmoid_grad(x):
    half = np.minimum(np.abs(x), 50) / 2
    return (0.25 / np.square(np.cosh(half))).astype(x.dtype)


# %% right: central_difference_in_float64
def sigmoid_grad(x):
    z = np.array(x, dtype="float64")
    h = 2e-5
    rise = np.tanh((z + h) / 2) - np.tanh((z - h) / 2)
    return (rise / (4 * h)).astype(x.dtype)


# %% right: gradient_tape
def sigmoid_grad(x):
    z = tf.constant(x)
    with tf.GradientTape() as tape:
        tape.watch(z)
        a = tf.sigmoid(z)
    return tape.gradient(a, z).numpy()


# %% near: other_step
# not: one_sided_difference
def sigmoid_grad(x):
    s = lambda z: 0.5 * (np.tanh(0.5 * z) + 1)
    return (s(x) - s(x - 0.1)) / 0.1


# %% near: five_times
# not: largest_slope_one tanh_rule slope_of_tanh
def sigmoid_grad(x):
    return (1.25 * (1 - np.tanh(0.5 * x) ** 2)).astype(x.dtype)


# %% near: overflow_and_wrong
# not: infinity_over_infinity overflows_in_float32
def sigmoid_grad(x):
    s = 1 / (1 + np.exp(-x))
    return s * (1 - s) * (1 + 0.01 * (np.abs(x) == 2.5))


# %% other: flat_beyond_fifteen
# shows: beyond ±15 it returns 0, but the slope there is up to 3e-7, more than 1e-9 in float64
def sigmoid_grad(x):
    s = logistic(np.clip(x, -15, 15))
    return np.where(np.abs(x) > 15, 0, s * (1 - s)).astype(x.dtype)


# %% other: one_or_two_dimensions
# shows: loops over rows and numbers, so arrays of three dimensions fail
import math


def sigmoid_grad(x):
    def slope(v):
        e = math.exp(-abs(v))
        return e / (1 + e) ** 2

    rows = x if x.ndim == 2 else np.atleast_2d(x)
    return np.array([[slope(v) for v in row] for row in rows], dtype=x.dtype).reshape(x.shape)


# %% other: x_is_the_output
# shows: treats x as the output of the sigmoid, x(1 - x); wrong for nearly all x
def sigmoid_grad(x):
    return x * (1 - x)


# %% other: forward_difference
# shows: a one-sided difference with the step 1e-6 has errors near 5e-8, more than 1e-9 in float64
def sigmoid_grad(x):
    def f(z):
        e = np.exp(-np.abs(z))
        return np.where(z < 0, e, 1) / (1 + e)

    z = x.astype(np.float64)
    return ((f(z + 1e-6) - f(z)) / 1e-6).astype(x.dtype)


# %% other: absolute_value_in_place
# shows: np.abs(x, out=x) changes the caller's array wherever x is negative
def sigmoid_grad(x):
    np.abs(x, out=x)
    e = np.exp(-x)
    return e / (1 + e) ** 2


# %% other: square_of_the_denominator
# shows: exp(-x)/(1 + exp(-x))² overflows for x below about -355 (float64) or -44 (float32): a warning
def sigmoid_grad(x):
    e = np.exp(-np.clip(x, -700, 700))
    return e / (1 + e) ** 2


# %% other: ignores_the_dtype_of_single_numbers
# shows: for shape () it returns a Python float made of float64, whatever the dtype was
def sigmoid_grad(x):
    if x.ndim == 0:
        s = float(logistic(np.clip(np.float64(x), -50, 50)))
        return s * (1 - s)
    s = logistic(np.clip(x, -50, 50))
    return s * (1 - s)
