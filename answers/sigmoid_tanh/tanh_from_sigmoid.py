# %% wrong: input_not_doubled
# hint: The range is right, but the slope at 0 is 0.5 instead of 1. Stretch the input.
def tanh_from_sigmoid(x, sigmoid):
    return 2 * sigmoid(x) - 1


# %% wrong: output_not_stretched
# hint: The result runs from −1 to 0. Stretch the output as well.
def tanh_from_sigmoid(x, sigmoid):
    return sigmoid(2 * x) - 1


# %% wrong: not_shifted
# hint: The result runs from 0 to 2. Shift it down.
def tanh_from_sigmoid(x, sigmoid):
    return 2 * sigmoid(2 * x)


# %% wrong: shifted_by_a_half
# hint: The result runs from −0.5 to 0.5: centred, but only half as high as tanh.
def tanh_from_sigmoid(x, sigmoid):
    return sigmoid(2 * x) - 0.5


# %% wrong: input_halved
# hint: The input is stretched the wrong way: the curve became flatter, not steeper.
def tanh_from_sigmoid(x, sigmoid):
    return 2 * sigmoid(x / 2) - 1


# %% wrong: upside_down
# hint: Your curve falls from 1 to −1. Check the sign.
def tanh_from_sigmoid(x, sigmoid):
    return 1 - 2 * sigmoid(2 * x)


# %% wrong: numpy_tanh
# hint: The numbers are right, but you do not use the function `sigmoid` that you are
# given.
def tanh_from_sigmoid(x, sigmoid):
    return np.tanh(x)


# %% wrong: doubled_twice
# hint: The slope at 0 is 2 instead of 1: the input is stretched too much.
def tanh_from_sigmoid(x, sigmoid):
    return 2 * sigmoid(4 * x) - 1


# %% right: stretched_and_shifted
def tanh_from_sigmoid(x, sigmoid):
    return 2 * sigmoid(2 * x) - 1


# %% right: difference_of_two
def tanh_from_sigmoid(x, sigmoid):
    return sigmoid(2 * x) - sigmoid(-2 * x)


# %% right: loop
def tanh_from_sigmoid(x, sigmoid):
    out = np.zeros_like(x)
    for index, value in np.ndenumerate(x):
        out[index] = (sigmoid(value + value) - 0.5) * 2
    return out


# %% right: from_the_other_end
def tanh_from_sigmoid(x, sigmoid):
    y = sigmoid(np.multiply(x, -2.0))
    y *= -2
    return y + 1
