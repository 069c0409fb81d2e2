# %% wrong: variance
# hint: That is the variance, 2/n_in. The standard deviation is its root.
# breaks: stddev
def he_stddev(shape, negative_slope=0.0):
    fan_in = np.prod(shape[:-1])
    variance = 2 / ((1 + negative_slope**2) * fan_in)
    return variance


def he_limit(shape, negative_slope=0.0):
    fan_in = np.prod(shape[:-1])
    variance = 2 / ((1 + negative_slope**2) * fan_in)
    return np.sqrt(3 * variance)


# %% wrong: limit_for_the_standard_deviation
# hint: he_stddev returns the limit of the uniform distribution, which is √3 times the
# standard deviation.
# breaks: stddev
def he_stddev(shape, negative_slope=0.0):
    fan_in = np.prod(shape[:-1])
    variance = 2 / ((1 + negative_slope**2) * fan_in)
    return np.sqrt(3 * variance)


def he_limit(shape, negative_slope=0.0):
    fan_in = np.prod(shape[:-1])
    variance = 2 / ((1 + negative_slope**2) * fan_in)
    return np.sqrt(3 * variance)


# %% wrong: standard_deviation_for_the_limit
# hint: he_limit returns the standard deviation. Weights drawn from [−ℓ, ℓ] have the
# smaller standard deviation ℓ/√3.
# breaks: limit
def he_stddev(shape, negative_slope=0.0):
    fan_in = np.prod(shape[:-1])
    variance = 2 / ((1 + negative_slope**2) * fan_in)
    return np.sqrt(variance)


def he_limit(shape, negative_slope=0.0):
    fan_in = np.prod(shape[:-1])
    variance = 2 / ((1 + negative_slope**2) * fan_in)
    return np.sqrt(variance)


# %% wrong: three_standard_deviations
# hint: The limit is √3 standard deviations, not 3: the variance is a third of the
# limit's square.
# breaks: limit
def he_stddev(shape, negative_slope=0.0):
    fan_in = np.prod(shape[:-1])
    variance = 2 / ((1 + negative_slope**2) * fan_in)
    return np.sqrt(variance)


def he_limit(shape, negative_slope=0.0):
    fan_in = np.prod(shape[:-1])
    variance = 2 / ((1 + negative_slope**2) * fan_in)
    return 3 * np.sqrt(variance)


# %% wrong: fan_out
# hint: n_out came in the place of n_in. What a unit adds up is its inputs.
def he_stddev(shape, negative_slope=0.0):
    fan_in = shape[-1]
    variance = 2 / ((1 + negative_slope**2) * fan_in)
    return np.sqrt(variance)


def he_limit(shape, negative_slope=0.0):
    fan_in = shape[-1]
    variance = 2 / ((1 + negative_slope**2) * fan_in)
    return np.sqrt(3 * variance)


# %% wrong: glorot
# hint: That is Glorot's variance, with inputs and outputs. He's counts the inputs
# only.
def he_stddev(shape, negative_slope=0.0):
    fan_in = np.prod(shape[:-1])
    variance = 2 / (fan_in + shape[-1])
    return np.sqrt(variance)


def he_limit(shape, negative_slope=0.0):
    fan_in = np.prod(shape[:-1])
    variance = 2 / (fan_in + shape[-1])
    return np.sqrt(3 * variance)


# %% wrong: lecun
# hint: 1/n_in is LeCun's variance. ReLU removes half of the signal; the 2 makes up
# for it.
def he_stddev(shape, negative_slope=0.0):
    fan_in = np.prod(shape[:-1])
    variance = 1 / ((1 + negative_slope**2) * fan_in)
    return np.sqrt(variance)


def he_limit(shape, negative_slope=0.0):
    fan_in = np.prod(shape[:-1])
    variance = 1 / ((1 + negative_slope**2) * fan_in)
    return np.sqrt(3 * variance)


