"""What of the world outside its folder a notebook may meet: data, modules, network.

Options name it, and nbgrader_config.py in a section of our own:

    c.Autograder.data = ["../data", "/srv/pictures", "/srv/big:../../big"]
    c.Autograder.path = ["/srv/course/modules"]
    c.Autograder.network = False

Nothing slow is imported here: the sandbox starts while nbgrader is being loaded.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from traitlets.config import LazyConfigValue, PyFileConfigLoader

from autograder.course.within import within
from autograder.records import Assignment, Outside, Refusal, Shown

if TYPE_CHECKING:
    from nbgrader.coursedir import CourseDirectory

SECTION = "Autograder"
_KINDS = {"data": list, "path": list, "network": bool}
OF_WATCH = ("show", "attempts")  # of the same section: `autograder watch` reads them
# Of your home, what libraries look for in that of a notebook.
_CACHES = (".keras", ".cache", "scikit_learn_data", "nltk_data", "seaborn-data")
# What a notebook has of its own, and what runs it.
_OWN = ("/tmp", "/proc", "/dev", "/sys", "/submission", "/grader", "/outside")
_SYSTEM = ("/usr", "/bin", "/lib", "/lib64", "/sbin", "/etc")
MOST_LISTED = 200_000  # files that are looked at for changes


@dataclass(frozen=True)
class Asked:
    """What a command or a configuration asks for."""

    data: tuple[str, ...] = ()  # PATH or PATH:AS
    path: tuple[str, ...] = ()
    network: bool | None = None

    def over(self, other: Asked, root: Path) -> Asked:
        """This with what the configuration of a course in `root` asks for."""
        mine = replace(
            self,
            data=tuple(absolute(text, Path.cwd()) for text in self.data),
            path=tuple(absolute(text, Path.cwd()) for text in self.path),
        )
        network = other.network if self.network is None else self.network
        return Asked(
            (*(absolute(text, root) for text in other.data), *mine.data),
            (*(absolute(text, root) for text in other.path), *mine.path),
            network,
        )


def absolute(text: str, base: Path) -> str:
    """A path, as somebody who stands in `base` means it."""
    return os.path.join(base, os.path.expanduser(text))


def likely(root: Path) -> Asked:
    """What nbgrader_config.py in `root` alone asks for.

    nbgrader also reads other files: `configured` knows better, but later.
    """
    # A bad file is `load_course`'s to complain about.
    with suppress(Exception, SystemExit), within(root):
        loader = PyFileConfigLoader("nbgrader_config.py", str(root))
        return asked(loader.load_config())
    return Asked()


def configured(course: CourseDirectory) -> Asked:
    """What a course's configuration asks for."""
    return asked((course.parent or course).config)


def asked(config: Mapping[str, Any]) -> Asked:
    """What our section of a configuration asks for; `Refusal` for what is not known."""
    found: dict[str, Any] = {}
    for name, value in config.get(SECTION, {}).items():
        if name in OF_WATCH:
            continue
        if isinstance(value, LazyConfigValue):
            value = value.get_value([])
        kind = _KINDS.get(name)
        if kind is None:
            known = ", ".join((*_KINDS, *OF_WATCH))
            raise Refusal(
                f"nbgrader_config.py sets {SECTION}.{name}, which does not exist; "
                f"there are: {known}"
            )
        if kind is list:
            value = [value] if isinstance(value, (str, Path)) else value
            right = isinstance(value, (list, tuple)) and all(
                isinstance(part, (str, Path)) for part in value
            )
            value = tuple(map(str, value)) if right else None
        elif not isinstance(value, bool):
            value = None
        if value is None:
            what = "a list of paths" if kind is list else "True or False"
            raise Refusal(f"{SECTION}.{name} in nbgrader_config.py is not {what}")
        found[name] = value
    return Asked(**found)


def find(wanted: Asked, root: Path, folder: Path) -> Outside:
    """What notebooks of an assignment, whose source is in `folder`, may meet."""
    shown: dict[str, Shown] = {}
    for text in wanted.data:
        for part in places(text, root, folder):
            if (other := shown.get(part.place, part)) != part:
                raise Refusal(
                    f"{other.path} and {part.path} cannot both appear at {part.place}"
                )
            shown[part.place] = part
    modules = []
    for text in wanted.path:
        path = os.path.realpath(text)
        if not os.path.isdir(path):
            raise Refusal(f"there is no folder of modules {text}")
        modules.append(path)
        shown[path] = Shown(path, path)
    return Outside(tuple(shown.values()), tuple(modules), bool(wanted.network))


