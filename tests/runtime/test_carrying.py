"""What a message encloses on its way: whatever fails, the words go, one sentence says so, and nothing is stuck."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence

import msgspec
import pytest

from bot.model.effect import Say
from bot.model.enclosure import LARGEST, PHOTO, Enclosed
from bot.model.ids import Address, EnclosureId, MessageId, Platform
from bot.model.line import Line
from bot.model.message import Capabilities, Part, Scope
from bot.ports.adapter import Adapter, Failure, Intake, SendFailed
from bot.ports.carrying import Elsewhere, FetchFailed, Load, Lost
from bot.ports.faults import NoFaults
from bot.ports.store import Carried, Mark, Posted
from bot.rendering.render import Voice
from bot.runtime import carrying
from bot.runtime.cleaning import clean
from bot.runtime.outbox import Outbox
from bot.shells.bench.workload import CAPABILITIES
from bot.voices import prompts
from tests.fakes.enclosures import photo
from tests.runtime.engines import Clock

HERE, THERE = Platform("here"), Platform("there")
PICTURE = photo()
LOST = "did not make it here"


class Chat:
    """A platform that fetches and shows, and fails as it is told to."""

    capabilities: Capabilities = CAPABILITIES

    def __init__(
        self,
        platform: Platform = HERE,
        fetching: Sequence[Exception] = (),
        showing: Sequence[Exception] = (),
        by_id: bool = False,
        data: bytes = PICTURE,
    ) -> None:
        self.platform = platform
        self.fetching, self.showing, self.by_id, self.data = list(fetching), list(showing), by_id, data
        self.shown: list[str | Load] = []
        self.fetched: list[str] = []
        self.under_way = self.most = 0
        self.slow = 0.0
        self.started = asyncio.Event()

    def scopes(self, address: Address) -> tuple[tuple[Scope, str], ...]:
        """There is no pace to keep."""
        return ()

    async def run(self, intake: Intake) -> None:
        """Nothing comes in here."""

    async def send(self, address: Address, key: MessageId, part: Part, number: int) -> str:
        self.shown.append(part.text)
        return f"{key}.{number}"

    async def edit(self, address: Address, sent: str, part: Part) -> None:
        """Nothing is edited here."""

    async def fetch(self, handle: str, limit: int) -> bytes:
        self.fetched.append(handle)
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        try:
            await asyncio.sleep(self.slow)
        finally:
            self.under_way -= 1
        if self.fetching:
            raise self.fetching.pop(0)
        return self.data

    async def carry(self, address: Address, key: MessageId, load: Load, number: int) -> str:
        if self.showing:
            raise self.showing.pop(0)
        self.shown.append(load)
        return f"{key}.{number}"

    async def carry_again(self, address: Address, key: MessageId, kind: str, handle: str, number: int) -> str:
        if not self.by_id:
            raise Elsewhere
        self.shown.append(f"by {handle}")
        return f"{key}.{number}"


class Page(Chat):
    """A platform that shows such things by itself."""

    carry = None  # type: ignore[assignment]  # as for an adapter without it


def posted(id_: int = 1, source: Platform = THERE, size: int = 9, there: bool = True) -> Posted:
    """A message that encloses a photo."""
    say = Say((Line("table.shown-already"),), encloses=Enclosed(EnclosureId(7), PHOTO))
    carried = Carried(EnclosureId(7), source, PHOTO, size, "", "handle") if there else None
    return Posted(MessageId(id_), HERE, Address("ada"), say, {}, carried=carried)


def plain(id_: int) -> Posted:
    return Posted(MessageId(id_), HERE, Address("ada"), Say((Line("table.none"),)), {})


async def deliver(adapters: Sequence[Chat], *messages: Posted) -> list[Mark]:
    """What became of these messages; pauses take no time."""
    marks: list[Mark] = []
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    by_platform: dict[Platform, Adapter] = {one.platform: one for one in adapters}
    outbox = Outbox(by_platform, Voice(prompts(), {}), marks.append, Clock(), NoFaults(), sleep=sleep)
    outbox.send(list(messages))
    async with asyncio.timeout(20):
        while sum(mark.sent or not mark.retry_at for mark in marks) < len(messages):
            await asyncio.sleep(0)
    return marks


def texts(chat: Chat) -> list[str]:
    return [one for one in chat.shown if isinstance(one, str)]


def loads(chat: Chat) -> list[Load]:
    return [one for one in chat.shown if isinstance(one, Load)]


async def test_words_go_first_and_then_what_they_enclose() -> None:
    """It is fetched where it came in, and shown where it was asked for."""
    here, there = Chat(), Chat(THERE)
    (mark,) = await deliver((here, there), posted())
    assert mark.sent
    assert mark.platform_id == "1.1"
    assert [type(one) for one in here.shown] == [str, Load]
    assert there.fetched == ["handle"]
    assert here.fetched == []


async def test_where_it_came_from_it_is_shown_by_its_handle() -> None:
    """Nothing is fetched."""
    here = Chat(by_id=True)
    await deliver((here,), posted(source=HERE))
    assert here.shown[1:] == ["by handle"]
    assert here.fetched == []


async def test_where_that_cannot_be_it_is_fetched() -> None:
    """The platform's own way comes first, the long way second."""
    here = Chat()
    await deliver((here,), posted(source=HERE))
    assert len(loads(here)) == 1
    assert here.fetched == ["handle"]


