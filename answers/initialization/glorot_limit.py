# %% wrong: standard_deviation
# hint: That is the standard deviation, √(2/(n_in + n_out)). The limit of a uniform
# distribution is √3 times as large.
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
# hint: You use the inputs only: that is He's limit. Glorot's rule also counts the
# outputs.
def glorot_limit(shape):
    return np.sqrt(6 / np.prod(shape[:-1]))


# %% wrong: mean_of_the_fans
# hint: You divide by the mean of the fans instead of their sum, so your number is √2
# too large.
def glorot_limit(shape):
    return np.sqrt(6 / (np.prod(shape[:-2]) * (shape[-2] + shape[-1]) / 2))


# %% wrong: product_of_the_fans
# hint: You multiply the two fans. Glorot's rule adds them.
def glorot_limit(shape):
    return np.sqrt(6 / (np.prod(shape[:-2]) ** 2 * shape[-2] * shape[-1]))


# %% wrong: first_two_sizes
# hint: For a convolution the first two sizes are the height and width of the window,
# not the numbers of inputs and outputs.
def glorot_limit(shape):
    return np.sqrt(6 / (shape[0] + shape[1]))


# %% wrong: window_forgotten
# hint: A convolution's output sums over a whole window: multiply the channels by
# height and width.
def glorot_limit(shape):
    return np.sqrt(6 / (shape[-2] + shape[-1]))


# %% wrong: window_for_inputs_only
# hint: You count the window for the inputs but not for the outputs. Each input goes
# into height · width windows.
def glorot_limit(shape):
    return np.sqrt(6 / (np.prod(shape[:-1]) + shape[-1]))


# %% wrong: root_of_the_numerator_only
# hint: √6/(n_in + n_out) takes the root above the line only. Take it of the whole
# quotient.
def glorot_limit(shape):
    return np.sqrt(6) / (np.prod(shape[:-2]) * (shape[-2] + shape[-1]))


# %% right: two_cases
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
def glorot_limit(shape):
    import tensorflow as tf

    window = tf.reduce_prod(tf.constant((1,) + tuple(shape[:-2]), tf.float64))
    return tf.sqrt(6.0 / (window * float(sum(shape[-2:]))))
