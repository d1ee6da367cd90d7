"""A community in which something has happened: people answered, suggested, reported, and decks were changed."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

import msgspec
from msgspec.structs import replace

from bot.chance import Seeded, WallClock
from bot.connecting import PLATFORMS
from bot.model.deck import Deck
from bot.model.event import Arrived, MessageReceived, Words
from bot.model.ids import Address, DeckId, MemberId, Platform, WordsId
from bot.model.member import Rank, Standing
from bot.model.tiding import Asker
from bot.ports.adapter import Delivered
from bot.ports.faults import NoFaults
from bot.ports.views import ReportedLine
from bot.runtime import curation
from bot.runtime.curation import Curated
from bot.settings import load
from bot.store.sqlite.views import SqliteViews
from bot.voices import prompts
from bot.wiring import decks_of, open_engine
from bot.written import encode

WEB: Final = Platform("web")
TELEGRAM: Final = Platform("telegram")
SAID: Final = (
    "my grandmother, and the kettle", "hm, the lighthouse keeper", "a ferry in the rain", "the lighthouse again", "2",
    "skip", "something about a lighthouse, I think", "my sister", "bread, always bread", "the first", "a lighthouse",
)  # fmt: skip
"""What people say, whatever they are asked; some of it finds no theme, and some of that is shared."""


class Lively:
    """Makes things happen over a database that nobody has open."""

    def __init__(self, database: Path, **settings: str) -> None:
        self.clock = WallClock()
        self._count = 0
        options = {"db": str(database), **settings}
        self.ledger, self.engine, self.shelves = open_engine(
            load(options, {}, database.parent), None, prompts(), PLATFORMS, self.clock, Seeded(7), NoFaults(), print
        )
        self.database = database

    def say(self, who: str, text: str = "", platform: Platform = WEB, room: str = "", rank: Rank | None = None) -> None:
        """They say that, or arrive."""
        self._count += 1
        now = self.clock.now()
        event = MessageReceived(Words(WordsId(0), text), now) if text else Arrived(deck="first-day")
        standing = Standing(rank, "a test", now) if rank else None
        address = f"{room}#{who}" if room else who
        delivered = Delivered(
            platform, Address(address), Address(who), f"lively {who}", self._count, event, who, standing
        )
        self.engine.turn([delivered], now)

    def evening(self, who: str, dice: random.Random, lines: int = 9) -> None:
        """Somebody arrives, says yes, and answers for a while."""
        self.say(who)
        self.say(who, "yes")
        for _ in range(lines):
            self.say(who, dice.choice(SAID))
            if dice.random() < 0.5:
                self.say(who, "share")

    def change_decks(self) -> None:
        """One deck has another version, one stands elsewhere, and one is off."""
        ledger, engine, now = self.ledger, self.engine, self.clock.now()
        with_deck = decks_of(SqliteViews(self.database).decks())
        deck = next(one for one in with_deck.values() if one.id == "little-things")
        first, second, third, *rest = deck.questions
        changed = replace(first, text=first.text.replace("?", ", would you say?"))
        new = replace(second, id=type(second.id)("the-first-bell"), text="Which bell did you hear first this morning?")
        self.load(replace(deck, version="1.1.0", questions=(changed, third, *rest, new)))
        self.load(replace(deck, id=DeckId("harbour-mornings"), title="صباحات الميناء", questions=tuple(rest[:8])))
        for wanted in (Curated("move", "harbour-mornings", 2), Curated("disable", "team-tuesday")):
            curation.tell(engine, replace(curation.tiding_of(wanted, ledger), asker=Asker()), now)

    def load(self, deck: Deck) -> None:
        """That version is on offer."""
        body = encode(deck)
        staged = curation.staging(body)
        for piece in staged.pieces:
            piece(self.ledger, self.clock.now())
        self.shelves.add(curation.shelved(staged, self.ledger.numbers_of(deck.id)))
        curation.tell(self.engine, staged.tiding, self.clock.now())


def make(database: Path, people: int = 24, **settings: str) -> None:
    """The database holds all that the pages can show."""
    lively = Lively(database, **settings)
    dice = random.Random(4)
    for number in range(people):
        lively.evening(f"{number:032x}", dice)
    who = f"{0:032x}"
    for text in ("daily at 9", "suggest What did you carry home last that was not yours?", "no name",
                 "suggest Whose key is still on your ring?"):  # fmt: skip
        lively.say(who, text)
    for room in ("-1001", "-1002"):
        lively.say("77", "allow", TELEGRAM, room, Rank.OWNER)
        wish = "daily weekdays at 8:30" if room == "-1001" else "daily sunday at 18"
        lively.say("77", wish, TELEGRAM, room, Rank.OWNER)
    lively.change_decks()
    lively.ledger.close()
    _report(database)


def _report(database: Path) -> None:
    """Somebody at a table was reported."""
    lines = (ReportedLine(MemberId(1), "a red door"), ReportedLine(MemberId(2), "nobody asked <b>you</b>"))
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute(
            "INSERT INTO reports VALUES (1, ?, 1, 1, ?, 'open')", (WallClock().now(), msgspec.json.encode(lines))
        )
