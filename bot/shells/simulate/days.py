"""The daily questions as the checker knows them, kept up from facts alone, and reckoned by a calendar of its own."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from bot.model.event import ChoicePressed, MessageReceived
from bot.model.ids import ConversationId, MemberId
from bot.model.member import Member
from bot.model.record import MemberChanged, MemberForgotten, VoteCast
from bot.model.rhythm import Rhythm
from bot.model.schedule import Schedule
from bot.model.state import Ask, Phase, Solo
from bot.shells.simulate.facts import Entered, Fact, Recorded, Stood
from bot.shells.simulate.places import Places, Question

AT_HOME: Final = "Europe/Lisbon"
"""The zone of the installation."""
USUAL: Final = (22 * 60, 8 * 60)
_ONE: Final = timedelta(days=1)


@dataclass(slots=True)
class Diary:
    """What comes to somebody by itself, in one conversation."""

    member: MemberId
    daily: Rhythm
    phase: Phase
    asked: set[str] = field(default_factory=set)
    """Local dates, of those questions that came."""
    unanswered: int = 0
    """So many came since the member did anything here."""
    generation: int = 0
    """Grows with each change of what is expected."""


class Days:
    """Everything that the rules ask about the days of members."""

    def __init__(self, places: Places) -> None:
        self.diaries: dict[ConversationId, Diary] = {}
        self._of: defaultdict[MemberId, set[ConversationId]] = defaultdict(set)
        self.asked: defaultdict[MemberId, set[Question]] = defaultdict(set)
        """Whatever somebody was asked since they were new here, or had a deck begin anew."""
        self.repeated = False
        """The newest step of a member's conversation asked what they were asked before."""
        self._rows: dict[MemberId, int] = {}
        self._lost: set[MemberId] = set()
        self._event: Entered | None = None
        self._places = places

    def learn(self, fact: Fact) -> None:
        """The fact holds."""
        match fact:
            case Entered():
                self._event = fact
                done = fact.delivery is not None and isinstance(fact.event, MessageReceived | ChoicePressed)
                if done and (diary := self.diaries.get(fact.conversation)):
                    diary.unanswered = 0
            case Recorded(record=MemberChanged(member=row)):
                asked = int(row.asked, 16)
                if self._rows.get(row.id, 0) & ~asked:
                    self._lost.add(row.id)
                self._rows[row.id] = asked
            case Recorded(record=VoteCast(circle=circle)):
                if gathering := self._places.gatherings.get(circle):
                    self.asked[fact.member].add(gathering.question)
            case Recorded(record=MemberForgotten()):
                self._forget(fact.member)
            case Stood(state=Solo() as solo):
                self._stands(fact.conversation, solo)

    def _forget(self, member: MemberId) -> None:
        for conversation in self._of.pop(member, ()):
            self.diaries.pop(conversation, None)
        self.asked.pop(member, None)
        self._rows.pop(member, None)

    def _stands(self, conversation: ConversationId, solo: Solo) -> None:
        event = self._event
        if event is None or event.conversation != conversation:
            return
        member, opened = event.member, solo.open
        if member in self._lost or _begins_anew(event):
            self._lost.discard(member)
            self.asked[member] = {one for one in self.asked[member] if one[0] != solo.deck}
        self.repeated = False
        if opened is not None and int(opened.round) == event.id and opened.ask in (Ask.QUESTION, Ask.CARD):
            question = (opened.deck, opened.question)
            self.repeated = question in self.asked[member]
            self.asked[member].add(question)
        if solo.daily is None:
            self.diaries.pop(conversation, None)
            return
        diary = self.diaries.get(conversation)
        if diary is None:
            diary = self.diaries[conversation] = Diary(member, solo.daily, solo.phase)
            self._of[member].add(conversation)
        diary.daily, diary.phase = solo.daily, solo.phase


def _begins_anew(event: Entered) -> bool:
    """They have had their deck begin anew; then the same question may come at once."""
    return isinstance(event.event, MessageReceived) and event.event.words.text == "again"


def is_on(daily: Rhythm) -> bool:
    """Something comes by itself."""
    return not daily.off and not daily.hushed


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name or AT_HOME)


def local(zone: str, now: int) -> datetime:
    """What a clock there shows."""
    return datetime.fromtimestamp(now / 1000, UTC).astimezone(_zone(zone))


def next_due(schedule: Schedule, served: str, now: int) -> tuple[int, str] | None:
    """When the next local date that is not served yet is due, and which; None for what comes in other than whole
    weeks."""
    if schedule.day or schedule.nth or schedule.weeks > 1 or not schedule.weekdays:
        return None
    day = local(schedule.zone, now).date()
    if schedule.since:
        day = max(day, date.fromisoformat(schedule.since))
    if served:
        day = max(day, date.fromisoformat(served) + _ONE)
    while True:
        at = datetime(day.year, day.month, day.day, schedule.hour, schedule.minute, tzinfo=_zone(schedule.zone))
        if schedule.weekdays >> day.weekday() & 1:
            return int(at.timestamp() * 1000), day.isoformat()
        day += _ONE


def is_quiet(row: Member, now: int) -> bool:
    """It is a quiet hour where that member lives."""
    return is_quiet_at(row.zone, row.quiet_from, row.quiet_until, now)


def is_quiet_at(zone: str, quiet_from: int, quiet_until: int, now: int) -> bool:
    """Those are quiet hours by the clocks there, or, where none were named (-1), the usual ones."""
    first, until = USUAL if quiet_from < 0 else (quiet_from, quiet_until)
    clock = local(zone, now)
    minute = clock.hour * 60 + clock.minute
    return first <= minute < until if first <= until else minute >= first or minute < until
