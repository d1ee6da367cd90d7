"""The community as the checker knows it, kept up from facts alone: who sat where, who answered, whose words are whose.

Each fact costs what it is about, never what the community is large.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.model.event import MessageReceived
from bot.model.ids import ConversationId, MemberId
from bot.model.member import Member
from bot.model.record import (
    AnswerGiven,
    AnswerShared,
    AnswerWithdrawn,
    MemberBlocked,
    MemberChanged,
    MemberForgotten,
    MembersMet,
    SeatTaken,
    SeekerGone,
    SeekerListed,
)
from bot.model.table import NO_TABLE, Course, Table
from bot.model.tiding import CardAnswered, CardLaid, Decided, SpokeUp
from bot.shells.simulate.days import Days
from bot.shells.simulate.facts import Entered, Fact, Recorded, Spot, Stood, TimePassed
from bot.shells.simulate.places import Places
from bot.shells.simulate.truth import MARK

ABROAD: Final = "@example.org"
"""Ends every way to reach somebody that anybody here gives away."""
_SITTING: Final = frozenset({Course.LAID, Course.PROPOSED, Course.CARD, Course.TALK, Course.PARTING})


class Kind(StrEnum):
    """Whom somebody's words are for."""

    OWN = "own"
    ANSWER = "answer"
    TALK = "talk"
    CONTACT = "contact"
    NAME = "name"


@dataclass(slots=True)
class Word:
    """Something that was typed."""

    id: int
    author: MemberId
    kind: Kind = Kind.OWN
    table: ConversationId = NO_TABLE
    nth: int = 0
    question: int = 0
    abroad: bool = False
    """It has a way to reach its author in it."""
    gone: bool = False
    spot: Spot | None = None
    """Where it was typed, for everybody there to read."""


