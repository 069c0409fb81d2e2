"""Typeset the book: `python -m tools.book.pdf` writes `_build/rectified.pdf`.

Jupyter Book writes the LaTeX, `latexmk` and XeLaTeX typeset it; vector figures go in
as PDF. The system packages are named when one is missing.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import click
import yaml

from tools import ROOT
from tools.book import jupyter

GUIDES = "For those who teach and run the course"  # the part that is not printed
LATEX = ROOT / "_build" / "latex"
PDF = ROOT / "_build" / "rectified.pdf"
TOLERANCE = 5.0  # points; less is not seen
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


def printed_contents() -> dict:
    """Return the table of contents of the printed book: without the guides."""
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text())
    return {**toc, "parts": [p for p in toc["parts"] if p["caption"] != GUIDES]}


def write_latex(place: Path) -> None:
    """Write the book's LaTeX into `place`/_build/latex.

    Raises:
        click.ClickException: Jupyter Book failed.
    """
    contents = place / "_build" / "printed_toc.yml"
    contents.parent.mkdir(exist_ok=True)
    contents.write_text(yaml.safe_dump(printed_contents(), sort_keys=False))
    options = ["--builder", "latex", "--toc", str(contents)]
    jupyter.build(*options, "--path-output", str(place))


def lines_off_the_page(log: str) -> list[float]:
    """Return by how many points each line sticks out that a reader would see."""
    found = re.findall(r"Overfull \\hbox \(([\d.]+)pt too wide\)", log)
    return sorted(float(width) for width in found if float(width) > TOLERANCE)


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
    write_latex(ROOT)
    click.echo("Typesetting ...")
    options = ["-xelatex", "-interaction=nonstopmode", "-halt-on-error"]
    run(["latexmk", *options, "rectified.tex"], LATEX, "XeLaTeX")
    log = (LATEX / "rectified.log").read_text(errors="replace")
    lost = sorted(set(re.findall(r"Missing character: There is no (\S+)", log)))
    if lost:
        raise click.ClickException(f"the fonts lack these characters: {' '.join(lost)}")
    if wide := lines_off_the_page(log):
        raise click.ClickException(
            f"{len(wide)} lines stick out of the page, by up to {wide[-1]:.0f} points; "
            f"look for 'Overfull' in {(LATEX / 'rectified.log').relative_to(ROOT)}"
        )
    shutil.copy(LATEX / "rectified.pdf", PDF)
    click.echo(f"Open {PDF.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
