"""The one place that names the concrete store. Everything is put together here, from settings; `connecting` makes the
adapters."""

from __future__ import annotations

import contextlib
import dataclasses
import gc
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot import __version__, resources
from bot.adapters.terminal import capabilities as terminal_capabilities
from bot.adapters.terminal.adapter import TerminalAdapter
from bot.adapters.web import capabilities as web_capabilities
from bot.airlock import find_stems
from bot.beside import socket_for, web_key
from bot.chance import RealChance, WallClock
from bot.connecting import PLATFORMS, other_adapters, telegram_adapter, web_adapter
from bot.core.curator import with_files
from bot.core.languages import fallen_back
from bot.core.shelf import Shelf, shelve
from bot.model.curator import Stock, Version
from bot.model.deck import Deck
from bot.model.ids import Address, DeckHash, Platform, QuestionId, QuestionNumber
from bot.model.message import Capabilities
from bot.model.situation import Context
from bot.ports.adapter import Adapter
from bot.ports.clock import Chance, Clock
from bot.ports.faults import Faults, NoFaults
from bot.ports.store import Refused
from bot.ports.watch import Watch
from bot.rendering.prompts import Prompts
from bot.rendering.render import Voice
from bot.runtime.carrying import Showcase
from bot.runtime.condition import Condition
from bot.runtime.engine import Engine
from bot.runtime.examining import Examiner, Read, Reads
from bot.runtime.farewell import Farewell
from bot.runtime.library import RULES, Shelves, hash_of, offering
from bot.runtime.meter import Meter
from bot.runtime.mint import Mint
from bot.runtime.office import Office
from bot.runtime.operator import Operator, WayIn
from bot.runtime.standings import KnownStandings
from bot.runtime.supervisor import Bot
from bot.runtime.tickets import Tickets
from bot.runtime.transcript import StoredTranscript
from bot.runtime.writer import Writer
from bot.runtime.zones import zones_of
from bot.settings import Settings, SettingsError
from bot.store.sqlite import update
from bot.store.sqlite.ledger import SqliteLedger
from bot.store.sqlite.lock import Lock
from bot.store.sqlite.views import SqliteViews
from bot.voices import findings, other_prompts, prompts, speaking, tongues
from bot.written import decode, encode, pack, seal

if TYPE_CHECKING:
    from bot.adapters.web.adapter import WebAdapter


def read_decks(files: Sequence[Path]) -> tuple[Deck, ...]:
    """The decks in these files. Raises `Refused` for the first that has an error."""
    return tuple(_read_deck(file, file.read_bytes()) for file in files)


def _read_deck(file: Path, data: bytes) -> Deck:
    # Imported only where a file is new: the readers, with YAML and the schema, cost a quarter of a second at a start.
    from bot.decks.reading import read

    deck = read(data, file.name).deck
    if deck is None:
        raise Refused(
            f"The deck {file} has errors and was not loaded; nothing was started. `notdate decks check {file}` lists "
            "them with their lines."
        )
    return deck


def deck_files(settings: Settings) -> tuple[Path, ...]:
    """The decks that ship with their translations, and those of the operator's own folder and of the folders in it."""
    own = settings.text("decks")
    folder = Path(own).expanduser() if own else None
    if folder is not None and not folder.is_dir():
        raise Refused(
            f"The folder of your own decks, {folder}, does not exist. Make it, or correct the setting `decks`."
        )
    # A deck comes before its translations: what is found first is what it was written in.
    written = sorted(folder.glob("*.yaml"), key=lambda file: file.stem) if folder else []
    translated = sorted(folder.glob("*/*.yaml")) if folder else []
    return (*resources.deck_files(), *resources.translations(), *written, *translated)


Sealed = tuple[DeckHash, Deck]
"""A version of a deck with the hash that names it."""


def keep_decks(ledger: SqliteLedger, decks: Sequence[Deck], now: int) -> tuple[Sealed, ...]:
    """The decks are stored by their hash, and their questions have numbers."""
    kept = []
    for deck in decks:
        body = encode(deck)
        hash_ = seal(body)
        ledger.keep_deck(hash_, deck.id, deck.version, pack(body), now)
        ledger.enroll(deck.id, [question.id for question in deck.questions])
        kept.append((hash_, deck))
    return tuple(kept)


