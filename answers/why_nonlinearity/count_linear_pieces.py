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
# not: kinks_for_pieces
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


# %% other: relative_distance_of_kinks
# shows: math.isclose with a relative tolerance: kinks at 1e-11 and 2e-11 count as two, kinks 5e-8 apart at 1e6 as one.
import math


def count_linear_pieces(w1, b1, w2):
    kinks = sorted((-b / w, abs(w) * v) for w, b, v in zip(w1, b1, w2) if w != 0)
    groups = []
    for place, change in kinks:
        if groups and math.isclose(groups[-1][0], place, rel_tol=1e-12):
            groups[-1][1] += change
        else:
            groups.append([place, change])
    return 1 + sum(abs(change) > 1e-9 for _, change in groups)


# %% other: small_output_weights_are_none
# shows: Leaves out units with |w2| < 1e-10 though the slope changes by |w1|·w2; shows for w1 = 1e6, w2 = 1e-11.
def count_linear_pieces(w1, b1, w2):
    used = (w1 != 0) & (np.abs(w2) > 1e-10)
    places, changes = -b1[used] / w1[used], (np.abs(w1) * w2)[used]
    order = np.argsort(places)
    places, changes = places[order], changes[order]
    pieces, i = 1, 0
    while i < len(places):
        j = i
        while j < len(places) and places[j] - places[i] < 1e-9:
            j += 1
        pieces += abs(changes[i:j].sum()) > 1e-9
        i = j
    return int(pieces)


# %% other: tiny_changes_left_out_before_adding
# shows: A unit that changes the slope by less than 1e-10 is dropped before units at the same place are added; 500 units of 5e-11 at 0 change the slope by 2.5e-8.
def count_linear_pieces(w1, b1, w2):
    change = np.abs(w1) * w2
    keep = np.abs(change) > 1e-10
    change, places = change[keep], -b1[keep] / w1[keep]
    pieces = 1
    while len(places):
        here = np.abs(places - places.min()) < 1e-9
        if abs(change[here].sum()) > 1e-9:
            pieces += 1
        places, change = places[~here], change[~here]
    return pieces


# %% other: slopes_compared_by_isclose
# shows: Slopes of neighbouring pieces are compared with isclose's relative tolerance 1e-5; a change of 0.001 next to a slope of 1000 is not seen.
def count_linear_pieces(w1, b1, w2):
    used = w1 != 0
    places, changes = -b1[used] / w1[used], (np.abs(w1) * w2)[used]
    order = np.argsort(places)
    places, changes = places[order], changes[order]
    slope = float((w1 * w2)[w1 < 0].sum())
    slopes = [slope]
    for i, change in enumerate(changes):
        slope += change
        if i + 1 == len(changes) or places[i + 1] - places[i] > 1e-9:
            slopes.append(slope)
    bends = [
        not np.isclose(one, two, atol=1e-10) for one, two in zip(slopes, slopes[1:])
    ]
    return 1 + sum(bends)


# %% other: w2_scaled_in_place
# shows: w2 *= |w1| changes the argument w2 where |w1| is not 1.
def count_linear_pieces(w1, b1, w2):
    w2 *= np.abs(w1)
    used = w1 != 0
    kinks = sorted(zip((-b1[used] / w1[used]).tolist(), w2[used].tolist()))
    pieces, last, change = 1, None, 0.0
    for place, more in kinks:
        if last is not None and place - last > 1e-9:
            pieces += abs(change) > 1e-9
            change = 0.0
        change += more
        last = place
    return pieces + (abs(change) > 1e-9)


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


# %% right: rounded_to_ten_decimals
# uses: not_required
def count_linear_pieces(w1, b1, w2):
    changes = {}
    for w, b, v in zip(w1, b1, w2):
        if w != 0:
            place = round(float(-b / w), 10)
            changes[place] = changes.get(place, 0.0) + abs(w) * v
    return 1 + sum(abs(change) > 1e-9 for change in changes.values())


# %% right: exact_fractions
from fractions import Fraction


def count_linear_pieces(w1, b1, w2):
    near = Fraction(1, 10**9)
    units = [tuple(map(Fraction, unit)) for unit in zip(w1.tolist(), b1.tolist(), w2.tolist())]
    kinks = sorted((-b / w, abs(w) * v) for w, b, v in units if w)

    def count(rest):
        if not rest:
            return 1
        here = [kink for kink in rest if kink[0] - rest[0][0] < near]
        bend = abs(sum(change for _, change in here)) > near
        return int(bend) + count(rest[len(here) :])

    return count(kinks)


# %% right: bincount_over_groups
def count_linear_pieces(w1, b1, w2):
    bends = np.flatnonzero(w1)
    if bends.size == 0:
        return 1
    place = -b1[bends] / w1[bends]
    order = np.argsort(place, kind="stable")
    group = np.cumsum(np.r_[0, np.diff(place[order]) > 1e-9])
    change = np.bincount(group, weights=(w2 * np.abs(w1))[bends][order])
    return 1 + np.count_nonzero(np.abs(change) > 1e-9)
