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


# %% right: by_way_of_the_logistic
def scaled_tanh(x, low, high):
    return low + (high - low) / (1 + np.exp(-2 * x))


# %% right: exponentials
# uses: not_required
def scaled_tanh(x, low, high):
    up, down = np.exp(x), np.exp(-x)
    t = (up - down) / (up + down)
    return (low * (1 - t) + high * (1 + t)) / 2
