# %% wrong: plain_relu
# hint: Negative numbers came out as 0, as from ReLU. Leaky ReLU lets a little of them
# through.
# breaks: value
def leaky_relu(x, negative_slope=0.01):
    return np.maximum(x, 0)


def leaky_relu_grad(x, negative_slope=0.01):
    return np.where(x > 0, 1.0, negative_slope).astype(x.dtype)


# %% wrong: slope_ignored
# hint: These are the numbers of the slope 0.01, and another slope was passed: use the
# argument negative_slope.
def leaky_relu(x, negative_slope=0.01):
    return np.where(x > 0, x, 0.01 * x)


def leaky_relu_grad(x, negative_slope=0.01):
    return np.where(x > 0, 1.0, negative_slope).astype(x.dtype)


# %% wrong: slope_on_both_sides
# hint: Positive numbers are scaled too. They should pass unchanged.
def leaky_relu(x, negative_slope=0.01):
    return negative_slope * x


def leaky_relu_grad(x, negative_slope=0.01):
    return np.where(x > 0, 1.0, negative_slope).astype(x.dtype)


# %% wrong: slope_on_the_positive_side
# hint: The two sides are swapped: negative numbers are the ones to scale.
def leaky_relu(x, negative_slope=0.01):
    return np.where(x < 0, x, negative_slope * x)


def leaky_relu_grad(x, negative_slope=0.01):
    return np.where(x > 0, 1.0, negative_slope).astype(x.dtype)


# %% wrong: absolute_value
# hint: Negative inputs give positive outputs here: a minus sign too many.
def leaky_relu(x, negative_slope=0.01):
    return np.where(x > 0, x, -negative_slope * x)


def leaky_relu_grad(x, negative_slope=0.01):
    return np.where(x > 0, 1.0, negative_slope).astype(x.dtype)


# %% wrong: constant_leak
# hint: All negative inputs give one number, minus the slope. The slope should multiply
# x.
def leaky_relu(x, negative_slope=0.01):
    return np.where(x > 0, x, -negative_slope).astype(x.dtype)


def leaky_relu_grad(x, negative_slope=0.01):
    return np.where(x > 0, 1.0, negative_slope).astype(x.dtype)


# %% wrong: slope_itself_on_the_left
# hint: All negative inputs give the slope itself. That is the derivative there; the
# function is the slope times x.
def leaky_relu(x, negative_slope=0.01):
    return np.where(x > 0, x, negative_slope).astype(x.dtype)


def leaky_relu_grad(x, negative_slope=0.01):
    return np.where(x > 0, 1.0, negative_slope).astype(x.dtype)


# %% wrong: slope_added
# hint: Negative numbers are moved by the slope. They should be multiplied by it.
def leaky_relu(x, negative_slope=0.01):
    return np.where(x > 0, x, x + negative_slope)


def leaky_relu_grad(x, negative_slope=0.01):
    return np.where(x > 0, 1.0, negative_slope).astype(x.dtype)


# %% wrong: divided_by_the_slope
# hint: Negative numbers are divided by the slope. They should be multiplied by it.
def leaky_relu(x, negative_slope=0.01):
    return np.where(x > 0, x, x / negative_slope)


def leaky_relu_grad(x, negative_slope=0.01):
    return np.where(x > 0, 1.0, negative_slope).astype(x.dtype)


# %% wrong: leak_added_to_relu
# hint: Positive numbers come out as x + a·x: the leak is for negative numbers only.
def leaky_relu(x, negative_slope=0.01):
    return np.maximum(x, 0) + negative_slope * x


def leaky_relu_grad(x, negative_slope=0.01):
    return np.where(x > 0, 1.0, negative_slope).astype(x.dtype)


# %% wrong: capped_at_minus_the_slope
# hint: Nothing below −a came, so the negative side is flat far out. It should be a
# straight line, a·x.
def leaky_relu(x, negative_slope=0.01):
    return np.maximum(x, -negative_slope)


def leaky_relu_grad(x, negative_slope=0.01):
    return np.where(x > 0, 1.0, negative_slope).astype(x.dtype)


# %% near: minimum_for_maximum
# not: plain_relu slope_on_both_sides
def leaky_relu(x, negative_slope=0.01):
    return np.minimum(x, negative_slope * x)


def leaky_relu_grad(x, negative_slope=0.01):
    return np.where(x > 0, 1.0, negative_slope).astype(x.dtype)


