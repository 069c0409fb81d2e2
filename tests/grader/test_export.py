"""Scores on their way back: what Canvas and Moodle would import."""

from __future__ import annotations

import csv
import io
import re
import shutil
import zipfile
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner
from grading_support import ANSWERS, handed_in, honest, load, make_course
from nbgrader.api import Gradebook

from autograder import cli
from autograder.course.assignment import load_course
from autograder.platforms import collected
from autograder.platforms.export import Wanted, export
from autograder.platforms.points import decimal_comma, number
from autograder.records import Refusal

HEADS = (
    "Identifier,Full name,Email address,Status,Grade,Maximum Grade,"
    "Grade can be changed,Last modified (submission),Last modified (grade),"
    "Feedback comments"
)
MOODLE = f"""{HEADS}
Participant 201,Jane Doe,jane@a.edu,Submitted,,10.00,Yes,-,-,
Participant 202,Jane Doe,jane@b.edu,Submitted,1.50,10.00,Yes,-,"Monday, 1 June 2026",
Participant 203,"Ω, Zoë",z@a.edu,Submitted,,10.00,No,-,-,"<p>""=fine""
two lines, one; cell</p>"
Participant 204,No Body,n@a.edu,No submission,4.00,10.00,Yes,-,-,=SUM(A1)
"""
HEADING = "Student,ID,SIS User ID,SIS Login ID,Section,demo (4711)"
CANVAS = f"""{HEADING},other (4712),Final Score
,,,,,Manual Posting,,
    Points Possible,,,,,10,5,(read only)
"Doe, Jane",201,u1,jane@a.edu,"A, 1",,3,
"Doe, Jane",202,u2,jane@b.edu,"A, 1",2,,
"Ω, Zoë",203,u3,z,B,EX,,
"Body, No",204,u4,n,B,4,,
"""
SCORES = {"201": 8.0, "202": 9.5, "203": 0.0, "stranger": 5.0}


def fill(root: Path, scores: dict[str, float], name: str = "demo") -> None:
    """A gradebook in which a person gave these scores."""
    with Gradebook(f"sqlite:///{root}/gradebook.db") as gradebook:
        gradebook.update_or_create_assignment(name)
        gradebook.update_or_create_notebook("n", name)
        words = ("q", "n", name)
        gradebook.update_or_create_grade_cell(*words, max_score=10, cell_type="code")
        for student, score in scores.items():
            gradebook.update_or_create_student(student)
            gradebook.add_submission(name, student)
            grade = gradebook.find_grade("q", "n", name, student)
            grade.manual_score, grade.needs_manual_grade = score, False
        gradebook.db.commit()


@pytest.fixture
def course(template: Path, tmp_path: Path) -> Path:
    """A copy of the course with scores."""
    return Path(shutil.copytree(template, tmp_path / "course"))


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course with scores and the platforms' files."""
    root = make_course(tmp_path_factory.mktemp("export"))
    fill(root, SCORES)
    (root / "moodle.csv").write_text(MOODLE)
    (root / "canvas.csv").write_text("\ufeff" + CANVAS)
    return root


def written(root: Path, platform: str, **more: object) -> tuple[str, list[str]]:
    """The exported file, and what is said of it."""
    names = more.pop("assignments", ("demo",))
    to = root / "out.csv"
    wanted = Wanted(names, platform, root / f"{platform}.csv", to, **more)  # type: ignore[arg-type]
    said = list(export(load_course(root), wanted))
    return to.read_bytes().decode("utf-8"), said


def importer(text: str, maximum: float = 10.0) -> dict[str, float]:
    """What Moodle takes from a worksheet: see the head of `platforms.export`.

    All is in English, and no grade at Moodle is newer than the worksheet.
    """
    taken = {}
    for row in csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")):
        assert {"Identifier", "Grade", "Last modified (grade)"} <= row.keys()
        key = row["Identifier"].removeprefix("Participant ")
        grade = row["Grade"].replace(" ", "")
        if (
            grade
            and 0 <= float(grade) <= maximum
            and row["Grade can be changed"] != "No"
        ):
            taken[key] = float(grade)
    return taken


