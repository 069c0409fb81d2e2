"""The commands that make the book; `make help` lists them."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
