# %% wrong: plain_relu
# hint: Negative numbers came out as 0, as from ReLU. Leaky ReLU lets a little of them
# through.
# breaks: value
def leaky_relu(x, negative_slope=0.01):
    return np.maximum(x, 0)


def leaky_relu_grad(x, negative_slope=0.01):
    return np.where(x > 0, 1.0, negative_slope).astype(x.dtype)


# %% wrong: slope_on_both_sides
# hint: Positive numbers are scaled too. They should pass unchanged.
def leaky_relu(x, negative_slope=0.01):
    return negative_slope * x


def leaky_relu_grad(x, negative_slope=0.01):
    return np.where(x > 0, 1.0, negative_slope).astype(x.dtype)


# %% wrong: maximum_with_a_large_slope
# hint: For a slope above 1 the larger of x and a·x is not leaky ReLU: decide by the
# sign of x.
# breaks: slope
def leaky_relu(x, negative_slope=0.01):
    return np.maximum(x, negative_slope * x)


def leaky_relu_grad(x, negative_slope=0.01):
    return np.where(x > 0, 1.0, negative_slope).astype(x.dtype)


# %% wrong: large_slopes_cut
# hint: For the slope 2 the numbers of the slope 1 came. Any slope is possible.
# breaks: slope
def leaky_relu(x, negative_slope=0.01):
    a = min(negative_slope, 1)
    return np.where(x > 0, x, a * x)


def leaky_relu_grad(x, negative_slope=0.01):
    return np.where(x > 0, 1.0, negative_slope).astype(x.dtype)


# %% wrong: zero_taken_for_no_slope
# hint: For the slope 0 the numbers of the slope 0.01 came: 0 is false for Python, and
# yet a number that was passed.
# breaks: slope
def leaky_relu(x, negative_slope=0.01):
    a = negative_slope or 0.01
    return np.where(x > 0, x, a * x)


def leaky_relu_grad(x, negative_slope=0.01):
    return np.where(x > 0, 1.0, negative_slope).astype(x.dtype)


# %% wrong: float32_lost
# hint: float32 goes in, so float32 must come out. Where do you make an array of
# float64?
# breaks: shape
def leaky_relu(x, negative_slope=0.01):
    out = np.zeros(x.shape)
    out[...] = np.where(x > 0, x, negative_slope * x)
    return out


def leaky_relu_grad(x, negative_slope=0.01):
    return np.where(x > 0, 1.0, negative_slope).astype(x.dtype)


# %% wrong: drops_the_shape
# hint: The numbers are right but stand in one long row. Give them the shape of x
# again.
# breaks: shape
def leaky_relu(x, negative_slope=0.01):
    out = [v if v > 0 else negative_slope * v for v in x.ravel()]
    return np.array(out, dtype=x.dtype)


def leaky_relu_grad(x, negative_slope=0.01):
    return np.where(x > 0, 1.0, negative_slope).astype(x.dtype)


# %% wrong: slope_in_half_precision
# hint: The slope has lost digits on the way: float16 holds only three or four of them.
# breaks: exact
def leaky_relu(x, negative_slope=0.01):
    a = float(np.float16(negative_slope))
    return np.where(x > 0, x, a * x)


def leaky_relu_grad(x, negative_slope=0.01):
    return np.where(x > 0, 1.0, negative_slope).astype(x.dtype)


# %% wrong: changes_its_input
# hint: x itself was changed, and x belongs to the caller. Work on a copy.
# breaks: input
def leaky_relu(x, negative_slope=0.01):
    x[x < 0] *= negative_slope
    return x


def leaky_relu_grad(x, negative_slope=0.01):
    return np.where(x > 0, 1.0, negative_slope).astype(x.dtype)


# %% wrong: gradient_is_the_function
# hint: That is the function itself. Its derivative takes two values only.
# breaks: grad
def leaky_relu(x, negative_slope=0.01):
    return np.where(x > 0, x, negative_slope * x)


def leaky_relu_grad(x, negative_slope=0.01):
    return np.where(x > 0, x, negative_slope * x)


# %% wrong: gradient_times_x
# hint: The derivative of a·x with respect to x is a, without x.
def leaky_relu(x, negative_slope=0.01):
    return np.where(x > 0, x, negative_slope * x)


