# %% wrong: population_deviation
# hint: You divide by the number of seeds. The sample deviation divides by one less:
# ddof=1.
# breaks: deviation
def compare(train_once, activations, seeds):
    if len(seeds) < 2:
        raise ValueError("a standard deviation needs at least two seeds")
    runs = np.array([[train_once(name, s) for s in seeds] for name in activations])
    return runs.mean(axis=1), runs.std(axis=1)


# %% wrong: variance
# hint: That is the variance. Its root is the deviation.
def compare(train_once, activations, seeds):
    if len(seeds) < 2:
        raise ValueError("a standard deviation needs at least two seeds")
    runs = np.array([[train_once(name, s) for s in seeds] for name in activations])
    return runs.mean(axis=1), runs.var(axis=1, ddof=1)


# %% wrong: standard_error
# hint: You divide by the root of the number of seeds: that is the standard error of
# the mean.
def compare(train_once, activations, seeds):
    if len(seeds) < 2:
        raise ValueError("a standard deviation needs at least two seeds")
    runs = np.array([[train_once(name, s) for s in seeds] for name in activations])
    return runs.mean(axis=1), runs.std(axis=1, ddof=1) / np.sqrt(len(seeds))


# %% wrong: over_the_activations
# hint: There is one mean for each seed. Average over the seeds, so that each activation
# has one.
def compare(train_once, activations, seeds):
    if len(seeds) < 2:
        raise ValueError("a standard deviation needs at least two seeds")
    runs = np.array([[train_once(name, s) for s in seeds] for name in activations])
    return runs.mean(axis=0), runs.std(axis=0, ddof=1)


# %% wrong: best_run
# hint: You report the best seed. The mean is asked: the best of many runs flatters.
def compare(train_once, activations, seeds):
    if len(seeds) < 2:
        raise ValueError("a standard deviation needs at least two seeds")
    runs = np.array([[train_once(name, s) for s in seeds] for name in activations])
    return runs.max(axis=1), runs.std(axis=1, ddof=1)


# %% wrong: one_seed_for_each_activation
# hint: Each activation is trained with a seed of its own: then you compare seeds as
# much as activations.
def compare(train_once, activations, seeds):
    if len(seeds) < 2:
        raise ValueError("a standard deviation needs at least two seeds")
    runs = np.array([[train_once(n, s)] * 2 for n, s in zip(activations, seeds)])
    return runs.mean(axis=1), runs.std(axis=1, ddof=1)


# %% wrong: seeds_counted_up
# hint: train_once gets seeds that are not in the list: they are what you are given, not
# 0, 1, 2, …
def compare(train_once, activations, seeds):
    if len(seeds) < 2:
        raise ValueError("a standard deviation needs at least two seeds")
    runs = np.array(
        [[train_once(name, s) for s in range(len(seeds))] for name in activations]
    )
    return runs.mean(axis=1), runs.std(axis=1, ddof=1)


# %% wrong: sorted_names
# hint: The results come in alphabetical order. Keep the order of the list.
# breaks: order
def compare(train_once, activations, seeds):
    if len(seeds) < 2:
        raise ValueError("a standard deviation needs at least two seeds")
    runs = np.array(
        [[train_once(name, s) for s in seeds] for name in sorted(activations)]
    )
    return runs.mean(axis=1), runs.std(axis=1, ddof=1)


# %% wrong: arguments_swapped
# hint: train_once takes the activation first, then the seed.
def compare(train_once, activations, seeds):
    if len(seeds) < 2:
        raise ValueError("a standard deviation needs at least two seeds")
    runs = np.array([[train_once(s, name) for s in seeds] for name in activations])
    return runs.mean(axis=1), runs.std(axis=1, ddof=1)


# %% wrong: deviations_first
# hint: First the means, then the deviations.
def compare(train_once, activations, seeds):
    if len(seeds) < 2:
        raise ValueError("a standard deviation needs at least two seeds")
    runs = np.array([[train_once(name, s) for s in seeds] for name in activations])
    return runs.std(axis=1, ddof=1), runs.mean(axis=1)


