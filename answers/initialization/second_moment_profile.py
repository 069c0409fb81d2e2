# %% wrong: variance
# hint: These are the variances, from which the square of the mean is subtracted.
# After ReLU the mean is not 0; take the mean of the squares.
# breaks: follow
def second_moment_profile(depth, width, initializer):
    A = first_inputs(width)
    profile = [np.var(A)]
    for _ in range(depth):
        W = np.array(initializer((width, width)))
        A = np.maximum(A @ W, 0)
        profile.append(np.var(A))
    return np.array(profile)


# %% wrong: standard_deviation
# hint: These are the standard deviations: the mean is subtracted, and a root is
# taken. The second moment does neither.
def second_moment_profile(depth, width, initializer):
    A = first_inputs(width)
    profile = [np.std(A)]
    for _ in range(depth):
        W = np.array(initializer((width, width)))
        A = np.maximum(A @ W, 0)
        profile.append(np.std(A))
    return np.array(profile)


# %% wrong: root_mean_square
# hint: These are the roots of the second moments. The second moment has no root.
def second_moment_profile(depth, width, initializer):
    A = first_inputs(width)
    profile = [np.sqrt(np.mean(A**2))]
    for _ in range(depth):
        W = np.array(initializer((width, width)))
        A = np.maximum(A @ W, 0)
        profile.append(np.sqrt(np.mean(A**2)))
    return np.array(profile)


# %% wrong: square_of_the_mean
# hint: These are the squares of the means. You want the means of the squares.
def second_moment_profile(depth, width, initializer):
    A = first_inputs(width)
    profile = [np.mean(A) ** 2]
    for _ in range(depth):
        W = np.array(initializer((width, width)))
        A = np.maximum(A @ W, 0)
        profile.append(np.mean(A) ** 2)
    return np.array(profile)


# %% wrong: input_left_out
# hint: The profile begins with the input: depth + 1 numbers.
# breaks: numbers
def second_moment_profile(depth, width, initializer):
    A = first_inputs(width)
    profile = []
    for _ in range(depth):
        W = np.array(initializer((width, width)))
        A = np.maximum(A @ W, 0)
        profile.append(np.mean(A**2))
    return np.array(profile)


# %% wrong: last_layer_left_out
# hint: One number too few came, and the initialiser was called once too seldom:
# there are depth kernels, and depth + 1 numbers.
def second_moment_profile(depth, width, initializer):
    A = first_inputs(width)
    profile = [np.mean(A**2)]
    for _ in range(depth - 1):
        W = np.array(initializer((width, width)))
        A = np.maximum(A @ W, 0)
        profile.append(np.mean(A**2))
    return np.array(profile)


# %% wrong: before_relu
# hint: These are the second moments before ReLU. The profile is about what a layer
# hands on.
# breaks: follow
def second_moment_profile(depth, width, initializer):
    A = first_inputs(width)
    profile = [np.mean(A**2)]
    for _ in range(depth):
        W = np.array(initializer((width, width)))
        Z = A @ W
        A = np.maximum(Z, 0)
        profile.append(np.mean(Z**2))
    return np.array(profile)


# %% wrong: relu_forgotten
# hint: These are the second moments of a network without ReLU.
def second_moment_profile(depth, width, initializer):
    A = first_inputs(width)
    profile = [np.mean(A**2)]
    for _ in range(depth):
        W = np.array(initializer((width, width)))
        A = A @ W
        profile.append(np.mean(A**2))
    return np.array(profile)


# %% wrong: every_layer_from_the_input
# hint: These are the numbers of layers that each get the first input. Each must get
# the output of the layer before it.
def second_moment_profile(depth, width, initializer):
    X = first_inputs(width)
    A = X
    profile = [np.mean(A**2)]
    for _ in range(depth):
        W = np.array(initializer((width, width)))
        A = np.maximum(X @ W, 0)
        profile.append(np.mean(A**2))
    return np.array(profile)


