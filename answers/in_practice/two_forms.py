# %% wrong: weights_not_copied
# hint: Each model has its own weights. Give the second those of the first.
# breaks: same
def two_forms(n_in, units, activation):
    named = keras.Sequential(
        [keras.Input((n_in,)), keras.layers.Dense(units, activation=activation)]
    )
    separate = keras.Sequential(
        [
            keras.Input((n_in,)),
            keras.layers.Dense(units),
            keras.layers.Activation(activation),
        ]
    )
    return named, separate


def largest_difference(a, b, X):
    return float(np.max(np.abs(np.array(a(X)) - np.array(b(X)))))


# %% wrong: activation_twice
# hint: The second model applies the activation twice: in the dense layer and behind
# it.
def two_forms(n_in, units, activation):
    named = keras.Sequential(
        [keras.Input((n_in,)), keras.layers.Dense(units, activation=activation)]
    )
    separate = keras.Sequential(
        [
            keras.Input((n_in,)),
            keras.layers.Dense(units, activation=activation),
            keras.layers.Activation(activation),
        ]
    )
    separate.set_weights(named.get_weights())
    return named, separate


def largest_difference(a, b, X):
    return float(np.max(np.abs(np.array(a(X)) - np.array(b(X)))))


# %% wrong: separate_layer_forgotten
# hint: The second model has no activation at all.
# breaks: separate
def two_forms(n_in, units, activation):
    named = keras.Sequential(
        [keras.Input((n_in,)), keras.layers.Dense(units, activation=activation)]
    )
    separate = keras.Sequential(
        [
            keras.Input((n_in,)),
            keras.layers.Dense(units),
        ]
    )
    separate.set_weights(named.get_weights())
    return named, separate


def largest_difference(a, b, X):
    return float(np.max(np.abs(np.array(a(X)) - np.array(b(X)))))


# %% wrong: same_model_twice
# hint: You return one model twice. Of course it agrees with itself.
# breaks: models
def two_forms(n_in, units, activation):
    named = keras.Sequential(
        [keras.Input((n_in,)), keras.layers.Dense(units, activation=activation)]
    )
    separate = keras.Sequential(
        [
            keras.Input((n_in,)),
            keras.layers.Dense(units),
            keras.layers.Activation(activation),
        ]
    )
    separate.set_weights(named.get_weights())
    return named, named


def largest_difference(a, b, X):
    return float(np.max(np.abs(np.array(a(X)) - np.array(b(X)))))


# %% wrong: order_swapped
# hint: First the model that names the activation, then the one with a layer for it.
def two_forms(n_in, units, activation):
    named = keras.Sequential(
        [keras.Input((n_in,)), keras.layers.Dense(units, activation=activation)]
    )
    separate = keras.Sequential(
        [
            keras.Input((n_in,)),
            keras.layers.Dense(units),
            keras.layers.Activation(activation),
        ]
    )
    separate.set_weights(named.get_weights())
    return separate, named


def largest_difference(a, b, X):
    return float(np.max(np.abs(np.array(a(X)) - np.array(b(X)))))


# %% wrong: activation_before_the_sum
# hint: The activation works on the inputs here. It belongs behind the dense layer.
def two_forms(n_in, units, activation):
    named = keras.Sequential(
        [keras.Input((n_in,)), keras.layers.Dense(units, activation=activation)]
    )
    separate = keras.Sequential(
        [
            keras.Input((n_in,)),
            keras.layers.Activation(activation),
            keras.layers.Dense(units),
        ]
    )
    separate.set_weights(named.get_weights())
    return named, separate


def largest_difference(a, b, X):
    return float(np.max(np.abs(np.array(a(X)) - np.array(b(X)))))


# %% wrong: always_relu
# hint: The activation is always ReLU. Use the argument.
def two_forms(n_in, units, activation):
    named = keras.Sequential(
        [keras.Input((n_in,)), keras.layers.Dense(units, activation="relu")]
    )
    separate = keras.Sequential(
        [
            keras.Input((n_in,)),
            keras.layers.Dense(units),
            keras.layers.Activation("relu"),
        ]
    )
    separate.set_weights(named.get_weights())
    return named, separate


def largest_difference(a, b, X):
    return float(np.max(np.abs(np.array(a(X)) - np.array(b(X)))))


# %% wrong: all_weights_zero
# hint: All weights are 0, so the outputs agree whatever the layers do. Copy random
# weights.
def two_forms(n_in, units, activation):
    named = keras.Sequential(
        [keras.Input((n_in,)), keras.layers.Dense(units, activation=activation)]
    )
    separate = keras.Sequential(
        [
            keras.Input((n_in,)),
            keras.layers.Dense(units),
            keras.layers.Activation(activation),
        ]
    )
    for model in (named, separate):
        model.set_weights([0 * w for w in model.get_weights()])
    return named, separate


