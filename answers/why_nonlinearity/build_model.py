# %% wrong: relu_for_none
# hint: With None the model still computes with ReLUs. None means no activation at
# all.
# breaks: activation
def build_model(activation):
    activation = activation or "relu"
    model = keras.Sequential(
        [
            keras.Input((2,)),
            keras.layers.Dense(16, activation=activation),
            keras.layers.Dense(16, activation=activation),
            keras.layers.Dense(1),
        ]
    )
    model.compile(
        optimizer=keras.optimizers.Adam(0.02),
        loss=keras.losses.BinaryCrossentropy(from_logits=True),
    )
    return model


# %% wrong: second_hidden_layer_without_activation
# hint: The numbers are those of a model whose second hidden layer has no activation:
# it and the output then fold into one layer.
# breaks: activation
def build_model(activation):
    model = keras.Sequential(
        [
            keras.Input((2,)),
            keras.layers.Dense(16, activation=activation),
            keras.layers.Dense(16),
            keras.layers.Dense(1),
        ]
    )
    model.compile(
        optimizer=keras.optimizers.Adam(0.02),
        loss=keras.losses.BinaryCrossentropy(from_logits=True),
    )
    return model


# %% wrong: output_with_the_given_activation
# hint: The output has the activation too, so it cannot be negative with "relu". A
# logit has none.
# breaks: logit
def build_model(activation):
    model = keras.Sequential(
        [
            keras.Input((2,)),
            keras.layers.Dense(16, activation=activation),
            keras.layers.Dense(16, activation=activation),
            keras.layers.Dense(1, activation=activation),
        ]
    )
    model.compile(
        optimizer=keras.optimizers.Adam(0.02),
        loss=keras.losses.BinaryCrossentropy(from_logits=True),
    )
    return model


# %% wrong: sigmoid_output_with_a_loss_for_logits
# hint: The output is between 0 and 1: a sigmoid was applied. A logit has no
# activation; the loss takes care of the rest.
# breaks: logit
def build_model(activation):
    model = keras.Sequential(
        [
            keras.Input((2,)),
            keras.layers.Dense(16, activation=activation),
            keras.layers.Dense(16, activation=activation),
            keras.layers.Dense(1, activation="sigmoid"),
        ]
    )
    model.compile(
        optimizer=keras.optimizers.Adam(0.02),
        loss=keras.losses.BinaryCrossentropy(from_logits=True),
    )
    return model


# %% wrong: loss_for_probabilities
# hint: The loss takes the logit for a probability. Say from_logits=True.
# breaks: loss
def build_model(activation):
    model = keras.Sequential(
        [
            keras.Input((2,)),
            keras.layers.Dense(16, activation=activation),
            keras.layers.Dense(16, activation=activation),
            keras.layers.Dense(1),
        ]
    )
    model.compile(
        optimizer=keras.optimizers.Adam(0.02),
        loss="binary_crossentropy",
    )
    return model


# %% wrong: mean_squared_error
# hint: The loss is a squared difference. It punishes a logit for being large, even if
# it is right. Use the cross-entropy.
# breaks: loss
def build_model(activation):
    model = keras.Sequential(
        [
            keras.Input((2,)),
            keras.layers.Dense(16, activation=activation),
            keras.layers.Dense(16, activation=activation),
            keras.layers.Dense(1),
        ]
    )
    model.compile(
        optimizer=keras.optimizers.Adam(0.02),
        loss="mse",
    )
    return model


# %% wrong: one_hidden_layer
# hint: A hidden layer is missing: there should be two of 16 units before the output.
# breaks: sizes
def build_model(activation):
    model = keras.Sequential(
        [
            keras.Input((2,)),
            keras.layers.Dense(16, activation=activation),
            keras.layers.Dense(1),
        ]
    )
    model.compile(
        optimizer=keras.optimizers.Adam(0.02),
        loss=keras.losses.BinaryCrossentropy(from_logits=True),
    )
    return model


