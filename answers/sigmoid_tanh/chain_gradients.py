# %% wrong: weights_forgotten
# hint: The slopes are multiplied, but the weights are not. Going back through wₖ·aₖ₋₁ the
# gradient is multiplied by wₖ.
def chain_gradients(x, w, b):
    a = [x]
    for w_k, b_k in zip(w, b):
        a.append(logistic(w_k * a[-1] + b_k))
    dw = np.zeros_like(w)
    da = 1.0
    for k in range(len(w), 0, -1):
        dz = da * a[k] * (1 - a[k])
        dw[k - 1] = dz * a[k - 1]
        da = dz
    return da, dw


def chain_gradients_tape(x, w, b):
    x, w = tf.constant(x, tf.float64), tf.constant(w)
    with tf.GradientTape() as tape:
        tape.watch([x, w])
        a = x
        for k in range(len(b)):
            a = tf.sigmoid(w[k] * a + b[k])
    return tuple(tape.gradient(a, [x, w]))


# %% wrong: slopes_forgotten
# hint: Only the weights are multiplied. Each layer also gives the slope of σ at its sum.
def chain_gradients(x, w, b):
    a = [x]
    for w_k, b_k in zip(w, b):
        a.append(logistic(w_k * a[-1] + b_k))
    dw = np.zeros_like(w)
    da = 1.0
    for k in range(len(w), 0, -1):
        dz = da
        dw[k - 1] = dz * a[k - 1]
        da = dz * w[k - 1]
    return da, dw


def chain_gradients_tape(x, w, b):
    x, w = tf.constant(x, tf.float64), tf.constant(w)
    with tf.GradientTape() as tape:
        tape.watch([x, w])
        a = x
        for k in range(len(b)):
            a = tf.sigmoid(w[k] * a + b[k])
    return tuple(tape.gradient(a, [x, w]))


# %% wrong: slope_at_the_output
# hint: You take the slope of σ at the layer's output aₖ. It belongs to the sum zₖ; written
# with the output it is aₖ·(1 − aₖ).
def chain_gradients(x, w, b):
    a = [x]
    for w_k, b_k in zip(w, b):
        a.append(logistic(w_k * a[-1] + b_k))
    dw = np.zeros_like(w)
    da = 1.0
    for k in range(len(w), 0, -1):
        dz = da * logistic(a[k]) * (1 - logistic(a[k]))
        dw[k - 1] = dz * a[k - 1]
        da = dz * w[k - 1]
    return da, dw


def chain_gradients_tape(x, w, b):
    x, w = tf.constant(x, tf.float64), tf.constant(w)
    with tf.GradientTape() as tape:
        tape.watch([x, w])
        a = x
        for k in range(len(b)):
            a = tf.sigmoid(w[k] * a + b[k])
    return tuple(tape.gradient(a, [x, w]))


# %% wrong: activation_for_slope
# hint: You multiply by aₖ where the slope of σ belongs.
def chain_gradients(x, w, b):
    a = [x]
    for w_k, b_k in zip(w, b):
        a.append(logistic(w_k * a[-1] + b_k))
    dw = np.zeros_like(w)
    da = 1.0
    for k in range(len(w), 0, -1):
        dz = da * a[k]
        dw[k - 1] = dz * a[k - 1]
        da = dz * w[k - 1]
    return da, dw


def chain_gradients_tape(x, w, b):
    x, w = tf.constant(x, tf.float64), tf.constant(w)
    with tf.GradientTape() as tape:
        tape.watch([x, w])
        a = x
        for k in range(len(b)):
            a = tf.sigmoid(w[k] * a + b[k])
    return tuple(tape.gradient(a, [x, w]))


# %% wrong: weight_gradient_with_its_own_output
# hint: The sum is wₖ·aₖ₋₁ + bₖ: its derivative with respect to wₖ is what comes in, aₖ₋₁,
# not what goes out, aₖ.
def chain_gradients(x, w, b):
    a = [x]
    for w_k, b_k in zip(w, b):
        a.append(logistic(w_k * a[-1] + b_k))
    dw = np.zeros_like(w)
    da = 1.0
    for k in range(len(w), 0, -1):
        dz = da * a[k] * (1 - a[k])
        dw[k - 1] = dz * a[k]
        da = dz * w[k - 1]
    return da, dw


def chain_gradients_tape(x, w, b):
    x, w = tf.constant(x, tf.float64), tf.constant(w)
    with tf.GradientTape() as tape:
        tape.watch([x, w])
        a = x
        for k in range(len(b)):
            a = tf.sigmoid(w[k] * a + b[k])
    return tuple(tape.gradient(a, [x, w]))


