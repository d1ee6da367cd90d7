"""`notdate suggestions`."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Final

import click

from bot.shells.dated import minute
from bot.shells.listing import harmless, print_columns, print_json
from bot.shells.options import as_json, database, existing_database, give_up, refusals_are_told, settings_of

if TYPE_CHECKING:
    from bot.ports.views import Suggested
    from bot.settings import Settings

REASONS: Final = ("near", "personal", "narrow", "hard")

number = click.argument("number", type=click.IntRange(1, 10**9))


@click.group(invoke_without_command=True)
@as_json
@database
@click.pass_context
@refusals_are_told
def command(context: click.Context, db: str | None, as_json: bool) -> None:
    """What members suggest to be asked. Without more: what waits, oldest first, and what was decided of late.

    Only their authors, and those who decide, read what waits. What is approved joins the deck `from-members`.

    \b
    Examples:
      notdate suggestions
      notdate suggestions --json
      notdate suggestions approve 3
      notdate suggestions decline 4 --because near
    """
    context.obj = db
    if context.invoked_subcommand is not None:
        return
    found = _listed(settings_of(db=db))
    if as_json:
        import msgspec

        print_json(msgspec.to_builtins(found))
    elif not found:
        click.echo("Nobody has suggested anything yet.", err=True)
    else:
        print_columns([("number", "when (UTC)", "state", "close to", "question"), *map(_row, found)])


@command.command()
@number
@database
@click.pass_obj
@refusals_are_told
def approve(above: str | None, number: int, db: str | None) -> None:
    """Have the question of that NUMBER asked from now on; its author hears of it.

    `notdate decks undo from-members` takes the last one back.

    \b
    Examples:
      notdate suggestions approve 3
    """
    _decide(db or above, "approve", number)


@command.command()
@number
@click.option("--because", default="", type=click.Choice(["", *REASONS]), metavar="|".join(REASONS),
              help="What its author reads: there is one near it, it is too personal, only a few could answer it, or it "
              "is hard to answer.")  # fmt: skip
@database
@click.pass_obj
@refusals_are_told
def decline(above: str | None, number: int, because: str, db: str | None) -> None:
    """Do not have the question of that NUMBER asked; its author hears of it, and why.

    \b
    Examples:
      notdate suggestions decline 4 --because near
    """
    _decide(db or above, "decline", number, because)


def _decide(db: str | None, what: str, number: int, because: str = "") -> None:
    from bot.runtime.curation import Curated
    from bot.shells.curating import curate

    settings = settings_of(db=db)
    if not any(one.suggestion.number == number and one.suggestion.fate == "waiting" for one in _listed(settings)):
        give_up(f"No suggestion {number} waits; nothing was changed. `notdate suggestions` lists those that do.")
    click.echo(harmless(curate(settings, Curated(what, number=number, because=because))))


def _listed(settings: Settings) -> tuple[Suggested, ...]:
    from bot.store.sqlite.views import SqliteViews

    with closing(SqliteViews(existing_database(settings))) as views:
        return views.suggestions()


def _row(one: Suggested) -> tuple[str, str, str, str, str]:
    found = one.suggestion
    twin = f"{found.twin.deck}/{found.twin.question}" if found.twin.question else ""
    return str(found.number), minute(found.at), found.fate.value, twin, " ".join(harmless(one.text).split()) or "(gone)"
