"""The other notebooks of an assignment, as a notebook finds them in its folder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress

import nbformat

from autograder.course import sanitise
from autograder.course.handed_in import Handed
from autograder.records import Assignment, Master


def notebook(cells: Iterable[tuple[str, str]]) -> bytes:
    """A notebook that can be run, of (type, source)."""
    made = [sanitise.new_cell(kind, source, {}) for kind, source in cells]
    for number, cell in enumerate(made):
        cell["id"] = f"cell-{number}"
    return nbformat.writes(nbformat.v4.new_notebook(cells=made)).encode()


def of_submission(handed: Mapping[str, Handed]) -> dict[str, bytes]:
    """The notebooks that a student handed in, where there are several."""
    found = {}
    for name, given in handed.items() if len(handed) > 1 else ():
        with suppress(sanitise.Unreadable):  # it is reported where it is graded
            cells = sanitise.read(given.data) if given.data is not None else ()
            if cells:
                texts = [(cell.kind, cell.source) for cell in cells]
                found[f"{name}.ipynb"] = notebook(texts)
    return found


def of_solutions(assignment: Assignment) -> dict[str, bytes]:
    """The notebooks with their solutions, where there are several."""
    found = {}
    for master in assignment.masters if len(assignment.masters) > 1 else ():
        assert master.reference is not None
        cells = [
            (cell.cell_type, sanitise.visible(cell.source))
            for cell in master.reference.cells
        ]
        found[f"{master.name}.ipynb"] = notebook(cells)
    return found


def beside(
    master: Master, notebooks: Mapping[str, bytes], files: Mapping[str, bytes]
) -> dict[str, bytes]:
    """What lies beside a notebook: files, and the notebooks that are not itself."""
    found = {**files, **notebooks}
    found.pop(f"{master.name}.ipynb", None)
    return found


def changed(assignment: Assignment, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """What a notebook wrote, for the next: no module of the course is replaced."""
    own = {name for name in assignment.files if name.endswith(".py")}
    return {name: data for name, data in files.items() if name not in own}
