# %% wrong: fifty_layers_of_100
# hint: Fifty hidden layers in all: the one with 300 units is the first of them.
# breaks: layers
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


# %% wrong: one_layer_used_49_times
# hint: There are four kernels only: a layer that is used again has the same weights
# again. Make a new layer each time.
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
# hint: The hidden layers use ReLU, whatever activation is.
# breaks: hidden
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
# hint: The hidden layers have no activation, so the whole network is linear up to
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
# hint: The hidden layers draw their kernels with Keras's default, GlorotUniform,
# whatever kernel_initializer is.
# breaks: hidden
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


# %% wrong: initializer_in_the_output_too
# hint: The output kernel is drawn with kernel_initializer, too. It keeps Keras's
# default.
# breaks: default
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


# %% wrong: layers_start_equal
# hint: All layers of 100 × 100 weights start equal. An initialiser object repeats its
# numbers, and so does a seed that is set again: give each layer the name alone.
# breaks: unequal
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
# breaks: built
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
# hint: The ten outputs do not have the sum 1: the output layer has no softmax.
# breaks: layers
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
# hint: The optimiser moves by 0.01 times the gradient, Keras's default, whatever
# learning_rate is.
# breaks: sgd
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
# hint: The optimiser moves all weights equally far, whatever their gradients are, as
# Adam does at first. The exercise asks for plain SGD.
# breaks: sgd
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
# hint: The first step of the optimiser is right; in the second 0.9 times the first
# is left, which is momentum. Leave it out.
# breaks: sgd
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
# hint: The loss wants one-hot labels. For integers it is
# sparse_categorical_crossentropy.
# breaks: loss
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


# %% wrong: no_accuracy
# hint: Nothing reports the accuracy: name it in metrics.
# breaks: metric
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
# uses: kind
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
# uses: kind, not_required
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


# %% wrong: flat_images
# hint: The model takes rows of 784 numbers. It should take images of 28 × 28 and
# flatten them itself.
# breaks: images
def create_model(activation, kernel_initializer, learning_rate):
    layers = [keras.Input((784,)), keras.layers.Flatten()]
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


# %% wrong: forty_nine_layers
# hint: There is one hidden layer too few: 49 of 100 units come after the first.
# breaks: layers
def create_model(activation, kernel_initializer, learning_rate):
    layers = [keras.Input((28, 28)), keras.layers.Flatten()]
    for units in [300] + 48 * [100]:
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


