"""What tests rely on: noted before student code runs, put back before each test.

Runs inside the sandbox. There is no class in this module, because every class can
be found through `object.__subclasses__()`, and through its methods their module.
"""

from __future__ import annotations

import builtins
import gc
import os
import random
import sys
import types
from typing import Any

# A student may replace `builtins.isinstance`; this module then still has its own.
globals().update(
    {name: value for name, value in vars(builtins).items() if name[0] != "_"}
)

CELL = "<ipython-input-"  # how IPython begins the file name of a cell
MODULES = (
    *("builtins", "math", "statistics", "random", "unittest", "unittest.case"),
    *("inspect", "json", "re", "pandas", "pandas.testing", "pytest"),
    *("numpy", "numpy.testing", "numpy.testing._private.utils", "numpy.linalg"),
    *("numpy.random", "numpy._core.numeric", "numpy._core.fromnumeric"),
    *("tensorflow", "keras", "keras.ops", "keras.utils", "keras.activations"),
    *("keras.initializers", "keras.losses"),
)
CLASSES = (
    *("unittest:TestCase", "keras:Model", "keras:Sequential", "keras:Layer"),
    *("keras:Variable", "tensorflow:Tensor", "tensorflow:Variable"),
    *("tensorflow:GradientTape", "IPython.core.interactiveshell:InteractiveShell"),
)
NOT_WATCHED = {"_", "exit", "quit", "get_ipython", "display", "help", "input"}
LIBRARIES = tuple(
    dict.fromkeys(
        f"{path.rstrip('/')}/"
        for path in (sys.prefix, sys.base_prefix, "/usr", os.path.dirname(__file__))
    )
)
_HEAP_TYPE = 1 << 9  # the others cannot be patched
_FUNCTION, _MODULE = types.FunctionType, types.ModuleType
_BUILT = (types.WrapperDescriptorType, type(None))
_subclasses, _delete, _set = type.__subclasses__, type.__delattr__, type.__setattr__
# Also for a class that hides its own members:
_members, _order, _name = (
    type.__dict__[name].__get__ for name in ("__dict__", "__mro__", "__name__")
)
_get_objects = gc.get_objects
_ENDLESS = float("inf")
_uniform = random.SystemRandom().uniform


def of_a_library(file: str) -> bool:
    """Whether code calls itself part of Python or of an installed package."""
    return file.startswith((*LIBRARIES, "<frozen "))


def is_module(value: Any) -> bool:
    """Whether `value` is a module, whatever class it claims to be of."""
    return _MODULE in type(value).__mro__


def bodies_of(value: Any) -> list[tuple[Any, tuple[Any, ...]]]:
    """The functions in `value`, below decorators too, and what they do."""
    found = []
    for _ in range(5):
        if type(value) is _FUNCTION:
            body = (value.__code__, value.__defaults__, value.__kwdefaults__)
            found.append((value, body))
        try:
            value = value.__wrapped__
        except Exception:  # a lazy or odd object may raise anything
            break
    return found


