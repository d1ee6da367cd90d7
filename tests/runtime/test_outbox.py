"""Messages arrive in order, each class of trouble gets what it deserves, and nothing is forgotten silently."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

import msgspec
import pytest

from bot.model.effect import Delivery, Edit, Say
from bot.model.ids import Address, MessageId
from bot.model.line import Line
from bot.model.message import Part, Scope
from bot.ports.adapter import Failure, SendFailed, Stopping
from bot.ports.faults import NoFaults
from bot.ports.store import Mark, Posted
from bot.rendering.render import Voice
from bot.runtime.outbox import PATIENCE, TRIES, Outbox
from bot.runtime.pacer import Pacer
from bot.shells.bench.workload import CAPABILITIES
from bot.voices import prompts
from tests.runtime.engines import HERE, Clock, Screen


def posted(id_: int, who: str = "ada", expires: int = 0) -> Posted:
    return Posted(MessageId(id_), HERE, Address(who), Say((Line("stop"),), expires=expires), {})


class Watched:
    """An outbox, what it marked, and how long it slept."""

    def __init__(self, screen: Screen, sleep: Callable[[float], Coroutine[Any, Any, None]] | None = None) -> None:
        self.marks: list[Mark] = []
        self.slept: list[float] = []
        self.clock = Clock()
        self.outbox = Outbox(
            {HERE: screen}, Voice(prompts(), {}), self.marks.append, self.clock, NoFaults(), sleep or self._sleep
        )

    async def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)

    async def send(self, *messages: Posted) -> Sequence[Mark]:
        self.outbox.send(list(messages))
        await self.outbox.drain(5)
        return self.marks


async def test_one_place_gets_its_messages_in_order() -> None:
    """While the first message to a place waits, those behind it wait too, and another place does not."""
    screen, gate = Screen(), asyncio.Event()
    original = screen.send

    async def slow(address: Address, key: MessageId, part: Part, number: int) -> str:
        if key == 1:
            await gate.wait()
        return await original(address, key, part, number)

    screen.send = slow  # type: ignore[method-assign]
    watched = Watched(screen)
    watched.outbox.send([posted(1), posted(2), posted(3, "bob")])
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert [key for _who, key in screen.sent] == [3]
    watched.outbox.send([posted(4)])
    gate.set()
    await watched.outbox.drain(5)
    assert [key for who, key in screen.sent if who == "ada"] == [1, 2, 4]


@pytest.mark.parametrize("failure", [Failure.DESTINATION, Failure.MESSAGE, Failure.AUTH])
async def test_a_permanent_failure_is_not_retried(failure: Failure) -> None:
    """It is tried once, marked with its class, and the next message has its turn."""
    screen = Screen([SendFailed(failure, "no")])
    marks = await Watched(screen).send(posted(1), posted(2))
    assert screen.tries == 2
    assert [(mark.message, mark.sent, mark.failure) for mark in marks] == [(1, False, failure), (2, True, None)]


async def test_a_transient_failure_is_retried_with_longer_and_longer_pauses() -> None:
    """Twice no, then yes: sent, after half a second and a second."""
    watched = Watched(Screen([SendFailed(Failure.TRANSIENT, "busy")] * 2))
    marks = await watched.send(posted(1))
    assert (watched.slept, [mark.sent for mark in marks]) == ([0.5, 1.0], [True])


async def test_the_platforms_own_pause_is_kept() -> None:
    """Asked to come back after seven seconds, it comes back after seven; after an hour, after an hour."""
    watched = Watched(Screen([SendFailed(Failure.RETRY_AFTER, "slower", after=after) for after in (7.0, 3_600.0)]))
    await watched.send(posted(1))
    assert watched.slept == [7.0, 3_600.0]


async def test_a_pause_for_everybody_is_kept_by_everybody(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a platform that declares no pace a pause of an hour holds all of its places, for the whole hour, and one for a
    place holds that place alone."""
    held: list[tuple[Scope, str, float]] = []
    monkeypatch.setattr(Pacer, "hold", lambda _pacer, scope, key, seconds: held.append((scope, key, seconds)))
    screen = Screen([
        SendFailed(Failure.RETRY_AFTER, "slower", after=3_600.0, scope=Scope.EVERYTHING),
        SendFailed(Failure.RETRY_AFTER, "slower", after=2.0),
    ])  # fmt: skip
    screen.scopes = lambda address: ((Scope.PLACE, address), (Scope.EVERYTHING, ""))  # type: ignore[method-assign]
    watched = Watched(screen)
    marks = await watched.send(posted(1))
    assert held == [(Scope.EVERYTHING, "", 3_600.0), (Scope.PLACE, "ada", 2.0)]
    assert (watched.slept, [mark.sent for mark in marks]) == ([0.0, 0.0], [True])


