# %% wrong: first_bias_kept_as_it_is
# hint: The biases are just added up here. An earlier bias goes through the later layers
# too: it is multiplied by their weights.
# breaks: pair
def compose_affine(layers):
    W, b = layers[0]
    for W_next, b_next in layers[1:]:
        W, b = W @ W_next, b + b_next if b.shape == b_next.shape else b_next
    return W, b


# %% wrong: only_the_last_bias
# hint: Only the last layer's bias is left. Put x = 0 into both networks and compare.
def compose_affine(layers):
    W, b = layers[0]
    for W_next, b_next in layers[1:]:
        W, b = W @ W_next, b_next
    return W, b


# %% wrong: later_biases_forgotten
# hint: Only the first bias is left, multiplied by the later weights. The others are
# added after their layers; they do not disappear.
def compose_affine(layers):
    W, b = layers[0]
    for W_next, _ in layers[1:]:
        W, b = W @ W_next, b @ W_next
    return W, b


# %% wrong: order_of_the_weights
# hint: Matrix products do not commute. x meets the first layer first, so its weights
# stand on the left.
def compose_affine(layers):
    W, b = layers[0]
    for W_next, b_next in layers[1:]:
        W, b = W_next @ W, b @ W_next + b_next
    return W, b


# %% wrong: weights_added
# hint: Layers after each other multiply their weights. Adding them would put the layers
# side by side.
def compose_affine(layers):
    return sum(W for W, _ in layers), sum(b for _, b in layers)


# %% wrong: columns_for_rows
# hint: Here the biases are treated as columns: W₂b₁. But x and b stand on the left: b₁W₂.
def compose_affine(layers):
    W, b = layers[0]
    for W_next, b_next in layers[1:]:
        W, b = W @ W_next, W_next @ b + b_next
    return W, b


# %% wrong: both_biases_through_the_second_layer
# hint: A layer's own bias is added after the multiplication by its weights, so it is not
# multiplied by them.
def compose_affine(layers):
    W, b = layers[0]
    for W_next, b_next in layers[1:]:
        W, b = W @ W_next, (b + b_next) @ W_next if len(b) == len(b_next) else b_next
    return W, b


# %% wrong: bias_as_a_matrix
# hint: The bias has the shape (n_out,): one number for each output, not a row of a
# matrix.
# breaks: sizes
def compose_affine(layers):
    W, b = layers[0]
    b = b[None]
    for W_next, b_next in layers[1:]:
        W, b = W @ W_next, b @ W_next + b_next
    return W, b


# %% wrong: bias_and_weights_swapped
# hint: The parts are right but stand in another order: return (W, b).
def compose_affine(layers):
    W, b = layers[0]
    for W_next, b_next in layers[1:]:
        W, b = W @ W_next, b @ W_next + b_next
    return b, W


# %% wrong: two_layers_only
# hint: The result is right for two layers. With three, the third has no part in it.
# breaks: number
def compose_affine(layers):
    W, b = layers[0]
    if len(layers) == 1:
        return W, b
    W2, b2 = layers[1]
    return W @ W2, b @ W2 + b2


# %% wrong: one_layer_forgotten
# hint: Two layers and more work. A list of one layer is allowed too: then there is no
# second layer to look at.
# breaks: number
def compose_affine(layers):
    (W, b), (W2, b2) = layers[0], layers[1]
    W, b = W @ W2, b @ W2 + b2
    for W2, b2 in layers[2:]:
        W, b = W @ W2, b @ W2 + b2
    return W, b


# %% wrong: starts_with_a_square
# hint: The sizes may change from layer to layer: an array of the first layer's shape
# cannot hold every product.
# breaks: sizes
def compose_affine(layers):
    W, b = layers[0][0].copy(), layers[0][1].copy()
    for W_next, b_next in layers[1:]:
        W[:], b[:] = W @ W_next, b @ W_next + b_next
    return W, b


# %% wrong: computed_in_float32
# hint: The result is float64, but only 7 of its digits are right: half of them were lost
# in float32 on the way.
# breaks: float64
def compose_affine(layers):
    layers = [[W.astype("float32"), b.astype("float32")] for W, b in layers]
    W, b = layers[0]
    for W_next, b_next in layers[1:]:
        W, b = W @ W_next, b @ W_next + b_next
    return W.astype("float64"), b.astype("float64")


# %% wrong: returns_float32
# hint: float64 was expected and float32 came: half of the digits are lost.
# breaks: float64
def compose_affine(layers):
    W, b = layers[0]
    for W_next, b_next in layers[1:]:
        W, b = W @ W_next, b @ W_next + b_next
    return W.astype("float32"), b.astype("float32")


# %% wrong: takes_layers_off_the_list
# hint: The caller's layers are not the same afterwards. To take one off the list (pop,
# reverse) changes it, too: go through the list instead.
# breaks: input
def compose_affine(layers):
    W, b = layers.pop(0)
    while layers:
        W_next, b_next = layers.pop(0)
        W, b = W @ W_next, b @ W_next + b_next
    return W, b


