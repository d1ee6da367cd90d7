"""Group places are opened by whoever may, and accounts are joined by whoever holds both."""

from __future__ import annotations

from typing import Final

import pytest

from bot.core.codes import ALPHABET, LENGTH, code_in
from bot.core.solo.guesses import TRIES
from bot.core.solo.links import LIFE
from bot.model.deck import Kind
from bot.model.event import Invited
from bot.model.ids import MemberId
from bot.model.member import Member, Rank, Standing
from bot.model.record import AccountsLinked, AccountUnlinked, LinkOffered, Record, RoomOpened
from bot.model.situation import Offer
from bot.model.spans import HOUR
from bot.model.state import Phase
from tests.core.world import World, deck_of, question, shelf_of, shown

CODE: Final = "7KQ29FHD"
THEIRS: Final = Offer(CODE, MemberId(9), ("web", "terminal"))


def world(**given: object) -> World:
    """A conversation that has not begun."""
    shelf = shelf_of(deck_of(tuple(question(number, Kind.OPEN, 1) for number in range(5))))
    return World((shelf,), **given)  # type: ignore[arg-type]  # fields of World


def lines(one: World) -> list[str]:
    return [line.name for effect in shown(one.steps[-1][1]) for line in effect.lines]


def records(one: World) -> tuple[Record, ...]:
    return one.steps[-1][1].records


def test_a_code_is_short_lived_and_hard_to_guess() -> None:
    """`link` gives a code of the alphabet that reads back as itself, and says how long it is good."""
    one = world()
    one.begin()
    one.say("link")
    (offered,) = [record for record in records(one) if isinstance(record, LinkOffered)]
    assert len(offered.code) == LENGTH
    assert set(offered.code) <= set(ALPHABET)
    assert offered.until == one.now + LIFE
    assert code_in(f"{offered.code[:4].lower()}-{offered.code[4:]}") == offered.code


def test_the_code_of_the_other_chat_joins_them() -> None:
    """A good code links the accounts, and a stranger is greeted all the same."""
    one = world(offer=THEIRS)
    one.say(f"link {CODE}")
    assert AccountsLinked(CODE) in records(one)
    assert lines(one)[:2] == ["link.done", "greeting"]


def test_what_is_nobodys_joins_nothing() -> None:
    """A code that is unknown, over or used, or one's own, changes nothing and is told apart."""
    one = world()
    one.begin()
    one.say(f"link {CODE}")
    assert lines(one) == ["link.unknown"]
    one.offer = Offer(CODE, MemberId(7), ("web",), mine=True)
    one.say(f"link {CODE}")
    assert lines(one) == ["link.mine"]
    assert not any(isinstance(record, AccountsLinked) for _event, made in one.steps for record in made.records)


def test_guessing_ends() -> None:
    """After too many codes that were nobody's even a good one has to wait; an hour later it need not."""
    one = world()
    one.begin()
    for _try in range(TRIES):
        one.say(f"link {CODE}")
    one.offer = THEIRS
    one.say(f"link {CODE}")
    assert lines(one) == ["link.wait"]
    one.now += HOUR
    one.say(f"link {CODE}")
    assert lines(one)[0] == "link.done"


def test_codes_are_for_two_alone() -> None:
    """Where others read along no code is given out, and none is taken."""
    one = world(aloud=True, offer=THEIRS)
    one.begin()
    for text in ("link", f"link {CODE}"):
        one.say(text)
        assert lines(one) == ["link.not-here"]
        assert not records(one)


def test_unlinking_parts() -> None:
    """`unlink` parts linked accounts; where there are none it says so."""
    one = world(linked=(Member(MemberId(9)),))
    one.begin()
    one.say("unlink")
    assert AccountUnlinked() in records(one)
    one.linked = ()
    one.say("unlink")
    assert lines(one) == ["unlink.nothing"]


def test_what_was_asked_elsewhere_is_not_asked_again() -> None:
    """While linked, a question that the other account was asked is not asked here, and a stop there holds here."""
    all_but_one = sum(1 << number for number in (1, 2, 3, 4))
    one = world(linked=(Member(MemberId(9), asked=f"{all_but_one:x}", stopped=True),))
    one.begin()
    assert one.state.open
    assert one.shelf.by_id[one.state.open.question].number == 5
    assert one.member.stopped is False
    assert one.linked[0].stopped is False
    one.say("stop")
    assert one.linked[0].stopped is True


def test_a_closed_place_hears_nobody_but_who_may_open_it() -> None:
    """Whoever speaks there is told once, and after that there is silence; nothing is asked and nobody is greeted."""
    one = world(aloud=True, closed=True)
    one.say("hello")
    assert lines(one) == ["room.closed"]
    one.say("hello?")
    assert lines(one) == []
    assert one.state.phase is Phase.NEW
    one.say("allow")
    assert lines(one) == ["room.not-yours"]


@pytest.mark.parametrize(
    ("rank", "age", "opens"),
    [
        (Rank.OWNER, 0, True),
        (Rank.MODERATOR, 59_000, True),
        (Rank.OWNER, 61_000, False),
        (Rank.OWNER, -1, False),
        (Rank.MEMBER, 0, False),
    ],
)
def test_only_a_fresh_standing_opens(rank: Rank, age: int, opens: bool) -> None:
    """An owner's or a moderator's word opens the place, if their standing was read within the last minute."""
    one = world(aloud=True, closed=True)
    one.standing = Standing(rank, "chat administrators", one.now + 20_000 - age)
    one.say("allow")
    assert (RoomOpened() in records(one)) is opens


def test_a_place_can_be_closed_again() -> None:
    """`disallow` closes an open place, by whoever may; in private it says that there is nothing to close."""
    one = world(aloud=True)
    one.begin()
    one.standing = Standing(Rank.OWNER, "chat administrators", one.now + 20_000)
    one.say("disallow")
    assert RoomOpened(open=False) in records(one)
    alone = world()
    alone.begin()
    alone.say("disallow")
    assert lines(alone) == ["room.private"]


def test_each_place_says_who_sees() -> None:
    """Where others read along, the greeting and every question say so."""
    one = world(aloud=True)
    one.begin()
    said = [line.name for _event, made in one.steps for effect in shown(made) for line in effect.lines]
    assert "greeting.aloud" in said
    assert "who-sees.aloud" in said
    assert "who-sees" not in said


def test_whoever_brings_it_in_reads_three_steps() -> None:
    """An invitation is answered in private, and greets nobody."""
    one = world()
    one.feed(Invited("Harbour Book Club"))
    assert lines(one) == ["invited"]
    assert one.state.phase is Phase.NEW
