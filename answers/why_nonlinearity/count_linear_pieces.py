# %% wrong: one_more_than_units
# hint: The results are D + 1, which is the most that D units can do. Units may share a
# kink, or make none.
def count_linear_pieces(w1, b1, w2):
    return len(w1) + 1


# %% wrong: kinks_for_pieces
# hint: The result is 1 too small, as if kinks were counted. One kink separates two
# pieces.
# breaks: pieces
def count_linear_pieces(w1, b1, w2):
    changes = {}
    for w, b, v in zip(w1, b1, w2):
        if w != 0:
            place = round(-b / w, 9) + 0.0
            changes[place] = changes.get(place, 0.0) + abs(w) * v
    return sum(abs(change) > 1e-9 for change in changes.values())


# %% wrong: shared_kinks_counted_twice
# hint: The result is too large where units bend at the same place: they make one kink.
def count_linear_pieces(w1, b1, w2):
    return 1 + int(np.sum((w1 != 0) & (w2 != 0)))


# %% wrong: output_weights_ignored
# hint: A unit with w₂ = 0 does not reach the output, so its kink cannot be seen.
def count_linear_pieces(w1, b1, w2):
    bends = w1 != 0
    return 1 + len(np.unique(np.round(-b1[bends] / w1[bends], 9)))


# %% wrong: kink_at_infinity
# hint: With w₁ = 0 the kink would be at infinity, and it is counted. Such a unit is
# constant.
# breaks: zero
def count_linear_pieces(w1, b1, w2):
    with np.errstate(all="ignore"):
        kinks = np.round(-b1 / w1, 9) + 0.0
    changes = np.where(w1 == 0, 1.0, np.abs(w1)) * w2
    places = np.unique(kinks)
    return 1 + sum(abs(changes[kinks == place].sum()) > 1e-9 for place in places)


# %% wrong: kinks_at_minus_the_bias
# hint: w₁x + b₁ is 0 at x = −b₁/w₁. At −b₁ it is only where w₁ is 1.
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
# breaks: slope
def count_linear_pieces(w1, b1, w2):
    changes = {}
    for w, b, v in zip(w1, b1, w2):
        if w != 0:
            place = round(-b / w, 9) + 0.0
            changes[place] = changes.get(place, 0) + w * v
    return 1 + sum(abs(c) > 1e-9 for c in changes.values())


# %% wrong: only_output_weights_added
# hint: The change of slope at a kink is |w₁|·w₂, not w₂ alone.
def count_linear_pieces(w1, b1, w2):
    changes = {}
    for w, b, v in zip(w1, b1, w2):
        if w != 0:
            place = round(-b / w, 9) + 0.0
            changes[place] = changes.get(place, 0) + v
    return 1 + sum(abs(c) > 1e-9 for c in changes.values())


# %% wrong: searched_on_a_grid
# hint: Kinks far from 0 are missed, or several in one step: a grid sees only its own
# interval. Compute where the kinks are.
def count_linear_pieces(w1, b1, w2):
    x = np.arange(-10, 10.001, 0.5)
    f = np.maximum(np.outer(x, w1) + b1, 0) @ w2
    return 1 + int(np.sum(np.abs(np.diff(f, 2)) > 1e-9))


# %% wrong: only_positive_inputs
# hint: Kinks left of 0 are missing. The line goes on to the left.
# breaks: pieces
def count_linear_pieces(w1, b1, w2):
    changes = {}
    for w, b, v in zip(w1, b1, w2):
        if w != 0 and -b / w >= 0:
            place = round(-b / w, 9) + 0.0
            changes[place] = changes.get(place, 0) + abs(w) * v
    return 1 + sum(abs(c) > 1e-9 for c in changes.values())


# %% wrong: only_rising_units
# hint: Units with w₁ < 0 bend too: they are active on the left of their kink.
def count_linear_pieces(w1, b1, w2):
    changes = {}
    for w, b, v in zip(w1, b1, w2):
        if w > 0:
            place = round(-b / w, 9) + 0.0
            changes[place] = changes.get(place, 0) + w * v
    return 1 + sum(abs(c) > 1e-9 for c in changes.values())


# %% wrong: tolerance_that_grows_with_x
# hint: Kinks that are 1e-7 apart are taken for one, far from 0: np.isclose, for
# one, allows relative differences of 1e-5 unless you say rtol=0.
# breaks: rounding
def count_linear_pieces(w1, b1, w2):
    bends = w1 != 0
    kinks, changes = -b1[bends] / w1[bends], np.abs(w1[bends]) * w2[bends]
    pieces = 1
    while kinks.size:
        here = np.isclose(kinks, kinks[0], atol=1e-9)
        pieces += int(abs(changes[here].sum()) > 1e-9)
        kinks, changes = kinks[~here], changes[~here]
    return pieces


# %% wrong: large_changes_only
# hint: A change of slope of 1e-7 is not counted. The text counts changes from 1e-8 on.
# breaks: rounding
def count_linear_pieces(w1, b1, w2):
    bends = w1 != 0
    kinks, changes = -b1[bends] / w1[bends], np.abs(w1[bends]) * w2[bends]
    pieces = 1
    while kinks.size:
        here = np.abs(kinks - kinks[0]) < 1e-9
        pieces += not np.isclose(changes[here].sum(), 0, atol=1e-6)
        kinks, changes = kinks[~here], changes[~here]
    return pieces


