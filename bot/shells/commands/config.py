"""`notdate config`."""

from __future__ import annotations

import click

from bot.shells.listing import print_columns, print_json
from bot.shells.options import as_json, database, settings_of


@click.group()
def command() -> None:
    """The settings: defaults, then notdate.toml in this folder, then NOTDATE_... variables, then flags.

    Later ones win. A change counts from the next start.

    \b
    Examples:
      notdate config show
      NOTDATE_PORT=9000 notdate config show --json
    """


@command.command()
@as_json
@database
def show(as_json: bool, db: str | None) -> None:
    """Every setting, its value, and where that comes from. Secrets are masked.

    \b
    Examples:
      notdate config show
      notdate config show --json
    """
    values = settings_of(db=db).values.values()
    if as_json:
        print_json(
            [
                {
                    "name": value.field.name,
                    "value": value.shown if value.field.secret else value.value,
                    "origin": value.origin,
                    "meaning": value.field.meaning,
                }
                for value in values
            ]
        )
        return
    print_columns([(value.field.name, value.origin, value.shown or "-") for value in values])
