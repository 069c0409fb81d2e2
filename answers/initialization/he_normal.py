# %% wrong: variance_for_standard_deviation
# hint: The standard deviation is 2/n_in, which should be the variance. NumPy's
# normal takes the standard deviation.
# breaks: normal
class HeNormal(keras.initializers.Initializer):
    def __init__(self, seed=None):
        self.seed = seed
        self.rng = np.random.default_rng(seed)

    def __call__(self, shape, dtype="float32"):
        stddev = 2 / np.prod(shape[:-1])
        return self.rng.normal(0.0, stddev, size=shape).astype(dtype)

    def get_config(self):
        return {"seed": self.seed}


# %% wrong: fan_out
# hint: The standard deviation is √(2/n_out). A unit adds up its inputs: the last
# size of the shape does not count.
class HeNormal(keras.initializers.Initializer):
    def __init__(self, seed=None):
        self.seed = seed
        self.rng = np.random.default_rng(seed)

    def __call__(self, shape, dtype="float32"):
        stddev = np.sqrt(2 / shape[-1])
        return self.rng.normal(0.0, stddev, size=shape).astype(dtype)

    def get_config(self):
        return {"seed": self.seed}


# %% wrong: glorot
# hint: That is Glorot's scale. He's counts the inputs only.
class HeNormal(keras.initializers.Initializer):
    def __init__(self, seed=None):
        self.seed = seed
        self.rng = np.random.default_rng(seed)

    def __call__(self, shape, dtype="float32"):
        stddev = np.sqrt(2 / (np.prod(shape[:-1]) + shape[-1]))
        return self.rng.normal(0.0, stddev, size=shape).astype(dtype)

    def get_config(self):
        return {"seed": self.seed}


# %% wrong: lecun
# hint: That is LeCun's scale, √(1/n_in). ReLU removes half of the signal; the 2 makes
# up for it.
# breaks: normal
class HeNormal(keras.initializers.Initializer):
    def __init__(self, seed=None):
        self.seed = seed
        self.rng = np.random.default_rng(seed)

    def __call__(self, shape, dtype="float32"):
        stddev = np.sqrt(1 / np.prod(shape[:-1]))
        return self.rng.normal(0.0, stddev, size=shape).astype(dtype)

    def get_config(self):
        return {"seed": self.seed}


# %% wrong: window_forgotten
# hint: For a convolution, only the input channels count in the scale. Its output
# sums over a whole window: n_in is height · width · channels.
# breaks: convolution
class HeNormal(keras.initializers.Initializer):
    def __init__(self, seed=None):
        self.seed = seed
        self.rng = np.random.default_rng(seed)

    def __call__(self, shape, dtype="float32"):
        stddev = np.sqrt(2 / shape[-2])
        return self.rng.normal(0.0, stddev, size=shape).astype(dtype)

    def get_config(self):
        return {"seed": self.seed}


# %% wrong: first_size
# hint: For a convolution, only the height of the window counts in the scale. n_in is
# height · width · channels.
# breaks: convolution
class HeNormal(keras.initializers.Initializer):
    def __init__(self, seed=None):
        self.seed = seed
        self.rng = np.random.default_rng(seed)

    def __call__(self, shape, dtype="float32"):
        stddev = np.sqrt(2 / shape[0])
        return self.rng.normal(0.0, stddev, size=shape).astype(dtype)

    def get_config(self):
        return {"seed": self.seed}


# %% wrong: starts_again_at_each_call
# hint: With a seed, all three calls give the same numbers; without one they do not.
# Start from the seed once, in __init__.
# breaks: new
class HeNormal(keras.initializers.Initializer):
    def __init__(self, seed=None):
        self.seed = seed

    def __call__(self, shape, dtype="float32"):
        stddev = np.sqrt(2 / np.prod(shape[:-1]))
        return np.random.default_rng(self.seed).normal(0, stddev, shape).astype(dtype)

    def get_config(self):
        return {"seed": self.seed}


