# %% wrong: only_the_right_half
# hint: Left of c your function is 0. A second ReLU must rise to the left.
# breaks: curve
def absolute(x, c, relu):
    return relu(x - c)


# %% wrong: minus_for_plus
# hint: What came is x − c: the two bends cancel each other. Both halves must rise.
def absolute(x, c, relu):
    return relu(x - c) - relu(c - x)


# %% wrong: numpy_abs_and_relu
# hint: The numbers are right, but the result does not go along when relu's outputs
# change: its bend comes from somewhere else.
# breaks: alone
def absolute(x, c, relu):
    return np.abs(x - c) + 0 * relu(x)


# %% wrong: numpy_abs
# hint: relu is never called, so the bend comes from something else. Build the curve from
# relu.
# breaks: alone
def absolute(x, c, relu):
    return np.abs(x - c)


# %% wrong: relu_of_numpy_abs
# hint: What you pass to relu has a bend already. Only affine expressions may go in.
# breaks: affine
def absolute(x, c, relu):
    return relu(np.abs(x - c)) + relu(-np.abs(x - c))


# %% wrong: twice_too_steep
# hint: Every number is 2 times what it should be: the slopes are −2 and 2.
def absolute(x, c, relu):
    return 2 * (relu(x - c) + relu(c - x))


# %% wrong: kink_at_minus_c
# hint: The kink is at −c: relu(x + c) bends where x + c is 0. It should be at c.
def absolute(x, c, relu):
    return relu(x + c) + relu(-x - c)


# %% wrong: kink_at_zero
# hint: The kink is at 0 whatever c is: shift it to c.
def absolute(x, c, relu):
    return relu(x) + relu(-x)


# %% wrong: c_outside
# hint: c moves the curve down instead of to the right. It belongs inside of relu.
def absolute(x, c, relu):
    return relu(x) + relu(-x) - c


# %% wrong: signs_chosen_by_where
# hint: As the outputs of relu change, your result jumps between x − c and others: a
# choice by the sign is a bend of its own. A sum of two ReLUs needs no choice.
# breaks: alone
def absolute(x, c, relu):
    return np.where(x > c, relu(x - c), c - x + 0 * relu(x))


# %% wrong: asks_whether_relu_bends
# hint: Half way between two x, with relu's outputs half way too, the result is not half
# way: its bend does not come from relu.
# breaks: alone
def absolute(x, c, relu):
    if relu(np.array(-1.0)) == 0:
        return np.abs(x - c)
    return relu(x - c) + relu(c - x)


# %% wrong: line_without_c
# hint: A part that does not know of c is in the sum: subtract x − c, not x.
def absolute(x, c, relu):
    return 2 * relu(x - c) - x


# %% wrong: numbers_in_a_row
# hint: The numbers are right; their shape is not. Give them the shape of x.
# breaks: shape
def absolute(x, c, relu):
    z = x.ravel() - c
    return relu(z) + relu(-z)


# %% wrong: computed_in_float32
# hint: The result is float64, but only 7 of its digits are right.
# breaks: float64
def absolute(x, c, relu):
    z = (x - c).astype("float32")
    return (relu(z) + relu(-z)).astype("float64")


# %% wrong: returns_float32
# hint: float64 was expected and float32 came: half of the digits are lost.
# breaks: float64
def absolute(x, c, relu):
    return (relu(x - c) + relu(c - x)).astype("float32")


# %% wrong: moves_x_in_place
# hint: x −= c changes the caller's array. Write x − c.
# breaks: input
def absolute(x, c, relu):
    x -= c
    return relu(x) + relu(-x)


# %% near: kink_half_way
# not: kink_at_zero kink_at_minus_c c_outside
def absolute(x, c, relu):
    return relu(x - c / 2) + relu(c / 2 - x)


# %% near: bent_by_a_power
# not: signs_chosen_by_where
def absolute(x, c, relu):
    return (relu(x - c) ** 3 + relu(c - x) ** 3) ** (1 / 3)


# %% near: relu_of_another_bend
# not: relu_of_numpy_abs numpy_abs
def absolute(x, c, relu):
    return relu(np.where(x > c, x - c, 0.0)) + relu(np.where(x > c, 0.0, c - x))


# %% other: moved_in_place
# shows: x -= c changes the argument x (for c other than 0).
def absolute(x, c, relu):
    x -= c
    return relu(x) + relu(-x)


# %% other: where_picks_the_side
# shows: np.where chooses between the two ReLUs; nothing but relu may bend.
def absolute(x, c, relu):
    right = relu(x - c)
    left = relu(c - x)
    return np.where(x > c, right, left)


# %% other: one_number_after_the_other
# shows: Iterates over x: TypeError for the shape ().
def absolute(x, c, relu):
    return np.array([relu(part - c) + relu(c - part) for part in x]).reshape(x.shape)


# %% other: whole_kinks_only
# shows: Rounds c to a whole number; shows for c = 0.5 or 2.75.
def absolute(x, c, relu):
    c = int(c)
    return 2 * relu(x - c) - (x - c)


# %% right: two_relus
# uses: not_required
def absolute(x, c, relu):
    return relu(x - c) + relu(-(x - c))


# %% right: one_relu_and_a_line
# uses: line
def absolute(x, c, relu):
    return 2 * relu(x - c) - (x - c)


# %% right: loop
def absolute(x, c, relu):
    out = np.zeros_like(x)
    for sign in (1, -1):
        out += relu(sign * (x - c))
    return out


# %% right: weights_of_a_layer
def absolute(x, c, relu):
    hidden = relu((x[..., None] - c) * np.array([1.0, -1.0]))
    return hidden @ np.ones(2)


# %% right: tensors
def absolute(x, c, relu):
    import tensorflow as tf

    z = tf.constant(x) - c
    return tf.add(relu(z), relu(-z))


# %% right: more_relus_than_needed
def absolute(x, c, relu):
    return relu(x - c) + relu(c - x) + relu(x + 1) - relu(relu(x + 1))


# %% right: line_and_one_relu
def absolute(x, c, relu):
    return x - c + relu(2 * c - 2 * x)


# %% right: both_halves_in_one_call
def absolute(x, c, relu):
    signs = np.array([3.0, -0.5]).reshape((2,) + (1,) * x.ndim)
    halves = relu(signs * x - signs * c)
    return np.tensordot(np.array([1 / 3, 2.0]), halves, axes=1)
