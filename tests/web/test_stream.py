"""The stream: everything, in order, once, whatever happens to the connection."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import ClientResponse

from bot.adapters.web.adapter import WebAdapter
from bot.adapters.web.edits import EACH as EDITS_EACH
from bot.adapters.web.edits import PLACES, Edits
from bot.adapters.web.outbound import EACH, frame
from bot.model.ids import Address, MessageId
from bot.model.message import Paragraph, Part
from bot.ports.adapter import Failure, SendFailed
from bot.ports.transcript import Entry, Speaker
from tests.web.fakes import PAIR, Bot, say
from tests.web.person import Person


@asynccontextmanager
async def stream(person: Person, after: int | None = None, last: str = "") -> AsyncIterator[ClientResponse]:
    query = f"?after={after}" if after is not None else ""
    headers = {"Last-Event-ID": last} if last else {}
    async with person.session.get(f"{person.url}/events{query}", headers=headers) as response:
        yield response


async def block(response: ClientResponse) -> str:
    """The next event, whole."""
    lines: list[str] = []
    while True:
        line = (await asyncio.wait_for(response.content.readline(), 3)).decode()
        assert line, "the stream ended"
        if line.strip() and not line.startswith("retry:"):
            lines.append(line.removeprefix("data: "))
        elif lines:
            return "".join(lines)


async def ids(response: ClientResponse, count: int) -> list[int]:
    """The ids of the next `count` events that have one."""
    found: list[int] = []
    while len(found) < count:
        text = await block(response)
        found += [int(id_) for id_ in re.findall("^id: ([0-9]+)$", text, re.MULTILINE)[:1]]
    return found


async def is_silent(response: ClientResponse) -> bool:
    """Whether no event comes for a while."""
    try:
        await asyncio.wait_for(block(response), 0.2)
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
        assert await adapter.send(where(bot), key, Part(()), 0) == f"{key}.0"
        assert await ids(response, 1) == [key]
        await adapter.send(where(bot), key, Part(()), 0)
        assert await is_silent(response)


async def test_an_edit_takes_the_place_of_what_it_changes(ada: Person, bot: Bot, adapter: WebAdapter) -> None:
    """The open page is handed the whole message anew, under its own id, with its other parts and its buttons as they
    are; the cursor stays where it is."""
    await ada.open()
    key = bot.says(where(bot), say("First."), say("So far: nobody.", buttons=PAIR))
    sent = await adapter.send(where(bot), key, Part(()), 1)
    async with stream(ada, after=key) as response:
        await adapter.edit(where(bot), sent, say("So far: four.", buttons=PAIR[:1]))
        text = await block(response)
        assert f'hx-target="#e{key}" hx-swap="outerMorph"><li id="e{key}"' in text
        assert "First." in text and "So far: four." in text
        assert "nobody" not in text and "id: " not in text
        assert (PAIR[0].token in text, PAIR[1].token in text) == (True, False)
        assert text.rstrip().endswith("</li></hx-partial>")


async def test_what_was_edited_behind_a_hidden_page_is_told_when_it_comes_back(
    ada: Person, bot: Bot, adapter: WebAdapter
) -> None:
    """A stream that begins with the cursor behind the message brings its last edit, once, before anything else."""
    await ada.open()
    key = bot.says(where(bot), say("So far: nobody."))
    for count in ("three", "four"):
        await adapter.edit(where(bot), f"{key}.0", say(f"So far: {count}."))
    async with stream(ada, last=str(key)) as response:
        assert "So far: four." in await block(response)
        later = bot.says(where(bot), say("One more thing."))
        await adapter.send(where(bot), later, Part(()), 0)
        assert f"id: {later}" in await block(response)
        assert await is_silent(response)


async def test_an_edit_of_what_was_said_only_just_now_is_not_lost(ada: Person, bot: Bot, adapter: WebAdapter) -> None:
    """Said and edited while the transcript is read, it is first shown and then changed."""
    await ada.open()
    place = where(bot)
    once = iter(["So far: nobody."])

    async def meanwhile() -> None:
        for text in once:
            key = bot.says(place, say(text))
            await adapter.send(place, key, Part(()), 0)
            await adapter.edit(place, f"{key}.0", say("So far: four."))

    bot.after_reading = meanwhile
    async with stream(ada, after=1) as response:
        assert "id: 2" in await block(response)
        assert "So far: four." in await block(response)


async def test_what_is_gone_is_not_shown_again_by_an_edit(ada: Person, bot: Bot, adapter: WebAdapter) -> None:
    """Edits are of what the transcript has; and a name that is none is a message that is gone."""
    await ada.open()
    await adapter.edit(where(bot), "77.0", say("a secret"))
    async with stream(ada, after=99) as response:
        assert await is_silent(response)
    for name in ("", "x", "5", "5.x", "5.0.0"):
        with pytest.raises(SendFailed) as trouble:
            await adapter.edit(where(bot), name, say("x"))
        assert trouble.value.failure is Failure.MESSAGE


async def test_edits_are_remembered_of_the_newest_only() -> None:
    """Neither many places nor a long evening fill the memory."""
    edits = Edits()
    for number in range(EDITS_EACH + 5):
        edits.note(Address("a"), number, 0, Part(()))
    assert [edit.entry for edit in edits.after(Address("a"), 0)] == list(range(5, EDITS_EACH + 5))
    for number in range(PLACES):
        edits.note(Address(f"b{number}"), 1, 0, Part(()))
    assert not list(edits.after(Address("a"), 0))
    assert list(edits.after(Address("b0"), 0))


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
    assert await adapter.send(Address("f" * 32), MessageId(5), Part(()), 0) == "5.0"