# %% wrong: without_biases
# hint: The layers have no biases: three arrays of weights came instead of six.
# breaks: sizes
def build_model(activation):
    model = keras.Sequential(
        [
            keras.Input((2,)),
            keras.layers.Dense(16, activation=activation, use_bias=False),
            keras.layers.Dense(16, activation=activation, use_bias=False),
            keras.layers.Dense(1, use_bias=False),
        ]
    )
    model.compile(
        optimizer=keras.optimizers.Adam(0.02),
        loss=keras.losses.BinaryCrossentropy(from_logits=True),
    )
    return model


# %% wrong: dropout_in_between
# hint: With training=True the model computes something else: there is a layer that
# the text does not have.
# breaks: sizes
def build_model(activation):
    model = keras.Sequential(
        [
            keras.Input((2,)),
            keras.layers.Dense(16, activation=activation),
            keras.layers.Dense(16, activation=activation),
            keras.layers.Dropout(0.5),
            keras.layers.Dense(1),
        ]
    )
    model.compile(
        optimizer=keras.optimizers.Adam(0.02),
        loss=keras.losses.BinaryCrossentropy(from_logits=True),
    )
    return model


# %% wrong: learning_rate_of_the_default
# hint: The learning rate is 0.001, Adam's default, which is too small for so few
# steps. Make an optimiser object.
# breaks: adam
def build_model(activation):
    model = keras.Sequential(
        [
            keras.Input((2,)),
            keras.layers.Dense(16, activation=activation),
            keras.layers.Dense(16, activation=activation),
            keras.layers.Dense(1),
        ]
    )
    model.compile(
        optimizer="adam",
        loss=keras.losses.BinaryCrossentropy(from_logits=True),
    )
    return model


# %% wrong: another_optimiser_at_this_rate
# hint: The optimiser is another one than Adam.
# breaks: adam
def build_model(activation):
    model = keras.Sequential(
        [
            keras.Input((2,)),
            keras.layers.Dense(16, activation=activation),
            keras.layers.Dense(16, activation=activation),
            keras.layers.Dense(1),
        ]
    )
    model.compile(
        optimizer=keras.optimizers.SGD(0.02),
        loss=keras.losses.BinaryCrossentropy(from_logits=True),
    )
    return model


# %% wrong: never_compiled
# hint: The model is not compiled: without loss and optimiser it cannot be trained.
# breaks: model
def build_model(activation):
    model = keras.Sequential(
        [
            keras.Input((2,)),
            keras.layers.Dense(16, activation=activation),
            keras.layers.Dense(16, activation=activation),
            keras.layers.Dense(1),
        ]
    )
    return model


# %% wrong: returns_what_compile_returns
# hint: build_model returned None: compile returns nothing. Compile first, then return
# the model.
# breaks: model
def build_model(activation):
    model = keras.Sequential(
        [
            keras.Input((2,)),
            keras.layers.Dense(16, activation=activation),
            keras.layers.Dense(16, activation=activation),
            keras.layers.Dense(1),
        ]
    )
    return model.compile(
        optimizer=keras.optimizers.Adam(0.02),
        loss=keras.losses.BinaryCrossentropy(from_logits=True),
    )


# %% wrong: made_once
# hint: All weights of the second call are those of the first. A model that is kept
# and returned again is not a new one.
# breaks: new
made = {}


def build_model(activation):
    if activation not in made:
        model = keras.Sequential(
            [
                keras.Input((2,)),
                keras.layers.Dense(16, activation=activation),
                keras.layers.Dense(16, activation=activation),
                keras.layers.Dense(1),
            ]
        )
        model.compile(
            optimizer=keras.optimizers.Adam(0.02),
            loss=keras.losses.BinaryCrossentropy(from_logits=True),
        )
        made[activation] = model
    return made[activation]


