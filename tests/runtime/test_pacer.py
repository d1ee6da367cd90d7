"""Calls go out as early as they may and never earlier, in virtual time: an hour passes as fast as it is computed."""

from __future__ import annotations

import asyncio
import math
import selectors
from collections import Counter, defaultdict
from collections.abc import Callable, Coroutine, Iterable, Sequence
from itertools import cycle, pairwise
from typing import Any, Final, NamedTuple, TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model.message import Pace, Scope
from bot.runtime import pacer as room
from bot.runtime.pacer import Keys, Pacer

PLACE, GROUP, EVERYTHING = Scope.PLACE, Scope.GROUP, Scope.EVERYTHING
TELEGRAM: Final = (Pace(PLACE, 1, 1.0), Pace(GROUP, 20, 60.0), Pace(EVERYTHING, 30, 1.0))
EPSILON: Final = 1e-9
"""Seconds; what adding and subtracting floats may lose."""
_Result = TypeVar("_Result")


class Loop(asyncio.SelectorEventLoop):
    """A loop whose time stands still while anything can run, and otherwise is at once the time of the next timer."""

    def __init__(self) -> None:
        self.now = 1_000.0
        super().__init__(_Leap(self))

    def time(self) -> float:
        return self.now


class _Leap(selectors.SelectSelector):
    def __init__(self, loop: Loop) -> None:
        super().__init__()
        self._loop = loop

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """Nothing ever comes from outside."""
        assert timeout is not None, "everybody is asleep, and nobody will wake them"
        self._loop.now += timeout
        return []


def run(test: Callable[[Loop], Coroutine[Any, Any, _Result]]) -> _Result:
    """What the test returned; it has left no task behind."""

    async def alone() -> _Result:
        loop = asyncio.get_running_loop()
        assert isinstance(loop, Loop)
        result = await test(loop)
        for _step in range(3):  # A task needs some to end when it was cancelled.
            await asyncio.sleep(0)
        assert asyncio.all_tasks() == {asyncio.current_task()}
        return result

    with asyncio.Runner(loop_factory=Loop) as runner:
        return runner.run(alone())


def chat(place: int) -> Keys:
    return ((PLACE, str(place)), (EVERYTHING, ""))


def group(place: int) -> Keys:
    return ((PLACE, str(place)), (GROUP, str(place)), (EVERYTHING, ""))


class Call(NamedTuple):
    """A call that has begun: when, to what, and as the how manieth it arrived."""

    at: float
    keys: Keys
    number: int


class Desk:
    """A pacer in virtual time and the calls that it let go; `late` is by how much a sleep is too long, by turns."""

    def __init__(
        self, loop: Loop, paces: Sequence[Pace], slack: float = 0.05, late: Iterable[float] = (0.0,), busy: float = 0.0
    ) -> None:
        self.loop = loop
        self.slack = slack
        self.start = loop.now
        self.calls: list[Call] = []
        self.tasks: list[asyncio.Task[None]] = []
        self.sleeps = 0
        self._late = cycle(late)
        self._busy = busy
        self.pacer = Pacer(paces, loop.time, self._sleep, slack)

    async def _sleep(self, seconds: float) -> None:
        self.sleeps += 1
        await asyncio.sleep(seconds + next(self._late))

    async def call(self, keys: Keys, number: int = 0) -> None:
        await self.pacer.turn(keys)
        self.calls.append(Call(self.loop.now, keys, number))
        self.loop.now += self._busy

    def ask(self, keys: Keys) -> asyncio.Task[None]:
        """A call wants to go."""
        task = asyncio.create_task(self.call(keys, len(self.tasks)))
        self.tasks.append(task)
        return task

    async def send(self, keys: Keys, calls: int) -> None:
        """One call after the other, like a sender of the outbox."""
        for number in range(calls):
            await self.call(keys, number)

    async def done(self) -> None:
        await asyncio.gather(*self.tasks, return_exceptions=True)
        for task in self.tasks:
            assert task.cancelled() or task.exception() is None

    def times(self) -> list[float]:
        """Seconds from the start to each call."""
        return [round(call.at - self.start, 6) for call in self.calls]