# %% wrong: seed_ignored
# hint: Equal seeds give different numbers at once, also when one instance is made
# after the other. Does what is drawn start from the seed?
# breaks: same
class HeNormal(keras.initializers.Initializer):
    def __init__(self, seed=None):
        self.seed = seed
        self.rng = np.random.default_rng()

    def __call__(self, shape, dtype="float32"):
        stddev = np.sqrt(2 / np.prod(shape[:-1]))
        return self.rng.normal(0.0, stddev, size=shape).astype(dtype)

    def get_config(self):
        return {"seed": self.seed}


# %% wrong: always_the_same_seed
# hint: The seeds 0, 1, 10 and 123456789 all give the same numbers, and so does no
# seed.
class HeNormal(keras.initializers.Initializer):
    def __init__(self, seed=None):
        self.seed = seed
        self.rng = np.random.default_rng(42)

    def __call__(self, shape, dtype="float32"):
        stddev = np.sqrt(2 / np.prod(shape[:-1]))
        return self.rng.normal(0.0, stddev, size=shape).astype(dtype)

    def get_config(self):
        return {"seed": self.seed}


# %% wrong: no_seed_is_seed_zero
# hint: Instances without a seed give the same numbers; those with different seeds do
# not. Pass None on to the generator.
# breaks: other
class HeNormal(keras.initializers.Initializer):
    def __init__(self, seed=None):
        self.seed = seed
        self.rng = np.random.default_rng(seed or 0)

    def __call__(self, shape, dtype="float32"):
        stddev = np.sqrt(2 / np.prod(shape[:-1]))
        return self.rng.normal(0.0, stddev, size=shape).astype(dtype)

    def get_config(self):
        return {"seed": self.seed}


# %% wrong: uniform
# hint: No number is beyond two standard deviations, though the standard deviation is
# right: normal numbers go further.
# breaks: normal
class HeNormal(keras.initializers.Initializer):
    def __init__(self, seed=None):
        self.seed = seed
        self.rng = np.random.default_rng(seed)

    def __call__(self, shape, dtype="float32"):
        stddev = np.sqrt(2 / np.prod(shape[:-1]))
        return self.rng.uniform(-(3**0.5) * stddev, 3**0.5 * stddev, shape).astype(
            dtype
        )

    def get_config(self):
        return {"seed": self.seed}


# %% wrong: only_positive
# hint: The weights are all on one side of 0: their mean is far from 0.
class HeNormal(keras.initializers.Initializer):
    def __init__(self, seed=None):
        self.seed = seed
        self.rng = np.random.default_rng(seed)

    def __call__(self, shape, dtype="float32"):
        stddev = np.sqrt(2 / np.prod(shape[:-1]))
        return np.abs(self.rng.normal(0, 1.6588 * stddev, shape)).astype(dtype)

    def get_config(self):
        return {"seed": self.seed}


# %% wrong: dtype_ignored
# hint: float64 came, where float32 is right. Convert to the dtype that is asked for.
# breaks: array
class HeNormal(keras.initializers.Initializer):
    def __init__(self, seed=None):
        self.seed = seed
        self.rng = np.random.default_rng(seed)

    def __call__(self, shape, dtype="float32"):
        stddev = np.sqrt(2 / np.prod(shape[:-1]))
        return self.rng.normal(0, stddev, shape)

    def get_config(self):
        return {"seed": self.seed}


# %% wrong: dtype_always_float32
# hint: float32 came, where float64 was asked for. Convert to the dtype that is asked
# for.
# breaks: array
class HeNormal(keras.initializers.Initializer):
    def __init__(self, seed=None):
        self.seed = seed
        self.rng = np.random.default_rng(seed)

    def __call__(self, shape, dtype="float32"):
        stddev = np.sqrt(2 / np.prod(shape[:-1]))
        return self.rng.normal(0, stddev, shape).astype("float32")

    def get_config(self):
        return {"seed": self.seed}


