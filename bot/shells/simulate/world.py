"""The world: its clock, what is to happen next, the engine that serves it, and the people who live there.

It is one thread without a loop: the next thing happens at once, whenever that is in virtual time.
"""

from __future__ import annotations

import hashlib
import heapq
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Final

import msgspec.structs

from bot.core.shelf import Shelf
from bot.model.deck import Deck
from bot.model.effect import Delivery
from bot.model.ids import Address, DeckHash, MemberId, MessageId, Platform
from bot.model.message import Capabilities, Message
from bot.ports.adapter import Delivered, Failure, Outcome
from bot.ports.address import room_of
from bot.ports.store import Due, Mark, Posted
from bot.rendering.prompts import Prompts
from bot.rendering.render import render
from bot.runtime.engine import Work
from bot.runtime.library import voice_of
from bot.settings import load
from bot.shells.bench.workload import CAPABILITIES
from bot.shells.simulate.checker import Checker
from bot.shells.simulate.facts import (
    Acknowledged,
    Committed,
    Complained,
    Entered,
    Fact,
    Read,
    Root,
    Shown,
    TimePassed,
    Written,
)
from bot.shells.simulate.habits import GREETING, GUESTS, HABITS, OPENED
from bot.shells.simulate.overheard import overhear
from bot.shells.simulate.person import Doing, Person, Seen
from bot.shells.simulate.story import Story
from bot.shells.simulate.trouble import Died, Mischief
from bot.shells.simulate.truth import Truth
from bot.wiring import open_engine, seeded

SECOND, MINUTE, HOUR, DAY = 1_000, 60_000, 3_600_000, 86_400_000
BEGINS: Final = 1_800_000_000_000
AT_ONCE: Final = 20
"""So many deliveries, or timers, are a batch at most."""
VISITS: Final = 0.8
"""A day, of one person, in the mean."""
CHAT, BROWSER = Platform("chat"), Platform("browser")
PLATFORMS: Final[dict[Platform, Capabilities]] = {
    CHAT: msgspec.structs.replace(CAPABILITIES, reaches=True),
    BROWSER: CAPABILITIES,
}


@dataclass(slots=True)
class Parcel:
    """Something that somebody did, on its way until it is acknowledged."""

    person: Person
    delivered: Delivered
    acknowledged: bool = False


@dataclass(slots=True)
class Clock:
    """Says what time it is in the world."""

    time: int = BEGINS

    def now(self) -> int:
        return self.time


@dataclass(slots=True)
class _Agenda:
    """What is to happen, by when; of two at one time what was planned first."""

    entries: list[tuple[int, int, Callable[[], None]]] = field(default_factory=list)
    count: int = 0

    def plan(self, at: int, what: Callable[[], None]) -> None:
        self.count += 1
        heapq.heappush(self.entries, (at, self.count, what))


