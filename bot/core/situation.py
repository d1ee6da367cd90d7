"""What a step is told, ready to be asked; and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from bot.core.shelf import Shelf
from bot.model.actor import State
from bot.model.effect import Effect
from bot.model.ids import ConversationId, DeckHash, EventId
from bot.model.record import Record
from bot.model.situation import Context, Told

Library = Mapping[DeckHash, Shelf]
"""Every version of every deck that a conversation may be in the middle of."""


Begun = TypeVar("Begun", bound=State, covariant=True)
"""The state of a conversation of one format."""
NO_CONVERSATION: Final = ConversationId(0)


@dataclass(frozen=True, slots=True)
class Situation:
    """What is true while the step decides: what it was told, the installation's context, the decks, and the ids of
    the event and of the conversation."""

    told: Told
    context: Context
    library: Library
    event: EventId
    conversation: ConversationId = NO_CONVERSATION


@dataclass(frozen=True, slots=True)
class Step(Generic[Begun]):
    """What a step decided. `why` gives the reasons for what was chosen, shown by `replay --why`."""

    state: Begun
    effects: tuple[Effect, ...] = ()
    records: tuple[Record, ...] = ()
    why: tuple[str, ...] = ()
