"""What a regrade may change in nbgrader's gradebook, kept and put back.

Marks and comments that people gave are not among it: they stay as they are now.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from nbgrader import api
from sqlalchemy import select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from autograder.marks.gradebook import schema_version
from autograder.records import Stopped

api.get_alembic_version = schema_version

# By table: the columns that a grading run writes.
COLUMNS = {
    "notebook": ("kernelspec",),
    "grade_cells": ("max_score", "cell_type"),
    "task_cells": ("max_score", "cell_type"),
    "source_cell": ("cell_type", "locked", "source", "checksum"),
    "submitted_assignment": ("timestamp",),
    "submitted_notebook": ("late_submission_penalty",),
    "grade": ("auto_score", "needs_manual_grade"),
    "comment": ("auto_comment",),
}
# Which of a person's columns tell that somebody marked meanwhile.
PERSON = {"grade": "manual_score"}
Rows = dict[str, list[dict[str, Any]]]


def exists(url: str) -> bool:
    """Whether there is a gradebook: opening a missing file would make one."""
    place = make_url(url)
    file = place.database or ""
    return not place.drivername.startswith("sqlite") or Path(file).exists()


def wanted(assignment: str, students: list[str]) -> Iterator[tuple[Any, Any]]:
    """Each table, and which of its rows belong to an assignment and students."""
    tables = api.Base.metadata.tables
    task, book = tables["assignment"], tables["notebook"]
    base, handed = tables["base_cell"], tables["submitted_assignment"]
    notebook = tables["submitted_notebook"]
    this = select(task.c.id).where(task.c.name == assignment)
    books = select(book.c.id).where(book.c.assignment_id.in_(this))
    parts = select(base.c.id).where(base.c.notebook_id.in_(books))
    theirs = select(handed.c.id).where(
        handed.c.assignment_id.in_(this), handed.c.student_id.in_(students)
    )
    inside = select(notebook.c.id).where(notebook.c.assignment_id.in_(theirs))
    yield book, book.c.assignment_id.in_(this)
    yield tables["source_cell"], tables["source_cell"].c.notebook_id.in_(books)
    for name in ("grade_cells", "task_cells"):
        yield tables[name], tables[name].c.id.in_(parts)
    yield handed, handed.c.id.in_(theirs)
    yield notebook, notebook.c.id.in_(inside)
    for name in ("grade", "comment"):
        yield tables[name], tables[name].c.notebook_id.in_(inside)


def taken(url: str, course_id: str, assignment: str, students: list[str]) -> Rows:
    """The rows as they are; none where there is no gradebook yet."""
    if not exists(url):
        return {}
    found: Rows = {}
    with opened(url, course_id) as gradebook:
        for table, which in wanted(assignment, students):
            names = ["id", *COLUMNS[table.name]]
            names += [PERSON[table.name]] if table.name in PERSON else []
            chosen = select(*(table.c[name] for name in names)).where(which)
            found[table.name] = [
                {name: told(value) for name, value in row._mapping.items()}
                for row in gradebook.db.execute(chosen.order_by(table.c.id))
            ]
    return found


def put_back(
    url: str, course_id: str, assignment: str, students: list[str], rows: Rows
) -> None:
    """Set the rows to what they were, all in one step or none."""
    if not exists(url) or not rows:
        return
    with opened(url, course_id) as gradebook:
        try:
            tables = list(wanted(assignment, students))
            for table, which in tables:
                update(gradebook.db, table, which, rows.get(table.name, []))
            remove_new(gradebook.db, tables, rows)
            gradebook.db.commit()
        except SQLAlchemyError as error:
            gradebook.db.rollback()
            text = str(getattr(error, "orig", error)).strip().splitlines()[0]
            raise Stopped(
                f"cannot write the gradebook: {text}; run it again"
            ) from error


def update(db: Any, table: Any, which: Any, rows: list[dict[str, Any]]) -> None:
    """Set the rows of one table."""
    before = {row["id"]: row for row in rows}
    person = PERSON.get(table.name)
    columns = [table.c.id, *([table.c[person]] if person else [])]
    for now in db.execute(select(*columns).where(which)).all():
        row = before.get(now.id)
        if row is not None:
            values = changed(table.name, row, now._mapping)
            db.execute(table.update().where(table.c.id == now.id).values(values))


def remove_new(db: Any, tables: list[tuple[Any, Any]], rows: Rows) -> None:
    """Remove submissions that were not there, but for those that a person marked."""
    of = {table.name: table for table, _ in tables}
    which = next(
        which for table, which in tables if table.name == "submitted_assignment"
    )
    handed, notebook, grade = (
        *(of["submitted_assignment"], of["submitted_notebook"]),
        of["grade"],
    )
    known = {row["id"] for row in rows.get("submitted_assignment", [])}
    for (number,) in db.execute(select(handed.c.id).where(which)).all():
        inside = select(notebook.c.id).where(notebook.c.assignment_id == number)
        marked = select(grade.c.id).where(
            grade.c.notebook_id.in_(inside), grade.c.manual_score.isnot(None)
        )
        if number in known or db.execute(marked).first():
            continue
        for name in ("grade", "comment"):
            part = of[name]
            db.execute(part.delete().where(part.c.notebook_id.in_(inside)))
        db.execute(notebook.delete().where(notebook.c.assignment_id == number))
        db.execute(handed.delete().where(handed.c.id == number))


def changed(table: str, row: Mapping[str, Any], now: Mapping[str, Any]) -> dict:
    """What to set in a row, given what it was and what a person has done since."""
    values = {name: meant(row[name]) for name in COLUMNS[table]}
    person = PERSON.get(table)
    if person and now[person] != row[person]:
        values.pop("needs_manual_grade")  # somebody has looked since
    return values


def opened(url: str, course_id: str) -> Any:
    """The gradebook; `Stopped` when it cannot be opened."""
    try:
        return api.Gradebook(url, course_id or "default_course")
    except SQLAlchemyError as error:
        text = str(getattr(error, "orig", error)).strip().splitlines()[0]
        raise Stopped(f"cannot open the gradebook: {text}") from error


def told(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, datetime):
        return {"time": value.isoformat()}
    return (
        {"bytes": base64.b64encode(value).decode()} if type(value) is bytes else value
    )


def meant(value: Any) -> Any:
    """What `told` made of a value, as it was."""
    if isinstance(value, dict):
        if "time" in value:
            return datetime.fromisoformat(value["time"])
        return base64.b64decode(value["bytes"])
    return value
