"""Records: what a step writes down besides its own state."""

from __future__ import annotations

from bot.model.ids import QuestionNumber, RoundId, WordsId
from bot.model.member import Member
from bot.model.noun import Noun


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


class QuestionPassed(Noun, frozen=True, tag="passed"):
    """A round ended without an answer: `how` is `skip` or `never`."""

    round: RoundId
    question: QuestionNumber
    how: str


class LinkOffered(Noun, frozen=True, tag="link-offered"):
    """Whoever types this code elsewhere before `until` (milliseconds UTC) joins their account with this one's."""

    code: str
    until: int


class AccountsLinked(Noun, frozen=True, tag="linked"):
    """The account that offered this code and this one belong to one person. The code is used up."""

    code: str


class AccountUnlinked(Noun, frozen=True, tag="unlinked"):
    """This account is a person of its own again."""


class RoomOpened(Noun, frozen=True, tag="room-opened"):
    """The bot may answer in this group place; with `open` false it may not any more."""

    open: bool = True


Record = (
    AnswerGiven
    | AnswerWithdrawn
    | AnswerShared
    | MemberChanged
    | MemberForgotten
    | QuestionPassed
    | LinkOffered
    | AccountsLinked
    | AccountUnlinked
    | RoomOpened
)
