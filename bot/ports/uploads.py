"""What somebody brought, between the store and whoever reads it."""

from __future__ import annotations

from bot.model.ids import ConversationId, EnclosureId, Platform
from bot.model.noun import Noun
from bot.model.upload import Report


class Upload(Noun, frozen=True):
    """Something to be read for whoever looks after the decks: a file by its handle, or `text` that was pasted."""

    id: EnclosureId
    conversation: ConversationId
    platform: Platform
    size: int
    handle: str
    name: str
    text: str = ""
    language: str = ""
    """What whoever brought it reads; empty for the installation's."""


class Examined(Noun, frozen=True):
    """It has been read, and this came of it."""

    id: EnclosureId
    report: Report
