"""What the walks share that a person does in a browser: nbgrader in JupyterLab.

The walks of the tests and the one under a JupyterHub (`tools/walks/hub`) grade a
question by hand, in formgrader.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from tools.exercises import answers

# The longest wait for a state, in ms. It only ends what hangs: a machine may be busy.
PATIENCE = 300_000
NAME = "relu"
QUESTION = "explain_kink"  # which a person marks


def first_answers(kind: str = "right") -> dict[str, str]:
    """The first collected answer of a kind to each question, by question."""
    found: dict[str, str] = {}
    for answer in answers.load(NAME):
        if answer.kind == kind:
            found.setdefault(answer.question, answer.source)
    return found


def take(page: Any, name: str) -> None:
    """Keep a screenshot where RECTIFIED_SCREENSHOTS says, for the guides."""
    if folder := os.environ.get("RECTIFIED_SCREENSHOTS"):
        page.screenshot(path=f"{folder}/{name}.png")


def nbgrader_menu(page: Any, item: str) -> None:
    """Choose in JupyterLab's menu Nbgrader."""
    page.get_by_role("menuitem", name="Nbgrader").click()
    page.get_by_role("menuitem", name=item, exact=True).click()


def open_formgrader(page: Any) -> Any:
    """Open formgrader's table of the submissions; return its frame."""
    nbgrader_menu(page, "Formgrader")
    frame = page.frame_locator("iframe").last
    frame.get_by_role("link", name="Manual Grading").click()
    for here in ("Manual Grading", NAME):
        frame.locator(".breadcrumb .active", has_text=here).wait_for()
        frame.locator("#main-table").get_by_role("link", name=NAME).click()
    return frame


def show_names(frame: Any) -> None:
    """Show the students' names in formgrader's table of the submissions."""
    # Not sooner than the rows are there: the page before it has such links, too.
    table = frame.locator("#main-table")
    table.get_by_role("link", name="Submission #").first.wait_for()
    frame.get_by_role("button", name="Show All Names").click()
    frame.get_by_role("button", name="Hide All Names").wait_for()


def saved(what: str) -> Callable[[Any], bool]:
    """Tell formgrader's answer to having saved a "grade" or a "comment"."""
    return lambda answer: (
        answer.request.method == "PUT" and f"/api/{what}/" in answer.url and answer.ok
    )


def grade_by_hand(
    page: Any, frame: Any, student: str, points: float, comment: str
) -> None:
    """Open a student's submission; give points and a comment, and see them saved."""
    frame.get_by_role("link", name=student).click()
    # Formgrader listens to a field only when it has given it a placeholder.
    for field in (f"{QUESTION}_extra_credit", f"{QUESTION}-comment"):
        frame.locator(f"#{field}[placeholder]").wait_for()
    for field, text, what in (
        (QUESTION, str(points), "grade"),
        (f"{QUESTION}-comment", comment, "comment"),
    ):
        entry = frame.locator(f"#{field}")
        entry.fill(text)
        with page.expect_response(saved(what)):
            entry.press("Tab")
