"""The command line: `autograder grade`, `autograder report`, `autograder package`.

Exit codes: 0 when every submission has a result, 1 when some could not be
graded or the machine failed, 2 on wrong usage.
"""

from __future__ import annotations

import gc
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import click

# jsonschema checks international addresses by a grammar that takes two seconds to load.
# No notebook's schema asks for that, and where the checker is missing it goes without.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

from autograder.records import Limits, Refusal, Result  # noqa: E402


@contextmanager
def one_sentence() -> Iterator[None]:
    """End a refused command with its reason alone."""
    try:
        yield
    except Refusal as refusal:
        click.echo(f"autograder: {refusal}", err=True)
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


@main.command()
@click.argument("assignment")
@click.argument(
    "notebook", required=False, type=click.Path(dir_okay=False, path_type=Path)
)
@click.option("--course", type=_folder, default=Path(), help="Folder of the course.")
@click.option("--submitted", type=_folder, help="Folder of the submissions.")
@click.option("--output", type=_folder, help="Folder for results [graded/ASSIGNMENT].")
@click.option("--jobs", type=_positive, help="Submissions at a time [all processors].")
@click.option(
    "--timeout",
    type=Seconds(0.1),
    default=Limits.timeout,
    show_default=True,
    help="Seconds a cell.",
)
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
@click.option(
    "--unsafe-no-sandbox",
    is_flag=True,
    help="Run notebooks with your own rights where nothing isolates them.",
)
def grade(assignment: str, notebook: Path | None, **options: Any) -> None:
    """Grade all submissions of ASSIGNMENT, or one NOTEBOOK.

    Results go to the output folder and to nbgrader's gradebook; those of a
    single NOTEBOOK go to standard output as JSON. Submissions that have not
    changed since an earlier run are not graded again.
    """
    with one_sentence():
        if notebook is not None:
            sys.exit(grade_one(assignment, notebook, options))
        sys.exit(grade_class(assignment, options))


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def limits_of(options: dict[str, Any]) -> Limits:
    """The limits among the options."""
    return Limits(
        options["timeout"],
        options["memory"],
        options["processes"],
        options["scratch"],
        options["output_limit"],
        options["total"],
    )


def load(assignment: str, options: dict[str, Any]) -> tuple[Any, Any]:
    """The course and the assignment that the options name."""
    from autograder import collect

    root = options["course"].resolve()
    if not root.is_dir():
        raise Refusal(f"there is no folder {root}")
    course = collect.load_course(root)
    if options["db"]:
        course.db_url = options["db"]
    return course, collect.load_assignment(course, assignment)


def make_engine(source: Path, options: dict[str, Any], jobs: int) -> Any:
    """The engine for a course's folder of sources, not yet started."""
    from autograder import preload
    from autograder.execute import SandboxedEngine

    modules = preload.wanted_modules(source)
    unsafe = options["unsafe_no_sandbox"]
    return SandboxedEngine(modules, jobs, unsafe, warm=options["engine"] == "warm")


def grade_one(assignment: str, notebook: Path, options: dict[str, Any]) -> int:
    """Grade one notebook and print its result; the exit code."""
    from autograder import collect, record
    from autograder import grade as grading

    began = time.monotonic()
    course, loaded = load(assignment, options)
    masters = [part for part in loaded.masters if part.name == notebook.stem]
    if not masters and len(loaded.masters) == 1:
        masters = list(loaded.masters)
    if not masters:
        names = ", ".join(part.name for part in loaded.masters)
        raise Refusal(f"{notebook.name} is none of the notebooks of it: {names}")
    try:
        data = notebook.read_bytes()
    except OSError as error:
        raise Refusal(f"cannot read {notebook}: {error.strerror}") from error
    with make_engine(collect.source_folder(course), options, 1) as engine:
        result, _ = grading.grade_notebook(
            notebook.stem,
            data,
            masters[0],
            loaded.files,
            engine,
            limits_of(options),
        )
        seconds = time.monotonic() - began
        summary = record.to_json(
            assignment, [result], engine.name, engine.sandbox, seconds
        )
    click.echo(record.to_bytes(summary).decode(), nl=False)
    return 1 if result.status == "not_graded" else 0


