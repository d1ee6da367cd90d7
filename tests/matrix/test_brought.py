"""A list of questions that a moderator sends on a real homeserver, sealed or not: read, loaded, or told why not."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pytest

from bot.adapters.matrix import files
from bot.adapters.matrix.safe import can_encrypt
from bot.airlock import reading
from bot.model.upload import LARGEST
from bot.runtime import examining
from tests.fakes.airlock import examine_at_home
from tests.fakes.matrix.people import Arrive, Json, Person
from tests.matrix.harbour import Harbour

pytest_plugins = ("tests.fakes.matrix.fixtures",)
pytestmark = pytest.mark.slow

LIST: Final = (
    b"question,depth\nWhich tool would you lend to nobody?,1\nWhich shelf fills up first?,2\nWhat did you mend?,3\n"
)
OTHERS: Final = LIST.replace(b"tool", b"coat")
NAME: Final = "..\\../etc/[@room](x)/fri\u202e*day*\n.csv"
"""A path, a mention, markup, a line and a mark that turns what follows around; the last of it is `friday.csv`."""
GONE: Final = "not there any more"
LARGE: Final = "larger than a list"
UNSAFE: Final = "could not open the file"
NOT_YET: Final = "cannot be loaded as it is"


@pytest.fixture(autouse=True)
def in_no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are read without a process of their own, and what is not there is waited for but for a moment."""
    monkeypatch.setattr(reading, "examine_held_off", examine_at_home)
    monkeypatch.setattr(examining, "PAUSE", 0.01)
    monkeypatch.setattr(files, "STALL", 50)


async def announced(person: Person) -> str:
    """The address of something that is still to be uploaded, and never is."""
    address: str = (await person.call("POST", "/_matrix/media/v1/create", {}))["content_uri"]
    return address


def message(name: str, **more: Any) -> Json:
    """The content of a message that brings a file."""
    content: Json = {"msgtype": "m.file", "body": name, "filename": name, "m.mentions": {}}
    return content | {"info": {"mimetype": "text/csv", "size": 100}} | more


async def test_a_list_is_loaded_and_a_trick_is_told(arrive: Arrive, harbour: Harbour) -> None:
    """A good list is reported on, loaded and on offer, under a name that does nothing; what is too large, says so or
    not, what is not there, or nowhere, gets a sentence of its own each, and what is said next is answered."""
    mara = await arrive("mara")
    club = await harbour.gather(await arrive("anna"), mara, levels={"users": {mara.id: 50}})
    await harbour.open(club)
    await harbour.meets(mara)
    room = harbour.private(mara)

    async def told(content: Json) -> str:
        await mara.send(room, "m.room.message", content)
        if content["info"]["size"] != LARGEST + 1:
            await mara.hear(room, "I'm looking at it")
        return str((await mara.hear(room))["content"]["body"])

    report = await told(message(NAME, url=await mara.upload(LIST, "text/csv")))
    assert report.startswith("Fri day: 3 questions, read as csv from fri day.csv.")
    assert not any(trick in report for trick in ("@", "etc/", "\u202e", "*", "(x)"))
    assert not harbour.house.rows("SELECT 1 FROM stock WHERE deck LIKE 'fri%'")
    assert "on offer now" in await harbour.asks(mara, "load")
    ((deck,),) = harbour.house.rows("SELECT deck FROM stock WHERE deck LIKE 'fri%'")
    assert harbour.on_offer(deck)

    small = await mara.upload(OTHERS, "text/csv")
    large = await mara.upload(b"x" * (LARGEST + 1), "text/csv")
    for content, sentence in (
        (message("a.csv", url=large, info={"size": LARGEST + 1}), "has about 9 MB"),
        (message("a.csv", url=large, info={"size": 9}), LARGE),
        (message("a.csv", url=f"{small}x"), GONE),
        (message("a.csv", url="mxc://elsewhere.test/abc"), GONE),
        (message("a.csv", url=await announced(mara)), "tried more than once"),
        (message("a.csv", url="mxc://../config"), UNSAFE),
        (message("a.csv", url={"mxc": small}), UNSAFE),
        (message("a.csv", url=small, info={"size": {}, "mimetype": 7}), "3 questions"),
    ):
        assert sentence in await told(content), content
    assert "Forgotten" in await harbour.asks(mara, "cancel")
    assert harbour.house.rows("SELECT 1 FROM uploads") == []
    await mara.leave(club)
    harbour.clock.push()
    await mara.send(room, "m.room.message", message("b.csv", url=small))
    assert "looking" not in (await mara.hear(room))["content"]["body"]
    assert harbour.house.complaints == []
    assert harbour.house.rows("SELECT 1 FROM quarantine") == []


async def test_a_sealed_list_is_opened_or_it_is_told_why_not(
    arrive: Arrive, sealed_harbour: Harbour, tmp_path: Path
) -> None:
    """In an encrypted room a good list is loaded, of which the homeserver has not a word; a hash, a key or a place that
    is not the file's gets a sentence, and what is said next is answered."""
    if not can_encrypt():
        pytest.skip("without the extra e2e")
    from nio.crypto.attachments import encrypt_attachment  # type: ignore[import-untyped]  # it ships no types

    from tests.fakes.matrix.confidants import Confidant

    mara, harbour = await arrive("mara"), sealed_harbour
    club = await harbour.gather(await arrive("anna"), mara, levels={"users": {mara.id: 50}})
    await harbour.open(club)
    async with Confidant(mara, tmp_path / "phone") as phone:
        room = await mara.create_room(invite=[harbour.bot], direct=True, encrypted=True)
        await phone.hear(room, "No language model")

        async def told(**file: Any) -> str:
            await phone.send(room, "m.room.message", message("friday.csv", file=file))
            await phone.hear(room, "I'm looking at it")
            return str((await phone.hear(room)).source["content"]["body"])

        # So long that what a wrong key makes of it is no text, by whatever chance.
        sealed, keys = encrypt_attachment(LIST + b"\n" * 1_600)
        address = await mara.upload(sealed, "application/octet-stream")
        assert b"tool" not in await mara.download(address)
        wrong = encrypt_attachment(OTHERS)[1]
        for spoilt, sentence in (
            ({"hashes": wrong["hashes"]}, UNSAFE),
            ({"key": wrong["key"], "iv": wrong["iv"]}, NOT_YET),
            ({"key": keys["key"] | {"k": "short"}}, UNSAFE),
            ({"iv": 7}, UNSAFE),
            ({"url": f"{address}x"}, GONE),
            ({"url": await mara.upload(LIST, "text/csv")}, UNSAFE),
        ):
            assert sentence in await told(**keys | {"url": address} | spoilt), spoilt
        report = await told(**keys, url=address)
        assert "3 questions" in report
        assert "friday.csv" in report
        await phone.say(room, "load")
        assert (await phone.hear(room, "on offer now")).decrypted
    assert harbour.on_offer("friday")
    assert {event["type"] for event in await mara.events(room)}.isdisjoint({"m.room.message"})
    assert harbour.house.complaints == []
