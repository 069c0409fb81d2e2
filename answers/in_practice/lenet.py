# %% wrong: valid_padding
# hint: Without padding the images shrink at each convolution. The table keeps their
# size.
def lenet(activation):
    inputs = keras.Input((32, 32, 3))
    x = keras.layers.Conv2D(6, 5, activation=activation)(inputs)
    x = keras.layers.MaxPooling2D(2)(x)
    x = keras.layers.Conv2D(16, 5, activation=activation)(x)
    x = keras.layers.MaxPooling2D(2)(x)
    x = keras.layers.Conv2D(120, 5, activation=activation)(x)
    x = keras.layers.Flatten()(x)
    x = keras.layers.Dense(84, activation=activation)(x)
    outputs = keras.layers.Dense(10, activation="softmax")(x)
    return keras.Model(inputs, outputs)


# %% wrong: activation_ignored
# hint: Every layer uses ReLU, whatever activation says.
def lenet(activation):
    inputs = keras.Input((32, 32, 3))
    x = keras.layers.Conv2D(6, 5, padding="same", activation="relu")(inputs)
    x = keras.layers.MaxPooling2D(2)(x)
    x = keras.layers.Conv2D(16, 5, padding="same", activation="relu")(x)
    x = keras.layers.MaxPooling2D(2)(x)
    x = keras.layers.Conv2D(120, 5, padding="same", activation="relu")(x)
    x = keras.layers.Flatten()(x)
    x = keras.layers.Dense(84, activation="relu")(x)
    outputs = keras.layers.Dense(10, activation="softmax")(x)
    return keras.Model(inputs, outputs)


# %% wrong: softmax_in_the_dense_layer
# hint: Softmax belongs to the last layer only. The layer before it uses the
# activation.
def lenet(activation):
    inputs = keras.Input((32, 32, 3))
    x = keras.layers.Conv2D(6, 5, padding="same", activation=activation)(inputs)
    x = keras.layers.MaxPooling2D(2)(x)
    x = keras.layers.Conv2D(16, 5, padding="same", activation=activation)(x)
    x = keras.layers.MaxPooling2D(2)(x)
    x = keras.layers.Conv2D(120, 5, padding="same", activation=activation)(x)
    x = keras.layers.Flatten()(x)
    x = keras.layers.Dense(84, activation="softmax")(x)
    outputs = keras.layers.Dense(10, activation="softmax")(x)
    return keras.Model(inputs, outputs)


# %% wrong: no_softmax
# hint: The last layer returns sums, not probabilities. Which activation does the
# table ask for?
def lenet(activation):
    inputs = keras.Input((32, 32, 3))
    x = keras.layers.Conv2D(6, 5, padding="same", activation=activation)(inputs)
    x = keras.layers.MaxPooling2D(2)(x)
    x = keras.layers.Conv2D(16, 5, padding="same", activation=activation)(x)
    x = keras.layers.MaxPooling2D(2)(x)
    x = keras.layers.Conv2D(120, 5, padding="same", activation=activation)(x)
    x = keras.layers.Flatten()(x)
    x = keras.layers.Dense(84, activation=activation)(x)
    outputs = keras.layers.Dense(10)(x)
    return keras.Model(inputs, outputs)


# %% wrong: activation_at_the_end
# hint: The last layer uses softmax, whatever activation says.
def lenet(activation):
    inputs = keras.Input((32, 32, 3))
    x = keras.layers.Conv2D(6, 5, padding="same", activation=activation)(inputs)
    x = keras.layers.MaxPooling2D(2)(x)
    x = keras.layers.Conv2D(16, 5, padding="same", activation=activation)(x)
    x = keras.layers.MaxPooling2D(2)(x)
    x = keras.layers.Conv2D(120, 5, padding="same", activation=activation)(x)
    x = keras.layers.Flatten()(x)
    x = keras.layers.Dense(84, activation=activation)(x)
    outputs = keras.layers.Dense(10, activation=activation)(x)
    return keras.Model(inputs, outputs)


# %% wrong: sigmoid_at_the_end
# hint: Ten sigmoids need not add up to 1. Which activation makes them one
# distribution?
def lenet(activation):
    inputs = keras.Input((32, 32, 3))
    x = keras.layers.Conv2D(6, 5, padding="same", activation=activation)(inputs)
    x = keras.layers.MaxPooling2D(2)(x)
    x = keras.layers.Conv2D(16, 5, padding="same", activation=activation)(x)
    x = keras.layers.MaxPooling2D(2)(x)
    x = keras.layers.Conv2D(120, 5, padding="same", activation=activation)(x)
    x = keras.layers.Flatten()(x)
    x = keras.layers.Dense(84, activation=activation)(x)
    outputs = keras.layers.Dense(10, activation="sigmoid")(x)
    return keras.Model(inputs, outputs)


