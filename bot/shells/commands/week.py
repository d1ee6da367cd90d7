"""`notdate week`."""

from __future__ import annotations

import csv
import io
import time
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import click

from bot.model.spans import DAY
from bot.shells.dated import day
from bot.shells.listing import print_columns, print_json
from bot.shells.options import as_json, database, existing_database, give_up, refusals_are_told, settings_of

if TYPE_CHECKING:
    from bot.model.figures import Week

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\0")
"""What a spreadsheet takes for the beginning of a formula."""


@click.command()
@click.option("--ago", type=click.IntRange(0, 520), default=0, metavar="N", help="The seven days N weeks earlier.")
@click.option("--csv", "as_csv", is_flag=True, help="As a table for a spreadsheet, on stdout.")
@as_json
@database
@refusals_are_told
def command(ago: int, as_csv: bool, as_json: bool, db: str | None) -> None:
    """The last seven days in one table, today with them: who began, answered, came back, replied, told, and left.

    By place and by deck; days are UTC. Numbers from 1 to 4 stand as <5, so that nobody is pointed at. And what there is
    to do for whoever looks after the community. Works while the bot runs.

    \b
    Examples:
      notdate week
      notdate week --ago 1
      notdate week --csv > week.csv
      notdate week --json
    """
    from bot.store.sqlite.views import SqliteViews

    if as_csv and as_json:
        give_up("Say --csv or --json, not both.", code=2)
    now = time.time_ns() // 1_000_000
    until = (now // DAY + 1 - 7 * ago) * DAY
    with closing(SqliteViews(existing_database(settings_of(db=db)))) as views:
        week = views.week(until - 7 * DAY, until, now)
    if as_csv:
        click.echo(table_as_csv(week), nl=False)
    elif as_json:
        print_json(_as_json(week))
    else:
        _tell(week)


def _tell(week: Week) -> None:
    from bot.core.figures.week import HEADINGS, MEANINGS, load, named, table

    click.echo(f"From {_date(week.since)} to {_date(week.until - DAY)}, UTC.\n")
    rows = [((f"deck {name}" if one.spot.kind == "deck" else name), *one.cells)
            for one in table(week) for name in (named(one.spot),)]  # fmt: skip
    print_columns([("", *HEADINGS), *rows])
    click.echo()
    for heading, meaning in MEANINGS:
        click.echo(f"{heading}: {meaning}.")
    click.echo(f"\n{load(week).sentence}")


def _date(at: int) -> str:
    return datetime.fromtimestamp(at / 1000, UTC).strftime("%A %Y-%m-%d")


def table_as_csv(week: Week) -> str:
    """The table for a spreadsheet; nothing in it is taken for a formula."""
    from bot.core.figures.week import HEADINGS, named, table

    written = io.StringIO()
    writer = csv.writer(written, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(("from", "until", "kind", "where", *HEADINGS))
    days = (day(week.since), day(week.until - DAY))
    writer.writerows((*days, one.spot.kind, _cell(named(one.spot)), *one.cells) for one in table(week))
    return written.getvalue()


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text


def _as_json(week: Week) -> dict[str, object]:
    from bot.core.figures.week import HEADINGS, load, named, table

    names = [heading.replace(" ", "_") for heading in HEADINGS]
    work = load(week)
    return {
        "from": day(week.since),
        "until": day(week.until - DAY),
        "lines": [
            {"kind": one.spot.kind, "where": named(one.spot), **dict(zip(names, one.cells, strict=True))}
            for one in table(week)
        ],
        "to_do": {
            "reports": week.reports,
            "suggestions": week.suggestions,
            "shared_without_theme": week.missed,
            "minutes": work.minutes,
            "sentence": work.sentence,
        },
    }