async def test_long_trouble_keeps_the_row_open() -> None:
    """After so many tries the row says when it is tried next, and once the platform is back both messages arrive."""
    marks = await Watched(Screen([SendFailed(Failure.TRANSIENT, "busy")] * (TRIES + 1))).send(posted(1), posted(2))
    assert [(mark.message, mark.sent, mark.retry_at > 0) for mark in marks] == [
        (1, False, True), (1, False, True), (1, True, False), (2, True, False),
    ]  # fmt: skip


async def test_trouble_without_end_is_given_up() -> None:
    """After a day the row says failed, and the next message has its turn."""
    screen = Screen([SendFailed(Failure.TRANSIENT, "busy")] * 400)
    watched = Watched(screen)

    async def pass_time(seconds: float) -> None:
        watched.clock.time += int(seconds * 1000)
        if watched.clock.time > Clock().time + PATIENCE:
            screen.troubles.clear()

    watched.outbox._sleep = pass_time
    marks = await watched.send(posted(1), posted(2))
    assert [(mark.message, mark.sent, mark.failure) for mark in marks if not mark.retry_at] == [
        (1, False, Failure.TRANSIENT), (2, True, None),
    ]  # fmt: skip


async def test_what_nobody_foresaw_loses_nothing_else() -> None:
    """An error outside every contract leaves one message unknown, and those behind it arrive."""
    screen, errors = Screen(), [RuntimeError("planted")]
    watched = Watched(screen)
    original = watched.outbox._deliver

    async def deliver(message: Posted) -> None:
        if errors:
            raise errors.pop()
        await original(message)

    watched.outbox._deliver = deliver  # type: ignore[method-assign]
    marks = await watched.send(posted(1), posted(2))
    assert [(mark.message, mark.sent, mark.failure) for mark in marks] == [(1, False, None), (2, True, None)]


async def test_what_was_left_waits_for_its_platform() -> None:
    """Nothing of the last run is sent before the adapter can send, and then it comes before anything new."""
    screen = Screen()
    watched = Watched(screen)
    watched.outbox.recover([posted(1)])
    watched.outbox.send([posted(2)])
    await asyncio.sleep(0.01)
    assert screen.sent == []
    screen.started.set()
    await asyncio.sleep(0.01)
    assert [key for _who, key in screen.sent] == [1, 2]


async def test_what_was_not_asked_for_is_checked_again() -> None:
    """A prompt that is not wanted any more is marked, and not shown."""

    async def unwanted(_message: MessageId) -> bool:
        return False

    screen = Screen()
    watched = Watched(screen)
    watched.outbox._wanted = unwanted
    prompt = Posted(MessageId(1), HERE, Address("ada"), Say((Line("stop"),), delivery=Delivery.PROMPT), {})
    marks = await watched.send(prompt, posted(2))
    assert [(mark.message, mark.sent) for mark in marks] == [(1, False), (2, True)]