def leaky_relu_grad(x, negative_slope=0.01):
    return np.where(x > 0, 1.0, negative_slope * x).astype(x.dtype)


# %% wrong: gradient_in_float64
# hint: float32 goes in, so float32 must come out: np.where(x > 0, 1.0, 0.25) is always
# float64.
# breaks: shape
def leaky_relu(x, negative_slope=0.01):
    return np.where(x > 0, x, negative_slope * x)


def leaky_relu_grad(x, negative_slope=0.01):
    return np.where(x > 0, 1.0, negative_slope)


# %% wrong: gradient_zero_slope_forgotten
# hint: For the slope 0 the numbers of the slope 0.01 came: 0 is false for Python, and
# yet a number that was passed.
# breaks: slope
def leaky_relu(x, negative_slope=0.01):
    return np.where(x > 0, x, negative_slope * x)


def leaky_relu_grad(x, negative_slope=0.01):
    a = negative_slope or 0.01
    return np.where(x > 0, 1.0, a).astype(x.dtype)


# %% wrong: gradient_of_the_maximum
# hint: For a slope above 1 the larger of the two slopes came: decide by the sign of x.
# breaks: slope
def leaky_relu(x, negative_slope=0.01):
    return np.where(x > 0, x, negative_slope * x)


def leaky_relu_grad(x, negative_slope=0.01):
    steep = negative_slope * x > x
    return np.where(steep, negative_slope, 1.0).astype(x.dtype)


# %% wrong: gradient_of_tiny_numbers
# hint: A tiny positive number was treated as if it were negative: the slope changes at
# 0 exactly.
# breaks: range
def leaky_relu(x, negative_slope=0.01):
    return np.where(x > 0, x, negative_slope * x)


def leaky_relu_grad(x, negative_slope=0.01):
    return np.where(x > 1e-8, 1.0, negative_slope).astype(x.dtype)


# %% wrong: gradient_changes_its_input
# hint: x itself was changed, and x belongs to the caller. Make a new array.
# breaks: input
def leaky_relu(x, negative_slope=0.01):
    return np.where(x > 0, x, negative_slope * x)


def leaky_relu_grad(x, negative_slope=0.01):
    x[x > 0] = 1
    x[x < 0] = negative_slope
    return x


# %% right: tensorflow
# uses: tensor
def leaky_relu(x, negative_slope=0.01):
    x = tf.constant(x)
    return tf.where(x >= 0, x, negative_slope * x)


def leaky_relu_grad(x, negative_slope=0.01):
    x = tf.Variable(x)
    with tf.GradientTape() as tape:
        y = tf.where(x >= 0, x, negative_slope * x)
    return tape.gradient(y, x).numpy()


# %% right: ready_made
# uses: tensor
def leaky_relu(x, negative_slope=0.01):
    return tf.nn.leaky_relu(x, alpha=negative_slope)


