"""Who sits with whom: nobody twice, nobody forgotten, never two who must not meet.

`python -m tests.core.test_matching 100000` plays so many rounds of a community and counts what went wrong.
"""

from __future__ import annotations

import dataclasses
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations

import msgspec
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.core.dice import Dice
from bot.core.matching import SLICE, LeftOver, Matching, Reason, match, why
from bot.model.ids import MemberId, QuestionNumber
from bot.model.seeker import Block, History, Leaning, Meeting, Seeker

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
replace = msgspec.structs.replace

IDS = st.integers(1, 9).map(MemberId)
EVENING, NIGHT, ALL_DAY = 0b1111 << 18, 0b11111, (1 << 24) - 1


@st.composite
def waiting(draw: st.DrawFn, most: int = 7, at_table: bool = True) -> tuple[Seeker, ...]:
    """Up to `most` who ask for company, alike enough that many may sit together."""
    return tuple(
        Seeker(
            MemberId(number),
            since=draw(st.integers(0, 20)),
            languages=tuple(draw(st.lists(st.sampled_from(["en", "de", "fr"]), max_size=2, unique=True))),
            hours=draw(st.sampled_from([0, 0, EVENING, NIGHT, EVENING | NIGHT, 1 << 18])),
            leanings=tuple(
                Leaning(QuestionNumber(question), key)
                for question, key in draw(st.dictionaries(st.integers(0, 5), st.sampled_from("ab"), max_size=4)).items()
            ),
            trio=draw(st.booleans()),
            at_table=at_table and draw(st.integers(0, 9)) == 9,
        )
        for number in range(1, draw(st.integers(0, most)) + 1)
    )


def histories(most: int = 14) -> st.SearchStrategy[History]:
    """What may have been between nine members, of whom some are not waiting."""
    meetings = st.builds(Meeting, IDS, IDS, st.integers(1, 2), st.integers(0, 10**10))
    return st.builds(
        History,
        st.lists(meetings, max_size=most).map(tuple),
        st.lists(st.builds(Block, IDS, IDS), max_size=4).map(tuple),
    )


known = st.frozensets(IDS, max_size=9)
seeds = st.integers(0, 2**63 - 1)


@dataclass
class Rules:
    """The rules once more, as slowly and plainly as they can be written."""

    seekers: tuple[Seeker, ...]
    history: History
    known: frozenset[MemberId]
    profiles: tuple[Seeker, ...] = ()

    def blocked(self, one: MemberId, other: MemberId) -> bool:
        """Whether either wants never to meet the other."""
        return any({block.by, block.whom} == {one, other} for block in self.history.blocks)

    def times(self, one: MemberId, other: MemberId) -> int:
        """How often they met."""
        return sum(met.times for met in self.history.meetings if {met.one, met.other} == {one, other})

    def again(self, one: MemberId, other: MemberId) -> bool:
        """Whether somebody whom `one` could sit with was met fewer times than `other` was."""
        everybody = self.known | {seeker.id for seeker in self.seekers}
        return any(
            self.times(one, third) < self.times(one, other)
            for third in everybody - {one, other}
            if not self.blocked(one, third) and not self.strange(one, third)
        )

    def strange(self, one: MemberId, other: MemberId) -> bool:
        """Whether it is known that these could not talk."""
        mine = next(seeker for seeker in self.seekers if seeker.id == one)
        return any(who.id == other and not (speak(mine, who) and around(mine, who)) for who in self.profiles)

    def may_meet(self, one: Seeker, other: Seeker) -> bool:
        """Whether nothing that was stands between them."""
        a, b = one.id, other.id
        return not (self.blocked(a, b) or self.again(a, b) or self.again(b, a))

    def may_sit(self, *group: Seeker) -> bool:
        """Whether these may be a group."""
        return (
            not any(seeker.at_table for seeker in group)
            and all(self.may_meet(*pair) for pair in combinations(group, 2))
            and speak(*group)
            and around(*group)
            and (len(group) == 2 or all(seeker.trio for seeker in group))
        )

    def most_seated(self, left: tuple[Seeker, ...], sizes: tuple[int, ...]) -> int:
        """How many can be seated at best in groups of these sizes, by trying all ways."""
        if not left:
            return 0
        first, rest = left[0], left[1:]
        best = self.most_seated(rest, sizes)
        for size in sizes:
            for others in combinations(rest, size - 1):
                if self.may_sit(first, *others):
                    remaining = tuple(seeker for seeker in rest if seeker not in others)
                    best = max(best, size + self.most_seated(remaining, sizes))
        return best

    def seatings(self, left: tuple[Seeker, ...]) -> Iterator[frozenset[MemberId]]:
        """Everybody whom some set of pairs seats, for all sets of pairs."""
        if not left:
            yield frozenset()
            return
        first, rest = left[0], left[1:]
        yield from self.seatings(rest)
        for other in rest:
            if self.may_sit(first, other):
                for seated in self.seatings(tuple(seeker for seeker in rest if seeker is not other)):
                    yield seated | {first.id, other.id}


