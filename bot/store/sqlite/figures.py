"""Looking at the counters, and at a week: see `model.figures`. No member's number leaves this file."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from bot.model.figures import (
    ANSWERS,
    Deed,
    Happened,
    Histogram,
    Lived,
    Missed,
    QuestionFigures,
    Questions,
    SharedMiss,
    Spot,
    Week,
)
from bot.model.ids import Address, DeckId, Platform, QuestionId, QuestionNumber
from bot.model.spans import DAY
from bot.ports.address import room_of
from bot.store.sqlite.suggestions import waiting

EVERYWHERE: Final = Spot()
_COUNTED: Final = "SELECT question, what, length, wait, sum(n) FROM askings GROUP BY question, what, length, wait"
_SHARED: Final = """
    SELECT a.question, a.member, w.text FROM answers a JOIN words w ON w.id = a.words
    WHERE a.shared = 1 AND a.branch = 'default' AND a.part = 0 ORDER BY a.at, a.round"""
_ANSWERED: Final = """
    SELECT a.member, a.at, q.deck, coalesce(c.platform, ''), coalesce(c.address, '') FROM answers a
    JOIN questions q ON q.number = a.question
    LEFT JOIN events e ON e.id = a.round LEFT JOIN conversations c ON c.id = e.conversation
    WHERE a.at >= ? AND a.at < ?"""


def questions(connection: sqlite3.Connection, deck: DeckId) -> Questions:
    """See `ports.views.Views.questions`."""
    counted: dict[int, Counter[str]] = defaultdict(Counter)
    lengths: dict[int, Counter[int]] = defaultdict(Counter)
    waits: dict[int, Counter[int]] = defaultdict(Counter)
    for number, what, length, wait, n in connection.execute(_COUNTED):
        counted[number][what] += n
        if what in ANSWERS:
            lengths[number][length] += n
            waits[number][wait] += n
    for number, good, n in connection.execute("SELECT question, good, count(*) FROM ratings GROUP BY question, good"):
        counted[number]["good" if good else "bad"] += n
    found = tuple(
        _figures(number, id_, question, counted[number], lengths[number], waits[number])
        for number, id_, question in _named(connection, deck)
        if number in counted
    )
    first = connection.execute("SELECT min(day) FROM askings").fetchone()[0]
    return Questions(found, (first or 0) * DAY)


def _named(connection: sqlite3.Connection, deck: DeckId) -> Iterator[tuple[int, DeckId, QuestionId]]:
    rows = connection.execute(
        "SELECT number, deck, question FROM questions WHERE ? IN ('', deck) ORDER BY number", (deck,)
    )
    return ((number, DeckId(id_), QuestionId(question)) for number, id_, question in rows.fetchall())


def _figures(
    number: int, deck: DeckId, question: QuestionId, of: Counter[str], lengths: Counter[int], waits: Counter[int]
) -> QuestionFigures:
    return QuestionFigures(
        number=QuestionNumber(number),
        deck=deck,
        question=question,
        asked=of[Happened.ASKED],
        answered=sum(of[what] for what in ANSWERS),
        missed=of[Happened.MISSED],
        skipped=of[Happened.SKIPPED],
        never=of[Happened.NEVER],
        followed=of[Happened.FOLLOWED],
        circled=of[Happened.CIRCLED],
        voted=of[Happened.VOTED] + of[Happened.VOTED_MISSED],
        voted_missed=of[Happened.VOTED_MISSED],
        shown=of[Happened.SHOWN],
        replied=of[Happened.REPLIED],
        good=of["good"],
        bad=of["bad"],
        lengths=_histogram(lengths),
        waits=_histogram(waits),
    )


def _histogram(counts: Counter[int]) -> Histogram:
    return tuple(sorted((step, n) for step, n in counts.items() if step))


def missed(connection: sqlite3.Connection, deck: DeckId) -> tuple[Missed, ...]:
    """See `ports.views.Views.missed`."""
    people = _people(connection)
    shared: dict[int, list[SharedMiss]] = defaultdict(list)
    seen: dict[int, dict[int, int]] = defaultdict(dict)
    for number, member, text in connection.execute(_SHARED):
        order = seen[number]
        by = order.setdefault(people.get(member, member), len(order) + 1)
        shared[number].append(SharedMiss(by, text))
    counts: Counter[int] = Counter()
    for number, n in connection.execute(
        "SELECT question, sum(n) FROM askings WHERE what IN (?, ?) GROUP BY question",
        (Happened.MISSED, Happened.VOTED_MISSED),
    ):
        counts[number] = n
    found = [
        # What was answered before counting began may be shared all the same.
        Missed(QuestionNumber(number), id_, question, max(counts[number], len(shared[number])), tuple(shared[number]))
        for number, id_, question in _named(connection, deck)
        if counts[number] or shared[number]
    ]
    return tuple(sorted(found, key=lambda one: (-one.count, one.number)))


def _people(connection: sqlite3.Connection) -> dict[int, int]:
    """The person, by each member that is linked with others."""
    return dict(connection.execute("SELECT member, person FROM links").fetchall())


class _Seen:
    """Who was in one spot: people as numbers that never leave it."""

    def __init__(self) -> None:
        self.last: dict[int, int] = {}
        """By person, the day of their last answer there in this week."""
        self.deeds: Counter[str] = Counter()

    def lived(self, spot: Spot, first: dict[int, int], since: int) -> Lived:
        return Lived(
            spot,
            began=sum(first[person] >= since // DAY for person in self.last),
            answered=len(self.last),
            came_back=sum(first[person] < day for person, day in self.last.items()),
            replied=self.deeds[Deed.REPLIED],
            told=self.deeds[Deed.TOLD],
            left=self.deeds[Deed.LEFT],
        )


def week(connection: sqlite3.Connection, since: int, until: int, reports: int) -> Week:
    """See `ports.views.Views.week`."""
    people = _people(connection)
    first: dict[int, int] = {}
    for member, at in connection.execute("SELECT member, min(at) FROM answers GROUP BY member"):
        person = people.get(member, member)
        first[person] = min(first.get(person, at // DAY), at // DAY)
    seen: dict[Spot, _Seen] = {EVERYWHERE: _Seen()}
    for member, at, deck, platform, address in connection.execute(_ANSWERED, (since, until)):
        person = people.get(member, member)
        for spot in _spots(platform, room_of(Address(address)), deck):
            last = seen.setdefault(spot, _Seen()).last
            last[person] = max(last.get(person, 0), at // DAY)
    for platform, room, deck, what, n in connection.execute(
        "SELECT platform, room, deck, what, sum(n) FROM deeds WHERE day >= ? AND day < ? GROUP BY 1, 2, 3, 4",
        (since // DAY, until // DAY),
    ):
        for spot in _spots(platform, room, deck):
            seen.setdefault(spot, _Seen()).deeds[what] += n
    lived = tuple(seen[spot].lived(spot, first, since) for spot in _in_order(seen))
    unheard = connection.execute(
        "SELECT count(*) FROM answers WHERE shared = 1 AND branch = 'default' AND part = 0 AND at >= ? AND at < ?",
        (since, until),
    ).fetchone()[0]
    return Week(since, until, lived, reports, unheard, waiting(connection))


def _spots(platform: str, room: str, deck: str) -> tuple[Spot, ...]:
    place, of = Spot("place", Platform(platform), room), Spot("deck", deck=DeckId(deck))
    return (EVERYWHERE, place, of) if deck else (EVERYWHERE, place)


def _in_order(spots: Iterable[Spot]) -> list[Spot]:
    kinds = ("everywhere", "place", "deck")
    return sorted(spots, key=lambda spot: (kinds.index(spot.kind), spot.platform, spot.room, spot.deck))
