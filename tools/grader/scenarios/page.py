"""The page of the guide that says how all scenarios ended."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

from tools.grader.scenarios import reading
from tools.grader.scenarios.verdicts import VERDICTS, Finding

ROOT = Path(__file__).parents[3]
PAGE = ROOT / "book" / "grading_scenarios.md"
# Written by: python -m tools.grader.nbgrader_suite --json THIS
SUITE = Path(__file__).with_name("nbgrader_suite.json")
INTRODUCTION = """(grading-scenarios)=
# Courses tried with nbgrader and with ours

*Any nbgrader course gets nbgrader's marks, or you are told at once why not.* This page
says how far that holds. Each row is a small course that `nbgrader autograde` and
`autograder grade` have both graded. Every mark in the two gradebooks was compared:
score, maximum, extra credit, comment, penalty, and whether a person must look.

| Verdict | It means |
|---|---|
| same | every mark is nbgrader's |
| differs on purpose | ours is another mark, this one, for the reason in the row |
| refused | ours gives no mark and says why, in one sentence, before it starts |
| DIFFERS | a fault of ours that is known and not mended yet |

`make scenarios` runs all of them again and writes this page. The courses are in
`tools/grader/scenarios/catalogue`, as text: add yours.
"""


def by_kind(found: list[Finding]) -> dict[str, list[Finding]]:
    """The findings by kind, in the catalogue's order."""
    places = {scenario.name: n for n, scenario in enumerate(reading.catalogue())}
    groups: dict[str, list[Finding]] = {}
    for finding in sorted(found, key=lambda f: places[f.scenario.name]):
        groups.setdefault(finding.scenario.kind, []).append(finding)
    return groups


def summary(found: list[Finding]) -> str:
    """Verdicts by kind, for a terminal."""
    lines = [f"{'':<34}{''.join(f'{verdict:>20}' for verdict in VERDICTS)}"]
    groups = {**by_kind(found), "all": found}
    for kind, group in groups.items():
        counts = Counter(finding.verdict for finding in group)
        numbers = "".join(f"{counts[verdict] or '':>20}" for verdict in VERDICTS)
        lines.append(f"{kind:<34}{numbers}")
    return "\n".join(lines)


def faults(found: list[Finding]) -> str:
    """What differs, for those who mend it."""
    text = f"{len(found)} scenarios run; those that DIFFER (nbgrader's → ours):\n"
    for kind, group in by_kind(found).items():
        for finding in group:
            if finding.verdict == "DIFFERS":
                text += f"\n## {kind}: {finding.scenario.name}\n"
                text += "".join(f"  {line}\n" for line in finding.differences)
                text += f"  {finding.reason}\n" if finding.reason else ""
                last = finding.ours.splitlines()[-2:]
                text += "".join(f"  ours wrote: {line[:300]}\n" for line in last)
    return text


def cell(text: str) -> str:
    """Text for a cell of a table."""
    text = re.sub(r"([\\|<>*_`$\[\]{}])", r"\\\1", text)
    return " ".join(text.split())


def table(group: list[Finding]) -> str:
    """The rows of one kind."""
    lines = ["| Course | Verdict | Why |", "|---|---|---|"]
    for finding in group:
        why = finding.reason
        if finding.verdict == "DIFFERS":
            why = "; ".join(finding.differences[:3]) or finding.reason.split("\n")[0]
        name = cell(finding.scenario.name)
        lines.append(f"| {name} | {finding.verdict} | {cell(why)} |")
    return "\n".join(lines)


def suite() -> str:
    """What became of nbgrader's own tests of its autograder, if they were run."""
    if not SUITE.exists():
        return ""
    found = json.loads(SUITE.read_text(encoding="utf-8"))
    counts = Counter(one["verdict"] for one in found["tests"])
    said = ", ".join(f"{count} {verdict}" for verdict, count in sorted(counts.items()))
    rows = [
        f"| `{one['test']}` | {one['verdict']} | {cell(one['reason'])} |"
        for one in found["tests"]
    ]
    return f"""
## nbgrader's own tests

The tests of `nbgrader autograde` in nbgrader {found["nbgrader"]}, pointed at
`autograder grade` by `python -m tools.grader.nbgrader_suite`: {said}.

| Test | Verdict | Why |
|---|---|---|
""" + "".join(f"{row}\n" for row in rows)


def write(found: list[Finding]) -> None:
    """Write the page."""
    groups = by_kind(found)
    counts = Counter(finding.verdict for finding in found)
    said = ", ".join(f"{counts[v]} {v}" for v in VERDICTS if counts[v])
    lines = [
        f"% catalogue: {reading.digest_of_all()}",
        "% Written by: make scenarios",
        INTRODUCTION,
        f"Of {len(found)} courses: {said}.\n",
        f"| Kind | {' | '.join(VERDICTS)} |",
        f"|---|{'---:|' * len(VERDICTS)}",
    ]
    for kind, group in groups.items():
        counts = Counter(finding.verdict for finding in group)
        numbers = " | ".join(str(counts[v] or "") for v in VERDICTS)
        lines.append(f"| {kind} | {numbers} |")
    text = "\n".join(lines) + "\n"
    for kind, group in groups.items():
        text += f"\n## {kind}\n\n{table(group)}\n"
    PAGE.write_text(text + suite(), encoding="utf-8")
