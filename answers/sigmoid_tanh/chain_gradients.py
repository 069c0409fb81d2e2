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


# %% wrong: tape_knows_three_functions
# hint: It fails for f = tf.sin: the question says any smooth function. Let the tape
# differentiate f, whatever it is.
def chain_gradients(x, w, b):
    return chain_gradients_tape(x, w, b, tf.sigmoid)


def chain_gradients_tape(x, w, b, f):
    slopes = {
        "sigmoid": lambda a: a * (1 - a),
        "tanh": lambda a: 1 - a**2,
        "softplus": lambda a: 1 - np.exp(-a),
    }
    slope = slopes[f.__name__]
    a, s = [np.float64(x)], []
    for k in range(len(w)):
        a.append(f(w[k] * a[-1] + b[k]).numpy())
        s.append(slope(a[-1]))
    dw = np.zeros(len(w))
    d = 1.0
    for k in reversed(range(len(w))):
        d *= s[k]
        dw[k] = d * a[k]
        d *= w[k]
    return d, dw


# %% wrong: needs_two_layers
# hint: For one layer, L = 1, dw is not the slope times what comes in. An index such as
# L − 2 is −1 then, the last entry.
def chain_gradients(x, w, b):
    L = len(w)
    a = np.zeros(L + 1)
    a[0] = x
    for k in range(L):
        a[k + 1] = logistic(w[k] * a[k] + b[k])
    slope = a[1:] * (1 - a[1:])
    dw = np.zeros(L)
    dw[L - 1] = slope[L - 1] * a[L - 1]
    dw[L - 2] = slope[L - 1] * w[L - 1] * slope[L - 2] * a[L - 2]
    delta = slope[L - 1] * w[L - 1] * slope[L - 2]
    for k in range(L - 3, -1, -1):
        delta = delta * w[k + 1] * slope[k]
        dw[k] = delta * a[k]
    return np.prod(slope * w), dw


def chain_gradients_tape(x, w, b, f):
    x = tf.constant(x, tf.float64)
    w = tf.constant(w)
    with tf.GradientTape() as tape:
        tape.watch(x)
        tape.watch(w)
        a = x
        for k in range(len(b)):
            a = f(a * w[k] + b[k])
    return tape.gradient(a, [x, w])


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


# %% right: complex_step
def chain_gradients(x, w, b):
    tiny = 1e-40

    def slope(place):
        numbers = np.array([x, *w], dtype=complex)
        numbers[place] += 1j * tiny
        a = numbers[0]
        for wk, bk in zip(numbers[1:], b):
            a = 1 / (1 + np.exp(-(wk * a + bk)))
        return a.imag / tiny

    slopes = [slope(place) for place in range(len(w) + 1)]
    return slopes[0], np.array(slopes[1:])


def chain_gradients_tape(x, w, b, f):
    start = tf.Variable(x, dtype=tf.float64, trainable=False)
    pairs = tf.stack([w, b], axis=1)
    with tf.GradientTape(watch_accessed_variables=False) as tape:
        tape.watch(start)
        tape.watch(pairs)
        a = tf.identity(start)
        for pair in tf.unstack(pairs):
            a = f(tf.tensordot(pair, tf.stack([a, tf.ones_like(a)]), 1))
    dx, both = tape.gradient(a, [start, pairs])
    return dx.numpy(), both[:, 0].numpy()


# %% right: forward_and_one_tape_per_layer
def chain_gradients(x, w, b):
    if len(w) == 0:
        return 1.0, np.zeros(0)
    a = logistic(w[0] * x + b[0])
    s = a * (1 - a)
    rest, dw = chain_gradients(a, w[1:], b[1:])
    return rest * s * w[0], np.concatenate([[rest * s * x], dw])


def chain_gradients_tape(x, w, b, f):
    a = tf.constant(x, tf.float64)
    records = []
    for wk, bk in zip(w, b):
        wk = tf.constant(wk, tf.float64)
        with tf.GradientTape() as tape:
            tape.watch([a, wk])
            out = f(a * wk + bk)
        records.append(tape.gradient(out, [a, wk]))
        a = out
    d, dw = tf.ones((), tf.float64), []
    for da, dwk in reversed(records):
        dw.insert(0, d * dwk)
        d = d * da
    return d, tf.stack(dw)


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


# %% near: slope_of_another_layer
# not: slope_at_the_output weights_forgotten
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


