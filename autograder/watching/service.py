"""The service: one loop that sees, grades and gives back, until it is stopped."""

from __future__ import annotations

import gc
import logging
import math
import queue
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from autograder import machine, run
from autograder.course.assignment import load_course, source_folder, unknown
from autograder.marks import files
from autograder.records import Refusal, Stopped
from autograder.terminal import say
from autograder.watching import exchange, rules, seeing
from autograder.watching.engines import Engines
from autograder.watching.rules import Rules
from autograder.watching.seeing import Looks, Place, Places, Sent, Watcher, sent
from autograder.watching.watched import Done, Watched

log = logging.getLogger("autograder")
RESCAN = 300.0  # seconds between looks at all folders, should the watcher miss one
BUSY = 1.0  # seconds until another try, while another run holds the results
RETRY = (5.0, 300.0)  # the same after a failure: at first, at most
SHARE = 20  # of its time, how little goes into writing summaries: one part in so many


Told = set[str] | Future[Done] | Exception  # files, a submission, a watcher's end


@dataclass(frozen=True)
class Wishes:
    """What the command asks for."""

    names: tuple[str, ...]  # of assignments; none: all that the course has
    options: run.Options
    show: str | None = None
    attempts: int | None = None
    poll: float | None = None  # seconds; None: be told of changes