# %% wrong: adds_into_the_given_bias
# hint: The caller's layers are not the same afterwards. To write into a given array (+=)
# changes it, too: write b = b + ….
# breaks: input
def compose_affine(layers):
    W, b = layers[-1]
    for W_before, b_before in layers[-2::-1]:
        b += b_before @ W
        W = W_before @ W
    return W, b


# %% near: products_of_the_transposed
# not: order_of_the_weights columns_for_rows
def compose_affine(layers):
    W, b = layers[0]
    for W_next, b_next in layers[1:]:
        W, b = W @ W_next.T, b @ W_next.T + b_next
    return W, b


# %% near: three_layers_only
# not: two_layers_only one_layer_forgotten
def compose_affine(layers):
    W, b = layers[0]
    for W_next, b_next in layers[1:3]:
        W, b = W @ W_next, b @ W_next + b_next
    return W, b


# %% near: bias_doubled
# not: first_bias_kept_as_it_is both_biases_through_the_second_layer
def compose_affine(layers):
    W, b = layers[0]
    for W_next, b_next in layers[1:]:
        W, b = W @ W_next, 2 * (b @ W_next) + b_next
    return W, b


# %% other: list_is_used_up
# shows: Folds with pop, so the list `layers` is shorter afterwards; it must stay as it is (two or more layers).
def compose_affine(layers):
    while len(layers) > 1:
        W1, b1 = layers.pop(0)
        W2, b2 = layers[0]
        layers[0] = [W1 @ W2, b1 @ W2 + b2]
    return layers[0][0], layers[0][1]


# %% other: at_most_three_layers
# shows: Layers after the third are left out; shows with four or more.
def compose_affine(layers):
    W, b = layers[0]
    if len(layers) >= 2:
        W2, b2 = layers[1]
        W, b = W @ W2, b @ W2 + b2
    if len(layers) >= 3:
        W3, b3 = layers[2]
        W, b = W @ W3, b @ W3 + b3
    return W, b


# %% other: identity_of_the_output_size
# shows: Starts with an identity of size n_out of the first layer; fails where the first W is not square, e.g. (3, 2).
def compose_affine(layers):
    n = layers[0][1].shape[0]
    W, b = np.eye(n), np.zeros(n)
    for V, c in layers:
        W = W @ V
        b = b @ V + c
    return W, b


# %% other: bias_goes_one_layer_on
# shows: Each bias is sent through the next layer only, not through all later ones; shows with three or more layers.
def compose_affine(layers):
    W = layers[0][0]
    b = layers[-1][1]
    for (_, c), (V, _) in zip(layers, layers[1:]):
        W = W @ V
        b = b + c @ V
    return W, b


# %% right: matrix_products
# uses: not_required
def compose_affine(layers):
    W, b = layers[0]
    for W_next, b_next in layers[1:]:
        W, b = W @ W_next, b @ W_next + b_next
    return W, b


# %% right: loops
def compose_affine(layers):
    W, b = layers[0]
    for W2, b2 in layers[1:]:
        W1, b1 = W, b
        W = np.zeros((W1.shape[0], W2.shape[1]))
        b = b2.copy()
        for k in range(W2.shape[1]):
            for j in range(W2.shape[0]):
                b[k] += b1[j] * W2[j, k]
                for i in range(W1.shape[0]):
                    W[i, k] += W1[i, j] * W2[j, k]
    return W, b


# %% right: probed_with_unit_vectors
def compose_affine(layers):
    def network(x):
        for W, b in layers:
            x = x @ W + b
        return x

    n = len(layers[0][0])
    b = network(np.zeros(n))
    return network(np.eye(n)) - b, b


# %% right: tensorflow
def compose_affine(layers):
    import tensorflow as tf

    W, b = map(tf.constant, layers[0])
    for W_next, b_next in layers[1:]:
        b = tf.linalg.matvec(tf.transpose(W_next), b) + b_next
        W = tf.matmul(W, W_next)
    return W, b


# %% right: recursion_and_a_named_tuple
from collections import namedtuple

Layer = namedtuple("Layer", "W b")


def compose_affine(layers):
    if len(layers) == 1:
        return Layer(*layers[0])
    W, b = compose_affine(layers[:-1])
    last_W, last_b = layers[-1]
    return Layer(W @ last_W, b @ last_W + last_b)


# %% right: reduce_from_the_right
def compose_affine(layers):
    from functools import reduce

    def fold(after, before):
        (W1, b1), (W2, b2) = before, after
        return np.dot(W1, W2), np.dot(b1, W2) + b2

    return reduce(fold, reversed(layers))


# %% right: one_larger_matrix
from functools import reduce


def compose_affine(layers):
    def block(layer):
        W, b = layer
        M = np.zeros((W.shape[0] + 1, W.shape[1] + 1))
        M[:-1, :-1], M[-1, :-1], M[-1, -1] = W, b, 1.0
        return M

    M = reduce(np.matmul, map(block, layers))
    return M[:-1, :-1], M[-1, :-1]


# %% right: halves_by_recursion
def compose_affine(layers):
    if len(layers) == 1:
        return tuple(part.copy() for part in layers[0])
    half = len(layers) // 2
    A, a = compose_affine(layers[:half])
    B, b = compose_affine(layers[half:])
    return np.einsum("ij,jk->ik", A, B), np.einsum("j,jk->k", a, B) + b
