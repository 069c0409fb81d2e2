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


# %% near: slope_is_a_tensorflow_variable
# not: one_slope_for_all slope_is_frozen
class PReLU(keras.layers.Layer):
    def __init__(self, start=0.25, **kwargs):
        super().__init__(**kwargs)
        self.start = start

    def build(self, input_shape):
        self.slope = tf.Variable(tf.fill([input_shape[-1]], float(self.start)))

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


# %% wrong: a_slope_without_an_axis
# hint: There is one slope, of shape (). Each channel has its own.
class PReLU(keras.layers.Layer):
    def __init__(self, start=0.25, **kwargs):
        super().__init__(**kwargs)
        self.start = start

    def build(self, input_shape):
        self.slope = self.add_weight(
            name="slope",
            shape=(),
            initializer=keras.initializers.Constant(self.start),
        )

    def call(self, x):
        return tf.where(x >= 0, x, self.slope * x)

    def get_config(self):
        return {**super().get_config(), "start": self.start}


# %% near: slope_for_each_example
# not: one_slope_for_all slope_for_each_position
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
# hint: There is a slope for each position, as in keras.layers.PReLU. One for each
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


# %% wrong: slopes_with_an_axis_for_the_batch
# hint: The slopes have an axis too many: asked is (channels,).
class PReLU(keras.layers.Layer):
    def __init__(self, start=0.25, **kwargs):
        super().__init__(**kwargs)
        self.start = start

    def build(self, input_shape):
        self.slope = self.add_weight(
            name="slope",
            shape=(1, input_shape[-1]),
            initializer=keras.initializers.Constant(self.start),
        )

    def call(self, x):
        return tf.where(x >= 0, x, self.slope * x)

    def get_config(self):
        return {**super().get_config(), "start": self.start}


# %% wrong: channels_first
# hint: The slopes do not fit an input of three axes: there is one for each channel,
# and the channels are the last axis.
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
# hint: The slope is a weight, but not trainable: it is never learned.
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


# %% wrong: start_without_its_sign
# hint: With a start below 0 the slopes begin above 0: start may be any number.
class PReLU(keras.layers.Layer):
    def __init__(self, start=0.25, **kwargs):
        super().__init__(**kwargs)
        self.start = start

    def build(self, input_shape):
        self.slope = self.add_weight(
            name="slope",
            shape=(input_shape[-1],),
            initializer=keras.initializers.Constant(abs(self.start)),
        )

    def call(self, x):
        return tf.where(x >= 0, x, self.slope * x)

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


# %% wrong: slope_begins_at_one
# hint: The slopes begin at 1. Which initialiser gives a constant?
class PReLU(keras.layers.Layer):
    def __init__(self, start=0.25, **kwargs):
        super().__init__(**kwargs)
        self.start = start

    def build(self, input_shape):
        self.slope = self.add_weight(
            name="slope",
            shape=(input_shape[-1],),
            initializer="ones",
        )

    def call(self, x):
        return tf.where(x >= 0, x, self.slope * x)

    def get_config(self):
        return {**super().get_config(), "start": self.start}


# %% wrong: slope_always_begins_at_a_quarter
# hint: The slopes begin at 0.25, and another start was passed.
class PReLU(keras.layers.Layer):
    def __init__(self, start=0.25, **kwargs):
        super().__init__(**kwargs)
        self.start = start

    def build(self, input_shape):
        self.slope = self.add_weight(
            name="slope",
            shape=(input_shape[-1],),
            initializer=keras.initializers.Constant(0.25),
        )

    def call(self, x):
        return tf.where(x >= 0, x, self.slope * x)

    def get_config(self):
        return {**super().get_config(), "start": self.start}


# %% wrong: slope_begins_at_random
# hint: The slopes begin at different numbers. They should all begin at start.
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


# %% wrong: start_shared_by_all_layers
# hint: The slopes begin where another layer's do: start belongs to the object, not to
# the class.
class PReLU(keras.layers.Layer):
    def __init__(self, start=0.25, **kwargs):
        super().__init__(**kwargs)
        type(self).start = start

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


# %% wrong: another_default
# hint: Without an argument the slopes begin at 0.01. Asked is 0.25.
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


# %% wrong: default_of_zero
# hint: Without an argument the slopes begin at 0, as in keras.layers.PReLU. Asked is
# 0.25.
class PReLU(keras.layers.Layer):
    def __init__(self, start=0.0, **kwargs):
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


# %% wrong: slope_on_both_sides
# hint: Positive numbers are scaled, too. They should pass unchanged.
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
        return self.slope * x

    def get_config(self):
        return {**super().get_config(), "start": self.start}


# %% wrong: slope_alone_on_the_left
# hint: Negative inputs give the slope itself. It should multiply them.
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
        return tf.where(x >= 0, x, self.slope)

    def get_config(self):
        return {**super().get_config(), "start": self.start}


# %% wrong: plain_relu
# hint: Negative numbers come out as 0, as from ReLU: the slope is not used.
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
        return tf.nn.relu(x)

    def get_config(self):
        return {**super().get_config(), "start": self.start}


