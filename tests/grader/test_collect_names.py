"""Whose is a file? What Canvas, Moodle and GitHub call it, and what rosters say."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from autograder.platforms import canvas, github, moodle
from autograder.platforms.archives import (
    Member,
    ghost,
    members_of,
    nothing,
    safe_path,
    unwrapped,
)
from autograder.platforms.roster import Form, Roster, read_roster, read_table
from autograder.platforms.sorting import Context, Sorted
from autograder.records import Refusal

pytestmark = pytest.mark.quick

BOOKS = frozenset({"relu"})
LABS = frozenset({"lab-1", "lab-2"})
CANVAS = """Student,ID,SIS User ID,SIS Login ID,Section
    Points Possible,,,,
"Müller, Jörg",101,u1,jm@a.edu,S
"Müller, Jörg",102,u2,jm@b.edu,S
"O'Neil-Smith, Ada",103,u3,ada,S
"van der Berg, 伟",104,u4,wei,S
"Doe, J_12_x",105,u5,jd,S
"Lovelace, Ada_103",106,u6,al,S
"""


def roster_in(folder: Path, text: str, form: Form, **more: object) -> Roster:
    path = folder / "roster.csv"
    path.write_text(text, encoding="utf-8")
    return read_roster(path, form, **more)  # type: ignore[arg-type]


def members(*paths: str) -> list[Member]:
    return [Member(path, nothing) for path in paths]


def shown(found: Sorted) -> dict[str, list[str]]:
    """The files of each id; `?` has those that are nobody's, `!` the unknown ids."""
    seen: dict[str, list[str]] = {}
    for piece in found.pieces:
        for owner in piece.owners:
            seen.setdefault(owner, []).append(piece.name)
    if found.left:
        seen["?"] = [path for path, _ in found.left]
    if found.unknown:
        seen["!"] = sorted(found.unknown)
    return seen


@pytest.mark.parametrize(
    ("file", "owner", "name"),
    [
        ("müllerjörg_101_9001_relu.ipynb", "101", "relu.ipynb"),
        ("müllerjörg_LATE_101_9001_relu.ipynb", "101", "relu.ipynb"),
        ("müllerjörg_102_9001_relu-1.ipynb", "102", "relu.ipynb"),
        ("müllerjörg_102_9001_relu-12.ipynb", "102", "relu.ipynb"),
        ("mu\u0308llerjo\u0308rg_102_9001_relu-1.IPYNB", "102", "relu.IPYNB"),
        ("oneilsmithada_103_9001_RELU-2.ipynb", "103", "RELU.ipynb"),
        ("oneilsmithada_103_9001_My solution_final (2).ipynb", "103", None),
        ("oneilsmithada_103_9001_my_2_3_relu.ipynb", "103", "my_2_3_relu.ipynb"),
        ("oneilsmithada_103_9001_relu.ipynb.txt", "103", "relu.ipynb.txt"),
        ("oneilsmithada_103_9001_data_1.csv", "103", "data_1.csv"),
        ("oneilsmithada_103_9001_relu-copy-1.ipynb", "103", "relu-copy-1.ipynb"),
        ("vanderberg伟_104_9001_relu.ipynb", "104", "relu.ipynb"),
        ("vanderberg_LATE_104_9001_作业.ipynb", "104", "作业.ipynb"),
        ("doej12x_105_9001_relu.ipynb", "105", "relu.ipynb"),
        ("doej_12_x_105_9001_relu.ipynb", "105", "relu.ipynb"),
        ("doej_12_x_LATE_105_9001_relu.ipynb", "105", "relu.ipynb"),
        ("101_9001_relu.ipynb", "101", "relu.ipynb"),
        ("LATE_101_9001_relu.ipynb", "101", "relu.ipynb"),
        ("another name_101_9001_relu.ipynb", "101", "relu.ipynb"),
        ("submissions/müllerjörg_101_9001_relu.ipynb", "101", "relu.ipynb"),
        ("hw_102_7_x/müllerjörg_101_9001_relu.ipynb", "101", "relu.ipynb"),
        ("müllerjörg_101_9001_work/sub/relu.ipynb", "101", "work/sub/relu.ipynb"),
        ("müllerjörg_101_text.html", "101", "text.html"),
        ("müllerjörg_LATE_101_link.html", "101", "link.html"),
        # The number behind `question` is no person's.
        ("müllerjörg_101_question_102_9001_relu.ipynb", "101", "relu.ipynb"),
        # Whatever a student calls a file, it is the student's.
        ("oneilsmithada_103_9001_x_101_9_relu.ipynb", "103", "x_101_9_relu.ipynb"),
        ("oneilsmithada_103_9001_LATE_101_9_relu.ipynb", "103", None),
        # A person who calls herself like another one's number is not that one.
        ("lovelaceada_103_106_9001_relu.ipynb", "106", "relu.ipynb"),
    ],
)
def test_whose_is_a_file_of_canvas(
    tmp_path: Path, file: str, owner: str, name: str | None
) -> None:
    roster = roster_in(tmp_path, CANVAS, canvas.FORM)
    found = shown(canvas.sort(members(file), Context("relu", BOOKS, roster)))
    assert list(found) == [owner]
    if name is not None:
        assert found[owner] == [name]


