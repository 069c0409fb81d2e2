"""Collecting bulk downloads: what lands in whose folder, and what is never lost."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner
from grading_support import make_course
from nbgrader.api import Gradebook

from autograder import cli
from autograder.platforms import archives, collected
from autograder.platforms.collect import Download, Report, collect
from autograder.records import Refusal

CANVAS = """Student,ID,SIS User ID,SIS Login ID,Section,demo (4711)
    Points Possible,,,,,10
"Müller, Jörg",101,u1,jm@a.edu,S,
"Müller, Jörg",102,u2,jm@b.edu,S,
"Zhao, 伟",103,u3,wz,S,
"""
MOODLE = """Identifier,Full name,Email address,Status,Grade,Last modified (submission)
Participant 201,Jane Doe,jane@a.edu,x,,"Wednesday, 23 September 2020, 9:00 PM"
Participant 202,Jane Doe,jane@b.edu,x,,-
Participant 203,伟 Zhao,wz@a.edu,x,,soon
"""
GITHUB = "identifier,github_username\nada@a.edu,Ada\nada@b.edu,ada2\n"
Files = Mapping[str, str | bytes]

pytestmark = pytest.mark.quick


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course whose path looks like a file name of Canvas, with a gradebook."""
    root = make_course(tmp_path_factory.mktemp("t") / "course_2026_1_demo")
    with Gradebook(f"sqlite:///{root}/gradebook.db") as gradebook:
        gradebook.add_assignment("demo")
    (root / "canvas.csv").write_text("\ufeff" + CANVAS)
    (root / "moodle.csv").write_text(MOODLE)
    (root / "github.csv").write_text(GITHUB)
    return root


@pytest.fixture
def course(template: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(template, tmp_path / template.name))


