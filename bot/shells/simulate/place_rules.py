"""What must never happen in a group place, nor in the circles there."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterator
from typing import Final, Protocol

from bot.model.circle import BESIDE, Circle, Course
from bot.model.effect import Edit, Say
from bot.model.ids import ConversationId, MessageId
from bot.model.line import NAME, Line
from bot.model.member import Rank
from bot.model.record import CircleOpened, CirclesWanted, MemberForgotten, RoomOpened, TalksWanted, VoteCast
from bot.model.spans import HOUR, SECOND
from bot.model.tiding import DailyWished, HoursWished
from bot.shells.simulate.facts import Committed, Entered, Fact, Read, Recorded, Stood, TimePassed, Written, spot_of
from bot.shells.simulate.known import Known
from bot.shells.simulate.places import REVEAL, Gathering

MOST: Final = 3
BETWEEN_EDITS: Final = 4 * SECOND
LONGEST: Final = 25 * HOUR
"""A circle is open for a day; and the process may be out at its end."""
FRESH: Final = 60 * SECOND


class Votes(Protocol):
    """What the file says of votes, looked up by key."""

    def ballots(self, circle: int) -> dict[str, int]: ...

    def votes(self, circle: int, member: int) -> list[str]: ...


class EachVotesOnce:
    """One vote for each member and circle, none after it is over, none from another group; what is counted is what
    was voted."""

    hears = (Recorded, Committed)

    def __init__(self, file: Votes) -> None:
        self._file = file

    def hear(self, fact: Fact, known: Known) -> Iterator[str]:
        places = known.places
        match fact:
            case Recorded(record=VoteCast(circle=circle)):
                gathering, spot = places.gatherings.get(circle), places.spots.get(fact.conversation)
                if gathering is None or not gathering.open:
                    yield f"member {fact.member} voted in circle {circle}, which is not open"
                elif spot not in (None, gathering.spot):
                    yield f"member {fact.member} voted in circle {circle} from another place"
            case Committed() if places.touched:
                for circle in {circle for circle, _member in places.touched}:
                    voted = Counter(vote.key for vote in places.gatherings[circle].votes.values())
                    if self._file.ballots(circle) != voted:
                        yield f"circle {circle} counts {self._file.ballots(circle)}, and was voted {dict(voted)}"
                for circle, member in places.touched:
                    mine = places.gatherings[circle].votes.get(member)
                    stored = self._file.votes(circle, member)
                    if stored != ([mine.key] if mine else []):
                        yield f"member {member} stands in circle {circle} with {len(stored)} votes, or another one"
                places.touched.clear()


class WhatIsShownWasVoted:
    """A circle's card says how many have answered, and its answers what they chose; words only where they are shared,
    and answers to it."""

    hears = (Written,)

    def hear(self, fact: Fact, known: Known) -> Iterator[str]:
        gathering = known.places.gatherings.get(fact.conversation) if isinstance(fact, Written) else None
        if gathering is None or not isinstance(fact, Written):
            return
        for line in fact.posted.effect.lines:
            for wrong in self._wrong(line, gathering, known):
                yield f"circle {fact.conversation} {wrong}"

    def _wrong(self, line: Line, gathering: Gathering, known: Known) -> Iterator[str]:
        gaps, answered = dict(line.gaps), len(gathering.votes)
        if line.name in _COUNTS and gaps["n"] != answered:
            yield f"says that {gaps['n']} have answered, and {answered} have"
        if line.name == "circle.split":
            said = {label: int(count) for count, label in _pairs(gaps["pairs"])}
            voted = {label: n for label, n in gathering.split().items() if label != BESIDE}
            if said != voted or gaps["beside"] != gathering.split()[BESIDE]:
                yield f"shows {said} and {gaps['beside']} beside it, and was voted {voted}"
        answers = {vote.words for vote in gathering.votes.values() if vote.words}
        for _gap, words, first, _last in line.quotes:
            if first == NAME:
                continue
            if words not in known.shared:
                yield "shows words that nobody has shared"
            if words not in answers:
                yield "shows words that are no answer to it"


_COUNTS: Final = frozenset({"circle.so-far", "circle.turned-over", "circle.split", "circle.words"})


def _pairs(value: object) -> tuple[tuple[str, str], ...]:
    return value if isinstance(value, tuple) else ()


class NobodyIsNamedWhoMinds:
    """A circle names only who said that it may, and has neither paused nor said stop; whoever speaks to the bot in a
    group place is named there to nobody but by their own doing."""

    hears = (Written,)

    def hear(self, fact: Fact, known: Known) -> Iterator[str]:
        if not isinstance(fact, Written):
            return
        for member in known.places.named.get(fact.posted.id, ()):
            row = known.rows.get(member)
            if member == fact.member:
                continue
            if member not in known.places.willing:
                yield f"member {member} was named at {fact.posted.address}, and never said that they may be"
            elif row is not None and (row.stopped or row.paused_until > known.now):
                yield f"member {member} was named at {fact.posted.address}, and wants to be left alone"


class CirclesEndOnce:
    """At most three that were called are open at a place, and one that came by itself; none asks there what was asked
    before, and each ends in time: with what was answered, once, or without a word."""

    hears = (Recorded, Written, Stood, TimePassed, Committed)

    def __init__(self) -> None:
        self._ends: list[tuple[int, ConversationId]] = []
        self._revealed: list[ConversationId] = []

    def hear(self, fact: Fact, known: Known) -> Iterator[str]:
        places = known.places
        match fact:
            case Recorded(record=CircleOpened()):
                yield from self._opened(fact.conversation, known)
            case Written() if (gathering := places.gatherings.get(fact.conversation)) and gathering.reveals > 1:
                if isinstance(fact.posted.effect, Say) and fact.posted.effect.slot == REVEAL:
                    yield f"circle {fact.conversation} was turned over {gathering.reveals} times"
            case Stood(state=Circle(course=Course.REVEALED)):
                self._revealed.append(fact.conversation)
            case Stood(state=Circle(course=Course.CLOSED)) if gathering := places.gatherings.get(fact.conversation):
                if gathering.votes and gathering.spot in places.let_in and gathering.spot not in places.unwanted:
                    yield f"circle {fact.conversation} was put away with {len(gathering.votes)} answers"
            case Committed():
                for circle in self._revealed:
                    if not (gathering := places.gatherings.get(circle)) or gathering.reveals != 1 or gathering.open:
                        yield f"circle {circle} is over, and its answers were not shown"
                self._revealed.clear()
            case TimePassed(now=now):
                while self._ends and self._ends[0][0] < now:
                    _at, circle = heapq.heappop(self._ends)
                    if places.gatherings[circle].open:
                        yield f"circle {circle} does not end"

    def _opened(self, circle: ConversationId, known: Known) -> Iterator[str]:
        places, gathering = known.places, known.places.gatherings[circle]
        heapq.heappush(self._ends, (known.now + LONGEST, circle))
        if gathering.spot is None:
            yield f"circle {circle} is in no group place"
            return
        alike = [one for one in places.open[gathering.spot] if bool(places.gatherings[one].by) == bool(gathering.by)]
        if len(alike) > (1 if gathering.by else MOST):
            yield f"{len(alike)} circles are open at {gathering.spot[1]}"
        if places.asked[gathering.spot][gathering.number] > 1:
            yield f"question {gathering.number} was asked twice at {gathering.spot[1]}"


class PlacesAreTheirOwn:
    """In a place that is closed nothing is said but that it is, once to each; a place that wants no circles has none;
    and only who runs a place decides about it."""

    hears = (Entered, Recorded, Written)
    ABOUT_IT: Final = frozenset({"room.closed", "room.shut", "room.not-yours"})

    def __init__(self) -> None:
        self._told: set[ConversationId] = set()
        self._spoke: Entered | None = None

    def hear(self, fact: Fact, known: Known) -> Iterator[str]:
        match fact:
            case Entered() if fact.delivery is not None:
                self._spoke = fact
            case Recorded(record=MemberForgotten()):
                # Their other conversations begin anew as well.
                self._told.clear()
            case Recorded(record=RoomOpened() | CirclesWanted() | TalksWanted()):
                if not self._may(known):
                    yield f"member {fact.member} decided about a place that is not theirs"
            case Entered(event=DailyWished() | HoursWished() as event) if event != HoursWished():
                if not self._may(known):
                    yield f"somebody decided about {fact.spot}, which is not theirs"
            case Recorded(record=CircleOpened()) if known.places.spots.get(fact.conversation) in known.places.unwanted:
                yield f"circle {fact.conversation} was called where none is wanted"
            case Written() if (spot := spot_of(fact.posted)) and spot not in known.places.let_in:
                yield from self._said_in_closed(fact)

    def _may(self, known: Known) -> bool:
        standing = self._spoke.standing if self._spoke else None
        if standing is None or standing.rank not in (Rank.MODERATOR, Rank.OWNER):
            return False
        return 0 <= known.now - standing.read_at <= FRESH

    def _said_in_closed(self, fact: Written) -> Iterator[str]:
        effect, moments = fact.posted.effect, {line.name for line in fact.posted.effect.lines}
        if isinstance(effect, Edit):
            return
        if not moments <= self.ABOUT_IT:
            yield f"{', '.join(sorted(moments))} was said at {fact.posted.address}, which is closed"
        elif "room.closed" in moments:
            if fact.conversation in self._told:
                yield f"member {fact.member} was told twice that {fact.posted.address} is closed"
            self._told.add(fact.conversation)


class CardsAreEditedSlowly:
    """Only a card that is there is edited, at most every four seconds, and once more when its circle is over."""

    hears = (Written, Read)

    def __init__(self) -> None:
        self._edited: dict[ConversationId, int] = {}
        self._read: set[MessageId] = set()

    def hear(self, fact: Fact, known: Known) -> Iterator[str]:
        match fact:
            case Read(shown=shown) if shown.spot is not None and "circle.so-far" in shown.moments:
                self._read.add(shown.id)
            case Written() if isinstance(fact.posted.effect, Edit):
                gathering = known.places.gatherings.get(fact.conversation)
                if gathering is None or not gathering.card or fact.posted.edits != gathering.card:
                    yield f"conversation {fact.conversation} edits what is no card of its own"
                    return
                last = self._edited.get(fact.conversation, 0)
                if gathering.open and known.now - last < BETWEEN_EDITS:
                    yield f"circle {fact.conversation} edits its card after {known.now - last} ms"
                self._edited[fact.conversation] = known.now


def rules(
    file: Votes,
) -> tuple[
    EachVotesOnce, WhatIsShownWasVoted, NobodyIsNamedWhoMinds, CirclesEndOnce, PlacesAreTheirOwn, CardsAreEditedSlowly
]:
    """All of them."""
    return (
        EachVotesOnce(file),
        WhatIsShownWasVoted(),
        NobodyIsNamedWhoMinds(),
        CirclesEndOnce(),
        PlacesAreTheirOwn(),
        CardsAreEditedSlowly(),
    )
