"""`notdate decks load`, and what else changes which decks are on offer."""

from __future__ import annotations

from pathlib import Path

import click

from bot.shells.dated import minute
from bot.shells.decks_found import find_deck
from bot.shells.listing import print_columns, print_json
from bot.shells.options import as_json, existing_database, give_up, refusals_are_told, settings_of


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@refusals_are_told
def load(file: Path) -> None:
    """Offer the deck in FILE, from now on: a new one, or a new version of one that there is.

    Nobody is interrupted: whoever is in the middle of an older version finishes on that. A bot that runs has it at
    once.

    \b
    Examples:
      notdate decks check my-deck.yaml && notdate decks load my-deck.yaml
    """
    from bot.shells.curating import load_deck
    from bot.written import encode

    _name, deck = find_deck(str(file))
    click.echo(load_deck(settings_of(), encode(deck)))


@click.command()
@click.argument("deck")
@refusals_are_told
def undo(deck: str) -> None:
    """Go back to the version of DECK before; a deck that is new goes off the list again.

    \b
    Examples:
      notdate decks undo my-deck
    """
    _curate("undo", deck)


@click.command()
@click.argument("deck")
@refusals_are_told
def enable(deck: str) -> None:
    """Offer DECK again.

    \b
    Examples:
      notdate decks enable long-table
    """
    _curate("enable", deck)


@click.command()
@click.argument("deck")
@refusals_are_told
def disable(deck: str) -> None:
    """Offer DECK no more; whoever is in the middle of it finishes.

    \b
    Examples:
      notdate decks disable long-table
    """
    _curate("disable", deck)


@click.command()
@click.argument("deck")
@click.argument("place", type=click.IntRange(1, 1000))
@refusals_are_told
def move(deck: str, place: int) -> None:
    """Put DECK at that PLACE of the list, from 1: the first is what is taken where nobody names one.

    \b
    Examples:
      notdate decks move little-things 1
    """
    _curate("move", deck, place)


@click.command()
@click.argument("deck")
@click.argument("question")
@refusals_are_told
def retire(deck: str, question: str) -> None:
    """Ask QUESTION of DECK of nobody any more; what was answered to it stays.

    \b
    Examples:
      notdate decks retire not-date tiger-or-bluebird
    """
    _ask_no_more("retire", deck, question)


@click.command("bring-back")
@click.argument("deck")
@click.argument("question")
@refusals_are_told
def bring_back(deck: str, question: str) -> None:
    """Ask QUESTION of DECK again.

    \b
    Examples:
      notdate decks bring-back not-date tiger-or-bluebird
    """
    _ask_no_more("bring-back", deck, question)


def _ask_no_more(what: str, deck: str, question: str) -> None:
    from bot.runtime.curation import Curated
    from bot.shells.curating import curate

    click.echo(curate(settings_of(), Curated(what, deck, question=question)))


def _curate(what: str, deck: str, place: int = 0) -> None:
    from bot.runtime.curation import Curated
    from bot.shells.curating import curate

    click.echo(curate(settings_of(), Curated(what, deck, place)))


@click.command()
@as_json
@refusals_are_told
def queue(as_json: bool) -> None:
    """The decks that the bot has, in the order in which it offers them, with the versions that can be gone back to.

    \b
    Examples:
      notdate decks queue
      notdate decks queue --json
    """
    from contextlib import closing

    from bot.store.sqlite.views import SqliteViews

    with closing(SqliteViews(existing_database(settings_of()))) as views:
        stock = views.stock()
    if as_json:
        import msgspec

        print_json(msgspec.to_builtins(stock))
        return
    rows = [
        (str(place), entry.deck, "offered" if entry.enabled else "off", str(len(entry.before)), entry.current.title)
        for place, entry in enumerate(stock.entries, 1)
    ]
    if not rows:
        give_up("The bot has no decks yet: it reads those that ship when it starts first.")
    print_columns([("place", "deck", "", "versions before", "title"), *rows])


@click.command()
@click.option("--last", default=50, show_default=True, type=click.IntRange(1, 10_000), help="So many, newest first.")
@as_json
@refusals_are_told
def log(last: int, as_json: bool) -> None:
    """What was done for the community, about decks, ranks and groups: when, by whom, what, and what was before.

    \b
    Examples:
      notdate decks log
      notdate decks log --last 500 --json
    """
    from contextlib import closing

    from bot.store.sqlite.views import SqliteViews

    with closing(SqliteViews(existing_database(settings_of()))) as views:
        acts = views.acts(last)
    if as_json:
        import msgspec

        print_json(msgspec.to_builtins(acts))
        return
    rows = [
        (
            minute(act.at),
            (act.account or str(act.member)) if act.member else "operator",
            act.what,
            act.subject,
            f"{_short(act.before)} -> {_short(act.after)}",
        )
        for act in acts
    ]
    print_columns([("when (UTC)", "who", "what", "of", "before -> after"), *rows])


def _short(what: str) -> str:
    """As it stands in the table: of a version as much of its hash as tells it from others."""
    return (what[:12] if len(what) == 64 else what) or "-"


CHANGES = (load, undo, enable, disable, move, retire, bring_back, queue, log)
