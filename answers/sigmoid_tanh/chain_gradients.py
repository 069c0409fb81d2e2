# %% wrong: weights_forgotten
# hint: The numbers are those without the weights on the way back. Going back through
# wₖ·aₖ₋₁ the gradient is multiplied by wₖ.
# breaks: hand
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


def chain_gradients_tape(x, w, b, f):
    x, w = tf.constant(x, tf.float64), tf.constant(w)
    with tf.GradientTape() as tape:
        tape.watch([x, w])
        a = x
        for k in range(len(b)):
            a = f(w[k] * a + b[k])
    return tuple(tape.gradient(a, [x, w]))


# %% wrong: slopes_forgotten
# hint: These are the numbers with the weights multiplied only. Each layer also gives the slope of σ at its sum.
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


def chain_gradients_tape(x, w, b, f):
    x, w = tf.constant(x, tf.float64), tf.constant(w)
    with tf.GradientTape() as tape:
        tape.watch([x, w])
        a = x
        for k in range(len(b)):
            a = f(w[k] * a + b[k])
    return tuple(tape.gradient(a, [x, w]))


# %% wrong: slope_at_the_output
# hint: These are the numbers with the slope of σ at the layer's output aₖ. It belongs to
# the sum zₖ; written with the output it is aₖ·(1 − aₖ).
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


def chain_gradients_tape(x, w, b, f):
    x, w = tf.constant(x, tf.float64), tf.constant(w)
    with tf.GradientTape() as tape:
        tape.watch([x, w])
        a = x
        for k in range(len(b)):
            a = f(w[k] * a + b[k])
    return tuple(tape.gradient(a, [x, w]))


# %% wrong: slope_at_the_input
# hint: These are the numbers with the slope of σ taken from the layer's input aₖ₋₁ instead
# of its output aₖ.
def chain_gradients(x, w, b):
    a = [x]
    for w_k, b_k in zip(w, b):
        a.append(logistic(w_k * a[-1] + b_k))
    dw = np.zeros_like(w)
    da = 1.0
    for k in range(len(w), 0, -1):
        dz = da * a[k - 1] * (1 - a[k - 1])
        dw[k - 1] = dz * a[k - 1]
        da = dz * w[k - 1]
    return da, dw


def chain_gradients_tape(x, w, b, f):
    x, w = tf.constant(x, tf.float64), tf.constant(w)
    with tf.GradientTape() as tape:
        tape.watch([x, w])
        a = x
        for k in range(len(b)):
            a = f(w[k] * a + b[k])
    return tuple(tape.gradient(a, [x, w]))


# %% wrong: activation_for_slope
# hint: These are the numbers with aₖ where the slope of σ belongs.
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


def chain_gradients_tape(x, w, b, f):
    x, w = tf.constant(x, tf.float64), tf.constant(w)
    with tf.GradientTape() as tape:
        tape.watch([x, w])
        a = x
        for k in range(len(b)):
            a = f(w[k] * a + b[k])
    return tuple(tape.gradient(a, [x, w]))


# %% wrong: weight_gradient_with_its_own_output
# hint: These are the numbers with aₖ, what goes out, for the derivative of wₖ·aₖ₋₁ + bₖ
# with respect to wₖ. It is what comes in, aₖ₋₁.
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


def chain_gradients_tape(x, w, b, f):
    x, w = tf.constant(x, tf.float64), tf.constant(w)
    with tf.GradientTape() as tape:
        tape.watch([x, w])
        a = x
        for k in range(len(b)):
            a = f(w[k] * a + b[k])
    return tuple(tape.gradient(a, [x, w]))


# %% wrong: tanh_slope
# hint: These are the numbers with 1 − a², the slope of tanh. Here f is the sigmoid.
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


