"""What a regrade may change in nbgrader's gradebook, kept and put back.

Marks and comments that people gave since are not among it: they stay as they are now.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from nbgrader import api
from sqlalchemy import or_, select
from sqlalchemy.exc import SQLAlchemyError

from autograder.marks.gradebook import schema_version
from autograder.marks.ledger import exists
from autograder.records import Stopped

api.get_alembic_version = schema_version

# By table, what others refer to first: the columns that a grading run writes.
COLUMNS = {
    "notebook": ("kernelspec",),
    "base_cell": ("name",),
    "grade_cells": ("max_score", "cell_type"),
    "solution_cells": (),
    "task_cells": ("max_score", "cell_type"),
    "source_cell": ("name", "cell_type", "locked", "source", "checksum"),
    "submitted_assignment": ("timestamp",),
    "submitted_notebook": ("late_submission_penalty",),
    "grade": ("auto_score", "needs_manual_grade"),
    "comment": ("auto_comment",),
}
OF_STUDENTS = ("submitted_assignment", "submitted_notebook", "grade", "comment")
# Which of a person's columns tell that somebody marked meanwhile.
PERSON = {"grade": "manual_score"}
# Where a row goes with a student's.
PARENTS = {
    "submitted_notebook": ("assignment_id", "submitted_assignment"),
    "grade": ("notebook_id", "submitted_notebook"),
    "comment": ("notebook_id", "submitted_notebook"),
}
GIVEN = {"grade": ("manual_score", "extra_credit"), "comment": ("manual_comment",)}
Rows = dict[str, list[dict[str, Any]]]
Some = dict[str, tuple[Any, Any]]  # each table, and which of its rows are meant


def wanted(assignment: str, students: list[str] | None = None) -> Some:
    """Each table, and which of its rows belong to an assignment and to students."""
    tables = api.Base.metadata.tables
    task, book = tables["assignment"], tables["notebook"]
    base, handed = tables["base_cell"], tables["submitted_assignment"]
    notebook = tables["submitted_notebook"]
    this = select(task.c.id).where(task.c.name == assignment)
    books = select(book.c.id).where(book.c.assignment_id.in_(this))
    parts = select(base.c.id).where(base.c.notebook_id.in_(books))
    theirs = select(handed.c.id).where(handed.c.assignment_id.in_(this))
    if students is not None:
        theirs = theirs.where(handed.c.student_id.in_(students))
    inside = select(notebook.c.id).where(notebook.c.assignment_id.in_(theirs))
    which = {
        "notebook": book.c.assignment_id.in_(this),
        "base_cell": base.c.notebook_id.in_(books),
        "source_cell": tables["source_cell"].c.notebook_id.in_(books),
        "submitted_assignment": handed.c.id.in_(theirs),
        "submitted_notebook": notebook.c.id.in_(inside),
    }
    for name in ("grade_cells", "solution_cells", "task_cells"):
        which[name] = tables[name].c.id.in_(parts)
    for name in ("grade", "comment"):
        which[name] = tables[name].c.notebook_id.in_(inside)
    return {name: (tables[name], which[name]) for name in COLUMNS}


def taken(url: str, course_id: str, assignment: str) -> Rows:
    """An assignment's rows as they are; none where there is no gradebook yet."""
    if not exists(url):
        return {}
    found: Rows = {}
    with opened(url, course_id) as gradebook:
        for table, which in wanted(assignment).values():
            found[table.name] = [
                {name: told(value) for name, value in row._mapping.items()}
                for row in gradebook.db.execute(
                    select(table).where(which).order_by(table.c.id)
                )
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
            db = gradebook.db
            theirs, every = wanted(assignment, students), wanted(assignment)
            remove_submissions(db, theirs, rows)
            remove_cells(db, every, rows)
            for name in COLUMNS:
                of = theirs if name in OF_STUDENTS else every
                update(db, *of[name], rows.get(name, []))
                insert(db, every, name, rows.get(name, []))
            db.commit()
        except SQLAlchemyError as error:
            gradebook.db.rollback()
            text = str(getattr(error, "orig", error)).strip().splitlines()[0]
            raise Stopped(
                f"cannot write the gradebook: {text}; run it again"
            ) from error


def ids(db: Any, table: Any, which: Any) -> set[str]:
    """The ids of some rows."""
    return {row.id for row in db.execute(select(table.c.id).where(which))}


def update(db: Any, table: Any, which: Any, rows: list[dict[str, Any]]) -> None:
    """Set the rows of one table."""
    before = {row["id"]: row for row in rows}
    person = PERSON.get(table.name)
    columns = [table.c.id, *([table.c[person]] if person else [])]
    for now in db.execute(select(*columns).where(which)).all():
        row = before.get(now.id)
        values = changed(table.name, row, now._mapping) if row is not None else {}
        if values:
            db.execute(table.update().where(table.c.id == now.id).values(values))


def insert(db: Any, every: Some, name: str, rows: list[dict[str, Any]]) -> None:
    """Bring back the rows of one table that are gone.

    A student whom the gradebook has forgotten since stays forgotten.
    """
    if name == "submitted_assignment":
        return
    table, which = every[name]
    there = ids(db, table, which)
    parents: set[str] | None = None
    if name in PARENTS:
        column, parent = PARENTS[name]
        parents = ids(db, *every[parent])
    for row in rows:
        if row["id"] not in there and (parents is None or row[column] in parents):
            values = {key: meant(value) for key, value in row.items()}
            db.execute(table.insert().values(values))


def remove_cells(db: Any, every: Some, rows: Rows) -> None:
    """Remove cells that were not there, but for those that a person marked."""
    base, source = every["base_cell"][0], every["source_cell"][0]
    new = ids(db, *every["base_cell"]) - {row["id"] for row in rows["base_cell"]}
    names = {
        row.id: row.name
        for row in db.execute(select(base.c.id, base.c.name).where(base.c.id.in_(new)))
    }
    marked = set()
    for name, columns in GIVEN.items():
        table = every[name][0]
        given = or_(*(table.c[column].isnot(None) for column in columns))
        chosen = select(table.c.cell_id).where(table.c.cell_id.in_(new), given)
        marked |= {names[row.cell_id] for row in db.execute(chosen)}
    gone = [number for number, name in names.items() if name not in marked]
    for name in ("comment", "grade"):
        part = every[name][0]
        db.execute(part.delete().where(part.c.cell_id.in_(gone)))
    for name in ("grade_cells", "solution_cells", "task_cells", "base_cell"):
        part = every[name][0]
        db.execute(part.delete().where(part.c.id.in_(gone)))
    old = {row["id"] for row in rows["source_cell"]}
    which = every["source_cell"][1]
    for row in db.execute(select(source.c.id, source.c.name).where(which)).all():
        if row.id not in old and row.name not in marked:
            db.execute(source.delete().where(source.c.id == row.id))
    remove_notebooks(db, every, rows)


def remove_notebooks(db: Any, every: Some, rows: Rows) -> None:
    """Remove notebooks that were not there and have no cell any more."""
    book, base = every["notebook"][0], every["base_cell"][0]
    submitted = every["submitted_notebook"][0]
    new = ids(db, *every["notebook"]) - {row["id"] for row in rows["notebook"]}
    used = select(base.c.notebook_id).where(base.c.notebook_id.in_(new))
    gone = new - {row.notebook_id for row in db.execute(used)}
    db.execute(submitted.delete().where(submitted.c.notebook_id.in_(gone)))
    db.execute(book.delete().where(book.c.id.in_(gone)))


def remove_submissions(db: Any, theirs: Some, rows: Rows) -> None:
    """Remove submissions that were not there, but for those that a person marked."""
    handed, which = theirs["submitted_assignment"]
    notebook, grade = theirs["submitted_notebook"][0], theirs["grade"][0]
    known = {row["id"] for row in rows["submitted_assignment"]}
    for number in ids(db, handed, which) - known:
        inside = select(notebook.c.id).where(notebook.c.assignment_id == number)
        marked = select(grade.c.id).where(
            grade.c.notebook_id.in_(inside), grade.c.manual_score.isnot(None)
        )
        if db.execute(marked).first():
            continue
        for name in ("grade", "comment"):
            part = theirs[name][0]
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
    if isinstance(value, timedelta):
        return {"seconds": value.total_seconds()}
    return (
        {"bytes": base64.b64encode(value).decode()} if type(value) is bytes else value
    )


def meant(value: Any) -> Any:
    """What `told` made of a value, as it was."""
    if isinstance(value, dict):
        if "time" in value:
            return datetime.fromisoformat(value["time"])
        if "seconds" in value:
            return timedelta(seconds=value["seconds"])
        return base64.b64decode(value["bytes"])
    return value