@pytest.mark.parametrize(
    ("file", "seen"),
    [
        ("evil_999_9001_relu.ipynb", {"!": ["999"]}),
        # An outsider gets nobody's place by the name of a file.
        ("evil_999_9001_101_9_relu.ipynb", {"!": ["999"]}),
        ("evil_999_101_9001_relu.ipynb", {"!": ["999"]}),
        ("relu.ipynb", {"?": ["relu.ipynb"]}),
        ("müllerjörg_relu.ipynb", {"?": ["müllerjörg_relu.ipynb"]}),
        ("__MACOSX/._müllerjörg_101_9001_relu.ipynb", {}),
        ("._müllerjörg_101_9001_relu.ipynb", {}),
        (".DS_Store", {}),
    ],
)
def test_is_a_file_of_nobody_given_to_nobody(
    tmp_path: Path, file: str, seen: dict[str, list[str]]
) -> None:
    roster = roster_in(tmp_path, CANVAS, canvas.FORM)
    both = members(file, "oneilsmithada_103_9001_relu.ipynb")
    found = shown(canvas.sort(both, Context("relu", BOOKS, roster)))
    assert found == {"103": ["relu.ipynb"], **seen}


def test_does_canvas_ambiguous_name_wait_for_a_person(tmp_path: Path) -> None:
    """Here both readings fit the names in the roster: nobody may guess."""
    text = CANVAS + '"Müller, Jörg_101",107,u7,x,S\n'
    roster = roster_in(tmp_path, text, canvas.FORM)
    file = "müllerjörg_101_107_9001_relu.ipynb"
    found = canvas.sort(members(file), Context("relu", BOOKS, roster))
    assert not found.pieces
    assert found.left[0][1].startswith("it could be of 101 or 107")


@pytest.mark.parametrize(
    ("more", "others"),
    [
        ('"Student, Test",500,,5ca1ab1e,S', []),
        ('"Student, Test",500,,,A and B', []),
        ('"Student, Test",500,u9,5ca1ab1e,S', ["500"]),
        ('"Student, Test",500,,test@a.edu,S', ["500"]),
        ('"Student, Testa",500,,ts,S', ["500"]),
    ],
)
def test_is_canvas_own_test_student_nobody(
    tmp_path: Path, more: str, others: list[str]
) -> None:
    roster = roster_in(tmp_path, f"{CANVAS}{more}\n", canvas.FORM)
    files = members("studenttest_500_9_relu.ipynb", "müllerjörg_101_8_relu.ipynb")
    found = canvas.sort(files, Context("relu", BOOKS, roster))
    assert sorted(shown(found)) == ["101", *others]
    assert [key for key in roster.people if len(key) > 3 or key > "106"] == others
    assert ("left out 1 file of Canvas' test student" in str(found.remarks)) == (
        not others
    )
    if not others:
        chosen = {"student_id": "SIS User ID"}
        ids = roster_in(tmp_path, f"{CANVAS}{more}\n", canvas.FORM, **chosen).people
        assert ids["101"].student == "u1"