def largest_difference(a, b, X):
    return float(np.max(np.abs(np.array(a(X)) - np.array(b(X)))))


# %% wrong: difference_with_sign
# hint: Large negative differences do not count here. Take |·| of each first.
def two_forms(n_in, units, activation):
    named = keras.Sequential(
        [keras.Input((n_in,)), keras.layers.Dense(units, activation=activation)]
    )
    separate = keras.Sequential(
        [
            keras.Input((n_in,)),
            keras.layers.Dense(units),
            keras.layers.Activation(activation),
        ]
    )
    separate.set_weights(named.get_weights())
    return named, separate


def largest_difference(a, b, X):
    return float(np.max(np.array(a(X)) - np.array(b(X))))


# %% wrong: mean_difference
# hint: That is the mean difference. Asked is the largest.
# breaks: difference
def two_forms(n_in, units, activation):
    named = keras.Sequential(
        [keras.Input((n_in,)), keras.layers.Dense(units, activation=activation)]
    )
    separate = keras.Sequential(
        [
            keras.Input((n_in,)),
            keras.layers.Dense(units),
            keras.layers.Activation(activation),
        ]
    )
    separate.set_weights(named.get_weights())
    return named, separate


def largest_difference(a, b, X):
    return float(np.mean(np.abs(np.array(a(X)) - np.array(b(X)))))


# %% wrong: sum_of_differences
# hint: That is the sum of the differences. Asked is the largest.
def two_forms(n_in, units, activation):
    named = keras.Sequential(
        [keras.Input((n_in,)), keras.layers.Dense(units, activation=activation)]
    )
    separate = keras.Sequential(
        [
            keras.Input((n_in,)),
            keras.layers.Dense(units),
            keras.layers.Activation(activation),
        ]
    )
    separate.set_weights(named.get_weights())
    return named, separate


def largest_difference(a, b, X):
    return float(np.sum(np.abs(np.array(a(X)) - np.array(b(X)))))


# %% wrong: absolute_value_too_late
# hint: First |·| of each difference, then the largest, not the other way round.
def two_forms(n_in, units, activation):
    named = keras.Sequential(
        [keras.Input((n_in,)), keras.layers.Dense(units, activation=activation)]
    )
    separate = keras.Sequential(
        [
            keras.Input((n_in,)),
            keras.layers.Dense(units),
            keras.layers.Activation(activation),
        ]
    )
    separate.set_weights(named.get_weights())
    return named, separate


def largest_difference(a, b, X):
    return float(abs(np.min(np.array(a(X))) - np.min(np.array(b(X)))))


# %% right: sequential
def two_forms(n_in, units, activation):
    named = keras.Sequential(
        [keras.Input((n_in,)), keras.layers.Dense(units, activation=activation)]
    )
    separate = keras.Sequential(
        [
            keras.Input((n_in,)),
            keras.layers.Dense(units),
            keras.layers.Activation(activation),
        ]
    )
    separate.set_weights(named.get_weights())
    return named, separate


def largest_difference(a, b, X):
    return float(np.max(np.abs(np.array(a(X)) - np.array(b(X)))))


# %% right: functional
# uses: not_required
def two_forms(n_in, units, activation):
    inputs = keras.Input((n_in,))
    named = keras.Model(
        inputs, keras.layers.Dense(units, activation=activation)(inputs)
    )
    inputs = keras.Input((n_in,))
    outputs = keras.layers.Activation(activation)(keras.layers.Dense(units)(inputs))
    separate = keras.Model(inputs, outputs)
    for mine, theirs in zip(separate.weights, named.weights):
        mine.assign(theirs)
    return named, separate


def largest_difference(a, b, X):
    return tf.reduce_max(tf.abs(a(X) - b(X)))


# %% right: seeded_initialiser
def two_forms(n_in, units, activation):
    def dense(**options):
        start = keras.initializers.GlorotUniform(seed=8)
        return keras.layers.Dense(units, kernel_initializer=start, **options)

    first, second = keras.Sequential(), keras.Sequential()
    for model in (first, second):
        model.add(keras.Input((n_in,)))
    first.add(dense(activation=activation))
    second.add(dense())
    second.add(keras.layers.Activation(activation))
    return first, second


def largest_difference(a, b, X):
    difference = np.asarray(a(X)) - np.asarray(b(X))
    return max(difference.max(), -difference.min())


# %% right: same_seed_twice
def two_forms(n_in, units, activation):
    models = []
    for separate in (False, True):
        keras.utils.set_random_seed(11)
        layers = [keras.Input((n_in,))]
        if separate:
            layers.append(keras.layers.Dense(units))
            layers.append(keras.layers.Activation(activation))
        else:
            layers.append(keras.layers.Dense(units, activation=activation))
        models.append(keras.Sequential(layers))
    return tuple(models)


