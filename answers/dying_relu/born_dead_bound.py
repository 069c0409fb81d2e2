# %% wrong: probability_to_live
# hint: This is the probability that every layer lets something through. Subtract it from 1.
# breaks: bound
def born_dead_bound(widths):
    return np.prod([1 - 0.5**n for n in widths])


# %% wrong: all_layers_off
# hint: This is the product of the probabilities that a layer is off: that all layers are.
# One is enough.
def born_dead_bound(widths):
    return float(np.prod([0.5**n for n in widths])) if widths else 0.0


# %% wrong: sum_over_layers
# hint: This is the sum of the probabilities that a layer is off, which can exceed 1. It
# counts networks twice that die in two layers. Multiply the chances to survive.
def born_dead_bound(widths):
    return float(sum(0.5**n for n in widths))


# %% wrong: narrowest_layer_only
# hint: This is the bound for the narrowest layer only. The others add their risk.
def born_dead_bound(widths):
    return 0.5 ** min(widths) if widths else 0.0


# %% wrong: one_dead_unit_is_enough
# hint: This is the probability that any unit is off. A layer is closed only when all of its
# units are.
def born_dead_bound(widths):
    return 1 - 0.5 ** sum(widths)


# %% wrong: two_times_the_width
# hint: These are the numbers with 2·N in place of 2^N, 2 to the power of N.
def born_dead_bound(widths):
    return 1 - float(np.prod([1 - 1 / (2 * n) for n in widths]))


# %% wrong: last_width_left_out
# hint: This is the bound without the last width. widths holds hidden layers only; use them
# all.
def born_dead_bound(widths):
    return 1 - float(np.prod([1 - 0.5**n for n in widths[:-1]]))


# %% wrong: first_width_for_all
# hint: This is the bound for layers that are all as wide as the first.
def born_dead_bound(widths):
    return 1 - (1 - 0.5 ** widths[0]) ** len(widths) if widths else 0.0


# %% wrong: fails_without_layers
# hint: It stops for an empty list: there is no first width. Without layers the product is 1
# and the bound 0.
# breaks: none
def born_dead_bound(widths):
    alive = 1 - 0.5 ** widths[0]
    for width in widths[1:]:
        alive *= 1 - 0.5**width
    return 1 - alive


# %% wrong: one_without_layers
# hint: For an empty list the result is 1. Without layers nothing can be off: the product of
# no factors is 1, and the bound 0.
# breaks: none
def born_dead_bound(widths):
    if not widths:
        return 1.0
    return 1 - float(np.prod([1 - 0.5**n for n in widths]))


# %% wrong: mean_width
# hint: This is the bound for layers of the mean width. A narrow layer costs more than a wide
# one saves.
# breaks: widths
def born_dead_bound(widths):
    return 1 - (1 - 0.5 ** np.mean(widths)) ** len(widths) if widths else 0.0


# %% wrong: empties_the_list
# hint: The list of widths is another one afterwards: pop, sort and the like change it.
# breaks: input
def born_dead_bound(widths):
    alive = 1.0
    while widths:
        alive *= 1 - 0.5 ** widths.pop()
    return 1 - alive


# %% wrong: first_width_left_out
# hint: This is the bound without the first width. widths holds hidden layers only; use them
# all.
def born_dead_bound(widths):
    return 1 - float(np.prod([1 - 0.5**n for n in widths[1:]]))


# %% wrong: percentage
# hint: This is the bound in percent. A probability is a number from 0 to 1.
def born_dead_bound(widths):
    return 100 * (1 - float(np.prod([1 - 0.5**n for n in widths])))


# %% wrong: equal_widths_counted_once
# hint: Layers of equal width are counted as one. Each layer has its factor.
# breaks: widths
def born_dead_bound(widths):
    return 1 - float(np.prod([1 - 0.5**n for n in set(widths)]))


# %% wrong: integers_to_negative_powers
# hint: NumPy raises no integer to a negative power. Make one of both a float: 2.0.
def born_dead_bound(widths):
    return 1 - np.prod(1 - 2 ** (-np.array(widths)))


# %% right: vectorised
# uses: not_required
def born_dead_bound(widths):
    return 1 - np.prod(1 - np.exp2(-np.array(widths, float)))


# %% right: rounded_to_ten_digits
# uses: precise
def born_dead_bound(widths):
    return round(1 - float(np.prod([1 - 0.5**n for n in widths])), 10)


# %% right: logarithms
def born_dead_bound(widths):
    import math

    return -math.expm1(sum(math.log1p(-(2.0**-width)) for width in widths))


# %% right: recursion
def born_dead_bound(widths):
    if len(widths) == 0:
        return 0.0
    return 1 - (1 - 1 / 2 ** widths[0]) * (1 - born_dead_bound(widths[1:]))


# %% near: widest_layer_only
# not: narrowest_layer_only mean_width last_width_left_out
def born_dead_bound(widths):
    return 0.5 ** max(widths) if widths else 0.0


# %% near: another_base
# not: two_times_the_width one_dead_unit_is_enough sum_over_layers
def born_dead_bound(widths):
    return 1 - float(np.prod([1 - 0.4**n for n in widths]))


# %% right: powers_of_integers
def born_dead_bound(widths):
    off = 1 / np.power(2, np.array(widths))
    return 1 - np.prod(1 - off)


# %% other: float32_product
# shows: float32 has errors near 1e-7, more than 1e-9, e.g. for fifty layers of 10 units
def born_dead_bound(widths):
    lives = np.float32(1)
    for n in widths:
        lives *= np.float32(1) - np.float32(0.5) ** n
    return float(1 - lives)


# %% other: each_width_once
# shows: a dictionary by width keeps equal widths once only; shows when a width comes twice
def born_dead_bound(widths):
    alive = {n: 1 - 0.5**n for n in widths}
    product = 1.0
    for p in alive.values():
        product *= p
    return 1 - product


# %% right: large_powers_of_floats
def born_dead_bound(widths):
    bound = 1
    for N in widths:
        bound *= (2.0**N - 1) / 2.0**N
    return 1 - bound


# %% other: sum_over_the_layers
# shows: adds the probabilities of the layers (another, larger bound) instead of multiplying
def born_dead_bound(widths):
    return min(1.0, sum(2.0**-n for n in widths))


# %% right: exact_fractions
from fractions import Fraction
from math import prod


def born_dead_bound(widths):
    return float(1 - prod((1 - Fraction(1, 1 << n) for n in widths), start=Fraction(1)))


# %% right: dies_here_or_later
def born_dead_bound(widths):
    dead = np.float64(0.0)
    for n in reversed(widths):
        here = np.ldexp(1.0, -int(n))
        dead = here + (1 - here) * dead
    return dead
