# %% wrong: one_sided
# hint: You step to one side only. That is off by about h·f″/2; stepping to both sides
# cancels this term.
def numerical_gradient(f, x, h=1e-5):
    g = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[i] = h
        g[i] = (f(x + step) - f(x)) / h
    return g


def relative_error(a, b):
    return np.max(np.abs(a - b) / np.maximum(1e-12, np.maximum(np.abs(a), np.abs(b))))


# %% wrong: divides_by_h
# hint: From x − h to x + h the distance is 2h, so your result is twice as large.
# breaks: formula
def numerical_gradient(f, x, h=1e-5):
    g = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[i] = h
        g[i] = (f(x + step) - f(x - step)) / h
    return g


def relative_error(a, b):
    return np.max(np.abs(a - b) / np.maximum(1e-12, np.maximum(np.abs(a), np.abs(b))))


# %% wrong: moves_all_entries
# hint: x + h moves every entry at once, which measures the sum of all partial
# derivatives. Move one entry at a time.
def numerical_gradient(f, x, h=1e-5):
    return np.full_like(x, (f(x + h) - f(x - h)) / (2 * h))


def relative_error(a, b):
    return np.max(np.abs(a - b) / np.maximum(1e-12, np.maximum(np.abs(a), np.abs(b))))


# %% wrong: divides_and_multiplies
# hint: / 2 * h divides by 2 and then multiplies by h. Put brackets round 2 * h.
def numerical_gradient(f, x, h=1e-5):
    g = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[i] = h
        g[i] = (f(x + step) - f(x - step)) / 2 * h
    return g


def relative_error(a, b):
    return np.max(np.abs(a - b) / np.maximum(1e-12, np.maximum(np.abs(a), np.abs(b))))


# %% wrong: never_steps_back
# hint: Your steps stay in x, so the next entry is measured at another point, and the
# caller's x is changed too. Put x[i] back.
# breaks: input
def numerical_gradient(f, x, h=1e-5):
    g = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        x[i] += h
        above = f(x)
        x[i] -= 2 * h
        g[i] = (above - f(x)) / (2 * h)
    return g


def relative_error(a, b):
    return np.max(np.abs(a - b) / np.maximum(1e-12, np.maximum(np.abs(a), np.abs(b))))


# %% wrong: only_one_dimension
# hint: range(len(x)) runs over the rows of a 2-D array, and moves whole rows. Use
# np.ndindex(x.shape) to reach every entry.
# breaks: shape
def numerical_gradient(f, x, h=1e-5):
    g = np.zeros_like(x)
    for i in range(len(x)):
        step = np.zeros_like(x)
        step[i] = h
        g[i] = (f(x + step) - f(x - step)) / (2 * h)
    return g


def relative_error(a, b):
    return np.max(np.abs(a - b) / np.maximum(1e-12, np.maximum(np.abs(a), np.abs(b))))


# %% wrong: step_ignored
# hint: You use a step of your own. Use the argument h.
def numerical_gradient(f, x, h=1e-5):
    g = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[i] = 1e-5
        g[i] = (f(x + step) - f(x - step)) / 2e-5
    return g


def relative_error(a, b):
    return np.max(np.abs(a - b) / np.maximum(1e-12, np.maximum(np.abs(a), np.abs(b))))


# %% wrong: absolute_error
# hint: That is the absolute difference. Divide by the size of the numbers: 0.001 is
# much for 0.002 and nothing for 1000.
def numerical_gradient(f, x, h=1e-5):
    g = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[i] = h
        g[i] = (f(x + step) - f(x - step)) / (2 * h)
    return g


def relative_error(a, b):
    return np.max(np.abs(a - b))


# %% wrong: zero_divided_by_zero
# hint: Where both numbers are 0 you compute 0/0. The formula's 1e-12 is there for this.
# breaks: zeros
def numerical_gradient(f, x, h=1e-5):
    g = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[i] = h
        g[i] = (f(x + step) - f(x - step)) / (2 * h)
    return g


def relative_error(a, b):
    return np.max(np.abs(a - b) / np.maximum(np.abs(a), np.abs(b)))


# %% wrong: divides_by_the_largest_of_all
# hint: You divide all differences by the one largest number, so small entries can be
# wrong without being seen. Divide entry by entry, then take the maximum.
# breaks: error
def numerical_gradient(f, x, h=1e-5):
    g = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[i] = h
        g[i] = (f(x + step) - f(x - step)) / (2 * h)
    return g


