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


# %% wrong: maximum_over_the_batch
# hint: The largest was taken over the examples. Each example has outputs of its own.
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
        return tf.reduce_max(sums, axis=0)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "pieces": self.pieces}


# %% wrong: maximum_over_all_but_the_batch
# hint: There is one number for each example. Each unit has an output of its own.
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
        return tf.reduce_max(sums, axis=(1, 2))

    def get_config(self):
        return {**super().get_config(), "units": self.units, "pieces": self.pieces}


# %% wrong: axis_of_pieces_kept
# hint: The axis of the pieces is still there, with length 1.
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
        return tf.reduce_max(sums, axis=-1, keepdims=True)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "pieces": self.pieces}


# %% wrong: pieces_not_compared
# hint: All pieces are returned. Take the largest of each unit.
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
        return sums

    def get_config(self):
        return {**super().get_config(), "units": self.units, "pieces": self.pieces}


# %% wrong: number_of_the_largest
# hint: You return which piece is the largest, not how large it is.
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
        return tf.cast(tf.argmax(sums, axis=-1), x.dtype)

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


# %% wrong: mean_of_pieces
# hint: The numbers are the means of the pieces. Take the largest.
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
# hint: The smallest piece came; asked is the largest.
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


# %% wrong: product_of_pieces
# hint: The numbers are the products of the pieces. Take the largest.
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
        return tf.reduce_prod(sums, axis=-1)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "pieces": self.pieces}


# %% wrong: smooth_maximum
# hint: The numbers are log-sum-exp of the pieces, which is above the largest.
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
        return tf.reduce_logsumexp(sums, axis=-1)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "pieces": self.pieces}


# %% wrong: relu_on_top
# hint: Where the largest piece is negative, 0 came: a maxout unit may return negative
# numbers, and needs no ReLU.
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


# %% wrong: only_the_first_piece
# hint: The first piece came. Take the largest of all.
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
        return sums[..., 0]

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


# %% wrong: largest_in_size
# hint: The largest size came, without its sign.
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


# %% wrong: bias_forgotten
# hint: The numbers are those without a bias.
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


# %% wrong: bias_subtracted
# hint: The bias is subtracted. Add it.
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
        sums = tf.tensordot(x, self.kernel, axes=1) - self.bias
        return tf.reduce_max(sums, axis=-1)

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


# %% wrong: one_bias_for_each_piece
# hint: There is one bias for each piece, for all units together. Every piece of every
# unit has its own.
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
            name="bias", shape=(self.pieces,), initializer="zeros"
        )

    def call(self, x):
        sums = tf.tensordot(x, self.kernel, axes=1) + self.bias
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


# %% wrong: bias_before_kernel
# hint: The bias comes before the kernel. The order is that in which the weights are
# made.
class Maxout(keras.layers.Layer):
    def __init__(self, units, pieces=2, **kwargs):
        super().__init__(**kwargs)
        self.units, self.pieces = units, pieces

    def build(self, input_shape):
        self.bias = self.add_weight(
            name="bias", shape=(self.units, self.pieces), initializer="zeros"
        )
        self.kernel = self.add_weight(
            name="kernel",
            shape=(input_shape[-1], self.units, self.pieces),
            initializer="glorot_uniform",
        )

    def call(self, x):
        sums = tf.tensordot(x, self.kernel, axes=1) + self.bias
        return tf.reduce_max(sums, axis=-1)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "pieces": self.pieces}


# %% wrong: pieces_before_units
# hint: The axes of kernel and bias are in another order than asked: inputs, units,
# pieces.
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


# %% wrong: pieces_first
# hint: The axis of the pieces is the first, as in the chapter. Asked is another order:
# inputs, units, pieces.
class Maxout(keras.layers.Layer):
    def __init__(self, units, pieces=2, **kwargs):
        super().__init__(**kwargs)
        self.units, self.pieces = units, pieces

    def build(self, input_shape):
        self.kernel = self.add_weight(
            name="kernel",
            shape=(self.pieces, input_shape[-1], self.units),
            initializer="glorot_uniform",
        )
        self.bias = self.add_weight(
            name="bias", shape=(self.pieces, 1, self.units), initializer="zeros"
        )

    def call(self, x):
        sums = x @ self.kernel + self.bias
        return tf.reduce_max(sums, axis=0)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "pieces": self.pieces}