@pytest.mark.parametrize(
    ("files", "doubts"),
    [
        ("müllerjörg_101_9_relu.ipynb", {}),
        ("jörgmüller_LATE_101_9_relu.ipynb", {}),
        ("101_9_relu.ipynb", {}),
        (
            "oneilsmithada_101_9_relu.ipynb",
            {
                "101": [
                    "the download calls them oneilsmithada, and the roster Müller, Jörg"
                ]
            },
        ),
        ("Jane Doe_201_FILE/r.ipynb", {}),
        ("Jane D. Doe-Roe_201_FILE/r.ipynb", {}),
        ("Participant 201_201_FILE_r.ipynb", {}),
        (
            "Bob Roe_201_FILE/r.ipynb",
            {"201": ["the download calls them Bob Roe, and the roster Jane Doe"]},
        ),
    ],
)
def test_is_a_name_that_is_not_the_rosters_told(
    tmp_path: Path, files: str, doubts: dict[str, list[str]]
) -> None:
    platform, text = (moodle, MOODLE) if "_201_" in files else (canvas, CANVAS)
    roster = roster_in(tmp_path, text, platform.FORM)
    both = members(files.replace("FILE", FILE), files.replace("FILE", FILE) + "x")
    found = platform.sort(both, Context("relu", BOOKS, roster))
    assert len(found.pieces) == 2
    assert found.doubts == doubts


@pytest.mark.parametrize(
    ("files", "names"),
    [
        (["lab-1.ipynb"], ["lab-1.ipynb"]),
        (["lab-1-2.ipynb"], ["lab-1.ipynb"]),
        (["lab-1.ipynb", "lab-2-1.ipynb"], ["lab-1.ipynb", "lab-2.ipynb"]),
        (["LAB-1-1.ipynb"], ["LAB-1.ipynb"]),
        (["lab-3.ipynb"], ["lab-3.ipynb"]),
        (["lab.ipynb"], ["lab.ipynb"]),
        (["lab-1-0.ipynb"], ["lab-1-0.ipynb"]),
        (["lab-1-2-3.ipynb"], ["lab-1-2-3.ipynb"]),
    ],
)
def test_is_a_number_stripped_by_the_assignments_own_names(
    files: list[str], names: list[str]
) -> None:
    every = members(*(f"doe_101_{i}_{file}" for i, file in enumerate(files, 9001)))
    found = shown(canvas.sort(every, Context("lab", LABS)))
    assert sorted(found["101"]) == names


def test_may_a_notebooks_own_name_look_like_a_count() -> None:
    books = frozenset({"lab", "lab-1"})
    names = ["lab-1.ipynb", "lab-2.ipynb", "lab-1-1.ipynb"]
    every = members(*(f"d_{i}_9_{name}" for i, name in enumerate(names)))
    found = shown(canvas.sort(every, Context("lab", books)))
    assert found == {"0": ["lab-1.ipynb"], "1": ["lab.ipynb"], "2": ["lab-1.ipynb"]}


@pytest.mark.parametrize(
    ("files", "also"),
    [
        (["relu-1.ipynb", "data-1.csv"], ["data.csv"]),
        (["relu-1.ipynb", "data-1.csv", "data.csv"], []),
        (["relu.ipynb", "data-1.csv"], []),
        (["relu-2.ipynb", "data.csv"], []),
        (["relu-2.ipynb", "work-2.zip"], []),
    ],
)
def test_does_own_file_get_the_name_that_it_had_too(
    files: list[str], also: list[str]
) -> None:
    every = members(*(f"doe_101_{i}_{file}" for i, file in enumerate(files, 9001)))
    found = canvas.sort(every, Context("relu", BOOKS))
    assert [piece.also for piece in found.pieces if piece.also] == also


