"""What whoever runs the bot wants done about its decks: a new version is staged where nobody sees it, then the curator
is told, and says what came of it.

Staging goes piece by piece between turns, so that nobody who talks waits for ten thousand questions.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Final, NamedTuple, Protocol, TypeVar

import msgspec

from bot.core.shelf import Places, Shelf, fits, shelving
from bot.model.curator import CURATOR
from bot.model.deck import Deck, Packed
from bot.model.effect import Say
from bot.model.format import Format
from bot.model.ids import Address, DeckHash, DeckId, Platform, QuestionId, QuestionNumber
from bot.model.member import Rank
from bot.model.noun import Noun
from bot.model.tiding import (
    Asker,
    DeckLoaded,
    DeckMoved,
    DeckSwitched,
    DeckUndone,
    QuestionRetired,
    RankGranted,
    SuggestionApproved,
    SuggestionDeclined,
    Tiding,
)
from bot.ports.store import Ledger, Posted
from bot.rendering.render import Voice, render
from bot.runtime.engine import Engine, Turned
from bot.runtime.library import Shelves
from bot.written import decoding, pack, seal

SLICE: Final = 100
"""Questions that are given their numbers at once: a millisecond or less."""
BETWEEN: Final = 0.002
"""Seconds between two slices, in which whoever talks goes first."""
LARGE: Final = 1_000
"""Questions from which on another process is started for a deck: of fewer this one makes less than that costs."""
AT_A_TIME: Final = 0.0003
ASIDE: Final = 0.001
"""Seconds of work at a deck that is being brought, and of letting others go first."""
_SLICES: Final = msgspec.msgpack.Decoder(list[msgspec.Raw]).decode
_PLACES: Final = msgspec.msgpack.Decoder(dict[str, tuple[bytes, bytes]]).decode
_Result = TypeVar("_Result")
Piece = Callable[[Ledger, int], Mapping[QuestionId, QuestionNumber]]
"""One thing to be done between two turns; it gives the numbers of the questions that it has enrolled."""
OPERATOR: Final = Asker()
"""Whoever runs the bot, from a terminal."""


class Curated(Noun, frozen=True):
    """What is wanted: `undo`, `enable`, `disable`, `move`, `retire` or `bring-back`, of which deck, and where it takes
    one, to which place (from 1) or of which question; or `approve` or `decline`, of the suggestion of that `number`,
    with a reason by its name in `because`."""

    what: str
    deck: str = ""
    place: int = 0
    question: str = ""
    number: int = 0
    because: str = ""


class Staged(NamedTuple):
    """A deck that was handed over: what to tell the curator of it, and what has to be done before that, by pieces."""

    tiding: DeckLoaded
    deck: Deck
    body: bytes
    pieces: Iterator[Piece]


class Call(Protocol):
    """Has something done on the writer's thread, between two turns."""

    async def __call__(self, function: Callable[[Ledger, Engine], _Result], /) -> _Result: ...


class Writes(Protocol):
    """Whatever has something done on the writer's thread, between two turns (`runtime.writer.Writer`)."""

    async def call(self, function: Callable[[Ledger, Engine], _Result]) -> _Result: ...

    def send(self, posted: list[Posted]) -> None: ...


def staging(body: bytes) -> Staged:
    """That encoded deck, taken out bit by bit: to be run on a thread of its own where others want to go on.

    Raises msgspec.MsgspecError for what is no deck.
    """
    deck = gently(decoding(body))
    hash_ = seal(body)
    told = DeckLoaded(OPERATOR, deck.id, hash_, deck.title, deck.description, deck.language, len(deck.questions))
    return Staged(told, deck, body, _pieces(deck, hash_, pack(body)))


def shelved(staged: Staged, numbers: Mapping[QuestionId, QuestionNumber], touched: Places | None = None) -> Shelf:
    """The staged deck made ready, as gently."""
    return gently(shelving(staged.deck, staged.tiding.hash, numbers, touched))


def made_ready(staged: Staged, numbers: Mapping[QuestionId, QuestionNumber], shelves: Shelves) -> Shelf:
    """The same, with the work of a large deck done in another process, if that comes about."""
    count = len(staged.deck.questions)
    touched: Places | None = None
    if count >= LARGE and (found := shelves.find_stems(staged.body)):
        with contextlib.suppress(msgspec.MsgspecError):
            touched = gently(_places_in(found, count))
    return shelved(staged, numbers, touched)


def _places_in(found: bytes, count: int) -> Generator[None, None, Places | None]:
    """What is encoded there, where a deck of so many questions can have it. Raises msgspec.MsgspecError."""
    touched: dict[str, tuple[bytes, bytes]] = {}
    for encoded in _SLICES(found):
        yield
        places = _PLACES(encoded)
        if not fits(places, count):
            return None
        touched |= places
    return touched


async def stage(staged: Staged, call: Call, shelves: Shelves, now: int) -> None:
    """It is stored, piece by piece between turns, and ready to be asked from; nobody is offered it yet."""
    numbers = await numbered(staged.pieces, call, now)
    # Made ready before anybody is offered it: whoever began it first would have everybody wait.
    shelf = await asyncio.to_thread(made_ready, staged, numbers, shelves)
    await call(lambda _ledger, _engine: shelves.add(shelf))


