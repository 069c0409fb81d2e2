"""Bring back what was there before a regrade was applied."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from autograder.inert.text import plain
from autograder.marks.files import explained
from autograder.records import Refusal
from autograder.regrade import bundle as bundles
from autograder.regrade import rows
from autograder.regrade.bundle import Bundle, Places

MOST_NAMED = 5


def undo(places: Places, force: bool) -> tuple[int, int]:
    """Undo the last apply; how many students it concerned, and how many are left."""
    bundle = bundles.newest(places.folder)
    if bundle is None:
        raise Refusal(f"there is no regrade of {places.assignment} to undo")
    if bundle.under_way() != bundles.UNDOING:
        meanwhile = graded_since(bundle, places)
        if meanwhile and not force:
            more = ", …" if len(meanwhile) > MOST_NAMED else ""
            raise Refusal(
                "marks have changed since that regrade "
                f"({plain(', '.join(meanwhile[:MOST_NAMED]))}{more}): they would be "
                "lost; add --force to undo it nevertheless"
            )
    bundle.mark(bundles.UNDOING, True)
    students = sorted(bundle.manifest["students"])
    for student in students:
        put_back(bundle, places, student)
    with explained(places.output.folder):
        for name in bundles.SUMMARIES:
            copy_file(bundle.path / name, places.output.folder / name)
        removed = places.output.folder / bundles.REMOVED
        now = bundles.digest(removed)
        if bundle.manifest.get("removed", now) == now:  # nobody's marks came since
            copy_file(bundle.path / bundles.REMOVED, removed)
    kept = json.loads((bundle.path / "rows.json").read_bytes())
    url, course_id = places.course.db_url, places.course.course_id
    if bundle.manifest["gradebook"]:
        rows.put_back(url, course_id, places.assignment, students, kept)
    bundle.remove()
    left = [p for p in places.folder.glob("undo-*") if p.name[5:].isdigit()]
    return len(students), len(left)


def graded_since(bundle: Bundle, places: Places) -> list[str]:
    """The students whose results are neither those of before nor those of after."""
    found = []
    manifest = bundle.manifest
    for student, known in sorted(manifest["students"].items()):
        now = bundles.digest(places.output.place(student) / "result.json")
        allowed = {known["after"]}
        if bundle.under_way():
            allowed |= {known["before"], None}
        if now not in allowed:
            found.append(student)
    complete = not found and not bundle.under_way()
    if complete and manifest["summary"] != bundles.summary(places.output):
        found.append("results.json")
    return found


def put_back(bundle: Bundle, places: Places, student: str) -> None:
    """Bring back a student's folders, each by a rename."""
    kept = bundle.kept(student)
    for name, target in places.of(student).items():
        part = target.with_name(f".{target.name}.undo")
        with explained(target):
            shutil.rmtree(part, ignore_errors=True)
            if (kept / name).is_dir():
                part.parent.mkdir(parents=True, exist_ok=True)
                shutil.copytree(kept / name, part, symlinks=True)
                shutil.rmtree(target, ignore_errors=True)
                part.rename(target)
            else:
                shutil.rmtree(target, ignore_errors=True)


def copy_file(source: Path, target: Path) -> None:
    """Bring back one file, or that there was none."""
    if not source.exists():
        target.unlink(missing_ok=True)
        return
    part = target.with_name(f".{target.name}.part")
    shutil.copy2(source, part)
    part.replace(target)
