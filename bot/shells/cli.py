"""`notdate`: the commands, each imported only when it is called, so that `--help` answers at once."""

from __future__ import annotations

import importlib
from typing import Final

import click

COMMANDS: Final = {
    "serve": ("bot.shells.commands.serve", "Run the bot: the web chat and the terminal's door."),
    "chat": ("bot.shells.commands.chat", "Have a conversation in this terminal."),
    "console": ("bot.shells.commands.console", "A way in to the console, for whoever runs the bot."),
    "decks": ("bot.shells.commands.decks", "List, show and check decks; try how answers are heard."),
    "rehearse": ("bot.shells.commands.rehearse", "Play a deck with invented members; which branches nobody finds."),
    "me": ("bot.shells.commands.me", "What is kept about somebody: export it, or forget it."),
    "roles": ("bot.shells.commands.roles", "Who may do what in the community."),
    "grant": ("bot.shells.commands.grant", "Say who is a host, a moderator or an owner."),
    "suggestions": (
        "bot.shells.commands.suggestions",
        "What members suggest to be asked: read it, and decide.",
    ),
    "reports": ("bot.shells.commands.reports", "What was reported at tables: look at it, and close it."),
    "questions": ("bot.shells.commands.questions", "Which questions work: asked, answered, passed on, followed up."),
    "missed": ("bot.shells.commands.missed", "Answers that found no theme, and what might become one."),
    "week": ("bot.shells.commands.week", "The week in one table, and how much work it makes."),
    "replay": ("bot.shells.commands.replay", "Step a conversation again from its events, and compare."),
    "doctor": ("bot.shells.commands.doctor", "Look whether everything is in order."),
    "backup": ("bot.shells.commands.backup", "Copy the database, also while the bot runs."),
    "restore": ("bot.shells.commands.restore", "Go back to a backup; who was forgotten stays forgotten."),
    "farewell": ("bot.shells.commands.farewell", "Say goodbye wherever the bot is at home, before it goes."),
    "erase": ("bot.shells.commands.erase", "Delete everything that the bot keeps."),
    "config": ("bot.shells.commands.config", "Show the settings and where each comes from."),
    "bench": ("bot.shells.commands.bench", "Measure it."),
    "simulate": ("bot.shells.commands.simulate", "Let a community live in virtual time, and check it."),
}
"""Name to module and summary, in the order of the help; each module has a click command called `command`."""


class LazyGroup(click.Group):
    """A group whose commands are imported when they are called, and listed without."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(COMMANDS[cmd_name][0]).command
        command.name = cmd_name
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            ctx.fail(f"There is no command {args[0]!r}.{_alike(args[0])} There are: {', '.join(COMMANDS)}.")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, summary) for name, (_module, summary) in COMMANDS.items()])


def _alike(word: str) -> str:
    from difflib import get_close_matches

    close = get_close_matches(word, COMMANDS, 1)
    return f" Did you mean {close[0]!r}?" if close else ""


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="not-date", prog_name="notdate")
def main() -> None:
    """A list of curious questions, run as real conversations.

    Data goes to stdout, talk to stderr. The exit code is 0 when it is done, 1 when it could not be done, 2 when it was
    asked for wrongly.

    \b
    Examples:
      notdate serve                      the web chat on http://127.0.0.1:8080
      notdate chat --deck little-things  a conversation in this terminal
      notdate doctor                     is everything in order?
    """