def assert_within(paces: Iterable[Pace], calls: Iterable[Call], slack: float) -> None:
    """Any calls of one key that are one too many for a window span more than the window."""
    times: defaultdict[tuple[Scope, str], list[float]] = defaultdict(list)
    for call in calls:
        for key in call.keys:
            times[key].append(call.at)
    for pace in paces:
        length = pace.seconds + slack
        for (scope, _key), begun in times.items():
            if scope is pace.scope:
                spans = [after - before for before, after in zip(begun, begun[pace.calls :], strict=False)]
                assert min(spans, default=length) >= length - EPSILON
                apart = [after - before for before, after in pairwise(begun)]
                assert not pace.spread or min(apart, default=length) >= length / pace.calls - EPSILON


class Act(NamedTuple):
    """After `gap` seconds: a call is asked for, cancelled or held back, or the loop is busy for a while."""

    gap: float
    what: str
    keys: Keys
    seconds: float
    which: int


def _keys(place: int, group: int, everything: bool) -> Keys:
    keys: Keys = ((PLACE, str(place)),)
    keys = ((GROUP, str(group)), *keys) if group else keys
    return (*keys, (EVERYTHING, "")) if everything else keys


destinations = st.builds(_keys, st.integers(0, 4), st.integers(0, 2), st.integers(0, 4).map(bool))
any_pace = st.builds(
    Pace, st.sampled_from(Scope), st.integers(1, 5), st.sampled_from((0.5, 1.0, 3.0, 10.0)), st.booleans()
)
acts = st.builds(
    Act,
    st.sampled_from((0.0, 0.0, 0.0, 0.01, 0.3, 1.0, 2.5)),
    st.sampled_from(("ask", "ask", "ask", "ask", "cancel", "hold", "busy")),
    destinations,
    st.sampled_from((0.0, 0.2, 1.0, 5.0)),
    st.integers(0, 100),
)


class Held(NamedTuple):
    key: tuple[Scope, str]
    until: float
    after: int
    """So many calls had begun."""


async def _play(desk: Desk, script: Iterable[Act]) -> list[Held]:
    held: list[Held] = []
    for act in script:
        if act.gap:
            await asyncio.sleep(act.gap)
        if act.what == "ask":
            desk.ask(act.keys)
        elif act.what == "cancel" and desk.tasks:
            desk.tasks[act.which % len(desk.tasks)].cancel()
        elif act.what == "hold":
            key = act.keys[act.which % len(act.keys)]
            desk.pacer.hold(*key, act.seconds)
            held.append(Held(key, desk.loop.now + act.seconds + desk.slack, len(desk.calls)))
        elif act.what == "busy":
            desk.loop.now += act.seconds
    await desk.done()
    return held


@settings(max_examples=400, deadline=None)
@given(
    st.lists(any_pace, max_size=5),
    st.lists(acts, max_size=60),
    st.sampled_from((0.0, 0.05)),
    st.lists(st.sampled_from((0.0, 0.0, 0.001, 0.3)), min_size=1, max_size=5),
    st.sampled_from((0.0, 0.0, 0.02)),
)
def test_no_window_and_no_pause_is_ever_broken(
    paces: list[Pace], script: list[Act], slack: float, late: list[float], busy: float
) -> None:
    """Whatever arrives, is cancelled, is held back or comes too late: limits and pauses are kept, and all is sent.

    Those with the same keys begin in the order in which they arrived, and nothing is remembered longer than needed.
    """

    async def test(loop: Loop) -> None:
        desk = Desk(loop, paces, slack, late, busy)
        held = await _play(desk, script)
        assert_within(paces, desk.calls, slack)
        for pause in held:
            for call in desk.calls[pause.after :]:
                assert pause.key not in call.keys or call.at >= pause.until - EPSILON
        assert len(desk.calls) >= sum(not task.cancelled() for task in desk.tasks)
        lines: defaultdict[frozenset[tuple[Scope, str]], list[int]] = defaultdict(list)
        for call in desk.calls:
            lines[frozenset(call.keys)].append(call.number)
        assert all(line == sorted(line) for line in lines.values())
        loop.now += 60
        await desk.pacer.turn(())
        assert desk.pacer.remembered == 0

    run(test)


GRID: Final = 1 / 64
"""Seconds: all times are multiples, so that floats are exact; holds come half way between two."""
grid_paces = st.builds(
    Pace, st.sampled_from((PLACE, GROUP, EVERYTHING)), st.sampled_from((1, 2, 4)), st.sampled_from((0.5, 1.0, 3.0)),
    st.booleans(),
)  # fmt: skip


