"""What the suite asks of a platform: to open, to let people in, to be awkward on purpose, to show what was shown."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple, Protocol

import pytest

from bot.model.ids import Address, Platform
from bot.model.message import Capabilities
from tests.contracts.stages.playhouse import Playhouse

_NUMBERED: Final = re.compile(r"^ *\d{1,2}  (\S.*)$", re.MULTILINE)


class Shown(NamedTuple):
    """One message of the bot's, as its reader sees it now: without escapes, the choices beside it.

    `acts` names whatever in it does something beyond being read: a mention that calls somebody, markup that is not the
    bot's own, a link, a tag. Nothing that a person typed may ever be among them.
    """

    text: str
    choices: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    enclosed: tuple[str, bytes] | None = None
    """The kind of what is shown beside the text or instead of it (`photo`, `voice`), and what it is made of."""


class Person(Protocol):
    """Somebody on the platform, alone with the bot."""

    @property
    def address(self) -> Address:
        """Where the bot finds them."""
        ...

    async def arrives(self) -> None:
        """They open the place; the bot greets them."""
        ...

    async def says(self, text: str) -> None:
        """It is on its way; where their client waits for a receipt, it has one, or keeps trying behind our back."""
        ...

    async def sends(self, kind: str, data: bytes, text: str = "") -> None:
        """They send that photo, voice message or file (`friday.txt`), with those words."""
        ...

    async def presses(self, label: str, which: int = -1) -> None:
        """They press it on the message `which` of those that were shown to them."""
        ...

    async def edits(self, text: str) -> None:
        """What they said last reads like this now."""
        ...

    async def reacts(self, *signs: str, which: int = -1) -> None:
        """These signs and no others are theirs under the message `which` of those that were shown to them."""
        ...

    async def again(self) -> None:
        """What they did last is delivered another time, as this platform really does that."""
        ...

    async def late(self, text: str) -> None:
        """Something that they said before what they said last arrives only now."""
        ...

    async def garbles(self, marker: str) -> None:
        """Input that cannot be decoded comes in from where they are; `marker` is in it, in ASCII."""
        ...

    async def halves(self, marker: str) -> None:
        """They say `marker` and half of a character after it, on the wire as it stands."""
        ...

    async def goes(self) -> None:
        """They cannot be reached any more."""
        ...

    async def comes_back(self) -> None:
        """They can be reached again; nothing was said yet."""
        ...

    async def shown(self) -> Sequence[Shown]:
        """Everything that was shown to them, oldest first; what was shown twice is here twice."""
        ...


class Stage(Protocol):
    """A platform with the bot on it."""

    house: Playhouse

    @property
    def platform(self) -> Platform: ...

    @property
    def capabilities(self) -> Capabilities:
        """What the bot's adapter declares."""
        ...

    @property
    def lacks(self) -> Mapping[str, str]:
        """By the name of something that the suite may want: why it has no meaning here."""
        ...

    async def open(self, folder: Path) -> None:
        """The platform is there, and the bot's database in `folder`; nothing runs yet."""
        ...

    async def close(self) -> None: ...

    async def start(self) -> None:
        """The bot can be talked to."""
        ...

    async def stop(self) -> None: ...

    async def kill(self) -> None:
        """The bot is gone from one instruction to the next."""
        ...

    async def person(self, name: str) -> Person:
        """Somebody who has not spoken to the bot yet."""
        ...

    async def limit(self, person: Person, seconds: float) -> None:
        """Whatever is sent to them from now on is refused, for so long, with the platform's own "not so fast"; where a
        platform has none, they do not read for so long."""
        ...

    def lose(self) -> None:
        """Of everything that people have sent, the platform has nothing any more."""
        ...

    def early(self) -> int:
        """How many calls came inside a pause that the bot had been told of."""
        ...

    def attempts(self) -> int:
        """How often the bot tried to show something."""
        ...


def need(stage: Stage, *what: str) -> None:
    """The test is skipped, visibly and with the reason, where one of these has no meaning."""
    for one in what:
        if one in stage.lacks:
            pytest.skip(f"{stage.platform}: {stage.lacks[one]}")


def numbered(text: str) -> tuple[str, ...]:
    """The labels of the numbered lines in it: the choices where there is nothing to press."""
    return tuple(_NUMBERED.findall(text))
