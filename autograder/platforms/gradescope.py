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
from html import escape
from pathlib import Path
from typing import Any

import click

from autograder.course.ordinary import Odd, entries, opened
from autograder.inert.text import json_safe, plain

MOST_TAKEN = 1_000_000_000  # bytes of a submission
FLAGS = "For instructors: please look"


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


def outcome(submission: dict[str, Any], assignment: str) -> str:
    """Return what a student reads first: the points, or why there are none."""
    if submission["status"] in ("missing", "unreadable"):
        [why] = {part["message"] for part in submission["questions"]} or {""}
        return f"{plain(why)} Submit one file, {assignment}.ipynb.".strip()
    return (
        f"{submission['score']:g} of {submission['max_score']:g} points "
        f"({submission['status']})."
    )


def to_gradescope(result: dict[str, Any], assignment: str) -> dict[str, Any]:
    """Return Gradescope's record of one submission of our `results.json`."""
    [submission] = result["submissions"]
    if submission["score"] is None:
        reason = "; ".join(submission["flags"]) or "the grader failed"
        return {"output": f"Not graded, through no fault of yours: {reason}."}
    tests: list[dict[str, Any]] = [
        {
            "name": question["id"],
            "score": question["score"],
            "max_score": question["max_score"],
            "status": "passed" if question["status"] == "passed" else "failed",
            "output": plain(question["message"] or question["status"], kept="\n\t"),
            "visibility": "visible",
        }
        for question in submission["questions"]
        if question["status"] != "manual"
    ]
    tests += [  # no score: it is neither passed nor failed
        {"name": part["id"], "output": part["message"], "visibility": "visible"}
        for part in submission["questions"]
        if part["status"] == "manual"
    ]
    if submission["flags"]:
        flags = "\n".join(plain(flag) for flag in submission["flags"])
        tests.append({"name": FLAGS, "output": flags, "visibility": "hidden"})
    return {
        "score": submission["score"],
        "execution_time": round(submission["seconds"]),
        "stdout_visibility": "hidden",
        "output": outcome(submission, assignment),
        "tests": tests,
    }


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


def grade(
    assignment: str, submission: Path, in_container: bool
) -> tuple[dict[str, Any], int]:
    """Grade a submission: Gradescope's record, and the exit code."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, "submission")
        folder.mkdir()
        take(submission, folder)
        command = [sys.executable, "-m", "autograder", "grade", assignment]
        if in_container:  # containers rarely allow a sandbox within them
            command.append("--unsafe-no-sandbox")
        done = subprocess.run(
            [*command, "--submission", str(folder)], capture_output=True, text=True
        )
    if done.stdout:
        return to_gradescope(json.loads(done.stdout), assignment), done.returncode
    return {"output": f"Not graded: {plain(done.stderr.strip())}"}, done.returncode


@click.command()
@click.argument("assignment")
@click.argument("submission", type=click.Path(path_type=Path))
@click.argument("results", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--markdown", type=click.Path(path_type=Path), help="Append a table here."
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
    in_container: bool,
) -> None:
    """Grade SUBMISSION of ASSIGNMENT and write RESULTS."""
    record, code = grade(assignment, submission, in_container)
    results.write_text(json_safe(json.dumps(record, indent=1)) + "\n")
    if markdown is not None:
        with markdown.open("a", encoding="utf-8") as file:
            file.write(to_markdown(record))
    sys.exit(code)


if __name__ == "__main__":
    main()
