"""Run the catalogue: `python -m tools.grader.scenarios [WORDS]`."""

from __future__ import annotations

import sys
import time
import traceback
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

import click

from tools.grader.scenarios import page, reading, sides, verdicts
from tools.grader.scenarios.reading import Scenario
from tools.grader.scenarios.verdicts import Finding


def examine(scenario: Scenario) -> Finding:
    """Run a scenario with both graders."""
    try:
        theirs, ours = (sides.outcome(scenario, ours) for ours in (False, True))
        return verdicts.judge(scenario, theirs, ours)
    except Exception:  # one scenario that cannot be made must not end the others
        return Finding(scenario, "DIFFERS", "it fails:\n" + traceback.format_exc(4))


def examine_all(scenarios: list[Scenario], jobs: int) -> Iterator[Finding]:
    """The findings, as they come."""
    with ThreadPoolExecutor(jobs) as pool:
        waiting = [pool.submit(examine, scenario) for scenario in scenarios]
        for done in as_completed(waiting):
            yield done.result()


def show(number: int, total: int, finding: Finding, verbose: bool) -> None:
    """A line of progress, and what is wrong."""
    scenario = finding.scenario
    click.echo(f"{number:>4}/{total} {finding.verdict:<19}{scenario.name}")
    if finding.verdict != "DIFFERS" and not verbose:
        return
    for line in (finding.reason, *finding.differences):
        if line:
            click.echo(f"         {line}")
    if finding.theirs:
        click.echo(f"       nbgrader wrote:\n{_indented(finding.theirs)}")
    click.echo(f"       ours wrote:\n{_indented(finding.ours)}")


def _indented(text: str) -> str:
    lines = [line for line in text.splitlines() if "SAWarning" not in line]
    return "\n".join(f"         {line[:300]}" for line in lines[-8:])


@click.command()
@click.argument("words", nargs=-1)
@click.option("--jobs", default=2, show_default=True, help="Scenarios at a time.")
@click.option("--verbose", is_flag=True, help="Show what the graders wrote.")
@click.option("--faults", type=click.Path(path_type=Path), help="A file for a list.")
def main(words: tuple[str, ...], jobs: int, verbose: bool, faults: Path | None) -> None:
    """Grade small courses with nbgrader and with ours, and compare every mark.

    All of them, or those in whose kind or name one of WORDS stands. After a run
    over all, the page of the guide is written. Exits with 1 when some differ.
    Results are remembered until the grader or the scenario changes.
    """
    chosen = list(
        {
            scenario.name: scenario
            for word in words or ("",)
            for scenario in reading.catalogue()
            if word.lower() in f"{scenario.kind}: {scenario.name}".lower()
        }.values()
    )
    began = time.monotonic()
    found = []
    for finding in examine_all(chosen, jobs):
        found.append(finding)
        show(len(found), len(chosen), finding, verbose)
        if faults:
            faults.write_text(page.faults(found), encoding="utf-8")
    click.echo(page.summary(found))
    click.echo(f"{time.monotonic() - began:.0f} seconds")
    if len(found) == len(reading.catalogue()):
        page.write(found)
        click.echo(f"written: {page.PAGE}")
    sys.exit(any(finding.verdict == "DIFFERS" for finding in found))


if __name__ == "__main__":
    main()