# %% wrong: one_seed_for_all
# hint: All weights of the second call are those of the first. With a seed set inside
# of the function every model starts alike.
# breaks: new
def build_model(activation):
    keras.utils.set_random_seed(0)
    model = keras.Sequential(
        [
            keras.Input((2,)),
            keras.layers.Dense(16, activation=activation),
            keras.layers.Dense(16, activation=activation),
            keras.layers.Dense(1),
        ]
    )
    model.compile(
        optimizer=keras.optimizers.Adam(0.02),
        loss=keras.losses.BinaryCrossentropy(from_logits=True),
    )
    return model


# %% wrong: layers_frozen
# hint: The model has no weights that training may change: its layers are frozen. Leave
# `trainable` as it is.
# breaks: rings
def build_model(activation):
    model = keras.Sequential(
        [
            keras.Input((2,)),
            keras.layers.Dense(16, activation=activation),
            keras.layers.Dense(16, activation=activation),
            keras.layers.Dense(1),
        ]
    )
    model.compile(
        optimizer=keras.optimizers.Adam(0.02),
        loss=keras.losses.BinaryCrossentropy(from_logits=True),
    )
    for layer in model.layers:
        layer.trainable = False
    return model


# %% near: other_small_rate
# not: learning_rate_of_the_default
def build_model(activation):
    model = keras.Sequential(
        [
            keras.Input((2,)),
            keras.layers.Dense(16, activation=activation),
            keras.layers.Dense(16, activation=activation),
            keras.layers.Dense(1),
        ]
    )
    model.compile(
        optimizer=keras.optimizers.Adam(0.002),
        loss=keras.losses.BinaryCrossentropy(from_logits=True),
    )
    return model


# %% near: sigmoid_moved
# not: sigmoid_output_with_a_loss_for_logits output_with_the_given_activation
def build_model(activation):
    model = keras.Sequential(
        [
            keras.Input((2,)),
            keras.layers.Dense(16, activation=activation),
            keras.layers.Dense(16, activation=activation),
            keras.layers.Dense(1, activation=lambda z: keras.ops.sigmoid(z) - 0.5),
        ]
    )
    model.compile(
        optimizer=keras.optimizers.Adam(0.02),
        loss=keras.losses.BinaryCrossentropy(from_logits=True),
    )
    return model


# %% near: leaky_for_none
# not: relu_for_none second_hidden_layer_without_activation
def build_model(activation):
    activation = activation or "leaky_relu"
    model = keras.Sequential(
        [
            keras.Input((2,)),
            keras.layers.Dense(16, activation=activation),
            keras.layers.Dense(16, activation=activation),
            keras.layers.Dense(1),
        ]
    )
    model.compile(
        optimizer=keras.optimizers.Adam(0.02),
        loss=keras.losses.BinaryCrossentropy(from_logits=True),
    )
    return model


# %% near: loss_of_another_scale
# not: loss_for_probabilities mean_squared_error
def build_model(activation):
    model = keras.Sequential(
        [
            keras.Input((2,)),
            keras.layers.Dense(16, activation=activation),
            keras.layers.Dense(16, activation=activation),
            keras.layers.Dense(1),
        ]
    )
    model.compile(
        optimizer=keras.optimizers.Adam(0.02),
        loss=lambda y, z: 0.5 * keras.losses.binary_crossentropy(y, z, from_logits=True),
    )
    return model


# %% other: labels_smoothed
def build_model(activation):
    model = keras.Sequential(
        [
            keras.Input((2,)),
            keras.layers.Dense(16, activation=activation),
            keras.layers.Dense(16, activation=activation),
            keras.layers.Dense(1),
        ]
    )
    model.compile(
        optimizer=keras.optimizers.Adam(0.02),
        loss=keras.losses.BinaryCrossentropy(from_logits=True, label_smoothing=0.1),
    )
    return model


# %% other: weights_decay_too
def build_model(activation):
    model = keras.Sequential(
        [
            keras.Input((2,)),
            keras.layers.Dense(16, activation=activation),
            keras.layers.Dense(16, activation=activation),
            keras.layers.Dense(1),
        ]
    )
    model.compile(
        optimizer=keras.optimizers.AdamW(0.02),
        loss=keras.losses.BinaryCrossentropy(from_logits=True),
    )
    return model


