"""Members of a group place press, and change their minds, within a minute of the bot's time."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Sequence
from pathlib import Path
from typing import Final

import msgspec.structs

from bot.chance import WallClock
from bot.model.deck import Deck, Kind
from bot.model.event import ChoicePressed
from bot.model.ids import Address
from bot.model.member import Rank, Standing
from bot.ports.adapter import Delivered
from bot.ports.address import within
from bot.runtime.supervisor import Bot
from bot.shells.bench.company.engine import A_MINUTE, BEFORE, Post, Rehearsal, SetClock
from bot.shells.bench.company.names import CIRCLES, STRANGERS
from bot.shells.bench.company.opened import opened
from bot.shells.bench.company.screens import InCompany, Screens, file_mib, in_company
from bot.shells.bench.driver import SETTING_UP, Measured, keep_busy
from bot.shells.bench.workload import address_of, read_deck, typed

PLACES: Final = 4
"""Where several places are measured, so many."""
CHANGE_THEIR_MINDS: Final = 0.5
"""So many of those who have pressed press once more."""
HALLS: Final = 1 << 40
FIRST_STRANGER: Final = 1 << 41
A_WHILE: Final = 10_000
"""Milliseconds after the last press in which the card says the last of it."""
PATIENCE: Final = 60.0
"""Seconds after which a card that does not come is a fault of the workload or of the bot."""
ATTEMPTS: Final = 500
A_MOMENT: Final = 0.01


def build(database: Path, members: int, most_votes: int) -> None:
    """The file holds `PLACES` group places and one to warm up in, whose members answered a circle there before: so many
    for each, and for the first as many more as will have voted before the measuring."""
    house = Rehearsal(database, _deck(), 1)
    post = Post(BEFORE)
    for number in range(PLACES + 1):
        hall = Hall(number)
        house.take([hall.asks(post, "allow", house.clock.now())])
        house.clock.time += 1_000
        house.take([hall.asks(post, "circle", house.clock.now())])
        answers = house.hand(hall.card).answers
        known = members + (0 if number else most_votes)
        house.take([hall.presses(post, member, answers[member % len(answers)]) for member in range(known)])
        house.clock.time += 1_000
        house.take([hall.asks(post, "reveal", house.clock.now())])
    house.close()


async def run(name: str, database: Path, votes: int, members: int, in_flight: int, seed: int) -> InCompany:
    """So many members press after `votes` others have: at one place, or at each of several."""
    screens, clock = Screens(), SetClock(WallClock().now())
    size = file_mib(database)
    async with opened(database, _deck(), seed, screens, clock) as bot:
        halls = [Hall(number) for number in range(PLACES if name == CIRCLES else 1)]
        evening, warming = Evening(bot, screens, clock, seed), Hall(PLACES)
        await evening.call([*halls, warming])
        await evening.pass_a_minute(name, 0, SETTING_UP, [(warming, member) for member in range(members)], 0.0)
        others = range(members, members + votes)
        if votes:
            await evening.pass_a_minute(name, 0, SETTING_UP, [(hall, other) for hall in halls for other in others], 0.0)
        begun = screens.edits.copy()
        first = FIRST_STRANGER if name == STRANGERS else 0
        voters = [(hall, first + member) for hall in halls for member in range(members)]
        measured = await evening.pass_a_minute(name, votes, in_flight, voters, CHANGE_THEIR_MINDS)
        edits = sum(screens.edits[hall.card] - begun[hall.card] for hall in halls)
        await evening.settle(halls, votes + members)
    return in_company(measured, edits=edits, file_mib=size)


def _deck() -> Deck:
    """Of the deck that is talked about, what is answered by a press."""
    deck = read_deck()
    choices = tuple(question for question in deck.questions if question.kind is Kind.CHOICE)
    return msgspec.structs.replace(deck, questions=choices)


class Hall:
    """A group place."""

    def __init__(self, number: int) -> None:
        self.address = address_of(HALLS + number)
        self.card = within(self.address, "")
        self._runs_it = address_of(HALLS - 1 - number)

    def asks(self, post: Post, text: str, now: int) -> Delivered:
        """Whoever runs the place says that to the bot."""
        standing = Standing(Rank.MODERATOR, "bench", now)
        return post.from_(self._runs_it, typed(text), within(self.address, self._runs_it), standing)

    def presses(self, post: Post, member: int, token: str) -> Delivered:
        """That member presses that."""
        account = address_of(member)
        return post.from_(account, ChoicePressed(token), within(self.address, account))


class Evening:
    """Circles that are open in some places, and members who press."""

    def __init__(self, bot: Bot, screens: Screens, clock: SetClock, seed: int) -> None:
        self._bot = bot
        self._screens = screens
        self._clock = clock
        self._post = Post(seed)
        self._chance = random.Random(seed)
        self._chose: dict[tuple[Address, int], str] = {}

    async def call(self, halls: Sequence[Hall]) -> None:
        """A circle is open in each, and its card lies there."""
        for hall in halls:
            (card,) = self._screens.expect([hall.card])
            await self._bot.intake.take(hall.asks(self._post, "circle", self._clock.now()))
            async with asyncio.timeout(PATIENCE):
                await card
            self._clock.time += 1_000

    async def pass_a_minute(
        self, name: str, votes: int, in_flight: int, voters: Sequence[tuple[Hall, int]], again: float
    ) -> Measured:
        """All of them have pressed, and some of them again, in a minute of the bot's time."""
        turns = [*voters, *(voter for voter in voters if self._chance.random() < again)]
        self._chance.shuffle(turns)
        waiting = iter(turns)
        step = A_MINUTE / len(turns)

        def next_press() -> Awaitable[None] | None:
            voter = next(waiting, None)
            if voter is None:
                return None
            self._clock.time += step
            return self._press(*voter)

        return await keep_busy(name, votes, in_flight, next_press)

    async def _press(self, hall: Hall, member: int) -> None:
        before = self._chose.get((hall.card, member))
        others = [token for token in self._screens.hands[hall.card].answers if token != before]
        chosen = self._chose[hall.card, member] = others[int(self._chance.random() * len(others))]
        await self._bot.intake.take(hall.presses(self._post, member, chosen))

    async def settle(self, halls: Sequence[Hall], answered: int) -> None:
        """Every card says that so many have answered. Raises `RunFailed` where one says something else."""
        self._clock.time += A_WHILE
        for _attempt in range(ATTEMPTS):
            # Whatever is called on the writer's thread has it look at the clock again.
            await self._bot.writer.call(lambda _ledger, _engine: None)
            if all(f"{answered} " in self._screens.says.get(hall.card, "") for hall in halls):
                return
            await asyncio.sleep(A_MOMENT)
        raise RuntimeError(f"{answered} have answered, and the card says: {self._screens.says.get(halls[0].card, '')}")
