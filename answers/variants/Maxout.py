# %% wrong: maximum_over_units
# hint: The result has as many columns as pieces: the largest was taken over the units.
# Each unit has an output of its own.
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
# hint: The numbers are the sums of the pieces. A sum of affine functions is affine
# again; take the largest.
# breaks: formula
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


# %% wrong: only_the_first_two_pieces
# hint: The largest of the first two pieces came. There may be more, or one.
# breaks: sizes
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
        return (
            tf.maximum(sums[..., 0], sums[..., 1]) if self.pieces > 1 else sums[..., 0]
        )

    def get_config(self):
        return {**super().get_config(), "units": self.units, "pieces": self.pieces}


# %% wrong: bias_after_the_maximum
# hint: The largest bias was added to the largest sum. Add each bias to its own sum
# first.
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


# %% wrong: one_bias_for_each_unit
# hint: There is one bias for each unit. Every piece has its own.
# breaks: weights
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
# hint: There is one weight, and it is the kernel. Each piece is a sum plus a bias.
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

    def call(self, x):
        sums = tf.tensordot(x, self.kernel, axes=1)
        return tf.reduce_max(sums, axis=-1)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "pieces": self.pieces}


# %% wrong: bias_frozen
# hint: Of the two weights one is not trainable.
# breaks: trainable
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
            name="bias",
            shape=(self.units, self.pieces),
            initializer="zeros",
            trainable=False,
        )

    def call(self, x):
        sums = tf.tensordot(x, self.kernel, axes=1) + self.bias
        return tf.reduce_max(sums, axis=-1)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "pieces": self.pieces}


# %% wrong: no_gradient
# hint: No gradient reaches the kernel. Does NumPy stand on the way, or something else
# that stops gradients? Use TensorFlow or keras.ops all the way.
# breaks: trainable
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
        kernel = tf.stop_gradient(self.kernel)
        sums = tf.tensordot(x, kernel, axes=1) + self.bias
        return tf.reduce_max(sums, axis=-1)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "pieces": self.pieces}


# %% wrong: pieces_begin_equal
# hint: All weights begin at 0, so all pieces get the same gradients and stay equal:
# one piece for the price of many.
# breaks: random
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


# %% wrong: weights_all_positive
# hint: The weights begin at numbers above 0 only. Their mean should be near 0.
# breaks: random
class Maxout(keras.layers.Layer):
    def __init__(self, units, pieces=2, **kwargs):
        super().__init__(**kwargs)
        self.units, self.pieces = units, pieces

    def build(self, input_shape):
        self.kernel = self.add_weight(
            name="kernel",
            shape=(input_shape[-1], self.units, self.pieces),
            initializer=keras.initializers.RandomUniform(0.0, 1.0),
        )
        self.bias = self.add_weight(
            name="bias", shape=(self.units, self.pieces), initializer="zeros"
        )

    def call(self, x):
        sums = tf.tensordot(x, self.kernel, axes=1) + self.bias
        return tf.reduce_max(sums, axis=-1)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "pieces": self.pieces}


# %% wrong: kernel_too_large
# hint: The weights begin with a standard deviation of about 3: the outputs grow from
# layer to layer.
# breaks: random
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


