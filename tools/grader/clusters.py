"""A cluster of this machine in processes of its own, with TLS, and a class for it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import click
import nbformat
import psutil
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from tools import ROOT

NAME = "powers"
# As the guide for operators has it.
NEW = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30"
AUTHORITY = "-subj /CN=grading -addext keyUsage=critical,keyCertSign"
NODE = "-CA ca.pem -CAkey ca.key -subj /CN=node"
LEAF = "-addext basicConstraints=critical,CA:FALSE"
CERTIFICATES = (
    f"{NEW} {AUTHORITY} -keyout ca.key -out ca.pem",
    f"{NEW} {NODE} {LEAF} -keyout key.pem -out cert.pem",
)
TLS = (("ca", "ca.pem"), ("cert", "cert.pem"), ("key", "key.pem"))
ANSWERS = (
    ("def square(x):\n    return x * x", "def mean(x):\n    return np.mean(x)"),
    ("def square(x):\n    return x + x", "def mean(x):\n    return np.mean(x)"),
    ("def square(x):\n    return x * x", "def mean(x):\n    return max(x)"),
    ("def square(x):\n    return 1 / 0", "def mean(x):\n    print(x)\n    return 2.0"),
)


def marked(source: str, name: str, **more: object) -> NotebookNode:
    """A cell with nbgrader's metadata."""
    plain = {"grade": False, "solution": False, "locked": False, "task": False}
    about = {"grade_id": name, "schema_version": 3, **plain, **more}
    return new_code_cell(source, metadata={"nbgrader": about})


def notebook(square: str, mean: str) -> NotebookNode:
    """The notebook of an assignment that takes a few hundredths of a second."""

    def solved(source: str) -> str:
        head, _, body = source.partition("\n")
        return f"{head}\n    ### BEGIN SOLUTION\n{body}\n    ### END SOLUTION"

    test = {"grade": True, "locked": True}
    cells = [
        marked("import numpy as np", "setup", locked=True),
        marked(solved(square), "square", solution=True),
        marked("assert square(3) == 9", "test_square", points=2, **test),
        marked(solved(mean), "mean", solution=True),
        marked("assert mean([1.0, 3.0]) == 2.0", "test_mean", points=3, **test),
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel})


def make_class(root: Path, size: int) -> Path:
    """A small course below `root` in which `size` students handed in."""
    root.mkdir(parents=True)
    config = 'c = get_config()\nc.CourseDirectory.source_directory = "solutions"\n'
    (root / "nbgrader_config.py").write_text(config)
    source = root / "solutions" / NAME
    source.mkdir(parents=True)
    (source / f"{NAME}.ipynb").write_text(nbformat.v4.writes(notebook(*ANSWERS[0])))
    marks = ("    ### BEGIN SOLUTION\n", "\n    ### END SOLUTION")
    texts = []
    for answers in ANSWERS:
        text = nbformat.v4.writes(notebook(*answers))
        for mark in marks:
            text = text.replace(mark.replace("\n", "\\n"), "")
        texts.append(text)
    for number in range(size):
        place = root / "submitted" / f"s{number:05d}" / NAME
        place.mkdir(parents=True)
        (place / f"{NAME}.ipynb").write_text(texts[number % len(texts)])
    return root


def free_port() -> int:
    """A port that nobody uses yet."""
    with closing(socket.socket()) as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port


def certificates(folder: Path) -> None:
    """Make an authority and a certificate, as the guide does."""
    folder.mkdir(mode=0o700)
    for words in CERTIFICATES:
        asked = ["openssl", *words.split()]
        done = subprocess.run(asked, cwd=folder, capture_output=True, text=True)
        if done.returncode != 0:
            raise click.ClickException(f"openssl failed: {done.stderr[-300:]}")