def speak(*group: Seeker) -> bool:
    """Whether one language is everybody's."""
    return any(all(tag in seeker.languages for seeker in group) for tag in group[0].languages)


def around(*group: Seeker) -> bool:
    """Whether two hours are everybody's of whom they are known."""
    return sum(all(seeker.hours >> hour & 1 for seeker in group if seeker.hours) for hour in range(24)) >= 2


def matched(rules: Rules, seed: int = 1) -> tuple[list[tuple[Seeker, ...]], dict[MemberId, Reason]]:
    """The groups, as seekers, and why the others are left over."""
    found = match(rules.seekers, rules.history, rules.known, Dice(seed), rules.profiles)
    by_id = {seeker.id: seeker for seeker in rules.seekers}
    groups = [tuple(by_id[member] for member in group) for group in found.groups]
    return groups, {left.member: left.reason for left in found.left_over}


def cases_of(seekers: st.SearchStrategy[tuple[Seeker, ...]]) -> st.SearchStrategy[Rules]:
    """Evenings with these, in a community of which sometimes more is known than ids."""
    absent = waiting(3).map(lambda found: tuple(replace(one, id=MemberId(one.id + 6)) for one in found))
    both = st.tuples(seekers, st.one_of(st.just(()), absent), st.booleans())
    profiles = both.map(lambda drawn: (drawn[0], (*drawn[1], *(drawn[0] if drawn[2] else ()))))
    return st.tuples(profiles, histories(), known).map(
        lambda drawn: Rules(drawn[0][0], drawn[1], drawn[2], drawn[0][1])
    )


cases = cases_of(waiting())
all_free = cases_of(waiting(at_table=False))


@given(cases, seeds)
def test_everybody_is_in_one_place(rules: Rules, seed: int) -> None:
    """Each seeker is in exactly one group, or left over with a reason, exactly once."""
    found = match(rules.seekers, rules.history, rules.known, Dice(seed), rules.profiles)
    places = [member for group in found.groups for member in group] + [left.member for left in found.left_over]
    assert sorted(places) == sorted(seeker.id for seeker in rules.seekers)


@given(cases, seeds)
def test_nobody_meets_whom_they_must_not(rules: Rules, seed: int) -> None:
    """No two of a group, of three too, are blocked in either direction, or meet again before all others were met."""
    for group in matched(rules, seed)[0]:
        for one, other in combinations(group, 2):
            assert not rules.blocked(one.id, other.id)
            assert not rules.again(one.id, other.id) and not rules.again(other.id, one.id)


@given(cases)
def test_a_group_can_talk(rules: Rules) -> None:
    """Everybody in a group shares a language with all of it, and two hours of the day where they are known."""
    for group in matched(rules)[0]:
        assert speak(*group) and around(*group)


@given(cases)
def test_three_only_where_all_three_said_yes(rules: Rules) -> None:
    """Groups are pairs, or three who all agreed to three."""
    for group in matched(rules)[0]:
        assert len(group) == 2 or (len(group) == 3 and all(seeker.trio for seeker in group))


