# %% wrong: scale_forgotten
# hint: This is ELU with SELU's alpha. The S stands for scaled.
def selu(x):
    scale, alpha = 1.0507009873554805, 1.6732632423543772
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


# %% wrong: scale_only_on_the_left
# hint: λ multiplies both sides, positive numbers too.
def selu(x):
    scale, alpha = 1.0507009873554805, 1.6732632423543772
    return np.where(x > 0, x, scale * alpha * np.expm1(np.minimum(x, 0)))


# %% wrong: scale_only_on_the_right
# hint: λ multiplies both sides, negative numbers too.
def selu(x):
    scale, alpha = 1.0507009873554805, 1.6732632423543772
    return np.where(x > 0, scale * x, alpha * np.expm1(np.minimum(x, 0)))


# %% wrong: constants_swapped
# hint: λ, the scale, is the smaller of the two constants.
def selu(x):
    alpha, scale = 1.0507009873554805, 1.6732632423543772
    return scale * np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


# %% wrong: alpha_on_both_sides
# hint: α belongs to the left side only; λ to both.
def selu(x):
    scale, alpha = 1.0507009873554805, 1.6732632423543772
    return scale * alpha * np.where(x > 0, x, np.expm1(np.minimum(x, 0)))


# %% wrong: alpha_forgotten
# hint: The left side should end at −λα, about −1.758. Where is α?
def selu(x):
    scale, alpha = 1.0507009873554805, 1.6732632423543772
    return scale * np.where(x > 0, x, np.expm1(np.minimum(x, 0)))


# %% wrong: minus_one_forgotten
# hint: selu(0) should be 0. What is exp(0)?
def selu(x):
    scale, alpha = 1.0507009873554805, 1.6732632423543772
    return scale * np.where(x > 0, x, alpha * np.exp(np.minimum(x, 0)))


# %% wrong: constants_rounded
# hint: Close, but the constants are rounded: use all digits that are given.
def selu(x):
    scale, alpha = 1.0507, 1.67326
    return scale * np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


# %% wrong: constants_added
# hint: λ and α multiply each other on the left side; they are not added.
def selu(x):
    scale, alpha = 1.0507009873554805, 1.6732632423543772
    return np.where(x > 0, scale * x, (scale + alpha) * np.expm1(np.minimum(x, 0)))


# %% wrong: overflow_in_the_other_branch
# hint: np.where computes both sides for all numbers, exp(1000) as well. Keep large
# positive numbers out of the exponential.
def selu(x):
    scale, alpha = 1.0507009873554805, 1.6732632423543772
    return scale * np.where(x > 0, x, alpha * (np.exp(x) - 1))


# %% wrong: float32_lost
# hint: float32 goes in, so float32 must come out. Where do you make an array of
# float64?
def selu(x):
    scale, alpha = 1.0507009873554805, 1.6732632423543772
    x = x.astype(float)
    return scale * np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


# %% right: clipped
def selu(x):
    scale, alpha = 1.0507009873554805, 1.6732632423543772
    return scale * np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


# %% right: two_terms
def selu(x):
    scale, alpha = 1.0507009873554805, 1.6732632423543772
    return scale * (np.maximum(x, 0) + alpha * (np.exp(np.minimum(x, 0)) - 1))


# %% right: keras
def selu(x):
    return keras.activations.selu(tf.constant(x))


# %% right: mask_on_a_copy
def selu(x):
    out = 1.0507009873554805 * x
    left = x < 0
    out[left] = 1.0507009873554805 * 1.6732632423543772 * np.expm1(x[left])
    return out


# %% right: loop
def selu(x):
    scale, alpha = 1.0507009873554805, 1.6732632423543772
    out = np.empty_like(x)
    for index in np.ndindex(x.shape):
        v = float(x[index])
        out[index] = scale * (v if v > 0 else alpha * (math.exp(v) - 1))
    return out