# %% wrong: window_forgotten
# hint: Only the input channels count in your number. A convolution's output sums
# over a whole window: multiply them by height and width.
# breaks: shape
def he_stddev(shape, negative_slope=0.0):
    fan_in = shape[-2]
    variance = 2 / ((1 + negative_slope**2) * fan_in)
    return np.sqrt(variance)


def he_limit(shape, negative_slope=0.0):
    fan_in = shape[-2]
    variance = 2 / ((1 + negative_slope**2) * fan_in)
    return np.sqrt(3 * variance)


# %% wrong: slope_ignored
# hint: The slope changes nothing in your number. A leaky unit keeps more of the
# signal, so it needs smaller weights.
# breaks: slope
def he_stddev(shape, negative_slope=0.0):
    fan_in = np.prod(shape[:-1])
    variance = 2 / fan_in
    return np.sqrt(variance)


def he_limit(shape, negative_slope=0.0):
    fan_in = np.prod(shape[:-1])
    variance = 2 / fan_in
    return np.sqrt(3 * variance)


# %% wrong: slope_not_squared
# hint: The slope enters with its square: a size a·z has the square a²·z².
# breaks: slope
def he_stddev(shape, negative_slope=0.0):
    fan_in = np.prod(shape[:-1])
    variance = 2 / ((1 + negative_slope) * fan_in)
    return np.sqrt(variance)


def he_limit(shape, negative_slope=0.0):
    fan_in = np.prod(shape[:-1])
    variance = 2 / ((1 + negative_slope) * fan_in)
    return np.sqrt(3 * variance)


# %% wrong: square_of_the_sum
# hint: 1 + a is squared as a whole. The formula has 1 + a².
def he_stddev(shape, negative_slope=0.0):
    fan_in = np.prod(shape[:-1])
    variance = 2 / ((1 + negative_slope) ** 2 * fan_in)
    return np.sqrt(variance)


def he_limit(shape, negative_slope=0.0):
    fan_in = np.prod(shape[:-1])
    variance = 2 / ((1 + negative_slope) ** 2 * fan_in)
    return np.sqrt(3 * variance)


# %% wrong: slope_makes_it_larger
# hint: The slope makes your number larger. A leaky unit keeps more of the signal, so
# the weights must be smaller: divide by 1 + a².
def he_stddev(shape, negative_slope=0.0):
    fan_in = np.prod(shape[:-1])
    variance = 2 * (1 + negative_slope**2) / fan_in
    return np.sqrt(variance)


def he_limit(shape, negative_slope=0.0):
    fan_in = np.prod(shape[:-1])
    variance = 2 * (1 + negative_slope**2) / fan_in
    return np.sqrt(3 * variance)


# %% right: limit_from_the_standard_deviation
def he_stddev(shape, negative_slope=0.0):
    fan_in = np.prod(shape) / shape[-1]
    return np.sqrt(2 / fan_in / (1 + negative_slope**2))


def he_limit(shape, negative_slope=0.0):
    return np.sqrt(3) * he_stddev(shape, negative_slope)


# %% right: loop
# uses: not_required
def he_stddev(shape, negative_slope=0.0):
    fan_in = 1
    for size in shape[:-1]:
        fan_in = fan_in * size
    return (2 / ((1 + negative_slope * negative_slope) * fan_in)) ** 0.5


def he_limit(shape, negative_slope=0.0):
    fan_in = 1
    for size in shape[:-1]:
        fan_in = fan_in * size
    return (6 / ((1 + negative_slope * negative_slope) * fan_in)) ** 0.5


# %% right: tensorflow_and_math
def he_stddev(shape, negative_slope=0.0):
    import math

    gain = math.sqrt(2) / math.hypot(1, negative_slope)
    return gain / math.sqrt(math.prod(shape[:-1]))