@given(cases)
def test_nobody_who_sits_is_seated_again(rules: Rules) -> None:
    """Whoever is at a table already is in no group, and named so."""
    _, left = matched(rules)
    assert {m for m, reason in left.items() if reason is Reason.SEATED} == {s.id for s in rules.seekers if s.at_table}


@settings(max_examples=150)
@given(all_free)
def test_as_few_as_possible_are_left_over(rules: Rules) -> None:
    """No way of making pairs and willing tables of three seats more people."""
    groups, _ = matched(rules)
    assert sum(map(len, groups)) == rules.most_seated(rules.seekers, (2, 3))


@given(all_free)
def test_no_more_threes_than_are_needed(rules: Rules) -> None:
    """A table of three is laid only for somebody whom pairs leave out."""
    groups, _ = matched(rules)
    trios = sum(len(group) == 3 for group in groups)
    assert trios == rules.most_seated(rules.seekers, (2, 3)) - rules.most_seated(rules.seekers, (2,))


@given(all_free)
def test_who_waited_longest_is_left_out_last(rules: Rules) -> None:
    """Of all sets of pairs that seat as many as can be, the one taken seats those who waited longest."""
    rules = dataclasses.replace(rules, seekers=tuple(replace(seeker, trio=False) for seeker in rules.seekers))
    order = [seeker.id for seeker in sorted(rules.seekers, key=lambda seeker: (seeker.since, seeker.id))]
    groups, _ = matched(rules)
    taken = frozenset(seeker.id for group in groups for seeker in group)
    best = max(rules.seatings(rules.seekers), key=lambda seated: (len(seated), [one in seated for one in order]))
    assert taken == best


@given(cases)
def test_a_reason_is_true(rules: Rules) -> None:
    """Who is left over is told the first thing that stood between them and everybody else who waits."""
    _, left = matched(rules)
    by_id = {seeker.id: seeker for seeker in rules.seekers}
    for member, reason in left.items():
        one = by_id[member]
        others = [other for other in rules.seekers if other is not one and not other.at_table]
        new = [other for other in others if rules.may_meet(one, other)]
        speaking = [other for other in new if speak(one, other)]
        suiting = [other for other in speaking if around(one, other)]
        expected = Reason.ODD if suiting else Reason.NO_HOURS if speaking else Reason.NO_LANGUAGE
        assert reason is (Reason.SEATED if one.at_table else expected if new else Reason.NOBODY_NEW)


@given(cases, seeds, st.randoms(use_true_random=False))
def test_the_same_people_make_the_same_groups(rules: Rules, seed: int, chance: random.Random) -> None:
    """The same seekers, history and dice give the same matching, in whatever order they are handed in."""

    def shuffled(*things: object) -> list[object]:
        return chance.sample(list(things), len(things))

    again = msgspec.convert(shuffled(*map(msgspec.to_builtins, rules.seekers)), tuple[Seeker, ...])
    past = History(
        tuple(chance.sample(rules.history.meetings, len(rules.history.meetings))),
        tuple(Block(block.whom, block.by) for block in reversed(rules.history.blocks)),
    )
    once = match(rules.seekers, rules.history, rules.known, Dice(seed), rules.profiles)
    assert match(again, past, sorted(rules.known), Dice(seed), reversed(rules.profiles)) == once


@given(cases)
def test_a_block_is_never_told(rules: Rules) -> None:
    """A pair that may not meet because of a block is left over for the same reason as one that has met."""
    assume(len(rules.seekers) >= 2)
    one, other = (replace(seeker, at_table=False) for seeker in rules.seekers[:2])
    met = Rules((one, other), History((Meeting(one.id, other.id),)), frozenset({MemberId(50)}))
    blocked = Rules((one, other), History((), (Block(other.id, one.id),)), frozenset({MemberId(50)}))
    assert matched(met) == matched(blocked)


def person(number: int, *answers: str, **more: object) -> Seeker:
    """A seeker who speaks English and answered questions 0, 1, ... so; `since` is their number."""
    leanings = tuple(Leaning(QuestionNumber(at), key) for at, key in enumerate(answers))
    seeker = Seeker(MemberId(number), since=number, languages=("en",), leanings=leanings)
    return msgspec.structs.replace(seeker, **more)


