# %% wrong: population_deviation
# hint: You divide by the number of seeds. The sample deviation divides by one less:
# ddof=1.
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


# %% wrong: half_range
# hint: The distance from lowest to highest is no standard deviation.
def compare(train_once, activations, seeds):
    if len(seeds) < 2:
        raise ValueError("a standard deviation needs at least two seeds")
    runs = np.array([[train_once(name, s) for s in seeds] for name in activations])
    return runs.mean(axis=1), (runs.max(axis=1) - runs.min(axis=1)) / 2


# %% wrong: over_the_activations
# hint: You average over the activations. Average over the seeds.
def compare(train_once, activations, seeds):
    if len(seeds) < 2:
        raise ValueError("a standard deviation needs at least two seeds")
    runs = np.array([[train_once(name, s) for s in seeds] for name in activations])
    return runs.mean(axis=0), runs.std(axis=0, ddof=1)


# %% wrong: over_everything
# hint: There is one mean for everything. Each activation has its own.
def compare(train_once, activations, seeds):
    if len(seeds) < 2:
        raise ValueError("a standard deviation needs at least two seeds")
    runs = np.array([[train_once(name, s) for s in seeds] for name in activations])
    return runs.mean(), runs.std(ddof=1)


# %% wrong: best_run
# hint: You report the best seed. The mean is asked: the best of many runs flatters.
def compare(train_once, activations, seeds):
    if len(seeds) < 2:
        raise ValueError("a standard deviation needs at least two seeds")
    runs = np.array([[train_once(name, s) for s in seeds] for name in activations])
    return runs.max(axis=1), runs.std(axis=1, ddof=1)


# %% wrong: median
# hint: The median is another middle. Asked is the mean.
def compare(train_once, activations, seeds):
    if len(seeds) < 2:
        raise ValueError("a standard deviation needs at least two seeds")
    runs = np.array([[train_once(name, s) for s in seeds] for name in activations])
    return np.median(runs, axis=1), runs.std(axis=1, ddof=1)


# %% wrong: always_the_first_seed
# hint: Every run gets the same seed, so the deviation is 0.
def compare(train_once, activations, seeds):
    if len(seeds) < 2:
        raise ValueError("a standard deviation needs at least two seeds")
    runs = np.array(
        [[train_once(name, seeds[0]) for s in seeds] for name in activations]
    )
    return runs.mean(axis=1), runs.std(axis=1, ddof=1)


# %% wrong: one_seed_for_each_activation
# hint: Each activation gets a seed of its own: then you compare seeds as much as
# activations.
def compare(train_once, activations, seeds):
    if len(seeds) < 2:
        raise ValueError("a standard deviation needs at least two seeds")
    runs = np.array([[train_once(n, s)] * 2 for n, s in zip(activations, seeds)])
    return runs.mean(axis=1), runs.std(axis=1, ddof=1)


# %% wrong: seeds_counted_up
# hint: The seeds are numbers that you are given, not 0, 1, 2, …
def compare(train_once, activations, seeds):
    if len(seeds) < 2:
        raise ValueError("a standard deviation needs at least two seeds")
    runs = np.array(
        [[train_once(name, s) for s in range(len(seeds))] for name in activations]
    )
    return runs.mean(axis=1), runs.std(axis=1, ddof=1)


# %% wrong: sorted_names
# hint: The results come in alphabetical order. Keep the order of the list.
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
# hint: You train everything twice, once for the means and once for the deviations.
def compare(train_once, activations, seeds):
    if len(seeds) < 2:
        raise ValueError("a standard deviation needs at least two seeds")
    means = [np.mean([train_once(a, s) for s in seeds]) for a in activations]
    deviations = [
        np.std([train_once(a, s) for s in seeds], ddof=1) for a in activations
    ]
    return np.array(means), np.array(deviations)


# %% wrong: one_seed_allowed
# hint: One seed gives no deviation. Raise a ValueError for fewer than two.
def compare(train_once, activations, seeds):
    runs = np.array([[train_once(name, s) for s in seeds] for name in activations])
    deviations = runs.std(axis=1, ddof=1) if len(seeds) > 1 else np.zeros(len(runs))
    return runs.mean(axis=1), deviations


# %% right: array
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
def compare(train_once, activations, seeds):
    if len(seeds) < 2:
        raise ValueError("too few seeds")
    rows = np.array([[train_once(a, s) for a in activations] for s in seeds])
    return np.mean(rows, axis=0), np.std(rows, axis=0, ddof=1)
