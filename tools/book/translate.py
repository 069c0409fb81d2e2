"""Translations of the book: `python -m tools.book.translate extract|update|build`.

`extract` writes the catalogue of every page, and one of the words in figures, which
stand in each chapter's `LABEL`. `update LANGUAGE` makes or renews the catalogues that a
translator fills in, in `book/locale/`. `build LANGUAGE` builds the site from them; what
is not translated yet stays English.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import click
import yaml
from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

from tools import ROOT
from tools.book import jupyter
from tools.book.chapters import code_cells, find_chapters

PLACE = ROOT / "_build" / "translation"  # apart from the site, whose pages differ
TEMPLATES = PLACE / "_build" / "gettext"
LOCALE = ROOT / "book" / "locale"
FIGURES = "figures"
INTERFACE = "interface"  # also named in book/_ext/words.py


def words_of(source: str) -> list[str]:
    """Return the words in figures that a cell keeps in `LABEL`."""
    for line in ast.parse("\n".join(strip_magics(source))).body:
        if isinstance(line, ast.Assign) and ast.unparse(line.targets[0]) == "LABEL":
            return list(ast.literal_eval(line.value).values())
    return []


def strip_magics(source: str) -> list[str]:
    """Return the lines of a cell that are Python."""
    return [line for line in source.splitlines() if not line.startswith(("%", "!"))]


def write_labels(folder: Path) -> None:
    """Write the catalogue of the words in figures."""
    catalog = Catalog(charset="utf-8")
    for chapter in find_chapters():
        for label in words_of(code_cells(chapter.read_text())[0].source):
            catalog.add(label, locations=[(f"book/{chapter.name}.md", 1)])
    write_catalog(catalog, folder / f"{FIGURES}.pot")


def write_words(folder: Path) -> None:
    """Write the catalogue of the words that the site's extensions add."""
    catalog = Catalog(charset="utf-8")
    for name, line, words, _comments, _context in extract_from_dir(ROOT / "book/_ext"):
        catalog.add(words, locations=[(f"book/_ext/{name}", line)])
    write_catalog(catalog, folder / f"{INTERFACE}.pot")


def write_catalog(catalog: Catalog, path: Path) -> None:
    """Write a catalogue that has no translations yet."""
    with path.open("wb") as file:
        write_po(file, catalog)


def configured(language: str, locale: Path) -> dict:
    """Return Jupyter Book's configuration for the site in another language."""
    config = yaml.safe_load((ROOT / "_config.yml").read_text())
    local = config["sphinx"]["local_extensions"]
    config["sphinx"]["local_extensions"] = {k: str(ROOT / v) for k, v in local.items()}
    config["sphinx"]["config"] |= {
        "language": language,
        "locale_dirs": [str(locale)],
    }
    return config


@click.group()
def main() -> None:
    """Prepare and build translations of the book."""


@main.command()
def extract() -> None:
    """Write the catalogues of all that can be translated."""
    builder = ["--builder", "custom", "--custom-builder", "gettext"]
    jupyter.build(*builder, "--path-output", str(PLACE))
    write_labels(TEMPLATES)
    write_words(TEMPLATES)
    count = sum(1 for _ in TEMPLATES.rglob("*.pot"))
    click.echo(f"Wrote {count} catalogues into {TEMPLATES.relative_to(ROOT)}.")


@main.command()
@click.argument("language")
@click.option("--locale", type=click.Path(path_type=Path), default=LOCALE)
def update(language: str, locale: Path) -> None:
    """Make or renew the catalogues of LANGUAGE, such as zh_CN, for a translator."""
    if not any(TEMPLATES.rglob("*.pot")):
        raise click.ClickException("there are no catalogues yet; run: make gettext")
    program = str(Path(sys.executable).parent / "sphinx-intl")
    words = [program, "update", "-p", str(TEMPLATES), "-d", str(locale), "-l", language]
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
    click.echo(f"Translate the files in {locale / language}.")


@main.command()
@click.argument("language")
@click.option("--locale", type=click.Path(path_type=Path), default=LOCALE)
@click.option("--out", type=click.Path(path_type=Path), default=ROOT / "_build")
def build(language: str, locale: Path, out: Path) -> None:
    """Build the site in LANGUAGE into OUT/LANGUAGE."""
    if not (locale / language).is_dir():
        raise click.ClickException(
            f"there is no translation into {language!r}; begin one with: "
            f"python -m tools.book.translate update {language}"
        )
    folder = out / language
    folder.mkdir(parents=True, exist_ok=True)
    config = folder / "_config.yml"
    config.write_text(yaml.safe_dump(configured(language, locale.resolve())))
    jupyter.build("--config", str(config), "--path-output", str(folder))
    click.echo(f"Open {folder / '_build' / 'html' / 'index.html'}")


if __name__ == "__main__":
    main()
