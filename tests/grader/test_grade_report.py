"""What the report says of a class, beyond the tests' marks."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from nbgrader.api import Gradebook

from autograder import cli
from autograder.marks import (
    answer_pages,
    gradebook,
    ledger,
    pages,
    report,
    statistics,
)

pytestmark = pytest.mark.quick
STUDENTS = [f"s{number:02}" for number in range(31)]
ROWS = """f is wrong.
  given:     1
  Known misconception: forgets_it
  Hint:      Do not forget
             it."""


def question(name: str, score: float, most: float = 2.0, **more: Any) -> dict[str, Any]:
    """One question of results.json."""
    status = "passed" if score == most else "failed"
    message = "" if score == most else ROWS
    named = None if score == most else "forgets_it"
    found = {"id": name, "score": score, "max_score": most, "status": status}
    return (
        found | {"message": message, "misconception": named, "judged": "apart"} | more
    )


def submission(student: str, *questions: dict[str, Any], **more: Any) -> dict[str, Any]:
    """One submission of results.json."""
    return {
        "student": student,
        "status": "graded",
        "score": sum(q["score"] for q in questions),
        "max_score": sum(q["max_score"] for q in questions),
        "seconds": 1.0,
        "flags": [],
        "questions": list(questions),
        **more,
    }


def results(submissions: list[dict[str, Any]]) -> dict[str, Any]:
    """A whole results.json."""
    known = {
        "schema": 1,
        "assignment": "demo",
        "engine": "warm",
        "sandbox": "bubblewrap",
    }
    return known | {"seconds": 1.0, "submissions": submissions}


def a_class() -> list[dict[str, Any]]:
    """Those who are strong get `steep` right; `flat` has nothing to do with that."""
    return [
        submission(
            student,
            question("steep", 2.0 * (number > 15)),
            question("rest", 2.0 * (number > 12)),
            question("flat", 2.0 * (number % 2)),
            question("same", 2.0),
        )
        for number, student in enumerate(STUDENTS)
    ]


def words(html: str) -> str:
    """What one reads on a page."""
    body = html.partition("<body>")[2]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def test_a_question_tells_strong_from_weak_or_not() -> None:
    rows = {row.name: row for row in statistics.questions(a_class())}
    steep, flat = rows["steep"].discrimination, rows["flat"].discrimination
    assert steep is not None
    assert steep > 0.5
    assert flat is not None
    assert abs(flat) < 0.2
    assert rows["same"].discrimination is None, "all have the same points"
    assert rows["steep"].part == pytest.approx(15 / 31)
    few = statistics.questions(a_class()[10:19])
    assert all(row.discrimination is None for row in few), "nine students say nothing"


def test_discrimination_is_the_corrected_item_total_correlation() -> None:
    """Worked out by hand: the question itself is not in the total."""
    own = [0, 0, 0, 0, 2, 2, 2, 2, 2, 0]
    other = [0, 1, 0, 2, 2, 1, 2, 2, 0, 2]
    them = [
        submission(f"s{n}", question("a", own[n]), question("b", other[n]))
        for n in range(10)
    ]
    them.append(submission("x", question("a", 0), question("b", 0), status="missing"))
    # Sums: a 10, b 12, ab 14, a² 20, b² 22; so (140 − 120) / √(100 · 76).
    found = statistics.discrimination(them, "a")
    assert found == pytest.approx(20 / (100 * 76) ** 0.5)


def book(folder: Path) -> str:
    """A gradebook: s00 is late, s01 has a person's mark, zed handed in nothing."""
    assert gradebook.nbgrader.api.get_alembic_version is gradebook.schema_version
    url, due = f"sqlite:///{folder}/gradebook.db", datetime(2026, 3, 1, 12)
    with Gradebook(url, "default_course") as made:
        made.add_assignment("demo", duedate=due)
        made.add_notebook("demo", "demo")
        made.add_grade_cell("steep", "demo", "demo", max_score=2, cell_type="code")
        made.add_grade_cell("flat", "demo", "demo", max_score=2, cell_type="code")
        made.add_student("zed", first_name="Zed", last_name="<b>Zett")
        for student in ("s00", "s01"):
            made.add_student(student, first_name="Ada", last_name=student.upper())
            late = timedelta(days=2, hours=3) if student == "s00" else timedelta()
            made.add_submission("demo", student, timestamp=due + late)
            for name in ("steep", "flat"):
                made.find_grade(name, "demo", "demo", student).auto_score = 2.0
        flat = made.find_grade("flat", "demo", "demo", "s01")
        flat.manual_score, flat.needs_manual_grade = 0.25, False
        part = made.find_submission_notebook("demo", "demo", "s00")
        part.late_submission_penalty = 1.5
        made.db.commit()
    return url


def test_names_times_penalties_and_those_who_are_missing(tmp_path: Path) -> None:
    known = ledger.read(book(tmp_path), "default_course", "demo")
    assert known.standings["s00"].final == 2.5
    assert known.standings["s01"].final == 2.25
    them = a_class()
    them[2] = submission("s02", *them[2]["questions"], status="missing")
    html = report.page(results(them), them, tmp_path, known)
    read = words(html)
    assert "Ada S00 s00 2 d 3 h late 2026-03-03 15:00 UTC 1.5" in read
    assert re.search(
        r"Ada S00 s00 · graded · 2026-03-03 15:00 UTC · 2 d 3 h late · penalty 1.5"
        r" \d 2.5",
        read,
    )
    assert re.search(r"Ada S01 s01 · graded · 2026-03-01 12:00 UTC \d 2.25", read)
    assert "Zed <b>Zett zed nothing handed in" in read
    assert "<b>Zett" not in html
    assert "s02 a folder without a notebook" in read
    assert "1 late" in read
    assert "2 missing" in read