def chain_gradients_tape(x, w, b, f):
    x, w = tf.constant(x, tf.float64), tf.constant(w)
    with tf.GradientTape() as tape:
        tape.watch([x, w])
        a = x
        for k in range(len(b)):
            a = f(w[k] * a + b[k])
    return tuple(tape.gradient(a, [x, w]))


# %% wrong: weights_from_the_output_down
# hint: The gradients of the weights stand in reverse order. dw[0] belongs to the first
# layer.
# breaks: hand
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


def chain_gradients_tape(x, w, b, f):
    x, w = tf.constant(x, tf.float64), tf.constant(w)
    with tf.GradientTape() as tape:
        tape.watch([x, w])
        a = x
        for k in range(len(b)):
            a = f(w[k] * a + b[k])
    return tuple(tape.gradient(a, [x, w]))


# %% wrong: weight_of_another_layer
# hint: dx is what comes without the first layer's weight: count which weights lie between
# x and the output.
def chain_gradients(x, w, b):
    a = [x]
    for w_k, b_k in zip(w, b):
        a.append(logistic(w_k * a[-1] + b_k))
    dw = np.zeros_like(w)
    da = 1.0
    for k in range(len(w), 0, -1):
        dz = da * a[k] * (1 - a[k])
        dw[k - 1] = dz * a[k - 1]
        da = dz * w[k - 1] if k > 1 else dz
    return da, dw


def chain_gradients_tape(x, w, b, f):
    x, w = tf.constant(x, tf.float64), tf.constant(w)
    with tf.GradientTape() as tape:
        tape.watch([x, w])
        a = x
        for k in range(len(b)):
            a = f(w[k] * a + b[k])
    return tuple(tape.gradient(a, [x, w]))


# %% wrong: only_the_last_layer
# hint: Only the last weight has a gradient; the others are 0. The gradient goes on through
# all layers to the input.
def chain_gradients(x, w, b):
    for w_k, b_k in zip(w, b):
        before, x = x, logistic(w_k * x + b_k)
    dz = x * (1 - x)
    dw = np.zeros_like(w)
    dw[-1] = dz * before
    return dz * w[-1], dw


def chain_gradients_tape(x, w, b, f):
    x, w = tf.constant(x, tf.float64), tf.constant(w)
    with tf.GradientTape() as tape:
        tape.watch([x, w])
        a = x
        for k in range(len(b)):
            a = f(w[k] * a + b[k])
    return tuple(tape.gradient(a, [x, w]))


# %% wrong: biases_forgotten
# hint: These are the numbers of a chain whose biases are all 0.
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


def chain_gradients_tape(x, w, b, f):
    x, w = tf.constant(x, tf.float64), tf.constant(w)
    with tf.GradientTape() as tape:
        tape.watch([x, w])
        a = x
        for k in range(len(b)):
            a = f(w[k] * a + b[k])
    return tuple(tape.gradient(a, [x, w]))


# %% wrong: value_for_gradient
# hint: These are the values of the layers, not how they change.
def chain_gradients(x, w, b):
    dw = np.zeros_like(w)
    for k in range(len(w)):
        x = logistic(w[k] * x + b[k])
        dw[k] = x
    return x, dw


def chain_gradients_tape(x, w, b, f):
    x, w = tf.constant(x, tf.float64), tf.constant(w)
    with tf.GradientTape() as tape:
        tape.watch([x, w])
        a = x
        for k in range(len(b)):
            a = f(w[k] * a + b[k])
    return tuple(tape.gradient(a, [x, w]))


# %% wrong: divides_by_the_weight
# hint: nan came where a weight is 0: something is divided by the weight. Multiply what is
# known before the weight instead.
# breaks: hand
def chain_gradients(x, w, b):
    a = [x]
    for w_k, b_k in zip(w, b):
        a.append(logistic(w_k * a[-1] + b_k))
    dw = np.zeros_like(w)
    da = 1.0
    for k in range(len(w), 0, -1):
        dz = da * a[k] * (1 - a[k])
        da = dz * w[k - 1]
        dw[k - 1] = da * a[k - 1] / w[k - 1]
    return da, dw


