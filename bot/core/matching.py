"""Who sits with whom: everybody who looks for company is in one group, or left over for a reason that is named.

The rules, strongest first:

1. Never two of whom one blocked the other, not even at a table of three.
2. Never the same two again until, for each of them, all others of the community whom they could sit with have been met
   as often. Who is not waiting today counts too: a pair waits for them rather than meet again.
3. Only people with a language in common, and with two hours of the day where both said when they are around.
4. As many as can be are seated (for pairs that is proven, not tried); whom it leaves out has not waited longest.
5. Then they suit each other: languages, hours, and answers of which some differ and some do not.

Groups are pairs. An odd one joins a pair only if all three said yes to three, and each two of them keep the rules.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import reduce
from itertools import chain, combinations, islice
from operator import and_
from typing import Final

from bot.core.dice import Dice
from bot.model.ids import MemberId, QuestionNumber
from bot.model.seeker import History, Seeker
from bot.model.spans import DAY

SHORTEST: Final = 2
"""Hours of a day that people must have in common, where they said which are theirs."""
SLICE: Final = 200
"""So many are matched at once, longest waiting first; who is left over is matched again with the next."""
EFFORT: Final = 400_000
"""What looking for a table of three may cost: tries times the square of those seated, a quarter of a second or so."""
CHANCE: Final = 1 << 60
"""Below one point of suiting each other the dice decide, and never twice the same: one best matching, not several."""

LANGUAGE: Final = 20
ANOTHER: Final = (0, 5, 10)
HOURS: Final = (6, 6, 6, 9, 12, 15, 18, 21, 24)
"""Points by hours in common; where somebody's are not known, as for the fewest."""
DIFFERENT: Final = (0, 24, 36, 40, 36, 28, 20)
"""Points by how many answers differ: some give something to talk about, too many are two strangers talking past."""
ALIKE: Final = (0, 6, 12, 18)
AGO: Final = 60
"""A point for each day since they last met, where they did, and at most so many."""
MOST: Final = LANGUAGE + sum(map(max, (ANOTHER, HOURS, DIFFERENT, ALIKE))) + AGO


class Reason(StrEnum):
    """Why somebody is left over. A block is never told apart from having met."""

    NOBODY_NEW = "nobody new"
    """Nobody is waiting whom they may meet now."""
    NO_LANGUAGE = "no language"
    """Somebody is, but without a language in common."""
    NO_HOURS = "no hours"
    """Somebody is, but never around at the same time."""
    ODD = "odd"
    """Somebody suits, and sits with somebody else."""
    SEATED = "seated"
    """They are at a table already."""


@dataclass(frozen=True, slots=True)
class LeftOver:
    """Somebody who found no company this time, and why."""

    member: MemberId
    reason: Reason


@dataclass(frozen=True, slots=True)
class Matching:
    """Groups of two or three and who is left over, longest waiting first; each seeker is in one place, once."""

    groups: tuple[tuple[MemberId, ...], ...]
    left_over: tuple[LeftOver, ...]


@dataclass(frozen=True, slots=True)
class Why:
    """What a group may be told of why it is one: no name, nobody's answer.

    `language` is a tag that all of them speak, empty where there is none. `hours` are those of the day in UTC that all
    share, as bits, 0 where somebody's are not known. `differ` are the questions that all answered for matching, not
    all alike: of a question with two choices that tells two people each other's, which their consent has to say.
    """

    language: str
    hours: int
    differ: tuple[QuestionNumber, ...]


def match(
    seekers: Iterable[Seeker],
    history: History,
    known_members: Collection[MemberId],
    dice: Dice,
    profiles: Iterable[Seeker] = (),
) -> Matching:
    """Company for as many as can be.

    `known_members` are all of the community who want company at all, waiting or not: what "all others" means. Of
    `history`, what concerns the seekers is enough. Somebody who is named twice counts as having asked first.
    Whoever of the known is in `profiles` is none of the others to somebody whom they share no language or no hours
    with; without a profile everybody counts, so that one whom nobody can talk to keeps all from meeting again.
    The order of what is handed in says nothing: the same people, history and dice make the same groups.
    """
    first = _first_asked(seekers)
    waiting = [seeker for seeker in first if not seeker.at_table]
    everybody = frozenset(known_members).union(seeker.id for seeker in first)
    room = _Room(waiting, list(profiles), _Past(history, everybody), dice)
    groups = room.seat()
    seated = set(chain.from_iterable(groups))
    left_over = [LeftOver(seeker.id, Reason.SEATED) for seeker in first if seeker.at_table]
    left_over += [LeftOver(one.id, room.reason(n)) for n, one in enumerate(waiting) if n not in seated]
    asked = {seeker.id: n for n, seeker in enumerate(first)}
    return Matching(
        tuple(tuple(waiting[n].id for n in group) for group in groups),
        tuple(sorted(left_over, key=lambda left: asked[left.member])),
    )


