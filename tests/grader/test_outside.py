"""What a course gives notebooks of the world outside: data, modules, the network."""

from __future__ import annotations

import http.server
import json
import os
import socket
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from click.testing import CliRunner
from grading_support import (
    CONFIG,
    answer,
    check,
    handed_in,
    load,
    make_course,
    marked,
    submit,
)
from nbformat.v4 import new_code_cell, new_notebook

from autograder.cli import main
from autograder.course.outside import Asked
from autograder.engine import sandbox
from autograder.inside import kernel
from autograder.records import Limits, Outside, Refusal, Shown
from autograder.run import Options
from autograder.run import load as load_run

TOTAL = """def total():
    import elsewhere
    import os
    found = elsewhere.one()
    for name in {names!r}:
        with open(os.path.expanduser(name)) as file:
            found += int(file.read())
    return found"""
WRITES = """def total():
    for name in {names!r}:
        with open(os.path.expanduser(name), "a") as file:
            file.write("0")
    return {right}"""


def source(solution: str, right: int) -> nbformat.NotebookNode:
    """A notebook with one question, whose test reads data, too."""
    cells = [
        marked(new_code_cell("import os\nimport elsewhere"), "setup", locked=True),
        answer("total", solution),
        check("test_total", 1, f"assert total() == {right} * elsewhere.one()"),
    ]
    kernelspec = {"name": "python3", "display_name": "", "language": "python"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernelspec})


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that anybody may read, with data and modules in it, and a home."""
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        root = Path(folder)
        for name in ("far/one.txt", "named/one.txt", "course/data/one.txt"):
            Path(root, name).parent.mkdir(parents=True, exist_ok=True)
            Path(root, name).write_text("1")
        Path(root, "modules").mkdir()
        Path(root, "modules/elsewhere.py").write_text("def one():\n    return 1\n")
        Path(root, "home/.keras/datasets").mkdir(parents=True)
        Path(root, "home/.keras/datasets/one.txt").write_text("1")
        os.chmod(root, 0o755)
        monkeypatch.setenv("HOME", str(root / "home"))
        monkeypatch.setenv("XDG_CACHE_HOME", str(root / "cache"))
        yield root


def weaker(monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    """Let this machine have no more than that kind of isolation."""
    monkeypatch.setattr(sandbox, "bubblewrap_works", lambda: "not allowed")
    if kind != "landlock":
        monkeypatch.setattr(kernel, "landlock_abi", lambda: 0)
        root = kind == "user"
        monkeypatch.setattr(sandbox, "others_read_python", lambda: root)


def graded(course: Path, *words: str) -> dict[str, tuple[float, str]]:
    """The score and the message of each student, and the sandbox."""
    line = ["grade", "demo", "--course", str(course), "--no-gradebook", *words]
    done = CliRunner().invoke(main, line, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    found = json.loads(Path(course, "graded/demo/results.json").read_bytes())
    questions = {s["student"]: s["questions"][0] for s in found["submissions"]}
    marks = {who: (q["score"], q["message"]) for who, q in questions.items()}
    return marks | {"sandbox": (0.0, found["sandbox"])}


@pytest.mark.parametrize("kind", ["bubblewrap", "landlock", "user", "none"])
def test_do_notebooks_read_what_is_given_and_change_none_of_it(
    world: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    names = [f"{world}/far/one.txt", "../named/one.txt", "../../data/one.txt"]
    names += ["below/one.txt", "~/.keras/datasets/one.txt"]
    solution = TOTAL.format(names=names)
    course = make_course(world / "course", "demo", source(solution, 6))
    data = [f"{world}/far", f"{world}/named:../named", f"{world}/named:below", "data"]
    settings = f"c.Autograder.data = {[*data, '~/.keras']}\n"
    settings += f"c.Autograder.path = '{world}/modules'\n"
    (course / "nbgrader_config.py").write_text(CONFIG + settings)
    assignment = load(course)
    submit(course, "ada", handed_in(assignment, total=solution))
    more = []
    if kind != "bubblewrap":
        weaker(monkeypatch, kind)
        more = ["--unsafe-no-sandbox"]
    if kind != "none":  # which lets anybody write
        bad = WRITES.format(names=names, right=6)
        submit(course, "bob", handed_in(assignment, total=bad))
    found = graded(course, *more)
    assert found["sandbox"] == (0.0, kind)
    assert found["ada"] == (1.0, "")
    if kind != "none":
        assert found["bob"][0] == 0.0
        assert any(part in found["bob"][1] for part in ("Read-only", "Permission"))
    assert {path.read_text() for path in world.rglob("one.txt")} == {"1"}
    assert not list(world.rglob("*.leak"))


FETCH = """def total():
    import urllib.request
    with urllib.request.urlopen("{url}", timeout=5) as page:
        return int(page.read())"""
TALKS = """def total():
    import socket
    said = []
    for kind, name in {names!r}:
        try:
            if kind == "stream":
                with socket.socket(socket.AF_UNIX) as sock:
                    sock.connect(name)
            else:
                pair = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
                pair[0].sendto(b"x", name)
            said.append(name)
        except OSError:
            pass
    assert not said, said
    return 4"""


class Four(http.server.BaseHTTPRequestHandler):
    """A web server that says 4."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"4")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def url() -> Iterator[str]:
    """The address of such a server on this machine."""
    with http.server.ThreadingHTTPServer(("localhost", 0), Four) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://localhost:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("kind", ["bubblewrap", "landlock"])
