# %% wrong: beta_the_wrong_way_round
# hint: The large numbers have a mean near 1/3, as those of Beta(1, 2) have. a = 2 comes first.
def asymmetric_init(n_in, n_out, rng):
    V = rng.normal(0, 0.6007 / np.sqrt(n_in), (n_in + 1, n_out))
    chosen = rng.integers(n_in + 1, size=n_out)
    V[chosen, np.arange(n_out)] = rng.beta(1, 2, size=n_out)
    return V[:-1], V[-1]


# %% wrong: mean_one_half
# hint: The large numbers have a mean near 1/2, as uniform ones have. Those of Beta(2, 1) have
# 2/3.
# breaks: beta
def asymmetric_init(n_in, n_out, rng):
    V = rng.normal(0, 0.6007 / np.sqrt(n_in), (n_in + 1, n_out))
    chosen = rng.integers(n_in + 1, size=n_out)
    V[chosen, np.arange(n_out)] = rng.random(n_out)
    return V[:-1], V[-1]


# %% wrong: bias_never_chosen
# hint: The large number of a unit is never its bias: there are n_in + 1 places.
# breaks: place
def asymmetric_init(n_in, n_out, rng):
    V = rng.normal(0, 0.6007 / np.sqrt(n_in), (n_in + 1, n_out))
    chosen = rng.integers(n_in, size=n_out)
    V[chosen, np.arange(n_out)] = rng.beta(2, 1, size=n_out)
    return V[:-1], V[-1]


# %% wrong: bias_always_chosen
# hint: The large number of each unit is its bias. Each of the n_in + 1 numbers is equally
# likely.
def asymmetric_init(n_in, n_out, rng):
    V = rng.normal(0, 0.6007 / np.sqrt(n_in), (n_in + 1, n_out))
    chosen = np.full(n_out, n_in)
    V[chosen, np.arange(n_out)] = rng.beta(2, 1, size=n_out)
    return V[:-1], V[-1]


# %% wrong: same_place_in_all_units
# hint: All units have their large number in the same place. Choose for each unit anew.
def asymmetric_init(n_in, n_out, rng):
    V = rng.normal(0, 0.6007 / np.sqrt(n_in), (n_in + 1, n_out))
    chosen = np.full(n_out, rng.integers(n_in + 1))
    V[chosen, np.arange(n_out)] = rng.beta(2, 1, size=n_out)
    return V[:-1], V[-1]


# %% wrong: one_for_each_input
# hint: Most units have no large number; instead each input, and the bias, has one in one of
# the units. Choose one number for each unit.
def asymmetric_init(n_in, n_out, rng):
    V = rng.normal(0, 0.6007 / np.sqrt(n_in), (n_in + 1, n_out))
    chosen = rng.integers(n_out, size=n_in + 1)
    V[np.arange(n_in + 1), chosen] = rng.beta(2, 1, size=n_in + 1)
    return V[:-1], V[-1]


# %% wrong: divided_by_n_in
# hint: The spread of the other numbers is 0.6007/n_in. It falls with the root of n_in.
# breaks: normal
def asymmetric_init(n_in, n_out, rng):
    V = rng.normal(0, 0.6007 / n_in, (n_in + 1, n_out))
    chosen = rng.integers(n_in + 1, size=n_out)
    V[chosen, np.arange(n_out)] = rng.beta(2, 1, size=n_out)
    return V[:-1], V[-1]


# %% wrong: he_scale
# hint: The other numbers have the spread √(2/n_in), which is He's. Here it is smaller,
# 0.6007/√n_in, to make room for the positive number.
def asymmetric_init(n_in, n_out, rng):
    V = rng.normal(0, np.sqrt(2 / n_in), (n_in + 1, n_out))
    chosen = rng.integers(n_in + 1, size=n_out)
    V[chosen, np.arange(n_out)] = rng.beta(2, 1, size=n_out)
    return V[:-1], V[-1]


# %% wrong: root_of_n_in_plus_one
# hint: With few inputs the numbers are too small: the spread is that of n_in + 1 inputs. The
# bias is not counted under the root.
def asymmetric_init(n_in, n_out, rng):
    V = rng.normal(0, 0.6007 / np.sqrt(n_in + 1), (n_in + 1, n_out))
    chosen = rng.integers(n_in + 1, size=n_out)
    V[chosen, np.arange(n_out)] = rng.beta(2, 1, size=n_out)
    return V[:-1], V[-1]