class Wish(NamedTuple):
    at: int
    """In steps of the grid."""
    keys: Keys
    hold: int
    """0: a call is asked for; else steps for which one of the keys is held."""
    which: int


wishes = st.builds(
    Wish,
    st.integers(0, 400),
    st.builds(lambda place, big: group(place) if big else chat(place + 10), st.integers(0, 3), st.booleans()),
    st.sampled_from((0, 0, 0, 0, 0, 0, 20, 90, 300)),
    st.integers(0, 2),
)


def _greedy(paces: Sequence[Pace], slack: float, asked: Sequence[Wish]) -> list[float]:
    """When each call begins if at every moment all that may go, in the order of arrival, do. Slow and obvious."""
    begun: list[float | None] = [None] * len(asked)
    moments = {wish.at * GRID for wish in asked}
    pauses = [
        (wish.keys[wish.which % len(wish.keys)], (wish.at + 0.5) * GRID, (wish.at + wish.hold) * GRID + slack)
        for wish in asked if wish.hold
    ]  # fmt: skip
    moments.update(until for _key, _since, until in pauses)
    limits = [(pace.scope, pace.calls, pace.seconds + slack) for pace in paces]
    limits += [(pace.scope, 1, (pace.seconds + slack) / pace.calls) for pace in paces if pace.spread]
    while moments:
        now = min(moments)
        moments.remove(now)
        for number, wish in enumerate(asked):
            if wish.hold or begun[number] is not None or wish.at * GRID > now:
                continue
            if any(key in wish.keys and since <= now < until for key, since, until in pauses):
                continue
            past = [(at, asked[other].keys) for other, at in enumerate(begun) if at is not None]
            full = any(
                sum(key in keys and at + length > now for at, keys in past) >= calls
                for scope, calls, length in limits
                for key in wish.keys
                if key[0] is scope
            )
            if not full:
                begun[number] = now
                moments.update(now + length for _scope, _calls, length in limits)
    return [at for at in begun if at is not None]


@settings(max_examples=150, deadline=None)
@given(st.lists(grid_paces, max_size=4), st.lists(wishes, max_size=40))
def test_nobody_waits_longer_than_necessary(paces: list[Pace], script: list[Wish]) -> None:
    """Each call begins exactly when it would if, at every moment, the earliest of all that may go went."""
    slack = 4 * GRID
    script.sort(key=lambda wish: (wish.at, wish.hold > 0))

    async def test(loop: Loop) -> None:
        desk = Desk(loop, paces, slack)
        for wish in script:
            at = desk.start + (wish.at + (0.5 if wish.hold else 0)) * GRID
            if at > loop.now:
                await asyncio.sleep(at - loop.now)
            if wish.hold:
                desk.pacer.hold(*wish.keys[wish.which % len(wish.keys)], (wish.hold - 0.5) * GRID)
            else:
                desk.ask(wish.keys)
        await desk.done()
        begun = {call.number: call.at - desk.start for call in desk.calls}
        assert [begun[number] for number in sorted(begun)] == _greedy(paces, slack, script)

    run(test)


@pytest.mark.parametrize(
    ("keys", "calls", "shortest"),
    [
        pytest.param([*map(chat, range(400)), *map(group, range(400, 500))], 40, 20_000 / 30 - 1, id="everything"),
        pytest.param([*map(chat, range(20))], 1_000, 999, id="place"),
        pytest.param([*map(group, range(50))], 400, (400 / 20 - 1) * 60, id="group"),
    ],
)
def test_twenty_thousand_go_at_the_rate_of_what_binds(keys: list[Keys], calls: int, shortest: float) -> None:
    """20,000 sends under Telegram's limits, of which one binds, break none and go at 95 % of its rate.

    `shortest` is the time in seconds in which the limit lets so many begin at best, without any slack.
    """

    async def test(loop: Loop) -> None:
        desk = Desk(loop, TELEGRAM)
        await asyncio.gather(*(desk.send(destination, calls) for destination in keys))
        assert len(desk.calls) == len(keys) * calls == 20_000
        assert_within(TELEGRAM, desk.calls, 0.05)
        assert shortest / desk.times()[-1] >= 0.95

    run(test)


