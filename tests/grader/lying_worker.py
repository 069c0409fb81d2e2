"""Tasks that send the grader what it must not unpickle. Workers import this."""

from __future__ import annotations

import pickle
from typing import Any


class Bomb:
    """Makes a file where it is unpickled, in one process alone."""

    def __init__(self, path: str, pid: int) -> None:
        self.path, self.pid = path, pid

    def __reduce__(self) -> Any:
        code = f"__import__('os').getpid() == {self.pid} and open({self.path!r}, 'w')"
        return eval, (code,)


def returns(path: str, pid: int) -> object:
    """A task with a result that nobody should load."""
    return Bomb(path, pid)


def raises(path: str, pid: int) -> bytes:
    """A task that fails with one."""
    raise ValueError(Bomb(path, pid))


def warns(path: str, pid: int) -> bytes:
    """A task that sends one beside its result, as Dask does with warnings."""
    from distributed import get_worker

    data = pickle.dumps(Bomb(path, pid))
    get_worker().log_event("warn", {"message": data, "category": data})
    return b"done"
