"""Which decks a community has, and in which version."""

from __future__ import annotations

from typing import Final

from bot.model.ids import ConversationId, DeckHash, DeckId
from bot.model.noun import Noun

FROM_MEMBERS: Final = DeckId("from-members")
"""The community's own deck: what its members suggested."""
AMONG_US: Final = "From among us"
ABOUT_US: Final = "Questions that members of this community suggested."
"""What it is called; whoever reads another language finds it by what `[shown]` of that language has instead."""


class Version(Noun, frozen=True):
    """One version of a deck, and how it announces itself."""

    hash: DeckHash
    title: str
    description: str = ""
    language: str = ""
    filed: bool = False
    """It came from a file, and goes with it."""
    questions: int = 0
    """How many it has; 0 where that is not noted."""
    at: int = 0
    """When it was loaded, milliseconds UTC; 0 where it came with a file."""


class Entry(Noun, frozen=True):
    """A deck that the community has: the version that is on offer, and those before it, newest first.

    Whoever is in the middle of another version finishes on that.
    """

    deck: DeckId
    current: Version
    enabled: bool = True
    before: tuple[Version, ...] = ()
    file: DeckHash = DeckHash("")
    """The version that its file had when the bot started last: a file that has changed since is a new version."""
    translations: tuple[Version, ...] = ()
    """The same deck in other languages: its questions and choices by the same ids."""


class Stock(Noun, frozen=True):
    """All of them, in the order in which they are offered, and the questions that are asked no more (bits, in hex)."""

    entries: tuple[Entry, ...] = ()
    retired: str = "0"


class Curator(Noun, frozen=True):
    """What the curator remembers itself: so many changes were made. The decks are rows."""

    changes: int = 0
    fresh: int = 0
    """So many suggestions came in since those who decide heard last that some wait."""
    digested: int = 0
    """When that was, milliseconds UTC."""
    digest_due: int = 0
    """When they hear next; 0: not before another one comes."""


CURATOR: Final = ConversationId(2)
"""The one curator of an installation's community."""
