"""See what is handed in: changes as they come, and all that is there.

What a watcher says is only a reason to look: what counts is in the folders. A folder
that is still being written is looked at again until it is whole.
"""

from __future__ import annotations

import glob
import os
import re
import stat
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import ExchangeFactory, default
from traitlets.config import Config

from autograder.course import settings
from autograder.course.ordinary import Odd, entries, opened
from autograder.course.times import time_in
from autograder.records import Refusal

SECRET = "submission_secret.txt"
QUIET = (
    2.0  # seconds without a change after which a folder is whole, if nothing says so
)
SOON, SELDOM = 0.05, 60.0  # seconds between looks at one that is not
STEP, DEBOUNCE = 50, 200  # milliseconds: of the watcher
MOST_NAMES = 100_000  # whose meaning is remembered: reading a time takes long
READABLE = stat.S_IROTH
OPEN_TO_ALL = stat.S_IRWXO


@dataclass(frozen=True)
class Place:
    """Whose submission for what; a student is called as the folders are."""

    assignment: str
    student: str


@dataclass(frozen=True, order=True)
class Sent:
    """A submission in the exchange, as the name of its folder says."""

    when: datetime
    name: str
    place: Place


@lru_cache(maxsize=MOST_NAMES)
def sent(name: str) -> Sent | None:
    """What the name of a folder says; None where it is none of nbgrader's.

    `student+assignment+time+random`, where the student's name may have a `+` itself.
    """
    parts = name.rsplit("+", 3)
    for fields in (parts, ["+".join(parts[:-2]), *parts[-2:]]):
        if len(fields) < 3 or not fields[2]:
            continue
        when, strange = time_in(fields[2])
        student, assignment = fields[:2]
        if when and not strange and fit(student) and fit(assignment):
            return Sent(when, name, Place(assignment, student))
    return None


def fit(name: str) -> bool:
    """Whether a name can be that of a folder which is looked at."""
    return bool(name) and name[0] != "." and not set("/\0") & set(name)


class Places:
    """The folders of a course in which submissions appear."""

    def __init__(self, course: CourseDirectory) -> None:
        self.course = course
        app = course.parent or course
        self.collect = settings.made(default.ExchangeCollect, app, coursedir=course)
        self.exchange: Path | None = None  # of this course
        factory = ExchangeFactory(config=getattr(app, "config", Config()))
        ours = issubclass(factory.collect, default.ExchangeCollect)
        if course.course_id and ours:
            self.exchange = Path(self.collect.root, course.course_id)
        pattern = course.format_path(course.submitted_directory, "\x00", "\x01")
        named = re.escape(pattern)
        for mark, name in (("\x00", "student"), ("\x01", "assignment")):
            named = named.replace(re.escape(mark), f"(?P<{name}>[^/]+)", 1)
        self._submitted = re.compile(f"(?P<top>{named})(/.*)?", re.DOTALL)
        self._pattern = glob.escape(pattern).replace("\x00", "*").replace("\x01", "*")
        self.top = Path(os.path.dirname(re.split("[\x00\x01]", pattern)[0]))

    @property
    def inbound(self) -> Path | None:
        """Where the exchange has submissions, if there is such a folder."""
        found = self.exchange and self.exchange / "inbound"
        return found if found and found.is_dir() else None

    def roots(self) -> list[Path]:
        """The folders to watch, those that are there."""
        self.top.mkdir(parents=True, exist_ok=True)
        return [self.top, *([self.inbound] if self.inbound else [])]

    def submitted(self, place: Place) -> Path:
        """Where a submission lies in the course."""
        step = self.course.submitted_directory
        return Path(self.course.format_path(step, place.student, place.assignment))

    def of_path(self, path: str) -> tuple[Path, Place] | None:
        """The submission that a changed file belongs to: its folder, and whose."""
        inbound = self.exchange and f"{self.exchange / 'inbound'}/"
        if inbound and path.startswith(inbound):
            found = sent(path.removeprefix(inbound).partition("/")[0])
            return (Path(inbound, found.name), found.place) if found else None
        match = self._submitted.fullmatch(path)
        if match is None or not (fit(match["student"]) and fit(match["assignment"])):
            return None
        return Path(match["top"]), Place(match["assignment"], match["student"])

    def strange(self) -> list[str]:
        """What lies in the exchange under a name that is no submission's."""
        names = os.listdir(self.inbound) if self.inbound else []
        return [name for name in names if sent(name) is None]

    def scan(self) -> Iterator[tuple[Path, Place]]:
        """All folders that are there."""
        if self.inbound:
            for entry in os.scandir(self.inbound):
                found = self.of_path(entry.path)
                if found:
                    yield found
        for path in glob.iglob(self._pattern):
            found = self.of_path(path)
            if found and os.path.isdir(path):
                yield found


