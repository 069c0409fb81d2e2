# %% wrong: valid_padding
# hint: Without padding the images shrink at each convolution. The table keeps their
# size.
# breaks: padding
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
# hint: Layers use ReLU though activation says otherwise.
# breaks: activation
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


# %% wrong: activation_at_the_end
# hint: The last layer uses activation. It uses softmax, whatever activation says.
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
# breaks: softmax
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
# breaks: images
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


# %% wrong: three_by_three
# hint: The first filters are 3 × 3. In the table they are 5 × 5.
# breaks: table
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
# hint: The network averages; this one takes the largest value of each square.
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


# %% wrong: sequential
# hint: The layers are right, but this is the sequential API. Call layers on tensors,
# then keras.Model(inputs, outputs).
# breaks: functional
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
# uses: place
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
# uses: not_required
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


# %% wrong: dense_without_activation
# hint: Dense 84 has no activation.
def lenet(activation):
    inputs = keras.Input((32, 32, 3))
    x = keras.layers.Conv2D(6, 5, padding="same", activation=activation)(inputs)
    x = keras.layers.MaxPooling2D(2)(x)
    x = keras.layers.Conv2D(16, 5, padding="same", activation=activation)(x)
    x = keras.layers.MaxPooling2D(2)(x)
    x = keras.layers.Conv2D(120, 5, padding="same", activation=activation)(x)
    x = keras.layers.Flatten()(x)
    x = keras.layers.Dense(84)(x)
    outputs = keras.layers.Dense(10, activation="softmax")(x)
    return keras.Model(inputs, outputs)


# %% wrong: filters_and_size_swapped
# hint: The first number of Conv2D is the number of filters, the second their size.
def lenet(activation):
    inputs = keras.Input((32, 32, 3))
    x = keras.layers.Conv2D(5, 6, padding="same", activation=activation)(inputs)
    x = keras.layers.MaxPooling2D(2)(x)
    x = keras.layers.Conv2D(16, 5, padding="same", activation=activation)(x)
    x = keras.layers.MaxPooling2D(2)(x)
    x = keras.layers.Conv2D(120, 5, padding="same", activation=activation)(x)
    x = keras.layers.Flatten()(x)
    x = keras.layers.Dense(84, activation=activation)(x)
    outputs = keras.layers.Dense(10, activation="softmax")(x)
    return keras.Model(inputs, outputs)


# %% wrong: activation_behind_the_pooling
# hint: The activations are all there, but not all in their places: each comes right
# after its convolution.
def lenet(activation):
    inputs = keras.Input((32, 32, 3))
    x = keras.layers.Conv2D(6, 5, padding="same")(inputs)
    x = keras.layers.Activation(activation)(keras.layers.MaxPooling2D(2)(x))
    x = keras.layers.Conv2D(16, 5, padding="same")(x)
    x = keras.layers.Activation(activation)(keras.layers.MaxPooling2D(2)(x))
    x = keras.layers.Conv2D(120, 5, padding="same", activation=activation)(x)
    x = keras.layers.Dense(84, activation=activation)(keras.layers.Flatten()(x))
    return keras.Model(inputs, keras.layers.Dense(10, activation="softmax")(x))


# %% near: second_three_by_three
# not: three_by_three, filters_and_size_swapped
def lenet(activation):
    inputs = keras.Input((32, 32, 3))
    x = keras.layers.Conv2D(6, 5, padding="same", activation=activation)(inputs)
    x = keras.layers.MaxPooling2D(2)(x)
    x = keras.layers.Conv2D(16, 3, padding="same", activation=activation)(x)
    x = keras.layers.MaxPooling2D(2)(x)
    x = keras.layers.Conv2D(120, 5, padding="same", activation=activation)(x)
    x = keras.layers.Flatten()(x)
    x = keras.layers.Dense(84, activation=activation)(x)
    outputs = keras.layers.Dense(10, activation="softmax")(x)
    return keras.Model(inputs, outputs)


# %% near: second_activation_forgotten
# not: first_activation_forgotten, dense_without_activation, activation_ignored
def lenet(activation):
    inputs = keras.Input((32, 32, 3))
    x = keras.layers.Conv2D(6, 5, padding="same", activation="elu")(inputs)
    x = keras.layers.MaxPooling2D(2)(x)
    x = keras.layers.Conv2D(16, 5, padding="same", activation="linear")(x)
    x = keras.layers.MaxPooling2D(2)(x)
    x = keras.layers.Conv2D(120, 5, padding="same", activation=activation)(x)
    x = keras.layers.Flatten()(x)
    x = keras.layers.Dense(84, activation=activation)(x)
    outputs = keras.layers.Dense(10, activation="softmax")(x)
    return keras.Model(inputs, outputs)


# %% near: always_elu
# not: activation_ignored
def lenet(activation):
    activation = "elu"
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


