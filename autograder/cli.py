"""The command line: `autograder grade`, `check`, `report` and `package`.

Exit codes: 0 when every submission has a result, 1 when some could not be
graded or the machine failed, 2 on wrong usage.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

# jsonschema checks international addresses by a grammar that takes two seconds to load.
# No notebook's schema asks for that, and where the checker is missing it goes without.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

from autograder.records import Limits, Refusal  # noqa: E402
from autograder.terminal import say  # noqa: E402


@contextmanager
def one_sentence() -> Iterator[None]:
    """End a refused command with its reason alone."""
    try:
        yield
    except Refusal as refusal:
        say(f"autograder: {refusal}")
        sys.exit(refusal.code)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Grade nbgrader assignments: fast, isolated, with nbgrader's marks."""


_folder = click.Path(file_okay=False, path_type=Path)
_positive = click.IntRange(min=1)


class Seconds(click.FloatRange):
    """A number of seconds, up to a day."""

    def __init__(self, least: float) -> None:
        super().__init__(min=least, max=86_400)

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:
        seconds = super().convert(value, param, ctx)
        if seconds != seconds:
            self.fail("nan is not a number of seconds.", param, ctx)
        return seconds


# Options of more than one command.
_course = click.option(
    "--course", type=_folder, default=Path(), help="Folder of the course."
)
_timeout = click.option(
    "--timeout",
    type=Seconds(0.1),
    default=Limits.timeout,
    show_default=True,
    help="Seconds a cell.",
)
_unsafe = click.option(
    "--unsafe-no-sandbox",
    is_flag=True,
    help="Run notebooks with your own rights where nothing isolates them.",
)


@main.command()
@click.argument("assignment")
@click.argument(
    "notebook", required=False, type=click.Path(dir_okay=False, path_type=Path)
)
@_course
@click.option("--submitted", type=_folder, help="Folder of the submissions.")
@click.option("--output", type=_folder, help="Folder for results [graded/ASSIGNMENT].")
@click.option("--jobs", type=_positive, help="Submissions at a time [all processors].")
@_timeout
@click.option(
    "--memory",
    type=click.IntRange(min=256),
    default=Limits.memory,
    show_default=True,
    help="MB of memory a submission.",
)
@click.option(
    "--processes",
    type=click.IntRange(min=32),
    default=Limits.processes,
    show_default=True,
    help="Processes and threads a submission.",
)
@click.option(
    "--scratch",
    type=_positive,
    default=Limits.scratch,
    show_default=True,
    help="MB of files a submission.",
)
@click.option(
    "--output-limit",
    type=_positive,
    default=Limits.output,
    show_default=True,
    help="Bytes of output kept a cell.",
)
@click.option(
    "--total",
    type=Seconds(1),
    default=Limits.total,
    show_default=True,
    help="Seconds a notebook, reruns included.",
)
@click.option("--db", help="URL of the gradebook [as nbgrader_config.py says].")
@click.option("--no-gradebook", is_flag=True, help="Leave nbgrader's gradebook alone.")
@click.option(
    "--engine",
    type=click.Choice(["warm", "cold"]),
    default="warm",
    show_default=True,
    help="Forks of a warm process, or fresh ones.",
)
@_unsafe
def grade(assignment: str, notebook: Path | None, **options: Any) -> None:
    """Grade all submissions of ASSIGNMENT, or one NOTEBOOK.

    Results go to the output folder and to nbgrader's gradebook; those of a
    single NOTEBOOK go to standard output as JSON. Submissions that have not
    changed since an earlier run are not graded again.
    """
    with one_sentence():
        from autograder import run

        chosen = run.Options(
            course=options["course"],
            limits=Limits(
                options["timeout"],
                options["memory"],
                options["processes"],
                options["scratch"],
                options["output_limit"],
                options["total"],
            ),
            submitted=options["submitted"],
            output=options["output"],
            jobs=options["jobs"],
            db=options["db"],
            no_gradebook=options["no_gradebook"],
            warm=options["engine"] == "warm",
            unsafe=options["unsafe_no_sandbox"],
        )
        if notebook is not None:
            sys.exit(run.grade_one(assignment, notebook, chosen))
        sys.exit(run.grade_class(assignment, chosen))


@main.command()
@click.argument("assignment")
@_course
@_timeout
@_unsafe
def check(
    assignment: str, course: Path, timeout: float, unsafe_no_sandbox: bool
) -> None:
    """Tell the author of ASSIGNMENT how its tests, solutions and release fare.

    Exit code 1 when a solution does not pass, or an empty notebook gets points.
    """
    with one_sentence():
        from autograder import run

        limits = Limits(timeout=timeout)
        options = run.Options(course, limits, unsafe=unsafe_no_sandbox)
        sys.exit(run.check(assignment, options))


@main.command()
@click.argument("assignment")
@_course
@click.option("--output", type=_folder, help="Folder of results [graded/ASSIGNMENT].")
@click.option("--db", help="URL of the gradebook [as nbgrader_config.py says].")
def report(assignment: str, course: Path, output: Path | None, db: str | None) -> None:
    """Write OUTPUT/report.html: how a class did in ASSIGNMENT, on one page.

    Marks that people gave in formgrader since the grading are in it.
    """
    from autograder.marks.report import write_report

    with one_sentence():
        folder = output or course / "graded" / assignment
        marks = None
        if (folder / "results.json").exists():
            from autograder.course.assignment import load_course
            from autograder.marks import by_hand

            found = load_course(course.resolve())
            marks = by_hand.read(db or found.db_url, found.course_id, assignment)
        say(write_report(folder, assignment, marks), err=False)


@main.command()
@click.argument("assignment")
@click.option(
    "--for",
    "where",
    type=click.Choice(["gradescope", "github"]),
    required=True,
    help="Where it will grade.",
)
@_course
@click.option(
    "--output", type=click.Path(path_type=Path), help="Archive [ASSIGNMENT-WHERE.zip]."
)
def package(assignment: str, where: str, course: Path, output: Path | None) -> None:
    """Pack the grader of ASSIGNMENT for another place to run it."""
    from autograder.platforms.package import write_package

    path = output or Path(f"{assignment}-{where}.zip")
    with one_sentence():
        write_package(course.resolve(), assignment, where, path)
        say(path, err=False)


if __name__ == "__main__":
    main()
