# %% wrong: plain_relu
# hint: This is ReLU: negative numbers become 0. Leaky ReLU lets a little of them
# through.
def leaky_relu(x, negative_slope=0.01):
    return np.maximum(x, 0)


def leaky_relu_grad(x, negative_slope=0.01):
    return np.where(x > 0, 1.0, negative_slope).astype(x.dtype)


# %% wrong: slope_ignored
# hint: The slope is always 0.01 here. Use the argument negative_slope.
def leaky_relu(x, negative_slope=0.01):
    return np.where(x > 0, x, 0.01 * x)


def leaky_relu_grad(x, negative_slope=0.01):
    return np.where(x > 0, 1.0, negative_slope).astype(x.dtype)


# %% wrong: slope_on_both_sides
# hint: You scale positive numbers too. They should pass unchanged.
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
# hint: You add the slope as a constant. It should multiply x.
def leaky_relu(x, negative_slope=0.01):
    return np.where(x > 0, x, -negative_slope).astype(x.dtype)


def leaky_relu_grad(x, negative_slope=0.01):
    return np.where(x > 0, 1.0, negative_slope).astype(x.dtype)


# %% wrong: maximum_with_a_large_slope
# hint: max(x, a·x) is leaky ReLU only while a is at most 1. Decide by the sign of x.
def leaky_relu(x, negative_slope=0.01):
    return np.maximum(x, negative_slope * x)


def leaky_relu_grad(x, negative_slope=0.01):
    return np.where(x > 0, 1.0, negative_slope).astype(x.dtype)


# %% wrong: keras_default_slope
# hint: 0.3 is the default of the layer LeakyReLU in Keras. Here it is 0.01.
def leaky_relu(x, negative_slope=0.3):
    return np.where(x > 0, x, negative_slope * x)


def leaky_relu_grad(x, negative_slope=0.01):
    return np.where(x > 0, 1.0, negative_slope).astype(x.dtype)


# %% wrong: float32_lost
# hint: float32 goes in, so float32 must come out. Where do you make an array of
# float64?
def leaky_relu(x, negative_slope=0.01):
    out = np.zeros(x.shape)
    out[...] = np.where(x > 0, x, negative_slope * x)
    return out


def leaky_relu_grad(x, negative_slope=0.01):
    return np.where(x > 0, 1.0, negative_slope).astype(x.dtype)


# %% wrong: changes_its_input
# hint: You write into x itself, and x belongs to the caller. Work on a copy.
def leaky_relu(x, negative_slope=0.01):
    x[x < 0] *= negative_slope
    return x


def leaky_relu_grad(x, negative_slope=0.01):
    return np.where(x > 0, 1.0, negative_slope).astype(x.dtype)


# %% wrong: gradient_of_relu
# hint: Left of 0 the function still falls and rises: its slope there is not 0.
def leaky_relu(x, negative_slope=0.01):
    return np.where(x > 0, x, negative_slope * x)


def leaky_relu_grad(x, negative_slope=0.01):
    return (x > 0).astype(x.dtype)


# %% wrong: gradient_is_the_function
# hint: That is the function itself. Its derivative takes two values only.
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
# hint: That is the derivative with respect to the slope. Asked is the one with
# respect to x.
def leaky_relu(x, negative_slope=0.01):
    return np.where(x > 0, x, negative_slope * x)


def leaky_relu_grad(x, negative_slope=0.01):
    return np.minimum(x, 0)


# %% wrong: gradient_ignores_the_slope
# hint: The derivative on the left is the slope that was passed, not 0.01.
def leaky_relu(x, negative_slope=0.01):
    return np.where(x > 0, x, negative_slope * x)


def leaky_relu_grad(x, negative_slope=0.01):
    return np.where(x > 0, 1.0, 0.01).astype(x.dtype)


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
def leaky_relu(x, negative_slope=0.01):
    x = tf.constant(x)
    return tf.where(x >= 0, x, negative_slope * x)


def leaky_relu_grad(x, negative_slope=0.01):
    x = tf.Variable(x)
    with tf.GradientTape() as tape:
        y = tf.where(x >= 0, x, negative_slope * x)
    return tape.gradient(y, x).numpy()
