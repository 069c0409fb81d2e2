"""How generators of random numbers, and tensors, cross the border."""

from __future__ import annotations

import math
import sys
from typing import Any

import models
from faults import CannotCross, Malformed

UNKNOWN = object()
_ALIGNED = 64  # bytes
_GENERATORS = ("PCG64", "PCG64DXSM", "MT19937", "Philox", "SFC64")


def node(encoder: Any, value: Any, depth: int, register: bool) -> Any:
    """The node of such a value, or None for any other."""
    found = random_node(encoder, value, depth, register)
    if found is None and "tensorflow" in sys.modules:
        found = tensor_node(encoder, value, depth, register)
    if found is None and "keras" in sys.modules:
        found = models.keras_node(encoder, value, depth, register)
    return found


def value(decoder: Any, node: list, depth: int, keep: Any) -> Any:
    """The value of such a node, or `UNKNOWN`."""
    tag = node[0].removeprefix("~")
    read = _READERS.get(tag)
    if read is None:
        return UNKNOWN
    try:
        return read(decoder, node, depth, keep)
    except (IndexError, KeyError, TypeError, ValueError, ImportError) as error:
        raise Malformed(f"no {tag}") from error


# --- Random numbers --------------------------------------------------------------


def random_node(encoder: Any, value: Any, depth: int, register: bool) -> Any:
    """The node of NumPy's generators of random numbers."""
    random = sys.modules.get("numpy.random")
    if random is None:
        return None
    if type(value) is random.Generator:
        state = value.bit_generator.state
    elif type(value) is random.RandomState:
        state = value.get_state(legacy=False)
    else:
        return None
    tag = encoder.tag("generator", value, register)
    return [tag, type(value).__name__, encoder.node(state, depth)]


def make_generator(decoder: Any, node: list, depth: int, keep: Any) -> Any:
    """A generator in the state that was told."""
    import numpy as np

    place = len(decoder.kept)
    keep(None)
    state = decoder.value(node[2], depth)
    name = state["bit_generator"]
    if name not in _GENERATORS:
        raise ValueError("an unknown generator")
    if node[1] == "RandomState":
        made: Any = np.random.RandomState()
        made.set_state(checked(state))
    else:
        made = np.random.Generator(getattr(np.random, name)())
        made.bit_generator.state = checked(state)
    if keep == decoder.keep:
        decoder.kept[place] = made
    return made


def checked(state: dict[str, Any]) -> dict[str, Any]:
    """A generator's state, if its place is one of its numbers: NumPy does not look."""
    inner, size = state["state"], {"MT19937": 624, "Philox": 4}
    places = (inner.get("pos", 0), state.get("buffer_pos", 0))
    most = size.get(state["bit_generator"], 0)
    if not all(type(place) is int and 0 <= place <= most for place in places):
        raise ValueError("a place outside of its numbers")
    return state


def state_of(value: Any) -> Any:
    """What of a generator or model can change, as something to compare."""
    random = sys.modules.get("numpy.random")
    if random is not None and type(value) is random.Generator:
        return str(value.bit_generator.state)
    if random is not None and type(value) is random.RandomState:
        _, key, place, *rest = value.get_state()
        return key.tolist(), place, rest
    if hasattr(value, "get_weights"):
        weights = [weight.tobytes() for weight in value.get_weights()]
        learn = [bool(part.trainable) for part in models.layers_in(value)]
        return weights, bool(getattr(value, "compiled", False)), learn
    return value.numpy().tobytes() if hasattr(value, "numpy") else None


def restore(mine: Any, new: Any) -> None:
    """Bring a generator or a model of this side into the state of another."""
    if hasattr(mine, "bit_generator"):
        mine.bit_generator.state = new.bit_generator.state
    elif hasattr(mine, "set_state"):
        mine.set_state(new.get_state())
    elif hasattr(mine, "set_weights"):
        if hasattr(mine, "pop") and hasattr(new, "pop"):
            while len(mine.layers) > len(new.layers):  # as Sequential.pop left it
                mine.pop()
        shapes = [[w.shape for w in model.get_weights()] for model in (mine, new)]
        if shapes[0] != shapes[1]:
            raise CannotCross("a model that was lent came back with other weights")
        mine.set_weights(new.get_weights())
        for part, other in zip(
            models.layers_in(mine), models.layers_in(new), strict=False
        ):
            part.trainable = other.trainable
        if getattr(new, "compiled", False) and not mine.compiled:
            mine.compile_from_config(new.get_compile_config())
    elif hasattr(mine, "assign"):
        mine.assign(new)


