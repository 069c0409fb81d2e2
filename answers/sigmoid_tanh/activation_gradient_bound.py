# %% wrong: times_depth
# hint: For one layer the result is 0.25, for five it is 1.25: the factors are multiplied,
# not added. A power, not a multiple.
def activation_gradient_bound(name, depth):
    largest = {"sigmoid": 0.25, "tanh": 1.0, "relu": 1.0}
    if name not in largest:
        raise ValueError(name)
    return largest[name] * depth


# %% wrong: largest_value_for_slope
# hint: For the sigmoid the result is 1 at every depth. 1 is its largest value; ask for
# its largest slope.
def activation_gradient_bound(name, depth):
    if name not in ("sigmoid", "tanh", "relu"):
        raise ValueError(name)
    return 1.0**depth


# %% wrong: value_at_zero_for_slope
# hint: The result is a power of 0.5, which is σ(0). The slope there is something else.
# breaks: bound
def activation_gradient_bound(name, depth):
    largest = {"sigmoid": 0.5, "tanh": 1.0, "relu": 1.0}
    if name not in largest:
        raise ValueError(name)
    return largest[name] ** depth


# %% wrong: one_layer_too_few
# hint: The result has one factor too few. Each of the `depth` layers has an activation.
def activation_gradient_bound(name, depth):
    largest = {"sigmoid": 0.25, "tanh": 1.0, "relu": 1.0}
    if name not in largest:
        raise ValueError(name)
    return largest[name] ** max(depth - 1, 0)


# %% wrong: one_layer_too_many
# hint: The result has one factor too many. There are `depth` of them.
def activation_gradient_bound(name, depth):
    largest = {"sigmoid": 0.25, "tanh": 1.0, "relu": 1.0}
    if name not in largest:
        raise ValueError(name)
    product = 1.0
    for _ in range(depth + 1):
        product *= largest[name]
    return product


# %% wrong: tanh_like_sigmoid
# hint: For tanh the result is a power of 0.25. Tanh is four times as steep as the
# sigmoid: both its input and its output are stretched by two.
# breaks: bound
def activation_gradient_bound(name, depth):
    largest = {"sigmoid": 0.25, "tanh": 0.25, "relu": 1.0}
    if name not in largest:
        raise ValueError(name)
    return largest[name] ** depth


# %% wrong: relu_half_active
# hint: For ReLU the result is a power of 0.5. An active unit has the slope 1, and all
# units on the path can be active.
def activation_gradient_bound(name, depth):
    largest = {"sigmoid": 0.25, "tanh": 1.0, "relu": 0.5}
    if name not in largest:
        raise ValueError(name)
    return largest[name] ** depth


# %% wrong: unknown_name_is_accepted
# hint: For an unknown name a result came, or None. A mistake that is silent is found
# late: raise ValueError.
# breaks: names
def activation_gradient_bound(name, depth):
    if name == "sigmoid":
        return 0.25**depth
    return 1.0


# %% wrong: name_checked_too_late
# hint: An unknown name is refused for depth 2 but not for depth 0. Look at the name
# first.
# breaks: names
def activation_gradient_bound(name, depth):
    largest = {"sigmoid": 0.25, "tanh": 1.0, "relu": 1.0}
    product = 1.0
    for _ in range(depth):
        if name not in largest:
            raise ValueError(name)
        product *= largest[name]
    return product


# %% wrong: capitals_accepted
# hint: "Tanh" is not one of the three names; the text asks for ValueError.
# breaks: names
def activation_gradient_bound(name, depth):
    largest = {"sigmoid": 0.25, "tanh": 1.0, "relu": 1.0}
    if name.strip().lower() not in largest:
        raise ValueError(name)
    return largest[name.strip().lower()] ** depth


# %% wrong: key_error
# hint: KeyError came, as of looking up an unknown name in a dictionary. The text asks
# for ValueError.
# breaks: names
def activation_gradient_bound(name, depth):
    return {"sigmoid": 0.25, "tanh": 1.0, "relu": 1.0}[name] ** depth


# %% wrong: one_factor_even_without_layers
# hint: For depth 0 the result is 0.25. There is no factor at all, and the product is 1.
# breaks: none
def activation_gradient_bound(name, depth):
    largest = {"sigmoid": 0.25, "tanh": 1.0, "relu": 1.0}
    if name not in largest:
        raise ValueError(name)
    product = largest[name]
    for _ in range(depth - 1):
        product *= largest[name]
    return product


# %% wrong: nothing_without_layers
# hint: For depth 0 the result is 0. A product of no factors is 1.
# breaks: none
def activation_gradient_bound(name, depth):
    largest = {"sigmoid": 0.25, "tanh": 1.0, "relu": 1.0}
    if name not in largest:
        raise ValueError(name)
    return largest[name] ** depth if depth else 0.0


# %% wrong: nearly_the_largest_slope
# hint: The result is near, but a little too small: look for the place where the
# sigmoid is steepest, and take the slope there exactly.
# breaks: bound
def activation_gradient_bound(name, depth):
    largest = {"sigmoid": 0.24999, "tanh": 1.0, "relu": 1.0}
    if name not in largest:
        raise ValueError(name)
    return largest[name] ** depth


