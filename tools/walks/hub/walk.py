"""Walk a class through a real JupyterHub: `make walk-hub`.

An instructor and two students get system accounts, a hub with PAM and local
spawner, and nbgrader's exchange. One student works in the browser, the other at
the command line; both try to read what is not theirs. The accounts, the hub and
their folder are removed at the end. The hub's processes see nothing of this clone
but the installed environment and the grader, as on a server where the clone belongs
to the instructor alone.
"""

from __future__ import annotations

import json
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import click
import nbformat

from tools import ROOT
from tools.exercises import copies
from tools.grader.demo import with_answers
from tools.setup.browser import find_browser
from tools.walks.walking import (
    NAME,
    PATIENCE,
    QUESTION,
    first_answers,
    grade_by_hand,
    nbgrader_menu,
    open_formgrader,
    show_names,
    take,
)

COURSE = "rectified"
TEACHER, ADA, BEN = USERS = ("walk-teacher", "walk-ada", "walk-ben")
BUILD = ROOT / "_build" / "hub"
PYTHON = BUILD / "python"
PROXY = BUILD / "node_modules" / ".bin" / "configurable-http-proxy"
BIN = Path(sys.executable).parent
VISIBLE = (ROOT / "autograder", BUILD, Path(sys.prefix), Path(sys.base_prefix))
HERE = Path(__file__).resolve().parent
FORMGRADER = "@jupyter/nbgrader:formgrader"
SERVER_PART = "nbgrader.server_extensions.formgrader"

# What a student's Python tries: open some paths, then look for some words in all
# files that can be read. It prints what it could open and where it found them.
PRY = """
import json, os, sys
paths, folders, words, skipped = json.loads(sys.argv[1])
opened, found = [], []
for path in paths:
    try:
        os.listdir(path) if os.path.isdir(path) else open(path).close()
        opened.append(path)
    except OSError:
        pass
def files():
    for folder in folders:
        for place, inner, names in os.walk(folder):
            inner[:] = [n for n in inner if os.path.join(place, n) not in skipped]
            yield from (os.path.join(place, name) for name in names)
    for process in os.listdir("/proc"):
        if process.isdigit():
            yield from (f"/proc/{process}/{n}" for n in ("cmdline", "environ"))
me = {f"/proc/{n}/cmdline" for n in (os.getpid(), os.getppid())}
for path in files():
    if path in me or not (os.path.isfile(path)):
        continue
    try:
        with open(path, "rb") as file:
            text = file.read(20_000_000)
    except OSError:
        continue
    found += [[word, path] for word in words if word.encode() in text]
print(json.dumps([opened, found]))
"""


class Clock:
    """The steps of the walk and their seconds."""

    def __init__(self) -> None:
        self.steps: list[tuple[str, float]] = []

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time a step, and say that it begins."""
        click.echo(f"{name} …", err=True)
        began = time.monotonic()
        yield
        self.steps.append((name, time.monotonic() - began))

    def table(self) -> str:
        """The steps as a table."""
        width = max(len(name) for name, _ in self.steps)
        rows = [*self.steps, ("in all", sum(seconds for _, seconds in self.steps))]
        return "\n".join(f"{name:{width}}  {seconds:6.1f} s" for name, seconds in rows)


def check_machine() -> str:
    """Return a browser's path; end with one sentence when something is missing."""
    if os.name != "posix" or os.geteuid() != 0:
        raise click.ClickException(
            "the walk makes system users for the hub: run it as root, on a machine "
            "where that does no harm"
        )
    for tool, package in (
        ("npm", "nodejs npm"),
        ("bwrap", "bubblewrap"),
        ("nsenter", "util-linux"),
        ("useradd", "passwd"),
    ):
        if shutil.which(tool) is None:
            raise click.ClickException(
                f"{tool} is missing; install it: apt install {package}"
            )
    known = {entry.pw_name for entry in pwd.getpwall()}
    if taken := known & set(USERS):
        raise click.ClickException(
            f"there are users called {', '.join(sorted(taken))}; the walk makes and "
            "removes such users: remove them first if they are of an older run"
        )
    if subprocess.run(["unshare", "--mount", "true"], check=False).returncode:
        raise click.ClickException(
            "this machine does not let root make a mount namespace, as in many "
            "containers: run the walk on a machine that does"
        )
    browser = find_browser()
    if browser is None:
        raise click.ClickException("no browser runs here; run: make system")
    return browser