# %% wrong: grey_images
# hint: The images have three channels: 32 × 32 × 3.
def lenet(activation):
    inputs = keras.Input((32, 32, 1))
    x = keras.layers.Conv2D(6, 5, padding="same", activation=activation)(inputs)
    x = keras.layers.MaxPooling2D(2)(x)
    x = keras.layers.Conv2D(16, 5, padding="same", activation=activation)(x)
    x = keras.layers.MaxPooling2D(2)(x)
    x = keras.layers.Conv2D(120, 5, padding="same", activation=activation)(x)
    x = keras.layers.Flatten()(x)
    x = keras.layers.Dense(84, activation=activation)(x)
    outputs = keras.layers.Dense(10, activation="softmax")(x)
    return keras.Model(inputs, outputs)


# %% wrong: small_images
# hint: CIFAR-10 has 32 × 32 pixels; 28 × 28 is Fashion-MNIST.
def lenet(activation):
    inputs = keras.Input((28, 28, 3))
    x = keras.layers.Conv2D(6, 5, padding="same", activation=activation)(inputs)
    x = keras.layers.MaxPooling2D(2)(x)
    x = keras.layers.Conv2D(16, 5, padding="same", activation=activation)(x)
    x = keras.layers.MaxPooling2D(2)(x)
    x = keras.layers.Conv2D(120, 5, padding="same", activation=activation)(x)
    x = keras.layers.Flatten()(x)
    x = keras.layers.Dense(84, activation=activation)(x)
    outputs = keras.layers.Dense(10, activation="softmax")(x)
    return keras.Model(inputs, outputs)


# %% wrong: three_by_three
# hint: The filters are 5 × 5 here. 3 × 3 came into fashion later.
def lenet(activation):
    inputs = keras.Input((32, 32, 3))
    x = keras.layers.Conv2D(6, 3, padding="same", activation=activation)(inputs)
    x = keras.layers.MaxPooling2D(2)(x)
    x = keras.layers.Conv2D(16, 3, padding="same", activation=activation)(x)
    x = keras.layers.MaxPooling2D(2)(x)
    x = keras.layers.Conv2D(120, 3, padding="same", activation=activation)(x)
    x = keras.layers.Flatten()(x)
    x = keras.layers.Dense(84, activation=activation)(x)
    outputs = keras.layers.Dense(10, activation="softmax")(x)
    return keras.Model(inputs, outputs)


# %% wrong: average_pooling
# hint: LeCun's network averaged; this one takes the largest value.
def lenet(activation):
    inputs = keras.Input((32, 32, 3))
    x = keras.layers.Conv2D(6, 5, padding="same", activation=activation)(inputs)
    x = keras.layers.AveragePooling2D(2)(x)
    x = keras.layers.Conv2D(16, 5, padding="same", activation=activation)(x)
    x = keras.layers.AveragePooling2D(2)(x)
    x = keras.layers.Conv2D(120, 5, padding="same", activation=activation)(x)
    x = keras.layers.Flatten()(x)
    x = keras.layers.Dense(84, activation=activation)(x)
    outputs = keras.layers.Dense(10, activation="softmax")(x)
    return keras.Model(inputs, outputs)


# %% wrong: third_pooling
# hint: There is a pooling layer too many: the third convolution has none behind it.
def lenet(activation):
    inputs = keras.Input((32, 32, 3))
    x = keras.layers.Conv2D(6, 5, padding="same", activation=activation)(inputs)
    x = keras.layers.MaxPooling2D(2)(x)
    x = keras.layers.Conv2D(16, 5, padding="same", activation=activation)(x)
    x = keras.layers.MaxPooling2D(2)(x)
    x = keras.layers.Conv2D(120, 5, padding="same", activation=activation)(x)
    x = keras.layers.MaxPooling2D(2)(x)
    x = keras.layers.Flatten()(x)
    x = keras.layers.Dense(84, activation=activation)(x)
    outputs = keras.layers.Dense(10, activation="softmax")(x)
    return keras.Model(inputs, outputs)


# %% wrong: global_pooling
# hint: Averaging each filter over the image loses where things are, and most
# parameters. Flatten keeps all.
def lenet(activation):
    inputs = keras.Input((32, 32, 3))
    x = keras.layers.Conv2D(6, 5, padding="same", activation=activation)(inputs)
    x = keras.layers.MaxPooling2D(2)(x)
    x = keras.layers.Conv2D(16, 5, padding="same", activation=activation)(x)
    x = keras.layers.MaxPooling2D(2)(x)
    x = keras.layers.Conv2D(120, 5, padding="same", activation=activation)(x)
    x = keras.layers.GlobalAveragePooling2D()(x)
    x = keras.layers.Dense(84, activation=activation)(x)
    outputs = keras.layers.Dense(10, activation="softmax")(x)
    return keras.Model(inputs, outputs)


