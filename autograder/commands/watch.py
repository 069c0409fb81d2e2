"""`autograder watch`: grade what is handed in as it comes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from autograder import machine
from autograder.commands import options
from autograder.records import Limits
from autograder.terminal import say


@click.command()
@click.argument("assignments", nargs=-1)
@options.course
@click.option(
    "--show",
    type=click.Choice(["visible", "promises", "all"]),
    help="What a page says before the deadline [Autograder.show of "
    "nbgrader_config.py, or visible].",
)
@click.option(
    "--attempts",
    type=options.positive,
    help="Submissions of a student graded in an hour [Autograder.attempts, or any].",
)
@click.option(
    "--poll",
    type=options.Seconds(0.1),
    help="Look that often, in seconds, where changes are not told, as on NFS.",
)
@click.option("--pause", is_flag=True, help="Let a running service grade no more.")
@click.option("--resume", is_flag=True, help="Let it go on.")
@click.option(
    "--jobs", type=options.positive, help="Submissions at a time [all processors]."
)
@options.timeout
@click.option(
    "--memory",
    type=click.IntRange(min=256),
    help=f"MB of memory a submission [{Limits.memory}; less in a small container].",
)
@options.db
@options.outside
@options.unsafe
def watch(assignments: tuple[str, ...], **given: Any) -> None:
    """Grade submissions of ASSIGNMENTS as they come, and give their pages back.

    They come through nbgrader's exchange or into the folder of submissions; pages go
    back through the exchange. Without ASSIGNMENTS all of the course are watched.
    """
    with options.one_sentence():
        course: Path = options.existing(given["course"])
        from autograder.watching import rules

        if given["pause"] or given["resume"]:
            rules.pause(course) if given["pause"] else rules.resume(course)
            state = "paused" if given["pause"] else "not paused"
            say(f"grading on submit is {state} for {course}", err=False)
            return
        from autograder import run
        from autograder.watching import service

        jobs = given["jobs"] or machine.processors()
        memory = given["memory"] or machine.memory_for(Limits.memory, jobs)
        chosen = run.Options(
            course=course,
            limits=Limits(memory=memory),
            timeout=given["timeout"],
            jobs=given["jobs"],
            db=given["db"],
            unsafe=given["unsafe_no_sandbox"],
            asked=options.asked(given),
        )
        wishes = service.Wishes(
            *(assignments, chosen),
            *(given["show"], given["attempts"], given["poll"]),
        )
        sys.exit(service.serve(wishes))
