# %% wrong: off_for_one_row
# hint: These are the numbers of units that are off for at least one row. Dead means: 0 for
# all rows.
# breaks: count
def dead_units(model, X):
    counts, A = [], X
    for layer in model.layers[:-1]:
        A = np.array(layer(A))
        counts.append(np.sum(np.any(A == 0, axis=0)))
    return np.array(counts)


# %% wrong: zeros_counted
# hint: These are the numbers of zeros in all rows. Count units, that is columns.
def dead_units(model, X):
    counts, A = [], X
    for layer in model.layers[:-1]:
        A = np.array(layer(A))
        counts.append(np.sum(A == 0))
    return np.array(counts)


# %% wrong: rows_for_units
# hint: These are the numbers of rows that are all 0. The units are the columns: axis 0 runs
# over the rows.
def dead_units(model, X):
    counts, A = [], X
    for layer in model.layers[:-1]:
        A = np.array(layer(A))
        counts.append(np.sum(np.all(A == 0, axis=1)))
    return np.array(counts)


# %% wrong: share
# hint: The result is the share of dead units in each layer. The number is asked for.
def dead_units(model, X):
    counts, A = [], X
    for layer in model.layers[:-1]:
        A = np.array(layer(A))
        counts.append(np.mean(np.all(A == 0, axis=0)))
    return np.array(counts)


# %% wrong: alive_counted
# hint: These are the numbers of living units.
def dead_units(model, X):
    counts, A = [], X
    for layer in model.layers[:-1]:
        A = np.array(layer(A))
        counts.append(np.sum(np.any(A > 0, axis=0)))
    return np.array(counts)


# %% wrong: output_layer_counted
# hint: There is a number too many: the output layer has no ReLU and does not count.
def dead_units(model, X):
    counts, A = [], X
    for layer in model.layers:
        A = np.array(layer(A))
        counts.append(np.sum(np.all(A == 0, axis=0)))
    return np.array(counts)


# %% wrong: two_hidden_layers_at_most
# hint: There is a number too few: only the first two hidden layers are counted, and there are
# more.
# breaks: layers
def dead_units(model, X):
    counts, A = [], X
    for layer in model.layers[:-1][:2]:
        A = np.array(layer(A))
        counts.append(np.sum(np.all(A == 0, axis=0)))
    return np.array(counts)


# %% wrong: last_hidden_layer_left_out
# hint: There is a number too few: of model.layers, only the last does not count.
def dead_units(model, X):
    counts, A = [], X
    for layer in model.layers[:-2]:
        A = np.array(layer(A))
        counts.append(np.sum(np.all(A == 0, axis=0)))
    return np.array(counts)


# %% wrong: one_number_for_all
# hint: One number came, where each hidden layer has its own.
def dead_units(model, X):
    counts, A = [], X
    for layer in model.layers[:-1]:
        A = np.array(layer(A))
        counts.append(np.sum(np.all(A == 0, axis=0)))
    return np.sum(counts)


# %% wrong: first_layer_only
# hint: Only the first hidden layer is counted.
def dead_units(model, X):
    counts, A = [], X
    for layer in model.layers[:1]:
        A = np.array(layer(A))
        counts.append(np.sum(np.all(A == 0, axis=0)))
    return np.array(counts)


# %% wrong: negative_biases
# hint: These are the numbers of negative biases. A negative bias does not make a unit dead:
# its inputs may be larger. Look at the outputs.
def dead_units(model, X):
    counts, A = [], X
    for layer in model.layers[:-1]:
        A = layer.get_weights()[1]
        counts.append(np.sum(A < 0))
    return np.array(counts)


# %% wrong: negative_weights
# hint: These are the numbers of units without a positive weight. Look at the outputs
# instead: inputs may be negative, and biases positive.
def dead_units(model, X):
    counts, A = [], X
    for layer in model.layers[:-1]:
        A = layer.get_weights()[0]
        counts.append(np.sum(np.all(A <= 0, axis=0)))
    return np.array(counts)


# %% wrong: mean_input_only
# hint: The result is that for the average row. A unit can be off there and on for another
# row.
def dead_units(model, X):
    counts, A = [], X.mean(axis=0, keepdims=True)
    for layer in model.layers[:-1]:
        A = np.array(layer(A))
        counts.append(np.sum(np.all(A == 0, axis=0)))
    return np.array(counts)


# %% wrong: first_row_only
# hint: The result is that for the first row alone. Look at all rows.
def dead_units(model, X):
    counts, A = [], X[:1]
    for layer in model.layers[:-1]:
        A = np.array(layer(A))
        counts.append(np.sum(np.all(A == 0, axis=0)))
    return np.array(counts)


# %% wrong: small_is_zero
# hint: A unit with the output 1e-20 is counted as dead. Only exact zeros are.
# breaks: small
def dead_units(model, X):
    counts, A = [], X
    for layer in model.layers[:-1]:
        A = np.array(layer(A))
        counts.append(np.sum(np.all(np.isclose(A, 0), axis=0)))
    return np.array(counts)


# %% wrong: counts_as_floats
# hint: The counts are right, but floats. Make them integers with .astype(int).
# breaks: integers
def dead_units(model, X):
    counts, A = [], X
    for layer in model.layers[:-1]:
        A = np.array(layer(A))
        counts.append(np.sum(np.all(A == 0, axis=0)))
    return np.array(counts, dtype=float)


# %% wrong: list_for_an_array
# hint: A list came. Make an array of it.
# breaks: integers
def dead_units(model, X):
    counts, A = [], X
    for layer in model.layers[:-1]:
        A = np.array(layer(A))
        counts.append(np.sum(np.all(A == 0, axis=0)))
    return [int(count) for count in counts]


