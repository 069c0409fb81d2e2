"""What tests rely on: noted before student code runs, put back before each test.

Runs inside the sandbox. There is no class in this module, because every class can
be found through `object.__subclasses__()`, and through its methods their module.
"""

from __future__ import annotations

import builtins
import functools
import sys
import types
from collections.abc import Callable
from typing import Any

import comparing

# A student may replace `builtins.isinstance`; this module then still has its own.
globals().update(
    {name: value for name, value in vars(builtins).items() if name[0] != "_"}
)

CELL = "<ipython-input-"  # how IPython begins the file name of a cell
# What a cell of the course may give a name to, and a student must not replace.
TOOLS = (
    *(types.MethodType, types.BuiltinFunctionType, types.ModuleType),
    functools.partial,
)
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
_HEAP_TYPE = 1 << 9  # the others cannot be patched
_FUNCTION, _MODULE = types.FunctionType, types.ModuleType
_delete, _set = type.__delattr__, type.__setattr__
# Also for a class that hides its own members:
_members, _order, _name = (
    type.__dict__[name].__get__ for name in ("__dict__", "__mro__", "__name__")
)


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
    classes = {id(part) for part in comparing.all_classes()}
    witness: list[list] = [[]]
    honest: dict[int, tuple[type, tuple[Any, ...]]] = {}
    mocking: list[tuple[Any, ...]] = []  # of `unittest.mock`: what `is_plain` knows

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

    def take_patches(namespace: dict[str, Any], patches: list[str]) -> None:
        """Take for the genuine what a cell of the course has put in its place."""
        for patch in patches:
            first, *keys = patch.split(".")
            owner = namespace.get(first, sys.modules.get(first))
            for key in keys[:-1]:
                owner = vars(owner).get(key) if is_module(owner) else None
            kept = places[id(owner)][4] if id(owner) in places else {}
            for key in keys[-1:]:
                value = vars(owner).get(key, places) if key in kept else places
                code = value.__code__ if type(value) is _FUNCTION else None
                if value is not places and not (
                    code and code.co_filename.startswith(CELL)
                ):
                    kept[key] = value
                    add_body(value)

    def note_namespace(
        namespace: dict[str, Any], names: list[str], tools: tuple[type, ...]
    ) -> None:
        """Remember what a cell of the course bound, if it is one of its `tools`."""
        for name in names:
            value = namespace.get(name)
            given.pop(name, None)
            if isinstance(value, tools):
                given[name] = value
                add_body(value)

    def note_classes() -> None:
        """Classes that exist now belong to libraries."""
        witness[:] = [[]]
        classes.update(map(id, comparing.recent_classes(witness[0])))
        mock = sys.modules.get("unittest.mock")
        if mock is not None:
            mocking[:] = [(mock.DEFAULT, mock.MagicProxy, mock.__file__)]

    def restore(
        namespace: dict[str, Any], ours: Callable[[str], bool], swapped: dict[str, Any]
    ) -> list[str]:
        """Put everything back; the names of what had been changed.

        Of the course's own names, only those that are still `ours`; what a student
        had there is kept in `swapped`.
        """
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
            if ours(name) and namespace.get(name, places) is not value:
                if name in namespace:
                    swapped[name] = namespace[name]
                namespace[name] = value
                changed.append(name)
        return changed

    def remove_liars(mocks: bool = False) -> list[str]:
        """Take faked comparisons away from classes that student code has made.

        With `mocks`, the course itself uses `unittest.mock`.
        """
        found = []
        for part in comparing.recent_classes(witness[0]):
            if id(part) in classes:
                continue
            members = _members(part)
            methods = comparing.comparisons(members)
            if not methods or honest.get(id(part)) == (part, methods):
                continue
            if comparing.is_mock(part):
                lies = not (mocks and comparing.is_plain(part, mocking[0]))
            else:
                lies = comparing.claims_anything(part)
            if not lies:
                honest[id(part)] = (part, methods)
                continue
            found.append(f"faked comparison in class {_name(part)}")
            for name in comparing.COMPARISONS + comparing.DIFFERENCES:
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
        add_name=add_name,
        add_module=add_module,
        add_path=add_path,
        note_namespace=note_namespace,
        take_patches=take_patches,
        note_classes=note_classes,
        restore=restore,
        remove_liars=remove_liars,
    )


def keep_shell(shell: Any, add_name: Callable[..., None]) -> Callable[[], list[str]]:
    """Note how a shell runs code and magics; the function that puts that back."""
    methods = set()
    for part in _order(type(shell)):
        if part.__flags__ & _HEAP_TYPE:
            for name, value in list(vars(part).items()):
                if type(value) is _FUNCTION:
                    methods.add(name)
                    if part is type(shell):
                        add_name("get_ipython()", part, name, value)
    methods -= set(vars(shell))
    space, asker = shell.user_ns, shell.user_ns["get_ipython"]
    magics = [
        (now, {k: v for k, v in now.items() if type(v) is types.MethodType})
        for now in shell.magics_manager.magics.values()
    ]

    def put_back() -> list[str]:
        changed = []
        if space.get("get_ipython") is not asker:
            space["get_ipython"] = asker
            changed.append("changed get_ipython")
        for name in methods.intersection(vars(shell)):
            del vars(shell)[name]
            changed.append(f"changed get_ipython().{name}")
        for now, known in magics:
            if any(now.get(name) is not value for name, value in known.items()):
                now.update(known)
                changed.append("changed a magic")
        return changed

    return put_back


def replaced_by_its_library(new: Any, old: Any) -> bool:
    """Whether a library swapped one of its own functions, as lazy ones do."""
    if type(new) is not _FUNCTION:
        return False
    if not comparing.of_a_library(new.__code__.co_filename):
        return False
    return new.__name__ == getattr(old, "__name__", None)