def test_does_the_newest_of_canvas_come_last(tmp_path: Path) -> None:
    names = ["d_101_9003_relu-1.ipynb", "d_101_9001_relu-2.ipynb"]
    pieces = canvas.sort(members(*names), Context("relu", BOOKS)).pieces
    assert max(pieces, key=lambda p: p.order).member.path == names[0]


def test_are_anonymous_files_refused_with_a_roster_and_kept_apart_without(
    tmp_path: Path,
) -> None:
    names = ["anon_aB3dE_9001_relu.ipynb", "LATE_anon_Xy9Zw_9002_relu-1.ipynb"]
    found = canvas.sort(members(*names), Context("relu", BOOKS))
    assert shown(found) == {
        "anon_aB3dE": ["relu.ipynb"],
        "anon_Xy9Zw": ["relu.ipynb"],
    }
    assert [piece.late for piece in found.pieces] == [False, True]
    roster = roster_in(tmp_path, CANVAS, canvas.FORM)
    with pytest.raises(Refusal, match="this download is anonymous"):
        canvas.sort(members(*names), Context("relu", BOOKS, roster))


MOODLE = """Identifier,Full name,Email address,Status,Grade
Participant 201,Jane Doe,jane@a.edu,x,
Participant 202,Jane Doe,jane@b.edu,x,
Participant 203,伟 Zhao,wz@a.edu,x,
"""
TEAMS = """Identifier,Full name,Email address,Group,Grade
Participant 201,Jane Doe,jane@a.edu,Blue_1,
Participant 202,John Doe,jane@b.edu,Blue_1,
Participant 203,伟 Zhao,wz@a.edu,Red,
Participant 55,Zoë Ω,z@a.edu,Red,
Participant 56,No Group,n@a.edu,,
"""
FILE = "assignsubmission_file"


@pytest.mark.parametrize(
    ("file", "seen"),
    [
        (f"Jane Doe_201_{FILE}_/relu.ipynb", {"201": ["relu.ipynb"]}),
        (f"Jane Doe_202_{FILE}/relu.ipynb", {"202": ["relu.ipynb"]}),
        (f"Jane Doe_202_{FILE}_relu.ipynb", {"202": ["relu.ipynb"]}),
        (f"Jane Doe_202_{FILE}_my_relu_1.IPYNB", {"202": ["my_relu_1.IPYNB"]}),
        (f"Jane Doe_202_{FILE}/sub/dir/relu.ipynb", {"202": ["sub/dir/relu.ipynb"]}),
        (f"Jane Doe_202_{FILE}/data.csv", {"202": ["data.csv"]}),
        (f"伟 Zhao_203_{FILE}_/作业.ipynb", {"203": ["作业.ipynb"]}),
        (f"Participant_203_{FILE}_/relu.ipynb", {"203": ["relu.ipynb"]}),
        (f"Teilnehmer_in_203_{FILE}_/relu.ipynb", {"203": ["relu.ipynb"]}),
        (f"jane@b.edu_202_{FILE}_/relu.ipynb", {"202": ["relu.ipynb"]}),
        (f"Jane_van_Doe_202_{FILE}_/relu.ipynb", {"202": ["relu.ipynb"]}),
        (f"C1-relu-77/Jane Doe_201_{FILE}/relu.ipynb", {"201": ["relu.ipynb"]}),
        (f"Jane Doe_0201_{FILE}/relu.ipynb", {"201": ["relu.ipynb"]}),
        (
            "Jane Doe_201_assignsubmission_onlinetext_/onlinetext.html",
            {"201": ["onlinetext.html"]},
        ),
        (
            "Jane Doe_201_assignsubmission_onlinetext/onlinetext.html",
            {"201": ["onlinetext.html"]},
        ),
        (f"Eve_999_{FILE}/relu.ipynb", {"!": ["999"]}),
        # A student chooses what stands behind the number, and gets nothing by it.
        (f"Eve_999_{FILE}_x_201_{FILE}_relu.ipynb", {"!": ["999"]}),
        (
            f"Jane Doe_201_{FILE}/x_202_{FILE}_r.ipynb",
            {"201": [f"x_202_{FILE}_r.ipynb"]},
        ),
        (f"Jane Doe_201_{FILE}/__MACOSX/._relu.ipynb", {}),
        (f"Jane Doe_201_{FILE}/.ipynb_checkpoints/relu-checkpoint.ipynb", {}),
        ("relu.ipynb", {"?": ["relu.ipynb"]}),
        ("Jane Doe_201/relu.ipynb", {"?": ["Jane Doe_201/relu.ipynb"]}),
        (
            "Jane Doe_201_assignsubmission_comments/x.html",
            {"?": ["Jane Doe_201_assignsubmission_comments/x.html"]},
        ),
    ],
)
def test_whose_is_a_file_of_moodle(
    tmp_path: Path, file: str, seen: dict[str, list[str]]
) -> None:
    roster = roster_in(tmp_path, MOODLE, moodle.FORM)
    found = moodle.sort(members(file), Context("relu", BOOKS, roster))
    assert shown(found) == seen
    assert all(bool(p.note) == ("onlinetext" in p.name) for p in found.pieces)


