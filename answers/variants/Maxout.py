# %% wrong: maximum_over_units
# hint: You take the largest over the units. Each unit has an output of its own: the
# largest of its pieces.
class Maxout(keras.layers.Layer):
    def __init__(self, units, pieces=2, **kwargs):
        super().__init__(**kwargs)
        self.units, self.pieces = units, pieces

    def build(self, input_shape):
        self.kernel = self.add_weight(
            name="kernel",
            shape=(input_shape[-1], self.units, self.pieces),
            initializer="glorot_uniform",
        )
        self.bias = self.add_weight(
            name="bias", shape=(self.units, self.pieces), initializer="zeros"
        )

    def call(self, x):
        sums = tf.tensordot(x, self.kernel, axes=1) + self.bias
        return tf.reduce_max(sums, axis=1)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "pieces": self.pieces}


# %% wrong: sum_of_pieces
# hint: The pieces are added here. A sum of affine functions is affine again; take the
# largest.
class Maxout(keras.layers.Layer):
    def __init__(self, units, pieces=2, **kwargs):
        super().__init__(**kwargs)
        self.units, self.pieces = units, pieces

    def build(self, input_shape):
        self.kernel = self.add_weight(
            name="kernel",
            shape=(input_shape[-1], self.units, self.pieces),
            initializer="glorot_uniform",
        )
        self.bias = self.add_weight(
            name="bias", shape=(self.units, self.pieces), initializer="zeros"
        )

    def call(self, x):
        sums = tf.tensordot(x, self.kernel, axes=1) + self.bias
        return tf.reduce_sum(sums, axis=-1)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "pieces": self.pieces}


# %% wrong: mean_of_pieces
# hint: The mean of affine functions is affine again. Take the largest.
class Maxout(keras.layers.Layer):
    def __init__(self, units, pieces=2, **kwargs):
        super().__init__(**kwargs)
        self.units, self.pieces = units, pieces

    def build(self, input_shape):
        self.kernel = self.add_weight(
            name="kernel",
            shape=(input_shape[-1], self.units, self.pieces),
            initializer="glorot_uniform",
        )
        self.bias = self.add_weight(
            name="bias", shape=(self.units, self.pieces), initializer="zeros"
        )

    def call(self, x):
        sums = tf.tensordot(x, self.kernel, axes=1) + self.bias
        return tf.reduce_mean(sums, axis=-1)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "pieces": self.pieces}


# %% wrong: minimum_of_pieces
# hint: You take the smallest piece; asked is the largest.
class Maxout(keras.layers.Layer):
    def __init__(self, units, pieces=2, **kwargs):
        super().__init__(**kwargs)
        self.units, self.pieces = units, pieces

    def build(self, input_shape):
        self.kernel = self.add_weight(
            name="kernel",
            shape=(input_shape[-1], self.units, self.pieces),
            initializer="glorot_uniform",
        )
        self.bias = self.add_weight(
            name="bias", shape=(self.units, self.pieces), initializer="zeros"
        )

    def call(self, x):
        sums = tf.tensordot(x, self.kernel, axes=1) + self.bias
        return tf.reduce_min(sums, axis=-1)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "pieces": self.pieces}


# %% wrong: relu_on_top
# hint: There is a ReLU too many: a maxout unit may return negative numbers.
class Maxout(keras.layers.Layer):
    def __init__(self, units, pieces=2, **kwargs):
        super().__init__(**kwargs)
        self.units, self.pieces = units, pieces

    def build(self, input_shape):
        self.kernel = self.add_weight(
            name="kernel",
            shape=(input_shape[-1], self.units, self.pieces),
            initializer="glorot_uniform",
        )
        self.bias = self.add_weight(
            name="bias", shape=(self.units, self.pieces), initializer="zeros"
        )

    def call(self, x):
        sums = tf.tensordot(x, self.kernel, axes=1) + self.bias
        return tf.nn.relu(tf.reduce_max(sums, axis=-1))

    def get_config(self):
        return {**super().get_config(), "units": self.units, "pieces": self.pieces}