def packed(files: Files) -> bytes:
    """A zip archive with these files."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return data.getvalue()


def take(
    course: Path,
    platform: str,
    files: Files | Path,
    roster: bool = True,
    **more: object,
) -> Report:
    """Collect a download with these files, or the one in a folder."""
    archive = files if isinstance(files, Path) else course / "download.zip"
    if not isinstance(files, Path):
        archive.write_bytes(packed(files))
    path = course / f"{platform}.csv" if roster else None
    wanted = Download("demo", archive, platform, path, **more)  # type: ignore[arg-type]
    return collect(course, wanted)


def submitted(course: Path, folder: str = "submitted") -> dict[str, str]:
    """Every file there, and what it holds."""
    root = course / folder
    return {
        str(path.relative_to(root)): path.read_text(errors="replace")
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def states(report: Report) -> dict[str, list[str]]:
    """Whom each list of a report names."""
    found: dict[str, list[str]] = {}
    for line in report.lines:
        who = line.student or line.id or line.notes
        found.setdefault(line.status, []).append(who)
    return found


def test_does_one_local_part_stay_two_people(course: Path) -> None:
    files = {
        "müllerjörg_101_9001_demo.ipynb": "a",
        "müllerjörg_LATE_102_9002_demo-1.ipynb": "b",
    }
    report = take(course, "canvas", files, student_id="SIS Login ID")
    assert submitted(course) == {
        "jm@a.edu/demo/demo.ipynb": "a",
        "jm@b.edu/demo/demo.ipynb": "b",
    }
    assert states(report) == {"new": ["jm@a.edu", "jm@b.edu"], "none": ["wz"]}
    assert [line.late for line in report.lines] == ["", "late", ""]
    assert report.code == 0
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        two = {s.id: s for s in gradebook.students}
        assert sorted(two) == ["jm@a.edu", "jm@b.edu", "wz"]
        assert two["jm@b.edu"].first_name == "Jörg"
        assert two["jm@b.edu"].last_name == "Müller"
        assert two["jm@b.edu"].email == "jm@b.edu"
        assert two["jm@b.edu"].lms_user_id == "102"


def test_is_the_platforms_id_the_student_without_a_choice(course: Path) -> None:
    files = {"x_101_9001_demo.ipynb": "a", "x_102_9001_demo.ipynb": "b"}
    take(course, "canvas", files)
    assert list(submitted(course)) == ["101/demo/demo.ipynb", "102/demo/demo.ipynb"]
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        assert gradebook.find_student("101").last_name == "Müller"


def test_does_a_gradebook_keep_what_it_has(course: Path) -> None:
    """Names that a person entered stay where the roster has none; marks stay anyway."""
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        gradebook.add_student("101", first_name="J.", email="j@x.edu")
    take(course, "canvas", {"x_101_9001_demo.ipynb": "a"}, roster=False)
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        student = gradebook.find_student("101")
        assert (student.first_name, student.email) == ("J.", "j@x.edu")
        assert student.lms_user_id == "101"


def test_are_unknown_ids_listed_and_not_collected(course: Path) -> None:
    files = {"x_101_9001_demo.ipynb": "a", "eve_999_9001_demo.ipynb": "b"}
    report = take(course, "canvas", files)
    assert list(submitted(course)) == ["101/demo/demo.ipynb"]
    assert states(report)["unknown"] == ["999"]
    assert states(report)["none"] == ["102", "103"]
    assert report.code == 1
    shown = "\n".join(report.shown())
    assert "1 not in the roster, so not collected:\n  999 (eve_999_9001" in shown
    assert "2 in the roster, but without a submission:\n  102 (Müller, Jörg)" in shown
    listed = (course / "graded" / "demo" / "collected-canvas.csv").read_text()
    assert "999,,,unknown" in listed


def test_does_a_long_list_say_that_it_is_cut(course: Path) -> None:
    files = {f"x_{i}_1_demo.ipynb": "a" for i in range(200, 230)}
    files["x_101_1_demo.ipynb"] = "a"
    report = take(course, "canvas", files)
    shown = list(report.shown())
    assert "30 not in the roster, so not collected:" in shown
    assert "  … and 10 more" in shown
    assert sum(line.status == "unknown" for line in report.lines) == 30


def test_does_the_newest_count_and_the_older_get_listed(course: Path) -> None:
    files = {
        "x_101_9003_demo-1.ipynb": "newest",
        "x_101_9001_demo.ipynb": "oldest",
        "x_101_9002_demo-2.ipynb": "older",
        "x_101_9001_data.csv": "own",
    }
    report = take(course, "canvas", files)
    assert submitted(course) == {
        "101/demo/data.csv": "own",
        "101/demo/demo.ipynb": "newest",
    }
    assert report.lines[0].notes.count("not the older") == 2
    assert report.code == 0


def test_does_a_second_round_replace_and_lose_nothing(course: Path) -> None:
    first = {"x_101_9001_demo.ipynb": "1", "x_102_9002_demo.ipynb": "2"}
    take(course, "canvas", first)
    unchanged = course / "submitted" / "102" / "demo" / "demo.ipynb"
    before = unchanged.stat()
    second = {"x_101_9003_demo-1.ipynb": "new", "x_102_9002_demo.ipynb": "2"}
    report = take(course, "canvas", second)
    assert states(report) == {
        "replaced": ["101"],
        "unchanged": ["102"],
        "none": ["103"],
    }
    found = submitted(course)
    assert found.pop("101/demo/demo.ipynb") == "new"
    assert found.pop("102/demo/demo.ipynb") == "2"
    assert list(found.values()) == ["1"]
    assert next(iter(found)).startswith(".earlier/demo/101/")
    after = unchanged.stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_does_an_older_download_replace_nothing(course: Path) -> None:
    take(course, "canvas", {"x_101_9003_demo-1.ipynb": "new"})
    report = take(course, "canvas", {"x_101_9001_demo.ipynb": "old"})
    assert submitted(course)["101/demo/demo.ipynb"] == "new"
    assert states(report)["kept"] == ["101"]
    assert report.code == 1
    again = take(course, "canvas", {"x_101_9002_demo.ipynb": "old"})
    assert states(again)["kept"] == ["101"]


def test_are_those_of_an_earlier_download_not_missing(course: Path) -> None:
    take(course, "canvas", {"x_101_9001_demo.ipynb": "1"})
    report = take(course, "canvas", {"x_102_9002_demo.ipynb": "2"})
    assert states(report) == {"new": ["102"], "there": ["101"], "none": ["103"]}
    third = take(course, "canvas", {"x_101_9000_demo.ipynb": "0"})
    assert states(third)["kept"] == ["101"]


def test_is_another_choice_of_ids_refused_before_anything_moves(course: Path) -> None:
    take(course, "canvas", {"x_101_9001_demo.ipynb": "1"})
    before = submitted(course)
    with pytest.raises(
        Refusal, match="101 was collected as 101 before and would be jm@"
    ):
        take(
            *(course, "canvas", {"x_101_9001_demo.ipynb": "1"}),
            student_id="SIS Login ID",
        )
    assert submitted(course) == before


def test_does_a_folder_collect_like_its_archive(course: Path) -> None:
    files = {
        "müllerjörg_101_9001_demo.ipynb": "a",
        "müllerjörg_102_9001_work.zip": packed({"w/demo.ipynb": "b", "w/d.csv": "c"}),
        "__MACOSX/._müllerjörg_101_9001_demo.ipynb": "ghost",
    }
    expected = {
        "101/demo/demo.ipynb": "a",
        "102/demo/d.csv": "c",
        "102/demo/demo.ipynb": "b",
    }
    take(course, "canvas", files)
    assert submitted(course) == expected
    shutil.rmtree(course / "submitted")
    with zipfile.ZipFile(course / "download.zip") as archive:
        archive.extractall(course / "open" / "submissions")
    report = take(course, "canvas", course / "open")
    assert submitted(course) == expected
    assert report.code == 0


BOMB = {"demo.ipynb": "x" * 6_000}


@pytest.mark.parametrize(
    ("data", "there", "words"),
    [
        (b"no zip at all", ["work.zip"], "not a zip file"),
        (packed({"demo.ipynb": "a"})[:-30], ["work.zip"], "not a zip file"),
        (b"", ["work.zip"], "not a zip file"),
        (packed(BOMB), [], "larger than"),
        (packed({f"{i}.txt": "x" for i in range(30)}), None, "more than 20 files"),
        (packed({"../../up.ipynb": "a", "demo.ipynb": "b"}), ["demo.ipynb"], "leads"),
        (packed({"/etc/x.ipynb": "a", "demo.ipynb": "b"}), ["demo.ipynb"], "leads out"),
        (packed({"a": "file", "a/b": "below"}), ["a"], "has the name of its folder"),
        (packed({"in.zip": packed(BOMB)}), ["in.zip"], "stays packed"),
        (packed({"a\nb.ipynb": "x"}), ["a_b.ipynb"], ""),
        (packed({"d/": "", "d/demo.ipynb": "x"}), ["demo.ipynb"], ""),
        (packed({"__MACOSX/._d": "", "demo.ipynb": "x"}), ["demo.ipynb"], ""),
        (packed({}), ["work.zip"], "it holds no file"),
    ],
    ids=range(13),
)
def test_is_a_students_archive_unpacked_safely(
    course: Path,
    monkeypatch: pytest.MonkeyPatch,
    data: bytes,
    there: list[str] | None,
    words: str,
) -> None:
    """A broken one is kept and listed, and costs nobody else."""
    monkeypatch.setattr(archives, "MOST_BYTES", 5_000)
    monkeypatch.setattr(archives, "MOST_FILES", 20)
    files: Files = {"x_101_9001_work.zip": data, "x_102_9002_demo.ipynb": "b"}
    report = take(course, "canvas", files)
    found = submitted(course)
    assert found.pop("102/demo/demo.ipynb") == "b"
    if there is None:
        assert len(found) == 20
    else:
        assert sorted(found) == [f"101/demo/{name}" for name in there]
    faults = {line.id: line.faults for line in report.lines}["101"]
    assert words in faults.casefold()
    assert bool(faults) == bool(words)
    assert report.code == int(bool(words))
    assert not (course / "up.ipynb").exists()
    assert not list((course / "submitted").glob(".collecting-*"))


RAR = b"Rar!\x1a\x07\x01\x00"
POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:a\nsize 9\n"
INSIDE = "an archive in an archive stays packed"
NO_ZIP = "an archive that is not a zip stays packed"
DISGUISED = "it is an archive without the ending of one, and stays packed"


@pytest.mark.parametrize(
    ("files", "faults"),
    [
        ({"demo.ipynb": "a", "d/in.ZIP": packed({})}, f"d/in.ZIP: {INSIDE}"),
        ({"d/in.tar.gz": "", "demo.ipynb": "a"}, f"d/in.tar.gz: {NO_ZIP}"),
        ({"in.tbz2": "", "demo.ipynb": "a"}, f"in.tbz2: {NO_ZIP}"),
        ({"in.rar": RAR, "demo.ipynb": "a"}, f"in.rar: {NO_ZIP}"),
        ({"demo.ipynb.xz": "", "a": ""}, f"demo.ipynb.xz: {NO_ZIP}"),
        ({"demo.ipynb": RAR}, f"demo.ipynb: {DISGUISED}"),
        ({"demo.ipynb": packed({"demo.ipynb": "a"})}, f"demo.ipynb: {DISGUISED}"),
        ({"work": packed({"demo.ipynb": "a"})}, f"work: {DISGUISED}"),
        ({"demo.ipynb": POINTER}, "a pointer of Git LFS stands there for it"),
        # What is packed by its nature, and what the course gave out, is no one's work.
        ({"w.npz": packed({"x": ""}), "train.csv.gz": "", "r.docx": packed({})}, ""),
        ({"given.zip": packed({"data.csv": ""}), "demo.ipynb": "a"}, ""),
    ],
)
def test_is_what_stays_packed_listed(course: Path, files: Files, faults: str) -> None:
    (course / "solutions" / "demo" / "given.zip").write_bytes(packed({"data.csv": ""}))
    whole = {"x_101_9001_work.zip": packed(files), "x_102_9002_demo.ipynb": "b"}
    report = take(course, "canvas", whole)
    found = {line.id: line.faults for line in report.lines}
    assert faults in found["101"]
    assert (bool(found["101"]), found["102"]) == (bool(faults), "")
    assert report.code == int(bool(faults))
    # Nothing is lost by it.
    assert {f"101/demo/{name}" for name in files} <= submitted(course).keys()


@pytest.mark.parametrize(
    "name", ["__MACOSX/._demo.ipynb", "d/.ipynb_checkpoints/demo-checkpoint.ipynb"]
)
def test_is_an_archive_without_work_kept_and_listed(course: Path, name: str) -> None:
    report = take(course, "canvas", {"x_101_9001_work.zip": packed({name: "a"})})
    assert list(submitted(course)) == ["101/demo/work.zip"]
    faults = {line.id: line.faults for line in report.lines}["101"]
    assert faults.startswith("work.zip: it holds only what tools leave behind")
    assert report.code == 1


def test_do_notebooks_come_before_very_many_files(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "MOST_FILES", 20)
    files = {f"{i}.txt": "x" for i in range(90)} | {"z.ipynb": "a"}
    odd = packed({f"../{i}": "x" for i in range(50)})
    whole = {"x_101_9001_work.zip": packed(files), "x_102_9002_work.zip": odd}
    report = take(course, "canvas", whole)
    assert "101/demo/z.ipynb" in submitted(course)
    faults = {line.id: line.faults for line in report.lines}
    assert faults["101"] == "71 left out, as there are more than 20 files"
    assert faults["102"].endswith("; and 30 more")


def changed(data: bytes, name: str, **more: int) -> bytes:
    """An archive whose entry claims something: a bit of its flags, or a file's kind."""
    result = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(result, "w") as target,
    ):
        for info in source.infolist():
            content = source.read(info)
            if info.filename == name and "mode" in more:
                info.external_attr = more["mode"] << 16
            target.writestr(info, content)
    raw = bytearray(result.getvalue())
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = raw.find(sign)
        raw[place + at] |= more.get("flag", 0)
    return bytes(raw)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"mode": 0o120777}, "not an ordinary file"),
        ({"mode": 0o010644}, "not an ordinary file"),
        ({"mode": 0o020644}, "not an ordinary file"),
        ({"flag": 1}, "encrypted"),
    ],
)
def test_is_a_link_or_an_encrypted_file_left_out(
    course: Path, more: dict[str, int], words: str
) -> None:
    data = changed(packed({"demo.ipynb": "/etc/passwd"}), "demo.ipynb", **more)
    files: Files = {"x_101_9001_work.zip": data}
    report = take(course, "canvas", files)
    assert submitted(course) == {}
    assert words in report.lines[0].faults
    assert report.code == 1


