# %% wrong: absolute_value
# hint: Negative numbers become 0; you change their sign instead.
def relu(x):
    return np.abs(x)


# %% wrong: identity
# hint: Positive numbers pass, negative numbers must not: nothing here stops them.
def relu(x):
    return x.copy()


# %% wrong: step_instead_of_ramp
# hint: ReLU returns the number itself where it is positive. You return 1 there, which
# is ReLU's derivative.
def relu(x):
    return np.where(x > 0, 1, 0).astype(x.dtype)


# %% wrong: capped_at_one
# hint: ReLU has no upper limit. Clipping to [0, 1] makes it saturate, which is what
# ReLU was chosen to avoid.
def relu(x):
    return np.clip(x, 0, 1)


# %% wrong: min_for_max
# hint: You keep the negative numbers and drop the positive ones: the smaller of 0 and x
# instead of the larger.
def relu(x):
    return np.minimum(x, 0)


# %% wrong: leaky
# hint: A small slope for negative numbers makes it a leaky ReLU. ReLU returns exactly 0
# there.
# breaks: formula
def relu(x):
    return np.where(x > 0, x, 0.01 * x)


# %% wrong: if_on_an_array
# hint: `if` and Python's `max` need one truth value, but comparing an array gives many.
# Use np.where, np.maximum or a mask.
def relu(x):
    if x > 0:
        return x
    return 0


# %% wrong: changes_its_input
# hint: You write into the array you were given, so the caller's data changes too. Work
# on a copy, or compute a new array.
# breaks: input
def relu(x):
    x[x < 0] = 0
    return x


# %% wrong: integers_become_floats
# hint: 0.0 is a float64, and the result takes its dtype. Convert back with
# .astype(x.dtype), or use the integer 0.
def relu(x):
    return np.maximum(x, 0.0) if x.dtype.kind == "f" else np.where(x > 0, x, 0.0)


# %% wrong: always_float64
# hint: The result is float64 whatever came in. float32 must stay float32: check the
# dtype of the array that you fill.
# breaks: dtype
def relu(x):
    out = np.zeros(x.shape)
    out[x > 0] = x[x > 0]
    return out if x.dtype.kind == "f" else out.astype(x.dtype)


# %% wrong: loop_over_rows
# hint: A loop over a 2-D array runs over its rows, not over its numbers. Use np.nditer,
# x.flat, or no loop at all.
def relu(x):
    return np.array([value if value > 0 else 0 for value in x], dtype=x.dtype)


# %% wrong: drops_the_shape
# hint: The numbers are right but stand in one long row. Give them the shape of x again.
# breaks: shape
def relu(x):
    return np.array([max(value, 0) for value in x.flat], dtype=x.dtype)


# %% right: maximum
# uses: not_required
def relu(x):
    return np.maximum(x, np.zeros_like(x))


# %% right: where
def relu(x):
    return np.where(x > 0, x, np.zeros_like(x))


# %% right: mask_on_a_copy
def relu(x):
    out = x.copy()
    out[out < 0] = 0
    return out


# %% right: product_with_a_mask
def relu(x):
    return x * (x > 0).astype(x.dtype)


# %% right: half_of_x_plus_its_size
def relu(x):
    return ((x + np.abs(x)) / 2).astype(x.dtype)


# %% right: loop
def relu(x):
    out = np.empty_like(x)
    for index in np.ndindex(x.shape):
        out[index] = x[index] if x[index] > 0 else 0
    return out


# %% right: tensorflow
def relu(x):
    import tensorflow as tf

    return tf.nn.relu(x).numpy()


# %% right: tensor_returned
def relu(x):
    import tensorflow as tf

    x = tf.convert_to_tensor(x)
    return tf.where(x > 0, x, tf.zeros_like(x))


# %% near: leaky_for_large_numbers
# not: leaky
def relu(x):
    return np.where((x > 0) | (x < -1e3), x, np.zeros_like(x))


# %% near: another_slope
# not: leaky
def relu(x):
    return np.where(x > 0, x, (0.011 * x).astype(x.dtype))


# %% near: error_of_another_kind
# not: if_on_an_array loop_over_rows
def relu(x):
    return np.maximum(x, np.zeros(3, x.dtype))


# %% right: integers_by_way_of_floats
def relu(x):
    return np.maximum(x, 0.0).astype(x.dtype)


# %% other: zeros_written_into_x
# shows: Changes x itself ("Leave x itself as it is"); shows whenever x has a negative entry.
def relu(x):
    x[x < 0] = 0
    return x


# %% other: all_integers_become_int64
# shows: An int32 array comes back as int64; the dtype must stay.
def relu(x):
    dtype = "int64" if np.issubdtype(x.dtype, np.integer) else x.dtype
    result = np.zeros(x.shape, dtype=dtype)
    result[x > 0] = x[x > 0]
    return result


# %% other: vectorize_without_otypes
# shows: np.vectorize raises ValueError for an empty array, which is allowed.
def relu(x):
    one = np.vectorize(lambda v: v if v > 0 else v * 0)
    return one(x).astype(x.dtype)


# %% right: stack_and_reduce
def relu(x):
    return np.stack([np.zeros_like(x), x]).max(axis=0)


# %% right: copy_and_ndindex
def relu(x):
    result = np.array(x, copy=True)
    for place in np.ndindex(*x.shape):
        if not result[place] > 0:
            result[place] = 0
    return result
