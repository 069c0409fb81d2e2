# %% wrong: slope_is_no_weight
# hint: The slope is a plain number: nothing will ever train it. Make it with
# add_weight.
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
# hint: One slope serves all channels here. Each channel has its own.
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


# %% wrong: slope_for_each_example
# hint: The first axis is the batch. The channels are the last axis.
class PReLU(keras.layers.Layer):
    def __init__(self, start=0.25, **kwargs):
        super().__init__(**kwargs)
        self.start = start

    def build(self, input_shape):
        self.slope = self.add_weight(
            name="slope",
            shape=(input_shape[0], 1),
            initializer=keras.initializers.Constant(self.start),
        )

    def call(self, x):
        return tf.where(x >= 0, x, self.slope * x)

    def get_config(self):
        return {**super().get_config(), "start": self.start}


# %% wrong: slope_for_each_position
# hint: You made a slope for each position, as keras.layers.PReLU does. One for each
# channel is asked.
class PReLU(keras.layers.Layer):
    def __init__(self, start=0.25, **kwargs):
        super().__init__(**kwargs)
        self.start = start

    def build(self, input_shape):
        self.slope = self.add_weight(
            name="slope",
            shape=tuple(input_shape[1:]),
            initializer=keras.initializers.Constant(self.start),
        )

    def call(self, x):
        return tf.where(x >= 0, x, self.slope * x)

    def get_config(self):
        return {**super().get_config(), "start": self.start}


# %% wrong: channels_first
# hint: The channels are the last axis; axis 1 is something else as soon as there are
# more axes.
class PReLU(keras.layers.Layer):
    def __init__(self, start=0.25, **kwargs):
        super().__init__(**kwargs)
        self.start = start

    def build(self, input_shape):
        self.slope = self.add_weight(
            name="slope",
            shape=(input_shape[1],),
            initializer=keras.initializers.Constant(self.start),
        )

    def call(self, x):
        return tf.where(x >= 0, x, self.slope * x)

    def get_config(self):
        return {**super().get_config(), "start": self.start}


# %% wrong: slope_is_frozen
# hint: The slope is a weight, but trainable=False: it is never learned.
class PReLU(keras.layers.Layer):
    def __init__(self, start=0.25, **kwargs):
        super().__init__(**kwargs)
        self.start = start

    def build(self, input_shape):
        self.slope = self.add_weight(
            name="slope",
            trainable=False,
            shape=(input_shape[-1],),
            initializer=keras.initializers.Constant(self.start),
        )

    def call(self, x):
        return tf.where(x >= 0, x, self.slope * x)

    def get_config(self):
        return {**super().get_config(), "start": self.start}


# %% wrong: slope_begins_at_zero
# hint: The slopes begin at 0, so start is ignored. Which initialiser gives a
# constant?
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


# %% wrong: slope_begins_at_random
# hint: The slopes begin at random numbers. They should all begin at start.
class PReLU(keras.layers.Layer):
    def __init__(self, start=0.25, **kwargs):
        super().__init__(**kwargs)
        self.start = start

    def build(self, input_shape):
        self.slope = self.add_weight(
            name="slope",
            shape=(input_shape[-1],),
            initializer=keras.initializers.RandomUniform(0.1, 0.2, seed=3),
        )

    def call(self, x):
        return tf.where(x >= 0, x, self.slope * x)

    def get_config(self):
        return {**super().get_config(), "start": self.start}


# %% wrong: slope_on_the_positive_side
# hint: The two sides are swapped: negative inputs are the ones to scale.
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


# %% wrong: both_parts_added_with_wrong_sign
# hint: The negative part comes out positive. Follow one negative number through your
# formula.
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
        return tf.nn.relu(x) + self.slope * tf.nn.relu(-x)

    def get_config(self):
        return {**super().get_config(), "start": self.start}


# %% wrong: maximum_of_both
# hint: max(x, a·x) is the formula only for slopes up to 1, and training does not
# respect that.
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


# %% wrong: another_default
# hint: Without an argument the slopes should begin at 0.25.
class PReLU(keras.layers.Layer):
    def __init__(self, start=0.01, **kwargs):
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


# %% wrong: no_gradient_through_numpy
# hint: You leave TensorFlow for NumPy, and the tape loses the gradient there. Use tf
# or keras.ops.
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
        return tf.convert_to_tensor(np.where(x >= 0, x, np.array(self.slope) * x))

    def get_config(self):
        return {**super().get_config(), "start": self.start}


# %% wrong: configuration_forgets_start
# hint: The layer made from the configuration begins at the default. What must
# get_config tell it?
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
        return {**super().get_config()}


# %% wrong: configuration_forgets_the_rest
# hint: get_config returns start only. The name and the rest come from
# super().get_config().
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
        return {"start": self.start}


# %% wrong: two_weights
# hint: There is a second weight that nobody asked for. Only the slopes are learned.
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
        self.offset = self.add_weight(name="offset", shape=(), initializer="zeros")

    def call(self, x):
        return tf.where(x >= 0, x, self.slope * x)

    def get_config(self):
        return {**super().get_config(), "start": self.start}


# %% right: where
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
