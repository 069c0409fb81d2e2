"""Grade an invented class of twelve: `make demo`.

It shows an instructor in a minute what the grader does with right, wrong, blank,
broken and hostile submissions. All of it lies in `_build/demo`.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
import webbrowser
from pathlib import Path

import click
import nbformat

from tools import ROOT
from tools.exercises import answers, copies

NAME, MANUAL = "relu", "explain_kink"
FOLDER = ROOT / "_build" / "demo"

# What the class wrote into the cell that a person marks.
WRITTEN = {
    "anna_all_right": "Only at 0 is there no derivative. Any slope from 0 to 1 is "
    "a subgradient there; TensorFlow takes 0, and the descent goes on.",
    "ben_right_with_loops": "The colleague is wrong: in practice it works very well.",
    "carla_right_with_tensorflow": "Of all points only 0 has no derivative, and a "
    "weighted sum is hardly ever exactly 0.",
    "ella_two_wrong": "ReLU is differentiable at 0, with the derivative 0.",
}

# What three students wrote into the cell of `sparsity` instead of an answer.
HOSTILE = {
    "lena_endless": "def sparsity(activations):\n    while True:\n        pass\n",
    "mike_reads_the_solutions": (
        "import glob\n\n"
        "found = [p for n in range(6) for p in glob.glob(n * '/*' + '/solutions/*')]\n"
        "print('solutions found:', found)\n\n"
        "def sparsity(activations):\n    return open(found[0]).read()\n"
    ),
    "nora_fills_the_memory": (
        "def sparsity(activations):\n    return [np.ones(2**27) for _ in range(64)]\n"
    ),
}


def with_answers(notebook: nbformat.NotebookNode, chosen: dict[str, str]) -> str:
    """Return a copy of a notebook, as text, with other answers in its cells."""
    copy = nbformat.from_dict(notebook)
    for cell in copy.cells:
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
        if grade_id in chosen:
            cell.source = chosen[grade_id]
    return nbformat.writes(copy)


def submissions(root: Path = ROOT) -> dict[str, str]:
    """Return the class: the text of each student's notebook, by name."""

    def fresh(folder: str) -> nbformat.NotebookNode:
        return nbformat.read(root / folder / NAME / f"{NAME}.ipynb", as_version=4)

    right: dict[str, list[str]] = {}
    wrong: dict[str, list[str]] = {}
    for answer in answers.load(NAME):
        side = right if answer.kind == "right" else wrong
        side.setdefault(answer.question, []).append(answer.source)

    def release(*choices: dict[str, str]) -> str:
        merged = {k: v for choice in choices for k, v in choice.items()}
        return with_answers(fresh("exercises"), merged)

    def nth(answers: dict[str, list[str]], n: int, *skip: str) -> dict[str, str]:
        return {q: a[n % len(a)] for q, a in answers.items() if q not in skip}

    def only(answers: dict[str, list[str]], n: int, question: str) -> dict[str, str]:
        return {question: answers[question][n]}

    whole = release(nth(right, 0))
    found = {
        "anna_all_right": whole,
        "ben_right_with_loops": release(nth(right, 1)),
        "carla_right_with_tensorflow": release(nth(right, 2)),
        "david_derivative_wrong": release(nth(right, 1), only(wrong, 0, "relu_grad")),
        "ella_two_wrong": release(
            nth(right, 1), only(wrong, 1, "relu"), only(wrong, 2, "sparsity")
        ),
        "finn_same_mistake_as_david": release(
            nth(right, 2), only(wrong, 0, "relu_grad")
        ),
        "gina_half_done": release(nth(right, 0, "dense_relu", "sparsity")),
        "hugo_blank": release(),
        "ida_broken_file": whole[: len(whole) // 2],
    }
    for student, text in WRITTEN.items():
        found[student] = with_answers(
            nbformat.reads(found[student], as_version=4), {MANUAL: text}
        )
    for student, source in HOSTILE.items():
        found[student] = release(nth(right, 0), {"sparsity": source})
    return found


def make_course(folder: Path, root: Path = ROOT) -> None:
    """Write a course with the class into `folder`, which is made anew."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    copies.make(root)
    shutil.copy(root / "nbgrader_config.py", folder)
    shutil.copytree(root / "solutions" / NAME, folder / "solutions" / NAME)
    for student, text in submissions(root).items():
        place = folder / "submitted" / student / NAME
        place.mkdir(parents=True)
        (place / f"{NAME}.ipynb").write_text(text, encoding="utf-8")


@click.command()
@click.option("--browser/--no-browser", default=True, help="Open the report.")
def main(browser: bool) -> None:
    """Grade an invented class of twelve, and show the report."""
    start = time.perf_counter()
    make_course(FOLDER)
    click.echo(f"Twelve submissions of {NAME!r} are in {FOLDER.relative_to(ROOT)}.")
    grader = str(Path(sys.executable).parent / "autograder")
    for words in (["grade", NAME, "--timeout", "5"], ["report", NAME]):
        done = subprocess.run([grader, *words, "--course", FOLDER], check=False)
        # Exit code 1 says that some submission could not be graded; go on.
        if done.returncode not in (0, 1):
            sys.exit(done.returncode)
    report = FOLDER / "graded" / NAME / "report.html"
    if not report.exists():
        raise click.ClickException("nothing was graded; see above")
    click.echo(f"Done in {time.perf_counter() - start:.0f} s.")
    if not (browser and webbrowser.open(report.as_uri())):
        click.echo(f"Open {report.relative_to(ROOT)} in a browser.")


if __name__ == "__main__":
    main()