@pytest.mark.parametrize(
    ("folder", "owners"),
    [
        # Newer versions write a group's name and number, which may be somebody's.
        (f"Blue 1_55_{FILE}", ["201", "202"]),
        (f"Red_201_{FILE}", ["203", "55"]),
        # Older ones write a folder for each member.
        (f"Blue 1-Jane Doe_201_{FILE}_", ["201"]),
        (f"Doe Jane_201_{FILE}", ["201"]),
        (f"Default group_{FILE}", ["!"]),
        (f"Grey_55_{FILE}", ["!"]),
        (f"Default group-No Group_56_{FILE}_", ["56"]),
    ],
)
def test_whose_is_a_groups_work(tmp_path: Path, folder: str, owners: list[str]) -> None:
    roster = roster_in(tmp_path, TEAMS, moodle.FORM)
    found = moodle.sort(members(f"{folder}/relu.ipynb"), Context("r", BOOKS, roster))
    assert list(shown(found)) == owners


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("Wednesday, 23 September 2020, 9:00 PM", "2020-09-23 19:00:00 UTC"),
        ("Wednesday, September 23, 2020, 9:00 PM", "2020-09-23 19:00:00 UTC"),
        ("Wednesday, 23 September 2020, 21:00", "2020-09-23 19:00:00 UTC"),
        ("Mittwoch, 23. September 2020, 21:00", None),
        ("soon", None),
    ],
)
def test_is_moodles_time_read(text: str, time: str | None) -> None:
    from zoneinfo import ZoneInfo

    assert moodle.time_of(text, ZoneInfo("Europe/Berlin")) == time


GITHUB = """identifier,github_username,github_id,name
ada@a.edu,Ada,1,Ada L
ada@b.edu,ada-main,2,Ada M
zoe@b.edu,relu-zoe,3,Zoe
ben@b.edu,,,
"""


@pytest.mark.parametrize(
    ("repository", "prefix", "owner"),
    [
        ("relu-ada", None, "ada"),
        ("relu-Ada", None, "ada"),
        ("RELU-ADA", None, "ada"),
        ("ada", None, "ada"),
        ("ada-relu-main", None, "ada"),
        ("ada-relu", None, "ada"),
        ("relu-ada-main", None, "ada-main"),
        ("relu-ada-main-main", None, "ada-main"),
        ("relu-ada-master", None, "ada"),
        ("relu-relu-zoe", None, "relu-zoe"),
        ("relu-zoe", None, "relu-zoe"),
        ("week2-ada", "week2-", "ada"),
        ("week2-ada-main-main", "week2-", "ada-main"),
        ("relu-ada", "week2-", None),
        ("relu-eve", None, None),
        ("relu-ada-1", None, None),
    ],
)
def test_whose_is_a_repository(
    tmp_path: Path, repository: str, prefix: str | None, owner: str | None
) -> None:
    roster = roster_in(tmp_path, GITHUB, github.FORM)
    context = Context("relu", BOOKS, roster, prefix)
    assert github.owner_of(repository, context) == owner
    assert roster.unlinked == ("ben@b.edu",)


