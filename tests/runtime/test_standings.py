"""Who is what in the community just now: what is written down, what platforms say, and for how long that holds."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from bot.core import roles
from bot.core.roles import FRESH, Act
from bot.model.ids import Address, Platform
from bot.model.member import Rank
from bot.ports.adapter import Delivered, Outcome, Receipt
from bot.ports.faults import NoFaults
from bot.ports.standings import Appointed
from bot.runtime import standings as module
from bot.runtime.intake import WriterIntake
from bot.runtime.standings import KEPT, RESTS, TERMINAL, KnownStandings
from bot.runtime.writer import Writer
from tests.runtime.engines import HERE, Clock, Screen, said

ADA, MARA = Address("ada"), Address("mara")
HOME, OTHER = Address("-100"), Address("-200")


class Roles(Screen):
    """An adapter that says of everybody what it is told to say, counts how often, and may be slow or broken."""

    def __init__(self) -> None:
        super().__init__()
        self.ranks: dict[tuple[Address, Address], Rank | None] = {}
        self.asked: list[tuple[Address, Address]] = []
        self.trouble: Exception | None = None
        self.answers = asyncio.Event()
        self.answers.set()

    async def rank(self, home: Address, account: Address) -> Rank | None:
        """What was set, once `answers` is."""
        self.asked.append((home, account))
        await self.answers.wait()
        if self.trouble is not None:
            raise self.trouble
        return self.ranks.get((home, account), Rank.MEMBER)


class Written:
    """What is written down."""

    def __init__(self) -> None:
        self.of: dict[Address, Appointed] = {}
        self.trouble = False

    def appointed(self, platform: Platform, account: Address, now: int) -> Appointed:
        """As it was set."""
        if self.trouble:
            raise OSError("planted")
        return self.of.get(account, Appointed())


class Known:
    """The standings under test, with all that stands around them."""

    def __init__(self, *homes: Address, moderators: tuple[Address, ...] = ()) -> None:
        self.clock, self.adapter, self.written = Clock(), Roles(), Written()
        self.standings = KnownStandings(
            self.clock,
            frozenset((HERE, one) for one in moderators),
            self.written,
            tuple((HERE, home) for home in homes),
            lambda: {HERE: self.adapter},
        )

    async def rank(self, account: Address = ADA) -> Rank:
        """What counts for them now."""
        standing = await self.standings.of(HERE, account)
        return roles.rank_of(standing, self.clock.time)


async def test_a_promotion_counts_and_the_highest_of_several_does() -> None:
    """Owner of one home and nobody in another is an owner; what was granted counts beside it."""
    known = Known(HOME, OTHER)
    assert await known.rank() is Rank.MEMBER
    known.clock.time += KEPT + 1
    known.adapter.ranks[OTHER, ADA] = Rank.MODERATOR
    known.written.of[ADA] = Appointed(Rank.HOST)
    assert await known.rank() is Rank.MODERATOR
    known.written.of[ADA] = Appointed(Rank.OWNER)
    assert await known.rank() is Rank.OWNER


async def test_only_homes_count() -> None:
    """Whoever owns a group that they made themselves is nobody here: it is not even asked about."""
    known = Known(HOME)
    known.adapter.ranks[OTHER, ADA] = Rank.OWNER
    assert await known.rank() is Rank.MEMBER
    assert known.adapter.asked == [(HOME, ADA)]


async def test_a_demotion_counts_within_the_minute() -> None:
    """Nothing that was read before it is obeyed a minute after it: not what is remembered, nor what was handed on."""
    known = Known(HOME)
    known.adapter.ranks[HOME, ADA] = Rank.MODERATOR
    assert await known.rank() is Rank.MODERATOR
    demoted = known.clock.time + 1
    known.adapter.ranks[HOME, ADA] = Rank.MEMBER
    last = 0
    for second in range(1, 75):
        known.clock.time = demoted + second * 1_000
        standing = await known.standings.of(HERE, ADA)
        if standing.rank is Rank.MODERATOR:
            # However long it then waits in line.
            last = standing.read_at + FRESH
    assert 0 < last <= demoted + FRESH
    assert len(known.adapter.asked) <= 75_000 // KEPT + 1


async def test_what_cannot_be_told_is_a_no() -> None:
    """An error, silence about somebody, a platform that has no roles, a store that cannot be read."""
    known = Known(HOME)
    known.adapter.trouble = ConnectionError("planted")
    assert await known.rank() is Rank.MEMBER
    known.clock.time += RESTS + 1
    known.adapter.trouble, known.adapter.ranks[HOME, ADA] = None, None
    assert await known.rank() is Rank.MEMBER
    known.written.trouble = True
    known.clock.time += KEPT + 1
    known.adapter.ranks[HOME, ADA] = Rank.MODERATOR
    assert await known.rank() is Rank.MODERATOR
    bare = KnownStandings(known.clock, frozenset(), None, ((HERE, HOME),), lambda: {HERE: Screen()})
    assert (await bare.of(HERE, ADA)).rank is Rank.MEMBER


async def test_an_old_yes_is_not_kept_when_the_platform_falls_silent() -> None:
    """Once it has to be asked again and does not answer, whoever was a moderator is known to be nothing."""
    known = Known(HOME)
    known.adapter.ranks[HOME, ADA] = Rank.MODERATOR
    assert await known.rank() is Rank.MODERATOR
    known.adapter.trouble = ConnectionError("planted")
    known.clock.time += KEPT + 1
    assert await known.rank() is Rank.MEMBER


async def test_a_platform_that_hangs_is_waited_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The wait is short, and for a while nobody waits again; then it is asked anew."""
    monkeypatch.setattr(module, "PATIENCE", 0.01)
    known = Known(HOME)
    known.adapter.answers.clear()
    known.adapter.ranks[HOME, MARA] = Rank.MODERATOR
    assert await known.rank() is Rank.MEMBER
    assert await known.rank(MARA) is Rank.MEMBER
    assert len(known.adapter.asked) == 1
    known.adapter.answers.set()
    known.clock.time += RESTS + 1
    assert await known.rank(MARA) is Rank.MODERATOR


