"""How an assignment reads as a page of the site: tags of its cells.

A reader of the page wants the exercise; its plumbing is for the notebook. So the cell
that fetches files and imports is no part of the page, and checks are folded. Jupyter
Book obeys these tags; JupyterLab, Colab, nbgrader and the grader pass over them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

SETUP = "setup"
CHECK = ("Show the check", "Hide the check")
HELPERS = ("Show what the checks use", "Hide what the checks use")
# Cells with functions for checks alone:
OF_CHECKS = ("bends", "layers_of", "load_images", "network", "save_and_load")


def wanted(cell: NotebookNode) -> dict[str, Any]:
    """The metadata that a cell should have for the page; empty for most cells."""
    meta = cell.metadata.get("nbgrader", {})
    if cell.cell_type != "code":
        return {}
    if meta.get("grade_id") == SETUP:
        return {"tags": ["remove-cell"]}
    if meta.get("grade") and not meta.get("solution"):
        return folded(*CHECK)
    if meta.get("grade_id") in OF_CHECKS:
        return folded(*HELPERS)
    return {}


def folded(show: str, hide: str) -> dict[str, Any]:
    """The metadata of a cell whose code is folded under a summary."""
    prompts = {"code_prompt_hide": hide, "code_prompt_show": show}
    return {"mystnb": prompts, "tags": ["hide-input"]}


def tag(path: Path) -> bool:
    """Tag the cells of a source notebook; whether anything had to be written."""
    notebook = nbformat.read(path, as_version=4)
    changed = False
    for cell in notebook.cells:
        for key, value in wanted(cell).items():
            if cell.metadata.get(key) != value:
                cell.metadata[key] = value
                changed = True
    if changed:
        path.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8")
    return changed
