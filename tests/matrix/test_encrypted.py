"""Encrypted rooms, with a person whose client is another one's: both ways, over restarts, and with keys that are late,
lost or nobody's."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import msgspec
import pytest

from bot.adapters.matrix import waiting
from bot.adapters.matrix.address import Spot, write
from bot.adapters.matrix.doors import ENCRYPTED, LOCKED
from bot.adapters.matrix.events import Event, read
from bot.adapters.matrix.line import CallRefused
from bot.adapters.matrix.safe import can_encrypt, open_safe
from bot.adapters.matrix.waiting import Unopened
from bot.model.ids import MessageId
from bot.model.message import Paragraph, Part
from tests.fakes.matrix.people import CLIENT, POLLS, Arrive, Person
from tests.matrix.conftest import NAME, Notes, Running

if not can_encrypt():
    pytest.skip("without the extra e2e", allow_module_level=True)

from peewee import OperationalError  # type: ignore[import-untyped]  # it ships no types

from tests.fakes.matrix.confidants import Confidant

pytest_plugins = ("tests.fakes.matrix.fixtures",)
pytestmark = pytest.mark.slow


@pytest.fixture
def sealed(running: Running) -> Running:
    """A bot that has a safe for its keys."""
    running.safe = open_safe(running.path)
    return running


def phone_of(person: Person, running: Running, device: str = "PHONE") -> Confidant:
    return Confidant(person, running.path.parent / f"{person.id[1:].split(':')[0]}-{device}", device)


def rated(running: Running) -> list[tuple[int]]:
    """What anybody thinks of a question: 1 for a good one."""
    with sqlite3.connect(running.path) as connection:
        return connection.execute("SELECT good FROM ratings").fetchall()


async def meet(ada: Person, running: Running, *others: Person) -> str:
    """An encrypted room with the bot in it, alone with Ada, or with others."""
    invite = [running.id, *(other.id for other in others)]
    room = await ada.create_room("Harbour" if others else None, invite=invite, direct=not others, encrypted=True)
    for other in others:
        assert await other.wait_for_invite() == room
        await other.join(room)
    await ada.wait_for(
        room, lambda event: event.get("state_key") == running.id and event["content"].get("membership") == "join"
    )
    return room


class Confiding:
    """Somebody alone with the bot in an encrypted room, by a phone that opens what is in it; they have read the
    greeting."""

    def __init__(self, person: Person, phone: Confidant, room: str, greeting: Any) -> None:
        self.person = person
        self.phone = phone
        self.room = room
        self.greeting = greeting

    async def say(self, text: str) -> str:
        return await self.phone.say(self.room, text)

    async def hear(self, text: str = "") -> Any:
        return await self.phone.hear(self.room, text)

    async def react(self, event: str, sign: str) -> str:
        return await self.phone.react(self.room, event, sign)


@asynccontextmanager
async def confiding(arrive: Arrive, running: Running) -> AsyncIterator[Confiding]:
    """Ada has come to the bot that runs."""
    person = await arrive("ada")
    async with phone_of(person, running) as phone:
        room = await meet(person, running)
        yield Confiding(person, phone, room, await phone.hear(room, "bot"))


@pytest.fixture
async def ada(arrive: Arrive, sealed: Running) -> AsyncIterator[Confiding]:
    """She has come to the bot, which has a safe for its keys."""
    await sealed.start()
    async with confiding(arrive, sealed) as one:
        yield one


async def test_an_evening_behind_closed_doors(ada: Confiding, sealed: Running) -> None:
    """Both sides read each other, a number and a reaction are answers, a restart in the middle loses nothing, and on
    the server lies no word of it."""
    await ada.react(ada.greeting.event_id, "👍")
    question = await ada.hear("1  ")
    assert ada.greeting.decrypted and question.decrypted
    await ada.say("1")
    await ada.hear()
    await sealed.stop()
    await ada.say("skip")
    await sealed.start()
    after = await ada.hear()
    assert after.decrypted
    await ada.say("stop")
    await ada.hear()
    assert sealed.said() == ["yes", "1", "skip", "stop"]
    assert {event["type"] for event in await ada.person.events(ada.room)}.isdisjoint({"m.room.message"})
    assert not sealed.complaints


async def test_a_reaction_finds_its_sealed_question(ada: Confiding, sealed: Running) -> None:
    """A number under the newest question is that answer also after a restart: the bot reads its own words back."""
    await ada.say("yes")
    question = await ada.hear("1  ")
    await sealed.stop()
    await ada.react(question.event_id, "2️⃣")
    await sealed.start()
    await ada.hear()
    assert sealed.said() == ["yes", "2"]


async def test_a_sealed_question_is_rated_in_the_open(ada: Confiding, sealed: Running) -> None:
    """Nothing seals a reaction: it finds the question by its event, and the bot need not read its own words back."""
    await ada.say("yes")
    question = await ada.hear("1  ")
    await ada.react(question.event_id, "❤")
    await sealed.once(lambda: rated(sealed) == [(1,)])
    assert sealed.said() == ["yes"]


async def test_a_group_behind_closed_doors(arrive: Arrive, sealed: Running) -> None:
    """In an encrypted group it is spoken to as in any, and whoever has left does not get the key of what comes then."""
    adapter = await sealed.start()
    ada, ben = await arrive("ada"), await arrive("ben")
    async with phone_of(ada, sealed) as phone, phone_of(ben, sealed) as other:
        room = await meet(ada, sealed, ben)
        await other.say(room, "nobody speaks to the bot here")
        await phone.say(room, "!nd allow")
        await other.hear(room, "answer here")
        await other.say(room, f"{NAME}: hello")
        await phone.hear(room, "everybody can read along")
        before = _shared_with(adapter._post.keyring, room)
        await ben.leave(room)
        await phone.say(room, "!nd help")
        await phone.hear(room, "skip")
        after = _shared_with(adapter._post.keyring, room)
    assert ben.id in before and ben.id not in after
    assert sealed.said() == ["allow", "hello", "help"]


def _shared_with(keyring: Any, room: str) -> set[str]:
    return {person for person, _device in keyring.machine._olm.outbound_group_sessions[room].users_shared_with}


async def test_a_new_device_reads_on(ada: Confiding, sealed: Running) -> None:
    """Whoever gets a second device in the middle reads there what is said from then on."""
    async with phone_of(ada.person, sealed, "TABLET") as tablet:
        await ada.say("help")
        assert (await tablet.hear(ada.room, "skip")).decrypted


async def test_a_key_that_is_late(ada: Confiding, sealed: Running) -> None:
    """What cannot be opened yet waits on disk, over a restart too; its key is taken from the device that made it, and
    the message is answered, though the place in the stream has long moved on."""
    said = await say_without_key(ada.phone, ada.room, "yes")
    await sealed.once(lambda: said in sealed.notes.notes.get("waiting", ""))
    place = sealed.notes.place
    await ada.person.say(ada.room, "help")
    await ada.hear()
    assert sealed.notes.place != place
    await sealed.stop()
    adapter = await sealed.start()
    await hand_over(ada.phone, ada.room, sealed.id, adapter._line.device)
    await ada.hear("1  ")
    assert sealed.said() == ["help", "yes"]
    assert json.loads(sealed.notes.notes["waiting"]) == []


async def test_a_key_that_never_comes(ada: Confiding, sealed: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """What stays locked is kept raw, under its sender's name; the person is told in one sentence, once, and again only
    after something could be read."""
    monkeypatch.setattr(waiting, "PATIENCE", 0)
    lost = [await say_without_key(ada.phone, ada.room, text) for text in ("one", "two")]
    await ada.hear(LOCKED)
    await sealed.once(lambda: len(_quarantined(sealed)) == 2)
    await ada.say("no")
    await ada.hear()
    lost.append(await say_without_key(ada.phone, ada.room, "three"))
    await ada.hear(LOCKED)
    await sealed.once(lambda: len(_quarantined(sealed)) == 3)
    assert [json.loads(raw)["event_id"] for _source, raw in _quarantined(sealed)] == lost
    assert {source for source, _raw in _quarantined(sealed)} == {f"matrix:{ada.person.id}"}
    assert sealed.said() == ["no"]
    told = {event.event_id for _room, event in ada.phone._heard if event.source["content"].get("body") == LOCKED}
    assert len(told) == 2


async def test_what_the_homeserver_does_not_want_stops_nothing(
    ada: Confiding, sealed: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A letter that the homeserver refuses is let go, and what is said next is answered."""
    adapter = sealed.adapter
    call, refused = adapter._line.call, []

    async def fussy(asked: tuple[str, ...], *rest: Any, **how: Any) -> dict[str, Any]:
        if "sendToDevice/m.room_key_request" in asked[1]:
            refused.append(asked)
            raise CallRefused("M_INVALID_PARAM", 400, 1.0)
        return await call(asked, *rest, **how)

    monkeypatch.setattr(adapter._line, "call", fussy)
    await say_without_key(ada.phone, ada.room, "yes")
    await ada.say("help")
    await ada.hear("skip")
    await ada.say("stop")
    await ada.hear()
    assert len(refused) == 1


