# %% wrong: minus_one_forgotten
# hint: At 0 both sides should meet. What is α·exp(0)?
# breaks: value
def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.exp(np.minimum(x, 0)))


def elu_grad(x, alpha=1.0):
    return np.where(x > 0, np.ones_like(x), alpha * np.exp(np.minimum(x, 0)))


# %% wrong: plain_relu
# hint: Negative numbers came out as 0, as from ReLU. Where is the exponential?
def elu(x, alpha=1.0):
    return np.maximum(x, 0)


def elu_grad(x, alpha=1.0):
    return np.where(x > 0, np.ones_like(x), alpha * np.exp(np.minimum(x, 0)))


# %% wrong: curve_upside_down
# hint: Negative inputs give positive outputs: it is exp(x) − 1, not 1 − exp(x).
def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * (1 - np.exp(np.minimum(x, 0))))


def elu_grad(x, alpha=1.0):
    return np.where(x > 0, np.ones_like(x), alpha * np.exp(np.minimum(x, 0)))


# %% wrong: exponent_negated
# hint: For negative x the exponent is x, which is negative too. With −x it explodes.
def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(np.abs(x)))


def elu_grad(x, alpha=1.0):
    return np.where(x > 0, np.ones_like(x), alpha * np.exp(np.minimum(x, 0)))


# %% wrong: alpha_ignored
# hint: These are the numbers of alpha = 1, and another alpha was passed.
def elu(x, alpha=1.0):
    return np.where(x > 0, x, np.expm1(np.minimum(x, 0)))


def elu_grad(x, alpha=1.0):
    return np.where(x > 0, np.ones_like(x), alpha * np.exp(np.minimum(x, 0)))


# %% wrong: alpha_in_the_exponent
# hint: alpha stretches the height of the curve, it does not multiply x.
def elu(x, alpha=1.0):
    return np.where(x > 0, x, np.expm1(alpha * np.minimum(x, 0)))


def elu_grad(x, alpha=1.0):
    return np.where(x > 0, np.ones_like(x), alpha * np.exp(np.minimum(x, 0)))


# %% wrong: alpha_on_both_sides
# hint: The right side is x itself, without alpha.
def elu(x, alpha=1.0):
    return alpha * np.where(x > 0, x, np.expm1(np.minimum(x, 0)))


def elu_grad(x, alpha=1.0):
    return np.where(x > 0, np.ones_like(x), alpha * np.exp(np.minimum(x, 0)))


# %% wrong: alpha_minus_one
# hint: The left side is α·exp(x) − 1 here. With a bracket it is α·(exp(x) − 1).
def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.exp(np.minimum(x, 0)) - 1)


def elu_grad(x, alpha=1.0):
    return np.where(x > 0, np.ones_like(x), alpha * np.exp(np.minimum(x, 0)))


# %% wrong: alpha_subtracted_twice
# hint: The left side is α·(exp(x) − α) here: subtract 1.
def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * (np.exp(np.minimum(x, 0)) - alpha))


def elu_grad(x, alpha=1.0):
    return np.where(x > 0, np.ones_like(x), alpha * np.exp(np.minimum(x, 0)))


# %% wrong: alpha_subtracted
# hint: The left side is exp(x) − α here. With a bracket it is α·(exp(x) − 1).
def elu(x, alpha=1.0):
    return np.where(x > 0, x, np.exp(np.minimum(x, 0)) - alpha)


def elu_grad(x, alpha=1.0):
    return np.where(x > 0, np.ones_like(x), alpha * np.exp(np.minimum(x, 0)))


# %% wrong: largest_of_x_and_the_curve
# hint: Of x and the curve the larger one came. Decide by the sign of x.
def elu(x, alpha=1.0):
    return np.maximum(x, alpha * np.expm1(np.minimum(x, 0)))


def elu_grad(x, alpha=1.0):
    return np.where(x > 0, np.ones_like(x), alpha * np.exp(np.minimum(x, 0)))


# %% wrong: alpha_divides
# hint: The left side is divided by alpha. It should be multiplied by it.
def elu(x, alpha=1.0):
    return np.where(x > 0, x, np.expm1(np.minimum(x, 0)) / alpha)


def elu_grad(x, alpha=1.0):
    return np.where(x > 0, np.ones_like(x), alpha * np.exp(np.minimum(x, 0)))


# %% wrong: exponential_of_x_minus_one
# hint: The left side is α·exp(x − 1) here. The −1 stands outside of the exponential.
def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.exp(np.minimum(x, 0) - 1))


def elu_grad(x, alpha=1.0):
    return np.where(x > 0, np.ones_like(x), alpha * np.exp(np.minimum(x, 0)))


# %% wrong: base_two
# hint: The left side is α·(2ˣ − 1) here. The base is e.
def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * (np.exp2(np.minimum(x, 0)) - 1))


def elu_grad(x, alpha=1.0):
    return np.where(x > 0, np.ones_like(x), alpha * np.exp(np.minimum(x, 0)))


# %% wrong: leaky_instead
# hint: The left side is a straight line, α·x. For ELU it is a curve.
def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * x)


def elu_grad(x, alpha=1.0):
    return np.where(x > 0, np.ones_like(x), alpha * np.exp(np.minimum(x, 0)))


# %% wrong: sides_swapped
# hint: The two sides are swapped: positive numbers pass, negative ones bend.
def elu(x, alpha=1.0):
    return np.where(x < 0, x, alpha * np.expm1(np.minimum(x, 80)))


