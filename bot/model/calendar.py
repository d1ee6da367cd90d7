"""What will come by itself: to group places by name, to members as a count."""

from __future__ import annotations

from bot.model.ids import Address, Platform
from bot.model.noun import Noun
from bot.model.rhythm import Rhythm


class Coming(Noun, frozen=True):
    """A question that comes by itself, at a group place or, where `room` is empty, to `members` of them alike; nothing
    comes before `paused_until`, milliseconds UTC."""

    rhythm: Rhythm
    platform: Platform = Platform("")
    room: Address = Address("")
    paused_until: int = 0
    members: int = 0


class Occasion(Noun, frozen=True):
    """A question that comes to a group place: at what time of its own day there ("09:30"), and by whose clocks."""

    at: int
    time: str
    zone: str
    platform: Platform
    room: Address
    decks: tuple[str, ...] = ()


class Day(Noun, frozen=True):
    """A date (ISO), by the installation's clocks: what comes to group places, and to how many members."""

    date: str
    occasions: tuple[Occasion, ...] = ()
    members: int = 0
