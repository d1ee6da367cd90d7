"""Effects: things to be done, in the imperative. An effect is what the outbox stores; texts are named, not held."""

from __future__ import annotations

from enum import StrEnum

from bot.model.enclosure import Enclosed
from bot.model.format import Format
from bot.model.ids import ConversationId, DeckHash, EnclosureId, RoundId
from bot.model.line import Line, Option
from bot.model.noun import Noun
from bot.model.tiding import Tiding


class Delivery(StrEnum):
    """How hard an effect is delivered, and whether the person asked for it."""

    REPLY = "reply"
    """At least once; ignores quiet hours."""
    PROMPT = "prompt"
    """Not asked for: checked again when it is sent, and expiring."""
    BROADCAST = "broadcast"
    """At most once."""


class Say(Noun, frozen=True, tag="say"):
    """Show these lines, in order, as one message. An effect with a `slot` replaces an older one not yet sent.

    What it `encloses` is shown behind the lines, or a sentence that says why it is not.
    """

    lines: tuple[Line, ...]
    options: tuple[Option, ...] = ()
    deck: DeckHash = DeckHash("")
    delivery: Delivery = Delivery.REPLY
    expires: int = 0
    slot: str = ""
    encloses: Enclosed | None = None


class Ask(Noun, frozen=True, tag="ask"):
    """Show these lines, the last of which asks; what comes next in this place answers round `round`."""

    lines: tuple[Line, ...]
    round: RoundId
    options: tuple[Option, ...] = ()
    deck: DeckHash = DeckHash("")
    delivery: Delivery = Delivery.REPLY
    expires: int = 0
    slot: str = ""


class Edit(Noun, frozen=True, tag="edit"):
    """Have the message that was shown with this `slot` say these lines; nobody is notified.

    Of several that wait only the newest is done, and none where the platform cannot.
    """

    slot: str
    lines: tuple[Line, ...]
    options: tuple[Option, ...] = ()
    deck: DeckHash = DeckHash("")
    delivery: Delivery = Delivery.REPLY
    expires: int = 0


class SetTimer(Noun, frozen=True, tag="set-timer"):
    """Have `TimerFired(name)` come in at `due` (milliseconds UTC); replaces a timer of the same name."""

    name: str
    due: int


class CancelTimer(Noun, frozen=True, tag="cancel-timer"):
    """No timer of this name is waiting any more."""

    name: str


class Tell(Noun, frozen=True, tag="tell"):
    """Have this come in at another conversation, in a later turn of the same transaction.

    With `founds` the conversation begins with it; a circle does so in the room that the teller is in.
    """

    to: ConversationId
    tiding: Tiding
    founds: Format | None = None


class Examine(Noun, frozen=True, tag="examine"):
    """Have the file that came with that event read, or with `pasted` its words, and `FileExamined` come in.

    What the same conversation had examined before, and did not decide about, is gone.
    """

    id: EnclosureId
    pasted: bool = False


Effect = Say | Ask | Edit | SetTimer | CancelTimer | Tell | Examine
Shown = Say | Ask | Edit
"""The effects that go to the outbox."""
