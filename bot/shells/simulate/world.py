"""The world: its clock, what is to happen next, the engine that serves it, and the people who live there.

It is one thread without a loop: the next thing happens at once, whenever that is in virtual time.
"""

from __future__ import annotations

import hashlib
import heapq
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final

import msgspec.structs

from bot.chance import Seeded
from bot.core.calling import Calling
from bot.core.shelf import Shelf
from bot.model.deck import Deck
from bot.model.effect import Delivery, Edit
from bot.model.ids import Address, DeckHash, MemberId, MessageId, Platform
from bot.model.member import Rank, Standing
from bot.model.message import Capabilities, Message
from bot.model.spans import DAY, HOUR, MINUTE, SECOND
from bot.ports.adapter import Delivered, Failure, Outcome
from bot.ports.address import room_of
from bot.ports.store import Due, Mark, Posted
from bot.rendering.prompts import Prompts
from bot.rendering.render import render
from bot.runtime.engine import Work
from bot.settings import load
from bot.shells.bench.workload import CAPABILITIES
from bot.shells.simulate.agenda import BEGINS, Agenda, Clock
from bot.shells.simulate.checker import Checker
from bot.shells.simulate.days import AT_HOME
from bot.shells.simulate.facts import (
    Acknowledged,
    Committed,
    Complained,
    Entered,
    Fact,
    Read,
    Root,
    Shown,
    Spot,
    TimePassed,
    Written,
    spot_of,
)
from bot.shells.simulate.gathering import IN_A_ROOM
from bot.shells.simulate.habits import GREETING, GUESTS, HABITS, OPENED
from bot.shells.simulate.overheard import overhear
from bot.shells.simulate.person import Card, Doing, Person, Room, Seen
from bot.shells.simulate.places import CARD, REVEAL
from bot.shells.simulate.story import Story
from bot.shells.simulate.trouble import Died, Mischief
from bot.shells.simulate.truth import Truth
from bot.voices import speaking, tongues
from bot.wiring import open_engine

AT_ONCE: Final = 20
"""So many deliveries, or timers, are a batch at most."""
VISITS: Final = 0.8
"""A day, of one person, in the mean."""
HOLIDAYS: Final = 0.04
"""Of one, so many visits are put off by some days, in which nobody looks at anything."""
NOWHERE: Final = Address("")
TO_A_ROOM: Final = 25
"""People for whom there is a group place."""
CHAT, FORUM, BROWSER = Platform("chat"), Platform("forum"), Platform("browser")
PLATFORMS: Final[dict[Platform, Capabilities]] = {
    CHAT: msgspec.structs.replace(CAPABILITIES, reaches=True, edit=True),
    FORUM: msgspec.structs.replace(CAPABILITIES, reaches=True),
    BROWSER: CAPABILITIES,
}


