# %% wrong: returns_relu
# hint: This is ReLU itself. Its derivative is how steep it is: 0 or 1.
def relu_grad(x):
    return np.maximum(x, 0)


# %% wrong: sign
# hint: The sign is −1 for negative numbers. ReLU is flat there, so its slope is 0.
def relu_grad(x):
    return np.sign(x)


# %% wrong: always_one
# hint: That is the slope of x itself. Left of 0 ReLU is flat.
def relu_grad(x):
    return np.ones_like(x)


# %% wrong: sides_swapped
# hint: You return 1 where ReLU is flat and 0 where it rises.
def relu_grad(x):
    return np.where(x < 0, 1, 0).astype(x.dtype)


# %% wrong: threshold_at_one
# hint: The slope changes at 0. Values between 0 and 1 are on the rising side.
def relu_grad(x):
    return (x >= 1).astype(x.dtype)


# %% wrong: boolean_mask
# hint: The comparison gives an array of bool. Convert it: .astype(x.dtype).
def relu_grad(x):
    return x > 0


# %% wrong: nan_at_zero
# hint: relu(x)/x is the slope everywhere except at 0, where it is 0/0. Decide by
# comparing x with 0.
def relu_grad(x):
    with np.errstate(all="ignore"):
        return np.maximum(x, 0) / x


# %% wrong: ignores_float32
# hint: float32 goes in, so float32 must come out: np.where(x > 0, 1.0, 0.0) is always
# float64.
# breaks: shape
def relu_grad(x):
    return np.where(x > 0, 1.0, 0.0)


# %% wrong: sigmoid_slope
# hint: That is the derivative of the sigmoid. ReLU's slope takes two values only.
# breaks: slope
def relu_grad(x):
    s = 1 / (1 + np.exp(-np.clip(x, -60, 60)))
    return s * (1 - s)


# %% wrong: small_numbers_count_as_zero
# hint: The slope changes at 0 exactly. A threshold such as 1e-6 calls small positive
# numbers flat.
def relu_grad(x):
    return (x > 1e-6).astype(x.dtype)


# %% right: zero_at_zero
# uses: not_required
def relu_grad(x):
    return (x > 0).astype(x.dtype)


# %% right: one_at_zero
# uses: zero
def relu_grad(x):
    return (x >= 0).astype(x.dtype)


# %% right: half_at_zero
# uses: zero
def relu_grad(x):
    return np.heaviside(x, np.asarray(0.5, dtype=x.dtype))


# %% right: loop
def relu_grad(x):
    out = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        if x[index] > 0:
            out[index] = 1
    return out


# %% right: tensorflow_tape
def relu_grad(x):
    import tensorflow as tf

    x = tf.Variable(x)
    with tf.GradientTape() as tape:
        y = tf.nn.relu(x)
    return tape.gradient(y, x).numpy()


# %% right: sign_of_relu
def relu_grad(x):
    return np.sign(np.maximum(x, 0))


# %% wrong: input_overwritten
# hint: You write the slopes into the array you were given. Make a new one.
# breaks: input
def relu_grad(x):
    x[x > 0] = 1
    x[x < 0] = 0
    return x


# %% near: another_threshold
# not: threshold_at_one small_numbers_count_as_zero
def relu_grad(x):
    return (x >= 0.3).astype(x.dtype)


# %% near: nan_at_minus_one
# not: nan_at_zero
def relu_grad(x):
    return np.where(x == -1, np.nan, x > 0).astype(x.dtype)


# %% other: steep_ramp
# shows: Between 0 and 1e-8 the slope is not 1 but 1e8·x; shows for tiny positive x such as 1e-9.
def relu_grad(x):
    return np.clip(x * 1e8, 0, 1).astype(x.dtype)


# %% other: mask_in_place
# shows: Overwrites x with its derivative; x must stay as it is.
def relu_grad(x):
    positive = x > 0
    x[positive] = 1
    x[~positive] = 0
    return x


# %% other: row_by_row
# shows: An array of shape () cannot be iterated: TypeError.
def relu_grad(x):
    result = np.zeros_like(x)
    for i, row in enumerate(x):
        result[i] = row > 0
    return result


# %% right: ceiling_of_the_clipped
def relu_grad(x):
    return np.ceil(np.minimum(np.maximum(x, 0), 1))


# %% right: recursive_half_at_zero
def relu_grad(x):
    if x.ndim == 0:
        return x.dtype.type(0.5 if x == 0 else x > 0)
    return np.array([relu_grad(part) for part in x], dtype=x.dtype).reshape(x.shape)