# %% wrong: empty_config
# hint: What from_config makes gives other numbers each time: the seed does not reach
# it.
# breaks: fresh
class HeNormal(keras.initializers.Initializer):
    def __init__(self, seed=None):
        self.seed = seed
        self.rng = np.random.default_rng(seed)

    def __call__(self, shape, dtype="float32"):
        stddev = np.sqrt(2 / np.prod(shape[:-1]))
        return self.rng.normal(0.0, stddev, size=shape).astype(dtype)

    def get_config(self):
        return {}


# %% wrong: generator_in_the_config
# hint: Something in the dictionary cannot be written as JSON. Keep the seed, not the
# generator.
# breaks: config
class HeNormal(keras.initializers.Initializer):
    def __init__(self, seed=None):
        self.seed = seed
        self.rng = np.random.default_rng(seed)

    def __call__(self, shape, dtype="float32"):
        stddev = np.sqrt(2 / np.prod(shape[:-1]))
        return self.rng.normal(0.0, stddev, size=shape).astype(dtype)

    def get_config(self):
        return {"seed": self.seed, "rng": self.rng}


# %% wrong: truncated_without_correction
# hint: The spread is 0.88 of the right one: that is what is left of normal numbers
# that are cut off at two standard deviations. Divide the scale by 0.8796.
# breaks: normal
class HeNormal(keras.initializers.Initializer):
    def __init__(self, seed=None):
        self.seed = seed
        self.rng = np.random.default_rng(seed)

    def __call__(self, shape, dtype="float32"):
        stddev = np.sqrt(2 / np.prod(shape[:-1]))
        return self.cut(stddev, shape).astype(dtype)

    def cut(self, stddev, shape):
        z = self.rng.normal(size=shape)
        while (np.abs(z) > 2).any():
            z = np.where(np.abs(z) > 2, self.rng.normal(size=shape), z)
        return z * stddev

    def get_config(self):
        return {"seed": self.seed}


# %% right: standard_normal_scaled
# uses: not_required
class HeNormal(keras.initializers.Initializer):
    def __init__(self, seed=None):
        self.seed = seed
        self._generator = np.random.Generator(np.random.PCG64(seed))

    def __call__(self, shape, dtype="float32"):
        fan_in = 1
        for size in shape[:-1]:
            fan_in *= size
        draws = self._generator.standard_normal(shape) * (2 / fan_in) ** 0.5
        return np.asarray(draws, dtype=dtype)

    def get_config(self):
        config = super().get_config()
        config.update(seed=self.seed)
        return config


# %% right: random_state
class HeNormal(keras.initializers.Initializer):
    def __init__(self, seed=None):
        self.seed = seed
        self.state = np.random.RandomState(seed)

    def __call__(self, shape, dtype="float32"):
        fan_in = np.prod(shape) // shape[-1]
        return (
            self.state.randn(*shape).astype(dtype) * np.array(2 / fan_in, dtype) ** 0.5
        )

    def get_config(self):
        return dict(seed=self.seed)


# %% right: tensorflow_generator
class HeNormal(keras.initializers.Initializer):
    def __init__(self, seed=None):
        import tensorflow as tf

        self.seed = seed
        if seed is None:
            self.generator = tf.random.Generator.from_non_deterministic_state()
        else:
            self.generator = tf.random.Generator.from_seed(seed)

    def __call__(self, shape, dtype="float32"):
        import tensorflow as tf

        stddev = tf.sqrt(2 / float(np.prod(shape[:-1])))
        return self.generator.normal(shape, 0.0, tf.cast(stddev, dtype), dtype)

    def get_config(self):
        return {"seed": self.seed}


# %% right: truncated_and_corrected
# uses: truncated
class HeNormal(keras.initializers.Initializer):
    def __init__(self, seed=None):
        self.seed = seed
        self.rng = np.random.default_rng(seed)

    def __call__(self, shape, dtype="float32"):
        z = self.rng.normal(size=shape)
        while (far := np.abs(z) > 2).any():
            z[far] = self.rng.normal(size=far.sum())
        stddev = np.sqrt(2 / np.prod(shape[:-1])) / 0.87962566
        return (z * stddev).astype(dtype)

    def get_config(self):
        return {"seed": self.seed}


