"""The claims ledger: `book/claims.md` and `book/errata.md`, from what the cells print.

A chapter states a rule for a claim, then rules it in a folded cell that prints one
line, `A4 | holds with limits | what was measured`, and asserts the verdict. The claim
in our words, and the correction where its source needs one, stand in
`book/claims/CHAPTER.toml`.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tools.book.chapters import BOOK, NAMES, code_cells, find_chapters, stdout_of

VERDICTS = ("holds", "holds with limits", "wrong")
OUTCOMES = ("reproduced", "differs", "measured")
LINE = re.compile(
    rf"^(?P<id>[A-D]E?\d+) \| (?P<verdict>{'|'.join(VERDICTS + OUTCOMES)})"
    r" \| (?P<measured>.+)$",
    re.MULTILINE,
)
ARTICLES = {
    "A": "Why ReLU, and the best practice with TensorFlow",
    "B": "A gentle introduction to ReLU",
    "C": "Using activation functions in TensorFlow",
    "D": "The dying ReLU problem",
}


@dataclass(frozen=True)
class Entry:
    """What is written about one id: a claim, an experiment or an extra correction."""

    id: str
    chapter: str
    text: str
    article: str = ""
    correction: str = ""

    @property
    def label(self) -> str:
        """The label that stands before the cell."""
        if self.id.startswith("extra-"):
            return self.id
        return f"{'exp' if self.is_experiment else 'claim'}-{self.id.lower()}"

    @property
    def is_experiment(self) -> bool:
        """Whether the id names an experiment (`AE1`) and not a claim (`A1`)."""
        return self.id[1] == "E"

    @property
    def link(self) -> str:
        """A MyST link to the cell."""
        title = "the cell" if self.id.startswith("extra-") else self.id
        return f"{{ref}}`{title} <{self.label}>`"


@dataclass(frozen=True)
class Result:
    """What a cell printed about one id."""

    verdict: str
    measured: str


NOT_MEASURED = Result("not measured yet", "—")


def natural(identifier: str) -> tuple[str, int]:
    """Sort key that puts A2 before A10."""
    return identifier.rstrip("0123456789"), int(re.sub(r"\D", "", identifier) or 0)


def read_entries(book: Path = BOOK) -> list[Entry]:
    """Return what `book/claims/*.toml` say, ids in their natural order.

    Raises:
        ValueError: an id is told twice.
    """
    entries: dict[str, Entry] = {}
    for name in NAMES:
        path = book / "claims" / f"{name}.toml"
        if not path.exists():
            continue
        for identifier, table in tomllib.loads(path.read_text()).items():
            if identifier in entries:
                other = entries[identifier].chapter
                raise ValueError(f"{path.name} tells {identifier} again; see {other}")
            text = table.get("claim") or table.get("experiment") or table.get("title")
            entries[identifier] = Entry(
                identifier,
                name,
                text or "",
                table.get("article", ""),
                table.get("correction", ""),
            )
    return sorted(entries.values(), key=lambda entry: natural(entry.id))


def read_results(book: Path = BOOK) -> dict[str, Result]:
    """Return what the executed chapters printed, by id.

    Raises:
        ValueError: two cells give a verdict on one id.
    """
    results: dict[str, Result] = {}
    for chapter in find_chapters(book=book):
        twin = chapter.read_twin()
        if twin is None:
            continue
        for cell in code_cells(twin):
            for match in LINE.finditer(stdout_of(cell)):
                identifier = match["id"]
                if identifier in results:
                    raise ValueError(
                        f"{chapter.name}: a second verdict on {identifier}"
                    )
                results[identifier] = Result(
                    match["verdict"], match["measured"].strip()
                )
    return results


WIDTHS = "10 34 16 40"  # per cent of the columns, which LaTeX would guess badly


def table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a MyST table whose rows become cards on a narrow screen."""
    lines = [
        *("```{list-table}", ":header-rows: 1", ":class: ledger longtable"),
        *(f":widths: {WIDTHS}", ""),
    ]
    for row in (header, *rows):
        for position, cell in enumerate(row):
            lines.append(f"{'* -' if position == 0 else '  -'} {cell}")
    return "\n".join([*lines, "```", ""])