def why(group: Sequence[Seeker]) -> Why:
    """What these two or three have in common and differ in, the same for whomever it is told to."""
    tongues = [_tongues(seeker) for seeker in group]
    shared = set(tongues[0]).intersection(*tongues[1:])
    language = min(shared, key=lambda tag: (sum(spoken.index(tag) for spoken in tongues), tag), default="")
    answers = [_answers(seeker) for seeker in group]
    common = set(answers[0]).intersection(*answers[1:])
    differ = tuple(sorted(number for number in common if len({answer[number] for answer in answers}) > 1))
    return Why(language, reduce(and_, [seeker.hours for seeker in group]), differ)


def _first_asked(seekers: Iterable[Seeker]) -> list[Seeker]:
    """Everybody once, longest waiting first."""
    by_member: dict[MemberId, Seeker] = {}
    for seeker in sorted(seekers, key=lambda seeker: (seeker.since, seeker.id)):
        earlier = by_member.setdefault(seeker.id, seeker)
        if seeker.at_table and not earlier.at_table:
            by_member[seeker.id] = seeker
    return sorted(by_member.values(), key=lambda seeker: (seeker.since, seeker.id))


def _tongues(seeker: Seeker) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tag.replace("_", "-").partition("-")[0].lower() for tag in seeker.languages if tag))


def _answers(seeker: Seeker) -> dict[QuestionNumber, str]:
    return {leaning.question: leaning.key for leaning in seeker.leanings}


def _as_bits(sets: Iterable[Iterable[Hashable]]) -> list[int]:
    """Each set as one number, so that what two of them share is one operation and a count."""
    bits: dict[Hashable, int] = {}
    return [sum({1 << bits.setdefault(member, len(bits)) for member in one}) for one in sets]


_Pair = tuple[int, int]
_EVER: Final = 1 << 62
"""More often than anybody meets anybody."""


