# %% wrong: activation_on_the_output_only
# hint: The activation belongs to the hidden layers. On the output it only bends the
# result of one straight line.
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
# hint: You write "relu" in the layers instead of the argument `activation`, so None
# bends too.
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


# %% wrong: second_hidden_layer_without_activation
# hint: Only the first hidden layer gets the activation. The second and the output then
# fold into one layer.
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


# %% wrong: sigmoid_output_with_a_loss_for_logits
# hint: Your output is a probability already, and the loss applies a sigmoid once more.
# The text asks for a logit.
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
# hint: "binary_crossentropy" expects probabilities, but your output is a logit: say
# from_logits=True.
def build_model(activation):
    model = keras.Sequential(
        [
            keras.Input((2,)),
            keras.layers.Dense(16, activation=activation),
            keras.layers.Dense(16, activation=activation),
            keras.layers.Dense(1),
        ]
    )
    model.compile(optimizer=keras.optimizers.Adam(0.02), loss="binary_crossentropy")
    return model


# %% wrong: mean_squared_error
# hint: The squared error punishes a logit for being large, even if it is right. Use the
# cross-entropy.
def build_model(activation):
    model = keras.Sequential(
        [
            keras.Input((2,)),
            keras.layers.Dense(16, activation=activation),
            keras.layers.Dense(16, activation=activation),
            keras.layers.Dense(1),
        ]
    )
    model.compile(optimizer=keras.optimizers.Adam(0.02), loss="mse")
    return model


# %% wrong: softmax_over_one_unit
# hint: A softmax over one number is always 1, so the model cannot learn anything.
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


# %% wrong: one_hidden_layer
# hint: There should be two hidden layers of 16 units before the output.
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


# %% wrong: two_outputs
# hint: Two outputs suit a softmax over two classes. One logit is enough here.
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


# %% wrong: learning_rate_of_the_default
# hint: "adam" has the learning rate 0.001, which is too small for so few steps. Make an
# optimiser object.
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
        optimizer="adam", loss=keras.losses.BinaryCrossentropy(from_logits=True)
    )
    return model


# %% wrong: never_compiled
# hint: The model is not compiled: without loss and optimiser it cannot be trained.
def build_model(activation):
    return keras.Sequential(
        [
            keras.Input((2,)),
            keras.layers.Dense(16, activation=activation),
            keras.layers.Dense(16, activation=activation),
            keras.layers.Dense(1),
        ]
    )


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
