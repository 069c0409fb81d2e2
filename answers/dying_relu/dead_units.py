# %% wrong: off_for_one_row
# hint: A unit that is off for one row is just off. Dead means: 0 for all rows.
def dead_units(model, X):
    counts, A = [], X
    for layer in model.layers[:-1]:
        A = np.array(layer(A))
        counts.append(np.sum(np.any(A == 0, axis=0)))
    return np.array(counts)


# %% wrong: zeros_counted
# hint: You count the zeros of all rows. Count units, that is columns.
def dead_units(model, X):
    counts, A = [], X
    for layer in model.layers[:-1]:
        A = np.array(layer(A))
        counts.append(np.sum(A == 0))
    return np.array(counts)


# %% wrong: rows_for_units
# hint: You look for rows of zeros. The units are the columns: axis 0 runs over the
# rows.
def dead_units(model, X):
    counts, A = [], X
    for layer in model.layers[:-1]:
        A = np.array(layer(A))
        counts.append(np.sum(np.all(A == 0, axis=1)))
    return np.array(counts)


# %% wrong: share
# hint: You return the share of dead units. The number is asked for.
def dead_units(model, X):
    counts, A = [], X
    for layer in model.layers[:-1]:
        A = np.array(layer(A))
        counts.append(np.mean(np.all(A == 0, axis=0)))
    return np.array(counts)


# %% wrong: alive_counted
# hint: You count the living units.
def dead_units(model, X):
    counts, A = [], X
    for layer in model.layers[:-1]:
        A = np.array(layer(A))
        counts.append(np.sum(np.any(A > 0, axis=0)))
    return np.array(counts)


# %% wrong: output_layer_counted
# hint: The output layer has no ReLU and does not count: leave out the last layer.
def dead_units(model, X):
    counts, A = [], X
    for layer in model.layers:
        A = np.array(layer(A))
        counts.append(np.sum(np.all(A == 0, axis=0)))
    return np.array(counts)


# %% wrong: one_number_for_all
# hint: You add up all layers. One number for each hidden layer is asked for.
def dead_units(model, X):
    counts, A = [], X
    for layer in model.layers[:-1]:
        A = np.array(layer(A))
        counts.append(np.sum(np.all(A == 0, axis=0)))
    return np.sum(counts)


# %% wrong: first_layer_only
# hint: You stop after the first hidden layer.
def dead_units(model, X):
    counts, A = [], X
    for layer in model.layers[:1]:
        A = np.array(layer(A))
        counts.append(np.sum(np.all(A == 0, axis=0)))
    return np.array(counts)


# %% wrong: negative_biases
# hint: A negative bias does not make a unit dead: its inputs may be larger. Look at
# the outputs.
def dead_units(model, X):
    counts, A = [], X
    for layer in model.layers[:-1]:
        A = layer.get_weights()[1]
        counts.append(np.sum(A < 0))
    return np.array(counts)


# %% wrong: negative_weights
# hint: Weights below zero do not make a unit dead, and one above does not keep it
# alive. Look at the outputs.
def dead_units(model, X):
    counts, A = [], X
    for layer in model.layers[:-1]:
        A = layer.get_weights()[0]
        counts.append(np.sum(np.all(A <= 0, axis=0)))
    return np.array(counts)


# %% wrong: mean_input_only
# hint: You ask whether the unit is off for the average row. It can be off there and
# on for another.
def dead_units(model, X):
    counts, A = [], X.mean(axis=0, keepdims=True)
    for layer in model.layers[:-1]:
        A = np.array(layer(A))
        counts.append(np.sum(np.all(A == 0, axis=0)))
    return np.array(counts)


# %% wrong: small_is_zero
# hint: You count small outputs as 0. Only exact zeros are dead.
def dead_units(model, X):
    counts, A = [], X
    for layer in model.layers[:-1]:
        A = np.array(layer(A))
        counts.append(np.sum(np.all(np.isclose(A, 0), axis=0)))
    return np.array(counts)


# %% right: loop_over_units
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
