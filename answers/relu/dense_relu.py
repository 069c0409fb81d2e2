# %% wrong: bias_outside_of_relu
# hint: The bias is added before ReLU, not after: it moves the place where the unit
# switches on.
def dense_relu_forward(X, W, b):
    return np.maximum(X @ W, 0) + b


def dense_relu_backward(dA, X, W, b):
    dZ = dA * (X @ W > 0)
    return dZ @ W.T, X.T @ dZ, dA.sum(axis=0)


# %% wrong: no_relu
# hint: These are the weighted sums. Apply ReLU to them.
# breaks: forward
def dense_relu_forward(X, W, b):
    return X @ W + b


def dense_relu_backward(dA, X, W, b):
    return dA @ W.T, X.T @ dA, dA.sum(axis=0)


# %% wrong: mask_forgotten
# hint: You let the gradient through all units. Where Z is negative ReLU is flat, and
# nothing comes through.
def dense_relu_forward(X, W, b):
    return np.maximum(X @ W + b, 0)


def dense_relu_backward(dA, X, W, b):
    return dA @ W.T, X.T @ dA, dA.sum(axis=0)


# %% wrong: mask_of_the_gradient
# hint: You ask where dA is positive. The derivative of ReLU depends on its input Z, not
# on the gradient that arrives.
# breaks: backward
def dense_relu_forward(X, W, b):
    return np.maximum(X @ W + b, 0)


def dense_relu_backward(dA, X, W, b):
    dZ = dA * (dA > 0)
    return dZ @ W.T, X.T @ dZ, dZ.sum(axis=0)


# %% wrong: mask_of_the_inputs
# hint: You ask where X is positive. Each unit has its own weighted sum Z, and its sign
# decides.
def dense_relu_forward(X, W, b):
    return np.maximum(X @ W + b, 0)


def dense_relu_backward(dA, X, W, b):
    dX = (dA @ W.T) * (X > 0)
    return dX, X.T @ dA, dA.sum(axis=0)


# %% wrong: bias_missing_in_the_mask
# hint: The mask must use the same Z as the forward pass: XW + b, not XW.
def dense_relu_forward(X, W, b):
    return np.maximum(X @ W + b, 0)


def dense_relu_backward(dA, X, W, b):
    dZ = dA * (X @ W > 0)
    return dZ @ W.T, X.T @ dZ, dZ.sum(axis=0)


# %% wrong: activation_for_its_slope
# hint: You multiply by A, the output. The chain rule asks for the slope of ReLU, which
# is 0 or 1.
def dense_relu_forward(X, W, b):
    return np.maximum(X @ W + b, 0)


def dense_relu_backward(dA, X, W, b):
    dZ = dA * np.maximum(X @ W + b, 0)
    return dZ @ W.T, X.T @ dZ, dZ.sum(axis=0)


# %% wrong: averaged_over_the_batch
# hint: You divide by the number of rows. The loss given here is already one number for
# the whole batch: sum.
# breaks: sum
def dense_relu_forward(X, W, b):
    return np.maximum(X @ W + b, 0)


def dense_relu_backward(dA, X, W, b):
    dZ = dA * (X @ W + b > 0)
    return dZ @ W.T, X.T @ dZ / len(X), dZ.mean(axis=0)


# %% wrong: bias_gradient_keeps_the_batch
# hint: One bias serves all rows, so its gradient is the sum over the rows: shape
# (n_out,), like b.
def dense_relu_forward(X, W, b):
    return np.maximum(X @ W + b, 0)


def dense_relu_backward(dA, X, W, b):
    dZ = dA * (X @ W + b > 0)
    return dZ @ W.T, X.T @ dZ, dZ


# %% wrong: gradients_in_another_order
# hint: The parts are right but stand in another order: return (dX, dW, db).
def dense_relu_forward(X, W, b):
    return np.maximum(X @ W + b, 0)


def dense_relu_backward(dA, X, W, b):
    dZ = dA * (X @ W + b > 0)
    return X.T @ dZ, dZ.sum(axis=0), dZ @ W.T


