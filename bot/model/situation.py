"""What a step is told besides the state and the event, in the form that is written down beside the event."""

from __future__ import annotations

from typing import Final

import msgspec

from bot.model.circle import Ballot, Room, Tally
from bot.model.curator import Stock
from bot.model.ids import ConversationId, DeckHash, DeckId, MemberId, QuestionNumber, WordsId
from bot.model.member import Deputyship, Member, Rank, Standing
from bot.model.noun import Noun
from bot.model.schedule import Zone
from bot.model.seeker import History, Seeker
from bot.model.suggestion import Queue, Suggestion, Suggestions, Wording
from bot.model.tiding import Guest
from bot.model.upload import Staged


class Translated(Noun, frozen=True, array_like=True):
    """The same deck in another language: its version, and how it is announced there."""

    language: str
    hash: DeckHash
    title: str
    description: str = ""


class DeckCard(Noun, frozen=True):
    """A deck on offer: its current version and how it is announced, and the versions in other languages."""

    id: DeckId
    hash: DeckHash
    title: str
    description: str = ""
    language: str = ""
    others: tuple[Translated, ...] = ()


class Tongue(Noun, frozen=True, array_like=True):
    """A language that the bot speaks: its BCP 47 tag, what it calls itself, and what others call it."""

    tag: str
    name: str
    also: tuple[str, ...] = ()
    among_us: tuple[str, ...] = ()
    """The title of the community's own deck, and what is said of it; empty as in English."""


class Context(Noun, frozen=True):
    """What is the same for every step of an installation until an operator changes it; stored once, by its hash.

    `wordings` counts the variants of each moment in `prompts/`; `rules` names the version of the deciding code and of
    the prompts, so that a replay can tell "other rules" from "something is wrong". Days are whole days.
    """

    community: str
    operator: str
    retention_days: int
    backup_days: int
    help_text: str
    decks: tuple[DeckCard, ...]
    wordings: dict[str, int]
    rules: str
    contact: str = ""
    reaches: bool = False
    platform: str = ""
    adults: bool = False
    """Whoever runs the bot says that everybody in this community is one."""
    retired: str = "0"
    """Questions that nobody is asked any more, as bits of one integer in hex."""
    url: str = ""
    """Where the web chat is, for links; empty where it is not known."""
    shows: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    """By platform, the kinds of what was sent elsewhere that can be shown there."""
    language: str = "en"
    """The installation's language: of whoever has chosen none, and of a place that wants no other."""
    languages: tuple[Tongue, ...] = ()
    """What the bot speaks; nothing where it speaks the installation's language alone."""


class Dossier(Noun, frozen=True):
    """What is kept about a member, counted; `recent` are the ids and lengths of their last words."""

    answers: int = 0
    shared: int = 0
    first_at: int = 0
    accounts: int = 1
    recent: tuple[tuple[WordsId, int], ...] = ()
    enclosures: int = 0
    """Photos and voice messages of which it is known where they are."""
    rated: int = 0
    """Questions that they said what they think of."""
    suggested: int = 0
    """Suggestions of theirs that are kept, decided or not."""


class Elsewhere(Noun, frozen=True, array_like=True):
    """Another conversation of the same person's, and the tables that they are at in it: 0 for none."""

    member: MemberId
    seated: ConversationId = ConversationId(0)
    parted: ConversationId = ConversationId(0)
    proposal: ConversationId = ConversationId(0)


class Needs(Noun, frozen=True):
    """What a step must be told; `0` and `False` mean that it is not needed."""

    counts_of: QuestionNumber = QuestionNumber(0)
    quote_of: QuestionNumber = QuestionNumber(0)
    dossier: bool = False
    account: bool = False
    """The step is told by what account this person speaks, where nobody reads along."""
    link: str = ""
    """A code; the step is told whose it is."""
    invitation: str = ""
    """A code; the step is told which table keeps a seat for whoever has it."""
    moderators: bool = False
    """The step is told where those can be reached who look after the community."""
    seekers: bool = False
    """The step is told who waits for company, and who has met whom."""
    guests: tuple[MemberId, ...] = ()
    """Members; the step is told their rows, and whether one of them has blocked another."""
    zone: str = ""
    """What somebody calls a time zone, or `OWN_ZONE`; the step is told the zone."""
    circle: ConversationId = ConversationId(0)
    """The step is told of this circle, if it is at the same place or was reached by its code."""
    ballot: str = ""
    """A code; the step is told which circle takes an answer by it."""
    here: bool = False
    """In a group place the step is told which circle was meant: by the message replied to, or the only one open."""
    answers: str = ""
    """The platform's id of the message replied to."""
    room: bool = False
    """In a group place the step is told of its circles."""
    answered: bool = False
    """A circle is told how many have answered it."""
    tally: bool = False
    """And what."""
    adults: bool = False
    """The step is told whether everybody in this community is an adult, by what somebody declared who may."""
    stock: bool = False
    """The step is told of the decks that there are."""
    granted: str = ""
    """An account, as `platform:address`; the step is told what the operator granted it."""
    deputy: str = ""
    """A code, or `OWN`; the step is told who stands in for whom by it, or for or by this member."""
    staged: bool = False
    """The step is told what was brought here and waits for a yes."""
    elsewhere: bool = False
    """The step is told where else this person sits, and what circles they have answered, by whichever account."""
    suggestions: bool = False
    """The step is told what this person has suggested."""
    queue: int = -1
    """The step is told which suggestions wait, behind that number; -1: not needed."""
    suggestion: int = 0
    """The step is told of the suggestion of that number."""
    wording: Wording | None = None
    """The step is told the text of that suggestion, if it waits; in that wording, if it has one."""