def grade_class(name: str, options: dict[str, Any]) -> int:
    """Grade all submissions and record them; the exit code."""
    from autograder import preload

    began = time.monotonic()
    root = options["course"].resolve()
    wanted = options["jobs"] or processors()
    results: dict[str, Result] = {}
    with ExitStack() as stack:
        gc.disable()  # what is imported stays: looking for garbage in it costs a third
        stack.callback(gc.enable)
        # Importing the libraries takes seconds in which there is other work.
        background = stack.enter_context(ThreadPoolExecutor(1))

        def begin(source: Path) -> tuple[Any, Future[None]]:
            engine = make_engine(source, options, wanted)
            stack.callback(engine.give_up)
            return engine, background.submit(engine.start)

        likely = preload.likely_source(root)
        engine, starting = begin(likely)

        from autograder import collect, record
        from autograder import grade as grading

        course, assignment = load(name, options)
        source = collect.source_folder(course)
        if source != likely:
            engine.give_up()
            engine, starting = begin(source)
        limits = limits_of(options)
        submissions = collect.find_submissions(course, name, options["submitted"])
        folder = options["output"] or Path(course.root, "graded", name)
        jobs = min(wanted, len(submissions))
        output = record.Output(folder, name)
        stack.callback(output.close)
        book = None
        if not options["no_gradebook"]:
            book = record.Book(course, assignment)
            stack.callback(book.close)
        show = stack.enter_context(progress(len(submissions)))
        unchanged = dict[str, tuple[str, Any]]()
        gc.freeze()
        gc.enable()

        def known(submission: Any, key: str) -> bool:
            earlier = output.load(submission.student)
            if earlier is None or earlier[0] != key:
                return False
            unchanged[submission.student] = (key, submission)
            results[submission.student] = earlier[1]
            return True

        starting.result()
        for graded in grading.grade_all(
            submissions, assignment, engine, limits, jobs, known
        ):
            result = graded.result
            if result.status != "not_graded":
                output.save(graded)
                if book is not None:
                    book.keep(graded)
                    book.write(result, graded.submission)
                    output.recorded(result.student, graded.key, mark=True)
            results[result.student] = result
            show(result)
        for student, (key, submission) in sorted(unchanged.items()):
            # A run that was killed may have come no further than the output.
            if book is not None and not output.recorded(student, key):
                own, _ = collect.submitted_files(submission, assignment, limits.scratch)
                files = own | dict(assignment.files)
                book.keep(output.restore(submission, key, results[student], files))
                book.write(results[student], submission)
                output.recorded(student, key, mark=True)
        seconds = time.monotonic() - began
        output.summarise(results.values(), engine.name, engine.sandbox, seconds)
    summary(results, len(unchanged), engine, folder, seconds)
    lost = [r.student for r in results.values() if r.status == "not_graded"]
    return 1 if lost else 0


@contextmanager
def progress(total: int) -> Iterator[Callable[[Result], None]]:
    """Show results as they come: a bar on a terminal, plain lines elsewhere."""
    if not sys.stderr.isatty():
        count = iter(range(1, total + 1))

        def line(result: Result) -> None:
            score = "-" if result.score is None else f"{result.score:g}"
            click.echo(
                f"[{next(count)}/{total}] {result.student}: {result.status}, "
                f"{score} of {result.max_score:g}, {result.seconds:.1f} s",
                err=True,
            )

        yield line
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("grading", total=total)
        yield lambda result: bar.update(task, advance=1, description=result.student)


def summary(
    results: dict[str, Result],
    unchanged: int,
    engine: Any,
    folder: Path,
    seconds: float,
) -> None:
    """The last lines: what happened, and where it is written."""
    counts = Counter(result.status for result in results.values())
    parts = [f"{count} {status}" for status, count in sorted(counts.items())]
    click.echo(
        f"{len(results)} submissions: {', '.join(parts)}; {unchanged} unchanged; "
        f"{seconds:.1f} s, engine {engine.name}, sandbox {engine.sandbox}",
        err=True,
    )
    if engine.note:
        click.echo(f"autograder: the engine is {engine.note}", err=True)
    for result in sorted(results.values(), key=lambda result: result.student):
        if result.status == "not_graded":
            reason = "; ".join(result.flags)
            click.echo(f"autograder: {result.student} not graded: {reason}", err=True)
    click.echo(f"results: {folder / 'results.json'}", err=True)


@main.command()
@click.argument("assignment")
@click.option("--course", type=_folder, default=Path(), help="Folder of the course.")
@click.option("--output", type=_folder, help="Folder of results [graded/ASSIGNMENT].")
def report(assignment: str, course: Path, output: Path | None) -> None:
    """Write OUTPUT/report.html: how a class did in ASSIGNMENT, on one page."""
    from autograder.report import write_report

    with one_sentence():
        folder = output or course / "graded" / assignment
        click.echo(write_report(folder, assignment))


@main.command()
@click.argument("assignment")
@click.option(
    "--for",
    "where",
    type=click.Choice(["gradescope", "github"]),
    required=True,
    help="Where it will grade.",
)
@click.option("--course", type=_folder, default=Path(), help="Folder of the course.")
@click.option(
    "--output", type=click.Path(path_type=Path), help="Archive [ASSIGNMENT-WHERE.zip]."
)
def package(assignment: str, where: str, course: Path, output: Path | None) -> None:
    """Pack the grader of ASSIGNMENT for another place to run it."""
    from autograder.package import write_package

    path = output or Path(f"{assignment}-{where}.zip")
    with one_sentence():
        write_package(course.resolve(), assignment, where, path)
        click.echo(path)


if __name__ == "__main__":
    main()