def make() -> types.SimpleNamespace:
    """Note the libraries as they are now; functions to add to it and to restore."""
    places: dict[int, tuple[str, Any, type, Any, dict[str, Any]]] = {}
    bodies: dict[int, tuple[Any, tuple[Any, ...]]] = {}
    modules: dict[str, Any] = {}
    given: dict[str, Any] = {}
    classes = {id(part) for part in all_classes()}
    witness: list[list] = [[]]
    honest: dict[int, tuple[type, tuple[Any, ...]]] = {}

    def add_body(value: Any) -> None:
        for function, body in bodies_of(value):
            bodies[id(function)] = (function, body)

    def add_name(name: str, owner: Any, key: str, value: Any) -> None:
        if id(owner) not in places:
            places[id(owner)] = (name, owner, type(owner), vars(owner), {})
        places[id(owner)][4][key] = value
        add_body(value)

    def add_place(name: str, owner: Any) -> None:
        for key, value in list(vars(owner).items()):
            if key in NOT_WATCHED:
                continue
            if is_module(value):
                if modules.get(value.__name__) is value:
                    add_name(name, owner, key, value)
            elif callable(value) or isinstance(value, (property, staticmethod)):
                add_name(name, owner, key, value)

    def add_module(name: str) -> None:
        modules[name] = sys.modules[name]
        add_place(name, modules[name])

    def add_path(module: str, dotted: str) -> None:
        """Note each step of `module.a.b.c`, which a test or a helper uses."""
        owner, name = sys.modules.get(module), module
        for key in dotted.split("."):
            try:
                value = getattr(owner, key)
                if key in vars(owner):
                    add_name(name, owner, key, value)
            except Exception:  # no such attribute, or one that is made on demand
                return
            owner, name = value, f"{name}.{key}"

    def adopt(module: str, name: str, value: Any) -> None:
        """Take what has been put in place of a part of a module for the genuine."""
        owner = modules[module]
        if id(owner) in places and name in places[id(owner)][4]:
            add_name(module, owner, name, value)

    def note_namespace(namespace: dict[str, Any], names: list[str]) -> None:
        """Remember the functions and classes that a cell of the course made."""
        for name in names:
            value = namespace.get(name)
            if type(value) is _FUNCTION or isinstance(value, type):
                given[name] = value
                add_body(value)

    def note_classes() -> None:
        """Classes that exist now belong to libraries."""
        witness[:] = [[]]
        classes.update(map(id, recent_classes(witness[0])))

    def restore(namespace: dict[str, Any]) -> list[str]:
        """Put everything back; the names of what had been changed."""
        changed = []
        for name, module in modules.items():
            if sys.modules.get(name) is not module:
                sys.modules[name] = module
                changed.append(name)
        for name, owner, kind, members, kept in places.values():
            if type(owner) is not kind and isinstance(members, dict):
                object.__setattr__(owner, "__class__", kind)
                changed.append(name)
            for key, value in kept.items():
                current = members.get(key, places)
                if current is value:
                    continue
                if replaced_by_its_library(current, value):
                    kept[key] = current
                    add_body(current)
                    continue
                try:
                    if isinstance(members, dict):
                        members[key] = value
                    else:
                        _set(owner, key, value)
                except (AttributeError, TypeError):
                    continue
                changed.append(f"{name}.{key}")
        for value, body in list(bodies.values()):
            if (value.__code__, value.__defaults__, value.__kwdefaults__) != body:
                value.__code__, value.__defaults__, value.__kwdefaults__ = body
                changed.append(f"{value.__module__}.{value.__qualname__}")
        for name, value in given.items():
            if namespace.get(name, places) is not value:
                namespace[name] = value
                changed.append(name)
        return changed

    def remove_liars(mocks: bool = False) -> list[str]:
        """Take faked comparisons away from classes that student code has made.

        With `mocks`, the course itself uses `unittest.mock`.
        """
        found = []
        for part in recent_classes(witness[0]):
            if id(part) in classes:
                continue
            members = _members(part)
            methods = comparisons(members)
            if not methods or honest.get(id(part)) == (part, methods):
                continue
            if not is_mock(part) and not claims_anything(part):
                honest[id(part)] = (part, methods)
                continue
            found.append(f"faked comparison in class {_name(part)}")
            for name in _COMPARISONS + _DIFFERENCES:
                if name in members:
                    _delete(part, name)
        mock = sys.modules.get("unittest.mock")
        anything = vars(mock).get("_ANY") if mock is not None else None
        if anything is not None and not mocks:
            # `mock.ANY` has no other use than to equal everything.
            for name in ("__eq__", "__ne__"):
                if name in _members(anything):
                    _delete(anything, name)
        return found

    for name in MODULES:
        if name in sys.modules:
            modules[name] = sys.modules[name]
    for name in list(modules):
        add_module(name)
    for entry in CLASSES:
        name, _, attribute = entry.partition(":")
        owner = getattr(sys.modules.get(name), attribute, None)
        for part in owner.__mro__ if isinstance(owner, type) else ():
            if part.__flags__ & _HEAP_TYPE:
                add_place(f"{name}.{part.__name__}", part)
    return types.SimpleNamespace(
        modules=modules,
        adopt=adopt,
        add_module=add_module,
        add_path=add_path,
        note_namespace=note_namespace,
        note_classes=note_classes,
        restore=restore,
        remove_liars=remove_liars,
    )


