"""`notdate reports`."""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import closing
from typing import TYPE_CHECKING, Final

import click

from bot.shells.dated import minute
from bot.shells.listing import harmless, print_columns
from bot.shells.options import (
    database,
    existing_database,
    give_up,
    make_sure,
    refusals_are_told,
    settings_of,
    sure,
)
from bot.shells.owning import by_owner, own_ledger

if TYPE_CHECKING:
    from bot.model.ids import MemberId
    from bot.ports.views import Report
    from bot.settings import Settings

LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

number = click.argument("number", type=click.IntRange(min=1))


@click.group(invoke_without_command=True)
@database
@click.pass_context
@refusals_are_told
def command(context: click.Context, db: str | None) -> None:
    """What members reported at tables. Without more: the open ones, by number, with when, where and how many lines.

    What was said is kept until the report is closed, and for 30 days at most.

    \b
    Examples:
      notdate reports
      notdate reports show 3
      notdate reports show 3 --accounts
      notdate reports close 3
    """
    context.obj = db
    if context.invoked_subcommand is not None:
        return
    found = _open_ones(settings_of(db=db))
    if not found:
        click.echo("No report is open.", err=True)
        return
    print_columns([("number", "when (UTC)", "platforms", "lines"), *(_row(report) for report in found)])


@command.command()
@number
@click.option("--accounts", "with_accounts", is_flag=True, help="Also which account each letter is.")
@database
@click.pass_obj
@refusals_are_told
def show(above: str | None, number: int, with_accounts: bool, db: str | None) -> None:
    """What was said before somebody reported it, oldest first; who said it is A, B, C.

    \b
    Examples:
      notdate reports show 3
      notdate reports show 3 --accounts
    """
    report = next((one for one in _open_ones(settings_of(db=db or above)) if one.number == number), None)
    if report is None:
        give_up(f"No report {number} is open. `notdate reports` lists those that are.")
    letters = letters_of(report)
    click.echo(f"Report {report.number}, {minute(report.at)} UTC, by {letters[report.by]}.")
    if with_accounts:
        for member, letter in letters.items():
            click.echo(f"{letter} is {', '.join(report.accounts[member]) or 'not here any more'}.")
    click.echo()
    for line in report.lines:
        sent = f"(sent: {line.media})" if line.media else ""
        click.echo(f"{letters[line.member]}: {' '.join(filter(None, (harmless(line.text), sent)))}")
    if not report.lines:
        click.echo("Nothing had been said at the table, or it has been forgotten since.")


@command.command()
@number
@sure
@database
@click.pass_obj
@refusals_are_told
def close(above: str | None, number: int, yes: bool, db: str | None) -> None:
    """What was kept with the report is deleted, also while the bot runs. It cannot be undone.

    Who was blocked by it stays blocked, and the table stays closed.

    \b
    Examples:
      notdate reports close 3
      notdate reports close 3 --yes
    """
    settings = settings_of(db=db or above)
    existing_database(settings)
    make_sure(f"Delete what was kept with report {number}? It cannot be undone.", yes)
    _close(settings, number)
    click.echo(f"Report {number} is closed, and what was kept with it is deleted. Backups may hold it.", err=True)


def _open_ones(settings: Settings) -> tuple[Report, ...]:
    from bot.store.sqlite.views import SqliteViews

    with closing(SqliteViews(existing_database(settings))) as views:
        return views.reports(_now())


def _now() -> int:
    return time.time_ns() // 1_000_000


def _row(report: Report) -> tuple[str, str, str, str]:
    platforms = {account.partition(":")[0] for accounts in report.accounts.values() for account in accounts}
    return str(report.number), minute(report.at), ", ".join(sorted(platforms)), str(len(report.lines))


def letters_of(report: Report) -> Mapping[MemberId, str]:
    """A letter for everybody, in the order in which they spoke; whoever reported and said nothing comes last."""
    members = dict.fromkeys([*(line.member for line in report.lines), report.by])
    return dict(zip(members, LETTERS, strict=False))


def _close(settings: Settings, number: int) -> None:
    """By whoever owns the database. Where no such report is open, the command ends."""
    from bot.model.ids import MemberId

    if by_owner(settings, "close-report", str(number), "Nothing was deleted") is not None:
        return
    with own_ledger(settings) as ledger:
        found = ledger.close_report(number, MemberId(0), _now())
    if not found:
        give_up(f"No report {number} is open; nothing was changed. `notdate reports` lists them.")
