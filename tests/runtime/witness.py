"""Somebody who tells the simulation's checker of things, most of which nobody has ever seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from bot.model.actor import NOBODY
from bot.model.event import MessageReceived, Words
from bot.model.ids import (
    ConversationId,
    EventId,
    MemberId,
    MessageId,
    WordsId,
)
from bot.model.record import Record, SeatTaken, SeekerListed
from bot.model.table import Chair, Course, Table
from bot.model.tiding import CardAnswered, CompanySought, Guest, Said, Tiding
from bot.shells.simulate.checker import Checker
from bot.shells.simulate.facts import (
    Committed,
    Entered,
    Read,
    Recorded,
    Root,
    Shown,
    Stood,
    TimePassed,
)

HOUR = 3_600_000
DAY = 24 * HOUR
ADA, BEN, CLEO = MemberId(1), MemberId(2), MemberId(3)
TABLE, LOBBY = ConversationId(90), ConversationId(91)
MINE, CONTACT = "zqaqz", "zqbqz"


class File:
    """A file that says what it is told to say."""

    def __init__(self) -> None:
        self.tallies: dict[tuple[int, str], int] = {}
        self.voted: dict[tuple[int, int], list[str]] = {}
        """By circle and member."""
        self.left = 0

    def tally(self, question: int, key: str) -> int:
        return self.tallies.get((question, key), 0)

    def ballots(self, circle: int) -> dict[str, int]:
        return Counter(key for (there, _member), keys in self.voted.items() if there == circle for key in keys)

    def votes(self, circle: int, member: int) -> list[str]:
        return self.voted.get((circle, member), [])

    def words_left(self, ids: list[int]) -> int:
        return self.left if list(ids) else 0


class Witness:
    """Tells a checker of things, most of which nobody has ever seen."""

    def __init__(self) -> None:
        self.file = File()
        self.checker = Checker(self.file)
        self.count = 1_000
        self.now = 0

    def faults(self) -> list[str]:
        """What has been found, by rule."""
        return [fault.split(":")[0] for fault in self.checker.faults]

    def types(self, member: MemberId, text: str, key: str | None = None) -> int:
        """Somebody typed that; returns the id of the words."""
        self.count += 1
        event = MessageReceived(Words(WordsId(self.count), text))
        delivery = ("here", key or str(self.count))
        self.checker.hear(
            Entered(EventId(self.count), chat(member), member, event, "stepped", Root(chat(member), member), delivery)
        )
        return self.count

    def tells(self, where: ConversationId, tiding: Tiding, member: MemberId = NOBODY.id) -> int:
        """That came in there."""
        self.count += 1
        self.checker.hear(Entered(EventId(self.count), where, member, tiding, "stepped", Root(where)))
        return self.count

    def records(self, member: MemberId, *records: Record, where: ConversationId = TABLE) -> None:
        """That was written down."""
        self.checker.hear(*(Recorded(where, member, record) for record in records))

    def reads(self, member: MemberId, text: str = "", moments: Iterable[str] = (), root: Root | None = None) -> None:
        """Somebody reads that."""
        shown = Shown(MessageId(1), member, text, frozenset(moments), root or Root(chat(member), member))
        self.checker.hear(shown, Read(shown))

    def passes(self, now: int) -> None:
        """It is so late now."""
        self.now = now
        self.checker.hear(TimePassed(now))

    def commits(self) -> None:
        """The turn is over."""
        self.checker.hear(Committed())

    def seats(self, *members: MemberId, where: ConversationId = TABLE, course: Course = Course.CARD) -> None:
        """They sit there, and the first card lies there."""
        self.records(MemberId(0), *(SeatTaken(member) for member in members), where=where)
        chairs = tuple(Chair(guest_of(member)) for member in members)
        self.checker.hear(Stood(where, Table(course, chairs=chairs, nth=1)))

    def answers(self, member: MemberId, text: str) -> None:
        """Somebody answers the card."""
        words = self.types(member, text)
        self.tells(TABLE, CardAnswered(member, 1, Said(WordsId(words), len(text))))

    def asks_for_company(self, *members: MemberId) -> None:
        for member in members:
            self.tells(LOBBY, CompanySought(guest_of(member)))
            self.records(MemberId(0), SeekerListed(guest_of(member), 0), where=LOBBY)


def chat(member: MemberId) -> ConversationId:
    return ConversationId(member)


def guest_of(member: MemberId) -> Guest:
    return Guest(member, chat(member))