def _quarantined(running: Running) -> list[tuple[str, bytes]]:
    with sqlite3.connect(running.path) as connection:
        return connection.execute("SELECT source, raw FROM quarantine ORDER BY id").fetchall()


async def say_without_key(phone: Confidant, room: str, text: str) -> str:
    """What a client sends that believes to have given its key to everybody, and has not."""
    olm = phone.client.olm
    olm.create_outbound_group_session(room)
    olm.outbound_group_sessions[room].mark_as_shared()
    said = await phone.say(room, text)
    # The next thing is sealed as it should be.
    del olm.outbound_group_sessions[room]
    return said


async def hand_over(phone: Confidant, room: str, person: str, device: str) -> None:
    """The keys of that room, given once more by the device that made them, as its owner's client does when asked."""
    olm = phone.client.olm
    await phone.client.keys_claim({person: [device]})
    to = olm.device_store[person][device]
    for session in list(olm.inbound_group_store):
        if session.room_id == room and session.sender_key == olm.account.identity_keys["curve25519"]:
            letter = olm._encrypt_forwarding_key(room, session, olm.session_store.get(to.curve25519), to)
            await phone.client.to_device(letter)


async def test_a_letter_is_opened_once(ada: Confiding, sealed: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the disk fails between the opening of a letter and the keeping of the key in it, nothing has happened, and
    the letter opens again when it comes again."""
    failures = [OperationalError("disk full")]
    adapter: Any = sealed.adapter
    machine = adapter._post.keyring.machine
    keep = machine._store.save_inbound_group_session

    def save(session: Any) -> None:
        if failures and session.sender_key != machine._olm.account.identity_keys["curve25519"]:
            raise failures.pop()
        keep(session)

    monkeypatch.setattr(machine._store, "save_inbound_group_session", save)
    await ada.say("yes")
    await ada.hear("1  ")
    await sealed.stop()
    await sealed.start()
    # Sealed with the same key, which is therefore on disk.
    await ada.say("skip")
    await ada.hear()
    assert not failures
    assert any("could not be kept" in told for told in sealed.complaints)
    assert sealed.said() == ["yes", "skip"]


async def test_killed_before_its_place_moved(ada: Confiding, sealed: Running) -> None:
    """Killed after the commit and before its place in the stream moved, it is given the same letters and messages.
    The letters are of no use any more, and need not be: nothing is answered twice, and nothing is lost."""
    sealed.notes.deaf = True
    await ada.say("yes")
    await ada.hear("1  ")
    await sealed.stop()
    sealed.notes.deaf = False
    await ada.say("help")
    await sealed.start()
    await ada.hear("skip")
    await ada.say("stop")
    await ada.hear()
    assert sealed.said() == ["yes", "help", "stop"]
    sent = [event for event in await ada.person.events(ada.room) if event["sender"] == sealed.id]
    assert [event["type"] for event in sent].count("m.room.encrypted") == 4
    assert not sealed.complaints


async def test_letters_of_every_shape(ada: Confiding, sealed: Running) -> None:
    """What anybody may send to a device stops nothing."""
    key = "A" * 43
    letters: list[dict[str, Any]] = [
        {}, {"algorithm": 1}, {"algorithm": "m.olm.v1.curve25519-aes-sha2"},
        {"algorithm": "m.olm.v1.curve25519-aes-sha2", "sender_key": key, "ciphertext": {}},
        {"algorithm": "m.olm.v1.curve25519-aes-sha2", "sender_key": key, "ciphertext": 1},
    ]  # fmt: skip
    own = (await _keys_of(ada.person, sealed.id))["NOTDATE"]["keys"]["curve25519:NOTDATE"]
    for number, body in ((0, "AAAA"), (1, "AAAA"), (2, "x"), (0, "\0"), ("0", [])):
        letters.append({**letters[3], "ciphertext": {own: {"type": number, "body": body}}})
    for at, letter in enumerate(letters):
        path = f"{CLIENT}/sendToDevice/m.room.encrypted/{at}"
        await ada.person.call("PUT", path, {"messages": {sealed.id: {"NOTDATE": letter}}})
    for content in ({"algorithm": "m.megolm.v1.aes-sha2"}, {"algorithm": 1, "ciphertext": []}):
        await ada.person.send(ada.room, "m.room.encrypted", content)
    await ada.say("yes")
    await ada.hear("1  ")


async def _keys_of(asking: Person, person: str) -> dict[str, Any]:
    answer = await asking.call("POST", f"{CLIENT}/keys/query", {"device_keys": {person: []}})
    devices: dict[str, Any] = answer["device_keys"][person]
    return devices


async def test_nobody_speaks_for_another(arrive: Arrive, ada: Confiding, sealed: Running) -> None:
    """What Ada's device has sealed is not believed to be Ben's, whoever says so."""
    ben = await arrive("ben")
    adapter = sealed.adapter
    said = await ada.say("yes")
    await ada.hear("1  ")
    keyring = adapter._post.keyring
    assert keyring is not None
    event = read(next(one for one in await ada.person.events(ada.room) if one["event_id"] == said), Event)
    assert (await keyring.open_event(ada.room, event))["content"]["body"] == "yes"
    with pytest.raises(Unopened):
        await keyring.open_event(ada.room, msgspec.structs.replace(event, sender=ben.id))


async def test_the_account_vouches_for_its_device(arrive: Arrive, sealed: Running) -> None:
    """The bot's device is signed by its account's own keys, as newer clients want it, and stays so over a restart."""
    await sealed.start()
    ada = await arrive("ada")
    before = (await _keys_of(ada, sealed.id))["NOTDATE"]
    assert len(before["signatures"][sealed.id]) == 2
    await sealed.stop()
    await sealed.start()
    after = (await _keys_of(ada, sealed.id))["NOTDATE"]
    assert after == before and not sealed.complaints


async def test_a_lost_safe(ada: Confiding, sealed: Running) -> None:
    """With a password a bot whose keys are gone says so, goes on with a new device that its account vouches for, and
    both sides read each other again; the folder is nobody else's to look into."""
    await sealed.stop()
    assert sealed.safe is not None
    assert sealed.safe.folder.stat().st_mode & 0o077 == 0
    for file in sealed.safe.folder.iterdir():
        assert file.stat().st_mode & 0o077 == 0
        file.unlink()
    sealed.safe = open_safe(sealed.path)
    adapter = await sealed.start()
    assert len(sealed.complaints) == 1 and "new one" in sealed.complaints[0]
    devices = await _keys_of(ada.person, sealed.id)
    assert len(devices[adapter._line.device]["signatures"][sealed.id]) == 2
    await ada.say("yes")
    assert (await ada.hear("1  ")).decrypted
    await sealed.stop()
    assert (await sealed.start())._line.device == adapter._line.device
    assert len(sealed.complaints) == 1


async def test_an_identity_of_another_app(arrive: Arrive, sealed: Running) -> None:
    """Where another app has made the account's keys the bot says so and leaves them alone; told to, it replaces them,
    and its account vouches for it."""
    await sealed.start()
    await sealed.stop()
    # Whoever that was, it is not this bot, which begins anew.
    sealed.notes, folder = Notes(), sealed.path.parent / "other"
    folder.mkdir()
    sealed.safe = open_safe(folder / "bot.db")
    await sealed.start()
    assert any("NOTDATE_MATRIX_NEW_IDENTITY" in told for told in sealed.complaints)
    await sealed.stop()
    sealed.complaints.clear()
    sealed.safe = open_safe(folder / "bot.db", anew=True)
    adapter = await sealed.start()
    devices = await _keys_of(await arrive("ada"), sealed.id)
    assert len(devices[adapter._line.device]["signatures"][sealed.id]) == 2
    assert not sealed.complaints


async def test_a_poll_behind_closed_doors(arrive: Arrive, sealed: Running) -> None:
    """A poll is sealed like everything else, and so may be the vote."""
    await sealed.start(polls=True)
    async with confiding(arrive, sealed) as ada:
        await ada.say("yes")
        poll = await ada.hear("1  ")
        answer = poll.source["content"][f"{POLLS}.start"]["answers"][0]["id"]
        relates = {"rel_type": "m.reference", "event_id": poll.event_id}
        vote = {"m.relates_to": relates, f"{POLLS}.response": {"answers": [answer]}}
        await ada.phone.send(ada.room, f"{POLLS}.response", vote)
        await ada.hear()
    assert {event["type"] for event in await ada.person.events(ada.room)}.isdisjoint(
        {f"{POLLS}.start", f"{POLLS}.response"}
    )


async def test_a_lost_safe_with_a_token(arrive: Arrive, sealed: Running) -> None:
    """With a token there is no new device: whoever runs the bot is told, and whoever writes is, in plain words."""
    await sealed.start(password="", token=sealed.account.token)
    ada = await arrive("ada")
    await sealed.stop()
    assert sealed.safe is not None
    for file in sealed.safe.folder.iterdir():
        file.unlink()
    sealed.safe = open_safe(sealed.path)
    await sealed.start(password="", token=sealed.account.token)
    assert len(sealed.complaints) == 1 and "NOTDATE_MATRIX_PASSWORD" in sealed.complaints[0]
    room = await meet(ada, sealed)
    await ada.hear(room, ENCRYPTED)


async def test_a_damaged_store_is_told(arrive: Arrive, sealed: Running) -> None:
    """A store that cannot be read does not start empty and silent: whoever runs the bot is told what to do."""
    assert sealed.safe is not None
    await sealed.start()
    await sealed.stop()
    for file in sealed.safe.folder.glob("*.db"):
        file.write_bytes(b"no database at all" * 1000)
    await sealed.start()
    assert len(sealed.complaints) == 1 and str(sealed.safe.folder) in sealed.complaints[0]
    room = await (ada := await arrive("ada")).create_room(invite=[sealed.id], direct=True, encrypted=True)
    await ada.hear(room, ENCRYPTED)


async def test_an_edit_behind_closed_doors(ada: Confiding, sealed: Running) -> None:
    """A sealed message can be edited, also after a restart; the same edit again is none."""
    adapter = sealed.adapter
    where, part = write(Spot(ada.room)), Part((Paragraph("now"),))
    sent = await adapter.send(where, MessageId(1), Part((Paragraph("before"),)), 0)
    await ada.hear("before")
    await adapter.edit(where, sent, part)
    edit = await ada.hear("* now")
    assert edit.decrypted and edit.source["content"]["m.new_content"]["body"] == "now"
    await sealed.stop()
    adapter = await sealed.start()
    count = len(await ada.person.events(ada.room))
    await adapter.edit(where, sent, part)
    assert len(await ada.person.events(ada.room)) == count
