# %% wrong: scale_forgotten
# hint: Positive numbers came unchanged: this is ELU with SELU's alpha. The S stands
# for scaled.
# breaks: value
def selu(x):
    return np.where(x > 0, x, 1.6732632423543772 * np.expm1(np.minimum(x, 0)))


# %% wrong: scale_only_on_the_left
# hint: λ multiplies both sides, positive numbers too.
def selu(x):
    scale, alpha = 1.0507009873554805, 1.6732632423543772
    return np.where(x > 0, x, scale * alpha * np.expm1(np.minimum(x, 0)))


# %% wrong: constants_swapped
# hint: The constants are swapped: λ, the scale, is the smaller of the two.
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
    scale = 1.0507009873554805
    return scale * np.where(x > 0, x, np.expm1(np.minimum(x, 0)))


# %% wrong: elu_instead
# hint: These are the numbers of ELU: both constants are missing.
def selu(x):
    return np.where(x > 0, x, np.expm1(np.minimum(x, 0)))


# %% wrong: minus_one_forgotten
# hint: selu(0) should be 0. What is exp(0)?
def selu(x):
    scale, alpha = 1.0507009873554805, 1.6732632423543772
    return scale * np.where(x > 0, x, alpha * np.exp(np.minimum(x, 0)))


# %% wrong: bracket_forgotten
# hint: The left side is λ·(α·exp(x) − 1) here. With a bracket it is λ·α·(exp(x) − 1).
def selu(x):
    scale, alpha = 1.0507009873554805, 1.6732632423543772
    return scale * np.where(x > 0, x, alpha * np.exp(np.minimum(x, 0)) - 1)


# %% wrong: alpha_in_the_exponent
# hint: α multiplies the bracket, not the exponent.
def selu(x):
    scale, alpha = 1.0507009873554805, 1.6732632423543772
    return scale * np.where(x > 0, x, np.expm1(alpha * np.minimum(x, 0)))


# %% wrong: constants_rounded
# hint: The numbers fit constants with five digits. Use all digits that are given.
# breaks: exact
def selu(x):
    scale, alpha = 1.0507, 1.67326
    return scale * np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


# %% wrong: constants_of_eight_digits
# hint: The numbers fit constants with eight digits. Use all digits that are given.
# breaks: exact
def selu(x):
    scale, alpha = 1.05070099, 1.67326324
    return scale * np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


# %% wrong: overflow_in_the_other_branch
# hint: An exponential of a large positive number is computed on the way, and is not
# needed: np.where computes both sides for all numbers.
# breaks: range
def selu(x):
    scale, alpha = 1.0507009873554805, 1.6732632423543772
    return scale * np.where(x > 0, x, alpha * (np.exp(x) - 1))


# %% wrong: overflow_silenced
# hint: nan came for a large number: 0·∞ and ∞ − ∞ have no value, so multiplying by 0
# does not take an infinite number away.
def selu(x):
    scale, alpha = 1.0507009873554805, 1.6732632423543772
    with np.errstate(all="ignore"):
        return scale * (x * (x > 0) + alpha * np.expm1(x) * (x <= 0))


# %% wrong: float32_lost
# hint: float32 goes in, so float32 must come out. Where do you make an array of
# float64?
# breaks: shape
def selu(x):
    scale, alpha = 1.0507009873554805, 1.6732632423543772
    x = x.astype(float)
    return scale * np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


# %% wrong: computes_in_float32
# hint: The result is off by what float32 rounds away: compute in the dtype of x.
# breaks: exact
def selu(x):
    scale, alpha = 1.0507009873554805, 1.6732632423543772
    y = x.astype("float32")
    y = scale * np.where(y > 0, y, alpha * np.expm1(np.minimum(y, 0)))
    return y.astype(x.dtype)


# %% wrong: changes_its_input
# hint: x itself was changed, and x belongs to the caller. Work on a copy.
# breaks: input
def selu(x):
    scale, alpha = 1.0507009873554805, 1.6732632423543772
    x[x < 0] = alpha * np.expm1(x[x < 0])
    x *= scale
    return x


# %% right: clipped
def selu(x):
    scale, alpha = 1.0507009873554805, 1.6732632423543772
    return scale * np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


# %% right: two_terms
# uses: not_required
def selu(x):
    scale, alpha = 1.0507009873554805, 1.6732632423543772
    return scale * (np.maximum(x, 0) + alpha * (np.exp(np.minimum(x, 0)) - 1))


# %% right: keras
# uses: tensor
def selu(x):
    return keras.activations.selu(tf.constant(x))


# %% right: tensorflow
# uses: tensor
def selu(x):
    return tf.nn.selu(x)


# %% right: mask_on_a_copy
def selu(x):
    out = np.multiply(1.0507009873554805, x, out=np.empty_like(x))
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


# %% right: ten_digits
def selu(x):
    scale, alpha = 1.05070098736, 1.67326324235
    return scale * np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


# %% near: other_constants
# not: constants_rounded constants_swapped
def selu(x):
    scale, alpha = 1.06, 1.7
    return scale * np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


# %% near: alpha_squared
# not: alpha_forgotten scale_only_on_the_left alpha_on_both_sides
def selu(x):
    scale, alpha = 1.0507009873554805, 1.6732632423543772
    return scale * np.where(x > 0, x, alpha**2 * np.expm1(np.minimum(x, 0)))


# %% near: off_by_rounding_once_more
# not: computes_in_float32 constants_of_eight_digits
def selu(x):
    scale, alpha = 1.0507009873554805, 1.6732632423543772
    y = np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))
    return (scale * np.round(y, 7)).astype(x.dtype)


# %% other: clipped_at_minus_15
def selu(x):
    scale, alpha = 1.0507009873554805, 1.6732632423543772
    return np.where(x > 0, scale * x, scale * alpha * np.expm1(np.clip(x, -15, 0)))


# %% other: line_near_zero
def selu(x):
    scale, alpha = 1.0507009873554805, 1.6732632423543772
    left = np.where(x > -1e-3, x, np.exp(np.minimum(x, 0)) - 1)
    return scale * np.where(x > 0, x, alpha * left)


# %% other: x_is_overwritten
def selu(x):
    scale, alpha = 1.0507009873554805, 1.6732632423543772
    negative = x <= 0
    x[negative] = alpha * np.expm1(x[negative])
    x *= scale
    return x


# %% other: vectorize_without_otypes
def selu(x):
    scale, alpha = 1.0507009873554805, 1.6732632423543772

    def one(v):
        return scale * v if v > 0 else scale * alpha * math.expm1(v)

    return np.vectorize(one)(x).astype(x.dtype)


# %% right: longdouble_and_parts
def selu(x):
    scale, alpha = np.longdouble("1.0507009873554805"), np.longdouble("1.6732632423543772")
    wide = np.asarray(x, dtype=np.longdouble)
    result = np.zeros(x.shape, dtype=np.longdouble)
    result += scale * np.fmax(wide, 0)
    result += scale * alpha * np.expm1(np.fmin(wide, 0))
    return result.astype(x.dtype)
