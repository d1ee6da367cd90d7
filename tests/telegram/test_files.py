"""Photos and voice messages on Telegram: what is noted of them, and what is fetched from its file server or is not."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from telegram import Bot

from bot.adapters.telegram import files, inbound
from bot.adapters.telegram.inbound import Me, Taken
from bot.adapters.telegram.updates import read_update
from bot.model.enclosure import FILE, PHOTO, VOICE, Enclosure
from bot.model.event import MessageReceived
from bot.ports.carrying import FetchFailed, Lost
from tests.fakes.telegram.server import Server

ADA = {"id": 11, "is_bot": False, "first_name": "Ada"}
SIZES = [{"file_id": "small", "file_size": 9}, {"file_id": "large", "file_size": 900}]


def came(chat: dict[str, Any] | None = None, **fields: object) -> MessageReceived:
    """What is read of a message with these fields."""
    message = {"message_id": 1, "date": 1, "chat": chat or {"id": 11, "type": "private"}, "from": ADA, **fields}
    read = inbound.read(read_update({"update_id": 1, "message": message}), Me(7, "notdate_bot"))
    assert isinstance(read, Taken)
    assert isinstance(read.delivered.event, MessageReceived)
    return read.delivered.event


def test_the_largest_of_a_photos_sizes_is_noted() -> None:
    """By its id, with its size."""
    assert came(photo=SIZES).enclosed == Enclosure(PHOTO, 900, "", "large")


def test_a_voice_message_is_noted() -> None:
    """With what Telegram calls it."""
    voice = {"file_id": "v", "file_size": 5, "mime_type": "audio/ogg", "duration": 3}
    assert came(voice=voice).enclosed == Enclosure(VOICE, 5, "audio/ogg", "v")


def test_a_document_is_noted_as_a_file() -> None:
    """For whoever looks after the decks, with its name; a photo sent so would keep whatever the camera wrote into it,
    and nobody else sees it."""
    document = {"file_id": "d", "file_size": 7, "mime_type": "text/csv", "file_name": "friday\ud800.csv"}
    assert came(document=document).enclosed == Enclosure(FILE, 7, "text/csv", "d", name="friday?.csv")


@pytest.mark.parametrize("field", ["video", "sticker", "audio", "video_note", "animation"])
def test_nothing_else_is_carried(field: str) -> None:
    """Nor would a photo be, sent as a document: it would keep whatever the camera wrote into it."""
    event = came(**{field: {"file_id": "x"}})
    assert (event.media, event.enclosed) == (field, None)


def test_in_a_group_nothing_is_noted() -> None:
    """Nobody carries anything there."""
    group = {"id": -5, "type": "group", "title": "Club"}
    text = {"caption": "@notdate_bot look", "caption_entities": [{"type": "mention", "offset": 0, "length": 12}]}
    assert came(group, photo=SIZES, **text).enclosed is None


@pytest.mark.parametrize(
    "nonsense",
    [
        [], {}, 7, "large", [None], [[]], [{"file_id": 5}], [{"file_id": ""}], [{"file_id": "x" * 600}],
        [{"file_id": "a\ud800"}], [{"file_id": "a", "mime_type": "\udfff"}], [{"file_id": "a", "file_size": -1}],
        [{"file_id": "a", "file_size": 1 << 70}], [{"file_id": "a", "file_size": "9"}], [{"file_id": "a"}, 3],
    ],
)  # fmt: skip
def test_nonsense_is_nothing_that_can_be_fetched(nonsense: object) -> None:
    """The words that came with it are taken all the same."""
    event = came(photo=nonsense, caption="the lane")
    assert (event.words.text, event.media, event.enclosed) == ("the lane", "photo", None)
    assert came(voice=nonsense, caption="the lane").enclosed is None


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with Server() as server:
        yield server


@pytest.fixture
async def bot(server: Server) -> AsyncIterator[Bot]:
    async with Bot(server.token, base_url=server.base_url, base_file_url=server.base_file_url) as bot:
        yield bot


async def failing(bot: Bot, file: str, limit: int = 1_000) -> FetchFailed:
    with pytest.raises(FetchFailed) as failed:
        await files.fetch(bot, file, limit)
    assert bot.token not in str(failed.value)
    return failed.value


async def test_a_file_is_fetched(server: Server, bot: Bot) -> None:
    """To the byte."""
    file = server.world.keep_file("photos", "jpg", b"x" * 900)
    assert await files.fetch(bot, file["file_id"], 1_000) == b"x" * 900


async def test_why_it_is_not_fetched(server: Server, bot: Bot) -> None:
    """Too large for us or for Telegram, gone, refused, and trouble that may pass: each is told apart."""
    file = server.world.keep_file("photos", "jpg", b"x" * 900)["file_id"]
    assert (await failing(bot, file, 899)).why is Lost.LARGE
    huge = server.world.keep_file("photos", "jpg", bytes((20 << 20) + 1))["file_id"]
    assert (await failing(bot, huge)).why is Lost.LARGE
    assert (await failing(bot, "unknown")).why is Lost.GONE
    server.fail(404, "Not Found", method="download")
    assert (await failing(bot, file)).why is Lost.GONE
    server.drop(after=False, method="download")
    trouble = await failing(bot, file)
    assert (trouble.why, trouble.passing) == (Lost.FAILED, True)
    server.fail(502, "Bad Gateway", method="getFile")
    trouble = await failing(bot, file)
    assert (trouble.why, trouble.passing) == (Lost.FAILED, True)
    assert await files.fetch(bot, file, 1_000) == b"x" * 900


@pytest.mark.parametrize("path", ["/var/lib/bot/photo.jpg", "https://elsewhere.test/a", "photos/../../getMe", "", 7])
async def test_a_path_that_leads_elsewhere_is_not_followed(server: Server, bot: Bot, path: object) -> None:
    """A server that names a file of its own disk, or an address, is not believed."""
    file = server.world.keep_file("photos", "jpg", b"x")["file_id"]
    server.world.files[file] = (path, b"x")  # type: ignore[assignment]  # as no server of Telegram's would
    assert (await failing(bot, file)).why is Lost.FAILED