async def test_on_the_way_out_nothing_becomes_unknown() -> None:
    """Where nobody can be asked any more whether a prompt is wanted, it and what is behind it stay as they are, without
    a complaint: they come at the next start."""

    async def stopping(_message: MessageId) -> bool:
        raise Stopping

    watched, told = Watched(Screen()), list[str]()
    watched.outbox._wanted, watched.outbox._complain = stopping, told.append
    prompt = Posted(MessageId(1), HERE, Address("ada"), Say((Line("stop"),), delivery=Delivery.PROMPT), {})
    assert not await watched.send(prompt, posted(2))
    assert not told


async def test_an_adapter_that_breaks_is_only_a_transient_failure() -> None:
    """An exception that no contract knows is retried like any other trouble, and holds nobody up for ever."""
    watched = Watched(Screen([RuntimeError("a bug")]))
    marks = await watched.send(posted(1), posted(2))
    assert [(mark.message, mark.sent) for mark in marks] == [(1, True), (2, True)]


async def test_what_has_expired_is_not_sent() -> None:
    """A message whose time is over is marked, not shown."""
    screen = Screen()
    watched = Watched(screen)
    marks = await watched.send(posted(1, expires=watched.clock.now() - 1))
    assert (screen.tries, marks[0].why) == (0, "expired")


async def test_what_cannot_be_rendered_is_marked() -> None:
    """A line without a name fails alone and for good."""
    screen = Screen()
    unknown = Posted(MessageId(1), HERE, Address("ada"), Say((Line("", gaps=(("x", 1),)),)), {})
    marks = await Watched(screen).send(unknown, posted(2))
    assert [(mark.message, mark.failure) for mark in marks] == [(1, Failure.MESSAGE), (2, None)]


async def test_draining_ends_in_time() -> None:
    """A message that does not go out in time is left for the next start, without a mark."""

    async def for_ever(seconds: float) -> None:
        await asyncio.Event().wait()

    watched = Watched(Screen([SendFailed(Failure.TRANSIENT, "busy")]), for_ever)
    watched.outbox.send([posted(1)])
    await watched.outbox.drain(0.05)
    assert watched.marks == []


class Night:
    """An outbox whose people sleep until that time; sleeping moves the clock."""

    def __init__(self, screen: Screen, until: int) -> None:
        self.marks: list[Mark] = []
        self.clock = Clock()
        self.until = self.clock.time + until
        self.outbox = Outbox(
            {HERE: screen}, Voice(prompts(), {}), self.marks.append, self.clock, NoFaults(), self._sleep,
            quiet=self._quiet,
        )  # fmt: skip

    async def _sleep(self, seconds: float) -> None:
        self.clock.time += int(seconds * 1000)

    async def _quiet(self, message: MessageId) -> int:
        return self.until if self.clock.time < self.until else 0


def prompt(id_: int) -> Posted:
    """Something that nobody asked for."""
    return Posted(MessageId(id_), HERE, Address("ada"), Say((Line("check-in"),), delivery=Delivery.PROMPT), {})


async def test_a_prompt_in_quiet_hours_waits_and_holds_nothing_up() -> None:
    """What was asked for goes past it at once; the prompt is open on disk, and goes when the hours are over."""
    screen = Screen()
    night = Night(screen, 8 * 3_600_000)
    night.outbox.send([prompt(1), posted(2)])
    while len(screen.sent) < 2:
        await asyncio.sleep(0)
    assert [key for _who, key in screen.sent] == [2, 1]
    assert night.clock.time >= night.until
    first = next(mark for mark in night.marks if mark.message == 1)
    assert (first.sent, first.failure, first.retry_at) == (False, None, night.until)
    assert night.marks[-1] == Mark(MessageId(1), sent=True, platform_id="sent 1", tries=1)


async def test_whether_somebody_sleeps_may_be_unknown() -> None:
    """A store that cannot be read wakes nobody: it is asked again."""
    screen = Screen()
    night = Night(screen, 0)
    asked = 0

    async def unsure(message: MessageId) -> int:
        nonlocal asked
        asked += 1
        if asked == 1:
            raise OSError
        return 0

    night.outbox._quiet = unsure
    night.outbox.send([prompt(1)])
    while not screen.sent:
        await asyncio.sleep(0)
    assert asked == 2