async def test_a_page_shows_it_by_itself() -> None:
    """Its words are sent, and nothing is fetched for it."""
    page, there = Page(), Chat(THERE)
    (mark,) = await deliver((page, there), posted())
    assert mark.sent
    assert len(page.shown) == 1
    assert there.fetched == []


async def test_of_a_message_without_anything_nothing_is_asked() -> None:
    """Words alone are on their way as they always were."""
    here, there = Chat(), Chat(THERE)
    await deliver((here, there), plain(1))
    assert len(here.shown) == 1
    assert there.fetched == []


GONE = FetchFailed(Lost.GONE, "gone")
PASSING = FetchFailed(Lost.FAILED, "soon again", passing=True)


@pytest.mark.parametrize(
    ("source", "message", "why"),
    [
        (Chat(THERE, [GONE]), posted(), "not there any more"),
        (Chat(THERE, [PASSING] * 9), posted(), "could not be fetched"),
        (Chat(THERE, [ValueError("a bug")] * 9), posted(), "could not be fetched"),
        (Chat(THERE, [FetchFailed(Lost.LARGE, "x")]), posted(), "too large"),
        (Chat(THERE), posted(size=LARGEST + 1), "too large"),
        (Chat(THERE, data=bytes(LARGEST + 1)), posted(), "too large"),
        (Chat(THERE, data=b"no picture"), posted(), "holds more than it shows"),
        (Chat(THERE), posted(there=False), "not there any more"),
        (Chat(Platform("another")), posted(), "not there any more"),
    ],
)
async def test_whatever_is_in_the_way_is_said_in_one_sentence(source: Chat, message: Posted, why: str) -> None:
    """The words have gone, one sentence says what did not, and what comes behind it for the same place comes."""
    here = Chat()
    source = Chat(source.platform, source.fetching, (), data=source.data)
    marks = await deliver((here, source), message, plain(2))
    assert [mark.sent for mark in marks] == [True, True]
    assert len(here.shown) == 3
    said = texts(here)[1]
    assert why in said
    assert LOST in said


async def test_passing_trouble_is_tried_again() -> None:
    """Twice it fails and the third time it comes; no word is said twice."""
    here, there = Chat(), Chat(THERE, [PASSING, OSError()])
    await deliver((here, there), posted())
    assert [type(one) for one in here.shown] == [str, Load]
    assert len(there.fetched) == 3


async def test_what_the_platform_refuses_is_said() -> None:
    """Too odd a shape, or somebody who takes no voice messages."""
    here, there = Chat(showing=[SendFailed(Failure.MESSAGE, "no")]), Chat(THERE)
    await deliver((here, there), posted())
    assert LOST in texts(here)[-1]
    assert loads(here) == []


async def test_a_pause_that_is_asked_for_is_kept_and_nothing_doubled() -> None:
    """Not so fast: it comes afterwards, once, and the words are not said again."""
    here, there = Chat(showing=[SendFailed(Failure.RETRY_AFTER, "429", 3.0)] * 4), Chat(THERE)
    (mark,) = [mark for mark in await deliver((here, there), posted()) if mark.sent]
    assert [type(one) for one in here.shown] == [str, Load]
    assert mark.tries == 5


async def test_who_cannot_be_reached_is_not_told() -> None:
    """A destination that is gone ends the message, as it would with words alone."""
    here, there = Chat(showing=[SendFailed(Failure.DESTINATION, "blocked")]), Chat(THERE)
    (mark,) = await deliver((here, there), posted())
    assert (mark.sent, mark.failure) == (False, Failure.DESTINATION)
    assert len(here.shown) == 1


async def test_what_never_answers_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """A source that hangs holds a message up for so long and no longer."""
    monkeypatch.setattr(carrying, "PATIENCE", 0.01)
    monkeypatch.setattr(carrying.Carrying.__init__, "__defaults__", (asyncio.sleep, 0.01))
    here, there = Chat(), Chat(THERE)
    there.slow = 1_000.0
    await deliver((here, there), posted())
    assert LOST in texts(here)[-1]
    assert len(there.fetched) == carrying.TRIES


async def test_painting_holds_nobody_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is done on a thread of its own, and of a few at a time: the loop goes on meanwhile."""
    threads: list[int] = []
    gate = threading.Event()

    def watched(kind: str, data: bytes) -> Load:
        threads.append(threading.get_ident())
        assert gate.wait(20)
        return clean(kind, data)

    monkeypatch.setattr(carrying, "clean", watched)
    here, there = Chat(), Chat(THERE)
    messages = [msgspec.structs.replace(posted(number), address=Address(f"a{number}")) for number in range(1, 7)]
    delivering = asyncio.create_task(deliver((here, there), *messages))
    async with asyncio.timeout(20):
        while len(threads) < carrying.AT_ONCE:
            await asyncio.sleep(0.001)
    for _ in range(100):
        await asyncio.sleep(0)
    assert len(threads) == carrying.AT_ONCE
    gate.set()
    await delivering
    assert threading.get_ident() not in threads
    assert len(loads(here)) == 6
    assert there.most <= carrying.AT_ONCE
