# %% wrong: minus_one_forgotten
# hint: At 0 both sides should meet. What is α·exp(0)?
def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.exp(np.minimum(x, 0)))


def elu_grad(x, alpha=1.0):
    return np.where(x > 0, np.ones_like(x), alpha * np.exp(np.minimum(x, 0)))


# %% wrong: plain_relu
# hint: This is ReLU. Where is the exponential for negative numbers?
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
# hint: alpha does not occur in your formula.
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
# hint: The bracket is missing: α·(exp(x) − 1), not α·exp(x) − 1.
def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.exp(np.minimum(x, 0)) - 1)


def elu_grad(x, alpha=1.0):
    return np.where(x > 0, np.ones_like(x), alpha * np.exp(np.minimum(x, 0)))


# %% wrong: overflow_in_the_other_branch
# hint: np.where computes both sides for all numbers, so exp(1000) is computed and
# thrown away, with a warning. Keep large positive numbers out of it.
def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * (np.exp(x) - 1))


def elu_grad(x, alpha=1.0):
    return np.where(x > 0, np.ones_like(x), alpha * np.exp(np.minimum(x, 0)))


# %% wrong: gradient_overflows
# hint: elu is safe, elu_grad is not: it computes exp(1000) for a number it does not
# need.
def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


def elu_grad(x, alpha=1.0):
    return np.where(x > 0, np.ones_like(x), alpha * np.exp(x))


# %% wrong: gradient_of_relu
# hint: Left of 0 the curve still rises a little. Differentiate α·(exp(x) − 1).
def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


def elu_grad(x, alpha=1.0):
    return (x > 0).astype(x.dtype)


# %% wrong: gradient_keeps_minus_one
# hint: The derivative of a constant is 0: the −1 goes away.
def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


def elu_grad(x, alpha=1.0):
    return np.where(x > 0, np.ones_like(x), alpha * np.expm1(np.minimum(x, 0)))


# %% wrong: gradient_without_alpha
# hint: A constant factor stays when you differentiate: where is alpha?
def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


def elu_grad(x, alpha=1.0):
    return np.where(x > 0, np.ones_like(x), np.exp(np.minimum(x, 0)))


# %% wrong: gradient_from_output_plus_one
# hint: On the left the derivative is elu(x) + α. You added 1, which is right for α =
# 1 only.
def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


def elu_grad(x, alpha=1.0):
    return np.where(x > 0, np.ones_like(x), alpha * np.expm1(np.minimum(x, 0)) + 1)


# %% right: clipped
def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


def elu_grad(x, alpha=1.0):
    return np.where(x > 0, np.ones_like(x), alpha * np.exp(np.minimum(x, 0)))


# %% right: from_the_output
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
def elu(x, alpha=1.0):
    return tf.where(x > 0, x, alpha * tf.nn.elu(x))


def elu_grad(x, alpha=1.0):
    x = tf.constant(x)
    return tf.where(x > 0, tf.ones_like(x), alpha * tf.exp(tf.minimum(x, 0)))
