"""What Telegram says of a group's administrators, and who is nobody because nobody can say who they are."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.adapters.telegram.adapter import EXPLAINED, NAMELESS, TelegramAdapter
from bot.adapters.telegram.ranks import rank_of
from bot.model.member import Rank
from bot.runtime import standings
from bot.runtime.standings import RESTS
from tests.fakes.telegram.server import Server
from tests.runtime.engines import Clock
from tests.runtime.homes import Community
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
    adapter._explained[GROUP] -= EXPLAINED
    await ada.says(f"{name} disallow", group, anonymous=True)
    await newest(running, GROUP, 1)
    assert texts(server, GROUP) == [NAMELESS, NAMELESS]
    await ada.says(f"{name} allow", group)
    assert "answer here" in (await newest(running, GROUP, 2)).text
