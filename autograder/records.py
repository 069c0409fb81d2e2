"""The small records that one step of grading hands to the next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, Protocol

import nbformat
from nbformat import NotebookNode

# nbgrader's marks around hidden tests and around a marking scheme.
HIDDEN = (
    ("BEGIN HIDDEN TESTS", "END HIDDEN TESTS"),
    ("BEGIN MARK SCHEME", "END MARK SCHEME"),
)
CellState = Literal["done", "error", "timeout", "out_of_memory", "died"]
QuestionStatus = Literal[
    "passed",
    "partial",
    "failed",
    "error",
    "timeout",
    "out_of_memory",
    "died",
    "missing",
    "manual",
]
SubmissionStatus = Literal["graded", "partial", "unreadable", "missing", "not_graded"]


class Refusal(Exception):
    """Something the person at the terminal must change; its text says what."""

    code = 2


class Stopped(Refusal):
    """The machine failed in the middle; what was graded is kept."""

    code = 1


class NotGraded(Exception):
    """A submission could not be graded through no fault of its author."""


class JudgeFailed(NotGraded):
    """The process that runs the tests ended."""


@dataclass(frozen=True)
class Limits:
    """What one submission may use."""

    timeout: float = 30.0  # seconds a cell
    memory: int = 2048  # MB resident, all processes together
    processes: int = 256  # processes and threads
    scratch: int = 50  # MB of files
    output: int = 1_000_000  # bytes of output kept a cell
    total: float = 600.0  # seconds a notebook, reruns included


@dataclass(frozen=True)
class Interpreter:
    """The Python of another environment, which a course's kernel names."""

    python: str
    prefixes: tuple[str, ...]  # folders that it needs to read
    environment: Mapping[str, str] = field(default_factory=dict)
    packages: tuple[tuple[str, str], ...] = ()  # that it has, and their versions


@dataclass(frozen=True)
class Shown:
    """A file or folder of the machine that notebooks may read."""

    path: str  # without links
    place: str  # absolute, below the notebook's home (~/x), or relative to its folder


@dataclass(frozen=True)
class Outside:
    """What notebooks meet of the world outside their folder."""

    shown: tuple[Shown, ...] = ()
    modules: tuple[str, ...] = ()  # folders on the path of Python's modules
    network: bool = False
    kernel: Interpreter | None = None  # None for the grader's own Python

    def covers(self, name: str) -> bool:
        """Whether a file of that name would lie in, or hide, what is shown."""
        parts = name.split("/")
        for part in self.shown:
            place = part.place.removeprefix("~/").split("/")
            least = min(len(place), len(parts))
            if place[0] and place[:least] == parts[:least]:
                return True
        return False


@dataclass(frozen=True)
class Master:
    """One notebook of an assignment, as grading needs it: with hidden tests."""

    name: str
    notebook: NotebookNode
    imports: Mapping[str, tuple[str, str]]  # alias to (module, attribute or "")
    helpers: tuple[str, ...]  # modules among the course's own files
    paths: tuple[tuple[str, str], ...] = ()  # (module, "a.b") that tests rely on
    reference: NotebookNode | None = None  # with the solutions
    asked: frozenset[str] = frozenset()  # names that the solutions bind
    course_names: frozenset[str] = frozenset()  # names that locked cells bind
    solution_imports: Mapping[str, str] = field(default_factory=dict)  # by grade id
    apart: frozenset[str] = frozenset()  # tests judged in a process of their own
    all_apart: bool = False
    hidden: tuple[tuple[str, str], ...] = HIDDEN  # around what students do not get
    # By id: empty answers, and locked cells that have changed since.
    released: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Assignment:
    """One assignment: its notebooks and the files that lie beside them."""

    name: str
    masters: tuple[Master, ...]
    files: Mapping[str, bytes]
    digest: str  # of everything that decides about marks
    # Grade ids of the course's other assignments: what is handed in may be one of them.
    others: Mapping[str, frozenset[str]] = field(default_factory=dict)
    free: Mapping[str, bytes] = field(default_factory=dict)  # a student's may differ
    ignore: tuple[str, ...] = ()  # patterns of files that are left out
    outside: Outside = field(default_factory=Outside)


@dataclass(frozen=True)
class Submission:
    """What one student handed in for an assignment."""

    student: str
    folder: Path  # holds the notebooks; may not exist
    timestamp: str | None = None
    untimed: str = ""  # what is wrong with its timestamp.txt


