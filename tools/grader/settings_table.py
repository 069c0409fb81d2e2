"""Write the guide's table of nbgrader's settings anew.

python -m tools.grader.settings_table
"""

from __future__ import annotations

from pathlib import Path

from autograder.course.known_settings import table

PAGE = Path(__file__).resolve().parents[2] / "book" / "grading_differences.md"
BEGIN, END = (
    "% The table is made by tools/grader/settings_table.py.\n",
    "% End of it.\n",
)


def with_table(page: str) -> str:
    """The page with the table as the code has it."""
    head, rest = page.split(BEGIN)
    return f"{head}{BEGIN}\n{table()}\n{END}{rest.split(END)[1]}"


if __name__ == "__main__":
    PAGE.write_text(with_table(PAGE.read_text("utf-8")), "utf-8")