def fingerprint(folder: Path) -> tuple[object, ...] | None:
    """What changes when a folder is written to; None when it cannot be looked at."""
    with suppress(OSError):
        mode = folder.lstat().st_mode
        found, _ = entries(folder)
        return mode, *((n, i.st_size, i.st_mtime_ns, i.st_mode) for n, i in found)
    return None


def said_whole(folder: Path) -> bool:
    """Whether a folder of the exchange is as `nbgrader submit` leaves it at its end.

    It writes the secret last, then lets all read the files and write to the folder.
    """
    try:
        if folder.lstat().st_mode & OPEN_TO_ALL != OPEN_TO_ALL:
            return False
        with opened(folder, SECRET, 1000) as file:
            if not file.read(1):
                return False
        return all(info.st_mode & READABLE for _, info in entries(folder)[0])
    except (OSError, Odd):
        return False


@dataclass
class Look:
    """A folder that may still be written to."""

    place: Place
    seen: object
    since: float  # when it was first seen so
    next: float
    pause: float = SOON


class Looks:
    """Folders that may still be written to, until they are whole."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.waiting: dict[Path, Look] = {}
        self.found: dict[Place, set[Path]] = {}  # those that are whole
        self.known: dict[Path, object] = {}  # how those were that are done

    def add(self, folder: Path, place: Place) -> None:
        """Look at a folder, at once and as often as it takes."""
        now = self.clock()
        look = self.waiting.setdefault(folder, Look(place, None, now, now))
        look.next, look.pause = now, SOON

    def whole(self) -> set[Place]:
        """The submissions whose folders are whole now; they are not looked at again."""
        now, found = self.clock(), set()
        for folder, look in list(self.waiting.items()):
            if look.next > now:
                continue
            seen = fingerprint(folder)
            if seen is None:
                if not os.path.lexists(folder):
                    del self.waiting[folder]
                    self.found.get(look.place, set()).discard(folder)
                    continue
            elif said_whole(folder) or (seen == look.seen and now - look.since > QUIET):
                del self.waiting[folder]
                self.found.setdefault(look.place, set()).add(folder)
                if self.known.get(folder) != seen:
                    found.add(look.place)
                continue
            if seen != look.seen or seen is None:
                look.seen, look.since = seen, now
            look.next, look.pause = now + look.pause, min(2 * look.pause, SELDOM)
            if seen is not None:  # to be sure that it is quiet takes no longer
                look.next = min(look.next, max(look.since + QUIET, now) + SOON)
        return found

    def next(self) -> float | None:
        """When to look again."""
        return min((look.next for look in self.waiting.values()), default=None)


class Watcher:
    """A thread that says which files have changed."""

    def __init__(
        self, tell: Callable[[set[str] | Exception], None], poll: float | None = None
    ) -> None:
        """Call `tell` with paths, or with what ended it; `poll`: look that often."""
        self.tell, self.poll = tell, poll
        self.roots: list[Path] = []
        self._thread: threading.Thread | None = None
        self._stop = threading.Event()

    def watch(self, roots: Iterable[Path]) -> None:
        """Watch these folders, and no others."""
        roots = list(roots)
        if roots == self.roots:
            return
        self.close()
        self.roots, self._stop = roots, threading.Event()
        words = [str(root) for root in roots]
        self._thread = threading.Thread(
            target=self._run, args=(words, self._stop), daemon=True
        )
        self._thread.start()

    def _run(self, roots: list[str], stop: threading.Event) -> None:
        from watchfiles import watch

        changes = watch(
            *roots,
            watch_filter=None,
            step=STEP,
            debounce=DEBOUNCE,
            stop_event=stop,
            raise_interrupt=False,
            force_polling=self.poll is not None,
            poll_delay_ms=int(1000 * (self.poll or 1)),
            ignore_permission_denied=True,
        )
        try:
            for some in changes:
                self.tell({path for _, path in some})
        except (OSError, RuntimeError) as error:  # too many folders, or one is gone
            self.tell(error)

    def close(self) -> None:
        """Stop."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()
        self._thread, self.roots = None, []


def refuse_missing() -> None:
    """Raise `Refusal` where the watcher is not installed."""
    try:
        import watchfiles  # noqa: F401
    except ImportError as error:
        raise Refusal(
            "the package watchfiles is not installed: pip install 'rectified[watch]'"
        ) from error
