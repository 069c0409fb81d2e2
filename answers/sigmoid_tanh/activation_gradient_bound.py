# %% wrong: times_depth
# hint: The factors are multiplied, not added: a power, not a multiple.
def activation_gradient_bound(name, depth):
    largest = {"sigmoid": 0.25, "tanh": 1.0, "relu": 1.0}
    if name not in largest:
        raise ValueError(name)
    return largest[name] * depth


# %% wrong: largest_value_for_slope
# hint: 1 is the sigmoid's largest value. Ask for its largest slope.
def activation_gradient_bound(name, depth):
    if name not in ("sigmoid", "tanh", "relu"):
        raise ValueError(name)
    return 1.0**depth


# %% wrong: value_at_zero_for_slope
# hint: 0.5 is σ(0). The slope there is something else.
def activation_gradient_bound(name, depth):
    largest = {"sigmoid": 0.5, "tanh": 1.0, "relu": 1.0}
    if name not in largest:
        raise ValueError(name)
    return largest[name] ** depth


# %% wrong: one_layer_too_few
# hint: Each of the `depth` layers has an activation, so there are `depth` factors.
def activation_gradient_bound(name, depth):
    largest = {"sigmoid": 0.25, "tanh": 1.0, "relu": 1.0}
    if name not in largest:
        raise ValueError(name)
    return largest[name] ** max(depth - 1, 0)


# %% wrong: tanh_like_sigmoid
# hint: Tanh is four times as steep as the sigmoid: both its input and its output are
# stretched by two.
def activation_gradient_bound(name, depth):
    largest = {"sigmoid": 0.25, "tanh": 0.25, "relu": 1.0}
    if name not in largest:
        raise ValueError(name)
    return largest[name] ** depth


# %% wrong: unknown_name_is_none
# hint: For an unknown name your function ends without a return, which gives None. A
# mistake that is silent is found late: raise ValueError.
def activation_gradient_bound(name, depth):
    if name == "sigmoid":
        return 0.25**depth
    if name in ("tanh", "relu"):
        return 1.0


# %% wrong: key_error
# hint: Looking up an unknown name in a dictionary raises KeyError. The text asks for
# ValueError.
def activation_gradient_bound(name, depth):
    return {"sigmoid": 0.25, "tanh": 1.0, "relu": 1.0}[name] ** depth


# %% wrong: sum_of_logarithms_only
# hint: This is the logarithm of the product. Take the exponential at the end.
def activation_gradient_bound(name, depth):
    largest = {"sigmoid": 0.25, "tanh": 1.0, "relu": 1.0}
    if name not in largest:
        raise ValueError(name)
    return depth * np.log(largest[name])


# %% wrong: loop_starts_at_zero
# hint: A product that starts with 0 stays 0. Start with 1.
def activation_gradient_bound(name, depth):
    largest = {"sigmoid": 0.25, "tanh": 1.0, "relu": 1.0}
    if name not in largest:
        raise ValueError(name)
    product = 0.0
    for _ in range(depth):
        product *= largest[name]
    return product


# %% wrong: one_factor_even_without_layers
# hint: For depth 0 there is no factor at all, and the product is 1.
def activation_gradient_bound(name, depth):
    largest = {"sigmoid": 0.25, "tanh": 1.0, "relu": 1.0}
    if name not in largest:
        raise ValueError(name)
    product = largest[name]
    for _ in range(depth - 1):
        product *= largest[name]
    return product


# %% right: power
def activation_gradient_bound(name, depth):
    if name == "sigmoid":
        return 0.25**depth
    if name == "tanh" or name == "relu":
        return 1.0
    raise ValueError("name must be sigmoid, tanh or relu")


# %% right: loop
def activation_gradient_bound(name, depth):
    if name not in ["sigmoid", "tanh", "relu"]:
        raise ValueError(f"{name} is unknown")
    product = 1.0
    for _ in range(depth):
        product *= 1 / 4 if name == "sigmoid" else 1
    return product


# %% right: numpy_product
def activation_gradient_bound(name, depth):
    try:
        slope = {"sigmoid": 0.25, "tanh": 1.0, "relu": 1.0}[name]
    except KeyError:
        raise ValueError(name) from None
    return np.prod(np.full(depth, slope))


# %% right: measured_with_tensorflow
def activation_gradient_bound(name, depth):
    functions = {"sigmoid": tf.sigmoid, "tanh": tf.tanh, "relu": tf.nn.relu}
    if name not in functions:
        raise ValueError(name)
    x = tf.constant(np.linspace(-4, 4, 9))
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = functions[name](x)
    return float(tf.reduce_max(tape.gradient(y, x))) ** depth
