"""What all tests share: the repository's root, its site and a real browser."""

import functools
import http.server
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from tools.book.site import HTML, QuietHandler
from tools.setup.browser import find_browser
from tools.walks.walking import PATIENCE

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

expect.set_options(timeout=PATIENCE)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list) -> None:
    """Tests of a group run in one process, or two would build one site at once."""
    if getattr(config.option, "loadgroup", False):
        for item in items:
            if item.get_closest_marker("xdist_group"):
                assert "@" in item.nodeid, (
                    "pytest-xdist does not see this pytest's groups"
                )


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository's root folder."""
    return ROOT


@pytest.fixture
def clone(root: Path, tmp_path: Path) -> Path:
    """The course as a fresh clone has it: nothing that git ignores."""
    words = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(words, cwd=root, capture_output=True, check=True).stdout
    for name in filter(None, listed.decode().split("\0")):
        if not name.startswith(("book/", "tests/")) and (root / name).is_file():
            place = tmp_path / "clone" / name
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(root / name, place)
    return tmp_path / "clone"


@pytest.fixture(scope="session")
def site() -> Path:
    """The site, built from the working tree as `make book` builds it.

    What uses it carries the mark `xdist_group("site")`, so that one process builds it.
    """
    subprocess.run([sys.executable, "-m", "tools.book.site", "build"], check=True)
    return HTML


@pytest.fixture(scope="session")
def server(site):
    """The address of the built site, served on localhost."""
    handler = functools.partial(QuietHandler, directory=str(site))
    httpd = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=httpd.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{httpd.server_port}"
    httpd.shutdown()


class Chromium:
    """A browser whose tabs wait patiently."""

    def __init__(self, browser) -> None:
        self.browser = browser

    def new_context(self, **options):
        """A browser's profile of its own, with an empty cache."""
        context = self.browser.new_context(**options)
        context.set_default_timeout(PATIENCE)
        return context

    def new_page(self, **options) -> Page:
        """A tab with a profile of its own."""
        page = self.browser.new_page(**options)
        page.set_default_timeout(PATIENCE)
        return page


def typeset(page: Page) -> None:
    """Wait until a loaded page has its fonts and formulas, and so its layout."""
    page.evaluate("document.fonts.ready.then(() => window.MathJax?.startup?.promise)")


@pytest.fixture(scope="session")
def chromium():
    """The machine's own browser, driven by Playwright."""
    executable = find_browser()
    assert executable, "no browser runs here; run: make system"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable, args=CHROMIUM_OPTIONS
        )
        yield Chromium(browser)
        browser.close()


@pytest.fixture
def browser_page(server, chromium):
    """The site's address and an empty tab."""
    page = chromium.new_page()
    yield server, page
    page.close()


@pytest.fixture(autouse=True)
def stays_where_it_was() -> Iterator[None]:
    """A test that leaves the folder where all run fails, and takes no other along."""
    here = os.getcwd()
    yield
    there = os.getcwd()
    os.chdir(here)
    assert there == here