# %% wrong: tanh_slope
# hint: 1 − a² is the slope of tanh. The chain uses the sigmoid.
def chain_gradients(x, w, b):
    a = [x]
    for w_k, b_k in zip(w, b):
        a.append(logistic(w_k * a[-1] + b_k))
    dw = np.zeros_like(w)
    da = 1.0
    for k in range(len(w), 0, -1):
        dz = da * (1 - a[k] ** 2)
        dw[k - 1] = dz * a[k - 1]
        da = dz * w[k - 1]
    return da, dw


def chain_gradients_tape(x, w, b):
    x, w = tf.constant(x, tf.float64), tf.constant(w)
    with tf.GradientTape() as tape:
        tape.watch([x, w])
        a = x
        for k in range(len(b)):
            a = tf.sigmoid(w[k] * a + b[k])
    return tuple(tape.gradient(a, [x, w]))


# %% wrong: weights_from_the_output_down
# hint: The gradients of the weights stand in reversed order: you collected them on the way
# back. dw[0] belongs to the first layer.
def chain_gradients(x, w, b):
    a = [x]
    for w_k, b_k in zip(w, b):
        a.append(logistic(w_k * a[-1] + b_k))
    dw = np.zeros_like(w)
    da = 1.0
    for k in range(len(w), 0, -1):
        dz = da * a[k] * (1 - a[k])
        dw[k - 1] = dz * a[k - 1]
        da = dz * w[k - 1]
    return da, dw[::-1].copy()


def chain_gradients_tape(x, w, b):
    x, w = tf.constant(x, tf.float64), tf.constant(w)
    with tf.GradientTape() as tape:
        tape.watch([x, w])
        a = x
        for k in range(len(b)):
            a = tf.sigmoid(w[k] * a + b[k])
    return tuple(tape.gradient(a, [x, w]))


# %% wrong: only_the_last_layer
# hint: You stop after the last layer. The gradient goes on through all layers to the input.
def chain_gradients(x, w, b):
    for w_k, b_k in zip(w, b):
        before, x = x, logistic(w_k * x + b_k)
    dz = x * (1 - x)
    dw = np.zeros_like(w)
    dw[-1] = dz * before
    return dz * w[-1], dw


def chain_gradients_tape(x, w, b):
    x, w = tf.constant(x, tf.float64), tf.constant(w)
    with tf.GradientTape() as tape:
        tape.watch([x, w])
        a = x
        for k in range(len(b)):
            a = tf.sigmoid(w[k] * a + b[k])
    return tuple(tape.gradient(a, [x, w]))


# %% wrong: biases_forgotten
# hint: The biases are missing in the sums, so the slopes belong to other points.
def chain_gradients(x, w, b):
    a = [x]
    for w_k, b_k in zip(w, b):
        a.append(logistic(w_k * a[-1]))
    dw = np.zeros_like(w)
    da = 1.0
    for k in range(len(w), 0, -1):
        dz = da * a[k] * (1 - a[k])
        dw[k - 1] = dz * a[k - 1]
        da = dz * w[k - 1]
    return da, dw


def chain_gradients_tape(x, w, b):
    x, w = tf.constant(x, tf.float64), tf.constant(w)
    with tf.GradientTape() as tape:
        tape.watch([x, w])
        a = x
        for k in range(len(b)):
            a = tf.sigmoid(w[k] * a + b[k])
    return tuple(tape.gradient(a, [x, w]))


# %% wrong: value_for_gradient
# hint: This is the output of the chain, not how it changes.
def chain_gradients(x, w, b):
    dw = np.zeros_like(w)
    for k in range(len(w)):
        x = logistic(w[k] * x + b[k])
        dw[k] = x
    return x, dw


def chain_gradients_tape(x, w, b):
    x, w = tf.constant(x, tf.float64), tf.constant(w)
    with tf.GradientTape() as tape:
        tape.watch([x, w])
        a = x
        for k in range(len(b)):
            a = tf.sigmoid(w[k] * a + b[k])
    return tuple(tape.gradient(a, [x, w]))


# %% wrong: tape_does_not_watch
# hint: The tape follows variables by itself, but constants and arrays only after
# tape.watch: without it the gradients are None.
def chain_gradients(x, w, b):
    a = [x]
    for w_k, b_k in zip(w, b):
        a.append(logistic(w_k * a[-1] + b_k))
    dw = np.zeros_like(w)
    da = 1.0
    for k in range(len(w), 0, -1):
        dz = da * a[k] * (1 - a[k])
        dw[k - 1] = dz * a[k - 1]
        da = dz * w[k - 1]
    return da, dw