# %% wrong: seed_zero_taken_for_none
# hint: Two instances with seed=7 agree, with seed=0 they do not: 0 is a seed, though
# it counts as false. Ask whether it is None.
# breaks: same
class HeNormal(keras.initializers.Initializer):
    def __init__(self, seed=None):
        self.seed = seed
        self.rng = np.random.default_rng(seed if seed else None)

    def __call__(self, shape, dtype="float32"):
        stddev = np.sqrt(2 / np.prod(shape[:-1]))
        return self.rng.normal(0.0, stddev, size=shape).astype(dtype)

    def get_config(self):
        return {"seed": self.seed}


# %% wrong: one_generator_for_all_instances
# hint: Equal seeds give different numbers at once, also when one instance is made
# after the other. Or is what is drawn shared by all instances?
class HeNormal(keras.initializers.Initializer):
    generators = {}

    def __init__(self, seed=None):
        self.seed = seed
        if seed not in HeNormal.generators:
            HeNormal.generators[seed] = np.random.default_rng(seed)
        self.rng = HeNormal.generators[seed]

    def __call__(self, shape, dtype="float32"):
        stddev = np.sqrt(2 / np.prod(shape[:-1]))
        return self.rng.normal(0.0, stddev, size=shape).astype(dtype)

    def get_config(self):
        return {"seed": self.seed}


# %% wrong: seeds_numpy_itself
# hint: Two instances that are made one after the other give the same numbers, but
# not when they take turns: something random belongs to both.
# breaks: same
class HeNormal(keras.initializers.Initializer):
    def __init__(self, seed=None):
        self.seed = seed
        np.random.seed(seed)

    def __call__(self, shape, dtype="float32"):
        stddev = np.sqrt(2 / np.prod(shape[:-1]))
        return np.random.normal(0.0, stddev, size=shape).astype(dtype)

    def get_config(self):
        return {"seed": self.seed}


# %% wrong: remembers_its_numbers
# hint: A second call with the same shape gives the same numbers, with a seed and
# without; a third with another shape does not. Draw anew each time.
# breaks: new
class HeNormal(keras.initializers.Initializer):
    def __init__(self, seed=None):
        self.seed = seed
        self.rng = np.random.default_rng(seed)
        self.kept = {}

    def __call__(self, shape, dtype="float32"):
        stddev = np.sqrt(2 / np.prod(shape[:-1]))
        if shape not in self.kept:
            self.kept[shape] = self.rng.normal(0.0, stddev, size=shape)
        return self.kept[shape].astype(dtype)

    def get_config(self):
        return {"seed": self.seed}


# %% wrong: keras_own_numbers
# hint: All three calls give the same numbers but for the scale, with a seed and
# without.
# breaks: new
class HeNormal(keras.initializers.Initializer):
    def __init__(self, seed=None):
        self.seed = seed
        self.inner = keras.initializers.HeNormal(seed)

    def __call__(self, shape, dtype="float32"):
        stddev = None
        return self.inner(shape, dtype)

    def get_config(self):
        return {"seed": self.seed}


# %% wrong: every_second_call_negated
# hint: The second call gives the numbers of the first with other signs.
# breaks: new
class HeNormal(keras.initializers.Initializer):
    def __init__(self, seed=None):
        self.seed = seed
        self.rng = np.random.default_rng(seed)
        self.last = None

    def __call__(self, shape, dtype="float32"):
        stddev = np.sqrt(2 / np.prod(shape[:-1]))
        if self.last is not None and self.last.shape == tuple(shape):
            weights, self.last = -self.last, None
        else:
            weights = self.last = self.rng.normal(0.0, stddev, size=shape)
        return weights.astype(dtype)

    def get_config(self):
        return {"seed": self.seed}