def chain_gradients_tape(x, w, b, f):
    x, w = tf.constant(x, tf.float64), tf.constant(w)
    with tf.GradientTape() as tape:
        tape.watch([x, w])
        a = x
        for k in range(len(b)):
            a = f(w[k] * a + b[k])
    return tuple(tape.gradient(a, [x, w]))


# %% wrong: numerical_gradient
# hint: The numbers are nearly right, as those of a numerical gradient are. Use the chain
# rule.
# breaks: hand
def chain_gradients(x, w, b):
    def output(x, w):
        for k in range(len(w)):
            x = logistic(w[k] * x + b[k])
        return x

    h = 1e-4
    steps = h * np.eye(len(w))
    dw = [(output(x, w + s) - output(x, w - s)) / (2 * h) for s in steps]
    return (output(x + h, w) - output(x - h, w)) / (2 * h), np.array(dw)


def chain_gradients_tape(x, w, b, f):
    x, w = tf.constant(x, tf.float64), tf.constant(w)
    with tf.GradientTape() as tape:
        tape.watch([x, w])
        a = x
        for k in range(len(b)):
            a = f(w[k] * a + b[k])
    return tuple(tape.gradient(a, [x, w]))


# %% wrong: float32_on_the_way
# hint: The numbers have the dtype float64, but only the digits of float32.
# breaks: hand
def chain_gradients(x, w, b):
    a = [np.float32(x)]
    for w_k, b_k in zip(w, b):
        a.append(np.float32(logistic(w_k * a[-1] + b_k)))
    dw = np.zeros_like(w)
    da = 1.0
    for k in range(len(w), 0, -1):
        dz = da * a[k] * (1 - a[k])
        dw[k - 1] = dz * a[k - 1]
        da = dz * w[k - 1]
    return da, dw


def chain_gradients_tape(x, w, b, f):
    x, w = tf.constant(x, tf.float64), tf.constant(w)
    with tf.GradientTape() as tape:
        tape.watch([x, w])
        a = x
        for k in range(len(b)):
            a = f(w[k] * a + b[k])
    return tuple(tape.gradient(a, [x, w]))


# %% wrong: one_pair_of_arrays
# hint: dx must be one number, not an array of one.
# breaks: pair
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
    return np.array([da]), dw


def chain_gradients_tape(x, w, b, f):
    x, w = tf.constant(x, tf.float64), tf.constant(w)
    with tf.GradientTape() as tape:
        tape.watch([x, w])
        a = x
        for k in range(len(b)):
            a = f(w[k] * a + b[k])
    return tuple(tape.gradient(a, [x, w]))


# %% wrong: overwrites_the_weights
# hint: You write the gradients into the weights you were given. Make a new array.
# breaks: input
def chain_gradients(x, w, b):
    a = [x]
    for w_k, b_k in zip(w, b):
        a.append(logistic(w_k * a[-1] + b_k))
    da = 1.0
    for k in range(len(w), 0, -1):
        dz = da * a[k] * (1 - a[k])
        da = dz * w[k - 1]
        w[k - 1] = dz * a[k - 1]
    return da, w


def chain_gradients_tape(x, w, b, f):
    x, w = tf.constant(x, tf.float64), tf.constant(w)
    with tf.GradientTape() as tape:
        tape.watch([x, w])
        a = x
        for k in range(len(b)):
            a = f(w[k] * a + b[k])
    return tuple(tape.gradient(a, [x, w]))


# %% wrong: tape_does_not_watch
# hint: The gradients are None: the tape follows variables by itself, but constants and
# arrays only after tape.watch.
# breaks: pair
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


def chain_gradients_tape(x, w, b, f):
    x, w = tf.constant(x, tf.float64), tf.constant(w)
    with tf.GradientTape() as tape:
        a = x
        for k in range(len(b)):
            a = f(w[k] * a + b[k])
    return tuple(tape.gradient(a, [x, w]))