async def numbered(pieces: Iterable[Piece], call: Call, now: int) -> dict[QuestionId, QuestionNumber]:
    """All these pieces are done, others going first in between, and the questions have these numbers."""
    numbers: dict[QuestionId, QuestionNumber] = {}
    for piece in pieces:
        numbers |= await call(partial(_do, piece, now))
        await asyncio.sleep(BETWEEN)
    return numbers


def enrolling(deck: DeckId, ids: Sequence[str]) -> Iterator[Piece]:
    """The pieces in which these questions of the deck are given their numbers."""
    for first in range(0, len(ids), SLICE):
        yield partial(_enroll, deck, ids[first : first + SLICE])


def _do(piece: Piece, now: int, ledger: Ledger, _engine: Engine) -> Mapping[QuestionId, QuestionNumber]:
    return piece(ledger, now)


def gently(steps: Generator[None, None, _Result]) -> _Result:
    """The result of these steps. Whoever else wants the interpreter has it after a third of a millisecond: Python
    hands it over only every five, and a turn changes threads several times."""
    until = time.perf_counter() + AT_A_TIME
    while True:
        try:
            next(steps)
        except StopIteration as done:
            result: _Result = done.value
            return result
        if time.perf_counter() > until:
            time.sleep(ASIDE)
            until = time.perf_counter() + AT_A_TIME


def _pieces(deck: Deck, hash_: DeckHash, packed: Packed) -> Iterator[Piece]:
    yield from enrolling(deck.id, [question.id for question in deck.questions])
    yield partial(_keep, hash_, deck, packed)


def _enroll(deck: DeckId, ids: Sequence[str], ledger: Ledger, _now: int) -> Mapping[QuestionId, QuestionNumber]:
    return ledger.enroll(deck, ids)


def _keep(hash_: DeckHash, deck: Deck, packed: Packed, ledger: Ledger, now: int) -> Mapping[QuestionId, QuestionNumber]:
    ledger.keep_deck(hash_, deck.id, deck.version, packed, now)
    return {}


def tiding_of(wanted: Curated, ledger: Ledger) -> Tiding:
    """What to tell the curator. Raises LookupError with a sentence where it can be nothing."""
    deck = DeckId(wanted.deck)
    match wanted.what:
        case "undo":
            return DeckUndone(OPERATOR, deck)
        case "enable" | "disable":
            return DeckSwitched(OPERATOR, deck, wanted.what == "enable")
        case "move":
            return DeckMoved(OPERATOR, deck, wanted.place)
        case "retire" | "bring-back":
            number = ledger.numbers_of(deck).get(QuestionId(wanted.question))
            if number is None:
                raise LookupError(f"The deck {wanted.deck} has no question {wanted.question}; nothing was changed.")
            return QuestionRetired(OPERATOR, number, wanted.question, wanted.what == "retire")
        case "approve":
            return SuggestionApproved(OPERATOR, wanted.number)
        case "decline":
            return SuggestionDeclined(OPERATOR, wanted.number, wanted.because)
    raise LookupError(f"This bot does not know how to {wanted.what!r} a deck; it may be older than your `notdate`.")


def granting(wanted: str) -> Tiding:
    """What to tell the curator of that account and that rank, as `grant_of` wrote them. Raises LookupError with a
    sentence where it can be nothing."""
    try:
        platform, account, rank = msgspec.json.decode(wanted, type=tuple[Platform, Address, Rank])
    except msgspec.MsgspecError as error:
        raise LookupError("This bot does not understand that grant; it may be older than your `notdate`.") from error
    return RankGranted(OPERATOR, platform, account, rank)


def grant_of(platform: Platform, account: Address, rank: Rank) -> str:
    """That account is to be this, as it is handed to whoever owns the database."""
    return msgspec.json.encode((platform, account, rank)).decode()


def tell(engine: Engine, tiding: Tiding, now: int) -> Turned:
    """The curator has decided, and the decks are as it wants them from the next turn on."""
    return engine.tell(CURATOR, tiding, Format.CURATOR, now)


async def decided(
    writer: Writes,
    tiding: Callable[[Ledger], Tiding],
    now: int,
    voice: Voice,
    asker: Asker = OPERATOR,
    language: str = "",
) -> str:
    """The curator has heard it from whoever asks, whom it is about may hear of it, too, and this is what came of it.

    It is seen through: who closes a page, or a terminal, has wished for it all the same. Raises LookupError with a
    sentence where there is nothing to tell.
    """

    def tell_it(ledger: Ledger, engine: Engine) -> Turned:
        return tell(engine, msgspec.structs.replace(tiding(ledger), asker=asker), now)

    async def see_through() -> str:
        turned = await writer.call(tell_it)
        writer.send(turned.posted)
        return sentence(turned, voice, language)

    return await asyncio.shield(see_through())


def sentence(turned: Turned, voice: Voice, language: str = "") -> str:
    """What came of it, in the bot's own words in that language, or in the installation's."""
    said = render(Say(turned.unheard), voice, {}, {}, language=language)
    return "\n".join(paragraph.text for paragraph in said.paragraphs)
