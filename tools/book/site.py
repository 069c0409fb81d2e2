"""Build the site and show it: `python -m tools.book.site build|serve`."""

from __future__ import annotations

import gzip
import http
import http.server
import re
import subprocess
import time
from functools import partial
from pathlib import Path

import click

from tools import ROOT
from tools.book import jupyter
from tools.book.chapters import pages_of_toc

HTML = ROOT / "_build" / "html"
PROBLEM = re.compile(r"WARNING:|ERROR:|\w+Error: ")
COLOR = re.compile(r"\x1b\[[0-9;]*m")


def missing_pages(html: Path = HTML, root: Path = ROOT) -> list[str]:
    """Return the pages of the table of contents that were not written."""
    return [p for p in pages_of_toc(root) if not (html / f"{p}.html").exists()]


def style_changed(html: Path = HTML, root: Path = ROOT) -> bool:
    """Say whether a script or style is newer than the site, which Sphinx overlooks."""
    index = html / "index.html"
    files = [*root.glob("book/_static/*"), *root.glob("book/_ext/*.py")]
    built = index.stat().st_mtime if index.exists() else 0.0
    return any(path.stat().st_mtime > built for path in files)


@click.group()
def main() -> None:
    """Build the site, or show it."""


@main.command()
def build() -> None:
    """Build the site; a warning is an error."""
    start = time.perf_counter()
    command = [
        jupyter.PROGRAM,
        *("build", str(ROOT), "--builder", "html"),
        *("--warningiserror", "--nitpick", "--keep-going"),
        *(["--all"] if style_changed() else []),
    ]
    with click.progressbar(length=100, label="Building the site") as bar:
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        lines = []
        assert process.stdout is not None
        for raw in process.stdout:
            line = COLOR.sub("", raw)
            lines.append(line)
            if match := re.search(r"\[\s*(\d+)%\]", line):
                bar.update(max(0, int(match[1]) - bar.pos))
        code = process.wait()
    if code != 0 or missing_pages():
        problems = [line for line in lines if PROBLEM.search(line)]
        click.echo("".join(problems or lines[-30:]), err=True)
        for page in missing_pages():
            click.echo(f"{page}: the page was not written", err=True)
        raise click.ClickException("the site could not be built; see above")
    click.echo(f"Built in {time.perf_counter() - start:.0f} s.")
    click.echo(f"Open {(HTML / 'index.html').relative_to(ROOT)}, or run: make serve")


@main.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8000)
def serve(port: int) -> None:
    """Show the site on localhost until Ctrl-C."""
    if not (HTML / "index.html").exists():
        raise click.ClickException("there is no site yet; build it with: make book")
    handler = partial(QuietHandler, directory=str(HTML))
    try:
        server = http.server.ThreadingHTTPServer(("127.0.0.1", port), handler)
    except OSError as error:
        raise click.ClickException(
            f"port {port} cannot be used ({error.strerror}); choose another: "
            f"make serve PORT={port + 1 if port < 65535 else 8000}"
        ) from error
    click.echo(f"Rectified is at http://localhost:{port}/ (Ctrl-C ends)")
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        click.echo()


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    """Serves files compressed, as web hosts do, and without a line for each."""

    def do_GET(self) -> None:
        """Send a text file compressed where the browser takes that."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        kind = self.guess_type(str(path))
        takes = "gzip" in self.headers.get("Accept-Encoding", "")
        if not (takes and path.is_file() and re.search("text|script|json|svg", kind)):
            super().do_GET()
            return
        body = gzip.compress(path.read_bytes(), compresslevel=9)
        self.send_response(http.HTTPStatus.OK)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Print nothing."""


if __name__ == "__main__":
    main()