class Slate(Screen):
    """A screen on which what was sent can be changed; each change waits at the gate."""

    capabilities = msgspec.structs.replace(CAPABILITIES, edit=True)

    def __init__(self, edit_troubles: Sequence[Exception] = ()) -> None:
        super().__init__()
        self.gate = asyncio.Event()
        self.gate.set()
        self.edit_troubles = list(edit_troubles)
        self.edits: list[str] = []

    async def edit(self, address: Address, sent: str, part: Part) -> None:
        """It reads like this now, unless there is trouble left."""
        await self.gate.wait()
        if self.edit_troubles:
            raise self.edit_troubles.pop(0)
        self.edits.append(sent)


def card(id_: int) -> Posted:
    return Posted(MessageId(id_), HERE, Address("ada"), Say((Line("stop"),), slot="card"), {})


def edit(id_: int, of: int, shown_as: str = "", expires: int = 0) -> Posted:
    effect = Edit("card", (Line("stop"),), expires=expires)
    return Posted(MessageId(id_), HERE, Address("ada"), effect, {}, edits=MessageId(of), shown_as=shown_as)


async def test_an_edit_changes_what_was_sent_before_it() -> None:
    """The message goes out first, and its edit finds it though nothing of it is on disk yet; another's is its own."""
    slate = Slate()
    watched = Watched(slate)
    marks = await watched.send(card(1), edit(2, 1), card(3), edit(4, 3), edit(5, 9, "sent last week"))
    assert slate.edits == ["sent 1", "sent 3", "sent last week"]
    assert [mark.sent for mark in marks] == [True] * 5


async def test_of_edits_that_wait_only_the_newest_is_done() -> None:
    """A thousand changes while one is on its way are one change more, and each of them has found its end."""
    slate = Slate()
    slate.gate.clear()
    watched = Watched(slate)
    watched.outbox.send([card(1), edit(2, 1)])
    await asyncio.sleep(0)
    for number in range(3, 1_003):
        watched.outbox.send([edit(number, 1)])
    assert watched.outbox.waiting()[HERE] <= 3
    slate.gate.set()
    await watched.outbox.drain(5)
    assert len(slate.edits) <= 2
    assert len(watched.marks) == 1_002
    assert watched.marks[-1].message == 1_002
    assert watched.marks[-1].sent


async def test_an_edit_of_what_never_went_out_is_not_sent() -> None:
    """Where there is nothing to edit, nothing is tried, and what comes behind is not held up."""
    slate = Slate()
    watched = Watched(slate)
    marks = await watched.send(edit(2, 1), posted(3))
    assert slate.edits == []
    assert [mark.sent for mark in marks] == [False, True]


async def test_an_edit_is_tried_again_and_then_too_late() -> None:
    """A flood's pause and a lost answer delay it; a message that is gone ends it; after its time it is not sent."""
    flood = SendFailed(Failure.RETRY_AFTER, "slow down", after=3.0)
    slate = Slate([flood, SendFailed(Failure.TRANSIENT, "lost"), SendFailed(Failure.MESSAGE, "gone")])
    watched = Watched(slate)
    marks = await watched.send(card(1), edit(2, 1))
    assert watched.slept == [3.0, 1.0]
    assert slate.edits == []
    assert (marks[-1].sent, marks[-1].failure) == (False, Failure.MESSAGE)
    marks = await watched.send(edit(3, 1, expires=watched.clock.time - 1))
    assert slate.edits == []
    assert not marks[-1].sent


async def test_a_screen_that_cannot_be_edited_is_left_as_it_is() -> None:
    """Without that capability an edit ends at once."""
    screen = Screen()
    watched = Watched(screen)
    marks = await watched.send(card(1), edit(2, 1))
    assert [mark.sent for mark in marks] == [True, False]