def test_everybody_gets_an_equal_share() -> None:
    """When all together are too many, each of 100 places, one of them with 50 senders, has its turn in every round."""

    async def test(loop: Loop) -> None:
        desk = Desk(loop, (Pace(EVERYTHING, 30, 1.0), Pace(PLACE, 2, 1.0)))
        desk.pacer.hold(EVERYTHING, "", 1.0)  # So that all are there before the first begins.
        for _sender in range(49):
            desk.ask(chat(0))
        senders = [asyncio.create_task(desk.send(chat(place), 50)) for place in range(100)]
        await asyncio.sleep(100)
        shares = Counter(call.keys for call in desk.calls if call.keys != chat(0))
        assert len(shares) == 99 and max(shares.values()) - min(shares.values()) <= 1
        for task in (*senders, *desk.tasks):
            task.cancel()
        await asyncio.wait((*senders, *desk.tasks))

    run(test)


def test_storms_of_pauses_for_one_chat_are_its_own() -> None:
    """A chat that is held again and again is never called early, and 99 others keep 95 % of their rate."""

    async def test(loop: Loop) -> None:
        desk = Desk(loop, TELEGRAM)
        pauses: list[tuple[float, float]] = []

        async def storm() -> None:
            for number in range(200):
                seconds = (0.3, 7.0, 2.0)[number % 3]
                pauses.append((loop.now, loop.now + seconds + 0.05))
                desk.pacer.hold(PLACE, "0", seconds)
                await asyncio.sleep((0.1, 8.0, 0.0)[number % 3])

        senders = [asyncio.create_task(storm()), asyncio.create_task(desk.send(chat(0), 10))]
        senders += [asyncio.create_task(desk.send(chat(place), 60)) for place in range(1, 100)]
        await asyncio.gather(*senders)
        assert_within(TELEGRAM, desk.calls, 0.05)
        stormy = [call.at for call in desk.calls if call.keys == chat(0)]
        assert len(stormy) == 10
        assert not [at for at in stormy for since, until in pauses if since <= at < until - EPSILON]
        last = max(call.at for call in desk.calls if call.keys != chat(0))
        sent = sum(call.at <= last for call in desk.calls)
        assert (math.ceil(sent / 30) - 1) / (last - desk.start) >= 0.95

    run(test)


def test_a_pause_for_everything_stops_all() -> None:
    """Nothing begins until it is over; then all go on at their limit, the earliest first."""

    async def test(loop: Loop) -> None:
        desk = Desk(loop, TELEGRAM)
        for place in range(60):
            desk.ask(chat(place))
        await asyncio.sleep(0.5)
        assert len(desk.calls) == 30
        desk.pacer.hold(EVERYTHING, "", 20)
        desk.ask(chat(60))
        await desk.done()
        assert desk.times()[30:] == [20.55] * 30 + [21.6]
        assert [call.number for call in desk.calls] == list(range(61))
        assert desk.sleeps < 10

    run(test)


def test_the_later_end_of_two_pauses_holds() -> None:
    """A shorter pause takes nothing off a longer one, and a longer one adds to it."""

    async def test(loop: Loop) -> None:
        desk = Desk(loop, ())
        desk.pacer.hold(PLACE, "1", 10)
        desk.pacer.hold(PLACE, "1", 3)
        desk.ask(chat(1))
        await asyncio.sleep(5)
        desk.pacer.hold(PLACE, "1", 7)
        desk.pacer.hold(PLACE, "1", 0)
        desk.ask(chat(2))
        await desk.done()
        assert [(call.keys, at) for call, at in zip(desk.calls, desk.times(), strict=True)] == [
            (chat(2), 5.0),
            (chat(1), 12.05),
        ]

    run(test)


def test_a_pause_reaches_who_was_called_already() -> None:
    """Between the moment at which a call may begin and its task's next step a pause still comes in time."""

    async def test(loop: Loop) -> None:
        desk = Desk(loop, (Pace(EVERYTHING, 1, 1.0),), slack=0.0)
        desk.ask(chat(1))
        desk.ask(chat(2))
        desk.ask(chat(3))
        await asyncio.sleep(0.5)
        loop.call_at(desk.start + 1, lambda: loop.call_soon(desk.pacer.hold, PLACE, "2", 5.0))
        await desk.done()
        assert [(call.keys, at) for call, at in zip(desk.calls, desk.times(), strict=True)] == [
            (chat(1), 0.0),
            (chat(3), 1.0),
            (chat(2), 6.0),
        ]

    run(test)