def places(text: str, root: Path, folder: Path) -> Iterator[Shown]:
    """Where a notebook finds one PATH or PATH:AS."""
    path, place = text, ""
    if not os.path.exists(path):
        path, _, place = text.rpartition(":")
        if not path or not os.path.exists(path):
            raise Refusal(f"there is no file or folder {path or text} to give as data")
    real = os.path.realpath(path)
    if place:
        given = place if place.startswith(("/", "~/")) else os.path.normpath(place)
        given = os.path.normpath(given)
        why = wrong_place(real, given)
        if why:
            raise Refusal(f"{path} cannot appear at {place}: {why}")
        yield Shown(real, given)
        return
    named = os.path.abspath(path)
    why = wrong_place(real, named)
    if why:
        raise Refusal(f"{path} cannot be given as data: {why}")
    yield Shown(real, real)
    if named != real and not wrong_place(real, named):
        yield Shown(real, named)
    if Path(real).is_relative_to(root.resolve()):
        beside = os.path.relpath(real, folder.resolve())
        if not wrong_place(real, beside):
            yield Shown(real, beside)
    home = Path.home()
    if Path(named).is_relative_to(home):
        below = Path(named).relative_to(home)
        if below.parts == (".keras",):  # which Keras itself wants to write to
            for part in sorted(Path(named).iterdir()):
                yield Shown(os.path.realpath(part), f"~/.keras/{part.name}")
        elif below.parts and below.parts[0] in _CACHES:
            yield Shown(real, f"~/{below}")


def wrong_place(path: str, place: str) -> str:
    """Why something cannot appear at a place of the sandbox; "" if it can."""
    parts = place.split("/")
    if parts[-1] in ("..", ".", "~", ""):
        return "that would hide the notebook's own folder"
    if not place.startswith("/"):
        return ""
    for own in _OWN:
        if place == own or (own != "/tmp" and place.startswith(f"{own}/")):
            return f"{own} is the sandbox's own"
    for own in _SYSTEM:
        if path != place and f"{place}/".startswith(f"{own}/"):
            return f"{own} is the system's own"
    return ""


def refuse_secrets(
    outside: Outside, course: CourseDirectory, output: Path | None
) -> None:
    """Raise `Refusal` if what is given would show solutions, marks or others' work."""
    root = Path(course.root)
    source = Path(root, course.source_directory).resolve()
    kept = {
        "the solutions": [source],
        "what students handed in": [Path(root, course.submitted_directory)],
        "graded work": [
            Path(root, course.autograded_directory),
            Path(root, course.feedback_directory),
            output or Path(root, "graded"),
        ],
        "the gradebook": [],
    }
    if course.db_url.startswith("sqlite:///"):
        kept["the gradebook"] = [Path(root, course.db_url.removeprefix("sqlite:///"))]
    for part in outside.shown:
        path = Path(part.path)
        for what, folders in kept.items():
            for folder in folders:
                real = folder.resolve()
                inside = path.is_relative_to(real)
                if real == source and inside and path != source:
                    inside = any(name.endswith(".ipynb") for name, _ in listed([path]))
                if inside or real.is_relative_to(path):
                    raise Refusal(
                        f"{part.path} cannot be given to notebooks: it would show "
                        f"them {what} in {folder}"
                    )


def listed(paths: Iterable[Path]) -> Iterator[tuple[str, os.stat_result]]:
    """The files in some folders, up to very many, and the files themselves."""
    left = MOST_LISTED
    for path in paths:
        if path.is_file():
            yield str(path), path.stat()
        for folder, below, files in os.walk(path):
            below.sort()
            for name in sorted(files):
                left -= 1
                if left < 0:
                    return
                file = os.path.join(folder, name)
                with suppress(OSError):
                    yield file, os.lstat(file)


def digest(outside: Outside) -> str:
    """A digest that changes with what is given: by names, sizes and times."""
    found = hashlib.sha256(repr(outside).encode())
    for name, info in listed(Path(part.path) for part in outside.shown):
        found.update(os.fsencode(f"\0{name} {info.st_size} {info.st_mtime_ns}"))
    return found.hexdigest()


def applied(
    assignment: Assignment, outside: Outside, folder: Path, megabytes: int
) -> Assignment:
    """The assignment as it is with what of the outside its notebooks meet.

    `Refusal` if the files beside a notebook do not fit into its `megabytes`.
    """
    given = [Path(part.path) for part in outside.shown]
    files = {
        name: data
        for name, data in assignment.files.items()
        if not any(Path(folder, name).resolve().is_relative_to(path) for path in given)
    }
    if sum(map(len, files.values())) > megabytes << 20:
        largest = max(files, key=lambda name: len(files[name]))
        raise Refusal(
            f"the files beside the notebooks are larger than the {megabytes} MB that a "
            f"submission may have: give the large ones with `--data {folder / largest}`"
            ", or raise --scratch"
        )
    if outside == Outside():
        return assignment
    for name in files:
        if outside.covers(name):
            raise Refusal(
                f"the assignment has a file {name} of its own: data cannot appear there"
            )
    modules = set(modules_in(outside.modules))
    masters = []
    for master in assignment.masters:
        imported = {place.partition(".")[0] for place, _ in master.imports.values()}
        helpers = (*master.helpers, *sorted(modules & imported))
        masters.append(replace(master, helpers=tuple(dict.fromkeys(helpers))))
    new = hashlib.sha256(f"{assignment.digest} {digest(outside)}".encode())
    return replace(
        assignment,
        masters=tuple(masters),
        files=files,
        digest=new.hexdigest(),
        outside=outside,
    )


def modules_in(folders: Iterable[str]) -> Iterator[str]:
    """The names of the modules in some folders."""
    for folder in folders:
        for path in Path(folder).iterdir():
            if path.suffix == ".py" or Path(path, "__init__.py").exists():
                yield path.stem
