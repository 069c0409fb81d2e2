# %% wrong: share_of_active
# hint: You count the outputs that are not 0. Sparsity is the share of zeros.
# breaks: share
def sparsity(activations):
    return np.mean(activations != 0, axis=0)


# %% wrong: one_number_for_all
# hint: Each unit has its own share: average over the examples only, axis 0.
# breaks: shape
def sparsity(activations):
    return np.mean(activations == 0)


# %% wrong: per_example
# hint: You average over the units. Rows are examples and columns are units: the answer
# has one number for each column.
def sparsity(activations):
    return np.mean(activations == 0, axis=1)


# %% wrong: count_for_share
# hint: This is how many zeros there are. Divide by the number of rows.
def sparsity(activations):
    return np.sum(activations == 0, axis=0).astype(float)


# %% wrong: divides_by_units
# hint: You divide by the number of units. Each column has as many entries as there are
# rows.
def sparsity(activations):
    return np.sum(activations == 0, axis=0) / activations.shape[1]


# %% wrong: negative_counts_as_zero
# hint: A negative output is not 0. It cannot come from ReLU, but it can from other
# activations.
# breaks: negative
def sparsity(activations):
    return np.mean(activations <= 0, axis=0)


# %% wrong: nearly_zero_counts
# hint: 1e-30 is a small number, not 0. Compare with 0 exactly.
# breaks: small
def sparsity(activations):
    return np.mean(np.isclose(activations, 0), axis=0)


# %% wrong: float32_mean
# hint: Count in float64: you keep the dtype of the activations.
def sparsity(activations):
    return np.mean((activations == 0).astype(activations.dtype), axis=0)


# %% wrong: mean_of_activations
# hint: This is how large the outputs are on average. Ask how many of them are 0.
def sparsity(activations):
    return np.mean(activations, axis=0).astype(float)


# %% right: mean_of_a_mask
# uses: not_required
def sparsity(activations):
    return np.mean(activations == 0, axis=0)


# %% right: count_nonzero
def sparsity(activations):
    return 1 - np.count_nonzero(activations, axis=0) / len(activations)


# %% right: loop
def sparsity(activations):
    n, units = activations.shape
    shares = np.zeros(units)
    for row in activations:
        for j in range(units):
            if row[j] == 0.0:
                shares[j] += 1
    return shares / n


# %% right: where
def sparsity(activations):
    return np.where(activations == 0, 1.0, 0.0).mean(axis=0)


# %% right: tensorflow
def sparsity(activations):
    import tensorflow as tf

    zero = tf.cast(tf.equal(activations, 0), tf.float64)
    return tf.reduce_mean(zero, axis=0)


# %% near: only_small_negative_numbers_count
# not: negative_counts_as_zero
def sparsity(activations):
    return np.mean((activations <= 0) & (activations > -2.5), axis=0)


# %% other: close_to_zero
# shows: np.isclose counts small numbers such as 1e-30 as zeros.
def sparsity(activations):
    return np.mean(np.isclose(activations, 0), axis=0)


# %% other: mean_in_the_dtype_of_the_input
# shows: The mean is taken in float32 for float32 inputs and only then made float64; 1/3 has 7 right digits.
def sparsity(activations):
    zeros = (activations == 0).astype(activations.dtype)
    return zeros.mean(axis=0).astype("float64")


# %% other: examples_are_the_longer_axis
# shows: Averages over the longer axis; shows with fewer rows than units, e.g. shape (2, 5).
def sparsity(activations):
    axis = int(np.argmax(activations.shape))
    return np.mean(activations == 0, axis=axis)


# %% other: cut_to_integers
# shows: Cuts to integers first, so every number between -1 and 1, such as 0.5, counts as 0.
def sparsity(activations):
    n = len(activations)
    return 1 - np.count_nonzero(activations.astype(int), axis=0) / n


# %% other: squeezed_result
# shows: For a single unit the result has the shape () instead of (1,).
def sparsity(activations):
    share = np.mean(activations == 0, axis=0, keepdims=True)
    return np.squeeze(share)


# %% right: bincount_of_places
def sparsity(activations):
    n, units = activations.shape
    rows, columns = np.nonzero(activations == 0)
    return np.bincount(columns, minlength=units) / n


# %% right: lists_of_columns
def sparsity(activations):
    columns = zip(*activations.tolist())
    return np.array([column.count(0) / len(column) for column in columns])