# %% wrong: transpose_forgotten
# hint: dZ has n_out columns and W has n_in rows, so dZ @ W does not fit: going back,
# the weights are transposed.
def dense_relu_forward(X, W, b):
    return np.maximum(X @ W + b, 0)


def dense_relu_backward(dA, X, W, b):
    dZ = dA * (X @ W + b > 0)
    return dZ @ W, X.T @ dZ, dZ.sum(axis=0)


# %% wrong: elementwise_product
# hint: X * W multiplies entry by entry. A weighted sum of the inputs is a matrix
# product: X @ W.
def dense_relu_forward(X, W, b):
    return np.maximum(X * W + b, 0)


def dense_relu_backward(dA, X, W, b):
    dZ = dA * (X * W + b > 0)
    return dZ * W, X * dZ, dZ.sum(axis=0)


# %% wrong: changes_the_gradient_it_was_given
# hint: dA[…] = 0 writes into the caller's array. Make a new one: dZ = dA * mask.
# breaks: input
def dense_relu_forward(X, W, b):
    return np.maximum(X @ W + b, 0)


def dense_relu_backward(dA, X, W, b):
    dA[X @ W + b <= 0] = 0
    return dA @ W.T, X.T @ dA, dA.sum(axis=0)


# %% right: with_functions_of_its_own
# uses: not_required
def positive_part(Z):
    return (Z + abs(Z)) / 2


def step(Z):
    return np.heaviside(Z, 0.0)


def dense_relu_forward(X, W, b):
    return positive_part(X @ W + b)


def dense_relu_backward(dA, X, W, b):
    dZ = dA * step(X @ W + b)
    return dZ @ W.T, X.T @ dZ, np.sum(dZ, axis=0)


# %% right: loop_over_the_batch
def dense_relu_forward(X, W, b):
    return np.array([np.maximum(x @ W + b, 0) for x in X])


def dense_relu_backward(dA, X, W, b):
    dX, dW, db = np.zeros_like(X), np.zeros_like(W), np.zeros_like(b)
    for i, x in enumerate(X):
        dz = np.where(x @ W + b > 0, dA[i], 0.0)
        dX[i] = W @ dz
        dW += np.outer(x, dz)
        db += dz
    return dX, dW, db


# %% right: masks_on_copies
def dense_relu_forward(X, W, b):
    Z = X.dot(W)
    Z += b
    Z[Z < 0] = 0
    return Z


def dense_relu_backward(dA, X, W, b):
    dZ = dA.copy()
    dZ[dense_relu_forward(X, W, b) == 0] = 0
    return [dZ.dot(W.T), X.T.dot(dZ), np.ones(len(X)) @ dZ]


# %% right: tensorflow_tape
def dense_relu_forward(X, W, b):
    import tensorflow as tf

    return tf.nn.relu(tf.matmul(X, W) + b)


def dense_relu_backward(dA, X, W, b):
    import tensorflow as tf

    X, W, b = tf.constant(X), tf.constant(W), tf.constant(b)
    with tf.GradientTape() as tape:
        tape.watch([X, W, b])
        A = tf.nn.relu(X @ W + b)
    return tuple(tape.gradient(A, [X, W, b], output_gradients=tf.constant(dA)))


# %% right: einsum
def dense_relu_forward(X, W, b):
    Z = np.einsum("ni,io->no", X, W) + b
    return Z * (Z > 0)


def dense_relu_backward(dA, X, W, b):
    dZ = np.where(np.einsum("ni,io->no", X, W) + b > 0, dA, 0)
    dX = np.einsum("no,io->ni", dZ, W)
    return dX, np.einsum("ni,no->io", X, dZ), np.einsum("no->o", dZ)


# %% near: another_error_of_shapes
# not: transpose_forgotten elementwise_product
def dense_relu_forward(X, W, b):
    return np.maximum(X @ W + b, 0)


def dense_relu_backward(dA, X, W, b):
    dZ = dA * (X @ W + b > 0)
    return dZ @ W.T, X @ dZ, dZ.sum(axis=0)


