# %% wrong: slope_is_no_weight
# hint: The layer has no weights, so nothing will ever train the slope. Keras sees what
# add_weight makes, no plain numbers or tensors of your own.
# breaks: weight
class PReLU(keras.layers.Layer):
    def __init__(self, start=0.25, **kwargs):
        super().__init__(**kwargs)
        self.start = start

    def build(self, input_shape):
        self.slope = self.start

    def call(self, x):
        return tf.where(x >= 0, x, self.slope * x)

    def get_config(self):
        return {**super().get_config(), "start": self.start}


# %% wrong: one_slope_for_all
# hint: There is one slope for all channels. Each channel has its own.
class PReLU(keras.layers.Layer):
    def __init__(self, start=0.25, **kwargs):
        super().__init__(**kwargs)
        self.start = start

    def build(self, input_shape):
        self.slope = self.add_weight(
            name="slope",
            shape=(1,),
            initializer=keras.initializers.Constant(self.start),
        )

    def call(self, x):
        return tf.where(x >= 0, x, self.slope * x)

    def get_config(self):
        return {**super().get_config(), "start": self.start}


# %% wrong: no_gradient
# hint: No gradient reaches the slope. Does NumPy stand on the way, or something else
# that stops gradients? Use TensorFlow or keras.ops all the way.
# breaks: trainable
class PReLU(keras.layers.Layer):
    def __init__(self, start=0.25, **kwargs):
        super().__init__(**kwargs)
        self.start = start

    def build(self, input_shape):
        self.slope = self.add_weight(
            name="slope",
            shape=(input_shape[-1],),
            initializer=keras.initializers.Constant(self.start),
        )

    def call(self, x):
        return tf.where(x >= 0, x, tf.stop_gradient(self.slope) * x)

    def get_config(self):
        return {**super().get_config(), "start": self.start}


# %% wrong: slope_begins_at_zero
# hint: The slopes begin at 0. Which initialiser gives a constant?
# breaks: start
class PReLU(keras.layers.Layer):
    def __init__(self, start=0.25, **kwargs):
        super().__init__(**kwargs)
        self.start = start

    def build(self, input_shape):
        self.slope = self.add_weight(
            name="slope",
            shape=(input_shape[-1],),
            initializer="zeros",
        )

    def call(self, x):
        return tf.where(x >= 0, x, self.slope * x)

    def get_config(self):
        return {**super().get_config(), "start": self.start}


# %% wrong: start_zero_forgotten
# hint: With start=0 the slopes begin at 0.25: 0 is false for Python, and yet a number
# that was passed.
# breaks: start
class PReLU(keras.layers.Layer):
    def __init__(self, start=0.25, **kwargs):
        super().__init__(**kwargs)
        self.start = start or 0.25

    def build(self, input_shape):
        self.slope = self.add_weight(
            name="slope",
            shape=(input_shape[-1],),
            initializer=keras.initializers.Constant(self.start),
        )

    def call(self, x):
        return tf.where(x >= 0, x, self.slope * x)

    def get_config(self):
        return {**super().get_config(), "start": self.start}


# %% wrong: start_never_below_zero
# hint: With a start below 0 the slopes begin at 0: start may be any number.
# breaks: start
class PReLU(keras.layers.Layer):
    def __init__(self, start=0.25, **kwargs):
        super().__init__(**kwargs)
        self.start = max(start, 0.0)

    def build(self, input_shape):
        self.slope = self.add_weight(
            name="slope",
            shape=(input_shape[-1],),
            initializer=keras.initializers.Constant(self.start),
        )

    def call(self, x):
        return tf.where(x >= 0, x, self.slope * x)

    def get_config(self):
        return {**super().get_config(), "start": self.start}


# %% wrong: slope_on_the_positive_side
# hint: The two sides are swapped: negative inputs are the ones to scale.
# breaks: formula
class PReLU(keras.layers.Layer):
    def __init__(self, start=0.25, **kwargs):
        super().__init__(**kwargs)
        self.start = start

    def build(self, input_shape):
        self.slope = self.add_weight(
            name="slope",
            shape=(input_shape[-1],),
            initializer=keras.initializers.Constant(self.start),
        )

    def call(self, x):
        return tf.where(x < 0, x, self.slope * x)

    def get_config(self):
        return {**super().get_config(), "start": self.start}


