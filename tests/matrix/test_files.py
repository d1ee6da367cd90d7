"""Photos and voice messages in an encrypted room, both ways: what lies at the homeserver nobody else can look at."""

from __future__ import annotations

import pytest

from bot.adapters.matrix import files
from bot.adapters.matrix.address import Spot, write
from bot.adapters.matrix.events import Said, read
from bot.adapters.matrix.line import CallRefused, Line
from bot.adapters.matrix.safe import can_encrypt, open_safe
from bot.model.enclosure import FILE, LARGEST, PHOTO, VOICE
from bot.model.ids import MessageId
from bot.ports.carrying import FetchFailed, Lost
from bot.runtime.cleaning import clean
from tests.fakes.enclosures import photo, voice
from tests.fakes.matrix.people import Arrive
from tests.matrix.conftest import Running

pytest_plugins = ("tests.fakes.matrix.fixtures",)


def said(**content: object) -> Said:
    """The content of a message."""
    return read({"body": "x", "filename": "x", **content}, Said)


SEALED = {
    "url": "mxc://harbour.test/abc", "v": "v2", "iv": "aaaa", "hashes": {"sha256": "bbbb"},
    "key": {"k": "cccc", "alg": "A256CTR"},
}  # fmt: skip


@pytest.mark.parametrize(
    "content",
    [
        {"msgtype": "m.image"},
        {"msgtype": "m.image", "url": 7},
        {"msgtype": "m.image", "url": ["mxc://a/b"]},
        {"msgtype": "m.image", "url": "https://elsewhere.test/a.jpg"},
        {"msgtype": "m.image", "url": "mxc://a/../../_synapse/admin"},
        {"msgtype": "m.image", "url": "mxc://a/b?c"},
        {"msgtype": "m.image", "url": "mxc://../b"},
        {"msgtype": "m.image", "url": "mxc:///b"},
        {"msgtype": "m.image", "url": "mxc://a/b", "info": {"mimetype": "image/svg+xml"}},
        {"msgtype": "m.audio", "url": "mxc://a/b", "info": {"mimetype": "audio/mpeg"}},
        {"msgtype": "m.video", "url": "mxc://a/b"},
        {"msgtype": "m.image", "file": {}},
        {"msgtype": "m.image", "file": SEALED | {"key": 5}},
        {"msgtype": "m.image", "file": SEALED | {"iv": "x" * 500}},
        {"msgtype": "m.image", "file": SEALED | {"hashes": {}}},
        {"msgtype": "m.image", "file": SEALED | {"url": "mxc://"}},
    ],
)
def test_nonsense_is_nothing_that_can_be_fetched(content: dict[str, object]) -> None:
    """It is a message like any other, of which the words go and nothing else; no address but a homeserver's is kept."""
    assert files.enclosure_of(said(**content)) is None


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"url": 7},
        {"url": ["mxc://a/b"]},
        {"url": "https://elsewhere.test/a.csv"},
        {"url": "mxc://../config"},
        {"url": "mxc://./b"},
        {"url": "mxc://a"},
        {"url": "mxc://a/b/c"},
        {"url": "mxc://a/b?c"},
        {"url": "mxc://a/b\n"},
        {"url": "mxc://a/%2e%2e"},
        {"url": "mxc://b@a/b"},
        {"url": "MXC://a/b"},
        {"url": f"mxc://a/{'b' * 256}"},
        {"file": SEALED | {"key": {}}},
        {"file": SEALED | {"hashes": {"sha256": 7}}},
        {"file": SEALED | {"url": "mxc://../config"}},
    ],
)
async def test_a_file_that_nobody_can_fetch_is_told_of(content: dict[str, object]) -> None:
    """It is noted like any other, nobody is asked for anything, and why it did not come can be said."""
    found = files.enclosure_of(said(msgtype="m.file", **content))
    assert found is not None
    assert found.kind == FILE
    with pytest.raises(FetchFailed) as refused:
        await files.fetch(Line("http://nowhere", "", "", "", ""), found.handle, LARGEST)
    assert (refused.value.why, refused.value.passing) == (Lost.UNSAFE, False)


def test_a_file_is_noted() -> None:
    """For whoever looks after the decks, with its name, sealed or not."""
    content = {"msgtype": "m.file", "body": "a list", "filename": "friday.csv", "file": SEALED}
    found = files.enclosure_of(said(**content, info={"mimetype": "text/csv", "size": 9}))
    assert found is not None
    assert (found.kind, found.size, found.mime, found.name) == (FILE, 9, "text/csv", "friday.csv")
    assert "cccc" in found.handle