# %% wrong: units_and_pieces_in_one_axis
# hint: The kernel has two axes, with all pieces of all units in one. Asked is (n_in,
# units, pieces).
class Maxout(keras.layers.Layer):
    def __init__(self, units, pieces=2, **kwargs):
        super().__init__(**kwargs)
        self.units, self.pieces = units, pieces

    def build(self, input_shape):
        self.kernel = self.add_weight(
            name="kernel",
            shape=(input_shape[-1], self.units * self.pieces),
            initializer="glorot_uniform",
        )
        self.bias = self.add_weight(
            name="bias", shape=(self.units * self.pieces,), initializer="zeros"
        )

    def call(self, x):
        sums = tf.matmul(x, self.kernel) + self.bias
        sums = tf.reshape(sums, (-1, self.units, self.pieces))
        return tf.reduce_max(sums, axis=-1)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "pieces": self.pieces}


# %% wrong: always_two_pieces
# hint: There are two pieces, and another number was passed.
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


# %% wrong: default_of_three_pieces
# hint: Without an argument there are three pieces. Asked are two.
class Maxout(keras.layers.Layer):
    def __init__(self, units, pieces=3, **kwargs):
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


# %% wrong: sizes_shared_by_all_layers
# hint: The layer has the sizes of another one: units and pieces belong to the object,
# not to the class.
class Maxout(keras.layers.Layer):
    def __init__(self, units, pieces=2, **kwargs):
        super().__init__(**kwargs)
        Maxout.units, Maxout.pieces = units, pieces

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


# %% near: no_gradient_through_numpy
# not: bias_frozen pieces_begin_equal
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
        sums = np.tensordot(np.array(x), np.array(self.kernel), 1) + np.array(self.bias)
        return tf.constant(sums.max(axis=-1))

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


# %% wrong: kernel_of_ones
# hint: All weights begin at 1, so all pieces get the same gradients and stay equal.
# Begin with random numbers.
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


# %% wrong: bias_begins_at_one
# hint: The biases begin at 1. They should begin at 0.
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
            name="bias", shape=(self.units, self.pieces), initializer="ones"
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


# %% wrong: configuration_forgets_units
# hint: units is missing when the layer is made anew: everything that __init__ takes
# belongs into get_config.
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
        return {**super().get_config(), "pieces": self.pieces}


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


# %% wrong: configuration_with_sizes_swapped
# hint: The layer made from the configuration has units and pieces interchanged.
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
        return {**super().get_config(), "units": self.pieces, "pieces": self.units}


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


# %% right: he_initialiser
# uses: initialiser
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


# %% right: unit_normal_numbers
# uses: initialiser
class Maxout(keras.layers.Layer):
    def __init__(self, units, pieces=2, **kwargs):
        super().__init__(**kwargs)
        self.units, self.pieces = units, pieces

    def build(self, input_shape):
        self.kernel = self.add_weight(
            name="kernel",
            shape=(input_shape[-1], self.units, self.pieces),
            initializer=lambda shape, dtype=None: tf.random.normal(shape),
        )
        self.bias = self.add_weight(
            name="bias", shape=(self.units, self.pieces), initializer="zeros"
        )

    def call(self, x):
        sums = tf.tensordot(x, self.kernel, axes=1) + self.bias
        return tf.reduce_max(sums, axis=-1)

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


# %% near: second_largest
# not: minimum_of_pieces mean_of_pieces only_the_first_piece
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
# not: bias_forgotten bias_subtracted bias_after_the_maximum
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
# not: bias_begins_random bias_begins_at_one
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
# not: weights_all_positive kernel_of_ones
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


# %% near: a_bias_too_many
# not: one_bias_for_each_unit no_bias
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
        self.more = self.add_weight(shape=(self.units,), initializer="zeros")

    def call(self, x):
        sums = tf.tensordot(x, self.kernel, axes=1) + self.bias
        return tf.reduce_max(sums, axis=-1)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "pieces": self.pieces}
