"""What the instructor sets: what is shown early, attempts an hour, and a pause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from nbgrader.coursedir import CourseDirectory

from autograder.course.outside import SECTION
from autograder.marks.early import SHOW, Show
from autograder.records import Refusal

HOUR = 3600.0
PAUSED = "paused"  # the file that says so
STATE = ".watch"  # beside the folders of results


@dataclass(frozen=True)
class Rules:
    """What holds for a course."""

    show: Show = "visible"  # before the deadline
    attempts: int | None = None  # of a student at an assignment, graded within an hour

    def early(self, deadline: datetime | None, now: datetime) -> bool:
        """Whether a page of now must not say all; without a deadline it never may.

        Args:
            deadline: until when anybody may hand in, in UTC without saying so.
            now: likewise.
        """
        return self.show != "all" and (deadline is None or now <= deadline)

    def wait(self, earlier: Sequence[float], now: float) -> float:
        """Seconds until a student may have another attempt graded; 0 for at once.

        A clock that was set back does not lock anybody out.
        """
        recent = sorted(then for then in earlier if 0 <= now - then < HOUR)
        if self.attempts is None or len(recent) < self.attempts:
            return 0.0
        return recent[-self.attempts] + HOUR - now


def read(course: CourseDirectory, show: str | None, attempts: int | None) -> Rules:
    """The rules of the options, or else of the course's configuration."""
    section = (course.parent or course).config.get(SECTION, {})
    shown = show or section.get("show", Rules.show)
    if shown not in SHOW:
        raise Refusal(
            f"{SECTION}.show in nbgrader_config.py is not {' or '.join(SHOW)}"
        )
    most = attempts or section.get("attempts", Rules.attempts)
    if most is not None and (type(most) is not int or most < 1):
        raise Refusal(f"{SECTION}.attempts in nbgrader_config.py is no number above 0")
    return Rules(shown, most)


def state(root: Path) -> Path:
    """The folder of what is known of the service itself."""
    return root / "graded" / STATE


def pause(root: Path) -> None:
    """Let no further submission be graded until `resume`; all are received."""
    folder = state(root)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / PAUSED).touch()


def resume(root: Path) -> None:
    """Go on."""
    (state(root) / PAUSED).unlink(missing_ok=True)


def paused(root: Path) -> bool:
    """Whether nothing is to be graded now."""
    return (state(root) / PAUSED).exists()
