"""What has been received, graded and given back: the files say it.

A submission is *received* when it lies in the course's folder of submissions, where it
appears whole. It is *graded* when its result lies in the output, under the key that
its receipt names, and given back when its page lies in the exchange. Each of them is
written by one rename: whatever a killed service leaves, the next one goes on from it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Literal

from autograder.marks import files
from autograder.records import Result
from autograder.watching.rules import HOUR, Rules

RECEIPT = "receipt.json"  # beside a student's result
What = Literal["grade", "give", "leave", "wait"]


@dataclass(frozen=True)
class Receipt:
    """What the service knows of a student's submissions for an assignment."""

    digest: str = ""  # of the one that it graded, or began to
    key: str = ""  # under which its result is kept
    attempts: tuple[tuple[str, float], ...] = ()  # digest and time of each begun


@dataclass(frozen=True)
class Decision:
    """What to do with a submission."""

    what: What
    receipt: Receipt = Receipt()
    seconds: float = 0.0  # to wait


LEAVE = Decision("leave")


def decide(
    receipt: Receipt,
    digest: str,
    key: str,
    kept: tuple[str, Result] | None,
    rules: Rules,
    now: float,
) -> Decision:
    """What to do with a submission.

    Args:
        receipt: what is known of the student's.
        digest: of the submission.
        key: of all that its marks depend on.
        kept: the key and the result that are there.
        rules: the instructor's.
        now: seconds since 1970.
    """
    ours = receipt.digest == digest
    if kept is not None and ours and kept[0] in (key, receipt.key):
        return Decision("give", receipt)  # the assignment may have changed since
    if kept is not None and kept[0] == key:
        return Decision("leave", receipt)  # `autograder grade` was here
    attempts = recent(receipt.attempts, now)
    if digest not in dict(attempts):
        seconds = rules.wait([then for _, then in attempts], now)
        if seconds > 0:
            return Decision("wait", receipt, seconds)
        attempts = (*attempts, (digest, now))
    return Decision("grade", Receipt(digest, key, attempts))


def recent(
    attempts: Sequence[tuple[str, float]], now: float
) -> tuple[tuple[str, float], ...]:
    """The attempts that may still count."""
    return tuple((name, then) for name, then in attempts if 0 <= now - then < HOUR)


def read(folder: Path) -> Receipt:
    """The receipt in a student's folder of the output; an empty one without."""
    try:
        kept = json.loads((folder / RECEIPT).read_bytes())
        attempts = tuple((str(name), float(then)) for name, then in kept["attempts"])
        return replace(Receipt(**kept), attempts=attempts)
    except (OSError, ValueError, KeyError, TypeError):
        return Receipt()


def write(folder: Path, receipt: Receipt) -> None:
    """Keep a receipt."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / RECEIPT
    with files.explained(path, after="it is tried again", one=True):
        files.write_whole(path, files.to_bytes(asdict(receipt)), synced=True)