@pytest.mark.quick
def test_does_the_worksheet_come_back_as_it_went_out(course: Path) -> None:
    text, said = written(course, "moodle")
    before = list(csv.reader(io.StringIO(MOODLE, newline="")))
    after = list(csv.reader(io.StringIO(text, newline="")))
    assert [row[4] for row in after] == ["Grade", "8", "9.5", "0", "4.00"]
    for old, new in zip(before, after, strict=True):
        assert [*old[:4], *old[5:]] == [*new[:4], *new[5:]]
    assert importer(text) == {"201": 8.0, "202": 9.5, "204": 4.0}
    assert said == [
        f"3 scores written to {course}/out.csv",
        "1 in the gradebook, but not in the roster:",
        "  stranger",
        "1 in the roster, but without a score:",
        "  204",
        "1 left as the platform has it:",
        "  203: the grade is locked at Moodle",
    ]


@pytest.mark.quick
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_does_the_form_stay_that_of_the_worksheet(
    course: Path, encoding: str, delimiter: str
) -> None:
    rows = list(csv.reader(io.StringIO(MOODLE, newline="")))
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    (course / "moodle.csv").write_bytes(text.getvalue().encode(encoding))
    wanted = Wanted(("demo",), "moodle", course / "moodle.csv", course / "out.csv")
    list(export(load_course(course), wanted))
    data = (course / "out.csv").read_bytes()
    mark = (course / "moodle.csv").read_bytes()[:3]
    assert data.startswith(mark[:2] if encoding == "utf-16" else mark)
    back = io.StringIO(data.decode(encoding), newline="")
    found = list(csv.reader(back, delimiter=delimiter))
    assert [row[4] for row in found] == ["Grade", "8", "9.5", "0", "4.00"]


@pytest.mark.quick
def test_is_a_translated_worksheet_filled(course: Path) -> None:
    text = "\ufeffKennung;Vollständiger Name;Bewertung;Maximum;Geändert (Bewertung)\n"
    text += "Teilnehmer/in201;Jane Doe;;10,00;-\nTeilnehmer/in202;Jane Doe;;10,00;-\n"
    (course / "moodle.csv").write_text(text)
    columns = {
        "Identifier": "Kennung",
        "Grade": "Bewertung",
        "Maximum grade": "Maximum",
        "Last modified (grade)": "Geändert (Bewertung)",
    }
    filled, _ = written(course, "moodle", columns=columns)
    expected = text.replace("Jane Doe;;", "Jane Doe;8;", 1)
    assert filled == expected.replace("Jane Doe;;", "Jane Doe;9,5;")


@pytest.mark.quick
@pytest.mark.parametrize(
    ("text", "value", "comma"),
    [
        *(("10", 10.0, False), ("10.00", 10.0, False), ("10,00", 10.0, True)),
        *(("10,00000", 10.0, True), ("8,5", 8.5, True), ("0,125", 0.125, True)),
        *(("1,000.00", 1000.0, False), ("1.000,00", 1000.0, True)),
        *(("1,000", 1000.0, False), ("1 000,5", 1000.5, True), ("1’000.5", 1000.5, 0)),
        *(("1,000,000", 1e6, False), ("", None, False), ("(read only)", None, False)),
        *(("-", None, False), ("nan", None, False), ("A", None, False)),
    ],
)
def test_is_a_platforms_number_read(
    text: str, value: float | None, comma: bool
) -> None:
    assert (number(text), decimal_comma(text)) == (value, comma)


LOCKED = "  201: the grade is locked at Moodle"
NO_MAXIMUM = (
    "the roster does not say how many points demo has there; here it has 10: name the "
    "column with --column 'Maximum grade'="
)


@pytest.mark.quick
@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("Maximum Grade", "Maximum", NO_MAXIMUM),
        ("10.00", "soon", NO_MAXIMUM),
        *((",10.00,Yes", f",10.00,{no}", LOCKED) for no in ("No", "nein", "Não", "否")),
    ],
)
def test_is_said_what_moodle_would_not_take(
    course: Path, old: str, new: str, line: str
) -> None:
    (course / "moodle.csv").write_text(MOODLE.replace(old, new))
    assert line in written(course, "moodle")[1]


