"""What was done, what was reported, and what comes by itself."""

from __future__ import annotations

import asyncio
import re
from datetime import datetime
from typing import Final

from aiohttp import web

from bot.core import calendar
from bot.core.figures.week import shown
from bot.model.calendar import Day
from bot.model.ids import MemberId
from bot.model.noun import Noun
from bot.ports.views import Act, Report
from bot.shells.commands.reports import letters_of
from bot.shells.console.visit import Moment, Visit

MOST: Final = 200
"""Lines of the log that one page shows."""


_VERSION: Final = re.compile("[0-9a-f]{32,}")
_SUGGESTION: Final = re.compile(r"suggestion (\d+)")
_UNTIL: Final = re.compile(r"(a code, )?until (\d{4}-\d\d-\d\d.*)")


class Done(Noun, frozen=True):
    """A line of the log."""

    when: Moment
    who: str
    what: str
    subject: str
    before: str
    after: str


async def log(visit: Visit) -> web.StreamResponse:
    """What was done by those who may, newest first."""

    def look() -> list[Done]:
        acts = visit.views.acts(MOST)
        names = visit.views.names({act.member for act in acts if act.member})
        return [_done(visit, act, names) for act in acts]

    return visit.page("log", "log", lines=await asyncio.to_thread(look))


def _done(visit: Visit, act: Act, names: dict[MemberId, str]) -> Done:
    who = names.get(act.member) or visit.say("log.somebody", number=act.member)
    return Done(
        visit.moment(act.at),
        who if act.member else visit.say("log.operator"),
        visit.language.word(f"log.did.{act.what.replace(' ', '-')}", act.what),
        _stood(visit, act.subject),
        _stood(visit, act.before),
        _stood(visit, act.after),
    )


def _stood(visit: Visit, value: str) -> str:
    """How something stood, as the log has it, in the reader's words; of a version as much of its name as tells it from
    others."""
    if _VERSION.fullmatch(value):
        return value[:12]
    if numbered := _SUGGESTION.fullmatch(value):
        return visit.say("log.suggestion", number=numbered[1])
    if until := _UNTIL.fullmatch(value):
        return visit.say("log.code-until" if until[1] else "log.until", date=visit.date(until[2]))
    return visit.language.word(f"log.is.{value.replace(' ', '-')}", value)


# Reports


class Line(Noun, frozen=True):
    """A line that was said, by its speaker's letter."""

    letter: str
    text: str
    media: str


class Open(Noun, frozen=True):
    """A report that is open, as the list shows it."""

    number: int
    when: Moment
    platforms: str
    lines: int


async def reports(visit: Visit) -> web.StreamResponse:
    """Those that are open: when, where and how many lines, and nobody's words."""
    found = await asyncio.to_thread(visit.views.reports, visit.now)
    return visit.page("reports", "reports", reports=[_open(visit, report) for report in found])


def _open(visit: Visit, report: Report) -> Open:
    platforms = {account.partition(":")[0] for accounts in report.accounts.values() for account in accounts}
    return Open(report.number, visit.moment(report.at), ", ".join(sorted(platforms)), len(report.lines))


async def report(visit: Visit) -> web.StreamResponse:
    """What was said before somebody reported it; who said it is A, B, C."""
    found = await _report(visit)
    letters = letters_of(found)
    lines = [Line(letters[one.member], one.text, one.media) for one in found.lines]
    accounts = [(letter, ", ".join(found.accounts[member])) for member, letter in letters.items()]
    return visit.page(
        "report", "reports", report=_open(visit, found), by=letters[found.by], lines=lines,
        accounts=accounts if visit.asked("accounts") else [],
    )  # fmt: skip


async def close_report(visit: Visit) -> web.StreamResponse:
    """What was kept with it is gone, once it was said twice."""
    found = await _report(visit)
    if visit.form.get("sure") != "yes":
        return visit.page("close-report", "reports", report=_open(visit, found))
    await visit.office.close_report(visit.session, found.number)
    return visit.turn_to("/reports", visit.say("reports.closed", number=found.number))


async def _report(visit: Visit) -> Report:
    """The open report of that number. Raises LookupError with a sentence."""
    number = visit.path("number")
    for one in await asyncio.to_thread(visit.views.reports, visit.now):
        if str(one.number) == number:
            return one
    raise LookupError(visit.say("reports.none-such", number=number[:20]))


# What comes by itself


class Dated(Noun, frozen=True):
    """A day of the calendar as the page shows it."""

    date: str
    said: str
    weekday: str
    weekend: bool
    occasions: tuple[tuple[str, str, str, str, str], ...]
    """Time, zone where it is another than the house's, platform, room, decks."""
    members: str


async def coming(visit: Visit) -> web.StreamResponse:
    """The next two weeks, day by day."""
    now, zones = visit.now, visit.office.zones

    def look() -> tuple[list[Dated], str]:
        here = zones.of("", now)
        found = calendar.days(visit.views.coming(), lambda name: zones.of(name, now), here, now)
        titles = {str(entry.deck): visit.called(entry.current.title) for entry in visit.views.stock().entries}
        return [_day(visit, day, here.name, titles) for day in found], here.name

    days, zone = await asyncio.to_thread(look)
    return visit.page("calendar", "calendar", days=days, zone=zone)


def _day(visit: Visit, day: Day, here: str, titles: dict[str, str]) -> Dated:
    weekday = datetime.fromisoformat(day.date).weekday()
    return Dated(
        day.date,
        visit.date(day.date),
        visit.say(f"calendar.day.{weekday}"),
        calendar.is_weekend(day),
        tuple(
            (
                one.time,
                one.zone if one.zone != here else "",
                one.platform,
                one.room,
                ", ".join(titles.get(deck, deck) for deck in one.decks),
            )
            for one in day.occasions
        ),
        shown(day.members) if day.members else "",
    )
