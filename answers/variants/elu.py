# %% wrong: minus_one_forgotten
# hint: At 0 both sides should meet. What is α·exp(0)?
# breaks: value
def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.exp(np.minimum(x, 0)))


def elu_grad(x, alpha=1.0):
    return np.where(x > 0, np.ones_like(x), alpha * np.exp(np.minimum(x, 0)))


# %% wrong: alpha_ignored
# hint: These are the numbers of alpha = 1, and another alpha was passed.
def elu(x, alpha=1.0):
    return np.where(x > 0, x, np.expm1(np.minimum(x, 0)))


def elu_grad(x, alpha=1.0):
    return np.where(x > 0, np.ones_like(x), alpha * np.exp(np.minimum(x, 0)))


# %% wrong: small_alphas_raised
# hint: For an alpha below 1 the numbers of alpha = 1 came. Any alpha above 0 is
# possible.
# breaks: alpha
def elu(x, alpha=1.0):
    alpha = max(alpha, 1)
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


def elu_grad(x, alpha=1.0):
    return np.where(x > 0, np.ones_like(x), alpha * np.exp(np.minimum(x, 0)))


# %% wrong: another_default
# hint: Without an argument alpha is 1.67326 here, SELU's. Asked is 1.
def elu(x, alpha=1.67326):
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


def elu_grad(x, alpha=1.0):
    return np.where(x > 0, np.ones_like(x), alpha * np.exp(np.minimum(x, 0)))


# %% wrong: overflow_in_the_other_branch
# hint: An exponential of a large positive number is computed on the way, and is not
# needed: np.where computes both sides for all numbers.
# breaks: range
def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * (np.exp(x) - 1))


def elu_grad(x, alpha=1.0):
    return np.where(x > 0, np.ones_like(x), alpha * np.exp(np.minimum(x, 0)))


# %% wrong: overflow_silenced
# hint: nan came for a large number: 0·∞ and ∞ − ∞ have no value, so multiplying by 0
# does not take an infinite number away.
# breaks: range
def elu(x, alpha=1.0):
    with np.errstate(all="ignore"):
        return x * (x > 0) + alpha * np.expm1(x) * (x <= 0)


def elu_grad(x, alpha=1.0):
    return np.where(x > 0, np.ones_like(x), alpha * np.exp(np.minimum(x, 0)))


# %% wrong: float32_lost
# hint: float32 goes in, so float32 must come out. Where do you make an array of
# float64?
# breaks: shape
def elu(x, alpha=1.0):
    x = x.astype(float)
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


def elu_grad(x, alpha=1.0):
    return np.where(x > 0, np.ones_like(x), alpha * np.exp(np.minimum(x, 0)))


# %% wrong: computes_in_float32
# hint: The result is off by what float32 rounds away: compute in the dtype of x.
# breaks: exact
def elu(x, alpha=1.0):
    y = x.astype("float32")
    return np.where(y > 0, y, alpha * np.expm1(np.minimum(y, 0))).astype(x.dtype)


def elu_grad(x, alpha=1.0):
    return np.where(x > 0, np.ones_like(x), alpha * np.exp(np.minimum(x, 0)))


# %% wrong: changes_its_input
# hint: x itself was changed, and x belongs to the caller. Work on a copy.
# breaks: input
def elu(x, alpha=1.0):
    x[x < 0] = alpha * np.expm1(x[x < 0])
    return x


def elu_grad(x, alpha=1.0):
    return np.where(x > 0, np.ones_like(x), alpha * np.exp(np.minimum(x, 0)))


# %% wrong: gradient_keeps_minus_one
# hint: The derivative of a constant is 0: the −1 goes away.
# breaks: grad
def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


def elu_grad(x, alpha=1.0):
    return np.where(x > 0, np.ones_like(x), alpha * np.expm1(np.minimum(x, 0)))


# %% wrong: gradient_is_the_function
# hint: That is the function itself.
def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


