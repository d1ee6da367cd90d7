"""What the adapter may rely on in matrix-nio, and what not, shown on the real homeserver."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, Final, Protocol

import pytest
import pytest_asyncio
from aiohttp import ClientConnectionError

from tests.fakes.matrix.config import MESSAGES_AT_ONCE
from tests.fakes.matrix.homeserver import Homeserver
from tests.fakes.matrix.people import POLLS, Arrive, Person

nio: Any = pytest.importorskip("nio", reason="no matrix-nio here")

pytest_plugins = ("tests.fakes.matrix.fixtures",)
pytestmark = pytest.mark.slow

DEVICE: Final = "HARBOUR"
HELLO: Final = {"msgtype": "m.text", "body": "hello", "m.mentions": {}}


class Login(Protocol):
    """The bot's library, logged in with that person's password on a device that is always the same."""

    def __call__(self, person: Person) -> Awaitable[Any]: ...


@pytest_asyncio.fixture
async def login() -> AsyncIterator[Login]:
    """Nothing is tried again by the library, which would wait for ever: the outbox decides that."""
    config = nio.AsyncClientConfig(max_limit_exceeded=0, max_timeouts=0, encryption_enabled=False)
    async with AsyncExitStack() as stack:

        async def login(person: Person) -> Any:
            client = nio.AsyncClient(person.url, person.id, device_id=DEVICE, config=config)
            stack.push_async_callback(client.close)
            answer = await client.login(person.password, device_name="Not-Date")
            assert isinstance(answer, nio.LoginResponse), answer
            assert (answer.user_id, answer.device_id) == (person.id, DEVICE)
            return client

        yield login


async def test_our_transaction_id_is_the_outboxs_key(arrive: Arrive, login: Login) -> None:
    """`tx_id` is the API's transaction: sent again by a client that logged in anew on the device, it is one event, and
    its echo names it."""
    ada = await arrive("ada")
    room = await ada.create_room()
    first, again = await login(ada), await login(ada)
    sent = await first.room_send(room, "m.room.message", HELLO, tx_id="outbox-1")
    assert isinstance(sent, nio.RoomSendResponse)
    resent = await again.room_send(room, "m.room.message", HELLO, tx_id="outbox-1")
    assert resent.event_id == sent.event_id
    assert len(await ada.messages(room)) == 1
    echo = (await again.sync(timeout=0)).rooms.join[room].timeline.events[-1]
    assert (echo.event_id, echo.source["unsigned"]["transaction_id"]) == (sent.event_id, "outbox-1")


async def test_sync_goes_on_where_we_say(arrive: Arrive, login: Login) -> None:
    """`since` is ours: from the same place the same events come again, and the raw answer is there beside them."""
    ada, bot = await arrive("ada"), await arrive("bot")
    room = await ada.create_room(invite=[bot.id])
    client = await login(bot)
    assert room in (await client.sync(timeout=0)).rooms.invite
    await client.join(room)
    since = (await client.sync(timeout=0)).next_batch
    await ada.say(room, "one")
    for _ in range(2):
        answer = await client.sync(timeout=5000, since=since)
        assert [event.body for event in answer.rooms.join[room].timeline.events] == ["one"]
        raw = await answer.transport_response.json()
        assert raw["next_batch"] == answer.next_batch
        assert [event["content"]["body"] for event in raw["rooms"]["join"][room]["timeline"]["events"]] == ["one"]
    # A client that was never told to sync knows no place of its own.
    fresh = await login(bot)
    assert fresh.next_batch == "" and not fresh.rooms


async def test_every_event_keeps_its_source(arrive: Arrive, login: Login) -> None:
    """Polls come as `UnknownEvent`, what does not fit its schema as `BadEvent`, and both carry the event as it was."""
    ada = await arrive("ada")
    room = await ada.create_room()
    client = await login(ada)
    since = (await client.sync(timeout=0)).next_batch
    poll = await ada.send(room, f"{POLLS}.start", {f"{POLLS}.start": {}})
    await ada.send_poll_response(room, poll, "a")
    await ada.react(room, poll, "👍")
    await ada.send(room, "m.reaction", {})
    await ada.send(room, "m.room.message", {"msgtype": "m.image", "body": "x", "url": {}})
    await ada.send(room, "m.room.encrypted", {"algorithm": 1})
    await ada.redact(room, poll)
    events = (await client.sync(timeout=0, since=since)).rooms.join[room].timeline.events
    assert [type(event).__name__ for event in events] == [
        "RedactedEvent",
        "UnknownEvent",
        "ReactionEvent",
        "BadEvent",
        "BadEvent",
        "BadEvent",
        "RedactionEvent",
    ]
    assert events[1].source["content"][f"{POLLS}.response"] == {"answers": ["a"]}
    assert (events[2].reacts_to, events[2].key) == (poll, "👍")
    assert events[4].source["content"]["url"] == {}
    assert events[6].redacts == poll


def test_one_event_that_is_no_object_is_the_end_of_its_batch() -> None:
    """No homeserver should send it; but then nothing of the answer is parsed, so it is read raw and one by one."""
    answer = {"next_batch": "n", "device_one_time_keys_count": {}}
    rooms = {"join": {"!a:b": {"timeline": {"events": ["not an object"]}}}}
    with pytest.raises(TypeError):
        nio.SyncResponse.from_dict(answer | {"rooms": rooms})
    # Nor does an answer need an event to be refused as a whole.
    rooms["join"]["!a:b"]["timeline"]["events"] = None  # type: ignore[assignment]  # poison
    assert isinstance(nio.SyncResponse.from_dict(answer | {"rooms": rooms}), nio.SyncError)


async def test_the_raw_answer_can_be_had_alone(arrive: Arrive, login: Login) -> None:
    """`send` gives what came, without parsing or state; the token is a header, and must not stand in the query too."""
    ada = await arrive("ada")
    room = await ada.create_room()
    client = await login(ada)
    method, path = nio.Api.sync("", timeout=0)
    headers = {"Authorization": f"Bearer {client.access_token}"}
    assert (await client.send(method, path, headers=headers)).status == 401
    answer = await client.send(method, path.replace("access_token=", ""), headers=headers)
    assert answer.status == 200 and room in (await answer.json())["rooms"]["join"]
    assert client.next_batch == "" and not client.rooms


async def test_errors_are_answers(arrive: Arrive, login: Login) -> None:
    """A refusal is returned, with Matrix's code and the response it came in."""
    ada = await arrive("ada")
    client = await login(ada)
    room = await ada.create_room()
    foreign = await client.room_send("!nowhere:harbour.test", "m.room.message", HELLO, tx_id="1")
    large = await client.room_send(room, "m.room.message", HELLO | {"body": "x" * 65_536}, tx_id="2")
    lost = await client.sync(timeout=0, since="nonsense")
    client.access_token = "nobodys"
    out = await client.sync(timeout=0)
    seen = [(type(error).__name__, error.transport_response.status, error.status_code) for error in (foreign, large)]
    assert seen == [("RoomSendError", 403, "M_FORBIDDEN"), ("RoomSendError", 413, "M_TOO_LARGE")]
    assert isinstance(lost, nio.SyncError) and lost.transport_response.status == 400
    assert isinstance(out, nio.SyncError) and out.status_code == "M_UNKNOWN_TOKEN"
    assert all(isinstance(error, nio.ErrorResponse) for error in (foreign, large, lost, out))