# %% wrong: bias_forgotten
# hint: The bias is made but never used.
class Maxout(keras.layers.Layer):
    def __init__(self, units, pieces=2, **kwargs):
        super().__init__(**kwargs)
        self.units, self.pieces = units, pieces

    def build(self, input_shape):
        self.kernel = self.add_weight(
            name="kernel",
            shape=(input_shape[-1], self.units, self.pieces),
            initializer="glorot_uniform",
        )
        self.bias = self.add_weight(
            name="bias", shape=(self.units, self.pieces), initializer="zeros"
        )

    def call(self, x):
        sums = tf.tensordot(x, self.kernel, axes=1)
        return tf.reduce_max(sums, axis=-1)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "pieces": self.pieces}


# %% wrong: one_bias_for_each_unit
# hint: Every piece of every unit has its own bias. Yours has one for each unit.
class Maxout(keras.layers.Layer):
    def __init__(self, units, pieces=2, **kwargs):
        super().__init__(**kwargs)
        self.units, self.pieces = units, pieces

    def build(self, input_shape):
        self.kernel = self.add_weight(
            name="kernel",
            shape=(input_shape[-1], self.units, self.pieces),
            initializer="glorot_uniform",
        )
        self.bias = self.add_weight(
            name="bias", shape=(self.units,), initializer="zeros"
        )

    def call(self, x):
        sums = tf.tensordot(x, self.kernel, axes=1) + self.bias[:, None]
        return tf.reduce_max(sums, axis=-1)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "pieces": self.pieces}


# %% wrong: no_bias
# hint: There is no bias. Each piece is a sum plus a bias.
class Maxout(keras.layers.Layer):
    def __init__(self, units, pieces=2, **kwargs):
        super().__init__(**kwargs)
        self.units, self.pieces = units, pieces

    def build(self, input_shape):
        self.kernel = self.add_weight(
            name="kernel",
            shape=(input_shape[-1], self.units, self.pieces),
            initializer="glorot_uniform",
        )
        pass

    def call(self, x):
        sums = tf.tensordot(x, self.kernel, axes=1)
        return tf.reduce_max(sums, axis=-1)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "pieces": self.pieces}


# %% wrong: pieces_before_units
# hint: The axes of the kernel and the bias are in another order than agreed: inputs,
# units, pieces.
class Maxout(keras.layers.Layer):
    def __init__(self, units, pieces=2, **kwargs):
        super().__init__(**kwargs)
        self.units, self.pieces = units, pieces

    def build(self, input_shape):
        self.kernel = self.add_weight(
            name="kernel",
            shape=(input_shape[-1], self.pieces, self.units),
            initializer="glorot_uniform",
        )
        self.bias = self.add_weight(
            name="bias", shape=(self.pieces, self.units), initializer="zeros"
        )

    def call(self, x):
        sums = tf.tensordot(x, self.kernel, axes=1) + self.bias
        return tf.reduce_max(sums, axis=-2)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "pieces": self.pieces}


# %% wrong: bias_after_the_maximum
# hint: Add the bias before you take the largest. Afterwards the biases of all pieces
# are mixed.
class Maxout(keras.layers.Layer):
    def __init__(self, units, pieces=2, **kwargs):
        super().__init__(**kwargs)
        self.units, self.pieces = units, pieces

    def build(self, input_shape):
        self.kernel = self.add_weight(
            name="kernel",
            shape=(input_shape[-1], self.units, self.pieces),
            initializer="glorot_uniform",
        )
        self.bias = self.add_weight(
            name="bias", shape=(self.units, self.pieces), initializer="zeros"
        )

    def call(self, x):
        sums = tf.tensordot(x, self.kernel, axes=1)
        return tf.reduce_max(sums, axis=-1) + tf.reduce_max(self.bias, axis=-1)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "pieces": self.pieces}


