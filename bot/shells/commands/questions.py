"""`notdate questions`."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Final

import click

from bot.shells.dated import day
from bot.shells.figures import deck_argument, deck_named
from bot.shells.listing import counted, paint, print_columns, print_json
from bot.shells.options import as_json, database, existing_database, refusals_are_told, settings_of

if TYPE_CHECKING:
    from bot.core.figures.questions import Weighed
    from bot.core.figures.shares import Share
    from bot.model.figures import Questions

HEADINGS: Final = (
    "question",
    "asked",
    "answered",
    "passed",
    "followed",
    "replies",
    "length",
    "time",
    "good",
    "not for me",
)


@click.command()
@deck_argument
@as_json
@database
@refusals_are_told
def command(deck: str, as_json: bool, db: str | None) -> None:
    """Which questions work: asked, answered, passed on, followed up. Of DECK, or of all. Works while the bot runs.

    Shares stand with the range that they lie in with 95 % certainty (Wilson's). What was asked fewer than 20 times is
    in no order yet. A question that people pass on is proposed for retirement; nothing retires by itself.

    \b
    Examples:
      notdate questions
      notdate questions long-table
      notdate questions long-table --json
    """
    from bot.core.figures.questions import in_order, weigh
    from bot.store.sqlite.views import SqliteViews

    with closing(SqliteViews(existing_database(settings_of(db=db)))) as views:
        found = views.questions(deck_named(views, deck))
    compared, others = in_order(weigh(one) for one in found.figures)
    if as_json:
        print_json([_as_json(one) for one in (*compared, *others)])
        return
    if not found.figures:
        click.echo("No question has been asked yet since counting began.", err=True)
        return
    _tell_decks(found)
    if compared:
        click.echo("\nThe most answered first:")
        print_columns([HEADINGS, *(_row(one) for one in compared)])
    if others:
        click.echo("\nAsked fewer than 20 times, so in no order yet:")
        print_columns([HEADINGS, *(_row(one) for one in others)])
    _tell_meanings()
    _tell_proposals([one for one in compared if one.retire])


def _tell_decks(found: Questions) -> None:
    from bot.core.figures.questions import together, weigh

    click.echo(f"Counted since {day(found.since)}.")
    for deck in dict.fromkeys(one.deck for one in found.figures):
        one = weigh(together(deck, [each for each in found.figures if each.deck == deck]))
        click.echo(
            f"{deck}: {one.figures.asked} asked, {_long(one.answered)} answered, {_long(one.passed)} passed. "
            f"{_circles(one)}{_medians(one)}"
        )


def _circles(one: Weighed) -> str:
    figures = one.figures
    if not figures.circled:
        return ""
    return f"{counted(figures.circled, 'circle')} with {counted(figures.voted, 'answer')}. "


def _medians(one: Weighed) -> str:
    length = f"Half of the typed answers have at most {_length(one.length)} characters. " if one.length else ""
    return length + (f"Half of all answers come within {in_time(one.wait)}." if one.wait else "")


def _tell_meanings() -> None:
    click.echo(
        "\npassed: skipped, or never to come again. followed: of the answers, those whose follow-up was taken up. "
        "replies: how often\nanswers that were turned over together, at a table or in a circle, led to a reply between "
        "members. length and time:\nmedians, right to within a factor of 1.4."
    )


def _tell_proposals(proposed: list[Weighed]) -> None:
    if not proposed:
        return
    click.echo("\nProposed for retirement. Nothing happens by itself: mend them, or take them out of their deck.")
    for one in proposed:
        click.echo(f"  {paint(_name(one), 'yellow')}: {one.retire}")


def _name(one: Weighed) -> str:
    return f"{one.figures.deck}/{one.figures.question}"


def _row(one: Weighed) -> tuple[str, ...]:
    from bot.core.figures.week import shown

    figures = one.figures
    return (
        _name(one),
        str(figures.asked),
        _percent(one.answered),
        _percent(one.passed),
        _percent(one.followed),
        f"{figures.replied} of {figures.shown}" if figures.shown else "-",
        _length(one.length),
        in_time(one.wait),
        shown(figures.good),
        shown(figures.bad),
    )


def _percent(share: Share) -> str:
    """`75 % (53-89)`; a dash of nothing."""
    return f"{share.value:.0%} ({share.low * 100:.0f}-{share.high * 100:.0f})" if share.all else "-"


def _long(share: Share) -> str:
    return f"{share.part} ({share.low:.0%} to {share.high:.0%} of them, with 95 % certainty)"


def _length(value: float | None) -> str:
    return "-" if value is None else f"{value:.0f}"


def in_time(seconds: float | None) -> str:
    """A span as one says it: `40 s`, `3 min`, `2 d`; a dash where nothing was measured."""
    if seconds is None:
        return "-"
    for size, unit in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if seconds >= 1.5 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} s"


def _as_json(one: Weighed) -> dict[str, object]:
    from bot.core.figures.questions import COUNTS
    from bot.core.figures.week import shown

    figures = one.figures
    return {
        "deck": figures.deck,
        "question": figures.question,
        **{name: getattr(figures, name) for name in COUNTS},
        "good": shown(figures.good),
        "bad": shown(figures.bad),
        "answered_share": _share(one.answered),
        "passed_share": _share(one.passed),
        "followed_share": _share(one.followed),
        "replied_share": _share(one.replied),
        "median_length": one.length,
        "median_seconds": one.wait,
        "compared": one.enough,
        "retire": one.retire or None,
    }


def _share(share: Share) -> dict[str, float] | None:
    return {"value": share.value, "low": share.low, "high": share.high} if share.all else None