def relative_error(a, b):
    scale = max(np.abs(a).max(), np.abs(b).max(), 1e-12)
    return np.abs(a - b).max() / scale


# %% wrong: signs_lost
# hint: You compare the sizes |a| and |b|, so −4 and 4 look equal. Take the size of the
# difference.
def numerical_gradient(f, x, h=1e-5):
    g = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[i] = h
        g[i] = (f(x + step) - f(x - step)) / (2 * h)
    return g


def relative_error(a, b):
    a, b = np.abs(a), np.abs(b)
    return np.max(np.abs(a - b) / np.maximum(1e-12, np.maximum(a, b)))


# %% right: moves_a_copy_and_back
def numerical_gradient(f, x, h=1e-5):
    x = x.copy()
    g = np.empty_like(x)
    for i in np.ndindex(x.shape):
        old = x[i]
        x[i] = old + h
        above = f(x)
        x[i] = old - h
        below = f(x)
        x[i] = old
        g[i] = (above - below) / (2 * h)
    return g


def relative_error(a, b):
    worst = 0.0
    for one, two in zip(a.flat, b.flat):
        worst = max(worst, abs(one - two) / max(abs(one), abs(two), 1e-12))
    return worst


# %% right: rows_of_the_identity
# uses: not_required
def numerical_gradient(f, x, h=1e-5):
    steps = h * np.eye(x.size)
    values = [
        (f(x + step.reshape(x.shape)) - f(x - step.reshape(x.shape))) / (2 * h)
        for step in steps
    ]
    return np.array(values).reshape(x.shape)


def relative_error(a, b):
    return float(np.max(np.abs(a - b) / np.fmax(np.fmax(np.abs(a), np.abs(b)), 1e-12)))


# %% right: flat_index
def numerical_gradient(f, x, h=1e-5):
    g = np.zeros(x.size)
    for i in range(x.size):
        above, below = x.flatten(), x.flatten()
        above[i] += h
        below[i] -= h
        g[i] = (f(above.reshape(x.shape)) - f(below.reshape(x.shape))) / (2 * h)
    return g.reshape(x.shape)


def relative_error(a, b):
    a, b = np.ravel(a), np.ravel(b)
    scale = np.stack([np.abs(a), np.abs(b), np.full(a.shape, 1e-12)]).max(axis=0)
    return (np.abs(a - b) / scale).max()


# %% right: tensorflow_for_the_error
def numerical_gradient(f, x, h=1e-5):
    g = np.zeros_like(x)
    it = np.nditer(x, flags=["multi_index"])
    for _ in it:
        e = np.zeros_like(x)
        e[it.multi_index] = h
        g[it.multi_index] = (f(x + e) - f(x - e)) / 2 / h
    return g


def relative_error(a, b):
    import tensorflow as tf

    scale = tf.maximum(tf.maximum(tf.abs(a), tf.abs(b)), 1e-12)
    return tf.reduce_max(tf.abs(a - b) / scale)


# %% near: a_step_that_is_too_large
# not: one_sided
def numerical_gradient(f, x, h=1e-5):
    g = np.zeros_like(x)
    h = h * 300
    for i in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[i] = h
        g[i] = (f(x + step) - f(x - step)) / (2 * h)
    return g


def relative_error(a, b):
    return np.max(np.abs(a - b) / np.maximum(1e-12, np.maximum(np.abs(a), np.abs(b))))


# %% near: put_back_but_off_by_rounding
# not: never_steps_back
def numerical_gradient(f, x, h=1e-5):
    g = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        x[i] += h
        above = f(x)
        x[i] -= 2 * h
        g[i] = (above - f(x)) / (2 * h)
        x[i] += h
    x *= 1 + 1e-12
    return g


def relative_error(a, b):
    return np.max(np.abs(a - b) / np.maximum(1e-12, np.maximum(np.abs(a), np.abs(b))))


# %% other: step_grows_with_the_entry
# shows: Uses h·max(1, |x_i|) instead of h; shows for |x_i| > 1 with a large h, e.g. cubes at 3 with h=0.5.
def numerical_gradient(f, x, h=1e-5):
    gradient = np.zeros_like(x)
    for i in np.ndindex(*x.shape):
        step = h * max(1.0, abs(x[i]))
        e = np.zeros_like(x)
        e[i] = step
        gradient[i] = (f(x + e) - f(x - e)) / (2 * step)
    return gradient


