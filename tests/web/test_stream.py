"""The stream: everything, in order, once, whatever happens to the connection."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import ClientResponse

from bot.adapters.web.adapter import WebAdapter
from bot.adapters.web.outbound import EACH, frame
from bot.model.ids import Address, MessageId
from bot.model.message import Paragraph, Part
from bot.ports.transcript import Entry, Speaker
from tests.web.fakes import Bot, say
from tests.web.person import Person


@asynccontextmanager
async def stream(person: Person, after: int | None = None, last: str = "") -> AsyncIterator[ClientResponse]:
    query = f"?after={after}" if after is not None else ""
    headers = {"Last-Event-ID": last} if last else {}
    async with person.session.get(f"{person.url}/events{query}", headers=headers) as response:
        yield response


async def ids(response: ClientResponse, count: int) -> list[int]:
    """The ids of the next `count` events."""
    found: list[int] = []
    while len(found) < count:
        line = await asyncio.wait_for(response.content.readline(), 3)
        assert line, "the stream ended"
        if line.startswith(b"id: "):
            found.append(int(line[4:]))
    return found


async def is_silent(response: ClientResponse) -> bool:
    """Whether no event comes for a while."""
    try:
        await asyncio.wait_for(ids(response, 1), 0.2)
    except TimeoutError:
        return True
    return False


def where(bot: Bot) -> Address:
    return bot.taken[0].address


async def test_a_stream_starts_with_what_was_missed(ada: Person, bot: Bot) -> None:
    """Everything after the cursor comes first, then what is said live, each once and in order."""
    await ada.open()
    await ada.say("zero!")
    async with stream(ada, after=1) as response:
        assert response.headers["Content-Type"].startswith("text/event-stream")
        assert await ids(response, 2) == [2, 3]
        await ada.say("when my sister moved out")
        assert await ids(response, 2) == [4, 5]
        assert await is_silent(response)


async def test_coming_back_with_the_last_event_id_brings_the_rest_once(ada: Person, bot: Bot) -> None:
    """`Last-Event-ID` wins over the older cursor of the address."""
    await ada.open()
    await ada.say("zero!")
    await ada.say("bluebird")
    async with stream(ada, after=1, last="3") as response:
        assert await ids(response, 2) == [4, 5]
        assert await is_silent(response)


@pytest.mark.parametrize("last", ["x", "-1", "1e3", "٣", "9" * 40, "3; drop"])
async def test_a_cursor_that_is_none_counts_for_nothing(ada: Person, bot: Bot, last: str) -> None:
    """A damaged cursor shows everything again rather than failing; the page drops what it has."""
    await ada.open()
    async with ada.session.get(f"{ada.url}/events", params={"after": last}) as response:
        assert response.status == 200
        assert await ids(response, 1) == [1]


async def test_what_the_bot_says_unasked_arrives_by_send(ada: Person, bot: Bot, adapter: WebAdapter) -> None:
    """`send` wakes the page and returns the key; a second send of the same message shows nothing twice."""
    await ada.open()
    async with stream(ada, after=1) as response:
        key = bot.says(where(bot), say("One more thing."))
        assert await adapter.send(where(bot), key, Part(()), 0) == str(key)
        assert await ids(response, 1) == [key]
        await adapter.send(where(bot), key, Part(()), 0)
        assert await is_silent(response)


async def test_a_storm_of_messages_while_connecting_loses_nothing(ada: Person, bot: Bot, adapter: WebAdapter) -> None:
    """Whatever is committed between connecting and listening arrives, in order, once."""
    await ada.open()
    place = where(bot)

    async def storm() -> None:
        for n in range(100):
            await adapter.send(place, bot.says(place, say(f"n{n}")), Part(()), 0)
            await asyncio.sleep(0.001)

    task = asyncio.create_task(storm())
    for start in (0.0, 0.01, 0.03):
        await asyncio.sleep(start)
        async with stream(ada, after=1) as response:
            assert await ids(response, 20) == list(range(2, 22))
    await task
    async with stream(ada, after=1) as response:
        assert await ids(response, 100) == list(range(2, 102))
        assert await is_silent(response)


async def test_what_is_said_while_the_transcript_is_read_is_not_lost(
    ada: Person, bot: Bot, adapter: WebAdapter
) -> None:
    """A wake-up between the reading and the waiting counts."""
    await ada.open()
    place = where(bot)
    once = iter(["One more thing."])

    async def meanwhile() -> None:
        for text in once:
            await adapter.send(place, bot.says(place, say(text)), Part(()), 0)

    bot.after_reading = meanwhile
    async with stream(ada, after=1) as response:
        assert await ids(response, 1) == [2]


async def test_nobody_hears_anothers_stream(ada: Person, ben: Person, bot: Bot) -> None:
    """A stream is of the cookie's place, whatever the cursor says."""
    await ada.open()
    await ben.open()
    await ada.say("a secret")
    async with stream(ben, after=0) as response:
        assert await ids(response, 1) == [2]
        assert await is_silent(response)


async def test_a_stream_without_a_cookie_is_refused(ada: Person) -> None:
    """There is no place to stream."""
    async with stream(ada) as response:
        assert response.status == 403
        assert await response.text() == ""


@pytest.mark.usefixtures("quick_heartbeat")
async def test_a_silent_stream_beats(ada: Person) -> None:
    """A comment keeps proxies from closing it; it is no event."""
    await ada.open()
    async with stream(ada, after=1) as response:
        text = b""
        while b": still here\n\n" not in text:
            text += await asyncio.wait_for(response.content.readline(), 2)
        assert text.startswith(b"retry: 1000\n\n")
        assert b"id:" not in text


async def test_five_windows_and_no_sixth_until_one_closes(ada: Person) -> None:
    """A seat that is left is free at once."""
    await ada.open()
    opened = [await ada.session.get(f"{ada.url}/events?after=0") for _ in range(EACH)]
    async with stream(ada) as response:
        assert response.status == 429
        assert int(response.headers["Retry-After"]) >= 1
    opened[0].close()
    for _ in range(50):
        await asyncio.sleep(0.02)
        async with stream(ada) as response:
            if response.status == 200:
                break
    else:
        pytest.fail("the seat was not freed")
    for response in opened[1:]:
        response.close()


async def test_a_transcript_that_fails_ends_the_stream_and_tells_nothing(
    ada: Person, bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    """The stream closes cleanly, so that the browser comes back; the log names the kind of error only."""

    async def broken(*_: object) -> tuple[Entry, ...]:
        raise RuntimeError("a secret")

    await ada.open()
    bot.since = broken  # type: ignore[method-assign, assignment]
    async with stream(ada, after=0) as response:
        assert await asyncio.wait_for(response.text(), 2) == "retry: 1000\n\n"
    assert "RuntimeError" in caplog.text and "a secret" not in caplog.text


def test_no_text_can_end_its_event() -> None:
    """Line ends of any kind within a text stay within the event."""
    nasty = "a\n\nid: 99\ndata: forged\r\revent: x\r\n\r\nb\u2028c\u0085d"
    entry = Entry(7, Speaker.MEMBER, 0, (Part((Paragraph(nasty),)),))
    text = frame(entry)
    assert text.endswith("\n\n")
    lines = re.split("\r\n|\r|\n", text[:-2])
    assert [line for line in lines if not line.startswith("data: ")] == ["id: 7"]


async def test_send_to_nobody_is_no_error(adapter: WebAdapter) -> None:
    """Whoever is away sees it when they come: it is in the transcript."""
    assert await adapter.send(Address("f" * 32), MessageId(5), Part(()), 0) == "5"
