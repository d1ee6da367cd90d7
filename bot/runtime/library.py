"""The decks that are loaded, and the context of the installation: what every step of this process is told alike."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

import msgspec

from bot.core.shelf import Shelf, shelve
from bot.core.situation import Library
from bot.model.curator import Stock
from bot.model.deck import Deck
from bot.model.ids import DeckHash, QuestionId, QuestionNumber
from bot.model.situation import Context, DeckCard, Translated
from bot.rendering.prompts import Prompts
from bot.rendering.render import Voice
from bot.written import encode, seal

RULES: Final = "7"
"""Raised by hand whenever the deciding code changes what it decides: a replay then says `other rules`, not
`different`."""


class Shelves(Mapping[DeckHash, Shelf]):
    """Every known version by its hash; one that nobody has asked for yet is made ready when somebody does."""

    def __init__(
        self,
        build: Callable[[DeckHash], Shelf | None],
        known: frozenset[DeckHash],
        find_stems: Callable[[bytes], bytes] = lambda body: b"",
    ) -> None:
        """`find_stems` finds, in another process, where the stems of an encoded deck lead, and encodes that in slices;
        empty where it cannot."""
        self.find_stems = find_stems
        self._build = build
        self._known = known
        self._ready: dict[DeckHash, Shelf] = {}

    def __getitem__(self, key: DeckHash) -> Shelf:
        shelf = self._ready.get(key)
        if shelf is None:
            built = self._build(key) if key in self._known else None
            if built is None:
                raise KeyError(key)
            shelf = self._ready[key] = built
        return shelf

    def __contains__(self, key: object) -> bool:
        return key in self._known

    def get(self, key: DeckHash, default: object = None) -> Shelf | None:  # type: ignore[override]  # narrower
        try:
            return self[key]
        except KeyError:
            return None

    def __iter__(self):  # type: ignore[no-untyped-def]  # Mapping's own signature
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)

    def add(self, shelf: Shelf) -> None:
        """That version is known and ready."""
        self._known |= {shelf.hash}
        self._ready[shelf.hash] = shelf

    def unlearn(self, key: DeckHash) -> None:
        """That version is not known: what would have stored it came to nothing."""
        self._known -= {key}
        self._ready.pop(key, None)


def learn_staged(library: Library, deck: Deck, numbers: Mapping[QuestionId, QuestionNumber]) -> DeckHash | None:
    """That version, which a step has staged, can be asked from; its name, or None where it could be before."""
    hash_ = seal(encode(deck))
    if hash_ in library or not isinstance(library, Shelves):
        return None
    library.add(shelve(deck, hash_, numbers))
    return hash_


def unlearn(library: Library, hashes: list[DeckHash]) -> None:
    """None of these is known any more: their turn came to nothing."""
    if isinstance(library, Shelves):
        for hash_ in hashes:
            library.unlearn(hash_)


class Texts(Mapping[DeckHash, Mapping[str, tuple[str, ...]]]):
    """The texts of each deck, for rendering."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def __getitem__(self, key: DeckHash) -> Mapping[str, tuple[str, ...]]:
        return self._library[key].texts

    def __iter__(self):  # type: ignore[no-untyped-def]  # Mapping's own signature
        return iter(self._library)

    def __len__(self) -> int:
        return len(self._library)


def voice_of(prompts: Prompts, library: Library, entry: Callable[[int], str] | None = None) -> Voice:
    """All that the bot can say with these prompts and these decks; `entry` makes ways in to the console."""
    voice = Voice(prompts, Texts(library))
    return replace(voice, entry=entry) if entry else voice


def offering(context: Context, stock: Stock) -> Context:
    """The same, with those decks on offer."""
    cards = tuple(
        DeckCard(
            entry.deck,
            entry.current.hash,
            entry.current.title,
            entry.current.description,
            entry.current.language,
            tuple(Translated(one.language, one.hash, one.title, one.description) for one in entry.translations),
        )
        for entry in stock.entries
        if entry.enabled
    )
    return msgspec.structs.replace(context, decks=cards, retired=stock.retired)


def hash_of(context: Context) -> str:
    """The name under which the context is stored."""
    return hashlib.sha256(msgspec.json.encode(context, order="sorted")).hexdigest()[:16]
