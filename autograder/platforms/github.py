"""GitHub: a folder or an archive with all students' repositories.

One folder, or one archive, is one repository: `relu-ada` as GitHub Classroom called
them, `ada-relu-main` as in an archive that GitHub packed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from autograder.course.ordinary import listed
from autograder.platforms.archives import FAULTS, Member, ghost, unwrapped
from autograder.platforms.commits import commits, written
from autograder.platforms.roster import Form, names
from autograder.platforms.sorting import Context, Piece, Sorted

FORM = Form(
    "github_username",
    lambda text: text.strip().casefold(),
    ("identifier", "name", "Email address"),
    "the roster of GitHub Classroom, or a CSV file with identifier and github_username",
)
MOST_READ = 100_000  # bytes of a list of submodules
_BRANCHES = ("-main", "-master")


def names_of(repository: str, context: Context) -> Iterator[str]:
    """The accounts that a repository may belong to, the likeliest first."""
    name = repository.casefold()
    if context.prefix is not None:
        if not name.startswith(context.prefix.casefold()):
            return
        name = name.removeprefix(context.prefix.casefold())
    assignment = context.assignment.casefold()
    bare = next((name.removesuffix(b) for b in _BRANCHES if name.endswith(b)), name)
    for text in (name, bare):
        yield text.removeprefix(f"{assignment}-")
        yield text.removesuffix(f"-{assignment}")
    yield name


def owner_of(repository: str, context: Context) -> str | None:
    """Whose a repository is; None if the roster, or the prefix, does not say."""
    found = list(dict.fromkeys(name for name in names_of(repository, context) if name))
    if context.roster is not None:
        return next((name for name in found if name in context.people), None)
    bare = [n for n in found if n.casefold() != repository.casefold()]
    shortest = min(bare or found, key=len, default=None)
    return shortest


def home(folder: Path) -> Path:
    """The folder that holds the repositories: perhaps the only one in another."""
    for _ in range(3):
        inside = folders_in(folder)
        if len(inside) != 1 or not all(inside.values()):
            break
        below = folder / next(iter(inside))
        if (below / ".git").exists() or not all(folders_in(below).values()):
            break
        folder = below
    return folder


def folders_in(folder: Path) -> dict[str, bool]:
    """The names in a folder, and whether each is a folder."""
    return {
        entry.name: entry.is_dir(follow_symlinks=False)
        for entry in listed(folder)
        if not ghost(entry.name)
    }


def sort(members: Sequence[Member], context: Context, folder: Path | None) -> Sorted:
    """Say whose each repository is.

    Args:
        members: all files.
        context: the class and the assignment.
        folder: where the repositories lie, if they are not in an archive.
    """
    found = Sorted()
    repositories: dict[str, list[Member]] = defaultdict(list)
    inside = unwrapped(list(members))
    if all("/" in m.path or packed(m.path) for m in inside) and not any(
        owner_of(m.path.partition("/")[0], context) for m in members if context.roster
    ):
        members = inside
    for member in members:
        if not ghost(member.path):
            top, slash, _ = member.path.partition("/")
            if slash or packed(top):
                repositories[top].append(member)
            else:
                found.left.append((member.path, "it is in no repository"))
    untimed = []
    by_owner: dict[str, list[tuple[int, str]]] = defaultdict(list)
    with commits() as git:
        for name, files in sorted(repositories.items()):
            stem = name[:-4] if packed(name) and "/" not in files[0].path else name
            owner = owner_of(stem, context)
            if (
                owner is None
                and context.prefix is not None
                and not any(names_of(stem, context))
            ):
                why = f"its name does not begin with {context.prefix}"
                found.left.append((name, why))
            elif owner is None:
                found.stranger(stem, name)
            else:
                time = git.time(folder / name) if folder else 0
                time = time or max(member.moment for member in files)
                by_owner[owner].append((time, name))
                for path in unfetched(files):
                    found.doubts.setdefault(owner, []).append(
                        f"{path} is a submodule that was not fetched: run `git "
                        "submodule update --init` and collect again"
                    )
    for owner, several in by_owner.items():
        time, name = max(several)
        for _, other in sorted(several)[:-1]:
            found.several.setdefault(owner, []).append(
                f"{name} is taken, not the older {other}"
            )
        found.pieces += pieces(owner, repositories[name])
        if time:
            found.times[owner] = written(time)
        elif not packed(name):  # an archive tells its time when it is opened
            untimed.append(name)
    if untimed:
        found.remarks.append(
            f"no commit tells the time of {names(sorted(untimed))}, so they count as "
            "on time: clone them with git"
        )
    return found


def unfetched(files: Sequence[Member]) -> Iterator[str]:
    """The submodules of a repository that have no file in it."""
    paths = [member.path.partition("/")[2] for member in files]
    for member in files:
        if member.path.partition("/")[2] != ".gitmodules" or member.why:
            continue
        text = ""
        with suppress(*FAULTS), member.read() as file:
            text = file.read(MOST_READ).decode(errors="replace")
        for found in re.findall(r"^\s*path\s*=\s*(\S.*?)\s*$", text, re.MULTILINE):
            if not any(path.startswith(f"{found}/") for path in paths):
                yield found


def pieces(owner: str, files: list[Member]) -> Iterator[Piece]:
    """The files of a repository."""
    for member in files:
        _, slash, rest = member.path.partition("/")
        yield Piece((owner,), rest if slash else member.path, member)


def packed(name: str) -> bool:
    """Whether a name is one of a zip archive."""
    return name.casefold().endswith(".zip")