# %% wrong: scaled_to_the_exact_spread
# hint: All small kernels have exactly the same standard deviation: the numbers were
# rescaled after they were drawn, so they are not independent.
# breaks: independent
class HeNormal(keras.initializers.Initializer):
    def __init__(self, seed=None):
        self.seed = seed
        self.rng = np.random.default_rng(seed)

    def __call__(self, shape, dtype="float32"):
        stddev = np.sqrt(2 / np.prod(shape[:-1]))
        weights = self.rng.normal(size=shape)
        return (weights / weights.std() * stddev).astype(dtype)

    def get_config(self):
        return {"seed": self.seed}


# %% wrong: columns_of_mean_zero
# hint: The means of the columns are all the same: the numbers were changed after
# they were drawn, so they are not independent.
class HeNormal(keras.initializers.Initializer):
    def __init__(self, seed=None):
        self.seed = seed
        self.rng = np.random.default_rng(seed)

    def __call__(self, shape, dtype="float32"):
        stddev = np.sqrt(2 / np.prod(shape[:-1]))
        weights = self.rng.normal(0.0, stddev, size=shape)
        return (weights - weights.mean(axis=0)).astype(dtype)

    def get_config(self):
        return {"seed": self.seed}


# %% wrong: one_row_for_all
# hint: There are only 300 different numbers in 150,000 places. Draw one number for
# each place of the kernel.
class HeNormal(keras.initializers.Initializer):
    def __init__(self, seed=None):
        self.seed = seed
        self.rng = np.random.default_rng(seed)

    def __call__(self, shape, dtype="float32"):
        stddev = np.sqrt(2 / np.prod(shape[:-1]))
        row = self.rng.normal(0.0, stddev, size=shape[-1])
        return np.broadcast_to(row, shape).astype(dtype)

    def get_config(self):
        return {"seed": self.seed}


# %% wrong: mirrored
# hint: Half of the numbers are the others with another sign. Draw one number for
# each place of the kernel.
# breaks: independent
class HeNormal(keras.initializers.Initializer):
    def __init__(self, seed=None):
        self.seed = seed
        self.rng = np.random.default_rng(seed)

    def __call__(self, shape, dtype="float32"):
        stddev = np.sqrt(2 / np.prod(shape[:-1]))
        weights = self.rng.normal(0.0, stddev, size=shape)
        half = shape[0] // 2
        weights[half : 2 * half] = -weights[:half]
        return weights.astype(dtype)

    def get_config(self):
        return {"seed": self.seed}


# %% wrong: sum_of_two_uniform_numbers
# hint: The numbers end at 2.45 standard deviations and are rare there: their
# distribution is a triangle, as of the sum of two uniform numbers.
# breaks: normal
class HeNormal(keras.initializers.Initializer):
    def __init__(self, seed=None):
        self.seed = seed
        self.rng = np.random.default_rng(seed)

    def __call__(self, shape, dtype="float32"):
        stddev = np.sqrt(2 / np.prod(shape[:-1]))
        limit = stddev * 1.5**0.5
        one = self.rng.uniform(-limit, limit, size=shape)
        return (one + self.rng.uniform(-limit, limit, size=shape)).astype(dtype)

    def get_config(self):
        return {"seed": self.seed}


# %% wrong: laplace
# hint: 6 % of the numbers are beyond two standard deviations, though the standard
# deviation is right: that is more than normal numbers have.
# breaks: normal
class HeNormal(keras.initializers.Initializer):
    def __init__(self, seed=None):
        self.seed = seed
        self.rng = np.random.default_rng(seed)

    def __call__(self, shape, dtype="float32"):
        stddev = np.sqrt(2 / np.prod(shape[:-1]))
        return self.rng.laplace(0.0, stddev / 2**0.5, size=shape).astype(dtype)

    def get_config(self):
        return {"seed": self.seed}


# %% wrong: cut_off_not_drawn_again
# hint: Too many numbers stand at the limits. To truncate is to draw again what is
# beyond, not to move it to the limit.
# breaks: normal
class HeNormal(keras.initializers.Initializer):
    def __init__(self, seed=None):
        self.seed = seed
        self.rng = np.random.default_rng(seed)

    def __call__(self, shape, dtype="float32"):
        stddev = np.sqrt(2 / np.prod(shape[:-1]))
        z = self.rng.normal(size=shape)
        return (np.clip(z, -2, 2) * stddev / 0.9594).astype(dtype)

    def get_config(self):
        return {"seed": self.seed}