def leaky_relu_grad(x, negative_slope=0.01):
    x = tf.constant(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = keras.activations.leaky_relu(x, negative_slope=negative_slope)
    return tape.gradient(y, x)


# %% right: value_over_input
# uses: not_required
def leaky_relu(x, negative_slope=0.01):
    return x * np.where(x < 0, negative_slope, 1).astype(x.dtype)


def leaky_relu_grad(x, negative_slope=0.01):
    with np.errstate(all="ignore"):
        return leaky_relu(x, negative_slope) / x


# %% right: half_sum_and_half_difference
def leaky_relu(x, negative_slope=0.01):
    up, down = (1 + negative_slope) / 2, (1 - negative_slope) / 2
    return up * x + down * np.abs(x)


def leaky_relu_grad(x, negative_slope=0.01):
    up, down = (1 + negative_slope) / 2, (1 - negative_slope) / 2
    return (up + down * np.sign(x)).astype(x.dtype)


# %% other: a_slope_that_is_half
def leaky_relu(x, negative_slope=0.01):
    return np.where(x > 0, x, negative_slope / 2 * x)


def leaky_relu_grad(x, negative_slope=0.01):
    return np.where(x > 0, 1.0, negative_slope).astype(x.dtype)


# %% other: a_default_of_a_fifth
def leaky_relu(x, negative_slope=0.2):
    return np.where(x > 0, x, negative_slope * x)


def leaky_relu_grad(x, negative_slope=0.01):
    return np.where(x > 0, 1.0, negative_slope).astype(x.dtype)


# %% near: gradient_by_differences
# not: gradient_is_the_function gradient_of_tiny_numbers
def leaky_relu(x, negative_slope=0.01):
    return np.where(x > 0, x, negative_slope * x)


def leaky_relu_grad(x, negative_slope=0.01):
    h = 1e-5
    return (
        (leaky_relu(x + h, negative_slope) - leaky_relu(x - h, negative_slope)) / 2 / h
    )


# %% other: gradient_a_little_off
def leaky_relu(x, negative_slope=0.01):
    return np.where(x > 0, x, negative_slope * x)


def leaky_relu_grad(x, negative_slope=0.01):
    return np.where(x > 0, 1.0, negative_slope + 0.01).astype(x.dtype)


# %% other: vectorize_without_otypes
def leaky_relu(x, negative_slope=0.01):
    one = np.vectorize(lambda v: v if v >= 0 else negative_slope * v)
    return one(x).astype(x.dtype)


def leaky_relu_grad(x, negative_slope=0.01):
    return np.where(x > 0, 1.0, negative_slope).astype(x.dtype)


# %% right: half_sum_of_line_and_v
def leaky_relu(x, negative_slope=0.01):
    a = negative_slope
    return ((1 + a) * x + (1 - a) * np.abs(x)) / 2


def leaky_relu_grad(x, negative_slope=0.01):
    a = negative_slope
    return ((1 + a) + (1 - a) * np.sign(x)) / 2


# %% other: gradient_of_shape_nothing
def leaky_relu(x, negative_slope=0.01):
    return np.where(x < 0, negative_slope * x, x)


def leaky_relu_grad(x, negative_slope=0.01):
    slope = x * 0 + 1
    slope[x < 0] = negative_slope
    return slope


# %% other: gradient_written_into_x
def leaky_relu(x, negative_slope=0.01):
    return np.where(x < 0, negative_slope * x, x)


def leaky_relu_grad(x, negative_slope=0.01):
    negative = x < 0
    x[negative] = negative_slope
    x[~negative] = 1
    return x


# %% other: slope_by_measuring
def leaky_relu(x, negative_slope=0.01):
    return np.where(x < 0, negative_slope * x, x)


def leaky_relu_grad(x, negative_slope=0.01):
    h = 1e-6
    z = x.astype("float64")
    above, below = (leaky_relu(z + s, negative_slope) for s in (h, -h))
    return ((above - below) / (2 * h)).astype(x.dtype)


# %% right: slope_cast_from_float32
def leaky_relu(x, negative_slope=0.01):
    a = tf.cast(negative_slope, x.dtype)
    return tf.where(x >= 0, x, a * x)


def leaky_relu_grad(x, negative_slope=0.01):
    a = tf.cast(negative_slope, x.dtype)
    return tf.where(x >= 0, tf.ones_like(x), a)


# %% right: tensors_and_a_tape
def leaky_relu(x, negative_slope=0.01):
    x = tf.convert_to_tensor(x)
    a = tf.constant(negative_slope, x.dtype)
    return tf.nn.relu(x) - a * tf.nn.relu(-x)


def leaky_relu_grad(x, negative_slope=0.01):
    x = tf.convert_to_tensor(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = leaky_relu(x, negative_slope)
    return tape.gradient(y, x)


# %% right: factor_of_each_number
def _factors(x, a):
    return np.fromiter((1 if v >= 0 else a for v in x.flat), x.dtype, x.size)


def leaky_relu(x, negative_slope=0.01):
    return (x.ravel() * _factors(x, negative_slope)).reshape(x.shape)


def leaky_relu_grad(x, negative_slope=0.01):
    return _factors(x, negative_slope).reshape(x.shape)


# %% right: computes_in_float32
def leaky_relu(x, negative_slope=0.01):
    y = x.astype("float32")
    return np.where(y > 0, y, negative_slope * y).astype(x.dtype)


def leaky_relu_grad(x, negative_slope=0.01):
    return np.where(x > 0, 1.0, negative_slope).astype(x.dtype)