@dataclass(slots=True)
class Parcel:
    """Something that somebody did, on its way until it is acknowledged."""

    person: Person
    delivered: Delivered
    acknowledged: bool = False


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
        self._agenda = Agenda()
        self._chance = random.Random(f"world {seed}")
        self._engine_chance = Seeded(seed)
        self._faults = Mischief(random.Random(f"trouble {seed}"))
        self._faults.arm()
        self.people = [self._born(number, seed) for number in range(members)]
        self._by_address = {(person.platform, person.address): person for person in self.people}
        self.rooms = self._make_rooms(max(2, members // TO_A_ROOM))
        self._on_screen: set[MessageId] = set()
        """Of what can be edited: what has arrived."""
        self._senders: dict[str | int, Person] = {}
        """Of what was sent and has not been taken yet."""
        self._arrived: list[Parcel] = []
        self._marks: list[Mark] = []
        self._messages: dict[MessageId, tuple[Message, Shown]] = {}
        self._awake: set[tuple[int, Address]] = set()
        self._sent = 0
        self._committed: list[Fact] = []
        self._complaints: list[str] = []
        self._up = True
        self._hash = hashlib.sha256()
        self.story = Story()
        self._calling = Calling(tongues())
        self._open()
        self.truth = Truth(self._file)
        self.checker = Checker(self.truth)

    def _born(self, number: int, seed: int) -> Person:
        chance = random.Random(f"person {seed} {number}")
        platform = (CHAT, FORUM, CHAT, BROWSER)[number % 4]
        name = "" if platform is BROWSER else f"Person{number}"
        return Person(number, platform, Address(f"p{number}"), name, chance, HABITS, moderator=number == 0)

    def _make_rooms(self, count: int) -> dict[Spot, Room]:
        """Group places on two platforms; some are in two of them, and each has one or two who run it."""
        made = [Room((CHAT, FORUM, CHAT)[n % 3], Address(f"room{n}")) for n in range(count)]
        for person in self.people:
            here = [room for room in made if room.platform is person.platform]
            for room in person.chance.sample(here, min(len(here), 2 if person.likely(0.3) else 1)):
                room.people.append(person)
                person.rooms.append(room)
        for room in made:
            for person in room.people[: 1 + self._chance.randrange(2)]:
                room.moderators.add(person.number)
                person.closed.add(room.address)
        return {(room.platform, room.address): room for room in made}

    # The process

    def _open(self) -> None:
        """An engine opens the file, and sends what the last one left."""
        told: dict[str, str | int | None] = {
            "db": str(self._file),
            "moderators": f"{CHAT}:p0",
            "adults": "yes",
            "backup_days": 0,
            "zone": AT_HOME,
        }
        settings = load(told, {}, self._folder)
        ledger, self._engine, shelves = open_engine(
            settings, self._decks, self._words, PLATFORMS, self.clock, self._engine_chance, self._faults,
            self._complaints.append,
        )  # fmt: skip
        overhear(ledger, self._committed)
        self._ledger = ledger
        for hash_ in shelves:
            self._ready.setdefault(hash_, shelves[hash_])
            shelves.add(self._ready[hash_])
        self._voice = speaking(self._words, shelves)

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
                was = self._messages[posted.id][1]
                self._messages[posted.id] = rendered = self._rendered(posted, was.member, was.root)
                self.checker.hear(rendered[1])
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
        batch: list[Work] = [*marks, *dues, *map(self._as_read, parcels)]
        try:
            self._faults.between_turns()
            turned = self._engine.turn(batch, self.clock.time)
            self._note()
            for mark in marks:
                if not mark.retry_at:
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

    def _as_read(self, parcel: Parcel) -> Delivered:
        """As an adapter takes it: it asks, where that matters, who runs the place; seldom it has to rely on what it
        read a while ago."""
        delivered, room = parcel.delivered, room_of(parcel.delivered.address)
        if not room or not self._calling.in_a_place(delivered.event):
            return delivered
        runs = parcel.person.number in self.rooms[delivered.platform, room].moderators
        read_at = self.clock.time - (2 * MINUTE if parcel.person.likely(0.03) else 0)
        standing = Standing(Rank.MODERATOR if runs else Rank.MEMBER, "the platform", read_at)
        return msgspec.structs.replace(delivered, standing=standing)

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
                self.story.hear(fact, self.checker.known)
                self._messages[fact.posted.id] = rendered = self._rendered(fact.posted, fact.member, fact.root)
                self.checker.hear(fact, rendered[1])
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
        message = render(posted.effect, self._voice, posted.words, posted.names, language=posted.language)
        text = "\n".join(paragraph.text for paragraph in message.paragraphs)
        moments = frozenset(line.name for line in posted.effect.lines)
        return message, Shown(posted.id, member, text, moments, root, spot_of(posted), self._readers(posted))

    def _readers(self, posted: Posted) -> tuple[MemberId, ...]:
        spot = spot_of(posted)
        return tuple(person.member for person in self.rooms[spot].people) if spot else ()

    def _send(self, posted: Posted) -> None:
        """It is on its reader's screen, unless nobody wants it any more, or not now."""
        self._faults.reach("outbox.rendered")
        effect, now = posted.effect, self.clock.time
        if effect.expires and now > effect.expires:
            self._give_up(posted, "expired")
            return
        if effect.delivery is Delivery.PROMPT and not self._ledger.still_wanted(posted.id, now):
            self._give_up(posted, "not wanted any more")
            return
        if effect.delivery is Delivery.PROMPT and (until := self._engine.quiet_until(posted.id, now)):
            self._marks.append(Mark(posted.id, sent=False, why="quiet hours", retry_at=until, tries=0))
            self._agenda.plan(until, partial(self._send_later, posted, self.story.crashes))
            return
        if isinstance(effect, Edit) and not self._can_edit(posted):
            self._give_up(posted, "there is nothing to edit")
            return
        message, shown = self._messages[posted.id]
        self._faults.reach("outbox.sending")
        shown = replace(shown, readers=self._readers(posted))
        self.story.messages += 1
        self.checker.hear(Read(shown))
        if effect.slot:
            self._on_screen.add(posted.id)
        if shown.spot:
            self._hash.update(f"{shown.spot[1]}\n{shown.text}\n".encode())
            self._stands_in_room(self.rooms[shown.spot], posted, message, shown)
        else:
            person = self._by_address[posted.platform, posted.address]
            self._hash.update(f"{person.number}\n{shown.text}\n".encode())
            self._is_seen(person, posted, message, shown)
        self._faults.reach("outbox.sent")
        self._marks.append(Mark(posted.id, sent=True, platform_id=str(posted.edits or posted.id)))

    def _give_up(self, posted: Posted, why: str) -> None:
        self._marks.append(Mark(posted.id, sent=False, failure=Failure.MESSAGE, why=why))

    def _send_later(self, posted: Posted, crashes: int) -> None:
        """The hour has come that it waited for, unless the process has ended since: then it was sent at its start."""
        if self._up and self.story.crashes == crashes:
            try:
                self._send(posted)
                self.checker.hear(Committed())
            except Died:
                self._die()

    def _can_edit(self, posted: Posted) -> bool:
        known = posted.edits in self._on_screen or bool(posted.shown_as)
        return known and PLATFORMS[posted.platform].edit

    def _stands_in_room(self, room: Room, posted: Posted, message: Message, shown: Shown) -> None:
        """Some of those who are there do something about it."""
        effect, card = posted.effect, None
        if isinstance(effect, Edit):
            for one in room.cards:
                one.over |= one.id == str(posted.edits) and not effect.options and "circle.so-far" not in shown.moments
            return
        if effect.slot == CARD:
            code = next((str(value) for line in effect.lines for name, value in line.gaps if name == "code"), "")
            card = Card(str(posted.id), message.buttons, code)
            room.cards.append(card)
        for person in room.people:
            mine = person.member == shown.member
            if mine or self._takes_notice(person, effect.slot):
                self._is_seen(person, posted, message, shown, person.stands_in(room), card)

    def _takes_notice(self, person: Person, slot: str) -> bool:
        """What a circle says is for everybody; and now and then somebody presses what is not for them."""
        return person.likely({CARD: 0.4, REVEAL: 0.2}.get(slot, 0.01))

    def _is_seen(
        self,
        person: Person,
        posted: Posted,
        message: Message,
        shown: Shown,
        place: Address | None = None,
        card: Card | None = None,
    ) -> None:
        unasked = shown.root.member != person.member
        gaps: dict[str, object] = {name: value for line in posted.effect.lines for name, value in line.gaps}
        place = place or person.address
        person.sees(Seen(shown.moments, message.buttons, gaps, unasked, place, str(posted.id), card))
        self._wake(person, place, self._moment_of(person, unasked))

    def _moment_of(self, person: Person, unasked: bool) -> int:
        """When somebody does something about what they have just read."""
        if not unasked:
            return self.clock.time + 2 * SECOND + int(person.chance.expovariate(1 / (25 * SECOND)))
        return self.clock.time + 5 * SECOND + int(person.chance.expovariate(1 / (20 * MINUTE)))

    def _wake(self, person: Person, place: Address, at: int) -> None:
        if (person.number, place) not in self._awake:
            self._awake.add((person.number, place))
            self._agenda.plan(at, lambda: self._answer(person, place))

    # What is done

    def _answer(self, person: Person, place: Address) -> None:
        self._awake.discard((person.number, place))
        if self.clock.time >= person.away_until:
            self._do(person, person.answers(place), place)

    def _visit(self, person: Person) -> None:
        pause = person.chance.expovariate(VISITS) * DAY
        if person.likely(HOLIDAYS):
            person.away_until = self.clock.time + person.chance.randrange(2, 9) * DAY
            pause += person.away_until - self.clock.time
        self._agenda.plan(self.clock.time + int(pause) + MINUTE, lambda: self._visit(person))
        if (person.number, person.address) not in self._awake and self.clock.time >= person.away_until:
            self._do(person, self._begin(person))

    def _begin(self, person: Person) -> Doing | None:
        if person.closed and person.likely(0.8):
            return IN_A_ROOM.opens(person)
        if not person.greeted:
            return (IN_A_ROOM.begins(person) if person.likely(0.2) else None) or GREETING.begins(person)
        return OPENED.begins(person) if person.moderator and not person.opened else person.begins()

    def _do(self, person: Person, doing: Doing | None, where: Address = NOWHERE) -> None:
        for code, others in person.codes:
            for friend in self._chance.sample(self.people, min(others + 1, len(self.people))):
                if friend is not person:
                    self._agenda.plan(self._soon(), partial(self._bring, friend, code))
        person.codes.clear()
        if doing is None or doing.event is None:
            return
        self._sent += 1
        place = doing.place or where or person.address
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
        if friend.greeted and friend.likely(0.8) and (friend.number, friend.address) not in self._awake:
            friend.invitations.append(code)
            self._do(friend, GUESTS.begins(friend))

    # The end

    def _close(self) -> None:
        """The books are closed. Until then a report keeps what was said, by whomever: now somebody has seen to all."""
        if not self._up:
            self._open()
        for number in self.truth.open_reports():
            self._ledger.close_report(number, MemberId(0), self.clock.time)
        self._ledger.tidy()
        self._ledger.close()
        for at, n in self.truth.tallies().items():
            self._hash.update(f"{at} {n}\n".encode())
        self.checker.close_books(self.truth, self._folder)
        self.truth.close()
        self.story.hash = self._hash.hexdigest()
