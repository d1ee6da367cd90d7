"""What must never happen to somebody's day: a question twice, a date left out, a knock that nobody wants."""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Final

from bot.model.daily import Daily
from bot.model.event import TimerFired
from bot.model.ids import ConversationId, MessageId
from bot.model.record import CircleClosed
from bot.model.rhythm import Rhythm
from bot.model.schedule import Schedule
from bot.model.spans import HOUR
from bot.model.state import Phase, Solo
from bot.model.tiding import CircleCalled, DailyWished
from bot.shells.simulate.days import Diary, is_on, is_quiet_at, local, next_due
from bot.shells.simulate.facts import Committed, Entered, Fact, Read, Recorded, Stood, TimePassed, Written
from bot.shells.simulate.known import Known

LATE: Final = 2 * HOUR
"""The process may be out for a while when a question is due, or for two."""
PATIENCE: Final = 3
LONGEST_WAIT: Final = 26 * HOUR
"""Through quiet hours, and a talk after them."""
ASKED: Final = "daily.question"


class NobodyIsAskedTwice:
    """No question is put to a member a second time, unless they had a deck begin anew."""

    hears = (Stood,)

    def hear(self, fact: Fact, known: Known) -> Iterator[str]:
        if isinstance(fact, Stood) and isinstance(fact.state, Solo) and known.days.repeated:
            yield f"conversation {fact.conversation} asked what it had asked before ({fact.state.phase})"


class DatesAreKept:
    """No local date is asked for twice, and none is left out while the question is wanted; after three that nobody
    answered none comes."""

    hears = (Entered, Stood, Written, TimePassed, Committed)

    def __init__(self) -> None:
        self._before: dict[ConversationId, Rhythm] = {}
        self._due: list[tuple[int, ConversationId, str, int]] = []
        self._claimed: dict[ConversationId, str] = {}
        """In this turn a date has found its end there; it has to be the question's, or a reason's."""
        self._entered: Entered | None = None

    def hear(self, fact: Fact, known: Known) -> Iterator[str]:
        match fact:
            case Entered():
                self._entered = fact
            case TimePassed(now=now):
                yield from self._too_late(now, known)
            case Stood(state=Solo()):
                self._stands(fact.conversation, known)
            case Written() if any(line.name == ASKED for line in fact.posted.effect.lines):
                yield from self._asked(fact, known)
            case Committed():
                for conversation, why in self._claimed.items():
                    yield f"conversation {conversation} claimed {why}, and asked nothing"
                self._claimed.clear()

    def _stands(self, conversation: ConversationId, known: Known) -> None:
        """What is expected of that conversation's days is written down."""
        diary = known.days.diaries.get(conversation)
        before = self._before.get(conversation)
        if diary is None:
            if before is not None:
                del self._before[conversation]
            return
        after = diary.daily
        if after is before:
            return
        self._before[conversation] = after
        if before is not None:
            self._found_its_end(conversation, before, diary, known)
        diary.generation += 1
        if not is_on(after):
            return
        due = next_due(after.schedule, after.served, known.now)
        if due is not None:
            at = max(due[0], known.now) + LATE
            heapq.heappush(self._due, (at, conversation, due[1], diary.generation))
        if after.owed:
            heapq.heappush(self._due, (known.now + LONGEST_WAIT, conversation, "", diary.generation))

    def _found_its_end(self, conversation: ConversationId, before: Rhythm, diary: Diary, known: Known) -> None:
        """A date that was claimed is not owed any more: its question is in this very step, unless there is a reason."""
        after, row = diary.daily, known.rows.get(diary.member)
        claimed = after.served != before.served or before.owed
        by_itself = self._entered is not None and isinstance(self._entered.event, TimerFired)
        excused = row is None or row.paused_until > known.now or diary.phase in (Phase.QUIET, Phase.SEATED)
        if claimed and by_itself and not after.owed and not after.off and not excused:
            self._claimed[conversation] = after.served

    def _asked(self, fact: Written, known: Known) -> Iterator[str]:
        self._claimed.pop(fact.conversation, None)
        diary = known.days.diaries.get(fact.conversation)
        if diary is None:
            yield f"conversation {fact.conversation} asks by itself, and nobody wished for it"
            return
        served = diary.daily.served
        if served in diary.asked:
            yield f"member {diary.member} was asked twice for {served}"
        diary.asked.add(served)
        if not _is_its_day(diary.daily.schedule, served, known.now):
            yield f"member {diary.member} was asked for {served} on another day"
        diary.unanswered += 1
        last = any(line.name == "daily.last" for line in fact.posted.effect.lines)
        if diary.unanswered > PATIENCE or last != (diary.unanswered == PATIENCE):
            yield f"member {diary.member} was asked {diary.unanswered} times into the quiet"
        row = known.rows.get(diary.member)
        if row is not None and (row.stopped or row.paused_until > known.now):
            yield f"member {diary.member} was asked by itself, and wants to be left alone"

    def _too_late(self, now: int, known: Known) -> Iterator[str]:
        while self._due and self._due[0][0] < now:
            _at, conversation, day, generation = heapq.heappop(self._due)
            diary = known.days.diaries.get(conversation)
            if diary is None or diary.generation != generation or diary.daily is not self._before.get(conversation):
                continue
            what = f"was not asked for {day}" if day else f"waits for the question of {diary.daily.served}"
            yield f"member {diary.member} {what}"


