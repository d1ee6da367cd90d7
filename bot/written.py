"""A deck written down: the bytes that are kept of it, how they are read again, and the hash that names them.

Whoever keeps a version, hands it to another process or calls it by its name asks here. What was written by any release
is read by every later one, and has the same name in it: nothing here changes but together with a migration.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Generator
from typing import Final, NamedTuple

import msgspec

from bot.model.deck import Deck, Packed, Question
from bot.model.ids import DeckHash
from bot.model.noun import Noun

_DECK: Final = msgspec.json.Decoder(Deck).decode
_FIELDS: Final = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
_LIST: Final = msgspec.json.Decoder(list[msgspec.Raw]).decode
_QUESTION: Final = msgspec.json.Decoder(Question).decode
_NONE: Final = msgspec.Raw(b"[]")


def encode(deck: Deck) -> bytes:
    """The deck as JSON, fields in alphabetical order, without those at their default: equal decks are equal bytes."""
    return msgspec.json.encode(deck, order="sorted")


def decode(body: bytes) -> Deck:
    """The deck that `encode` wrote. Raises msgspec.MsgspecError for anything else."""
    return _DECK(body)


def seal(body: bytes) -> DeckHash:
    """The name of the version that `encode` wrote: SHA-256, in hex. A version is what it says.

    A field that the noun gains later, with a default, changes no seal.
    """
    return DeckHash(hashlib.sha256(body).hexdigest())


def pack(body: bytes) -> Packed:
    """What `encode` wrote, in a quarter of the room or less: whoever talks waits while a large deck is being stored, so
    this is done before, on another thread; ten thousand questions take ten milliseconds, in which others may go on."""
    return Packed(zlib.compress(body, 1))


def unpack(packed: Packed) -> bytes:
    """What `encode` wrote."""
    return zlib.decompress(packed)


def decoding(body: bytes) -> Generator[None, None, Deck]:
    """The same as `decode`, one question at a step: whoever makes the steps lets others go first in between."""
    fields = _FIELDS(body)
    yield
    listed = _LIST(fields.get("questions", b"[]"))
    frame = _DECK(msgspec.json.encode({name: _NONE if name == "questions" else raw for name, raw in fields.items()}))
    questions = []
    for raw in listed:
        questions.append(_QUESTION(raw))
        yield
    return msgspec.structs.replace(frame, questions=tuple(questions))


class Outline(NamedTuple):
    """As much of a version as says in which language it has which questions."""

    language: str
    questions: frozenset[str]


class _Named(Noun, frozen=True):
    id: str


class _Outlined(Noun, frozen=True):
    language: str
    questions: tuple[_Named, ...]


_OUTLINED: Final = msgspec.json.Decoder(_Outlined).decode


def outline(body: bytes) -> Outline:
    """The outline of what `encode` wrote, for a fraction of the work. Raises msgspec.MsgspecError for anything else."""
    found = _OUTLINED(body)
    return Outline(found.language, frozenset(one.id for one in found.questions))
