"""What Telegram says of a group's administrators, and who is nobody because nobody can say who they are."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.adapters.telegram.adapter import EXPLAINED, NAMELESS, TelegramAdapter
from bot.adapters.telegram.ranks import rank_of
from bot.chance import WallClock
from bot.model.member import Rank
from bot.runtime import standings
from bot.runtime.standings import RESTS
from bot.settings import load
from bot.shells.homes import homes
from bot.shells.platforms import Finding
from bot.store.sqlite.views import SqliteViews
from bot.wiring import build_house
from tests.fakes.telegram.server import Server
from tests.runtime.engines import Clock
from tests.runtime.homes import Community
from tests.runtime.test_roles import House
from tests.telegram.conftest import Running
from tests.telegram.test_chat import GROUP, newest, texts


@pytest.fixture
async def club(server: Server) -> AsyncIterator[Community]:
    """The group is a home; Ada is in it, and so is the bot."""
    group, ada = server.group(GROUP, "Club", supergroup=True), server.person(11, "Ada")
    server.add_bot(group, by=ada)
    adapter = TelegramAdapter(server.token, Clock(), server.url)
    await adapter._bot.initialize()
    yield Community(adapter, str(GROUP))
    await adapter._bot.shutdown()


@pytest.mark.parametrize(
    ("status", "rank"),
    [("creator", Rank.OWNER), ("administrator", Rank.MODERATOR), ("member", Rank.MEMBER),
     ("restricted", Rank.MEMBER), ("left", Rank.MEMBER), ("kicked", Rank.MEMBER)],
)  # fmt: skip
async def test_a_promotion_counts_and_a_demotion_within_the_minute(
    status: str, rank: Rank, server: Server, club: Community
) -> None:
    """By what Telegram says of them as a member of the group; in the end of every minute it was asked again."""
    group, ada = server.world.groups[GROUP], server.person(11, "Ada")
    server.promote(group, ada, status)
    assert await club.rank(11) is rank
    server.promote(group, ada, "kicked" if rank is not Rank.MEMBER else "administrator")
    assert await club.rank_a_minute_later(11) is (Rank.MEMBER if rank is not Rank.MEMBER else Rank.MODERATOR)


async def test_who_is_unknown_is_a_member(server: Server, club: Community) -> None:
    """Whoever was never there, an account that is none, and a group that the bot is not in."""
    server.person(12, "Ben")
    assert await club.rank(12) is Rank.MEMBER
    assert await club.rank(999) is Rank.MEMBER
    assert await club.rank("nobody") is Rank.MEMBER
    elsewhere = Community(club.adapter, "-100999")
    assert await elsewhere.rank(11) is Rank.MEMBER


async def test_an_error_and_silence_are_a_no(server: Server, club: Community, monkeypatch: pytest.MonkeyPatch) -> None:
    """Until Telegram answers again."""
    server.promote(server.world.groups[GROUP], server.person(11, "Ada"), "creator")
    server.fail(502, "Bad Gateway", method="getChatMember")
    assert await club.rank(11) is Rank.MEMBER
    club.clock.time += RESTS + 1
    monkeypatch.setattr(standings, "PATIENCE", 0.05)
    slow = server.slow(5.0, method="getChatMember")
    assert await club.rank(11) is Rank.MEMBER
    server.faults.cancel(slow)
    monkeypatch.undo()
    club.clock.time += RESTS + 1
    assert await club.rank(11) is Rank.OWNER


async def test_a_home_that_became_a_supergroup_is_the_same_home(server: Server, club: Community) -> None:
    """Telegram itself says so, and whoever runs the bot hears what to write in the settings."""
    ada = server.person(11, "Ada")
    old = server.group(-4001, "Circle")
    server.add_bot(old, by=ada)
    server.promote(old, ada, "creator")
    server.migrate(old, -1002000000077, by=ada)
    assert await Community(club.adapter, "-4001").rank(11) is Rank.OWNER


@pytest.mark.parametrize("right", ["", "can_pin_messages", "can_manage_chat", "can_invite_users"])
def test_a_title_is_no_rank(right: str) -> None:
    """An administrator who may neither delete, restrict, promote nor change anything looks after nobody."""
    member = {"status": "administrator", right: True}
    assert rank_of(member) is Rank.MEMBER
    assert rank_of({**member, "can_delete_messages": True}) is Rank.MODERATOR


async def test_who_hides_behind_the_group_is_told_what_to_do(server: Server, running: Running) -> None:
    """`allow` and whatever else needs a person is refused with a sentence; the same administrator as themselves is
    obeyed, and what nobody said to the bot stays unanswered."""
    adapter = await running.start()
    group, ada = server.group(GROUP, "Club", supergroup=True), server.person(11, "Ada")
    server.add_bot(group, by=ada)
    server.promote(group, ada, "administrator", anonymous=True)
    name = f"@{server.account.user.username}"
    await ada.says("good morning, all", group, anonymous=True)
    await ada.says(f"{name} allow", group, anonymous=True)
    refused = await newest(running, GROUP, 0)
    assert refused.text == NAMELESS
    assert refused.reply_to
    await ada.says(f"{name} circles off", group, anonymous=True)
    await running.once(lambda: not server.account.queue.waiting())
    adapter._explained.keep(GROUP, WallClock().now() - EXPLAINED)
    await ada.says(f"{name} disallow", group, anonymous=True)
    await newest(running, GROUP, 1)
    assert texts(server, GROUP) == [NAMELESS, NAMELESS]
    await ada.says(f"{name} allow", group)
    assert "answer here" in (await newest(running, GROUP, 2)).text


async def test_an_administrator_is_obeyed_where_they_are_alone_with_the_bot(server: Server, tmp_path: Path) -> None:
    """From the setting `homes` to the log, in a whole house; whoever is none says the same in vain, and the doctor
    names the group."""
    group, ada, ben = server.group(GROUP, "Club", supergroup=True), server.person(11, "Ada"), server.person(12, "Ben")
    server.add_bot(group, by=ada)
    server.promote(group, ada, "administrator")
    given: dict[str, str | int | None] = {
        "db": str(tmp_path / "bot.db"),
        "port": 0,
        "telegram_token": server.token,
        "telegram_api": server.url,
    }
    settings = load({**given, "homes": f"telegram:{GROUP}"}, {}, tmp_path)
    (found,) = await asyncio.to_thread(lambda: list(homes(settings)))
    assert (found.result, f"telegram:{GROUP} (Club)" in found.what) == ("ok", True)
    house = build_house(settings)
    try:
        await house.bot.start()
        for number, who in ((12, ben), (11, ada)):
            await who.starts()
            await _read(server, number, 1)
            await who.says("disable little-things")
            await _read(server, number, 2)
        assert "not offered any more" in texts(server, 11)[1]
        assert "not offered" not in " ".join(texts(server, 12))
    finally:
        await house.bot.stop()
        house.lock.release()
    with closing(SqliteViews(tmp_path / "bot.db")) as views:
        assert [(act.account, act.what) for act in views.acts()] == [("telegram:11", "disable")]


async def _read(server: Server, chat: int, messages: int) -> None:
    """So many were sent there."""
    async with asyncio.timeout(20):
        while len(texts(server, chat)) < messages:
            await asyncio.sleep(0.01)


async def test_the_doctor_names_the_groups_that_could_be_homes(server: Server, tmp_path: Path) -> None:
    """Those that let the bot in, by the number that the setting takes; and it says where a home is none."""
    group, ada = server.group(GROUP, "Club", supergroup=True), server.person(11, "Ada")
    server.add_bot(group, by=ada)
    house = House(tmp_path)
    house.say(f"{GROUP}#11", "allow", Rank.OWNER)
    house.ledger.close()
    given = {"db": str(tmp_path / "roles.db"), "telegram_token": server.token, "telegram_api": server.url}

    async def looked(**more: str) -> list[Finding]:
        return await asyncio.to_thread(lambda: list(homes(load({**given, **more}, {}, tmp_path))))

    (none,) = await looked()
    assert (none.result, f"telegram:{GROUP} (Club)" in none.what) == ("ok", True)
    wrong, unconfigured = await looked(homes="telegram:-5, discord:112233445566778899")
    assert (wrong.result, unconfigured.result) == ("warn", "warn")
    assert server.token not in f"{wrong} {unconfigured}"
    (odd,) = await looked(homes="telegram:4711")
    assert (odd.result, "begins with a minus" in odd.what) == ("fail", True)
