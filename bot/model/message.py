"""What is about to be shown: a message, the platform's capabilities, and the parts it was fitted to."""

from __future__ import annotations

from enum import StrEnum

from bot.model.noun import Noun


class Unit(StrEnum):
    """What a platform counts when it limits a text."""

    CODE_POINTS = "code points"
    UTF16 = "UTF-16 units"
    BYTES = "bytes"


class Scope(StrEnum):
    """What a platform counts calls by, from the narrowest to the widest."""

    PLACE = "place"
    GROUP = "group"
    EVERYTHING = "everything"


class Pace(Noun, frozen=True):
    """At most `calls` calls to one key of `scope` begin within any window of `seconds`, wherever the window starts."""

    scope: Scope
    calls: int
    seconds: float
    spread: bool = False
    """They are evenly spaced as well: two are at least `seconds / calls` apart."""


class Capabilities(Noun, frozen=True):
    """What a platform can do, as data. `0` means that it cannot."""

    text_limit: int
    unit: Unit = Unit.CODE_POINTS
    buttons: int = 0
    buttons_per_row: int = 0
    label_limit: int = 0
    payload_bytes: int = 0
    emphasis: bool = False
    edit: bool = False
    threads: bool = False
    reactions: bool = False
    polls: bool = False
    files: bool = False
    """A list of questions can be sent there as a file, by whoever looks after the decks."""
    fetches: tuple[str, ...] = ()
    """What people send there that can be carried elsewhere: `photo`, `voice`."""
    shows: tuple[str, ...] = ()
    """What was sent elsewhere that can be shown there."""
    idempotent: bool = False
    """A repeated send with the same key is shown once."""
    reaches: bool = False
    """The person can be reached while away: a prompt makes their device ring."""
    door: str = ""
    """A link to a private chat with us, with `{code}` where it can carry a code; empty where there is none."""
    paces: tuple[Pace, ...] = ()
    """How often it may be called; nothing means as often as one likes."""


class Role(StrEnum):
    """What a paragraph is for, so that a page can set the question apart."""

    TEXT = "text"
    ANEW = "anew"
    """Text with which a paragraph of its own begins; a platform sees it as `TEXT`."""
    QUESTION = "question"
    FOLLOW_UP = "follow-up"
    TAKE_AWAY = "take-away"
    """The question for somebody else, to take along."""
    ITEM = "item"
    """One of a list."""
    ASIDE = "aside"
    SAID = "said"
    """What another person says, whole."""


class Paragraph(Noun, frozen=True):
    """One thought. `*emphasis*` marks are kept until a platform is known; `quoted` spans are a person's own words.

    `text` may hold what a person typed; nothing in it is ever markup of a platform.
    """

    text: str
    role: Role = Role.TEXT


class Button(Noun, frozen=True):
    """Something to press: what it shows and the token that comes back, at most 64 bytes."""

    label: str
    token: str
    quiet: bool = False
    """A way out or around (skip, lighter) rather than an answer."""


class Message(Noun, frozen=True):
    """Rendered, and as yet for no platform."""

    paragraphs: tuple[Paragraph, ...]
    buttons: tuple[Button, ...] = ()


class Part(Noun, frozen=True):
    """One piece that the platform takes as it is: within its limits, its buttons within its rows."""

    paragraphs: tuple[Paragraph, ...]
    buttons: tuple[Button, ...] = ()

    @property
    def text(self) -> str:
        """The paragraphs, one empty line between two."""
        return "\n\n".join(paragraph.text for paragraph in self.paragraphs)