# %% wrong: one_minus_the_slope
# hint: Negative numbers are multiplied by 1 − a instead of a.
def leaky_relu(x, negative_slope=0.01):
    return np.where(x > 0, x, (1 - negative_slope) * x)


def leaky_relu_grad(x, negative_slope=0.01):
    return np.where(x > 0, 1.0, negative_slope).astype(x.dtype)


# %% wrong: cut_at_one
# hint: Positive numbers above 1 are cut off. They should pass, however large.
def leaky_relu(x, negative_slope=0.01):
    return np.where(x > 0, np.minimum(x, 1), negative_slope * x)


def leaky_relu_grad(x, negative_slope=0.01):
    return np.where(x > 0, 1.0, negative_slope).astype(x.dtype)


# %% wrong: elu_instead
# hint: The left side is a curve, a·(exp(x) − 1). For leaky ReLU it is a straight line.
def leaky_relu(x, negative_slope=0.01):
    return np.where(x > 0, x, negative_slope * np.expm1(np.minimum(x, 0)))


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


# %% wrong: keras_default_slope
# hint: Without an argument the slope is 0.3 here, as in the layer LeakyReLU of Keras.
# Asked is 0.01.
def leaky_relu(x, negative_slope=0.3):
    return np.where(x > 0, x, negative_slope * x)


def leaky_relu_grad(x, negative_slope=0.01):
    return np.where(x > 0, 1.0, negative_slope).astype(x.dtype)


# %% wrong: default_of_a_tenth
# hint: Without an argument the slope is 0.1 here. Asked is 0.01.
def leaky_relu(x, negative_slope=0.1):
    return np.where(x > 0, x, negative_slope * x)


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


# %% wrong: always_float32
# hint: float64 went in and float32 came out: the dtype should be that of x.
def leaky_relu(x, negative_slope=0.01):
    x = x.astype("float32")
    return np.where(x > 0, x, negative_slope * x)


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


# %% wrong: if_on_an_array
# hint: `if` and Python's `max` need one truth value, but comparing an array gives
# many. Use np.where or a mask.
def leaky_relu(x, negative_slope=0.01):
    if x > 0:
        return x
    return negative_slope * x


def leaky_relu_grad(x, negative_slope=0.01):
    return np.where(x > 0, 1.0, negative_slope).astype(x.dtype)


# %% wrong: computes_in_float32
# hint: A number that float64 can hold and float32 cannot became 0 or inf on the way.
# breaks: value
def leaky_relu(x, negative_slope=0.01):
    y = x.astype("float32")
    return np.where(y > 0, y, negative_slope * y).astype(x.dtype)


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


# %% wrong: gradient_of_relu
# hint: The slope on the left came out as 0, as for ReLU: leaky ReLU is not flat there.
def leaky_relu(x, negative_slope=0.01):
    return np.where(x > 0, x, negative_slope * x)


def leaky_relu_grad(x, negative_slope=0.01):
    return (x > 0).astype(x.dtype)


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


# %% wrong: gradient_for_the_slope
# hint: These are the derivatives with respect to the slope. Asked is the one with
# respect to x.
def leaky_relu(x, negative_slope=0.01):
    return np.where(x > 0, x, negative_slope * x)


def leaky_relu_grad(x, negative_slope=0.01):
    return np.minimum(x, 0)


# %% wrong: gradient_ignores_the_slope
# hint: The derivative on the left is 0.01, and another slope was passed.
def leaky_relu(x, negative_slope=0.01):
    return np.where(x > 0, x, negative_slope * x)


def leaky_relu_grad(x, negative_slope=0.01):
    return np.where(x > 0, 1.0, 0.01).astype(x.dtype)


# %% wrong: gradient_sides_swapped
# hint: The two sides are swapped: the slope is 1 for positive numbers.
def leaky_relu(x, negative_slope=0.01):
    return np.where(x > 0, x, negative_slope * x)


def leaky_relu_grad(x, negative_slope=0.01):
    return np.where(x < 0, 1.0, negative_slope).astype(x.dtype)


# %% wrong: gradient_with_a_minus
# hint: The derivative on the left has the wrong sign: the function rises there, too.
def leaky_relu(x, negative_slope=0.01):
    return np.where(x > 0, x, negative_slope * x)


def leaky_relu_grad(x, negative_slope=0.01):
    return np.where(x > 0, 1.0, -negative_slope).astype(x.dtype)


# %% wrong: gradient_one_everywhere
# hint: The slope 1 came for negative numbers, too.
def leaky_relu(x, negative_slope=0.01):
    return np.where(x > 0, x, negative_slope * x)