def largest_difference(a, b, X):
    largest = 0.0
    for row_a, row_b in zip(np.array(a(X)), np.array(b(X))):
        for one, other in zip(row_a, row_b):
            largest = max(largest, abs(float(one) - float(other)))
    return largest


# %% wrong: shared_weights
# hint: The second model computes with the weights of the first, not with a copy.
# breaks: shared
def two_forms(n_in, units, activation):
    first = keras.layers.Dense(units, activation=activation)
    named = keras.Sequential([keras.Input((n_in,)), first])

    class Same(keras.layers.Dense):
        def build(self, input_shape):
            self._kernel, self.bias, self.built = first.kernel, first.bias, True

    layers = [keras.Input((n_in,)), Same(units), keras.layers.Activation(activation)]
    return named, keras.Sequential(layers)


def largest_difference(a, b, X):
    return float(np.max(np.abs(np.array(a(X)) - np.array(b(X)))))


# %% wrong: never_named
# hint: In the first model the activation is a layer too. Name it in the dense layer.
# breaks: named
def two_forms(n_in, units, activation):
    models = []
    for _ in range(2):
        layers = [keras.Input((n_in,)), keras.layers.Dense(units)]
        models.append(keras.Sequential([*layers, keras.layers.Activation(activation)]))
    models[1].set_weights(models[0].get_weights())
    return tuple(models)


def largest_difference(a, b, X):
    return float(np.max(np.abs(np.array(a(X)) - np.array(b(X)))))


# %% wrong: no_bias
# hint: The dense layers have no bias. Keras gives them one unless you say otherwise.
def two_forms(n_in, units, activation):
    dense = keras.layers.Dense
    named = [
        keras.Input((n_in,)),
        dense(units, activation=activation, use_bias=False),
    ]
    separate = [keras.Input((n_in,)), dense(units, use_bias=False)]
    separate.append(keras.layers.Activation(activation))
    models = keras.Sequential(named), keras.Sequential(separate)
    models[1].set_weights(models[0].get_weights())
    return models


def largest_difference(a, b, X):
    return float(np.max(np.abs(np.array(a(X)) - np.array(b(X)))))


# %% wrong: only_the_first_row
# hint: Only the first row of the outputs counts here. Go over all rows.
def two_forms(n_in, units, activation):
    named = keras.Sequential(
        [keras.Input((n_in,)), keras.layers.Dense(units, activation=activation)]
    )
    separate = keras.Sequential(
        [
            keras.Input((n_in,)),
            keras.layers.Dense(units),
            keras.layers.Activation(activation),
        ]
    )
    separate.set_weights(named.get_weights())
    return named, separate


def largest_difference(a, b, X):
    return float(np.max(np.abs(np.array(a(X))[0] - np.array(b(X))[0])))


# %% near: another_weight
# not: all_weights_zero, shared_weights
def two_forms(n_in, units, activation):
    named = keras.Sequential(
        [keras.Input((n_in,)), keras.layers.Dense(units, activation=activation)]
    )
    separate = keras.Sequential(
        [
            keras.Input((n_in,)),
            keras.layers.Dense(units),
            keras.layers.Activation(activation),
        ]
    )
    separate.set_weights([w + 0.125 for w in named.get_weights()])
    return named, separate


def largest_difference(a, b, X):
    return float(np.max(np.abs(np.array(a(X)) - np.array(b(X)))))


# %% near: median_difference
# not: mean_difference, sum_of_differences, difference_with_sign, only_the_first_row
def two_forms(n_in, units, activation):
    named = keras.Sequential(
        [keras.Input((n_in,)), keras.layers.Dense(units, activation=activation)]
    )
    separate = keras.Sequential(
        [
            keras.Input((n_in,)),
            keras.layers.Dense(units),
            keras.layers.Activation(activation),
        ]
    )
    separate.set_weights(named.get_weights())
    return named, separate


def largest_difference(a, b, X):
    return float(np.median(np.abs(np.array(a(X)) - np.array(b(X)))))


# %% near: a_layer_for_another_activation
# not: always_relu, separate_layer_forgotten, activation_before_the_sum
def two_forms(n_in, units, activation):
    named = keras.Sequential(
        [keras.Input((n_in,)), keras.layers.Dense(units, activation=activation)]
    )
    separate = keras.Sequential(
        [
            keras.Input((n_in,)),
            keras.layers.Dense(units),
            keras.layers.Activation("softsign"),
        ]
    )
    separate.set_weights(named.get_weights())
    return named, separate


def largest_difference(a, b, X):
    return float(np.max(np.abs(np.array(a(X)) - np.array(b(X)))))