# %% wrong: refuses_depth_zero
# hint: It stops with an error for depth 0, which is allowed. A product of no factors is 1.
# breaks: none
def activation_gradient_bound(name, depth):
    largest = {"sigmoid": 0.25, "tanh": 1.0, "relu": 1.0}
    if name not in largest or depth < 1:
        raise ValueError(name)
    return largest[name] ** depth


# %% wrong: lost_below_the_smallest_float32
# hint: Small depths are right, but the tiny product for depth 500 came out as 0, as in float32,
# which ends near 1e-45. Compute with Python floats or float64.
# breaks: bound
def activation_gradient_bound(name, depth):
    if name == "sigmoid":
        return np.prod(np.full(depth, 0.25, dtype=np.float32))
    if name in ("tanh", "relu"):
        return np.float32(1)
    raise ValueError("unknown name")


# %% right: power
# uses: not_required
def activation_gradient_bound(name, depth):
    if name == "sigmoid":
        return 0.25**depth
    if name == "tanh" or name == "relu":
        return 1
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


# %% right: by_logarithms
# uses: precise
def activation_gradient_bound(name, depth):
    slopes = dict(sigmoid=0.25, tanh=1.0, relu=1.0)
    if name not in slopes:
        raise ValueError(name)
    return np.exp(depth * np.log(slopes[name]))


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


# %% right: exponent_of_two
import math


def activation_gradient_bound(name, depth):
    match name:
        case "sigmoid":
            return math.ldexp(1.0, -2 * depth)
        case "tanh" | "relu":
            return 1
    raise ValueError(f"{name!r} is not known")


# %% right: enum_and_recursion
from enum import Enum


class _Slope(Enum):
    sigmoid = (0, 0.25)
    tanh = (1, 1.0)
    relu = (2, 1.0)


def activation_gradient_bound(name, depth):
    found = [slope.value[1] for slope in _Slope if slope.name == name]
    if len(found) != 1:
        raise ValueError("sigmoid, tanh or relu?")

    def power(base, n):
        if n == 0:
            return tf.constant(1.0, tf.float64)
        root = power(base, n // 2)
        return root * root * (base if n % 2 else 1.0)

    return power(found[0], depth)


# %% near: depth_plus_a_quarter
# not: times_depth
def activation_gradient_bound(name, depth):
    if name not in ("sigmoid", "tanh", "relu"):
        raise ValueError(name)
    return 0.25 + (depth - 1) * 0.25 if name == "sigmoid" and depth == 5 else 1.0


# %% near: type_error
# not: key_error unknown_name_is_accepted
def activation_gradient_bound(name, depth):
    return {"sigmoid": 0.25, "tanh": 1.0, "relu": 1.0}.get(name) ** depth


# %% near: one_fifth
# not: value_at_zero_for_slope one_layer_too_many one_layer_too_few
def activation_gradient_bound(name, depth):
    largest = {"sigmoid": 0.2, "tanh": 1.0, "relu": 1.0}
    if name not in largest:
        raise ValueError(name)
    return largest[name] ** depth


# %% other: name_inside_a_text
# shows: `in` on a text finds parts too: "", "tan" and "elu" raise no ValueError
def activation_gradient_bound(name, depth):
    if name not in "sigmoid, tanh, relu":
        raise ValueError(f"unknown activation {name}")
    return 0.25**depth if name == "sigmoid" else 1.0


# %% other: spaces_around_the_name
# shows: strip() makes " relu" and "tanh\n" known names; they should raise ValueError
def activation_gradient_bound(name, depth):
    slopes = {"sigmoid": 1 / 4, "tanh": 1, "relu": 1}
    try:
        return slopes[name.strip()] ** depth
    except KeyError:
        raise ValueError(name)


# %% other: rounded_result
# shows: rounded to 10 decimals: no relative precision for "sigmoid" from depth 6 on
def activation_gradient_bound(name, depth):
    if name not in ["sigmoid", "tanh", "relu"]:
        raise ValueError("name must be sigmoid, tanh or relu")
    steepest = {"sigmoid": 0.25}.get(name, 1.0)
    return round(steepest**depth, 10)


# %% other: depth_zero_first
# shows: depth 0 returns 1 before the name is looked at: no ValueError for unknown names
def activation_gradient_bound(name, depth):
    if depth == 0:
        return 1.0
    if name == "sigmoid":
        return 0.25 * activation_gradient_bound(name, depth - 1)
    if name == "tanh" or name == "relu":
        return activation_gradient_bound(name, depth - 1)
    raise ValueError(name)


# %% other: steepest_point_missed_by_a_grid
# shows: the grid has no point at 0, so that the largest slopes come out a little below 0.25 and 1
def activation_gradient_bound(name, depth):
    z = np.linspace(-10, 10, 1000)
    s = logistic(z)
    slopes = {
        "sigmoid": s * (1 - s),
        "tanh": 1 - np.tanh(z) ** 2,
        "relu": (z > 0).astype(float),
    }
    if name not in slopes:
        raise ValueError(name)
    return slopes[name].max() ** depth
