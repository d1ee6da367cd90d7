"""What the writer remembers between turns, so that a conversation in full swing is not read from the file each time."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from bot.model.circle import Room
from bot.model.ids import Address, ConversationId, MemberId, Platform, QuestionNumber
from bot.model.member import Member
from bot.ports.store import Seat

SEATS = 20_000
"""About 60 MiB at most; whoever was silent longest is read again when they speak."""
PLACES = 10_000
"""Group places of which it is remembered what they are to the bot; beyond, all of them are read again."""
POLLS = 1_000
"""Circles of which it is remembered how they stand. Most that were ever answered are over."""


@dataclass(slots=True)
class Poll:
    """How a circle stands: who called it, and how many answered what."""

    caller: MemberId
    counts: dict[str, int]


class Memory:
    """Seats, members and counts as they stand on disk or in the open desk. Empty is always right, only slower."""

    def __init__(self, mint: Callable[[int], int], seats: int = SEATS) -> None:
        self.mint = mint
        self.seats: dict[tuple[Platform, Address], Seat] = {}
        self.by_conversation: OrderedDict[ConversationId, Seat] = OrderedDict()
        self.members: dict[MemberId, Member] = {}
        """Of everybody who sits somewhere, and of the accounts linked with them: the one copy that counts."""
        self.links: dict[MemberId, frozenset[MemberId]] | None = None
        """For each linked member all of that person's; None where it has to be read."""
        self.rooms: dict[tuple[Platform, Address], bool] = {}
        self.circles: dict[tuple[Platform, Address], tuple[Room, tuple[Address, ...]]] = {}
        """Of a group place, with all circles that are open there, and in which thread each of them is."""
        self.polls: dict[ConversationId, Poll] = {}
        self._seats_of: Counter[MemberId] = Counter()
        self.counts: dict[QuestionNumber, dict[str, int]] = {}
        self.shared: set[int] | None = None
        self.untidy = False
        """Something was erased that the log may still hold, or that the list of erasures may not."""
        self._limit = seats

    def used(self, seat: Seat) -> Seat:
        """The seat is the last to be forgotten."""
        self.by_conversation.move_to_end(seat.conversation)
        return seat

    def keep(self, seat: Seat) -> None:
        """The seat is remembered; beyond the limit the one that was silent longest is not."""
        if seat.place:
            # Where several circles are, none of them is who is spoken to.
            self.seats[seat.platform, seat.address] = seat
        self.by_conversation[seat.conversation] = seat
        self.members[seat.member.id] = seat.member
        self._seats_of[seat.member.id] += 1

    def drop(self, seat: Seat) -> None:
        """The seat is not remembered any more; its member is for as long as they sit elsewhere."""
        self.by_conversation.pop(seat.conversation, None)
        if seat.place:
            self.seats.pop((seat.platform, seat.address), None)
        self._seats_of[seat.member.id] -= 1
        if self._seats_of[seat.member.id] <= 0:
            del self._seats_of[seat.member.id]
            self.members.pop(seat.member.id, None)

    def seats_of(self, member: MemberId) -> list[Seat]:
        """The remembered seats of that member."""
        return [seat for seat in self.by_conversation.values() if seat.member.id == member]

    def trim(self) -> None:
        """At most the limits are remembered. Only between turns: an open desk holds seats and votes that are not
        written."""
        while len(self.by_conversation) > self._limit:
            self.drop(next(iter(self.by_conversation.values())))
        for places in (self.rooms, self.circles):
            if len(places) > PLACES:
                places.clear()
        if len(self.polls) > POLLS:
            self.polls.clear()

    def drop_all(self) -> None:
        """Nothing is remembered: what was in memory may not be what is on disk."""
        self.seats.clear()
        self.by_conversation.clear()
        self.members.clear()
        self._seats_of.clear()
        self.links = None
        self.rooms.clear()
        self.circles.clear()
        self.polls.clear()
        self.counts.clear()
        self.shared = None
