"""How generators of random numbers, tensors and Keras' objects cross the border.

A Keras object crosses as its configuration and weights, and is made again on the
other side, if every part of it is a class of Keras'. So what a test asks of a model
is answered by a genuine one. Others stay where they are and are referred to.
"""

from __future__ import annotations

import json
import math
import re
import sys
import types
from typing import Any

from faults import Malformed, Shared

UNKNOWN = object()
# Of a number in a configuration: TensorFlow ends its process over larger ones.
MOST = 1 << 20
_KERAS = re.compile(
    r"keras(\.(activations|constraints|initializers|layers|losses|metrics|models|"
    r"optimizers|optimizers\.schedules|regularizers|dtype_policies)|"
    r"\.src\.models\.(functional|sequential))?"
)
_NEVER = ("__lambda__", "Lambda", "__typespec__")
_NO_PARTS = ("get", "serialize", "deserialize")  # functions that no model consists of
_KINDS = (
    *("Initializer", "Regularizer", "Constraint", "Loss", "Metric", "Optimizer"),
    *("Model", "Layer"),
)
_GENERATORS = ("PCG64", "PCG64DXSM", "MT19937", "Philox", "SFC64")


def node(encoder: Any, value: Any, depth: int, register: bool) -> Any:
    """The node of such a value, or None for any other."""
    found = random_node(encoder, value, depth, register)
    if found is None and "tensorflow" in sys.modules:
        found = tensor_node(encoder, value, depth, register)
    if found is None and "keras" in sys.modules:
        found = keras_node(encoder, value, depth, register)
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
        return weights, bool(getattr(value, "compiled", False))
    return value.numpy().tobytes() if hasattr(value, "numpy") else None


def restore(mine: Any, new: Any) -> None:
    """Bring a generator or a model of this side into the state of another."""
    if hasattr(mine, "bit_generator"):
        mine.bit_generator.state = new.bit_generator.state
    elif hasattr(mine, "set_state"):
        mine.set_state(new.get_state())
    elif hasattr(mine, "set_weights"):
        mine.set_weights(new.get_weights())
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
        return tf.constant(numbers(decoder, node[1], depth))
    parts = decoder.values(node[2:], depth)
    if not all(type(part) is bytes for part in parts):
        raise ValueError("no strings")
    if math.prod(node[1]) != len(parts):
        raise ValueError("no shape")
    return tf.constant(parts, tf.string, node[1])


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


# --- Keras -----------------------------------------------------------------------


def keras_node(encoder: Any, value: Any, depth: int, register: bool) -> Any:
    """The node of an object that Keras can make again from its configuration.

    Raises `Shared` for the second of two that have a weight in common.
    """
    import keras

    if not encoder.models or not isinstance(value, tuple(map(kind_of, _KINDS))):
        return None
    parts = layers_in(value)
    for weight in parts[0].weights if parts else ():
        if encoder.owners.setdefault(id(weight), id(value)) != id(value):
            raise Shared
    if not type(value).__module__.startswith("keras."):
        return None
    if any(id(part) in encoder.models.staying for part in parts):
        return None
    if has_own_function(value, {}):
        return None
    try:
        config = json.dumps(keras.saving.serialize_keras_object(value))
    except Exception:  # a part of it has no configuration: it stays where it is
        return None
    if not genuine(json.loads(config)):
        return None
    weights = parts[0].get_weights() if parts and parts[0].built else None
    tag = encoder.tag("keras", value, register)
    name = encoder.models.name_of(value, config)
    return [tag, config, encoder.node(weights, depth, register=False), name]


class Models:
    """The Keras objects that have crossed, so that each is the same one again."""

    def __init__(self, side: str) -> None:
        self.side, self.count = side, 0
        self.names: dict[int, str] = {}
        self.known: dict[str, tuple[Any, str]] = {}  # the object, its configuration
        self.staying: dict[int, Any] = {}  # parts of what is referred to

    def stay(self, value: Any) -> None:
        """Keep the layers of a layer that is referred to: copies would not be its."""
        self.staying |= {id(part): part for part in layers_in(value)}

    def name_of(self, value: Any, config: str) -> str:
        """The name of an object of this side, or of one that came from the other."""
        if id(value) not in self.names:
            self.count += 1
            self.names[id(value)] = f"{self.side}{self.count}"
        name = self.names[id(value)]
        self.known[name] = (value, config)
        return name

    def note(self, name: str, value: Any, config: str) -> None:
        """Remember what was made for an object of the other side."""
        self.names[id(value)] = name
        self.known[name] = (value, config)


