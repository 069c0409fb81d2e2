"""What nbgrader's configuration asks for: each setting is obeyed, or refused at once.

`known_settings` says which is which. Nothing is read from nbgrader's classes later on
that this has not looked at first.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from nbconvert.preprocessors import ClearMetadataPreprocessor
from nbgrader import preprocessors
from nbgrader.apps import NbGrader
from nbgrader.apps.autogradeapp import AutogradeApp
from nbgrader.converters import Autograde, GenerateAssignment
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import (
    AssignLatePenalties,
    SaveCells,
)
from traitlets import TraitError
from traitlets.config import Config, Configurable
from traitlets.config.loader import LazyConfigValue
from traitlets.utils.importstring import import_item

from autograder.course.known_settings import ELSEWHERE, KNOWN
from autograder.records import Limits, Refusal

Delimiters = tuple[tuple[str, str], ...]
CELLS = 20  # of a notebook that may all take as long as a cell may
_FILE = "nbgrader_config.py"
# Steps that marks do not depend on: a list may leave them out.
_MAY_LACK = {
    *("ClearOutput", "DeduplicateIds", "CheckCellMetadata", "IgnorePattern"),
    *("ClearMetadataPreprocessor", "LimitOutput", "AssignLatePenalties"),
}
_HARMLESS_ARGUMENTS = ("--HistoryManager.", "--matplotlib=inline", "--pylab=inline")


@dataclass(frozen=True)
class Settings:
    """What a course's configuration says about grading."""

    timeout: float | None = 30.0  # seconds a cell; None: as long as the notebook has
    students: str = "*"  # a pattern
    excluded: frozenset[str] = frozenset()
    notebooks: str = "*"  # a pattern
    strangers: bool = True  # whether students that the gradebook lacks are graded
    ignore: tuple[str, ...] = ()  # patterns of files that are left out
    free: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # by assignment
    late: bool = True  # whether late submissions are fined
    force: bool = False
    permissions: int = 0o444
    shared: bool = False  # with the group
    hidden: Delimiters = ()  # around lines that students do not get
    steps: tuple[type, ...] = ()  # from a source to what is stored
    notices: tuple[str, ...] = ()  # settings without effect, a sentence each

    def limits(
        self, base: Limits, timeout: float | None, total: float | None
    ) -> Limits:
        """The limits with these seconds a cell and a notebook, or the course's."""
        seconds = timeout or self.timeout
        whole = total or max(base.total, CELLS * (seconds or 0))
        return replace(base, timeout=seconds or whole, total=whole)


def classes() -> dict[str, type[Configurable]]:
    """The classes that nbgrader can configure, those they derive from, by name."""
    ours = [
        *NbGrader().all_configurable_classes(),
        *(getattr(preprocessors, name) for name in preprocessors.__all__),
        *(Autograde, GenerateAssignment, AutogradeApp, ClearMetadataPreprocessor),
    ]
    return {
        base.__name__: base
        for cls in ours
        for base in cls.__mro__
        if issubclass(base, Configurable)
    }


def set_options(
    config: Config, cls: type[Configurable]
) -> Iterator[tuple[str, str, Any]]:
    """The section, name and value of each setting that reaches a class."""
    traits = cls.class_traits(config=True)
    for section in cls.section_names():
        options: Any = config.get(section, {})
        for name, value in options.items():
            if name in traits:
                if isinstance(value, LazyConfigValue):
                    value = value.get_value(traits[name].default())
                yield section, name, value


def fine(cls: type[Configurable], name: str, value: Any) -> bool:
    """Whether a setting has the value that it has anyway, or one as good."""
    usual = cls.class_traits(config=True)[name].default()
    if name.endswith("_preprocessors"):
        given = [getattr(item, "__name__", str(item)) for item in value]
        given = [item.rpartition(".")[2] for item in given]
        own = [item.__name__ for item in usual or ()]
        needed = [item for item in own if item not in _MAY_LACK]
        return set(given) <= set(own) and [i for i in given if i in needed] == needed
    if name == "extra_arguments":
        return all(str(item).startswith(_HARMLESS_ARGUMENTS) for item in value)
    return bool(value == usual)