# %% wrong: seed_as_text
# hint: from_config stops with an error: it calls HeNormal with the seed as your
# dictionary has it. Keep the number.
# breaks: fresh
class HeNormal(keras.initializers.Initializer):
    def __init__(self, seed=None):
        self.seed = seed
        self.rng = np.random.default_rng(seed)

    def __call__(self, shape, dtype="float32"):
        stddev = np.sqrt(2 / np.prod(shape[:-1]))
        return self.rng.normal(0.0, stddev, size=shape).astype(dtype)

    def get_config(self):
        return {"seed": str(self.seed)}


# %% wrong: config_is_the_seed
# hint: get_config returns no dictionary. from_config calls HeNormal with what is in
# the dictionary.
class HeNormal(keras.initializers.Initializer):
    def __init__(self, seed=None):
        self.seed = seed
        self.rng = np.random.default_rng(seed)

    def __call__(self, shape, dtype="float32"):
        stddev = np.sqrt(2 / np.prod(shape[:-1]))
        return self.rng.normal(0.0, stddev, size=shape).astype(dtype)

    def get_config(self):
        return self.seed


# %% wrong: another_name_in_the_config
# hint: from_config stops with an error: it calls HeNormal with the names in your
# dictionary, and the argument is called seed.
# breaks: fresh
class HeNormal(keras.initializers.Initializer):
    def __init__(self, seed=None):
        self.seed = seed
        self.rng = np.random.default_rng(seed)

    def __call__(self, shape, dtype="float32"):
        stddev = np.sqrt(2 / np.prod(shape[:-1]))
        return self.rng.normal(0.0, stddev, size=shape).astype(dtype)

    def get_config(self):
        return {"random_seed": self.seed}


# %% wrong: numpy_number_in_the_config
# hint: JSON knows Python's integers, but not NumPy's. Keep the seed as it came.
# breaks: config
class HeNormal(keras.initializers.Initializer):
    def __init__(self, seed=None):
        self.seed = seed
        self.rng = np.random.default_rng(seed)

    def __call__(self, shape, dtype="float32"):
        stddev = np.sqrt(2 / np.prod(shape[:-1]))
        return self.rng.normal(0.0, stddev, size=shape).astype(dtype)

    def get_config(self):
        return {"seed": None if self.seed is None else np.int64(self.seed)}


# %% wrong: config_counts_calls
# hint: What from_config made gives other numbers, and other ones again after a
# further call: the dictionary must hold the seed that was given.
class HeNormal(keras.initializers.Initializer):
    def __init__(self, seed=None):
        self.seed = seed
        self.rng = np.random.default_rng(seed)
        self.calls = 0

    def __call__(self, shape, dtype="float32"):
        stddev = np.sqrt(2 / np.prod(shape[:-1]))
        self.calls += 1
        return self.rng.normal(0.0, stddev, size=shape).astype(dtype)

    def get_config(self):
        return {"seed": None if self.seed is None else self.seed + self.calls}


# %% wrong: dtype_not_taken
# hint: __call__ does not take the argument dtype.
# breaks: array
class HeNormal(keras.initializers.Initializer):
    def __init__(self, seed=None):
        self.seed = seed
        self.rng = np.random.default_rng(seed)

    def __call__(self, shape):
        stddev = np.sqrt(2 / np.prod(shape[:-1]))
        return self.rng.normal(0.0, stddev, size=shape).astype("float32")

    def get_config(self):
        return {"seed": self.seed}


