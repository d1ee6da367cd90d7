"""`notdate decks export` and `notdate decks starter`: decks as files that people open in a spreadsheet."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from bot.shells.decks_found import find_deck
from bot.shells.options import CALLED, give_up, refusals_are_told

FORMS: Final = ("csv", "tsv", "xlsx", "json", "yaml", "txt", "md")
"""The names in `decks.exporting.FORMS`, which is imported only where it is used; a test compares them."""

overwrite = click.option("--overwrite", is_flag=True, help="Write over a file that is there already.")


@click.command()
@click.argument("deck")
@click.option("--as", "form", type=click.Choice(FORMS), default="csv", help="The format; csv if not given.")
@click.option("--to", metavar="FILE", help="Where to; - is stdout. DECK.FORMAT in this folder if not given.")
@overwrite
@refusals_are_told
def export(deck: str, form: str, to: str | None, overwrite: bool) -> None:
    """A deck as a file to open, change and bring again. DECK is its id, or a file in any format that is read.

    csv, tsv, xlsx, json and yaml carry the whole deck; txt and md are lists of its questions, and what they leave out
    is said. A cell that a spreadsheet would take for a formula gets an apostrophe, which is taken off again when the
    file is read.

    \b
    Examples:
      notdate decks export little-things
      notdate decks export little-things --as xlsx --to ours.xlsx
      notdate decks export friday.csv --as yaml --to my-decks/friday.yaml
    """
    from bot.decks.exporting import export as exported

    _file, found = find_deck(deck)
    result = exported(found, form)
    if result.left_out:
        left_out = ", ".join(result.left_out)
        click.echo(f"A list of this format has no room for: {left_out}. csv, xlsx, json and yaml do.", err=True)
    _write(result.data, to or f"{found.id}.{form}", overwrite)


@click.command()
@click.argument("file", default="starter.csv", metavar="[FILE]")
@overwrite
@refusals_are_told
def starter(file: str, overwrite: bool) -> None:
    """A spreadsheet to begin a list of your own with. FILE ends in .csv, .tsv or .xlsx; starter.csv if not given.

    Three rows show what the columns do; write over them.

    \b
    Examples:
      notdate decks starter
      notdate decks starter friday.xlsx
      notdate decks check friday.xlsx
    """
    from bot.decks.exporting import starter as sheets

    form = Path(file).suffix.removeprefix(".").lower()
    if form not in sheets.FORMS:
        give_up(f"{file} says no format: let its name end in .csv, .tsv or .xlsx.", code=2)
    _write(sheets.starter(form), file, overwrite)
    if file != "-":
        click.echo(
            f"Write over its three rows, then `{CALLED} decks check {file}` says what is wrong with them.", err=True
        )


def _write(data: bytes, to: str, overwrite: bool) -> None:
    if to == "-":
        click.echo(data, nl=False)
        return
    target = Path(to)
    if target.exists() and not overwrite:
        give_up(f"{to} is there already. Name another file, or say --overwrite.", code=2)
    try:
        target.write_bytes(data)
    except OSError as error:
        give_up(f"{to} cannot be written: {error.strerror or error}.", code=2)
    click.echo(f"Written: {to}", err=True)
