"""`notdate`: the commands, each imported only when it is called, so that `--help` answers at once."""

from __future__ import annotations

import importlib
from typing import Final

import click

COMMANDS: Final = {
    "serve": "bot.shells.commands.serve",
    "chat": "bot.shells.commands.chat",
}
"""Name to module; each module has a click command called `command`."""

SUMMARIES: Final = {
    "serve": "Run the bot: the web chat, the terminal's door, and every configured platform.",
    "chat": "Have a conversation in this terminal.",
}


class LazyGroup(click.Group):
    """A group whose commands are imported when they are called, and listed without."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(COMMANDS[cmd_name]).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, SUMMARIES[name]) for name in COMMANDS])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="not-date", prog_name="notdate")
def main() -> None:
    """A list of curious questions, run as real conversations.

    \b
    Examples:
      notdate serve                      the web chat on http://127.0.0.1:8080
      notdate chat --deck little-things  a conversation in this terminal
    """