def test_is_a_damaged_file_listed_and_its_neighbour_kept(course: Path) -> None:
    whole = packed({"demo.ipynb": "q" * 500})
    broken = bytearray(whole)
    broken[whole.find(b"demo.ipynb") + 12] ^= 0xFF
    files: Files = {
        "x_101_9001_work.zip": bytes(broken),
        "x_101_9002_data.csv": "d",
    }
    report = take(course, "canvas", files)
    assert submitted(course) == {"101/demo/data.csv": "d"}
    assert "damaged" in report.lines[0].faults


def test_are_a_macs_letters_in_an_unpacked_folder_those_of_others(
    course: Path,
) -> None:
    folder = course / "open"
    folder.mkdir()
    (folder / "x_101_9001_U\u0308bung\x1b.ipynb").write_text("a")
    take(course, "canvas", folder)
    assert list(submitted(course)) == ["101/demo/\xdcbung_.ipynb"]


def test_is_a_link_in_an_unpacked_folder_not_followed(course: Path) -> None:
    folder = course / "open"
    folder.mkdir()
    (folder / "x_101_9001_demo.ipynb").symlink_to(course / "canvas.csv")
    (folder / "x_102_9001_demo.ipynb").write_text("b")
    report = take(course, "canvas", folder)
    assert submitted(course) == {"102/demo/demo.ipynb": "b"}
    assert "not an ordinary file" in report.lines[0].faults


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("missing.zip", "there is no file or folder"),
        ("canvas.csv", "is not a zip archive that can be read"),
        ("empty", "has no file that Canvas named"),
    ],
)
def test_is_a_wrong_archive_one_sentence(course: Path, name: str, words: str) -> None:
    (course / "empty").mkdir()
    words_ = ["collect", "demo", str(course / name), "--from", "canvas"]
    done = CliRunner().invoke(cli.main, [*words_, "--course", str(course)])
    assert done.exit_code == 2
    assert words in done.output
    assert len(done.output.splitlines()) == 1
    assert not (course / "submitted").exists()


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["--column", "Identifier"], "is not of the form WANTED=NAME"),
        (["--column", "Colour=Farbe"], "names no column that is used here"),
        (["--roster", "none.csv"], "cannot read none.csv"),
        (["--student-id", "ID"], "need the file of --roster"),
        (["--timezone", "Mars/Olympus"], "there is no time zone 'Mars/Olympus'"),
    ],
)
def test_is_a_wrong_option_one_sentence(
    course: Path, more: list[str], words: str
) -> None:
    words_ = ["collect", "demo", str(course), "--from", "moodle", *more]
    done = CliRunner().invoke(cli.main, [*words_, "--course", str(course)])
    assert done.exit_code == 2
    assert words in done.output
    assert len(done.output.splitlines()) == 1