# %% wrong: maximum_of_both
# hint: max(x, a·x) is the formula only for slopes up to 1, and training does not
# respect that.
# breaks: any_slope
class PReLU(keras.layers.Layer):
    def __init__(self, start=0.25, **kwargs):
        super().__init__(**kwargs)
        self.start = start

    def build(self, input_shape):
        self.slope = self.add_weight(
            name="slope",
            shape=(input_shape[-1],),
            initializer=keras.initializers.Constant(self.start),
        )

    def call(self, x):
        return tf.maximum(x, self.slope * x)

    def get_config(self):
        return {**super().get_config(), "start": self.start}


# %% wrong: negative_slopes_cut
# hint: Slopes below 0 are cut to 0. A learned slope may be any number.
# breaks: any_slope
class PReLU(keras.layers.Layer):
    def __init__(self, start=0.25, **kwargs):
        super().__init__(**kwargs)
        self.start = start

    def build(self, input_shape):
        self.slope = self.add_weight(
            name="slope",
            shape=(input_shape[-1],),
            initializer=keras.initializers.Constant(self.start),
        )

    def call(self, x):
        return tf.where(x >= 0, x, tf.nn.relu(self.slope) * x)

    def get_config(self):
        return {**super().get_config(), "start": self.start}


# %% wrong: never_below_zero_by_a_constraint
# hint: Training cannot bring a slope below 0: a constraint, or something like it,
# holds it back.
# breaks: training
class PReLU(keras.layers.Layer):
    def __init__(self, start=0.25, **kwargs):
        super().__init__(**kwargs)
        self.start = start

    def build(self, input_shape):
        self.slope = self.add_weight(
            name="slope",
            shape=(input_shape[-1],),
            initializer=keras.initializers.Constant(self.start),
            constraint="non_neg",
        )

    def call(self, x):
        return tf.where(x >= 0, x, self.slope * x)

    def get_config(self):
        return {**super().get_config(), "start": self.start}


# %% wrong: never_above_one_by_a_constraint
# hint: Training cannot bring a slope above 1: a constraint, or something like it,
# holds it back.
# breaks: training
class PReLU(keras.layers.Layer):
    def __init__(self, start=0.25, **kwargs):
        super().__init__(**kwargs)
        self.start = start

    def build(self, input_shape):
        self.slope = self.add_weight(
            name="slope",
            shape=(input_shape[-1],),
            initializer=keras.initializers.Constant(self.start),
            constraint=lambda w: tf.minimum(w, 1.0),
        )

    def call(self, x):
        return tf.where(x >= 0, x, self.slope * x)

    def get_config(self):
        return {**super().get_config(), "start": self.start}


# %% wrong: two_axes_only
# hint: With more axes than two an error comes: there may be any number between batch
# and channels.
# breaks: shape
class PReLU(keras.layers.Layer):
    def __init__(self, start=0.25, **kwargs):
        super().__init__(**kwargs)
        self.start = start

    def build(self, input_shape):
        self.slope = self.add_weight(
            name="slope",
            shape=(input_shape[-1],),
            initializer=keras.initializers.Constant(self.start),
        )

    def call(self, x):
        batch, channels = x.shape
        return tf.where(x >= 0, x, self.slope * x)

    def get_config(self):
        return {**super().get_config(), "start": self.start}


# %% wrong: configuration_forgets_start
# hint: The layer made from the configuration begins at the default slope, 0.25:
# get_config should hold the start that was passed.
# breaks: configuration
class PReLU(keras.layers.Layer):
    def __init__(self, start=0.25, **kwargs):
        super().__init__(**kwargs)
        self.start = start

    def build(self, input_shape):
        self.slope = self.add_weight(
            name="slope",
            shape=(input_shape[-1],),
            initializer=keras.initializers.Constant(self.start),
        )

    def call(self, x):
        return tf.where(x >= 0, x, self.slope * x)

    def get_config(self):
        return super().get_config()


