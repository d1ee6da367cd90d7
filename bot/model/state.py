"""What a conversation remembers between two events. Less than 4 KiB when written down."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from bot.model.enclosure import Offered
from bot.model.ids import ChoiceId, ConversationId, DeckHash, DeckId, QuestionId, RoundId, WordsId
from bot.model.line import Line
from bot.model.noun import Noun
from bot.model.rhythm import Rhythm
from bot.model.suggestion import Twin, Wording
from bot.model.tiding import Stage, TableSaid


class Phase(StrEnum):
    """Where a solo conversation stands."""

    NEW = "new"
    """Nothing has been said."""
    GREETED = "greeted"
    """It has said what it is, and waits for a yes."""
    CHOOSING = "choosing"
    """The decks are on the table."""
    ASKING = "asking"
    """A question is open: see `Solo.open`."""
    PARTING = "parting"
    """It has asked whether it may ask tomorrow."""
    CHECKING = "checking"
    """It has asked how it went outside."""
    RESTING = "resting"
    """Nothing is open; it says nothing until spoken to."""
    STOPPED = "stopped"
    """The member said stop."""
    QUIET = "quiet"
    """Something sounded like distress: it answers, and asks nothing until it is asked to."""
    INVITED = "invited"
    """Somebody keeps a seat at a table for them: see `Solo.invitation`."""
    NAMING = "naming"
    """It has asked what the others at a table may call the member: see `Solo.then`."""
    SEATED = "seated"
    """The member sits at a table: see `Solo.seated`."""
    ANSWERING = "answering"
    """What is typed next answers a circle, in private: see `Solo.answering`."""


class Span(Noun, frozen=True, array_like=True):
    """A piece of what a person typed, verbatim: characters `first` up to `last` of the stored words."""

    words: WordsId
    first: int
    last: int


class Spoken(Noun, frozen=True, array_like=True):
    """A member's answer to a question itself, verbatim; `span` holds no words (id 0) where it was pressed."""

    round: RoundId
    span: Span


class Stem(Noun, frozen=True, array_like=True):
    """A word worth following: its stem and where it was said."""

    stem: str
    span: Span


class Ask(StrEnum):
    """What kind of asking is open."""

    QUESTION = "question"
    SMALLER = "smaller"
    """The question's `short`, after an answer that said little."""
    FOLLOW_UP = "follow-up"
    TENDER = "tender"
    """Stay here, or move on?"""
    CALLBACK = "callback"
    CARD = "card"
    """The card on the table that the member sits at."""
    CIRCLE = "circle"
    """A circle's question, at a group place."""


class Open(Noun, frozen=True):
    """The question that is open. `part` numbers the answers of its round from 0; `again` says that it was asked
    anew."""

    round: RoundId
    question: QuestionId
    ask: Ask = Ask.QUESTION
    part: int = 0
    again: bool = False
    chips: tuple[str, ...] = ()
    counts: bool = True
    line: Line | None = None
    """What was asked, where that was not the question itself: it is shown again when the member comes back to it."""
    deck: DeckHash = DeckHash("")
    tender: bool = False
    """The answer was a tender one: nothing of this round is quoted in passing, and what comes after it is light."""
    at: int = 0
    """When it was asked, milliseconds UTC; 0 for what does not count as asking."""
    answered: bool = False
    """The question itself has been answered: another answer is in place of that one."""
    followed: bool = False
    """A follow-up of this round was taken up."""


class Chosen(Noun, frozen=True, array_like=True):
    """A choice of this evening, for the closing to report."""

    question: QuestionId
    choice: ChoiceId


class Pending(Noun, frozen=True, array_like=True):
    """An earlier answer to come back to, from `due` on (milliseconds UTC; 0: later the same evening)."""

    due: int
    deck: DeckHash
    question: QuestionId
    span: Span
    choice: ChoiceId = ChoiceId("")


