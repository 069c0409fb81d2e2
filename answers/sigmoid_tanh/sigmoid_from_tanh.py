# %% wrong: input_not_halved
# hint: The range is right, but the slope at 0 is 0.5 instead of 0.25: this is σ(2x).
# Change the input as well.
# breaks: formula
def sigmoid_from_tanh(x, tanh):
    return (tanh(x) + 1) / 2


# %% wrong: output_not_halved
# hint: The result runs from 0 to 2. Squeeze the output as well.
def sigmoid_from_tanh(x, tanh):
    return tanh(x / 2) + 1


# %% wrong: not_shifted
# hint: Every number is 0.5 too small: the result runs from −0.5 to 0.5. Shift it up.
def sigmoid_from_tanh(x, tanh):
    return tanh(x / 2) / 2


# %% wrong: shifted_after_halving
# hint: Every number is 0.5 too large. Add 1 before you halve, or 1/2 afterwards.
def sigmoid_from_tanh(x, tanh):
    return 1 + tanh(x / 2) / 2


# %% wrong: input_doubled
# hint: The slope at 0 is 1 instead of 0.25: this is σ(4x). The input is stretched the
# wrong way.
def sigmoid_from_tanh(x, tanh):
    return (tanh(2 * x) + 1) / 2


# %% wrong: the_chapters_direction
# hint: These are the numbers of 2·tanh(2x) − 1: the steps that make tanh of the sigmoid.
# Undo them.
def sigmoid_from_tanh(x, tanh):
    return 2 * tanh(2 * x) - 1


# %% wrong: upside_down
# hint: This is σ(−x): your curve falls from 1 to 0. Check the sign.
def sigmoid_from_tanh(x, tanh):
    return (1 - tanh(x / 2)) / 2


# %% wrong: returns_tanh
# hint: These are the numbers of the given function itself.
def sigmoid_from_tanh(x, tanh):
    return tanh(x)


# %% wrong: given_function_not_used
# hint: With another function in place of tanh you still return the sigmoid: use the one
# that you are given.
# breaks: given
def sigmoid_from_tanh(x, tanh):
    return logistic(x)


# %% wrong: precision_of_float32
# hint: The dtype is float64, but only the digits of float32 are right: something is
# computed in float32 on the way.
def sigmoid_from_tanh(x, tanh):
    return (1 + tanh(x.astype("float32") / 2).astype("float64")) / 2


# %% wrong: returns_float32
# hint: float64 goes in and float32 comes out.
# breaks: shape
def sigmoid_from_tanh(x, tanh):
    return ((1 + tanh(x / 2)) / 2).astype("float32")


# %% wrong: by_way_of_the_exponential
# hint: For tanh itself this is right; with another odd function in its place it is not
# what stretching and shifting make. Take those three steps only.
# breaks: given
def sigmoid_from_tanh(x, tanh):
    t = tanh(x / 4)
    return ((1 + t) / (1 - t)) ** 2 / (1 + ((1 + t) / (1 - t)) ** 2)


# %% wrong: halves_its_argument
# hint: You write into the array you were given: x /= 2 does. Make a new one: x / 2.
# breaks: input
def sigmoid_from_tanh(x, tanh):
    x /= 2
    return (1 + tanh(x)) / 2


# %% wrong: flattened
# hint: The numbers are right but stand in one long row. Give them the shape of x again.
# breaks: shape
def sigmoid_from_tanh(x, tanh):
    return np.array([(1 + tanh(v / 2)) / 2 for v in x.ravel()])


# %% right: halved_and_shifted
# uses: not_required
def sigmoid_from_tanh(x, tanh):
    return 0.5 * tanh(0.5 * x) + 0.5


# %% right: difference_of_two
def sigmoid_from_tanh(x, tanh):
    return 0.5 + (tanh(x / 2) - tanh(-x / 2)) / 4


# %% right: from_the_other_end
def sigmoid_from_tanh(x, tanh):
    y = tanh(np.multiply(x, -0.5))
    return (1 - y) / 2


# %% right: loop
def sigmoid_from_tanh(x, tanh):
    out = np.zeros_like(x)
    for index, value in np.ndenumerate(x):
        out[index] = (tanh(value / 2) + 1) / 2
    return out


# %% right: rounded_to_ten_digits
# uses: precise
def sigmoid_from_tanh(x, tanh):
    return np.round((tanh(x / 2) + 1) / 2, 10)


# %% right: odd_and_backwards
def sigmoid_from_tanh(x, tanh):
    bend = np.asarray(tanh(-x / 2))
    return np.float64(0.5) - bend * 0.5


# %% right: composed_of_three_steps
from functools import reduce


def sigmoid_from_tanh(x, tanh):
    steps = (lambda z: np.multiply(z, 0.5), tanh, lambda y: np.divide(y, 2), lambda y: y + 0.5)
    return reduce(lambda value, step: step(value), steps, np.array(x))


# %% near: another_bend_than_the_given
# not: given_function_not_used by_way_of_the_exponential
def sigmoid_from_tanh(x, tanh):
    return (1 + np.tanh(tanh(x / 2) * 0 + x / 2)) / 2 + 0.01 * (tanh(3.0) < 0)


# %% near: third_for_half
# not: input_not_halved input_doubled output_not_halved
def sigmoid_from_tanh(x, tanh):
    return (tanh(x / 3) + 1) / 2


# %% other: vectorize_a_function
# shows: np.vectorize fails for empty arrays (it cannot tell the output type)
def sigmoid_from_tanh(x, tanh):
    def one(z):
        return 0.5 + 0.5 * float(tanh(z / 2))

    return np.vectorize(one)(x)


# %% other: list_of_rows
# shows: iterates over x, so an array of shape () is a TypeError, and an empty (0, 3) becomes (0,)
def sigmoid_from_tanh(x, tanh):
    return np.array([(1 + tanh(row / 2)) / 2 for row in x])


# %% other: shortcut_for_large_numbers
# shows: beyond ±30 it returns 0 and 1 without the given function; wrong for functions that do not saturate
def sigmoid_from_tanh(x, tanh):
    middle = 0.5 * (1 + tanh(np.clip(x, -30, 30) / 2))
    return np.where(x > 30, 1.0, np.where(x < -30, 0.0, middle))


# %% other: halves_the_callers_array
# shows: x /= 2 changes the caller's array
def sigmoid_from_tanh(x, tanh):
    x /= 2
    return (tanh(x) + 1) / 2


# %% other: forgets_to_squeeze_the_input
# shows: tanh(x) instead of tanh(x/2); wrong for all x but 0
def sigmoid_from_tanh(x, tanh):
    return (tanh(x) + 1) / 2


# %% other: numpys_tanh
# shows: uses np.tanh and not the function given; shows with another odd function
def sigmoid_from_tanh(x, tanh):
    return 0.5 * np.tanh(0.5 * x) + 0.5