# %% wrong: last_digit_of_the_seed
# hint: The seeds 0 and 10 give the same numbers. Use the seed as it is.
# breaks: other
class HeNormal(keras.initializers.Initializer):
    def __init__(self, seed=None):
        self.seed = seed
        self.rng = np.random.default_rng(None if seed is None else seed % 10)

    def __call__(self, shape, dtype="float32"):
        stddev = np.sqrt(2 / np.prod(shape[:-1]))
        return self.rng.normal(0.0, stddev, size=shape).astype(dtype)

    def get_config(self):
        return {"seed": self.seed}


# %% near: tensorflow_op_seed
# not: seeds_numpy_itself, seed_zero_taken_for_none
class HeNormal(keras.initializers.Initializer):
    def __init__(self, seed=None):
        self.seed = seed

    def __call__(self, shape, dtype="float32"):
        stddev = np.sqrt(2 / np.prod(shape[:-1]))
        import tensorflow as tf

        return tf.random.normal(
            shape, 0.0, tf.cast(stddev, dtype), dtype, seed=self.seed
        )

    def get_config(self):
        return {"seed": self.seed}


# %% near: slightly_too_wide
# not: lecun, glorot, truncated_without_correction, fan_out
class HeNormal(keras.initializers.Initializer):
    def __init__(self, seed=None):
        self.seed = seed
        self.rng = np.random.default_rng(seed)

    def __call__(self, shape, dtype="float32"):
        stddev = np.sqrt(2.2 / np.prod(shape[:-1]))
        return self.rng.normal(0.0, stddev, size=shape).astype(dtype)

    def get_config(self):
        return {"seed": self.seed}


# %% near: off_centre
# not: only_positive
class HeNormal(keras.initializers.Initializer):
    def __init__(self, seed=None):
        self.seed = seed
        self.rng = np.random.default_rng(seed)

    def __call__(self, shape, dtype="float32"):
        stddev = np.sqrt(2 / np.prod(shape[:-1]))
        return self.rng.normal(stddev / 10, stddev, size=shape).astype(dtype)

    def get_config(self):
        return {"seed": self.seed}


# %% near: logistic
# not: laplace, uniform, sum_of_two_uniform_numbers, cut_off_not_drawn_again
class HeNormal(keras.initializers.Initializer):
    def __init__(self, seed=None):
        self.seed = seed
        self.rng = np.random.default_rng(seed)

    def __call__(self, shape, dtype="float32"):
        stddev = np.sqrt(2 / np.prod(shape[:-1]))
        return self.rng.logistic(0.0, stddev * 3**0.5 / np.pi, size=shape).astype(dtype)

    def get_config(self):
        return {"seed": self.seed}


# %% near: half_remembered
# not: remembers_its_numbers, starts_again_at_each_call, every_second_call_negated, keras_own_numbers
class HeNormal(keras.initializers.Initializer):
    def __init__(self, seed=None):
        self.seed = seed
        self.rng = np.random.default_rng(seed)
        self.last = 0.0

    def __call__(self, shape, dtype="float32"):
        stddev = np.sqrt(2 / np.prod(shape[:-1]))
        if np.shape(self.last) != tuple(shape):
            self.last = 0.0
        new = self.rng.normal(0.0, stddev, size=shape)
        if np.ndim(self.last):
            new = 0.8 * self.last + 0.6 * new
        self.last = new
        return new.astype(dtype)

    def get_config(self):
        return {"seed": self.seed}


# %% near: two_rows_repeated
# not: one_row_for_all, mirrored
class HeNormal(keras.initializers.Initializer):
    def __init__(self, seed=None):
        self.seed = seed
        self.rng = np.random.default_rng(seed)

    def __call__(self, shape, dtype="float32"):
        stddev = np.sqrt(2 / np.prod(shape[:-1]))
        rows = self.rng.normal(0.0, stddev, size=(2, shape[-1]))
        return (
            rows[np.arange(int(np.prod(shape[:-1]))) % 2].reshape(shape).astype(dtype)
        )

    def get_config(self):
        return {"seed": self.seed}