class Known:
    """Everything that the rules ask about."""

    def __init__(self) -> None:
        self.now = 0
        self.places = Places()
        self.days = Days(self.places)
        self.words: dict[str, Word] = {}
        self.by_id: defaultdict[int, list[Word]] = defaultdict(list)
        self.of: defaultdict[MemberId, list[Word]] = defaultdict(list)
        self.tables: dict[ConversationId, Table] = {}
        self.sat: defaultdict[ConversationId, set[MemberId]] = defaultdict(set)
        self.companions: defaultdict[MemberId, set[MemberId]] = defaultdict(set)
        """With whom each one has ever sat."""
        self.sitting: defaultdict[MemberId, set[ConversationId]] = defaultdict(set)
        self.touched: set[MemberId] = set()
        """Whose seats have changed in this turn."""
        self.rounds: dict[int, tuple[ConversationId, int]] = {}
        """The card that a member's round is about."""
        self.answered: set[tuple[ConversationId, int, MemberId]] = set()
        self.revealed: set[tuple[ConversationId, int]] = set()
        self.yes: set[tuple[ConversationId, MemberId]] = set()
        self.shared: set[int] = set()
        self.questions: defaultdict[MemberId, set[int]] = defaultdict(set)
        """What each one has answered."""
        self.answers: defaultdict[MemberId, dict[tuple[int, int], AnswerGiven]] = defaultdict(dict)
        """By round and part."""
        self.tallies: Counter[tuple[int, str]] = Counter()
        self.tallied: set[tuple[int, str]] = set()
        """Which of them have changed in this turn."""
        self.forbidden: defaultdict[MemberId, set[MemberId]] = defaultdict(set)
        self.met: defaultdict[MemberId, Counter[MemberId]] = defaultdict(Counter)
        self.seekers: set[MemberId] = set()
        self.rows: dict[MemberId, Member] = {}

    def learn(self, fact: Fact) -> None:
        """The fact holds."""
        self.places.learn(fact)
        self.days.learn(fact)
        match fact:
            case TimePassed(now=now):
                self.now = now
            case Entered(event=MessageReceived() as event):
                self._typed(fact, event)
            case Entered():
                self._told(fact)
            case Recorded():
                self._recorded(fact)
            case Stood(state=Table() as table):
                self._stands(fact.conversation, table)

    def _typed(self, fact: Entered, event: MessageReceived) -> None:
        text = event.words.text
        for mark in MARK.findall(text):
            word = Word(event.words.id, fact.member, abroad=ABROAD in text, spot=fact.spot)
            self.words[mark] = word
            self.by_id[word.id].append(word)
            self.of[word.author].append(word)
        if text in ("block", "report"):
            for table in self.sitting[fact.member]:
                for chair in self.tables[table].chairs:
                    if chair.here and chair.guest.member != fact.member:
                        self._never_again(fact.member, chair.guest.member)

    def _never_again(self, one: MemberId, other: MemberId) -> None:
        self.forbidden[one].add(other)
        self.forbidden[other].add(one)

    def _told(self, fact: Entered) -> None:
        event, table = fact.event, self.tables.get(fact.conversation)
        match event:
            case CardLaid():
                self.rounds[fact.id] = (event.table, event.nth)
            case CardAnswered() if table and table.course is Course.CARD and table.nth == event.nth:
                self.answered.add((fact.conversation, event.nth, event.member))
                self._addressed(event.said.words, Kind.ANSWER, fact.conversation, event.nth)
            case SpokeUp() if table and table.course is Course.TALK:
                self._addressed(event.said.words, Kind.TALK, fact.conversation)
            case Decided(yes=True):
                self.yes.add((fact.conversation, event.member))
                self._addressed(event.said.words, Kind.CONTACT, fact.conversation)

    def _addressed(self, id_: int, kind: Kind, table: ConversationId, nth: int = 0) -> None:
        for word in self.by_id[id_]:
            word.kind, word.table, word.nth = kind, table, nth

    def _recorded(self, fact: Recorded) -> None:
        record = fact.record
        match record:
            case AnswerGiven():
                self._answers(fact.member, record)
            case AnswerWithdrawn():
                for at in [at for at in self.answers[fact.member] if at[0] == record.round]:
                    self._uncount(self.answers[fact.member].pop(at))
            case AnswerShared():
                mine = self.answers[fact.member].get((record.round, 0))
                if mine is not None and record.words in (0, mine.words):
                    (self.shared.add if record.shared else self.shared.discard)(mine.words)
            case MemberChanged():
                self.rows[record.member.id] = record.member
                for mark in MARK.findall(record.member.called):
                    self.words[mark].kind = Kind.NAME
            case MemberBlocked():
                self._never_again(record.by, record.whom)
            case SeatTaken():
                for other in self.sat[fact.conversation]:
                    self.companions[other].add(record.member)
                    self.companions[record.member].add(other)
                self.sat[fact.conversation].add(record.member)
            case MembersMet():
                for one in record.members:
                    self.met[one].update(other for other in record.members if other != one)
            case SeekerListed():
                self.seekers.add(record.guest.member)
            case SeekerGone():
                self.seekers.discard(record.member)
            case MemberForgotten():
                self._forgotten(fact.member)

    def _answers(self, member: MemberId, record: AnswerGiven) -> None:
        earlier = self.answers[member].get((record.round, record.part))
        if earlier is not None:
            self._uncount(earlier)
        self.answers[member][record.round, record.part] = record
        self.questions[member].add(record.question)
        for word in self.by_id[record.words] if record.words else ():
            word.question = record.question
        if record.counts:
            self._count(record, 1)

    def _uncount(self, record: AnswerGiven) -> None:
        if record.counts:
            self._count(record, -1)

    def _count(self, record: AnswerGiven, by: int) -> None:
        self.tallies[record.question, record.key] += by
        self.tallied.add((record.question, record.key))

    def _forgotten(self, member: MemberId) -> None:
        for record in self.answers.pop(member, {}).values():
            self._uncount(record)
        for word in self.of[member]:
            word.gone = True
            self.shared.discard(word.id)
        for other in self.met.pop(member, {}):
            self.met[other].pop(member, None)
        self.questions.pop(member, None)
        self.seekers.discard(member)
        self.rows.pop(member, None)

    def _stands(self, id_: ConversationId, table: Table) -> None:
        before = self.tables.get(id_)
        if before is not None and before.course is Course.CARD and table.course is Course.TALK:
            self.revealed.add((id_, table.nth))
        self.tables[id_] = table
        there = who_sits(table)
        for member in who_sits(before) if before else ():
            if member not in there:
                self.sitting[member].discard(id_)
        for member in there:
            self.sitting[member].add(id_)
            self.touched.add(member)

    def may_meet_again(self, one: MemberId, other: MemberId) -> bool:
        """Neither has anybody left whom they have met less often. Looked at only where two have met before."""
        times = self.met[one][other]
        if not times:
            return True
        for member in (one, other):
            others = self.seekers - self.forbidden[member] - {member}
            if any(self.met[member][another] < times for another in others):
                return False
        return True


def who_sits(table: Table) -> frozenset[MemberId]:
    """Who has a place there that counts: whoever has said whether they may be heard from again has none any more."""
    if table.course not in _SITTING:
        return frozenset()
    return frozenset(chair.guest.member for chair in table.chairs if chair.here and chair.decided is None)
