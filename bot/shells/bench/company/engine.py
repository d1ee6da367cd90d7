"""The real engine without a loop: what a database holds before a run came in by turns like anything else."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from bot.chance import WallClock
from bot.model.deck import Deck
from bot.model.effect import Edit, Shown
from bot.model.event import Event
from bot.model.ids import Address
from bot.model.member import Standing
from bot.ports.adapter import Delivered
from bot.ports.store import Mark
from bot.runtime.engine import Work
from bot.shells.bench.company.screens import NOTHING, Hand, hand_of
from bot.shells.bench.notdate_run import open_house
from bot.shells.bench.workload import PLATFORM, Deliveries

AT_ONCE: Final = 200
"""Deliveries in one transaction."""
AN_HOUR: Final = 3_600_000
A_MINUTE: Final = 60_000
BEFORE: Final = 1 << 20
"""The seed from which on what comes in before a run has its ids: above every round's."""


class SetClock:
    """Stands still until it is set."""

    def __init__(self, time: float) -> None:
        self.time = time

    def now(self) -> int:
        return int(self.time)


class Post:
    """Deliveries from members, each with an id of its own."""

    def __init__(self, seed: int) -> None:
        self._deliveries = Deliveries(seed)

    def from_(
        self, account: Address, event: Event, place: Address | None = None, standing: Standing | None = None
    ) -> Delivered:
        """That account does this: at that place, or where it is alone with the bot."""
        id_ = self._deliveries.next_id()
        return Delivered(PLATFORM, place or account, account, PLATFORM, id_, event, _name_of(account), standing)


def _name_of(account: Address) -> str:
    """A name without digits: what could be a telephone number is none that others may read."""
    return account[:8].translate(_LETTERS).title()


_LETTERS: Final = str.maketrans("0123456789", "ghijklmnop")


class Rehearsal:
    """An engine that opened the file an hour ago; whatever it posts is sent at once. Time passes when it is told to."""

    def __init__(self, database: Path, deck: Deck, seed: int) -> None:
        self.clock = SetClock(WallClock().now() - AN_HOUR)
        self._ledger, self._engine, _shelves = open_house(database, deck, seed, self.clock)
        self._marks: list[Work] = []
        self.shown: dict[Address, Shown] = {}
        """What stands last at each place."""

    def take(self, deliveries: Sequence[Delivered]) -> None:
        """All of that has come in."""
        for first in range(0, len(deliveries), AT_ONCE):
            work = [*self._marks, *deliveries[first : first + AT_ONCE]]
            posted = self._engine.turn(work, self.clock.now()).posted
            self._marks = [Mark(one.id, sent=True, platform_id=str(one.id)) for one in posted]
            self.shown.update({one.address: one.effect for one in posted if not isinstance(one.effect, Edit)})

    def hand(self, address: Address) -> Hand:
        """What may be pressed there."""
        effect = self.shown.get(address)
        return hand_of(effect.options) if effect else NOTHING

    def close(self) -> None:
        """Everything is in the file, and nobody holds it."""
        self._engine.turn(self._marks, self.clock.now())
        self._ledger.close()
