"""Events: facts that came in, in the past tense."""

from __future__ import annotations

from enum import StrEnum

from bot.model.enclosure import Enclosure
from bot.model.ids import QuestionNumber, WordsId
from bot.model.noun import Noun
from bot.model.tiding import Tiding


class Words(Noun, frozen=True):
    """What a person typed, with the id under which it is stored once. In a stored event `text` is empty.

    `means` is the command that it is in English, where it was said in another language; it is never stored.
    """

    id: WordsId
    text: str = ""
    means: str = ""


class MessageReceived(Noun, frozen=True, tag="message"):
    """A person wrote. `media` names what else came (`photo`, `voice`, `sticker`, `file`), or is empty.

    `sent_at` is when the person sent it, milliseconds UTC, by the platform's clock; 0 where that is not known.
    `answers` is the platform's id of the message that they replied to, or empty; it is not stored. `enclosed` is what
    can be fetched again of what came.
    """

    words: Words
    sent_at: int = 0
    media: str = ""
    answers: str = ""
    enclosed: Enclosure | None = None


class ChoicePressed(Noun, frozen=True, tag="pressed"):
    """A person pressed a button; `token` is what the button carried."""

    token: str
    sent_at: int = 0


class Rating(StrEnum):
    """What a reaction says of a question."""

    LIKED = "liked"
    DISLIKED = "disliked"
    WITHDRAWN = "withdrawn"
    """The reaction is not there any more."""


class Reacted(Noun, frozen=True, tag="reacted"):
    """A person put a sign under a message of ours that asks something, or took it back.

    `message` is the platform's id of that message, or empty where a sign was taken back; it is not stored. `mark` is by
    what the platform knows the sign again. `question` is what was asked there: the desk looks it up.
    """

    rating: Rating
    mark: str
    message: str = ""
    question: QuestionNumber = QuestionNumber(0)


class Arrived(Noun, frozen=True, tag="arrived"):
    """A person opened the place (a page, a terminal, Start) without saying anything yet.

    `deck` is what they asked for on the way in, or empty.
    """

    deck: str = ""


class Invited(Noun, frozen=True, tag="invited"):
    """A person brought the bot into a group place; `room` is the name that people know it by."""

    room: str = ""


class TimerFired(Noun, frozen=True, tag="timer"):
    """A timer of this conversation came due. `due` is when it should have fired."""

    name: str
    due: int


class PlaceClosed(Noun, frozen=True, tag="place-closed"):
    """Nothing can be sent to where this conversation is: its thread was closed or deleted, or the bot was put out.

    Comes in at conversations that are nobody's own; whoever speaks from a place of their own is reached again by that.
    """


Event = MessageReceived | ChoicePressed | Reacted | Arrived | Invited | TimerFired | PlaceClosed | Tiding