# %% wrong: one_kernel_for_all_layers
# hint: The initialiser was called once, and its kernel used in all layers. Call it
# once for each layer.
def second_moment_profile(depth, width, initializer):
    A = first_inputs(width)
    profile = [np.mean(A**2)]
    kernel = np.array(initializer((width, width)))
    for _ in range(depth):
        W = kernel
        A = np.maximum(A @ W, 0)
        profile.append(np.mean(A**2))
    return np.array(profile)


# %% wrong: sum_of_squares
# hint: These are sums of squares. The second moment is their mean.
def second_moment_profile(depth, width, initializer):
    A = first_inputs(width)
    profile = [np.sum(A**2)]
    for _ in range(depth):
        W = np.array(initializer((width, width)))
        A = np.maximum(A @ W, 0)
        profile.append(np.sum(A**2))
    return np.array(profile)


# %% wrong: first_row_only
# hint: These are the second moments of the first row. The mean is over all rows and
# units.
def second_moment_profile(depth, width, initializer):
    A = first_inputs(width)
    profile = [np.mean(A[0] ** 2)]
    for _ in range(depth):
        W = np.array(initializer((width, width)))
        A = np.maximum(A @ W, 0)
        profile.append(np.mean(A[0] ** 2))
    return np.array(profile)


# %% right: loop_with_where
# uses: not_required
def second_moment_profile(depth, width, initializer):
    A = first_inputs(width)
    profile = np.ones(depth + 1)
    for layer in range(1, depth + 1):
        Z = A.dot(np.asarray(initializer((width, width))))
        A = np.where(Z > 0, Z, 0)
        profile[layer] = np.square(A).mean()
    return profile


# %% right: tensorflow
# uses: dtype, tolerance
def second_moment_profile(depth, width, initializer):
    import tensorflow as tf

    A = tf.constant(first_inputs(width), tf.float32)
    moments = [tf.reduce_mean(tf.square(A))]
    for _ in range(depth):
        A = tf.nn.relu(A @ tf.cast(initializer((width, width)), tf.float32))
        moments.append(tf.reduce_mean(tf.square(A)))
    return tf.stack(moments)


# %% right: keras_layers
# uses: keras_layers
def second_moment_profile(depth, width, initializer):
    A = first_inputs(width)
    profile = [np.mean(A**2)]
    for _ in range(depth):
        A = keras.layers.Dense(
            width, "relu", use_bias=False, kernel_initializer=initializer
        )(A)
        profile.append(np.mean(np.array(A, "float64") ** 2))
    return np.array(profile)


# %% right: masks_in_place
def second_moment_profile(depth, width, initializer):
    layers = [first_inputs(width)]
    while len(layers) <= depth:
        Z = layers[-1] @ np.array(initializer((width, width)))
        Z[Z < 0] = 0
        layers.append(Z)
    return np.array([np.vdot(A, A) / A.size for A in layers])


# %% wrong: transposed_kernels
# hint: These are the numbers for transposed kernels. A row of A times W: inputs are
# in rows of the kernel, outputs in columns.
# breaks: follow
def second_moment_profile(depth, width, initializer):
    A = first_inputs(width)
    profile = [np.mean(A**2)]
    for layer in range(depth):
        W = np.array(initializer((width, width)))
        Z = A @ W.T
        A = np.maximum(Z, 0)
        profile.append(np.mean(A**2))
    return np.array(profile)


# %% wrong: one_call_too_many
# hint: The initialiser was called once more than there are layers.
# breaks: once
def second_moment_profile(depth, width, initializer):
    A = first_inputs(width)
    profile = [np.mean(A**2)]
    initializer((width, width))
    for layer in range(depth):
        W = np.array(initializer((width, width)))
        Z = A @ W
        A = np.maximum(Z, 0)
        profile.append(np.mean(A**2))
    return np.array(profile)


# %% wrong: arrays_only
# hint: A TensorFlow tensor has no astype. np.array(…) makes an array of a tensor,
# too.
# breaks: kernel
def second_moment_profile(depth, width, initializer):
    A = first_inputs(width)
    profile = [np.mean(A**2)]
    for layer in range(depth):
        W = initializer((width, width)).astype("float64")
        Z = A @ W
        A = np.maximum(Z, 0)
        profile.append(np.mean(A**2))
    return np.array(profile)


