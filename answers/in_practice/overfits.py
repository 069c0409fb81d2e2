# %% wrong: gap_between_losses
# hint: You say True as soon as validation is worse than training. That is nearly always
# so, and no sign.
def overfits(history, patience=3):
    best = int(np.argmin(history["val_loss"]))
    last = len(history["val_loss"]) - 1
    return history["val_loss"][-1] > history["loss"][-1]


# %% wrong: training_loss_not_looked_at
# hint: A network that unlearns is none that overfits: its training loss counts too.
# breaks: training
def overfits(history, patience=3):
    best = int(np.argmin(history["val_loss"]))
    last = len(history["val_loss"]) - 1
    return last - best >= patience


# %% wrong: one_epoch_too_strict
# hint: The distance may be equal to patience: compare with >=.
# breaks: patience
def overfits(history, patience=3):
    best = int(np.argmin(history["val_loss"]))
    last = len(history["val_loss"]) - 1
    return last - best > patience and history["loss"][-1] < history["loss"][best]


# %% wrong: one_epoch_too_mild
# hint: Count the epochs after the best one, without it.
def overfits(history, patience=3):
    best = int(np.argmin(history["val_loss"]))
    last = len(history["val_loss"]) - 1
    return last - best + 1 >= patience and history["loss"][-1] < history["loss"][best]


# %% wrong: patience_ignored
# hint: You decide as if patience were 3, whatever it is. Use the argument.
def overfits(history, patience=3):
    best = int(np.argmin(history["val_loss"]))
    last = len(history["val_loss"]) - 1
    return last - best >= 3 and history["loss"][-1] < history["loss"][best]


# %% wrong: no_patience
# hint: You decide as if patience were 1, whatever it is. Use the argument.
def overfits(history, patience=3):
    best = int(np.argmin(history["val_loss"]))
    last = len(history["val_loss"]) - 1
    return last - best >= 1 and history["loss"][-1] < history["loss"][best]


# %% wrong: strictly_rising
# hint: Between the best epoch and the last the validation loss may also fall, as long
# as it stays above its best.
def overfits(history, patience=3):
    tail = history["val_loss"][-patience - 1 :]
    rising = all(a < b for a, b in zip(tail, tail[1:]))
    return bool(
        len(tail) > patience and rising and history["loss"][-1] < history["loss"][0]
    )


# %% wrong: only_compared_with_start
# hint: You decide as if the validation loss of the first epoch mattered. Compare with
# the best epoch.
def overfits(history, patience=3):
    best = int(np.argmin(history["val_loss"]))
    last = len(history["val_loss"]) - 1
    return history["val_loss"][-1] > history["val_loss"][0]


# %% wrong: latest_of_equals
# hint: Of equal validation losses the latest counts here. The earliest should.
# breaks: earliest
def overfits(history, patience=3):
    best = len(history["val_loss"]) - 1 - int(np.argmin(history["val_loss"][::-1]))
    last = len(history["val_loss"]) - 1
    return last - best >= patience and history["loss"][-1] < history["loss"][best]


# %% wrong: equal_counts_as_lower
# hint: An equal training loss is not a lower one.
def overfits(history, patience=3):
    best = int(np.argmin(history["val_loss"]))
    last = len(history["val_loss"]) - 1
    return last - best >= patience and history["loss"][-1] <= history["loss"][best]


# %% near: best_epoch_of_training
# not: one_epoch_too_strict, patience_ignored, equal_counts_as_lower
def overfits(history, patience=3):
    best = int(np.argmin(history["loss"]))
    last = len(history["val_loss"]) - 1
    return last - best >= patience and history["loss"][-1] < history["loss"][best]


# %% wrong: training_loss_rises
# hint: The sign is turned: when a network overfits, its training loss goes on
# falling.
def overfits(history, patience=3):
    best = int(np.argmin(history["val_loss"]))
    last = len(history["val_loss"]) - 1
    return last - best >= patience and history["loss"][-1] > history["loss"][best]


# %% wrong: number_instead_of_answer
# hint: You return how many epochs were in vain. Asked is True or False.
def overfits(history, patience=3):
    best = int(np.argmin(history["val_loss"]))
    last = len(history["val_loss"]) - 1
    return float(last - best)


# %% right: argmin
def overfits(history, patience=3):
    best = int(np.argmin(history["val_loss"]))
    last = len(history["val_loss"]) - 1
    return last - best >= patience and history["loss"][-1] < history["loss"][best]


# %% right: loop
def overfits(history, patience=3):
    best = 0
    for epoch, loss in enumerate(history["val_loss"]):
        if loss < history["val_loss"][best]:
            best = epoch
    if len(history["val_loss"]) - 1 - best < patience:
        return False
    return history["loss"][-1] < history["loss"][best]


# %% right: slices
# uses: not_required
def overfits(history, patience=3):
    losses = history["val_loss"]
    best = losses.index(min(losses))
    in_vain = losses[best + 1 :]
    return len(in_vain) >= patience and history["loss"][best] > history["loss"][-1]


