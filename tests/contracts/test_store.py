"""What `ports.store` promises, asked of every store there is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.model.event import Arrived, MessageReceived, Words
from bot.model.ids import Address, EventId, Platform, QuestionNumber, RoundId, WordsId
from bot.model.record import AnswerGiven
from bot.ports.adapter import Delivered
from bot.ports.store import Desk, Due, Ledger
from bot.runtime.mint import Mint
from bot.store.sqlite.ledger import SqliteLedger

NOW = 1_800_000_000_000
HERE = Platform("here")
STORES: dict[str, Callable[[Path, Mint], Ledger]] = {
    "sqlite": lambda folder, mint: SqliteLedger(folder / "store.db", mint.strike)
}
MINT = Mint()


@pytest.fixture(params=sorted(STORES))
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ledger]:
    store = STORES[request.param](tmp_path, MINT)
    yield store
    store.close()


def delivered(id_: str, text: str = "") -> Delivered:
    event = MessageReceived(Words(WordsId(0), text)) if text else Arrived()
    return Delivered(HERE, Address("ada"), Address("ada"), "here", id_, event)


def take(desk: Desk, id_: str, text: str, key: str = "") -> EventId:
    """The delivery is taken in, and answers question 1."""
    one = delivered(id_, text)
    event = EventId(MINT.strike(NOW))
    seat = desk.seat(one, NOW)
    desk.take_in(seat, event, MessageReceived(Words(WordsId(event), text)), None, "stepped", one, NOW)
    given = AnswerGiven(RoundId(event), QuestionNumber(1), "b", key or text, WordsId(event))
    desk.settle(seat, seat.state, (given,), event, NOW)
    return event


def end(desk: Desk) -> None:
    desk.write()
    desk.commit()


def test_a_desk_sees_its_own_writes(ledger: Ledger) -> None:
    """What was taken in at a desk is known, countable and readable at it before anything is committed."""
    desk = ledger.open_desk()
    event = take(desk, "1", "tiger")
    assert desk.taken("here", "1")
    assert desk.words(WordsId(event)) == "tiger"
    assert desk.counts(QuestionNumber(1)) == (("tiger", 1),)
    assert desk.dossier(desk.seat(delivered("2"), NOW)).answers == 1
    desk.abandon()


def test_abandoning_leaves_no_trace(ledger: Ledger) -> None:
    """After `abandon` nobody sits there, nothing was taken and nothing is counted."""
    desk = ledger.open_desk()
    event = take(desk, "1", "tiger")
    desk.set_timer(desk.seat(delivered("1"), NOW), "soon", NOW)
    desk.write()
    desk.abandon()
    desk = ledger.open_desk()
    assert not desk.taken("here", "1")
    assert desk.words(WordsId(event)) is None
    assert desk.counts(QuestionNumber(1)) == ()
    assert desk.seat(delivered("1"), NOW).last_event == 0
    desk.abandon()
    assert ledger.next_due() is None


def test_a_seat_is_always_somebody(ledger: Ledger) -> None:
    """A stranger becomes a member seen now, and is the same one at the next desk."""
    desk = ledger.open_desk()
    seat = desk.seat(delivered("1"), NOW)
    assert seat.member.last_seen == NOW
    found = (seat.member.id, seat.conversation)
    end(desk)
    desk = ledger.open_desk()
    again = desk.seat_of(seat.conversation)
    assert again is not None and (again.member.id, again.conversation) == found
    desk.abandon()


def test_the_same_delivery_is_known(ledger: Ledger) -> None:
    """A delivery that was committed is taken, another of the same source is not."""
    desk = ledger.open_desk()
    take(desk, "1", "tiger")
    end(desk)
    desk = ledger.open_desk()
    assert (desk.taken("here", "1"), desk.taken("here", "2"), desk.taken("there", "1")) == (True, False, False)
    desk.abandon()


def test_timers_are_claimed_once(ledger: Ledger) -> None:
    """A timer is due from its time on, replaced by its name, put off, and claimed by exactly one."""
    desk = ledger.open_desk()
    seat = desk.seat(delivered("1"), NOW)
    desk.set_timer(seat, "soon", NOW + 1)
    desk.set_timer(seat, "soon", NOW + 2)
    end(desk)
    assert ledger.due(NOW + 1, 9) == ()
    (due,) = ledger.due(NOW + 2, 9)
    ledger.put_off(due, NOW + 3)
    later = Due(due.conversation, "soon", NOW + 3)
    assert ledger.next_due() == NOW + 3
    desk = ledger.open_desk()
    assert [desk.claim(due), desk.claim(later), desk.claim(later)] == [False, True, False]
    end(desk)
    assert ledger.next_due() is None


@pytest.mark.parametrize("anew", [NOW + 60, None])
def test_a_timer_that_was_changed_in_the_same_batch_is_not_claimed(ledger: Ledger, anew: int | None) -> None:
    """What comes due beside the event that puts it off, or cancels it, does not fire; a new one stands."""
    desk = ledger.open_desk()
    seat = desk.seat(delivered("1"), NOW)
    desk.set_timer(seat, "soon", NOW)
    end(desk)
    (due,) = ledger.due(NOW, 9)
    desk = ledger.open_desk()
    seat = desk.seat(delivered("1"), NOW)
    desk.cancel_timer(seat.conversation, "soon")
    if anew is not None:
        desk.set_timer(seat, "soon", anew)
    assert not desk.claim(due)
    end(desk)
    assert ledger.next_due() == anew


def test_counts_are_of_members(ledger: Ledger) -> None:
    """A second answer of the same round replaces the first in the counts."""
    desk = ledger.open_desk()
    event = take(desk, "1", "tiger")
    seat = desk.seat(delivered("1"), NOW)
    second = AnswerGiven(RoundId(event), QuestionNumber(1), "b", "lion", WordsId(event))
    desk.settle(seat, seat.state, (second,), event, NOW)
    end(desk)
    desk = ledger.open_desk()
    assert desk.counts(QuestionNumber(1)) == (("lion", 1),)
    desk.abandon()