# %% wrong: kernel_too_small
# hint: The weights begin with a standard deviation far below 0.01: the pieces are next
# to equal.
# breaks: random
class Maxout(keras.layers.Layer):
    def __init__(self, units, pieces=2, **kwargs):
        super().__init__(**kwargs)
        self.units, self.pieces = units, pieces

    def build(self, input_shape):
        self.kernel = self.add_weight(
            name="kernel",
            shape=(input_shape[-1], self.units, self.pieces),
            initializer=keras.initializers.RandomNormal(stddev=1e-3),
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
# hint: The biases begin at small numbers other than 0.
# breaks: bias
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


# %% wrong: configuration_forgets_pieces
# hint: The layer made from the configuration has another number of pieces: get_config
# should hold the number that was passed.
# breaks: configuration
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
# hint: The layer made from the configuration has another name: what
# super().get_config() returns belongs to the configuration, too.
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


# %% wrong: batch_size_must_be_known
# hint: The layer cannot be used in a model: there the size of the batch is None until
# numbers come.
# breaks: saving
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
        return tf.reduce_max(
            tf.reshape(sums, (x.shape[0], self.units, self.pieces)), axis=-1
        )

    def get_config(self):
        return {**super().get_config(), "units": self.units, "pieces": self.pieces}


# %% right: tensordot
# uses: not_required
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


# %% right: orthogonal_initialiser
# uses: initialiser
class Maxout(keras.layers.Layer):
    def __init__(self, units, pieces=2, **kwargs):
        super().__init__(**kwargs)
        self.units, self.pieces = units, pieces

    def build(self, input_shape):
        self.kernel = self.add_weight(
            name="kernel",
            shape=(input_shape[-1], self.units, self.pieces),
            initializer="orthogonal",
        )
        self.bias = self.add_weight(
            name="bias", shape=(self.units, self.pieces), initializer="zeros"
        )

    def call(self, x):
        sums = tf.tensordot(x, self.kernel, axes=1) + self.bias
        return tf.reduce_max(sums, axis=-1)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "pieces": self.pieces}


# %% right: small_normal_numbers
# uses: initialiser
class Maxout(keras.layers.Layer):
    def __init__(self, units, pieces=2, **kwargs):
        super().__init__(**kwargs)
        self.units, self.pieces = units, pieces

    def build(self, input_shape):
        self.kernel = self.add_weight(
            name="kernel",
            shape=(input_shape[-1], self.units, self.pieces),
            initializer="random_normal",
        )
        self.bias = self.add_weight(
            name="bias", shape=(self.units, self.pieces), initializer="zeros"
        )

    def call(self, x):
        sums = tf.tensordot(x, self.kernel, axes=1) + self.bias
        return keras.ops.max(sums, axis=-1)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "pieces": self.pieces}


# %% right: broadcast_and_sum
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
        sums = keras.ops.sum(x[:, :, None, None] * self.kernel, axis=1) + self.bias
        return tf.reduce_max(sums, axis=-1)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "pieces": self.pieces}


# %% other: second_largest
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
        return tf.sort(sums, axis=-1)[..., max(self.pieces - 2, 0)]

    def get_config(self):
        return {**super().get_config(), "units": self.units, "pieces": self.pieces}


# %% near: bias_twice
# not: bias_after_the_maximum
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
        sums = tf.tensordot(x, self.kernel, axes=1) + 2 * self.bias
        return tf.reduce_max(sums, axis=-1)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "pieces": self.pieces}


# %% near: bias_begins_at_three
# not: bias_begins_random
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
            name="bias",
            shape=(self.units, self.pieces),
            initializer=keras.initializers.Constant(3.0),
        )

    def call(self, x):
        sums = tf.tensordot(x, self.kernel, axes=1) + self.bias
        return tf.reduce_max(sums, axis=-1)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "pieces": self.pieces}


# %% near: another_shift_of_the_weights
# not: weights_all_positive
class Maxout(keras.layers.Layer):
    def __init__(self, units, pieces=2, **kwargs):
        super().__init__(**kwargs)
        self.units, self.pieces = units, pieces

    def build(self, input_shape):
        self.kernel = self.add_weight(
            name="kernel",
            shape=(input_shape[-1], self.units, self.pieces),
            initializer=keras.initializers.RandomUniform(-0.8, -0.2),
        )
        self.bias = self.add_weight(
            name="bias", shape=(self.units, self.pieces), initializer="zeros"
        )

    def call(self, x):
        sums = tf.tensordot(x, self.kernel, axes=1) + self.bias
        return tf.reduce_max(sums, axis=-1)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "pieces": self.pieces}


# %% right: spread_of_one_over_inputs
class Maxout(keras.layers.Layer):
    def __init__(self, units, pieces=2, **kwargs):
        super().__init__(**kwargs)
        self.units, self.pieces = units, pieces

    def build(self, input_shape):
        n = input_shape[-1]
        self.kernel = self.add_weight(
            shape=(n, self.units, self.pieces),
            initializer=keras.initializers.RandomNormal(stddev=1 / n),
        )
        self.bias = self.add_weight(shape=(self.units, self.pieces), initializer="zeros")

    def call(self, x):
        return tf.reduce_max(tf.tensordot(x, self.kernel, axes=1) + self.bias, axis=-1)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "pieces": self.pieces}


