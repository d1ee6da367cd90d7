"""Somebody with a Matrix client, in small: the client-server API and nothing of the library that the bot uses."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import itertools
import json
import time
from collections.abc import Callable, Collection, Mapping
from typing import Any, Final, Protocol, Self
from urllib.parse import quote

from aiohttp import ClientSession, ClientTimeout
from yarl import URL

Json = dict[str, Any]
CLIENT: Final = "/_matrix/client/v3"
ADMIN: Final = "/_synapse/admin/v1"
PASSWORD: Final = "correct horse battery staple"
PATIENCE: Final = 20.0
"""Seconds that a person waits for something, also on a machine that has much else to do."""
POLLS: Final = "org.matrix.msc3381.poll"
"""What today's clients call polls: MSC3381's stable names wait for a room version with extensible events."""
ENCRYPTION: Final = "m.megolm.v1.aes-sha2"


class Refused(Exception):
    """The homeserver said no.

    `code` is Matrix's own (`M_FORBIDDEN`); `retry_after` is the header's seconds, `None` where there was no header.
    """

    def __init__(self, status: int, body: Json, retry_after: float | None) -> None:
        super().__init__(f"{status} {body}")
        self.status = status
        self.code: str = body.get("errcode", "")
        self.body = body
        self.retry_after = retry_after


class Person:
    """An account on one device. Methods that send return the id of the event, and raise `Refused`."""

    def __init__(self, url: str, id: str, device: str, token: str, password: str) -> None:
        """Made by `register` or `login`, inside the loop that it is used in."""
        self.url = url
        self.id = id
        self.device = device
        self.token = token
        self.password = password
        self.invited: dict[str, list[Json]] = {}
        """Rooms that wait for a yes, with the stripped state that came along; as of the last look."""
        self._session = ClientSession(timeout=ClientTimeout(total=60))
        began = time.time_ns()
        self._transactions = (f"{began}-{number}" for number in itertools.count())
        self._since: str | None = None
        self._heard: dict[str, dict[str, Json]] = {}
        self._handed_out: set[str] = set()
        self._listening = asyncio.Lock()

    # Coming and going

    @classmethod
    async def register(
        cls, url: str, secret: str, name: str, *, admin: bool = False, password: str = PASSWORD
    ) -> Person:
        """A new account, by whoever knows the homeserver's `registration_shared_secret`."""
        async with ClientSession() as session:
            nonce = (await _answer(session, "GET", f"{url}{ADMIN}/register"))["nonce"]
            signed = "\0".join([nonce, name, password, "admin" if admin else "notadmin"])
            body = {
                "nonce": nonce,
                "username": name,
                "password": password,
                "admin": admin,
                "mac": hmac.new(secret.encode(), signed.encode(), hashlib.sha1).hexdigest(),
            }
            made = await _answer(session, "POST", f"{url}{ADMIN}/register", body)
        return cls(url, made["user_id"], made["device_id"], made["access_token"], password)

    @classmethod
    async def login(cls, url: str, name: str, *, device: str | None = None, password: str = PASSWORD) -> Person:
        """An account that exists, on another device or, when `device` is known to the server, on the same again."""
        body: Json = {
            "type": "m.login.password",
            "identifier": {"type": "m.id.user", "user": name},
            "password": password,
        }
        if device is not None:
            body["device_id"] = device
        async with ClientSession() as session:
            made = await _answer(session, "POST", f"{url}{CLIENT}/login", body)
        return cls(url, made["user_id"], made["device_id"], made["access_token"], password)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self.close()

    async def close(self) -> None:
        """The client is shut; the account stays."""
        await self._session.close()

    async def call(self, method: str, path: str, body: object = None, **query: str) -> Json:
        """Any request of the API, with this person's token; `path` begins with a slash and is already quoted."""
        return await _answer(self._session, method, self.url + path, body, query, self.token)

    async def upload(self, data: bytes, mime: str) -> str:
        """The file is at the homeserver; returns its address."""
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": mime}
        async with self._session.post(f"{self.url}/_matrix/media/v3/upload", data=data, headers=headers) as answer:
            return str((await answer.json())["content_uri"])

    async def download(self, address: str) -> bytes:
        """What is at that address, asked for with a token (client-server API v1.11)."""
        headers = {"Authorization": f"Bearer {self.token}"}
        path = address.removeprefix("mxc://")
        async with self._session.get(f"{self.url}/_matrix/client/v1/media/download/{path}", headers=headers) as answer:
            if answer.status != 200:
                raise Refused(answer.status, await answer.json(content_type=None), None)
            return await answer.read()

    async def send_file(
        self, room: str, msgtype: str, data: bytes, mime: str, caption: str = "", name: str = ""
    ) -> str:
        """A photo (`m.image`) or a voice message (`m.audio`), with a caption or not. Returns the event id."""
        url = await self.upload(data, mime)
        content: Json = {"msgtype": msgtype, "url": url, "info": {"mimetype": mime, "size": len(data)}}
        content |= {"body": caption or name or "file", "filename": name or "file", "m.mentions": {}}
        return await self.send(room, "m.room.message", content)

    # Rooms

    async def create_room(
        self,
        name: str | None = None,
        *,
        invite: Collection[str] = (),
        direct: bool = False,
        encrypted: bool = False,
        levels: Mapping[str, Any] | None = None,
        version: str | None = None,
    ) -> str:
        """The id of a new room: a private group, or what clients make of «write to somebody» if `direct`."""
        body: Json = {
            "preset": "trusted_private_chat" if direct else "private_chat",
            "is_direct": direct,
            "invite": list(invite),
            "initial_state": [_encryption()] if encrypted else [],
        }
        optional = {"name": name, "power_level_content_override": levels, "room_version": version}
        body |= {key: value for key, value in optional.items() if value is not None}
        room: str = (await self.call("POST", f"{CLIENT}/createRoom", body))["room_id"]
        return room

    async def invite(self, room: str, user: str) -> None:
        await self._room("POST", room, "invite", {"user_id": user})

    async def join(self, room: str) -> None:
        await self._room("POST", room, "join", {})
        self.invited.pop(room, None)

    async def leave(self, room: str) -> None:
        await self._room("POST", room, "leave", {})

    async def kick(self, room: str, user: str, reason: str = "") -> None:
        await self._room("POST", room, "kick", {"user_id": user, "reason": reason})

    async def ban(self, room: str, user: str, reason: str = "") -> None:
        await self._room("POST", room, "ban", {"user_id": user, "reason": reason})

    async def state(self, room: str, type: str, key: str = "") -> Json:
        """The content of that state event as it is now."""
        return await self._room("GET", room, f"state/{_quoted(type)}/{_quoted(key)}")

    async def set_state(self, room: str, type: str, content: object, key: str = "") -> str:
        return _id(await self._room("PUT", room, f"state/{_quoted(type)}/{_quoted(key)}", content))

    async def encrypt(self, room: str) -> str:
        """The room is encrypted from now on, which nobody can undo; this person's own client still writes plainly."""
        return await self.set_state(room, "m.room.encryption", _encryption()["content"])

    async def set_power(self, room: str, levels: Mapping[str, int] | None = None, **others: object) -> str:
        """Everybody in `levels` has the level named there; `others` are keys beside `users` (`events_default=50`)."""
        now = await self.state(room, "m.room.power_levels")
        users = now.get("users", {}) | dict(levels or {})
        return await self.set_state(room, "m.room.power_levels", now | {"users": users} | others)

    async def tombstone(self, room: str, successor: str, text: str = "This room has moved.") -> str:
        """The room points at another, without being locked or copied."""
        return await self.set_state(room, "m.room.tombstone", {"body": text, "replacement_room": successor})

    async def upgrade(self, room: str, version: str) -> str:
        """The id of the successor that the server has made: tombstone, locked old room, state copied, no guests."""
        successor: str = (await self._room("POST", room, "upgrade", {"new_version": version}))["replacement_room"]
        return successor

    # Speaking

    async def send(self, room: str, type: str, content: object, *, txn: str | None = None) -> str:
        """Any event at all, also such as no client would send; `txn` again on the same device is the same event."""
        path = f"send/{_quoted(type)}/{_quoted(txn or next(self._transactions))}"
        return _id(await self._room("PUT", room, path, content))

    async def say(
        self,
        room: str,
        text: str,
        *,
        reply_to: str | None = None,
        thread: str | None = None,
        mentions: Collection[str] = (),
        html: str | None = None,
        msgtype: str = "m.text",
        txn: str | None = None,
    ) -> str:
        """A message; `reply_to` and `thread` are ids of events, `mentions` ids of people (`@room` is the room)."""
        people = [who for who in mentions if who != "@room"]
        content: Json = {"msgtype": msgtype, "body": text, "m.mentions": {"user_ids": people} if people else {}}
        if "@room" in mentions:
            content["m.mentions"]["room"] = True
        if html is not None:
            content |= {"format": "org.matrix.custom.html", "formatted_body": html}
        if relation := _relation(reply_to, thread):
            content["m.relates_to"] = relation
        return await self.send(room, "m.room.message", content, txn=txn)

    async def react(self, room: str, event: str, key: str) -> str:
        relation = {"rel_type": "m.annotation", "event_id": event, "key": key}
        return await self.send(room, "m.reaction", {"m.relates_to": relation})

    async def edit(self, room: str, event: str, text: str) -> str:
        new = {"msgtype": "m.text", "body": text, "m.mentions": {}}
        old = new | {"body": f"* {text}", "m.new_content": new}
        relation = {"rel_type": "m.replace", "event_id": event}
        return await self.send(room, "m.room.message", old | {"m.relates_to": relation})

    async def redact(self, room: str, event: str, reason: str = "") -> str:
        path = f"redact/{_quoted(event)}/{_quoted(next(self._transactions))}"
        return _id(await self._room("PUT", room, path, {"reason": reason} if reason else {}))

    async def send_poll_response(self, room: str, poll: str, *answers: str, stable: bool = False) -> str:
        """A vote, by the ids of the answers; none takes an earlier vote back. `stable`: the names of extensible
        events, which no room version has yet."""
        content: Json = {"m.relates_to": {"rel_type": "m.reference", "event_id": poll}}
        if stable:
            return await self.send(room, "m.poll.response", content | {"m.selections": list(answers)})
        return await self.send(room, f"{POLLS}.response", content | {f"{POLLS}.response": {"answers": list(answers)}})

    async def rename(self, name: str) -> None:
        """The name that others see."""
        await self.call("PUT", f"{CLIENT}/profile/{_quoted(self.id)}/displayname", {"displayname": name})

    # Hearing

    async def events(self, room: str) -> list[Json]:
        """The whole history as the server gives it to this person, oldest first, state included."""
        return await self._back(room, None)

    async def messages(self, room: str) -> list[Json]:
        """All `m.room.message` of it, oldest first, edits among them."""
        return [event for event in await self.events(room) if event["type"] == "m.room.message"]

    async def sync(self, since: str | None = None, *, wait: float = 0.0, limit: int | None = None) -> Json:
        """The answer of /sync as it comes; `wait` in seconds, `limit` in events per room.

        What `wait_for` has seen is not touched. Synapse gives the same answer to the same question for two minutes
        (`sync_response_cache_duration`), whatever has happened since.
        """
        query = {"timeout": str(int(wait * 1000))} | ({"since": since} if since else {})
        if limit is not None:
            query["filter"] = json.dumps({"room": {"timeline": {"limit": limit}}})
        return await self.call("GET", f"{CLIENT}/sync", **query)

    async def wait_for(self, room: str, predicate: Callable[[Json], bool], timeout: float = PATIENCE) -> Json:
        """The oldest event of the room that fits, however long ago it came; none is handed out twice.

        `TimeoutError` names what was there instead.
        """
        try:
            async with asyncio.timeout(timeout):
                while True:
                    for id, event in self._heard.get(room, {}).items():
                        if id not in self._handed_out and predicate(event):
                            self._handed_out.add(id)
                            return event
                    await self._listen(timeout)
        except TimeoutError:
            there = [(event["sender"], event["type"], event["content"]) for event in self._heard.get(room, {}).values()]
            raise TimeoutError(f"{self.id} waited {timeout} s in {room}; there was {there[-20:]}") from None

    async def hear(self, room: str, text: str = "", *, sender: str | None = None, timeout: float = PATIENCE) -> Json:
        """The next message of somebody else (of `sender`, if named) whose body has `text` in it."""

        def fits(event: Json) -> bool:
            who = event["sender"]
            return (
                event["type"] == "m.room.message"
                and (who == sender if sender else who != self.id)
                and text in str(event["content"].get("body", ""))
            )

        return await self.wait_for(room, fits, timeout)

    async def wait_for_invite(self, timeout: float = PATIENCE) -> str:
        """A room that waits for this person's yes."""
        async with asyncio.timeout(timeout):
            while not self.invited:
                await self._listen(timeout)
        return next(iter(self.invited))

    # With an administrator's account

    async def lift_limits(self, user: str) -> None:
        """`user` may send as quickly as they like, whatever the homeserver's limits: only an administrator can."""
        path = f"{ADMIN}/users/{_quoted(user)}/override_ratelimit"
        await self.call("POST", path, {"messages_per_second": 0, "burst_count": 0})

    async def _room(self, method: str, room: str, path: str, body: object = None, **query: str) -> Json:
        return await self.call(method, f"{CLIENT}/rooms/{_quoted(room)}/{path}", body, **query)

    async def _listen(self, wait: float) -> None:
        """Everything that has come since the last look is in `_heard`; waits for something to come."""
        async with self._listening:
            # The first answer is immediate and may be old; only then is there something to wait for.
            news = await self.sync(self._since, wait=wait if self._since else 0)
            rooms = news.get("rooms", {})
            for room, part in (rooms.get("join", {}) | rooms.get("leave", {})).items():
                timeline = part.get("timeline", {})
                heard = self._heard.setdefault(room, {})
                if timeline.get("limited"):
                    heard |= {event["event_id"]: event for event in await self._back(room, timeline["prev_batch"])}
                heard |= {event["event_id"]: event for event in timeline.get("events", ())}
                self.invited.pop(room, None)
            for room, part in rooms.get("invite", {}).items():
                self.invited[room] = part["invite_state"]["events"]
            self._since = news["next_batch"]

    async def _back(self, room: str, token: str | None) -> list[Json]:
        """What came before `token` (or now), oldest first; with a token, only down to what was heard already."""
        known = self._heard.get(room, {}) if token else {}
        found: list[Json] = []
        start = {"from": token} if token else {}
        while True:
            page = await self._room("GET", room, "messages", dir="b", limit="500", **start)
            new = list(itertools.takewhile(lambda event: event["event_id"] not in known, page["chunk"]))
            found += new
            if len(new) < len(page["chunk"]) or "end" not in page:
                return found[::-1]
            start = {"from": page["end"]}