def chain_gradients_tape(x, w, b):
    x, w = tf.constant(x, tf.float64), tf.constant(w)
    with tf.GradientTape() as tape:
        a = x
        for k in range(len(b)):
            a = tf.sigmoid(w[k] * a + b[k])
    return tuple(tape.gradient(a, [x, w]))


# %% wrong: tape_in_float32
# hint: A Python number becomes a float32 tensor unless you say tf.float64.
def chain_gradients(x, w, b):
    a = [x]
    for w_k, b_k in zip(w, b):
        a.append(logistic(w_k * a[-1] + b_k))
    dw = np.zeros_like(w)
    da = 1.0
    for k in range(len(w), 0, -1):
        dz = da * a[k] * (1 - a[k])
        dw[k - 1] = dz * a[k - 1]
        da = dz * w[k - 1]
    return da, dw


def chain_gradients_tape(x, w, b):
    x, w, b = (tf.constant(v, tf.float32) for v in (x, w, b))
    with tf.GradientTape() as tape:
        tape.watch([x, w])
        a = x
        for k in range(b.shape[0]):
            a = tf.sigmoid(w[k] * a + b[k])
    return tuple(tape.gradient(a, [x, w]))


# %% wrong: tape_makes_every_layer_the_first
# hint: Each layer takes the input x instead of the layer before it.
def chain_gradients(x, w, b):
    a = [x]
    for w_k, b_k in zip(w, b):
        a.append(logistic(w_k * a[-1] + b_k))
    dw = np.zeros_like(w)
    da = 1.0
    for k in range(len(w), 0, -1):
        dz = da * a[k] * (1 - a[k])
        dw[k - 1] = dz * a[k - 1]
        da = dz * w[k - 1]
    return da, dw


def chain_gradients_tape(x, w, b):
    x, w = tf.constant(x, tf.float64), tf.constant(w)
    with tf.GradientTape() as tape:
        tape.watch([x, w])
        a = x
        for k in range(len(b)):
            a = tf.sigmoid(w[k] * x + b[k])
    return tuple(tape.gradient(a, [x, w]))


# %% right: product_of_factors
def chain_gradients(x, w, b):
    a, slopes = [x], []
    for k in range(len(w)):
        s = logistic(w[k] * a[k] + b[k])
        a.append(s)
        slopes.append(s * (1 - s))
    slopes = np.array(slopes)
    dw = np.zeros(len(w))
    for k in range(len(w)):
        dw[k] = a[k] * slopes[k] * np.prod(slopes[k + 1 :] * w[k + 1 :])
    return np.prod(slopes * w), dw


def chain_gradients_tape(x, w, b):
    x, w, b = (tf.Variable(v, dtype=tf.float64) for v in (x, w, b))
    with tf.GradientTape() as tape:
        a = x
        for w_k, b_k in zip(tf.unstack(w), tf.unstack(b)):
            a = tf.sigmoid(w_k * a + b_k)
    dx, dw = tape.gradient(a, [x, w])
    return dx.numpy(), dw.numpy()


# %% right: recursion
def chain_gradients(x, w, b):
    s = logistic(w[0] * x + b[0])
    slope = s * (1 - s)
    if len(w) == 1:
        return slope * w[0], np.array([slope * x])
    da, dw = chain_gradients(s, w[1:], b[1:])
    return da * slope * w[0], np.concatenate([[da * slope * x], dw])


def chain_gradients_tape(x, w, b):
    x = tf.constant(x, tf.float64)
    weights = [tf.Variable(v, dtype=tf.float64) for v in w]
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        a = x
        for weight, bias in zip(weights, b):
            a = 1 / (1 + tf.exp(-(weight * a + bias)))
    return tape.gradient(a, x), tf.stack(tape.gradient(a, weights))


# %% right: forward_mode
def chain_gradients(x, w, b):
    a, da, dw = x, 1.0, np.zeros_like(w)
    for k in range(len(w)):
        z = w[k] * a + b[k]
        dz_dx, dz_dw = w[k] * da, w[k] * dw
        dz_dw[k] += a
        a = logistic(z)
        da, dw = a * (1 - a) * dz_dx, a * (1 - a) * dz_dw
    return float(da), dw


def chain_gradients_tape(x, w, b):
    values = tf.concat([tf.constant([x], tf.float64), w], axis=0)
    with tf.GradientTape() as tape:
        tape.watch(values)
        a = values[0]
        for k in range(len(b)):
            a = tf.nn.sigmoid(values[k + 1] * a + b[k])
    g = tape.gradient(a, values)
    return g[0], g[1:]