class Service:
    """All that is under way."""

    def __init__(self, wishes: Wishes, clock: Callable[[], float] = time.monotonic):
        self.wishes, self.clock = wishes, clock
        self.course = load_course(wishes.options.course)
        self.rules: Rules = rules.read(self.course, wishes.show, wishes.attempts)
        self.places = Places(self.course)
        self.jobs = wishes.options.jobs or machine.processors()
        self.engines = Engines(wishes.options, self.jobs)
        self.pool = ThreadPoolExecutor(self.jobs)
        self.told: queue.SimpleQueue[Told] = queue.SimpleQueue()
        self.looks = Looks(clock)
        self.watched: dict[str, Watched] = {}
        self.ready: dict[Place, float] = {}  # when to look at it, as they came
        self.active: dict[Place, Future[Done]] = {}
        self.unwritten: list[tuple[Done, float]] = []  # graded, and when it was tried
        self.failures: dict[Place, int] = {}
        self.doubted: set[str] = set()  # folders of the exchange that are another's
        self.next_scan = self.next_summary = self.clock()
        self.stopping = threading.Event()
        self.paused = False
        self.watcher = Watcher(self.told.put, wishes.poll)

    # --- What is watched --------------------------------------------------------------

    def open(self) -> None:
        """Read the assignments and start to watch; `Refusal` where that is in vain."""
        for name in self.wishes.names or self.all_names():
            try:
                self.watched[name] = self.read(name)
            except Refusal as error:
                if self.wishes.names or error.code == 1:
                    raise
                say(f"autograder: {name} is left out: {error}")
                continue
            if self.wishes.names:  # the first student need not wait for it
                self.watched[name].lock()
        if not self.watched:
            raise unknown(", ".join(self.wishes.names), source_folder(self.course))
        self.watch()
        place = self.places.inbound
        if place is None:
            missing = (
                self.places.exchange or "the exchange (no CourseDirectory.course_id)"
            )
            say(f"autograder: there is no inbound folder in {missing} yet")
        names = ", ".join(self.watched)
        self.scan()
        gc.freeze()
        say(f"watching {place or self.places.top} for {names}", err=False)

    def read(self, name: str) -> Watched:
        """Read an assignment, and note results that its summary lacks."""
        wishes = self.wishes
        found = Watched(name, wishes.options, self.rules, self.engines.engine)
        found.changed = found.outdated()
        return found

    def all_names(self) -> list[str]:
        """The assignments of the course."""
        source = source_folder(self.course)
        return sorted({path.parent.name for path in source.glob("*/*.ipynb")})

    def watch(self) -> None:
        """Watch the folders that there are."""
        state = rules.state(Path(self.course.root))
        state.mkdir(parents=True, exist_ok=True)
        self.watcher.watch([*self.places.roots(), state])
        self.paused = rules.paused(Path(self.course.root))

    def scan(self) -> None:
        """Look at all folders that are not known to be as they were."""
        self.watch()
        known = {folder for found in self.looks.found.values() for folder in found}
        for folder, place in self.places.scan():
            if place.assignment in self.watched and folder not in known:
                self.looks.add(folder, place)
        for name in set(self.places.strange()) - self.doubted:
            self.doubted.add(name)
            say(f"autograder: {name} has no submission's name and is left alone")
        self.next_scan = self.clock() + RESCAN

    # --- The loop ---------------------------------------------------------------------

    def loop(self) -> None:
        """Go on until `stop`."""
        while not self.stopping.is_set():
            self.step(max(0.0, self.next_time() - self.clock()))

    def stop(self) -> None:
        """End the loop; what runs is graded by the next service."""
        self.stopping.set()
        self.told.put(set())

    def close(self) -> None:
        """Write what can be written, and let go of everything."""
        self.watcher.close()
        self.engines.close()
        self.pool.shutdown(cancel_futures=True)
        for one in self.watched.values():
            with suppress(Refusal):
                self.summary(one)
            one.close()

    def next_time(self) -> float:
        """When there is something to do, if nothing happens before."""
        times = [self.next_scan, *(when for _, when in self.unwritten)]
        if len(self.active) < self.jobs and not self.unwritten:
            times += [t for place, t in self.ready.items() if place not in self.active]
        if any(one.changed for one in self.watched.values()) and not self.unwritten:
            times.append(self.next_summary)
        if (look := self.looks.next()) is not None:
            times.append(look)
        return min(times)

    def step(self, patience: float) -> None:
        """Wait for something to happen, and do what follows from it."""
        some: list[Told] = []
        with suppress(queue.Empty):
            some.append(self.told.get(timeout=patience))
            while True:
                some.append(self.told.get_nowait())
        for one in some:
            if isinstance(one, Exception):
                raise Stopped(f"the folders cannot be watched: {one}; see --poll")
            if isinstance(one, Future):
                self.finish(one)
            else:
                self.see(one)
        if self.clock() >= self.next_scan:
            self.scan()
        for place in self.looks.whole():
            self.ready.setdefault(place, 0.0)
            self.ready[place] = min(self.ready[place], self.clock())
        self.write()
        self.begin()
        self.rest()

    def see(self, paths: Iterable[str]) -> None:
        """Take in which files have changed."""
        paused = rules.paused(Path(self.course.root))
        if self.paused and not paused:
            now = self.clock()
            self.ready |= {p: now for p, t in self.ready.items() if math.isinf(t)}
        self.paused = paused
        for path in paths:
            found = self.places.of_path(path)
            if found and found[1].assignment in self.watched:
                self.looks.add(*found)

    def sent_by(self, place: Place) -> list[Sent]:
        """What a student has sent that is whole, the oldest first."""
        inbound = self.places.inbound
        folders = [one for one in self.looks.found.get(place, ()) if one.is_dir()]
        named = [sent(folder.name) for folder in folders if folder.parent == inbound]
        found = []
        for one in sorted(one for one in named if one):
            if exchange.theirs(self.places, one):
                found.append(one)
            elif one.name not in self.doubted:
                self.doubted.add(one.name)
                say(
                    f"autograder: {one.name} is not {place.student}'s file and is left "
                    "alone: look at it, or set ExchangeCollect.check_owner = False "
                    "where all files are one user's"
                )
        return found

    def begin(self) -> None:
        """Look at the submissions whose time has come, as many as there is room for."""
        now = self.clock()
        for place, when in sorted(self.ready.items(), key=lambda item: item[1]):
            if len(self.active) >= self.jobs or self.unwritten or when > now:
                return
            if place in self.active:
                continue
            one = self.current(place)
            if one is None:
                continue
            del self.ready[place]
            future = self.pool.submit(one.look, place, self.sent_by(place), self.paused)
            self.active[place] = future
            future.add_done_callback(self.told.put)

    def current(self, place: Place) -> Watched | None:
        """The assignment, as it is now, locked for writing; None if it must wait."""
        name, now = place.assignment, self.clock()
        idle = all(other.assignment != name for other in self.active)
        try:
            if self.watched[name].stale():
                if not idle:  # what runs ends first
                    self.ready[place] = now + BUSY
                    return None
                new = self.read(name)
                self.watched[name].close()
                self.watched[name] = new
            one = self.watched[name]
            if not one.lock():
                self.ready[place] = now + BUSY
            elif one.stranger(place):
                say(f"autograder: {name}, {place.student}: not in the gradebook")
                del self.ready[place]
            else:
                return one
        except Refusal as error:
            self.later(place, error)
        return None

    def finish(self, future: Future[Done]) -> None:
        """Take in what came of a submission."""
        [place] = [p for p, running in self.active.items() if running is future]
        if future.cancelled():
            return
        error = future.exception()
        if error is None:
            self.unwritten.append((future.result(), self.clock()))
            return
        del self.active[place]
        self.later(place, error)

    def write(self) -> None:
        """Write what has been graded; what cannot be written is kept for later."""
        waiting, self.unwritten = self.unwritten, []
        for done, when in waiting:
            if when > self.clock():
                self.unwritten.append((done, when))
                continue
            try:
                self.written(done)
            except Exception as error:
                if files.of_machine(error):  # nothing else can be written, either
                    again = self.clock() + self.failed(done.place, error)
                    self.unwritten.append((done, again))
                    continue
                self.later(done.place, error)  # it costs this submission alone
            del self.active[done.place]

    def written(self, done: Done) -> None:
        """Write one of them, and plan what is still to do for it."""
        place, one = done.place, self.watched[done.place.assignment]
        found = self.sent_by(place)
        done = one.keep(done)
        one.mend(done)
        new = one.give(done, found)
        if done.doubt:
            say(f"autograder: {place.assignment}, not received: {done.doubt}")
        if done.decision.what == "wait":
            self.ready.setdefault(place, self.clock() + done.decision.seconds)
        elif done.graded is not None and done.graded.result.score is None:
            self.later(place, Refusal("; ".join(done.graded.result.flags)))
            return
        self.looks.known[one.places.submitted(place)] = done.seen
        self.failures.pop(place, None)
        if done.graded is not None:
            tell(done, new)

    def later(self, place: Place, error: BaseException) -> None:
        """Try again after a while."""
        self.ready[place] = self.clock() + self.failed(place, error)

    def failed(self, what: Place, error: BaseException) -> float:
        """Say once what failed; seconds until another try."""
        if not isinstance(error, (Refusal, OSError)):
            log.error("%s of %s", what.assignment, what.student, exc_info=error)
        count = self.failures[what] = self.failures.get(what, 0) + 1
        seconds = min(RETRY[0] * 2 ** (count - 1), RETRY[1])
        if count == 1:
            say(f"autograder: {what.assignment}, {what.student} waits: {error}")
        return seconds

    def rest(self) -> None:
        """Write summaries, and let other runs write where nothing is under way."""
        busy = {place.assignment for place in self.active}
        for name, one in self.watched.items():
            due = one.changed and self.clock() >= self.next_summary
            if due and not self.unwritten:
                try:
                    self.summary(one)
                except Refusal as error:
                    again = self.failed(Place(name, "results.json"), error)
                    self.next_summary = self.clock() + again
            if name not in busy:
                one.unlock()

    def summary(self, one: Watched) -> None:
        """Write an assignment's results.json, seldom enough to cost little."""
        began = self.clock()
        if not one.changed:
            return
        self.next_summary = began + BUSY
        if one.lock():
            one.summarise()
            now = self.clock()
            self.next_summary = now + max(1.0, SHARE * (now - began))


def tell(done: Done, new: bool) -> None:
    """One line about a submission."""
    assert done.graded is not None
    result = done.graded.result
    score = "-" if result.score is None else f"{result.score:g}"
    given = ", page given" if new else ""
    say(
        f"{datetime.now():%H:%M:%S} {done.place.assignment} {result.student}: "
        f"{result.status}, {score} of {result.max_score:g}, {result.seconds:.1f} s"
        f"{given}",
        err=False,
    )


def serve(wishes: Wishes) -> int:
    """Watch until a signal ends it; the exit code."""
    import signal

    seeing.refuse_missing()
    root = wishes.options.course.resolve()
    service = Service(wishes)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: service.stop())
    folder = rules.state(root)
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        try:
            stack.callback(files.Output(folder, "watch").close)
        except Stopped:
            raise
        except Refusal as error:
            raise Refusal(
                f"another service watches {root}: stop it, and let one watch all "
                "assignments"
            ) from error
        stack.enter_context(run.logged(folder / "errors.log"))
        try:
            service.open()
            service.loop()
        finally:
            service.close()
    return 0
