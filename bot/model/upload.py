"""A list of questions that somebody brought in a chat: what was found in it, and what waits for a yes."""

from __future__ import annotations

from typing import Final

import msgspec

from bot.model.ids import DeckHash, DeckId, EnclosureId
from bot.model.noun import Noun

LARGEST: Final = 8_000_000
"""Bytes. 10,000 questions with follow-ups are half of it, and chats carry files up to 10 MB."""
Found = tuple[int, str]
"""The row or line, 0 where there is none, and what is said of it."""


class Report(Noun, frozen=True):
    """What was found, as much of it as a message has room for. Without a `hash` nothing of it can be loaded.

    `added`, `changed` and `left_out` are questions, against the version on offer; `fresh` where there is none. Each
    list has the first of its kind; `more` counts the others, by the name of the list.
    """

    file: str
    form: str = ""
    questions: int = 0
    lost: str = ""
    """Why it could not be read at all (`ports.carrying.Lost`)."""
    deck: DeckId = DeckId("")
    hash: DeckHash = DeckHash("")
    title: str = ""
    description: str = ""
    language: str = ""
    fresh: bool = False
    added: int = 0
    changed: int = 0
    left_out: int = 0
    wrong: tuple[Found, ...] = ()
    """With what to write instead."""
    assumed: tuple[Found, ...] = ()
    twice: tuple[Found, ...] = ()
    """What stands twice, in the file or in another deck; exactly or nearly."""
    flat: tuple[Found, ...] = ()
    """Questions without a follow-up of their own, with a proposal."""
    long: tuple[Found, ...] = ()
    """Choices that a platform would shorten."""
    other: tuple[Found, ...] = ()
    more: dict[str, int] = msgspec.field(default_factory=dict)
    previews: tuple[tuple[tuple[str, str], ...], ...] = ()
    """Of a few questions, by platforms that show it alike, how it would look there."""


class Staged(Noun, frozen=True):
    """What somebody brought last and has not decided about; without a `hash` it is still being read."""

    id: EnclosureId
    at: int
    deck: DeckId = DeckId("")
    hash: DeckHash = DeckHash("")
    title: str = ""
    description: str = ""
    questions: int = 0
    language: str = ""
