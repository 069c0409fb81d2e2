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


# %% right: float32_inputs
def born_dead_rate(widths, X, trials, rng):
    dead = 0
    for _ in range(trials):
        A = X.astype(np.float32)
        for n in widths:
            W = rng.normal(0, np.sqrt(2 / A.shape[1]), (A.shape[1], n)).astype("float32")
            A = np.maximum(A @ W, 0)
        dead += not A.any()
    return dead / trials


# %% other: weights_plus_or_minus_one
# shows: weights of ±1 are not continuous: sums cancel exactly, e.g. for X = [[1, 1]]
def born_dead_rate(widths, X, trials, rng):
    count = 0
    for _ in range(trials):
        A = X
        for n in widths:
            A = np.maximum(0, A @ rng.choice([-1.0, 1.0], size=(A.shape[1], n)))
        if np.all(A == 0):
            count += 1
    return count / trials


# %% other: scales_the_inputs_in_place
# shows: divides the caller's X by its largest entry
def born_dead_rate(widths, X, trials, rng):
    largest = np.max(np.abs(X))
    if largest > 0:
        X /= largest
    sizes = [X.shape[1], *widths]
    results = []
    for _ in range(trials):
        A = X
        for n, m in zip(sizes, sizes[1:]):
            A = np.maximum(A @ rng.standard_normal((n, m)), 0)
        results.append(A.max() == 0)
    return np.mean(results)


# %% other: dead_for_some_row
# shows: one row without output is enough to count as dead; shows with two or more rows
def born_dead_rate(widths, X, trials, rng):
    dead = 0
    for _ in range(trials):
        A = X
        for n in widths:
            A = np.maximum(A @ rng.normal(size=(A.shape[1], n)), 0)
        dead += bool(np.any(np.all(A == 0, axis=1)))
    return dead / trials


# %% other: bound_of_the_layers
# shows: draws for each layer whether all units are off with the probability 2^-N, whatever X and the rows are
def born_dead_rate(widths, X, trials, rng):
    if not X.any():
        return 1.0
    p = 0.5 ** np.array(widths)
    return np.mean([(rng.random(len(widths)) < p).any() for _ in range(trials)])


# %% other: one_network_for_all_trials
# shows: the deeper layers are drawn once and serve all trials, so the networks are not independent
def born_dead_rate(widths, X, trials, rng):
    deeper = [rng.normal(size=(n, m)) for n, m in zip(widths, widths[1:])]
    dead = 0
    for _ in range(trials):
        A = np.maximum(X @ rng.normal(size=(X.shape[1], widths[0])), 0)
        for W in deeper:
            A = np.maximum(A @ W, 0)
        dead += A.sum() == 0
    return dead / trials


# %% other: at_most_two_hundred_trials
# shows: stops after 200 networks however many trials are asked for, so the share is not one of `trials`
def born_dead_rate(widths, X, trials, rng):
    trials = min(trials, 200)  # enough for two digits
    dead = 0
    for _ in range(trials):
        A = X.copy()
        for n in widths:
            A = np.clip(A @ rng.uniform(-1, 1, (A.shape[1], n)), 0, None)
        dead += int(np.count_nonzero(A) == 0)
    return dead / trials


# %% right: all_networks_at_once_again
def born_dead_rate(widths, X, trials, rng):
    A = np.broadcast_to(X, (trials, *X.shape))
    for width in widths:
        W = rng.laplace(scale=1 / np.sqrt(A.shape[-1]), size=(trials, A.shape[-1], width))
        A = np.einsum("tni,tij->tnj", A, W).clip(min=0)
    return np.float64((A == 0).all(axis=(1, 2)).mean())


# %% right: recursive_uniform
def born_dead_rate(widths, X, trials, rng):
    def lives(A, widths):
        if not widths:
            return any(value != 0 for value in A.flat)
        n_in = A.shape[1]
        W = (rng.random((n_in, widths[0])) - 0.5) * (24 / n_in) ** 0.5
        Z = A @ W
        return lives(np.where(Z > 0, Z, 0.0), widths[1:])

    return 1 - sum(lives(X, tuple(widths)) for _ in range(trials)) / trials
