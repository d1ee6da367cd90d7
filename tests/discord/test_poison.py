"""Events of every broken shape: none raises, each bad one is kept raw, and every good neighbour is handled."""

from __future__ import annotations

import asyncio
import json
import random
from typing import Any, Final

from bot.adapters.discord.adapter import DiscordAdapter
from bot.adapters.discord.form import read_mark
from bot.adapters.discord.inbound import Acknowledgement
from bot.chance import WallClock
from bot.ports.adapter import Delivered, Receipt
from tests.discord.conftest import Notebook, Sheet
from tests.fakes.spoiling import WEIRD, Kept, spoil

ADA: Final = {"id": "11", "username": "ada", "global_name": "Ada", "bot": False}
US: Final = {"id": "7", "username": "not-date", "bot": True}
MEMBER: Final = {"user": ADA, "nick": None, "permissions": "2048", "roles": ["5"]}
ROW: Final = {"type": 1, "components": [{"type": 4, "custom_id": "answer", "value": "at six"}]}
GOOD: Final[tuple[tuple[str, dict[str, Any]], ...]] = (
    ("MESSAGE_CREATE", {"channel_id": "3", "author": ADA, "content": "the harbour at six", "type": 0}),
    ("MESSAGE_CREATE", {"channel_id": "4", "guild_id": "5", "author": ADA, "content": "<@7> 🧑‍🚀", "mentions": [US],
                        "member": {"nick": "A", "roles": []}}),
    ("MESSAGE_CREATE", {"channel_id": "4", "guild_id": "5", "author": ADA, "content": "tiger", "type": 19,
                        "referenced_message": {"id": "8", "author": US}}),
    ("MESSAGE_CREATE", {"channel_id": "3", "author": ADA, "attachments": [{"content_type": "image/png"}]}),
    ("INTERACTION_CREATE", {"type": 3, "token": "t", "channel_id": "4", "guild_id": "5", "member": MEMBER,
                            "data": {"custom_id": "v1:1f.0.tiger@11"}, "message": {"id": "8", "content": "Which?"}}),
    ("INTERACTION_CREATE", {"type": 2, "token": "t", "channel_id": "3", "user": ADA,
                            "data": {"name": "nd", "options": [{"name": "word", "type": 3, "value": "help"}]}}),
    ("INTERACTION_CREATE", {"type": 5, "token": "t", "channel_id": "4", "guild_id": "5", "member": MEMBER,
                            "data": {"custom_id": "v1:form:1f.0@11", "components": [ROW]}, "message": {"id": "8"}}),
)  # fmt: skip
SIGN: Final[dict[str, Any]] = {
    "user_id": "11", "channel_id": "4", "message_id": "8", "guild_id": "5", "emoji": {"id": None, "name": "👍"},
}  # fmt: skip
ROUNDS: Final = 5_000


async def drain(adapter: DiscordAdapter, kept: Kept) -> None:
    batch = []
    while not adapter._queue.empty():
        batch.append(adapter._queue.get_nowait())
    await adapter._take_batch(kept, batch)


async def test_no_event_stops_the_next() -> None:
    """Thousands of spoilt events, each before a good one: nothing raises, and the good ones are all taken."""
    adapter = DiscordAdapter("x", WallClock(), memory=Notebook(), notes=Sheet())
    kept, chance = Kept(), random.Random(1)
    adapter._me = 7

    async def acknowledge(acknowledgement: Acknowledgement) -> bool:
        return bool(json.dumps(acknowledgement.body))

    adapter._acknowledge = acknowledge  # type: ignore[method-assign]  # nobody is there to be told
    for number in range(ROUNDS):
        event, body = chance.choice(GOOD)
        bad = spoil({"id": str(2 * number + 1_000), **body}, chance) if number % 50 else chance.choice(WEIRD)
        adapter.hear(event, bad)
        event, body = GOOD[number % len(GOOD)]
        adapter.hear(event, {"id": str(2 * number + 1_001), **body})
        await drain(adapter, kept)
        assert kept.taken[-1].id == 2 * number + 1_001
    await asyncio.sleep(0)
    assert len(kept.raw) > ROUNDS / 5