NO_PAST = History()


def groups_of(*seekers: Seeker, history: History = NO_PAST, seed: int = 1) -> set[tuple[MemberId, ...]]:
    """Who sits together."""
    return set(match(seekers, history, frozenset(), Dice(seed)).groups)


def of(*groups: tuple[int, ...]) -> set[tuple[int, ...]]:
    """Groups, as they are compared."""
    return set(groups)


@pytest.mark.parametrize("seed", range(20))
def test_people_sit_with_whom_they_suit(seed: int) -> None:
    """Where everybody can sit with everybody, languages, hours and answers decide, whatever the dice say."""
    german = ("en", "de")
    two = [person(1, languages=german), person(2), person(3, languages=german), person(4)]
    assert groups_of(*two, seed=seed) == of((1, 3), (2, 4))
    early, late = NIGHT | 0b11 << 10, EVENING | 0b11 << 10
    hours = [person(1, hours=early), person(2, hours=late), person(3, hours=late), person(4, hours=early)]
    assert groups_of(*hours, seed=seed) == of((1, 4), (2, 3))
    tags = [person(1, languages=("EN-gb",)), person(2, languages=("de",)), person(3, languages=("de_AT",)), person(4)]
    assert groups_of(*tags, seed=seed) == of((1, 4), (2, 3))


@pytest.mark.parametrize("seed", range(20))
def test_some_answers_differ_and_some_do_not(seed: int) -> None:
    """Two who agree in all, or in nothing, sit with each other less gladly than two who do both."""
    alike = [person(1, *"aaaa"), person(2, *"aaaa"), person(3, *"abba"), person(4, *"abba")]
    assert groups_of(*alike, seed=seed).isdisjoint(of((1, 2), (3, 4)))
    strangers = [person(1, *"aaaaaaaa"), person(2, *"bbbbbbbb"), person(3, *"aaabbbbb"), person(4, *"bbbaaaaa")]
    assert groups_of(*strangers, seed=seed).isdisjoint(of((1, 2), (3, 4)))


def test_the_odd_one_is_who_came_last() -> None:
    """Of three who may all sit together and did not agree to three, the last to come waits."""
    found = match([person(3), person(1), person(2)], History(), frozenset(), Dice(1))
    assert found == Matching(((MemberId(1), MemberId(2)),), (LeftOver(MemberId(3), Reason.ODD),))


def test_three_who_agreed_are_a_table() -> None:
    """The odd one joins two who agreed to three; with one block among them, or one no, nobody does."""
    three = [person(number, trio=True) for number in (1, 2, 3)]
    assert groups_of(*three) == of((1, 2, 3))
    assert groups_of(*three, history=History((), (Block(MemberId(1), MemberId(3)),))) == of((1, 2))
    assert groups_of(person(1), *three[1:]) == of((1, 2))


def test_somebody_makes_room_for_whom_nobody_can_join() -> None:
    """One who did not agree to three takes the place of somebody who did, and who then sits at a table of three."""
    willing = [person(number, trio=True) for number in (1, 2, 3, 4)]
    blocks = History((), tuple(Block(MemberId(5), MemberId(number)) for number in (2, 3, 4)))
    assert groups_of(*willing, person(5), history=blocks) == of((1, 5), (2, 3, 4))


def test_a_pair_waits_for_those_who_do_not_wait_today() -> None:
    """Two who met do not meet again while a third of the community, not waiting, is new to either of them."""
    two, met = [person(1), person(2)], Meeting(MemberId(1), MemberId(2))
    community = frozenset(map(MemberId, (1, 2, 3)))

    def found(*meetings: Meeting) -> Matching:
        return match(two, History(meetings), community, Dice(1))

    nobody = Matching((), (LeftOver(MemberId(1), Reason.NOBODY_NEW), LeftOver(MemberId(2), Reason.NOBODY_NEW)))
    first, second = Meeting(MemberId(3), MemberId(1)), Meeting(MemberId(2), MemberId(3))
    assert found(met) == found(met, first) == found(met, second) == nobody
    assert found(met, first, second).groups == ((MemberId(1), MemberId(2)),)
    left = match(two, History((met,)), frozenset(map(MemberId, (1, 2))), Dice(1))
    assert left.groups == ((MemberId(1), MemberId(2)),)