def test_is_there_network_where_a_course_wants_it_alone(
    world: Path, monkeypatch: pytest.MonkeyPatch, kind: str, url: str
) -> None:
    course = make_course(world / "course", "demo", source(FETCH.format(url=url), 4))
    settings = f"c.Autograder.network = True\nc.Autograder.path = '{world}/modules'\n"
    (course / "nbgrader_config.py").write_text(CONFIG + settings)
    assignment = load(course)
    submit(course, "ada", handed_in(assignment, total=FETCH.format(url=url)))
    if kind != "bubblewrap":
        weaker(monkeypatch, kind)
    letters = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    with socket.socket(socket.AF_UNIX) as stream, letters:
        names = [f"\0outside-{os.getpid()}-{part}" for part in "sd"]
        stream.bind(names[0])
        stream.listen()
        letters.bind(names[1])
        bad = TALKS.format(names=[("stream", names[0]), ("datagram", names[1])])
        submit(course, "bob", handed_in(assignment, total=bad))
        found = graded(course)
    assert found["sandbox"] == (0.0, f"{kind}, network")
    assert found["ada"] == (1.0, "")
    assert found["bob"] == (1.0, ""), "it reaches a socket of the machine"
    found = graded(course, "--no-network")
    assert found["sandbox"] == (0.0, kind)
    assert found["ada"][0] == 0.0
    assert "Error" in found["ada"][1]


def test_are_submissions_graded_again_when_what_is_given_changes(world: Path) -> None:
    course = make_course(world / "course", "demo", source(TOTAL, 1))

    def digest(*data: str, **more: Any) -> str:
        asked = Asked(tuple(data), **more)
        return load_run("demo", Options(course, Limits(), asked=asked))[1].digest

    data = f"{world}/named:../named"
    before = digest(data)
    assert digest(data) == before
    new = {digest(), digest(data, network=True), digest(f"{data}2")}
    (world / "named/one.txt").write_text("10")
    new.add(digest(data))
    (world / "named/two.txt").touch()
    new.add(digest(data))
    assert len(new | {before}) == 6


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ("missing", "there is no file or folder"),
        ("missing:../data", "there is no file or folder"),
        (".", "would show them the solutions"),
        ("solutions", "would show them the solutions"),
        ("solutions/demo", "would show them the solutions"),
        ("submitted/ada", "would show them what students handed in"),
        ("autograded", "would show them graded work"),
        ("gradebook.db", "would show them the gradebook"),
        ("data:.", "hide the notebook's own folder"),
        ("data:../..", "hide the notebook's own folder"),
        ("data:~/", "hide the notebook's own folder"),
        ("data:/proc/x", "is the sandbox's own"),
        ("data:/usr/share/x", "is the system's own"),
        ("data:/", "hide the notebook's own folder"),
    ],
)
def test_is_refused_what_would_show_secrets_or_cannot_be_shown(
    world: Path, monkeypatch: pytest.MonkeyPatch, given: str, why: str
) -> None:
    course = make_course(world / "course", "demo", source(TOTAL, 1))
    for name in ("submitted/ada/demo", "autograded"):
        (course / name).mkdir(parents=True)
    (course / "gradebook.db").touch()
    settings = f"c.Autograder.data = [{given!r}]\n"
    (course / "nbgrader_config.py").write_text(CONFIG + settings)
    done = CliRunner().invoke(main, ["grade", "demo", "--course", str(course)])
    assert done.exit_code == 2
    assert done.output.count("\n") == 1
    assert why in done.output


