"""A deck as bytes that are kept, and the hash that names a version."""

from __future__ import annotations

import hashlib

import msgspec

from bot.model.deck import Deck
from bot.model.ids import DeckHash

_DECODER = msgspec.json.Decoder(Deck)


def encode(deck: Deck) -> bytes:
    """The deck as JSON, fields in alphabetical order, without those at their default: equal decks are equal bytes."""
    return msgspec.json.encode(deck, order="sorted")


def decode(data: bytes) -> Deck:
    """The deck that `encode` wrote. Raises msgspec.MsgspecError for anything else."""
    return _DECODER.decode(data)


def seal(deck: Deck) -> DeckHash:
    """SHA-256 of the canonical JSON, in hex: a version is what it says.

    A field that the noun gains later, with a default, changes no seal.
    """
    return DeckHash(hashlib.sha256(encode(deck)).hexdigest())
