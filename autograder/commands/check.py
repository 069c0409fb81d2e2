"""`autograder check`: what the author of an assignment wants to know."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from autograder import machine
from autograder.commands import options
from autograder.records import Limits


@click.command()
@click.argument("assignment")
@options.course
@options.timeout
@options.outside
@options.unsafe
def check(
    assignment: str,
    course: Path,
    timeout: float | None,
    unsafe_no_sandbox: bool,
    **given: Any,
) -> None:
    """Tell the author of ASSIGNMENT how its tests, solutions and release fare.

    Exit code 1 when a solution does not pass, or an empty notebook gets points.
    """
    with options.one_sentence():
        from autograder import run

        chosen = run.Options(
            course,
            Limits(memory=machine.memory_for(Limits.memory, 1)),
            unsafe=unsafe_no_sandbox,
            timeout=timeout,
            asked=options.asked(given),
        )
        sys.exit(run.check(assignment, chosen))