def keep_files(ledger: SqliteLedger, files: Sequence[Path], now: int) -> tuple[Sealed, ...]:
    """The decks in these files are stored; a file that was read before is not read again. Raises `Refused`."""
    known = files_read(ledger)
    stored = ledger.decks()
    sealed: dict[str, Sealed] = {}
    for file in files:
        data = file.read_bytes()
        name = hashlib.sha256(reader_version() + data).hexdigest()
        hash_ = known.get(name, DeckHash(""))
        sealed[name] = (
            (hash_, decode(stored[hash_])) if hash_ in stored else keep_decks(ledger, [_read_deck(file, data)], now)[0]
        )
    current = {name: hash_ for name, (hash_, _deck) in sealed.items()}
    if current != known:
        ledger.note(FILES_READ, json.dumps(current))
    return tuple(sealed.values())


FILES_READ: Final = "deck-files"
"""The note of what was read: SHA-256 of reader and file to the hash of the deck that came of it."""


def files_read(ledger: SqliteLedger) -> dict[str, DeckHash]:
    """What was read at the last start."""
    return {name: DeckHash(hash_) for name, hash_ in json.loads(ledger.noted(FILES_READ) or "{}").items()}


@cache
def reader_version() -> bytes:
    """What the readers are made of: another reader may find other decks, or other errors, in the same files."""
    house = Path(resources.__file__).parent
    sources = [*sorted((house / "decks").glob("*.py")), house / "model" / "deck.py", house / "written.py"]
    return hashlib.sha256(b"".join(source.read_bytes() for source in sources)).digest()


def lay_out(ledger: SqliteLedger, sealed: Sequence[Sealed]) -> tuple[Shelves, Stock]:
    """The decks that the community has, with what is new in the files; older versions stay known for conversations in
    the middle of them."""
    bodies = {DeckHash(hash_): body for hash_, body in ledger.decks().items()}
    before = ledger.stock()
    found = [
        (deck.id, Version(hash_, deck.title, deck.description, deck.language, questions=len(deck.questions)))
        for hash_, deck in sealed
    ]
    stock = with_files(before, found)
    if stock != before:
        ledger.keep_stock(stock)
    return shelves_of(bodies, ledger.numbers()), stock


def shelves_of(bodies: Mapping[DeckHash, bytes], numbers: Mapping[str, Mapping[QuestionId, QuestionNumber]]) -> Shelves:
    """All these versions, each made ready when it is first asked for."""

    def build(hash_: DeckHash) -> Shelf | None:
        deck = decode(bodies[hash_])
        return shelve(deck, hash_, {QuestionId(question): number for question, number in numbers[deck.id].items()})

    return Shelves(build, frozenset(bodies), find_stems)


def decks_of(bodies: Mapping[DeckHash, bytes]) -> dict[DeckHash, Deck]:
    """The decks themselves."""
    return {hash_: decode(body) for hash_, body in bodies.items()}


NOWHERE: Final = Platform("")
"""Where a table is."""


def context_for(
    settings: Settings,
    words: Prompts,
    platform: Platform = NOWHERE,
    capabilities: Capabilities | None = None,
    shows: dict[str, tuple[str, ...]] | None = None,
) -> Context:
    """What every step on that platform is told alike, but for the decks; at a table, which is on none, without one."""
    return Context(
        community=settings.text("community"),
        operator=settings.text("operator"),
        retention_days=settings.number("retention_days"),
        backup_days=settings.number("backup_days"),
        help_text=settings.text("help_text"),
        decks=(),
        wordings=words.counts,
        rules=rules_of(words),
        contact=settings.text("contact"),
        adults=settings.text("adults") == "yes",
        reaches=capabilities is not None and capabilities.reaches,
        platform=platform,
        url=settings.text("public_url").rstrip("/"),
        shows=shows or {},
        language=language_of(settings),
        languages=tongues().spoken,
    )


