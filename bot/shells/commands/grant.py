"""`notdate grant`."""

from __future__ import annotations

import click

from bot.shells.options import database, give_up, refusals_are_told, settings_of


@click.command()
@click.argument("account")
@click.argument("rank", type=click.Choice(["member", "host", "moderator", "owner"]))
@database
@refusals_are_told
def command(account: str, rank: str, db: str | None) -> None:
    """ACCOUNT is this in the community from now on; `member` takes back what was granted.

    An account is its platform, a colon, and what the platform knows it by: `whoami`, said to the bot in private, tells
    somebody their own. A bot that runs has it at once, and what was
    done is in the log. `notdate roles` shows who is what.

    \b
    Examples:
      notdate grant telegram:4711 host
      notdate grant matrix:@mara:example.org moderator
      notdate grant telegram:4711 member
    """
    from bot.connecting import PLATFORMS
    from bot.model.member import Rank
    from bot.settings import SettingsError, named_account
    from bot.shells.curating import grant

    try:
        platform, named = named_account(account, "grant")
    except SettingsError as error:
        give_up(str(error), code=2)
    if platform not in PLATFORMS:
        give_up(f"grant: there is no platform {platform!r}. There are: {', '.join(sorted(PLATFORMS))}.", code=2)
    click.echo(grant(settings_of(db=db), platform, named, Rank(rank)))
