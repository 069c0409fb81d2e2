# %% wrong: second_change_too_small
# hint: At 1 the slope goes from 1 to −1: it changes by −2, not by −1.
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
# hint: The shape is right, but its top is 2.
def hat(x, relu):
    return 2 * relu(x) - 4 * relu(x - 1) + 2 * relu(x - 2)


# %% wrong: centred_at_zero
# hint: Your hat goes from −1 to 1. It should go from 0 to 2.
def hat(x, relu):
    return relu(x + 1) - 2 * relu(x) + relu(x - 1)


# %% wrong: absolute_value_inside
# hint: The numbers are right, but np.abs makes the bend at 1. Only relu may bend.
def hat(x, relu):
    return relu(1 - np.abs(x - 1))


# %% wrong: minimum_of_two_lines
# hint: The numbers are right, but np.minimum makes the bend at 1. Only relu may bend.
def hat(x, relu):
    return relu(np.minimum(x, 2 - x)) + 0 * relu(-x)


# %% wrong: product_of_two_ramps
# hint: The product of two ramps is a parabola, not a hat: add ReLUs, do not multiply.
def hat(x, relu):
    return relu(x) * relu(2 - x)


# %% wrong: two_ramps_added
# hint: relu(x) + relu(2 − x) is never small: both ramps are added where they overlap.
def hat(x, relu):
    return relu(x) + relu(2 - x) - 2


# %% wrong: indices_in_the_middle
# hint: Masks of x bend the curve themselves. Every bend must come from relu.
def hat(x, relu):
    return relu(x) * (x <= 1) + relu(2 - x) * (x > 1)


# %% right: three_changes_of_slope
def hat(x, relu):
    return relu(x) - 2 * relu(x - 1) + relu(x - 2)


# %% right: relu_in_relu
def hat(x, relu):
    return relu(1 - relu(x - 1) - relu(1 - x))


# %% right: from_the_right
def hat(x, relu):
    return relu(2 - x) - 2 * relu(1 - x) + relu(-x)


# %% right: loop_over_kinks
def hat(x, relu):
    out = np.zeros(x.shape)
    for kink, change in ((0, 1), (1, -2), (2, 1)):
        out += change * relu(x - kink)
    return out


# %% right: a_layer_with_weights
def hat(x, relu):
    hidden = relu(x[..., None] + np.array([0.0, -1.0, -2.0]))
    return (hidden * np.array([1.0, -2.0, 1.0])).sum(axis=-1)


# %% right: two_clipped_ramps
def hat(x, relu):
    def ramp(z):
        return relu(z) - relu(z - 1)

    return ramp(x) - ramp(x - 1)
