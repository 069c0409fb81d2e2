"""Make the exercises from their sources: `make release`.

For every assignment, in this order:

1. the repository's address is written into the source of one of the book, for Colab,
   and into one with a page of the site the tags by which its plumbing is kept off it;
2. `exercises/NAME/misconceptions.json` is made from the wrong answers, if anything
   it depends on has changed, where `answers/NAME/promises.toml` says that the
   assignment uses the course's checks;
3. `solutions/NAME` gets its copies of that file and of `solutions/checks.py` then;
4. nbgrader generates `exercises/NAME` from `solutions/NAME`.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.apps import NbGrader, NbGraderAPI

from autograder.records import Refusal
from tools import ROOT
from tools.address import Address, read_address
from tools.exercises import answers, copies, page, promises, proof
from tools.exercises.copies import KNOWN

SOLUTIONS = ROOT / "solutions"
EXERCISES = ROOT / "exercises"
NOWHERE = Address("owner/name", "branch")


class ReleaseError(Exception):
    """Something an author must change; its text says what."""


def check_source(name: str) -> None:
    """Refuse a source that cannot be read, or answers to what it does not ask."""
    try:
        questions = answers.questions(name)
    except (ValueError, OSError, nbformat.ValidationError) as error:
        raise ReleaseError(f"{SOLUTIONS / name} is no assignment: {error}") from error
    strange = [a.question for a in answers.load(name) if a.question not in questions]
    if strange:
        named = ", ".join(dict.fromkeys(strange))
        raise ReleaseError(
            f"answers/{name} has answers to {named}, which is no question of {name}; "
            f"there are: {', '.join(questions) or 'none'}"
        )


def prepare(name: str, address: Address) -> None:
    """Write into an assignment's source what its page and Colab need.

    That is the repository's address, for one of the book, and the tags of a page's
    cells. Other sources are their authors' alone, to the byte.
    """
    for path in answers.notebooks(name):
        if name in answers.OF_THE_BOOK:
            text = path.read_text(encoding="utf-8")
            if (filled := address.fill(text)) != text:
                path.write_text(filled, encoding="utf-8")
        if f"exercises/{name}/{path.stem}" in answers.pages_with_exercises():
            page.tag(path)


def digest(name: str) -> str:
    """A digest of all that the fingerprints of an assignment depend on.

    Statements, hints and the repository's address do not count: only code does.
    """
    found = hashlib.sha256()
    for file in copies.CHECKS:
        found.update((SOLUTIONS / file).read_bytes())
    for promise, entry in promises.texts(name).items():
        found.update(f"{promise}\0{entry['kinds']}\0".encode())
    for path in answers.notebooks(name):
        text = NOWHERE.fill(path.read_text(encoding="utf-8"))
        for cell in nbformat.reads(text, as_version=4).cells:
            if cell.cell_type == "code":
                found.update(cell.source.encode() + b"\0")
    for answer in answers.load(name):
        if answer.kind == "wrong":
            text = f"{answer.question}\0{answer.name}\0{answer.source}\0"
            found.update(text.encode())
    return found.hexdigest()[:16]


def make_misconceptions(name: str) -> list[str]:
    """Write the list of known mistakes; returns what cannot be told apart."""
    source = digest(name)
    wrong = [answer for answer in answers.load(name) if answer.kind == "wrong"]
    old: dict[str, Any] = json.loads(copies.original(ROOT, name) or b"{}")
    if old.get("source") == source:
        marks = {(e["question"], e["name"]): e for e in old["misconceptions"]}
    else:
        made = proof.fingerprints(name)
        marks = {(a.question, a.name): summary(made[a]) for a in wrong}
    entries = [
        {
            **marks[answer.question, answer.name],
            "question": answer.question,
            "name": answer.name,
            "hint": answer.hint,
        }
        for answer in wrong
    ]
    texts = listed(f'"{key}": {dumped(e)}' for key, e in promises.texts(name).items())
    text = (
        f'{{"source": "{source}", "promises": {{\n{texts}\n}}, "misconceptions": [\n'
        f"{listed(map(dumped, entries))}\n]}}\n"
    )
    path = EXERCISES / name / KNOWN
    path.parent.mkdir(parents=True, exist_ok=True)
    copies.write_whole(path, text.encode())
    return twins(entries)


def summary(marks: list[dict[str, Any]]) -> dict[str, Any]:
    """Of an answer's failures: the first, by which it is known, and what all break."""
    keys = ("question", "name", "hint", "check", "kind", "numbers", "off", "visible")
    first = {key: marks[0].get(key) for key in keys}
    broken = dict.fromkeys(mark["promise"] for mark in marks if mark["promise"])
    return {**first, "breaks": list(broken)}


