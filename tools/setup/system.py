"""Install the system packages that the tests need: `python3 -m tools.setup.system`.

It looks for each by what it gives, a program or a folder, and costs nothing where all
are there. It installs by name, with apt, as root or with sudo. Where it cannot, it ends
with one line that says what to do, before any test has run. Like `bootstrap` it runs
under the machine's own Python, before there is an environment.
"""

from __future__ import annotations

import ctypes
import glob
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass

from tools.setup.bootstrap import has_venv, stop
from tools.setup.browser import VARIABLE, find_browser


@dataclass(frozen=True)
class Need:
    """A package of Debian's, what the tests want it for, and a look for it."""

    package: str
    purpose: str
    is_there: Callable[[], object]


def postgresql_programs() -> str | None:
    """Return the folder of the newest PostgreSQL's programs."""
    found = glob.glob("/usr/lib/postgresql/*/bin/initdb")
    newest = max(found, key=lambda path: int(path.split("/")[4]), default=None)
    return os.path.dirname(newest) if newest else None


def has_libatomic() -> bool:
    """Say whether there is the library that Playwright's own Node.js is linked to."""
    try:
        ctypes.CDLL("libatomic.so.1")
    except OSError:
        return False
    return True


NEEDS = (
    Need("python{}.{}-venv".format(*sys.version_info), "the environment", has_venv),
    Need("bubblewrap", "isolation", lambda: shutil.which("bwrap")),
    Need("postgresql", "a gradebook in a server", postgresql_programs),
    Need("libatomic1", "Playwright, which drives the browser", has_libatomic),
    Need("chromium", "a real browser", find_browser),
)


def listed(needs: list[Need]) -> str:
    """Name the packages with their purposes."""
    return ", ".join(f"{need.package} ({need.purpose})" for need in needs)


def words_of_root() -> list[str] | None:
    """Return the words that let root run a command; None where that cannot be."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    if sys.stdin is not None and sys.stdin.isatty():
        return ["sudo"]  # it may ask for the password
    silent = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
    return ["sudo", "-n"] if silent.returncode == 0 else None


def can_be_had(package: str) -> bool:
    """Say whether apt has the package; of Ubuntu's Chromium it has a stub at most."""
    told = subprocess.run(
        ["apt-cache", "policy", package],
        env={**os.environ, "LC_ALL": "C"},
        capture_output=True,
        text=True,
        check=False,
    )
    return "Candidate: " in told.stdout and "Candidate: (none)" not in told.stdout


def apt_get(root: list[str], *words: str) -> None:
    """Run apt-get; its own words are shown only where it fails."""
    done = subprocess.run(
        [
            *root,
            *("env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-y"),
            *("-o", "DPkg::Lock::Timeout=300", *words),
        ],
        stdin=None if root == ["sudo"] else subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode != 0:
        sys.stderr.write(done.stdout)
        stop(f"apt-get {words[0]} failed; what it said is above")


def refuse(missing: list[Need]) -> None:
    """End with one line: what is missing, and the command that installs it."""
    names = " ".join(need.package for need in missing)
    remedy = (
        f"install with: sudo apt-get install --no-install-recommends {names}"
        if shutil.which("apt-get")
        else "this machine has no apt-get, so install them in its own way"
    )
    stop(f"the tests need what this machine lacks, {listed(missing)}; {remedy}")


def refuse_browser() -> None:
    """End with one line: no browser runs, and apt has none."""
    stop(
        "the tests need Chromium or Chrome, and apt has neither (Ubuntu's is a snap); "
        "install Google Chrome, or run `sudo snap install chromium`, or name a "
        f"browser: make test {VARIABLE}=/path/to/it"
    )


def install(missing: list[Need]) -> None:
    """Install what is missing, or end with one line that says how."""
    root = words_of_root()
    if shutil.which("apt-get") is None or root is None:
        refuse(missing)
    assert root is not None
    print(f"Installing {listed(missing)}: the tests need them ...", flush=True)
    apt_get(root, "update")
    found = [need.package for need in missing if can_be_had(need.package)]
    if found:
        apt_get(root, "install", "--no-install-recommends", *found)


def check_named_browser() -> None:
    """Refuse a browser that is named but does not run."""
    if os.environ.get(VARIABLE) and not find_browser():
        stop(
            f"{VARIABLE} names {os.environ[VARIABLE]}, which is no Chromium or Chrome "
            "that runs; name another one, or none"
        )


def check_isolation() -> None:
    """Refuse a machine whose kernel lets bubblewrap make no namespaces."""
    words = ["bwrap", "--unshare-user", "--unshare-pid", "--unshare-net"]
    words += ["--ro-bind", "/", "/", "/bin/true"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        reason = (done.stderr.strip().splitlines() or ["it gives no reason"])[-1]
        stop(
            f"the tests isolate notebooks with bubblewrap, which cannot here ({reason})"
            "; on Ubuntu 24.04 allow it until the next start with: "
            "sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0"
        )


def main() -> None:
    """Install what is missing and prove that it works."""
    check_named_browser()
    missing = [need for need in NEEDS if not need.is_there()]
    if missing:
        install(missing)
        missing = [need for need in missing if not need.is_there()]
    if missing:
        refuse_browser() if missing[-1].package == "chromium" else refuse(missing)
    check_isolation()


if __name__ == "__main__":
    main()
