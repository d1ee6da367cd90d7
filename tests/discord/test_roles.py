"""What somebody may do in a guild that is a home, computed from what Discord says of its roles."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.adapters.discord.adapter import DiscordAdapter
from bot.adapters.discord.wire import Client
from bot.model.member import Rank
from bot.runtime import standings
from bot.runtime.standings import RESTS
from tests.discord.conftest import Notebook, Sheet
from tests.fakes.discord import DiscordServer
from tests.fakes.discord.places import Place
from tests.runtime.engines import Clock
from tests.runtime.homes import Community


@pytest.fixture
def lounge(server: DiscordServer) -> Place:
    """A guild that is a home; Ada owns it."""
    return server.guild("Lounge", owner="Ada")


@pytest.fixture
async def club(server: DiscordServer, lounge: Place) -> AsyncIterator[Community]:
    """A bot that is connected by REST alone."""
    adapter = DiscordAdapter(server.token, Clock(), server.api_url, memory=Notebook(), notes=Sheet())
    client = Client(server.api_url, lambda event, data: None, lambda raw, error: None)
    await client.login(server.token)
    adapter._sender.wire = client.wire
    community = Community(adapter, str(lounge.id))
    adapter._clock = community.clock
    yield community
    await client.close()


@pytest.mark.parametrize(
    ("permission", "rank"),
    [("ADMINISTRATOR", Rank.MODERATOR), ("MANAGE_GUILD", Rank.MODERATOR), ("MANAGE_MESSAGES", Rank.MODERATOR),
     ("MENTION_EVERYONE", Rank.MEMBER)],
)  # fmt: skip
async def test_a_role_counts_and_its_loss_within_the_minute(
    permission: str, rank: Rank, server: DiscordServer, lounge: Place, club: Community
) -> None:
    """By the roles that she has in the whole guild; nobody but who owns it is an owner."""
    ben = server.person("Ben")
    ben.joins(lounge)
    assert await club.rank(ben.id) is Rank.MEMBER
    lounge.appoint(ben.account, "Stewards", permission)
    assert await club.rank_a_minute_later(ben.id) is rank
    lounge.guild.members[ben.id].roles.clear()
    assert await club.rank_a_minute_later(ben.id) is Rank.MEMBER


async def test_who_owns_the_guild_owns_the_community_until_it_is_somebody_elses(
    server: DiscordServer, lounge: Place, club: Community
) -> None:
    """Whatever roles they have, and whoever it is handed to."""
    ada, ben = server.person("Ada"), server.person("Ben")
    ben.joins(lounge)
    assert await club.rank(ada.id) is Rank.OWNER
    lounge.guild.owner = ben.account
    assert await club.rank_a_minute_later(ada.id) is Rank.MEMBER
    assert await club.rank(ben.id) is Rank.OWNER


async def test_who_is_timed_out_moderates_nothing(server: DiscordServer, lounge: Place, club: Community) -> None:
    """Until their time is up; an administrator cannot be timed out."""
    ben, now = server.person("Ben"), club.clock.time / 1000
    ben.joins(lounge)
    lounge.appoint(ben.account, "Stewards", "MANAGE_MESSAGES")
    lounge.guild.members[ben.id].timed_out = now + 90
    assert await club.rank(ben.id) is Rank.MEMBER
    assert await club.rank_a_minute_later(ben.id) is Rank.MEMBER
    assert await club.rank_a_minute_later(ben.id) is Rank.MODERATOR
    lounge.guild.members[ben.id].timed_out = now + 9_000
    lounge.appoint(ben.account, "Heads", "ADMINISTRATOR")
    assert await club.rank_a_minute_later(ben.id) is Rank.MODERATOR


async def test_who_is_unknown_is_a_member(server: DiscordServer, lounge: Place, club: Community) -> None:
    """Whoever is not there or left, an account that is none, a guild that the bot is not in, and no connection."""
    ben = server.person("Ben")
    assert await club.rank(ben.id) is Rank.MEMBER
    lounge.appoint(ben.account, "Stewards", "ADMINISTRATOR")
    ben.leaves(lounge)
    assert await club.rank_a_minute_later(ben.id) is Rank.MEMBER
    assert await club.rank("nobody") is Rank.MEMBER
    other = server.guild("Other", owner="Ada", bot=False)
    assert await Community(club.adapter, str(other.id)).rank(server.person("Ada").id) is Rank.MEMBER
    assert isinstance(club.adapter, DiscordAdapter)
    club.adapter._sender.wire = None
    assert await Community(club.adapter, str(lounge.id)).rank(server.person("Ada").id) is Rank.MEMBER


async def test_an_error_and_silence_are_a_no(
    server: DiscordServer, club: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until Discord answers again."""
    ada = server.person("Ada").id
    server.faults.fail("guild", 503)
    assert await club.rank(ada) is Rank.MEMBER
    club.clock.time += RESTS + 1
    monkeypatch.setattr(standings, "PATIENCE", 0.05)
    server.faults.slow("member", 1.0)
    assert await club.rank(ada) is Rank.MEMBER
    monkeypatch.undo()
    club.clock.time += RESTS + 1
    assert await club.rank(ada) is Rank.OWNER
