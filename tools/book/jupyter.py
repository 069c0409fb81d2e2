"""Run Jupyter Book over the book, quietly."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import click

from tools import ROOT

PROGRAM = str(Path(sys.executable).parent / "jupyter-book")


def build(*options: str) -> None:
    """Build the book with `options`.

    Raises:
        click.ClickException: it failed; the message has what it told of errors.
    """
    words = [PROGRAM, "build", str(ROOT), *options]
    done = subprocess.run(
        words, cwd=ROOT, text=True, capture_output=True, errors="replace"
    )
    if done.returncode != 0:
        lines = (done.stdout + done.stderr).splitlines()
        told = [line for line in lines if re.search("WARNING|[Ee]rror", line)]
        raise click.ClickException("\n".join(["Jupyter Book failed:", *told[-10:]]))