# %% wrong: added_instead_of_replaced
# hint: The mean square is as large as if the Beta draw were added to the normal number. It
# replaces it.
# breaks: beta
def asymmetric_init(n_in, n_out, rng):
    V = rng.normal(0, 0.6007 / np.sqrt(n_in), (n_in + 1, n_out))
    chosen = rng.integers(n_in + 1, size=n_out)
    V[chosen, np.arange(n_out)] += rng.beta(2, 1, size=n_out)
    return V[:-1], V[-1]


# %% wrong: bias_zero
# hint: The biases come out all the same. They are drawn like the weights.
def asymmetric_init(n_in, n_out, rng):
    V = rng.normal(0, 0.6007 / np.sqrt(n_in), (n_in + 1, n_out))
    chosen = rng.integers(n_in + 1, size=n_out)
    V[chosen, np.arange(n_out)] = rng.beta(2, 1, size=n_out)
    return V[:-1], np.zeros(n_out)


# %% wrong: transposed_kernel
# hint: The kernel has the shape (n_out, n_in). Keras wants one column for each unit:
# (n_in, n_out).
# breaks: pair
def asymmetric_init(n_in, n_out, rng):
    V = rng.normal(0, 0.6007 / np.sqrt(n_in), (n_in + 1, n_out))
    chosen = rng.integers(n_in + 1, size=n_out)
    V[chosen, np.arange(n_out)] = rng.beta(2, 1, size=n_out)
    return V[:-1].T, V[-1]


# %% wrong: float32_returned
# hint: float32 came, where float64 is asked for.
# breaks: pair
def asymmetric_init(n_in, n_out, rng):
    V = rng.normal(0, 0.6007 / np.sqrt(n_in), (n_in + 1, n_out))
    chosen = rng.integers(n_in + 1, size=n_out)
    V[chosen, np.arange(n_out)] = rng.beta(2, 1, size=n_out)
    return V[:-1].astype("float32"), V[-1].astype("float32")


# %% wrong: nothing_large
# hint: There is hardly a number beyond 0.3, so none was replaced by a draw from the Beta
# distribution; nothing keeps a unit alive.
def asymmetric_init(n_in, n_out, rng):
    V = rng.normal(0, 0.6007 / np.sqrt(n_in), (n_in + 1, n_out))
    return V[:-1], V[-1]


# %% wrong: rng_makes_no_difference
# hint: rng makes no difference: every state gives the same numbers. Draw from the argument
# rng.
# breaks: rng
def asymmetric_init(n_in, n_out, rng):
    rng = np.random.default_rng(0)
    V = rng.normal(0, 0.6007 / np.sqrt(n_in), (n_in + 1, n_out))
    chosen = rng.integers(n_in + 1, size=n_out)
    V[chosen, np.arange(n_out)] = rng.beta(2, 1, size=n_out)
    return V[:-1], V[-1]


# %% wrong: other_random_numbers_than_rng
# hint: Two generators in the same state give other numbers in every place. Draw from the
# argument rng, not from np.random or a new generator.
# breaks: rng
def asymmetric_init(n_in, n_out, rng):
    V = np.random.normal(0, 0.6007 / np.sqrt(n_in), (n_in + 1, n_out))
    chosen = np.random.randint(n_in + 1, size=n_out)
    V[chosen, np.arange(n_out)] = np.random.beta(2, 1, size=n_out)
    return V[:-1], V[-1]


# %% wrong: one_draw_for_all
# hint: All large numbers are the same: draw one for each unit.
def asymmetric_init(n_in, n_out, rng):
    V = rng.normal(0, 0.6007 / np.sqrt(n_in), (n_in + 1, n_out))
    chosen = rng.integers(n_in + 1, size=n_out)
    V[chosen, np.arange(n_out)] = rng.beta(2, 1)
    return V[:-1], V[-1]


