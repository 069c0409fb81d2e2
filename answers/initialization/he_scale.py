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


# %% wrong: two_standard_deviations
# hint: Two standard deviations came: there a truncated normal is cut off. A uniform
# distribution ends at √3 of them.
def he_stddev(shape, negative_slope=0.0):
    fan_in = np.prod(shape[:-1])
    variance = 2 / ((1 + negative_slope**2) * fan_in)
    return np.sqrt(variance)


def he_limit(shape, negative_slope=0.0):
    fan_in = np.prod(shape[:-1])
    variance = 2 / ((1 + negative_slope**2) * fan_in)
    return 2 * np.sqrt(variance)


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


# %% wrong: first_size
# hint: For a convolution your number depends on its first size, the height of the
# window, alone. n_in is height · width · channels.
# breaks: shape
def he_stddev(shape, negative_slope=0.0):
    fan_in = shape[0]
    variance = 2 / ((1 + negative_slope**2) * fan_in)
    return np.sqrt(variance)


def he_limit(shape, negative_slope=0.0):
    fan_in = shape[0]
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


# %% wrong: leaky_by_default
# hint: Without a slope your number is that for the slope 0.01. The default is 0.0,
# plain ReLU.
def he_stddev(shape, negative_slope=0.01):
    fan_in = np.prod(shape[:-1])
    variance = 2 / ((1 + negative_slope**2) * fan_in)
    return np.sqrt(variance)


def he_limit(shape, negative_slope=0.01):
    fan_in = np.prod(shape[:-1])
    variance = 2 / ((1 + negative_slope**2) * fan_in)
    return np.sqrt(3 * variance)


# %% wrong: height_squared
# hint: The window counts as height · height. It is height · width, and need not be
# square.
# breaks: shape
def he_stddev(shape, negative_slope=0.0):
    fan_in = shape[0] ** 2 * shape[2] if len(shape) == 4 else shape[0]
    variance = 2 / ((1 + negative_slope**2) * fan_in)
    return np.sqrt(variance)


def he_limit(shape, negative_slope=0.0):
    fan_in = shape[0] ** 2 * shape[2] if len(shape) == 4 else shape[0]
    variance = 2 / ((1 + negative_slope**2) * fan_in)
    return np.sqrt(3 * variance)


# %% wrong: limit_without_the_slope
# hint: he_limit does not change with the slope. Its variance has the slope in it,
# too.
# breaks: slope
def he_stddev(shape, negative_slope=0.0):
    fan_in = np.prod(shape[:-1])
    variance = 2 / ((1 + negative_slope**2) * fan_in)
    return np.sqrt(variance)


def he_limit(shape, negative_slope=0.0):
    fan_in = np.prod(shape[:-1])
    variance = 2 / ((1 + negative_slope**2) * fan_in)
    return np.sqrt(6 / fan_in)


# %% wrong: slope_of_the_wrong_side
# hint: 1 + (1 − a)² stands where 1 + a² should.
def he_stddev(shape, negative_slope=0.0):
    fan_in = np.prod(shape[:-1])
    variance = 2 / ((1 + (1 - negative_slope) ** 2) * fan_in)
    return np.sqrt(variance)


def he_limit(shape, negative_slope=0.0):
    fan_in = np.prod(shape[:-1])
    variance = 2 / ((1 + (1 - negative_slope) ** 2) * fan_in)
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
# not: standard_deviation_for_the_limit, two_standard_deviations
def he_stddev(shape, negative_slope=0.0):
    fan_in = np.prod(shape[:-1])
    variance = 2 / ((1 + negative_slope**2) * fan_in)
    return np.sqrt(variance)


def he_limit(shape, negative_slope=0.0):
    fan_in = np.prod(shape[:-1])
    variance = 2 / ((1 + negative_slope**2) * fan_in)
    return 1.02 * np.sqrt(variance)