def install() -> None:
    """Install JupyterHub and its proxy below _build/hub, once."""
    wanted = HERE / "requirements.txt"
    mark = BUILD / "installed"
    if mark.exists() and mark.read_text() == wanted.read_text():
        return
    shutil.rmtree(BUILD, ignore_errors=True)
    BUILD.mkdir(parents=True)
    pip = [sys.executable, "-m", "uv", "pip", "install", "--quiet"]
    lock = ["-r", str(wanted), "-c", str(ROOT / "requirements.txt")]
    npm = ["npm", "install", "--silent", "--no-fund", "--no-audit"]
    for words in (
        [*pip, "--python", sys.executable, "--target", str(PYTHON), *lock],
        [*npm, "--prefix", str(BUILD), "configurable-http-proxy@4"],
    ):
        if subprocess.run(words, check=False).returncode:
            raise click.ClickException(f"{words[0]} could not install the hub")
    mark.write_text(wanted.read_text())


def three_ports() -> int:
    """The first of three neighbouring ports that are free."""
    while True:
        with ExitStack() as stack:
            first = secrets.randbelow(20_000) + 20_000
            try:
                for port in range(first, first + 3):
                    found = stack.enter_context(socket.socket())
                    found.bind(("127.0.0.1", port))
                return first
            except OSError:
                continue


def hidden() -> list[Path]:
    """Folders to hide from the hub: this clone, and what bars the way to Python."""
    found = {ROOT}
    for path in VISIBLE:
        barred = [p for p in path.parents if not p.stat().st_mode & 0o001]
        found.update(barred[-1:])
    return sorted(p for p in found if not found & set(p.parents))


