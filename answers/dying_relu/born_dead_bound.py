# %% wrong: probability_to_live
# hint: That is the probability that every layer lets something through. Subtract it
# from 1.
def born_dead_bound(widths):
    return np.prod([1 - 0.5**n for n in widths])


# %% wrong: all_layers_off
# hint: You multiply the probabilities that a layer is off: that all layers are. One
# is enough.
def born_dead_bound(widths):
    return float(np.prod([0.5**n for n in widths])) if widths else 0.0


# %% wrong: sum_over_layers
# hint: Adding up counts networks twice that die in two layers, and can exceed 1.
# Multiply the chances to survive.
def born_dead_bound(widths):
    return float(sum(0.5**n for n in widths))


# %% wrong: narrowest_layer_only
# hint: You take the narrowest layer only. The others add their risk.
def born_dead_bound(widths):
    return 0.5 ** min(widths) if widths else 0.0


# %% wrong: one_dead_unit_is_enough
# hint: You ask whether any unit is off. A layer is closed only when all of its units
# are.
def born_dead_bound(widths):
    return 1 - 0.5 ** sum(widths)


# %% wrong: two_times_the_width
# hint: 2^N is 2 to the power of N, not 2 times N.
def born_dead_bound(widths):
    return 1 - float(np.prod([1 - 1 / (2 * n) for n in widths]))


# %% wrong: last_width_left_out
# hint: widths holds hidden layers only; use them all.
def born_dead_bound(widths):
    return 1 - float(np.prod([1 - 0.5**n for n in widths[:-1]]))


# %% wrong: no_layers_no_answer
# hint: Without layers the product is 1 and the bound 0; your code stops or gives
# something else.
def born_dead_bound(widths):
    alive = 1 - 0.5 ** widths[0]
    for width in widths[1:]:
        alive *= 1 - 0.5**width
    return 1 - alive


# %% wrong: mean_width
# hint: You use the mean width for all layers. A narrow layer costs more than a wide
# one saves.
def born_dead_bound(widths):
    return 1 - (1 - 0.5 ** np.mean(widths)) ** len(widths) if widths else 0.0


# %% right: vectorised
def born_dead_bound(widths):
    return 1 - np.prod(1 - np.exp2(-np.array(widths, float)))


# %% right: step_by_step
def born_dead_bound(widths):
    dead = 0.0
    for width in widths:
        dead = dead + (1 - dead) / 2**width
    return dead


# %% right: logarithms
def born_dead_bound(widths):
    import math

    return -math.expm1(sum(math.log1p(-(2.0**-width)) for width in widths))


# %% right: recursion
def born_dead_bound(widths):
    if len(widths) == 0:
        return 0.0
    return 1 - (1 - 1 / 2 ** widths[0]) * (1 - born_dead_bound(widths[1:]))
