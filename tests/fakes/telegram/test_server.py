"""The double keeps the real server's rules for updates, limits and trouble; asked by python-telegram-bot."""

from __future__ import annotations

import asyncio

import pytest
from telegram import Bot
from telegram.error import (
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from tests.fakes.telegram import faults
from tests.fakes.telegram.asking import DAY, FREE, GROUP, YES, Frozen, fetch, fresh, texts
from tests.fakes.telegram.flood import Limits
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.server import Server


async def test_an_offset_deletes_what_is_below_it(server: Server, bot: Bot, ada: Person) -> None:
    """Updates come again until a higher offset is named, and then never more."""
    for text in ("one", "two", "three"):
        await ada.says(text)
    first = await fetch(bot)
    assert texts(first) == texts(await fresh(server, bot)) == ["one", "two", "three"]
    assert texts(await fetch(bot, first[1]["update_id"])) == ["two", "three"]
    assert texts(await fresh(server, bot)) == ["two", "three"]


async def test_a_negative_offset_counts_from_the_end(server: Server, bot: Bot, ada: Person) -> None:
    """-1 is the last update, and all others are forgotten."""
    for text in ("one", "two", "three"):
        await ada.says(text)
    assert texts(await fetch(bot, -1)) == ["three"]
    assert texts(await fresh(server, bot)) == ["three"]


async def test_an_offset_far_in_the_future_is_no_offset(server: Server, bot: Bot, ada: Person) -> None:
    """More than ten beyond the tail, the queue is read from its head and nothing is lost."""
    await ada.says("one")
    assert texts(await fetch(bot, 2_000_000_000)) == ["one"]


async def test_a_limit_is_kept_between_one_and_a_hundred(server: Server, bot: Bot, ada: Person) -> None:
    """Zero counts as one, a thousand as a hundred."""
    for number in range(120):
        await ada.says(str(number))
    assert len(await fetch(bot, limit=1)) == 1
    assert len(await fresh(server, bot, limit=1000)) == 100


async def test_the_same_offset_within_half_a_second_gets_one_update(server: Server, bot: Bot, ada: Person) -> None:
    """Hasty repetition is slowed; another offset, or half a second, ends that."""
    for text in ("one", "two", "three"):
        await ada.says(text)
    first = await fetch(bot)
    assert texts(await fetch(bot)) == ["one"]
    assert texts(await fetch(bot, first[0]["update_id"])) == ["one", "two", "three"]
    server.advance(0.6)
    assert texts(await fetch(bot, first[0]["update_id"])) == ["one", "two", "three"]


async def test_a_long_poll_ends_with_a_new_update(server: Server, bot: Bot, ada: Person) -> None:
    """The waiting call gets the update; it does not wait for its whole time."""
    waiting = asyncio.create_task(fetch(bot, timeout=4))
    await server.wait_for(lambda: server.account.polling.waits)
    await ada.says("hello")
    assert texts(await asyncio.wait_for(waiting, 1)) == ["hello"]


async def test_a_second_poll_ends_the_first_with_409(server: Server, bot: Bot) -> None:
    """The older of two waiting calls is told that there is another."""
    first = asyncio.create_task(fetch(bot, timeout=4))
    await server.wait_for(lambda: server.account.polling.waits)
    async with Bot(server.token, base_url=server.base_url) as twin:
        second = asyncio.create_task(fetch(twin, 5, timeout=1))
        with pytest.raises(Conflict, match="make sure that only one bot instance is running"):
            await first
        assert await second == []


async def test_updates_outlive_the_client(server: Server, ada: Person) -> None:
    """What one process of the bot did not acknowledge, the next one gets."""
    async with Bot(server.token, base_url=server.base_url) as first:
        await ada.says("hello")
        assert texts(await fetch(first)) == ["hello"]
    server.advance(60)
    async with Bot(server.token, base_url=server.base_url) as second:
        assert texts(await fetch(second)) == ["hello"]


async def test_a_press_is_kept_150_seconds(server: Server, bot: Bot, ada: Person) -> None:
    """150 seconds later it is there, 151 seconds later it is gone, and the bot never knew."""
    await ada.starts()
    await bot.send_message(ada.id, "Well?", reply_markup=YES)
    seen = len(await fetch(bot))
    await ada.presses("Yes")
    server.advance(150)
    assert [*(await fetch(bot))[-1]][1] == "callback_query"
    server.advance(1)
    assert len(await fetch(bot, timeout=0)) == seen


async def test_a_message_is_kept_a_day(server: Server, bot: Bot, ada: Person) -> None:
    """After 86,400 seconds it is there, one second later it is gone."""
    await ada.says("hello")
    server.advance(DAY)
    assert len(await fetch(bot)) == 1
    server.advance(1)
    server.account.polling.again = 0
    assert await fetch(bot) == []


async def test_allowed_updates_are_remembered(server: Server, bot: Bot, ada: Person) -> None:
    """Kinds that are not asked for do not even wait, until they are asked for again."""
    await fetch(bot, -1, allowed_updates=["callback_query"])
    await ada.says("unheard")
    await fetch(bot, allowed_updates=["message"])
    await ada.says("heard")
    assert texts(await fresh(server, bot)) == ["heard"]


async def test_a_press_may_come_under_several_ids(server: Server, bot: Bot, ada: Person) -> None:
    """One query, several updates."""
    server.press_copies = 3
    await ada.starts()
    await bot.send_message(ada.id, "Well?", reply_markup=YES)
    query = await ada.presses("y")
    updates = [update for update in await fetch(bot) if "callback_query" in update]
    assert len({update["update_id"] for update in updates}) == 3
    assert {update["callback_query"]["id"] for update in updates} == {query}


async def test_any_json_can_be_pushed_and_any_bytes_answered(server: Server, bot: Bot) -> None:
    """Nonsense arrives as it was given."""
    number = server.push_raw({"message": {"chat": 5}})
    server.push_raw(b'{"update_id":"x","a":1,"a":2}')
    server.push_raw([1, None])
    assert await fetch(bot) == [{"update_id": number, "message": {"chat": 5}}, {"update_id": "x", "a": 2}, [1, None]]
    server.garble(b"<html>")
    with pytest.raises(TelegramError, match="Invalid server response"):
        await fetch(bot)


async def test_bots_do_not_share_anything(server: Server, bot: Bot, ada: Person) -> None:
    """Each token has its own queue, its own chat with a person, and its own right to write there."""
    other = server.add_token("8000000002:BBB")
    await ada.to(other).starts()
    await ada.to(other).says("for the other")
    assert await fetch(bot) == []
    with pytest.raises(Forbidden):
        await bot.send_message(ada.id, "hello")
    async with Bot(other.token, base_url=server.base_url) as second:
        assert texts(await fetch(second)) == ["/start", "for the other"]
        assert (await second.get_me()).id == 8000000002


async def test_a_revoked_token_ends_the_wait(server: Server, bot: Bot, ada: Person) -> None:
    """The waiting call is a 401, and the queue is still there when the token is good again."""
    waiting = asyncio.create_task(bot.get_updates(timeout=4))
    await server.wait_for(lambda: server.account.polling.waits)
    server.revoke()
    with pytest.raises(InvalidToken):
        await waiting
    await ada.says("hello")
    server.restore()
    assert texts(await fresh(server, bot)) == ["hello"]


async def test_the_server_can_be_away(ada: Person) -> None:
    """Nobody answers meanwhile; afterwards it is the same server at the same port."""
    server = Server(limits=FREE)
    async with server:
        await server.person(11, "Ada").says("hello")
        bot = Bot(server.token, base_url=server.base_url)
        await bot.initialize()
    with pytest.raises(NetworkError):
        await bot.get_me()
    async with server:
        assert texts(await fetch(bot)) == ["hello"]
        await bot.shutdown()


async def test_more_than_a_message_a_second_is_a_429(ada: Person) -> None:
    """One a second in a chat; a call inside the pause is early; afterwards all is well."""
    async with Server(now=Frozen()) as server:
        await server.person(11, "Ada").starts()
        async with Bot(server.token, base_url=server.base_url) as bot:
            await bot.send_message(11, "one")
            for _ in range(2):
                with pytest.raises(RetryAfter) as caught:
                    await bot.send_message(11, "two")
                assert caught.value._retry_after.total_seconds() == 1
            assert (server.self_caused_429, server.early, len(server.sent)) == (1, 1, 1)
            server.advance(1)
            await bot.send_message(11, "two")


@pytest.mark.parametrize(("chats", "allowed", "span"), [((GROUP,), 20, 60), (tuple(range(1, 41)), 30, 1)])
async def test_groups_and_the_whole_have_their_own_limits(chats: tuple[int, ...], allowed: int, span: int) -> None:
    """20 a minute in one group, 30 a second in all; the pause lasts until the oldest is out of the window."""
    async with Server(now=Frozen(), limits=Limits(chat_burst=100)) as server:
        for number in chats:
            if number > 0:
                await server.person(number, "P").starts()
            else:
                server.add_bot(server.group(number, "Club"), by=server.person(11, "Ada"))
        async with Bot(server.token, base_url=server.base_url) as bot:
            with pytest.raises(RetryAfter) as caught:
                for number in range(100):
                    await bot.send_message(chats[number % len(chats)], "x")
            assert len(server.sent) == allowed
            assert caught.value._retry_after.total_seconds() == span
            server.advance(span)
            await bot.send_message(chats[0], "x")


async def test_a_storm_needs_no_cause(server: Server, bot: Bot, ada: Person) -> None:
    """The next call is told to wait, whoever's fault it is; getUpdates is not."""
    await ada.starts()
    server.storm(7, chat=ada)
    with pytest.raises(RetryAfter):
        await bot.send_message(ada.id, "x")
    with pytest.raises(RetryAfter):
        await bot.send_chat_action(ada.id, "typing")
    assert (server.self_caused_429, server.early) == (0, 1)
    assert len(await fetch(bot)) == 1
    server.advance(7)
    await bot.send_message(ada.id, "x")


async def test_a_response_can_be_lost(server: Server, bot: Bot, ada: Person) -> None:
    """Dropped before, the message is not there; dropped after, it is; a 5xx leaves nothing; a slow answer comes."""
    await ada.starts()
    for after in (False, True):
        server.drop(after=after, method="sendMessage")
        with pytest.raises(NetworkError):
            await bot.send_message(ada.id, f"{after}")
    server.fail(502, faults.GATEWAY, method="sendMessage", chat=ada)
    with pytest.raises(NetworkError):
        await bot.send_message(ada.id, "failed")
    server.slow(0.05)
    await bot.send_message(ada.id, "slow")
    assert [sent.text for sent in server.sent] == ["True", "slow"]
    assert server.calls["sendmessage"] == 4
