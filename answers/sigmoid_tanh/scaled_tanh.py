# %% wrong: width_not_halved
# hint: tanh + 1 runs from 0 to 2, so your result covers twice the range.
def scaled_tanh(x, low, high):
    return low + (high - low) * (np.tanh(x) + 1)


# %% wrong: not_shifted_first
# hint: tanh runs from −1 to 1, so your result runs from low − (high − low) to high.
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
# hint: np.interp, like every float64 array in a formula, gives float64. Return x's dtype.
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


# %% right: by_way_of_the_logistic
def scaled_tanh(x, low, high):
    return low + (high - low) * logistic(2 * x)


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