def language_of(settings: Settings) -> str:
    """The installation's language. Raises `Refused` for one that the bot does not speak."""
    wished = settings.text("language")
    served = fallen_back(wished, tongues().tables)
    if not served:
        raise Refused(
            f"The setting language is {wished!r}, which the bot does not speak. Choose one of: "
            f"{', '.join(tongues().tables)}."
        )
    return served


def rules_of(words: Prompts | None = None) -> str:
    """What decides today: the version of the deciding code, and the prompts."""
    return f"{RULES}.{(words or prompts()).digest}"


def open_ledger(settings: Settings, mint: Mint, complain: Callable[[str], None]) -> SqliteLedger:
    """The store is open for writing; what another version wrote was copied first, and that is told.

    Raises `Refused`. Where members are told that no backups are kept, there is no copy either.
    """
    keep = settings.number("update_backups") if settings.number("backup_days") else 0
    kept = update.copy_first(settings.database, __version__, keep)
    ledger = SqliteLedger(settings.database, mint.strike)
    if ledger.noted(update.VERSION) != __version__:
        ledger.note(update.VERSION, __version__)
    if kept is not None:
        complain(update.way_back(kept, settings.database, __version__))
    return ledger


Accounts = tuple[tuple[Platform, Address], ...]
"""Accounts, or group places, each on its platform."""


def looked_after_by(settings: Settings) -> tuple[Accounts, Accounts]:
    """The accounts, and the group places, that the settings name for who looks after the community. Raises
    `Refused`."""
    try:
        return tuple(sorted(settings.moderators)), settings.homes
    except SettingsError as error:
        raise Refused(str(error)) from error


def open_engine(
    settings: Settings,
    decks: Sequence[Deck] | None,
    words: Prompts,
    platforms: Mapping[Platform, Capabilities],
    clock: Clock,
    chance: Chance,
    faults: Faults,
    complain: Callable[[str], None],
    watch: Watch | None = None,
) -> tuple[SqliteLedger, Engine, Shelves]:
    """The store is open, the decks are loaded (None: those of the settings), the engine can turn. Raises `Refused`."""
    moderators, _homes = looked_after_by(settings)
    zones = zones_of(settings.text("zone"))
    mint = Mint()
    ledger = open_ledger(settings, mint, complain)
    mint.raise_to(ledger.last_id())
    try:
        if decks is None:
            sealed = keep_files(ledger, deck_files(settings), clock.now())
        else:
            sealed = keep_decks(ledger, decks, clock.now())
    except Refused:
        ledger.close()
        raise
    shelves, stock = lay_out(ledger, sealed)
    contexts: dict[Platform, tuple[str, Context]] = {}
    shows: dict[str, tuple[str, ...]] = {one: platforms[one].shows for one in sorted(platforms) if platforms[one].shows}
    for platform, capabilities in {NOWHERE: None, **platforms}.items():
        context = offering(context_for(settings, words, platform, capabilities, shows), stock)
        hash_ = hash_of(context)
        ledger.keep_context(hash_, context)
        contexts[platform] = (hash_, context)
    engine = Engine(ledger, shelves, contexts, mint, chance, faults, complain, watch, moderators, zones, tongues())
    return ledger, engine, shelves


@dataclass(frozen=True, slots=True)
class House:
    """A bot put together and not yet started, with the lock that makes it the database's owner."""

    bot: Bot
    lock: Lock
    socket: Path
    web: WebAdapter | None
    terminal: TerminalAdapter
    shelves: Shelves
    offered: tuple[DeckHash, ...]
    office: Office | None = None
    """Where the console's pages have things done; None where no pages are served."""

    def weave(self) -> None:
        """Every deck on offer is ready to hear; without it each question is made ready at its first answer."""
        for hash_ in self.offered:
            for shelved in self.shelves[hash_].questions:
                _ = shelved.ears


def settle() -> None:
    """What is in memory now stays there, and the collector of cycles passes it over from here on. A hundred thousand
    parts of modules do not change, and to look through them all, as it does now and then, has everybody wait for a
    twentieth of a second."""
    gc.collect()
    gc.freeze()


