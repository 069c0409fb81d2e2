"""`autograder grade`: a class, or one notebook."""

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
@click.argument(
    "notebook", required=False, type=click.Path(dir_okay=False, path_type=Path)
)
@options.course
@click.option("--submitted", type=options.folder, help="Folder of the submissions.")
@click.option(
    "--submission", type=options.folder, help="Folder of one submission, for JSON."
)
@click.option(
    "--output", type=options.folder, help="Folder for results [graded/ASSIGNMENT]."
)
@click.option(
    "--jobs",
    type=options.positive,
    help="Submissions at a time [all processors; of a cluster twice its threads].",
)
@options.timeout
@options.memory
@click.option(
    "--processes",
    type=click.IntRange(min=32),
    default=Limits.processes,
    show_default=True,
    help="Processes and threads a submission.",
)
@click.option(
    "--scratch",
    type=options.positive,
    default=Limits.scratch,
    show_default=True,
    help="MB of files a submission.",
)
@click.option(
    "--output-limit",
    type=options.positive,
    default=Limits.output,
    show_default=True,
    help="Bytes of output kept a cell.",
)
@click.option(
    "--total",
    type=options.Seconds(1),
    help="Seconds a notebook, reruns included [20 cells' time, 600 at least].",
)
@click.option(
    "--student", multiple=True, help="Only these students: names or patterns."
)
@click.option(
    "--notebook",
    "only",
    multiple=True,
    help="Only these notebooks of it; the marks of the others stay.",
)
@click.option("--force", is_flag=True, help="Grade what has not changed, too.")
@options.db
@click.option("--no-gradebook", is_flag=True, help="Leave nbgrader's gradebook alone.")
@click.option(
    "--engine",
    type=click.Choice(["warm", "cold"]),
    default="warm",
    show_default=True,
    help="Forks of a warm process, or fresh ones.",
)
@options.outside
@options.unsafe
@options.cluster
def grade(assignment: str, notebook: Path | None, **given: Any) -> None:
    """Grade all submissions of ASSIGNMENT, or one NOTEBOOK.

    Results go to the output folder and to nbgrader's gradebook; those of a
    single NOTEBOOK or --submission go to standard output as JSON. Submissions
    that have not changed since an earlier run are not graded again.
    """
    with options.one_sentence():
        from autograder import run

        one = notebook or given["submission"]
        jobs = 1 if one else given["jobs"] or machine.processors()
        cluster = options.cluster_of(given)
        most = Limits.memory
        if cluster is None:
            most = machine.memory_for(Limits.memory, jobs)
        chosen = run.Options(
            course=given["course"],
            limits=Limits(
                memory=given["memory"] or most,
                processes=given["processes"],
                scratch=given["scratch"],
                output=given["output_limit"],
            ),
            timeout=given["timeout"],
            total=given["total"],
            students=options.listed(given["student"]),
            notebooks=options.listed(given["only"]),
            force=given["force"],
            submitted=given["submitted"],
            output=given["output"],
            jobs=given["jobs"],
            db=given["db"],
            no_gradebook=given["no_gradebook"],
            warm=given["engine"] == "warm",
            unsafe=given["unsafe_no_sandbox"],
            asked=options.asked(given),
            cluster=cluster,
        )
        if one is not None:
            from autograder.one import grade_one

            sys.exit(grade_one(assignment, one, chosen))
        sys.exit(run.grade_class(assignment, chosen))