@dataclass
class OwnCluster:
    """A scheduler and workers of one thread, started by Dask's own commands."""

    folder: Path  # of certificates and logs
    silence: str = "15s"  # after which a worker is given up
    cores: Sequence[int | None] = (None, None)  # of each worker, if it is bound to one
    port: int = field(default_factory=free_port)
    scheduler: subprocess.Popen[bytes] | None = None
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def address(self) -> str:
        """Where the scheduler is."""
        return f"tls://127.0.0.1:{self.port}"

    def options(self) -> list[str]:
        """The options of `autograder grade` that reach it."""
        return ["--cluster", self.address, *self.files("")]

    def files(self, suffix: str) -> list[str]:
        """The options that name the certificates."""
        words = []
        for option, name in TLS:
            last = "-file" if suffix and option == "ca" else ""
            words += [f"--tls-{option}{last}", str(self.folder / "tls" / name)]
        return words

    def begin(self, words: list[str], name: str) -> subprocess.Popen[bytes]:
        """Start one of its programs."""
        environment = {
            **os.environ,
            "PYTHONPATH": f"{ROOT}:{os.environ.get('PYTHONPATH', '')}",
        }
        environment["DASK_DISTRIBUTED__SCHEDULER__WORKER_TTL"] = self.silence
        environment["DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES"] = "100"
        with open(self.folder / f"{name}.log", "ab") as log:
            return subprocess.Popen(words, stdout=log, stderr=log, env=environment)

    def start_scheduler(self) -> None:
        """Start the scheduler, at the same port each time."""
        place = ["--protocol", "tls", "--host", "127.0.0.1", "--port", str(self.port)]
        words = [sys.executable, "-m", "distributed.cli.dask_scheduler", *place]
        words += ["--no-dashboard", *self.files("-file")]
        self.scheduler = self.begin(words, "scheduler")

    def start_workers(self) -> None:
        """Start all workers."""
        for number, core in enumerate(self.cores):
            words = [] if core is None else ["taskset", "-c", str(core)]
            words += [sys.executable, "-m", "distributed.cli.dask_worker", self.address]
            words += ["--nthreads", "1", "--memory-limit", "0", "--no-dashboard"]
            words += ["--local-directory", str(self.folder), *self.files("-file")]
            self.workers.append(self.begin(words, f"worker{number}"))

    def wait_for_workers(self) -> None:
        """Wait until all of them have come."""
        from distributed import Client
        from distributed.security import Security

        names = ("tls_ca_file", "tls_client_cert", "tls_client_key")
        places = [str(self.folder / "tls" / name) for _, name in TLS]
        security = Security(
            require_encryption=True, **dict(zip(names, places, strict=True))
        )
        with Client(self.address, security=security, timeout=60) as client:
            client.wait_for_workers(len(self.cores), timeout=120)

    def busy(self) -> list[psutil.Process]:
        """The worker processes that have a sandbox."""
        found = []
        for nanny in self.workers:
            with suppress(psutil.Error):
                for process in psutil.Process(nanny.pid).children(recursive=True):
                    inside = [child.name() for child in process.children()]
                    if "bwrap" in inside and process.name() != "bwrap":
                        found.append(process)
        return found

    def stop(self) -> None:
        """End all of it."""
        for program in (*self.workers, self.scheduler):
            if program is None:
                continue
            with suppress(psutil.Error):
                for process in psutil.Process(program.pid).children(recursive=True):
                    with suppress(psutil.Error):
                        process.kill()
            program.kill()
            program.wait()
        self.workers, self.scheduler = [], None


@contextmanager
def own_cluster(
    folder: Path, cores: Sequence[int | None] = (None, None), silence: str = "15s"
) -> Iterator[OwnCluster]:
    """A cluster with certificates of its own."""
    folder.mkdir(parents=True)
    certificates(folder / "tls")
    found = OwnCluster(folder, silence, cores)
    found.start_scheduler()
    found.start_workers()
    try:
        yield found
    finally:
        found.stop()


def grading(
    course: Path, name: str, *more: str, log: Path | None = None
) -> subprocess.Popen[bytes]:
    """Start grading a class in a process of its own."""
    path = f"{ROOT}:{os.environ.get('PYTHONPATH', '')}"
    words = [sys.executable, "-m", "autograder", "grade", name, *more]
    with open(log or os.devnull, "ab") as file:
        return subprocess.Popen(
            words,
            cwd=course,
            env={**os.environ, "PYTHONPATH": path, "TF_CPP_MIN_LOG_LEVEL": "3"},
            stdout=file,
            stderr=file,
        )


def done_in(course: Path, name: str) -> int:
    """How many submissions have a result."""
    return len(list((course / "graded" / name).glob(f"*/{name}/result.json")))


def wait_for(
    course: Path, name: str, count: int, process: subprocess.Popen[bytes]
) -> None:
    """Wait until so many have a result, or the grader has ended."""
    while process.poll() is None and done_in(course, name) < count:
        time.sleep(0.02)