@pytest.mark.parametrize(
    ("repository", "owner"),
    [("relu-ada", "ada"), ("ada-relu-main", "ada"), ("ada", "ada"), ("b-main", "b")],
)
def test_whose_is_a_repository_without_a_roster(repository: str, owner: str) -> None:
    assert github.owner_of(repository, Context("relu", BOOKS)) == owner


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a,b\n1,2\n", "has no column 'ID', only 'a', 'b': take the gradebook that"),
        ("", "is empty"),
        ("ID,Student\n", "has nobody in its column 'ID'"),
        ("ID,Student\n1,A\n1,B\n", "has '1' more than once in 'ID'"),
        ("ID,K\n1,\n2,x\n", "has no 'K' for '1'"),
        ("ID,K\n1,x\n2,x\n", "has 'x' more than once in 'K', so that marks would go"),
        ("ID,K\n1,X\n2,x\n", "has 'X', 'x' more than once"),
        ("ID,K\n1,../../etc\n", "'../../etc' in 'K' cannot be the name of a folder"),
        ("ID,K\n1,..\n", "cannot be the name of a folder"),
        ("ID,K\n1,.earlier\n", "cannot be the name of a folder"),
        ("ID,K\n1,a/b\n", "cannot be the name of a folder"),
        ("ID,K\n1,a\\b\n", "cannot be the name of a folder"),
        ("ID,K\n1,=1+1\n", "cannot be the name of a folder"),
        ("ID,K\n1,<b>x\n", "cannot be the name of a folder"),
        ("ID,K\n1,a\x1bb\n", "cannot be the name of a folder"),
        ("ID,K\n1,results.json\n", "cannot be the name of a folder"),
        ("ID,id\n1,2\n", "has several columns 'ID'"),
        ("ID,K,K\n1,x,y\n", "has several columns 'K'"),
        (f"ID,K\n1,{'x' * 129}\n", "cannot be the name of a folder"),
        ("ID,Student\n1,A\n", "has no column 'K' for --student-id"),
        ('ID,K\n1,"x\n', None),
    ],
)
def test_is_a_wrong_roster_refused_in_one_sentence(
    tmp_path: Path, text: str, words: str | None
) -> None:
    plain = "ID,Student" in text and "K" in (words or "")
    chosen = "K" if ",K" in text or plain else None
    if words is None:
        found = roster_in(tmp_path, text, canvas.FORM, student_id=chosen)
        assert [p.student for p in found.people.values()] == ["x"]
        return
    with pytest.raises(Refusal) as refused:
        roster_in(tmp_path, text, canvas.FORM, student_id=chosen)
    assert words in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("student", ["a@x.edu", "O'Neil", "Ana María", "+491", "伟"])