class Evening(Noun, frozen=True):
    """What belongs to one sitting and is forgotten with the next."""

    began: int = 0
    asked: tuple[QuestionId, ...] = ()
    answered: int = 0
    skipped: int = 0
    shift: int = 0
    """How much deeper (or lighter, below 0) than the arc the member wants it tonight."""
    depth: int = 0
    """Of the question asked last."""
    gentle: bool = False
    """The next question has to be lighter than the last."""
    chosen: tuple[Chosen, ...] = ()
    kept: Span | None = None
    """A short answer of tonight, for the closing to quote."""
    used: dict[str, int] = msgspec.field(default_factory=dict)
    """Wordings used, as bits, by moment: none comes twice."""
    take_away: str = ""
    single: bool = False
    """One question and no more: the daily one."""
    halted: bool = False
    """It came to a stand: what is left goes deeper, or weighs more, than is asked unasked. `deeper` leads there."""


class Seated(Noun, frozen=True):
    """A seat at a table: what it does with what the member types, and the number of the card that lies there.

    `free`: contact details may pass. `lines` are when the last ones were carried, milliseconds UTC, oldest first.
    `offered` is what the member has not asked to see yet, oldest first.
    """

    table: ConversationId
    stage: Stage = Stage.WAITING
    nth: int = 0
    free: bool = False
    lines: tuple[int, ...] = ()
    aside: Open | None = None
    """The question that was open before the table began."""
    offered: tuple[Offered, ...] = ()


class Upon(StrEnum):
    """What a suggestion in the making waits for."""

    ASKED = "asked"
    """The question, which is typed next."""
    INSTEAD = "instead"
    """Other words for it, by its author."""
    TWIN = "twin"
    """Whether to send it, although there is one like it."""
    SENT = "sent"
    """Nothing: it was sent just now, and `take that back` speaks of it."""
    EDIT = "edit"
    """Other words for somebody else's, by whoever decides."""
    SO = "so"
    """A press that says that these are the words."""
    WHY = "why"
    """The reason for which it is declined."""
    BECAUSE = "because"
    """A press that says that this is the reason."""


class Suggesting(Noun, frozen=True, array_like=True):
    """A suggestion in the making: of which number, as far as it has one, and in what words so far."""

    upon: Upon
    number: int = 0
    said: Wording = Wording()
    twin: Twin = Twin()
    asks: int = 1
    """It ends as a question does; of one that was sent, whether to name its author is still open."""


class Solo(Noun, frozen=True):
    """A member alone with the bot."""

    phase: Phase = Phase.NEW
    deck: DeckHash = DeckHash("")
    deck_id: DeckId = DeckId("")
    wanted: DeckId = DeckId("")
    """Asked for on the way in, to be started at the yes."""
    open: Open | None = None
    last: Open | None = None
    """The round answered last: what `take that back` speaks of."""
    main: Spoken | None = None
    """What `share` speaks of: the last answer to a question itself, until a tender one or one to a callback follows."""
    shared: Spoken | None = None
    """What was shared last: `unshare` speaks of it, whatever was answered since."""
    thread: tuple[Stem, ...] = ()
    pending: tuple[Pending, ...] = ()
    evening: Evening = Evening()
    last_list: tuple[QuestionId, ...] = ()
    """The questions of the sitting before, for `my list` to keep its word."""
    confirming: bool = False
    """`forget me` has been said once."""
    check_in: bool = False
    """The member took a question outside and agreed to be asked about it."""
    check_in_due: int = 0
    last_at: int = 0
    misses: int = 0
    """Codes typed lately that were nobody's."""
    missed_at: int = 0
    invitation: str = ""
    """The code of the table that a seat is kept at."""
    seated: Seated | None = None
    proposal: ConversationId = ConversationId(0)
    """A table that the lobby proposed, and that waits for this member's yes."""
    then: str = ""
    """What goes on once the member has a name: `sit`, or `lay` and what was asked for with it."""
    parted: ConversationId = ConversationId(0)
    """The table that the member sat at last: it may have a last word."""
    daily: Rhythm | None = None
    held: TableSaid | None = None
    """What a table asked in quiet hours, to be shown when they are over."""
    answering: ConversationId = ConversationId(0)
    """The circle that is answered here in private."""
    kept_apart: bool = False
    """It has been told once that the bot is not to be talked to aloud in this group place."""
    suggesting: Suggesting | None = None
    turned_away: bool = False
    """It has been told once that the bot does not talk in this group place yet."""