# %% wrong: always_two_pieces
# hint: The number of pieces is always 2 here. Use the argument.
class Maxout(keras.layers.Layer):
    def __init__(self, units, pieces=2, **kwargs):
        super().__init__(**kwargs)
        self.units, self.pieces = units, 2

    def build(self, input_shape):
        self.kernel = self.add_weight(
            name="kernel",
            shape=(input_shape[-1], self.units, self.pieces),
            initializer="glorot_uniform",
        )
        self.bias = self.add_weight(
            name="bias", shape=(self.units, self.pieces), initializer="zeros"
        )

    def call(self, x):
        sums = tf.tensordot(x, self.kernel, axes=1) + self.bias
        return tf.reduce_max(sums, axis=-1)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "pieces": self.pieces}


# %% wrong: only_the_first_two_pieces
# hint: You compare the first two pieces only. There may be more, or one.
class Maxout(keras.layers.Layer):
    def __init__(self, units, pieces=2, **kwargs):
        super().__init__(**kwargs)
        self.units, self.pieces = units, pieces

    def build(self, input_shape):
        self.kernel = self.add_weight(
            name="kernel",
            shape=(input_shape[-1], self.units, self.pieces),
            initializer="glorot_uniform",
        )
        self.bias = self.add_weight(
            name="bias", shape=(self.units, self.pieces), initializer="zeros"
        )

    def call(self, x):
        sums = tf.tensordot(x, self.kernel, axes=1) + self.bias
        return tf.maximum(sums[..., 0], sums[..., 1])

    def get_config(self):
        return {**super().get_config(), "units": self.units, "pieces": self.pieces}


# %% wrong: largest_in_size
# hint: You take the piece that is largest in size, without its sign.
class Maxout(keras.layers.Layer):
    def __init__(self, units, pieces=2, **kwargs):
        super().__init__(**kwargs)
        self.units, self.pieces = units, pieces

    def build(self, input_shape):
        self.kernel = self.add_weight(
            name="kernel",
            shape=(input_shape[-1], self.units, self.pieces),
            initializer="glorot_uniform",
        )
        self.bias = self.add_weight(
            name="bias", shape=(self.units, self.pieces), initializer="zeros"
        )

    def call(self, x):
        sums = tf.tensordot(x, self.kernel, axes=1) + self.bias
        return tf.reduce_max(tf.abs(sums), axis=-1)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "pieces": self.pieces}


# %% wrong: pieces_begin_equal
# hint: All pieces begin with the same weights, so they get the same gradients and
# stay equal: one piece for the price of many.
class Maxout(keras.layers.Layer):
    def __init__(self, units, pieces=2, **kwargs):
        super().__init__(**kwargs)
        self.units, self.pieces = units, pieces

    def build(self, input_shape):
        self.kernel = self.add_weight(
            name="kernel",
            shape=(input_shape[-1], self.units, self.pieces),
            initializer="zeros",
        )
        self.bias = self.add_weight(
            name="bias", shape=(self.units, self.pieces), initializer="zeros"
        )

    def call(self, x):
        sums = tf.tensordot(x, self.kernel, axes=1) + self.bias
        return tf.reduce_max(sums, axis=-1)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "pieces": self.pieces}


# %% wrong: kernel_of_ones
# hint: All weights begin at 1, so all pieces stay equal for ever. Begin with random
# numbers.
class Maxout(keras.layers.Layer):
    def __init__(self, units, pieces=2, **kwargs):
        super().__init__(**kwargs)
        self.units, self.pieces = units, pieces

    def build(self, input_shape):
        self.kernel = self.add_weight(
            name="kernel",
            shape=(input_shape[-1], self.units, self.pieces),
            initializer="ones",
        )
        self.bias = self.add_weight(
            name="bias", shape=(self.units, self.pieces), initializer="zeros"
        )

    def call(self, x):
        sums = tf.tensordot(x, self.kernel, axes=1) + self.bias
        return tf.reduce_max(sums, axis=-1)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "pieces": self.pieces}