# %% other: rate_for_relu_only
def build_model(activation):
    model = keras.Sequential(
        [
            keras.Input((2,)),
            keras.layers.Dense(16, activation=activation),
            keras.layers.Dense(16, activation=activation),
            keras.layers.Dense(1),
        ]
    )
    model.compile(
        optimizer=keras.optimizers.Adam(0.02 if activation else 0.001),
        loss=keras.losses.BinaryCrossentropy(from_logits=True),
    )
    return model


# %% other: relu_for_every_name
# shows: Every name but None gives ReLU; shows for build_model("tanh").
def build_model(activation):
    hidden = "relu" if activation else None
    model = keras.Sequential(
        [
            keras.Input((2,)),
            keras.layers.Dense(16, activation=hidden),
            keras.layers.Dense(16, activation=hidden),
            keras.layers.Dense(1),
        ]
    )
    model.compile(
        optimizer=keras.optimizers.Adam(0.02),
        loss=keras.losses.BinaryCrossentropy(from_logits=True),
    )
    return model


# %% other: table_of_known_activations
# shows: A name that is not in the table, such as "softsign" or "elu", gives no activation at all.
def build_model(activation):
    known = {"relu": keras.ops.relu, "tanh": keras.ops.tanh, "sigmoid": keras.ops.sigmoid}
    bend = known.get(activation)
    x = inputs = keras.Input((2,))
    for _ in range(2):
        x = keras.layers.Dense(16, activation=bend)(x)
    model = keras.Model(inputs, keras.layers.Dense(1)(x))
    model.compile("adam", keras.losses.BinaryCrossentropy(from_logits=True))
    model.optimizer.learning_rate = 0.02
    return model


# %% other: one_optimiser_for_all_models
# shows: The optimiser is a default argument, made once: the second model that is trained with it raises an error, so it is not a new model.
def build_model(activation, optimizer=keras.optimizers.Adam(learning_rate=0.02)):
    model = keras.Sequential(
        [
            keras.Input((2,)),
            keras.layers.Dense(16, activation=activation),
            keras.layers.Dense(16, activation=activation),
            keras.layers.Dense(1),
        ]
    )
    model.compile(
        optimizer=optimizer, loss=keras.losses.BinaryCrossentropy(from_logits=True)
    )
    return model


# %% other: learning_rate_halves
# shows: The learning rate begins at 0.02 but halves every 10 steps; asked is Adam at 0.02.
def build_model(activation):
    model = keras.Sequential([keras.Input((2,))])
    for units, bend in ((16, activation), (16, activation), (1, None)):
        model.add(keras.layers.Dense(units, activation=bend))
    rate = keras.optimizers.schedules.ExponentialDecay(0.02, 10, 0.5)
    model.compile(
        optimizer=keras.optimizers.Adam(rate),
        loss=keras.losses.BinaryCrossentropy(from_logits=True),
    )
    return model


# %% other: probability_and_its_loss
# shows: The output is a sigmoid and the loss expects probabilities: consistent, but the output is no logit.
def build_model(activation):
    model = keras.Sequential(
        [
            keras.layers.Dense(16, activation=activation),
            keras.layers.Dense(16, activation=activation),
            keras.layers.Dense(1, activation="sigmoid"),
        ]
    )
    model.compile(keras.optimizers.Adam(0.02), "binary_crossentropy")
    return model


# %% right: functional
def build_model(activation):
    inputs = keras.Input((2,))
    x = keras.layers.Dense(16, activation)(inputs)
    x = keras.layers.Dense(16, activation)(x)
    model = keras.Model(inputs, keras.layers.Dense(1)(x))
    model.compile(
        optimizer=keras.optimizers.Adam(0.02),
        loss=lambda y, z: keras.ops.mean(
            keras.ops.binary_crossentropy(y, z, from_logits=True), axis=-1
        ),
    )
    return model