@pytest.mark.quick
@pytest.mark.parametrize(
    ("old", "new", "scores", "line"),
    [
        # Whatever the row of points is called, its maximum counts.
        ("    Points Possible", "    Mögliche Punkte", ["10", "8", "9.5"], ""),
        (",10,5,(read only)", ',"10,0",5,', ["10,0", "8", "9,5"], ""),
        (",10,5,(read only)", ",,5,", ["", "8", "9.5"], "how many points demo has"),
        ("Student,", "Teilnehmer,", ["10", "8", "9.5"], "no column 'Student'"),
        # The test student keeps what it has, and nobody misses a score.
        ('"Body, No",204,u4,n', '"Student, Test",9,,5ca1', ["10", "8", "9.5"], ""),
    ],
)
def test_is_canvas_gradebook_filled_whatever_it_looks_like(
    course: Path, old: str, new: str, scores: list[str], line: str
) -> None:
    (course / "canvas.csv").write_text(CANVAS.replace(old, new))
    text, said = written(course, "canvas")
    rows = [row[-1] for row in csv.reader(io.StringIO(text))]
    assert rows[2:5] == scores
    assert rows[-1] == "4"
    assert line in " ".join(said)
    assert ("without a score" in str(said)) == ("Test" not in new)


@pytest.mark.quick
@pytest.mark.parametrize(
    ("old", "new", "column", "words"),
    [
        (",10,5,", ",100,5,", None, "10 points here and 100 there"),
        (",10,5,", ',"1,000.00",5,', None, "10 points here and 1000 there"),
        ("    Points Possible,,,,,10", "    Puntos,,,,,20", None, "and 20 there"),
        ("demo (4711),other (4712)", "demo,demo", None, "several columns 'demo'"),
        ("", "", "Final Score", "Canvas reckons 'Final Score' itself"),
        ("", "", "ID", "has no column 'ID' for demo, only 'demo (4711)', 'other"),
    ],
)
def test_does_no_score_go_where_it_does_not_belong(
    course: Path, old: str, new: str, column: str | None, words: str
) -> None:
    (course / "canvas.csv").write_text(CANVAS.replace(old, new, 1))
    with pytest.raises(Refusal, match=re.escape(words)):
        written(course, "canvas", columns={"demo": column} if column else {})


@pytest.mark.quick
def test_does_another_maximum_need_a_word(course: Path) -> None:
    text = MOODLE.replace("10.00", "100.00")
    (course / "moodle.csv").write_text(text)
    with pytest.raises(Refusal, match="demo has 10 points here and 100 there"):
        written(course, "moodle")
    assert not (course / "out.csv").exists()
    filled, _ = written(course, "moodle", scale=True)
    assert importer(filled, 100) == {"201": 80.0, "202": 95.0, "204": 4.0}


@pytest.mark.quick
@pytest.mark.parametrize(
    ("text", "more", "words"),
    [
        (MOODLE.replace(",Grade,", ",Points,"), {}, "has no column 'Grade'"),
        (MOODLE.replace("Last modified (grade)", "x"), {}, "no column 'Last modified"),
        (MOODLE.replace("Maximum Grade", "Scale"), {}, "graded by a scale of words"),
        (MOODLE, {"assignments": ("demo", "other")}, "is for one assignment"),
        (MOODLE, {"assignments": ("other",)}, "has no assignment 'other'"),
        (MOODLE, {"columns": {"Farbe": "x"}}, "names no column that is used"),
        (MOODLE, {"student_id": "Full name"}, "'Jane Doe' more than once"),
    ],
)
def test_is_a_worksheet_that_cannot_be_filled_refused(
    course: Path, text: str, more: dict[str, object], words: str
) -> None:
    (course / "moodle.csv").write_text(text)
    with pytest.raises(Refusal, match=re.escape(words)):
        written(course, "moodle", **more)
    assert not (course / "out.csv").exists()


@pytest.mark.quick
def test_is_the_roster_itself_never_replaced(course: Path) -> None:
    path = course / "moodle.csv"
    with pytest.raises(Refusal, match="--to would replace the roster"):
        list(export(load_course(course), Wanted(("demo",), "moodle", path, path)))
    assert path.read_text() == MOODLE


