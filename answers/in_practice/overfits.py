# %% wrong: gap_between_losses
# hint: Validation is nearly always worse than training. The gap alone is no sign.
def overfits(history, patience=3):
    best = int(np.argmin(history["val_loss"]))
    last = len(history["val_loss"]) - 1
    return history["val_loss"][-1] > history["loss"][-1]


# %% wrong: training_loss_not_looked_at
# hint: A network that unlearns is no network that overfits: look at the training loss
# too.
def overfits(history, patience=3):
    best = int(np.argmin(history["val_loss"]))
    last = len(history["val_loss"]) - 1
    return last - best >= patience


# %% wrong: one_epoch_too_strict
# hint: The distance may be equal to patience: compare with >=.
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
# hint: patience is always 3 here. Use the argument.
def overfits(history, patience=3):
    best = int(np.argmin(history["val_loss"]))
    last = len(history["val_loss"]) - 1
    return last - best >= 3 and history["loss"][-1] < history["loss"][best]


# %% wrong: no_patience
# hint: One worse epoch is enough for you. Wait for as many as patience says.
def overfits(history, patience=3):
    best = int(np.argmin(history["val_loss"]))
    last = len(history["val_loss"]) - 1
    return last - best >= 1 and history["loss"][-1] < history["loss"][best]


# %% wrong: strictly_rising
# hint: The validation loss need not rise in each epoch. It is enough that it does not
# come below its best again.
def overfits(history, patience=3):
    tail = history["val_loss"][-patience - 1 :]
    rising = all(a < b for a, b in zip(tail, tail[1:]))
    return bool(
        len(tail) > patience and rising and history["loss"][-1] < history["loss"][0]
    )


# %% wrong: only_compared_with_start
# hint: Both losses are below where they began: compare with the best epoch, not with
# the first.
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
# hint: Of equal validation losses the earliest counts; you take the latest.
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


# %% wrong: best_epoch_of_training
# hint: You search for the best training epoch. Asked is the lowest validation loss.
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
