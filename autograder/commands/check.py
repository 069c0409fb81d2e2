"""`autograder check`: what the author of an assignment wants to know."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from autograder import machine
from autograder.commands import options
from autograder.records import Limits


@click.command()
@click.argument("assignment")
@options.course
@options.timeout
@options.unsafe
def check(
    assignment: str, course: Path, timeout: float, unsafe_no_sandbox: bool
) -> None:
    """Tell the author of ASSIGNMENT how its tests, solutions and release fare.

    Exit code 1 when a solution does not pass, or an empty notebook gets points.
    """
    with options.one_sentence():
        from autograder import run

        limits = Limits(timeout=timeout, memory=machine.memory_for(Limits.memory, 1))
        chosen = run.Options(course, limits, unsafe=unsafe_no_sandbox)
        sys.exit(run.check(assignment, chosen))
