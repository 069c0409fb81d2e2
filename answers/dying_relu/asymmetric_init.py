# %% wrong: beta_the_wrong_way_round
# hint: Beta(1, 2) prefers small numbers. a = 2 comes first.
def asymmetric_init(n_in, n_out, rng):
    V = rng.normal(0, 0.6007 / np.sqrt(n_in), (n_in + 1, n_out))
    chosen = rng.integers(n_in + 1, size=n_out)
    V[chosen, np.arange(n_out)] = rng.beta(1, 2, size=n_out)
    return V[:-1], V[-1]


# %% wrong: uniform_for_beta
# hint: A uniform draw has the mean 1/2. Beta(2, 1) prefers numbers near 1.
def asymmetric_init(n_in, n_out, rng):
    V = rng.normal(0, 0.6007 / np.sqrt(n_in), (n_in + 1, n_out))
    chosen = rng.integers(n_in + 1, size=n_out)
    V[chosen, np.arange(n_out)] = rng.random(n_out)
    return V[:-1], V[-1]


# %% wrong: bias_never_chosen
# hint: Your choice never falls on the bias: there are n_in + 1 places.
def asymmetric_init(n_in, n_out, rng):
    V = rng.normal(0, 0.6007 / np.sqrt(n_in), (n_in + 1, n_out))
    chosen = rng.integers(n_in, size=n_out)
    V[chosen, np.arange(n_out)] = rng.beta(2, 1, size=n_out)
    return V[:-1], V[-1]


# %% wrong: bias_always_chosen
# hint: You always make the bias positive. Each of the n_in + 1 numbers is equally
# likely.
def asymmetric_init(n_in, n_out, rng):
    V = rng.normal(0, 0.6007 / np.sqrt(n_in), (n_in + 1, n_out))
    chosen = np.full(n_out, n_in)
    V[chosen, np.arange(n_out)] = rng.beta(2, 1, size=n_out)
    return V[:-1], V[-1]


# %% wrong: same_place_in_all_units
# hint: You choose one place for all units. Choose for each unit anew.
def asymmetric_init(n_in, n_out, rng):
    V = rng.normal(0, 0.6007 / np.sqrt(n_in), (n_in + 1, n_out))
    chosen = np.full(n_out, rng.integers(n_in + 1))
    V[chosen, np.arange(n_out)] = rng.beta(2, 1, size=n_out)
    return V[:-1], V[-1]


# %% wrong: one_for_each_input
# hint: You choose one unit for each input. Choose one number for each unit.
def asymmetric_init(n_in, n_out, rng):
    V = rng.normal(0, 0.6007 / np.sqrt(n_in), (n_in + 1, n_out))
    chosen = rng.integers(n_out, size=n_in + 1)
    V[np.arange(n_in + 1), chosen] = rng.beta(2, 1, size=n_in + 1)
    return V[:-1], V[-1]


# %% wrong: variance_for_standard_deviation
# hint: You divide by n_in. The standard deviation falls with the root of it.
def asymmetric_init(n_in, n_out, rng):
    V = rng.normal(0, 0.6007 / n_in, (n_in + 1, n_out))
    chosen = rng.integers(n_in + 1, size=n_out)
    V[chosen, np.arange(n_out)] = rng.beta(2, 1, size=n_out)
    return V[:-1], V[-1]


# %% wrong: he_scale
# hint: That is He's scale. Here it is smaller, 0.6007/√n_in, to make room for the
# positive number.
def asymmetric_init(n_in, n_out, rng):
    V = rng.normal(0, np.sqrt(2 / n_in), (n_in + 1, n_out))
    chosen = rng.integers(n_in + 1, size=n_out)
    V[chosen, np.arange(n_out)] = rng.beta(2, 1, size=n_out)
    return V[:-1], V[-1]


# %% wrong: root_of_the_whole
# hint: You take the root of 0.6007 too. Only n_in stands under it.
def asymmetric_init(n_in, n_out, rng):
    V = rng.normal(0, np.sqrt(0.6007 / n_in), (n_in + 1, n_out))
    chosen = rng.integers(n_in + 1, size=n_out)
    V[chosen, np.arange(n_out)] = rng.beta(2, 1, size=n_out)
    return V[:-1], V[-1]


# %% wrong: added_instead_of_replaced
# hint: You add the Beta draw to the normal number. It replaces it.
def asymmetric_init(n_in, n_out, rng):
    V = rng.normal(0, 0.6007 / np.sqrt(n_in), (n_in + 1, n_out))
    chosen = rng.integers(n_in + 1, size=n_out)
    V[chosen, np.arange(n_out)] += rng.beta(2, 1, size=n_out)
    return V[:-1], V[-1]


# %% wrong: bias_zero
# hint: Your biases are all 0. They are drawn like the weights.
def asymmetric_init(n_in, n_out, rng):
    V = rng.normal(0, 0.6007 / np.sqrt(n_in), (n_in + 1, n_out))
    chosen = rng.integers(n_in + 1, size=n_out)
    V[chosen, np.arange(n_out)] = rng.beta(2, 1, size=n_out)
    return V[:-1], np.zeros(n_out)


# %% wrong: transposed_kernel
# hint: Your kernel is (n_out, n_in). Keras wants one column for each unit: (n_in,
# n_out).
def asymmetric_init(n_in, n_out, rng):
    V = rng.normal(0, 0.6007 / np.sqrt(n_in), (n_in + 1, n_out))
    chosen = rng.integers(n_in + 1, size=n_out)
    V[chosen, np.arange(n_out)] = rng.beta(2, 1, size=n_out)
    return V[:-1].T, V[-1]


# %% wrong: one_matrix
# hint: You return all numbers in one matrix. Return the kernel and the bias apart.
def asymmetric_init(n_in, n_out, rng):
    V = rng.normal(0, 0.6007 / np.sqrt(n_in), (n_in + 1, n_out))
    chosen = rng.integers(n_in + 1, size=n_out)
    V[chosen, np.arange(n_out)] = rng.beta(2, 1, size=n_out)
    return V


# %% wrong: nothing_positive
# hint: No number is drawn from the Beta distribution, so nothing keeps a unit alive.
def asymmetric_init(n_in, n_out, rng):
    V = rng.normal(0, 0.6007 / np.sqrt(n_in), (n_in + 1, n_out))
    return V[:-1], V[-1]


# %% wrong: own_generator
# hint: You made a generator of your own. Draw from the argument rng.
def asymmetric_init(n_in, n_out, rng):
    rng = np.random.default_rng(0)
    V = rng.normal(0, 0.6007 / np.sqrt(n_in), (n_in + 1, n_out))
    chosen = rng.integers(n_in + 1, size=n_out)
    V[chosen, np.arange(n_out)] = rng.beta(2, 1, size=n_out)
    return V[:-1], V[-1]


# %% right: loop_over_units
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