def build_house(
    settings: Settings,
    *,
    web: bool = True,
    clock: Clock | None = None,
    chance: Chance | None = None,
    faults: Faults | None = None,
    complain: Callable[[str], None] = lambda sentence: None,
) -> House:
    """The bot for these settings; the database is open and belongs to this process. Raises `Refused`."""
    clock, chance, faults = clock or WallClock(), chance or RealChance(), faults or NoFaults()
    socket = socket_for(settings.database)
    lock = Lock(settings.database)
    public = settings.text("public_url").rstrip("/")
    adapters: list[Adapter] = []

    # Asked for when the house stands: whoever asks is put together before what they ask for.
    def connected() -> Mapping[Platform, Adapter]:
        return {one.platform: one for one in adapters}

    def writer() -> Writer:
        return bot.writer

    with contextlib.ExitStack() as undoing:
        lock.take(str(socket))
        undoing.callback(lock.release)
        moderators, homes = looked_after_by(settings)
        words = prompts()
        meter = Meter(tuple(PLATFORMS))
        ledger, engine, shelves = open_engine(settings, None, words, PLATFORMS, clock, chance, faults, complain, meter)
        undoing.callback(ledger.close)
        offered = tuple(entry.current.hash for entry in ledger.stock().entries if entry.enabled)
        tickets = Tickets(web_key(settings), lambda: public or (page.url if page else "")) if web else None
        voice = speaking(prompts(language_of(settings)), shelves, language_of(settings))
        if tickets is not None:
            voice = dataclasses.replace(voice, entry=tickets.link)
        views = SqliteViews(settings.database)

        condition = Condition(lambda: bot, views, meter, clock)
        standings = KnownStandings(clock, moderators, views, homes, connected)
        office = _office(settings, standings, writer, tickets, clock, shelves, voice) if tickets else None
        operator = Operator(writer, lambda: farewell, clock, shelves, voice, *_way_in(office))
        told = StoredTranscript(views, voice, terminal_capabilities.CAPABILITIES)
        terminal = TerminalAdapter(told, socket, operator.do, clock)
        seen = StoredTranscript(views, voice, web_capabilities.CAPABILITIES)
        telegram = telegram_adapter(settings, clock, complain) if web else None
        others = other_adapters(settings, clock, writer, complain) if web else ()
        showcase = Showcase(views, connected)
        page = web_adapter(settings, seen, clock, condition, telegram, showcase, standings) if web else None
        adapters += [terminal, *([page] if page else []), *([telegram] if telegram else []), *others]
        bot = Bot(
            ledger,
            engine,
            voice,
            adapters,
            clock,
            faults,
            settings.number("retention_days"),
            complain,
            meter,
            lambda: update.age_out(settings.database, settings.number("backup_days")),
            standings,
            Examiner(connected, _reader(views, connected, language_of(settings)), shelves, clock, complain),
        )
        farewell = Farewell(bot.writer, bot.outbox, views, connected(), clock, settings.text("operator"))
        # It stands: from here on whoever called decides when it goes.
        undoing.pop_all()
    return House(bot, lock, socket, page, terminal, shelves, offered, office)


def _office(
    settings: Settings,
    standings: KnownStandings,
    writer: Callable[[], Writer],
    tickets: Tickets,
    clock: Clock,
    shelves: Shelves,
    voice: Voice,
) -> Office:
    # Pages read on connections of their own: a long look at the figures holds up nobody's conversation.
    aside = SqliteViews(settings.database)
    return Office(standings, writer, aside, tickets, clock, shelves, voice, zones_of(settings.text("zone")))


def _way_in(office: Office | None) -> tuple[WayIn, ...]:
    """By what whoever runs the bot comes in, as somebody at its own terminal."""
    if office is None:
        return ()
    return (lambda name: office.offer(terminal_capabilities.PLATFORM, Address(name or "operator")),)


def _reader(views: SqliteViews, connected: Callable[[], Mapping[Platform, Adapter]], usual: str) -> Reads:
    def read(data: bytes, name: str, language: str) -> Read:
        # Imported when somebody brings something, which is seldom.
        from bot.airlock.reading import read_for_chat

        platforms = {platform: adapter.capabilities for platform, adapter in connected().items()}
        reads = language or usual
        words = other_prompts(reads) or prompts(usual)
        return read_for_chat(data, name, views, platforms, words, findings(reads))

    return read
