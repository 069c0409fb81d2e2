# %% wrong: activation_on_the_output_only
# hint: The output has the activation, so it cannot be negative with "relu".
# Activations belong to the hidden layers, and only there.
def build_model(activation):
    model = keras.Sequential(
        [
            keras.Input((2,)),
            keras.layers.Dense(16),
            keras.layers.Dense(16),
            keras.layers.Dense(1, activation=activation),
        ]
    )
    model.compile(
        optimizer=keras.optimizers.Adam(0.02),
        loss=keras.losses.BinaryCrossentropy(from_logits=True),
    )
    return model


# %% wrong: always_relu
# hint: With None the model still computes with ReLUs: does the argument `activation`
# reach the layers?
# breaks: activation
def build_model(activation):
    model = keras.Sequential(
        [
            keras.Input((2,)),
            keras.layers.Dense(16, activation="relu"),
            keras.layers.Dense(16, activation="relu"),
            keras.layers.Dense(1),
        ]
    )
    model.compile(
        optimizer=keras.optimizers.Adam(0.02),
        loss=keras.losses.BinaryCrossentropy(from_logits=True),
    )
    return model


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


# %% wrong: names_replaced
# hint: It is right for "relu" and None; with other names it still computes with
# ReLUs.
# breaks: activation
def build_model(activation):
    activation = None if activation is None else "relu"
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


# %% wrong: first_hidden_layer_without_activation
# hint: The numbers are those of a model whose first hidden layer has no activation.
# breaks: activation
def build_model(activation):
    model = keras.Sequential(
        [
            keras.Input((2,)),
            keras.layers.Dense(16),
            keras.layers.Dense(16, activation=activation),
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


# %% wrong: sigmoid_output_with_its_loss
# hint: The output is between 0 and 1: a sigmoid was applied. Even where the loss fits
# that, the text asks for a logit.
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
        loss="binary_crossentropy",
    )
    return model


# %% wrong: softmax_over_one_unit
# hint: The output is always 1, as is a softmax over one number. So the model cannot
# learn anything.
# breaks: logit
def build_model(activation):
    model = keras.Sequential(
        [
            keras.Input((2,)),
            keras.layers.Dense(16, activation=activation),
            keras.layers.Dense(16, activation=activation),
            keras.layers.Dense(1, activation="softmax"),
        ]
    )
    model.compile(
        optimizer=keras.optimizers.Adam(0.02),
        loss=keras.losses.BinaryCrossentropy(from_logits=True),
    )
    return model


# %% wrong: tanh_output
# hint: The output stays between −1 and 1. A logit can be any number.
# breaks: logit
def build_model(activation):
    model = keras.Sequential(
        [
            keras.Input((2,)),
            keras.layers.Dense(16, activation=activation),
            keras.layers.Dense(16, activation=activation),
            keras.layers.Dense(1, activation="tanh"),
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


# %% wrong: hinge_loss
# hint: The loss is 1 − y·z where this is positive, the hinge loss. Use the cross-
# entropy of logits.
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
        loss="hinge",
    )
    return model


# %% wrong: labels_smoothed
# hint: The loss is that of classes moved from 0 and 1 towards one half. Leave out the
# smoothing.
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
        loss=keras.losses.BinaryCrossentropy(from_logits=True, label_smoothing=0.1),
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


# %% wrong: three_hidden_layers
# hint: There is a hidden layer too many: two of 16 units, then the output.
# breaks: sizes
def build_model(activation):
    model = keras.Sequential(
        [
            keras.Input((2,)),
            keras.layers.Dense(16, activation=activation),
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


# %% wrong: two_outputs
# hint: There are two output units, as for a softmax over two classes. One logit is
# enough here.
# breaks: sizes
def build_model(activation):
    model = keras.Sequential(
        [
            keras.Input((2,)),
            keras.layers.Dense(16, activation=activation),
            keras.layers.Dense(16, activation=activation),
            keras.layers.Dense(2),
        ]
    )
    model.compile(
        optimizer=keras.optimizers.Adam(0.02),
        loss=keras.losses.BinaryCrossentropy(from_logits=True),
    )
    return model


# %% wrong: eight_units
# hint: The hidden layers have 8 units. The text asks for 16.
# breaks: sizes
def build_model(activation):
    model = keras.Sequential(
        [
            keras.Input((2,)),
            keras.layers.Dense(8, activation=activation),
            keras.layers.Dense(8, activation=activation),
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


# %% wrong: weights_decay_too
# hint: AdamW is not Adam: it makes all weights smaller at each step.
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
        optimizer=keras.optimizers.AdamW(0.02),
        loss=keras.losses.BinaryCrossentropy(from_logits=True),
    )
    return model


# %% wrong: rate_for_relu_only
# hint: The learning rate is another one for None. Both models are compiled alike.
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
        optimizer=keras.optimizers.Adam(0.02 if activation else 0.001),
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


# %% wrong: first_layer_with_a_seed
# hint: The weights of a layer are the same at each call: its initialiser has a seed.
# breaks: new
def build_model(activation):
    model = keras.Sequential(
        [
            keras.Input((2,)),
            keras.layers.Dense(16, activation, kernel_initializer=keras.initializers.GlorotUniform(seed=1)),
            keras.layers.Dense(16, activation=activation),
            keras.layers.Dense(1),
        ]
    )
    model.compile(
        optimizer=keras.optimizers.Adam(0.02),
        loss=keras.losses.BinaryCrossentropy(from_logits=True),
    )
    return model


# %% wrong: zeros_to_start_with
# hint: A layer starts with the same weights at each call, so they are not random.
# breaks: new
def build_model(activation):
    model = keras.Sequential(
        [
            keras.Input((2,)),
            keras.layers.Dense(16, activation=activation),
            keras.layers.Dense(16, activation, kernel_initializer="zeros"),
            keras.layers.Dense(1),
        ]
    )
    model.compile(
        optimizer=keras.optimizers.Adam(0.02),
        loss=keras.losses.BinaryCrossentropy(from_logits=True),
    )
    return model


# %% wrong: layers_frozen
# hint: Training has not made it right. Where all else is, look whether the layers may
# learn: `trainable`.
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
# not: learning_rate_of_the_default rate_for_relu_only
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
# not: sigmoid_output_with_a_loss_for_logits softmax_over_one_unit tanh_output output_with_the_given_activation
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
# not: always_relu relu_for_none second_hidden_layer_without_activation
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
# not: loss_for_probabilities mean_squared_error hinge_loss labels_smoothed
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


# %% near: other_units
# not: one_hidden_layer three_hidden_layers two_outputs eight_units without_biases
def build_model(activation):
    model = keras.Sequential(
        [
            keras.Input((2,)),
            keras.layers.Dense(16, activation=activation),
            keras.layers.Dense(17, activation=activation),
            keras.layers.Dense(1),
        ]
    )
    model.compile(
        optimizer=keras.optimizers.Adam(0.02),
        loss=keras.losses.BinaryCrossentropy(from_logits=True),
    )
    return model


# %% right: sequential_add
def build_model(activation):
    model = keras.Sequential()
    model.add(keras.Input(shape=(2,)))
    for _ in range(2):
        model.add(keras.layers.Dense(16, activation=activation))
    model.add(keras.layers.Dense(1))
    loss = keras.losses.BinaryCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(learning_rate=0.02), loss)
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
