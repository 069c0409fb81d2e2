"""Make the model answers with their reasons, for after the deadline: `make solutions`.

For every assignment, `_build/solutions/NAME/NAME_answers.ipynb` holds the statements,
the model answers and the visible checks, and under each answer why it is one and which
mistakes are known. Hidden tests and nbgrader's marks are left out: it is no submission.
The files that its checks need lie beside it.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import click
import nbformat
from nbformat import NotebookNode

from tools import ROOT
from tools.address import read_address
from tools.exercises import answers, copies

TARGET = ROOT / "_build" / "solutions"
WHY = "why.md"
MOST_MISTAKES = 6  # of a question; more would bury the reason
HEAD = """\
# {title}: the model answers

Each question of the assignment, a model answer, the visible checks, and why the answer
is one. An answer that passes all checks in another way is as right. **This is not your
submission**: hand in your own notebook.
"""

_HIDDEN = re.compile(
    r"^[ \t]*### BEGIN HIDDEN TESTS.*?### END HIDDEN TESTS.*?$", re.S | re.M
)
_MARKER = re.compile(r"^[ \t]*### (?:BEGIN|END) SOLUTION[^\n]*\n?", re.M)
_SECTION = re.compile(r"^## +(\S+) *$", re.M)


def reasons(name: str, questions: list[str], root: Path = ROOT) -> dict[str, str]:
    """Why each question's answer is one, from `answers/NAME/why.md`.

    Without that file there are none. Raises `ValueError` when it leaves out a question,
    or gives a reason for what is no question.
    """
    path = root / "answers" / name / WHY
    if not path.exists():
        return {}
    text = path.read_text(encoding="utf-8")
    parts = _SECTION.split(text)[1:]
    found = {
        question: reason.strip()
        for question, reason in zip(parts[::2], parts[1::2], strict=True)
    }
    where = path.relative_to(root)
    for question in questions:
        if not found.get(question):
            raise ValueError(
                f"{where} does not say why the answer to {question} is one; "
                f"write it below '## {question}'"
            )
    for question in found:
        if question not in questions:
            raise ValueError(f"{where} explains {question}, which is no question")
    return found


def known_mistakes(name: str, question: str, root: Path = ROOT) -> str:
    """The first collected mistakes of a question with their hints, folded; or none."""
    wrong = [
        f"- *{answer.name.replace('_', ' ')}*: {answer.hint}"
        for answer in answers.load(name, root / "answers")
        if answer.question == question and answer.kind == "wrong"
    ]
    if not wrong:
        return ""
    lines = "\n".join(wrong[:MOST_MISTAKES])
    return (
        "\n\n<details><summary>Known mistakes and their hints</summary>\n\n"
        f"{lines}\n\n</details>"
    )


def question_cells(notebook: NotebookNode) -> list[str]:
    """The grade ids of the cells that learners answer, in order."""
    return [
        meta["grade_id"]
        for cell in notebook.cells
        if (meta := cell.metadata.get("nbgrader", {})).get("solution")
    ]


def introduction(source: str, chapters: str) -> str:
    """The introduction as it concerns a reader: no word on where to write answers."""
    title, _, rest = source.partition("\n")
    kept = [
        part for part in rest.strip().split("\n\n") if "NotImplementedError" not in part
    ]
    head = HEAD.format(title=title.lstrip("# ").removesuffix(": the exercise"))
    text = "\n\n".join([head.strip(), *kept])
    return text.replace("../../book/executed/", chapters)


def model_answers(name: str, root: Path = ROOT) -> dict[str, NotebookNode]:
    """The notebooks with an assignment's model answers; `ValueError`: no reason."""
    sources = answers.sources(name, root)
    questions = [q for source in sources.values() for q in question_cells(source)]
    why = reasons(name, questions, root)
    return {
        part: explained(name, part, source, why, root)
        for part, source in sources.items()
    }


def explained(
    name: str, part: str, source: NotebookNode, why: dict[str, str], root: Path
) -> NotebookNode:
    """One source notebook as model answers with their reasons."""
    address = read_address(root)
    chapters = f"{address.url}/blob/{address.branch}/book/executed/"
    kernel = {k: v for k, v in source.metadata.items() if k == "kernelspec"}
    made = nbformat.v4.new_notebook(metadata=kernel)

    def add(kind: str, text: str, key: str) -> None:
        make = (
            nbformat.v4.new_code_cell
            if kind == "code"
            else nbformat.v4.new_markdown_cell
        )
        made.cells.append(make(text, id=key))

    first = source.cells[0] if source.cells else None
    headed = first is not None and is_heading(first)
    if not headed:
        add("markdown", HEAD.format(title=part).strip(), "introduction")
    for number, cell in enumerate(source.cells):
        meta = cell.metadata.get("nbgrader", {})
        text = _MARKER.sub("", _HIDDEN.sub("", cell.source)).strip("\n")
        if not text:
            continue  # a test whose every line is hidden
        place = cell.get("id") or f"cell-{number}"  # an old notebook has no ids
        if headed and not number:
            text = introduction(text, chapters)
        add(cell.cell_type, text, place)
        if meta.get("solution"):
            question = meta["grade_id"]
            reason = f"**Why.** {why[question]}" if question in why else ""
            mistakes = known_mistakes(name, question, root)
            if reason or mistakes:
                text = (reason + mistakes).strip()
                add("markdown", text, f"why-{place}"[:64])
    return made


def is_heading(cell: NotebookNode) -> bool:
    """Whether a cell is an introduction: text below a title, and no answer."""
    answered = cell.metadata.get("nbgrader", {}).get("solution")
    return cell.cell_type == "markdown" and cell.source.startswith("#") and not answered


def write(name: str, target: Path, root: Path = ROOT) -> list[Path]:
    """Write an assignment's model answers and their files below `target`."""
    notebooks = model_answers(name, root)
    copies.make(root)
    folder = target / name
    folder.mkdir(parents=True, exist_ok=True)
    for path in (root / "solutions" / name).iterdir():
        if path.is_file() and path.suffix != ".ipynb":
            shutil.copy(path, folder)
    # Not by the assignment's name: beside a learner's own notebook it replaces nothing.
    written = []
    for part, notebook in notebooks.items():
        path = folder / f"{part}_answers.ipynb"
        nbformat.write(notebook, path)
        written.append(path)
    return written


@click.command()
@click.argument("names", nargs=-1)
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default=TARGET)
def main(names: tuple[str, ...], out: Path) -> None:
    """Write the model answers of the assignments NAMES, or of all, below a folder."""
    for name in names:
        if name not in answers.ASSIGNMENTS:
            raise click.ClickException(
                f"no assignment is called {name}; "
                f"there are: {', '.join(answers.ASSIGNMENTS)}"
            )
    try:
        for name in names or answers.ASSIGNMENTS:
            for path in write(name, out):
                click.echo(path)
    except (ValueError, copies.CopyError) as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(
            f"{error.filename} cannot be written ({error.strerror}); "
            "choose another folder: make solutions OUT=FOLDER"
        ) from error


if __name__ == "__main__":
    main()