@pytest.mark.quick
def test_is_no_name_a_formula_and_no_feedback_changed(course: Path) -> None:
    text = MOODLE.replace("No Body", "=1+1").replace("z@a.edu", "@z")
    (course / "moodle.csv").write_text(text)
    filled, said = written(course, "moodle")
    rows = list(csv.reader(io.StringIO(filled, newline="")))
    assert rows[4][1] == "'=1+1"
    assert rows[3][2] == "'@z"
    assert rows[4][9] == "=SUM(A1)"
    assert "2 written as a text, as it begins like a formula:" in said


@pytest.mark.quick
def test_does_canvas_get_its_grades_back(course: Path) -> None:
    text, said = written(course, "canvas")
    assert text == (
        f"\ufeff{HEADING}\n"
        ",,,,,Manual Posting\n"
        "    Points Possible,,,,,10\n"
        '"Doe, Jane",201,u1,jane@a.edu,"A, 1",8\n'
        '"Doe, Jane",202,u2,jane@b.edu,"A, 1",9.5\n'
        '"Ω, Zoë",203,u3,z,B,EX\n'
        '"Body, No",204,u4,n,B,4\n'
    )
    assert "  203: excused from demo" in said
    assert said[1:3] == ["1 in the gradebook, but not in the roster:", "  stranger"]


@pytest.mark.quick
def test_do_several_assignments_go_to_canvas_at_once(course: Path) -> None:
    fill(course, {"201": 5.0, "204": 10.0}, "other")
    fill(course, {"202": 1.0}, "third")
    names = ("demo", "other", "third")
    text, said = written(course, "canvas", assignments=names, scale=True)
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0][5:] == ["demo (4711)", "other (4712)", "third"]
    assert [row[5:] for row in rows[2:]] == [
        ["10", "5", "10"],
        ["8", "2.5", ""],
        ["9.5", "", "1"],
        ["EX", "", ""],
        ["4", "5", ""],
    ]
    assert "Canvas will offer to make a new assignment" in said[-1]


@pytest.mark.quick
@pytest.mark.parametrize(
    ("heads", "title", "column"),
    [
        ("demo (4711)", None, "demo (4711)"),
        ("demo", None, "demo"),
        ("Week 2: Demo (4711)", "Week 2: Demo", "Week 2: Demo (4711)"),
        ("Week 2: Demo (4711)", "Week 2: Demo (4711)", "Week 2: Demo (4711)"),
        ("demo 2 (4711)", None, "demo"),
        (
            "demo (4711),demo (4712)",
            None,
            "the roster has 'demo (4711)', 'demo (4712)'",
        ),
        ("demo (4711)", "Demo", "the roster has no column 'Demo' for demo"),
    ],
)
def test_is_the_column_of_an_assignment_found(
    course: Path, heads: str, title: str | None, column: str
) -> None:
    text = f"Student,ID,Section,{heads}\nPoints Possible,,,10,10\nA,201,S,,\n"
    (course / "canvas.csv").write_text(text)
    columns = {"demo": title} if title else {}
    if column.startswith("the roster"):
        with pytest.raises(Refusal, match=re.escape(column)):
            written(course, "canvas", columns=columns)
        return
    filled, _ = written(course, "canvas", columns=columns)
    assert filled.splitlines()[0] == f"Student,ID,Section,{column}"
    assert filled.splitlines()[2] == "A,201,S,8"


@pytest.mark.quick
def test_do_canvas_first_and_last_names_stand_apart(course: Path) -> None:
    text = "LastName,FirstName,ID,SIS Login ID,demo (1)\nDoe,Jane,201,j,\n"
    (course / "canvas.csv").write_text(text)
    filled, _ = written(course, "canvas")
    # Canvas wants a section before the assignments.
    assert filled.splitlines() == [
        "LastName,FirstName,ID,SIS Login ID,Section,demo (1)",
        "Doe,Jane,201,j,,8",
    ]


