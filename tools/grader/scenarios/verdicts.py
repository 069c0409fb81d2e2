"""Compare what two graders made of a scenario."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tools.grader.scenarios.reading import Scenario
from tools.grader.scenarios.sides import Outcome

Verdict = Literal["same", "differs on purpose", "refused", "DIFFERS"]
VERDICTS: tuple[Verdict, ...] = ("same", "differs on purpose", "refused", "DIFFERS")
WRONG_USAGE = 2  # the exit code of a refusal


@dataclass(frozen=True)
class Finding:
    """A scenario's verdict, and what to say of it."""

    scenario: Scenario
    verdict: Verdict
    reason: str = ""
    differences: tuple[str, ...] = ()
    theirs: str = ""  # what nbgrader wrote at last
    ours: str = ""


def differences(theirs: Outcome, ours: Outcome, files: bool) -> list[str]:
    """Lines for all that is not the same: nbgrader's, then ours."""
    one, other = theirs.marks, ours.marks
    alone = {name for name in one.keys() ^ other.keys() if " " not in name}
    found = []
    for name in sorted(one.keys() | other.keys()):
        if one.get(name) == other.get(name):
            continue
        if name.partition(" ")[0] in alone and name not in alone:
            continue  # the line of the student says it
        found.append(f"{name}: {one.get(name, 'none')} → {other.get(name, 'none')}")
    if files:
        found += [f"file {name}: kept → gone" for name in _less(theirs, ours)]
        found += [f"file {name}: none → kept" for name in _less(ours, theirs)]
    return found


def _less(one: Outcome, other: Outcome) -> list[str]:
    return sorted(set(one.files) - set(other.files))


def refusal(ours: Outcome) -> str:
    """The one sentence with which ours refused, before any mark; "" otherwise."""
    lines = ours.said.splitlines()
    if ours.code != WRONG_USAGE or len(lines) != 1 or ours.marks:
        return ""
    head, _, text = lines[0].partition("autograder: ")
    return text if not head else ""


def judge(scenario: Scenario, theirs: Outcome, ours: Outcome) -> Finding:
    """The verdict on a scenario."""
    unequal = differences(theirs, ours, scenario.has("files"))
    sentence = refusal(ours)

    def finding(verdict: Verdict, reason: str = "") -> Finding:
        return Finding(
            scenario, verdict, reason, tuple(unequal), theirs.said, ours.said
        )

    if ours.traceback:
        return finding("DIFFERS", "ours ends with a traceback")
    if ours.leaked:
        return finding("DIFFERS", "a message shows a hidden test")
    if sentence:
        return finding("refused", sentence)
    if scenario.has("refused"):
        return finding("DIFFERS", "ours should refuse it")
    if ours.code == WRONG_USAGE:
        return finding("DIFFERS", "ours refuses, but not in one sentence in time")
    if unequal == scenario.expected:
        if not unequal:
            return finding("same")
        return finding("differs on purpose", scenario.reason)
    if scenario.expected:
        return finding("DIFFERS", "not as it should differ")
    return finding("DIFFERS")
