"""Show what the collected answers prove: `make answers`.

Exits with 1 when a mark is not what it should be, and says which.
"""

from __future__ import annotations

import argparse
import os
import sys
import time

from autograder.proving import table
from autograder.proving.layout import layout_of
from autograder.records import Refusal
from tools.exercises import answers, proof


def main() -> int:
    """The command line: names of assignments, or all of them."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("names", nargs="*", help="assignments; default all")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument(
        "--thorough", action="store_true", help="a notebook for each answer (minutes)"
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
    began = time.monotonic()
    try:
        verdicts = list(proof.prove(names, options.jobs, thorough=options.thorough))
    except (ValueError, Refusal) as error:
        print(error, file=sys.stderr)
        return 1
    proven = {
        name: (
            layout_of(proof.load(name)),
            [v for v in verdicts if v.trial.assignment == name],
        )
        for name in names
    }
    faults = table.show(proven, time.monotonic() - began)
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
