"""One page on how a class did: self-contained HTML, light and dark."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

from autograder.marks import files
from autograder.records import Refusal

BINS = 10
MOST_ROWS = 12
_STYLE = """
:root { color-scheme: light dark; --ink: #1d2430; --soft: #5c6675; --line: #d5dae2;
  --back: #ffffff; --card: #f5f7fa; --bar: #3b6fb6; --bad: #b3541e; }
@media (prefers-color-scheme: dark) { :root { --ink: #e4e8ee; --soft: #9aa5b4;
  --line: #353d4a; --back: #14181e; --card: #1c222b; --bar: #6fa0e0; --bad: #e0905a; } }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--back);
  max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
h1 { margin-bottom: 0; } h2 { margin: 2.2rem 0 .6rem; font-size: 1.2rem; }
p.about { color: var(--soft); margin-top: .2rem; }
a { color: var(--bar); } table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .3rem .6rem .3rem 0; vertical-align: top;
  border-bottom: 1px solid var(--line); } td.n, th.n { text-align: right;
  font-variant-numeric: tabular-nums; white-space: nowrap; }
th { color: var(--soft); font-weight: 600; font-size: .85rem; }
.meter { background: var(--line); height: .7rem; min-width: 8rem; margin-top: .4rem; }
.meter i { display: block; height: 100%; background: var(--bar); }
.meter i.low { background: var(--bad); }
summary { cursor: pointer; } details pre { margin: .4rem 0; }
.tiles { display: flex; flex-wrap: wrap; gap: .8rem; margin: 1.2rem 0; }
.tiles div { background: var(--card); padding: .6rem 1rem; min-width: 6rem; }
.tiles b { display: block; font-size: 1.4rem; } .tiles span { color: var(--soft); }
svg { width: 100%; min-width: 34rem; height: auto; }
svg text { fill: var(--soft); font-size: 12px; } svg rect { fill: var(--bar); }
svg line { stroke: var(--line); }
pre { margin: 0; white-space: pre-wrap; font: .85rem/1.4 ui-monospace, monospace; }
.scroll { overflow-x: auto; }
"""


def write_report(folder: Path, assignment: str) -> Path:
    """Write report.html beside the results in `folder`; its path.

    Raises `Refusal` when there are no results to report on.
    """
    path = folder / "results.json"
    try:
        results = json.loads(path.read_bytes())
        submissions = results["submissions"]
    except FileNotFoundError as error:
        raise Refusal(
            f"there are no results in {folder}; run: autograder grade {assignment}"
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        raise Refusal(f"{path} is not a file of results: {error}") from error
    target = folder / "report.html"
    with files.explained(target):
        files.write_whole(target, page(results, submissions, folder).encode())
    return target


def page(results: dict[str, Any], submissions: list[dict], folder: Path) -> str:
    """The whole page."""
    name = escape(results["assignment"])
    scored = [part for part in submissions if part["score"] is not None]
    about = (
        f"{len(submissions)} submissions, graded in {results['seconds']:.0f} s; "
        f"engine {escape(results['engine'])}, sandbox {escape(results['sandbox'])}."
    )
    parts = [
        f"<h1>{name}: how the class did</h1><p class='about'>{about}</p>",
        tiles(submissions, scored),
        "<h2>Distribution of scores</h2>",
        histogram(scored),
        "<h2>Share passed, by question</h2>",
        questions_table(submissions),
        "<h2>Most frequent misconceptions</h2>",
        counted_table(
            misconceptions(submissions), "Misconception", submissions, folder
        ),
        "<h2>Most frequent messages</h2>",
        counted_table(messages(submissions), "Message", submissions, folder),
        "<h2>To look at</h2>",
        "<p class='about'>Flagged, stopped, unreadable or not graded.</p>",
        flagged_table(submissions, folder),
        "<h2>Slowest</h2>",
        slowest_table(submissions, folder),
        "<h2>All submissions</h2>",
        all_table(submissions, folder),
    ]
    return (
        "<!doctype html><html lang='en'><head><meta charset='utf-8'>"
        "<meta name='viewport' content='width=device-width, initial-scale=1'>"
        f"<title>{name}: report</title><style>{_STYLE}</style></head><body>"
        + "\n".join(parts)
        + "</body></html>\n"
    )


def tiles(submissions: list[dict], scored: list[dict]) -> str:
    """The few numbers that come first."""
    most = max((part["max_score"] for part in submissions), default=0)
    ordered = sorted(part["score"] for part in scored)
    middle = len(ordered) // 2
    median = mean = 0.0
    if ordered:
        mean = sum(ordered) / len(ordered)
        median = ordered[middle]
        if len(ordered) % 2 == 0:
            median = (median + ordered[middle - 1]) / 2
    shown = [
        (f"{mean:.1f}", f"mean of {most:g}"),
        (f"{median:.1f}", "median"),
        (str(sum(part["score"] == most for part in scored)), "full marks"),
        (str(sum(bool(part["flags"]) for part in submissions)), "flagged"),
    ]
    counts = Counter(part["status"] for part in submissions)
    shown += [
        (str(counts[status]), status.replace("_", " "))
        for status in ("partial", "unreadable", "missing", "not_graded")
        if counts[status]
    ]
    return (
        "<div class='tiles'>"
        + "".join(
            f"<div><b>{number}</b><span>{text}</span></div>" for number, text in shown
        )
        + "</div>"
    )


def histogram(scored: list[dict]) -> str:
    """Scores in ten steps, as inline SVG."""
    counts = [0] * BINS
    most = max((part["max_score"] for part in scored), default=0.0) or 1.0
    for part in scored:
        counts[min(BINS - 1, int(BINS * part["score"] / most))] += 1
    width, height, top = 760, 170, max(counts, default=0) or 1
    step = width / BINS
    shapes = []
    for index, count in enumerate(counts):
        tall = 120 * count / top
        x, y = index * step + 4, 140 - tall
        shapes.append(
            f"<rect x='{x:.0f}' y='{y:.1f}' width='{step - 8:.0f}' "
            f"height='{tall:.1f}'/>"
        )
        if count:
            shapes.append(
                f"<text x='{x + step / 2 - 4:.0f}' y='{y - 5:.1f}' "
                f"text-anchor='middle'>{count}</text>"
            )
        low, high = most * index / BINS, most * (index + 1) / BINS
        shapes.append(
            f"<text x='{x + step / 2 - 4:.0f}' y='158' "
            f"text-anchor='middle'>{low:g}–{high:g}</text>"
        )
    return (
        f"<div class='scroll'><svg viewBox='0 0 {width} {height}' role='img' "
        "aria-label='Number of submissions by score'>"
        f"<line x1='0' x2='{width}' y1='140' y2='140'/>{''.join(shapes)}</svg></div>"
    )


def table(head: Iterable[str], rows: Iterable[Iterable[str]], numbers: set[int]) -> str:
    """An HTML table; cells are HTML already; columns in `numbers` align right."""

    def row(tag: str, cells: Iterable[str]) -> str:
        return (
            "<tr>"
            + "".join(
                f"<{tag}{' class=n' if i in numbers else ''}>{cell}</{tag}>"
                for i, cell in enumerate(cells)
            )
            + "</tr>"
        )

    body = "".join(row("td", cells) for cells in rows)
    if not body:
        return "<p>None.</p>"
    return f"<div class='scroll'><table>{row('th', head)}{body}</table></div>"


def link(part: dict, folder: Path) -> str:
    """A student's name, linked to the executed notebook if there is one."""
    student = part["student"]
    found = sorted((folder / student).glob("*/*.ipynb"))
    if not found:
        return escape(student)
    places = [quote(path.relative_to(folder).as_posix()) for path in found]
    first = f"<a href='{places[0]}'>{escape(student)}</a>"
    return " ".join([first, *(f"<a href='{place}'>+</a>" for place in places[1:])])


def questions_table(submissions: list[dict]) -> str:
    """Which share of the class passed each question, and what became of the rest."""
    found: dict[str, list[dict]] = {}
    for part in submissions:
        for question in part["questions"]:
            found.setdefault(question["id"], []).append(question)
    rows = []
    for name, marks in found.items():
        counts = Counter(mark["status"] for mark in marks)
        share = counts["passed"] / len(marks)
        mean = sum(mark["score"] for mark in marks) / len(marks)
        rest = ", ".join(
            f"{count} {status.replace('_', ' ')}"
            for status, count in counts.most_common()
            if status != "passed"
        )
        low = " class='low'" if share < 0.5 else ""
        width = f"style='width:{100 * share:.0f}%'"
        meter = f"<div class='meter'><i{low} {width}></i></div>"
        rows.append(
            [
                escape(name),
                f"{100 * share:.0f} %",
                meter,
                f"{mean:.2f} of {marks[0]['max_score']:g}",
                rest,
            ]
        )
    return table(["Question", "Passed", "", "Mean", "Others"], rows, {1, 3})


@dataclass
class Counted:
    """A text that came to several students, with one of its longer forms."""

    question: str
    text: str
    more: str
    students: list[str]


def grouped(submissions: list[dict], text_of: Any) -> list[Counted]:
    """Questions with the same first line, most frequent first."""
    found: dict[tuple[str, str], Counted] = {}
    for part in submissions:
        for question in part["questions"]:
            text = text_of(question)
            if not text or question["status"] == "missing":
                continue
            first, _, more = text.partition("\n")
            key = question["id"], first
            found.setdefault(key, Counted(*key, more, []))
            found[key].students.append(part["student"])
    ordered = sorted(found.items(), key=lambda x: (-len(x[1].students), x[0]))
    return [counted for _, counted in ordered[:MOST_ROWS]]


def misconceptions(submissions: list[dict]) -> list[Counted]:
    """The named mistakes."""
    return grouped(submissions, lambda question: question["misconception"])


def messages(submissions: list[dict]) -> list[Counted]:
    """What students read most often."""
    return grouped(submissions, lambda question: question["message"])


def counted_table(
    counted: list[Counted], title: str, submissions: list[dict], folder: Path
) -> str:
    """Texts with how often they came, and a few of those they came to."""
    parts = {part["student"]: part for part in submissions}
    rows = []
    for entry in counted:
        students = entry.students
        shown = [link(parts[student], folder) for student in students[:3]]
        shown += [f"and {len(students) - 3} more"] if len(students) > 3 else []
        text = escape(entry.text[:400])
        if entry.more:
            more = f"<pre>{escape(entry.more[:1500])}</pre>"
            text = f"<details><summary>{text}</summary>{more}</details>"
        rows.append(
            [str(len(students)), escape(entry.question), text, ", ".join(shown)]
        )
    return table(["Times", "Question", title, "For example"], rows, {0})


def stopped(part: dict) -> list[str]:
    """The questions of a submission that were stopped, and why."""
    return [
        f"{question['id']}: {question['status'].replace('_', ' ')}"
        for question in part["questions"]
        if question["status"] in ("timeout", "out_of_memory", "died")
    ]


def flagged_table(submissions: list[dict], folder: Path) -> str:
    """Submissions that a person should look at."""
    rows = [
        [
            link(part, folder),
            part["status"].replace("_", " "),
            "<br>".join(map(escape, [*part["flags"], *stopped(part)])),
        ]
        for part in submissions
        if part["flags"] or part["status"] not in ("graded", "missing")
    ]
    return table(["Student", "Status", "Why"], rows, set())


def slowest_table(submissions: list[dict], folder: Path) -> str:
    """Submissions that took longest."""
    ordered = sorted(submissions, key=lambda part: -part["seconds"])[:5]
    rows = [[link(part, folder), f"{part['seconds']:.1f}"] for part in ordered]
    return table(["Student", "Seconds"], rows, {1})


def all_table(submissions: list[dict], folder: Path) -> str:
    """Everybody, with the score."""
    rows = [
        [
            link(part, folder),
            part["status"].replace("_", " "),
            "–" if part["score"] is None else f"{part['score']:g}",
        ]
        for part in submissions
    ]
    return table(["Student", "Status", "Score"], rows, {2})
