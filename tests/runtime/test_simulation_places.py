"""What the checker of the simulation sees in group places, and in everybody's days; and that it leaves alone what is
well."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.model.circle import Course as CircleCourse
from bot.model.daily import Daily
from bot.model.ids import (
    ConversationId,
    EventId,
    MemberId,
    MessageId,
    QuestionNumber,
    RoundId,
    WordsId,
)
from bot.model.line import NAME, Line
from bot.model.member import Member, Rank, Standing
from bot.model.record import (
    AnswerGiven,
    AnswerShared,
    MemberChanged,
)
from bot.model.rhythm import Rhythm
from bot.model.schedule import Schedule
from bot.model.state import Solo
from bot.model.tiding import DailyWished
from bot.shells.simulate.facts import Entered, Root, Shown, Stood
from tests.runtime.onlooker import CIRCLE, MORNING, QUESTION, RHYTHM, SPOT, Onlooker, aloud
from tests.runtime.witness import ADA, BEN, CLEO, MINE, chat

HOUR = 3_600_000
DAY = 24 * HOUR


def _name(member: MemberId) -> Line:
    return Line("circle.over-to", quotes=(("name", member, NAME, NAME),))


def test_what_is_well_is_left_alone() -> None:
    """An honest story has no faults."""
    onlooker = Onlooker()
    _a_circle(onlooker)
    _some_days(onlooker)
    _some_days_in_the_lounge(onlooker)
    assert onlooker.checker.faults == []


def _a_circle(onlooker: Onlooker) -> None:
    onlooker.calls()
    onlooker.votes(ADA, "tea")
    onlooker.votes(ADA, "soup")
    onlooker.speaks(BEN, "call on me")
    onlooker.votes(BEN, "tea")
    onlooker.passes(onlooker.now + 4_000)
    onlooker.edits(n=2)
    onlooker.splits(2, (("1", "Tea"), ("1", "Soup")))
    onlooker.edits(n=2)
    onlooker.says(CIRCLE, _name(BEN))
    onlooker.commits()


def _some_days(onlooker: Onlooker) -> None:
    onlooker.wishes(ADA, "2026-03-03")
    for nth, day in enumerate(("2026-03-04", "2026-03-05", "2026-03-06"), 1):
        onlooker.passes(MORNING + nth * DAY)
        onlooker.asks(ADA, day, f"q{nth}", nth)
    onlooker.checker.hear(Stood(chat(ADA), Solo(daily=Rhythm(Schedule(), served="2026-03-06", hushed=True))))


def _some_days_in_the_lounge(onlooker: Onlooker) -> None:
    onlooker.passes(MORNING + 4 * DAY - HOUR)
    onlooker.comes_here()
    for nth in range(3):
        onlooker.passes(MORNING + (4 + nth) * DAY)
        onlooker.knocks(80 + nth, f"2026-03-{7 + nth:02}")
        onlooker.passes(onlooker.now + 20 * HOUR)
        onlooker.ends(CircleCourse.CLOSED, ConversationId(80 + nth))
    onlooker.passes(MORNING + 7 * DAY)
    onlooker.fires(RHYTHM)
    onlooker.checker.hear(Stood(RHYTHM, Daily(Rhythm(Schedule(hour=9), served="2026-03-10", hushed=True))))
    onlooker.passes(MORNING + 9 * DAY)


# Circles


def _second_vote_counts(onlooker: Onlooker) -> None:
    onlooker.calls()
    onlooker.votes(ADA, "tea", times=2)


def _vote_is_lost(onlooker: Onlooker) -> None:
    onlooker.calls()
    onlooker.votes(ADA, "tea", times=0)


def _vote_too_late(onlooker: Onlooker) -> None:
    onlooker.calls()
    onlooker.ends(CircleCourse.CLOSED)
    onlooker.votes(ADA, "tea")


def _split_is_wrong(onlooker: Onlooker) -> None:
    onlooker.calls()
    onlooker.votes(ADA, "tea")
    onlooker.splits(1, (("1", "Soup"),))
    onlooker.commits()


def _beside_is_wrong(onlooker: Onlooker) -> None:
    onlooker.calls()
    onlooker.votes(ADA, "tea")
    onlooker.splits(1, (("1", "Tea"),), beside=1)
    onlooker.commits()


def _count_is_wrong(onlooker: Onlooker) -> None:
    onlooker.calls()
    onlooker.votes(ADA, "tea")
    onlooker.passes(onlooker.now + 4_000)
    onlooker.edits(n=2)


def _unshared(onlooker: Onlooker) -> None:
    onlooker.calls()
    words = onlooker.types(ADA, MINE)
    onlooker.votes(ADA, "+said", words=words)
    onlooker.says(CIRCLE, Line("circle.said", quotes=(("said", words, 0, 5),)), slot="reveal")


def _of_another_circle(onlooker: Onlooker) -> None:
    onlooker.calls()
    words = onlooker.types(ADA, MINE)
    given = AnswerGiven(RoundId(9), QuestionNumber(9), "open", words=WordsId(words), counts=False)
    onlooker.records(ADA, given, AnswerShared(RoundId(9), True), where=chat(ADA))
    onlooker.says(CIRCLE, Line("circle.said", quotes=(("said", words, 0, 5),)), slot="reveal")


def _named_without_consent(onlooker: Onlooker) -> None:
    onlooker.calls()
    onlooker.says(CIRCLE, _name(ADA))


def _named_after_taking_it_back(onlooker: Onlooker) -> None:
    onlooker.calls()
    onlooker.speaks(ADA, "call on me")
    onlooker.types(ADA, "don't call on me")
    onlooker.says(CIRCLE, _name(ADA))


def _named_after_stop(onlooker: Onlooker) -> None:
    onlooker.calls()
    onlooker.speaks(ADA, "call on me")
    onlooker.records(ADA, MemberChanged(Member(id=ADA, stopped=True, callable=True)), where=chat(ADA))
    onlooker.says(CIRCLE, _name(ADA))


def _revealed_twice(onlooker: Onlooker) -> None:
    onlooker.calls()
    onlooker.votes(ADA, "tea")
    onlooker.splits(1, (("1", "Tea"),))
    onlooker.commits()
    onlooker.says(CIRCLE, slot="reveal")


def _revealed_in_silence(onlooker: Onlooker) -> None:
    onlooker.calls()
    onlooker.ends(CircleCourse.REVEALED)
    onlooker.commits()


def _put_away_with_answers(onlooker: Onlooker) -> None:
    onlooker.calls()
    onlooker.votes(ADA, "tea")
    onlooker.ends(CircleCourse.CLOSED)


def _never_ends(onlooker: Onlooker) -> None:
    onlooker.calls()
    onlooker.passes(onlooker.now + 26 * HOUR)


def _four_at_once(onlooker: Onlooker) -> None:
    for number in range(4):
        onlooker.calls(ConversationId(70 + number), number)


def _two_by_themselves(onlooker: Onlooker) -> None:
    onlooker.comes_here()
    onlooker.knocks(80, "2026-03-03")
    onlooker.passes(MORNING + DAY)
    onlooker.knocks(81, "2026-03-04")


def _question_again(onlooker: Onlooker) -> None:
    onlooker.calls()
    onlooker.ends(CircleCourse.CLOSED)
    onlooker.calls(ConversationId(71))


def _said_in_closed(onlooker: Onlooker) -> None:
    onlooker.opens(False)
    onlooker.says(aloud(ADA), Line("help"), member=ADA)


def _turned_away_twice(onlooker: Onlooker) -> None:
    onlooker.opens(False)
    for _time in range(2):
        onlooker.says(aloud(ADA), Line("room.closed"), member=ADA)


def _opened_by_anybody(onlooker: Onlooker) -> None:
    onlooker.opens(rank=Rank.MEMBER)


def _edited_too_soon(onlooker: Onlooker) -> None:
    onlooker.calls()
    for _time in range(2):
        onlooker.edits()


def _edited_elsewhere(onlooker: Onlooker) -> None:
    onlooker.calls()
    onlooker.edits(card=4711)


def _told_in_private_read_aloud(onlooker: Onlooker) -> None:
    onlooker.types(ADA, MINE)
    shown = Shown(MessageId(1), ADA, MINE, frozenset({"known.recent"}), Root(aloud(ADA), ADA), SPOT, (ADA, BEN))
    onlooker.checker.hear(shown)


def _shared_read_aloud(onlooker: Onlooker) -> None:
    words = onlooker.types(ADA, MINE)
    given = AnswerGiven(RoundId(9), QUESTION, "open", words=WordsId(words), counts=False)
    onlooker.records(ADA, given, AnswerShared(RoundId(9), True), where=chat(ADA))
    shown = Shown(MessageId(1), BEN, MINE, frozenset({"quote"}), Root(aloud(BEN), BEN), SPOT, (CLEO,))
    onlooker.checker.hear(shown)


# Days


def _date_twice(onlooker: Onlooker) -> None:
    onlooker.wishes(ADA, "2026-03-02")
    onlooker.asks(ADA, "2026-03-03")
    onlooker.asks(ADA, "2026-03-03", "q2", 2)


def _date_skipped(onlooker: Onlooker) -> None:
    onlooker.wishes(ADA, "2026-03-03")
    onlooker.passes(MORNING + DAY + 3 * HOUR)


def _owed_for_ever(onlooker: Onlooker) -> None:
    onlooker.wishes(ADA, "2026-03-02")
    onlooker.fires(chat(ADA), ADA)
    onlooker.stands(ADA, "2026-03-09", owed=True)
    onlooker.passes(MORNING + 2 * DAY)


def _claimed_in_silence(onlooker: Onlooker) -> None:
    onlooker.wishes(ADA, "2026-03-02")
    onlooker.records(ADA, MemberChanged(Member(id=ADA)), where=chat(ADA))
    onlooker.fires(chat(ADA), ADA)
    onlooker.stands(ADA, "2026-03-03")
    onlooker.commits()


def _fourth_into_the_quiet(onlooker: Onlooker) -> None:
    onlooker.wishes(ADA, "2026-03-03")
    for nth in range(1, 5):
        onlooker.passes(MORNING + nth * DAY)
        onlooker.asks(ADA, f"2026-03-{3 + nth:02}", f"q{nth}", nth)


def _in_a_pause(onlooker: Onlooker) -> None:
    onlooker.wishes(ADA, "2026-03-02")
    onlooker.records(ADA, MemberChanged(Member(id=ADA, paused_until=MORNING + DAY)), where=chat(ADA))
    onlooker.asks(ADA, "2026-03-03")


def _same_question(onlooker: Onlooker) -> None:
    onlooker.wishes(ADA, "2026-03-03")
    for nth in range(1, 3):
        onlooker.passes(MORNING + nth * DAY)
        onlooker.asks(ADA, f"2026-03-{3 + nth:02}", "q1", nth)


def _at_night(onlooker: Onlooker) -> None:
    onlooker.records(ADA, MemberChanged(Member(id=ADA, zone="Asia/Tokyo")), where=chat(ADA))
    onlooker.passes(MORNING + 5 * HOUR)
    onlooker.reads(ADA, moments=("check-in",), root=Root(chat(ADA)))


# A place's days


def _here_twice(onlooker: Onlooker) -> None:
    onlooker.comes_here()
    onlooker.knocks(80, "2026-03-03")
    onlooker.ends(CircleCourse.CLOSED, ConversationId(80))
    onlooker.knocks(81, "2026-03-03")


def _here_skipped(onlooker: Onlooker) -> None:
    onlooker.comes_here()
    onlooker.passes(MORNING + 3 * HOUR)


def _here_in_silence(onlooker: Onlooker) -> None:
    onlooker.comes_here()
    onlooker.fires(RHYTHM)
    onlooker.keeps("2026-03-03")
    onlooker.commits()


def _here_in_a_pause(onlooker: Onlooker) -> None:
    onlooker.comes_here()
    onlooker.knocks(80, "2026-03-03", paused_until=MORNING + DAY)


def _here_at_night(onlooker: Onlooker) -> None:
    onlooker.comes_here()
    onlooker.knocks(80, "2026-03-03", quiet_from=8 * 60, quiet_until=10 * 60)


def _here_ignored(onlooker: Onlooker) -> None:
    onlooker.comes_here()
    for nth in range(4):
        onlooker.passes(MORNING + nth * DAY)
        onlooker.knocks(80 + nth, f"2026-03-{3 + nth:02}")
        onlooker.ends(CircleCourse.CLOSED, ConversationId(80 + nth))


def _here_by_anybody(onlooker: Onlooker) -> None:
    onlooker.speaks(ADA, "daily at 9", Standing(Rank.MEMBER, "test", onlooker.now))
    wished = DailyWished(Schedule(hour=9))
    onlooker.checker.hear(Entered(EventId(1), RHYTHM, MemberId(0), wished, "stepped", Root(aloud(ADA), ADA), spot=SPOT))


FORGED: tuple[tuple[Callable[[Onlooker], None], str], ...] = (
    (_second_vote_counts, "EachVotesOnce"),
    (_vote_is_lost, "EachVotesOnce"),
    (_vote_too_late, "EachVotesOnce"),
    (_split_is_wrong, "WhatIsShownWasVoted"),
    (_beside_is_wrong, "WhatIsShownWasVoted"),
    (_count_is_wrong, "WhatIsShownWasVoted"),
    (_unshared, "WhatIsShownWasVoted"),
    (_of_another_circle, "WhatIsShownWasVoted"),
    (_named_without_consent, "NobodyIsNamedWhoMinds"),
    (_named_after_taking_it_back, "NobodyIsNamedWhoMinds"),
    (_named_after_stop, "NobodyIsNamedWhoMinds"),
    (_revealed_twice, "CirclesEndOnce"),
    (_revealed_in_silence, "CirclesEndOnce"),
    (_put_away_with_answers, "CirclesEndOnce"),
    (_never_ends, "CirclesEndOnce"),
    (_four_at_once, "CirclesEndOnce"),
    (_two_by_themselves, "CirclesEndOnce"),
    (_question_again, "CirclesEndOnce"),
    (_said_in_closed, "PlacesAreTheirOwn"),
    (_turned_away_twice, "PlacesAreTheirOwn"),
    (_opened_by_anybody, "PlacesAreTheirOwn"),
    (_here_by_anybody, "PlacesAreTheirOwn"),
    (_edited_too_soon, "CardsAreEditedSlowly"),
    (_edited_elsewhere, "CardsAreEditedSlowly"),
    (_told_in_private_read_aloud, "WordsGoWhereTheyMay"),
    (_shared_read_aloud, "WordsGoWhereTheyMay"),
    (_date_twice, "DatesAreKept"),
    (_date_skipped, "DatesAreKept"),
    (_owed_for_ever, "DatesAreKept"),
    (_claimed_in_silence, "DatesAreKept"),
    (_fourth_into_the_quiet, "DatesAreKept"),
    (_in_a_pause, "DatesAreKept"),
    (_same_question, "NobodyIsAskedTwice"),
    (_at_night, "QuietIsKept"),
    (_here_twice, "PlacesKeepTheirDates"),
    (_here_skipped, "PlacesKeepTheirDates"),
    (_here_in_silence, "PlacesKeepTheirDates"),
    (_here_in_a_pause, "PlacesKeepTheirDates"),
    (_here_at_night, "PlacesKeepTheirDates"),
    (_here_ignored, "PlacesKeepTheirDates"),
)


@pytest.mark.parametrize(("forge", "rule"), FORGED, ids=[forge.__name__[1:] for forge, _rule in FORGED])
def test_each_rule_bites(forge: Callable[[Onlooker], None], rule: str) -> None:
    """What a rule forbids is found by that rule, and by no other."""
    onlooker = Onlooker()
    forge(onlooker)
    assert set(onlooker.faults()) == {rule}
