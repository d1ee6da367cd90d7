"""People of several languages before one engine over a real file, without a clock or a platform."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from bot import settings
from bot.chance import Seeded
from bot.model.event import Arrived, ChoicePressed, Event, MessageReceived, Words
from bot.model.ids import Address, Platform, WordsId
from bot.model.member import Rank, Standing
from bot.model.message import Capabilities, Message, Role
from bot.ports.adapter import Delivered
from bot.ports.address import within
from bot.ports.faults import NoFaults
from bot.rendering.render import render
from bot.voices import prompts, speaking
from bot.wiring import language_of, open_engine
from tests.runtime.engines import Clock

HERE: Final = Platform("here")
CAPABILITIES: Final = Capabilities(4_000, buttons=25, buttons_per_row=5, label_limit=80, payload_bytes=64, reaches=True)
SECOND: Final = 1_000


class Stage:
    """One bot; everybody is found by name, and reads what they are sent."""

    def __init__(self, folder: Path, language: str = "en") -> None:
        self.clock = Clock()
        self.complaints: list[str] = []
        self.settings = settings.load(
            {"db": str(folder / "languages.db"), "language": language, "community": "the Harbour Book Club",
             "operator": "Mara", "help_text": "116 123."}, {}, folder,
        )  # fmt: skip
        self.ledger, self.engine, self.shelves = open_engine(
            self.settings, None, prompts(), {HERE: CAPABILITIES}, self.clock, Seeded(7), NoFaults(),
            self.complaints.append,
        )  # fmt: skip
        self.voice = speaking(prompts(language_of(self.settings)), self.shelves)
        self.screens: dict[str, list[Message]] = {}
        self.platform = HERE
        self._count = 0

    def arrive(self, name: str, speaks: str = "") -> str:
        """They open the door; returns what they read at once, one message a paragraph."""
        return self.do(name, Arrived(), speaks)

    def say(self, name: str, text: str, *, room: str = "", rank: Rank | None = None) -> str:
        """They type that, alone with the bot or in a room."""
        return self.do(name, MessageReceived(Words(WordsId(0), text)), room=room, rank=rank)

    def press(self, name: str, label: str) -> str:
        """They press the newest button of that label."""
        for message in reversed(self.screens[name]):
            for button in message.buttons:
                if button.label == label:
                    return self.do(name, ChoicePressed(button.token))
        raise AssertionError(f"nobody offered {name} {label!r}")

    def reads(self, name: str) -> str:
        """The last message on their screen."""
        return text_of(self.screens[name][-1])

    def screen(self, name: str) -> list[str]:
        """All that they have read."""
        return [text_of(message) for message in self.screens[name]]

    def asked(self, name: str) -> str:
        """The question asked of them last."""
        paragraphs = [one for message in self.screens[name] for one in message.paragraphs if one.role is Role.QUESTION]
        return paragraphs[-1].text

    def buttons(self, name: str) -> list[str]:
        """What can be pressed on their screen now."""
        return [button.label for button in self.screens[name][-1].buttons]

    def do(self, name: str, event: Event, speaks: str = "", room: str = "", rank: Rank | None = None) -> str:
        """It happens; returns what is read at once where it happened."""
        self._count += 1
        self.clock.time += SECOND
        where = within(Address(room), name) if room else Address(name)
        standing = Standing(rank, "test", self.clock.time) if rank else None
        work = Delivered(HERE, where, Address(name), HERE, str(self._count), event, name, standing, speaks=speaks)
        read = []
        for posted in self.engine.turn([work], self.clock.time).posted:
            message = render(posted.effect, self.voice, posted.words, posted.names, language=posted.language)
            self.screens.setdefault(str(posted.address), []).append(message)
            if posted.address == where:
                read.append(text_of(message))
        return "\n\n".join(read)


def text_of(message: Message) -> str:
    """A message as its paragraphs, one a line."""
    return "\n".join(paragraph.text for paragraph in message.paragraphs)
