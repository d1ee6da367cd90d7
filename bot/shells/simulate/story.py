"""What happened, counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from bot.model.actor import FORMAT_OF
from bot.model.event import TimerFired
from bot.model.ids import ConversationId
from bot.model.record import MemberForgotten, MembersMet, TableReported, VoteCast
from bot.model.table import Course, Table
from bot.model.tiding import CircleCalled, GotUp, Leaving, TableProposed
from bot.shells.simulate.facts import Entered, Fact, Recorded, Stood, Written
from bot.shells.simulate.known import Known

TURNED_OVER: Final = frozenset({"circle.split", "circle.words"})
"""What a circle's answers begin with."""


@dataclass(slots=True)
class Story:
    """Figures of one run."""

    events: int = 0
    turns: int = 0
    messages: int = 0
    crashes: int = 0
    receipts: Counter[str] = field(default_factory=Counter)
    formats: Counter[str] = field(default_factory=Counter)
    tables_begun: int = 0
    tables_ended: Counter[str] = field(default_factory=Counter)
    proposals: int = 0
    matches: int = 0
    mutual: int = 0
    reports: int = 0
    blocks: int = 0
    forgotten: int = 0
    circles: int = 0
    circles_by_themselves: int = 0
    turned_over: int = 0
    votes: int = 0
    daily_questions: int = 0
    hash: str = ""
    _seen: set[ConversationId] = field(default_factory=set)
    _proposed: set[ConversationId] = field(default_factory=set)
    _last: Entered | None = None

    def hear(self, fact: Fact, known: Known) -> None:
        """The fact is counted; `known` is as it was before it."""
        match fact:
            case Entered():
                self._last = fact
                if isinstance(fact.event, TableProposed):
                    self.proposals += 1
                    self._proposed.add(fact.conversation)
                if isinstance(fact.event, CircleCalled):
                    self.circles += 1
                    self.circles_by_themselves += bool(fact.event.by)
                if isinstance(fact.event, GotUp) and fact.event.why is Leaving.BLOCKED:
                    self.blocks += 1
            case Recorded(record=MembersMet()):
                self.tables_begun += 1
                self.matches += fact.conversation in self._proposed
            case Recorded(record=MemberForgotten()):
                self.forgotten += 1
            case Recorded(record=TableReported()):
                self.reports += 1
            case Recorded(record=VoteCast()):
                self.votes += 1
            case Written(posted=posted):
                names = {line.name for line in posted.effect.lines}
                self.turned_over += bool(names & TURNED_OVER)
                self.daily_questions += "daily.question" in names
            case Stood():
                self._stands(fact, known)

    def _stands(self, fact: Stood, known: Known) -> None:
        if fact.conversation not in self._seen:
            self._seen.add(fact.conversation)
            self.formats[FORMAT_OF[type(fact.state)].value] += 1
        if not isinstance(fact.state, Table):
            return
        before = known.tables.get(fact.conversation)
        over = (Course.CLOSED, Course.FROZEN)
        if fact.state.course in over and before is not None and before.course not in over:
            self.tables_ended[self._how(before, fact.state)] += 1
            self.mutual += bool(fact.state.mutual)

    def _how(self, before: Table, after: Table) -> str:
        timer = self._last is not None and isinstance(self._last.event, TimerFired)
        if after.course is Course.FROZEN:
            return "reported"
        match before.course:
            case Course.PROPOSED:
                return "did not come together"
            case Course.LAID:
                return "nobody came" if timer else "given up"
            case Course.PARTING:
                return "parted" if not timer else "parted, not everybody decided"
            case _:
                return "fell silent" if timer else "somebody left"
