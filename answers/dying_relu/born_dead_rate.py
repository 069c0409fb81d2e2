# %% wrong: alive_counted
# hint: You return the share of living networks.
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
# hint: You return how many are dead. Divide by the number of trials.
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
# hint: A network that is off for one row may answer another. Dead means: 0 for all
# rows.
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
# hint: One unit at 0 is no dead network. All units of the last layer must be 0.
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
# hint: You average the zeros. A network is dead or it is not: count the dead
# networks.
def born_dead_rate(widths, X, trials, rng):
    dead = 0
    for _ in range(trials):
        A = X
        for width in widths:
            W = rng.normal(0, np.sqrt(2 / A.shape[1]), (A.shape[1], width))
            A = np.maximum(A @ W, 0)
        dead += np.mean(A == 0)
    return dead / trials


# %% wrong: relu_forgotten
# hint: There is no ReLU in your networks, so nothing is ever off.
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
# hint: rng.random draws from 0 to 1: no weight is negative. Draw from a normal
# distribution.
def born_dead_rate(widths, X, trials, rng):
    dead = 0
    for _ in range(trials):
        A = X
        for width in widths:
            W = rng.random((A.shape[1], width))
            A = np.maximum(A @ W, 0)
        dead += np.all(A == 0)
    return dead / trials


# %% wrong: first_layer_only
# hint: You look at the first hidden layer only.
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


# %% wrong: own_generator
# hint: You made a generator of your own. Draw from the argument rng.
def born_dead_rate(widths, X, trials, rng):
    dead = 0
    mine = np.random.default_rng(0)
    for _ in range(trials):
        A = X
        for width in widths:
            W = mine.normal(size=(A.shape[1], width))
            A = np.maximum(A @ W, 0)
        dead += np.all(A == 0)
    return dead / trials


# %% wrong: bound_for_simulation
# hint: You return the bound. It holds for one input without biases; on more inputs
# the rate is lower. Simulate.
def born_dead_rate(widths, X, trials, rng):
    return 1 - float(np.prod([1 - 0.5**width for width in widths]))


# %% right: normal_without_scale
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
