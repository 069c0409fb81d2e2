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


# %% near: trains_on_test_images_only
# not: validates_on_training_images, disturbed_by_the_test_images, ignores_its_arguments
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


# %% near: adapted_on_the_test_images
# not: repeats_the_test_labels, ignores_its_arguments, scaled_outside_the_model
def train(X_train, y_train, X_test, y_test):
    scaler = keras.layers.Normalization(axis=None)
    scaler.adapt(X_test)
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


# %% near: maximum_of_the_test_images
# not: repeats_the_test_labels, ignores_its_arguments, scaled_outside_the_model
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


# %% near: validates_on_some_training_images
# not: validates_on_training_images, scaled_outside_the_model
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
    fitted = model.fit(X_train, y_train, epochs=5, validation_data=(X_train[:300], y_train[:300]), verbose=0)
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


# %% near: scaled_twice
# not: validates_on_training_images, same_answer_for_every_image
def train(X_train, y_train, X_test, y_test):
    X_train, X_test = X_train / 255, X_test / 255
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


# %% wrong: accuracy_not_measured
# hint: Both accuracies are missing: compile with metrics=["accuracy"].
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
    model.compile(keras.optimizers.Adam(2e-3), "sparse_categorical_crossentropy", )
    fitted = model.fit(X_train, y_train, epochs=3, validation_data=(X_test, y_test), verbose=0)
    return model, fitted.history


# %% wrong: accuracy_by_another_name
# hint: The accuracies are there under another name. metrics=["accuracy"] gives the name.
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
    model.compile(keras.optimizers.Adam(2e-3), "sparse_categorical_crossentropy", metrics=["sparse_categorical_accuracy"])
    fitted = model.fit(X_train, y_train, epochs=3, validation_data=(X_test, y_test), verbose=0)
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


# %% wrong: model_only
# hint: Return the history as well: return model, history.
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
    return model


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
    model.compile(keras.optimizers.Adam(2e-3), "sparse_categorical_crossentropy", metrics=["accuracy"])
    fitted = model.fit(X_train, y_train, epochs=3, validation_data=(X_test, y_test), verbose=0)
    return fitted.history, model


# %% wrong: last_numbers_only
# hint: The history has single numbers. Each key has a list with a number for each epoch.
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
    return model, {key: values[-1] for key, values in fitted.history.items()}


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


# %% near: relu_on_the_output
# not: too_few_right, logits_for_probabilities
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
    model.compile(keras.optimizers.Adam(2e-3), "sparse_categorical_crossentropy", metrics=["accuracy"])
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


# %% near: not_trained_at_all
# not: same_answer_for_every_image
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


# %% wrong: nan_in_the_output
# hint: The model returns nan: some weight or sum has become infinite.
def train(X_train, y_train, X_test, y_test):
    model = keras.Sequential(
        [
            keras.Input((28, 28)),
            keras.layers.Rescaling(1e30),
            keras.layers.Flatten(),
            keras.layers.Dense(64, activation="relu", kernel_initializer="he_normal"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(keras.optimizers.SGD(1e3), "sparse_categorical_crossentropy", metrics=["accuracy"])
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


# %% wrong: softmax_over_the_batch
# hint: The columns add up to 1, not the rows: softmax goes over the images. Each image
# needs its own distribution, over the classes.
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
    model.compile(keras.optimizers.Adam(2e-3), "sparse_categorical_crossentropy", metrics=["accuracy"])
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
    model.compile(keras.optimizers.Adam(2e-3), "mse", metrics=["accuracy"])
    fitted = model.fit(X_train, y_train, epochs=3, validation_data=(X_test, y_test), verbose=0)
    return model, fitted.history


# %% near: eleven_outputs
# not: one_output
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


# %% right: functional
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


# %% right: ordered_history
def train(X_train, y_train, X_test, y_test):
    from collections import OrderedDict, namedtuple

    model = keras.Sequential()
    model.add(keras.layers.Rescaling(scale=1 / X_train.max()))
    model.add(keras.layers.Flatten())
    model.add(keras.layers.Dense(64, "relu"))
    model.add(keras.layers.Dense(10, "softmax"))
    model.compile("nadam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    history = OrderedDict()
    for _ in range(3):
        step = model.fit(X_train, y_train, validation_data=(X_test, y_test), verbose=0)
        for key, values in step.history.items():
            history.setdefault(key, []).extend(np.float64(v) for v in values)
    return namedtuple("Trained", "model history")(model, history)
