# %% wrong: fifty_layers_of_100
# hint: Fifty hidden layers in all: the one with 300 units is the first of them.
def create_model(activation, kernel_initializer, learning_rate):
    layers = [keras.Input((28, 28)), keras.layers.Flatten()]
    for units in [300] + 50 * [100]:
        layers.append(
            keras.layers.Dense(
                units, activation=activation, kernel_initializer=kernel_initializer
            )
        )
    layers.append(keras.layers.Dense(10, activation="softmax"))
    model = keras.Sequential(layers)
    model.compile(
        optimizer=keras.optimizers.SGD(learning_rate=learning_rate),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


# %% wrong: first_layer_of_100
# hint: The first hidden layer has 300 units.
def create_model(activation, kernel_initializer, learning_rate):
    layers = [keras.Input((28, 28)), keras.layers.Flatten()]
    for units in 50 * [100]:
        layers.append(
            keras.layers.Dense(
                units, activation=activation, kernel_initializer=kernel_initializer
            )
        )
    layers.append(keras.layers.Dense(10, activation="softmax"))
    model = keras.Sequential(layers)
    model.compile(
        optimizer=keras.optimizers.SGD(learning_rate=learning_rate),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


# %% wrong: one_layer_used_49_times
# hint: You made one layer and added it again. Each of the 49 must be a layer of its
# own.
def create_model(activation, kernel_initializer, learning_rate):
    inputs = keras.Input((28, 28))
    x = keras.layers.Flatten()(inputs)
    x = keras.layers.Dense(300, activation, kernel_initializer=kernel_initializer)(x)
    hidden = keras.layers.Dense(100, activation, kernel_initializer=kernel_initializer)
    first = keras.layers.Dense(100, activation, kernel_initializer=kernel_initializer)
    x = first(x)
    for _ in range(48):
        x = hidden(x)
    model = keras.Model(inputs, keras.layers.Dense(10, "softmax")(x))
    model.compile(
        keras.optimizers.SGD(learning_rate),
        "sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


# %% wrong: activation_ignored
# hint: You wrote "relu" instead of the argument activation.
def create_model(activation, kernel_initializer, learning_rate):
    layers = [keras.Input((28, 28)), keras.layers.Flatten()]
    for units in [300] + 49 * [100]:
        layers.append(
            keras.layers.Dense(
                units, activation="relu", kernel_initializer=kernel_initializer
            )
        )
    layers.append(keras.layers.Dense(10, activation="softmax"))
    model = keras.Sequential(layers)
    model.compile(
        optimizer=keras.optimizers.SGD(learning_rate=learning_rate),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


# %% wrong: no_activation
# hint: Your hidden layers have no activation, so the whole network is linear up to
# softmax.
def create_model(activation, kernel_initializer, learning_rate):
    layers = [keras.Input((28, 28)), keras.layers.Flatten()]
    for units in [300] + 49 * [100]:
        layers.append(
            keras.layers.Dense(
                units, activation=None, kernel_initializer=kernel_initializer
            )
        )
    layers.append(keras.layers.Dense(10, activation="softmax"))
    model = keras.Sequential(layers)
    model.compile(
        optimizer=keras.optimizers.SGD(learning_rate=learning_rate),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


# %% wrong: initializer_ignored
# hint: You never use kernel_initializer: Dense falls back on "glorot_uniform".
def create_model(activation, kernel_initializer, learning_rate):
    layers = [keras.Input((28, 28)), keras.layers.Flatten()]
    for units in [300] + 49 * [100]:
        layers.append(keras.layers.Dense(units, activation=activation))
    layers.append(keras.layers.Dense(10, activation="softmax"))
    model = keras.Sequential(layers)
    model.compile(
        optimizer=keras.optimizers.SGD(learning_rate=learning_rate),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


# %% wrong: initializer_fixed
# hint: You wrote "he_normal" instead of the argument kernel_initializer.
def create_model(activation, kernel_initializer, learning_rate):
    layers = [keras.Input((28, 28)), keras.layers.Flatten()]
    for units in [300] + 49 * [100]:
        layers.append(
            keras.layers.Dense(
                units, activation=activation, kernel_initializer="he_normal"
            )
        )
    layers.append(keras.layers.Dense(10, activation="softmax"))
    model = keras.Sequential(layers)
    model.compile(
        optimizer=keras.optimizers.SGD(learning_rate=learning_rate),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


# %% wrong: initializer_in_the_first_layer_only
# hint: Only the first hidden layer gets your initialiser. All 50 need it.
def create_model(activation, kernel_initializer, learning_rate):
    layers = [keras.Input((28, 28)), keras.layers.Flatten()]
    layers.append(
        keras.layers.Dense(300, activation, kernel_initializer=kernel_initializer)
    )
    for _ in range(49):
        layers.append(keras.layers.Dense(100, activation))
    layers.append(keras.layers.Dense(10, activation="softmax"))
    model = keras.Sequential(layers)
    model.compile(
        optimizer=keras.optimizers.SGD(learning_rate=learning_rate),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


# %% wrong: initializer_in_the_output_too
# hint: The output layer keeps Keras's default.
def create_model(activation, kernel_initializer, learning_rate):
    layers = [keras.Input((28, 28)), keras.layers.Flatten()]
    for units in [300] + 49 * [100]:
        layers.append(
            keras.layers.Dense(
                units, activation=activation, kernel_initializer=kernel_initializer
            )
        )
    layers.append(
        keras.layers.Dense(
            10, activation="softmax", kernel_initializer=kernel_initializer
        )
    )
    model = keras.Sequential(layers)
    model.compile(
        optimizer=keras.optimizers.SGD(learning_rate=learning_rate),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


# %% wrong: shared_initializer
# hint: All layers share one initialiser object, which repeats its numbers: 49 equal
# layers. Pass the name.
def create_model(activation, kernel_initializer, learning_rate):
    layers = [keras.Input((28, 28)), keras.layers.Flatten()]
    shared = keras.initializers.get(kernel_initializer)
    for units in [300] + 49 * [100]:
        layers.append(
            keras.layers.Dense(units, activation=activation, kernel_initializer=shared)
        )
    layers.append(keras.layers.Dense(10, activation="softmax"))
    model = keras.Sequential(layers)
    model.compile(
        optimizer=keras.optimizers.SGD(learning_rate=learning_rate),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


# %% wrong: no_input_shape
# hint: Without the input's shape Keras cannot make the weights yet. Begin with
# keras.Input((28, 28)).
def create_model(activation, kernel_initializer, learning_rate):
    layers = [keras.layers.Flatten()]
    for units in [300] + 49 * [100]:
        layers.append(
            keras.layers.Dense(
                units, activation=activation, kernel_initializer=kernel_initializer
            )
        )
    layers.append(keras.layers.Dense(10, activation="softmax"))
    model = keras.Sequential(layers)
    model.compile(
        optimizer=keras.optimizers.SGD(learning_rate=learning_rate),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


# %% wrong: no_softmax
# hint: The output layer has no softmax, so its numbers are not probabilities.
def create_model(activation, kernel_initializer, learning_rate):
    layers = [keras.Input((28, 28)), keras.layers.Flatten()]
    for units in [300] + 49 * [100]:
        layers.append(
            keras.layers.Dense(
                units, activation=activation, kernel_initializer=kernel_initializer
            )
        )
    layers.append(keras.layers.Dense(10))
    model = keras.Sequential(layers)
    model.compile(
        optimizer=keras.optimizers.SGD(learning_rate=learning_rate),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


# %% wrong: learning_rate_ignored
# hint: optimizer="sgd" uses the rate 0.01. Make the optimiser with your
# learning_rate.
def create_model(activation, kernel_initializer, learning_rate):
    layers = [keras.Input((28, 28)), keras.layers.Flatten()]
    for units in [300] + 49 * [100]:
        layers.append(
            keras.layers.Dense(
                units, activation=activation, kernel_initializer=kernel_initializer
            )
        )
    layers.append(keras.layers.Dense(10, activation="softmax"))
    model = keras.Sequential(layers)
    model.compile(
        optimizer="sgd",
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


# %% wrong: adam
# hint: That is Adam. The exercise asks for plain SGD.
def create_model(activation, kernel_initializer, learning_rate):
    layers = [keras.Input((28, 28)), keras.layers.Flatten()]
    for units in [300] + 49 * [100]:
        layers.append(
            keras.layers.Dense(
                units, activation=activation, kernel_initializer=kernel_initializer
            )
        )
    layers.append(keras.layers.Dense(10, activation="softmax"))
    model = keras.Sequential(layers)
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate=learning_rate),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


# %% wrong: momentum
# hint: SGD with momentum is not plain SGD: leave momentum out.
def create_model(activation, kernel_initializer, learning_rate):
    layers = [keras.Input((28, 28)), keras.layers.Flatten()]
    for units in [300] + 49 * [100]:
        layers.append(
            keras.layers.Dense(
                units, activation=activation, kernel_initializer=kernel_initializer
            )
        )
    layers.append(keras.layers.Dense(10, activation="softmax"))
    model = keras.Sequential(layers)
    model.compile(
        optimizer=keras.optimizers.SGD(learning_rate=learning_rate, momentum=0.9),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


# %% wrong: one_hot_loss
# hint: categorical_crossentropy wants one-hot labels. For integers it is
# sparse_categorical_crossentropy.
def create_model(activation, kernel_initializer, learning_rate):
    layers = [keras.Input((28, 28)), keras.layers.Flatten()]
    for units in [300] + 49 * [100]:
        layers.append(
            keras.layers.Dense(
                units, activation=activation, kernel_initializer=kernel_initializer
            )
        )
    layers.append(keras.layers.Dense(10, activation="softmax"))
    model = keras.Sequential(layers)
    model.compile(
        optimizer=keras.optimizers.SGD(learning_rate=learning_rate),
        loss="categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


# %% wrong: not_compiled
# hint: The model has no optimiser and no loss yet: call compile.
def create_model(activation, kernel_initializer, learning_rate):
    layers = [keras.Input((28, 28)), keras.layers.Flatten()]
    for units in [300] + 49 * [100]:
        layers.append(
            keras.layers.Dense(
                units, activation=activation, kernel_initializer=kernel_initializer
            )
        )
    layers.append(keras.layers.Dense(10, activation="softmax"))
    model = keras.Sequential(layers)
    model.optimizer = keras.optimizers.SGD(learning_rate)
    return model


# %% wrong: no_accuracy
# hint: Nothing reports the accuracy: name it in metrics.
def create_model(activation, kernel_initializer, learning_rate):
    layers = [keras.Input((28, 28)), keras.layers.Flatten()]
    for units in [300] + 49 * [100]:
        layers.append(
            keras.layers.Dense(
                units, activation=activation, kernel_initializer=kernel_initializer
            )
        )
    layers.append(keras.layers.Dense(10, activation="softmax"))
    model = keras.Sequential(layers)
    model.compile(
        optimizer=keras.optimizers.SGD(learning_rate=learning_rate),
        loss="sparse_categorical_crossentropy",
        metrics=[],
    )
    return model


# %% right: functional
def create_model(activation, kernel_initializer, learning_rate):
    inputs = keras.Input(shape=(28, 28))
    x = keras.layers.Flatten()(inputs)
    for units in (300, *[100] * 49):
        layer = keras.layers.Dense(units, activation)
        layer.kernel_initializer = keras.initializers.get(kernel_initializer)
        x = layer(x)
    outputs = keras.layers.Dense(10, activation="softmax")(x)
    model = keras.Model(inputs, outputs)
    model.compile(
        loss=keras.losses.SparseCategoricalCrossentropy(),
        optimizer=keras.optimizers.SGD(learning_rate),
        metrics=["accuracy"],
    )
    return model


# %% right: list_of_layers
def create_model(activation, kernel_initializer, learning_rate):
    options = {"activation": activation, "kernel_initializer": kernel_initializer}
    model = keras.Sequential(
        [keras.layers.Input(shape=[28, 28]), keras.layers.Flatten()]
        + [keras.layers.Dense(300, **options)]
        + [keras.layers.Dense(100, **options) for _ in range(49)]
        + [keras.layers.Dense(10, "softmax")]
    )
    sgd = keras.optimizers.SGD(learning_rate=learning_rate, momentum=0.0)
    loss = keras.losses.sparse_categorical_crossentropy
    model.compile(optimizer=sgd, loss=loss, metrics=["accuracy"])
    return model


# %% right: built_afterwards
def create_model(activation, kernel_initializer, learning_rate):
    model = keras.models.Sequential()
    model.add(keras.layers.Flatten(input_shape=(28, 28)))
    model.add(
        keras.layers.Dense(300, activation, kernel_initializer=kernel_initializer)
    )
    for _ in range(2, 51):
        initializer = keras.initializers.get(kernel_initializer)
        layer = keras.layers.Dense(100, activation, kernel_initializer=initializer)
        model.add(layer)
    model.add(keras.layers.Dense(10, activation=keras.activations.softmax))
    model.compile("sgd", "sparse_categorical_crossentropy", metrics=["accuracy"])
    model.optimizer.learning_rate = learning_rate
    return model
