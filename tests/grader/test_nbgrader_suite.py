"""The command that points nbgrader's own tests at this grader."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

from tools.grader import nbgrader_suite as suite

pytestmark = pytest.mark.quick


def test_is_nbgraders_command_made_into_ours() -> None:
    words = ["ps1", "--db", "sqlite:///x", "-f", "--create", "--Execute.timeout=2"]
    command, lines = suite.translated([*words, "--notebook", "p1"])
    assert command == [
        *("grade", "ps1", "--db", "sqlite:///x", "--force"),
        *("--timeout", "2", "--notebook", "p1"),
    ]
    assert lines == []
    words = ["ps1", "--A.b=True", "--A.c=x,y", "--A.d=[('e')]", "--no-execute"]
    command, lines = suite.translated(words)
    assert command == ["grade", "ps1"]
    assert lines == [
        "c.A.b = True",
        "c.A.c = 'x,y'",
        "c.A.d = ['e']",
        "c.Execute.enabled = False",
    ]


def test_is_a_failure_known_or_a_fault(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    known = next(iter(suite.KNOWN))
    report.write_text(
        "<testsuites><testsuite>"
        "<testcase name='test_good'/>"
        "<testcase name='test_bad'><failure message='no&#10;more'/></testcase>"
        f"<testcase name='{known}'><failure message='no'/></testcase>"
        "<testcase name='test_left'><skipped/></testcase>"
        "</testsuite></testsuites>"
    )
    found = {one.test: (one.verdict, one.reason) for one in suite.judged(report)}
    assert found == {
        "test_good": (suite.SAME, ""),
        "test_bad": (suite.FAILED, "no"),
        known: suite.KNOWN[known],
        "test_left": (suite.SKIPPED, ""),
    }


def test_are_the_known_tests_in_nbgraders_suite() -> None:
    found = importlib.util.find_spec(suite.SUITE)
    assert found is not None
    assert found.origin is not None
    names = re.findall(r"def (test_\w+)", Path(found.origin).read_text("utf-8"))
    assert suite.KNOWN.keys() <= set(names)