# %% wrong: tape_in_float32
# hint: Both gradients are float32. A Python number becomes a float32 tensor unless you say
# tf.float64.
# breaks: float64
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


def chain_gradients_tape(x, w, b, f):
    x, w, b = (tf.constant(v, tf.float32) for v in (x, w, b))
    with tf.GradientTape() as tape:
        tape.watch([x, w])
        a = x
        for k in range(b.shape[0]):
            a = f(w[k] * a + b[k])
    return tuple(tape.gradient(a, [x, w]))


# %% wrong: dtypes_mixed
# hint: A float32 tensor met one of float64: a Python number becomes float32 unless you say
# tf.float64.
# breaks: tape
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


def chain_gradients_tape(x, w, b, f):
    x, w = tf.constant(x), tf.constant(w)
    with tf.GradientTape() as tape:
        tape.watch([x, w])
        a = x
        for k in range(len(b)):
            a = f(w[k] * a + b[k])
    return tuple(tape.gradient(a, [x, w]))


# %% wrong: cast_to_float64_at_the_end
# hint: The tape's gradients have the dtype float64, but only the digits of float32.
# breaks: tape
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


def chain_gradients_tape(x, w, b, f):
    x, w, b = (tf.constant(v, tf.float32) for v in (x, w, b))
    with tf.GradientTape() as tape:
        tape.watch([x, w])
        a = x
        for k in range(b.shape[0]):
            a = f(w[k] * a + b[k])
    return tuple(tf.cast(g, tf.float64) for g in tape.gradient(a, [x, w]))


# %% wrong: tape_makes_every_layer_the_first
# hint: These are the numbers of a chain in which each layer takes x instead of the layer
# before it.
# breaks: tape
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


def chain_gradients_tape(x, w, b, f):
    x, w = tf.constant(x, tf.float64), tf.constant(w)
    with tf.GradientTape() as tape:
        tape.watch([x, w])
        a = x
        for k in range(len(b)):
            a = f(w[k] * x + b[k])
    return tuple(tape.gradient(a, [x, w]))


# %% wrong: tape_ignores_the_function
# hint: With f = tf.tanh the gradients are still those of the sigmoid.
# breaks: tape
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


def chain_gradients_tape(x, w, b, f):
    x, w = tf.constant(x, tf.float64), tf.constant(w)
    with tf.GradientTape() as tape:
        tape.watch([x, w])
        a = x
        for k in range(len(b)):
            a = tf.sigmoid(w[k] * a + b[k])
    return tuple(tape.gradient(a, [x, w]))


# %% near: tape_by_hand
# not: dtypes_mixed tape_makes_every_layer_the_first
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


def chain_gradients_tape(x, w, b, f):
    return chain_gradients(x, w, b)


# %% wrong: tape_leaves_the_biases_out
# hint: These are the tape's numbers of a chain whose biases are all 0.
# breaks: tape
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


def chain_gradients_tape(x, w, b, f):
    x, w = tf.constant(x, tf.float64), tf.constant(w)
    with tf.GradientTape() as tape:
        tape.watch([x, w])
        a = x
        for k in range(len(b)):
            a = f(w[k] * a)
    return tuple(tape.gradient(a, [x, w]))


# %% wrong: gradient_of_the_sum_of_layers
# hint: These are the gradients of the sum of all layers' outputs. Take the last one's only.
# breaks: tape
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


def chain_gradients_tape(x, w, b, f):
    x, w = tf.constant(x, tf.float64), tf.constant(w)
    with tf.GradientTape() as tape:
        tape.watch([x, w])
        a, total = x, 0.0
        for k in range(len(b)):
            a = f(w[k] * a + b[k])
            total += a
    return tuple(tape.gradient(total, [x, w]))


