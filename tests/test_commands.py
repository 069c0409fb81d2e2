"""The commands: documented ones exist, and mistakes get one clear sentence."""

import re
import socket
import subprocess
import sys
from textwrap import dedent

import pytest
from nbgrader.apps import NbGraderApp

from autograder.cli import COMMANDS

pytestmark = pytest.mark.quick

GUIDES = ["README.md", "CONTRIBUTING.md", *[f"book/{n}.md" for n in (
    "intro", "learners", "instructors", "term", "operator", "grading_differences",
    "grading_scenarios", "maintainers")]]  # fmt: skip


def targets(root):
    """The make targets, with their help text."""
    found = {}
    makefiles = [*root.glob("*/commands.mk"), *root.glob("tools/*/commands.mk")]
    for path in [root / "Makefile", *makefiles]:
        text = path.read_text()
        found.update(re.findall(r"^([a-z-]+):.*?## (.+)$", text, re.MULTILINE))
    return found


def bootstrap(root, tmp_path, prelude):
    """Run the bootstrap on a machine that `prelude` makes poorer."""
    program = dedent(f"""
        import runpy, sys
        {prelude}
        sys.argv = ["bootstrap.py", {str(tmp_path / "venv")!r}, "book"]
        runpy.run_path({str(root / "tools/setup/bootstrap.py")!r}, run_name="__main__")
    """)
    return subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=tmp_path
    )


def test_help_lists_every_target(root):
    shown = subprocess.run(["make", "help"], capture_output=True, text=True, cwd=root)
    assert shown.returncode == 0
    for target, text in targets(root).items():
        assert re.search(rf"make {target}\s+{re.escape(text)}", shown.stdout), target


def test_every_command_in_readme_and_guides_exists(root):
    known = targets(root)
    for guide in GUIDES:
        text = (root / guide).read_text()
        code = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
        code += re.findall(r"`(make [^`]+)`", text)
        for command in re.findall(r"^\s*make ([a-z-]+)", "\n".join(code), re.MULTILINE):
            assert command in known, f"{guide}: make {command}"


def test_every_subcommand_in_readme_and_guides_exists(root):
    known = {
        "autograder": set(COMMANDS),
        "nbgrader": set(NbGraderApp().subcommands),
        "jupyter": {"lab", "kernelspec"},
    }
    found = set()
    for guide in GUIDES:
        text = (root / guide).read_text()
        code = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
        code += re.findall(r"`([^`\n]+)`", text)
        for program, command in re.findall(
            r"^\s*(?:\.venv/bin/)?(autograder|nbgrader|jupyter) ([a-z]\w*)",
            "\n".join(code),
            re.MULTILINE,
        ):
            assert command in known[program], f"{guide}: {program} {command}"
            found.add((program, command))
    assert {("autograder", "package"), ("autograder", "collect")} <= found


@pytest.mark.parametrize("version", ["(3, 8, 10)", "(3, 10, 0)", "(3, 20, 0)"])
def test_an_unsuitable_python_is_refused_in_one_line(root, tmp_path, version):
    result = bootstrap(root, tmp_path, f"sys.version_info = {version}")
    assert result.returncode == 1
    assert len(result.stderr.splitlines()) == 1
    assert "make PYTHON=" in result.stderr
    assert not (tmp_path / "venv").exists()


@pytest.mark.parametrize("module", ["venv", "ensurepip"])
def test_a_missing_venv_module_is_named_with_its_package(root, tmp_path, module):
    result = bootstrap(root, tmp_path, f"sys.modules[{module!r}] = None")
    assert result.returncode == 1
    assert len(result.stderr.splitlines()) == 1
    assert "sudo apt install python3-venv" in result.stderr


def test_bootstrap_can_be_read_by_an_old_python(root):
    """It must reach its own version check before it trips over new syntax."""
    import ast

    ast.parse((root / "tools/setup/bootstrap.py").read_text(), feature_version=(3, 4))


@pytest.mark.xdist_group("site")
@pytest.mark.usefixtures("site")
def test_a_busy_port_is_named_with_a_way_out(root):
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        result = subprocess.run(
            [sys.executable, "-m", "tools.book.site", "serve", "--port", str(port)],
            capture_output=True,
            text=True,
            cwd=root,
            timeout=300,
        )
    assert result.returncode == 1
    assert f"port {port} cannot be used" in result.stderr
    assert "make serve PORT=" in result.stderr
    assert "Traceback" not in result.stderr


def test_lock_is_complete_and_names_no_host(root):
    lock = (root / "requirements.txt").read_text()
    assert "://" not in lock
    pinned = re.findall(r"^([a-z0-9.-]+)(?:\[.*\])?==", lock, re.MULTILINE)
    for path in (root / "requirements").glob("*.in"):
        for line in path.read_text().splitlines():
            name = re.match(r"[A-Za-z0-9._-]+", line)
            if name:
                assert name[0].lower() in pinned, f"{name[0]}: run make lock"


def test_every_chosen_dependency_has_a_reason(root):
    guide = (root / "book/maintainers.md").read_text()
    for path in (root / "requirements").glob("*.in"):
        for line in path.read_text().splitlines():
            name = re.match(r"[A-Za-z0-9._-]+", line)
            if name:
                assert name[0].lower() in guide.lower(), name[0]