# %% wrong: bias_is_a_row_of_the_kernel
# hint: The bias holds numbers that stand in the kernel as well: it has numbers of its own.
def asymmetric_init(n_in, n_out, rng):
    V = rng.normal(0, 0.6007 / np.sqrt(n_in), (n_in + 1, n_out))
    chosen = rng.integers(n_in + 1, size=n_out)
    V[chosen, np.arange(n_out)] = rng.beta(2, 1, size=n_out)
    return V[:-1], V[0].copy()


# %% right: loop_over_units
# uses: chance
def asymmetric_init(n_in, n_out, rng):
    W, b = np.empty((n_in, n_out)), np.empty(n_out)
    for unit in range(n_out):
        v = rng.normal(0.0, 0.6007 / n_in**0.5, size=n_in + 1)
        v[rng.choice(n_in + 1)] = rng.beta(2, 1)
        W[:, unit], b[unit] = v[:n_in], v[n_in]
    return W, b


# %% right: where_and_a_mask
def asymmetric_init(n_in, n_out, rng):
    W = rng.standard_normal((n_in, n_out)) * 0.6007 / np.sqrt(n_in)
    b = rng.standard_normal(n_out) * 0.6007 / np.sqrt(n_in)
    place = rng.integers(0, n_in, size=n_out, endpoint=True)
    positive = rng.beta(2, 1, size=n_out)
    W = np.where(np.arange(n_in)[:, None] == place, positive, W)
    return W, np.where(place == n_in, positive, b)


# %% right: rows_as_in_the_paper
def asymmetric_init(n_in, n_out, rng):
    V = rng.normal(size=(n_out, n_in + 1)) * (0.6007 / np.sqrt(n_in))
    for row in V:
        row[rng.integers(n_in + 1)] = np.sqrt(rng.random())
    return [V[:, :n_in].T.copy(), V[:, n_in].copy()]


# %% right: number_by_number
# uses: not_required
def asymmetric_init(n_in, n_out, rng):
    W = np.zeros((n_in, n_out))
    b = np.zeros(n_out)
    for j in range(n_out):
        for i in range(n_in):
            W[i, j] = rng.normal(0, 0.6007 / np.sqrt(n_in))
        b[j] = rng.normal(0, 0.6007 / np.sqrt(n_in))
        place = rng.integers(n_in + 1)
        if place == n_in:
            b[j] = rng.beta(2, 1)
        else:
            W[place, j] = rng.beta(2, 1)
    return W, b


# %% near: two_places_for_all_units
# not: same_place_in_all_units bias_always_chosen one_for_each_input
def asymmetric_init(n_in, n_out, rng):
    V = rng.normal(0, 0.6007 / np.sqrt(n_in), (n_in + 1, n_out))
    chosen = rng.integers(n_in + 1, size=2)[rng.integers(2, size=n_out)]
    V[chosen, np.arange(n_out)] = rng.beta(2, 1, size=n_out)
    return V[:-1], V[-1]


# %% near: twice_the_spread
# not: he_scale nothing_large
def asymmetric_init(n_in, n_out, rng):
    V = rng.normal(0, 1.3 / np.sqrt(n_in), (n_in + 1, n_out))
    chosen = rng.integers(n_in + 1, size=n_out)
    V[chosen, np.arange(n_out)] = rng.beta(2, 1, size=n_out)
    return V[:-1], V[-1]


