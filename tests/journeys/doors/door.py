"""What every door and every platform can do, so that one script is played through all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Final, NamedTuple, Protocol, Self, runtime_checkable

from bot.model.ids import Address, MessageId
from bot.model.message import Part
from bot.ports.adapter import Adapter
from bot.wiring import House

PATIENCE: Final = 30.0
"""Seconds for anything that is waited for, also on a machine that has much else to do."""
AROUND: Final = frozenset({"Skip", "Not now", "Not yet", "No, keep it"})
"""Labels of ways around a question: no number in a script means them."""


class Did(NamedTuple):
    """What somebody did: how many deliveries the bot gets of it, and in which way, where that is not plain typing."""

    deliveries: int
    way: str = ""


class Door(Protocol):
    """One person's own end."""

    async def sit_down(self, deck: str) -> Did:
        """They begin, with that deck if it is not empty; or, later, come back to go on."""
        ...

    async def look_in(self) -> Did:
        """They look what has come since they left, and say nothing."""
        ...

    async def type(self, text: str) -> Did:
        """They answer: by pressing where the text is exactly what can be pressed, else by typing."""
        ...

    async def press(self, label: str) -> Did:
        """They press what has this label, wherever it still stands. Raises LookupError where nothing has."""
        ...

    async def leave(self) -> None:
        """They look away."""
        ...

    async def shown(self) -> list[str]:
        """The messages that came since the last look, as a person reads them; all that was sent has arrived."""
        ...

    def restart(self) -> None:
        """The bot's process has ended; who sits at a line to it sits nowhere."""
        ...


@runtime_checkable
class Sending(Protocol):
    """A door through which files can be sent."""

    async def send_file(self, name: str, data: bytes) -> Did:
        """They send that file."""
        ...


class Group(Protocol):
    """A group of people that the bot is in."""

    async def say(self, name: str, text: str, reply: bool) -> Did:
        """Somebody says that to the bot, where all of them read it; or replies with it to its newest message."""
        ...

    async def press(self, name: str, label: str) -> Did:
        """Somebody presses what has this label there, or does what stands for it. Raises LookupError for nothing."""
        ...

    async def shown(self) -> list[str]:
        """What the bot has said and changed there since the last look."""
        ...


@runtime_checkable
class Gathering(Protocol):
    """A platform that has groups."""

    async def gather(self, title: str, names: Sequence[str]) -> Group:
        """These people, whose doors are open, are in a group, which the first of them runs; now the bot is too."""
        ...


class Platform(Protocol):
    """What people and bot meet on, for one journey."""

    async def __aenter__(self) -> Self: ...

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def settings(self) -> dict[str, str | int | None]:
        """By what the bot finds it."""
        ...

    def attend(self, house: House) -> None:
        """The bot that is about to start is the one that speaks here."""
        ...

    async def begin(self, house: House) -> None:
        """The bot that was just started can be reached here."""
        ...

    async def door(self, name: str) -> Door:
        """The door of somebody who has not been here before."""
        ...

    def move(self, milliseconds: int) -> None:
        """It is so much later here, too."""
        ...


Now = Callable[[], int]
"""The journey's clock, milliseconds UTC. It stands still between two directions."""


def picked(labels: Sequence[str], text: str) -> str:
    """The label that the text is, or whose number it is; empty where it is neither."""
    plain = text.strip().casefold()
    for label in labels:
        if label.casefold() == plain:
            return label
    loud = [label for label in labels if label not in AROUND]
    if plain.isascii() and plain.isdigit() and 0 < int(plain) <= len(loud) and len(loud) > 1:
        return loud[int(plain) - 1]
    return ""


def rows(labels: Sequence[Sequence[str]]) -> list[str]:
    """Buttons as they lie: a row a line."""
    return [" ".join(f"[{label}]" for label in row) for row in labels]


def adapters(house: House) -> dict[str, Adapter]:
    """The adapters of that bot by their platforms."""
    # The house names two of them; what the others are called nobody but these doors has to know.
    return {str(adapter.platform): adapter for adapter in house.bot._adapters}


def note_sending(house: House, platform: str, note: Callable[[Address, str, int], object]) -> None:
    """From now on it is noted what that platform has been sent: where, under which id of its own, and which part of its
    message it is, from 0; of an edit, the id of what was edited."""
    adapter = adapters(house)[platform]
    send, edit = adapter.send, adapter.edit

    async def sending(address: Address, key: MessageId, part: Part, number: int) -> str:
        id_ = await send(address, key, part, number)
        note(address, id_, number)
        return id_

    async def editing(address: Address, sent: str, part: Part) -> None:
        await edit(address, sent, part)
        note(address, sent, 0)

    vars(adapter).update(send=sending, edit=editing)
