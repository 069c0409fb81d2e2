"""Options of more than one command, and how a command is refused."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from autograder.cluster.starting import Cluster
from autograder.course.outside import Asked
from autograder.records import Limits, Refusal
from autograder.terminal import say


@contextmanager
def one_sentence() -> Iterator[None]:
    """End a refused command with its reason alone."""
    try:
        yield
    except Refusal as refusal:
        say(f"autograder: {refusal}")
        sys.exit(refusal.code)


def existing(course: Path) -> Path:
    """The folder of the course, whole; `Refusal` if it is not there."""
    root = course.resolve()
    if not root.is_dir():
        raise Refusal(f"there is no folder {root}")
    return root


folder = click.Path(file_okay=False, path_type=Path)
positive = click.IntRange(min=1)


class Seconds(click.FloatRange):
    """A number of seconds, up to a day."""

    def __init__(self, least: float) -> None:
        super().__init__(min=least, max=86_400)

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:
        seconds = super().convert(value, param, ctx)
        if seconds != seconds:
            self.fail("nan is not a number of seconds.", param, ctx)
        return seconds


# Options of more than one command.
course = click.option(
    "--course", type=folder, default=Path(), help="Folder of the course."
)
timeout = click.option(
    "--timeout",
    type=Seconds(0.1),
    help="Seconds a cell [Execute.timeout of nbgrader_config.py, or 30].",
)
memory = click.option(
    "--memory",
    type=click.IntRange(min=256),
    help=f"MB of memory a submission [{Limits.memory}; less in a small container].",
)
unsafe = click.option(
    "--unsafe-no-sandbox",
    is_flag=True,
    help="Run notebooks with your own rights where nothing isolates them.",
)
_data = click.option(
    "--data",
    multiple=True,
    metavar="PATH[:AS]",
    help="A file or folder that notebooks may read, also where it is not theirs; AS "
    "is another place for it, such as ../data.",
)
_path = click.option(
    "--path", multiple=True, metavar="FOLDER", help="Modules that notebooks may import."
)
_network = click.option(
    "--network/--no-network",
    default=None,
    help="Let notebooks use this machine's network [no].",
)


def outside(command: Callable[..., None]) -> Callable[..., None]:
    """The options that give notebooks something of the world outside."""
    return _data(_path(_network(command)))


def asked(given: Mapping[str, Any]) -> Asked:
    """What they ask for."""
    return Asked(tuple(given["data"]), tuple(given["path"]), given["network"])


_cluster = click.option(
    "--cluster",
    "address",
    metavar="ADDRESS",
    help="Run notebooks on the Dask cluster whose scheduler is there, tls://HOST:PORT, "
    "or on one of N processes that is started here, local:N.",
)
_tls = [
    click.option(
        f"--tls-{name}",
        type=click.Path(dir_okay=False, path_type=Path),
        help=f"PEM file of {what} [as Dask's configuration says].",
    )
    for name, what in (
        ("ca", "the authority that the cluster trusts"),
        ("cert", "your certificate"),
        ("key", "your certificate's key"),
    )
]


def cluster(command: Callable[..., None]) -> Callable[..., None]:
    """The options that name a cluster, and what proves to it who you are."""
    for option in (*reversed(_tls), _cluster):
        command = option(command)
    return command


def cluster_of(given: Mapping[str, Any]) -> Cluster | None:
    """The cluster that they name; None without one."""
    files = [given[f"tls_{name}"] for name in ("ca", "cert", "key")]
    if given["address"] is None:
        if any(files):
            raise Refusal("--tls-ca, --tls-cert and --tls-key need --cluster")
        return None
    return Cluster(given["address"], *files)


db = click.option("--db", help="URL of the gradebook [as nbgrader_config.py says].")


def listed(given: tuple[str, ...]) -> tuple[str, ...]:
    """The names of an option that may be given often, and with commas."""
    return tuple(name for text in given for name in text.split(",") if name)


roster = click.option(
    "--roster",
    type=click.Path(dir_okay=False, path_type=Path),
    help="CSV file of the platform that says who is who.",
)
columns = click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="WANTED=NAME",
    help="A column that the roster calls otherwise; may be repeated.",
)


def pairs(words: Sequence[str]) -> dict[str, str]:
    """The options of the form WANTED=NAME."""
    for word in words:
        if not all(part.strip() for part in word.partition("=")):
            raise Refusal(f"--column {word} is not of the form WANTED=NAME")
    found = (word.partition("=") for word in words)
    return {wanted.strip(): name.strip() for wanted, _, name in found}


def zone(name: str) -> ZoneInfo:
    """The time zone of a name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Refusal(
            f"there is no time zone {name!r}: name one like Europe/Berlin"
        ) from error
