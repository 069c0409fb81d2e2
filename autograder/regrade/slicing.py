"""Which cells must run to grade one test again, and whether that is exact.

A test that is judged apart depends on the course's cells, on the answers that it can
reach by their names, and on what earlier tests leave to it. Where anything else could
matter, a reason says so, and the whole notebook runs.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

from autograder.course import cells
from autograder.records import Master
from autograder.regrade import reading, state
from autograder.regrade.effects import (
    LOUD,
    QUIET,
    Effect,
    Imports,
    constant,
    effect,
    imported,
)


@dataclass(frozen=True)
class Code:
    """What a cell's text says, whoever handed it in."""

    tree: ast.Module | None
    names: frozenset[str]  # all that stand in it
    binds: frozenset[str]
    reads: frozenset[str]
    data: frozenset[str]  # names of things that may change
    aliases: tuple[tuple[str, tuple[str, str]], ...]
    normal: str  # the same for the same code, whatever its comments


@dataclass(frozen=True)
class Piece:
    """A code cell in its place."""

    index: int
    id: str
    kind: str
    code: Code


@dataclass(frozen=True)
class Slice:
    """The cells to run.

    The others do nothing but count: messages and tracebacks have the numbers of cells.
    """

    kept: tuple[int, ...]
    alike: str  # the same for the same code
    text: str  # the same for the same text
    places: str  # the same for the same numbers of cells


@dataclass(frozen=True)
class Whole:
    """Why all of a notebook must run."""

    why: str


def read(source: str) -> Code:
    """Look at a cell."""
    tree = cells.parsed(source)
    if tree is None:
        none: frozenset[str] = frozenset()
        return Code(None, none, none, none, none, (), source)
    data = set(cells.bound(tree))
    for node in tree.body:
        plain = isinstance(node, (ast.Assign, ast.AnnAssign)) and constant(node.value)
        kinds = (ast.FunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)
        if plain or isinstance(node, kinds):
            data -= set(cells.bound(ast.Module([node], [])))
    return Code(
        tree,
        frozenset(n.id for n in ast.walk(tree) if isinstance(n, ast.Name)),
        frozenset(cells.bound(tree)),
        frozenset(reading.needed(tree.body)),
        frozenset(data),
        tuple(imported(tree)),
        ast.dump(tree),
    )