# %% wrong: bias_begins_random
# hint: The biases begin at random numbers. They should begin at 0.
class Maxout(keras.layers.Layer):
    def __init__(self, units, pieces=2, **kwargs):
        super().__init__(**kwargs)
        self.units, self.pieces = units, pieces

    def build(self, input_shape):
        self.kernel = self.add_weight(
            name="kernel",
            shape=(input_shape[-1], self.units, self.pieces),
            initializer="glorot_uniform",
        )
        self.bias = self.add_weight(
            name="bias", shape=(self.units, self.pieces), initializer="random_normal"
        )

    def call(self, x):
        sums = tf.tensordot(x, self.kernel, axes=1) + self.bias
        return tf.reduce_max(sums, axis=-1)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "pieces": self.pieces}


# %% wrong: kernel_too_large
# hint: The weights begin with a standard deviation above 1: the outputs grow from
# layer to layer. Use an initialiser that knows the size of the layer.
class Maxout(keras.layers.Layer):
    def __init__(self, units, pieces=2, **kwargs):
        super().__init__(**kwargs)
        self.units, self.pieces = units, pieces

    def build(self, input_shape):
        self.kernel = self.add_weight(
            name="kernel",
            shape=(input_shape[-1], self.units, self.pieces),
            initializer=keras.initializers.RandomNormal(stddev=3.0),
        )
        self.bias = self.add_weight(
            name="bias", shape=(self.units, self.pieces), initializer="zeros"
        )

    def call(self, x):
        sums = tf.tensordot(x, self.kernel, axes=1) + self.bias
        return tf.reduce_max(sums, axis=-1)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "pieces": self.pieces}


# %% wrong: configuration_forgets_pieces
# hint: The layer made from the configuration has the default number of pieces.
class Maxout(keras.layers.Layer):
    def __init__(self, units, pieces=2, **kwargs):
        super().__init__(**kwargs)
        self.units, self.pieces = units, pieces

    def build(self, input_shape):
        self.kernel = self.add_weight(
            name="kernel",
            shape=(input_shape[-1], self.units, self.pieces),
            initializer="glorot_uniform",
        )
        self.bias = self.add_weight(
            name="bias", shape=(self.units, self.pieces), initializer="zeros"
        )

    def call(self, x):
        sums = tf.tensordot(x, self.kernel, axes=1) + self.bias
        return tf.reduce_max(sums, axis=-1)

    def get_config(self):
        return {**super().get_config(), "units": self.units}


# %% wrong: configuration_forgets_the_rest
# hint: get_config returns your own arguments only. The name and the rest come from
# super().get_config().
class Maxout(keras.layers.Layer):
    def __init__(self, units, pieces=2, **kwargs):
        super().__init__(**kwargs)
        self.units, self.pieces = units, pieces

    def build(self, input_shape):
        self.kernel = self.add_weight(
            name="kernel",
            shape=(input_shape[-1], self.units, self.pieces),
            initializer="glorot_uniform",
        )
        self.bias = self.add_weight(
            name="bias", shape=(self.units, self.pieces), initializer="zeros"
        )

    def call(self, x):
        sums = tf.tensordot(x, self.kernel, axes=1) + self.bias
        return tf.reduce_max(sums, axis=-1)

    def get_config(self):
        return {"units": self.units, "pieces": self.pieces}


# %% right: tensordot
class Maxout(keras.layers.Layer):
    def __init__(self, units, pieces=2, **kwargs):
        super().__init__(**kwargs)
        self.units, self.pieces = units, pieces

    def build(self, input_shape):
        self.kernel = self.add_weight(
            name="kernel",
            shape=(input_shape[-1], self.units, self.pieces),
            initializer="glorot_uniform",
        )
        self.bias = self.add_weight(
            name="bias", shape=(self.units, self.pieces), initializer="zeros"
        )

    def call(self, x):
        sums = tf.tensordot(x, self.kernel, axes=1) + self.bias
        return tf.reduce_max(sums, axis=-1)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "pieces": self.pieces}


