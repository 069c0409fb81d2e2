"""All rows of a gradebook, from one database into another of any kind."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from nbgrader.api import Assignment, Base, Gradebook, InvalidEntry, Student
from sqlalchemy import Connection, Engine, insert, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SAWarning, SQLAlchemyError

import autograder.marks.gradebook  # noqa: F401 - a new gradebook needs no program then
from autograder.records import Stopped

_AT_A_TIME = 1_000  # rows


@contextmanager
def opened(url: str, course_id: str) -> Iterator[Gradebook]:
    """A gradebook, made if there is none; its failures in one sentence."""
    warnings.simplefilter("ignore", SAWarning)  # nbgrader's, on every student
    try:
        with Gradebook(url, course_id or "default_course") as gradebook:
            yield gradebook
    except (SQLAlchemyError, ImportError, InvalidEntry) as error:
        text = str(getattr(error, "orig", error)).strip().splitlines()[0]
        place = make_url(url).render_as_string()  # without its password
        raise Stopped(f"cannot use the gradebook at {place}: {text}") from error


def empty(url: str, course_id: str) -> bool:
    """Whether a gradebook knows neither a student nor an assignment."""
    with opened(url, course_id) as gradebook:
        return not any(
            gradebook.db.query(kind).first() for kind in (Student, Assignment)
        )


def copy(source: str, target: str, course_id: str) -> int:
    """Make `target` hold the rows of `source` and no others; how many there are.

    One transaction writes them: another reader sees the old ones or the new ones.
    """
    with opened(source, course_id) as old, opened(target, course_id) as new:
        new.db.close()  # it holds a lock on its course
        with engine_of(old).connect() as reading, engine_of(new).begin() as writing:
            return _copied(reading, writing)


def engine_of(gradebook: Gradebook) -> Engine:
    """The database behind a gradebook."""
    engine: Engine = gradebook.engine
    return engine


def _copied(reading: Connection, writing: Connection) -> int:
    tables = Base.metadata.sorted_tables  # those that others point to come first
    for table in reversed(tables):
        writing.execute(table.delete())
    count = 0
    for table in tables:
        found = reading.execute(select(table)).mappings()
        while rows := found.fetchmany(_AT_A_TIME):
            writing.execute(insert(table), [dict(row) for row in rows])
            count += len(rows)
    return count
