"""Comparisons that students' classes fake: objects that equal whatever they are asked.

Runs inside the sandbox. There is no class in this module either: see `guard`.
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

LIBRARIES = tuple(
    dict.fromkeys(
        f"{path.rstrip('/')}/"
        for path in (sys.prefix, sys.base_prefix, "/usr", os.path.dirname(__file__))
    )
)
_FUNCTION = types.FunctionType
_BUILT = (types.WrapperDescriptorType, type(None))
_subclasses = type.__subclasses__
# Also for a class that hides its own members:
_members, _order = (type.__dict__[name].__get__ for name in ("__dict__", "__mro__"))
_get_objects = gc.get_objects
_ENDLESS = float("inf")
_uniform = random.SystemRandom().uniform


def of_a_library(file: str) -> bool:
    """Whether code calls itself part of Python or of an installed package."""
    return file.startswith((*LIBRARIES, "<frozen "))


COMPARISONS = ("__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__")
DIFFERENCES = ("__sub__", "__rsub__", "__abs__")
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
    for name in COMPARISONS + DIFFERENCES:
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


def is_plain(part: type, genuine: tuple[Any, ...]) -> bool:
    """Whether a class of `unittest.mock` compares as nobody has told it to."""
    default, proxy, file = genuine
    for name in COMPARISONS + DIFFERENCES:
        for base in _order(part):
            method = _members(base).get(name)
            if method is None or type(method) in (*_BUILT, proxy):
                continue
            try:
                told = object.__getattribute__(method, "__dict__")
                result = told["_mock_return_value"]
                effect, others = told["_mock_side_effect"], told["_mock_wraps"]
            except (AttributeError, KeyError):
                return False
            if result is not default and result is not NotImplemented:
                return False
            code = effect.__code__ if type(effect) is _FUNCTION else None
            own = effect is None or (code and code.co_filename == file)
            if others is not None or told.get("_mock_delegate") or not own:
                return False
    return True


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
