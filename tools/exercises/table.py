"""Show what the collected answers prove: `make answers`.

Exits with 1 when a mark is not what it should be, and says which.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter

from rich.console import Console
from rich.table import Table

from tools.exercises import answers, proof, release


def main() -> int:
    """The command line: names of assignments, or all of them."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("names", nargs="*", help="assignments; default all")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument(
        "--thorough", action="store_true", help="a notebook for each answer (minutes)"
    )
    options = parser.parse_args()
    known = release.assignments()
    names = options.names or known
    unknown = [name for name in names if name not in known]
    if unknown:
        print(
            f"no assignment is called {unknown[0]}; there are: {', '.join(known)}",
            file=sys.stderr,
        )
        return 2
    console = Console()
    table = Table("Assignment", "Question", "Points")
    for heading in ("Named", "Near", "Other", "Accepted"):
        table.add_column(heading)
    table.add_column("Seconds", justify="right")
    began = time.monotonic()
    faults: list[str] = []
    marks: list[str] = []
    totals: Counter[str] = Counter()
    try:
        verdicts = list(proof.prove(names, options.jobs, thorough=options.thorough))
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    for name in names:
        mine = [v for v in verdicts if v.trial.assignment == name]
        (reference,) = [v for v in mine if v.trial.name == "reference"]
        (blank,) = [v for v in mine if v.trial.name == "release"]
        for verdict in mine:
            if verdict.fault:
                answer = verdict.answer
                where = f"{answer.question}, {answer.kind}: " if answer else ""
                faults.append(f"{name}, {where}{verdict.name}: {verdict.fault}")
        seconds = f"{reference.result.seconds:.2f}"
        questions = answers.questions(name)
        points = dict.fromkeys(questions, 0.0)
        by_hand = [t for t in reference.result.questions if t.judged is None]
        for test in set(reference.result.questions) - set(by_hand):
            points[answers.question_of(test.id, questions)] += test.max_score
        for question in questions:
            cells = [name, question, f"{points[question]:g}"]
            for kind in ("wrong", "near", "other", "right"):
                tried: dict[str, bool] = {}
                for v in mine:
                    of_kind = v.answer and v.answer.kind == kind
                    if v.answer and of_kind and v.answer.question == question:
                        known_good = tried.get(v.answer.name, True)
                        tried[v.answer.name] = known_good and not v.fault
                good = sum(tried.values())
                totals[kind] += len(tried)
                totals[f"{kind} good"] += good
                cells.append(f"{good} of {len(tried)}")
            totals["questions"] += 1
            table.add_row(*cells, seconds)
            name = seconds = ""
        for written in by_hand:
            table.add_row("", written.id, f"{written.max_score:g}", "by a person")
        table.add_section()
        scores = [f"{v.result.score or 0:g}" for v in (reference, blank)]
        waiting = [question.max_score for question in by_hand]
        scores[0] += f" (+ {sum(waiting):g} by a person)" if waiting else ""
        marks.append(f"{reference.trial.assignment} {' / '.join(scores)}")
    console.print(table)
    print(f"Reference / release: {', '.join(marks)}")
    print(
        f"{totals['questions']} questions: "
        f"{totals['wrong good']} of {totals['wrong']} wrong answers refused and named, "
        f"{totals['near good']} of {totals['near']} near misses not misnamed, "
        f"{totals['other good']} of {totals['other']} other wrong ones refused, "
        f"{totals['right good']} of {totals['right']} right ones accepted; "
        f"{time.monotonic() - began:.0f} s"
    )
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
