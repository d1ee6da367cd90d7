"""Tidings: what one conversation tells another. They come in as events, in the past tense like all of them.

A member's conversation is the only door that a person has: what they type or press comes in there, is read there, and
their answers belong to it. A table only hears that somebody answered, by the id of their words; so it can be told again
after somebody was forgotten, and holds nobody's text.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final, get_args

from bot.model.enclosure import Enclosed, Offered
from bot.model.ids import ConversationId, DeckHash, DeckId, MemberId, QuestionId, QuestionNumber, WordsId
from bot.model.line import Line, Option
from bot.model.noun import Noun
from bot.model.schedule import Schedule
from bot.model.suggestion import Twin, Wording


class Guest(Noun, frozen=True):
    """Somebody at a table, or on the way to one: the member, and the conversation they sit in."""

    member: MemberId
    conversation: ConversationId
    platform: str = ""


class Said(Noun, frozen=True, array_like=True):
    """What was typed, by its id and length in characters; `label` is a deck's own text where it was pressed, and
    `enclosed` what came with it and can be shown."""

    words: WordsId = WordsId(0)
    length: int = 0
    label: str = ""
    enclosed: Enclosed | None = None


class Leaving(StrEnum):
    """Why somebody is not at a table any more. The others hear that they left, never why."""

    LEFT = "left"
    BLOCKED = "blocked"
    """And is never to sit with any of them again."""
    REPORTED = "reported"
    """The table freezes, and a moderator is told."""
    FORGOTTEN = "forgotten"
    DECLINED = "declined"
    """Before it began."""


class Wish(StrEnum):
    """What somebody would like of the table."""

    NEXT = "next"
    SKIP = "skip"
    LIGHTER = "lighter"
    DEEPER = "deeper"
    END = "end"


# To a table


class TableLaid(Noun, frozen=True, tag="table-laid"):
    """Somebody wants company, and has a code to give away until then (milliseconds UTC)."""

    host: Guest
    code: str
    until: int
    deck: DeckHash
    deck_id: DeckId
    places: int = 2


class SatDown(Noun, frozen=True, tag="sat-down"):
    """Somebody took a seat, having said yes to it."""

    guest: Guest


class CardAnswered(Noun, frozen=True, tag="card-answered"):
    """Somebody answered the card that was laid `nth`, from 1."""

    member: MemberId
    nth: int
    said: Said


class SpokeUp(Noun, frozen=True, tag="spoke-up"):
    """Somebody said something to the others. `media` names what came beside it or instead; it is not carried unless
    it is enclosed."""

    member: MemberId
    said: Said
    media: str = ""


class Wished(Noun, frozen=True, tag="wished"):
    """Somebody would like the table to go on differently; `never`: nor to be asked this card again."""

    member: MemberId
    wish: Wish
    nth: int = 0


class Decided(Noun, frozen=True, tag="decided"):
    """Somebody said whether the others may hear from them again, and by what."""

    member: MemberId
    yes: bool
    said: Said = Said()


class GotUp(Noun, frozen=True, tag="got-up"):
    """Somebody is not at the table any more. `elsewhere`: they said so in another of their chats."""

    member: MemberId
    why: Leaving = Leaving.LEFT
    elsewhere: bool = False


class TableProposed(Noun, frozen=True, tag="table-proposed"):
    """These might like one another's company; a table begins once all of them say so. `differ` are question numbers
    on which they answered differently, of those whose answers may be used."""

    guests: tuple[Guest, ...]
    deck: DeckHash
    deck_id: DeckId
    differ: int = 0


# To the lobby


class LobbyOpened(Noun, frozen=True, tag="lobby-opened"):
    """Somebody who may declared that the members are adults, and that they may be introduced; or closed it again."""

    by: MemberId
    open: bool


class CompanySought(Noun, frozen=True, tag="company-sought"):
    """A member would like company. `leanings`: their choices may be used to find it; `trio`: three are fine."""

    guest: Guest
    leanings: bool = False
    trio: bool = True
    back: bool = False
    """A table did not come together; it was not their doing."""


class CompanyDeclined(Noun, frozen=True, tag="company-declined"):
    """A member looks for company no more."""

    member: MemberId


# To a member's conversation


class NoticeGiven(Noun, frozen=True, tag="notice-given"):
    """There is something to say to this member that no table says."""

    lines: tuple[Line, ...]
    options: tuple[Option, ...] = ()
    unasked: bool = False
    """They did nothing just now: it waits for the end of their quiet hours, and is not said to whoever paused."""


class CardLaid(Noun, frozen=True, tag="card-laid"):
    """A card of that deck lies on the table; `lines` come before its text."""

    table: ConversationId
    nth: int
    deck: DeckHash
    deck_id: DeckId
    question: QuestionId
    lines: tuple[Line, ...] = ()


class Stage(StrEnum):
    """What a table does with what a member types."""

    WAITING = "waiting"
    """Nothing: not everybody is there, or not everybody has answered."""
    ANSWERING = "answering"
    """It is the answer to the card."""
    TALKING = "talking"
    """It goes to the others."""
    PARTING = "parting"
    """It says whether they may hear from one another again."""
    CONTACT = "contact"
    """It is how they may."""
    CHECKING = "checking"
    """Days later: whether they talked again."""
    PROPOSED = "proposed"
    """It might be laid: everybody is asked."""
    OVER = "over"
    """There is no table any more."""


class TableSaid(Noun, frozen=True, tag="table-said"):
    """The table has something to say to this member, and does that with what they type from now on."""

    table: ConversationId
    lines: tuple[Line, ...]
    stage: Stage | None = None
    options: tuple[Option, ...] = ()
    deck: DeckHash = DeckHash("")
    nth: int = 0
    unasked: bool = False
    """Nobody did anything just now; whoever paused or said stop is left in peace."""
    offers: tuple[Offered, ...] = ()
    """What they are shown if they ask for it."""


# To and from a circle


class CircleCalled(Noun, frozen=True, tag="circle-called"):
    """Somebody asks everybody in their group place a question of that deck. `by` hears how it ended, where it is not 0.

    `called_in` is the conversation of whoever called it, 0 where nobody did. `code` is by what an answer may be given
    in private; empty where it is given by a press. `until`: nobody asked for it, and its card is to be there by then
    (milliseconds UTC) or not at all.
    """

    caller: MemberId
    deck: DeckHash
    deck_id: DeckId
    question: QuestionId
    code: str = ""
    by: ConversationId = ConversationId(0)
    until: int = 0
    called_in: ConversationId = ConversationId(0)


class Voted(Noun, frozen=True, tag="voted"):
    """One more has answered. What, and who, is in their own conversation and in the votes."""


class VoteWithdrawn(Noun, frozen=True, tag="vote-withdrawn"):
    """One answer less: somebody was forgotten."""


class RevealWished(Noun, frozen=True, tag="reveal-wished"):
    """Somebody who may wants the answers turned over now."""


class CircleStopped(Noun, frozen=True, tag="circle-stopped"):
    """The place wants no circles any more."""


class CircleEnded(Noun, frozen=True, tag="circle-ended"):
    """A circle is over; so many have answered it. `stopped`: not because its time was."""

    circle: ConversationId
    answered: int
    stopped: bool = False


# To what comes by itself at a group place


class DailyWished(Noun, frozen=True, tag="daily-wished"):
    """Somebody who runs the place wants a question to come by itself, at those times and from those decks; None is as
    before. A schedule without days ends it."""

    schedule: Schedule | None = None
    decks: tuple[DeckId, ...] | None = None


class HoursWished(Noun, frozen=True, tag="hours-wished"):
    """Somebody who runs the place wants its clocks, its quiet hours (minutes of the day, from and until) or a pause
    (milliseconds, 0 ends it) to be so; None stays as it was, and with nothing at all they are told."""

    zone: str = ""
    quiet: tuple[int, int] | None = None
    pause: int | None = None


class SettingsAsked(Noun, frozen=True, tag="settings-asked"):
    """Somebody wants to know what holds at the place."""


# To the curator of the decks


class Asker(Noun, frozen=True):
    """Who wishes something of the curator, and where they read what came of it; 0 is the operator, and nowhere."""

    member: MemberId = MemberId(0)
    conversation: ConversationId = ConversationId(0)


class DeckLoaded(Noun, frozen=True, tag="deck-loaded"):
    """Somebody who may wants this version, which is stored, to be on offer."""

    asker: Asker
    deck: DeckId
    hash: DeckHash
    title: str
    description: str = ""


class DeckUndone(Noun, frozen=True, tag="deck-undone"):
    """Somebody who may wants the version before."""

    asker: Asker
    deck: DeckId


class DeckSwitched(Noun, frozen=True, tag="deck-switched"):
    """Somebody who may wants it to be offered, or not."""

    asker: Asker
    deck: DeckId
    on: bool = True


class DeckMoved(Noun, frozen=True, tag="deck-moved"):
    """Somebody who may wants it at that place of the list, from 1."""

    asker: Asker
    deck: DeckId
    place: int


class QuestionRetired(Noun, frozen=True, tag="question-retired"):
    """Somebody who may wants a question, by its permanent number and its name, to be asked no more, or again."""

    asker: Asker
    number: QuestionNumber
    question: str
    retired: bool = True


# To the curator, about what members suggest


class Suggested(Noun, frozen=True, tag="suggested"):
    """A member would like that question to be asked here. `number` is its own from now on."""

    asker: Asker
    number: int
    said: Wording
    twin: Twin = Twin()


class SuggestionNamed(Noun, frozen=True, tag="suggestion-named"):
    """Its author would like to be named beside it, or not."""

    asker: Asker
    number: int
    named: bool = True


class SuggestionChanged(Noun, frozen=True, tag="suggestion-changed"):
    """Its author put it in other words, while it waited."""

    asker: Asker
    number: int
    said: Wording
    twin: Twin = Twin()


class SuggestionWithdrawn(Noun, frozen=True, tag="suggestion-withdrawn"):
    """Its author took it back, while it waited."""

    asker: Asker
    number: int


class SuggestionsAsked(Noun, frozen=True, tag="suggestions-asked"):
    """Somebody who may wants to see the first that waits, behind that number, or the first of all."""

    asker: Asker
    after: int = 0


class SuggestionWeighed(Noun, frozen=True, tag="suggestion-weighed"):
    """Somebody who may is about to decide: in what words to ask it (`wording`), or why not (`declining`)."""

    asker: Asker
    number: int
    wording: Wording = Wording()
    declining: bool = False


class SuggestionApproved(Noun, frozen=True, tag="suggestion-approved"):
    """Somebody who may wants it to be asked, in their own wording where there is one."""

    asker: Asker
    number: int
    wording: Wording = Wording()


class SuggestionDeclined(Noun, frozen=True, tag="suggestion-declined"):
    """Somebody who may does not want it to be asked; `why` is a reason by name, or `because` has their words."""

    asker: Asker
    number: int
    why: str = ""
    because: Wording = Wording()


Tiding = (
    TableProposed
    | CircleCalled
    | Voted
    | VoteWithdrawn
    | RevealWished
    | CircleStopped
    | CircleEnded
    | DailyWished
    | HoursWished
    | SettingsAsked
    | DeckLoaded
    | DeckUndone
    | DeckSwitched
    | DeckMoved
    | QuestionRetired
    | Suggested
    | SuggestionNamed
    | SuggestionChanged
    | SuggestionWithdrawn
    | SuggestionsAsked
    | SuggestionWeighed
    | SuggestionApproved
    | SuggestionDeclined
    | TableLaid
    | SatDown
    | CardAnswered
    | SpokeUp
    | Wished
    | Decided
    | GotUp
    | LobbyOpened
    | CompanySought
    | CompanyDeclined
    | CardLaid
    | TableSaid
    | NoticeGiven
)
TIDINGS: Final = frozenset(get_args(Tiding))
"""All of these types: `isinstance` with so many asks each of them in turn, for every message that is none."""
