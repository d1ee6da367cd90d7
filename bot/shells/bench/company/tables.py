"""Tables of two that play cards: both answer, both say a line to the other, and the next card is laid."""

from __future__ import annotations

import asyncio
import random
import sqlite3
from collections import deque
from collections.abc import Awaitable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Final

from bot.chance import WallClock
from bot.model.event import Arrived, ChoicePressed, MessageReceived
from bot.model.ids import Address
from bot.model.line import Line
from bot.runtime.supervisor import Bot
from bot.shells.bench.company.engine import AT_ONCE, BEFORE, Post, Rehearsal
from bot.shells.bench.company.names import TABLES
from bot.shells.bench.company.opened import opened
from bot.shells.bench.company.screens import InCompany, Screens, file_mib, hand_of, in_company
from bot.shells.bench.driver import SETTING_UP, Measured, keep_busy
from bot.shells.bench.stored import Tell
from bot.shells.bench.workload import PLATFORM, address_of, read_deck, tell, typed
from bot.store.sqlite.desk import DECODE_EFFECT

CARDS: Final = 4
"""Cards that a table plays while the others are idle, after one to warm up; the sixth would be its last."""
WARMING: Final = 50
"""Where all tables play at once, each plays one card; one of so many plays another before, to warm up."""
PATIENCE: Final = 60.0
"""Seconds after which a message that does not come is a fault of the workload or of the bot."""


def build(database: Path, first: int, last: int, told: Tell) -> None:
    """The file holds the tables numbered from `first` up to `last` as well: two sit at each, and the first card lies
    there."""
    house, post = Rehearsal(database, read_deck(), first), Post(BEFORE + first)
    for begun in range(first, last, AT_ONCE):
        tables = range(begun, min(begun + AT_ONCE, last))
        told(f"laying tables: {tables[-1] + 1:,} of {last:,}")
        hosts, guests = ([address_of(2 * table + seat) for table in tables] for seat in (0, 1))
        everybody = [*hosts, *guests]
        house.take([post.from_(one, Arrived()) for one in everybody])
        house.take([post.from_(one, typed("yes")) for one in everybody])
        house.take([post.from_(one, typed("not-date")) for one in hosts])
        codes = [_code_in(house.shown[one].lines) for one in hosts]
        house.take([post.from_(one, typed(f"join {code}")) for one, code in zip(guests, codes, strict=True)])
        house.take([post.from_(one, typed("yes")) for one in guests])
        house.clock.time += 1_000
    house.close()


def _code_in(lines: Sequence[Line]) -> str:
    return next(str(value) for line in lines for name, value in line.gaps if name == "code")


async def run(database: Path, idle: int, busy: int, in_flight: int, seed: int) -> InCompany:
    """So many tables play, drawn at random from those in the file; at all others nothing happens."""
    screens, size = Screens(), file_mib(database)
    chance = random.Random(seed)
    numbers = chance.sample(range(idle + busy), busy)
    pairs = [Pair(number, screens, chance) for number in numbers]
    _look(database, screens, pairs)
    async with opened(database, read_deck(), seed, screens, WallClock()) as bot:
        post = Post(seed)
        await _play(bot, pairs if idle else pairs[::WARMING], 1, idle, SETTING_UP, post)
        measured = await _play(bot, pairs, CARDS if idle else 1, idle, in_flight, post)
    return in_company(measured, file_mib=size)


def _look(database: Path, screens: Screens, pairs: Sequence[Pair]) -> None:
    """The card is on everybody's screen, as it was when they put the device away."""
    with closing(sqlite3.connect(database)) as connection:
        for pair in pairs:
            for address in pair.members:
                (body,) = connection.execute(_LAST_SEEN, (PLATFORM, address)).fetchone()
                screens.hands[address] = hand_of(DECODE_EFFECT(body).options)


_LAST_SEEN: Final = """
    SELECT o.body FROM places p JOIN conversations c ON c.id = p.conversation JOIN outbox o ON o.id = c.last_message
    WHERE p.platform = ? AND p.address = ?"""


class Pair:
    """Two people at a table: what one of them does next, and whom it reaches."""

    def __init__(self, table: int, screens: Screens, chance: random.Random) -> None:
        self.members = (address_of(2 * table), address_of(2 * table + 1))
        self.screens = screens
        self._chance = chance
        self._left = 0

    def deal(self, cards: int) -> None:
        """So many cards are to be played."""
        self._left = cards * len(ROUND)

    def next(self) -> tuple[Address, ChoicePressed | MessageReceived, tuple[Address, ...]] | None:
        """Who does what, and who reads of it; None when they have played their cards."""
        if not self._left:
            return None
        who, answers, reaches = ROUND[-self._left % len(ROUND)]
        self._left -= 1
        return self.members[who], self._act(who, answers), tuple(self.members[one] for one in reaches)

    def _act(self, who: int, answers: bool | None) -> ChoicePressed | MessageReceived:
        hand = self.screens.hands[self.members[who]]
        if answers is None:
            return ChoicePressed(hand.around[-1])
        if answers and hand.answers:
            return ChoicePressed(hand.answers[int(self._chance.random() * len(hand.answers))])
        return typed(tell(self._chance))


ROUND: Final[tuple[tuple[int, bool | None, tuple[int, ...]], ...]] = (
    (0, True, (0,)),
    (1, True, (0, 1)),
    (0, False, (1,)),
    (1, False, (0,)),
    (0, None, (0, 1)),
)
"""Who acts, whether that is an answer (None: they want the next card), and who reads of it."""


async def _play(bot: Bot, pairs: Sequence[Pair], cards: int, idle: int, in_flight: int, post: Post) -> Measured:
    waiting = deque(pairs)
    for pair in pairs:
        pair.deal(cards)
    screens = pairs[0].screens

    async def act(
        pair: Pair, who: Address, event: ChoicePressed | MessageReceived, reached: tuple[Address, ...]
    ) -> None:
        messages = screens.expect(reached)
        await bot.intake.take(post.from_(who, event))
        async with asyncio.timeout(PATIENCE):
            for message in messages:
                await message
        waiting.append(pair)

    def next_update() -> Awaitable[None] | None:
        while waiting:
            pair = waiting.popleft()
            doing = pair.next()
            if doing is not None:
                return act(pair, *doing)
        return None

    return await keep_busy(TABLES, idle, in_flight, next_update)
