# %% wrong: counted_from_zero
# hint: Your numbers are 1 too small: Python counts from 0, Keras prints epochs from 1.
# breaks: lowest
def best_epoch(history):
    return int(np.nanargmin(history["val_loss"]))


# %% wrong: training_loss
# hint: You name the epoch with the lowest training loss, which nearly always falls to
# the end. Take the validation loss.
def best_epoch(history):
    return int(np.nanargmin(history["loss"])) + 1


# %% wrong: highest_loss
# hint: A loss is better the lower it is.
def best_epoch(history):
    return int(np.nanargmax(history["val_loss"])) + 1


# %% wrong: validation_accuracy
# hint: You name the epoch with the highest validation accuracy. Asked is the lowest
# validation loss; they need not agree.
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
# hint: A nan counts as the lowest loss here. Which function of NumPy skips it?
# breaks: nan
def best_epoch(history):
    return int(np.argmin(history["val_loss"])) + 1


# %% wrong: nan_at_the_start
# hint: A nan at the start stays the smallest: every comparison with nan is False.
def best_epoch(history):
    return history["val_loss"].index(min(history["val_loss"])) + 1


# %% wrong: last_of_equals
# hint: Of equal losses the last one wins here. The earliest should.
# breaks: earliest
def best_epoch(history):
    losses = history["val_loss"]
    lowest = np.nanmin(losses)
    return max(i for i, v in enumerate(losses) if v == lowest) + 1


# %% wrong: nan_removed_first
# hint: Epochs after a nan move forward: you count without it.
def best_epoch(history):
    losses = [v for v in history["val_loss"] if v == v]
    return int(np.argmin(losses)) + 1


# %% wrong: first_rise
# hint: You name the last epoch before the loss rises for the first time. Later ones may
# be lower still.
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
# uses: not_required
def best_epoch(history):
    losses = np.array(history["val_loss"])
    return np.argmin(np.where(np.isnan(losses), np.inf, losses)) + 1


# %% right: smallest_pair
def best_epoch(history):
    pairs = [(v, i) for i, v in enumerate(history["val_loss"], 1) if v == v]
    return min(pairs)[1]


# %% wrong: losses_above_one
# hint: Only losses below 1 can win here. Begin with the first loss, or with infinity.
# breaks: size
def best_epoch(history):
    best, lowest = 1, 1.0
    for epoch, loss in enumerate(history["val_loss"], start=1):
        if loss < lowest:
            best, lowest = epoch, loss
    return best


# %% wrong: float_for_an_integer
# hint: The number is right, but it is a float. An epoch has an integer.
# breaks: integer
def best_epoch(history):
    return np.nanargmin(history["val_loss"]) + 1.0


# %% wrong: changes_its_argument
# hint: The history of the caller is another one afterwards. Work on a copy.
# breaks: input
def best_epoch(history):
    losses = history["val_loss"]
    epoch = int(np.nanargmin(losses)) + 1
    losses.sort()
    return epoch


# %% near: nan_as_zero
# not: nan_at_the_start, nan_removed_first, first_rise
def best_epoch(history):
    return int(np.argmin(np.nan_to_num(history["val_loss"]))) + 1


# %% near: losses_above_ten
# not: losses_above_one
def best_epoch(history):
    best, lowest = 1, 10.0
    for epoch, loss in enumerate(history["val_loss"], start=1):
        if loss < lowest:
            best, lowest = epoch, loss
    return best


# %% near: always_the_fourth
# not: counted_from_zero, nan_wins, validation_accuracy
def best_epoch(history):
    return 4


# %% near: nan_gets_the_last_loss
# not: nan_at_the_start, nan_removed_first
def best_epoch(history):
    losses = [history["val_loss"][-1] - 9 if v != v else v for v in history["val_loss"]]
    return int(np.argmin(losses)) + 1


# %% other: starts_from_a_thousand
# shows: the lowest loss so far begins at 1000, so losses that are all above give 0
def best_epoch(history):
    lowest, best = 1000.0, 0
    for epoch, loss in enumerate(history["val_loss"], 1):
        if loss < lowest:
            lowest, best = loss, epoch
    return best


# %% other: writes_over_nan
# shows: replaces each nan in the caller's list by inf; it shows only when there is a
# nan
def best_epoch(history):
    losses = history["val_loss"]
    for i, loss in enumerate(losses):
        if np.isnan(loss):
            losses[i] = float("inf")
    return losses.index(min(losses)) + 1


# %% other: forgets_the_last_epoch
# shows: range stops before the last epoch, which never wins, so a loss that falls to
# the end is missed
def best_epoch(history):
    losses = history["val_loss"]
    best = 1
    for epoch in range(1, len(losses)):
        now, lowest = losses[epoch - 1], losses[best - 1]
        if now < lowest or np.isnan(lowest):
            best = epoch
    return best


# %% other: rounds_as_keras_prints
# shows: rounds to four decimals as in Keras' output, so an earlier, slightly higher
# loss wins
def best_epoch(history):
    return int(np.nanargmin(np.round(history["val_loss"], 4))) + 1


# %% right: sorted_pairs
def best_epoch(history):
    pairs = [(v, n) for n, v in enumerate(history["val_loss"], start=1) if v == v]
    pairs.sort()
    return np.int64(pairs[0][1])
