"""What a stop or an old row leaves behind neither gets lost nor stands in anybody's way."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.adapters.terminal.capabilities import CAPABILITIES
from bot.core.solo import needs as core_needs
from bot.model.effect import Delivery, Say, Shown
from bot.model.ids import Address, MessageId, Platform
from bot.model.line import Line
from bot.model.record import MemberChanged
from bot.ports import backoff
from bot.ports.adapter import Failure, Outcome
from bot.ports.faults import NoFaults
from bot.ports.store import Due, Ledger, Mark, Seat
from bot.ports.views import DoneByMember, SaidByBot
from bot.rendering.render import Voice, render
from bot.runtime import supervisor
from bot.runtime.engine import Engine
from bot.runtime.supervisor import Bot
from bot.runtime.transcript import StoredTranscript
from bot.store.sqlite.desk import SqliteDesk
from bot.store.sqlite.ledger import SqliteLedger
from bot.voices import prompts
from tests.runtime.engines import HERE, Clock, Screen, delivered, engine_at

Opened = tuple[SqliteLedger, Engine]
NOW = Clock().now()
VOICE = Voice(prompts(), {})


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    ledger, engine, _shelves = engine_at(tmp_path / "r.db", Clock(), [])
    yield ledger, engine
    ledger.close()


def seat_of(desk: SqliteDesk, who: str) -> Seat:
    return desk.seat(delivered(who, "x"), NOW)


def post(ledger: SqliteLedger, who: str, delivery: Delivery, id_: int) -> MessageId:
    """A message of that kind is in the outbox."""
    desk = ledger.open_desk()
    effect = Say((Line("stop"),), delivery=delivery)
    posted = desk.post(seat_of(desk, who), MessageId(ledger.last_id() + id_), effect, NOW)
    desk.write()
    desk.commit()
    return posted.id


def test_a_stale_timer_kills_no_newer_one(opened: Opened) -> None:
    """A timer that was set anew while it was on its way is not stepped, and the new one stays."""
    ledger, engine = opened
    engine.turn([delivered("ada", "1")], NOW)
    desk = ledger.open_desk()
    seat = seat_of(desk, "ada")
    desk.set_timer(seat, "check-in", NOW + 5)
    desk.write()
    desk.commit()
    stale, fresh = (Due(seat.conversation, "check-in", NOW + later) for later in (0, 5))
    assert engine.turn([stale], NOW).receipts == [None]
    assert ledger.next_due() == NOW + 5
    receipt = engine.turn([fresh], NOW).receipts[0]
    assert receipt is not None and receipt.outcome is Outcome.TAKEN


def test_being_told_fails_alone(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    """When what a step needs cannot be named, the person is told, and a neighbour in the batch loses nothing."""
    _ledger, engine = opened
    original, errors = core_needs, [ValueError("planted")]

    def needs(*arguments):  # type: ignore[no-untyped-def]
        if errors:
            raise errors.pop()
        return original(*arguments)

    monkeypatch.setattr("bot.runtime.engine.needs", needs)
    turned = engine.turn([delivered("ada", "1"), delivered("bob", "2")], NOW)
    assert [one.outcome for one in turned.receipts if one] == [Outcome.FAILED, Outcome.TAKEN]


def test_what_is_unsent_is_what_may_be_sent(opened: Opened) -> None:
    """Open messages come in pages, of these platforms only, and never a broadcast that was claimed."""
    ledger, _engine = opened
    wanted = [post(ledger, "ada", how, 1) for how in (Delivery.REPLY, Delivery.BROADCAST, Delivery.REPLY)]
    assert ledger.claim_broadcast(post(ledger, "ada", Delivery.BROADCAST, 1), NOW)
    first = ledger.unsent((HERE,), MessageId(0), 2)
    rest = ledger.unsent((HERE,), first[-1].id, 2)
    assert [one.id for one in (*first, *rest)] == wanted
    assert ledger.unsent((Platform("elsewhere"),), MessageId(0), 9) == ()


def test_trouble_keeps_a_message_open(opened: Opened) -> None:
    """A message that is to be tried again is still unsent after a restart; one that is given up is not."""
    ledger, engine = opened
    tried, given_up = (post(ledger, "ada", Delivery.REPLY, 1) for _ in range(2))
    again = Mark(tried, sent=False, failure=Failure.TRANSIENT, retry_at=NOW + 1)
    engine.turn([again, Mark(given_up, sent=False, failure=Failure.TRANSIENT)], NOW)
    assert [one.id for one in ledger.unsent((HERE,), MessageId(0), 9)] == [tried]


def test_stop_reaches_what_is_queued(opened: Opened) -> None:
    """A prompt is wanted until its member stops, pauses or is forgotten."""
    ledger, _engine = opened
    message = post(ledger, "ada", Delivery.PROMPT, 1)
    assert ledger.still_wanted(message, NOW)
    desk = ledger.open_desk()
    seat = seat_of(desk, "ada")
    paused = type(seat.member)(id=seat.member.id, version=seat.member.version, paused_until=NOW + 1)
    desk.settle(seat, seat.state, (MemberChanged(paused),), seat.last_event, NOW)
    desk.write()
    desk.commit()
    assert [ledger.still_wanted(message, now) for now in (NOW, NOW + 1)] == [False, True]
    ledger.forget_member("here", "ada", NOW)
    assert not ledger.still_wanted(message, NOW + 1)


@pytest.mark.parametrize("line", [Line("a-moment-of-long-ago"), Line("greeting")])
def test_old_rows_render(line: Line) -> None:
    """A moment that was renamed, or lost its gaps, leaves a mark or its gap, and no error."""
    assert render(Say((line,)), VOICE, {}).paragraphs[0].text


class OneRow:
    """Views with one row that cannot be shown."""

    def __init__(self, effect: Shown) -> None:
        self._row = SaidByBot(MessageId(1), NOW, effect, {})

    def history(self, *_: object) -> tuple[SaidByBot | DoneByMember, ...]:
        return (self._row,)


def test_a_page_opens_whatever_is_in_it() -> None:
    """One row that cannot be rendered is shown as a mark; the page opens."""
    views = OneRow(Say((Line("", gaps=(("x", 1),)),)))
    transcript = StoredTranscript(views, VOICE, CAPABILITIES)  # type: ignore[arg-type]  # one method is asked
    (entry,) = transcript.read(HERE, Address("ada"), 0, 9)
    assert entry.parts[0].text == "…"


async def test_house_keeping_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """House-keeping that fails is told and tried again; the bot goes on."""
    complaints: list[str] = []
    ledger, engine, _shelves = engine_at(tmp_path / "h.db", Clock(), complaints)
    monkeypatch.setattr(supervisor, "HEARTBEAT", 0.01)
    original, errors = SqliteLedger.expire, [OSError("planted"), OSError("planted")]

    def expire(self: Ledger, cutoff: int, now: int, after: int) -> int:
        if errors:
            raise errors.pop()
        return original(self, cutoff, now, after)  # type: ignore[arg-type]  # it is one

    class Patient(Screen):
        async def run(self, intake: object) -> None:
            await asyncio.Event().wait()

    monkeypatch.setattr(SqliteLedger, "expire", expire)
    bot = Bot(ledger, engine, VOICE, [Patient()], Clock(), NoFaults(), 365, complaints.append)
    await bot.start()
    waiting = asyncio.create_task(bot.wait())
    await asyncio.sleep(0.3)
    assert not waiting.done()
    assert len(complaints) == 2 and not errors
    waiting.cancel()
    await bot.stop()


async def test_the_end_of_the_writer_ends_the_bot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A writer that dies ends `wait` with an error, and `stop` does not hang."""
    ledger, engine, _shelves = engine_at(tmp_path / "d.db", Clock(), [])

    class Patient(Screen):
        async def run(self, intake: object) -> None:
            await asyncio.Event().wait()

    def broken(_desk: SqliteDesk) -> None:
        raise SystemExit("planted")

    bot = Bot(ledger, engine, VOICE, [Patient()], Clock(), NoFaults(), 365)
    await bot.start()
    monkeypatch.setattr(SqliteDesk, "write", broken)
    bot.writer.put(delivered("ada", "1")).add_done_callback(lambda future: future.exception())
    with pytest.raises(Exception, match="SystemExit"):
        await asyncio.wait_for(bot.wait(), 5)
    await asyncio.wait_for(bot.stop(), 5)