class Slicer:
    """Finds slices of the notebooks that were handed in for one source."""

    def __init__(self, master: Master, files: Mapping[str, bytes]) -> None:
        self.master = master
        self.files = files
        self.seen: dict[str, Code] = {}
        self.effects: dict[tuple[object, ...], Effect] = {}
        modules = {
            Path(name).with_suffix("").parts[0] for name in files if name[-3:] == ".py"
        }
        self.helpers = frozenset(modules)
        self.course = self.remembered()

    def code(self, source: str) -> Code:
        """What a cell says; the same text is looked at once."""
        if source not in self.seen:
            self.seen[source] = read(source)
        return self.seen[source]

    def remembered(self) -> str:
        """What the course's own functions remember; "" if nothing."""
        for name, data in sorted(self.files.items()):
            if name[-3:] == ".py":
                tree = cells.parse(data.decode("utf-8", "replace"))
                for found in state.remembering(name, tree) if tree else [name]:
                    return found
        for cell in self.master.notebook.cells:
            if cell.cell_type == "code" and cells.what(cell) == "course":
                tree = self.code(cell.source).tree
                name = cell.metadata["nbgrader"]["grade_id"]
                for found in state.remembering(name, tree) if tree else [name]:
                    return found
        return ""

    def pieces(self, notebook: NotebookNode, last: int) -> Iterator[Piece]:
        """The code cells up to the last that is wanted."""
        for index, cell in enumerate(notebook.cells[: last + 1]):
            if cell.cell_type == "code":
                name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
                code = self.code(cell.source)
                yield Piece(index, name, cells.what(cell), code)

    def dependents(
        self, versions: list[NotebookNode], names: set[str]
    ) -> frozenset[str]:
        """The later tests that may see what these tests bind or change.

        `versions` are the notebook before and after these were edited.
        """
        found = set(names)
        for notebook in versions:
            pieces = list(self.pieces(notebook, len(notebook.cells)))
            data = {n for p in pieces if p.kind != "answer" for n in p.code.data}
            seen: set[str] = set()
            for piece in pieces:
                if piece.kind != "test":
                    continue
                if piece.id in found or piece.code.reads & seen:
                    found.add(piece.id)
                    seen |= piece.code.binds | (piece.code.reads & data)
        return frozenset(found)

    def effect(self, piece: Piece, imports: Imports) -> Effect:
        """The worst that a cell may do."""
        if piece.code.tree is None:
            return Effect()  # it is no Python: it does not run
        keeps = piece.kind == "answer"
        names = [
            (n, imports.aliases[n]) for n in piece.code.names & imports.aliases.keys()
        ]
        key = (id(piece.code), keeps, *sorted(names))
        if key not in self.effects:
            self.effects[key] = effect(piece.code.tree, imports, keeps)
        return self.effects[key]

    def cut(
        self, notebook: NotebookNode, wanted: Iterable[str], broken: frozenset[int]
    ) -> Slice | Whole:
        """The cells to run for the tests `wanted`; `broken` failed when they ran."""
        names = frozenset(wanted)
        last = max(
            index
            for index, cell in enumerate(notebook.cells)
            if cell.metadata.get("nbgrader", {}).get("grade_id") in names
        )
        pieces = list(self.pieces(notebook, last))
        aliases = {k: v for piece in pieces for k, v in piece.code.aliases}
        imports = Imports(aliases, self.helpers)
        worst = {p.index: self.effect(p, imports) for p in pieces}
        if self.course:
            return Whole(f"the course's {self.course} remembers")
        for piece in pieces:
            if piece.kind == "test" and piece.id not in self.master.apart:
                return Whole(f"{piece.id} runs beside the answers")
            if piece.kind != "course" and worst[piece.index].level == LOUD:
                what = piece.id or "a cell"
                return Whole(f"{what} uses {worst[piece.index].why}")
        kept = self.closure(pieces, names, broken, worst)
        shared = {n for p in pieces if p.kind == "course" for n in p.code.data}
        for piece in kept:
            if piece.kind == "course":
                continue
            if worst[piece.index].level > QUIET:
                return Whole(f"{piece.id or 'a cell'} uses {worst[piece.index].why}")
            if piece.kind == "answer" and (used := shared & piece.code.reads):
                return Whole(f"answers use the course's {min(used)}")
        return self.slice(notebook, pieces, kept)

    def closure(
        self,
        pieces: list[Piece],
        names: frozenset[str],
        broken: frozenset[int],
        worst: Mapping[int, Effect],
    ) -> list[Piece]:
        """The cells that these tests depend on."""
        kept = {
            p.index: p
            for p in pieces
            if p.id in names
            or (p.kind != "test" and (p.index in broken or p.code.tree is None))
            or (p.kind == "course" and worst[p.index].level == LOUD)
        }
        data = {n for p in pieces if p.kind != "answer" for n in p.code.data}
        while True:
            needs = {n for piece in kept.values() for n in piece.code.reads}
            tested = {
                n for p in kept.values() if p.kind == "test" for n in p.code.reads
            }
            more = [
                p
                for p in pieces
                if p.index not in kept
                and (
                    p.code.binds & needs
                    or (p.kind == "test" and p.code.reads & data & tested)
                )
            ]
            if not more:
                return [kept[index] for index in sorted(kept)]
            kept |= {piece.index: piece for piece in more}

    def slice(
        self, notebook: NotebookNode, pieces: list[Piece], kept: list[Piece]
    ) -> Slice:
        """The slice of these cells."""
        chosen = tuple(piece.index for piece in kept)
        return Slice(
            chosen,
            str([(p.kind, p.id, p.code.normal) for p in kept]),
            str([notebook.cells[index].source for index in chosen]),
            str([(p.index in chosen, p.kind, p.id) for p in pieces]),
        )