# %% near: strided_convolutions
# not: average_pooling, third_pooling, valid_padding
def lenet(activation):
    inputs = keras.Input((32, 32, 3))
    x = keras.layers.Conv2D(6, 5, strides=2, padding="same", activation=activation)(inputs)
    x = keras.layers.Conv2D(16, 5, padding="same", activation=activation)(x)
    x = keras.layers.MaxPooling2D(2)(x)
    x = keras.layers.Conv2D(120, 5, padding="same", activation=activation)(x)
    x = keras.layers.Flatten()(x)
    x = keras.layers.Dense(84, activation=activation)(x)
    outputs = keras.layers.Dense(10, activation="softmax")(x)
    return keras.Model(inputs, outputs)


# %% right: applied_by_a_call
# uses: place
def lenet(activation):
    act = keras.activations.get(activation)
    inputs = keras.Input((32, 32, 3))
    x = act(keras.layers.Conv2D(6, 5, padding="same")(inputs))
    x = keras.layers.MaxPooling2D(2)(x)
    x = act(keras.layers.Conv2D(16, 5, padding="same")(x))
    x = keras.layers.MaxPooling2D(2, padding="same")(x)
    x = act(keras.layers.Conv2D(120, 5, padding="same")(x))
    x = keras.layers.Reshape((8 * 8 * 120,))(x)
    x = act(keras.layers.Dense(84)(x))
    return keras.Model(inputs, keras.activations.softmax(keras.layers.Dense(10)(x)))


# %% right: compiled_with_names
def lenet(activation):
    layers, same = keras.layers, {"padding": "same", "activation": activation}
    image = keras.Input((32, 32, 3), name="image")
    x = layers.Conv2D(6, (5, 5), name="c1", **same)(image)
    x = layers.MaxPool2D((2, 2), name="s2")(x)
    x = layers.Conv2D(16, (5, 5), name="c3", **same)(x)
    x = layers.MaxPool2D((2, 2), name="s4")(x)
    x = layers.Conv2D(120, (5, 5), name="c5", **same)(x)
    x = layers.Dense(84, activation, name="f6")(layers.Flatten()(x))
    x = layers.Lambda(lambda z: keras.ops.softmax(z))(layers.Dense(10)(x))
    model = keras.Model(image, x, name="lenet")
    model.compile("adam", "sparse_categorical_crossentropy")
    return model


# %% wrong: dropout_before_the_last_layer
# hint: In training the model computes other numbers. Dropout or noise does that; the
# table has neither.
# breaks: nothing_else
def lenet(activation):
    inputs = keras.Input((32, 32, 3))
    x = keras.layers.Conv2D(6, 5, padding="same", activation=activation)(inputs)
    x = keras.layers.MaxPooling2D(2)(x)
    x = keras.layers.Conv2D(16, 5, padding="same", activation=activation)(x)
    x = keras.layers.MaxPooling2D(2)(x)
    x = keras.layers.Conv2D(120, 5, padding="same", activation=activation)(x)
    x = keras.layers.Flatten()(x)
    x = keras.layers.Dense(84, activation=activation)(x)
    x = keras.layers.Dropout(0.5)(x)
    outputs = keras.layers.Dense(10, activation="softmax")(x)
    return keras.Model(inputs, outputs)


# %% wrong: one_model_for_each_name
# hint: A second call gives weights that the first has already. Whoever trains one model
# trains both.
# breaks: new
from functools import lru_cache


@lru_cache
def lenet(activation):
    conv = lambda n: keras.layers.Conv2D(n, 5, padding="same", activation=activation)
    inputs = keras.Input(shape=(32, 32, 3))
    x = keras.layers.MaxPooling2D()(conv(6)(inputs))
    x = keras.layers.MaxPooling2D()(conv(16)(x))
    x = keras.layers.Flatten()(conv(120)(x))
    x = keras.layers.Dense(84, activation=activation)(x)
    return keras.Model(inputs, keras.layers.Dense(10, activation="softmax")(x))


# %% right: reduced_over_a_list_of_steps
def lenet(activation):
    import functools

    L = keras.layers
    steps = []
    for filters, pools in [(6, True), (16, True), (120, False)]:
        steps.append(L.Convolution2D(filters, (5, 5), padding="SAME".lower()))
        steps.append(keras.activations.get(activation))
        if pools:
            steps.append(L.MaxPool2D(pool_size=2, strides=2))
    steps += [L.Reshape((8 * 8 * 120,)), L.Dense(84), L.Activation(activation)]
    steps += [L.Dense(10), L.Softmax()]
    start = keras.Input(shape=(32, 32, 3), name="image")
    end = functools.reduce(lambda tensor, step: step(tensor), steps, start)
    return keras.Model(inputs=[start], outputs=end, name="lenet_5")


# %% right: activation_function_from_ops
def lenet(activation):
    act = getattr(keras.ops, activation)
    inputs = keras.Input((32, 32, 3))
    x = act(keras.layers.Conv2D(6, (5, 5), padding="same")(inputs))
    x = keras.layers.MaxPooling2D((2, 2))(x)
    x = act(keras.layers.Conv2D(16, (5, 5), padding="same")(x))
    x = keras.layers.MaxPooling2D((2, 2))(x)
    x = act(keras.layers.Conv2D(120, (5, 5), padding="same")(x))
    x = act(keras.layers.Dense(84)(keras.layers.Flatten()(x)))
    outputs = keras.layers.Dense(10, activation="softmax")(x)
    return keras.Model(inputs, outputs)
