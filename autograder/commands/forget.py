"""`autograder forget`: delete a student for good."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from autograder import terminal
from autograder.commands import options
from autograder.inert.text import many
from autograder.records import Refusal


@click.command()
@click.argument("student")
@options.course
@click.option("--yes", is_flag=True, help="Do not ask.")
def forget(student: str, course: Path, yes: bool) -> None:
    """Delete all that the course keeps of STUDENT, for good.

    Gradebook, folders, results, pages, logs, and copies in nbgrader's exchange. Shows
    what will go, and asks.
    """
    with options.one_sentence():
        from autograder.course.assignment import load_course
        from autograder.term import forget as forgetting

        found = load_course(options.existing(course))
        plan = forgetting.plan(found, student)
        for what, paths in (
            ("delete", (*plan.folders, *plan.exchanged, *plan.derived)),
            ("take the student's lines out of", plan.listings),
        ):
            for path in paths:
                terminal.say(f"{what} {path}")
        if plan.known:
            marks = many(plan.marks, "submission")
            terminal.say(f"delete from the gradebook, with {marks}")
        if not yes and not sys.stdin.isatty():
            raise Refusal("nobody is here to confirm; say --yes. Nothing was deleted")
        if not yes and not click.confirm("Delete all this for good?", err=True):
            raise Refusal("nothing was deleted")
        forgetting.carry_out(found, plan)
        left = forgetting.still_named(found, student)
        for path in left:
            terminal.say(f"still has the word {student!r}: {path}")
        terminal.say(
            f"{student} is deleted; backups and downloads elsewhere may still have "
            "copies"
            + (f", and {len(left)} files above may name the student" if left else "")
        )
