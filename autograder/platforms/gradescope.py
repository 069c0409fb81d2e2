"""Grade one submission and write Gradescope's `results.json`.

`python -m autograder.platforms.gradescope ASSIGNMENT SUBMISSION RESULTS.json` is what
the packed graders run, on Gradescope and on GitHub. SUBMISSION is a notebook or the
folder that holds it. What a student reads is the outcome and the message of each
question, never the code of a hidden test. A fault of the machine gives no score, so
that it is seen.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any

import click

from autograder import machine
from autograder.course.ordinary import Odd, entries, opened
from autograder.inert.text import json_safe, plain
from autograder.platforms.settings import AROUND, Settings, load
from autograder.records import Limits

LAST_WORDS = 10  # seconds in which to say that the time was over
MOST_TAKEN = 1_000_000_000  # bytes of a submission
FLAGS = "For instructors: please look"


@dataclass(frozen=True)
class Lateness:
    """When a submission came, as Gradescope's metadata say."""

    handed_in: datetime
    due: datetime

    @property
    def seconds(self) -> int:
        """By how much it is late."""
        return round((self.handed_in - self.due).total_seconds())

    def __str__(self) -> str:
        days, seconds = divmod(self.seconds, 86_400)
        hours, minutes = divmod(seconds // 60, 60)
        parts = ((days, "d"), (hours, "h"), (minutes, "min"))
        text = " ".join(f"{count} {unit}" for count, unit in parts if count)
        return f"handed in {text or 'less than a minute'} after {self.due.isoformat()}"

    def to_json(self) -> dict[str, Any]:
        """For Gradescope's `extra_data`."""
        return {
            "seconds_late": self.seconds,
            "handed_in": self.handed_in.isoformat(),
            "due": self.due.isoformat(),
        }


def lateness(path: Path) -> Lateness | None:
    """How late a submission is; None if it is not, or if nobody says.

    A student's own deadline, as after an extension, comes before the assignment's.
    """
    try:
        told = json.loads(path.read_bytes())
        dues = [user["assignment"]["due_date"] for user in told["users"] or ()]
    except (KeyError, TypeError):
        dues = []
    except (OSError, ValueError):
        return None
    try:
        given = [due for due in dues if due] or [told["assignment"]["due_date"]]
        late = Lateness(
            datetime.fromisoformat(told["created_at"]),
            max(datetime.fromisoformat(due) for due in given),
        )
        return late if late.seconds > 0 else None
    except (KeyError, TypeError, ValueError):
        return None


def take(submission: Path, folder: Path) -> None:
    """Copy a student's own ordinary files; what is to be graded is read once.

    What the platform hands over may be a link to the solution: no link is followed, and
    no file taken that has a second name somewhere.
    """
    found = [submission.name]
    if submission.is_dir():
        listed, _ = entries(submission)
        found = [name for name, _ in listed]
    else:
        submission = submission.parent
    room = MOST_TAKEN
    for name in found:
        with (
            suppress(OSError, Odd),
            opened(submission, name, room, alone=True) as source,
        ):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            with (folder / name).open("wb") as file:
                shutil.copyfileobj(source, file)
                room -= file.tell()


def outcome(submission: dict[str, Any], settings: Settings, assignment: str) -> str:
    """Return what a student reads first: the points, or why there are none."""
    if submission["status"] in ("missing", "unreadable"):
        why = next(iter({part["message"]: 0 for part in submission["questions"]}), "")
        names = [f"{name}.ipynb" for name in settings.notebooks or (assignment,)]
        wanted = f"Submit one file, {names[0]}."
        if len(names) > 1:
            wanted = f"Submit {', '.join(names[:-1])} and {names[-1]}."
        return f"{plain(why)} {wanted}".strip()
    if settings.visibility != "visible" and settings.hiding:
        return f"Run ({submission['status']}). Some outcomes are not shown now."
    return (
        f"{submission['score']:g} of {submission['max_score']:g} points "
        f"({submission['status']})."
    )


def to_gradescope(
    result: dict[str, Any],
    assignment: str,
    settings: Settings | None = None,
    late: Lateness | None = None,
) -> dict[str, Any]:
    """Return Gradescope's record of one submission of our `results.json`."""
    told = settings or Settings()
    [submission] = result["submissions"]
    if submission["score"] is None:
        reason = "; ".join(submission["flags"]) or "the grader failed"
        return {"output": f"Not graded, through no fault of yours: {reason}."}
    tests: list[dict[str, Any]] = [
        {
            "name": plain(told.name(question["id"])),
            "score": question["score"],
            "max_score": question["max_score"],
            "status": "passed" if question["status"] == "passed" else "failed",
            "output": plain(question["message"] or question["status"], kept="\n\t"),
            "visibility": told.visible(question["id"]),
        }
        for question in submission["questions"]
        if question["status"] != "manual"
    ]
    tests += [  # no score: it is neither passed nor failed
        {
            "name": plain(told.name(part["id"])),
            "output": part["message"],
            "visibility": "visible",
        }
        for part in submission["questions"]
        if part["status"] == "manual"
    ]
    flags = [plain(flag) for flag in submission["flags"]]
    flags += [str(late)] if late else []
    if flags:
        text = "\n".join(flags)
        tests.append({"name": FLAGS, "output": text, "visibility": "hidden"})
    record = {
        "score": submission["score"],
        "execution_time": round(submission["seconds"]),
        "stdout_visibility": "hidden",
        "output": outcome(submission, told, assignment),
        "tests": tests,
    }
    return record | ({"extra_data": late.to_json()} if late else {})


def to_markdown(record: dict[str, Any]) -> str:
    """Return a table of the questions, for GitHub's summary of a run."""
    lines = [in_markdown(record["output"]), ""]
    tests = record.get("tests", [])
    scored = [test for test in tests if "score" in test]
    if scored:
        lines += ["| Question | Points | Message |", "|---|---|---|"]
    for test in scored:
        points = f"{test['score']:g} / {test['max_score']:g}"
        name, message = in_markdown(test["name"]), in_markdown(test["output"])
        lines.append(f"| {name} | {points} | {message} |")
    for test in tests:
        if "score" not in test:
            lines += ["", f"**{test['name']}:** {in_markdown(test['output'])}"]
    return "\n".join(lines) + "\n"


def in_markdown(text: str) -> str:
    """A text that is nothing but text in a cell of a Markdown table."""
    text = escape(plain(text, kept="\n"), quote=False)
    text = re.sub(r"([\\`*\[\]|~#!$]|(?<!\w)_|_(?!\w))", r"\\\1", text)
    return text.replace("://", ":\u200b//").replace("\n", "<br>")


def limits(settings: Settings) -> list[str]:
    """Options for `autograder grade` that end it within the platform's time.

    A cell that runs when the time is over may take its own time yet. Where a container
    has but half a processor, cells may take twice as long.
    """
    share = min(1.0, machine.processor_share() or 1.0)
    most = settings.longest_cell(AROUND / share)
    timeout = min((settings.timeout or Limits.timeout) / share, most)
    room = settings.minutes * 60 - AROUND / share - timeout
    total = max(timeout, room / max(1, len(settings.notebooks)))
    return ["--timeout", f"{timeout:g}", "--total", f"{total:g}"]


def grade(
    assignment: str,
    submission: Path,
    settings: Settings,
    late: Lateness | None,
    in_container: bool,
) -> tuple[dict[str, Any], int]:
    """Grade a submission: Gradescope's record, and the exit code."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, "submission")
        folder.mkdir()
        take(submission, folder)
        command = [sys.executable, "-m", "autograder", "grade", assignment]
        command += [*limits(settings), "--submission", str(folder)]
        if in_container:  # containers rarely allow a sandbox within them
            command.append("--unsafe-no-sandbox")
        try:
            done = subprocess.run(
                command,
                capture_output=True,
                text=True,
                timeout=settings.minutes * 60 - LAST_WORDS,
            )
        except subprocess.TimeoutExpired:
            return {"output": f"Not graded: it took {settings.minutes:g} minutes."}, 1
    if done.stdout:
        result = json.loads(done.stdout)
        return to_gradescope(result, assignment, settings, late), done.returncode
    return {"output": f"Not graded: {plain(done.stderr.strip())}"}, done.returncode


@click.command()
@click.argument("assignment")
@click.argument("submission", type=click.Path(path_type=Path))
@click.argument("results", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--markdown", type=click.Path(path_type=Path), help="Append a table here."
)
@click.option(
    "--metadata",
    type=click.Path(path_type=Path),
    help="What the platform says of the submission.",
)
@click.option(
    "--in-container",
    is_flag=True,
    help="This machine grades one submission and is thrown away.",
)
def main(
    assignment: str,
    submission: Path,
    results: Path,
    markdown: Path | None,
    metadata: Path | None,
    in_container: bool,
) -> None:
    """Grade SUBMISSION of ASSIGNMENT and write RESULTS."""
    late = lateness(metadata) if metadata else None
    told = load(Path())
    record, code = grade(assignment, submission, told, late, in_container)
    results.write_text(json_safe(json.dumps(record, indent=1)) + "\n")
    if markdown is not None:
        with markdown.open("a", encoding="utf-8") as file:
            file.write(to_markdown(record))
    sys.exit(code)


if __name__ == "__main__":
    main()
