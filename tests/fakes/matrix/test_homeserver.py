"""What the tests of the Matrix adapter rely on: the homeserver is real, and the people can do what people do."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

import pytest

from tests.fakes.matrix.config import MESSAGES_AT_ONCE, config
from tests.fakes.matrix.homeserver import PLACE, Homeserver
from tests.fakes.matrix.people import POLLS, Arrive, Json, Person, Refused

pytest_plugins = ("tests.fakes.matrix.fixtures",)
pytestmark = pytest.mark.slow

POISON: Final[tuple[tuple[str, Json], ...]] = (
    ("m.room.message", {"msgtype": "m.text", "body": "", "formatted_body": 5, "format": []}),
    ("m.room.message", {"msgtype": "m.text", "body": "x", "m.relates_to": "not an object"}),
    ("m.room.message", {"msgtype": "m.image", "body": "x", "url": {}}),
    ("m.room.message", {"msgtype": "", "body": "\u0000\u202e\U0001f600"}),
    ("m.reaction", {"m.relates_to": {"rel_type": "m.annotation"}}),
    ("m.reaction", {}),
    ("m.room.encrypted", {"algorithm": 1}),
    (f"{POLLS}.response", {f"{POLLS}.response": [None]}),
    ("house.harbour.unheard_of", {"deep": [[[[[[[[]]]]]]]]}),
)
REFUSED: Final[tuple[Json, ...]] = (
    {"msgtype": "m.text"},
    {"msgtype": "m.text", "body": 5},
    {"msgtype": "m.text", "body": "x" * 65_536},
)


LIMIT: Final = {"per_second", "burst_count"}
OLD_OR_FOREIGN: Final = {
    "rc_federation",
    "rc_messages",
    "rc_messages_per_second",
    "rc_message_burst_count",
    "rc_remote_media_downloads",
}
"""Names of earlier versions, and limits on other homeservers."""


async def _bodies(person: Person, room: str) -> list[str]:
    return [event["content"].get("body", "") for event in await person.messages(room)]


async def _together(host: Person, *guests: Person, direct: bool = False) -> str:
    """A room that all of them are in."""
    room = await host.create_room(invite=[guest.id for guest in guests], direct=direct)
    for guest in guests:
        assert await guest.wait_for_invite() == room
        await guest.join(room)
    return room


async def test_it_starts_and_ends_in_seconds(synapse: None, tmp_path: Path) -> None:
    """A homeserver of its own costs a test two seconds (more when others are busy), and ends as it should."""
    async with Homeserver(tmp_path) as homeserver, await homeserver.arrive("ada") as ada:
        assert ada.id == "@ada:harbour.test"
        print(f"Synapse answered after {homeserver.seconds:.1f} s")
    log = homeserver.log.read_text()
    assert "listening on TCP port" in log and "Traceback" not in log


async def test_a_transaction_is_one_event_on_one_device(arrive: Arrive) -> None:
    """The same transaction id is the same event on the same device, also after a new login on it; elsewhere it is
    another event."""
    ada = await arrive("ada")
    room = await ada.create_room()
    first = await ada.say(room, "once", txn="t1")
    assert await ada.say(room, "once", txn="t1") == first
    async with await Person.login(ada.url, ada.id, device=ada.device) as again:
        assert await again.say(room, "once", txn="t1") == first
    async with await Person.login(ada.url, ada.id, device="ELSEWHERE") as elsewhere:
        assert await elsewhere.say(room, "once", txn="t1") != first
    assert await _bodies(ada, room) == ["once", "once"]


async def test_it_survives_being_killed(synapse: None, tmp_path: Path) -> None:
    """Killed and started again, it knows accounts, tokens, messages, sync tokens and transactions."""
    async with Homeserver(tmp_path) as homeserver, await homeserver.arrive("ada") as ada:
        room = await ada.create_room()
        since = (await ada.sync())["next_batch"]
        first = await ada.say(room, "before", txn="t1")
        await homeserver.restart()
        assert await ada.say(room, "before", txn="t1") == first
        await ada.say(room, "after")
        assert await _bodies(ada, room) == ["before", "after"]
        news = (await ada.sync(since))["rooms"]["join"][room]["timeline"]["events"]
        assert [event["content"]["body"] for event in news] == ["before", "after"]


async def test_much_at_once_leaves_a_gap(arrive: Arrive) -> None:
    """A timeline that is too long comes `limited`, and a person fills the gap."""
    ada, ben = await arrive("ada"), await arrive("ben")
    room = await _together(ada, ben)
    await ada.say(room, "one")
    await ben.hear(room, "one")
    since = (await ben.sync())["next_batch"]
    for number in range(30):
        await ada.say(room, f"number {number}")
    timeline = (await ben.sync(since, limit=5))["rooms"]["join"][room]["timeline"]
    assert timeline["limited"] and len(timeline["events"]) == 5
    heard = [(await ben.hear(room))["content"]["body"] for _ in range(30)]
    assert heard == [f"number {number}" for number in range(30)]


async def test_a_room_can_be_encrypted(arrive: Arrive) -> None:
    """From its beginning or later on."""
    ada = await arrive("ada")
    rooms = [await ada.create_room(encrypted=True), await ada.create_room()]
    await ada.encrypt(rooms[1])
    for room in rooms:
        assert await ada.state(room, "m.room.encryption") == {"algorithm": "m.megolm.v1.aes-sha2"}


async def test_strict_limits(synapse: None, tmp_path: Path) -> None:
    """Who sends too quickly is told to wait, and for how long; an administrator can lift that for some."""
    async with (
        Homeserver(tmp_path, limits="strict") as homeserver,
        await homeserver.arrive("mara", admin=True) as mara,
        await homeserver.arrive("ada") as ada,
    ):
        room = await ada.create_room()
        with pytest.raises(Refused) as refused:
            for number in range(MESSAGES_AT_ONCE + 2):
                await ada.say(room, str(number))
        assert (refused.value.status, refused.value.code) == (429, "M_LIMIT_EXCEEDED")
        assert refused.value.retry_after is not None and 0 < refused.value.retry_after <= 2
        await mara.lift_limits(ada.id)
        for number in range(10):
            await ada.say(room, str(number))


async def test_what_people_say_arrives(arrive: Arrive) -> None:
    """Replies, threads, mentions, reactions, edits, votes and redactions arrive as they were sent."""
    ada, ben = await arrive("ada"), await arrive("ben")
    room = await _together(ada, ben, direct=True)
    root = await ada.say(room, "Tea?", mentions=[ben.id])
    heard = await ben.hear(room, "Tea?", sender=ada.id)
    assert heard["event_id"] == root and heard["content"]["m.mentions"] == {"user_ids": [ben.id]}
    await ben.say(room, "Yes", reply_to=root)
    relation = (await ada.hear(room, "Yes"))["content"]["m.relates_to"]
    assert relation == {"m.in_reply_to": {"event_id": root}}
    await ben.say(room, "Green", thread=root)
    relation = (await ada.hear(room, "Green"))["content"]["m.relates_to"]
    assert (relation["rel_type"], relation["event_id"], relation["is_falling_back"]) == ("m.thread", root, True)
    await ben.react(room, root, "👍")
    relation = (await ada.wait_for(room, _is("m.reaction")))["content"]["m.relates_to"]
    assert relation == {"rel_type": "m.annotation", "event_id": root, "key": "👍"}
    edited = await ada.edit(room, root, "Coffee?")
    edit = await ben.hear(room, "Coffee?")
    assert edit["event_id"] == edited and edit["content"]["m.new_content"]["body"] == "Coffee?"
    poll = await ada.send(room, f"{POLLS}.start", {f"{POLLS}.start": {"question": {"body": "Tea?"}, "answers": []}})
    await ben.send_poll_response(room, poll, "a", "b")
    vote = await ada.wait_for(room, _is(f"{POLLS}.response"))
    assert vote["content"][f"{POLLS}.response"] == {"answers": ["a", "b"]}
    assert vote["content"]["m.relates_to"]["event_id"] == poll
    await ada.redact(room, root, "changed my mind")
    assert (await ben.wait_for(room, _is("m.room.redaction")))["content"]["reason"] == "changed my mind"
    assert next(event for event in await ben.messages(room) if event["event_id"] == root)["content"] == {}


async def test_people_come_and_go(arrive: Arrive) -> None:
    """Rooms are joined, left, ruled and moved, and whoever is put out of one hears it."""
    ada, ben, cleo = await arrive("ada"), await arrive("ben"), await arrive("cleo")
    room = await _together(ada, ben, cleo)
    assert await _refusal(ben.kick(room, cleo.id)) == "M_FORBIDDEN"
    await ada.set_power(room, {ben.id: 50})
    await ben.kick(room, cleo.id, "too loud")
    out = await cleo.wait_for(room, lambda event: event["content"].get("membership") == "leave")
    assert (out["sender"], out["content"]["reason"]) == (ben.id, "too loud")
    await ben.leave(room)
    assert await _refusal(ben.say(room, "hello?")) == "M_FORBIDDEN"
    await ada.set_power(room, events_default=100)
    successor = await ada.upgrade(room, "12")
    assert (await ada.state(room, "m.room.tombstone"))["replacement_room"] == successor
    await ada.tombstone(successor, room)
    assert (await ada.state(successor, "m.room.tombstone"))["replacement_room"] == room


async def test_people_can_send_poison(arrive: Arrive) -> None:
    """What no client would send arrives as it is, except where this server looks into it."""
    ada = await arrive("ada")
    room = await ada.create_room()
    for type, content in POISON:
        await ada.send(room, type, content)
        assert (await ada.wait_for(room, _is(type)))["content"] == content
    for content in REFUSED:
        assert await _refusal(ada.send(room, "m.room.message", content)) in ("M_UNKNOWN", "M_TOO_LARGE")


def test_no_limit_is_forgotten(synapse: None, tmp_path: Path) -> None:
    """Every limit that the installed version knows is set, or tests would slow down without a word."""
    code = next(PLACE.glob("lib/python3*/site-packages/synapse/config/ratelimiting.py")).read_text(encoding="utf-8")
    known = set(re.findall(r'"(rc_[a-z0-9_]+(?:\.[a-z_]+)?)"', code)) - OLD_OR_FOREIGN
    told = {name: limits for name, limits in config(tmp_path, 1, "none").items() if name.startswith("rc_")}
    parts = {f"{name}.{part}" for name, limits in told.items() for part in limits if part not in LIMIT}
    assert known == parts | {name for name, limits in told.items() if set(limits) >= LIMIT}


def test_installing_again_does_nothing(synapse: None) -> None:
    """What is there is not installed twice, and an empty environment is enough to find that out."""
    script = Path(__file__).parent / "install.sh"
    done = subprocess.run([script], env={"PATH": os.defpath}, capture_output=True, timeout=10)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def _is(type: str) -> Callable[[Json], bool]:
    return lambda event: event["type"] == type


async def _refusal(request: Awaitable[object]) -> str:
    with pytest.raises(Refused) as refused:
        await request
    return refused.value.code