def unknown(config: Config, known: Mapping[str, type[Configurable]]) -> Iterator[str]:
    """A sentence for each setting that nbgrader does not know; some are refused."""
    for section, options in config.items():
        if not isinstance(options, Config):
            continue
        cls = known.get(section)
        close = difflib.get_close_matches(section, KNOWN, 1, 0.8)
        if cls is None and close and section not in ELSEWHERE:
            raise Refusal(
                f"{_FILE} sets {section}, which nbgrader does not have: write "
                f"{close[0]} if you mean that, or remove it"
            )
        if cls is None or section.startswith("Exchange"):
            continue  # of a plugin, of another program, or no matter of marks
        names = {
            name
            for other in known.values()
            if issubclass(other, cls)
            for name in other.class_trait_names(config=True)
        }
        for name, value in options.items():
            if isinstance(value, Config) and section in (*KNOWN, "NbGrader"):
                raise Refusal(
                    f"{_FILE} sets c.{section}.{name}: write c.{name} instead, "
                    "settings inside others are not read here"
                )
            if name not in names and section not in ELSEWHERE:
                like = difflib.get_close_matches(name, names, 1)
                meant = f" (did you mean {like[0]}?)" if like else ""
                yield f"nbgrader does not know {section}.{name}{meant}"


def refuse(config: Config, known: Mapping[str, type[Configurable]]) -> list[str]:
    """Raise `Refusal` for a setting that cannot be obeyed; sentences for others."""
    said = [f"{_FILE}: {text}" for text in unknown(config, known)]
    for class_name, settings in KNOWN.items():
        cls = known[class_name]
        for section, name, value in set_options(config, cls):
            setting = settings.get(name)
            if setting is None or setting.verdict in ("obeyed", "no effect"):
                continue
            if fine(cls, name, value):
                continue
            if setting.verdict == "refused":
                raise Refusal(
                    f"{_FILE} sets {section}.{name}, which would change marks and "
                    f"is not supported here: {setting.note}"
                )
            said.append(f"{_FILE}: {section}.{name} has no effect here: {setting.note}")
    return list(dict.fromkeys(said))


def made(cls: type[Configurable], app: Configurable, **more: Any) -> Any:
    """An instance with the configuration; `Refusal` where a value is wrong."""
    try:
        return cls(parent=app, **more)
    except (TraitError, ImportError, AttributeError) as error:
        text = str(error).splitlines()[0]
        raise Refusal(
            f"{_FILE} has a wrong value for {cls.__name__}: {text}"
        ) from error


def enabled(worker: Any) -> bool:
    """Whether a step is switched on."""
    return bool(worker.enabled)


def named(steps: list[Any]) -> list[type]:
    """The classes of steps, some of them given by their names."""
    try:
        return [import_item(s) if isinstance(s, str) else s for s in steps]
    except (ImportError, AttributeError) as error:
        raise Refusal(f"{_FILE} names a step that is not there: {error}") from error


def check_paths(course: CourseDirectory) -> None:
    """Refuse a structure of folders in which students cannot be told apart."""
    parts = ("\x00step", "\x00student", "\x00assignment")
    try:
        path = course.format_path(*parts)
    except (KeyError, IndexError, ValueError):
        path = ""
    if not all(part in path for part in parts):
        raise Refusal(
            f"{_FILE} sets CourseDirectory.directory_structure without "
            "{nbgrader_step}, {student_id} and {assignment_id}: put all three in"
        )


def read(course: CourseDirectory) -> Settings:
    """The settings of a course; `Refusal` for one that is not supported."""
    app = course.parent
    if app is None:  # made without a configuration
        app = AutogradeApp()
    known = classes()
    notices = refuse(app.config, known)
    check_paths(course)
    workers = {
        name: made(known[name], app)
        for name in KNOWN
        if name not in ("CourseDirectory", "Autograde", "GenerateAssignment")
    }
    autograde = made(Autograde, app, coursedir=course)
    release = made(GenerateAssignment, app, coursedir=course)
    steps = named(list(release.preprocessors))
    if SaveCells not in steps:
        raise Refusal(
            f"{_FILE} leaves SaveCells out of GenerateAssignment.preprocessors"
        )
    grading = [
        getattr(step, "__name__", step) for step in autograde.autograde_preprocessors
    ]
    hidden, scheme = workers["ClearHiddenTests"], workers["ClearMarkScheme"]
    seconds = workers["Execute"].timeout
    late = workers["AssignLatePenalties"]
    fines = any(str(step).endswith(AssignLatePenalties.__name__) for step in grading)
    return Settings(
        timeout=float(seconds) if seconds and seconds > 0 else None,
        students=course.student_id,
        excluded=frozenset(course.student_id_exclude.split(",")) - {""},
        notebooks=course.notebook_id,
        strangers=autograde.create_student,
        ignore=tuple(course.ignore),
        free={k: tuple(v) for k, v in autograde.exclude_overwriting.items()},
        late=fines and enabled(late),
        force=autograde.force,
        permissions=int(str(autograde.permissions), 8),
        shared=course.groupshared,
        hidden=(
            (hidden.begin_test_delimeter, hidden.end_test_delimeter),
            (scheme.begin_mark_scheme_delimeter, scheme.end_mark_scheme_delimeter),
        ),
        steps=tuple(steps[: steps.index(SaveCells)]),
        notices=tuple(notices),
    )
