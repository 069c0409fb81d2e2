# %% wrong: standard_deviation
# hint: That is the standard deviation, √(2/(n_in + n_out)). The limit of a uniform
# distribution is √3 times as large.
# breaks: limit
def glorot_limit(shape):
    return np.sqrt(2 / (np.prod(shape[:-2]) * (shape[-2] + shape[-1])))


# %% wrong: variance
# hint: That is the variance. The limit ℓ obeys ℓ²/3 = variance.
def glorot_limit(shape):
    return 2 / (np.prod(shape[:-2]) * (shape[-2] + shape[-1]))


# %% wrong: root_forgotten
# hint: 6/(n_in + n_out) is the square of the limit. Take the root.
def glorot_limit(shape):
    return 6 / (np.prod(shape[:-2]) * (shape[-2] + shape[-1]))


# %% wrong: fan_in_only
# hint: √(6/n_in) came, which is He's limit. Glorot's rule also counts the outputs.
def glorot_limit(shape):
    return np.sqrt(6 / np.prod(shape[:-1]))


# %% wrong: mean_of_the_fans
# hint: Your number is √2 too large: the variance is 2 divided by the sum of the
# fans, which is 1 divided by their mean.
def glorot_limit(shape):
    return np.sqrt(6 / (np.prod(shape[:-2]) * (shape[-2] + shape[-1]) / 2))


# %% wrong: product_of_the_fans
# hint: √(6/(n_in·n_out)) came. Glorot's rule adds the two fans.
def glorot_limit(shape):
    return np.sqrt(6 / (np.prod(shape[:-2]) ** 2 * shape[-2] * shape[-1]))


# %% wrong: first_two_sizes
# hint: √(6/(height + width)) came for a convolution. Its first two sizes are those
# of the window, not the numbers of inputs and outputs.
# breaks: convolution
def glorot_limit(shape):
    return np.sqrt(6 / (shape[0] + shape[1]))


# %% wrong: window_forgotten
# hint: Only the channels count in your number. A convolution's output sums over a
# whole window: multiply them by height and width.
# breaks: convolution
def glorot_limit(shape):
    return np.sqrt(6 / (shape[-2] + shape[-1]))


# %% wrong: window_for_inputs_only
# hint: The window counts for the inputs, but not for the outputs. Each input goes
# into height · width windows.
# breaks: convolution
def glorot_limit(shape):
    return np.sqrt(6 / (np.prod(shape[:-1]) + shape[-1]))


# %% wrong: root_of_the_numerator_only
# hint: √6/(n_in + n_out) came. Take the root of the whole quotient.
def glorot_limit(shape):
    return np.sqrt(6) / (np.prod(shape[:-2]) * (shape[-2] + shape[-1]))


# %% right: two_cases
# uses: not_required
def glorot_limit(shape):
    if len(shape) == 2:
        fan_in, fan_out = shape
    else:
        height, width, channels_in, channels_out = shape
        fan_in = height * width * channels_in
        fan_out = height * width * channels_out
    return (6 / (fan_in + fan_out)) ** 0.5


# %% right: loop_over_the_window
def glorot_limit(shape):
    *window, channels_in, channels_out = shape
    size = 1
    for length in window:
        size *= length
    variance = 2 / (size * channels_in + size * channels_out)
    return float(np.sqrt(3 * variance))


# %% right: tensorflow
# uses: any_number
def glorot_limit(shape):
    import tensorflow as tf

    window = tf.reduce_prod(tf.constant((1,) + tuple(shape[:-2]), tf.float64))
    return tf.sqrt(6.0 / (window * float(sum(shape[-2:]))))


# %% wrong: one_number_in_an_array
# hint: An array of shape (1,) came. Return the number itself.
# breaks: number
def glorot_limit(shape):
    fans = np.prod(shape[:-2]) * np.array([shape[-2] + shape[-1]])
    return np.sqrt(6 / fans)


# %% wrong: height_squared
# hint: The window counts as height · height. It is height · width, and need not be
# square.
# breaks: convolution
def glorot_limit(shape):
    window = shape[0] ** 2 if len(shape) == 4 else 1
    return np.sqrt(6 / (window * (shape[-2] + shape[-1])))


