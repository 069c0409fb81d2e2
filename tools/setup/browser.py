"""Find a Chromium or Chrome that runs: Debian's, Ubuntu's, Google's, or a named one.

Ubuntu's `chromium-browser` is a script that asks for a snap, so a name on the path
proves nothing: only a program that tells its version counts.
"""

from __future__ import annotations

import os
import shutil
import subprocess

VARIABLE = "RECTIFIED_BROWSER"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PATIENCE = 60  # seconds; a first start on a busy machine is slow


def tells_its_version(path: str) -> bool:
    """Say whether the program at `path` is a Chromium or Chrome that runs."""
    try:
        done = subprocess.run(
            [path, "--version"],
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0 and "Chrom" in done.stdout


def find_browser() -> str | None:
    """Return the path of a browser that runs, or None; a named one alone counts."""
    named = os.environ.get(VARIABLE)
    for name in [named] if named else NAMES:
        path = shutil.which(name)
        if path and tells_its_version(path):
            return path
    return None