# %% wrong: slope_of_a_quarter_always
# hint: The slope is 0.25, whatever the weight is: use the weight in call.
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
        return tf.where(x >= 0, x, 0.25 * x + 0.0 * self.slope)

    def get_config(self):
        return {**super().get_config(), "start": self.start}


# %% wrong: leak_added_to_relu
# hint: Positive numbers come out as x + a·x: the slope is for negative numbers only.
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
        return tf.nn.relu(x) + self.slope * x

    def get_config(self):
        return {**super().get_config(), "start": self.start}


# %% wrong: both_parts_added_with_wrong_sign
# hint: Negative inputs give positive outputs. Follow one negative number through your
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


# %% wrong: sign_of_the_slope_lost
# hint: A slope below 0 acts as if it were above: a learned slope may be any number.
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
        return tf.where(x >= 0, x, tf.abs(self.slope) * x)

    def get_config(self):
        return {**super().get_config(), "start": self.start}


# %% wrong: slopes_between_zero_and_one
# hint: Slopes are squeezed between 0 and 1. A learned slope may be any number.
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
        return tf.where(x >= 0, x, tf.clip_by_value(self.slope, 0.0, 1.0) * x)

    def get_config(self):
        return {**super().get_config(), "start": self.start}


# %% wrong: slope_by_a_sigmoid
# hint: The outputs fit σ(a) for a slope, not a.
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
        return tf.where(x >= 0, x, tf.sigmoid(self.slope) * x)

    def get_config(self):
        return {**super().get_config(), "start": self.start}


# %% wrong: only_the_first_slope
# hint: All channels use the first slope. Each channel has its own.
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
        return tf.where(x >= 0, x, self.slope[0] * x)

    def get_config(self):
        return {**super().get_config(), "start": self.start}


# %% wrong: mean_of_the_slopes
# hint: All channels use the mean of the slopes. Each channel has its own.
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
        return tf.where(x >= 0, x, tf.reduce_mean(self.slope) * x)

    def get_config(self):
        return {**super().get_config(), "start": self.start}


# %% wrong: slopes_in_reverse
# hint: The first channel uses the last slope: the order is turned around.
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
        return tf.where(x >= 0, x, self.slope[::-1] * x)

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


# %% near: no_gradient_through_numpy
# not: slope_is_frozen slope_is_no_weight
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
        x, slope = np.array(x), np.array(self.slope)
        return tf.constant(np.where(x >= 0, x, slope * x))

    def get_config(self):
        return {**super().get_config(), "start": self.start}


# %% wrong: flattened
# hint: The axes between batch and channels are gone: outputs have the shape of the
# inputs.
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
        flat = tf.reshape(x, (-1, tf.shape(x)[-1]))
        return tf.where(flat >= 0, flat, self.slope * flat)

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


# %% wrong: configuration_forgets_the_rest
# hint: The layer made from the configuration has another name: what
# super().get_config() returns belongs to the configuration, too.
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


# %% wrong: configuration_under_another_key
# hint: get_config has a key that __init__ does not know: the keys are the names of its
# arguments.
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
        return {**super().get_config(), "slope": self.start}


# %% wrong: configuration_returns_nothing
# hint: get_config returns None. It should return a dictionary.
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
        super().get_config().update(start=self.start)


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


# %% right: layers_inside
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
        return keras.layers.ReLU()(x) + keras.ops.minimum(x, 0.0) * self.slope

    def get_config(self):
        return {**super().get_config(), "start": self.start}


# %% right: updated_dictionary
class PReLU(keras.layers.Layer):
    def __init__(self, start=0.25, **kwargs):
        super().__init__(**kwargs)
        self.start = start

    def build(self, input_shape):
        (channels,) = tuple(input_shape)[-1:]
        self.a = self.add_weight(
            shape=(channels,),
            initializer=lambda shape, dtype=None: tf.fill(shape, float(self.start)),
            trainable=True,
        )
        super().build(input_shape)

    def call(self, x):
        return keras.ops.where(keras.ops.greater(x, 0), x, self.a * x)

    def get_config(self):
        config = super().get_config()
        config.update({"start": float(self.start)})
        return config


# %% near: half_the_slope
# not: slope_by_a_sigmoid plain_relu
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
        return tf.where(x >= 0, x, 0.5 * self.slope * x)

    def get_config(self):
        return {**super().get_config(), "start": self.start}


# %% near: slopes_not_below_minus_a_half
# not: negative_slopes_cut sign_of_the_slope_lost slopes_between_zero_and_one
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
# not: slope_begins_at_zero slope_begins_at_random slope_always_begins_at_a_quarter
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


# %% near: one_slope_too_many
# not: one_slope_for_all slope_for_each_position channels_first
class PReLU(keras.layers.Layer):
    def __init__(self, start=0.25, **kwargs):
        super().__init__(**kwargs)
        self.start = start

    def build(self, input_shape):
        self.slope = self.add_weight(
            name="slope",
            shape=(input_shape[-1] + 1,),
            initializer=keras.initializers.Constant(self.start),
        )

    def call(self, x):
        return tf.where(x >= 0, x, self.slope[:-1] * x)

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