# %% wrong: configuration_keeps_the_slopes
# hint: The layer made from a trained layer's configuration begins at the trained
# slopes. They are weights, not configuration.
# breaks: configuration
class PReLU(keras.layers.Layer):
    def __init__(self, start=0.25, **kwargs):
        super().__init__(**kwargs)
        self.start = start

    def build(self, input_shape):
        self.slope = self.add_weight(
            name="slope",
            shape=(input_shape[-1],),
            initializer=keras.initializers.Constant(self.start),
        )

    def call(self, x):
        return tf.where(x >= 0, x, self.slope * x)

    def get_config(self):
        start = float(self.slope[0]) if self.built else self.start
        return {**super().get_config(), "start": start}


# %% wrong: batch_size_must_be_known
# hint: The layer cannot be used in a model: there the size of the batch is None until
# numbers come.
# breaks: saving
class PReLU(keras.layers.Layer):
    def __init__(self, start=0.25, **kwargs):
        super().__init__(**kwargs)
        self.start = start

    def build(self, input_shape):
        self.slope = self.add_weight(
            name="slope",
            shape=(input_shape[-1],),
            initializer=keras.initializers.Constant(self.start),
        )

    def call(self, x):
        zeros = tf.zeros(x.shape)
        return tf.maximum(x, zeros) + self.slope * tf.minimum(x, zeros)

    def get_config(self):
        return {**super().get_config(), "start": self.start}


# %% wrong: two_weights
# hint: The layer has more weights than the slopes: asked is exactly one.
# breaks: weight
class PReLU(keras.layers.Layer):
    def __init__(self, start=0.25, **kwargs):
        super().__init__(**kwargs)
        self.start = start

    def build(self, input_shape):
        self.slope = self.add_weight(
            name="slope",
            shape=(input_shape[-1],),
            initializer=keras.initializers.Constant(self.start),
        )
        self.offset = self.add_weight(shape=(input_shape[-1],), initializer="zeros")

    def call(self, x):
        return tf.where(x >= 0, x, self.slope * x)

    def get_config(self):
        return {**super().get_config(), "start": self.start}


# %% right: where
# uses: not_required
class PReLU(keras.layers.Layer):
    def __init__(self, start=0.25, **kwargs):
        super().__init__(**kwargs)
        self.start = start

    def build(self, input_shape):
        self.slope = self.add_weight(
            name="slope",
            shape=(input_shape[-1],),
            initializer=keras.initializers.Constant(self.start),
        )

    def call(self, x):
        return tf.where(x >= 0, x, self.slope * x)

    def get_config(self):
        return {**super().get_config(), "start": self.start}


# %% right: two_relus
class PReLU(keras.layers.Layer):
    def __init__(self, start=0.25, **kwargs):
        super().__init__(**kwargs)
        self.start = start

    def build(self, input_shape):
        self.slope = self.add_weight(
            name="slope",
            shape=(input_shape[-1],),
            initializer=keras.initializers.Constant(self.start),
        )

    def call(self, x):
        return tf.nn.relu(x) - self.slope * tf.nn.relu(-x)

    def get_config(self):
        return {**super().get_config(), "start": self.start}


# %% right: keras_ops
class PReLU(keras.layers.Layer):
    def __init__(self, start=0.25, **kwargs):
        super().__init__(**kwargs)
        self.start = start

    def build(self, input_shape):
        self.slope = self.add_weight(
            name="slope",
            shape=(input_shape[-1],),
            initializer=keras.initializers.Constant(self.start),
        )

    def call(self, x):
        return keras.ops.maximum(x, 0) + self.slope * keras.ops.minimum(x, 0)

    def get_config(self):
        return {**super().get_config(), "start": self.start}


# %% right: keras_keeps_the_arguments
class PReLU(keras.layers.Layer):
    def __init__(self, start=0.25, **kwargs):
        super().__init__(**kwargs)
        self.start = start

    def build(self, input_shape):
        self.slope = self.add_weight(
            name="slope",
            shape=(input_shape[-1],),
            initializer=keras.initializers.Constant(self.start),
        )

    def call(self, x):
        return tf.where(x >= 0, x, self.slope * x)