def layers_in(value: Any) -> list[Any]:
    """A layer or model and all its layers; nothing for anything else."""
    keras = sys.modules.get("keras")
    if keras is None or not isinstance(value, keras.Layer):
        return []
    try:
        return list(value._flatten_layers())
    except Exception:  # it has never been initialised
        return []


def kind_of(name: str) -> type:
    """A base class of Keras."""
    import keras

    places = {
        "Initializer": keras.initializers,
        "Regularizer": keras.regularizers,
        "Constraint": keras.constraints,
        "Loss": keras.losses,
        "Metric": keras.metrics,
        "Optimizer": keras.optimizers,
    }
    return getattr(places.get(name, keras), name)


def has_own_function(value: Any, seen: dict[int, Any]) -> bool:
    """Whether a function that is not Keras' is in an object.

    A configuration has only its name, which may be that of another one of Keras'.
    """
    if isinstance(value, types.FunctionType):
        return not value.__module__.startswith("keras.")
    if isinstance(value, dict):
        parts = list(value.values())
    elif isinstance(value, (list, tuple)):
        parts = list(value)
    elif type(value).__name__ == "SerializableDict":
        parts = list(value.config.values())
    elif isinstance(value, tuple(map(kind_of, _KINDS))):
        parts = list(vars(value).values())
    else:
        return False
    if id(value) in seen:
        return False
    seen[id(value)] = value
    return any(has_own_function(part, seen) for part in parts)


def is_function(config: dict) -> bool:
    """Whether this is the configuration of a function that Keras has."""
    import keras

    name = config.get("config")
    if config.get("module") != "builtins" or type(name) is not str:
        return False
    if config.get("registered_name") != "function" or name in _NO_PARTS:
        return False
    places = (keras.activations, keras.losses, keras.metrics)
    return any(type(vars(p).get(name)) is types.FunctionType for p in places)


def genuine(config: Any) -> bool:
    """Whether every object in a configuration is one of Keras' own, and harmless."""
    if type(config) is int:
        return abs(config) <= MOST
    if isinstance(config, list):
        return all(map(genuine, config))
    if not isinstance(config, dict):
        return True
    if "class_name" in config:
        name, module = config["class_name"], config.get("module")
        if name == "function":
            return is_function(config)
        if name in _NEVER or not isinstance(name, str):
            return False
        if module is not None and not (
            isinstance(module, str) and _KERAS.fullmatch(module)
        ):
            return False
        if module is None and not name.startswith("__"):
            return False
        given = config.get("registered_name")
        if given is not None and given != name:
            return False
    return all(
        genuine(part)
        for name, part in config.items()
        if name != "seed" or type(part) is not int
    )


def from_config(config: dict[str, Any]) -> Any:
    """The object of a configuration.

    A sequential model gets its layers at once. Keras' own way rebuilds it for each,
    and takes a second for fifty.
    """
    import keras

    make = keras.saving.deserialize_keras_object
    if config.get("class_name") != "Sequential" or config.get("module") != "keras":
        return make(config, safe_mode=True)
    inner = config["config"]
    layers = [make(layer, safe_mode=True) for layer in inner["layers"]]
    model = keras.Sequential(layers, name=inner["name"])
    if not model.built and config.get("build_config"):
        model.build_from_config(config["build_config"])
    if config.get("compile_config"):
        model.compile_from_config(config["compile_config"])
    return model


def make_keras(decoder: Any, node: list, depth: int, keep: Any) -> Any:
    """A genuine Keras object made from a configuration, with the weights."""

    place = len(decoder.kept)
    keep(None)
    text, name = node[1], str(node[3])[:20]
    config = json.loads(text)
    if not isinstance(config, dict) or not genuine(config):
        raise ValueError("not an object of Keras")
    weights = decoder.value(node[2], depth)
    made, before = decoder.models.known.get(name, (None, ""))
    try:
        if before != text:
            made = from_config(config)
        if weights is not None:
            made.set_weights(weights)
    except Exception as error:  # whatever a false configuration leads to
        raise ValueError(str(error)) from error
    if not isinstance(made, tuple(map(kind_of, _KINDS))):
        raise ValueError("not an object of Keras")
    decoder.models.note(name, made, text)
    if keep == decoder.keep:
        decoder.kept[place] = made
    return made


_READERS: dict[str, Any] = {
    "generator": make_generator,
    "tensor": make_tensor,
    "strings": make_tensor,
    "variable": make_variable,
    "tf dtype": make_tf_part,
    "tf shape": make_tf_part,
    "keras": make_keras,
}
