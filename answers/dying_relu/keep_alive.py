# %% wrong: bias_kills_at_birth
# hint: A bias this low switches most units off before the first step, and nothing
# brings them back.
def keep_alive():
    return {"learning_rate": 0.03, "bias": -2.0}


# %% wrong: steps_too_large
# hint: These steps are far too large: the units are alive at the start and dead after
# a few steps. Lower the rate.
def keep_alive():
    return {"learning_rate": 2.0, "bias": 0.25}


# %% wrong: bias_too_large
# hint: A large positive bias makes large activations, hence large gradients, and the
# same rate becomes too large.
def keep_alive():
    return {"learning_rate": 0.03, "bias": 5.0}


# %% wrong: steps_too_small
# hint: Nothing dies, and nothing is learnt: the steps are too small for so few of
# them.
def keep_alive():
    return {"learning_rate": 1e-6, "bias": 0.25}


# %% wrong: no_steps
# hint: With a rate of 0 nothing dies because nothing moves.
def keep_alive():
    return {"learning_rate": 0.0, "bias": 0.25}


# %% wrong: uphill
# hint: A negative rate climbs the loss instead of descending.
def keep_alive():
    return {"learning_rate": -0.001, "bias": 0.25}


# %% wrong: tuple_for_dictionary
# hint: Return a dictionary with the keys learning_rate and bias.
def keep_alive():
    return (0.03, 0.25)


# %% wrong: bias_left_out
# hint: The dictionary needs both keys: learning_rate and bias.
def keep_alive():
    return {"learning_rate": 0.03}


# %% wrong: numbers_as_texts
# hint: The values are texts. Write numbers, without quotes.
def keep_alive():
    return {"learning_rate": "0.03", "bias": "0.25"}


# %% right: constants
def keep_alive():
    return dict(learning_rate=0.02, bias=0.25)


# %% right: search_by_hand
def keep_alive():
    for rate in (0.3, 0.02):
        runs = [train(rate, 0.25, seed) for seed in range(2)]
        if all(loss < 0.4 and dead <= 0.25 for loss, dead in runs):
            return {"learning_rate": rate, "bias": 0.25}
    return {"learning_rate": 0.02, "bias": 0.25}


# %% right: numpy_numbers
def keep_alive():
    return {"bias": np.float64(0.25), "learning_rate": np.float32(0.02)}