class World:
    """So many people for so many days, all of it from one seed."""

    def __init__(
        self,
        folder: Path,
        members: int,
        seed: int,
        decks: Sequence[Deck],
        words: Prompts,
        ready: dict[DeckHash, Shelf] | None = None,
    ) -> None:
        """`ready` keeps what was made ready of these very decks: nobody listens faster for having learned it twice."""
        self._ready = {} if ready is None else ready
        self._folder = folder
        self._file = folder / "community.db"
        self._decks, self._words = decks, words
        self.clock = Clock()
        self._agenda = _Agenda()
        self._chance = random.Random(f"world {seed}")
        self._engine_chance = seeded(seed)
        self._faults = Mischief(random.Random(f"trouble {seed}"))
        self._faults.arm()
        self.people = [self._born(number, seed) for number in range(members)]
        self._by_address = {(person.platform, person.address): person for person in self.people}
        self.rooms: dict[tuple[Platform, Address], list[Person]] = {}
        """Group places, and who reads along there."""
        self._senders: dict[str | int, Person] = {}
        """Of what was sent and has not been taken yet."""
        self._arrived: list[Parcel] = []
        self._marks: list[Mark] = []
        self._messages: dict[MessageId, tuple[Message, Shown]] = {}
        self._awake: set[int] = set()
        self._sent = 0
        self._committed: list[Fact] = []
        self._complaints: list[str] = []
        self._up = True
        self._hash = hashlib.sha256()
        self.story = Story()
        self._open()
        self.truth = Truth(self._file)
        self.checker = Checker(self.truth)

    def _born(self, number: int, seed: int) -> Person:
        chance = random.Random(f"person {seed} {number}")
        platform = BROWSER if number % 4 == 3 else CHAT
        name = "" if platform is BROWSER else f"Person{number}"
        return Person(number, platform, Address(f"p{number}"), name, chance, HABITS, moderator=number == 0)

    # The process

    def _open(self) -> None:
        """An engine opens the file, and sends what the last one left."""
        settings = load(
            {"db": str(self._file), "moderators": f"{CHAT}:p0", "adults": "yes", "backup_days": 0}, {}, self._folder
        )
        ledger, self._engine, shelves = open_engine(
            settings, self._decks, self._words, PLATFORMS, self.clock, self._engine_chance, self._faults,
            self._complaints.append,
        )  # fmt: skip
        overhear(ledger, self._committed)
        self._ledger = ledger
        for hash_ in shelves:
            self._ready.setdefault(hash_, shelves[hash_])
            shelves.add(self._ready[hash_])
        self._voice = voice_of(self._words, shelves)

    def _die(self) -> None:
        """The process has ended; another one will come."""
        self._up = False
        self._note()
        self._ledger.close()
        self._marks.clear()
        died = self.clock.time
        self.story.crashes += 1
        self._faults.left = 1 << 60
        self._agenda.plan(died + self._faults.downtime(), lambda: self._rise(died))

    def _rise(self, died: int) -> None:
        self._open()
        self._engine.away = (died, self.clock.time)
        self._up = True
        self._faults.arm()
        try:
            for posted in self._ledger.unsent(tuple(PLATFORMS), MessageId(0), 10_000):
                root = self._messages[posted.id][1].root
                self._messages[posted.id] = self._rendered(posted, self._messages[posted.id][1].member, root)
                self.checker.hear(*(shown for _person, shown in self._copies(posted, self._messages[posted.id][1])))
                self._send(posted)
            self.checker.hear(Committed())
        except Died:
            self._die()

    # Time

    def live(self, days: int) -> None:
        """So many days have passed, and all that happens in them has happened."""
        until = BEGINS + days * DAY
        for person in self.people:
            first = self._chance.randrange(2 * DAY) if person.number else 0
            self._agenda.plan(BEGINS + first, partial(self._visit, person))
        self._agenda.plan(BEGINS + DAY, self._keep_house)
        while (at := self._next()) <= until:
            self.clock.time = max(self.clock.time, at)
            self.checker.hear(TimePassed(self.clock.time))
            entries = self._agenda.entries
            while entries and entries[0][0] <= self.clock.time:
                heapq.heappop(entries)[2]()
            if self._up:
                self._work()
        self.clock.time = until
        self._close()

    def _keep_house(self) -> None:
        """What is done once a day."""
        self._agenda.plan(self.clock.time + DAY, self._keep_house)
        if self._up:
            while self._ledger.prune(self.clock.time):
                pass
            self._ledger.tidy()

    def _next(self) -> int:
        planned = self._agenda.entries[0][0]
        due = self._ledger.next_due() if self._up else None
        return planned if due is None else min(planned, due)

    def _work(self) -> None:
        """All that has arrived or come due is done, batch by batch."""
        while self._up:
            parcels, self._arrived = self._arrived[:AT_ONCE], self._arrived[AT_ONCE:]
            dues: tuple[Due, ...] = self._ledger.due(self.clock.time, AT_ONCE)
            if not parcels and not dues:
                return
            self._turn(parcels, dues)

    def _turn(self, parcels: list[Parcel], dues: Sequence[Due]) -> None:
        marks, self._marks = self._marks, []
        batch: list[Work] = [*marks, *dues, *(parcel.delivered for parcel in parcels)]
        try:
            self._faults.between_turns()
            turned = self._engine.turn(batch, self.clock.time)
            self._note()
            for mark in marks:
                self._messages.pop(mark.message, None)
            if turned.erased:
                self._ledger.tidy()
            receipts = turned.receipts[len(batch) - len(parcels) :]
            for parcel, receipt in zip(parcels, receipts, strict=True):
                self._faults.reach("receipt.given")
                if receipt is None:
                    self.checker.faults.append("a delivery could not be written")
                    continue
                parcel.acknowledged = True
                self._hear_back(parcel, receipt.outcome, len(receipt.messages))
            for posted in turned.posted:
                self._send(posted)
        except Died:
            # Whoever was not answered sends it again.
            self._arrived += [parcel for parcel in parcels if not parcel.acknowledged]
            self._die()
        self.story.turns += 1

    def _hear_back(self, parcel: Parcel, outcome: Outcome, messages: int) -> None:
        delivered = parcel.delivered
        self.story.receipts[outcome.value] += 1
        self.checker.hear(Acknowledged((delivered.source, delivered.id), outcome, messages))

    def _note(self) -> None:
        """What was committed is known to the checker, in its order."""
        committed = self._committed.copy()
        self._committed.clear()
        for fact in committed:
            if isinstance(fact, Written):
                self._messages[fact.posted.id] = rendered = self._rendered(fact.posted, fact.member, fact.root)
                self.checker.hear(*(shown for _person, shown in self._copies(fact.posted, rendered[1])))
            else:
                if isinstance(fact, Entered):
                    self.story.events += 1
                    if fact.delivery is not None and fact.delivery[1] in self._senders:
                        self._senders.pop(fact.delivery[1]).member = fact.member
                self.story.hear(fact, self.checker.known)
                self.checker.hear(fact)
        if committed:
            self.checker.hear(Committed())
        for sentence in self._complaints:
            self.checker.hear(Complained(sentence))
        self._complaints.clear()

    # What is read

    def _rendered(self, posted: Posted, member: MemberId, root: Root) -> tuple[Message, Shown]:
        message = render(posted.effect, self._voice, posted.words, posted.names)
        text = "\n".join(paragraph.text for paragraph in message.paragraphs)
        moments = frozenset(line.name for line in posted.effect.lines)
        return message, Shown(posted.id, member, text, moments, root)

    def _send(self, posted: Posted) -> None:
        """It is on its reader's screen, unless nobody wants it any more."""
        self._faults.reach("outbox.rendered")
        effect = posted.effect
        if effect.delivery is Delivery.PROMPT and not self._ledger.still_wanted(posted.id, self.clock.time):
            self._marks.append(Mark(posted.id, sent=False, failure=Failure.MESSAGE, why="not wanted any more"))
            return
        message, shown = self._messages[posted.id]
        self._faults.reach("outbox.sending")
        gaps = {name: value for line in effect.lines for name, value in line.gaps}
        for person, copy in self._copies(posted, shown):
            self._hash.update(f"{person.number}\n{copy.text}\n".encode())
            self.story.messages += 1
            self.checker.hear(Read(copy))
            unasked = copy.root.member != copy.member
            person.sees(Seen(copy.moments, message.buttons, dict(gaps), unasked))
            self._wake(person, self._moment_of(person, unasked))
        self._faults.reach("outbox.sent")
        self._marks.append(Mark(posted.id, sent=True, platform_id=str(posted.id)))

    def _copies(self, posted: Posted, shown: Shown) -> list[tuple[Person, Shown]]:
        """Who reads it: one person in private, everybody who is there in a group place."""
        room = room_of(posted.address)
        if not room:
            return [(self._by_address[posted.platform, posted.address], shown)]
        there = self.rooms.get((posted.platform, room), [])
        return [(person, replace(shown, member=person.member)) for person in there]

    def _moment_of(self, person: Person, unasked: bool) -> int:
        """When somebody does something about what they have just read."""
        if not unasked:
            return self.clock.time + 2 * SECOND + int(person.chance.expovariate(1 / (25 * SECOND)))
        return self.clock.time + 5 * SECOND + int(person.chance.expovariate(1 / (20 * MINUTE)))

    def _wake(self, person: Person, at: int) -> None:
        if person.number not in self._awake:
            self._awake.add(person.number)
            self._agenda.plan(at, lambda: self._answer(person))

    # What is done

    def _answer(self, person: Person) -> None:
        self._awake.discard(person.number)
        self._do(person, person.answers())

    def _visit(self, person: Person) -> None:
        pause = person.chance.expovariate(VISITS) * DAY
        self._agenda.plan(self.clock.time + int(pause) + MINUTE, lambda: self._visit(person))
        if person.number not in self._awake:
            self._do(person, self._begin(person))

    def _begin(self, person: Person) -> Doing | None:
        if not person.greeted:
            return GREETING.begins(person)
        return OPENED.begins(person) if person.moderator and not person.opened else person.begins()

    def _do(self, person: Person, doing: Doing | None) -> None:
        for code, others in person.codes:
            for friend in self._chance.sample(self.people, min(others + 1, len(self.people))):
                if friend is not person:
                    self._agenda.plan(self._soon(), partial(self._bring, friend, code))
        person.codes.clear()
        if doing is None or doing.event is None:
            return
        self._sent += 1
        place = person.address if doing.place is None else doing.place
        delivered = Delivered(
            person.platform, place, person.address, person.platform, self._sent, doing.event, person.name
        )
        self._senders[self._sent] = person
        parcel = Parcel(person, delivered)
        for after in self._faults.arrivals():
            self._agenda.plan(self.clock.time + after, lambda: self._arrived.append(parcel))

    def _soon(self) -> int:
        return self.clock.time + int(self._chance.expovariate(1 / (5 * HOUR))) + MINUTE

    def _bring(self, friend: Person, code: str) -> None:
        """A friend gives them a code, and most of those who have nothing else to do bring it at once."""
        if friend.greeted and friend.likely(0.8) and friend.number not in self._awake:
            friend.invitations.append(code)
            self._do(friend, GUESTS.begins(friend))

    # The end

    def _close(self) -> None:
        """The books are closed. Until then a report keeps what was said, by whomever: now somebody has seen to all."""
        if not self._up:
            self._open()
        for number in self.truth.open_reports():
            self._ledger.close_report(number)
        self._ledger.tidy()
        self._ledger.close()
        for at, n in self.truth.tallies().items():
            self._hash.update(f"{at} {n}\n".encode())
        self.checker.close_books(self.truth, self._folder)
        self.truth.close()
        self.story.hash = self._hash.hexdigest()
