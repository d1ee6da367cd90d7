"""What several commands share: the database option, settings, and how errors are told.

Nothing of the bot is imported before a command runs, so that `--help` answers at once.
"""

from __future__ import annotations

import functools
import getpass
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn, ParamSpec, TypeVar

import click

if TYPE_CHECKING:
    from bot.settings import Settings

_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")

database = click.option("--db", metavar="FILE", help="The database file; the setting `db` if not given.")
as_json = click.option("--json", "as_json", is_flag=True, help="Machine-readable, on stdout.")
sure = click.option("--yes", is_flag=True, help="Do not ask.")
who = click.option(
    "--name", metavar="NAME", help="Who: the name they go by in `notdate chat`. Your login name if not given."
)


def settings_of(**flags: str | int | None) -> Settings:
    """The settings of this run; what is wrong with them is said, and the command ends."""
    from bot.settings import SettingsError, load

    try:
        return load(flags)
    except SettingsError as error:
        give_up(str(error), code=2)


def existing_database(settings: Settings) -> Path:
    """The database file, which is there; otherwise the command ends."""
    if settings.database.is_dir():
        give_up(f"{settings.database} is a folder, and no database. Name the file in it with --db.")
    if not settings.database.is_file():
        give_up(
            f"There is no database {settings.database}: nobody has talked to the bot here yet. Name another with "
            "--db, or begin one with `notdate serve`."
        )
    return settings.database


def login() -> str:
    """The name of whoever is logged in, or `you` where the system does not say."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "you"


CALLED: Final = os.environ.get("CALLED_AS", "notdate")
"""How this command is called: `./run` says so in a checkout."""
_SAID_IN_A_CHAT: Final = re.compile(r"[`‘](?P<word>undo|enable|disable|move|queue|decks)(?P<about> [^`’]*)?[`’]")


def as_commands(sentence: str) -> str:
    """What tells somebody in a chat which word comes next tells it here as a command that can be typed."""
    return _SAID_IN_A_CHAT.sub(
        lambda said: f"`{CALLED} decks {'queue' if said['word'] == 'decks' else said[0][1:-1]}`", sentence
    )


def give_up(sentence: str, code: int = 1) -> NoReturn:
    """The sentence is on stderr, and the command has ended with that exit code."""
    click.echo(sentence.replace("`notdate ", f"`{CALLED} "), err=True)
    sys.exit(code)


def make_sure(question: str, yes: bool) -> None:
    """It was said with --yes, or agreed to at the terminal; otherwise nothing happens and the command ends."""
    if yes:
        return
    if not sys.stdin.isatty():
        give_up("Nobody is here to be asked, so nothing was changed. Say --yes if you mean it.", code=2)
    if not click.confirm(question, err=True):
        give_up("Nothing was changed.")


def refusals_are_told(function: Callable[_Given, _Result]) -> Callable[_Given, _Result]:
    """A database that is refused, damaged or somebody else's ends the command with a sentence, not with a traceback."""

    @functools.wraps(function)
    def told(*args: _Given.args, **kwargs: _Given.kwargs) -> _Result:
        from bot.ports.store import Refused

        try:
            return function(*args, **kwargs)
        except Refused as refused:
            give_up(str(refused))
        except Exception as error:
            # SQLite's own errors are known by the code that they carry; another one is a fault in the program.
            if not hasattr(error, "sqlite_errorcode"):
                raise
            from bot.store.sqlite.connection import explain

            given = kwargs.get("db")
            give_up(explain(settings_of(db=given if isinstance(given, str) else None).database, error))

    return told