def replaced_by_its_library(new: Any, old: Any) -> bool:
    """Whether a library swapped one of its own functions, as lazy ones do."""
    if type(new) is not _FUNCTION or not of_a_library(new.__code__.co_filename):
        return False
    return new.__name__ == getattr(old, "__name__", None)


# --- Faked comparisons -----------------------------------------------------------

_COMPARISONS = ("__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__")
_DIFFERENCES = ("__sub__", "__rsub__", "__abs__")
_MAKERS = (
    lambda part: object.__new__(part),
    lambda part: part.__new__(part),
    lambda part: part.__new__(part, 1),
    lambda part: part.__new__(part, "x", (), {}),
    lambda part: part(),
)


def all_classes() -> list[type]:
    """Every class there is."""
    found, seen, queue = [], {id(object)}, [object]
    while queue:
        for part in _subclasses(queue.pop()):
            if id(part) not in seen:
                seen.add(id(part))
                found.append(part)
                queue.append(part)
    return found


def recent_classes(witness: object) -> list[type]:
    """Every class that may be younger than `witness`; all, where that is unclear.

    The warm process freezes the garbage collector's view of its libraries. So what it
    lists is young, and finding the classes in it is ten times cheaper than walking
    all of them. Code that freezes the view again hides `witness` too.
    """
    young = _get_objects()
    found, present = [], False
    for value in young:
        if value is witness:
            present = True
        elif issubclass(type(value), type):
            found.append(value)
    return found if present else all_classes()


def comparisons(members: Any) -> tuple[Any, ...]:
    """What a class says by itself about what its objects equal, or differ by.

    Methods of libraries are left out: changing those of a library is noticed.
    """
    found = []
    for name in _COMPARISONS + _DIFFERENCES:
        method = members.get(name)
        code = method.__code__ if type(method) is _FUNCTION else None
        if type(method) in _BUILT or (code and of_a_library(code.co_filename)):
            continue
        found.append(method)
    return tuple(found)


def is_mock(part: type) -> bool:
    """Whether a class is one of `unittest.mock`, which answers as it is told."""
    names = (_members(base).get("__module__") for base in _order(part))
    return any(name == "unittest.mock" for name in names)


def claims_anything(part: type) -> bool:
    """Whether objects of a class claim things about what they never saw."""
    high = [_uniform(1e6, 1e9) for _ in range(2)]
    probes: list[list[Any]] = [[object()], high, [int(x) for x in high], ["\0", "\1"]]
    for make_one in _MAKERS:
        try:
            made = make_one(part)
        except Exception:
            continue
        if any(all(same(made, value) for value in values) for values in probes):
            return True
        if all(near(made, value) for value in high) or boasts(made):
            return True
    return False


def same(made: Any, value: Any) -> bool:
    """Whether an object says that it equals `value`."""
    try:
        return bool(made == value)
    except Exception:
        return False


def near(made: Any, value: float) -> bool:
    """Whether an object says that it hardly differs from `value`."""
    try:
        return bool(abs(made - value) < 1e-3) or bool(abs(value - made) < 1e-3)
    except Exception:
        return False


def boasts(made: Any) -> bool:
    """Whether an object says that it exceeds, or is below, whatever there is."""
    for ask in (
        lambda: made > object() or made >= object() or made > _ENDLESS,
        lambda: made < object() or made <= object() or made < -_ENDLESS,
    ):
        try:
            if ask():
                return True
        except Exception:
            continue
    return False