def test_a_pause_for_one_group_leaves_the_place_to_the_other() -> None:
    """Who waits for the end of a pause takes up no room in the scopes that were not named."""

    async def test(loop: Loop) -> None:
        desk = Desk(loop, (Pace(PLACE, 1, 1.0), Pace(EVERYTHING, 30, 1.0)), slack=0.0)
        held: Keys = ((GROUP, "held"), *chat(1))
        free: Keys = ((GROUP, "free"), *chat(1))
        desk.ask(held)
        await asyncio.sleep(0)
        desk.ask(held)
        await asyncio.sleep(0)
        desk.pacer.hold(GROUP, "held", 60)
        for keys in (held, free, free):
            desk.ask(keys)
        await desk.done()
        assert [(call.number, at) for call, at in zip(desk.calls, desk.times(), strict=True)] == [
            (0, 0.0), (3, 1.0), (4, 2.0), (1, 60.0), (2, 61.0),
        ]  # fmt: skip

    run(test)


def test_one_place_is_served_in_order() -> None:
    """The order of arrival is kept by who waits, who finds room at once, and who was held back in between."""

    async def test(loop: Loop) -> None:
        desk = Desk(loop, (Pace(PLACE, 3, 1.0),), slack=0.0)
        for _turn in range(10):
            desk.ask(chat(1))
        await asyncio.sleep(0.5)
        loop.call_at(desk.start + 1, lambda: loop.call_soon(desk.ask, chat(1)))
        loop.call_at(desk.start + 2.5, desk.pacer.hold, PLACE, "1", 4.0)
        loop.call_at(desk.start + 3.0, desk.ask, chat(1))
        await desk.done()
        assert [call.number for call in desk.calls] == list(range(12))
        assert desk.times() == [0.0] * 3 + [1.0] * 3 + [2.0] * 3 + [6.5] * 3

    run(test)


def test_who_finds_room_at_once_does_not_overtake_who_was_called() -> None:
    """There is room for both; one was called and has not run yet when the other arrives: the first begins first."""

    async def test(loop: Loop) -> None:
        desk = Desk(loop, (), slack=0.0)
        desk.pacer.hold(PLACE, "1", 1.0)
        desk.ask(chat(1))
        await asyncio.sleep(0.5)
        loop.call_at(desk.start + 1, desk.ask, chat(1))
        await desk.done()
        await asyncio.sleep(1)
        assert [call.number for call in desk.calls] == [0, 1]
        assert desk.times() == [1.0, 1.0]

    run(test)


def test_a_full_place_stands_in_nobodys_way() -> None:
    """50 calls wait for one place, and came first; another place goes when it comes."""

    async def test(loop: Loop) -> None:
        desk = Desk(loop, TELEGRAM)
        for _turn in range(50):
            desk.ask(chat(1))
        await asyncio.sleep(0.5)
        desk.ask(chat(2))
        await asyncio.sleep(0)
        assert [call.number for call in desk.calls] == [0, 50]
        await desk.done()

    run(test)


def test_a_cancelled_turn_leaves_no_debt() -> None:
    """Whoever is behind goes when it would have gone without, whether the cancelled one waited or was called."""

    async def test(loop: Loop) -> None:
        desk = Desk(loop, (Pace(PLACE, 1, 1.0), Pace(EVERYTHING, 1, 0.25)), slack=0.0)
        _goes, waits, called, _goes_too = (desk.ask(chat(1)) for _turn in range(4))
        await asyncio.sleep(0.5)
        waits.cancel()
        loop.call_at(desk.start + 1, lambda: loop.call_soon(called.cancel))
        await desk.done()
        assert [(call.number, at) for call, at in zip(desk.calls, desk.times(), strict=True)] == [(0, 0.0), (3, 1.0)]
        assert waits.cancelled() and called.cancelled()

    run(test)


