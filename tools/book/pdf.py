"""Typeset the book: `python -m tools.book.pdf` writes `_build/rectified.pdf`.

Jupyter Book writes the LaTeX, `latexmk` and XeLaTeX typeset it; vector figures go in
as PDF. The system packages are named when one is missing.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import click

from tools import ROOT

LATEX = ROOT / "_build" / "latex"
PDF = ROOT / "_build" / "rectified.pdf"
PROGRAMS = ("latexmk", "xelatex", "rsvg-convert")
PACKAGES = (
    "latexmk texlive-xetex texlive-latex-extra texlive-fonts-recommended "
    "fonts-texgyre fonts-dejavu-core librsvg2-bin"
)


def run(command: list[str], folder: Path, what: str) -> str:
    """Run a command quietly and return its output.

    Raises:
        click.ClickException: it failed; the message ends with its last lines.
    """
    done = subprocess.run(
        command, cwd=folder, text=True, capture_output=True, errors="replace"
    )
    if done.returncode != 0:
        tail = "\n".join((done.stdout + done.stderr).splitlines()[-25:])
        raise click.ClickException(f"{what} failed:\n{tail}")
    return done.stdout + done.stderr


@click.command()
def main() -> None:
    """Typeset the book as a PDF."""
    missing = [name for name in PROGRAMS if shutil.which(name) is None]
    if missing:
        raise click.ClickException(
            f"{', '.join(missing)} not found; on Debian and Ubuntu install: "
            f"sudo apt install {PACKAGES}"
        )
    click.echo("Writing LaTeX ...")
    shutil.rmtree(LATEX, ignore_errors=True)
    jupyter_book = str(Path(sys.executable).parent / "jupyter-book")
    run([jupyter_book, "build", str(ROOT), "--builder", "latex"], ROOT, "Jupyter Book")
    click.echo("Typesetting ...")
    options = ["-xelatex", "-interaction=nonstopmode", "-halt-on-error"]
    run(["latexmk", *options, "rectified.tex"], LATEX, "XeLaTeX")
    log = (LATEX / "rectified.log").read_text(errors="replace")
    lost = sorted(set(re.findall(r"Missing character: There is no (\S+)", log)))
    if lost:
        raise click.ClickException(f"the fonts lack these characters: {' '.join(lost)}")
    shutil.copy(LATEX / "rectified.pdf", PDF)
    click.echo(f"Open {PDF.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
