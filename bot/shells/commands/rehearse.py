"""`notdate rehearse`."""

from __future__ import annotations

import sys

import click

from bot.shells.decks_found import find_deck
from bot.shells.listing import print_json
from bot.shells.options import as_json, refusals_are_told


@click.command()
@click.argument("deck")
@click.option(
    "--members", type=click.IntRange(1, 6), default=3, metavar="N", help="Invented people, 1 to 6; 3 if not given."
)
@click.option("--seed", type=int, default=1, metavar="N", help="The same people, who say the same.")
@click.option("--only-report", is_flag=True, help="Leave the transcript out.")
@as_json
@refusals_are_told
def command(deck: str, members: int, seed: int, only_report: bool, as_json: bool) -> None:
    """Play a deck with invented members: read how it sounds, and which branches nobody ever finds. DECK is its id, or a
    file that `notdate decks check` takes.

    Each of them goes through the deck alone, evening by evening, over the real engine and a file that is gone
    afterwards. What they answer is made of the deck's own phrases, and of what people say to anything: a shrug, a joke,
    something tender, something beside it. Then they sit at one table with it and answer a circle, as if they had not
    met it before.

    The same seed gives the same transcript. The exit code is 1 where a branch cannot be reached at all.

    \b
    Examples:
      notdate rehearse not-date
      notdate rehearse my-deck.yaml --only-report
      notdate rehearse friday.xlsx --members 5 --seed 7 --json
    """
    from bot.shells.rehearsal import report
    from bot.shells.rehearsal.running import rehearse

    _file, found = find_deck(deck)
    scenes, outcome = rehearse(found, members, seed)
    if as_json:
        print_json(report.as_data(scenes, outcome, only_report))
    else:
        for line in () if only_report else report.transcript(scenes):
            click.echo(line)
        for line in report.summary(outcome):
            click.echo(line)
    if outcome.unreachable:
        sys.exit(1)
