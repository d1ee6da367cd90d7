"""What an adapter promises the runtime, and what it is given.

The contract, in order of weight:

1. **Commit, then acknowledge.** An adapter tells its platform that something arrived only after `Intake.take` has
   returned: from then on it survives any crash. If `take` raises `Stopping`, nothing was taken; do not acknowledge.
2. **Raw before decoded.** What cannot be decoded goes to `Intake.quarantine`, raw, and the stream goes on.
3. **The same thing twice has the same id.** `Delivered.id` is the platform's own id for the delivery (or the client's,
   where the client resends), unique within `Delivered.source`.
4. `send` is handed one part at a time that already fits `capabilities`, in order per place, when its pace allows it. It
   returns the platform's id of what it sent, or raises `SendFailed` with the class of the failure. It never waits and
   never retries by itself.
5. `send` may be asked to send a part again after a crash, with the same `key` and `number`. A platform that knows
   idempotency keys passes both on; a page that shows what it has seen drops it.
6. What people send beside words, and what was sent elsewhere, is `ports.carrying`'s; where an adapter cannot carry it,
   `MessageReceived.media` names it all the same, so that it can be said.
7. What `send` returns is enough to `edit` by, also after a restart. An edit counts against the same `scopes` as a
   message: where a platform has limits of its own for edits, they are no tighter.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final, Protocol

from bot.model.event import Event
from bot.model.ids import Address, MessageId, Platform
from bot.model.member import Standing
from bot.model.message import Capabilities, Part, Scope
from bot.model.noun import Noun


class Delivered(Noun, frozen=True):
    """One event as it came in. In `event`, words have the id 0 until they are taken in.

    `address` is the place, `account` the one who spoke there (the same where a place is one person's), `name` what they
    wish to be called, or empty. `source` names the stream whose ids `id` is unique in.
    """

    platform: Platform
    address: Address
    account: Address
    source: str
    id: str | int
    event: Event
    name: str = ""
    standing: Standing | None = None
    """Attached where a word may call for one. None, or one that was read long ago, is a plain member's."""
    corner: Address = Address("")
    """Where everybody reads along who read this: the address of a thread in a group place; empty for the place itself,
    and where a place has no threads or each is a place of its own."""
    speaks: str = ""
    """What the platform says that this person reads: BCP 47 tags by commas, the likeliest first. A proposal, for
    whoever has not chosen."""


Menus = Mapping[str, Mapping[str, str]]
"""By language: what stands in a platform's menu of commands for each name and each description, which are English,
and for what a platform's room has to say itself, since nothing comes to the bot."""
NO_MENUS: Final[Menus] = MappingProxyType({})

_TAG: Final = re.compile(r"[A-Za-z]{2,8}(?:[-_][A-Za-z0-9]{1,8}){0,4}")
_WEIGHED: Final = re.compile(r"([^;,\s]+)\s*(?:;\s*q\s*=\s*([01](?:\.[0-9]{1,3})?))?\s*(?:,|$)")
MOST_TAGS: Final = 8


def plain_tags(said: str) -> str:
    """Language tags by commas, the likeliest first, of what a platform says of somebody: one tag, or several with
    weights as a browser sends them. What is no tag is left out."""
    found = [
        (-float(weight or 1), place, tag)
        for place, (tag, weight) in enumerate(_WEIGHED.findall(said[:500]))
        if _TAG.fullmatch(tag) and weight not in ("0", "0.0")
    ]
    return ",".join(tag for _weight, _place, tag in sorted(found)[:MOST_TAGS])


def said_in(menus: Menus, speaks: str, sentence: str) -> str:
    """The sentence for somebody whose app is set to that language, by its tag; in English where they are not told."""
    tag = speaks.replace("_", "-").casefold()
    own = menus.get(tag) or menus.get(tag.partition("-")[0], {})
    return own.get(sentence, sentence)


class Outcome(StrEnum):
    """What became of a delivery."""

    TAKEN = "taken"
    DUPLICATE = "duplicate"
    """It had been taken before; its reply exists or is on its way."""
    FAILED = "failed"
    """It was taken, the step raised, and the person is told so; nothing else changed."""


class Receipt(Noun, frozen=True):
    """It is committed. `messages` are the outbox rows that it caused, oldest first (empty for a duplicate)."""

    outcome: Outcome
    messages: tuple[MessageId, ...] = ()


class Stopping(Exception):
    """Nothing was taken: the bot is shutting down or cannot write. The platform or the client will deliver it again."""


class Intake(Protocol):
    """The only way in."""

    def asks_for_standing(self, event: Event, private: bool = False) -> bool:
        """Whether what is said or pressed in a group place calls for the standing of whoever does so, which is then to
        be read from the platform and handed over with it; or, `private`, what is said to the bot alone, where the
        intake reads it itself. Costs next to nothing: it is asked for each line."""
        ...

    async def take(self, delivered: Delivered) -> Receipt:
        """The delivery and all that follows from it is on disk when this returns."""
        ...

    async def move_room(self, platform: Platform, old: Address, new: Address) -> None:
        """The conversations of that place, a group's or a private one, go on at its new address. Raises `Stopping`."""
        ...

    async def quarantine(self, source: str, raw: bytes, error: str) -> None:
        """The raw input is kept for 7 days for somebody to look at; it changes nothing else.

        `source` is `platform:address` where the sender is known: forgetting them finds it by that.
        """
        ...


class Failure(StrEnum):
    """Why a message could not be sent; a permanent class is never retried."""

    RETRY_AFTER = "retry-after"
    TRANSIENT = "transient"
    DESTINATION = "permanent-destination"
    MESSAGE = "permanent-message"
    AUTH = "auth"


class SendFailed(Exception):
    """The platform did not take a message. For `RETRY_AFTER`: `after` is the pause it asked for, in seconds, and
    `scope` what the pause is about."""

    def __init__(self, failure: Failure, why: str, after: float = 0.0, scope: Scope = Scope.PLACE) -> None:
        super().__init__(why)
        self.failure = failure
        self.after = after
        self.scope = scope


class Adapter(Protocol):
    """Speaks for one platform."""

    @property
    def platform(self) -> Platform: ...

    @property
    def capabilities(self) -> Capabilities: ...

    @property
    def started(self) -> asyncio.Event:
        """Set while messages can be sent; what was left from the last run waits for it."""
        ...

    def scopes(self, address: Address) -> tuple[tuple[Scope, str], ...]:
        """The scopes, and their keys, that a call for that address counts against; of those in `capabilities.paces`."""
        ...

    async def run(self, intake: Intake) -> None:
        """Input flows into `intake` until this is cancelled; then no input is half taken."""
        ...

    async def send(self, address: Address, key: MessageId, part: Part, number: int) -> str:
        """Part `number` (from 0) of message `key` was shown, or will be as soon as the person looks; returns the
        platform's id of it."""
        ...

    async def edit(self, address: Address, sent: str, part: Part) -> None:
        """What was sent as `sent` (what `send` returned) reads like this now; nobody is notified.

        Called only where `capabilities.edit`; doing it twice is doing it once. Raises `SendFailed`: `MESSAGE` where it
        is gone, or cannot be changed any more.
        """
        ...