async def test_an_adapter_that_ends_begins_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One line that breaks is told of and begins again, however it broke; the others never stop."""
    complaints: list[str] = []
    ledger, engine, _shelves = engine_at(tmp_path / "a.db", Clock(), complaints)
    again = asyncio.Event()

    class Fragile(Screen):
        runs = 0

        async def run(self, intake: object) -> None:
            self.started.set()
            self.runs += 1
            if self.runs == 1:
                raise RuntimeError("planted")
            if self.runs == 2:
                return
            again.set()
            await asyncio.Event().wait()

    monkeypatch.setattr(supervisor, "Backoff", lambda: backoff.Backoff(0.01))
    fragile = Fragile()
    bot = Bot(ledger, engine, VOICE, [fragile], Clock(), NoFaults(), 365, complaints.append)
    await bot.start()
    waiting = asyncio.create_task(bot.wait())
    await asyncio.wait_for(again.wait(), 30)
    assert not waiting.done()
    assert [one.split("(")[1].split(")")[0] for one in complaints] == ["RuntimeError", "without an error"]
    waiting.cancel()
    await bot.stop()


async def test_a_door_that_is_taken_ends_the_bot(tmp_path: Path) -> None:
    """An adapter that cannot even begin to listen says so once, to whoever started it."""
    ledger, engine, _shelves = engine_at(tmp_path / "t.db", Clock(), [])

    class Locked(Screen):
        def __init__(self) -> None:
            super().__init__()
            self.started.clear()

        async def run(self, intake: object) -> None:
            raise OSError("planted")

    bot = Bot(ledger, engine, VOICE, [Locked()], Clock(), NoFaults(), 365)
    await bot.start()
    with pytest.raises(OSError, match="planted"):
        await asyncio.wait_for(bot.wait(), 30)
    await bot.stop()
