"""How Keras' objects cross the border.

An object crosses as its configuration and weights, and is made again on the other
side, if every part of it is a class of Keras'. So what a test asks of a model is
answered by a genuine one. Others stay where they are and are referred to.
"""

from __future__ import annotations

import json
import re
import sys
import types
from typing import Any

from faults import Shared

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