class _Room:
    """Those who wait, by their place in the order of waiting: 0 has waited longest."""

    def __init__(self, waiting: list[Seeker], profiles: list[Seeker], past: _Past, dice: Dice) -> None:
        self.waiting = waiting
        self.past = past
        # Profiles come behind those who wait, in these two only.
        self.languages = _as_bits(map(_tongues, [*waiting, *profiles]))
        self.hours = [seeker.hours for seeker in [*waiting, *profiles]]
        answers = [_answers(seeker) for seeker in waiting]
        self.answered = _as_bits(answers)
        self.answers = _as_bits(given.items() for given in answers)
        self.may_meet: list[set[int]] = [set() for _ in waiting]
        """By rules 1 and 2."""
        self.suits: dict[_Pair, int] = {}
        """Points, more than 0, of all that keep rule 3 as well; the lower place comes first."""
        behind = list(enumerate(profiles, len(waiting)))
        strange = [{who.id for at, who in behind if not self._reachable((n, at))} for n in range(len(waiting))]
        for one, other in past.may_meet([seeker.id for seeker in waiting], strange):
            self.may_meet[one].add(other)
            self.may_meet[other].add(one)
            if self._reachable((one, other)):
                self.suits[one, other] = self._points(one, other) * CHANCE + _small(dice)

    def seat(self) -> list[tuple[int, ...]]:
        """The groups, each in the order of waiting, longest first."""
        pairs: list[_Pair] = []
        odd: list[int] = []
        for start in range(0, len(self.waiting), SLICE):
            here = [*odd, *range(start, min(start + SLICE, len(self.waiting)))]
            found = self._pair_up(here)
            pairs += found
            seated = set(chain.from_iterable(found))
            odd = [n for n in here if n not in seated]
        trios: list[tuple[int, ...]] = []
        for one in odd:
            trio, pairs = self._make_room(one, pairs)
            trios += trio
        return sorted([*pairs, *trios])

    def reason(self, one: int) -> Reason:
        """Why this one found nobody."""
        if not self.may_meet[one]:
            return Reason.NOBODY_NEW
        speaking = [other for other in self.may_meet[one] if self._speak((one, other))]
        if not speaking:
            return Reason.NO_LANGUAGE
        return Reason.ODD if any(self._around((one, other)) for other in speaking) else Reason.NO_HOURS

    def _pair_up(self, here: list[int]) -> list[_Pair]:
        """The best of all sets of pairs that seat as many of these as can be."""
        places = set(here)
        edges = [pair for pair in self.suits if pair[0] in places and pair[1] in places]
        if not edges:
            return []
        # 13 ms and some memory that nobody pays who never looks for company.
        from rustworkx import PyGraph, max_weight_matching

        # Waiting outweighs everything else together: it decides who is left out, and only that.
        turn = {n: (len(here) - rank) * MOST * CHANCE * len(here) for rank, n in enumerate(sorted(here))}
        number = {n: at for at, n in enumerate(here)}
        graph: PyGraph[int, int] = PyGraph()
        graph.add_nodes_from(here)
        graph.add_edges_from([(number[a], number[b], self.suits[a, b] + turn[a] + turn[b]) for a, b in edges])
        found = max_weight_matching(graph, max_cardinality=True, weight_fn=int)
        return sorted((min(here[a], here[b]), max(here[a], here[b])) for a, b in found)

    def _make_room(self, odd: int, pairs: list[_Pair]) -> tuple[list[tuple[int, ...]], list[_Pair]]:
        """A table of three that seats one more, with the pairs that are left; no table where there is none."""
        joined = [(self._trio_points((odd, *pair)), pair) for pair in pairs if self._trio((odd, *pair))]
        if joined:
            _, pair = max(joined)
            return [tuple(sorted((odd, *pair)))], [other for other in pairs if other != pair]
        # Nobody for this one to join; but somebody else may join, and leave a place.
        places = sorted((odd, *chain.from_iterable(pairs)))
        for trio in islice(self._trios(places), EFFORT // len(places) ** 2):
            others = self._pair_up([n for n in places if n not in trio])
            if 2 * len(others) + 3 == len(places):
                return [trio], others
        return [], pairs

    def _trios(self, places: list[int]) -> Iterator[tuple[int, ...]]:
        willing = [n for n in places if self.waiting[n].trio]
        beside = {n: [other for other in willing if other > n and (n, other) in self.suits] for n in willing}
        for n in willing:
            for pair in combinations(beside[n], 2):
                if self._trio((n, *pair)):
                    yield (n, *pair)

    def _trio(self, three: tuple[int, ...]) -> bool:
        return (
            all(self.waiting[n].trio for n in three)
            and all(pair in self.suits for pair in combinations(sorted(three), 2))
            and self._reachable(three)
        )

    def _trio_points(self, three: tuple[int, ...]) -> int:
        return sum(self.suits[pair] for pair in combinations(sorted(three), 2))

    def _reachable(self, group: tuple[int, ...]) -> bool:
        return self._speak(group) and self._around(group)

    def _speak(self, group: tuple[int, ...]) -> bool:
        return reduce(and_, [self.languages[n] for n in group]) != 0

    def _around(self, group: tuple[int, ...]) -> bool:
        known = [hours for n in group if (hours := self.hours[n])]
        return not known or reduce(and_, known).bit_count() >= SHORTEST

    def _points(self, one: int, other: int) -> int:
        shared = (self.languages[one] & self.languages[other]).bit_count()
        hours = (self.hours[one] & self.hours[other]).bit_count()
        both = (self.answered[one] & self.answered[other]).bit_count()
        alike = (self.answers[one] & self.answers[other]).bit_count()
        return (
            LANGUAGE
            + _of(ANOTHER, shared - 1)
            + _of(HOURS, hours)
            + _of(DIFFERENT, both - alike)
            + _of(ALIKE, alike)
            + self.past.days_ago(self.waiting[one], self.waiting[other])
        )


class _Past:
    """Who may meet, by what was."""

    def __init__(self, history: History, everybody: frozenset[MemberId]) -> None:
        self.everybody = everybody
        self.blocked: defaultdict[MemberId, set[MemberId]] = defaultdict(set)
        for block in history.blocks:
            self.blocked[block.by].add(block.whom)
            self.blocked[block.whom].add(block.by)
        self.times: defaultdict[MemberId, dict[MemberId, int]] = defaultdict(dict)
        self.last: dict[tuple[MemberId, MemberId], int] = {}
        for meeting in history.meetings:
            for one, other in ((meeting.one, meeting.other), (meeting.other, meeting.one)):
                self.times[one][other] = self.times[one].get(other, 0) + meeting.times
                self.last[one, other] = max(self.last.get((one, other), 0), meeting.last)

    def may_meet(self, ids: list[MemberId], strange: list[set[MemberId]]) -> list[_Pair]:
        """All pairs of positions that keep rules 1 and 2, the lower first, in order.

        `strange` are those to each whom they could not sit with for other reasons.
        """
        fewest = {one: self._fewest(one, out) for one, out in zip(ids, strange, strict=True)}
        times = {one: self.times.get(one, {}) for one in ids}
        blocked = {one: self.blocked.get(one, set()) for one in ids}
        return [
            (a, b)
            for (a, one), (b, other) in combinations(enumerate(ids), 2)
            if other not in blocked[one] and times[one].get(other, 0) <= min(fewest[one], fewest[other])
        ]

    def _fewest(self, one: MemberId, strange: set[MemberId]) -> int:
        """How often this one met whoever they met least, of all they could sit with."""
        others = self.everybody - self.blocked.get(one, set()) - strange - {one}
        times = self.times.get(one, {})
        return min((times.get(other, 0) for other in others), default=_EVER)

    def days_ago(self, one: Seeker, other: Seeker) -> int:
        """Days from when they last sat together to when the later one asked, at most `AGO`; 0 if they never did."""
        last = self.last.get((one.id, other.id))
        return 0 if last is None else max(0, min(AGO, (max(one.since, other.since) - last) // DAY))


def _of(points: tuple[int, ...], count: int) -> int:
    return points[min(count, len(points) - 1)]


def _small(dice: Dice) -> int:
    """Less than a point's `CHANCE`."""
    return dice.throw(1 << 30) << 29 | dice.throw(1 << 29)
