# %% wrong: alive_counted
# hint: Where all networks live the result is 1, and where all are dead it is 0: this is the
# share of living networks.
# breaks: rate
def born_dead_rate(widths, X, trials, rng):
    dead = 0
    for _ in range(trials):
        A = X
        for width in widths:
            W = rng.normal(0, np.sqrt(2 / A.shape[1]), (A.shape[1], width))
            A = np.maximum(A @ W, 0)
        dead += np.any(A > 0)
    return dead / trials


# %% wrong: count_for_share
# hint: The result is larger than 1: a count. Divide by the number of trials.
def born_dead_rate(widths, X, trials, rng):
    dead = 0
    for _ in range(trials):
        A = X
        for width in widths:
            W = rng.normal(0, np.sqrt(2 / A.shape[1]), (A.shape[1], width))
            A = np.maximum(A @ W, 0)
        dead += np.all(A == 0)
    return float(dead)


# %% wrong: one_row_is_enough
# hint: A row of zeros alone makes a network dead in your count, though another row comes
# through. Dead means: 0 for all rows.
# breaks: dead
def born_dead_rate(widths, X, trials, rng):
    dead = 0
    for _ in range(trials):
        A = X
        for width in widths:
            W = rng.normal(0, np.sqrt(2 / A.shape[1]), (A.shape[1], width))
            A = np.maximum(A @ W, 0)
        dead += np.any(np.all(A == 0, axis=1))
    return dead / trials


# %% wrong: one_dead_unit_is_enough
# hint: Networks of 40 units in a layer are all counted as dead, though some unit is always
# on. All units of the last layer must be 0.
def born_dead_rate(widths, X, trials, rng):
    dead = 0
    for _ in range(trials):
        A = X
        for width in widths:
            W = rng.normal(0, np.sqrt(2 / A.shape[1]), (A.shape[1], width))
            A = np.maximum(A @ W, 0)
        dead += np.any(np.all(A == 0, axis=0))
    return dead / trials


# %% wrong: share_of_zeros
# hint: With 40 units for one input the result is not 0 but between 0 and 1, as a share of
# zeros is. A network is dead or it is not: count the dead networks.
def born_dead_rate(widths, X, trials, rng):
    dead = 0
    for _ in range(trials):
        A = X
        for width in widths:
            W = rng.normal(0, np.sqrt(2 / A.shape[1]), (A.shape[1], width))
            A = np.maximum(A @ W, 0)
        dead += np.mean(A == 0)
    return dead / trials


# %% wrong: never_off
# hint: No network is ever counted as dead, but for inputs of 0: do the layers have ReLU?
def born_dead_rate(widths, X, trials, rng):
    dead = 0
    for _ in range(trials):
        A = X
        for width in widths:
            W = rng.normal(0, np.sqrt(2 / A.shape[1]), (A.shape[1], width))
            A = A @ W
        dead += np.all(A == 0)
    return dead / trials


# %% wrong: positive_weights
# hint: The positive input 1 always comes through one unit, and −1 never: no weight is
# negative. Draw from a distribution that is symmetric around 0.
def born_dead_rate(widths, X, trials, rng):
    dead = 0
    for _ in range(trials):
        A = X
        for width in widths:
            W = rng.random((A.shape[1], width))
            A = np.maximum(A @ W, 0)
        dead += np.all(A == 0)
    return dead / trials


# %% wrong: last_layer_not_looked_at
# hint: With widths [40, 1] no network is born dead, so the last layer plays no part.
def born_dead_rate(widths, X, trials, rng):
    dead = 0
    for _ in range(trials):
        A = X
        for width in widths:
            W = rng.normal(0, np.sqrt(2 / A.shape[1]), (A.shape[1], width))
            A = np.maximum(A @ W, 0)
            break
        dead += np.all(A == 0)
    return dead / trials


# %% wrong: biases_added
# hint: Where all inputs are 0 a network without biases is always dead; yours are not.
def born_dead_rate(widths, X, trials, rng):
    dead = 0
    for _ in range(trials):
        A = X
        for width in widths:
            W = rng.normal(0, np.sqrt(2 / A.shape[1]), (A.shape[1], width))
            A = np.maximum(A @ W + rng.normal(size=width), 0)
        dead += np.all(A == 0)
    return dead / trials


# %% wrong: bound_for_simulation
# hint: One unit with the inputs 1 and −1 is always on for one of them, and yet you count dead
# networks: the bound does, which looks at one input.
def born_dead_rate(widths, X, trials, rng):
    return 1 - float(np.prod([1 - 0.5**width for width in widths]))