def test_is_an_unknown_assignment_refused(course: Path) -> None:
    wanted = Download("other", course / "x.zip", "canvas")
    with pytest.raises(Refusal, match="there is no assignment 'other'"):
        collect(course, wanted)


def test_is_moodles_download_collected_with_its_times(course: Path) -> None:
    at = "assignsubmission_file_"
    files = {
        f"Jane Doe_201_{at}/demo.ipynb": "a",
        f"Jane Doe_201_{at}/sub/data.csv": "d",
        f"Jane Doe_201_{at}/timestamp.txt": "2001-01-01 00:00:00 UTC",
        f"Jane Doe_202_{at}/demo.ipynb": "b",
        f"伟 Zhao_203_{at}/Timestamp.txt": "2001-01-01 00:00:00 UTC",
        "伟 Zhao_203_assignsubmission_onlinetext_/onlinetext.html": "x",
        f"Eve_999_{at}/demo.ipynb": "e",
    }
    report = take(
        *(course, "moodle", files),
        student_id="Email address",
        zone=ZoneInfo("Europe/Berlin"),
    )
    assert submitted(course) == {
        "jane@a.edu/demo/demo.ipynb": "a",
        "jane@a.edu/demo/sub/data.csv": "d",
        "jane@a.edu/demo/timestamp.txt": "2020-09-23 19:00:00 UTC\n",
        "jane@b.edu/demo/demo.ipynb": "b",
        "wz@a.edu/demo/onlinetext.html": "x",
    }
    notes = {line.id: line.notes for line in report.lines}
    assert "would count as the time of submission" in notes["201"]
    assert "an online text: it cannot be graded" in notes["203"]
    assert "taken as those of Europe/Berlin" in report.remarks[0]
    assert "the times of 1 submission cannot be read" in report.remarks[1]
    assert states(report)["unknown"] == ["999"]


