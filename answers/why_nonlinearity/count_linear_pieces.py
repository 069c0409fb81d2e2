# %% wrong: one_more_than_units
# hint: D + 1 is the most that D units can do. Units may share a kink, or make none.
def count_linear_pieces(w1, b1, w2):
    return len(w1) + 1


# %% wrong: kinks_for_pieces
# hint: You count the kinks. One kink separates two pieces.
def count_linear_pieces(w1, b1, w2):
    bends = (w1 != 0) & (w2 != 0)
    return len(np.unique(np.round(-b1[bends] / w1[bends], 9)))


# %% wrong: shared_kinks_counted_twice
# hint: Units that bend at the same place make one kink.
def count_linear_pieces(w1, b1, w2):
    return 1 + int(np.sum((w1 != 0) & (w2 != 0)))


# %% wrong: output_weights_ignored
# hint: A unit with w₂ = 0 does not reach the output, so its kink cannot be seen.
def count_linear_pieces(w1, b1, w2):
    bends = w1 != 0
    return 1 + len(np.unique(np.round(-b1[bends] / w1[bends], 9)))


# %% wrong: zero_weights_divided
# hint: Where w₁ is 0 you divide by 0 and count a kink at infinity. Such a unit is
# constant.
def count_linear_pieces(w1, b1, w2):
    with np.errstate(all="ignore"):
        kinks = -b1 / w1
    return 1 + len(np.unique(np.round(kinks[w2 != 0], 9)))


# %% wrong: kinks_at_minus_the_bias
# hint: w₁x + b₁ is 0 at x = −b₁/w₁. You forgot to divide by w₁.
def count_linear_pieces(w1, b1, w2):
    changes = {}
    for w, b, v in zip(w1, b1, w2):
        if w != 0:
            changes[-b] = changes.get(-b, 0) + abs(w) * v
    return 1 + sum(abs(c) > 1e-9 for c in changes.values())


# %% wrong: cancelling_bends_counted
# hint: Where several units bend at one place, add their changes of slope first: they
# may cancel.
def count_linear_pieces(w1, b1, w2):
    bends = (w1 != 0) & (w2 != 0)
    return 1 + len(np.unique(np.round(-b1[bends] / w1[bends], 9)))


# %% wrong: sign_of_the_input_weight
# hint: A unit with w₁ < 0 is active on the left. From left to right its slope w₁·w₂
# disappears, which is a change of −w₁·w₂ = |w₁|·w₂.
def count_linear_pieces(w1, b1, w2):
    changes = {}
    for w, b, v in zip(w1, b1, w2):
        if w != 0:
            place = round(-b / w, 9)
            changes[place] = changes.get(place, 0) + w * v
    return 1 + sum(abs(c) > 1e-9 for c in changes.values())


# %% wrong: only_output_weights_added
# hint: The change of slope at a kink is |w₁|·w₂, not w₂ alone.
def count_linear_pieces(w1, b1, w2):
    changes = {}
    for w, b, v in zip(w1, b1, w2):
        if w != 0:
            place = round(-b / w, 9)
            changes[place] = changes.get(place, 0) + v
    return 1 + sum(abs(c) > 1e-9 for c in changes.values())


# %% wrong: searched_on_a_grid
# hint: A grid sees only its own interval, and no two kinks in one step. Compute where
# the kinks are.
def count_linear_pieces(w1, b1, w2):
    x = np.arange(-10, 10.001, 0.5)
    f = np.maximum(np.outer(x, w1) + b1, 0) @ w2
    return 1 + int(np.sum(np.abs(np.diff(f, 2)) > 1e-9))


# %% wrong: only_positive_inputs
# hint: You count the kinks at x ≥ 0. The line goes on to the left.
def count_linear_pieces(w1, b1, w2):
    changes = {}
    for w, b, v in zip(w1, b1, w2):
        if w != 0 and -b / w >= 0:
            place = round(-b / w, 9)
            changes[place] = changes.get(place, 0) + abs(w) * v
    return 1 + sum(abs(c) > 1e-9 for c in changes.values())


# %% wrong: only_rising_units
# hint: Units with w₁ < 0 bend too: they are active on the left of their kink.
def count_linear_pieces(w1, b1, w2):
    changes = {}
    for w, b, v in zip(w1, b1, w2):
        if w > 0:
            place = round(-b / w, 9)
            changes[place] = changes.get(place, 0) + w * v
    return 1 + sum(abs(c) > 1e-9 for c in changes.values())


# %% right: dictionary_of_changes
def count_linear_pieces(w1, b1, w2):
    changes = {}
    for w, b, v in zip(w1, b1, w2):
        if w != 0:
            place = round(-b / w, 9) + 0.0
            changes[place] = changes.get(place, 0.0) + abs(w) * v
    return 1 + sum(abs(change) > 1e-9 for change in changes.values())


# %% right: slopes_between_kinks
def count_linear_pieces(w1, b1, w2):
    kinks = np.unique(np.round([-b / w for w, b in zip(w1, b1) if w], 10))
    if not len(kinks):
        return 1
    inner = (kinks[1:] + kinks[:-1]) / 2
    places = np.concatenate([[kinks[0] - 1], inner, [kinks[-1] + 1]])
    active = np.outer(places, w1) + b1 > 0
    slopes = active @ (w1 * w2)
    return 1 + int(np.sum(np.abs(np.diff(slopes)) > 1e-9))


# %% right: sorted_and_grouped
def count_linear_pieces(w1, b1, w2):
    keep = np.flatnonzero(w1)
    kinks = -b1[keep] / w1[keep]
    order = np.argsort(kinks)
    kinks, changes = kinks[order], (np.abs(w1) * w2)[keep][order]
    pieces, i = 1, 0
    while i < len(kinks):
        j = i
        while j < len(kinks) and kinks[j] - kinks[i] < 1e-9:
            j += 1
        pieces += bool(abs(np.sum(changes[i:j])) > 1e-9)
        i = j
    return pieces


# %% right: numpy_add_at
def count_linear_pieces(w1, b1, w2):
    mask = w1 != 0
    places, which = np.unique(np.round(-b1[mask] / w1[mask], 9), return_inverse=True)
    total = np.zeros(len(places))
    np.add.at(total, which, np.abs(w1[mask]) * w2[mask])
    return int(np.count_nonzero(np.abs(total) > 1e-9)) + 1