# %% wrong: writes_into_the_rows
# hint: You write into the array X you were given. Make a new one.
# breaks: model
def dead_units(model, X):
    counts, A = [], X.copy()
    for layer in model.layers[:-1]:
        A = np.array(layer(A))
        counts.append(np.sum(np.all(A == 0, axis=0)))
    np.abs(X, out=X)
    X += 1
    return np.array(counts)


# %% wrong: one_row_squeezed_away
# hint: With one row the result is wrong: np.squeeze takes its axis away, so that units stand
# where rows should.
# breaks: rows
def dead_units(model, X):
    counts, A = [], X
    for layer in model.layers[:-1]:
        A = np.array(layer(A))
        B = np.squeeze(A)
        counts.append(np.sum(np.all(B == 0, axis=0)))
    return np.array(counts)


# %% wrong: input_does_not_fit_a_layer
# hint: A layer got an array of a width that does not fit. The first layer takes X; each
# further one takes the output of the one before it.
def dead_units(model, X):
    counts, A = [], X
    for layer in model.layers[:-1]:
        A = np.array(layer(X))
        counts.append(np.sum(np.all(A == 0, axis=0)))
    return np.array(counts)


# %% wrong: pops_the_output_layer
# hint: The model has lost a layer: model.pop() changes the caller's model. Use
# model.layers[:-1].
def dead_units(model, X):
    model.pop()
    counts, A = [], X
    for layer in model.layers:
        A = np.array(layer(A))
        counts.append(np.sum(np.all(A == 0, axis=0)))
    return np.array(counts)


# %% wrong: order_of_layers_reversed
# hint: The counts are right but stand in reverse order: the first hidden layer comes first.
def dead_units(model, X):
    counts, A = [], X
    for layer in model.layers[:-1]:
        A = np.array(layer(A))
        counts.append(np.sum(np.all(A == 0, axis=0)))
    return np.array(counts[::-1])


# %% wrong: added_up_over_layers
# hint: Each number is the sum of the counts so far. Each layer has its own number.
def dead_units(model, X):
    counts, A = [], X
    for layer in model.layers[:-1]:
        A = np.array(layer(A))
        counts.append(np.sum(np.all(A == 0, axis=0)))
    return np.cumsum(counts)


# %% wrong: one_truth_value_for_each_unit
# hint: A number for each unit came, not one for each layer: count them.
def dead_units(model, X):
    counts, A = [], X
    for layer in model.layers[:-1]:
        A = np.array(layer(A))
        counts.append(np.all(A == 0, axis=0))
    return np.concatenate(counts)


# %% wrong: always_none
# hint: The result is 0 for each layer, whatever is given.
def dead_units(model, X):
    counts, A = [], X
    for layer in model.layers[:-1]:
        A = np.array(layer(A))
        counts.append(0)
    return np.array(counts)


# %% wrong: median_row
# hint: The result is that for the median of the rows. One row in which a unit is on is enough.
def dead_units(model, X):
    counts, A = [], X
    for layer in model.layers[:-1]:
        A = np.array(layer(A))
        counts.append(np.sum(np.median(A, axis=0) == 0))
    return np.array(counts)


# %% right: loop_over_units
# uses: not_required
def dead_units(model, X):
    counts = []
    for layer in model.layers[:-1]:
        X = layer(X).numpy()
        dead = 0
        for unit in range(X.shape[1]):
            if max(X[:, unit]) == 0:
                dead += 1
        counts.append(dead)
    return np.array(counts)


# %% right: submodel
def dead_units(model, X):
    outputs = [layer.output for layer in model.layers[:-1]]
    activations = keras.Model(model.inputs, outputs)(X)
    if len(outputs) == 1 and not isinstance(activations, (list, tuple)):
        activations = [activations]
    return np.array([(np.array(A) == 0).all(axis=0).sum() for A in activations])


# %% right: submodel_for_each_layer
def dead_units(model, X):
    counts = []
    for layer in model.layers[:-1]:
        part = keras.Sequential(model.layers[: model.layers.index(layer) + 1])
        counts.append((part.predict(X, verbose=0).max(axis=0) <= 0).sum())
    return np.array(counts, dtype="int32")


# %% right: tensorflow
def dead_units(model, X):
    import tensorflow as tf

    counts, A = [], tf.constant(X)
    for layer in model.layers[:-1]:
        A = layer(A)
        counts.append(tf.math.count_nonzero(tf.reduce_max(A, axis=0) == 0))
    return tf.stack(counts)


# %% right: weights_by_hand
def dead_units(model, X):
    *weights, _, _ = model.get_weights()
    counts = []
    for W, b in zip(weights[::2], weights[1::2]):
        Z = X @ W + b
        alive = (Z > 0).sum(axis=0) > 0
        counts.append(int((~alive).sum()))
        X = np.where(Z > 0, Z, 0)
    return np.array(counts)


# %% near: last_row_only
# not: first_row_only mean_input_only off_for_one_row
def dead_units(model, X):
    counts, A = [], X[-1:]
    for layer in model.layers[:-1]:
        A = np.array(layer(A))
        counts.append(np.sum(np.all(A == 0, axis=0)))
    return np.array(counts)


# %% near: smaller_than_one_is_zero
# not: alive_counted off_for_one_row negative_biases
def dead_units(model, X):
    counts, A = [], X
    for layer in model.layers[:-1]:
        A = np.array(layer(A))
        counts.append(np.sum(np.all(A < 1, axis=0)))
    return np.array(counts)
