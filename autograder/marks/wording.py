"""What a student may read of a test's message: nothing that only a hidden test says.

A message of a check is a first sentence and labelled rows: *given*, *expected*, *came*,
*Known misconception*, *Promised*, *Hint*. Where students have the check, all of it is
told. Where it is hidden, *expected* is not, and a sentence is told only if every
number, dtype and error that it names stands in the question's own text or came from the
answer. Of a hidden test that speaks in another way, only the kind of its error is told.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from autograder.records import Question

LABELS = ("given", "expected", "came", "became")
_NAMED, _PROMISED, _HINT = "Known misconception", "Promised", "Hint"
_ROW = re.compile(rf"^  ({'|'.join((*LABELS, _NAMED, _PROMISED, _HINT))}):(?: +(.*))?$")
_HANGING = " " * 13  # before the further lines of a row
_BUILTIN = re.compile(
    r"^Your notebook gives another meaning to the built-in [\w, ]+\.$", re.MULTILINE
)
_ERROR = re.compile(r"([A-Za-z_]\w*)(?::|$)")
_TAIL = re.compile(r" (?:instead of|rather than|but expected) .*?(?=\.?$)", re.DOTALL)
_PLACE = re.compile(r", (?:first )?at index [\d(), ]*\d\)?|, part \d+ of \d+,")
# What may be an expected value: numbers, kinds of numbers, errors, quoted texts.
_VALUE = re.compile(
    r"\d[\d_]*(?:\.\d*)?(?:e[+-]?\d+)?|\.\d+|\b(?:float|int|uint|complex)\d+\b"
    r"|\b(?:bool|int|float|True|False|None|nan|inf)\b"
    r"|\b\w+(?:Error|Exception|Warning)\b|'[^']*'|\"[^\"]*\"|[∞π√]",
    re.IGNORECASE,
)
HIDDEN = "A check that you do not have failed."


@dataclass(frozen=True)
class Told:
    """What a student reads about one question."""

    text: str = ""
    rows: tuple[tuple[str, str], ...] = ()
    promise: str = ""
    misconception: str = ""
    hints: tuple[str, ...] = ()
    hidden: bool = False  # whether something was left out


@dataclass(frozen=True)
class Public:
    """What students know anyway: a question's own text, and what is released."""

    text: str = ""
    hints: frozenset[str] = frozenset()
    promises: frozenset[str] = frozenset()

    def knows(self, sentence: str, came: str = "") -> bool:
        """Whether a sentence names no value that a student cannot know."""
        known = {value(found) for found in _VALUE.findall(f"{self.text}\n{came}")}
        return all(value(found) in known for found in _VALUE.findall(sentence))


def value(text: str) -> str:
    """One spelling for numbers that are written in several ways."""
    try:
        return repr(float(text.replace("_", "")))
    except ValueError:
        return text.strip("'\"").casefold()


def parsed(message: str) -> tuple[str, list[tuple[str, str]]]:
    """The first sentence of a message, and its labelled rows."""
    head: list[str] = []
    rows: list[tuple[str, list[str]]] = []
    for line in message.split("\n"):
        found = _ROW.match(line)
        if found:
            rows.append((found[1], [found[2] or ""]))
        elif rows:
            rows[-1][1].append(line.removeprefix(_HANGING))
        else:
            head.append(line.strip() if head else line)
    glue = "\n" if not rows else " "
    return glue.join(head).strip(), [(k, "\n".join(v).strip()) for k, v in rows]


def told(question: Question, public: Public) -> Told:
    """What a student may read about a question that lost points, or waits."""
    message = question.message
    if question.status == "passed" or not message:
        return Told()
    head, rows = parsed(message)
    failed = question.status in ("failed", "error")
    if not failed or question.own or question.shown:
        return Told(head, *sorted_out(rows, question))
    if not rows:
        return raw(question)
    came = " ".join(text for label, text in rows if label in ("came", "became"))
    kept = []
    for label, text in rows:
        if label in ("came", "became"):
            text = _TAIL.sub("", text)
        if label != "expected" and (label != _HINT or may_hint(text, public, came)):
            kept.append((label, text))
    return Told(first(head, public, came), *sorted_out(kept, question), hidden=True)


def raw(question: Question) -> Told:
    """What is told of a hidden test that shows its own lines or another's error."""
    found = _ERROR.match(question.message)
    kind = found[1] if found and question.status == "error" else "AssertionError"
    if question.status == "failed":
        text = f"A hidden test failed ({kind})."
    else:
        text = f"A hidden test stopped with an error ({kind})."
    more = _BUILTIN.findall(question.message)
    return Told("\n".join([text, *more]), hidden=True)


def sorted_out(
    rows: list[tuple[str, str]], question: Question
) -> tuple[tuple[tuple[str, str], ...], str, str, tuple[str, ...]]:
    """Rows of values, the promise, the mistake's name and the hints."""
    joined = [(label, " ".join(text.split())) for label, text in rows]
    promise = next((text for label, text in joined if label == _PROMISED), "")
    hints = tuple(text for label, text in joined if label == _HINT)
    values = tuple((label, text) for label, text in rows if label in LABELS)
    return values, promise.strip("“”"), question.misconception or "", hints


def may_hint(text: str, public: Public, came: str) -> bool:
    """Whether a hint may be told beside a hidden check."""
    hint = " ".join(text.split())
    return hint in public.hints or public.knows(hint, came)


def first(head: str, public: Public, came: str) -> str:
    """The first sentence, without the value that should have come."""
    if public.knows(_PLACE.sub("", head), came):
        return head
    short = _TAIL.sub("", head)
    if short != head:
        short = short.removesuffix(".") + "."
        if public.knows(_PLACE.sub("", short), f"{came} {own_side(short)}"):
            return short
    return HIDDEN


def own_side(sentence: str) -> str:
    """The part of a sentence that says what the answer's own result is like."""
    _, found, mine = sentence.partition(" has the ")
    return mine if found else ""
