# %% wrong: tanh_approximation
# hint: These are the numbers of the approximation with tanh, off by up to 5e-4. Use
# erf.
# breaks: exact
def gelu(x):
    inner = np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)
    return (0.5 * x * (1 + np.tanh(inner))).astype(x.dtype)


def gelu_grad(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    density = np.exp(-0.5 * x * x) / np.sqrt(2 * np.pi)
    return (share + x * density).astype(x.dtype)


# %% wrong: sigmoid_approximation
# hint: These are the numbers of x·σ(1.702x), off by up to 0.02. Use erf.
def gelu(x):
    return (x * 0.5 * (1 + np.tanh(0.851 * x))).astype(x.dtype)


def gelu_grad(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    density = np.exp(-0.5 * x * x) / np.sqrt(2 * np.pi)
    return (share + x * density).astype(x.dtype)


# %% wrong: swish
# hint: These are the numbers of Swish, x·σ(x). GELU weights x by the normal
# distribution function.
def gelu(x):
    return (x * 0.5 * (1 + np.tanh(x / 2))).astype(x.dtype)


def gelu_grad(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    density = np.exp(-0.5 * x * x) / np.sqrt(2 * np.pi)
    return (share + x * density).astype(x.dtype)


# %% wrong: root_two_forgotten
# hint: These are the numbers of erf(x): look at the argument of erf.
def gelu(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x))
    return (x * share).astype(x.dtype)


def gelu_grad(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    density = np.exp(-0.5 * x * x) / np.sqrt(2 * np.pi)
    return (share + x * density).astype(x.dtype)


# %% wrong: distribution_function_only
# hint: These are the numbers of Φ(x). GELU is x·Φ(x).
# breaks: value
def gelu(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    return share.astype(x.dtype)


def gelu_grad(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    density = np.exp(-0.5 * x * x) / np.sqrt(2 * np.pi)
    return (share + x * density).astype(x.dtype)


# %% wrong: math_on_an_array
# hint: A function of the module math takes one number, and an array came: use
# np.vectorize, a loop, or tf.math.erf.
def gelu(x):
    return x * 0.5 * (1 + math.erf(x / math.sqrt(2)))


def gelu_grad(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    density = np.exp(-0.5 * x * x) / np.sqrt(2 * np.pi)
    return (share + x * density).astype(x.dtype)


# %% wrong: empty_arrays_refused
# hint: np.vectorize finds its dtype by trying the first number, and here is none: say
# otypes=[float].
# breaks: shape
def gelu(x):
    share = 0.5 * (1 + np.vectorize(math.erf)(x / np.sqrt(2)))
    return (x * share).astype(x.dtype)


def gelu_grad(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    density = np.exp(-0.5 * x * x) / np.sqrt(2 * np.pi)
    return (share + x * density).astype(x.dtype)


# %% wrong: coarse_erf
# hint: The numbers are off by up to 3e-5: this erf is an approximation. The ones of
# math and TensorFlow are exact.
# breaks: exact
def gelu(x):
    z = np.abs(x) / np.sqrt(2)
    t = 1 / (1 + 0.47047 * z)
    p = t * (0.3480242 + t * (-0.0958798 + t * 0.7478556))
    erf = np.sign(x) * (1 - p * np.exp(-z * z))
    return (0.5 * x * (1 + erf)).astype(x.dtype)


def gelu_grad(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    density = np.exp(-0.5 * x * x) / np.sqrt(2 * np.pi)
    return (share + x * density).astype(x.dtype)


# %% wrong: changes_its_input
# hint: x itself was changed, and x belongs to the caller. Make a new array.
# breaks: input
def gelu(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    x *= share.astype(x.dtype)
    return x


def gelu_grad(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    density = np.exp(-0.5 * x * x) / np.sqrt(2 * np.pi)
    return (share + x * density).astype(x.dtype)


# %% wrong: gradient_without_product_rule
# hint: These are the numbers of Φ(x) alone. The derivative of a product has two terms.
# breaks: grad
def gelu(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    return (x * share).astype(x.dtype)


def gelu_grad(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    return share.astype(x.dtype)


# %% wrong: gradient_is_the_density
# hint: These are the numbers of φ(x), the derivative of Φ. The product x·Φ(x) has
# another one.
def gelu(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    return (x * share).astype(x.dtype)


def gelu_grad(x):
    density = np.exp(-0.5 * x * x) / np.sqrt(2 * np.pi)
    return density.astype(x.dtype)


# %% wrong: gradient_forgets_x
# hint: The second term of the product rule is x·φ(x), not φ(x).
def gelu(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    return (x * share).astype(x.dtype)


def gelu_grad(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    density = np.exp(-0.5 * x * x) / np.sqrt(2 * np.pi)
    return (share + density).astype(x.dtype)


# %% wrong: density_without_normalisation
# hint: The factor 1/√(2π) of the density is missing.
def gelu(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    return (x * share).astype(x.dtype)


def gelu_grad(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    density = np.exp(-0.5 * x * x)
    return (share + x * density).astype(x.dtype)


# %% wrong: gradient_overflows
# hint: exp(x²/2) is too large for a float when |x| is large. With −x²/2 it becomes 0
# instead.
# breaks: range
def gelu(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    return (x * share).astype(x.dtype)


def gelu_grad(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    density = 1 / np.exp(0.5 * x * x) / np.sqrt(2 * np.pi)
    return (share + x * density).astype(x.dtype)


# %% wrong: gradient_refuses_empty_arrays
# hint: np.vectorize finds its dtype by trying the first number, and here is none: say
# otypes=[float].
# breaks: shape
def gelu(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    return (x * share).astype(x.dtype)


def gelu_grad(x):
    share = 0.5 * (1 + np.vectorize(math.erf)(x / np.sqrt(2)))
    density = np.exp(-0.5 * x * x) / np.sqrt(2 * np.pi)
    return (share + x * density).astype(x.dtype)


# %% wrong: gradient_changes_its_input
# hint: x itself was changed, and x belongs to the caller. Make a new array.
# breaks: input
def gelu(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    return (x * share).astype(x.dtype)


def gelu_grad(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    density = np.exp(-0.5 * x * x) / np.sqrt(2 * np.pi)
    x *= density.astype(x.dtype)
    x += share.astype(x.dtype)
    return x


# %% right: vectorize
# uses: not_required
def gelu(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    return (x * share).astype(x.dtype)


def gelu_grad(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    density = np.exp(-0.5 * x * x) / np.sqrt(2 * np.pi)
    return (share + x * density).astype(x.dtype)


# %% right: loop
def gelu(x):
    values = [0.5 * v * (1 + math.erf(v / math.sqrt(2))) for v in x.ravel()]
    return np.array(values, dtype=x.dtype).reshape(x.shape)


def gelu_grad(x):
    out = np.empty_like(x)
    for index in np.ndindex(x.shape):
        v = float(x[index])
        share = 0.5 * math.erfc(-v / math.sqrt(2))
        out[index] = share + v * math.exp(-v * v / 2) / math.sqrt(2 * math.pi)
    return out


# %% right: tensorflow
# uses: tensor
def gelu(x):
    x = tf.constant(x)
    return 0.5 * x * (1 + tf.math.erf(x / np.sqrt(2).astype(x.numpy().dtype)))


def gelu_grad(x):
    x = tf.Variable(x)
    with tf.GradientTape() as tape:
        y = tf.nn.gelu(x, approximate=False)
    return tape.gradient(y, x).numpy()


# %% right: keras
# uses: tensor
def gelu(x):
    return keras.activations.gelu(tf.constant(x), approximate=False)


def gelu_grad(x):
    erf = tf.math.erf(tf.constant(x) / tf.sqrt(tf.constant(2, x.dtype))).numpy()
    density = np.exp(-0.5 * np.square(x)) / np.sqrt(2 * np.pi)
    return ((1 + erf) / 2 + x * density).astype(x.dtype)


# %% right: a_good_series_and_differences
def gelu(x):
    z = np.abs(x) / np.sqrt(2)
    t = 1 / (1 + 0.3275911 * z)
    p = np.polyval([1.061405429, -1.453152027, 1.421413741, -0.284496736], t)
    p = t * (0.254829592 + t * p)
    erf = np.sign(x) * (1 - p * np.exp(-z * z))
    return (0.5 * x * (1 + erf)).astype(x.dtype)


def gelu_grad(x):
    def value(v):
        return 0.5 * v * math.erfc(-v / math.sqrt(2))

    out = np.empty_like(x)
    for i in np.ndindex(x.shape):
        v = float(x[i])
        out[i] = (value(v + 1e-5) - value(v - 1e-5)) / 2e-5
    return out


# %% right: normal_distribution_of_python
def gelu(x):
    from statistics import NormalDist

    out = np.empty_like(x)
    for i in np.ndindex(x.shape):
        out[i] = float(x[i]) * NormalDist().cdf(float(x[i]))
    return out


def gelu_grad(x):
    from statistics import NormalDist

    n = NormalDist()
    out = np.empty_like(x)
    for i in np.ndindex(x.shape):
        v = float(x[i])
        out[i] = n.cdf(v) + v * n.pdf(v)
    return out


# %% near: another_sigmoid_form
# not: sigmoid_approximation swish
def gelu(x):
    return (x * 0.5 * (1 + np.tanh(0.8 * x))).astype(x.dtype)


def gelu_grad(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    density = np.exp(-0.5 * x * x) / np.sqrt(2 * np.pi)
    return (share + x * density).astype(x.dtype)


# %% near: tanh_form_with_another_constant
# not: tanh_approximation coarse_erf
def gelu(x):
    inner = np.sqrt(2 / np.pi) * (x + 0.0447 * x**3 + 1e-3 * x)
    return (0.5 * x * (1 + np.tanh(inner))).astype(x.dtype)


def gelu_grad(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    density = np.exp(-0.5 * x * x) / np.sqrt(2 * np.pi)
    return (share + x * density).astype(x.dtype)


# %% near: gradient_twice_the_second_term
# not: gradient_forgets_x density_without_normalisation
def gelu(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    return (x * share).astype(x.dtype)


def gelu_grad(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    density = np.exp(-0.5 * x * x) / np.sqrt(2 * np.pi)
    return (share + 2 * x * density).astype(x.dtype)


# %% near: gradient_a_little_off
# not: gradient_without_product_rule
def gelu(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    return (x * share).astype(x.dtype)


def gelu_grad(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    density = np.exp(-0.5 * x * x) / np.sqrt(2 * np.pi)
    return (share + x * density + 1e-5).astype(x.dtype)


# %% other: relu_beyond_four
def gelu(x):
    Phi = 0.5 * (1 + tf.math.erf(x / math.sqrt(2)).numpy())
    return np.where(np.abs(x) > 4, np.maximum(x, 0), x * Phi)


def gelu_grad(x):
    Phi = 0.5 * (1 + tf.math.erf(x / math.sqrt(2)).numpy())
    return Phi + x * np.exp(-(x**2) / 2) / math.sqrt(2 * math.pi)


# %% other: table_with_interpolation
def gelu(x):
    grid = np.linspace(-10, 10, 2001)
    values = [0.5 * v * (1 + math.erf(v / math.sqrt(2))) for v in grid]
    inside = np.interp(x, grid, values)
    return np.where(np.abs(x) > 10, np.maximum(x, 0), inside).astype(x.dtype)


def gelu_grad(x):
    Phi = 0.5 * (1 + tf.math.erf(x / math.sqrt(2)).numpy())
    return Phi + x * np.exp(-(x**2) / 2) / math.sqrt(2 * math.pi)


# %% other: x_divided_in_place
def gelu(x):
    old = x.copy()
    x /= math.sqrt(2)
    return old * (1 + tf.math.erf(x)) / 2


def gelu_grad(x):
    Phi = 0.5 * (1 + tf.math.erf(x / math.sqrt(2)).numpy())
    return Phi + x * np.exp(-(x**2) / 2) / math.sqrt(2 * math.pi)


# %% other: scratch_array_is_a_scalar
def gelu(x):
    return x * _Phi(x)


def _Phi(x):
    z = x / math.sqrt(2)
    for place in np.ndindex(*x.shape):
        z[place] = 0.5 * (1 + math.erf(z[place]))
    return z


def gelu_grad(x):
    return _Phi(x) + x * np.exp(-x * x / 2) / math.sqrt(2 * math.pi)


# %% other: gradient_step_beyond_three
def gelu(x):
    return x * (1 + tf.math.erf(x / math.sqrt(2)).numpy()) / 2


def gelu_grad(x):
    Phi = 0.5 * (1 + tf.math.erf(x / math.sqrt(2)).numpy())
    slope = Phi + x * np.exp(-(x**2) / 2) / math.sqrt(2 * math.pi)
    slope = np.where(x > 3, 1.0, slope)
    return np.where(x < -3, 0.0, slope).astype(x.dtype)


# %% right: measured_in_float64
def gelu(x):
    halves = [0.5 * v * math.erfc(-v / math.sqrt(2)) for v in x.astype(float).flat]
    return np.array(halves, dtype=x.dtype).reshape(x.shape)


def gelu_grad(x):
    h = 1e-5
    z = np.asarray(x, dtype="float64")
    rise = gelu(np.asarray(z + h)) - gelu(np.asarray(z - h))
    return (rise / (2 * h)).astype(x.dtype)


# %% right: tape_over_keras_gelu
def gelu(x):
    return keras.activations.gelu(tf.constant(x), approximate=False)


def gelu_grad(x):
    x = tf.Variable(x)
    with tf.GradientTape() as tape:
        y = x * (1 + tf.math.erf(x / tf.sqrt(tf.constant(2, x.dtype)))) / 2
    return tape.gradient(y, x)