# %% right: numpy_bool
def overfits(history, patience=3):
    val, loss = np.array(history["val_loss"]), np.array(history["loss"])
    best = np.flatnonzero(val == val.min())[0]
    return np.logical_and(val.size - best > patience, loss[-1] < loss[best])


# %% wrong: prints_instead_of_returning
# hint: The function shows its answer, but returns None.
# breaks: answer
def overfits(history, patience=3):
    best = int(np.argmin(history["val_loss"]))
    late = len(history["val_loss"]) - 1 - best >= patience
    print(late and history["loss"][-1] < history["loss"][best])


# %% wrong: changes_its_argument
# hint: The history of the caller is another one afterwards. Work on a copy.
# breaks: input
def overfits(history, patience=3):
    losses = history["val_loss"]
    best, last = losses.index(min(losses)), len(losses) - 1
    losses.sort()
    return last - best >= patience and history["loss"][-1] < history["loss"][best]


# %% wrong: another_default
# hint: Without a patience, 2 is taken here. The default is 3.
def overfits(history, patience=2):
    best = int(np.argmin(history["val_loss"]))
    last = len(history["val_loss"]) - 1
    return last - best >= patience and history["loss"][-1] < history["loss"][best]


# %% wrong: lowest_training_loss
# hint: You take the lowest training loss of all epochs. The one of the last epoch counts.
def overfits(history, patience=3):
    best = int(np.argmin(history["val_loss"]))
    last = len(history["val_loss"]) - 1
    return last - best >= patience and min(history["loss"]) < history["loss"][best]


# %% near: patience_in_halves
# not: patience_ignored, no_patience, one_epoch_too_strict, one_epoch_too_mild
def overfits(history, patience=3):
    best = int(np.argmin(history["val_loss"]))
    last = len(history["val_loss"]) - 1
    return last - best >= 2 * patience and history["loss"][-1] < history["loss"][best]


# %% near: one_of_the_two
# not: training_loss_not_looked_at, gap_between_losses, training_loss_rises
def overfits(history, patience=3):
    best = int(np.argmin(history["val_loss"]))
    last = len(history["val_loss"]) - 1
    return last - best >= patience or history["loss"][-1] < history["loss"][best]


# %% near: validation_against_its_start
# not: gap_between_losses, no_patience
def overfits(history, patience=3):
    val = history["val_loss"]
    return len(val) > patience and val[-1] > val[0]


# %% other: training_loss_patience_epochs_ago
# shows: compares with the training loss patience epochs ago, not of the best epoch;
# shows if the best lies further back
def overfits(history, patience=3):
    loss, val = history["loss"], history["val_loss"]
    since = len(val) - 1 - val.index(min(val))
    if since < patience:
        return False
    return loss[-1] < loss[-1 - patience]


# %% other: must_fall_in_every_epoch
# shows: asks that the training loss falls in each epoch since the best; a wobble with
# a lower end gives False
def overfits(history, patience=3):
    best = int(np.argmin(history["val_loss"]))
    after = history["loss"][best:]
    waited = len(after) - 1 >= patience
    falling = all(b < a for a, b in zip(after, after[1:]))
    return bool(waited and falling)


# %% other: no_epochs_before_the_window
# shows: min of an empty list raises a ValueError when there are no more epochs than
# patience
def overfits(history, patience=3):
    loss, val = history["loss"], history["val_loss"]
    before, recent = val[:-patience], val[-patience:]
    best = val.index(min(val))
    return min(before) <= min(recent) and loss[-1] < loss[best]


# %% other: last_of_equal_training_losses
# shows: of equal lowest validation losses, the last that still has patience epochs
# after it counts, not the earliest; shows if the training loss now lies between those
# of the two
def overfits(history, patience=3):
    loss, val = history["loss"], history["val_loss"]
    n = len(val)
    best = None
    for i in range(n - patience):  # epochs with patience epochs after them
        if val[i] == min(val):
            best = i
    if best is None:
        return False
    return loss[best] > loss[n - 1]


# %% right: recursion_over_pairs
def overfits(history, patience=3):
    pairs = tuple(zip(history["val_loss"], history["loss"]))

    def earliest(i):
        """Return the index of the lowest of the first i + 1 validation losses."""
        if i == 0:
            return 0
        j = earliest(i - 1)
        return i if pairs[i][0] < pairs[j][0] else j

    best = earliest(len(pairs) - 1)
    return best + patience < len(pairs) and pairs[-1][1] < pairs[best][1]


# %% right: windows_with_a_guard
def overfits(history, *args, **kwargs):
    def settle(patience=3):
        return patience

    p = settle(*args, **kwargs)
    val = np.array(history["val_loss"], dtype=float)
    loss = np.array(history["loss"], dtype=float)
    if p >= val.size:
        return False
    if val[:-p].min() > val[-p:].min():
        return False
    (where,) = np.nonzero(val == val.min())
    return not loss[-1] >= loss[where[0]]