# %% wrong: trains_twice
# hint: train_once is called twice for each pair. Keep the results of the first call.
# breaks: once
def compare(train_once, activations, seeds):
    if len(seeds) < 2:
        raise ValueError("a standard deviation needs at least two seeds")
    means = [np.mean([train_once(a, s) for s in seeds]) for a in activations]
    deviations = [
        np.std([train_once(a, s) for s in seeds], ddof=1) for a in activations
    ]
    return np.array(means), np.array(deviations)


# %% wrong: one_seed_allowed
# hint: For fewer than two seeds a result came back. Raise a ValueError.
# breaks: few
def compare(train_once, activations, seeds):
    runs = np.array([[train_once(name, s) for s in seeds] for name in activations])
    deviations = runs.std(axis=1, ddof=1) if len(seeds) > 1 else np.zeros(len(runs))
    return runs.mean(axis=1), deviations


# %% right: array
# uses: not_required
def compare(train_once, activations, seeds):
    if len(seeds) < 2:
        raise ValueError("a standard deviation needs at least two seeds")
    runs = np.array([[train_once(name, s) for s in seeds] for name in activations])
    return runs.mean(axis=1), runs.std(axis=1, ddof=1)


# %% right: lists
def compare(train_once, activations, seeds):
    if len(seeds) < 2:
        raise ValueError("at least two seeds, please")
    means, deviations = [], []
    for activation in activations:
        accuracies = [float(train_once(activation, seed)) for seed in seeds]
        mean = sum(accuracies) / len(seeds)
        squares = sum((a - mean) ** 2 for a in accuracies)
        means.append(mean)
        deviations.append((squares / (len(seeds) - 1)) ** 0.5)
    return np.array(means), np.array(deviations)


# %% right: filled_array
def compare(train_once, activations, seeds):
    if len(seeds) <= 1:
        raise ValueError(f"{len(seeds)} seeds are too few")
    runs = np.empty((len(activations), len(seeds)))
    for i, j in np.ndindex(runs.shape):
        runs[i, j] = train_once(activations[i], seeds[j])
    centred = runs - runs.mean(axis=1, keepdims=True)
    variance = (centred**2).sum(axis=1) / (runs.shape[1] - 1)
    return runs.mean(axis=1), np.sqrt(variance)


# %% right: statistics
def compare(train_once, activations, seeds):
    import statistics

    if len(seeds) < 2:
        raise ValueError("too few seeds")
    runs = {a: [train_once(a, s) for s in seeds] for a in activations}
    means = np.array([statistics.fmean(runs[a]) for a in activations])
    return means, np.array([statistics.stdev(runs[a]) for a in activations])


# %% right: seeds_outside
# uses: any_order
def compare(train_once, activations, seeds):
    if len(seeds) < 2:
        raise ValueError("too few seeds")
    rows = np.array([[train_once(a, s) for a in activations] for s in seeds])
    return np.mean(rows, axis=0), np.std(rows, axis=0, ddof=1)


# %% wrong: changes_its_argument
# hint: A list of the caller's is another one afterwards. Work on a copy.
# breaks: input
def compare(train_once, activations, seeds):
    if len(seeds) < 2:
        raise ValueError("a standard deviation needs at least two seeds")
    seeds.sort()
    runs = np.array([[train_once(name, s) for s in seeds] for name in activations])
    return runs.mean(axis=1), runs.std(axis=1, ddof=1)


# %% wrong: trains_before_it_refuses
# hint: The ValueError comes, but only after networks were trained in vain.
def compare(train_once, activations, seeds):
    runs = np.array([[train_once(name, s) for s in seeds] for name in activations])
    if len(seeds) < 2:
        raise ValueError("a standard deviation needs at least two seeds")
    return runs.mean(axis=1), runs.std(axis=1, ddof=1)


# %% wrong: computed_in_float32
# hint: The results are float32. Keep float64, so that small deviations keep their digits.
def compare(train_once, activations, seeds):
    if len(seeds) < 2:
        raise ValueError("a standard deviation needs at least two seeds")
    runs = np.float32([[train_once(name, s) for s in seeds] for name in activations])
    return runs.mean(axis=1), runs.std(axis=1, ddof=1)