def test_what_is_missing_is_named_and_equal_names_are_told_apart(
    tmp_path: Path,
) -> None:
    missing = question("b", 0.0, status="missing", message="No notebook came.")
    parts = [
        submission("ada", question("a", 2.0), missing, status="partial"),
        submission("ada2", question("a", 2.0), question("b", 2.0)),
    ]
    same = {who: ledger.Person(who, "Ada", "Lovelace") for who in ("ada", "ada2")}
    known = ledger.Ledger(people=same)
    html = report.page(results(parts), parts, tmp_path, known)
    assert "b: No notebook came." in words(html)
    assert "Ada Lovelace (ada2)" in words(html)


def test_a_list_says_when_it_is_cut_and_a_mistake_has_its_hint(tmp_path: Path) -> None:
    them = [
        submission(
            s, question(f"q{n}", 0.0, message=f"{n} is wrong.", misconception=None)
        )
        for n, s in enumerate(STUDENTS)
    ]
    them[0] = submission("s00", question("steep", 0.0))
    read = words(report.page(results(them), them, tmp_path))
    assert "12 of 31 shown." in read
    assert "5 of 31 shown." in read
    assert "forgets it Do not forget it." in read


def test_an_earlier_class_stands_beside_this_one(tmp_path: Path) -> None:
    graded = tmp_path / "graded" / "demo"
    graded.mkdir(parents=True)
    (graded / "results.json").write_text(json.dumps(results(a_class())))
    before = [
        submission(s, question("steep", 2.0 * (n > 24)), question("gone", 2.0))
        for n, s in enumerate(STUDENTS[:30])
    ]
    path = tmp_path / "earlier.json"
    path.write_text(json.dumps(results(before)))

    def run(file: Path) -> tuple[int, str]:
        words = ["report", "demo", "--course", str(tmp_path), "--earlier", str(file)]
        done = CliRunner().invoke(cli.main, words)
        return done.exit_code, done.output

    assert run(path)[0] == 0
    read = words((graded / "report.html").read_text())
    assert "mean 0.97 of 2; 16 failed 48 % 48 % 17 % passed 17 %" in read
    assert re.search(r"flat mean [\d.]+ of 2; \d+ failed \d+ % \d+ % new", read)
    assert "Before: 30 submissions of another class, 58 % of all points" in read
    for text, said in (
        ("[]", "is not a results.json"),
        (json.dumps(results([submission("s", question("z", 1.0))])), "has none of"),
    ):
        path.write_text(text)
        code, output = run(path)
        assert code == 2
        assert said in output
        assert len(output.splitlines()) == 1


def test_links_open_pages_of_what_ran(tmp_path: Path) -> None:
    """Made once, without anything that runs, and anew when the notebook is."""
    pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGA"
    cells = [
        new_markdown_cell("<script>alert(1)</script>"),
        new_code_cell(
            "print('<b>bold')",
            metadata={"nbgrader": {"grade_id": "steep", "solution": True}},
            outputs=[
                new_output("stream", text="<i>said"),
                new_output("display_data", data={"image/png": pixel}),
                new_output("display_data", data={"text/html": "<script>x</script>"}),
                new_output("error", ename="E", evalue="v", traceback=["\x1b[31mE: v"]),
            ],
        ),
    ]
    path = tmp_path / "s00" / "demo" / "demo.ipynb"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(new_notebook(cells=cells)))
    (tmp_path / "s01" / "demo").mkdir(parents=True)
    (tmp_path / "s01" / "demo" / "demo.ipynb").write_text("no notebook")
    answer_pages.write(tmp_path, STUDENTS)
    page = path.with_suffix(".html")
    html = page.read_text()
    for bad in ("<script", "<b>bold", "<i>said", "\x1b"):
        assert bad not in html
    assert "&lt;i&gt;said" in html
    assert f'src="data:image/png;base64,{pixel}"' in html
    assert 'id="steep"' in html
    assert not (tmp_path / "s01" / "demo" / "demo.html").exists()
    before = page.stat().st_mtime_ns
    answer_pages.write(tmp_path, STUDENTS)
    assert page.stat().st_mtime_ns == before
    them = [submission("s00", question("steep", 0.0)), submission("s01")]
    html = report.page(results(them), them, tmp_path)
    assert 'href="s00/demo/demo.html#steep"' in html
    assert 'href="s01/demo/demo.ipynb"' in html


def test_what_is_between_backquotes_is_code() -> None:
    assert pages.coded("use `<x>` & go") == "use <code>&lt;x&gt;</code> &amp; go"
    assert pages.coded("it`s") == "it`s"


def test_a_gradebook_that_is_none_is_not_made(tmp_path: Path) -> None:
    assert ledger.read(f"sqlite:///{tmp_path}/no.db", "x", "demo") == ledger.Ledger()
    assert not list(tmp_path.iterdir())
