"""What runs on a worker of the cluster: its engines, and what it says of itself.

A worker keeps one engine, a warm process in a sandbox, for each kind of place that
courses ask for. Before its first notebook an engine proves its isolation. What cannot
be done is said in the reply: no exception of ours crosses the network.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from distributed import get_worker

from autograder import machine
from autograder.cluster import same, wire
from autograder.cluster.tasks import courses
from autograder.engine.sandboxed import SandboxedEngine
from autograder.records import JudgeFailed, NotGraded, Refusal

MOST_ENGINES = 2  # each holds the libraries of a course in memory

_engines: dict[bytes, Kept] = {}  # by place, the one used last at the end
_lock = threading.Lock()


class Kept:
    """An engine, or why there is none, and how many notebooks it runs now."""

    def __init__(self, place: bytes) -> None:
        self.place = place
        self.users = 0
        self.engine: SandboxedEngine | None = None
        self._lock = threading.Lock()

    def started(self) -> SandboxedEngine:
        """The engine; `Refusal` where it cannot be had, tried anew each time."""
        with self._lock:
            if self.engine is None:
                place = wire.read_place(self.place)
                # A thread of a worker stands for a processor.
                jobs = machine.processors()
                engine = SandboxedEngine(
                    place.preload, jobs, place.unsafe, place.warm, place.outside
                )
                engine.start()
                self.engine = engine
        return self.engine


@lru_cache(4)
def course_of(name: str) -> wire.Course:
    """The course of that name; `Refusal` if it has not come."""
    if name not in courses:
        raise Refusal("it never got the assignment: start the grader again")
    return wire.read_course(courses[name])


@contextmanager
def engine_for(place: wire.Place) -> Iterator[SandboxedEngine]:
    """An engine of that kind, started; `Refusal` if this worker will not do."""
    if place.version != (mine := same.version()):
        raise Refusal(f"it has autograder {mine} and the grader {place.version}")
    lacking = [part.path for part in place.outside.shown]
    lacking += [*place.outside.modules]
    if place.outside.kernel is not None:
        lacking.append(place.outside.kernel.python)
    for path in lacking:
        if not os.path.exists(path):
            raise Refusal(f"it has no {path}, which notebooks may read")
    data = wire.pack_place(place)
    with _lock:
        kept = _engines.pop(data) if data in _engines else Kept(data)
        _engines[data] = kept  # at the end
        kept.users += 1
        idle = [key for key, other in _engines.items() if not other.users]
        spare = [_engines.pop(key) for key in idle[: len(_engines) - MOST_ENGINES]]
    for other in spare:
        if other.engine is not None:
            other.engine.close()
    try:
        yield kept.started()
    finally:
        with _lock:
            kept.users -= 1


@lru_cache(8)
def known_packages(modules: tuple[str, ...]) -> tuple[dict[str, str], list[str]]:
    """What this process found of them once: to look takes time."""
    return same.packages(modules)


def said(engine: SandboxedEngine, modules: tuple[str, ...]) -> wire.Said:
    """What this worker says of itself; `Refusal` where a module is missing."""
    versions, missing = known_packages(modules)
    if missing:
        raise Refusal(f"it lacks what the assignment needs: {', '.join(missing)}")
    return wire.Said(own_name(), engine.name, engine.sandbox, engine.note, versions)


def own_name() -> str:
    """This worker's address."""
    return str(get_worker().address)


def hello(place: bytes) -> bytes:
    """Start an engine, and say what it is."""
    try:
        wanted = wire.read_place(place)
        with engine_for(wanted) as engine:
            modules = () if wanted.outside.kernel else wanted.preload
            tops = {module.partition(".")[0] for module in modules}
            reply = wire.Reply(said(engine, tuple(sorted(tops))))
    except Refusal as refusal:
        reply = wire.Reply(refused=f"the worker {own_name()} cannot grade: {refusal}")
    return wire.pack_reply(reply)


def execute(name: str, data: bytes) -> bytes:
    """Run one notebook of the course of that name."""
    try:
        course = course_of(name)
        task, limits = wire.read_task(data, course)
        with engine_for(course.place) as engine:
            told = said(engine, course.needs)
            try:
                reply = wire.Reply(told, execution=engine.run(task, limits))
            except NotGraded as error:
                judge = isinstance(error, JudgeFailed)
                why = str(error) or "the sandbox ended"
                reply = wire.Reply(told, failed=why, judge=judge)
    except Refusal as refusal:
        reply = wire.Reply(refused=f"the worker {own_name()} cannot grade: {refusal}")
    return wire.pack_reply(reply)