# %% wrong: window_once
# hint: The window is added once. Multiply height · width by the channels instead.
# breaks: convolution
def glorot_limit(shape):
    window = np.prod(shape[:-2]) if len(shape) == 4 else 0
    return np.sqrt(6 / (window + shape[-2] + shape[-1]))


# %% wrong: whole_width
# hint: That is the whole width of the interval, 2ℓ. The limit ℓ is half of it.
# breaks: limit
def glorot_limit(shape):
    return 2 * np.sqrt(6 / (np.prod(shape[:-2]) * (shape[-2] + shape[-1])))


# %% wrong: larger_fan
# hint: The larger of the two fans stands for both. Glorot's rule adds n_in and
# n_out.
# breaks: limit
def glorot_limit(shape):
    return np.sqrt(6 / (2 * np.prod(shape[:-2]) * max(shape[-2:])))


# %% near: a_little_too_small
# not: standard_deviation
def glorot_limit(shape):
    return 0.57 * np.sqrt(6 / (np.prod(shape[:-2]) * (shape[-2] + shape[-1])))


# %% near: sum_to_another_power
# not: root_forgotten, variance, root_of_the_numerator_only
def glorot_limit(shape):
    return 6 / (np.prod(shape[:-2]) * (shape[-2] + shape[-1])) ** 1.01


# %% near: height_and_width_mixed_up
# not: window_forgotten, window_for_inputs_only, height_squared, window_once
def glorot_limit(shape):
    window = shape[0] * (shape[1] + 1) if len(shape) == 4 else 1
    return np.sqrt(6 / (window * (shape[-2] + shape[-1])))


# %% other: half_the_sum_as_an_integer
# shows: the mean fan (n_in + n_out) // 2 is an integer division; wrong whenever n_in + n_out is odd, e.g. (7, 4)
def glorot_limit(shape):
    window = 1
    for size in shape[:-2]:
        window *= size
    fan_avg = (window * shape[-2] + window * shape[-1]) // 2
    return (3 / fan_avg) ** 0.5


# %% other: window_only_for_inputs
# shows: for Conv2D the outputs are counted as channels_out, without height · width
def glorot_limit(shape):
    n_in = int(np.prod(shape[:-1]))
    n_out = shape[-1]
    return np.sqrt(6 / (n_in + n_out))


# %% other: array_of_one_number
# shows: returns an array of shape (1,), not one number, for every shape
def glorot_limit(shape):
    *window, c_in, c_out = np.array(shape)
    fans = np.prod(window) * np.array([[c_in, c_out]])
    return np.sqrt(6 / fans.sum(axis=1))


# %% other: window_of_the_example
# shows: the window is always 6 (the example's 2 · 3); wrong for Conv2D with another height · width
def glorot_limit(shape):
    if len(shape) == 2:
        n_in, n_out = shape
    else:
        n_in = 6 * shape[2]
        n_out = 6 * shape[3]
    return (6 / (n_in + n_out)) ** 0.5


# %% other: rounded_to_three_places
# shows: the limit is rounded to 3 decimals; for large kernels, e.g. (5000, 3000), little is left of it
def glorot_limit(shape):
    window = int(np.prod(shape[:-2]))
    return round(float(np.sqrt(6 / (window * (shape[-2] + shape[-1])))), 3)


# %% right: exact_fraction
# uses: any_number
from fractions import Fraction


def glorot_limit(shape):
    def window(sizes):
        return sizes[0] * window(sizes[1:]) if sizes else 1

    variance = Fraction(2, window(tuple(shape[:-2])) * sum(map(int, shape[-2:])))
    return np.float64(np.sqrt(float(3 * variance)))


# %% right: tensor_in_float64
# uses: any_number
def glorot_limit(shape):
    kernel = keras.ops.ones(shape[:2] if len(shape) == 4 else (1, 1), dtype="float64")
    window = keras.ops.sum(kernel)
    return keras.ops.sqrt(6.0 / (window * float(shape[-1] + shape[-2])))
