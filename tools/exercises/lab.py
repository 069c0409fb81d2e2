"""Open JupyterLab on your own copies of the exercises: `make lab`.

The copies are in `work/`. What is there already is never overwritten, so the command
can be repeated, and the repository's own files stay as they are. The chapters lie where
the exercises' links lead: JupyterLab takes `../../book` for a folder of its root.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import click

from tools import ROOT

WORK = ROOT / "work"
CHAPTERS = Path("book") / "executed"


def copy_missing(source: Path, target: Path) -> list[Path]:
    """Copy the files below `source` that `target` does not have; return these."""
    copied = []
    for path in sorted(source.rglob("*")):
        place = target / path.relative_to(source)
        if path.is_dir() or ".ipynb_checkpoints" in path.parts or place.exists():
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, place)
        copied.append(place)
    return copied


def prepare(work: Path) -> list[Path]:
    """Copy what is missing of the exercises, and of the chapters they link to."""
    copied = copy_missing(ROOT / "exercises", work)
    return copied + copy_missing(ROOT / CHAPTERS, work / CHAPTERS)


def lab_command(work: Path, port: int, browser: bool) -> list[str]:
    """Return the command that shows `work` in JupyterLab."""
    return [
        *(str(Path(sys.executable).parent / "jupyter-lab"), f"--port={port}"),
        *([] if browser else ["--no-browser"]),
        # JupyterLab refuses root otherwise, who is all there is in many a container.
        *(["--allow-root"] if os.geteuid() == 0 else []),
        f"--ServerApp.root_dir={work}",
        # No question about news, and no sidebar for authors.
        f"--LabApp.app_settings_dir={Path(__file__).with_name('lab_settings')}",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8888)
@click.option("--browser/--no-browser", default=True, help="Open a browser too.")
@click.option("--work", type=click.Path(path_type=Path), default=WORK)
def main(port: int, browser: bool, work: Path) -> None:
    """Open JupyterLab on copies of the exercises."""
    try:
        copied = prepare(work)
    except OSError as error:
        raise click.ClickException(
            f"{error.filename} cannot be written ({error.strerror}); "
            "choose another folder: make lab WORK=FOLDER"
        ) from error
    if copied:
        click.echo(f"Copied {len(copied)} files into {work.name}/; your work is there.")
    else:
        click.echo(f"Your work is in {work.name}/; nothing in it was changed.")
    os.chdir(work)
    command = lab_command(work.resolve(), port, browser)
    os.execv(command[0], command)


if __name__ == "__main__":
    main()