@pytest.mark.parametrize("size", [None, -1, "9", 1.5, True, 1 << 60])
def test_a_size_that_is_none_is_not_believed(size: object) -> None:
    """What it is, is looked at when it is fetched."""
    found = files.enclosure_of(said(msgtype="m.image", url="mxc://a/b", info={"size": size}))
    assert found is not None
    assert (found.kind, found.size) == (PHOTO, 0)


def test_a_voice_message_says_what_it_is() -> None:
    """As Element records it: Ogg, with the codec behind a semicolon."""
    info = {"mimetype": "audio/ogg; codecs=opus", "size": 9}
    found = files.enclosure_of(said(msgtype="m.audio", file=SEALED, info=info))
    assert found is not None
    assert (found.kind, found.size, found.mime) == (VOICE, 9, "audio/ogg")
    assert "cccc" in found.handle


@pytest.mark.slow
async def test_both_ways_behind_closed_doors(arrive: Arrive, running: Running) -> None:
    """What was sealed for us we open, what is shown is sealed for its room, and what lies there opens nobody else's
    way; a key that does not fit is refused."""
    if not can_encrypt():
        pytest.skip("without the extra e2e")
    from tests.fakes.matrix.confidants import Confidant

    running.safe = open_safe(running.path)
    await running.start()
    ada = await arrive("ada")
    async with Confidant(ada, running.path.parent / "phone") as phone:
        room = await ada.create_room(invite=[running.id], direct=True, encrypted=True)
        await phone.hear(room, "bot")
        line = running.adapter._line
        content = await files.upload(line, clean(PHOTO, photo()), sealed=True)
        assert "url" not in content
        assert content["info"]["mimetype"] == "image/jpeg"
        lying = await ada.download(content["file"]["url"])
        assert not lying.startswith(b"\xff\xd8")
        found = files.enclosure_of(read(content, Said))
        assert found is not None
        assert (await files.fetch(line, found.handle, LARGEST)).startswith(b"\xff\xd8")
        with pytest.raises(FetchFailed) as refused:
            await files.fetch(line, found.handle.replace('"key":"', '"key":"A'), LARGEST)
        assert refused.value.why is Lost.UNSAFE
        load = clean(VOICE, voice())
        await running.adapter.carry(write(Spot(room)), MessageId(77), load, 1)
        await running.adapter.carry(write(Spot(room)), MessageId(77), load, 1)
        heard = await phone.hear(room, "voice.ogg")
        assert heard.decrypted
        shown = files.enclosure_of(read(heard.source["content"], Said))
        assert shown is not None
        assert await files.fetch(line, shown.handle, LARGEST) == load.data
        events = [one for one in await ada.events(room) if one["type"] == "m.room.encrypted"]
        assert sum(one["event_id"] == heard.event_id for one in events) == 1


async def test_an_older_homeserver_is_asked_by_the_older_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it does not know the way that wants a login, and nowhere else; it is told how long to wait either way."""
    line, asked = Line("http://nowhere", "", "", "", ""), list[str]()

    async def download(path: str, _limit: int) -> bytes:
        asked.append(path)
        if path.startswith(files.DOWNLOAD[0]):
            raise CallRefused(code, 404, 1.0)
        return b"found"

    monkeypatch.setattr(line, "download", download)
    code, rest = "M_UNRECOGNIZED", f"/a/b?timeout_ms={files.STALL}"
    assert await files.fetch(line, '{"url":"mxc://a/b"}', 9) == b"found"
    assert asked == [way + rest for way in files.DOWNLOAD]
    code = "M_NOT_FOUND"
    with pytest.raises(FetchFailed) as refused:
        await files.fetch(line, '{"url":"mxc://a/b"}', 9)
    assert (refused.value.why, len(asked)) == (Lost.GONE, 3)


@pytest.mark.slow
async def test_what_cannot_be_fetched_says_why(arrive: Arrive, running: Running) -> None:
    """What is not there, what is too large, and what no handle of ours leads to."""
    await running.start()
    ada = await arrive("ada")
    line = running.adapter._line
    url = await ada.upload(b"x" * 2_000, "image/jpeg")
    assert await files.fetch(line, f'{{"url":"{url}"}}', 2_000) == b"x" * 2_000
    for handle, limit, why in (
        (f'{{"url":"{url}"}}', 1_999, Lost.LARGE),
        (f'{{"url":"{url}x"}}', 2_000, Lost.GONE),
        ("nonsense", 2_000, Lost.GONE),
        ('{"url":"https://elsewhere.test/a"}', 2_000, Lost.GONE),
    ):
        with pytest.raises(FetchFailed) as refused:
            await files.fetch(line, handle, limit)
        assert refused.value.why is why, handle