class Hub:
    """A running hub with its users, and ways to act as one of them."""

    def __init__(self, place: Path, port: int) -> None:
        self.place, self.port = place, port
        self.address = f"http://127.0.0.1:{port}"
        self.exchange = place / "exchange"
        self.password = secrets.token_hex(16)
        self.process: subprocess.Popen[bytes] | None = None

    def home(self, user: str) -> Path:
        """A user's home."""
        return self.place / "home" / user

    def add_users(self) -> None:
        """Make the accounts, with homes that only their owners may enter."""
        (self.place / "home").mkdir()
        for user in USERS:
            subprocess.run(
                [
                    *("useradd", "--create-home", "--home-dir", str(self.home(user))),
                    *("--shell", "/bin/bash", user),
                ],
                check=True,
            )
            self.home(user).chmod(0o700)
        lines = "".join(f"{user}:{self.password}\n" for user in USERS)
        subprocess.run(["chpasswd"], input=lines, text=True, check=True)

    def remove_users(self) -> None:
        """Remove the accounts, and what they still run."""
        for user in USERS:
            try:
                number = pwd.getpwnam(user).pw_uid
            except KeyError:
                continue
            for entry in Path("/proc").iterdir():
                try:
                    if entry.name.isdigit() and entry.stat().st_uid == number:
                        os.kill(int(entry.name), signal.SIGKILL)
                except (FileNotFoundError, ProcessLookupError):
                    continue
            subprocess.run(
                ["userdel", "--force", user], check=False, capture_output=True
            )

    def write(self, path: Path, text: str, owner: str = "") -> None:
        """Write a file, and its folders, for root or for a user."""
        missing = [p for p in (path, *path.parents) if not p.exists()]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        if owner:
            for new in missing:
                shutil.chown(new, owner, owner)

    def configure(self) -> None:
        """Write the configuration: everyone's, the students', the instructor's."""
        self.exchange.mkdir()
        self.exchange.chmod(0o777)  # as nbgrader wants it
        (self.place / "hub").mkdir(mode=0o700)
        common = self.place / "etc" / "jupyter"
        self.write(
            common / "nbgrader_config.py",
            f"c = get_config()\nc.Exchange.root = {str(self.exchange)!r}\n"
            f"c.CourseDirectory.course_id = {COURSE!r}\n",
        )
        course = self.home(TEACHER) / "course"
        self.write(
            self.home(TEACHER) / ".jupyter" / "nbgrader_config.py",
            f"c = get_config()\nc.CourseDirectory.root = {str(course)!r}\n",
            TEACHER,
        )
        # JupyterHub forbids frames, and formgrader is one in JupyterLab.
        self.write(
            self.home(TEACHER) / ".jupyter" / "jupyter_server_config.py",
            "c = get_config()\n"
            "headers = {'Content-Security-Policy': \"frame-ancestors 'self'\"}\n"
            "c.ServerApp.tornado_settings = {'headers': headers}\n",
            TEACHER,
        )
        students = self.place / "etc" / "students"
        self.write(
            students / "jupyter_server_config.json",
            json.dumps({"ServerApp": {"jpserver_extensions": {SERVER_PART: False}}}),
        )
        self.write(
            students / "labconfig" / "page_config.json",
            json.dumps({"disabledExtensions": {FORMGRADER: True}}),
        )

    def start(self) -> None:
        """Start the hub where this clone is hidden, and wait for it."""
        outside = self.place / "visible"
        outside.mkdir(mode=0o700)
        masked = hidden()
        kept = [p for p in VISIBLE if set(masked) & set(p.parents)]
        words = ["set -e", f"mount -t tmpfs tmpfs {outside}"]
        for number, path in enumerate(kept):
            words += [f"mkdir {outside}/{number}"]
            words += [f"mount --bind {path} {outside}/{number}"]
        words += [f"mount -t tmpfs -o mode=755 tmpfs {path}" for path in masked]
        for number, path in enumerate(kept):
            words += [f"mkdir -p {path}", f"mount --bind {outside}/{number} {path}"]
        words += [f"cd {self.place}/hub", 'exec "$@"']
        config = self.place / "etc" / "jupyterhub_config.py"
        self.write(config, (HERE / "jupyterhub_config.py").read_text())
        environment = {
            "PATH": f"{BIN}:{os.environ['PATH']}",
            "PYTHONPATH": str(PYTHON),
            "LANG": "C.UTF-8",
            "TF_CPP_MIN_LOG_LEVEL": "3",
            "HUB_PLACE": str(self.place),
            "HUB_PORT": str(self.port),
            "HUB_PROXY": str(PROXY),
            "HUB_USERS": " ".join(USERS),
            "HUB_TEACHERS": TEACHER,
        }
        with (self.place / "hub" / "log").open("wb") as log:
            self.process = subprocess.Popen(
                [
                    *("unshare", "--mount", "--propagation", "private"),
                    *("sh", "-c", "\n".join(words), "sh"),
                    *(sys.executable, "-m", "jupyterhub", "--config", str(config)),
                ],
                env=environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        for _ in range(240):
            if self.process.poll() is not None:
                raise click.ClickException(f"the hub did not start:\n{self.log()}")
            try:
                urllib.request.urlopen(f"{self.address}/hub/login").close()
                return
            except OSError:
                time.sleep(0.5)
        raise click.ClickException(f"the hub does not answer:\n{self.log()}")

    def log(self) -> str:
        """The end of what the hub said."""
        return (self.place / "hub" / "log").read_text()[-4000:]

    def stop(self) -> None:
        """Stop the hub; it stops its users' servers and its proxy."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)

    def command(
        self, user: str, words: tuple[str, ...], folder: str
    ) -> tuple[list[str], dict[str, str]]:
        """How to run a command as a user, who sees what the hub sees."""
        assert self.process is not None
        home = self.home(user)
        environment = {
            "HOME": str(home),
            "USER": user,
            "LOGNAME": user,
            "LANG": "C.UTF-8",
            "PATH": f"{BIN}:/usr/bin:/bin",
            "JUPYTER_CONFIG_PATH": f"{self.place}/etc/jupyter",
            "TF_CPP_MIN_LOG_LEVEL": "3",
        }
        enter = [
            *("nsenter", f"--mount=/proc/{self.process.pid}/ns/mnt"),
            *("setpriv", f"--reuid={user}", f"--regid={user}", "--init-groups"),
            *("sh", "-c", 'cd "$1"; shift; exec "$@"', "sh", str(home / folder)),
        ]
        return [*enter, *words], environment

    def run(self, user: str, *words: str, folder: str = "") -> str:
        """Run a command as a user; what it said."""
        command, environment = self.command(user, words, folder)
        done = subprocess.run(
            command, env=environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise click.ClickException(
                f"{user}: {' '.join(words[:3])} failed:\n{done.stdout}{done.stderr}"
            )
        return done.stdout + done.stderr

    @contextmanager
    def served(self, user: str, *words: str, folder: str = "") -> Iterator[Path]:
        """A service of a user, for a while; the file with what it says."""
        command, environment = self.command(user, words, folder)
        path = self.place / "service.log"
        with path.open("wb") as log:
            process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            until(lambda: "watching" in path.read_text() or process.poll() is not None)
            if process.poll() is None:
                yield path
        finally:
            process.terminate()
            process.wait(30)
        if process.returncode:
            raise click.ClickException(f"the service failed:\n{path.read_text()}")


def until(state: Callable[[], object]) -> None:
    """Wait until something is so; fail when it takes too long."""
    for _ in range(int(PATIENCE / 100)):
        if state():
            return
        time.sleep(0.1)
    raise click.ClickException("a step of the walk took too long")


@contextmanager
def hub_with_users() -> Iterator[Hub]:
    """A hub, its accounts and its folder; all gone afterwards."""
    place = Path(tempfile.mkdtemp(prefix="rectified-hub-"))
    place.chmod(0o755)
    hub = Hub(place, three_ports())
    try:
        hub.add_users()
        hub.configure()
        yield hub
    finally:
        hub.stop()
        hub.remove_users()
        shutil.rmtree(place, ignore_errors=True)


def make_course(hub: Hub, solution: str, tests: str) -> None:
    """The instructor's course, which has a question for a person.

    The words `solution` and `tests` are put into a solution and all hidden tests.
    """
    course = hub.home(TEACHER) / "course"
    copies.make(ROOT)
    shutil.copytree(ROOT / "solutions" / NAME, course / "solutions" / NAME)
    shutil.copy(ROOT / "nbgrader_config.py", course)
    path = course / "solutions" / NAME / f"{NAME}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        begin = "### BEGIN HIDDEN TESTS"
        cell.source = cell.source.replace(begin, f"{begin}\n# {tests}")
        if cell.metadata.get("nbgrader", {}).get("grade_id") == QUESTION:
            cell.source = f"### BEGIN SOLUTION\n{solution}\n### END SOLUTION"
    nbformat.write(notebook, path)
    for new in (course, *course.rglob("*")):
        shutil.chown(new, TEACHER, TEACHER)


def answer(hub: Hub, user: str, marker: str, wrong: str = "") -> None:
    """Write a student's answers into the fetched notebook."""
    chosen = first_answers()
    if wrong:
        chosen[wrong] = first_answers("wrong")[wrong]
    chosen[QUESTION] = f"Only at 0 is there no derivative. {marker}"
    path = hub.home(user) / NAME / f"{NAME}.ipynb"
    path.write_text(with_answers(nbformat.read(path, as_version=4), chosen))


def log_in(hub: Hub, browser: Any, user: str) -> Any:
    """A page of a browser of its own, in which a user has logged in."""
    page = browser.new_context(viewport={"width": 1280, "height": 860}).new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(f"{hub.address}/hub/login")
    page.get_by_label("Username").fill(user)
    page.get_by_label("Password").fill(hub.password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"**/user/{user}/lab**")
    return page


def pry(hub: Hub, user: str, foreign: list[Path], words: dict[str, str]) -> None:
    """Let a student try to read what is not theirs; fail when something opens.

    The student's own marker must be found: it shows that the search works.
    """
    folders = [str(hub.place), str(ROOT), "/dev/shm"]
    skipped = [str(path) for path in VISIBLE]
    asked = [[str(p) for p in foreign], folders, list(words.values()), skipped]
    said = hub.run(user, "python", "-c", PRY, json.dumps(asked))
    opened, found = json.loads(said)
    if opened:
        raise click.ClickException(f"{user} could open {', '.join(opened)}")
    places: dict[str, list[str]] = {name: [] for name in words}
    for word, path in found:
        places[next(n for n, w in words.items() if w == word)].append(path)
    if not places.pop(user):
        raise click.ClickException(f"{user} did not even find the own answer")
    for name, paths in places.items():
        if paths:
            raise click.ClickException(f"{user} found {name}'s text in {paths}")


def pry_all(hub: Hub, words: dict[str, str]) -> None:
    """Let both students try to read the other's, the instructor's, the exchange's."""
    course, notebook = hub.home(TEACHER) / "course", Path(NAME, f"{NAME}.ipynb")
    for user, other in ((ADA, BEN), (BEN, ADA)):
        foreign = [
            *(hub.home(other), hub.home(other) / notebook, hub.home(TEACHER)),
            *(course / "solutions" / notebook, course / "submitted" / other / notebook),
            *(course / "gradebook.db", ROOT / "solutions" / notebook),
            *(hub.exchange / COURSE / folder for folder in ("inbound", "feedback")),
            hub.place / "hub",
        ]
        pry(hub, user, foreign, words)


def pry_through_server(hub: Hub, page: Any, user: str, other: str) -> list[str]:
    """Ask Jupyter's contents API for what is not the user's; the answers."""
    theirs = hub.home(other) / NAME / f"{NAME}.ipynb"
    home = hub.home(user)
    (home / "link.ipynb").symlink_to(theirs)
    (home / "solutions").symlink_to(hub.home(TEACHER) / "course" / "solutions")
    own = f"/user/{user}/api/contents"
    asked = [
        f"/user/{other}/api/contents/{NAME}/{NAME}.ipynb",
        f"/user/{TEACHER}/api/contents/course/solutions/{NAME}/{NAME}.ipynb",
        f"/user/{TEACHER}/formgrader/gradebook",
        f"{own}/..%2F{other}%2F{NAME}%2F{NAME}.ipynb",
        f"{own}/link.ipynb",
        f"{own}/solutions/{NAME}/{NAME}.ipynb",
        f"/user/{user}/files/link.ipynb",
        f"/hub/api/users/{other}",
        f"/user/{user}/formgrader",
    ]
    get = """async (path) => {
        const token = document.cookie.match(/(?:^|; )_xsrf=([^;]*)/);
        const headers = {"Accept": "application/json", "X-XSRFToken": token?.[1] ?? ""};
        const answer = await fetch(path, {headers});
        return [answer.status, await answer.text()];
    }"""
    status, text = page.evaluate(get, f"{own}/{NAME}/{NAME}.ipynb")
    if status != 200 or QUESTION not in text:
        raise click.ClickException(f"{user} could not even read the own notebook")
    refused = []
    for path in asked:
        status, text = page.evaluate(get, path)
        if status < 400:
            raise click.ClickException(f"{user} got {status} for {path}")
        refused.append(f"{status} {path}")
    (home / "link.ipynb").unlink()
    (home / "solutions").unlink()
    return refused


def read_in_the_list(page: Any) -> None:
    """Fetch the feedback that waits in the list of assignments."""
    from playwright.sync_api import expect

    page.reload()
    nbgrader_menu(page, "Assignment List")
    page.get_by_role("button", name="Fetch Feedback").click()
    expect(page.get_by_text("view feedback")).to_be_visible(timeout=PATIENCE)


def walk(hub: Hub, browser: Any, clock: Clock) -> list[str]:
    """The whole day; what the contents API refused."""
    words = {
        owner: f"marker-{secrets.token_hex(8)}"
        for owner in (*USERS, "the hidden tests")
    }
    with clock.step("instructor generates and releases"):
        make_course(hub, words[TEACHER], words["the hidden tests"])
        hub.run(TEACHER, "nbgrader", "generate_assignment", NAME, folder="course")
        hub.run(TEACHER, "nbgrader", "release_assignment", NAME, folder="course")
    with clock.step("instructor starts the service"):
        serving = ExitStack()
        service = hub.served(TEACHER, "autograder", "watch", NAME, folder="course")
        log = serving.enter_context(service)
    with serving:
        with clock.step("first student logs in"):
            ada = log_in(hub, browser, ADA)
            ada.get_by_role("menuitem", name="Nbgrader").wait_for()
        with clock.step("… fetches, answers, submits in the browser"):
            nbgrader_menu(ada, "Assignment List")
            ada.get_by_role("button", name="Fetch", exact=True).click()
            submit = ada.get_by_role("button", name="Submit")
            submit.wait_for()
            answer(hub, ADA, words[ADA])
            submit.click()
            listed = ada.locator("#submitted_assignments_list").get_by_text(NAME)
            listed.first.wait_for()
            take(ada, "instructor_hub_student")
        with clock.step("… and sees the result in the same list"):
            until(lambda: f"{ADA}: graded" in log.read_text())
            read_in_the_list(ada)
            (path,) = hub.home(ADA).glob(f"{NAME}/feedback/*/{NAME}.html")
            text = path.read_text()
            if "The marks come after the deadline" not in text or "9 of" in text:
                raise click.ClickException("the page before the deadline is another")
        with clock.step("second student does so by commands"):
            hub.run(BEN, "nbgrader", "fetch_assignment", NAME)
            answer(hub, BEN, words[BEN], "relu_grad")
            hub.run(BEN, "nbgrader", "submit", NAME)
            until(lambda: f"{BEN}: graded" in log.read_text())
            hub.run(BEN, "nbgrader", "fetch_feedback", NAME)
        said = log.read_text()
        for line in (f"{ADA}: graded, 9 of 10", f"{BEN}: graded, 8 of 10"):
            if line not in said:
                raise click.ClickException(f"expected {line!r} in:\n{said}")
    with clock.step("instructor collects and grades: all is done"):
        hub.run(TEACHER, "nbgrader", "collect", NAME, folder="course")
        said = hub.run(TEACHER, "autograder", "grade", NAME, folder="course")
        if "2 unchanged" not in said:
            raise click.ClickException(f"expected '2 unchanged' in:\n{said}")
    with clock.step("instructor grades by hand in formgrader"):
        page = log_in(hub, browser, TEACHER)
        frame = open_formgrader(page)
        show_names(frame)
        grade_by_hand(page, frame, ADA, 1, "Clear and short.")
        take(page, "instructor_hub_formgrader")
    with clock.step("students try to read what is not theirs"):
        pry_all(hub, words)
        refused = pry_through_server(hub, ada, ADA, BEN)
    with clock.step("instructor gives feedback"):
        words_of_it = ("nbgrader", "generate_feedback", NAME, "--force")
        hub.run(TEACHER, *words_of_it, folder="course")
        hub.run(TEACHER, "nbgrader", "release_feedback", NAME, folder="course")
    with clock.step("both students read their feedback"):
        read_in_the_list(ada)
        hub.run(BEN, "nbgrader", "fetch_feedback", NAME)
        for user, total in ((ADA, "10.0"), (BEN, "8.0")):
            (path,) = hub.home(user).glob(f"{NAME}/feedback/*/{NAME}.html")
            text = path.read_text()
            if f"(Score: {total} / 10.0)" not in text or words[user] not in text:
                raise click.ClickException(f"{user} reads another feedback")
    # nbgrader's feedback shows the hidden tests, so they are public from here on.
    del words["the hidden tests"]
    with clock.step("students try again, with feedback"):
        pry_all(hub, words)
    return refused


@click.command()
def main() -> None:
    """Walk a class through a real JupyterHub."""
    from playwright.sync_api import sync_playwright

    clock = Clock()
    chromium = check_machine()
    with clock.step("install JupyterHub and its proxy"):
        install()
    with hub_with_users() as hub, sync_playwright() as playwright:
        with clock.step("start the hub"):
            hub.start()
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        try:
            refused = walk(hub, browser, clock)
        except BaseException:
            click.echo(hub.log(), err=True)
            raise
        finally:
            browser.close()
    click.echo(clock.table())
    click.echo("refused to a student:\n  " + "\n  ".join(refused))


if __name__ == "__main__":
    main()