# --- TensorFlow ------------------------------------------------------------------


def tensor_node(encoder: Any, value: Any, depth: int, register: bool) -> Any:
    """The node of an eager tensor, a variable, a shape or a dtype."""
    import tensorflow as tf

    if isinstance(value, tf.DType):
        return ["tf dtype", value.name]
    if isinstance(value, tf.TensorShape):
        if value.rank is None:
            return None
        return ["tf shape", *value.as_list()]
    if isinstance(value, tf.Tensor) and hasattr(value, "numpy"):
        if value.dtype == tf.string:
            parts = value.numpy()
            parts = parts.ravel().tolist() if value.shape.rank else [parts]
            nodes = [encoder.node(part) for part in parts]
            return ["strings", value.shape.as_list(), *nodes]
        return ["tensor", encoder.node(value.numpy(), depth, register=False)]
    if isinstance(value, tf.Variable) and hasattr(value, "numpy"):
        content = value.numpy()
        tag = encoder.tag("variable", value, register)
        name = value.name.partition(":")[0]
        trainable = bool(value.trainable)
        return [tag, name, trainable, encoder.node(content, depth, register=False)]
    return None


def numbers(decoder: Any, node: Any, depth: int) -> Any:
    """An array or a scalar: TensorFlow ends the process over other things."""
    import numpy as np

    found = decoder.value(node, depth)
    if type(found) is not np.ndarray and not isinstance(found, np.generic):
        raise ValueError("no numbers")
    return found


def make_tensor(decoder: Any, node: list, depth: int, keep: Any) -> Any:
    """A tensor, of numbers or of texts."""
    import tensorflow as tf

    if node[0] == "tensor":
        return tensor_of(numbers(decoder, node[1], depth))
    parts = decoder.values(node[2:], depth)
    if not all(type(part) is bytes for part in parts):
        raise ValueError("no strings")
    if math.prod(node[1]) != len(parts):
        raise ValueError("no shape")
    return tf.constant(parts, tf.string, node[1])


def tensor_of(found: Any) -> Any:
    """A tensor with the numbers of an array or a scalar.

    `tf.constant` runs an operation, of which a process's first takes 30 ms. So the
    tensor is given memory instead, which begins where TensorFlow wants it to.
    """
    import numpy as np
    import tensorflow as tf

    array = np.asarray(found)
    if array.dtype.kind not in "biufc" or not array.size or array.dtype.itemsize > 16:
        return tf.constant(found)
    raw = np.empty(array.nbytes + _ALIGNED, "uint8")
    begin = -raw.ctypes.data % _ALIGNED
    copy = raw[begin : begin + array.nbytes].view(array.dtype).reshape(array.shape)
    copy[...] = array
    tf.config.list_logical_devices("CPU")  # makes TensorFlow ready
    return tf.experimental.dlpack.from_dlpack(copy.__dlpack__())


def make_variable(decoder: Any, node: list, depth: int, keep: Any) -> Any:
    """A variable with the value, the name and the dtype that were told."""
    import tensorflow as tf

    place = len(decoder.kept)
    keep(None)
    content = numbers(decoder, node[3], depth)
    made = tf.Variable(content, trainable=node[2] is True, name=str(node[1])[:100])
    if keep == decoder.keep:
        decoder.kept[place] = made
    return made


def make_tf_part(decoder: Any, node: list, depth: int, keep: Any) -> Any:
    """A shape or a dtype."""
    import tensorflow as tf

    if node[0] == "tf dtype":
        return tf.as_dtype(node[1])
    return tf.TensorShape(node[1:])


_READERS: dict[str, Any] = {
    "generator": make_generator,
    "tensor": make_tensor,
    "strings": make_tensor,
    "variable": make_variable,
    "tf dtype": make_tf_part,
    "tf shape": make_tf_part,
    "keras": models.make_keras,
}
