# %% wrong: first_bias_kept_as_it_is
# hint: The first bias goes through the second layer too: it is multiplied by W₂.
def compose_affine(W1, b1, W2, b2):
    return W1 @ W2, b1 + b2


# %% wrong: first_bias_forgotten
# hint: Only b₂ is left of the biases. Put x = 0 into both networks and compare.
def compose_affine(W1, b1, W2, b2):
    return W1 @ W2, b2


# %% wrong: second_bias_forgotten
# hint: b₂ is added after the second layer; it does not disappear.
def compose_affine(W1, b1, W2, b2):
    return W1 @ W2, b1 @ W2


# %% wrong: order_of_the_weights
# hint: Matrix products do not commute. x meets W₁ first, so W₁ stands on the left.
def compose_affine(W1, b1, W2, b2):
    return W2 @ W1, b1 @ W2 + b2


# %% wrong: weights_added
# hint: Layers after each other multiply their weights. Adding them would put the layers
# side by side.
def compose_affine(W1, b1, W2, b2):
    return W1 + W2, b1 + b2


# %% wrong: elementwise_product
# hint: W₁ * W₂ multiplies entry by entry. Use the matrix product @.
def compose_affine(W1, b1, W2, b2):
    return W1 * W2, b1 @ W2 + b2


# %% wrong: columns_for_rows
# hint: W₂b₁ treats b₁ as a column. Here x and b stand on the left: b₁W₂.
def compose_affine(W1, b1, W2, b2):
    return W1 @ W2, W2 @ b1 + b2


# %% wrong: both_biases_through_the_second_layer
# hint: b₂ is added after the multiplication by W₂, so it is not multiplied.
def compose_affine(W1, b1, W2, b2):
    return W1 @ W2, (b1 + b2) @ W2


# %% wrong: bias_as_a_matrix
# hint: The bias has the shape (n₂,): one number for each output, not a row of a matrix.
def compose_affine(W1, b1, W2, b2):
    return W1 @ W2, b1[None] @ W2 + b2


# %% wrong: applied_to_an_input
# hint: You return the outputs for some inputs. Wanted are the weights and the bias.
def compose_affine(W1, b1, W2, b2):
    return (np.eye(len(W1)) @ W1 + b1) @ W2 + b2


# %% right: matrix_products
def compose_affine(W1, b1, W2, b2):
    return W1 @ W2, b1 @ W2 + b2


# %% right: loops
def compose_affine(W1, b1, W2, b2):
    W = np.zeros((W1.shape[0], W2.shape[1]))
    b = b2.copy()
    for k in range(W2.shape[1]):
        for j in range(W2.shape[0]):
            b[k] += b1[j] * W2[j, k]
            for i in range(W1.shape[0]):
                W[i, k] += W1[i, j] * W2[j, k]
    return W, b


# %% right: probed_with_unit_vectors
def compose_affine(W1, b1, W2, b2):
    def network(x):
        return (x @ W1 + b1) @ W2 + b2

    b = network(np.zeros(len(W1)))
    return network(np.eye(len(W1))) - b, b


# %% right: one_matrix_with_the_bias_inside
def compose_affine(W1, b1, W2, b2):
    first = np.block([[W1, np.zeros((len(W1), 1))], [b1, np.ones(1)]])
    second = np.vstack([W2, b2])
    both = first @ second
    return [both[:-1], both[-1]]


# %% right: tensorflow
def compose_affine(W1, b1, W2, b2):
    import tensorflow as tf

    return tf.matmul(W1, W2), tf.linalg.matvec(tf.transpose(W2), b1) + b2