# %% wrong: a_list
# hint: A list came. Make an array of it.
# breaks: numbers
def second_moment_profile(depth, width, initializer):
    A = first_inputs(width)
    profile = [np.mean(A**2)]
    for layer in range(depth):
        W = np.array(initializer((width, width)))
        Z = A @ W
        A = np.maximum(Z, 0)
        profile.append(np.mean(A**2))
    return [float(moment) for moment in profile]


# %% wrong: moment_of_each_unit
# hint: One number for each unit came. The mean is over all rows and units.
# breaks: numbers
def second_moment_profile(depth, width, initializer):
    A = first_inputs(width)
    profile = [np.mean(A**2, axis=0)]
    for layer in range(depth):
        W = np.array(initializer((width, width)))
        Z = A @ W
        A = np.maximum(Z, 0)
        profile.append(np.mean(A**2, axis=0))
    return np.array(profile)


# %% near: rows_left_out
# not: first_row_only
def second_moment_profile(depth, width, initializer):
    A = first_inputs(width)
    profile = [np.mean(A[:128] ** 2)]
    for layer in range(depth):
        W = np.array(initializer((width, width)))
        Z = A @ W
        A = np.maximum(Z, 0)
        profile.append(np.mean(A[:128] ** 2))
    return np.array(profile)


# %% near: leaky
# not: before_relu, relu_forgotten
def second_moment_profile(depth, width, initializer):
    A = first_inputs(width)
    profile = [np.mean(A**2)]
    for layer in range(depth):
        W = np.array(initializer((width, width)))
        Z = A @ W
        A = np.where(Z > 0, Z, 0.1 * Z)
        profile.append(np.mean(A**2))
    return np.array(profile)


# %% near: mean_of_the_sizes
# not: root_mean_square, standard_deviation, square_of_the_mean
def second_moment_profile(depth, width, initializer):
    A = first_inputs(width)
    profile = [np.mean(np.abs(A))]
    for layer in range(depth):
        W = np.array(initializer((width, width)))
        Z = A @ W
        A = np.maximum(Z, 0)
        profile.append(np.mean(np.abs(A)))
    return np.array(profile)


# %% near: slightly_smaller
# not: variance
def second_moment_profile(depth, width, initializer):
    A = first_inputs(width)
    profile = [np.mean(A**2)]
    for layer in range(depth):
        W = np.array(initializer((width, width)))
        Z = A @ W
        A = 0.99 * np.maximum(Z, 0)
        profile.append(np.mean(A**2))
    return np.array(profile)


# %% right: kernels_first
# uses: dtype
def second_moment_profile(depth, width, initializer):
    A = first_inputs(width)
    profile = [np.mean(A**2)]
    kernels = [np.array(initializer((width, width))) for _ in range(depth)]
    for layer in range(depth):
        W = kernels[layer]
        Z = A @ W
        A = np.maximum(Z, 0)
        profile.append(np.mean(A**2))
    return np.array(profile, dtype="float32")


# %% right: sequential_model
# uses: keras_layers, tolerance
def second_moment_profile(depth, width, initializer):
    model = keras.Sequential([keras.Input((width,))])
    for _ in range(depth):
        model.add(
            keras.layers.Dense(
                width, "relu", use_bias=False, kernel_initializer=initializer
            )
        )
    A = first_inputs(width).astype("float32")
    profile = [np.mean(A**2)]
    for layer in model.layers:
        A = np.array(layer(A))
        profile.append(np.mean(A**2))
    return np.array(profile)


# %% other: every_second_row
# shows: only every second row is followed; random kernels give moments off by more than a thousandth
def second_moment_profile(depth, width, initializer):
    A = first_inputs(width)[::2]  # half of the rows, for speed
    moments = [np.mean(A**2)]
    for _ in range(depth):
        W = np.asarray(initializer((width, width)))
        A = np.maximum(A @ W, 0)
        moments.append(np.mean(A**2))
    return np.array(moments)


