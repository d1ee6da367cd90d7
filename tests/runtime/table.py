"""Members at one table over a real engine and a real file: what each of them reads, in order."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec

from bot.model.event import Arrived, ChoicePressed, Event
from bot.model.ids import Platform
from bot.model.message import Capabilities, Message
from bot.ports.adapter import Receipt
from bot.ports.store import Due, Posted
from bot.rendering.render import render
from bot.runtime.library import voice_of
from bot.voices import prompts
from tests.runtime.engines import HERE, Clock, delivered, engine_at, said

SECOND, DAY = 1_000, 86_400_000


class Company:
    """Some people, one engine; everybody greets the bot and says yes before anything else happens."""

    def __init__(
        self,
        folder: Path,
        *names: str,
        moderators: str = "",
        adults: str = "yes",
        platforms: Mapping[Platform, Capabilities] | None = None,
        elsewhere: Mapping[str, Platform] | None = None,
    ) -> None:
        """Everybody is here, but for those who are `elsewhere`."""
        self.platforms = platforms
        self.elsewhere = elsewhere or {}
        self.clock = Clock()
        self.complaints: list[str] = []
        self.file = folder / "table.db"
        self.moderators, self.adults = moderators, adults
        self.screens: dict[str, list[Message]] = {}
        self.posted: list[Posted] = []
        """All that was to be sent because somebody did something."""
        self._count = 0
        self.start()
        for name in names:
            self.arrive(name)
            self.say(name, "yes")

    def start(self) -> None:
        """An engine opens the file."""
        self.ledger, self.engine, shelves = engine_at(
            self.file,
            self.clock,
            self.complaints,
            platforms=self.platforms,
            moderators=self.moderators,
            adults=self.adults,
        )
        self.voice = voice_of(prompts(), shelves)

    def restart(self) -> None:
        """The process has ended, and another one started."""
        self.ledger.close()
        self.start()

    def arrive(self, name: str, deck: str = "") -> str:
        """They open the door."""
        return self.do(name, Arrived(deck))

    def say(self, name: str, text: str) -> str:
        """They type that; returns what they read at once, one message a paragraph."""
        return self.do(name, said(text))

    def press(self, name: str, label: str) -> str:
        """They press the newest button of that label."""
        for message in reversed(self.screens[name]):
            for button in message.buttons:
                if button.label == label:
                    return self.do(name, ChoicePressed(button.token))
        raise AssertionError(f"nobody offered {name} {label!r}")

    def do(self, name: str, event: Event) -> str:
        self._count += 1
        self.clock.time += SECOND
        before = len(self.screens.setdefault(name, []))
        platform = self.elsewhere.get(name, HERE)
        work = msgspec.structs.replace(delivered(name, str(self._count), event), name=name, platform=platform)
        turned = self.engine.turn([work], self.clock.time)
        self.receipt: Receipt | None = turned.receipts[0]
        self.posted += turned.posted
        for posted in turned.posted:
            message = render(posted.effect, self.voice, posted.words, posted.names)
            self.screens.setdefault(str(posted.address), []).append(message)
        return "\n\n".join(map(text_of, self.screens[name][before:]))

    def wait(self, milliseconds: int) -> dict[str, str]:
        """Time passes, and what comes due on the way happens when it is due; returns what each one read."""
        before = {name: len(screen) for name, screen in self.screens.items()}
        until = self.clock.time + milliseconds
        while (due := self.ledger.next_due()) is not None and due <= until:
            self.clock.time = max(self.clock.time, due)
            batch: list[Due] = list(self.ledger.due(self.clock.time, 10))
            for posted in self.engine.turn(batch, self.clock.time).posted:
                message = render(posted.effect, self.voice, posted.words, posted.names)
                self.screens.setdefault(str(posted.address), []).append(message)
        self.clock.time = until
        return {name: "\n\n".join(map(text_of, screen[before[name] :])) for name, screen in self.screens.items()}

    def reads(self, name: str) -> str:
        """The last message on their screen."""
        return text_of(self.screens[name][-1])

    def seat_two(self, host: str = "Ada", guest: str = "Ben") -> None:
        """They sit at one table, and the first card lies there."""
        invitation = self.say(host, "not-date")
        self.say(guest, f"join {code_in(invitation)}")
        self.say(guest, "yes")


def text_of(message: Message) -> str:
    """A message as its paragraphs, one a line."""
    return "\n".join(paragraph.text for paragraph in message.paragraphs)


def code_in(text: str) -> str:
    """The code that an invitation shows."""
    return text.split("`join ")[1].split("`")[0]