# %% wrong: kinks_compared_exactly
# hint: Kinks that differ by rounding alone are taken for two.
# breaks: rounding
def count_linear_pieces(w1, b1, w2):
    changes = {}
    for w, b, v in zip(w1, b1, w2):
        if w != 0:
            changes[-b / w] = changes.get(-b / w, 0.0) + abs(w) * v
    return 1 + sum(abs(change) > 1e-9 for change in changes.values())


# %% wrong: every_change_counts
# hint: A change of slope that is rounding alone is counted. Below 1e-10 it is none.
# breaks: rounding
def count_linear_pieces(w1, b1, w2):
    changes = {}
    for w, b, v in zip(w1, b1, w2):
        if w != 0:
            place = round(-b / w, 9) + 0.0
            changes[place] = changes.get(place, 0.0) + abs(w) * v
    return 1 + sum(change != 0 for change in changes.values())


# %% wrong: small_bends_dropped_before_adding
# hint: Many small changes at one place make a large one: add them first.
# breaks: rounding
def count_linear_pieces(w1, b1, w2):
    changes = {}
    for w, b, v in zip(w1, b1, w2):
        if abs(w * v) > 1e-9:
            place = round(-b / w, 9) + 0.0
            changes[place] = changes.get(place, 0.0) + abs(w) * v
    return 1 + sum(abs(change) > 1e-9 for change in changes.values())


# %% wrong: small_weights_for_zero
# hint: A small weight is not 0: with a large w₂ its bend can be seen.
# breaks: rounding
def count_linear_pieces(w1, b1, w2):
    changes = {}
    for w, b, v in zip(w1, b1, w2):
        if abs(w) > 1e-8:
            place = round(-b / w, 9) + 0.0
            changes[place] = changes.get(place, 0.0) + abs(w) * v
    return 1 + sum(abs(change) > 1e-9 for change in changes.values())


# %% wrong: kinks_in_float32
# hint: Kinks that are 1e-7 apart are taken for one, far from 0: float32, for one,
# has 7 digits.
def count_linear_pieces(w1, b1, w2):
    w1, b1 = w1.astype("float32"), b1.astype("float32")
    changes = {}
    for w, b, v in zip(w1, b1, w2):
        if w != 0:
            place = float(-b / w) + 0.0
            changes[place] = changes.get(place, 0.0) + abs(w) * v
    return 1 + sum(abs(change) > 1e-9 for change in changes.values())


# %% wrong: writes_into_its_arguments
# hint: The caller's arrays are not the same afterwards. Make new ones: *=, .sort() and
# the like work in place.
# breaks: input
def count_linear_pieces(w1, b1, w2):
    changes = {}
    for w, b, v in zip(w1, b1, w2):
        if w != 0:
            place = round(-b / w, 9) + 0.0
            changes[place] = changes.get(place, 0.0) + abs(w) * v
    w2 *= abs(w1)
    return 1 + sum(abs(change) > 1e-9 for change in changes.values())


# %% near: two_more
# not: kinks_for_pieces one_more_than_units
def count_linear_pieces(w1, b1, w2):
    changes = {}
    for w, b, v in zip(w1, b1, w2):
        if w != 0:
            place = round(-b / w, 9) + 0.0
            changes[place] = changes.get(place, 0.0) + abs(w) * v
    return 3 + sum(abs(change) > 1e-9 for change in changes.values())


# %% near: never_more_than_three
# not: searched_on_a_grid only_positive_inputs only_rising_units kinks_at_minus_the_bias
def count_linear_pieces(w1, b1, w2):
    changes = {}
    for w, b, v in zip(w1, b1, w2):
        if w != 0:
            place = round(-b / w, 9) + 0.0
            changes[place] = changes.get(place, 0.0) + abs(w) * v
    return min(3, 1 + sum(abs(change) > 1e-9 for change in changes.values()))


# %% near: weights_squared
# not: sign_of_the_input_weight only_output_weights_added cancelling_bends_counted
def count_linear_pieces(w1, b1, w2):
    changes = {}
    for w, b, v in zip(w1, b1, w2):
        if w != 0:
            place = round(-b / w, 9) + 0.0
            changes[place] = changes.get(place, 0.0) + w * w * v
    return 1 + sum(abs(change) > 1e-9 for change in changes.values())


# %% right: dictionary_of_changes
# uses: not_required
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


# %% right: every_pair_compared
def count_linear_pieces(w1, b1, w2):
    units = [(-b / w, abs(w) * v) for w, b, v in zip(w1, b1, w2) if w]
    pieces = np.float64(1)
    for i, (place, _) in enumerate(units):
        if any(np.isclose(place, p, rtol=0, atol=5e-10) for p, _ in units[:i]):
            continue
        change = sum(c for p, c in units if np.isclose(place, p, rtol=0, atol=5e-10))
        pieces += np.abs(change) >= 1e-8
    return pieces


# %% right: divides_by_zero_and_goes_on
def count_linear_pieces(w1, b1, w2):
    kinks, changes = np.round(-b1 / w1, 9) + 0.0, np.abs(w1) * w2
    places = np.unique(kinks[np.isfinite(kinks)])
    return 1 + sum(abs(changes[kinks == place].sum()) > 1e-9 for place in places)