def he_limit(shape, negative_slope=0.0):
    import tensorflow as tf

    fan_in = tf.cast(tf.reduce_prod(shape[:-1]), "float64")
    return tf.sqrt(6 / (fan_in * (1 + negative_slope**2)))


# %% wrong: one_number_in_an_array
# hint: An array of shape (1,) came. Return the number itself.
# breaks: number
def he_stddev(shape, negative_slope=0.0):
    fan_in = np.prod(shape[:-1])
    variance = 2 / ((1 + negative_slope**2) * fan_in)
    return np.sqrt([variance])


def he_limit(shape, negative_slope=0.0):
    fan_in = np.prod(shape[:-1])
    variance = 2 / ((1 + negative_slope**2) * fan_in)
    return np.sqrt([3 * variance])


# %% wrong: negative_slope_cut_off
# hint: A negative slope counts as 0. Its square is positive like any other.
# breaks: slope
def he_stddev(shape, negative_slope=0.0):
    fan_in = np.prod(shape[:-1])
    variance = 2 / ((1 + max(negative_slope, 0) ** 2) * fan_in)
    return np.sqrt(variance)


def he_limit(shape, negative_slope=0.0):
    fan_in = np.prod(shape[:-1])
    variance = 2 / ((1 + max(negative_slope, 0) ** 2) * fan_in)
    return np.sqrt(3 * variance)


# %% wrong: slope_zero_is_not_given
# hint: The slope 0 counts as another one, near 0.01: 0 is a slope, though it is
# false.
def he_stddev(shape, negative_slope=0.0):
    fan_in = np.prod(shape[:-1])
    variance = 2 / ((1 + (negative_slope or 0.01) ** 2) * fan_in)
    return np.sqrt(variance)


def he_limit(shape, negative_slope=0.0):
    fan_in = np.prod(shape[:-1])
    variance = 2 / ((1 + (negative_slope or 0.01) ** 2) * fan_in)
    return np.sqrt(3 * variance)


# %% near: another_factor
# not: limit_for_the_standard_deviation, variance
def he_stddev(shape, negative_slope=0.0):
    fan_in = np.prod(shape[:-1])
    variance = 2 / ((1 + negative_slope**2) * fan_in)
    return 1.74 * np.sqrt(variance)


def he_limit(shape, negative_slope=0.0):
    fan_in = np.prod(shape[:-1])
    variance = 2 / ((1 + negative_slope**2) * fan_in)
    return np.sqrt(3 * variance)


# %% near: one_unit_too_many
# not: fan_out, glorot, lecun, window_forgotten
def he_stddev(shape, negative_slope=0.0):
    fan_in = np.prod(shape[:-1]) + 1
    variance = 2 / ((1 + negative_slope**2) * fan_in)
    return np.sqrt(variance)


def he_limit(shape, negative_slope=0.0):
    fan_in = np.prod(shape[:-1]) + 1
    variance = 2 / ((1 + negative_slope**2) * fan_in)
    return np.sqrt(3 * variance)


# %% near: slope_to_another_power
# not: slope_not_squared, slope_ignored, square_of_the_sum
def he_stddev(shape, negative_slope=0.0):
    fan_in = np.prod(shape[:-1])
    variance = 2 / ((1 + abs(negative_slope) ** 1.5) * fan_in)
    return np.sqrt(variance)


def he_limit(shape, negative_slope=0.0):
    fan_in = np.prod(shape[:-1])
    variance = 2 / ((1 + abs(negative_slope) ** 1.5) * fan_in)
    return np.sqrt(3 * variance)


# %% near: limit_a_little_off
# not: standard_deviation_for_the_limit
def he_stddev(shape, negative_slope=0.0):
    fan_in = np.prod(shape[:-1])
    variance = 2 / ((1 + negative_slope**2) * fan_in)
    return np.sqrt(variance)


def he_limit(shape, negative_slope=0.0):
    fan_in = np.prod(shape[:-1])
    variance = 2 / ((1 + negative_slope**2) * fan_in)
    return 1.02 * np.sqrt(variance)