async def test_odd_guilds_sessions_and_signs_are_put_aside() -> None:
    """The events of guilds, sessions and reactions may be broken as well."""
    adapter = DiscordAdapter("x", WallClock(), memory=Notebook(), notes=Sheet())
    kept, chance = Kept(), random.Random(2)
    ready = {"user": US, "application": {"id": "7"}, "guilds": [{"id": "5", "unavailable": True}]}
    guild = {"id": "5", "owner_id": "11", "name": "Club", "joined_at": "2026-01-01"}
    for number in range(500):
        adapter.hear("GUILD_CREATE", spoil(guild | {"id": str(number + 10)}, chance))
        adapter.hear("GUILD_DELETE", spoil(guild, chance))
        adapter.hear("READY", spoil({**ready, "user": None}, chance))
        adapter.hear("MESSAGE_REACTION_ADD", spoil(SIGN, chance))
        adapter.hear("MESSAGE_REACTION_REMOVE", spoil(SIGN, chance))
        adapter.hear("NOBODY_KNOWS", chance.choice(WEIRD))
        await drain(adapter, kept)
    assert kept.raw


async def test_a_guild_out_of_sight_is_no_invitation() -> None:
    """While Discord has an outage it names guilds by their ids alone; nothing is said, and nothing is put aside."""
    adapter = DiscordAdapter("x", WallClock(), memory=Notebook(), notes=Sheet())
    adapter.hear("GUILD_CREATE", {"id": "5", "unavailable": True})
    assert adapter._queue.empty()
    adapter.hear("GUILD_CREATE", {"id": "5", "owner_id": "11", "name": "Club"})
    adapter.hear("GUILD_DELETE", {"id": "5", "unavailable": True})
    adapter.hear("GUILD_CREATE", {"id": "5", "owner_id": "11", "name": "Club"})
    assert adapter._queue.qsize() == 1


def test_a_button_says_whose_it_is() -> None:
    """The mark in the button says whose it is, whatever became of the message."""
    mark = read_mark("v1:1f.0.a@b@11")
    assert mark is not None
    assert mark == ("1f.0.a@b", 11)
    assert read_mark("v1:1f.0.a") == ("1f.0.a", 0)
    assert read_mark("tickets:close") is None


async def test_a_place_is_watched_before_it_is_answered() -> None:
    """Whoever is answered goes on: before their first word is kept, it is noted from where on to read back."""
    memory, noted = Notebook(), []

    class Looking(Kept):
        async def take(self, delivered: Delivered) -> Receipt:
            noted.append(dict(memory.last))
            return await super().take(delivered)

    adapter, kept = DiscordAdapter("x", WallClock(), memory=memory, notes=Sheet()), Looking()
    said = {"channel_id": "3", "author": ADA, "content": "at six", "type": 0}
    for id_ in ("1001", "1002"):
        adapter.hear("MESSAGE_CREATE", {"id": id_, **said})
        await drain(adapter, kept)
    assert noted == [{"0:3": 1000}, {"0:3": 1001}]
    assert memory.last == {"0:3": 1002}


async def test_half_a_character_reaches_no_file() -> None:
    """What no file can hold is in nothing that is stored: neither in an id nor in a promise."""
    sheet = Sheet()
    adapter, kept = DiscordAdapter("x", WallClock(), memory=Notebook(), notes=sheet), Kept()
    adapter._acknowledge = acknowledge  # type: ignore[method-assign]  # nobody is there to be told
    adapter.hear("GUILD_CREATE", {"id": "5", "owner_id": "11", "name": "\ud800", "joined_at": "\ud800"})
    word = {"name": "nd", "options": [{"name": "word", "type": 3, "value": "help"}]}
    adapter.hear("INTERACTION_CREATE", {"id": "9", "type": 2, "token": "\ud800", "channel_id": "3", "user": ADA,
                                        "data": word})  # fmt: skip
    await adapter._promises.keep()
    assert "token" in sheet.kept["open"]
    await drain(adapter, kept)
    assert all(str(delivered.id).encode() for delivered in kept.taken)
    assert [delivered.name for delivered in kept.taken] == ["", "Ada"]


async def acknowledge(acknowledgement: Acknowledgement) -> bool:
    return bool(json.dumps(acknowledgement.body))


async def test_what_is_put_aside_is_found_by_whose_it_is() -> None:
    """Forgetting somebody finds what of theirs could not be read; where nobody is named, it is Discord's."""
    adapter, kept = DiscordAdapter("x", WallClock(), memory=Notebook(), notes=Sheet()), Kept()
    whose: list[object] = [{"author": ADA}, {"member": {"user": ADA}}, {"user": ADA, "member": 3}]
    unread = [{"author": {"id": id_}} for id_ in (11, "eleven", "9" * 20, None)]
    nobodys: list[object] = [*unread, [], None]
    for data in (*whose, *nobodys):
        adapter.hear("MESSAGE_CREATE", data)
    await drain(adapter, kept)
    assert kept.sources == [f"discord:{ADA['id']}"] * len(whose) + ["discord"] * len(nobodys)