# %% other: divides_by_the_weights
# shows: chain_gradients divides the whole product by the first factors: nan when a weight is 0
def chain_gradients(x, w, b):
    a = [x]
    for wk, bk in zip(w, b):
        a.append(logistic(wk * a[-1] + bk))
    a = np.array(a)
    factors = w * a[1:] * (1 - a[1:])
    dx = np.prod(factors)
    return dx, a[:-1] / w * dx / np.cumprod(np.append(1.0, factors[:-1]))


def chain_gradients_tape(x, w, b, f):
    x, w, b = (tf.constant(v, dtype=tf.float64) for v in (x, w, b))
    with tf.GradientTape() as tape:
        tape.watch([x, w])
        a = x
        for k in range(len(w)):
            a = f(w[k] * a + b[k])
    dx, dw = tape.gradient(a, [x, w])
    return dx, dw


# %% other: numerical_gradients
# shows: chain_gradients takes central differences, whose relative error is far above 1e-9 for small gradients in longer chains
def chain_gradients(x, w, b):
    def out(x, w):
        a = x
        for k in range(len(w)):
            a = logistic(w[k] * a + b[k])
        return a

    h = 1e-5
    dx = (out(x + h, w) - out(x - h, w)) / (2 * h)
    dw = np.zeros(len(w))
    for k in range(len(w)):
        step = np.zeros(len(w))
        step[k] = h
        dw[k] = (out(x, w + step) - out(x, w - step)) / (2 * h)
    return dx, dw


def chain_gradients_tape(x, w, b, f):
    x = tf.Variable(x, dtype=tf.float64)
    w = tf.Variable(w)
    with tf.GradientTape() as tape:
        a = x
        for k in range(w.shape[0]):
            a = f(w[k] * a + b[k])
    return tape.gradient(a, (x, w))


# %% other: delta_is_the_callers_array
# shows: chain_gradients multiplies into w itself, which changes the caller's weights
def chain_gradients(x, w, b):
    a = [np.float64(x)]
    for k in range(len(w)):
        a.append(logistic(w[k] * a[-1] + b[k]))
    a = np.array(a)
    s = a[1:] * (1 - a[1:])
    factors = w
    factors *= s
    dw = np.empty(len(w))
    after = 1.0
    for k in range(len(w) - 1, -1, -1):
        dw[k] = after * s[k] * a[k]
        after *= factors[k]
    return after, dw


def chain_gradients_tape(x, w, b, f):
    x, w = tf.Variable(x, dtype="float64"), tf.Variable(w, dtype="float64")
    with tf.GradientTape(persistent=True) as tape:
        a = x
        for wk, bk in zip(tf.unstack(w), b):
            a = f(wk * a + bk)
    return tape.gradient(a, x), tape.gradient(a, w)


# %% other: outputs_instead_of_inputs
# shows: dw of chain_gradients uses the output of each layer instead of its input
def chain_gradients(x, w, b):
    a, outs = x, []
    for wk, bk in zip(w, b):
        a = logistic(wk * a + bk)
        outs.append(a)
    outs = np.array(outs)
    slopes = outs * (1 - outs)
    later = np.append(np.cumprod((w * slopes)[::-1])[::-1], 1.0)
    return later[0], later[1:] * slopes * outs


def chain_gradients_tape(x, w, b, f):
    x = tf.constant(x, tf.float64)
    w = tf.constant(w)
    with tf.GradientTape() as tape:
        tape.watch([x, w])
        a = x
        for k in range(len(b)):
            a = f(a * w[k] + b[k])
    return tuple(tape.gradient(a, [x, w]))


# %% other: float32_in_the_tape
# shows: chain_gradients_tape computes in float32 and converts at the end: relative errors near 1e-7
def chain_gradients(x, w, b):
    a = np.array([x] + [0.0] * len(w))
    for k in range(len(w)):
        a[k + 1] = logistic(w[k] * a[k] + b[k])
    dw, d = np.zeros_like(w), 1.0
    for k in range(len(w))[::-1]:
        d = d * a[k + 1] * (1 - a[k + 1])
        dw[k], d = d * a[k], d * w[k]
    return d, dw


def chain_gradients_tape(x, w, b, f):
    x, w, b = (tf.cast(tf.convert_to_tensor(v), tf.float32) for v in (x, w, b))
    with tf.GradientTape() as tape:
        tape.watch([x, w])
        a = x
        for k in range(len(w)):
            a = f(w[k] * a + b[k])
    dx, dw = tape.gradient(a, [x, w])
    return tf.cast(dx, tf.float64), tf.cast(dw, tf.float64)