def test_does_each_member_get_the_groups_work(course: Path) -> None:
    roster = MOODLE.replace("Status", "Group").replace(",x,", ",Blue,")
    (course / "moodle.csv").write_text(roster)
    take(course, "moodle", {"Blue_7_assignsubmission_file/demo.ipynb": "a"})
    assert list(submitted(course)) == [
        "201/demo/demo.ipynb",
        "201/demo/timestamp.txt",
        "202/demo/demo.ipynb",
        "203/demo/demo.ipynb",
    ]


def git(folder: Path, *words: str, **settings: str) -> None:
    """Run git in a folder."""
    names = {f"GIT_{w}_{k}": "x" for w in ("AUTHOR", "COMMITTER") for k in ("NAME",)}
    mails = {f"GIT_{w}_EMAIL": "x@x" for w in ("AUTHOR", "COMMITTER")}
    subprocess.run(
        ["git", "-C", str(folder), *words],
        check=True,
        capture_output=True,
        env={**os.environ, **names, **mails, **settings},
    )


def repository(folder: Path, text: str, date: str, packed_refs: bool) -> None:
    """A student's repository with one commit."""
    folder.mkdir(parents=True)
    (folder / "demo.ipynb").write_text(text)
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "x", GIT_COMMITTER_DATE=date)
    if packed_refs:
        git(folder, "gc", "-q")