async def test_of_many_who_would_like_to_know_one_asks() -> None:
    """And whoever is called off meanwhile takes nobody's answer along."""
    known = Known(HOME)
    known.adapter.ranks[HOME, ADA] = Rank.MODERATOR
    known.adapter.answers.clear()
    many = [asyncio.create_task(known.rank()) for _ in range(20)]
    await _until(lambda: bool(known.adapter.asked))
    many[0].cancel()
    known.adapter.answers.set()
    told = await asyncio.gather(*many, return_exceptions=True)
    assert isinstance(told[0], asyncio.CancelledError)
    assert set(told[1:]) == {Rank.MODERATOR}
    assert len(known.adapter.asked) == 1


@pytest.mark.parametrize("giver", list(Rank))
async def test_a_deputy_is_never_higher_than_whoever_named_them(giver: Rank) -> None:
    """A moderator's and an owner's deputy is a moderator, and names nobody; a host's, and nobody's, is nobody."""
    known = Known(HOME)
    known.adapter.ranks[HOME, MARA] = giver
    known.written.of[ADA] = Appointed(stands_in_for=((HERE, MARA),))
    standing, now = await known.standings.of(HERE, ADA), known.clock.time
    stands = giver in (Rank.MODERATOR, Rank.OWNER)
    assert (standing.rank is Rank.MODERATOR, standing.stands_in) == (stands, stands)
    assert roles.may(standing, Act.UNDO, now) is stands
    assert not roles.may(standing, Act.DEPUTY, now)
    assert not roles.may(standing, Act.GRANT, now)
    known.adapter.ranks[HOME, MARA] = Rank.MEMBER
    known.clock.time = standing.read_at + FRESH
    # Whoever named them is nobody any more, so they are nobody either, within the same minute.
    assert await known.rank() is Rank.MEMBER


async def test_the_terminal_is_the_owners_and_so_is_who_stands_in_for_it() -> None:
    """Whoever can open that door runs the bot, and may be away as well."""
    known = Known()
    known.written.of[ADA] = Appointed(stands_in_for=((TERMINAL, MARA),))
    assert (await known.standings.of(TERMINAL, MARA)).rank is Rank.OWNER
    assert await known.rank() is Rank.MODERATOR