# %% wrong: from_the_input_to_the_output
# hint: These are the numbers of a product that grows from the first layer to the last. The
# gradient starts at the output.
def chain_gradients(x, w, b):
    a = [x]
    for w_k, b_k in zip(w, b):
        a.append(logistic(w_k * a[-1] + b_k))
    dw = np.zeros_like(w)
    da = 1.0
    for k in range(1, len(w) + 1):
        dz = da * a[k] * (1 - a[k])
        dw[k - 1] = dz * a[k - 1]
        da = dz * w[k - 1]
    return da, dw


def chain_gradients_tape(x, w, b, f):
    x, w = tf.constant(x, tf.float64), tf.constant(w)
    with tf.GradientTape() as tape:
        tape.watch([x, w])
        a = x
        for k in range(len(b)):
            a = f(w[k] * a + b[k])
    return tuple(tape.gradient(a, [x, w]))


# %% wrong: only_the_layer_itself
# hint: dw holds what comes into each layer. Multiply by all slopes and weights from there to
# the output.
def chain_gradients(x, w, b):
    a = [x]
    for w_k, b_k in zip(w, b):
        a.append(logistic(w_k * a[-1] + b_k))
    dw = np.zeros_like(w)
    da = 1.0
    for k in range(len(w), 0, -1):
        dz = da * a[k] * (1 - a[k])
        dw[k - 1] = a[k - 1]
        da = dz * w[k - 1]
    return da, dw


def chain_gradients_tape(x, w, b, f):
    x, w = tf.constant(x, tf.float64), tf.constant(w)
    with tf.GradientTape() as tape:
        tape.watch([x, w])
        a = x
        for k in range(len(b)):
            a = f(w[k] * a + b[k])
    return tuple(tape.gradient(a, [x, w]))


# %% wrong: only_one_of_two
# hint: One number came, not the tuple (dx, dw).
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
    return da


def chain_gradients_tape(x, w, b, f):
    x, w = tf.constant(x, tf.float64), tf.constant(w)
    with tf.GradientTape() as tape:
        tape.watch([x, w])
        a = x
        for k in range(len(b)):
            a = f(w[k] * a + b[k])
    return tuple(tape.gradient(a, [x, w]))


# %% wrong: signs_taken_away
# hint: All sizes are right, but negative gradients came out positive.
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
    return abs(da), np.abs(dw)


def chain_gradients_tape(x, w, b, f):
    x, w = tf.constant(x, tf.float64), tf.constant(w)
    with tf.GradientTape() as tape:
        tape.watch([x, w])
        a = x
        for k in range(len(b)):
            a = f(w[k] * a + b[k])
    return tuple(tape.gradient(a, [x, w]))


# %% wrong: tape_used_twice
# hint: A tape gives its gradients once, then it forgets. Ask for both at once:
# tape.gradient(a, [x, w]).
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


def chain_gradients_tape(x, w, b, f):
    x, w = tf.constant(x, tf.float64), tf.constant(w)
    with tf.GradientTape() as tape:
        tape.watch([x, w])
        a = x
        for k in range(len(b)):
            a = f(w[k] * a + b[k])
    return tape.gradient(a, x), tape.gradient(a, w)


# %% wrong: tape_with_tanh_always
# hint: With f = tf.sigmoid the gradients are those of tanh. Use the function f.
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


def chain_gradients_tape(x, w, b, f):
    x, w = tf.constant(x, tf.float64), tf.constant(w)
    with tf.GradientTape() as tape:
        tape.watch([x, w])
        a = x
        for k in range(len(b)):
            a = tf.tanh(w[k] * a + b[k])
    return tuple(tape.gradient(a, [x, w]))


# %% right: product_of_factors
# uses: tensors
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


def chain_gradients_tape(x, w, b, f):
    x, w, b = (tf.Variable(v, dtype=tf.float64) for v in (x, w, b))
    with tf.GradientTape() as tape:
        a = x
        for w_k, b_k in zip(tf.unstack(w), tf.unstack(b)):
            a = f(w_k * a + b_k)
    return tape.gradient(a, [x, w])