@pytest.mark.parametrize("pause", [True, False])
def test_nothing_is_left_when_all_have_given_up(pause: bool) -> None:
    """1,000 waiters are cancelled in a long pause, or before a full gate: nothing that grows with them stays."""

    async def test(loop: Loop) -> None:
        desk = Desk(loop, (Pace(PLACE, 1, 1.0), Pace(EVERYTHING, 1, 500.0)))
        if pause:
            desk.pacer.hold(EVERYTHING, "", 500)
        else:
            await desk.call(chat(0))
        stays = desk.ask(chat(0))
        for place in range(1_000):
            desk.ask(chat(place))
        await asyncio.sleep(1)
        for task in desk.tasks[1:]:
            task.cancel()
        await asyncio.sleep(5)
        assert not stays.done()
        desk.pacer.hold(PLACE, "new", 0.0)
        assert desk.pacer.remembered == 3
        gate = desk.pacer._gates[EVERYTHING][""]
        assert len(gate.order) + len(gate.aside) + len(desk.pacer._openings) < 20
        stays.cancel()
        await asyncio.wait((stays,))

    run(test)


def test_keys_are_forgotten_after_their_window() -> None:
    """However many destinations come by, only those of the last window and those in a pause are remembered."""

    async def test(loop: Loop) -> None:
        desk = Desk(loop, (Pace(PLACE, 1, 2.0), Pace(GROUP, 20, 60.0)))
        desk.pacer.hold(PLACE, "held", 600)
        most = 0
        for place in range(5_000):
            await desk.call(chat(place))
            await asyncio.sleep(0.1)
            most = max(most, desk.pacer.remembered)
        assert most <= 2.05 / 0.1 + 4
        desk.ask(((PLACE, "held"),))
        await desk.done()
        assert desk.times()[-1] == 600.05

    run(test)


def test_a_turn_is_a_few_steps_however_many_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """2,000 calls wait for 20 places: each makes a few looks at gates necessary, and at most one sleep of the alarm."""
    looks = 0
    opens = room._Gate.opens

    def counted(gate: room._Gate) -> float:
        nonlocal looks
        looks += 1
        return opens(gate)

    monkeypatch.setattr(room._Gate, "opens", counted)

    async def test(loop: Loop) -> None:
        desk = Desk(loop, TELEGRAM)
        for turn in range(2_000):
            desk.ask(group(turn % 20))
        await desk.done()
        assert looks <= 15 * 2_000
        assert desk.sleeps <= 2_000

    run(test)


def test_a_call_counts_from_when_it_begins() -> None:
    """A loop that was busy before the call began has not brought the next one any closer to it."""

    async def test(loop: Loop) -> None:
        desk = Desk(loop, (Pace(PLACE, 1, 1.0),), slack=0.0)
        for _turn in range(3):
            desk.ask(chat(1))

        def busy() -> None:
            loop.now += 0.7

        await asyncio.sleep(0.5)
        loop.call_at(desk.start + 1, lambda: loop.call_soon(busy))
        await desk.done()
        assert desk.times() == [0.0, 1.7, 2.7]

    run(test)


def test_evenly_spaced_calls_come_one_by_one() -> None:
    """A pace that is spread has no bursts, and the slack is shared among the calls of its window."""

    async def test(loop: Loop) -> None:
        desk = Desk(loop, (Pace(EVERYTHING, 4, 1.8, spread=True),), slack=0.2)
        for place in range(6):
            desk.ask(chat(place))
        await desk.done()
        assert desk.times() == [0.0, 0.5, 1.0, 1.5, 2.0, 2.5]

    run(test)


def test_a_burst_does_not_add_up_across_a_boundary() -> None:
    """Calls late in one window count in the next: the window slides."""

    async def test(loop: Loop) -> None:
        desk = Desk(loop, (Pace(PLACE, 3, 10.0),), slack=0.0)
        desk.ask(chat(1))
        await asyncio.sleep(9.0)
        for _turn in range(5):
            desk.ask(chat(1))
        await desk.done()
        assert desk.times() == [0.0, 9.0, 9.0, 10.0, 19.0, 19.0]

    run(test)


@pytest.mark.parametrize("pace", [Pace(PLACE, 0, 1.0), Pace(PLACE, 1, 0.0), Pace(PLACE, 1, float("nan"))])
def test_a_pace_that_lets_nothing_go_is_refused(pace: Pace) -> None:
    """A limit of nothing is a mistake of whoever declared it, and is said at once."""
    with pytest.raises(ValueError, match="lets nothing go"):
        Pacer((pace,))
