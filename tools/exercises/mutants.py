"""Show which small changes to the solutions no test refuses: `make mutants`.

Exits with 1 when a mutant keeps all marks and is not listed as equivalent, or when
another question loses marks.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from autograder.records import Refusal
from tools import ROOT
from tools.exercises import answers, proof, trying
from tools.exercises.trying import Outcome


def main() -> int:
    """The command line: names of assignments, or all of them."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("names", nargs="*", help="assignments; default all")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument(
        "--sample", type=int, metavar="N", help="only about N mutants a question"
    )
    parser.add_argument(
        "--answers",
        action="store_true",
        help="mutants of the collected right answers, too (an hour or more)",
    )
    options = parser.parse_args()
    known = answers.ASSIGNMENTS
    names = options.names or list(known)
    unknown = [name for name in names if name not in known]
    if unknown:
        print(
            f"no assignment is called {unknown[0]}; there are: {', '.join(known)}",
            file=sys.stderr,
        )
        return 2
    try:
        outcomes = run(names, options.jobs, options.sample, options.answers)
    except (ValueError, Refusal) as error:
        print(error, file=sys.stderr)
        return 1
    return 1 if show(outcomes) else 0


def run(
    names: list[str],
    jobs: int,
    sample: int | None = None,
    every_answer: bool = False,
    root: Path = ROOT,
) -> dict[str, Outcome]:
    """Try the mutants of some assignments."""
    outcomes = {}
    with (
        Progress(console=Console(stderr=True)) as progress,
        proof.engine(jobs, names, root) as place,
    ):
        for name in names:
            made = trying.changes(name, root, every_answer)
            known = trying.equivalents(name, root)
            if not every_answer:
                known = [entry for entry in known if entry.answer == trying.REFERENCE]
            outcome = outcomes[name] = Outcome(known)
            outcome.faults += trying.unmatched(known, made)
            wanted = trying.sampled(made, sample) if sample else made
            task = progress.add_task(name, total=len(list(trying.notebooks(wanted))))
            for tried in trying.attempts(name, wanted, place, jobs, root):
                outcome.add(tried)
                count = len(outcome.survived)
                progress.update(task, advance=1, description=f"{name}, {count} survive")
    return outcomes


def show(outcomes: dict[str, Outcome]) -> list[str]:
    """Print the table and return, and print, all that is wrong."""
    table = Table("Assignment", "Question")
    columns = ("Made", "Refused", "Equivalent", "Surviving", "Seconds")
    for title in columns:
        table.add_column(title, justify="right")
    totals = [0] * 4
    wrong = []
    for name, outcome in outcomes.items():
        head, seconds = name, f"{outcome.seconds:.0f}"
        parts = (outcome.refused, outcome.equivalent, outcome.survived)
        for question in dict.fromkeys(c.question for part in parts for c in part):
            counts = [sum(c.question == question for c in part) for part in parts]
            counts.insert(0, sum(counts))
            totals = [
                total + count for total, count in zip(totals, counts, strict=True)
            ]
            table.add_row(head, question, *map(str, counts), seconds)
            head = seconds = ""
        table.add_section()
        wrong += [f"{name}, {change}" for change in outcome.survived]
        wrong += [f"{name}: {fault}" for fault in outcome.faults]
    Console().print(table)
    made, refused, equivalent, survived = totals
    late = sum(outcome.late for outcome in outcomes.values())
    print(
        f"{made} mutants: {refused} refused ({late} of them after "
        f"{trying.LIMITS.timeout:g} s), {equivalent} equivalent, "
        f"{survived} surviving"
    )
    for line in wrong:
        print(line, file=sys.stderr)
    return wrong


if __name__ == "__main__":
    sys.exit(main())
