# %% wrong: tanh_approximation
# hint: That is the approximation with tanh, off by up to 5e-4. Use erf.
def gelu(x):
    inner = np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)
    return (0.5 * x * (1 + np.tanh(inner))).astype(x.dtype)


def gelu_grad(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    density = np.exp(-0.5 * x * x) / np.sqrt(2 * np.pi)
    return (share + x * density).astype(x.dtype)


# %% wrong: sigmoid_approximation
# hint: That is x·σ(1.702x), off by up to 0.02. Use erf.
def gelu(x):
    return (x * 0.5 * (1 + np.tanh(0.851 * x))).astype(x.dtype)


def gelu_grad(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    density = np.exp(-0.5 * x * x) / np.sqrt(2 * np.pi)
    return (share + x * density).astype(x.dtype)


# %% wrong: swish
# hint: That is Swish, x·σ(x). GELU weights x by the normal distribution function.
def gelu(x):
    return (x * 0.5 * (1 + np.tanh(x / 2))).astype(x.dtype)


def gelu_grad(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    density = np.exp(-0.5 * x * x) / np.sqrt(2 * np.pi)
    return (share + x * density).astype(x.dtype)


# %% wrong: root_two_forgotten
# hint: erf(x) is not Φ yet: look at the argument of erf.
def gelu(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x))
    return (x * share).astype(x.dtype)


def gelu_grad(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    density = np.exp(-0.5 * x * x) / np.sqrt(2 * np.pi)
    return (share + x * density).astype(x.dtype)


# %% wrong: half_forgotten
# hint: Φ runs from 0 to 1. Yours runs from 0 to 2.
def gelu(x):
    share = 1.0 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    return (x * share).astype(x.dtype)


def gelu_grad(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    density = np.exp(-0.5 * x * x) / np.sqrt(2 * np.pi)
    return (share + x * density).astype(x.dtype)


# %% wrong: one_forgotten
# hint: erf runs from −1 to 1, but a share lies between 0 and 1.
def gelu(x):
    share = 0.5 * np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2))
    return (x * share).astype(x.dtype)


def gelu_grad(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    density = np.exp(-0.5 * x * x) / np.sqrt(2 * np.pi)
    return (share + x * density).astype(x.dtype)


# %% wrong: distribution_function_only
# hint: That is Φ(x). GELU is x·Φ(x).
def gelu(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    return share.astype(x.dtype)


def gelu_grad(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    density = np.exp(-0.5 * x * x) / np.sqrt(2 * np.pi)
    return (share + x * density).astype(x.dtype)


# %% wrong: density_for_distribution
# hint: You multiply x by the density φ. GELU takes the distribution function Φ.
def gelu(x):
    return (x * np.exp(-0.5 * x * x) / np.sqrt(2 * np.pi)).astype(x.dtype)


def gelu_grad(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    density = np.exp(-0.5 * x * x) / np.sqrt(2 * np.pi)
    return (share + x * density).astype(x.dtype)


# %% wrong: relu
# hint: This is ReLU. GELU is smooth and dips below 0.
def gelu(x):
    return np.maximum(x, 0)


def gelu_grad(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    density = np.exp(-0.5 * x * x) / np.sqrt(2 * np.pi)
    return (share + x * density).astype(x.dtype)


# %% wrong: gradient_without_product_rule
# hint: The derivative of a product has two terms. You have Φ(x) only.
def gelu(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    return (x * share).astype(x.dtype)


def gelu_grad(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    density = np.exp(-0.5 * x * x) / np.sqrt(2 * np.pi)
    return (share).astype(x.dtype)


# %% wrong: gradient_second_term_only
# hint: The derivative of a product has two terms. You have x·φ(x) only.
def gelu(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    return (x * share).astype(x.dtype)


def gelu_grad(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    density = np.exp(-0.5 * x * x) / np.sqrt(2 * np.pi)
    return (x * density).astype(x.dtype)


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
# hint: The density has a factor in front: its area must be 1.
def gelu(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    return (x * share).astype(x.dtype)


def gelu_grad(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    density = np.exp(-0.5 * x * x)
    return (share + x * density).astype(x.dtype)


# %% wrong: density_with_wrong_exponent
# hint: The exponent of the density is −x²/2, not −x².
def gelu(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    return (x * share).astype(x.dtype)


def gelu_grad(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    density = np.exp(-x * x) / np.sqrt(2 * np.pi)
    return (share + x * density).astype(x.dtype)


# %% wrong: gradient_minus
# hint: The two terms of the product rule are added.
def gelu(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    return (x * share).astype(x.dtype)


def gelu_grad(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    density = np.exp(-0.5 * x * x) / np.sqrt(2 * np.pi)
    return (share - x * density).astype(x.dtype)


# %% right: vectorize
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
def gelu(x):
    x = tf.constant(x)
    return 0.5 * x * (1 + tf.math.erf(x / np.sqrt(2).astype(x.numpy().dtype)))


def gelu_grad(x):
    x = tf.Variable(x)
    with tf.GradientTape() as tape:
        y = tf.nn.gelu(x, approximate=False)
    return tape.gradient(y, x).numpy()


# %% right: keras
def gelu(x):
    return keras.activations.gelu(tf.constant(x), approximate=False)


def gelu_grad(x):
    erf = tf.math.erf(tf.constant(x) / tf.sqrt(tf.constant(2, x.dtype))).numpy()
    density = np.exp(-0.5 * np.square(x)) / np.sqrt(2 * np.pi)
    return ((1 + erf) / 2 + x * density).astype(x.dtype)
