"""`make system`: what it finds, what it installs, and its one line where it cannot."""

import os
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

pytestmark = pytest.mark.quick

RUNS = "#!/bin/sh\necho 'Chromium 1.2.3'\n"
SNAP = "#!/bin/sh\necho 'this needs the chromium snap to be installed'\nexit 1\n"
APT = '#!/bin/sh\necho "$@" >> "$(dirname "$0")/asked"\n'
NO_CANDIDATE = "#!/bin/sh\necho '  Candidate: (none)'\n"
CANDIDATE = "#!/bin/sh\necho '  Candidate: 1.0'\n"
MACHINE = {"bwrap": "#!/bin/sh\n", "chromium": RUNS}  # a machine that has all


class Machine:
    """A machine whose path has only the programs that a test names."""

    def __init__(self, root: Path, place: Path) -> None:
        self.root, self.place = root, place
        self.bin = place / "bin"
        self.bin.mkdir()
        for tool in ("env", "sh", "dirname"):
            path = next(p for p in ("/usr/bin", "/bin") if Path(p, tool).exists())
            (self.bin / tool).symlink_to(Path(path, tool))

    def has(self, **programs: str) -> None:
        for name, text in programs.items():
            path = self.bin / name.replace("_", "-")
            path.write_text(text)
            path.chmod(0o755)

    def run(self, user=0, postgresql=True, **environment):
        """Run the command as root, or as the user with the given number."""
        program = dedent(f"""
            import glob, os, runpy
            os.geteuid = lambda: {user}
            glob.glob = lambda _: ["/usr/lib/postgresql/15/bin/initdb"] * {postgresql}
            runpy.run_module("tools.setup.system", run_name="__main__")
        """)
        return subprocess.run(
            [sys.executable, "-c", program],
            cwd=self.root,
            env={"PATH": str(self.bin), "PYTHONPATH": str(self.root), **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )

    def asked(self) -> str:
        """What apt-get was asked for."""
        path = self.bin / "asked"
        return path.read_text() if path.exists() else ""


@pytest.fixture
def machine(root, tmp_path):
    return Machine(root, tmp_path)


def test_a_machine_that_has_all_is_left_alone(machine):
    machine.has(**MACHINE, apt_get=APT)
    done = machine.run()
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert machine.asked() == ""


@pytest.mark.parametrize("name", ["chromium", "chromium_browser", "google_chrome"])
def test_any_browser_that_runs_will_do(machine, name):
    machine.has(**{"bwrap": "#!/bin/sh\n", name: RUNS})
    assert machine.run().returncode == 0


def test_what_is_missing_is_installed_by_name_with_its_purpose(machine):
    installs = APT + f'printf \'%s\' "{RUNS}" > "$(dirname "$0")/chromium"\n'
    installs += 'chmod +x "$(dirname "$0")/chromium"\n'
    machine.has(bwrap="#!/bin/sh\n", apt_get=installs, apt_cache=CANDIDATE)
    (machine.bin / "chmod").symlink_to("/bin/chmod")
    done = machine.run()
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("\n") == 1
    assert "chromium (a real browser)" in done.stdout
    update, install = machine.asked().splitlines()
    assert update.endswith("update")
    assert install.endswith("install --no-install-recommends chromium")


def test_a_user_without_sudo_gets_one_line_with_the_command(machine):
    machine.has(apt_get=APT)
    done = machine.run(user=1000, postgresql=False)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    packages = "bubblewrap postgresql chromium"
    command = f"sudo apt-get install --no-install-recommends {packages}"
    assert done.stderr.strip().endswith(command)
    assert machine.asked() == ""


def test_a_user_whose_sudo_would_ask_gets_the_same_line(machine):
    machine.has(bwrap="#!/bin/sh\n", apt_get=APT, sudo="#!/bin/sh\nexit 1\n")
    done = machine.run(user=1000)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert machine.asked() == ""


def test_sudo_is_used_where_it_asks_nothing(machine):
    sudo = '#!/bin/sh\n[ "$1" = -n ] && shift\n[ "$1" = true ] || exec "$@"\n'
    machine.has(bwrap="#!/bin/sh\n", apt_get=APT, apt_cache=CANDIDATE, sudo=sudo)
    machine.run(user=1000)
    assert "chromium" in machine.asked()


def test_a_machine_without_apt_is_told_what_to_install(machine):
    machine.has(bwrap="#!/bin/sh\n")
    done = machine.run(postgresql=False)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "postgresql (a gradebook in a server), chromium" in done.stderr
    assert "no apt-get" in done.stderr


def test_a_snaps_stub_is_no_browser_and_one_line_says_what_to_do(machine):
    machine.has(
        bwrap="#!/bin/sh\n", chromium_browser=SNAP, apt_get=APT, apt_cache=NO_CANDIDATE
    )
    done = machine.run()
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "make test RECTIFIED_BROWSER=/path/to/it" in done.stderr
    assert "install" not in machine.asked()


def test_a_named_browser_is_the_one_that_counts(machine):
    machine.has(bwrap="#!/bin/sh\n", mine=RUNS, chromium=SNAP)
    assert machine.run(RECTIFIED_BROWSER=str(machine.bin / "mine")).returncode == 0
    done = machine.run(RECTIFIED_BROWSER="/no/such/browser")
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "/no/such/browser" in done.stderr


def test_a_failing_apt_is_heard(machine):
    broken = "#!/bin/sh\necho 'E: Unable to locate the archive'\nexit 100\n"
    machine.has(bwrap="#!/bin/sh\n", apt_get=broken)
    done = machine.run()
    assert done.returncode == 1
    assert "E: Unable to locate the archive" in done.stderr
    assert "apt-get update failed" in done.stderr


def test_a_kernel_that_forbids_namespaces_is_named_with_its_remedy(machine):
    denied = (
        "#!/bin/sh\necho 'bwrap: setting up uid map: Permission denied' >&2\nexit 1\n"
    )
    machine.has(**{**MACHINE, "bwrap": denied})
    done = machine.run()
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "uid map: Permission denied" in done.stderr
    assert "apparmor_restrict_unprivileged_userns=0" in done.stderr


def test_ci_runs_the_readmes_test_command_and_nothing_else(root):
    lines = (root / ".ci/run").read_text().splitlines()
    assert lines == ["#!/usr/bin/env bash", "exec make test"]
    assert os.access(root / ".ci/run", os.X_OK)
    assert "make test" in (root / "README.md").read_text()