# %% near: float32_on_the_way
# not: population_deviation, standard_error, computed_in_float32
def compare(train_once, activations, seeds):
    if len(seeds) < 2:
        raise ValueError("a standard deviation needs at least two seeds")
    runs = np.float32([[train_once(name, s) for s in seeds] for name in activations])
    return runs.mean(axis=1).astype(float), runs.std(axis=1, ddof=1).astype(float)


# %% near: divided_by_one_more
# not: population_deviation, standard_error, variance
def compare(train_once, activations, seeds):
    if len(seeds) < 2:
        raise ValueError("a standard deviation needs at least two seeds")
    runs = np.array([[train_once(name, s) for s in seeds] for name in activations])
    return runs.mean(axis=1), runs.std(axis=1, ddof=-1)


# %% near: three_calls
# not: trains_twice
def compare(train_once, activations, seeds):
    if len(seeds) < 2:
        raise ValueError("a standard deviation needs at least two seeds")
    for _ in range(2):
        [train_once(name, s) for name in activations for s in seeds]
    runs = np.array([[train_once(name, s) for s in seeds] for name in activations])
    return runs.mean(axis=1), runs.std(axis=1, ddof=1)


# %% near: type_error_for_few
# not: one_seed_allowed, trains_before_it_refuses
def compare(train_once, activations, seeds):
    if len(seeds) < 2:
        raise TypeError("a standard deviation needs at least two seeds")
    runs = np.array([[train_once(name, s) for s in seeds] for name in activations])
    return runs.mean(axis=1), runs.std(axis=1, ddof=1)


# %% right: named_tuple
def compare(train_once, activations, seeds):
    from collections import namedtuple

    if len(seeds) < 2:
        raise ValueError("too few seeds")
    found = namedtuple("Found", "means deviations")
    runs = [[train_once(activation=a, seed=s) for s in seeds] for a in activations]
    squares = np.mean(np.square(runs), axis=1) - np.mean(runs, axis=1) ** 2
    n = len(seeds)
    return found(np.mean(runs, axis=1), np.sqrt(np.maximum(squares, 0) * n / (n - 1)))


# %% other: best_activation_first
# shows: sorts the rows by their mean, the highest first, instead of keeping the
# list's order
def compare(train_once, activations, seeds):
    if len(seeds) < 2:
        raise ValueError("A deviation needs two seeds or more.")
    rows = []
    for activation in activations:
        accuracies = [float(train_once(activation, seed)) for seed in seeds]
        rows.append((np.mean(accuracies), np.std(accuracies, ddof=1)))
    rows.sort(key=lambda row: row[0], reverse=True)
    means, deviations = zip(*rows)
    return np.array(means, "float64"), np.array(deviations, "float64")


# %% wrong: mean_of_squares_minus_square
# hint: Squares are subtracted that differ by rounding only: the difference can be below 0,
# and its root is nan. Subtract the mean before you square.
# breaks: equal
def compare(train_once, activations, seeds):
    n = len(seeds)
    if n < 2:
        raise ValueError("fewer than two seeds")
    means, deviations = np.zeros(len(activations)), np.zeros(len(activations))
    for i, activation in enumerate(activations):
        total = squares = 0.0
        for seed in seeds:
            accuracy = float(train_once(activation, seed))
            total += accuracy
            squares += accuracy**2
        means[i] = total / n
        deviations[i] = np.sqrt((squares - total**2 / n) / (n - 1))
    return means, deviations


# %% right: welford_in_a_class
class Running:
    def __init__(self):
        self.n, self.mean, self.squares = 0, np.float64(0), np.float64(0)

    def add(self, value):
        self.n += 1
        step = np.float64(value) - self.mean
        self.mean += step / self.n
        self.squares += step * (np.float64(value) - self.mean)
        return self


def compare(train_once, activations, seeds):
    try:
        first, second, *more = seeds
    except ValueError:
        raise ValueError("two seeds at least")
    runs = [Running() for _ in activations]
    for seed in (*more, second, first):  # seeds outside, activations inside
        for run, activation in zip(runs, activations):
            run.add(train_once(activation, seed))
    return (
        np.fromiter((run.mean for run in runs), "float64"),
        np.fromiter(((run.squares / (run.n - 1)) ** 0.5 for run in runs), "float64"),
    )
