"""What the counters say: of each question, of answers that found no theme, and of the week."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final

from aiohttp import web

from bot.core.figures.missed import Proposal, as_deck, propose
from bot.core.figures.questions import Weighed, Why, in_order, weigh
from bot.core.figures.shares import Share
from bot.core.figures.week import FEW, HEADINGS, load, shown, table
from bot.model.deck import Deck, Question
from bot.model.figures import Missed, Questions, Spot, Week
from bot.model.ids import DeckId, QuestionId
from bot.model.noun import Noun
from bot.model.spans import DAY
from bot.shells.commands.questions import in_time
from bot.shells.commands.week import table_as_csv
from bot.shells.console.decks import decoded
from bot.shells.console.visit import Visit
from bot.shells.dated import day

MOST_WEEKS: Final = 520
WORDS: Final = 10
"""Shared answers of a question that are listed."""
WIDE: Final = 96
"""The drawing's units from nothing to all."""
MOST: Final = 500
"""Questions that one page shows."""

ORDERS: Final[dict[str, Callable[[Weighed], float]]] = {
    "asked": lambda one: -one.figures.asked,
    "answered": lambda one: -one.answered.low,
    "passed": lambda one: -one.passed.low,
    "followed": lambda one: -one.followed.low,
    "replied": lambda one: -one.replied.low,
    "length": lambda one: -(one.length or 0),
    "wait": lambda one: one.wait or float("inf"),
    "good": lambda one: -one.figures.good,
    "bad": lambda one: -one.figures.bad,
}
"""By what the results can be sorted; a share by what it is at least."""


class Drawn(Noun, frozen=True):
    """A share as a cell shows it: in words, and as a line from `low` to `high` with a dot, in the drawing's units.
    Empty where there are too few to tell."""

    value: str = ""
    between: str = ""
    low: float = 0
    high: float = 0
    dot: float = 0


class Result(Noun, frozen=True):
    """A question with its figures, as a line of the page."""

    weighed: Weighed
    text: str
    answered: Drawn
    passed: Drawn
    followed: Drawn
    replied: str
    length: str
    wait: str
    good: str
    bad: str
    why: str
    retired: bool = False


def drawn(share: Share) -> Drawn:
    """The share, or nothing of fewer than five: it would be anything, and might point at somebody."""
    if share.all < FEW:
        return Drawn()
    return Drawn(
        f"{share.value:.0%}",
        f"{share.low * 100:.0f}–{share.high * 100:.0f}",
        round(share.low * WIDE, 1),
        round(share.high * WIDE, 1),
        round(share.value * WIDE, 1),
    )


async def results(visit: Visit) -> web.StreamResponse:
    """Each question with how it does, sorted as was wished."""
    by = visit.asked("by") if visit.asked("by") in ORDERS else ""

    def look() -> tuple[Questions, list[Result], list[tuple[str, str]]]:
        stock = visit.views.stock()
        decks = [(str(entry.deck), visit.called(entry.current.title)) for entry in stock.entries]
        found = visit.views.questions(_deck_asked(visit))
        texts = _texts(visit)
        compared, others = in_order(weigh(one) for one in found.figures)
        ordered = [*compared, *others]
        if by:
            ordered.sort(key=lambda one: (one.figures.asked < FEW, ORDERS[by](one)))
        bits = int(stock.retired, 16)
        return (
            found,
            [_result(visit, one, texts, bool(bits >> one.figures.number & 1)) for one in ordered[:MOST]],
            decks,
        )

    found, lines, decks = await asyncio.to_thread(look)
    since = visit.date(day(found.since)) if found.since else ""
    return visit.page(
        "results", "results", lines=lines, decks=decks, deck=visit.asked("deck"), by=by, since=since,
        more=max(0, len(found.figures) - MOST),
    )  # fmt: skip


def _deck_asked(visit: Visit) -> DeckId:
    """The deck that the address names, empty for all. Raises LookupError with a sentence."""
    deck = visit.asked("deck")
    if deck and deck not in visit.views.numbers():
        raise LookupError(visit.say("decks.none-such", deck=deck))
    return DeckId(deck)


def _texts(visit: Visit) -> dict[tuple[str, str], str]:
    """What each question asks, by deck and question."""
    decks = [decoded(visit.views, entry.current.hash) for entry in visit.views.stock().entries]
    return {(deck.id, question.id): question.text for deck in decks for question in deck.questions}


