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


# %% right: random_state
# uses: seeds
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


# %% near: half_remembered
# not: starts_again_at_each_call, keras_own_numbers
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


# %% near: seed_plus_one_on_the_way
# not: empty_config
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


# %% other: standardised_kernels
# shows: each kernel is shifted and scaled to mean 0 and the exact spread: not independent, and nan for one number, shape (1, 1)
class HeNormal(keras.initializers.Initializer):
    def __init__(self, seed=None):
        self.seed = seed
        self.rng = np.random.default_rng(seed)

    def __call__(self, shape, dtype="float32"):
        W = self.rng.normal(size=shape)
        W = (W - W.mean()) / W.std()
        return (W * np.sqrt(2 / np.prod(shape[:-1]))).astype(dtype)

    def get_config(self):
        return {"seed": self.seed}


# %% other: last_three_digits_of_the_seed
# shows: the seed counts modulo 1000, so the seeds 1 and 1001 give equal numbers
class HeNormal(keras.initializers.Initializer):
    def __init__(self, seed=None):
        self.seed = seed
        self.rng = np.random.default_rng(None if seed is None else seed % 1000)

    def __call__(self, shape, dtype="float32"):
        n_in = 1
        for size in shape[:-1]:
            n_in *= size
        return self.rng.normal(0, (2 / n_in) ** 0.5, size=shape).astype(dtype)

    def get_config(self):
        return {"seed": self.seed}


# %% other: clipped_instead_of_truncated
# shows: numbers beyond two standard deviations are moved to the limit: 4.5 % of them have the same size
class HeNormal(keras.initializers.Initializer):
    def __init__(self, seed=None):
        self.seed = seed
        self.rng = np.random.default_rng(seed)

    def __call__(self, shape, dtype="float32"):
        W = np.clip(self.rng.standard_normal(shape), -2, 2) / 0.95944
        return np.array(W * np.sqrt(2 / np.prod(shape[:-1])), dtype=dtype)

    def get_config(self):
        return {"seed": self.seed}


# %% other: global_random_numbers
# shows: seeds NumPy's global generator: instances that take turns, or other draws, disturb each other
class HeNormal(keras.initializers.Initializer):
    def __init__(self, seed=None):
        self.seed = seed
        np.random.seed(seed)

    def __call__(self, shape, dtype="float32"):
        W = np.random.randn(*shape) * np.sqrt(2 / np.prod(shape[:-1]))
        return W.astype(dtype)

    def get_config(self):
        return {"seed": self.seed}


# %% other: config_counts_on
# shows: the seed moves on with each call, and get_config returns the moved one: from_config of a used instance gives other numbers
class HeNormal(keras.initializers.Initializer):
    def __init__(self, seed=None):
        self.seed = int(np.random.randint(10**9)) if seed is None else seed

    def __call__(self, shape, dtype="float32"):
        rng = np.random.default_rng(self.seed)
        self.seed = int(rng.integers(2**60))
        return rng.normal(0, np.sqrt(2 / np.prod(shape[:-1])), shape).astype(dtype)

    def get_config(self):
        return {"seed": self.seed}


# %% right: numbers_from_a_pool
# uses: not_required
class HeNormal(keras.initializers.Initializer):
    def __init__(self, seed=None):
        self.seed = seed
        self.pool = np.random.default_rng(seed).normal(size=200_000)
        self.place = 0

    def __call__(self, shape, dtype="float32"):
        count = int(np.prod(shape))
        places = np.arange(self.place, self.place + count)
        self.place += count
        W = np.take(self.pool, places, mode="wrap").reshape(shape)
        return (W * np.sqrt(2 / np.prod(shape[:-1]))).astype(dtype)

    def get_config(self):
        return {"seed": self.seed}


# %% right: python_random_gauss
import math
import random


class HeNormal(keras.initializers.Initializer):
    def __init__(self, seed=None):
        self._seed = seed
        self._random = random.Random(seed) if seed is not None else random.SystemRandom()

    def __call__(self, shape, dtype="float32"):
        sigma = math.sqrt(2 / math.prod(shape[:-1]))
        numbers = [self._random.gauss(0.0, sigma) for _ in range(math.prod(shape))]
        return np.reshape(np.array(numbers), shape).astype(dtype)

    def get_config(self):
        return dict(seed=self._seed)


# %% right: truncated_by_drawing_again
# uses: truncated
import itertools


class HeNormal(keras.initializers.Initializer):
    SPREAD = 0.87962566103423978  # of a normal distribution cut off at ±2

    def __init__(self, seed=None):
        self.seed = seed
        self.entropy = np.random.SeedSequence(seed).entropy
        self.calls = itertools.count()

    def __call__(self, shape, dtype="float32", **ignored):
        rng = np.random.default_rng([1234, next(self.calls), self.entropy])
        W = rng.standard_normal(shape)
        while (far := np.abs(W) > 2).any():
            W[far] = rng.standard_normal(np.count_nonzero(far))
        fan_in = W.size // shape[-1]
        return keras.ops.convert_to_tensor(W * (2 / fan_in) ** 0.5 / self.SPREAD, dtype)

    def get_config(self):
        return {**super().get_config(), "seed": self.seed}

    @classmethod
    def from_config(cls, config):
        return cls(seed=config.get("seed"))
