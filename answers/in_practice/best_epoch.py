# %% wrong: counted_from_zero
# hint: Python counts from 0, Keras prints epochs from 1.
def best_epoch(history):
    return int(np.nanargmin(history["val_loss"]))


# %% wrong: training_loss
# hint: The training loss nearly always falls to the end. It does not tell which epoch
# was best.
def best_epoch(history):
    return int(np.nanargmin(history["loss"])) + 1


# %% wrong: highest_loss
# hint: A loss is better the lower it is.
def best_epoch(history):
    return int(np.nanargmax(history["val_loss"])) + 1


# %% wrong: validation_accuracy
# hint: You look for the highest validation accuracy. Asked is the lowest validation
# loss; they need not agree.
def best_epoch(history):
    return int(np.nanargmax(history["val_accuracy"])) + 1


# %% wrong: lowest_accuracy
# hint: The lowest accuracy is the worst epoch. Take the validation loss.
def best_epoch(history):
    return int(np.argmin(history["val_accuracy"])) + 1


# %% wrong: loss_instead_of_epoch
# hint: You return the loss. Asked is when it was reached.
def best_epoch(history):
    return float(np.nanmin(history["val_loss"]))


# %% wrong: nan_wins
# hint: np.argmin stops at the first nan. Which function of NumPy skips it?
def best_epoch(history):
    return int(np.argmin(history["val_loss"])) + 1


# %% wrong: nan_at_the_start
# hint: min compares one after the other, and every comparison with nan is False: a
# nan at the start stays the smallest.
def best_epoch(history):
    return history["val_loss"].index(min(history["val_loss"])) + 1


# %% wrong: last_of_equals
# hint: Of equal losses you take the last one. The earliest wins.
def best_epoch(history):
    losses = history["val_loss"]
    lowest = np.nanmin(losses)
    return max(i for i, v in enumerate(losses) if v == lowest) + 1


# %% wrong: nan_removed_first
# hint: You throw the nan away and then count, so all later epochs move forward.
def best_epoch(history):
    losses = [v for v in history["val_loss"] if v == v]
    return int(np.argmin(losses)) + 1


# %% wrong: first_rise
# hint: You stop at the first rise. Later epochs may be lower still.
def best_epoch(history):
    losses = history["val_loss"]
    for i in range(1, len(losses)):
        if not losses[i] < losses[i - 1]:
            return i
    return len(losses)


# %% wrong: smallest_gap
# hint: The smallest distance between the two losses tells nothing about how low they
# are.
def best_epoch(history):
    return int(np.nanargmin(np.subtract(history["val_loss"], history["loss"]))) + 1


# %% right: nanargmin
def best_epoch(history):
    return int(np.nanargmin(history["val_loss"])) + 1


# %% right: loop
def best_epoch(history):
    best, lowest = 1, float("inf")
    for epoch, loss in enumerate(history["val_loss"], start=1):
        if loss < lowest:
            best, lowest = epoch, loss
    return best


# %% right: nan_to_infinity
def best_epoch(history):
    losses = np.array(history["val_loss"])
    return np.argmin(np.where(np.isnan(losses), np.inf, losses)) + 1


# %% right: smallest_pair
def best_epoch(history):
    pairs = [(v, i) for i, v in enumerate(history["val_loss"], 1) if v == v]
    return min(pairs)[1]
