"""`autograder extend`: more time for one student."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import click

from autograder.commands import options
from autograder.terminal import say


@click.command()
@click.argument("student")
@click.argument("assignment")
@options.course
@click.option("--days", type=click.FloatRange(0, 3650), default=0, help="Days.")
@click.option("--hours", type=click.FloatRange(0, 87_600), default=0, help="Hours.")
def extend(
    student: str, assignment: str, course: Path, days: float, hours: float
) -> None:
    """Let STUDENT hand in ASSIGNMENT later than the class.

    The time counts from the deadline of all and replaces an earlier extension; without
    --days and --hours it is taken back. `autograder grade` reckons penalties anew.
    """
    with options.one_sentence():
        from autograder.course.assignment import load_course
        from autograder.term.extend import extend as grant

        found = load_course(options.existing(course))
        more = timedelta(days=days, hours=hours)
        until = grant(found, student, assignment, more)
        say(f"{student} has until {until:%Y-%m-%d %H:%M} UTC for {assignment}")
