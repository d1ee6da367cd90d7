"""`notdate missed`."""

from __future__ import annotations

import shlex
from contextlib import closing
from typing import TYPE_CHECKING, Final

import click

from bot.shells.decks_offered import offered_files, read_files
from bot.shells.figures import deck_argument, deck_named
from bot.shells.listing import counted, harmless, print_json
from bot.shells.options import as_json, database, existing_database, refusals_are_told, settings_of

if TYPE_CHECKING:
    from bot.core.figures.missed import Proposal
    from bot.model.deck import Deck
    from bot.model.figures import Missed

SHOWN: Final = 10
"""Shared answers of a question that are listed; --json has all of them."""
Offered = dict[str, tuple[str, "Deck"]]


@click.command()
@deck_argument
@as_json
@database
@refusals_are_told
def command(deck: str, as_json: bool, db: str | None) -> None:
    """Answers that found no theme, by question, and what might become one. Of DECK, or of all decks.

    How many there are is counted; in words you read only those that their authors share. A word that at least three
    people used is proposed as a theme. Works while the bot runs.

    \b
    Examples:
      notdate missed
      notdate missed long-table
      notdate missed long-table --json
    """
    from bot.store.sqlite.views import SqliteViews

    with closing(SqliteViews(existing_database(settings_of(db=db)))) as views:
        found = views.missed(deck_named(views, deck))
    offered: Offered = {one.deck.id: (one.file, one.deck) for one in read_files(offered_files()) if one.deck}
    if as_json:
        print_json([_as_json(one, offered) for one in found])
        return
    if not found:
        click.echo("Every answer has found a theme so far.", err=True)
    for position, one in enumerate(found):
        if position:
            click.echo()
        _tell(one, offered)


def _tell(one: Missed, offered: Offered) -> None:
    shared = f"{len(one.shared)} of them shared" if one.shared else "none of them shared"
    click.echo(f"{one.deck}/{one.question}: {counted(one.count, 'answer')} without a theme, {shared}.")
    for miss in one.shared[-SHOWN:]:
        click.echo(f"  «{harmless(miss.text)}»")
    if len(one.shared) > SHOWN:
        click.echo(f"  and {len(one.shared) - SHOWN} more; --json has them all.")
    if proposal := _proposal(one, offered):
        _tell_proposal(one, proposal, offered[one.deck][0])


def _proposal(one: Missed, offered: Offered) -> Proposal | None:
    from bot.core.figures.missed import propose

    if one.deck not in offered:
        return None
    deck = offered[one.deck][1]
    question = next((each for each in deck.questions if each.id == one.question), None)
    return propose(question, deck.language, one.shared) if question else None


def _tell_proposal(one: Missed, proposal: Proposal, file: str) -> None:
    from bot.core.figures.missed import as_deck

    words = ", ".join(f"{word} ({people} people)" for word, people in proposal.words)
    click.echo(f"  Said by several: {words}. As a theme, under `themes:` of that question:\n")
    click.echo(as_deck(proposal))
    sample = " ".join(harmless(proposal.samples[-1]).split())
    click.echo(
        "\n  Keep the words that belong together, write what it says and asks, and try it in your copy of the deck:\n"
        f"    notdate decks hear {shlex.quote(file)} {one.question} {shlex.quote(sample)}"
    )


def _as_json(one: Missed, offered: Offered) -> dict[str, object]:
    from bot.core.figures.missed import as_deck

    proposal = _proposal(one, offered)
    return {
        "deck": one.deck,
        "question": one.question,
        "count": one.count,
        "shared": [miss.text for miss in one.shared],
        "words": dict(proposal.words) if proposal else {},
        "theme": as_deck(proposal, 0) if proposal else None,
    }
