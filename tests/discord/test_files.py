"""Photos and voice messages on Discord: what is noted of them, and that their address is asked for anew."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import msgspec
import pytest

from bot.adapters.discord import files
from bot.adapters.discord.events import Message
from bot.adapters.discord.inbound import Taken, read_message
from bot.adapters.discord.wire import Wire
from bot.model.enclosure import FILE, PHOTO, VOICE, Enclosure
from bot.model.event import MessageReceived
from bot.ports.carrying import FetchFailed, Lost
from tests.fakes.discord import DiscordServer, Person

API = "https://discord.com/api/v10"


def came(*attachments: object, **fields: object) -> MessageReceived:
    """What is read of a direct message with these attachments."""
    body = {"id": "9", "channel_id": "5", "author": {"id": "3"}, "attachments": list(attachments), **fields}
    read = read_message(msgspec.convert(body, Message), me=1)
    assert isinstance(read, Taken)
    assert isinstance(read.delivered.event, MessageReceived)
    return read.delivered.event


def attached(**fields: object) -> dict[str, object]:
    return {"id": "77", "content_type": "image/png", "size": 900, **fields}


def test_where_it_is_is_noted_and_no_address() -> None:
    """Channel, message and attachment: an address would be void tomorrow."""
    event = came(attached(url="https://cdn.discordapp.com/attachments/5/77/a.png?ex=1"))
    assert event.enclosed == Enclosure(PHOTO, 900, "image/png", "5/9/77")
    voice = came(attached(content_type="audio/ogg; codecs=opus", waveform="AAA", duration_secs=1.5))
    assert voice.enclosed == Enclosure(VOICE, 900, "audio/ogg", "5/9/77")


def test_of_several_the_first_is_noted_and_that_there_were_more() -> None:
    """So that whoever sent them can be told."""
    event = came(attached(), attached(id="78"))
    assert event.enclosed is not None
    assert (event.enclosed.handle, event.enclosed.more) == ("5/9/77", True)


@pytest.mark.parametrize(
    "nonsense",
    [
        attached(id=77), attached(id=None), attached(id=""), attached(id="0"), attached(id="7/../8"),
        attached(id="\u0667\u0667"), attached(id="9" * 30), attached(content_type="image/svg+xml"),
        attached(content_type="audio/mpeg"),
    ],
)  # fmt: skip
def test_nonsense_is_nothing_that_can_be_fetched(nonsense: object) -> None:
    """The words that came with it are taken all the same."""
    event = came(nonsense, content="the lane")
    assert (event.words.text, event.enclosed) == ("the lane", None)


@pytest.mark.parametrize("mime", [None, "text/csv", "text/html", "application/zip"])
def test_a_file_is_noted(mime: str | None) -> None:
    """For whoever looks after the decks, with its name, whatever is in it: that is told by its content."""
    event = came(attached(content_type=mime, filename="friday.csv"))
    assert event.enclosed == Enclosure(FILE, 900, mime or "", "5/9/77", name="friday.csv")


@pytest.mark.parametrize("size", [None, -1, "9", 1.5, 1 << 70, []])
def test_a_size_that_is_none_is_not_believed(size: object) -> None:
    """What it is, is looked at when it is fetched."""
    event = came(attached(size=size))
    assert event.enclosed is not None
    assert event.enclosed.size == 0


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    async with DiscordServer() as server:
        yield server


@pytest.fixture
async def wire(server: DiscordServer) -> AsyncIterator[Wire]:
    wire = Wire(asyncio.get_running_loop(), server.api_url)
    await wire.static_login(server.token)
    yield wire
    await wire.close()


@pytest.fixture
def ada(server: DiscordServer) -> Person:
    ada = server.person("Ada")
    ada.installs()
    return ada


async def sent(ada: Person, data: bytes = b"x" * 900) -> tuple[Any, str]:
    message = await ada.says("", files={"a.png": data})
    return message, f"{ada.dm.id}/{message.id}/{message.attachments[0]['id']}"


async def failing(server: DiscordServer, wire: Wire, handle: str, limit: int = 1_000) -> FetchFailed:
    with pytest.raises(FetchFailed) as failed:
        await files.fetch(wire, server.api_url, handle, limit)
    return failed.value


async def test_its_address_is_asked_for_anew(server: DiscordServer, wire: Wire, ada: Person) -> None:
    """A day later the one that came with it is void, and it is found all the same."""
    message, handle = await sent(ada)
    server.clock.advance(3 * 86_400)
    with pytest.raises(Exception, match="404"):
        await wire.download(message.attachments[0]["url"], 1_000)
    assert await files.fetch(wire, server.api_url, handle, 1_000) == b"x" * 900


async def test_why_it_is_not_fetched(server: DiscordServer, wire: Wire, ada: Person) -> None:
    """Too large, deleted, of no handle, and trouble that may pass: each is told apart."""
    message, handle = await sent(ada)
    assert (await failing(server, wire, handle, 899)).why is Lost.LARGE
    for nonsense in ("", "1/2", "a/b/c", handle + "1", "../../1/2"):
        assert (await failing(server, wire, nonsense)).why is Lost.GONE, nonsense
    server.faults.fail("get_message", 503)
    trouble = await failing(server, wire, handle)
    assert (trouble.why, trouble.passing) == (Lost.FAILED, True)
    await ada.deletes(message)
    assert (await failing(server, wire, handle)).why is Lost.GONE


@pytest.mark.parametrize(
    "url",
    [
        "http://cdn.discordapp.com/a", "https://cdn.discordapp.com.evil.test/a", "https://user@evil.test/a",
        "https://cdn.discordapp.com:444/a", "file:///etc/passwd", "https://discord.com/api/v10/users/@me", 7, None,
    ],
)  # fmt: skip
def test_an_address_that_is_not_discords_is_not_followed(url: object) -> None:
    """What fetches for people reaches nothing else of the network."""
    with pytest.raises(FetchFailed):
        files._address({"attachments": [{"id": "77", "url": url}]}, "77", API)


def test_discords_own_addresses_are_followed() -> None:
    """Over TLS, at the two names that it has for them."""
    for host in ("cdn.discordapp.com", "media.discordapp.net"):
        url = f"https://{host}/attachments/5/77/a.png?ex=1"
        assert files._address({"attachments": [{"id": "77", "url": url}]}, "77", API) == url
