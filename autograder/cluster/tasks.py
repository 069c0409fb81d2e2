"""What the grader names when it asks something of a cluster.

The scheduler imports this to read a task, and so does a worker, in the thread that also
says that it lives. So nothing slow is imported here.
"""

from __future__ import annotations

import hashlib

from distributed import Worker, WorkerPlugin

courses: dict[str, bytes] = {}  # on a worker: by name, which has their digest


class CoursePlugin(WorkerPlugin):
    """Brings a course to every worker, once: to those that come later, too.

    Data that is scattered would be lost with the workers that hold it. The name has a
    word of the grader's, so that of two that grade the same neither takes the other's.
    """

    def __init__(self, course: bytes, word: str) -> None:
        self.course = course
        self.name = f"autograder-{hashlib.sha256(course).hexdigest()}-{word}"

    def setup(self, worker: Worker) -> None:
        """Keep the course."""
        courses[self.name] = self.course

    def teardown(self, worker: Worker) -> None:
        """Forget it."""
        courses.pop(self.name, None)


def hello(place: bytes) -> bytes:
    """Have an engine started, and hear what it is."""
    from autograder.cluster import worker

    return worker.hello(place)


def execute(name: str, data: bytes) -> bytes:
    """Run one notebook of the course of that name."""
    from autograder.cluster import worker

    return worker.execute(name, data)
