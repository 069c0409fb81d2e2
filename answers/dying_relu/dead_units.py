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


# %% wrong: negative_biases
# hint: These are the numbers of negative biases. A negative bias does not make a unit dead:
# its inputs may be larger. Look at the outputs.
def dead_units(model, X):
    counts, A = [], X
    for layer in model.layers[:-1]:
        A = layer.get_weights()[1]
        counts.append(np.sum(A < 0))
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
# hint: A unit with the output 1e-30 is counted as dead. Only exact zeros are.
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


# %% wrong: one_truth_value_for_each_unit
# hint: A number for each unit came, not one for each layer: count them.
def dead_units(model, X):
    counts, A = [], X
    for layer in model.layers[:-1]:
        A = np.array(layer(A))
        counts.append(np.all(A == 0, axis=0))
    return np.concatenate(counts)


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


# %% other: length_of_the_outputs
# shows: compares the length √Σa² with 0 in float32, whose squares underflow: outputs near 1e-25 count as dead
def dead_units(model, X):
    counts = []
    A = X
    for layer in model.layers[:-1]:
        A = np.array(layer(A))
        counts.append(np.sum(np.sqrt(np.sum(A**2, axis=0)) == 0))
    return np.array(counts)


# %% other: last_batch_only
# shows: the verdict of each batch of 32 rows replaces the one before: wrong for more than 32 rows
def dead_units(model, X):
    for start in range(0, len(X), 32):
        A = keras.ops.convert_to_tensor(X[start : start + 32])
        dead = []
        for layer in model.layers[:-1]:
            A = layer(A)
            dead.append(int(np.sum(np.max(A, axis=0) == 0)))
    return np.array(dead)


# %% other: small_integers
# shows: int8 overflows: 128 dead units or more become negative numbers
def dead_units(model, X):
    counts, A = [], X
    for layer in model.layers[:-1]:
        A = np.array(layer(A))
        counts.append(np.sum(A.max(axis=0) == 0))
    return np.array(counts).astype("int8")


# %% other: freezes_the_model
# shows: sets model.trainable = False, which changes the model
def dead_units(model, X):
    model.trainable = False  # we only look
    result = []
    for layer in model.layers[:-1]:
        X = layer(X)
        result.append(np.sum(np.all(np.array(X) == 0, axis=0)))
    return np.array(result)


# %% other: skips_an_input_layer
# shows: takes model.layers[0] for an input layer and skips its count
def dead_units(model, X):
    counts, A = [], X
    for layer in model.layers:
        A = np.array(layer(A))
        counts.append(int((A == 0).all(axis=0).sum()))
    return np.array(counts[1:])


# %% other: dead_for_the_mean_input
# shows: gives the mean row to the model: a unit that lives for some rows can be off for their mean
def dead_units(model, X):
    A = np.mean(X, axis=0, keepdims=True)
    counts = []
    for layer in model.layers[:-1]:
        A = np.array(layer(A))
        counts.append(np.sum(A[0] == 0))
    return np.array(counts)


# %% other: first_hundred_rows
# shows: looks at no more than 100 rows, although a unit may be on for a later one
def dead_units(model, X):
    sample = X[:100]
    return np.array(
        [
            np.sum(np.max(keras.Sequential(model.layers[:k])(sample), axis=0) <= 0)
            for k in range(1, len(model.layers))
        ],
        dtype="int64",
    )


# %% right: one_row_at_a_time
def dead_units(model, X):
    hidden = list(model.layers)[:-1]
    alive = [set() for _ in hidden]
    for row in X:
        a = row[np.newaxis]
        for units, layer in zip(alive, hidden):
            a = np.asarray(layer(a))
            units.update(np.flatnonzero(a[0]).tolist())
    return np.array([layer.units - len(units) for units, layer in zip(alive, hidden)], dtype=np.int32)


# %% right: model_with_many_outputs
def dead_units(model, X):
    entry = keras.Input((X.shape[1],))
    tensors = [entry]
    for layer in model.layers[:-1]:
        tensors.append(layer(tensors[-1]))
    spy = keras.Model(entry, tensors[1:])
    outputs = spy(tf.constant(X))
    outputs = outputs if isinstance(outputs, (list, tuple)) else [outputs]
    return tf.stack(
        [
            tf.math.count_nonzero(tf.equal(tf.reduce_max(A, axis=0), 0.0), dtype=tf.int64)
            for A in outputs
        ]
    )