def test_are_repositories_collected_with_their_last_commits_time(course: Path) -> None:
    every = course / "clones" / "demo-submissions"
    repository(every / "demo-Ada", "a", "2026-03-01T10:00:00+02:00", False)
    repository(every / "demo-ada2", "b", "2026-03-02T10:00:00+02:00", True)
    repository(every / "demo-eve", "e", "2026-03-02T10:00:00+02:00", False)
    (course / "clones" / ".DS_Store").write_text("")
    # What git would do in that repository, if it looked at its configuration.
    trap = course / "trapped"
    with (every / "demo-Ada" / ".git" / "config").open("a") as config:
        config.write(f"[core]\n\tfsmonitor = touch {trap}\n\tpager = touch {trap}\n")
        config.write(f"[log]\n\tshowSignature\n[gpg]\n\tprogram = touch {trap}\n")
    report = take(course, "github", course / "clones", student_id="identifier")
    assert submitted(course) == {
        "ada@a.edu/demo/demo.ipynb": "a",
        "ada@a.edu/demo/timestamp.txt": "2026-03-01 08:00:00 UTC\n",
        "ada@b.edu/demo/demo.ipynb": "b",
        "ada@b.edu/demo/timestamp.txt": "2026-03-02 08:00:00 UTC\n",
    }
    assert states(report) == {
        "new": ["ada@a.edu", "ada@b.edu"],
        "unknown": ["demo-eve"],
    }
    assert not trap.exists()


