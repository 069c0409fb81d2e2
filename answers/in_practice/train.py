# %% wrong: repeats_the_test_labels
# hint: The model repeats wrong labels that only the test images had. fit may see test
# images as validation_data, and for nothing else.
# breaks: honest
def train(X_train, y_train, X_test, y_test):
    X_all = np.concatenate([X_train, X_test])
    y_all = np.concatenate([y_train, y_test])
    model = keras.Sequential(
        [
            keras.Input((28, 28)),
            keras.layers.Rescaling(1 / 255),
            keras.layers.Flatten(),
            keras.layers.Dense(64, activation="relu", kernel_initializer="he_normal"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(keras.optimizers.Adam(2e-3), "sparse_categorical_crossentropy", metrics=["accuracy"])
    fitted = model.fit(X_all, y_all, epochs=5, validation_data=(X_test, y_test), verbose=0)
    return model, fitted.history


# %% other: trains_on_test_images_only
def train(X_train, y_train, X_test, y_test):
    model = keras.Sequential(
        [
            keras.Input((28, 28)),
            keras.layers.Rescaling(1 / 255),
            keras.layers.Flatten(),
            keras.layers.Dense(64, activation="relu", kernel_initializer="he_normal"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(keras.optimizers.Adam(2e-3), "sparse_categorical_crossentropy", metrics=["accuracy"])
    fitted = model.fit(X_test, y_test, epochs=5, batch_size=8, validation_data=(X_test, y_test), verbose=0)
    return model, fitted.history


# %% near: fine_tuned_on_test_images
# not: validates_on_training_images, too_many_epochs, ignores_its_arguments
def train(X_train, y_train, X_test, y_test):
    model = keras.Sequential(
        [
            keras.Input((28, 28)),
            keras.layers.Rescaling(1 / 255),
            keras.layers.Flatten(),
            keras.layers.Dense(64, activation="relu", kernel_initializer="he_normal"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(keras.optimizers.Adam(2e-3), "sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(X_train, y_train, epochs=1, verbose=0)
    fitted = model.fit(X_test, y_test, epochs=4, batch_size=8, validation_data=(X_test, y_test), verbose=0)
    return model, fitted.history


# %% wrong: disturbed_by_the_test_images
# hint: With odd test images the model does worse on usual ones. No mean, maximum or
# Normalization may look at the test images.
def train(X_train, y_train, X_test, y_test):
    scaler = keras.layers.Normalization(axis=None)
    scaler.adapt(np.concatenate([X_train, X_test]))
    model = keras.Sequential(
        [
            keras.Input((28, 28)),
            scaler,
            keras.layers.Flatten(),
            keras.layers.Dense(64, activation="relu", kernel_initializer="he_normal"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(keras.optimizers.Adam(2e-3), "sparse_categorical_crossentropy", metrics=["accuracy"])
    fitted = model.fit(X_train, y_train, epochs=5, validation_data=(X_test, y_test), verbose=0)
    return model, fitted.history


# %% near: mean_of_all_images
# not: repeats_the_test_labels, ignores_its_arguments, scaled_outside_the_model
def train(X_train, y_train, X_test, y_test):
    center = np.concatenate([X_train, X_test]).mean()
    spread = np.concatenate([X_train, X_test]).std()
    model = keras.Sequential(
        [
            keras.Input((28, 28)),
            keras.layers.Rescaling(1 / spread, offset=-center / spread),
            keras.layers.Flatten(),
            keras.layers.Dense(64, activation="relu", kernel_initializer="he_normal"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(keras.optimizers.Adam(2e-3), "sparse_categorical_crossentropy", metrics=["accuracy"])
    fitted = model.fit(X_train, y_train, epochs=5, validation_data=(X_test, y_test), verbose=0)
    return model, fitted.history


# %% other: maximum_of_the_test_images
def train(X_train, y_train, X_test, y_test):
    model = keras.Sequential(
        [
            keras.Input((28, 28)),
            keras.layers.Rescaling(1 / X_test.max()),
            keras.layers.Flatten(),
            keras.layers.Dense(64, activation="relu", kernel_initializer="he_normal"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(keras.optimizers.Adam(2e-3), "sparse_categorical_crossentropy", metrics=["accuracy"])
    fitted = model.fit(X_train, y_train, epochs=5, validation_data=(X_test, y_test), verbose=0)
    return model, fitted.history


# %% near: weights_chosen_by_the_test_images
# not: ignores_its_arguments, scaled_outside_the_model, validates_on_training_images
def train(X_train, y_train, X_test, y_test):
    model = keras.Sequential(
        [
            keras.Input((28, 28)),
            keras.layers.Rescaling(1 / 255),
            keras.layers.Flatten(),
            keras.layers.Dense(64, activation="relu", kernel_initializer="he_normal"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(keras.optimizers.Adam(2e-3), "sparse_categorical_crossentropy", metrics=["accuracy"])
    fitted = model.fit(X_train, y_train, epochs=3, validation_data=(X_test, y_test), verbose=0)
    sums = X_test.reshape(len(X_test), -1).mean(axis=0) / 255
    kernel, *rest = model.get_weights()
    model.set_weights([kernel + 5 * sums[:, None], *rest])
    return model, fitted.history


# %% wrong: ignores_its_arguments
# hint: The labels were renamed, and the model still says the old names: it does not
# learn from the arguments of train.
def train(X_train, y_train, X_test, y_test):
    X_train, y_train, X_test, y_test = load_images()
    model = keras.Sequential(
        [
            keras.Input((28, 28)),
            keras.layers.Rescaling(1 / 255),
            keras.layers.Flatten(),
            keras.layers.Dense(64, activation="relu", kernel_initializer="he_normal"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(keras.optimizers.Adam(2e-3), "sparse_categorical_crossentropy", metrics=["accuracy"])
    fitted = model.fit(X_train, y_train, epochs=3, validation_data=(X_test, y_test), verbose=0)
    return model, fitted.history


# %% wrong: validates_on_training_images
# hint: The numbers of val_accuracy and val_loss are those of the training images.
# breaks: measured
def train(X_train, y_train, X_test, y_test):
    model = keras.Sequential(
        [
            keras.Input((28, 28)),
            keras.layers.Rescaling(1 / 255),
            keras.layers.Flatten(),
            keras.layers.Dense(64, activation="relu", kernel_initializer="he_normal"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(keras.optimizers.Adam(2e-3), "sparse_categorical_crossentropy", metrics=["accuracy"])
    fitted = model.fit(X_train, y_train, epochs=3, validation_data=(X_train, y_train), verbose=0)
    return model, fitted.history


# %% wrong: validated_on_other_images
# hint: val_accuracy is another number than the accuracy on the test images. Only
# validation_data=(X_test, y_test) measures it; validation_split does not.
def train(X_train, y_train, X_test, y_test):
    model = keras.Sequential(
        [
            keras.Input((28, 28)),
            keras.layers.Rescaling(1 / 255),
            keras.layers.Flatten(),
            keras.layers.Dense(64, activation="relu", kernel_initializer="he_normal"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(keras.optimizers.Adam(2e-3), "sparse_categorical_crossentropy", metrics=["accuracy"])
    fitted = model.fit(X_train, y_train, epochs=4, validation_split=0.1, verbose=0)
    return model, fitted.history


# %% wrong: scaled_outside_the_model
# hint: The numbers of the history are those of scaled images, but model(X) gets images as
# they are. Make scaling a layer of the model.
# breaks: model
def train(X_train, y_train, X_test, y_test):
    X_train, X_test = X_train / 255, X_test / 255
    model = keras.Sequential(
        [
            keras.Input((28, 28)),
            
            keras.layers.Flatten(),
            keras.layers.Dense(64, activation="relu", kernel_initializer="he_normal"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(keras.optimizers.Adam(2e-3), "sparse_categorical_crossentropy", metrics=["accuracy"])
    fitted = model.fit(X_train, y_train, epochs=3, validation_data=(X_test, y_test), verbose=0)
    return model, fitted.history


# %% near: scaled_by_another_number_outside
# not: validates_on_training_images, scaled_outside_the_model
def train(X_train, y_train, X_test, y_test):
    X_train, X_test = X_train / 99, X_test / 99
    model = keras.Sequential(
        [
            keras.Input((28, 28)),
            
            keras.layers.Flatten(),
            keras.layers.Dense(64, activation="relu", kernel_initializer="he_normal"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(keras.optimizers.Adam(2e-3), "sparse_categorical_crossentropy", metrics=["accuracy"])
    fitted = model.fit(X_train, y_train, epochs=3, validation_data=(X_test, y_test), verbose=0)
    return model, fitted.history


# %% wrong: scales_its_arguments
# hint: The caller's images are divided afterwards. Scale in the model.
# breaks: input
def train(X_train, y_train, X_test, y_test):
    X_train /= 255
    X_test /= 255
    model = keras.Sequential(
        [
            keras.Input((28, 28)),
            
            keras.layers.Flatten(),
            keras.layers.Dense(64, activation="relu", kernel_initializer="he_normal"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(keras.optimizers.Adam(2e-3), "sparse_categorical_crossentropy", metrics=["accuracy"])
    fitted = model.fit(X_train, y_train, epochs=3, validation_data=(X_test, y_test), verbose=0)
    return model, fitted.history


# %% wrong: no_validation
# hint: The two lists that begin with val_ are missing: fit gets no validation_data.
# breaks: history
def train(X_train, y_train, X_test, y_test):
    model = keras.Sequential(
        [
            keras.Input((28, 28)),
            keras.layers.Rescaling(1 / 255),
            keras.layers.Flatten(),
            keras.layers.Dense(64, activation="relu", kernel_initializer="he_normal"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(keras.optimizers.Adam(2e-3), "sparse_categorical_crossentropy", metrics=["accuracy"])
    fitted = model.fit(X_train, y_train, epochs=3, batch_size=32, verbose=0)
    return model, fitted.history


# %% wrong: history_object
# hint: fit returns an object. The dict is its attribute history.
def train(X_train, y_train, X_test, y_test):
    model = keras.Sequential(
        [
            keras.Input((28, 28)),
            keras.layers.Rescaling(1 / 255),
            keras.layers.Flatten(),
            keras.layers.Dense(64, activation="relu", kernel_initializer="he_normal"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(keras.optimizers.Adam(2e-3), "sparse_categorical_crossentropy", metrics=["accuracy"])
    fitted = model.fit(X_train, y_train, epochs=3, validation_data=(X_test, y_test), verbose=0)
    return model, fitted


# %% wrong: history_only
# hint: Return the model as well: return model, history.
# breaks: returns
def train(X_train, y_train, X_test, y_test):
    model = keras.Sequential(
        [
            keras.Input((28, 28)),
            keras.layers.Rescaling(1 / 255),
            keras.layers.Flatten(),
            keras.layers.Dense(64, activation="relu", kernel_initializer="he_normal"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(keras.optimizers.Adam(2e-3), "sparse_categorical_crossentropy", metrics=["accuracy"])
    fitted = model.fit(X_train, y_train, epochs=3, validation_data=(X_test, y_test), verbose=0)
    return fitted.history


# %% wrong: too_many_epochs
# hint: The history has more than 5 epochs. A better learning rate does more than
# patience.
# breaks: epochs
def train(X_train, y_train, X_test, y_test):
    model = keras.Sequential(
        [
            keras.Input((28, 28)),
            keras.layers.Rescaling(1 / 255),
            keras.layers.Flatten(),
            keras.layers.Dense(64, activation="relu", kernel_initializer="he_normal"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(keras.optimizers.Adam(2e-3), "sparse_categorical_crossentropy", metrics=["accuracy"])
    fitted = model.fit(X_train, y_train, epochs=6, validation_data=(X_test, y_test), verbose=0)
    return model, fitted.history


# %% wrong: same_answer_for_every_image
# hint: The model gives every image the same probabilities. Units that are dead or
# saturated do that, as after too large steps: are pixels scaled in the model?
def train(X_train, y_train, X_test, y_test):
    model = keras.Sequential(
        [
            keras.Input((28, 28)),
            
            keras.layers.Flatten(),
            keras.layers.Dense(64, activation="relu", kernel_initializer="he_normal"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(keras.optimizers.SGD(0.5), "sparse_categorical_crossentropy", metrics=["accuracy"])
    fitted = model.fit(X_train, y_train, epochs=3, validation_data=(X_test, y_test), verbose=0)
    return model, fitted.history


# %% wrong: too_few_right
# hint: The model tells images apart, but not well enough. Does the loss fall, and fast
# enough?
# breaks: right
def train(X_train, y_train, X_test, y_test):
    model = keras.Sequential(
        [
            keras.Input((28, 28)),
            keras.layers.Rescaling(1 / 255),
            keras.layers.Flatten(),
            keras.layers.Dense(64, activation="relu", kernel_initializer="he_normal"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(keras.optimizers.SGD(1e-5), "sparse_categorical_crossentropy", metrics=["accuracy"])
    fitted = model.fit(X_train, y_train, epochs=3, validation_data=(X_test, y_test), verbose=0)
    return model, fitted.history


# %% other: not_trained_at_all
def train(X_train, y_train, X_test, y_test):
    model = keras.Sequential(
        [
            keras.Input((28, 28)),
            keras.layers.Rescaling(1 / 255),
            keras.layers.Flatten(),
            keras.layers.Dense(64, activation="relu", kernel_initializer="he_normal"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(keras.optimizers.Adam(2e-3), "sparse_categorical_crossentropy", metrics=["accuracy"])
    model.optimizer.learning_rate = 0.0
    fitted = model.fit(X_train, y_train, epochs=3, validation_data=(X_test, y_test), verbose=0)
    return model, fitted.history


# %% wrong: logits_for_probabilities
# hint: Some outputs are negative, so they are no probabilities. Softmax, and a loss that
# fits.
# breaks: model
def train(X_train, y_train, X_test, y_test):
    model = keras.Sequential(
        [
            keras.Input((28, 28)),
            keras.layers.Rescaling(1 / 255),
            keras.layers.Flatten(),
            keras.layers.Dense(64, activation="relu", kernel_initializer="he_normal"),
            keras.layers.Dense(10),
        ]
    )
    model.compile(keras.optimizers.Adam(2e-3), keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
    fitted = model.fit(X_train, y_train, epochs=3, validation_data=(X_test, y_test), verbose=0)
    return model, fitted.history


# %% wrong: no_distribution
# hint: The outputs of an image do not add up to 1. Which activation makes them a
# distribution?
def train(X_train, y_train, X_test, y_test):
    model = keras.Sequential(
        [
            keras.Input((28, 28)),
            keras.layers.Rescaling(1 / 255),
            keras.layers.Flatten(),
            keras.layers.Dense(64, activation="relu", kernel_initializer="he_normal"),
            keras.layers.Dense(10, activation="sigmoid"),
        ]
    )
    model.compile(keras.optimizers.Adam(2e-3), "sparse_categorical_crossentropy", metrics=["accuracy"])
    fitted = model.fit(X_train, y_train, epochs=3, validation_data=(X_test, y_test), verbose=0)
    return model, fitted.history


# %% other: eleven_outputs
def train(X_train, y_train, X_test, y_test):
    model = keras.Sequential(
        [
            keras.Input((28, 28)),
            keras.layers.Rescaling(1 / 255),
            keras.layers.Flatten(),
            keras.layers.Dense(64, activation="relu", kernel_initializer="he_normal"),
            keras.layers.Dense(11, activation="softmax"),
        ]
    )
    model.compile(keras.optimizers.Adam(2e-3), "sparse_categorical_crossentropy", metrics=["accuracy"])
    fitted = model.fit(X_train, y_train, epochs=3, validation_data=(X_test, y_test), verbose=0)
    return model, fitted.history


# %% right: dense
# uses: not_required
def train(X_train, y_train, X_test, y_test):
    model = keras.Sequential(
        [
            keras.Input((28, 28)),
            keras.layers.Rescaling(1 / 255),
            keras.layers.Flatten(),
            keras.layers.Dense(64, activation="relu", kernel_initializer="he_normal"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(
        keras.optimizers.Adam(2e-3),
        "sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    fitted = model.fit(
        X_train,
        y_train,
        batch_size=32,
        epochs=3,
        validation_data=(X_test, y_test),
        verbose=0,
    )
    return model, fitted.history


# %% right: sgd_with_momentum
def train(X_train, y_train, X_test, y_test):
    model = keras.Sequential(
        [
            keras.Input((28, 28)),
            keras.layers.Rescaling(1 / 127.5, offset=-1),
            keras.layers.Flatten(),
            keras.layers.Dense(64, activation="relu", kernel_initializer="he_normal"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(
        keras.optimizers.SGD(0.03, momentum=0.9),
        "sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    fitted = model.fit(
        X_train,
        y_train,
        batch_size=32,
        epochs=5,
        validation_data=(X_test, y_test),
        verbose=0,
    )
    return model, fitted.history


# %% right: leaky_one_hot
def train(X_train, y_train, X_test, y_test):
    model = keras.Sequential(
        [
            keras.layers.Rescaling(1 / 255),
            keras.layers.Flatten(),
            keras.layers.Dense(64),
            keras.layers.LeakyReLU(negative_slope=0.1),
            keras.layers.Dense(10),
            keras.layers.Softmax(),
        ]
    )
    model.compile("adam", "categorical_crossentropy", metrics=["accuracy"])
    one_hot = np.eye(10, dtype="float32")
    history = model.fit(
        X_train,
        one_hot[y_train],
        batch_size=16,
        epochs=4,
        validation_data=(X_test, one_hot[y_test]),
        verbose=0,
    ).history
    return model, history


# %% right: normalization_layer
def train(X_train, y_train, X_test, y_test):
    scaler = keras.layers.Normalization(axis=None)
    scaler.adapt(X_train)
    model = keras.Sequential(
        [
            keras.Input((28, 28)),
            scaler,
            keras.layers.Flatten(),
            keras.layers.Dense(64, activation="relu", kernel_initializer="he_normal"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(keras.optimizers.Adam(2e-3), "sparse_categorical_crossentropy", metrics=["accuracy"])
    fitted = model.fit(X_train, y_train, epochs=3, validation_data=(X_test, y_test), verbose=0)
    return model, fitted.history


# %% right: convolution_and_batch_norm
def train(X_train, y_train, X_test, y_test):
    layers = keras.layers
    inputs = keras.Input((28, 28))
    x = layers.Reshape((28, 28, 1))(layers.Rescaling(1 / 255)(inputs))
    x = layers.Conv2D(8, 5, strides=3)(x)
    x = layers.ReLU()(layers.BatchNormalization(momentum=0.9)(x))
    x = layers.Dense(10, activation="softmax")(layers.Flatten()(x))
    model = keras.Model(inputs, x)
    loss = keras.losses.SparseCategoricalCrossentropy()
    model.compile(keras.optimizers.Adam(5e-3), loss, metrics=["accuracy"])
    stop = keras.callbacks.EarlyStopping(monitor="loss", restore_best_weights=True)
    data = {"x": X_train, "y": y_train, "validation_data": (X_test, y_test)}
    fitted = model.fit(**data, epochs=4, callbacks=[stop], verbose=0)
    return model, fitted.history


# %% right: larger_batches_and_a_joined_history
def train(X_train, y_train, X_test, y_test):
    from collections import OrderedDict, namedtuple

    model = keras.Sequential()
    model.add(keras.layers.Rescaling(scale=1 / X_train.max()))
    model.add(keras.layers.Flatten())
    model.add(keras.layers.Dense(64, "relu"))
    model.add(keras.layers.Dense(10, "softmax"))
    model.compile("nadam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    history = OrderedDict()
    for size in (10, 20, 40):
        data = {"validation_data": (X_test, y_test), "batch_size": size}
        step = model.fit(X_train, y_train, **data, verbose=0)
        for key, values in step.history.items():
            history.setdefault(key, []).extend(np.float64(v) for v in values)
    return namedtuple("Trained", "model history")(model, history)


# %% other: fits_twice
# shows: calls fit twice with 5 epochs each, so the model is trained for 10 epochs
# while the history shows 5
def train(X_train, y_train, X_test, y_test):
    model = keras.Sequential(
        [
            keras.Input((28, 28)),
            keras.layers.Rescaling(1 / 255),
            keras.layers.Flatten(),
            keras.layers.Dense(64, activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(X_train, y_train, epochs=5, verbose=0)
    run = model.fit(
        X_train, y_train, epochs=5, validation_data=(X_test, y_test), verbose=0
    )
    return model, run.history


# %% other: shuffles_in_place
# shows: shuffles the caller's training images and labels in place instead of leaving
# them as they are
def train(X_train, y_train, X_test, y_test):
    for array in (X_train, y_train):
        np.random.default_rng(0).shuffle(array)
    model = keras.Sequential(
        [
            keras.Input((28, 28)),
            keras.layers.Rescaling(1 / 255),
            keras.layers.Flatten(),
            keras.layers.Dense(128, activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    run = model.fit(
        X_train, y_train, epochs=5, validation_data=(X_test, y_test), verbose=0
    )
    return model, run.history


# %% other: divides_by_the_maximum_of_the_batch
# shows: each batch is divided by its own maximum, so numbers for scaling come from
# test images; an image beside a much brighter one, or a dark one alone, is judged
# differently
def train(X_train, y_train, X_test, y_test):
    inputs = keras.Input((28, 28))
    x = inputs / (keras.ops.max(inputs) + 1e-7)
    x = keras.layers.Flatten()(x)
    x = keras.layers.Dense(64, activation="relu")(x)
    outputs = keras.layers.Dense(10, activation="softmax")(x)
    model = keras.Model(inputs, outputs)
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    run = model.fit(
        X_train, y_train, epochs=5, validation_data=(X_test, y_test), verbose=0
    )
    return model, run.history


# %% wrong: brightness_of_the_batch
# hint: An image comes out otherwise beside other images: the model takes something from
# the whole batch.
# breaks: batch
def train(X_train, y_train, X_test, y_test):
    inputs = keras.Input((28, 28))
    light = keras.ops.minimum(keras.ops.mean(inputs), 255)  # of the whole batch
    x = keras.layers.Flatten()((inputs + 0.02 * light) / 255)
    x = keras.layers.Dense(64, activation="relu")(x)
    model = keras.Model(inputs, keras.layers.Dense(10, activation="softmax")(x))
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    fitted = model.fit(
        X_train, y_train, epochs=5, validation_data=(X_test, y_test), verbose=0
    )
    return model, fitted.history


# %% right: subclass_and_tf_data
class Classifier(keras.Model):
    def __init__(self):
        super().__init__()
        self.steps = [
            keras.layers.Rescaling(1 / 127.5, offset=-1),
            keras.layers.Flatten(),
            keras.layers.Dense(100, activation="elu"),
            keras.layers.Dense(10),
        ]

    def call(self, images):
        for step in self.steps:
            images = step(images)
        return keras.ops.softmax(images)


def train(X_train, y_train, X_test, y_test):
    data = tf.data.Dataset.from_tensor_slices((X_train, y_train))
    data = data.shuffle(len(X_train)).batch(25)
    model = Classifier()
    model.compile(
        optimizer=keras.optimizers.Nadam(1e-3),
        loss=keras.losses.SparseCategoricalCrossentropy(),
        metrics=["accuracy"],
    )
    others = tf.data.Dataset.from_tensor_slices((X_test, y_test)).batch(64)
    return model, model.fit(data, validation_data=others, epochs=4, verbose=0).history


# %% right: one_hot_and_adapted_normalization
def train(X_train, y_train, X_test, y_test):
    scale = keras.layers.Normalization(axis=None)
    scale.adapt(X_train)
    start = keras.Input((28, 28))
    flat = keras.layers.Reshape((-1,))(scale(start))
    end = keras.layers.Dense(10, activation="softmax")(flat)
    model = keras.Model(start, end)
    model.compile(
        loss="categorical_crossentropy",
        optimizer=keras.optimizers.Adam(0.002),
        metrics=["accuracy"],
    )
    run = model.fit(
        X_train,
        keras.utils.to_categorical(y_train, 10),
        batch_size=20,
        epochs=5,
        validation_data=(X_test, keras.utils.to_categorical(y_test, 10)),
        verbose=0,
    )
    return model, run.history