# %% near: channels_only_and_width
# not: window_forgotten, first_size
class HeNormal(keras.initializers.Initializer):
    def __init__(self, seed=None):
        self.seed = seed
        self.rng = np.random.default_rng(seed)

    def __call__(self, shape, dtype="float32"):
        stddev = np.sqrt(2 / np.prod(shape[-3:-1]))
        return self.rng.normal(0.0, stddev, size=shape).astype(dtype)

    def get_config(self):
        return {"seed": self.seed}


# %% near: seed_plus_one_on_the_way
# not: empty_config, seed_as_text
class HeNormal(keras.initializers.Initializer):
    def __init__(self, seed=None):
        self.seed = seed
        self.rng = np.random.default_rng(seed)

    def __call__(self, shape, dtype="float32"):
        stddev = np.sqrt(2 / np.prod(shape[:-1]))
        return self.rng.normal(0.0, stddev, size=shape).astype(dtype)

    def get_config(self):
        return {"seed": None if self.seed is None else self.seed + 1}


# %% right: keras_seed_generator
class HeNormal(keras.initializers.Initializer):
    def __init__(self, seed=None):
        self.seed = seed
        self.generator = keras.random.SeedGenerator(seed)

    def __call__(self, shape, dtype="float32"):
        stddev = np.sqrt(2 / np.prod(shape[:-1]))
        return keras.random.normal(shape, 0.0, stddev, dtype=dtype, seed=self.generator)

    def get_config(self):
        return {"seed": self.seed}


# %% right: keras_initialisers_of_new_seeds
# uses: truncated
class HeNormal(keras.initializers.Initializer):
    def __init__(self, seed=None):
        self.seed = seed
        self.rng = np.random.default_rng(seed)

    def __call__(self, shape, dtype="float32"):
        seed = int(self.rng.integers(2**31))
        return keras.initializers.HeNormal(seed=seed)(shape, dtype=dtype)

    def get_config(self):
        return {"seed": self.seed}


# %% right: counter_and_ordered_dictionary
# uses: not_required
class HeNormal(keras.initializers.Initializer):
    def __init__(self, seed=None):
        import random

        self.seed = seed
        self.start = random.SystemRandom().getrandbits(64) if seed is None else seed
        self.calls = 0

    def __call__(self, shape, dtype="float32"):
        stddev = np.sqrt(2 / np.prod(shape[:-1]))
        self.calls += 1
        rng = np.random.default_rng([self.start, self.calls])
        return rng.normal(0.0, stddev, size=shape).astype(dtype)

    def get_config(self):
        from collections import OrderedDict

        return OrderedDict(seed=self.seed)


# %% right: python_class
class HeNormal:
    def __init__(self, seed=None):
        self.seed = seed
        self.rng = np.random.default_rng(seed)

    def __call__(self, shape, dtype="float32"):
        stddev = np.sqrt(2 / np.prod(shape[:-1]))
        return self.rng.normal(0.0, stddev, size=shape).astype(dtype)

    def get_config(self):
        return {"seed": self.seed}

    @classmethod
    def from_config(cls, config):
        return cls(**config)


# %% right: subclass_of_keras
# uses: truncated
class HeNormal(keras.initializers.HeNormal):
    def __init__(self, seed=None):
        super().__init__(seed=seed)
        self.seed_given = seed
        self.generator = keras.random.SeedGenerator(seed)

    def __call__(self, shape, dtype="float32"):
        stddev = (2 / np.prod(shape[:-1])) ** 0.5 / 0.87962566
        return keras.random.truncated_normal(
            shape, stddev=stddev, dtype=dtype, seed=self.generator
        )

    def get_config(self):
        return {"seed": self.seed_given}


# %% wrong: float64_by_default
# hint: float64 came, though no dtype was given. The default is float32.
# breaks: array
class HeNormal(keras.initializers.Initializer):
    def __init__(self, seed=None):
        self.seed = seed
        self.rng = np.random.default_rng(seed)

    def __call__(self, shape, dtype="float64"):
        stddev = np.sqrt(2 / np.prod(shape[:-1]))
        return self.rng.normal(0.0, stddev, size=shape).astype(dtype)

    def get_config(self):
        return {"seed": self.seed}