@pytest.mark.quick
def test_does_the_gradebook_say_who_a_number_is(course: Path) -> None:
    """Where nobody collected: students of the exchange, linked by the platform's id."""
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        gradebook.update_or_create_student("stranger", lms_user_id="204")
    text, said = written(course, "moodle")
    assert importer(text)["204"] == 5.0
    assert not [line for line in said if "not in the roster" in line]
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        gradebook.update_or_create_student("201", lms_user_id="204")
        gradebook.update_or_create_student("stranger", lms_user_id="")
    with pytest.raises(Refusal, match="201 and 204 of the roster would both get"):
        written(course, "moodle")


@pytest.mark.quick
def test_are_penalties_taken_off_and_waiting_answers_told(course: Path) -> None:
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        for student, penalty in (("201", 3.0), ("202", 20.0)):
            (notebook,) = gradebook.find_submission("demo", student).notebooks
            notebook.late_submission_penalty = penalty
        gradebook.find_grade("q", "n", "demo", "201").needs_manual_grade = True
        gradebook.db.commit()
    text, said = written(course, "moodle")
    assert importer(text) == {"201": 5.0, "202": 0.0, "204": 4.0}
    waiting = said.index("1 waiting for a person to mark: the score may rise:")
    assert said[waiting + 1] == "  201"


@pytest.mark.quick
def test_does_no_number_of_another_platform_count(course: Path) -> None:
    """Moodle's 201 is not Canvas' 201."""
    for platform, student in (("moodle", "z"), ("canvas", "201"), ("github", "y")):
        path = collected.place(str(course), "demo", platform)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(collected.written([collected.Line("201", student, "", "new")]))
    fill(course, {"z": 3.0})
    assert importer(written(course, "moodle")[0])["201"] == 3.0
    assert '201,u1,jane@a.edu,"A, 1",8' in written(course, "canvas")[0]


@pytest.mark.quick
def test_is_a_missing_gradebook_one_sentence(course: Path) -> None:
    (course / "gradebook.db").unlink()
    words = ["export", "demo", "--for", "moodle", "--course", str(course)]
    done = CliRunner().invoke(
        cli.main, [*words, "--roster", str(course / "moodle.csv")]
    )
    assert done.exit_code == 2
    assert "there is no gradebook" in done.output
    assert not (course / "gradebook.db").exists()
    done = CliRunner().invoke(cli.main, words)
    assert done.exit_code == 2
    assert "--roster is needed" in done.output


def test_do_marks_find_their_people_from_download_to_upload(course: Path) -> None:
    """Two of one name and one local part, a second round, and a mark by hand."""
    (course / "gradebook.db").unlink()
    assignment = load(course)
    right = nbformat.v4.writes(honest(assignment))
    wrong = nbformat.v4.writes(handed_in(assignment, **{**ANSWERS, "square": "1 / 0"}))
    text = MOODLE.replace(",-,-,", ',"Monday, 1 June 2026, 9:00 AM",-,', 1)
    (course / "moodle.csv").write_text(text)

    def download(**files: str) -> None:
        with zipfile.ZipFile(course / "a.zip", "w") as archive:
            for key, data in files.items():
                folder = f"Jane Doe_{key[1:]}_assignsubmission_file"
                archive.writestr(f"{folder}/demo.ipynb", data)

    def run(*words: str) -> str:
        done = CliRunner().invoke(cli.main, [*words, "--course", str(course)])
        assert done.exit_code == 0, done.output
        return str(done.output)

    where = ("--from", "moodle", "--roster", str(course / "moodle.csv"))
    who = ("--student-id", "Email address")
    collect = ("collect", "demo", str(course / "a.zip"), *where, *who)
    back = ("--for", "moodle", "--roster", str(course / "moodle.csv"))
    out = course / "out.csv"
    download(_201=wrong, _202=right)
    run(*collect)
    run("grade", "demo")
    run("export", "demo", *back, "--to", str(out))
    assert importer(out.read_text()) == {"201": 8.0, "202": 10.0, "204": 4.0}
    download(_201=right, _202=right)
    assert "1 collected again" in run(*collect)
    assert "1 unchanged" in run("grade", "demo")
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        names = ("test_mean", "demo", "demo", "jane@b.edu")
        gradebook.find_grade(*names).manual_score = 2.5
        gradebook.db.commit()
    run("export", "demo", *back, "--to", str(out))
    assert importer(out.read_text()) == {"201": 10.0, "202": 7.5, "204": 4.0}
