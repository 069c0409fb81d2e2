# %% wrong: square_forgotten
# hint: These are the numbers of 1 − tanh(x), which is not symmetric; the slope of tanh is.
# A square is missing.
# breaks: slope
def tanh_grad(x):
    return 1 - np.tanh(x)


# %% wrong: takes_x_for_the_output
# hint: These are the numbers of 1 − x². The rule 1 − y² holds for the output y = tanh(x).
def tanh_grad(x):
    return 1 - x**2


# %% wrong: sigmoid_rule
# hint: These are the numbers of y·(1 − y), the rule for the sigmoid. Tanh has another one.
def tanh_grad(x):
    t = np.tanh(x)
    return t * (1 - t)


# %% wrong: plus_for_minus
# hint: These are the numbers of 1 + tanh², smallest at 0; but tanh is steepest there.
# Check the sign.
def tanh_grad(x):
    return 1 + np.tanh(x) ** 2


# %% wrong: returns_tanh
# hint: This is tanh itself. Its slope is never negative.
def tanh_grad(x):
    return np.tanh(x)


# %% wrong: slope_of_the_sigmoid_at_twice_x
# hint: Every number is a quarter of what it should be: this is σ′(2x). As
# tanh(x) = 2σ(2x) − 1, both twos become factors of the slope.
def tanh_grad(x):
    s = 0.5 * (np.tanh(x) + 1)
    return s * (1 - s)


# %% wrong: slope_of_the_sigmoid
# hint: This is the slope of the sigmoid, at most 0.25. Tanh is steeper, and narrower.
def tanh_grad(x):
    return 0.25 * (1 - np.tanh(x / 2) ** 2)


# %% wrong: square_of_one_minus
# hint: These are the numbers of (1 − tanh x)², which is not 1 − tanh² x.
def tanh_grad(x):
    return (1 - np.tanh(x)) ** 2


# %% wrong: overflows_on_the_way
# hint: The numbers here are right, but an exponential overflows on the way, as in
# cosh(1000). Use np.tanh.
# breaks: finite
def tanh_grad(x):
    return 1 / np.cosh(x) ** 2


# %% wrong: infinity_over_infinity
# hint: For x = ±1000 the result is nan: the quotient of two large exponentials is inf /
# inf. np.tanh takes any number.
def tanh_grad(x):
    t = (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))
    return 1 - t**2


# %% wrong: float32_lost
# hint: float32 goes in and float64 comes out. Return x's dtype.
# breaks: shape
def tanh_grad(x):
    return 1 - np.tanh(np.array(x, dtype=float)) ** 2


# %% wrong: float32_on_the_way
# hint: The result has the dtype float64, but only the digits of float32: something is
# computed in float32 on the way.
def tanh_grad(x):
    return (1 - np.tanh(x.astype("float32")) ** 2).astype(x.dtype)


# %% wrong: coarse_difference
# hint: This is (tanh(x + h) − tanh(x − h))/2h with h = 0.01: near, but not exact enough.
def tanh_grad(x):
    h = np.asarray(0.01, x.dtype)
    return ((np.tanh(x + h) - np.tanh(x - h)) / (2 * h)).astype(x.dtype)


# %% wrong: input_overwritten
# hint: You write into the array you were given. Make a new one.
# breaks: input
def tanh_grad(x):
    np.tanh(x, out=x)
    return 1 - x**2


# %% wrong: differences_of_neighbours
# hint: These are the numbers of np.gradient(np.tanh(x), x): differences between
# neighbouring entries, not the slope at each x.
def tanh_grad(x):
    if x.ndim == 1 and x.size > 1:
        return np.gradient(np.tanh(x), x)
    return 1 - np.tanh(x) ** 2


# %% right: from_the_value
# uses: tanh
def tanh_grad(x):
    return 1 - np.square(np.tanh(x))


# %% right: tensorflow_tape
# uses: not_required
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


# %% right: central_difference
# uses: precise
def tanh_grad(x):
    z = x.astype("float64")
    return ((np.tanh(z + 1e-5) - np.tanh(z - 1e-5)) / 2e-5).astype(x.dtype)


# %% right: third_binomial
def tanh_grad(x):
    t = np.tanh(x)
    return np.asarray((1 + t) * (1 - t), dtype=x.dtype)


# %% right: exponentials_of_minus_size
def tanh_grad(x):
    e = np.square(np.exp(-np.abs(x)))
    return 4 * e / (1 + e) ** 2


# %% right: tape_for_each_number
def tanh_grad(x):
    flat = []
    for value in x.ravel():
        v = tf.Variable(value, dtype=x.dtype.name)
        with tf.GradientTape() as tape:
            y = tf.tanh(v)
        flat.append(tape.gradient(y, v).numpy())
    return np.array(flat, dtype=x.dtype).reshape(x.shape)


# %% near: one_and_a_half
# not: plus_for_minus square_forgotten slope_of_the_sigmoid_at_twice_x
def tanh_grad(x):
    return 1.5 - 1.5 * np.tanh(x) ** 2


# %% near: overflow_and_wrong
# not: infinity_over_infinity
def tanh_grad(x):
    return (1 / np.cosh(x) ** 2) * (1 + np.float32(0.01) * (x == 0.75))


# %% near: another_coarse_difference
# not: coarse_difference
def tanh_grad(x):
    h = np.asarray(0.02, x.dtype)
    return ((np.tanh(x + h) - np.tanh(x)) / h).astype(x.dtype)


# %% other: output_assigned_by_slice
# shows: out[:] = … is an IndexError for an array of shape ()
def tanh_grad(x):
    out = np.empty_like(x)
    out[:] = 1 - np.tanh(x) ** 2
    return out


# %% other: flat_beyond_eight
# shows: beyond ±8 it returns 0, but the slope at 8 is 4.5e-7, more than 1e-9 in float64
def tanh_grad(x):
    t = np.tanh(x)
    slope = 1 - t * t
    slope = np.where(np.abs(x) >= 8, 0, slope)
    return slope.astype(x.dtype)


# %% other: cosh_without_limit
# shows: np.cosh overflows with a warning beyond ±710, in float32 beyond ±89
def tanh_grad(x):
    return 1 / np.cosh(x) ** 2


# %% other: tanh_in_place
# shows: np.tanh(x, out=x) puts the values of tanh into the caller's array
def tanh_grad(x):
    np.tanh(x, out=x)
    return 1 - x**2


# %% other: sigmoid_without_the_inner_two
# shows: tanh(x) = 2σ(2x) - 1, whose inner derivative 2 is forgotten: half of the slope
def tanh_grad(x):
    s = 0.5 * (1 + np.tanh(x))
    return 2 * s * (1 - s)


# %% other: float32_inside
# shows: computes in float32 throughout, errors near 1e-8 and more for float64
def tanh_grad(x):
    t = np.tanh(x.astype("float32"))
    return (1 - t * t).astype(x.dtype)