async def test_whoever_is_one_themselves_stands_in_for_nobody() -> None:
    """A moderator who bridges somebody's absence as well may name a deputy of their own."""
    known = Known(moderators=(ADA, MARA))
    known.written.of[ADA] = Appointed(stands_in_for=((HERE, MARA),))
    standing = await known.standings.of(HERE, ADA)
    assert not standing.stands_in
    assert roles.may(standing, Act.DEPUTY, known.clock.time)


async def test_a_deputys_deputy_is_nobody() -> None:
    """Who stands in is asked of whoever named them, and there it ends."""
    known = Known(moderators=(MARA,))
    known.written.of[ADA] = Appointed(stands_in_for=((HERE, MARA),))
    known.written.of[Address("ben")] = Appointed(stands_in_for=((HERE, ADA),))
    assert await known.rank() is Rank.MODERATOR
    assert await known.rank(Address("ben")) is Rank.MEMBER


# On the way in


class Taking(Writer):
    """Keeps what was handed to the writer, in order."""

    def __init__(self) -> None:
        self.taken: list[Delivered] = []

    def put(self, delivered: Delivered) -> asyncio.Future[Receipt | None]:
        """It is taken at once."""
        self.taken.append(delivered)
        done: asyncio.Future[Receipt | None] = asyncio.get_running_loop().create_future()
        done.set_result(Receipt(Outcome.TAKEN))
        return done


async def _until(what: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not what():
            await asyncio.sleep(0)


def _message(who: str, number: int, text: str) -> Delivered:
    return Delivered(HERE, Address(who), Address(who), "here", number, said(text))


async def test_what_one_person_says_stays_in_order_and_nobody_else_waits() -> None:
    """While a platform is asked about Ada, what she says next waits behind it; what Ben says does not."""
    known, writer = Known(HOME), Taking()
    known.adapter.answers.clear()
    known.adapter.ranks[HOME, ADA] = Rank.MODERATOR
    intake = WriterIntake(writer, NoFaults(), known.standings)
    texts = ("disable little-things", "and now?", "enable little-things", "well")
    taking = [asyncio.create_task(intake.take(_message("ada", n, text))) for n, text in enumerate(texts)]
    taking.append(asyncio.create_task(intake.take(_message("ben", 9, "a red door"))))
    await _until(lambda: bool(known.adapter.asked) and bool(writer.taken))
    assert [one.id for one in writer.taken] == [9]
    known.adapter.answers.set()
    await asyncio.gather(*taking)
    assert [one.id for one in writer.taken] == [9, 0, 1, 2, 3]
    ranks = [one.standing.rank if one.standing else None for one in writer.taken]
    assert ranks == [None, Rank.MODERATOR, None, Rank.MODERATOR, None]
    assert len(known.adapter.asked) == 1


async def test_whoever_is_called_off_lets_the_next_go_on() -> None:
    """An adapter that stops while a platform is asked leaves nothing behind that anybody waits for."""
    known, writer = Known(HOME), Taking()
    known.adapter.answers.clear()
    intake = WriterIntake(writer, NoFaults(), known.standings)
    first = asyncio.create_task(intake.take(_message("ada", 0, "undo little-things")))
    second = asyncio.create_task(intake.take(_message("ada", 1, "well")))
    await _until(lambda: bool(known.adapter.asked))
    first.cancel()
    await second
    assert [one.id for one in writer.taken] == [1]
    known.adapter.answers.set()


async def test_an_ordinary_message_asks_nobody() -> None:
    """Neither the store nor any platform, in private; and in a group, whatever is said."""
    known, writer = Known(HOME), Taking()
    known.written.trouble = True
    intake = WriterIntake(writer, NoFaults(), known.standings)
    await intake.take(_message("ada", 0, "the week was long, and the log was wet"))
    await intake.take(_message("room#ada", 1, "undo little-things"))
    assert known.adapter.asked == []
    assert [one.standing for one in writer.taken] == [None, None]
