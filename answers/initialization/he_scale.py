# %% wrong: variance
# hint: That is the variance, 2/n_in. The standard deviation is its root.
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
def he_stddev(shape, negative_slope=0.0):
    fan_in = np.prod(shape[:-1])
    variance = 2 / ((1 + negative_slope**2) * fan_in)
    return np.sqrt(variance)


def he_limit(shape, negative_slope=0.0):
    fan_in = np.prod(shape[:-1])
    variance = 2 / ((1 + negative_slope**2) * fan_in)
    return 3 * np.sqrt(variance)


# %% wrong: two_standard_deviations
# hint: You cut off at two standard deviations, as for a truncated normal. A uniform
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
# hint: You use the number of outputs. What a unit adds up is its inputs.
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
# hint: A convolution's output sums over a whole window: multiply the channels by
# height and width.
def he_stddev(shape, negative_slope=0.0):
    fan_in = shape[-2]
    variance = 2 / ((1 + negative_slope**2) * fan_in)
    return np.sqrt(variance)


def he_limit(shape, negative_slope=0.0):
    fan_in = shape[-2]
    variance = 2 / ((1 + negative_slope**2) * fan_in)
    return np.sqrt(3 * variance)


# %% wrong: first_size
# hint: shape[0] is the number of inputs of a Dense kernel; a convolution's begins
# with the height of its window.
def he_stddev(shape, negative_slope=0.0):
    fan_in = shape[0]
    variance = 2 / ((1 + negative_slope**2) * fan_in)
    return np.sqrt(variance)


def he_limit(shape, negative_slope=0.0):
    fan_in = shape[0]
    variance = 2 / ((1 + negative_slope**2) * fan_in)
    return np.sqrt(3 * variance)


# %% wrong: slope_ignored
# hint: You never use negative_slope. A leaky unit keeps more of the signal, so it
# needs smaller weights.
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
def he_stddev(shape, negative_slope=0.0):
    fan_in = np.prod(shape[:-1])
    variance = 2 / ((1 + negative_slope) * fan_in)
    return np.sqrt(variance)


def he_limit(shape, negative_slope=0.0):
    fan_in = np.prod(shape[:-1])
    variance = 2 / ((1 + negative_slope) * fan_in)
    return np.sqrt(3 * variance)


# %% wrong: square_of_the_sum
# hint: You square 1 + a as a whole. The formula has 1 + a².
def he_stddev(shape, negative_slope=0.0):
    fan_in = np.prod(shape[:-1])
    variance = 2 / ((1 + negative_slope) ** 2 * fan_in)
    return np.sqrt(variance)


def he_limit(shape, negative_slope=0.0):
    fan_in = np.prod(shape[:-1])
    variance = 2 / ((1 + negative_slope) ** 2 * fan_in)
    return np.sqrt(3 * variance)


# %% wrong: slope_makes_it_larger
# hint: You multiply by 1 + a². A leaky unit keeps more of the signal, so the weights
# must be smaller: divide.
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
