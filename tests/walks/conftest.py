"""What the walks share: a course in a temporary folder, and JupyterLab on it."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import nbformat
import pytest

from autograder import answers
from tools import walking
from tools.demo import with_answers
from tools.lab import lab_command
from tools.walking import NAME

BIN = Path(sys.executable).parent
WRONG = next(
    a for a in answers.load(NAME) if a.kind == "wrong" and a.question == "relu_grad"
)


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


class Course:
    """An instructor's folder with one assignment, and an exchange beside it."""

    def __init__(self, root: Path, place: Path) -> None:
        self.place, self.folder = place, place / "course"
        self.exchange = place / "exchange"
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
    port = free_port()
    environment = {
        **os.environ,
        "PATH": f"{BIN}:{os.environ['PATH']}",
        "HOME": str(folder.parent),
        "JUPYTER_CONFIG_DIR": str(config),
        "JUPYTERLAB_SETTINGS_DIR": str(folder.parent / "lab-settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(folder.parent / "lab-workspaces"),
    }
    log = folder.parent / "lab.log"
    with log.open("w") as out:
        process = subprocess.Popen(
            [
                *lab_command(folder, port, browser=False),
                "--IdentityProvider.token=",
                "--allow-root",
            ],
            cwd=folder,
            env=environment,
            stdout=out,
            stderr=out,
        )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(240):
            assert process.poll() is None, log.read_text()
            try:
                urllib.request.urlopen(f"{address}/api").close()
                break
            except OSError:
                time.sleep(0.25)
        yield address
    finally:
        process.terminate()
        process.wait()


@pytest.fixture
def first_answers():
    """The first right answer to each question."""
    return walking.first_answers()


def answer_notebook(path: Path, chosen: dict[str, str]) -> None:
    """Put answers into the cells of a notebook."""
    path.write_text(with_answers(nbformat.read(path, as_version=4), chosen))
