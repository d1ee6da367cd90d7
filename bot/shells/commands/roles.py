"""`notdate roles`."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING

import click

from bot.shells.dated import day
from bot.shells.listing import print_columns, print_json
from bot.shells.options import as_json, database, existing_database, give_up, refusals_are_told, settings_of

if TYPE_CHECKING:
    from bot.ports.views import Views
    from bot.settings import Settings

Row = tuple[str, str, str]


@click.command()
@as_json
@database
@refusals_are_told
def command(as_json: bool, db: str | None) -> None:
    """Who may do what in the community: by the settings, by your word, in somebody's absence, and by which groups.

    Who looks after a group is not listed: its platform is asked whenever it matters. What each rank may is in
    docs/roles.md.

    \b
    Examples:
      notdate roles
      notdate roles --json
    """
    from bot.settings import SettingsError
    from bot.store.sqlite.views import SqliteViews

    settings = settings_of(db=db)
    try:
        with closing(SqliteViews(existing_database(settings))) as views:
            rows = list(_rows(settings, views))
    except SettingsError as error:
        give_up(str(error), code=2)
    if as_json:
        print_json([{"who": who, "rank": rank, "by": by} for who, rank, by in rows])
    elif not rows:
        click.echo(
            "Nobody but whoever sits at this machine. `notdate grant` and the setting `homes` change that.", err=True
        )
    else:
        print_columns([("who", "rank", "by"), *rows])


def _rows(settings: Settings, views: Views) -> Iterator[Row]:
    for platform, account in sorted(settings.moderators):
        yield f"{platform}:{account}", "moderator", "the setting moderators"
    for grant in views.grants():
        yield grant.account, grant.rank.value, f"granted on {day(grant.at)}"
    for deputy in views.deputies(time.time_ns() // 1_000_000):
        yield deputy.account, "moderator", f"stands in for {deputy.giver} until {day(deputy.until)}"
    for platform, home in settings.homes:
        yield f"whoever owns {platform}:{home}", "owner", "the setting homes"
        yield f"whoever looks after {platform}:{home}", "moderator", "the setting homes"
