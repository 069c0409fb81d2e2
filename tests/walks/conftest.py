"""What the walks share: a course in a temporary folder, and JupyterLab on it."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path

import nbformat
import pytest

from tools.exercises import answers, copies
from tools.exercises.lab import lab_command
from tools.grader.demo import with_answers
from tools.walks import walking
from tools.walks.walking import NAME, PATIENCE

BIN = Path(sys.executable).parent
WRONG = next(
    a for a in answers.load(NAME) if a.kind == "wrong" and a.question == "relu_grad"
)


def wait_for(state: Callable[[], object], what: str):
    """Return what `state` gives as soon as that is true."""
    end = time.monotonic() + PATIENCE / 1000
    while not (found := state()):
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(0.1)
    return found


class Course:
    """An instructor's folder with one assignment, and an exchange beside it."""

    def __init__(self, root: Path, place: Path) -> None:
        self.place, self.folder = place, place / "course"
        self.exchange = place / "exchange"
        copies.make(root)
        for part in ("exercises", "solutions"):
            shutil.copytree(root / part / NAME, self.folder / part / NAME)
        shutil.copy(root / "nbgrader_config.py", self.folder)
        with (self.folder / "nbgrader_config.py").open("a") as file:
            file.write(f"\nc.Exchange.root = {str(self.exchange)!r}\n")
            file.write(f"c.Exchange.cache = {str(place / 'cache')!r}\n")
            file.write(f"c.CourseDirectory.root = {str(self.folder)!r}\n")
        self.exchange.mkdir(mode=0o777)
        self.exchange.chmod(0o777)

    def run(self, *words, cwd=None, user=None, code=0):
        """Run a command as the instructor, or as the student `user`."""
        environment = {**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}"}
        if user:
            environment |= {"JUPYTERHUB_USER": user}
        done = subprocess.run(
            words,
            cwd=cwd or self.folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr


@pytest.fixture
def course(root, tmp_path):
    return Course(root, tmp_path)


@contextmanager
def jupyterlab(folder: Path, config: Path):
    """JupyterLab on `folder`, with nbgrader configured by the folder `config`."""
    runtime, settings = folder.parent / "lab-runtime", folder.parent / "lab-settings"
    # It would save whenever two minutes are over, perhaps while Validate saves.
    manager = settings / "@jupyterlab/docmanager-extension/plugin.jupyterlab-settings"
    manager.parent.mkdir(parents=True, exist_ok=True)
    manager.write_text('{"autosave": false}')
    environment = {
        **os.environ,
        "PATH": f"{BIN}:{os.environ['PATH']}",
        "HOME": str(folder.parent),
        "JUPYTER_CONFIG_DIR": str(config),
        "JUPYTER_RUNTIME_DIR": str(runtime),
        "JUPYTERLAB_SETTINGS_DIR": str(settings),
        "JUPYTERLAB_WORKSPACES_DIR": str(folder.parent / "lab-workspaces"),
    }
    log = folder.parent / "lab.log"
    with log.open("w") as out:
        process = subprocess.Popen(
            [
                *lab_command(folder, 0, browser=False),
                "--IdentityProvider.token=",
            ],
            cwd=folder,
            env=environment,
            stdout=out,
            stderr=out,
        )

    def port() -> int:
        """The port that it has chosen and listens at, or 0."""
        assert process.poll() is None, log.read_text()
        for path in runtime.glob("jpserver-*.json"):
            try:
                return json.loads(path.read_text())["port"]
            except json.JSONDecodeError:  # it is being written
                return 0
        return 0

    try:
        yield f"http://127.0.0.1:{wait_for(port, 'JupyterLab')}"
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:  # it can hang on ending a kernel it has left
            process.kill()
            process.wait()


@pytest.fixture
def first_answers():
    """The first right answer to each question."""
    return walking.first_answers()


def answer_notebook(path: Path, chosen: dict[str, str]) -> None:
    """Put answers into the cells of a notebook."""
    path.write_text(with_answers(nbformat.read(path, as_version=4), chosen))
