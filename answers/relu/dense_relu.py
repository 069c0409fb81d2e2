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
