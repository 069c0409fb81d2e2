# %% wrong: only_the_right_half
# hint: Left of 0 your function is 0. A second ReLU must rise to the left.
def absolute(x, relu):
    return relu(x)


# %% wrong: minus_for_plus
# hint: relu(x) − relu(−x) is x: the two bends cancel. Both halves must rise.
def absolute(x, relu):
    return relu(x) - relu(-x)


# %% wrong: numpy_abs
# hint: The numbers are right, but the bend comes from np.abs. Use relu alone.
def absolute(x, relu):
    return np.abs(x)


# %% wrong: relu_of_numpy_abs
# hint: You pass |x| through relu: the bend was there before. Only affine expressions may
# go into a relu.
def absolute(x, relu):
    return relu(np.abs(x)) + relu(-np.abs(x))


# %% wrong: minus_outside
# hint: −relu(x) points down. To turn a ReLU round, the minus belongs inside.
def absolute(x, relu):
    return relu(x) - relu(x - x) + -1 * relu(x) * 2


# %% wrong: twice_too_steep
# hint: The slope is 2 instead of 1: the factor has no reason.
def absolute(x, relu):
    return 2 * (relu(x) + relu(-x))


# %% wrong: kink_at_the_wrong_place
# hint: The kink of relu(x + 1) is at −1. That of |x| is at 0.
def absolute(x, relu):
    return relu(x + 1) + relu(-x - 1)


# %% wrong: signs_chosen_by_where
# hint: np.where looks at the sign of x, and that is a bend of its own. A sum of two
# ReLUs needs no choice.
def absolute(x, relu):
    return np.where(x > 0, relu(x), -x + 0 * relu(x))


# %% wrong: square_root_of_the_square
# hint: √x² is |x|, but the square root bends it, not relu.
def absolute(x, relu):
    return np.sqrt(relu(x) ** 2 + relu(-x) ** 2)


# %% wrong: x_lost_on_one_side
# hint: 2·relu(x) has the right bend at 0: the slope grows by 2. What must be added so
# that the slope is −1 on the left?
def absolute(x, relu):
    return 2 * relu(x)


# %% right: two_relus
def absolute(x, relu):
    return relu(x) + relu(-x)


# %% right: one_relu_and_a_line
def absolute(x, relu):
    return 2 * relu(x) - x


# %% right: the_other_one_and_a_line
def absolute(x, relu):
    out = x.copy()
    out += 2 * relu(-x)
    return out


# %% right: loop
def absolute(x, relu):
    out = np.zeros_like(x)
    for sign in (1, -1):
        out += relu(sign * x)
    return out


# %% right: weights_of_a_layer
def absolute(x, relu):
    hidden = relu(x[..., None] * np.array([1.0, -1.0]))
    return hidden @ np.ones(2)
