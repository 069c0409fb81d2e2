"""`make data`: what it accepts, what it replaces, what it says when it cannot."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from rich.console import Console

from tools.book.data import (
    CIFAR_10,
    DataSet,
    Source,
    SourceError,
    bring,
    read_sheet,
)

pytestmark = pytest.mark.quick

GOOD = b"four thousand boots"


def source(content, calls):
    """A source that gives one small file and notes that it was asked."""

    def fetch(folder: Path):
        calls.append(folder)
        if content is None:
            raise SourceError("it is closed today")
        (folder / "boots.gz").write_bytes(content)

    return Source(f"shop {len(calls)}", fetch)


def boots(*sources):
    """A data set of one small file."""
    checksum = hashlib.sha256(GOOD).hexdigest()
    return DataSet("Boots", {"boots.gz": checksum}, ("boots.gz",), sources)


@pytest.fixture
def console():
    return Console(quiet=True)


def test_a_valid_cache_asks_no_source(tmp_path, console):
    (tmp_path / "boots.gz").write_bytes(GOOD)
    calls = []
    assert bring(boots(source(GOOD, calls)), tmp_path, console) == []
    assert calls == []


def test_a_damaged_file_is_replaced(tmp_path, console):
    (tmp_path / "boots.gz").write_bytes(GOOD[:-1])
    assert bring(boots(source(GOOD, [])), tmp_path, console) == []
    assert (tmp_path / "boots.gz").read_bytes() == GOOD
    assert os.listdir(tmp_path) == ["boots.gz"]


def test_wrong_data_is_refused_and_the_next_source_asked(tmp_path, console):
    offered = boots(source(b"sandals", []), source(None, []), source(GOOD, []))
    assert bring(offered, tmp_path, console) == []
    assert (tmp_path / "boots.gz").read_bytes() == GOOD


def test_a_damaged_file_stays_when_no_source_has_better(tmp_path, console):
    (tmp_path / "boots.gz").write_bytes(b"half")
    tried = bring(boots(source(None, []), source(b"no", [])), tmp_path, console)
    assert len(tried) == 2
    assert "it is closed today" in tried[0]
    assert "checksum" in tried[1]
    assert (tmp_path / "boots.gz").read_bytes() == b"half"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 torn", b"not arrays"])
def test_an_unreadable_array_file_is_not_valid(tmp_path, content):
    (tmp_path / "cifar10.npz").write_bytes(content)
    assert not CIFAR_10.is_valid(tmp_path)


def test_other_arrays_are_not_valid(tmp_path):
    arrays = dict.fromkeys(CIFAR_10.checksums, np.zeros((2, 1), "uint8"))
    np.savez(tmp_path / "cifar10.npz", **arrays)
    assert not CIFAR_10.is_valid(tmp_path)


def test_when_nothing_answers_one_message_says_what_was_tried(tmp_path, root):
    home, empty = tmp_path / "keras", tmp_path / "bin"
    empty.mkdir()
    nowhere = "http://127.0.0.1:9"
    env = {**os.environ, "PATH": str(empty), "KERAS_HOME": str(home)}
    env |= dict.fromkeys(("http_proxy", "https_proxy", "HTTPS_PROXY"), nowhere)
    env.pop("no_proxy", None)
    env.pop("NO_PROXY", None)
    # The package may be installed on this machine: look for it elsewhere.
    program = (
        "from pathlib import Path; from tools.book import data; "
        f"data.DEBIAN_FOLDER = Path({str(empty / 'fashion-mnist')!r}); data.main()"
    )
    result = subprocess.run(
        [sys.executable, "-c", program],
        cwd=root,
        env=env,
        capture_output=True,
        text=True,
        timeout=900,
    )
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    for word in ("Fashion-MNIST", "CIFAR-10", "Keras' download", "apt-get", "npm"):
        assert word in result.stderr
    assert not home.exists()


def test_a_sheet_has_one_image_a_row(tmp_path):
    images = np.random.default_rng(0).integers(0, 256, (3, 32, 32, 3), "uint8")
    images[0, 0, 31], images[0, 1, 0] = (255, 0, 0), (0, 0, 255)
    sheet = np.stack([image.reshape(1024, 3) for image in images])
    Image.fromarray(sheet).save(tmp_path / "sheet.png")
    np.testing.assert_array_equal(read_sheet(tmp_path / "sheet.png"), images)


def test_a_sheet_of_another_width_is_refused(tmp_path):
    Image.new("RGB", (784, 2)).save(tmp_path / "sheet.png")
    with pytest.raises(SourceError, match="784"):
        read_sheet(tmp_path / "sheet.png")