# %% wrong: same_network_every_time
# hint: All networks of a call are dead, or none is: draw new weights for each.
def born_dead_rate(widths, X, trials, rng):
    kernels, n_in = [], X.shape[1]
    for width in widths:
        kernels.append(rng.normal(size=(n_in, width)))
        n_in = width
    dead = 0
    for _ in range(trials):
        A = X
        for W in kernels:
            A = np.maximum(A @ W, 0)
        dead += np.all(A == 0)
    return dead / trials


# %% wrong: layers_share_their_weights
# hint: The rate for nine equal layers is too low, while all else is right: does each layer
# have weights of its own?
# breaks: weights
def born_dead_rate(widths, X, trials, rng):
    dead = 0
    for _ in range(trials):
        A, drawn = X, {}
        for width in widths:
            shape = (A.shape[1], width)
            if shape not in drawn:
                drawn[shape] = rng.normal(size=shape)
            A = np.maximum(A @ drawn[shape], 0)
        dead += np.all(A == 0)
    return dead / trials


# %% wrong: small_counts_as_zero
# hint: Networks with outputs near 1e-20 are counted as dead. Compare with 0 exactly.
# breaks: dead
def born_dead_rate(widths, X, trials, rng):
    dead = 0
    for _ in range(trials):
        A = X
        for width in widths:
            W = rng.normal(0, np.sqrt(2 / A.shape[1]), (A.shape[1], width))
            A = np.maximum(A @ W, 0)
        dead += np.all(np.isclose(A, 0))
    return dead / trials


# %% wrong: rng_makes_no_difference
# hint: rng makes no difference: every state gives the same rate. Draw from the argument rng.
# breaks: rng
def born_dead_rate(widths, X, trials, rng):
    dead = 0
    rng = np.random.default_rng(0)
    for _ in range(trials):
        A = X
        for width in widths:
            W = rng.normal(0, np.sqrt(2 / A.shape[1]), (A.shape[1], width))
            A = np.maximum(A @ W, 0)
        dead += np.all(A == 0)
    return dead / trials


# %% wrong: other_random_numbers_than_rng
# hint: Two generators in the same state give different rates, so other random numbers were
# used: np.random's, or a new generator's. Draw from the argument rng.
# breaks: rng
def born_dead_rate(widths, X, trials, rng):
    dead = 0
    for _ in range(trials):
        A = X
        for width in widths:
            W = np.random.normal(0, np.sqrt(2 / A.shape[1]), (A.shape[1], width))
            A = np.maximum(A @ W, 0)
        dead += np.all(A == 0)
    return dead / trials


# %% wrong: copy_of_the_generator
# hint: One generator gives the same rate again and again: numbers were drawn from a copy of
# it.
# breaks: rng
def born_dead_rate(widths, X, trials, rng):
    import copy

    rng, dead = copy.deepcopy(rng), 0
    for _ in range(trials):
        A = X
        for width in widths:
            W = rng.normal(0, np.sqrt(2 / A.shape[1]), (A.shape[1], width))
            A = np.maximum(A @ W, 0)
        dead += np.all(A == 0)
    return dead / trials


# %% wrong: first_width_for_all
# hint: With widths [12, 1] nearly no network is born dead, so the second width is not used.
def born_dead_rate(widths, X, trials, rng):
    dead = 0
    for _ in range(trials):
        A = X
        for width in [widths[0]] * len(widths):
            W = rng.normal(0, np.sqrt(2 / A.shape[1]), (A.shape[1], width))
            A = np.maximum(A @ W, 0)
        dead += np.all(A == 0)
    return dead / trials


# %% wrong: rate_of_dead_networks_is_not_one
# hint: Where every network is dead the rate is not 1: are all trials counted, and no more?
# breaks: weights
def born_dead_rate(widths, X, trials, rng):
    dead = 0
    for _ in range(1, trials):
        A = X
        for width in widths:
            W = rng.normal(0, np.sqrt(2 / A.shape[1]), (A.shape[1], width))
            A = np.maximum(A @ W, 0)
        dead += np.all(A == 0)
    return dead / trials


