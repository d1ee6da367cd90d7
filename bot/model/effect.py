"""Effects: things to be done, in the imperative. An effect is what the outbox stores; texts are named, not held."""

from __future__ import annotations

from enum import StrEnum

from bot.model.ids import DeckHash, RoundId
from bot.model.message import Role
from bot.model.noun import Noun

Gap = str | int | tuple[tuple[str, str], ...]
"""A value for a named gap: a text of the installation or of a deck, a number, or pairs of texts."""


class Delivery(StrEnum):
    """How hard an effect is delivered, and whether the person asked for it."""

    REPLY = "reply"
    """At least once; ignores quiet hours."""
    PROMPT = "prompt"
    """Not asked for: checked again when it is sent, and expiring."""
    BROADCAST = "broadcast"
    """At most once."""


class Line(Noun, frozen=True, array_like=True):
    """One text, by name: a moment of `prompts/` or, starting with `@`, a path into a deck's texts.

    `variant` counts from 0 among the wordings of that name. `gaps` fill the named gaps; `quotes` fill them with what
    a person typed: (gap, words id, first character, last character), cut out of the stored words when shown.
    """

    name: str
    variant: int = 0
    role: Role = Role.TEXT
    gaps: tuple[tuple[str, Gap], ...] = ()
    quotes: tuple[tuple[str, int, int, int], ...] = ()


class Option(Noun, frozen=True, array_like=True):
    """An answer that is offered: `token` comes back when it is pressed.

    `label` is a deck's own text where `name` is empty, otherwise `name` is a moment of `prompts/`.
    """

    token: str
    label: str = ""
    name: str = ""
    quiet: bool = False


class Say(Noun, frozen=True, tag="say"):
    """Show these lines, in order, as one message. An effect with a `slot` replaces an older one not yet sent."""

    lines: tuple[Line, ...]
    options: tuple[Option, ...] = ()
    deck: DeckHash = DeckHash("")
    delivery: Delivery = Delivery.REPLY
    expires: int = 0
    slot: str = ""


class Ask(Noun, frozen=True, tag="ask"):
    """Show these lines, the last of which asks; what comes next in this place answers round `round`."""

    lines: tuple[Line, ...]
    round: RoundId
    options: tuple[Option, ...] = ()
    deck: DeckHash = DeckHash("")
    delivery: Delivery = Delivery.REPLY
    expires: int = 0
    slot: str = ""


class SetTimer(Noun, frozen=True, tag="set-timer"):
    """Have `TimerFired(name)` come in at `due` (milliseconds UTC); replaces a timer of the same name."""

    name: str
    due: int


class CancelTimer(Noun, frozen=True, tag="cancel-timer"):
    """No timer of this name is waiting any more."""

    name: str


Effect = Say | Ask | SetTimer | CancelTimer
Shown = Say | Ask
"""The effects that go to the outbox."""