# %% other: one_piece_refused
class Maxout(keras.layers.Layer):
    def __init__(self, units, pieces=2, **kwargs):
        super().__init__(**kwargs)
        if pieces < 2:
            raise ValueError("a maximum needs at least two pieces")
        self.units, self.pieces = units, pieces

    def build(self, input_shape):
        self.kernel = self.add_weight(
            shape=(input_shape[-1], self.units, self.pieces),
            initializer="glorot_uniform",
        )
        self.bias = self.add_weight(shape=(self.units, self.pieces), initializer="zeros")

    def call(self, x):
        return tf.reduce_max(tf.tensordot(x, self.kernel, axes=1) + self.bias, axis=-1)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "pieces": self.pieces}


# %% other: axis_found_by_its_size
class Maxout(keras.layers.Layer):
    def __init__(self, units, pieces=2, **kwargs):
        super().__init__(**kwargs)
        self.units, self.pieces = units, pieces

    def build(self, input_shape):
        self.kernel = self.add_weight(
            shape=(input_shape[-1], self.units, self.pieces),
            initializer="glorot_uniform",
        )
        self.bias = self.add_weight(shape=(self.units, self.pieces), initializer="zeros")

    def call(self, x):
        sums = tf.tensordot(x, self.kernel, axes=1) + self.bias
        axis = list(sums.shape).index(self.pieces)
        return tf.reduce_max(sums, axis=axis)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "pieces": self.pieces}


# %% other: batch_size_from_the_shape
class Maxout(keras.layers.Layer):
    def __init__(self, units, pieces=2, **kwargs):
        super().__init__(**kwargs)
        self.units, self.pieces = units, pieces

    def build(self, input_shape):
        self.kernel = self.add_weight(
            shape=(input_shape[-1], self.units, self.pieces),
            initializer="he_normal",
        )
        self.bias = self.add_weight(shape=(self.units, self.pieces), initializer="zeros")

    def call(self, x):
        flat = tf.reshape(self.kernel, (x.shape[1], self.units * self.pieces))
        sums = tf.reshape(x @ flat, (x.shape[0], self.units, self.pieces))
        return tf.reduce_max(sums + self.bias, axis=2)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "pieces": self.pieces}


# %% right: pieces_one_after_the_other
class Maxout(keras.layers.Layer):
    def __init__(self, units, pieces=2, **kwargs):
        super().__init__(**kwargs)
        self.size = (int(units), int(pieces))

    def build(self, input_shape):
        self.kernel = self.add_weight(
            shape=(input_shape[1], *self.size),
            initializer=keras.initializers.RandomUniform(-0.5, 0.5),
            name="kernel",
        )
        self.bias = self.add_weight(shape=self.size, initializer="zeros", name="bias")

    def call(self, x):
        best = None
        for p in range(self.size[1]):
            piece = keras.ops.matmul(x, self.kernel[:, :, p]) + self.bias[:, p]
            best = piece if best is None else keras.ops.maximum(best, piece)
        return best

    def get_config(self):
        units, pieces = self.size
        return {"name": self.name, "units": units, "pieces": pieces}


# %% right: sorted_and_last
class Maxout(keras.layers.Layer):
    def __init__(self, units, pieces=2, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.pieces = pieces

    def build(self, input_shape):
        shape = (input_shape[-1], self.units, self.pieces)
        self.W = self.add_weight(shape=shape, initializer="random_normal", name="W")
        self.b = self.add_weight(shape=shape[1:], initializer="zeros", name="b")

    def call(self, x):
        sums = keras.ops.einsum("ni,iup->nup", x, self.W) + self.b[None]
        return keras.ops.sort(sums, axis=-1)[..., -1]

    def get_config(self):
        config = super().get_config()
        config.update(units=self.units, pieces=self.pieces)
        return config
