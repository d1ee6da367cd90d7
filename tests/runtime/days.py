"""Days going by over a real engine and a real file: what comes by itself, when, and for which local date."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot import resources
from bot.chance import Seeded
from bot.core.solo.daily import DAILY
from bot.model.deck import Deck
from bot.model.effect import Delivery
from bot.model.ids import ConversationId
from bot.model.message import Message
from bot.ports.faults import NoFaults
from bot.rendering.render import render
from bot.runtime.engine import Turned
from bot.runtime.library import Shelves, voice_of
from bot.runtime.replay import Verdict, replay
from bot.settings import load
from bot.shells.bench.workload import CAPABILITIES
from bot.store.sqlite.views import SqliteViews
from bot.voices import prompts
from bot.wiring import open_engine, read_decks, rules_of, shelves_of
from tests.runtime.engines import HERE, Clock, delivered, said
from tests.runtime.table import text_of

MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000
WORDS: Final = prompts()
DECKS: Final[tuple[Deck, ...]] = read_decks(resources.deck_files())


def at(zone: str, shown: str) -> int:
    """The instant at which the clocks there first show that, milliseconds UTC."""
    return int(datetime.fromisoformat(shown).replace(tzinfo=ZoneInfo(zone)).timestamp() * 1000)


def local(zone: str, moment: int) -> str:
    """What the clocks there show at that instant."""
    return datetime.fromtimestamp(moment / 1000, UTC).astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")


class Days:
    """One person, their accounts, and a clock that a hand moves. `asked` are the daily questions that came: when, and
    for which local date."""

    def __init__(self, folder: Path, now: int, zone: str = "UTC", decks: tuple[Deck, ...] = DECKS) -> None:
        self.clock = Clock(now)
        self.zone = zone
        self.file = folder / "days.db"
        self.decks = decks
        self.asked: list[tuple[int, str]] = []
        self.unasked: list[tuple[int, str, str]] = []
        self.complaints: list[str] = []
        self._count = 0
        self.start()

    def start(self) -> None:
        """An engine opens the file."""
        settings = load({"db": str(self.file), "zone": self.zone}, {}, self.file.parent)
        self.ledger, self.engine, shelves = open_engine(
            settings, self.decks, WORDS, {HERE: CAPABILITIES}, self.clock, Seeded(self._count), NoFaults(),
            self.complaints.append,
        )  # fmt: skip
        self.voice = voice_of(WORDS, shelves)

    def restart(self) -> None:
        """The process has ended, and another one started."""
        self.ledger.close()
        self.start()

    def say(self, text: str, who: str = "Ada") -> str:
        """They type that; returns what they read at once."""
        self._count += 1
        self.clock.time += 1_000
        turned = self.engine.turn([delivered(who, str(self._count), said(text))], self.clock.time)
        assert self.complaints == []
        return "\n".join(text_of(message) for message in self._messages(turned))

    def begin(self, *wishes: str, who: str = "Ada") -> str:
        """They greet the bot, say yes, and then what they wish; returns the last answer."""
        for text in ("hello", "yes", *wishes):
            read = self.say(text, who)
        return read

    def _messages(self, turned: Turned) -> list[Message]:
        return [render(one.effect, self.voice, one.words, one.names) for one in turned.posted]

    def wait(self, milliseconds: int) -> None:
        """Time passes, and what comes due on the way happens when it is due."""
        until = self.clock.time + milliseconds
        self.fire()
        while (due := self.ledger.next_due()) is not None and due <= until:
            self.clock.time = max(self.clock.time, due)
            self.fire()
        self.clock.time = until

    def fire(self) -> None:
        """What is due now happens."""
        for due in self.ledger.due(self.clock.time, 50):
            turned = self.engine.turn([due], self.clock.time)
            assert self.complaints == []
            for one, message in zip(turned.posted, self._messages(turned), strict=True):
                assert one.effect.delivery is Delivery.PROMPT
                self.unasked.append((self.clock.time, str(one.address), text_of(message)))
                if one.effect.slot == DAILY:
                    self.asked.append((self.clock.time, self._served(due.conversation)))

    def until(self, zone: str, shown: str) -> None:
        """The same, until the clocks there show that."""
        self.wait(at(zone, shown) - self.clock.time)

    def _served(self, conversation: ConversationId) -> str:
        served: str = self.state(conversation)["daily"]["served"]
        return served

    def state(self, conversation: int = 0) -> dict[str, Any]:
        """How that conversation stands on disk; the first, if none is named."""
        with closing(sqlite3.connect(self.file)) as db:
            query = "SELECT state FROM conversations WHERE ? IN (0, id) ORDER BY id LIMIT 1"
            state: dict[str, Any] = json.loads(db.execute(query, (conversation,)).fetchone()[0])
        return state

    def dates(self) -> list[str]:
        """The local dates that were served, in order."""
        return [date for _at, date in self.asked]

    def replayed(self) -> set[Verdict]:
        """What a replay finds in each conversation."""
        self.ledger.close()
        with closing(sqlite3.connect(self.file)) as db:
            conversations = [row[0] for row in db.execute("SELECT id FROM conversations")]
        views = SqliteViews(self.file)
        shelves: Shelves = shelves_of(views.decks(), views.numbers())
        found = set()
        for conversation in conversations:
            past = views.past(ConversationId(conversation))
            assert past is not None
            found.add(replay(past, shelves, rules_of(WORDS)).verdict)
        return found
