"""Prove an assignment of any course: from the options of a command to its exit code."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from autograder import judged, machine, run
from autograder.course.assignment import source_folder
from autograder.proving import collected, table, trials
from autograder.proving.collected import Answer
from autograder.proving.layout import layout_of
from autograder.proving.trials import Trial, Verdict
from autograder.records import Assignment, Engine, Limits, Refusal
from autograder.run import Options
from autograder.terminal import say


def answers(name: str, options: Options, thorough: bool = False) -> int:
    """Show which collected answers get what they deserve; the exit code."""
    began = time.monotonic()
    course, assignment = run.load(name, options)
    _, options = run.configured(course, options)
    layout = layout_of(assignment)
    folder = Path(course.root, collected.FOLDER, name)
    found = read(folder, name, layout.questions)
    jobs = options.jobs or machine.processors()
    with run.make_engine(
        source_folder(course), assignment.outside, options, jobs
    ) as engine:
        assignment = judged.settle(assignment, engine, options.limits)
        wanted = trials.whole(assignment)
        wanted += trials.trials(assignment, found, thorough)
        verdicts = prove(wanted, assignment, engine, options.limits, jobs)
    faults = table.show({name: (layout, verdicts)}, time.monotonic() - began)
    if not found:
        say(f"no answers are collected: {folder} has none; see the guide on answers")
    for fault in faults:
        say(f"autograder: {fault}")
    return 1 if faults else 0


def read(folder: Path, name: str, questions: Sequence[str]) -> list[Answer]:
    """The collected answers of an assignment; `Refusal` says what is wrong."""
    try:
        found = collected.load(folder, name)
    except (ValueError, OSError) as error:
        raise Refusal(str(error)) from error
    for answer in found:
        if questions.count(answer.question) != 1:
            there = ", ".join(questions) or "none"
            raise Refusal(
                f"{folder / answer.question}.py has answers to {answer.question}, "
                f"which is not one question of {name}; its questions: {there}"
            )
    return found


def prove(
    wanted: Sequence[Trial],
    assignment: Assignment,
    engine: Engine,
    limits: Limits,
    jobs: int,
) -> list[Verdict]:
    """Grade some trials of an assignment, `jobs` at a time, and judge their marks."""
    layout = layout_of(assignment)

    def work(trial: Trial) -> list[Verdict]:
        marks = trials.run(trial, assignment, engine, limits)
        return trials.judge(trial, *marks, layout)

    with ThreadPoolExecutor(jobs) as pool:
        return [verdict for found in pool.map(work, wanted) for verdict in found]
