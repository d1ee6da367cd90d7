"""Records: what a step writes down besides its own state."""

from __future__ import annotations

from bot.model.curator import Stock
from bot.model.deck import Deck
from bot.model.figures import Deed, Happened
from bot.model.ids import (
    Address,
    ConversationId,
    DeckId,
    EnclosureId,
    MemberId,
    Platform,
    QuestionNumber,
    RoundId,
    WordsId,
)
from bot.model.member import Member, Rank
from bot.model.noun import Noun
from bot.model.suggestion import Suggestion
from bot.model.tiding import Guest


class AnswerGiven(Noun, frozen=True, tag="answer"):
    """A member's answer to a round. One per round and member: a later one replaces it.

    `key` is what is counted (a choice id, a theme id, a number as text) or empty; `counts` is false when this member
    has answered this question in an earlier round, so that counts are counts of members.
    `part` is 0 for the answer itself, 1 and up for answers to follow-ups of the same round.
    """

    round: RoundId
    question: QuestionNumber
    branch: str
    key: str = ""
    words: WordsId = WordsId(0)
    part: int = 0
    counts: bool = True


class AnswerWithdrawn(Noun, frozen=True, tag="withdrawn"):
    """The answers of a round, follow-ups included, are gone, and so are their counts and their words."""

    round: RoundId


class AnswerShared(Noun, frozen=True, tag="shared"):
    """Whether others may read these words, the member's answer to the question of this round itself.

    `words` 0 stands for whatever that answer is.
    """

    round: RoundId
    shared: bool
    words: WordsId = WordsId(0)


class MemberChanged(Noun, frozen=True, tag="member"):
    """The member's row as it is from now on; `member.version` is still the one that was read."""

    member: Member


class MemberForgotten(Noun, frozen=True, tag="forgotten"):
    """Words, answers and solo conversations of this member are deleted; their events are marked erased."""


class QuestionCounted(Noun, frozen=True, tag="counted"):
    """That happened once more to the question today: it is counted, without whom it happened to.

    `length` and `wait` are steps of `core.figures.steps`: how long the answer is, and how long it took; 0 where that is
    not measured.
    """

    question: QuestionNumber
    what: Happened
    length: int = 0
    wait: int = 0


class TakenUp(Noun, frozen=True, tag="taken-up"):
    """Somebody replied to the answers of that circle; the first reply counts as one of its question."""

    circle: ConversationId
    question: QuestionNumber
    deck: DeckId


class DeedCounted(Noun, frozen=True, tag="deed"):
    """That was done once more today in this place, in that deck; by whom is not kept."""

    what: Deed
    deck: DeckId = DeckId("")


class QuestionRated(Noun, frozen=True, tag="rated"):
    """What the member thinks of the question, in place of what they thought before."""

    question: QuestionNumber
    good: bool = True
    mark: str = ""
    """The sign under the question that says so; empty where it was said in words."""


class RatingWithdrawn(Noun, frozen=True, tag="rating-withdrawn"):
    """That sign is gone: another of the member's own under the same question counts, or nothing does."""

    question: QuestionNumber
    mark: str


class LinkOffered(Noun, frozen=True, tag="link-offered"):
    """Whoever types this code elsewhere before `until` (milliseconds UTC) joins their account with this one's."""

    code: str
    until: int


class AccountsLinked(Noun, frozen=True, tag="linked"):
    """The account that offered this code and this one belong to one person. The code is used up."""

    code: str


class AccountUnlinked(Noun, frozen=True, tag="unlinked"):
    """This account is a person of its own again."""


class EntryOffered(Noun, frozen=True, tag="entry-offered"):
    """Whoever shows the code that belongs to this ticket before `until` (milliseconds UTC) is at the console as this
    member, once."""

    ticket: int
    until: int


class DailyHosted(Noun, frozen=True, tag="daily-hosted"):
    """This conversation is the group place's daily question from now on."""


class LanguageSpoken(Noun, frozen=True, tag="language-spoken"):
    """In this group place the bot speaks that language from now on; empty for the installation's."""

    language: str


class TalksWanted(Noun, frozen=True, tag="talks-wanted"):
    """Whether members may talk with the bot aloud in this group place."""

    wanted: bool = True


class AdultsDeclared(Noun, frozen=True, tag="adults-declared"):
    """Somebody who may said that everybody in this community is an adult, or took that back."""

    declared: bool = True


class StockChanged(Noun, frozen=True, tag="stock-changed"):
    """These are the community's decks from now on."""

    stock: Stock


class DeckStaged(Noun, frozen=True, tag="deck-staged"):
    """This version of a deck is stored, its questions have their permanent numbers, and it can be asked from."""

    deck: Deck


class SuggestionKept(Noun, frozen=True, tag="suggestion-kept"):
    """The suggestion of that number is so from now on."""

    suggestion: Suggestion


class SuggestionDropped(Noun, frozen=True, tag="suggestion-dropped"):
    """The words of that suggestion are gone, and nobody waits for it any more."""

    number: int


class WordsShown(Noun, frozen=True, tag="words-shown"):
    """This member may read these words, which are somebody else's: a suggestion, by whoever decides about it; the
    reason, by its author."""

    words: WordsId
    to: MemberId


class Acted(Noun, frozen=True, tag="acted"):
    """Somebody who may did something that is kept in the log: what, to what, what was and what is.
    0 is the operator. An empty subject is the group place where it was done, and `member 7` is that member."""

    member: MemberId
    what: str
    subject: str
    before: str = ""
    after: str = ""


