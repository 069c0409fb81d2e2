"""The warm engines of a service: one for all assignments that meet the same world."""

from __future__ import annotations

from pathlib import Path

from autograder import run
from autograder.records import Outside, Startable
from autograder.terminal import say


class Engines:
    """The engines of a course's assignments; most courses need one."""

    def __init__(self, options: run.Options, jobs: int) -> None:
        self.options, self.jobs = options, jobs
        self.known: list[tuple[Path, Outside, Startable]] = []

    def engine(self, source: Path, world: Outside) -> Startable:
        """The engine for this source and this world outside, started."""
        for place, other, engine in self.known:
            if (place, other) == (source, world):
                return engine
        engine = run.make_engine(source, world, self.options, self.jobs)
        engine.start()
        if engine.note:
            say(f"autograder: the engine is {engine.note}")
        self.known.append((source, world, engine))
        return engine

    def close(self) -> None:
        """End them, and what runs in them."""
        for _, _, engine in self.known:
            engine.give_up()
