"""Where the repository lives: read from `_config.yml`, written into the notebooks.

`repository.url` and `repository.branch` there are the only place to change. Jupyter
Book takes its buttons from it, `book/_ext/address.py` the addresses of the pages, and
`make release` what a notebook needs when Colab opens it without its folder.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import yaml

# In a notebook's JSON, where a quotation mark stands behind a backslash.
ASSIGNED = re.compile(r'\b(REPOSITORY|BRANCH) = \\"[^"\\]*\\"')
LINKED = re.compile(r"https://github\.com/[^\s/]+/[^\s/]+/blob/\S+?(?=/book/executed/)")


@dataclass(frozen=True)
class Address:
    """A repository on GitHub: `owner/name`, and the branch that is published."""

    repository: str
    branch: str

    @property
    def url(self) -> str:
        """The repository's page."""
        return f"https://github.com/{self.repository}"

    def fill(self, notebook: str) -> str:
        """Return the text of a notebook's file with this address in it."""
        values = {"REPOSITORY": self.repository, "BRANCH": self.branch}
        assigned = ASSIGNED.sub(
            lambda match: f'{match[1]} = \\"{values[match[1]]}\\"', notebook
        )
        return LINKED.sub(f"{self.url}/blob/{self.branch}", assigned)


def read_address(root: Path) -> Address:
    """Return the address that the configuration names.

    Raises:
        ValueError: it names no repository on GitHub.
    """
    repository = yaml.safe_load((root / "_config.yml").read_text())["repository"]
    url, branch = repository["url"], repository["branch"]
    found = re.fullmatch(r"https://github\.com/([\w.-]+/[\w.-]+?)(?:\.git)?/?", url)
    if not found:
        raise ValueError(
            f"_config.yml: repository.url is {url!r}; write https://github.com/OWNER/NAME"
        )
    return Address(found[1], branch)
