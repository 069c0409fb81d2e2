# %% wrong: width_not_halved
# hint: tanh + 1 runs from 0 to 2, so your result covers twice the range.
# breaks: limits
def scaled_tanh(x, low, high):
    return low + (high - low) * (np.tanh(x) + 1)


# %% wrong: not_shifted_first
# hint: tanh runs from −1 to 1. Times the width and plus low, it goes from low − width
# to high.
def scaled_tanh(x, low, high):
    return low + (high - low) * np.tanh(x)


# %% wrong: only_scaled
# hint: Your result runs from −high to high: low plays no part.
def scaled_tanh(x, low, high):
    return high * np.tanh(x)


# %% wrong: clipped
# hint: Clipping has corners and is flat outside. A tanh bends smoothly into its limits.
def scaled_tanh(x, low, high):
    return np.clip(x, low, high)


# %% wrong: middle_is_half_the_width
# hint: The middle of low and high is (low + high) / 2. You add half of their difference.
def scaled_tanh(x, low, high):
    half = (high - low) / 2
    return half + half * np.tanh(x)


# %% wrong: sigmoid_in_its_place
# hint: The limits are right, but σ(x) is flatter at 0 than tanh(x).
# breaks: tanh
def scaled_tanh(x, low, high):
    return low + (high - low) * (np.tanh(x / 2) + 1) / 2


# %% wrong: tanh_of_the_scaled
# hint: You scale the input. Squeeze first, then stretch and shift what comes out.
def scaled_tanh(x, low, high):
    return np.tanh(low + (high - low) * (x + 1) / 2)


# %% wrong: falls_instead_of_rises
# hint: Your curve goes to high on the left and to low on the right.
def scaled_tanh(x, low, high):
    return high + (low - high) * (np.tanh(x) + 1) / 2


# %% wrong: float32_lost
# hint: float32 came in and float64 came out. Return x's dtype.
# breaks: shape
def scaled_tanh(x, low, high):
    return np.interp(np.tanh(x), [-1.0, 1.0], [low, high])


# %% right: shift_then_stretch
def scaled_tanh(x, low, high):
    return low + (high - low) * (np.tanh(x) + 1) / 2


# %% right: middle_and_half_width
def scaled_tanh(x, low, high):
    middle, half = (low + high) / 2, (high - low) / 2
    return middle + half * np.tanh(x)


# %% right: interpolation
def scaled_tanh(x, low, high):
    return np.interp(np.tanh(x), [-1, 1], [low, high]).astype(x.dtype)


# %% right: tensorflow
def scaled_tanh(x, low, high):
    t = tf.tanh(x)
    return (1 - t) / 2 * low + (1 + t) / 2 * high


# %% right: loop
def scaled_tanh(x, low, high):
    import math

    out = x.copy()
    for index in np.ndindex(x.shape):
        share = (math.tanh(out[index]) + 1) / 2
        out[index] = (1 - share) * low + share * high
    return out


# %% wrong: floor_division_of_limits
# hint: For integer limits your result is half a step off: // throws the half away.
# breaks: range
def scaled_tanh(x, low, high):
    return (low + high) // 2 + (high - low) / 2 * np.tanh(x)


# %% wrong: writes_into_its_input
# hint: The caller's x holds other numbers afterwards. Make a new array.
# breaks: input
def scaled_tanh(x, low, high):
    np.tanh(x, out=x)
    return low + (high - low) * (x + 1) / 2


# %% wrong: middle_forgotten
# hint: At 0 your result is 0. Its middle is (low + high) / 2.
def scaled_tanh(x, low, high):
    return (high - low) / 2 * np.tanh(x)


# %% wrong: input_stretched
# hint: The limits and the middle are right, but the curve is too steep: the input of the
# tanh is x itself.
def scaled_tanh(x, low, high):
    half = (high - low) / 2
    return (high + low) / 2 + half * np.tanh(x * half)


# %% wrong: float32_inside
# hint: The numbers have only the digits of float32. Compute in x's dtype.
def scaled_tanh(x, low, high):
    t = np.tanh(x.astype("float32"))
    return (low + (high - low) * (t + 1) / 2).astype(x.dtype)


# %% near: sine_in_its_place
# not: sigmoid_in_its_place, input_stretched
def scaled_tanh(x, low, high):
    s = np.sin(np.clip(x, -np.pi / 2, np.pi / 2))
    return low + (high - low) * (s + 1) / 2


# %% near: sizes_of_the_limits
# not: floor_division_of_limits, middle_is_half_the_width, falls_instead_of_rises
def scaled_tanh(x, low, high):
    low, high = abs(low), abs(high)
    return low + (high - low) * (np.tanh(x) + 1) / 2


# %% near: limits_in_another_order
# not: falls_instead_of_rises, middle_forgotten, only_scaled
def scaled_tanh(x, low, high):
    return high + (high - low) * (np.tanh(x) + 1) / 2


# %% other: vectorize_fails_on_empty
# shows: np.vectorize without otypes raises a ValueError for an empty x
def scaled_tanh(x, low, high):
    import math

    one = np.vectorize(lambda v: low + (high - low) * (math.tanh(v) + 1) / 2)
    return np.asarray(one(x)).astype(x.dtype)


# %% other: in_place_through_asarray
# shows: asarray makes no copy, so the caller's x is overwritten with its tanh
def scaled_tanh(x, low, high):
    t = np.asarray(x)
    np.tanh(t, out=t)
    return np.asarray(t * ((high - low) / 2) + (high + low) / 2, dtype=t.dtype)


# %% wrong: exponentials_overflow
# hint: For the large numbers here exponentials overflow, and ∞/∞ is nan. np.tanh takes
# numbers of any size.
# breaks: large
def scaled_tanh(x, low, high):
    up, down = np.exp(x), np.exp(-x)
    t = (up - down) / (up + down)
    return np.asarray(low + (high - low) * (t + 1) / 2, dtype=x.dtype)


# %% wrong: only_up_to_two_axes
# hint: The array that was given has more axes than are unpacked here. It may have any
# number of them.
def scaled_tanh(x, low, high):
    import math

    def one(v):
        return (high - low) / 2 * math.tanh(v) + (high + low) / 2

    if x.ndim == 0:
        return np.array(one(x), dtype=x.dtype)
    result = np.zeros_like(x)
    if x.ndim == 1:
        for i in range(len(x)):
            result[i] = one(x[i])
    else:
        rows, columns = x.shape
        for i in range(rows):
            for j in range(columns):
                result[i, j] = one(x[i, j])
    return result


# %% near: logistic_overflows
# not: exponentials_overflow
def scaled_tanh(x, low, high):
    return low + (high - low) / (1 + np.exp(-2 * x))


# %% right: refuses_infinity
# uses: not_required
def scaled_tanh(x, low, high):
    if not np.isfinite(x).all():
        raise ValueError("x must be finite")
    return low + (high - low) * (np.tanh(x) + 1) / 2


# %% right: interpolated
def scaled_tanh(x, low, high):
    curve = np.interp(np.tanh(x.ravel()), [-1, 1], [low, high])
    return curve.reshape(x.shape).astype(x.dtype)


# %% right: sigmoid_in_tensorflow
def scaled_tanh(x, low, high):
    # tanh(x) = 2 sigmoid(2x) - 1
    share = tf.math.sigmoid(2 * tf.convert_to_tensor(x))
    width = tf.cast(high - low, share.dtype)
    return np.array(width * share + tf.cast(low, share.dtype))
