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


# %% wrong: relu_on_the_input
# hint: The input goes through no ReLU: A₀ is first_inputs(width) as it is.
def second_moment_profile(depth, width, initializer):
    A = np.maximum(first_inputs(width), 0)
    profile = [np.mean(A**2)]
    for _ in range(depth):
        W = np.array(initializer((width, width)))
        A = np.maximum(A @ W, 0)
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


# %% wrong: a_last_call_for_nothing
# hint: The initialiser was called once more than there are layers.
# breaks: once
def second_moment_profile(depth, width, initializer):
    A = first_inputs(width)
    profile = [np.mean(A**2)]
    for layer in range(depth):
        W = np.array(initializer((width, width)))
        Z = A @ W
        A = np.maximum(Z, 0)
        profile.append(np.mean(A**2))
    initializer((width, width))
    return np.array(profile)


# %% wrong: kernels_in_reverse_order
# hint: The last kernel was used in the first layer. Use the kernels in the order in
# which they came.
def second_moment_profile(depth, width, initializer):
    A = first_inputs(width)
    profile = [np.mean(A**2)]
    kernels = [np.array(initializer((width, width))) for _ in range(depth)]
    for layer in range(depth):
        W = kernels[-1 - layer]
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


# %% wrong: divided_by_the_rows_only
# hint: The sum of squares was divided by the number of rows only. The mean is over
# all rows and units.
def second_moment_profile(depth, width, initializer):
    A = first_inputs(width)
    profile = [np.sum(A**2) / len(A)]
    for layer in range(depth):
        W = np.array(initializer((width, width)))
        Z = A @ W
        A = np.maximum(Z, 0)
        profile.append(np.sum(A**2) / len(A))
    return np.array(profile)


# %% wrong: active_units_only
# hint: These are the means over the units that are on. Those at 0 count, too.
def second_moment_profile(depth, width, initializer):
    A = first_inputs(width)
    profile = [np.mean(A**2)]
    for layer in range(depth):
        W = np.array(initializer((width, width)))
        Z = A @ W
        A = np.maximum(Z, 0)
        profile.append(np.mean(A[A > 0] ** 2) if (A > 0).any() else 0.0)
    return np.array(profile)


# %% wrong: rescaled_after_each_layer
# hint: The signal was rescaled on the way. Hand on the output of each layer as it
# is.
def second_moment_profile(depth, width, initializer):
    A = first_inputs(width)
    profile = [np.mean(A**2)]
    for layer in range(depth):
        W = np.array(initializer((width, width)))
        Z = A @ W
        A = np.maximum(Z, 0) / np.sqrt(np.mean(A**2))
        profile.append(np.mean(A**2))
    return np.array(profile)


# %% wrong: half_precision
# hint: Numbers of 16 bits are too coarse here, and too small for a signal that
# fades. Use float32 or float64.
def second_moment_profile(depth, width, initializer):
    A = first_inputs(width).astype("float16")
    profile = [np.mean(A**2)]
    for layer in range(depth):
        W = np.array(initializer((width, width))).astype("float16")
        Z = A @ W
        A = np.maximum(Z, 0)
        profile.append(np.mean(A**2))
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
# not: before_relu, relu_forgotten, relu_on_the_input
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


# %% near: two_kernels_for_all_layers
# not: one_kernel_for_all_layers, one_call_too_many, a_last_call_for_nothing
def second_moment_profile(depth, width, initializer):
    A = first_inputs(width)
    profile = [np.mean(A**2)]
    kernels = [np.array(initializer((width, width))) for _ in range(2)]
    for layer in range(depth):
        W = kernels[min(layer, 1)]
        Z = A @ W
        A = np.maximum(Z, 0)
        profile.append(np.mean(A**2))
    return np.array(profile)


# %% near: slightly_smaller
# not: variance, rescaled_after_each_layer, half_precision
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