class Offer(Noun, frozen=True):
    """A code that was typed and is good: whose it is, and the platforms that they speak from; `mine` where it is
    one's own, or already linked."""

    code: str
    member: MemberId
    platforms: tuple[str, ...] = ()
    mine: bool = False


class Invitation(Noun, frozen=True):
    """A seat is kept at that table by `host`; `mine` where that is oneself."""

    table: ConversationId
    host: MemberId
    mine: bool = False


class Waiting(Noun, frozen=True):
    """Who waits in the lobby, each with where they sit and whether they have been told that it takes longer; everybody
    who ever asked for company and still may; and who among them met or blocked whom."""

    seekers: tuple[Seeker, ...] = ()
    guests: tuple[Guest, ...] = ()
    told: tuple[MemberId, ...] = ()
    known: tuple[MemberId, ...] = ()
    history: History = History()
    rests_until: int = 0
    """When the first of those who wait and have paused is back, milliseconds UTC; 0 where nobody has."""


OWN: Final = "."
"""What nobody's code is."""
OWN_ZONE: Final = "."
"""The zone that the member lives in, as far as it is known; no zone is called so."""
# These very objects are left out where a `Told` is written down.
NO_QUOTE: Final = (WordsId(0), 0)
NO_DOSSIER: Final = Dossier()
NEVER_AWAY: Final = (0, 0)


class Told(Noun, frozen=True):
    """What a step was told. `chance` is 63 bits; `counts` are members by key; `quote` is somebody's shared answer to
    the open question (words id, length); `away` is when the bot was last out, from and until, milliseconds UTC.
    """

    now: int
    chance: int
    member: Member
    context: str = ""
    counts: tuple[tuple[str, int], ...] = ()
    quote: tuple[WordsId, int] = NO_QUOTE
    dossier: Dossier = NO_DOSSIER
    away: tuple[int, int] = NEVER_AWAY
    linked: tuple[Member, ...] = ()
    """The rows of this person's other accounts."""
    offer: Offer | None = None
    aloud: bool = False
    """Others read along in this place."""
    closed: bool = False
    """Nobody who may has opened this group place to the bot."""
    talks: bool = True
    """Members may talk with the bot aloud in this place; where not, it only asks everybody."""
    standing: Standing | None = None
    invitation: Invitation | None = None
    guests: tuple[tuple[Member, ...], ...] = ()
    """For each member that was asked about their row and those of their other accounts, in the order asked."""
    blocked: bool = False
    """One of them has blocked another."""
    lobby: Waiting | None = None
    moderators: tuple[ConversationId, ...] = ()
    zone: Zone | None = None
    """The zone that was asked for; None where nothing is called so."""
    ballot: Ballot | None = None
    """The circle that was meant."""
    room: Room | None = None
    answered: int = 0
    tally: Tally | None = None
    stock: Stock | None = None
    staged: Staged | None = None
    adults: bool = False
    granted: Rank = Rank.MEMBER
    deputyship: Deputyship | None = None
    elsewhere: tuple[Elsewhere, ...] = ()
    """This person's other conversations."""
    voted: tuple[ConversationId, ...] = ()
    """The open circles that this person has answered."""
    suggestions: Suggestions | None = None
    queue: Queue | None = None
    suggestion: Suggestion | None = None
    """The one that was asked for; None where there is none."""
    wording: str = ""
    """The text of it, where it is to be asked; of one that is not approved, no conversation is told the text but its
    author's own."""
    speaks: str = ""
    """What the platform says that a person reads who has not said so themselves: a BCP 47 tag, or several by commas,
    the first before the others."""
    language: str = ""
    """The language of the group place that this is in; empty where it has none of its own."""
    account: str = ""
    """By what account this person speaks, as `platform:address`."""
