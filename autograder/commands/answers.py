"""`autograder answers`: do the tests tell wrong answers from right ones?"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from autograder.commands import options
from autograder.records import Limits


@click.command()
@click.argument("assignment")
@options.course
@click.option(
    "--jobs", type=options.positive, help="Notebooks at a time [all processors]."
)
@click.option("--thorough", is_flag=True, help="A notebook for each answer (longer).")
@options.timeout
@options.unsafe
def answers(
    assignment: str,
    course: Path,
    jobs: int | None,
    thorough: bool,
    timeout: float | None,
    unsafe_no_sandbox: bool,
) -> None:
    """Try the answers in COURSE/answers/ASSIGNMENT in its notebooks.

    Wrong ones must lose the points of their question, right ones must keep them.
    Exit code 1 when a mark is not what it should be.
    """
    with options.one_sentence():
        from autograder import run
        from autograder.proving import prove

        chosen = run.Options(
            course, Limits(), jobs=jobs, unsafe=unsafe_no_sandbox, timeout=timeout
        )
        sys.exit(prove.answers(assignment, chosen, thorough))