def leaky_relu_grad(x, negative_slope=0.01):
    return np.ones_like(x)


# %% wrong: gradient_of_the_positive_side_is_x
# hint: For positive numbers x itself came. The derivative of x is 1.
def leaky_relu(x, negative_slope=0.01):
    return np.where(x > 0, x, negative_slope * x)


def leaky_relu_grad(x, negative_slope=0.01):
    return np.where(x > 0, x, negative_slope).astype(x.dtype)


# %% wrong: gradient_one_minus_the_slope
# hint: On the left 1 − a came instead of a.
def leaky_relu(x, negative_slope=0.01):
    return np.where(x > 0, x, negative_slope * x)


def leaky_relu_grad(x, negative_slope=0.01):
    return np.where(x > 0, 1.0, 1 - negative_slope).astype(x.dtype)


# %% wrong: gradient_adds_both
# hint: For positive numbers 1 + a came: there the leak plays no part.
def leaky_relu(x, negative_slope=0.01):
    return np.where(x > 0, x, negative_slope * x)


def leaky_relu_grad(x, negative_slope=0.01):
    return ((x > 0) + negative_slope).astype(x.dtype)


# %% wrong: gradient_threshold_at_one
# hint: 0.5 was treated as if it were negative: the slope changes at 0.
def leaky_relu(x, negative_slope=0.01):
    return np.where(x > 0, x, negative_slope * x)


def leaky_relu_grad(x, negative_slope=0.01):
    return np.where(x >= 1, 1.0, negative_slope).astype(x.dtype)


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
# breaks: grad
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


# %% wrong: gradient_another_default
# hint: Without an argument the slope is 0.1 here. Asked is 0.01.
def leaky_relu(x, negative_slope=0.01):
    return np.where(x > 0, x, negative_slope * x)


def leaky_relu_grad(x, negative_slope=0.1):
    return np.where(x > 0, 1.0, negative_slope).astype(x.dtype)


# %% right: where
def leaky_relu(x, negative_slope=0.01):
    return np.where(x > 0, x, negative_slope * x)


def leaky_relu_grad(x, negative_slope=0.01):
    return np.where(x > 0, 1.0, negative_slope).astype(x.dtype)


# %% right: maximum_and_minimum
def leaky_relu(x, negative_slope=0.01):
    return np.maximum(x, 0) + negative_slope * np.minimum(x, 0)


def leaky_relu_grad(x, negative_slope=0.01):
    return (x > 0) + negative_slope * (x <= 0).astype(x.dtype)


# %% right: mask_on_a_copy
def leaky_relu(x, negative_slope=0.01):
    out = x.copy()
    out[x < 0] *= negative_slope
    return out


def leaky_relu_grad(x, negative_slope=0.01):
    out = np.ones_like(x)
    out[x < 0] = negative_slope
    return out


# %% right: loop
def leaky_relu(x, negative_slope=0.01):
    out = np.empty_like(x)
    for index in np.ndindex(x.shape):
        out[index] = x[index] if x[index] > 0 else negative_slope * x[index]
    return out


def leaky_relu_grad(x, negative_slope=0.01):
    out = np.empty_like(x)
    for index in np.ndindex(x.shape):
        out[index] = 1 if x[index] > 0 else negative_slope
    return out


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


# %% near: another_slope_for_large_numbers
# not: slope_ignored plain_relu keras_default_slope
def leaky_relu(x, negative_slope=0.01):
    return np.where(x > 0, x, np.where(x < -100, 0.3, negative_slope) * x).astype(
        x.dtype
    )


def leaky_relu_grad(x, negative_slope=0.01):
    return np.where(x > 0, 1.0, negative_slope).astype(x.dtype)


# %% near: a_slope_that_is_half
# not: slope_ignored constant_leak
def leaky_relu(x, negative_slope=0.01):
    return np.where(x > 0, x, negative_slope / 2 * x)


def leaky_relu_grad(x, negative_slope=0.01):
    return np.where(x > 0, 1.0, negative_slope).astype(x.dtype)


# %% near: a_default_of_a_fifth
# not: keras_default_slope default_of_a_tenth
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


# %% near: gradient_a_little_off
# not: gradient_ignores_the_slope gradient_of_relu
def leaky_relu(x, negative_slope=0.01):
    return np.where(x > 0, x, negative_slope * x)


def leaky_relu_grad(x, negative_slope=0.01):
    return np.where(x > 0, 1.0, negative_slope + 0.01).astype(x.dtype)