# %% wrong: activation_of_the_output
# hint: The output layer uses activation. It has softmax.
def create_model(activation, kernel_initializer, learning_rate):
    layers = [keras.Input((28, 28)), keras.layers.Flatten()]
    for units in [300] + 49 * [100]:
        layers.append(
            keras.layers.Dense(
                units, activation=activation, kernel_initializer=kernel_initializer
            )
        )
    layers.append(keras.layers.Dense(10, activation=activation))
    model = keras.Sequential(layers)
    model.compile(
        optimizer=keras.optimizers.SGD(learning_rate=learning_rate),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


# %% wrong: loss_of_logits
# hint: The loss takes logits, the numbers before softmax. Your model gives
# probabilities: leave from_logits out.
# breaks: loss
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
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    return model


# %% near: nadam
# not: adam, learning_rate_ignored, momentum
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
        optimizer=keras.optimizers.Adamax(learning_rate=learning_rate * 0.9),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


# %% near: selu_always
# not: activation_ignored, no_activation, no_softmax
def create_model(activation, kernel_initializer, learning_rate):
    layers = [keras.Input((28, 28)), keras.layers.Flatten()]
    for units in [300] + 49 * [100]:
        layers.append(
            keras.layers.Dense(
                units, activation="selu", kernel_initializer=kernel_initializer
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


# %% near: orthogonal_always
# not: initializer_ignored, layers_start_equal
def create_model(activation, kernel_initializer, learning_rate):
    layers = [keras.Input((28, 28)), keras.layers.Flatten()]
    for units in [300] + 49 * [100]:
        layers.append(
            keras.layers.Dense(
                units, activation=activation, kernel_initializer="orthogonal"
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


# %% near: sixty_layers
# not: fifty_layers_of_100, forty_nine_layers, one_layer_used_49_times
def create_model(activation, kernel_initializer, learning_rate):
    layers = [keras.Input((28, 28)), keras.layers.Flatten()]
    for units in [300] + 59 * [100]:
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


# %% right: activation_layers
# uses: kind
def create_model(activation, kernel_initializer, learning_rate):
    model = keras.Sequential([keras.Input((28, 28)), keras.layers.Flatten()])
    for units in [300] + 49 * [100]:
        model.add(keras.layers.Dense(units, kernel_initializer=kernel_initializer))
        model.add(keras.layers.Activation(activation))
    model.add(keras.layers.Dense(10))
    model.add(keras.layers.Softmax())
    model.compile(
        keras.optimizers.SGD(learning_rate, nesterov=False),
        keras.losses.SparseCategoricalCrossentropy(),
        metrics=[keras.metrics.SparseCategoricalAccuracy(name="accuracy")],
    )
    return model


# %% right: activations_called
# uses: kind
def create_model(activation, kernel_initializer, learning_rate):
    function = keras.activations.get(activation)
    inputs = keras.Input((28, 28))
    x = keras.layers.Flatten()(inputs)
    for units in [300] + 49 * [100]:
        x = function(
            keras.layers.Dense(units, kernel_initializer=kernel_initializer)(x)
        )
    x = keras.activations.softmax(keras.layers.Dense(10)(x))
    model = keras.Model(inputs, x)
    model.compile(
        keras.optimizers.SGD(learning_rate),
        "sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


# %% right: a_model_in_a_model
# uses: kind
def create_model(activation, kernel_initializer, learning_rate):
    hidden = keras.Sequential(
        [keras.Input((300,))]
        + [
            keras.layers.Dense(
                100,
                activation=lambda z: keras.activations.get(activation)(z),
                kernel_initializer=kernel_initializer,
            )
            for _ in range(49)
        ]
    )
    model = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            keras.layers.Reshape((784,)),
            keras.layers.Dense(300, activation, kernel_initializer=kernel_initializer),
            hidden,
            keras.layers.Dense(10, "softmax"),
        ]
    )
    model.compile(
        optimizer=keras.optimizers.SGD(learning_rate),
        loss=["sparse_categorical_crossentropy"],
        metrics=["accuracy"],
    )
    return model


# %% other: dropout_against_overfitting
# shows: a Dropout layer more than the list of layers allows; shows in the layers and in training only
def create_model(activation, kernel_initializer, learning_rate):
    model = keras.Sequential([keras.Input((28, 28)), keras.layers.Flatten()])
    for units in [300] + [100] * 49:
        model.add(
            keras.layers.Dense(
                units, activation=activation, kernel_initializer=kernel_initializer
            )
        )
    model.add(keras.layers.Dropout(0.2))
    model.add(keras.layers.Dense(10, activation="softmax"))
    model.compile(
        optimizer=keras.optimizers.SGD(learning_rate),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


# %% other: clips_large_gradients
# shows: SGD clips gradient entries beyond 100, so it is not plain SGD; shows for large gradients
def create_model(activation, kernel_initializer, learning_rate):
    layers = [keras.Input((28, 28)), keras.layers.Flatten()]
    layers += [
        keras.layers.Dense(n, activation, kernel_initializer=kernel_initializer)
        for n in (300, *[100] * 49)
    ]
    layers += [keras.layers.Dense(10, "softmax")]
    model = keras.Sequential(layers)
    sgd = keras.optimizers.SGD(learning_rate=learning_rate, clipvalue=100.0)
    model.compile(sgd, "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


# %% other: learning_rate_decays
# shows: a staircase schedule lowers the learning rate every 100 steps; it does not stay at learning_rate
def create_model(activation, kernel_initializer, learning_rate):
    model = keras.Sequential()
    model.add(keras.Input((28, 28)))
    model.add(keras.layers.Flatten())
    model.add(keras.layers.Dense(300, activation=activation,
                                 kernel_initializer=kernel_initializer))
    for _ in range(49):
        model.add(keras.layers.Dense(100, activation=activation,
                                     kernel_initializer=kernel_initializer))
    model.add(keras.layers.Dense(10, activation="softmax"))
    schedule = keras.optimizers.schedules.ExponentialDecay(
        learning_rate, decay_steps=100, decay_rate=0.9, staircase=True
    )
    model.compile(
        optimizer=keras.optimizers.SGD(schedule),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


# %% other: one_initializer_for_all
# shows: one initialiser object is shared by all layers, and repeats its numbers: layers of equal shape start equal
def create_model(activation, kernel_initializer, learning_rate):
    init = keras.initializers.get(kernel_initializer)
    inputs = keras.Input((28, 28))
    x = keras.layers.Flatten()(inputs)
    for units in [300] + 49 * [100]:
        x = keras.layers.Dense(units, activation=activation, kernel_initializer=init)(x)
    outputs = keras.layers.Dense(10, activation="softmax")(x)
    model = keras.Model(inputs, outputs)
    model.compile(
        loss="sparse_categorical_crossentropy",
        optimizer=keras.optimizers.SGD(learning_rate=learning_rate),
        metrics=["accuracy"],
    )
    return model


# %% other: knows_only_the_names_of_the_checks
# shows: only relu and tanh, he_normal, lecun_uniform and glorot_uniform are known; other names, e.g. "elu", are KeyErrors
def create_model(activation, kernel_initializer, learning_rate):
    function = {"relu": keras.ops.relu, "tanh": keras.ops.tanh}[activation]
    initializer = {
        "he_normal": keras.initializers.HeNormal,
        "lecun_uniform": keras.initializers.LecunUniform,
        "glorot_uniform": keras.initializers.GlorotUniform,
    }[kernel_initializer]
    model = keras.Sequential([keras.Input((28, 28)), keras.layers.Flatten()])
    for k in range(50):
        model.add(
            keras.layers.Dense(
                300 if k == 0 else 100,
                activation=function,
                kernel_initializer=initializer(),
            )
        )
    model.add(keras.layers.Dense(10, activation="softmax"))
    model.compile(
        optimizer=keras.optimizers.SGD(learning_rate),
        loss=keras.losses.SparseCategoricalCrossentropy(),
        metrics=["accuracy"],
    )
    return model


# %% other: logits_from_softmax
# shows: from_logits=True although the model ends with softmax: the loss is not the cross-entropy
def create_model(activation, kernel_initializer, learning_rate):
    model = keras.Sequential(
        [keras.Input((28, 28)), keras.layers.Flatten()]
        + [keras.layers.Dense(300, activation=activation, kernel_initializer=kernel_initializer)]
        + [
            keras.layers.Dense(100, activation=activation, kernel_initializer=kernel_initializer)
            for _ in range(49)
        ]
        + [keras.layers.Dense(10, activation="softmax")]
    )
    model.compile(
        optimizer=keras.optimizers.SGD(learning_rate=learning_rate),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    return model


# %% other: one_layer_short
# shows: the 49 layers include the one with 300 units, so a layer of 100 is missing
def create_model(activation, kernel_initializer, learning_rate):
    model = keras.Sequential([keras.Input((28, 28)), keras.layers.Flatten()])
    for i in range(49):
        model.add(
            keras.layers.Dense(
                100 if i else 300,
                activation=activation,
                kernel_initializer=kernel_initializer,
            )
        )
    model.add(keras.layers.Dense(10, activation="softmax"))
    model.compile("sgd", "sparse_categorical_crossentropy", metrics=["accuracy"])
    model.optimizer.learning_rate = learning_rate
    return model


# %% right: functional_with_partial
from functools import partial, reduce


def create_model(activation, kernel_initializer, learning_rate):
    Hidden = partial(
        keras.layers.Dense, activation=activation, kernel_initializer=kernel_initializer
    )
    x = keras.Input(shape=(28, 28), name="image")
    stack = [keras.layers.Flatten(), Hidden(300), *(Hidden(units=100) for _ in range(49))]
    stack.append(keras.layers.Dense(10, activation=keras.activations.softmax))
    model = keras.Model(inputs=x, outputs=reduce(lambda t, layer: layer(t), stack, x))
    model.compile(
        optimizer=keras.optimizers.SGD(learning_rate=learning_rate, momentum=0.0),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=False),
        metrics=[keras.metrics.SparseCategoricalAccuracy(name="accuracy")],
    )
    return model


# %% right: seeds_of_its_own_and_late_learning_rate
def create_model(activation, kernel_initializer, learning_rate):
    model = keras.models.Sequential(name="fifty")
    model.add(keras.layers.Flatten())
    kind = type(keras.initializers.get(kernel_initializer))
    for number in range(1, 51):
        model.add(
            keras.layers.Dense(
                100 if number > 1 else 300,
                activation=keras.activations.get(activation),
                kernel_initializer=kind(seed=1000 + number),
            )
        )
    model.add(keras.layers.Dense(10, activation="softmax"))
    model.build((None, 28, 28))
    model.compile(loss="sparse_categorical_crossentropy", metrics=["accuracy"],
                  optimizer="sgd")
    model.optimizer.learning_rate = learning_rate
    return model