def test_does_an_id_stay_whole(tmp_path: Path, student: str) -> None:
    text = f"ID,K\n1,{student}\n2,a@y.edu\n"
    found = roster_in(tmp_path, text, canvas.FORM, student_id="K")
    assert [p.student for p in found.people.values()] == [student, "a@y.edu"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_is_a_table_read_and_written_as_it_was(
    tmp_path: Path, encoding: str, delimiter: str, newline: str
) -> None:
    """Also with quotes, line ends in cells, and letters beyond Latin."""
    text = newline.join(
        ["ID,Name,Text", '1,Jörg 伟,"a ""b"", c;\td\ne"', "2,Zoë,", ""]
    ).replace(",", delimiter)
    path = tmp_path / "roster.csv"
    path.write_bytes(text.encode(encoding))
    table = read_table(path)
    assert table.header == ("ID", "Name", "Text")
    assert table.rows[0][:2] == ("1", "Jörg 伟")
    assert read_table(path).written([table.header, *table.rows]) == path.read_bytes()


@pytest.mark.parametrize(
    "data",
    [
        "ID,K\n1,Jörg\n".encode("latin-1"),
        "ID,K\n1,Jörg\n".encode("cp1252"),
        "ID,K\n1,伟大\n".encode("gb18030"),
        "ID,K\n1,伟\n".encode("utf-32"),
        b"PK\x03\x04 a spreadsheet",
        b"\xd0\xcf\x11\xe0 an old spreadsheet",
    ],
)
def test_does_another_encoding_say_how_to_save(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "roster.csv").write_bytes(data)
    with pytest.raises(Refusal, match='save it as "CSV UTF-8"'):
        read_table(tmp_path / "roster.csv")


def test_are_translated_headings_named(tmp_path: Path) -> None:
    text = "Kennung;Vollständiger Name;Bewertung\nTeilnehmer/in123;Jörg Müller;\n"
    columns = {"Identifier": "Kennung", "Full name": "Vollständiger Name"}
    found = roster_in(tmp_path, text, moodle.FORM, columns=columns)
    (person,) = found.people.values()
    assert (person.id, person.first, person.last) == ("123", "Jörg", "Müller")
    with pytest.raises(Refusal, match="has no column 'Nummer', only 'Kennung'"):
        roster_in(tmp_path, text, moodle.FORM, columns={"Identifier": "Nummer"})


@pytest.mark.parametrize(
    ("name", "path", "why"),
    [
        ("relu.ipynb", "relu.ipynb", ""),
        ("a/b/relu.ipynb", "a/b/relu.ipynb", ""),
        ("a\\b\\relu.ipynb", "a/b/relu.ipynb", ""),
        ("./a//relu.ipynb", "a/relu.ipynb", ""),
        ("a/../../relu.ipynb", "a/../../relu.ipynb", "leads out"),
        ("..", "..", "leads out"),
        ("/etc/passwd", "etc/passwd", "leads out"),
        ("C:\\x.ipynb", "C:/x.ipynb", "leads out"),
        ("a\nb\x1b.ipynb", "a_b_.ipynb", ""),
        ("", "", "no name"),
    ],
)
def test_does_no_name_lead_outside(name: str, path: str, why: str) -> None:
    found, reason = safe_path(name)
    assert found == path
    assert why in reason
    assert bool(why) == bool(reason)


def test_is_a_long_name_cut_and_keeps_its_ending() -> None:
    one, two = (safe_path("x" * 300 + f"{i}.ipynb")[0] for i in (1, 2))
    assert one != two
    assert one.endswith(".ipynb")
    assert len(one) < 256


@pytest.mark.parametrize(
    "path",
    [
        "__MACOSX/relu.ipynb",
        "a/._relu.ipynb",
        ".DS_Store",
        "a/Thumbs.db",
        ".ipynb_checkpoints/relu-checkpoint.ipynb",
        ".git/HEAD",
        "__pycache__/x.pyc",
    ],
)
def test_is_a_ghost_known(path: str) -> None:
    assert ghost(path)
    assert not ghost("relu-checkpoint.ipynb")


def test_is_the_one_folder_around_all_taken_off() -> None:
    every = members("w/relu.ipynb", "w/d/data.csv", "__MACOSX/w/._relu.ipynb")
    assert [m.path for m in unwrapped(every)] == ["relu.ipynb", "d/data.csv"]
    two = members("w/relu.ipynb", "v/data.csv")
    assert [m.path for m in unwrapped(two)] == ["w/relu.ipynb", "v/data.csv"]


@pytest.mark.parametrize("flagged", [True, False])
def test_are_letters_right_whatever_an_archive_says_of_them(
    tmp_path: Path, flagged: bool
) -> None:
    """Canvas writes UTF-8 and does not say so."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("müllerjörg_101_9001_作业.ipynb", "x")
    raw = data.getvalue()
    if not flagged:
        raw = raw.replace(b"\x00\x08\x00\x00", b"\x00\x00\x00\x00")
    (tmp_path / "a.zip").write_bytes(raw)
    with members_of(tmp_path / "a.zip") as found:
        assert [m.path for m in found] == ["müllerjörg_101_9001_作业.ipynb"]
