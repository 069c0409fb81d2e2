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


# %% wrong: multiplied_by_root_two
# hint: These are the numbers of erf(√2·x). x is divided by √2.
def gelu(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x * np.sqrt(2)))
    return (x * share).astype(x.dtype)


def gelu_grad(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    density = np.exp(-0.5 * x * x) / np.sqrt(2 * np.pi)
    return (share + x * density).astype(x.dtype)


# %% wrong: halved_for_root_two
# hint: These are the numbers of erf(x/2). x is divided by √2.
def gelu(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / 2))
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


# %% wrong: one_half_misplaced
# hint: These are the numbers of x·(1 + erf/2). The ½ multiplies the whole bracket.
def gelu(x):
    share = 1 + 0.5 * (np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
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


# %% wrong: density_for_distribution
# hint: These are the numbers of x·φ(x). GELU takes the distribution function Φ.
def gelu(x):
    density = np.exp(-0.5 * x * x) / np.sqrt(2 * np.pi)
    return (x * density).astype(x.dtype)


def gelu_grad(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    density = np.exp(-0.5 * x * x) / np.sqrt(2 * np.pi)
    return (share + x * density).astype(x.dtype)


# %% wrong: erf_of_the_tail
# hint: These are the numbers of x·(1 − Φ(x)): the share above x instead of the one
# below.
def gelu(x):
    share = 0.5 * (1 - np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    return (x * share).astype(x.dtype)


def gelu_grad(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    density = np.exp(-0.5 * x * x) / np.sqrt(2 * np.pi)
    return (share + x * density).astype(x.dtype)


# %% wrong: relu
# hint: These are the numbers of ReLU. GELU is smooth and dips below 0.
def gelu(x):
    return np.maximum(x, 0)


def gelu_grad(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    density = np.exp(-0.5 * x * x) / np.sqrt(2 * np.pi)
    return (share + x * density).astype(x.dtype)


# %% wrong: numpy_has_no_erf
# hint: NumPy has no function erf: the text says where to find one.
def gelu(x):
    return x * 0.5 * (1 + np.erf(x / np.sqrt(2)))


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


# %% wrong: float32_lost
# hint: float32 goes in, so float32 must come out: convert back with .astype(x.dtype).
# Python's floats are float64.
def gelu(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    return x * share


def gelu_grad(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    density = np.exp(-0.5 * x * x) / np.sqrt(2 * np.pi)
    return (share + x * density).astype(x.dtype)


# %% wrong: always_float32
# hint: float64 went in and float32 came out: the dtype should be that of x.
def gelu(x):
    x = tf.cast(x, tf.float32)
    return 0.5 * x * (1 + tf.math.erf(x / np.sqrt(2).astype("float32")))


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


# %% wrong: gradient_second_term_only
# hint: These are the numbers of x·φ(x) alone. The derivative of a product has two
# terms.
def gelu(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    return (x * share).astype(x.dtype)


def gelu_grad(x):
    density = np.exp(-0.5 * x * x) / np.sqrt(2 * np.pi)
    return (x * density).astype(x.dtype)


# %% wrong: gradient_is_the_density
# hint: These are the numbers of φ(x), the derivative of Φ. The product x·Φ(x) has
# another one.
def gelu(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    return (x * share).astype(x.dtype)


def gelu_grad(x):
    density = np.exp(-0.5 * x * x) / np.sqrt(2 * np.pi)
    return density.astype(x.dtype)


# %% wrong: gradient_is_the_function
# hint: That is the function itself.
def gelu(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    return (x * share).astype(x.dtype)


def gelu_grad(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    return (x * share).astype(x.dtype)


# %% wrong: gradient_forgets_x
# hint: The second term of the product rule is x·φ(x), not φ(x).
def gelu(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    return (x * share).astype(x.dtype)


def gelu_grad(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    density = np.exp(-0.5 * x * x) / np.sqrt(2 * np.pi)
    return (share + density).astype(x.dtype)


# %% wrong: gradient_x_on_the_wrong_term
# hint: x stands at the wrong term: it is Φ(x) + x·φ(x).
def gelu(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    return (x * share).astype(x.dtype)


def gelu_grad(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    density = np.exp(-0.5 * x * x) / np.sqrt(2 * np.pi)
    return (x * share + density).astype(x.dtype)


# %% wrong: gradient_x_on_both_terms
# hint: x stands at both terms: it is Φ(x) + x·φ(x).
def gelu(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    return (x * share).astype(x.dtype)


def gelu_grad(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    density = np.exp(-0.5 * x * x) / np.sqrt(2 * np.pi)
    return (x * share + x * density).astype(x.dtype)


# %% wrong: gradient_is_the_product
# hint: The two factors' derivatives are multiplied. The product rule adds two terms.
def gelu(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    return (x * share).astype(x.dtype)


def gelu_grad(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    density = np.exp(-0.5 * x * x) / np.sqrt(2 * np.pi)
    return (share * x * density).astype(x.dtype)


# %% wrong: density_without_normalisation
# hint: The factor 1/√(2π) of the density is missing.
def gelu(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    return (x * share).astype(x.dtype)


def gelu_grad(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    density = np.exp(-0.5 * x * x)
    return (share + x * density).astype(x.dtype)


# %% wrong: density_times_the_root
# hint: The density is multiplied by √(2π). It is divided by it.
def gelu(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    return (x * share).astype(x.dtype)


def gelu_grad(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    density = np.exp(-0.5 * x * x) * np.sqrt(2 * np.pi)
    return (share + x * density).astype(x.dtype)


# %% wrong: density_with_a_positive_exponent
# hint: The exponent of the density is −x²/2. Here the minus sign is missing.
def gelu(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    return (x * share).astype(x.dtype)


def gelu_grad(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    density = np.exp(0.5 * np.minimum(x * x, 9)) / np.sqrt(2 * np.pi)
    return (share + x * density).astype(x.dtype)


# %% wrong: gradient_with_x_squared
# hint: The second term has x² here. The product rule gives x·φ(x).
def gelu(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    return (x * share).astype(x.dtype)


def gelu_grad(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    density = np.exp(-0.5 * x * x) / np.sqrt(2 * np.pi)
    return (share + x**2 * density).astype(x.dtype)


# %% wrong: density_without_a_root
# hint: The density has 1/(2π) for a factor here: the root is missing.
def gelu(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    return (x * share).astype(x.dtype)


def gelu_grad(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    density = np.exp(-0.5 * x * x) / (2 * np.pi)
    return (share + x * density).astype(x.dtype)


# %% wrong: density_of_half_the_root
# hint: The density has 1/√π for a factor here: the 2 under the root is missing.
def gelu(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    return (x * share).astype(x.dtype)


def gelu_grad(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    density = np.exp(-0.5 * x * x) / np.sqrt(np.pi)
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


# %% wrong: density_with_x_for_its_square
# hint: The exponent of the density is −x²/2: x is squared. Here it is −|x|/2.
def gelu(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    return (x * share).astype(x.dtype)


def gelu_grad(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    density = np.exp(-0.5 * np.abs(x)) / np.sqrt(2 * np.pi)
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


# %% wrong: gradient_root_two_forgotten
# hint: In the first term erf(x) is used: its argument is x/√2.
def gelu(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    return (x * share).astype(x.dtype)


def gelu_grad(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x))
    density = np.exp(-0.5 * x * x) / np.sqrt(2 * np.pi)
    return (share + x * density).astype(x.dtype)


# %% wrong: gradient_of_swish
# hint: These are the numbers of Swish's derivative, with σ for Φ.
def gelu(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    return (x * share).astype(x.dtype)


def gelu_grad(x):
    s = 0.5 * (1 + np.tanh(x / 2))
    return (s + x * s * (1 - s)).astype(x.dtype)


# %% wrong: gradient_of_the_sigmoid_form
# hint: These are the numbers of the derivative of x·σ(1.702x). Use Φ.
def gelu(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    return (x * share).astype(x.dtype)


def gelu_grad(x):
    s = 0.5 * (1 + np.tanh(0.851 * x))
    return (s + 1.702 * x * s * (1 - s)).astype(x.dtype)


# %% wrong: gradient_of_the_tanh_form
# hint: These are the numbers of the derivative of the approximation with tanh. Use Φ
# and φ.
def gelu(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    return (x * share).astype(x.dtype)


def gelu_grad(x):
    c = np.sqrt(2 / np.pi)
    t = np.tanh(c * (x + 0.044715 * x**3))
    slope = c * (1 + 3 * 0.044715 * x * x)
    return (0.5 * (1 + t) + 0.5 * x * (1 - t * t) * slope).astype(x.dtype)


# %% wrong: gradient_of_relu
# hint: These are the numbers of ReLU's derivative. GELU's is smooth.
def gelu(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    return (x * share).astype(x.dtype)


def gelu_grad(x):
    return np.heaviside(x, 0.5).astype(x.dtype)


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


# %% wrong: gradient_in_float64
# hint: float32 goes in, so float32 must come out: convert back with .astype(x.dtype).
# Python's floats are float64.
def gelu(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    return (x * share).astype(x.dtype)


def gelu_grad(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    density = np.exp(-0.5 * x * x) / np.sqrt(2 * np.pi)
    return share + x * density


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
# not: gradient_minus gradient_forgets_x density_without_normalisation
def gelu(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    return (x * share).astype(x.dtype)


def gelu_grad(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    density = np.exp(-0.5 * x * x) / np.sqrt(2 * np.pi)
    return (share + 2 * x * density).astype(x.dtype)


# %% near: gradient_a_little_off
# not: gradient_of_the_tanh_form gradient_without_product_rule
def gelu(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    return (x * share).astype(x.dtype)


def gelu_grad(x):
    share = 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / np.sqrt(2)))
    density = np.exp(-0.5 * x * x) / np.sqrt(2 * np.pi)
    return (share + x * density + 1e-5).astype(x.dtype)
