# %% wrong: second_change_too_small
# hint: Right of 1 the curve does not come down. At 1 the slope goes from 1 to −1: it
# changes by −2.
# breaks: curve
def hat(x, relu):
    return relu(x) - relu(x - 1) + relu(x - 2)


# %% wrong: never_flat_again
# hint: After 2 your function goes on falling. One more kink must stop it.
def hat(x, relu):
    return relu(x) - 2 * relu(x - 1)


# %% wrong: stays_up
# hint: You stop rising at 1, but do not come down.
def hat(x, relu):
    return relu(x) - relu(x - 1)


# %% wrong: kinks_on_the_left
# hint: relu(x + 1) bends at −1. Your hat sits on the wrong side of 0.
def hat(x, relu):
    return relu(x) - 2 * relu(x + 1) + relu(x + 2)


# %% wrong: twice_as_high
# hint: Every number is 2 times what it should be: the shape is right, but its top is 2.
def hat(x, relu):
    return 2 * relu(x) - 4 * relu(x - 1) + 2 * relu(x - 2)


# %% wrong: centred_at_zero
# hint: Your hat goes from −1 to 1, as the chapter's does. It should go from 0 to 2.
def hat(x, relu):
    return relu(x + 1) - 2 * relu(x) + relu(x - 1)


# %% wrong: absolute_value_inside
# hint: What you pass to relu has a bend at 1 already. Only relu may bend.
# breaks: affine
def hat(x, relu):
    return relu(1 - np.abs(x - 1))


# %% wrong: minimum_of_two_lines
# hint: What you pass to relu is bent already: the smaller of two lines has a kink.
# breaks: affine
def hat(x, relu):
    return relu(np.minimum(x, 2 - x)) + 0 * relu(-x)


# %% wrong: two_ramps_added
# hint: Left of 0 and right of 2 it rises without end: two ramps are added that point
# outwards.
def hat(x, relu):
    return relu(x) + relu(2 - x) - 2


# %% wrong: chooses_between_outputs
# hint: As the outputs of relu change, the result is no sum of them: something besides
# relu chooses among them, such as a mask or np.minimum. Every bend must come from relu.
# breaks: alone
def hat(x, relu):
    return relu(x) * (x <= 1) + relu(2 - x) * (x > 1)


# %% wrong: clipped_at_zero
# hint: The result is the larger of 0 and a sum: that is a bend of its own. Let relu do
# it.
# breaks: alone
def hat(x, relu):
    return np.maximum(relu(x) - 2 * relu(x - 1), 0.0)


# %% wrong: only_where_it_is_positive
# hint: relu is called for some numbers of x only, those that a mask has chosen: such a
# choice is a bend of its own.
# breaks: alone
def hat(x, relu):
    out = np.zeros_like(x)
    inside = (x > 0) & (x < 2)
    z = x[inside]
    out[inside] = relu(z) - 2 * relu(z - 1)
    return out


# %% wrong: numbers_in_a_row
# hint: The numbers are right; their shape is not. Give them the shape of x.
# breaks: shape
def hat(x, relu):
    z = x.ravel()
    return relu(z) - 2 * relu(z - 1) + relu(z - 2)


# %% wrong: computed_in_float32
# hint: The result is float64, but only 7 of its digits are right.
# breaks: float64
def hat(x, relu):
    z = x.astype("float32")
    return (relu(z) - 2 * relu(z - 1) + relu(z - 2)).astype("float64")


# %% wrong: returns_float32
# hint: float64 was expected and float32 came: half of the digits are lost.
# breaks: float64
def hat(x, relu):
    return np.float32(1) * (relu(x) - 2 * relu(x - 1) + relu(x - 2)).astype("float32")


# %% wrong: shifts_x_in_place
# hint: x −= 1 changes the caller's array. Write x − 1.
# breaks: input
def hat(x, relu):
    out = relu(x)
    x -= 1
    out = out - 2 * relu(x)
    x -= 1
    return out + relu(x)


# %% near: top_of_three
# not: twice_as_high
def hat(x, relu):
    return 3 * relu(x) - 6 * relu(x - 1) + 3 * relu(x - 2)


# %% near: clipped_elsewhere
# not: chooses_between_outputs clipped_at_zero
def hat(x, relu):
    return np.clip(relu(x) - 2 * relu(x - 1) + relu(x - 2), 0, 0.999999999999)


# %% near: bent_before
# not: absolute_value_inside minimum_of_two_lines
def hat(x, relu):
    return relu(np.sqrt(x * x) - 2 * relu(x - 1) + relu(x - 2) - relu(-x))


# %% near: wider
# not: centred_at_zero kinks_on_the_left
def hat(x, relu):
    return relu(x) - 1.5 * relu(x - 1) + 0.5 * relu(x - 3)


# %% other: steps_in_place
# shows: Goes on by x -= 1, so the argument x is 2 smaller afterwards.
def hat(x, relu):
    y = relu(x)
    x -= 1
    y = y - 2 * relu(x)
    x -= 1
    return y + relu(x)


# %% other: masks_choose_the_side
# shows: The factors (x <= 1) and (x > 1) bend (they choose a side); only relu may.
def hat(x, relu):
    up = relu(x) * (x <= 1)
    down = relu(2 - x) * (x > 1)
    return up + down


# %% other: clipped_to_be_safe
# shows: np.clip bends at -10 and 10: relu does not get an affine expression of x where |x| > 10 (the values are right).
def hat(x, relu):
    x = np.clip(x, -10, 10)
    return relu(x) - 2 * relu(x - 1) + relu(x - 2)


# %% other: smaller_of_two
# shows: np.minimum of two ReLUs bends at 1; only relu may bend.
def hat(x, relu):
    return np.minimum(relu(x), relu(2 - x))


# %% other: one_number_after_the_other
# shows: Iterates over x: TypeError for the shape ().
def hat(x, relu):
    values = [relu(v) - 2 * relu(v - 1) + relu(v - 2) for v in x]
    return np.array(values).reshape(x.shape)


# %% right: three_changes_of_slope
# uses: not_required
def hat(x, relu):
    return relu(x) - 2 * relu(x - 1) + relu(x - 2)


# %% right: relu_in_relu
# uses: nested
def hat(x, relu):
    return relu(1 - relu(x - 1) - relu(1 - x))


# %% right: with_a_line
# uses: line
def hat(x, relu):
    return x + relu(-x) - 2 * relu(x - 1) + relu(x - 2)


# %% right: a_layer_with_weights
def hat(x, relu):
    hidden = relu(x[..., None] + np.array([0.0, -1.0, -2.0]))
    return (hidden * np.array([1.0, -2.0, 1.0])).sum(axis=-1)


# %% right: two_clipped_ramps
def hat(x, relu):
    def ramp(z):
        return relu(z) - relu(z - 1)

    return ramp(x) - ramp(x - 1)


# %% right: minimum_by_relus
def hat(x, relu):
    smaller = x - relu(x - (2 - x))  # min(x, 2 − x)
    return relu(smaller)


# %% right: relu_of_a_tent
def hat(x, relu):
    tent = 1 - relu(x - 1) - relu(1 - x)
    return relu(tent)


# %% right: from_the_right_with_a_loop
def hat(x, relu):
    result = np.zeros(x.shape)
    for place, change in {2: 1.0, 1: -2.0, 0: 1.0}.items():
        result = result + change * relu(place - x)
    return result