# %% wrong: writes_into_its_rows
# hint: You write into the array X you were given. Make a new one.
# breaks: input
def born_dead_rate(widths, X, trials, rng):
    dead = 0
    for _ in range(trials):
        A = X
        for width in widths:
            W = rng.normal(0, np.sqrt(2 / A.shape[1]), (A.shape[1], width))
            A = np.maximum(A @ W, 0)
        dead += np.all(A == 0)
    X[X < 0] = 0
    return dead / trials


# %% wrong: share_of_rows
# hint: Where one of two rows is always 0 the result is 1/2, as an average over rows is. A
# network is dead for all rows or it is not.
def born_dead_rate(widths, X, trials, rng):
    dead = 0
    for _ in range(trials):
        A = X
        for width in widths:
            W = rng.normal(0, np.sqrt(2 / A.shape[1]), (A.shape[1], width))
            A = np.maximum(A @ W, 0)
        dead += np.mean(np.all(A == 0, axis=1))
    return dead / trials


# %% right: normal_without_scale
# uses: chance, not_required
def born_dead_rate(widths, X, trials, rng):
    outcomes = []
    for _ in range(trials):
        A = X.copy()
        for width in widths:
            A = A @ rng.standard_normal((A.shape[1], width))
            A[A < 0] = 0
        outcomes.append(A.max() == 0)
    return np.mean(outcomes)


# %% right: all_networks_at_once
def born_dead_rate(widths, X, trials, rng):
    A = np.broadcast_to(X, (trials, *X.shape))
    for width in widths:
        A = np.maximum(A @ rng.normal(size=(trials, A.shape[2], width)), 0)
    return float(np.mean(A.max(axis=(1, 2)) == 0))


# %% right: stops_early
def born_dead_rate(widths, X, trials, rng):
    def born_dead():
        A = X
        for width in widths:
            Z = np.dot(A, rng.normal(0, 0.7, size=(A.shape[1], width)))
            if not (Z > 0).any():
                return True
            A = np.where(Z > 0, Z, 0)
        return False

    return sum(born_dead() for _ in range(trials)) / trials


# %% right: uniform_weights
def born_dead_rate(widths, X, trials, rng):
    dead = 0
    for _ in range(trials):
        A = X
        for width in widths:
            A = np.maximum(A @ rng.uniform(-1, 1, (A.shape[1], width)), 0)
        dead += not A.any()
    return np.array(dead / trials)


# %% right: loops_only
def born_dead_rate(widths, X, trials, rng):
    dead = 0
    for _ in range(trials):
        rows = [[float(value) for value in row] for row in X]
        for width in widths:
            W = [[rng.normal() for _ in range(width)] for _ in rows[0]]
            rows = [
                [
                    max(0.0, sum(a * w[j] for a, w in zip(row, W)))
                    for j in range(width)
                ]
                for row in rows
            ]
        dead += all(value == 0 for row in rows for value in row)
    return dead / trials


# %% near: only_the_first_row
# not: one_row_is_enough bound_for_simulation share_of_zeros
def born_dead_rate(widths, X, trials, rng):
    dead = 0
    for _ in range(trials):
        A = X[:1]
        for width in widths:
            W = rng.normal(0, np.sqrt(2 / A.shape[1]), (A.shape[1], width))
            A = np.maximum(A @ W, 0)
        dead += np.all(A == 0)
    return dead / trials


# %% near: only_the_last_row
# not: bound_for_simulation share_of_zeros
def born_dead_rate(widths, X, trials, rng):
    dead = 0
    for _ in range(trials):
        A = X[-1:]
        for width in widths:
            W = rng.normal(0, np.sqrt(2 / A.shape[1]), (A.shape[1], width))
            A = np.maximum(A @ W, 0)
        dead += np.all(A == 0)
    return dead / trials


# %% near: weights_shifted_upwards
# not: positive_weights never_off alive_counted
def born_dead_rate(widths, X, trials, rng):
    dead = 0
    for _ in range(trials):
        A = X
        for width in widths:
            W = rng.normal(0.5, np.sqrt(2 / A.shape[1]), (A.shape[1], width))
            A = np.maximum(A @ W, 0)
        dead += np.all(A == 0)
    return dead / trials


# %% near: seeded_by_numpy
# not: other_random_numbers_than_rng
def born_dead_rate(widths, X, trials, rng):
    dead = 0
    np.random.seed(1)
    for _ in range(trials):
        A = X
        for width in widths:
            W = np.random.normal(0, np.sqrt(2 / A.shape[1]), (A.shape[1], width))
            A = np.maximum(A @ W, 0)
        dead += np.all(A == 0)
    return dead / trials
