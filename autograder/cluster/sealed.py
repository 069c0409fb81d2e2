"""Keep Dask from unpickling anything in this process.

Dask's client unpickles what workers and schedulers send, whatever `deserializers` it is
given: the exception and traceback of a task that failed (`core.clean_exception`), the
type of each result (`Client._handle_key_in_memory`), warnings (`client._handle_warn`),
whatever is marked as pickled in any message (`protocol.core.loads`), and the type of
each object that Dask's own serialiser wrote (`protocol.serialize.dask_loads`). All of
them come to Python's `pickle` by a name in a module of Dask's; what has that name here
reads nothing. The grader needs none of them: results are bytes.
"""

from __future__ import annotations

import logging
import pickle
import sys
from types import ModuleType
from typing import Any

import cloudpickle
from distributed.protocol.serialize import pickle_dumps, register_serialization_family

# How Dask writes that something is `bytes`; compared, never loaded.
BYTES = frozenset(pickle.dumps(bytes, protocol=n) for n in range(2, 6))
READING = ("load", "Unpickler", "_Unpickler", "_loads", "_load")
UNREAD = "[a pickled object, which was not read]"


class Sealed:
    """What takes the place of `pickle` or `cloudpickle` in Dask: it never reads."""

    def __init__(self, module: ModuleType) -> None:
        self.module = module

    def __getattr__(self, name: str) -> Any:
        if name in READING:
            raise AttributeError(name)
        return getattr(self.module, name)

    def loads(self, data: Any, **_: Any) -> type:
        """The type `bytes`, if it is that; a `TypeError` for anything else."""
        if bytes(data) in BYTES:
            return bytes
        raise TypeError("the grader unpickles nothing")


def unread(header: Any, frames: Any) -> str:
    """What takes the place of a pickled object in a message."""
    return UNREAD


def seal() -> None:
    """From now on, what comes to Dask in this process is never unpickled."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in ("dask", "distributed"):
            for known, value in list(vars(module).items()):
                if value is pickle or value is cloudpickle:
                    vars(module)[known] = Sealed(value)
                elif value is pickle.loads:
                    vars(module)[known] = Sealed(pickle).loads
    register_serialization_family("pickle", pickle_dumps, unread)
    # What others say may hold anything; a terminal is no place for it.
    for name in ("distributed", "tornado", "asyncio", *logging.root.manager.loggerDict):
        if name.partition(".")[0] not in ("distributed", "tornado", "asyncio"):
            continue
        log = logging.getLogger(name)
        log.handlers[:] = [logging.NullHandler()]
        log.propagate = False
        log.setLevel(logging.CRITICAL + 1)
