"""What all tests share: the repository's root and a real browser."""

import functools
import http.server
import threading
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tools.browser import find_browser
from tools.site import QuietHandler

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository's root folder."""
    return ROOT


@pytest.fixture(scope="session")
def server():
    """The address of the built site, served on localhost."""
    handler = functools.partial(QuietHandler, directory=str(ROOT / "_build/html"))
    httpd = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=httpd.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{httpd.server_port}"
    httpd.shutdown()


@pytest.fixture(scope="session")
def chromium():
    """The machine's own browser, driven by Playwright."""
    executable = find_browser()
    assert executable, "no browser runs here; run: make system"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable, args=CHROMIUM_OPTIONS
        )
        yield browser
        browser.close()


@pytest.fixture
def browser_page(server, chromium):
    """The site's address and an empty tab."""
    page = chromium.new_page()
    yield server, page
    page.close()