class Arrive(Protocol):
    """Makes somebody with an account of their own, whose client is shut when the test is over."""

    async def __call__(self, name: str, *, admin: bool = False) -> Person: ...


async def _answer(
    session: ClientSession,
    method: str,
    url: str,
    body: object = None,
    query: Mapping[str, str] | None = None,
    token: str | None = None,
) -> Json:
    """The JSON of a 200; `Refused` for everything else."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    address = URL(url, encoded=True).update_query(dict(query or {}))
    async with session.request(method, address, json=body, headers=headers) as answer:
        said = await answer.json(content_type=None)
        if answer.status == 200:
            return dict(said)
        wait = answer.headers.get("Retry-After")
        raise Refused(answer.status, said, float(wait) if wait else None)


def _relation(reply_to: str | None, thread: str | None) -> Json:
    """Where a message belongs; in a thread, clients that know none are shown a reply to its root."""
    answered = {"m.in_reply_to": {"event_id": reply_to or thread}} if reply_to or thread else {}
    if thread is None:
        return answered
    return {"rel_type": "m.thread", "event_id": thread, "is_falling_back": reply_to is None} | answered


def _encryption() -> Json:
    return {"type": "m.room.encryption", "state_key": "", "content": {"algorithm": ENCRYPTION}}


def _quoted(part: str) -> str:
    return quote(part, safe="")


def _id(answer: Json) -> str:
    event: str = answer["event_id"]
    return event