class PlacesKeepTheirDates:
    """No local date comes to a place twice, and none is left out while the question is wanted there; nothing comes by
    itself in its quiet hours and pauses, where circles are not wanted, or after three that nobody took up."""

    hears = (Entered, Recorded, Stood, TimePassed, Committed, Read)

    def __init__(self) -> None:
        self._before: dict[ConversationId, Rhythm | None] = {}
        self._served: defaultdict[ConversationId, set[str]] = defaultdict(set)
        self._ignored: Counter[ConversationId] = Counter()
        self._due: list[tuple[int, ConversationId, str, int]] = []
        self._generation: Counter[ConversationId] = Counter()
        self._claimed: dict[ConversationId, str] = {}
        self._entered: Entered | None = None
        self._read: set[MessageId] = set()

    def hear(self, fact: Fact, known: Known) -> Iterator[str]:
        match fact:
            case Entered(event=CircleCalled(by=by)) if by:
                yield from self._called(by, known)
            case Entered():
                self._entered = fact
                if isinstance(fact.event, DailyWished):
                    self._ignored[fact.conversation] = 0
            case Recorded(record=CircleClosed()):
                self._closed(fact.conversation, known)
            case Stood(state=Daily() as daily):
                self._stands(fact.conversation, daily, known)
            case TimePassed(now=now):
                yield from self._too_late(now, known)
            case Committed():
                for place, day in self._claimed.items():
                    yield f"{known.places.spots.get(place)} claimed {day}, and asked nothing"
                self._claimed.clear()
            case Read(shown=shown) if shown.id in known.places.cards and shown.id not in self._read:
                self._read.add(shown.id)
                yield from self._knocked(shown.id, known)

    def _called(self, place: ConversationId, known: Known) -> Iterator[str]:
        self._claimed.pop(place, None)
        daily = known.places.hours[place]
        where, kept = known.places.spots.get(place), daily.rhythm
        if kept is None or not is_on(kept):
            yield f"a question came to {where}, which has ended that"
            return
        if kept.served in self._served[place]:
            yield f"a question came to {where} twice for {kept.served}"
        self._served[place].add(kept.served)
        if not _is_its_day(kept.schedule, kept.served, known.now):
            yield f"a question came to {where} for {kept.served} on another day"
        if self._ignored[place] >= PATIENCE:
            yield f"a question came to {where} after {self._ignored[place]} that nobody took up"
        if self._excuse(place, daily, known):
            yield f"a question came to {where}, where none was wanted"

    def _excuse(self, place: ConversationId, daily: Daily, known: Known) -> bool:
        where = known.places.spots.get(place)
        welcome = where in known.places.let_in and where not in known.places.unwanted
        return not welcome or daily.paused_until > known.now

    def _closed(self, circle: ConversationId, known: Known) -> None:
        gathering = known.places.gatherings.get(circle)
        if gathering is None or not gathering.by:
            return
        if gathering.spot in known.places.let_in and gathering.spot not in known.places.unwanted:
            self._ignored[gathering.by] = 0 if gathering.votes else self._ignored[gathering.by] + 1

    def _stands(self, place: ConversationId, daily: Daily, known: Known) -> None:
        before, after = self._before.get(place), daily.rhythm
        self._before[place] = after
        if after is None or after is before:
            return
        by_itself = self._entered is not None and isinstance(self._entered.event, TimerFired)
        claimed = before is not None and (after.served != before.served or before.owed)
        if claimed and by_itself and is_on(after) and not after.owed and not self._excuse(place, daily, known):
            self._claimed[place] = after.served
        self._generation[place] += 1
        if not is_on(after):
            return
        if due := next_due(after.schedule, after.served, known.now):
            heapq.heappush(self._due, (max(due[0], known.now) + LATE, place, due[1], self._generation[place]))
        if after.owed:
            heapq.heappush(self._due, (known.now + LONGEST_WAIT, place, after.served, self._generation[place]))

    def _too_late(self, now: int, known: Known) -> Iterator[str]:
        while self._due and self._due[0][0] < now:
            _at, place, day, generation = heapq.heappop(self._due)
            if self._generation[place] == generation:
                yield f"{known.places.spots.get(place)} was not asked for {day}"

    def _knocked(self, card: MessageId, known: Known) -> Iterator[str]:
        """Its first reading: what comes again after a crash was there already."""
        gathering = known.places.gatherings[known.places.cards[card]]
        daily = known.places.hours.get(gathering.by)
        if daily is not None and is_quiet_at(daily.zone, daily.quiet_from, daily.quiet_until, known.now):
            yield f"{gathering.spot} has quiet hours, and a question came by itself"


def _is_its_day(schedule: Schedule, served: str, now: int) -> bool:
    """It is asked on its day, or, after quiet hours and a talk, on the one after it."""
    today = local(schedule.zone, now).date().isoformat()
    yesterday = local(schedule.zone, now - 24 * HOUR).date().isoformat()
    return served in (today, yesterday)


def rules() -> tuple[NobodyIsAskedTwice, DatesAreKept, PlacesKeepTheirDates]:
    """All of them."""
    return NobodyIsAskedTwice(), DatesAreKept(), PlacesKeepTheirDates()