def test_whom_one_cannot_talk_to_is_not_waited_for() -> None:
    """Two who met all they can talk to meet again, once it is known what the others of the community speak."""
    two, met = [person(1), person(2)], History((Meeting(MemberId(1), MemberId(2)),))
    french = person(3, languages=("fr",))
    assert match(two, met, {french.id}, Dice(1)).groups == ()
    assert match(two, met, {french.id}, Dice(1), [french]).groups == ((MemberId(1), MemberId(2)),)
    assert match(two, met, {french.id}, Dice(1), [replace(french, languages=("fr", "en"))]).groups == ()


def test_whom_one_blocked_is_not_waited_for() -> None:
    """Two who met all but somebody whom both blocked meet again."""
    blocks = (Block(MemberId(1), MemberId(3)), Block(MemberId(3), MemberId(2)))
    past = History((Meeting(MemberId(1), MemberId(2)),), blocks)
    assert match([person(1), person(2)], past, {MemberId(3)}, Dice(1)).groups == ((MemberId(1), MemberId(2)),)


def test_who_met_long_ago_meets_again_first() -> None:
    """When everybody has met everybody, the pairs are those whose last evening is longest ago."""
    day = 86_400_000
    people = [replace(person(number), since=40 * day) for number in (1, 2, 3, 4)]
    ago = {(1, 2): 39, (3, 4): 39, (1, 3): 3, (2, 4): 3, (1, 4): 20, (2, 3): 21}
    meetings = tuple(Meeting(MemberId(b), MemberId(a), 1, day * last) for (a, b), last in ago.items())
    assert groups_of(*people, history=History(meetings)) == of((1, 3), (2, 4))


def test_chance_decides_among_equals() -> None:
    """Where all suit each other alike, each way to sit comes up about as often."""
    people = [person(number) for number in (1, 2, 3, 4)]
    seen = Counter(frozenset(groups_of(*people, seed=seed)) for seed in range(300))
    assert len(seen) == 3 and min(seen.values()) > 60


def test_who_asked_twice_sits_once() -> None:
    """A member who is handed in twice is one seeker, who came first when they first came."""
    found = match([person(1), person(2), person(3), person(3, since=0)], History(), frozenset(), Dice(1))
    assert found.left_over == (LeftOver(MemberId(2), Reason.ODD),)
    seated = match([person(1, at_table=True), person(1, since=9), person(2)], History(), frozenset(), Dice(1))
    assert seated.groups == ()


@pytest.mark.parametrize("many", [SLICE + 1, SLICE + 37])
def test_a_crowd_is_matched_in_slices(many: int) -> None:
    """More than are matched at once all find a place still, and whom an earlier slice left over sits in a later one."""
    crowd = [person(number) for number in range(1, many)] + [person(many, languages=("de",))]
    crowd[3] = person(4, languages=("de",))
    found = match(crowd, History(), frozenset(), Dice(5))
    assert (MemberId(4), MemberId(many)) in found.groups
    assert len(found.left_over) == many % 2


groups = waiting().filter(lambda seekers: len(seekers) >= 2).map(lambda seekers: seekers[: 2 + seekers[0].trio])


@given(groups, st.randoms(use_true_random=False))
def test_why_says_what_is_true_to_everybody_alike(group: tuple[Seeker, ...], chance: random.Random) -> None:
    """What is said of a group holds for all of it, says nobody's answer or name, and is the same for each of them."""
    said = why(group)
    assert said == why(chance.sample(group, len(group)))
    assert (said.language != "") == speak(*group) and all(said.language in (*s.languages, "") for s in group)
    assert all(said.hours & ~seeker.hours == 0 for seeker in group)
    for question in range(6):
        keys = [dict(map(msgspec.structs.astuple, seeker.leanings)).get(question) for seeker in group]
        assert (question in said.differ) == (None not in keys and len(set(keys)) > 1)