# %% other: zeros_written_into_da
# shows: dZ is dA itself, so the argument dA is changed wherever a unit is inactive.
def dense_relu_forward(X, W, b):
    return np.maximum(X @ W + b, 0)


def dense_relu_backward(dA, X, W, b):
    Z = X @ W + b
    dZ = dA
    dZ[Z < 0] = 0
    return dZ @ W.T, X.T @ dZ, dZ.sum(axis=0)


# %% other: mask_without_bias
# shows: The mask is taken from XW without b; shows where b changes the sign of an entry of Z.
def dense_relu_forward(X, W, b):
    return np.maximum(X @ W + b, 0)


def dense_relu_backward(dA, X, W, b):
    dZ = dA * (X @ W > 0)
    dX = dZ @ W.T
    dW = X.T @ dZ
    db = np.sum(dZ, axis=0)
    return dX, dW, db


# %% other: small_outputs_count_as_zero
# shows: np.isclose takes active outputs below 1e-8 for zero and stops their gradient, e.g. Z = 1e-9.
def dense_relu_forward(X, W, b):
    return np.maximum(X @ W + b, 0)


def dense_relu_backward(dA, X, W, b):
    A = dense_relu_forward(X, W, b)
    dZ = np.where(np.isclose(A, 0), 0.0, dA)
    return dZ @ W.T, X.T @ dZ, dZ.sum(axis=0)


# %% other: transposes_only_if_it_must
# shows: Takes dZ @ W if the shapes fit, the transpose otherwise; wrong for n_in == n_out (and X @ dZ for n == n_in).
def dense_relu_forward(X, W, b):
    return np.maximum(X @ W + b, 0)


def dense_relu_backward(dA, X, W, b):
    dZ = dA * (X @ W + b > 0)
    try:
        dX = dZ @ W
    except ValueError:
        dX = dZ @ W.T
    dW = X.T @ dZ
    return dX, dW, dZ.sum(axis=0)


# %% other: z_kept_from_forward
# shows: backward uses the Z of the last call of forward, not of its own X, W, b; each function is called by itself.
last = {}


def dense_relu_forward(X, W, b):
    last["Z"] = X @ W + b
    return np.maximum(last["Z"], 0)


def dense_relu_backward(dA, X, W, b):
    dZ = dA * (last["Z"] > 0)
    return dZ @ W.T, X.T @ dZ, dZ.sum(axis=0)


# %% right: loops_over_rows_and_units
def dense_relu_forward(X, W, b):
    n, n_out = X.shape[0], W.shape[1]
    A = np.zeros((n, n_out))
    for r in range(n):
        for u in range(n_out):
            z = b[u] + sum(X[r, i] * W[i, u] for i in range(W.shape[0]))
            A[r, u] = z if z > 0 else 0.0
    return A


def dense_relu_backward(dA, X, W, b):
    A = dense_relu_forward(X, W, b)
    dX, dW, db = np.zeros(X.shape), np.zeros(W.shape), np.zeros(b.shape)
    for r in range(X.shape[0]):
        for u in range(W.shape[1]):
            if A[r, u] == 0:
                continue
            g = dA[r, u]
            db[u] += g
            for i in range(W.shape[0]):
                dW[i, u] += g * X[r, i]
                dX[r, i] += g * W[i, u]
    return dX, dW, db


# %% right: bias_as_a_weight_of_a_constant_input
def _augmented(X, W, b):
    return np.hstack([X, np.ones((len(X), 1))]), np.vstack([W, b])


def dense_relu_forward(X, W, b):
    inputs, weights = _augmented(X, W, b)
    return np.einsum("ni,io->no", inputs, weights).clip(min=0)


def dense_relu_backward(dA, X, W, b):
    inputs, weights = _augmented(X, W, b)
    gate = np.heaviside(np.einsum("ni,io->no", inputs, weights), 0)
    d_weights = np.einsum("ni,no,no->io", inputs, gate, dA)
    d_inputs = np.einsum("io,no,no->ni", weights, gate, dA)
    return d_inputs[:, :-1], d_weights[:-1], d_weights[-1]