# %% right: absolute_values
class PReLU(keras.layers.Layer):
    def __init__(self, start=0.25, **kwargs):
        super().__init__(**kwargs)
        self.start = start

    def build(self, input_shape):
        self.slope = self.add_weight(
            name="slope",
            shape=(input_shape[-1],),
            initializer=keras.initializers.Constant(self.start),
        )

    def call(self, x):
        return 0.5 * (x + tf.abs(x)) + self.slope * 0.5 * (x - tf.abs(x))

    def get_config(self):
        return {**super().get_config(), "start": self.start}


# %% right: variable_and_mask
class PReLU(keras.layers.Layer):
    def __init__(self, start=0.25, **kwargs):
        super().__init__(**kwargs)
        self.start = start

    def build(self, input_shape):
        start = np.full(input_shape[-1], self.start, dtype="float32")
        self.slope = keras.Variable(start, name="slope")

    def call(self, x):
        positive = tf.cast(x > 0, x.dtype)
        return x * (positive + (1 - positive) * self.slope)

    def get_config(self):
        return {**super().get_config(), "start": self.start}


# %% right: keras_layer_on_flat_batches
class PReLU(keras.layers.Layer):
    def __init__(self, start=0.25, **kwargs):
        super().__init__(**kwargs)
        self.start = start

    def build(self, input_shape):
        start = keras.initializers.Constant(self.start)
        self.inner = keras.layers.PReLU(alpha_initializer=start)
        self.inner.build((None, input_shape[-1]))

    def call(self, x):
        flat = keras.ops.reshape(x, (-1, x.shape[-1]))
        return keras.ops.reshape(self.inner(flat), keras.ops.shape(x))

    def get_config(self):
        return {**super().get_config(), "start": self.start}


# %% near: slopes_not_below_minus_a_half
# not: negative_slopes_cut
class PReLU(keras.layers.Layer):
    def __init__(self, start=0.25, **kwargs):
        super().__init__(**kwargs)
        self.start = start

    def build(self, input_shape):
        self.slope = self.add_weight(
            name="slope",
            shape=(input_shape[-1],),
            initializer=keras.initializers.Constant(self.start),
        )

    def call(self, x):
        return tf.where(x >= 0, x, tf.maximum(self.slope, -0.5) * x)

    def get_config(self):
        return {**super().get_config(), "start": self.start}


# %% near: held_above_minus_a_half
# not: never_below_zero_by_a_constraint
class PReLU(keras.layers.Layer):
    def __init__(self, start=0.25, **kwargs):
        super().__init__(**kwargs)
        self.start = start

    def build(self, input_shape):
        self.slope = self.add_weight(
            name="slope",
            shape=(input_shape[-1],),
            initializer=keras.initializers.Constant(self.start),
            constraint=lambda w: tf.maximum(w, -0.5),
        )

    def call(self, x):
        return tf.where(x >= 0, x, self.slope * x)

    def get_config(self):
        return {**super().get_config(), "start": self.start}


# %% near: start_a_little_off
# not: slope_begins_at_zero
class PReLU(keras.layers.Layer):
    def __init__(self, start=0.25, **kwargs):
        super().__init__(**kwargs)
        self.start = start

    def build(self, input_shape):
        self.slope = self.add_weight(
            name="slope",
            shape=(input_shape[-1],),
            initializer=keras.initializers.Constant(self.start + 0.1),
        )

    def call(self, x):
        return tf.where(x >= 0, x, self.slope * x)

    def get_config(self):
        return {**super().get_config(), "start": self.start}


# %% near: configuration_adds_to_start
# not: configuration_forgets_start configuration_keeps_the_slopes
class PReLU(keras.layers.Layer):
    def __init__(self, start=0.25, **kwargs):
        super().__init__(**kwargs)
        self.start = start

    def build(self, input_shape):
        self.slope = self.add_weight(
            name="slope",
            shape=(input_shape[-1],),
            initializer=keras.initializers.Constant(self.start),
        )

    def call(self, x):
        return tf.where(x >= 0, x, self.slope * x)

    def get_config(self):
        return {**super().get_config(), "start": self.start + 0.5}