class Granted(Noun, frozen=True, tag="granted"):
    """The operator's word: that account is this in the community. A member's rank takes back what was granted."""

    platform: Platform
    account: Address
    rank: Rank


class DeputyWanted(Noun, frozen=True, tag="deputy-wanted"):
    """Whoever says this code before `good` stands in for this member until then (milliseconds UTC)."""

    code: str
    good: int
    until: int


class DeputyNamed(Noun, frozen=True, tag="deputy-named"):
    """Whoever sits here stands in for the member whose code this is. The code is used up."""

    code: str


class DeputyOver(Noun, frozen=True, tag="deputy-over"):
    """Nobody stands in any more for that member, and their code opens nothing."""

    giver: MemberId


class WordsErased(Noun, frozen=True, tag="words-erased"):
    """What the member typed here under these ids is gone."""

    words: tuple[WordsId, ...]


class UploadSettled(Noun, frozen=True, tag="upload-settled"):
    """What was brought in this conversation is decided about; unless it was loaded, what was stored of it is gone."""

    loaded: bool = False


class RoomOpened(Noun, frozen=True, tag="room-opened"):
    """The bot may answer in this group place; with `open` false it may not any more."""

    open: bool = True


class InvitationGiven(Noun, frozen=True, tag="invitation-given"):
    """Whoever has this code may take a seat at this table until then (milliseconds UTC)."""

    code: str
    until: int


class InvitationOver(Noun, frozen=True, tag="invitation-over"):
    """The code opens nothing any more."""

    code: str


class SeatTaken(Noun, frozen=True, tag="seat-taken"):
    """The member sits at this table, and may read what is said to it."""

    member: MemberId


class SeatLeft(Noun, frozen=True, tag="seat-left"):
    """The member does not sit at this table any more. What they could read there they still can."""

    member: MemberId


class WordsAddressed(Noun, frozen=True, tag="addressed"):
    """What this member typed may be read by all who sit at that table."""

    words: WordsId
    to: ConversationId


class EnclosureAddressed(Noun, frozen=True, tag="enclosure"):
    """It is kept where what came with this member's words can be fetched, and all who sit at that table may see it; by
    0 nobody but they themselves. Of what no step wants, nothing is kept."""

    enclosure: EnclosureId
    to: ConversationId = ConversationId(0)


class MembersMet(Noun, frozen=True, tag="met"):
    """They sat at one table and answered one another."""

    members: tuple[MemberId, ...]


class MemberBlocked(Noun, frozen=True, tag="blocked"):
    """They never sit at one table again, whoever of the two asks."""

    by: MemberId
    whom: MemberId


class TableReported(Noun, frozen=True, tag="reported"):
    """What was said at this table of late is kept for a moderator to look at."""

    by: MemberId


class SeekerListed(Noun, frozen=True, tag="seeker-listed"):
    """This member waits for company since then (milliseconds UTC)."""

    guest: Guest
    since: int
    leanings: bool = False
    trio: bool = True


class SeekerTold(Noun, frozen=True, tag="seeker-told"):
    """The member has heard that it takes longer."""

    member: MemberId


class SeekerMatched(Noun, frozen=True, tag="seeker-matched"):
    """The member waits no more, and may ask again."""

    member: MemberId


class SeekerGone(Noun, frozen=True, tag="seeker-gone"):
    """The member looks for company no more, and nobody waits for them."""

    member: MemberId


class CircleOpened(Noun, frozen=True, tag="circle-opened"):
    """The circle is open at its place, where its question is not asked again; `code` gives an answer in private."""

    caller: MemberId
    question: QuestionNumber
    deck: DeckId
    code: str = ""


class CircleClosed(Noun, frozen=True, tag="circle-closed"):
    """The circle takes no more answers."""


class VoteCast(Noun, frozen=True, tag="vote"):
    """The member's answer to a circle, in place of an earlier one; the answer itself is kept under `round`.

    `words` is 0 where nothing of it could be shown to anybody.
    """

    circle: ConversationId
    key: str
    round: RoundId
    words: WordsId = WordsId(0)
    counts: bool = True


class CirclesWanted(Noun, frozen=True, tag="circles-wanted"):
    """Whether circles may be called in this group place."""

    wanted: bool = True


Record = (
    CircleOpened
    | CircleClosed
    | VoteCast
    | CirclesWanted
    | AnswerGiven
    | AnswerWithdrawn
    | AnswerShared
    | MemberChanged
    | MemberForgotten
    | QuestionCounted
    | TakenUp
    | DeedCounted
    | QuestionRated
    | RatingWithdrawn
    | LinkOffered
    | AccountsLinked
    | AccountUnlinked
    | EntryOffered
    | RoomOpened
    | AdultsDeclared
    | StockChanged
    | DeckStaged
    | SuggestionKept
    | SuggestionDropped
    | WordsShown
    | Acted
    | Granted
    | DeputyWanted
    | DeputyNamed
    | DeputyOver
    | UploadSettled
    | WordsErased
    | DailyHosted
    | TalksWanted
    | LanguageSpoken
    | InvitationGiven
    | InvitationOver
    | SeatTaken
    | SeatLeft
    | WordsAddressed
    | EnclosureAddressed
    | MembersMet
    | MemberBlocked
    | TableReported
    | SeekerListed
    | SeekerTold
    | SeekerMatched
    | SeekerGone
)