async def test_too_quick_and_away(synapse: None, tmp_path: Path, login: Login) -> None:
    """A 429 comes back at once with both ways to say for how long, and a server that is away raises at once."""
    async with Homeserver(tmp_path, limits="strict") as homeserver, await homeserver.arrive("ada") as ada:
        room = await ada.create_room()
        client = await login(ada)
        answers = [
            await client.room_send(room, "m.room.message", HELLO, tx_id=str(number))
            for number in range(MESSAGES_AT_ONCE + 2)
        ]
        slow = next(answer for answer in answers if isinstance(answer, nio.RoomSendError))
        assert (slow.status_code, slow.transport_response.status) == ("M_LIMIT_EXCEEDED", 429)
        assert 0 < slow.retry_after_ms <= 2000
        assert 0 < int(slow.transport_response.headers["Retry-After"]) <= 2
        homeserver.kill()
        with pytest.raises(ClientConnectionError):
            await client.room_send(room, "m.room.message", HELLO, tx_id="away")


async def test_who_made_the_room_rules_it_and_nio_does_not_know(arrive: Arrive, login: Login) -> None:
    """Since room version 12, this server's default, creators stand above all levels and are not in the list of them."""
    ada = await arrive("ada")
    room = await ada.create_room()
    client = await login(ada)
    await client.sync(timeout=0)
    assert await ada.state(room, "m.room.create") == {"room_version": "12"}
    assert ada.id not in (await ada.state(room, "m.room.power_levels"))["users"]
    assert client.rooms[room].power_levels.get_user_level(ada.id) == 0


async def test_without_encryption_it_speaks_plainly_in_an_encrypted_room(arrive: Arrive, login: Login) -> None:
    """Whoever promised encryption has to refuse by themselves: the library does not."""
    ada = await arrive("ada")
    room = await ada.create_room(encrypted=True)
    client = await login(ada)
    await client.sync(timeout=0)
    assert client.rooms[room].encrypted
    await client.room_send(room, "m.room.message", HELLO, tx_id="plain")
    assert (await ada.messages(room))[-1]["content"]["body"] == "hello"


async def test_it_logs_tokens_and_words(arrive: Arrive, login: Login, caplog: pytest.LogCaptureFixture) -> None:
    """At DEBUG it logs the access token; at WARNING it quotes what was wrong in an event. It is to be kept silent."""
    ada = await arrive("ada")
    room = await ada.create_room()
    await ada.send(room, "m.room.message", {"msgtype": "m.image", "body": "x", "url": {"said": "in private"}})
    with caplog.at_level(logging.DEBUG, "nio"):
        client = await login(ada)
        await client.sync(timeout=0)
    said = [record for record in caplog.records if record.name.startswith("nio")]
    assert any(client.access_token in record.getMessage() for record in said if record.levelno == logging.DEBUG)
    assert any("in private" in record.getMessage() for record in said if record.levelno == logging.WARNING)