def _result(visit: Visit, one: Weighed, texts: dict[tuple[str, str], str], retired: bool) -> Result:
    figures = one.figures
    few = figures.asked < FEW
    return Result(
        one,
        texts.get((figures.deck, figures.question), ""),
        drawn(one.answered),
        drawn(one.passed),
        drawn(one.followed),
        f"{figures.replied}/{figures.shown}" if figures.shown >= FEW else "",
        f"{one.length:.0f}" if one.length is not None and not few else "",
        in_time(one.wait) if one.wait is not None and not few else "",
        shown(figures.good),
        shown(figures.bad),
        _why(visit, one.why),
        retired,
    )


def _why(visit: Visit, why: Why | None) -> str:
    """Why it is proposed to retire the question, for whoever reads it; empty where it is not."""
    if why is None:
        return ""
    found = why.share
    return visit.say(f"results.why-{why.name}", part=found.part, all=found.all, low=f"{found.low:.0%}")


class Found(Noun, frozen=True):
    """A question with answers that found no theme, and what might become one."""

    missed: Missed
    text: str
    proposal: Proposal | None
    theme: str


async def missed(visit: Visit) -> web.StreamResponse:
    """Answers that found no theme: counted, in words only what is shared, and with a proposal."""

    def look() -> tuple[list[Found], list[tuple[str, str]]]:
        stock = visit.views.stock()
        decks = {str(entry.deck): decoded(visit.views, entry.current.hash) for entry in stock.entries}
        found = visit.views.missed(_deck_asked(visit))[:MOST]
        titles = [(id_, visit.called(deck.title)) for id_, deck in decks.items()]
        return [_found(one, decks.get(one.deck)) for one in found], titles

    found, decks = await asyncio.to_thread(look)
    return visit.page("missed", "missed", found=found, decks=decks, deck=visit.asked("deck"), words=WORDS)


def _found(one: Missed, deck: Deck | None) -> Found:
    question = find_question(deck, one.question) if deck else None
    proposal = propose(question, deck.language, one.shared) if deck and question else None
    return Found(one, question.text if question else "", proposal, as_deck(proposal, 0) if proposal else "")


def find_question(deck: Deck, id_: QuestionId | str) -> Question | None:
    """The deck's question of that id."""
    return next((question for question in deck.questions if question.id == id_), None)


# The week


class WeekLine(Noun, frozen=True):
    """A line of the week's table: what it is about, and its numbers."""

    where: str
    kind: str
    cells: tuple[tuple[str, str], ...]


async def week(visit: Visit) -> web.StreamResponse:
    """Seven days in one table, and what there is to do."""
    ago = _ago(visit)
    found = await asyncio.to_thread(_week, visit, ago)
    lines = [
        WeekLine(_where(visit, line.spot), line.spot.kind, tuple(zip(HEADINGS, line.cells, strict=True)))
        for line in table(found)
    ]
    return visit.page(
        "week", "week", lines=lines, headings=HEADINGS, ago=ago, since=visit.date(day(found.since)),
        until=visit.date(day(found.until - DAY)), week=found, minutes=round(load(found).minutes),
        earlier=ago < MOST_WEEKS,
    )  # fmt: skip


async def week_as_csv(visit: Visit) -> web.StreamResponse:
    """The same for a spreadsheet."""
    found = await asyncio.to_thread(_week, visit, _ago(visit))
    headers = {"Content-Disposition": f'attachment; filename="week-{day(found.since)}.csv"'}
    return web.Response(text=table_as_csv(found), content_type="text/csv", charset="utf-8", headers=headers)


def _week(visit: Visit, ago: int) -> Week:
    until = (visit.now // DAY + 1 - 7 * ago) * DAY
    return visit.views.week(until - 7 * DAY, until, visit.now)


def _ago(visit: Visit) -> int:
    asked = visit.asked("ago")
    return min(int(asked), MOST_WEEKS) if asked.isascii() and asked.isdigit() and len(asked) < 5 else 0


def _where(visit: Visit, spot: Spot) -> str:
    if spot.kind == "everywhere":
        return visit.say("week.everywhere")
    if spot.kind == "deck":
        return spot.deck
    if not spot.platform:
        return visit.say("week.tables")
    return f"{spot.platform} · {spot.room or visit.say('week.private')}"
