"""The promises of the questions, and what proves each: `make promises`.

`answers/ASSIGNMENT/promises.toml` quotes the text of each question, so that every
sentence is accounted for:

    [relu]
    explains = ["Each number"]            # the heads of sentences that promise nothing

    [relu.dtype]
    demands = "the same shape **and the same dtype**"
    kinds = ["dtype"]                     # failures of these kinds break it, always

    [relu.formula]
    demands = "Write `relu(x)`."
    whole = true                          # the question itself, with which all falls
    [relu.order]
    permits = "in any order"

A check names the promise it tests by its id, `relu.dtype`. For each demand there is a
wrong answer that breaks it and no other, but for the question itself; for each
permission a right answer that makes use of it. `answers/promises.md` shows them all.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from nbformat import NotebookNode

from tools import ROOT
from tools.exercises import answers
from tools.exercises.answers import ANSWERS, ASSIGNMENTS

LEDGER = ANSWERS / "promises.md"
KINDS = {
    *("dtype", "shape", "type", "length", "none", "changed", "warning", "error"),
    *("values", "false", "text", "no", "another"),
}
_SENTENCE = re.compile(r"(?<=[.?!])\s+(?=[A-Z`$*0-9\[])|\n\s*- ")
_FORMULA = re.compile(r"\$\$.*?\$\$", re.DOTALL)


@dataclass(frozen=True)
class Promise:
    """A sentence of a question's text that demands or permits something.

    Attributes:
        question, key: its id is `question.key`.
        text: as it stands in the question.
        permits: whether it gives a freedom instead of asking for something.
        kinds: what kind of failure breaks it, in whatever check.
        whole: whether it is the question itself, so that all else falls with it.
    """

    question: str
    key: str
    text: str
    permits: bool
    kinds: tuple[str, ...]
    whole: bool

    @property
    def id(self) -> str:
        """What checks call it."""
        return f"{self.question}.{self.key}"

    @property
    def plain(self) -> str:
        """Its text as a message shows it."""
        bare = self.text.replace("**", "").replace("$", "")
        bare = re.sub(r"\\(?:mathbf|mathrm|text)\{(.*?)\}", r"\1", bare)
        return " ".join(bare.split())


@dataclass(frozen=True)
class Line:
    """A promise with its proofs: the names of answers, and whether it is tested
    where learners see it."""

    promise: Promise
    wrong: tuple[str, ...]
    right: tuple[str, ...]
    visible: bool

    @property
    def proven(self) -> bool:
        """Whether it has the proof that it needs."""
        return bool(self.right if self.promise.permits else self.wrong)


def load(assignment: str) -> tuple[list[Promise], dict[str, list[str]]]:
    """The promises, and by question the heads of sentences that promise nothing.

    Raises `ValueError` for a file that says something else.
    """
    path = ANSWERS / assignment / "promises.toml"
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ValueError(f"{path}: {error}") from None
    found, explained = [], {}
    for question, table in tables.items():
        explained[question] = table.pop("explains", [])
        for key, entry in table.items():
            texts = [entry[k] for k in ("demands", "permits") if k in entry]
            kinds = tuple(entry.get("kinds", ()))
            if len(texts) != 1 or not set(kinds) <= KINDS:
                raise ValueError(
                    f"{path}: {question}.{key} needs one of 'demands' and 'permits', "
                    f"and no kinds but {', '.join(sorted(KINDS))}"
                )
            permits = "permits" in entry
            whole = bool(entry.get("whole"))
            found.append(Promise(question, key, texts[0], permits, kinds, whole))
    return found, explained


def texts(assignment: str) -> dict[str, dict[str, Any]]:
    """What the checks must know: each promise's text and kinds, by its id."""
    return {p.id: {"text": p.plain, "kinds": p.kinds} for p in load(assignment)[0]}


def promising() -> list[str]:
    """The assignments that list promises."""
    found = []
    for name in ASSIGNMENTS:
        if answers.named(name):
            text = (ANSWERS / name / "promises.toml").read_text(encoding="utf-8")
            if any(line.startswith("[") for line in text.splitlines()):
                found.append(name)
    return found


def cells_of(assignment: str) -> Iterator[NotebookNode]:
    """The cells of an assignment's source."""
    for notebook in answers.sources(assignment).values():
        yield from notebook.cells


def statement(assignment: str, question: str) -> str:
    """The text of a question, without its heading."""
    for cell in cells_of(assignment):
        if cell.metadata.get("nbgrader", {}).get("grade_id") == f"about_{question}":
            return "\n".join(
                line for line in cell.source.split("\n") if not line.startswith("#")
            )
    raise ValueError(f"{assignment}: the question {question} has no text")


def squeezed(text: str) -> str:
    """A text without its formulas on lines of their own and its line breaks."""
    return " ".join(_FORMULA.sub(" ", text).split())


def sentences(text: str) -> Iterator[str]:
    """The sentences and list items of a question's text."""
    for part in _SENTENCE.split("\n" + _FORMULA.sub(" ", text)):
        sentence = " ".join(part.split()).removeprefix("- ")
        if any(map(str.isalpha, sentence)):
            yield sentence


