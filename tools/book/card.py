"""Draw the card that is shown where a page is shared: `python -m tools.book.card`."""

from __future__ import annotations

import base64
from pathlib import Path

import click
from playwright.sync_api import sync_playwright

from tools import ROOT
from tools.setup.browser import find_browser

STATIC = ROOT / "book" / "_static"
CARD = STATIC / "card.png"
WIDTH, HEIGHT = 1200, 630  # pixels, as Open Graph recommends
PAGE = """<!doctype html><style>
@font-face {{ font-family: Inter; font-weight: 400 700;
  src: url(data:font/woff2;base64,{font}); }}
body {{ margin: 0; width: 1200px; height: 630px; box-sizing: border-box;
  padding: 72px 80px; background: #14202b; color: #fff; font-family: Inter;
  position: relative; overflow: hidden; }}
h1 {{ margin: 0; font-size: 116px; letter-spacing: -2px; }}
p {{ margin: 12px 0 0; font-size: 42px; line-height: 1.35; color: #d3dee8; }}
svg {{ position: absolute; left: 80px; right: 80px; bottom: 64px; }}
</style><h1>Rectified</h1>
<p>Why deep networks use ReLU, how it fails,<br>and what to do about it</p>
<svg width="1040" height="220" viewBox="0 0 1040 220" fill="none">
<path d="M0 210h1040" stroke="#5b6b7a" stroke-width="4"/>
<path d="M6 210h640L1030 10" stroke="#4aa8e0" stroke-width="14"
  stroke-linecap="round" stroke-linejoin="round"/></svg>"""


def draw(path: Path = CARD) -> None:
    """Write the card."""
    font = base64.b64encode((STATIC / "fonts" / "inter.woff2").read_bytes()).decode()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_browser(), args=["--no-sandbox"]
        )
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.set_content(PAGE.format(font=font))
        page.evaluate("document.fonts.ready")
        page.screenshot(path=str(path))
        browser.close()


@click.command()
def main() -> None:
    """Draw the card into book/_static."""
    draw()
    click.echo(f"Wrote {CARD.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