# %% right: tensorflow_keras
# uses: not_required
def build_model(activation):
    import tensorflow as tf

    layers = tf.keras.layers
    model = tf.keras.Sequential([
        layers.InputLayer(shape=(2,)),
        layers.Dense(16, activation=activation),
        layers.Dense(16, activation=activation),
        layers.Dense(1, activation="linear"),
    ])
    model.compile(
        optimizer=tf.keras.optimizers.Adam(2e-2),
        loss=tf.keras.losses.BinaryCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    return model


# %% right: activation_layers
def build_model(activation):
    layers = [keras.Input((2,))]
    for _ in range(2):
        layers += [keras.layers.Dense(16), keras.layers.Activation(activation)]
    model = keras.Sequential([*layers, keras.layers.Dense(1)])
    model.compile(
        keras.optimizers.Adam(0.02), keras.losses.BinaryCrossentropy(from_logits=True)
    )
    return model


# %% right: activation_called
def build_model(activation):
    bend = keras.activations.get(activation)
    inputs = keras.Input((2,))
    x = bend(keras.layers.Dense(16)(inputs))
    x = bend(keras.layers.Dense(16)(x))
    model = keras.Model(inputs, keras.layers.Dense(1)(x))
    model.compile(
        keras.optimizers.Adam(0.02), keras.losses.BinaryCrossentropy(from_logits=True)
    )
    return model


# %% right: subclass
class Network(keras.Model):
    def __init__(self, activation):
        super().__init__()
        self.out = keras.layers.Dense(1)
        self.hidden = [keras.layers.Dense(16, activation) for _ in range(2)]

    def call(self, x):
        for layer in self.hidden:
            x = layer(x)
        return self.out(x)


def build_model(activation):
    import tensorflow as tf

    def loss(y, z):
        return tf.nn.sigmoid_cross_entropy_with_logits(labels=y, logits=z)

    model = Network(activation)
    model.compile(optimizer=keras.optimizers.Adam(0.02), loss=loss)
    return model


# %% right: without_an_input_layer
def build_model(activation):
    model = keras.Sequential([
        keras.layers.Dense(16, activation=activation, kernel_initializer="he_normal"),
        keras.layers.Dense(16, activation=activation, kernel_initializer="he_normal"),
        keras.layers.Dense(1),
    ])
    model.compile(
        loss=keras.losses.BinaryCrossentropy(from_logits=True, reduction="sum"),
        optimizer=keras.optimizers.Adam(0.02, beta_1=0.8),
    )
    return model


# %% right: subclass_with_own_loss
def build_model(activation):
    class Rings(keras.Model):
        def __init__(self):
            super().__init__()
            self.hidden = [keras.layers.Dense(16, activation) for _ in "ab"]
            self.last = keras.layers.Dense(1)

        def call(self, x):
            for layer in self.hidden:
                x = layer(x)
            return self.last(x)

    def logit_loss(y, z):
        z = keras.ops.convert_to_tensor(z)
        y = keras.ops.cast(y, z.dtype)
        return keras.ops.mean(keras.ops.softplus(z) - y * z, axis=-1)

    model = Rings()
    model(np.zeros((1, 2), dtype="float32"))
    model.compile(optimizer=keras.optimizers.Adam(0.02), loss=logit_loss)
    return model


# %% right: bends_as_layers_rate_set_later
def build_model(activation):
    bend = keras.activations.get(activation)
    inputs = keras.Input(shape=(2,))
    z = keras.layers.Dense(16, kernel_initializer="he_normal")(inputs)
    z = keras.layers.Dense(16, kernel_initializer="he_normal")(keras.layers.Activation(bend)(z))
    outputs = keras.layers.Dense(1, activation="linear")(keras.layers.Activation(bend)(z))
    model = keras.Model(inputs, outputs)
    model.compile("adam", keras.losses.BinaryCrossentropy(from_logits=True), metrics=["mae"])
    model.optimizer.learning_rate = 0.02
    return model
