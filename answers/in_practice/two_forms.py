# %% wrong: weights_not_copied
# hint: Each model draws its own weights. Give the second those of the first.
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


# %% wrong: shared_layer
# hint: Both models contain the same dense layer: training one changes the other. Copy
# its numbers instead.
def two_forms(n_in, units, activation):
    class Named(keras.layers.Layer):
        def __init__(self, dense):
            super().__init__()
            self.dense = dense
            self.activation = keras.activations.get(activation)

        def call(self, x):
            return self.activation(self.dense(x))

    dense = keras.layers.Dense(units)
    named = keras.Sequential([keras.Input((n_in,)), Named(dense)])
    separate = keras.Sequential(
        [keras.Input((n_in,)), dense, keras.layers.Activation(activation)]
    )
    return named, separate


def largest_difference(a, b, X):
    return float(np.max(np.abs(np.array(a(X)) - np.array(b(X)))))


# %% wrong: all_weights_zero
# hint: Zeros make the outputs equal, but they show nothing. Copy random weights.
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
# hint: Without |·| a large negative difference does not count.
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
# hint: You return the mean difference. Asked is the largest.
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
# hint: You add the differences. Asked is the largest.
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


# %% wrong: one_for_each_column
# hint: One number is asked, over all rows and columns.
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
    return np.max(np.abs(np.array(a(X)) - np.array(b(X))), axis=0)


# %% wrong: equal_or_not
# hint: Whether the outputs are equal is not asked, but how far apart they are.
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
    return float(not np.allclose(np.array(a(X)), np.array(b(X))))


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