def test_is_what_a_clone_lacks_told(course: Path) -> None:
    """A submodule that nobody fetched, and a folder of which git knows nothing."""
    every = course / "clones"
    repository(every / "demo-ada", "a", "2026-03-01T10:00:00+00:00", False)
    modules = '[submodule "x"]\n\tpath = work\n[submodule "y"]\n\tpath = lib/y\n'
    (every / "demo-ada" / ".gitmodules").write_text(modules)
    (every / "demo-ada" / "lib" / "y").mkdir(parents=True)
    (every / "demo-ada" / "lib" / "y" / "there.py").write_text("")
    (every / "demo-ada2").mkdir()
    (every / "demo-ada2" / "demo.ipynb").write_text("b")
    report = take(course, "github", every)
    notes = {line.id: line.notes for line in report.lines}
    assert notes["ada"].startswith("work is a submodule that was not fetched")
    assert ("lib/y" in notes["ada"], notes["ada2"]) == (False, "")
    assert report.remarks == [
        "no commit tells the time of 'demo-ada2', so they count as on time: clone "
        "them with git"
    ]


def test_are_githubs_archives_collected(course: Path, tmp_path: Path) -> None:
    """One archive of all, or an archive of each; git's own archives tell the time."""
    files = {"ada-demo-main/demo.ipynb": "a", "demo-ada2-main/x/demo.ipynb": "b"}
    take(course, "github", files)
    assert submitted(course) == {
        "ada/demo/demo.ipynb": "a",
        "ada2/demo/x/demo.ipynb": "b",
    }
    repository(tmp_path / "r", "new", "2026-03-01T10:00:00+00:00", False)
    folder = tmp_path / "zips"
    folder.mkdir()
    target = folder / "demo-ada-main.zip"
    words = ("archive", "--prefix=demo-ada-main/", "-o", str(target), "HEAD")
    git(tmp_path / "r", *words)
    take(course, "github", folder)
    found = submitted(course)
    assert found["ada/demo/demo.ipynb"] == "new"
    assert found["ada/demo/timestamp.txt"] == "2026-03-01 10:00:00 UTC\n"


def test_does_the_newer_of_two_repositories_count(course: Path) -> None:
    every = course / "clones"
    repository(every / "demo-ada", "old", "2026-03-01T10:00:00+00:00", False)
    repository(every / "ada-demo", "new", "2026-03-02T10:00:00+00:00", False)
    report = take(course, "github", every)
    assert submitted(course)["ada/demo/demo.ipynb"] == "new"
    assert "ada-demo is taken, not the older demo-ada" in report.lines[0].notes


def test_is_the_list_read_back(course: Path) -> None:
    take(course, "canvas", {"x_101_9001_demo.ipynb": "1"})
    path = course / "graded" / "demo" / "collected-canvas.csv"
    assert collected.read(path)["101"].version == "9001"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(Refusal, match="is not as `autograder collect` wrote it"):
        collected.read(path)