# %% other: slopes_cut_at_ten
class PReLU(keras.layers.Layer):
    def __init__(self, start=0.25, **kwargs):
        super().__init__(**kwargs)
        self.start = start

    def build(self, input_shape):
        self.slopes = self.add_weight(
            shape=(input_shape[-1],),
            initializer=keras.initializers.Constant(self.start),
        )

    def call(self, x):
        slopes = keras.ops.clip(self.slopes, -10.0, 10.0)
        return keras.ops.where(x >= 0, x, slopes * x)

    def get_config(self):
        return {**super().get_config(), "start": self.start}


# %% right: two_to_four_axes
class PReLU(keras.layers.Layer):
    EQUATIONS = {2: "bc,c->bc", 3: "btc,c->btc", 4: "bhwc,c->bhwc"}

    def __init__(self, start=0.25, **kwargs):
        super().__init__(**kwargs)
        self.start = start

    def build(self, input_shape):
        self.slopes = self.add_weight(
            shape=(input_shape[-1],),
            initializer=keras.initializers.Constant(self.start),
        )

    def call(self, x):
        scaled = tf.einsum(self.EQUATIONS[len(x.shape)], x, self.slopes)
        return tf.where(x >= 0, x, scaled)

    def get_config(self):
        return {**super().get_config(), "start": self.start}


# %% other: back_to_the_static_shape
class PReLU(keras.layers.Layer):
    def __init__(self, start=0.25, **kwargs):
        super().__init__(**kwargs)
        self.start = start

    def build(self, input_shape):
        self.slopes = self.add_weight(
            shape=(input_shape[-1],),
            initializer=keras.initializers.Constant(self.start),
        )

    def call(self, x):
        rows = tf.reshape(x, (-1, x.shape[-1]))
        rows = tf.where(rows >= 0, rows, self.slopes * rows)
        return tf.reshape(rows, x.shape)

    def get_config(self):
        return {**super().get_config(), "start": self.start}


# %% other: start_rounded_in_config
class PReLU(keras.layers.Layer):
    def __init__(self, start=0.25, **kwargs):
        super().__init__(**kwargs)
        self.start = float(start)

    def build(self, input_shape):
        self.slopes = self.add_weight(
            shape=input_shape[-1:],
            initializer=keras.initializers.Constant(self.start),
        )

    def call(self, x):
        return keras.ops.relu(x) - self.slopes * keras.ops.relu(-x)

    def get_config(self):
        return {**super().get_config(), "start": float(f"{self.start:.2f}")}


# %% right: line_and_v
class PReLU(keras.layers.Layer):
    def __init__(self, start=0.25, **kwargs):
        super().__init__(**kwargs)
        self._settings = {"start": float(start), "name": self.name}

    def build(self, input_shape):
        start = self._settings["start"]
        self.a = self.add_weight(
            shape=(input_shape[-1],),
            initializer=lambda shape, dtype=None: keras.ops.full(shape, start, dtype),
            trainable=True,
            name="leak",
        )

    def call(self, x):
        a = tf.reshape(tf.convert_to_tensor(self.a), [1] * (len(x.shape) - 1) + [-1])
        return (1 + a) / 2 * x + (1 - a) / 2 * tf.abs(x)

    def get_config(self):
        return dict(self._settings)


# %% right: base_class_and_minimum
class _Channelwise(keras.layers.Layer):
    arguments = ()

    def get_config(self):
        mine = {name: getattr(self, name) for name in self.arguments}
        return {**super().get_config(), **mine}


class PReLU(_Channelwise):
    arguments = ("start",)

    def __init__(self, start=0.25, **kwargs):
        super().__init__(**kwargs)
        self.start = start

    def build(self, input_shape):
        self.slopes = self.add_weight(shape=(input_shape[-1],), initializer="zeros")
        self.slopes.assign(np.full(input_shape[-1], self.start, dtype="float32"))

    def call(self, x):
        low = keras.ops.minimum(x, 0.0)
        return x + keras.ops.einsum("...c,c->...c", low, self.slopes - 1.0)