def style_of(verdict: str) -> str:
    """Return the class that gives a verdict its mark and colour."""
    return f"verdict-{verdict.replace(' ', '-')}"


def spoken(verdict: str) -> str:
    """Return a verdict in MyST, with its class."""
    return f"[*{verdict}*]{{.verdict-word .{style_of(verdict)}}}"


def claims_page(entries: list[Entry], results: dict[str, Result]) -> str:
    """Return the text of `book/claims.md`."""
    claims = [e for e in entries if e.id[1:].isdigit()]
    experiments = [e for e in entries if e.is_experiment]
    count = Counter(results.get(e.id, NOT_MEASURED).verdict for e in claims)
    counted = ", ".join(f"{count[verdict]} {spoken(verdict)}" for verdict in VERDICTS)
    parts = [
        "(claims)=\n# The claims ledger\n",
        "<!-- Made by `make execute` from the chapters; edit book/claims/. -->\n",
        "Four articles stand behind this course. Each claim they make has an id, a "
        "rule, and a verdict. A verdict follows from its cell's numbers by the rule "
        "that stands before it. The cell that rules is folded on its page and prints "
        "one line: here are these lines, side by side. It also asserts its verdict, so "
        "a rerun that contradicts this page stops with an error. Follow an id to the "
        "claim, its rule and its cell.\n",
        f"Of {len(claims)} claims: {counted}. Where a claim needs correcting, "
        "{ref}`errata` tells what is right. A claim about history rests on the paper "
        "its chapter cites; the cell then measures the part that can be measured.\n",
    ]
    for letter, title in ARTICLES.items():
        rows = [
            (e.link, e.text, spoken(r.verdict), r.measured)
            for e in claims
            if e.id[0] == letter
            for r in [results.get(e.id, NOT_MEASURED)]
        ]
        parts.append(f"## {letter}. {title}\n")
        parts.append(f"What {{cite:t}}`article_{letter.lower()}` says.\n")
        parts.append(table(("Claim", "In our words", "Verdict", "Measured"), rows))
    rows = [
        (e.link, e.text, e.article, f"{spoken(r.verdict)}: {r.measured}")
        for e in experiments
        for r in [results.get(e.id, NOT_MEASURED)]
    ]
    parts.append("## The experiments\n")
    parts.append(
        "An experiment is ruled in the same way. *Reproduced* means that the article's "
        "result came again within the limits that its rule names, *differs* that it "
        "did not; *measured* stands where the articles describe an experiment and give "
        "no figure.\n"
    )
    parts.append(table(("Run", "Experiment", "The article", "Here"), rows))
    return "\n".join(parts)


def errata_page(entries: list[Entry], results: dict[str, Result]) -> str:
    """Return the text of `book/errata.md`."""
    parts = [
        "(errata)=\n# Errata of the sources\n",
        "<!-- Made by `make execute` from the chapters; edit book/claims/. -->\n",
        "The four articles taught many people what a ReLU is, and this course grew "
        "out of them. Some sentences in them are too strong, and a few are wrong. "
        "Here they are, each with the cell that shows it. If you find an error in "
        "*this* course, please open an issue: it will be listed here too.\n",
    ]
    for entry in entries:
        if not entry.correction:
            continue
        if entry.id.startswith("extra-"):
            parts.append(f"## {entry.text}\n\n{entry.correction} See {entry.link}.\n")
            continue
        result = results.get(entry.id, NOT_MEASURED)
        parts.append(
            f"## {entry.id}: {result.verdict}\n\n"
            f"*The source.* {entry.text}\n\n"
            f"*What is right.* {entry.correction}\n\n"
            f"*Measured.* {result.measured} ({entry.link})\n"
        )
    return "\n".join(parts)


def pages(book: Path = BOOK) -> dict[Path, str]:
    """Return the generated pages and their texts."""
    entries, results = read_entries(book), read_results(book)
    return {
        book / "claims.md": claims_page(entries, results),
        book / "errata.md": errata_page(entries, results),
    }


def write_pages(book: Path = BOOK) -> None:
    """Write the generated pages where their text changed."""
    for path, text in pages(book).items():
        if not path.exists() or path.read_text() != text:
            path.write_text(text)
