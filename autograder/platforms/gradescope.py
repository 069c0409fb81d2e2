"""Grade one submission and write Gradescope's `results.json`.

`python -m autograder.platforms.gradescope ASSIGNMENT SUBMISSION RESULTS.json` is what
the packed graders run, on Gradescope and on GitHub. SUBMISSION is a notebook or the
folder that holds it. What a student reads is the outcome and the message of each
question, never the code of a hidden test. A fault of the machine gives no score, so
that it is seen.
"""

from __future__ import annotations

import json
import subprocess
import sys
from html import escape
from pathlib import Path
from typing import Any

import click


def find_notebook(place: Path, assignment: str) -> Path | None:
    """Return the notebook in `place`: by name, else the only one there."""
    if place.is_file():
        return place
    found = sorted(place.rglob("*.ipynb"))
    named = [path for path in found if path.stem == assignment]
    candidates = named or found
    return candidates[0] if len(candidates) == 1 or named else None


def to_gradescope(result: dict[str, Any]) -> dict[str, Any]:
    """Return Gradescope's record of one submission of our `results.json`."""
    [submission] = result["submissions"]
    if submission["score"] is None:
        reason = "; ".join(submission["flags"]) or "the grader failed"
        return {"output": f"Not graded, through no fault of yours: {reason}."}
    tests = [
        {
            "name": question["id"],
            "score": question["score"],
            "max_score": question["max_score"],
            "status": "passed" if question["status"] == "passed" else "failed",
            "output": question["message"] or question["status"],
            "visibility": "visible",
        }
        for question in submission["questions"]
    ]
    return {
        "score": submission["score"],
        "execution_time": round(submission["seconds"]),
        "stdout_visibility": "hidden",
        "output": f"{submission['score']:g} of {submission['max_score']:g} points "
        f"({submission['status']}).",
        "tests": tests,
    }


def to_markdown(record: dict[str, Any]) -> str:
    """Return a table of the questions, for GitHub's summary of a run."""
    lines = [record["output"], ""]
    if "tests" in record:
        lines += ["| Question | Points | Message |", "|---|---|---|"]
        for test in record["tests"]:
            message = escape(test["output"]).replace("|", "\\|").replace("\n", "<br>")
            points = f"{test['score']:g} / {test['max_score']:g}"
            lines.append(f"| {test['name']} | {points} | {message} |")
    return "\n".join(lines) + "\n"


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
    notebook = find_notebook(submission, assignment)
    if notebook is None:
        record: dict[str, Any] = {
            "score": 0.0,
            "output": f"No notebook was found. Submit one file, {assignment}.ipynb.",
        }
        code = 0
    else:
        command = [sys.executable, "-m", "autograder", "grade", assignment]
        if in_container:  # containers rarely allow a sandbox within them
            command.append("--unsafe-no-sandbox")
        done = subprocess.run([*command, str(notebook)], capture_output=True, text=True)
        code = done.returncode
        if done.stdout:
            record = to_gradescope(json.loads(done.stdout))
        else:
            record = {"output": f"Not graded: {done.stderr.strip()}"}
    results.write_text(json.dumps(record, indent=1) + "\n")
    if markdown is not None:
        with markdown.open("a") as file:
            file.write(to_markdown(record))
    sys.exit(code)


if __name__ == "__main__":
    main()