def relative_error(a, b):
    size = np.maximum(np.maximum(np.abs(a), np.abs(b)), 1e-12)
    return np.max(np.abs(a - b) / size)


# %% other: undone_by_arithmetic
# shows: x is moved by +h, -2h, +h in place; rounding leaves x changed in its last digits, e.g. for x=0.1.
def numerical_gradient(f, x, h=1e-5):
    gradient = np.zeros(x.shape)
    for i in np.ndindex(*x.shape):
        x[i] += h
        above = f(x)
        x[i] -= 2 * h
        below = f(x)
        x[i] += h
        gradient[i] = (above - below) / (2 * h)
    return gradient


def relative_error(a, b):
    size = np.maximum(np.maximum(np.abs(a), np.abs(b)), 1e-12)
    return np.max(np.abs(a - b) / size)


# %% other: f_gets_a_flat_array
# shows: f is called with x flattened; shows for an f that uses the shape of x, e.g. lambda x: np.sum(x[0] * x[1]) for x of shape (2, 3).
def numerical_gradient(f, x, h=1e-5):
    flat = x.ravel()
    slopes = []
    for i in range(flat.size):
        e = np.zeros(flat.size)
        e[i] = h
        slopes.append((f(flat + e) - f(flat - e)) / (2 * h))
    return np.array(slopes).reshape(x.shape)


def relative_error(a, b):
    size = np.maximum(np.maximum(np.abs(a), np.abs(b)), 1e-12)
    return np.max(np.abs(a - b) / size)


# %% other: largest_difference_by_largest_size
# shows: Divides the largest difference by the largest size of all instead of entry by entry; shows for [1e-3, 100] and [2e-3, 100].
def numerical_gradient(f, x, h=1e-5):
    gradient = np.zeros_like(x)
    for i in np.ndindex(*x.shape):
        e = np.zeros_like(x)
        e[i] = h
        gradient[i] = (f(x + e) - f(x - e)) / (2 * h)
    return gradient


def relative_error(a, b):
    size = max(np.abs(a).max(), np.abs(b).max(), 1e-12)
    return np.abs(a - b).max() / size


# %% other: floor_added_not_compared
# shows: Adds 1e-12 to the size instead of taking the larger one; shows for entries near 1e-12, e.g. 2e-12 and 0 (1 expected, 2/3 comes).
def numerical_gradient(f, x, h=1e-5):
    gradient = np.zeros_like(x)
    for i in np.ndindex(*x.shape):
        e = np.zeros_like(x)
        e[i] = h
        gradient[i] = (f(x + e) - f(x - e)) / (2 * h)
    return gradient


def relative_error(a, b):
    return np.max(np.abs(a - b) / (np.maximum(np.abs(a), np.abs(b)) + 1e-12))


# %% right: all_the_unit_arrays_at_once
def numerical_gradient(f, x, h=1e-5):
    units = np.identity(x.size).reshape(x.size, *x.shape)
    ups = map(f, np.asarray(x + h * units))
    downs = map(f, np.asarray(x - h * units))
    return np.array([(up - down) / (2 * h) for up, down in zip(ups, downs)]).reshape(
        x.shape
    )


def relative_error(a, b):
    worst = 0.0
    for p, q in zip(a.ravel().tolist(), b.ravel().tolist()):
        worst = max(worst, abs(p - q) / max(abs(p), abs(q), 1e-12))
    return worst


# %% right: moved_in_place_and_put_back
def numerical_gradient(f, x, h=1e-5):
    gradient = np.empty(x.shape)

    def value(place, number):
        kept = float(x[place])
        x[place] = number
        try:
            return f(x)
        finally:
            x[place] = kept

    for place in np.ndindex(*x.shape):
        middle = float(x[place])
        rise = value(place, middle + h) - value(place, middle - h)
        gradient[place] = rise / 2 / h
    return gradient


def relative_error(a, b):
    sizes = np.stack([np.abs(a), np.abs(b), np.full(np.shape(a), 1e-12)]).max(axis=0)
    return np.linalg.norm(np.ravel((a - b) / sizes), ord=np.inf)
