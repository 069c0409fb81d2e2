"""Where a course keeps what: its folders, its gradebook, its place in the exchange."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange.default import ExchangeReleaseFeedback

from autograder.marks.files import Output

CONFIG = "nbgrader_config.py"


def folders(course: CourseDirectory) -> dict[str, Path]:
    """The folders of a course by what is in them, whatever it calls them."""
    names = {
        "source": course.source_directory,
        "release": course.release_directory,
        "submitted": course.submitted_directory,
        "autograded": course.autograded_directory,
        "feedback": course.feedback_directory,
        "graded": "graded",
    }
    return {what: Path(course.root, name) for what, name in names.items()}


def exchange(course: CourseDirectory) -> Path | None:
    """The course's place in nbgrader's exchange, where there is one."""
    root = ExchangeReleaseFeedback(coursedir=course, parent=course.parent).root
    place = Path(root, course.course_id)
    return place if course.course_id and place.is_dir() else None


@contextmanager
def at_rest(course: CourseDirectory) -> Iterator[list[Path]]:
    """The folders of results, with no run writing to one meanwhile.

    Raises `Refusal` where a run is at work.
    """
    with ExitStack() as stack:
        found = sorted(
            path.parent for path in folders(course)["graded"].glob("*/results.json")
        )
        for folder in found:
            stack.callback(Output(folder, folder.name).close)
        yield found
