# %% wrong: trains_on_the_test_images
# hint: Test images are in the training set. What you measure then is memory.
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
    X_all = np.concatenate([X_train, X_test])
    y_all = np.concatenate([y_train, y_test])
    fitted = model.fit(
        X_all,
        y_all,
        batch_size=32,
        epochs=5,
        validation_data=(X_test, y_test),
        verbose=0,
    )
    return model, fitted.history


# %% wrong: trains_on_test_images_only
# hint: You train on the test images. Swap the two sets.
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
        X_test,
        y_test,
        batch_size=8,
        epochs=5,
        validation_data=(X_test, y_test),
        verbose=0,
    )
    return model, fitted.history


# %% wrong: fine_tuned_on_test_images
# hint: After the training you go on with the test images. They must not change any
# weight.
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
    model.fit(X_train, y_train, epochs=1, verbose=0)
    fitted = model.fit(
        X_test,
        y_test,
        batch_size=8,
        epochs=4,
        validation_data=(X_test, y_test),
        verbose=0,
    )
    return model, fitted.history


# %% wrong: validates_on_training_images
# hint: val_accuracy is measured on the training images: it will always look good.
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
        epochs=5,
        validation_data=(X_train[:300], y_train[:300]),
        verbose=0,
    )
    return model, fitted.history


# %% wrong: part_of_training_for_validation
# hint: validation_split takes images away from training. The test images are there
# for that.
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
        epochs=4,
        validation_split=0.1,
        verbose=0,
    )
    return model, fitted.history


# %% wrong: no_validation
# hint: fit gets no validation_data, so the history lacks two of its four curves.
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
        verbose=0,
    )
    return model, fitted.history


# %% wrong: accuracy_not_measured
# hint: compile without metrics=["accuracy"] records losses only.
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
    return model, fitted


# %% wrong: history_only
# hint: Return the model as well: return model, history.
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
    return fitted.history


# %% wrong: order_swapped
# hint: First the model, then its history.
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
    return fitted.history, model


# %% wrong: too_many_epochs
# hint: At most 5 epochs are allowed. A better learning rate does more than patience.
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
        epochs=6,
        validation_data=(X_test, y_test),
        verbose=0,
    )
    return model, fitted.history


# %% wrong: pixels_not_scaled
# hint: Pixels from 0 to 255 go into the layer as they are, and a training rate that
# suits 0 to 1 makes it explode. Rescale inside the model.
def train(X_train, y_train, X_test, y_test):
    model = keras.Sequential(
        [
            keras.Input((28, 28)),
            keras.layers.Flatten(),
            keras.layers.Dense(64, activation="relu", kernel_initializer="he_normal"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(
        keras.optimizers.SGD(0.5),
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


# %% wrong: learning_rate_too_small
# hint: With this learning rate the weights hardly move: the loss does not fall in so
# few epochs.
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
        keras.optimizers.SGD(1e-5),
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


# %% wrong: softmax_forgotten
# hint: The model returns sums, not probabilities: some are negative. Softmax, and a
# loss that fits.
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
    model.compile(
        keras.optimizers.Adam(2e-3),
        keras.losses.SparseCategoricalCrossentropy(from_logits=True),
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


# %% wrong: softmax_over_the_batch
# hint: Softmax goes over axis 0, the images. Each image needs its own distribution,
# over the classes.
def train(X_train, y_train, X_test, y_test):
    model = keras.Sequential(
        [
            keras.Input((28, 28)),
            keras.layers.Rescaling(1 / 255),
            keras.layers.Flatten(),
            keras.layers.Dense(64, activation="relu", kernel_initializer="he_normal"),
            keras.layers.Dense(10),
            keras.layers.Softmax(axis=0),
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


# %% wrong: sigmoid_outputs
# hint: Ten sigmoids do not add up to 1. Which activation makes them a distribution?
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


# %% wrong: one_output
# hint: One output cannot tell ten classes apart: a class is no quantity.
def train(X_train, y_train, X_test, y_test):
    model = keras.Sequential(
        [
            keras.Input((28, 28)),
            keras.layers.Rescaling(1 / 255),
            keras.layers.Flatten(),
            keras.layers.Dense(64, activation="relu", kernel_initializer="he_normal"),
            keras.layers.Dense(1),
        ]
    )
    model.compile(
        keras.optimizers.Adam(2e-3),
        "mse",
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


# %% wrong: relu_on_the_output
# hint: There is a ReLU on the sums before softmax that begins dead, so every image
# gets the same answer. Outputs need no ReLU.
def train(X_train, y_train, X_test, y_test):
    model = keras.Sequential(
        [
            keras.Input((28, 28)),
            keras.layers.Rescaling(1 / 255),
            keras.layers.Flatten(),
            keras.layers.Dense(64, activation="relu", kernel_initializer="he_normal"),
            keras.layers.Dense(
                10, activation="relu", bias_initializer=keras.initializers.Constant(-9)
            ),
            keras.layers.Softmax(),
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


# %% right: dense
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


# %% right: functional_logits
def train(X_train, y_train, X_test, y_test):
    inputs = keras.Input((28, 28))
    x = keras.layers.Flatten()(inputs / 255.0)
    x = keras.layers.Dense(80, activation="relu")(x)
    model = keras.Model(inputs, keras.layers.Dense(10, activation="softmax")(x))
    model.compile(
        optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"]
    )
    fitted = model.fit(
        X_train, y_train, epochs=5, validation_data=(X_test, y_test), verbose=0
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
