"""What a circle remembers between two events: which question it asks, where it stands, and what its card last said.

Who voted for what is kept in rows, and told when it is needed: a circle of ten thousand is no larger than one of two.
"""

from __future__ import annotations

from enum import StrEnum

from bot.model.ids import ConversationId, DeckHash, DeckId, MemberId, QuestionId, RoundId, WordsId
from bot.model.noun import Noun


class Course(StrEnum):
    """Where a circle stands."""

    CALLED = "called"
    """Its card is being laid, or lies there and everybody may answer."""
    REVEALED = "revealed"
    """The answers have been turned over."""
    CLOSED = "closed"
    """It ended without a word: nobody answered, or the place wanted no more circles."""


class Circle(Noun, frozen=True):
    """One question to everybody in a group place."""

    course: Course = Course.CALLED
    deck: DeckHash = DeckHash("")
    deck_id: DeckId = DeckId("")
    question: QuestionId = QuestionId("")
    code: str = ""
    """By which an answer may be given in private; empty where it is given by a press."""
    by: ConversationId = ConversationId(0)
    """Who hears how it ended; 0: nobody."""
    called_in: ConversationId = ConversationId(0)
    """Where somebody called it, who is told if it cannot be shown; 0: nobody did."""
    opening: int = 0
    """The wording in which the question was announced: an edit says it again."""
    edited_at: int = 0
    waiting: bool = False
    """More have answered than the card says, and a timer is set to say so."""
    enough_at: int = 0
    """When enough had answered; 0: not yet."""
    lost: bool = False
    """Nothing can be said any more where it is."""


class Vote(Noun, frozen=True, array_like=True):
    """What somebody answered to a circle: the key of it, and the round of their own that it is kept under."""

    member: MemberId
    key: str
    round: RoundId
    counts: bool


class Ballot(Noun, frozen=True):
    """A circle as one member may know of it. `replied`: what they said answers a message of its own."""

    circle: ConversationId
    deck: DeckHash
    question: QuestionId
    open: bool
    caller: MemberId
    code: str = ""
    answered: int = 0
    mine: Vote | None = None
    replied: bool = False


class Room(Noun, frozen=True):
    """What a group place wants: questions asked there (bits, in hex), the deck that was used last, whether circles and
    talks aloud are wanted, the circles that are open now, oldest first, and what comes there by itself (0: nothing
    was ever wished).

    Where a place has threads, `circles` are those of the thread that is spoken in: what one looks at is what one can
    tell apart. The others are `elsewhere`. What was asked and what is wanted is the whole place's.
    """

    asked: str = "0"
    deck: DeckId = DeckId("")
    wanted: bool = True
    circles: tuple[ConversationId, ...] = ()
    talks: bool = True
    daily: ConversationId = ConversationId(0)
    elsewhere: tuple[ConversationId, ...] = ()
    language: str = ""
    """What is spoken there; empty for the installation's language."""


class Shared(Noun, frozen=True, array_like=True):
    """Somebody's answer that all may read, its length in characters, and whether they may be called on for it."""

    member: MemberId
    words: WordsId
    length: int
    callable: bool


class Tally(Noun, frozen=True):
    """How a circle was answered: members by key, some answers that all may read, and some members, by key, who do not
    mind being called on."""

    counts: tuple[tuple[str, int], ...] = ()
    shared: tuple[Shared, ...] = ()
    callable: tuple[tuple[str, MemberId], ...] = ()

    @property
    def answered(self) -> int:
        """How many have answered."""
        return sum(count for _key, count in self.counts)


SAID = "+said"
"""The key of an answer in one's own words."""
BESIDE = "+beside"
"""The key of an answer beside all choices: both of them, neither, it depends."""
