"""What several commands share: the database option, settings, and how errors are told."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from typing import Any, NoReturn, TypeVar

import click

from bot.ports.store import Refused
from bot.settings import Settings, SettingsError, load

_Function = TypeVar("_Function", bound=Callable[..., Any])

database = click.option("--db", metavar="FILE", help="The database file; the setting `db` if not given.")


def settings_of(**flags: str | int | None) -> Settings:
    """The settings of this run; what is wrong with them is said, and the command ends."""
    try:
        return load(flags)
    except SettingsError as error:
        give_up(str(error), code=2)


def give_up(sentence: str, code: int = 1) -> NoReturn:
    """The sentence is on stderr, and the command has ended with that exit code."""
    click.echo(sentence, err=True)
    sys.exit(code)


def refusals_are_told(function: _Function) -> _Function:
    """A refused database ends the command with its sentence, not with a traceback."""

    @functools.wraps(function)
    def told(*args: Any, **kwargs: Any) -> Any:
        try:
            return function(*args, **kwargs)
        except Refused as refused:
            give_up(str(refused))

    return told  # type: ignore[return-value]  # the same signature