# %% other: slope_forgotten_in_convolutions
# shows: for Conv2D the slope is ignored; shows for 4 sizes and a slope other than 0
def he_stddev(shape, negative_slope=0.0):
    if len(shape) == 2:
        n_in, n_out = shape
        return np.sqrt(2 / ((1 + negative_slope**2) * n_in))
    height, width, channels_in, channels_out = shape
    return np.sqrt(2 / (height * width * channels_in))


def he_limit(shape, negative_slope=0.0):
    return np.sqrt(3) * he_stddev(shape, negative_slope)


# %% other: slope_at_most_one
# shows: he_stddev clips slopes to [-1, 1], so it is wrong for slopes above 1 in size
def _n_in(shape):
    return int(np.prod(shape[:-1]))


def he_stddev(shape, negative_slope=0.0):
    a = max(-1.0, min(1.0, negative_slope))  # a slope is at most that of ReLU
    return (2 / (1 + a * a) / _n_in(shape)) ** 0.5


def he_limit(shape, negative_slope=0.0):
    return (6 / (1 + negative_slope**2) / _n_in(shape)) ** 0.5


# %% other: argument_called_alpha
# shows: the second argument is called alpha; negative_slope=0.2 by name is a TypeError
def he_stddev(shape, alpha=0.0):
    fan_in = shape[-2]
    for size in shape[:-2]:
        fan_in = fan_in * size
    return (2 / ((1 + alpha**2) * fan_in)) ** 0.5


def he_limit(shape, alpha=0.0):
    return 3**0.5 * he_stddev(shape, alpha)


# %% other: default_of_leaky_relu
# shows: the default slope is Keras's 0.3 for leaky units instead of 0; shows without a slope
def he_stddev(shape, negative_slope=0.3):
    return float(np.sqrt(2 / ((1 + negative_slope**2) * np.prod(shape[:-1]))))


def he_limit(shape, negative_slope=0.3):
    return float(np.sqrt(6 / ((1 + negative_slope**2) * np.prod(shape[:-1]))))


# %% other: slope_as_an_integer
# shows: int() cuts the slope in he_limit: wrong for slopes such as 0.5 or -0.3
def he_stddev(shape, negative_slope=0.0):
    n_in = np.prod(shape[:-1], dtype=int)
    return np.sqrt(2.0 / (1 + negative_slope**2) / n_in)


def he_limit(shape, negative_slope=0.0):
    shape = np.array([*shape[:-1], 1 + int(negative_slope) ** 2])
    return np.sqrt(6.0 / np.prod(shape))


# %% other: gain_outside_the_root
# shows: he_stddev divides by (1 + a²) outside of the root; wrong for slopes other than 0
def he_stddev(shape, negative_slope=0.0):
    return np.sqrt(2 / np.prod(shape[:-1])) / (1 + negative_slope**2)


def he_limit(shape, negative_slope=0.0):
    return np.sqrt(6 / np.prod(shape[:-1])) / np.sqrt(1 + negative_slope**2)


# %% right: hypot_and_log
def he_limit(shape, negative_slope=0.0):
    return he_stddev(shape, negative_slope=negative_slope) / np.sqrt(1 / 3)


def he_stddev(shape, negative_slope=0.0):
    logs = np.log(np.array(shape[:-1], dtype=float))
    return np.sqrt(2) * np.exp(-logs.sum() / 2) / np.hypot(1, negative_slope)


# %% right: closure_over_a_factor
def _scale(factor):
    def scale(shape, negative_slope=0.0):
        n_in = np.ones(shape).reshape(-1, shape[-1]).shape[0]
        second = n_in + n_in * negative_slope * negative_slope
        return keras.ops.sqrt(keras.ops.convert_to_tensor(factor / second, "float64"))

    return scale


he_stddev, he_limit = _scale(2), _scale(6)
