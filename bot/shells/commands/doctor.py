"""`notdate doctor`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from bot.shells.listing import paint, print_columns, print_json
from bot.shells.options import as_json, database, settings_of

_COLOURS = {"ok": "green", "warn": "yellow", "fail": "red"}


@click.command()
@as_json
@database
def command(as_json: bool, db: str | None) -> None:
    """Look whether everything is in order: each line says ok, warn or fail, and what to do next. Changes nothing.

    The exit code is 1 where something fails; warnings do no harm.

    \b
    Examples:
      notdate doctor
      notdate doctor --json --db club.db
    """
    settings = settings_of(db=db)
    from msgspec import to_builtins

    from bot.shells.checkup import look_around

    checks = look_around(settings, Path.cwd())
    if as_json:
        print_json([{"next": "", **to_builtins(check)} for check in checks])
    else:
        print_columns(
            [
                (paint(check.result, _COLOURS[check.result]), check.name, f"{check.what}{_next(check.next)}")
                for check in checks
            ]
        )
    sys.exit(any(check.result == "fail" for check in checks))


def _next(steps: str) -> str:
    return f". {steps}" if steps else ""
