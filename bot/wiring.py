"""The one place that names concrete adapters and stores. Everything is put together here, from settings."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from bot import resources
from bot.core.shelf import Shelf, shelve
from bot.decks import decode, encode, read, seal
from bot.model.deck import Deck
from bot.model.ids import DeckHash, Platform, QuestionId, QuestionNumber
from bot.model.message import Capabilities
from bot.model.situation import Context, DeckCard
from bot.ports.clock import Chance, Clock
from bot.ports.faults import Faults
from bot.ports.store import Refused
from bot.rendering.prompts import Prompts, read_prompts
from bot.runtime.engine import Engine
from bot.runtime.library import RULES, Shelves, hash_of
from bot.runtime.mint import Mint
from bot.settings import Settings
from bot.store.sqlite.ledger import SqliteLedger


class WallClock:
    """The computer's clock."""

    def now(self) -> int:
        return time.time_ns() // 1_000_000


class RealChance:
    """Numbers that nobody can foretell."""

    def draw(self) -> int:
        return secrets.randbits(63)


def read_decks(files: Sequence[Path]) -> tuple[Deck, ...]:
    """The decks in these files. Raises `Refused` for the first that has an error."""
    decks = []
    for file in files:
        reading = read(file.read_bytes(), file.name)
        if reading.deck is None:
            raise Refused(
                f"The deck {file} has errors and was not loaded; nothing was started. `notdate decks check {file}` lists "
                "them with their lines."
            )
        decks.append(reading.deck)
    return tuple(decks)


def deck_files(settings: Settings) -> tuple[Path, ...]:
    """The decks that ship, and those of the operator's own folder."""
    own = settings.text("decks")
    folder = Path(own).expanduser() if own else None
    if folder is not None and not folder.is_dir():
        raise Refused(f"The folder of your own decks, {folder}, does not exist. Make it, or correct the setting `decks`.")
    return (*resources.deck_files(), *(sorted(folder.glob("*.yaml")) if folder else ()))


def prompts(language: str = "en") -> Prompts:
    """The bot's own words in that language."""
    return read_prompts(resources.prompts(language))


def load_library(ledger: SqliteLedger, decks: Sequence[Deck], now: int) -> tuple[Shelves, tuple[DeckCard, ...]]:
    """The decks are stored by their hash and numbered; older versions stay known for conversations in the middle of them."""
    cards = []
    numbers: dict[str, Mapping[str, QuestionNumber]] = {}
    for deck in decks:
        hash_ = seal(deck)
        ledger.keep_deck(hash_, deck.id, deck.version, encode(deck), now)
        numbers[deck.id] = ledger.enroll(deck.id, [question.id for question in deck.questions])
        cards.append(DeckCard(deck.id, hash_, deck.title, deck.description))
    stored = {DeckHash(hash_): body for hash_, body in ledger.decks().items()}

    def build(hash_: DeckHash) -> Shelf | None:
        deck = decode(stored[hash_])
        known = numbers.get(deck.id) or ledger.enroll(deck.id, [question.id for question in deck.questions])
        if any(question.id not in known for question in deck.questions):
            known = ledger.enroll(deck.id, [question.id for question in deck.questions])
        return shelve(deck, hash_, {QuestionId(question): number for question, number in known.items()})

    shelves = Shelves(build, frozenset(stored))
    for card in cards:
        shelves[card.hash]
    return shelves, tuple(cards)


def context_for(settings: Settings, words: Prompts, cards: tuple[DeckCard, ...], capabilities: Capabilities) -> Context:
    """What every step on a platform with these capabilities is told alike."""
    return Context(
        community=settings.text("community"),
        operator=settings.text("operator"),
        retention_days=settings.number("retention_days"),
        backup_days=settings.number("backup_days"),
        help_text=settings.text("help_text"),
        decks=cards,
        wordings=words.counts,
        rules=f"{RULES}.{words.digest}",
        contact=settings.text("contact"),
        reaches=capabilities.reaches,
    )


def open_engine(
    settings: Settings,
    decks: Sequence[Deck],
    words: Prompts,
    platforms: Mapping[Platform, Capabilities],
    clock: Clock,
    chance: Chance,
    faults: Faults,
    complain: Callable[[str], None],
) -> tuple[SqliteLedger, Engine, Shelves]:
    """The store is open, the decks are loaded, and the engine can turn. Raises `Refused`."""
    mint = Mint()
    ledger = SqliteLedger(settings.database, mint.strike)
    mint.raise_to(ledger.last_id())
    shelves, cards = load_library(ledger, decks, clock.now())
    contexts = {}
    for platform, capabilities in platforms.items():
        context = context_for(settings, words, cards, capabilities)
        hash_ = hash_of(context)
        ledger.keep_context(hash_, context)
        contexts[platform] = (hash_, context)
    return ledger, Engine(ledger, shelves, contexts, mint, chance, faults, complain), shelves


WEB_KEY_BYTES: Final = 32