@dataclass
class Community:
    """A community over many evenings, with its own plain books on who met, who blocked and who came."""

    chance: random.Random
    size: int
    season: int
    """Evenings; people come and go in the first quarter of each, so that in the rest all can have met all."""
    mixed: bool
    """Speaks several languages at several hours, and its members' profiles are known; else all are alike."""
    wanting: set[MemberId] = field(default_factory=set)
    """Opted in; those at a table and those who pause are among them."""
    profiles: dict[MemberId, Seeker] = field(default_factory=dict)
    met: defaultdict[MemberId, dict[MemberId, Meeting]] = field(default_factory=lambda: defaultdict(dict))
    blocked: defaultdict[MemberId, set[MemberId]] = field(default_factory=lambda: defaultdict(set))
    blocks: defaultdict[MemberId, list[Block]] = field(default_factory=lambda: defaultdict(list))
    paused: set[MemberId] = field(default_factory=set)
    seated: list[tuple[MemberId, ...]] = field(default_factory=list)
    newest: int = 0
    wrong: Counter[str] = field(default_factory=Counter)
    done: Counter[str] = field(default_factory=Counter)

    def play(self, evening: int) -> None:
        """One evening: people come and go, some ask for company, groups sit down, some get up."""
        now = 10**10 + evening * 86_400_000
        self._come_and_go(evening)
        at_table = {member for group in self.seated for member in group}
        who = sorted(self.wanting - self.paused)
        asking = self.chance.sample(who, min(len(who), self.chance.randint(2, 22)))
        seekers = [
            replace(self.profiles[one], since=now - self.chance.randrange(10**7), at_table=one in at_table)
            for one in asking
        ]
        history = History(
            tuple(met for one in asking for other, met in self.met[one].items() if other not in asking or one < other),
            tuple(block for one in asking for block in self.blocks[one]),
        )
        known = [self.profiles[member] for member in self.wanting] if self.mixed else []
        found = match(seekers, history, self.wanting, Dice(now), known)
        self.check(seekers, found)
        self.seated += found.groups
        for group in found.groups:
            self.done[f"tables of {len(group)}"] += 1
            for one, other in combinations(group, 2):
                times = self.met[one][other].times + 1 if other in self.met[one] else 1
                self.done["pairs again" if times > 1 else "pairs for the first time"] += 1
                self.met[one][other] = self.met[other][one] = Meeting(one, other, times, now)
        self.done.update(left.reason.value for left in found.left_over)
        while len(self.seated) > 6:
            self._get_up(self.seated.pop(self.chance.randrange(len(self.seated))))

    def block(self, by: MemberId, whom: MemberId, both: bool = False) -> None:
        """One never wants to meet the other again, or neither does: a report."""
        self.done["reports" if both else "blocks"] += 1
        for one, other in ((by, whom), (whom, by)):
            self.blocked[one].add(other)
            self.blocks[one] += [Block(by, whom), *([Block(whom, by)] if both else [])]

    def check(self, seekers: list[Seeker], found: Matching) -> None:
        """Whatever is wrong with this evening is counted."""
        places = [member for group in found.groups for member in group] + [left.member for left in found.left_over]
        self.wrong["not in exactly one place"] += sorted(places) != sorted(seeker.id for seeker in seekers)
        at_table = {member for group in self.seated for member in group}
        by_id = {seeker.id: seeker for seeker in seekers}
        for group in found.groups:
            people = [by_id[one] for one in group]
            self.wrong["at two tables"] += not at_table.isdisjoint(group)
            self.wrong["cannot talk"] += not (speak(*people) and around(*people))
            self.wrong["three without a yes"] += len(group) > 2 and not all(one.trio for one in people)
            for one, other in combinations(group, 2):
                self.wrong["blocked"] += other in self.blocked[one] or one in self.blocked[other]
                self.wrong["met again too early"] += self._early(one, other) or self._early(other, one)

    def _early(self, one: MemberId, other: MemberId) -> bool:
        mine, times = self.profiles[one], {member: met.times for member, met in self.met[one].items()}
        fewer = (third for third in self.wanting - {one} if times.get(third, 0) < times.get(other, 0))
        return any(
            third not in self.blocked[one] and speak(mine, self.profiles[third]) and around(mine, self.profiles[third])
            for third in fewer
        )

    def _come_and_go(self, evening: int) -> None:
        restless = evening % self.season < self.season // 4
        if restless and self.chance.random() < 0.1:
            self._leave(self.chance.choice(sorted(self.wanting or {MemberId(0)})))
        while restless and len(self.wanting) < self.size:
            self._join()
        for member in sorted(self.paused):
            if self.chance.random() < 0.1:
                self.paused.discard(member)
        if self.chance.random() < 0.5:
            self.paused.add(self.chance.choice(sorted(self.wanting)))

    def _join(self) -> None:
        self.done["joined"] += 1
        self.newest += 1
        member, pick = MemberId(self.newest), self.chance.choice
        speaks: tuple[str, ...] = ("en",)
        hours = 0
        if self.mixed:
            speaks = pick([("en",), ("en",), ("en", "de"), ("de", "en"), ("en", "fr"), ("fr",), ("de",)])
            hours = pick([0, 0, ALL_DAY, EVENING, NIGHT, EVENING | NIGHT])
        answers = tuple(Leaning(QuestionNumber(at), pick("ab")) for at in self.chance.sample(range(9), 4))
        self.profiles[member] = Seeker(member, 0, speaks, hours, answers, trio=self.chance.random() < 0.5)
        self.wanting.add(member)

    def _leave(self, member: MemberId) -> None:
        self.done["left"] += member in self.wanting
        self.wanting.discard(member)
        self.paused.discard(member)

    def _get_up(self, group: tuple[MemberId, ...]) -> None:
        if self.chance.random() < 0.03:
            by, whom = self.chance.sample(group, 2)
            self.block(by, whom, both=self.chance.random() < 0.5)


