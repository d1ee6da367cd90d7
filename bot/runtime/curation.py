"""What whoever runs the bot wants done about its decks: a new version is staged where nobody sees it, then the curator
is told, and says what came of it.

Staging goes piece by piece between turns, so that nobody who talks waits for ten thousand questions.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Final

import msgspec

from bot.core.shelf import shelve
from bot.model.curator import CURATOR
from bot.model.deck import Deck
from bot.model.effect import Say
from bot.model.format import Format
from bot.model.ids import DeckHash, DeckId, QuestionId
from bot.model.noun import Noun
from bot.model.tiding import (
    Asker,
    DeckLoaded,
    DeckMoved,
    DeckSwitched,
    DeckUndone,
    QuestionRetired,
    SuggestionApproved,
    SuggestionDeclined,
    Tiding,
)
from bot.ports.store import Ledger
from bot.rendering.render import Voice, render
from bot.runtime.engine import Engine, Turned
from bot.runtime.library import Shelves

SLICE: Final = 500
"""Questions that are given their numbers at once: some milliseconds."""
_DECODE: Final = msgspec.json.Decoder(Deck).decode
_OPERATOR: Final = Asker()


class Curated(Noun, frozen=True):
    """What is wanted: `undo`, `enable`, `disable`, `move`, `retire` or `bring-back`, of which deck, and where it takes
    one, to which place (from 1) or of which question; or `approve` or `decline`, of the suggestion of that number
    (`place`), with a reason by its name (`question`)."""

    what: str
    deck: str
    place: int = 0
    question: str = ""


def staging(body: bytes) -> tuple[DeckLoaded, Iterator[Callable[[Ledger, int], None]]]:
    """What to tell the curator of that encoded deck, and what has to be done before that, piece by piece.

    Raises msgspec.MsgspecError for what is no deck.
    """
    deck = _DECODE(body)
    hash_ = DeckHash(hashlib.sha256(body).hexdigest())
    return DeckLoaded(_OPERATOR, deck.id, hash_, deck.title, deck.description), _pieces(deck, hash_, body)


def _pieces(deck: Deck, hash_: DeckHash, body: bytes) -> Iterator[Callable[[Ledger, int], None]]:
    for first in range(0, len(deck.questions), SLICE):
        ids = [question.id for question in deck.questions[first : first + SLICE]]
        yield partial(_enroll, deck.id, ids)
    yield lambda ledger, now: ledger.keep_deck(hash_, deck.id, deck.version, body, now)


def _enroll(deck: DeckId, ids: Sequence[str], ledger: Ledger, _now: int) -> None:
    ledger.enroll(deck, ids)


def learn(ledger: Ledger, shelves: Shelves, body: bytes) -> None:
    """The staged version can be asked from: it is made ready when somebody first is."""
    deck = _DECODE(body)
    hash_ = DeckHash(hashlib.sha256(body).hexdigest())
    numbers = {QuestionId(id_): number for id_, number in ledger.enroll(deck.id, ()).items()}
    shelves.learn(hash_, lambda: shelve(deck, hash_, numbers))


def tiding_of(wanted: Curated, ledger: Ledger) -> Tiding:
    """What to tell the curator. Raises LookupError with a sentence where it can be nothing."""
    deck = DeckId(wanted.deck)
    match wanted.what:
        case "undo":
            return DeckUndone(_OPERATOR, deck)
        case "enable" | "disable":
            return DeckSwitched(_OPERATOR, deck, wanted.what == "enable")
        case "move":
            return DeckMoved(_OPERATOR, deck, wanted.place)
        case "retire" | "bring-back":
            number = ledger.enroll(deck, ()).get(wanted.question)
            if number is None:
                raise LookupError(f"The deck {wanted.deck} has no question {wanted.question}; nothing was changed.")
            return QuestionRetired(_OPERATOR, number, wanted.question, wanted.what == "retire")
        case "approve":
            return SuggestionApproved(_OPERATOR, wanted.place)
        case "decline":
            return SuggestionDeclined(_OPERATOR, wanted.place, wanted.question)
    raise LookupError(f"This bot does not know how to {wanted.what!r} a deck; it may be older than your `notdate`.")


def tell(engine: Engine, tiding: Tiding, now: int) -> Turned:
    """The curator has decided, and the decks are as it wants them from the next turn on."""
    return engine.tell(CURATOR, tiding, Format.CURATOR, now)


def sentence(turned: Turned, voice: Voice) -> str:
    """What came of it, in the bot's own words."""
    said = render(Say(turned.unheard), voice, {}, {})
    return "\n".join(paragraph.text for paragraph in said.paragraphs)