@pytest.mark.quick
def test_are_links_of_the_source_followed_within_the_course(tmp_path: Path) -> None:
    course = make_course(tmp_path / "course")
    shared = course / "shared.csv"
    shared.write_text("1")
    folder = course / "solutions" / "demo"
    (folder / "data.csv").symlink_to("../../shared.csv")
    (folder / "nowhere.csv").symlink_to("gone.csv")
    files = load(course).files
    assert files["data.csv"] == b"1"
    assert "nowhere.csv" not in files
    (tmp_path / "far.csv").touch()
    (folder / "far.csv").symlink_to(tmp_path / "far.csv")
    with pytest.raises(Refusal, match="leads out of the course"):
        load(course)


def test_are_files_that_do_not_fit_beside_a_notebook_refused(world: Path) -> None:
    course = make_course(world / "course", "demo", source(TOTAL, 1))
    (course / "solutions/demo/big.csv").write_bytes(b"0" * 2_000_000)
    line = ["grade", "demo", "--course", str(course), "--scratch", "1"]
    done = CliRunner().invoke(main, line)
    assert done.exit_code == 2
    assert "big.csv" in done.output
    assert "--data" in done.output


@pytest.mark.quick
@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("dato = ['x']", "Autograder.dato, which does not exist"),
        ("data = 3", "data in nbgrader_config.py is not a list of paths"),
        ("network = 'yes'", "network in nbgrader_config.py is not True or False"),
    ],
)
def test_is_a_wrong_setting_refused(tmp_path: Path, line: str, why: str) -> None:
    course = make_course(tmp_path / "course")
    (course / "nbgrader_config.py").write_text(CONFIG + f"c.Autograder.{line}\n")
    done = CliRunner().invoke(main, ["grade", "demo", "--course", str(course)])
    assert done.exit_code == 2
    assert why in done.output


@pytest.mark.quick
def test_has_only_bubblewrap_other_absolute_places(tmp_path: Path) -> None:
    world = Outside((Shown("/usr/include", "/data"),))
    assert sandbox.showing(sandbox.NAMESPACES, world).outside == world
    with pytest.raises(Refusal, match="only bubblewrap can show"):
        sandbox.showing(sandbox.LANDLOCK, world)


@pytest.mark.quick
def test_is_data_that_others_cannot_read_refused_to_root(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "closed").touch(mode=0o600)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    tmp_path.chmod(0o755)
    world = Outside((Shown(str(tmp_path), str(tmp_path)),))
    with pytest.raises(Refusal, match="may not read"):
        sandbox.showing(sandbox.NAMESPACES, world)


@pytest.mark.quick
def test_does_a_students_file_never_stand_in_for_what_is_given() -> None:
    world = Outside((Shown("/srv/data", "data/big"), Shown("/srv/x", "~/.keras/x")))
    assert world.covers("data/big")
    assert world.covers("data/big/one.csv")
    assert world.covers("data")
    assert world.covers(".keras/x/y")
    assert not world.covers("data/small.csv")
    assert not world.covers("big")
