"""The command line: `autograder COMMAND`; each command is a module of `commands`.

Exit codes: 0 when every submission has a result, 1 when some could not be
graded or the machine failed, 2 on wrong usage.
"""

from __future__ import annotations

import sys
from importlib import import_module

import click

# jsonschema checks international addresses by a grammar that takes two seconds to load.
# No notebook's schema asks for that, and where the checker is missing it goes without.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

COMMANDS = (
    "collect",
    "export",
    "grade",
    "watch",
    "regrade",
    "check",
    "explain",
    "feedback",
    "report",
    "package",
    "new",
    "answers",
    "extend",
    "forget",
    "backup",
    "restore",
)


class Commands(click.Group):
    """A group that imports a command when it is wanted."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        found: click.Command = getattr(
            import_module(f"autograder.commands.{name}"), name
        )
        return found


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Grade nbgrader assignments: fast, isolated, with nbgrader's marks."""


if __name__ == "__main__":
    main()