def problems(assignment: str) -> list[str]:
    """What is wrong with the list of promises: each line says what to do."""
    promises, explained = load(assignment)
    found = []
    for question in answers.questions(assignment):
        text = squeezed(statement(assignment, question))
        mine = [p for p in promises if p.question == question]
        heads = explained.get(question, [])
        for promise in mine:
            if squeezed(promise.text) not in text:
                found.append(f"{promise.id}: its text no longer stands in the question")
        for head in heads:
            if squeezed(head) not in text:
                found.append(f"{question} explains {head!r}, which no longer stands")
        quotes = [squeezed(p.text) for p in mine] + [squeezed(h) for h in heads]
        for sentence in sentences(statement(assignment, question)):
            if not any(q in sentence or sentence in q for q in quotes):
                found.append(f"{question}: no promise is made of {sentence!r}")
    for line in lines(assignment):
        if not line.proven:
            kind = (
                "right answer uses" if line.promise.permits else "wrong answer breaks"
            )
            found.append(f"{line.promise.id}: no {kind} it")
    known = {p.id for p in promises}
    for answer in answers.load(assignment):
        for key in (*answer.breaks, *answer.uses):
            if f"{answer.question}.{key}" not in known:
                text = f"{answer.question}, {answer.name}: there is no promise {key}"
                found.append(text)
    return found + misproven(assignment) + unpromised(assignment, known)


def misproven(assignment: str) -> list[str]:
    """Wrong answers that break other promises than they say."""
    recorded = {(e["question"], e["name"]): e for e in known_mistakes(assignment)}
    whole = {p.id for p in load(assignment)[0] if p.whole}
    found = []
    for answer in answers.load(assignment):
        if answer.kind == "wrong" and answer.breaks:
            entry = recorded.get((answer.question, answer.name), {})
            really = entry.get("breaks", [])
            claimed = {f"{answer.question}.{key}" for key in answer.breaks}
            alone = claimed <= set(really) <= claimed | whole
            if not alone and not (claimed <= whole and claimed == set(really[:1])):
                text = f"breaks {', '.join(really) or 'nothing'}, not what it says"
                found.append(f"{answer.question}, {answer.name}: {text}")
    return found


def unpromised(assignment: str, known: set[str]) -> list[str]:
    """Promises that checks name, and that do not exist."""
    found = []
    for cell in cells_of(assignment):
        test = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        if not test.startswith("test_"):
            continue
        used = set(re.findall(r'promise="([^"]*)"', cell.source))
        found += [
            f"{test}: there is no promise {name}" for name in sorted(used - known)
        ]
    return found


def known_mistakes(assignment: str) -> list[dict[str, Any]]:
    """What `make release` recorded of the wrong answers."""
    path = ROOT / "exercises" / assignment / "misconceptions.json"
    known: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return list(known["misconceptions"])


def lines(assignment: str) -> list[Line]:
    """The ledger of an assignment."""
    collected = answers.load(assignment)
    seen = {
        (entry["question"], entry["name"])
        for entry in known_mistakes(assignment)
        if entry.get("visible")
    }
    found = []
    for promise in load(assignment)[0]:
        mine = [a for a in collected if a.question == promise.question]
        wrong = [a for a in mine if a.kind == "wrong" and a.breaks == (promise.key,)]
        right = tuple(a.name for a in mine if promise.key in a.uses)
        visible = any((a.question, a.name) in seen for a in wrong)
        found.append(Line(promise, tuple(a.name for a in wrong), right, visible))
    return found


def ledger() -> str:
    """The table for maintainers, in Markdown."""
    parts = [
        "# Promises\n\nMade by `make promises`. Each sentence of a question that "
        "demands or permits something,\nand its proof: a wrong answer that breaks it "
        "alone, or a right answer that makes use of it.\n"
    ]
    for assignment in promising():
        parts.append(f"\n## {assignment}\n")
        head = "| Promise | Text | Tested | Wrong answer | Right answer |"
        parts.append(f"{head}\n|---|---|---|---|---|")
        for line in lines(assignment):
            promise = line.promise
            tested = "visibly" if line.visible else "when handed in"
            cells = [
                f"`{promise.id}`",
                promise.plain.replace("|", "\\|"),
                "permission" if promise.permits else tested,
                ", ".join(f"`{name}`" for name in line.wrong),
                ", ".join(f"`{name}`" for name in line.right),
            ]
            parts.append(f"| {' | '.join(cells)} |")
    return "\n".join(parts) + "\n"


def main() -> int:
    """The command line: writes the ledger and says what lacks its proof."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("names", nargs="*", help="assignments to look at; default all")
    known = promising()
    names = parser.parse_args().names or known
    unknown = [name for name in names if name not in known]
    if unknown:
        print(
            f"no assignment called {unknown[0]} lists its promises; these do: "
            f"{', '.join(known)}",
            file=sys.stderr,
        )
        return 2
    faults = []
    for name in names:
        try:
            faults += [f"{name}, {fault}" for fault in problems(name)]
            ready = lines(name)
        except (ValueError, OSError) as error:
            print(error, file=sys.stderr)
            return 1
        count = f"{sum(line.proven for line in ready)} of {len(ready)} promises proven"
        print(f"{name}: {count}, {sum(line.visible for line in ready)} tested visibly")
    for fault in faults:
        print(fault, file=sys.stderr)
    if not faults and set(names) == set(known):
        LEDGER.write_text(ledger(), encoding="utf-8")
        print(f"written: {LEDGER.relative_to(ROOT)}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
