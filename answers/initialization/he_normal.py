# %% wrong: variance_for_standard_deviation
# hint: NumPy's normal takes the standard deviation. You passed the variance, 2/n_in.
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
# hint: You divide by the number of outputs. A unit adds up its inputs: the last size
# of the shape does not count.
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
# hint: A convolution's output sums over a whole window: n_in is height · width ·
# channels.
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
# hint: shape[0] is n_in for Dense, but the height of the window for a convolution.
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
# hint: You make the generator in __call__, so it starts again from the seed each
# time. Make it once, in __init__.
class HeNormal(keras.initializers.Initializer):
    def __init__(self, seed=None):
        self.seed = seed

    def __call__(self, shape, dtype="float32"):
        stddev = np.sqrt(2 / np.prod(shape[:-1]))
        return np.random.default_rng(self.seed).normal(0, stddev, shape).astype(dtype)

    def get_config(self):
        return {"seed": self.seed}


# %% wrong: seed_ignored
# hint: The generator does not know the seed, so nothing can be repeated.
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
# hint: You seed with a number of your own. All instances then draw the same.
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
# hint: seed or 0 turns None into 0, so instances without a seed draw the same. Pass
# None on.
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
# hint: These numbers are uniform: they have the right standard deviation, but none is
# far from 0.
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
# hint: Your weights are all positive: |·| of a normal number is not normal.
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
# hint: NumPy draws float64. Convert to the dtype that is asked for.
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
# hint: You always convert to float32. Convert to the dtype that is asked for.
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
# hint: The seed is missing in the dictionary, so from_config makes an initialiser
# without a seed.
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
# hint: A generator cannot be written as JSON, and HeNormal takes no such argument.
# Keep the seed.
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
# hint: Cutting off at two standard deviations makes the spread smaller, by the factor
# 0.88. Divide the scale by it.
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