def dumped(entry: dict[str, Any]) -> str:
    """An entry on one line."""
    return json.dumps(entry, ensure_ascii=False)


def listed(lines: Iterable[str]) -> str:
    """Lines of a list in JSON."""
    return ",\n".join(f"  {line}" for line in lines)


def twins(entries: list[dict[str, Any]]) -> list[str]:
    """Pairs of mistakes that fail in the same way, so that neither is named."""
    alike = load_checks("known").alike
    return [
        f"{one['question']}: {one['name']} looks like {two['name']}"
        for number, one in enumerate(entries)
        for two in entries[:number]
        if alike(one, two)
    ]


def load_checks(name: str = "checks") -> Any:
    """A module of the checks, without leaving a cache beside the sources."""
    kept = sys.dont_write_bytecode
    sys.dont_write_bytecode = True
    sys.path.insert(0, str(SOLUTIONS))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(SOLUTIONS))
        sys.dont_write_bytecode = kept


def generate(names: list[str], target: Path) -> None:
    """Let nbgrader make the released folders in `target`.

    Its gradebook is a temporary one. Raises `ReleaseError` with nbgrader's reason.
    """
    # nbgrader calls alembic by its bare name.
    os.environ["PATH"] = os.pathsep.join(
        [str(Path(sys.executable).parent), os.environ.get("PATH", "")]
    )
    app = NbGrader()
    app.log_level = "ERROR"
    app.initialize([], root=str(ROOT))
    with tempfile.TemporaryDirectory() as folder:
        course = app.coursedir
        course.release_directory = str(target.resolve())
        course.db_url = f"sqlite:///{folder}/gradebook.db"
        for name in names:
            api = NbGraderAPI(course, config=app.config)
            done = api.generate_assignment(name, force=True)
            if not done["success"]:
                reason = (done["log"] or done["error"] or "").strip()
                raise ReleaseError(f"nbgrader refuses {name}:\n{reason}")


def release(names: list[str], target: Path = EXERCISES) -> list[str]:
    """Make the named exercises; returns the mistakes that cannot be told apart."""
    found = []
    address = read_address(ROOT)
    for name in names:
        prepare(name, address)
        check_source(name)
        if answers.named(name):
            found += [f"{name}, {line}" for line in make_misconceptions(name)]
    copies.make(ROOT)
    with tempfile.TemporaryDirectory() as folder:
        generate(names, Path(folder))
        for name in names:
            shutil.rmtree(target / name, ignore_errors=True)
            shutil.copytree(Path(folder, name), target / name)
    return found


def main() -> int:
    """The command line: names of assignments, or all of them."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("names", nargs="*", help="assignments; default all")
    names = parser.parse_args().names or list(answers.ASSIGNMENTS)
    unknown = [name for name in names if name not in answers.ASSIGNMENTS]
    if unknown:
        print(
            f"no assignment is called {unknown[0]}; there are: "
            f"{', '.join(answers.ASSIGNMENTS)}",
            file=sys.stderr,
        )
        return 2
    try:
        alike = release(names)
    except (ReleaseError, Refusal, copies.CopyError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    for line in alike:
        print(f"not told apart: {line}")
    size = sum(path.stat().st_size for path in EXERCISES.rglob("*") if path.is_file())
    print(f"{len(names)} exercises in {EXERCISES.name}/ ({size / 1e6:.2f} MB in all)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
