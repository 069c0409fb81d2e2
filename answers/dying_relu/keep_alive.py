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