@dataclass(frozen=True)
class Task:
    """What `execute` needs for one notebook."""

    notebook: NotebookNode
    master: Master
    files: Mapping[str, bytes]  # the course's, beside the notebook
    own: Mapping[str, bytes] = field(default_factory=dict)  # the student's, likewise
    left_out: frozenset[int] = frozenset()  # code cells that only count


@dataclass(frozen=True)
class CellOutcome:
    """How one code cell ended, as the supervisor and the cell's process say."""

    state: CellState
    outputs: list[NotebookNode] = field(default_factory=list)
    ename: str = ""
    evalue: str = ""
    line: int | None = None  # of the cell's source, counted from 1
    value: float | None = None  # a number in the last line of a test
    seconds: float = 0.0


@dataclass(frozen=True)
class Spent:
    """CPU seconds that notebooks took, by what they went into."""

    start: float = 0.0  # their processes, outside of cells
    course: float = 0.0  # the course's cells, in both processes
    answers: float = 0.0  # the students' cells
    tests: float = 0.0  # tests, and what these call of the answers
    supervisor: float = 0.0

    def __add__(self, other: Spent) -> Spent:
        """Both together."""
        mine, theirs = asdict(self), asdict(other)
        return Spent(**{name: mine[name] + theirs[name] for name in mine})


@dataclass(frozen=True)
class Execution:
    """An executed notebook and what happened in it."""

    notebook: NotebookNode
    outcomes: Mapping[int, CellOutcome]  # by index in notebook.cells
    flags: tuple[str, ...] = ()
    seconds: float = 0.0
    spent: Spent = field(default_factory=Spent)
    peak: int = 0  # bytes
    files: Mapping[str, bytes] = field(default_factory=dict)  # that it wrote


class Engine(Protocol):
    """A place where notebooks run."""

    name: str  # "warm" or "cold"
    sandbox: str

    def run(self, task: Task, limits: Limits) -> Execution:
        """Execute one notebook; `NotGraded` when the place itself fails."""
        ...


class Startable(Engine, Protocol):
    """An engine with what a run needs to keep it: forks here, or a cluster."""

    note: str  # why it is not what was asked for; "" if it is
    jobs: int  # notebooks at a time

    def __enter__(self) -> Startable: ...

    def __exit__(self, *_: object) -> None: ...

    def start(self) -> None:
        """Start it and prove its isolation; `Refusal` where that cannot be."""
        ...

    def give_up(self) -> None:
        """Close for good, also while another thread is in `start`."""
        ...


@dataclass(frozen=True)
class Question:
    """The mark of one test cell."""

    id: str
    score: float
    max_score: float
    status: QuestionStatus
    message: str = ""
    misconception: str | None = None
    judged: Literal["apart", "beside"] | None = None  # None where a person marks
    notebook: str = ""
    shown: bool = False  # whether what failed stands where students can read it
    line: int | None = None  # of the test, where it failed
    own: bool = False  # whether the message is of the answer's own cell

    def to_json(self) -> dict[str, Any]:
        """The form in results.json."""
        ours = ("notebook", "shown", "line", "own")
        return {key: value for key, value in vars(self).items() if key not in ours}


@dataclass(frozen=True)
class Result:
    """The marks of one submission."""

    student: str
    status: SubmissionStatus
    score: float | None
    max_score: float
    seconds: float = 0.0
    flags: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    unchanged: tuple[tuple[str, str], ...] = ()  # (notebook, answer) as released
    spent: Spent = field(default_factory=Spent)
    peak: int = 0

    def to_json(self) -> dict[str, Any]:
        """The form in results.json."""
        return {
            "student": self.student,
            "status": self.status,
            "score": self.score,
            "max_score": self.max_score,
            "seconds": round(self.seconds, 3),
            "flags": list(self.flags),
            "questions": [question.to_json() for question in self.questions],
        }


@dataclass(frozen=True)
class Graded:
    """A submission's marks and its executed notebooks, by name."""

    submission: Submission
    key: str  # changes with whatever the marks depend on
    result: Result
    notebooks: Mapping[str, NotebookNode] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)

    @cached_property
    def written(self) -> dict[str, bytes]:
        """The notebooks as they lie in files, by name."""
        found = self.notebooks.items()
        return {name: nbformat.v4.writes(book).encode() for name, book in found}
