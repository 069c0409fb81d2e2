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
import subprocess
import sys
import tempfile
from html import escape
from pathlib import Path
from typing import Any

import click

from autograder.course.ordinary import entries
from autograder.course.submissions import read_notebook
from autograder.inert.text import json_safe, plain

FLAGS = "For instructors: please look"


def find_notebook(folder: Path, assignment: str) -> str | None:
    """The path of the notebook below `folder`: by name, else the only one there."""
    listed, _ = entries(folder)
    found = [name for name, _ in listed if name.endswith(".ipynb")]
    named = [name for name in found if Path(name).stem == assignment]
    if named:
        return min(named, key=lambda name: (name.count("/"), name))
    return found[0] if len(found) == 1 else None


def read(submission: Path, assignment: str) -> tuple[str, bytes] | None:
    """Name and content of the student's own notebook; None where there is none.

    Raises `ValueError` for whatever is not an ordinary file of the student's, with no
    other name: what the platform hands over may be a link to the solution.
    """
    if submission.is_dir():
        name, folder = find_notebook(submission, assignment), submission
    else:
        name, folder = submission.name, submission.parent
    data = read_notebook(folder, name, alone=True) if name else None
    return None if name is None or data is None else (Path(name).stem, data)


def to_gradescope(result: dict[str, Any]) -> dict[str, Any]:
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
        "output": f"{submission['score']:g} of {submission['max_score']:g} points "
        f"({submission['status']}).",
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
    assignment: str, name: str, data: bytes, in_container: bool
) -> tuple[dict, int]:
    """Grade the bytes of one notebook: Gradescope's record, and the exit code."""
    name = name if re.fullmatch(r"\w[\w-]{0,100}", name, re.ASCII) else assignment
    with tempfile.TemporaryDirectory() as folder:
        # A copy: what the student handed in is read once, and by nobody else.
        notebook = Path(folder, f"{name}.ipynb")
        notebook.write_bytes(data)
        command = [sys.executable, "-m", "autograder", "grade", assignment]
        if in_container:  # containers rarely allow a sandbox within them
            command.append("--unsafe-no-sandbox")
        done = subprocess.run([*command, str(notebook)], capture_output=True, text=True)
    if done.stdout:
        return to_gradescope(json.loads(done.stdout)), done.returncode
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
    code = 0
    wanted = f"Submit one file, {assignment}.ipynb."
    record: dict[str, Any]
    try:
        found = read(submission, assignment)
    except ValueError as error:
        text = f"The notebook is unreadable: {error}. {wanted}"
        record = {"score": 0.0, "output": text}
    else:
        if found is None:
            record = {"score": 0.0, "output": f"No notebook was found. {wanted}"}
        else:
            record, code = grade(assignment, *found, in_container)
    results.write_text(json_safe(json.dumps(record, indent=1)) + "\n")
    if markdown is not None:
        with markdown.open("a", encoding="utf-8") as file:
            file.write(to_markdown(record))
    sys.exit(code)


if __name__ == "__main__":
    main()
