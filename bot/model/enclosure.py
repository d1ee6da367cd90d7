"""What comes beside words and can be fetched again: a photo or a voice message.

Nothing of it is kept but where its platform keeps it; everything else knows it by its id, which is that of the event
that it came with.
"""

from __future__ import annotations

from typing import Final

from bot.model.ids import EnclosureId, MemberId
from bot.model.noun import Noun

PHOTO: Final = "photo"
VOICE: Final = "voice"
FILE: Final = "file"
"""Carried nowhere: it is for those who look after the decks, and read where it came in."""
LARGEST: Final = 10_000_000
"""Bytes of what is carried from one chat to another."""
KEPT_DAYS: Final = 30
"""So long it is known where something was that came; a table is over long before."""


class Enclosure(Noun, frozen=True):
    """As it came in. `size` is in bytes, 0 where it is not told; `mime` is what the platform calls it, unproved.

    `handle` is by what its adapter fetches it again, opaque to everybody else. In a stored event `mime` and `handle`
    are empty. With `more`, others came in the same message.
    """

    kind: str
    size: int = 0
    mime: str = ""
    handle: str = ""
    more: bool = False
    name: str = ""
    """What whoever sent it calls it; anything may stand there. In a stored event it is empty."""


class Enclosed(Noun, frozen=True, array_like=True):
    """Something that came, by its id."""

    id: EnclosureId
    kind: str


class Offered(Noun, frozen=True, array_like=True):
    """Something that whoever asks for it is shown, and whose it is."""

    enclosed: Enclosed
    by: MemberId