# %% near: constant_weights
# not: all_weights_zero
def two_forms(n_in, units, activation):
    weights = [np.full((n_in, units), 0.25), np.zeros(units)]
    named = keras.Sequential(
        [keras.Input((n_in,)), keras.layers.Dense(units, activation=activation)]
    )
    separate = keras.Sequential(
        [
            keras.Input((n_in,)),
            keras.layers.Dense(units),
            keras.layers.Activation(activation),
        ]
    )
    for model in (named, separate):
        model.set_weights(weights)
    return named, separate


def largest_difference(a, b, X):
    return float(np.max(np.abs(np.array(a(X)) - np.array(b(X)))))


# %% right: relu_layer_and_predict
def two_forms(n_in, units, activation):
    layer = keras.layers.ReLU() if activation == "relu" else None
    layer = layer or keras.layers.Activation(activation)
    inputs = keras.Input(shape=(n_in,))
    named = keras.Model(
        inputs, keras.layers.Dense(units, activation=activation)(inputs)
    )
    separate = keras.Sequential([keras.layers.Dense(units), layer])
    separate.build((None, n_in))
    separate.layers[0].set_weights(named.layers[-1].get_weights())
    return [named, separate]


def largest_difference(a, b, X):
    return np.abs(a.predict(X, verbose=0) - b.predict(X, verbose=0)).max()


# %% other: leaky_relu_layer_with_another_slope
# shows: the layer LeakyReLU has slope 0.3, the activation leaky_relu 0.2, so the two
# forms differ for "leaky_relu"
def two_forms(n_in, units, activation):
    own = {
        "relu": keras.layers.ReLU,
        "leaky_relu": keras.layers.LeakyReLU,
        "elu": keras.layers.ELU,
        "softmax": keras.layers.Softmax,
    }
    layer = own[activation]() if activation in own else None
    named = keras.Sequential(
        [keras.Input((n_in,)), keras.layers.Dense(units, activation=activation)]
    )
    separate = keras.Sequential(
        [
            keras.Input((n_in,)),
            keras.layers.Dense(units),
            layer or keras.layers.Activation(activation),
        ]
    )
    separate.set_weights(named.get_weights())
    return named, separate


def largest_difference(a, b, X):
    return float(np.abs(np.array(a(X)) - np.array(b(X))).max())


# %% other: difference_rounded
# shows: rounds the difference to four decimals, so differences such as 0.00003 come
# as 0
def two_forms(n_in, units, activation):
    inputs = keras.Input((n_in,))
    first = keras.Model(inputs, keras.layers.Dense(units, activation)(inputs))
    z = keras.layers.Dense(units)(inputs)
    second = keras.Model(inputs, keras.layers.Activation(activation)(z))
    second.set_weights(first.get_weights())
    return first, second


def largest_difference(a, b, X):
    A, B = np.array(a(X)), np.array(b(X))
    return round(float(np.max(np.abs(A - B))), 4)


# %% right: functional_kernel_assigned
def two_forms(n_in, units, activation):
    def made(*layers):
        tensor = start = keras.Input(shape=(n_in,))
        for layer in layers:
            tensor = layer(tensor)
        return keras.Model(start, tensor)

    one = keras.layers.Dense(units, activation=keras.activations.get(activation))
    other = keras.layers.Dense(units)
    models = (
        made(one),
        made(other, keras.layers.Lambda(keras.activations.get(activation))),
    )
    other.kernel.assign(one.kernel.numpy())  # both biases begin as zeros
    return models


def largest_difference(a, b, X):
    return np.linalg.norm((np.asarray(a(X)) - np.asarray(b(X))).ravel(), ord=np.inf)


# %% right: same_drawn_constants
def two_forms(n_in, units, activation):
    W = np.random.default_rng().normal(0, n_in**-0.5, (n_in, units))

    def draw(shape, dtype=None):
        return keras.ops.convert_to_tensor(W.reshape(shape), dtype=dtype)

    forms = []
    for parts in ([(units, activation)], [(units, None), activation]):
        model = keras.Sequential()
        model.add(keras.Input((n_in,)))
        for part in parts:
            if isinstance(part, str):
                model.add(keras.layers.Activation(part))
            else:
                model.add(keras.layers.Dense(*part, kernel_initializer=draw))
        forms.append(model)
    return tuple(forms)


def largest_difference(a, b, X):
    down = np.subtract(a.predict(X, verbose=0), b.predict(X, verbose=0))
    return float(max(down.max(), -down.min()))


# %% right: activation_from_tf_nn
def two_forms(n_in, units, activation):
    first = keras.Sequential(
        [keras.Input((n_in,)), keras.layers.Dense(units, activation=activation)]
    )
    second = keras.Sequential(
        [
            keras.Input((n_in,)),
            keras.layers.Dense(units),
            keras.layers.Activation(getattr(tf.nn, activation)),
        ]
    )
    second.set_weights(first.get_weights())
    return first, second


def largest_difference(a, b, X):
    return tf.reduce_max(tf.abs(a(X) - b(X))).numpy()