# %% near: one_place_in_a_hundred_and_eighty
# not: same_place_in_all_units bias_always_chosen
def asymmetric_init(n_in, n_out, rng):
    V = rng.normal(0, 0.6007 / np.sqrt(n_in), (n_in + 1, n_out))
    chosen = rng.integers(max(n_in // 2, 1), size=n_out)
    V[chosen, np.arange(n_out)] = rng.beta(2, 1, size=n_out)
    return V[:-1], V[-1]


# %% near: another_mean_of_the_large
# not: mean_one_half beta_the_wrong_way_round
def asymmetric_init(n_in, n_out, rng):
    V = rng.normal(0, 0.6007 / np.sqrt(n_in), (n_in + 1, n_out))
    chosen = rng.integers(n_in + 1, size=n_out)
    V[chosen, np.arange(n_out)] = rng.beta(3, 1, size=n_out)
    return V[:-1], V[-1]


# %% other: places_dealt_like_cards
# shows: the places are a shuffled round robin, not chosen for each unit anew: never equal twice among n_in + 1 units
def asymmetric_init(n_in, n_out, rng):
    units = rng.normal(0, 0.6007 / np.sqrt(n_in), (n_in + 1, n_out))
    places = np.resize(rng.permutation(n_in + 1), n_out)
    units[places, np.arange(n_out)] = rng.beta(2, 1, size=n_out)
    return units[:-1], units[-1]


# %% other: uniform_instead_of_normal
# shows: the other numbers come from a uniform distribution of the same spread, not from a normal one
def asymmetric_init(n_in, n_out, rng):
    limit = 0.6007 / n_in**0.5 * 3**0.5
    units = rng.uniform(-limit, limit, size=(n_in + 1, n_out))
    for j in range(n_out):
        units[rng.integers(n_in + 1), j] = rng.beta(2, 1)
    return units[:n_in], units[n_in]


# %% other: uniform_with_the_mean_of_beta
# shows: the positive number is uniform on [1/3, 1], which has the mean of Beta(2, 1) but another shape
def asymmetric_init(n_in, n_out, rng):
    units = rng.normal(scale=0.6007 / np.sqrt(n_in), size=(n_in + 1, n_out))
    chosen = rng.integers(0, n_in + 1, size=n_out)
    units[chosen, range(n_out)] = rng.uniform(1 / 3, 1, size=n_out)
    return units[:-1], units[-1]


# %% other: copies_the_generator
# shows: draws from a copy of rng, so two calls with the same rng give the same numbers
import copy


def asymmetric_init(n_in, n_out, rng):
    rng = copy.deepcopy(rng)  # leave the caller's generator alone
    units = rng.normal(0, 0.6007 / np.sqrt(n_in), (n_out, n_in + 1))
    for unit in units:
        unit[rng.integers(len(unit))] = rng.beta(2, 1)
    return units[:, :-1].T.copy(), units[:, -1].copy()


# %% other: one_draw_for_all_units
# shows: rng.beta(2, 1) is called once, and all units get the same positive number
def asymmetric_init(n_in, n_out, rng):
    numbers = rng.normal(0, 0.6007 / np.sqrt(n_in), (n_in + 1, n_out))
    place = rng.integers(n_in + 1, size=n_out)
    numbers[place, np.arange(n_out)] = rng.beta(2, 1)
    return numbers[:-1], numbers[-1]


# %% other: replaces_the_largest
# shows: replaces each unit's largest number in size instead of one chosen by chance: the others are too small
def asymmetric_init(n_in, n_out, rng):
    numbers = rng.normal(0, 0.6007 / np.sqrt(n_in), (n_in + 1, n_out))
    place = np.argmax(np.abs(numbers), axis=0)
    numbers[place, np.arange(n_out)] = rng.beta(2, 1, n_out)
    return numbers[:-1], numbers[-1]


# %% other: bias_never_chosen_again
# shows: only a weight is chosen, never the bias
def asymmetric_init(n_in, n_out, rng):
    std = 0.6007 / np.sqrt(n_in)
    W = rng.normal(0, std, (n_in, n_out))
    b = rng.normal(0, std, n_out)
    W[rng.integers(n_in, size=n_out), np.arange(n_out)] = rng.beta(2, 1, n_out)
    return W, b


# %% right: where_with_one_hot
def asymmetric_init(n_in, n_out, rng):
    spot = np.floor(rng.random(n_out) * (n_in + 1)).astype(int)
    chosen = np.arange(n_in + 1)[:, None] == spot[None, :]
    normal = rng.standard_normal((n_in + 1, n_out)) * (0.6007 / n_in**0.5)
    beta = rng.beta(2.0, 1.0, size=(n_in + 1, n_out))
    all_numbers = np.where(chosen, beta, normal)
    W, b = np.split(all_numbers, [n_in])
    return W, b.reshape(n_out)


# %% right: unit_by_unit_with_larger_of_two
def asymmetric_init(n_in, n_out, rng):
    W, b = np.empty((n_in, n_out)), np.empty(n_out)
    for unit in range(n_out):
        numbers = [rng.normal(0.0, 0.6007 * n_in**-0.5) for _ in range(n_in)]
        numbers.insert(int(rng.choice(n_in + 1)), max(rng.random(), rng.random()))
        *W[:, unit], b[unit] = numbers
    return W, b