# %% right: einsum
class Maxout(keras.layers.Layer):
    def __init__(self, units, pieces=2, **kwargs):
        super().__init__(**kwargs)
        self.units, self.pieces = units, pieces

    def build(self, input_shape):
        self.kernel = self.add_weight(
            name="kernel",
            shape=(input_shape[-1], self.units, self.pieces),
            initializer="glorot_uniform",
        )
        self.bias = self.add_weight(
            name="bias", shape=(self.units, self.pieces), initializer="zeros"
        )

    def call(self, x):
        sums = tf.einsum("ni,iup->nup", x, self.kernel) + self.bias
        return tf.reduce_max(sums, axis=-1)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "pieces": self.pieces}


# %% right: loop_over_pieces
class Maxout(keras.layers.Layer):
    def __init__(self, units, pieces=2, **kwargs):
        super().__init__(**kwargs)
        self.units, self.pieces = units, pieces

    def build(self, input_shape):
        self.kernel = self.add_weight(
            name="kernel",
            shape=(input_shape[-1], self.units, self.pieces),
            initializer="glorot_uniform",
        )
        self.bias = self.add_weight(
            name="bias", shape=(self.units, self.pieces), initializer="zeros"
        )

    def call(self, x):
        best = None
        for p in range(self.pieces):
            piece = x @ self.kernel[:, :, p] + self.bias[:, p]
            best = piece if best is None else tf.maximum(best, piece)
        return best

    def get_config(self):
        return {**super().get_config(), "units": self.units, "pieces": self.pieces}


# %% right: one_matrix_product
class Maxout(keras.layers.Layer):
    def __init__(self, units, pieces=2, **kwargs):
        super().__init__(**kwargs)
        self.units, self.pieces = units, pieces

    def build(self, input_shape):
        self.kernel = self.add_weight(
            name="kernel",
            shape=(input_shape[-1], self.units, self.pieces),
            initializer="glorot_uniform",
        )
        self.bias = self.add_weight(
            name="bias", shape=(self.units, self.pieces), initializer="zeros"
        )

    def call(self, x):
        flat = keras.ops.reshape(self.kernel, (-1, self.units * self.pieces))
        sums = keras.ops.reshape(
            keras.ops.matmul(x, flat), (-1, self.units, self.pieces)
        )
        sums = sums + self.bias
        return tf.reduce_max(sums, axis=-1)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "pieces": self.pieces}


# %% right: keras_keeps_the_arguments
class Maxout(keras.layers.Layer):
    def __init__(self, units, pieces=2, **kwargs):
        super().__init__(**kwargs)
        self.units, self.pieces = units, pieces

    def build(self, input_shape):
        self.kernel = self.add_weight(
            name="kernel",
            shape=(input_shape[-1], self.units, self.pieces),
            initializer="glorot_uniform",
        )
        self.bias = self.add_weight(
            name="bias", shape=(self.units, self.pieces), initializer="zeros"
        )

    def call(self, x):
        sums = tf.tensordot(x, self.kernel, axes=1) + self.bias
        return tf.reduce_max(sums, axis=-1)


# %% right: he_initialiser
class Maxout(keras.layers.Layer):
    def __init__(self, units, pieces=2, **kwargs):
        super().__init__(**kwargs)
        self.units, self.pieces = units, pieces

    def build(self, input_shape):
        self.kernel = self.add_weight(
            name="kernel",
            shape=(input_shape[-1], self.units, self.pieces),
            initializer=keras.initializers.HeNormal(seed=4),
        )
        self.bias = self.add_weight(
            name="bias", shape=(self.units, self.pieces), initializer="zeros"
        )

    def call(self, x):
        sums = tf.tensordot(x, self.kernel, axes=1) + self.bias
        return keras.ops.amax(sums, axis=2)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "pieces": self.pieces}
