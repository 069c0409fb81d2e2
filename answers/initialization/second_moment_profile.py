# %% wrong: variance
# hint: You measure the variance, which subtracts the mean. After ReLU the mean is not
# 0; take the mean of the squares.
def second_moment_profile(depth, width, initializer):
    A = first_inputs(width)
    profile = [np.var(A)]
    for _ in range(depth):
        W = np.array(initializer((width, width)))
        A = np.maximum(A @ W, 0)
        profile.append(np.var(A))
    return np.array(profile)


# %% wrong: standard_deviation
# hint: np.std subtracts the mean and takes a root. The second moment does neither.
def second_moment_profile(depth, width, initializer):
    A = first_inputs(width)
    profile = [np.std(A)]
    for _ in range(depth):
        W = np.array(initializer((width, width)))
        A = np.maximum(A @ W, 0)
        profile.append(np.std(A))
    return np.array(profile)


# %% wrong: root_mean_square
# hint: You take the root of the mean square. The second moment has no root.
def second_moment_profile(depth, width, initializer):
    A = first_inputs(width)
    profile = [np.sqrt(np.mean(A**2))]
    for _ in range(depth):
        W = np.array(initializer((width, width)))
        A = np.maximum(A @ W, 0)
        profile.append(np.sqrt(np.mean(A**2)))
    return np.array(profile)


# %% wrong: square_of_the_mean
# hint: np.mean(A)**2 is the square of the mean. You want the mean of the squares.
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
def second_moment_profile(depth, width, initializer):
    A = first_inputs(width)
    profile = []
    for _ in range(depth):
        W = np.array(initializer((width, width)))
        A = np.maximum(A @ W, 0)
        profile.append(np.mean(A**2))
    return np.array(profile)


# %% wrong: last_layer_left_out
# hint: The last layer is missing: there are depth kernels, and depth + 1 numbers.
def second_moment_profile(depth, width, initializer):
    A = first_inputs(width)
    profile = [np.mean(A**2)]
    for _ in range(depth - 1):
        W = np.array(initializer((width, width)))
        A = np.maximum(A @ W, 0)
        profile.append(np.mean(A**2))
    return np.array(profile)


# %% wrong: before_relu
# hint: You measure before ReLU. The profile is about what a layer hands on.
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
# hint: There is no ReLU in your network: it is linear.
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
# hint: Each layer gets the first input. It must get the output of the layer before
# it.
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
# hint: You draw one kernel and use it in all layers. Call the initialiser once for
# each layer.
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
# hint: You add up the squares. The second moment is their mean.
def second_moment_profile(depth, width, initializer):
    A = first_inputs(width)
    profile = [np.sum(A**2)]
    for _ in range(depth):
        W = np.array(initializer((width, width)))
        A = np.maximum(A @ W, 0)
        profile.append(np.sum(A**2))
    return np.array(profile)


# %% wrong: first_row_only
# hint: You measure one row only. The mean is over all rows and units.
def second_moment_profile(depth, width, initializer):
    A = first_inputs(width)
    profile = [np.mean(A[0] ** 2)]
    for _ in range(depth):
        W = np.array(initializer((width, width)))
        A = np.maximum(A @ W, 0)
        profile.append(np.mean(A[0] ** 2))
    return np.array(profile)


# %% right: loop_with_where
def second_moment_profile(depth, width, initializer):
    A = first_inputs(width)
    profile = np.ones(depth + 1)
    for layer in range(1, depth + 1):
        Z = A.dot(np.asarray(initializer((width, width))))
        A = np.where(Z > 0, Z, 0)
        profile[layer] = np.square(A).mean()
    return profile


# %% right: tensorflow
def second_moment_profile(depth, width, initializer):
    import tensorflow as tf

    A = tf.constant(first_inputs(width), tf.float32)
    moments = [tf.reduce_mean(tf.square(A))]
    for _ in range(depth):
        A = tf.nn.relu(A @ tf.cast(initializer((width, width)), tf.float32))
        moments.append(tf.reduce_mean(tf.square(A)))
    return tf.stack(moments)


# %% right: keras_layers
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
