"""Point nbgrader's own tests of `nbgrader autograde` at this grader.

    python -m tools.grader.nbgrader_suite [CHECKOUT] [--json FILE]

nbgrader's package brings its tests along; CHECKOUT names a folder with another version
of it. Each test that asks for `nbgrader autograde` gets `autograder grade` instead, and
the rest is nbgrader's own. Exit code 1 when a test fails that is not known to.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SUITE = "nbgrader.tests.apps.test_nbgrader_autograde"
SAME, DIFFERS, REFUSED, SKIPPED, FAILED = (
    *("same", "differs on purpose", "refused", "skipped by nbgrader", "FAILED"),
)
# Tests that fail, and why: what they ask for is decided otherwise here, or refused.
KNOWN: dict[str, tuple[str, str]] = {
    "test_grade_empty_timestamp": (
        DIFFERS,
        "a time stamp without sense does not end the run",
    ),
    "test_filter_notebook": (
        DIFFERS,
        "what formgrader reads and somebody deleted is written again by any run",
    ),
    "test_missing_files": (
        DIFFERS,
        "a folder without a notebook is listed as missing, with 0 points",
    ),
    **dict.fromkeys(
        ("test_handle_failure", "test_handle_failure_single_notebook"),
        (DIFFERS, "a notebook that does not belong to it gets 0 and a flag"),
    ),
    "test_missing_source_kernelspec": (
        DIFFERS,
        "the kernel that a submission names never counts",
    ),
    "test_no_execute": (REFUSED, "every notebook is run: outputs can be made up"),
}
# Options of nbgrader's that ours calls something else; None: it is the default.
OPTIONS = {"--create": None, "-f": "--force", "--help-all": "--help"}


@dataclass(frozen=True)
class Verdict:
    """How one of nbgrader's tests went."""

    test: str
    verdict: str
    reason: str = ""


def translated(words: list[str]) -> tuple[list[str], list[str]]:
    """Our command for `nbgrader autograde …`, and lines of configuration for it."""
    command, lines = ["grade"], []
    for word in words:
        setting = re.fullmatch(r"--(\w+\.\w+)=(.*)", word)
        if word == "--no-execute":
            lines.append("c.Execute.enabled = False")
        elif setting and setting[1] == "Execute.timeout":
            command += ["--timeout", setting[2]]
        elif setting:
            lines.append(f"c.{setting[1]} = {literal(setting[2])!r}")
        else:
            known = OPTIONS.get(word, word)
            command += [] if known is None else [known]
    return command, lines


def literal(text: str) -> Any:
    """The value of an option, as traitlets reads it."""
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return text


@contextmanager
def configured(lines: list[str]) -> Iterator[None]:
    """Let the course in this folder have more lines of configuration for a while."""
    path = Path("nbgrader_config.py")
    before = path.read_text() if path.exists() else None
    if lines:
        path.write_text("\n".join([before or "c = get_config()", *lines]) + "\n")
    try:
        yield
    finally:
        if lines and before is not None:
            path.write_text(before)
        elif lines:
            path.unlink()


def pytest_collection_modifyitems(items: list[Any]) -> None:
    """Replace one of nbgrader's commands in the tests that were collected."""
    for module in {item.module for item in items}:
        theirs = module.run_nbgrader

        def run(
            args: list[str],
            retcode: int = 0,
            env: dict[str, str] | None = None,
            stdout: bool = False,
            theirs: Any = theirs,
        ) -> Any:
            if args[0] != "autograde":
                return theirs(args, retcode=retcode, env=env, stdout=stdout)
            command, lines = translated(args[1:])
            place = {**(env or os.environ), "PYTHONPATH": str(ROOT)}
            with configured(lines):
                done = subprocess.run(
                    [sys.executable, "-m", "autograder", *command],
                    env=place,
                    capture_output=True,
                    text=True,
                )
            print(done.stdout, done.stderr)
            assert bool(done.returncode) == bool(retcode), (
                f"exit code {done.returncode}: {done.stderr}"
            )
            return done.stdout if stdout else done.stderr

        module.run_nbgrader = run


def judged(report: Path) -> Iterator[Verdict]:
    """What became of each test, from pytest's report."""
    for case in ET.parse(report).getroot().iter("testcase"):
        name = case.get("name", "")
        failure = next((e for e in case if e.tag in ("failure", "error")), None)
        if any(child.tag == "skipped" for child in case):
            yield Verdict(name, SKIPPED)
        elif failure is None:
            yield Verdict(name, SAME)
        elif name in KNOWN:
            yield Verdict(name, *KNOWN[name])
        else:
            yield Verdict(name, FAILED, failure.get("message", "").splitlines()[0])


def run_suite(checkout: Path | None, only: str, jobs: int) -> list[Verdict]:
    """Run nbgrader's tests, so many at a time; their verdicts."""
    places = [str(ROOT), *([str(checkout)] if checkout else [])]
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.xml")
        words = [
            *("-m", "pytest", "--pyargs", SUITE, "-p", "tools.grader.nbgrader_suite"),
            *("-p", "no:cacheprovider", "-q", "-c", os.devnull),
            *("--rootdir", folder, "--junitxml", str(report), "-k", only),
            *("-n", str(jobs)),
        ]
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        subprocess.run(
            [sys.executable, *words],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(places), "PATH": path},
            check=False,
        )
        return list(judged(report))


def main() -> int:
    """Print a table of verdicts; the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("checkout", nargs="?", type=Path, help="another nbgrader")
    parser.add_argument("--json", type=Path, help="write the verdicts to this file")
    parser.add_argument("--only", default="", help="an expression, as pytest's -k")
    parser.add_argument("--jobs", type=int, default=0, help="tests at a time")
    given = parser.parse_args()
    checkout = given.checkout and given.checkout.resolve()
    found = run_suite(checkout, given.only, given.jobs)
    for one in sorted(found, key=lambda one: (one.verdict, one.test)):
        print(f"{one.verdict:20} {one.test}" + (f": {one.reason}" * bool(one.reason)))
    counts = Counter(one.verdict for one in found)
    print(", ".join(f"{count} {verdict}" for verdict, count in sorted(counts.items())))
    if given.json:
        record = {"nbgrader": version("nbgrader"), "tests": [asdict(o) for o in found]}
        given.json.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    return 1 if counts[FAILED] or not found else 0


if __name__ == "__main__":
    sys.exit(main())