def elu_grad(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


# %% wrong: gradient_without_alpha
# hint: A constant factor stays when you differentiate: where is alpha?
def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


def elu_grad(x, alpha=1.0):
    return np.where(x > 0, np.ones_like(x), np.exp(np.minimum(x, 0)))


# %% wrong: gradient_from_output_plus_one
# hint: On the left 1 was added to elu(x), which is right for α = 1 only: it is elu(x)
# + α.
def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


def elu_grad(x, alpha=1.0):
    return np.where(x > 0, np.ones_like(x), alpha * np.expm1(np.minimum(x, 0)) + 1)


# %% wrong: gradient_in_float64
# hint: float32 goes in, so float32 must come out. Where do you make an array of
# float64?
# breaks: shape
def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


def elu_grad(x, alpha=1.0):
    return np.where(x > 0, np.ones(x.shape), alpha * np.exp(np.minimum(x, 0)))


# %% wrong: gradient_by_large_differences
# hint: The numbers are those of a difference quotient with too large a step.
# Differentiate by hand.
# breaks: exact, alpha
def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


def elu_grad(x, alpha=1.0):
    h = 1e-3
    x64 = x.astype(float)
    return ((elu(x64 + h, alpha) - elu(x64 - h, alpha)) / 2 / h).astype(x.dtype)


# %% wrong: gradient_changes_its_input
# hint: x itself was changed, and x belongs to the caller. Make a new array.
# breaks: input
def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


def elu_grad(x, alpha=1.0):
    x[x > 0] = 1
    x[x < 0] = alpha * np.exp(x[x < 0])
    return x


# %% right: from_the_output
# uses: not_required
def elu(x, alpha=1.0):
    return np.maximum(x, 0) + alpha * (np.exp(np.minimum(x, 0)) - 1)


def elu_grad(x, alpha=1.0):
    left = alpha * (np.exp(np.minimum(x, 0)) - 1)
    return np.where(x > 0, np.ones_like(x), left + alpha)


# %% right: mask_on_a_copy
def elu(x, alpha=1.0):
    out = x.copy()
    negative = x < 0
    out[negative] = alpha * np.expm1(x[negative])
    return out


def elu_grad(x, alpha=1.0):
    out = np.ones_like(x)
    negative = x < 0
    out[negative] = alpha * np.exp(x[negative])
    return out


# %% right: loop
def elu(x, alpha=1.0):
    values = [v if v > 0 else alpha * math.expm1(v) for v in x.ravel()]
    return np.array(values, dtype=x.dtype).reshape(x.shape)


def elu_grad(x, alpha=1.0):
    values = [1.0 if v > 0 else alpha * math.exp(v) for v in x.ravel()]
    return np.array(values, dtype=x.dtype).reshape(x.shape)


# %% right: tensorflow
# uses: tensor
def elu(x, alpha=1.0):
    return tf.where(x > 0, x, alpha * tf.nn.elu(x))


def elu_grad(x, alpha=1.0):
    x = tf.constant(x)
    return tf.where(x > 0, tf.ones_like(x), alpha * tf.exp(tf.minimum(x, 0)))


# %% right: keras_and_a_tape
# uses: tensor
def elu(x, alpha=1.0):
    return keras.activations.elu(x, alpha=alpha)


def elu_grad(x, alpha=1.0):
    x = tf.constant(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = tf.where(x > 0, x, alpha * tf.math.expm1(tf.minimum(x, 0)))
    return tape.gradient(y, x)


# %% near: a_lower_floor
# not: alpha_ignored
def elu(x, alpha=1.0):
    return np.where(x > 0, x, 1.1 * alpha * np.expm1(np.minimum(x, 0)))


def elu_grad(x, alpha=1.0):
    return np.where(x > 0, np.ones_like(x), alpha * np.exp(np.minimum(x, 0)))


# %% near: a_default_of_two
# not: another_default
def elu(x, alpha=2.0):
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


def elu_grad(x, alpha=1.0):
    return np.where(x > 0, np.ones_like(x), alpha * np.exp(np.minimum(x, 0)))


# %% near: gradient_with_half_the_exponent
# not: gradient_without_alpha
def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


def elu_grad(x, alpha=1.0):
    return np.where(x > 0, np.ones_like(x), alpha * np.exp(np.minimum(x, 0) / 2))


# %% near: gradient_by_larger_differences
# not: gradient_by_large_differences
def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


def elu_grad(x, alpha=1.0):
    h = 1e-1
    x64 = x.astype(float)
    return ((elu(x64 + h, alpha) - elu(x64 - h, alpha)) / 2 / h).astype(x.dtype)


# %% right: gradient_from_the_output
def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


def elu_grad(x, alpha=1.0):
    return np.where(x > 0, 1, elu(x, alpha) + alpha).astype(x.dtype)


# %% other: gradient_clipped_too_early
def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(np.clip(x, -700, 0)))


def elu_grad(x, alpha=1.0):
    safe = np.clip(x, -16, 0)
    return np.where(x > 0, 1.0, alpha * np.exp(safe)).astype(x.dtype)


# %% other: positive_numbers_overwritten
def elu(x, alpha=1.0):
    positive = np.maximum(x, 0)
    safe = x
    safe[safe > 0] = 0
    return positive + alpha * np.expm1(safe)


def elu_grad(x, alpha=1.0):
    return np.where(x > 0, 1, alpha * np.exp(np.minimum(x, 0))).astype(x.dtype)


# %% other: integer_alpha
def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


def elu_grad(x, alpha=1.0):
    slope = np.full(x.shape, alpha)
    slope *= np.exp(np.minimum(x, 0))
    slope[x > 0] = 1
    return slope.astype(x.dtype)


# %% other: assignment_to_a_scalar
def elu(x, alpha=1.0):
    y = x + 0.0
    negative = y <= 0
    y[negative] = alpha * np.expm1(y[negative])
    return y


def elu_grad(x, alpha=1.0):
    return np.where(x > 0, 1, alpha * np.exp(np.minimum(x, 0))).astype(x.dtype)


# %% right: exp_minus_one_cancels
def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * (np.exp(np.minimum(x, 0)) - 1))


def elu_grad(x, alpha=1.0):
    return np.where(x > 0, 1, alpha * np.exp(np.minimum(x, 0))).astype(x.dtype)


# %% right: warnings_switched_off
def elu(x, alpha=1.0):
    with np.errstate(all="ignore"):
        return np.where(x > 0, x, alpha * np.expm1(x)).astype(x.dtype)


def elu_grad(x, alpha=1.0):
    with np.errstate(all="ignore"):
        return np.where(x > 0, 1, alpha * np.exp(x)).astype(x.dtype)


# %% right: one_number_at_a_time
def _each(function, x):
    result = np.empty_like(x)
    for place in np.ndindex(*x.shape):
        result[place] = function(float(x[place]))
    return result


def elu(x, alpha=1.0):
    return _each(lambda v: v if v > 0 else alpha * math.expm1(v), x)


def elu_grad(x, alpha=1.0):
    return _each(lambda v: 1.0 if v > 0 else alpha * math.exp(v), x)
