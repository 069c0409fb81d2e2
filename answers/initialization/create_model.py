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


# %% wrong: initializer_fixed
# hint: The hidden layers draw their kernels with HeNormal, whatever
# kernel_initializer is.
# breaks: hidden
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


# %% wrong: shared_initializer
# hint: All layers of 100 × 100 weights start equal. An initialiser object repeats
# its numbers: give each layer the name, or an object of its own.
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


# %% wrong: flatten_left_out
# hint: The first kernel has 28 inputs: without Flatten, each row of an image goes
# through the network by itself.
# breaks: layers
def create_model(activation, kernel_initializer, learning_rate):
    layers = [keras.Input((28, 28))]
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


# %% wrong: no_biases
# hint: The hidden layers have no biases. Keras's default has them.
def create_model(activation, kernel_initializer, learning_rate):
    layers = [keras.Input((28, 28)), keras.layers.Flatten()]
    for units in [300] + 49 * [100]:
        layers.append(
            keras.layers.Dense(
                units,
                activation=activation,
                kernel_initializer=kernel_initializer,
                use_bias=False,
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


# %% wrong: biases_of_a_tenth
# hint: The hidden layers' biases start at 0.1. Leave them to Keras: its default is
# 0.
# breaks: default
def create_model(activation, kernel_initializer, learning_rate):
    layers = [keras.Input((28, 28)), keras.layers.Flatten()]
    for units in [300] + 49 * [100]:
        layers.append(
            keras.layers.Dense(
                units,
                activation=activation,
                kernel_initializer=kernel_initializer,
                bias_initializer=keras.initializers.Constant(0.1),
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


# %% wrong: batch_normalisation
# hint: There are 200 further arrays of weights: normalisation layers have them. The
# network has Dense layers only.
def create_model(activation, kernel_initializer, learning_rate):
    layers = [keras.Input((28, 28)), keras.layers.Flatten()]
    for units in [300] + 49 * [100]:
        layers.append(
            keras.layers.Dense(
                units, activation=activation, kernel_initializer=kernel_initializer
            )
        )
        layers.append(keras.layers.BatchNormalization())
    layers.append(keras.layers.Dense(10, activation="softmax"))
    model = keras.Sequential(layers)
    model.compile(
        optimizer=keras.optimizers.SGD(learning_rate=learning_rate),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


# %% wrong: dropout
# hint: The output in training is not that of the layers alone: something works in
# training only, as Dropout does.
def create_model(activation, kernel_initializer, learning_rate):
    layers = [keras.Input((28, 28)), keras.layers.Flatten()]
    for units in [300] + 49 * [100]:
        layers.append(
            keras.layers.Dense(
                units, activation=activation, kernel_initializer=kernel_initializer
            )
        )
        layers.append(keras.layers.Dropout(0.2))
    layers.append(keras.layers.Dense(10, activation="softmax"))
    model = keras.Sequential(layers)
    model.compile(
        optimizer=keras.optimizers.SGD(learning_rate=learning_rate),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


# %% wrong: frozen_layers
# hint: Only two arrays of weights can be trained. Leave trainable as it is.
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
    for layer in model.layers[:-1]:
        layer.trainable = False
    model.compile(
        optimizer=keras.optimizers.SGD(learning_rate=learning_rate),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


# %% wrong: sigmoid_output
# hint: The ten outputs are those of a sigmoid each, so their sum is not 1. Softmax
# looks at all ten together.
# breaks: layers
def create_model(activation, kernel_initializer, learning_rate):
    layers = [keras.Input((28, 28)), keras.layers.Flatten()]
    for units in [300] + 49 * [100]:
        layers.append(
            keras.layers.Dense(
                units, activation=activation, kernel_initializer=kernel_initializer
            )
        )
    layers.append(keras.layers.Dense(10, activation="sigmoid"))
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


# %% wrong: first_layer_with_relu
# hint: The first hidden layer uses ReLU, whatever activation is.
# breaks: hidden
def create_model(activation, kernel_initializer, learning_rate):
    layers = [keras.Input((28, 28)), keras.layers.Flatten()]
    for units in [300] + 49 * [100]:
        layers.append(
            keras.layers.Dense(
                units,
                activation="relu" if units == 300 else activation,
                kernel_initializer=kernel_initializer,
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


# %% wrong: softmax_twice
# hint: Softmax is applied twice: once more makes the ten probabilities nearly equal.
def create_model(activation, kernel_initializer, learning_rate):
    layers = [keras.Input((28, 28)), keras.layers.Flatten()]
    for units in [300] + 49 * [100]:
        layers.append(
            keras.layers.Dense(
                units, activation=activation, kernel_initializer=kernel_initializer
            )
        )
    layers.append(keras.layers.Dense(10, activation="softmax"))
    layers.append(keras.layers.Softmax())
    model = keras.Sequential(layers)
    model.compile(
        optimizer=keras.optimizers.SGD(learning_rate=learning_rate),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


# %% wrong: one_seed_for_all
# hint: All layers of 100 × 100 weights start equal. Initialisers with the same seed
# give the same numbers.
# breaks: unequal
def create_model(activation, kernel_initializer, learning_rate):
    named = {"class_name": kernel_initializer, "config": {"seed": 1}}
    layers = [keras.Input((28, 28)), keras.layers.Flatten()]
    for units in [300] + 49 * [100]:
        layers.append(
            keras.layers.Dense(
                units,
                activation=activation,
                kernel_initializer=keras.initializers.get(named),
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


# %% wrong: clipped_gradients
# hint: The optimiser shortens large gradients. Plain SGD takes them as they are.
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
        optimizer=keras.optimizers.SGD(learning_rate=learning_rate, clipnorm=1.0),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


# %% wrong: weight_decay
# hint: Each step of the optimiser also makes the weights 0.125 % smaller, which is
# weight decay. Plain SGD does not.
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
        optimizer=keras.optimizers.SGD(learning_rate=learning_rate, weight_decay=0.01),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


# %% wrong: nesterov
# hint: The first step is 1.9 times as long as that of plain SGD: Nesterov's momentum
# of 0.9.
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
        optimizer=keras.optimizers.SGD(
            learning_rate=learning_rate, momentum=0.9, nesterov=True
        ),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


# %% wrong: rate_a_tenth
# hint: The optimiser moves by a tenth of learning_rate times the gradient.
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
        optimizer=keras.optimizers.SGD(learning_rate=learning_rate / 10),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


# %% wrong: rmsprop
# hint: The optimiser divides by the size of the gradients, as RMSprop does. The
# exercise asks for plain SGD.
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
        optimizer=keras.optimizers.RMSprop(learning_rate=learning_rate),
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


# %% wrong: sum_of_the_losses
# hint: The loss is the sum over the images, four times as large here. It should be
# their mean.
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
        loss=keras.losses.SparseCategoricalCrossentropy(reduction="sum"),
        metrics=["accuracy"],
    )
    return model


# %% wrong: mean_squared_error
# hint: The loss compares outputs and labels by the squares of their differences. Use
# a cross-entropy for integer labels.
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
        loss="mean_squared_error",
        metrics=["accuracy"],
    )
    return model


# %% wrong: regularised
# hint: The loss has a penalty on the weights beside the cross-entropy.
def create_model(activation, kernel_initializer, learning_rate):
    layers = [keras.Input((28, 28)), keras.layers.Flatten()]
    for units in [300] + 49 * [100]:
        layers.append(
            keras.layers.Dense(
                units,
                activation=activation,
                kernel_initializer=kernel_initializer,
                kernel_regularizer="l2",
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


# %% wrong: another_metric
# hint: The accuracy is not among what the model reports. Name it in metrics.
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
        metrics=["sparse_top_k_categorical_accuracy"],
    )
    return model


# %% wrong: binary_accuracy
# hint: What the metric gets are integer labels and ten probabilities for each image;
# it cannot compare these. Write the name alone.
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
        metrics=[keras.metrics.BinaryAccuracy(name="accuracy")],
    )
    return model


# %% near: nadam
# not: adam, learning_rate_ignored, rate_a_tenth, rmsprop, momentum, clipped_gradients
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


# %% near: little_momentum
# not: momentum, nesterov, weight_decay
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
        optimizer=keras.optimizers.SGD(learning_rate=learning_rate, momentum=0.3),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


# %% near: selu_always
# not: activation_ignored, no_activation, first_layer_with_relu, no_softmax
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
# not: initializer_ignored, initializer_fixed, shared_initializer
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


# %% near: output_with_he_uniform
# not: initializer_in_the_output_too, initializer_ignored
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
            10, activation="softmax", kernel_initializer="random_uniform"
        )
    )
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


# %% near: two_equal_layers
# not: shared_initializer, one_seed_for_all, copied_weights
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
    model.layers[5].set_weights(model.layers[7].get_weights())
    model.compile(
        optimizer=keras.optimizers.SGD(learning_rate=learning_rate),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


# %% near: focal_loss
# not: loss_of_logits, sum_of_the_losses, regularised, mean_squared_error
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
        loss=lambda y, p: 1.5 * keras.losses.sparse_categorical_crossentropy(y, p),
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
