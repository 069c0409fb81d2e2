"""The environment: what is asked of uv and pip, what is kept and what is made anew."""

import subprocess
import sys

import pytest

from tools.setup import bootstrap

pytestmark = pytest.mark.quick

# Writes down what it is asked, and ends with the code that a file beside it holds.
NOTING = """#!/bin/sh
echo "$(basename "$0") $*" >> "$(dirname "$0")/../asked"
[ "$3" = config ] && cat "$(dirname "$0")/../pip-config"
exit "$(cat "$0.code")"
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An environment whose uv and Python only write down what they are asked."""
    monkeypatch.delenv("UV_DEFAULT_INDEX", raising=False)
    (tmp_path / "bin").mkdir()
    (tmp_path / "pip-config").write_text("")
    (tmp_path / "asked").write_text("")
    for name in ("uv", "python"):
        program = tmp_path / "bin" / name
        program.write_text(NOTING)
        program.chmod(0o755)
        program.with_name(f"{name}.code").write_text("0")
    return tmp_path


def asked(folder):
    """What the programs of the environment were asked, in order."""
    return (folder / "asked").read_text().splitlines()


def make(folder, root, part, monkeypatch):
    """Run the command for an environment that is there."""
    monkeypatch.chdir(root)
    (folder / ".origin").write_text(
        bootstrap.origin((root / "requirements.txt").read_text())
    )
    monkeypatch.setattr(sys, "argv", ["bootstrap", str(folder), part])
    bootstrap.main()


def test_a_readers_environment_has_what_the_site_needs(folder, root, monkeypatch):
    make(folder, root, "book", monkeypatch)
    (installed,) = [line for line in asked(folder) if line.startswith("uv ")]
    assert installed.endswith("-r requirements/book.in -c requirements.txt")
    assert (folder / ".installed-book").exists()
    assert not (folder / ".installed-all").exists()


def test_the_complete_environment_completes_the_readers(folder, root, monkeypatch):
    make(folder, root, "book", monkeypatch)
    make(folder, root, "all", monkeypatch)
    completed = [line for line in asked(folder) if line.startswith("uv ")][1:]
    assert completed[0].endswith("-r requirements.txt")
    assert completed[1].endswith("--editable .")
    assert (folder / ".installed-book").exists(), "nothing was made anew"
    assert (folder / ".installed-all").exists()


def test_the_site_needs_no_tensorflow(root):
    """Neither it nor what it alone needs is among the packages of the site."""
    wanted = (root / "requirements/book.in").read_text()
    for name in ("tensorflow", "keras", "jupyterlab", "nbgrader"):
        assert name not in wanted


def test_another_lock_or_another_python_makes_another_origin(monkeypatch):
    one = bootstrap.origin("a==1\n")
    assert one != bootstrap.origin("a==2\n")
    monkeypatch.setattr(sys, "version", "3.13.0 (main)")
    assert one != bootstrap.origin("a==1\n")


def test_an_environment_of_another_lock_is_made_anew(folder, monkeypatch):
    (folder / "bin" / "left-over").write_text("")
    commands = []
    monkeypatch.setattr(
        subprocess, "call", lambda command: commands.append(command) or 0
    )
    bootstrap.create(str(folder), "uv==1.2.3\n")
    assert commands[0] == [sys.executable, "-m", "venv", "--clear", str(folder)]
    assert commands[1][-1] == "uv==1.2.3"
    assert (folder / ".origin").read_text() == bootstrap.origin("uv==1.2.3\n")


@pytest.mark.parametrize(
    ("listed", "index"),
    [
        ("global.cert='/etc/x'\n", None),
        ("global.index-url='https://a/simple'\n", "https://a/simple"),
        (":env:.index-url='https://b'\nglobal.index-url='https://a'\n", "https://b"),
        ("global.extra-index-url='https://c'\n", None),
    ],
)
def test_uv_asks_the_index_that_pip_is_configured_for(
    folder, monkeypatch, listed, index
):
    (folder / "pip-config").write_text(listed)
    environment = {}
    monkeypatch.setattr(bootstrap.os, "environ", environment)
    bootstrap.use_index_of_pip(str(folder))
    assert environment.get("UV_DEFAULT_INDEX") == index


def test_pip_installs_where_uv_cannot(folder, capsys):
    (folder / "bin" / "uv.code").write_text("2")
    bootstrap.install(str(folder), ["-r", "x.txt"])
    uv, pip = asked(folder)
    assert uv.startswith("uv pip install")
    assert pip.startswith("python -m pip")
    assert pip.endswith("-r x.txt")
    assert "pip, slower, tries" in capsys.readouterr().out


def test_one_sentence_where_neither_can(folder, capsys):
    for name in ("uv", "python"):
        (folder / "bin" / f"{name}.code").write_text("1")
    with pytest.raises(SystemExit) as ended:
        bootstrap.install(str(folder), ["-r", "x.txt"])
    assert ended.value.code == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert "check the network and the disk" in line
