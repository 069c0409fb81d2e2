"""One assignment that is watched: what one submission needs, from folder to page.

`look` runs in a thread for each submission; all that writes results, the gradebook and
pages runs in the service's own thread, behind the lock that `autograder grade` takes.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from autograder import grade, judged, run, selection
from autograder.course import versions
from autograder.course.assignment import source_folder
from autograder.course.submissions import digest, find_submissions, student_of
from autograder.course.times import time_of
from autograder.marks import asked, early, feedback, files, ledger, pages
from autograder.marks.files import Output
from autograder.marks.gradebook import Book
from autograder.records import Engine, Graded, Outside, Refusal, Submission
from autograder.watching import exchange, jobs, rules
from autograder.watching.jobs import Decision
from autograder.watching.seeing import Place, Places, Sent, fingerprint

NEWER = (
    "You handed in again before this one was graded: the newer one counts. Its page "
    "has the result."
)
OFTEN = "You have handed in {} times within an hour. This one is graded at {} UTC{}"
PAUSED = "The grader is paused. This one is graded when it goes on{}"
AGAIN = ", unless you hand in again: then the newest counts."
LARGE = "It was not received: it is too large. Remove large files and hand in again."
FAILED = "It could not be graded yet, through no fault of yours. It is tried again."


@dataclass(frozen=True)
class Done:
    """What came of looking at a submission."""

    place: Place
    submission: Submission | None = None  # None where nothing was handed in
    decision: Decision = jobs.LEAVE
    graded: Graded | None = None
    why: str = ""  # what its student reads while it waits
    doubt: str = ""  # what a person must look at
    seen: object = None  # how the folder was


MakeEngine = Callable[[Path, Outside], Engine]


class Watched:
    """An assignment, its results and its gradebook."""

    def __init__(
        self, name: str, options: run.Options, wanted: rules.Rules, make: MakeEngine
    ) -> None:
        """Read it; `make` gives the engine for it. Raises `Refusal`."""
        self.name, self.rules = name, wanted
        self.course, self.assignment = run.load(name, options)
        self.settings, self.options = run.configured(self.course, options)
        self.signature = signature(self.course, name)
        self.limits = self.options.limits
        self.folder = Path(self.course.root, "graded", name)
        self.engine = make(source_folder(self.course), self.assignment.outside)
        self.assignment = judged.settle(self.assignment, self.engine, self.limits)
        self.places = Places(self.course)
        sections = asked.sections(Path(self.course.root), name)
        self.asked = asked.questions(self.assignment, sections)
        self.environment = pages.environment()
        self.output: Output | None = None
        self.book: Book | None = None
        self.seconds = 0.0
        self.changed = False  # whether results.json is older than a result

    def close(self) -> None:
        """Let go of the gradebook and of the output folder."""
        self.unlock()
        if self.book is not None:
            self.book.close()
            self.book = None

    def stale(self) -> bool:
        """Whether the assignment has changed since it was read."""
        return self.signature != signature(self.course, self.name)

    def lock(self) -> bool:
        """Be the one writer, as `autograder grade` is; whether that succeeded."""
        if self.output is not None:
            return True
        try:
            output = Output(self.folder, self.name)
        except files.Stopped:
            raise
        except Refusal:
            return False
        self.output = output
        if self.book is None:
            kept = self.folder / "removed_marks.csv"
            self.book = Book(self.course, self.assignment, self.settings, kept)
            versions.keep(
                self.folder, versions.version_of(self.assignment, self.limits)
            )
        scratch = self.limits.scratch
        self.run = run.ClassRun(self.assignment, output, self.book, scratch)
        return True

    def unlock(self) -> None:
        """Let another run write, and forget what the gradebook said."""
        if self.output is not None:
            if self.book is not None:
                self.book.gradebook.db.rollback()
            self.output.close()
            self.output = None

    # --- In a thread of the submission ------------------------------------------------

    def look(self, place: Place, found: Sequence[Sent], paused: bool) -> Done:
        """Receive what a student has sent, and grade it if it is time.

        Raises `Refusal` or `OSError` where the machine fails: nothing is lost by it.
        """
        folder = self.places.submitted(place)
        for sent in found[-1:]:
            if exchange.newer(sent, folder):
                try:
                    exchange.collect(self.places, sent)
                except exchange.TooLarge:
                    return Done(place, why=LARGE, doubt=f"{sent.name} is too large")
        if not folder.is_dir() or place.student in self.settings.excluded:
            return Done(place)
        seen, student = fingerprint(folder), student_of(place.student)
        submission = Submission(student, folder, *time_of(folder))
        decision = jobs.LEAVE

        def known(one: Submission, key: str) -> bool:
            """Decide; a receipt is written before anything runs."""
            nonlocal decision
            assert self.output is not None
            decision = self.decided(one, key, paused)
            if decision.what == "grade":
                jobs.write(self.output.place(student), decision.receipt)
            return decision.what != "grade"

        graded = grade.grade_new(
            submission, self.assignment, self.engine, self.limits, known
        )
        why = self.why(decision)
        return Done(place, submission, decision, graded, why, seen=seen)

    def decided(self, submission: Submission, key: str, paused: bool) -> Decision:
        """What to do with a submission now."""
        assert self.output is not None
        folder = self.output.place(submission.student)
        kept = self.output.load(submission.student)
        found = jobs.decide(
            jobs.read(folder),
            digest(submission.folder),
            key,
            kept,
            self.rules,
            time.time(),
        )
        if paused and found.what == "grade":
            return Decision("wait", found.receipt, math.inf)
        return found

    def why(self, decision: Decision) -> str:
        """What a student reads whose submission waits."""
        if decision.what != "wait":
            return ""
        if math.isinf(decision.seconds):
            return PAUSED.format(AGAIN)
        at = datetime.fromtimestamp(time.time() + decision.seconds + 59, UTC)
        return OFTEN.format(self.rules.attempts, f"{at:%H:%M}", AGAIN)

    # --- In the service's thread ------------------------------------------------------

    def stranger(self, place: Place) -> bool:
        """Whether the gradebook lacks a student, and the course grades no such."""
        assert self.book is not None
        if self.settings.strangers:
            return False
        one = Submission(student_of(place.student), self.places.submitted(place))
        return not self.book.known([one])[0]

    def keep(self, done: Done) -> Done:
        """Write a result to the files and to the gradebook, and say what came of it.

        Raises `Stopped` where the machine fails; then it can be tried again.
        """
        if done.graded is None or done.submission is None:
            return done
        self.changed = True
        result = self.run.keep(done.graded)
        self.run.results.clear()  # the files have them all
        self.seconds += result.seconds
        why = FAILED if result.status == "not_graded" else ""
        return replace(done, graded=replace(done.graded, result=result), why=why)

    def mend(self, done: Done) -> None:
        """Record what a killed run has left in the files alone."""
        assert self.output is not None
        if done.decision.what != "give" or done.submission is None:
            return
        student = done.submission.student
        kept = self.output.load(student)
        known = self.output.record_of(student).partition(" ")[0]
        if kept is not None and known != kept[0]:
            self.changed = True
            self.run.restore(done.submission, *kept)

    def give(self, done: Done, found: Sequence[Sent]) -> bool:
        """Give the student what there is to read; whether that is something new."""
        target, new = self.places.exchange, False
        one = None if done.why else done.submission
        if one is not None and self.lacks_page(done.decision, one):
            new = self.give_page(one.student)
        for sent in found if target is not None else ():
            newest = sent == found[-1]
            if newest and not done.why:
                continue
            self.give_word(sent, done.why if newest else NEWER)
        return new

    def lacks_page(self, decision: Decision, submission: Submission) -> bool:
        """Whether a student cannot read yet what came of a submission."""
        if decision.what != "give":
            return decision.what == "grade"
        names = [master.name for master in self.assignment.masters]
        secret, target = exchange.secret_of(submission.folder), self.places.exchange
        if secret and target is not None:
            return any(exchange.waits(target, secret, name) for name in names)
        place = self.page_place(submission.student)
        return not all((place / f"{name}.html").exists() for name in names)

    def page_place(self, student: str) -> Path:
        """Where the pages of a student lie in the course."""
        step = self.course.feedback_directory
        return Path(self.course.format_path(step, student, self.name))

    def give_page(self, student: str) -> bool:
        """Write a student's pages, as far as they may be read now."""
        assert self.output is not None
        assert self.book is not None
        found = files.kept_result(self.output.place(student))
        if found is None or not feedback.named_plainly(student):
            return False
        result, when = found
        gradebook = self.book.gradebook
        known = ledger.of_student(gradebook, self.name, student)
        deadline = ledger.last_deadline(gradebook, self.name)
        if self.rules.early(deadline, datetime.now(UTC).replace(tzinfo=None)):
            show = self.rules.show
            made = early.pages_of(self.name, self.asked, result, known, show)
        else:
            made = feedback.pages_of(self.name, self.asked, result, known)
        place = self.page_place(student)
        template = self.environment.get_template("feedback.html")
        feedback.write_pages(place, template, made, when)
        feedback.carry(self.course, student, self.name, place)
        secret, new = exchange.secret_of(place), False
        if self.places.exchange is None or not secret:
            return False
        for notebook in made:
            page = (place / f"{notebook}.html").read_bytes()
            new |= self.send(secret, notebook, page)
        return new

    def give_word(self, sent: Sent, why: str) -> None:
        """Let a student read why there is no page, unless there is one."""
        target, inbound = self.places.exchange, self.places.inbound
        if target is None or inbound is None:
            return
        secret = exchange.secret_of(inbound / sent.name)
        template = self.environment.get_template("waiting.html")
        page = template.render(assignment=self.name, why=why).encode()
        for master in self.assignment.masters if secret else ():
            if exchange.waits(target, secret, master.name):
                self.send(secret, master.name, page)

    def send(self, secret: str, notebook: str, page: bytes) -> bool:
        """Put a page where its student fetches it."""
        assert self.places.exchange is not None
        shared = self.settings.shared
        return exchange.give(self.places.exchange, secret, notebook, page, shared)

    def outdated(self) -> bool:
        """Whether a result came after results.json was written."""
        path = self.folder / "results.json"
        since = path.stat().st_mtime_ns if path.exists() else 0
        found = self.folder.glob(f"*/{self.name}/result.json")
        return any(one.stat().st_mtime_ns > since for one in found)

    def summarise(self) -> None:
        """Write results.json and results.csv from the results that there are."""
        assert self.output is not None
        submissions: list[Submission] = []
        with suppress(Refusal):  # all have been taken away
            submissions = find_submissions(self.course, self.name)
        known = selection.known(self.output, submissions)
        engine = self.engine
        self.output.summarise(known.values(), engine.name, engine.sandbox, self.seconds)
        self.changed = False


def signature(course: object, name: str) -> tuple[object, ...]:
    """What changes when an assignment's source or the course's configuration does."""
    root, source = Path(course.root), source_folder(course)  # type: ignore[attr-defined, arg-type]
    paths = [root / "nbgrader_config.py", *sorted((source / name).rglob("*"))]
    found = []
    for path in paths:
        with suppress(OSError):
            if path.is_file():
                info = path.stat()
                found.append((str(path), info.st_size, info.st_mtime_ns))
    return tuple(found)
