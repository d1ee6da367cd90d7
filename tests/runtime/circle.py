"""Members of one or more group places over a real engine and a real file: what stands there, and what each reads."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from bot.model.deck import Deck
from bot.model.effect import Edit
from bot.model.event import ChoicePressed, Event, MessageReceived, Words
from bot.model.ids import Address, MessageId, WordsId
from bot.model.member import Rank, Standing
from bot.model.message import Button, Message
from bot.ports.adapter import Delivered, Receipt
from bot.ports.address import room_of, within
from bot.ports.store import Due, Mark, Posted
from bot.rendering.render import render
from bot.runtime.engine import Turned, Work
from bot.runtime.library import voice_of
from bot.shells.bench.workload import read_deck
from bot.voices import prompts
from tests.runtime.engines import HERE, Clock, engine_at
from tests.runtime.table import text_of

SECOND, MINUTE, DAY = 1_000, 60_000, 86_400_000
LOUNGE = "lounge"


class Lounge:
    """Group places that are open to the bot, and people who were never greeted. What is sent is on the screens at
    once, and edits change it there."""

    def __init__(self, folder: Path, *rooms: str, deck: Deck | None = None) -> None:
        self.deck = deck or read_deck()
        self.clock = Clock()
        self.complaints: list[str] = []
        self.file = folder / "circle.db"
        self.screens: dict[str, dict[MessageId, Message]] = {}
        """By address, what stands there now, oldest first."""
        self.edits: list[tuple[int, str]] = []
        """When something was edited, and what it said."""
        self.count = 0
        self.receipt: Receipt | None = None
        self.start()
        for room in rooms or (LOUNGE,):
            self.say("Mod", "allow", room, moderator=True)

    def start(self) -> None:
        """An engine opens the file."""
        self.ledger, self.engine, shelves = engine_at(self.file, self.clock, self.complaints, deck=self.deck)
        self.voice = voice_of(prompts(), shelves)
        self.labels = {choice.label for question in self.deck.questions for choice in question.choices}

    def restart(self) -> None:
        """The process has ended, and another one started."""
        self.ledger.close()
        self.start()

    def say(
        self, name: str, text: str, room: str = LOUNGE, *, reply_to: str = "", moderator: bool = False
    ) -> dict[str, str]:
        """They say that to the bot in the place (in private where it is empty); returns what was new, by address."""
        return self.do(name, MessageReceived(Words(WordsId(0), text), answers=reply_to), room, moderator=moderator)

    def press(self, name: str, button: Button | str, room: str = LOUNGE) -> dict[str, str]:
        """They press that button of the newest card that has it."""
        token = button.token if isinstance(button, Button) else self.button(button, room).token
        return self.do(name, ChoicePressed(token), room)

    def press_private(self, name: str) -> dict[str, str]:
        """They press the first button of the last message that they were sent in private."""
        return self.do(name, ChoicePressed(list(self.screens[name].values())[-1].buttons[0].token), "")

    def button(self, label: str, room: str = LOUNGE) -> Button:
        """The newest button of that label."""
        for message in reversed(self.screens[screen_of(room)].values()):
            for button in message.buttons:
                if button.label == label:
                    return button
        raise AssertionError(f"nothing offers {label!r} in {room}")

    def do(self, name: str, event: Event, room: str = LOUNGE, *, moderator: bool = False) -> dict[str, str]:
        """That happens, a second later."""
        self.clock.time += SECOND
        return self.turn([self.delivered(name, event, room, moderator=moderator)])

    def delivered(self, name: str, event: Event, room: str = LOUNGE, *, moderator: bool = False) -> Delivered:
        """That, as it comes in."""
        self.count += 1
        place, _slash, thread = room.partition("/")
        where = within(Address(place), name) if room else Address(name)
        corner = within(Address(place), f":{thread}") if thread else Address("")
        standing = Standing(Rank.MODERATOR, "test", self.clock.time) if moderator else None
        return Delivered(HERE, where, Address(name), "here", str(self.count), event, name, standing, corner)

    def turn(self, batch: list[Work]) -> dict[str, str]:
        """The batch has been taken; returns what is new on each screen."""
        turned: Turned = self.engine.turn(batch, self.clock.time)
        self.receipt = turned.receipts[0] if turned.receipts else None
        new: dict[str, str] = {}
        marks: list[Work] = []
        for posted in turned.posted:
            if not isinstance(posted.effect, Edit):
                where = str(posted.address)
                new[where] = f"{new.get(where, '')}{self._show(posted)}\n".lstrip()
                marks.append(Mark(posted.id, sent=True, platform_id=f"p{posted.id}"))
            else:
                self._edit(posted)
        if marks:
            self.engine.turn(marks, self.clock.time)
        return new

    def _show(self, posted: Posted) -> str:
        message = render(posted.effect, self.voice, posted.words, posted.names)
        self.screens.setdefault(str(posted.address), {})[posted.id] = message
        return text_of(message)

    def _edit(self, posted: Posted) -> None:
        screen = self.screens[str(posted.address)]
        assert posted.edits in screen, "an edit of nothing"
        screen[posted.edits] = render(posted.effect, self.voice, posted.words, posted.names)
        self.edits.append((self.clock.time, text_of(screen[posted.edits])))

    def wait(self, milliseconds: int) -> dict[str, str]:
        """Time passes, and what comes due on the way happens when it is due; returns what was new, by address."""
        until = self.clock.time + milliseconds
        new: dict[str, str] = {}
        while (due := self.ledger.next_due()) is not None and due <= until:
            self.clock.time = max(self.clock.time, due)
            batch: list[Work] = list[Work](self.ledger.due(self.clock.time, 10))
            assert all(isinstance(one, Due) for one in batch)
            for address, text in self.turn(batch).items():
                new[address] = new.get(address, "") + text
        self.clock.time = until
        return new

    def card(self, room: str = LOUNGE, back: int = 1) -> str:
        """What the newest card (or the one before) says."""
        cards = [
            message
            for message in self.screens[screen_of(room)].values()
            if message.buttons or "answered" in text_of(message)
        ]
        return text_of(cards[-back])

    def reads(self, room: str = LOUNGE) -> str:
        """The last message that the circle put there."""
        return text_of(list(self.screens[screen_of(room)].values())[-1])

    def last_id(self, room: str = LOUNGE, back: int = 1) -> str:
        """The platform's id of the last message that stands there."""
        return f"p{list(self.screens[screen_of(room)])[-back]}"

    def everything(self) -> str:
        """All that stands anywhere."""
        return "\n".join(text_of(message) for screen in self.screens.values() for message in screen.values())

    def rows(self, query: str, *values: object) -> list[tuple[object, ...]]:
        """What is on disk."""
        with closing(sqlite3.connect(self.file)) as connection:
            return connection.execute(query, values).fetchall()


def screen_of(room: str) -> str:
    """Where everybody reads along; `lounge/books` is a thread of the lounge."""
    place, _slash, thread = room.partition("/")
    return f"{place}#:{thread}" if thread else f"{place}#"


def is_room(address: str) -> bool:
    """Whether others read along there."""
    return bool(room_of(Address(address)))