def elu_grad(x, alpha=1.0):
    return np.where(x > 0, np.ones_like(x), alpha * np.exp(np.minimum(x, 0)))


# %% wrong: exponential_everywhere
# hint: Positive numbers are bent, too. They should pass unchanged.
def elu(x, alpha=1.0):
    return alpha * np.expm1(np.minimum(x, 80))


def elu_grad(x, alpha=1.0):
    return np.where(x > 0, np.ones_like(x), alpha * np.exp(np.minimum(x, 0)))


# %% wrong: both_sides_added
# hint: On the left x itself is added to the curve: where one side counts, the other
# does not.
def elu(x, alpha=1.0):
    return x + alpha * np.expm1(np.minimum(x, 0))


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


# %% wrong: if_on_an_array
# hint: `if` and Python's `max` need one truth value, but comparing an array gives
# many. Use np.where or a mask.
def elu(x, alpha=1.0):
    if x > 0:
        return x
    return alpha * (np.exp(x) - 1)


def elu_grad(x, alpha=1.0):
    return np.where(x > 0, np.ones_like(x), alpha * np.exp(np.minimum(x, 0)))


# %% wrong: exponent_cut
# hint: Far to the left the curve ends too early: it should come as near to −α as
# floats can.
def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(np.clip(x, -5, 0)))


def elu_grad(x, alpha=1.0):
    return np.where(x > 0, np.ones_like(x), alpha * np.exp(np.minimum(x, 0)))


# %% wrong: gradient_overflows
# hint: An exponential of a large positive number is computed on the way, and is not
# needed: np.where computes both sides for all numbers.
def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


def elu_grad(x, alpha=1.0):
    return np.where(x > 0, np.ones_like(x), alpha * np.exp(x))


# %% wrong: gradient_of_relu
# hint: The slope on the left came out as 0, as for ReLU. Differentiate α·(exp(x) − 1).
def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


def elu_grad(x, alpha=1.0):
    return (x > 0).astype(x.dtype)


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


# %% wrong: gradient_alpha_on_both_sides
# hint: On the right the slope is 1, without alpha.
def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


def elu_grad(x, alpha=1.0):
    return alpha * np.where(x > 0, np.ones_like(x), np.exp(np.minimum(x, 0)))


# %% wrong: gradient_exponent_negated
# hint: The exponent on the left is x, not −x.
def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


def elu_grad(x, alpha=1.0):
    return np.where(x > 0, np.ones_like(x), alpha * np.exp(-np.maximum(x, -80)))


# %% wrong: gradient_with_a_minus
# hint: On the left the derivative has the wrong sign: the curve rises there, too.
def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


def elu_grad(x, alpha=1.0):
    return np.where(x > 0, np.ones_like(x), -alpha * np.exp(np.minimum(x, 0)))


# %% wrong: gradient_alpha_in_the_exponent
# hint: On the left exp(α·x) came: alpha is a factor, it does not multiply x.
def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


def elu_grad(x, alpha=1.0):
    return np.where(x > 0, np.ones_like(x), np.exp(alpha * np.minimum(x, 0)))


# %% wrong: gradient_minus_one
# hint: On the left 1 is subtracted. The derivative of the constant −α is 0.
def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


def elu_grad(x, alpha=1.0):
    return np.where(x > 0, np.ones_like(x), alpha * np.exp(np.minimum(x, 0)) - 1)


# %% wrong: gradient_times_x
# hint: The derivative of exp(x) is exp(x), without x.
def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


def elu_grad(x, alpha=1.0):
    return np.where(x > 0, np.ones_like(x), alpha * x * np.exp(np.minimum(x, 0)))


# %% wrong: gradient_of_the_positive_side_is_x
# hint: For positive numbers x itself came. The derivative of x is 1.
def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


def elu_grad(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.exp(np.minimum(x, 0)))


# %% wrong: gradient_exponential_everywhere
# hint: The exponential came for positive numbers, too. There the slope is 1.
def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


def elu_grad(x, alpha=1.0):
    return alpha * np.exp(np.minimum(x, 80))


# %% wrong: gradient_for_alpha
# hint: That is the derivative with respect to alpha. Asked is the one with respect to
# x.
def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


def elu_grad(x, alpha=1.0):
    return np.expm1(np.minimum(x, 0))


# %% wrong: gradient_sides_swapped
# hint: The two sides are swapped: on the right the slope is 1.
def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


def elu_grad(x, alpha=1.0):
    return np.where(x < 0, np.ones_like(x), alpha * np.exp(np.minimum(x, 80)))


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
# breaks: exact
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


# %% right: clipped
def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


def elu_grad(x, alpha=1.0):
    return np.where(x > 0, np.ones_like(x), alpha * np.exp(np.minimum(x, 0)))


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


# %% right: sizes_instead_of_signs
def elu(x, alpha=1.0):
    return (x + np.abs(x)) / 2 + alpha * np.expm1(-np.abs(x)) * (x < 0)


def elu_grad(x, alpha=1.0):
    return np.where(x > 0, 1, alpha * np.exp(-np.abs(x))).astype(x.dtype)


# %% near: another_base
# not: base_two exponential_of_x_minus_one
def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * (3.0 ** np.minimum(x, 0) - 1)).astype(x.dtype)


def elu_grad(x, alpha=1.0):
    return np.where(x > 0, np.ones_like(x), alpha * np.exp(np.minimum(x, 0)))


# %% near: a_lower_floor
# not: alpha_ignored alpha_minus_one
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
# not: gradient_without_alpha gradient_exponent_negated
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