# %% other: stops_when_all_is_zero
# shows: when a layer gives only zeros it stops: fewer than depth + 1 numbers, and fewer calls
def second_moment_profile(depth, width, initializer):
    A = first_inputs(width)
    profile = [1.0]
    for layer in range(depth):
        A = np.maximum(0, A @ np.array(initializer((width, width))))
        profile.append(np.square(A).mean())
        if not A.any():
            break
    return np.array(profile)


# %% other: variance_of_the_layers
# shows: np.var instead of the mean of squares, for all layers whose mean is not 0
def second_moment_profile(depth, width, initializer):
    A = first_inputs(width)
    out = np.zeros(depth + 1)
    out[0] = np.var(A)
    for k in range(1, depth + 1):
        A = A @ np.array(initializer((width, width)))
        A[A < 0] = 0
        out[k] = np.var(A)
    return out


# %% other: float16_to_save_memory
# shows: computes in float16: signals below 1e-7 or above 65504 are lost, and errors exceed a thousandth
def second_moment_profile(depth, width, initializer):
    A = first_inputs(width).astype("float16")
    moments = [float(np.mean(A.astype("float64") ** 2))]
    for _ in range(depth):
        W = np.array(initializer((width, width))).astype("float16")
        A = np.maximum(A @ W, 0)
        moments.append(float(np.mean(A.astype("float64") ** 2)))
    return np.array(moments)


# %% other: first_row_and_its_mirror
# shows: follows only the first row and its negative, not all rows; shows with random kernels
def second_moment_profile(depth, width, initializer):
    X = first_inputs(width)
    A = np.stack([X[0], -X[0]])  # all rows look alike
    moments = []
    for k in range(depth + 1):
        if k > 0:
            A = np.maximum(A @ np.array(initializer((width, width))), 0)
        moments.append(np.mean(A**2))
    return np.array(moments)


# %% other: one_call_for_equal_shapes
# shows: the kernels are cached by their shape, so the initialiser is called once and all layers share one kernel
def second_moment_profile(depth, width, initializer):
    kernels = {}

    def kernel(shape):
        if shape not in kernels:
            kernels[shape] = np.array(initializer(shape))
        return kernels[shape]

    A = first_inputs(width)
    result = [np.mean(A**2)]
    for _ in range(depth):
        A = np.maximum(A @ kernel((width, width)), 0)
        result.append(np.mean(A**2))
    return np.array(result)


# %% right: accumulate_with_einsum
from itertools import accumulate


def second_moment_profile(depth, width, initializer):
    kernels = [np.asarray(initializer((width, width)), "float64") for _ in range(depth)]

    def layer(A, W):
        Z = np.einsum("ni,ij->nj", A, W)
        return (Z + np.abs(Z)) / 2

    states = accumulate(kernels, layer, initial=first_inputs(width))
    return np.array([np.vdot(A, A) / A.size for A in states])


# %% right: keras_layers_in_float64
def second_moment_profile(depth, width, initializer):
    A = keras.ops.convert_to_tensor(first_inputs(width), "float64")
    moments = [keras.ops.mean(keras.ops.square(A))]
    for _ in range(depth):
        layer = keras.layers.Dense(
            width,
            activation="relu",
            use_bias=False,
            kernel_initializer=initializer,
            dtype="float64",
        )
        A = layer(A)
        moments.append(keras.ops.mean(A * A))
    return keras.ops.stack(moments)


# %% right: generator_row_by_row
def second_moment_profile(depth, width, initializer):
    def signals():
        A = list(first_inputs(width))
        yield A
        for _ in range(depth):
            W = np.array(initializer((width, width)), dtype="float64")
            A = [np.where(row @ W > 0, row @ W, 0.0) for row in A]
            yield A

    return np.array([sum(float(row @ row) for row in A) / (256 * width) for A in signals()])
