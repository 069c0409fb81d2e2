# %% wrong: dead_before_training
# hint: More than 30 % of the units are off for all rows before the first step already, and
# have not come back. Which bias switches them off?
def keep_alive():
    return {"learning_rate": 0.03, "bias": -2.0}


# %% wrong: learns_but_too_many_are_dead
# hint: The loss is small enough, but more than 30 % of the units are off for all rows before
# the first step already, and too few come back.
# breaks: alive
def keep_alive():
    return {"learning_rate": 0.1, "bias": -0.35}


# %% wrong: killed_by_steps
# hint: These units are alive at the start and dead after the steps: some step was too large
# for them. Lower the rate.
def keep_alive():
    return {"learning_rate": 0.3, "bias": 0.25}


# %% wrong: loss_grows_without_bound
# hint: The loss has grown beyond all bounds and the units are dead: the steps are far too
# large.
def keep_alive():
    return {"learning_rate": 2.0, "bias": 0.25}


# %% wrong: learns_too_little
# hint: Nothing dies, and little is learnt: the loss falls, but not below 0.5 in 150 steps.
# breaks: loss
def keep_alive():
    return {"learning_rate": 1e-6, "bias": 0.25}


# %% wrong: no_steps
# hint: The loss is what it was before training: nothing has moved.
# breaks: loss
def keep_alive():
    return {"learning_rate": 0.0, "bias": 0.25}


# %% wrong: uphill
# hint: With a negative rate the loss is climbed, not descended.
# breaks: loss
def keep_alive():
    return {"learning_rate": -0.001, "bias": 0.25}


# %% wrong: tuple_for_dictionary
# hint: A tuple or a list came. Return a dictionary with the keys learning_rate and bias.
def keep_alive():
    return (0.03, 0.25)


# %% wrong: one_key_too_few
# hint: The dictionary has one key only. It needs both: learning_rate and bias.
# breaks: settings
def keep_alive():
    return {"learning_rate": 0.03}


# %% wrong: numbers_as_texts
# hint: The values are texts. Write numbers, without quotes.
# breaks: settings
def keep_alive():
    return {"learning_rate": "0.03", "bias": "0.25"}


# %% wrong: other_keys
# hint: There are two keys, but not learning_rate and bias.
def keep_alive():
    return {"lr": 0.03, "b": 0.25}


# %% wrong: a_list_for_each_number
# hint: Each value must be one number, not a list of them.
def keep_alive():
    return {"learning_rate": [0.03], "bias": [0.25]}


# %% right: constants
# uses: constants, not_required
def keep_alive():
    return dict(learning_rate=0.02, bias=0.25)


# %% right: search
# uses: search
def keep_alive():
    for rate in (0.3, 0.02):
        runs = [train(rate, 0.25, seed) for seed in range(6)]
        if all(loss < 0.4 and dead <= 0.25 for loss, dead in runs):
            break
    return {"learning_rate": rate, "bias": 0.25}


# %% right: numpy_numbers
def keep_alive():
    return {"bias": np.float64(0.25), "learning_rate": np.float32(0.02)}


# %% right: ordered_dictionary
from collections import OrderedDict


def keep_alive():
    return OrderedDict([("bias", np.array(0.25)), ("learning_rate", 0.05)])


# %% right: zero_bias
def keep_alive():
    return {"learning_rate": 0.03, "bias": 0}


# %% near: good_for_the_first_seeds
# not: no_steps uphill
def keep_alive():
    return {"learning_rate": 0.03, "bias": 1.0}


# %% near: bias_much_too_large
# not: dead_before_training
def keep_alive():
    return {"learning_rate": 0.03, "bias": 5.0}


# %% other: tried_three_seeds
# shows: works for the seeds 0 to 2, but at seed 3 (and 5) more than 30 % of the units are dead
def keep_alive():
    return {"learning_rate": 0.05, "bias": 1.0}


# %% other: small_steps_and_a_large_bias
# shows: works for the seeds 0 to 2; at the seeds 3 to 5 units die, and the loss of some stays near 1
def keep_alive():
    settings = dict(bias=2.0, learning_rate=0.01)
    assert all(train(**settings, seed=s)[0] < 0.5 for s in range(3))
    return settings


# %% other: good_on_average
# shows: the mean loss over the seeds is below 0.5, but the losses of seeds 0 and 2 are not
def keep_alive():
    for rate in (0.001, 0.003, 0.01, 0.03, 0.1):
        runs = np.array([train(rate, 0.0, seed) for seed in range(6)])
        if runs[:, 0].mean() < 0.5 and runs[:, 1].mean() <= 0.3:
            return {"learning_rate": rate, "bias": 0.0}


# %% other: best_for_seed_zero
# shows: searches with the default seed 0 only; with this rate other seeds lose more than 30 % of their units
def keep_alive():
    best = None
    for rate in (0.2, 0.3):
        for bias in (0.05, 0.1):
            loss, dead = train(rate, bias)
            if dead <= 0.3 and (best is None or loss < best[0]):
                best = loss, rate, bias
    return {"learning_rate": best[1], "bias": best[2]}


# %% other: one_bias_for_each_unit
# shows: bias is an array of 16 numbers, not one number
def keep_alive():
    return {"learning_rate": 0.03, "bias": np.full(16, 0.1)}


# %% other: texts_for_numbers
# shows: the values are texts, not numbers
def keep_alive():
    return {"learning_rate": "0.03", "bias": "0.1"}


# %% right: numpy_scalars
def keep_alive():
    keys, values = ("bias", "learning_rate"), np.geomspace(0.3, 0.03, 2)
    return dict(zip(keys, values))


# %% right: searches_until_all_seeds_live
from itertools import product


def keep_alive():
    def fits(rate, bias):
        for seed in range(6):
            loss, dead = train(rate, bias, seed)
            if not (loss < 0.4 and dead <= 0.25):
                return False
        return True

    candidates = product((0.04, 0.02), (1.5, 0.5, 0.25))
    rate, bias = next(pair for pair in candidates if fits(*pair))
    return {"learning_rate": rate, "bias": bias}
