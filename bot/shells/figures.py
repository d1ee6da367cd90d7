"""What the commands that show figures share: which deck is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.shells.options import give_up

if TYPE_CHECKING:
    from bot.model.ids import DeckId
    from bot.ports.views import Views

deck_argument = click.argument("deck", default="", metavar="[DECK]")


def deck_named(views: Views, deck: str) -> DeckId:
    """The deck of that id, empty for all of them; where none of that id was ever on offer, the command ends."""
    from bot.model.ids import DeckId

    known = views.numbers()
    if deck and deck not in known:
        give_up(f"No deck {deck!r} was ever on offer here. There are: {', '.join(sorted(known))}.", code=2)
    return DeckId(deck)
