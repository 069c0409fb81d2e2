"""Show what the collected answers of some assignments prove."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from rich.markup import escape
from rich.table import Table

from autograder.inert.text import many, plain
from autograder.proving.layout import Layout
from autograder.proving.trials import Verdict
from autograder.terminal import say, say_table

SHOWN = ("wrong", "near", "other", "right")  # the columns


@dataclass
class Shown:
    """What `show` has printed, to sum up."""

    faults: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    totals: Counter[str] = field(default_factory=Counter)


def show(
    proven: Mapping[str, tuple[Layout, list[Verdict]]], seconds: float
) -> list[str]:
    """Print the table of some assignments; returns, one a line, what is wrong."""
    table = Table("Assignment", "Question", "Points")
    for heading in ("Named", "Near", "Other", "Accepted"):
        table.add_column(heading)
    table.add_column("Seconds", justify="right")
    shown = Shown()
    for name, (layout, verdicts) in proven.items():
        add(table, name, layout, verdicts, shown)
    say_table(table)
    totals = shown.totals
    lines = [
        f"Reference / release: {', '.join(shown.marks)}",
        f"{many(totals['questions'], 'question')}: "
        f"{totals['wrong good']} of {totals['wrong']} wrong answers refused and named, "
        f"{totals['near good']} of {totals['near']} near misses not misnamed, "
        f"{totals['other good']} of {totals['other']} other wrong ones refused, "
        f"{totals['right good']} of {totals['right']} right ones accepted; "
        f"{seconds:.0f} s",
    ]
    for line in lines:
        say(line, err=False)
    return [plain(fault) for fault in shown.faults]


def add(
    table: Table, name: str, layout: Layout, verdicts: list[Verdict], shown: Shown
) -> None:
    """Add an assignment's rows: its questions, then what a person marks."""
    (reference,) = [v for v in verdicts if v.trial.name == "reference"]
    (blank,) = [v for v in verdicts if v.trial.name == "release"]
    for verdict in verdicts:
        if verdict.fault:
            answer = verdict.answer
            where = f"{answer.question}, {answer.kind}: " if answer else ""
            shown.faults.append(f"{name}, {where}{verdict.name}: {verdict.fault}")
    by_hand = [t for t in reference.result.questions if t.judged is None]
    points = dict.fromkeys(layout.questions, 0.0)
    without: list[tuple[str, float]] = []  # tests that mark no question
    for test in reference.result.questions:
        question = layout.owner(test)
        if test.judged is None:
            continue
        if question in points:
            points[question] += test.max_score
        else:
            without.append((test.id, test.max_score))
    head, seconds = name, f"{reference.result.seconds:.2f}"
    for question, most in points.items():
        counts = [good_of(verdicts, question, kind, shown) for kind in SHOWN]
        shown.totals["questions"] += 1
        table.add_row(
            *(escape(plain(text)) for text in (head, question, f"{most:g}", *counts)),
            seconds,
        )
        head = seconds = ""
    rest = [(*found, "by the solution") for found in without]
    rest += [(part.id, part.max_score, "by a person") for part in by_hand]
    for written, most, how in rest:
        cells = (head, written, f"{most:g}", how, "", "", "", seconds)
        table.add_row(*(escape(plain(text)) for text in cells))
        head = seconds = ""
    if head:
        table.add_row(escape(plain(head)), "no question", *[""] * 5, seconds)
    table.add_section()
    scores = [f"{v.result.score or 0:g}" for v in (reference, blank)]
    waiting = [question.max_score for question in by_hand]
    scores[0] += f" (+ {sum(waiting):g} by a person)" if waiting else ""
    shown.marks.append(f"{name} {' / '.join(scores)}")


def good_of(verdicts: list[Verdict], question: str, kind: str, shown: Shown) -> str:
    """How many of a question's answers of a kind got what they deserve."""
    tried: dict[str, bool] = {}
    for v in verdicts:
        if v.answer and v.answer.kind == kind and v.answer.question == question:
            known_good = tried.get(v.answer.name, True)
            tried[v.answer.name] = known_good and not v.fault
    good = sum(tried.values())
    shown.totals[kind] += len(tried)
    shown.totals[f"{kind} good"] += good
    return f"{good} of {len(tried)}"
