"""The repository's address stands in one place; what is made from it follows."""

import re
import subprocess

import pytest

from tools.address import Address, read_address

pytestmark = pytest.mark.quick

FORK = Address("somebody-else/a.fork", "trunk")
NOTEBOOKS = ("solutions", "exercises")


def tracked_texts(root):
    """Every text file of the repository, with its path."""
    words = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(words, cwd=root, capture_output=True, check=True).stdout
    for name in sorted(filter(None, listed.decode().split("\0"))):
        data = (root / name).read_bytes() if (root / name).is_file() else b"\0"
        if b"\0" not in data:
            yield name, data.decode()


def test_the_address_stands_in_one_place_only(root):
    address = read_address(root)
    owner, name = address.repository.split("/")
    traces = re.compile(rf"{re.escape(address.repository)}|{owner}\.github\.io/{name}")
    strays = []
    for path, text in tracked_texts(root):
        if path == "_config.yml":
            assert len(traces.findall(text)) == 1
            continue
        if path.endswith(".ipynb") and path.startswith(NOTEBOOKS):
            text = FORK.fill(text)  # `make release` writes these
        strays += [f"{path}: {found}" for found in traces.findall(text)]
    assert strays == []


@pytest.mark.parametrize("folder", NOTEBOOKS)
def test_notebooks_carry_the_configured_address(root, folder):
    address = read_address(root)
    for path in (root / folder).glob("*/*.ipynb"):
        text = path.read_text()
        assert address.fill(text) == text, f"{path.name}: run make release"
        forked = FORK.fill(text)
        assert 'REPOSITORY = \\"somebody-else/a.fork\\"' in forked
        assert 'BRANCH = \\"trunk\\"' in forked
        link = "https://github.com/somebody-else/a.fork/blob/trunk/book/executed/"
        assert f"{link}{path.stem}.ipynb" in forked
        assert address.fill(forked) == text, "nothing else changes"


@pytest.mark.parametrize(
    "url",
    ["https://github.com/a/b", "https://github.com/a/b/", "https://github.com/a/b.git"],
)
def test_an_address_is_read_however_it_is_written(tmp_path, url):
    text = f"repository:\n  url: {url}\n  branch: main\n"
    (tmp_path / "_config.yml").write_text(text)
    assert read_address(tmp_path) == Address("a/b", "main")


def test_an_address_that_is_no_repository_is_named(tmp_path):
    text = "repository:\n  url: https://example.org/course\n  branch: main\n"
    (tmp_path / "_config.yml").write_text(text)
    with pytest.raises(ValueError, match=r"write https://github\.com/OWNER/NAME"):
        read_address(tmp_path)
