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


# %% wrong: always_false
# hint: You always answer False.
def overfits(history, patience=3):
    best = int(np.argmin(history["val_loss"]))
    last = len(history["val_loss"]) - 1
    return False


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


# %% near: patience_of_three_or_less
# not: patience_ignored
def overfits(history, patience=3):
    best = int(np.argmin(history["val_loss"]))
    last = len(history["val_loss"]) - 1
    patience = min(patience, 3)
    return last - best >= patience and history["loss"][-1] < history["loss"][best]


# %% near: validation_against_its_start
# not: gap_between_losses, always_false, no_patience
def overfits(history, patience=3):
    val = history["val_loss"]
    return len(val) > patience and val[-1] > val[0]
