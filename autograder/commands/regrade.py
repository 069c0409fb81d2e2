"""`autograder regrade`: correct a test, see who changes, apply it, undo it."""

from __future__ import annotations

import sys
from dataclasses import fields
from typing import Any

import click

from autograder.commands import options
from autograder.records import Limits, Refusal

_LIMITS = tuple(field.name for field in fields(Limits))


def limits(command: Any) -> Any:
    """The options of `autograder grade` that limit a submission."""
    for name in reversed(_LIMITS):
        whole = name in ("memory", "processes", "scratch", "output")
        flag = "--output-limit" if name == "output" else f"--{name}"
        command = click.option(
            flag,
            f"limit_{name}",
            type=options.positive if whole else options.Seconds(0.1),
            help="As in `autograder grade` [as the class was graded].",
        )(command)
    return command


@click.command()
@click.argument("assignment")
@options.course
@click.option("--submitted", type=options.folder, help="Folder of the submissions.")
@click.option(
    "--output", type=options.folder, help="Folder of results [graded/ASSIGNMENT]."
)
@click.option(
    "--apply", "step", flag_value="apply", help="Write what the preview shows."
)
@click.option("--undo", "step", flag_value="undo", help="Bring back what was before.")
@click.option("--student", multiple=True, help="This student alone; may be repeated.")
@click.option("--question", multiple=True, help="This test alone; may be repeated.")
@click.option(
    "--force", is_flag=True, help="Run all again; with --undo: undo in any case."
)
@click.option(
    "--jobs", type=options.positive, help="Submissions at a time [all processors]."
)
@limits
@options.db
@click.option("--no-gradebook", is_flag=True, help="Leave nbgrader's gradebook alone.")
@options.outside
@options.unsafe
def regrade(assignment: str, step: str | None, **given: Any) -> None:
    """Show what a corrected test changes in the marks of ASSIGNMENT.

    Only what the change can alter runs again, and nothing is touched until --apply.
    --undo brings the gradebook, the results and the feedback of before back.
    """
    with options.one_sentence():
        from autograder import run
        from autograder.regrade import main

        if step == "undo" and (given["student"] or given["question"]):
            raise Refusal("--undo brings back a whole regrade: name no one with it")
        chosen = run.Options(
            course=given["course"],
            limits=Limits(),
            submitted=given["submitted"],
            output=given["output"],
            jobs=given["jobs"],
            db=given["db"],
            no_gradebook=given["no_gradebook"],
            unsafe=given["unsafe_no_sandbox"],
            asked=options.asked(given),
        )
        wanted = main.Wanted(
            chosen,
            {name: given[f"limit_{name}"] for name in _LIMITS},
            given["student"],
            given["question"],
            given["force"],
        )
        steps = {None: main.preview, "apply": main.apply, "undo": main.undo}
        sys.exit(steps[step](assignment, wanted))
