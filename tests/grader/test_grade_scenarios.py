"""The catalogue of small courses: it can be read, run, and its page is up to date."""

from __future__ import annotations

import re

import pytest

from tools.grader.scenarios import page, reading, verdicts
from tools.grader.scenarios.__main__ import examine_all
from tools.grader.scenarios.page import PAGE
from tools.grader.scenarios.reading import Scenario
from tools.grader.scenarios.sides import Outcome

FEWEST = 160
SAMPLE = {
    "a test that gives part of its points": "same",
    "a test that was deleted": "differs on purpose",
    "another language": "refused",
}


def scenario(text: str) -> Scenario:
    """One scenario."""
    (found,) = reading.read(f"== x\n{text}", "kind")
    return found


@pytest.mark.quick
def test_is_the_page_that_of_the_catalogue() -> None:
    text = PAGE.read_text(encoding="utf-8")
    found = re.search(r"^% catalogue: (\w+)$", text, re.MULTILINE)
    assert found is not None
    assert found[1] == reading.digest_of_all(), "run: make scenarios"
    for one in reading.catalogue():
        assert f"| {page.cell(one.name)} |" in text


@pytest.mark.quick
def test_are_there_many_courses_and_a_reason_where_marks_differ() -> None:
    found = reading.catalogue()
    assert len(found) >= FEWEST
    for one in found:
        assert bool(one.reason) == bool(one.expected), one.name
        assert one.notebooks(), one.name


@pytest.mark.quick
def test_does_a_scenario_say_what_its_text_says() -> None:
    one = scenario(
        "-- answer\ndef f():\n    return 1\n-- test 2 id=t\nassert f()\n"
        "-- student ada\ndef f():\n    return 2\n-- student zoe\n"
    )
    _, (answer, test) = one.notebooks()["hw"]
    assert (answer.name, answer.kind, answer.points) == ("answer0", "answer", None)
    assert (test.name, test.points) == ("t", 2.0)
    assert one.students() == {
        "solved": ["="],
        "ada": ["def f():\n    return 2"],
        "zoe": [],
    }
    with pytest.raises(ValueError, match="what is a section 'tset'"):
        scenario("-- tset 2\nassert 1")


MARKS = {"ada": "total 1/1", "ada hw/t": "1/1"}
WORSE = {"ada": "total 0/1", "ada hw/t": "0/1"}
ON_PURPOSE = (
    "-- differs\nIt is right.\n  ada: total 1/1 → total 0/1\n  ada hw/t: 1/1 → 0/1"
)
SENTENCE = "autograder: the course is in R: only Python is graded"


@pytest.mark.quick
@pytest.mark.parametrize(
    ("text", "ours", "verdict"),
    [
        ("", Outcome(0, MARKS), "same"),
        ("", Outcome(0, WORSE), "DIFFERS"),
        ("", Outcome(0, {}), "DIFFERS"),
        (ON_PURPOSE, Outcome(0, WORSE), "differs on purpose"),
        (ON_PURPOSE, Outcome(0, MARKS), "DIFFERS"),
        (ON_PURPOSE, Outcome(0, {}), "DIFFERS"),
        ("", Outcome(2, {}, said=SENTENCE), "refused"),
        ("", Outcome(2, MARKS, said=SENTENCE), "DIFFERS"),  # it came too late
        ("", Outcome(2, {}, said=f"{SENTENCE}\nand more"), "DIFFERS"),
        ("", Outcome(1, {}, said=SENTENCE), "DIFFERS"),
        ("-- refused", Outcome(0, MARKS), "DIFFERS"),
        ("", Outcome(0, MARKS, traceback=True), "DIFFERS"),
        ("", Outcome(0, MARKS, leaked=True), "DIFFERS"),
        ("-- files", Outcome(0, MARKS), "DIFFERS"),  # nbgrader has kept one
    ],
)
def test_is_a_verdict_what_the_graders_have_earned(
    text: str, ours: Outcome, verdict: str
) -> None:
    theirs = Outcome(0, MARKS, files=["ada/hw/out.txt"])
    assert verdicts.judge(scenario(text), theirs, ours).verdict == verdict


def test_do_real_runs_end_as_the_page_says() -> None:
    chosen = [one for one in reading.catalogue() if one.name in SAMPLE]
    found = {f.scenario.name: f for f in examine_all(chosen, jobs=2)}
    for name, verdict in SAMPLE.items():
        finding = found[name]
        assert finding.verdict == verdict, (finding.reason, finding.differences)