def played(rounds: int, mixed: bool, size: int, season: int, seed: int = 1) -> Community:
    """A community after so many evenings."""
    community = Community(random.Random(seed), size, season, mixed)
    for evening in range(rounds):
        community.play(evening)
    return community


@pytest.mark.slow
@pytest.mark.parametrize("mixed", [False, True])
def test_thousands_of_evenings(mixed: bool) -> None:
    """With people joining, leaving, pausing and blocking, no forbidden, repeated or double pair, nobody forgotten."""
    community = played(2_500, mixed, size=40, season=600)
    assert +community.wrong == Counter()
    counts = ("pairs again", "pairs for the first time", "tables of 3", "blocks", "reports", "left")
    assert [name for name in counts if community.done[name] < 10] == []


def test_a_wrong_evening_is_noticed() -> None:
    """The books of the long test show a pair that is blocked, met too early or cannot talk, and who is lost."""
    community = played(60, mixed=True, size=40, season=600)
    one, other = person(1, languages=("en",)), person(2, languages=("fr",))
    community.profiles |= {one.id: one, other.id: other, MemberId(3): person(3)}
    community.wanting |= {one.id, other.id, MemberId(3)}
    community.met[one.id] = {other.id: Meeting(one.id, other.id)}
    community.block(other.id, one.id)
    community.seated.append((one.id, MemberId(3)))
    community.check([one, other], Matching(((one.id, other.id),), ()))
    community.check([one, other], Matching((), (LeftOver(one.id, Reason.ODD),)))
    community.check([one, other, person(3)], Matching(((one.id, other.id, MemberId(3)),), ()))
    assert set(+community.wrong) == {
        "not in exactly one place", "at two tables", "cannot talk", "three without a yes", "blocked",
        "met again too early",
    }  # fmt: skip


if __name__ == "__main__":
    for speaking in (False, True):
        result = played(int(sys.argv[1]) // 2, speaking, size=100, season=5_000)
        print("mixed" if speaking else "alike", dict(result.done), "wrong:", dict(+result.wrong), flush=True)
        if +result.wrong:
            sys.exit(1)
