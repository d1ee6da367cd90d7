"""A runtime in memory: an intake that answers at once and a transcript of what both said."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
from typing import Final

from bot.adapters.web.capabilities import PLATFORM
from bot.core.calling import Calling
from bot.model.event import Arrived, ChoicePressed, Event, MessageReceived
from bot.model.ids import Address, MessageId, Platform
from bot.model.message import Button, Paragraph, Part, Role
from bot.ports.adapter import Delivered, Outcome, Receipt, Stopping
from bot.ports.clock import Clock
from bot.ports.transcript import Entry, Speaker

GREETING = (
    "Hello. I'm a bot with a list of questions; the Harbour Book Club runs me. I keep answers for a year, so as not "
    "to ask twice. Members see counts, and your words only if you share them. No language model is involved."
)
DAUNTING = "Which is the more daunting of the two: **infinity** or **zero**?"
ASIDE = "Only counts are shown to others. *stop*, *forget me* and *help* always work."


def say(*texts: str | Paragraph, buttons: tuple[Button, ...] = ()) -> Part:
    """A part with these paragraphs."""
    return Part(tuple(Paragraph(text) if isinstance(text, str) else text for text in texts), buttons)


def ask(text: str) -> Paragraph:
    """A question."""
    return Paragraph(text, Role.QUESTION)


SKIP = Button("Skip", "t:skip", quiet=True)
LIGHTER = Button("Something lighter", "t:lighter", quiet=True)
PAIR = (Button("Infinity", "t:infinity"), Button("Zero", "t:zero"), SKIP)
LABELS = {button.token: button.label for button in (*PAIR, LIGHTER)}

CALLING: Final = Calling()


class Hand:
    """A clock that a test moves."""

    def __init__(self, now: int = 1_800_000_000_000) -> None:
        self.at = now

    def now(self) -> int:
        return self.at


class Bot:
    """Both ports of the web adapter. Everything taken is in `taken`, everything quarantined in `quarantined`."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.taken: list[Delivered] = []
        self.duplicates = 0
        self.quarantined: list[tuple[str, bytes, str]] = []
        self.stopping = False
        self.slow = 0.0
        self.after_reading: Callable[[], Awaitable[None]] | None = None
        self._ids: set[tuple[str, str | int]] = set()
        self._said: defaultdict[Address, list[Entry]] = defaultdict(list)
        self._next = 1

    async def take(self, delivered: Delivered) -> Receipt:
        if self.stopping:
            raise Stopping
        if self.slow:
            await asyncio.sleep(self.slow)
        if (delivered.source, delivered.id) in self._ids:
            self.duplicates += 1
            return Receipt(Outcome.DUPLICATE)
        self._ids.add((delivered.source, delivered.id))
        self.taken.append(delivered)
        return Receipt(Outcome.TAKEN, (self._turn(delivered),))

    def asks_for_standing(self, event: Event, private: bool = False) -> bool:
        """There are no rooms on the web; what is said alone with the bot is told by its words, as in the real one."""
        return private and CALLING.in_private(event)

    async def move_room(self, platform: Platform, old: Address, new: Address) -> None:
        """There are no rooms on the web."""

    async def quarantine(self, source: str, raw: bytes, error: str) -> None:
        self.quarantined.append((source, raw, error))

    async def since(self, platform: Platform, address: Address, after: int = 0, limit: int = 200) -> tuple[Entry, ...]:
        assert platform == PLATFORM
        await asyncio.sleep(0)
        entries = self._said[address]
        newest = max((entry.id for entry in entries if entry.speaker is Speaker.BOT), default=0)
        found = [
            Entry(entry.id, entry.speaker, entry.at, entry.parts, live=entry.id == newest)
            for entry in entries
            if entry.id > after
        ]
        if self.after_reading is not None:
            await self.after_reading()
        return tuple(found[-limit:])

    def says(self, address: Address, *parts: Part) -> MessageId:
        """The bot has said this, without being asked."""
        return self._add(address, Speaker.BOT, *parts)

    def messages(self) -> list[str]:
        """The texts that were taken, oldest first."""
        return [one.event.words.text for one in self.taken if isinstance(one.event, MessageReceived)]

    def _turn(self, delivered: Delivered) -> MessageId:
        event, address = delivered.event, delivered.address
        if isinstance(event, Arrived):
            if not self._said[address]:
                return self.says(address, say(GREETING, Paragraph(ASIDE, Role.ASIDE), ask(DAUNTING), buttons=PAIR))
            return self.says(address, say("Welcome back."))
        if isinstance(event, ChoicePressed):
            text = LABELS.get(event.token, "…")
        else:
            assert isinstance(event, MessageReceived)
            text = event.words.text
        self._add(address, Speaker.MEMBER, say(text))
        if text.lower() in ("skip", "something lighter"):
            question = "Tiger or bluebird, if you had to be one until Sunday?"
            return self.says(address, say("Gladly.", ask(question), buttons=(SKIP, LIGHTER)))
        heard = f"«{text}»: you're in the smaller camp, 9 of 31 here said so."
        question = "When were you last in front of a real zero, an empty page, an empty flat?"
        return self.says(address, say(heard, ask(question), buttons=(SKIP, LIGHTER)))

    def _add(self, address: Address, speaker: Speaker, *parts: Part) -> MessageId:
        id = self._next
        self._next += 1
        self._said[address].append(Entry(id, speaker, self.clock.now(), parts))
        return MessageId(id)