# %% right: recursion
# uses: not_required
def chain_gradients(x, w, b):
    s = logistic(w[0] * x + b[0])
    slope = s * (1 - s)
    if len(w) == 1:
        return slope * w[0], np.array([slope * x])
    da, dw = chain_gradients(s, w[1:], b[1:])
    return da * slope * w[0], np.concatenate([[da * slope * x], dw])


def chain_gradients_tape(x, w, b, f):
    x = tf.constant(x, tf.float64)
    weights = [tf.Variable(v, dtype=tf.float64) for v in w]
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        a = x
        for weight, bias in zip(weights, b):
            a = f(weight * a + bias)
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


def chain_gradients_tape(x, w, b, f):
    values = tf.concat([tf.constant([x], tf.float64), w], axis=0)
    with tf.GradientTape() as tape:
        tape.watch(values)
        a = values[0]
        for k in range(len(b)):
            a = f(values[k + 1] * a + b[k])
    g = tape.gradient(a, values)
    return g[0], g[1:]


# %% right: named_pair
def chain_gradients(x, w, b):
    from collections import namedtuple

    a = np.empty(len(w) + 1)
    a[0] = x
    for k, (weight, bias) in enumerate(zip(w, b)):
        a[k + 1] = 1 / (1 + np.exp(-weight * a[k] - bias))
    dz = a[1:] * (1 - a[1:])
    for k in reversed(range(len(w) - 1)):
        dz[k] *= dz[k + 1] * w[k + 1]
    return namedtuple("Gradients", "dx dw")(dz[0] * w[0], dz * a[:-1])


def chain_gradients_tape(x, w, b, f):
    x = tf.Variable(np.float64(x))
    w = tf.Variable(w)
    with tf.GradientTape() as tape:
        a = x
        for k in range(len(b)):
            a = f(w[k] * a + b[k])
    dx, dw = tape.gradient(a, (x, w))
    return [dx.numpy(), tf.convert_to_tensor(dw).numpy()]


# %% near: slope_of_another_layer
# not: slope_at_the_output slope_at_the_input tanh_slope weights_forgotten
def chain_gradients(x, w, b):
    a = [x]
    for w_k, b_k in zip(w, b):
        a.append(logistic(w_k * a[-1] + b_k))
    dw = np.zeros_like(w)
    da = 1.0
    for k in range(len(w), 0, -1):
        dz = da * a[-1] * (1 - a[-1])
        dw[k - 1] = dz * a[k - 1]
        da = dz * w[k - 1]
    return da, dw


def chain_gradients_tape(x, w, b, f):
    x, w = tf.constant(x, tf.float64), tf.constant(w)
    with tf.GradientTape() as tape:
        tape.watch([x, w])
        a = x
        for k in range(len(b)):
            a = f(w[k] * a + b[k])
    return tuple(tape.gradient(a, [x, w]))


# %% near: another_function
# not: tape_ignores_the_function tape_by_hand
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


def chain_gradients_tape(x, w, b, f):
    x, w = tf.constant(x, tf.float64), tf.constant(w)
    with tf.GradientTape() as tape:
        tape.watch([x, w])
        a = x
        for k in range(len(b)):
            a = f(w[k] * a + b[k]) if f is tf.sigmoid else tf.sin(w[k] * a + b[k])
    return tuple(tape.gradient(a, [x, w]))


# %% near: another_mix_of_dtypes
# not: dtypes_mixed
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


def chain_gradients_tape(x, w, b, f):
    x, w = tf.constant(x, tf.float64), tf.constant(w, tf.float16)
    with tf.GradientTape() as tape:
        tape.watch([x, w])
        a = x
        for k in range(len(b)):
            a = f(w[k] * a + b[k])
    return tuple(tape.gradient(a, [x, w]))