# %% wrong: first_activation_forgotten
# hint: The first convolution has no activation, so it is an affine map.
def lenet(activation):
    inputs = keras.Input((32, 32, 3))
    x = keras.layers.Conv2D(6, 5, padding="same")(inputs)
    x = keras.layers.MaxPooling2D(2)(x)
    x = keras.layers.Conv2D(16, 5, padding="same", activation=activation)(x)
    x = keras.layers.MaxPooling2D(2)(x)
    x = keras.layers.Conv2D(120, 5, padding="same", activation=activation)(x)
    x = keras.layers.Flatten()(x)
    x = keras.layers.Dense(84, activation=activation)(x)
    outputs = keras.layers.Dense(10, activation="softmax")(x)
    return keras.Model(inputs, outputs)


# %% wrong: dense_of_120
# hint: That is the dense layer of 120 of other tables. Here 120 is the third
# convolution.
def lenet(activation):
    inputs = keras.Input((32, 32, 3))
    x = keras.layers.Conv2D(6, 5, padding="same", activation=activation)(inputs)
    x = keras.layers.MaxPooling2D(2)(x)
    x = keras.layers.Conv2D(16, 5, padding="same", activation=activation)(x)
    x = keras.layers.MaxPooling2D(2)(x)
    x = keras.layers.Flatten()(x)
    x = keras.layers.Dense(120, activation=activation)(x)
    x = keras.layers.Dense(84, activation=activation)(x)
    outputs = keras.layers.Dense(10, activation="softmax")(x)
    return keras.Model(inputs, outputs)


# %% wrong: sequential
# hint: The layers are right, but this is the sequential API. Call layers on tensors,
# then keras.Model(inputs, outputs).
def lenet(activation):
    conv, pool = keras.layers.Conv2D, keras.layers.MaxPooling2D
    return keras.Sequential(
        [
            keras.Input((32, 32, 3)),
            conv(6, 5, padding="same", activation=activation),
            pool(2),
            conv(16, 5, padding="same", activation=activation),
            pool(2),
            conv(120, 5, padding="same", activation=activation),
            keras.layers.Flatten(),
            keras.layers.Dense(84, activation=activation),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )


# %% right: line_by_line
def lenet(activation):
    inputs = keras.Input((32, 32, 3))
    x = keras.layers.Conv2D(6, 5, padding="same", activation=activation)(inputs)
    x = keras.layers.MaxPooling2D(2)(x)
    x = keras.layers.Conv2D(16, 5, padding="same", activation=activation)(x)
    x = keras.layers.MaxPooling2D(2)(x)
    x = keras.layers.Conv2D(120, 5, padding="same", activation=activation)(x)
    x = keras.layers.Flatten()(x)
    x = keras.layers.Dense(84, activation=activation)(x)
    outputs = keras.layers.Dense(10, activation="softmax")(x)
    return keras.Model(inputs, outputs)


# %% right: loop
def lenet(activation):
    x = inputs = keras.Input(shape=(32, 32, 3))
    for filters in (6, 16):
        x = keras.layers.Conv2D(filters, (5, 5), padding="same", activation=activation)(
            x
        )
        x = keras.layers.MaxPooling2D()(x)
    x = keras.layers.Conv2D(120, (5, 5), padding="same", activation=activation)(x)
    x = keras.layers.Dense(84, activation=activation)(keras.layers.Flatten()(x))
    return keras.Model(inputs, keras.layers.Dense(10, activation="softmax")(x))


# %% right: separate_activations
def lenet(activation):
    def active(layer, x):
        return keras.layers.Activation(activation)(layer(x))

    inputs = keras.Input((32, 32, 3))
    x = active(keras.layers.Conv2D(6, 5, padding="same"), inputs)
    x = keras.layers.MaxPooling2D(pool_size=(2, 2), strides=2)(x)
    x = active(keras.layers.Conv2D(16, 5, padding="same"), x)
    x = keras.layers.MaxPooling2D(pool_size=(2, 2), strides=2)(x)
    x = active(keras.layers.Conv2D(120, 5, padding="same"), x)
    x = active(keras.layers.Dense(84), keras.layers.Flatten()(x))
    x = keras.layers.Softmax()(keras.layers.Dense(10)(x))
    return keras.Model(inputs=inputs, outputs=x)


# %% right: he_initialiser
def lenet(activation):
    inputs = keras.Input((32, 32, 3))
    x = keras.layers.Conv2D(
        6, 5, padding="same", activation=activation, kernel_initializer="he_normal"
    )(inputs)
    x = keras.layers.MaxPooling2D(2)(x)
    x = keras.layers.Conv2D(
        16, 5, padding="same", activation=activation, kernel_initializer="he_normal"
    )(x)
    x = keras.layers.MaxPooling2D(2)(x)
    x = keras.layers.Conv2D(
        120, 5, padding="same", activation=activation, kernel_initializer="he_normal"
    )(x)
    x = keras.layers.Flatten()(x)
    x = keras.layers.Dense(84, activation=activation, kernel_initializer="he_normal")(x)
    outputs = keras.layers.Dense(10, activation="softmax")(x)
    return keras.Model(inputs, outputs)
