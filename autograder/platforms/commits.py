"""When a repository's last commit was made, without trusting the repository.

A repository's configuration can name programs that git runs. So git never sees it: a
repository of our own looks the commit up in the other's store of objects.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from autograder.course.ordinary import Odd, opened

_COMMIT = r"[0-9a-f]{40}|[0-9a-f]{64}"
_SECONDS = 20


class Commits:
    """Looks commits up by means of an empty repository."""

    def __init__(self, empty: Path) -> None:
        self.empty = empty

    def run(self, *words: str, objects: Path | None = None) -> str:
        """What git prints; nothing when it fails or is not installed."""
        settings = {
            "PATH": os.environ.get("PATH", os.defpath),
            "HOME": str(self.empty),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_TERMINAL_PROMPT": "0",
            "GIT_NO_LAZY_FETCH": "1",
        }
        if objects is not None:
            settings["GIT_OBJECT_DIRECTORY"] = str(objects)
        try:
            done = subprocess.run(
                ["git", f"--git-dir={self.empty}", *words],
                cwd=self.empty,
                env=settings,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=_SECONDS,
            )
        except (OSError, subprocess.TimeoutExpired):
            return ""
        return done.stdout.decode(errors="replace") if not done.returncode else ""

    def time(self, repository: Path) -> int:
        """The last commit's time in seconds since 1970; 0 where none is to be had."""
        folder = repository / ".git"
        if folder.is_symlink() or (folder / "objects").is_symlink():
            return 0
        commit = head(folder)
        if not commit or not (folder / "objects").is_dir():
            return 0
        text = self.run("cat-file", "commit", commit, objects=folder / "objects")
        found = re.search(r"^committer .*> (\d{1,12}) [+-]\d{4}$", text, re.MULTILINE)
        return int(found[1]) if found else 0


@contextmanager
def commits() -> Iterator[Commits]:
    """Make the empty repository, and remove it in the end."""
    with tempfile.TemporaryDirectory(prefix="autograder-") as place:
        found = Commits(Path(place))
        found.run("init", "--quiet", "--bare", "--template=", place)
        yield found


def head(folder: Path) -> str:
    """The commit that a repository has checked out, by the names in `.git`."""
    text = small(folder, "HEAD").strip()
    if text.startswith("ref: "):
        name = text.removeprefix("ref: ").strip()
        if not re.fullmatch(r"refs(/[^/\s.][^/\s]*)+", name):
            return ""
        text = small(folder, name).strip()
        if not text:
            packed = small(folder, "packed-refs")
            found = re.search(rf"^({_COMMIT}) {re.escape(name)}$", packed, re.MULTILINE)
            text = found[1] if found else ""
    return text if re.fullmatch(_COMMIT, text) else ""


def small(folder: Path, name: str) -> str:
    """The text of a small file of a stranger's folder; empty without one."""
    try:
        with opened(folder, name, 1_000_000) as file:
            return file.read().decode(errors="replace")
    except (OSError, Odd):
        return ""


def written(seconds: int) -> str:
    """A time as nbgrader writes one."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
